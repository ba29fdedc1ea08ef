"""Where the network is cut, by the area in which it is complete: by hand, and against the uncut network."""

import numpy as np
import pytest
from cohesion_territoires.domain import strips
from cohesion_territoires.domain.network import known_area
from cohesion_territoires.domain.network.border import border_effect, minutes_to_border
from cohesion_territoires.domain.network.graph import build
from cohesion_territoires.domain.network.known_area import KnownArea, area_cuts
from cohesion_territoires.domain.network.lines import from_parts
from cohesion_territoires.domain.network.nearest import to_nearest
from cohesion_territoires.domain.network.snapping import snap
from hypothesis import given, settings
from hypothesis import strategies as st

INF = np.inf


def area(*rings):
    return KnownArea(from_parts([[*ring, ring[0]] for ring in rings], [INF] * len(rings), [INF] * len(rings)))


def rectangle(west, south, east, north):
    return [(west, south), (east, south), (east, north), (west, north)]


def flags(parts, origins, facilities, known, forward=None, backward=None, minutes_per_metre=0.001):
    """Minutes found, minutes to the edge and border effect of origins; `known` is an area or None."""
    size = [sum(np.hypot(*np.diff(np.array(p, float), axis=0).T)) * minutes_per_metre for p in parts]
    lines = from_parts(parts, size if forward is None else forward, size if backward is None else backward)
    stops = snap(lines, np.array([*origins, *facilities], dtype=float), 1.0)
    network = build(lines, stops)
    split = len(origins)
    nodes, legs = network.stop_node, np.zeros(len(stops))
    found = to_nearest(
        network, nodes[:split], legs[:split], nodes[split:], legs[split:], np.zeros(len(facilities), int)
    ).minutes.reshape(split, -1)[:, :1]
    if not found.size:
        found = np.full((split, 1), np.nan)
    cuts = None if known is None else area_cuts(network, known)
    edge = minutes_to_border(network, nodes[:split], legs[:split], cuts=cuts)
    return found[:, 0], edge, border_effect(found, edge)[:, 0]


# by hand ------------------------------------------------------------------------------------------
# a road of ten kilometres, one minute a kilometre: the sea in the west, a land border in the east

ROAD = [[[0.0, 0], [5000, 0]], [[5000, 0], [10_000, 0]]]
ORIGINS = [(0, 0), (3000, 0), (5900, 0), (6100, 0), (9000, 0)]
SITE = [(2000, 0)]
OUT_TO_SEA = rectangle(-5000, -3000, 10_000, 3000)


def test_without_a_word_both_ends_are_cut():
    found, edge, flagged = flags(ROAD, ORIGINS, SITE, None)
    np.testing.assert_allclose(found, [2, 1, 3.9, 4.1, 7])
    np.testing.assert_allclose(edge, [0, 3, 4.1, 3.9, 1])
    assert flagged.tolist() == [True, False, False, True, True]


def test_half_a_coast():
    """Beyond 6 km the border is nearer than the site; the quay at 0 km is no border."""
    _, edge, flagged = flags(ROAD, ORIGINS, SITE, area(OUT_TO_SEA))
    np.testing.assert_allclose(edge, [10, 7, 4.1, 3.9, 1], atol=known_area.SLACK / 1000)
    assert flagged.tolist() == [False, False, False, True, True]


def test_a_road_that_goes_on_beyond_the_area_is_cut_where_it_leaves():
    longer = [ROAD[0], [[5000, 0], [15_000, 0]]]
    _, edge, flagged = flags(longer, [*ORIGINS, (12_000, 0)], SITE, area(OUT_TO_SEA))
    np.testing.assert_allclose(edge, [10, 7, 4.1, 3.9, 1, 0], atol=known_area.SLACK / 1000)
    assert (edge <= np.array([10, 7, 4.1, 3.9, 1, 0]) + 1e-9).all()  # never later than it is
    assert flagged.tolist() == [False, False, False, True, True, True]


def test_an_island_is_cut_nowhere():
    _, edge, flagged = flags(ROAD, ORIGINS, [(9999, 0)], area(rectangle(-5000, -3000, 15_000, 3000)))
    assert np.isinf(edge).all() and not flagged.any()
    assert not flags(ROAD, ORIGINS, [], area(rectangle(-5000, -3000, 15_000, 3000)))[2].any()


