"""Observations on boundaries: the rows of a layer, one a territory and a period."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from qgis.PyQt.QtCore import QDate

from ..domain.indicators.join import join
from ..domain.indicators.series import dates_of
from ..domain.progress import silent
from .fields import make_field

__all__ = ["FIELDS", "IndicatorRows", "indicator_fields", "indicator_rows"]

FIELDS = (
    ("code", "text"), ("nom", "text"), ("annee", "text"), ("date_debut", "date"), ("date_fin", "date"),
    ("valeur", "double"), ("libelle", "text"), ("statut", "text"), ("classe", "int"), ("unite", "text"),
    ("indicateur", "text"), ("source", "text"), ("millesime_geo", "text"),
)  # fmt: skip


def indicator_fields():
    """Return the fields of an indicator's layer."""
    return [make_field(name, kind) for name, kind in FIELDS]


@dataclass(frozen=True)
class IndicatorRows:
    """One row a polygon and a period.

    Attributes
    ----------
    polygons : ndarray of int, shape (n,)
        Place of the polygon.
    periods : ndarray of str, shape (n,)
    values : ndarray of float, shape (n,)
    labels : ndarray of str, shape (n,)
    statuses : ndarray of str, shape (n,)
    join : domain.indicators.join.Join
        Of the last period.
    """

    polygons: np.ndarray
    periods: np.ndarray
    values: np.ndarray
    labels: np.ndarray
    statuses: np.ndarray
    join: object

    def attributes(self, place, code, name, number, told):
        """Return the attributes of a row.

        Parameters
        ----------
        place : int
        code, name : str
        number : int
            Of its class, 0 without.
        told : sequence of str
            Unit, indicator, source, year of the geography.
        """
        period = self.periods[place]
        return [
            code, name, period or None, *_days(period), self.values[place], self.labels[place] or None,
            self.statuses[place], number or None, *(word or None for word in told),
        ]  # fmt: skip


@lru_cache(maxsize=64)
def _days(period):
    """Return the first and last day of a period as Qt has them."""
    return tuple(None if day is None else QDate(day.year, day.month, day.day) for day in dates_of(period))


def indicator_rows(observations, periods, codes, geography="", beyond=None, former=None, tick=silent):
    """Put periods of observations on polygons.

    Parameters
    ----------
    observations : domain.indicators.observations.Observations
    periods : sequence of str
        In order.
    codes : sequence of str
        Of the polygons.
    geography : str, optional
        Year of the boundaries.
    beyond : callable, optional
        As in `domain.indicators.join.join`, and so is `former`.
    former : dict of str to str, optional
    tick : callable, optional

    Returns
    -------
    IndicatorRows
    """
    count, columns, joined = len(codes), [], None
    for step, period in enumerate(periods):
        tick(step / len(periods))
        found = observations.at(period)
        joined = join(found, codes, geography, None, beyond, former)
        labels = np.full(count, "", dtype=object) if found.labels is None else joined.take(found.labels, "")
        columns.append(
            (np.arange(count), np.full(count, period, dtype=object), joined.take(found.values, np.nan), labels,
             joined.statuses(found))
        )  # fmt: skip
    return IndicatorRows(*(np.concatenate(column) for column in zip(*columns)), joined)
