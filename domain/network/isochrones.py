"""Travel time at every point of every edge, and the stretches it cuts at exact breaks.

The question is "how long *to* the nearest facility": minutes at nodes come from a search on the
arcs turned round (`nearest(network.reverse(), facilities)`), so that by car a one-way street counts
in the direction residents drive it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..progress import silent
from .graph import Network
from .lines import Lines, cut

__all__ = ["Pieces", "Stretches", "pieces", "stretch_lines", "stretches"]

EDGES_AT_ONCE = 1 << 18
# a share of an edge that is rounding: what is shorter is no stretch of its own
ROUNDING = 1e-7


@dataclass(frozen=True)
class Pieces:
    """Parts of edges along which the time is linear.

    The pieces of an edge follow each other along it and cover it whole.

    Attributes
    ----------
    edge : numpy.ndarray, shape (p,), int64
    start, end : numpy.ndarray, shape (p,)
        Relative positions on the edge, 0 ≤ start ≤ end ≤ 1.
    minutes_start, minutes_end : numpy.ndarray, shape (p,)
        Time to the nearest facility at both positions, ``inf`` on an edge from which none is reached.
    """

    edge: np.ndarray
    start: np.ndarray
    end: np.ndarray
    minutes_start: np.ndarray
    minutes_end: np.ndarray

    def __len__(self) -> int:
        return len(self.edge)

    def take(self, index) -> "Pieces":
        """Keep some pieces."""
        return Pieces(
            self.edge[index], self.start[index], self.end[index], self.minutes_start[index], self.minutes_end[index]
        )


@dataclass(frozen=True)
class Stretches(Pieces):
    """Parts of edges along which the time is linear and stays in one band.

    Attributes
    ----------
    band : numpy.ndarray, shape (s,), int64
        Band of each stretch: ``k`` where ``breaks[k - 1] ≤ time ≤ breaks[k]``.
    """

    band: np.ndarray


def pieces(network: Network, minutes: np.ndarray) -> Pieces:
    """Cut edges where the better way out changes: at the point from which both ways take as long.

    Parameters
    ----------
    network : Network
    minutes : numpy.ndarray, shape (k,)
        Minutes from each node to its nearest facility, NaN or ``inf`` where none is reached.

    Returns
    -------
    Pieces
        One or two per edge, in the order of edges.
    """
    minutes = _unreached_last(minutes)
    forward, backward = network.forward, network.backward
    at_tail, at_head = minutes[network.tail], minutes[network.head]
    # the time if one leaves by the head: falls along the edge; by the tail: grows
    leave_head = at_head + forward
    with np.errstate(invalid="ignore", divide="ignore"):
        turn = (leave_head - at_tail) / (forward + backward)
    both = np.isfinite(turn)
    by_head = np.isfinite(leave_head) & ~np.isfinite(at_tail + backward)
    turn = np.where(both, turn, np.where(by_head, 0.0, 1.0))
    turn = np.where(turn < ROUNDING, 0.0, np.where(turn > 1.0 - ROUNDING, 1.0, turn))

    two = (turn > 0.0) & (turn < 1.0)
    count = np.where(two, 2, 1)
    edge = np.repeat(np.arange(len(forward)), count)
    first = np.cumsum(count) - count
    start, end = np.zeros(len(edge)), np.ones(len(edge))
    end[first[two]] = turn[two]
    start[first[two] + 1] = turn[two]
    # before the turn one leaves by the tail, after it by the head
    by_tail = np.zeros(len(edge), dtype=bool)
    by_tail[first] = two | (turn >= 1.0)
    ahead, back = at_head[edge], at_tail[edge]
    minutes_start = np.where(by_tail, back + _share(backward[edge], start), ahead + _share(forward[edge], 1.0 - start))
    minutes_end = np.where(by_tail, back + _share(backward[edge], end), ahead + _share(forward[edge], 1.0 - end))
    return Pieces(edge, start, end, minutes_start, minutes_end)


def stretches(network: Network, minutes: np.ndarray, breaks, tick=silent) -> Stretches:
    """Cut the reached parts of the network exactly at each break.

    Parameters
    ----------
    network : Network
    minutes : numpy.ndarray, shape (k,)
        Minutes from each node to its nearest facility, NaN or ``inf`` where none is reached.
    breaks : sequence of float
        Increasing minutes.
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    Stretches
        In the order of edges, then along each. Together they hold every point whose time is at most
        the last break, once.
    """
    whole = pieces(network, minutes)
    breaks = np.asarray(breaks, dtype=np.float64)
    near = np.minimum(whole.minutes_start, whole.minutes_end) <= breaks[-1]
    kept = np.flatnonzero(near)
    parts = []
    for begin in range(0, len(kept), EDGES_AT_ONCE):
        tick(begin / len(kept))
        parts.append(_cut_at_breaks(whole, kept[begin : begin + EDGES_AT_ONCE], breaks))
    tick(1.0)
    if not parts:
        none = np.empty(0)
        return Stretches(np.empty(0, dtype=np.int64), none, none, none, none, np.empty(0, dtype=np.int64))
    return Stretches(*(np.concatenate(column) for column in zip(*parts)))


def _cut_at_breaks(whole, index, breaks):
    """Columns of the stretches of some pieces."""
    edge, start, end = whole.edge[index], whole.start[index], whole.end[index]
    t0, t1 = whole.minutes_start[index], whole.minutes_end[index]
    steps = np.concatenate([[0.0], breaks])
    # the share of the piece at which the time passes each break, in the order one meets them
    span = t1 - t0
    level = np.abs(span) < 1e-12
    with np.errstate(invalid="ignore", divide="ignore"):
        passing = (steps[None, :] - t0[:, None]) / np.where(level, 1.0, span)[:, None]
    flat = np.where(steps[None, :] >= t0[:, None], 1.0, 0.0)
    flat[:, 0] = 0.0
    passing = np.clip(np.where(level[:, None], flat, passing), 0.0, 1.0)
    falling = (span < 0) & ~level
    # band k lies between the passages of steps k and k + 1; the first band starts where the piece does
    passing[:, 0] = np.where(falling, 1.0, 0.0)
    low = np.where(falling[:, None], passing[:, 1:], passing[:, :-1])
    high = np.where(falling[:, None], passing[:, :-1], passing[:, 1:])
    rows, band = np.nonzero(high - low > ROUNDING)
    # along a piece whose time falls, the far bands come first
    order = np.lexsort((np.where(falling[rows], -band, band), rows))
    rows, band = rows[order], band[order]
    a, b = low[rows, band], high[rows, band]
    width = (end - start)[rows]
    upper = breaks[band]
    lower = steps[band]
    minutes_a = np.clip(t0[rows] + a * span[rows], np.where(band > 0, lower, -np.inf), upper)
    minutes_b = np.clip(t0[rows] + b * span[rows], np.where(band > 0, lower, -np.inf), upper)
    return edge[rows], start[rows] + a * width, start[rows] + b * width, minutes_a, minutes_b, band


def stretch_lines(network: Network, parts: Pieces) -> Lines:
    """Draw pieces or stretches as polylines, in the direction of their line and with its feature id.

    Returns
    -------
    Lines
        One per piece; ``forward`` and ``backward`` are its minutes of travel.
    """
    line = network.edge_line[parts.edge]
    begin, end = network.edge_start[parts.edge], network.edge_end[parts.edge]
    return cut(
        network.lines,
        line,
        np.clip(begin + parts.start * (end - begin), 0.0, 1.0),
        np.clip(begin + parts.end * (end - begin), 0.0, 1.0),
    )


def _unreached_last(minutes):
    """Write ``inf`` where a node is not reached, so that it loses every comparison."""
    return np.where(np.isnan(minutes), np.inf, minutes)


def _share(minutes, share):
    """Share of the minutes of an edge; a forbidden direction stays forbidden."""
    return np.where(np.isinf(minutes), np.inf, np.where(np.isinf(minutes), 0.0, minutes) * share)
