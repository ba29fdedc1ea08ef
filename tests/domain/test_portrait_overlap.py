"""A count of which territories share some, as Insee's total population: shown, compared, never added up."""

from __future__ import annotations

import math

from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.domain.indicators.portrait import Indicator, Portrayer
from cohesion_territoires.domain.indicators.portrait_page import Shown
from cohesion_territoires.domain.indicators.portrait_words import sentences, status_words
from cohesion_territoires.domain.indicators.scopes import Scopes
from land import Land

SCOPES = Scopes(Land())


def test_a_count_of_which_territories_share_some_is_never_a_sum():
    """Nor a share of its département: a person of the total population may be counted in two communes."""
    codes = list(Land.COMMUNES)[:12]
    communes = Observations.of(codes, range(1, 13), ["2021"] * 12, "com", "2026")
    counts = Indicator("Population totale", unit="habitants", measure="overlap", by_level={"com": communes})
    figure = Portrayer(counts, "com", SCOPES).figure(Territory("com", "01001"))
    assert [r.nature for r in figure.references] == ["", "", ""] and figure.references[0].median > 0
    group = Portrayer(counts, "epci", SCOPES).figure(Territory("epci", "G1"))
    assert group.status == "non_agrege" and math.isnan(group.value) and "plusieurs communes" in status_words(group)
    counts.by_level["dep"] = Observations.of(["01"], [60.0], ["2021"], "dep", "2026")
    official = Portrayer(counts, "com", SCOPES).figure(Territory("com", "01001"))
    assert official.reference("dep").value == 60
    assert not any("dont ce territoire" in text for text in sentences(Shown(official, "Population totale"), "com"))


def test_the_latest_period_is_the_one_that_ends_last():
    """“Ensemble” and “avant 2010” come after 2019 in the alphabet only."""
    periods = ["2019", "avant 2010", "2009-2014", "2014", "ensemble"]
    found = Observations.of(["01001"] * 5, range(5), periods, "com", "2026")
    portrayer = Portrayer(Indicator("Taux", by_level={"com": found}), "com", SCOPES)
    figure = portrayer.figure(Territory("com", "01001"))
    assert portrayer.periods == ["avant 2010", "ensemble", "2009-2014", "2014", "2019"]
    assert (figure.period, figure.value, figure.change, figure.since) == ("2019", 0.0, -2.0, "2009-2014")
