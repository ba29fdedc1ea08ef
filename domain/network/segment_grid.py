"""Uniform grids over segments, in which points find the segments near them."""

from __future__ import annotations

import numpy as np

from ..ragged import ranges

__all__ = ["SegmentGrid", "project"]

SEGMENTS_AT_ONCE = 1 << 19
PAIRS_AT_ONCE = 1 << 20
COLUMN = np.int64(1) << np.int64(31)


class SegmentGrid:
    """Uniform grids over segments, each level four times as coarse as the one before.

    Parameters
    ----------
    lines : Lines
    first : numpy.ndarray of int64
        First vertex of each segment.
    max_distance : float
        Metres up to which points may lie outside the lines' extent.

    Attributes
    ----------
    finest : float
        Metres; at level k, what is nearest within ``finest * 4 ** k`` is surely found.
    """

    def __init__(self, lines, first, max_distance):
        self.xy, self.first = lines.xy, first
        self.finest = max(30.0, 0.5 * float(np.mean(_spans(lines.xy, first))))
        # a little wider than the reach, so that rounding at the rim of a cell cannot lose a segment
        self.cell = self.finest * 1.01
        # cells are numbered from 1 up, also for points outside
        self.low = lines.xy.min(axis=0) - 4.0 * max(max_distance, self.finest)
        self.column, self.row = self._cells(lines.xy)

    def _cells(self, xy):
        """Column and row of places at the finest level."""
        return (np.floor((xy[:, axis] - self.low[axis]) / self.cell).astype(np.int64) for axis in (0, 1))

    def nearest(self, points, level, tick, barred=None):
        """Nearest segment of each point among those the 3 x 3 cells around it hold.

        Parameters
        ----------
        points : numpy.ndarray, shape (m, 2)
        level : int
            Cells are ``4 ** level`` times the finest.
        barred : (numpy.ndarray, numpy.ndarray), optional
            Offsets of lines, and the line each point may not use.

        Returns
        -------
        segment : numpy.ndarray, shape (m,), int64
            First vertex of the segment, -1 where the cells are empty.
        distance : numpy.ndarray, shape (m,)
        """
        column, row = (cells >> (2 * level) for cells in self._cells(points))
        hot = _HotCells(column, row)
        key, segment = self._registered(level, hot, tick)
        by_key = np.argsort(key, kind="stable")
        key, segment = key[by_key], segment[by_key]
        found = np.full(len(points), -1, dtype=np.int64)
        distance = np.full(len(points), np.inf)
        if not len(key):
            return found, distance
        # neighbouring points ask for neighbouring cells
        middle = _key(column, row)
        order = np.argsort(middle)
        middle = middle[order]
        starts = np.stack([np.searchsorted(key, middle + d * COLUMN - 1, side="left") for d in (-1, 0, 1)], axis=1)
        stops = np.stack([np.searchsorted(key, middle + d * COLUMN + 1, side="right") for d in (-1, 0, 1)], axis=1)
        count = stops - starts
        each_point = count.sum(axis=1)
        for begin, end in _portions(each_point):
            some, each = order[begin:end], each_point[begin:end]
            filled = each > 0
            if filled.any():
                candidates = segment[ranges(starts[begin:end].ravel(), count[begin:end].ravel())]
                pair = np.repeat(some, each)
                squared = _squared_distance(self.xy, candidates, points[pair])
                if barred is not None:
                    own = np.searchsorted(barred[0], candidates, side="right") - 1 == barred[1][pair]
                    squared[own] = np.inf
                at = (np.cumsum(each) - each)[filled]
                least = np.minimum.reduceat(squared, at)
                tied = np.where(squared == np.repeat(least, each[filled]), candidates, np.iinfo(np.int64).max)
                found[some[filled]] = np.minimum.reduceat(tied, at)
                distance[some[filled]] = np.sqrt(least)
            tick(0.5 + 0.5 * end / len(order))
        return found, distance

    def _registered(self, level, hot, tick):
        """Cells each segment passes through, where points look there.

        Returns
        -------
        key, segment : numpy.ndarray of int64
            Pairs of cell and first vertex.
        """
        keys, segments = [], []
        for begin in range(0, len(self.first), SEGMENTS_AT_ONCE):
            part = self.first[begin : begin + SEGMENTS_AT_ONCE]
            column, row = self.column[part] >> (2 * level), self.row[part] >> (2 * level)
            column1, row1 = self.column[part + 1] >> (2 * level), self.row[part + 1] >> (2 * level)
            width, height = np.abs(column1 - column), np.abs(row1 - row)
            # short segments far from every point are told by one end alone
            near = np.flatnonzero(hot.around(column, row) | (width > 1) | (height > 1))
            width, height, owner = width[near], height[near], part[near]
            column, row, column1, row1 = column[near], row[near], column1[near], row1[near]
            long = (width > 1) | (height > 1)
            column, column1 = np.minimum(column, column1), np.maximum(column, column1)
            row, row1 = np.minimum(row, row1), np.maximum(row, row1)
            across, up = ~long & (width == 1), ~long & (height == 1)
            cells = [
                (c[which], r[which], owner[which])
                for c, r, which in (
                    (column, row, ~long),
                    (column1, row, across),
                    (column, row1, up),
                    (column1, row1, across & up),
                )
            ]
            size = self.cell * 4.0**level
            if long.any():
                a, b = (self.xy[owner[long]] - self.low) / size, (self.xy[owner[long] + 1] - self.low) / size
                cells.extend(_crossed(a, b, column[long], column1[long], owner[long]))
            for columns, rows, owners in cells:
                kept = hot.hold(columns, rows)
                keys.append(_key(columns[kept], rows[kept]))
                segments.append(owners[kept])
            tick(0.5 * (begin + len(part)) / len(self.first))
        return np.concatenate(keys), np.concatenate(segments)


