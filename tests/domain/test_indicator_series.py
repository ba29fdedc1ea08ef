"""Periods as dates, and change between two of them."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.domain.indicators.series import change, dates_of


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"), ("1968-1975", "1968-01-01", "1975-12-31"),
        ("2015-21", "2015-01-01", "2021-12-31"), ("2021-T3", "2021-07-01", "2021-09-30"),
        ("2024-Q1", "2024-01-01", "2024-03-31"), ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02-28", "2023-02-28", "2023-02-28"),
    ],
)  # fmt: skip
def test_a_period_has_a_first_and_a_last_day(period, first, last):
    assert dates_of(period) == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


@pytest.mark.parametrize("period", ["", None, "dernier", "2021-1999", "2023-02-30", "0000", "2021-13"])
def test_what_is_no_period_has_no_date(period):
    assert dates_of(period) == (None, None)


def test_change_follows_the_codes_not_the_rows():
    table = Observations.of(
        ["a", "b", "c", "b", "a", "d"], [10, 0, 5, 3, 12, 1], ["2015", "2015", "2015", "2021", "2021", "2021"]
    )
    codes, difference, percent = change(table, "2015", "2021")
    assert codes.tolist() == ["b", "a", "d"]
    assert difference.tolist()[:2] == [3.0, 2.0] and np.isnan(difference[2])
    # nothing is a percentage of zero
    assert np.isnan(percent[0]) and percent[1] == 20.0


def test_a_fall_below_zero_is_a_fall():
    table = Observations.of(["a", "a"], [-2.0, -3.0], ["2015", "2021"])
    assert change(table, "2015", "2021")[2].tolist() == [-50.0]
