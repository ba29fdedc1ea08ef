"""A layer or a table as `observatorylayer` writes it: all its columns, its code and name, within the territory."""

from __future__ import annotations

from itertools import islice
from math import isfinite

from qgis.core import QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsWkbTypes

from ...domain.errors import QT_TRANSLATE_NOOP, DataError
from ...domain.indicators.cells import read_cells
from ...domain.indicators.codes import clean_codes
from ...domain.indicators.columns import NAMES
from ...domain.indicators.entry import TABLE
from ...domain.indicators.levels import COM, FRA
from ...domain.progress import part
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
from .join_report import COUNTS, say_counts
from .observed_indicator import provenance_of
from .territory import inside_of, say_coarse

__all__ = ["write_file"]

_COMMUNES = ("insee_com", "code_insee", "code_commune_insee", "codgeo", "com", "code_commune", "commune_qp")
_CHUNK = 5000
_POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry
_NOTHING = QT_TRANSLATE_NOOP("@default", "“{title}” has nothing in {territory}.")


def write_file(algorithm, parameters, context, feedback, asked, entry, query, found, tick):
    """Write a layer or a table; returns the results."""
    source = open_record(found.record)
    fields, wanted = source.fields(), entry.request.get("columns") or entry.request
    told = _field(fields, wanted.get("code")), _field(fields, wanted.get("name"))
    # roads and buildings are no territories: a speed of 50 is no code of a département
    code_field = told[0] or (_code(source, entry) if query.level else None)
    name_field = told[1] or find_field(fields, NAMES) or _named(fields)
    places = [_field(fields, entry.request.get(axis) or wanted.get(axis)) for axis in "xy"]
    commune = _field(fields, wanted.get("commune")) or find_field(fields, _COMMUNES) if entry.kind == TABLE else None
    # what tells which rows are kept is read first, alone: a layer may be larger than the memory
    columns, total = _read(source, [code_field, name_field, commune, *places], part(tick, 0.0, 0.4))
    # the identifier of a place that lies in a commune is no code of a territory
    codes, mangled = clean_codes(_texts(columns, code_field, total), "" if wanted.get("commune") else query.level)
    say_counts(algorithm, feedback, mangled=mangled)
    kept = _inside(algorithm, feedback, entry, query, codes, columns.get(commune))
    count = sum(kept)
    if not count:
        raise DataError(_NOTHING, title=entry.title, territory=query.territory.said)
    shapes, kind, crs = _shapes(source, columns, places)
    added = [(name, values) for name, values, taken in (
        ("code", codes, code_field),
        ("nom", _texts(columns, name_field, total), name_field if code_field or told[1] else None),
    ) if taken and taken.lower() != name and fields.lookupField(name) < 0]  # fmt: skip
    sink = algorithm.sink(
        parameters, "OUTPUT", context, fields, [make_field(name, "text") for name, _values in added], kind, crs
    )
    repaired = lost = 0
    for place, (keep, feature) in enumerate(zip(kept, features(source))):
        if place % 200 == 0:
            tick(0.4 + 0.6 * place / total)
        if not keep:
            continue
        shape = shapes(place, feature)
        if shape is not None and shape.type() == _POLYGON and not shape.isEmpty():
            shape, mended = clean_polygon(shape)
            repaired += mended
            lost += shape is None
            shape = several(shape) if shape is not None and QgsWkbTypes.isMultiType(kind) else shape
        sink.add(shape, feature.attributes() + [values[place] or None for _name, values in added])
    sink.close()
    say_counts(algorithm, feedback, repaired=repaired, unusable=lost)
    feedback.pushInfo(tr("Rows written: {count} of {total}.").format(count=count, total=total))
    history = ["Territoire : {} ; lignes : {} sur {}".format(query.territory, count, total)]
    names = sink.fields.names()
    label = next((name for name in (name_field, "nom") if name in names), "")
    algorithm.publish(
        sink, context, style_observed(entry, label), "", history=history, provenance=provenance_of(entry, found.record)
    )
    # nothing is joined here
    counts = {**dict.fromkeys(COUNTS, 0), "COUNT_ROWS": count}
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


def _read(source, names, tick):
    """Return (column -> its values, how many rows), without the geometry."""
    fields, request = source.fields(), QgsFeatureRequest()
    places = {name: fields.indexOf(name) for name in names if name}
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes(list(places.values()))
    columns, rows, count = {name: [] for name in places}, features(source, request), 0
    total = max(source.featureCount(), 1)
    while True:
        chunk = FeatureChunk(list(islice(rows, _CHUNK)))
        if not chunk.features:
            return columns, count
        for name, place in places.items():
            columns[name] += chunk.column(place)
        count += len(chunk.features)
        tick(min(count / total, 1.0))


def _texts(columns, name, count):
    """Return the cells of a column as text, None where there is none."""
    return [as_text(cell) for cell in columns[name]] if name else [None] * count


def _inside(algorithm, feedback, entry, query, codes, communes):
    """Return which rows lie within the territory."""
    if query.territory.level == FRA:
        return [True] * len(codes)
    if communes is not None:
        inside = inside_of(query.territory, COM)
        # a quartier may lie in several
        return [any(map(inside, commune_codes(as_text(cell)))) for cell in communes]
    told = {"title": entry.title, "territory": str(query.territory)}
    if query.level and any(codes):
        inside = inside_of(query.territory, query.level)
        say_coarse(feedback, query, entry.title)
        return [code != "" and inside(code) for code in codes]
    if entry.request.get("limit") == "extent":
        km = entry.request.get("around_km") or 0
        said = tr("“{title}”: what lies within the bounds of {territory}, and {km} km around them, was written.")
        feedback.pushInfo(said.format(km=km, **told))
    else:
        said = tr("“{title}”: nothing tells what lies in {territory}, so all of it was written.")
        algorithm.warn(feedback, said.format(**told))
    return [True] * len(codes)


def _shapes(source, columns, places):
    """Return ((place, feature) -> geometry, type, system): those of the layer, or points of two columns."""
    if all(places):
        spots = list(zip(*(read_cells(columns[name]).values.tolist() for name in places)))

        def point(place, _feature):
            return QgsGeometry.fromPointXY(QgsPointXY(*spots[place])) if all(map(isfinite, spots[place])) else None

        return point, QgsWkbTypes.Type.Point, authority(4326)
    kind = QgsWkbTypes.flatType(source.wkbType())
    if QgsWkbTypes.geometryType(kind) == _POLYGON:
        kind = QgsWkbTypes.Type.MultiPolygon

    def own(_place, feature):
        geometry = feature.geometry()
        return None if geometry.isNull() else geometry

    return own, kind, source.sourceCrs()
