"""Surfaces put together or taken apart, also where GEOS fails on edges that nearly coincide."""

from __future__ import annotations

from qgis.core import QgsGeometry, QgsWkbTypes

__all__ = ["combined", "surface", "united"]

GRID = 1e-4
"""Metres to which vertices are rounded where GEOS fails."""


def combined(one, other, operation):
    """Intersect or subtract two surfaces.

    Parameters
    ----------
    one, other : QgsGeometry
    operation : {"intersection", "difference"}

    Returns
    -------
    QgsGeometry
        Null only where GEOS fails even on rounded vertices.
    """
    result = getattr(one, operation)(other)
    if result.isNull():
        rounded = [_rounded(g) for g in (one, other)]
        result = getattr(rounded[0], operation)(rounded[1])
    return result


def united(geometries):
    """Join surfaces into one.

    Parameters
    ----------
    geometries : sequence of QgsGeometry

    Returns
    -------
    QgsGeometry
    """
    union = QgsGeometry.unaryUnion(geometries)
    return union if not union.isNull() else QgsGeometry.unaryUnion([_rounded(g) for g in geometries])


def _rounded(geometry):
    return geometry.snappedToGrid(GRID, GRID).makeValid()


def surface(geometry):
    """Keep the surfaces of a geometry, an empty multipolygon for none."""
    if geometry.isNull() or geometry.isEmpty():
        return QgsGeometry.fromWkt("MULTIPOLYGON EMPTY")
    if QgsWkbTypes.geometryType(geometry.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry:
        return geometry
    polygons = QgsWkbTypes.GeometryType.PolygonGeometry
    parts = [p for p in geometry.asGeometryCollection() if p.type() == polygons]
    return QgsGeometry.unaryUnion(parts) if parts else QgsGeometry.fromWkt("MULTIPOLYGON EMPTY")
