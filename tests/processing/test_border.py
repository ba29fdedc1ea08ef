"""What the user says of the edge of the network, in both algorithms that tell the border effect."""
from __future__ import annotations

import json

import coverage_road as road
import pytest

pytest.importorskip("qgis.core")

from qgis import processing  # noqa: E402
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer  # noqa: E402

pytestmark = pytest.mark.usefixtures("cohesion_provider")

# 20 km of road, a minute a kilometre; the site at 1.2 km. Beyond the middle of the way between the site and the end
# in the east, 10.6 km, the end is nearer; the end in the west is nearer than the site for the cell at 0.5 km only.
WEST_COAST = "Polygon((-5000 -3000,20000 -3000,20000 3000,-5000 3000,-5000 -3000))"
FIXED = {"SCENARIO": 0}


def areas(*shapes, crs="EPSG:2154"):
    made = road.layer("Polygon", ["n:integer"], [(wkt, [i]) for i, wkt in enumerate(shapes)], name="emprise")
    if crs != "EPSG:2154":
        made = processing.run(
            "native:reprojectlayer", {"INPUT": made, "TARGET_CRS": crs, "OUTPUT": "memory:emprise"}
        )["OUTPUT"]
    return made


def warned(feedback):
    """Our own warnings; QGIS 3.44 adds that a memory layer keeps no aliases."""
    return [text for text in feedback.warnings if "scratch layers" not in text]


def flagged(feedback=None, **more):
    results = road.run(feedback, **FIXED, **more)
    return [k for k, row in enumerate(road.rows(results["OUTPUT_CELLS"])) if row["effet_bord"] == "OUI"]


EAST = list(range(11, 20))


def test_without_a_word_the_network_is_cut_at_its_ends(feedback):
    assert flagged(feedback) == [0, *EAST]
    assert any("10" in text and "20" in text and "advanced" in text for text in feedback.infos)


def test_an_island(feedback):
    results = road.run(feedback, **FIXED, BORDER_EFFECT=1)
    assert {row["effet_bord"] for row in road.rows(results["OUTPUT_CELLS"])} == {"NON"}
    assert road.rows(results["OUTPUT_ZONES"])[0]["pop_effet_bord_fixe"] == 0
    assert {row["pop_effet_bord"] for row in road.rows(results["OUTPUT_SUMMARY"])} == {0}
    said = results["OUTPUT_CELLS"].metadata().history()
    assert any("réseau déclaré entier" in text for text in said)
    assert not any("advanced" in text for text in feedback.infos)


@pytest.mark.parametrize("crs", ["EPSG:2154", "EPSG:4326", "EPSG:3035"])
def test_half_a_coast(feedback, crs):
    results = road.run(feedback, **FIXED, NETWORK_EXTENT=areas(WEST_COAST, crs=crs))
    found = [k for k, row in enumerate(road.rows(results["OUTPUT_CELLS"])) if row["effet_bord"] == "OUI"]
    assert found == EAST
    assert warned(feedback) == []
    said = results["OUTPUT_CELLS"].metadata().history()
    assert any("réseau déclaré complet dans « emprise »" in text for text in said)


def test_communes_that_touch_are_one_area_and_slits_between_them_no_edge():
    west = "Polygon((-5000 -3000,8000 -3000,8000 3000,-5000 3000,-5000 -3000))"
    slit = "Polygon((8004 -3000,20000 -3000,20000 3000,8004 3000,8004 -3000))"
    gap = "Polygon((8600 -3000,20000 -3000,20000 3000,8600 3000,8600 -3000))"
    assert flagged(NETWORK_EXTENT=areas(west, slit)) == EAST
    # a true gap is unknown land: from 4.6 km on, 8 km are nearer than the site
    assert flagged(NETWORK_EXTENT=areas(west, gap)) == list(range(5, 20))


def test_an_invalid_polygon_is_repaired_and_counted(feedback):
    crossed = "Polygon((-5000 -3000,20000 -3000,20000 3000,-5000 3000,-6000 3500,-5500 2500,-5000 3500,-5000 -3000))"
    assert flagged(feedback, NETWORK_EXTENT=areas(crossed)) == EAST
    assert len(warned(feedback)) == 1 and "1" in warned(feedback)[0]


