"""Counts of polygons by verdict and by rule of distance, with their surface, by QPV and by group."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from .parcels import RULES, VERDICTS
from .schemes import PARCEL_RULES, PARCELS
from .secrecy import ALL, WHOLE, by_row
from .summary import Tally

__all__ = ["ParcelTally"]

AREAS = ("surface_ha", "surface_dans_qpv_ha")
_VERDICT = {name: code for code, name in enumerate(VERDICTS)}
_RULE = {name: code for code, name in enumerate((*RULES, None))}


@dataclass
class ParcelTally:
    """Counts that grow chunk after chunk.

    Parameters
    ----------
    sums : int
        How many fields are summed.

    Attributes
    ----------
    by_verdict, by_rule : summary.Tally
    """

    sums: int = 0
    by_verdict: Tally = None
    by_rule: Tally = None
    _areas: dict = field(default_factory=dict)

    def __post_init__(self):
        self.by_verdict, self.by_rule = Tally(self.sums, PARCELS), Tally(self.sums, PARCEL_RULES)

    def add(self, answers, surfaces, groups=None, values=()):
        """Count the polygons of one chunk.

        Parameters
        ----------
        answers : sequence of parcels.Answer
        surfaces : sequence of (float, float, dict of int to float)
            Square metres of each polygon, in any perimeter, and in each.
        groups : sequence of tuple, optional
            Values of the group fields.
        values : sequence of ndarray, shape (n,)
            One array per summed field, NaN for missing.
        """
        anywhere = np.array([answer.anywhere for answer in answers], dtype=bool)
        for tally, codes, firm, near in (
            (self.by_verdict, [_VERDICT[a.verdict] for a in answers], "inside", "near_inside"),
            (self.by_rule, [_RULE[a.rule] for a in answers], "ruled", "near_ruled"),
        ):
            codes, scheme = np.array(codes, dtype=np.int64), tally.scheme
            pairs = []
            for row, answer in enumerate(answers):
                if codes[row] in scheme.open:
                    pairs += [(row, place) for place in sorted(set(getattr(answer, near)))]
                elif getattr(answer, firm) >= 0:
                    pairs.append((row, getattr(answer, firm)))
            tally.count(
                codes,
                np.array(pairs, dtype=np.int64).reshape(-1, 2),
                anywhere & np.isin(codes, scheme.open),
                groups,
                values,
            )
        places = {group: index for index, group in enumerate(self.by_verdict.labels)}
        for row, (own, inside, shares) in enumerate(surfaces):
            levels = {ALL} if groups is None else {ALL, places[groups[row]]}
            for level in levels:
                for shape, area in ((WHOLE, inside), *shares.items()):
                    known = self._areas.setdefault((level, shape), [0.0, 0.0])
                    known[0] += own if shape == WHOLE else 0.0
                    known[1] += area

    @property
    def parts(self):
        """What adds up on its own."""
        return [self.by_verdict, self.by_rule]

    @property
    def verdicts(self):
        """Polygons by verdict code, shape (5,)."""
        return self.by_verdict.verdicts

    @property
    def rules(self):
        """Polygons by code of rule, those without polygon last, shape (6,)."""
        return self.by_rule.verdicts

    @property
    def count_fields(self):
        """Names of the counts of a row, the total first."""
        return (*PARCELS.fields, *(n for n in PARCEL_RULES.counts if n not in PARCELS.counts))

    @property
    def share_fields(self):
        """Names of the other numbers of a row."""
        return (*AREAS, *PARCELS.shares, *PARCEL_RULES.shares)

    @property
    def sum_ends(self):
        """Ends of the names of what is added up of each field."""
        return self.by_verdict.sum_ends + self.by_rule.sum_ends

    def rows(self, threshold=0, of_verdicts=(), of_rules=()):
        """Lay out the summary: all rows, groups, QPV, QPV by group.

        Parameters
        ----------
        threshold : int, optional
            Counts under it are hidden.
        of_verdicts, of_rules : set, optional
            Cells to hide, as `secrecy.hidden_cells` finds them for both `parts`.

        Returns
        -------
        list of summary.SummaryRow
        """
        labels, hidden, hidden_rules = self.by_verdict.labels, by_row(of_verdicts), by_row(of_rules)
        entered = {key for key, (_own, inside) in self._areas.items() if inside > 0}
        keys = self.by_verdict.keys | self.by_rule.keys | entered
        rows = []
        for key in self.by_verdict.in_order(keys):
            row, ruled = self.by_verdict.row(key, hidden, labels), self.by_rule.row(key, hidden_rules, labels)
            told = row.hidden or ruled.hidden
            own, inside = self._areas.get(key, (0.0, 0.0))
            areas = [None if key[1] != WHOLE else _hectares(own), _hectares(inside)]
            # the surface of a few polygons tells about them as a small count does
            if told or threshold > 1 and self.by_verdict.cell(key).sum() < threshold:
                areas = [None, None]
            shares = {**row.shares, **ruled.shares}
            sums = [one + two for one, two in zip(row.sums, ruled.sums)]
            if told:
                shares = dict.fromkeys(shares)
                sums = [(None,) * len(total) for total in sums]
            shares.update(zip(AREAS, areas))
            counts = {**ruled.counts, **row.counts}
            for name in {n for n in counts if None in (row.counts.get(n, 0), ruled.counts.get(n, 0))}:
                counts[name] = None
            rows.append(replace(row, counts=counts, shares=shares, sums=sums, hidden=told))
        return rows


def _hectares(area):
    return round(area / 10_000.0, 4)
