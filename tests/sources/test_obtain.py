"""From the cache or from the service: first, refreshed, offline; when the service fails; two at once."""
from __future__ import annotations

import errno
import os
import threading
import time

import pytest
from cohesion_territoires.domain.errors import (
    Cancelled,
    CohesionError,
    NotKeptError,
    OutputError,
    ParameterError,
    ProxyError,
    ServiceDownError,
    ServiceRefusedError,
    WebPageError,
)
from cohesion_territoires.domain.indicators.entry import LAYER, Entry, Query
from cohesion_territoires.domain.indicators.levels import DEP, Territory
from cohesion_territoires.sources import cache_place, observation_file, ranges
from cohesion_territoires.sources.adapter import Fetched
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.obtain import CACHE_FIRST, OFFLINE, REFRESH, obtain
from file_server import Files
from obtain_world import CLIENT, ENTRY, QUERY, Service, down


class Layer(Service):
    """An adapter that gives a file."""

    def __init__(self, content, form="geojson"):
        super().__init__()
        self.content, self.form = content, form

    def fetch(self, client, entry, query, folder):
        self.asked.append((entry.id, query))
        path = folder / "sans nom"
        path.write_bytes(self.content)
        return Fetched(path=path, form=self.form, licence="odc-odbl", crs="EPSG:2154")


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path)


def test_fetched_once_then_from_the_cache(cache):
    service, warned = Service(), []
    got = obtain(ENTRY, QUERY, cache, CLIENT, warn=lambda *told: warned.append(told), adapters=service)
    assert not got.from_cache and not got.stale and warned == list(service.notes) == list(got.notes)
    assert observation_file.read(got.record.path).values[0] == 1.0
    assert (got.record.level, got.record.territory, got.record.year) == ("com", "DEP-93", "")
    facts = got.record.facts
    assert (facts["title"], facts["licence"], facts["producer"], facts["geography"]) == (
        "Médiane", "lov2", "Insee", "2025",
    )  # fmt: skip
    assert (facts["form"], facts["years"], facts["rows"], facts["layer"]) == ("gpkg", ["2021"], 2, "observations")
    for refresh, client in ((CACHE_FIRST, CLIENT), (OFFLINE, CLIENT), (REFRESH, None), (CACHE_FIRST, None)):
        again = obtain(ENTRY, QUERY, cache, client, refresh, adapters=service)
        assert again.from_cache and again.record.path == got.record.path and again.notes == got.notes
    assert len(service.asked) == 1


def test_offline_and_never_fetched(cache):
    for refresh, client in ((OFFLINE, CLIENT), (CACHE_FIRST, None)):
        with pytest.raises(NotKeptError, match="never fetched") as raised:
            obtain(ENTRY, QUERY, cache, client, refresh, adapters=Service())
        assert "Médiane" in str(raised.value) and "DEP-93" in str(raised.value)
    assert not list(cache.folder.iterdir())


def test_what_was_never_fetched_is_told_in_words(cache):
    """No code of ours for the whole country, all years, or the level of what has no year."""
    for entry, query, words in (
        (ENTRY, Query("com", Territory(), "*"), "(Whole country, all years)"),
        (ENTRY, Query("com", Territory(), "2021"), "(Whole country, 2021)"),
        (
            Entry("ogc:x", "ogc", "Arrêts", LAYER, levels=("com",)), Query("com", Territory(DEP, "59")),
            "(DEP-59, Communes)",
        ),
    ):
        with pytest.raises(NotKeptError) as raised:
            obtain(entry, query, cache, None, adapters=Service())
        assert words in str(raised.value)
    assert raised.value.values["year"].template == "Communes"  # put in French with the sentence


def test_refreshed(cache):
    first = obtain(ENTRY, QUERY, cache, CLIENT, adapters=Service()).record
    second = obtain(ENTRY, QUERY, cache, CLIENT, REFRESH, adapters=Service((2.0, None)))
    assert not second.from_cache and observation_file.read(second.record.path).values[0] == 2.0
    # who has the former open keeps it
    assert observation_file.read(first.path).values[0] == 1.0
    assert obtain(ENTRY, QUERY, cache, adapters=Service()).record.path == second.record.path


def test_unchanged_for_the_service_is_not_fetched(cache):
    service = Service()
    first = obtain(ENTRY, QUERY, cache, CLIENT, adapters=service).record
    service.unchanged = lambda _client, _entry, _query, modified: modified == "2026-07-01"
    # longer than the clock of files needs to go on
    time.sleep(0.02)
    again = obtain(ENTRY, QUERY, cache, CLIENT, REFRESH, adapters=service)
    assert again.from_cache and again.record.path == first.path and len(service.asked) == 1
    assert again.record.fetched > first.fetched and cache.find(*_question(first)).fetched == again.record.fetched
    service.unchanged = lambda *_words: False
    assert not obtain(ENTRY, QUERY, cache, CLIENT, REFRESH, adapters=service).from_cache


def _question(record):
    return record.entry, record.level, record.territory, record.year


