"""`qpvdistancebands`: rings at the right distance, that overlap only where asked."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cohesion_territoires.layers.rings import SAGITTA
from cohesion_territoires.processing_provider.qpv.qpvdistancebands import QpvDistanceBands
from qgis import processing
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("qgis_processing")
X, Y = 652000.0, 6862000.0


def perimeters(squares, crs="EPSG:2154", origin=(X, Y)):
    layer = QgsVectorLayer("Polygon?crs={}&field=code_qp:string&field=nom_qp:string".format(crs), "qpv", "memory")
    made = []
    for i, (x, y, side) in enumerate(squares):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(["QN0750{}N".format(i + 1), "Quartier {}".format(i + 1)])
        corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
        feature.setGeometry(QgsGeometry.fromPolygonXY([[QgsPointXY(origin[0] + a, origin[1] + b) for a, b in corners]]))
        made.append(feature)
    assert layer.dataProvider().addFeatures(made)[0]
    return layer


def run(feedback=None, **parameters):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    parameters.setdefault("OUTPUT", "memory:")
    results = processing.run(
        QpvDistanceBands().create(), parameters, context=context, feedback=feedback or QgsProcessingFeedback()
    )
    return list(results["OUTPUT"].getFeatures()), results


def test_one_square_by_hand():
    rows, results = run(QPV=perimeters([(0, 0, 400)]))
    assert results["COUNT_QPV"] == 1
    assert [r["bande"] for r in rows] == ["dans le QPV", "0-300 m", "300-500 m", "500-1000 m"]
    assert [r["distance_max_m"] for r in rows] == [0, 300, 500, 1000]
    assert rows[0]["code_qp"] == "QN07501N"

    def wide(d):
        return 400 * 400 + 4 * 400 * d + math.pi * d * d

    areas = [16.0] + [(wide(b) - wide(a)) / 10000 for a, b in ((0, 300), (300, 500), (500, 1000))]
    assert [r["superficie_ha"] for r in rows] == pytest.approx(areas, rel=0.002)


def test_rings_of_one_qpv_never_overlap():
    rows, _results = run(QPV=perimeters([(0, 0, 400), (700, 100, 200)]))
    for code in ("QN07501N", "QN07502N"):
        own = [r.geometry() for r in rows if r["code_qp"] == code]
        for i, a in enumerate(own):
            assert all(a.intersection(b).area() < 1e-6 for b in own[i + 1 :])


@pytest.mark.parametrize("gap", [300, 20, 0])
@pytest.mark.parametrize("chain", [0, 5])
def test_shared_rings_never_overlap_and_go_to_the_nearest(gap, chain):
    squares = [(0, 0, 400), (400 + gap, 100, 200), (-900, -900, 250), (20000, 0, 300)]
    squares += [(900 * i, 1500 * i, 200) for i in range(1, chain)]
    layer = perimeters(squares)
    rows, _results = run(QPV=layer, OVERLAP=1)
    assert len(rows) == 4 * len(squares)
    shapes = [r.geometry() for r in rows]
    for i, a in enumerate(shapes):
        assert all(a.intersection(b).area() < 1e-2 for b in shapes[i + 1 :] if a.boundingBoxIntersects(b))
    own = {f["code_qp"]: f.geometry() for f in layer.getFeatures()}
    whole = QgsGeometry.unaryUnion(shapes)
    union = QgsGeometry.unaryUnion([g.buffer(1000, 64) for g in own.values()])
    # nothing is lost but the arcs' shortfall
    assert whole.symDifference(union).area() < SAGITTA * union.length()
    rng = np.random.default_rng(1)
    wrong = 0
    for x, y in rng.uniform([-2000, -2000], [2200, 1500], (400, 2)).tolist():
        point = QgsGeometry.fromPointXY(QgsPointXY(X + x, Y + y))
        distances = sorted((g.distance(point), c) for c, g in own.items())
        found = [r for r in rows if r.geometry().contains(point)]
        if distances[0][0] > 999 or distances[1][0] - distances[0][0] < 2:
            continue
        assert len(found) == 1
        assert (found[0]["distance_min_m"] or 0) - 0.2 <= distances[0][0] <= found[0]["distance_max_m"] + 0.2
        wrong += found[0]["code_qp"] != distances[0][1]
    assert wrong == 0


def test_overseas_in_its_own_projection():
    rows, results = run(QPV=perimeters([(0, 0, 400)], "EPSG:2975", (340000, 7680000)), DISTANCES="300")
    assert results["OUTPUT"].crs().authid() == "EPSG:2975"
    assert rows[1].geometry().boundingBox().width() == pytest.approx(1000)


def test_geographic_perimeters_are_measured_in_metres():
    layer = perimeters([(0, 0, 0.004)], "EPSG:4326", (2.35, 48.85))
    rows, results = run(QPV=layer, DISTANCES="7,5;300")
    assert results["OUTPUT"].crs() == QgsCoordinateReferenceSystem("EPSG:2154")
    inside = rows[0].geometry().boundingBox()
    assert rows[2].geometry().boundingBox().width() == pytest.approx(inside.width() + 600, abs=2 * SAGITTA)
    assert rows[1]["bande"] == "0-7,5 m"


@pytest.mark.parametrize("distances", ["", "500;300", "0;3", "x"])
def test_bad_distances_are_refused(distances):
    with pytest.raises(QgsProcessingException):
        run(QPV=perimeters([(0, 0, 400)]), DISTANCES=distances)


def test_empty_layer_points_and_cancel():
    with pytest.raises(QgsProcessingException):
        run(QPV=perimeters([]))
    with pytest.raises(QgsProcessingException):
        run(QPV=QgsVectorLayer("Point?crs=EPSG:2154&field=code_qp:string", "p", "memory"))
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    with pytest.raises(QgsProcessingException):
        run(feedback, QPV=perimeters([(0, 0, 400), (600, 0, 200)]), OVERLAP=1)
