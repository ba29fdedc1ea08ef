"""What each polygon gets of a field of values that was joined: value, status."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...domain.indicators.cells import Column
from ...domain.indicators.entry import CLASS

__all__ = ["JoinedColumn"]


@dataclass(frozen=True)
class JoinedColumn:
    """A field of values on polygons.

    Attributes
    ----------
    field : str
        Of the table.
    measure : str
        As in `domain.indicators.entry`.
    observations : domain.indicators.observations.Observations
    join : domain.indicators.join.Join
    """

    field: str
    measure: str
    observations: object
    join: object

    @property
    def kind(self):
        """What its field holds: ``text`` or ``double``."""
        return "text" if self.measure == CLASS else "double"

    @property
    def cells(self):
        """Values, statuses and labels of the polygons, as a `domain.indicators.cells.Column`."""
        labels = self.observations.labels
        labels = np.full(len(self.join.rows), "", dtype=object) if labels is None else self.join.take(labels, "")
        return Column(
            self.join.take(self.observations.values, np.nan), self.join.statuses(self.observations), labels, 0
        )
