"""Values of communes that have merged, split or changed code, as they stand for the communes of another year.

What a table says of a commune that has absorbed others since is not of the commune of today. One rule says what is: a
count is theirs added up, where none is missing; a class is theirs, where all are of it; a rate is left out. What a
split commune had is not shared out among those that came of it.

Two callers, who know more or less and tell it otherwise:

- `convert`, for a table that is joined to boundaries: Insee's table of movements and both years tell exactly of whom a
  commune is made. What cannot be made is `TO_CHECK`, and so is what the join itself does not keep (`join`): the join's
  report has the reason, row by row.
- `of_today`, for a portrait, where no year may be known: the former codes that the data still hold tell that communes
  have merged since. No report goes with it, so the status is the reason: `MERGED`, or `AMBIGUOUS` for rows that differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat

import numpy as np

from .entry import COUNT
from .levels import COM, Territory
from .observations import AMBIGUOUS, MERGED, MISSING, PUBLISHED, SECRET, TO_CHECK, Observations

__all__ = ["Converted", "convert", "of_today", "summed"]


@dataclass(frozen=True)
class Converted:
    """Observations in another year's communes.

    Attributes
    ----------
    observations : Observations
    summed : tuple of str
        Communes whose value is that of several together.
    left_out : tuple of str
        Communes without a value because theirs cannot be made of the others'.
    """

    observations: Observations
    summed: tuple
    left_out: tuple


def convert(observations, changes, geography, measure):
    """Carry values from the communes of their year to those of another.

    Parameters
    ----------
    observations : Observations
        Of communes; its `geography` is where they start from.
    changes : lineage.CommuneChanges
    geography : str
        Year wanted.
    measure : str
        As in `entry`: only a `COUNT` is summed.

    Returns
    -------
    Converted
    """
    kin, groups = changes.lineage(observations.geography, geography), {}
    for row, (code, period) in enumerate(_keys(observations)):
        for now in kin.became(code):
            groups.setdefault((now, period), {}).setdefault(code, []).append(row)
    kept, summed_up, left_out = [], [], []
    for (code, period), members in groups.items():
        whole = kin.origins(code) == set(members) and all(len(kin.became(one)) == 1 for one in members)
        if whole and len(members) == 1:
            # several rows of one code are for who joins them to judge
            kept += [(code, period, _cell(observations, row)) for rows in members.values() for row in rows]
            continue
        cells = [_cell(observations, rows[0]) for rows in members.values()]
        made = _together(cells, measure) if whole and all(len(rows) == 1 for rows in members.values()) else None
        (summed_up if made else left_out).append(code)
        hidden = whole and any(status == SECRET for _value, status, _label in cells)
        kept.append((code, period, made or (np.nan, SECRET if hidden else TO_CHECK, "")))
    codes, periods, cells = zip(*kept) if kept else ((),) * 3
    made = _table(observations, codes, periods, cells, str(geography))
    return Converted(made, tuple(dict.fromkeys(summed_up)), tuple(dict.fromkeys(left_out)))


def of_today(observations, places, measure):
    """Carry values to the territories of today, one row a territory and a period.

    Parameters
    ----------
    observations : Observations
    places : sources.territories.Territories
        Or what has its ``successor``.
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
    for row, key in enumerate(_keys(observations)):
        if first.setdefault(key, row) != row:
            again.setdefault(key, [first[key]]).append(row)
    changed = {key: _one(observations, rows) for key, rows in again.items()}
    former = {}
    for (now, period), codes in _absorbed(observations.level, first, places).items():
        cells = [
            changed.get((code, period)) or _cell(observations, first[code, period])
            for code in (now, *codes) if (code, period) in first
        ]  # fmt: skip
        # without a row of its own, it is not whole
        made = _together(cells, measure) if (now, period) in first else None
        changed[now, period] = made or (np.nan, _hidden(cells, MERGED) if measure == COUNT else MERGED, "")
        former[now] = tuple(sorted({*former.get(now, ()), *codes}))
    if not changed:
        return observations, former
    keys = [*first, *(key for key in changed if key not in first)]
    cells = [changed.get(key) or _cell(observations, first[key]) for key in keys]
    return _table(observations, *zip(*keys), cells, observations.geography), former


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
    nothing = np.nan, MISSING, ""
    keys, cells = [], []
    for period in sorted(set(observations.periods.tolist())):
        now = observations.at(period)
        told = dict(zip(now.codes.tolist(), zip(now.values.tolist(), now.statuses.tolist(), repeat(""))))
        for code in territories:
            parts = [told.get(commune, nothing) for commune in communes[code]]
            keys.append((code, period))
            cells.append(_together(parts, COUNT) or (np.nan, _hidden(parts, MISSING), ""))
    codes, periods = zip(*keys) if keys else ((), ())
    values, statuses, _labels = zip(*cells) if cells else ((),) * 3
    return Observations.of(codes, values, periods, level, observations.geography, statuses)


def _together(cells, measure):
    """Return (value, status, label) of territories that are one, None where it cannot be made of theirs."""
    if any(status != PUBLISHED for _value, status, _label in cells):
        return None
    labels = {label for _value, _status, label in cells}
    if labels != {""}:
        return (np.nan, PUBLISHED, labels.pop()) if len(labels) == 1 else None
    return (float(sum(value for value, _status, _label in cells)), PUBLISHED, "") if measure == COUNT else None


def _hidden(cells, otherwise):
    """Return the status of a sum that is not made."""
    found = {status for _value, status, _label in cells}
    return next((one for one in (SECRET, AMBIGUOUS, TO_CHECK) if one in found), otherwise)


def _one(observations, rows):
    """Return (value, status, label) of the rows of one territory and period."""
    alike = all(observations.alike(rows[0], row) for row in rows)
    return _cell(observations, rows[0]) if alike else (np.nan, AMBIGUOUS, "")


def _absorbed(level, keys, places):
    """Return (commune of today, period) -> the former communes of it that the data have."""
    found = {}
    for code, period in keys if level == COM else ():
        now = places.successor(code)
        if now:
            found.setdefault((now, period), []).append(code)
    return found


def _keys(observations):
    """Return the code and period of each row."""
    return zip(observations.codes.tolist(), observations.periods.tolist())


def _cell(observations, row):
    """Return (value, status, label) of a row."""
    label = "" if observations.labels is None else str(observations.labels[row])
    return float(observations.values[row]), str(observations.statuses[row]), label


def _table(observations, codes, periods, cells, geography):
    """Return observations of other cells, named as these are."""
    values, statuses, labels = zip(*cells) if cells else ((),) * 3
    labels = None if observations.labels is None else labels
    return Observations.of(
        codes, values, periods, observations.level, geography, statuses, labels, observations.names
    )
