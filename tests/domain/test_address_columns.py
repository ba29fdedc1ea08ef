"""The columns of an address are known by their titles, whoever wrote them."""

from __future__ import annotations

import pytest
from cohesion_territoires.domain.addresses.columns import Guess, guess, joiner
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "titles, found",
    [
        (["id", "adresse", "code_postal", "commune"], Guess((1,), (), 2, 3, None)),
        (["ADRESSE DU BÉNÉFICIAIRE", "CP", "VILLE"], Guess((0,), (), 1, 2, None)),
        (["Nom", "N°", "Type de voie", "Libellé de la voie", "Code postal", "Ville"], Guess((2, 3), (1,), 4, 5, None)),
        (["Numéro", "bis", "voie", "insee"], Guess((2,), (0, 1), None, None, 3)),
        (["Adresse 1", "Adresse 2", "Code postal", "Commune"], Guess((0, 1), (), 2, 3, None)),
        (["Code postal de résidence", "Commune de résidence", "Code INSEE de la commune"], Guess((), (), 0, 1, 2)),
        # the rank of the row, not the house
        (["Numéro", "Adresse", "CP"], Guess((1,), (), 2, None, None)),
        (["num_voie", "Adresse", "CP"], Guess((1,), (0,), 2, None, None)),
        (["Adresse e-mail", "Adresse postale", "Adresse IP"], Guess((1,), (), None, None, None)),
        (["Politique de la ville", "Code commune", "nom"], Guess((), (), None, None, 1)),
        # what an earlier run or another geocoder answered
        (["adresse", "adresse_retenue", "code_insee"], Guess((0,), (), None, None, None)),
        (["adresse", "result_postcode", "result_city"], Guess((0,), (), None, None, None)),
        (["nom", "montant", "Field3"], Guess()),
        ([], Guess()),
    ],
)
def test_titles_as_people_write_them(titles, found):
    assert guess(titles) == found


def test_a_kind_of_street_belongs_to_its_name_and_a_second_line_does_not():
    assert joiner("Type de voie") == joiner("N°") == " "
    assert joiner("Adresse 1") == joiner("Résidence") == ", "


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_titles_are_read(titles):
    found = guess(titles)
    places = [*found.address, *found.number, found.postcode, found.city, found.citycode]
    assert all(p is None or 0 <= p < len(titles) for p in places)
