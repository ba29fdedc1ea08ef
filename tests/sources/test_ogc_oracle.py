"""Paging against servers of every sort, made up by Hypothesis: all of a layer, an error or a caution; never less."""
from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import requests
from cohesion_territoires.domain.errors import SourceError
from cohesion_territoires.domain.indicators.entry import Entry, Query
from cohesion_territoires.sources.http import Client
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.ogc_features import OgcFeatures
from fake_files import QuirkyWfs
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

SERVERS = st.fixed_dictionaries({
    "count": st.integers(0, 12), "sizes": st.lists(st.integers(1, 5), min_size=1, max_size=12), "even": st.booleans(),
    "starts": st.sampled_from(["known", "ignored", "refused", "ordered"]), "end": st.sampled_from(["empty", "refused"]),
    "matched": st.sampled_from(["none", "true", "page", "more"]), "hits": st.sampled_from(["none", "true"]),
    "ids": st.sampled_from(["stable", "none", "made up"]), "alike": st.booleans(),
})  # fmt: skip


class Server(QuirkyWfs):
    """A server without a network: a session that answers by itself."""

    verify, proxies = True, {}

    def __init__(self, traits):
        super().__init__([
            {"type": "Feature", "properties": {"cleabs": "P{:02}".format(n), "n": 0 if traits["alike"] else n},
             "geometry": {"type": "Point", "coordinates": [1.5, 47.0 + n / 100]}}
            for n in range(max(traits["count"], 1))
        ])  # fmt: skip
        self.traits, self.turns = traits, 0
        # a page is as long as the one before, but the last
        self.ends, end = [], 0
        while end < traits["count"]:
            end += traits["sizes"][0 if traits["even"] else len(self.ends) % len(traits["sizes"])]
            self.ends.append(min(end, traits["count"]))

    def request(self, method, url, **_options):
        query = {key.upper(): values[0] for key, values in parse_qs(urlsplit(url).query, True).items()}
        what = query["REQUEST"]
        status, data = (
            (200, self._capabilities()) if what == "GetCapabilities" else (200, self._schema())
            if what == "DescribeFeatureType" else self.page(query)
        )  # fmt: skip
        answer = requests.Response()
        answer.status_code, answer.url, answer._content = status, url, data
        answer.request = requests.Request(method, url).prepare()
        return answer

    def page(self, query):
        traits, self.turns = self.traits, self.turns + 1
        if query.get("RESULTTYPE") == "hits":
            told = traits["count"] if traits["hits"] == "true" else "unknown"
            return 200, '<FeatureCollection numberMatched="{}"/>'.format(told).encode()
        start, way = int(query.get("STARTINDEX", 0)), traits["starts"]
        if start and (way == "refused" or (way == "ordered" and "SORTBY" not in query)):
            return 400, b"{}"
        start = 0 if way == "ignored" else start
        if start >= traits["count"] and traits["end"] == "refused" and start:
            return 400, b"{}"
        end = next((one for one in self.ends if one > start), start)
        features = [dict(one) for one in self.features[start : min(end, traits["count"])]]
        for n, one in enumerate(features):
            name = {"stable": start + n, "made up": "{}-{}".format(self.turns, n)}.get(traits["ids"])
            if name is not None:
                one["id"] = str(name)
        told = {"true": traits["count"], "page": len(features), "more": traits["count"] + 3}.get(traits["matched"])
        head = {"type": "FeatureCollection", "features": features}
        return 200, json.dumps(head if told is None else {**head, "numberMatched": told}).encode()


USUAL = {
    "count": 12, "sizes": [5, 1], "even": False, "starts": "known", "end": "empty", "matched": "true", "hits": "true",
    "ids": "stable", "alike": False,
}  # fmt: skip


@given(SERVERS)
@example(USUAL)
@example({**USUAL, "matched": "more"})
@example({**USUAL, "sizes": [5], "even": True, "end": "refused", "matched": "more"})
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_all_of_a_layer_or_a_word_about_it(tmp_path_factory, traits):
    folder = tmp_path_factory.getbasetemp()
    server = Server(traits)
    client = Client(server, pause=0.0, tries=1, limiter=Limiter({}))
    # who does as the standard says, or only wants an order, is no trouble
    pages = traits["starts"] in ("known", "ordered") and traits["ids"] == "stable"
    entry = Entry("ogc:x", "ogc", "Points", kind="layer", request={"layer": server.name})
    try:
        got = OgcFeatures("http://127.0.0.1/wfs").fetch(client, entry, Query(), folder)
    except SourceError:
        event("an error")
        short = traits["count"] and traits["count"] % traits["sizes"][0]
        assert not (pages and traits["count"] and (traits["end"] == "empty" or (traits["even"] and short)))
        return
    assert server.turns < 50
    found = [one["properties"]["cleabs"] for one in json.loads(got.path.read_text(encoding="utf-8"))["features"]]
    assert len(found) == len(set(found))
    if pages and (traits["even"] or traits["matched"] in ("true", "more")):
        assert len(found) == traits["count"] and bool(got.notes) == (traits["matched"] == "more")
    # nobody can know of what is never told: a short page in the middle, or pages that do not exist
    silent = traits["matched"] in ("none", "page") and (
        not traits["even"] or (traits["starts"] in ("ignored", "refused") and traits["hits"] == "none")
    )
    event("all" if len(found) == traits["count"] else "less")
    assert len(found) == traits["count"] or got.notes or silent, found
