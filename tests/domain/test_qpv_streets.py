"""Streets, bracketed numbers and lists: rules one by one, then generated streets against a brute-force oracle."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cohesion_territoires.domain.qpv import density, official_list, sig_ville_export, streets
from cohesion_territoires.domain.qpv.georeference import Rules, judge
from cohesion_territoires.domain.qpv.precision import read_positions
from cohesion_territoires.domain.qpv.reasons import Reason, sentences
from cohesion_territoires.domain.qpv.report_map import draw_map, inner_point
from cohesion_territoires.domain.qpv.signed_distance import PerimeterIndex
from cohesion_territoires.domain.qpv.verdict import VERDICTS
from hypothesis import given, settings
from hypothesis import strategies as st

REACH = 1000.0
CODED = np.array([True, True, True])


def world(*rings):
    """Perimeters from rings of vertices."""
    rings = [np.vstack([r, r[:1]]) for r in (np.asarray(r, dtype=float) for r in rings)]
    offsets = np.cumsum([0] + [len(r) for r in rings])
    return PerimeterIndex(np.vstack(rings), offsets, list(range(len(rings))), len(rings), reach=REACH, near=26.0)


def box(x, y, w, h):
    return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]


def decide(index, rows, listed=official_list.CERTIFIED, trusted=True):
    """Decide rows of (kind of answer, own position, task, places, tolerance of the places, whole).

    Returns verdicts, reasons, judged, agreement, groups.
    """
    own = np.array([r[1] for r in rows], dtype=float)
    positions = read_positions(len(rows), [r[0] for r in rows])
    judged = judge(
        index.measure(own), np.zeros(len(rows), dtype=bool), positions, Rules(), np.array([True] * 3 + [True])
    )
    owner = np.concatenate([np.full(len(r[3]), i) for i, r in enumerate(rows)])
    spots = np.vstack([np.reshape(r[3], (-1, 2)) for r in rows])
    worth = np.concatenate([np.full(len(r[3]), r[4], dtype=float) for r in rows])
    agreed = streets.agreement(owner, len(rows), index.measure(spots), worth, reach=REACH)
    out = streets.settle(
        judged,
        np.array([r[2] for r in rows], dtype=np.int8),
        np.arange(len(rows)),
        np.array([r[5] for r in rows]),
        agreed,
        np.full(len(rows), listed),
        np.full(len(rows), trusted),
    )
    verdict = [VERDICTS[v] for v in out.decision.verdict]
    return verdict, [Reason(r) for r in out.decision.reason], out, agreed


def street(spots, own=None, tolerance=5.0):
    spots = np.asarray(spots, dtype=float)
    return ("voie", spots.mean(axis=0) if own is None else own, streets.STREET, spots, tolerance, True)


SQUARE = box(0, 0, 400, 400)


@pytest.mark.parametrize(
    ("spots", "expected", "why", "sentence"),
    [
        ([(50, 50), (60, 50), (70, 50)], "EN_QPV", Reason.STREET_WHOLE, "ses 3 numéros sont tous dans le même"),
        ([(450, 50), (460, 50), (470, 50)], "HORS_QPV", Reason.STREET_WHOLE, "ses 3 numéros sont tous hors"),
        ([(350, 50), (380, 50), (450, 50)], "ADRESSE_IMPRECISE", Reason.STREET_PART, "2 numéros sur 3 dans"),
        ([(350, 50), (380, 50), (397, 50)], "ADRESSE_IMPRECISE", Reason.STREET_PART, "3 numéros sur 3 dans"),
        ([(404, 50), (450, 50), (460, 50)], "ADRESSE_IMPRECISE", Reason.STREET_PART, "(1 trop près d'une limite)"),
        ([(50, 50), (60, 50)], "ADRESSE_IMPRECISE", Reason.STREET_PART, "trop peu de numéros"),
    ],
)
def test_a_street_is_firm_when_all_its_numbers_are(spots, expected, why, sentence):
    verdict, reason, out, agreed = decide(world(SQUARE), [street(spots)])
    assert (verdict, reason) == ([expected], [why])
    words = sentences(out.decision.reason, np.array([12]), np.zeros(1), np.array([1]))
    streets.describe(words, out, np.array([0]), agreed, np.array([official_list.CERTIFIED]))
    assert sentence in words[0]


def test_a_street_through_two_quarters_tells_the_share_of_each():
    index = world(box(0, 0, 400, 400), box(1000, 0, 400, 400))
    spots = [(200, 200), (210, 200), (1200, 200), (700, 200)]
    _verdict, _reason, out, agreed = decide(index, [street(spots)])
    words = sentences(out.decision.reason, np.array([12]), np.zeros(1), np.array([1]))
    listed = np.array([official_list.CERTIFIED])
    streets.describe(words, out, np.array([0]), agreed, listed, ["QN09301N", "QN09302M", None])
    assert "3 numéros sur 4 (2 en QN09301N, 1 en QN09302M) dans un périmètre" in words[0]


def test_a_street_that_bends_is_judged_by_its_numbers_not_by_its_middle():
    # a street around the square: its middle is inside, none of its numbers is
    around = [(-50, -50), (450, -50), (450, 450), (-50, 450)]
    verdict, _reason, out, _agreed = decide(world(SQUARE), [street(around)])
    assert verdict == ["HORS_QPV"]
    assert out.nearest.distance[0] == pytest.approx(math.hypot(50, 50))


def test_two_perimeters_side_by_side_make_no_firm_street():
    index = world(box(0, 0, 400, 400), box(1000, 0, 400, 400))
    spots = [(200, 200), (210, 200), (1200, 200)]
    assert decide(index, [street(spots)])[0] == ["ADRESSE_IMPRECISE"]


def test_lists_and_doubt_take_firm_streets_back():
    out = [(450, 50), (460, 50), (470, 50)]
    assert decide(world(SQUARE), [street(out)], listed=official_list.INCOMPLETE)[:2] == (
        ["A_VERIFIER"],
        [Reason.LAYER_INCOMPLETE],
    )
    assert decide(world(SQUARE), [street(out)], trusted=False)[:2] == (["ADRESSE_IMPRECISE"], [Reason.STREET_PART])
    number = ("numéro", (200, 200), streets.NOTHING, [(200, 200)], 5.0, True)
    verdict, reason, out, _agreed = decide(world(SQUARE), [number], trusted=False)
    assert (verdict, reason) == (["A_VERIFIER"], [Reason.DOUBTFUL])
    # nothing is said of the bands of what may be another address, near an edge too
    assert np.isnan(out.tolerance[0])
    edge = ("numéro", (398, 200), streets.NOTHING, [(398, 200)], 5.0, True)
    assert decide(world(SQUARE), [edge], trusted=False)[:2] == (["A_VERIFIER"], [Reason.DOUBTFUL])


@pytest.mark.parametrize(
    ("before", "after", "whole", "expected", "why"),
    [
        ((100, 50), (130, 50), True, "EN_QPV", Reason.NEIGHBOURS_AGREE),
        ((500, 50), (530, 50), True, "HORS_QPV", Reason.NEIGHBOURS_AGREE),
        ((350, 50), (450, 50), True, "A_VERIFIER", None),
        ((360, 50), (395, 50), True, "A_VERIFIER", Reason.NEIGHBOURS_DIFFER),
        ((330, 50), (380, 50), True, "A_VERIFIER", Reason.NEIGHBOURS_DIFFER),
        ((100, 50), (100, 50), False, "A_VERIFIER", Reason.ONE_NEIGHBOUR),
    ],
)
def test_a_missing_number_follows_its_two_neighbours(before, after, whole, expected, why):
    middle = np.mean([before, after], axis=0)
    points = streets.along(before, after, math.dist(before, after))
    row = ("interpolation", middle, streets.BRACKET, points, 25.0, whole)
    verdict, reason, _out, _agreed = decide(world(SQUARE), [row])
    assert verdict == [expected]
    assert why is None or reason == [why]


def test_a_perimeter_between_two_neighbours_is_seen():
    # both neighbours and the middle are out; a narrow perimeter lies between them
    index = world(box(140, 0, 12, 400))
    points = streets.along((0, 50), (400, 50), 400.0)
    verdict, reason, _out, _agreed = decide(index, [("interpolation", (300, 50), streets.BRACKET, points, 25.0, True)])
    assert (verdict, reason) == (["A_VERIFIER"], [Reason.NEIGHBOURS_DIFFER])
    assert len(streets.along((0, 0), (401, 0), 401.0)) == 0


def test_a_list_of_numbers_is_firm_only_when_all_agree():
    def several(spots, whole=True):
        return decide(world(SQUARE), [("numéro", spots[0], streets.SEVERAL, spots, 15.0, whole)])[:2]

    assert several([(200, 200), (220, 200)]) == (["EN_QPV"], [Reason.NUMBERS_AGREE])
    assert several([(200, 200), (420, 200)]) == (["A_VERIFIER"], [Reason.NUMBERS_DIFFER])
    assert several([(398, 200), (380, 200)]) == (["A_VERIFIER"], [Reason.NUMBERS_DIFFER])
    assert several([(200, 200), (220, 200)], whole=False) == (["A_VERIFIER"], [Reason.NUMBERS_DIFFER])


# the oracle ----------------------------------------------------------------------------------------------


def holds(ring, x, y):
    """Point in polygon, one edge at a time."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@st.composite
