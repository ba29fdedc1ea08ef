"""What a cell tells of a person never leaves; what it tells of a place is left alone."""

from __future__ import annotations

import csv

import pytest
from cohesion_territoires.domain.addresses.normalise import plain
from cohesion_territoires.domain.addresses.people import without_people


def kept(cell):
    return " ".join(without_people(plain(cell)).split())


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ("Mme DUPONT Jeanne 12 rue des Lilas", "12 rue des lilas"),
        ("Mme DUPONT Jeanne née MARTIN 12 rue des Lilas", "12 rue des lilas"),
        ("M. et Mme Petit 3 bis, av. Foch", "3 bis, av. foch"),
        ("M. Jean Petit, 4 place Monsieur le Prince", "4 place monsieur le prince"),
        ("Famille Martin bât A 3 rue du Dr Calmette", "3 rue du dr calmette"),
        ("M. Petit rue des Lilas", "rue des lilas"),
        ("Mme A. 3, lotissement des Pins", "3, lotissement des pins"),
        ("DUPONT Jean 12 rue des Lilas", "12 rue des lilas"),
        ("Jean-Pierre Dupont-Durand, 12 rue A", "12 rue a"),
        ("Petit\n12 rue A", "12 rue a"),
        ("Mme Dupont", ""),
        ("M. et Mme DUPONT Jean et Marie", ""),
        ("3 rue A (Mme Petit)", "3 rue a"),
        ("12 rue de Paris, Madame Petit", "12 rue de paris"),
        ("12 rue A - M. PETIT Jean", "12 rue a"),
        ("12 rue A\nMme Petit\n93140 Bondy", "12 rue a 93140 bondy"),
        ("PETIT 12 bis, avenue de la Gare (M. Petit)", "12 bis, avenue de la gare"),
        ("hébergé par M. Petit, 3 rue A", "3 rue a"),
        ("M DUPONT CHEZ MME DURAND 12 RUE A", "12 rue a"),
        ("à l'attention de Mme Durand 3 rue A", "3 rue a"),
        ("12 rue X 06/12/34/56/78", "12 rue x"),
        ("0612 345 678 3 rue A", "3 rue a"),
        ("0033612345678 3 rue A", "3 rue a"),
        ("tél. 01 99 00 12 34, 12 rue A", ", 12 rue a"),
        ("3 rue A +33 (0)6 12 34 56 78", "3 rue a"),
        ("né le 12/03/1980 3 rue A", "3 rue a"),
        ("1 85 05 78 006 084 36 3 rue A", "3 rue a"),
        ("3 rue A dossier 1234567", "3 rue a dossier"),
        ("3 rue A FR7630006000011234567890189", "3 rue a"),
        ("a.dupont@exemple.fr 3 rue A", "3 rue a"),
    ],
)
def test_what_tells_of_a_person_is_left_out(cell, left):
    assert kept(cell) == left


@pytest.mark.parametrize(
    "cell",
    [
        "12 rue Madame", "rue de Mme de Sévigné", "12, rue M. Petit", "12 r M Foucault", "place Monsieur - 3",
        "Madame", "chez Boutin", "lieu-dit Monsieur", "les Granges 12 route de Paris", "l'Abbaye 12 rue A",
        "résidence Les Lilas 12 rue X", "mairie 12 rue A", "bat M 3 rue A", "quai 2 rue X", "14 bis av du 8 mai 1945",
        "12 rue du 19 mars 1962", "12 rue A 01000 93140", "12 rue de Paris - BP 12", "cité M 3", "2 grande rue",
        "12-14 rue A 93140 Bondy", "appt 12 3e étage 14 rue A", "4 allée du 11 novembre 1918",
    ],
)  # fmt: skip
def test_places_are_left_alone(cell):
    assert kept(cell) == " ".join(plain(cell).split())


def test_no_address_of_the_sample_is_changed(sample_folder):
    with open(sample_folder / "adresses_ban.csv", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert len(rows) > 3000
    for row in rows:
        for cell in (
            row["nom_voie"],
            "{numero} {rep} {nom_voie}".format(**row),
            "{numero} {rep} {nom_voie} {code_postal} {nom_commune}".format(**row),
        ):
            assert kept(cell) == " ".join(plain(cell).split())