@pytest.mark.parametrize("error", [down(), OutputError("The disk of {folder} is full.", folder="x")])
def test_the_copy_is_served_when_the_service_fails(cache, error):
    service, warned = Service(), []
    first = obtain(ENTRY, QUERY, cache, CLIENT, adapters=service).record
    service.error = error
    got = obtain(ENTRY, QUERY, cache, CLIENT, REFRESH, warn=lambda *told: warned.append(told), adapters=service)
    assert got.stale and got.from_cache and got.record.path == first.path
    template, values = warned[-1]
    assert first.fetched[:10] in template.format(**values) and values["cause"] is error


def test_no_copy_and_the_service_fails(cache):
    service = Service()
    service.error = down()
    with pytest.raises(ServiceDownError, match="ici.fr does not answer. Its page: https://page.fr/med") as raised:
        obtain(ENTRY, QUERY, cache, CLIENT, adapters=service)
    assert raised.value.values["service"] == "ici.fr" and raised.value.__cause__ is service.error
    assert cache.records() == []
    # said once; and a page does not help who cannot leave the network
    for error in (ServiceDownError("See {page}.", page=ENTRY.page), ProxyError("The proxy.")):
        service.error = error
        with pytest.raises(type(error)) as raised:
            obtain(ENTRY, QUERY, cache, CLIENT, adapters=service)
        assert raised.value is error


@pytest.mark.parametrize("error", [Cancelled(), ParameterError("No.")])
def test_what_is_no_fault_of_the_service_is_raised_even_with_a_copy(cache, error):
    service = Service()
    obtain(ENTRY, QUERY, cache, CLIENT, adapters=service)
    service.error = error
    with pytest.raises(type(error)):
        obtain(ENTRY, QUERY, cache, CLIENT, REFRESH, adapters=service)


def test_no_value_is_no_answer(cache):
    with pytest.raises(ServiceRefusedError, match="no value") as raised:
        obtain(ENTRY, QUERY, cache, CLIENT, adapters=Service(()))
    assert ENTRY.page in str(raised.value) and cache.records() == []


def test_values_of_the_whole_country_and_of_all_years_serve(cache):
    service = Service()
    whole = obtain(ENTRY, Query("com", Territory(), "*"), cache, CLIENT, adapters=service).record
    for query in (QUERY, Query("com", Territory(), "2021"), Query("com", Territory(DEP, "59"), "2021")):
        assert obtain(ENTRY, query, cache, None, adapters=service).record.path == whole.path
    with pytest.raises(NotKeptError):
        obtain(ENTRY, Query("dep", Territory()), cache, adapters=service)
    # a year's own is preferred
    own = obtain(ENTRY, QUERY, cache, CLIENT, REFRESH, adapters=Service((5.0,))).record
    assert obtain(ENTRY, QUERY, cache, adapters=service).record.path == own.path


def test_a_newer_year_than_the_catalogue_knows_is_never_taken_for_the_one_it_knows(cache):
    service = Service(years=["2022"])
    latest = obtain(ENTRY, QUERY, cache, CLIENT, adapters=service).record
    assert latest.facts["years"] == ["2022"]
    # the year that the catalogue has last is asked for, and the latest stays the latest
    with pytest.raises(NotKeptError):
        obtain(ENTRY, Query("", QUERY.territory, "2021"), cache, adapters=service)
    service.years = ["2021"]
    known = obtain(ENTRY, Query("", QUERY.territory, "2021"), cache, CLIENT, adapters=service).record
    assert (known.year, known.facts["years"]) == ("2021", ["2021"]) and len(service.asked) == 2
    assert obtain(ENTRY, QUERY, cache, adapters=service).record.path == latest.path
    assert obtain(ENTRY, Query("", QUERY.territory, "2022"), cache, adapters=service).record.path == latest.path
    # all years that were kept have not the year that came since
    service.years = ["2020", "2021"]
    whole = obtain(ENTRY, Query("dep", Territory(), "*"), cache, CLIENT, adapters=service).record
    assert obtain(ENTRY, Query("dep", Territory(), "2020"), cache, adapters=service).record.path == whole.path
    with pytest.raises(NotKeptError):
        obtain(ENTRY, Query("dep", Territory(), "2022"), cache, adapters=service)


def test_what_nobody_dated_answers_for_no_year(cache):
    service = Service(years=[""])
    latest = obtain(ENTRY, QUERY, cache, CLIENT, adapters=service).record
    assert obtain(ENTRY, QUERY, cache, adapters=service).record.path == latest.path
    with pytest.raises(NotKeptError):
        obtain(ENTRY, Query("", QUERY.territory, "2015"), cache, adapters=service)


