"""Mélodi: pages to the last, series, sums and shares, what is hidden; the recorded replies of the real service."""
from __future__ import annotations

import json
import math
from types import MappingProxyType

import fake_observatories
import pytest
from cohesion_territoires.domain.errors import DamagedAnswerError, DataError, ServiceRefusedError
from cohesion_territoires.domain.indicators.entry import Entry, Query
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.domain.indicators.observations import MISSING, PUBLISHED, SECRET
from cohesion_territoires.sources.adapter import adapter
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.melodi import Melodi
from fake_services import patient

RECORD = {
    "identifier": "DS_X", "title": [{"lang": "fr", "content": "Un jeu"}], "modified": "2026-03-31T12:00:00",
    "temporal": {"startPeriod": "2015-01-01T00:00:00", "endPeriod": "2021-01-01T00:00:00"},
}  # fmt: skip
COMMUNES = ["93010", "93008", "2A004"]


def row(place, year, value, attributes=None, geo="2025-COM-", **codes):
    return geo + place, {"TIME_PERIOD": year, **codes}, value, attributes


@pytest.fixture
def fake():
    rows = [row(c, y, n * 10 + int(y) % 10, M="POP") for n, c in enumerate(COMMUNES) for y in ("2015", "2021")]
    with fake_observatories.Melodi({"DS_X": rows}, {"DEP-93*COM": ["COM-93010", "COM-93008"]}) as server:
        server.catalogue = [RECORD]
        yield server


def client(tries=2, fault=None):
    return Client(patient(plain_session(longest=0.6 if fault == "drip" else 30.0)), tries=tries, pause=0.01)


def entry(filters=None, years=("2015", "2021"), **request):
    request = MappingProxyType({"dataset": "DS_X", "filters": filters or {"M": "POP"}, **request})
    return Entry("melodi:x", "melodi", "Population", levels=("com", "epci", "dep"), years=years, request=request)


def fetch(fake, one=None, page=100_000, **query):
    return adapter("melodi", base=fake.url, page=page).fetch(client(), one or entry(), Query(**query))


def test_the_last_year_is_the_services_own(fake):
    got = fetch(fake, entry(years=("2015",)))
    made = got.observations
    assert made.codes.tolist() == COMMUNES and made.values.tolist() == [1, 11, 21] and set(made.periods) == {"2021"}
    assert got.geography == made.geography == "2025" and made.level == "com" and got.modified == RECORD["modified"]
    path, asked = fake.asked()[-1]
    assert path == "/melodi/data/DS_X"
    assert asked == {"GEO": "COM", "M": "POP", "TIME_PERIOD": "2021", "idTerritoire": "TRUE", "maxResult": "100000"}
    assert got.address == fake.url + "/data/DS_X?GEO=COM&M=POP"


def test_where_the_last_year_has_nothing_the_last_that_has_is_given(fake):
    fake.catalogue = [{**RECORD, "temporal": {"endPeriod": "2024-01-01T00:00:00"}}]
    assert set(fetch(fake).observations.periods) == {"2021"}
    fake.rows["DS_X"] = [row("93010", "2024-Q1", 5, M="POP"), row("93010", "2024-Q2", 6, M="POP")]
    got = fetch(fake, entry(years=("2024-T1", "2024-T2"))).observations
    assert got.periods.tolist() == ["2024-T2"] and got.values.tolist() == [6]


def test_a_whole_series_comes_in_one_go_and_one_year_alone(fake):
    made = fetch(fake, year="*").observations
    assert made.at("2015").values.tolist() == [5, 15, 25] and made.at("2021").values.tolist() == [1, 11, 21]
    assert "TIME_PERIOD" not in fake.asked()[-1][1]
    assert fetch(fake, year="2015").observations.values.tolist() == [5, 15, 25]
    with pytest.raises(DataError, match="Population"):
        fetch(fake, year="1999")


