"""Contours by year: the year asked for, else the nearest, said; the Géoplateforme after that; perimeters of QPV."""
from __future__ import annotations

import datetime
import gzip
import io
import json
import zipfile

import pytest
from cohesion_territoires.domain.errors import DamagedAnswerError, ParameterError, ServiceDownError, SourceError
from cohesion_territoires.domain.indicators.entry import Entry, Query
from cohesion_territoires.domain.indicators.levels import territory_of
from cohesion_territoires.sources.boundaries import Boundaries
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.ogc_features import ADMIN
from fake_files import DataGouvSite, QuirkyWfs, Site
from fake_services import patient


def contours(year):
    feature = {"type": "Feature", "properties": {"code": "01001", "nom": year}, "geometry": None}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


@pytest.fixture
def fake():
    with Site() as server:
        for year in (2022, 2024, 2025):
            server.pages["/{}/geojson/communes-100m.geojson.gz".format(year)] = gzip.compress(contours(str(year)))
        server.pages["/2023/geojson/communes-1000m.geojson"] = contours("2023")
        yield server


def client():
    return Client(patient(plain_session()), pause=0.01, tries=2)


def entry(level="com", **request):
    return Entry("contours:" + level, "boundaries", "Contours", "layer", levels=(level,), request=request)


def source(fake, **more):
    # never the real one
    return Boundaries(fake.url, today=datetime.date(2026, 7, 1), **{"wfs": fake.url + "wfs", **more})


@pytest.mark.parametrize(
    ("asked", "found"),
    [("2024", "2024"), ("2022", "2022"), ("2023", "2022"), ("2026", "2025"), ("", "2025"), ("2019", "2022")],
)
def test_the_year_asked_for_or_the_nearest_which_is_said(fake, tmp_path, asked, found):
    got = source(fake).fetch(client(), entry(), Query("com", year=asked), tmp_path)
    assert json.loads(got.path.read_bytes())["features"][0]["properties"]["nom"] == found == got.geography
    assert got.form == "geojson" and [path.name for path in tmp_path.iterdir()] == [got.path.name]
    asked = asked or "2026"
    assert [note[1] for note in got.notes] == ([] if asked == found else [{"year": asked, "found": found}])


def test_the_precision_chosen_and_what_is_not_packed(fake, tmp_path):
    got = source(fake).fetch(client(), entry(precision="1000m"), Query("com", year="2023"), tmp_path)
    assert got.path.read_bytes() == contours("2023") and got.geography == "2023"


def test_another_store_has_what_the_first_has_not(fake, tmp_path):
    with Site() as other:
        other.always = "404"
        stores = Boundaries((other.url, fake.url), fake.url + "wfs", today=datetime.date(2026, 7, 1))
        got = stores.fetch(client(), entry(), Query("com", year="2024"), tmp_path)
    assert got.geography == "2024" and got.address.startswith(fake.url)


def test_another_store_stands_in_for_one_that_is_down_and_no_other_year_does(fake, tmp_path):
    with Site() as down, Site() as empty:
        down.always = "503"
        got = Boundaries((down.url, fake.url), fake.url + "wfs", today=datetime.date(2026, 7, 1)).fetch(
            client(), entry(), Query("com", year="2024"), tmp_path
        )
        assert got.geography == "2024" and got.address.startswith(fake.url) and not got.notes
        for stores in ((down.url, empty.url), (empty.url, down.url)):
            with pytest.raises(ServiceDownError):
                Boundaries(stores, fake.url + "wfs", today=datetime.date(2026, 7, 1)).fetch(
                    client(), entry(), Query("com", year="2024"), tmp_path
                )


def test_unchanged(fake, tmp_path):
    query = Query("com", year="2026")
    got = source(fake).fetch(client(), entry(), query, tmp_path)
    assert source(fake).unchanged(client(), entry(), query, got.modified)
    fake.pages["/2026/geojson/communes-100m.geojson.gz"] = gzip.compress(contours("2026!"))
    assert not source(fake).unchanged(client(), entry(), query, got.modified)


