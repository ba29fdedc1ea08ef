"""Run inside a QGIS window (see `scripts/window`): decide on rows, close QGIS, open the project again elsewhere.

REOPEN=decide makes a project in $OUT, reviews it with real keys, saves and leaves; REOPEN=resume opens that project and
writes what the panel lists to reopen.json.
"""
import json
import os
import sys
from pathlib import Path

from qgis.core import QgsProject, QgsSettings, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface, plugins

OUT = Path(os.environ["OUT"])
sys.path.insert(0, str(Path(os.environ["ROOT"]) / "scripts"))
from walking import reviewed, walk  # noqa: E402

PROJECT = str(OUT / "revue.qgz")
window = iface.mainWindow()


def panel():
    """Show the review panel; return it."""
    plugins["cohesion_territoires"].show_review()
    return window.findChild(QDockWidget, "CohesionReview")


def told(dock):
    """Return what the panel shows."""
    model = dock.model
    return {
        "layer": dock.desk.session.layer.name(),
        "listed": [model.data(model.index(row, 1)) for row in range(model.rowCount())],
        "initial": [cell.text() for cell in dock.panel.totals["initial"]],
        "now": [cell.text() for cell in dock.panel.totals["now"]],
    }


def decide():
    """Locate the sample's people, keep the result and the perimeters in files, and decide on three rows."""
    import tour_stops

    plugins["cohesion_territoires"].open_sample()
    yield 1500
    name, algorithm, parameters, below = next(tour_stops.runs())
    project = QgsProject.instance()
    made = [project.mapLayer(i) for i in tour_stops.run(name, algorithm, parameters, below, [])]
    options = QgsVectorFileWriter.SaveVectorOptions()
    for layer, file in ((next(v for v in made if v.fields().lookupField("motif") >= 0), "resultat"),
                        (tour_stops.sample("qpv_2024"), "qpv")):  # fmt: skip
        path = str(OUT / (file + ".gpkg"))
        QgsVectorFileWriter.writeAsVectorFormatV2(layer, path, project.transformContext(), options)
    project.clear()
    for file in ("qpv", "resultat"):
        project.addMapLayer(QgsVectorLayer(str(OUT / (file + ".gpkg")), file, "ogr"))
    yield 1000
    dock = panel()
    yield reviewed(dock)
    facts = {"before": told(dock)}
    for key in (Qt.Key.Key_E, Qt.Key.Key_H, Qt.Key.Key_R):
        QTest.keyClick(dock.panel.table, key)
        yield 300
    facts["after"] = told(dock)
    QTest.mouseClick(dock.panel.save, Qt.MouseButton.LeftButton)
    yield 500
    layer = dock.desk.session.layer
    facts["unsaved"] = layer.isModified()
    layer.commitChanges()
    project.write(PROJECT)
    (OUT / "decided.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def resume():
    """Open the project as a user does, and the panel."""
    iface.addProject(PROJECT)
    yield 2000
    dock = panel()
    yield reviewed(dock)
    facts = told(dock)
    dock.panel.state.setCurrentIndex(1)
    facts["decided"] = told(dock)["listed"]
    facts["said"] = dock.panel.decided_text.text()
    facts["drawn"] = dock.desk.drawing.count
    (OUT / "reopen.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def leave():
    """Leave with the panel open, as a user does."""
    # for QGIS, what lies in the folder of tests is temporary, and it would ask what becomes of it
    QgsSettings().setValue("askToSaveMemoryLayers", False, QgsSettings.Section.App)
    QgsProject.instance().setDirty(False)
    QTimer.singleShot(0, iface.actionExit().trigger)


journey = {"decide": decide, "resume": resume}[os.environ["REOPEN"]]()
QTimer.singleShot(2000, lambda: walk(journey, leave))
