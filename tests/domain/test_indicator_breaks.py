"""Natural breaks are the optimum, whatever the values; classes have no hole and no overlap."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given as example
from hypothesis import strategies as st

from cohesion_territoires.domain.errors import ParameterError
from cohesion_territoires.domain.indicators.breaks import class_of, fisher_jenks, given, quantiles

NUMBERS = st.lists(
    st.one_of(st.integers(-20, 20).map(float), st.floats(-1e6, 1e6, allow_nan=False), st.just(float("nan"))),
    min_size=1, max_size=40,
).filter(lambda values: np.isfinite(values).any())  # fmt: skip


def inside(values, bounds):
    """Sum of squared distances to the mean of each class."""
    classes = class_of(values, bounds)
    return sum(((values[classes == c] - values[classes == c].mean()) ** 2).sum() for c in set(classes.tolist()))


def least_possible(values, count):
    """The oracle: the plain dynamic programme over every split of the sorted values, in Python."""
    values = sorted(values)
    size = len(values)

    def cost(first, last):
        part = values[first : last + 1]
        mean = sum(part) / len(part)
        return sum((value - mean) ** 2 for value in part)

    best = [cost(0, last) for last in range(size)]
    for _ in range(count - 1):
        best = [
            min([best[last]] + [best[first - 1] + cost(first, last) for first in range(1, last + 1)])
            for last in range(size)
        ]
    return best[-1]


@example(values=NUMBERS, count=st.integers(1, 6))
def test_natural_breaks_are_the_optimum(values, count):
    values = np.array(values)
    bounds = fisher_jenks(values, count)
    finite = values[np.isfinite(values)]
    assert inside(finite, bounds) == pytest.approx(least_possible(finite.tolist(), count), rel=1e-6, abs=1e-4)
    assert bounds[0] == finite.min() and bounds[-1] == finite.max()
    assert len(bounds) - 1 == min(count, len(set(finite.tolist())))


@example(values=NUMBERS, count=st.integers(1, 6), method=st.sampled_from([fisher_jenks, quantiles]))
def test_each_value_has_one_class_and_no_value_none(values, count, method):
    values = np.array(values)
    bounds = method(values, count)
    classes = class_of(values, bounds)
    assert ((classes == 0) == ~np.isfinite(values)).all()
    assert classes.max() == len(bounds) - 1 <= count
    assert (np.diff(bounds[1:]) > 0).all() and bounds[0] <= bounds[1]
    order = np.argsort(values[np.isfinite(values)])
    assert (np.diff(classes[np.isfinite(values)][order]) >= 0).all()


def test_breaks_one_can_see():
    values = [1.0, 1.1, 0.9, 5.0, 5.1, 4.9, 20.0, 21.0, np.nan]
    assert fisher_jenks(values, 3).tolist() == [0.9, 1.1, 5.1, 21.0]
    assert class_of(values, fisher_jenks(values, 3)).tolist() == [1, 1, 1, 2, 2, 2, 3, 3, 0]


def test_a_median_income_has_no_break_at_zero():
    """What QGIS's own Jenks does past 30,000 values."""
    values = np.random.default_rng(7).lognormal(9.9, 0.2, 31_747)
    bounds = fisher_jenks(values, 5)
    assert bounds[0] == values.min() and bounds[-1] == values.max() and (np.diff(bounds) > 0).all()
    # no break can be moved for the better: the neighbour of each bound, moved to the other class, costs more
    least, points = inside(values, bounds), np.sort(values)
    for place in range(1, 5):
        at = np.searchsorted(points, bounds[place])
        for other in (points[at - 1], points[at + 1]):
            moved = bounds.copy()
            moved[place] = other
            assert inside(values, moved) >= least


def test_large_values_that_differ_little_are_told_apart():
    values = 1e9 + np.array([0.0, 0.1, 0.2, 5.0, 5.1, 5.2])
    assert class_of(values, fisher_jenks(values, 2)).tolist() == [1, 1, 1, 2, 2, 2]


@pytest.mark.parametrize("far", [[1e9], [-999999999.0], [-999999999.0, 1e12], [1e9, 3e9, 7e12]])
@pytest.mark.parametrize("count", [4, 7])
def test_a_value_far_from_all_others_leaves_them_their_classes(far, count):
    """A missing value coded 999999999, a total among the parts: in exact fractions, the optimum all the same."""
    values = [*np.random.default_rng(3).normal(12, 1, 18).tolist(), *far]
    exact = sorted(map(Fraction, values))
    bounds = list(map(Fraction, fisher_jenks(values, count)))
    cost = inside(np.array(exact, dtype=object), np.array(bounds, dtype=object))
    assert cost == pytest.approx(float(least_possible(exact, count)), rel=1e-9)


def test_quantiles_share_out():
    bounds = quantiles(np.arange(1.0, 101.0), 4)
    assert bounds.tolist() == [1.0, 25.0, 50.0, 75.0, 100.0]
    assert np.bincount(class_of(np.arange(1.0, 101.0), bounds))[1:].tolist() == [25] * 4
    # half the communes at zero: two bounds would be equal
    assert quantiles([0.0] * 50 + list(range(1, 51)), 4).tolist() == [0.0, 0.0, 25.0, 50.0]


def test_given_breaks_are_kept_though_empty():
    bounds = given([12.0, 14.0], [10.0, 13.0, 20.0])
    assert bounds.tolist() == [10.0, 13.0, 20.0]
    assert class_of([12.0, 14.0], bounds).tolist() == [1, 2]
    assert given([12.0], [12.0]).tolist() == [12.0, 12.0]
    assert given([1.0, 30.0], [10.0, 20.0]).tolist() == [1.0, 10.0, 20.0, 30.0]
    assert given([1.0, 2.0, 30.0], [10.0, 20.0, 25.0]).tolist() == [1.0, 10.0, 20.0, 25.0, 30.0]
    # one class of what is under the only break; none for the least value, where it is the first break
    assert given([5.0], [10.0]).tolist() == [5.0, 10.0]
    assert given([10.0, 11.0, 20.0], [10.0, 20.0]).tolist() == [10.0, 20.0]


def test_a_value_outside_the_bounds_has_no_class():
    assert class_of([9.9, 10.0, 13.0, 20.0, 20.1], np.array([10.0, 13.0, 20.0])).tolist() == [0, 1, 1, 2, 0]


def test_twelve_classes_are_the_most():
    assert fisher_jenks(range(24), 12).tolist() == [0, *range(1, 24, 2)]


@pytest.mark.parametrize("wrong", [[], [2.0, 1.0], [1.0, 1.0], [1.0, float("nan")]])
def test_breaks_that_do_not_increase_are_refused(wrong):
    with pytest.raises(ParameterError):
        given([1.0, 2.0], wrong)


@pytest.mark.parametrize(("values", "count"), [([], 3), ([float("nan")], 3), ([1.0], 0), ([1.0], 13)])
def test_what_makes_no_classes_is_refused(values, count):
    with pytest.raises(ParameterError):
        fisher_jenks(values, count)
