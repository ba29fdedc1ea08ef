"""Observatoire des territoires: its catalogue in both shapes, its files in both forms, the year of its geography."""
from __future__ import annotations

import math

import fake_observatories
import pytest
from cohesion_territoires.domain.errors import Cancelled, DataError, ServiceRefusedError, WebPageError
from cohesion_territoires.domain.indicators.entry import AMOUNT, CLASS, COUNT, RATE, Entry, Query
from cohesion_territoires.domain.indicators.observations import MISSING, PUBLISHED, SECRET
from cohesion_territoires.sources.adapter import adapter
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.geoclip import Geoclip
from cohesion_territoires.sources.geoclip_records import levels_of, measure_of
from cohesion_territoires.sources.geoclip_table import observations, table
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.obtain import REFRESH, obtain
from cohesion_territoires.sources.ranges import Validators
from fake_services import patient

TITLES = ["codgeo", "libgeo", "an", "taux"]
ROWS = [
    TITLES,
    ["01001", "L'Abergement-Clémenciat", 2020, 11.25],
    ["01001", "L'Abergement-Clémenciat", 2021, 12.5],
    ["2A004", "Ajaccio", 2020, None],
    ["2A004", "Ajaccio", 2021, -9999],
    ["97411", "Saint-Denis", 2021, "s"],
]
ABSTRACT = 'Part, en %, des "jeunes", ni en emploi, ni en études.\nDécoupage : Commune (2024), EPCI (2024), Département'
RECORD = {"dataset": "rp", "indic": "taux", "title": 'Taux de "non-insertion", ensemble (%)', "abstract": ABSTRACT}


@pytest.fixture
def fake():
    with fake_observatories.Geoclip({("rp", "taux", "com2025"): ROWS}) as server:
        yield server


def client(tries=2, fault=None):
    return Client(patient(plain_session(longest=0.6 if fault == "drip" else 30.0)), tries=tries, pause=0.01)


def entry(nivgeo=None, **other):
    request = {"dataset": "rp", "indic": "taux", "nivgeo": {"com": "com2025"} if nivgeo is None else nivgeo}
    request.update(other.pop("request", {}))
    return Entry("odt:rp.taux", "geoclip", "Taux", levels=("com",), request=request, **other)


def fetch(fake, one=None, year="", level=""):
    return adapter("geoclip", base=fake.url).fetch(client(), one or entry(), Query(level=level, year=year), None)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_both_forms_give_the_same_and_nothing_is_zero(fake, form):
    got = fetch(fake, entry(request={"format": form}), "*")
    made = got.observations
    assert got.form == form and got.geography == made.geography == "2025" and got.notes == ()
    assert made.codes.tolist() == ["01001", "01001", "2A004", "2A004", "97411"]
    assert made.periods.tolist() == ["2020", "2021", "2020", "2021", "2021"]
    assert made.values[:2].tolist() == [11.25, 12.5] and all(map(math.isnan, made.values[2:]))
    assert made.statuses.tolist() == [PUBLISHED, PUBLISHED, MISSING, MISSING, SECRET]
    assert made.names["2A004"] == "Ajaccio" and made.level == "com" and made.labels is None
    assert ("GC_API_download.php" in got.address) and "nivgeo=com2025" in got.address


def test_a_column_that_is_called_otherwise_is_told():
    """The file of another indicator would be shown under this one's title."""
    made = table(b"codgeo;libgeo;nb_menages\n01001;A;200\n")
    found, notes = observations(made, entry(), "com", "2025", "")
    assert found.values.tolist() == [200.0]
    assert [(values["column"], values["indic"]) for _template, values in notes] == [("nb_menages", "taux")]
    with pytest.raises(ValueError):
        table(b'codgeo;libgeo;taux\n01001;"A;1\n01002;B;2\n')


