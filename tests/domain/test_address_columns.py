"""The columns of an address are known by their titles, whoever wrote them."""

from __future__ import annotations

import pytest
from cohesion_territoires.domain.addresses.columns import (
    Guess,
    discreet,
    guess,
    holds_numbers,
    joiner,
    roles,
    tells_address,
    title_row,
)
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
        # the rank of the row, unless its cells say otherwise
        (["Numéro", "Adresse", "CP"], Guess((1,), (), 2, None, None, (0,))),
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


OF_TWO = ["adresse_structure", "cp_structure", "ville_structure", "adresse_salarié", "cp_salarié", "ville_salarié"]


@pytest.mark.parametrize(
    ("titles", "found"),
    [
        # the postcode and the commune are those of whoever has the address
        (
            ["structure", "code_postal_structure", "commune_structure", "adresse_beneficiaire",
             "code_postal_beneficiaire", "commune_beneficiaire"],
            Guess((3,), (), 4, 5),
        ),
        (["Commune du projet", "Adresse du siège", "Code postal du siège", "Commune du siège"], Guess((1,), (), 2, 3)),
        (["Commune", "Adresse du siège", "CP"], Guess((1,), (), 2, 0)),
        # where one was born is not where one lives
        (["nom", "commune de naissance", "adresse", "code_postal"], Guess((2,), (), 3)),
        (["nom", "code postal naissance", "ville naissance", "adresse", "cp", "ville"], Guess((3,), (), 4, 5)),
        (["contrat de ville", "adresse"], Guess((1,))),
        # of two addresses the one that is not read is told
        (OF_TWO, Guess((0,), (), 1, 2, rivals=(3,))),
        (["Adresse actuelle", "Adresse précédente", "Ville"], Guess((0,), (), None, 2, rivals=(1,))),
    ],
)  # fmt: skip
def test_of_several_addresses_each_keeps_its_own_commune(titles, found):
    assert guess(titles) == found


def test_the_commune_goes_with_the_address_that_was_chosen():
    assert guess(OF_TWO, (3,)) == Guess((3,), (), 4, 5)


def test_a_kind_of_street_belongs_to_its_name_and_a_second_line_does_not():
    assert joiner("Type de voie") == joiner("N°") == " "
    assert joiner("Adresse 1") == joiner("Résidence") == ", "


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_titles_are_read(titles):
    found = guess(titles)
    places = [*found.address, *found.number, found.postcode, found.city, found.citycode]
    assert all(p is None or 0 <= p < len(titles) for p in places)


TITLES = ["Dossier", "Adresse", "Code postal", "Ville"]
DATA = ["01001", "12 rue X", "99100", "Valombre"]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([TITLES, DATA], 0),
        ([["Liste des bénéficiaires 2024"], [], TITLES, DATA], 2),
        ([["Préfecture", None, "édité le", "01/05/2024"], ["Politique de la ville"], TITLES, DATA], 2),
        # groups of columns above their titles
        ([["Bénéficiaire", "Adresse", "", ""], TITLES, DATA], 1),
        ([["Liste"], ["Nom", "Adresse complète"], ["A", "12 rue X 99100 Valombre"]], 1),
        ([["Liste", "de 2024"], ["Nom", "Adresse complète"], ["A", "12 rue X"]], None),
        ([["Liste"], ["Adresse"], ["12 rue X"]], None),
        ([["Nom", "Lieu"], ["A", "Hôtel de ville"], ["B", "commune"]], None),
        ([DATA, DATA], None),
        ([["a", "b"], ["c", "d"]], None),
        ([], None),
    ],
)
def test_the_row_of_titles_is_found_only_where_it_is_certain(rows, place):
    assert title_row(rows) == place


def test_exact_titles_are_counted_by_role():
    assert roles(TITLES) == 3
    assert roles(["Nom", "Adresse", "nom_voie"]) == 1
    assert roles(["Politique de la ville", "Field2"]) == 0


@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=6), max_size=8))
def test_any_rows_are_looked_through(rows):
    place = title_row(rows)
    assert place is None or 0 <= place < len(rows)


@pytest.mark.parametrize(
    ("title", "telling"),
    [
        ("Adresse", True), ("ADRESSE DU BÉNÉFICIAIRE", True), ("nom_voie", True), ("adresse_retenue", True),
        ("adresse_retenue_2", True), ("id_ban", True), ("longitude_2", True), ("result_label", True), ("N° voie", True),
        ("Adresse e-mail", False), ("dispositif", False), ("commune", False), ("code_postal", False), ("Sexe", False),
    ],
)  # fmt: skip
def test_columns_that_hold_addresses_are_known(title, telling):
    assert tells_address(title) is telling


@pytest.mark.parametrize(
    ("cells", "numbered", "expected"),
    [
        (["12", "3 bis", "7", None, "7", "1", "40", "2B"], 0, True),
        ([12.0, 3.0, 7.0, 1.0, 40.0, 2.0], 0, True),
        (["12-14", "3/5", "7", "1", "40", "2"], 0, True),
        # it numbers the rows
        ([1, 2, 3, 4, 5, 6, 7, 8], 0, False),
        ([3, 4, 8, 15, 16, 23, 42, 57], 0, False),
        # the addresses have their own
        (["12", "3", "7", "1", "40", "2"], 5, False),
        (["D-12", "A-3", "B", "1", "40", "2"], 0, False),
        (["12345", "54321", "22222", "11111", "99999"], 0, False),
        (["12", "3"], 0, False),
        ([], 0, False),
    ],
)
def test_a_column_of_numbers_beside_addresses_is_looked_at(cells, numbered, expected):
    assert holds_numbers(cells, numbered) is expected


def test_a_column_that_may_number_the_rows_is_no_number_by_its_title_alone():
    found = guess(["Numéro", "Adresse", "CP"])
    assert (found.number, found.perhaps) == ((), (0,))
    assert guess(["N° voie", "Adresse"]).perhaps == ()


@pytest.mark.parametrize(
    ("titles", "shown"),
    [
        (["nom", "adresse", "cp"], ["nom", "adresse", "cp"]),
        (["DUPONT Anne", "12 rue X", "99100"], ["n° 1", "n° 2", "n° 3"]),
        (["adresse", "2024", "a.dupont@exemple.fr"], ["adresse", "n° 2", "n° 3"]),
        ([], []),
    ],
)
def test_titles_that_are_data_are_not_shown(titles, shown):
    assert discreet(titles) == shown
