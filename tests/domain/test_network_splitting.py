"""Shared vertices, twins, lines without length, ends within a tolerance."""

import numpy as np
from cohesion_territoires.domain.network.joining import coincident, join, near_pairs
from cohesion_territoires.domain.network.lines import from_parts, lengths
from cohesion_territoires.domain.network.splitting import merge_twins, split_at_shared_vertices
from hypothesis import given, settings
from hypothesis import strategies as st


def parts_of(lines):
    return [lines.xy[a:b].tolist() for a, b in zip(lines.offsets, lines.offsets[1:])]


def test_split_at_a_shared_inner_vertex():
    lines = from_parts([[[0, 0], [10, 0], [40, 0]], [[10, 0], [10, 5]]], [4.0, 1.0], [8.0, np.inf])
    split = split_at_shared_vertices(lines)
    assert parts_of(split) == [[[0, 0], [10, 0]], [[10, 0], [40, 0]], [[10, 0], [10, 5]]]
    np.testing.assert_allclose(split.forward, [1, 3, 1])
    np.testing.assert_allclose(split.backward, [2, 6, np.inf])
    assert split.ids.tolist() == [0, 0, 1]


def test_a_crossing_without_a_shared_vertex_is_not_a_junction():
    lines = from_parts([[[0, 0], [10, 0]], [[5, -5], [5, 5]]], [1, 1], [1, 1])
    assert len(split_at_shared_vertices(lines)) == 2


def test_a_line_through_itself_is_cut_and_a_repeated_vertex_is_not():
    eight = from_parts([[[0, 0], [5, 0], [10, 5], [10, -5], [5, 0], [0, -5]]], [1], [1])
    assert len(split_at_shared_vertices(eight)) == 3
    stutter = from_parts([[[0, 0], [5, 0], [5, 0], [10, 0]]], [1], [1])
    assert len(split_at_shared_vertices(stutter)) == 1


def test_a_repeated_end_makes_no_stretch_without_length():
    lines = from_parts([[[0, 0], [0, 0], [10, 0], [10, 0]], [[0, 0], [0, 9]], [[10, 0], [10, 9]]], [1] * 3, [1] * 3)
    split = split_at_shared_vertices(lines)
    assert (lengths(split) > 0).all() and len(split) == 3


def test_twins_merge_into_one_line_open_both_ways():
    inf = np.inf
    shape = [[0, 0], [5, 5], [10, 0]]
    lines = from_parts([shape, shape[::-1], [[0, 0], [5, -5], [10, 0]], shape], [2, 3, 9, 1.5], [inf, inf, inf, inf])
    merged = merge_twins(lines)
    assert merged.ids.tolist() == [0, 2]
    assert merged.forward.tolist() == [1.5, 9] and merged.backward.tolist() == [3, inf]


def test_loops_are_left_alone():
    loop = [[0, 0], [5, 5], [10, 0], [0, 0]]
    assert len(merge_twins(from_parts([loop, loop], [1, 2], [3, 4]))) == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=40), st.integers(1, 6))
def test_near_pairs_and_join_agree_with_a_double_loop(points, distance):
    xy = np.array(points, dtype=float)
    place, unique = coincident(xy)
    np.testing.assert_array_equal(unique[place], xy)
    assert len(unique) == len(set(points))
    first, second = near_pairs(unique, distance)
    slow = {
        (i, j)
        for i in range(len(unique))
        for j in range(i + 1, len(unique))
        if np.hypot(*(unique[i] - unique[j])) <= distance
    }
    assert set(zip(first.tolist(), second.tolist())) == slow and len(first) == len(slow)
    label = list(range(len(unique)))
    for i, j in slow:
        old, new = label[j], label[i]
        label = [new if x == old else x for x in label]
    joined, centres = join(xy, distance)
    groups = [label[p] for p in place]
    for i in range(len(xy)):
        for j in range(len(xy)):
            assert (joined[i] == joined[j]) == (groups[i] == groups[j])
    assert len(centres) == len(set(label))
