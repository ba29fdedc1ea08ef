"""Polygons to be placed, read by chunks, and measured whole against perimeters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsGeometry, QgsRectangle, QgsWkbTypes

from ..domain.qpv.farthest import bounds, farthest, prepared
from ..domain.qpv.parcels import Measure, nearest_of
from .answer_columns import ASKED_COMMUNES
from .crs import authority, territories
from .overlay import combined, surface, united
from .perimeters import clean_polygon
from .rows import FeatureChunk
from .territorial_index import polygon_rings
from .vectors import features, find_field, point_of

__all__ = ["ParcelChunk", "ParcelMeasurer", "find_communes", "read_parcels"]

CHUNK = 1_000
UNIONS = 500
"""Sets of perimeters kept ready at a time."""

SHRED = 1e-6
"""Square metres under which what is left of a polygon is a rounding."""

FINE = 16
"""Segments of a quarter of circle in an eroded perimeter: its arcs are short of the truth by 0.2 % of the tolerance."""


@dataclass
class ParcelChunk(FeatureChunk):
    """Some rows of the layer.

    Attributes
    ----------
    xy : numpy.ndarray, shape (n, 2)
        A place on each polygon, in the layer's system; NaN where there is none.
    polygons : list of QgsGeometry or None
        Valid, in the legal projection; None where a row has no usable polygon, or none in a French territory.
    territory : numpy.ndarray of int, shape (n,)
        EPSG code of that projection, 0 where there is none.
    shaped : numpy.ndarray of bool, shape (n,)
        False where the row has no polygon at all.
    repaired : int
    """

    xy: np.ndarray
    polygons: list
    territory: np.ndarray
    shaped: np.ndarray
    repaired: int


def find_communes(fields):
    """Find the fields that tell the commune of a parcel.

    Parameters
    ----------
    fields : QgsFields

    Returns
    -------
    list of (int, int or None)
        Place of each, and how many letters are the code; None for all.
    """
    found = ((find_field(fields, (*ASKED_COMMUNES, "commune")), None), (find_field(fields, ("idu",)), 5))
    return [(fields.indexOf(name), letters) for name, letters in found if name is not None]


def read_parcels(source, crs, context, size=CHUNK):
    """Read a layer of polygons by chunks, in order, every row kept.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
    crs : QgsCoordinateReferenceSystem
    context : QgsProcessingContext

    Yields
    ------
    ParcelChunk
    """
    changes, waiting = {}, []
    for feature in features(source):
        waiting.append(feature)
        if len(waiting) == size:
            yield _chunk(waiting, crs, context, changes)
            waiting = []
    if waiting:
        yield _chunk(waiting, crs, context, changes)


def _chunk(rows, crs, context, changes):
    geometries = [feature.geometry() for feature in rows]
    shaped = np.array([not (g.isNull() or g.isEmpty()) for g in geometries])
    centres = np.full((len(rows), 2), np.nan)
    for row in np.flatnonzero(shaped).tolist():
        centre = geometries[row].boundingBox().center()
        centres[row] = centre.x(), centre.y()
    territory = territories(centres, crs, context)
    polygons, repaired = [], 0
    for row, (geometry, epsg) in enumerate(zip(geometries, territory.tolist())):
        polygon = None
        if epsg:
            if epsg not in changes:
                changes[epsg] = QgsCoordinateTransform(crs, authority(epsg), context.transformContext())
            polygon, fixed = clean_polygon(geometry, changes[epsg])
            repaired += fixed
            shaped[row] = polygon is not None
        polygons.append(polygon)
    inner = np.array([_inner_point(geometry) for geometry in geometries], dtype=float).reshape(-1, 2)
    return ParcelChunk(rows, inner, polygons, territory, shaped, repaired)


def _inner_point(geometry):
    """Return a place on a polygon, its centre where there is none."""
    if geometry.isNull() or geometry.isEmpty():
        return (np.nan, np.nan)
    inner = geometry.pointOnSurface()
    return point_of(geometry if inner.isNull() or inner.isEmpty() else inner)


class ParcelMeasurer:
    """Perimeters ready to be measured against whole polygons.

    Parameters
    ----------
    perimeters : Perimeters
    thresholds : domain.qpv.parcels.Thresholds
    """

    def __init__(self, perimeters, thresholds):
        self.thresholds = thresholds
        boxes = (g.boundingBox() for g in perimeters.geometries)
        self._boxes = np.array([(b.xMinimum(), b.yMinimum(), b.xMaximum(), b.yMaximum()) for b in boxes])
        self._projections = perimeters.projections
        self._geometries = perimeters.geometries
        self._sites, self._unions = {}, {}

    def measure(self, polygon, epsg):
        """Measure one polygon.

        Parameters
        ----------
        polygon : QgsGeometry
            Valid, in the projection `epsg`.

        Returns
        -------
        measures : list of Measure
            Against each perimeter within reach.
        together : Measure or None
            Against all those that matter as one, where there are several.
        """
        box = polygon.boundingBox()
        gap_x = np.maximum(self._boxes[:, 0] - box.xMaximum(), box.xMinimum() - self._boxes[:, 2])
        gap_y = np.maximum(self._boxes[:, 1] - box.yMaximum(), box.yMinimum() - self._boxes[:, 3])
        gap = np.hypot(np.maximum(gap_x, 0.0), np.maximum(gap_y, 0.0))
        near = np.flatnonzero((self._projections == epsg) & (gap <= self.thresholds.reach))
        measures = []
        for place in near.tolist():
            found = self._against(place, self._site(place), polygon)
            if found.nearest <= self.thresholds.reach:
                measures.append(found)
        told = nearest_of(measures)
        if told is not None and not told.inside and told.high == np.inf:
            # this one is written: it must be known
            exact = self._against(told.place, self._site(told.place), polygon, exact=True)
            measures = [replace(m, low=exact.low, high=exact.high) if m is told else m for m in measures]
        close = tuple(m.place for m in measures if m.nearest <= self.thresholds.measured)
        if len(close) < 2 or any(m.inside and m.margin > self.thresholds.wide for m in measures):
            return measures, None
        return measures, self._against(-1, self._site(close), polygon)

    def _site(self, key):
        """Return what is prepared of a perimeter, or of several as one."""
        if isinstance(key, int):
            if key not in self._sites:
                self._sites[key] = _Site(self._geometries[key], self.thresholds.wide)
            return self._sites[key]
        if key not in self._unions:
            if len(self._unions) >= UNIONS:
                del self._unions[next(iter(self._unions))]
            self._unions[key] = _Site(united([self._geometries[k] for k in key]), self.thresholds.wide)
        return self._unions[key]

    def _against(self, place, site, polygon, exact=False):
        """Measure a polygon against one perimeter; its farthest place to the full only where it matters."""
        shape, enough = polygon.constGet(), self.thresholds.measured
        if not site.engine.intersects(shape):
            nearest = site.engine.distance(shape)
            if nearest > enough and not exact:
                return Measure(place, nearest, nearest)
            low, high = farthest(polygon, site.segments, _vertices, _halves, enough=enough, exact=exact)
            return Measure(place, nearest, max(low, nearest), max(high, nearest))
        if not exact and self._spread(polygon, site):
            # what reaches far beyond is only looked at around the perimeter
            clipped = polygon.clipped(site.around.buffered(1.0))
            near = polygon if clipped.isNull() or clipped.isEmpty() else clipped
            entered = site.inner is not None and site.inner.intersects(near.constGet())
            share = min(surface(combined(near, site.geometry, "intersection")).area() / polygon.area(), 1.0)
            return Measure(place, 0.0, enough, np.inf, False, 0.0, entered, share)
        rest = combined(polygon, site.geometry, "difference")
        if rest.isNull():
            # GEOS cannot tell what lies outside: nothing is firm
            return Measure(place, 0.0, 0.0, bounds(_vertices(polygon), site.segments)[1])
        rest = surface(rest)
        # GEOS leaves shreds along an edge that two surfaces share
        inside = site.engine.contains(shape) or rest.area() <= SHRED
        entered = site.inner is not None and site.inner.intersects(shape)
        if inside:
            return Measure(place, 0.0, 0.0, 0.0, True, site.edge.distance(shape), entered, 1.0)
        low, high = farthest(rest, site.segments, _vertices, _halves, enough=enough, exact=exact)
        share = min(max(1.0 - rest.area() / polygon.area(), 0.0), 1.0)
        return Measure(place, 0.0, low, high, False, 0.0, entered, share)

    def _spread(self, polygon, site):
        """Tell whether a polygon reaches so far from a perimeter that no rule depends on how far."""
        box, around = polygon.boundingBox(), site.around
        gap = max(
            around.xMinimum() - box.xMinimum(), box.xMaximum() - around.xMaximum(),
            around.yMinimum() - box.yMinimum(), box.yMaximum() - around.yMaximum(),
        )  # fmt: skip
        return gap > self.thresholds.measured


class _Site:
    """A perimeter, its edge, its inside and its segments, each prepared once and only where it is needed."""

    def __init__(self, geometry, tolerance):
        self.geometry, self._tolerance = geometry, tolerance
        self.engine = _prepared(geometry)
        self.around = geometry.boundingBox()

    @cached_property
    def edge(self):
        """Engine of the outline."""
        self._boundary = QgsGeometry(self.geometry.constGet().boundary())
        return _prepared(self._boundary)

    @cached_property
    def inner(self):
        """Engine of what lies deeper than the tolerance, None where nothing does."""
        # a little deeper, so that chords in place of arcs never reach less deep than the tolerance
        self._inner = self.geometry.buffer(-(self._tolerance * 1.003), FINE)
        return None if self._inner.isNull() or self._inner.isEmpty() else _prepared(self._inner)

    @cached_property
    def segments(self):
        """Edges, ready to be measured."""
        rings = polygon_rings(self.geometry)
        return prepared(np.vstack([np.hstack([ring[:-1], ring[1:]]) for ring in rings]))


def _prepared(geometry):
    engine = QgsGeometry.createGeometryEngine(geometry.constGet())
    engine.prepareGeometry()
    return engine


_SURFACES = (QgsWkbTypes.Type.Polygon, QgsWkbTypes.Type.MultiPolygon)


def _vertices(geometry):
    """Return the vertices of a surface, without any line or point that comes with it; empty for none."""
    if geometry.isNull() or geometry.isEmpty():
        return np.empty((0, 2))
    if geometry.wkbType() not in _SURFACES:
        parts = [p for p in geometry.asGeometryCollection() if p.wkbType() in _SURFACES]
        return np.vstack([_vertices(p) for p in parts]) if parts else np.empty((0, 2))
    return np.vstack(polygon_rings(geometry))


def _halves(geometry):
    """Cut a surface in two across the longer side of its box."""
    box = geometry.boundingBox()
    low, high = (box.xMinimum(), box.yMinimum()), (box.xMaximum(), box.yMaximum())
    if box.width() >= box.height():
        middle = (low[0] + high[0]) / 2.0
        cuts = QgsRectangle(*low, middle, high[1]), QgsRectangle(middle, low[1], *high)
    else:
        middle = (low[1] + high[1]) / 2.0
        cuts = QgsRectangle(*low, high[0], middle), QgsRectangle(low[0], middle, *high)
    return [combined(geometry, QgsGeometry.fromRect(cut), "intersection") for cut in cuts]
