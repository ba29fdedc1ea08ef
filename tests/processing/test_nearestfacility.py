"""`nearestfacility` as a user runs it: the tiny world by hand, and everything that can be wrong with an input."""

import json

import pytest
import tiny

pytest.importorskip("qgis.core")

from qgis import processing  # noqa: E402
from qgis.core import (  # noqa: E402
    NULL,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("cohesion_provider")
X0, Y0 = tiny.X0, tiny.Y0


def run(feedback=None, context=None, **parameters):
    given = {"OUTPUT": "memory:", **parameters}
    for name, layer in (("ORIGINS", tiny.points), ("FACILITIES", tiny.facilities), ("NETWORK", tiny.streets)):
        given.setdefault(name, layer)
        if callable(given[name]):
            given[name] = given[name]()
    return processing.run(
        "cohesion:nearestfacility", given, feedback=feedback or QgsProcessingFeedback(False), context=context
    )


def rows(layer):
    names = layer.fields().names()
    return [
        {n: None if v is None or v == NULL else v for n, v in zip(names, f.attributes())} for f in layer.getFeatures()
    ]


def points(*places, fields=(("nom", "text"),), values=None, kind="Point", crs="EPSG:2154"):
    return tiny.layer(
        "points", kind, fields, [(p, (values[i] if values else ["p{}".format(i)])) for i, p in enumerate(places)], crs
    )


def lines(*rows, fields=(("v", "double"), ("sens", "text")), kind="LineString"):
    return tiny.layer("rues", kind, fields, [(wkt, list(values)) for wkt, *values in rows])


def refused(**parameters):
    with pytest.raises(QgsProcessingException) as caught:
        run(**parameters)
    said = str(caught.value)
    assert "Traceback" not in said and len(said) > 20
    return said


# the tiny world by hand ---------------------------------------------------------------------------


def test_every_origin_in_order_with_its_families():
    facilities = points(
        "POINT(405 402)", "POINT(10 405)", "POINT(790 5)", "POINT(205 790)",
        fields=[("code", "text"), ("famille", "text")],
        values=[["B1", "École"], ["A1", "Pharmacie"], ["A2", "Pharmacie"], ["C1", None]],
    )  # fmt: skip
    layer = run(FACILITIES=facilities, FAMILY_FIELD="famille", FACILITY_ID_FIELD="code")["OUTPUT"]
    names = layer.fields().names()
    expected = [f.name() for f in tiny.points().fields()] + [
        "minutes_ecole", "id_ecole", "minutes_pharmacie", "id_pharmacie", "minutes_non_renseigne", "id_non_renseigne",
        "distance_acces_m", "statut", "effet_bord", "mode_calcul",
    ]  # fmt: skip
    assert names == expected
    found = rows(layer)
    assert [r["ident"] for r in found] == list(range(12))
    # origin 3 lies a few metres left of the street x = 400; the school B1 (405, 402) projects on (405, 400),
    # 2 m away: access, up to (400, 400), 5 m right, 2 m of egress, at 4 km/h
    place = list(tiny.points().getFeatures())[3].geometry().asPoint()
    x, y = place.x() - X0, place.y() - Y0
    assert found[3]["minutes_ecole"] == pytest.approx((400 - x + 400 - y + 5 + 2) / (4000 / 60), abs=1e-9)
    assert found[3]["id_ecole"] == "B1" and found[3]["statut"] == "OK"
    assert found[3]["distance_acces_m"] == pytest.approx(400 - x)
    assert found[8]["statut"] == "SANS_GEOMETRIE" and found[8]["minutes_ecole"] is None
    assert found[10]["statut"] == "TROP_LOIN_DU_RESEAU" and found[10]["distance_acces_m"] is None
    assert "4 km/h" in found[0]["mode_calcul"]


def test_numbers_for_a_model_and_the_long_table():
    result = run(OUTPUT_LONG="memory:", FAMILY_FIELD="famille", ORIGIN_ID_FIELD="code", FACILITY_ID_FIELD="id_equip")
    assert result["COUNT_ORIGINS"] == 12 and result["COUNT_REACHED"] == 10
    assert result["COUNT_NOT_ATTACHED"] == 2 and result["COUNT_UNREACHED"] == 0
    long = result["OUTPUT_LONG"]
    assert long.fields().names() == ["origine_id", "famille", "minutes", "equipement_id", "statut", "effet_bord"]
    found, wide = rows(long), rows(result["OUTPUT"])
    assert len(found) == 36
    assert [r["origine_id"] for r in found[:3]] == ["01001"] * 3
    assert [r["famille"] for r in found[:3]] == ["École", "Pharmacie", "non_renseigne"]
    for i, row in enumerate(wide):
        for k, slug in enumerate(("ecole", "pharmacie", "non_renseigne")):
            assert found[3 * i + k]["minutes"] == row["minutes_" + slug]
            assert found[3 * i + k]["equipement_id"] == row["id_" + slug]


def test_without_families_there_is_one_called_tous():
    found = rows(run()["OUTPUT"])
    assert found[3]["id_tous"] is not None and found[3]["minutes_tous"] is not None


def test_two_points_of_one_street_are_joined_along_it():
    found = rows(
        run(ORIGINS=points("POINT(20 3)"), FACILITIES=points("POINT(80 4)"), ACCESS_SPEED=0, WALKING_SPEED=6)["OUTPUT"]
    )
    assert found[0]["minutes_tous"] == pytest.approx(0.6)


def test_cars_go_round_a_one_way_street_and_walkers_do_not():
    square = lines(
        ("LINESTRING(0 0,100 0)", 60, "direct"), ("LINESTRING(100 0,100 100)", 60, "double"),
        ("LINESTRING(100 100,0 100)", 60, "double"), ("LINESTRING(0 100,0 0)", 60, "double"),
    )  # fmt: skip
    given = {
        "NETWORK": square, "NETWORK_PROFILE": 3, "SPEED_FIELD": "v", "DIRECTION_FIELD": "sens",
        "VALUE_FORWARD": "direct", "VALUE_BOTH": "double", "ORIGINS": points("POINT(60 0)"),
        "FACILITIES": points("POINT(20 0)"),
    }  # fmt: skip
    assert rows(run(MODE=1, **given)["OUTPUT"])[0]["minutes_tous"] == pytest.approx(0.36)
    assert rows(run(MODE=0, **given)["OUTPUT"])[0]["minutes_tous"] == pytest.approx(0.6)
    obeying = rows(run(MODE=0, ONE_WAY_ON_FOOT=True, **given)["OUTPUT"])[0]
    assert obeying["minutes_tous"] == pytest.approx(5.4)


def test_cutoff_and_islets_have_their_status():
    found = rows(run(CUTOFF=3.0)["OUTPUT"])
    assert {r["statut"] for r in found} >= {"OK", "AU_DELA_DU_SEUIL"}
    assert all(r["minutes_tous"] is None or r["minutes_tous"] <= 3 for r in found)
    islet = rows(run(ORIGINS=points("POINT(3050 3005)", "POINT(0 100)"))["OUTPUT"])
    assert [r["statut"] for r in islet] == ["SANS_LIAISON", "OK"]
    # attached to the largest part instead, the islet is too far
    assert rows(run(ORIGINS=points("POINT(3050 3005)"), SNAP_TO=1)["OUTPUT"])[0]["statut"] == "TROP_LOIN_DU_RESEAU"


def test_border_effect():
    network = lines(
        ("LINESTRING(0 0,100 0)", 5, ""), ("LINESTRING(100 0,2000 0)", 5, ""), ("LINESTRING(100 0,100 100)", 5, ""),
        ("LINESTRING(100 100,0 100)", 5, ""), ("LINESTRING(0 100,0 0)", 5, ""),
    )  # fmt: skip
    origins = points("POINT(1900 0)", "POINT(200 0)")
    found = rows(run(NETWORK=network, ORIGINS=origins, FACILITIES=points("POINT(100 0)"))["OUTPUT"])
    assert [r["effet_bord"] for r in found] == ["OUI", "NON"]


def test_cells_stand_by_their_centroid_and_multi_z_points_are_points():
    cells = rows(run(ORIGINS=tiny.cells())["OUTPUT"])
    assert len(cells) == 16 and cells[0]["statut"] == "OK"
    by_point = rows(run(ORIGINS=points("MULTIPOINT Z((120 135 4))", kind="MultiPointZ"))["OUTPUT"])
    assert by_point[0]["minutes_tous"] == pytest.approx(cells[0]["minutes_tous"])


def test_any_coordinate_systems_together():
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject

    change = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:2154"), QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance()
    )
    moved = {}
    for name, layer in (("ORIGINS", tiny.points()), ("FACILITIES", tiny.facilities()), ("NETWORK", tiny.streets())):
        kind = "LineString" if name == "NETWORK" else "Point"
        degrees = QgsVectorLayer(kind + "?crs=EPSG:4326", name, "memory")
        degrees.dataProvider().addAttributes(layer.fields().toList())
        degrees.updateFields()
        for feature in layer.getFeatures():
            geometry = feature.geometry()
            if not geometry.isNull():
                geometry.transform(change)
            copy = QgsFeature(degrees.fields())
            copy.setGeometry(geometry)
            copy.setAttributes(feature.attributes())
            degrees.dataProvider().addFeatures([copy])
        moved[name] = degrees
    expected, found = rows(run()["OUTPUT"]), rows(run(**moved)["OUTPUT"])
    for a, b in zip(expected, found):
        assert a["statut"] == b["statut"]
        assert a["minutes_tous"] == pytest.approx(b["minutes_tous"], abs=1e-4) if a["minutes_tous"] else True


