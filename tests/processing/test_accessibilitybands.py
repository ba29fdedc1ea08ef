"""Accessibility bands as a user runs them: outputs, fields, bad input, cancel."""
from __future__ import annotations

import math

import numpy as np
import pytest
from cohesion_territoires.layers.fields import make_field
from cohesion_territoires.layers.styles.bands import style_bands
from qgis import processing
from qgis.core import (
    NULL,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
    QgsWkbTypes,
)

pytestmark = pytest.mark.usefixtures("cohesion_provider")

X0, Y0 = 650_000.0, 6_860_000.0
METRES_PER_MINUTE = 4000.0 / 60.0


def layer(kind, shapes, fields=(), crs="EPSG:2154", rows=None):
    """Make a memory layer from WKT in metres from the corner of the world; None for no geometry."""
    made = QgsVectorLayer("{}?crs={}".format(kind, crs), kind.lower(), "memory")
    made.dataProvider().addAttributes([make_field(n, k) for n, k in fields])
    made.updateFields()
    features = []
    for number, wkt in enumerate(shapes):
        feature = QgsFeature(made.fields())
        if wkt is not None:
            geometry = QgsGeometry.fromWkt(wkt)
            if crs == "EPSG:2154":
                geometry.translate(X0, Y0)
            feature.setGeometry(geometry)
        if rows:
            feature.setAttributes(rows[number])
        features.append(feature)
    assert made.dataProvider().addFeatures(features)[0]
    made.updateExtents()
    return made


def street(kind="LineString"):
    return layer(kind, ["LineString(0 0, 2000 0)"])


def run(points, network, feedback=None, **more):
    context = QgsProcessingContext()
    parameters = {
        "INPUT": points,
        "NETWORK": network,
        "OUTPUT": "memory:",
        "OUTPUT_LINES": "memory:",
        **more,
    }
    return processing.run("cohesion:accessibilitybands", parameters, context=context, feedback=feedback)


def rows(made, *names):
    return [tuple(None if f[n] == NULL else f[n] for n in names) for f in made.getFeatures()]


def geometries(made):
    return [f.geometry() for f in made.getFeatures()]


def test_one_street_by_hand():
    result = run(layer("Point", ["Point(1000 0)"]), street(), BREAKS="3;6")
    bands = rows(result["OUTPUT"], "minutes_min", "minutes_max", "libelle", "nb_points", "mode", "vitesse_kmh")
    assert bands == [(0.0, 3.0, "0 à 3 min", 1, "à pied", 4.0), (3.0, 6.0, "3 à 6 min", 1, "à pied", 4.0)]
    stretches = rows(result["OUTPUT_LINES"], "minutes_debut", "minutes_fin", "minutes_min", "minutes_max", "longueur_m")
    assert stretches == [
        (6.0, 3.0, 3.0, 6.0, 200.0),
        (3.0, 0.0, 0.0, 3.0, 200.0),
        (0.0, 3.0, 0.0, 3.0, 200.0),
        (3.0, 6.0, 3.0, 6.0, 200.0),
    ]
    # |x| + |y| <= r is a square on its corner; the strip beyond 200 m of the street is not drawn
    near, far = geometries(result["OUTPUT"])
    assert near.area() == pytest.approx(2 * 200.0**2, rel=1e-4)
    assert near.area() + far.area() == pytest.approx(2 * 400.0**2 - 2 * 200.0**2, rel=1e-4)
    assert result["COUNT_POINTS"] == 1 and result["COUNT_NOT_ATTACHED"] == 0
    assert result["LENGTH_KM"] == pytest.approx(0.8) and result["AREA_HA"] == pytest.approx(24.0, rel=1e-4)


def test_cumulative_bands_hold_the_nearer_ones():
    points = layer("Point", ["Point(1000 30)", "Point(300 -20)"])
    rings = geometries(run(points, street(), BREAKS="2,4,6")["OUTPUT"])
    whole = run(points, street(), BREAKS="2,4,6", CUMULATIVE=True)["OUTPUT"]
    assert rows(whole, "minutes_min", "minutes_max") == [(0.0, 2.0), (0.0, 4.0), (0.0, 6.0)]
    for k, held in enumerate(geometries(whole)):
        union = QgsGeometry.unaryUnion(rings[: k + 1])
        assert union.symDifference(held).area() < 1e-3
    for a in range(3):
        for b in range(a):
            assert rings[a].intersection(rings[b]).area() < 1e-6


def test_access_legs_count_on_foot_and_not_by_car():
    points = layer("Point", ["Point(1000 100)"])
    foot = run(points, street(), BREAKS="3")
    assert foot["LENGTH_KM"] == pytest.approx(0.2, abs=1e-3)
    car = run(points, layer("LineString", ["LineString(0 0, 9000 0)"]), BREAKS="3", MODE=1, DEFAULT_SPEED=60)
    # 3 minutes at 60 km/h either way, the start of the street nearer than that
    assert car["LENGTH_KM"] == pytest.approx(1.0 + 3.0, abs=1e-3)
    assert rows(car["OUTPUT"], "mode", "vitesse_kmh") == [("en voiture, trafic fluide", None)]


