"""Verdicts on whole polygons and the farthest distance, on paper and against a dense grid of points."""

from __future__ import annotations

import numpy as np
import pytest
from cohesion_territoires.domain.qpv.farthest import bounds, farthest, point_segments
from cohesion_territoires.domain.qpv.parcels import Measure, Thresholds, judge, read_npnru
from hypothesis import given
from hypothesis import strategies as st

EXACT = Thresholds(edge_tolerance=0.0)
FIVE = Thresholds(edge_tolerance=5.0)


# farthest: boxes are the surfaces, cut in halves ---------------------------------------------------------


def corners(box):
    x0, y0, x1, y1 = box
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def halves(box):
    x0, y0, x1, y1 = box
    if x1 - x0 >= y1 - y0:
        middle = (x0 + x1) / 2
        return [(x0, y0, middle, y1), (middle, y0, x1, y1)]
    middle = (y0 + y1) / 2
    return [(x0, y0, x1, middle), (x0, middle, x1, y1)]


def test_a_far_corner_is_exact_at_once():
    wall = np.array([[0.0, -500.0, 0.0, 500.0]])
    low, high = farthest((100.0, 0.0, 140.0, 30.0), wall, corners, halves)
    assert low == high == pytest.approx(140.0)


def test_the_farthest_place_may_be_inside():
    # four walls around: the middle of the box is the farthest, 50 m, while its corners are at 10 m
    walls = np.array([[0, 0, 100, 0], [100, 0, 100, 100], [100, 100, 0, 100], [0, 100, 0, 0]], dtype=float)
    box = (10.0, 10.0, 90.0, 90.0)
    assert point_segments(corners(box), walls).min(axis=1).max() == pytest.approx(10.0)
    low, high = farthest(box, walls, corners, halves)
    assert low <= 50.0 + 1e-9 and high >= 50.0 - 1e-9 and high - low <= 0.05 + 1e-9


def test_what_is_beyond_is_bounded_from_below_or_known_to_a_thousandth():
    wall = np.array([[0.0, -500.0, 0.0, 500.0], [0.0, 500.0, -50.0, 500.0]])
    box = (10.0, 0.0, 5000.0, 700.0)
    low, high = farthest(box, wall, corners, halves, enough=505.0)
    assert 505 < low <= np.hypot(5000, 200) and high == np.inf
    low, high = farthest(box, wall, corners, halves, enough=505.0, exact=True)
    assert low <= np.hypot(5000, 200) + 1e-6 and high >= np.hypot(5000, 200) - 1e-6 and high - low <= 6
    # what lies within is as exact as ever
    near = (10.0, 0.0, 500.0, 600.0)
    assert farthest(near, wall, corners, halves, enough=600.0) == farthest(near, wall, corners, halves)


def test_bounds_do_not_depend_on_how_much_is_measured_at_a_time(monkeypatch):
    points = np.random.default_rng(1).uniform(0, 900, (300, 2))
    segments = np.random.default_rng(2).uniform(0, 900, (70, 4))
    whole = bounds(points, segments)
    monkeypatch.setattr("cohesion_territoires.domain.qpv.farthest.BLOCK", 700)
    assert bounds(points, segments) == whole
    squared = point_segments(points, segments)
    assert whole == pytest.approx((squared.min(axis=1).max(), squared.max(axis=0).min()))


coordinate = st.integers(-300, 300).map(float)


@given(
    st.lists(st.tuples(coordinate, coordinate, coordinate, coordinate), min_size=1, max_size=6),
    st.tuples(coordinate, coordinate, st.integers(1, 400).map(float), st.integers(1, 400).map(float)),
)
def test_bounds_hold_the_truth(segments, box):
    segments = np.array(segments)
    x, y, wide, high_side = box
    surface = (x, y, x + wide, y + high_side)
    low, high = farthest(surface, segments, corners, halves)
    steps = 40
    ranks = np.stack(np.meshgrid(np.arange(steps + 1), np.arange(steps + 1)), axis=-1).reshape(-1, 2)
    grid = (x, y) + ranks * (wide, high_side) / steps
    seen = point_segments(grid, segments).min(axis=1).max()
    # a distance cannot change by more than the step of the grid
    assert seen - 1e-9 <= high and low <= seen + np.hypot(wide, high_side) / steps
    assert high - low <= 0.05 + 1e-6 or high - low < 2.0
    assert bounds(corners(surface), segments)[0] <= low + 1e-9


# verdicts on paper ------------------------------------------------------------------------------------------


def one(measure, thresholds=FIVE, npnru=None, **more):
    return judge([measure], None, npnru, thresholds, **more)


def outside(near, far):
    return Measure(0, near, far, far)


