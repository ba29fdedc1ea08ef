"""Polygons of accessibility bands: each place belongs to its nearest line and takes the time from there."""
from __future__ import annotations

import struct
import sys
from dataclasses import dataclass
from functools import partial

import numpy as np
from qgis.core import QgsGeometry, QgsWkbTypes

from ..domain.network.land import Land
from ..domain.network.outlines import Outlines, outlines
from ..domain.network.refinement import crossings, needed_spacing, set_closer, unlike_sides
from ..domain.network.rings import arcs_of, polygons, simplified
from ..domain.network.samples import place_samples
from ..domain.network.segments import segments_of, trimmed, within
from ..domain.network.sewing import edges_of, sewn
from ..domain.network.still import bands_of_still_cells, stirred
from ..domain.network.territories import ridges_of, sides_of
from ..domain.network.tiles import tiles_of
from ..domain.progress import part, silent
from .background import run_ahead
from .triangulation import delaunay

__all__ = ["BandPolygons", "band_polygons"]

# where lines in different bands meet, samples are set close enough for the border to lie within these
# metres of the true one: the leap of the time over it (minutes) says how much that matters
UNNOTICED, SMALL_LEAP = 0.05, 0.4
TOLERANCE, SMALL_LEAP_TOLERANCE = 0.02, 0.1
# spacing never falls below this, nor below the other where a line would leave its own land (m)
FLOOR, NEAREST = 0.4, 0.1
# what is nearly close enough, or so small a share of the samples, is not worth another pass
PASSES, ENOUGH, FEW = 4, 1.5, 0.02
# samples lie this share of the reach apart, within bounds (m)
SPACING_SHARE, FINEST, COARSEST = 0.1, 1.0, 40.0
NARROWEST = 1.0
# a place exactly at a break or at the reach is within, as is a whole side of a regular town: rounding shall not decide
A_MOMENT, A_HAIR = 1e-9, 1e-5
# land is worked on in tiles of so many samples: memory, and the longest step that holds Python, do not grow
IN_A_TILE = 40_000
# with more vertices than that, invalid bands are repaired rather than drawn anew with every vertex
MANY = 1_000_000
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
    breaks = np.asarray(breaks, dtype=np.float64) + A_MOMENT
    segments = segments_of(network, minutes, usable)
    earliest = segments.earliest.min() if len(segments) else np.inf
    if not earliest <= breaks[-1]:
        return BandPolygons([QgsGeometry() for _ in breaks], [QgsGeometry() for _ in breaks])
    # a reach of nothing still draws the street
    reach = max(min(reach, (breaks[-1] - earliest) * speed), NARROWEST) + A_HAIR
    if spacing is None:
        spacing = min(max(SPACING_SHARE * reach, FINEST), COARSEST)
    segments = trimmed(segments, breaks[-1], reach)
    segments = segments.take(within(segments, breaks[-1], reach))
    origin = np.rint(segments.start.mean(axis=0))
    segments = segments.moved(-origin)
    drawn = _drawn(segments, spacing, breaks, speed, reach, origin, IN_A_TILE, tick)
    if drawn is None:
        drawn = _drawn(segments, spacing, breaks, speed, reach, origin, sys.maxsize, tick)
    tick(1.0)
    return drawn


def _drawn(segments, spacing, breaks, speed, reach, origin, in_a_tile, tick):
    """Draw bands tile by tile; None where tiles do not fit together."""
    segments, tiles = _cells(segments, spacing, breaks, speed, reach, in_a_tile, part(tick, 0.05, 0.75))
    for tolerance in (STRAIGHT, 0.0):
        arcs = _arcs(segments, tiles, breaks, speed, reach, tolerance, part(tick, 0.75, 0.95))
        if arcs is None:
            return None
        drawn = _geometries(arcs, breaks, origin)
        if drawn is not None:
            return drawn
        if len(arcs.xy) > MANY:
            break
    return _geometries(arcs, breaks, origin, repair=True)


