"""From the services of statistics to the cache: every entry that is shipped, and what is kept when they fail."""
from __future__ import annotations

from itertools import product
from math import prod
from urllib.parse import parse_qs, urlsplit

import fake_observatories
import pytest
from cohesion_territoires.domain.errors import SourceError
from cohesion_territoires.domain.indicators.entry import Entry, Query
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.sources import observation_file
from cohesion_territoires.sources.adapter import adapter
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.catalogue import Catalogue
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.obtain import CACHE_FIRST, OFFLINE, REFRESH, obtain
from fake_services import patient

PLACES = {"COM": "93010", "EPCI": "200054781", "DEP": "93", "REG": "11", "ARR": "931", "ZE2020": "1109", "FRANCE": "F"}


class AnyIndicator(fake_observatories.Geoclip):
    """A Géoclip that has whatever it is asked for, of this year's geography."""

    def answer(self, request, body, fault):
        query = self.asked()[-1][1]
        if "indic" in query:
            rows = [["codgeo", "libgeo", "an", "sexe", query["indic"]], ["93010", "Bondy", 2021, "T", 1]]
            self.files = {(query["dataset"], query["indic"], query["nivgeo"]): rows}
        return super().answer(request, body, fault)


class AnySet(fake_observatories.Melodi):
    """A Mélodi that has one value of all that it is asked for."""

    def answer(self, request, body, fault):
        path, query = self.asked()[-1]
        name = path.rsplit("/", 1)[-1]
        self.catalogue = [{"identifier": name, "temporal": {"endPeriod": "2021-01-01T00:00:00"}, "modified": "2026"}]
        self.ranges = {name: {"range": [{"concept": {"code": "SEX"}, "values": [{"code": "_T"}, {"code": "F"}]}]}}
        if "GEO" in query:
            # a value of each code of each dimension asked for
            asked = parse_qs(urlsplit(request.path).query)
            asked = {k: v for k, v in asked.items() if k not in ("GEO", "TIME_PERIOD", "idTerritoire", "maxResult")}
            where = query["GEO"].partition("*")[2] or query["GEO"].partition("-")[0]
            self.inside = {query["GEO"]: ["{}-{}".format(where, PLACES[where])]}
            place, told = "2025-{}-{}".format(where, PLACES[where]), {"TIME_PERIOD": "2021"}
            self.rows = {
                name: [(place, {**told, **dict(zip(asked, one))}, 5, None) for one in product(*asked.values())]
            }
        return super().answer(request, body, fault)


def client():
    # nothing is counted on loopback, and no turn is waited for
    return Client(patient(plain_session()), tries=1, pause=0.01, limiter=Limiter({}))


def at(server):
    return lambda name: adapter(name, base=server.url)


def terms(codes):
    """Return how many values a sum is of."""
    return prod(1 if isinstance(one, str) else len(one) for one in codes.values())


@pytest.mark.parametrize("source, fake", [("geoclip", AnyIndicator), ("melodi", AnySet)])
def test_every_entry_that_is_shipped_asks_what_its_service_understands(source, fake):
    entries = [one for one in Catalogue.shipped().entries if one.source == source]
    assert len(entries) > 30
    with fake() as server:
        asks = at(server)(source)
        for entry in entries:
            server.received.clear()
            level = entry.levels[0]
            got = asks.fetch(client(), entry, Query(level, Territory("reg", "11")), None).observations
            assert len(got) == 1 and got.level == level and got.periods.tolist() == ["2021"], entry.id
            if "over" in entry.request:
                # each code that is added up has the same value here
                part = entry.request["filters"]
                share = terms(part) / terms({**part, **entry.request["over"]})
                assert got.values.tolist() == pytest.approx([share * entry.request.get("factor", 100)]), entry.id


@pytest.fixture(params=["geoclip", "melodi"])
def service(request, tmp_path):
    """(entry, server, cache): a service that has one indicator."""
    if request.param == "geoclip":
        server = AnyIndicator()
        asked = {"dataset": "rp", "indic": "pop", "nivgeo": {"com": "com2025"}, "whole": True}
    else:
        server, asked = AnySet(), {"dataset": "DS_X", "filters": {"M": "POP"}}
    entry = Entry("essai:x", request.param, "Population", levels=("com",), years=("2021",), request=asked)
    with server:
        yield entry, server, Cache(tmp_path / "cache")


def test_what_was_fetched_is_kept_and_served_without_the_service(service, monkeypatch):
    fake_observatories.on_a_day(monkeypatch, 2026)
    entry, server, cache = service
    query = Query("com", Territory("dep", "93"))
    first = obtain(entry, query, cache, client(), CACHE_FIRST, adapters=at(server))
    # the Observatoire has whatever it is asked for: the newest geography, this year's
    year = {"geoclip": "2026", "melodi": "2025"}[entry.source]
    assert not first.from_cache and first.record.facts["geography"] == year
    asked = len(server.received)
    for again in (
        obtain(entry, query, cache, client(), CACHE_FIRST, adapters=at(server)),
        obtain(entry, query, cache, None, OFFLINE, adapters=at(server)),
    ):
        assert again.from_cache and observation_file.read(again.record.path).codes.tolist() == ["93010"]
    assert len(server.received) == asked


@pytest.mark.parametrize("fault", [fault for fault in fake_observatories.FAULTS if fault != "drip"])
def test_a_service_that_fails_leaves_the_copy_there_was(service, fault):
    entry, server, cache = service
    query, warned = Query("com", Territory("dep", "93")), []
    server.always, server.retry_after = fault, "600"
    with pytest.raises(SourceError):
        obtain(entry, query, cache, client(), CACHE_FIRST, adapters=at(server))
    assert cache.records() == []
    server.always = None
    obtain(entry, query, cache, client(), CACHE_FIRST, adapters=at(server))
    server.always = fault
    got = obtain(
        entry, query, cache, client(), REFRESH, warn=lambda t, v: warned.append(t.format(**v)), adapters=at(server)
    )
    assert observation_file.read(got.record.path).codes.tolist() == ["93010"]
    assert got.stale and "Population" in warned[-1]
