"""Counts, bounds of the share, and secrecy that subtraction cannot undo."""

from __future__ import annotations

import numpy as np
import pytest
from cohesion_territoires.domain.errors import ParameterError
from cohesion_territoires.domain.qpv.reasons import Reason
from cohesion_territoires.domain.qpv.report import GenerationReport, Report, render
from cohesion_territoires.domain.qpv.secrecy import determined, masked_cells
from cohesion_territoires.domain.qpv.summary import Tally, hidden_cells
from cohesion_territoires.domain.qpv.verdict import Decision
from hypothesis import given, settings
from hypothesis import strategies as st

IN, OUT, CHECK, VAGUE, LOST, ERROR = range(6)
WHY = [Reason.INSIDE, Reason.OUTSIDE, Reason.EDGE, Reason.STREET_ONLY, Reason.NOT_FOUND, Reason.NO_POSITION]


def tally_of(rows, groups=None, sums=0, chunks=1):
    """Tally rows given as (verdict, perimeter, near perimeters, value)."""
    tally = Tally(sums)
    for part in np.array_split(np.arange(len(rows)), chunks):
        some = [rows[i] for i in part]
        verdict = np.array([r[0] for r in some], dtype=np.int8)
        near = [(i, p) for i, r in enumerate(some) for p in r[2]]
        tally.add(
            Decision(verdict, np.array([WHY[v] for v in verdict], dtype=np.int8)),
            np.array([r[1] for r in some]),
            np.array([n[0] for n in near], dtype=np.int64),
            np.array([n[1] for n in near], dtype=np.int64),
            [groups[i] for i in part] if groups else None,
            [np.array([r[3] for r in some], dtype=float)] * sums,
        )
    return tally


ROWS = [
    (IN, 0, (), 10.0),
    (IN, 0, (), 5.0),
    (IN, 1, (), 1.0),
    (OUT, 1, (), 2.0),
    (OUT, -1, (), 2.0),
    (CHECK, 0, (0,), 4.0),
    (CHECK, 0, (0, 1), 4.0),
    (VAGUE, 0, (), 3.0),
    (LOST, -1, (), np.nan),
    (ERROR, -1, (), 7.0),
]


@pytest.mark.parametrize("chunks", [1, 3])
def test_counts_bounds_and_sums_by_hand(chunks):
    rows = tally_of(ROWS, sums=1, chunks=chunks).rows()
    assert [(r.level, r.perimeter) for r in rows] == [("ensemble", -1), ("qpv", 0), ("qpv", 1)]
    whole, first, second = rows
    assert whole.counts == {
        "nb_lignes": 10, "nb_en_qpv": 3, "nb_hors_qpv": 2, "nb_a_verifier": 2, "nb_imprecises": 1,
        "nb_non_trouvees": 1, "nb_erreurs": 1,
    }  # fmt: skip
    assert whole.shares == {"part_min_pct": 30.0, "part_max_pct": 80.0, "part_decidee_pct": 60.0}
    assert whole.sums == [(38.0, 16.0, 18.0)]
    assert (first.counts["nb_en_qpv"], first.counts["nb_a_verifier"], first.counts["nb_hors_qpv"]) == (2, 2, None)
    # 2 firm, 2 near its edge, 3 that may be anywhere
    assert first.shares == {"part_min_pct": 20.0, "part_max_pct": 70.0, "part_decidee_pct": 40.0}
    assert first.sums == [(None, 15.0, 8.0)]
    assert (second.counts["nb_en_qpv"], second.counts["nb_a_verifier"]) == (1, 1)
    assert second.shares["part_max_pct"] == 50.0


def test_groups_are_crossed_with_qpv():
    groups = [("F",), ("M",), ("F",), ("M",), ("F",), ("F",), ("M",), (None,), ("F",), ("M",)]
    rows = tally_of(ROWS, groups).rows()
    assert [r.level for r in rows] == ["ensemble"] + ["groupe"] * 3 + ["qpv", "qpv_groupe", "qpv_groupe"] * 2
    assert [r.group for r in rows[1:4]] == [("F",), ("M",), (None,)]
    assert rows[1].counts["nb_lignes"] == 5
    assert sum(r.counts["nb_lignes"] for r in rows[1:4]) == 10
    assert sum(r.counts["nb_en_qpv"] for r in rows if r.level == "qpv_groupe" and r.perimeter == 0) == 2


def test_no_row_at_all_still_has_a_total():
    rows = Tally().rows()
    assert rows[0].counts["nb_lignes"] == 0
    assert rows[0].shares["part_min_pct"] is None


