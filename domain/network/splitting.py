"""Cutting lines where they share a vertex, merging lines drawn twice."""

from __future__ import annotations

import numpy as np

from .joining import repeated, scramble
from .lines import Lines, apportion, lengths, measures, take

__all__ = ["merge_twins", "split_at_shared_vertices"]


def split_at_shared_vertices(lines: Lines) -> Lines:
    """Cut every line at the inner vertices it shares with itself or another line.

    Minutes are apportioned by length. OSM and hand-drawn networks cross that way;
    BD TOPO's do not (a vertex shared in plan may be a bridge).
    """
    if not len(lines):
        return lines
    inner = np.ones(len(lines.xy), dtype=bool)
    inner[lines.offsets[:-1]] = False
    inner[lines.offsets[1:] - 1] = False
    if not inner.any():
        return lines
    place = scramble(lines.xy)
    line = np.repeat(np.arange(len(lines)), lines.counts)
    # a vertex repeated in a row is one passage, not a crossing
    passage = np.ones(len(place), dtype=bool)
    passage[1:] = (place[1:] != place[:-1]) | (line[1:] != line[:-1])
    shared = np.zeros(len(place), dtype=bool)
    shared[passage] = repeated(place[passage], inner[passage])
    if not shared.any():
        return lines
    # a copy of an end vertex beside it would make a stretch without length
    along = measures(lines)
    total = along[lines.offsets[1:] - 1]
    shared &= (along > 0) & (along < total[line])
    if not shared.any():
        return lines
    # keep vertices once, cut ones twice: as the end of a stretch and the start of the next
    repeat = np.ones(len(place), dtype=np.int64)
    repeat[shared] = 2
    xy = np.repeat(lines.xy, repeat, axis=0)
    position = np.cumsum(repeat)
    starts = np.zeros(len(xy), dtype=bool)
    starts[position[lines.offsets[:-1]] - 1] = True
    starts[position[shared] - 1] = True
    offsets = np.append(np.flatnonzero(starts), len(xy))
    source = np.repeat(np.arange(len(lines)), 1 + np.bincount(line[shared], minlength=len(lines)))
    whole = np.bincount(line[shared], minlength=len(lines))[source] == 0
    stretch = Lines(xy, offsets, source, source, source)
    share = np.where(whole, 1.0, lengths(stretch) / total[source])
    forward, backward = apportion(lines.forward[source], share), apportion(lines.backward[source], share)
    return Lines(xy, offsets, forward, backward, lines.ids[source])


def merge_twins(lines: Lines) -> Lines:
    """Merge lines of the same shape, such as one link per direction.

    A point projects equally well on both; merged, it can leave either way. Each direction
    keeps the smaller time, the first line its place and id.
    """
    if len(lines) < 2:
        return lines
    vertex = scramble(lines.xy)
    start, end = vertex[lines.offsets[:-1]], vertex[lines.offsets[1:] - 1]
    # one number per shape, the same from both ends
    shape = np.add.reduceat(vertex, lines.offsets[:-1])
    shape += lines.counts.astype(np.uint64) * np.uint64(0x94D049BB133111EB)
    alike = np.flatnonzero(repeated(shape, np.ones(len(lines), dtype=bool)))
    if not len(alike):
        return lines
    # each line follows the first of its shape
    _, first, group = np.unique(shape[alike], return_index=True, return_inverse=True)
    leader = np.arange(len(lines))
    leader[alike] = alike[first[group]]
    # a loop or a palindrome has no direction of its own: only lines with two distinct ends are merged
    along = (start == start[leader]) & (end == end[leader])
    against = (start == end[leader]) & (end == start[leader])
    twin = (leader != np.arange(len(lines))) & (start != end) & (along | against)
    forward, backward = lines.forward.copy(), lines.backward.copy()
    for mask, there, back in (
        (twin & along, lines.forward, lines.backward),
        (twin & against, lines.backward, lines.forward),
    ):
        np.minimum.at(forward, leader[mask], there[mask])
        np.minimum.at(backward, leader[mask], back[mask])
    return take(Lines(lines.xy, lines.offsets, forward, backward, lines.ids), ~twin)

