"""Travel time to the nearest of many sources, in one search whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..progress import part, silent
from ..ragged import ranges
from . import bulk
from .graph import Arcs, Network

__all__ = [
    "AU_DELA_DU_SEUIL",
    "NearestFacilities",
    "OK",
    "SANS_LIAISON",
    "TROP_LOIN_DU_RESEAU",
    "nearest",
    "reachable",
    "to_nearest",
]

OK = "OK"
TROP_LOIN_DU_RESEAU = "TROP_LOIN_DU_RESEAU"
SANS_LIAISON = "SANS_LIAISON"
AU_DELA_DU_SEUIL = "AU_DELA_DU_SEUIL"

# past this size scipy's heap no longer fits the processor's cache, and it holds Python's lock too long
MOST_NODES_FOR_SCIPY = 60_000
# with more sources than one for so many nodes, fronts are short and advancing them in bulk is quicker
NODES_PER_SOURCE = 100


def nearest(
    graph: Arcs,
    sources: np.ndarray,
    limit: Optional[float] = None,
    initial: Optional[np.ndarray] = None,
    tick=silent,
):
    """Minutes from the nearest source to every node, along the arcs given.

    Give ``network.reverse()`` for the time from every node *to* its nearest source.
    From few sources on a small network scipy does the search where it is present; otherwise the front is
    advanced in bulk by numpy (`bulk`). The answers are the same.

    Parameters
    ----------
    graph : Arcs or Network
        Arcs to search along; anything with ``indptr``, ``indices``, ``minutes``.
    sources : numpy.ndarray, shape (s,), int
        Source nodes, repeated ones allowed; -1 is skipped.
    limit : float, optional
        Minutes beyond which the search stops.
    initial : numpy.ndarray, shape (s,), optional
        Minutes already spent at each source (its access leg).
    tick : callable
        Called now and then by the search in bulk; may raise `Cancelled`.

    Returns
    -------
    minutes : numpy.ndarray, shape (k,)
        NaN for nodes not reached.
    index : numpy.ndarray, shape (k,), int64
        Position in ``sources`` of the nearest one, the lowest of equally near ones; -1 if none.
    """
    sources = np.asarray(sources, dtype=np.int64)
    spent = np.zeros(len(sources)) if initial is None else np.asarray(initial, dtype=np.float64)
    limit = np.inf if limit is None else float(limit)
    # one entry per node: the source with least time already spent, then the lowest
    usable = np.flatnonzero((sources >= 0) & (spent <= limit))
    order = usable[np.lexsort((usable, spent[usable], sources[usable]))]
    nodes, where = np.unique(sources[order], return_index=True)
    origin, spent = order[where], spent[order[where]]

    size = len(graph.indptr) - 1
    minutes, index = np.full(size, np.inf), np.full(size, -1, dtype=np.int64)
    if len(nodes):
        few = size <= MOST_NODES_FOR_SCIPY and len(nodes) * NODES_PER_SOURCE <= size
        search = _search_with_scipy if few and _has_scipy() else bulk.search
        minutes, index = search(graph, nodes, origin, spent, limit, tick)
        _settle_ties(graph, minutes, index, nodes, origin, spent)
    return np.where(np.isinf(minutes), np.nan, minutes), index


def _has_scipy():
    try:
        import scipy.sparse.csgraph  # noqa: F401
    except Exception:  # absent, or broken as on some Windows builds
        return False
    return True


def _search_with_scipy(graph, nodes, origin, spent, limit, tick):
    """Multi-source search by scipy; time already spent becomes an arc from an extra node."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    size = len(graph.indptr) - 1
    indptr, indices, weights, starts, total = graph.indptr, graph.indices, graph.minutes, nodes, size
    if spent.any():
        extra = np.arange(1, len(nodes) + 1, dtype=np.int32)
        indptr = np.concatenate([indptr, indptr[-1] + extra])
        indices = np.concatenate([indices, nodes.astype(np.int32)])
        weights = np.concatenate([weights, spent])
        total = size + len(nodes)
        starts = np.arange(size, total)
    matrix = csr_matrix((weights, indices, indptr), shape=(total, total))
    minutes, _, found = dijkstra(
        matrix, directed=True, indices=starts, limit=limit, min_only=True, return_predecessors=True
    )
    minutes, found = minutes[:size], found[:size].astype(np.int64)
    label = np.full(total, -1, dtype=np.int64)
    label[starts] = origin
    reached = np.isfinite(minutes)
    return minutes, np.where(reached, label[np.where(reached, found, starts[0])], -1)


