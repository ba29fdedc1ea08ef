"""Which points lie in which shapes, by the sides that a ray to the right crosses."""

from __future__ import annotations

import numpy as np

from .progress import silent
from .ragged import expand, offsets_of, ranges

__all__ = ["Strips"]

STRIPS = 4096
"""Horizontal strips into which the sides of a shape are sorted, at most."""

PAIRS = 1 << 20
"""Pairs point × side looked at together."""


class Strips:
    """The sides of shapes, sorted into horizontal strips of each shape.

    Parameters
    ----------
    xy : ndarray, shape (v, 2)
        Vertices, one ring after another; the last vertex of a ring repeats its first.
    ring_offsets : ndarray of int, shape (r + 1,)
        Ring i is ``xy[ring_offsets[i]:ring_offsets[i + 1]]``.
    ring_shape : ndarray of int, shape (r,)
        Shape of each ring; holes and outlines alike (a point is inside where it is enclosed an odd number of times).
    count : int
        How many shapes there are.

    Attributes
    ----------
    box : ndarray, shape (4, count)
        xmin, ymin, xmax, ymax of each shape; empty ones have xmin > xmax.
    """

    def __init__(self, xy, ring_offsets, ring_shape, count):
        ring_offsets = np.asarray(ring_offsets, dtype=np.int64)
        ring, first = expand(ring_offsets[:-1], np.maximum(np.diff(ring_offsets) - 1, 0))
        shape = np.asarray(ring_shape, dtype=np.int64)[ring]
        # a ray runs along a level side and does not cross it
        kept = xy[first, 1] != xy[first + 1, 1]
        first, shape = first[kept], shape[kept]
        start, end = xy[first], xy[first + 1]
        self._sides = np.stack([start[:, 0], start[:, 1], end[:, 1] - start[:, 1], end[:, 0] - start[:, 0], end[:, 1]])
        low, high = np.minimum(start, end), np.maximum(start, end)
        self.box = np.empty((4, count))
        self.box[:2], self.box[2:] = np.inf, -np.inf
        for row, values in enumerate((low[:, 0], low[:, 1])):
            np.minimum.at(self.box[row], shape, values)
        for row, values in enumerate((high[:, 0], high[:, 1])):
            np.maximum.at(self.box[row + 2], shape, values)
        number = np.bincount(shape, minlength=count)
        tall = np.where(number > 0, self.box[3] - self.box[1], 0.0)
        # as many as cut a side into three at most on average, since those of a jagged shape cross many
        climb = np.bincount(shape, high[:, 1] - low[:, 1], minlength=count)
        wanted = 2 * number * tall / np.where(climb > 0, climb, 1.0)
        self._count = np.clip(wanted.astype(np.int64), np.minimum(number, 1), STRIPS)
        self._height = np.maximum(tall / np.maximum(self._count, 1), 1e-9)
        self._base = offsets_of(self._count)
        top = self._strip(high[:, 1], shape)
        bottom = self._strip(low[:, 1], shape)
        side, strip = expand(bottom, top - bottom + 1)
        order = np.argsort(strip, kind="stable")
        self._offsets = np.searchsorted(strip[order], np.arange(self._base[-1] + 1))
        self._side = side[order]

    def _strip(self, y, shape):
        """Return the strip of each height in its own shape."""
        place = np.floor((y - self.box[1, shape]) / self._height[shape]).astype(np.int64)
        return self._base[shape] + np.clip(place, 0, self._count[shape] - 1)

    def hold(self, x, y, shape, tick=silent):
        """Tell which points lie in a shape each.

        Parameters
        ----------
        x, y : ndarray, shape (n,)
        shape : ndarray of int, shape (n,)
        tick : callable, optional
            Progress; may raise `Cancelled`.

        Returns
        -------
        ndarray of bool, shape (n,)
        """
        result = np.zeros(len(x), dtype=bool)
        xmin, ymin, xmax, ymax = self.box[:, shape]
        point = np.flatnonzero((xmin <= x) & (x <= xmax) & (ymin <= y) & (y <= ymax))
        strip = self._strip(y[point], shape[point])
        first, count = self._offsets[strip], self._offsets[strip + 1] - self._offsets[strip]
        ahead, begin = np.cumsum(count), 0
        while begin < len(point):
            tick(begin / len(point))
            done = ahead[begin - 1] if begin else 0
            end = max(begin + 1, int(np.searchsorted(ahead, done + PAIRS, side="right")))
            owner = np.repeat(np.arange(end - begin), count[begin:end])
            ax, ay, dy, dx, by = self._sides[:, self._side[ranges(first[begin:end], count[begin:end])]]
            px, py = x[point[begin:end]][owner], y[point[begin:end]][owner]
            crossed = (ay > py) != (by > py)
            crossed &= px - ax < (py - ay) / dy * dx
            result[point[begin:end]] = np.bincount(owner[crossed], minlength=end - begin) % 2 == 1
            begin = end
        return result