def test_one_small_count_hides_another():
    hidden = masked_cells({"t": 50, "a": 3, "b": 20, "c": 27}, [("t", ["a", "b", "c"])], 5)
    assert hidden == {"a", "b"}


def test_two_tiny_counts_hide_a_third():
    assert masked_cells({"t": 32, "a": 1, "b": 1, "c": 30}, [("t", ["a", "b", "c"])], 5) == {"a", "b", "c"}


def test_a_hidden_total_is_not_given_back_by_its_parts():
    assert masked_cells({"t": 4, "a": 4, "b": 0}, [("t", ["a", "b"])], 5) == {"t", "a"}


def test_no_threshold_hides_nothing():
    assert masked_cells({"t": 2, "a": 2}, [("t", ["a"])], 0) == set()


@settings(max_examples=200, deadline=None)
@given(
    table=st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=5),
    threshold=st.integers(2, 8),
)
def test_no_sum_leaves_one_hidden_cell_alone(table, threshold):
    counts, sums = {}, []
    for i, row in enumerate(table):
        counts.update({(i, j): v for j, v in enumerate(row)})
        counts[i, "t"] = sum(row)
        sums.append(((i, "t"), [(i, j) for j in range(3)]))
    for j in range(3):
        counts["t", j] = sum(row[j] for row in table)
        sums.append((("t", j), [(i, j) for i in range(len(table))]))
    hidden = masked_cells(counts, sums, threshold)
    assert {k for k, v in counts.items() if 0 < v < threshold} <= hidden
    for total, parts in sums:
        assert len([k for k in [total, *parts] if k in hidden]) != 1


def crossed(table):
    """Counts of a table, its totals, and what adds up to what."""
    counts, sums = {}, []
    for i, row in enumerate(table):
        counts.update({(i, j): v for j, v in enumerate(row)})
        counts[i, "t"] = sum(row)
        sums.append(((i, "t"), [(i, j) for j in range(len(row))]))
    for j in range(len(table[0])):
        counts["t", j] = sum(row[j] for row in table)
        sums.append((("t", j), [(i, j) for i in range(len(table))]))
    return counts, sums


# two squares of hidden cells, and one cell that joins them: every line hides two or three, yet it can be worked out
JOINED = [[3, 3, 50, 50], [3, 3, 3, 50], [50, 50, 3, 3], [50, 50, 3, 3]]


def test_a_cell_that_joins_two_groups_of_hidden_ones_is_protected_too():
    counts, sums = crossed(JOINED)
    small = {key for key, count in counts.items() if count < 5}
    assert determined(small, sums) == {(1, 2)}
    hidden = masked_cells(counts, sums, 5)
    assert small < hidden
    assert not determined(hidden, sums) & small


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_sums_give_back_is_what_linear_algebra_gives_back(data):
    size = data.draw(st.integers(2, 8))
    cells = st.lists(st.integers(0, size - 1), min_size=2, max_size=5, unique=True)
    sums = [(own[0], own[1:]) for own in data.draw(st.lists(cells, max_size=8))]
    hidden = sorted(data.draw(st.sets(st.integers(0, size - 1), min_size=1)))
    system = np.array([[(key in parts) - (key == total) for key in hidden] for total, parts in sums], dtype=float)
    system = system.reshape(-1, len(hidden))
    rank = np.linalg.matrix_rank(system) if len(system) else 0
    known = {
        key
        for place, key in enumerate(hidden)
        if np.linalg.matrix_rank(np.vstack([system, np.eye(len(hidden))[place]])) == rank
    }
    assert determined(set(hidden), sums) == known


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=80),
    st.integers(2, 8),
)
def test_no_small_count_follows_from_all_the_summary(rows, threshold):
    tally = tally_of(
        [(verdict, place, (place,) if verdict == CHECK else (), 0) for verdict, _group, place in rows],
        [(group,) for _verdict, group, _place in rows],
    )
    counts, sums = tally.shown()
    hidden = hidden_cells([tally], threshold)[0]
    small = {key for key, count in counts.items() if 0 < count < threshold}
    sums = [(total, [part for part in parts if part in counts]) for total, parts in sums]
    assert small <= hidden
    # unless there is nothing left to hide beside it
    for key in determined(hidden, sums) & small:
        beside = {cell for total, parts in sums if key == total or key in parts for cell in (total, *parts)}
        assert beside <= hidden


def test_secrecy_hides_shares_too():
    rows = tally_of(ROWS, sums=1).rows(threshold=3)
    assert all(r.hidden and set(r.shares.values()) == {None} for r in rows)
    assert rows[0].counts["nb_lignes"] == 10
    assert rows[0].counts["nb_hors_qpv"] is None
    assert rows[0].sums == [(None, None, None)]


