"""Connected parts of a network, directions ignored."""

from __future__ import annotations

import numpy as np

__all__ = ["connected_parts", "label_pairs"]


def label_pairs(size: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Label the connected parts of an undirected graph given as pairs of nodes.

    Parameters
    ----------
    size : int
        Number of nodes.
    first, second : numpy.ndarray of int, shape (p,)
        Linked nodes.

    Returns
    -------
    numpy.ndarray, shape (size,), int32
        Parts numbered from the one with most nodes; of equal ones, that of the lowest node first.
    """
    root = _scipy_labels(size, first, second)
    if root is None:
        root = _roots(size, first, second)
    # number parts by size, then by their lowest node
    _, lowest, label, count = np.unique(root, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((lowest, -count))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[label]


def connected_parts(size: int, first: np.ndarray, second: np.ndarray):
    """Label parts (`label_pairs`) and count their nodes.

    Returns
    -------
    component : numpy.ndarray, shape (size,), int32
    component_size : numpy.ndarray, shape (c,), int64
    """
    component = label_pairs(size, first, second)
    return component, np.bincount(component) if size else np.empty(0, dtype=np.int64)


def _scipy_labels(size, first, second):
    """Labels by scipy's compiled walk, None where scipy is absent."""
    try:
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components
    except Exception:  # absent, or broken as on some Windows builds
        return None
    links = coo_matrix((np.ones(len(first), dtype=np.int8), (first, second)), shape=(size, size))
    return connected_components(links, directed=False)[1]


def _roots(size, first, second):
    """Lowest node of each node's part: hook the higher root on the lower, then shorten all paths."""
    root = np.arange(size, dtype=np.int64)
    first, second = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    while len(first):
        a, b = root[first], root[second]
        apart = a != b
        first, second, a, b = first[apart], second[apart], a[apart], b[apart]
        if not len(first):
            break
        high, low = np.maximum(a, b), np.minimum(a, b)
        # of several candidates for one root the last written wins; the others come back next round
        root[high] = low
        while True:
            shorter = root[root]
            if np.array_equal(shorter, root):
                break
            root = shorter
    return root
