"""Straight segments along which the time is linear, and the time of any point that projects on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..ragged import ranges
from .graph import Network
from .isochrones import pieces, stretch_lines
from .lines import measures

__all__ = ["EPSILON", "SMALLEST", "Segments", "segments_of", "trimmed", "within"]

# places on a line that differ by less are one place (m)
EPSILON = 1e-6
# shortest part that a segment is cut into (m)
SMALLEST = 1e-3
# a street longer than this may go far beyond what is reached of it (m)
LONG = 10_000.0


@dataclass(frozen=True)
class Segments:
    """Straight segments with the time to the nearest facility along them.

    Attributes
    ----------
    start : numpy.ndarray, shape (n, 2)
        First end, metres.
    direction : numpy.ndarray, shape (n, 2)
        Unit vector towards the other end.
    length : numpy.ndarray, shape (n,)
        Metres, positive.
    minutes : numpy.ndarray, shape (n,)
        Time at the first end, ``inf`` where no facility is reached.
    slope : numpy.ndarray, shape (n,)
        Minutes gained by each metre along the segment.
    """

    start: np.ndarray
    direction: np.ndarray
    length: np.ndarray
    minutes: np.ndarray
    slope: np.ndarray

    def __len__(self) -> int:
        return len(self.length)

    @property
    def end(self) -> np.ndarray:
        """Second end, shape (n, 2)."""
        return self.start + self.direction * self.length[:, None]

    @property
    def earliest(self) -> np.ndarray:
        """Smallest time on each segment, shape (n,)."""
        return np.minimum(self.minutes, self.minutes + self.slope * self.length)

    def take(self, index) -> "Segments":
        """Keep some segments."""
        return Segments(
            self.start[index], self.direction[index], self.length[index], self.minutes[index], self.slope[index]
        )

    def between(self, index, low, high) -> "Segments":
        """Keep parts of some segments.

        Parameters
        ----------
        index : numpy.ndarray of int, shape (m,)
            A segment may come several times.
        low, high : numpy.ndarray, shape (m,)
            Metres from the first end.

        Returns
        -------
        Segments
        """
        part = self.take(index)
        start = part.start + part.direction * low[:, None]
        return Segments(start, part.direction, high - low, part.minutes + part.slope * low, part.slope)

    def moved(self, by: np.ndarray) -> "Segments":
        """Shift all segments, so that coordinates stay small and exact."""
        return Segments(self.start + by, self.direction, self.length, self.minutes, self.slope)

    def local(self, index, xy):
        """Coordinates of points along and across a segment.

        Parameters
        ----------
        index : numpy.ndarray of int, shape (m,)
            Segment of each point.
        xy : numpy.ndarray, shape (m, 2)

        Returns
        -------
        along, across : numpy.ndarray, shape (m,)
            Metres from the first end along the segment, and to its left.
        """
        x, y = xy[:, 0] - self.start[index, 0], xy[:, 1] - self.start[index, 1]
        u, v = self.direction[index, 0], self.direction[index, 1]
        return x * u + y * v, y * u - x * v

    def field(self, index, xy, speed):
        """Time from points to the nearest facility by way of a segment.

        Parameters
        ----------
        index : numpy.ndarray of int, shape (m,)
        xy : numpy.ndarray, shape (m, 2)
        speed : float
            Metres per minute between a point and its line; ``inf`` where that leg is not counted.

        Returns
        -------
        minutes, distance : numpy.ndarray, shape (m,)
            Time, access leg included, and metres to the projection.
        """
        along, across = self.local(index, xy)
        inside = np.minimum(np.maximum(along, 0.0), self.length[index])
        over = along - inside
        distance = np.where(over == 0.0, np.abs(across), np.sqrt(over * over + across * across))
        return self.minutes[index] + self.slope[index] * inside + distance / speed, distance


def segments_of(network: Network, minutes: np.ndarray, usable=None) -> Segments:
    """Cut a network into straight segments of linear time.

    Parameters
    ----------
    network : Network
    minutes : numpy.ndarray, shape (k,)
        Minutes from each node to its nearest facility, NaN or ``inf`` where none is reached.
    usable : numpy.ndarray of bool, shape (e,), optional
        Edges that own land: those points may be attached to. All of them by default.

    Returns
    -------
    Segments
        Reached or not; segments shorter than a tenth of a millimetre are left out.
    """
    parts = pieces(network, minutes)
    if usable is not None:
        parts = parts.take(usable[parts.edge])
    lines = stretch_lines(network, parts)
    along = measures(lines)
    total = along[lines.offsets[1:] - 1]
    first = ranges(lines.offsets[:-1], lines.counts - 1)
    piece = np.repeat(np.arange(len(lines)), lines.counts - 1)
    step = lines.xy[first + 1] - lines.xy[first]
    length = np.sqrt(step[:, 0] ** 2 + step[:, 1] ** 2)
    kept = length > 1e-4
    first, piece, step, length = first[kept], piece[kept], step[kept], length[kept]
    reached = np.isfinite(parts.minutes_start[piece])
    span = np.where(reached, parts.minutes_end[piece], 0.0) - np.where(reached, parts.minutes_start[piece], 0.0)
    slope = span / total[piece]
    start_minutes = np.where(reached, parts.minutes_start[piece] + slope * along[first], np.inf)
    return Segments(lines.xy[first], step / length[:, None], length, start_minutes, slope)


def trimmed(segments: Segments, last: float, reach: float) -> Segments:
    """Cut off what long segments hold far from all that is reached: a street with an end at the world's origin.

    Parameters
    ----------
    segments : Segments
    last : float
        Minutes.
    reach : float
        Metres from a line to the farthest land it can own.

    Returns
    -------
    Segments
        As they are, but for those longer than `LONG`, which come last and in parts.
    """
    long = np.flatnonzero(segments.length > LONG)
    if not len(long):
        return segments
    minutes, slope, length = segments.minutes[long], segments.slope[long], segments.length[long]
    with np.errstate(divide="ignore", invalid="ignore"):
        turn = np.clip(np.nan_to_num((last - minutes) / slope), 0.0, length)
    first = np.where(slope < 0, np.maximum(turn - 2 * reach, 0.0), 0.0)
    end = np.where(slope > 0, np.minimum(turn + 2 * reach, length), length)
    none = segments.earliest[long] > last
    first[none] = end[none] = 0.0
    short = np.setdiff1d(np.arange(len(segments)), long)
    whole = ~none
    near = segments.between(long[whole], first[whole], end[whole])
    rest = (long, end, length), (long, np.zeros(len(long)), first)
    rest = segments.between(*(np.concatenate(column) for column in zip(*rest)))
    reached = [segments.take(short[segments.earliest[short] <= last]), near]
    corners = np.concatenate([ends for some in reached for ends in (some.start, some.end)])
    rest = _clipped(rest, corners.min(axis=0) - 4 * reach, corners.max(axis=0) + 4 * reach)
    parts = [segments.take(short), near, rest]
    columns = ("start", "direction", "length", "minutes", "slope")
    return Segments(*(np.concatenate([getattr(p, name) for p in parts]) for name in columns))


def _clipped(segments, low, high):
    """Keep what lies in a rectangle (Liang and Barsky, 1984)."""
    start, direction = segments.start, segments.direction
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (low - start) / direction, (high - start) / direction
    still = direction == 0
    outside = still & ((start < low) | (start > high))
    enter = np.where(still, np.where(outside, np.inf, -np.inf), np.minimum(one, other)).max(axis=1)
    leave = np.where(still, np.inf, np.maximum(one, other)).min(axis=1)
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, segments.length)
    kept = np.flatnonzero(leave - enter > SMALLEST)
    return segments.between(kept, enter[kept], leave[kept])


def within(segments: Segments, last: float, reach: float) -> np.ndarray:
    """Select the segments that may own land within reach of a point whose time is at most `last`.

    Those reached by `last`, and all others near enough to hold land beside them.

    Parameters
    ----------
    segments : Segments
    last : float
        Minutes.
    reach : float
        Metres from a line to the farthest land it can own.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)
    """
    reached = segments.earliest <= last
    if reached.all() or not reached.any():
        return reached
    # coarse cells: whoever lies beside a reached cell may be a neighbour
    side = 3.0 * max(reach, 1.0)
    count = (np.ceil(segments.length / reach) + 1).astype(np.int64)
    owner = np.repeat(np.arange(len(segments)), count)
    share = ranges(np.zeros(len(count), dtype=np.int64), count) / np.maximum(count[owner] - 1, 1)
    point = segments.start[owner] + segments.direction[owner] * (share * segments.length[owner])[:, None]
    column, row = np.floor(point / side).astype(np.int64).T
    column -= column.min() - 1
    row -= row.min() - 1
    width = row.max() + 2
    hot = np.unique((column * width + row)[reached[owner]])
    around = np.unique(np.concatenate([hot + d * width + e for d in (-1, 0, 1) for e in (-1, 0, 1)]))
    near = np.isin(column * width + row, around)
    result = np.zeros(len(segments), dtype=bool)
    result[owner[near]] = True
    return result
