"""Hundreds of spellings met in spreadsheets: each finds its address, or says that it is not sure."""

from __future__ import annotations

import pytest
from address_traps import matches, spellings, traps
from cohesion_territoires.domain.addresses.localities import ELSEWHERE, MISTYPED, SAME_POSTCODE
from cohesion_territoires.domain.addresses.normalise import street_words
from cohesion_territoires.domain.addresses.parse import parse
from cohesion_territoires.domain.addresses.resolve import FLOOR, TRUST, Resolver
from cohesion_territoires.domain.addresses.similarity import ANOTHER_NAME, street_similarity
from cohesion_territoires.sources.address_index import AddressIndex, build


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("traps")
    build(traps(folder), folder / "index.sqlite")
    with AddressIndex.open(folder / "index.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def resolver(index):
    return Resolver(index)


@pytest.mark.parametrize(("expected", "cells", "label"), spellings())
def test_each_spelling(resolver, expected, cells, label):
    answer = resolver.resolve(parse(*cells))
    assert matches(expected, label, answer, TRUST), (answer.kind, answer.label, answer.score, parse(*cells))


def test_what_is_never_trusted_stays_below_the_threshold():
    assert max(ELSEWHERE, MISTYPED, SAME_POSTCODE, ANOTHER_NAME) < TRUST
    assert FLOOR < ANOTHER_NAME


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("rue du Petit Moulin", "Rue du Moulin"), ("rue du Moulin", "Rue du Moulin Neuf"),
        ("rue du Vieux Port", "Rue du Vieux Pont"), ("rue de la Croix Rouge", "Rue de la Croix Rousse"),
        ("rue du Chemin de Fer", "Rue du Chemin de Fer Prolongée"), ("place Notre-Dame", "Place du Parvis Notre-Dame"),
        ("rue Martin", "Rue Saint-Martin"), ("rue Sainte-Louise", "Rue Saint-Louis"), ("allée Louis", "Allée Louise"),
        ("rue Paul Bert", "Rue Paul Berthelot"), ("rue sur le Bois", "Rue sous le Bois"), ("rue", "Grande Rue"),
        ("rue Sous le Bois", "Rue du Bois"), ("rue A", "Rue D"), ("allée L", "Allée A"),
    ],
)  # fmt: skip
def test_neighbouring_names_are_two_streets(asked, other):
    one, two = street_words(asked), street_words(other)
    assert street_similarity(one, two) < TRUST and street_similarity(two, one) < TRUST


@pytest.mark.parametrize(
    ("asked", "street"),
    [
        ("r J.J. Rousseau", "Rue Jean-Jacques Rousseau"), ("rue JJ Rousseau", "Rue Jean-Jacques Rousseau"),
        ("rue PV Couturier", "Rue Paul Vaillant-Couturier"), ("av Jaurès", "Avenue Jean Jaurès"),
        ("rue François 1er", "Rue François Ier"), ("av. Georges 5", "Avenue Georges V"),
        ("D 12", "Route Départementale n° 12"),
        ("rue du 19/03/1962", "Rue du 19 Mars 1962"), ("rue du 8 mai 45", "Rue du 8 Mai 1945"),
        ("fbg St Antoine", "Rue du Faubourg Saint-Antoine"), ("Z.I. Nord", "Zone Industrielle Nord"),
        ("rue St Anne", "Rue Sainte-Anne"), ("rue du Gal Ch. de Gaulle", "Rue du Général de Gaulle"),
    ],
)  # fmt: skip
def test_one_street_in_two_spellings(asked, street):
    assert street_similarity(street_words(asked), street_words(street)) >= TRUST


def test_a_word_of_the_index_is_no_mistake(index):
    one, two = street_words("rue de Verdon"), street_words("Rue de Verdun")
    assert street_similarity(one, two) >= TRUST > street_similarity(one, two, {"verdon", "verdun"})
    assert {"pasteur", "curie", "champ"} <= index.words()


def test_a_street_too_unlike_is_offered_not_answered(resolver):
    answer = resolver.resolve(parse("lieu-dit Le Grand Pré", None, "93999", "Trapville"))
    assert (answer.kind, answer.street_id) == ("commune", None)
    assert "Rue du Petit Pré 93999 Trapville" in [c[0] for c in answer.candidates[1:]]
    assert len(answer.candidates) <= 5
