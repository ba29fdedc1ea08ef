"""Shares of people, by hand and against a plain double loop."""

import math

import numpy as np
from cohesion_territoires.domain.access.population import find_population_field, read_people
from cohesion_territoires.domain.access.shares import people_within, shares_by_zone
from hypothesis import given
from hypothesis import strategies as st

NAN = math.nan


def test_by_hand():
    population = np.array([100.0, 50.0, 30.0, 20.0, 1000.0])
    minutes = np.array([5.0, 10.0, NAN, 25.0, 1.0])
    zones = np.array([0, 0, 0, 1, -1])
    shares = shares_by_zone(population, minutes, zones, 3, (10, 20), border=np.array([0, 1, 0, 1, 1], bool))
    np.testing.assert_array_equal(shares.population, [180, 20, 0])
    np.testing.assert_array_equal(shares.covered, [[150, 150], [0, 0], [0, 0]])
    np.testing.assert_allclose(shares.percent, [[100 * 150 / 180] * 2, [0, 0], [NAN, NAN]])
    np.testing.assert_allclose(shares.mean_minutes, [(500 + 500) / 150, 25, NAN])
    np.testing.assert_array_equal(shares.without_access, [30, 0, 0])
    np.testing.assert_array_equal(shares.at_border, [50, 20, 0])
    np.testing.assert_array_equal(shares.cells, [3, 1, 0])


def test_exactly_the_threshold_is_within():
    assert people_within(np.array([3.0]), np.array([0.1 + 0.2]), 0.3) == 3
    assert people_within(np.array([3.0]), np.array([NAN]), 99) == 0


cells = st.lists(
    st.tuples(
        st.floats(0, 500),
        st.one_of(st.just(NAN), st.floats(0, 60)),
        st.integers(-1, 2),
        st.booleans(),
    ),
    max_size=25,
)


@given(cells)
def test_against_a_double_loop(rows):
    thresholds = (5, 12.5, 30)
    population, minutes, zones, border = (
        np.array([row[i] for row in rows], dtype=kind) for i, kind in enumerate((float, float, int, bool))
    )
    shares = shares_by_zone(population, minutes, zones, 3, thresholds, border=border)
    for zone in range(3):
        mine = [row for row in rows if row[2] == zone]
        assert math.isclose(shares.population[zone], sum(r[0] for r in mine), abs_tol=1e-6)
        for t, threshold in enumerate(thresholds):
            within = sum(r[0] for r in mine if not math.isnan(r[1]) and r[1] <= threshold + 1e-9)
            assert math.isclose(shares.covered[zone, t], within, abs_tol=1e-6)
        assert math.isclose(shares.without_access[zone], sum(r[0] for r in mine if math.isnan(r[1])), abs_tol=1e-6)
        assert math.isclose(shares.at_border[zone], sum(r[0] for r in mine if r[3]), abs_tol=1e-6)
    # unreached people stay in the denominator
    assert (shares.covered[:, -1] + shares.without_access <= shares.population + 1e-6).all()
    assert (np.diff(shares.covered, axis=1) >= -1e-9).all()


def test_population_field():
    assert find_population_field(["idcar_200m", "Ind", "Men"]) == "Ind"
    assert find_population_field(["IDINSPIRE", "IND_C"]) == "IND_C"
    assert find_population_field(["code", "pop_2010", "pop_2015"]) == "pop_2015"
    assert find_population_field(["code", "nom"]) is None


def test_people():
    people = read_people([1, 2.5, "3,5", "1 200", None, "", "abc", -9999, math.nan])
    np.testing.assert_array_equal(people.values, [1, 2.5, 3.5, 1200, 0, 0, 0, 0, 0])
    assert (people.missing, people.unreadable, people.negative) == (3, 1, 1)
