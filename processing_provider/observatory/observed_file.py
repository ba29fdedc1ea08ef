"""A layer or a table as `observatorylayer` writes it: all its columns, its code and name, within the territory."""

from __future__ import annotations

from qgis.core import QgsFields, QgsGeometry, QgsPointXY, QgsWkbTypes

from ...domain.errors import QT_TRANSLATE_NOOP, DataError
from ...domain.indicators.cells import read_cells
from ...domain.indicators.codes import clean_codes
from ...domain.indicators.columns import NAMES
from ...domain.indicators.entry import TABLE
from ...domain.indicators.levels import COM, FRA
from ...domain.qpv.codes import commune_codes
from ...layers.boundaries import code_field_of, several
from ...layers.crs import authority
from ...layers.dataset_cache import open_record
from ...layers.fields import make_field
from ...layers.perimeters import clean_polygon
from ...layers.rows import FeatureChunk, as_text
from ...layers.styles.observed import style_observed
from ...layers.vectors import features, find_field
from ...translation import tr
from .join_report import COUNTS
from .observed_indicator import provenance_of
from .territory import inside_of

__all__ = ["write_file"]

_COMMUNES = ("insee_com", "code_insee", "code_commune_insee", "codgeo", "com", "code_commune", "commune_qp")
_POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry
_NOTHING = QT_TRANSLATE_NOOP("@default", "“{title}” has nothing in {territory}.")


def write_file(algorithm, parameters, context, feedback, asked, entry, query, found, tick):
    """Write a layer or a table; returns the results."""
    source = open_record(found.record)
    fields, wanted = source.fields(), entry.request.get("columns") or entry.request
    code_field = _field(fields, wanted.get("code")) or _code(source, entry)
    name_field = _field(fields, wanted.get("name")) or find_field(fields, NAMES) or _named(fields)
    rows = []
    for count, feature in enumerate(features(source)):
        if count % 500 == 0:
            tick(0.4 * min(count / max(source.featureCount(), 1), 1.0))
        rows.append(feature)
    chunk = FeatureChunk(rows)
    blank = [None] * len(rows)
    texts = [as_text(cell) for cell in chunk.column(fields.indexOf(code_field))] if code_field else blank
    # the identifier of a place that lies in a commune is no code of a territory
    codes, mangled = clean_codes(texts, "" if wanted.get("commune") else query.level)
    if mangled:
        algorithm.warn(
            feedback, tr("{count} codes mangled by a spreadsheet were mended (lost zeros, quotes).").format(count=mangled)
        )
    kept = _inside(algorithm, feedback, chunk, fields, entry, query, codes, wanted)
    if not kept:
        raise DataError(_NOTHING, title=entry.title, territory=str(query.territory))
    shapes, kind, crs = _shapes(source, chunk, fields, entry, wanted)
    added = [(name, values) for name, values, taken in (
        ("code", codes if code_field else None, code_field), ("nom", _names(chunk, fields, name_field), name_field),
    ) if values is not None and (taken or "").lower() != name and fields.lookupField(name) < 0]  # fmt: skip
    sink = algorithm.sink(
        parameters, "OUTPUT", context, _plain(fields), [make_field(name, "text") for name, _values in added], kind, crs
    )
    repaired = lost = 0
    for step, place in enumerate(kept):
        if step % 200 == 0:
            tick(0.4 + 0.6 * step / len(kept))
        shape = shapes(place)
        if shape is not None and shape.type() == _POLYGON and not shape.isEmpty():
            shape, mended = clean_polygon(shape)
            repaired += mended
            lost += shape is None
            shape = several(shape) if shape is not None and QgsWkbTypes.isMultiType(kind) else shape
        sink.add(shape, rows[place].attributes() + [values[place] or None for _name, values in added])
    sink.close()
    for count, text in (
        (repaired, tr("{count} invalid polygons were repaired.")),
        (lost, tr("{count} rows of the boundaries have no usable polygon; they are kept, without one.")),
    ):
        if count:
            algorithm.warn(feedback, text.format(count=count))
    feedback.pushInfo(tr("{count} rows written, of {total}.").format(count=len(kept), total=len(rows)))
    history = ["Territoire : {} ; lignes : {} sur {}".format(query.territory, len(kept), len(rows))]
    names = sink.fields.names()
    label = next((name for name in (name_field, "nom") if name in names), "")
    algorithm.publish(
        sink, context, style_observed(entry, label), "", history=history, provenance=provenance_of(entry, found.record)
    )
    # nothing is joined here
    counts = {**dict.fromkeys(COUNTS, 0), "COUNT_ROWS": len(kept)}
    return {"OUTPUT": sink.destination, "YEARS": found.record.year, **counts}


