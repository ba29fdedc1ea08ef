"""The client every online source shares: what is tried again, what is said at once, and in which words."""
from __future__ import annotations

import datetime
import time
from email.utils import format_datetime

import fake_services
import pytest
import requests
from cohesion_territoires.domain.errors import (
    Cancelled,
    CredentialsError,
    DamagedAnswerError,
    ProxyError,
    ServiceBusyError,
    ServiceDownError,
    ServiceRefusedError,
    TlsError,
    WebPageError,
)
from cohesion_territoires.sources.http import Client, plain_session


class Plain(fake_services.Fake):
    """A service that answers ``body``."""

    kind, body = "application/json", b'{"valeur": "\xc3\xa9t\xc3\xa9"}'

    def answer(self, request, body, fault):
        return 200, self.body


@pytest.fixture
def fake():
    with Plain() as server:
        server.silence = 0.5
        yield server


def client(**options):
    return Client(plain_session(), **{"pause": 0.01, "timeout": (1.0, 0.3), **options})


@pytest.mark.parametrize("fault", [None, *fake_services.NETWORK_FAULTS])
def test_what_may_pass_is_tried_again(fake, fault):
    fake.faults = [fault, fault]
    assert client().json(fake.url) == {"valeur": "été"}


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
    with pytest.raises(kind) as raised:
        client().json(fake.url)
    assert len(fake.received) == requests_sent
    text = str(raised.value)
    # the service, and what to do; never what was asked for
    assert text.startswith("127.0.0.1") or "127.0.0.1" in text
    assert text.count(".") >= 4 and "?" not in text


def test_retry_after_may_be_a_date(fake):
    when = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=2.5)
    fake.faults, fake.retry_after = ["429"], format_datetime(when, usegmt=True)
    start = time.monotonic()
    client().get(fake.url)
    assert 1.0 <= time.monotonic() - start <= 4.0


def test_odd_retry_after_is_no_reason_to_fail(fake):
    fake.faults, fake.retry_after = ["429"], "bientôt".encode().decode("latin-1")
    client().get(fake.url)


def test_json_with_a_mark_is_read_and_html_that_says_it_is_json_is_not(fake):
    fake.body = b"\xef\xbb\xbf[1]"
    assert client().json(fake.url) == [1]
    fake.body = b"\n <html><body>Connexion</body></html>"
    with pytest.raises(WebPageError):
        client().get(fake.url)


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path):
    session = plain_session()
    session.verify = False
    assert Client(session).session.verify is True


def test_a_server_that_speaks_no_tls_is_said(fake):
    with pytest.raises(TlsError) as raised:
        client().get(fake.url.replace("http:", "https:"))
    assert "Nothing was sent" in str(raised.value)


@pytest.mark.parametrize("url", ["pas une adresse", "ftp://127.0.0.1/x", "http://"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ServiceRefusedError):
        client().get(url)


def test_an_unknown_host_is_said():
    with pytest.raises(ServiceDownError) as raised:
        client(tries=1).get("http://nulle-part.invalid/chemin?adresse=12+rue")
    assert "nulle-part.invalid" in str(raised.value) and "rue" not in str(raised.value)


def test_a_cancel_ends_a_pause_and_a_request_within_a_second(fake):
    start = time.monotonic()

    def stop():
        if time.monotonic() - start > 0.3:
            raise Cancelled()

    fake.always, fake.retry_after = "429", "60"
    with pytest.raises(Cancelled):
        Client(plain_session(), stop).get(fake.url)
    start, fake.always, fake.silence = time.monotonic(), "silence", 4.0
    with pytest.raises(Cancelled):
        Client(plain_session(stop), stop).get(fake.url)
    assert time.monotonic() - start < 1.3


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
        Client(session).get("http://127.0.0.1/")
    assert words in str(raised.value)
