"""Observatoire des territoires (ANCT, a Géoclip): its catalogue by CSW, its files by the download that its pages use.

What an entry's ``request`` holds::

    "dataset", "indic"      as the service writes them: "filosofi", "taux_pauv_m30"; the id is "odt:dataset.indic"
    "nivgeo"                level -> how the service writes it: {"com": "com2025", "epci": "epci2025", "dep": "dep"}.
                            The year moves each year: the service's own record says it; what is written here serves
                            where it does not answer, after the years since. A level left out has its usual name.
    "axes"                  optional, column -> value wanted: {"sexe": "F"}; by default the total ("T")
    "format"                optional, "csv" or "xlsx" (the default: its numbers are whole, where those of the CSV were
                            seen cut to two decimals); what comes is read by what it holds
    "params"                optional, other parameters of the address, {"filter": "last"}
    "whole"                 true: a file holds the whole country for a level, whatever the query's territory
"""

from __future__ import annotations

import datetime
import re

from ..domain.errors import (
    QT_TRANSLATE_NOOP,
    DamagedAnswerError,
    ServiceDownError,
    ServiceRefusedError,
    SourceError,
    WebPageError,
)
from ..domain.indicators.levels import ARR, CAN, COM, DEP, EPCI, EPT, REG, ZE
from .adapter import Fetched
from .geoclip_records import PREFIX, RECORDS, entry_of
from .geoclip_table import observations, table
from .http import host
from .ranges import Validators, unchanged
from .xml_tree import parse

__all__ = ["BASE", "Geoclip"]

BASE = "https://www.observatoire-des-territoires.gouv.fr/outils/cartographie-interactive/"
DOWNLOAD = "api/v1/functions/GC_API_download.php"
CATALOGUE = "services/csw/"
MAP = "index.php#c=indicator&i={code}"
PAGE = 20
"""Records a page, as those who read this catalogue ask for."""
MOST_RECORDS = 20_000
YEARS_BACK = 3
"""How many years before this one a level is tried for."""
_USUAL = {COM: "com", EPCI: "epci", EPT: "epci_ept", DEP: "dep", REG: "reg2016", ARR: "arr", CAN: "can", ZE: "ze2020"}
_DATED = (COM, EPCI, EPT, ARR, CAN)
# the fuller shape first
_SHAPES = (
    {"typeNames": "gmd:MD_Metadata", "outputSchema": "http://www.isotc211.org/2005/gmd"},
    {"typeNames": "csw:Record", "outputSchema": "http://www.opengis.net/cat/csw/2.0.2"},
)
_UNKNOWN_500 = "HTTP 500"

_UNKNOWN = QT_TRANSLATE_NOOP(
    "@default",
    "{service} does not know the indicator “{code}” for this level (tried: {tried}), or is out of order (HTTP 500). "
    "See its page: {page}",
)
_NO_PLACE = QT_TRANSLATE_NOOP("@default", "“{title}” is not offered for this level. See its page: {page}")
_UNAVAILABLE = QT_TRANSLATE_NOOP(
    "@default",
    "{service} gave a web page in place of the data of “{code}”: it is out of order, or does not offer this, or the "
    "network wants you to log in. See its page: {page}",
)
_CATALOGUE_SAYS = QT_TRANSLATE_NOOP("@default", "The catalogue of {service} cannot be read: {why}")
_OTHER_YEAR = QT_TRANSLATE_NOOP(
    "@default",
    "The geography of “{title}” has changed: {found} was fetched, where the catalogue said {wanted}. Boundaries of the "
    "same year are needed.",
)


