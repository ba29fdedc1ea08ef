"""Figures of a portrait: medians named as such, counts added up, rates never."""

from __future__ import annotations

import math
import xml.dom.minidom

import numpy as np
import pytest
from cohesion_territoires.domain.indicators.barometer import HIGHER
from cohesion_territoires.domain.indicators.conversion import summed
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.domain.indicators.portrait import Indicator, Portrayer
from cohesion_territoires.domain.indicators.portrait_chart import positions, series
from cohesion_territoires.domain.indicators.portrait_words import sentences
from cohesion_territoires.domain.indicators.portrait_page import Missing, Page, Section, Shown, index, render
from cohesion_territoires.domain.indicators.scopes import Scopes
from land import Land


LAND = Land()
SCOPES = Scopes(LAND)


def rate(values, period="2021", level="com", measure="rate", codes=Land.COMMUNES, **more):
    codes = list(codes)[: len(values)]
    found = Observations.of(codes, values, [period] * len(codes), level, "2026", **more)
    return Indicator("Taux", unit="%", measure=measure, by_level={level: found})


def test_a_commune_is_ranked_and_compared_with_medians_of_its_kind():
    figure = Portrayer(rate(range(12)), "com", SCOPES).figure(Territory("com", "01003"))
    assert (figure.value, figure.rank, figure.ranked, figure.among) == (2.0, 10, 12, "fra")
    assert [r.median for r in figure.references] == [3.0, 5.5, 5.5]
    # a rate of a whole is never made of those of its parts
    assert all(math.isnan(r.value) and not r.nature for r in figure.references)


def test_the_highest_is_first_and_equals_share_a_rank():
    values = [5, 9, 9, 1] + [0] * 8
    ranks = [Portrayer(rate(values), "com", SCOPES).figure(Territory("com", c)).rank for c in Land.COMMUNES[:4]]
    assert ranks == [3, 1, 1, 4]


def test_no_median_of_too_few():
    # three of the seven of the département: under half
    figure = Portrayer(rate([1, 2, 3]), "com", SCOPES).figure(Territory("com", "01001"))
    assert all(math.isnan(r.median) for r in figure.references) and figure.rank == 0 and figure.value == 1
    assert [(r.count, r.total) for r in figure.references] == [(3, 7), (3, 12), (3, 12)]
    assert positions(figure, "%", "X") != ""


def test_counts_add_up_only_where_none_is_missing():
    whole = Portrayer(rate(range(12), measure="count"), "com", SCOPES).figure(Territory("com", "01001"))
    assert [(r.value, r.nature) for r in whole.references] == [(21.0, "somme"), (66.0, "somme"), (66.0, "somme")]
    values = [*range(11), None]
    holed = Portrayer(rate(values, measure="count"), "com", SCOPES).figure(Territory("com", "01001"))
    assert [r.nature for r in holed.references] == ["somme", "", ""]


def test_groups_are_the_sum_of_their_communes_for_counts_alone():
    values, statuses = [1.0] * 12, ["publie"] * 12
    values[Land.COMMUNES.index("02002")], statuses[Land.COMMUNES.index("02002")] = np.nan, "secret"
    values[Land.COMMUNES.index("02003")], statuses[Land.COMMUNES.index("02003")] = np.nan, "absent"
    counts = rate(values, measure="count", statuses=statuses)
    found = summed(counts.by_level["com"], "epci", LAND)
    assert list(zip(found.codes, found.statuses)) == [("G1", "publie"), ("G2", "secret"), ("G3", "absent")]
    own = Portrayer(counts, "epci", SCOPES).figure(Territory("epci", "G1"))
    assert (own.value, own.nature, own.status) == (4.0, "somme", "publie")
    assert Portrayer(counts, "epci", SCOPES).figure(Territory("epci", "G2")).status == "secret"
    # groups go across the limits of what they are compared in: theirs are not added up
    assert [(r.level, r.nature) for r in own.references] == [("dep", ""), ("reg", ""), ("fra", "")]
    never = Portrayer(rate(range(12)), "epci", SCOPES).figure(Territory("epci", "G1"))
    assert never.status == "non_agrege" and math.isnan(never.value)


