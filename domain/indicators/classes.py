"""Classes of the values of an indicator, all periods together, so that maps of several years compare."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import QT_TRANSLATE_NOOP, ParameterError
from . import breaks
from .entry import CLASS
from .observations import SECRET, TO_CHECK

__all__ = ["GIVEN", "METHODS", "NATURAL", "QUANTILES", "Classes", "classify"]

NATURAL, QUANTILES, GIVEN = METHODS = (0, 1, 2)
_NO_BREAKS = QT_TRANSLATE_NOOP(
    "@default", "Given breaks were asked for, and there are none: write them in “{name}”, such as 5;10;15."
)


@dataclass(frozen=True)
class Classes:
    """The class of each row, and what each class is.

    Attributes
    ----------
    measure : str
        As in `entry`.
    of : ndarray of int, shape (n,)
        1 for the lowest; 0 without value.
    bounds : ndarray of float or None
        As in `breaks`; None for labels, or where there is no value at all.
    labels : tuple of str
        Names of the classes of an indicator that has labels.
    secret, absent, to_check : int
        How many values are hidden, are not there, were not kept.
    given : tuple of float
        Breaks that were given.
    """

    measure: str
    of: np.ndarray
    bounds: object
    labels: tuple
    secret: int
    absent: int
    to_check: int = 0
    given: tuple = ()

    @property
    def count(self):
        """How many classes there are."""
        return len(self.labels) if self.measure == CLASS else 0 if self.bounds is None else len(self.bounds) - 1

    def limits(self, place):
        """Return (lowest, greatest) of the class of a row, (None, None) without."""
        number = int(self.of[place])
        if not number or self.bounds is None:
            return None, None
        return float(self.bounds[number - 1]), float(self.bounds[number])


def classify(values, statuses, measure, labels=None, method=NATURAL, count=5, given=(), name=""):
    """Put values in classes.

    Parameters
    ----------
    values : array_like of float
        NaN without.
    statuses : sequence of str
        As in `observations`.
    measure : str
        `entry.CLASS` reads `labels`, any other the values.
    labels : sequence of str, optional
    method : int
        One of `METHODS`.
    count : int
    given : sequence of float
        Inner breaks, for `GIVEN`.
    name : str
        What the parameter of the breaks is called, for messages.

    Returns
    -------
    Classes

    Raises
    ------
    ParameterError
    """
    if method == GIVEN and not len(given):
        raise ParameterError(_NO_BREAKS, name=name)
    statuses = np.asarray(statuses, dtype=object)
    if measure == CLASS:
        labels = np.asarray(labels, dtype=object)
        names = tuple(sorted({label for label in labels.tolist() if label}, key=_natural))
        rank = {label: place for place, label in enumerate(names, 1)}
        of, bounds = np.array([rank.get(label, 0) for label in labels.tolist()], dtype=int), None
    else:
        values, names, bounds = np.asarray(values, dtype=float), (), None
        if np.isfinite(values).any():
            make = {NATURAL: breaks.fisher_jenks, QUANTILES: breaks.quantiles, GIVEN: breaks.given}[method]
            bounds = make(values, given if method == GIVEN else count)
        of = np.zeros(len(values), dtype=int) if bounds is None else breaks.class_of(values, bounds)
    bare = of == 0
    secret, to_check = (int((bare & (statuses == status)).sum()) for status in (SECRET, TO_CHECK))
    absent = int(bare.sum()) - secret - to_check
    return Classes(measure, of, bounds, names, secret, absent, to_check, tuple(given) if method == GIVEN else ())


def _natural(label):
    """Order 2 before 10, as a person does."""
    digits = ""
    for letter in label.strip():
        if not letter.isdecimal():
            break
        digits += letter
    return (0, int(digits), label) if digits else (1, 0, label)