def test_result_fed_in_again_and_fields_called_fid():
    first = run(FAMILY_FIELD="famille")["OUTPUT"]
    again = run(ORIGINS=first, FAMILY_FIELD="famille")["OUTPUT"]
    names = again.fields().names()
    assert "minutes_ecole" in names and "minutes_ecole_2" in names and len(names) == len(set(names))
    assert [r["minutes_ecole"] for r in rows(again)] == [r["minutes_ecole_2"] for r in rows(again)]


@pytest.mark.parametrize("kind, values", [("int", [5, 5, 1]), ("text", ["b", "b", None]), ("double", [2.5, 0.0, 2.5])])
def test_a_field_called_fid_neither_drops_nor_reorders_rows(tmp_path, kind, values):
    origins = points("POINT(0 0)", "POINT(200 0)", "POINT(400 0)", fields=[("fid", kind), ("n", "int")],
                     values=[[v, i] for i, v in enumerate(values)])  # fmt: skip
    path = run(ORIGINS=origins, OUTPUT=str(tmp_path / "o.gpkg"))["OUTPUT"]
    layer = QgsVectorLayer(path)
    assert [r["n"] for r in rows(layer)] == [0, 1, 2] and "fid_source" in layer.fields().names()


def test_selected_features_only():
    network = tiny.streets()
    network.selectByExpression("\"highway\" = 'tertiary'")
    given = QgsProcessingFeatureSourceDefinition(network.id(), True)
    from qgis.core import QgsProject

    QgsProject.instance().addMapLayer(network)
    try:
        found = rows(run(NETWORK=given, ORIGINS=points("POINT(10 5)", "POINT(10 402)"))["OUTPUT"])
    finally:
        QgsProject.instance().removeMapLayer(network.id())
    assert [r["statut"] for r in found] == ["TROP_LOIN_DU_RESEAU", "OK"]


