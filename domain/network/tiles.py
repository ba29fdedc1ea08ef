"""Land worked on tile by tile: the cells of a tile are what they are in the whole, by the samples around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .samples import Samples

__all__ = ["Tile", "tiles_of"]

# samples of the far ring that closes the diagram
RING = 24


@dataclass(frozen=True)
class Tile:
    """Samples of a tile.

    Attributes
    ----------
    samples : Samples
        Its own and those around it, in the order of all, then those of the far ring.
    index : numpy.ndarray of int64
        Which of all samples they are, the far ring left out.
    middle : numpy.ndarray, shape (2,)
        Some place among them; coordinates counted from there are small.
    """

    samples: Samples
    index: np.ndarray
    middle: np.ndarray


def tiles_of(samples: Samples, far: float, most: int):
    """Share samples out among tiles.

    A corner of a cell that lies within `far` of its sample has no other sample nearer than that, so all
    that shape it lie within twice as much of the tile.

    Parameters
    ----------
    samples : Samples
    far : float
        Metres from a sample to the farthest place of its cell that matters.
    most : int
        Samples in a tile.

    Yields
    ------
    Tile
        Each sample is one tile's own.
    """
    for part in _parts(samples.xy, most):
        own = np.zeros(len(samples.xy), dtype=bool)
        own[part] = True
        low, high = samples.xy[part].min(axis=0) - 2.0 * far, samples.xy[part].max(axis=0) + 2.0 * far
        index = np.flatnonzero(((samples.xy >= low) & (samples.xy <= high)).all(axis=1))
        middle = np.rint(0.5 * (low + high))
        radius = float(np.hypot(*(high - low)))
        angle = 2.0 * np.pi * np.arange(RING) / RING
        ring = middle + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        yield Tile(
            Samples(
                np.concatenate([samples.xy[index], ring]),
                np.concatenate([samples.segment[index], np.full(RING, -1)]),
                np.concatenate([own[index], np.zeros(RING, dtype=bool)]),
            ),
            index,
            middle,
        )


def _parts(xy, most):
    """Halve points across their longer side until no part holds too many."""
    pending = [np.arange(len(xy))]
    while pending:
        part = pending.pop()
        if len(part) <= most:
            yield part
            continue
        values = xy[part, np.ptp(xy[part], axis=0).argmax()]
        half = np.argpartition(values, len(part) // 2)
        pending += [part[half[len(part) // 2 :]], part[half[: len(part) // 2]]]
