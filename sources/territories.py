"""Communes, groups, arrondissements, départements and régions of today: found by name, and who lies in whom.

The tables are shipped (`resources/territories`, written by `scripts/make_territories`) and read at the first question,
a quarter of a second: ask it first in a worker thread.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from pathlib import Path

from ..domain.indicators.levels import ARR, COM, DEP, EPCI, EPT, FRA, REG, Territory, department_of, territory_of
from ..domain.indicators.words import EMPTY_WORDS, words
from ..domain.qpv.codes import commune_code

__all__ = ["FOLDER", "Place", "Territories", "shipped"]

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "territories"
# what a group's name begins with says nothing of where it is
_KINDS_OF_GROUP = frozenset("cc ca cu".split())
# tables of codes and names, in the order that the communes' table counts them by
_PAIRS = {REG: "regions", ARR: "arrondissements", EPCI: "epci", EPT: "ept"}
_SEARCHED = (REG, DEP, EPCI, COM)
# whole name, first words, words inside: then the most peopled first
_WHOLE, _START, _INSIDE = range(3)


@dataclass(frozen=True)
class Place:
    """A territory that has a name.

    Attributes
    ----------
    territory : domain.indicators.levels.Territory
    name : str
    inside : str
        Département or région it lies in, to tell homonyms apart; "" where there is none.
    population : int
        Only good to put the largest first: see the tables' README.
    """

    territory: Territory
    name: str
    inside: str = ""
    population: int = 0

    @property
    def code(self):
        return self.territory.code

    @property
    def level(self):
        return self.territory.level


@lru_cache(maxsize=1)
def shipped():
    """Return the territories that ship with the plugin, read once."""
    return Territories(FOLDER)


class Territories:
    """Tables of territories of one year.

    Parameters
    ----------
    folder : pathlib.Path
        Laid out as `resources/territories`.

    Attributes
    ----------
    geography : str
        Year of the geography (COG).
    source, licence : str
    """

    def __init__(self, folder):
        facts = json.loads((folder / "millesime.json").read_text(encoding="utf-8"))
        self.geography, self.source, self.licence = facts["geographie"], facts["source"], facts["licence"]
        self._names = {level: dict(_rows(folder / (name + ".csv"))) for level, name in _PAIRS.items()}
        self._names[DEP] = {}
        self._region = {}
        for code, name, region in _rows(folder / "departements.csv"):
            self._names[DEP][code], self._region[code] = name, region
        groups, quarters = list(self._names[EPCI]), list(self._names[EPT])
        # the codes of the communes within each territory, in the order of the codes
        self._communes = {level: defaultdict(list) for level in (REG, DEP, ARR, EPCI, EPT)}
        self._parents, self._names[COM], self._people = {}, {}, defaultdict(int)
        self._former = {}
        for code, name, group, quarter, arrondissement, people, former in _rows(folder / "communes.csv.gz"):
            department = department_of(code)
            found = {
                ARR: department + arrondissement if arrondissement else "",
                EPCI: groups[int(group)] if group else "",
                EPT: quarters[int(quarter)] if quarter else "",
                DEP: department,
                REG: self._region[department],
            }
            self._names[COM][code] = name
            self._parents[code] = found = {level: parent for level, parent in found.items() if parent}
            people = int(people or 0)
            self._people[COM, code] = people
            for level, parent in found.items():
                self._communes[level][parent].append(code)
                self._people[level, parent] += people
            if former:
                self._former[code] = tuple(former.split())
        self._joined = {one: code for code, former in self._former.items() for one in former}
        self._index = None

    def name(self, level, code):
        """Return what a territory is called, "" where it is not known.

        Parameters
        ----------
        level : str
            One of `COM`, `EPCI`, `EPT`, `ARR`, `DEP`, `REG`.
        code : str
        """
        return self._names.get(level, {}).get(code, "")

    def place(self, territory):
        """Return the `Place` of a territory, None where its code is not of this year."""
        if territory.level == FRA:
            return Place(territory, "France")
        name = self.name(territory.level, territory.code)
        if not name:
            return None
        level, code = territory.level, territory.code
        return Place(territory, name, self._inside(level, code), self._people[level, code])

    def parents(self, commune):
        """Return in which territories a commune lies.

        Parameters
        ----------
        commune : str
            Its code, or that of an arrondissement of Paris, Lyon or Marseille.

        Returns
        -------
        dict of str to str
            Level -> code, for `ARR`, `EPCI`, `EPT`, `DEP` and `REG`; what there is none of is left out. Of a code that
            is not of this year, the département and the région only; nothing of what is no code.
        """
        code = commune_code(commune)
        if code in self._parents:
            return dict(self._parents[code])
        department = department_of(code or "")
        if department not in self._region:
            return {}
        region = self._region[department]
        return {DEP: department, REG: region} if region else {DEP: department}

    def former(self, commune):
        """Return the codes that a commune has absorbed, whenever it was, in order; its own is not among them."""
        return self._former.get(commune, ())

    @property
    def successors(self):
        """Code of a former commune -> that of the commune of today that it is part of."""
        return self._joined

    def successor(self, commune):
        """Return the commune of today that a former one is part of, "" where the code is of no such commune."""
        return self._joined.get(commune, "")

    def communes(self, territory):
        """Return the codes of the communes of a territory, in order; none where it is not known."""
        if territory.level == FRA:
            return sorted(self._parents)
        if territory.level == COM:
            return [territory.code] if territory.code in self._parents else []
        return list(self._communes.get(territory.level, {}).get(territory.code, ()))

    def members(self, territory, level):
        """Return the codes, in order, of what a territory is made of at a level.

        A group counts in every département where it has a commune.

        Parameters
        ----------
        territory : Territory
        level : str
            `COM`, `EPCI`, `EPT`, `ARR`, `DEP`, `REG` or `FRA`.
        """
        communes = self.communes(territory)
        if level == COM:
            return communes
        return sorted({self._parents[code][level] for code in communes if level in self._parents[code]})

    def find(self, text, limit=20, levels=_SEARCHED):
        """Find territories by what is typed of their name or code.

        Parameters
        ----------
        text : str
            ``st denis``, ``Seine-St``, ``93``, ``DEP-93``, ``saint-denis 93`` (a name, then its département).
        limit : int
        levels : sequence of str
            Among `REG`, `DEP`, `EPCI` and `COM`.

        Returns
        -------
        list of Place
            The best first: the whole name, then names that begin so, then those that have these words; the most peopled
            first among them.
        """
        text = str(text or "").strip()
        by_code = self._by_code(text, levels)
        found = {(place.level, place.code): place for place in by_code}
        for ranks in self._by_name(text, levels):
            for _, _, _, level, code in nsmallest(limit + len(found), ranks):
                found.setdefault((level, code), None)
            if ranks:
                break
        kept = list(found.items())[:limit]
        return [place or self.place(Territory(*key)) for key, place in kept]

    def _inside(self, level, code):
        if level == DEP:
            return self.name(REG, self._region[code])
        if level in (REG, FRA):
            return ""
        communes = self._communes[level][code] if level != COM else [code]
        departments = sorted({self._parents[c][DEP] for c in communes})
        return ", ".join("{} ({})".format(self.name(DEP, d), d) for d in departments)

    def _by_code(self, text, levels):
        """Return the places whose code is typed; a région may have a département's."""
        found = []
        try:
            asked = territory_of(text) if text else None
        except ValueError:
            asked = None
        if asked is not None and asked.level in levels:
            found.append(asked)
        if REG in levels and text in self._names[REG]:
            found.append(Territory(REG, text))
        if text.isdigit() and len(text) > 2:
            starting = [c for level in (COM, EPCI) if level in levels for c in self._names[level] if c.startswith(text)]
            found += [Territory(COM if len(c) == 5 else EPCI, c) for c in starting]
        return [place for place in map(self.place, dict.fromkeys(found)) if place]

    def _by_name(self, text, levels):
        """Yield lists of what is found, from the strictest reading of what is typed to the loosest."""
        typed = words(text)
        department = None
        if len(typed) > 1 and typed[-1].upper() in self._names[DEP]:
            department = typed.pop().upper()
        said = _said(typed)
        # "de" may be the beginning of Denain as well as a word that says nothing
        for asked in ((*_said(typed[:-1]), *typed[-1:]), said):
            if asked:
                yield self._starting(" ".join(asked), department, levels)

    def _starting(self, typed, department, levels):
        keys, places = self._keys()
        found = []
        last = typed + "\uffff"
        for at in range(bisect_left(keys, typed), bisect_left(keys, last)):
            level, code, first = places[at]
            if level in levels and (department is None or self._is_in(level, code, department)):
                rank = _INSIDE if not first else _WHOLE if keys[at] == typed else _START
                found.append((rank, -self._people[level, code], levels.index(level), level, code))
        return found

    def _is_in(self, level, code, department):
        communes = [code] if level == COM else self._communes[level][code]
        return any(self._parents[c][DEP] == department for c in communes)

    def _keys(self):
        """Return names from each of their words on, sorted, and what each is of."""
        if self._index is None:
            made = []
            for level in _SEARCHED:
                for code, name in self._names[level].items():
                    said = [w for w in words(name) if w not in _KINDS_OF_GROUP] if level == EPCI else words(name)
                    said = _said(said) or said
                    made += [(" ".join(said[n:]), (level, code, n == 0)) for n in range(len(said))]
            made.sort()
            self._index = [key for key, _ in made], [place for _, place in made]
        return self._index


def _said(typed):
    return [word for word in typed if word not in EMPTY_WORDS]


def _rows(path):
    """Yield the rows of a table, without its titles."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    rows = csv.reader(io.StringIO(text), delimiter=";")
    next(rows)
    yield from rows