def perimeters(draw):
    """A star-shaped perimeter, jagged."""
    count = draw(st.integers(3, 9))
    radii = draw(st.lists(st.floats(60, 420), min_size=count, max_size=count))
    turn = draw(st.floats(0, 6.28))
    angles = [turn + 2 * math.pi * i / count for i in range(count)]
    return [(500 + r * math.cos(a), 500 + r * math.sin(a)) for r, a in zip(radii, angles)]


@st.composite
def generated_streets(draw):
    """Doors along a line that bends once, odd and even sides apart, and where the BAN puts them."""
    x, y, turn, bend = (draw(st.floats(a, b)) for a, b in ((50, 950), (50, 950), (0, 6.28), (-1.2, 1.2)))
    gap, count, half = draw(st.floats(4, 30)), draw(st.integers(4, 30)), draw(st.integers(1, 20))
    tolerance = draw(st.sampled_from([5.0, 10.0, 15.0]))
    doors = {}
    for number in range(1, count + 1):
        angle = turn + (bend if number > half else 0.0)
        x, y = x + gap / 2 * math.cos(angle), y + gap / 2 * math.sin(angle)
        side = 8.0 if number % 2 else -8.0
        doors[number] = (x - side * math.sin(angle), y + side * math.cos(angle))
    away = draw(st.lists(st.tuples(st.floats(0, 6.28), st.floats(0, 1)), min_size=count, max_size=count))
    seen = {
        n: (p[0] + 0.999 * tolerance * r * math.cos(a), p[1] + 0.999 * tolerance * r * math.sin(a))
        for (n, p), (a, r) in zip(doors.items(), away)
    }
    return doors, seen, tolerance


