"""Classes of a choropleth: where the breaks are, and which class each value falls in.

QGIS's own Jenks is wrong past some 15,000 values (it samples, and the sample holds zeros that are nobody's value), so
breaks are computed here, exactly, and given to the map as plain ranges.
"""

from __future__ import annotations

import numpy as np

from ..errors import QT_TRANSLATE_NOOP, ParameterError

__all__ = ["class_of", "fisher_jenks", "given", "quantiles"]

_FEW = QT_TRANSLATE_NOOP("@default", "{count} classes were asked for: ask for one to {most}.")
_EMPTY = QT_TRANSLATE_NOOP("@default", "There is no value to make classes of.")
_UNSORTED = QT_TRANSLATE_NOOP("@default", "The breaks {breaks} must be numbers that increase.")
MOST = 12


def _values(values, count):
    """Return the finite values in order, refuse what no classes can be made of."""
    if not 1 <= count <= MOST:
        raise ParameterError(_FEW, count=count, most=MOST)
    values = np.asarray(values, dtype=float)
    values = np.sort(values[np.isfinite(values)])
    if not len(values):
        raise ParameterError(_EMPTY)
    return values


def fisher_jenks(values, count):
    """Return the bounds of the classes that leave the least variance inside them (natural breaks).

    The optimum is exact: equal values are one weighted point, and the dynamic programme of Fisher (1958, "On grouping
    for maximum homogeneity") is solved by divide and conquer, as the best start of the last class moves up with its
    end (Knuth-Yao monotonicity of this cost): ``count · n · log n`` steps, a whole row of them at once in numpy.

    Parameters
    ----------
    values : array_like of float
        NaN is no value.
    count : int
        How many classes; there are fewer where there are fewer distinct values.

    Returns
    -------
    ndarray of float, shape (classes + 1,)
        Strictly increasing but where all values are equal: the least value, then the greatest of each class.

    Raises
    ------
    ParameterError
    """
    points, weights = np.unique(_values(values, count), return_counts=True)
    size = len(points)
    count = min(count, size)
    if count == size:
        return np.concatenate([points[:1], points])
    # from the median, and added up from it outwards: a value far from all others, -999999999 or a total among parts,
    # would drown the small variances in its square; none may pass the largest float
    scaled = points / np.abs(points).max()
    middle = size // 2
    shifted = scaled - scaled[middle]
    sums = np.array([_outwards(weights * shifted**power, middle) for power in (0, 1, 2)])
    cost = _variance(sums, np.zeros(size, dtype=np.int64), np.arange(size))
    starts = []
    for classes in range(1, count):
        cost, start = _one_more_class(cost, sums, classes)
        starts.append(start)
    ends, last = [], size - 1
    for start in reversed(starts):
        ends.append(points[last])
        last = start[last] - 1
    return np.array([points[0], points[last], *reversed(ends)])


def _outwards(terms, middle):
    """Return the sum of the terms from `middle` to each place, negative before it."""
    before, after = terms[:middle][::-1], terms[middle:]
    return np.concatenate([-np.cumsum(before)[::-1], [0.0], np.cumsum(after)])


def _variance(sums, first, last):
    """Return the sum of squared distances to the mean of points `first` to `last`, both in."""
    weight, total, squares = (row[last + 1] - row[first] for row in sums)
    return np.maximum(squares - total * total / weight, 0.0)


def _one_more_class(before, sums, classes):
    """Add a class: the least cost of points 0 to each j, and where the last class then starts.

    All ends of one depth of the divide and conquer are solved together.
    """
    size = len(before)
    cost, start = np.full(size, np.inf), np.zeros(size, dtype=np.int64)
    low, high = np.array([classes]), np.array([size - 1])
    first, last = np.array([classes]), np.array([size - 1])
    while len(low):
        middle = (low + high) // 2
        # every candidate start of every end of this depth, end to end in one array
        until = np.minimum(middle, last)
        lengths = until - first + 1
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        candidate = np.arange(offsets[-1]) - np.repeat(offsets[:-1] - first, lengths)
        total = before[candidate - 1] + _variance(sums, candidate, np.repeat(middle, lengths))
        least = np.minimum.reduceat(total, offsets[:-1])
        place = np.where(total == np.repeat(least, lengths), candidate, size)
        best = np.minimum.reduceat(place, offsets[:-1])
        cost[middle], start[middle] = least, best
        left, right = low < middle, middle < high
        low, high, first, last = (
            np.concatenate([low[left], middle[right] + 1]), np.concatenate([middle[left] - 1, high[right]]),
            np.concatenate([first[left], best[right]]), np.concatenate([best[left], last[right]]),
        )  # fmt: skip
    return cost, start


def quantiles(values, count):
    """Return the bounds of classes with as many values each; fewer where ties make two bounds equal.

    Parameters and result are those of `fisher_jenks`.
    """
    values = _values(values, count)
    ranks = np.ceil(np.arange(1, count + 1) * len(values) / count).astype(int) - 1
    return np.concatenate([values[:1], np.unique(values[ranks])])


def given(values, breaks):
    """Return the bounds of classes whose inner breaks are given.

    Parameters
    ----------
    values : array_like of float
    breaks : sequence of float
        Increasing; a value equal to a break is in the class under it.

    Returns
    -------
    ndarray of float
        The breaks, then the least and the greatest value where they lie beyond; a class without value is kept, so that
        maps of several years or territories have the same legend where the outer breaks hold them all.
    """
    breaks = np.asarray(breaks, dtype=float)
    if not len(breaks) or not np.isfinite(breaks).all() or (np.diff(breaks) <= 0).any():
        raise ParameterError(_UNSORTED, breaks=" ; ".join("{:g}".format(b) for b in breaks))
    values = _values(values, 1)
    lowest = [values[0]] if values[0] < breaks[0] else []
    bounds = np.concatenate([lowest, breaks, [values[-1]] if values[-1] > breaks[-1] else []])
    # one break above or under everything makes one class
    return bounds if len(bounds) > 1 else np.concatenate([bounds, bounds])


def class_of(values, bounds):
    """Return the class of each value, 1 for the lowest.

    Parameters
    ----------
    values : array_like of float
    bounds : ndarray of float, shape (classes + 1,)
        A value equal to a bound is in the class under it, the least value in the first.

    Returns
    -------
    ndarray of int
        0 where there is no value, or where it lies outside the bounds.
    """
    values = np.asarray(values, dtype=float)
    known = np.isfinite(values)
    classes = np.zeros(values.shape, dtype=int)
    places = np.searchsorted(bounds[1:], values[known], side="left") + 1
    places[(values[known] < bounds[0]) | (places > len(bounds) - 1)] = 0
    classes[known] = places
    return classes