def test_two_generations_side_by_side_do_not_give_each_other_away():
    # 2024: 2 to check, hidden, take the 6 not found with them; 2015: nothing is small
    inside, outside, check, lost = (IN, 0, (), 0), (OUT, -1, (), 0), (CHECK, 0, (0,), 0), (LOST, -1, (), 0)
    new = tally_of([inside] * 20 + [outside] * 20 + [check] * 2 + [lost] * 6)
    old = tally_of([inside] * 12 + [outside] * 30 + [lost] * 6)
    assert hidden_cells([old], 5) == [set()]
    alone = hidden_cells([new], 5)[0]
    assert (-1, -1, "nb_a_verifier") in alone and (-1, -1, "nb_non_trouvees") in alone
    first, second = hidden_cells([new, old], 5)
    assert alone <= first
    assert (-1, -1, "nb_non_trouvees") in second and len(second) > 1


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.booleans()), min_size=1, max_size=60),
    st.integers(2, 8),
)
def test_what_two_summaries_share_is_hidden_in_both(rows, threshold):
    groups = [(group,) for _verdict, group, _moves in rows]
    edges = [(0,) if verdict == CHECK else () for verdict, *_ in rows]
    before = [OUT if moves and verdict in (IN, CHECK) else verdict for verdict, _group, moves in rows]
    new = tally_of([(row[0], 0, edge, 0) for row, edge in zip(rows, edges)], groups)
    old = tally_of([(verdict, 0, edge, 0) for verdict, edge in zip(before, edges)], groups)
    first, second = hidden_cells([new, old], threshold)
    (counts, sums), (others, _) = new.shown(), old.shown()
    for key, count in counts.items():
        if key[1] == -1 and others.get(key) == count:
            assert (key in first) == (key in second), key
    for total, parts in sums:
        parts = [part for part in parts if part in counts]
        # the total of nothing is known to be nothing, hidden or not
        assert not parts or len([k for k in [total, *parts] if k in first]) != 1


def test_report_says_it_in_french_without_addresses():
    tally = tally_of(ROWS, [("<F>",)] * 10, sums=1)
    part = GenerationReport("QPV 2024", "couche x", tally.rows(), ["QN09901N", None], ["Les Prés & Co", None])
    html = render(Report([part], 5, 1, [("Bandes", "300;500")], ["Un avis"], "fait par", ["enfants"], ["sexe"]))
    assert "aurait donné 5 réponses fermes fausses ou non fondées" in html
    assert "ne vaut pas attestation réglementaire" in html
    assert "Les Prés &amp; Co" in html and "&lt;F&gt;" in html
    assert "30,0\u202f%" in html and "80,0\u202f%" in html
    assert "1 réponse ferme fausse ou non fondée." in render(Report([part], 1, 0, []))
    # what is odd in the data comes before the figures
    assert html.index("Un avis") < html.index("QPV 2024")
    assert html.count("<thead>") == html.count("<table>") > 3


@pytest.mark.parametrize(("unfounded", "unlocated", "threshold"), [(50, 2, 5), (2, 50, 5), (50, 60, 3)])
def test_the_report_adds_no_count_that_would_undo_secrecy(unfounded, unlocated, threshold):
    tally = tally_of(ROWS)
    hidden = tally.rows(threshold=threshold if threshold == 3 else 0)
    part = GenerationReport("QPV 2024", "couche", hidden, ["QN09901N", "QN09902M"], ["a", "b"])
    page = render(Report([part], unfounded, unlocated, [], threshold=threshold))
    assert "jointure" not in page
    assert "jointure" in render(Report([GenerationReport("x", "y", tally.rows(), ["a", "b"], ["", ""])], 50, 50, []))


def test_a_field_of_identifiers_is_no_group():
    tally = Tally()
    size = 6000
    decision = Decision(np.ones(size, dtype=np.int8), np.full(size, Reason.OUTSIDE, dtype=np.int8))
    none = np.empty(0, dtype=np.int64)
    with pytest.raises(ParameterError):
        tally.add(decision, np.full(size, -1), none, none, [(i,) for i in range(size)])


def test_edges_seen_from_too_far_may_be_of_any_qpv():
    tally = Tally()
    decision = Decision(np.array([IN, CHECK], dtype=np.int8), np.array([Reason.INSIDE, Reason.EDGE], dtype=np.int8))
    none = np.empty(0, dtype=np.int64)
    tally.add(decision, np.array([0, -1]), none, none, unplaced=np.array([False, True]))
    assert tally.rows()[1].shares["part_max_pct"] == 100.0
