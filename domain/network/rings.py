"""Polygons from outlines that have a band on each hand: they share their borders to the last vertex."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..progress import silent
from ..ragged import offsets_of
from .outlines import Outlines

__all__ = ["Arcs", "arcs_of", "polygons", "simplified"]

# outlines are drawn to the millimetre
GRID = 1000.0
PASSES = 6


@dataclass(frozen=True)
class Arcs:
    """Polylines between two bands, meeting at their ends only.

    Attributes
    ----------
    xy : numpy.ndarray, shape (v, 2), int64
        Vertices in millimetres, one arc after another; a closed arc repeats its first vertex.
    offsets : numpy.ndarray, shape (a + 1,), int64
    left, right : numpy.ndarray, shape (a,), int64
        Band on each hand.
    """

    xy: np.ndarray
    offsets: np.ndarray
    left: np.ndarray
    right: np.ndarray

    def __len__(self) -> int:
        return len(self.left)


def arcs_of(edges: Outlines, tick=silent) -> Arcs:
    """Join outlines into arcs.

    Parameters
    ----------
    edges : Outlines
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    Arcs
    """
    place, tail, head, left, right = _cancelled(*_snapped(edges))
    tick(0.3)
    degree = np.bincount(tail, minlength=len(place)) + np.bincount(head, minlength=len(place))
    # the two edges at each plain vertex; three or more make a node where arcs end
    end = np.concatenate([tail, head])
    order = np.argsort(end, kind="stable")
    first = np.cumsum(degree) - degree
    plain = degree == 2
    one = np.full(len(place), -1)
    two = np.full(len(place), -1)
    one[plain] = order[first[plain]] % max(len(tail), 1)
    two[plain] = order[first[plain] + 1] % max(len(tail), 1)
    # a plain vertex has the same bands on either side of it, or the arc ends there
    same = plain.copy()
    same[plain] = _same_hands(tail, head, left, right, np.flatnonzero(plain), one[plain], two[plain])
    chains = _chains(tail.tolist(), head.tolist(), one.tolist(), two.tolist(), same.tolist(), tick)
    vertices, offsets, leader, along = chains
    flip = ~along
    return Arcs(
        place[vertices],
        offsets,
        np.where(flip, right[leader], left[leader]),
        np.where(flip, left[leader], right[leader]),
    )


def simplified(arcs: Arcs, tolerance: float) -> Arcs:
    """Leave out vertices that lie almost on the line of their neighbours; ends stay.

    Parameters
    ----------
    arcs : Arcs
    tolerance : float
        Metres a vertex may lie off that line in each of a few passes.

    Returns
    -------
    Arcs
    """
    xy, count = arcs.xy, np.diff(arcs.offsets)
    owner = np.repeat(np.arange(len(arcs)), count)
    limit = (tolerance * GRID) ** 2
    for turn in range(PASSES):
        inner = np.zeros(len(xy), dtype=bool)
        inner[1:-1] = (owner[1:-1] == owner[:-2]) & (owner[1:-1] == owner[2:])
        at = np.flatnonzero(inner)
        a, b, c = xy[at - 1].astype(float), xy[at].astype(float), xy[at + 1].astype(float)
        chord, arm = c - a, b - a
        squared = (chord**2).sum(axis=1)
        cross = chord[:, 0] * arm[:, 1] - chord[:, 1] * arm[:, 0]
        dot = (chord * arm).sum(axis=1)
        flat = (squared > 0) & (cross**2 <= limit * squared) & (dot > 0) & (dot < squared)
        # or back and forth by less than that
        flat |= np.minimum((arm**2).sum(axis=1), ((b - c) ** 2).sum(axis=1)) <= limit
        # no two neighbours in one pass, and no arc below a triangle
        size = np.bincount(owner, minlength=len(arcs))
        rank = at - (np.cumsum(size) - size)[owner[at]]
        flat &= ((rank + turn) % 2 == 0) & (size > 5)[owner[at]]
        if not flat.any():
            if turn % 2:
                break
            continue
        kept = np.ones(len(xy), dtype=bool)
        kept[at[flat]] = False
        xy, owner = xy[kept], owner[kept]
    return Arcs(xy, offsets_of(np.bincount(owner, minlength=len(arcs))), arcs.left, arcs.right)


def polygons(arcs: Arcs, low: int, high: int):
    """Polygons of the bands from `low` to `high`, as one region.

    Parameters
    ----------
    arcs : Arcs
    low, high : int
        First and last band, inclusive.

    Returns
    -------
    list of list of numpy.ndarray
        Each polygon its outer ring (against the clock), then its holes; rings of shape (k, 2), metres, closed.
    """
    on_left = (arcs.left >= low) & (arcs.left <= high)
    on_right = (arcs.right >= low) & (arcs.right <= high)
    shells, holes = [], []
    for ring in _rings(arcs, np.flatnonzero(on_left & ~on_right), np.flatnonzero(on_right & ~on_left)):
        area = _doubled_area(ring)
        if area > 0:
            shells.append(ring)
        elif area < 0:
            holes.append(ring)
    return [[ring / GRID for ring in polygon] for polygon in _nested(shells, holes)]


def _snapped(edges):
    """Vertices in millimetres, each place once, and edges between places."""
    points = np.rint(np.concatenate([edges.start, edges.end]) * GRID).astype(np.int64)
    if not len(points):
        none = np.empty(0, dtype=np.int64)
        return points, none, none, none, none
    low = points.min(axis=0)
    width = int(points[:, 1].max() - low[1] + 1)
    key = (points[:, 0] - low[0]) * width + (points[:, 1] - low[1])
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    tail, head = number[: len(edges)], number[len(edges) :]
    kept = tail != head
    return points[first], tail[kept], head[kept], edges.left[kept], edges.right[kept]


def _cancelled(place, tail, head, left, right):
    """Merge edges drawn over each other: what lies between them is thinner than the grid."""
    flip = tail > head
    tail, head = np.where(flip, head, tail), np.where(flip, tail, head)
    left, right = np.where(flip, right, left), np.where(flip, left, right)
    key = tail * np.int64(len(place) + 1) + head
    order = np.argsort(key, kind="stable")
    key, tail, head, left, right = key[order], tail[order], head[order], left[order], right[order]
    new = np.ones(len(key), dtype=bool)
    new[1:] = key[1:] != key[:-1]
    starts = np.flatnonzero(new)
    count = np.diff(np.append(starts, len(key)))
    keep = np.ones(len(key), dtype=bool)
    for start, many in zip(starts[count > 1].tolist(), count[count > 1].tolist()):
        lefts, rights = left[start : start + many].tolist(), right[start : start + many].tolist()
        for band in list(lefts):
            if band in rights:
                lefts.remove(band)
                rights.remove(band)
        keep[start + len(lefts) : start + many] = False
        left[start : start + len(lefts)] = lefts
        right[start : start + len(rights)] = rights
    return place, tail[keep], head[keep], left[keep], right[keep]


def _same_hands(tail, head, left, right, vertex, one, two):
    """Tell whether the two edges at a vertex have the same bands on the same hands when one walks through."""
    arrives = head[one] == vertex
    leaves = tail[two] == vertex
    left1, right1 = np.where(arrives, left[one], right[one]), np.where(arrives, right[one], left[one])
    left2, right2 = np.where(leaves, left[two], right[two]), np.where(leaves, right[two], left[two])
    return (left1 == left2) & (right1 == right2)


def _chains(tail, head, one, two, plain, tick):
    """Walk along edges from node to node, then round the loops that have none.

    Returns
    -------
    vertices : numpy.ndarray of int64
    offsets : numpy.ndarray of int64
    leader : numpy.ndarray of int64
        First edge of each chain.
    along : numpy.ndarray of bool
        Whether the chain follows its leader's direction.
    """
    used = [False] * len(tail)
    vertices, counts, leader, along = [], [], [], []

    def walk(edge, start):
        begun = len(vertices)
        leader.append(edge)
        along.append(tail[edge] == start)
        vertices.append(start)
        at = start
        while True:
            used[edge] = True
            at = head[edge] if tail[edge] == at else tail[edge]
            vertices.append(at)
            if at == start or not plain[at]:
                break
            edge = two[at] if one[at] == edge else one[at]
            if used[edge]:
                break
        counts.append(len(vertices) - begun)

    for edge in range(len(tail)):
        if not used[edge]:
            if not plain[tail[edge]]:
                walk(edge, tail[edge])
            elif not plain[head[edge]]:
                walk(edge, head[edge])
        if edge % 100000 == 0:
            tick(0.3 + 0.5 * edge / len(tail))
    for edge in range(len(tail)):
        if not used[edge]:
            walk(edge, tail[edge])
    tick(1.0)
    return (
        np.array(vertices, dtype=np.int64),
        offsets_of(np.array(counts, dtype=np.int64)),
        np.array(leader, dtype=np.int64),
        np.array(along, dtype=bool),
    )


def _rings(arcs, forth, back):
    """Close arcs into simple rings with the region on the left hand."""
    steps = [arcs.xy[arcs.offsets[a] : arcs.offsets[a + 1]] for a in forth.tolist()]
    steps += [arcs.xy[arcs.offsets[a] : arcs.offsets[a + 1]][::-1] for a in back.tolist()]
    leaving = {}
    for number, step in enumerate(steps):
        leaving.setdefault((int(step[0, 0]), int(step[0, 1])), []).append(number)
    used = [False] * len(steps)
    for number in range(len(steps)):
        if used[number]:
            continue
        path, at = [], number
        while not used[at]:
            used[at] = True
            path.append(at)
            step = steps[at]
            node = (int(step[-1, 0]), int(step[-1, 1]))
            choice = [n for n in leaving.get(node, ()) if not used[n] or n == number]
            if not choice:
                break
            at = choice[0] if len(choice) == 1 else _sharpest_left(step, [steps[n] for n in choice], choice)
        yield from _simple(path, steps)


def _sharpest_left(step, others, numbers):
    """Choose the next arc so that the ring keeps to the nearest corner of its region."""
    back = step[-2] - step[-1]
    heading = np.arctan2(float(back[1]), float(back[0]))
    best, least = numbers[0], np.inf
    for other, number in zip(others, numbers):
        ahead = other[1] - other[0]
        # clockwise from where we came
        turn = (heading - np.arctan2(float(ahead[1]), float(ahead[0]))) % (2 * np.pi)
        if turn == 0.0:
            turn = 2 * np.pi
        if turn < least:
            best, least = number, turn
    return best


def _simple(path, steps):
    """Split a closed walk at the nodes it passes twice."""
    stack, seen = [], {}
    for number in path:
        step = steps[number]
        start, end = (int(step[0, 0]), int(step[0, 1])), (int(step[-1, 0]), int(step[-1, 1]))
        if not stack:
            seen = {start: 0}
        stack.append(step)
        if end in seen:
            loop = stack[seen[end] :]
            del stack[seen[end] :]
            seen = {place: depth for place, depth in seen.items() if depth <= seen[end]}
            ring = np.concatenate([loop[0]] + [part[1:] for part in loop[1:]])
            if len(ring) >= 4:
                yield ring
        else:
            seen[end] = len(stack)


def _doubled_area(ring):
    """Twice the signed area of a closed ring (square millimetres)."""
    x, y = (ring[:, 0] - ring[0, 0]).astype(float), (ring[:, 1] - ring[0, 1]).astype(float)
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())


def _nested(shells, holes):
    """Give each hole to the smallest shell around it."""
    result = [[shell] for shell in shells]
    if not holes:
        return result
    size = np.array([_doubled_area(shell) for shell in shells])
    low = np.array([shell.min(axis=0) for shell in shells]).reshape(-1, 2)
    high = np.array([shell.max(axis=0) for shell in shells]).reshape(-1, 2)
    for hole in holes:
        # the middle of an edge lies on no other ring
        point = 0.5 * (hole[0] + hole[1])
        around = np.flatnonzero((low <= point).all(axis=1) & (high >= point).all(axis=1))
        for shell in around[np.argsort(size[around])].tolist():
            if _holds(shells[shell], point):
                result[shell].append(hole)
                break
    return result


def _holds(ring, point):
    """Tell whether a point lies inside a closed ring."""
    x, y = ring[:, 0] - point[0], ring[:, 1] - point[1]
    up = y > 0
    crossing = np.flatnonzero(up[1:] != up[:-1])
    x0, y0, x1, y1 = x[crossing], y[crossing], x[crossing + 1], y[crossing + 1]
    return bool(np.count_nonzero((x0 * y1 - x1 * y0) * np.sign(y1 - y0) > 0) % 2)
