"""Whatever a server does for good: a clear error, or the copy there was; the cache whole, the next try right."""
from __future__ import annotations

import pytest
from certificates import Authority
from cohesion_territoires.domain.errors import SourceError, TlsError
from cohesion_territoires.domain.indicators.entry import LAYER, Entry, Query
from cohesion_territoires.sources import http, ranges
from cohesion_territoires.sources.adapter import Fetched
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.obtain import REFRESH, obtain
from fake_services import patient
from file_server import Files

ENTRY = Entry("dg:qpv", "essai", "QPV", LAYER, page="https://page.fr")
CONTENT = b"code;valeur\n" + b"01001;1\n" * 500
LASTING = (
    "400", "401", "403", "404", "429", "500", "502", "503", "511", "silence", "drop", "cut", "empty", "login", "short",
    "elsewhere", "drip", "moved",
)  # fmt: skip
BODIES = {
    "html": b"<!DOCTYPE html><html><title>Maintenance</title>",
    "exception": b"<ows:ExceptionReport xmlns:ows='o'><ows:Exception><ows:ExceptionText>Non</ows:ExceptionText>",
    "blank": b"\r\n\r\n",
}


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr(ranges, "PIECE", 1000)
    monkeypatch.setattr(http, "BUSY_TRIES", 2)
    with Files(CONTENT) as server:
        yield server


class Adapter:
    """A file taken whole."""

    def __init__(self, url):
        self.url = url

    def fetch(self, client, entry, query, folder):
        got = ranges.download(client, self.url, folder / "a.csv")
        return Fetched(path=got.path, form="csv", modified=str(got.validators))


def ask(fake, cache, *words):
    session = patient(plain_session(longest=0.6 if fake.always == "drip" else 30.0), 0.2)
    client = Client(session, pause=0.01, tries=2, limiter=Limiter())
    return obtain(ENTRY, Query(), cache, client, *words, adapters=lambda _name: Adapter(fake.url))


def spoil(fake, fault):
    if fault in BODIES:
        fake.content, fake.etag = BODIES[fault], '"deux"'
    else:
        # for ever the same way
        fake.always, fake.elsewhere = fault, fake.path
    if fault == "drip":
        fake.pieces = False


@pytest.mark.parametrize("fault", [*LASTING, *BODIES])
def test_each_fault_is_said_and_the_cache_is_whole(fake, tmp_path, fault):
    cache = Cache(tmp_path)
    spoil(fake, fault)
    with pytest.raises(SourceError) as raised:
        ask(fake, cache)
    text = str(raised.value)
    assert "127.0.0.1" in text or ENTRY.page in text
    assert cache.records() == []
    fake.always, fake.content, fake.etag, fake.pieces = None, CONTENT, '"trois"', True
    first = ask(fake, cache).record
    assert first.path.read_bytes() == CONTENT
    spoil(fake, fault)
    got = ask(fake, cache, REFRESH)
    assert got.stale and got.record.path == first.path and cache.check(first)
    assert text.split(".")[0] in str(got.notes[-1][1]["cause"])


def test_a_certificate_that_is_over(tmp_path, monkeypatch):
    authority = Authority(tmp_path / "tls")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.path))
    fake = Files(CONTENT)
    fake.certificate = authority.server(end="20250101000000Z")
    with fake, pytest.raises(TlsError, match="localhost"):
        ask(fake, Cache(tmp_path / "cache"))
    assert fake.received == []
    fake.certificate = authority.server()
    with fake:
        assert ask(fake, Cache(tmp_path / "cache")).record.path.read_bytes() == CONTENT
