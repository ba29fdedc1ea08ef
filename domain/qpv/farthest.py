"""The farthest point of a polygon from a perimeter: exact, or between two bounds that are never wrong.

The distance to a perimeter may be greatest in the middle of a side, or inside the polygon, where two edges of the
perimeter are as near: vertices alone are not enough. But the distance to one segment is convex, so over a polygon it
is greatest at a vertex: the best of these, over all segments, is never less than the truth. Where it is more than what
the vertices reach, the polygon is cut in two and each half is asked again.
"""

from __future__ import annotations

import heapq

import numpy as np

__all__ = ["PRECISION", "bounds", "farthest", "point_segments", "useful"]

PRECISION = 0.05
"""Metres between the two bounds, at most, wherever `MOST` cuts are enough."""

MOST = 300
"""Cuts made at most: beyond, the bounds stay as wide as they are."""


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
    ax, ay = segments[:, 0], segments[:, 1]
    dx, dy = segments[:, 2] - ax, segments[:, 3] - ay
    length = dx * dx + dy * dy
    ex, ey = points[:, :1] - ax, points[:, 1:] - ay
    with np.errstate(divide="ignore", invalid="ignore"):
        along = np.where(length > 0, (ex * dx + ey * dy) / length, 0.0)
    np.clip(along, 0.0, 1.0, out=along)
    return np.hypot(ex - along * dx, ey - along * dy)


def useful(points, segments):
    """Keep the segments that may be the nearest to some place of the box of the points.

    Returns
    -------
    ndarray, shape (k, 4)
    """
    low, high = points.min(axis=0), points.max(axis=0)
    radius = np.hypot(*(high - low)) / 2.0
    distance = point_segments((low + high)[None] / 2.0, segments)[0]
    return segments[distance <= distance.min() + 2.0 * radius + 1e-6]


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
    distance = point_segments(points, segments)
    return float(distance.min(axis=1).max()), float(distance.max(axis=0).min())


def farthest(piece, segments, vertices, split, precision=PRECISION, most=MOST):
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

    Returns
    -------
    low, high : float
        The farthest distance lies between them.
    """
    points = vertices(piece)
    if not len(points):
        return 0.0, 0.0
    segments = useful(points, segments)
    low, high = bounds(points, segments)
    waiting, count = [(-high, 0, piece)], 0
    while -waiting[0][0] > low + precision and count < most:
        above, _, whole = heapq.heappop(waiting)
        for part in split(whole):
            points = vertices(part)
            if not len(points):
                continue
            count += 1
            least, highest = bounds(points, useful(points, segments))
            low = max(low, least)
            heapq.heappush(waiting, (max(above, -highest), count, part))
        if not waiting:
            return low, low
    return low, max(low, -waiting[0][0])
