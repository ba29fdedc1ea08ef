"""The client every online source shares: what is tried again, what is said at once, and in which words."""
from __future__ import annotations

import datetime
import threading
import time
from email.utils import format_datetime
from itertools import count

import fake_services
import pytest
import requests
from beats import Beats
from certificates import Authority
from cohesion_territoires.domain.errors import (
    Cancelled,
    CredentialsError,
    DamagedAnswerError,
    ProxyError,
    ServiceBusyError,
    ServiceDownError,
    ServiceRefusedError,
    SourceError,
    TlsError,
    WebPageError,
)
from cohesion_territoires.sources import http
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.limiter import Limit, Limiter
from fake_services import arrived, patient


class Plain(fake_services.Fake):
    """A service that answers ``body``."""

    kind, body = "application/json", b'{"valeur": "\xc3\xa9t\xc3\xa9"}'

    def answer(self, request, body, fault):
        return 200, self.body


@pytest.fixture
def fake():
    with Plain() as server:
        yield server


def client(**options):
    return Client(patient(plain_session()), **{"pause": 0.01, **options})


@pytest.fixture
def pauses(monkeypatch):
    """The seconds that clients would wait between two tries; they do not."""
    asked_for = []
    monkeypatch.setattr(Client, "sleep", lambda _self, seconds: asked_for.append(seconds))
    return asked_for


@pytest.mark.parametrize("fault", [None, *fake_services.NETWORK_FAULTS])
def test_what_may_pass_is_tried_again(fake, fault):
    fake.faults = [fault, fault]
    assert client().json(fake.url) == {"valeur": "été"}


def test_pauses_grow_and_are_no_two_clients_own(fake, pauses):
    """A hundred posts that a service has turned away at once do not come back at once."""
    fake.always = "500"
    for _one in range(4):
        with pytest.raises(ServiceDownError):
            client().json(fake.url)
    for turn in range(3):
        those = pauses[turn::3]
        assert len(set(those)) == 4 and all(0.75 <= one / (0.01 * 2**turn) <= 1.25 for one in those)


@pytest.mark.parametrize(
    ("fault", "kind", "requests_sent"),
    [
        ("400", ServiceRefusedError, 1),
        ("404", ServiceRefusedError, 1),
        ("401", CredentialsError, 1),
        ("403", ProxyError, 1),  # with a web page
        ("login", WebPageError, 1),
        ("429", ServiceBusyError, 8),
        ("500", ServiceDownError, 4),
        ("silence", ServiceDownError, 4),
        ("cut", (ServiceDownError, DamagedAnswerError), 4),
        ("empty", DamagedAnswerError, 4),
    ],
)
def test_what_lasts_is_said(fake, fault, kind, requests_sent):
    fake.always = fault
    asking = Client(plain_session(), pause=0.01, timeout=(30.0, 0.3)) if fault == "silence" else client()
    with pytest.raises(kind) as raised:
        asking.json(fake.url)
    assert arrived(fake, requests_sent) == requests_sent
    text = str(raised.value)
    # the service, and what to do; never what was asked for
    assert text.startswith("127.0.0.1") or "127.0.0.1" in text
    assert text.count(".") >= 4 and "?" not in text


def test_retry_after_may_be_a_date(fake, pauses):
    start = datetime.datetime.now(datetime.timezone.utc)
    when = start.replace(microsecond=0) + datetime.timedelta(seconds=100)
    fake.faults, fake.retry_after = ["429"], format_datetime(when, usegmt=True)
    client(limiter=hurried()).get(fake.url)
    # until that moment, counted from when it was read
    spent = (datetime.datetime.now(datetime.timezone.utc) - start).total_seconds()
    assert 99.0 - spent <= pauses[0] <= 100.0


def hurried():
    """A limiter for whom hours pass between two looks: who was told to wait has waited."""
    return Limiter({}, count(0.0, 3600.0).__next__)


def test_odd_retry_after_is_no_reason_to_fail(fake):
    fake.faults, fake.retry_after = ["429"], "bientôt".encode().decode("latin-1")
    client().get(fake.url)


