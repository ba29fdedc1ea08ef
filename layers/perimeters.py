"""Layers of QPV perimeters: read, brought to each territory's legal projection, repaired, merged by code."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from qgis.core import NULL, QgsCoordinateTransform, QgsGeometry, QgsWkbTypes

from ..domain.errors import QT_TRANSLATE_NOOP, DataError, EmptyLayerError
from ..domain.progress import silent
from ..domain.qpv.codes import generation, qpv_code, split_generations
from .crs import authority, moved, require_crs, territories
from .vectors import features, find_field

__all__ = ["CODE_FIELDS", "NAME_FIELDS", "Perimeters", "clean_polygon", "read_perimeters"]

CODE_FIELDS = ("code_qp", "code_quartier", "code_qpv", "codeqp", "qp_code", "qpv_code", "codeqpv", "id_qp", "code")
NAME_FIELDS = (
    "nom_qp", "lib_qp", "nom_quartier", "noms_des_quartiers_prioritaires", "libelle_qp", "nom_qpv", "lib_qpv",
    "qp_nom", "libelle", "nom", "name",
)  # fmt: skip


@dataclass
class Perimeters:
    """QPV of one layer, one per code.

    Attributes
    ----------
    codes, names : list of str or None
    geometries : list of QgsGeometry
        Valid multipolygons, each in the projection of `projections`.
    projections : numpy.ndarray of int
        EPSG code of the legal projection of each.
    repaired, merged, without_geometry, without_code, other_generation, abroad : int
        Rows repaired; rows joined to another of the same code; rows left out for want of a geometry; perimeters
        without code; rows left out because the layer mixes generations; rows left out of any French territory.
    extra : list of list
        Values of one more field, of each row that a perimeter is made of.
    """

    codes: list = field(default_factory=list)
    names: list = field(default_factory=list)
    geometries: list = field(default_factory=list)
    projections: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    repaired: int = 0
    merged: int = 0
    without_geometry: int = 0
    without_code: int = 0
    other_generation: int = 0
    abroad: int = 0
    extra: list = field(default_factory=list)

    def __len__(self):
        return len(self.codes)

    @property
    def generation(self):
        """Generation most codes belong to: 2015, 2024, or None where they are of neither form."""
        counts = split_generations(self.codes)
        return max(counts, key=counts.get) if self.codes else None


def read_perimeters(
    source,
    name,
    expected,
    context=None,
    code_field=None,
    name_field=None,
    tick=silent,
    extra_field=None,
    whichever=False,
):
    """Read a layer of perimeters.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
        Polygons, in any system and of any quality.
    name : str
        What the layer is called, for messages.
    expected : int
        Generation wanted (2015 or 2024): of a layer that mixes both, only this one is kept.
    context : QgsProcessingContext, optional
    code_field, name_field : str, optional
        Found alone when not given.
    tick : callable, optional
    extra_field : str, optional
        One more field to read.
    whichever : bool, optional
        Read the other generation too, where the layer holds no other.

    Returns
    -------
    Perimeters

    Raises
    ------
    EmptyLayerError
        When no row has a usable polygon: no verdict can be given.
    DataError
        When no field holds QPV codes, or they are numbers, or are all of the other generation: no verdict rests on a
        layer that is not the one in force (reference/qpv.md §4.3, rule 6).
    """
    crs = require_crs(source, name)
    names = source.fields().names()
    code_field = code_field or _find_codes(source, name)
    name_field = name_field or find_field(source.fields(), [n for n in NAME_FIELDS if n != code_field])
    code_at, name_at = names.index(code_field), names.index(name_field) if name_field else None
    extra_at = names.index(extra_field) if extra_field else None
    total = max(source.featureCount(), 1)
    rows, result = [], Perimeters()
    for count, feature in enumerate(features(source)):
        if count % 50 == 0:
            tick(count / total)
        attributes = feature.attributes()
        raw = attributes[code_at]
        geometry = feature.geometry()
        if geometry.isNull() or geometry.isEmpty():
            result.without_geometry += 1
            continue
        if isinstance(raw, (int, float)) and not isinstance(raw, bool):
            raise DataError(
                QT_TRANSLATE_NOOP(
                    "@default",
                    "The field “{field}” of “{name}” holds numbers: QPV codes are texts such as QN00103M. "
                    "Choose the field of codes in the parameters.",
                ),
                field=code_field,
                name=name,
            )
        label = None if name_at is None else attributes[name_at]
        extra = None if extra_at is None or attributes[extra_at] == NULL else attributes[extra_at]
        rows.append((qpv_code(None if raw == NULL else raw), _text(label), geometry, extra))
    rows = _one_generation(rows, expected, result)
    found = {generation(code) for code, *_ in rows} - {None}
    if found and expected not in found and not whichever:
        raise DataError(_OTHER_GENERATION, name=name, found=max(found), wanted=expected)
    _project(rows, crs, context, result, tick)
    if not len(result):
        raise EmptyLayerError(
            QT_TRANSLATE_NOOP(
                "@default",
                "“{name}” holds no usable perimeter: no verdict can be given. "
                "Check the layer, its filter and its coordinate system.",
            ),
            name=name,
        )
    return result


_OTHER_GENERATION = QT_TRANSLATE_NOOP(
    "@default",
    "“{name}” really holds the perimeters of {found}, not those of {wanted}: no verdict can rest on them. "
    "Give the layer of {wanted} here, and this one, if you want its answers too, as that of the other generation.",
)


def _find_codes(source, name):
    """Find the field of codes: by its usual names, else by what it holds."""
    found = find_field(source.fields(), CODE_FIELDS[:-1])
    if found:
        return found
    scores = {}
    for count, feature in enumerate(features(source)):
        for field_name, value in zip(source.fields().names(), feature.attributes()):
            if isinstance(value, str) and generation(qpv_code(value)):
                scores[field_name] = scores.get(field_name, 0) + 1
        if count >= 200:
            break
    if scores:
        return max(scores, key=scores.get)
    return find_field(source.fields(), CODE_FIELDS, name, "code_qp")


def _text(value):
    return None if value is None or value == NULL or not str(value).strip() else str(value).strip()


def _one_generation(rows, expected, result):
    """Of a layer that mixes generations, keep the one wanted."""
    of_row = [generation(code) for code, *_ in rows]
    if expected in of_row and any(g not in (expected, None) for g in of_row):
        kept = [row for row, g in zip(rows, of_row) if g in (expected, None)]
        result.other_generation = len(rows) - len(kept)
        return kept
    return rows


def _project(rows, crs, context, result, tick):
    """Bring each polygon to its territory's projection, repair it, and join those of one code."""
    centres = np.array([(b.center().x(), b.center().y()) for b in (g.boundingBox() for _, _, g, _ in rows)])
    codes = territories(centres.reshape(-1, 2), crs, context)
    operations = context.transformContext() if context is not None else None
    changes, place, pieces, projections = {}, {}, [], []
    for count, ((code, label, geometry, extra), epsg) in enumerate(zip(rows, codes.tolist())):
        if count % 50 == 0:
            tick(count / len(rows))
        if not epsg:
            result.abroad += 1
            continue
        if epsg not in changes:
            target = authority(epsg)
            changes[epsg] = (
                QgsCoordinateTransform(crs, target, operations)
                if operations is not None
                else _default_transform(crs, target)
            )
        polygon, repaired = clean_polygon(geometry, changes[epsg])
        if polygon is None:
            result.without_geometry += 1
            continue
        result.repaired += repaired
        key = (code, epsg) if code else (None, count)
        if key in place:
            pieces[place[key]].append(polygon)
            result.extra[place[key]].append(extra)
            result.merged += 1
            continue
        place[key] = len(pieces)
        pieces.append([polygon])
        projections.append(epsg)
        result.codes.append(code)
        result.names.append(label)
        result.extra.append([extra])
        result.without_code += not code
    result.geometries = [p[0] if len(p) == 1 else QgsGeometry.unaryUnion(p) for p in pieces]
    result.projections = np.array(projections, dtype=np.int64)


