"""Statistical services on loopback, written from their recorded replies: the Observatoire's Géoclip and Insee's Mélodi.

They fail as `fake_services` do, and in four ways more: "short" announces more bytes than it sends, "page" is the web
page that Géoclip sends with a status 200, "loop" sends on to itself, "latin" is no UTF-8.
"""
from __future__ import annotations

import datetime
import json
from types import SimpleNamespace
from urllib.parse import parse_qs, parse_qsl, urlsplit
from xml.sax.saxutils import escape

import workbooks
from cohesion_territoires.domain.errors import (
    DamagedAnswerError,
    ServiceBusyError,
    ServiceDownError,
    ServiceRefusedError,
    WebPageError,
)
from cohesion_territoires.sources import geoclip
from fake_services import Fake

# fault -> what a client must raise where it lasts
ERRORS = {
    "429": ServiceBusyError, "500": ServiceDownError, "503": ServiceDownError, "silence": ServiceDownError,
    "drop": ServiceDownError, "cut": DamagedAnswerError, "short": DamagedAnswerError, "login": WebPageError,
    "latin": DamagedAnswerError, "loop": ServiceRefusedError, "drip": ServiceDownError, "empty": DamagedAnswerError,
    "404": ServiceRefusedError,
}  # fmt: skip
FAULTS = tuple(ERRORS)
PASSING = ("503", "silence", "drop", "cut", "short", "latin", "drip", "empty")
PAGE = b'<?xml version="1.0"?>\n<html><head><title>Unavailable service</title></head><body>Unavailable</body></html>'
_KINDS = (
    (b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (b"{", "application/json"),
    (b"[", "application/json"), (b"<?xml version=\"1.0\"?>\n<html", "text/html"), (b"<", "application/xml"),
)  # fmt: skip


def on_a_day(monkeypatch, year):
    """Make it a day of a year for who asks Géoclip, whatever the clock does meanwhile."""
    calendar = SimpleNamespace(date=SimpleNamespace(today=lambda: datetime.date(year, 7, 1)))
    monkeypatch.setattr(geoclip, "datetime", calendar)


class Observatory(Fake):
    """What both have: a kind found from what is sent, and more faults."""

    kind = "text/plain;charset=UTF-8"

    def asked(self):
        """Return the requests received: (path, dict of parameters)."""
        lines = [data.split(b" ", 2)[1].decode() for data in self.received]
        return [(urlsplit(line).path, dict(parse_qsl(urlsplit(line).query))) for line in lines]

    def reply(self, request, status, data, kind, extra=None, fault=None):
        if fault == "loop":
            return super().reply(request, 302, b"", kind, {"Location": request.path})
        if fault == "latin":
            data = b"codgeo;libgeo\xe9\xff\r\n" if data[:2] == b"PK" else data[:40] + b"\xe9\xff" + data[40:]
        if fault == "page":
            data = PAGE
        if kind == self.kind and status == 200:
            kind = next((known for start, known in _KINDS if data.startswith(start)), kind)
        if fault == "short":
            request.send_response(status)
            request.send_header("Content-Type", kind)
            request.send_header("Content-Length", str(len(data) + 500))
            request.end_headers()
            request.wfile.write(data)
            request.close_connection = True
            return None
        return super().reply(request, status, data, kind, extra, fault)


class Geoclip(Observatory):
    """The Observatoire des territoires.

    Attributes
    ----------
    files : dict
        (dataset, indic, nivgeo) -> rows, that of titles first; anything else is a 500.
    records : list of dict
        ``dataset, indic, title, abstract`` and what else `iso` and `short` read.
    shapes : set of str
        Record shapes that the catalogue gives, of "iso" and "csw".
    """

    path = "/outils/cartographie-interactive/"

    def __init__(self, files=None, records=(), shapes=("iso", "csw")):
        super().__init__()
        self.files, self.records, self.shapes = dict(files or {}), list(records), set(shapes)
        self.says_next, self.says_matched = True, True
        # what tells a copy from another; "" for nothing
        self.etag = ""

    def reply(self, request, status, data, kind, extra=None, fault=None):
        if self.etag and status in (200, 304) and "GC_API" in request.path:
            extra = {**(extra or {}), "ETag": self.etag, "Last-Modified": "Wed, 01 Jul 2026 10:00:00 GMT"}
        return super().reply(request, status, data, kind, extra, fault)

    def answer(self, request, body, fault):
        parts = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if parts.path == self.path + "services/csw/":
            return self.catalogue(query)
        if parts.path != self.path + "api/v1/functions/GC_API_download.php":
            return 404, b"no such thing"
        rows = self.files.get((query.get("dataset"), query.get("indic"), query.get("nivgeo")))
        if rows is None:
            return 500, b""
        if self.etag and request.headers.get("If-None-Match") == self.etag:
            return 304, b""
        if query.get("format") == "csv":
            lines = [";".join("-9999" if v is None else str(v).replace(".", ",") for v in row) for row in rows]
            return 200, b"\xef\xbb\xbf" + "\r\n".join(lines).encode()
        above = [["Observatoire des territoires"], ["Titre de l'indicateur"], ["Source"], None]
        return 200, workbooks.workbook({"Data": [*above, *rows], "Métadonnées": [["Indicateur", "codgéo"]]})

    def catalogue(self, query):
        shape = "iso" if "gmd" in query.get("outputSchema", "") else "csw"
        write = iso if shape == "iso" else short
        if query["request"] == "GetRecordById":
            found = [r for r in self.records if "{dataset}.{indic}".format(**r) == query["id"]]
            inside = "".join(write(r, self.url) for r in found)
            return 200, '<csw:GetRecordByIdResponse {}>{}</csw:GetRecordByIdResponse>'.format(_SPACES, inside).encode()
        if shape not in self.shapes:
            text = "<ows:ExceptionReport {}><ows:Exception><ows:ExceptionText>outputSchema inconnu</ows:ExceptionText>"
            return 200, (text.format(_SPACES) + "</ows:Exception></ows:ExceptionReport>").encode()
        start, most = int(query["startPosition"]), int(query["maxRecords"])
        page = self.records[start - 1 : start - 1 + most]
        following = start + len(page) if start - 1 + len(page) < len(self.records) else 0
        told = ' numberOfRecordsReturned="{}"'.format(len(page))
        told += ' numberOfRecordsMatched="{}"'.format(len(self.records)) if self.says_matched else ""
        told += ' nextRecord="{}"'.format(following) if self.says_next else ""
        text = "<csw:GetRecordsResponse {}><csw:SearchResults{}>{}</csw:SearchResults></csw:GetRecordsResponse>"
        return 200, text.format(_SPACES, told, "".join(write(r, self.url) for r in page)).encode()


_SPACES = (
    'xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:gmd="http://www.isotc211.org/2005/gmd" '
    'xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dct="http://purl.org/dc/terms/" xmlns:ows="http://www.opengis.net/ows" xmlns:gml="http://www.opengis.net/gml"'
)


def links(record, base):
    """Return the addresses of a record: (protocol, address)."""
    code = "dataset={dataset}&indic={indic}".format(**record)
    download = "{}api/v1/functions/GC_API_download.php?lang=fr&type=stat&{}&nivgeo={}".format(
        base, code, record.get("nivgeo", "dep")
    )
    page = "{}index.php#c=indicator&i={dataset}.{indic}".format(base, **record)
    return [
        ("WWW:LINK-1.0-http--link", page), ("WWW:DOWNLOAD-1.0-http--download", download),
        ("WWW:DOWNLOAD-1.0-http--download", download + "&format=csv"),
    ]  # fmt: skip


def iso(record, base):
    """Write a record as ISO 19139."""

    def text(name, value):
        return "<gmd:{0}><gco:CharacterString>{1}</gco:CharacterString></gmd:{0}>".format(name, escape(value))

    party = (
        "<gmd:pointOfContact><gmd:CI_ResponsibleParty>{}<gmd:role><gmd:CI_RoleCode codeListValue=\"{}\"/></gmd:role>"
        "</gmd:CI_ResponsibleParty></gmd:pointOfContact>"
    )
    code = "{dataset}.{indic}".format(**record)
    online = "".join(
        "<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>{}</gmd:URL></gmd:linkage>{}</gmd:CI_OnlineResource>"
        "</gmd:onLine>".format(escape(address), text("protocol", protocol))
        for protocol, address in links(record, base)
    )
    return (
        "<gmd:MD_Metadata>{}<gmd:contact>{}</gmd:contact><gmd:identificationInfo><gmd:MD_DataIdentification>"
        "<gmd:citation><gmd:CI_Citation>{}</gmd:CI_Citation></gmd:citation>{}{}{}<gmd:descriptiveKeywords>"
        "<gmd:MD_Keywords>{}{}</gmd:MD_Keywords></gmd:descriptiveKeywords><gmd:extent><gml:TimePeriod>"
        "<gml:beginPosition>{}</gml:beginPosition><gml:endPosition>{}</gml:endPosition></gml:TimePeriod></gmd:extent>"
        "</gmd:MD_DataIdentification></gmd:identificationInfo><gmd:distributionInfo>{}</gmd:distributionInfo>"
        "<gmd:dataQualityInfo><gmd:lineage><gmd:LI_Lineage>{}</gmd:LI_Lineage></gmd:lineage></gmd:dataQualityInfo>"
        "</gmd:MD_Metadata>"
    ).format(
        text("fileIdentifier", code),
        party.format(text("organisationName", "Observatoire des territoires - ANCT ()"), "pointOfContact"),
        text("title", record["title"]), text("abstract", record["abstract"]),
        party.format(text("organisationName", "Observatoire des territoires - ANCT ()"), "custodian"),
        party.format(text("organisationName", record.get("producer", "Insee, RP")), "author"),
        text("keyword", "données ouvertes"), text("keyword", record.get("theme", "Démographie")),
        record.get("first", "1968"), record.get("last", "2021-12-31"), online,
        text("statement", "Source : {}".format(record.get("producer", "Insee, RP"))),
    )  # fmt: skip


def short(record, base):
    """Write a record as csw:Record."""
    online = "".join(
        '<dc:URI protocol="{}">{}</dc:URI>'.format(protocol, escape(address))
        for protocol, address in links(record, base)
    )
    return (
        "<csw:Record><dc:identifier>{}</dc:identifier><dc:title>{}</dc:title><dc:subject>{}</dc:subject>"
        "<dct:abstract>{}</dct:abstract><dc:creator>{}</dc:creator><dct:temporal>start={};end={};</dct:temporal>{}"
        "</csw:Record>"
    ).format(
        "{dataset}.{indic}".format(**record), escape(record["title"]), record.get("theme", "Démographie"),
        escape(record["abstract"]), record.get("producer", "Insee, RP"), record.get("first", "1968"),
        record.get("last", "2021-12-31"), online,
    )  # fmt: skip


class Melodi(Observatory):
    """Insee's Mélodi.

    Attributes
    ----------
    rows : dict
        Data set -> list of (GEO, {dimension: code}, value, attributes).
    inside : dict
        ``DEP-93*COM`` -> the codes it stands for.
    page_size : int
        Rows a page at most, whatever is asked.
    endless, stuck : bool
        There is always a next page; every page is the first.
    """

    path = "/melodi"

    def __init__(self, rows=None, inside=None):
        super().__init__()
        self.rows, self.inside, self.page_size = dict(rows or {}), dict(inside or {}), 100_000
        self.catalogue, self.ranges, self.measure = [], {}, "OBS_VALUE_NIVEAU"
        self.endless, self.stuck = False, False

    def answer(self, request, body, fault):
        parts = urlsplit(request.path)
        query = parse_qs(parts.query)
        if "application/json" not in request.headers.get("Accept", ""):
            return 200, b"<rdf:RDF/>"
        words = parts.path[len(self.path) :].strip("/").split("/")
        if words == ["catalog", "all"]:
            return 200, json.dumps(self.catalogue).encode()
        if words[0] == "catalog":
            found = next((one for one in self.catalogue if one["identifier"] == words[1]), None)
        elif words[0] == "range":
            found = self.ranges.get(words[1])
        else:
            found = self.data(words[1], query, parts) if words[1] in self.rows else None
        return (500, b"Internal Server Error") if found is None else (200, json.dumps(found).encode())

    def data(self, name, query, parts):
        most, page = int(query.get("maxResult", ["1000"])[0]), int(query.get("page", ["1"])[0])
        most = min(most, self.page_size)
        wanted = [row for row in self.rows[name] if self.fits(row, query)]
        first = 0 if self.stuck else (page - 1) * most
        found = [
            {"dimensions": {"GEO": geo, **codes}, "measures": {self.measure: {} if value is None else {"value": value}},
             **({"attributes": attributes} if attributes else {})}
            for geo, codes, value, attributes in wanted[first : first + most]
        ]  # fmt: skip
        rest = "&".join(part for part in parts.query.split("&") if not part.startswith("page="))
        here = "https://api.insee.fr/melodi/data/{}?{}&page=".format(name, rest)
        paging = {"first": here + "1"}
        if first + most < len(wanted) or self.endless:
            paging["next"] = here + str(page + 1)
        if page > 1:
            paging.update(isLast="next" not in paging, previous=here + str(page - 1))
        return {"identifier": name, "title": {"fr": "Jeu", "en": "Set"}, "observations": found, "paging": paging}

    def fits(self, row, query):
        geo, codes, _value, _attributes = row
        level, _, code = geo.partition("-")[2].partition("-")
        wanted = query.get("GEO", [])
        if wanted and not any(
            one in (level, "{}-{}".format(level, code)) or "{}-{}".format(level, code) in self.inside.get(one, ())
            for one in wanted
        ):
            return False
        return all(codes.get(name) in values for name, values in query.items() if name in codes)
