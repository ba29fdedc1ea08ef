"""The area in which a network is complete, and the places where its streets leave it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..progress import part, silent
from .border import dead_ends
from .graph import Network
from .lines import Lines, lengths, points_at, ranges
from .snapping import snap

__all__ = ["KnownArea", "area_cuts"]

REACH = 300.0
"""Metres beyond which it does not matter how far the edge is."""

SLACK = 10.0
"""Metres from the edge at which a street counts as leaving: streets cut at the edge end there, give or take."""

MARGIN = 250.0
"""Metres from the edge at which a dead end counts as cut: outline and streets seldom come from one source."""

PAIRS = 1 << 20
"""Pairs point × side looked at together."""

STRIPS = 4096
"""Horizontal strips into which the sides of the rings are sorted, at most."""


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
    def _sides(self):
        """Sides by strip: lowest y, height of a strip, offsets by strip, and (x, y, slope, y) of each side."""
        xy, inner = self.rings.xy, np.ones(len(self.rings.xy), dtype=bool)
        inner[self.rings.offsets[1:] - 1] = False
        first = np.flatnonzero(inner)
        first = first[xy[first, 1] != xy[first + 1, 1]]
        low, high = np.minimum(xy[first, 1], xy[first + 1, 1]), np.maximum(xy[first, 1], xy[first + 1, 1])
        bottom, count = float(low.min()), int(min(STRIPS, len(first)))
        height = max((float(high.max()) - bottom) / count, 1e-9)
        start = np.clip(np.floor((low - bottom) / height).astype(np.int64), 0, count - 1)
        end = np.clip(np.floor((high - bottom) / height).astype(np.int64), 0, count - 1)
        strip = ranges(start, end - start + 1)
        side = np.repeat(first, end - start + 1)
        order = np.argsort(strip, kind="stable")
        offsets = np.searchsorted(strip[order], np.arange(count + 1))
        return bottom, height, offsets, side[order]

    def holds(self, xy: np.ndarray, tick=silent) -> np.ndarray:
        """Tell which points lie in the area, by the sides that a ray to the right crosses.

        Parameters
        ----------
        xy : numpy.ndarray, shape (n, 2)
        tick : callable
            Progress; may raise `Cancelled`.

        Returns
        -------
        numpy.ndarray of bool, shape (n,)
        """
        bottom, height, offsets, sides = self._sides
        result = np.zeros(len(xy), dtype=bool)
        low, high = self.rings.xy.min(axis=0), self.rings.xy.max(axis=0)
        point = np.flatnonzero(((xy >= low) & (xy <= high)).all(axis=1))
        strip = np.clip(np.floor((xy[point, 1] - bottom) / height).astype(np.int64), 0, len(offsets) - 2)
        first, count = offsets[strip], np.diff(offsets)[strip]
        ahead = np.cumsum(count)
        begin = 0
        while begin < len(point):
            tick(begin / len(point))
            done = ahead[begin - 1] if begin else 0
            end = max(begin + 1, int(np.searchsorted(ahead, done + PAIRS, side="right")))
            owner = np.repeat(point[begin:end], count[begin:end])
            side = sides[ranges(first[begin:end], count[begin:end])]
            (ax, ay), (bx, by) = self.rings.xy[side].T, self.rings.xy[side + 1].T
            px, py = xy[owner].T
            crossed = (ay > py) != (by > py)
            crossed &= px - ax < (py - ay) / (by - ay) * (bx - ax)
            result[point[begin:end]] = np.bincount(owner[crossed], minlength=len(xy))[point[begin:end]] % 2 == 1
            begin = end
        return result

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
