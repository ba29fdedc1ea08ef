"""What was asked of the engine, word by word: each abbreviation, each thing beside the street, each arrondissement."""

from __future__ import annotations

import pytest
from address_town import town
from cohesion_territoires.domain.addresses.answers import CLEAR
from cohesion_territoires.domain.addresses.normalise import street_words
from cohesion_territoires.domain.addresses.parse import parse
from cohesion_territoires.domain.addresses.resolve import TRUST, Resolver
from cohesion_territoires.domain.addresses.similarity import street_similarity
from cohesion_territoires.sources.address_index import AddressIndex, build

ABBREVIATIONS = {
    "av": "avenue", "bd": "boulevard", "all": "allée", "pl": "place", "ch": "chemin", "rte": "route", "imp": "impasse",
    "st": "saint", "ste": "sainte", "gal": "général", "dr": "docteur", "pdt": "président", "sq": "square",
    "crs": "cours", "fg": "faubourg", "res": "résidence", "mal": "maréchal", "cdt": "commandant", "col": "colonel",
    "pr": "professeur",
}  # fmt: skip
TITLES = ("st", "ste", "gal", "dr", "pdt", "mal", "cdt", "col", "pr")


@pytest.fixture(scope="module")
def resolver(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    build(town(folder), folder / "index.sqlite")
    with AddressIndex.open(folder / "index.sqlite") as index:
        yield Resolver(index)


@pytest.mark.parametrize("short", sorted(ABBREVIATIONS))
@pytest.mark.parametrize("form", ["{}", "{}."])
def test_each_abbreviation_is_its_word(short, form):
    whole = ABBREVIATIONS[short]
    text = "rue du {} Martin" if short in TITLES else "{} Martin"
    for write in (str, str.upper, str.capitalize):
        assert street_words(text.format(write(form.format(short)))) == street_words(text.format(whole))
        assert street_words(text.format(whole)) != street_words(text.format("grand"))


BESIDE = (
    "n°{}", "{} ", "3e étage, {}", "{}, 3ème étage gauche", "bâtiment B {}", "bât. B, {}", "{} bâtiment 4",
    "résidence les Lilas {}", "appartement 12, {}", "{} appt 12", "chez Mme Martin, {}", "{} chez M. Petit",
    "BP 12 {}", "{} CS 40123", "{} BP 30 93141 BONDY CEDEX 3", "escalier C, {}", "{} porte 7", "{} hall 2",
)  # fmt: skip


@pytest.mark.parametrize("beside", BESIDE)
def test_what_is_beside_the_street_does_not_hide_it(resolver, beside):
    answer = resolver.resolve(parse(beside.format("12 rue Baudin"), None, "93140", "Bondy"))
    assert (answer.label, answer.kind) == ("12 Rue Baudin 93140 Bondy", "numéro")
    assert answer.score >= TRUST


CITIES = [
    ("40 bd de l'hôpital", "75013", "Paris", "75113"),
    ("12 cours Lafayette", "69003", "Lyon", "69383"),
    ("40 cours Lafayette", "69006", "Lyon", "69386"),
    ("112 avenue du Prado", "13008", "Marseille", "13208"),
]


@pytest.mark.parametrize("street, postcode, city, insee", CITIES)
def test_arrondissements_by_postcode_by_code_and_by_number(resolver, street, postcode, city, insee):
    rank = int(postcode[3:])
    asked = [
        (street, postcode, city, None), (street, postcode, None, None), (street, None, None, insee),
        (street, None, city, insee), (street, None, "{} {}e".format(city, rank), None),
        (street, None, "{} {:02d}".format(city.upper(), rank), None), ("{} {} {}".format(street, postcode, city),),
    ]  # fmt: skip
    answers = [resolver.resolve(parse(cells[0], None, *cells[1:])) for cells in asked]
    assert [(a.kind, a.insee) for a in answers] == [("numéro", insee)] * len(asked)
    assert min(a.score for a in answers) >= TRUST


def test_the_score_is_the_product_that_the_help_page_tells(resolver):
    def score(address, *cells):
        answer = resolver.resolve(parse(address, None, *cells))
        assert answer.margin >= CLEAR
        return answer.score

    bondy = ("93140", "Bondy")
    street = street_similarity(street_words("rue Auguste Pollissard"), street_words("Rue Auguste Polissard"))
    number, commune = score("10 rue du Pair", *bondy), score("12 rue Baudin", "93130", "Bondy")
    assert score("12 rue Baudin", *bondy) == 1.0
    assert all(0.5 < part < 1.0 for part in (street, number, commune)), (street, number, commune)
    assert score("17 rue Auguste Pollissard", *bondy) == pytest.approx(street, abs=1e-3)
    assert score("17 rue Auguste Pollissard", "93130", "Bondy") == pytest.approx(street * commune, abs=1e-3)
    assert score("10 rue du Pair", "93130", "Bondy") == pytest.approx(number * commune, abs=1e-3)