def test_one_way_streets_count_towards_the_facility():
    # traffic goes east only: who lives west of the facility reaches it, who lives east does not
    network = layer(
        "LineString", ["LineString(0 0, 6000 0)"], [("oneway", "text"), ("highway", "text"), ("maxspeed", "text")],
        rows=[["yes", "primary", "60"]],
    )  # fmt: skip
    result = run(layer("Point", ["Point(3000 0)"]), network, BREAKS="2", MODE=1)
    (stretch,) = geometries(result["OUTPUT_LINES"])
    xs = sorted(v.x() - X0 for v in stretch.vertices())
    assert xs == pytest.approx([1000.0, 3000.0])


@pytest.mark.parametrize("kind, wkt", [
    ("Polygon", "Polygon((900 -50, 1100 -50, 1100 50, 900 50, 900 -50))"),
    ("MultiPoint", "MultiPoint((1000 0))"),
    ("PointZ", "PointZ(1000 0 7)"),
    ("Polygon", "Polygon((900 -50, 1100 50, 1100 -50, 900 50, 900 -50))"),
    ("MultiPolygon", "MultiPolygon(((900 -50, 1100 -50, 1100 50, 900 50, 900 -50), (0 0, 9 0, 9 9, 0 0)))"),
])  # fmt: skip
def test_facilities_of_any_shape(kind, wkt):
    result = run(layer(kind, [wkt]), street(), BREAKS="3")
    assert result["COUNT_POINTS"] == 1 and result["LENGTH_KM"] > 0.3


def test_facilities_that_cannot_serve_are_counted_and_said(feedback):
    points = layer("Point", ["Point(1000 0)", None, "Point(60000 50000)", "Point EMPTY"])
    result = run(points, street(), feedback, BREAKS="3")
    assert (result["COUNT_POINTS"], result["COUNT_NOT_ATTACHED"]) == (1, 3)
    assert len(feedback.warnings) >= 2


def test_no_facility_near_a_street_is_an_error():
    with pytest.raises(QgsProcessingException) as caught:
        run(layer("Point", ["Point(60000 50000)", None]), street())
    assert "200" in str(caught.value) and "Traceback" not in str(caught.value)


@pytest.mark.parametrize("breaks", ["", "10,5", "5,5", "0,5", "-3", "cinq", "5;;10"])
def test_bad_breaks_are_refused(breaks):
    with pytest.raises(QgsProcessingException):
        run(layer("Point", ["Point(1000 0)"]), street(), BREAKS=breaks)


def test_breaks_as_a_list_and_with_decimal_commas():
    points = layer("Point", ["Point(1000 0)"])
    assert rows(run(points, street(), BREAKS=[2.5, 5])["OUTPUT"], "minutes_max") == [(2.5,), (5.0,)]
    assert rows(run(points, street(), BREAKS="2,5;5")["OUTPUT"], "libelle") == [("0 à 2,5 min",), ("2,5 à 5 min",)]


@pytest.mark.parametrize("case", ["empty points", "empty network", "no crs", "points as network", "lines as points"])
def test_layers_that_cannot_be_used(case):
    points, network = layer("Point", ["Point(1000 0)"]), street()
    if case == "empty points":
        points = layer("Point", [])
    elif case == "empty network":
        network = layer("LineString", [])
    elif case == "no crs":
        points = QgsVectorLayer("Point", "sans", "memory")
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(1, 1)))
        points.dataProvider().addFeatures([feature])
    elif case == "points as network":
        network = points
    else:
        points = network
    with pytest.raises(QgsProcessingException) as caught:
        run(points, network)
    assert "Traceback" not in str(caught.value) and len(str(caught.value)) > 20


def test_degrees_and_other_systems_give_metres():
    network = street()
    metric = run(layer("Point", ["Point(1000 0)"]), network, BREAKS="3,6")
    to_degrees = {"TARGET_CRS": "EPSG:4326", "OUTPUT": "memory:"}
    degrees = processing.run("native:reprojectlayer", {"INPUT": layer("Point", ["Point(1000 0)"]), **to_degrees})
    lines = processing.run("native:reprojectlayer", {"INPUT": network, **to_degrees})
    again = run(degrees["OUTPUT"], lines["OUTPUT"], BREAKS="3,6")
    assert again["OUTPUT"].crs().authid() == "EPSG:2154"
    assert again["AREA_HA"] == pytest.approx(metric["AREA_HA"], rel=1e-4)


def test_messy_network_is_taken_as_it_is():
    network = layer(
        "MultiLineStringZ",
        [
            "MultiLineStringZ((0 0 1, 500 0 1, 500 0 1, 2000 0 1))",
            "MultiLineStringZ((700 0 0, 700 0 0))",
            None,
            "MultiLineStringZ((1500 0 0, 1500 300 0), (1500 300 0, 1700 300 0))",
            "MultiLineStringZ((0 0 1, 500 0 1, 500 0 1, 2000 0 1))",
        ],
    )
    result = run(layer("Point", ["Point(1000 0)"]), network, BREAKS="5,10")
    rings = geometries(result["OUTPUT"])
    assert all(g.isGeosValid() for g in rings) and rings[0].intersection(rings[1]).area() < 1e-6


