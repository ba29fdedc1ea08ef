"""What was fetched from an observatory, opened as QGIS reads it, whatever the file is."""

from __future__ import annotations

import os
from itertools import cycle
from pathlib import Path

from qgis.core import QgsVectorLayer

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from .crs import authority
from .tables import read_csv

__all__ = ["open_alone", "open_record"]

_UNREADABLE = QT_TRANSLATE_NOOP(
    "@default", "“{title}”: the file that was fetched cannot be read as a layer ({form}). See its page: {page}"
)


# how often a name says “here” before the file's own
_TURNS = cycle(range(1, 17))


def open_alone(path, title, before="", after=""):
    """Open a file of the cache, which another run may be opening too.

    QGIS shares an open file among the layers that name it alike. While one thread reads what such a file says of itself
    and another looks for its style, each waits for the other for ever, and the window for both (seen on 3.22): so each
    opening has a name of its own, and looks for no style.

    Parameters
    ----------
    path : pathlib.Path
    title : str
    before, after : str, optional
        What GDAL wants around it: ``/vsizip/``, ``|layername=``.

    Returns
    -------
    QgsVectorLayer
        May be invalid.
    """
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    name = os.path.join(str(path.parent), *[os.curdir] * next(_TURNS), path.name)
    return QgsVectorLayer(before + name + after, title, "ogr", options)


def open_record(record):
    """Open the file of a record.

    Parameters
    ----------
    record : sources.cache.Record

    Returns
    -------
    QgsVectorLayer or layers.tables.Table
        The second for a CSV, whose codes stay text whatever its encoding.

    Raises
    ------
    DataError
    """
    path, facts = Path(record.path), record.facts
    form = (facts.get("form") or "").lower()
    title = facts.get("title") or record.entry
    if form == "csv":
        return read_csv(str(path))
    zipped = form.endswith("zip") or path.suffix.lower() == ".zip"
    before = "/vsizip/" if zipped else "/vsigzip/" if path.suffix.lower() == ".gz" else ""
    layer = open_alone(path, title, before, "|layername=" + facts["layer"] if facts.get("layer") else "")
    if not layer.isValid():
        raise DataError(_UNREADABLE, title=title, form=form or path.suffix, page=facts.get("page", ""))
    said = facts.get("crs") or ""
    if said and said.partition(":")[2].isdigit():
        layer.setCrs(authority(int(said.partition(":")[2])))
    elif layer.isSpatial() and not layer.crs().isValid():
        # a GeoJSON is in degrees; nothing else comes without saying
        layer.setCrs(authority(4326))
    return layer
