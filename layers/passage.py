"""Two generations of perimeters cut into pieces, and what lies in each piece."""

from __future__ import annotations

import numpy as np
from qgis.core import NULL, QgsCoordinateTransform, QgsFeatureRequest, QgsGeometry, QgsRectangle, QgsSpatialIndex

from ..domain.progress import silent
from ..domain.qpv.passage import Pieces
from .crs import authority, moved, require_crs, territories
from .overlay import combined, surface, united
from .perimeters import Perimeters, clean_polygon
from .territorial_index import TerritorialIndex
from .vectors import features

__all__ = ["CutGenerations", "cut_generations", "exclusive"]

LEAST = 1e-3
"""Square metres under which a piece is a rounding, not a place."""

HAIR = 1e-3
"""Metres: a piece less wide than this on average comes from the decimals that a file keeps."""


class CutGenerations:
    """Pieces with their geometry.

    Parameters
    ----------
    rows : list of (old, new, geometry, EPSG code, sliver)

    Attributes
    ----------
    pieces : domain.qpv.passage.Pieces
    geometries : list of QgsGeometry
    projections : numpy.ndarray of int
    """

    def __init__(self, rows):
        old, new, self.geometries, projections, sliver = (list(column) for column in zip(*rows))
        self.projections = np.array(projections, dtype=np.int64)
        area = np.array([g.area() for g in self.geometries])
        self.pieces = Pieces(np.array(old), np.array(new), area, np.array(sliver, dtype=bool))

    def count_points(self, xy, crs, context, tick=silent):
        """Count the points in each piece; none is counted twice."""
        places = Perimeters(geometries=self.geometries, projections=self.projections)
        nearest, _uncovered = TerritorialIndex(places, 0.0, 0.0).measure(xy, crs, context, tick)
        held = nearest.polygon[nearest.polygon >= 0]
        self.pieces.addresses = np.bincount(held, minlength=len(self.geometries))

    def share_people(self, source, name, column, read, context, tick=silent):
        """Share the people of each cell out to the pieces it overlaps, by area.

        Parameters
        ----------
        source : QgsProcessingFeatureSource
            Polygons.
        column : str
            Field of people.
        read : callable
            ``read(list of values)`` returns an array of people, 0 where they are not known.
        """
        crs = require_crs(source, name)
        around, everywhere, request = self._around(crs, context)
        place, total = source.fields().indexOf(column), max(source.featureCount(), 1)
        cells, values, near = [], [], []
        for count, feature in enumerate(features(source, request)):
            if count % 2_000 == 0:
                tick(0.6 * min(count / total, 1.0))
            geometry = feature.geometry()
            # only the cells near some piece are worth keeping, in a grid of the whole country few are
            members = everywhere + (around.intersects(geometry.boundingBox()) if not geometry.isEmpty() else [])
            if not members:
                continue
            value = feature.attributes()[place]
            values.append(None if value is None or value == NULL else value)
            cells.append(geometry)
            near.append(members)
        people = read(values)
        boxes = np.array([_box(g) for g in cells]).reshape(-1, 4)
        zones = territories((boxes[:, :2] + boxes[:, 2:]) / 2.0, crs, context)
        own = np.array([_box(g) for g in self.geometries])
        shared = np.zeros(len(self.geometries))
        changes, engines = {}, {}
        for count, row in enumerate(np.flatnonzero((zones > 0) & (people > 0)).tolist()):
            if count % 200 == 0:
                tick(0.6 + 0.4 * row / len(cells))
            epsg = int(zones[row])
            members = np.array(near[row])[self.projections[near[row]] == epsg]
            if not len(members):
                continue
            if epsg not in changes:
                changes[epsg] = QgsCoordinateTransform(crs, authority(epsg), context.transformContext())
            cell, _repaired = clean_polygon(cells[row], changes[epsg])
            if cell is None:
                continue
            for member in members[_meets(own[members], np.array(_box(cell)))].tolist():
                if member not in engines:
                    engines[member] = QgsGeometry.createGeometryEngine(self.geometries[member].constGet())
                    engines[member].prepareGeometry()
                if not engines[member].intersects(cell.constGet()):
                    continue
                part = 1.0
                if not engines[member].contains(cell.constGet()):
                    part = surface(combined(cell, self.geometries[member], "intersection")).area() / cell.area()
                shared[member] += people[row] * max(part, 0.0)
        self.pieces.people = shared

    def _around(self, crs, context):
        """Index the pieces in another system; returns also those that cannot be, and a request for what is near any."""
        around, everywhere, boxes = QgsSpatialIndex(), [], []
        for epsg in np.unique(self.projections).tolist():
            members = np.flatnonzero(self.projections == epsg).tolist()
            found = _in_system(np.array([_box(self.geometries[m]) for m in members]), authority(epsg), crs, context)
            for member, box in zip(members, found.tolist()):
                if np.isfinite(box).all() and around.addFeature(member, QgsRectangle(*box)):
                    boxes.append(box)
                else:
                    everywhere.append(member)
        request = QgsFeatureRequest()
        if boxes and not everywhere:
            boxes = np.array(boxes)
            request.setFilterRect(QgsRectangle(*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()))
        return around, everywhere, request


