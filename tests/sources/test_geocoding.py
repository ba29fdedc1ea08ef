"""The CSV geocoder whatever the service does: rows in = rows out, in order, and only addresses sent."""
from __future__ import annotations

import csv
import io
import math
import threading
import time

import fake_services
import pytest
from beats import Beats
from cohesion_territoires.domain.errors import Cancelled, ProxyError, ServiceDownError, SourceError, WebPageError
from cohesion_territoires.sources.address_rows import AddressRow, asked
from cohesion_territoires.sources.batch_csv import write_question
from cohesion_territoires.sources.geocoding import ERROR, FOUND, NOT_FOUND, SKIPPED, BatchGeocoder
from cohesion_territoires.sources.http import Client, plain_session
from fake_services import closed_port, patient

QUICK = {"pause": 0.01}
STREETS = ("rue des Érables", "allée de l'Été", "avenue du Général", "place d'Espérance")


def table(count):
    """Return rows of addresses, all different."""
    return [AddressRow("{} {}".format(i + 1, STREETS[i % 4]), "", "93140", "BONDY") for i in range(count)]


def true_place(row):
    return fake_services.place(fake_services.text_key(asked(row).text()))


def check(rows, answers):
    """Every row has its own answer, at its own place."""
    assert len(answers) == len(rows)
    for row, answer in zip(rows, answers):
        assert answer.status == FOUND, (row, answer)
        assert (answer.lon, answer.lat) == true_place(row)
        assert answer.kind == "numéro" and answer.insee == "93010" and answer.number == row.address.split()[0]
        assert answer.score == 0.93 and math.isclose(answer.margin, 0.43)


@pytest.fixture
def fake():
    with fake_services.Geoplateforme() as server:
        yield server


def geocoder(fake, size=40, **options):
    return BatchGeocoder(patient(plain_session()), fake.url, size, **{**QUICK, **options})


def test_a_table_comes_back_whole(fake):
    rows = table(130)
    run = geocoder(fake).run(rows)
    check(rows, run.answers)
    assert run.counts["requests"] == 4 and run.counts["sent"] == 130


@pytest.mark.parametrize("fault", [*fake_services.NETWORK_FAULTS, *fake_services.ROW_FAULTS, "drip"])
@pytest.mark.parametrize("when", ["first", "middle", "twice"])
def test_a_passing_fault_loses_nothing(fake, fault, when, tmp_path):
    rows = table(6 if fault == "drip" else 90)
    fake.faults = {"first": [fault], "middle": [None, fault], "twice": [fault, fault]}[when]
    run = geocoder(fake).run(rows, tmp_path)
    check(rows, run.answers)
    run.finish()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fault", fake_services.ROW_FAULTS)
def test_a_fault_that_never_passes_loses_and_doubles_nothing(fake, fault):
    rows = table(60)
    fake.always = fault
    if fault in ("original", "torn"):
        with pytest.raises(SourceError) as raised:
            geocoder(fake).run(rows)
        assert "127.0.0.1" in str(raised.value) and len(fake.received) < 30
        return
    answers = geocoder(fake).run(rows).answers
    if fault == "blank":
        # rows that never get a status are an error or nothing, never somebody else's place
        assert {a.status for a in answers} <= {FOUND, NOT_FOUND, ERROR}
        assert all((a.lon, a.lat) == true_place(r) for r, a in zip(rows, answers) if a.status == FOUND)
    else:
        check(rows, answers)


@pytest.mark.parametrize("fault", ["500", "502", "drop", "silence", "empty", "cut"])
def test_a_service_that_is_down_is_said_to_be_and_not_besieged(fake, fault):
    fake.always = fault
    asking = geocoder(fake)
    if fault == "silence":
        asking = BatchGeocoder(plain_session(), fake.url, 40, pause=0.01, timeout=(30.0, 0.1))
    with pytest.raises(SourceError) as raised:
        asking.run(table(500))
    assert "127.0.0.1" in str(raised.value)
    assert len(fake.received) <= 5 * 4


