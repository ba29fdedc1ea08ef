"""Whatever JSON or XML a service sends is read, or refused in words: no reply ends a run with Python's own error."""

from __future__ import annotations

import contextlib

import pytest
from cohesion_territoires.domain.errors import CohesionError
from cohesion_territoires.domain.indicators.entry import Entry
from cohesion_territoires.sources import datagouv_api
from cohesion_territoires.sources.datagouv import DataGouv
from cohesion_territoires.sources.geoclip_records import entry_of, levels_of
from cohesion_territoires.sources.melodi import Melodi
from cohesion_territoires.sources.melodi_replies import page_of, ranges_of
from cohesion_territoires.sources.melodi_rows import rows_of
from cohesion_territoires.sources.xml_tree import Node
from hypothesis import given, settings
from hypothesis import strategies as st

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


def objects(*names):
    """Return objects that have some of the properties that are read, of any value."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, ANY))


class Client:
    """Answers what it is given, as `sources.http.Client` hands it on."""

    pause = 0.0

    def __init__(self, *replies):
        self.replies = list(replies)

    def json(self, url, read=None, **_options):
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        try:
            return read(reply)
        except ValueError as error:
            raise CohesionError("damaged") from error

    def sleep(self, _seconds):
        pass


RESOURCE = objects("id", "title", "format", "last_modified", "filesize", "checksum", "filetype", "url")
DATASET = st.fixed_dictionaries({}, optional={
    **dict.fromkeys(("id", "slug", "title", "license", "organization", "page", "tags", "description"), ANY),
    "resources": ANY | st.lists(RESOURCE | ANY, max_size=3),
})  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(ANY | DATASET, ANY | RESOURCE | st.fixed_dictionaries({"resource": ANY | RESOURCE, "dataset_id": ANY}))
def test_data_gouv_fr(told, file):
    for ask in (
        lambda: datagouv_api.choose(datagouv_api.dataset(Client(told), "https://x/", "a"), ["a"], ["csv"]),
        lambda: datagouv_api.resource(Client(file), "https://x/", "a"),
        lambda: list(datagouv_api.search(Client(told), "https://x/", "a", 5)),
        lambda: datagouv_api.filtered(Client(told, file), "https://x/", "a", "dep", "93"),
        lambda: list(DataGouv("https://x/", datasets=["a"]).entries(Client(told))),
    ):
        try:
            ask()
        except CohesionError:
            continue


PROFILE = st.fixed_dictionaries(
    {"profile": st.fixed_dictionaries({"columns": st.just({"dep": {"python_type": "string"}})})}
)
PAGE = objects("data", "meta", "links") | st.fixed_dictionaries(
    {"data": st.lists(objects("dep", "__id") | ANY, max_size=3), "links": objects("next"), "meta": objects("total")}
)


@settings(max_examples=50, deadline=None)
@given(PROFILE, PAGE)
def test_pages_of_the_tabular_api(profile, page):
    try:
        rows = datagouv_api.filtered(Client(profile, page), "https://x/", "a", "dep", "93")
    except CohesionError:
        return
    assert rows is None or all(row["dep"] == "93" for row in rows)


ROW = st.fixed_dictionaries({"dimensions": objects("GEO", "TIME_PERIOD", "M") | st.fixed_dictionaries(
    {"GEO": st.just("2025-COM-93010"), "M": st.just("POP"), "TIME_PERIOD": ANY})}, optional={
    "measures": ANY | st.dictionaries(st.text(max_size=3), objects("value"), max_size=2),
    "attributes": ANY | objects("OBS_STATUS", "CONF_STATUS", "UNIT_MULT")})  # fmt: skip
ENTRY = Entry("melodi:x", "melodi", "x", request={"dataset": "DS_X", "filters": {"M": "POP"}})


@settings(max_examples=50, deadline=None)
@given(
    ANY | st.fixed_dictionaries({"observations": st.lists(ROW, max_size=3)}, optional={"paging": ANY | objects("next")})
)
def test_pages_of_melodi(reply):
    try:
        rows, _following = page_of(reply)
        rows_of(rows, ENTRY, {"M": ["POP"]}, "COM")
    except (ValueError, CohesionError):
        pass


RECORD = objects(
    "identifier", "title", "spatialResolution", "temporal", "theme", "relations", "confidentialityStatus", "creator",
    "abstract", "spatialTemporal",
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(ANY | st.lists(RECORD, max_size=3), ANY | objects("range"))
def test_the_catalogue_of_melodi(records, ranges):
    try:
        for entry in Melodi("https://x").entries(Client(records)):
            assert entry.id.startswith("melodi:") and entry.levels
    except CohesionError:
        pass
    with contextlib.suppress(ValueError):
        ranges_of(ranges)


NAMES = st.sampled_from([
    "identifier", "fileIdentifier", "title", "abstract", "URI", "CI_OnlineResource", "linkage", "URL", "subject",
    "keyword", "temporal", "beginPosition", "citation", "rights", "creator",
])  # fmt: skip
WORDS = st.sampled_from([
    "filosofi.med_disp", "Taux (%)", "Découpage : Commune (2025), , (9999), EPCI", "https://x/?dataset=a&indic=b&nivgeo=c[",
    "start=1;end=x", "(((", "http://[::1", "https://x/a?dataset=é&indic=%ff",
]) | st.text(max_size=12)  # fmt: skip


def node(name, text, children, attributes=()):
    made = Node(name, dict(attributes))
    made.text, made.children = text, children
    return made


NODES = st.recursive(
    st.builds(node, NAMES, WORDS, st.just([])),
    lambda inner: st.builds(node, NAMES, WORDS, st.lists(inner, max_size=3)), max_leaves=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["Record", "MD_Metadata"]), st.lists(NODES, max_size=6))
def test_records_of_the_observatory(kind, children):
    entry = entry_of(node(kind, "", children), "https://x/#{code}")
    assert entry is None or (entry.id.startswith("odt:") and entry.request["dataset"])


@given(st.text(max_size=60))
def test_the_line_of_levels(text):
    assert isinstance(levels_of("Découpage : " + text), dict)


def test_the_client_of_these_tests_refuses_as_the_real_one():
    with pytest.raises(CohesionError):
        datagouv_api.dataset(Client([]), "https://x/", "a")
