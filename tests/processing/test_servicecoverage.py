"""Coverage on a road of twenty kilometres (`tests/support/coverage_road.py`): figures worked out by hand."""
from __future__ import annotations

import pytest
from cohesion_territoires.processing_provider.coverage.servicecoverage import ServiceCoverage
from coverage_road import PLACES, cells, expected_minutes, layer, road, rows, run, square, zones
from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("qgis_processing")


def test_minutes_of_every_cell():
    found = rows(run()["OUTPUT_CELLS"])
    assert [row["code"] for row in found] == ["c{}".format(k) for k in range(20)]
    for k, row in enumerate(found):
        for scenario, places in PLACES.items():
            assert row["minutes_" + scenario] == pytest.approx(expected_minutes(k, places), abs=1e-3)
        assert row["statut"] == "OK"
        assert row["distance_acces_m"] == pytest.approx(100.0, abs=0.1)
    assert [row["site_fixe"] for row in found] == ["7"] * 20
    assert [row["site_avec_antennes"] for row in found] == ["7"] * 6 + ["8"] * 14
    assert [row["site_avec_base_bus"] for row in found] == ["7"] * 6 + ["8"] * 7 + ["9"] * 7


def test_border_effect_of_every_cell():
    # both ends of the road are where the data stop
    for k, row in enumerate(rows(run(SCENARIO=0)["OUTPUT_CELLS"])):
        border = min(k + 0.5, 20 - (k + 0.5))
        assert row["effet_bord"] == ("OUI" if border < expected_minutes(k, PLACES["fixe"]) else "NON")


def test_numbers_at_the_reference_threshold():
    results = run()
    assert results["POPULATION_TOTAL"] == 2000
    for name, scenario in (("SHARE_FIXE", "fixe"), ("SHARE_ANTENNES", "avec_antennes"), ("SHARE_BUS", "avec_base_bus")):
        within = sum(expected_minutes(k, PLACES[scenario]) <= 5 for k in range(20))
        assert results[name] == 100.0 * within / 20


def test_zones_hold_their_cells_by_the_centre():
    results = run(ZONES=zones())
    west, east = rows(results["OUTPUT_ZONES"])
    assert (west["code"], east["code"]) == ("01001", "01002")
    assert (west["population"], east["population"]) == (1000, 800)
    assert (west["nb_carreaux"], east["nb_carreaux"]) == (10, 8)
    for zone, places in ((west, range(10)), (east, range(10, 18))):
        for scenario, stands in PLACES.items():
            minutes = [expected_minutes(k, stands) for k in places]
            for threshold in (2, 5, 8):
                within = 100.0 * sum(time <= threshold for time in minutes)
                assert zone["pop_{}_{}".format(scenario, threshold)] == within
                assert zone["part_{}_{}_pct".format(scenario, threshold)] == round(100 * within / zone["population"], 2)
            assert zone["minutes_moy_" + scenario] == pytest.approx(sum(minutes) / len(minutes), abs=0.006)
            assert zone["pop_sans_acces_" + scenario] == 0
    limited = [k for k in range(10, 18) if 20 - (k + 0.5) < expected_minutes(k, PLACES["fixe"])]
    assert east["pop_effet_bord_fixe"] == 100 * len(limited)
    assert east["mode"] == "en voiture, trafic fluide"


def test_summary_is_long_and_tells_who_is_outside_zones(feedback):
    table = rows(run(feedback, ZONES=zones())["OUTPUT_SUMMARY"])
    assert [row["zone"] for row in table] == ["01001"] * 9 + ["01002"] * 9 + ["HORS_ZONES"] * 9 + ["ENSEMBLE"] * 9
    assert [row["nom_zone"] for row in table[::9]] == ["Ouest", "Est", None, None]
    by_key = {(row["zone"], row["scenario"], row["seuil_min"]): row for row in table}
    assert by_key["HORS_ZONES", "fixe", 5]["population"] == 200
    assert by_key["ENSEMBLE", "fixe", 5]["population"] == 2000
    assert by_key["ENSEMBLE", "fixe", 5]["pop_couverte"] == 600
    assert by_key["ENSEMBLE", "fixe", 5]["pop_au_dela"] == 1400
    assert "HORS_ZONES" in feedback.text() and "200" in feedback.text()


def test_cells_outside_zones_may_be_attached_by_overlap():
    # the centre of the cell is 100 m off shore
    off_shore = cells((square(3000, y=2100), ["mer", 30.0]))
    west = rows(run(ZONES=zones(), POPULATION=off_shore, MAX_SNAP=5000, ATTACH_OUTSIDE=True)["OUTPUT_ZONES"])[0]
    assert west["population"] == 1030
    west = rows(run(ZONES=zones(), POPULATION=off_shore, MAX_SNAP=5000)["OUTPUT_ZONES"])[0]
    assert west["population"] == 1000


