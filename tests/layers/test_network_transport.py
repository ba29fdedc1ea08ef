"""`requests` over QGIS's network: the same clients, the same answers, and QGIS's proxy, accounts and cancel."""
from __future__ import annotations

import threading
import time

import fake_services
import pytest
from beats import Beats
from certificates import Authority
from cohesion_territoires.domain.errors import (
    Cancelled,
    CredentialsError,
    ProxyError,
    ServiceDownError,
    SourceError,
    TlsError,
)
from cohesion_territoires.layers import network_transport
from cohesion_territoires.sources.address_rows import AddressRow, asked
from cohesion_territoires.sources.geocoding import BatchGeocoder
from cohesion_territoires.sources.http import Client
from cohesion_territoires.sources.sig_ville import NO, OTHER, YES, SigVille
from fake_services import closed_port, patient
from qgis.core import (
    QgsApplication,
    QgsBlockingNetworkRequest,
    QgsFeedback,
    QgsNetworkAccessManager,
    QgsSettings,
)
from qgis.PyQt.QtCore import QCoreApplication, QThread, QTimer, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

QUICK = {"pause": 0.01}


class Worker(QThread):
    """A thread with Qt's timers, as Processing's are."""

    def __init__(self, call):
        super().__init__()
        self.call, self.value, self.error = call, None, None

    def run(self):
        try:
            self.value = self.call()
        except BaseException as error:  # noqa: B036 - handed to the test
            self.error = error


def aside(call, limit=150.0, during=None):
    """Run a call in a worker while the main thread's events go on; return (value, error, seconds)."""
    worker, start = Worker(call), time.monotonic()
    worker.start()
    while not worker.isFinished():
        QCoreApplication.processEvents()
        if during is not None:
            during(time.monotonic() - start)
        assert time.monotonic() - start < limit, "the worker hangs"
        time.sleep(0.005)
    worker.wait()
    return worker.value, worker.error, time.monotonic() - start


def asking(*words, **options):
    """Return a session that waits for a busy machine, not for who is silent by design."""
    return patient(network_transport.session(*words, **options))


def table(count):
    return [AddressRow("{} rue de l'Été".format(i + 1), "", "93140", "BONDY") for i in range(count)]


def check(rows, answers):
    assert [(a.lon, a.lat) for a in answers] == [
        fake_services.place(fake_services.text_key(asked(row).text())) for row in rows
    ]
    assert {a.label.rpartition(" ")[2] for a in answers} == {"Métropole"}


@pytest.fixture
def fake(qgis_app):
    with fake_services.Geoplateforme() as server:
        yield server


@pytest.fixture
def through_proxy(qgis_app):
    """``through_proxy(port)`` makes QGIS use a proxy on loopback."""
    names = ("proxyEnabled", "proxyType", "proxyHost", "proxyPort")
    settings, manager = QgsSettings(), QgsNetworkAccessManager.instance()

    def use(port, kind="HttpProxy"):
        for name, value in zip(names, (True, kind, "127.0.0.1" if port else "", str(port))):
            settings.setValue("proxy/" + name, value)
        manager.setupDefaultProxyAndCache()

    yield use
    for name in names:
        settings.remove("proxy/" + name)
    manager.setupDefaultProxyAndCache()


@pytest.mark.parametrize("where", ["main", "worker"])
@pytest.mark.parametrize("fault", [None, *fake_services.NETWORK_FAULTS, *fake_services.ROW_FAULTS, "drip"])
def test_a_passing_fault_loses_nothing(fake, fault, where, tmp_path):
    rows, fake.faults = table(30), [None, fault]

    def call():
        geocoder = BatchGeocoder(asking(QgsFeedback()), fake.url, 20, **QUICK)
        return geocoder.run(rows, tmp_path)

    run, error, _took = (call(), None, 0.0) if where == "main" else aside(call)
    assert error is None
    check(rows, run.answers)


