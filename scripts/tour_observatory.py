"""The dock of the observatories in a real window (see `scripts/tour.py`): opened cold, searched with real keys."""
import json
import os
import time
from pathlib import Path

from qgis.core import QgsNetworkAccessManager, QgsNetworkRequestParameters
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDockWidget
from qgis.utils import plugins

OUT = Path(os.environ["OUT"])


def visit(picture, window):
    """Find an indicator by keyboard alone, read its card; write what came out to observatory.json."""
    from cohesion_territoires.domain.indicators.levels import Territory

    asked = []
    created = QgsNetworkAccessManager.instance().requestAboutToBeCreated[QgsNetworkRequestParameters]
    created.connect(lambda request: asked.append(request.request().url().toString()))
    for other in window.findChildren(QDockWidget):
        other.setVisible(other.objectName() == "Layers")
    yield 300
    start = time.perf_counter()
    plugins["cohesion_territoires"].show_observatories()
    QApplication.processEvents()
    facts = {"milliseconds": round(1000 * (time.perf_counter() - start))}
    dock = window.findChild(QDockWidget, "CohesionObservatory")
    window.resizeDocks([window.findChild(QDockWidget, "Layers"), dock], [260, 360], Qt.Orientation.Horizontal)
    yield 2500
    page = dock.search_page
    facts["entries"], facts["listed"] = len(dock.loaded.catalogue.entries), dock.model.rowCount()
    facts["focus"] = window.focusWidget() is page.search
    page.territory.choose(Territory("dep", "93"))
    QTest.keyClicks(page.search, "pauvrete")
    yield 800
    facts["found"] = [dock.model.data(dock.model.index(at)) for at in range(min(3, dock.model.rowCount()))]
    facts["territory"] = page.territory.text()
    picture(window, "observatoires")
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    yield 500
    facts["card"] = page.card.toPlainText()
    dock.setFloating(True)
    dock.resize(320, 780)
    dock.move(window.mapToGlobal(QPoint(500, 60)))
    yield 800
    picture(dock, "observatoires_fiche")
    QTest.keyClick(page.card, Qt.Key.Key_Escape)
    page.search.clear()
    page.scope.setCurrentIndex(3)
    page.more.setChecked(True)
    yield 800
    picture(dock, "observatoires_collection")
    page.more.setChecked(False)
    dock.show_page(dock.department_page)
    yield 500
    picture(dock, "observatoires_departement")
    facts["prepared"] = dock.department_page.model.rowCount()
    facts["width"] = dock.width()
    facts["asked"] = asked
    dock.setFloating(False)
    dock.close()
    yield 300
    (OUT / "observatory.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
