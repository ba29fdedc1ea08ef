"""The observatories' services over QGIS's own network: its proxy, certificates, and what is there offline."""
from __future__ import annotations

import outcomes
import pytest
from cohesion_territoires.domain.errors import NotKeptError, ProxyError, TlsError
from cohesion_territoires.layers.network_transport import session
from cohesion_territoires.sources import http
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.http import Client
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.obtain import CACHE_FIRST, OFFLINE, REFRESH, obtain
from cohesion_territoires.translation import localize
from certificates import GOOD, OVER, trusted_by_qgis
from forward_proxy import ForwardProxy, qgis_uses
from observatory_services import SERVICES

pytestmark = pytest.mark.usefixtures("qgis_app")
ACCOUNT = ("preposee", "azerty")


@pytest.fixture(params=sorted(SERVICES))
def service(request, monkeypatch):
    monkeypatch.setattr(http, "BUSY_TRIES", 1)
    with SERVICES[request.param]() as made:
        yield made


@pytest.fixture
def authority(qgis_app, tmp_path):
    with trusted_by_qgis(tmp_path / "tls") as made:
        yield made


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


@pytest.fixture
def in_french(qgis_app):
    yield from outcomes.french()


def ask(service, cache, refresh=CACHE_FIRST, online=True):
    client = Client(session(), tries=2, pause=0.01, limiter=Limiter({})) if online else None
    return obtain(service.entry, service.query, cache, client, refresh, adapters=service.adapters)


def test_every_request_passes_through_the_proxy_of_qgis(service, cache):
    """The name of the service leads nowhere but through the proxy."""
    service.at("service.invalid")
    with ForwardProxy({"service.invalid": service.port}) as proxy, qgis_uses(proxy.port):
        assert not ask(service, cache).from_cache
        asked = len(service.received)
        assert proxy.passed == ["service.invalid"] * asked and asked
        ask(service, cache, REFRESH)
        assert proxy.passed == ["service.invalid"] * len(service.received) and len(service.received) > asked


def test_secure_requests_pass_through_it_too(cache, authority):
    """In a tunnel, as those of the observatories: the proxy knows the name of the server and nothing else."""
    service = SERVICES["ogc"]()
    service.certificate = authority.server("service.invalid")
    with service.at("service.invalid"), ForwardProxy({"service.invalid": service.port}) as proxy:
        assert service.entry.request["address"].startswith("https://service.invalid/")
        with qgis_uses(proxy.port):
            assert cache.check(ask(service, cache).record)
    assert set(proxy.passed) == {"service.invalid"} and service.received


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


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_certificate_that_is_over(name, authority, cache, in_french):
    for end, good in ((OVER, False), (GOOD, True)):
        service = SERVICES[name]()
        service.certificate = authority.server(end=end)
        with service.at("localhost"):
            if good:
                assert cache.check(ask(service, cache).record)
                continue
            with pytest.raises(TlsError, match="localhost.*certificate is out of date") as raised:
                ask(service, cache)
            told = localize(raised.value)
            outcomes.well_said(told)
            outcomes.in_french(told)
            assert "périmé" in told and "Rien n’a été envoyé" in told
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
