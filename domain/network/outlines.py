"""Outlines of bands over the land of lines: exact lines of equal time, and the borders between lines.

Each cell is a fan of triangles on which the time is linear. Inside a triangle an outline is a
straight line of equal time; along a side it is the part where the bands of the two cells differ.
Every outline has a band on each hand, so bands drawn from them can neither overlap nor leave a gap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..progress import silent
from .fans import busy_cells, fans_of, own_ends
from .land import Land, band_of
from .samples import Samples
from .segments import Segments
from .territories import Sides

__all__ = ["Outlines", "outlines"]


@dataclass(frozen=True)
class Outlines:
    """Directed straight edges between two bands.

    Attributes
    ----------
    start, end : numpy.ndarray, shape (o, 2)
        Metres.
    left, right : numpy.ndarray, shape (o,), int64
        Band on each hand; the number of breaks stands for what is in none.
    """

    start: np.ndarray
    end: np.ndarray
    left: np.ndarray
    right: np.ndarray

    def __len__(self) -> int:
        return len(self.left)


def outlines(
    sides: Sides, samples: Samples, segments: Segments, ridges: Sides, breaks, speed, reach, still=None, tick=silent
) -> Outlines:
    """Draw the outlines of all bands over the cells that are the samples' own.

    Parameters
    ----------
    sides, ridges : Sides
        Sides of cells, cut (`territories.sides_of`) and whole (`territories.ridges_of`).
    samples : Samples
    segments : Segments
    breaks : numpy.ndarray, shape (b,)
        Increasing minutes.
    speed : float
        Metres per minute between a point and its line; ``inf`` where that leg is not counted.
    reach : float
        Metres from a line to the farthest land it can own.
    still : numpy.ndarray of int, shape (m,), optional
        As from `still.bands_of_still_cells`; the sides between two of one band may be missing.
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    Outlines
    """
    land = Land(segments, samples, breaks, speed, reach)
    seen = [land.seen_from(hand, sides) for hand in (sides.left, sides.right)]
    tick(0.2)
    owns_end = own_ends(ridges, samples, segments)
    tick(0.3)
    minutes0, minutes1, owned = (np.concatenate(column) for column in zip(*seen))
    busy = busy_cells(land, sides, minutes0, minutes1, owned, owns_end) & samples.own
    if still is not None:
        busy &= still < 0
    tick(0.4)
    fans, arcs = fans_of(land, sides, owned, owns_end, busy)
    tick(0.7)
    parts = [_equal_time(fan, breaks) for fan in fans]
    parts.extend(_along(a, b, ta, tb, None, None, breaks, turn) for a, b, ta, tb, turn in arcs)
    tick(0.9)
    (left0, left1, on_left), (right0, right1, on_right) = seen
    # a side between two tiles is drawn by that of its left hand
    mine = samples.own[sides.left]
    left = [np.where(on_left, t, np.inf)[mine] for t in (left0, left1)]
    right = [np.where(on_right, t, np.inf)[mine] for t in (right0, right1)]
    a, b = sides.xy[sides.first[mine]], sides.xy[sides.second[mine]]
    parts.append(_along(a, b, *left, *right, breaks, np.ones(len(a))))
    return Outlines(*(np.concatenate(column) for column in zip(*parts)))


def _equal_time(fan, breaks):
    """Lines of equal time across triangles: the nearer band on the left hand."""
    _, _, _, t, tb, tc, _ = fan
    starts, ends, lefts = [np.empty((0, 2))], [np.empty((0, 2))], [np.empty(0, dtype=np.int64)]
    low, high = np.minimum(np.minimum(t, tb), tc), np.maximum(np.maximum(t, tb), tc)
    touched = np.flatnonzero(band_of(low, breaks) != band_of(high, breaks))
    apex, b, c, t, tb, tc, turn = (column[touched] for column in fan)
    for band, at in enumerate(breaks):
        near = np.stack([t <= at, tb <= at, tc <= at])
        some = np.flatnonzero(near.any(axis=0) & ~near.all(axis=0))
        if not len(some):
            continue
        on_ab = _crossing(apex[some], b[some], t[some], tb[some], at)
        on_ac = _crossing(apex[some], c[some], t[some], tc[some], at)
        on_bc = _crossing(b[some], c[some], tb[some], tc[some], at)
        na, nb, nc = near[:, some]
        # walking round apex, b, c against the clock: the line leaves where near turns far
        leave = np.where((na & ~nb)[:, None], on_ab, np.where((nb & ~nc)[:, None], on_bc, on_ac))
        enter = np.where((~na & nb)[:, None], on_ab, np.where((~nb & nc)[:, None], on_bc, on_ac))
        forth = (turn[some] > 0)[:, None]
        starts.append(np.where(forth, leave, enter))
        ends.append(np.where(forth, enter, leave))
        lefts.append(np.full(len(some), band))
    left = np.concatenate(lefts)
    return np.concatenate(starts), np.concatenate(ends), left, left + 1


def _along(a, b, one0, one1, other0, other1, breaks, turn):
    """Parts of sides on which the bands of the two hands differ.

    ``one`` is the hand on the left where `turn` is 1, on the right where it is -1; ``other`` may be None, in no band.
    """
    none = np.full(len(a), np.inf)
    other0, other1 = (none, none) if other0 is None else (other0, other1)
    forth = turn > 0
    times = [
        np.where(forth, one0, other0),
        np.where(forth, one1, other1),
        np.where(forth, other0, one0),
        np.where(forth, other1, one1),
    ]
    bands = [band_of(v, breaks) for v in times]
    touched = np.flatnonzero((bands[0] != bands[2]) | (bands[1] != bands[3]) | (bands[0] != bands[1]))
    left0, left1, right0, right1 = (v[touched] for v in times)
    a, b = a[touched], b[touched]
    passed = [[_passage(t0, t1, at) for at in breaks] for t0, t1 in ((left0, left1), (right0, right1))]
    places = [np.zeros(len(a)), np.ones(len(a)), *(p[0] for hand in passed for p in hand)]
    cuts = np.sort(np.stack(places, axis=1), axis=1)
    low, high = cuts[:, :-1], cuts[:, 1:]
    row, column = np.nonzero(high > low)
    u, v = low[row, column], high[row, column]
    # by what holds at both corners, as inside the cells: along a side that takes exactly a break, rounding decides
    left, right = (
        sum(np.where(v <= share[row], far0[row], far1[row]).astype(np.int64) for share, far0, far1 in hand)
        for hand in passed
    )
    unlike = left != right
    row, u, v, left, right = row[unlike], u[unlike, None], v[unlike, None], left[unlike], right[unlike]
    step = b[row] - a[row]
    return a[row] + step * u, np.where(v >= 1.0, b[row], a[row] + step * v), left, right


def _crossing(a, b, ta, tb, at):
    """Point of the way from a to b at which the time is `at`."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.clip((at - ta) / (tb - ta), 0.0, 1.0)
    return a + (b - a) * np.where(np.isfinite(share), share, 0.0)[:, None]


def _passage(t0, t1, at):
    """Share of the way at which the time passes `at`, 0 where it does not; whether it is later at both ends."""
    far0, far1 = t0 > at, t1 > at
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (at - t0) / (t1 - t0)
    return np.where((far0 != far1) & np.isfinite(share), np.clip(share, 0.0, 1.0), 0.0), far0, far1
