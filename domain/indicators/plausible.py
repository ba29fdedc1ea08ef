"""What is odd about a table: values in % that no percentage has, codes of another territory than its name says."""

from __future__ import annotations

import re

import numpy as np

from .words import EMPTY_WORDS, fold, words

__all__ = ["OF_ONE", "OUTSIDE", "YEARS_OF_ONE", "doubts", "named_otherwise"]

OF_ONE, YEARS_OF_ONE, OUTSIDE = "parts_of_one", "years_in_parts_of_one", "outside"
_FEWEST = 3
# what may well stay under 1 %, or be negative
_CHANGE = re.compile(r"\b(evol\w*|variation\w*|croissance|accroissement|solde\w*|annuel\w*|ecart|var)\b")
_SHARE = re.compile(r"\b(part|parts|proportion|share)\b")
# a sum of rounded parts
_MARGIN = 0.1


def doubts(name, unit, values, periods=None):
    """Return what is odd about values that are said to be in %.

    Parameters
    ----------
    name, unit : str
    values : array_like of float
        NaN without.
    periods : sequence of str, optional
        Of each value.

    Returns
    -------
    list of (str, dict)
        `OF_ONE` (``greatest``), `YEARS_OF_ONE` (``years``, those of the least values) or `OUTSIDE` (``count``,
        ``example``).
    """
    values, said, found = np.asarray(values, dtype=float), fold(name), []
    known = np.isfinite(values)
    if unit.strip() != "%" or not known.any():
        return found
    shares = values[known]
    if _SHARE.search(said) and not _CHANGE.search(said):
        odd = shares[(shares < -_MARGIN) | (shares > 100 + _MARGIN)]
        if len(odd):
            found.append((OUTSIDE, {"count": len(odd), "example": float(odd[np.abs(odd - 50).argmax()])}))
    if _CHANGE.search(said):
        return found
    if _of_one(shares):
        return [*found, (OF_ONE, {"greatest": float(shares.max())})]
    years = np.asarray([""] * len(values) if periods is None else periods, dtype=object)[known]
    small = [year for year in sorted(set(years.tolist())) if _of_one(shares[years == year])]
    return [*found, (YEARS_OF_ONE, {"years": ", ".join(small)})] if small else found


def _of_one(values):
    return len(values) >= _FEWEST and bool((values >= 0).all()) and bool((values <= 1).all()) and bool(values.any())


def named_otherwise(theirs, ours):
    """Return the codes whose names in two tables have not one word in common.

    Parameters
    ----------
    theirs, ours : dict of str to str
        Code -> name.

    Returns
    -------
    list of str
    """
    return [code for code, name in theirs.items() if not _alike(name, ours.get(code, ""))]


def _alike(one, other):
    if not one or not other or one == other:
        return True
    said, told = (set(words(name)) - EMPTY_WORDS for name in (one, other))
    return not said or not told or bool(said & told)