@pytest.mark.parametrize("fault", ["500", "drop", "cut", "empty", "login", "400"])
def test_a_lasting_fault_is_said(fake, fault):
    fake.always = fault
    _run, error, _took = aside(
        lambda: BatchGeocoder(asking(), fake.url, 20, **QUICK).run(table(50))
    )
    assert isinstance(error, SourceError) and "127.0.0.1" in str(error) and "rue" not in str(error)


def test_a_cancel_ends_a_request_within_a_second_time_after_time(fake):
    fake.always = "silence"
    for i in range(12):
        feedback, begun = QgsFeedback(), []
        session = network_transport.session(feedback)

        def stop(seconds, moment=0.05 * i, feedback=feedback, begun=begun):
            if seconds > moment and not begun:
                begun.append(beats.count)
                feedback.cancel()

        with Beats() as beats:
            value, error, _took = aside(lambda session=session: Client(session).get(fake.url), during=stop)
        assert value is None and isinstance(error, Cancelled) and beats.count - begun[0] < 10


def test_a_cancel_ends_a_request_of_the_main_thread_too(fake):
    fake.always, feedback, begun = "silence", QgsFeedback(), []
    QTimer.singleShot(200, lambda: begun.append(beats.count) or feedback.cancel())
    with Beats() as beats, pytest.raises(Cancelled):
        Client(network_transport.session(feedback)).get(fake.url)
    assert beats.count - begun[0] < 10


def test_a_cancel_from_another_thread_does_not_hang(fake):
    fake.always = "silence"
    for i in range(8):
        feedback, begun = QgsFeedback(), []
        session = network_transport.session(feedback)

        def stop(feedback=feedback, begun=begun):
            begun.append(beats.count)
            feedback.cancel()

        with Beats() as beats:
            threading.Timer(0.05 + 0.03 * i, stop).start()
            _value, error, _took = aside(lambda session=session: Client(session).get(fake.url))
        assert isinstance(error, Cancelled) and beats.count - begun[0] < 10


def test_a_cancel_before_the_request_sends_nothing(fake):
    feedback = QgsFeedback()
    feedback.cancel()
    with pytest.raises(Cancelled):
        Client(network_transport.session(feedback)).get(fake.url)
    assert fake.received == []


@pytest.mark.parametrize("where", ["main", "worker"])
def test_a_drip_that_never_ends_is_no_answer(fake, where):
    fake.faults = ["drip"]
    rows = table(150)

    def call():
        return BatchGeocoder(asking(longest=1.0), fake.url, **QUICK).run(rows)

    run, error, _took = (call(), None, 0.0) if where == "main" else aside(call)
    assert error is None
    check(rows, run.answers)


def called(where, call):
    """Run a call in the main thread, as qgis_process does, or in a worker; return the error it raises."""
    if where == "worker":
        return aside(call)[1]
    try:
        call()
    except Exception as error:
        return error
    return None


