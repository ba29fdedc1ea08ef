"""Counts, surfaces and sums of polygons: by hand, against a plain recount, and what secrecy leaves to be read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cohesion_territoires.domain.qpv.parcel_report import CAUTION, PARCEL_WORDS
from cohesion_territoires.domain.qpv.parcel_summary import ParcelTally
from cohesion_territoires.domain.qpv.parcels import RULES, VERDICTS, Answer
from cohesion_territoires.domain.qpv.report import GenerationReport, Report, render
from cohesion_territoires.domain.qpv.secrecy import hidden_cells
from hypothesis import given, settings
from hypothesis import strategies as st


def answer(verdict, rule, inside=-1, ruled=-1, near=(), near_rule=(), anywhere=False):
    made = Answer(verdict, rule, inside, max(inside, ruled), ruled)
    made.near_inside, made.near_ruled, made.anywhere = near, near_rule, anywhere
    return made


ROWS = [
    (answer("EN_QPV", "DANS_QPV", 0, 0), (100.0, 100.0, {0: 100.0}), 10.0),
    (answer("EN_PARTIE", "ENTIER_300", 1, 1), (200.0, 150.0, {0: 30.0, 1: 120.0}), 5.0),
    (answer("HORS_QPV", "PARTIE_300_ENTIER_500", ruled=0), (300.0, 0.0, {}), 2.0),
    (answer("A_VERIFIER", "A_VERIFIER", near=(0, 1), near_rule=(1,)), (400.0, 40.0, {1: 40.0}), 1.0),
    (answer("A_VERIFIER", "A_VERIFIER", anywhere=True), (500.0, 0.0, {}), 4.0),
    (answer("HORS_QPV", "AUCUNE"), (600.0, 0.0, {}), 3.0),
    (answer("ERREUR", None, anywhere=True), (0.0, 0.0, {}), np.nan),
]


def tally_of(rows, groups=None, sums=0, chunks=1):
    tally = ParcelTally(sums)
    for part in np.array_split(np.arange(len(rows)), chunks):
        some = [rows[i] for i in part]
        tally.add(
            [r[0] for r in some],
            [r[1] for r in some],
            [groups[i] for i in part] if groups else None,
            [np.array([r[2] for r in some])] * sums,
        )
    return tally


@pytest.mark.parametrize("chunks", [1, 3])
def test_by_hand(chunks):
    whole, first, second = tally_of(ROWS, sums=1, chunks=chunks).rows()
    assert [(r.level, r.perimeter) for r in (whole, first, second)] == [("ensemble", -1), ("qpv", 0), ("qpv", 1)]
    assert whole.counts == {
        "nb_polygones": 7, "nb_en_qpv": 1, "nb_en_partie": 1, "nb_hors_qpv": 2, "nb_a_verifier": 2, "nb_erreurs": 1,
        "nb_dans_qpv": 1, "nb_entier_300": 1, "nb_partie_300_entier_500": 1, "nb_aucune_regle": 1,
        "nb_regle_a_verifier": 2,
    }  # fmt: skip
    # 2100 m2, of which 290 in some perimeter: what two of them share counts once
    assert whole.shares == {
        "surface_ha": 0.21, "surface_dans_qpv_ha": 0.029, "part_min_pct": 14.29, "part_max_pct": 57.14,
        "part_decidee_pct": 25.0, "part_regle_min_pct": 42.86, "part_regle_max_pct": 85.71,
    }  # fmt: skip
    # all, wholly in, partly, undecided; by a rule, rule undecided
    assert whole.sums == [(25.0, 10.0, 5.0, 5.0, 17.0, 5.0)]
    assert (first.counts["nb_en_qpv"], first.counts["nb_a_verifier"], first.counts["nb_erreurs"]) == (1, 1, None)
    assert first.counts["nb_partie_300_entier_500"] == 1 and first.counts["nb_regle_a_verifier"] == 0
    assert first.shares["surface_dans_qpv_ha"] == 0.013 and first.shares["surface_ha"] is None
    # one for sure, one near its edge, two that may be anywhere
    assert (first.shares["part_min_pct"], first.shares["part_max_pct"]) == (14.29, 57.14)
    assert (second.shares["part_regle_min_pct"], second.shares["part_regle_max_pct"]) == (14.29, 57.14)
    assert second.sums == [(None, 0.0, 5.0, 1.0, 5.0, 1.0)]


def test_nothing_at_all():
    (row,) = ParcelTally().rows()
    assert row.counts["nb_polygones"] == 0 and row.shares["part_min_pct"] is None


VERDICT_RULES = [(v, r) for v in VERDICTS for r in (*RULES, None) if (v == "EN_QPV") == (r == "DANS_QPV")]
ANSWERS = st.tuples(
    st.sampled_from([p for p in VERDICT_RULES if (p[0] == "ERREUR") == (p[1] is None)]),
    st.integers(0, 2), st.integers(0, 2), st.sampled_from(["a", "b", None]), st.booleans(),
)  # fmt: skip


def made(case):
    (verdict, rule), inside, ruled, _group, _older = case
    within = verdict in ("EN_QPV", "EN_PARTIE")
    proven = rule in RULES[:3]
    return answer(
        verdict, rule, inside if within else -1, (inside if verdict == "EN_QPV" else ruled) if proven else -1,
        (inside,) if verdict == "A_VERIFIER" else (), (ruled,) if rule == "A_VERIFIER" else (), verdict == "ERREUR",
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(ANSWERS, min_size=1, max_size=40))
def test_against_a_plain_recount(cases):
    answers = [made(case) for case in cases]
    groups = [(case[3],) for case in cases]
    rows = tally_of([(a, (1e4, 0.0, {}), 1.0) for a in answers], groups, sums=1).rows()
    for row in rows:
        own = [a for a, g in zip(answers, groups) if row.level in ("ensemble", "qpv") or g == row.group]
        assert row.counts["nb_polygones"] == len(own)
        if row.perimeter < 0:
            names = ("nb_en_qpv", "nb_en_partie", "nb_hors_qpv", "nb_a_verifier", "nb_erreurs")
            assert [row.counts[n] for n in names] == [sum(a.verdict == v for a in own) for v in VERDICTS]
            fulfilled = sum(a.rule in RULES[:3] for a in own)
            assert row.sums[0][4] == fulfilled and row.shares["surface_ha"] == len(own)
            assert row.shares["part_regle_min_pct"] == round(100 * fulfilled / len(own), 2)
        else:
            place = row.perimeter
            assert row.counts["nb_en_partie"] == sum((a.verdict, a.inside) == ("EN_PARTIE", place) for a in own)
            assert row.counts["nb_entier_300"] == sum((a.rule, a.ruled) == ("ENTIER_300", place) for a in own)
            assert row.counts["nb_regle_a_verifier"] == sum(place in a.near_ruled for a in own)


def solved(parts, hidden):
    """Work out hidden cells as whoever has the four tables could: by all sums, and by what is one count in two."""
    unknown = sorted((place, *key) for place, gone in enumerate(hidden) for key in gone)
    column, equations = {key: i for i, key in enumerate(unknown)}, []
    for place, part in enumerate(parts):
        counts, sums = part.shown()
        equations += [[((place, *t), 1), *(((place, *p), -1) for p in ps if p in counts)] for t, ps in sums]
        for group, shape in part.keys:
            if shape == -1:
                for after in range(place + 1, len(parts)):
                    pairs = [("nb_polygones", "nb_polygones"), ("nb_erreurs", "nb_erreurs")]
                    if place // 2 == after // 2:
                        pairs.append(("nb_en_qpv", "nb_dans_qpv"))
                    equations += [[((place, group, -1, a), 1), ((after, group, -1, b), -1)] for a, b in pairs]
    matrix = np.zeros((len(equations), len(unknown)))
    for row, equation in zip(matrix, equations):
        for key, sign in equation:
            if key in column:
                row[column[key]] += sign
    if not unknown:
        return set()
    _u, values, basis = np.linalg.svd(matrix)
    free = basis[int((values > 1e-9).sum()) :]
    return {key for key, i in column.items() if not len(free) or np.abs(free[:, i]).max() < 1e-9}


@settings(max_examples=150, deadline=None)
@given(st.lists(ANSWERS, min_size=1, max_size=60), st.integers(2, 8))
def test_secrecy_holds_across_verdicts_rules_and_generations(cases, threshold):
    groups = [(case[3],) for case in cases]
    new = [made(case) for case in cases]
    # what has no polygon has none in either generation
    old = [answer("HORS_QPV", "AUCUNE") if case[4] and a.rule else a for case, a in zip(cases, new)]
    tallies = [tally_of([(a, (1e4, 0.0, {}), 1.0) for a in some], groups, sums=1) for some in (new, old)]
    parts = [part for tally in tallies for part in tally.parts]
    hidden = hidden_cells(parts, threshold)
    shown = [part.shown() for part in parts]
    for (counts, sums), gone in zip(shown, hidden):
        assert {key for key, count in counts.items() if 0 < count < threshold} <= gone
        for total, members in sums:
            # a total of no QPV at all is plainly nought
            members = [m for m in members if m in counts]
            assert not members or len([k for k in [total, *members] if k in gone]) != 1
    # one count under two names, or in two tables, is hidden in both or in neither
    for year in (0, 2):
        for group, shape, name in shown[year][0]:
            if shape == -1 and name in ("nb_en_qpv", "nb_polygones", "nb_erreurs"):
                other = {"nb_en_qpv": "nb_dans_qpv"}.get(name, name)
                assert ((group, shape, name) in hidden[year]) == ((group, shape, other) in hidden[year + 1])
    assert not solved(parts, hidden) & {
        (place, *key) for place, (counts, _) in enumerate(shown) for key, v in counts.items() if 0 < v < threshold
    }
    rows = tallies[0].rows(threshold, *hidden[:2])
    for row in rows:
        assert not any(c is not None and 0 < c < threshold for c in row.counts.values())
        if row.hidden:
            assert set(row.sums) == {(None,) * 6} and set(row.shares.values()) == {None}
        elif row.level in ("qpv", "qpv_groupe"):
            assert row.shares["surface_dans_qpv_ha"] is None or sum(v or 0 for v in row.counts.values()) >= threshold


def test_the_surface_of_one_polygon_is_hidden_with_it():
    # the second QPV holds a part of one polygon that counts for the first
    rows = [(answer("EN_PARTIE", "ENTIER_300", 0, 0), (200.0, 150.0, {0: 120.0, 1: 30.0}), 0.0)] * 1
    rows += [(answer("EN_PARTIE", "ENTIER_300", 0, 0), (200.0, 120.0, {0: 120.0}), 0.0)] * 9
    tally = tally_of(rows)
    assert [r.shares["surface_dans_qpv_ha"] for r in tally.rows()] == [0.123, 0.12, 0.003]
    assert [r.shares["surface_dans_qpv_ha"] for r in tally.rows(5)] == [0.123, 0.12, None]


def test_the_report_says_it_in_french():
    tally = tally_of(ROWS, [("<F>",)] * 7, sums=1)
    part = GenerationReport("QPV 2024", "couche x", tally.rows(), ["QN09901N", None], ["Les Prés & Co", None])
    report = Report([part], 3, 1, [("Bandes", "300;500")], ["Un avis"], "nous", ["logements"], ["commune"])
    html = render(replace(report, words=PARCEL_WORDS))
    assert CAUTION.replace("'", "&#x27;") in html and "<title>Parcelles" in html
    assert "Part des polygones qui remplissent une règle : de <b>42,9\u202f%</b>" in html
    assert "Part entièrement en QPV : de <b>14,3\u202f%</b>" in html
    assert "Les Prés &amp; Co" in html and "&lt;F&gt;" in html and "(sans code)" in html
    assert "aurait donné 3 réponses fermes fausses" in html and "1 ligne sans polygone" in html
    assert "Une règle remplie" in html
