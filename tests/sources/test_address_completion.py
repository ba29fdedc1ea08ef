"""Addresses offered while one types: whatever is typed, quickly enough, and what was meant comes first."""

from __future__ import annotations

import ban_rows
import pytest
from cohesion_territoires.sources.address_completion import ABSENT, FOUND, NO_NUMBER, StreetNames
from cohesion_territoires.sources.address_index import AddressIndex, build
from hypothesis import given, settings
from hypothesis import strategies as st

STREETS = (
    ("Rue Jean Jaurès", "93010", "Bondy", "93140", 12),
    ("Rue Jean Jaurès", "93008", "Bobigny", "93000", 30),
    ("Avenue du 8 Mai 1945", "93010", "Bondy", "93140", 6),
    ("Rue de Bobigny", "93010", "Bondy", "93140", 8),
    ("Chemin des Prés", "93008", "Bobigny", "93000", 3),
    ("Place du Général Leclerc", "93010", "Bondy", "93140", 4),
)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("frappe")
    rows = [
        ban_rows.row(
            nom_voie=name, numero=str(n), code_insee=insee, nom_commune=city, code_postal=code, code="{:04d}".format(i),
            lon=str(2.48 + i / 100 + n / 10000), lat="48.9",
        )
        for i, (name, insee, city, code, count) in enumerate(STREETS)
        for n in range(1, count + 1)
    ]  # fmt: skip
    places = [ban_rows.row(ban_rows.PLACES, nom_lieu_dit="La Ferme", code_insee="93010", nom_commune="Bondy",
                           code_postal="93140", lon="2.48", lat="48.9")]  # fmt: skip
    path = folder / "i.sqlite"
    files = ban_rows.write(folder / "a.csv", *rows), ban_rows.write(folder / "l.csv", *places, header=ban_rows.PLACES)
    build(files, path)
    with AddressIndex.open(path) as index:
        yield StreetNames.read(index), index


@pytest.mark.parametrize(
    "typed, label, kind",
    [
        ("3 rue jean j", "3 Rue Jean Jaurès, 93000 Bobigny", FOUND),
        ("3 rue jean jaures bon", "3 Rue Jean Jaurès, 93140 Bondy", FOUND),
        ("3 rue jean jaures 93140", "3 Rue Jean Jaurès, 93140 Bondy", FOUND),
        ("20 rue jean jaures bondy", "20 Rue Jean Jaurès, 93140 Bondy", ABSENT),
        ("20 rue jean jaures", "20 Rue Jean Jaurès, 93000 Bobigny", FOUND),
        ("2 rue de bobigny", "2 Rue de Bobigny, 93140 Bondy", FOUND),
        ("4 av 8 mai", "4 Avenue du 8 Mai 1945, 93140 Bondy", FOUND),
        ("8 mai 1945", "Avenue du 8 Mai 1945, 93140 Bondy", NO_NUMBER),
        ("2 pl gal lecl", "2 Place du Général Leclerc, 93140 Bondy", FOUND),
        ("PRÉS bobi", "Chemin des Prés, 93000 Bobigny", NO_NUMBER),
        ("la ferme bondy", "La Ferme, 93140 Bondy", NO_NUMBER),
        ("1, chemin des prés", "1 Chemin des Prés, 93000 Bobigny", FOUND),
    ],
)
def test_what_was_meant_comes_first(town, typed, label, kind):
    names, index = town
    found = names.search(typed, index)
    assert (found[0].label, found[0].kind) == (label, kind)


@pytest.mark.parametrize("name, _insee, city, code, _count", STREETS)
def test_every_beginning_of_an_address_offers_it(town, name, _insee, city, code, _count):
    names, index = town
    whole = "2 {} {}".format(name, city)
    for size in range(2 + 6, len(whole) + 1):
        labels = [s.label for s in names.search(whole[:size], index)]
        assert "2 {}, {} {}".format(name, code, city) in labels, whole[:size]


@settings(max_examples=300)
@given(typed=st.text(alphabet=st.sampled_from("0123456789 abisterjenrupélcdvaœ',-/%\"\\\u00a0ß漢"), max_size=40))
def test_anything_may_be_typed(town, typed):
    names, index = town
    found = names.search(typed, index)
    assert len(found) <= 10 and len({s.label for s in found}) == len(found)
    for suggestion in found:
        assert (suggestion.number is None) == (suggestion.kind == NO_NUMBER)
