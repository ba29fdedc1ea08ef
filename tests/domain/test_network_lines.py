"""Flat polylines: gathering, measuring, cutting."""

import numpy as np
import pytest
from cohesion_territoires.domain.network.lines import cut, from_parts, lengths, measures, points_at, take


@pytest.fixture
def lines():
    return from_parts(
        [[[0, 0], [3, 4], [3, 14]], [[10, 0], [20, 0]], [[5, 5], [5, 5], [5, 6]]],
        [15.0, np.inf, 1.0],
        [30.0, 2.0, 1.0],
        [7, 8, 9],
    )


def test_lengths_and_measures(lines):
    assert lengths(lines).tolist() == [15, 10, 1]
    assert measures(lines).tolist() == [0, 5, 15, 0, 10, 0, 0, 1]


def test_take_keeps_the_order_asked(lines):
    some = take(lines, np.array([2, 0]))
    assert some.ids.tolist() == [9, 7]
    assert some.xy.tolist() == [[5, 5], [5, 5], [5, 6], [0, 0], [3, 4], [3, 14]]
    assert take(lines, np.array([False, True, False])).ids.tolist() == [8]


def test_cut_apportions_minutes_and_keeps_inner_vertices(lines):
    piece = cut(lines, np.array([0, 1]), np.array([0.2, 0.5]), np.array([0.8, 1.0]))
    np.testing.assert_allclose(piece.xy, [[1.8, 2.4], [3, 4], [3, 11], [15, 0], [20, 0]])
    np.testing.assert_allclose(piece.forward, [9, np.inf])
    np.testing.assert_allclose(piece.backward, [18, 1])
    assert piece.ids.tolist() == [7, 8]


def test_cut_of_no_length_is_never_nan(lines):
    piece = cut(lines, np.array([1]), np.array([0.5]), np.array([0.5]))
    assert piece.forward.tolist() == [np.inf] and piece.backward.tolist() == [0]


def test_points_at_ends_are_exact():
    lines = from_parts([[[0.1, 0.2], [0.7, 0.9], [1e6 + 0.3, 7.7]]], [1], [1])
    assert points_at(lines, np.array([0, 0]), np.array([0.0, 1.0])).tolist() == [[0.1, 0.2], [1e6 + 0.3, 7.7]]


def test_empty():
    lines = from_parts([], [], [])
    assert len(lines) == 0 and len(lengths(lines)) == 0 and len(measures(lines)) == 0
