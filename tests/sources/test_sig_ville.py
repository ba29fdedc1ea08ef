"""SIG Ville: three states, codes kept, and never a NON that was not said."""
from __future__ import annotations

import math

import fake_services
import pytest
from cohesion_territoires.domain.errors import CredentialsError, SourceError, TlsError, WebPageError
from cohesion_territoires.sources.address_rows import AddressRow
from cohesion_territoires.sources.http import plain_session
from cohesion_territoires.sources.sig_ville import NO, OTHER, YES, SigVille
from fake_services import patient

QUICK = {"pause": 0.01, "rest": 0.0}


def rows(*words):
    return [AddressRow("{} bis rue {}".format(i + 1, word), "", "93140", "Bondy") for i, word in enumerate(words)]


@pytest.fixture
def fake():
    with fake_services.SigVille() as server:
        yield server


def service(fake, **options):
    session = plain_session() if "timeout" in options else patient(plain_session())
    session.auth = fake.account
    return SigVille(session, fake.url, **{**QUICK, **options})


def test_three_states_and_the_codes_as_they_are(fake):
    answers = service(fake).locate(rows("oui", "non", "limite", "partie")).answers
    assert [a.state for a in answers] == [YES, NO, OTHER, OTHER]
    assert [a.code for a in answers] == ["OUI", "NON", "VOIE_EN_LIMITE", "VOIE_EN_PARTIE"]
    first = answers[0]
    assert (first.quarter_code, first.quarter_name) == ("QN09301M", "Quartier fictif")
    assert math.isclose(first.score, 0.9703) and first.commune == "COMMUNE_AVEC_QUARTIER"
    assert first.quarters[0].info_code == "VOIE_TRAITEE" and all(a.quarter_code == "" for a in answers[1:])


def test_the_question_is_version_two_s_and_keeps_the_bis(fake):
    service(fake).locate([AddressRow("12 bis rue Oui 93140 BONDY"), AddressRow("14 rue Oui", "", "", "Bondy")])
    lines = [data.splitlines()[0].decode() for data in fake.received]
    assert lines[0].startswith("GET /api/v2.json?type_quartier=QP&type_adresse=MIXTE&adresse%5Bcode_postal%5D=93140&")
    assert "adresse%5Bnom_commune%5D=bondy&adresse%5Bnom_voie%5D=12+bis+rue+oui " in lines[0]
    assert len(lines) == 2


def test_both_generations_are_told_apart(fake):
    (answer,) = service(fake, kinds=("QP", "QP_2015")).locate(rows("oui")).answers
    assert [q.kind for q in answer.quarters] == ["QP", "QP_2015"] and answer.state == YES
    fake.always = "contradiction"
    (answer,) = service(fake, kinds=("QP", "QP_2015")).locate(rows("oui")).answers
    assert answer.state == NO and answer.quarters[1].answer == "OUI" and answer.quarter_code == ""


def test_an_empty_code_is_no_clear_answer(fake):
    fake.codes = {"rien": None}
    (answer,) = service(fake).locate(rows("rien")).answers
    assert (answer.state, answer.code) == (OTHER, "")


@pytest.mark.parametrize("word", ["oui", "non"])
def test_a_contradiction_is_no_clear_answer(fake, word):
    fake.always = "contradiction"
    (answer,) = service(fake).locate(rows(word)).answers
    assert answer.state == OTHER and answer.quarter_code == ""


@pytest.mark.parametrize("fault", [*fake_services.NETWORK_FAULTS, "torn", "latin", "other", "drip"])
def test_a_passing_fault_changes_no_answer(fake, fault):
    fake.faults = [None, fault, fault, None, fault]
    run = service(fake).locate(rows("oui", "non", "limite", "oui"))
    assert [a.state for a in run.answers] == [YES, NO, OTHER, YES] and run.counts["errors"] == 0


@pytest.mark.parametrize("fault", ["500", "502", "silence", "drop", "torn", "latin", "other", "empty", "429"])
def test_a_lasting_fault_is_said_and_never_a_no(fake, fault):
    fake.always, more = fault, {"timeout": (30.0, 0.1)} if fault == "silence" else {}
    with pytest.raises(SourceError) as raised:
        service(fake, **more).locate(rows("oui", "non", "limite", "partie", "oui"))
    assert "127.0.0.1" in str(raised.value) and len(fake.received) <= 4 * 8