def test_a_group_across_a_limit_is_compared_in_no_departement():
    assert [level for level, _code in SCOPES.parents(Territory("epci", "G1"))] == ["dep", "reg", "fra"]
    assert [level for level, _code in SCOPES.parents(Territory("epci", "G3"))] == ["reg", "fra"]
    assert [level for level, _code in SCOPES.parents(Territory("dep", "01"))] == ["reg", "fra"]
    assert [level for level, _code in SCOPES.parents(Territory("reg", "R"))] == ["fra"]


def test_a_commune_is_compared_in_its_group_too():
    class Grouped(Land):
        def parents(self, commune):
            group = next((g for g, own in self.GROUPS.items() if commune in own), None)
            return {**super().parents(commune), **({"epci": group} if group else {})}

    scopes = Scopes(Grouped())
    figure = Portrayer(rate(range(12), measure="count"), "com", scopes).figure(Territory("com", "01003"))
    assert [r.level for r in figure.references] == ["epci", "dep", "reg", "fra"]
    group = figure.reference("epci")
    assert (group.name, group.median, group.value, group.nature, group.total) == ("epciG1", 1.5, 6.0, "somme", 4)
    told = list(sentences(Shown(figure, "x"), "com"))
    assert "Au-dessus de la médiane des communes de l’EPCI (epciG1) : 1,5." in told
    # two communes have no median; a commune of no group is compared in none
    two = Portrayer(rate(range(12)), "com", scopes).figure(Territory("com", "02001"))
    assert math.isnan(two.reference("epci").median)
    assert Portrayer(rate(range(12)), "com", scopes).figure(Territory("com", "01006")).reference("epci") is None
    page = render(Page("A", "01003", "com", "dep01", "Baromètre", sections=[Section("x", "X", [Shown(figure, "x")])]))
    assert "communes du même EPCI" in page
    assert "EPCI du même EPCI" not in render(Page("A", "G1", "epci", "", "Baromètre"))


def test_what_is_of_no_region_is_compared_in_no_country():
    class Overseas(Land):
        COMMUNES = [*Land.COMMUNES, "98701"]

        def communes(self, territory):
            return [c for c in super().communes(territory) if c != "98701" or territory.level != "reg"]

        def parents(self, commune):
            return {"dep": "987"} if commune == "98701" else super().parents(commune)

    scopes = Scopes(Overseas())
    assert scopes.parents(Territory("com", "98701")) == [("dep", "987")]
    assert scopes.parents(Territory("dep", "987")) == []
    figure = Portrayer(rate(range(13), codes=Overseas.COMMUNES), "com", scopes).figure(Territory("com", "01001"))
    assert (figure.ranked, figure.reference("fra").total, figure.reference("fra").median) == (12, 12, 5.5)
    far = Portrayer(rate(range(13), codes=Overseas.COMMUNES), "com", scopes).figure(Territory("com", "98701"))
    assert (far.value, far.rank) == (12.0, 0)


def test_rows_that_disagree_make_no_value():
    codes = [*Land.COMMUNES, "01001", "01002"]
    figures = Portrayer(rate([*range(12), 40, 1], codes=codes), "com", SCOPES)
    torn, twice = (figures.figure(Territory("com", code)) for code in ("01001", "01002"))
    assert (torn.status, torn.rank) == ("ambigu", 0) and math.isnan(torn.value)
    # said twice, and the same: one value
    assert (twice.status, twice.value, twice.ranked) == ("publie", 1.0, 11)


