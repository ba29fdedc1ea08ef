"""Servers of features at their worst: uneven pages, refusals, made-up identifiers, replies of no form, keys."""
from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from cohesion_territoires.domain.errors import CohesionError, DamagedAnswerError, ServiceRefusedError, SourceError
from cohesion_territoires.domain.indicators.entry import Entry, Query
from cohesion_territoires.domain.indicators.levels import territory_of
from cohesion_territoires.sources import ogc_pages, ogc_services
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.ogc_features import OgcFeatures, _Work
from cohesion_territoires.sources.ogc_replies import typed
from fake_files import QuirkyWfs, Site
from fake_services import patient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

POINTS = [
    {"type": "Feature", "id": "p.{}".format(n), "properties": {"cleabs": "P{:02}".format(n)},
     "geometry": {"type": "Point", "coordinates": [1.5 + n / 50, 47.0]}}
    for n in range(10)
]  # fmt: skip


def client(session=None, **options):
    return Client(session or patient(plain_session()), **{"pause": 0.01, "tries": 2, **options})


def fetch(fake, folder, territory="", session=None, **request):
    entry = Entry("ogc:x", "ogc", "Points", kind="layer", request={"layer": fake.name, **request})
    got = OgcFeatures(fake.url).fetch(client(session), entry, Query(territory=territory_of(territory)), folder)
    found = json.loads(got.path.read_text(encoding="utf-8"))["features"]
    return got, [one["properties"].get("cleabs") for one in found]


ALL = [one["properties"]["cleabs"] for one in POINTS]


class Wfs(QuirkyWfs):
    """One more quirk a test: ``fake.turn(query, features, head)`` returns (status, head) of a page."""

    def __init__(self, features=POINTS):
        super().__init__(features)
        self.turn = None

    def _features(self, query):
        if query.get("RESULTTYPE") == "hits":
            return 200, '<FeatureCollection numberMatched="{}"/>'.format(self.hits).encode()
        status, data = super()._features(query)
        if self.turn is None or status != 200:
            return status, data
        status, head = self.turn(query, json.loads(data))
        return status, json.dumps(head).encode()


@pytest.fixture
def fake():
    with Wfs() as server:
        yield server


@pytest.mark.parametrize("sizes", [[4, 2, 4], [1, 3, 2, 4], [5, 1, 1, 1, 1, 1]])
def test_pages_of_uneven_sizes_are_all_asked_for(fake, tmp_path, sizes):
    """A server may limit its answers by their weight: a short page is the last one where nothing more is said."""
    fake.lies = False

    def turn(query, head):
        start, ends = int(query.get("STARTINDEX", 0)), [sum(sizes[: n + 1]) for n in range(len(sizes))]
        head["features"] = head["features"][: next((end for end in ends if end > start), start) - start]
        return 200, head

    fake.turn = turn
    got, found = fetch(fake, tmp_path)
    assert found == ALL and not got.notes


@pytest.mark.parametrize("announced", [11, 5000])
def test_fewer_than_announced_is_said(fake, tmp_path, announced):
    fake.turn = lambda _query, head: (200, {**head, "numberMatched": announced})
    got, found = fetch(fake, tmp_path)
    assert found == ALL and got.notes[0][1] == {"service": "127.0.0.1", "announced": announced, "count": 10}


@pytest.mark.parametrize("hits", [10, 11, "unknown"])
def test_a_server_that_refuses_to_page_is_asked_how_many_there_are(fake, tmp_path, hits):
    fake.version, fake.hits = "1.1.0", hits

    def turn(query, head):
        head.pop("numberMatched")
        return 400 if "STARTINDEX" in query else 200, head

    fake.turn = turn
    if hits == 10:
        assert fetch(fake, tmp_path)[1] == ALL
    else:
        # half a layer is not taken for the whole
        with pytest.raises(ServiceRefusedError):
            fetch(fake, tmp_path)


def test_a_server_too_slow_for_a_page_is_asked_for_less(fake, tmp_path):
    def slow(query):
        return int(query.get("COUNT", 0)) > 500

    def turn(query, head):
        if slow(query):
            fake.over.wait(60)
        return 200, head

    fake.turn = turn
    assert fetch(fake, tmp_path, session=patient(plain_session(), slow=slow))[1] == ALL
    sizes = [int(query["COUNT"]) for query in fake.queries if "COUNT" in query]
    # once each, not four times
    assert sizes[:2] == [2000, 500] and set(sizes[2:]) == {500}


