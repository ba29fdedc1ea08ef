"""Samples set along segments, whose Voronoi cells are the land of each line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..ragged import ranges
from .joining import coincident
from .segments import SMALLEST, Segments

__all__ = ["Samples", "cut_at", "place_samples"]

# samples around a sampled end (m)
COLLAR = 0.4


@dataclass(frozen=True)
class Samples:
    """Points set along segments.

    Attributes
    ----------
    xy : numpy.ndarray, shape (m, 2)
    segment : numpy.ndarray, shape (m,), int64
        Segment of each sample; -1 for those of the far ring that closes the diagram.
    own : numpy.ndarray of bool, shape (m,)
        Whose cells are to be drawn; others are there for what lies around them.
    """

    xy: np.ndarray
    segment: np.ndarray
    own: np.ndarray


def cut_at(segments: Segments, index: np.ndarray, along: np.ndarray):
    """Cut segments at some places.

    Parameters
    ----------
    segments : Segments
    index : numpy.ndarray of int, shape (c,)
        Segment of each cut.
    along : numpy.ndarray, shape (c,)
        Metres from its first end; cuts within a millimetre of an end or of each other are left out.

    Returns
    -------
    segments : Segments
        In the order of segments, then along each.
    owner : numpy.ndarray of int64
        The segment each part comes from.
    begin : numpy.ndarray
        Metres along it where the part begins.
    """
    order = np.lexsort((along, index))
    index, along = index[order], along[order]
    good = (along > SMALLEST) & (along < segments.length[index] - SMALLEST)
    index, along = index[good], along[good]
    apart = np.ones(len(index), dtype=bool)
    apart[1:] = (index[1:] != index[:-1]) | (along[1:] - along[:-1] > SMALLEST)
    index, along = index[apart], along[apart]
    owner = np.repeat(np.arange(len(segments)), 1 + np.bincount(index, minlength=len(segments)))
    begin = np.zeros(len(owner))
    first = np.ones(len(owner), dtype=bool)
    first[1:] = owner[1:] != owner[:-1]
    begin[~first] = along
    end = segments.length[owner]
    end[:-1] = np.where(first[1:], end[:-1], begin[1:])
    return (
        Segments(
            segments.start[owner] + segments.direction[owner] * begin[:, None],
            segments.direction[owner],
            end - begin,
            segments.minutes[owner] + segments.slope[owner] * begin,
            segments.slope[owner],
        ),
        owner,
        begin,
    )


def place_samples(segments: Segments, spacing: np.ndarray, tips: np.ndarray) -> Samples:
    """Set samples along segments, equally far from a shared end on all that meet there.

    So the end itself lies where their cells meet, and each cell knows its side of the bend.

    Parameters
    ----------
    segments : Segments
    spacing : numpy.ndarray, shape (n,)
        Largest distance between samples of a segment, metres.
    tips : numpy.ndarray of bool, shape (n, 2)
        Ends of segments that are samples themselves; a collar of samples close by keeps their cells narrow.

    Returns
    -------
    Samples
        Distinct to the millimetre, segment after segment, along each.
    """
    count = np.maximum(np.ceil(segments.length / spacing).astype(np.int64), 1)
    half = segments.length / (2.0 * count)
    ends = np.concatenate([segments.start, segments.end])
    end, _ = coincident(ends)
    nearest = np.full(int(end.max()) + 1 if len(end) else 0, np.inf)
    np.minimum.at(nearest, end, np.concatenate([half, half]))
    tip = np.concatenate([tips[:, 0], tips[:, 1]])
    nearest[end[tip]] = np.minimum(nearest[end[tip]], COLLAR)
    before, after = nearest[end[: len(half)]], nearest[end[len(half) :]]
    single = (count == 1) & (before >= half) & (after >= half)
    count = np.where(single, 1, np.maximum(count, 2))
    owner = np.repeat(np.arange(len(count)), count)
    rank = ranges(np.zeros(len(count), dtype=np.int64), count)
    step = (segments.length - before - after) / np.maximum(count - 1, 1)
    along = before[owner] + rank * step[owner]
    owner = np.concatenate([owner, np.flatnonzero(tip) % max(len(segments), 1)])
    along = np.concatenate([along, np.where(np.flatnonzero(tip) < len(segments), 0.0, np.inf)])
    along = np.minimum(along, segments.length[owner])
    order = np.lexsort((along, owner))
    owner, along = owner[order], along[order]
    xy = segments.start[owner] + segments.direction[owner] * along[:, None]

    # of samples in one place (lines drawn twice) keep that of the quicker line
    order = np.argsort(segments.minutes[owner] + segments.slope[owner] * along, kind="stable")
    key = np.rint(xy * 1000.0).astype(np.int64)
    _, kept = np.unique(key[order, 0] * np.int64(1 << 32) + key[order, 1], return_index=True)
    kept = np.sort(order[kept])
    return Samples(xy[kept], owner[kept], np.ones(len(kept), dtype=bool))
