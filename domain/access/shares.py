"""Shares of the people of a zone who reach a service within so many minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

__all__ = ["Shares", "people_within", "shares_by_zone"]

# a time equal to the threshold counts as within it, whatever the last bit of the sum says
ROUNDING = 1e-9


@dataclass(frozen=True)
class Shares:
    """People of each of z zones, by the minutes they need.

    Attributes
    ----------
    population : ndarray, shape (z,)
        People of the zone, reached or not: the denominator of every share.
    covered : ndarray, shape (z, t)
        People within each of the t thresholds (time <= threshold).
    mean_minutes : ndarray, shape (z,)
        Mean minutes weighted by people, of those who reach a site; NaN where nobody does.
    without_access : ndarray, shape (z,)
        People of the cells that reach no site at all.
    at_border : ndarray, shape (z,)
        People whose time is an upper bound, the network being cut nearer than the site found.
    cells : ndarray of int, shape (z,)
        Cells counted.
    """

    population: np.ndarray
    covered: np.ndarray
    mean_minutes: np.ndarray
    without_access: np.ndarray
    at_border: np.ndarray
    cells: np.ndarray

    @property
    def percent(self) -> np.ndarray:
        """Share of people within each threshold, percent, shape (z, t); NaN where nobody lives."""
        with np.errstate(invalid="ignore", divide="ignore"):
            share = 100.0 * self.covered / self.population[:, None]
        return np.where(self.population[:, None] > 0, share, np.nan)


def people_within(population: np.ndarray, minutes: np.ndarray, threshold: float) -> float:
    """Return the people whose time is at most a threshold.

    Parameters
    ----------
    population : ndarray, shape (n,)
        People of each cell.
    minutes : ndarray, shape (n,)
        Minutes of each cell, NaN where no site is reached.
    threshold : float
        Minutes.

    Returns
    -------
    float
    """
    return float(population[minutes <= threshold + ROUNDING].sum())


def shares_by_zone(
    population: np.ndarray,
    minutes: np.ndarray,
    zones: np.ndarray,
    count: int,
    thresholds: Sequence[float],
    *,
    border: np.ndarray | None = None,
) -> Shares:
    """Return the people of each zone by the minutes they need.

    Cells that reach nothing stay in the population: an area nobody can leave is not a covered one.

    Parameters
    ----------
    population : ndarray, shape (n,)
        People of each cell; NaN counts as nobody.
    minutes : ndarray, shape (n,)
        Minutes to the nearest site, NaN where none is reached.
    zones : ndarray of int, shape (n,)
        Row of the zone of each cell, -1 for none: such cells are left out.
    count : int
        Number of zones z.
    thresholds : sequence of float
        The t thresholds, minutes.
    border : ndarray of bool, shape (n,), optional
        Cells whose time is an upper bound.

    Returns
    -------
    Shares
    """
    kept = zones >= 0
    zone = zones[kept]
    people = np.nan_to_num(np.asarray(population, dtype=float)[kept])
    time = np.asarray(minutes, dtype=float)[kept]
    reached = np.isfinite(time)

    def total(weights: np.ndarray) -> np.ndarray:
        return np.bincount(zone, weights=weights, minlength=count)[:count]

    covered = [total(np.where(reached & (time <= threshold + ROUNDING), people, 0.0)) for threshold in thresholds]
    weight = total(np.where(reached, people, 0.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total(np.where(reached, people * np.where(reached, time, 0.0), 0.0)) / weight
    limited = np.zeros(len(zone), dtype=bool) if border is None else np.asarray(border, dtype=bool)[kept]
    return Shares(
        population=total(people),
        covered=np.column_stack(covered) if covered else np.zeros((count, 0)),
        mean_minutes=np.where(weight > 0, mean, np.nan),
        without_access=total(np.where(reached, 0.0, people)),
        at_border=total(np.where(limited, people, 0.0)),
        cells=np.bincount(zone, minlength=count)[:count],
    )