def exclusive(perimeters):
    """Take from each perimeter what an earlier one of the layer already has.

    Returns
    -------
    geometries : list of QgsGeometry
    overlaps : int
        Perimeters from which something was taken.
    """
    result, overlaps = [], 0
    boxes = np.array([_box(g) for g in perimeters.geometries])
    for place, geometry in enumerate(perimeters.geometries):
        near = _meets(boxes[:place], boxes[place]) & (perimeters.projections[:place] == perimeters.projections[place])
        before = [perimeters.geometries[n] for n in np.flatnonzero(near).tolist()]
        before = [g for g in before if _is_a_place(surface(combined(geometry, g, "intersection")))]
        if before:
            overlaps += 1
            geometry = surface(combined(geometry, united(before), "difference"))
        result.append(geometry)
    return result, overlaps


def cut_generations(old, new, width, tick=silent):
    """Cut two generations into what is kept, gained and lost.

    Parameters
    ----------
    old, new : Perimeters
    width : float
        Metres: parts lost or gained that are narrower everywhere are slivers; so is a pair that only shares such.
    tick : callable, optional

    Returns
    -------
    cut : CutGenerations or None
        None where nothing is left.
    overlaps : list of int
        Perimeters of each generation that overlapped an earlier one.
    """
    olds, old_overlaps = exclusive(old)
    news, new_overlaps = exclusive(new)
    rows = []
    total = max(len(olds) + len(news), 1)
    sides = ((olds, old.projections, news, new.projections), (news, new.projections, olds, old.projections))
    for side, (own, own_epsg, others, other_epsg) in enumerate(sides):
        boxes = np.array([_box(g) for g in others])
        for place, geometry in enumerate(own):
            tick((place + side * len(olds)) / total)
            if geometry.isNull() or geometry.isEmpty():
                continue
            epsg = int(own_epsg[place])
            near = np.flatnonzero(_meets(boxes, np.array(_box(geometry))) & (other_epsg == epsg)).tolist()
            touching = [n for n in near if geometry.intersects(others[n])]
            if side == 0:
                for other in touching:
                    both = surface(combined(geometry, others[other], "intersection"))
                    if _is_a_place(both):
                        rows.append((place, other, both, epsg, _thin(both, width)))
            rest = geometry
            if touching:
                rest = surface(combined(geometry, united([others[n] for n in touching]), "difference"))
            for thin, kept in _by_width(rest, width):
                rows.append((place, -1, kept, epsg, thin) if side == 0 else (-1, place, kept, epsg, thin))
    return (CutGenerations(rows) if rows else None), [old_overlaps, new_overlaps]


def _by_width(geometry, width):
    """Sort the parts of a surface into wide and thin."""
    wide, thin = [], []
    for part in geometry.asGeometryCollection() if not geometry.isNull() else ():
        if _is_a_place(part):
            (thin if _thin(part, width) else wide).append(part)
    return [(is_thin, _multi(parts)) for is_thin, parts in ((False, wide), (True, thin)) if parts]


def _is_a_place(surface):
    area = surface.area()
    return area > LEAST and 2.0 * area > HAIR * surface.length()


def _thin(geometry, width):
    if width <= 0:
        return False
    inner = geometry.buffer(-width / 2.0, 4)
    return inner.isNull() or inner.isEmpty()


def _multi(parts):
    """Gather parts that do not overlap into one multipolygon."""
    return QgsGeometry.collectGeometry(parts)


def _box(geometry):
    if geometry.isNull() or geometry.isEmpty():
        return (np.nan,) * 4
    box = geometry.boundingBox()
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()


def _meets(boxes, box):
    """Tell which boxes meet one; NaN meets nothing."""
    if not len(boxes):
        return np.zeros(0, dtype=bool)
    with np.errstate(invalid="ignore"):
        across = (boxes[:, 0] <= box[2]) & (boxes[:, 2] >= box[0])
        return across & (boxes[:, 1] <= box[3]) & (boxes[:, 3] >= box[1])


def _in_system(boxes, crs, target, context):
    """Bring boxes to another system, each a little larger so that none is too small."""
    change = QgsCoordinateTransform(crs, target, context.transformContext())
    result = []
    for xmin, ymin, xmax, ymax in boxes.tolist():
        around = QgsGeometry.fromRect(QgsRectangle(xmin, ymin, xmax, ymax).buffered(10.0)).densifyByCount(8)
        there = moved(around, change)
        result.append((-np.inf, -np.inf, np.inf, np.inf) if there.isNull() else _box(there))
    return np.array(result)
