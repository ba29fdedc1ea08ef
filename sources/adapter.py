"""The one interface of the observatories' services: catalogue entries in, a table or files of features out.

An adapter is an object with two methods, which know nothing of QGIS, caches or files that are kept::

    entries(client)                          yields `domain.indicators.entry.Entry`
    fetch(client, entry, query, folder)      returns a `Fetched`

and, where the service can say so for less, a third::

    unchanged(client, entry, query, modified)   whether what it had called `Fetched.modified` is what it still has

``client`` is a `sources.http.Client`; what is downloaded whole is written in ``folder``, which the caller empties.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from ..domain.errors import QT_TRANSLATE_NOOP, ParameterError

__all__ = ["ADAPTERS", "Fetched", "adapter"]

# name in the catalogue -> module of this room and class
ADAPTERS = {
    "geoclip": ("geoclip", "Geoclip"),
    "melodi": ("melodi", "Melodi"),
    "datagouv": ("datagouv", "DataGouv"),
    "ogc": ("ogc_features", "OgcFeatures"),
    "boundaries": ("boundaries", "Boundaries"),
}
_UNKNOWN = QT_TRANSLATE_NOOP("@default", "The catalogue names a service that is not known here: “{name}”.")


@dataclass(frozen=True)
class Fetched:
    """What a service gave.

    Attributes
    ----------
    observations : domain.indicators.observations.Observations or None
        For an indicator.
    path : pathlib.Path or None
        For a layer or a table: a file that GDAL opens (a ZIP is opened too).
    layer : str
        Which layer of the file; "" for its only one.
    form : str
        What the bytes are, found from them: ``geojson``, ``gpkg``, ``csv``, ``xlsx``, ``shp.zip``…
    crs : str
        ``EPSG:2154`` where the file does not say it itself; "" where it does.
    geography : str
        Year of the geography (COG); "" where unknown.
    modified : str
        What the service says of its last change: an ISO date, an ETag; "" for nothing.
    address : str
        Where it was taken from; never with credentials.
    licence, producer : str
        As the service says; "" where it does not.
    notes : tuple of (str, dict)
        Cautions worth telling: templates marked for translation and what fills them.
    """

    observations: object = None
    path: object = None
    layer: str = ""
    form: str = ""
    crs: str = ""
    geography: str = ""
    modified: str = ""
    address: str = ""
    licence: str = ""
    producer: str = ""
    notes: tuple = ()


def adapter(name, **options):
    """Return an adapter.

    Parameters
    ----------
    name : str
        One of `ADAPTERS`.
    **options
        ``base``: the service's address instead of its own.

    Raises
    ------
    ParameterError
    """
    if name not in ADAPTERS:
        raise ParameterError(_UNKNOWN, name=name)
    module, kind = ADAPTERS[name]
    return getattr(import_module("." + module, __package__), kind)(**options)
