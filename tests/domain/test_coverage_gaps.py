"""Sectors beyond a threshold: contiguity by sides and corners."""

import math

import numpy as np
from cohesion_territoires.domain.coverage.gaps import beyond, cell_step, contiguous_groups, describe_sectors
from hypothesis import given, settings
from hypothesis import strategies as st


def test_beyond():
    population = np.array([10.0, 10.0, 10.0, 0.0, 10.0])
    minutes = np.array([29.0, 30.0, 30.1, 99.0, math.nan])
    assert beyond(population, minutes, 30).tolist() == [2, 4]


def test_sides_and_corners_touch():
    xy = np.array([[0, 0], [1000, 0], [2000, 1000], [5000, 0], [5000, 2000]], float)
    assert contiguous_groups(xy, 1000).tolist() == [0, 0, 0, 1, 2]
    assert contiguous_groups(np.zeros((0, 2)), 1000).tolist() == []
    assert contiguous_groups(np.array([[3.0, 4.0]]), 0).tolist() == [0]


def naive_groups(xy, reach):
    label = list(range(len(xy)))
    for i in range(len(xy)):
        for j in range(i):
            if math.hypot(*(xy[i] - xy[j])) <= reach:
                old, new = label[i], label[j]
                label = [new if value == old else value for value in label]
    names = {}
    return [names.setdefault(value, len(names)) for value in label]


@settings(deadline=None)
@given(st.sets(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=60), st.floats(0, 1.5))
def test_groups_of_a_turned_grid(cells, angle):
    xy = np.array(sorted(cells), dtype=float).reshape(-1, 2) * 200
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    xy = xy @ turn + [650000, 6800000]
    groups = contiguous_groups(xy, 200.0)
    names = {}
    assert [names.setdefault(int(g), len(names)) for g in groups] == naive_groups(xy, 300.0)


def test_step():
    areas = np.array([40000.0, 40000.0, 59.0])
    assert cell_step(areas, np.zeros((3, 2))) == 200
    points = np.array([[0, 0], [1000, 0], [0, 1000], [np.nan, np.nan]], float)
    assert cell_step(np.full(4, np.nan), points) == 1000
    assert cell_step(np.full(1, np.nan), points[:1]) == 0


def test_sectors():
    population = np.array([5.0, 10.0, 20.0, 40.0])
    minutes = np.array([40.0, 60.0, math.nan, 10.0])
    border = np.array([True, False, False, True])
    cells = np.array([0, 1, 2])
    sectors = describe_sectors(cells, np.array([0, 0, 1]), population, minutes, border)
    assert [s.population for s in sectors] == [20, 15]
    assert sectors[1].cells.tolist() == [0, 1]
    assert math.isclose(sectors[1].mean_minutes, (5 * 40 + 10 * 60) / 15)
    assert sectors[1].max_minutes == 60 and sectors[1].at_border == 5 and sectors[1].without_access == 0
    assert math.isnan(sectors[0].mean_minutes) and sectors[0].without_access == 20
    assert describe_sectors(np.zeros(0, int), np.zeros(0, int), population, minutes) == []


def test_cells_that_are_nowhere_and_tiny_cells_far_apart():
    xy = np.array([[0.0, 0.0], [np.nan, 0.0], [0.01, 0.0], [1e9, -1e9], [np.inf, 0.0], [1e9 + 0.01, -1e9]])
    assert contiguous_groups(xy, 0.01).tolist() == [0, 1, 0, 2, 3, 2]
