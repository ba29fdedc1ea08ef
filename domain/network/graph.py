"""The graph of a street network: lines joined at their ends, stops inserted at their exact projection."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Optional

import numpy as np

from ..progress import silent
from .components import connected_parts
from .joining import join
from .lines import Lines, apportion, cut
from .snapping import Snaps

__all__ = ["Arcs", "Network", "build"]


@dataclass(frozen=True)
class Arcs:
    """Directed arcs in compressed rows: those leaving node ``i`` are ``indptr[i]:indptr[i + 1]``.

    Attributes
    ----------
    indptr : numpy.ndarray, shape (k + 1,), int32
    indices : numpy.ndarray, shape (a,), int32
        Node each arc leads to.
    minutes : numpy.ndarray, shape (a,), float64
        Time along each arc; of parallel links only the smallest is kept.
    """

    indptr: np.ndarray
    indices: np.ndarray
    minutes: np.ndarray

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.indptr) - 1

    @cached_property
    def tails(self) -> np.ndarray:
        """Node each arc leaves, shape (a,), int32."""
        return np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.indptr))


@dataclass(frozen=True)
class Network:
    """A street network ready for searches.

    Attributes
    ----------
    node_xy : numpy.ndarray, shape (k, 2)
        Nodes: the ends of lines first, then the stops inserted inside lines.
    lines : Lines
        The lines the graph was built from.
    edge_line : numpy.ndarray, shape (e,), int64
        Line each edge is a stretch of; the edges of one line follow each other along it.
    edge_start, edge_end : numpy.ndarray, shape (e,)
        Relative positions of the stretch on its line, 0 … 1.
    tail, head : numpy.ndarray, shape (e,), int32
        Nodes at the start and the end of each edge, in drawing direction.
    forward, backward : numpy.ndarray, shape (e,)
        Minutes along each edge and against it, ``inf`` where forbidden.
    stop_node : numpy.ndarray, shape (m,), int64
        Node of each stop, -1 for a stop attached to no line.
    """

    node_xy: np.ndarray
    lines: Lines
    edge_line: np.ndarray
    edge_start: np.ndarray
    edge_end: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    forward: np.ndarray
    backward: np.ndarray
    stop_node: np.ndarray

    @cached_property
    def arcs(self) -> Arcs:
        """Arcs in the direction of travel."""
        return self._arcs(self.forward, self.backward)

    def reverse(self) -> Arcs:
        """Arcs turned round: a search on them answers "from everywhere to the sources"."""
        return self._reversed

    @cached_property
    def _reversed(self) -> Arcs:
        if np.array_equal(self.forward, self.backward):
            return self.arcs
        return self._arcs(self.backward, self.forward)

    def _arcs(self, along, against) -> Arcs:
        there, back = np.isfinite(along), np.isfinite(against)
        return compressed(
            len(self.node_xy),
            np.concatenate([self.tail[there], self.head[back]]),
            np.concatenate([self.head[there], self.tail[back]]),
            np.concatenate([along[there], against[back]]),
        )

    @property
    def indptr(self) -> np.ndarray:
        """Row starts of the arcs in the direction of travel."""
        return self.arcs.indptr

    @property
    def indices(self) -> np.ndarray:
        """Heads of the arcs in the direction of travel."""
        return self.arcs.indices

    @property
    def minutes(self) -> np.ndarray:
        """Minutes of the arcs in the direction of travel."""
        return self.arcs.minutes

    @cached_property
    def _parts(self):
        return connected_parts(len(self.node_xy), self.tail, self.head)

    @property
    def component(self) -> np.ndarray:
        """Connected part of each node, directions ignored, shape (k,), int32; 0 is the largest."""
        return self._parts[0]

    @property
    def component_size(self) -> np.ndarray:
        """Number of nodes of each part, shape (c,), int64."""
        return self._parts[1]

    @cached_property
    def edges(self) -> Lines:
        """Edges as polylines, cut at junctions and stops."""
        return cut(self.lines, self.edge_line, self.edge_start, self.edge_end)


def build(lines: Lines, stops: Optional[Snaps] = None, tolerance: float = 0.0, tick=silent) -> Network:
    """Build the graph of some lines, joined at their ends only.

    Parameters
    ----------
    lines : Lines
        Lines without zero-length members; split first (`splitting.split_at_shared_vertices`)
        where crossings are shared inner vertices.
    stops : Snaps, optional
        Projections on these very lines; each becomes a node on its line. Those with line -1 stay out.
    tolerance : float
        Ends within this distance (m) become one node; 0 joins ends that coincide (to the millimetre).
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    Network
    """
    count = len(lines)
    first, last = lines.offsets[:-1], lines.offsets[1:] - 1
    node, node_xy = join(np.concatenate([lines.xy[first], lines.xy[last]]), tolerance)
    tick(0.5)
    start_node, end_node = node[:count], node[count:]
    whole = (np.arange(count), np.zeros(count), np.ones(count), start_node, end_node)
    if stops is None or not (stops.line >= 0).any():
        edges, stop_node = whole, np.full(0 if stops is None else len(stops), -1, dtype=np.int64)
    else:
        edges, stop_node, inner_xy = _insert(count, start_node, end_node, len(node_xy), stops)
        node_xy = np.concatenate([node_xy, inner_xy])
    edge_line, edge_start, edge_end, tail, head = edges
    share = edge_end - edge_start
    tick(0.9)
    network = Network(
        node_xy=node_xy,
        lines=lines,
        edge_line=edge_line,
        edge_start=edge_start,
        edge_end=edge_end,
        tail=tail,
        head=head,
        forward=apportion(lines.forward[edge_line], share),
        backward=apportion(lines.backward[edge_line], share),
        stop_node=stop_node,
    )
    tick(1.0)
    return network


def _insert(count, start_node, end_node, nodes, stops):
    """Cut lines at the stops inside them; stops at one position of a line share a node."""
    stop_node = np.full(len(stops), -1, dtype=np.int64)
    attached = np.flatnonzero(stops.line >= 0)
    line, position = stops.line[attached], stops.position[attached]
    stop_node[attached[position <= 0.0]] = start_node[line[position <= 0.0]]
    stop_node[attached[position >= 1.0]] = end_node[line[position >= 1.0]]

    inside = (position > 0.0) & (position < 1.0)
    attached, line, position = attached[inside], line[inside], position[inside]
    order = np.lexsort((position, line))
    attached, line, position = attached[order], line[order], position[order]
    new = np.ones(len(line), dtype=bool)
    new[1:] = (line[1:] != line[:-1]) | (position[1:] != position[:-1])
    stop_node[attached] = nodes + np.cumsum(new) - 1
    inner_xy = stops.xy[attached[new]]
    line, position = line[new], position[new]

    # a line with k inner stops gives k + 1 edges, in order along it
    pieces = 1 + np.bincount(line, minlength=count)
    edge_line = np.repeat(np.arange(count), pieces)
    last = np.cumsum(pieces) - 1
    is_last = np.zeros(len(edge_line), dtype=bool)
    is_last[last] = True
    is_first = np.zeros(len(edge_line), dtype=bool)
    is_first[last - pieces + 1] = True
    inner = np.arange(nodes, nodes + len(line), dtype=np.int32)
    edge_start, edge_end = np.zeros(len(edge_line)), np.ones(len(edge_line))
    tail, head = np.empty(len(edge_line), dtype=np.int32), np.empty(len(edge_line), dtype=np.int32)
    edge_end[~is_last], edge_start[~is_first] = position, position
    tail[is_first], head[is_last] = start_node, end_node
    head[~is_last], tail[~is_first] = inner, inner
    return (edge_line, edge_start, edge_end, tail, head), stop_node, inner_xy


def compressed(size: int, tail: np.ndarray, head: np.ndarray, minutes: np.ndarray) -> Arcs:
    """Sort arcs into compressed rows; of parallel arcs the quickest stays, loops go.

    Parameters
    ----------
    size : int
        Number of nodes.
    tail, head : numpy.ndarray of int, shape (a,)
    minutes : numpy.ndarray, shape (a,)
    """
    key = tail.astype(np.int64)
    key *= size
    key += head
    order = np.argsort(key)
    key = key[order]
    minutes = minutes[order]
    new = np.ones(len(key), dtype=bool)
    np.not_equal(key[1:], key[:-1], out=new[1:])
    if not new.all():
        starts = np.flatnonzero(new)
        minutes = np.minimum.reduceat(minutes, starts)
        key = key[starts]
    tail, head = np.divmod(key, size) if size else (key, key)
    loop = tail == head
    if loop.any():
        tail, head, minutes = tail[~loop], head[~loop], minutes[~loop]
    indptr = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount(tail, minlength=size), out=indptr[1:])
    return Arcs(indptr, head.astype(np.int32), minutes)
