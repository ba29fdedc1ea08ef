"""Where the rows of a list are, drawn so that nobody can be recognised: large squares that hold many addresses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["ADDRESSES", "CLASSES", "Squares", "squares"]

ADDRESSES = 11
"""A square of fewer different addresses is not drawn: what Insee asks of a square before it says anything."""

SIDE = 500.0
"""Least side of a square, metres."""

ACROSS = 40
"""Squares along the longer side of the map, at most."""

CLASSES = (11, 30, 100)
"""Least number of addresses of each class; exact numbers are never shown."""


@dataclass(frozen=True)
class Squares:
    """Squares to draw.

    Attributes
    ----------
    side : float
        Metres.
    corner : ndarray, shape (k, 2)
        Lower left corner of each, metres; a multiple of the side, so that no square is laid around anybody.
    rank : ndarray of int, shape (k,)
        Class of each (`CLASSES`).
    """

    side: float
    corner: np.ndarray
    rank: np.ndarray


def squares(xy, least=0):
    """Gather positions into squares.

    Parameters
    ----------
    xy : ndarray, shape (n, 2)
        Metres; rows at one place are one address. NaN where a row has no position.
    least : int, optional
        Threshold of secrecy that the user chose, where it is higher.

    Returns
    -------
    Squares
    """
    xy = np.asarray(xy, dtype=float).reshape(-1, 2)
    # to the metre: many rows of one household, or of one town hall, are one address
    spots = np.unique(np.round(xy[np.isfinite(xy).all(axis=1)]), axis=0)
    if not len(spots):
        return Squares(SIDE, np.empty((0, 2)), np.empty(0, dtype=int))
    span = float((spots.max(axis=0) - spots.min(axis=0)).max())
    side = max(SIDE, SIDE * np.ceil(span / ACROSS / SIDE))
    cells, counts = np.unique(np.floor(spots / side).astype(np.int64), axis=0, return_counts=True)
    kept = counts >= max(ADDRESSES, least)
    rank = np.searchsorted(CLASSES, counts[kept], side="right") - 1
    return Squares(side, cells[kept] * side, rank)
