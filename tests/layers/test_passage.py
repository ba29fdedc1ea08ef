"""Two generations cut into pieces: nothing lost, nothing twice; points and people shared out."""

from __future__ import annotations

import numpy as np
import pytest
from cohesion_territoires.domain.qpv.passage import GAINED, KEPT, LOST
from cohesion_territoires.layers.passage import cut_generations, exclusive
from cohesion_territoires.layers.perimeters import Perimeters, clean_polygon
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsVectorLayer,
)

X, Y = 652000.0, 6862000.0
LAMBERT = QgsCoordinateReferenceSystem("EPSG:2154")


def polygon(*rings):
    shape = QgsGeometry.fromPolygonXY([[QgsPointXY(X + x, Y + y) for x, y in ring] for ring in rings])
    return clean_polygon(shape)[0]


def box(x, y, wide, high):
    return polygon([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)])


def perimeters(geometries, epsg=2154):
    size = len(geometries)
    return Perimeters(
        codes=["QN0750{}N".format(i) for i in range(size)],
        names=[None] * size,
        geometries=list(geometries),
        projections=np.broadcast_to(epsg, (size,)).copy(),
    )


def areas(cut):
    pieces = cut.pieces
    return {
        (int(o), int(n), bool(s)): round(a, 3)
        for o, n, s, a in zip(pieces.old, pieces.new, pieces.sliver, pieces.area)
    }


def test_two_squares_by_hand():
    old, new = perimeters([box(0, 0, 100, 100)]), perimeters([box(40, 0, 100, 100)])
    cut, overlaps = cut_generations(old, new, 5.0)
    assert areas(cut) == {(0, 0, False): 6000, (0, -1, False): 4000, (-1, 0, False): 4000}
    assert overlaps == [0, 0]


def test_slivers_are_told_apart():
    # the line was drawn 2 m farther on one side, 20 m on the other
    old, new = perimeters([box(0, 0, 100, 100)]), perimeters([box(-20, 0, 122, 100)])
    cut, _ = cut_generations(old, new, 5.0)
    assert areas(cut) == {(0, 0, False): 10000, (-1, 0, False): 2000, (-1, 0, True): 200}
    cut, _ = cut_generations(old, new, 0.0)
    assert areas(cut) == {(0, 0, False): 10000, (-1, 0, False): 2200}


def test_overlaps_of_one_generation_count_once():
    first, second = box(0, 0, 100, 100), box(60, 0, 100, 100)
    cut, overlaps = cut_generations(perimeters([first, second]), perimeters([box(0, 0, 160, 100)]), 5.0)
    assert overlaps == [1, 0]
    assert areas(cut) == {(0, 0, False): 10000, (1, 0, False): 6000}
    left, _ = exclusive(perimeters([first, first]))
    assert left[1].isEmpty()


def test_territories_never_meet():
    shape = box(0, 0, 100, 100)
    cut, _ = cut_generations(perimeters([shape]), perimeters([shape], 2975), 5.0)
    assert areas(cut) == {(0, -1, False): 10000, (-1, 0, False): 10000}


def test_nothing_at_all():
    assert cut_generations(perimeters([]), perimeters([]), 5.0)[0] is None


def test_points_are_counted_once_each():
    cut, _ = cut_generations(perimeters([box(0, 0, 100, 100)]), perimeters([box(40, 0, 100, 100)]), 5.0)
    xy = np.array([[10, 50], [20, 50], [70, 50], [120, 50], [40, 50], [300, 300], [np.nan, np.nan]]) + (X, Y)
    cut.count_points(xy, LAMBERT, QgsProcessingContext())
    status, counts = cut.pieces.status, cut.pieces.addresses
    # the fifth lies on the line between two pieces: in one of them, not in both
    assert counts.sum() == 5 and counts[status == GAINED] == [1]
    assert counts[status == LOST][0] + counts[status == KEPT][0] == 4


shift = st.integers(-30, 30).map(lambda n: 10.0 * n)


@st.composite
def shapes(draw):
    x, y, a, b = draw(shift), draw(shift), draw(st.integers(1, 30)) * 10.0, draw(st.integers(1, 30)) * 10.0
    kind = draw(st.sampled_from(["box", "triangle", "bow", "frame"]))
    if kind == "box":
        return box(x, y, a, b)
    if kind == "triangle":
        return polygon([(x, y), (x + a, y + b / 3), (x + a / 7, y + b), (x, y)])
    if kind == "bow":
        return polygon([(x, y), (x + a, y + b), (x + a, y), (x, y + b), (x, y)])
    outer = [(x, y), (x + a + 20, y), (x + a + 20, y + b + 20), (x, y + b + 20), (x, y)]
    inner = [(x + 9, y + 9), (x + 9, y + b + 9), (x + a + 9, y + b + 9), (x + a + 9, y + 9), (x + 9, y + 9)]
    return polygon(outer, inner)


