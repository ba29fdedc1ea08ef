"""What no percentage is: parts of one in its place, in all years or in some, and shares out of 0–100."""

from __future__ import annotations

import math

import pytest
from cohesion_territoires.domain.indicators.plausible import OF_ONE, OUTSIDE, YEARS_OF_ONE, doubts, named_otherwise

NAN = math.nan


@pytest.mark.parametrize(("name", "unit", "values", "cases"), [
    ("taux_pauvrete", "%", [0.12, 0.3, NAN, 1], [OF_ONE]), ("taux_pauvrete", "%", [0.12, 0.3, 1.2], []),
    ("taux_pauvrete", "%", [0.12, 0.3], []), ("taux_pauvrete", "%", [0, 0, 0], []), ("taux", "", [0.1, 0.2, 0.3], []),
    ("Évolution annuelle", "%", [0.12, 0.3, 0.4, -300], []), ("Taux de variation", "%", [0.1, 0.2, 0.3], []),
    ("part_65_ans_pct", "%", [-5, 50, 99], [OUTSIDE]), ("Part des jeunes", "%", [12, 120, 7], [OUTSIDE]),
    ("Part des jeunes", "%", [12, 100.05, 0], []), ("Évolution de la part des jeunes", "%", [12, -120, 0], []),
    ("taux", "%", [12, 120, 7], []), ("part", "%", [NAN, NAN], []), ("taux", " % ", [0, 0.2, 0.3], [OF_ONE]),
    ("taux", "%", [-0.5, 0.2, 0.3], []),
])  # fmt: skip
def test_a_doubt_is_raised_where_there_is_one_only(name, unit, values, cases):
    assert [case for case, _values in doubts(name, unit, values)] == cases


def test_years_written_otherwise_than_the_others_are_named():
    values, years = [0.1, 0.2, 0.3, 10, 20, 30, 0.1, 20, 30], ["2019"] * 3 + ["2020"] * 3 + ["2021"] * 3
    assert doubts("taux", "%", values, years) == [(YEARS_OF_ONE, {"years": "2019"})]
    assert doubts("taux", "%", values[3:], years[3:]) == []


def test_the_worst_is_the_example():
    assert doubts("part", "%", [-5, 130, 50]) == [(OUTSIDE, {"count": 2, "example": 130.0})]
    assert doubts("part", "%", [-60, 130, 50]) == [(OUTSIDE, {"count": 2, "example": -60.0})]


def test_names_without_a_word_in_common_are_of_other_territories():
    theirs = {
        "75": "Nouvelle-Aquitaine", "93": "SEINE ST DENIS", "01": "Ain", "02": "", "99": "Nulle part", "2A": "(L')"
    }  # fmt: skip
    ours = {"75": "Paris", "93": "Seine-Saint-Denis", "01": "Ain", "02": "Aisne", "2A": "Corse-du-Sud"}
    assert named_otherwise(theirs, ours) == ["75"]