def test_a_road_that_leaves_and_comes_back_is_cut_on_both_sides():
    bend = [[[0.0, 0], [1000, 0], [1000, 900], [2000, 900], [2000, 0], [3000, 0]]]
    edge = flags(bend, [(0, 0), (900, 0), (2900, 0)], [], area(rectangle(-400, -500, 3400, 500)))[1]
    np.testing.assert_allclose(edge, [1.5, 0.6, 1.4], atol=known_area.SLACK / 1000)


def test_a_hole_in_the_area_is_unknown():
    edge = flags(ROAD, [(1000, 0)], [], area(rectangle(-500, -500, 11_000, 500), rectangle(4000, -50, 4100, 50)))[1]
    np.testing.assert_allclose(edge, [3], atol=known_area.SLACK / 1000)


@pytest.mark.parametrize("gap, cut", [(0, True), (200, True), (300, False)])
def test_a_dead_end_near_the_edge_is_cut(gap, cut):
    """The outline and the streets seldom come from one source."""
    edge = flags(ROAD, [(9000, 0)], [], area(rectangle(-5000, -3000, 10_000 + gap, 3000)))[1]
    assert edge.tolist() == ([pytest.approx(1, abs=known_area.SLACK / 1000)] if cut else [INF])


def test_two_streets_that_meet_at_the_edge_are_cut():
    """No dead end there: without the area, nothing tells."""
    fork = [[[0.0, 0], [1000, 300]], [[0, 0], [1000, -300]], [[1000, 300], [2000, 0]], [[1000, -300], [2000, 0]]]
    assert np.isinf(flags(fork, [(0, 0)], [], None)[1]).all()
    assert np.isfinite(flags(fork, [(0, 0)], [], area(rectangle(-900, -900, 2005, 900)))[1]).all()


def test_a_way_that_only_comes_in_is_no_way_out():
    known = area(rectangle(-5000, -3000, 8000, 3000))
    assert flags(ROAD, [(3000, 0)], [], known, [5, 5], [5, 5])[1] == pytest.approx(5, abs=0.01)
    assert np.isinf(flags(ROAD, [(3000, 0)], [], known, [5, INF], [5, 5])[1]).all()


# against plain computations -----------------------------------------------------------------------


def star(centre, radii):
    angles = 2 * np.pi * np.arange(len(radii)) / len(radii)
    return [(centre + r * np.cos(a), centre + r * np.sin(a)) for r, a in zip(radii, angles)]


def plainly_inside(ring, x, y):
    inside = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]]):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            inside = not inside
    return inside


def plain_distance(ring, x, y):
    a, b = np.array(ring), np.array([*ring[1:], ring[0]])
    along = np.clip(((np.array([x, y]) - a) * (b - a)).sum(axis=1) / ((b - a) ** 2).sum(axis=1), 0, 1)[:, None]
    return float(np.hypot(*(a + along * (b - a) - [x, y]).T).min())


stars = st.lists(st.integers(300, 2000), min_size=3, max_size=12).map(lambda radii: star(2000.0, radii))


@settings(max_examples=60)
@given(stars, st.integers(0, 2**32 - 1))
def test_what_lies_in_an_area_and_how_deep(ring, seed):
    points = np.random.default_rng(seed).uniform(-500, 4500, (40, 2))
    hole = star(2000.0, [100] * 4)
    known = area(ring, hole)
    expected = [plainly_inside(ring, x, y) != plainly_inside(hole, x, y) for x, y in points.tolist()]
    assert known.holds(points).tolist() == expected
    far = [min(plain_distance(ring, x, y), plain_distance(hole, x, y), known_area.REACH) for x, y in points.tolist()]
    np.testing.assert_allclose(known.from_edge(points), far, atol=1e-6)
    np.testing.assert_allclose(known.depth(points), np.where(expected, far, 0), atol=1e-6)
    for radius in (0.9, 1.1):  # also beyond the reach
        around = [min(plain_distance(ring, x, y), plain_distance(hole, x, y)) * radius for x, y in points.tolist()]
        sure = known.surrounds(points, np.array(around))
        assert sure.tolist() == [inside and radius < 1 for inside in expected]
    pairs, strips.PAIRS = strips.PAIRS, 7  # the same in small batches
    try:
        assert known.holds(points).tolist() == expected
    finally:
        strips.PAIRS = pairs


