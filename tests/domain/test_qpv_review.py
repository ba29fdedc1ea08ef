"""The queue of rows to check: which, in what order, and totals worked out by hand."""

from __future__ import annotations

import pytest
from cohesion_territoires.domain.qpv.bands import band_metres, one_band
from cohesion_territoires.domain.qpv.reasons import Reason, sentence
from cohesion_territoires.domain.qpv.review import (
    ALL,
    DONE,
    Ledger,
    Row,
    View,
    arrange,
    choices,
    decide,
    metres_of,
    placed_reason,
    reason_group,
)
from hypothesis import given
from hypothesis import strategies as st

EDGE = "Position au segment, à 15 m au plus de la limite d'un périmètre : regarder la carte."


def row(key, initial="A_VERIFIER", decision="", distance=None, **more):
    verdict = decision if decision in ("EN_QPV", "HORS_QPV") else initial
    return Row(key, verdict, initial, decision, distance=distance, **more)


def ledger(*rows):
    made = Ledger()
    for one in rows:
        made.put(one)
    return made


def test_totals_by_hand():
    """Ten rows: 3 in, 2 out, 3 to check, 1 imprecise, 1 not found; then one of each is decided."""
    rows = [row(i, "EN_QPV") for i in range(3)] + [row(i, "HORS_QPV") for i in (3, 4)]
    rows += [row(5, decision="EN_QPV"), row(6, decision="HORS_QPV"), row(7, decision="A_VERIFIER")]
    rows += [row(8, "ADRESSE_IMPRECISE"), row(9, "NON_TROUVEE")]
    found = ledger(*rows)
    assert (found.initial.inside, found.initial.outside, found.initial.undecided) == (3, 2, 5)
    assert (found.initial.low, found.initial.high) == (30.0, 80.0)
    assert (found.now.inside, found.now.outside, found.now.undecided) == (4, 3, 3)
    assert (found.now.low, found.now.high) == (40.0, 70.0)
    assert found.progress() == (2, 4) and found.progress(lost=True) == (2, 5)
    found.put(row(5))
    found.remove(9)
    found.remove(99)
    assert (found.now.inside, found.now.total, found.now.high) == (3, 9, pytest.approx(100 * 6 / 9))
    assert Ledger().now.low is None and Ledger().initial.high is None


@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from(["EN_QPV", "HORS_QPV", "A_VERIFIER", "ERREUR", "?"]),
                          st.sampled_from(["", "EN_QPV", "HORS_QPV", "A_VERIFIER"])), max_size=40))  # fmt: skip
def test_totals_do_not_depend_on_how_they_came(steps):
    found, last = Ledger(), {}
    for key, initial, decision in steps:
        last[key] = row(key, initial, decision)
        found.put(last[key])
    again = ledger(*last.values())
    assert found.now == again.now and found.initial == again.initial and found.queue == again.queue
    assert found.now.low is None or 0 <= found.now.low <= found.now.high <= 100
    # a firm decision only ever narrows what the undecided rows leave open
    assert found.now.undecided <= found.initial.undecided or not last


def test_order_and_filters():
    rows = [
        row(1, distance=12.0, near="B", commune="x", reason=EDGE),
        row(2, distance=-3.0, near="A", commune="y", reason=EDGE.replace("15", "5")),
        row(3, "ADRESSE_IMPRECISE", near="A", commune="x", reason="Seule la voie est connue."),
        row(4, decision="HORS_QPV", distance=1.0, commune="x"),
        row(5, "NON_TROUVEE"),
    ]
    assert arrange(rows, View()) == [2, 1, 3]
    assert arrange(rows, View(descending=True)) == [1, 2, 3]
    assert arrange(rows, View(state=DONE)) == [4]
    assert arrange(rows, View(state=ALL, lost=True)) == [4, 2, 1, 3, 5]
    assert arrange(rows, View(order="layer")) == [1, 2, 3]
    assert arrange(rows, View(qpv="A")) == [2, 3]
    group = reason_group(EDGE)
    assert arrange(rows, View(reason=group)) == [2, 1]
    found = choices(rows, View(commune="x"))
    # each list shows what the other filters leave
    assert found["commune"] == [("x", 2), ("y", 1)]
    assert found["reason"] == [("Seule la voie est connue", 1), (group, 1)] or found["reason"][0][1] == 1
    assert dict(found["qpv"]) == {"A": 1, "B": 1}


def test_reasons_are_grouped_without_their_numbers():
    for kind in range(11):
        for metres in (5.0, 12.5, 1000.0):
            assert reason_group(sentence(Reason.EDGE, kind, metres, 0)) == reason_group(EDGE)
    assert reason_group("12 numéros sur 40 sont dedans.") == reason_group("3 numéros sur 9 sont dedans.")
    assert metres_of(EDGE) == 15.0 and metres_of(sentence(Reason.EDGE, 8, 7.5, 0)) == 7.5
    assert metres_of("Seule la voie est connue.") is None


def test_what_a_decision_makes():
    assert decide("A_VERIFIER", "EN_QPV", "QN1", "X") == {
        "verdict": "EN_QPV", "code_qp": "QN1", "nom_qp": "X", "verdict_initial": "A_VERIFIER", "decision": "EN_QPV",
    }  # fmt: skip
    back = decide("ADRESSE_IMPRECISE", "A_VERIFIER", "QN1", "X")
    assert (back["verdict"], back["code_qp"], back["decision"]) == ("ADRESSE_IMPRECISE", None, "A_VERIFIER")
    with pytest.raises(ValueError, match="PEUT_ETRE"):
        decide("A_VERIFIER", "PEUT_ETRE")


def test_a_placed_position_says_so():
    for reason in Reason:
        if reason != Reason.NONE:
            assert placed_reason(sentence(reason, 11, 5.0, 0)).startswith("Position placée par l'agent")


@pytest.mark.parametrize(
    "distance, tolerance, answer",
    [
        (100.0, 15.0, "OUI"),
        (-50.0, 15.0, "OUI"),
        (290.0, 15.0, "A_VERIFIER"),
        (315.0, 15.0, "A_VERIFIER"),
        (316.0, 15.0, "NON"),
        (float("inf"), 5.0, "NON"),
        (None, 5.0, "A_VERIFIER"),
        (10.0, None, "A_VERIFIER"),
        (10.0, float("nan"), "A_VERIFIER"),
    ],
)
def test_one_band(distance, tolerance, answer):
    assert one_band(distance, tolerance, 300.0) == answer


def test_metres_of_a_band():
    names = ("bande_300", "bde_1000", "bande_7_5", "bande_300_2", "BANDE_500")
    assert [band_metres(name) for name in names] == [300.0, 1000.0, 7.5, 300.0, 500.0]