def test_one_address_that_breaks_it_is_an_error_not_a_no(fake):
    fake.faults = [None, *["500"] * 3]
    run = service(fake).locate(rows("oui", "non", "non"))
    assert [a.state for a in run.answers] == [YES, "ERREUR", NO] and run.counts["errors"] == 1


@pytest.mark.parametrize("first", [0, 1, 7])
def test_many_such_addresses_in_a_row_do_not_stop_the_others(fake, first, tmp_path):
    """A run that stops before them would stop there for ever."""
    words = ["oui"] * first + ["panne"] * 9 + ["non", "oui"]
    fake.poison = "panne"
    run = service(fake, tries=1).locate(rows(*words), tmp_path)
    assert [a.state for a in run.answers] == [{"oui": YES, "non": NO, "panne": "ERREUR"}[w] for w in words]
    assert run.counts["errors"] == 9
    run.finish()
    # the next run asks these again, and no other
    fake.poison, before = None, len(fake.received)
    fake.codes = {**fake.codes, "panne": "OUI"}
    again = service(fake).locate(rows(*words), tmp_path)
    assert again.counts["kept"] == first + 2 and len(fake.received) == before + 9 and again.counts["errors"] == 0
    again.finish()
    assert list(tmp_path.iterdir()) == []


def test_an_answer_belongs_to_its_address_not_to_its_place(fake):
    table = rows("oui", "non", "limite")
    run = service(fake).locate(table)
    assert [run.answer(row).state for row in reversed(table)] == [OTHER, NO, YES]
    assert run.answer(AddressRow("", "", "", "")).state == "IGNOREE"
    assert run.answer(AddressRow("99 rue oui", "", "93140", "Bondy")).state == "ERREUR"


def test_only_the_words_of_addresses_leave(fake):
    service(fake).locate([AddressRow("Mme DUBREUIL 12 rue oui, tél 06 12 34 56 78", "", 93140.0, "Bondy")])
    (data,) = fake.received
    assert b"12+rue+oui" in data
    for secret in (b"dubreuil", b"mme", b"06+12", b"0612"):
        assert secret not in data.lower()


def test_a_wrong_password_is_said_at_once(fake):
    session = plain_session()
    session.auth = ("agent", "faux")
    with pytest.raises(CredentialsError) as raised:
        SigVille(session, fake.url, **QUICK).locate(rows("oui", "non"))
    assert "user name and password" in str(raised.value) and len(fake.received) == 1
    assert "faux" not in str(raised.value)


def test_a_login_page_is_said(fake):
    fake.faults = [None, "login"]
    with pytest.raises(WebPageError):
        service(fake).locate(rows("oui", "non"))


def test_a_password_never_travels_in_the_clear():
    with pytest.raises(TlsError):
        SigVille(plain_session(), "http://exemple.invalid/api/v2.json").locate(rows("oui"))


def test_it_goes_on_where_it_stopped(fake, tmp_path):
    table = rows("oui", "non", "limite", "oui", "oui")
    fake.faults = [None, None, None, "401"]
    with pytest.raises(CredentialsError):
        service(fake).locate(table, tmp_path)
    run = service(fake).locate(table, tmp_path)
    assert [a.state for a in run.answers] == [YES, NO, OTHER, YES, YES]
    assert run.counts["kept"] == 3 and len(fake.received) == 6
    run.finish()
    assert list(tmp_path.iterdir()) == []


def test_blank_rows_are_not_asked_and_equal_ones_once(fake):
    run = service(fake).locate([AddressRow(""), *rows("oui"), *rows("oui"), AddressRow("12 rue sans commune")])
    assert [a.state for a in run.answers] == ["IGNOREE", YES, YES, "IGNOREE"] and len(fake.received) == 1


def test_it_is_gentle(fake):
    import time

    start = time.monotonic()
    service(fake, rest=0.15).locate(rows("oui", "non", "limite", "partie"))
    assert time.monotonic() - start >= 0.45
