"""Files of data.gouv.fr, and of any address: layers and tables as they are, indicators read out of their columns.

What an entry's ``request`` holds, "resource", "dataset" or "address" at least::

    "resource"  identifier of the file, which stays when the file is replaced
    "dataset"   data set, by identifier or by the name in its address, "datasets/" before it or not: some identifiers
                look like secrets to who scans the file; with "title": ["liste", "2015"], words that the file's name has
    "elsewhere" address of the file where the data set has none of that name any more
    "address"   of a file anywhere; {dep} is the code of the département chosen
    "format"    optional, what is expected: "geojson", "csv", "csv.gz" (kept packed)
    "inside"    optional, what to take of an archive: a name or a pattern, "*WGS84.geojson", or several in order
    "columns"   for an indicator: {"code": … (or two: of the département, of the commune), "value": … or {"2021": …},
                "period", "label", "name"}, and "over", of which the value is a part: it is given in hundredths
    "sheet"     optional, of a workbook
    "filter"    optional, level -> column that holds a territory's code, {"dep": "insee_dep"}: then only the rows of the
                territory are asked for
    "whole"     True where a file holds the whole country whatever the territory (read by `sources.obtain`)
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from ..domain.errors import (
    QT_TRANSLATE_NOOP,
    DamagedAnswerError,
    DataError,
    ParameterError,
    ServiceRefusedError,
    SourceError,
    WebPageError,
)
from ..domain.indicators.entry import INDICATOR, LAYER, TABLE, Entry
from ..domain.indicators.levels import COM, DEP, department_of
from . import datagouv_api as api
from .adapter import Fetched
from .archives import DAMAGED, chosen, extract, inflate_gz
from .disk import move, remove, writing
from .geojson_file import require_degrees
from .http import host
from .ranges import Validators, download, plain_address, unchanged
from .sniff import CSV, EMPTY, EMPTY_FILE, EXCEPTION, GEOJSON, HTML, JSON, PDF, UNKNOWN, XLSX, sniff
from .table_observations import observations

__all__ = ["DataGouv"]

_LAYERS = ("geojson", "shp", "gpkg", "shapefile", "gml", "parquet")
_TABLES = ("csv", "xlsx", "csv.gz")
_NO_USE = (PDF, UNKNOWN)

_NOWHERE = QT_TRANSLATE_NOOP("@default", "“{title}” does not say where its file is.")
_CHOOSE = QT_TRANSLATE_NOOP("@default", "“{title}” has one file a département: choose a département, or a commune.")
_PAGE = QT_TRANSLATE_NOOP(
    "@default",
    "{service} gave a web page in place of “{title}”: the login page of the network, or the file has moved. See {page}",
)
_MESSAGE = QT_TRANSLATE_NOOP("@default", "{service} gave a message in place of “{title}”: {message}. See {page}")
_USELESS = QT_TRANSLATE_NOOP("@default", "What {service} gives for “{title}” cannot be used here ({form}). See {page}")
_TAKEN = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}”: of the {count} files of the data set, “{file}” was taken. For another, see {page} or search for it in "
    "the catalogue's menu.",
)
_NO_ROW = QT_TRANSLATE_NOOP("@default", "{service} has no row of “{title}” for {territory}. See {page}")


class DataGouv:
    """The adapter.

    Parameters
    ----------
    base : str, optional
        Of data.gouv.fr, ``/`` at the end.
    tabular : str, optional
        Of its tabular API.
    text : str, optional
        What `entries` looks for.
    datasets : sequence of str, optional
        Data sets that `entries` lists, by identifier or name.
    most : int, optional
        Data sets of a search.
    """

    def __init__(self, base=api.BASE, tabular=api.TABULAR, text="", datasets=(), most=20):
        self.base, self.tabular, self.text, self.datasets, self.most = base, tabular, text, tuple(datasets), most

    def entries(self, client):
        """List files that can be used, of the data sets named and of those that a search finds.

        Yields
        ------
        domain.indicators.entry.Entry

        Raises
        ------
        SourceError
        """
        for found in self._datasets(client):
            for one in found.resources:
                form = one.format.casefold()
                if not form.startswith((*_LAYERS, *_TABLES, "zip", "json", "xls", "ods")):
                    continue
                yield Entry(
                    id="datagouv:" + one.id, source="datagouv", title="{} – {}".format(found.title, one.title),
                    kind=LAYER if form.startswith(_LAYERS) else TABLE, observatory="data.gouv.fr",
                    themes=found.tags[:1], definition=found.description, producer=found.producer,
                    licence=found.licence, page=found.page, geography=one.geography, size=one.size,
                    synonyms=found.tags,
                    request={"resource": one.id, "dataset": found.id, "format": form, "whole": True},
                )  # fmt: skip

    def _datasets(self, client):
        for name in self.datasets:
            yield api.dataset(client, self.base, name)
        for name in api.search(client, self.base, self.text, self.most) if self.text else ():
            try:
                yield api.dataset(client, self.base, name)
            except ServiceRefusedError:
                # one that was taken away since it was indexed loses none of the others
                continue

    def unchanged(self, client, entry, query, modified):
        """Tell whether a file is still the one that `modified` describes."""
        if modified.startswith("["):
            address = self._place(client, entry, query)[1]
            return unchanged(client, address, Validators.read(modified))
        known = self._place(client, entry, query)[0]
        return known is not None and known.modified == modified

    def fetch(self, client, entry, query, folder):
        """Get a file, and read it where the entry is an indicator.

        Parameters
        ----------
        client : sources.http.Client
        entry : domain.indicators.entry.Entry
        query : domain.indicators.entry.Query
        folder : pathlib.Path

        Returns
        -------
        sources.adapter.Fetched

        Raises
        ------
        SourceError, DataError, ParameterError, OutputError
        """
        folder = Path(folder)
        known, address, found = self._place(client, entry, query)
        rows = self._rows(client, entry, query, known)
        if rows is not None:
            path, sniffed = _table(rows, folder / "data.csv"), None
            got_modified, address = "", plain_address(address)
        else:
            got = download(
                client, address, folder / "download", checksum=known.checksum if known else None,
                size=known.size if known else None,
            )  # fmt: skip
            path, sniffed = self._opened(client, entry, query, got.path)
            if entry.kind == LAYER and sniffed.form == GEOJSON and not sniffed.packing:
                require_degrees(path, host(got.address), client.pulse)
            got_modified, address = str(got.validators), got.address
        sniffed = sniffed or sniff(path)
        chosen_notes = ()
        if known is not None and found is not None and len(found.resources) > 1 and not _named(entry.request):
            told = {"title": entry.title, "file": known.title or known.file, "count": len(found.resources)}
            chosen_notes = ((_TAKEN, {**told, "page": entry.page or found.page}),)
        geography = entry.geography or (known.geography if known else "") or str(entry.request.get("geography") or "")
        facts = {
            "address": address, "modified": (known.modified if known else "") or got_modified, "geography": geography,
            "licence": found.licence if found else "", "producer": found.producer if found else "",
        }  # fmt: skip
        if entry.kind != INDICATOR:
            return Fetched(path=path, form=_form(path, sniffed), notes=chosen_notes, **facts)
        if not {"code", "value"} <= set(entry.request.get("columns") or ()):
            raise ParameterError(_NOWHERE, title=entry.title)
        level = query.level or (entry.levels[0] if entry.levels else "")
        values, notes = observations(path, sniffed, entry, level, geography, query.year)
        return Fetched(observations=values, form=_form(path, sniffed), notes=(*chosen_notes, *notes), **facts)

    def _place(self, client, entry, query):
        """Return what is known of the file, its address, and what is known of its data set."""
        request = entry.request
        if request.get("resource"):
            return self._resource(client, request)
        if request.get("address"):
            return None, self._address(request["address"], entry, query), self._dataset(client, request)
        if not request.get("dataset"):
            raise ParameterError(_NOWHERE, title=entry.title)
        found = api.dataset(client, self.base, request["dataset"])
        first = str(request.get("format") or "").partition(".")[0]
        usual = (*_LAYERS, "zip", "json") if entry.kind == LAYER else (*_TABLES, "ods", "xls")
        try:
            known = api.choose(found, _list(request.get("title")), (first, *usual) if first else usual)
        except ServiceRefusedError:
            if not request.get("elsewhere"):
                raise
            return None, request["elsewhere"], found
        return known, known.address, found

    def _resource(self, client, request):
        known = found = None
        try:
            known, name = api.resource(client, self.base, request["resource"])
            if name or request.get("dataset"):
                found = api.dataset(client, self.base, name or request["dataset"])
        except (ServiceRefusedError, WebPageError):
            # the file may be there all the same
            known = known or api.Resource(request["resource"])
        address = self.base + "fr/datasets/r/" + request["resource"]
        return known, address, found

    def _dataset(self, client, request):
        """Return what is known of the data set of a file that is elsewhere; None where nothing is."""
        if not request.get("dataset"):
            return None
        try:
            return api.dataset(client, self.base, request["dataset"])
        except SourceError:
            # its licence and its producer only
            return None

    def _address(self, template, entry, query):
        if "{dep}" not in template:
            return template
        territory = query.territory
        if territory.level not in (DEP, COM):
            raise ParameterError(_CHOOSE, title=entry.title)
        code = territory.code if territory.level == DEP else department_of(territory.code)
        return template.replace("{dep}", code)

    def _rows(self, client, entry, query, known):
        """Return the rows of a territory where the service filters; None where the whole file is wanted."""
        column = (entry.request.get("filter") or {}).get(query.territory.level)
        # what is kept as the whole country is never a part of it
        if not column or entry.request.get("whole") or known is None or not known.id or not query.territory.code:
            return None
        rows = api.filtered(client, self.tabular, known.id, column, query.territory.code)
        if rows == []:
            raise ServiceRefusedError(
                _NO_ROW, service=host(self.tabular), title=entry.title, territory=query.territory.said, page=entry.page
            )
        return rows

    def _opened(self, client, entry, query, path):
        """Return the file that is wanted out of what came, and what it is."""
        request, found = entry.request, sniff(path)
        service = entry.observatory or entry.producer or host(self.base)
        if found.form == HTML and not found.packing:
            raise WebPageError(_PAGE, service=service, title=entry.title, page=entry.page)
        if found.form == EMPTY:
            raise ServiceRefusedError(EMPTY_FILE, service=service, title=entry.title, page=entry.page)
        if found.form == EXCEPTION or (found.form == JSON and found.message):
            raise ServiceRefusedError(
                _MESSAGE, service=service, title=entry.title, message=found.message or "–", page=entry.page
            )
        if found.packing == "gz" and not str(request.get("format") or "").endswith(".gz"):
            inner = path.with_name("unpacked")
            inflate_gz(path, inner, client.pulse, service)
            remove(path)
            path, found = inner, sniff(inner)
        if found.packing and found.form == UNKNOWN:
            raise DamagedAnswerError(DAMAGED, service=service, why=found.packing)
        if found.packing == "zip":
            territory = query.territory
            department = {DEP: territory.code, COM: department_of(territory.code)}.get(territory.level, "")
            member, form = chosen(found, entry.kind == LAYER, _list(request.get("inside")), department)
            inner, form = extract(path, member, form, path.parent, client.pulse, service, entry.page)
            remove(path)
            return inner, sniff(inner)
        if found.form == UNKNOWN and not found.packing and str(request.get("format") or "").startswith(CSV):
            # words above the titles
            found = replace(found, form=CSV)
        if found.form in _NO_USE or (entry.kind == LAYER and found.form in (CSV, XLSX) and not request.get("x")):
            raise DataError(_USELESS, service=service, title=entry.title, form=found.form, page=entry.page)
        target = path.with_name("data" + found.suffix)
        with writing(path.parent):
            move(path, target)
        return target, found


def _named(request):
    """Tell whether an entry says which file of a data set it is."""
    return request.get("resource") or request.get("address") or request.get("title")


def _form(path, sniffed):
    """Return the form as `Fetched` writes it."""
    return "shp.zip" if path.name.endswith(".shp.zip") else sniffed.suffix[1:]


def _table(rows, path):
    """Write rows as a table, codes as they are."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with writing(path.parent), open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, delimiter=";", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _list(value):
    return [] if value is None else [value] if isinstance(value, str) else list(value)
