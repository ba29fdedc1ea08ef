"""Addresses asked for against addresses found, with the traps seen in real files."""

from __future__ import annotations

import pytest
from cohesion_territoires.domain.addresses.match import same_city, same_number, same_street
from cohesion_territoires.domain.addresses.normalise import city_words, numbers, postcode, words
from cohesion_territoires.domain.qpv.mismatch import compare
from cohesion_territoires.domain.qpv.reasons import Reason


def test_words():
    assert words("Bd de l'Œuvre, St-Éloi") == ["boulevard", "de", "l", "oeuvre", "saint", "eloi"]
    assert city_words("L'Haÿ-les-Roses") == city_words("L HAY LES ROSES")
    assert city_words("PARIS 15") == city_words("Paris 15e Arrondissement") == {"paris"}
    assert city_words("VIERZON CEDEX") == {"vierzon"}
    assert numbers("12 bis rue du 8 mai 1945, 93140") == {12, 8, 1945}
    assert postcode("12 rue X 93140 Bondy") == "93140"
    assert words(None) == [] and numbers(None) == set() and postcode("x") is None


@pytest.mark.parametrize(
    ("name", "code", "found", "found_code", "same"),
    [
        ("ST DENIS", "93200", ["Saint-Denis", None, None], "93200", True),
        ("Saint-Denis", "93200", ["Saint-Denis"], "97400", False),
        ("Bellerive", "99110", ["Valombre"], "99100", False),
        ("VIERZON CEDEX", "18108", ["Vierzon"], "18100", True),
        ("Paris", None, ["Paris 20e Arrondissement"], "75020", True),
        ("Trélazé", None, ["Loire-Authion", "Trélazé"], None, True),
        ("Chalon", "71100", ["Chalon-sur-Saône"], "71100", True),
        ("Chalon", "71100", ["Chalon-sur-Saône"], "71880", False),
        (None, "93140", ["Bondy"], "93140", True),
        (None, None, ["Bondy"], "93140", True),
        ("Bondy", None, [], None, True),
    ],
)
def test_same_city(name, code, found, found_code, same):
    assert same_city(name, code, found, found_code) is same


@pytest.mark.parametrize(
    ("address", "found", "same"),
    [
        ("3 rue Manin 93500 Pantin", "Bobigny", False),
        ("3 rue Manin 93008 BOBIGNY CEDEX", "Bobigny", True),
        ("3 rue Manin", "Bobigny", True),
    ],
)
def test_the_address_vouches_for_a_commune_without_a_field_of_its_own(address, found, same):
    assert same_city(None, postcode(address), [found], "93000", address) is same


@pytest.mark.parametrize(
    ("address", "found", "same"),
    [
        ("214 Boulevard de l'Est", "33", False),
        ("42 GRANDE RUE", "42", True),
        ("4-16 rue des Iris", "16", True),
        ("12bis rue X", "12 bis", True),
        ("rue X", "4", False),
        (None, "4", True),
        ("4 rue X", None, True),
        ("12 rue X", "12 bis", False),
        ("12 bis rue X", "12", False),
        ("12b rue X", "12 bis", True),
        ("12 A rue X", "12", True),
        ("bat 5 12 rue X", "5", False),
        ("12, rue X bat 5", "12", True),
        ("12, rue X bat 5", "5", False),
        ("12 a 14 avenue X", "14", True),
        (12, "12", True),
    ],
)
def test_same_number(address, found, same):
    assert same_number(address, found) is same


@pytest.mark.parametrize(
    ("address", "found", "street", "same"),
    [
        ("3 rue du 8 mai 1945", "8", "Rue du 8 Mai 1945", False),
        ("3 r. du 8 mai 1945", "3", "Rue du 8 Mai 1945", True),
        ("8 rue du 8 mai 1945", "8", "Rue du 8 Mai 1945", True),
        ("LES ORMES 3 11 NOVEMBRE", "11", "Rue du 11 Novembre", False),
        ("LES ORMES 3 11 NOVEMBRE", "3", "Rue du 11 Novembre", True),
    ],
)
def test_the_figures_of_a_street_are_no_house_number(address, found, street, same):
    assert same_number(address, found, street) is same


@pytest.mark.parametrize(
    ("address", "found", "same"),
    [
        ("12 RUE DES CLOUS", "Rue des Cloÿs", False),
        ("12 av gal de gaulle 93140 bondy", "Avenue du Général de Gaulle", True),
        ("12 rue de la Republiqe", "Rue de la République", True),
        ("67 rue Barbès", "Rue Molière", False),
        ("10 PL 5 MARTYRS LYCEE BUFFON", "Place des Cinq Martyrs du Lycée Buffon", True),
        ("12 rue du 8 mai 1945", "Rue du 8 Mai 1945", True),
        (None, "Rue X", True),
        ("12 rue X", None, True),
        ("3 rue Pasteur", "Avenue Pasteur", False),
        ("3 pl de l'Eglise", "Rue de l'Église", False),
        ("3 Pasteur", "Rue Pasteur", True),
        ("3 BLVD PASTEUR", "Boulevard Pasteur", True),
        ("residence Pasteur, 3 rue Zola", "Rue Zola", True),
        ("3 rue 12", "Rue 13", False),
        ("3 rue 13", "Rue 13", True),
    ],
)
def test_same_street(address, found, same):
    assert same_street(address, found) is same


def test_compare_names_the_worst_difference():
    rows = [
        ("Bondy", "93140", "3 rue A", None, None, "Bondy", None, None, "93140", "3", "Rue A", "3 Rue A"),
        ("Bondy", "93140", "3 rue A", None, None, "Pantin", None, None, "93500", "4", "Rue Zola", "4 Rue Zola"),
        ("Bondy", "93140", "3 rue A", None, None, "Bondy", None, None, "93140", "4", "Rue A", "4 Rue A"),
        ("Bondy", "93140", None, "rue Zola", 5, "Bondy", None, None, "93140", "5", "Rue Zola", "5 Rue Zola"),
        ("Bondy", "93140", None, "rue Zola", None, "Bondy", None, None, "93140", "5", "Rue Hugo", None),
        ("Bondy", "93140", "3 rue du 5 mai", None, None, "Bondy", None, None, "93140", "5", "Rue du 5 Mai", None),
        (None, None, "3 rue A 93500 Pantin", None, None, "Bondy", None, None, "93140", "3", "Rue A", None),
        ("Bondy", "93140", "3 rue A", None, None, None, None, None, None, None, None, None),
    ]
    assert compare(*zip(*rows)).tolist() == [
        Reason.NONE, Reason.OTHER_COMMUNE, Reason.OTHER_NUMBER, Reason.NONE, Reason.OTHER_STREET,
        Reason.OTHER_NUMBER, Reason.OTHER_COMMUNE, Reason.NONE,
    ]  # fmt: skip
