"""Projection of points on their nearest line, against a double loop."""

import numpy as np
import pytest
from cohesion_territoires.domain.network.lines import from_parts, lengths, points_at
from cohesion_territoires.domain.network.snapping import concatenate, snap
from hypothesis import given, settings
from hypothesis import strategies as st


def slow_distance(part, point):
    """Distance of a point to a polyline, one segment after another."""
    best = np.inf
    for a, b in zip(part, part[1:]):
        a, b = np.array(a, float), np.array(b, float)
        run = b - a
        share = 0.0 if not run.any() else float(np.clip(np.dot(point - a, run) / np.dot(run, run), 0, 1))
        best = min(best, float(np.hypot(*(a + share * run - point))))
    return best


coordinate = st.one_of(st.integers(-50, 50), st.integers(-3000, 3000))
vertex = st.tuples(coordinate, coordinate)
polyline = st.lists(vertex, min_size=2, max_size=5)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(polyline, min_size=1, max_size=12),
    st.lists(vertex, min_size=1, max_size=12),
    st.sampled_from([0.0, 1.0, 25.0, 200.0, 1000.0, np.inf]),
)
def test_nearest_line_is_that_of_a_double_loop(parts, points, most):
    lines = from_parts(parts, np.ones(len(parts)), np.ones(len(parts)))
    xy = np.array(points, dtype=float)
    found = snap(lines, xy, most)
    for row, point in enumerate(xy):
        distances = [slow_distance(part, point) for part in parts]
        best = min(distances)
        if best > most + 1e-9:
            assert found.line[row] == -1 and np.isnan(found.distance[row]) and np.isnan(found.xy[row]).all()
        elif best < most - 1e-9 or most == 0:
            assert found.distance[row] == pytest.approx(best, abs=1e-9)
            assert distances[found.line[row]] == pytest.approx(best, abs=1e-9)
            assert np.hypot(*(found.xy[row] - point)) == pytest.approx(best, abs=1e-9)
    good = (found.line >= 0) & (lengths(lines)[np.maximum(found.line, 0)] > 0)
    back = points_at(lines, found.line[good], found.position[good])
    np.testing.assert_allclose(back, found.xy[good], atol=1e-6)


def test_ends_are_said_exactly():
    lines = from_parts([[[0, 0], [3, 3], [10, 0]]], [1], [1])
    found = snap(lines, np.array([[-5.0, 0], [12, 0], [10, 0], [0, 0]]), 100)
    assert found.position.tolist() == [0, 1, 1, 0]


def test_of_equally_near_lines_the_first():
    lines = from_parts([[[0, 10], [10, 10]], [[0, 0], [10, 0]], [[0, 0], [0, 5]]], [1] * 3, [1] * 3)
    assert snap(lines, np.array([[5.0, 5.0], [-1, -1]]), 50).line.tolist() == [0, 1]


def test_far_points_missing_points_and_masked_lines():
    lines = from_parts([[[0, 0], [10, 0]], [[0, 20], [10, 20]]], [1, 1], [1, 1])
    points = np.array([[50_000.0, 0], [np.nan, np.nan], [5, 1], [1e12, -1e12], [np.inf, 0]])
    found = snap(lines, points, 1000, allowed=np.array([False, True]))
    assert found.line.tolist() == [-1, -1, 1, -1, -1]
    assert found.distance[2] == 19
    nobody = snap(lines, points, 1000, allowed=np.array([False, False]))
    assert (nobody.line == -1).all()
    assert len(concatenate(found, nobody)) == 10


def test_long_lines_and_city_blocks_together():
    rng = np.random.default_rng(5)
    near = [[p, p + rng.normal(0, 20, 2)] for p in rng.uniform(0, 3000, (400, 2))]
    far = [[rng.uniform(-40000, 40000, 2), rng.uniform(-40000, 40000, 2)] for _ in range(20)]
    parts = near + far
    lines = from_parts(parts, np.ones(len(parts)), np.ones(len(parts)))
    points = np.concatenate([rng.uniform(0, 3000, (150, 2)), rng.uniform(-30000, 30000, (50, 2))])
    found = snap(lines, points, 2000.0)
    for row, point in enumerate(points):
        distances = [slow_distance(part, point) for part in parts]
        if min(distances) <= 2000:
            assert found.distance[row] == pytest.approx(min(distances), abs=1e-7)
        else:
            assert found.line[row] == -1


def test_empty():
    lines = from_parts([], [], [])
    assert snap(lines, np.zeros((2, 2)), 10).line.tolist() == [-1, -1]
    assert len(snap(from_parts([[[0, 0], [1, 1]]], [1], [1]), np.empty((0, 2)), 10)) == 0
