"""Statistical secrecy: hide small counts, and others wherever a subtraction would give them back."""

from __future__ import annotations

from collections import deque
from itertools import combinations

__all__ = ["ALL", "WHOLE", "by_row", "determined", "hidden_cells", "masked_cells"]

MOST_SOLVED = 5_000
"""Hidden cells whose equations are solved; beyond, each sum is looked at by itself."""

ALL, WHOLE = -1, -1
"""Key of all groups together, and of no particular QPV."""


def masked_cells(counts, sums, threshold, balances=()):
    """Choose the cells to hide.

    Parameters
    ----------
    counts : dict
        Count of each cell, by any key.
    sums : iterable of (total, parts)
        Keys of a total that is shown, and of the cells that add up to it.
    threshold : int
        Counts from 1 to ``threshold - 1`` are hidden; 0 hides nothing.
    balances : sequence of list, optional
        Keys of cells on both sides of an equality that follows from the sums: one hidden alone would be given back.

    Returns
    -------
    set
        Keys of the hidden cells. In every sum either nothing is hidden, or at least two cells are, and the parts
        hidden under a total that is shown add up to the threshold at least, as far as other cells allow; and no small
        count follows from all the sums together.
    """
    small = {key for key, count in counts.items() if 0 < count < threshold}
    hidden = set(small)
    if not hidden:
        return hidden
    sums = [(total, [p for p in parts if p in counts]) for total, parts in sums]
    _complete(hidden, counts, sums, threshold, balances)
    while len(hidden) <= MOST_SOLVED:
        told = determined(hidden, sums) & small
        victims = {_smallest(_beside(key, sums), counts, hidden) for key in told} - {None}
        if not victims:
            break
        hidden |= victims
        _complete(hidden, counts, sums, threshold, balances)
    return hidden


def _complete(hidden, counts, sums, threshold, balances):
    """Hide more cells until no sum gives one back by itself."""
    groups = [_Group(total, parts, counts) for total, parts in sums]
    groups += [_Group(None, keys, counts) for keys in balances]
    using = {}
    for group in groups:
        for key in group.members:
            using.setdefault(key, []).append(group)
    for key in hidden:
        for group in using.get(key, ()):
            group.hide(key)
    waiting = deque(groups)
    while waiting:
        group = waiting.popleft()
        victim = group.next(hidden) if group.open(threshold) else None
        if victim is not None:
            hidden.add(victim)
            for other in using[victim]:
                other.hide(victim)
                waiting.append(other)


class _Group:
    """A total and its parts, or what stands on both sides of an equality, and what of it is hidden."""

    def __init__(self, total, parts, counts):
        self.total, self.parts, self._counts = total, set(parts), counts
        keys = [*parts, *(() if total is None or total not in counts else (total,))]
        # zeros go last, the total after parts of its size
        order = sorted(range(len(keys)), key=lambda place: (counts[keys[place]] == 0, counts[keys[place]], place))
        self.members = [keys[place] for place in order]
        self._gone, self._sum, self._whole, self._next = 0, 0, False, 0

    def hide(self, key):
        if key in self.parts:
            self._gone += 1
            self._sum += self._counts[key]
        if key == self.total:
            self._whole = True

    def open(self, threshold):
        """Tell whether one cell is given back by the others."""
        if self.total is None:
            return self._gone == 1
        if self._whole:
            # every part shown would add up to the hidden total
            return not self._gone
        return self._gone == 1 or self._gone > 1 and self._sum < threshold

    def next(self, hidden):
        """Return the smallest cell still shown, None where there is none."""
        while self._next < len(self.members) and self.members[self._next] in hidden:
            self._next += 1
        return self.members[self._next] if self._next < len(self.members) else None


def _beside(key, sums):
    """List the cells that are in a sum with this one; one that is the total of nothing hides nothing."""
    empty = {total for total, parts in sums if not parts}
    return [
        cell for total, parts in sums if key == total or key in parts for cell in (*parts, total) if cell not in empty
    ]