def test_a_server_that_tires_on_the_way_gives_every_page(fake, tmp_path, monkeypatch):
    def slow(query):
        return int(query.get("STARTINDEX", 0)) > 0 and int(query["COUNT"]) > 2

    def turn(query, head):
        head.pop("numberMatched")
        if slow(query):
            fake.over.wait(60)
        return 200, head

    fake.turn = turn
    monkeypatch.setattr(ogc_pages, "LEAST", 2)
    own = ogc_pages.wfs_pages.__defaults__
    monkeypatch.setattr(ogc_pages.wfs_pages, "__defaults__", (*own[:-1], 4))
    assert fetch(fake, tmp_path, session=patient(plain_session(), slow=slow))[1] == ALL


def test_an_end_that_is_refused_is_an_end(fake, tmp_path):
    """It announced too many, and knows nothing beyond what there is."""
    def turn(query, head):
        head["numberMatched"] = 12
        return 200 if head["features"] else 400, head

    fake.turn, fake.cap = turn, 7
    got, found = fetch(fake, tmp_path)
    assert found == ALL and got.notes[0][1]["announced"] == 12


@pytest.mark.parametrize("cap", [4, 1000])
def test_identifiers_made_up_for_each_answer_go_round_no_circle(fake, tmp_path, cap):
    fake.pages, fake.lies, fake.cap, turns = False, False, cap, iter(range(50))

    def turn(_query, head):
        number = next(turns)
        head["features"] = [{**one, "id": "fid-{}-{}".format(number, n)} for n, one in enumerate(head["features"])]
        return 200, head

    fake.turn = turn
    if cap == 4:
        with pytest.raises(DamagedAnswerError, match="twice"):
            fetch(fake, tmp_path)
    else:
        assert fetch(fake, tmp_path)[1] == ALL


def test_numbers_in_words_are_numbers_and_the_rest_stays():
    texts = ["12", "-3", "12.0", "12.5", "abc", "", "1e3", "nan", "inf", None, "\u00b2"]
    whole = [12, -3, 12, 12.5, "abc", "", 1000, None, None, None, "\u00b2"]
    features = [{"properties": {"n": text, "x": text}} for text in texts]
    typed(features, {"n": "integer", "x": "double", "absent": "int"})
    assert [one["properties"]["n"] for one in features] == whole
    assert [one["properties"]["x"] for one in features][:4] == [12.0, -3.0, 12.0, 12.5]


def test_what_is_no_json_is_missing_and_the_file_is_one(tmp_path):
    body = (
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"a": NaN, "b": 1e999, '
        b'"c": "\\ud800", "d": [-Infinity]}, "geometry": null}]}'
    )
    with Wfs() as fake:
        fake._features = lambda _query: (200, body)
        got, _found = fetch(fake, tmp_path)
    (one,) = json.loads(got.path.read_text(encoding="utf-8"))["features"]
    assert one["properties"] == {"a": None, "b": None, "c": "?", "d": [None]}


WORDS = st.sampled_from("type coordinates properties geometry geometries id href rel".split())
def test_a_polygon_with_a_position_that_is_none_is_damaged(tmp_path):
    ring = b"[[[2, 47], [3, 47], [NaN, 48], [2, 47]]]"
    body = (
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": '
        b'{"type": "Polygon", "coordinates": ' + ring + b"}}]}"
    )
    with Wfs() as fake, pytest.raises(DamagedAnswerError):
        fake._features = lambda _query: (200, body)
        fetch(fake, tmp_path)


NOT_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=6,
)


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_reply_of_any_form_is_a_layer_or_an_error_of_ours(tmp_path_factory, data):
    """No mistake of a server is a mistake of Python's: what is not understood is said."""
    point = {"type": "Point", "coordinates": [2.0, 47.0]}
    feature = {"type": "Feature", "id": 1, "properties": {"a": 1}, "geometry": point}
    whole = {"type": "FeatureCollection", "numberMatched": 1, "links": [], "features": [feature]}
    for part in (point, feature, whole):
        if data.draw(st.booleans()):
            part[data.draw(st.sampled_from(sorted(part)))] = data.draw(NOT_JSON)

    class Session:
        verify, proxies = True, {}

        def request(self, method, url, **_options):
            import requests

            answer = requests.Response()
            answer.status_code, answer.url = 200, url
            answer.request = requests.Request(method, url).prepare()
            answer._content = json.dumps(whole).encode()
            return answer

    layer = ogc_services.Layer("l", crs=("urn:ogc:def:crs:EPSG::4326",), items="http://127.0.0.1/items")
    offered = ogc_services.Service(ogc_services.OAPIF, "http://127.0.0.1/api", layers={"l": layer})
    asking = Client(Session(), pause=0.0, tries=1)
    work = _Work(asking, offered, layer, "", "4326", [], None, "", {})
    try:
        found = work.write(tmp_path_factory.mktemp("n") / "f.geojson")
    except CohesionError:
        return
    assert found in (None, "4326") or found.isdecimal()