def test_a_file_is_kept_under_what_it_is(cache):
    entry = Entry("dg:qpv", "essai", "QPV", LAYER, request={"whole": True})
    content = b'{"type": "FeatureCollection", "features": []}'
    got = obtain(entry, QUERY, cache, CLIENT, adapters=Layer(content))
    assert got.record.path.suffix == ".geojson" and got.record.path.read_bytes() == content
    assert (got.record.territory, got.record.facts["licence"], got.record.facts["crs"]) == (
        "FRA", "odc-odbl", "EPSG:2154",
    )  # fmt: skip
    # kept once, whoever asks
    assert obtain(entry, Query("", Territory(DEP, "59")), cache).record.path == got.record.path


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<!DOCTYPE html><title>Portail", WebPageError), (b"", ServiceRefusedError),
        (b"<ServiceExceptionReport><ServiceException>Non</ServiceException>", ServiceRefusedError),
    ],
)  # fmt: skip
def test_a_page_or_a_message_is_never_data(cache, content, kind):
    entry = Entry("dg:qpv", "essai", "QPV", LAYER, page="https://page.fr")
    with pytest.raises(kind) as raised:
        obtain(entry, QUERY, cache, CLIENT, adapters=Layer(content))
    assert "https://page.fr" in str(raised.value) and cache.records() == []
    assert list((cache.folder / "aside").iterdir()) == []


def test_a_disk_that_is_full(cache, monkeypatch):
    def full(*_words):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(cache_place, "place_file", full)
        with pytest.raises(OutputError, match="full"):
            obtain(ENTRY, QUERY, cache, CLIENT, adapters=Service())
    assert cache.records() == []
    assert not obtain(ENTRY, QUERY, cache, CLIENT, adapters=Service()).from_cache


@pytest.mark.parametrize("refresh", [CACHE_FIRST, REFRESH])
def test_two_that_want_the_same_thing_fetch_it_once(cache, refresh):
    service, got, fetch, waiting = Service(), [], Service.fetch, set()
    if refresh == REFRESH:
        obtain(ENTRY, QUERY, cache, CLIENT, adapters=service)
        time.sleep(0.005)
    service.asked.clear()

    def fetched(*words):
        # until the three others have come
        end = time.monotonic() + 60
        while len(waiting) < 3 and time.monotonic() < end:
            time.sleep(0.01)
        return fetch(service, *words)

    service.fetch = fetched

    def work():
        def pulse():
            waiting.add(threading.get_ident())

        got.append(obtain(ENTRY, QUERY, Cache(cache.folder), CLIENT, refresh, pulse, adapters=service))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(service.asked) == 1 and len({one.record.path for one in got}) == 1
    assert sorted(one.from_cache for one in got) == [False, True, True, True]


def test_waiting_for_another_obeys_cancel(cache):
    def stop():
        raise Cancelled()

    with cache.reserve(ENTRY.id, "com", "DEP-93", ""), pytest.raises(Cancelled):
        obtain(ENTRY, QUERY, cache, CLIENT, pulse=stop, adapters=Service())


def test_a_download_goes_on_where_the_last_try_stopped(cache, monkeypatch):
    monkeypatch.setattr(ranges, "PIECE", 1000)
    monkeypatch.setattr(ranges, "MOST", 1000)
    entry = Entry("dg:qpv", "essai", "QPV", LAYER)
    content = b"code;valeur\n" + b"01001;1\n" * 1000

    class Adapter:
        def fetch(self, client, entry, query, folder):
            got = ranges.download(client, fake.url, folder / "a.csv")
            return Fetched(path=got.path, form="csv", modified=str(got.validators), address=got.address)

        def unchanged(self, client, entry, query, modified):
            return ranges.unchanged(client, fake.url, ranges.Validators.read(modified))

    with Files(content) as fake:
        client = Client(plain_session(), pause=0.01, tries=2, limiter=Limiter())
        fake.faults = [None] * 4 + ["drop"] * 9
        with pytest.raises(CohesionError):
            obtain(entry, QUERY, cache, client, adapters=lambda _name: Adapter())
        fake.faults, before = [], len(fake.received)
        got = obtain(entry, QUERY, Cache(cache.folder), client, adapters=lambda _name: Adapter())
        assert got.record.path.read_bytes() == content
        assert fake.asked("Range")[before] == "bytes=4000-4999"
        before = len(fake.received)
        again = obtain(entry, QUERY, cache, client, REFRESH, adapters=lambda _name: Adapter())
        assert again.from_cache and len(fake.received) == before + 1
        fake.content, fake.etag = content + b"x;2\n", '"deux"'
        newer = obtain(entry, QUERY, cache, client, REFRESH, adapters=lambda _name: Adapter())
        assert not newer.from_cache and newer.record.path.read_bytes() == fake.content


def test_values_too_many_for_the_disk(cache):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    first = obtain(ENTRY, QUERY, cache, CLIENT, adapters=Service()).record
    many = Service([float(i) for i in range(20000)])
    other = Query("com", Territory(DEP, "59"))
    warned = []
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
        with pytest.raises(OutputError) as raised:
            obtain(ENTRY, other, cache, CLIENT, adapters=many)
        got = obtain(ENTRY, QUERY, cache, CLIENT, REFRESH, warn=lambda *told: warned.append(told), adapters=many)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert str(cache.folder) in str(raised.value)
    # the copy there was is used, and is as it was
    assert got.stale and got.record.path == first.path and cache.check(first)
    assert isinstance(warned[-1][1]["cause"], OutputError)
    assert [r.path for r in cache.records()] == [first.path]
    assert len(observation_file.read(obtain(ENTRY, other, cache, CLIENT, adapters=many).record.path)) == 20000
