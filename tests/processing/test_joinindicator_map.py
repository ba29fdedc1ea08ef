"""The map and the history that `joinindicator` writes are those of the first field asked for, its unit, its years."""

from __future__ import annotations

import hashlib

import pytest
from cohesion_territoires.processing_provider.observatory.joinindicator import JoinIndicator
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer
from qpv_world import layer_of

pytestmark = pytest.mark.usefixtures("qgis_processing")


def test_of_several_fields_the_first_makes_the_map(tmp_path):
    """Codes that lost their zero on both sides; a table that has a class of its own."""
    source, path = tmp_path / "table.csv", str(tmp_path / "o.gpkg")
    source.write_text("codgeo;classe;b\n1001;7;1\n01002;s;2\n01004;9;3\n", encoding="utf-8")
    areas = layer_of("Polygon", ["code:string"], [
        ("Polygon(({0} 0,{1} 0,{1} 9,{0} 0))".format(10 * n, 10 * n + 9), (code,))
        for n, code in enumerate(("1001", "01002", "01004"))
    ])  # fmt: skip
    results = processing.run(
        JoinIndicator().create(),
        {"BOUNDARIES": areas, "INPUT": str(source), "OUTPUT": path, "VALUE_FIELDS": ["classe", "b"], "UNIT": "‰",
         "DATA_GEOGRAPHY": "2019", "BOUNDARY_GEOGRAPHY": "2024", "LEVEL": 0, "CLASSES": 2, "TITLE": "Taux"},
        context=QgsProcessingContext(), feedback=QgsProcessingFeedback(False),
    )  # fmt: skip
    assert results["COUNT_REPAIRED_CODES"] == 2
    made = QgsVectorLayer(path, "o", "ogr")
    rules = [(rule.label(), rule.filterExpression()) for rule in made.renderer().rootRule().children()]
    hidden = "\"classe_2\" IS NULL AND coalesce(\"statut\", '') = 'secret'"
    assert rules == [
        ("Taux (‰)", "FALSE"), ("7 to 9", '"classe_2" = 2'), ("7 to 7", '"classe_2" = 1'),
        ("Statistical secrecy", hidden),
        ("No data", "\"classe_2\" IS NULL AND NOT (coalesce(\"statut\", '') = 'secret')"),
    ]  # fmt: skip
    history = "\n".join(made.metadata().history())
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    for words in ("table.csv (SHA-256 {})".format(digest), ": 2019", ": 2024", ": classe, b"):
        assert words in history, history
