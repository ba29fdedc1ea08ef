"""Amounts as people type them."""

from __future__ import annotations

import numpy as np
import pytest
from cohesion_territoires.domain.qpv.amounts import read_amount, read_amounts
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        (1250, 1250.0), (12.5, 12.5), ("12,5", 12.5), ("12.5", 12.5), ("1 250,50 €", 1250.5), ("1\u202f250 €", 1250.0),
        ("1\u00a0250,00 EUR", 1250.0), ("1.250,50", 1250.5), ("1,250.50", 1250.5), ("1.250.000", 1250000.0),
        ("-3 000 euros", -3000.0), ("0", 0.0), ("€ 15", 15.0), (" 7 ", 7.0), ("1_000", None),
        (None, None), ("", None), ("néant", None), ("12 à 15", None), ("nan", None), ("infinity", None),
        (True, None), ("12,5,6", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_meant(written, amount):
    assert read_amount(written) == amount


def test_what_is_no_amount_is_counted_and_what_is_blank_is_not():
    amounts, unread = read_amounts([1, "2,5", None, "", "  ", "néant", "3 €"])
    assert unread == 1
    assert np.nansum(amounts) == 6.5


@given(st.integers(-(10**9), 10**9), st.integers(0, 99), st.sampled_from([" ", "\u00a0", "\u202f", ""]))
def test_thousands_are_cut_anyhow(units, cents, space):
    text = "{:,}".format(units).replace(",", space) + ",{:02d} €".format(cents)
    sign = -1 if units < 0 else 1
    assert read_amount(text) == pytest.approx(units + sign * cents / 100)