def test_a_commune_that_has_absorbed_others_is_not_given_its_former_value():
    codes, values = [*Land.COMMUNES, "01099"], [*range(1, 13), 50]
    portrayer = Portrayer(rate(values, codes=codes), "com", SCOPES)
    figure = portrayer.figure(Territory("com", "01001"))
    assert (figure.status, figure.former, figure.rank) == ("fusion", ("01099",), 0) and math.isnan(figure.value)
    assert portrayer.strangers == 0 and figure.reference("fra").count == 11 and portrayer.geography == "2026"
    counts = Portrayer(rate(values, codes=codes, measure="count"), "com", SCOPES)
    figure = counts.figure(Territory("com", "01001"))
    assert (figure.status, figure.value, figure.reference("fra").value) == ("publie", 51.0, sum(values))
    assert "Somme des communes qui ont fusionné depuis (01099)." in list(sentences(Shown(figure, "x"), "com"))
    group = Portrayer(rate(values, codes=codes, measure="count"), "epci", SCOPES).figure(Territory("epci", "G1"))
    assert group.value == 1 + 2 + 3 + 4 + 50
    assert Portrayer(rate(values, codes=codes, measure="count"), "epci", SCOPES).geography == "2026"
    # the former commune alone is not the one of today, even of a count
    alone = Portrayer(rate([50], codes=["01099"], measure="count"), "com", SCOPES).figure(Territory("com", "01001"))
    assert alone.status == "fusion" and math.isnan(alone.value)


def test_a_class_has_neither_rank_nor_median_nor_change():
    figure = Portrayer(rate(range(12), measure="class"), "com", SCOPES).figure(Territory("com", "01003"))
    assert (figure.value, figure.rank, figure.references, figure.series) == (2.0, 0, (), ())


def test_a_territory_that_the_last_period_lacks_is_shown_at_its_own():
    codes = [*Land.COMMUNES, *Land.COMMUNES[:4]]
    found = Observations.of(codes, range(16), ["2015"] * 12 + ["2021"] * 4, "com")
    portrayer = Portrayer(Indicator("x", by_level={"com": found}), "com", SCOPES)
    figure = portrayer.figure(Territory("com", "02005"))
    assert (figure.period, figure.latest, figure.value, figure.rank, figure.ranked) == ("2015", "2021", 11.0, 1, 12)
    assert "Ce territoire n’a rien en 2021" in next(sentences(Shown(figure, "x"), "com"))
    assert portrayer.figure(Territory("com", "01001")).period == "2021"
    codes = ["02005", "02005", "01001"]
    three = Indicator("x", by_level={"com": Observations.of(codes, [1, 2, 3], ["2015", "2018", "2021"], "com")})
    figure = Portrayer(three, "com", SCOPES).figure(Territory("com", "02005"))
    assert (figure.period, figure.value, figure.latest) == ("2018", 2.0, "2021")


def test_changes_are_not_said_with_the_noise_of_binary_numbers():
    found = Observations.of(["01001"] * 2, [14.0, 14.2], ["2018", "2021"], "com")
    figure = Portrayer(Indicator("x", by_level={"com": found}), "com", SCOPES).figure(Territory("com", "01001"))
    assert repr(figure.change) == "0.2"
    same = Observations.of(["01001"] * 2, [14.0, 14.0], ["2018", "2021"], "com")
    figure = Portrayer(Indicator("x", by_level={"com": same}), "com", SCOPES).figure(Territory("com", "01001"))
    assert "Depuis 2018 : inchangé." in list(sentences(Shown(figure, "x", "%"), "com"))


def test_the_official_value_of_a_whole_wins():
    indicator = rate(range(12))
    indicator.by_level["dep"] = Observations.of(["01", "02"], [40.0, 50.0], ["2021"] * 2, "dep")
    indicator.by_level["fra"] = Observations.of(["FR", "FR"], [45.0, 44.0], ["2021", "2020"], "fra")
    figure = Portrayer(indicator, "com", SCOPES).figure(Territory("com", "02001"))
    assert [(r.value, r.nature) for r in figure.references][0] == (50.0, "officielle")
    assert figure.reference("fra").value == 45.0 and math.isnan(figure.reference("reg").value)


def two_years():
    codes, values = list(Land.COMMUNES) * 2, [*range(12), *range(10, 22)]
    values[5] = None
    found = Observations.of(codes, values, ["2015"] * 12 + ["2021"] * 12, "com")
    return Indicator("Part", unit="%", source="Insee", by_level={"com": found})


