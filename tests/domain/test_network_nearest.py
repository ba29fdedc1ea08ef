"""Travel times on tiny networks computed by hand, and on random ones against networkx."""

import sys

import numpy as np
import pytest
from cohesion_territoires.domain.network import nearest as module
from cohesion_territoires.domain.network.graph import build, compressed
from cohesion_territoires.domain.network.lines import from_parts, points_at
from cohesion_territoires.domain.network.nearest import nearest, reachable, to_nearest
from cohesion_territoires.domain.network.snapping import snap
from cohesion_territoires.domain.network.splitting import split_at_shared_vertices
from hypothesis import given, settings
from hypothesis import strategies as st

INF = np.inf


def times(parts, forward, backward, origins, facilities, groups=None, cutoff=None, most=50.0):
    lines = from_parts(parts, forward, backward)
    origins, facilities = np.array(origins, float).reshape(-1, 2), np.array(facilities, float).reshape(-1, 2)
    stops = snap(lines, np.concatenate([origins, facilities]), most)
    network = build(lines, stops)
    n = len(origins)
    return to_nearest(
        network,
        network.stop_node[:n],
        np.zeros(n),
        network.stop_node[n:],
        np.zeros(len(facilities)),
        np.zeros(len(facilities), int) if groups is None else np.array(groups),
        cutoff,
    )


def test_two_points_on_one_line_are_joined_along_it():
    found = times([[[0, 0], [100, 0]]], [10], [20], [[20, 3], [90, 1]], [[70, -5]])
    # 50 m forward at 10 min per 100 m, 20 m backward at 20 min per 100 m
    np.testing.assert_allclose(found.minutes[:, 0], [5, 4])


def test_a_one_way_street_is_driven_the_right_way_round():
    square = [[[0, 0], [100, 0]], [[100, 0], [100, 100]], [[100, 100], [0, 100]], [[0, 100], [0, 0]]]
    found = times(square, [1] * 4, [INF] * 4, [[50, 0], [20, 0]], [[40, 0]])
    np.testing.assert_allclose(found.minutes[:, 0], [3.9, 0.2])


def test_an_islet_reaches_nothing():
    parts = [[[0, 0], [100, 0]], [[0, 500], [100, 500]]]
    found = times(parts, [1, 1], [1, 1], [[50, 490], [50, 5], [50, 250]], [[0, 0]])
    assert found.status[:, 0].tolist() == ["SANS_LIAISON", "OK", "TROP_LOIN_DU_RESEAU"]
    assert found.facility[:, 0].tolist() == [-1, 0, -1]
    assert np.isnan(found.minutes[[0, 2], 0]).all()


def test_a_one_way_dead_end_can_be_entered_but_not_left():
    parts, ends = [[[0, 0], [10, 0]], [[10, 0], [20, 0]]], [[0, 0], [20, 0]]
    found = times(parts, [1, 1], [1, INF], ends[::-1], ends, [0, 1])
    assert found.status.tolist() == [["SANS_LIAISON", "OK"], ["OK", "OK"]]
    assert found.minutes[1].tolist() == [0, 2]


def test_cutoff_is_inclusive_and_told_from_no_way():
    parts = [[[0, 0], [100, 0]], [[0, 500], [100, 500]]]
    found = times(parts, [10, 1], [10, 1], [[0, 0], [50, 0], [49, 0], [0, 500]], [[100, 0]], cutoff=5.0)
    assert found.status[:, 0].tolist() == ["AU_DELA_DU_SEUIL", "OK", "AU_DELA_DU_SEUIL", "SANS_LIAISON"]


def test_lines_that_only_cross_are_not_joined():
    found = times([[[0, 0], [100, 0]], [[50, -50], [50, 50]]], [1, 1], [1, 1], [[50, 50]], [[0, 0]])
    assert found.status[0, 0] == "SANS_LIAISON"


def test_a_stop_where_another_line_crosses_does_not_join_them():
    # the origin projects on the upper line exactly at the crossing
    parts = [[[50, -50], [50, 50]], [[0, 0], [100, 0]]]
    found = times(parts, [1, 1], [1, 1], [[50, 0]], [[100, 0]])
    assert found.status[0, 0] == "SANS_LIAISON"


