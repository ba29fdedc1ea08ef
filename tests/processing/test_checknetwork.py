"""`checknetwork` as a user runs it."""

import pytest
import tiny

pytest.importorskip("qgis.core")

from qgis import processing  # noqa: E402
from qgis.core import NULL, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer  # noqa: E402

pytestmark = pytest.mark.usefixtures("cohesion_provider")


def run(network, feedback=None, **parameters):
    given = {"NETWORK": network, "OUTPUT": "memory:", **parameters}
    return processing.run("cohesion:checknetwork", given, feedback=feedback or QgsProcessingFeedback(False))


def lines(*rows):
    fields = (("v", "double"), ("sens", "text"))
    return tiny.layer("rues", "LineString", fields, [(wkt, list(values)) for wkt, *values in rows])


def problems(result):
    found = []
    for feature in result["OUTPUT"].getFeatures():
        values = feature.attributes()
        found.append((values[0], None if feature.geometry().isNull() else feature.geometry().asPoint(), *values[1:]))
    return found


def test_each_fault_is_found_placed_and_explained():
    network = lines(
        ("LINESTRING(0 0,100 0)", 50, "d"), ("LINESTRING(100 0,200 0)", 50, "d"),
        ("LINESTRING(100 0,100 100)", 50, "?"),  # unknown direction
        ("LINESTRING(200 0,200 100)", 900, "d"),  # absurd
        ("LINESTRING(0 0,0 100)", 0, "d"),  # no usable speed
        ("LINESTRING(50 50,50 50)", 50, "d"),  # no length
        ("LINESTRING(100 0,0 0)", 50, "d"),  # drawn twice
        ("LINESTRING(200.4 100,300 100)", 50, "d"),  # 0.4 m short
        ("LINESTRING(1000 1000,1100 1000)", 50, "d"),  # islet
        ("LINESTRING(100 100,100 200)", 50, "a"),  # one-way dead end
        (None, 50, "d"),
    )  # fmt: skip
    result = run(
        network, MODE=1, NETWORK_PROFILE=3, SPEED_FIELD="v", DIRECTION_FIELD="sens", VALUE_FORWARD="a", VALUE_BOTH="d"
    )
    assert result["COUNT_LINES"] == 8
    assert result["COUNT_COMPONENTS"] == 3 and 50 < result["SHARE_LARGEST"] < 80
    assert result["COUNT_UNKNOWN_DIRECTION"] == 1 and result["COUNT_SPEED"] == 2 and result["COUNT_NO_LENGTH"] == 1
    assert result["COUNT_DUPLICATE"] == 1 and result["COUNT_ISOLATED"] == 2 and result["COUNT_DEAD_ONE_WAY"] == 1
    assert result["COUNT_NEAR_MISS"] == 2
    found = problems(result)
    assert len(found) == result["COUNT_PROBLEMS"] == 10
    layer = result["OUTPUT"]
    assert layer.fields().names() == ["probleme", "explication", "id_ligne", "valeur", "nb_objets"]
    assert layer.crs().authid() == "EPSG:2154"
    for kind, point, explanation, line, _value, count in found:
        assert point is not None and len(explanation) > 20 and count >= 1
        assert (line is not None and line != NULL) or kind == "SENS_UNIQUE_SANS_ISSUE"
    traps = [p for p in found if p[0] == "SENS_UNIQUE_SANS_ISSUE"]
    assert (traps[0][1].x() - tiny.X0, traps[0][1].y() - tiny.Y0) == (100, 200)


def test_a_sound_network_has_no_problem_and_an_empty_layer_is_written(feedback):
    network = lines(("LINESTRING(0 0,100 0)", 5, ""), ("LINESTRING(100 0,100 100)", 5, ""))
    result = run(network, feedback)
    assert result["COUNT_PROBLEMS"] == 0 and result["OUTPUT"].featureCount() == 0
    assert result["COUNT_COMPONENTS"] == 1 and result["SHARE_LARGEST"] == pytest.approx(100)


def test_the_tiny_world():
    result = run(tiny.streets())
    assert result["COUNT_ISOLATED"] == 1 and result["COUNT_COMPONENTS"] == 2


def test_near_miss_distance_is_the_users():
    network = lines(("LINESTRING(0 0,100 0)", 5, ""), ("LINESTRING(105 0,200 0)", 5, ""))
    assert run(network)["COUNT_NEAR_MISS"] == 0
    assert run(network, NEAR_MISS=6)["COUNT_NEAR_MISS"] == 2
    joined = run(network, NEAR_MISS=6, TOLERANCE=6)
    assert joined["COUNT_NEAR_MISS"] == 0 and joined["COUNT_COMPONENTS"] == 1


def test_the_sample_shows_what_was_put_in_it(sample_folder):
    path = sample_folder / "exemple.gpkg"
    if not path.exists():
        pytest.skip("the sample is not generated")
    result = run("{}|layername=voirie_osm".format(path))
    assert result["COUNT_ISOLATED"] >= 1 and result["SHARE_LARGEST"] > 95


@pytest.mark.parametrize("kind", ["empty", "points", "no speed", "cancel"])
def test_bad_input_gives_one_sentence(kind):
    feedback = QgsProcessingFeedback(False)
    network, more = lines(("LINESTRING(0 0,100 0)", None, "")), {}
    if kind == "empty":
        network = QgsVectorLayer("LineString?crs=EPSG:2154", "vide", "memory")
    elif kind == "points":
        network = tiny.points()
    elif kind == "no speed":
        more = {"MODE": 1, "SPEED_FIELD": "v"}
    else:
        feedback.cancel()
    with pytest.raises(QgsProcessingException) as caught:
        run(network, feedback, **more)
    assert len(str(caught.value)) > 20 and "Traceback" not in str(caught.value)
