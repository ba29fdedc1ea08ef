"""What one address is judged against, and of when it is."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
from qgis.core import QgsGeometry, QgsProviderRegistry

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from .perimeters import read_perimeters
from .reference_sources import open_layer
from .territorial_index import TerritorialIndex
from .vectors import layer_title

__all__ = ["UNREADABLE", "Generation", "dated", "file_name", "title_of", "vintage"]

UNREADABLE = QT_TRANSLATE_NOOP(
    "@default", "The layer “{name}” set among your reference data cannot be opened: check it on the options page."
)


class Generation:
    """Perimeters of one generation, ready to be asked; to be made where `reference_sources.apart` holds.

    Parameters
    ----------
    source : str
        As the options page stores it.
    year : int
    rules : domain.qpv.georeference.Rules
    context : QgsProcessingContext or None
    """

    def __init__(self, source, year, rules, context):
        layer = open_layer(source, aside=True)
        if not layer.isValid():
            raise DataError(UNREADABLE, name=source.split("|")[0])
        title = title_of(layer, source)
        self.perimeters = read_perimeters(layer, title, year, context)
        self.index = TerritorialIndex(self.perimeters, rules.reach, rules.near)
        self.codes = np.array([*self.perimeters.codes, None], dtype=object)
        self.names = np.array([*self.perimeters.names, None], dtype=object)
        self.coded = np.array([c is not None for c in self.codes[:-1]] + [True])
        known = self.perimeters.generation
        self.told = "{} (génération {}{})".format(title, known or "inconnue", dated(source))

    def around(self, epsg, box):
        """Return the perimeters whose box meets another: code, name, outline."""
        return [
            (self.codes[place], self.names[place], QgsGeometry(geometry))
            for place, geometry in enumerate(self.perimeters.geometries)
            if self.perimeters.projections[place] == epsg and geometry.boundingBox().intersects(box)
        ]


def title_of(layer, source):
    """Return what to call a layer set among the reference data: its file, and which layer of it."""
    title = layer_title(layer) if layer.name() != "reference" else file_name(source)
    name = str(QgsProviderRegistry.instance().decodeUri("ogr", source).get("layerName") or "")
    return "{} [{}]".format(title, name) if name and name not in title else title


def file_name(source):
    return source.split("|")[0].replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def dated(source):
    """Say of when a file is, "" where the source is none."""
    path = Path(source.split("|")[0])
    try:
        return ", fichier du {:%d/%m/%Y}".format(datetime.date.fromtimestamp(path.stat().st_mtime))
    except OSError:
        return ""


def vintage(meta):
    """Say of when the addresses are: the files, then the index made of them."""
    files = meta.get("sources", ())
    names = ", ".join("{} du {}".format(f.get("name", "?"), _day(f.get("modified"))) for f in files[:4])
    names += " et {} autres".format(len(files) - 4) if len(files) > 4 else ""
    return "{} (index du {})".format(names or "BAN", _day(meta.get("built")))


def _day(moment):
    """Write a moment as 31/12/2026; "?" where it is none."""
    try:
        return "{:%d/%m/%Y}".format(datetime.datetime.fromisoformat(str(moment)))
    except ValueError:
        return "?"
