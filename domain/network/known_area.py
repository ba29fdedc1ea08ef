"""The area in which a network is complete, and the places where its streets leave it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..progress import part, silent
from ..strips import Strips
from .border import dead_ends
from .graph import Network
from .lines import Lines, lengths, points_at
from .snapping import snap

__all__ = ["KnownArea", "area_cuts"]

REACH = 300.0
"""Metres beyond which it does not matter how far the edge is."""

SLACK = 10.0
"""Metres from the edge at which a street counts as leaving: streets cut at the edge end there, give or take."""

MARGIN = 250.0
"""Metres from the edge at which a dead end counts as cut: outline and streets seldom come from one source."""


@dataclass(frozen=True)
class KnownArea:
    """An area whose streets and facilities are all known.

    Attributes
    ----------
    rings : Lines
        Closed rings in metres, outlines and holes alike, none crossing another.
    """

    rings: Lines

    @cached_property
    def _strips(self):
        return Strips(self.rings.xy, self.rings.offsets, np.zeros(len(self.rings), dtype=np.int64), 1)

    def holds(self, xy: np.ndarray, tick=silent) -> np.ndarray:
        """Tell which points lie in the area, shape (n,)."""
        return self._strips.hold(xy[:, 0], xy[:, 1], np.zeros(len(xy), dtype=np.int64), tick)

    def from_edge(self, xy: np.ndarray, tick=silent, reach=REACH) -> np.ndarray:
        """Metres from points to the edge, on either side of it, at most `reach`; shape (n,)."""
        return np.nan_to_num(snap(self.rings, xy, reach, tick=tick).distance, nan=reach)

    def surrounds(self, xy: np.ndarray, radius: np.ndarray, tick=silent) -> np.ndarray:
        """Tell round which points all is known up to some metres; shape (n,)."""
        depth = self.depth(xy, part(tick, 0.0, 0.8))
        far = np.flatnonzero((depth >= REACH) & (radius > REACH))
        if len(far):
            depth[far] = self.from_edge(xy[far], part(tick, 0.8, 1.0), float(radius[far].max()))
        return radius <= depth

    def depth(self, xy: np.ndarray, tick=silent) -> np.ndarray:
        """Metres from points inside to the edge, at most `REACH`; 0 outside; shape (n,)."""
        inside = self.holds(xy, part(tick, 0.0, 0.5))
        return np.where(inside, self.from_edge(xy, part(tick, 0.5, 1.0)), 0.0)


def area_cuts(network: Network, area: KnownArea, tick=silent):
    """Find where the streets leave the area in which they are all known.

    Whoever goes to a place beyond the area passes one of these: all streets of the area are known, and the
    march along each of them stops before it leaves. A dead end near the edge counts too.

    Parameters
    ----------
    network : Network
    area : KnownArea
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    nodes : numpy.ndarray of int64, shape (c,)
        A node may come twice.
    spent : numpy.ndarray, shape (c,)
        Minutes from the node to where its street leaves; 0 at nodes outside.
    """
    depth = area.depth(network.node_xy, part(tick, 0.0, 0.6))
    cut = depth <= SLACK
    ends = dead_ends(network)
    cut[ends] |= depth[ends] <= MARGIN
    nodes, spent = [np.flatnonzero(cut)], [np.zeros(int(cut.sum()))]
    # a street shorter than the way to the edge and back, between its ends, stays inside
    span = lengths(network.lines)[network.edge_line] * (network.edge_end - network.edge_start)
    doubtful = span >= depth[network.tail] + depth[network.head]
    for node, minutes, ahead, share in (
        (network.tail, network.forward, True, (0.6, 0.8)),
        (network.head, network.backward, False, (0.8, 1.0)),
    ):
        edges = np.flatnonzero(doubtful & ~cut[node] & np.isfinite(minutes))
        gone = _first_exit(network, area, edges, depth[node[edges]], span[edges], ahead, part(tick, *share))
        leaves = np.flatnonzero(np.isfinite(gone))
        nodes.append(node[edges[leaves]].astype(np.int64))
        spent.append(minutes[edges[leaves]] * (gone[leaves] / span[edges[leaves]]))
    return np.concatenate(nodes), np.concatenate(spent)


def _first_exit(network, area, edges, depth, span, ahead, tick):
    """Metres along each edge, from its tail or its head, to where it comes to the edge of the area; NaN if nowhere.

    A step is shorter than the way to the edge, so that none can jump over it.
    """
    found, gone = np.full(len(edges), np.nan), np.zeros(len(edges))
    going, depth = np.arange(len(edges)), depth.copy()
    while len(going):
        tick(1.0 - len(going) / len(edges))
        gone[going] += depth - SLACK / 2
        kept = gone[going] < span[going]
        going = going[kept]
        if not len(going):
            break
        edge = edges[going]
        share = gone[going] / span[going]
        stretch = network.edge_end[edge] - network.edge_start[edge]
        position = network.edge_start[edge] + stretch * (share if ahead else 1.0 - share)
        depth = area.from_edge(points_at(network.lines, network.edge_line[edge], position))
        out = depth <= SLACK
        found[going[out]] = gone[going[out]]
        going, depth = going[~out], depth[~out]
    return found
