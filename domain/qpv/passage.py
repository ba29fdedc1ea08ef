"""From the pieces of two generations of perimeters to the table of passage and the totals of each QPV."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .codes import CURRENT, generation

__all__ = [
    "GAINED",
    "KEPT",
    "LOST",
    "MOST",
    "SLIVER_WIDTH",
    "STATUSES",
    "Pieces",
    "correspondence",
    "missing_departements",
    "orphans",
    "passage",
    "shares",
    "totals",
]

STATUSES = ("CONSERVE", "GAGNE", "PERDU")
"""Coded values of `statut`."""

KEPT, GAINED, LOST = range(3)

SLIVER_WIDTH = 5.0
"""Metres: what is narrower everywhere comes from two drawings of one line, not from a decision."""


OUTLINES = {"N": "Nouveau", "M": "Contour modifié", "I": "Contour identique", "C": "Commune entière"}
"""What the last letter of a code of 2024 says of its outline."""

MOST = 3
"""Predecessors that the official table has room for."""


@dataclass
class Pieces:
    """What two generations of perimeters are cut into; no two pieces overlap.

    Attributes
    ----------
    old, new : ndarray of int, shape (n,)
        QPV of each generation that holds the piece, -1 for none.
    area : ndarray, shape (n,)
        Square metres.
    sliver : ndarray of bool, shape (n,)
        Narrower everywhere than the tolerance.
    addresses : ndarray of int, shape (n,), or None
    people : ndarray, shape (n,), or None
    """

    old: np.ndarray
    new: np.ndarray
    area: np.ndarray
    sliver: np.ndarray
    addresses: object = None
    people: object = None

    @property
    def status(self):
        """Index in `STATUSES` of each piece."""
        return np.where(self.old < 0, GAINED, np.where(self.new < 0, LOST, KEPT))

    @property
    def measures(self):
        """Area, addresses and people; None for what was not given."""
        return self.area, self.addresses, self.people


def share(part, whole):
    """Percent, None of nothing."""
    return None if part is None or not whole else round(100.0 * float(part) / float(whole), 2)


def shares(pieces):
    """Share that each piece has of its QPV of each generation.

    Returns
    -------
    list of tuple
        Percent of the area of 2015 and of 2024, None without such a QPV.
    """
    sums = [_sums(key, pieces.area) for key in (pieces.old, pieces.new)]
    rows = zip(pieces.old.tolist(), pieces.new.tolist(), pieces.area.tolist())
    return [(share(a, sums[0].get(o)), share(a, sums[1].get(n))) for o, n, a in rows]


def _sums(keys, values, where=None):
    """Sum values by key, -1 aside."""
    found = {}
    if values is None:
        return found
    kept = keys >= 0 if where is None else (keys >= 0) & where
    for key, value in zip(keys[kept].tolist(), values[kept].tolist()):
        found[key] = found.get(key, 0) + value
    return found


def passage(pieces):
    """Lay out the table of passage: one row per pair of codes, then what is lost, then what is gained.

    Returns
    -------
    list of dict
        Keys: old, new, status, sliver, and by measure (area, addresses, people) ``(value, share of 2015, of 2024)``.
    """
    rows, status = {}, pieces.status.tolist()
    for place, key in enumerate(zip(pieces.old.tolist(), pieces.new.tolist())):
        row = rows.setdefault(key, {"status": status[place], "sliver": True, "members": []})
        row["sliver"] &= bool(pieces.sliver[place])
        row["members"].append(place)
    whole = [(_sums(pieces.old, m), _sums(pieces.new, m)) for m in pieces.measures]
    order = sorted(rows, key=lambda k: (k[0] < 0, k[0], k[1] < 0, -float(pieces.area[rows[k]["members"]].sum()), k[1]))
    table = []
    for old, new in order:
        row = rows[old, new]
        values = []
        for measure, (olds, news) in zip(pieces.measures, whole):
            value = None if measure is None else measure[row["members"]].sum()
            values.append((value, share(value, olds.get(old)), share(value, news.get(new))))
        table.append({"old": old, "new": new, "status": row["status"], "sliver": row["sliver"], "values": values})
    return table


def totals(pieces):
    """Sum up each QPV of each generation, and all of them.

    Returns
    -------
    list of dict
        Keys: year (2015 or 2024), place (-1 for all), main (the QPV of the other generation with which it shares
        most, -1 for none), sliver (square metres of slivers lost or gained), and ``values``: by measure
        ``(all, kept, lost or gained)``.
    """
    table = []
    status = pieces.status
    for year, own, other, gone in ((2015, pieces.old, pieces.new, LOST), (2024, pieces.new, pieces.old, GAINED)):
        # all together first
        everything = np.where(own >= 0, 0, -1)
        for keys, places in ((everything, [-1]), (own, sorted(set(own[own >= 0].tolist())))):
            sums = []
            for measure in pieces.measures:
                kept, left = (_sums(keys, measure, status == s) for s in (KEPT, gone))
                sums.append((measure is None, kept, left))
            thin = _sums(keys, pieces.area, (status == gone) & pieces.sliver)
            for place in places:
                key = max(place, 0)
                values = [
                    (None, None, None)
                    if absent
                    else (kept.get(key, 0) + left.get(key, 0), kept.get(key, 0), left.get(key, 0))
                    for absent, kept, left in sums
                ]
                main = -1 if place < 0 else _main(pieces, own == place, other)
                thinner = thin.get(key, 0.0)
                table.append({"year": year, "place": place, "main": main, "sliver": thinner, "values": values})
    return table


def _main(pieces, members, other):
    """Find the QPV of the other generation with which most is shared, slivers aside."""
    found = _sums(other, pieces.area, members & ~pieces.sliver)
    return max(found, key=lambda place: (found[place], -place), default=-1)


def correspondence(pieces, codes):
    """List the predecessors of each QPV of 2024, the one it shares most with first; slivers are none.

    Parameters
    ----------
    pieces : Pieces
    codes : sequence of str or None
        Of the QPV of 2024.

    Returns
    -------
    list of dict
        By code, those without left out. Keys: new, olds, and status: one of `OUTLINES` as the code says, None where
        it says nothing.
    """
    table = []
    for new in sorted(set(pieces.new[pieces.new >= 0].tolist()), key=lambda new: (codes[new] or "", new)):
        shared = _sums(pieces.old, pieces.area, (pieces.new == new) & ~pieces.sliver)
        code = codes[new]
        if code is None:
            continue
        status = OUTLINES.get(code[-1]) if generation(code) == CURRENT else None
        table.append({"new": new, "status": status, "olds": sorted(shared, key=lambda old: (-shared[old], old))})
    return table


def orphans(pieces, codes):
    """List the QPV of 2024 that existed before, as their code says, and share nothing with the other layer.

    Parameters
    ----------
    pieces, codes
        See `correspondence`.

    Returns
    -------
    list of str
    """
    before = {OUTLINES["M"], OUTLINES["I"]}
    return [codes[r["new"]] for r in correspondence(pieces, codes) if not r["olds"] and r["status"] in before]


def missing_departements(codes, others):
    """List the départements that have QPV in one layer and none in the other.

    Parameters
    ----------
    codes, others : iterable of str or None

    Returns
    -------
    list of str
    """
    own, there = ({c[2:5] for c in some if c and len(c) == 8} for some in (codes, others))
    return sorted(d[1:] if d[0] == "0" else d for d in own - there)