def test_replies_cut_after_some_rows_make_smaller_requests(fake):
    rows, fake.limit = table(400), 50
    run = geocoder(fake, size=200).run(rows)
    check(rows, run.answers)
    assert run.counts["sent"] < 2.5 * len(rows)


@pytest.mark.parametrize("fault", ["500", "400", "original"])
def test_a_row_that_breaks_the_service_breaks_no_other(fake, fault):
    rows = table(120)
    rows[7] = rows[7]._replace(address="7 rue zzz")
    rows[93] = rows[93]._replace(address="8 rue zzz")
    fake.poison, fake.poison_fault = "zzz", fault
    run = geocoder(fake, tries=1).run(rows)
    assert [i for i, a in enumerate(run.answers) if a.status == ERROR] == [7, 93] and run.counts["errors"] == 2
    good = [i for i in range(120) if i not in (7, 93)]
    check([rows[i] for i in good], [run.answers[i] for i in good])


def test_a_login_page_is_never_data(fake, tmp_path):
    rows = table(100)
    fake.faults = [None, "login"]
    with pytest.raises(WebPageError) as raised:
        geocoder(fake).run(rows, tmp_path)
    assert "web page" in str(raised.value) and len(fake.received) == 2
    run = geocoder(fake).run(rows, tmp_path)
    check(rows, run.answers)
    assert run.counts["kept"] == 40 and run.counts["sent"] == 60


def test_it_waits_as_long_as_it_is_told(fake, monkeypatch):
    pauses, sleep = [], Client.sleep
    monkeypatch.setattr(Client, "sleep", lambda self, seconds: pauses.append(seconds) or sleep(self, seconds))
    fake.faults, fake.retry_after = ["429", "429"], "1"
    start = time.monotonic()
    check(table(3), geocoder(fake).run(table(3)).answers)
    assert time.monotonic() - start >= 2.0 and pauses == [1.0, 1.0]


def test_too_long_a_wait_is_said(fake):
    fake.always, fake.retry_after = "429", "3600"
    with pytest.raises(SourceError) as raised:
        geocoder(fake).run(table(300))
    assert "overloaded" in str(raised.value) and len(fake.received) == 1


def test_a_second_pass_finds_cedex_overseas_and_wrong_codes_but_not_far_away(fake):
    rows = [
        AddressRow("1 rue A", "", "93008", "BONDY CEDEX 3"),
        AddressRow("2 rue B", "", "97150", "MARIGOT"),
        AddressRow("3 rue C", "", "18108", "VIERZON CEDEX"),
        AddressRow("4 rue D", "", "59000", "BONDY"),  # the only Bondy is not in the Nord
        AddressRow("5 rue E", "", "59000", "BONDY", "93010"),  # an INSEE code goes alone
        AddressRow("6 rue F", "", "", "BONDY", "93999"),
        AddressRow("rue introuvable", "", "93140", "BONDY"),
        AddressRow("7 rue G 18108 VIERZON CEDEX"),
        AddressRow("8 rue marigot", "", "97133", "Le Bourg"),  # another commune of the same département
    ]
    answers = geocoder(fake).run(rows).answers
    assert [a.status for a in answers] == [FOUND, FOUND, FOUND, NOT_FOUND, FOUND, FOUND, NOT_FOUND, FOUND, NOT_FOUND]
    assert [a.insee for a in answers if a.insee] == ["93010", "97801", "18279", "93010", "93010", "18279"]
    assert [a.unfiltered for a in answers] == [True, True, True, False, False, True, False, False, False]
    assert not any(b"cedex" in data.lower() for data in fake.received)
    forms = [fake_services.form_of(data)[0] for data in fake.received]
    assert not any({"postcode", "citycode"} <= set(fields) for fields in forms)


@pytest.mark.parametrize(
    ("postcode", "found"), [("97250", True), ("97410", False), ("97500", False), ("62230", False), ("97200", True)]
)
def test_a_homonym_of_another_overseas_departement_is_not_believed(fake, postcode, found):
    """There is a Saint-Pierre in Martinique, in La Réunion, at Saint-Pierre-et-Miquelon."""
    (answer,) = geocoder(fake).run([AddressRow("1 rue A", "", postcode, "Saint-Pierre")]).answers
    assert (answer.status, answer.insee) == ((FOUND, "97225") if found else (NOT_FOUND, ""))


