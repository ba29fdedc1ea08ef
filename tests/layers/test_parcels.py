"""Polygons measured whole against perimeters, held against a dense grid of points and against shifted drawings."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest
from cohesion_territoires.domain.qpv.parcels import Thresholds, judge
from cohesion_territoires.layers.parcels import ParcelMeasurer
from cohesion_territoires.layers.perimeters import Perimeters, clean_polygon
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from qgis.core import QgsGeometry, QgsPointXY

X, Y, STEPS = 652000.0, 6862000.0, 24


def polygon(*rings):
    shape = QgsGeometry.fromPolygonXY([[QgsPointXY(X + x, Y + y) for x, y in ring] for ring in rings])
    return clean_polygon(shape)[0]


def box(x, y, wide, high=None):
    high = wide if high is None else high
    return [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)]


def perimeters(*geometries):
    size = len(geometries)
    return Perimeters(
        codes=["QN0750{}N".format(i) for i in range(size)], names=[None] * size, geometries=list(geometries),
        projections=np.full(size, 2154), extra=[[None]] * size,
    )  # fmt: skip


def measured(shape, *geometries, tolerance=0.0, bands=(300.0, 500.0)):
    thresholds = Thresholds(tolerance, bands, max_distance=3000.0)
    return ParcelMeasurer(perimeters(*geometries), thresholds).measure(shape, 2154)


def test_a_square_beside_a_square():
    (found,), together = measured(polygon(box(500, 100, 50)), polygon(box(0, 0, 400)))
    assert together is None and found.nearest == pytest.approx(100)
    assert found.low == pytest.approx(150) and found.high == pytest.approx(150)
    assert (found.inside, found.entered, found.share) == (False, False, 0.0)


def test_across_the_edge_and_wholly_in():
    (found,), _ = measured(polygon(box(380, 100, 80)), polygon(box(0, 0, 400)), tolerance=5.0)
    assert found.nearest == 0 and found.high == pytest.approx(60) and found.share == pytest.approx(0.25)
    assert found.entered and not found.inside
    (found,), _ = measured(polygon(box(30, 100, 80)), polygon(box(0, 0, 400)), tolerance=5.0)
    assert found.inside and found.margin == pytest.approx(30) and found.share == 1 and found.high == 0


def test_the_farthest_place_may_be_on_a_side_or_in_a_hole():
    # a bar across a ring of QPV: its middle is the farthest, not its ends
    ring = polygon(box(0, 0, 600), box(100, 100, 400)[::-1])
    (found,), _ = measured(polygon(box(50, 290, 500, 20)), ring)
    assert found.low == pytest.approx(200, abs=0.06) and 200 <= found.high + 1e-6 <= 200.1
    # a bar from one QPV to the other
    halves = [polygon(box(0, 0, 100)), polygon(box(500, 0, 100))]
    measures, together = measured(polygon(box(90, 40, 420, 10)), *halves)
    assert together.high == pytest.approx(200, abs=0.1)
    assert [m.high for m in measures] == pytest.approx([410, 410])


def test_beyond_all_that_matters_only_what_is_written_is_known():
    # across two QPV and 3 km beyond: no rule depends on how far, but the QPV that holds most of it is written
    pair = [polygon(box(0, 0, 100)), polygon(box(400, 0, 300))]
    measures, together = measured(polygon(box(50, 20, 3000, 60)), *pair, tolerance=5.0)
    assert [m.share for m in measures] == pytest.approx([50 / 3000, 300 / 3000])
    assert (measures[1].low, measures[1].high) == (pytest.approx(2350, rel=1e-3), pytest.approx(2350, rel=1e-3))
    assert measures[0].low > 505 and math.isinf(measures[0].high)
    assert together.share == pytest.approx(350 / 3000) and together.low > 505
    assert all(m.entered and not m.inside for m in measures)
    # and all of it where a band is as wide
    measures, _ = measured(polygon(box(50, 20, 3000, 60)), *pair, bands=(4000.0,))
    assert [m.high for m in measures] == pytest.approx([2950, 2350])


def test_a_polygon_as_large_as_a_commune_needs_little_memory():
    turn = np.linspace(0, 2 * np.pi, 20_001)[:-1]
    outline = np.column_stack([np.cos(turn), np.sin(turn)]) * (9000 + 40 * np.sin(70 * turn))[:, None]
    commune = polygon([*map(tuple, outline.tolist()), tuple(outline[0].tolist())])
    round_one = [(300 * math.cos(a), 300 * math.sin(a)) for a in np.linspace(0, 2 * np.pi, 181)[:-1]]
    areas = [
        polygon([(x + a, y + b) for a, b in round_one] + [(x + round_one[0][0], y + round_one[0][1])])
        for x in range(-4000, 4001, 2000)
        for y in range(-4000, 4001, 2000)
    ]
    tracemalloc.start()
    measures, together = measured(commune, *areas, tolerance=5.0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # all pairs of a vertex and a segment at once would take 20,000 x 4,500 x 8 bytes, several times
    assert peak < 200e6
    assert len(measures) == 25 and sum(m.high < math.inf for m in measures) == 1
    assert together.share == pytest.approx(25 * areas[0].area() / commune.area(), rel=1e-6)


def test_where_geos_cannot_tell_nothing_is_firm(monkeypatch):
    monkeypatch.setattr("cohesion_territoires.layers.parcels.combined", lambda *_: QgsGeometry())
    area, thresholds = polygon(box(0, 0, 400)), Thresholds(5.0)
    measures, together = measured(polygon(box(380, 100, 80)), area, tolerance=5.0)
    answer = judge(measures, together, None, thresholds)
    assert (answer.verdict, answer.share) == ("A_VERIFIER", None)
    assert measures[0].high >= 60


def test_sets_of_perimeters_kept_ready_are_limited(monkeypatch):
    monkeypatch.setattr("cohesion_territoires.layers.parcels.UNIONS", 3)
    areas = [polygon(box(200 * i, 0, 100)) for i in range(12)]
    measurer = ParcelMeasurer(perimeters(*areas), Thresholds(5.0, (50.0,)))
    for i in range(0, 2000, 150):
        assert measurer.measure(polygon(box(i, 40, 60, 10)), 2154)[1] is not None
    assert len(measurer._unions) == 3


def test_a_street_of_equal_distances_keeps_sound_bounds():
    # between two long walls every place of the middle line is as far: the cuts run out, the bounds hold
    walls = polygon(box(0, 0, 3000, 10)), polygon(box(0, 210, 3000, 10))
    _measures, together = measured(polygon(box(20, 20, 2900, 180)), *walls)
    assert together.low <= 100 <= together.high + 1e-6 and together.high - together.low < 5


def test_a_repaired_polygon_and_one_in_two_parts():
    bow = polygon([(500, 0), (600, 100), (600, 0), (500, 100), (500, 0)])
    (found,), _ = measured(bow, polygon(box(0, 0, 400)))
    assert found.nearest == pytest.approx(100) and found.high == pytest.approx(200)
    two = QgsGeometry.collectGeometry([polygon(box(100, 100, 50)), polygon(box(450, 0, 20))])
    (found,), _ = measured(two, polygon(box(0, 0, 400)), tolerance=5.0)
    assert found.nearest == 0 and found.high == pytest.approx(70) and not found.inside and found.entered


# against a dense grid: shares no code with the plugin ----------------------------------------------------


def rings_of(geometry):
    parts = geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]
    return [np.array([(p.x(), p.y()) for p in ring]) for part in parts for ring in part]


def holds(rings, points):
    inside = np.zeros(len(points), dtype=bool)
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring[:-1], ring[1:]):
            across = (ay > points[:, 1]) != (by > points[:, 1])
            if by != ay:
                inside ^= across & (points[:, 0] < (bx - ax) * (points[:, 1] - ay) / (by - ay) + ax)
    return inside


def distances(rings, points):
    best = np.full(len(points), np.inf)
    for ring in rings:
        for a, b in zip(ring[:-1], ring[1:]):
            d = b - a
            length = d @ d
            t = np.clip(((points - a) @ d) / length, 0, 1) if length else np.zeros(len(points))
            best = np.minimum(best, np.hypot(*(points - a - t[:, None] * d).T))
    best[holds(rings, points)] = 0.0
    return best


def sampled(rings):
    """Points of a surface: a grid inside it, and its outline."""
    low, high = np.min([r.min(axis=0) for r in rings], axis=0), np.max([r.max(axis=0) for r in rings], axis=0)
    step = (high - low) / STEPS
    grid = np.stack(np.meshgrid(*(np.linspace(a, b, STEPS + 1) for a, b in zip(low, high))), axis=-1).reshape(-1, 2)
    along = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    outline = [a + (b - a) * along for r in rings for a, b in zip(r[:-1], r[1:])]
    return np.vstack([grid[holds(rings, grid)], *outline]), float(np.hypot(*step))


place = st.integers(-60, 60).map(lambda n: 10.0 * n)


@st.composite
def shapes(draw):
    kind = draw(st.sampled_from(["box", "triangle", "bow", "ring", "elbow", "pair", "sliver", "huge"]))
    x, y = draw(place), draw(place)
    size = draw(st.integers(1, 40)) * 10.0
    if kind == "box":
        rings = [box(x, y, size, draw(st.integers(1, 40)) * 10.0)]
    elif kind == "triangle":
        rings = [[(x, y), (x + size, y + draw(place) / 3), (x + draw(place) / 2, y + size + 7), (x, y)]]
    elif kind == "bow":
        rings = [[(x, y), (x + size, y + size), (x + size, y), (x, y + size), (x, y)]]
    elif kind == "ring":
        rings = [box(x, y, size + 40), box(x + 20, y + 20, size)[::-1]]
    elif kind == "pair":
        other = draw(st.integers(-3, 4)) * 90.0
        parts = [polygon(box(x, y, size, 60.0)), polygon(box(x + other, y + size + other, 50.0, size))]
        return QgsGeometry.unaryUnion(parts)
    elif kind == "sliver":
        rings = [[(x, y), (x + size, y + 0.3), (x + size, y + 0.4 + size / 999.0), (x, y + 0.2), (x, y)]]
    elif kind == "huge":
        rings = [box(x - 9 * size, y - 7 * size, 20 * size, 15 * size), box(x, y, size)[::-1]]
    else:
        right, top = x + size, y + size
        rings = [[(x, y), (right, y), (right, y + 20), (x + 20, y + 20), (x + 20, top), (x, top), (x, y)]]
    shape = polygon(*rings)
    assume(shape is not None and shape.area() > 20)
    return shape


@settings(max_examples=150)
@given(shape=shapes(), areas=st.lists(shapes(), min_size=1, max_size=3))
def test_distances_against_a_dense_grid(shape, areas):
    points, step = sampled(rings_of(shape))
    measures, together = measured(shape, *areas)
    for found in measures:
        truth = distances(rings_of(areas[found.place]), points)
        assert found.nearest <= found.high + 1e-6 and found.low <= found.high
        assert found.nearest <= truth.min() + 1e-6 and truth.min() <= found.nearest + step
        assert truth.max() <= found.high + 1e-6 and found.low <= truth.max() + step
        if found.inside:
            assert truth.max() < 1e-3
        if found.entered:
            assert found.share > 0
    if together is not None:
        truth = np.min([distances(rings_of(areas[m.place]), points) for m in measures], axis=0)
        assert truth.max() <= together.high + 1e-6 or together.high < 1e-3


@settings(max_examples=150)
@given(
    shape=shapes(),
    areas=st.lists(shapes(), min_size=1, max_size=3),
    turn=st.floats(0, 2 * math.pi),
    off=st.floats(0, 1),
    npnru=st.sampled_from([None, True, False]),
)
def test_a_firm_verdict_is_never_wrong(shape, areas, turn, off, npnru):
    tolerance = 5.0
    thresholds = Thresholds(tolerance)
    measures, together = ParcelMeasurer(perimeters(*areas), thresholds).measure(shape, 2154)
    told = None if npnru is None else [npnru] * len(areas)
    answer = judge(measures, together, told, thresholds)
    # the surface may really lie anywhere within the tolerance
    real = QgsGeometry(shape)
    real.translate(off * tolerance * math.cos(turn), off * tolerance * math.sin(turn))
    points, step = sampled(rings_of(real))
    by_area = [distances(rings_of(a), points) for a in areas]
    near, far = [d.min() for d in by_area], [d.max() for d in by_area]
    if answer.verdict == "EN_QPV":
        assert far[answer.inside] < 1e-6
    if answer.verdict == "HORS_QPV":
        assert min(near) > 0
    if answer.verdict == "EN_PARTIE":
        assert real.intersection(areas[answer.inside]).area() > 0
        assert all(f > 0 for f in far)
    for band, limit in zip(answer.bands, (300.0, 500.0)):
        if band == "OUI":
            assert min(far) < limit
        if band == "NON":
            assert min(near) >= limit
        if band == "PARTIE":
            assert min(near) < limit + step and min(far) >= limit - step
    if answer.rule == "DANS_QPV":
        assert far[answer.ruled] < 1e-6
    if answer.rule == "ENTIER_300":
        assert far[answer.ruled] < 300
    if answer.rule == "PARTIE_300_ENTIER_500":
        assert npnru and far[answer.ruled] < 500 and near[answer.ruled] < 300 + step
    if answer.rule == "AUCUNE":
        assert min(far) >= 300 - step
        assert not npnru or not any(n < 300 - step and f < 500 - step for n, f in zip(near, far))
