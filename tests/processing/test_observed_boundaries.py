"""`observatorylayer` and its boundaries: those of the territory, those nobody gives, broken ones, a disk that fills."""
from __future__ import annotations

import json

import pytest
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.catalogue import Catalogue
from observed_cache import keep_contours, keep_values, run, squares, three
from qgis.core import QgsProcessingException, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("qgis_processing")


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


@pytest.mark.parametrize(
    ("territory", "kept"), [("DEP-93", ["9301"]), ("DEP-971", ["97101"]), ("", ["0101", "9301", "97101"])]
)
def test_cantons_are_those_of_the_territory(cache, territory, kept):
    keep_contours(cache, "9301", "0101", "97101", level="can", year="")
    rows, _results, _layer = run(cache, ENTRY="contours:can", TERRITORY=territory, OUTPUT_REPORT=None)
    assert sorted(row["code"] for row in rows) == kept


def test_the_territories_of_greater_paris_do_not_cover_its_group(cache):
    """The Géoplateforme has them in one layer."""
    found = Observations.of(["200054781", "240100883"], [3.0, 4.0], ["2021"] * 2, "epci", "2025", ["publie"] * 2)
    keep_values(cache, found, level="epci")
    keep_contours(cache, "200054781", "200057867", "240100883", level="epci")
    rows, results, _layer = run(cache, LEVEL=1)
    assert [row["code"] for row in rows] == ["200054781", "240100883"] and results["COUNT_WITHOUT_DATA"] == 0


def test_a_level_without_a_service_of_boundaries_says_where_they_are(cache):
    keep_values(cache, Observations.of(["0051"], [3.0], ["2021"], "ze", "2025", ["publie"]), level="ze")
    with pytest.raises(QgsProcessingException, match="Boundaries") as told:
        run(cache, LEVEL=8)
    assert Catalogue.shipped().entry("contours:ze").page in str(told.value)
    layer = QgsVectorLayer(json.dumps(squares("0051")), "ze", "ogr")
    rows, _results, _layer = run(cache, LEVEL=8, BOUNDARIES=layer)
    assert [(row["code"], row["valeur"]) for row in rows] == [("0051", 3.0)]


def test_polygons_that_cannot_be_used_are_counted(cache, feedback):
    keep_values(cache, three())
    content = squares("01001", "01002", "01009")
    content["features"][1]["geometry"] = None
    with cache.reserve("contours:com", "com", "FRA", "2025") as place:
        (place.folder / "c.geojson").write_text(json.dumps(content), encoding="utf-8")
        place.commit(place.folder / "c.geojson", {"title": "Contours", "form": "geojson"})
    for number in (1, 2):
        # the first time, and from what was made ready
        rows, _results, _layer = run(cache, feedback)
        assert [row["code"] for row in rows] == ["01001", "01009"]
        assert sum("without a usable polygon" in text for text in feedback.warnings) == number
    layer = QgsVectorLayer(json.dumps(content), "c", "ogr")
    run(cache, feedback, BOUNDARIES=layer)
    assert sum("without a usable polygon" in text for text in feedback.warnings) == 3


def test_a_disk_that_fills_while_boundaries_are_made_ready_keeps_no_half_of_them(cache):
    resource = pytest.importorskip("resource")
    keep_values(cache, three())
    keep_contours(cache, *("01{:03}".format(n) for n in range(1, 400)))
    before, limits = run(cache)[0], resource.getrlimit(resource.RLIMIT_FSIZE)
    for record in cache.records():
        if record.entry.endswith(".pret"):
            cache.remove(record)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, limits[1]))
        rows = run(cache)[0]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    # made ready for that run alone
    assert rows == before and not any(record.entry.endswith(".pret") for record in cache.records())


def test_roads_keep_their_own_columns_alone(cache):
    """Their speed, 50, is no code of a département, nor the street's name that of a territory."""
    content = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"vitesse": "{}".format(speed), "nom_voie": "Rue"},
         "geometry": {"type": "LineString", "coordinates": [[5, 46], [6, 47]]}}
        for speed in (30, 50, 80)
    ]}  # fmt: skip
    with cache.reserve("ogc:bdtopo.troncons", "", "FRA", "") as place:
        path = place.folder / "routes.geojson"
        path.write_text(json.dumps(content), encoding="utf-8")
        place.commit(path, {"title": "Routes", "form": "geojson"})
    rows, _results, _layer = run(cache, ENTRY="ogc:bdtopo.troncons", OUTPUT_REPORT=None)
    assert [(row["vitesse"], row["nom_voie"]) for row in rows] == [("30", "Rue"), ("50", "Rue"), ("80", "Rue")]
    assert not {"code", "nom"} & set(rows[0])


def test_a_level_that_the_catalogue_does_not_know_of_an_entry_is_told(cache, feedback):
    with pytest.raises(QgsProcessingException):
        run(cache, feedback, LEVEL=8)
    assert len(feedback.warnings) == 1 and "Employment areas" in feedback.warnings[0]
    assert "Communes" in feedback.warnings[0]