class _HotCells:
    """Bitmaps over scrambled cells that say where points look; false alarms only cost time."""

    def __init__(self, column, row):
        self.size = 1 << max(16, min(26, int(np.ceil(np.log2(len(column) * 64 + 1)))))
        home = np.unique(_key(column, row))
        self.bitmaps = {}
        for reach in (1, 2):
            bitmap = np.zeros(self.size, dtype=bool)
            for d in range(-reach, reach + 1):
                for e in range(-reach, reach + 1):
                    bitmap[self._slot(home // COLUMN + d, home % COLUMN + e)] = True
            self.bitmaps[reach] = bitmap

    def _slot(self, column, row):
        return (column * np.int64(7919) + row) & np.int64(self.size - 1)

    def hold(self, column, row):
        """True for cells in which a point looks."""
        return self.bitmaps[1][self._slot(column, row)]

    def around(self, column, row):
        """True for those cells and the cells beside them."""
        return self.bitmaps[2][self._slot(column, row)]


def _key(column, row):
    return column * COLUMN + row


def _portions(counts):
    """Split into runs of about `PAIRS_AT_ONCE` in all."""
    running, begin = np.cumsum(counts), 0
    while begin < len(counts):
        done = running[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(running, done + PAIRS_AT_ONCE, side="right")))
        yield begin, end
        begin = end


def _crossed(a, b, column0, column1, owner):
    """Cells crossed by segments, column by column, in portions of bounded size."""
    flip = a[:, 0] > b[:, 0]
    a[flip], b[flip] = b[flip], a[flip]
    width = column1 - column0 + 1
    for begin, end in _portions(width):
        each = width[begin:end]
        seg = np.repeat(np.arange(begin, end), each)
        column = ranges(column0[begin:end], each)
        run = b[seg, 0] - a[seg, 0]
        slope = np.where(run > 0, (b[seg, 1] - a[seg, 1]) / np.where(run > 0, run, 1.0), 0.0)
        y0 = a[seg, 1] + slope * (np.maximum(column, a[seg, 0]) - a[seg, 0])
        y1 = a[seg, 1] + slope * (np.minimum(column + 1, b[seg, 0]) - a[seg, 0])
        upright = run <= 0
        y0[upright], y1[upright] = a[seg, 1][upright], b[seg, 1][upright]
        row0 = np.floor(np.minimum(y0, y1)).astype(np.int64)
        height = np.floor(np.maximum(y0, y1)).astype(np.int64) - row0 + 1
        yield np.repeat(column, height), ranges(row0, height), np.repeat(owner[seg], height)


def _squared_distance(xy, segment, points):
    """Squared distance of each point to its segment, the same to the last bit at a shared vertex."""
    share, projected = project(xy, segment, points)
    projected -= points
    return np.einsum("ij,ij->i", projected, projected)


def project(xy, segment, points):
    """Nearest point of each segment to a point.

    Parameters
    ----------
    xy : numpy.ndarray, shape (v, 2)
        Vertices.
    segment : numpy.ndarray of int, shape (m,)
        First vertex of each segment.
    points : numpy.ndarray, shape (m, 2)

    Returns
    -------
    share : numpy.ndarray, shape (m,)
        Relative position on the segment, 0 … 1.
    projected : numpy.ndarray, shape (m, 2)
    """
    a, b = xy[segment], xy[segment + 1]
    along = b - a
    squared = np.einsum("ij,ij->i", along, along)
    share = np.einsum("ij,ij->i", points - a, along)
    share /= np.where(squared > 0, squared, 1.0)
    np.clip(share, 0.0, 1.0, out=share)
    projected = a + along * share[:, None]
    end = share >= 1.0
    projected[end] = b[end]
    return share, projected


def _spans(xy, first):
    """Rough length of some of the segments."""
    some = first[:: max(1, len(first) // 10000)]
    return np.abs(xy[some + 1] - xy[some]).max(axis=1)
