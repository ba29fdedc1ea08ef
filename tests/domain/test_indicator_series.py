"""Periods as dates."""

from __future__ import annotations

import datetime

import pytest

from cohesion_territoires.domain.indicators.series import dates_of


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"), ("1968-1975", "1968-01-01", "1975-12-31"),
        ("2015-21", "2015-01-01", "2021-12-31"), ("1990-99", "1990-01-01", "1999-12-31"),
        ("2021-T3", "2021-07-01", "2021-09-30"),
        ("2024-Q1", "2024-01-01", "2024-03-31"), ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02-28", "2023-02-28", "2023-02-28"),
    ],
)  # fmt: skip
def test_a_period_has_a_first_and_a_last_day(period, first, last):
    assert dates_of(period) == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


@pytest.mark.parametrize("period", ["", None, "dernier", "2021-1999", "2023-02-30", "0000", "2021-13"])
def test_what_is_no_period_has_no_date(period):
    assert dates_of(period) == (None, None)
