"""Setting samples closer where it matters: along the borders between lines in different bands."""

from __future__ import annotations

import numpy as np

from .land import Land, band_of
from .samples import Samples, cut_at
from .segments import EPSILON, SMALLEST, Segments
from .territories import Sides

__all__ = ["crossings", "needed_spacing", "set_closer", "unlike_sides"]


def unlike_sides(sides: Sides, samples: Samples, segments: Segments, breaks, speed, reach, least):
    """Find the sides where the land of two lines meets in different bands.

    Parameters
    ----------
    least : float
        Smallest leap of the time across a side that counts, minutes.

    Returns
    -------
    index : numpy.ndarray of int64, shape (u,)
        Sides.
    leap : numpy.ndarray, shape (u,)
        Leap of the time across each, minutes; ``inf`` at land in no band.
    """
    land = Land(segments, samples, breaks, speed, reach)
    (left0, left1, owned_l), (right0, right1, owned_r) = [land.seen_from(h, sides) for h in (sides.left, sides.right)]
    left0, left1 = np.where(owned_l, left0, np.inf), np.where(owned_l, left1, np.inf)
    right0, right1 = np.where(owned_r, right0, np.inf), np.where(owned_r, right1, np.inf)
    low = band_of(np.minimum(np.minimum(left0, left1), np.minimum(right0, right1)), breaks)
    high = band_of(np.maximum(np.maximum(left0, left1), np.maximum(right0, right1)), breaks)
    with np.errstate(invalid="ignore"):
        leap = np.maximum(np.abs(left0 - right0), np.abs(left1 - right1))
    one, two = samples.segment[sides.left], samples.segment[sides.right]
    lines = (one != two) & (one >= 0) & (two >= 0) & (owned_l | owned_r)
    index = np.flatnonzero(lines & (low != high) & ~(leap <= least))
    return index, np.where(np.isnan(leap[index]), np.inf, leap[index])


def crossings(segments: Segments, one: np.ndarray, two: np.ndarray):
    """Find where segments cross or touch, a bridge and what it spans for instance.

    Parameters
    ----------
    one, two : numpy.ndarray of int, shape (p,)
        Pairs of segments.

    Returns
    -------
    index : numpy.ndarray of int64
        Segments to cut, each of the two for every crossing.
    along : numpy.ndarray
        Metres from the first end.
    """
    pair = np.unique(np.stack([np.minimum(one, two), np.maximum(one, two)]), axis=1)
    one, two = pair
    u, v = segments.direction[one], segments.direction[two]
    gap = segments.start[two] - segments.start[one]
    sine = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        s = (gap[:, 0] * v[:, 1] - gap[:, 1] * v[:, 0]) / sine
        t = (gap[:, 0] * u[:, 1] - gap[:, 1] * u[:, 0]) / sine
    meet = (np.abs(sine) > 1e-6) & (s > -SMALLEST) & (s < segments.length[one] + SMALLEST)
    meet &= (t > -SMALLEST) & (t < segments.length[two] + SMALLEST)
    return np.concatenate([one[meet], two[meet]]), np.concatenate([s[meet], t[meet]])


def needed_spacing(sides: Sides, some: np.ndarray, samples: Samples, segments: Segments, tolerance, floor, nearest):
    """Tell how near samples must be for some sides to lie where two lines are equally far.

    Half-way between samples that are `h` apart, a point at a distance `d` beside the line is
    ``h² / 8 d`` farther from the samples than from the line. A point around the end of the line, at an
    angle `a` from its square, is ``δ sin a`` farther from a sample `δ` before the end than from the end:
    there the end itself must be a sample.

    Parameters
    ----------
    some : numpy.ndarray of int64, shape (u,)
        Indices of sides.
    tolerance : numpy.ndarray, shape (u,)
        Metres by which each may lie wrong.
    floor : float
        Metres; no closer than this,
    nearest : float
        but where a line leaves its own land for that of a line beside it.

    Returns
    -------
    needed : numpy.ndarray, shape (m,)
        Metres, ``inf`` for samples that are near enough whatever their spacing.
    tips : numpy.ndarray of bool, shape (n, 2)
        Ends of segments to be sampled.
    """
    needed = np.full(len(samples.xy), np.inf)
    tips = np.zeros((len(segments), 2), dtype=bool)
    middle = 0.5 * (sides.xy[sides.first[some]] + sides.xy[sides.second[some]])
    for hand, other in ((sides.left, sides.right), (sides.right, sides.left)):
        sample = hand[some]
        segment = samples.segment[sample]
        along, across = segments.local(segment, middle)
        over = along - np.clip(along, 0.0, segments.length[segment])
        distance = np.hypot(over, across)
        beside = np.abs(over) < EPSILON
        own, _ = segments.local(segment, samples.xy[sample])
        for end, before in ((0, own), (1, segments.length[segment] - own)):
            short = (over < 0 if end == 0 else over > 0) & ~beside
            short &= before * np.abs(over) > tolerance * np.maximum(distance, EPSILON)
            tips[segment[short], end] = True
        asked = np.where(beside, np.maximum(np.sqrt(8.0 * distance * tolerance), floor), np.inf)
        np.minimum.at(needed, sample, asked)
        for corner in (sides.first[some], sides.second[some]):
            along, across = segments.local(segment, sides.xy[corner])
            crosses = (np.abs(across) < 1e-5) & (along > SMALLEST) & (along < segments.length[segment] - SMALLEST)
            np.minimum.at(needed, sample[crosses], nearest)
            np.minimum.at(needed, other[some][crosses], nearest)
    return needed, tips


def set_closer(segments: Segments, spacing, tips, samples: Samples, needed: np.ndarray, cuts):
    """Cut out the parts of segments that some samples stand for, to sample them closer.

    Parameters
    ----------
    segments : Segments
    spacing : numpy.ndarray, shape (n,)
        Largest distance between samples of each segment, metres.
    tips : numpy.ndarray of bool, shape (n, 2)
        Ends to be sampled.
    samples : Samples
        As placed with that spacing.
    needed : numpy.ndarray, shape (m,)
        Spacing that each sample asks for, metres (`needed_spacing`).
    cuts : tuple of numpy.ndarray
        Segments and metres along them of other cuts to make (`crossings`).

    Returns
    -------
    segments : Segments
    spacing : numpy.ndarray
    tips : numpy.ndarray of bool
    """
    real = np.flatnonzero(samples.segment >= 0)
    along = np.full(len(samples.xy), np.nan)
    along[real], _ = segments.local(samples.segment[real], samples.xy[real])
    # a sample stands for the line half-way to its neighbours
    chosen = real[needed[real] < spacing[samples.segment[real]]]
    segment, place = samples.segment[chosen], along[chosen]
    index, at = [cuts[0]], [cuts[1]]
    for neighbour in (chosen - 1, np.minimum(chosen + 1, len(along) - 1)):
        same = samples.segment[neighbour] == segment
        index.append(segment[same])
        at.append(0.5 * (place + along[neighbour])[same])
    parts, owner, begin = cut_at(segments, np.concatenate(index), np.concatenate(at))
    # the part that holds each chosen sample
    key = owner + begin / (segments.length[owner] + 1.0)
    held = np.searchsorted(key, segment + place / (segments.length[segment] + 1.0), side="right") - 1
    spacing = spacing[owner]
    np.minimum.at(spacing, held, needed[chosen])
    first = np.ones(len(owner), dtype=bool)
    first[1:] = owner[1:] != owner[:-1]
    tips = tips[owner] & np.stack([first, np.append(first[1:], True)], axis=1)
    return parts, spacing, tips