@settings(max_examples=300, deadline=None)
@given(perimeters(), generated_streets())
def test_a_firm_street_is_right_for_each_of_its_doors(ring, made):
    doors, seen, tolerance = made
    verdict, _reason, _out, agreed = decide(world(ring), [street(list(seen.values()), tolerance=tolerance)])
    truths = {holds(ring, *p) for p in doors.values()}
    if verdict[0] in ("EN_QPV", "HORS_QPV"):
        assert truths == {verdict[0] == "EN_QPV"}
    assert agreed.inside[0] == sum(holds(ring, *p) for p in seen.values())


@settings(max_examples=300, deadline=None)
@given(perimeters(), generated_streets(), st.data())
def test_a_firm_bracketed_number_is_right_wherever_its_door_is_between_its_neighbours(ring, made, data):
    _doors, seen, _tolerance = made
    missing = data.draw(st.integers(3, max(3, len(seen) - 2)))
    before, after = seen.get(missing - 2), seen.get(missing + 2)
    if before is None or after is None:
        return
    points = streets.along(before, after, math.dist(before, after))
    row = ("interpolation", np.mean([before, after], axis=0), streets.BRACKET, points, 25.0, True)
    verdict, _reason, _out, _agreed = decide(world(ring), [row])
    # its door: anywhere from one neighbour to the other, up to 20 m aside
    share, angle, far = (data.draw(st.floats(0, top)) for top in (1.0, 6.28, 20.0))
    x = before[0] + share * (after[0] - before[0]) + far * math.cos(angle)
    y = before[1] + share * (after[1] - before[1]) + far * math.sin(angle)
    if verdict[0] in ("EN_QPV", "HORS_QPV"):
        assert holds(ring, x, y) == (verdict[0] == "EN_QPV")


