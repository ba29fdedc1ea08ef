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


ADDRESSES = "cohesion:Adresses, verdicts et synthèse par QPV"


def test_the_model_of_addresses_runs_on_the_sample_s_spreadsheet(qgis_processing, provider, sample_folder, tmp_path):
    from cohesion_territoires.sources.address_index import build

    index = str(tmp_path / "ban.sqlite")
    build([sample_folder / "adresses_ban.csv"], index)
    model = QgsApplication.processingRegistry().createAlgorithmById(ADDRESSES)
    names = {d.description(): d.name() for d in model.parameterDefinitions() if d.isDestination()}
    assert set(names) == {"Adresses avec leur verdict", "Synthèse par quartier", "Lignes à regarder"}
    parameters = {
        "adresses": str(sample_folder / "demandes.xlsx"),
        "index": index,
        "qpv": "{}|layername=qpv_2024".format(sample_folder / "exemple.gpkg"),
        "liste": str(sample_folder / "liste_qp_2024.csv"),
        "montants": ["Aide (€)"],
        **{name: str(tmp_path / "{}.gpkg".format(number)) for number, name in enumerate(names.values())},
    }
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    assert model.checkParameterValues(parameters, context)[0]
    results, good = model.run(parameters, context, QgsProcessingFeedback())
    assert good
    rows, summary, left = (QgsVectorLayer(results[names[title]], title, "ogr") for title in names)
    by_title = {layer.name(): layer for layer in (rows, summary, left)}
    rows, left = by_title["Adresses avec leur verdict"], by_title["Lignes à regarder"]
    verdicts = [f["verdict"] for f in rows.getFeatures()]
    assert len(verdicts) == 60
    assert left.featureCount() == sum(v not in ("EN_QPV", "HORS_QPV") for v in verdicts)
    whole = next(f for f in by_title["Synthèse par quartier"].getFeatures() if f["niveau"] == "ensemble")
    assert whole["nb_lignes"] == 60
    assert whole["nb_en_qpv"] == verdicts.count("EN_QPV")