def test_a_store_that_is_down_is_not_replaced_by_another_year(fake, tmp_path):
    fake.always = "503"
    with pytest.raises(ServiceDownError):
        source(fake).fetch(client(), entry(), Query("com", year="2024"), tmp_path)


def test_what_is_no_contours(fake, tmp_path):
    fake.pages["/2024/geojson/communes-100m.geojson.gz"] = gzip.compress(b"a;b\n1;2\n")
    with pytest.raises(DamagedAnswerError, match="csv"):
        source(fake).fetch(client(), entry(), Query("com", year="2024"), tmp_path)


@pytest.mark.parametrize("level", ["com", "can", "arr"])
def test_the_geoplateforme_where_there_is_no_file(tmp_path, level):
    feature = {
        "type": "Feature", "id": "x.1", "properties": {"code_insee": "01001"},
        "geometry": {"type": "Point", "coordinates": [1.5, 47.0]},
    }  # fmt: skip
    with Site() as empty, QuirkyWfs([feature]) as wfs:
        wfs.name = ADMIN[level]
        got = source(empty, wfs=wfs.url).fetch(
            client(), entry(level), Query(level, territory_of("93"), year="2024"), tmp_path
        )
        assert wfs.queries[-1]["TYPENAMES"] == ADMIN[level] and "FILTER" not in wfs.queries[-1]
    assert got.geography == "" and got.licence == "lov2" and len(got.notes) == 1
    assert len(json.loads(got.path.read_bytes())["features"]) == 1


@pytest.mark.parametrize("key", ["code_siren", "siren"])
def test_the_territories_of_greater_paris_are_told_by_their_codes(tmp_path, key):
    """They are among the groups of communes; where nothing tells them apart, nothing is taken for them."""
    groups = [
        {"type": "Feature", "id": "e.{}".format(n), "properties": {key: code},
         "geometry": {"type": "Point", "coordinates": [1.5, 47.0]}}
        for n, code in enumerate(["200054781", "200057867", "240100883", "200057875"])
    ]  # fmt: skip
    with Site() as empty, QuirkyWfs(groups) as wfs:
        wfs.name = ADMIN["epci"]
        source_ = source(empty, wfs=wfs.url)
        if key == "siren":
            with pytest.raises(SourceError, match="no object"):
                source_.fetch(client(), entry("ept"), Query("ept"), tmp_path)
            return
        got = source_.fetch(client(), entry("ept"), Query("ept"), tmp_path)
    found = json.loads(got.path.read_bytes())["features"]
    assert [one["properties"][key] for one in found] == ["200057867", "200057875"]


@pytest.mark.parametrize(("level", "year"), [("qpv", "2024"), ("qpv2015", "2015")])
def test_perimeters_of_priority_neighbourhoods(tmp_path, level, year):
    with DataGouvSite() as fake:
        dataset = "quartiers-prioritaires-de-la-politique-de-la-ville-qpv"
        name = {"qpv": "GEOJSON/QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson", "qpv2015": "a.shp"}[level]
        content = {"qpv": contours("2024"), "qpv2015": b"\x00\x00\x27\x0a" + bytes(96)}[level]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(name, content)
        fake.put(
            dataset, "942d4ee8-8142-4556-8ea1-335537ce1119", out.getvalue(), "qp-politiquedelaville-shp.zip", "zip"
        )
        adapter = source(fake, datagouv=fake.url)
        got = adapter.fetch(client(), entry(level), Query(level), tmp_path)
        assert got.geography == year and got.form == {"qpv": "geojson", "qpv2015": "shp.zip"}[level]
        assert adapter.unchanged(client(), entry(level), Query(level), got.modified)


def test_a_level_without_boundaries(tmp_path):
    for level, words in (("fra", "Whole country"), ("ze", "Employment areas")):
        with pytest.raises(ParameterError, match=words):
            Boundaries().fetch(client(), entry(level), Query(level), tmp_path)


def test_nothing_anywhere(tmp_path):
    with Site() as empty, pytest.raises(SourceError):
        source(empty, wfs=empty.url + "wfs").fetch(client(), entry(), Query("com", year="2024"), tmp_path)