def test_a_band_nobody_lives_in_keeps_its_row():
    network = layer("LineString", ["LineString(0 0, 100 0)"])
    result = run(layer("Point", ["Point(50 0)"]), network, BREAKS="10,20,60")
    bands = list(result["OUTPUT"].getFeatures())
    assert len(bands) == 3 and bands[2]["surface_ha"] == 0 and bands[2].geometry().isNull()


def test_results_can_be_fed_in_again():
    first = run(layer("Point", ["Point(1000 0)"]), street(), BREAKS="3,6")
    again = run(first["OUTPUT"], first["OUTPUT_LINES"], BREAKS="3,6")
    assert again["COUNT_POINTS"] == 2


def test_attached_to_the_largest_part_only():
    network = layer(
        "LineString", ["LineString(0 0, 1000 0)", "LineString(1000 0, 2000 0)", "LineString(900 40, 1100 40)"]
    )
    points = layer("Point", ["Point(1000 45)"])
    near = run(points, network, BREAKS="3")
    main = run(points, network, BREAKS="3", SNAP_TO=1)
    assert near["LENGTH_KM"] == pytest.approx(0.2, abs=1e-3) and main["LENGTH_KM"] > 0.3
    (held,) = geometries(main["OUTPUT"])
    assert held.contains(QgsGeometry.fromPointXY(QgsPointXY(X0 + 1000, Y0 + 45)))


def test_polygons_hold_their_stretches():
    network = layer("LineString", ["LineString(0 0, 2000 0)", "LineString(800 0, 800 700, 1400 650)"])
    result = run(layer("Point", ["Point(1000 0)", "Point(1400 640)"]), network, BREAKS="2,4,7")
    rings = dict(zip((2.0, 4.0, 7.0), geometries(result["OUTPUT"])))
    for feature in result["OUTPUT_LINES"].getFeatures():
        outside = feature.geometry().difference(rings[feature["minutes_max"]])
        assert outside.isEmpty() or outside.length() < 0.1


def test_cancel_stops_at_once():
    class Impatient(QgsProcessingFeedback):
        def isCanceled(self):
            return True

    with pytest.raises(QgsProcessingException):
        run(layer("Point", ["Point(1000 0)"]), street(), Impatient())


def test_progress_moves(feedback):
    run(layer("Point", ["Point(1000 0)"]), street(), feedback)
    assert feedback.steps and max(feedback.steps) <= 100 and sorted(feedback.steps) == feedback.steps


def test_styles_cover_every_band(tmp_path):
    for form in ("gpkg", "shp"):
        path = str(tmp_path / ("bandes." + form))
        lines = str(tmp_path / ("troncons." + form))
        run(layer("Point", ["Point(1000 0)"]), street(), BREAKS="2,5;5", OUTPUT=path, OUTPUT_LINES=lines)
        for made, kind in ((path, QgsWkbTypes.GeometryType.PolygonGeometry), (lines, None)):
            opened = QgsVectorLayer(made, "x", "ogr")
            assert opened.isValid() and opened.featureCount() > 0
            if kind is not None:
                assert opened.geometryType() == kind
            style_bands((2.5, 5.0))(opened)
            renderer = opened.renderer()
            expression = renderer.classAttribute().strip('"')
            values = {f[expression] for f in opened.getFeatures()}
            assert all(renderer.rangeForValue(v) is not None for v in values) and len(values) == 2


def test_field_of_time_matches_points_nearby():
    """The band a place lies in is the one its own travel time says (circle of 200 places)."""
    streets = ["LineString(0 0, 2000 0)", "LineString(1000 0, 1000 900)", "LineString(1000 900, 300 400)"]
    network = layer("LineString", streets)
    facility = "Point(600 -35)"
    breaks = (2.0, 5.0, 9.0)
    rings = geometries(run(layer("Point", [facility]), network, BREAKS=list(breaks))["OUTPUT"])
    angles = np.linspace(0, 2 * math.pi, 200, endpoint=False)
    places = [(803 + 40 * (k % 17) * math.cos(a), 187 + 40 * (k % 17) * math.sin(a)) for k, a in enumerate(angles)]
    found = processing.run(
        "cohesion:nearestfacility",
        {
            "ORIGINS": layer("Point", ["Point({} {})".format(*p) for p in places]),
            "FACILITIES": layer("Point", [facility]),
            "NETWORK": network,
            "OUTPUT": "memory:",
        },
    )["OUTPUT"]
    for (x, y), feature in zip(places, found.getFeatures()):
        minutes = math.inf if feature["minutes_tous"] == NULL else feature["minutes_tous"]
        if min(abs(minutes - b) for b in breaks) < 0.02:
            continue
        wanted = int(np.searchsorted(breaks, minutes))
        point = QgsGeometry.fromPointXY(QgsPointXY(X0 + x, Y0 + y))
        held = [k for k, ring in enumerate(rings) if ring.contains(point)]
        assert held == ([wanted] if wanted < 3 else []), (x, y, minutes)
