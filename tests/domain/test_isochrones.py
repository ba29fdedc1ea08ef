"""Stretches: cut at the exact minute, both ways out of an edge considered, nothing twice, nothing missing."""
from __future__ import annotations

import heapq

import numpy as np
import pytest
from cohesion_territoires.domain.errors import Cancelled
from cohesion_territoires.domain.network.graph import build
from cohesion_territoires.domain.network.isochrones import pieces, stretch_lines, stretches
from cohesion_territoires.domain.network.lines import from_parts, lengths
from cohesion_territoires.domain.network.nearest import nearest
from hypothesis import given, settings
from hypothesis import strategies as st

INF = np.inf


def network_of(parts, forward, backward):
    return build(from_parts(parts, forward, backward))


def node_at(network, x, y):
    return int(np.argmin(np.hypot(*(network.node_xy - (x, y)).T)))


def to_facility(network, places, limit=None):
    nodes = np.array([node_at(network, *p) for p in places])
    return nearest(network.reverse(), nodes, limit)[0]


def columns(found):
    return [
        (round(float(a), 9), round(float(b), 9), round(float(c), 9), round(float(d), 9), int(k))
        for a, b, c, d, k in zip(found.start, found.end, found.minutes_start, found.minutes_end, found.band)
    ]


def test_one_line_is_cut_at_each_break():
    network = network_of([[(0, 0), (100, 0)]], [10.0], [10.0])
    found = stretches(network, to_facility(network, [(0, 0)]), [2.0, 5.0])
    assert columns(found) == [(0.0, 0.2, 0.0, 2.0, 0), (0.2, 0.5, 2.0, 5.0, 1)]


def test_far_bands_come_first_where_the_time_falls():
    network = network_of([[(0, 0), (100, 0)]], [10.0], [10.0])
    found = stretches(network, to_facility(network, [(100, 0)]), [2.0, 5.0])
    assert columns(found) == [(0.5, 0.8, 5.0, 2.0, 1), (0.8, 1.0, 2.0, 0.0, 0)]


def test_the_peak_inside_an_edge_is_found():
    # facilities at both ends: the time grows to 5 in the middle, and 4 is passed twice
    network = network_of([[(0, 0), (100, 0)]], [10.0], [10.0])
    minutes = to_facility(network, [(0, 0), (100, 0)])
    assert columns(stretches(network, minutes, [4.0, 10.0])) == [
        (0.0, 0.4, 0.0, 4.0, 0),
        (0.4, 0.5, 4.0, 5.0, 1),
        (0.5, 0.6, 5.0, 4.0, 1),
        (0.6, 1.0, 4.0, 0.0, 0),
    ]


def test_the_peak_leans_to_the_end_that_is_farther():
    network = network_of([[(0, 0), (100, 0)]], [6.0], [12.0])
    minutes = np.array([0.0, 0.0])
    found = pieces(network, minutes)
    # 12 s = 6 (1 - s): a third of the way
    assert found.end[0] == pytest.approx(1 / 3) and found.minutes_end[0] == pytest.approx(4.0)


def test_a_one_way_line_is_left_by_its_head_only():
    network = network_of([[(0, 0), (100, 0)]], [10.0], [INF])
    west = stretches(network, to_facility(network, [(0, 0)]), [20.0])
    assert len(west) == 0
    east = stretches(network, to_facility(network, [(100, 0)]), [4.0])
    assert columns(east) == [(0.6, 1.0, 4.0, 0.0, 0)]


def test_just_after_the_start_of_a_one_way_line_one_goes_round():
    # a square of one-way lines, 1 minute each: from just after the facility, all the way round
    square = [[(0, 0), (10, 0)], [(10, 0), (10, 10)], [(10, 10), (0, 10)], [(0, 10), (0, 0)]]
    network = network_of(square, [1.0] * 4, [INF] * 4)
    minutes = to_facility(network, [(0, 0)])
    found = pieces(network, minutes)
    assert found.minutes_start.tolist() == pytest.approx([4.0, 3.0, 2.0, 1.0])
    assert found.minutes_end.tolist() == pytest.approx([3.0, 2.0, 1.0, 0.0])


def test_an_islet_is_not_reached():
    network = network_of([[(0, 0), (10, 0)], [(50, 50), (60, 50)]], [1.0, 1.0], [1.0, 1.0])
    found = stretches(network, to_facility(network, [(0, 0)]), [100.0])
    assert found.edge.tolist() == [0]
    everywhere = pieces(network, to_facility(network, [(0, 0)]))
    assert np.isinf(everywhere.minutes_start[1]) and np.isinf(everywhere.minutes_end[1])


def test_a_line_that_takes_no_time_lies_in_one_band():
    network = network_of([[(0, 0), (10, 0)], [(10, 0), (20, 0)]], [0.0, 5.0], [0.0, 5.0])
    found = stretches(network, to_facility(network, [(20, 0)]), [4.0, 5.0, 9.0])
    assert columns(found)[0] == (0.0, 1.0, 5.0, 5.0, 1)


