"""From a spreadsheet of the sample to its review: what `georeferenceaddresses` writes is what the panel reads."""

from __future__ import annotations

import time

import pytest
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.address_index import build
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsVectorLayer
from review_world import opened, press, totals, values

pytestmark = pytest.mark.usefixtures("only_our_layers", "cohesion_provider")


@pytest.fixture(scope="module")
def index(tmp_path_factory, sample_folder):
    path = tmp_path_factory.mktemp("index") / "adresses.sqlite"
    build([sample_folder / "adresses_ban.csv"], path)
    return path


@pytest.fixture
def located(sample_folder, index, tmp_path):
    """The sample's applications, located: a GeoPackage."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    results = processing.run(
        "cohesion:georeferenceaddresses",
        {
            "INPUT": str(sample_folder / "demandes.xlsx"),
            "QPV": "{}|layername=qpv_2024".format(sample_folder / "exemple.gpkg"),
            "ADDRESS_INDEX": str(index),
            "OUTPUT": str(tmp_path / "r.gpkg"),
        },
        context=context,
        feedback=QgsProcessingFeedback(False),
    )
    layer = QgsVectorLayer(str(results["OUTPUT"]), "demandes", "ogr")
    assert layer.isValid()
    return layer


def test_a_located_spreadsheet_is_reviewed(dock, located, index, sample_folder):
    from qgis.PyQt.QtCore import Qt

    reference_data.put("address_index", str(index))
    reference_data.put("qpv_2024", "{}|layername=qpv_2024".format(sample_folder / "exemple.gpkg"))
    desk = opened(dock, located)
    counts = [int(t) for t in totals(dock, "initial")[:3]]
    assert sum(counts) == located.featureCount() and dock.model.rowCount() > 0
    offered, slowest = 0, 0.0
    for row in range(dock.model.rowCount()):
        began = time.perf_counter()
        desk.select(dock.model.key_at(row))
        slowest = max(slowest, time.perf_counter() - began)
        offered += len(desk.current.candidates)
        assert desk.current.row.label, "the address as it was asked is shown"
    print("{} rows, {} candidates, slowest {:.0f} ms".format(dock.model.rowCount(), offered, 1000 * slowest))
    assert offered > 0
    # the index answers as it did: the address held is among those offered
    held = [k for k in (dock.model.key_at(r) for r in range(dock.model.rowCount())) if _held(desk, k)]
    assert held
    desk.select(held[0])
    number = next(n for n, c in enumerate(desk.current.candidates) if desk.is_held(c))
    before = values(located, held[0], "adresse_retenue", "longitude", "latitude")
    press(dock, getattr(Qt.Key, "Key_{}".format(number + 1)))
    after = values(located, held[0], "adresse_retenue", "longitude", "latitude")
    assert after[0] == before[0] and after[1:] == pytest.approx(before[1:], abs=1e-5)
    assert values(located, held[0], "decision_motif").startswith("Adresse choisie")


def _held(desk, key):
    desk.select(key)
    return any(desk.is_held(c) for c in desk.current.candidates)
