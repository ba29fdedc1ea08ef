"""Cells that no outline passes through: most of them, and none of their sides need a look."""

from __future__ import annotations

import numpy as np

from .land import band_of

__all__ = ["bands_of_still_cells", "stirred"]

# what rounding may hide (minutes and metres)
MINUTES, METRES = 1e-9, 1e-6


def bands_of_still_cells(land, ridges) -> np.ndarray:
    """Tell the band of each cell that lies wholly in one, or wholly in none.

    Over a cell, the place along the line and the distance from it lie between those of its corners.

    Parameters
    ----------
    land : Land
    ridges : Sides
        Whole sides of cells, all those of the samples that are the tile's own.

    Returns
    -------
    numpy.ndarray of int64, shape (m,)
        -1 for other cells, and for those that are not the tile's own.
    """
    segments, samples, breaks = land.segments, land.samples, land.breaks
    still = np.full(len(samples.segment), -1)
    still[samples.segment < 0] = len(breaks)
    # each corner once, going round each cell
    sample = np.concatenate([ridges.left, ridges.right])
    corner = np.concatenate([ridges.first, ridges.second])
    order = np.argsort(sample, kind="stable")
    order = order[samples.own[sample[order]]]
    if not len(order):
        return still
    sample, corner = sample[order], corner[order]
    starts = np.flatnonzero(np.append(True, sample[1:] != sample[:-1]))
    cell = sample[starts]
    along, across = segments.local(samples.segment[sample], ridges.xy[corner])
    inside = np.clip(along, 0.0, segments.length[samples.segment[sample]])
    farthest = np.sqrt(np.maximum.reduceat((along - inside) ** 2 + across**2, starts))
    low, high = np.minimum.reduceat(inside, starts), np.maximum.reduceat(inside, starts)
    on = samples.segment[cell]
    ends = segments.minutes[on] + segments.slope[on] * np.stack([low, high])
    soonest, latest = ends.min(axis=0) - MINUTES, ends.max(axis=0) + farthest / land.speed + MINUTES
    band = band_of(soonest, breaks)
    whole = (band == band_of(latest, breaks)) & (farthest < land.reach - METRES) | (band == len(breaks))
    still[cell[whole]] = band[whole]
    return still


def stirred(ridges, still):
    """Leave out the sides between still cells of one band.

    Parameters
    ----------
    ridges : Sides
    still : numpy.ndarray of int64, shape (m,)
        As from `bands_of_still_cells`.

    Returns
    -------
    Sides
    """
    one, two = still[ridges.left], still[ridges.right]
    return ridges.take((one != two) | (one < 0))