def test_the_journal_says_how_it_was_made(tmp_path):
    path = tmp_path / "journal.json"
    run(OUTPUT_JOURNAL=str(path))
    assert json.loads(path.read_text(encoding="utf-8"))


# bad input ----------------------------------------------------------------------------------------


def test_points_50_km_from_any_street(feedback):
    origins, facilities = points("POINT(50000 0)", "POINT(0 0)"), points("POINT(0 -50000)", "POINT(1 1)")
    result = run(feedback, ORIGINS=origins, FACILITIES=facilities)
    assert [r["statut"] for r in rows(result["OUTPUT"])] == ["TROP_LOIN_DU_RESEAU", "OK"]
    assert any("1" in warning for warning in feedback.warnings)


def test_every_facility_too_far_leaves_every_row():
    found = rows(run(FACILITIES=points("POINT(0 -50000)"))["OUTPUT"])
    assert len(found) == 12 and {r["minutes_tous"] for r in found} == {None}
    assert {r["statut"] for r in found} == {"SANS_LIAISON", "SANS_GEOMETRIE", "TROP_LOIN_DU_RESEAU"}


def test_zero_length_lines_zero_speeds_and_unknown_directions_are_counted(feedback):
    network = lines(
        ("LINESTRING(0 0,100 0)", 50, "x"), ("LINESTRING(100 0,100 0)", 50, ""), ("LINESTRING(100 0,200 0)", 0, ""),
        ("LINESTRING(0 0,0 90)", None, "y"), (None, 50, ""), ("LINESTRING(0 0,-90 0)", -5, ""),
    )  # fmt: skip
    result = run(
        feedback, NETWORK=network, MODE=1, SPEED_FIELD="v", DIRECTION_FIELD="sens", VALUE_FORWARD="z",
        ORIGINS=points("POINT(10 0)"), FACILITIES=points("POINT(70 0)"),
    )  # fmt: skip
    assert rows(result["OUTPUT"])[0]["minutes_tous"] == pytest.approx(0.072)
    said = "\n".join(feedback.warnings)
    assert len(feedback.warnings) >= 4 and "x (1)" in said and "3" in said


