"""What a portrait says of its figures, sentence by sentence."""

from __future__ import annotations

import pytest

from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.domain.indicators.portrait import Figure, Indicator, Portrayer
from cohesion_territoires.domain.indicators.portrait_page import Page, Section, Shown, render
from cohesion_territoires.domain.indicators.portrait_words import counted, sentences, standing, status_words
from cohesion_territoires.domain.indicators.scopes import Scopes
from land import Land

SCOPES = Scopes(Land())


def told(values, code, level="com", unit="", codes=Land.COMMUNES, more=None, measure="count", **columns):
    found = Observations.of(list(codes)[: len(values)], values, ["2021"] * len(values), "com", "2026", **columns)
    indicator = Indicator("x", measure=measure, by_level={"com": found, **(more or {})})
    figure = Portrayer(indicator, level, SCOPES).figure(Territory(level, code))
    said = sentences(Shown(figure, "x", unit), level)
    return figure, [text.replace("\u00a0", " ").replace("\u202f", " ") for text in said]


def test_a_count_has_a_rank_medians_and_a_share_of_each_whole():
    """Communes of 1 to 12 people: seven in the first département, 28 people; 78 in all."""
    _figure, said = told(range(1, 13), "01003", unit="habitants")
    assert said == [
        "10<sup>e</sup> rang sur 12 communes de France, de la plus haute valeur à la plus basse.",
        "Au-dessous de la médiane des communes du département (dep01) : 4 habitants.",
        "dep01 : 28 habitants (somme), dont ce territoire fait 10,7 %.",
        "Au-dessous de la médiane des communes de la région (regR) : 6,5 habitants.",
        "regR : 78 habitants (somme), dont ce territoire fait 3,85 %.",
        "Au-dessous de la médiane des communes de France : 6,5 habitants.",
        "France : 78 habitants (somme), dont ce territoire fait 3,85 %.",
    ]


def test_nothing_is_a_share_of_nothing():
    assert "dep01 : 0 (somme)." in told([0] * 12, "01003")[1]
    official = {"dep": Observations.of(["01"], [40.0], ["2021"], "dep")}
    figure, said = told([None, *range(11)], "01001", more=official)
    assert "dep01 : 40 (valeur publiée)." in said and status_words(figure).startswith("la source ne publie pas de")


@pytest.mark.parametrize(("values", "words"), [([1], "1 valeur"), ([1, 2], "2 valeurs"), ([1, 2, 3], "3 valeurs")])
def test_too_few_values_for_a_median_are_counted(values, words):
    weak = '<span class="weak">dep01 : pas de médiane ({} pour 7 communes).</span>'
    assert weak.format(words) in told(values, "01001", measure="rate")[1]


def test_a_sum_of_communes_says_so_or_why_it_is_not_made():
    figure, said = told([1.0] * 12, "G1", "epci")
    assert figure.value == 4 and said[0] == "Somme des valeurs de ses communes."
    figure, said = told([1.0] * 3, "G1", "epci")
    assert status_words(figure).endswith("leur somme n’est pas faite") and not any("Somme" in text for text in said)
    figure, _said = told([None] * 12, "G1", "epci", statuses=["secret"] * 12)
    assert "secret statistique" in status_words(figure)
    figure, _said = told([1.0] * 12, "G1", "epci", measure="rate")
    assert "un taux ne s’additionne pas" in status_words(figure)


def test_communes_that_merged_are_named_without_a_value_too():
    figure, said = told([1.0, 2.0], "01001", codes=["01001", "01099"], measure="rate")
    assert figure.status == "fusion" and "Communes fusionnées : 01099." in said
    figure, said = told([1.0, 2.0], "01001", codes=["01001", "01099"])
    assert figure.value == 3 and "Somme des communes qui ont fusionné depuis (01099)." in said
    assert not any("fusionn" in text for text in told([1.0, 2.0], "01002")[1])


@pytest.mark.parametrize(("rank", "ranked", "tied", "high", "low"), [
    (1, 10, 0, 1, 0), (1, 9, 0, 0, 0), (2, 20, 0, 1, 0), (3, 20, 0, 0, 0), (2, 15, 0, 0, 0),
    # equals count: two of twenty are a tenth, three are more
    (2, 20, 1, 1, 0), (1, 20, 2, 0, 0), (20, 20, 0, 0, 1), (19, 20, 0, 0, 1), (18, 20, 0, 0, 0), (19, 20, 1, 0, 1),
    (18, 20, 1, 0, 1), (17, 20, 1, 0, 0),
])  # fmt: skip
def test_who_is_of_the_highest_tenth_and_who_of_the_lowest(rank, ranked, tied, high, low):
    figure = Figure(Indicator("x"), value=5.0, rank=rank, ranked=ranked, tied=tied)
    assert [len(found) for found in standing([Shown(figure, "x")])] == [high, low]


def test_the_most_uncommon_is_told_first():
    def shown(rank, ranked):
        return Shown(Figure(Indicator("x"), value=5.0, rank=rank, ranked=ranked), "{}/{}".format(rank, ranked))

    high, low = standing([shown(2, 20), shown(1, 12), shown(3, 300), shown(19, 20), shown(12, 12), shown(299, 300)])
    assert [text.split()[0] for text in high] == ["3/300", "1/12", "2/20"]
    assert [text.split()[0] for text in low] == ["299/300", "12/12", "19/20"]


def test_french_has_its_plural_from_two_on():
    assert [counted(n, "valeur", "valeurs") for n in (0, 1, 2)] == ["0 valeur", "1 valeur", "2 valeurs"]
    both = Observations.of(["01001"] * 2, [10.0, 12.0], ["2015", "2021"], "com")
    figure = Portrayer(Indicator("x", by_level={"com": both}), "com", SCOPES).figure(Territory("com", "01001"))
    assert "Depuis 2015 : +2 points de pourcentage." in list(sentences(Shown(figure, "x", "%"), "com"))


def test_the_page_begins_with_what_is_uncommon():
    def shown(title, values, code="02005"):
        return Shown(told(values, code, measure="rate")[0], title, "%")

    first, last = shown("Premier", range(12)), shown("Dernier", range(12, 0, -1))
    tied, middle = shown("Partagé", [0] * 10 + [5, 5]), shown("Milieu", [*range(11), 5])
    few = Shown(told(range(9), "02005", codes=Land.COMMUNES[3:], measure="rate")[0], "Peu", "%")
    assert few.figure.rank == 1 and tied.figure.rank == 1
    high, low = standing([middle, few, tied, last, first])
    assert high == ["Premier (11\u00a0%, 1<sup>er</sup> sur 12)"]
    assert low == ["Dernier (1\u00a0%, 12<sup>e</sup> sur 12)"]
    assert len(standing([first] * 9)[0]) == 5
    # of twelve, a tenth is one: the second is no more of it than the last but one
    assert standing([shown("Second", range(12), "02004"), shown("Avant-dernier", range(12), "01002")]) == [[], []]
    section = Section("x", "X", [first, middle])
    page = render(Page("A", "02005", "com", "dep02", "Baromètre", sections=[section]))
    assert "Parmi le dixième le plus élevé" in page and "le plus bas" not in page
    assert "Ce qui distingue" not in render(Page("A", "02005", "com", "", "B", sections=[Section("x", "X", [middle])]))
