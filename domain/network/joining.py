"""Points that are one place: coincident ends, or ends within a tolerance."""

from __future__ import annotations

import numpy as np

from ..ragged import ranges
from .components import label_pairs

__all__ = ["coincident", "join", "near_pairs", "repeated", "scramble"]

MILLIMETRES = 1000.0


def coincident(points: np.ndarray):
    """Group points that coincide to the millimetre, in Z-order of space.

    Neighbours in space get neighbouring numbers, which keeps later searches in the processor's cache.

    Parameters
    ----------
    points : numpy.ndarray, shape (m, 2)
        Metres.

    Returns
    -------
    place : numpy.ndarray, shape (m,), int32
        Group of each point.
    xy : numpy.ndarray, shape (k, 2)
        Coordinates of one point of each group.
    """
    if not len(points):
        return np.empty(0, dtype=np.int32), np.empty((0, 2))
    key = _z_order(points)
    order = np.argsort(key)
    key = key[order]
    new = np.ones(len(key), dtype=bool)
    np.not_equal(key[1:], key[:-1], out=new[1:])
    del key
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.cumsum(new, dtype=np.int32) - np.int32(1)
    return place, points[order[new]]


def _z_order(points):
    """Interleave the bits of x and y in millimetres: one key per place, near places near in key."""
    low = points.min(axis=0)
    key = _spread(np.rint((points[:, 0] - low[0]) * MILLIMETRES).astype(np.uint64))
    key |= _spread(np.rint((points[:, 1] - low[1]) * MILLIMETRES).astype(np.uint64)) << np.uint64(1)
    return key


def _spread(values):
    """Put a zero bit between the 32 low bits of each value."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        values |= values << np.uint64(shift)
        values &= np.uint64(mask)
    return values


def scramble(points: np.ndarray) -> np.ndarray:
    """One well mixed 64-bit number per place, the same for coordinates that agree to the millimetre."""
    key = np.rint(points[:, 0] * MILLIMETRES).astype(np.int64).view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    key ^= np.rint(points[:, 1] * MILLIMETRES).astype(np.int64).view(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    for shift, factor in ((29, 0xBF58476D1CE4E5B9), (32, 0xD6E8FEB86659FD93)):
        key ^= key >> np.uint64(shift)
        key *= np.uint64(factor)
    return key


def repeated(keys: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Tell which well mixed numbers occur more than once, without sorting them all.

    Parameters
    ----------
    keys : numpy.ndarray of uint64, shape (m,)
    asked : numpy.ndarray of bool, shape (m,)
        Where an answer is wanted.

    Returns
    -------
    numpy.ndarray of bool, shape (m,)
        False where not asked.
    """
    result = np.zeros(len(keys), dtype=bool)
    bits = int(min(26, max(10, np.ceil(np.log2(len(keys) * 8 + 1)))))
    bucket = (keys & np.uint64((1 << bits) - 1)).astype(np.int64)
    shared = np.bincount(bucket, minlength=1 << bits) > 1
    wanted = np.zeros(1 << bits, dtype=bool)
    wanted[bucket[asked]] = True
    wanted &= shared
    some = np.flatnonzero(wanted[bucket])
    order = some[np.argsort(keys[some])]
    same = keys[order[1:]] == keys[order[:-1]]
    result[order[1:][same]] = True
    result[order[:-1][same]] = True
    return result & asked


def near_pairs(points: np.ndarray, distance: float):
    """Find all pairs of points within a distance.

    Parameters
    ----------
    points : numpy.ndarray, shape (m, 2)
    distance : float
        Metres, inclusive.

    Returns
    -------
    first, second : numpy.ndarray of int64
        Each pair once.
    """
    none = np.empty(0, dtype=np.int64)
    if len(points) < 2 or distance <= 0:
        return none, none
    # a grid of that side: a pair is in one cell or in two that touch; the margin absorbs rounding
    cell = np.floor((points - points.min(axis=0)) / (distance * 1.000001)).astype(np.int64)
    width = np.int64(cell[:, 1].max() + 3)
    key = cell[:, 0] * width + cell[:, 1]
    order = np.argsort(key, kind="stable")
    key = key[order]
    firsts, seconds = [], []
    # the rest of one's own cell with the next above, then the three cells of the next column
    for low, high in ((0, 1), (width - 1, width + 1)):
        left = np.searchsorted(key, key + low, side="left")
        right = np.searchsorted(key, key + high, side="right")
        if low == 0:
            left = np.maximum(left, np.arange(len(key)) + 1)
        count = np.maximum(right - left, 0)
        a = order[np.repeat(np.arange(len(key)), count)]
        b = order[ranges(left, count)]
        close = np.hypot(*(points[a] - points[b]).T) <= distance
        firsts.append(a[close])
        seconds.append(b[close])
    first, second = np.concatenate(firsts), np.concatenate(seconds)
    return np.minimum(first, second), np.maximum(first, second)


def join(points: np.ndarray, tolerance: float = 0.0):
    """Group points that coincide or lie within a tolerance, step by step where several follow.

    Parameters
    ----------
    points : numpy.ndarray, shape (m, 2)
    tolerance : float
        Metres; 0 joins what coincides to the millimetre.

    Returns
    -------
    place, xy
        As `coincident`.
    """
    place, xy = coincident(points)
    if tolerance <= 0:
        return place, xy
    first, second = near_pairs(xy, tolerance)
    if not len(first):
        return place, xy
    label = label_pairs(len(xy), first, second)
    # the lowest place of each group stands for it, so that numbers stay in Z-order
    lowest = np.full(label.max() + 1, len(xy), dtype=np.int64)
    np.minimum.at(lowest, label, np.arange(len(xy)))
    kept, group = np.unique(lowest[label], return_inverse=True)
    return group.astype(np.int32)[place], xy[kept]
