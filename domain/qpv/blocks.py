"""Perimeters cut into short chains of segments, and the grids that find the chains near a point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..ragged import expand

__all__ = ["SEGMENTS", "Blocks", "Grid", "cut", "grid_of_boxes", "grid_of_nearest"]

SEGMENTS = 16
"""Segments in one block: long enough to be worth a bounding box, short enough to be computed whole."""


@dataclass(frozen=True)
class Blocks:
    """Chains of at most `SEGMENTS` consecutive segments of one ring; short chains end in segments of no length.

    Attributes
    ----------
    segments : ndarray, shape (b, 5, SEGMENTS)
        x and y of the start, x and y of the vector to the end, inverse of the squared length (0 for no length).
    box : ndarray, shape (4, b)
        xmin, ymin, xmax, ymax, metres.
    polygon : ndarray of int32, shape (b,)
        Which polygon the chain bounds, in increasing order.
    offsets : ndarray of int64, shape (p + 1,)
        Blocks of polygon i are ``offsets[i]:offsets[i + 1]``.
    polygon_box : ndarray, shape (4, p)
        Box of each polygon; empty polygons have xmin > xmax.
    """

    segments: np.ndarray
    box: np.ndarray
    polygon: np.ndarray
    offsets: np.ndarray
    polygon_box: np.ndarray


@dataclass(frozen=True)
class Grid:
    """Square cells, each with the items that matter to the points it holds."""

    x0: float
    y0: float
    cell: float
    columns: int
    rows: int
    offsets: np.ndarray
    items: np.ndarray

    def locate(self, x, y):
        """Find the cells of points.

        Parameters
        ----------
        x, y : ndarray, shape (n,)

        Returns
        -------
        first, count : ndarray of int64, shape (n,)
            Place of the first item of each point's cell in `items`, and how many there are (0 outside the grid).
        """
        column = np.floor((x - self.x0) / self.cell)
        row = np.floor((y - self.y0) / self.cell)
        inside = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        cell = np.where(inside, row * self.columns + column, 0).astype(np.int64)
        first = self.offsets[cell]
        return first, np.where(inside, self.offsets[cell + 1] - first, 0)


def cut(xy, ring_offsets, ring_polygon, polygons):
    """Cut closed rings into blocks.

    Parameters
    ----------
    xy : ndarray, shape (v, 2)
        Vertices, one ring after another; the last vertex of a ring repeats its first.
    ring_offsets : ndarray of int, shape (r + 1,)
        Ring i is ``xy[ring_offsets[i]:ring_offsets[i + 1]]``.
    ring_polygon : ndarray of int, shape (r,)
        Polygon of each ring; holes and outlines alike (a point is inside where it is enclosed an odd number of times).
    polygons : int
        How many polygons there are.

    Returns
    -------
    Blocks
    """
    ring_offsets = np.asarray(ring_offsets, dtype=np.int64)
    ring_polygon = np.asarray(ring_polygon, dtype=np.int64)
    order = np.argsort(ring_polygon, kind="stable")
    start, end = ring_offsets[:-1][order], ring_offsets[1:][order] - 1
    ring_blocks = np.maximum(-(-(end - start) // SEGMENTS), 0)
    ring, number = expand(np.zeros(len(order), dtype=np.int64), ring_blocks)
    vertex = (start[ring] + number * SEGMENTS)[:, None] + np.arange(SEGMENTS + 1)
    vertex = np.minimum(vertex, end[ring][:, None])
    x, y = xy[:, 0][vertex], xy[:, 1][vertex]
    dx, dy = np.diff(x, axis=1), np.diff(y, axis=1)
    squared = dx * dx + dy * dy
    with np.errstate(divide="ignore"):
        inverse = np.where(squared > 0, 1.0 / squared, 0.0)
    inverse[~np.isfinite(inverse)] = 0.0
    polygon = ring_polygon[order][ring]
    box = np.stack([x.min(axis=1), y.min(axis=1), x.max(axis=1), y.max(axis=1)]) if len(x) else np.empty((4, 0))
    polygon_box = np.empty((4, polygons))
    polygon_box[:2], polygon_box[2:] = np.inf, -np.inf
    np.minimum.at(polygon_box[0], polygon, box[0])
    np.minimum.at(polygon_box[1], polygon, box[1])
    np.maximum.at(polygon_box[2], polygon, box[2])
    np.maximum.at(polygon_box[3], polygon, box[3])
    return Blocks(
        segments=np.ascontiguousarray(np.stack([x[:, :-1], y[:, :-1], dx, dy, inverse], axis=1)),
        box=box,
        polygon=polygon.astype(np.int32),
        offsets=np.searchsorted(polygon, np.arange(polygons + 1)),
        polygon_box=polygon_box,
    )


def _cells(box, cell, most=4_000_000):
    """Lay square cells over boxes; returns origin, side, shape, and the pairs cell × box that touch."""
    used = np.flatnonzero(box[0] <= box[2])
    box = box[:, used]
    x0, y0 = (box[0].min(), box[1].min()) if len(used) else (0.0, 0.0)
    width, height = (box[2].max() - x0, box[3].max() - y0) if len(used) else (0.0, 0.0)
    # far-apart boxes (a whole country) must not ask for billions of cells
    cell = max(cell, np.sqrt(max(width, cell) * max(height, cell) / most))
    columns, rows = int(width // cell) + 1, int(height // cell) + 1
    first_column, first_row = ((box[:2] - [[x0], [y0]]) // cell).astype(np.int64)
    last_column, last_row = ((box[2:] - [[x0], [y0]]) // cell).astype(np.int64)
    across = last_column - first_column + 1
    item, place = expand(np.zeros(len(used), dtype=np.int64), across * (last_row - first_row + 1))
    column = first_column[item] + place % across[item]
    row = first_row[item] + place // across[item]
    return x0, y0, cell, columns, rows, row * columns + column, used[item]


def _pack(x0, y0, cell, columns, rows, where, item):
    """Sort the pairs cell × item by cell into a `Grid`."""
    order = np.argsort(where, kind="stable")
    offsets = np.zeros(columns * rows + 1, dtype=np.int64)
    np.cumsum(np.bincount(where, minlength=columns * rows), out=offsets[1:])
    return Grid(x0, y0, cell, columns, rows, offsets, item[order])


def grid_of_boxes(box, cell):
    """Index boxes by the cells they touch.

    Parameters
    ----------
    box : ndarray, shape (4, k)
        xmin, ymin, xmax, ymax.
    cell : float
        Side of a cell, metres.

    Returns
    -------
    Grid
    """
    return _pack(*_cells(box, cell))


def grid_of_nearest(blocks, cell, reach, near):
    """Index, for each cell, the blocks that may be the nearest to one of its points.

    Parameters
    ----------
    blocks : Blocks
    cell : float
        Side of a cell, metres.
    reach : float
        Blocks farther than this from every point of a cell are left out.
    near : float
        Blocks that may be within this distance of a point are kept even when another is nearer.

    Returns
    -------
    Grid
    """
    wide = blocks.box + np.array([[-reach], [-reach], [reach], [reach]])
    x0, y0, cell, columns, rows, where, item = _cells(wide, cell)
    # order by cell, then drop what cannot be nearest: its lower bound passes the cell's smallest upper bound
    order = np.argsort(where, kind="stable")
    where, item = where[order], item[order]
    left, low = x0 + (where % columns) * cell, y0 + (where // columns) * cell
    xmin, ymin, xmax, ymax = blocks.box[:, item]
    gap_x = np.maximum(0.0, np.maximum(xmin - left - cell, left - xmax))
    gap_y = np.maximum(0.0, np.maximum(ymin - low - cell, low - ymax))
    lower = np.hypot(gap_x, gap_y)
    middle = blocks.segments[item, :2, SEGMENTS // 2]
    upper = np.hypot(middle[:, 0] - left - cell / 2, middle[:, 1] - low - cell / 2) + cell * np.sqrt(0.5)
    if len(where):
        heads = np.flatnonzero(np.r_[True, where[1:] != where[:-1]])
        smallest = np.minimum.reduceat(upper, heads)
        smallest = np.repeat(smallest, np.diff(np.r_[heads, len(where)]))
        kept = (lower <= np.maximum(smallest, near)) & (lower <= reach)
        where, item = where[kept], item[kept]
    return _pack(x0, y0, cell, columns, rows, where, item)
