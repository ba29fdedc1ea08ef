"""One territory beside those of its kind in its département, its région and the country.

What is compared is always named: the median of territories of the same kind is a median, never "the value of the
département", which only a source can give. Counts may be added up, where none is missing; rates never are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from .entry import CLASS, COUNT, RATE
from .levels import COM, DEP, EPCI, FRA, REG, Territory, department_of
from .observations import MISSING, PUBLISHED, SECRET, Observations

__all__ = [
    "FEWEST", "NOT_AGGREGATED", "OFFICIAL", "OTHER_LEVEL", "OUT_OF_SOURCE", "SUM", "Figure", "Indicator", "Portrayer",
    "Reference", "Scopes", "summed",
]  # fmt: skip

FEWEST = 3
"""Territories under which a median says too much of each, or too little of all."""
ENOUGH = 0.5
"""Share of the territories that must have a value for their median to be one of the whole."""
OFFICIAL, SUM = "officielle", "somme"
OUT_OF_SOURCE, OTHER_LEVEL, NOT_AGGREGATED = "hors_source", "autre_niveau", "non_agrege"


@dataclass(frozen=True)
class Indicator:
    """An indicator with what was obtained of it.

    Attributes
    ----------
    title, entry, unit, source, page : str
        `entry` is its id in the catalogue, "" for none.
    measure : str
        As in `entry`; what is not known to be a count is held for a rate, which is never added up.
    by_level : dict of str to Observations
        All periods, by level of territories.
    """

    title: str
    entry: str = ""
    unit: str = ""
    source: str = ""
    page: str = ""
    measure: str = RATE
    by_level: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Reference:
    """What a territory is compared with at one level.

    Attributes
    ----------
    level, code, name : str
        `DEP`, `REG` or `FRA`.
    median : float
        Of the territories of the same kind; NaN where too few have a value.
    count, total : int
        Territories that have a value, and all there are.
    values : ndarray of float
        Those of the territories, for a chart.
    value : float
        Of the département, région or country itself; NaN where it is not known.
    nature : str
        `OFFICIAL` where a source gives it, `SUM` of the territories, "" for none.
    medians : dict of str to float
        By period.
    """

    level: str
    code: str
    name: str
    median: float
    count: int
    total: int
    values: np.ndarray
    value: float = float("nan")
    nature: str = ""
    medians: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """An indicator of one territory.

    Attributes
    ----------
    indicator : Indicator
    period : str
    value : float
        NaN where there is none.
    label : str
        Name of the class, of an indicator that has classes.
    status : str
        ``publie``, ``absent``, ``secret``, `OUT_OF_SOURCE`, `OTHER_LEVEL` or `NOT_AGGREGATED`.
    nature : str
        `OFFICIAL`, or `SUM` of its communes.
    rank : int
        1 for the highest value; 0 where there is none.
    ranked : int
        How many have a value among those it is ranked with.
    among : str
        Level of the whole in which it is ranked: `FRA`, `REG` or `DEP`; "" for none.
    references : tuple of Reference
    series : tuple of (str, float)
        Period and value, in order; NaN where it is missing.
    change : float
        From the first period of the series that has a value to the last, in the unit of the values.
    since : str
    """

    indicator: Indicator
    period: str = ""
    value: float = float("nan")
    label: str = ""
    status: str = OUT_OF_SOURCE
    nature: str = OFFICIAL
    rank: int = 0
    ranked: int = 0
    among: str = ""
    references: tuple = ()
    series: tuple = ()
    change: float = float("nan")
    since: str = ""

    def reference(self, level):
        """Return the `Reference` of a level, None where there is none."""
        return next((one for one in self.references if one.level == level), None)


class Scopes:
    """In which département and région a territory lies, and its peers there.

    Parameters
    ----------
    places : sources.territories.Territories
        Or what has its ``members``, ``communes``, ``parents`` and ``name``.
    """

    def __init__(self, places):
        self.places, self._known = places, {}

    def of(self, territory):
        """Return the wholes that a territory is compared in.

        Returns
        -------
        list of (level, code, name, frozenset of str)
            The smallest first. A group of communes is compared in the département that holds most of its communes,
            in none where none does.
        """
        found = []
        for level, code in self.parents(territory):
            found.append((level, code, self._name(level, code), self._members(level, code, territory.level)))
        return found

    def everywhere(self, kind):
        """Return the codes of the territories of a level."""
        return self._members(FRA, "", kind)

    def parents(self, territory):
        """Return (level, code) of the wholes, the smallest first."""
        department, parents = territory.code if territory.level == DEP else "", []
        if territory.level in (COM, EPCI):
            communes = [territory.code] if territory.level == COM else self.places.communes(territory)
            for department, count in Counter(map(department_of, communes)).most_common(1):
                if 2 * count > len(communes):
                    parents.append((DEP, department))
        region = self._region(department) if department else ""
        if region:
            parents.append((REG, region))
        return [*parents, (FRA, "")]

    def _region(self, department):
        key = "region", department
        if key not in self._known:
            some = self.places.communes(Territory(DEP, department))
            self._known[key] = self.places.parents(some[0]).get(REG, "") if some else ""
        return self._known[key]

    def _members(self, level, code, kind):
        key = level, code, kind
        if key not in self._known:
            self._known[key] = frozenset(self.places.members(Territory(level, code), kind))
        return self._known[key]

    def _name(self, level, code):
        return "France" if level == FRA else self.places.name(level, code) or code


class Portrayer:
    """Draws the figures of one indicator for territories of one level.

    Parameters
    ----------
    indicator : Indicator
    level : str
    scopes : Scopes
    year : str
        "" for the latest; another period than those there are gives the latest.
    """

    def __init__(self, indicator, level, scopes, year=""):
        self.indicator, self.level, self.scopes = indicator, level, scopes
        found, self.nature = indicator.by_level.get(level), OFFICIAL
        if found is None and indicator.measure == COUNT and COM in indicator.by_level:
            found, self.nature = summed(indicator.by_level[COM], level, scopes.places), SUM
        self._observations = found
        self._rows, self._sets = {}, {}
        if found is None:
            return
        for row, (code, period) in enumerate(zip(found.codes.tolist(), found.periods.tolist())):
            self._rows.setdefault(period, {}).setdefault(code, row)
        self.periods = sorted(self._rows)
        self.period = year if year in self._rows else (self.periods[-1] if self.periods else "")

    def figure(self, territory):
        """Return the `Figure` of a territory."""
        found = self._observations
        if found is None:
            coarse = self.indicator.by_level and self.indicator.measure != CLASS
            rate = coarse and COM in self.indicator.by_level and self.level != COM
            return Figure(self.indicator, status=NOT_AGGREGATED if rate else OTHER_LEVEL)
        references = tuple(self._reference(*scope) for scope in self.scopes.of(territory))
        row = self._rows.get(self.period, {}).get(territory.code)
        if row is None:
            return Figure(self.indicator, self.period, references=references, nature=self.nature)
        value, status = float(found.values[row]), str(found.statuses[row])
        label = str(found.labels[row]) if found.labels is not None else ""
        series = self._series(territory.code)
        told = [(period, number) for period, number in series if number == number and period <= self.period]
        moved = len(told) > 1 and told[-1][0] == self.period
        rank, ranked, among = self._rank(value, references)
        return Figure(
            self.indicator, self.period, value, label, status, self.nature, rank, ranked, among, references, series,
            told[-1][1] - told[0][1] if moved else float("nan"), told[0][0] if moved else "",
        )  # fmt: skip

    @property
    def strangers(self):
        """How many territories of the data are not of today's: they are in no comparison."""
        if self._observations is None:
            return 0
        return len(set(self._rows.get(self.period, {})) - self.scopes.everywhere(self.level))

    def _series(self, code):
        values = self._observations.values
        rows = [(period, self._rows[period].get(code)) for period in self.periods]
        return tuple((period, float("nan") if row is None else float(values[row])) for period, row in rows)

    def _rank(self, value, references):
        """Rank in the largest whole that the data cover."""
        if value != value:
            return 0, 0, ""
        for reference in reversed(references):
            if reference.median == reference.median:
                higher = int((reference.values > value).sum())
                return higher + 1, reference.count, reference.level
        return 0, 0, ""

    def _reference(self, level, code, name, members):
        key = level, code
        if key not in self._sets:
            self._sets[key] = self._compared(level, code, name, members)
        return self._sets[key]

    def _compared(self, level, code, name, members):
        medians = {}
        for period in self.periods:
            values = self._values(period, members)
            medians[period] = float(np.median(values)) if _enough(len(values), len(members)) else float("nan")
        values = self._values(self.period, members)
        value, nature = self._whole(level, code, values, members)
        return Reference(
            level, code, name, medians[self.period], len(values), len(members), values, value, nature, medians
        )  # fmt: skip

    def _values(self, period, members):
        rows = self._rows[period]
        kept = np.array([rows[code] for code in members if code in rows], dtype=np.int64)
        values = self._observations.values[kept]
        return values[np.isfinite(values)]

    def _whole(self, level, code, values, members):
        """Return the value of a whole itself: what its source says, or a sum of counts where none is missing."""
        official = self.indicator.by_level.get(level)
        if official is not None:
            wanted = official.at(self.period)
            keep = np.ones(len(wanted), dtype=bool) if level == FRA else wanted.codes == code
            told = wanted.values[keep]
            if len(told) == 1 and np.isfinite(told[0]):
                return float(told[0]), OFFICIAL
        # groups of communes go across limits, and some communes are in none
        parts = self.level in (COM, DEP) and len(members) > 1
        if self.indicator.measure == COUNT and parts and len(values) == len(members):
            return float(values.sum()), SUM
        return float("nan"), ""


def summed(observations, level, places):
    """Add up counts of communes by the territories they make.

    Parameters
    ----------
    observations : Observations
        Counts of communes.
    level : str
    places : sources.territories.Territories

    Returns
    -------
    Observations
        Of every territory of the level: hidden where one of its communes is, missing where one has no value.
    """
    territories = places.members(Territory(), level)
    communes = {code: places.communes(Territory(level, code)) for code in territories}
    codes, periods, values, statuses = [], [], [], []
    for period in sorted(set(observations.periods.tolist())):
        now = observations.at(period)
        told = dict(zip(now.codes.tolist(), zip(now.values.tolist(), now.statuses.tolist())))
        for code in territories:
            parts = [told.get(commune, (np.nan, MISSING)) for commune in communes[code]]
            found = {status for _value, status in parts}
            whole = found == {PUBLISHED}
            codes.append(code)
            periods.append(period)
            values.append(sum(value for value, _status in parts) if whole else np.nan)
            statuses.append(PUBLISHED if whole else SECRET if SECRET in found else MISSING)
    return Observations.of(codes, values, periods, level, observations.geography, statuses)


def _enough(count, total):
    return count >= FEWEST and count >= ENOUGH * total
