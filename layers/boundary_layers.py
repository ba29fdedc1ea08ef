"""Boundaries of a level and a year, made ready once: one GeoPackage of valid polygons with `code, nom`."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from ..domain.errors import QT_TRANSLATE_NOOP, DataError, OutputError
from ..domain.indicators.levels import EPCI, EPT, Territory
from ..domain.progress import part, silent
from ..sources.territories import shipped
from .boundaries import read_boundaries
from .dataset_cache import open_alone, open_record
from .fields import make_field
from .written import is_whole

__all__ = ["READY", "ready_boundaries", "ready_layer"]

READY = ".pret"
_TABLE = "contours"
_EMPTY = QT_TRANSLATE_NOOP("@default", "“{title}” holds no usable polygon: fetch it again.")
_UNWRITABLE = QT_TRANSLATE_NOOP(
    "@default", "The file {path} cannot be written ({why}): check that it is not open elsewhere."
)
_NOT_WHOLE = QT_TRANSLATE_NOOP(
    "@default", "The file {path} could not be written whole: free some space on the disk, then run again."
)


def ready_boundaries(cache, record, level, tick=silent, pulse=silent):
    """Return the record of boundaries made ready; they are made where they are not, or of another file.

    Parameters
    ----------
    cache : sources.cache.Cache
    record : sources.cache.Record
        As fetched.
    level : str
    tick : callable, optional
    pulse : callable, optional
        Called while another program makes them; may raise `Cancelled`.

    Returns
    -------
    Record
        Its ``facts`` say how many polygons were ``repaired``.

    Raises
    ------
    DataError, OutputError
    """
    question = (record.entry + READY, record.level, record.territory, record.year)
    known = _known(cache, question, record)
    if known is not None:
        return known
    with cache.reserve(*question, pulse=lambda: pulse(0.0)) as place:
        known = _known(cache, question, record)
        if known is not None:
            return known
        source = open_record(record)
        title = record.facts.get("title") or record.entry
        areas = read_boundaries(source, title, record.facts.get("code") or None, level, part(tick, 0.0, 0.7))
        if areas.unusable == len(areas.codes):
            raise DataError(_EMPTY, title=title)
        path = place.folder / (_TABLE + ".gpkg")
        _write(path, source.crs(), areas, part(tick, 0.7, 1.0))
        facts = {
            **record.facts, "of": record.sha256, "form": "gpkg", "layer": _TABLE, "crs": "", "repaired": areas.repaired,
            "unusable": areas.unusable,
        }  # fmt: skip
        return place.commit(path, facts, record.fetched)


def _known(cache, question, record):
    """Return what was made of a record, where it is whole; None otherwise."""
    known = cache.find(*question)
    if known is None or known.facts.get("of") != record.sha256 or not cache.sound(known):
        return None
    return known


def ready_layer(record):
    """Open boundaries made ready."""
    return open_alone(record.path, _TABLE, after="|layername=" + _TABLE)


def _write(path, crs, areas, tick):
    fields = QgsFields()
    for name in ("code", "nom"):
        fields.append(make_field(name, "text"))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", _TABLE
    writer = QgsVectorFileWriter.create(
        str(path), fields, QgsWkbTypes.Type.MultiPolygon, crs, QgsCoordinateTransformContext(), options
    )
    if writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
        raise OutputError(_UNWRITABLE, path=path.name, why=writer.errorMessage() or "?")
    # beside the group of Greater Paris, the Géoplateforme has its territories, which lie in it
    others = shipped().members(Territory(), EPT) if areas.level == EPCI else ()
    written = 0
    for place, code in enumerate(areas.codes):
        if place % 500 == 0:
            tick(place / len(areas.codes))
        polygon = areas.geometry(place)
        if polygon is None or not code or code in others:
            continue
        feature = QgsFeature(fields)
        feature.setGeometry(polygon)
        feature.setAttributes([code, areas.names.get(code)])
        if not writer.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise OutputError(_UNWRITABLE, path=path.name, why=writer.errorMessage() or "?")
        written += 1
    # written when it is let go of
    del writer
    if not is_whole(str(path), written):
        raise OutputError(_NOT_WHOLE, path=path.name)