def test_a_file_that_has_not_changed_is_not_fetched_again(fake, tmp_path):
    fake.etag, one, asked = '"un"', entry(), Query()
    fake.records = [{**RECORD, "nivgeo": "com2025"}]
    cache, service = Cache(tmp_path), Geoclip(fake.url)
    first = obtain(one, asked, cache, client(), adapters=lambda _name: service).record
    assert Validators.read(first.facts["modified"].partition(" ")[2]).day == "2026-07-01"
    before = len(fake.received)
    again = obtain(one, asked, cache, client(), REFRESH, adapters=lambda _name: service)
    assert again.from_cache and again.record.path == first.path and again.record.fetched > first.fetched
    assert [query.get("nivgeo") for _path, query in fake.asked()[before:]] == [None, "com2025"]
    # another file, a level that moved on, a service that no longer says: all are fetched
    fake.etag = '"deux"'
    assert not obtain(one, asked, cache, client(), REFRESH, adapters=lambda _name: service).from_cache
    fake.files = {("rp", "taux", "com2026"): ROWS}
    fake.records = [{**RECORD, "nivgeo": "com2026"}]
    moved = obtain(one, asked, cache, client(), REFRESH, adapters=lambda _name: service)
    assert not moved.from_cache and moved.record.facts["geography"] == "2026"
    fake.etag = ""
    assert not obtain(one, asked, cache, client(), REFRESH, adapters=lambda _name: service).from_cache


def test_the_last_year_is_the_default_and_others_are_asked_for(fake):
    assert fetch(fake).observations.periods.tolist() == ["2021"] * 3
    assert fetch(fake, year="2020").observations.values[0] == 11.25
    with pytest.raises(DataError, match="1999.*2020, 2021"):
        fetch(fake, year="1999")


def test_axes_take_the_total_or_what_is_asked(fake):
    fake.files["rp", "taux", "com2025"] = [
        ["codgeo", "libgeo", "an", "sexe", "taux"],
        *([code, "", "2015-2021", sex, n] for code in ("01001", "01002") for n, sex in enumerate("FHT")),
    ]
    got = fetch(fake).observations
    assert got.values.tolist() == [2, 2] and got.periods.tolist() == ["2015-2021"] * 2
    assert fetch(fake, entry(request={"axes": {"sexe": "F"}})).observations.values.tolist() == [0, 0]
    with pytest.raises(DataError, match="sexe.*F, H, T"):
        fetch(fake, entry(request={"axes": {"sexe": "X"}}))
    fake.files["rp", "taux", "com2025"] = [
        ["codgeo", "libgeo", "age", "taux"], ["01001", "", "15-24", 1], ["01001", "", "25-54", 2],
    ]  # fmt: skip
    with pytest.raises(DataError, match="age.*15-24, 25-54"):
        fetch(fake)


def test_classes_keep_their_words(fake):
    fake.files["rp", "taux", "com2025"] = [
        ["codgeo", "libgeo", "taux"], ["01001", "a", "C"], ["01002", "b", "NC"], ["01003", "c", -9999],
        ["01004", "d", None],
    ]  # fmt: skip
    got = fetch(fake, entry(measure=CLASS, years=("2025",))).observations
    assert got.labels.tolist() == ["C", "NC", "", ""]
    # words where numbers were announced
    fake.files["rp", "taux", "com2025"][1:3] = [["01001", "a", "Urbain"], ["01002", "b", "Rural"]]
    for measure in (CLASS, RATE):
        got = fetch(fake, entry(measure=measure, years=("2025",))).observations
        assert (
            got.labels.tolist() == ["Urbain", "Rural", "", ""]
            and got.statuses.tolist() == [PUBLISHED] * 2 + [MISSING] * 2
        )
        assert all(map(math.isnan, got.values)) and set(got.periods) == {"2025"}
    fake.files["rp", "taux", "com2025"] = [["codgeo", "libgeo", "taux"], ["01001", "a", 3], ["01002", "b", 7.0]]
    assert fetch(fake, entry(measure=CLASS)).observations.labels.tolist() == ["3", "7"]


@pytest.mark.parametrize(
    "text, value, status",
    [("12,5", 12.5, PUBLISHED), ("1\u202f234,5", 1234.5, PUBLISHED), ("-3", -3.0, PUBLISHED), ("0", 0.0, PUBLISHED),
     ("", None, MISSING), ("-9999", None, MISSING), ("-9999,0", None, MISSING), ("N/A - division par 0", None, MISSING),
     ("null - undefined", None, MISSING), ("inf", None, MISSING), ("s", None, SECRET), ('="8"', 8.0, PUBLISHED)],
)  # fmt: skip
def test_what_a_cell_says(fake, text, value, status):
    fake.files["rp", "taux", "com2025"] = [["codgeo", "libgeo", "taux"], ["01001", "a", text], ["01002", "b", "1"]]
    made = fetch(fake, entry(request={"format": "csv"})).observations
    assert made.statuses.tolist() == [status, PUBLISHED]
    assert made.values[0] == value if value is not None else math.isnan(made.values[0])


