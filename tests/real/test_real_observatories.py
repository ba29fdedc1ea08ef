"""The barometer of 2018 and nine indicators of the Observatoire des territoires, joined and classed."""
from __future__ import annotations

import csv
from collections import Counter

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from memory import memory_layer  # noqa: E402
from qgis import processing  # noqa: E402
from qgis.core import NULL, QgsCoordinateReferenceSystem, QgsProcessingFeedback, QgsVectorLayer  # noqa: E402

pytestmark = pytest.mark.usefixtures("cohesion_provider")
VALUES = 31_747


@pytest.fixture(scope="module")
def groups(shared_data):
    """The 1,264 EPCI of 2018; the file does not say its system."""
    layer = QgsVectorLayer(str(shared_data / "barometre_2018" / "epci2018_wgs84_utf8.topojson"), "epci 2018", "ogr")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    return layer


def test_the_barometer_of_2018_is_accounted_for(shared_data, groups):
    table = str(shared_data / "barometre_2018" / "carte_4_6.csv")
    feedback = QgsProcessingFeedback(False)
    done = processing.run(
        "cohesion:joinindicator",
        {"BOUNDARIES": groups, "INPUT": table, "VALUE_FIELDS": ["value1"], "DATA_GEOGRAPHY": "2017",
         "BOUNDARY_GEOGRAPHY": "2018", "OUTPUT": "memory:", "OUTPUT_REPORT": "memory:"},
        feedback=feedback,
    )  # fmt: skip
    counts = [done[name] for name in ("COUNT_JOINED", "COUNT_WITHOUT_DATA", "COUNT_WITHOUT_POLYGON")]
    assert counts == [1262, 2, 5]
    with open(table, encoding="utf-8-sig", newline="") as stream:
        told = {row["codgeo"]: float(row["value1"]) for row in csv.DictReader(stream)}
    rows = list(done["OUTPUT"].getFeatures())
    assert len(rows) == 1264
    for row in rows:
        assert row["value1"] == told.get(row["codgeo"], NULL)
    cases = Counter(row["cas"] for row in done["OUTPUT_REPORT"].getFeatures())
    assert cases == {"polygone_sans_donnee": 2, "code_sans_polygone": 5}
    assert all("2017" in row["motif"] and "2018" in row["motif"] for row in done["OUTPUT_REPORT"].getFeatures())
    assert "Codes joined: 1262; polygons without data: 2; codes without polygon: 5" in feedback.textLog()


def test_every_indicator_of_the_barometer_finds_its_polygons(shared_data):
    folder = shared_data / "barometre_2018"
    layers = {"epci": "epci2018", "dep": "dep", "ze": "ze"}
    known = {}
    for level, name in layers.items():
        layer = QgsVectorLayer(str(folder / "{}_wgs84_utf8.topojson".format(name)), name, "ogr")
        layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
        known[level] = layer
    for path in sorted(folder.glob("carte_*.csv")):
        with open(path, encoding="utf-8-sig", newline="") as stream:
            codes = [row["codgeo"] for row in csv.DictReader(stream)]
        level = {9: "epci", 4: "ze"}.get(len(codes[0]), "dep")
        given = {"BOUNDARIES": known[level], "INPUT": str(path), "VALUE_FIELDS": ["value1"], "OUTPUT": "memory:"}
        done = processing.run("cohesion:joinindicator", given)
        own = {row["codgeo"] for row in known[level].getFeatures()}
        assert done["COUNT_JOINED"] == len(set(codes) & own) > 90, path.name
        assert done["COUNT_WITHOUT_POLYGON"] == len(set(codes) - own), path.name
        assert done["COUNT_WITHOUT_DATA"] == len(own - set(codes)), path.name


def test_thirty_thousand_communes_are_classed_by_the_optimum(shared_data):
    with open(shared_data / "kitscarto" / "datacom.csv", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    told = ["" if row["ID_9"] == "NA" else row["ID_9"].replace(",", ".") for row in rows]
    side = 200
    squares = (
        "POLYGON(({0} {1}, {2} {1}, {2} {3}, {0} {1}))".format(n % side, n // side, n % side + 1, n // side + 1)
        for n in range(len(rows))
    )
    layer = memory_layer(
        "Polygon", ["code:string", "revenu:double"],
        [(shape, [row["CODGEO"], float(value) if value else None]) for shape, row, value in zip(squares, rows, told)],
    )  # fmt: skip
    given = {"INPUT": layer, "FIELD": "revenu", "CLASSES": 7, "OUTPUT": "memory:", "OUTPUT_CLASSES": "memory:"}
    done = processing.run("cohesion:classifyindicator", given)
    assert (done["COUNT_VALUES"], done["COUNT_ABSENT"], done["COUNT_CLASSES"]) == (VALUES, len(rows) - VALUES, 7)
    values = np.array([float(value) for value in told if value])
    classes = np.array([row["classe"] for row in done["OUTPUT"].getFeatures() if row["classe"] != NULL])
    # the least squares there can be: beaten by no move of one limit by one distinct value
    ordered = np.sort(values)
    best = _squares(ordered, [int((classes <= k).sum()) for k in range(1, 7)])
    for place in range(6):
        for step in (-1, 1):
            cuts = [int((classes <= k).sum()) for k in range(1, 7)]
            edge = ordered[cuts[place] - (step < 0)]
            cuts[place] = int(np.searchsorted(ordered, edge, "left" if step < 0 else "right"))
            assert _squares(ordered, cuts) >= best - 1e-6 * best
    assert sum(row["effectif"] for row in done["OUTPUT_CLASSES"].getFeatures()) == len(rows)


def _squares(ordered, cuts):
    """Return the squares inside classes cut at some places."""
    return sum(float(((part - part.mean()) ** 2).sum()) for part in np.split(ordered, cuts) if len(part))
