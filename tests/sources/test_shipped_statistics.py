"""Every entry that ships for the two statistical services: what it asks for is what it says, and its sum is right."""
from __future__ import annotations

import json
import math
from itertools import product

import fake_observatories
import pytest
from cohesion_territoires.domain.indicators.entry import CLASS, INDICATOR, Query
from cohesion_territoires.domain.indicators.levels import FRA, Territory
from cohesion_territoires.sources.adapter import adapter
from cohesion_territoires.sources.catalogue import Catalogue, is_obtainable
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.melodi_replies import LEVELS
from fake_services import patient

SHIPPED = Catalogue.shipped()
READY = [one for one in SHIPPED.entries if one.source == "melodi" and one.request.get("filters")]
WHOLE = [one for one in SHIPPED.entries if one.source == "melodi" and not one.request.get("filters")]
GEOCLIP = [one for one in SHIPPED.entries if one.source == "geoclip"]
CODES = {
    "com": "93010",
    "epci": "200054781",
    "dep": "93",
    "reg": "11",
    "arr": "931",
    "ze": "1109",
    "fra": "F",
    "ept": "200057867",
}


def client():
    return Client(patient(plain_session()), tries=1, pause=0.01, limiter=Limiter({}))


def codes_of(value):
    return [value] if isinstance(value, str) else list(value)


class Melodi(fake_observatories.Melodi):
    """Has any data set, and 2 for each combination of codes that it is asked for, 10 for that of the whole."""

    def answer(self, request, body, fault):
        words = request.path.partition("?")[0].split("/")[2:]
        if words[0] == "catalog":
            return 200, json.dumps({"identifier": words[1], "temporal": {"endPeriod": "2023-01-01"}}).encode()
        return super().answer(request, body, fault)

    def data(self, name, query, parts):
        over = {name: codes_of(codes) for name, codes in (self.entry.request.get("over") or {}).items()}
        asked = {
            name: codes for name, codes in query.items() if name not in ("GEO", "idTerritoire", "maxResult", "page")
        }
        year = asked.pop("TIME_PERIOD", ["2023"])[0]
        rows = []
        for codes in product(*asked.values()):
            chosen = dict(zip(asked, codes))
            whole = over and all(chosen[name] in told for name, told in over.items())
            dimensions = {"GEO": "2025-{}-{}".format(*self.place), "TIME_PERIOD": year, "FREQ": "A", **chosen}
            rows.append({"dimensions": dimensions, "measures": {"OBS_VALUE_NIVEAU": {"value": 10.0 if whole else 2.0}}})
        return {"observations": rows, "paging": {}}


@pytest.fixture(scope="module")
def melodi():
    with Melodi() as server:
        server.rows = dict.fromkeys({one.request["dataset"] for one in READY}, ())
        yield server


@pytest.mark.parametrize("entry", READY, ids=[entry.id for entry in READY])
def test_a_ready_indicator_of_melodi(melodi, entry):
    melodi.entry = entry
    for level in (entry.levels[0], entry.levels[-1]):
        melodi.received.clear()
        melodi.place = LEVELS[level], CODES[level]
        got = adapter("melodi", base=melodi.url).fetch(client(), entry, Query(level, Territory()))
        filters, over = entry.request["filters"], entry.request.get("over") or {}
        parts = math.prod(len(codes_of(codes)) for codes in filters.values())
        wanted = 2.0 * parts if not over else 100 * 2.0 * parts / 10.0
        assert got.observations.codes.tolist() == [CODES[level]] and got.observations.values.tolist() == [wanted]
        # every dimension that it names is asked for, and nothing else
        line = melodi.received[-1].split(b" ", 2)[1].decode()
        assert line.startswith("/melodi/data/{}?GEO={}".format(entry.request["dataset"], LEVELS[level]))
        for name in {**filters, **over}:
            assert all("{}={}".format(name, code) in line for code in codes_of(filters.get(name, over.get(name))))
        assert len(melodi.received) == 2


