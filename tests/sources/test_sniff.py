"""What bytes are, whatever they are called."""
from __future__ import annotations

import gzip
import io
import json
import sqlite3
import zipfile
from contextlib import closing

import pytest
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.sources import observation_file
from cohesion_territoires.sources.sniff import Sniffed, sniff
from hypothesis import given
from hypothesis import strategies as st

GEOJSON = b'{"type": "FeatureCollection", "name": "qpv", "features": []}'
EXCEPTION = (
    b'<?xml version="1.0"?>\n<!-- a --><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception '
    b'exceptionCode="InvalidParameterValue">\n<ows:ExceptionText>Type inconnu :\n  qpv</ows:ExceptionText>'
    b"</ows:Exception></ows:ExceptionReport>"
)
PLAIN = {
    "geojson": [GEOJSON, b"\xef\xbb\xbf \n" + GEOJSON, b'{"features": [], "crs": {}, "type":"FeatureCollection"}'],
    "json": [b'{"paging": {"count": 3}}', b"[1, 2]", b'[{"code": "93"}]', b"{}", b"[]", b'{"type": "catalogue"}'],
    "csv": [
        b"code;valeur\n01001;1,5\n", b"code,valeur\r\n01001,1.5\r\n", b'"a";"b;c"\n"1";"2"\n', b"code\n01001\n01002\n",
        "é;b\n1;2\n".encode("cp1252"), b"\xef\xbb\xbfcode;nom\n01001;x\n", b"code\tnom\n1\t2\n",
        b"{x};b\n1;2\n", b"<5;6\n1;2\n", b'a,b\n1,"RUE\nDE; LA\nPAIX"\n2,3\n',
    ],
    "html": [
        b"<!DOCTYPE html><title>Portail", b"\xef\xbb\xbf\n<HTML><body>", b"<?xml version='1.0'?><html xmlns='x'>",
        b"<!-- proxy -->\n<head>",
    ],
    "exception": [
        EXCEPTION, b"<ServiceExceptionReport version='1.3.0'><ServiceException>Non</ServiceException>",
    ],
    "gml": [
        b"<wfs:FeatureCollection xmlns:wfs='http://www.opengis.net/wfs/2.0'>",
        b"<a:B xmlns:a='b' xmlns:gml='http://www.opengis.net/gml/3.2'>",
    ],
    "topojson": [b'{"type":"Topology","objects":{"a":{"type":"GeometryCollection"}}}'],
    "xml": [b"<?xml version='1.0' encoding='UTF-8'?>\n<csw:GetRecordsResponse xmlns:csw='c'>", b"<rien/>"],
    "parquet": [b"PAR1\x15\x04\x15"],
    "pdf": [b"%PDF-1.7\n"],
    "xls": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500],
    "empty": [b"", b"\r\n \n", b"\x00" * 50],
    "unknown": [b"\x89PNG\r\n\x1a\n\x00\x00", b"Bad gateway", b"Erreur : le service est en panne, revenez demain !\n"],
}  # fmt: skip


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(("form", "content"), [(form, one) for form, many in PLAIN.items() for one in many])
def test_plain(form, content):
    assert sniff(content).form == form and sniff(content).packing == ""


def test_what_is_said_of_tables():
    assert (sniff(PLAIN["csv"][0]).separator, sniff(PLAIN["csv"][0]).encoding) == (";", "utf-8")
    assert (sniff(PLAIN["csv"][1]).separator, sniff(PLAIN["csv"][6]).separator) == (",", "\t")
    assert (sniff(PLAIN["csv"][4]).encoding, sniff(PLAIN["csv"][5]).encoding) == ("cp1252", "utf-8-sig")
    # a character cut at the end of what is read
    long = "code;nom\n".encode() + "01001;éé\n".encode() * 20000
    for shift in range(3):
        assert sniff(b"a" * shift + long).encoding == "utf-8"


def test_what_is_said_of_errors():
    assert sniff(EXCEPTION).message == "Type inconnu : qpv"
    assert sniff('{"message": "Clé inconnue", "code": 3}'.encode()).message == "Clé inconnue"


@pytest.mark.parametrize("form", ["geojson", "csv", "json", "html", "gml"])
def test_gzip(form):
    found = sniff(gzip.compress(PLAIN[form][0]))
    assert (found.form, found.packing) == (form, "gz") and found.suffix == "." + form + ".gz"
    assert sniff(gzip.compress(PLAIN[form][0])[:25]).packing == "gz"


def test_archives():
    shape = packed(**{"a/qpv.dbf": b"\x03", "a/qpv.shp": b"\x00\x00\x27\x0a" + b"\x00" * 96, "lisez.txt": b"Bonjour"})
    assert sniff(shape) == Sniffed(
        "shp", "zip", "a/qpv.shp", (("a/qpv.dbf", "unknown"), ("a/qpv.shp", "shp"), ("lisez.txt", "unknown"))
    )
    assert sniff(shape).suffix == ".shp.zip"
    # a "GeoJSON" that is an archive of several
    found = sniff(packed(**{"__MACOSX/a.geojson": GEOJSON, "b/qpv.json": GEOJSON, "c.csv": PLAIN["csv"][0]}))
    assert (found.form, found.packing, found.member) == ("geojson", "zip", "b/qpv.json")
    assert sniff(packed(**{"xl/workbook.xml": b"<a/>"})).form == "xlsx"
    assert sniff(packed(**{"xl/workbook.xml": b"<a/>"})).packing == ""
    assert sniff(packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")).form == "ods"
    assert sniff(packed(**{"tableau.xlsx": packed(**{"xl/workbook.xml": b"<a/>"})})).form == "xlsx"
    assert sniff(packed()).form in ("zip", "unknown") and sniff(packed(**{"a.bin": b"\x01\x02"})).form == "zip"
    # cut, as a proxy does
    assert sniff(shape[:-30]) == Sniffed("unknown", "zip")


def test_databases(tmp_path):
    path = tmp_path / "données.csv"
    observation_file.write(path, Observations.of(["01001"], [1.0]), {})
    assert sniff(path).form == "gpkg" and sniff(str(path)).suffix == ".gpkg"
    other = tmp_path / "b.gpkg"
    with closing(sqlite3.connect(str(other))) as database:
        database.execute("CREATE TABLE a (b)")
    assert sniff(other).form == "sqlite"
    assert sniff(packed(**{"x/communes.gpkg": path.read_bytes()})).form == "gpkg"


def test_real_files(shared_data):
    for path in sorted(shared_data.rglob("*.json")):
        assert sniff(path).form in ("json", "geojson"), path
    for path in sorted(shared_data.rglob("*.csv")):
        assert sniff(path).form == "csv", path
    for path in sorted(shared_data.rglob("*.geojson")):
        assert json.loads(path.read_text("utf-8"))["type"] and sniff(path).form == "geojson", path


@given(st.binary(max_size=400) | st.text(max_size=100).map(str.encode))
def test_anything_is_something(content):
    for start in (b"", b"PK\x03\x04", b"\x1f\x8b", b"<", b"{", b"SQLite format 3\x00"):
        assert isinstance(sniff(start + content).form, str)
