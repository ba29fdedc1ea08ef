"""Triangulations made Delaunay by flips, whatever they were before."""
from __future__ import annotations

import numpy as np
import pytest
from cohesion_territoires.domain.network.flips import covers, flipped, swept
from hypothesis import given, settings
from hypothesis import strategies as st


def in_line(count):
    """Points along streets, almost in line, as rounding leaves them."""
    rng = np.random.default_rng(count)
    ends = np.round(rng.uniform(-300, 300, (count, 2, 2)), 2)
    share = np.linspace(0.0, 1.0, 30)[:, None]
    return np.unique(np.concatenate([a + (b - a) * share for a, b in ends]), axis=0)


def emptied(xy, triangles):
    """Whether no circle around a triangle holds another point, by a plain look at all of them."""
    a, b, c = (xy[triangles[:, k]] for k in range(3))
    b, c = b - a, c - a
    d = 2.0 * (b[:, 0] * c[:, 1] - b[:, 1] * c[:, 0])
    fat = np.abs(d) > 1e-6
    assert fat.any()
    b, c, d, a = b[fat], c[fat], d[fat, None], a[fat]
    b2, c2 = (b**2).sum(axis=1), (c**2).sum(axis=1)
    centre = np.stack([c[:, 1] * b2 - b[:, 1] * c2, b[:, 0] * c2 - c[:, 0] * b2], axis=1) / d
    radius = np.hypot(centre[:, 0], centre[:, 1])
    away = np.hypot(*(xy[None, :, :] - (a + centre)[:, None, :]).transpose(2, 0, 1))
    return bool((away >= radius[:, None] * (1 - 1e-6)).all())


@settings(max_examples=60, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=40))
def test_points_of_a_grid(places):
    xy = np.array(sorted(places), dtype=float)
    if np.linalg.matrix_rank(xy - xy[0]) < 2:
        assert not len(swept(xy))
        return
    triangles = swept(xy)
    assert covers(xy, triangles)
    triangles = flipped(xy, triangles)
    assert covers(xy, triangles) and emptied(xy, triangles)


@pytest.mark.parametrize("xy", [
    np.random.default_rng(1).uniform(0, 1000, (400, 2)), in_line(12), in_line(3), in_line(1) + [[0.0, 1e-9]] * 30,
])  # fmt: skip
def test_points_scattered_and_in_line(xy):
    xy = np.concatenate([xy, [[-9e3, -9e3], [9e3, -9e3], [0.0, 9e3]]])
    triangles = flipped(xy, swept(xy))
    assert covers(xy, triangles) and emptied(xy, triangles)
    # turned round as a whole it is the same
    assert covers(xy, flipped(xy, triangles[:, ::-1]))


def test_flat_triangles_are_set_right():
    xy = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0], [1.0, 5.0], [1.0, -5.0]])
    # 1 and 2 lie on the way from 0 to 3: two triangles of no area
    triangles = np.array([[0, 3, 4], [0, 2, 3], [0, 1, 2], [0, 5, 1], [1, 5, 2], [2, 5, 3]])
    assert covers(xy, triangles) and not emptied(xy, triangles)
    made = flipped(xy, triangles)
    assert covers(xy, made) and emptied(xy, made)


def test_what_does_not_cover_is_told():
    xy = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [2.0, 1.0]])
    whole = np.array([[0, 1, 4], [1, 2, 4], [2, 3, 4], [3, 0, 4]])
    assert covers(xy, whole)
    assert not covers(xy, whole[:3])  # a notch in the hull
    assert not covers(xy, whole[[0, 1, 2, 2]])  # one twice
    assert not covers(xy, np.array([[0, 1, 2], [0, 2, 3]]))  # a point left out
    assert not covers(xy, np.empty((0, 3), dtype=int))
