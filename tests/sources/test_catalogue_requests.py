"""Every entry that ships says only what its adapter reads, and gets what its service would give."""
from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import fake_files
import pytest
import workbooks
from cohesion_territoires.domain.indicators.entry import INDICATOR, LAYER, Query
from cohesion_territoires.domain.indicators.levels import COM, LEVELS, Territory
from cohesion_territoires.sources.adapter import ADAPTERS, adapter
from cohesion_territoires.sources.boundaries import PERIMETERS
from cohesion_territoires.sources.catalogue import Catalogue
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.ogc_features import ADMIN

# what each adapter reads, and what layers are made and drawn by
READ = {
    "geoclip": {"dataset", "indic", "nivgeo", "axes", "format", "params", "whole", "grade"},
    "melodi": {"dataset", "filters", "over", "factor", "measure", "geo"},
    "datagouv": {
        "resource", "dataset", "title", "address", "format", "inside", "columns", "sheet", "filter", "whole", "code",
        "name", "x", "y",
    },
    "ogc": {"type", "address", "layer", "code", "name", "within", "filter", "limit", "bbox", "order"},
    "boundaries": {"level", "precision", "entry", "whole"},
}  # fmt: skip
COLUMNS = {"code", "value", "period", "label", "name", "commune", "date", "previous"}
# what another program may have seen in the files: letters, figures and these
_WORD = re.compile(r"[\w.\-/:* ]+")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SQUARE = {"type": "Polygon", "coordinates": [[[2.4, 48.9], [2.5, 48.9], [2.5, 49.0], [2.4, 48.9]]]}


def entries(source):
    found = [entry for entry in Catalogue.shipped().entries if entry.source == source]
    assert found
    return found


def client():
    return Client(plain_session(), tries=1, limiter=Limiter({}))


def features(names):
    """Return GeoJSON of one feature that has attributes of these names."""
    feature = {"type": "Feature", "properties": dict.fromkeys(names, "93010"), "geometry": SQUARE}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def rows_of(entry):
    """Return the table that an entry speaks of: titles, and one row."""
    columns = entry.request.get("columns") or {"code": "code"}
    titles = [one for value in columns.values() for one in ([value] if isinstance(value, str) else value)]
    titles += [entry.request[axis] for axis in ("x", "y") if axis in entry.request]
    return [titles, ["93010" if title == columns["code"] else "7" for title in titles]]


def content_of(entry):
    """Return a file as an entry describes it."""
    form, request = entry.request.get("format") or ("geojson" if entry.kind == LAYER else "csv"), entry.request
    table = "\n".join(";".join(row) for row in rows_of(entry)).encode()
    if form == "geojson":
        content = features([request.get("code", "code"), request.get("name", "nom")])
        if not request.get("inside"):
            return content
        # the first pattern must find it
        return packed({request["inside"][0].replace("*", "x"): content, "lisez-moi.txt": b"x"})
    if form == "shp.zip":
        return packed({"a.shp": b"\x00\x00\x27\x0a" + bytes(96), "a.shx": b"x", "a.dbf": b"d", "a.prj": b"PROJCS"})
    if form == "xlsx":
        return workbooks.workbook({"Feuille": rows_of(entry)})
    return {"csv": table, "csv.gz": gzip.compress(table)}[form]


