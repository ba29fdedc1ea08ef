"""Cells beyond a threshold dissolved into the sectors they form."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsRectangle, QgsWkbTypes

from ..domain.progress import silent
from .crs import moved

__all__ = ["areas", "dissolve", "squares"]

PORTION = 2000
POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry


def areas(geometries, source, target, operations):
    """Return areas in square metres.

    Parameters
    ----------
    geometries : sequence of QgsGeometry
    source : QgsCoordinateReferenceSystem
        Of the geometries.
    target : QgsCoordinateReferenceSystem
        A system in metres.
    operations : QgsCoordinateTransformContext

    Returns
    -------
    numpy.ndarray
        NaN for a point or where the geometry cannot be transformed.
    """
    change = QgsCoordinateTransform(source, target, operations)
    found = np.full(len(geometries), np.nan)
    for row, geometry in enumerate(geometries):
        if geometry.type() != POLYGON:
            continue
        there = moved(geometry, change)
        if not there.isNull():
            found[row] = there.area()
    return found


def squares(xy, side, source, target, operations):
    """Return a square around each point, for cells known by their centre only.

    Parameters
    ----------
    xy : numpy.ndarray
        Shape (n, 2), metres.
    side : float
        Metres.
    source, target : QgsCoordinateReferenceSystem
        Of the points, and of the squares returned.
    operations : QgsCoordinateTransformContext

    Returns
    -------
    list of QgsGeometry
    """
    change = QgsCoordinateTransform(source, target, operations)
    result = []
    for x, y in xy.tolist():
        square = QgsGeometry.fromRect(QgsRectangle.fromCenterAndSize(QgsPointXY(x, y), side, side))
        result.append(moved(square, change))
    return result


def dissolve(geometries, tick=silent):
    """Merge cells into one multipolygon.

    Parameters
    ----------
    geometries : sequence of QgsGeometry
        Invalid ones are repaired first.
    tick : callable
        Called between portions; may raise `Cancelled`.

    Returns
    -------
    QgsGeometry
        A MultiPolygon; what is left of lines and points by a repair is dropped.
    """
    sound = [geometry if geometry.isGeosValid() else geometry.makeValid() for geometry in geometries]
    # neighbours first, by portions: one union of everything would not hear a cancel
    while len(sound) > PORTION:
        portions = [sound[start : start + PORTION] for start in range(0, len(sound), PORTION)]
        sound = []
        for portion in portions:
            tick(1.0)
            sound.append(QgsGeometry.unaryUnion(portion))
    tick(1.0)
    merged = QgsGeometry.unaryUnion(sound)
    if QgsWkbTypes.flatType(merged.wkbType()) == QgsWkbTypes.Type.GeometryCollection:
        merged = QgsGeometry.unaryUnion([p for p in merged.asGeometryCollection() if p.type() == POLYGON])
    return merged if merged.convertToMultiType() else QgsGeometry()