def test_its_answers_have_all_that_the_local_engine_s_have(fake):
    from dataclasses import fields

    from cohesion_territoires.domain.addresses.resolve import Answer

    number, street = geocoder(fake).run([AddressRow("12 bis rue A", "", "93140", "Bondy"), AddressRow("rue A")]).answers
    assert all(hasattr(number, field.name) for field in fields(Answer))
    assert (number.kind, number.number_found, number.rep_found) == ("numéro", 12, "bis")
    assert (street.kind, street.number_found, street.rep_found) == ("voie", None, "")


def test_blank_rows_are_not_sent_and_equal_ones_once(fake):
    rows = [AddressRow(None, None, None, None), *table(2), AddressRow("", "", "", ""), *table(2), AddressRow("x")]
    run = geocoder(fake).run(rows)
    assert [a.status for a in run.answers] == [SKIPPED, FOUND, FOUND, SKIPPED, FOUND, FOUND, NOT_FOUND]
    assert run.answers[1] == run.answers[4] and run.counts["sent"] == 2
    assert geocoder(fake).run([]).answers == []


def test_only_the_words_of_addresses_leave(fake):
    rows = [
        AddressRow("12 rue des Érables, chez Mme Dubreuil-Vasseur", "", 93140.0, "Bondy"),
        AddressRow("14 rue des Érables tél 06 12 34 56 78", None, "93140", "Bondy"),
        AddressRow("16 rue des Érables a.dupont@exemple.fr", "", "93140", "Bondy"),
        AddressRow("18 rue des Érables \"Les Tilleuls\"; bât. A\n2e étage", "", "93140", "Bondy"),
    ]
    answers = geocoder(fake).run(rows).answers
    assert {a.status for a in answers} == {FOUND}
    (data,) = fake.received
    for secret in (b"dubreuil", b"vasseur", b"06 12", b"0612", b"exemple", b"dupont", b'"les'):
        assert secret not in data.lower()
    fields, text = fake_services.form_of(data)
    sent = list(csv.DictReader(io.StringIO(text)))
    assert list(sent[0]) == ["ligne", "adresse", "code"] and [row["ligne"] for row in sent] == ["0", "1", "2", "3"]
    assert set(fields) == {"columns", "delimiter", "encoding", "postcode"}
    assert sent[0]["adresse"] == "12 rue des erables 93140 bondy"


def test_an_answer_belongs_to_its_address_not_to_its_place(fake):
    rows = table(30)
    run = geocoder(fake).run([*rows, AddressRow(""), AddressRow("x")])
    check(rows[::-1], [run.answer(row) for row in reversed(rows)])
    assert run.answer(AddressRow("")).status == SKIPPED and run.answer(AddressRow("x")).status == NOT_FOUND
    assert run.answer(AddressRow("999 rue Ailleurs", "", "93140", "BONDY")).status == ERROR


def test_no_request_passes_the_limits_of_the_service():
    """200,000 rows or 50 MB, whatever size is asked for and however long the cells are."""
    size = BatchGeocoder(plain_session(), size=10**6).size
    assert size == 200_000
    longest = asked(AddressRow("é" * 500, "12345 bis", "93140", "b" * 500, "93010")).text()
    _fields, files = write_question(dict.fromkeys(range(10**6, 10**6 + size), longest), "citycode", Codes())
    assert 40_000_000 < len(files["data"][1]) < 50_000_000


class Codes:
    def __getitem__(self, _row):
        return "93010"


