"""Exact signed distances from many points to many perimeters, negative inside, vectorised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..progress import silent
from ..ragged import expand
from ..strips import Strips
from .blocks import cut, grid_of_boxes, grid_of_nearest

__all__ = ["Nearest", "PerimeterIndex"]

BATCH = 8192
"""Points measured at a time: the arrays of a batch stay in the processor's cache."""

PAIRS = 1_000_000
"""Pairs point × block looked at together, at most."""

CELL = 400.0
"""Side of the cells that list the blocks nearby, metres."""


@dataclass(frozen=True)
class Nearest:
    """Where points lie with regard to perimeters.

    Attributes
    ----------
    distance : ndarray, shape (n,)
        Metres to the edge of the perimeter that holds the point (negative) or else of the nearest one (positive);
        inf where none is within reach, -inf inside a perimeter whose edge is beyond reach.
    polygon : ndarray of int32, shape (n,)
        That perimeter, -1 where there is none.
    edge : ndarray, shape (n,)
        Metres to the nearest edge of any perimeter, inf beyond reach.
    containing : ndarray of int32, shape (n,)
        How many perimeters hold the point.
    near_point, near_polygon, near_edge : ndarray, shape (k,)
        Every pair point × perimeter whose edge is within `near` metres of the point, and that distance.
    """

    distance: np.ndarray
    polygon: np.ndarray
    edge: np.ndarray
    containing: np.ndarray
    near_point: np.ndarray
    near_polygon: np.ndarray
    near_edge: np.ndarray


