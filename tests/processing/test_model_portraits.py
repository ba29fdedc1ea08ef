"""The model of the portraits of an EPCI's communes: indicator, join, a page a commune."""

from __future__ import annotations

import re

import pytest
import tiny
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("cohesion_provider")
MODEL = "cohesion:Portraits des communes d’un EPCI"


def test_it_writes_a_page_for_each_commune(tmp_path):
    from cohesion_territoires.sources import territories

    known = territories.shipped()
    group = known.parents("01001")["epci"]
    communes = known.communes(territories.Territory("epci", group))
    layers = [tiny.areas(), tiny.figures()]
    QgsProject.instance().addMapLayers(layers, False)
    try:
        model = QgsApplication.processingRegistry().createAlgorithmById(MODEL)
        assert all(d.isDestination() or d.help() for d in model.parameterDefinitions())
        assert {c.algorithmId().partition(":")[2] for c in model.childAlgorithms().values()} == {
            "observatorylayer", "joinindicator", "territoryportrait",
        }  # fmt: skip
        names = {d.description(): d.name() for d in model.parameterDefinitions() if d.isDestination()}
        parameters = {
            "epci": "EPCI-" + group, "contours": layers[0].id(), "table": layers[1].id(), "champs": ["nb_lits"],
            "indicateur": "odt:filosofi.med_disp", "cache": tiny.observatory_cache(),
            names["Indicateur sur les contours"]: str(tmp_path / "couche.gpkg"),
            names["Table sur les contours"]: str(tmp_path / "jointure.gpkg"),
            names["Chiffres des portraits"]: str(tmp_path / "chiffres.gpkg"),
            names["Pages des communes"]: str(tmp_path / "pages"),
        }  # fmt: skip
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(QgsProject.instance())
        good, why = model.checkParameterValues(parameters, context)
        assert good, why
        results, good = model.run(parameters, context, feedback)
        assert good, feedback.textLog()
    finally:
        QgsProject.instance().removeMapLayers([layer.id() for layer in layers])
    pages = sorted(path.stem[:5] for path in (tmp_path / "pages").glob("*_*.html"))
    assert pages == communes
    table = QgsVectorLayer(results[names["Chiffres des portraits"]], "chiffres", "ogr")
    rows = {(f["code"], f["indicateur"]): f for f in table.getFeatures()}
    # the indicator of the catalogue, and the user's own
    own = next(f for (code, title), f in rows.items() if code == "01001" and "revenu" in title.lower() and f["valeur"])
    assert own["valeur"] == 12.5 and own["evolution"] == 3.5 and own["evolution_depuis"] == "2020"
    assert rows["01001", "nb_lits"]["valeur"] == 10.0
    page = next((tmp_path / "pages").glob("01001_*.html")).read_text(encoding="utf-8")
    assert "nb_lits" in page and re.search(r"12,5.*€", page)
