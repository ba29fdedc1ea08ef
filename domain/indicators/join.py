"""A table put on boundaries by code, with an account of what did not meet and why.

Polygons without data and codes without polygon are nearly always a matter of years of geography, of mergers of
communes, of Paris, Lyon and Marseille, or of what the source does not cover: each is told, none is dropped in silence.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from ..errors import QT_TRANSLATE_NOOP
from .levels import COM, EPT, QPV, QPV2015, department_of

__all__ = ["JOINED", "WITHOUT_DATA", "WITHOUT_POLYGON", "Join", "Unmet", "join"]

JOINED, WITHOUT_DATA, WITHOUT_POLYGON = "joint", "polygone_sans_donnee", "code_sans_polygone"

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
MERGED = QT_TRANSLATE_NOOP(
    "@default", "Commune of {now}: the data, older, still hold {codes}. Give the table of commune changes to convert."
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
    """A polygon without data, or a code without polygon.

    Attributes
    ----------
    code : str
    case : str
        `WITHOUT_DATA` or `WITHOUT_POLYGON`.
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
    joined : int
        How many rows of the observations are on a polygon.
    repeated : tuple of str
        Codes that the observations hold several times: the first is taken.
    unmet : tuple of Unmet
        Polygons without data in their order, then codes without polygon in theirs.
    """

    rows: np.ndarray
    joined: int
    repeated: tuple
    unmet: tuple

    def count(self, case):
        """Return how many are unmet in a way."""
        return sum(one.case == case for one in self.unmet)


def join(observations, polygons, geography="", changes=None, beyond=None):
    """Put observations of one period on polygons.

    Parameters
    ----------
    observations : Observations
        Of one period and one value a code.
    polygons : sequence of str
        Their codes, whole (`codes.clean_code`), "" for none; a code may stand several times, for a territory in
        several parts.
    geography : str, optional
        Year of the boundaries.
    changes : vintages.CommuneChanges, optional
        Tells mergers and splits apart from what is simply absent.
    beyond : callable, optional
        ``beyond(code)`` is true for a code outside the territory asked for, which is no fault of the data.

    Returns
    -------
    Join
    """
    places, repeated = {}, []
    for row, code in enumerate(observations.codes.tolist()):
        if code in places:
            repeated.append(code)
        else:
            places[code] = row
    rows = np.array([places.get(code, -1) for code in polygons], dtype=np.int64)
    known = set(polygons)
    alone = [code for code in places if code not in known and not (beyond is not None and beyond(code))]
    bare = list(dict.fromkeys(code for code, row in zip(polygons, rows.tolist()) if row < 0 and code))
    tell = _Reasons(observations, places, known, geography, changes)
    unmet = [tell.without_data(code) for code in bare] + [tell.without_polygon(code) for code in alone]
    return Join(rows, len(known & set(places)), tuple(dict.fromkeys(repeated)), tuple(unmet))


class _Reasons:
    """Why a code met nothing."""

    def __init__(self, observations, data, polygons, geography, changes):
        self.level, self.before, self.now = observations.level, observations.geography, str(geography or "")
        self.data, self.polygons = data, polygons
        # cities that the boundaries show by arrondissement
        self.cities = {_ARRONDISSEMENT[code] for code in polygons if code in _ARRONDISSEMENT}
        self.generations = {code[:2] for code in polygons}
        self.forward, self.back = {}, {}
        if changes is not None and self.before and self.now and self.level == COM:
            self.forward = changes.between(self.before, self.now)
            self.back = changes.between(self.now, self.before)
        communes = self.level in (COM, "")
        self.departments = Counter(department_of(code) for code in data) if communes else Counter()
        self.drawn = Counter(department_of(code) for code in polygons) if communes else Counter()

    def without_data(self, code):
        """Return the `Unmet` of a polygon."""
        before = [one for one in sorted(self.back.get(code, frozenset())) if one in self.data]
        older = [one for one in before if one not in self.polygons]
        arrondissements = [part for part, city in _ARRONDISSEMENT.items() if city == code and part in self.data]
        if arrondissements:
            return Unmet(code, WITHOUT_DATA, ARRONDISSEMENTS_ONLY, {})
        if _ARRONDISSEMENT.get(code) in self.data:
            return Unmet(code, WITHOUT_DATA, CITY_ONLY, {"codes": _ARRONDISSEMENT[code]})
        if older:
            reason = MERGED if self.before < self.now else NOT_YET
            return Unmet(code, WITHOUT_DATA, reason, {"codes": _named(older), "now": self.now})
        if before:
            return Unmet(code, WITHOUT_DATA, SPLIT, {"codes": _named(before)})
        if self.level in (COM, "") and self.departments and not self.departments[department_of(code)]:
            return Unmet(code, WITHOUT_DATA, NOT_COVERED, {"codes": department_of(code)})
        return Unmet(code, WITHOUT_DATA, *self._absent(ABSENT))

    def without_polygon(self, code):
        """Return the `Unmet` of a row of data."""
        if code in _ARRONDISSEMENT and _ARRONDISSEMENT[code] in self.polygons:
            return Unmet(code, WITHOUT_POLYGON, ARRONDISSEMENTS_ONLY, {})
        if code in self.cities:
            return Unmet(code, WITHOUT_POLYGON, CITY_ONLY, {"codes": code})
        gone = sorted(self.forward.get(code, frozenset()))
        if gone:
            return Unmet(code, WITHOUT_POLYGON, GONE, {"codes": _named(gone)})
        if self.level in (QPV, QPV2015) and code[:2] in ("QP", "QN") and self.generations - {code[:2]}:
            return Unmet(code, WITHOUT_POLYGON, OTHER_GENERATION, {})
        if self.level == EPT and _GREATER_PARIS in self.polygons:
            return Unmet(code, WITHOUT_POLYGON, TERRITORY_OF_PARIS, {})
        if self.level in (COM, "") and self.drawn and not self.drawn[department_of(code)]:
            return Unmet(code, WITHOUT_POLYGON, NO_DEPARTMENT, {"codes": department_of(code)})
        return Unmet(code, WITHOUT_POLYGON, *self._absent(UNKNOWN))

    def _absent(self, plainly):
        if self.before and self.now and self.before != self.now:
            return _BY_YEAR[plainly], {"before": self.before, "now": self.now}
        return plainly, {}


def _named(codes):
    return ", ".join(codes[:_MOST_NAMED]) + (", …" if len(codes) > _MOST_NAMED else "")