@pytest.mark.parametrize("where", ["main", "worker"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_password(through_proxy, where, scheme):
    url = scheme + "://geocodeur.invalid/search/csv/"
    with fake_services.Proxy() as proxy:
        through_proxy(proxy.port)
        error = called(where, lambda: BatchGeocoder(asking(), url, **QUICK).run(table(3)))
    assert isinstance(error, ProxyError) and "user name and password" in str(error)
    assert len(proxy.received) >= 1 and not any(b"rue" in data for data in proxy.received if scheme == "https")


def test_the_proxy_of_the_system_is_used(through_proxy, monkeypatch):
    """What Windows takes from a PAC file, Linux takes from the environment: QGIS's "default" proxy is both."""
    with fake_services.Proxy() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        through_proxy(0, "DefaultProxy")
        error = called("worker", lambda: Client(asking(), **QUICK).get("http://geocodeur.invalid/"))
    assert isinstance(error, ProxyError) and len(proxy.received) == 1


@pytest.mark.parametrize("where", ["main", "worker"])
def test_a_certificate_nobody_vouches_for_is_refused_and_hangs_nothing(qgis_app, tmp_path, where):
    fake = fake_services.Geoplateforme()
    fake.certificate = Authority(tmp_path / "ca").server()
    with fake:
        error = called(where, lambda: BatchGeocoder(asking(), fake.url, **QUICK).run(table(3)))
    assert isinstance(error, TlsError) and fake.received == []


def test_a_dead_proxy_is_told_from_a_dead_service(fake, through_proxy):
    with closed_port() as port:
        nobody = "http://127.0.0.1:{}/".format(port)
        _run, error, _took = aside(lambda: BatchGeocoder(asking(), nobody, **QUICK).run(table(3)))
        assert isinstance(error, ServiceDownError)
        through_proxy(port)
        _run, error, _took = aside(lambda: BatchGeocoder(asking(), fake.url, **QUICK).run(table(3)))
    assert isinstance(error, ProxyError) and "Check the proxy" in str(error) and fake.received == []


def test_a_dead_service_that_needs_no_proxy_is_no_fault_of_the_proxy(through_proxy):
    settings, manager = QgsSettings(), QgsNetworkAccessManager.instance()
    settings.setValue("proxy/noProxyUrls", ["http://127.0.0.1"])
    try:
        with closed_port() as proxy, closed_port() as service:
            through_proxy(proxy)
            with pytest.raises(ServiceDownError):
                Client(asking(), **QUICK).get("http://127.0.0.1:{}/".format(service))
    finally:
        settings.remove("proxy/noProxyUrls")
        manager.setupDefaultProxyAndCache()


def test_the_account_comes_from_qgis(account):
    rows = [AddressRow("12 rue " + word, "", "93140", "Bondy") for word in ("oui", "non", "limite")]
    with fake_services.SigVille() as fake:
        run, error, _took = aside(
            lambda: SigVille(asking(authcfg=account), fake.url, rest=0.0, **QUICK).locate(rows)
        )
        assert error is None
        assert [a.state for a in run.answers] == [YES, NO, OTHER]


@pytest.mark.parametrize("fault", [*fake_services.NETWORK_FAULTS, "torn", "drip"])
def test_sig_ville_s_passing_faults_change_no_answer(account, fault):
    rows = [AddressRow("12 rue " + word, "", "93140", "Bondy") for word in ("oui", "non", "limite")]
    with fake_services.SigVille() as fake:
        fake.faults = [None, fault, None, fault]
        run, error, _took = aside(
            lambda: SigVille(asking(authcfg=account), fake.url, rest=0.0, **QUICK).locate(rows)
        )
        assert error is None
        assert [a.state for a in run.answers] == [YES, NO, OTHER]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_neither_account_nor_addresses_follow_a_redirect(account, status):
    with fake_services.Geoplateforme() as fake, fake_services.SigVille() as other:
        fake.always, fake.moved = "moved", status
        fake.elsewhere = other.url.replace("127.0.0.1", "localhost")
        session = asking(authcfg=account)
        for client in (SigVille(session, fake.url, **QUICK).locate, BatchGeocoder(session, fake.url, **QUICK).run):
            _run, error, _took = aside(lambda call=client: call(table(3)))
            assert isinstance(error, SourceError) and "localhost" in str(error) and "rue" not in str(error)
        assert other.received == []
        # a question that tells of nobody follows, without the account
        value, error, _took = aside(lambda: session.get(fake.url))
        assert error is None and value.status_code == 401 and len(other.received) == 1
        assert b"authorization" not in other.received[0].lower()
        assert b"Basic " in fake.received[-1]


def test_no_account_is_sent_where_others_can_read_it(account):
    """A server of one's own without https: its password would be anybody's on the way."""
    client = Client(network_transport.session(authcfg=account), **QUICK)
    _value, error, _took = aside(lambda: client.get("http://serveur.invalid/wfs"))
    assert isinstance(error, TlsError)


def test_nothing_stays_in_the_cache_of_qgis_and_nothing_comes_from_it(account):
    rows, cache = [AddressRow("12 rue oui", "", "93140", "Bondy")], QgsNetworkAccessManager.instance().cache()
    with fake_services.SigVille() as fake:
        for always in (None, "500"):
            fake.always = always
            service = SigVille(asking(authcfg=account), fake.url, **QUICK, tries=1)
            run, error, _took = aside(lambda call=service: call.locate(rows))
            # Qt would serve what it kept in place of an error
            assert isinstance(error, ServiceDownError) if always else run.answers[0].state == YES
        asked = QUrl.fromEncoded("http://127.0.0.1:{}".format(fake.port).encode() + fake.received[0].split()[1])
        assert not cache.metaData(asked).isValid()
        # had it stayed, it would have been found: so it is where QGIS asks by itself
        fake.always, own = None, QgsBlockingNetworkRequest()
        own.setAuthCfg(account)
        own.get(QNetworkRequest(asked))
        assert cache.metaData(asked).isValid()
        fake.always = "500"
        _run, error, _took = aside(lambda: service.locate(rows))
        cache.remove(asked)
        assert isinstance(error, ServiceDownError)


@pytest.mark.parametrize("fault", ["500", "403", "404", "drop", "cut", "silence", "moved", "login", "empty"])
def test_no_address_in_the_log_of_qgis(account, fault):
    said, log = [], QgsApplication.messageLog()

    def note(text, *_more):
        said.append(text)

    log.messageReceived.connect(note)
    own = QgsBlockingNetworkRequest()
    try:
        with fake_services.SigVille() as fake:
            fake.always, fake.elsewhere = fault, fake.url
            session = network_transport.session(authcfg=account)
            service = SigVille(session, fake.url, rest=0.0, timeout=(0.2, 0.2), tries=1)
            assert aside(lambda: service.locate([AddressRow("12 rue oui", "", "93140", "Bondy")]))[1] is not None
            QCoreApplication.processEvents()
            assert not any("rue" in text for text in said)
            # QGIS's own way to ask would have told
            fake.always = "500"
            aside(lambda: own.get(QNetworkRequest(QUrl(fake.url + "?voie=rue")), True))
            QCoreApplication.processEvents()
            assert any("rue" in text for text in said)
    finally:
        log.messageReceived.disconnect(note)


def test_no_account_or_a_wrong_one_is_said(qgis_app):
    with fake_services.SigVille() as fake:
        call = SigVille(asking(), fake.url, **QUICK).locate
        _run, error, _took = aside(lambda: call([AddressRow("12 rue oui", "", "93140", "Bondy")]))
    assert isinstance(error, CredentialsError) and len(fake.received) == 1


def test_an_account_that_does_not_exist_is_said(fake, account):
    _value, error, _took = aside(lambda: Client(asking(authcfg="zzzzzzz"), **QUICK).get(fake.url))
    assert isinstance(error, CredentialsError) and "zzzzzzz" in str(error) and fake.received == []


class Corners(fake_services.Fake):
    """Redirects and replies without a body."""

    kind = "text/plain"

    def answer(self, request, body, fault):
        return 200, request.path.encode() + b" " + body

    def serve(self, request):
        if request.path.startswith("/from"):
            request.rfile.read(int(request.headers.get("Content-Length") or 0))
            self.reply(request, 302, b"", self.kind, {"Location": "/to%20here?a=1"})
        else:
            super().serve(request)


def test_redirects_and_bytes_arrive_as_sent(qgis_app):
    with Corners() as server:
        root = server.url.rstrip("/")
        value, error, _took = aside(lambda: network_transport.session().get(root + "/from"))
        assert error is None and value.content == b"/to%20here?a=1 " and value.history
        value, error, _took = aside(lambda: network_transport.session().get(root + "/x", params={"q": "a+b é%"}))
        assert value.content == b"/x?q=a%2Bb+%C3%A9%25 "
        value, error, _took = aside(lambda: network_transport.session().post(root + "/y", data=b"\x00\xff\r\n"))
        assert value.content == b"/y \x00\xff\r\n"
        value, error, _took = aside(lambda: network_transport.session().put(root + "/y", data=b""))
        assert type(error).__name__ == "InvalidSchema"