def test_without_zones_there_is_one():
    results = run()
    (whole,) = rows(results["OUTPUT_ZONES"])
    assert whole["zone"] == "ENSEMBLE" and whole["population"] == 2000
    assert {row["zone"] for row in rows(results["OUTPUT_SUMMARY"])} == {"ENSEMBLE"}


def test_sectors_beyond_the_last_threshold():
    found = rows(run(ZONES=zones(), SCENARIO=0)["OUTPUT_GAPS"])
    # from 9.2 km on, one stretch of cells that touch
    (sector,) = found
    assert (sector["scenario"], sector["seuil_min"], sector["secteur"]) == ("fixe", 8, 1)
    assert (sector["population"], sector["nb_carreaux"]) == (1100, 11)
    assert sector["minutes_max"] == pytest.approx(18.3) and sector["zone_principale"] == "01002"
    every = rows(run(THRESHOLDS="1;2")["OUTPUT_GAPS"])
    # with branches, gaps lie on both sides of 10 km; the more populated first
    branches = [row for row in every if row["scenario"] == "avec_antennes"]
    assert [row["nb_carreaux"] for row in branches] == [8, 5]
    assert [row["secteur"] for row in branches] == [1, 2]


def test_sectors_have_the_area_of_their_cells():
    result = run(SCENARIO=0)["OUTPUT_GAPS"]
    (feature,) = result.getFeatures()
    assert feature.geometry().area() == pytest.approx(11e6)
    assert result.crs().authid() == "EPSG:2154"


def test_study_area_limits_who_is_counted():
    area = layer("Polygon", ["x:int"], [("Polygon((0 -2000,5000 -2000,5000 2000,0 2000,0 -2000))", [1])])
    results = run(STUDY_AREA=area, ZONES=zones())
    assert results["POPULATION_TOTAL"] == 500
    found = rows(results["OUTPUT_CELLS"])
    assert len(found) == 20
    assert [row["statut"] for row in found] == ["OK"] * 5 + ["HORS_ETUDE"] * 15
    assert found[6]["minutes_fixe"] is None and found[6]["effet_bord"] is None
    assert [row["population"] for row in rows(results["OUTPUT_ZONES"])] == [500, 0]
    assert rows(results["OUTPUT_ZONES"])[1]["part_fixe_5_pct"] is None


def test_cells_without_access_stay_in_the_denominator(feedback):
    network = road(("LineString(30000 0, 32000 0)", [2.0]))
    population = cells(
        (square(30500), ["ilot", 10.0]),  # on a road that leads nowhere
        (square(70000), ["loin", 20.0]),  # 50 km from any street
        (None, ["perdu", 30.0]),
        ("Polygon EMPTY", ["vide", 40.0]),
    )
    results = run(feedback, NETWORK=network, POPULATION=population)
    found = rows(results["OUTPUT_CELLS"])
    assert [row["statut"] for row in found[20:]] == [
        "SANS_LIAISON",
        "TROP_LOIN_DU_RESEAU",
        "SANS_GEOMETRIE",
        "SANS_GEOMETRIE",
    ]
    assert all(row["minutes_fixe"] is None and row["site_fixe"] is None for row in found[20:])
    assert results["POPULATION_TOTAL"] == 2100
    (whole,) = rows(results["OUTPUT_ZONES"])
    assert whole["pop_sans_acces_fixe"] == 100
    assert results["SHARE_FIXE"] == round(100 * 600 / 2100, 2)
    # and they are in the sectors beyond the threshold, said to be without access
    lost = [row for row in rows(results["OUTPUT_GAPS"]) if row["scenario"] == "fixe" and row["pop_sans_acces"]]
    assert sorted(row["population"] for row in lost) == [10, 20]
    assert all(row["minutes_moyennes"] is None for row in lost)


@pytest.mark.parametrize(
    ("choice", "present", "share"),
    [
        (0, {"fixe"}, "SHARE_FIXE"),
        (1, {"avec_antennes"}, "SHARE_ANTENNES"),
        (2, {"avec_base_bus"}, "SHARE_BUS"),
        (3, set(PLACES), None),
    ],
)
def test_fields_of_scenarios_not_asked_are_absent(choice, present, share):
    results = run(SCENARIO=choice)
    for output, stem in (("OUTPUT_ZONES", "pop_{}_5"), ("OUTPUT_CELLS", "minutes_{}")):
        names = results[output].fields().names()
        assert {key for key in PLACES if stem.format(key) in names} == present
    assert {row["scenario"] for row in rows(results["OUTPUT_SUMMARY"])} == present
    shares = {name for name in ("SHARE_FIXE", "SHARE_ANTENNES", "SHARE_BUS") if results.get(name) is not None}
    assert shares == ({share} if share else {"SHARE_FIXE", "SHARE_ANTENNES", "SHARE_BUS"})


