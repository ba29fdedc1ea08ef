"""Both online services through the algorithms, whatever they do: rows in, rows out, in order, or a clear message."""

from __future__ import annotations

import fake_services
import outcomes
import pytest
from background import aside
from cohesion_territoires.processing_provider.qpv.geocoders import OnlineGeocoder, journal_folder
from cohesion_territoires.sources.address_rows import AddressRow, asked
from cohesion_territoires.sources.geocoding import BatchGeocoder
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.sig_ville import SigVille
from memory import memory_layer
from qgis.core import QgsNetworkAccessManager, QgsSettings

pytestmark = pytest.mark.usefixtures("cohesion_provider")

FIELDS = ["ident:string", "nom:string", "adresse:string", "code_postal:string", "commune:string"]
WORDS = ("oui", "non", "limite", "été")
STATES = ("EN_QPV", "HORS_QPV", "A_VERIFIER", "HORS_QPV")
PASSING = [*fake_services.NETWORK_FAULTS, "drip", "latin"]
LASTING = ["429", "500", "502", "silence", "drop", "cut", "empty", "login", "403", "404", "moved", "torn"]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Nobody waits long for a service that fails; one that is slow because the machine is busy is waited for."""
    client, service = Client.__init__, SigVille.__init__

    def impatient(self, session, pulse=None, **options):
        client(self, fake_services.patient(session), pulse, **{**options, "pause": 0.01})

    def restless(self, *given, **options):
        service(self, *given, **{**options, "rest": 0.0})

    monkeypatch.setattr(Client, "__init__", impatient)
    monkeypatch.setattr(SigVille, "__init__", restless)


@pytest.fixture(autouse=True)
def nothing_left():
    """A test leaves no journal behind."""
    kept = journals()
    yield
    for path in journals() - kept:
        path.unlink()


def journals():
    return set(journal_folder().glob("*.journal"))


def people(count):
    rows = [
        ["n{:05d}".format(i), "Zéphirine EXEMPLE", "{} rue {}".format(i + 1, WORDS[i % 4]), "93140", "Bondy"]
        for i in range(count)
    ]
    return memory_layer("None", FIELDS, [(None, row) for row in rows])


def check(rows, count):
    """Every row is there, in its order, at its own place."""
    assert [r["ident"] for r in rows] == ["n{:05d}".format(i) for i in range(count)]
    for row in rows:
        question = asked(AddressRow(row["adresse"], "", row["code_postal"], row["commune"]))
        assert row["statut"] == "TROUVEE"
        assert row["adresse_retenue"].startswith(question.street)


@pytest.fixture
def in_french(qgis_app):
    yield from outcomes.french()


@pytest.fixture
def given(sample_folder, account):
    """Parameters by service."""
    return {
        "geocodeaddresses": {"GEOCODER": 1},
        "georeferenceaddresses": {
            "GEOCODER": 2,
            "AUTH_CONFIG": account,
            "QPV": "{}|layername=qpv_2024".format(sample_folder / "exemple.gpkg"),
        },
    }


@pytest.mark.parametrize("fault", [*PASSING, *(f for f in fake_services.ROW_FAULTS if f != "latin")])
def test_a_passing_fault_of_the_geoplateforme_loses_nothing(given, fault):
    before = journals()
    with fake_services.Geoplateforme() as fake:
        fake.faults = [None, fault]
        count = 1100 if fault != "drip" else 60
        more = {"INPUT": people(count), "SERVICE_URL": fake.url, **given["geocodeaddresses"]}
        good, rows, log, _took = aside("geocodeaddresses", more)
    assert good, log
    check(rows, count)
    assert journals() == before and "rue" not in log


@pytest.mark.parametrize("fault", [*PASSING, "torn", "other"])
def test_a_passing_fault_of_sig_ville_changes_no_answer(given, fault):
    before = journals()
    with fake_services.SigVille() as fake:
        fake.faults = [None, fault, None, fault]
        more = {"INPUT": people(8), "SERVICE_URL": fake.url, **given["georeferenceaddresses"]}
        good, rows, log, _took = aside("georeferenceaddresses", more)
    assert good, log
    assert [(r["ident"], r["verdict"]) for r in rows] == [("n{:05d}".format(i), STATES[i % 4]) for i in range(8)]
    assert journals() == before and "rue" not in log


@pytest.mark.parametrize("name", ["geocodeaddresses", "georeferenceaddresses"])
@pytest.mark.parametrize("fault", LASTING)
def test_a_lasting_fault_is_said_in_french_and_the_next_run_goes_on(given, in_french, name, fault):
    if (name, fault) == ("geocodeaddresses", "torn"):
        pytest.skip("what comes back of a reply that is cut is used, and the rest asked for in smaller parts")
    before = journals()
    count = 2050 if name == "geocodeaddresses" else 9
    kind = fake_services.Geoplateforme if name == "geocodeaddresses" else fake_services.SigVille
    with kind() as fake:
        fake.faults, fake.always, fake.retry_after = [None], fault, "3600"
        fake.elsewhere = "http://portail.invalid/"
        more = {"INPUT": people(count), "SERVICE_URL": fake.url, **given[name]}
        good, _rows, log, _took = aside(name, more)
        assert not good
        error = log.strip().splitlines()[-1]
        assert "127.0.0.1" in error and error.count(".") >= 4, error
        assert any(word in error for word in ("elance", "Vérifiez", "service informatique", "se donne")), error
        assert "rue" not in log and "EXEMPLE" not in log and "azerty" not in log
        assert len(journals()) == len(before) + 1
        sent = fake_services.settled(fake)
        fake.always, fake.faults = None, []
        good, rows, log, _took = aside(name, more)
        assert good, log
        # what the first run obtained was not asked again
        assert len(fake.received) - sent == (2 if name == "geocodeaddresses" else count - 1)
    assert [r["ident"] for r in rows] == ["n{:05d}".format(i) for i in range(count)]
    assert journals() == before


@pytest.mark.parametrize("name", ["geocodeaddresses", "georeferenceaddresses"])
def test_a_proxy_that_wants_a_password_is_said(given, name):
    settings, manager = QgsSettings(), QgsNetworkAccessManager.instance()
    with fake_services.Proxy() as proxy:
        values = {
            "proxyEnabled": True, "proxyType": "HttpProxy", "proxyHost": "127.0.0.1", "proxyPort": str(proxy.port),
        }  # fmt: skip
        for key, value in values.items():
            settings.setValue("proxy/" + key, value)
        manager.setupDefaultProxyAndCache()
        try:
            url = "https://service.invalid/api/"
            good, _rows, log, _took = aside(name, {"INPUT": people(3), "SERVICE_URL": url, **given[name]})
        finally:
            for key in values:
                settings.remove("proxy/" + key)
            manager.setupDefaultProxyAndCache()
    assert not good and "user name and password" in log and "Settings" in log
    assert not any(b"rue" in data or b"Basic" in data for data in proxy.received)


@pytest.mark.parametrize("name", ["geocodeaddresses", "georeferenceaddresses"])
@pytest.mark.parametrize("fault", ["silence", "429"])
def test_a_cancel_ends_a_slow_run_within_a_second(given, name, fault, monkeypatch):
    monkeypatch.setattr("cohesion_territoires.sources.http.LONGEST_WAIT", 100.0)
    kind = fake_services.Geoplateforme if name == "geocodeaddresses" else fake_services.SigVille
    with kind() as fake:
        fake.always, fake.retry_after = fault, "60"
        more = {"INPUT": people(20), "SERVICE_URL": fake.url, **given[name]}
        good, _rows, _log, took = aside(name, more, until=lambda: bool(fake.received))
    assert not good and took < 15


def test_an_account_is_never_sent_where_all_can_read(given):
    for name in given:
        more = {"INPUT": people(3), **given[name], "SERVICE_URL": "http://service.invalid/", "AUTH_CONFIG": "abcdefg"}
        good, _rows, log, _took = aside(name, more)
        assert not good and "https://" in log


def test_addresses_that_travel_in_the_clear_are_a_warning(given, ear):
    more = {"INPUT": people(3), **given["geocodeaddresses"], "SERVICE_URL": "http://service.invalid/"}
    _good, _rows, log, _took = aside("geocodeaddresses", more)
    assert "others on the network can read the addresses" in log


@pytest.mark.parametrize("name", ["geocodeaddresses", "georeferenceaddresses"])
def test_it_says_first_to_whom_addresses_go_and_where_answers_are_kept(given, name):
    with (fake_services.Geoplateforme if name == "geocodeaddresses" else fake_services.SigVille)() as fake:
        more = {"INPUT": people(3), **given[name], "SERVICE_URL": fake.url}
        _good, _rows, log, _took = aside(name, more)
    first, second = log.splitlines()[:2]
    assert "will be sent to 127.0.0.1" in first
    assert str(journal_folder()) in second and "7 days" in second


def test_a_table_that_changes_its_order_between_two_readings_keeps_its_answers(tmp_path):
    """A database without ORDER BY may."""
    rows = [AddressRow("{} rue de l'Été".format(i), "", "93140", "BONDY") for i in range(50)]
    with fake_services.Geoplateforme() as fake:
        geocoder = OnlineGeocoder(BatchGeocoder(plain_session(), fake.url), tmp_path)
        geocoder.prepare(lambda: iter(rows), 50, lambda _share: None)
        answers = geocoder.answer(rows[::-1], [None] * 50, lambda _share: None)
    for row, answer in zip(rows[::-1], answers):
        assert (answer.lon, answer.lat) == fake_services.place(fake_services.text_key(asked(row).text()))
