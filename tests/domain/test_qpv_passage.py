"""The table of passage and the totals, on paper."""

from __future__ import annotations

import numpy as np
from cohesion_territoires.domain.qpv.passage import (
    Pieces,
    correspondence,
    missing_departements,
    orphans,
    passage,
    shares,
    totals,
)


def pieces():
    """QPV 0 of 2015 is kept in 0 and 1 of 2024 and loses some; QPV 1 of 2024 gains some and a sliver."""
    return Pieces(
        np.array([0, 0, 0, -1, -1]),
        np.array([0, 1, -1, 1, 1]),
        np.array([60.0, 10.0, 30.0, 25.0, 5.0]),
        np.array([False, False, False, False, True]),
        np.array([6, 0, 3, 1, 0]),
        None,
    )


def test_passage():
    rows = [(r["old"], r["new"], r["status"], r["sliver"], r["values"][0]) for r in passage(pieces())]
    assert rows == [
        (0, 0, 0, False, (60.0, 60.0, 100.0)),
        (0, 1, 0, False, (10.0, 10.0, 25.0)),
        (0, -1, 2, False, (30.0, 30.0, None)),
        (-1, 1, 1, False, (30.0, None, 75.0)),
    ]
    addresses = [r["values"][1] for r in passage(pieces())]
    assert addresses == [(6, 66.67, 100.0), (0, 0.0, 0.0), (3, 33.33, None), (1, None, 100.0)]
    assert all(r["values"][2] == (None, None, None) for r in passage(pieces()))


def test_totals():
    rows = {(r["year"], r["place"]): r for r in totals(pieces())}
    assert list(rows) == [(2015, -1), (2015, 0), (2024, -1), (2024, 0), (2024, 1)]
    assert rows[2015, -1]["values"][0] == (100.0, 70.0, 30.0)
    assert rows[2024, -1]["values"][0] == (100.0, 70.0, 30.0)
    assert rows[2024, 1]["values"][0] == (40.0, 10.0, 30.0) and rows[2024, 1]["sliver"] == 5.0
    assert rows[2024, 1]["values"][1] == (1, 0, 1) and rows[2024, 1]["values"][2] == (None, None, None)
    assert rows[2015, 0]["main"] == 0 and rows[2024, 1]["main"] == 0 and rows[2015, -1]["main"] == -1


def test_shares_and_departements():
    assert shares(pieces())[:3] == [(60.0, 100.0), (10.0, 25.0), (30.0, None)]
    assert missing_departements(["QP093014", "QP974001", None], ["QN09312I", "x"]) == ["974"]


def test_correspondence_is_by_code_the_largest_predecessor_first():
    codes = ["QN07502M", "QN07501I", None]
    rows = [(codes[r["new"]], r["status"], r["olds"]) for r in correspondence(pieces(), codes)]
    assert rows == [("QN07501I", "Contour identique", [0]), ("QN07502M", "Contour modifié", [0])]
    sliver = np.array([True, False, False, False])
    several = Pieces(np.array([2, 0, 1, 1]), np.array([0, 0, 0, 1]), np.array([5.0, 20.0, 10.0, 4.0]), sliver)
    rows = correspondence(several, ["x", "QN97652C"])
    assert [(r["new"], r["status"], r["olds"]) for r in rows] == [(1, "Commune entière", [1]), (0, None, [0, 1])]


def test_orphans_are_those_whose_code_says_that_they_existed():
    new = Pieces(np.array([-1, -1, -1, 0]), np.array([0, 1, 2, 3]), np.ones(4), np.zeros(4, dtype=bool))
    assert orphans(new, ["QN07501M", "QN07502N", "QN07503I", "QN07504M"]) == ["QN07501M", "QN07503I"]