def _field(fields, name):
    place = fields.lookupField(str(name)) if name else -1
    return fields.at(place).name() if place >= 0 else None


def _named(fields):
    """Return the first column that is called a name: nom_…, lib_…"""
    return next((field.name() for field in fields if field.name().lower().startswith(("nom_", "lib_"))), None)


def _code(source, entry):
    """Find the column of codes, where there is one."""
    try:
        return code_field_of(source, entry.title)
    except DataError:
        return None


def _names(chunk, fields, name_field):
    if not name_field:
        return None
    return [as_text(cell) or "" for cell in chunk.column(fields.indexOf(name_field))]


def _inside(algorithm, feedback, chunk, fields, entry, query, codes, wanted):
    """Return the places of the rows within the territory."""
    everything = list(range(len(codes)))
    if query.territory.level == FRA:
        return everything
    commune = _field(fields, wanted.get("commune")) or find_field(fields, _COMMUNES)
    if entry.kind == TABLE and commune:
        inside = inside_of(query.territory, COM)
        # a quartier may lie in several
        cells = [commune_codes(as_text(cell)) for cell in chunk.column(fields.indexOf(commune))]
        return [place for place in everything if any(map(inside, cells[place]))]
    if query.level and any(codes):
        inside = inside_of(query.territory, query.level)
        return [place for place in everything if codes[place] and inside(codes[place])]
    told = {"title": entry.title, "territory": str(query.territory)}
    if entry.request.get("limit") == "extent":
        km = entry.request.get("around_km") or 0
        said = tr("“{title}”: what lies within the bounds of {territory}, and {km} km around them, was written.")
        feedback.pushInfo(said.format(km=km, **told))
    else:
        said = tr("“{title}”: nothing tells what lies in {territory}, so all of it was written.")
        algorithm.warn(feedback, said.format(**told))
    return everything


def _shapes(source, chunk, fields, entry, wanted):
    """Return (place -> geometry, type, system): those of the layer, or points of two columns."""
    x, y = (_field(fields, entry.request.get(axis) or wanted.get(axis)) for axis in "xy")
    if x and y:
        spots = [read_cells(chunk.column(fields.indexOf(axis))).values.tolist() for axis in (x, y)]

        def point(place):
            at = [axis[place] for axis in spots]
            return QgsGeometry.fromPointXY(QgsPointXY(*at)) if at == at and None not in at and _finite(at) else None

        return point, QgsWkbTypes.Type.Point, authority(4326)
    kind = QgsWkbTypes.flatType(source.wkbType())
    if QgsWkbTypes.geometryType(kind) == _POLYGON:
        kind = QgsWkbTypes.Type.MultiPolygon

    def own(place):
        geometry = chunk.features[place].geometry()
        return None if geometry.isNull() else geometry

    return own, kind, source.sourceCrs()


def _finite(numbers):
    return all(number - number == 0 for number in numbers)


def _plain(fields):
    """Return the fields without what a format would not keep."""
    copied = QgsFields()
    for field in fields:
        copied.append(field)
    return copied
