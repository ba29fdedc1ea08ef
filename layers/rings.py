"""Rings of distance around perimeters, each alone or shared out to the nearest perimeter."""

from __future__ import annotations

import numpy as np
from qgis.core import Qgis, QgsGeometry, QgsMultiPoint, QgsPoint, QgsRectangle, QgsWkbTypes

from ..domain.progress import silent
from .territorial_index import polygon_rings

__all__ = ["SAGITTA", "rings_alone", "rings_shared"]

SAGITTA = 0.25
"""Metres by which an arc, drawn as a polygon, may fall short of its distance."""

SHORTFALL = 0.25
"""Metres by which the border between two perimeters may be misplaced."""


def rings_alone(geometry, distances):
    """Cut the surroundings of one perimeter into rings.

    Parameters
    ----------
    geometry : QgsGeometry
        Valid, in a projection in metres.
    distances : sequence of float
        Increasing, metres.

    Returns
    -------
    list of QgsGeometry
        The perimeter itself, then one ring per distance; they never overlap.
    """
    rings, held, reached = [geometry], geometry, 0.0
    shortfall = SAGITTA / len(distances)
    for distance in distances:
        # a buffer of the last buffer: the same shape, far quicker to draw than one of a jagged outline
        wide = held.buffer(distance - reached, _segments(distance - reached, shortfall))
        rings.append(_polygons(wide.difference(held)))
        held, reached = wide, distance
    return rings


def _segments(distance, shortfall):
    """Say how many segments a quarter of circle needs."""
    return max(8, int(np.ceil(np.pi / 4 / np.arccos(1.0 - min(shortfall / distance, 0.5)))))


def rings_shared(geometries, distances, tick=silent):
    """Cut the surroundings of perimeters into rings, every place going to the nearest perimeter.

    Parameters
    ----------
    geometries : sequence of QgsGeometry
        Valid, in one projection in metres.
    distances : sequence of float
        Increasing, metres.
    tick : callable, optional

    Returns
    -------
    list of list of QgsGeometry
        As `rings_alone`, for each perimeter; no ring overlaps another.
    """
    neighbours, spacing = _neighbours(geometries, 2.0 * distances[-1])
    sites = [None if not near else _sites(g, s) for g, near, s in zip(geometries, neighbours, spacing)]
    result = []
    for place, (geometry, near) in enumerate(zip(geometries, neighbours)):
        tick(place / len(geometries))
        rings = rings_alone(geometry, distances)
        if near:
            members = sorted([place, *near])
            cell = _cell([sites[m] for m in members], members.index(place), distances[-1])
            # perimeters that overlap by mistake go to the first
            before = [geometries[n] for n in near if n < place and geometries[n].intersects(geometry)]
            if before:
                rings[0] = _polygons(geometry.difference(QgsGeometry.unaryUnion(before)))
            others = QgsGeometry.unaryUnion([geometries[m] for m in members])
            rings[1:] = [_polygons(_polygons(r.intersection(cell)).difference(others)) for r in rings[1:]]
        result.append(rings)
    return result


def _neighbours(geometries, gap):
    """List the perimeters within `gap` of each, and how far apart the points along its outline may be.

    A border between outlines sampled every s metres is misplaced by s² / 8D at most, D metres away from them.
    """
    boxes = [(b.xMinimum(), b.yMinimum(), b.xMaximum(), b.yMaximum()) for b in (g.boundingBox() for g in geometries)]
    boxes = np.array(boxes).reshape(-1, 4)
    near, nearest = [[] for _ in geometries], np.full(len(geometries), gap)
    for place, (xmin, ymin, xmax, ymax) in enumerate(boxes):
        close = (boxes[:, 0] <= xmax + gap) & (boxes[:, 2] >= xmin - gap)
        close &= (boxes[:, 1] <= ymax + gap) & (boxes[:, 3] >= ymin - gap)
        for other in np.flatnonzero(close[place + 1 :]) + place + 1:
            distance = geometries[place].distance(geometries[other])
            if distance <= gap:
                near[place].append(int(other))
                near[int(other)].append(place)
                nearest[[place, other]] = np.minimum(nearest[[place, other]], distance)
    return near, np.clip(np.sqrt(4.0 * SHORTFALL * nearest), 2.0, 30.0)


def _cell(sites, place, distance):
    """Return the space nearer to one outline than to the others, by the Voronoi cells of points along them."""
    owner = np.repeat(np.arange(len(sites)), [len(s) for s in sites])
    xy, first = np.unique(np.vstack(sites), axis=0, return_index=True)
    owner = owner[first]
    # a local origin spares the diagram long coordinates; the same for all cells, so that their borders agree
    shift = np.round(xy[0], -5)
    cloud = QgsMultiPoint()
    for x, y in (xy - shift).tolist():
        cloud.addGeometry(QgsPoint(x, y))
    low, high = (xy - shift).min(axis=0) - 1.2 * distance, (xy - shift).max(axis=0) + 1.2 * distance
    diagram = QgsGeometry(cloud).voronoiDiagram(QgsGeometry.fromRect(QgsRectangle(*low.tolist(), *high.tolist())))
    polygons = [p for p in diagram.asGeometryCollection() if not p.isEmpty()]
    centres = np.array([(c.x(), c.y()) for c in (p.pointOnSurface().asPoint() for p in polygons)]) + shift
    own = [p for p, site in zip(polygons, _nearest_site(centres, xy).tolist()) if owner[site] == place]
    cell = QgsGeometry.unaryUnion(own)
    if cell.translate(*shift.tolist()) != Qgis.GeometryOperationResult.Success:
        return QgsGeometry()
    return cell


def _nearest_site(points, sites):
    """Return the site nearest to each point: whatever lies in a cell is nearest to the cell's own site."""
    # squared distances by a product of matrices, from the middle so that no figure is lost
    middle = sites.mean(axis=0)
    points, sites = points - middle, sites - middle
    half = (sites * sites).sum(axis=1) / 2.0
    found = np.empty(len(points), dtype=np.int64)
    step = max(1, 20_000 // len(sites))  # what the cache holds
    for start in range(0, len(points), step):
        found[start : start + step] = np.argmin(half - points[start : start + step] @ sites.T, axis=1)
    return found


def _sites(geometry, spacing):
    """Place points along the outlines of a perimeter."""
    return np.vstack([_along(ring, spacing) for ring in polygon_rings(geometry)])


def _along(ring, spacing):
    """Place points along a closed ring, its vertices included, at most `spacing` apart."""
    start, end = ring[:-1], ring[1:]
    length = np.hypot(*(end - start).T)
    count = np.maximum(np.ceil(length / spacing).astype(int), 1)
    segment = np.repeat(np.arange(len(start)), count)
    step = (np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)) / count[segment]
    return np.round(start[segment] + (end - start)[segment] * step[:, None], 3)


def _polygons(geometry):
    """Keep the surfaces of a geometry."""
    if geometry.isNull() or QgsWkbTypes.geometryType(geometry.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry:
        return geometry
    parts = [p for p in geometry.asGeometryCollection() if p.type() == QgsWkbTypes.GeometryType.PolygonGeometry]
    return QgsGeometry.unaryUnion(parts) if parts else QgsGeometry()
