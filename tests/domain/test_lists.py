"""Lists of thresholds: what users type, and what must be refused."""
from __future__ import annotations

import pytest
from cohesion_territoires.domain.errors import ParameterError
from cohesion_territoires.domain.lists import field_suffix, parse_thresholds
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("5;10;15", (5, 10, 15)),
        ("5,10,15", (5, 10, 15)),
        ("7,5;10", (7.5, 10)),
        ("7.5", (7.5,)),
        (" 5 ; 10 ;", (5, 10)),
        ([5, 10.5], (5, 10.5)),
    ],
)
def test_reads_what_users_type(typed, expected):
    assert parse_thresholds(typed, "Seuils") == expected


@pytest.mark.parametrize("typed", ["", ";", "5;;10", "0;5", "-1", "10;5", "5;5", "cinq", "nan", "inf", [], None])
def test_refuses_with_the_name_of_the_list(typed):
    with pytest.raises(ParameterError, match="Seuils"):
        parse_thresholds(typed, "Seuils")


@given(st.lists(st.floats(0.01, 1e4), min_size=1, max_size=6, unique=True))
def test_what_is_written_is_read_back(numbers):
    numbers = sorted(numbers)
    assert parse_thresholds(";".join(repr(n) for n in numbers), "x") == tuple(numbers)


def test_suffix_of_a_field_name():
    assert [field_suffix(t) for t in (10.0, 7.5, 0.25)] == ["10", "7_5", "0_25"]
