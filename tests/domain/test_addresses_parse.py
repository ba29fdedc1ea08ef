"""What the cells of an address say, before any index is asked."""

from __future__ import annotations

import pytest
from cohesion_territoires.domain.addresses.normalise import plain, street_words
from cohesion_territoires.domain.addresses.parse import parse
from cohesion_territoires.domain.addresses.similarity import edits, street_similarity
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Av du Mal de Lattre de Tassigny", "avenue marechal lattre tassigny"),
        ("Pl. du XI nov. 1918", "place 11 novembre 1918"),
        ("Place du Onze Novembre 1918", "place 11 novembre 1918"),
        ("R du 4 Sept", "rue 4 septembre"),
        ("rue du Dix-Neuf Mars 1962", "rue 19 mars 1962"),
        ("rue du huit mai mil neuf cent quarante-cinq", "rue 8 mai 1945"),
        ("rue des Quatre-Vingt-Dix", "rue 90"),
        ("rue du 1er Mai", "rue 1 mai"),
        ("rue du premier mai", "rue 1 mai"),
        ("Chemin du Pont Neuf", "chemin pont neuf"),
        ("rue du Neuf Mars", "rue 9 mars"),
        ("Grand'Rue", "grande rue"),
        ("GDE RUE", "grande rue"),
        ("Rd-pt du Verger", "rondpoint verger"),
        ("RD 12", "route departementale 12"),
        ("rue Louis XIV", "rue louis 14"),
        ("rue N.D. des Champs", "rue notre dame champs"),
        ("av. L. Blum", "avenue l blum"),
        ("BD ST MICHEL", "boulevard saint michel"),
        ("Lieu-dit Les Essarts", "essarts"),
        ("Les Essarts", "essarts"),
        ("Rue", "rue"),
        ("AllÃ©e de lâ€™Est", "allee est"),
    ],
)
def test_names_are_written_one_way(name, words):
    assert street_words(name) == tuple(words.split())


def test_letters_encoded_twice_are_read_once():
    assert plain("AllÃ©e dâ€™Orme") == "allee d’orme"
    assert plain("SÃO PAULO") == "sao paulo"


@pytest.mark.parametrize(
    ("address", "numbers", "joined", "street"),
    [
        ("12 rue des Lilas", [(12, "")], "", "rue lilas"),
        ("12b, rue des lilas", [(12, "b")], "", "rue lilas"),
        ("12 B rue des lilas", [(12, "b")], "", "rue lilas"),
        ("12 bis, rue des lilas", [(12, "bis")], "", "rue lilas"),
        ("12Quater rue des lilas", [(12, "quater")], "", "rue lilas"),
        ("12-14 rue des lilas", [(12, ""), (14, "")], "plage", "rue lilas"),
        ("12 à 16 rue des lilas", [(12, ""), (16, "")], "plage", "rue lilas"),
        ("12 au 16 rue des lilas", [(12, ""), (16, "")], "plage", "rue lilas"),
        ("12bis-14ter rue des lilas", [(12, "bis"), (14, "ter")], "plage", "rue lilas"),
        ("12/14 rue des lilas", [(12, ""), (14, "")], "liste", "rue lilas"),
        ("12, 14 et 16 rue des lilas", [(12, ""), (14, ""), (16, "")], "liste", "rue lilas"),
        ("12 G Péri", [(12, "g"), (12, "")], "ou", "g peri"),
        ("12 L'Orée du bois", [(12, "")], "", "oree bois"),
        ("3 R DE PARIS", [(3, "")], "", "rue paris"),
        ("rue des lilas 12", [(12, "")], "", "rue lilas"),
        ("rue du 8 mai 1945", [], "", "rue 8 mai 1945"),
        ("5 rue du 8 mai 1945", [(5, "")], "", "rue 8 mai 1945"),
        ("8 mai 1945", [], "", "8 mai 1945"),
        ("place du 11 novembre", [], "", "place 11 novembre"),
        ("rue 13", [], "", "rue 13"),
        ("4 rue 13", [(4, "")], "", "rue 13"),
        ("2 grande rue", [(2, "")], "", "grande rue"),
        ("2 vieille route de Nice", [(2, "")], "", "vieille route nice"),
        ("Lilas (rue des)", [], "", "rue lilas"),
        ("12 Lilas (rue)", [(12, "")], "", "rue lilas"),
        ("12", [(12, "")], "", ""),
        ("SDF", [], "", ""),
        ("bat 5 12 rue des lilas", [(12, "")], "", "rue lilas"),
        ("12 rue des lilas bat 5", [(12, "")], "", "rue lilas"),
        ("appartement n°3 - 12 rue des lilas", [(12, "")], "", "rue lilas"),
        ("12 rue des lilas 3e étage porte 4", [(12, "")], "", "rue lilas"),
        ("12 rue de la Porte d'Italie", [(12, "")], "", "rue porte italie"),
        ("3 porte d'Italie", [(3, "")], "", "porte italie"),
        ("12 rue des lilas chez Mme Martin", [(12, "")], "", "rue lilas"),
        ("Résidence X, bât. B2, 12 rue des lilas, BP 12", [(12, "")], "", "rue lilas"),
        ("12 rue du Bâtiment", [(12, "")], "", "rue batiment"),
        ("10250 route de Nice 06000 Nice", [(10250, "")], "", "route nice"),
    ],
)
def test_number_and_street(address, numbers, joined, street):
    query = parse(address)
    assert (list(query.numbers), query.joined, " ".join(query.street_words)) == (numbers, joined, street)


