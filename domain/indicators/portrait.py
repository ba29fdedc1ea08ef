"""One territory beside those of its kind in its département, its région and the country.

What is compared is always named: the median of territories of the same kind is a median, never "the value of the
département", which only a source can give. Counts may be added up, where none is missing; rates never are.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import numpy as np

from ..qpv.codes import commune_code
from .conversion import of_today, summed
from .entry import CLASS, COUNT, RATE
from .levels import COM, DEP, FRA, REG
from .observations import OUT_OF_SOURCE
from .series import dates_of

__all__ = [
    "FEWEST", "NOT_AGGREGATED", "OFFICIAL", "OTHER_LEVEL", "SUM", "Figure", "Indicator", "Portrayer", "Reference",
]  # fmt: skip

FEWEST = 3
"""Territories under which a median says too much of each, or too little of all."""
ENOUGH = 0.5
"""Share of the territories that must have a value for their median to be one of the whole."""
OFFICIAL, SUM = "officielle", "somme"
OTHER_LEVEL, NOT_AGGREGATED = "autre_niveau", "non_agrege"


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
        `EPCI` (of a commune), `DEP`, `REG` or `FRA`.
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
        One of `observations`, `OTHER_LEVEL` or `NOT_AGGREGATED`.
    nature : str
        `OFFICIAL`, or `SUM` of its communes.
    rank : int
        1 for the highest value; 0 where there is none.
    tied : int
        How many others have the same value.
    ranked : int
        How many have a value among those it is ranked with.
    among : str
        Level of the whole in which it is ranked: `FRA`, `REG`, `DEP` or `EPCI`; "" for none.
    references : tuple of Reference
    series : tuple of (str, float)
        Period and value, in order; NaN where it is missing.
    change : float
        From the first period of the series that has a value to the last, in the unit of the values.
    since : str
    latest : str
        Last period of the indicator, or the one asked for: another than `period` where the territory has no row of it.
    former : tuple of str
        Communes that a commune has absorbed, still apart in the data.
    """

    indicator: Indicator
    period: str = ""
    value: float = float("nan")
    label: str = ""
    status: str = OUT_OF_SOURCE
    nature: str = OFFICIAL
    rank: int = 0
    tied: int = 0
    ranked: int = 0
    among: str = ""
    references: tuple = ()
    series: tuple = ()
    change: float = float("nan")
    since: str = ""
    latest: str = ""
    former: tuple = ()

    def reference(self, level):
        """Return the `Reference` of a level, None where there is none."""
        return next((one for one in self.references if one.level == level), None)


