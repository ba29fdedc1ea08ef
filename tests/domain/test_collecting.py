"""The search for circles is put off for as long as one run wants it, and no longer."""

from __future__ import annotations

import gc
import weakref

import pytest
from cohesion_territoires.domain.collecting import put_off


class Knot:
    """Holds itself: only a search sets it free."""

    def __init__(self):
        self.own = self


def old_searches():
    return gc.get_stats()[2]["collections"]


def make_many():
    """Make, and keep, as many objects as set off a search among all."""
    return [[n] for n in range(len(gc.get_objects()) // 2 + 50_000)]


def test_it_is_put_off_and_set_going_again():
    usual = gc.get_threshold()
    with put_off():
        before = old_searches()
        kept = make_many()
        assert old_searches() == before
        with put_off():
            pass
        assert gc.get_threshold() != usual
    assert gc.get_threshold() == usual and kept
    before = old_searches()
    kept = make_many()
    assert old_searches() > before and kept


def test_an_error_sets_it_going_again():
    usual = gc.get_threshold()
    with pytest.raises(ValueError), put_off():
        raise ValueError
    assert gc.get_threshold() == usual


def test_what_is_young_is_still_found():
    with put_off():
        gone = weakref.ref(Knot())
        kept = [[n] for n in range(50_000)]
        assert gone() is None and kept