def determined(hidden, sums):
    """Find the hidden cells that all the sums together give back, as a system of equations does.

    Parameters
    ----------
    hidden : set
        Keys of the cells that are not shown.
    sums : sequence of (total, parts)
        Keys.

    Returns
    -------
    set
        Those that have one value only, whatever the others are.
    """
    rows, using = {}, {}
    rank = {key: place for place, key in enumerate(sorted(hidden, key=repr))}

    def subtract(row, pivot, factor):
        """Take a multiple of a pivot's row from another."""
        for key, value in rows[pivot].items():
            left = row.get(key, 0.0) - factor * value
            if abs(left) > 1e-9:
                row[key] = left
            else:
                row.pop(key, None)

    # short ones first: fewer cells to carry along
    for total, parts in sorted(sums, key=lambda own: len(hidden.intersection(own[1]))):
        row = {key: 1.0 for key in parts if key in hidden}
        if total in hidden:
            row[total] = -1.0
        for key in [key for key in row if key in rows]:
            if key in row:
                subtract(row, key, row[key])
        if not row:
            continue
        pivot = min(row, key=lambda key: (len(using.get(key, ())), rank[key]))
        scale = row[pivot]
        rows[pivot] = {key: value / scale for key, value in row.items()}
        # no other row keeps the new pivot
        for other in list(using.pop(pivot, ())):
            before = set(rows[other])
            subtract(rows[other], pivot, rows[other][pivot])
            for key in before ^ set(rows[other]):
                (using.setdefault(key, set()).add if key in rows[other] else using.get(key, set()).discard)(other)
        for key in rows[pivot]:
            if key != pivot:
                using.setdefault(key, set()).add(pivot)
    return {pivot for pivot, row in rows.items() if len(row) == 1}


def _smallest(candidates, counts, hidden):
    """Pick the smallest cell still shown; zeros go last, the total (given last) only when nothing else is left."""
    shown = [(counts[key] == 0, counts[key], place) for place, key in enumerate(candidates) if key not in hidden]
    return candidates[min(shown)[2]] if shown else None


def hidden_cells(tallies, threshold):
    """Choose the cells to hide in summaries of the same rows, shown side by side.

    What is the same count in two of them (all rows, those not found) is hidden in both or in neither.

    Parameters
    ----------
    tallies : sequence of Tally
    threshold : int

    Returns
    -------
    list of set
        Cells ``(group, QPV, count field)`` of each tally.
    """
    if threshold <= 1:
        return [set() for _ in tallies]
    counts, sums, balances = {}, [], []
    for place, tally in enumerate(tallies):
        own, adds = tally.shown()
        counts.update({(place, *key): count for key, count in own.items()})
        sums += [((place, *total), [(place, *part) for part in parts]) for total, parts in adds]
    for (place, tally), (after, other) in combinations(enumerate(tallies), 2):
        names, others = ({t.scheme.same.get(n, n): n for n in t.scheme.fields} for t in (tally, other))
        for group in {group for group, shape in tally.keys if shape == WHOLE}:
            left = {(place, group, WHOLE, n) for n in tally.scheme.counts}
            left |= {(after, group, WHOLE, n) for n in other.scheme.counts}
            for name in names:
                if name not in others:
                    continue
                one, two = (place, group, WHOLE, names[name]), (after, group, WHOLE, others[name])
                if counts.get(one) == counts.get(two):
                    sums += [(one, [two]), (two, [one])]
                    left -= {one, two}
            # and so what is left adds up to the same on both sides
            balances.append(sorted(key for key in left if key in counts))
    hidden = masked_cells(counts, sums, threshold, balances)
    return [{key[1:] for key in hidden if key[0] == place} for place in range(len(tallies))]


def by_row(hidden):
    """Sort hidden cells by the row of the summary that they are in.

    Parameters
    ----------
    hidden : iterable of (group, QPV, count field)

    Returns
    -------
    dict of (int, int) to set of str
    """
    rows = {}
    for group, shape, name in hidden:
        rows.setdefault((group, shape), set()).add(name)
    return rows
