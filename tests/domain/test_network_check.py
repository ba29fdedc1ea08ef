"""Border effect, connected parts, and the faults of a network."""

import sys

import numpy as np
import pytest
from cohesion_territoires.domain.access import families
from cohesion_territoires.domain.errors import ParameterError
from cohesion_territoires.domain.network import check, components
from cohesion_territoires.domain.network.border import border_effect, cut_nodes, dead_ends, minutes_to_border
from cohesion_territoires.domain.network.graph import build
from cohesion_territoires.domain.network.lines import from_parts
from cohesion_territoires.domain.network.snapping import snap
from hypothesis import given, settings
from hypothesis import strategies as st

INF = np.inf


def grid(side, step=100.0, stubs=()):
    """Streets every `step` metres, with stubs (lists of vertices) added."""
    parts = []
    for i in range(side):
        for j in range(side - 1):
            parts.append([[i * step, j * step], [i * step, (j + 1) * step]])
            parts.append([[j * step, i * step], [(j + 1) * step, i * step]])
    parts += stubs
    return from_parts(parts, np.ones(len(parts)), np.ones(len(parts)))


# border effect ------------------------------------------------------------------------------------


def test_only_dead_ends_of_the_outline_that_point_outwards_are_cuts():
    outward = [[900.0, 500], [960, 500]]
    inner = [[500.0, 500], [540, 540]]
    network = build(grid(10, stubs=[outward, inner]))
    ends = {tuple(xy) for xy in network.node_xy[dead_ends(network)].tolist()}
    assert ends == {(960, 500), (540, 540)}
    assert network.node_xy[cut_nodes(network)].tolist() == [[960, 500]]


def test_a_dead_end_into_a_closed_park_is_no_cut():
    """A hole of 600 m in the middle is not the exterior."""
    lines = grid(16)
    middle = (lines.xy[lines.offsets[:-1]] + lines.xy[lines.offsets[1:] - 1]) / 2
    from cohesion_territoires.domain.network.lines import take

    hole = ((middle > 410) & (middle < 1090)).all(axis=1)
    ring = take(lines, ~hole)
    parts = [ring.xy[a:b] for a, b in zip(ring.offsets, ring.offsets[1:])] + [[[400.0, 700], [460, 700]]]
    network = build(from_parts(parts, np.ones(len(parts)), np.ones(len(parts))))
    assert [460, 700] in network.node_xy[dead_ends(network)].tolist()
    assert len(cut_nodes(network)) == 0


def test_minutes_to_the_border_and_what_they_mean():
    lines = grid(10, stubs=[[[900.0, 500], [960, 500]]])
    stops = snap(lines, np.array([[900.0, 500], [700, 500], [5000, 5000]]), 50)
    network = build(lines, stops)
    to_border = minutes_to_border(network, network.stop_node, np.array([0.5, 0, 0]))
    assert to_border.tolist() == [1.5, 3.0, INF]
    assert minutes_to_border(network, network.stop_node, np.zeros(3), limit=2.0).tolist() == [1.0, INF, INF]
    found = np.array([[1.5, 2.0], [np.nan, 3.0], [np.nan, 1.0]])
    assert border_effect(found, to_border).tolist() == [[False, True], [True, False], [False, False]]
    assert border_effect(found[:, 1], to_border).tolist() == [True, False, False]


def test_a_ring_has_no_dead_end():
    square = [[[0, 0], [100, 0]], [[100, 0], [100, 100]], [[100, 100], [0, 100]], [[0, 100], [0, 0]]]
    network = build(from_parts(square, [1] * 4, [1] * 4))
    assert len(cut_nodes(network)) == 0
    assert np.isinf(minutes_to_border(network, np.array([0]), np.zeros(1))).all()


