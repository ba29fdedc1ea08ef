"""Layers of servers of features: every page whatever servers say, coordinates the right way round, clear errors."""
from __future__ import annotations

import json
import math
from urllib.parse import parse_qs, urlsplit

import pytest
from cohesion_territoires.domain.errors import DamagedAnswerError, ParameterError, ServiceRefusedError, WebPageError
from cohesion_territoires.domain.indicators.entry import Entry, Query
from cohesion_territoires.domain.indicators.levels import territory_of
from cohesion_territoires.sources.geojson_file import widened
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.ogc_features import ADMIN, OgcFeatures
from cohesion_territoires.sources.territories import shipped
from fake_files import QuirkyWfs, Site
from fake_services import patient

SCHOOLS = [
    {
        "type": "Feature", "id": "ecoles.{}".format(n), "properties": {"cleabs": "E{:02}".format(n), "code": code},
        "geometry": {"type": "Point", "coordinates": [1.5 + n / 50, 47.0 + n / 50]},
    }
    for n, code in enumerate(["01001", "01002", "2A004", "93010", "93066", "93010", "97411", "01001", "93001", "75056"])
]  # fmt: skip


@pytest.fixture
def fake():
    with QuirkyWfs(SCHOOLS) as server:
        yield server


def client(**options):
    return Client(patient(plain_session()), **{"pause": 0.01, "tries": 2, **options})


def entry(**request):
    return Entry("ogc:x", "ogc", "Écoles", kind="layer", levels=("com",), request={"layer": "sig:ecoles", **request})


def fetch(fake, folder, territory="", **request):
    got = OgcFeatures(fake.url).fetch(client(), entry(**request), Query(territory=territory_of(territory)), folder)
    return got, json.loads(got.path.read_text(encoding="utf-8"))["features"]


def codes(features):
    return sorted(one["properties"]["cleabs"] for one in features)


ALL = codes(SCHOOLS)


@pytest.mark.parametrize("cap", [1, 3, 5, 9, 10, 1000])
def test_every_page_whatever_the_cap(fake, tmp_path, cap):
    fake.cap = cap
    got, found = fetch(fake, tmp_path)
    assert codes(found) == ALL and len(found) == 10
    assert got.crs == "EPSG:4326" and got.form == "geojson" and not got.notes and got.producer == "DDT"


def test_never_two_layers_in_a_request(fake, tmp_path):
    fetch(fake, tmp_path)
    assert all("," not in query.get("TYPENAMES", "") for query in fake.queries)


def test_a_server_that_pages_in_order_only(fake, tmp_path):
    fake.cap, fake.needs_order = 3, True
    _got, found = fetch(fake, tmp_path)
    assert codes(found) == ALL
    assert {query["SORTBY"] for query in fake.queries if "SORTBY" in query} == {"cleabs"}


def test_a_server_that_knows_no_pages(fake, tmp_path):
    fake.pages = False
    assert codes(fetch(fake, tmp_path)[1]) == ALL
    # half a layer is not taken for the whole
    fake.cap, fake.lies = 4, False
    with pytest.raises(DamagedAnswerError, match="twice"):
        fetch(fake, tmp_path)


@pytest.mark.parametrize("identified", [True, False])
def test_pages_that_overlap_are_asked_for_in_order_or_refused(fake, tmp_path, identified):
    fake.cap, fake.overlaps, fake.identified = 4, 1, identified
    if identified:
        # asked again, sorted, they do not
        assert codes(fetch(fake, tmp_path)[1]) == ALL
        fake.features = [*SCHOOLS[:6], SCHOOLS[0]]
        with pytest.raises(DamagedAnswerError, match="twice"):
            fetch(fake, tmp_path)
    else:
        assert set(codes(fetch(fake, tmp_path)[1])) == set(ALL)


