"""The farthest point of a polygon from a perimeter: exact, or between two bounds that are never wrong.

The distance to a perimeter may be greatest in the middle of a side, or inside the polygon, where two edges of the
perimeter are as near: vertices alone are not enough. But the distance to one segment is convex, so over a polygon it
is greatest at a vertex: the best of these, over all segments, is never less than the truth. Where it is more than what
the vertices reach, the polygon is cut in two and each half is asked again.
"""

from __future__ import annotations

import heapq

import numpy as np

__all__ = ["PRECISION", "bounds", "farthest", "point_segments", "prepared"]

PRECISION = 0.05
"""Metres between the two bounds, at most, wherever `MOST` cuts are enough."""

MOST = 300
"""Cuts made at most: beyond, the bounds stay as wide as they are."""

FEW = 60
"""Segments that are measured sooner than sorted out."""

SAMPLE = 32
"""Vertices that are looked at first, about."""

BLOCK = 2_000_000
"""Pairs of a vertex and a segment measured at a time: memory does not grow with the polygon."""


class Ready(np.ndarray):
    """Segments that `prepared` has seen; shape (5, s)."""


def prepared(segments):
    """Add to segments what measuring them again and again needs.

    Parameters
    ----------
    segments : ndarray, shape (s, 4), or Ready
        x, y of both ends; or what this function returned.

    Returns
    -------
    Ready, shape (5, s)
        x, y of the start, the way to the end, and 1 / its squared length, 0 for a point.
    """
    if isinstance(segments, Ready):
        return segments
    ax, ay, bx, by = segments.T
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    inverse = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)
    return np.array([ax, ay, dx, dy, inverse]).view(Ready)


def _squared(points, ready):
    """Squared distance of each point to each segment, shape (m, s)."""
    ax, ay, dx, dy, inverse = np.asarray(ready)
    ex, ey = points[:, :1] - ax, points[:, 1:] - ay
    along = ex * dx
    along += ey * dy
    along *= inverse
    np.maximum(along, 0.0, out=along)
    np.minimum(along, 1.0, out=along)
    ex -= along * dx
    ey -= along * dy
    ex *= ex
    ey *= ey
    ex += ey
    return ex


def point_segments(points, segments):
    """Measure points against segments.

    Parameters
    ----------
    points : ndarray, shape (m, 2)
    segments : ndarray, shape (s, 4)
        x, y of both ends.

    Returns
    -------
    ndarray, shape (m, s)
    """
    return np.sqrt(_squared(points, prepared(segments)))


def _useful(points, ready):
    """Keep the segments that may be the nearest to some place of the box of the points."""
    low, high = points.min(axis=0), points.max(axis=0)
    radius = float(np.hypot(*(high - low))) / 2.0
    squared = _squared((low + high)[None] / 2.0, ready)[0]
    return ready[:, np.asarray(squared) <= (float(squared.min()) ** 0.5 + 2.0 * radius + 1e-6) ** 2]


def bounds(points, segments):
    """Bound the farthest distance of any polygon that has these vertices.

    Parameters
    ----------
    points : ndarray, shape (m, 2)
        Vertices of a surface that lies outside of the perimeter.
    segments : ndarray, shape (s, 4)

    Returns
    -------
    low, high : float
    """
    ready = prepared(segments)
    nearest, farthest_ends = 0.0, np.zeros(ready.shape[1])
    step = max(1, BLOCK // max(ready.shape[1], 1))
    for start in range(0, len(points), step):
        squared = _squared(points[start : start + step], ready)
        nearest = max(nearest, float(squared.min(axis=1).max()))
        np.maximum(farthest_ends, squared.max(axis=0), out=farthest_ends)
    return nearest**0.5, float(farthest_ends.min()) ** 0.5


def farthest(piece, segments, vertices, split, *, precision=PRECISION, most=MOST, enough=np.inf, exact=False):
    """Measure how far the farthest place of a surface is from a perimeter.

    Parameters
    ----------
    piece : object
        A surface that lies outside of the perimeter.
    segments : ndarray, shape (s, 4)
        Edges of the perimeter.
    vertices : callable
        ``vertices(piece)`` returns an array of shape (m, 2).
    split : callable
        ``split(piece)`` returns smaller surfaces that make up the piece.
    precision : float, optional
        Metres between the bounds.
    most : int, optional
        Cuts at most.
    enough : float, optional
        Metres beyond which nothing depends on the distance: it is then only bounded from below,
    exact : bool, optional
        or, with this, known to a thousandth.

    Returns
    -------
    low, high : float
        The farthest distance lies between them.
    """
    points = vertices(piece)
    if not len(points):
        return 0.0, 0.0
    ready = prepared(segments)
    if not exact and enough < np.inf:
        # a few vertices of what is large tell at once
        low = bounds(points[:: max(1, len(points) // SAMPLE)], ready)[0]
        if low > enough:
            return low, np.inf
    ready = _useful(points, ready)
    low, high = bounds(points, ready)
    waiting, count = [(-high, 0, piece)], 0
    while count < most:
        if low > enough and not exact:
            return low, np.inf
        if -waiting[0][0] <= low + (precision if low <= enough else max(precision, low / 1000.0)):
            break
        above, _, whole = heapq.heappop(waiting)
        for part in split(whole):
            points = vertices(part)
            if not len(points):
                continue
            count += 1
            least, highest = bounds(points, ready if ready.shape[1] <= FEW else _useful(points, ready))
            low = max(low, least)
            heapq.heappush(waiting, (max(above, -highest), count, part))
        if not waiting:
            return low, low
    return low, max(low, -waiting[0][0])
