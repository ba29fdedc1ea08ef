"""The time of any place that belongs to a line, and the band it makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .samples import Samples
from .segments import Segments

__all__ = ["Land", "band_of"]


def band_of(minutes: np.ndarray, breaks: np.ndarray) -> np.ndarray:
    """Band of some times: the first whose break is not exceeded, ``len(breaks)`` beyond the last."""
    return np.searchsorted(breaks, minutes, side="left")


@dataclass(frozen=True)
class Land:
    """What the land of segments needs to know to tell its time."""

    segments: Segments
    samples: Samples
    breaks: np.ndarray
    speed: float
    reach: float

    def minutes(self, segment, xy):
        """Time from points by way of a segment."""
        return self.segments.field(segment, xy, self.speed)[0]

    def distance(self, segment, xy):
        """Metres from points to a segment."""
        return self.segments.field(segment, xy, self.speed)[1]

    def in_time(self, hand):
        """Indices of the sides whose cell holds land that may be in a band, and the segment of each."""
        segment = self.samples.segment[hand]
        used = np.flatnonzero(segment >= 0)
        segment = segment[used]
        kept = self.segments.earliest[segment] <= self.breaks[-1]
        return used[kept], segment[kept]

    def seen_from(self, hand, sides):
        """Time at both corners of each side by the line of one of its cells, and whether that is within reach."""
        minutes0, minutes1 = np.full(len(sides), np.inf), np.full(len(sides), np.inf)
        owned = np.zeros(len(sides), dtype=bool)
        used, segment = self.in_time(hand)
        a, b = sides.xy[sides.first[used]], sides.xy[sides.second[used]]
        minutes0[used], minutes1[used] = self.minutes(segment, a), self.minutes(segment, b)
        owned[used] = self.distance(segment, 0.5 * (a + b)) <= self.reach
        return minutes0, minutes1, owned
