"""Our client against real servers: what MapServer and QGIS Server give is the sample, feature by feature."""
from __future__ import annotations

import json
import sqlite3
import struct

import ogc_servers
import pytest
from cohesion_territoires.domain.errors import ServiceRefusedError
from cohesion_territoires.domain.indicators.entry import Entry, Query
from cohesion_territoires.domain.indicators.levels import territory_of
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.ogc_features import OgcFeatures

MILLIMETRES = 0.1
DEGREES = 2e-6


@pytest.fixture(scope="module")
def sample(sample_folder):
    return sample_folder / "exemple.gpkg"


@pytest.fixture(scope="module")
def mapserver(tmp_path_factory, sample):
    with ogc_servers.MapServer(tmp_path_factory.mktemp("mapserver"), sample) as server:
        yield server


@pytest.fixture(scope="module")
def old_mapserver(tmp_path_factory, sample):
    """Without GeoJSON."""
    with ogc_servers.MapServer(tmp_path_factory.mktemp("gml"), sample, formats="") as server:
        yield server


@pytest.fixture(scope="module")
def qgis_server(tmp_path_factory, sample):
    with ogc_servers.QgisServer(tmp_path_factory.mktemp("qgis"), sample) as server:
        yield server


def client():
    return Client(plain_session(), pause=0.05, timeout=(5.0, 30.0))


def fetch(url, layer, folder, territory="", **request):
    entry = Entry("ogc:x", "ogc", layer, kind="layer", levels=("com",), request={"layer": layer, **request})
    got = OgcFeatures().fetch(client(), _at(entry, url), Query(territory=territory_of(territory)), folder)
    return got, json.loads(got.path.read_text(encoding="utf-8"))


def _at(entry, url):
    entry.request["address"] = url
    return entry


def truth(sample, layer):
    """Return code -> (properties, positions) of the sample's layer."""
    key = ogc_servers.LAYERS[layer]
    with sqlite3.connect(str(sample)) as base:
        names = [row[1] for row in base.execute('pragma table_info("{}")'.format(layer))]
        rows = [dict(zip(names, row)) for row in base.execute('select * from "{}"'.format(layer))]
    own = [({name: row[name] for name in row if name not in ("fid", "geom")}, positions(row["geom"])) for row in rows]
    return {properties[key]: (properties, points) for properties, points in own}


