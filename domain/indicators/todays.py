"""Values of territories of another year, as they stand for those of today; and counts added up by what communes make.

What a table says of a commune that has absorbed others since is not of the commune of today: a count is theirs added
up, a rate is not made. Two rows that disagree on one territory and period make no value.
"""

from __future__ import annotations

import numpy as np

from .entry import COUNT
from .levels import COM, Territory
from .observations import MISSING, PUBLISHED, SECRET, TO_CHECK, Observations

__all__ = ["AMBIGUOUS", "MERGED", "of_today", "summed"]

AMBIGUOUS, MERGED = "ambigu", "fusion"
_NOTHING = (np.nan, MISSING, "")


def of_today(observations, places, measure):
    """Carry values to the territories of today, one row a territory and a period.

    Parameters
    ----------
    observations : Observations
    places : sources.territories.Territories
        Or what has its ``successor`` and ``former``.
    measure : str
        As in `entry`: only a `COUNT` is added up.

    Returns
    -------
    Observations
        Status `AMBIGUOUS` where rows disagree, `MERGED` where communes have merged that are still apart in the data.
    former : dict of str to tuple of str
        Commune of today -> those of the data that it has absorbed.
    """
    first, again = {}, {}
    for row, key in enumerate(zip(observations.codes.tolist(), observations.periods.tolist())):
        if first.setdefault(key, row) != row:
            again.setdefault(key, [first[key]]).append(row)
    changed = {key: _one(observations, rows) for key, rows in again.items()}
    former = {}
    for (now, period), codes in _absorbed(observations.level, first, places).items():
        own = (now, period) in first
        cells = [
            changed.get((code, period)) or _cell(observations, first[code, period])
            for code in ([now, *codes] if own else codes)
        ]
        changed[now, period] = _together(cells if own else [_NOTHING, *cells], measure)
        former[now] = tuple(sorted({*former.get(now, ()), *codes}))
    return _with(observations, first, changed), former


def _absorbed(level, keys, places):
    """Return (commune of today, period) -> the former communes of it that the data have."""
    found = {}
    for code, period in keys if level == COM else ():
        now = places.successor(code)
        if now:
            found.setdefault((now, period), []).append(code)
    return found


def _with(observations, first, changed):
    """Return observations of one row a key, some of which have other cells."""
    if not changed and len(first) == len(observations):
        return observations
    keys = [*first, *(key for key in changed if key not in first)]
    cells = [changed.get(key) or _cell(observations, first[key]) for key in keys]
    values, statuses, labels = zip(*cells)
    return Observations.of(
        [code for code, _period in keys], values, [period for _code, period in keys], observations.level,
        observations.geography, statuses, None if observations.labels is None else labels, observations.names,
    )  # fmt: skip


def summed(observations, level, places):
    """Add up counts of communes by the territories they make.

    Parameters
    ----------
    observations : Observations
        Counts of communes of today.
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
            value, status = _sum([told.get(commune, _NOTHING[:2]) for commune in communes[code]])
            codes.append(code)
            periods.append(period)
            values.append(value)
            statuses.append(status)
    return Observations.of(codes, values, periods, level, observations.geography, statuses)


def _cell(observations, row):
    """Return (value, status, label) of a row."""
    label = "" if observations.labels is None else str(observations.labels[row])
    return float(observations.values[row]), str(observations.statuses[row]), label


def _one(observations, rows):
    """Return (value, status, label) of the rows of one territory and period."""
    cells = [_cell(observations, row) for row in rows]
    # NaN is equal to nothing: a cell without a value is compared by the rest
    alike = {(None if value != value else value, status, label) for value, status, label in cells}
    return cells[0] if len(alike) == 1 else (np.nan, AMBIGUOUS, "")


def _together(parts, measure):
    """Return (value, status, label) of communes that are one today."""
    if measure == COUNT:
        value, status = _sum([part[:2] for part in parts])
        return value, MERGED if status == MISSING else status, ""
    labels = {label for _value, _status, label in parts}
    if len(labels) == 1 and labels != {""} and all(status == PUBLISHED for _value, status, _label in parts):
        return np.nan, PUBLISHED, labels.pop()
    return np.nan, MERGED, ""


def _sum(parts):
    """Return (value, status) of counts added up; of what is not whole there is no sum."""
    found = {status for _value, status in parts}
    if found == {PUBLISHED}:
        return float(sum(value for value, _status in parts)), PUBLISHED
    return np.nan, next((one for one in (SECRET, AMBIGUOUS, TO_CHECK) if one in found), MISSING)
