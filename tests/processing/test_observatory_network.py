"""The observatories' services over QGIS's own network: its proxy, every way they fail, and what is there offline."""
from __future__ import annotations

import pytest
from cohesion_territoires.domain.errors import DataError, NotKeptError, ProxyError, SourceError, TlsError
from cohesion_territoires.layers.network_transport import session
from cohesion_territoires.sources import http
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.http import Client
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.obtain import CACHE_FIRST, OFFLINE, REFRESH, obtain
from certificates import Authority
from forward_proxy import ForwardProxy, qgis_uses
from observatory_services import FAULTS, SERVICES
from qgis.core import QgsApplication
from qgis.PyQt.QtNetwork import QSslCertificate

pytestmark = pytest.mark.usefixtures("qgis_app")
# coordinates are given by two of them
CASES = [
    (name, fault) for name in sorted(SERVICES) for fault in FAULTS if fault != "crs" or name in ("ogc", "boundaries")
]  # fmt: skip
ACCOUNT = ("preposee", "azerty")


@pytest.fixture(params=sorted(SERVICES))
def service(request, monkeypatch):
    monkeypatch.setattr(http, "BUSY_TRIES", 1)
    with SERVICES[request.param]() as made:
        yield made


@pytest.fixture
def authority(qgis_app, tmp_path):
    """An authority that QGIS trusts, as one that an IT service installed."""
    made, manager = Authority(tmp_path / "tls"), QgsApplication.authManager()
    certificate = QSslCertificate.fromPath(str(made.path))[0]
    assert manager.storeCertAuthority(certificate)
    manager.rebuildCaCertsCache()
    manager.rebuildTrustedCaCertsCache()
    yield made
    manager.removeCertAuthority(certificate)
    manager.rebuildCaCertsCache()
    manager.rebuildTrustedCaCertsCache()


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


def ask(service, cache, refresh=CACHE_FIRST, online=True, warned=None):
    # who is slow by design is not waited for
    limit = 0.2 if service.fault in ("silence", "drip") else 10.0
    client = Client(
        session(longest=1.5 * limit), tries=1 if service.fault else 2, pause=0.01, timeout=(limit, limit),
        limiter=Limiter({}),
    )  # fmt: skip
    said = [] if warned is None else warned
    return obtain(
        service.entry, service.query, cache, client if online else None, refresh,
        warn=lambda template, values: said.append(template.format(**values)), adapters=service.adapters,
    )  # fmt: skip


def test_every_request_passes_through_the_proxy_of_qgis(service, cache):
    """The name of the service leads nowhere but through the proxy."""
    service.at("service.invalid")
    with ForwardProxy({"service.invalid": service.port}) as proxy, qgis_uses(proxy.port):
        assert not ask(service, cache).from_cache
        asked = len(service.received)
        assert proxy.passed == ["service.invalid"] * asked and asked
        ask(service, cache, REFRESH)
        assert proxy.passed == ["service.invalid"] * len(service.received) and len(service.received) > asked


def test_a_proxy_that_wants_a_password(service, cache):
    service.at("service.invalid")
    with ForwardProxy({"service.invalid": service.port}, ACCOUNT) as proxy:
        with qgis_uses(proxy.port), pytest.raises(ProxyError, match="user name and password") as raised:
            ask(service, cache)
        assert "service.invalid" in str(raised.value)
        assert service.received == [] and proxy.passed == [] and proxy.turned_away
        assert cache.records() == []
        with qgis_uses(proxy.port, ACCOUNT):
            assert not ask(service, cache).from_cache
        assert len(proxy.passed) == len(service.received)


@pytest.mark.parametrize("service, fault", CASES, indirect=["service"])
def test_a_fault_is_said_the_cache_is_whole_and_the_next_run_is_right(service, cache, fault):
    service.fault = fault
    with pytest.raises((SourceError, DataError)) as raised:
        ask(service, cache)
    said = str(raised.value)
    assert "127.0.0.1" in said or service.entry.page in said or service.entry.title in said
    assert cache.records() == []
    service.fault = None
    first = ask(service, cache).record
    assert cache.check(first)
    content = first.path.read_bytes()
    if hasattr(service, "change"):
        service.change()
    service.fault, warned = fault, []
    again = ask(service, cache, REFRESH, warned=warned)
    assert again.stale and again.record.path.read_bytes() == content
    assert first.fetched[:10] in warned[-1] and service.entry.title in warned[-1]
    assert all(cache.check(record) for record in cache.records())
    service.fault = None
    fresh = ask(service, cache, REFRESH)
    assert not fresh.stale and cache.check(fresh.record)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_certificate_that_is_over(name, authority, cache):
    for end, good in (("20250101000000Z", False), ("20991231000000Z", True)):
        service = SERVICES[name]()
        service.certificate = authority.server(end=end)
        with service.at("localhost"):
            if good:
                assert cache.check(ask(service, cache).record)
                continue
            with pytest.raises(TlsError, match="localhost.*certificate is out of date"):
                ask(service, cache)
            assert service.received == [] and cache.records() == []


def test_offline_serves_what_was_fetched_and_says_what_was_not(service, cache):
    with pytest.raises(NotKeptError, match=service.entry.title):
        ask(service, cache, OFFLINE)
    kept = ask(service, cache).record
    asked = len(service.received)
    for online, refresh in ((True, OFFLINE), (False, REFRESH), (True, CACHE_FIRST)):
        got = ask(service, cache, refresh, online)
        assert got.from_cache and got.record.path == kept.path
    assert len(service.received) == asked