def test_what_is_sent_names_no_column_and_no_file_of_the_user_s(fake):
    geocoder(fake).run([AddressRow("12 rue A", "", "93140", "BONDY"), AddressRow("13 rue A", "", "", "", "93010")])
    for data in fake.received:
        head, _, body = data.partition(b"\n\n")
        assert b'filename="adresses.csv"' in body and body.count(b"filename=") == 1
        names = {line.partition(b":")[0].lower() for line in head.splitlines()[1:]}
        assert names <= {
            b"host", b"user-agent", b"accept-encoding", b"accept", b"connection", b"content-length", b"content-type",
        }
        fields, text = fake_services.form_of(data)
        assert text.splitlines()[0] == "ligne,adresse,code"
        assert set(fields) - {"postcode", "citycode"} == {"columns", "delimiter", "encoding"}
        assert [value for values in fields.values() for value in values] == ["adresse", ",", "utf-8", "code"]


def test_cancel_is_obeyed_within_a_second(fake):
    fake.always, cancelled = "silence", threading.Event()

    def stop(*_fraction):
        if cancelled.is_set():
            raise Cancelled()

    with Beats(cancelled.set, lambda: fake.received) as beats, pytest.raises(Cancelled):
        BatchGeocoder(plain_session(stop), fake.url).run(table(5), tick=stop)
    assert beats.count < 10


def test_a_drip_that_never_ends_is_no_answer(fake):
    fake.faults = ["drip"]
    run = BatchGeocoder(patient(plain_session(longest=1.0)), fake.url, **QUICK).run(table(60))
    check(table(60), run.answers)


def test_a_proxy_that_wants_a_password_is_told_from_a_dead_one(fake):
    with fake_services.Proxy() as proxy:
        session = plain_session()
        session.proxies = {"http": proxy.url, "https": proxy.url}
        with pytest.raises(ProxyError) as raised:
            BatchGeocoder(session, fake.url, **QUICK).run(table(3))
        assert "user name and password" in str(raised.value)
        with pytest.raises(ProxyError) as raised:
            BatchGeocoder(session, "https://geocodeur.invalid/", **QUICK).run(table(3))
        assert "user name and password" in str(raised.value)
    session = plain_session()
    with closed_port() as dead, pytest.raises(ProxyError) as raised:
        session.proxies = dict.fromkeys(("http", "https"), "http://127.0.0.1:{}/".format(dead))
        BatchGeocoder(session, fake.url, **QUICK).run(table(3))
    assert "Check the proxy" in str(raised.value) and fake.received == []


def test_a_closed_port_is_said(fake):
    with closed_port() as port, pytest.raises(ServiceDownError) as raised:
        BatchGeocoder(plain_session(), "http://127.0.0.1:{}/".format(port), **QUICK).run(table(3))
    assert "127.0.0.1" in str(raised.value) and "rue" not in str(raised.value)


def test_progress_goes_forward_to_the_end(fake):
    seen = []
    geocoder(fake).run([*table(90), AddressRow("1 rue A", "", "93008", "BONDY")], tick=seen.append)
    assert seen[-1] == 1.0 and all(0.0 <= s <= 1.0 for s in seen) and len(set(seen)) > 2


@pytest.mark.parametrize(
    ("row", "text", "postcode", "citycode"),
    [
        (AddressRow("n°12, Rue de l’Été", "", 1000.0, "Bourg"), "12 rue de l'ete 01000 bourg", "01000", ""),
        (AddressRow("rue A", "12 bis", "93140.0", "BONDY", 93010), "12 bis rue a 93140 bondy", "93140", "93010"),
        (AddressRow("Chez Boutin", None, "16100", "Cognac", "2a004"), "chez boutin 16100 cognac", "16100", "2A004"),
        (AddressRow("3 rue X chez M. Petit", "", "", "Bondy cedex 9"), "3 rue x bondy", "", ""),
        (AddressRow("-- 'rue' A; B\t", "", "BP 12", "", "ABC"), "rue' a b", "", ""),
        (AddressRow("a" * 300, "", "93140", "Bondy"), "a" * 188 + " 93140 bondy", "93140", ""),
        (AddressRow("12 rue A +33 6 12 34 56 78", float("nan")), "12 rue a", "", ""),
    ],
)
def test_what_is_read_of_cells(row, text, postcode, citycode):
    question = asked(row)
    assert (question.text(), question.postcode, question.citycode) == (text, postcode, citycode)