# connected parts ----------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 30), st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=40))
def test_parts_with_and_without_scipy(size, pairs):
    pairs = np.array([(a % size, b % size) for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    label, count = components.connected_parts(size, pairs[:, 0], pairs[:, 1])
    hidden, components._scipy_labels = components._scipy_labels, lambda *_: None
    try:
        np.testing.assert_array_equal(components.label_pairs(size, pairs[:, 0], pairs[:, 1]), label)
    finally:
        components._scipy_labels = hidden
    assert (label[pairs[:, 0]] == label[pairs[:, 1]]).all()
    assert (np.diff(count) <= 0).all() and count.sum() == size
    parent = list(range(size))
    for a, b in pairs.tolist():
        old, new = parent[a], parent[b]
        parent = [new if p == old else p for p in parent]
    assert len(set(parent)) == len(count)


def test_scipy_absent_is_no_error(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.sparse.csgraph", None)
    assert components.label_pairs(3, np.array([0]), np.array([2])).tolist() == [0, 1, 0]


# faults -------------------------------------------------------------------------------------------


def kinds(problems):
    return {kind: count for kind, count in problems.counts().items() if count}


def test_faults_of_single_lines():
    lines = from_parts(
        [[[0, 0], [1000, 0]], [[0, 0], [0, 0]], [[0, 0], [0, 1000]], [[0, 0], [1000, 0]], [[5, 5], [1005, 5]], []],
        [1.0, np.nan, 0.0, 1.0, 0.1, np.nan],
        [1.0, np.nan, 0.0, INF, 0.1, np.nan],
        ids=[10, 11, 12, 13, 14, 15],
    )
    found = check.check_lines(
        lines, np.array([0, 2, 3, 4]), np.array([], int), np.array([1, 5]), np.array([3]), slowest=2, fastest=150
    )
    assert kinds(found) == {"LONGUEUR_NULLE": 2, "TEMPS_NUL": 1, "VITESSE_ABSURDE": 1, "DOUBLON": 1, "SENS_INCONNU": 1}
    row = found.kind.index("VITESSE_ABSURDE")
    assert found.line[row] == 14 and found.value[row] == pytest.approx(600) and found.xy[row] == (505, 5)
    assert "600.0 km/h" in found.sentence(row)
    assert np.isnan(found.xy[found.line.index(15)]).all()


def test_gaps_islets_and_traps():
    stubs = [
        [[900.0, 500], [950, 500]],
        [[950.4, 500], [1000, 520]],  # 0.4 m short of the one before
        [[300.0, 350], [300.3, 350]],
        [[2000.0, 2000], [2100, 2000]],  # islet of two lines
        [[2100.0, 2000], [2200, 2000]],
        [[0.0, 0], [-100, 0]],  # one-way: in, never out
    ]
    lines = grid(10, stubs=stubs)
    backward = lines.backward.copy()
    backward[-1] = INF
    network = build(type(lines)(lines.xy, lines.offsets, lines.forward, backward, lines.ids))
    found = check.check_graph(network, 1.0)
    said = kinds(found)
    assert said["SENS_UNIQUE_SANS_ISSUE"] == 1
    assert found.xy[found.kind.index("SENS_UNIQUE_SANS_ISSUE")] == (-100, 0)
    # the islet, the stub beyond the gap, and the stub drawn beside a street without touching an end
    assert said["PARTIE_ISOLEE"] == 3
    assert found.lines[found.kind.index("PARTIE_ISOLEE")] == 2
    near = {found.xy[i] for i in range(len(found)) if found.kind[i] == "EXTREMITES_PROCHES"}
    assert {(950, 500), (950.4, 500)} <= near
    assert check.check_graph(network, 0.0).counts()["EXTREMITES_PROCHES"] == 0


def test_a_clean_grid_has_no_fault():
    assert kinds(check.check_graph(build(grid(5)), 1.0)) == {}


# families -----------------------------------------------------------------------------------------


def test_families_become_distinct_field_names():
    found = families.group(["Médecin (généraliste)", None, "medecin generaliste", "  ", "Œuvre sociale", "École", 3.0])
    assert found.names == [
        "3", "École", "Médecin (généraliste)", "medecin generaliste", "Œuvre sociale", "non_renseigne",
    ]  # fmt: skip
    assert found.slugs == [
        "3", "ecole", "medecin_generaliste", "medecin_generaliste_2", "oeuvre_sociale", "non_renseigne",
    ]  # fmt: skip
    assert found.index.tolist() == [2, 5, 3, 5, 4, 1, 0]
    assert families.group(count=2).slugs == ["tous"]
    assert families.slug("***") == "non_renseigne"


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=60), st.integers(), st.floats(allow_nan=False)), max_size=30))
def test_any_family_names(values):
    found = families.group(values)
    assert len(found.slugs) == len(set(found.slugs)) == len(found.names)
    assert all(slug.isascii() and slug == slug.lower() and len(slug) <= 45 for slug in found.slugs)
    assert len(found.index) == len(values)


def test_a_field_of_identifiers_is_no_field_of_families():
    with pytest.raises(ParameterError):
        families.group(range(400))
