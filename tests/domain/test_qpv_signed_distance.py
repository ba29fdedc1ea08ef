"""Signed distances against a slow loop written apart, and by hand on squares."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cohesion_territoires.domain.errors import Cancelled
from cohesion_territoires.domain.qpv.signed_distance import PerimeterIndex
from hypothesis import given, settings
from hypothesis import strategies as st


def index_of(polygons, **options):
    """Build an index of polygons given as lists of open rings."""
    xy, offsets, owner = [], [0], []
    for i, rings in enumerate(polygons):
        for ring in rings:
            closed = list(ring) + [ring[0]]
            xy += closed
            offsets.append(offsets[-1] + len(closed))
            owner.append(i)
    return PerimeterIndex(np.array(xy, dtype=float).reshape(-1, 2), offsets, owner, len(polygons), **options)


def slow_edge(rings, x, y):
    """Distance to the nearest segment, one at a time."""
    best = math.inf
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
            length2 = (bx - ax) ** 2 + (by - ay) ** 2
            t = 0.0 if length2 == 0 else max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2))
            best = min(best, math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)))
    return best


def slow_inside(rings, x, y):
    """Even-odd rule, one segment at a time."""
    inside = False
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
    return inside


SQUARE = [[(0, 0), (100, 0), (100, 100), (0, 100)]]
HOLED = [[(0, 0), (100, 0), (100, 100), (0, 100)], [(40, 40), (60, 40), (60, 60), (40, 60)]]


def test_square_by_hand():
    found = index_of([SQUARE]).measure([[50, 50], [10, 50], [-7, 50], [103, 104], [100, 50], [3000, 0]])
    assert found.distance.tolist() == [-50, -10, 7, 5, 0, math.inf]
    assert found.polygon.tolist() == [0, 0, 0, 0, 0, -1]
    assert found.containing[:4].tolist() == [1, 1, 0, 0]


def test_hole_is_outside():
    found = index_of([HOLED]).measure([[50, 50], [50, 30], [50, 37]])
    assert found.distance.tolist() == [10, -10, -3]


def test_deep_inside_is_minus_infinity():
    big = [[(0, 0), (10000, 0), (10000, 10000), (0, 10000)]]
    found = index_of([big], reach=1000).measure([[5000, 5000], [5000, 900]])
    assert found.distance.tolist() == [-math.inf, -900]
    assert found.polygon.tolist() == [0, 0]


def test_far_search_goes_on_by_levels():
    found = index_of([SQUARE], reach=50000).measure([[100 + 40000, 50], [100 + 60000, 50], [-3500, 50]])
    assert found.distance.tolist() == [40000, math.inf, 3500]


def test_zero_reach_tells_inside_only():
    found = index_of([SQUARE, HOLED], reach=0, near=0).measure([[50, 50], [150, 50]])
    assert found.containing.tolist() == [1, 0]
    assert found.polygon.tolist() == [0, -1]


def test_overlap_is_measured_to_the_edge_of_the_first_holder():
    other = [[(90, 0), (300, 0), (300, 100), (90, 100)]]
    found = index_of([SQUARE, other], near=25).measure([[95, 50], [80, 50]])
    assert found.containing.tolist() == [2, 1]
    assert found.polygon.tolist() == [0, 0]
    assert found.distance.tolist() == [-5, -20]
    assert found.edge.tolist() == [5, 10]
    assert list(zip(found.near_point.tolist(), found.near_polygon.tolist(), found.near_edge.tolist())) == [
        (0, 0, 5.0),
        (0, 1, 5.0),
        (1, 0, 20.0),
        (1, 1, 10.0),
    ]


def test_touching_perimeters_are_both_near():
    right = [[(100, 0), (200, 0), (200, 100), (100, 100)]]
    found = index_of([SQUARE, right], near=10).measure([[97, 50], [103, 50]])
    assert found.polygon.tolist() == [0, 1]
    assert found.distance.tolist() == [-3, -3]
    assert found.near_polygon.tolist() == [0, 1, 0, 1]


def test_no_perimeter_and_no_point():
    empty = PerimeterIndex(np.empty((0, 2)), [0], [], 0)
    assert np.isinf(empty.measure([[1.0, 2.0]]).distance).all()
    assert len(index_of([SQUARE]).measure(np.empty((0, 2))).distance) == 0


def test_cancel_passes_through():
    def stop(fraction):
        raise Cancelled()

    with pytest.raises(Cancelled):
        index_of([SQUARE]).measure([[0.0, 0.0]], stop)


@settings(max_examples=120, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.integers(1, 6),
    vertices=st.integers(3, 70),
    origin=st.sampled_from([0.0, 650000.0, 6860000.0]),
    rounding=st.sampled_from([0, 1, 9]),
    reach=st.sampled_from([30.0, 300.0, 1000.0, 5000.0]),
)
def test_agrees_with_the_slow_loop(seed, count, vertices, origin, rounding, reach):
    rng = np.random.default_rng(seed)
    polygons = []
    for _ in range(count):
        centre = rng.uniform(-800, 800, 2)
        angle = np.sort(rng.uniform(0, 2 * np.pi, vertices))
        radius = rng.uniform(20, 400, vertices)
        ring = np.c_[np.cos(angle) * radius, np.sin(angle) * radius]
        rings = [[tuple(v) for v in np.round(centre + ring, rounding) + origin]]
        if rng.random() < 0.4:
            rings.append([tuple(v) for v in np.round(centre + ring * 0.4, rounding) + origin])
        polygons.append(rings)
    points = np.round(rng.uniform(-1500, 1500, (40, 2)), rounding) + origin
    corners = np.array([ring[0] for rings in polygons for ring in rings])
    points = np.vstack([points, corners, corners + [0, 3], corners - [2, 0]])
    found = index_of(polygons, reach=reach, near=25.0).measure(points)
    near = {(p, q): d for p, q, d in zip(found.near_point, found.near_polygon, found.near_edge)}
    for i, (x, y) in enumerate(points):
        edges = [slow_edge(rings, x, y) for rings in polygons]
        held = [slow_inside(rings, x, y) for rings in polygons]
        edge = min(edges)
        if edge < 1e-9:
            # on the line itself a point is in or out as it pleases
            assert found.edge[i] < 1e-6
            continue
        assert found.containing[i] == sum(held)
        if abs(edge - reach) > 1e-6:
            assert found.edge[i] == pytest.approx(edge if edge < reach else math.inf, abs=1e-6)
        if any(held):
            assert found.polygon[i] == held.index(True)
            own = edges[held.index(True)]
            if edge < reach - 1e-6:
                assert found.distance[i] == pytest.approx(-own, abs=1e-6)
        elif edge < reach - 1e-6:
            assert edges[found.polygon[i]] == pytest.approx(edge, abs=1e-6)
        for q, distance in enumerate(edges):
            if abs(distance - 25) > 1e-6:
                assert ((i, q) in near) == (distance < 25)