@pytest.mark.parametrize("text", ["\u00b2", "-3", "1e9", "99999999999999999999", "Fri, 31 Dec 0001 23:59:59 -2359"])
def test_nor_is_one_that_means_nothing(fake, text):
    fake.faults, fake.retry_after = ["429"], text.encode().decode("latin-1")
    client().get(fake.url)


def test_retry_after_may_have_decimals(fake, pauses):
    fake.faults, fake.retry_after = ["429"], "0.8"
    client(limiter=hurried()).get(fake.url)
    assert pauses == [0.8]


PAGES = [
    b"<!DOCTYPE html><p>Connexion", b"\xef\xbb\xbf \n<HTML>", b"<!-- a --><!-- <b> --><html lang=fr>",
    b"<script>location='/'",
    b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'>", b"<meta http-equiv=refresh>",
    b"<!--" + b"x" * 3000 + b"--><html>",
]
DATA = [
    b"<header/>", b"<metadata/>", b"<?xml version='1.0'?><wfs/>", b"a<html>", b"<!-- -->" * 400 + b"<ogc/>", b"{}",
    b"html",
]  # fmt: skip


@pytest.mark.parametrize(("body", "page"), [*((p, True) for p in PAGES), *((d, False) for d in DATA)])
def test_a_page_is_known_by_its_bytes(fake, body, page):
    fake.body = body
    if page:
        with pytest.raises(WebPageError):
            client().get(fake.url)
    else:
        assert client().get(fake.url).content == body


def test_a_captive_portal_that_says_so_is_one(fake):
    fake.always = "511"
    with pytest.raises(WebPageError) as raised:
        client().get(fake.url)
    assert "log in" in str(raised.value)


def test_a_proxy_that_fails_for_a_moment_is_tried_again(fake):
    with fake_services.Proxy() as proxy:
        proxy.code = 503
        session = plain_session()
        session.proxies = {"https": proxy.url}
        with pytest.raises(ProxyError):
            Client(session, pause=0.01, tries=3).get("https://exemple.invalid/")
        assert len(proxy.received) == 3
        proxy.code = 407
        with pytest.raises(ProxyError) as raised:
            Client(session, pause=0.01, tries=3).get("https://exemple.invalid/")
        assert len(proxy.received) == 4 and "user name and password" in str(raised.value)


def test_json_with_a_mark_is_read_and_html_that_says_it_is_json_is_not(fake):
    fake.body = b"\xef\xbb\xbf[1]"
    assert client().json(fake.url) == [1]
    fake.body = b"\n <html><body>Connexion</body></html>"
    with pytest.raises(WebPageError):
        client().get(fake.url)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls") / "ca")


@pytest.mark.parametrize("flaw", [None, "unknown", "expired", "other name"])
def test_a_certificate_that_proves_nothing_is_refused(authority, flaw):
    server = Plain()
    server.certificate = {
        "expired": lambda: authority.server(start="20200101000000Z", end="20210101000000Z"),
        "other name": lambda: authority.server("autre.invalid"),
    }.get(flaw, authority.server)()
    with server:
        session = plain_session()
        session.verify = False if flaw == "unknown" else str(authority.path)
        asking = Client(session, pause=0.01)
        if flaw is None:
            assert asking.json(server.url) == {"valeur": "été"}
            return
        with pytest.raises(TlsError) as raised:
            asking.get(server.url + "?adresse=12+rue")
    assert "Nothing was sent" in str(raised.value) and "rue" not in str(raised.value) and server.received == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_what_tells_of_people_is_never_sent_on(fake, status):
    with Plain() as other:
        fake.always, fake.moved, fake.elsewhere = "moved", status, other.url + "?portail"
        for ask in (
            lambda: client().post(fake.url, data=b"12 rue des Essais"),
            lambda: client(stays=True).get(fake.url, params={"adresse": "12 rue"}),
        ):
            with pytest.raises(WebPageError) as raised:
                ask()
            assert "nothing was sent" in str(raised.value)
    assert other.received == [] and len(fake.received) == 2