def test_codes_taken_for_numbers_get_their_zero_back(fake):
    fake.files["rp", "taux", "com2025"] = [["codgeo", "taux"], [1001, 1], ['="01002"', 2], ["2A004", 3]]
    assert fetch(fake).observations.codes.tolist() == ["01001", "01002", "2A004"]
    fake.files["rp", "taux", "dep"] = [["codgeo", "taux"], [1, 1], ["2A", 2], [974, 3]]
    assert fetch(fake, level="dep").observations.codes.tolist() == ["01", "2A", "974"]
    assert fetch(fake, level="dep").geography == ""


def test_titles_are_found_wherever_they_stand():
    rows = "Titre\n\nSource;Insee\n\nCODGEO;LibGeo;Taux\n01001;a;1,5\n;;\n"
    made = table(b"\xef\xbb\xbf" + rows.encode())
    assert made.titles == ["codgeo", "libgeo", "taux"] and made.rows == [["01001", "a", "1,5"]]
    for wrong in (b"code;taux\n01;1\n", b"", b"\xff\xfe;\n", b"codgeo\0;a\n\0\n"):
        with pytest.raises(ValueError):
            table(wrong)


def test_the_year_of_the_geography_is_the_services_own(fake):
    fake.records = [{**RECORD, "nivgeo": "com2025"}]
    got = fetch(fake, entry({"com": "com2023"}, geography="2023"))
    assert got.geography == "2025"
    (note, values) = got.notes[0]
    assert "com2025" in note.format(**values) and "com2023" in note.format(**values)
    asked = [query.get("nivgeo") or query["request"] for _path, query in fake.asked()]
    assert asked == ["GetRecordById", "com2025"]
    # a level that has no year needs no record
    fake.files["rp", "taux", "dep"], before = ROWS, len(fake.received)
    fetch(fake, level="dep")
    assert len(fake.received) == before + 1


def test_without_its_catalogue_the_years_around_are_tried(fake, monkeypatch):
    this = 2026
    fake_observatories.on_a_day(monkeypatch, this)
    fake.files = {("rp", "taux", "com{}".format(this - 1)): ROWS}
    # the newest, though what the catalogue says is still there
    fake.files["rp", "taux", "com2019"] = ROWS
    assert fetch(fake, entry({"com": "com2019"})).geography == str(this - 1)
    del fake.files["rp", "taux", "com{}".format(this - 1)]
    assert fetch(fake, entry({"com": "com2019"})).geography == "2019"
    fake.files = {("rp", "taux", "com{}".format(this - 1)): ROWS}
    assert fetch(fake, entry({}, geography=str(this - 1))).geography == str(this - 1)


@pytest.mark.parametrize("records", [[], [RECORD]])
def test_an_unknown_indicator_is_said_with_its_page(fake, records):
    fake.files, fake.records = {}, records
    with pytest.raises(ServiceRefusedError, match=r"rp\.taux.*index\.php#c=indicator&i=rp\.taux") as caught:
        fetch(fake)
    assert "com2025" in str(caught.value) and len(fake.received) < 12
    with pytest.raises(ServiceRefusedError, match="Taux"):
        fetch(fake, entry({}), level="qpv")


def test_a_cancel_while_a_long_file_is_read_is_obeyed(fake):
    fake.files["rp", "taux", "com2025"] = [TITLES, *(["{:05d}".format(n), "a", 2021, n] for n in range(5000))]
    calls = []

    def pulse():
        calls.append(1)
        if len(calls) > before + 1:
            raise Cancelled

    before = 10**9
    quick = Client(plain_session(), pulse, pause=0.01)
    Geoclip(fake.url).fetch(quick, entry(), Query())
    whole, before = len(calls), len(calls) + 1
    with pytest.raises(Cancelled):
        Geoclip(fake.url).fetch(quick, entry(), Query())
    assert whole > 3


def test_its_page_of_unavailability_is_no_data(fake):
    fake.always = "page"
    with pytest.raises(WebPageError, match=r"rp\.taux.*i=rp\.taux"):
        fetch(fake)
    assert len(fake.received) == 1


