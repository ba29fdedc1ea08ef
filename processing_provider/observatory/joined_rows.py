"""What each polygon gets of a join: values, status, class."""

from __future__ import annotations

import numpy as np

from ...domain.indicators.cells import Column
from ...domain.indicators.entry import CLASS

__all__ = ["OUT_OF_SOURCE", "Joined"]

OUT_OF_SOURCE = "hors_source"


class Joined:
    """Values of polygons, from those of codes.

    Parameters
    ----------
    columns : list of (field, measure, Observations, Join)
        The first is the one on the map.

    Attributes
    ----------
    statuses : list of str
        Of the first column: ``publie``, ``absent``, ``secret``, or ``hors_source`` where the table has no such code.
    """

    def __init__(self, columns):
        self._columns = []
        for _field, measure, found, joined in columns:
            texts = measure == CLASS and found.labels is not None
            cells = found.labels if texts else found.values
            taken = _take(cells, joined.rows, "" if texts else np.nan)
            self._columns.append([(value or None) if texts else value for value in taken.tolist()])
        _field, _measure, found, joined = columns[0]
        self.statuses = _take(found.statuses, joined.rows, OUT_OF_SOURCE).tolist()
        labels = _take(found.labels, joined.rows, "") if found.labels is not None else None
        values = _take(found.values, joined.rows, np.nan)
        statuses = np.array(self.statuses, dtype=object)
        self._first = Column(values, statuses, np.array([""] * len(values), object) if labels is None else labels, 0)

    def classes(self, classing, measure):
        """Return the classes of the first column."""
        return classing.classify("", "", self._first, measure)

    def values(self, place):
        """Return the values of a polygon, one a column."""
        return [column[place] for column in self._columns]


def _take(cells, rows, absent):
    """Return the cells of some rows, `absent` where the row is -1."""
    taken = np.full(len(rows), absent, dtype=object if isinstance(absent, str) else float)
    known = rows >= 0
    taken[known] = cells[rows[known]]
    return taken
