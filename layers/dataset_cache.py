"""What was fetched from an observatory, opened as QGIS reads it, whatever the file is."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsVectorLayer

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from .crs import authority
from .tables import read_csv

__all__ = ["open_record"]

_UNREADABLE = QT_TRANSLATE_NOOP(
    "@default", "“{title}”: the file that was fetched cannot be read as a layer ({form}). See its page: {page}"
)


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
    place = str(path)
    if form.endswith("zip") or path.suffix.lower() == ".zip":
        place = "/vsizip/" + place
    elif path.suffix.lower() == ".gz":
        place = "/vsigzip/" + place
    layer = QgsVectorLayer(place + ("|layername=" + facts["layer"] if facts.get("layer") else ""), title, "ogr")
    if not layer.isValid():
        raise DataError(_UNREADABLE, title=title, form=form or path.suffix, page=facts.get("page", ""))
    said = facts.get("crs") or ""
    if said and said.partition(":")[2].isdigit():
        layer.setCrs(authority(int(said.partition(":")[2])))
    elif layer.isSpatial() and not layer.crs().isValid():
        # a GeoJSON is in degrees; nothing else comes without saying
        layer.setCrs(authority(4326))
    return layer
