"""People of grid cells as the files give them: numbers, texts, blanks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Sequence

import numpy as np

__all__ = ["People", "find_population_field", "read_people"]

# names of the people column, most telling first: Filosofi (ind, Ind), older grids, census files
POPULATION_NAMES = (
    "ind",
    "ind_c",
    "population",
    "pop",
    "pop_totale",
    "pop_municipale",
    "nb_habitants",
    "habitants",
    "pmun",
    "ptot",
    "nbpers",
)


@dataclass(frozen=True)
class People:
    """People of n cells, and what could not be read.

    Attributes
    ----------
    values : ndarray of float, shape (n,)
        People; 0 where the value is missing, unreadable or negative.
    missing, unreadable, negative : int
        Cells counted as nobody, by reason.
    """

    values: np.ndarray
    missing: int
    unreadable: int
    negative: int


def find_population_field(names: Sequence[str]) -> str | None:
    """Return the column that holds people, by its name in any case, or None.

    Examples
    --------
    >>> find_population_field(["idcar_200m", "Ind", "Men"])
    'Ind'
    """
    by_name = {name.casefold(): name for name in reversed(list(names))}
    for candidate in POPULATION_NAMES:
        if candidate in by_name:
            return by_name[candidate]
    # a dated column such as pop_2021: the latest year
    dated = sorted(key for key in by_name if key.startswith(("pop_", "ind_", "pop")) and key[-4:].isdigit())
    return by_name[dated[-1]] if dated else None


def read_people(values: Iterable[object]) -> People:
    """Turn a column into people.

    Parameters
    ----------
    values : iterable
        Numbers, texts with a decimal point or comma, None.

    Returns
    -------
    People
    """
    result = []
    missing = unreadable = negative = 0
    for value in values:
        number = 0.0
        if value is None or (isinstance(value, str) and not value.strip()):
            missing += 1
        else:
            try:
                # a French spreadsheet writes 1 234,5 with one of three spaces
                number = float("".join(value.split()).replace(",", ".") if isinstance(value, str) else value)
            except (TypeError, ValueError):
                unreadable += 1
            else:
                if not np.isfinite(number):
                    missing += 1
                    number = 0.0
                elif number < 0:
                    # Insee writes -9999 and the like for a protected cell
                    negative += 1
                    number = 0.0
        result.append(number)
    return People(np.asarray(result, dtype=float), missing, unreadable, negative)
