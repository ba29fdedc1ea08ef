"""Outlines drawn tile by tile, made one."""

from __future__ import annotations

import numpy as np

from .components import label_pairs
from .joining import near_pairs
from .outlines import Outlines
from .rings import GRID, Arcs

__all__ = ["edges_of", "sewn"]

# ends that should be one place lie no farther apart than rounding leaves them (m)
GAPS = (0.003, 0.03)


def edges_of(arcs: Arcs) -> Outlines:
    """Take arcs apart into outlines again."""
    first = np.ones(len(arcs.xy), dtype=bool)
    first[arcs.offsets[1:] - 1] = False
    start = np.flatnonzero(first)
    count = np.diff(arcs.offsets) - 1
    xy = arcs.xy / GRID
    return Outlines(xy[start], xy[start + 1], np.repeat(arcs.left, count), np.repeat(arcs.right, count))


def sewn(edges: Outlines, bands: int):
    """Close outlines where rounding keeps the ends of two tiles a millimetre apart.

    Going round any place, bands change back to what they were; where they do not, an end is missing near by.

    Parameters
    ----------
    edges : Outlines
        Of all tiles.
    bands : int
        Number of bands.

    Returns
    -------
    Outlines or None
        None where an end has no other near by.
    """
    points = np.rint(np.concatenate([edges.start, edges.end]) * GRID).astype(np.int64)
    for gap in (*GAPS, 0.0):
        low = points.min(axis=0) if len(points) else 0
        width = int(points[:, 1].max() - low[1] + 1) if len(points) else 1
        _, first, place = np.unique(
            (points[:, 0] - low[0]) * width + (points[:, 1] - low[1]), return_index=True, return_inverse=True
        )
        tail, head = place[: len(edges)], place[len(edges) :]
        span = bands + 1
        key = np.concatenate([v * span + b for v in (tail, head) for b in (edges.left, edges.right)])
        step = np.repeat([1, -1, -1, 1], len(edges))
        keys, group = np.unique(key, return_inverse=True)
        loose = np.unique(keys[np.bincount(group, weights=step) != 0] // span)
        if not len(loose):
            return Outlines(points[: len(edges)] / GRID, points[len(edges) :] / GRID, edges.left, edges.right)
        at = points[first[loose]]
        one, two = near_pairs(at / GRID, gap)
        if not len(one):
            continue
        label = label_pairs(len(loose), one, two)
        # the first of each group stands for it
        stands = np.full(int(label.max()) + 1, len(loose))
        np.minimum.at(stands, label, np.arange(len(loose)))
        moved = points[first]
        moved[loose] = at[stands[label]]
        points = moved[place]
    return None
