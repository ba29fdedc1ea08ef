"""Statistical secrecy: hide small counts, and others wherever a subtraction would give them back."""

from __future__ import annotations

__all__ = ["masked_cells"]


def masked_cells(counts, sums, threshold):
    """Choose the cells to hide.

    Parameters
    ----------
    counts : dict
        Count of each cell, by any key.
    sums : iterable of (total, parts)
        Keys of a total that is shown, and of the cells that add up to it.
    threshold : int
        Counts from 1 to ``threshold - 1`` are hidden; 0 hides nothing.

    Returns
    -------
    set
        Keys of the hidden cells. In every sum either nothing is hidden, or at least two cells are, and the parts
        hidden under a total that is shown add up to the threshold at least, as far as other cells allow.
    """
    hidden = {key for key, count in counts.items() if 0 < count < threshold}
    if not hidden:
        return hidden
    sums = [(total, [p for p in parts if p in counts]) for total, parts in sums]
    changed = True
    while changed:
        changed = False
        for total, parts in sums:
            gone = [p for p in parts if p in hidden]
            if total in hidden and gone or total not in hidden and not gone:
                continue
            if total in hidden:
                # every part shown would add up to the hidden total
                candidates = parts
            elif len(gone) > 1 and sum(counts[p] for p in gone) >= threshold:
                continue
            else:
                candidates = parts + [total]
            victim = _smallest(candidates, counts, hidden)
            if victim is not None:
                hidden.add(victim)
                changed = True
    return hidden


def _smallest(candidates, counts, hidden):
    """Pick the smallest cell still shown; zeros go last, the total (given last) only when nothing else is left."""
    shown = [(counts[key] == 0, counts[key], place) for place, key in enumerate(candidates) if key not in hidden]
    return candidates[min(shown)[2]] if shown else None
