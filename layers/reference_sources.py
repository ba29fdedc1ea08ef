"""What a source set as reference data really holds: opened, counted, its fields recognised."""
from __future__ import annotations

import os
import threading
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import (
    NULL,
    QgsFeatureRequest,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..domain.network import profiles
from ..sources.department_check import CODE_COMMUNE, CODE_QP, NAME_COMMUNE, NAME_QP, POPULATION
from .vectors import find_field, sublayer_names

__all__ = [
    "EXPECTED",
    "Expected",
    "Facts",
    "apart",
    "inspect",
    "is_local",
    "is_volatile",
    "kind_of",
    "layer_source",
    "local_systems",
    "open_layer",
    "sublayers",
]

LOCAL = ("ogr", "spatialite", "memory", "delimitedtext")


@dataclass(frozen=True)
class Expected:
    """What a reference datum should be.

    Attributes
    ----------
    kinds : tuple of str
        Accepted geometries among point, line, polygon, table.
    fields : dict of str to tuple of str
        Role → usual names; the first role is compulsory.
    any_of : tuple of str
        Who may have made the data, shown by its fields.
    generation : str
        Generation of QPV that the codes should show, or "".
    """

    kinds: tuple
    fields: dict = field(default_factory=dict)
    any_of: tuple = ()
    generation: str = ""


NETWORKS = {profiles.BD_TOPO: "BD TOPO", profiles.OSM: "OpenStreetMap"}
EXPECTED = {
    "qpv_2024": Expected(("polygon",), {"code": CODE_QP, "name": NAME_QP}, generation="2024"),
    "qpv_2015": Expected(("polygon",), {"code": CODE_QP, "name": NAME_QP}, generation="2015"),
    "qpv_list": Expected(("table", "polygon", "point"), {"code": CODE_QP, "commune": CODE_COMMUNE}, generation="2024"),
    "communes": Expected(("polygon",), {"code": CODE_COMMUNE, "name": NAME_COMMUNE}),
    "address_index": Expected(("table", "point")),
    "streets": Expected(("line",), any_of=tuple(NETWORKS.values())),
    "roads": Expected(("line",), any_of=tuple(NETWORKS.values())),
    "population": Expected(("polygon", "point"), {"population": POPULATION, "imputed": ("i_est_200", "i_est_1km")}),
    "france_services": Expected(
        ("table", "point"),
        {
            "site": ("id_fs", "matricule", "id"),
            "format": ("format_fs", "format"),
            "type": ("type_fs", "categorie", "type"),
        },
    ),
}


@dataclass(frozen=True)
class Facts:
    """What was found in a source.

    Attributes
    ----------
    valid : bool
        Whether QGIS could open it.
    kind : str
        point, line, polygon, table or unknown.
    rows : int
        -1 where the provider does not know.
    crs : str
        Authority id, "" where undeclared.
    fields : dict of str to str
        Role → field, for the roles recognised.
    profile : str
        "BD TOPO", "OpenStreetMap" or "".
    generations : dict of str to int
        Rows by generation of QPV: "2024", "2015", "?".
    located : bool
        For a table, whether it has longitude and latitude columns.
    example : str
        The first code found, "" where there is none.
    """

    valid: bool
    kind: str = "unknown"
    rows: int = 0
    crs: str = ""
    fields: dict = field(default_factory=dict)
    profile: str = ""
    generations: dict = field(default_factory=dict)
    located: bool = False
    example: str = ""


@contextmanager
def apart():
    """Let one thread of ours at a time open layers and read them, beside the window.

    QGIS shares an open file among the layers that name it alike, with locks that two threads may take in opposite
    orders: both wait for ever, and the window with them. So one at a time, under a name (`open_layer`) of its own.
    """
    with _ASIDE:
        yield


_ASIDE = threading.Lock()


def open_layer(value, aside=False):
    """Open a stored source.

    Parameters
    ----------
    value : str
        A path, a path with ``|layername=``, or ``provider://uri``.
    aside : bool, optional
        Opened in another thread than the window's, where `apart` holds.

    Returns
    -------
    QgsVectorLayer
        May be invalid.
    """
    provider, uri = _provider(value)
    if aside and provider == "ogr":
        path, bar, more = uri.partition("|")
        folder, name = os.path.split(path)
        if folder and os.path.exists(path):
            uri = os.path.join(folder, os.curdir, name) + bar + more
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    return QgsVectorLayer(uri, "reference", provider, options)


def _provider(value):
    """Return the provider of a stored source, and what it is for that one."""
    head, mark, rest = value.partition("://")
    return (head, rest) if mark and head in QgsProviderRegistry.instance().providerList() else ("ogr", value)


def is_local(value):
    """Say whether a stored source is on this computer."""
    provider = value.partition("://")[0] if "://" in value else "ogr"
    return provider in LOCAL and not value.startswith("/vsicurl") and "http" not in value[:16]


def local_systems(*values):
    """Open those of stored sources that are on this computer and return their coordinate systems.

    Parameters
    ----------
    *values : str or None

    Returns
    -------
    list of QgsCoordinateReferenceSystem
        Without that of GeoJSON files in WGS 84, which need not be opened to be known.
    """
    return [open_layer(value).crs() for value in values if value and is_local(value) and not _in_degrees(value)]


def _in_degrees(value):
    """Say whether a source is a GeoJSON file that names no system: it is in WGS 84, and long to open."""
    path = value.split("|")[0]
    if not path.lower().endswith((".geojson", ".json")):
        return False
    try:
        with open(path, "rb") as stream:
            return b'"crs"' not in stream.read(4096)
    except OSError:
        return False


def sublayers(path):
    """Return the names of the layers that a file holds, in its order.

    Returns
    -------
    list of str
        Empty when the file cannot be read.
    """
    if not path or not Path(path).exists():
        return []
    layer = QgsVectorLayer(path, "container", "ogr")
    if not layer.isValid():
        return []
    return list(dict.fromkeys(sublayer_names(layer)))


def is_volatile(layer):
    """Say whether a layer of the project vanishes with it and so cannot be remembered."""
    if layer.providerType() in ("memory", "virtual"):
        return True
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return str(parts.get("path") or "").startswith("/vsimem/")


def layer_source(layer):
    """Return what to store to find a project's layer again.

    Parameters
    ----------
    layer : QgsVectorLayer

    Returns
    -------
    str
        A file's path with its layer, or ``provider://uri``.
    """
    provider = layer.providerType()
    registry = QgsProviderRegistry.instance()
    parts = registry.decodeUri(provider, layer.source())
    if provider == "ogr" and parts.get("path"):
        kept = {"path": parts["path"]}
        if parts.get("layerName"):
            kept["layerName"] = parts["layerName"]
        return registry.encodeUri("ogr", kept)
    return "{}://{}".format(provider, layer.source())


def inspect(key, value, aside=False):
    """Open a source and say what it holds.

    Parameters
    ----------
    key : str
        One of `EXPECTED`.
    value : str
    aside : bool, optional
        In another thread than the window's.

    Returns
    -------
    Facts
    """
    # a server that does not answer keeps no file waiting
    with apart() if aside and _provider(value)[0] == "ogr" else nullcontext():
        return _facts(key, open_layer(value, aside))


def _facts(key, layer):
    if not layer.isValid():
        return Facts(False)
    expected = EXPECTED[key]
    fields = layer.fields()
    found = {role: find_field(fields, names) for role, names in expected.fields.items()}
    found = {role: name for role, name in found.items() if name}
    lower = {f.name().lower() for f in fields}
    profile = NETWORKS.get(profiles.detect(lower), "") if expected.any_of else ""
    return Facts(
        True,
        kind_of(layer),
        int(layer.featureCount()),
        layer.crs().authid(),
        found,
        profile,
        _generations(layer, found["code"]) if expected.generation and "code" in found else {},
        bool(lower & {"longitude", "lon", "x"}) and bool(lower & {"latitude", "lat", "y"}),
        next(_values(layer, found["code"]), "") if "code" in found else "",
    )


def kind_of(layer):
    """Return point, line, polygon, table or unknown."""
    kinds = {
        QgsWkbTypes.GeometryType.PointGeometry: "point",
        QgsWkbTypes.GeometryType.LineGeometry: "line",
        QgsWkbTypes.GeometryType.PolygonGeometry: "polygon",
        QgsWkbTypes.GeometryType.NullGeometry: "table",
    }
    return kinds.get(layer.geometryType(), "unknown")


def _generations(layer, code_field):
    """Count rows by generation, read from the first two letters of the code."""
    counts = {}
    for code in _values(layer, code_field):
        generation = {"QN": "2024", "QP": "2015"}.get(code.upper()[:2], "?")
        counts[generation] = counts.get(generation, 0) + 1
    return counts


def _values(layer, name):
    """Yield a field's values as text, "" for a missing one."""
    position = layer.fields().indexOf(name)
    request = QgsFeatureRequest()
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([position])
    for feature in layer.getFeatures(request):
        value = feature.attributes()[position]
        yield "" if value is None or value == NULL else str(value).strip()