def test_the_catalogue_is_read_to_its_last_page(fake):
    fake.records = [{**RECORD, "indic": "i{}".format(i)} for i in range(45)]
    for fake.says_next, fake.says_matched in ((True, True), (False, True), (False, False), (True, False)):
        fake.received.clear()
        found = list(Geoclip(fake.url).entries(client()))
        assert [one.id for one in found] == ["odt:rp.i{}".format(i) for i in range(45)]
        assert 3 <= len(fake.received) <= 4 and all(query["maxRecords"] == "20" for _path, query in fake.asked())


@pytest.mark.parametrize("shapes", [("iso",), ("csw",)])
def test_records_of_both_shapes_become_entries(fake, shapes):
    fake.records, fake.shapes = [{**RECORD, "nivgeo": "com2025"}, {**RECORD, "indic": ""}], set(shapes)
    (one,) = Geoclip(fake.url).entries(client())
    assert one.id == "odt:rp.taux" and one.title == 'Taux de "non-insertion", ensemble (%)' and one.unit == "%"
    assert one.levels == ("com", "epci", "dep") and one.years == ("1968", "2021") and one.measure == RATE
    assert one.definition.startswith('Part, en %, des "jeunes", ni en emploi') and "Découpage" not in one.definition
    assert one.producer == "Insee, RP" and one.themes == ("Démographie",) and one.licence == "notspecified"
    assert one.page == fake.url + "index.php#c=indicator&i=rp.taux"
    assert dict(one.request["nivgeo"]) == {"com": "com2025", "epci": "epci2024", "dep": "dep"}
    assert one.geography == "2025" and fetch(fake, one).observations.codes[0] == "01001"


def test_a_catalogue_that_refuses_says_why(fake):
    fake.shapes = set()
    with pytest.raises(ServiceRefusedError, match="outputSchema inconnu"):
        list(Geoclip(fake.url).entries(client()))


@pytest.mark.parametrize(
    "line, levels",
    [
        ("Découpage : Commune (2025), EPCI (2025), Département, Région (2016), CRTE",
         {"com": "com2025", "epci": "epci2025", "dep": "dep", "reg": "reg2016"}),
        ("Découpages : Région (1972), EPCI/EPT (2025), Zone d’emploi (2020), arrondissements (2025)",
         {"ept": "epci_ept2025", "ze": "ze2020", "arr": "arr2025"}),
        ("Découpage : Commune (2024), Commune (2025), EPCI (2025), EPCI (2023), Département",
         {"com": "com2025", "epci": "epci2025", "dep": "dep"}),
        ("texte sans niveau", {}),
    ],
)  # fmt: skip
def test_the_line_of_levels(line, levels):
    assert levels_of("Définition.\n" + line) == levels


@pytest.mark.parametrize(
    "title, unit, measure",
    [("Densité de population", "habitants au km²", RATE), ("Médiane du revenu disponible", "€", AMOUNT),
     ("Nombre de logements vacants", "", COUNT), ("Typologie urbain/rural", "", CLASS), ("Part des 65 ans", "%", RATE),
     ("Population au dernier recensement", "", COUNT), ("Surface agricole utilisée", "ha", COUNT)],
)  # fmt: skip
def test_what_an_indicator_measures(title, unit, measure):
    assert measure_of(title, unit) == measure


@pytest.mark.parametrize("fault", fake_observatories.FAULTS)
def test_a_lasting_fault_is_said_and_a_passing_one_overcome(fake, fault):
    fake.records, fake.always, fake.retry_after, quick = [RECORD], fault, "600", client(fault=fault)
    wanted = {**fake_observatories.ERRORS, "500": ServiceRefusedError}
    with pytest.raises(wanted[fault]) as caught:
        Geoclip(fake.url).fetch(quick, entry(), Query())
    assert "127.0.0.1" in str(caught.value) and len(str(caught.value)) > 60
    with pytest.raises(fake_observatories.ERRORS[fault]):
        list(Geoclip(fake.url).entries(quick))
    fake.always, fake.faults = None, [fault]
    if fault in fake_observatories.PASSING:
        assert len(Geoclip(fake.url).fetch(quick, entry(), Query()).observations) == 3