def _settle_ties(graph, minutes, index, nodes, origin, spent):
    """Give each node the lowest of its equally near sources, whatever order a search met them in.

    An arc is tight when it lies on a quickest way; a lower source is handed down tight arcs until
    none can be. Times do not depend on the order (adding floats is monotone), so the result is one.
    """
    own = minutes[nodes] == spent
    index[nodes[own]] = np.minimum(index[nodes[own]], origin[own])
    tail = getattr(graph, "tails", None)
    if tail is None:
        tail = np.repeat(np.arange(len(minutes)), np.diff(graph.indptr))
    with np.errstate(invalid="ignore"):
        tight = (index[tail] < index[graph.indices]) & (minutes[tail] + graph.minutes == minutes[graph.indices])
    arcs = np.flatnonzero(tight & (index[tail] >= 0))
    while len(arcs):
        heads = graph.indices[arcs]
        np.minimum.at(index, heads, index[tail[arcs]])
        changed = np.unique(heads)
        first = graph.indptr[changed].astype(np.int64)
        arcs = ranges(first, graph.indptr[changed + 1] - first)
        after = graph.indices[arcs]
        arcs = arcs[(index[tail[arcs]] < index[after]) & (minutes[tail[arcs]] + graph.minutes[arcs] == minutes[after])]


def reachable(graph: Arcs, sources: np.ndarray) -> np.ndarray:
    """Nodes that can be reached at all from some sources, whatever the time.

    Parameters
    ----------
    graph : Arcs or Network
    sources : numpy.ndarray of int
        Source nodes; -1 is skipped.

    Returns
    -------
    numpy.ndarray of bool, shape (k,)
    """
    seen = np.zeros(len(graph.indptr) - 1, dtype=bool)
    front = np.unique(sources[sources >= 0])
    while len(front):
        seen[front] = True
        first = graph.indptr[front].astype(np.int64)
        after = graph.indices[ranges(first, graph.indptr[front + 1] - first)]
        front = np.unique(after[~seen[after]])
    return seen


@dataclass(frozen=True)
class NearestFacilities:
    """Nearest facility of each group for each origin; arrays of shape (n, g).

    Attributes
    ----------
    minutes : numpy.ndarray, float64
        Access + network + egress; NaN where not reached.
    facility : numpy.ndarray, int64
        Index of the facility, -1 where not reached.
    status : numpy.ndarray of str
        ``OK``, ``TROP_LOIN_DU_RESEAU``, ``SANS_LIAISON`` or ``AU_DELA_DU_SEUIL``.
    """

    minutes: np.ndarray
    facility: np.ndarray
    status: np.ndarray


def to_nearest(
    network: Network,
    origin_stops: np.ndarray,
    origin_access: np.ndarray,
    facility_stops: np.ndarray,
    facility_access: np.ndarray,
    groups: np.ndarray,
    cutoff: Optional[float] = None,
    tick=silent,
) -> NearestFacilities:
    """Minutes from each origin to the nearest facility of each group.

    One search per group, on the arcs turned round, since the question is from the origin to the facility.

    Parameters
    ----------
    network : Network
    origin_stops, facility_stops : numpy.ndarray of int, shapes (n,) and (m,)
        Nodes (``network.stop_node``), -1 for a point too far from the network.
    origin_access, facility_access : numpy.ndarray, shapes (n,) and (m,)
        Minutes of the straight legs between points and network.
    groups : numpy.ndarray of int, shape (m,)
        Group of each facility, 0 … g-1.
    cutoff : float, optional
        Longest time kept (inclusive).
    tick : callable
        Progress; may raise `Cancelled`. Called between searches.

    Returns
    -------
    NearestFacilities
    """
    origin_stops, facility_stops = np.asarray(origin_stops), np.asarray(facility_stops)
    groups = np.asarray(groups)
    shape = (len(origin_stops), int(groups.max()) + 1 if len(groups) else 0)
    minutes, facility = np.full(shape, np.nan), np.full(shape, -1, dtype=np.int64)
    status = np.full(shape, SANS_LIAISON, dtype="<U20")
    arcs = network.reverse()
    attached = np.flatnonzero(origin_stops >= 0)
    at = origin_stops[attached]
    for group in range(shape[1]):
        step = part(tick, group / shape[1], (group + 1) / shape[1])
        step(0.0)
        members = np.flatnonzero(groups == group)
        time, index = nearest(arcs, facility_stops[members], cutoff, facility_access[members], step)
        total = time[at] + origin_access[attached]
        found = np.isfinite(total)
        late = found & (total > (np.inf if cutoff is None else cutoff))
        kept = found & ~late
        minutes[attached[kept], group] = total[kept]
        facility[attached[kept], group] = members[index[at[kept]]]
        status[attached[kept], group] = OK
        status[attached[late], group] = AU_DELA_DU_SEUIL
        if cutoff is not None and not found.all():
            linked = reachable(arcs, facility_stops[members])[at]
            status[attached[~found & linked], group] = AU_DELA_DU_SEUIL
    status[origin_stops < 0] = TROP_LOIN_DU_RESEAU
    tick(1.0)
    return NearestFacilities(minutes, facility, status)
