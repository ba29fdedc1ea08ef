"""Pieces of the drawing of bands that can be checked by hand, without QGIS."""
from __future__ import annotations

import numpy as np
import pytest
from cohesion_territoires.domain.network.graph import build
from cohesion_territoires.domain.network.lines import from_parts
from cohesion_territoires.domain.network.outlines import Outlines, outlines
from cohesion_territoires.domain.network.refinement import crossings
from cohesion_territoires.domain.network.rings import arcs_of, polygons, simplified
from cohesion_territoires.domain.network.samples import cut_at, place_samples
from cohesion_territoires.domain.network.segments import segments_of, within
from cohesion_territoires.domain.network.territories import ridges_of, sides_of
from cohesion_territoires.domain.network.tiles import tiles_of


def segments(parts, minutes):
    network = build(from_parts(parts, np.ones(len(parts)), np.ones(len(parts))))
    return segments_of(network, np.asarray(minutes, dtype=float)), network


def edges(rows):
    """Outlines from ((x, y), (x, y), left, right)."""
    return Outlines(
        np.array([r[0] for r in rows], dtype=float),
        np.array([r[1] for r in rows], dtype=float),
        np.array([r[2] for r in rows]),
        np.array([r[3] for r in rows]),
    )


def square(x, y, side, left, right):
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    return [(a, b, left, right) for a, b in zip(corners, corners[1:])]


def areas(found):
    def area(ring):
        return 0.5 * float((ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1]).sum())

    return sorted([round(area(r), 6) for r in polygon] for polygon in found)


def test_a_square_in_a_square():
    arcs = arcs_of(edges(square(0, 0, 10, 1, 2) + square(3, 3, 2, 0, 1)))
    assert areas(polygons(arcs, 0, 0)) == [[4.0]]
    assert areas(polygons(arcs, 1, 1)) == [[100.0, -4.0]]
    assert areas(polygons(arcs, 0, 1)) == [[100.0]]


def test_two_squares_share_a_side():
    rows = square(0, 0, 10, 0, 2)
    rows[1] = ((10, 0), (10, 10), 0, 1)
    rows += [((10, 0), (20, 0), 1, 2), ((20, 0), (20, 10), 1, 2), ((20, 10), (10, 10), 1, 2)]
    arcs = arcs_of(edges(rows))
    assert areas(polygons(arcs, 0, 0)) == [[100.0]] and areas(polygons(arcs, 1, 1)) == [[100.0]]
    assert areas(polygons(arcs, 0, 1)) == [[200.0]]


def test_squares_that_touch_at_a_corner_stay_two():
    arcs = arcs_of(edges(square(0, 0, 10, 0, 1) + square(10, 10, 5, 0, 1)))
    assert areas(polygons(arcs, 0, 0)) == [[25.0], [100.0]]


def test_a_hole_that_touches_the_outside():
    diamond = [((5, 0), (7, 2)), ((7, 2), (5, 4)), ((5, 4), (3, 2)), ((3, 2), (5, 0))]
    rows = [((0, 0), (5, 0), 0, 1), ((5, 0), (10, 0), 0, 1), *square(0, 0, 10, 0, 1)[1:]]
    arcs = arcs_of(edges(rows + [(b, a, 0, 1) for a, b in diamond]))
    assert areas(polygons(arcs, 0, 0)) == [[100.0, -8.0]]


def test_straight_vertices_are_left_out_and_corners_stay():
    rows = square(0, 0, 10, 0, 1)[1:] + [((x, 0), (x + 1, 0), 0, 1) for x in range(10)]
    arcs = simplified(arcs_of(edges(rows)), 0.01)
    (polygon,) = polygons(arcs, 0, 0)
    assert len(polygon[0]) <= 7 and areas([polygon]) == [[100.0]]


def test_time_falls_and_grows_along_segments():
    found, _ = segments([[(0, 0), (60, 0), (60, 40)]], [0.0, 0.4])
    # the far end is nearer by its own 0.4: the peak lies at 0.7 of the way, 70 m along
    assert found.length.tolist() == pytest.approx([60.0, 10.0, 30.0])
    assert found.minutes.tolist() == pytest.approx([0.0, 0.6, 0.7])
    assert found.slope.tolist() == pytest.approx([0.01, 0.01, -0.01])
    minutes, distance = found.field(np.array([0, 0, 2]), np.array([[30.0, 5.0], [-3.0, 4.0], [60.0, 60.0]]), 10.0)
    assert distance.tolist() == pytest.approx([5.0, 5.0, 20.0])
    assert minutes.tolist() == pytest.approx([0.8, 0.5, 2.4])


def test_only_lines_near_reached_ones_are_kept():
    found, _ = segments([[(0, 0), (100, 0)], [(0, 150), (100, 150)], [(0, 5000), (100, 5000)]], [0, 1] + [np.nan] * 4)
    assert within(found, 5.0, 100.0).tolist() == [True, True, False]


def test_samples_are_equally_far_from_a_shared_end():
    found, _ = segments([[(0, 0), (100, 0)], [(0, 0), (0, 7)]], [0, 1, 1])
    samples = place_samples(found, np.full(len(found), 10.0), np.zeros((len(found), 2), dtype=bool))
    near = [np.hypot(*samples.xy[samples.segment == s].T).min() for s in range(len(found)) if s in samples.segment]
    shared = [d for d in near if d < 10]
    assert len(shared) == 2 and shared[0] == pytest.approx(shared[1])


def test_a_sampled_end_is_a_sample():
    found, _ = segments([[(0, 0), (100, 0)]], [0, 1])
    tips = np.zeros((len(found), 2), dtype=bool)
    tips[0, 0] = True
    samples = place_samples(found, np.full(len(found), 10.0), tips)
    assert [0.0, 0.0] in samples.xy.tolist()


def test_segments_are_cut_where_they_cross():
    found, _ = segments([[(0, 0), (100, 0)], [(30, -50), (30, 50)]], [0, 1, 0, 1])
    index, along = crossings(found, np.array([0]), np.array([len(found) - 1]))
    parts, owner, begin = cut_at(found, index, along)
    assert len(parts) == len(found) + len(index) or len(index) == 0
    total = np.bincount(owner, weights=parts.length)
    assert total.tolist() == pytest.approx(found.length.tolist())


def test_one_street_with_scipy_alone():
    spatial = pytest.importorskip("scipy.spatial")
    found, _ = segments([[(0, 0), (100, 0)]], [0, np.nan])
    placed = place_samples(found, np.full(len(found), 5.0), np.zeros((len(found), 2), dtype=bool))
    (tile,) = tiles_of(placed, 65.0, 1000)
    samples = tile.samples
    ridges = ridges_of(samples, spatial.Delaunay(samples.xy).simplices.astype(np.int64))
    sides = sides_of(ridges, samples, found, 60.0)
    drawn = outlines(sides, samples, found, ridges, np.array([0.5]), 100.0, 60.0)
    (polygon,) = polygons(arcs_of(drawn), 0, 0)
    # 100 m a minute either way: half a disk of 50 m behind the end, a triangle of 50 m before it
    assert areas([polygon])[0][0] == pytest.approx(np.pi * 50.0**2 / 2 + 50.0**2, rel=0.005)
