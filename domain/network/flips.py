"""Delaunay triangulations made sure: any triangulation becomes one by flipping edges (Lawson 1972)."""

from __future__ import annotations

import numpy as np

__all__ = ["covers", "flipped", "swept"]

# rounding of the two tests, as shares of the sum of their terms (Shewchuk 1997)
TURN_ERROR, CIRCLE_ERROR = 3.5e-16, 1.2e-15
ROUNDS = 10_000


def covers(xy: np.ndarray, triangles: np.ndarray) -> bool:
    """Tell whether triangles cover the hull of some points once, using each.

    Parameters
    ----------
    xy : numpy.ndarray, shape (m, 2)
    triangles : numpy.ndarray of int, shape (t, 3)
        All turning the same way.

    Returns
    -------
    bool
    """
    if not len(triangles) or len(np.unique(triangles)) < len(xy):
        return False
    forth = _against_the_clock(xy, triangles)
    tail, head = forth.ravel(), forth[:, [1, 2, 0]].ravel()
    span = np.int64(len(xy))
    edges, back = np.sort(tail * span + head), np.sort(head * span + tail)
    if (edges[1:] == edges[:-1]).any():
        return False
    # edges without another on their right hand make one ring, which turns left all the way
    rim = edges[~np.isin(edges, back, assume_unique=True)]
    if len(triangles) != 2 * len(xy) - 2 - len(rim) or len(rim) < 3:
        return False
    start, end = rim // span, rim % span
    after = np.full(len(xy), -1)
    after[start] = end
    if len(np.unique(start)) < len(rim) or (after[end] < 0).any():
        return False
    turn, error = _turn(xy[start], xy[end], xy[after[end]])
    area, _ = _turn(*(xy[forth[:, k]] for k in range(3)))
    shifted = xy - xy[start[0]]
    around = (shifted[start, 0] * shifted[end, 1] - shifted[end, 0] * shifted[start, 1]).sum()
    return bool((turn >= -error).all() and abs(np.abs(area).sum() - around) <= 1e-9 * around)


def flipped(xy: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Flip edges until no circle around a triangle holds the far corner of its neighbour.

    Parameters
    ----------
    xy : numpy.ndarray, shape (m, 2)
    triangles : numpy.ndarray of int, shape (t, 3)
        That cover the hull once (`covers`), all turning the same way, flat ones included.

    Returns
    -------
    numpy.ndarray of int64, shape (t, 3)
        Against the clock.
    """
    triangles = _against_the_clock(xy, triangles)
    some = np.arange(len(triangles))
    for _ in range(ROUNDS):
        one, two, a, c, b, d = _neighbours(triangles, some, len(xy))
        bad = np.flatnonzero(_wrong(xy, a, c, b, d))
        if not len(bad):
            break
        # of the wrong edges of a triangle the one that comes first: no triangle changes twice in a round
        first = np.full(len(triangles), len(a))
        np.minimum.at(first, one[bad], bad)
        np.minimum.at(first, two[bad], bad)
        bad = bad[(first[one[bad]] == bad) & (first[two[bad]] == bad)]
        one, two, a, c, b, d = (column[bad] for column in (one, two, a, c, b, d))
        triangles[one] = np.stack([a, d, b], axis=1)
        triangles[two] = np.stack([d, c, b], axis=1)
        touched = np.zeros(len(xy), dtype=bool)
        touched[triangles[one]] = touched[triangles[two]] = True
        some = np.flatnonzero(touched[triangles].sum(axis=1) >= 2)
    return triangles


def swept(xy: np.ndarray) -> np.ndarray:
    """Triangulate from left to right, each point with what it sees of the points before it: slow, and sure.

    Parameters
    ----------
    xy : numpy.ndarray, shape (m, 2)
        Distinct points, not all in line.

    Returns
    -------
    numpy.ndarray of int64, shape (t, 3)
        Against the clock; no Delaunay triangulation yet (`flipped`).
    """
    order = np.lexsort((xy[:, 1], xy[:, 0])).tolist()
    x, y = xy[:, 0].tolist(), xy[:, 1].tolist()
    triangles, above, below = [], order[:1], order[:1]
    for point in order[1:]:
        for chain, left in ((above, True), (below, False)):
            while len(chain) > 1:
                a, b = chain[-2], chain[-1]
                turn = (x[b] - x[a]) * (y[point] - y[a]) - (y[b] - y[a]) * (x[point] - x[a])
                if not (turn > 0 if left else turn < 0):
                    break
                triangles.append((a, b, point) if left else (a, point, b))
                chain.pop()
            chain.append(point)
    return np.array(triangles, dtype=np.int64).reshape(-1, 3)


def _against_the_clock(xy, triangles):
    """Copy of triangles that turn one and the same way, all to the left: flat ones cannot be asked."""
    result = np.array(triangles, dtype=np.int64)
    turn, _ = _turn(*(xy[result[:, k]] for k in range(3)))
    return np.ascontiguousarray(result[:, [0, 2, 1]]) if turn.sum() < 0 else result


def _neighbours(triangles, some, span):
    """Pairs of some triangles with an edge in common.

    Returns
    -------
    one, two : numpy.ndarray of int64
        Triangles on the left and on the right of each edge.
    a, c, b, d : numpy.ndarray of int64
        The edge from `a` to `c`, the third corner on its left and on its right.
    """
    corners = triangles[some]
    tail, head, third = corners.ravel(), corners[:, [1, 2, 0]].ravel(), corners[:, [2, 0, 1]].ravel()
    key = np.minimum(tail, head) * np.int64(span) + np.maximum(tail, head)
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero(key[order[1:]] == key[order[:-1]])
    mine, other = order[same], order[same + 1]
    return some[mine // 3], some[other // 3], tail[mine], head[mine], third[mine], third[other]


def _wrong(xy, a, c, b, d):
    """Tell which edges from `a` to `c` are surely wrong: the circle with `b` on the left holds `d` on the right."""
    a, c, b, d = xy[a], xy[c], xy[b], xy[d]
    u, v, w = a - d, c - d, b - d
    u2, v2, w2 = ((p**2).sum(axis=1) for p in (u, v, w))
    terms = [
        (u2, v[:, 0] * w[:, 1], v[:, 1] * w[:, 0]),
        (v2, w[:, 0] * u[:, 1], w[:, 1] * u[:, 0]),
        (w2, u[:, 0] * v[:, 1], u[:, 1] * v[:, 0]),
    ]
    inside = sum(lift * (p - q) for lift, p, q in terms)
    error = CIRCLE_ERROR * sum(lift * (np.abs(p) + np.abs(q)) for lift, p, q in terms)
    wrong = inside > error
    # a triangle turned inside out by rounding: its corner lies over the edge
    for corners in ((a, c, b), (c, a, d)):
        turn, error = _turn(*corners)
        wrong |= turn < -error
    for corners in ((a, d, b), (d, c, b)):
        turn, error = _turn(*corners)
        wrong &= turn > error
    return wrong


def _turn(a, b, c):
    """Twice the signed area of triangles, and what of it may be rounding."""
    p = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1])
    q = (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    return p - q, TURN_ERROR * (np.abs(p) + np.abs(q))