@pytest.mark.parametrize(
    ("cells", "postcode", "city", "insee", "district"),
    [
        (("12 rue X 93140 Bondy",), "93140", {"bondy"}, None, None),
        (("12 rue X F-93140 BONDY CEDEX 9",), "93140", {"bondy"}, None, None),
        (("12 rue X", None, "93140.0", "Bondy"), "93140", {"bondy"}, None, None),
        (("12 rue X", None, 1000, None, 1001), "01000", set(), "01001", None),
        (("12 rue X", None, float("nan"), None, "2a004"), None, set(), "2A004", None),
        (("12 rue X", None, None, "Bondy (93)"), None, {"bondy"}, None, None),
        (("12 rue X", None, None, "93140 BONDY, France"), "93140", {"bondy"}, None, None),
        (("12 rue X", None, None, "Paris XV"), None, {"paris"}, None, 15),
        (("12 rue X", None, None, "LYON 3EME"), None, {"lyon"}, None, 3),
        (("12 rue X", None, None, "Marseille 08"), None, {"marseille"}, None, 8),
        (("12 rue X 75015 Paris 15e",), "75015", {"paris"}, None, 15),
        (("12 rue X", None, "93 140", "Bondy"), "93140", {"bondy"}, None, None),
        (("12 rue X 93 140 Bondy",), "93140", {"bondy"}, None, None),
        (("BP 12345 12 rue X 93140 Bondy",), "93140", {"bondy"}, None, None),
        (("12 rue X", None, "n/a", "NULL", "?"), None, set(), None, None),
    ],
)
def test_commune(cells, postcode, city, insee, district):
    query = parse(*cells)
    assert (query.postcode, set(query.city_words), query.citycode, query.district) == (postcode, city, insee, district)


@pytest.mark.parametrize("cells", [(None,), ("",), ("  ",), ("NULL",), (float("nan"),), (" - ", "", "", "", "")])
def test_blank(cells):
    assert parse(*cells).blank


def test_several_streets():
    assert parse("12 rue Baudin, 14 avenue Carnot").several
    assert parse("RUE BAUDIN\nVICTOR HUGO", "2\n4").several
    assert not parse("12 rue Baudin\nRésidence les Lilas\n93140 Bondy").several
    assert not parse("rue Baudin\nBondy", "12", "93140", "Bondy").several


@given(st.text("abcd", max_size=9), st.text("abcd", max_size=9))
def test_edits_are_a_distance(one, other):
    rows = [[i + j for j in range(len(other) + 1)] if not i else [i] + [0] * len(other) for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            best = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, rows[i - 2][j - 2] + 1)
            rows[i][j] = best
    assert edits(one, other) == rows[-1][-1] == edits(other, one)


@pytest.mark.parametrize(
    ("asked", "street", "low", "high"),
    [
        ("rue des clous", "rue des cloys", 0.5, 0.81),
        ("rue pollissard", "rue polissard", 0.85, 0.99),
        ("rue hugo", "rue victor hugo", 0.85, 0.95),
        ("av v hugo", "avenue victor hugo", 0.95, 0.99),
        ("allee charlemagne", "allée charles magne", 0.85, 0.99),
        ("rue jean moulin", "rue jean jaurès", 0.0, 0.5),
        ("rue saint louis", "rue saint-louis prolongée", 0.0, 0.81),
        ("rue louise", "rue louise michel", 0.0, 0.6),
        ("rue louise michel", "rue louise", 0.0, 0.8),
        ("rue du professeur vaillant", "rue edouard vaillant", 0.5, 0.815),
        ("rue s", "rue des sciences", 0.0, 0.5),
        ("avenue carnot", "villa carnot", 0.79, 0.81),
        ("place du 11 novembre", "place du onze novembre 1918", 0.9, 0.99),
        ("rue 13", "rue 14", 0.0, 0.1),
        ("rue jean moulin", "rue du moulin", 0.5, 0.815),
        ("rue leclerc", "rue du général leclerc", 0.82, 0.95),
        ("rue du général leclerc", "rue leclerc", 0.82, 0.95),
        ("rue mont", "rue montaigne", 0.5, 0.815),
        ("allee de l est", "allée de l'esperanto", 0.0, 0.5),
        ("rue des chx", "rue des châteaux", 0.5, 0.815),
        ("rue vx chateau", "rue du vieux château", 0.95, 1.0),
        ("rue paul v couturier", "rue paul vaillant-couturier", 0.9, 0.99),
    ],
)
def test_similarity(asked, street, low, high):
    assert low <= street_similarity(street_words(asked), street_words(street)) <= high


@given(st.lists(st.sampled_from(["rue", "jean", "moulin", "8", "1945", "saint", "av", "de", "hugo"]), max_size=5))
def test_a_street_is_wholly_like_itself(words):
    name = street_words(" ".join(words))
    assert street_similarity(name, name) == 1.0
    other = street_words("rue " + " ".join(reversed(words)))
    assert 0.0 <= street_similarity(name, other) <= 1.0


def test_a_cell_of_any_kind_is_read_as_text():
    query = parse(["12 rue Baudin"], {}, [93140], ["Bondy"], object())
    assert query.postcode == "93140" and query.city_words == {"bondy"} and query.numbers == ((12, ""),)
