"""The barometer's questions, and values beside a reference."""

from __future__ import annotations

import pytest

from cohesion_territoires.domain.indicators import barometer
from cohesion_territoires.domain.indicators.barometer import (
    ABOVE,
    BELOW,
    BETTER,
    HIGHER,
    LOWER,
    NEUTRAL,
    SAME,
    UNKNOWN,
    WORSE,
    Collection,
    Item,
    Question,
    compare,
    judge,
)


def test_there_are_six_questions():
    assert len(barometer.QUESTIONS) == 6
    assert all(title and asked.endswith("?") for title, asked in barometer.QUESTIONS.values())


@pytest.mark.parametrize(
    ("value", "reference", "stands"),
    [
        (12.0, 10.0, ABOVE), (8, 10, BELOW), (10.01, 10, SAME), (-12.0, -10.0, BELOW), (0.0, 0.0, SAME),
        (100.5, 100, SAME), (100.6, 100, ABOVE), (99.4, 100, BELOW),
        (None, 1.0, UNKNOWN), (1.0, None, UNKNOWN), (float("nan"), 1.0, UNKNOWN), (1.0, float("inf"), UNKNOWN),
    ],
)  # fmt: skip
def test_where_a_value_stands(value, reference, stands):
    assert compare(value, reference) == stands


@pytest.mark.parametrize(
    ("value", "direction", "told"),
    [
        (12.0, HIGHER, BETTER), (12.0, LOWER, WORSE), (8.0, HIGHER, WORSE), (8.0, LOWER, BETTER),
        (12.0, NEUTRAL, NEUTRAL), (8.0, NEUTRAL, NEUTRAL), (10.0, HIGHER, SAME), (None, LOWER, UNKNOWN),
    ],
)  # fmt: skip
def test_better_is_only_said_where_the_direction_is_known(value, direction, told):
    assert judge(value, 10.0, direction) == told


def test_a_collection_lists_what_can_be_obtained_once():
    first = Question("a", "A", (Item("x", "t:1"), Item("y", page="https://y.example")))
    collection = Collection("c", "C", (first, Question("b", "B", (Item("z", "t:2"), Item("x", "t:1")))))
    assert collection.entries == ("t:1", "t:2") and len(collection.items) == 4