def _default_transform(crs, target):
    from qgis.core import QgsProject

    return QgsCoordinateTransform(crs, target, QgsProject.instance())


def clean_polygon(geometry, change=None):
    """Make a polygon flat, valid, and in another system.

    Parameters
    ----------
    geometry : QgsGeometry
    change : QgsCoordinateTransform, optional

    Returns
    -------
    polygon : QgsGeometry or None
        None where nothing usable is left.
    repaired : bool
    """
    polygon = QgsGeometry(geometry)
    if QgsWkbTypes.isCurvedType(polygon.wkbType()):
        polygon = QgsGeometry(polygon.constGet().segmentize())
    flat = polygon.get()
    flat.dropZValue()
    flat.dropMValue()
    if change is not None:
        polygon = moved(polygon, change)
        if polygon.isNull():
            return None, False
    repaired = False
    if not polygon.isGeosValid():
        polygon = polygon.makeValid()
        repaired = True
    if polygon.isNull() or QgsWkbTypes.flatType(polygon.wkbType()) not in (
        QgsWkbTypes.Type.Polygon,
        QgsWkbTypes.Type.MultiPolygon,
    ):
        parts = [
            part
            for part in (polygon.asGeometryCollection() if not polygon.isNull() else [])
            if part.type() == QgsWkbTypes.GeometryType.PolygonGeometry
        ]
        if not parts:
            return None, repaired
        polygon = QgsGeometry.unaryUnion(parts)
    if polygon.isEmpty() or not np.isfinite(polygon.area()) or polygon.area() <= 0:
        return None, repaired
    return polygon, repaired