class Geoclip:
    """The adapter.

    Parameters
    ----------
    base : str, optional
        Where the service is, ``/`` at the end.
    """

    def __init__(self, base=BASE):
        self.base = base

    def entries(self, client):
        """Read the whole catalogue, page by page.

        Parameters
        ----------
        client : sources.http.Client

        Yields
        ------
        domain.indicators.entry.Entry

        Raises
        ------
        SourceError
        """
        seen, shapes, position = set(), _SHAPES, 1
        while 0 < position <= MOST_RECORDS:
            root, shapes = self._records(client, shapes, position)
            records = list(root.every(*RECORDS))
            for record in records:
                entry = entry_of(record, self.base + MAP)
                if entry is not None and entry.id not in seen:
                    seen.add(entry.id)
                    yield entry
            position = _next(root, position, len(records))

    def fetch(self, client, entry, query, folder=None):
        """Get the values of an indicator for a level of the whole country.

        Parameters
        ----------
        client : sources.http.Client
        entry : domain.indicators.entry.Entry
        query : domain.indicators.entry.Query
            Its territory is not used.
        folder : pathlib.Path, optional
            Not used: files are small.

        Returns
        -------
        sources.adapter.Fetched

        Raises
        ------
        SourceError, DataError
        """
        level = query.level or (entry.levels[0] if entry.levels else COM)
        tried = []
        for nivgeo in self._places(client, entry, level):
            tried.append(nivgeo)
            found = self._download(client, entry, nivgeo)
            if found is None:
                continue
            response, made = found
            year, wanted = _year_of(nivgeo), _declared(entry, level)
            values, notes = observations(made, entry, level, year, query.year)
            if wanted not in ("", nivgeo):
                notes += ((_OTHER_YEAR, {"title": entry.title, "found": nivgeo, "wanted": wanted}),)
            return Fetched(
                observations=values,
                form="xlsx" if response.content[:2] == b"PK" else "csv",
                geography=year,
                modified="{} {}".format(nivgeo, Validators.of(response)),
                address=response.url,
                licence="" if entry.licence == "notspecified" else entry.licence,
                producer=entry.producer,
                notes=notes,
            )
        if not tried:
            raise ServiceRefusedError(_NO_PLACE, title=entry.title, page=self._page(entry))
        raise ServiceRefusedError(
            _UNKNOWN, service=host(self.base), code=_code(entry), tried=", ".join(tried), page=self._page(entry)
        )

    def unchanged(self, client, entry, query, modified):
        """Tell whether a file is still the one that `modified` describes; False where the service does not say."""
        was, _, validators = modified.partition(" ")
        known = Validators.read(validators)
        if not known.told:
            return False
        level = query.level or (entry.levels[0] if entry.levels else COM)
        try:
            nivgeo = next(self._places(client, entry, level), None)
            # the file of another year is another one, though it was made the same day
            return nivgeo == was and unchanged(client, self.base + DOWNLOAD, known, _params(entry, nivgeo))
        except SourceError:
            # a level that is written otherwise now: to be found again
            return False

    def _places(self, client, entry, level):
        """Yield how the service may write a level, each once.

        The year of a geography is the service's own, as its record says; where it does not answer, the newest that
        there is.
        """
        declared, dated = _declared(entry, level), level in _DATED
        if declared and not dated:
            yield declared
        known = self._known(client, entry)
        told = {} if known is None else known.request["nivgeo"]
        places = [told.get(level), declared] if told or not dated else _by_year(level, declared)
        for place in dict.fromkeys(places):
            if place and (dated or place != declared):
                yield place

    def _known(self, client, entry):
        """Return what the service's own record says of an indicator; None where the catalogue does not answer."""
        params = {"request": "GetRecordById", "id": _code(entry), "elementSetName": "full"}
        try:
            root = self._ask(client, {**params, "outputSchema": _SHAPES[0]["outputSchema"]})
        except WebPageError as error:
            raise self._unavailable(entry) from error
        except SourceError:
            return None
        found = (entry_of(record, self.base + MAP) for record in root.every(*RECORDS))
        return next((one for one in found if one is not None and one.id == PREFIX + _code(entry)), None)

    def _download(self, client, entry, nivgeo):
        """Return (reply, table); None where the service says 500, which is how it says that it does not know."""
        kept, params = [], _params(entry, nivgeo)

        def check(response):
            if response.content[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
                raise self._unavailable(entry)
            kept.append(table(response.content, lambda: client.sleep(0.0)))

        def ask(**options):
            return client.get(self.base + DOWNLOAD, params=params, check=check, **options)

        try:
            try:
                return ask(tries=1), kept[-1]
            except (DamagedAnswerError, ServiceDownError) as error:
                if error.values.get("why") == _UNKNOWN_500:
                    return None
                return ask(), kept[-1]
        except WebPageError as error:
            raise self._unavailable(entry) from error

    def _unavailable(self, entry):
        return WebPageError(_UNAVAILABLE, service=host(self.base), code=_code(entry), page=self._page(entry))

    def _page(self, entry):
        return entry.page or self.base + MAP.format(code=_code(entry))

    def _records(self, client, shapes, position):
        """Return a page of the catalogue, and the shape it was given in, as a tuple."""
        params = {"request": "GetRecords", "resultType": "results", "elementSetName": "full"}
        for shape in shapes:
            try:
                root = self._ask(client, {**params, **shape, "startPosition": position, "maxRecords": PAGE})
            except ServiceRefusedError:
                if shape is shapes[-1]:
                    raise
                continue
            if shape is shapes[-1] or next(root.every(*RECORDS), None) is not None:
                break
        if root.name == "ExceptionReport":
            raise ServiceRefusedError(_CATALOGUE_SAYS, service=host(self.base), why=root.words[:200])
        return root, (shape,)

    def _ask(self, client, params):
        kept = []
        params = {"service": "CSW", "version": "2.0.2", **params}
        client.get(
            self.base + CATALOGUE, params=params, check=lambda response: kept.append(parse(response.content)), tries=2
        )
        return kept[-1]


def _next(root, position, count):
    """Return where the next page begins, 0 after the last."""
    results = root.find("SearchResults")
    told = {} if results is None else results.attributes
    matched, following = _number(told.get("numberOfRecordsMatched")), _number(told.get("nextRecord"))
    if not count or following == 0:
        return 0
    if following is None or following <= position:
        # a service that repeats itself, or does not say, is followed by what it gave
        following = position + count
    return 0 if matched is not None and following > matched else following


def _number(text):
    return int(text) if text and text.isdecimal() else None


def _declared(entry, level):
    """Return how an entry says that a level is written, "" where it leaves the year to be found."""
    told = (entry.request.get("nivgeo") or {}).get(level)
    if told is None and level in _USUAL and (level not in _DATED or entry.geography):
        told = _USUAL[level] + (entry.geography if level in _DATED else "")
    return told or ""


def _by_year(level, declared):
    """Return how a level may be written, the newest year first and what the entry says in its place."""
    this, said = datetime.date.today().year, _year_of(declared)
    first, last = max(this, int(said or this)), min(this, int(said or this)) - YEARS_BACK
    places = [] if said else [declared]
    for year in map(str, range(first, last - 1, -1)):
        places += [_USUAL[level] + year] + [declared] * (year == said)
    return places


def _params(entry, nivgeo):
    """Return what the download of an indicator is asked with."""
    request = entry.request
    form = {"format": "csv"} if request.get("format") == "csv" else {}
    return {
        "lang": "fr", "type": "stat", "dataset": request["dataset"], "indic": request["indic"], "nivgeo": nivgeo,
        **form, **(request.get("params") or {}),
    }  # fmt: skip


def _code(entry):
    return "{}.{}".format(entry.request["dataset"], entry.request["indic"])


def _year_of(nivgeo):
    """The year of the geography; that of régions, which have not moved since 2016, is none that data are dated by."""
    found = re.fullmatch(r"(?:com|epci|epci_ept|arr|can)(\d{4})", nivgeo)
    return found.group(1) if found else ""
