"""A table put on boundaries by code, with an account of what did not meet and why.

Polygons without data and codes without polygon are nearly always a matter of years of geography, of mergers of
communes, of Paris, Lyon and Marseille, or of what the source does not cover: each is told, none is dropped in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..errors import QT_TRANSLATE_NOOP
from .levels import COM, EPT, QPV, QPV2015, department_of, is_commune
from .lineage import Lineage, lineage
from .observations import OUT_OF_SOURCE, TO_CHECK

__all__ = ["HELD_BACK", "WITHOUT_DATA", "WITHOUT_POLYGON", "Join", "Unmet", "join"]

WITHOUT_DATA, WITHOUT_POLYGON = "polygone_sans_donnee", "code_sans_polygone"
HELD_BACK = TO_CHECK

# arrondissements of Paris, Marseille and Lyon -> the commune
_ARRONDISSEMENT = {
    **{"751{:02}".format(number): "75056" for number in range(1, 21)},
    **{"132{:02}".format(number): "13055" for number in range(1, 17)},
    **{"6938{}".format(number): "69123" for number in range(1, 10)},
}
_MOST_NAMED = 3

ARRONDISSEMENTS_ONLY = QT_TRANSLATE_NOOP(
    "@default", "The data are by arrondissement in Paris, Lyon and Marseille, the boundaries by commune."
)
CITY_ONLY = QT_TRANSLATE_NOOP(
    "@default", "The boundaries are by arrondissement in Paris, Lyon and Marseille, the data by commune ({codes})."
)
ALSO_WHOLE = QT_TRANSLATE_NOOP(
    "@default", "Arrondissement of {codes}, whose boundaries are whole: the data have its value too."
)
MERGED = QT_TRANSLATE_NOOP(
    "@default", "The data, older, still hold {codes} in its place: give the table of commune changes to convert them."
)
LACKING = QT_TRANSLATE_NOOP(
    "@default",
    "The value is that of the commune before {codes} merged into it, so it was not kept: give the table of commune "
    "changes to convert it.",
)
BEYOND = QT_TRANSLATE_NOOP(
    "@default",
    "The value also covers {codes}, which the boundaries show apart, so it was not kept: take boundaries of the same "
    "year as the data.",
)
SEVERAL = QT_TRANSLATE_NOOP(
    "@default",
    "The code stands several times with different values, so none was kept: choose the year, or leave one row per "
    "territory (one sex, one age…).",
)
NOT_CONVERTED = QT_TRANSLATE_NOOP(
    "@default",
    "The value cannot be made of those of the former communes: a rate, a count that does not add up, a part that is "
    "missing, or a commune that was divided.",
)
GONE = QT_TRANSLATE_NOOP("@default", "Commune that has become {codes} in the geography of the boundaries.")
SPLIT = QT_TRANSLATE_NOOP("@default", "Commune that came of {codes}, which the data still hold whole.")
NOT_YET = QT_TRANSLATE_NOOP("@default", "The data, newer, hold {codes} in its place.")
NOT_COVERED = QT_TRANSLATE_NOOP("@default", "The source has nothing at all for département {codes}.")
OTHER_YEAR = QT_TRANSLATE_NOOP(
    "@default", "Not in the source, whose geography is that of {before}, the boundaries that of {now}."
)
ABSENT = QT_TRANSLATE_NOOP("@default", "Not in the source.")
UNKNOWN = QT_TRANSLATE_NOOP("@default", "Code that the boundaries do not have.")
NOT_THERE_NOW = QT_TRANSLATE_NOOP(
    "@default", "Code that the boundaries, of {now}, do not have; the source's geography is that of {before}."
)
OTHER_GENERATION = QT_TRANSLATE_NOOP(
    "@default", "Code of the other generation of priority neighbourhoods: 2015 and 2024 never join."
)
NO_DEPARTMENT = QT_TRANSLATE_NOOP("@default", "The boundaries have nothing at all in département {codes}.")
TERRITORY_OF_PARIS = QT_TRANSLATE_NOOP(
    "@default", "Territory of Greater Paris (EPT): the boundaries hold the Métropole as one group of communes."
)
# where both years are known, and differ
_BY_YEAR = {ABSENT: OTHER_YEAR, UNKNOWN: NOT_THERE_NOW}
_GREATER_PARIS = "200054781"


@dataclass(frozen=True)
class Unmet:
    """A polygon without data, a code without polygon, or a value that was not kept.

    Attributes
    ----------
    code : str
    case : str
        `WITHOUT_DATA`, `WITHOUT_POLYGON` or `HELD_BACK`.
    reason : str
        Template marked for translation.
    values : dict
        What fills it.
    """

    code: str
    case: str
    reason: str
    values: dict


@dataclass(frozen=True)
class Join:
    """How a table meets boundaries.

    Attributes
    ----------
    rows : ndarray of int, shape (polygons,)
        Row of the observations for each polygon, -1 for none.
    held : ndarray of bool, shape (polygons,)
        Whether there is a row, but of another territory than the polygon's, or one among several that differ.
    joined : int
        How many codes of the observations are on a polygon.
    repeated : tuple of str
        Codes that the observations hold several times.
    unmet : tuple of Unmet
        Polygons whose value was not kept, polygons without data, codes without polygon, each in their order.
    dated : bool
        Whether both years of the geography are known.
    """

    rows: np.ndarray
    held: np.ndarray
    joined: int
    repeated: tuple
    unmet: tuple
    dated: bool = False

    def count(self, case):
        """Return how many are unmet in a way."""
        return sum(one.case == case for one in self.unmet)

    def take(self, cells, absent):
        """Return the cell of each polygon.

        Parameters
        ----------
        cells : ndarray
            Of the observations.
        absent : object
            Where there is none.
        """
        taken = np.full(len(self.rows), absent, dtype=cells.dtype)
        known = self.rows >= 0
        taken[known] = cells[self.rows[known]]
        return taken

    def statuses(self, observations):
        """Return the status of each polygon, as in `observations`."""
        statuses = self.take(observations.statuses, OUT_OF_SOURCE)
        statuses[self.held] = TO_CHECK
        return statuses


def join(observations, polygons, geography="", changes=None, beyond=None, former=None):
    """Put observations of one period on polygons.

    Parameters
    ----------
    observations : Observations
        Of one period.
    polygons : sequence of str
        Their codes, whole (`codes.clean_code`), "" for none; a code may stand several times, for a territory in
        several parts.
    geography : str, optional
        Year of the boundaries.
    changes : lineage.CommuneChanges, optional
    beyond : callable, optional
        ``beyond(code)`` is true for a code outside the territory asked for, which is no fault of the data.
    former : dict of str to str, optional
        As in `lineage.lineage`: what is told without the table of changes.

    Returns
    -------
    Join
    """
    places, repeated, differing = {}, {}, set()
    for row, code in enumerate(observations.codes.tolist()):
        first = places.setdefault(code, row)
        if first != row:
            repeated[code] = None
            if not observations.alike(first, row):
                differing.add(code)
    known = set(polygons)
    tell = _Reasons(observations, places, known, geography, changes, former)
    unmade = observations.codes[observations.statuses == TO_CHECK].tolist()
    # few codes are looked at twice
    doubtful = (known & set(places)) & {*differing, *unmade, *tell.kin.back, *tell.kin.forward}
    held = {}
    for code in dict.fromkeys(polygons) if doubtful else ():
        why = tell.held(code, code in differing, observations.statuses[places[code]]) if code in doubtful else None
        if why is not None:
            held[code] = why
    rows = np.array([-1 if code in held else places.get(code, -1) for code in polygons], dtype=np.int64)
    alone = [code for code in places if code not in known and not (beyond is not None and beyond(code))]
    bare = [code for code in dict.fromkeys(polygons) if code and code not in places]
    unmet = [*held.values(), *map(tell.without_data, bare), *map(tell.without_polygon, alone)]
    mask = np.array([code in held for code in polygons], dtype=bool)
    dated = bool(tell.before and tell.now)
    return Join(rows, mask, len(known & set(places)) - len(held), tuple(repeated), tuple(unmet), dated)


class _Reasons:
    """Why a code met nothing."""

    def __init__(self, observations, data, polygons, geography, changes, former):
        self.level, self.before, self.now = observations.level, observations.geography, str(geography or "")
        self.data, self.polygons = data, polygons
        # cities that the boundaries show by arrondissement
        self.cities = {_ARRONDISSEMENT[code] for code in polygons if code in _ARRONDISSEMENT}
        self.generations = {code[:2] for code in polygons}
        self.communes = self.level in (COM, "")
        self.kin = lineage(data, polygons, self.before, self.now, changes, former) if self.communes else Lineage()

    @cached_property
    def departments(self):
        """Départements that the data have communes of; none where they are of no communes."""
        return set(map(department_of, self.data)) if self.communes else set()

    @cached_property
    def drawn(self):
        """Those that the boundaries have communes of."""
        return set(map(department_of, self.polygons)) if self.communes else set()

    def held(self, code, differs, status):
        """Return the `Unmet` of a polygon whose value is not to be kept, None where it is."""
        if differs:
            return Unmet(code, HELD_BACK, SEVERAL, {})
        if status == TO_CHECK:
            return Unmet(code, HELD_BACK, NOT_CONVERTED, {})
        for others, reason in ((self.kin.lacking(code), LACKING), (self.kin.beyond(code), BEYOND)):
            if others:
                return Unmet(code, HELD_BACK, reason, {"codes": _named(others)})
        return None

    def without_data(self, code):
        """Return the `Unmet` of a polygon."""
        before = [one for one in sorted(self.kin.back.get(code, ())) if one in self.data]
        older = [one for one in before if one not in self.polygons]
        arrondissements = [part for part, city in _ARRONDISSEMENT.items() if city == code and part in self.data]
        if arrondissements:
            return Unmet(code, WITHOUT_DATA, ARRONDISSEMENTS_ONLY, {})
        if _ARRONDISSEMENT.get(code) in self.data:
            return Unmet(code, WITHOUT_DATA, CITY_ONLY, {"codes": _ARRONDISSEMENT[code]})
        if before:
            dated = bool(self.before and self.now)
            newer = self.before > self.now if dated else not older
            reason = NOT_YET if newer else MERGED if older else SPLIT
            return Unmet(code, WITHOUT_DATA, reason, {"codes": _named(older or before)})
        if self.departments and department_of(code) not in self.departments:
            return Unmet(code, WITHOUT_DATA, NOT_COVERED, {"codes": department_of(code)})
        return Unmet(code, WITHOUT_DATA, *self._absent(ABSENT))

    def without_polygon(self, code):
        """Return the `Unmet` of a row of data."""
        city = _ARRONDISSEMENT.get(code)
        if city in self.polygons:
            whole = city in self.data
            reason = ALSO_WHOLE if whole else ARRONDISSEMENTS_ONLY
            return Unmet(code, WITHOUT_POLYGON, reason, {"codes": city} if whole else {})
        if code in self.cities:
            return Unmet(code, WITHOUT_POLYGON, CITY_ONLY, {"codes": code})
        gone = sorted(self.kin.forward.get(code, ()))
        if gone:
            return Unmet(code, WITHOUT_POLYGON, GONE, {"codes": _named(gone)})
        if self.level in (QPV, QPV2015) and code[:2] in ("QP", "QN") and self.generations - {code[:2]}:
            return Unmet(code, WITHOUT_POLYGON, OTHER_GENERATION, {})
        if self.level == EPT and _GREATER_PARIS in self.polygons:
            return Unmet(code, WITHOUT_POLYGON, TERRITORY_OF_PARIS, {})
        if self.drawn and is_commune(code) and department_of(code) not in self.drawn:
            return Unmet(code, WITHOUT_POLYGON, NO_DEPARTMENT, {"codes": department_of(code)})
        return Unmet(code, WITHOUT_POLYGON, *self._absent(UNKNOWN))

    def _absent(self, plainly):
        if self.before and self.now and self.before != self.now:
            return _BY_YEAR[plainly], {"before": self.before, "now": self.now}
        return plainly, {}


def _named(codes):
    return ", ".join(codes[:_MOST_NAMED]) + (", …" if len(codes) > _MOST_NAMED else "")
