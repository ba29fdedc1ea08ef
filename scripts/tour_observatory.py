"""The dock of the observatories in a real window (see `scripts/tour.py`): opened cold, searched with real keys."""
import csv
import json
import os
import tempfile
import time
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsNetworkAccessManager,
    QgsNetworkRequestParameters,
    QgsProject,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QPainter, QPixmap
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QLabel
from qgis.utils import iface, plugins
from walking import drawn

OUT = Path(os.environ["OUT"])


ENTRY = "essai:pauvrete"


def fill_cache(folder):
    """Keep the sample's made-up communes and their indicator as if a service had given them."""
    from cohesion_territoires.dialogs.observatory import memory
    from cohesion_territoires.dialogs.sample import SAMPLE
    from cohesion_territoires.domain.indicators.observations import MISSING, PUBLISHED, SECRET, Observations
    from cohesion_territoires.sources import observation_file
    from cohesion_territoires.sources.cache import Cache

    entry = {
        "id": ENTRY, "source": "melodi", "title": "Taux de pauvreté (communes fictives)", "levels": ["com"],
        "years": ["2015", "2018", "2021"], "unit": "%", "measure": "rate", "licence": "lov2", "geography": "2025",
        "producer": "Exemple", "observatory": "Exemple", "request": {"dataset": "DS_EXEMPLE"},
    }  # fmt: skip
    (folder / "exemple.json").write_text(json.dumps({"entries": [entry]}), encoding="utf-8")
    QgsSettings().setValue(memory.CATALOGUE_KEY, str(folder))
    with open(SAMPLE / "indicateurs.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    texts = [row["taux_pauvrete"].replace(",", ".") for row in rows]
    numbers = [float(text) if text.replace(".", "").isdigit() else None for text in texts]
    states = [PUBLISHED if v is not None else SECRET if t == "s" else MISSING for v, t in zip(numbers, texts)]
    years = [row["annee"] for row in rows]
    observed = Observations.of([row["code"] for row in rows], numbers, years, "com", "2025", states)
    communes = QgsVectorLayer("{}|layername=communes".format(SAMPLE / "exemple.gpkg"), "communes", "ogr")
    target = QgsCoordinateReferenceSystem("EPSG:4326")
    to_degrees = QgsCoordinateTransform(communes.crs(), target, QgsProject.instance())
    code = next(name for name in communes.fields().names() if "insee" in name or name == "code")
    name = next(name for name in communes.fields().names() if name.startswith("nom"))
    features = []
    for feature in communes.getFeatures():
        shape = feature.geometry()
        shape.transform(to_degrees)
        properties = {"code": feature[code], "nom": feature[name]}
        features.append({"type": "Feature", "properties": properties, "geometry": json.loads(shape.asJson(6))})
    facts = {"title": "Exemple", "geography": "2025", "licence": "lov2", "producer": "Exemple", "form": "geojson"}
    cache = Cache(memory.cache_folder())
    with cache.reserve(ENTRY, "com", "FRA", "*") as place:
        observation_file.write(place.folder / "values.gpkg", observed, facts)
        place.commit(place.folder / "values.gpkg", facts)
    with cache.reserve("contours:com", "com", "FRA", "2025") as place:
        path = place.folder / "contours.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        place.commit(path, facts)


LAYER = {
    "id": "ogc:ddt_de_valombre.ecoles", "source": "ogc", "kind": "layer", "title": "Écoles",
    "observatory": "DDT de Valombre",
    "request": {"type": "wfs", "address": "https://sig.ddt.example/wfs", "layer": "ecoles"},
}  # fmt: skip


def server(picture, dock):
    """Show side by side the catalogue's menu, the form that adds a server, and what its list would bring."""
    from cohesion_territoires.dialogs.observatory import memory

    page = dock.search_page
    dock.show_page(page)
    page.scope.setCurrentIndex(0)
    page.territory.clear()
    page.territory.editingFinished.emit()
    menu = page.catalogue.menu()
    menu.popup(page.catalogue.mapToGlobal(QPoint(0, page.catalogue.height())))
    yield 500
    seen = [menu.grab()]
    menu.close()
    next(action for action in menu.actions() if action.objectName() == "observatoryAddServer").trigger()
    yield 500
    form = page.catalogue.form
    form.fields["SERVICE_URL"].setText(LAYER["request"]["address"])
    form.fields["NAME"].setText(LAYER["observatory"])
    yield 300
    seen.append(form.grab())
    form.reject()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "serveur.json").write_text(json.dumps({"entries": [LAYER]}), encoding="utf-8")
        QgsSettings().setValue(memory.CATALOGUE_KEY, folder)
        # as once the server has answered
        dock._catalogue_refreshed({"COUNT_ENTRIES": 1, "COUNT_NEW": 1})
        yield lambda: read(dock)
        page.search.setText("valombre")
        dock.resize(380, 620)
        yield 800
        seen.append(dock.grab())
        QgsSettings().remove(memory.CATALOGUE_KEY)
    picture(beside(seen), "resultat_refreshcatalogue")
    page.search.clear()
    dock.read()
    yield lambda: read(dock)


