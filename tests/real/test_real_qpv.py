"""Known points, and Bondy's 8,413 addresses against QPV 2015 and 2024, held against a plain double loop."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter

import numpy as np
import pytest
from real_data import bondy_addresses, transformation

ogr = pytest.importorskip("osgeo.ogr")

from cohesion_territoires.domain.qpv.signed_distance import PerimeterIndex  # noqa: E402

TOLERANCE = {"": 15.0, "parcelle": 25.0}


# the slow computation: shares no code with the plugin -------------------------------------------------


def rings_of(geometry):
    """List the rings of an OGR polygon or multipolygon as lists of (x, y)."""
    if geometry.GetGeometryName() == "MULTIPOLYGON":
        return [r for i in range(geometry.GetGeometryCount()) for r in rings_of(geometry.GetGeometryRef(i))]
    rings = (geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount()))
    return [[ring.GetPoint_2D(i) for i in range(ring.GetPointCount())] for ring in rings]


def signed(rings, x, y):
    """Signed distance of one point to one perimeter, segment after segment."""
    best, inside = math.inf, False
    for ring in rings:
        ax, ay = ring[0]
        for bx, by in ring[1:]:
            dx, dy = bx - ax, by - ay
            if (ay > y) != (by > y) and x < dx * (y - ay) / dy + ax:
                inside = not inside
            length = dx * dx + dy * dy
            t = 0.0 if length == 0 else ((x - ax) * dx + (y - ay) * dy) / length
            t = 0.0 if t < 0 else 1.0 if t > 1 else t
            ex, ey = x - ax - t * dx, y - ay - t * dy
            gap = ex * ex + ey * ey
            if gap < best:
                best = gap
            ax, ay = bx, by
    best = math.sqrt(best)
    return -best if inside else best


def slow_verdict(perimeters, x, y, tolerance):
    """Verdict, code and signed distance of one address."""
    distance, code = min((signed(rings, x, y), code or "") for code, rings in perimeters)
    if abs(distance) <= tolerance:
        return "A_VERIFIER", None, distance
    if distance > 0:
        return "HORS_QPV", None, distance
    return ("EN_QPV", code, distance) if code else ("A_VERIFIER", None, distance)


def perimeters_of(path, layer, field):
    data = ogr.Open(str(path))
    table = data.GetLayerByName(layer)
    found = []
    for feature in table:
        geometry = feature.GetGeometryRef()
        valid = geometry if geometry.IsValid() else geometry.MakeValid()
        found.append((feature.GetField(field), rings_of(valid)))
    return found


# known points ------------------------------------------------------------------------------------------


def test_points_with_a_known_answer(shared_data):
    folder = shared_data / "qpv"
    features = json.loads((folder / "qpv2015_itou_fixtures.geojson").read_text(encoding="utf-8"))["features"]
    change = transformation()
    codes, xy, offsets, owner = [], [], [0], []
    for feature in features:
        geometry = ogr.CreateGeometryFromJson(json.dumps(feature["geometry"]))
        geometry.Transform(change)
        for ring in rings_of(geometry.MakeValid()):
            xy += ring
            offsets.append(len(xy))
            owner.append(len(codes))
        codes.append(feature["properties"]["code_qp"])
    index = PerimeterIndex(np.array(xy), offsets, owner, len(codes), reach=3000.0)
    with open(folder / "test_cases_adresses.csv", encoding="utf-8", newline="") as stream:
        cases = [c for c in csv.DictReader(stream, delimiter=";") if c["id"] in ("itou-1", "itou-2", "itou-3")]
    for case in cases:
        x, y, _z = change.TransformPoint(float(case["lon"]), float(case["lat"]))
        found = index.measure([[x, y]])
        assert found.distance[0] == pytest.approx(float(case["distance_signee_m"]), abs=0.1)
        if case["verdict_connu"] == "DANS":
            assert codes[found.polygon[0]] == case["code_qp"]
    assert len(cases) == 3


# Bondy -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layer", "field", "end"), [("qpv2015", "code_qp", "_2015"), ("qpv2024_clip", "code_qp", "")])
def test_bondy_addresses_against_a_plain_double_loop(shared_data, tmp_path, request, layer, field, end):
    request.getfixturevalue("qgis_processing")
    from cohesion_territoires.processing_provider.qpv.georeferencepoints import GeoreferencePoints
    from qgis import processing
    from qgis.core import NULL, QgsProcessingContext, QgsProject, QgsVectorLayer

    rows = bondy_addresses(shared_data)
    assert len(rows) == 8413
    path = tmp_path / "adresses.csv"
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    contours = shared_data / "bondy" / "contours_bondy.gpkg"
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    out = str(tmp_path / "o.gpkg")
    results = processing.run(
        GeoreferencePoints().create(),
        {
            "INPUT": str(path),
            "QPV": "{}|layername=qpv2024_clip".format(contours),
            "QPV_PREVIOUS": "{}|layername=qpv2015".format(contours),
            "MAX_DISTANCE": 5000,
            "OUTPUT": out,
        },
        context=context,
    )
    found = list(QgsVectorLayer(out, "o", "ogr").getFeatures())
    assert len(found) == len(rows)

    perimeters = perimeters_of(contours, layer, field)
    # the two pairs of columns agree to 7 mm: the algorithm reads degrees, as users' files do
    change = transformation()
    expected, got, codes = Counter(), Counter(), Counter()
    distance_field = "distance{}_m".format(end)
    for row, feature in zip(rows, found):
        assert feature["id"] == row["id"]
        x, y, _z = change.TransformPoint(float(row["lon"]), float(row["lat"]))
        tolerance = TOLERANCE[row["type_position"]]
        verdict, code, distance = slow_verdict(perimeters, x, y, tolerance)
        expected[verdict] += 1
        got[feature["verdict" + end]] += 1
        if feature[distance_field] != NULL:
            assert feature[distance_field] == pytest.approx(distance, abs=0.02)
        else:
            assert distance > 5000
        if abs(abs(distance) - tolerance) > 0.02:
            assert feature["verdict" + end] == verdict
            own = feature["code_qp" + end]
            assert (None if own == NULL else own) == code
            codes[code] += code is not None
    print(layer, dict(got), dict(codes))
    assert {k: expected[k] - got[k] for k in expected if abs(expected[k] - got[k]) > 2} == {}
    assert len([c for c in codes if c]) == 3
    if not end:
        assert results["COUNT_IN"] == got["EN_QPV"]