generations = st.lists(shapes(), min_size=1, max_size=4)


@settings(max_examples=150)
@given(generations, generations, st.sampled_from([0.0, 5.0, 50.0]))
def test_what_is_kept_lost_and_gained_adds_up(olds, news, width):
    cut, _ = cut_generations(perimeters(olds), perimeters(news), width)
    pieces, status = cut.pieces, cut.pieces.status
    kept, gained, lost = (pieces.area[status == s].sum() for s in (KEPT, GAINED, LOST))
    before, after = QgsGeometry.unaryUnion(olds), QgsGeometry.unaryUnion(news)
    slack = 0.05
    assert kept + lost == pytest.approx(before.area(), abs=slack)
    assert kept + gained == pytest.approx(after.area(), abs=slack)
    both = before.intersection(after)
    assert kept == pytest.approx(0.0 if both.isNull() else both.area(), abs=slack)
    # no place is in two pieces
    whole = QgsGeometry.unaryUnion(cut.geometries)
    assert whole.area() == pytest.approx(pieces.area.sum(), abs=slack)
    if width == 0:
        assert not pieces.sliver.any()
    for place in np.flatnonzero(pieces.sliver).tolist():
        # narrower everywhere: what is left of it after half the width is nothing
        assert cut.geometries[place].buffer(-width / 2 - 1e-3, 4).isEmpty()


@settings(max_examples=60)
@given(generations, generations, st.floats(0.01, 0.99))
def test_addresses_and_people_add_up_to_each_generation(olds, news, off):
    cut, _ = cut_generations(perimeters(olds), perimeters(news), 5.0)
    before, after = QgsGeometry.unaryUnion(olds), QgsGeometry.unaryUnion(news)
    # a grid of points that lie on no edge, and cells of 90 m that overlap the pieces anyhow
    steps = np.arange(-320.0, 640.0, 37.0) + 3.0 + off
    xy = np.array([(X + x, Y + y + x / 997.0) for x in steps for y in steps])
    cut.count_points(xy, LAMBERT, QgsProcessingContext())
    cells = QgsVectorLayer("Polygon?crs=EPSG:2154&field=ind:double", "carreaux", "memory")
    rows = []
    for i, corner in enumerate((x, y) for x in np.arange(-320.0, 640.0, 90.0) for y in np.arange(-320.0, 640.0, 90.0)):
        feature = QgsFeature(cells.fields())
        feature.setAttributes([float(i % 11)])
        feature.setGeometry(box(*corner, 90, 90))
        rows.append(feature)
    assert cells.dataProvider().addFeatures(rows)[0]
    cut.share_people(cells, "carreaux", "ind", lambda values: np.array(values, dtype=float), QgsProcessingContext())
    pieces, status = cut.pieces, cut.pieces.status
    for union, other in ((before, LOST), (after, GAINED)):
        own = (status == KEPT) | (status == other)
        held = sum(union.contains(QgsPointXY(*place)) for place in xy.tolist())
        assert pieces.addresses[own].sum() == held
        people = sum(f["ind"] * f.geometry().intersection(union).area() / 8100.0 for f in rows)
        assert pieces.people[own].sum() == pytest.approx(people, abs=1e-3)


def test_cells_far_from_any_piece_are_not_kept():
    cut, _ = cut_generations(perimeters([box(0, 0, 100, 100)]), perimeters([box(40, 0, 100, 100)]), 5.0)
    cells = QgsVectorLayer("Polygon?crs=EPSG:2154&field=ind:double", "carreaux", "memory")
    rows = []
    for x, value in ((0, 5.0), (1000, 7.0), (20, None), (-5000, None)):
        feature = QgsFeature(cells.fields())
        feature.setAttributes([value])
        feature.setGeometry(box(x, 0, 50, 50))
        rows.append(feature)
    assert cells.dataProvider().addFeatures(rows)[0]
    read = []

    def numbers(values):
        read.extend(values)
        return np.array([v or 0.0 for v in values])

    cut.share_people(cells, "carreaux", "ind", numbers, QgsProcessingContext())
    # only of those around is it said what they lack
    assert read == [5.0, None] and cut.pieces.people.sum() == 5.0
