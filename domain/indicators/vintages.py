"""From one year's communes to another's: mergers, splits and changes of code, as Insee's table of movements tells.

A count of communes that have merged is the sum of theirs. A rate is not, and is left out. What a split commune had is
not shared out among those that came of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ..errors import QT_TRANSLATE_NOOP, DataError
from .codes import clean_code
from .entry import COUNT
from .levels import COM
from .observations import PUBLISHED, SECRET, TO_CHECK, Observations

__all__ = ["CommuneChanges", "Converted", "convert"]

# movements after which another code holds: creation, re-establishment, suppression, mergers, changes of code
_MOVES = frozenset(("20", "21", "30", "31", "32", "33", "34", "41", "50"))
_COLUMNS = ("MOD", "DATE_EFF", "TYPECOM_AV", "COM_AV", "TYPECOM_AP", "COM_AP")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{2})/(\d{2})/(\d{4})")
_NO_TABLE = QT_TRANSLATE_NOOP(
    "@default",
    "The table of commune changes lacks the column {name}: give Insee's file of movements "
    "(v_mvt_commune_….csv), as it is published.",
)
_NO_MOVE = QT_TRANSLATE_NOOP(
    "@default",
    "The table of commune changes holds no movement that can be read: give Insee's file of movements "
    "(v_mvt_commune_….csv), as it is published.",
)
_NO_DATE = QT_TRANSLATE_NOOP(
    "@default",
    "The table of commune changes holds a date that cannot be read ({date}): give Insee's file of movements "
    "(v_mvt_commune_….csv), as it is published.",
)


@dataclass(frozen=True)
class CommuneChanges:
    """Movements of communes.

    Attributes
    ----------
    dates : tuple of str
        ISO date from which each holds, in order.
    before, after : tuple of str
        Codes; several rows of one date make a merger or a split.
    """

    dates: tuple
    before: tuple
    after: tuple

    @staticmethod
    def of(rows):
        """Read Insee's table of movements.

        Parameters
        ----------
        rows : iterable of mapping
            Columns ``MOD, DATE_EFF, TYPECOM_AV, COM_AV, TYPECOM_AP, COM_AP``, in capitals or not.

        Raises
        ------
        DataError
        """
        kept = set()
        for row in rows:
            row = {str(name).strip().upper(): value for name, value in row.items()}
            for name in _COLUMNS:
                if name not in row:
                    raise DataError(_NO_TABLE, name=name)
            move = clean_code(row["MOD"])
            if move not in _MOVES or row["TYPECOM_AV"] != "COM" or row["TYPECOM_AP"] != "COM":
                continue
            codes = clean_code(row["COM_AV"], COM), clean_code(row["COM_AP"], COM)
            kept.add((_iso(row["DATE_EFF"]), *codes))
        if not kept:
            raise DataError(_NO_MOVE)
        return CommuneChanges(*zip(*sorted(kept)))

    def between(self, old, new):
        """Return where each commune of one year went by another.

        Parameters
        ----------
        old, new : str
            Years of the geography, ``2019`` and ``2024``: that of January 1st. The newer may come first.

        Returns
        -------
        dict of str to frozenset of str
            Code of the first year -> codes of the second; a code that is absent has not moved.
        """
        return {code: frozenset(now) for code, now in self._went(old, new).items() if now != {code}}

    def origins(self, old, new):
        """Return of which communes of one year each of another is made, wholly or not.

        Parameters and result are those of `between`, the other way round: code of the second year -> codes of the
        first; a code that is absent has not moved.
        """
        return _reversed(self._went(old, new))

    def _went(self, old, new):
        """Return where each commune that any movement names went, itself if it stayed."""
        first, last = sorted((str(old), str(new)))
        steps = {}
        for date, before, after in zip(self.dates, self.before, self.after):
            # the geography of a year is that of its first of January
            if "{}-01-01".format(first) < date <= "{}-01-01".format(last):
                steps.setdefault(date, []).append((before, after))
        went, seen = {}, set()
        for date in sorted(steps):
            moved = {}
            for before, after in steps[date]:
                moved.setdefault(before, set()).add(after)
            for code, now in went.items():
                went[code] = set().union(*(moved.get(one, {one}) for one in now))
            for before, now in moved.items():
                # what was born in between is no commune of the first year
                if before not in went and before not in seen:
                    went[before] = now
            seen.update(*moved.values())
        return _reversed(went) if str(old) > str(new) else went


def _iso(date):
    """Return a date of the table as ISO writes it, whatever a spreadsheet made of it."""
    found = _DATE.match(str(date).strip())
    if not found:
        raise DataError(_NO_DATE, date=date)
    year, month, day, french_day, french_month, french_year = found.groups()
    return "{}-{}-{}".format(year or french_year, month or french_month, day or french_day)


def _reversed(went):
    back = {}
    for code, now in went.items():
        for one in now:
            back.setdefault(one, set()).add(code)
    return back


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
    changes : CommuneChanges
    geography : str
        Year wanted.
    measure : str
        As in `entry`: only a `COUNT` is summed.

    Returns
    -------
    Converted
    """
    years = observations.geography, geography
    went, origins = changes.between(*years), changes.origins(*years)
    groups = {}
    for row, (code, period) in enumerate(zip(observations.codes.tolist(), observations.periods.tolist())):
        for now in went.get(code, (code,)):
            groups.setdefault((now, period), {}).setdefault(code, []).append(row)
    labels = [None] * len(observations) if observations.labels is None else observations.labels
    rows, summed, left_out = [], [], []
    for (code, period), members in groups.items():
        before, same = next(iter(members.items()))
        if len(members) == 1 and _stayed(before, code, went, origins):
            # several rows of one code are for who joins them to judge
            rows += [(code, period, observations.values[row], observations.statuses[row], labels[row]) for row in same]
            continue
        made = _together(observations, members, code, went, origins, measure)
        (summed if made[1] == PUBLISHED else left_out).append(code)
        rows.append((code, period, *made))
    codes, periods, values, statuses, labels = zip(*rows) if rows else ((),) * 5
    made = Observations.of(
        codes, values, periods, observations.level, str(geography), statuses,
        None if observations.labels is None else labels, observations.names,
    )  # fmt: skip
    return Converted(made, tuple(dict.fromkeys(summed)), tuple(dict.fromkeys(left_out)))


def _stayed(before, now, went, origins):
    """Tell whether a commune of one year is just one of the other."""
    return len(went.get(before, (now,))) == 1 and origins.get(now, {before}) == {before}


def _together(observations, members, now, went, origins, measure):
    """Return (value, status, label) of a commune that is made of several, or of a part of one.

    `members` are the rows of each former commune.
    """
    whole = origins.get(now, set()) == set(members) and all(len(went.get(code, (now,))) == 1 for code in members)
    rows = [first for first, *_others in members.values()]
    statuses = set(observations.statuses[rows].tolist())
    nothing = np.nan, SECRET if whole and SECRET in statuses else TO_CHECK, ""
    if not whole or statuses != {PUBLISHED} or max(map(len, members.values())) > 1:
        return nothing
    if observations.labels is not None:
        labels = set(observations.labels[rows].tolist())
        return (np.nan, PUBLISHED, labels.pop()) if len(labels) == 1 else nothing
    return (float(observations.values[rows].sum()), PUBLISHED, "") if measure == COUNT else nothing