def test_a_street_partly_in_a_perimeter_contradicts_a_list_that_gives_the_commune_none():
    spots = [(350, 50), (380, 50), (450, 50), (460, 50)]
    outside = street(spots, own=(460, 50))
    verdict, reason, *_rest = decide(world(SQUARE), [outside], listed=official_list.EMPTY_COMMUNE)
    assert (verdict, reason) == (["A_VERIFIER"], [Reason.LIST_CONTRADICTS])
    away = street([(450, 50), (460, 50), (470, 50)])
    assert decide(world(SQUARE), [away], listed=official_list.EMPTY_COMMUNE)[0] == ["HORS_QPV"]


def test_what_was_found_in_a_doubtful_commune_is_taken_back():
    inside = street([(50, 50), (60, 50), (70, 50)])
    _verdict, _reason, judged, _agreed = decide(world(SQUARE), [inside, inside])
    why = np.array([Reason.OTHER_COMMUNE, Reason.HOMONYM])
    out = streets.found_elsewhere(judged, why)
    assert [VERDICTS[v] for v in out.decision.verdict] == ["A_VERIFIER"] * 2
    assert out.decision.reason.tolist() == why.tolist()
    kept = streets.found_elsewhere(judged, np.zeros(2, dtype=np.int8))
    assert [VERDICTS[v] for v in kept.decision.verdict] == ["EN_QPV"] * 2


# the file of SIG Ville -------------------------------------------------------------------------------------

EN, OUT, CHECK, VAGUE, LOST, BROKEN = range(6)


@pytest.mark.parametrize(
    ("verdict", "reason", "street_ref", "told"),
    [
        (EN, Reason.INSIDE, "", "OUI"),
        (OUT, Reason.OUTSIDE, "VOIE_EN_PARTIE", "NON"),
        (OUT, Reason.COMMUNE_WITHOUT_QPV, "", "NON"),
        (EN, Reason.STREET_WHOLE, "VOIE_ENTIERE", "VOIE_ENTIERE"),
        (OUT, Reason.STREET_WHOLE, "NON", "NON"),
        (VAGUE, Reason.STREET_PART, "VOIE_EN_PARTIE", "VOIE_EN_PARTIE"),
        (VAGUE, Reason.STREET_PART, "VOIE_EN_LIMITE", "VOIE_EN_LIMITE"),
        (VAGUE, Reason.STREET_PART, "NON", ""),
        (VAGUE, Reason.COMMUNE_ONLY, "", ""),
        (CHECK, Reason.EDGE, "", "VOIE_EN_LIMITE"),
        (CHECK, Reason.OTHER_COMMUNE, "", ""),
        (CHECK, Reason.DOUBTFUL, "NON", ""),
        (CHECK, Reason.HOMONYM, "VOIE_ENTIERE", ""),
        (LOST, Reason.NOT_FOUND, "", ""),
        (BROKEN, Reason.GEOCODER_ERROR, "", ""),
    ],
)
def test_only_a_firm_out_is_a_non(verdict, reason, street_ref, told):
    assert sig_ville_export.answer_code(verdict, reason, street_ref) == told
    row = sig_ville_export.row("01", verdict, reason, street_ref=street_ref, code="QN00101M", name="Là", score=0.925)
    cells = dict(zip(sig_ville_export.COLUMNS, row))
    assert (cells["_IDENTIFIANT"], cells["LOCADR_REF"], cells["SCORE"]) == ("01", told, "92,5")
    assert bool(cells["CODE_QUARTIER"]) == (verdict == EN or told.startswith("VOIE_"))


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ((0, 0, 0), ""), ((4, 4, 0), "VOIE_ENTIERE"), ((4, 4, 1), "VOIE_EN_PARTIE"), ((4, 1, 0), "VOIE_EN_PARTIE"),
        ((4, 0, 1), "VOIE_EN_LIMITE"), ((4, 0, 0), "NON"),
    ],
)  # fmt: skip
def test_codes_of_a_street(counts, code):
    assert sig_ville_export.street_code(*counts) == code


# the map of the report -------------------------------------------------------------------------------------


