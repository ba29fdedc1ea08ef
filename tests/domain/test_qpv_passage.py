"""The table of passage and the totals, on paper."""

from __future__ import annotations

import numpy as np
from cohesion_territoires.domain.qpv.passage import Pieces, missing_departements, passage, shares, totals


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