def test_change_is_from_the_first_value_to_the_one_shown():
    portrayer = Portrayer(two_years(), "com", SCOPES)
    figure = portrayer.figure(Territory("com", "01001"))
    assert (figure.period, figure.change, figure.since) == ("2021", 10.0, "2015")
    assert figure.series == (("2015", 0.0), ("2021", 10.0))
    # one value is no change
    assert math.isnan(portrayer.figure(Territory("com", "01006")).change)
    before = Portrayer(two_years(), "com", SCOPES, "2015").figure(Territory("com", "01001"))
    assert (before.value, before.period) == (0.0, "2015") and math.isnan(before.change)
    assert Portrayer(two_years(), "com", SCOPES, "1999").latest == "2021"


def test_change_ends_at_the_period_shown():
    found = Observations.of(["01001"] * 3, [1, 2, 5], ["2015", "2018", "2021"], "com")
    at = Portrayer(Indicator("x", by_level={"com": found}), "com", SCOPES, "2018").figure(Territory("com", "01001"))
    assert (at.value, at.change, at.since) == (2.0, 1.0, "2015")
    found = Observations.of(["01001"] * 3, [1, 2, None], ["2015", "2018", "2021"], "com")
    for values, since, change in (([1, 2, 5, 7], "2015", 6.0), ([None, 2, 5, 7], "2016", 5.0)):
        four = Observations.of(["01001"] * 4, values, ["2015", "2016", "2018", "2021"], "com")
        last = Portrayer(Indicator("x", by_level={"com": four}), "com", SCOPES).figure(Territory("com", "01001"))
        assert (last.since, last.change) == (since, change)
    gone = Portrayer(Indicator("x", by_level={"com": found}), "com", SCOPES).figure(Territory("com", "01001"))
    assert gone.status == "absent" and math.isnan(gone.change)


def test_two_territories_have_no_median():
    groups = Observations.of(["G1", "G2"], [1, 2], ["2021"] * 2, "epci")
    figure = Portrayer(Indicator("x", by_level={"epci": groups}), "epci", SCOPES).figure(Territory("epci", "G1"))
    assert (figure.reference("fra").count, figure.reference("fra").total) == (2, 3)
    assert math.isnan(figure.reference("fra").median) and not figure.rank
    # three have one; and so have four of the seven of a département, not three
    three = rate([1, 2, 4], level="epci", codes=["G1", "G2", "G3"])
    assert Portrayer(three, "epci", SCOPES).figure(Territory("epci", "G1")).reference("fra").median == 2
    four = Portrayer(rate([1, 2, 4, 5]), "com", SCOPES).figure(Territory("com", "01001"))
    half = Portrayer(rate(range(6)), "com", SCOPES).figure(Territory("com", "01001"))
    assert half.reference("fra").median == 2.5
    assert (four.reference("dep").median, four.among) == (3, "dep") and math.isnan(four.reference("fra").median)


def test_a_group_of_no_region_is_compared_in_the_country():
    class Apart(Land):
        def parents(self, commune):
            return {"dep": commune[:2], "reg": "R" + commune[:2]}

    assert Scopes(Apart()).parents(Territory("epci", "G3")) == [("fra", "")]


def test_arrondissements_beside_their_city_are_no_strangers():
    class City(Land):
        COMMUNES = [*Land.COMMUNES, "75056"]

    for codes, count in ((["75056", "75101", "01001"], 0), (["75101", "01001"], 1)):
        assert Portrayer(rate([1.0] * len(codes), codes=codes), "com", Scopes(City())).strangers == count


def test_departements_add_up_to_their_region():
    counts = Observations.of(["01", "02"], [3, 4], ["2021"] * 2, "dep")
    indicator = Indicator("x", measure="count", by_level={"dep": counts})
    figure = Portrayer(indicator, "dep", SCOPES).figure(Territory("dep", "01"))
    assert [(r.level, r.value, r.nature) for r in figure.references] == [("reg", 7.0, "somme"), ("fra", 7.0, "somme")]
    # an official value that is missing is none
    holed = Observations.of(["R"], [None], ["2021"], "reg")
    one = Portrayer(Indicator("x", measure="count", by_level={"dep": counts, "reg": holed}), "dep", SCOPES)
    told = one.figure(Territory("dep", "01")).reference("reg")
    assert (told.value, told.nature) == (7.0, "somme")
    # two official values of one whole are none
    both = Indicator("x", by_level={"dep": counts, "reg": Observations.of(["R", "R"], [8, 9], ["2021"] * 2, "reg")})
    assert math.isnan(Portrayer(both, "dep", SCOPES).figure(Territory("dep", "01")).reference("reg").value)


