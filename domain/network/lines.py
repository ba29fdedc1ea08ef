"""Polylines as flat arrays: the form in which a street network enters the domain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..ragged import offsets_of, ranges

__all__ = ["Lines", "apportion", "cut", "from_parts", "lengths", "measures", "points_at", "take"]


@dataclass(frozen=True)
class Lines:
    """Polylines laid end to end in one array of vertices.

    Attributes
    ----------
    xy : numpy.ndarray, shape (v, 2), float64
        Vertices in metres of the work CRS, one line after another.
    offsets : numpy.ndarray, shape (n + 1,), int64
        Line ``i`` is ``xy[offsets[i]:offsets[i + 1]]``.
    forward : numpy.ndarray, shape (n,), float64
        Minutes along the whole line in its drawing direction, ``inf`` where forbidden.
    backward : numpy.ndarray, shape (n,), float64
        Minutes along the whole line against it, ``inf`` where forbidden.
    ids : numpy.ndarray, shape (n,), int64
        The caller's feature ids.
    """

    xy: np.ndarray
    offsets: np.ndarray
    forward: np.ndarray
    backward: np.ndarray
    ids: np.ndarray

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def counts(self) -> np.ndarray:
        """Number of vertices of each line, shape (n,)."""
        return np.diff(self.offsets)


def from_parts(parts, forward, backward, ids=None) -> Lines:
    """Build `Lines` from one coordinate array per line.

    Parameters
    ----------
    parts : sequence of array_like, each of shape (k, 2)
        Vertices of each line, in metres.
    forward, backward : array_like, shape (n,)
        Minutes along the whole line in and against drawing direction.
    ids : array_like, shape (n,), optional
        Feature ids; 0 … n-1 when absent.
    """
    arrays = [np.asarray(part, dtype=np.float64).reshape(-1, 2) for part in parts]
    counts = np.array([len(array) for array in arrays], dtype=np.int64)
    return Lines(
        xy=np.concatenate(arrays) if arrays else np.empty((0, 2)),
        offsets=offsets_of(counts),
        forward=np.asarray(forward, dtype=np.float64).reshape(-1),
        backward=np.asarray(backward, dtype=np.float64).reshape(-1),
        ids=np.arange(len(arrays)) if ids is None else np.asarray(ids, dtype=np.int64).reshape(-1),
    )


def measures(lines: Lines) -> np.ndarray:
    """Metres from the start of its own line to each vertex, shape (v,)."""
    if not len(lines.xy):
        return np.empty(0)
    steps = np.zeros(len(lines.xy))
    np.hypot(np.diff(lines.xy[:, 0]), np.diff(lines.xy[:, 1]), out=steps[1:])
    filled = lines.offsets[:-1][lines.counts > 0]
    steps[filled] = 0.0
    two = lines.counts == 2
    if two.all():  # straight lines: nothing to add up
        return steps
    total = np.cumsum(steps)
    total -= np.repeat(total[filled], lines.counts[lines.counts > 0])
    # straight lines keep their exact length, free of the rounding of a long running sum
    last = lines.offsets[1:][two] - 1
    total[last] = steps[last]
    return total


def lengths(lines: Lines) -> np.ndarray:
    """Length of each line in metres, shape (n,); 0 for a line without vertices."""
    result = np.zeros(len(lines))
    filled = lines.counts > 0
    if filled.any():
        result[filled] = measures(lines)[lines.offsets[1:][filled] - 1]
    return result


def take(lines: Lines, index: np.ndarray) -> Lines:
    """Keep the lines of an index array or boolean mask, in that order."""
    index = np.asarray(index)
    if index.dtype == bool:
        if index.all():
            return lines
        index = np.flatnonzero(index)
    counts = lines.counts[index]
    return Lines(
        xy=lines.xy[ranges(lines.offsets[index], counts)],
        offsets=offsets_of(counts),
        forward=lines.forward[index],
        backward=lines.backward[index],
        ids=lines.ids[index],
    )


def points_at(lines: Lines, line: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Coordinates at a relative position along some lines.

    Parameters
    ----------
    line : numpy.ndarray, shape (m,), int
        Line of each point.
    position : numpy.ndarray, shape (m,)
        0 (start) … 1 (end), as a share of the line's length.

    Returns
    -------
    numpy.ndarray, shape (m, 2)
    """
    pieces = cut(lines, line, position, position)
    return pieces.xy[pieces.offsets[:-1]]


def cut(lines: Lines, line: np.ndarray, start: np.ndarray, end: np.ndarray) -> Lines:
    """Cut stretches out of lines, their minutes apportioned by length.

    Parameters
    ----------
    line : numpy.ndarray, shape (m,), int
        Line each stretch is taken from.
    start, end : numpy.ndarray, shape (m,)
        Relative positions along that line, 0 ≤ start ≤ end ≤ 1.

    Returns
    -------
    Lines
        ``m`` stretches drawn in the direction of their line, with its feature id.
    """
    line = np.asarray(line, dtype=np.int64)
    start = np.asarray(start, dtype=np.float64)
    end = np.asarray(end, dtype=np.float64)
    source = take(lines, line)
    along = measures(source)
    total = np.zeros(len(line))
    filled = source.counts > 0
    total[filled] = along[source.offsets[1:][filled] - 1]
    piece = np.repeat(np.arange(len(line)), source.counts)
    inner = (along > (start * total)[piece]) & (along < (end * total)[piece])
    kept = np.bincount(piece[inner], minlength=len(line))
    offsets = offsets_of(kept + 2)
    xy = np.empty((offsets[-1], 2))
    ends = np.zeros(offsets[-1], dtype=bool)
    ends[offsets[:-1]] = ends[offsets[1:] - 1] = True
    xy[~ends] = source.xy[inner]
    xy[offsets[:-1]] = _interpolate(source, along, total, piece, start)
    xy[offsets[1:] - 1] = _interpolate(source, along, total, piece, end)
    share = end - start
    return Lines(xy, offsets, apportion(source.forward, share), apportion(source.backward, share), source.ids)


def apportion(minutes: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Share of the minutes of a line; what is forbidden stays so, even for a stretch of no length."""
    return np.where(np.isinf(minutes), np.inf, np.where(np.isinf(minutes), 0.0, minutes) * share)


def _interpolate(lines, along, total, piece, position):
    """Point of each line at its relative position; ends are returned to the last bit."""
    target = position * total
    # the last vertex at or before the target starts the segment that holds it
    before = np.bincount(piece[along <= target[piece]], minlength=len(lines))
    first = lines.offsets[:-1] + np.clip(before - 1, 0, np.maximum(lines.counts - 2, 0))
    second = np.minimum(first + 1, np.maximum(lines.offsets[1:] - 1, first))
    step = along[second] - along[first]
    share = np.where(step > 0, (target - along[first]) / np.where(step > 0, step, 1.0), 0.0)
    share = np.clip(share, 0.0, 1.0)[:, None]
    a, b = lines.xy[first], lines.xy[second]
    point = a + (b - a) * share
    at_end = position >= 1.0
    point[at_end] = lines.xy[lines.offsets[1:][at_end] - 1]
    return point
