"""Groups of unequal size in flat arrays."""

from __future__ import annotations

import numpy as np

__all__ = ["expand", "offsets_of", "ranges"]


def offsets_of(counts: np.ndarray) -> np.ndarray:
    """Turn group sizes into offsets, shape (n + 1,), starting at 0."""
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def ranges(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Concatenate ``start, start + 1, …`` of each group: the indices of a ragged gather."""
    offsets = offsets_of(counts)
    index = np.arange(offsets[-1], dtype=np.int64)
    index += np.repeat(starts - offsets[:-1], counts)
    return index


def expand(starts: np.ndarray, counts: np.ndarray):
    """Return the group of each index of `ranges`, and `ranges`."""
    return np.repeat(np.arange(len(counts)), counts), ranges(starts, counts)
