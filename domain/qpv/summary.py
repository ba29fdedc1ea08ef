"""Counts by QPV and by group, with both bounds of the share in QPV."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..errors import QT_TRANSLATE_NOOP, ParameterError
from .reasons import Reason
from .secrecy import masked_cells
from .verdict import A_VERIFIER, EN_QPV, FIRM, HORS_QPV, VERDICTS

__all__ = ["COUNT_FIELDS", "LEVELS", "SHARE_FIELDS", "SummaryRow", "Tally", "hidden_cells"]

LEVELS = ("ensemble", "groupe", "qpv", "qpv_groupe")
"""What a row of the summary counts: all rows, those of a group, of a QPV, of a QPV in a group."""

COUNT_FIELDS = (
    "nb_lignes",
    "nb_en_qpv",
    "nb_hors_qpv",
    "nb_a_verifier",
    "nb_imprecises",
    "nb_non_trouvees",
    "nb_erreurs",
)
SHARE_FIELDS = ("part_min_pct", "part_max_pct", "part_decidee_pct")
_BY_VERDICT = COUNT_FIELDS[1:]

# undecided rows that cannot be in just any QPV: near the edge of some, or in one that the layer lacks
_LOCATED = (
    Reason.EDGE,
    Reason.OVERLAP,
    Reason.NO_CODE,
    Reason.LAYER_INCOMPLETE,
    Reason.TERRITORY_MISSING,
    Reason.LIST_CONTRADICTS,
)
_HELD = (Reason.OVERLAP, Reason.NO_CODE, Reason.LIST_CONTRADICTS)

MOST_GROUPS = 5_000
"""More groups than this are no summary."""

ALL, WHOLE = -1, -1
"""Key of all groups together, and of no particular QPV."""


@dataclass
class SummaryRow:
    """One row of the summary.

    Attributes
    ----------
    level : str
        One of `LEVELS`.
    group : tuple
        Values of the group fields, empty for all rows together.
    perimeter : int
        Index of the QPV, -1 for none in particular.
    counts, shares : dict of str to number or None
        None where it is hidden by secrecy or means nothing at this level.
    sums : list of (total, in QPV, undecided)
        One per summed field.
    hidden : bool
        True where secrecy hid something.
    """

    level: str
    group: tuple
    perimeter: int
    counts: dict
    shares: dict
    sums: list
    hidden: bool = False


@dataclass
class Tally:
    """Counts that grow chunk after chunk.

    Parameters
    ----------
    sums : int
        How many fields are summed.
    """

    sums: int = 0
    _groups: dict = field(default_factory=dict)
    _cells: dict = field(default_factory=dict)
    _anywhere: dict = field(default_factory=dict)
    _totals: dict = field(default_factory=dict)

    def add(self, decision, perimeter, near_row, near_perimeter, groups=None, values=(), unplaced=None):
        """Count the rows of one chunk.

        Parameters
        ----------
        decision : verdict.Decision
            Of n rows.
        perimeter : ndarray of int, shape (n,)
            QPV that holds the position, or else the nearest; -1 for none.
        near_row, near_perimeter : ndarray of int, shape (k,)
            Pairs row × QPV whose edge is within the tolerance of the row.
        groups : sequence of tuple, length n, optional
            Values of the group fields.
        values : sequence of ndarray, shape (n,)
            One array per summed field, NaN for missing.
        unplaced : ndarray of bool, shape (n,), optional
            True where the pairs do not tell all the QPV that a row near an edge may be in.

        Raises
        ------
        ParameterError
            When there are more than `MOST_GROUPS` groups.
        """
        verdict, reason = decision.verdict, decision.reason
        size = len(verdict)
        group = np.full(size, ALL)
        if groups is not None:
            known = self._groups
            group = np.fromiter((known.setdefault(g, len(known)) for g in groups), dtype=np.int64, count=size)
            if len(known) > MOST_GROUPS:
                raise ParameterError(
                    QT_TRANSLATE_NOOP(
                        "@default",
                        "The fields of the summary have more than {most} different values: "
                        "choose fields of categories.",
                    ),
                    most=MOST_GROUPS,
                )
        undecided = ~FIRM[verdict]
        anywhere = undecided & ~np.isin(reason, _LOCATED)
        if unplaced is not None:
            anywhere |= undecided & unplaced & np.isin(reason, _LOCATED[:2])
        # undecided rows by QPV: those near its edge, and those it holds without a firm answer
        edge = (verdict[near_row] == A_VERIFIER) & np.isin(reason[near_row], (Reason.EDGE, Reason.OVERLAP))
        held = np.flatnonzero(np.isin(reason, _HELD) & (perimeter >= 0))
        pairs = np.column_stack([np.r_[near_row[edge], held], np.r_[near_perimeter[edge], perimeter[held]]])
        pairs = np.unique(pairs.astype(np.int64), axis=0)
        firm = np.flatnonzero((verdict == EN_QPV) & (perimeter >= 0))
        rows = np.r_[np.arange(size), firm, pairs[:, 0]]
        shapes = np.r_[np.full(size, WHOLE), perimeter[firm], pairs[:, 1]]
        for level_group in (group, np.full(size, ALL)) if groups is not None else (group,):
            self._count(level_group[rows], shapes, verdict[rows], rows, undecided, values)
            for key, count in zip(*np.unique(level_group[anywhere], return_counts=True)):
                self._anywhere[int(key)] = self._anywhere.get(int(key), 0) + int(count)

    def _count(self, group, shape, verdict, rows, undecided, values):
        """Add rows to the cells group × QPV."""
        span = int(shape.max(initial=WHOLE)) + 2
        codes, of_row = np.unique((group + 1) * span + shape + 1, return_inverse=True)
        cases = np.column_stack([codes // span - 1, codes % span - 1])
        of_row = of_row.ravel()
        table = np.zeros((len(cases), len(VERDICTS)), dtype=np.int64)
        np.add.at(table, (of_row, verdict), 1)
        totals = np.zeros((len(cases), self.sums, 3))
        for i, column in enumerate(values):
            column = np.nan_to_num(column)[rows]
            np.add.at(totals[:, i, 0], of_row, column)
            np.add.at(totals[:, i, 1], of_row, np.where(verdict == EN_QPV, column, 0.0))
            np.add.at(totals[:, i, 2], of_row, np.where(undecided[rows], column, 0.0))
        for case, counts, total in zip(cases.tolist(), table, totals):
            key = tuple(case)
            self._cells[key] = self._cells.get(key, 0) + counts
            self._totals[key] = self._totals.get(key, 0.0) + total

    @property
    def verdicts(self):
        """Rows by verdict code, shape (6,)."""
        return self._cells.get((ALL, WHOLE), np.zeros(len(VERDICTS), dtype=np.int64))

    def rows(self, threshold=0, hidden=None):
        """Lay out the summary: all rows, groups, QPV, QPV by group.

        Parameters
        ----------
        threshold : int, optional
            Counts under it are hidden, and one more where subtraction would reveal them.
        hidden : set, optional
            What `hidden_cells` found, where another tally of the same rows is shown beside this one.

        Returns
        -------
        list of SummaryRow
        """
        names = {index: values for values, index in self._groups.items()}
        order = sorted(names, key=lambda g: tuple((v is None, str(v)) for v in names[g]))
        rank = {g: i for i, g in enumerate(order)}
        if (ALL, WHOLE) not in self._cells:
            self._cells[ALL, WHOLE] = np.zeros(len(VERDICTS), dtype=np.int64)
            self._totals[ALL, WHOLE] = np.zeros((self.sums, 3))
        keys = sorted(self._cells, key=lambda k: (k[1] != WHOLE, k[1], k[0] != ALL, rank.get(k[0], -1)))
        if hidden is None:
            hidden = hidden_cells([self], threshold)[0]
        return [self._row(key, names, hidden) for key in keys]

    def shown(self):
        """Return the counts that the summary shows and what adds up to what.

        Returns
        -------
        counts : dict
            By ``(group, QPV, count field)``.
        sums : list of (key, list of keys)
            Totals and their parts.
        """
        counts = {}
        for (group, shape), cell in self._cells.items():
            for name, count in zip(_BY_VERDICT, cell.tolist()):
                if shape == WHOLE or name in ("nb_en_qpv", "nb_a_verifier"):
                    counts[group, shape, name] = count
            if shape == WHOLE:
                counts[group, shape, "nb_lignes"] = int(cell.sum())
        groups = sorted({g for g, _ in self._cells if g != ALL})
        shapes = sorted({s for _, s in self._cells if s != WHOLE})
        sums = [((g, WHOLE, "nb_lignes"), [(g, WHOLE, n) for n in _BY_VERDICT]) for g in groups + [ALL]]
        for name in COUNT_FIELDS:
            if groups:
                sums += [((ALL, s, name), [(g, s, name) for g in groups]) for s in shapes + [WHOLE]]
        for name in ("nb_en_qpv", "nb_a_verifier"):
            sums += [((g, WHOLE, name), [(g, s, name) for s in shapes]) for g in groups + [ALL]]
        return counts, [(total, parts) for total, parts in sums if total in counts]

    def _row(self, key, names, hidden):
        """Lay out one row, hiding what must be and every share that would give it back."""
        group, shape = key
        cell, whole = self._cells[key].tolist(), self._cells[group, WHOLE].tolist()
        one_qpv = shape != WHOLE
        counts = dict(zip(_BY_VERDICT, cell))
        counts["nb_lignes"] = sum(whole)
        open_rows = cell[A_VERIFIER] + self._anywhere.get(group, 0) if one_qpv else sum(cell[A_VERIFIER:])
        shares = {
            "part_min_pct": _share(cell[EN_QPV], sum(whole)),
            "part_max_pct": _share(cell[EN_QPV] + open_rows, sum(whole)),
            "part_decidee_pct": _share(cell[EN_QPV], whole[EN_QPV] + whole[HORS_QPV]),
        }
        sums = [tuple(total) for total in self._totals[key].tolist()]
        if one_qpv:
            for name in ("nb_hors_qpv", "nb_imprecises", "nb_non_trouvees", "nb_erreurs"):
                counts[name] = None
            sums = [(None, inside, undecided) for _, inside, undecided in sums]
        gone = {name for g, s, name in hidden if (g, s) == key}
        if one_qpv and (group, WHOLE, "nb_lignes") in hidden:
            gone.add("nb_lignes")
        for name in gone:
            counts[name] = None
        told = gone or one_qpv and any((g, s) == (group, WHOLE) for g, s, _ in hidden)
        if told:
            # any share is a count in disguise, and a small sum tells about few people
            shares = dict.fromkeys(shares)
            sums = [(None, None, None)] * len(sums)
        level = LEVELS[(2 if one_qpv else 0) + (1 if group != ALL else 0)]
        return SummaryRow(level, names.get(group, ()), shape, counts, shares, sums, bool(told))


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
    counts, sums = {}, []
    for place, tally in enumerate(tallies):
        own, adds = tally.shown()
        counts.update({(place, *key): count for key, count in own.items()})
        sums += [((place, *total), [(place, *part) for part in parts]) for total, parts in adds]
    first = tallies[0].shown()[0]
    for place in range(1, len(tallies)):
        for group in {group for group, shape, _ in first if shape == WHOLE}:
            pairs = [((0, group, WHOLE, name), (place, group, WHOLE, name)) for name in COUNT_FIELDS]
            same = [pair for pair in pairs if counts.get(pair[0]) == counts.get(pair[1])]
            for one, other in same:
                sums += [(one, [other]), (other, [one])]
            # and so what is left adds up to the same on both sides
            left = [key for pair in pairs if pair not in same for key in pair]
            if left:
                sums.append((left[0], left[1:]))
    hidden = masked_cells(counts, sums, threshold)
    return [{key[1:] for key in hidden if key[0] == place} for place in range(len(tallies))]


def _share(part, whole):
    """Percent, None of nothing."""
    return round(100.0 * part / whole, 2) if whole else None