def clipped(ring, a, b):
    """Stretches of a straight street inside a ring, as relative positions."""
    a, b = np.array(a, float), np.array(b, float)
    places = [0.0, 1.0]
    for c, d in zip(np.array(ring), np.array([*ring[1:], ring[0]])):
        matrix = np.column_stack([b - a, c - d])
        if abs(np.linalg.det(matrix)) > 1e-9:
            t, u = np.linalg.solve(matrix, c - a)
            if 0 < t < 1 and 0 <= u <= 1:
                places.append(float(t))
    places.sort()
    return [
        (s, e) for s, e in zip(places, places[1:]) if e > s and plainly_inside(ring, *(a + (b - a) * (s + e) / 2))
    ]


@st.composite
def worlds(draw):
    """Streets of 400 m between the crossings of a jittered grid, an area, origins in it and facilities anywhere."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    side, step = 11, 400.0
    place = np.stack(np.meshgrid(np.arange(side), np.arange(side), indexing="ij"), -1) * step
    place = place + random.uniform(-90, 90, place.shape)
    share = draw(st.sampled_from([0.45, 0.6, 0.9]))
    streets = []
    for i in range(side):
        for j in range(side):
            for k, m in ((i + 1, j), (i, j + 1)):
                if k < side and m < side and random.random() < share:
                    streets.append((place[i, j].tolist(), place[k, m].tolist()))
    speed = random.uniform(0.5, 3.0, (len(streets), 2))
    speed[random.random((len(streets), 2)) < 0.1] = INF  # one-way streets
    return streets, speed, draw(stars), random


def on_streets(streets, random, count):
    chosen, share = random.integers(0, len(streets), count), random.uniform(0.1, 0.9, count)
    return [
        tuple(np.array(streets[s][0]) * (1 - t) + np.array(streets[s][1]) * t)
        for s, t in zip(chosen.tolist(), share.tolist())
    ]


@settings(max_examples=60)
@given(worlds(), st.sampled_from(["cut at the edge", "whole lines that touch", "all lines"]))
def test_flags_hold_every_time_that_the_uncut_network_betters(world, extraction):
    streets, speed, ring, random = world
    origins = [p for p in on_streets(streets, random, 60) if plainly_inside(ring, *p)]
    if not origins:
        return
    parts, rows, beyond = [], [], []
    for row, (a, b) in enumerate(streets):
        pieces = clipped(ring, a, b)
        if extraction == "all lines" or (extraction != "cut at the edge" and pieces):
            pieces = [(0.0, 1.0)]
        for s, e in pieces:
            a_, b_ = np.array(a), np.array(b)
            parts.append([(a_ + (b_ - a_) * s).tolist(), (a_ + (b_ - a_) * e).tolist()])
            rows.append((row, e - s))
        for place in [t for s, e in clipped(ring, a, b) for t in (s - 0.002, e + 0.002) if 0 < t < 1]:
            beyond.append(tuple(np.array(a) * (1 - place) + np.array(b) * place))
    # facilities anywhere, and one or two in the first metre that is not known
    chosen = random.permutation(len(beyond))[:2]
    places = [*on_streets(streets, random, 10), *(beyond[k] for k in chosen)]
    rows, share = np.array([r for r, _ in rows]), np.array([s for _, s in rows])
    inside = [p for p in places if plainly_inside(ring, *p)]
    truth = flags(streets, origins, places, None, speed[:, 0], speed[:, 1])[0]
    found, edge, flagged = flags(
        parts, origins, inside, area(ring), speed[rows, 0] * share, speed[rows, 1] * share
    )
    betters = np.nan_to_num(truth, nan=INF) < np.nan_to_num(found, nan=INF) - 1e-6
    assert not (betters & ~flagged).any()
    # what is not flagged is the time on the uncut network
    firm = ~flagged
    np.testing.assert_allclose(found[firm], truth[firm], atol=1e-6)
    # a smaller area never has fewer flags
    smaller = [(2000 + (x - 2000) * 0.5, 2000 + (y - 2000) * 0.5) for x, y in ring]
    if min(plain_distance(ring, x, y) for x, y in smaller) > 3 * known_area.SLACK:
        again = flags(parts, origins, inside, area(smaller), speed[rows, 0] * share, speed[rows, 1] * share)
        assert not (flagged & ~again[2]).any()