@pytest.mark.parametrize("version", ["2.0.0", "1.1.0"])
@pytest.mark.parametrize(
    "form", ["application/json", "geojson", "application/json; subtype=geojson", "application/vnd.geo+json"]
)
def test_formats_and_versions_come_from_the_capabilities(fake, tmp_path, form, version):
    fake.formats, fake.version = ("text/xml; subtype=gml/3.1.1", form), version
    assert codes(fetch(fake, tmp_path)[1]) == ALL
    asked = fake.queries[-1]
    assert asked["OUTPUTFORMAT"] == form and asked["VERSION"] == version
    assert ("COUNT" in asked) == (version == "2.0.0") and ("MAXFEATURES" in asked) == (version == "1.1.0")


def test_coordinates_the_wrong_way_round_are_turned(fake, tmp_path):
    straight = fetch(fake, tmp_path)[1]
    fake.flips = True
    assert fetch(fake, tmp_path)[1] == straight
    assert straight[0]["geometry"]["coordinates"] == [1.5, 47.0]


def test_a_server_that_answers_in_degrees_only(fake, tmp_path):
    """GeoJSON knows degrees only; QGIS Server's WFS does so."""
    fake.crs = ("urn:ogc:def:crs:EPSG::2154", "urn:ogc:def:crs:EPSG::4326")
    got, found = fetch(fake, tmp_path)
    assert fake.queries[-1]["SRSNAME"].endswith("2154") and got.crs == "EPSG:4326"
    assert found[0]["geometry"]["coordinates"] == [1.5, 47.0] and len(got.notes) == 1


@pytest.mark.parametrize(
    ("crs", "shift", "said"),
    [
        ("urn:ogc:def:crs:EPSG::4326", 6e5, None),  # metres for degrees
        ("urn:ogc:def:crs:EPSG::2154", 5e5, None),  # nowhere in France
        ("urn:ogc:def:crs:EPSG::2154", 0.0, "urn:ogc:def:crs:EPSG::2154"),  # degrees said to be metres
        ("urn:ogc:def:crs:EPSG::2154", 30.0, None),  # degrees, elsewhere
    ],
)
def test_coordinates_that_cannot_be_are_refused(fake, tmp_path, crs, shift, said):
    fake.crs, fake.shift, fake.said = (crs,), shift, said
    with pytest.raises(DamagedAnswerError, match="coordinates that cannot be in"):
        fetch(fake, tmp_path)


@pytest.mark.parametrize("filters", [True, False, None])
def test_limited_to_a_territory_by_the_server_or_here(fake, tmp_path, filters):
    fake.filters = filters
    within = {"code": ["code_insee", "CODE"]}
    assert codes(fetch(fake, tmp_path, "93", **within)[1]) == ["E03", "E04", "E05", "E08"]
    assert codes(fetch(fake, tmp_path, "974", **within)[1]) == ["E06"]
    assert codes(fetch(fake, tmp_path, "01001", **within)[1]) == ["E00", "E07"]
    chosen = {"filter": {"code": ["01001", "75056"]}}
    assert codes(fetch(fake, tmp_path, **chosen)[1]) == ["E00", "E07", "E09"]
    with pytest.raises(ServiceRefusedError, match="no object"):
        fetch(fake, tmp_path, "35", **within)


def test_a_layer_that_cannot_be_limited_comes_whole_and_says_so(fake, tmp_path):
    got, found = fetch(fake, tmp_path, "93")
    assert codes(found) == ALL and "fetched whole" in got.notes[0][0]


def test_a_layer_too_large_for_the_country(fake, tmp_path):
    with pytest.raises(ParameterError, match="choose"):
        fetch(fake, tmp_path, limit="extent")
    assert not fake.queries


def test_bounds_are_asked_latitude_first(fake, tmp_path):
    fetch(fake, tmp_path, "93", bbox=[1.0, 46.5, 3.0, 49.0])
    assert fake.queries[-1]["BBOX"] == "46.5,1.0,49.0,3.0,urn:ogc:def:crs:EPSG::4326"
    # the other way round where that gives nothing
    fake.box = "1.0,46.5,3.0,49.0,"
    assert codes(fetch(fake, tmp_path, "93", bbox=[1.0, 46.5, 3.0, 49.0])[1]) == ALL


