"""Which communes of one year are which of another: mergers, splits and changes of code.

Insee's table of movements and both years tell it exactly. Without them, the former codes of today's communes tell where
two sets of codes cannot be of the same year: a code that has since gone stands in one, and not in the other.
What becomes of the values of such communes is said by `conversion`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..errors import QT_TRANSLATE_NOOP, DataError
from .codes import clean_code
from .levels import COM

__all__ = ["CommuneChanges", "Lineage", "lineage"]

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

    def lineage(self, old, new):
        """Return the `Lineage` of the communes of one year and those of another, years as in `between`."""
        return Lineage(self.between(old, new), self.between(new, old))

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
class Lineage:
    """What communes became.

    Attributes
    ----------
    forward : dict of str to set of str
        Code of the data -> codes of the boundaries; a code that is absent has not moved.
    back : dict of str to set of str
        Code of the boundaries -> codes of the data; a code that is absent was the same.
    """

    forward: dict = field(default_factory=dict)
    back: dict = field(default_factory=dict)

    def became(self, code):
        """Return where a commune of the data is now, wholly or not."""
        return self.forward.get(code, {code})

    def origins(self, code):
        """Return of which communes of the data one of the boundaries is made, wholly or not."""
        return self.back.get(code, {code})

    def lacking(self, code):
        """Return what has joined a commune of the data since, and that its value lacks."""
        return _others(self.back, code)

    def beyond(self, code):
        """Return what a commune of the data holds beside what the boundaries call so."""
        return _others(self.forward, code)


def _others(kin, code):
    # a code that is not among its own kin is of the other year already, whatever was said
    return sorted(kin[code] - {code}) if code in kin.get(code, ()) else []


def lineage(data, polygons, before="", now="", changes=None, former=None):
    """Return the `Lineage` of communes.

    Parameters
    ----------
    data, polygons : container of str
        Their codes.
    before, now : str, optional
        Years of the geography of the data, and of the boundaries.
    changes : CommuneChanges, optional
    former : dict of str to str, optional
        Former code -> commune of today.
    """
    if changes is not None and before and now:
        return changes.lineage(before, now)
    made, said = Lineage(), bool(before and now)
    for old, code in (former or {}).items():
        # whatever years were said, a former code that the boundaries have no more tells that the data are older
        if old in data and old not in polygons and code in polygons and not (said and before > now):
            made.forward[old] = {code}
            made.back.setdefault(code, {code}).add(old)
        # but one that the data lack may only be missing there
        elif old in polygons and old not in data and code in data and not (said and before <= now):
            made.forward.setdefault(code, {code}).add(old)
            made.back[old] = {code}
    return made
