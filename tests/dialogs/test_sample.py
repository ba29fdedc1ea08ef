"""Opening the built-in sample."""
from __future__ import annotations

import pytest
from cohesion_territoires.dialogs import sample
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsSingleSymbolRenderer


@pytest.fixture(autouse=True)
def empty_project():
    QgsProject.instance().clear()
    yield
    QgsProject.instance().clear()


def test_sample_is_grouped_styled_and_in_order(qgis_iface):
    root = sample.open_sample(qgis_iface)
    project = QgsProject.instance()
    expected = [entry for _title, entries in sample.contents() for entry in entries]
    nodes = root.findLayers()
    assert [node.layer().name() for node in nodes] == [title for _name, title, _visible in expected]
    assert len(root.children()) == 5
    assert project.crs().authid() == "EPSG:2154"
    assert project.fileName() == ""
    for node, (name, _title, visible) in zip(nodes, expected):
        layer = node.layer()
        assert layer.isValid() and layer.featureCount() > 0
        assert node.itemVisibilityChecked() == visible
        assert layer.readOnly()
        if name == "communes":
            assert isinstance(layer.renderer(), QgsSingleSymbolRenderer) and layer.labelsEnabled()
    assert qgis_iface.mapCanvas().extent().intersects(project.mapLayersByName("QPV 2024")[0].extent())


def test_layers_come_to_a_project_that_has_their_system(qgis_iface):
    """Emptied, a project keeps its system, and a window of QGIS asks how to go from that of the layers to it."""
    project, seen = QgsProject.instance(), []
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))

    def note(_layer):
        seen.append(project.crs().authid())

    project.layerWasAdded.connect(note)
    try:
        sample.open_sample(qgis_iface)
    finally:
        project.layerWasAdded.disconnect(note)
    assert len(seen) > 10 and set(seen) == {"EPSG:2154"}


def test_codes_stay_text(qgis_iface):
    sample.open_sample(qgis_iface)
    for layer in QgsProject.instance().mapLayers().values():
        for field in layer.fields():
            if "insee" in field.name().lower() or field.name().startswith("code_"):
                assert field.typeName().lower() in ("string", "text"), (layer.name(), field.name())


def test_opened_twice_it_replaces_itself(qgis_iface):
    sample.open_sample(qgis_iface)
    count = len(QgsProject.instance().mapLayers())
    sample.open_sample(qgis_iface)
    assert len(QgsProject.instance().mapLayers()) == count
    assert len(QgsProject.instance().layerTreeRoot().children()) == 1


def test_a_message_tells_what_to_try(qgis_iface):
    sample.open_sample(qgis_iface)
    said = str(qgis_iface.messageBar().messages)
    assert "The sample is open. Try “" in said


def test_a_missing_sample_is_said(qgis_iface, tmp_path, monkeypatch):
    monkeypatch.setattr(sample, "SAMPLE", tmp_path)
    assert sample.open_sample(qgis_iface) is None
    assert not QgsProject.instance().mapLayers()