def _cells(segments, spacing, breaks, speed, reach, in_a_tile, tick):
    """Share out the land among samples, set closer step by step where bands meet over a leap of the time.

    Returns
    -------
    segments : Segments
        Cut where samples are set closer.
    tiles : list of tuple
        For each tile its samples, the bands of still cells, and the sides of the others, whole and cut.
    """
    wanted, tips = np.full(len(segments), spacing), np.zeros((len(segments), 2), dtype=bool)
    for step in range(PASSES):
        inner = part(tick, step / PASSES, (step + 1) / PASSES)
        samples = place_samples(segments, wanted, tips)
        tiles, cuts = [], []
        needed, more = np.full(len(samples.xy), np.inf), np.zeros((len(segments), 2), dtype=bool)
        for tile, triangles, said in _triangulated(samples, reach + spacing, in_a_tile, inner):
            land = Land(segments, tile.samples, breaks, speed, reach)
            ridges = ridges_of(tile.samples, triangles)
            still = bands_of_still_cells(land, ridges)
            ridges = stirred(ridges, still)
            sides = sides_of(ridges, tile.samples, segments, reach, part(said, 0.2, 0.9))
            tiles.append((tile.samples, still, ridges, sides))
            if step == PASSES - 1:
                continue
            sides = sides.take(tile.samples.own[sides.left])
            unlike, leap = unlike_sides(sides, tile.samples, segments, breaks, speed, reach, UNNOTICED)
            tolerance = np.where(leap < SMALL_LEAP, SMALL_LEAP_TOLERANCE, TOLERANCE)
            asked, ends = needed_spacing(sides, unlike, tile.samples, segments, tolerance, FLOOR, NEAREST)
            needed[tile.index] = np.minimum(needed[tile.index], asked[: len(tile.index)])
            more |= ends
            one, two = tile.samples.segment[sides.left[unlike]], tile.samples.segment[sides.right[unlike]]
            cuts.append(crossings(segments, one, two))
        if step == PASSES - 1:
            break
        needed = np.where(needed * ENOUGH < wanted[samples.segment], needed, np.inf)
        if np.isfinite(needed).sum() + more.sum() <= FEW * len(samples.xy):
            break
        cuts = tuple(np.concatenate(column) for column in zip(*cuts))
        segments, wanted, tips = set_closer(segments, wanted, tips | more, samples, needed, cuts)
    return segments, tiles


def _triangulated(samples, far, in_a_tile, tick):
    """Triangulate tile by tile, the next one while the caller works; yield also the tick of each."""
    tiles = list(tiles_of(samples, far, in_a_tile))
    calls = [partial(delaunay, tile.samples.xy - tile.middle) for tile in tiles]
    for number, (tile, triangles) in enumerate(zip(tiles, run_ahead(calls, tick))):
        tick(number / len(tiles))
        yield tile, triangles, part(tick, number / len(tiles), (number + 1) / len(tiles))


def _arcs(segments, tiles, breaks, speed, reach, tolerance, tick):
    """Draw the outlines of all tiles; None where they do not meet."""
    parts = []
    for number, (samples, still, ridges, sides) in enumerate(tiles):
        inner = part(tick, 0.9 * number / len(tiles), 0.9 * (number + 1) / len(tiles))
        edges = outlines(sides, samples, segments, ridges, breaks, speed, reach, still, part(inner, 0.0, 0.5))
        arcs = simplified(arcs_of(edges, part(inner, 0.5, 0.9)), tolerance)
        if len(tiles) == 1:
            return arcs
        parts.append(edges_of(arcs))
        inner(1.0)
    columns = zip(*((p.start, p.end, p.left, p.right) for p in parts))
    edges = sewn(Outlines(*(np.concatenate(column) for column in columns)), len(breaks))
    return None if edges is None else arcs_of(edges, part(tick, 0.9, 1.0))


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
