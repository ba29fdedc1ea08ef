"""Cells as fans of triangles on which the time is linear."""

from __future__ import annotations

import numpy as np

from .land import band_of
from .segments import EPSILON

__all__ = ["busy_cells", "fans_of", "own_ends"]


def own_ends(ridges, samples, segments):
    """Tell, for each sample, whether each end of its segment lies in its own cell (or on its side)."""
    result = np.zeros((len(samples.segment), 2), dtype=bool)
    real = samples.segment >= 0
    result[real] = True
    at = samples.segment[real]
    ends = np.full((len(samples.segment), 2, 2), np.nan)
    ends[real, 0], ends[real, 1] = segments.start[at], segments.end[at]
    for hand, other in ((ridges.left, ridges.right), (ridges.right, ridges.left)):
        across = samples.xy[other] - samples.xy[hand]
        span = np.sqrt((across**2).sum(axis=1))
        middle = 0.5 * (samples.xy[other] + samples.xy[hand])
        for end in (0, 1):
            over = ((ends[hand, end] - middle) * across).sum(axis=1) / np.maximum(span, 1e-12)
            result[hand[over > 1e-5], end] = False
    return result


def busy_cells(land, sides, minutes0, minutes1, owned, owns_end):
    """Tell which cells an outline may pass through; most lie in one band and within reach.

    Parameters
    ----------
    minutes0, minutes1 : numpy.ndarray, shape (2 s,)
        Time at both corners of each side, seen from the left, then from the right.
    owned : numpy.ndarray of bool, shape (2 s,)
        Sides within reach, seen likewise.
    owns_end : numpy.ndarray of bool, shape (m, 2)

    Returns
    -------
    numpy.ndarray of bool, shape (m,)
    """
    segments, samples = land.segments, land.samples
    busy = np.zeros(len(samples.xy), dtype=bool)
    band = np.full(len(samples.xy), -1)
    real = np.flatnonzero(samples.segment >= 0)
    on = samples.segment[real]
    band[real] = band_of(land.minutes(on, samples.xy[real]), land.breaks)
    for end, minutes in ((0, segments.minutes), (1, segments.minutes + segments.slope * segments.length)):
        busy[real] |= owns_end[real, end] & (band_of(minutes[on], land.breaks) != band[real])
    hand = np.concatenate([sides.left, sides.right])
    used, _ = land.in_time(hand)
    sample = hand[used]
    mixed = ~owned[used]
    for minutes in (minutes0[used], minutes1[used]):
        mixed |= band_of(minutes, land.breaks) != band[sample]
    busy[sample[mixed]] = True
    return busy


