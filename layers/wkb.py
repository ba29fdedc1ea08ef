"""Many lines in well-known binary to flat arrays, without one Python object per vertex or line."""

from __future__ import annotations

import numpy as np

from ..domain.ragged import offsets_of, ranges

__all__ = ["Parts", "join_blobs", "parse_lines"]

LINE, MULTI_LINE = 2, 5


class Parts:
    """Lines found in rows of WKB, collected block by block.

    Attributes
    ----------
    xy : list of numpy.ndarray
    counts : list of numpy.ndarray
        Vertices of each part.
    rows : list of numpy.ndarray
        Row each part comes from.
    """

    def __init__(self):
        self.xy, self.counts, self.rows, self.total = [], [], [], 0

    def add(self, flat, starts):
        """Add a block of rows; see `parse_lines`."""
        xy, counts, rows = parse_lines(flat, starts)
        self.xy.append(xy)
        self.counts.append(counts)
        self.rows.append(rows + self.total)
        self.total += len(starts)

    def finish(self):
        """Return vertices (v, 2), offsets (p + 1,) and row of each part (p,)."""
        if not self.xy:
            return np.empty((0, 2)), np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int64)
        result = np.concatenate(self.xy), offsets_of(np.concatenate(self.counts)), np.concatenate(self.rows)
        self.xy, self.counts, self.rows = [], [], []
        return result


def join_blobs(blobs):
    """Lay blobs end to end.

    Parameters
    ----------
    blobs : list of bytes

    Returns
    -------
    flat : numpy.ndarray of uint8
    starts : numpy.ndarray of int64
        Where each begins; an empty blob is marked by -1.
    """
    sizes = np.fromiter(map(len, blobs), dtype=np.int64, count=len(blobs))
    starts = np.cumsum(sizes) - sizes
    starts[sizes < 9] = -1
    return np.frombuffer(b"".join(blobs), dtype=np.uint8), starts


def parse_lines(flat, starts):
    """Read LineString and MultiLineString rows; Z and M are skipped, other types give nothing.

    Parameters
    ----------
    flat : numpy.ndarray of uint8
        Little-endian WKB of all rows.
    starts : numpy.ndarray of int64, shape (r,)
        Where each row begins, -1 for a row without geometry.

    Returns
    -------
    xy : numpy.ndarray, shape (v, 2)
    counts : numpy.ndarray of int64, shape (p,)
        Vertices of each part.
    rows : numpy.ndarray of int64, shape (p,)
        Row of each part, ascending.
    """
    row = np.flatnonzero(starts >= 0)
    row = row[flat[starts[row]] == 1] if len(row) else row
    at = starts[row]
    code = _uint32(flat, at + 1)
    # Z and M as thousands (ISO) or as high bits (the 25D types)
    high = (code >> np.int64(30)) & np.int64(3)
    code = code & np.int64(0x0FFFFFFF)
    dimensions = 2 + (code >= 1000) + (code >= 3000) + (high >= 2) + (high % 2)
    kind = code % 1000
    single, multi = kind == LINE, kind == MULTI_LINE
    found = [(row[single], at[single] + 9, _uint32(flat, at[single] + 5), dimensions[single])]
    row, at, dimensions = row[multi], at[multi], dimensions[multi]
    parts, at, rank = _uint32(flat, at + 5), at + 9, 0
    while len(row):
        more = parts > rank
        row, at, dimensions, parts = row[more], at[more], dimensions[more], parts[more]
        count = _uint32(flat, at + 5)
        found.append((row, at + 9, count, dimensions))
        at, rank = at + 9 + count * dimensions * 8, rank + 1
    row, data, count, dimensions = (np.concatenate(columns) for columns in zip(*found))
    if len(found) > 2:
        order = np.argsort(row, kind="stable")
        row, data, count, dimensions = row[order], data[order], count[order], dimensions[order]
    return _vertices(flat, data, count, dimensions), count, row


def _uint32(flat, at):
    """Unaligned unsigned integers, widened to int64."""
    value = flat[at].astype(np.int64)
    for shift in (1, 2, 3):
        value |= flat[at + shift].astype(np.int64) << np.int64(8 * shift)
    return value


def _vertices(flat, data, count, dimensions):
    """Gather x and y of every vertex, by groups of lines aligned alike and of as many dimensions."""
    offsets = offsets_of(count)
    xy = np.empty((offsets[-1], 2))
    group = (data % 8) * 8 + dimensions
    for value in np.unique(group):
        shift, size = divmod(int(value), 8)
        member = np.flatnonzero(group == value)
        doubles = np.frombuffer(flat, dtype="<f8", offset=shift, count=(len(flat) - shift) // 8)
        first = np.repeat((data[member] - shift) // 8, count[member])
        step = ranges(np.zeros(len(member), dtype=np.int64), count[member])
        first += step * size
        if len(member) == len(data):
            xy[:, 0], xy[:, 1] = doubles[first], doubles[first + 1]
        else:
            out = np.repeat(offsets[:-1][member], count[member]) + step
            xy[out, 0], xy[out, 1] = doubles[first], doubles[first + 1]
    return xy
