"""Sectors beyond a threshold: the inhabited cells too far from any site, grouped where they touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..access.shares import ROUNDING

__all__ = ["Sector", "beyond", "cell_step", "contiguous_groups", "describe_sectors"]

# two cells touch when their centres are one diagonal apart at most (1.414 steps), the next ones being 2 steps apart
REACH = 1.5


@dataclass(frozen=True)
class Sector:
    """A group of touching cells beyond the threshold.

    Attributes
    ----------
    cells : ndarray of int
        Rows of its cells.
    population : float
        People.
    mean_minutes, max_minutes : float
        Of the cells that reach a site, weighted by people for the first; NaN where none does.
    without_access : float
        People of the cells that reach no site at all.
    at_border : float
        People whose time is an upper bound.
    """

    cells: np.ndarray
    population: float
    mean_minutes: float
    max_minutes: float
    without_access: float
    at_border: float


def beyond(population: np.ndarray, minutes: np.ndarray, threshold: float) -> np.ndarray:
    """Return the rows of the inhabited cells that do not reach a site within a threshold.

    Parameters
    ----------
    population : ndarray, shape (n,)
        People of each cell; a cell without people is no gap.
    minutes : ndarray, shape (n,)
        NaN where no site is reached: such a cell is beyond any threshold.
    threshold : float
        Minutes.

    Returns
    -------
    ndarray of int
    """
    return np.flatnonzero((population > 0) & ~(minutes <= threshold + ROUNDING))


def cell_step(areas: np.ndarray, xy: np.ndarray) -> float:
    """Return the side of the cells of a grid, metres.

    Parameters
    ----------
    areas : ndarray, shape (n,)
        Areas in square metres, NaN for points.
    xy : ndarray, shape (n, 2)
        Centres in metres, used where the cells are points: the median distance to the nearest other centre.

    Returns
    -------
    float
        0 when it cannot be told (one point).
    """
    known = areas[np.isfinite(areas) & (areas > 0)]
    if len(known):
        # cells cut at an edge are smaller: the median is a whole one
        return float(np.sqrt(np.median(known)))
    centres = np.unique(xy[np.isfinite(xy).all(axis=1)], axis=0)
    if len(centres) < 2:
        return 0.0
    sample = centres[:: max(1, len(centres) // 500)]
    nearest = np.empty(len(sample))
    for row, point in enumerate(sample):
        gap = np.hypot(*(centres - point).T)
        nearest[row] = np.min(gap[gap > 0])
    return float(np.median(nearest))


def contiguous_groups(xy: np.ndarray, step: float) -> np.ndarray:
    """Number the groups of cells that touch, by a side or a corner.

    Parameters
    ----------
    xy : ndarray, shape (n, 2)
        Centres in metres; the grid may be turned.
    step : float
        Side of a cell, metres.

    Returns
    -------
    ndarray of int, shape (n,)
        Group of each cell, from 0, in the order of the first cell of each.
    """
    count = len(xy)
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    first, second = _touching_pairs(xy, REACH * step) if step > 0 else (np.zeros(0, np.int64),) * 2
    label = np.arange(count)
    while True:
        # each pair takes the smaller label of both, then labels follow their own label to its root
        lowest = np.minimum(label[first], label[second])
        before = label.copy()
        np.minimum.at(label, label[first], lowest)
        np.minimum.at(label, label[second], lowest)
        label = label[label]
        if np.array_equal(label, before):
            break
    return np.unique(label, return_inverse=True)[1].reshape(-1)


def _squares(values: np.ndarray, side: float) -> np.ndarray:
    """Number squares from 0 along one axis, gaps of any width counted as one square: numbers stay small."""
    place, of_value = np.unique(np.floor((values - values.min()) / side), return_inverse=True)
    number = np.concatenate([[0], np.cumsum(np.minimum(np.diff(place), 2.0))])
    return number.astype(np.int64)[of_value.reshape(-1)]


def _touching_pairs(xy: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of points at most `reach` apart, each pair once."""
    known = np.flatnonzero(np.isfinite(xy).all(axis=1))
    if not len(known):
        return known, known
    xy = xy[known]
    square = np.column_stack([_squares(values, reach) for values in xy.T])
    width = int(square[:, 1].max()) + 3
    key = (square[:, 0] + 1) * width + square[:, 1] + 1
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    firsts, seconds = [], []
    # each square against itself and half of its neighbours: every pair of squares once
    for shift in (0, 1, width - 1, width, width + 1):
        start = np.searchsorted(ranked, ranked + shift, side="left")
        stop = np.searchsorted(ranked, ranked + shift, side="right")
        if shift == 0:
            start = np.arange(1, len(ranked) + 1)
        size = np.maximum(stop - start, 0)
        left = np.repeat(np.arange(len(ranked)), size)
        right = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size) + np.repeat(start, size)
        firsts.append(order[left])
        seconds.append(order[right])
    first, second = np.concatenate(firsts), np.concatenate(seconds)
    near = np.hypot(*(xy[first] - xy[second]).T) <= reach
    return known[first[near]], known[second[near]]


def describe_sectors(
    cells: np.ndarray,
    groups: np.ndarray,
    population: np.ndarray,
    minutes: np.ndarray,
    border: np.ndarray | None = None,
) -> list[Sector]:
    """Return the sectors, the most populated first.

    Parameters
    ----------
    cells : ndarray of int, shape (k,)
        Rows of the cells beyond the threshold.
    groups : ndarray of int, shape (k,)
        Group of each.
    population, minutes, border : ndarray, shape (n,)
        People, minutes (NaN where no site is reached) and upper-bound flag of all cells.

    Returns
    -------
    list of Sector
    """
    order = np.argsort(groups, kind="stable")
    limits = np.searchsorted(groups[order], np.arange(int(groups.max()) + 2 if len(groups) else 1))
    sectors = []
    for start, stop in zip(limits[:-1], limits[1:]):
        rows = np.sort(cells[order[start:stop]])
        people, time = population[rows], minutes[rows]
        reached = np.isfinite(time)
        sectors.append(
            Sector(
                cells=rows,
                population=float(people.sum()),
                mean_minutes=float(np.average(time[reached], weights=people[reached])) if reached.any() else np.nan,
                max_minutes=float(time[reached].max()) if reached.any() else np.nan,
                without_access=float(people[~reached].sum()),
                at_border=float(people[border[rows]].sum()) if border is not None else 0.0,
            )
        )
    return sorted(sectors, key=lambda sector: (-sector.population, sector.cells[0]))