def test_the_measure_and_the_sexes_of_each_ready_indicator_are_chosen():
    for entry in READY:
        assert any(name.endswith("_MEASURE") for name in entry.request["filters"]), entry.id
        if entry.request["dataset"].startswith("DS_RP_EMPLOI_LR"):
            assert {"SEX", "AGE", "EDUC", "EMPSTA_ENQ"} <= set(entry.request["filters"]), entry.id
        over = entry.request.get("over")
        assert not over or entry.unit == "%", entry.id


def test_data_sets_have_the_levels_that_the_catalogue_of_insee_says(shared_data):
    told = json.loads((shared_data / "melodi" / "melodi_catalog_all_2026-01-06.json").read_text(encoding="utf-8"))
    told = {one["identifier"]: one for one in told}
    later = set()
    for entry in READY + WHOLE:
        record = told.get(entry.request["dataset"])
        if record is None:
            later.add(entry.request["dataset"])
            continue
        known = {one["id"] for one in record["spatialResolution"]}
        assert all(any(one.startswith(LEVELS[level]) for one in known) for level in entry.levels), entry.id
        first = record["temporal"]["startPeriod"][:4]
        assert all(year[:4] >= first for year in entry.years), entry.id
    # data sets that came after that day
    assert later == {
        "DS_FILOSOFI_SAGE_LOG_TP_NIVVIE", "DS_RP_TD_POPULATION_AGESEX_PRINC", "DS_RP_TD_DIPLOMES_PRINC",
        "DS_SIDE_STOCKS_COM", "DS_MAR_PACS_DIV_SERIES",
    }  # fmt: skip


@pytest.fixture(scope="module")
def geoclip():
    with fake_observatories.Geoclip() as server:
        yield server


@pytest.mark.parametrize("entry", GEOCLIP, ids=[entry.id for entry in GEOCLIP])
def test_an_indicator_of_the_observatory(geoclip, entry):
    dataset, indic = entry.request["dataset"], entry.request["indic"]
    axes = list(entry.request.get("axes") or {})
    for level in entry.levels:
        value = "Classe" if entry.measure == CLASS else 12.5
        row = [CODES[level], "Nom", "2021", *("T" for _axis in axes), value]
        other = [CODES[level], "Nom", "2021", *("F" for _axis in axes), 99.0]
        rows = [["codgeo", "libgeo", "an", *axes, indic], row, *([other] if axes else [])]
        geoclip.records = [
            {"dataset": dataset, "indic": indic, "title": entry.title, "abstract": "", "nivgeo": "com2025"}
        ]
        written = {"com": "com2025", "epci": "epci2025", "ept": "epci_ept2025", "arr": "arr2025", "reg": "reg2016",
                   "ze": "ze2020"}.get(level, level)  # fmt: skip
        geoclip.records[0]["nivgeo"] = written
        geoclip.files = {(dataset, indic, written): rows}
        got = adapter("geoclip", base=geoclip.url).fetch(client(), entry, Query(level))
        assert got.observations.codes.tolist() == [CODES[level]] and len(got.observations) == 1
        assert got.observations.labels == [value] if entry.measure == CLASS else got.observations.values == [12.5]
        assert got.geography == ("2025" if written.endswith("2025") else "")


def test_every_indicator_of_the_barometer_of_2018_is_there():
    items = SHIPPED.collection("barometre-2018").items
    assert len(items) == 11 and all(item.entry in SHIPPED for item in items)
    entries = [SHIPPED.entry(item.entry) for item in items]
    assert sum(is_obtainable(entry) and entry.kind == INDICATOR for entry in entries) >= 7
    for entry in entries:
        # what no service gives says what to look for, and where
        assert is_obtainable(entry) or ("main" in entry.note and entry.page.startswith("https://"))


def test_every_level_of_an_indicator_is_one_that_its_service_can_be_asked_for():
    for entry in READY + WHOLE:
        assert set(entry.levels) <= set(LEVELS), entry.id
    assert FRA in SHIPPED.entry("melodi:DS_RP_POPULATION_PRINC.PART_65_PLUS").levels
