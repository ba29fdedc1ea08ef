"""A search that advances its whole front at once, in numpy: for large networks, and where scipy is absent.

Nodes wait in two piles, as in delta-stepping (Meyer and Sanders, 2003): those nearer than a threshold
are relaxed together until none of them improves, then the threshold moves on. A node may be
relaxed more than once; the times are those of Dijkstra's search, to the last bit, because each is the
smallest of the same sums.
"""

from __future__ import annotations

import numpy as np

from ..progress import silent

__all__ = ["search"]

# the threshold moves by this many mean arcs: fewer rounds against fewer useless relaxations
STRIDE = 10.0


def search(graph, nodes, origin, spent, limit, tick=silent):
    """Search from many sources.

    Parameters
    ----------
    graph : Arcs
    nodes : numpy.ndarray of int, shape (s,)
        Distinct source nodes.
    origin : numpy.ndarray of int64, shape (s,)
        Label of each source.
    spent : numpy.ndarray, shape (s,)
        Minutes already spent at each.
    limit : float
        Minutes beyond which nothing is looked at, ``inf`` for none.
    tick : callable
        May raise `Cancelled`.

    Returns
    -------
    minutes : numpy.ndarray, shape (k,)
        ``inf`` for nodes not reached.
    label : numpy.ndarray of int64, shape (k,)
        Label of the source each was reached from, -1 for none.
    """
    size = len(graph.indptr) - 1
    indptr, indices, weights = graph.indptr, graph.indices, graph.minutes
    minutes, label = np.full(size, np.inf), np.full(size, -1, dtype=np.int64)
    parent, mark = np.full(size, -1, dtype=np.int32), np.empty(size, dtype=np.int32)
    relaxed = np.full(size, np.inf)  # the time at which a node was last relaxed
    minutes[nodes], label[nodes] = spent, origin
    stride = STRIDE * float(weights.mean()) if len(weights) else 1.0
    waiting, rounds = [np.asarray(nodes)], 0
    while waiting:
        far = np.concatenate(waiting) if len(waiting) > 1 else waiting[0]
        times = minutes[far]
        fresh = times < relaxed[far]
        far, times = far[fresh], times[fresh]
        waiting = []
        if not len(far):
            break
        threshold = times.min() + stride
        close = times <= threshold
        if not close.all():
            waiting.append(far[~close])
        near = _once(far[close], mark)
        while len(near):
            rounds += 1
            if rounds % 64 == 0:
                tick(0.5)
            relaxed[near] = times = minutes[near]
            first = indptr[near].astype(np.int64)
            count = indptr[near + 1] - first
            owner = np.repeat(np.arange(len(near)), count)
            ends = np.cumsum(count)
            arcs = (first - ends + count)[owner]
            arcs += np.arange(len(owner))
            heads = indices[arcs]
            later = times[owner]
            later += weights[arcs]
            better = later < minutes[heads]
            if limit < np.inf:
                better &= later <= limit
            better = np.flatnonzero(better)
            heads, later = heads[better].astype(np.int64), later[better]
            best = _quickest(minutes, heads, later, mark)
            heads, later = heads[best], later[best]
            tails = near[owner[better[best]]]
            parent[heads] = tails
            label[heads] = label[tails]
            close = later <= threshold
            near = heads[close]
            if not close.all():
                waiting.append(heads[~close])
    _follow(label, parent)
    return minutes, label


def _quickest(minutes, heads, later, mark):
    """Write the smallest time of each node, and tell which entry it came from, one a node."""
    left, times = heads, later
    while len(left):  # of entries for one node the last is written; quicker ones overwrite it
        minutes[left] = times
        slow = times < minutes[left]
        left, times = left[slow], times[slow]
    best = np.flatnonzero(later == minutes[heads])
    place = np.arange(len(best), dtype=np.int32)
    mark[heads[best]] = place
    return best[mark[heads[best]] == place]


def _once(values, mark):
    """Drop repeated nodes."""
    place = np.arange(len(values), dtype=np.int32)
    mark[values] = place
    return values[mark[values] == place]


def _follow(label, parent):
    """Make each node's label that of its parent.

    They differ only where a parent found a quicker way whose sum rounds to the same time.
    """
    while True:
        wrong = np.flatnonzero((parent >= 0) & (label != label[parent]))
        if not len(wrong):
            return
        label[wrong] = label[parent[wrong]]
