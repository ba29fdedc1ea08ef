"""Exact projection of points on their nearest line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..progress import silent
from .lines import Lines, measures, take
from .segment_grid import SegmentGrid, project

__all__ = ["Snaps", "concatenate", "snap"]


@dataclass(frozen=True)
class Snaps:
    """Projections of points on lines.

    Attributes
    ----------
    line : numpy.ndarray, shape (m,), int64
        Nearest line, -1 where none is within reach.
    position : numpy.ndarray, shape (m,)
        Where on it, 0 (start) … 1 (end) of its length; NaN without a line.
    distance : numpy.ndarray, shape (m,)
        Metres from the point to its projection; NaN without a line.
    xy : numpy.ndarray, shape (m, 2)
        Coordinates of the projection; NaN without a line.
    """

    line: np.ndarray
    position: np.ndarray
    distance: np.ndarray
    xy: np.ndarray

    def __len__(self) -> int:
        return len(self.line)


def concatenate(*parts: Snaps) -> Snaps:
    """Put several groups of stops (origins, facilities) one after another."""
    names = ("line", "position", "distance", "xy")
    return Snaps(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def snap(
    lines: Lines,
    points_xy: np.ndarray,
    max_distance: float,
    allowed: Optional[np.ndarray] = None,
    tick=silent,
    exclude: Optional[np.ndarray] = None,
) -> Snaps:
    """Project points on their nearest line.

    Points look around themselves in a uniform grid of segments, first close by, then in a
    grid four times as coarse, up to the distance asked.

    Parameters
    ----------
    lines : Lines
    points_xy : numpy.ndarray, shape (m, 2)
        Metres, same CRS as the lines; a NaN point gets no line.
    max_distance : float
        Metres beyond which a point is left without a line.
    allowed : numpy.ndarray of bool, shape (n,), optional
        Lines that may be used (for instance those of the largest connected part).
    tick : callable
        Progress; may raise `Cancelled`.
    exclude : numpy.ndarray of int, shape (m,), optional
        One line each point may not use, such as the line it ends.

    Returns
    -------
    Snaps
        Of equally near lines the first is chosen.
    """
    points = np.asarray(points_xy, dtype=np.float64).reshape(-1, 2)
    first = _first_vertices(lines, allowed)
    best = np.full(len(points), -1, dtype=np.int64)
    if len(first) and len(points):
        low, high = lines.xy.min(axis=0), lines.xy.max(axis=0)
        near = ((points >= low - max_distance) & (points <= high + max_distance)).all(axis=1)
        waiting = np.flatnonzero(near)
        if len(waiting):  # an unlimited search ends at the farthest corner
            span = np.maximum(high, points[waiting].max(axis=0)) - np.minimum(low, points[waiting].min(axis=0))
            max_distance = min(max_distance, float(np.hypot(*span)))
        grid = SegmentGrid(lines, first, max_distance)
        radius, level = min(max_distance, grid.finest), 0
        while len(waiting):
            barred = None if exclude is None else (lines.offsets, exclude[waiting])
            found, distance = grid.nearest(points[waiting], level, tick, barred)
            done = distance <= radius
            best[waiting[done]] = found[done]
            waiting = waiting[~done]
            if radius >= max_distance:
                break
            radius, level = min(max_distance, radius * 4.0), level + 1
    return _snaps_on(lines, points, best)


def _first_vertices(lines, allowed):
    """First vertex of every segment of the allowed lines."""
    if allowed is None:
        inner = np.ones(len(lines.xy), dtype=bool)
    else:
        inner = np.repeat(np.asarray(allowed, dtype=bool), lines.counts)
    inner[lines.offsets[1:][lines.counts > 0] - 1] = False
    return np.flatnonzero(inner)


def _snaps_on(lines, points, segment):
    """Turn the nearest segment of each point into a position on its line."""
    snapped = segment >= 0
    found = segment[snapped]
    line = np.searchsorted(lines.offsets, found, side="right") - 1
    share, projected = project(lines.xy, found, points[snapped])
    touched, local = np.unique(line, return_inverse=True)
    some = take(lines, touched)
    along = measures(some)
    vertex = some.offsets[local] + (found - lines.offsets[line])
    total = along[some.offsets[1:][local] - 1]
    reached = along[vertex] + share * (along[vertex + 1] - along[vertex]) if len(found) else np.empty(0)
    position = np.clip(reached / np.where(total > 0, total, 1.0), 0.0, 1.0)
    # the ends of a line are nodes: say so exactly
    position[(share >= 1.0) & (found + 2 == lines.offsets[line + 1])] = 1.0

    result = Snaps(
        line=np.full(len(points), -1, dtype=np.int64),
        position=np.full(len(points), np.nan),
        distance=np.full(len(points), np.nan),
        xy=np.full((len(points), 2), np.nan),
    )
    result.line[snapped] = line
    result.position[snapped] = position
    result.distance[snapped] = np.hypot(*(points[snapped] - projected).T)
    result.xy[snapped] = projected
    return result