@pytest.mark.parametrize("reply", [
    {"collections": [3, {"id": "a", "extent": "x", "links": [7]}]}, {"links": "x"},
    {"links": [1], "collections": {"a": 1}},
    {"collections": [{"id": "a", "extent": {"spatial": {"bbox": 3}}, "crs": 5}]}, {"collections": [], "links": [2]},
])  # fmt: skip
def test_a_catalogue_of_any_form_is_one_or_an_error_of_ours(reply):
    with Site({"/api": json.dumps(reply).encode(), "/api/collections": json.dumps(reply).encode()}) as fake:
        try:
            found = list(OgcFeatures(fake.url + "api", "oapif").entries(client()))
        except SourceError:
            return
    assert [one.request["layer"] for one in found] == ["a"]


def test_what_cannot_be_limited_is_asked_for_in_a_system_of_the_whole_country(fake, tmp_path):
    """Overseas is nowhere in Lambert-93."""
    fake.crs = ("urn:ogc:def:crs:EPSG::2154", "urn:ogc:def:crs:EPSG::4326")
    capabilities = fake._capabilities
    fake._capabilities = lambda: capabilities().replace(b"1 46<", b"-63 -22<").replace(b"3 49<", b"56 52<")
    got, found = fetch(fake, tmp_path, "93")
    assert found == ALL and got.crs == "EPSG:4326" and fake.queries[-1]["SRSNAME"].endswith("4326")


def test_a_layer_too_large_is_not_fetched_whole_where_a_filter_is_refused(fake, tmp_path):
    fake.filters = None
    with pytest.raises(ServiceRefusedError, match="filter"):
        fetch(fake, tmp_path, "93", limit="extent", within={"dep": ["cleabs"]})
    assert all("FILTER" in query for query in fake.queries if query["REQUEST"] == "GetFeature")


def test_the_address_of_a_run_wins_over_the_catalogue_s(fake, tmp_path):
    assert fetch(fake, tmp_path, address="http://127.0.0.1:9/ailleurs")[1] == ALL


@pytest.mark.parametrize("page", [b"{}", b"<WMS_Capabilities/>"])
def test_a_key_in_an_address_is_in_no_message(page, tmp_path):
    with Site({"/": page, "/collections": page}) as site, pytest.raises(SourceError) as raised:
        list(OgcFeatures(site.url + "?apikey=s3cr3t").entries(client()))
    assert "s3cr3t" not in str(raised.value) and "127.0.0.1" in str(raised.value)
    with Wfs() as fake, pytest.raises(ServiceRefusedError, match="no layer") as raised:
        entry = Entry("ogc:x", "ogc", "Points", kind="layer", request={"layer": "sig:autre"})
        OgcFeatures(fake.url + "?apikey=s3cr3t").fetch(client(), entry, Query(), tmp_path)
    assert "s3cr3t" not in str(raised.value) and "127.0.0.1" in str(raised.value)


class KeyedApi(Site):
    """An OGC API that wants a key at every address, names none in its links, and gives no more than 100 at once."""

    def page(self, path):
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if query.get("cle") != "abc" or int(query.get("limit", 1)) > 100:
            return None
        name = parts.path.rstrip("/")
        told = {
            "/api": {"links": [{"rel": "data", "href": self.url + "api/collections"}]},
            "/api/collections": {
                "collections": [{"id": "p", "links": [{"rel": "items", "href": "/api/collections/p/items"}]}],
            },
        }.get(name)
        if name == "/api/collections/p/items":
            start = int(query.get("offset", 0))
            told = {"type": "FeatureCollection", "features": POINTS[start : start + 4]}
            if start < 8:
                told["links"] = [{"rel": "next", "href": "/api/collections/p/items?offset={}".format(start + 4)}]
        return None if told is None else json.dumps(told).encode()


def test_a_key_goes_with_every_request_and_a_page_too_long_is_asked_for_shorter(tmp_path):
    with KeyedApi() as fake:
        fake.name = "p"
        entry = Entry("ogc:x", "ogc", "Points", kind="layer", request={"layer": "p", "type": "oapif"})
        got = OgcFeatures(fake.url + "api?cle=abc").fetch(client(), entry, Query(), tmp_path)
        found = json.loads(got.path.read_text(encoding="utf-8"))["features"]
    assert [one["properties"]["cleabs"] for one in found] == ALL


@pytest.mark.parametrize(
    "url", ["http://[x/wfs", "http://ici.fr:99999/wfs", "wfs?apikey=s3cr3t", "https:///wfs", "ftp://ici.fr/"]
)
def test_an_address_that_is_none_is_refused_without_a_request(url):
    with pytest.raises(ServiceRefusedError) as raised:
        list(OgcFeatures(url).entries(client()))
    assert "s3cr3t" not in str(raised.value)
