"""Values of an indicator by territory and period, whichever service they came from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["AMBIGUOUS", "MERGED", "MISSING", "OUT_OF_SOURCE", "PUBLISHED", "SECRET", "TO_CHECK", "Observations"]

_OF_A_SOURCE = ("publie", "absent", "secret")
PUBLISHED, MISSING, SECRET = _OF_A_SOURCE
# of a join alone: the source has no such code; it has a value, but not of this very territory
OUT_OF_SOURCE, TO_CHECK = "hors_source", "a_verifier"
# of a portrait alone, which has no report beside it to say why: rows differ; communes have merged (`conversion`)
AMBIGUOUS, MERGED = "ambigu", "fusion"


@dataclass(frozen=True)
class Observations:
    """A long table: one row a territory and a period, in the order received.

    Attributes
    ----------
    codes : ndarray of str, shape (n,)
        Insee's codes, text: ``01001``, ``2A004``, ``QN09312I``.
    periods : ndarray of str, shape (n,)
        ``2021`` or ``2015-2021``; "" where the source gives none.
    values : ndarray of float, shape (n,)
        NaN where there is none, never 0 or -9999.
    statuses : ndarray of str, shape (n,)
        `PUBLISHED`, `MISSING`, `SECRET` where the source says that the value is hidden, or `TO_CHECK` where it cannot
        be made of what the source gives.
    level : str
        As in `levels`.
    geography : str
        Year of the geography (COG) of the codes; "" where it is not known.
    labels : ndarray of str or None, shape (n,)
        Names of classes, for an indicator that has classes; None for one that has numbers.
    names : dict of str to str
        Code -> name of the territory, where the source gives it.
    """

    codes: np.ndarray
    periods: np.ndarray
    values: np.ndarray
    statuses: np.ndarray
    level: str = ""
    geography: str = ""
    labels: object = None
    names: object = None

    def __len__(self):
        return len(self.codes)

    def at(self, period):
        """Return the rows of one period."""
        return self.only(self.periods == period)

    def only(self, keep):
        """Return some rows.

        Parameters
        ----------
        keep : ndarray of bool or of int
        """
        labels = None if self.labels is None else self.labels[keep]
        return Observations(
            self.codes[keep], self.periods[keep], self.values[keep], self.statuses[keep], self.level, self.geography,
            labels, self.names,
        )  # fmt: skip

    def alike(self, one, other):
        """Tell whether two rows say the same, whatever their codes and periods."""
        first, second = self.values[one], self.values[other]
        same = first == second or (first != first and second != second)
        texts = self.labels is None or self.labels[one] == self.labels[other]
        return bool(same) and texts and self.statuses[one] == self.statuses[other]

    @property
    def latest(self):
        """The last period, "" where there is none."""
        return max(set(self.periods.tolist()), default="")

    @staticmethod
    def of(codes, values, periods=None, level="", geography="", statuses=None, labels=None, names=None):
        """Make a table of plain sequences.

        Parameters
        ----------
        codes : sequence of str
        values : sequence of (float or None)
        periods : sequence of str, optional
        statuses : sequence of str, optional
            By default `PUBLISHED` where there is a value or a label, else `MISSING`.
        labels : sequence of (str or None), optional
        names : dict, optional
        """
        codes = np.array([str(code) for code in codes], dtype=object)
        values = np.array([np.nan if value is None else value for value in values], dtype=float)
        periods = np.array([""] * len(codes) if periods is None else [str(p) for p in periods], dtype=object)
        if labels is not None:
            labels = np.array([label or "" for label in labels], dtype=object)
        if statuses is None:
            told = np.isfinite(values) if labels is None else labels != ""
            statuses = np.where(told, PUBLISHED, MISSING)
        return Observations(
            codes, periods, values, np.array(statuses, dtype=object), level, geography, labels, dict(names or {})
        )
