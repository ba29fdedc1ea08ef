"""Coverage fed with what people really have: the official CSV, odd codes, broken rows, every format."""
from __future__ import annotations

import csv

import pytest
from cohesion_territoires.processing_provider.coverage.servicecoverage import ServiceCoverage
from coverage_road import SITES, X0, Y0, cells, expected_minutes, layer, road, rows, run, sites, square, zones
from qgis import processing
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
)

pytestmark = pytest.mark.usefixtures("qgis_processing")


def test_official_csv_is_read_as_it_is(tmp_path):
    from qgis.core import QgsCoordinateTransform, QgsPointXY

    change = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:2154"), QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance()
    )
    path = tmp_path / "liste-fs.csv"
    with open(path, "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(["id_fs", "lib_fs", "latitude", "longitude", "type_fs", "format_fs"])
        for x, name, form, kind in ((1200, "7", "Fixe", "Principal"), (10000, "8", "Fixe", "Antenne")):
            point = change.transform(QgsPointXY(X0 + x, Y0))
            writer.writerow([name, "France services", point.y(), point.x(), kind, form])
        writer.writerow(["10", "sans position", "", "", "Principal", "Fixe"])
        writer.writerow(["11", "zéro", "0", "0", "Principal", "Fixe"])
    found = rows(run(SITES=str(path))["OUTPUT_CELLS"])
    for k, row in enumerate(found):
        assert row["minutes_avec_antennes"] == pytest.approx(expected_minutes(k, [1.2, 10]), abs=2e-3)
    assert {row["site_avec_antennes"] for row in found} == {"7", "8"}


def test_unknown_formats_are_reported_never_guessed(feedback):
    odd = sites(SITES + [("Point(5500 0)", ["12", "Péniche", "Principal"]), ("Point(6500 0)", ["13", "", "Principal"])])
    found = rows(run(feedback, SITES=odd)["OUTPUT_CELLS"])
    assert found[5]["minutes_avec_base_bus"] == pytest.approx(4.3)
    assert "Péniche" in feedback.text() and "2 " in feedback.text()


def test_sites_of_elsewhere_and_sites_astray_are_told_apart(feedback):
    network = road(("LineString(0 0, 0 9000)", [9.0]))
    far = [("Point(400000 0)", ["20", "Fixe", "Principal"]), ("Point(9000 8000)", ["21", "Fixe", "Principal"])]
    run(feedback, SITES=sites(SITES + far), NETWORK=network)
    assert any("21" in text and "20" not in text for text in feedback.warnings)
    assert any("1 " in text and "5" in text for text in feedback.infos)


def test_a_list_without_kinds_counts_as_fixed_with_a_warning(feedback):
    plain = sites([("Point(1200 0)", ["un"])], ["id:string"])
    results = run(feedback, SITES=plain)
    assert results["SHARE_FIXE"] == results["SHARE_BUS"] == 30
    assert feedback.warnings


def test_codes_read_as_numbers_stay_text():
    fields = ["id_fs:double", "format_fs:string", "type_fs:string"]
    numbers = sites([("Point(1200 0)", [7, "Fixe", "Principal"])], fields)
    results = run(SITES=numbers, ZONES=zones("code:integer", (1001, 1002)))
    assert rows(results["OUTPUT_CELLS"])[0]["site_fixe"] == "7"
    assert rows(results["OUTPUT_SUMMARY"])[0]["zone"] == "1001"


def test_any_crs_gives_the_same_minutes():
    def moved(source, crs):
        return processing.run(
            "native:reprojectlayer",
            {"INPUT": source, "TARGET_CRS": QgsCoordinateReferenceSystem(crs), "OUTPUT": "memory:"},
        )["OUTPUT"]

    found = rows(
        run(
            SITES=moved(sites(), "EPSG:4326"),
            POPULATION=moved(cells(), "EPSG:3035"),
            ZONES=moved(zones(), "EPSG:3857"),
        )["OUTPUT_CELLS"]
    )
    for k, row in enumerate(found):
        assert row["minutes_fixe"] == pytest.approx(expected_minutes(k, [1.2]), abs=0.01)


def test_points_of_population_and_multi_z_geometries():
    points = layer(
        "MultiPointZ", ["ind:double"], [("MultiPointZ(({} 100 5))".format(500 + 1000 * k), [100.0]) for k in range(20)]
    )
    results = run(POPULATION=points, SCENARIO=0)
    assert [row["minutes_fixe"] for row in rows(results["OUTPUT_CELLS"])] == pytest.approx(
        [expected_minutes(k, [1.2]) for k in range(20)], abs=1e-3
    )
    (sector,) = results["OUTPUT_GAPS"].getFeatures()
    assert sector.geometry().area() == pytest.approx(11e6, rel=1e-3)


def test_people_written_badly_are_counted_and_said(feedback):
    population = layer(
        "Polygon",
        ["pop:string"],
        [(square(0), ["100,5"]), (square(1000), ["abc"]), (square(2000), [NULL]), (square(3000), ["-9999"])],
    )
    results = run(feedback, POPULATION=population)
    assert results["POPULATION_TOTAL"] == 100.5
    assert len(rows(results["OUTPUT_CELLS"])) == 4
    assert any("3" in text for text in feedback.warnings)


def test_invalid_zones_are_repaired():
    bow_tie = layer(
        "Polygon",
        ["code:string"],
        [
            ("Polygon((0 -2000,10000 2000,10000 -2000,0 2000,0 -2000))", ["01001"]),
            (None, ["01002"]),
        ],
    )
    found = rows(run(ZONES=bow_tie)["OUTPUT_ZONES"])
    assert [row["code"] for row in found] == ["01001", "01002"]
    assert found[0]["population"] > 0 and found[1]["population"] == 0


def test_a_result_fed_in_again_keeps_its_rows_and_adds_new_names():
    first = run(ZONES=zones())
    again = run(ZONES=first["OUTPUT_ZONES"], POPULATION=first["OUTPUT_CELLS"])
    names = again["OUTPUT_ZONES"].fields().names()
    assert "pop_fixe_5" in names and "pop_fixe_5_2" in names and len(names) == len(set(names))
    assert [row["population_2"] for row in rows(again["OUTPUT_ZONES"])] == [1000, 800]


def test_fid_fields_of_the_population_survive(tmp_path):
    population = layer("Polygon", ["fid:integer", "ind:double"], [(square(1000 * k), [7, 100.0]) for k in range(20)])
    path = tmp_path / "carreaux.gpkg"
    run(POPULATION=population, OUTPUT_CELLS=str(path))
    found = rows(str(path))
    assert len(found) == 20 and {row["fid_source"] for row in found} == {7}
    assert found[0]["minutes_fixe"] == pytest.approx(0.7)


@pytest.mark.parametrize("form", ["gpkg", "shp", "geojson", "csv", "xlsx"])
def test_outputs_in_every_format(tmp_path, form):
    paths = {name: str(tmp_path / "{}.{}".format(name.lower(), form)) for name in ("OUTPUT_ZONES", "OUTPUT_CELLS")}
    run(ZONES=zones(), THRESHOLDS="2;7,5", **paths)
    found = rows(paths["OUTPUT_ZONES"])
    names = list(found[0])
    assert len(found) == 2 and len(names) == len(set(names))
    if form == "shp":
        assert max(len(name) for name in names) <= 10
    else:
        assert "part_avec_antennes_7_5_pct" in names
    assert len(rows(paths["OUTPUT_CELLS"])) == 20


def test_selected_cells_only():
    population = cells()
    population.selectByExpression("\"code\" IN ('c0', 'c1')")
    QgsProject.instance().addMapLayer(population)
    try:
        results = run(POPULATION=QgsProcessingFeatureSourceDefinition(population.id(), True))
    finally:
        QgsProject.instance().removeMapLayer(population.id())
    assert results["POPULATION_TOTAL"] == 200


@pytest.mark.parametrize(
    "change",
    [
        lambda: {"THRESHOLDS": ""},
        lambda: {"THRESHOLDS": "20;10"},
        lambda: {"THRESHOLDS": "0;10"},
        lambda: {"POPULATION": cells(count=0)},
        lambda: {"POPULATION": layer("Polygon", ["code:string"], [(square(0), ["a"])])},
        lambda: {"POPULATION": layer("Polygon", ["ind:double"], [(square(0), [0.0])])},
        lambda: {"POPULATION": layer("LineString", ["ind:double"], [("LineString(0 0,1 1)", [1.0])])},
        lambda: {"SITES": sites([])},
        lambda: {"SITES": layer("NoGeometry", ["id_fs:string"], [(None, ["1"])])},
        lambda: {"SITES": sites([(None, ["1", "Fixe", "Principal"])])},
        lambda: {"SITES": sites([("Point(0 0)", ["1", "Péniche", "Radeau"])]), "FORMAT_FIELD": "format_fs"},
        lambda: {"NETWORK": road().materialize(QgsFeatureRequest().setLimit(0))},
        lambda: {"ZONES": layer("Polygon", ["code:string"], [(None, ["a"])])},
        lambda: {"STUDY_AREA": layer("Polygon", ["x:int"], [(square(90000), [1])])},
        lambda: {"OUTPUT_ZONES": "/proc/nowhere/zones.gpkg"},
        lambda: {"SITES": sites([("Point(90000 0)", ["1", "Fixe", "Principal"])])},
    ],
)
def test_bad_input_is_one_sentence(change):
    with pytest.raises(QgsProcessingException) as caught:
        run(**change())
    assert "Traceback" not in str(caught.value) and len(str(caught.value)) > 20


@pytest.mark.parametrize("name", ["SITES", "POPULATION", "NETWORK", "ZONES", "STUDY_AREA", "BUS_STOPS"])
def test_layer_without_crs_is_named(name):
    made = {
        "SITES": sites,
        "POPULATION": cells,
        "NETWORK": road,
        "ZONES": zones,
        "STUDY_AREA": zones,
        "BUS_STOPS": sites,
    }[name]()
    made.setCrs(QgsCoordinateReferenceSystem())
    algorithm = ServiceCoverage().create()
    with pytest.raises(QgsProcessingException, match=algorithm.parameterDefinition(name).description()[:8]):
        run(**{name: made})


def test_cancel_stops_at_once():
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback()
    feedback.cancel()
    with pytest.raises(QgsProcessingException):
        run(feedback)
