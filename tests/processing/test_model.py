"""The shipped model: loaded once the provider is registered, and running."""
from __future__ import annotations

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProject,
    QgsVectorLayer,
)

MODEL = "cohesion:QPV et services proches de chaque point"


@pytest.fixture
def provider():
    from cohesion_territoires.plugin import CohesionPlugin

    registry = QgsApplication.processingRegistry()
    if registry.providerById("cohesion") is not None:
        registry.removeProvider("cohesion")
    plugin = CohesionPlugin(None)
    plugin.initProcessing()
    yield plugin.provider
    plugin.unload()


def test_model_has_its_destinations(provider):
    model = QgsApplication.processingRegistry().algorithmById(MODEL)
    assert isinstance(model, QgsProcessingModelAlgorithm)
    destinations = {d.description() for d in model.parameterDefinitions() if d.isDestination()}
    assert destinations == {"Synthèse par quartier", "Points avec verdicts et minutes", "Bandes d’accessibilité"}
    asked = [d.name() for d in model.parameterDefinitions() if not d.isDestination()]
    assert asked == ["points", "qpv", "liste", "equipements", "famille", "voirie", "vitesse", "seuils"]
    assert len(model.childAlgorithms()) == 3
    assert {c.algorithmId().split(":")[0] for c in model.childAlgorithms().values()} == {"cohesion"}
    for definition in model.parameterDefinitions():
        assert definition.isDestination() or definition.help()
    assert "quartier prioritaire" in model.shortHelpString()


def test_model_runs_on_the_sample(provider, sample_folder, tmp_path):
    package = "{}|layername=".format(sample_folder / "exemple.gpkg")
    points = (sample_folder / "beneficiaires.csv").as_uri()
    points = "delimitedtext://" + points + "?delimiter={}&xField=longitude&yField=latitude&crs=EPSG:4326&detectTypes=no"
    header = (sample_folder / "beneficiaires.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    model = QgsApplication.processingRegistry().createAlgorithmById(MODEL)
    names = {d.description(): d.name() for d in model.parameterDefinitions() if d.isDestination()}
    parameters = {
        "points": points.format(";" if ";" in header else ","),
        "qpv": package + "qpv_2024",
        "liste": str(sample_folder / "liste_qp_2024.csv"),
        "equipements": package + "equipements",
        "famille": "famille",
        "voirie": package + "voirie_osm",
        "seuils": "5;10",
    }
    for title, name in names.items():
        parameters[name] = str(tmp_path / (title.split()[0] + ".gpkg"))
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    results, good = model.run(parameters, context, feedback)
    assert good, feedback.textLog()

    layer = QgsVectorLayer(results[names["Points avec verdicts et minutes"]], "points", "ogr")
    fields = {field.name() for field in layer.fields()}
    assert layer.featureCount() == 200
    assert {"verdict", "code_qp", "distance_m", "statut"} <= fields
    assert len([name for name in fields if name.startswith("minutes_")]) == 9
    assert {feature["verdict"] for feature in layer.getFeatures()} >= {"EN_QPV", "HORS_QPV", "A_VERIFIER"}
    bands = QgsVectorLayer(results[names["Bandes d’accessibilité"]], "bands", "ogr")
    assert bands.featureCount() == 2
    assert QgsVectorLayer(results[names["Synthèse par quartier"]], "summary", "ogr").featureCount() > 0
