"""The land of each line: Voronoi cells of samples set along segments, and the sides where cells meet.

A point of a plane belongs to its nearest line, as it does when it is snapped. Cells of samples
approach that land as closely as the samples are near; only where two lines that meet at a side
fall in different bands does it matter, and only there are samples set closer (`refinement`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..progress import silent
from ..ragged import offsets_of
from .samples import Samples
from .segments import EPSILON, Segments

__all__ = ["Sides", "ridges_of", "sides_of"]

# round ends are drawn with a corner every 10 degrees
CORNER = np.radians(10.0)


@dataclass(frozen=True)
class Sides:
    """Sides shared by two cells, cut where the geometry of either cell changes.

    Along a side, seen from either cell, the time and the distance to the line are linear (beside a
    segment) or nearly so (around its end).

    Attributes
    ----------
    xy : numpy.ndarray, shape (v, 2)
        Corners.
    first, second : numpy.ndarray, shape (s,), int64
        Corners at both ends of each side.
    left, right : numpy.ndarray, shape (s,), int64
        Samples on both hands, going from `first` to `second`.
    """

    xy: np.ndarray
    first: np.ndarray
    second: np.ndarray
    left: np.ndarray
    right: np.ndarray

    def __len__(self) -> int:
        return len(self.first)

    def take(self, index) -> "Sides":
        """Keep some sides, and their corners."""
        first, second = self.first[index], self.second[index]
        used = np.zeros(len(self.xy), dtype=bool)
        used[first] = used[second] = True
        number = np.cumsum(used) - 1
        return Sides(self.xy[used], number[first], number[second], self.left[index], self.right[index])

    def middle(self) -> np.ndarray:
        """Middle of each side, shape (s, 2)."""
        return 0.5 * (self.xy[self.first] + self.xy[self.second])


def ridges_of(samples: Samples, triangles: np.ndarray) -> Sides:
    """Turn a Delaunay triangulation of the samples into the sides of their Voronoi cells.

    Parameters
    ----------
    samples : Samples
    triangles : numpy.ndarray of int, shape (t, 3)
        All turning against the clock, but for rounding.

    Returns
    -------
    Sides
        Those of cells that are the samples' own, the sample of lower number on the left. Seen from
        another tile they are the same to the last bit, but where four samples stand on one circle.
    """
    # of three samples in their order, the corner they share is the same whatever the triangulation
    corners = np.sort(triangles, axis=1)
    a, b, c = (samples.xy[corners[:, k]] for k in range(3))
    xy = a + _circumcentre(b - a, c - a)
    # hands follow from the triangulation, not from corners: rounding may swap two that are almost one,
    # and an outline must close all the same
    tail, head = triangles.T.ravel(), triangles[:, [1, 2, 0]].T.ravel()
    face = np.tile(np.arange(len(triangles)), 3)
    key = np.minimum(tail, head).astype(np.int64) * len(samples.xy) + np.maximum(tail, head)
    wanted = np.flatnonzero(samples.own[tail] | samples.own[head])
    order = wanted[np.argsort(key[wanted], kind="stable")]
    key = key[order]
    shared = np.flatnonzero(key[1:] == key[:-1])
    mine, other = order[shared], order[shared + 1]
    # the triangle of an edge lies on its left: going there from the other, the edge's tail is on the left
    left, right, first, second = tail[mine], head[mine], face[other], face[mine]
    back = left > right
    left, right = np.where(back, right, left), np.where(back, left, right)
    first, second = np.where(back, second, first), np.where(back, first, second)
    return Sides(xy, first, second, left, right)


def sides_of(ridges: Sides, samples: Samples, segments: Segments, reach: float, tick=silent) -> Sides:
    """Cut the sides of cells where the land of either segment changes its form.

    At the line itself, at the square across each of its ends, at the farthest reach, and around an
    end at each corner of the arc that is drawn.

    Parameters
    ----------
    ridges : Sides
        As from `ridges_of`.
    samples : Samples
    segments : Segments
    reach : float
        Metres from a line to the farthest land it can own.
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    Sides
    """
    sides = ridges
    for step, cuts in enumerate((_at_squares, _at_reach, _at_corners)):
        shares = []
        for hand in (sides.left, sides.right):
            shares.append(cuts(sides, hand, samples, segments, reach))
            tick((2 * step + len(shares)) / 7.0)
        sides = _split(sides, np.concatenate(shares, axis=1))
    return sides


def _circumcentre(b, c):
    """Circumcentre of triangles with a corner at the origin; flat ones get a point far away."""
    d = 2.0 * (b[:, 0] * c[:, 1] - b[:, 1] * c[:, 0])
    b2, c2 = b[:, 0] ** 2 + b[:, 1] ** 2, c[:, 0] ** 2 + c[:, 1] ** 2
    tiny = np.abs(d) < 1e-12 * np.maximum(b2, c2)
    d = np.where(tiny, np.where(d < 0, -1.0, 1.0) * 1e-12 * np.maximum(np.maximum(b2, c2), 1e-300), d)
    return np.stack([c[:, 1] * b2 - b[:, 1] * c2, b[:, 0] * c2 - c[:, 0] * b2], axis=1) / d[:, None]


def _ends(sides, hand, samples, segments):
    """Sides whose cell has a line, with the local coordinates of their two corners."""
    segment = samples.segment[hand]
    own = np.flatnonzero(segment >= 0)
    segment = segment[own]
    along0, across0 = segments.local(segment, sides.xy[sides.first[own]])
    along1, across1 = segments.local(segment, sides.xy[sides.second[own]])
    return own, segment, along0, across0, along1, across1


def _root(value0, value1):
    """Share of the way at which a linear value passes zero; NaN where it does not."""
    passes = (value0 < -EPSILON) & (value1 > EPSILON) | (value0 > EPSILON) & (value1 < -EPSILON)
    return np.where(passes, value0 / np.where(passes, value0 - value1, 1.0), np.nan)


def _at_squares(sides, hand, samples, segments, reach):
    own, segment, along0, across0, along1, across1 = _ends(sides, hand, samples, segments)
    length = segments.length[segment]
    shares = np.full((len(sides), 3), np.nan)
    shares[own, 0] = _root(across0, across1)
    shares[own, 1] = _root(along0, along1)
    shares[own, 2] = _root(along0 - length, along1 - length)
    return shares


def _at_reach(sides, hand, samples, segments, reach):
    own, segment, along0, across0, along1, across1 = _ends(sides, hand, samples, segments)
    length = segments.length[segment]
    shares = np.full((len(sides), 2), np.nan)
    middle = 0.5 * (along0 + along1)
    beside = (middle >= 0.0) & (middle <= length)
    straight = _root(np.abs(across0) - reach, np.abs(across1) - reach)
    shares[own[beside], 0] = straight[beside]
    # around an end: where the side meets the circle of that reach
    around = ~beside
    origin = np.where(middle < 0.0, 0.0, length)[around]
    x, y = along0[around] - origin, across0[around]
    dx, dy = along1[around] - along0[around], across1[around] - across0[around]
    a, b, c = dx * dx + dy * dy, x * dx + y * dy, x * x + y * y - reach * reach
    inner = b * b - a * c
    meets = (inner > 0) & (a > 0)
    root, a = np.sqrt(np.where(meets, inner, 0.0)), np.where(meets, a, 1.0)
    for column, share in enumerate(((-b - root) / a, (-b + root) / a)):
        shares[own[around], column] = np.where(meets & (share > 1e-9) & (share < 1 - 1e-9), share, np.nan)
    return shares


def _at_corners(sides, hand, samples, segments, reach):
    own, segment, along0, across0, along1, across1 = _ends(sides, hand, samples, segments)
    length = segments.length[segment]
    middle = 0.5 * (along0 + along1)
    around = (middle < -EPSILON) | (middle > length + EPSILON)
    own = own[around]
    origin = np.where(middle < 0.0, 0.0, length)[around]
    x0, y0 = along0[around] - origin, across0[around]
    x1, y1 = along1[around] - origin, across1[around]
    turn = np.arctan2(x0 * y1 - y0 * x1, x0 * x1 + y0 * y1)
    most = int(np.ceil(np.pi / CORNER))
    count = np.clip(np.ceil(np.abs(turn) / CORNER).astype(np.int64), 1, most)
    shares = np.full((len(sides), int(count.max()) - 1 if len(count) else 0), np.nan)
    for column in range(shares.shape[1]):
        asked = count > column + 1
        angle = turn[asked] * (column + 1) / count[asked]
        # the ray at that angle meets the side
        rx = x0[asked] * np.cos(angle) - y0[asked] * np.sin(angle)
        ry = x0[asked] * np.sin(angle) + y0[asked] * np.cos(angle)
        near = x0[asked] * ry - y0[asked] * rx
        far = x1[asked] * ry - y1[asked] * rx
        gap = near - far
        share = near / np.where(gap == 0, 1.0, gap)
        shares[own[asked], column] = np.where((gap != 0) & (share > 1e-9) & (share < 1 - 1e-9), share, np.nan)
    return shares


def _split(sides, shares):
    """Cut sides at relative positions; NaN asks for nothing."""
    some = np.flatnonzero(np.isfinite(shares).any(axis=1))
    if not len(some):
        return sides
    cuts = np.sort(shares[some], axis=1)  # NaN last
    before = np.concatenate([np.zeros((len(cuts), 1)), cuts[:, :-1]], axis=1)
    new = np.isfinite(cuts) & (cuts > before + 1e-12)
    count = new.sum(axis=1)
    row = np.repeat(some, count)
    share = cuts[new][:, None]
    a, b = sides.xy[sides.first[row]], sides.xy[sides.second[row]]
    corner = len(sides.xy) + np.arange(len(row))
    xy = np.concatenate([sides.xy, a + (b - a) * share])

    whole = np.ones(len(sides), dtype=bool)
    whole[some[count > 0]] = False
    pieces = count[count > 0] + 1
    offsets = offsets_of(pieces)
    last = offsets[1:] - 1
    parent = np.repeat(some[count > 0], pieces)
    first, second = np.empty(len(parent), dtype=np.int64), np.empty(len(parent), dtype=np.int64)
    inner = np.ones(len(parent), dtype=bool)
    inner[last] = False
    second[inner] = corner
    second[last] = sides.second[some[count > 0]]
    first[offsets[:-1]] = sides.first[some[count > 0]]
    follows = np.ones(len(parent), dtype=bool)
    follows[offsets[:-1]] = False
    first[follows] = corner
    return Sides(
        xy,
        np.concatenate([sides.first[whole], first]),
        np.concatenate([sides.second[whole], second]),
        np.concatenate([sides.left[whole], sides.left[parent]]),
        np.concatenate([sides.right[whole], sides.right[parent]]),
    )
