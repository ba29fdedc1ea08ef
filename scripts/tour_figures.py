"""Stop of the tour (see `scripts/tour.py`): figures joined to communes, in classes; zonings; the dock's queue and cache."""
import os
import tempfile
from pathlib import Path

from cohesion_territoires.dialogs.sample import SAMPLE
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.sources.cache import Cache
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDockWidget, QTableView
from qgis.utils import iface, plugins
from tour_stops import OUTPUT, run, sample

CODES = "1004; 13201; 93066; 97411; 93200"
KEPT = (
    ("melodi:DS_FILOSOFI_CC.PR_MD60", "com", "DEP-93", "2023", 41_000),
    ("melodi:DS_RP_SERIE_HISTORIQUE.POP", "epci", "REG-11", "*", 96_000),
    ("datagouv:france-services", "com", "FRA", "", 1_450_000),
    ("contours:com", "com", "DEP-93", "2024", 310_000),
)


def asked():
    """Return the parameters of the join of the sample's figures."""
    return {
        "BOUNDARIES": sample("communes"),
        "INPUT": str(SAMPLE / "indicateurs.csv"),
        "VALUE_FIELDS": ["taux_pauvrete"],
        "UNIT": "%",
        "TITLE": "Taux de pauvreté",
        "OUTPUT": OUTPUT,
    }


def joined():
    """Return the path of the figures joined, for what is made of them."""
    path = Path(tempfile.gettempdir(), "taux_de_pauvrete.gpkg")
    path.unlink(missing_ok=True)
    processing.run("cohesion:joinindicator", {**asked(), "OUTPUT": str(path)})
    return str(path)


def table(layer):
    """Show the table of a layer below the map; return its window."""
    before = QgsSettings().value("qgis/dockAttributeTable")
    QgsSettings().setValue("qgis/dockAttributeTable", True)
    shown = iface.showAttributeTable(layer)
    QgsSettings().setValue("qgis/dockAttributeTable", before or False)
    return shown


def dock_of(window, shown):
    """Return the dock of a table."""
    return next(dock for dock in window.findChildren(QDockWidget) if dock.isAncestorOf(shown))


def results(picture, window):
    """Show the map of the join above its report, then the classes."""
    project = QgsProject.instance()
    made = run("resultat_joinindicator", "joinindicator", {**asked(), "OUTPUT_REPORT": OUTPUT}, (), [])
    report = next(project.mapLayer(one) for one in made if not project.mapLayer(one).isSpatial())
    shown = table(report)
    yield 1000
    dock = dock_of(window, shown)
    window.resizeDocks([dock], [210], Qt.Orientation.Vertical)
    yield 600
    shown.findChild(QTableView).resizeColumnsToContents()
    zoom(made)
    yield 2500
    picture(window, "resultat_joinindicator")
    shown.close()
    yield 600
    given = {"INPUT": joined(), "FIELD": "taux_pauvrete", "CLASSES": 4, "UNIT": "%", "TITLE": "Taux de pauvreté"}
    made = run("resultat_classifyindicator", "classifyindicator", {**given, "OUTPUT": OUTPUT}, (), made)
    yield 4000
    picture(window, "resultat_classifyindicator")
    project.removeMapLayers(made)


def zoom(ids):
    """Show the whole of some layers, now that the map has another size."""
    layers = [QgsProject.instance().mapLayer(one) for one in ids]
    extent = next(layer.extent() for layer in layers if layer.isSpatial())
    canvas = iface.mapCanvas()
    extent.scale(1.1)
    canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(next(x for x in layers if x.isSpatial()), extent))
    canvas.refresh()


def zonings(picture):
    """Show the zonings of a few codes in their table."""
    project = QgsProject.instance()
    before = set(project.mapLayers())
    context = QgsProcessingContext()
    context.setProject(project)
    given = {"CODES": CODES, "OUTPUT": OUTPUT}
    processing.runAndLoadResults("cohesion:communezonings", given, QgsProcessingFeedback(False), context)
    (made,) = set(project.mapLayers()) - before
    shown = iface.showAttributeTable(project.mapLayer(made))
    shown.resize(1440, 300)
    yield 1500
    shown.findChild(QTableView).resizeColumnsToContents()
    yield 500
    picture(shown, "resultat_communezonings")
    shown.close()
    project.removeMapLayer(made)
    yield 300


def keep(folder):
    """Fill a cache as a week of work would."""
    cache = Cache(folder)
    for entry, level, territory, year, size in KEPT:
        with cache.reserve(entry, level, territory, year) as place:
            path = place.folder / "donnees.csv"
            path.write_bytes(os.urandom(size))
            record = place.commit(path, {"title": entry})
        if entry.startswith("contours"):
            cache.pin(record, True)


def dock(picture, window):
    """Show the queue with what has ended well and badly, and the cache."""
    from cohesion_territoires.dialogs.observatory import asking

    folder = Path(tempfile.mkdtemp())
    os.environ["COHESION_CACHE_FOLDER"] = str(folder / "cache")
    keep(folder / "cache")
    plugins["cohesion_territoires"].show_observatories()
    panel = window.findChild(QDockWidget, "CohesionObservatory")
    yield 2500
    panel.setFloating(True)
    panel.resize(340, 640)
    panel.search_page.territory.choose(Territory("dep", "93"))
    panel.queue.add(asking.index_job("Index d’adresses (BAN) – 99", [SAMPLE / "adresses_ban.csv"], folder / "i.sqlite"))
    for title in ("Taux de pauvreté", "Niveau de vie médian"):
        entry = next(one for one in panel.loaded.catalogue.entries if one.title == title)
        panel.add(entry, "com", "")
    panel.show_page(panel.queue_page)
    yield 9000
    panel.queue_page.list.setCurrentIndex(panel.queue_page.list.model().index(1, 0))
    yield 500
    picture(panel, "observatoires_file")
    panel.read_cache()
    panel.show_page(panel.cache_page)
    yield 1500
    picture(panel, "observatoires_cache")
    panel.setFloating(False)
    panel.close()
    del os.environ["COHESION_CACHE_FOLDER"]
    yield 300


def visit(picture, window):
    """Go from one to the other; yield milliseconds to wait."""
    for other in window.findChildren(QDockWidget):
        other.setVisible(other.objectName() == "Layers")
    window.resizeDocks([window.findChild(QDockWidget, "Layers")], [370], Qt.Orientation.Horizontal)
    yield 500
    yield from results(picture, window)
    yield from zonings(picture)
    yield from dock(picture, window)