def test_access_legs_count_at_both_ends():
    lines = from_parts([[[0, 0], [100, 0]]], [1], [1])
    stops = snap(lines, np.array([[0.0, 30], [100, 40], [90, 1]]), 50)
    network = build(lines, stops)
    access = stops.distance / 10.0
    found = to_nearest(network, network.stop_node[:1], access[:1], network.stop_node[1:], access[1:], np.array([0, 0]))
    np.testing.assert_allclose(found.minutes[0, 0], 3.0 + 0.9 + 0.1)
    assert found.facility[0, 0] == 1


def test_parallel_links_keep_the_smaller_and_loops_go():
    arcs = compressed(3, np.array([0, 0, 1, 1]), np.array([1, 1, 1, 2]), np.array([5.0, 2.0, 1.0, 4.0]))
    assert arcs.indptr.tolist() == [0, 1, 2, 2] and arcs.indices.tolist() == [1, 2] and arcs.minutes.tolist() == [2, 4]


def test_of_equally_near_sources_the_lowest(without_scipy):
    arcs = compressed(3, np.array([0, 2, 1, 1]), np.array([1, 1, 0, 2]), np.ones(4))
    minutes, index = nearest(arcs, np.array([2, 0, 2]))
    assert minutes.tolist() == [0, 1, 0] and index.tolist() == [1, 0, 0]


def test_minutes_already_spent_and_limit(without_scipy):
    arcs = compressed(4, np.array([0, 1, 2, 1, 2, 3]), np.array([1, 2, 3, 0, 1, 2]), np.ones(6))
    minutes, index = nearest(arcs, np.array([0, 3, -1]), limit=2.0, initial=np.array([1.5, 0.0, 0.0]))
    assert minutes.tolist() == [1.5, 2, 1, 0] and index.tolist() == [0, 1, 1, 1]
    minutes, index = nearest(arcs, np.array([-1]))
    assert np.isnan(minutes).all() and (index == -1).all()


def test_links_without_time_are_links(without_scipy):
    arcs = compressed(3, np.array([0, 1]), np.array([1, 2]), np.zeros(2))
    minutes, index = nearest(arcs, np.array([0]))
    assert minutes.tolist() == [0, 0, 0] and index.tolist() == [0, 0, 0]


@pytest.fixture(params=["scipy", "bulk"])
def without_scipy(request, monkeypatch):
    if request.param == "bulk":
        monkeypatch.setitem(sys.modules, "scipy.sparse.csgraph", None)
        assert not module._has_scipy()
    else:
        pytest.importorskip("scipy")


point = st.tuples(st.integers(0, 6), st.integers(0, 6))
link = st.tuples(point, point, st.integers(0, 9), st.sampled_from(["both", "forward", "backward"]))


@pytest.fixture(autouse=True, scope="module")
def scipy_whatever_the_number_of_sources():
    """Where scipy is there it does the search, however many sources there are."""
    keep, module.NODES_PER_SOURCE = module.NODES_PER_SOURCE, 0
    yield
    module.NODES_PER_SOURCE = keep


@settings(max_examples=120, deadline=None)
@given(st.lists(link, min_size=1, max_size=40), st.lists(st.integers(0, 48), min_size=1, max_size=8), st.data())
def test_with_and_without_scipy_the_same_answers(links, sources, data):
    pytest.importorskip("scipy")
    # small whole times and a small grid: many ways of equal length, many ties
    tail = np.array([a[0] * 7 + a[1] for a, _, _, _ in links] + [b[0] * 7 + b[1] for _, b, _, w in links])
    head = np.array([b[0] * 7 + b[1] for _, b, _, _ in links] + [a[0] * 7 + a[1] for a, _, _, w in links])
    minutes = np.array([t for _, _, t, _ in links] * 2, dtype=float)
    arcs = compressed(49, tail, head, minutes)
    initial = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(sources), max_size=len(sources))), float)
    limit = data.draw(st.sampled_from([None, 0.0, 4.0, 11.0]))
    fast = nearest(arcs, np.array(sources), limit, initial)
    keep = module._has_scipy
    module._has_scipy = lambda: False
    try:
        slow = nearest(arcs, np.array(sources), limit, initial)
    finally:
        module._has_scipy = keep
    np.testing.assert_array_equal(fast[0], slow[0])
    np.testing.assert_array_equal(fast[1], slow[1])
    # and the lowest of the nearest sources, by one search a source
    alone = [nearest(arcs, np.array([s]), limit, initial[i : i + 1])[0] for i, s in enumerate(sources)]
    alone = np.where(np.isnan(alone), np.inf, alone)
    best = np.where(np.isinf(alone.min(axis=0)), -1, alone.argmin(axis=0))
    np.testing.assert_array_equal(best, fast[1])


