"""Border effect: where the way to the edge of the network data is shorter than the way found."""

from __future__ import annotations

from typing import Optional

import numpy as np

from ..progress import part, silent
from ..ragged import ranges
from .components import label_pairs
from .graph import Network
from .lines import Lines, lengths
from .nearest import nearest

__all__ = ["border_effect", "cut_nodes", "dead_ends", "minutes_to_border"]

MOST_CELLS = 1_000_000
SMALLEST_CELL, LARGEST_CELL = 80.0, 1000.0


def dead_ends(network: Network) -> np.ndarray:
    """Nodes with a single neighbour, directions ignored.

    Returns
    -------
    numpy.ndarray of int64
    """
    size = len(network.node_xy)
    low, high = np.minimum(network.tail, network.head), np.maximum(network.tail, network.head)
    pair = np.unique(low.astype(np.int64) * size + high)
    low, high = np.divmod(pair, max(size, 1))
    apart = low != high
    degree = np.bincount(low[apart], minlength=size) + np.bincount(high[apart], minlength=size)
    return np.flatnonzero(degree == 1)


def cut_nodes(network: Network, cell: Optional[float] = None, tick=silent) -> np.ndarray:
    """Find the dead ends of the network that lie on its outline, where the data were cut.

    The lines are drawn on a coarse grid; empty cells that can be reached from outside the grid are
    the exterior, so that a park or a lake inside the network is not. A dead end beside the exterior counts,
    whichever way it points: a street cut aslant runs along the cut. So does a cul-de-sac on the coast: there
    the effect is overstated, unless the user says where the network is complete (`known_area`). What was cut
    elsewhere than at a dead end, such as two streets that meet where the data end, is not found.

    Parameters
    ----------
    network : Network
    cell : float, optional
        Metres; side of a cell. When absent, half the mean spacing of streets (the area over the
        length), between 80 m and 1 km.
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    numpy.ndarray of int64
        Nodes.
    """
    lines = network.lines
    ends = dead_ends(network)
    if not len(ends):
        return ends
    low, high = lines.xy.min(axis=0), lines.xy.max(axis=0)
    area = float(np.prod(np.maximum(high - low, 1.0)))
    if cell is None:
        cell = float(np.clip(area / max(lengths(lines).sum(), 1.0), SMALLEST_CELL, LARGEST_CELL))
    cell = max(cell, float(np.sqrt(area / MOST_CELLS)))
    outline = _outline(lines, low, cell)
    column, row = np.floor((network.node_xy[ends] - low) / cell).astype(np.int64).T + 1
    tick(1.0)
    return ends[outline[column, row]]


def _outline(lines: Lines, low, cell):
    """Occupied cells beside the exterior; the grid has a rim of one empty cell."""
    columns, rows = np.floor((lines.xy.max(axis=0) - low) / cell).astype(np.int64) + 3
    occupied = np.zeros((columns, rows), dtype=bool)
    for points in (lines.xy, _along(lines, cell)):
        at = np.floor((points - low) / cell).astype(np.int64) + 1
        occupied[at[:, 0], at[:, 1]] = True
    number = np.arange(columns * rows).reshape(columns, rows)
    beside = ~occupied[1:] & ~occupied[:-1]
    above = ~occupied[:, 1:] & ~occupied[:, :-1]
    label = label_pairs(
        columns * rows,
        np.concatenate([number[:-1][beside], number[:, :-1][above]]),
        np.concatenate([number[1:][beside], number[:, 1:][above]]),
    ).reshape(columns, rows)
    exterior = label == label[0, 0]
    around = exterior.copy()
    around[1:] |= exterior[:-1]
    around[:-1] |= exterior[1:]
    wide = around.copy()
    wide[:, 1:] |= around[:, :-1]
    wide[:, :-1] |= around[:, 1:]
    return occupied & wide


def _along(lines, cell):
    """Points every half cell on the segments longer than that."""
    step = np.diff(lines.xy, axis=0)
    span = np.hypot(step[:, 0], step[:, 1])
    span[lines.offsets[1:-1][lines.offsets[1:-1] < len(lines.xy)] - 1] = 0.0
    long = np.flatnonzero(span > cell / 2)
    count = np.ceil(span[long] / (cell / 2)).astype(np.int64)
    each = np.repeat(np.arange(len(long)), count)
    share = ranges(np.zeros(len(long), dtype=np.int64), count) / count[each]
    return lines.xy[long[each]] + step[long[each]] * share[:, None]


def minutes_to_border(
    network: Network,
    origin_stops: np.ndarray,
    origin_access: np.ndarray,
    cell: Optional[float] = None,
    limit: Optional[float] = None,
    tick=silent,
    cuts=None,
) -> np.ndarray:
    """Minutes from each origin to the nearest place where the network is cut, access leg included.

    Parameters
    ----------
    network : Network
    origin_stops : numpy.ndarray of int, shape (n,)
        Nodes, -1 for a point too far from the network.
    origin_access : numpy.ndarray, shape (n,)
        Minutes of the straight leg to the network.
    cell : float, optional
        As `cut_nodes`.
    limit : float, optional
        Minutes beyond which the border does not matter (a cutoff).
    tick : callable
        Progress; may raise `Cancelled`.
    cuts : (numpy.ndarray of int, numpy.ndarray), optional
        Nodes beside the cuts and minutes from each to its cut; `cut_nodes` when absent.

    Returns
    -------
    numpy.ndarray, shape (n,)
        ``inf`` where no cut can be reached.
    """
    origin_stops = np.asarray(origin_stops)
    result = np.full(len(origin_stops), np.inf)
    nodes, spent = (cut_nodes(network, cell, part(tick, 0.0, 0.5)), None) if cuts is None else cuts
    if len(nodes):
        minutes, _ = nearest(network.reverse(), nodes, limit, spent, part(tick, 0.5, 1.0))
        attached = origin_stops >= 0
        total = minutes[origin_stops[attached]] + np.asarray(origin_access)[attached]
        result[attached] = np.where(np.isnan(total), np.inf, total)
    if limit is not None:
        result[result > limit] = np.inf
    return result


def border_effect(minutes: np.ndarray, to_border: np.ndarray) -> np.ndarray:
    """Tell where a time found is only an upper bound.

    Parameters
    ----------
    minutes : numpy.ndarray, shape (n,) or (n, g)
        Time found, NaN where nothing was.
    to_border : numpy.ndarray, shape (n,)
        `minutes_to_border`.

    Returns
    -------
    numpy.ndarray of bool, same shape as ``minutes``
        True where the border is nearer than what was found, or nothing was found and the border can be reached.
    """
    return to_border.reshape((-1,) + (1,) * (minutes.ndim - 1)) < np.where(np.isnan(minutes), np.inf, minutes)
