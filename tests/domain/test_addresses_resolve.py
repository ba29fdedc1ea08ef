"""Addresses as spreadsheets hold them, worked out by hand, in a small index with the traps of real ones."""

from __future__ import annotations

import math

import pytest
from address_town import town
from cohesion_territoires.domain.addresses.parse import parse
from cohesion_territoires.domain.addresses.resolve import KINDS, TRUST, Resolver
from cohesion_territoires.sources.address_index import AddressIndex, build
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def resolver(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    build(town(folder), folder / "index.sqlite")
    with AddressIndex.open(folder / "index.sqlite") as index:
        yield Resolver(index)


BONDY = ("93140", "Bondy")


@pytest.mark.parametrize(
    ("address", "cells", "label"),
    [
        # as the BAN writes it, in one cell or several
        ("12 Rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12 Rue Baudin 93140 Bondy", (), "12 Rue Baudin 93140 Bondy"),
        ("12 rue baudin, bondy", (), "12 Rue Baudin 93140 Bondy"),
        ("12 rue baudin bondy", (), "12 Rue Baudin 93140 Bondy"),
        ("12 RUE BAUDIN BONDY 93140", (), "12 Rue Baudin 93140 Bondy"),
        ("93140 Bondy, 12 rue Baudin", (), "12 Rue Baudin 93140 Bondy"),
        ("93140 BONDY 12 RUE BAUDIN", (), "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin\n93140 Bondy\nFrance", (), "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin (93140) Bondy", (), "12 Rue Baudin 93140 Bondy"),
        ("12, rue Baudin - 93140 - BONDY", (), "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin Bondy", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin, Bondy", ("93140", ""), "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin Bondy 93130", (), "12 Rue Baudin 93140 Bondy"),
        ("9 rue de Bondy", BONDY, "9 Rue de Bondy 93140 Bondy"),
        ("9 rue de Bondy Bondy", (), "9 Rue de Bondy 93140 Bondy"),
        # the number
        ("n°12 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("No 12, rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("0012 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("rue Baudin, 12", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("rue Baudin n° 12", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12, Baudin (rue)", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12 - rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12bis rue Jean Jaurès", BONDY, "12 bis Rue Jean Jaurès 93140 Bondy"),
        ("12 BIS, rue Jean Jaurès", BONDY, "12 bis Rue Jean Jaurès 93140 Bondy"),
        ("12 Ter rue Jean Jaurès", BONDY, None),
        ("16 B rue Jean Jaurès", BONDY, "16 bis Rue Jean Jaurès 93140 Bondy"),
        ("14bis rue Jean Jaurès", BONDY, "14 b Rue Jean Jaurès 93140 Bondy"),
        ("18 A rue Jean Jaurès", BONDY, "18 a Rue Jean Jaurès 93140 Bondy"),
        ("12-14 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12 à 16 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12/14 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12 et 14 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12, 14 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12 & 14 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("10250 route de Turin", ("06000", "Nice"), "10250 Route de Turin 06000 Nice"),
        ("3 R DE BONDY", BONDY, "3 Rue de Bondy 93140 Bondy"),
        # abbreviations, accents, spelling
        ("12 av. Carnot", BONDY, "12 Avenue Carnot 93140 Bondy"),
        ("5 vla carnot", BONDY, "5 Villa Carnot 93140 Bondy"),
        ("3 pl. du 11 nov. 1918", BONDY, "3 Place du 11 Novembre 1918 93140 Bondy"),
        ("3 place du onze novembre", BONDY, "3 Place du 11 Novembre 1918 93140 Bondy"),
        ("3 place du XI novembre 1918", BONDY, "3 Place du 11 Novembre 1918 93140 Bondy"),
        ("8 rue du huit mai 1945", BONDY, "8 Rue du 8 Mai 1945 93140 Bondy"),
        ("8 rue du 8 mai mil neuf cent quarante-cinq", BONDY, "8 Rue du 8 Mai 1945 93140 Bondy"),
        ("8 r du 8 mai", BONDY, "8 Rue du 8 Mai 1945 93140 Bondy"),
        ("rue du 8 mai 1945, 8", BONDY, "8 Rue du 8 Mai 1945 93140 Bondy"),
        ("4 rue du 4 septembre", BONDY, "4 Rue du Quatre Septembre 93140 Bondy"),
        ("6 all des deux communes", BONDY, "6 Allée des 2 Communes 93140 Bondy"),
        ("7 R ST LOUIS", BONDY, "7 Rue Saint-Louis 93140 Bondy"),
        ("7 rue st-louis prolongee", BONDY, "7 Rue Saint-Louis Prolongée 93140 Bondy"),
        ("22 av du mal de lattre de tassigny", BONDY, "22 Avenue du Maréchal de Lattre de Tassigny 93140 Bondy"),
        ("22 av de Lattre de Tassigny", BONDY, "22 Avenue du Maréchal de Lattre de Tassigny 93140 Bondy"),
        ("3 r abbe M. Baurit", BONDY, "3 Rue de l'Abbé Maurice Baurit 93140 Bondy"),
        ("5 allee de l etoile", BONDY, "5 Allée de l'Étoile 93140 Bondy"),
        ("5 ALLÉE DE L’ÉTOILE", BONDY, "5 Allée de l'Étoile 93140 Bondy"),
        ("5 AllÃ©e de lâ€™Ã‰toile", BONDY, "5 Allée de l'Étoile 93140 Bondy"),
        ("5 Allée de l?Etoile", BONDY, "5 Allée de l'Étoile 93140 Bondy"),
        ("2 rd-pt du verger", BONDY, "2 Rond Point du Verger 93140 Bondy"),
        ("7 gde rue", BONDY, "7 Grande Rue 93140 Bondy"),
        ("7 Grand'Rue", BONDY, "7 Grande Rue 93140 Bondy"),
        ("4 ch de la Mare a la Veuve", BONDY, "4 Chemin de la Mare à la Veuve 93140 Bondy"),
        ("5 rue 13", BONDY, "5 Rue 13 93140 Bondy"),
        ("17 rue Auguste Pollissard", BONDY, "17 Rue Auguste Polissard 93140 Bondy"),
        ("17 rue Polissard", BONDY, "17 Rue Auguste Polissard 93140 Bondy"),
        ("17 rue Blanqui Louis Auguste", BONDY, "17 Rue Louis Auguste Blanqui 93140 Bondy"),
        ("17 rue L. A. Blanqui", BONDY, "17 Rue Louis Auguste Blanqui 93140 Bondy"),
        ("9 rue V. Hugo", BONDY, "9 Rue Victor Hugo 93140 Bondy"),
        ("9 rue Victorhugo", BONDY, "9 Rue Victor Hugo 93140 Bondy"),
        ("9 rue Vaillant Couturier", BONDY, "9 Rue Paul Vaillant-Couturier 93140 Bondy"),
        ("24 avenue Gallieni", BONDY, "24 Avenue Galliéni 93140 Bondy"),
        # what is beside the street
        ("Appt 3, 12 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin appt 3 bat B", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("Bât. A\n12 rue Baudin\n3ème étage", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("Résidence les Lilas 12 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin résidence les Lilas", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("chez M. Martin 12 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("Mme Martin, 12 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin BP 30 93141 BONDY CEDEX", (), "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin CS 40123", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("Tour B 12 rue Baudin", BONDY, "12 Rue Baudin 93140 Bondy"),
        ("3 résidence des Floralies", BONDY, "3 Résidence des Floralies 93140 Bondy"),
        # postcode and commune
        ("12 rue Baudin", ("93140", "BONDY CEDEX"), "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin", ("", "Bondy"), "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin", ("93140", ""), "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin", (93140.0, "Bondi"), "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin", ("93130", "Bondy"), "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin", ("", "", "93010"), "12 Rue Baudin 93140 Bondy"),
        ("8 rue Charles Baudelaire 93130 Noisy-le-Sec", (), "8 Rue Charles Baudelaire 93130 Noisy-le-Sec"),
        ("2 rue Max Jacob 93130 Noisy le Sec", (), "2 Rue Max Jacob 93130 Noisy-le-Sec"),
        ("41 BIS RUE CHARLES HURVOY, 18108 VIERZON", (), "41 bis Rue Charles Hurvoy 18100 Vierzon"),
        ("1 AVENUE DE GIONNE, 18026 BOURGES", (), "1 Avenue de Gionne 18000 Bourges"),
        ("67 rue Barbès, 94200 Ivry-sur-Seine", ("", "", "94041"), "67 Rue Barbès 94200 Ivry-sur-Seine"),
        ("37 B Rue du Général De Gaulle, 67118 Geispolsheim", (), "37 b Rue du Général de Gaulle 67118 Geispolsheim"),
        ("3 rue de la Paix", ("71100", "Chalon s/ Saône"), "3 Rue de la Paix 71100 Chalon-sur-Saône"),
        ("3 rue de la Paix", ("71100", "Chalon"), "3 Rue de la Paix 71100 Chalon-sur-Saône"),
        ("112 route de Lyon", (1000, "L Abergement"), "112 Route de Lyon 01000 L'Abergement"),
        ("112 route de Lyon", ("", "", 1001), "112 Route de Lyon 01000 L'Abergement"),
        ("5 cours Napoléon", ("20000", "Ajaccio"), "5 Cours Napoléon 20000 Ajaccio"),
        ("5 cours Napoléon", ("", "", "2a004"), "5 Cours Napoléon 20000 Ajaccio"),
        ("5 rue de la Mairie", ("35140", "St Aubin"), "5 Rue de la Mairie 35140 Saint-Aubin"),
        ("5 rue de la Mairie", ("21190", "Saint-Aubin"), "5 Rue de la Mairie 21190 Saint-Aubin"),
        # arrondissements
        ("24 bd hopital 75005 paris", (), "24 Boulevard de l'Hôpital 75005 Paris"),
        ("24 bd hopital 75013 paris", (), "24 Boulevard de l'Hôpital 75005 Paris"),
        ("40 bd de l'hôpital", ("", "Paris 13ème"), "40 Boulevard de l'Hôpital 75013 Paris"),
        ("40 bd de l'hôpital", ("", "PARIS XIII"), "40 Boulevard de l'Hôpital 75013 Paris"),
        ("40 bd de l'hôpital", ("", "", "75056"), "40 Boulevard de l'Hôpital 75013 Paris"),
        ("40 bd de l'hôpital", ("", "", "75113"), "40 Boulevard de l'Hôpital 75013 Paris"),
        ("3 bis rue La Bruyère, 75009 Paris", (), "3 b Rue la Bruyère 75009 Paris"),
        ("10 PL 5 MARTYRS LYCEE BUFFON, 75015", (), "10 Place des Cinq Martyrs du Lycée Buffon 75015 Paris"),
        ("12 cours Lafayette", ("69003", "LYON"), "12 Cours Lafayette 69003 Lyon"),
        ("40 cours Lafayette", ("", "Lyon 6e"), "40 Cours Lafayette 69006 Lyon"),
        ("112 av du Prado", ("13008", "MARSEILLE 08"), "112 Avenue du Prado 13008 Marseille"),
        # merged communes
        ("5 rue de l'Église", ("49800", "Andard"), "5 Rue de l'Église 49800 Loire-Authion"),
        ("5 rue de l'Église", ("49250", "Loire-Authion"), "5 Rue de l'Église 49250 Loire-Authion"),
        ("5 rue de l'Eglise", ("", "Brain sur l'Authion"), "5 Rue de l'Église 49250 Loire-Authion"),
        ("5 rue de l'Église (Andard)", ("", "Loire-Authion"), "5 Rue de l'Église 49800 Loire-Authion"),
        ("5 rue de l'Église Andard", ("", "Loire-Authion"), "5 Rue de l'Église 49800 Loire-Authion"),
        ("5 rue de l'Église - Andard 49800 Loire-Authion", (), "5 Rue de l'Église 49800 Loire-Authion"),
        ("5 rue du moulin", ("", "Corné"), "5 Rue du Moulin 49630 Loire-Authion"),
        ("5 rue du moulin", ("", "", "49106"), "5 Rue du Moulin 49630 Loire-Authion"),
    ],
)
def test_numbers_found(resolver, address, cells, label):
    answer = resolver.resolve(parse(address, None, *cells))
    if label is None:
        assert answer.kind == "numéro voisin"
        return
    assert (answer.label, answer.kind) == (label, "numéro")
    assert answer.score >= TRUST
    assert answer.number_found == answer.asked_number
    assert answer.candidates[0][0] == label and len(answer.candidates) <= 5


@pytest.mark.parametrize(
    ("street", "number", "label"),
    [
        ("RUE .BAUDIN", "4-16", "4 Rue Baudin 93140 Bondy"),
        ("RUE AUGUSTE POLLISSARD", "17 à 19", "17 Rue Auguste Polissard 93140 Bondy"),
        ("RUE LOUIS AUGUSTE BLANQUI", "53BIS", "53 bis Rue Louis Auguste Blanqui 93140 Bondy"),
        ("rue Baudin", "2/16 et 1/7", "2 Rue Baudin 93140 Bondy"),
        ("rue Baudin", 12, "12 Rue Baudin 93140 Bondy"),
        ("rue Baudin", 12.0, "12 Rue Baudin 93140 Bondy"),
        ("rue Baudin", "n° 12", "12 Rue Baudin 93140 Bondy"),
        ("12 rue Baudin", "12", "12 Rue Baudin 93140 Bondy"),
    ],
)
def test_a_number_in_a_cell_of_its_own(resolver, street, number, label):
    answer = resolver.resolve(parse(street, number, "93140", "bondy"))
    assert (answer.label, answer.kind) == (label, "numéro") and answer.score >= TRUST


@pytest.mark.parametrize(
    ("address", "cells", "kind", "label"),
    [
        ("rue Baudin", BONDY, "voie", "Rue Baudin 93140 Bondy"),
        ("rue du 8 mai 1945", BONDY, "voie", "Rue du 8 Mai 1945 93140 Bondy"),
        ("0 rue Baudin", BONDY, "voie", "Rue Baudin 93140 Bondy"),
        ("la ferme du bois", BONDY, "lieu-dit", "La Ferme du Bois 93140 Bondy"),
        ("Lieu-dit La Ferme du Bois", BONDY, "lieu-dit", "La Ferme du Bois 93140 Bondy"),
        ("", BONDY, "commune", "93140 Bondy"),
        ("SDF", BONDY, "commune", "93140 Bondy"),
        ("12 rue Introuvable", BONDY, "commune", "93140 Bondy"),
        ("BP 12", BONDY, "commune", "93140 Bondy"),
        ("12 rue Baudin", ("29999", "Plougastel"), "", ""),
        ("12 rue Baudin", (), "", ""),
        ("", (), "", ""),
        (None, (None, None), "", ""),
    ],
)
def test_what_is_no_number(resolver, address, cells, kind, label):
    answer = resolver.resolve(parse(address, None, *cells))
    assert (answer.kind, answer.label) == (kind, label)
    if not kind:
        assert math.isnan(answer.lon) and answer.score == 0.0 and answer.candidates == ()


@pytest.mark.parametrize(
    ("address", "cells", "before", "after"),
    [
        ("10 rue du Pair", BONDY, 8, 20),
        ("12 ter rue Jean Jaurès", BONDY, 12, 14),
        ("20 bis rue Baudin", BONDY, 20, 22),
        ("24 rue du Pair", BONDY, 22, None),
        ("42 clos du Peillac (35352)", ("35630", "Vignoc"), None, 42),
    ],
)
def test_a_number_that_the_ban_lacks_is_set_between_its_neighbours(resolver, address, cells, before, after):
    answer = resolver.resolve(parse(address, None, *cells))
    assert answer.kind == "numéro voisin" and answer.id_ban.count("_") < 2 and answer.number_found is None
    assert (answer.before and answer.before[0], answer.after and answer.after[0]) == (before, after)
    if before and after:
        low, high = sorted((answer.before[1], answer.after[1]))
        assert low <= answer.lon <= high


def test_the_other_side_of_the_street_is_no_neighbour(resolver):
    answer = resolver.resolve(parse("7 rue du Pair", None, *BONDY))
    assert answer.kind == "voie" and answer.before is answer.after is None and answer.score < TRUST


@pytest.mark.parametrize(
    ("address", "cells"),
    [
        # two streets of one name in the parts of a merged commune, and nothing tells which
        ("5 rue de l'Église", ("", "Loire-Authion")),
        ("5 rue de l'Église", ("", "", "49307")),
        # two communes of one name
        ("5 rue de la Mairie", ("", "Saint-Aubin")),
        # avenue or villa?
        ("5 Carnot", BONDY),
        # B is a house, bis another
        ("12 t rue Jean Jaurès", BONDY),
        # Cloÿs is not Clous
        ("5 rue des Cloys", BONDY),
        ("5 allée Auguste", BONDY),
        # no first name left out: another street, which the BAN lacks
        ("5 rue du Moulin", BONDY),
        ("5 rue Léon", BONDY),
        ("12 rue Introuvable", BONDY),
        # two streets in one cell
        ("12 rue Baudin, 14 avenue Carnot", BONDY),
        ("12 rue Baudin / avenue Carnot", BONDY),
        # the commune's name says one thing, its postcode another, and both have the street
        ("12 rue Jean Jaurès", ("93130", "Bondy")),
        ("12 rue Jean Jaurès", ("93140", "Noisy-le-Sec")),
        ("12 rue Jean Jaurès", ("93140", "", "93053")),
        # a town of which only the longer name is known here
        ("3 rue de la Paix", ("", "Chalon")),
        # the part of the commune is not the one said
        ("5 rue du moulin", ("", "Andard")),
        # the commune is another's
        ("8 rue Charles Baudelaire", ("93140", "Bondy")),
    ],
)
def test_doubt_is_never_a_trusted_number(resolver, address, cells):
    answer = resolver.resolve(parse(address, None, *cells))
    assert answer.kind != "numéro" or answer.score < TRUST


def test_several_streets_beside_one_cell_of_numbers(resolver):
    answer = resolver.resolve(parse("RUE BAUDIN\nVICTOR HUGO", "2-4\n6", *BONDY))
    assert answer.score < TRUST


def test_a_range_gives_all_its_houses(resolver):
    answer = resolver.resolve(parse("12 à 16 rue Baudin", None, *BONDY))
    assert [(n, r) for n, r, *_ in answer.others] == [(14, ""), (16, "")]
    answer = resolver.resolve(parse("12 et 20 rue Baudin", None, *BONDY))
    assert [n for n, *_ in answer.others] == [20]
    # a stretch however it is written: what lies between its ends counts too
    for text in ("12/20 rue Baudin", "entre le 12 et le 20 rue Baudin", "12 à 16 et 20 rue Baudin"):
        answer = resolver.resolve(parse(text, None, *BONDY))
        assert [n for n, *_ in answer.others] == [14, 16, 18, 20], text
    answer = resolver.resolve(parse("12 à 15 rue Baudin", None, *BONDY))
    assert [n for n, *_ in answer.others] == [13, 14, 15]


def test_homonyms_tie_and_both_are_candidates(resolver):
    answer = resolver.resolve(parse("5 rue de l'Église", None, None, "Loire-Authion"))
    assert answer.margin == 0.0
    assert {c[0] for c in answer.candidates} == {
        "5 Rue de l'Église 49250 Loire-Authion", "5 Rue de l'Église 49800 Loire-Authion",
    }  # fmt: skip


def test_position_and_identifier_are_the_ban_s(resolver):
    answer = resolver.resolve(parse("12 rue Baudin", None, *BONDY))
    assert (answer.position, answer.insee) == ("entrée", "93010")
    assert answer.id_ban == "93010_0001_00012"
    assert answer.margin > 0.5


CELLS = st.one_of(
    st.none(), st.integers(-5, 99_999), st.floats(), st.text(max_size=30), st.sampled_from(["Bondy", "93140", "12 bis"])
)
PIECES = st.sampled_from(
    ["12", "bis", "rue", "R", "av.", "Baudin", "Jean", "Jaurès", "de", "l'", "8 mai 1945", ",", "-", "\n", "93140",
     "Bondy", "CEDEX", "BP 3", "appt 4", "bât B", "(", ")", "à", "/", "n°", "chez", "Résidence", "00", "Paris XV",
     "75005"]
)  # fmt: skip
MESS = st.one_of(st.lists(PIECES, max_size=9).map(" ".join), CELLS)


@given(MESS, CELLS, CELLS, MESS, CELLS)
def test_nothing_breaks_it_and_scores_are_shares(resolver, address, number, postcode, city, citycode):
    answer = resolver.resolve(parse(address, number, postcode, city, citycode))
    assert answer.kind in KINDS
    assert 0.0 <= answer.score <= 1.0 and 0.0 <= answer.margin <= 1.0
    assert all(0.0 <= c[1] <= 1.0 for c in answer.candidates) and len(answer.candidates) <= 5
    assert (answer.kind == "") == math.isnan(answer.lon) == (not answer.candidates)


@given(
    st.sampled_from(["12", "3", "40", "99"]),
    st.sampled_from(["rue Baudin", "AV CARNOT", "rue Jean Jaurés", "rue Huggo"]),
    st.randoms(use_true_random=False),
)
def test_cells_in_any_order_are_one_address(resolver, number, street, rng):
    parts = [number + " " + street, "Bât A", "Résidence les Lilas"]
    rng.shuffle(parts)
    said = resolver.resolve(parse("\n".join(parts), None, "93140", "Bondy"))
    assert said == resolver.resolve(parse(number + " " + street, None, "93140", "Bondy"))
    assert said == resolver.resolve(parse(street, number, "93140", "Bondy"))


def test_asked_twice_in_any_order_answers_are_the_same(resolver):
    rows = [("12 rue Baudin", *BONDY), ("5 rue de l'Église", "", "Loire-Authion"), ("9 rue Huggo", *BONDY)]
    first = [resolver.resolve(parse(a, None, p, c)) for a, p, c in rows]
    again = [resolver.resolve(parse(a, None, p, c)) for a, p, c in reversed(rows)]
    assert first == again[::-1]
