"""Territories as people write them, and tables of observations."""

from __future__ import annotations

import numpy as np
import pytest

from cohesion_territoires.domain.errors import ParameterError
from cohesion_territoires.domain.indicators.levels import Territory, department_of, territory_of
from cohesion_territoires.domain.indicators.observations import MISSING, PUBLISHED, Observations


@pytest.mark.parametrize(
    ("text", "level", "code"),
    [
        ("DEP-93", "dep", "93"), ("dep 1", "dep", "01"), ("93", "dep", "93"), ("2a", "dep", "2A"),
        ("974", "dep", "974"),
        ("REG-11", "reg", "11"), ("EPCI-200054781", "epci", "200054781"), ("200054781", "epci", "200054781"),
        ("COM-93010", "com", "93010"), ("01001", "com", "01001"), ("2A004", "com", "2A004"), ("97411", "com", "97411"),
        ("", "fra", ""), (None, "fra", ""), ("FRA", "fra", ""),
    ],
)  # fmt: skip
def test_a_territory_is_read_as_it_is_written(text, level, code):
    assert territory_of(text) == Territory(level, code)
    assert territory_of(str(territory_of(text))) == Territory(level, code)


@pytest.mark.parametrize("text", ["96", "Bondy", "DEP-", "9301", "DEP-93010", "QP093012", "970"])
def test_what_is_no_territory_is_refused(text):
    with pytest.raises(ParameterError):
        territory_of(text)


def test_a_commune_says_its_departement():
    assert [department_of(c) for c in ("01001", "2A004", "97411", "75056")] == ["01", "2A", "974", "75"]


def test_a_missing_value_is_neither_zero_nor_published():
    table = Observations.of(["01001", "01002", "01001"], [1.5, None, 0.0], ["2020", "2020", "2021"], "com", "2024")
    assert table.statuses.tolist() == [PUBLISHED, MISSING, PUBLISHED]
    assert np.isnan(table.values[1]) and table.values[2] == 0.0
    assert table.latest == "2021"
    assert table.at("2020").codes.tolist() == ["01001", "01002"] and len(table) == 3
    assert (table.at("2020").level, table.at("2020").geography) == ("com", "2024")


def test_classes_have_labels_in_place_of_numbers():
    table = Observations.of(["01001", "01002"], [None, None], labels=["rural", None])
    assert table.statuses.tolist() == [PUBLISHED, MISSING]
    assert table.only(np.array([1])).labels.tolist() == [""]