def fans_of(land, sides, owned, owns_end, busy):
    """Triangles of linear time that fill the cells, and the arcs where they end at the reach.

    Parameters
    ----------
    owned : numpy.ndarray of bool, shape (2 s,)
        Sides within reach, seen from the left, then from the right.
    owns_end : numpy.ndarray of bool, shape (m, 2)
    busy : numpy.ndarray of bool, shape (m,)
        Cells to fill; an outline passes through no other.

    Returns
    -------
    fans : list of tuple
        ``apex, b, c`` (coordinates), their times, and 1 where they go round against the clock, else -1.
    arcs : list of tuple
        ``b, c``, their times, and 1 where the land is on the left hand, else -1.
    """
    segments, samples = land.segments, land.samples
    hand = np.concatenate([sides.left, sides.right])
    used, segment = land.in_time(hand)
    crossed = busy[hand[used]]
    used, segment = used[crossed], segment[crossed]
    turn = np.where(used < len(sides), 1, -1)
    sample, side = hand[used], used % max(len(sides), 1)
    first, second = sides.first[side], sides.second[side]
    length = segments.length[segment]
    middle, _ = segments.local(segment, 0.5 * (sides.xy[first] + sides.xy[second]))
    # around an end that lies in its cell, the fan opens from that end
    at_end = np.where(middle < -EPSILON, 0, np.where(middle > length + EPSILON, 1, -1))
    at_end[(at_end >= 0) & ~owns_end[sample, np.maximum(at_end, 0)]] = -1
    wedge = np.flatnonzero(at_end >= 0)
    key = sample[wedge] * 2 + at_end[wedge]
    begin, end = _ends_of_chains(
        key,
        np.where(turn > 0, first, second)[wedge],
        np.where(turn > 0, second, first)[wedge],
    )
    whole = (begin >= 0) & (end >= 0)
    at_end[wedge[~whole]] = -1

    apex = samples.xy[sample]
    for which, place in ((0, segments.start), (1, segments.end)):
        apex[at_end == which] = place[segment[at_end == which]]
    b = _drawn_in(land, apex, sides.xy[first], segment)
    c = _drawn_in(land, apex, sides.xy[second], segment)
    t, tb, tc = (land.minutes(segment, xy) for xy in (apex, b, c))
    beyond = ~owned[used]
    fans = [(apex, b, c, t, tb, tc, turn)]
    arcs = [(b[beyond], c[beyond], tb[beyond], tc[beyond], turn[beyond])]

    # between the fan of a sample and that of the end it owns: two triangles on each hand
    wedge, begin, end = wedge[whole], begin[whole], end[whole]
    _, one = np.unique(key[whole], return_index=True)
    own, tip, on = samples.xy[sample[wedge[one]]], apex[wedge[one]], segment[wedge[one]]
    t_own, t_tip = land.minutes(on, own), land.minutes(on, tip)
    for corner, way in ((begin[one], 1), (end[one], -1)):
        way = np.full(len(one), way)
        p = _drawn_in(land, own, sides.xy[corner], on)
        q = _drawn_in(land, tip, sides.xy[corner], on)
        tp, tq = land.minutes(on, p), land.minutes(on, q)
        fans.append((own, p, q, t_own, tp, tq, way))
        fans.append((tip, own, q, t_tip, t_own, tq, way))
        arcs.append((p, q, tp, tq, way))
    return fans, arcs


def _ends_of_chains(key, first, second):
    """Corners where each group of sides, a part of a cell's outline, begins and ends.

    Parameters
    ----------
    key : numpy.ndarray of int, shape (w,)
        Group of each side.
    first, second : numpy.ndarray of int, shape (w,)
        Its corners, going round the cell against the clock.

    Returns
    -------
    begin, end : numpy.ndarray, shape (w,), int64
        -1 where the part is not in one piece.
    """
    begin, end = np.full(len(key), -1, dtype=np.int64), np.full(len(key), -1, dtype=np.int64)
    if not len(key):
        return begin, end
    span = np.int64(max(first.max(), second.max()) + 1)
    starts, stops = key * span + first, key * span + second
    groups, group = np.unique(key, return_inverse=True)
    for target, mine, others in ((begin, starts, stops), (end, stops, starts)):
        loose = np.flatnonzero(~np.isin(mine, others))
        found = np.full(len(groups), -1, dtype=np.int64)
        found[group[loose]] = mine[loose] % span
        found[np.bincount(group[loose], minlength=len(groups)) != 1] = -1
        target[:] = found[group]
    return begin, end


def _drawn_in(land, apex, corner, segment):
    """Draw corners beyond the reach in towards their apex."""
    segments, reach = land.segments, land.reach
    distance = land.distance(segment, corner)
    far = np.flatnonzero(distance > reach * (1 + 1e-9) + EPSILON)
    if not len(far):
        return corner
    result = corner.copy()
    on = segment[far]
    along, across = segments.local(on, corner[far])
    from_along, from_across = segments.local(on, apex[far])
    length = segments.length[on]
    origin = np.clip(along, 0.0, length)
    beside = along == origin
    # beside the segment the distance grows in proportion; around an end solve for the circle
    x, y = from_along - origin, from_across
    dx, dy = along - from_along, across - from_across
    a, b, c = dx * dx + dy * dy, x * dx + y * dy, x * x + y * y - reach * reach
    circle = (-b + np.sqrt(np.maximum(b * b - a * c, 0.0))) / np.where(a > 0, a, 1.0)
    line = (reach - np.abs(from_across)) / np.maximum(np.abs(across) - np.abs(from_across), 1e-12)
    share = np.clip(np.where(beside, line, circle), 0.0, 1.0)[:, None]
    result[far] = apex[far] + (corner[far] - apex[far]) * share
    return result