def test_a_large_network_gives_the_same_answers_either_way():
    """Enough nodes for many rounds, and times drawn from a few values for many ties."""
    pytest.importorskip("scipy")
    rng = np.random.default_rng(3)
    number = np.arange(120 * 120).reshape(120, 120)
    down = np.stack([number[:-1].ravel(), number[1:].ravel()])
    across = np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()])
    links = np.concatenate([down, across], axis=1)
    links = links[:, rng.random(links.shape[1]) < 0.7]
    for times in (rng.choice([0.1, 0.2, 0.3, 5.0], links.shape[1]), rng.random(links.shape[1]) ** 3):
        arcs = compressed(14400, *np.concatenate([links, links[::-1]], axis=1), np.concatenate([times, times * 1.5]))
        sources, spent = rng.integers(0, 14400, 40), rng.choice([0.0, 0.5], 40)
        for limit in (None, 3.0):
            fast = nearest(arcs, sources, limit, spent)
            keep = module.MOST_NODES_FOR_SCIPY
            module.MOST_NODES_FOR_SCIPY = 0
            try:
                slow = nearest(arcs, sources, limit, spent)
            finally:
                module.MOST_NODES_FOR_SCIPY = keep
            np.testing.assert_array_equal(fast[0], slow[0])
            np.testing.assert_array_equal(fast[1], slow[1])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(link, min_size=1, max_size=25),
    st.lists(point, min_size=1, max_size=5),
    st.lists(point, min_size=1, max_size=4),
    st.data(),
)
def test_random_networks_against_networkx(links, origins, facilities, data):
    networkx = pytest.importorskip("networkx")
    links = [(a, b, t, w) for a, b, t, w in links if a != b]
    if not links:
        return
    parts = [np.array([a, b], float) * 10 for a, b, _, _ in links]
    forward = [INF if w == "backward" else t + 1.0 for _, _, t, w in links]
    backward = [INF if w == "forward" else t + 1.0 for _, _, t, w in links]
    lines = from_parts(parts, forward, backward)
    shift = data.draw(st.tuples(st.floats(-4, 4), st.floats(-4, 4)))
    points = np.array([*origins, *facilities], float) * 10 + shift
    stops = snap(lines, points, 12.0)
    network = build(lines, stops)
    n = len(origins)
    access = np.nan_to_num(stops.distance) / 5.0
    found = to_nearest(
        network, network.stop_node[:n], access[:n], network.stop_node[n:], access[n:], np.zeros(len(facilities), int)
    )

    graph = networkx.MultiDiGraph()
    for i, (part, f, b) in enumerate(zip(parts, forward, backward)):
        here = sorted({0.0, 1.0, *(stops.position[k] for k in range(len(points)) if stops.line[k] == i)})
        name = {p: ("inside", i, p) for p in here}
        name[0.0], name[1.0] = ("end", *part[0]), ("end", *part[1])
        for p, q in zip(here, here[1:]):
            if np.isfinite(f):
                graph.add_edge(name[p], name[q], weight=f * (q - p))
            if np.isfinite(b):
                graph.add_edge(name[q], name[p], weight=b * (q - p))

    def node(k):
        i, p = int(stops.line[k]), stops.position[k]
        return ("end", *parts[i][0]) if p == 0 else ("end", *parts[i][1]) if p == 1 else ("inside", i, p)

    for row in range(n):
        if stops.line[row] < 0:
            assert found.status[row, 0] == "TROP_LOIN_DU_RESEAU"
            continue
        lengths = {node(row): 0}
        if node(row) in graph:
            lengths = networkx.single_source_dijkstra_path_length(graph, node(row))
        ways = [
            access[row] + lengths[node(n + k)] + access[n + k]
            for k in range(len(facilities))
            if stops.line[n + k] >= 0 and node(n + k) in lengths
        ]
        if ways:
            assert found.minutes[row, 0] == pytest.approx(min(ways), abs=1e-9)
        else:
            assert found.status[row, 0] == "SANS_LIAISON"