class PerimeterIndex:
    """Perimeters ready to be measured against.

    Parameters
    ----------
    xy : ndarray, shape (v, 2)
        Vertices of closed rings in a projection in metres, one ring after another.
    ring_offsets : ndarray of int, shape (r + 1,)
    ring_polygon : ndarray of int, shape (r,)
        Perimeter of each ring, outline or hole.
    count : int
        Number of perimeters.
    reach : float, optional
        How far to look, metres. 0 only tells what is inside.
    near : float, optional
        All perimeters whose edge is this close are listed, metres.
    """

    def __init__(self, xy, ring_offsets, ring_polygon, count, *, reach=1000.0, near=25.0):
        self.count = count
        self.reach = float(max(reach, near))
        self.near = float(near)
        xy = np.asarray(xy, dtype=float).reshape(-1, 2)
        self._blocks = cut(xy, ring_offsets, ring_polygon, count)
        self._strips = Strips(xy, ring_offsets, ring_polygon, count)
        box = self._blocks.polygon_box[:, np.diff(self._blocks.offsets) > 0]
        side = np.median(np.maximum(box[2] - box[0], box[3] - box[1])) if box.size else 0.0
        self._polygons = grid_of_boxes(self._blocks.polygon_box, side if side > 0 else CELL)
        self._levels = []

    def measure(self, xy, tick=silent):
        """Measure points.

        Parameters
        ----------
        xy : ndarray, shape (n, 2)
            Finite coordinates, in the projection of the perimeters.
        tick : callable, optional
            Called with the share done; may raise `Cancelled`.

        Returns
        -------
        Nearest
        """
        xy = np.asarray(xy, dtype=float).reshape(-1, 2)
        size = len(xy)
        edge2 = np.full(size, np.inf)
        polygon = np.full(size, -1, dtype=np.int32)
        holder = np.full(size, -1, dtype=np.int32)
        containing = np.zeros(size, dtype=np.int32)
        near = []
        for start in range(0, size, BATCH):
            tick(start / size)
            part = slice(start, start + BATCH)
            x, y = np.ascontiguousarray(xy[part, 0]), np.ascontiguousarray(xy[part, 1])
            self._inside(x, y, containing[part], holder[part])
            if self.reach > 0:
                near += self._nearest(x, y, start, edge2[part], polygon[part])
        edge = np.sqrt(edge2)
        edge[edge > self.reach] = np.inf
        polygon[np.isinf(edge)] = -1
        inside = np.flatnonzero(containing)
        distance = edge.copy()
        distance[inside] = -edge[inside]
        # a point held by one perimeter and nearest to the edge of another, which overlaps or touches the first
        odd = inside[(polygon[inside] != holder[inside]) & np.isfinite(edge[inside])]
        if len(odd):
            distance[odd] = -self._edges_of(xy[odd], holder[odd])
        polygon[inside] = holder[inside]
        return Nearest(distance, polygon, edge, containing, *_merge(near, self.near))

    def _inside(self, x, y, containing, holder):
        """Count the perimeters that hold each point."""
        point, place = expand(*self._polygons.locate(x, y))
        shape = self._polygons.items[place]
        held = self._strips.hold(x[point], y[point], shape)
        # written backwards so that the first perimeter of the layer wins where several hold a point
        holder[point[held][::-1]] = shape[held][::-1]
        np.add.at(containing, point[held], 1)

    def _nearest(self, x, y, offset, edge2, polygon):
        """Find the nearest edge of each point, looking farther only for the points that found none."""
        todo = np.arange(len(x))
        near = []
        level = 0
        while len(todo):
            if level == len(self._levels):
                reach = min(self.reach, max(1000.0 * 4.0**level, self.near))
                cell = CELL if level == 0 else reach / 5.0
                self._levels.append((reach, grid_of_nearest(self._blocks, cell, reach, self.near)))
            reach, grid = self._levels[level]
            point, block, squared = self._distances(grid, reach, x[todo], y[todo], edge2, polygon, todo)
            if level == 0:
                close = squared <= self.near**2
                near.append((point[close] + offset, self._blocks.polygon[block[close]], squared[close]))
            todo = todo[edge2[todo] > reach**2]
            if reach >= self.reach:
                break
            level += 1
        return near

    def _distances(self, grid, reach, x, y, edge2, polygon, todo):
        """Measure points against the blocks of their cell that may be the nearest; returns all pairs measured."""
        blocks = self._blocks
        first, count = grid.locate(x, y)
        some = np.flatnonzero(count)
        if not len(some):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0)
        if count.sum() > PAIRS and len(x) > 1:
            # far from everything a cell may list many blocks: memory stays bounded
            half = len(x) // 2
            parts = [
                self._distances(grid, reach, x[part], y[part], edge2, polygon, todo[part])
                for part in (slice(0, half), slice(half, None))
            ]
            return tuple(np.concatenate(column) for column in zip(*parts))
        owner, place = expand(first[some], count[some])
        block = grid.items[place]
        px, py = x[some], y[some]
        lower = _box_distance(blocks.box[:, block], px[owner], py[owner])
        # first the block with the nearest box, computed whole: it bounds what the others must beat
        heads = np.cumsum(count[some]) - count[some]
        smallest = np.minimum.reduceat(lower, heads)
        best = np.flatnonzero(lower == smallest[owner])
        best = best[np.r_[True, owner[best][1:] != owner[best][:-1]]]
        squared = self._block_distance(block[best], px, py)
        lower[best] = np.inf
        rest = np.flatnonzero(lower <= np.minimum(np.maximum(squared, self.near**2), reach**2)[owner])
        rest_owner, rest_block = owner[rest], block[rest]
        rest_squared = self._block_distance(rest_block, px[rest_owner], py[rest_owner])
        # keep the smallest of each point; a tie goes to the first block
        all_owner = np.r_[np.arange(len(some)), rest_owner]
        all_block, all_squared = np.r_[block[best], rest_block], np.r_[squared, rest_squared]
        winner = np.full(len(some), np.inf)
        winner[:] = squared
        np.minimum.at(winner, rest_owner, rest_squared)
        chosen = block[best]
        better = rest_squared < squared[rest_owner]
        better &= rest_squared == winner[rest_owner]
        chosen[rest_owner[better][::-1]] = rest_block[better][::-1]
        where = todo[some]
        edge2[where] = winner
        polygon[where] = blocks.polygon[chosen]
        return where[all_owner], all_block, all_squared

    def _block_distance(self, block, px, py):
        """Squared distance from each point to its block's segments, shape (m,)."""
        squared = np.empty(len(block))
        for start in range(0, len(block), BATCH // 4):
            part = slice(start, start + BATCH // 4)
            segments = self._blocks.segments[block[part]]
            ex = px[part][:, None] - segments[:, 0]
            ey = py[part][:, None] - segments[:, 1]
            dx, dy = segments[:, 2], segments[:, 3]
            along = ex * dx
            along += ey * dy
            along *= segments[:, 4]
            np.maximum(along, 0.0, out=along)
            np.minimum(along, 1.0, out=along)
            dx *= along
            dy *= along
            ex -= dx
            ey -= dy
            ex *= ex
            ey *= ey
            ex += ey
            squared[part] = ex.min(axis=1)
        return squared

    def _edges_of(self, xy, polygon):
        """Distance from each point to the edge of one given perimeter, shape (m,)."""
        blocks = self._blocks
        pair, block = expand(blocks.offsets[polygon], blocks.offsets[polygon + 1] - blocks.offsets[polygon])
        squared = self._block_distance(block, xy[pair, 0], xy[pair, 1])
        heads = np.searchsorted(pair, np.arange(len(xy)))
        return np.sqrt(np.minimum.reduceat(squared, heads))


def _box_distance(box, px, py):
    """Squared distance from points to boxes, 0 inside."""
    xmin, ymin, xmax, ymax = box
    gap_x = np.maximum(xmin - px, px - xmax)
    gap_y = np.maximum(ymin - py, py - ymax)
    np.maximum(gap_x, 0.0, out=gap_x)
    np.maximum(gap_y, 0.0, out=gap_y)
    gap_x *= gap_x
    gap_y *= gap_y
    gap_x += gap_y
    return gap_x


def _merge(near, within):
    """Keep the smallest distance of each pair point × perimeter."""
    if not near:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32), np.empty(0)
    point, polygon, squared = (np.concatenate(column) for column in zip(*near))
    order = np.lexsort((squared, polygon, point))
    point, polygon, squared = point[order], polygon[order], squared[order]
    first = np.ones(len(point), dtype=bool)
    first[1:] = (point[1:] != point[:-1]) | (polygon[1:] != polygon[:-1])
    return point[first], polygon[first], np.sqrt(squared[first])
