"""Counts by QPV and by group, with both bounds of the share in QPV."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..errors import QT_TRANSLATE_NOOP, ParameterError
from .reasons import Reason
from .schemes import ADDRESSES, Scheme
from .secrecy import ALL, WHOLE, by_row, hidden_cells
from .verdict import A_VERIFIER, EN_QPV, FIRM

__all__ = ["ALL", "LEVELS", "WHOLE", "SummaryRow", "Tally", "hidden_cells"]

LEVELS = ("ensemble", "groupe", "qpv", "qpv_groupe")
"""What a row of the summary counts: all rows, those of a group, of a QPV, of a QPV in a group."""

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
    sums : list of tuple
        One per summed field, by `Scheme.sums`.
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
    scheme : Scheme
        What is counted.
    """

    sums: int = 0
    scheme: Scheme = ADDRESSES
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
        undecided = ~FIRM[verdict]
        anywhere = undecided & ~np.isin(reason, _LOCATED)
        if unplaced is not None:
            anywhere |= undecided & unplaced & np.isin(reason, _LOCATED[:2])
        # undecided rows by QPV: those near its edge, and those it holds without a firm answer
        edge = (verdict[near_row] == A_VERIFIER) & np.isin(reason[near_row], (Reason.EDGE, Reason.OVERLAP))
        held = np.flatnonzero(np.isin(reason, _HELD) & (perimeter >= 0))
        pairs = np.column_stack([np.r_[near_row[edge], held], np.r_[near_perimeter[edge], perimeter[held]]])
        firm = np.flatnonzero((verdict == EN_QPV) & (perimeter >= 0))
        pairs = np.unique(np.vstack([np.column_stack([firm, perimeter[firm]]), pairs]).astype(np.int64), axis=0)
        self.count(verdict, pairs, anywhere, groups, values)

    def count(self, codes, pairs, anywhere, groups=None, values=()):
        """Count the rows of one chunk, given with the QPV that each counts for.

        Parameters
        ----------
        codes : ndarray of int, shape (n,)
            Verdicts, as the scheme numbers them.
        pairs : ndarray of int, shape (k, 2)
            Row and QPV; a row that counts for none has no pair, an open one may have several.
        anywhere : ndarray of bool, shape (n,)
            True for open rows that may be in any QPV.
        groups, values
            See `add`.

        Raises
        ------
        ParameterError
            When there are more than `MOST_GROUPS` groups.
        """
        size = len(codes)
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
        rows = np.r_[np.arange(size), pairs[:, 0]]
        shapes = np.r_[np.full(size, WHOLE), pairs[:, 1]]
        for level_group in (group, np.full(size, ALL)) if groups is not None else (group,):
            self._count(level_group[rows], shapes, codes[rows], rows, values)
            for key, count in zip(*np.unique(level_group[anywhere], return_counts=True)):
                self._anywhere[int(key)] = self._anywhere.get(int(key), 0) + int(count)

    def _count(self, group, shape, codes, rows, values):
        """Add rows to the cells group × QPV."""
        span = int(shape.max(initial=WHOLE)) + 2
        cells, of_row = np.unique((group + 1) * span + shape + 1, return_inverse=True)
        cases = np.column_stack([cells // span - 1, cells % span - 1])
        of_row = of_row.ravel()
        table = np.zeros((len(cases), len(self.scheme.counts)), dtype=np.int64)
        np.add.at(table, (of_row, codes), 1)
        totals = np.zeros((len(cases), self.sums, len(self.scheme.sums)))
        for i, column in enumerate(values):
            column = np.nan_to_num(column)[rows]
            for j, (_end, among) in enumerate(self.scheme.sums):
                counted = column if among is None else np.where(np.isin(codes, among), column, 0.0)
                np.add.at(totals[:, i, j], of_row, counted)
        for case, counts, total in zip(cases.tolist(), table, totals):
            key = tuple(case)
            self._cells[key] = self._cells.get(key, 0) + counts
            self._totals[key] = self._totals.get(key, 0.0) + total

    @property
    def verdicts(self):
        """Rows by verdict code, shape (c,)."""
        return self.cell((ALL, WHOLE))

    @property
    def count_fields(self):
        """Names of the counts of a row, the total first."""
        return self.scheme.fields

    @property
    def share_fields(self):
        """Names of the shares of a row."""
        return self.scheme.shares

    @property
    def sum_ends(self):
        """Ends of the names of what is added up of each field."""
        return [end for end, _among in self.scheme.sums]

    @property
    def parts(self):
        """What adds up on its own."""
        return [self]

    @property
    def keys(self):
        """Groups and QPV where something was counted."""
        return set(self._cells) | {(ALL, WHOLE)}

    def cell(self, key):
        """Return the rows of a group and a QPV, by verdict code."""
        return self._cells.get(key, np.zeros(len(self.scheme.counts), dtype=np.int64))

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
        if hidden is None:
            hidden = hidden_cells([self], threshold)[0]
        hidden, labels = by_row(hidden), self.labels
        return [self.row(key, hidden, labels) for key in self.in_order(self.keys)]

    def in_order(self, keys):
        """Sort groups and QPV as the summary shows them."""
        labels = self.labels
        order = sorted(range(len(labels)), key=lambda g: tuple((v is None, str(v)) for v in labels[g]))
        rank = {g: i for i, g in enumerate(order)}
        return sorted(keys, key=lambda k: (k[1] != WHOLE, k[1], k[0] != ALL, rank.get(k[0], -1)))

    @property
    def labels(self):
        """Values of the group fields, by group."""
        return list(self._groups)

    def shown(self):
        """Return the counts that the summary shows and what adds up to what.

        Returns
        -------
        counts : dict
            By ``(group, QPV, count field)``.
        sums : list of (key, list of keys)
            Totals and their parts.
        """
        counts, scheme = {}, self.scheme
        for (group, shape), cell in self._cells.items():
            for name, count in zip(scheme.counts, cell.tolist()):
                if shape == WHOLE or name in scheme.of_qpv:
                    counts[group, shape, name] = count
            if shape == WHOLE:
                counts[group, shape, scheme.total] = int(cell.sum())
        groups = sorted({g for g, _ in self._cells if g != ALL})
        shapes = sorted({s for _, s in self._cells if s != WHOLE})
        sums = [((g, WHOLE, scheme.total), [(g, WHOLE, n) for n in scheme.counts]) for g in groups + [ALL]]
        for name in scheme.fields:
            if groups:
                sums += [((ALL, s, name), [(g, s, name) for g in groups]) for s in shapes + [WHOLE]]
        for name in scheme.of_qpv:
            sums += [((g, WHOLE, name), [(g, s, name) for s in shapes]) for g in groups + [ALL]]
        return counts, [(total, parts) for total, parts in sums if total in counts]

    def row(self, key, hidden, labels):
        """Lay out one row, hiding what must be and every share that would give it back.

        Parameters
        ----------
        key : (int, int)
            Group and QPV.
        hidden : dict of (int, int) to set of str
            See `by_row`.
        labels : list of tuple
            Values of the group fields, by group.

        Returns
        -------
        SummaryRow
        """
        group, shape = key
        scheme, one_qpv = self.scheme, shape != WHOLE
        cell, whole = self.cell(key), self.cell((group, WHOLE))
        counts = dict(zip(scheme.counts, cell.tolist()))
        counts[scheme.total] = rows = int(whole.sum())
        inside = int(cell[list(scheme.inside)].sum())
        open_rows = int(cell[list(scheme.open)].sum()) + (self._anywhere.get(group, 0) if one_qpv else 0)
        decided = int(whole[list(scheme.decided)].sum())
        ratios = (_share(inside, rows), _share(inside + open_rows, rows), _share(inside, decided))
        shares = dict(zip(scheme.shares, ratios))
        totals = self._totals.get(key, np.zeros((self.sums, len(scheme.sums))))
        sums = [tuple(total) for total in totals.tolist()]
        if one_qpv:
            for name in scheme.counts:
                if name not in scheme.of_qpv:
                    counts[name] = None
            everywhere = [among is None for _end, among in scheme.sums]
            sums = [tuple(None if skip else v for skip, v in zip(everywhere, total)) for total in sums]
        of_group = hidden.get((group, WHOLE), ())
        gone = hidden.get(key, set()) | ({scheme.total} & set(of_group))
        for name in gone:
            counts[name] = None
        told = gone or of_group
        if told:
            # any share is a count in disguise, and a small sum tells about few people
            shares = dict.fromkeys(shares)
            sums = [(None,) * len(scheme.sums)] * len(sums)
        level = LEVELS[(2 if one_qpv else 0) + (1 if group != ALL else 0)]
        return SummaryRow(level, labels[group] if group != ALL else (), shape, counts, shares, sums, bool(told))


def _share(part, whole):
    """Percent, None of nothing."""
    return round(100.0 * part / whole, 2) if whole else None
