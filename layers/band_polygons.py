"""Polygons of accessibility bands: each place belongs to its nearest line and takes the time from there."""
from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsGeometry, QgsWkbTypes

from ..domain.network.outlines import outlines
from ..domain.network.refinement import crossings, needed_spacing, set_closer, unlike_sides
from ..domain.network.rings import arcs_of, polygons, simplified
from ..domain.network.samples import place_samples
from ..domain.network.segments import segments_of, within
from ..domain.network.territories import ridges_of, sides_of
from ..domain.progress import part, silent
from .background import run_aside
from .triangulation import delaunay

__all__ = ["BandPolygons", "band_polygons"]

# where lines in different bands meet, samples are set close enough for the border to lie within these
# metres of the true one: the leap of the time over it (minutes) says how much that matters
UNNOTICED, SMALL_LEAP = 0.05, 0.4
TOLERANCE, SMALL_LEAP_TOLERANCE = 0.01, 0.1
# spacing never falls below this, nor below the other where a line would leave its own land (m)
FLOOR, NEAREST = 0.4, 0.1
# what is nearly close enough, or so small a share of the samples, is not worth another pass
PASSES, ENOUGH, FEW = 4, 1.5, 0.02
# samples lie this share of the reach apart, within bounds (m)
SPACING_SHARE, FINEST, COARSEST = 0.06, 1.0, 40.0
NARROWEST = 1.0
# a vertex so near the line of its neighbours is left out (m)
STRAIGHT = 0.005


@dataclass(frozen=True)
class BandPolygons:
    """Bands as drawn.

    Attributes
    ----------
    rings : list of QgsGeometry
        Each band without the nearer ones, multipolygons; null where a band is empty.
    cumulative : list of QgsGeometry
        Each band with the nearer ones.
    """

    rings: list
    cumulative: list


def band_polygons(network, minutes, breaks, speed, reach, usable=None, spacing=None, tick=silent):
    """Draw the bands of travel time around a network.

    A place takes the time at its projection on its nearest line, and the walk from there:
    what a point layer would get, so that polygons and points agree. Lines that are not reached
    hold their own land, so no band crosses to the other bank of a river.

    Parameters
    ----------
    network : domain.network.graph.Network
    minutes : numpy.ndarray, shape (k,)
        Minutes from each node to its nearest facility, NaN or ``inf`` where none is reached.
    breaks : sequence of float
        Increasing minutes.
    speed : float
        Metres per minute between a place and its line; ``inf`` where that leg is not counted.
    reach : float
        Metres from a line to the farthest place that counts as served by it.
    usable : numpy.ndarray of bool, shape (e,), optional
        Edges a place may be attached to; all of them by default.
    spacing : float, optional
        Metres between samples along lines, set closer where it matters; chosen from the reach when absent.
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    BandPolygons
        Valid multipolygons in the network's coordinates; rings of one call never overlap.
    """
    breaks = np.asarray(breaks, dtype=np.float64)
    segments = segments_of(network, minutes, usable)
    earliest = segments.earliest.min() if len(segments) else np.inf
    if not earliest <= breaks[-1]:
        return BandPolygons([QgsGeometry() for _ in breaks], [QgsGeometry() for _ in breaks])
    # a reach of nothing still draws the street
    reach = max(min(reach, (breaks[-1] - earliest) * speed), NARROWEST)
    if spacing is None:
        spacing = min(max(SPACING_SHARE * reach, FINEST), COARSEST)
    segments = segments.take(within(segments, breaks[-1], reach))
    origin = np.rint(segments.start.mean(axis=0))
    segments = segments.moved(-origin)
    sides, ridges, samples, segments = _cells(segments, spacing, breaks, speed, reach, part(tick, 0.05, 0.75))
    edges = outlines(sides, samples, segments, ridges, breaks, speed, reach, part(tick, 0.75, 0.85))
    arcs = arcs_of(edges, part(tick, 0.85, 0.95))
    drawn = _geometries(simplified(arcs, STRAIGHT), breaks, origin)
    if drawn is None:
        drawn = _geometries(arcs, breaks, origin) or _geometries(arcs, breaks, origin, repair=True)
    tick(1.0)
    return drawn


def _cells(segments, spacing, breaks, speed, reach, tick):
    """Share out the land among samples, set closer step by step where bands meet over a leap of the time."""
    wanted, tips = np.full(len(segments), spacing), np.zeros((len(segments), 2), dtype=bool)
    for step in range(PASSES):
        inner = part(tick, step / PASSES, (step + 1) / PASSES)
        samples = place_samples(segments, wanted, tips, reach)
        triangles = run_aside(lambda: delaunay(samples.xy), inner)  # noqa: B023 - awaited at once
        inner(0.5)
        ridges = ridges_of(samples, triangles)
        sides = sides_of(ridges, samples, segments, reach, part(inner, 0.5, 0.8))
        inner(0.8)
        if step == PASSES - 1:
            break
        unlike, leap = unlike_sides(sides, samples, segments, breaks, speed, reach, UNNOTICED)
        tolerance = np.where(leap < SMALL_LEAP, SMALL_LEAP_TOLERANCE, TOLERANCE)
        needed, more = needed_spacing(sides, unlike, samples, segments, tolerance, FLOOR, NEAREST)
        real = samples.segment >= 0
        now = wanted[samples.segment[real]]
        needed[real] = np.where(needed[real] * ENOUGH < now, needed[real], np.inf)
        if np.isfinite(needed).sum() + more.sum() <= FEW * len(samples.xy):
            break
        cuts = crossings(segments, samples.segment[sides.left[unlike]], samples.segment[sides.right[unlike]])
        segments, wanted, tips = set_closer(segments, wanted, tips | more, samples, needed, cuts)
    return sides, ridges, samples, segments


def _geometries(arcs, breaks, origin, repair=False):
    """Build all polygons; None where one is not valid, unless they are to be repaired."""
    rings = [_multipolygon(polygons(arcs, band, band), origin) for band in range(len(breaks))]
    cumulative = [rings[0]] + [_multipolygon(polygons(arcs, 0, band), origin) for band in range(1, len(breaks))]
    if repair:
        return BandPolygons([_repaired(g) for g in rings], [_repaired(g) for g in cumulative])
    areas = np.cumsum([0.0 if g.isNull() else g.area() for g in rings])
    whole = [0.0 if g.isNull() else g.area() for g in cumulative]
    if not np.allclose(areas, whole, rtol=1e-6, atol=1.0):
        return None
    if all(g.isNull() or g.isGeosValid() for g in rings + cumulative[1:]):
        return BandPolygons(rings, cumulative)
    return None


def _multipolygon(parts, origin):
    """Build a multipolygon from lists of rings; null without any."""
    if not parts:
        return QgsGeometry()
    pieces = [struct.pack("<BII", 1, 6, len(parts))]
    for rings in parts:
        pieces.append(struct.pack("<BII", 1, 3, len(rings)))
        for ring in rings:
            pieces.append(struct.pack("<I", len(ring)))
            pieces.append(np.ascontiguousarray(ring + origin).tobytes())
    geometry = QgsGeometry()
    geometry.fromWkb(b"".join(pieces))
    return geometry


def _repaired(geometry):
    """Make a multipolygon valid, keeping areas only."""
    if geometry.isNull() or geometry.isGeosValid():
        return geometry
    parts = [
        part
        for part in geometry.makeValid().asGeometryCollection()
        if part.type() == QgsWkbTypes.GeometryType.PolygonGeometry
    ]
    whole = QgsGeometry.unaryUnion(parts)
    return whole if whole.convertToMultiType() else QgsGeometry()
