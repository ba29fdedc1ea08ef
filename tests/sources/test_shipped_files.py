"""Every entry that ships for files, layers and contours is understood by its adapter: what it asks for is seen.

All hosts are led to one server on loopback, which has whatever it is asked for.
"""
from __future__ import annotations

import gzip
import io
import json
import zipfile
from urllib.parse import urlsplit

import pytest
from cohesion_territoires.domain.indicators.entry import INDICATOR, LAYER, Query
from cohesion_territoires.domain.indicators.levels import territory_of
from cohesion_territoires.sources.adapter import adapter
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.catalogue import Catalogue
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.obtain import OFFLINE, REFRESH, obtain
from cohesion_territoires.sources.territories import shipped
from fake_files import QuirkyWfs, Site, _json
from fake_services import patient
from requests.adapters import HTTPAdapter
from workbooks import pack, parts_of

ENTRIES = [one for one in Catalogue.shipped().entries if one.source in ("datagouv", "ogc", "boundaries")]
POINT = {
    "type": "Feature", "id": "x.1", "properties": {"code": "93010"},
    "geometry": {"type": "Point", "coordinates": [2.5, 48.9]},
}  # fmt: skip
CONTOURS = json.dumps({"type": "FeatureCollection", "features": [POINT]}).encode()
SHAPE = {"a.shp": b"\x00\x00\x27\x0a" + bytes(96), "a.dbf": b"\x03", "a.shx": b"x"}


class Everything(Site):
    """All services of files at once, seen through the entry that is tried."""

    def __init__(self):
        super().__init__()
        self.entry, self.wfs = None, QuirkyWfs([POINT])
        self.kind = "application/octet-stream"

    def page(self, path):
        parts = urlsplit(path)
        if "/api/2/datasets/resources/" in parts.path:
            return _json({"resource": self.told("r"), "dataset_id": "jeu"})
        if "/api/1/datasets/" in parts.path:
            words = " ".join(self.entry.request.get("title") or ("qp-politiquedelaville-shp",))
            form = self.entry.request.get("format") or ("geojson" if self.entry.kind == LAYER else "csv")
            told = [self.told("r", words + ".pdf", "pdf"), self.told("r", words, form)]
            return _json({"id": "jeu", "license": "lov2", "organization": {"name": "ANCT"}, "resources": told})
        if "/tabular" in parts.path or "/contours-administratifs/" in parts.path and "/2024/" not in parts.path:
            return None
        return self.file(parts.path)

    def told(self, name, title="fichier", form="csv"):
        return {"id": name, "title": title, "format": form, "last_modified": "2026-07-01"}

    def file(self, path):
        """Return a file of the form that the entry expects."""
        request = self.entry.request
        form = str(request.get("format") or ("geojson" if self.entry.kind == LAYER else "csv"))
        if path.endswith(".geojson.gz"):
            return gzip.compress(CONTOURS)
        if self.entry.source == "boundaries" and self.entry.levels == ("qpv2015",) or form == "shp.zip":
            return zipped(SHAPE)
        if request.get("inside") or self.entry.source == "boundaries":
            return zipped({"GEOJSON/QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson": CONTOURS})
        if form == "geojson":
            return CONTOURS
        columns = [*names_in(request.get("columns") or {"code": "a", "x": "b"}), "autre"]
        rows = [columns, ["93010", *["1"] * (len(columns) - 1)]]
        if form == "xlsx":
            return pack(parts_of({"Liste": rows}))
        text = "\n".join(";".join(row) for row in rows).encode()
        return gzip.compress(text) if form.endswith(".gz") else text

    def answer(self, request, body, fault):
        if "service=wfs" in request.path.lower():
            self.wfs.name = (self.entry.request.get("layer") or "") if self.entry.source == "ogc" else self.wfs.name
            return self.wfs.answer(request, body, fault)
        return super().answer(request, body, fault)


def names_in(columns):
    """Yield the columns that an entry names, in whatever way."""
    for one in columns.values() if hasattr(columns, "values") else columns:
        if isinstance(one, str):
            yield one
        else:
            yield from names_in(one)


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


class Led(HTTPAdapter):
    """Send to one server whatever is asked, and remember of whom."""

    def __init__(self, url):
        super().__init__()
        self.url, self.asked = urlsplit(url), []

    def send(self, request, **options):
        asked = request.url
        self.asked.append(asked)
        request.url = urlsplit(asked)._replace(scheme="http", netloc=self.url.netloc).geturl()
        response = super().send(request, **options)
        response.url = request.url = asked
        return response


@pytest.fixture(scope="module")
def everything():
    with Everything() as server:
        yield server


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.id for entry in ENTRIES])
def test_every_entry_that_ships(everything, entry, tmp_path):
    everything.entry = entry
    everything.wfs.name = entry.request.get("layer") or "ADMINEXPRESS-COG-CARTO.LATEST:" + {
        "arr": "arrondissement", "can": "canton", "ept": "epci"}.get((entry.levels or ("",))[0],
        "departement")  # fmt: skip
    # an object of the territory, with the code of its level
    code = next(iter(shipped().members(territory_of("93"), (entry.levels or ("com",))[0])), "9301")
    everything.wfs.features = [{**POINT, "properties": {"code_insee": code, "code_siren": code}}]
    client = Client(patient(plain_session()), tries=1, pause=0.01, limiter=Limiter({}))
    led = Led(everything.url)
    client.session.mount("https://", led)
    client.session.mount("http://", led)
    limited = entry.request.get("limit") == "extent"
    query = Query((entry.levels or ("",))[0], territory_of("93"), "2024" if entry.source == "boundaries" else "")
    if limited:
        # its bounds come from the same server, under another name
        entry = _with(entry, bbox=(2.0, 48.0, 3.0, 49.0))
    cache = Cache(tmp_path / "cache")
    got = obtain(entry, query, cache, client, adapters=adapter)
    assert got.record.size > 0 and not got.from_cache
    facts = got.record.facts
    if entry.kind == INDICATOR:
        value = entry.request["columns"]["value"]
        assert facts["rows"] == (1 if isinstance(value, str) else len(value)) and facts["form"] == "gpkg"
    else:
        wanted = str(entry.request.get("format") or facts["form"])
        assert facts["form"] == wanted and got.record.path.name.endswith("." + wanted)
    assert all(url.startswith("https://") for url in led.asked)
    # kept, still the one, and there without a network
    assert obtain(entry, query, cache, client, REFRESH, adapters=adapter).record.sha256 == got.record.sha256
    assert obtain(entry, query, cache, None, OFFLINE).record.path == got.record.path


def _with(entry, **more):
    from dataclasses import replace

    return replace(entry, request={**entry.request, **more})


def test_there_are_many():
    assert {entry.source for entry in ENTRIES} == {"datagouv", "ogc", "boundaries"} and len(ENTRIES) > 50