def test_pages_are_followed_to_the_last(fake):
    fake.rows["DS_X"] = [row("{:05d}".format(n), "2021", n, M="POP") for n in range(23)]
    for size in (5, 23, 22, 1000):
        fake.received.clear()
        made = fetch(fake, page=size).observations
        assert made.codes.tolist() == ["{:05d}".format(n) for n in range(23)]
        pages = [query.get("page", "1") for path, query in fake.asked() if "/data/" in path]
        assert pages == [str(n + 1) for n in range(-(-23 // size))]
    # the server's own limit is lower than what was asked for
    fake.page_size = 4
    assert len(fetch(fake, page=1000).observations) == 23


def test_pages_without_end_are_stopped(fake):
    fake.endless = True
    assert len(fetch(fake).observations) == 3
    fake.stuck = True
    with pytest.raises(DamagedAnswerError, match="DS_X"):
        fetch(fake)
    assert len(fake.received) < 10


def test_a_row_given_twice_counts_once(fake):
    fake.rows["DS_X"] *= 2
    assert fetch(fake).observations.values.tolist() == [1, 11, 21]


@pytest.mark.parametrize(
    "level, territory, place",
    [("com", "DEP-93", "DEP-93*COM"), ("com", "COM-93010", "COM-93010"), ("dep", "DEP-93", "DEP-93"),
     ("dep", "COM-93010", "DEP-93"), ("dep", "COM-97411", "DEP-974"), ("reg", "DEP-93", "REG"), ("com", "", "COM"),
     ("com", "EPCI-200054781", "EPCI-200054781*COM"), ("epci", "DEP-93", "DEP-93*EPCI"), ("fra", "DEP-93", "FRANCE-F"),
     ("ze", "REG-11", "REG-11*ZE2020"), ("epci", "COM-93010", "EPCI")],
)  # fmt: skip
def test_what_is_asked_for_a_level_inside_a_territory(fake, level, territory, place):
    name, _, code = territory.partition("-")
    where = Territory(name.lower(), code) if territory else Territory()
    fake.rows["DS_X"] = []
    with pytest.raises(DataError, match="Population"):
        fetch(fake, level=level, territory=where)
    assert next(query["GEO"] for path, query in fake.asked() if "/data/" in path) == place
    assert ("%2A" in fake.received[1].decode()) == ("*" in place)


def test_only_the_territory_comes(fake):
    made = fetch(fake, territory=Territory("dep", "93")).observations
    assert made.codes.tolist() == ["93010", "93008"]


def test_a_territory_that_the_service_does_not_split_gives_the_whole_level(fake):
    fake.rows["DS_X"] = [row("200054781", "2021", 7, geo="2025-EPCI-", M="POP")]
    got = fetch(fake, level="epci", territory=Territory("dep", "93"))
    assert got.observations.values.tolist() == [7]
    (note, values) = got.notes[0]
    assert "DEP-93*EPCI" in note.format(**values)


def test_what_is_hidden_and_what_is_missing_are_told_apart(fake):
    cases = [(None, {"CONF_STATUS": "C"}, SECRET), (None, {"OBS_STATUS": "Q"}, SECRET), (None, None, MISSING),
             (None, {"OBS_STATUS": "O"}, SECRET), (4.0, {"OBS_STATUS": "K"}, MISSING),
             (0, {"CONF_STATUS": "F"}, PUBLISHED), (None, {"CONF_STATUS": "F", "OBS_STATUS": "M"}, MISSING),
             (1e3, {"OBS_STATUS": "A"}, PUBLISHED),
             ("1.2E1", None, PUBLISHED), ("NaN", None, MISSING), (2.5, {"UNIT_MULT": "3"}, PUBLISHED),
             (7, {"UNIT_MULT": 0}, PUBLISHED)]  # fmt: skip
    fake.rows["DS_X"] = [row("{:05d}".format(n), "2021", v, a, M="POP") for n, (v, a, _s) in enumerate(cases)]
    made = fetch(fake).observations
    assert made.statuses.tolist() == [status for _v, _a, status in cases]
    numbers = [None if math.isnan(v) else v for v in made.values]
    assert numbers == [None, None, None, None, None, 0, None, 1000, 12, None, 2500, 7]


def test_the_measure_is_whichever_there_is(fake):
    fake.measure = "OBS_VALUE_INDICE_DE_PRIX"
    assert fetch(fake).observations.values.tolist() == [1, 11, 21]
    assert fetch(fake, entry(measure="AUTRE")).observations.statuses.tolist() == [MISSING] * 3


def test_codes_asked_together_are_added_and_a_part_unknown_is_a_sum_unknown(fake):
    fake.rows["DS_X"] = [
        row("93010", "2021", 1, M="POP", AGE="A"), row("93010", "2021", 2, M="POP", AGE="B"),
        row("93010", "2021", 40, M="POP", AGE="_T"), row("93008", "2021", 3, M="POP", AGE="A"),
        row("93008", "2021", None, {"CONF_STATUS": "C"}, M="POP", AGE="B"), row("93008", "2021", 9, M="POP", AGE="_T"),
        row("2A004", "2021", 1, M="POP", AGE="A"), row("2A004", "2021", 0, M="POP", AGE="B"),
        row("2A004", "2021", 0, M="POP", AGE="_T"),
    ]  # fmt: skip
    made = fetch(fake, entry({"M": "POP", "AGE": ["A", "B"]})).observations
    assert made.values[[0, 2]].tolist() == [3, 1] and math.isnan(made.values[1])
    assert made.statuses.tolist() == [PUBLISHED, SECRET, PUBLISHED]
    before = len(fake.received)
    made = fetch(fake, entry({"M": "POP", "AGE": ["A", "B"]}, over={"AGE": "_T"})).observations
    # the whole comes with its parts: one request for the record, one for the values
    assert len(fake.received) - before == 2
    assert made.values[0] == 7.5 and made.statuses.tolist() == [PUBLISHED, SECRET, MISSING]
    assert fetch(fake, entry({"M": "POP", "AGE": "A"}, over={"AGE": "_T"}, factor=1000)).observations.values[0] == 25
    # nobody chose an age: the total is taken
    assert fetch(fake).observations.values.tolist() == [40, 9, 0]


def test_a_sum_counts_each_part_once_and_a_part_that_is_not_given_is_not_zero(fake):
    rows = [row("93010", "2021", 1, M="POP", AGE="A"), row("93010", "2021", 2, M="POP", AGE="B")]
    # a page given twice, the same communes in the geography of another year, a commune of which one part is given
    fake.rows["DS_X"] = rows * 2 + [
        row("93010", "2021", 100, M="POP", AGE="A", geo="2024-COM-"), row("93008", "2021", 3, M="POP", AGE="A"),
    ]  # fmt: skip
    both = entry({"M": "POP", "AGE": ["A", "B"]})
    made = fetch(fake, both).observations
    assert dict(zip(made.codes, made.statuses)) == {"93010": PUBLISHED, "93008": MISSING}
    assert made.values[0] == 3 and math.isnan(made.values[1]) and made.geography == "2025"
    fake.rows["DS_X"] = [row("93010", "2021", 9, M="POP", geo="2024-COM-"), *rows[:1]]
    assert fetch(fake, entry({"M": "POP"})).observations.values.tolist() == [1]


def test_a_dimension_without_total_is_for_the_user_to_choose(fake):
    fake.rows["DS_X"] = [row("93010", "2021", n, M="POP", AGE=age) for n, age in enumerate(("Y1", "Y2"))]
    with pytest.raises(DataError, match="AGE.*Y1, Y2"):
        fetch(fake)


def test_codes_that_never_meet_leave_nothing_to_choose(fake):
    fake.rows["DS_X"] = [row("93010", "2015", 1, M="POP", V="D"), row("93010", "2021", 2, M="POP", V="PROV"),
                         row("93010", "2021-03", 9, M="POP", V="PROV", FREQ="M")]  # fmt: skip
    assert fetch(fake, year="2021").observations.values.tolist() == [2]
    assert fetch(fake, year="*").observations.values.tolist() == [1, 2, 9]
    fake.rows["DS_X"] = [row("93010", "2021", 1, M="POP", FREQ="A"), row("93010", "2021-03", 9, M="POP", FREQ="M")]
    assert fetch(fake, year="*").observations.values.tolist() == [1]


def test_whether_something_has_changed_is_asked_of_the_catalogue(fake):
    one = Melodi(fake.url)
    assert one.unchanged(client(), entry(), Query(), RECORD["modified"])
    assert not one.unchanged(client(), entry(), Query(), "2025-01-01T00:00:00")
    assert [path for path, _query in fake.asked()] == ["/melodi/catalog/DS_X"] * 2


def test_a_filter_that_is_not_heeded_adds_nothing(fake, monkeypatch):
    monkeypatch.setattr(fake, "fits", lambda row, query: True)
    fake.rows["DS_X"] += [row("93010", "2021", 1000, M="OTHER"), row("93", "2021", 5, geo="2025-DEP-", M="POP")]
    assert fetch(fake).observations.values.tolist() == [1, 11, 21]


def test_codes_of_two_years_of_geography_are_said(fake):
    fake.rows["DS_X"] = [row("93010", "2021", 1, M="POP"), row("93008", "2021", 1, M="POP"),
                         row("2A004", "2021", 1, geo="2024-COM-", M="POP")]  # fmt: skip
    got = fetch(fake)
    (note, values) = got.notes[0]
    assert got.geography == "2025" and "2024, 2025" in note.format(**values)


def test_an_unknown_data_set_is_said_at_once(fake):
    fake.catalogue = []
    with pytest.raises(ServiceRefusedError, match="DS_X.*HTTP 500.*insee.fr"):
        fetch(fake)
    assert len(fake.received) == 2
    with pytest.raises(DataError, match="Population"):
        fetch(fake, level="qpv")


def test_an_entry_of_the_live_catalogue_is_pinned_to_its_totals(fake):
    fake.catalogue = [{**RECORD, "spatialResolution": [{"id": "COM"}, {"id": "FRANCE"}], "creator": "Insee",
                       "spatialTemporal": "2025-01-01T01:00:00"},
                      {"identifier": "DS_NAT", "spatialResolution": [{"id": "NAT"}]}]  # fmt: skip
    (one,) = Melodi(fake.url).entries(client())
    assert one.id == "melodi:DS_X" and one.title == "Un jeu" and one.levels == ("com", "fra")
    assert one.years == ("2015", "2021") and one.geography == "2025"
    codes = {"GEO": ["93"], "M": ["POP", "MEN"], "SEX": ["_T", "F"], "FREQ": ["A"], "AGE": ["Y1", "Y2"]}
    fake.ranges["DS_X"] = {"range": [
        {"concept": {"code": name}, "values": [{"code": code, "label": {"fr": code}} for code in found]}
        for name, found in codes.items()
    ]}  # fmt: skip
    fake.rows["DS_X"] = [row("93010", "2021", n, M="POP", SEX=sex, AGE="Y1") for n, sex in ((1, "_T"), (2, "F"))]
    assert fetch(fake, one).observations.values.tolist() == [1]
    asked = fake.asked()[-1][1]
    assert asked["SEX"] == "_T" and asked["FREQ"] == "A" and "M" not in asked and "AGE" not in asked
    with pytest.raises(DataError, match="AGE.*Y1, Y2"):
        fake.rows["DS_X"].append(row("93010", "2021", 3, M="POP", SEX="_T", AGE="Y2"))
        fetch(fake, one)
    fake.ranges["DS_X"]["range"][1]["concept"]["code"] = "RP_MEASURE"
    with pytest.raises(DataError, match="POP, MEN.*RP_MEASURE"):
        fetch(fake, one)


def test_a_record_of_another_form_loses_no_other(fake):
    odd = [{"identifier": "A", "spatialResolution": [3]}, {"identifier": "B", "spatialResolution": 7},
           {"identifier": "C", "spatialResolution": [{"id": "COM"}], "theme": ["x"]},
           {"identifier": "D", "spatialResolution": [{"id": "COM"}], "temporal": "2021"}, {}]  # fmt: skip
    fake.catalogue = [*odd, {**RECORD, "spatialResolution": [{"id": "COM"}]}]
    assert [one.id for one in Melodi(fake.url).entries(client())] == ["melodi:DS_X"]


def test_what_the_catalogue_says_of_a_data_set_is_asked_once_a_run(fake):
    one = client()
    for _time in range(3):
        Melodi(fake.url).fetch(one, entry(), Query())
    assert [path for path, _query in fake.asked()] == ["/melodi/catalog/DS_X"] + ["/melodi/data/DS_X"] * 3


@pytest.mark.parametrize("fault", fake_observatories.FAULTS)
def test_a_lasting_fault_is_said_and_a_passing_one_overcome(fake, fault):
    fake.always, fake.retry_after, quick = fault, "600", client(fault=fault)
    fake.rows["DS_X"] *= 40
    wanted = {**fake_observatories.ERRORS, "500": ServiceRefusedError}
    with pytest.raises(wanted[fault]) as caught:
        # the first reply is well, the data are not
        fake.faults = [None] if fault == "drip" else []
        Melodi(fake.url).fetch(quick, entry(), Query())
    assert "127.0.0.1" in str(caught.value) and len(str(caught.value)) > 60
    fake.always, fake.faults = None, [None, fault]
    if fault in (*fake_observatories.PASSING, "500"):
        assert len(Melodi(fake.url).fetch(quick, entry(), Query()).observations) == 3


@pytest.mark.parametrize(
    "reply", [b"[]", b'{"observations": 3}', b'{"observations": [1]}', b'{"observations": [{"dimensions": 1}]}', b"7",
              b'{"observations": [], "paging": {"next": "https://x/?p=2"}}', b'{"observations": [], "paging": [1]}'],
)  # fmt: skip
def test_a_reply_of_another_form_is_damaged(fake, reply, monkeypatch):
    known = fake.answer
    monkeypatch.setattr(
        fake, "answer", lambda request, *rest: (200, reply) if "/data/" in request.path else known(request, *rest)
    )
    with pytest.raises(DamagedAnswerError):
        fetch(fake)


class Recorded(fake_observatories.Observatory):
    """What the real service answered."""

    path = "/melodi"

    def __init__(self, folder, reply):
        super().__init__()
        self.folder, self.recorded = folder, reply

    def answer(self, request, body, fault):
        catalogue = json.loads((self.folder / "melodi_catalog_all_2026-01-06.json").read_text(encoding="utf-8"))
        words = request.path.partition("?")[0].split("/")[2:]
        if words[0] in ("data", "range"):
            value = json.loads((self.folder / self.recorded).read_text(encoding="utf-8"))["body"]
        else:
            value = catalogue if words[1] == "all" else next((r for r in catalogue if r["identifier"] == words[1]), {})
        return 200, json.dumps(value).encode()


def test_the_recorded_replies_are_read(shared_data):
    folder = shared_data / "melodi"
    request = {"dataset": "DS_POPULATIONS_REFERENCE", "filters": {"POPREF_MEASURE": "PMUN", "FREQ": "A"}}
    nantes = Entry("melodi:n", "melodi", "Population", levels=("com",), years=("2023",), request=request)
    with Recorded(folder, "melodi_get_data_popref_nantes_1.json") as server:
        got = fetch(server, nantes, territory=Territory("com", "44109"))
        assert got.observations.codes.tolist() == ["44109"] and got.observations.values.tolist() == [327734]
        assert got.geography == "2025" and got.modified.startswith("20") and got.observations.periods[0] == "2023"
        server.recorded = "melodi_get_local_data_by_com_popref_1.json"
        got = fetch(server, nantes, territory=Territory("epci", "244400404"))
        # 72 observations of three measures
        assert len(got.observations) == 24 == len(set(got.observations.codes)) and "44109" in got.observations.codes
        assert set(got.observations.statuses) == {PUBLISHED}
        server.recorded = "melodi_get_data_obs_value_indice_prix_1.json"
        request = {"dataset": "DS_IPC_PRINC", "filters": {"IND_TYPE": "IX", "PRODUCT_GROUP": "4000"}}
        prices = Entry("melodi:p", "melodi", "Prix", levels=("dep",), years=("2026-01",), request=request)
        assert fetch(server, prices, level="dep").observations.values.tolist() == [99.14]
        found = list(Melodi(server.url).entries(client()))
        by_id = {one.id: one for one in found}
        series = by_id["melodi:DS_RP_SERIE_HISTORIQUE"]
        assert series.levels == ("com", "epci", "dep", "reg", "arr", "ze", "fra") and series.years == ("1968", "2022")
        assert series.geography == "2025" and "Logement" in series.themes and series.page.startswith("https://www.insee.fr")
        assert "melodi:DD_CNA_AGREGATS" not in by_id and len(by_id) == len(found) > 40
        server.recorded = "melodi_get_range_geo_ec_deces_0.json"
        ranges = Melodi(server.url).ranges(client(), "DS_EC_DECES")
        assert ranges["EC_MEASURE"]["DTH"] == "Nombre de décès" and ranges["GEO"]["DEP-01"] == "Ain"