def beside(seen, gap=20):
    """Return a widget that shows pictures: the last at the right of the others, which stand one below the other."""
    *left, right = seen
    wide = max(one.width() for one in left)
    high = max(sum(one.height() + gap for one in left) - gap, right.height())
    whole = QPixmap(wide + right.width() + 3 * gap, high + 2 * gap)
    whole.fill(Qt.GlobalColor.white)
    painter, top = QPainter(whole), gap
    for one in left:
        painter.drawPixmap(gap, top, one)
        top += one.height() + gap
    painter.drawPixmap(wide + 2 * gap, gap, right)
    painter.end()
    shown = QLabel()
    shown.setPixmap(whole)
    return shown


def read(dock):
    """Tell whether the dock has read what ships and what is kept."""
    return dock.loaded.territories is not None and not dock.aside.running


def searched(dock):
    """Tell whether the dock has searched for what was typed."""
    return not dock.search._pause.isActive()


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
    yield lambda: read(dock)
    page = dock.search_page
    facts["entries"], facts["listed"] = len(dock.loaded.catalogue.entries), dock.model.rowCount()
    facts["focus"] = window.focusWidget() is page.search
    page.territory.choose(Territory("dep", "93"))
    QTest.keyClicks(page.search, "pauvrete")
    yield lambda: searched(dock)
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
    page.scope.setCurrentIndex(page.scope.findData(dock.loaded.catalogue.collections[0].id))
    page.more.setChecked(True)
    yield 800
    picture(dock, "observatoires_collection")
    page.more.setChecked(False)
    dock.show_page(dock.department_page)
    yield 500
    picture(dock, "observatoires_departement")
    facts["prepared"] = dock.department_page.model.rowCount()
    facts["width"] = dock.width()
    yield from server(picture, dock)
    dock.setFloating(False)
    yield from add(picture, window, dock, facts)
    dock.close()
    yield 300
    facts["asked"] = asked
    (OUT / "observatory.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def add(picture, window, dock, facts):
    """Bring a made-up indicator to the map, offline, all years."""
    QgsProject.instance().removeAllMapLayers()
    with tempfile.TemporaryDirectory() as folder:
        fill_cache(Path(folder))
        dock.offline.setChecked(True)
        dock.search_page.territory.clear()
        dock.search_page.territory.editingFinished.emit()
        dock.show_page(dock.search_page)
        dock.read()
        yield lambda: read(dock)
        page = dock.search_page
        page.scope.setCurrentIndex(0)
        page.search.setText("pauvrete fictives")
        yield lambda: searched(dock)
        QTest.keyClick(page.search, Qt.Key.Key_Down)
        QTest.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        yield lambda: dock.queue.jobs and all(job.ended for job in dock.queue.jobs)
        facts["jobs"] = [[job.state, *job.problems] for job in dock.queue.jobs]
        layers = list(QgsProject.instance().mapLayers().values())
        facts["layers"] = [[layer.name(), layer.featureCount(), layer.renderer().type()] for layer in layers]
        if layers:
            iface.mapCanvas().setExtent(
                QgsCoordinateTransform(
                    layers[0].crs(), iface.mapCanvas().mapSettings().destinationCrs(), QgsProject.instance()
                ).transformBoundingBox(layers[0].extent())
            )
            iface.layerTreeView().expandAll()
        iface.messageBar().clearWidgets()
        window.resizeDocks([window.findChild(QDockWidget, "Layers"), dock], [300, 340], Qt.Orientation.Horizontal)
        yield drawn(iface.mapCanvas())
        picture(window, "resultat_observatorylayer")
        QgsProject.instance().removeAllMapLayers()
    # the made-up entry is not for the stops that follow
    from cohesion_territoires.dialogs.observatory import memory

    QgsSettings().remove(memory.CATALOGUE_KEY)
    dock.offline.setChecked(False)
    dock.search_page.search.clear()
    dock.read()
    yield lambda: read(dock)