def positions(blob):
    """Return all positions of a GeoPackage's geometry, in order."""
    envelope = (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
    found, place = [], 8 + envelope

    def shape(at):
        kind = struct.unpack_from("<I", blob, at + 1)[0]
        count = struct.unpack_from("<I", blob, at + 5)[0]
        at += 9
        for _part in range(count):
            if kind == 6:
                at = shape(at)
            else:
                points = struct.unpack_from("<I", blob, at)[0]
                found.extend(struct.iter_unpack("<dd", blob[at + 4 : at + 4 + 16 * points]))
                at += 4 + 16 * points
        return at

    shape(place)
    return found


def flat(part):
    return [tuple(part)] if isinstance(part[0], (int, float)) else [p for one in part for p in flat(one)]


def same(told, sample, layer, only=None, crs="EPSG:2154", dropped=()):
    """Compare features one by one with the sample."""
    key, expected = ogc_servers.LAYERS[layer], truth(sample, layer)
    if only is not None:
        expected = {code: expected[code] for code in only}
    found = {one["properties"][key]: one for one in told["features"]}
    assert len(told["features"]) == len(found) and sorted(found) == sorted(expected)
    for code, (properties, points) in expected.items():
        own = {name: value for name, value in found[code]["properties"].items() if name not in ("fid", *dropped)}
        assert own == properties
        got = flat(found[code]["geometry"]["coordinates"])
        assert len(got) == len(points)
        if crs == "EPSG:2154":
            assert max(abs(a - b) for p, q in zip(got, points) for a, b in zip(p, q)) < MILLIMETRES
        else:
            # Valombre lies around 1.07° E, 46.48° N
            assert all(0.9 < x < 1.2 and 46.4 < y < 46.6 for x, y in got)


@pytest.mark.parametrize("layer", ogc_servers.LAYERS)
def test_mapserver_capped_below_the_page(mapserver, sample, tmp_path, layer):
    got, told = fetch(mapserver.url, "ms:" + layer, tmp_path)
    assert got.crs == "EPSG:2154" and told["crs"]["properties"]["name"].endswith("2154") and not got.notes
    same(told, sample, layer)
    assert len(truth(sample, layer)) > ogc_servers.CAP


@pytest.mark.parametrize("layer", ogc_servers.LAYERS)
def test_mapserver_in_gml(old_mapserver, sample, tmp_path, layer):
    got, told = fetch(old_mapserver.url, layer, tmp_path)
    assert got.crs == "EPSG:2154"
    same(told, sample, layer)


def test_gml_in_degrees_has_latitude_first(tmp_path, sample):
    with ogc_servers.MapServer(tmp_path, sample, formats="", srs="EPSG:4326") as server:
        got, told = fetch(server.url, "communes", tmp_path)
    assert got.crs == "EPSG:4326" and "crs" not in told
    same(told, sample, "communes", crs=got.crs)


def test_mapserver_limited_by_attributes_and_bounds(mapserver, sample, tmp_path):
    codes = sorted(truth(sample, "communes"))[:2]
    _got, told = fetch(mapserver.url, "communes", tmp_path, filter={"code_insee": codes})
    same(told, sample, "communes", codes)
    assert "FILTER=" in mapserver.asked[-1]
    # the server has filtered, not we
    assert len(told["features"]) == 2 and sum("GetFeature" in path for path in mapserver.asked[-3:]) == 2
    _got, told = fetch(mapserver.url, "communes", tmp_path, "93", bbox=[0.0, 46.0, 2.0, 47.0])
    same(told, sample, "communes")
    with pytest.raises(ServiceRefusedError, match="no object"):
        fetch(mapserver.url, "communes", tmp_path, "93", bbox=[5.0, 46.0, 6.0, 47.0])


def test_the_catalogue_of_mapserver(mapserver):
    found = {one.title: one for one in OgcFeatures(mapserver.url).entries(client())}
    assert sorted(found) == sorted(ogc_servers.LAYERS)
    assert found["communes"].definition == "Couche communes du jeu d'essai" and "essai" in found["communes"].synonyms
    assert found["communes"].request["type"] == "wfs"


@pytest.mark.parametrize("layer", ogc_servers.LAYERS)
def test_qgis_server_as_an_api(qgis_server, sample, tmp_path, layer):
    got, told = fetch(qgis_server.url + "/wfs3", layer, tmp_path)
    assert got.crs == "EPSG:2154" and not got.notes
    same(told, sample, layer)


def test_qgis_server_page_by_page(qgis_server, sample, tmp_path, monkeypatch):
    from cohesion_territoires.sources import ogc_pages

    monkeypatch.setattr(ogc_pages.api_pages, "__defaults__", ((), None, 5))
    _got, told = fetch(qgis_server.url + "/wfs3", "communes", tmp_path)
    same(told, sample, "communes")


def test_qgis_server_limited(qgis_server, sample, tmp_path):
    codes = sorted(truth(sample, "communes"))[:2]
    for chosen in (codes, codes[0]):
        _got, told = fetch(qgis_server.url + "/wfs3", "communes", tmp_path, filter={"code_insee": chosen})
        same(told, sample, "communes", codes if chosen is codes else codes[:1])


def test_qgis_server_as_a_wfs_answers_in_degrees(qgis_server, sample, tmp_path):
    got, told = fetch(qgis_server.url, "communes", tmp_path)
    assert got.crs == "EPSG:4326" and len(got.notes) == 1
    same(told, sample, "communes", crs=got.crs)


def test_the_catalogue_of_qgis_server(qgis_server):
    for address, kind in (("/wfs3", "oapif"), ("", "wfs")):
        found = {one.title: one.request["type"] for one in OgcFeatures(qgis_server.url + address).entries(client())}
        assert found == dict.fromkeys(ogc_servers.LAYERS, kind)
