"""What a file is, told by its bytes: names and Content-Type lie (a “GeoJSON” may be a ZIP, a CSV a login page)."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from ..domain.errors import QT_TRANSLATE_NOOP

__all__ = [
    "CSV", "EMPTY", "EMPTY_FILE", "EXCEPTION", "GEOJSON", "GML", "GPKG", "HTML", "JSON", "ODS", "PARQUET", "PDF", "SHP",
    "SQLITE", "TOPOJSON", "UNKNOWN", "XLS", "XLSX", "XML", "ZIP", "Sniffed", "sniff",
]  # fmt: skip

GEOJSON, JSON, CSV, XLSX, XLS, ODS, PARQUET = "geojson", "json", "csv", "xlsx", "xls", "ods", "parquet"
GPKG, SQLITE, SHP, ZIP, GML, XML, PDF = "gpkg", "sqlite", "shp", "zip", "gml", "xml", "pdf"
TOPOJSON = "topojson"
HTML, EXCEPTION, EMPTY, UNKNOWN = "html", "exception", "empty", "unknown"
EMPTY_FILE = QT_TRANSLATE_NOOP("@default", "{service} gave an empty file for “{title}”: run again later. See {page}")
"""What to say of it."""
_HEAD = 1 << 16
_GZIP, _PACKED = b"\x1f\x8b", b"PK\x03\x04"
_GPKG_IDS = (b"GPKG", b"GP10", b"GP11")
_TAG = re.compile(rb"<(?![!?])(?:[\w.-]+:)?([\w.-]+)([^>]*)")
_OPENING = re.compile(rb"\s*<[a-zA-Z_!?/]")
_COMMENTS = re.compile(rb"\A(?:\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_GEO_TYPE = re.compile(
    r'"type"\s*:\s*"(FeatureCollection|Feature|Point|MultiPoint|LineString|MultiLineString|Polygon|MultiPolygon'
    r'|GeometryCollection)"'
)
_MESSAGE = re.compile(rb"<(?:[\w.-]+:)?(?:ExceptionText|ServiceException)\b[^>]*>(.*?)</", re.DOTALL)
_TAGS = ("html", "head", "body", "script", "title", "meta", "form")
# what a GML or a KML begins with
_FEATURES = ("featurecollection", "wfs_featurecollection")
_QUOTED = re.compile(r'"[^"]*"')
_SEPARATORS = (";", ",", "\t", "|")
# inside an archive, what is looked for first
_ORDER = (GPKG, SHP, GEOJSON, TOPOJSON, PARQUET, XLSX, ODS, CSV, XLS, GML, SQLITE, JSON, XML, PDF, HTML)
_MOST_MEMBERS = 1000


@dataclass(frozen=True)
class Sniffed:
    """What a file is.

    Attributes
    ----------
    form : str
        One of this module's words; for an archive, the form of what it holds that can be used best.
    packing : str
        "" for the bytes as they are, ``zip`` or ``gz`` where they are packed.
    member : str
        Name in the archive of what `form` tells of.
    members : tuple of (str, str)
        Name and form of all that is in the archive.
    separator, encoding : str
        Of a CSV: ``;`` and ``utf-8-sig``, ``utf-8`` or ``cp1252``.
    message : str
        What an exception report says.
    """

    form: str
    packing: str = ""
    member: str = ""
    members: tuple = ()
    separator: str = ""
    encoding: str = ""
    message: str = ""

    @property
    def suffix(self):
        """End of name by which GDAL knows it: ``.gpkg``, ``.shp.zip``, ``.csv.gz``."""
        if self.packing == "zip":
            return ".shp.zip" if self.form == SHP else ".zip"
        return "." + self.form + (".gz" if self.packing else "")


def sniff(source):
    """Tell what a file or some bytes are.

    Parameters
    ----------
    source : str, pathlib.Path or bytes

    Returns
    -------
    Sniffed
        Never an error for what it reads: what makes no sense is `UNKNOWN`.
    """
    if isinstance(source, (bytes, bytearray)):
        return _sniff(io.BytesIO(source))
    with open(Path(source), "rb") as stream:
        return _sniff(stream)


def _sniff(stream):
    head = stream.read(_HEAD)
    if head.startswith(_PACKED):
        return _archive(stream)
    if head.startswith(_GZIP):
        try:
            inside = zlib.decompressobj(31).decompress(head, _HEAD)
        except zlib.error:
            return Sniffed(UNKNOWN, "gz")
        found = _plain(inside)
        return Sniffed(found.form, "gz", separator=found.separator, encoding=found.encoding, message=found.message)
    return _plain(head)


def _plain(head):
    """Tell what bytes that are not packed begin."""
    bare = head[3:] if head.startswith(b"\xef\xbb\xbf") else head
    if not bare.strip(b"\x00 \r\n\t"):
        return Sniffed(EMPTY)
    if head.startswith(b"SQLite format 3\x00"):
        return Sniffed(GPKG if head[68:72] in _GPKG_IDS or b"gpkg_contents" in head else SQLITE)
    for start, form in ((b"PAR1", PARQUET), (b"%PDF", PDF), (b"\xd0\xcf\x11\xe0", XLS), (b"\x00\x00\x27\x0a", SHP)):
        if head.startswith(start):
            return Sniffed(form)
    first = bare.lstrip()[:1]
    if _OPENING.match(bare):
        return _markup(bare)
    if first in (b"{", b"["):
        text = bare.decode("utf-8", "replace")
        if re.search(r'"type"\s*:\s*"Topology"', text):
            return Sniffed(TOPOJSON)
        if _GEO_TYPE.search(text) and first == b"{":
            return Sniffed(GEOJSON)
        if re.match(r'\s*(\{\s*("|\})|\[\s*([\[{"\]\d-]|null|true|false))', text):
            return Sniffed(JSON, message=_reason(head))
    return _table(head)


def _markup(head):
    body = head[_COMMENTS.match(head).end() :]
    if body[:14].lower().startswith(b"<!doctype html"):
        return Sniffed(HTML)
    tag = _TAG.search(body)
    if tag is None:
        return Sniffed(XML)
    name = tag.group(1).decode("ascii", "replace").lower()
    if name in _TAGS:
        return Sniffed(HTML)
    if name in ("exceptionreport", "serviceexceptionreport"):
        said = _MESSAGE.search(body)
        text = re.sub(r"\s+", " ", said.group(1).decode("utf-8", "replace")).strip() if said else ""
        return Sniffed(EXCEPTION, message=text[:300])
    if name in _FEATURES or b"opengis.net/gml" in tag.group(2):
        return Sniffed(GML)
    return Sniffed(XML)


def _reason(head):
    """Return what a JSON that is an error says."""
    try:
        told = json.loads(head.decode("utf-8-sig"))
    except ValueError:
        return ""
    if isinstance(told, dict):
        for name in ("message", "error", "detail", "description", "title"):
            if isinstance(told.get(name), str):
                return told[name][:300]
    return ""


def _table(head):
    """Tell a text whose lines have the same separator as often from one that has none."""
    whole = len(head) < _HEAD
    encoding = "utf-8-sig" if head.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        # a character may be cut at the end of what was read
        text = head.decode(encoding) if whole else head[: head.rfind(b"\n") + 1 or None].decode(encoding)
    except UnicodeDecodeError:
        encoding, text = "cp1252", head.decode("cp1252", "replace")
    if any(ord(c) < 32 and c not in "\t\r\n\f" for c in text):
        return Sniffed(UNKNOWN)
    # a cell in quotes may hold separators and ends of lines
    lines = [line for line in _QUOTED.sub('""', text).splitlines() if line.strip()][:20]
    if not whole and len(lines) > 1:
        lines = lines[:-1]
    if not lines:
        return Sniffed(UNKNOWN)
    best = max(_SEPARATORS, key=lambda s: (min(line.count(s) for line in lines), -_SEPARATORS.index(s)))
    # one line with commas is a table without rows, or a sentence
    sentence = len(lines) == 1 and ", " in lines[0]
    if min(line.count(best) for line in lines) and not sentence:
        return Sniffed(CSV, separator=best, encoding=encoding)
    if len(lines) > 1 and all(re.fullmatch(r'"?[\w .\'-]{1,60}"?', line) for line in lines):
        # one column
        return Sniffed(CSV, separator=";", encoding=encoding)
    return Sniffed(UNKNOWN)


def _archive(stream):
    try:
        with zipfile.ZipFile(stream) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
            if "xl/workbook.xml" in names or any(n.startswith("xl/worksheets/") for n in names):
                return Sniffed(XLSX)
            if "mimetype" in names and b"opendocument.spreadsheet" in _start(archive, "mimetype"):
                return Sniffed(ODS)
            members = tuple((name, _member(archive, name)) for name in names[:_MOST_MEMBERS])
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        # cut, with a password, or packed in a way of its own
        return Sniffed(UNKNOWN, ZIP)
    for form in _ORDER:
        for name, found in members:
            if found == form:
                return Sniffed(form, ZIP, name, members)
    return Sniffed(ZIP, ZIP, "", members)


def _member(archive, name):
    """Tell what a member is; a Shapefile's other parts are nothing by themselves."""
    end = Path(name).suffix.lower()
    if name.startswith("__MACOSX/") or end in (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qmd", ".qml"):
        return UNKNOWN
    head = _start(archive, name)
    if head.startswith(_PACKED):
        # a spreadsheet is an archive: it is small enough to be opened
        return {".xlsx": XLSX, ".ods": ODS}.get(end, ZIP)
    return _plain(head).form


def _start(archive, name):
    with archive.open(name) as stream:
        return stream.read(_HEAD)
