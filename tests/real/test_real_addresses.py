"""Bondy's addresses written as spreadsheets do, found again in Bondy's BAN."""

from __future__ import annotations

import csv

import pytest
from address_beside import beside
from address_noise import noisy
from address_traps import matches, spellings, traps
from cohesion_territoires.domain.addresses.normalise import street_words
from cohesion_territoires.domain.addresses.parse import parse
from cohesion_territoires.domain.addresses.resolve import TRUST, Resolver
from cohesion_territoires.sources.address_index import AddressIndex, build
from real_data import bondy_addresses


@pytest.fixture(scope="module")
def bondy(shared_data, tmp_path_factory):
    rows = bondy_addresses(shared_data)
    target = tmp_path_factory.mktemp("bondy") / "index.sqlite"
    build([shared_data / "bondy" / "adresses-93010.csv.gz"], target)
    with AddressIndex.open(target) as index:
        yield rows, Resolver(index)


@pytest.mark.parametrize("seed", [1, 20261125])
def test_noisy_addresses_come_back(bondy, seed):
    rows, resolver = bondy
    right = wrong = 0
    for asked in noisy(rows, seed):
        found = resolver.resolve(parse(asked.address, asked.number, asked.postcode, asked.city, asked.citycode))
        same = found.kind == "numéro" and found.id_ban == asked.id
        right += same
        wrong += found.kind == "numéro" and not same and found.score >= TRUST
    assert right >= 0.97 * len(rows)
    assert wrong <= 0.002 * len(rows)


def test_what_stands_beside_an_address_never_makes_another_one_sure(bondy):
    rows, resolver = bondy
    by_id = {r["id"]: (int(r["numero"]), r["rep"], street_words(r["nom_voie"])) for r in rows}
    sure, wrong = 0, []
    for record, text in beside(rows, 3000, 20261126):
        query = parse(text, None, "93140", "Bondy")
        found = resolver.resolve(query)
        if found.kind != "numéro" or found.score < TRUST:
            continue
        sure += 1
        number, rep, words = by_id[record["id"]]
        asked = {number} if query.joined not in ("liste", "plage") else {n for n, _rep in query.numbers}
        given = by_id[found.id_ban]
        if given[2] != words or given[0] not in asked or number not in asked or (len(asked) < 2 and given[1] != rep):
            wrong.append((text, found.label))
    assert wrong == []
    assert sure > 1000


def test_social_housing_is_found_or_doubted(bondy, shared_data):
    """Landlords' own cells: ranges, several streets in a cell, mistyped names."""
    _rows, resolver = bondy
    with (shared_data / "bondy" / "logement_social_geocoded.csv").open(encoding="utf-8", newline="") as stream:
        estates = list(csv.DictReader(stream))
    found = 0
    for row in estates:
        street = " ".join((row["Type de voie"], row["Nom de voie"]))
        answer = resolver.resolve(parse(street, row["numero"], row["cp"], row["ville"]))
        several = len([line for line in row["Nom de voie"].split("\n") if line.strip()]) > 1
        trusted = answer.kind == "numéro" and answer.score >= TRUST
        assert not (several and trusted), street
        found += trusted
    single = sum(len([x for x in r["Nom de voie"].split("\n") if x.strip()]) == 1 for r in estates)
    assert found >= 0.9 * single


def test_each_spelling_of_bondy(shared_data, tmp_path):
    """Spellings of true addresses, among communes that have the same streets."""
    build([shared_data / "bondy" / "adresses-93010.csv.gz", *traps(tmp_path)], tmp_path / "index.sqlite")
    with AddressIndex.open(tmp_path / "index.sqlite") as index:
        resolver = Resolver(index)
        told = spellings("spellings_bondy.txt")
        rows = [(e, cells, label, resolver.resolve(parse(*cells))) for e, cells, label in told]
    assert len(rows) > 140
    assert not [(e, cells, a.label, a.score) for e, cells, label, a in rows if not matches(e, label, a, TRUST)]