def test_one_way_streets_count_from_the_cell_to_the_site():
    # one-way eastwards: the fixed site cannot be reached from the east of it
    results = run(DEFAULT_DIRECTION=0, SCENARIO=0)
    found = rows(results["OUTPUT_CELLS"])
    assert found[0]["minutes_fixe"] == pytest.approx(0.7) and found[0]["statut"] == "OK"
    assert {row["statut"] for row in found[1:]} == {"SANS_LIAISON"}


def test_bus_stops_replace_the_bases(feedback):
    stops = layer("Point", ["id_fs:string"], [("Point(18000 0)", ["9"]), ("Point(4000 0)", ["9"])])
    found = rows(run(feedback, BUS_STOPS=stops)["OUTPUT_CELLS"])
    for k, row in enumerate(found):
        assert row["minutes_avec_base_bus"] == pytest.approx(expected_minutes(k, [1.2, 4, 10, 18]), abs=1e-3)
        assert row["minutes_avec_antennes"] == pytest.approx(expected_minutes(k, [1.2, 10]), abs=1e-3)
    # a bus without stop keeps its base
    other = layer("Point", ["id_fs:string"], [("Point(18000 0)", ["77"])])
    found = rows(run(BUS_STOPS=other)["OUTPUT_CELLS"])
    assert found[15]["minutes_avec_base_bus"] == pytest.approx(0.5)


def test_no_output_asked_still_gives_numbers():
    results = run(OUTPUT_ZONES=None, OUTPUT_CELLS=None, OUTPUT_GAPS=None, OUTPUT_SUMMARY=None)
    assert results["SHARE_FIXE"] == 30
    assert not [key for key in results if key.startswith("OUTPUT")]


def test_results_open_styled(tmp_path):
    paths = {
        name: str(tmp_path / (name.lower() + ".gpkg")) for name in ("OUTPUT_ZONES", "OUTPUT_CELLS", "OUTPUT_GAPS")
    }
    run(ZONES=zones(), **paths)
    types = {}
    for name, path in paths.items():
        back = QgsVectorLayer(path, name, "ogr")
        types[name] = back.renderer().type()
    assert types == {
        "OUTPUT_ZONES": "graduatedSymbol",
        "OUTPUT_CELLS": "RuleRenderer",
        "OUTPUT_GAPS": "categorizedSymbol",
    }
    back = QgsVectorLayer(paths["OUTPUT_ZONES"], "zones", "ogr")
    assert back.renderer().classAttribute() == '"part_avec_antennes_5_pct"'
    gaps = QgsVectorLayer(paths["OUTPUT_GAPS"], "secteurs", "ogr")
    shown = [category.renderState() for category in gaps.renderer().categories()]
    assert shown == [False, True, False]


def test_results_say_how_they_were_made():
    results = run(ZONES=zones())
    for name in ("OUTPUT_ZONES", "OUTPUT_CELLS", "OUTPUT_GAPS", "OUTPUT_SUMMARY"):
        metadata = results[name].metadata()
        told = " ".join(metadata.history())
        assert "Seuils : 2, 5, 8 min" in told and "trafic fluide" in told
        assert "ANCT" in " ".join(metadata.rights())
        assert "dénominateur" in metadata.abstract()


def test_help_and_icon_are_ours():
    algorithm = ServiceCoverage().create()
    assert "secteurs à plus de 30 min" in algorithm.shortHelpString().replace("\u00a0", " ")
    assert algorithm.svgIconPath().endswith("servicecoverage.svg")
    for definition in algorithm.parameterDefinitions():
        assert definition.description()


def test_worked_example_of_the_help_page(sample_folder):
    package = str(sample_folder / "exemple.gpkg") + "|layername="
    results = run(
        SITES=str(sample_folder / "france_services.csv"),
        POPULATION=package + "carreaux_200m",
        NETWORK=package + "voirie_bdtopo",
        NETWORK_PROFILE=0,
        TIME_EXPRESSION=None,
        ZONES=package + "communes",
        THRESHOLDS="2;4;6",
        REFERENCE_THRESHOLD=4,
    )
    page = ServiceCoverage().create().shortHelpString().replace("\u00a0", " ")
    for name in ("SHARE_FIXE", "SHARE_ANTENNES", "SHARE_BUS"):
        assert "<b>{:.0f} %</b>".format(results[name]) in page, (name, results[name])