def test_other_questions_follow_but_never_to_where_all_can_read(fake, authority):
    with Plain() as other:
        fake.always, fake.elsewhere = "moved", other.url
        assert client().json(fake.url) == {"valeur": "été"}
    safe = Plain()
    safe.certificate, safe.always, safe.elsewhere = authority.server(), "moved", fake.url
    fake.always = None
    with safe:
        session = plain_session()
        session.verify = str(authority.path)
        with pytest.raises(TlsError) as raised:
            Client(session, pause=0.01).get(safe.url + "?cle=abc")
        before, safe.elsewhere = len(fake.received), "http://[x"
        with pytest.raises(SourceError):
            Client(session, pause=0.01, tries=1).get(safe.url)
    # an address may hold a key: it is not even asked
    assert "without a secure connection" in str(raised.value) and before == 1


def test_a_server_that_speaks_no_tls_is_said(fake):
    with pytest.raises(TlsError) as raised:
        client().get(fake.url.replace("http:", "https:"))
    assert "Nothing was sent" in str(raised.value)


@pytest.mark.parametrize("url", ["pas une adresse", "ftp://127.0.0.1/x", "http://", "http://[x/", "http://x:99999/"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ServiceRefusedError):
        client().get(url)


def test_an_unknown_host_is_said():
    with pytest.raises(ServiceDownError) as raised:
        client(tries=1).get("http://nulle-part.invalid/chemin?adresse=12+rue")
    assert "nulle-part.invalid" in str(raised.value) and "rue" not in str(raised.value)


def test_a_cancel_ends_a_pause_and_a_request_within_a_second(fake):
    cancelled, fake.retry_after = threading.Event(), "60"

    def stop():
        if cancelled.is_set():
            raise Cancelled()

    for fake.always, session in (("429", plain_session()), ("silence", plain_session(stop))):
        cancelled.clear()
        fake.received.clear()
        with Beats(cancelled.set, lambda: fake.received) as beats, pytest.raises(Cancelled):
            Client(session, stop, limiter=Limiter()).get(fake.url)
        assert beats.count < 10


def test_any_session_will_do(fake):
    assert Client(requests.Session(), pause=0.01).json(fake.url) == {"valeur": "été"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tunnel connection failed: 407 Proxy Authentication Required", "user name and password"),
        ("Error transferring - Proxy requires authentication", "user name and password"),
        ("HTTPConnectionPool(host='127.0.0.1', port=40763): <HTTPConnection at 0x7f407a> refused", "Check the proxy"),
        ("port=407", "Check the proxy"),
    ],
)
def test_a_proxy_s_complaint_is_read_not_its_port(text, words):
    session = plain_session()

    def fail(*_request, **_options):
        raise requests.exceptions.ProxyError(text)

    session.request = fail
    with pytest.raises(ProxyError) as raised:
        Client(session, tries=1).get("http://127.0.0.1/")
    assert words in str(raised.value)


def test_who_waits_for_long_is_told_why(fake, monkeypatch):
    told = []
    monkeypatch.setattr(http, "PATIENCE", 0.1)
    fake.faults, fake.retry_after = ["429", "503"], "0.2"
    asking = client(tell=told.append, limiter=Limiter())
    assert asking.json(fake.url) == {"valeur": "été"}
    # the second wait is a short one
    assert [words.values["why"] for words in told] == ["HTTP 429"] and "127.0.0.1: another try in 0 s" in told[0]
    limiter = Limiter({"127.0.0.1": Limit(at_once=1)})
    with limiter.turn(fake.url, lambda: None):
        waiting = threading.Thread(target=client(tell=told.append, limiter=limiter).get, args=(fake.url,))
        waiting.start()
        end = time.monotonic() + 30
        while len(told) < 2 and time.monotonic() < end:
            waiting.join(0.05)
        # it is told once
        waiting.join(0.2)
        assert waiting.is_alive()
    waiting.join()
    assert len(told) == 2 and "its turn is waited for" in told[1]