@pytest.mark.parametrize("known", [True, False])
def test_the_bounds_of_a_territory_are_asked_of_the_administrative_limits(fake, tmp_path, known):
    square = [[[2.0, 48.8], [2.6, 48.8], [2.6, 49.0], [2.0, 49.0], [2.0, 48.8]]]
    department = {
        "type": "Feature", "id": "d.93", "properties": {"code_insee": "93" if known else "94"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }  # fmt: skip
    with QuirkyWfs([department]) as places:
        places.name = ADMIN["dep"]
        source = OgcFeatures(fake.url, places=places.url)
        asked = entry(limit="extent"), Query(territory=territory_of("93"))
        if known:
            source.fetch(client(), *asked, tmp_path)
            assert fake.queries[-1]["BBOX"].startswith("48.8,2.0,49.0,2.6,")
        else:
            with pytest.raises(ServiceRefusedError, match="bounds of DEP-93"):
                source.fetch(client(), *asked, tmp_path)
            assert all(query["REQUEST"] != "GetFeature" for query in fake.queries)


def test_attributes_that_a_server_does_not_tell(fake, tmp_path):
    fake.tells = False
    assert codes(fetch(fake, tmp_path)[1]) == ALL


def test_what_a_server_offers_is_asked_once(fake, tmp_path):
    asking = client()
    for _turn in range(2):
        OgcFeatures(fake.url).fetch(asking, entry(), Query(), tmp_path)
    assert sum(query["REQUEST"] == "GetCapabilities" for query in fake.queries) == 1


def test_what_a_server_says_of_its_troubles_is_told(fake, tmp_path):
    fake.exception = "Java heap space"
    with pytest.raises(ServiceRefusedError, match="Java heap space"):
        fetch(fake, tmp_path)
    with pytest.raises(ServiceRefusedError, match=r"sig:ecoles"):
        fetch(fake, tmp_path, layer="sig:colleges")


def test_the_catalogue_of_a_server(fake):
    (one,) = OgcFeatures(fake.url + "?map=essai.map&request=GetCapabilities&service=WFS").entries(client())
    assert (one.title, one.definition, one.synonyms, one.kind) == ("Écoles", "Les écoles", ("école",), "layer")
    assert one.id == "ogc:127.0.0.1.sig:ecoles" and one.observatory == "Essai" and one.producer == "DDT"
    assert one.request["address"] == fake.url + "?map=essai.map" and one.request["type"] == "wfs"


@pytest.mark.parametrize("page", [b"<html><body>Geoportail</body></html>", b"<WMS_Capabilities/>", b"{}", b"tout va"])
def test_what_is_no_server_of_features(page, tmp_path):
    kind, words = (WebPageError, "log") if b"html" in page else (ServiceRefusedError, "neither a WFS nor an OGC API")
    with Site({"/": page, "/collections": page}) as fake, pytest.raises(kind, match=words):
        list(OgcFeatures(fake.url).entries(client()))
    # by its address it is one, or it has begun to say that it is
    for path, torn in (("collections", b'{"collections": ['), ("wfs", b"<WFS_Capabilities><a>")):
        with Site({"/" + path: torn}) as fake, pytest.raises(DamagedAnswerError):
            list(OgcFeatures(fake.url + path).entries(client()))


def test_no_half_file_is_taken_for_a_whole(fake, tmp_path):
    fake.cap = 3
    fake.faults = [None, None, None, "cut", "cut", "cut"]
    with pytest.raises(DamagedAnswerError):
        fetch(fake, tmp_path)
    fake.faults = []
    assert codes(fetch(fake, tmp_path)[1]) == ALL


def test_communes_of_a_group_and_of_a_region(fake, tmp_path):
    """Who is in whom is known from the tables that ship."""
    within = {"code": ["code"]}
    inside = set(shipped().communes(territory_of("EPCI-200054781")))
    _got, found = fetch(fake, tmp_path, "EPCI-200054781", **within)
    assert {one["properties"]["code"] for one in found} == inside & {one["properties"]["code"] for one in SCHOOLS}
    # too many for an address: the server is asked for the départements, the rest is done here
    assert "93010" in inside and len(inside) > 40 and "75*" in fake.queries[-1]["FILTER"]
    assert "93010" not in fake.queries[-1]["FILTER"]
    _got, found = fetch(fake, tmp_path, "REG-11", **within)
    assert {one["properties"]["code"] for one in found} == {"93010", "93066", "93001", "75056"}


STRICT = {
    "/api": {"links": [{"rel": "data", "href": "http://interne.invalid/api/collections", "type": "application/json"}]},
    "/api/collections": {
        "collections": [{
            "id": "ecoles", "title": "Écoles", "extent": {"spatial": {"bbox": [[1, 46, 3, 49]]}},
            "links": [{"rel": "items", "href": "http://interne.invalid/api/collections/ecoles/items",
                       "type": "application/geo+json"}],
        }],
    },
}  # fmt: skip


class StrictApi(Site):
    """An OGC API that refuses parameters it does not know, caps pages, and names itself by an address of its own."""

    path, loops = "/api", False

    def page(self, path):
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if set(query) - {"limit", "bbox", "suite", "code"}:
            return None
        if parts.path in STRICT:
            return json.dumps(STRICT[parts.path]).encode()
        if parts.path != "/api/collections/ecoles/items":
            return None
        start = int(query.get("suite", 0))
        kept = [one for one in SCHOOLS if query.get("code") in (None, one["properties"]["code"])]
        page = {"type": "FeatureCollection", "features": kept[start : start + 4]}
        if start + 4 < len(kept) or self.loops:
            further = 0 if self.loops else start + 4
            page["links"] = [{"rel": "next", "href": "http://interne.invalid/api/collections/ecoles/items?suite={}"
                              .format(further), "type": "application/geo+json"}]  # fmt: skip
        return json.dumps(page).encode()


@pytest.mark.parametrize("kind", ["", "oapif"])
def test_an_api_page_by_page(tmp_path, kind):
    with StrictApi() as fake:
        request = {"layer": "ecoles", "type": kind}
        assert codes(fetch(fake, tmp_path, **request)[1]) == ALL
        assert codes(fetch(fake, tmp_path, filter={"code": "01001"}, **request)[1]) == ["E00", "E07"]
        assert codes(fetch(fake, tmp_path, "93", code=["code"], **request)[1]) == ["E03", "E04", "E05", "E08"]
        fake.loops = True
        with pytest.raises(DamagedAnswerError, match="twice"):
            fetch(fake, tmp_path, **request)


def test_bounds_are_widened_by_kilometres_on_the_ground():
    assert widened((2.0, 48.0, 3.0, 49.0), 0) == (2.0, 48.0, 3.0, 49.0) and widened(None, 3) is None
    for bounds in ((2.0, 48.0, 3.0, 49.0), (-61.8, 15.8, -61.0, 16.5), (55.2, -21.4, 55.9, -20.8)):
        for km in (3.0, 30.0):
            west, south, east, north = widened(bounds, km)
            for latitude in (south, (south + north) / 2, north):
                # the shortest degree of the ellipsoid, at the equator
                across = 111.32 * math.cos(math.radians(latitude))
                assert km <= (bounds[0] - west) * across + 1e-9 and km <= (east - bounds[2]) * across + 1e-9
            assert km <= (bounds[1] - south) * 110.57 <= km * 1.01
    assert widened((-179.99, -90.0, 179.99, 90.0), 30) == (-180.0, -90.0, 180.0, 90.0)


def test_bounds_hold_where_an_attribute_is_asked_for_too(fake, tmp_path):
    """What is asked for by nature within a territory is not fetched from the whole country."""
    fake.box = "46.9,"
    bounds = {"bbox": [1.4, 46.9, 1.6, 47.1], "filter": {"code": ["93010"]}}
    got, found = fetch(fake, tmp_path, "DEP-93", **bounds)
    assert {"BBOX" in query for query in fake.queries if query.get("REQUEST") == "GetFeature"} == {True}
    assert {one["properties"]["code"] for one in found} == {"93010"} and not got.notes
    # none of them is in the bounds
    fake.box = "none"
    with pytest.raises(ServiceRefusedError, match="no object"):
        fetch(fake, tmp_path, "DEP-93", **bounds)
    assert all("BBOX" in query for query in fake.queries if query.get("REQUEST") == "GetFeature")
