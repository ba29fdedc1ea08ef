"""The review panel in a real window (see `scripts/tour.py`): rows of the sample checked with real keys."""
import json
import os
import tempfile
from pathlib import Path

import tour_stops
from qgis.core import QgsNetworkAccessManager, QgsNetworkRequestParameters, QgsProject
from qgis.PyQt.QtCore import QPoint, Qt, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface, plugins
from walking import drawn, reviewed

OUT = Path(os.environ["OUT"])


def index_of_the_sample(folder):
    """Make the address index of the sample's BAN file; return its path."""
    from cohesion_territoires.dialogs.sample import SAMPLE
    from cohesion_territoires.sources.address_index import build

    path = Path(folder) / "adresses.sqlite"
    build([SAMPLE / "adresses_ban.csv"], path)
    return path


def visit(picture, window):
    """Check a few rows by keyboard alone; write what came out to review.json; yield milliseconds to wait."""
    from cohesion_territoires.processing_provider import reference_data

    asked = []
    created = QgsNetworkAccessManager.instance().requestAboutToBeCreated[QgsNetworkRequestParameters]
    created.connect(lambda request: asked.append(request.request().url().toString()))
    with tempfile.TemporaryDirectory() as folder:
        reference_data.put("address_index", str(index_of_the_sample(folder)))
        name, algorithm, parameters, below = next(tour_stops.runs())
        results = tour_stops.run(name, algorithm, parameters, below, [])
        yield 1500
        layer = next(
            v for v in (QgsProject.instance().mapLayer(i) for i in results) if v.fields().lookupField("motif") >= 0
        )
        iface.messageBar().clearWidgets()
        for other in window.findChildren(QDockWidget):
            other.setVisible(other.objectName() == "Layers")
        plugins["cohesion_territoires"].show_review()
        dock = window.findChild(QDockWidget, "CohesionReview")
        window.resizeDocks([dock], [360], Qt.Orientation.Horizontal)
        dock.review(layer)
        yield reviewed(dock)
        yield drawn(iface.mapCanvas())
        facts = {"listed": dock.model.rowCount(), "focus": window.focusWidget() is dock.panel.table}
        window.resizeDocks([window.findChild(QDockWidget, "Layers"), dock], [260, 360], Qt.Orientation.Horizontal)
        yield drawn(iface.mapCanvas())
        picture(window, "verification")
        facts["before"] = [cell.text() for cell in dock.panel.totals["now"]]
        for key in (Qt.Key.Key_E, Qt.Key.Key_H, Qt.Key.Key_R, Qt.Key.Key_H):
            QTest.keyClick(dock.panel.table, key)
            yield 400
        facts["after"] = [cell.text() for cell in dock.panel.totals["now"]]
        facts["message"] = dock.panel.message.text()
        QTest.keyClick(dock.panel.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        yield 400
        facts["undone"] = [cell.text() for cell in dock.panel.totals["now"]]
        # the first row with more than one candidate
        for row in range(dock.model.rowCount()):
            dock.desk.select(dock.model.key_at(row))
            if len(dock.desk.current.candidates) > 2:
                break
        facts["candidates"] = len(dock.desk.current.candidates)
        yield drawn(iface.mapCanvas())
        picture(window, "verification_candidates")
        dock.desk.select(dock.model.key_at(1))  # nobody has decided on it: no name is in the picture
        QTest.keyClick(dock.panel.table, Qt.Key.Key_P)
        for _step in range(3):
            QTest.keyClick(iface.mapCanvas(), Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        yield drawn(iface.mapCanvas())
        picture(window, "verification_placer")
        QTest.keyClick(iface.mapCanvas(), Qt.Key.Key_Return)
        yield 1500
        facts["placed"] = dock.panel.reason_text.text()
        facts["asked"] = list(asked)
        # had somebody been asked, it would have been heard
        reply = QgsNetworkAccessManager.instance().get(QNetworkRequest(QUrl("http://127.0.0.1:9/")))
        facts["heard"] = asked[len(facts["asked"]) :]
        reply.abort()
        facts["fields"] = layer.fields().names()
        dock.setFloating(True)
        dock.resize(320, 780)
        dock.move(window.mapToGlobal(QPoint(500, 60)))
        yield 800
        picture(dock, "verification_320")
        facts["width"] = dock.width()
        dock.setFloating(False)
        facts["saved"] = dock.decisions.save()
        plugins["cohesion_territoires"].show_review()
        dock.close()
        reference_data.put("address_index", None)
        yield 400
        (OUT / "review.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