def test_an_area_beyond_the_data_is_warned_of(feedback, tmp_path):
    wide = "Polygon((-5000 -3000,40000 -3000,40000 3000,-5000 3000,-5000 -3000))"
    journal = tmp_path / "journal.json"
    assert flagged(feedback, NETWORK_EXTENT=areas(wide), OUTPUT_JOURNAL=str(journal)) == []
    assert len(warned(feedback)) == 1 and "island" in warned(feedback)[0]
    assert "island" in json.dumps(json.loads(journal.read_text(encoding="utf-8")))


def test_cells_nearer_to_the_edge_than_to_their_street_are_not_firm():
    """The road lies 100 m south of the cells' centres: an area that ends 50 m north of them could hide a street."""
    narrow = "Polygon((-5000 -3000,20000 -3000,20000 150,-5000 150,-5000 -3000))"
    assert flagged(NETWORK_EXTENT=areas(narrow)) == list(range(20))


@pytest.mark.parametrize(
    "more",
    [
        {"NETWORK_EXTENT": "elsewhere"},
        {"NETWORK_EXTENT": "empty"},
        {"NETWORK_EXTENT": "lines"},
        {"NETWORK_EXTENT": "no crs"},
        {"NETWORK_EXTENT": "null"},
        {"NETWORK_EXTENT": "here", "BORDER_EFFECT": 1},
    ],
    ids=lambda more: more["NETWORK_EXTENT"] + " and island" * ("BORDER_EFFECT" in more),
)
def test_an_area_that_says_nothing_is_refused(more):
    from qgis.core import QgsCoordinateReferenceSystem

    layers = {
        "elsewhere": areas("Polygon((90000 0,91000 0,91000 1000,90000 0))"),
        "empty": QgsVectorLayer("Polygon?crs=EPSG:2154", "vide", "memory"),
        "lines": road.road(),
        "no crs": areas(WEST_COAST),
        "null": road.layer("Polygon", ["n:integer"], [(None, [1])]),
        "here": areas(WEST_COAST),
    }
    layers["no crs"].setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(QgsProcessingException) as caught:
        road.run(**{**more, "NETWORK_EXTENT": layers[more["NETWORK_EXTENT"]]})
    assert len(str(caught.value)) > 30 and "Traceback" not in str(caught.value)


def test_the_nearest_facility_too(tmp_path):
    def run(**more):
        given = {
            "ORIGINS": road.cells(), "FACILITIES": road.sites(road.SITES[:1]), "NETWORK": road.road(), "MODE": 1,
            "NETWORK_PROFILE": 3, "TIME_EXPRESSION": '"minutes"', "OUTPUT": "memory:", "OUTPUT_LONG": "memory:",
        }  # fmt: skip
        return processing.run("cohesion:nearestfacility", {**given, **more}, feedback=QgsProcessingFeedback(False))

    plain, area, island = run(), run(NETWORK_EXTENT=areas(WEST_COAST)), run(BORDER_EFFECT=1)
    assert [r["COUNT_BORDER"] for r in (plain, area, island)] == [10, 9, 0]
    for results in (plain, area, island):
        wide, long = road.rows(results["OUTPUT"]), road.rows(results["OUTPUT_LONG"])
        assert [r["effet_bord"] for r in wide] == [r["effet_bord"] for r in long]
        assert [r["minutes_tous"] for r in wide] == [r["minutes_tous"] for r in road.rows(plain["OUTPUT"])]
    assert "emprise" in road.rows(area["OUTPUT"])[0]["mode_calcul"]
    assert "réseau déclaré entier" in road.rows(island["OUTPUT"])[0]["mode_calcul"]
    # beyond the cutoff nothing is said of the border
    assert run(NETWORK_EXTENT=areas(WEST_COAST), CUTOFF=5)["COUNT_BORDER"] == 5


def test_the_network_check_and_the_bands_do_not_ask():
    from qgis.core import QgsApplication

    registry = QgsApplication.processingRegistry()
    for name in ("checknetwork", "accessibilitybands"):
        assert registry.algorithmById("cohesion:" + name).parameterDefinition("BORDER_EFFECT") is None