@pytest.mark.parametrize(
    ("measure", "verdict", "rule"),
    [
        (Measure(0, 0, 0, 0, True, 20.0, True, 1.0), "EN_QPV", "DANS_QPV"),
        (Measure(0, 0, 0, 0, True, 4.0, True, 1.0), "A_VERIFIER", "ENTIER_300"),
        (Measure(0, 0, 40.0, 40.0, False, 0.0, True, 0.5), "EN_PARTIE", "ENTIER_300"),
        (Measure(0, 0, 4.0, 4.0, False, 0.0, True, 0.97), "A_VERIFIER", "ENTIER_300"),
        (Measure(0, 0, 40.0, 40.0, False, 0.0, False, 0.02), "A_VERIFIER", "ENTIER_300"),
        (outside(4.0, 60.0), "A_VERIFIER", "ENTIER_300"),
        (outside(6.0, 60.0), "HORS_QPV", "ENTIER_300"),
        (outside(200.0, 294.0), "HORS_QPV", "ENTIER_300"),
        (outside(200.0, 297.0), "HORS_QPV", "A_VERIFIER"),
        (outside(200.0, 310.0), "HORS_QPV", "AUCUNE"),
        (outside(700.0, 710.0), "HORS_QPV", "AUCUNE"),
    ],
)
def test_one_perimeter(measure, verdict, rule):
    answer = one(measure)
    assert (answer.verdict, answer.rule) == (verdict, rule)
    assert answer.reason.endswith(".")


@pytest.mark.parametrize(
    ("told", "rule"),
    [(None, "AUCUNE"), ([False], "AUCUNE"), ([True], "PARTIE_300_ENTIER_500"), ([None], "A_VERIFIER")],
)
def test_the_500_m_rule_asks_for_npnru(told, rule):
    answer = one(outside(250.0, 420.0), npnru=told)
    assert (answer.verdict, answer.rule, answer.bands) == ("HORS_QPV", rule, ["PARTIE", "OUI"])
    assert ("aucun champ ne dit" in answer.reason) == (told is None)


def test_the_500_m_rule_near_its_thresholds():
    for measure in (outside(296.0, 420.0), outside(250.0, 497.0)):
        assert one(measure, npnru=[True]).rule == "A_VERIFIER"
    for measure in (outside(310.0, 420.0), outside(250.0, 510.0)):
        assert one(measure, npnru=[True]).rule == "AUCUNE"


def test_rules_hold_for_one_and_the_same_qpv():
    # partly within 300 m of one, wholly within 500 m of the other only: no rule
    measures = [Measure(0, 250.0, 620.0, 620.0), Measure(1, 350.0, 480.0, 480.0)]
    together = Measure(-1, 250.0, 480.0, 480.0)
    assert judge(measures, together, [True, True], FIVE).rule == "A_VERIFIER"
    assert judge(measures, together, [False, False], FIVE).rule == "AUCUNE"
    # each half within 300 m of its own QPV: for a person to settle
    measures = [Measure(0, 10.0, 420.0, 420.0), Measure(1, 10.0, 420.0, 420.0)]
    assert judge(measures, Measure(-1, 10.0, 260.0, 260.0), None, FIVE).rule == "A_VERIFIER"


def test_across_two_perimeters_that_touch():
    halves_in = [Measure(p, 0.0, 30.0, 30.0, False, 0.0, True, 0.5) for p in (0, 1)]
    answer = judge(halves_in, Measure(-1, 0.0, 0.0, 0.0, True, 50.0, True, 1.0), None, FIVE)
    assert answer.verdict == "A_VERIFIER"


def test_nothing_around():
    answer = judge([], None, None, FIVE)
    assert (answer.verdict, answer.rule, answer.bands, answer.distance) == (
        "HORS_QPV", "AUCUNE", ["NON", "NON"], (None, None),
    )  # fmt: skip
    doubtful = judge([], None, None, FIVE, doubt="Périmètres incomplets.")
    assert (doubtful.verdict, doubtful.rule, doubtful.bands) == ("A_VERIFIER", "A_VERIFIER", ["A_VERIFIER"] * 2)


def test_a_perimeter_without_code():
    answer = one(Measure(0, 0, 0, 0, True, 20.0, True, 1.0), coded=[False])
    assert answer.verdict == "A_VERIFIER" and "pas de code" in answer.reason


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("Oui", True), ("O", True), ("1", True), (1, True), (1.0, True), (True, True), ("Intérêt national", True),
        ("NPNRU", True), ("PRIR", True), ("Non", False), ("0", False), (0, False), (False, False), ("FAUX", False),
        ("", None), (None, None), ("peut-être", None), (2, None), (float("nan"), None), ("oui ?", True),
    ],
)  # fmt: skip
def test_what_says_npnru(value, told):
    assert read_npnru(value) is told


distances = st.floats(0, 700)


@given(st.lists(st.tuples(distances, distances), min_size=1, max_size=3), st.floats(-5, 5), st.booleans())
def test_a_firm_answer_survives_a_shift_of_the_drawing(pairs, shift, renewed):
    drawn = [Measure(p, min(pair), max(pair), max(pair)) for p, pair in enumerate(pairs)]
    moved = [Measure(m.place, max(m.nearest + shift, 0), max(m.high + shift, 0), max(m.high + shift, 0)) for m in drawn]
    npnru = [renewed] * len(pairs)
    answer, truth = judge(drawn, None, npnru, FIVE), judge(moved, None, npnru, EXACT)
    if answer.rule != "A_VERIFIER":
        # the truth is within a hair of a threshold only where the answer was not firm
        assert truth.rule == answer.rule
    for mine, theirs in zip(answer.bands, truth.bands):
        assert mine in ("A_VERIFIER", theirs)
    if answer.verdict == "HORS_QPV":
        assert truth.verdict == "HORS_QPV"