def test_stretches_are_drawn_along_their_line():
    network = network_of([[(0, 0), (60, 0), (60, 40)]], [10.0], [10.0])
    found = stretches(network, to_facility(network, [(0, 0)]), [5.0, 8.0])
    drawn = stretch_lines(network, found)
    assert lengths(drawn).tolist() == pytest.approx([50.0, 30.0])
    assert drawn.xy.tolist() == [[0, 0], [50, 0], [50, 0], [60, 0], [60, 20]]
    assert drawn.ids.tolist() == [0, 0]


def test_nothing_reached_gives_nothing():
    network = network_of([[(0, 0), (10, 0)]], [1.0], [1.0])
    found = stretches(network, np.full(2, np.nan), [5.0])
    assert len(found) == 0 and len(stretch_lines(network, found)) == 0


def test_cancel_is_heard():
    def stop(fraction):
        raise Cancelled()

    network = network_of([[(0, 0), (10, 0)]], [1.0], [1.0])
    with pytest.raises(Cancelled):
        stretches(network, to_facility(network, [(0, 0)]), [5.0], stop)


MINUTES = st.one_of(st.integers(1, 12).map(float), st.just(INF))


@st.composite
def worlds(draw):
    """A few lines between lattice points, directions and times at random, and facilities at some ends."""
    places = st.tuples(st.integers(0, 3), st.integers(0, 3))
    ends = draw(st.lists(st.tuples(places, places).filter(lambda p: p[0] != p[1]), min_size=1, max_size=9))
    forward = draw(st.lists(MINUTES, min_size=len(ends), max_size=len(ends)))
    backward = draw(st.lists(MINUTES, min_size=len(ends), max_size=len(ends)))
    network = network_of([[(x * 100.0, y * 100.0) for x, y in pair] for pair in ends], forward, backward)
    count = len(network.node_xy)
    sources = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=3))
    breaks = sorted(draw(st.sets(st.integers(1, 40), min_size=1, max_size=4)))
    return network, np.array(sources), [b / 2.0 for b in breaks]


def slow_minutes(network, sources, edge, position):
    """Time from one point of an edge, by a search of its own from that point."""
    leaving = {}
    for e, (tail, head) in enumerate(zip(network.tail.tolist(), network.head.tolist())):
        leaving.setdefault(tail, []).append((head, network.forward[e]))
        leaving.setdefault(head, []).append((tail, network.backward[e]))
    tail, head = int(network.tail[edge]), int(network.head[edge])
    queue = []
    if np.isfinite(network.forward[edge]):
        queue.append((network.forward[edge] * (1 - position), head))
    if np.isfinite(network.backward[edge]):
        queue.append((network.backward[edge] * position, tail))
    heapq.heapify(queue)
    done, goals = set(), set(sources.tolist())
    while queue:
        minutes, node = heapq.heappop(queue)
        if node in done:
            continue
        done.add(node)
        if node in goals:
            return minutes
        for other, more in leaving.get(node, ()):
            if np.isfinite(more):
                heapq.heappush(queue, (minutes + more, other))
    return INF


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_stretches_hold_every_point_once_and_tell_its_time(world):
    network, sources, breaks = world
    minutes, _ = nearest(network.reverse(), sources)
    found = stretches(network, minutes, breaks)
    assert (found.end > found.start).all() and (found.start >= 0).all() and (found.end <= 1).all()
    assert (np.maximum(found.minutes_start, found.minutes_end) <= breaks[-1]).all()
    lower = np.concatenate([[0.0], breaks])[found.band]
    assert (np.minimum(found.minutes_start, found.minutes_end) >= lower - 1e-9).all()
    for edge in range(len(network.tail)):
        mine = np.flatnonzero(found.edge == edge)
        # in order along the edge, none over another, the time continuous where they touch
        assert (found.start[mine][1:] >= found.end[mine][:-1] - 1e-9).all()
        touching = np.abs(found.start[mine][1:] - found.end[mine][:-1]) < 1e-9
        assert np.allclose(found.minutes_start[mine][1:][touching], found.minutes_end[mine][:-1][touching])
        for position in (0.013, 0.211, 0.5, 0.737, 0.991):
            expected = slow_minutes(network, sources, edge, position)
            holds = mine[(found.start[mine] <= position) & (position <= found.end[mine])]
            if expected < breaks[-1] - 1e-6:
                assert len(holds) >= 1
                s = holds[0]
                share = (position - found.start[s]) / (found.end[s] - found.start[s])
                told = found.minutes_start[s] + share * (found.minutes_end[s] - found.minutes_start[s])
                assert told == pytest.approx(expected)
            elif expected > breaks[-1] + 1e-6:
                assert len(holds) == 0


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_a_search_that_stops_at_the_last_break_gives_the_same(world):
    network, sources, breaks = world
    whole = stretches(network, nearest(network.reverse(), sources)[0], breaks)
    short = stretches(network, nearest(network.reverse(), sources, breaks[-1])[0], breaks)
    assert columns(whole) == columns(short)