def packed(members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


class AnyFile(fake_files.DataGouvSite):
    """A data.gouv.fr that has the files of whatever entry it is told of."""

    entry = None

    def page(self, path):
        words, request = urlsplit(path).path.strip("/").split("/"), self.entry.request
        titles = request.get("title") or ["fichier"]
        told = {
            "id": request.get("resource", "r1"), "title": " ".join(titles), "format": request.get("format", ""),
            "last_modified": "2026-07-01", "filetype": "file",
        }  # fmt: skip
        if words[:2] == ["api", "2"]:
            return json.dumps({"resource": told, "dataset_id": request.get("dataset")}).encode()
        if words[:2] == ["api", "1"]:
            assert words[3] == request["dataset"]
            return json.dumps({"id": words[3], "slug": words[3], "resources": [told]}).encode()
        if words[:3] == ["fr", "datasets", "r"]:
            assert words[3] == told["id"]
        if words[0] == "contours":
            assert re.fullmatch(r"\d{4}/geojson/\w+-(1000|100|50|5)m\.geojson\.gz", "/".join(words[1:]))
        return content_of(self.entry)


class AnyWfs(fake_files.QuirkyWfs):
    """A WFS that has the layers it is told of, with the first attributes that an entry hopes for."""

    entry = None

    def __init__(self):
        super().__init__([])

    def answer(self, request, body, fault):
        own = self.entry.request
        names = [*own.get("code", ()), *own.get("name", ())] + ["cleabs", "code_insee"]
        point = {"type": "Point", "coordinates": [2.4, 48.9]}
        self.features = [{"type": "Feature", "id": "a.1", "properties": dict.fromkeys(names, "93"), "geometry": point}]
        status, data = super().answer(request, body, fault)
        layer = self.queries[-1].get("TYPENAMES") or self.queries[-1].get("TYPENAME")
        if layer is not None:
            assert layer in {own["layer"], *ADMIN.values()}
            return status, data.replace(b"ecoles", layer.rpartition(":")[2].encode())
        head, part, tail = re.split(rb"(<wfs:FeatureType>.*</wfs:FeatureType>)", data, flags=re.DOTALL)
        listed = (part.replace(b"sig:ecoles", one.encode()) for one in {own["layer"], *ADMIN.values()})
        return status, head + b"".join(listed) + tail

    def _like(self, feature, value):
        return True


def moved(entry, server):
    """Return an entry whose address is that of the server."""
    request = dict(entry.request)
    if "address" in request:
        assert request["address"].startswith("https://")
        request["address"] = server.url + ("" if entry.source == "ogc" else urlsplit(request["address"]).path[1:])
    return replace(entry, request=request)


@pytest.mark.parametrize("source", sorted(ADAPTERS))
def test_an_entry_says_only_what_its_adapter_reads(source):
    for entry in entries(source):
        assert set(entry.request) <= READ[source], entry.id
        for name in ("nivgeo", "geo", "within"):
            assert set(entry.request.get(name) or ()) <= set(LEVELS), entry.id
        for name in ("dataset", "indic", "layer"):
            assert _WORD.fullmatch(entry.request.get(name, "x")), entry.id
        assert UUID.fullmatch(entry.request.get("resource", "0" * 8 + "-0000" * 3 + "-" + "0" * 12)), entry.id
        # the whole of a share is told by dimensions of the part
        assert set(entry.request.get("over") or ()) <= set(entry.request.get("filters") or ()), entry.id
        columns = entry.request.get("columns") or {}
        assert set(columns) <= COLUMNS and (entry.kind != INDICATOR or source != "datagouv" or columns), entry.id


def test_every_file_that_is_shipped_is_found_and_opened(tmp_path):
    with AnyFile() as server:
        asks = adapter("datagouv", base=server.url, tabular=server.tabular)
        for number, entry in enumerate(entries("datagouv")):
            folder = tmp_path / str(number)
            folder.mkdir()
            server.entry = moved(entry, server)
            level = entry.levels[0] if entry.levels else ""
            got = asks.fetch(client(), server.entry, Query(level, Territory("dep", "93")), folder)
            if entry.kind == INDICATOR:
                assert got.observations.codes.tolist() == ["93010"] and got.observations.values.tolist() == [7.0]
            else:
                wanted = entry.request.get("format") or ("geojson" if entry.kind == LAYER else "csv")
                assert got.form == wanted and got.path.is_file(), entry.id


def test_every_layer_of_a_server_is_asked_for_by_a_territory(tmp_path):
    with AnyWfs() as server:
        asks = adapter("ogc", places=server.url)
        for number, entry in enumerate(entries("ogc")):
            folder = tmp_path / str(number)
            folder.mkdir()
            server.entry = moved(entry, server)
            level = entry.levels[0] if entry.levels else ""
            got = asks.fetch(client(), server.entry, Query(level, Territory("dep", "93")), folder)
            assert b'"93"' in got.path.read_bytes(), entry.id


def test_every_level_of_contours_is_got(tmp_path):
    known = Catalogue.shipped()
    with AnyFile() as files, AnyWfs() as server:
        asks = adapter(
            "boundaries", base=files.url + "contours/", wfs=server.url, datagouv=files.url, today=date(2026, 11, 1)
        )
        for number, entry in enumerate(entries("boundaries")):
            folder = tmp_path / str(number)
            folder.mkdir()
            level = entry.levels[0]
            perimeters = PERIMETERS.get(level)
            if perimeters:
                # the entry that it names is the file that the adapter has
                own = known.entry(entry.request["entry"])
                assert {**own.request, **_thawed(perimeters[1])}.keys() == own.request.keys()
                assert all(own.request[name] == value for name, value in _thawed(perimeters[1]).items())
                files.entry = own
            else:
                files.entry = replace(entry, kind=LAYER, request={"code": "code", "format": "geojson"})
            server.entry = replace(entry, request={"layer": ADMIN.get(level, ADMIN[COM]), "code": ["code_insee"]})
            got = asks.fetch(client(), entry, Query(level, Territory(), entry.years[-1] if entry.years else ""), folder)
            assert got.path.is_file() and got.geography in ("", *entry.years), entry.id


def _thawed(request):
    return {name: tuple(value) if isinstance(value, list) else value for name, value in request.items()}