@pytest.mark.parametrize(
    ("before", "now", "unit", "words"),
    [
        (10, 11.9, "%", "Depuis 2015 : +1,9 point de pourcentage."),
        (10, 7.9, "%", "Depuis 2015 : \u22122,1 points de pourcentage."),
        (10, 1210, "€", "Depuis 2015 : +1\u202f200\u00a0€."), (10, 11, "", "Depuis 2015 : +1."),
    ],
)  # fmt: skip
def test_sentences_say_the_change_and_who_shares_the_rank(before, now, unit, words):
    codes = [*Land.COMMUNES, "01001"]
    found = Observations.of(codes, [now, now, *range(10), before], ["2021"] * 12 + ["2015"], "com")
    figure = Portrayer(Indicator("x", by_level={"com": found}), "com", SCOPES).figure(Territory("com", "01001"))
    told = list(sentences(Shown(figure, "x", unit), "com"))
    assert words in told and " (ex æquo avec 1 autre) sur 12 communes de France" in told[0]


def test_territories_that_are_no_more_are_counted_and_compared_with_none():
    indicator = rate([1.0, 2.0, 3.0, 900.0], codes=["01001", "01002", "01003", "09999"])
    portrayer = Portrayer(indicator, "com", SCOPES)
    assert portrayer.strangers == 1 and portrayer.figure(Territory("com", "01001")).reference("fra").count == 3


def test_what_is_not_there_says_why():
    assert Portrayer(rate([1, 2]), "com", SCOPES).figure(Territory("com", "02005")).status == "hors_source"
    for measure in ("rate", "count"):
        far = Portrayer(rate([1], level="dep", codes=["01"], measure=measure), "com", SCOPES)
        assert far.figure(Territory("com", "01001")).status == "autre_niveau"
    # classes of communes are not those of their group
    classes = Portrayer(rate([1], measure="class"), "epci", SCOPES)
    assert classes.figure(Territory("epci", "G1")).status == "autre_niveau"


def test_drawings_are_sound_and_say_what_they_show():
    figure = Portrayer(two_years(), "com", SCOPES).figure(Territory("com", "01003"))
    for drawing in (positions(figure, "<%>", "L'Île & <Co>"), series(figure, "<%>", "L'Île & <Co>")):
        told = xml.dom.minidom.parseString(drawing.encode("utf-8")).documentElement
        assert told.getAttribute("role") == "img" and "L'Île & <Co>" in told.getAttribute("aria-label")
        numbers = [float(n) for n in told.getAttribute("viewBox").split()]
        assert min(numbers) >= 0 and "nan" not in drawing
    many = Observations.of(Land.COMMUNES, [7.0] * 12, ["2021"] * 12, "com")
    flat = Portrayer(Indicator("x", by_level={"com": many}), "com", SCOPES).figure(Territory("com", "01003"))
    assert "nan" not in positions(flat, "", "x") and series(flat, "", "x") == ""


def test_the_page_escapes_says_what_is_missing_and_judges_only_where_told():
    figure = Portrayer(two_years(), "com", SCOPES).figure(Territory("com", "02005"))
    for direction, judged in ((HIGHER, True), ("neutral", False)):
        section = Section("solidarite", "Solidarité")
        section.shown.append(Shown(figure, "Part <b>", "%", "Insee", direction=direction))
        section.missing.append(Missing("Logements", "jamais récupéré", "https://exemple.fr/?a=1&b=2"))
        page = render(Page("A & B", "02005", "com", "dep02", "Baromètre", sections=[section]))
        assert "A &amp; B" in page and "Part &lt;b&gt;" in page and "https://exemple.fr/?a=1&amp;b=2" in page
        assert ("Plus favorable" in page) == judged
        assert "1<sup>er</sup> rang sur 12" in page and "1 n’a pu être obtenu" in page
        assert "Source : Insee." in page


def test_the_list_of_pages_links_each():
    assert '<a href="a.html">L&#x27;Île</a>' in index("x", [("L'Île", "a.html")])