class Portrayer:
    """Draws the figures of one indicator for territories of one level.

    Parameters
    ----------
    indicator : Indicator
    level : str
    scopes : scopes.Scopes
    year : str
        "" for the latest; a territory that has no row of it is shown at its own last period.

    Attributes
    ----------
    former : dict of str to tuple of str
        Communes of today -> those that they have absorbed, and that are still apart in the data.
    """

    def __init__(self, indicator, level, scopes, year=""):
        self.indicator, self.level, self.scopes, self.year = indicator, level, scopes, year
        self.nature, self.former = OFFICIAL, {}
        self._observations, self._rows, self._references = self._found(), {}, {}
        if self._observations is not None:
            keys = zip(self._observations.codes.tolist(), self._observations.periods.tolist())
            for row, (code, period) in enumerate(keys):
                self._rows.setdefault(period, {})[code] = row
        self.periods = sorted(self._rows, key=_when)
        self.latest = year if year in self._rows else (self.periods[-1] if self.periods else "")

    def _found(self):
        """Return the observations of the level, of its territories of today; None where there are none."""
        by_level, measure, places = self.indicator.by_level, self.indicator.measure, self.scopes.places
        if self.level in by_level:
            found, self.former = of_today(by_level[self.level], places, measure)
            return found
        if COM in by_level and measure == COUNT:
            self.nature = SUM
            communes, self.former = of_today(by_level[COM], places, measure)
            return summed(communes, self.level, places)
        return None

    def figure(self, territory):
        """Return the `Figure` of a territory."""
        found, measure = self._observations, self.indicator.measure
        if found is None:
            rate = measure != CLASS and COM in self.indicator.by_level
            return Figure(self.indicator, status=NOT_AGGREGATED if rate else OTHER_LEVEL)
        period = self._period(territory.code)
        references = ()
        if measure != CLASS:
            references = tuple(self._reference(period, *scope) for scope in self.scopes.of(territory))
        row = self._rows.get(period, {}).get(territory.code)
        if row is None:
            return Figure(self.indicator, period, references=references, nature=self.nature, latest=self.latest)
        value, status = float(found.values[row]), str(found.statuses[row])
        label = str(found.labels[row]) if found.labels is not None else ""
        series = self._series(territory.code) if measure != CLASS else ()
        change, since = _change(series[: self.periods.index(period) + 1], period)
        rank, tied, ranked, among = self._rank(territory, value, references)
        return Figure(
            self.indicator, period, value, label, status, self.nature, rank, tied, ranked, among, references, series,
            change, since, self.latest, self.former.get(territory.code, ()),
        )  # fmt: skip

    @property
    def geography(self):
        """Year of the territories that the data are of, "" where it is not known."""
        return "" if self._observations is None else self._observations.geography

    @property
    def strangers(self):
        """How many territories of the data are not of today's, nor lead to one: they are in no comparison."""
        if self._observations is None or self.nature == SUM:
            return 0
        codes, places = self._rows.get(self.latest, {}), self.scopes.places
        strange = set(codes) - self.scopes.everywhere(self.level)
        if self.level == COM:
            # the arrondissements of a city are told apart from it, beside it
            strange = {c for c in strange if not places.successor(c) and commune_code(c) not in {*codes} - {c}}
        return len(strange)

    def _period(self, code):
        if code in self._rows.get(self.latest, {}):
            return self.latest
        return next((period for period in reversed(self.periods) if code in self._rows[period]), self.latest)

    def _series(self, code):
        values = self._observations.values
        rows = [(period, self._rows[period].get(code)) for period in self.periods]
        return tuple((period, float("nan") if row is None else float(values[row])) for period, row in rows)

    def _rank(self, territory, value, references):
        """Rank in the largest whole that the data cover: rank, how many share it, among how many, and where."""
        if value == value:
            for reference in reversed(references):
                if reference.median == reference.median:
                    higher = int((reference.values > value).sum())
                    tied = int((reference.values == value).sum()) - 1
                    return higher + 1, tied, reference.count, reference.level
        return 0, 0, 0, ""

    def _reference(self, period, level, code, name, members):
        key = period, level, code
        if key not in self._references:
            self._references[key] = self._compared(period, level, code, name, members)
        return self._references[key]

    def _compared(self, period, level, code, name, members):
        medians = {one: _median(self._values(one, members), members) for one in self.periods}
        values = self._values(period, members)
        value, nature = self._whole(period, level, code, values, members)
        return Reference(
            level, code, name, medians.get(period, float("nan")), len(values), len(members), values, value, nature,
            medians,
        )  # fmt: skip

    def _values(self, period, members):
        rows = self._rows.get(period, {})
        kept = np.array([rows[code] for code in members if code in rows], dtype=np.int64)
        values = self._observations.values[kept]
        return values[np.isfinite(values)]

    def _whole(self, period, level, code, values, members):
        """Return the value of a whole itself: what its source says, or a sum of counts where none is missing."""
        official = self.indicator.by_level.get(level)
        if official is not None:
            wanted = official.at(period)
            told = wanted.values[wanted.codes == code] if level != FRA else wanted.values
            if len(told) == 1 and np.isfinite(told[0]):
                return float(told[0]), OFFICIAL
        # groups of communes go across limits, and some communes are in none
        parts = self.level in (COM, DEP, REG) and len(members) > 1
        if self.indicator.measure == COUNT and parts and len(values) == len(members):
            return float(values.sum()), SUM
        return float("nan"), ""


def _when(period):
    """Order periods by their end, then their beginning; what is no date ("ensemble") goes before all."""
    first, last = dates_of(period)
    return last or datetime.date.min, first or datetime.date.min, period


def _change(series, period):
    """Return the change from the first value to that of a period, and since when; NaN where there are not both."""
    # “ensemble” and “avant 2010” are no beginning of what ends in 2019
    dated = dates_of(period) != (None, None)
    told = [(one, value) for one, value in series if value == value and not (dated and dates_of(one)[0] is None)]
    if len(told) < 2 or told[-1][0] != period:
        return float("nan"), ""
    (since, before), now = told[0], told[-1][1]
    # 14.2 − 14.0 is 0.2, not 0.1999999999999993
    return float("{:.10g}".format(now - before)), since


def _median(values, members):
    enough = len(values) >= FEWEST and len(values) >= ENOUGH * len(members)
    return float(np.median(values)) if enough else float("nan")