def test_squares_hold_many_addresses_and_are_laid_around_nobody():
    rng = np.random.default_rng(1)
    crowd = rng.uniform((1010, 2010), (1490, 2490), (40, 2))
    one = np.repeat([[5200.3, 2200.7]], 50, axis=0)  # fifty rows of one household
    few = rng.uniform((3010, 2010), (3490, 2490), (10, 2))
    found = density.squares(np.vstack([crowd, one, few, [[np.nan, np.nan]]]))
    assert found.corner.tolist() == [[1000.0, 2000.0]]
    assert (found.side, found.rank.tolist()) == (500.0, [1])
    drawn = draw_map([("QN00101M", [np.array(box(900, 1900, 700, 700), dtype=float)])], found, (0,))
    assert drawn.count("<rect") == 1
    assert "<circle" not in drawn
    assert "QN00101M" in drawn


def test_the_map_tells_its_scale_the_communes_and_their_names():
    place = [("QN00101M", [np.array(box(0, 0, 900, 700), dtype=float)])]
    none = density.squares(np.empty((0, 2)))
    towns = [("Là & Là", 450.0, 600.0), ("Dessous", 460.0, 602.0), ("Ailleurs", 99999.0, 0.0)]
    outline = [np.array(box(-200, -200, 2000, 2000), dtype=float), np.array(box(90000, 0, 10, 10), dtype=float)]
    drawn = draw_map(place, none, (0,), outline, towns)
    assert "Là &amp; Là" in drawn
    # a name under another one, or out of the frame, is not written
    assert "Dessous" not in drawn and "Ailleurs" not in drawn
    assert drawn.count("stroke-dasharray") == 1
    assert "<text" in drawn and "200 m" in drawn


@settings(max_examples=80, deadline=None)
@given(st.lists(st.floats(10, 400), min_size=3, max_size=14))
def test_a_label_stands_inside_its_perimeter(radii):
    turn = np.linspace(0.0, 2.0 * np.pi, len(radii), endpoint=False)
    ring = np.column_stack([np.cos(turn) * radii, np.sin(turn) * radii])
    assert holds(ring.tolist(), *inner_point([ring]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), max_size=120))
def test_no_square_of_fewer_addresses_than_insee_asks(spots):
    found = density.squares(np.array(spots, dtype=float).reshape(-1, 2))
    for x, y in found.corner.tolist():
        own = {s for s in spots if x <= s[0] < x + found.side and y <= s[1] < y + found.side}
        assert len(own) >= density.ADDRESSES


@pytest.mark.parametrize(
    ("verdict", "reason", "given_", "kept"),
    [
        (OUT, Reason.OUTSIDE, ("COMMUNE_SANS_QUARTIER", "NON"), ("COMMUNE_SANS_QUARTIER", "NON")),
        (EN, Reason.INSIDE, ("COMMUNE_AVEC_QUARTIER", "VOIE_ENTIERE"), ("COMMUNE_AVEC_QUARTIER", "VOIE_ENTIERE")),
        (CHECK, Reason.EDGE, ("COMMUNE_AVEC_QUARTIER", "VOIE_EN_PARTIE"), ("COMMUNE_AVEC_QUARTIER", "VOIE_EN_PARTIE")),
        # the address found may be another one, its commune and its street with it
        (CHECK, Reason.OTHER_COMMUNE, ("COMMUNE_SANS_QUARTIER", "NON"), ("", "")),
        (CHECK, Reason.DOUBTFUL, ("COMMUNE_AVEC_QUARTIER", "NON"), ("", "")),
        (LOST, Reason.LOW_SCORE, ("COMMUNE_SANS_QUARTIER", "NON"), ("", "")),
        # what is not firm cannot be out by its commune
        (CHECK, Reason.LIST_CONTRADICTS, ("COMMUNE_SANS_QUARTIER", "VOIE_EN_PARTIE"), ("", "")),
        (VAGUE, Reason.COMMUNE_ONLY, ("COMMUNE_SANS_QUARTIER", ""), ("", "")),
        # the layer lacks a QPV of the commune: its streets may lie in it
        (CHECK, Reason.LAYER_INCOMPLETE, ("COMMUNE_AVEC_QUARTIER", "NON"), ("COMMUNE_AVEC_QUARTIER", "")),
    ],
)
def test_no_column_of_the_file_concludes_where_the_verdict_does_not(verdict, reason, given_, kept):
    line = sig_ville_export.row("a", verdict, reason, loccom_ref=given_[0], street_ref=given_[1])
    told = dict(zip(sig_ville_export.COLUMNS, line))
    assert (told["LOCCOM_REF"], told["LOCVOIE_REF"]) == kept