@settings(max_examples=40, deadline=None)
@given(st.lists(link, min_size=1, max_size=30))
def test_splitting_does_not_change_times_between_ends(links):
    """A line drawn through several crossings, or one line per stretch: the same times."""
    networkx = pytest.importorskip("networkx")
    parts = [np.array([a, b, (b[1], b[0])], float) for a, b, _, _ in links if a != b and b[0] != b[1]]
    if not parts:
        return
    lines = split_at_shared_vertices(from_parts(parts, np.ones(len(parts)), np.ones(len(parts))))
    network = build(lines)
    graph = networkx.MultiGraph()
    for part in parts:
        step = [np.hypot(*(part[1] - part[0])), np.hypot(*(part[2] - part[1]))]
        for k in (0, 1):
            graph.add_edge(tuple(part[k]), tuple(part[k + 1]), weight=step[k] / sum(step))
    start = tuple(parts[0][0])
    expected = networkx.single_source_dijkstra_path_length(graph, start)
    where = {tuple(xy): i for i, xy in enumerate(network.node_xy.tolist())}
    minutes, _ = nearest(network, np.array([where[start]]))
    for xy, i in where.items():
        if xy in expected:
            assert minutes[i] == pytest.approx(expected[xy], abs=1e-9)
        else:
            assert np.isnan(minutes[i])


def test_the_way_of_searching_suits_the_question(monkeypatch):
    pytest.importorskip("scipy")
    used = []
    monkeypatch.setattr(module, "NODES_PER_SOURCE", 100)
    for holder, name, label in ((module, "_search_with_scipy", "scipy"), (module.bulk, "search", "bulk")):
        inner = getattr(holder, name)
        monkeypatch.setattr(holder, name, lambda *a, _inner=inner, _label=label: used.append(_label) or _inner(*a))
    arcs = compressed(150, np.arange(149), np.arange(1, 150), np.ones(149))
    nearest(arcs, np.array([0]))
    nearest(arcs, np.array([0, 5]))
    monkeypatch.setattr(module, "MOST_NODES_FOR_SCIPY", 100)
    nearest(arcs, np.array([0]))
    assert used == ["scipy", "bulk", "bulk"]


def test_reachable_follows_arcs():
    arcs = compressed(4, np.array([0, 1, 3]), np.array([1, 2, 0]), np.ones(3))
    assert reachable(arcs, np.array([0, -1])).tolist() == [True, True, True, False]


def test_cancel_stops_between_searches():
    class Stop(Exception):
        pass

    def tick(fraction):
        raise Stop

    lines = from_parts([[[0, 0], [100, 0]]], [1], [1])
    network = build(lines, snap(lines, np.array([[5.0, 0], [7, 0]]), 5))
    with pytest.raises(Stop):
        here, there = network.stop_node[:1], network.stop_node[1:]
        to_nearest(network, here, np.zeros(1), there, np.zeros(1), np.zeros(1, int), tick=tick)


def test_edges_follow_the_stops():
    lines = from_parts([[[0, 0], [60, 0], [60, 40]]], [10], [INF])
    stops = snap(lines, np.array([[70.0, 30], [20, 5], [20, -5]]), 50)
    network = build(lines, stops)
    assert network.edge_end.tolist() == [0.2, 0.9, 1.0]
    assert network.stop_node[1] == network.stop_node[2]
    np.testing.assert_allclose(network.edges.xy[network.edges.offsets[1] :][:3], [[20, 0], [60, 0], [60, 30]])
    np.testing.assert_allclose(network.edges.forward, [2, 7, 1])
    np.testing.assert_allclose(points_at(lines, np.array([0]), np.array([0.9])), [[60, 30]])
