"""Which site counts where, and the nearest of each scenario."""

import numpy as np
from cohesion_territoires.domain.coverage.scenarios import (
    CLASSES,
    SCENARIOS,
    asked_scenarios,
    headline_scenario,
    nearest_of_scenarios,
    site_class,
)
from hypothesis import given
from hypothesis import strategies as st


def test_asked():
    assert [s.key for s in asked_scenarios(0)] == ["fixe"]
    assert [s.key for s in asked_scenarios(1)] == ["avec_antennes"]
    assert [s.key for s in asked_scenarios(2)] == ["avec_base_bus"]
    assert asked_scenarios(3) == SCENARIOS
    assert headline_scenario(SCENARIOS) == 1
    assert headline_scenario(asked_scenarios(0)) == 0
    assert headline_scenario(asked_scenarios(2)) == 0


def test_scenarios_are_nested():
    for smaller, larger in zip(SCENARIOS, SCENARIOS[1:]):
        assert set(smaller.classes) < set(larger.classes)
    assert set(SCENARIOS[-1].classes) == set(CLASSES)


def test_site_class():
    assert site_class("principal", "fixe") == "fixe"
    assert site_class("antenne", "") == "antenne"
    assert site_class("antenne", "itinerante") == "itinerante"
    assert site_class("principal", "") == ""
    assert site_class("", "") == ""


def test_nearest_by_hand():
    minutes = np.array([[12.0, 7.0, 3.0], [5.0, 5.0, np.nan], [np.nan, np.nan, 9.0], [np.nan] * 3])
    sites = np.array([[1, 2, 3], [4, 5, -1], [-1, -1, 6], [-1, -1, -1]])
    best, site = nearest_of_scenarios(minutes, sites, SCENARIOS)
    np.testing.assert_array_equal(
        best, [[12, 7, 3], [5, 5, 5], [np.nan, np.nan, 9], [np.nan, np.nan, np.nan]]
    )
    # on a tie the fixed site is the one named
    np.testing.assert_array_equal(site, [[1, 2, 3], [4, 4, 4], [-1, -1, 6], [-1, -1, -1]])


@given(st.lists(st.tuples(*[st.one_of(st.just(float("nan")), st.floats(0, 100))] * 3), max_size=20))
def test_more_sites_never_lengthen(rows):
    minutes = np.array(rows, dtype=float).reshape(-1, 3)
    sites = np.where(np.isnan(minutes), -1, np.arange(minutes.size).reshape(-1, 3))
    best, site = nearest_of_scenarios(minutes, sites, SCENARIOS)
    filled = np.nan_to_num(best, nan=np.inf)
    assert (filled[:, 1:] <= filled[:, :-1]).all()
    assert ((site >= 0) == np.isfinite(best)).all()
    assert best.shape == (len(rows), 3)


def test_no_cell():
    best, site = nearest_of_scenarios(np.zeros((0, 3)), np.zeros((0, 3), int), SCENARIOS)
    assert best.shape == site.shape == (0, 3)
