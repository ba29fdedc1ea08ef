"""Insee's Mélodi: no key, series since 1968, thirty requests a minute (`sources.limiter` keeps to it).

What an entry's ``request`` holds::

    "dataset"       "DS_RP_SERIE_HISTORIQUE"
    "filters"       dimension -> code, or list of codes whose values are added up: {"RP_MEASURE": "POP", "OCS": "_T"}.
                    Name every dimension but GEO, FREQ and TIME_PERIOD: each one left out multiplies the rows, of which
                    only those of its total ("_T") are kept; one without a total is an error that lists its codes.
                    With nothing at all ({}) the dimensions are read from the service first, and put to their totals
    "over"          optional: the value is a share. Dimension -> code(s) of the whole, in place of those of "filters":
                    {"EMPSTA_ENQ": "1T2"} under {"EMPSTA_ENQ": "2"} gives the census's unemployment rate
    "factor"        optional, what a share is multiplied by: 100 by default
    "measure"       optional, which of several measures of an observation; the first by default
    "geo"           optional, level -> how the service writes it, where that is not the usual: {"fra": "FRANCE-FM"}

Years asked for: ``*`` gives the whole series in one go. The codes of a reply carry the year of their geography.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from urllib.parse import quote, urlencode
from weakref import WeakKeyDictionary

from ..domain.errors import (
    QT_TRANSLATE_NOOP,
    DamagedAnswerError,
    DataError,
    ServiceDownError,
    ServiceRefusedError,
)
from ..domain.indicators.levels import COM, DEP, EPCI, FRA, REG, department_of
from .adapter import Fetched
from .http import host
from .melodi_replies import LEVELS, a_list, an_object, entry_of, last_year, page_of, ranges_of
from .melodi_rows import rows_of, share, table, total_of

__all__ = ["BASE", "Melodi"]

BASE = "https://api.insee.fr/melodi"
PAGES = "https://www.insee.fr/fr/statistiques"
PAGE = 100_000
"""Observations a page, the most that the service gives."""
MOST_PAGES = 200
_HEADERS = {"Accept": "application/json"}
_COARSER = (COM, EPCI, DEP, REG, FRA)
_PLAIN_YEAR = re.compile(r"\d{4}")
_KNOWN = WeakKeyDictionary()
_FREE = ("GEO", "MEASURE", "TIME_PERIOD")

_UNKNOWN = QT_TRANSLATE_NOOP(
    "@default",
    "{service} does not know the data set “{dataset}”, or a code asked of it ({why}), or is out of order. See its "
    "page: {page}",
)
_REPEATS = QT_TRANSLATE_NOOP(
    "@default", "{service} gives the same page again and again for “{dataset}”: run again later."
)
_NOTHING = QT_TRANSLATE_NOOP(
    "@default", "{service} has no value of “{title}” for this level, this territory and this year."
)
_NO_LEVEL = QT_TRANSLATE_NOOP("@default", "{service} does not publish “{title}” for this level.")
_WHICH = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}” has several measures: choose one among {choices} in the catalogue's entry (request, filters, "
    "{dimension}).",
)
_WHOLE_LEVEL = QT_TRANSLATE_NOOP(
    "@default", "{service} gave nothing for {place} alone: the whole level was fetched in its place."
)
_YEARS_OF_CODES = QT_TRANSLATE_NOOP(
    "@default", "The codes are of several years of geography ({years}): boundaries of {year} fit the most."
)


class Melodi:
    """The adapter.

    Parameters
    ----------
    base : str, optional
        Where the service is.
    page : int, optional
        Observations a page.
    """

    def __init__(self, base=BASE, page=PAGE):
        self.base, self.page = base.rstrip("/"), page

    def entries(self, client):
        """Read the catalogue: one entry a data set that has a level below the country.

        Parameters
        ----------
        client : sources.http.Client

        Yields
        ------
        domain.indicators.entry.Entry
            Of which one measure is still to be chosen, as `ranges` lists them.
        """
        for record in self._ask(client, "catalog/all", a_list):
            try:
                entry = entry_of(record)
            except (AttributeError, TypeError):
                # one that is written otherwise loses none of the others
                continue
            if entry is not None:
                yield entry

    def ranges(self, client, dataset):
        """Return the codes of a data set.

        Returns
        -------
        dict of str to dict
            Dimension -> code -> French label; the codes of GEO with their level: ``DEP-01``.
        """
        return self._ask(client, "range/" + quote(dataset), ranges_of)

    def modified(self, client, entry):
        """Return what the catalogue says of the last change of an entry's data: an ISO date, "" where it says none."""
        return str(self._record(client, entry).get("modified") or "")

    def unchanged(self, client, entry, query, modified):
        """Tell whether the data are still those of which the catalogue said `modified`."""
        return self.modified(client, entry) == modified

    def fetch(self, client, entry, query, folder=None):
        """Get the values of an indicator.

        Parameters
        ----------
        client : sources.http.Client
        entry : domain.indicators.entry.Entry
        query : domain.indicators.entry.Query
        folder : pathlib.Path, optional
            Not used.

        Returns
        -------
        sources.adapter.Fetched

        Raises
        ------
        SourceError, DataError
        """
        level = query.level or (entry.levels[0] if entry.levels else COM)
        if level not in LEVELS and level not in (entry.request.get("geo") or {}):
            raise DataError(_NO_LEVEL, service=host(self.base), title=entry.title)
        record, notes = self._record(client, entry), []
        filters = {name: _codes(codes) for name, codes in dict(entry.request.get("filters") or {}).items()}
        if not filters:
            filters = self._totals(client, entry)
        over = {name: _codes(codes) for name, codes in dict(entry.request.get("over") or {}).items()}
        # what a share is of comes in the same reply
        asked = {name: list(dict.fromkeys([*codes, *over.get(name, ())])) for name, codes in filters.items()}
        rows = self._values(client, entry, {**over, **asked}, filters, level, query, record, notes)
        written = self._written(level, entry)
        found = rows_of(rows, entry, filters, written)
        if over:
            total = rows_of(rows, entry, {**filters, **over}, written)
            found = share(found, total, float(entry.request.get("factor", 100)))
        made = table(found, level, "" if query.year == "" else "*")
        years = Counter(row.geography for row in found.values() if row.geography)
        if len(years) > 1:
            told = {"years": ", ".join(sorted(years)), "year": years.most_common(1)[0][0]}
            notes.append((_YEARS_OF_CODES, told))
        return Fetched(
            observations=made,
            form="json",
            geography=made.geography,
            modified=str(record.get("modified") or ""),
            address="{}/data/{}?{}".format(
                self.base, quote(entry.request["dataset"]),
                urlencode([("GEO", self._places(level, query, entry)[0]), *_flat(filters)]),
            ),
            licence="" if entry.licence == "notspecified" else entry.licence,
            producer=entry.producer or "Insee",
            notes=tuple(notes),
        )

    def _values(self, client, entry, asked, filters, level, query, record, notes):
        """Return the observations of the years asked for or, where these have none, of all."""
        year = query.year
        if year == "":
            last = entry.years[-1] if entry.years else ""
            # the service's own last year, unless the entry's years are of another kind
            year = last_year(record) if _PLAIN_YEAR.fullmatch(last or "2000") else last
        years, places = dict.fromkeys((year, query.year or "*")), self._places(level, query, entry)
        written = self._written(level, entry)
        for when, place in product(years, places):
            try:
                rows = list(self._rows(client, entry, asked, place, when))
            except ServiceRefusedError:
                # a service may not know which of a level lie in that territory
                if place == places[-1]:
                    raise
                continue
            if rows_of(rows, entry, filters, written):
                if place != places[0]:
                    notes.append((_WHOLE_LEVEL, {"service": host(self.base), "place": places[0]}))
                return rows
        raise DataError(_NOTHING, service=host(self.base), title=entry.title)

    def _places(self, level, query, entry):
        """Return what GEO may be for a level inside a territory, the best first."""
        written, territory = self._written(level, entry), query.territory
        if level == FRA:
            return [written if "-" in written else written + "-F"]
        if territory.level == FRA:
            return [written]
        own = "{}-{}".format(LEVELS[territory.level], territory.code)
        if level == territory.level:
            return [own]
        if level in _COARSER and _COARSER.index(level) > _COARSER.index(territory.level):
            if level == DEP and territory.level == COM:
                return ["DEP-" + department_of(territory.code)]
            return [written]
        inside = "{}*{}".format(own, written)
        # communes of a territory are known to be given
        return [inside] if level == COM else [inside, written]

    def _written(self, level, entry):
        return str((entry.request.get("geo") or {}).get(level) or LEVELS.get(level, ""))

    def _rows(self, client, entry, filters, place, year):
        """Yield the observations of all pages."""
        dataset = entry.request["dataset"]
        params = [("GEO", place), *_flat(filters)]
        if year not in ("", "*"):
            params.append(("TIME_PERIOD", year.replace("-T", "-Q")))
        params += [("idTerritoire", "TRUE"), ("maxResult", self.page)]
        number, before = 1, None
        while number <= MOST_PAGES:
            page = [("page", number)] if number > 1 else []
            rows, following = self._ask(client, "data/" + quote(dataset), page_of, params + page, entry)
            if rows and rows == before:
                break
            yield from rows
            if not rows or following <= number:
                return
            number, before = following, rows
        raise DamagedAnswerError(_REPEATS, service=host(self.base), dataset=dataset)

    def _totals(self, client, entry):
        """Return the codes of the totals of the dimensions of an entry that chooses nothing."""
        chosen = {}
        for name, codes in self.ranges(client, entry.request["dataset"]).items():
            if name in _FREE or not codes:
                continue
            total = next(iter(codes)) if len(codes) == 1 else total_of(name, codes)
            if total is not None:
                chosen[name] = [total]
            elif name.endswith("_MEASURE") and name != "UNIT_MEASURE":
                raise DataError(_WHICH, title=entry.title, dimension=name, choices=", ".join(list(codes)[:20]))
        return chosen

    def _record(self, client, entry):
        """Return what the catalogue says of a data set, asked once by a client: many indicators are of one."""
        path, known = "catalog/" + quote(entry.request["dataset"]), _KNOWN.setdefault(client, {})
        if (self.base, path) not in known:
            known[self.base, path] = self._ask(client, path, an_object, entry=entry)
        return known[self.base, path]

    def _ask(self, client, path, read, params=None, entry=None):
        """Ask for JSON; a data set that is unknown, which the service says with a 500, is said in words."""
        url = "{}/{}".format(self.base, path)
        options = {"params": params, "headers": _HEADERS, "read": read}
        try:
            try:
                return client.json(url, tries=1, **options)
            except (DamagedAnswerError, ServiceDownError) as error:
                # what is unknown stays so: once more is enough
                tries = 1 if error.values.get("why") == "HTTP 500" else None
                client.sleep(client.pause)
                return client.json(url, tries=tries, **options)
        except (ServiceDownError, ServiceRefusedError) as error:
            why = str(error.values.get("why", ""))
            if entry is None or why not in ("HTTP 500", "HTTP 404", "HTTP 400"):
                raise
            raise ServiceRefusedError(
                _UNKNOWN, service=host(self.base), dataset=entry.request["dataset"], why=why, page=entry.page or PAGES
            ) from error


def _codes(codes):
    return [str(code) for code in codes] if isinstance(codes, (list, tuple)) else [str(codes)]


def _flat(filters):
    return [(name, code) for name, codes in filters.items() for code in codes]