def test_no_usable_speed_says_what_to_do():
    assert refused(NETWORK=lines(("LINESTRING(0 0,100 0)", 0, "")), MODE=1, SPEED_FIELD="v")


@pytest.mark.parametrize("name", ["ORIGINS", "FACILITIES", "NETWORK"])
def test_empty_layers_are_refused(name):
    kind = "LineString" if name == "NETWORK" else "Point"
    assert refused(**{name: QgsVectorLayer(kind + "?crs=EPSG:2154", "vide", "memory")})


@pytest.mark.parametrize("name", ["ORIGINS", "FACILITIES", "NETWORK"])
def test_layers_without_coordinate_system_are_refused(name):
    from qgis.core import QgsCoordinateReferenceSystem

    layer = tiny.streets() if name == "NETWORK" else tiny.facilities()
    layer.setCrs(QgsCoordinateReferenceSystem())
    assert refused(**{name: layer})


def test_the_wrong_geometry_is_refused():
    assert refused(NETWORK=tiny.points())


def test_no_facility_with_a_geometry():
    assert refused(FACILITIES=points(None, None))


@pytest.mark.parametrize(
    "parameters",
    [
        {"CUTOFF": -1}, {"CUTOFF": 0}, {"WALKING_SPEED": 0}, {"FAMILY_FIELD": "nulle_part"},
        {"NETWORK_FILTER": '"highway" ='}, {"TIME_EXPRESSION": '"nulle_part"'}, {"DIRECTION_FIELD": "oneway"},
        {"NETWORK_FILTER": "\"highway\" = 'rien'"}, {"ORIGIN_ID_FIELD": "nulle_part"},
    ],
)  # fmt: skip
def test_parameters_that_mean_nothing_are_refused(parameters):
    assert refused(**parameters)


def test_an_output_that_cannot_be_written():
    assert refused(OUTPUT="/nowhere/at/all/o.gpkg")


def test_blank_numbers_mean_the_default_of_the_mode():
    blank = rows(run(MAX_SNAP=None, ACCESS_SPEED=None, WALKING_SPEED=None, TOLERANCE=None, CUTOFF=None)["OUTPUT"])
    assert [r["minutes_tous"] for r in blank] == [r["minutes_tous"] for r in rows(run()["OUTPUT"])]


def test_coordinates_that_are_no_numbers():
    layer = points("POINT(0 0)")
    feature = QgsFeature(layer.fields())
    from qgis.core import QgsPointXY

    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(float("nan"), float("inf"))))
    feature.setAttributes(["nan"])
    layer.dataProvider().addFeatures([feature])
    assert [r["statut"] for r in rows(run(ORIGINS=layer)["OUTPUT"])][0] == "OK"
    assert [r["statut"] for r in rows(run(ORIGINS=layer)["OUTPUT"])][1] in ("GEOMETRIE_INVALIDE", "SANS_GEOMETRIE")


@pytest.mark.parametrize("after", [0, 10, 40, 60, 85])
def test_cancel_at_any_moment(after):
    feedback = QgsProcessingFeedback(False)
    if after == 0:
        feedback.cancel()
    feedback.progressChanged.connect(lambda progress: feedback.cancel() if progress >= after else None)
    with pytest.raises(QgsProcessingException):
        run(feedback, context=QgsProcessingContext())
