"""Stop of the tour (see `scripts/tour.py`): figures joined to communes, in classes; zonings; the dock's queue."""
import csv
import os
import tempfile
from pathlib import Path

from cohesion_territoires.dialogs.sample import SAMPLE
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.domain.indicators.observations import MISSING, PUBLISHED, SECRET, Observations
from cohesion_territoires.sources import observation_file
from cohesion_territoires.sources.cache import Cache
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDockWidget, QTableView
from qgis.utils import iface, plugins
from tour_stops import OUTPUT, run, sample, show_only

SECRET_SIGN = "s"
CODES = "1004; 13201; 93066; 97411; 93200"
SHOWN = ("code", "code_com", "nom_com", "arrondissement", "epci", "departement", "statut", "motif")
ENTRY = "melodi:DS_FILOSOFI_CC.PR_MD60"
KEPT = (
    ("melodi:DS_RP_SERIE_HISTORIQUE.POP", "epci", "REG-11", "*", 96_000),
    ("datagouv:france-services", "com", "FRA", "", 1_450_000),
)


def asked():
    """Return the parameters of the join of the sample's figures."""
    return {
        "BOUNDARIES": sample("communes"),
        "INPUT": sample("indicateurs.csv"),
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


def expand(ids):
    """Unfold the legend of some layers."""
    view, root = iface.layerTreeView(), QgsProject.instance().layerTreeRoot()
    for one in ids:
        index = view.node2index(root.findLayer(one))
        view.expand(index)
        for row in range(view.model().rowCount(index)):
            view.expand(view.model().index(row, 0, index))


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
    expand(made)
    yield 2500
    picture(window, "resultat_joinindicator")
    shown.close()
    yield 600
    given = {"INPUT": joined(), "FIELD": "taux_pauvrete", "CLASSES": 4, "UNIT": "%", "TITLE": "Taux de pauvreté"}
    made = run("resultat_classifyindicator", "classifyindicator", {**given, "OUTPUT": OUTPUT}, (), made)
    yield 500
    expand(made)
    yield 3500
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


def hide(layer, kept):
    """Show but some columns of a layer in its table."""
    config = layer.attributeTableConfig()
    config.update(layer.fields())
    columns = config.columns()
    for column in columns:
        column.hidden = column.name not in kept
    config.setColumns(columns)
    layer.setAttributeTableConfig(config)


def zonings(picture):
    """Show the zonings of a few codes in their table."""
    project = QgsProject.instance()
    before = set(project.mapLayers())
    context = QgsProcessingContext()
    context.setProject(project)
    given = {"CODES": CODES, "OUTPUT": OUTPUT}
    processing.runAndLoadResults("cohesion:communezonings", given, QgsProcessingFeedback(False), context)
    (made,) = set(project.mapLayers()) - before
    hide(project.mapLayer(made), SHOWN)
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
    """Fill a cache as a week of work would; the figures of the sample stand for those of the entry."""
    cache = Cache(folder)
    for entry, level, territory, year, size in KEPT:
        with cache.reserve(entry, level, territory, year) as place:
            path = place.folder / "donnees.csv"
            path.write_bytes(os.urandom(size))
            place.commit(path, {"title": entry})
    with open(SAMPLE / "indicateurs.csv", encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["code"] != "99" and row["annee"] == "2021"]
    rates = [row["taux_pauvrete"].replace(",", ".") for row in rows]
    found = Observations.of(
        [row["code"] for row in rows],
        [float(rate) if rate not in ("", SECRET_SIGN) else None for rate in rates],
        ["2023"] * len(rows),
        "com",
        "2024",
        [SECRET if rate == SECRET_SIGN else PUBLISHED if rate else MISSING for rate in rates],
    )
    facts = {"title": "Taux de pauvreté", "geography": "2024", "licence": "lov2", "producer": "Exemple fictif"}
    with cache.reserve(ENTRY, "com", "FRA", "*") as place:
        observation_file.write(place.folder / "valeurs.gpkg", found, facts)
        place.commit(place.folder / "valeurs.gpkg", facts)
    facts = {
        "title": "Contours", "form": "geojson", "licence": "lov2", "producer": "Exemple fictif", "geography": "2024",
    }  # fmt: skip
    with cache.reserve("contours:com", "com", "FRA", "2024") as place:
        processing.run(
            "native:refactorfields",
            {"INPUT": sample("communes"), "OUTPUT": str(place.folder / "contours.geojson"), "FIELDS_MAPPING": [
                {"name": new, "type": 10, "length": 0, "precision": 0, "expression": '"{}"'.format(old)}
                for new, old in (("code", "code_insee"), ("nom", "nom"))
            ]},
        )  # fmt: skip
        cache.pin(place.commit(place.folder / "contours.geojson", facts), True)


def dock(picture, window):
    """Have an indicator added from the cache; show the queue with what has ended well and badly, and the cache."""
    from cohesion_territoires.dialogs.observatory import asking

    folder = Path(tempfile.mkdtemp())
    os.environ["COHESION_CACHE_FOLDER"] = str(folder / "cache")
    keep(folder / "cache")
    before = set(QgsProject.instance().mapLayers())
    plugins["cohesion_territoires"].show_observatories()
    panel = window.findChild(QDockWidget, "CohesionObservatory")
    window.resizeDocks([panel], [380], Qt.Orientation.Horizontal)
    yield 2500
    panel.offline.setChecked(True)
    page = panel.search_page
    page.territory.choose(Territory())
    page.search.setText("taux de pauvreté")
    yield 800
    page.level.setCurrentIndex(0)
    panel.search.add()
    yield lambda: not panel.queue.under_way()
    yield 1500
    made = sorted(set(QgsProject.instance().mapLayers()) - before)
    show_only((), made)
    zoom(made)
    expand(made)
    panel.search.open_card()
    yield 3000
    picture(window, "observatoires_ajout")
    panel.setFloating(True)
    panel.resize(340, 640)
    panel.queue.add(asking.index_job("Index d’adresses (BAN) – 99", [SAMPLE / "adresses_ban.csv"], folder / "i.sqlite"))
    entry = next(one for one in panel.loaded.catalogue.entries if one.title == "Niveau de vie médian")
    panel.add(entry, "com", "")
    panel.show_page(panel.queue_page)
    yield lambda: not panel.queue.under_way()
    yield 1500
    panel.queue_page.list.setCurrentIndex(panel.queue_page.list.model().index(0, 0))
    yield 500
    picture(panel, "observatoires_file")
    panel.read_cache()
    panel.show_page(panel.cache_page)
    yield 1500
    panel.cache_page.list.setCurrentIndex(panel.cache_page.list.model().index(0, 0))
    yield 500
    picture(panel, "observatoires_cache")
    panel.offline.setChecked(False)
    panel.setFloating(False)
    panel.close()
    del os.environ["COHESION_CACHE_FOLDER"]
    yield 300


def invented():
    """Write invented figures of the barometer for each département; return the path of the table."""
    from cohesion_territoires.sources.catalogue import Catalogue
    from cohesion_territoires.sources.territories import shipped

    known = shipped()
    # the collectivities overseas that are of no région are no départements
    codes = sorted({code for region in known.members(Territory(), "reg")
                    for code in known.members(Territory("reg", region), "dep")})
    collection = Catalogue.shipped().collection("barometre-v2")
    path = Path(tempfile.mkdtemp(), "chiffres_inventes.csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(("code", "annee", "valeur", "indicateur", "unite", "source"))
        for number, item in enumerate(collection.items):
            if number % 5 == 4:
                continue  # some are missing, and told
            for place, code in enumerate(codes):
                for year in ("2018", "2021"):
                    value = 5 + (place * (number + 7) + number * int(year)) % 61 / 4
                    rows.writerow((code, year, str(value).replace(".", ","), item.title, "%", "Chiffres inventés"))
    return str(path)


def portrait(out):
    """Write the page of a portrait made of invented figures: `scripts/screenshots` has a browser draw it."""
    given = {"TERRITORY": "DEP-69", "INDICATORS": [invented()], "CACHE_FOLDER": tempfile.mkdtemp()}
    processing.run("cohesion:territoryportrait", {**given, "OUTPUT": OUTPUT, "OUTPUT_HTML": str(out / "portrait.html")})


def dialogs(picture):
    """Show the dialog of each algorithm of the observatories, filled in as the guide says."""
    table = QgsVectorLayer(joined(), "Contours avec valeurs", "ogr")
    QgsProject.instance().addMapLayer(table)
    filled = {
        "observatorylayer": {"ENTRY": ENTRY, "TERRITORY": "DEP-93", "BOUNDARIES": sample("communes")},
        "joinindicator": {**asked(), "OUTPUT_REPORT": OUTPUT},
        "classifyindicator": {"INPUT": table, "FIELD": "taux_pauvrete", "CLASSES": 4, "UNIT": "%"},
        "territoryportrait": {"TERRITORY": "DEP-69", "INDICATORS": [table], "OUTPUT_HTML": OUTPUT},
        "communezonings": {"CODES": CODES},
        "refreshcatalogue": {"SERVICE": 0},
        "Portraits des communes d’un EPCI": {
            "epci": "EPCI-240100883", "contours": sample("communes"), "table": sample("indicateurs.csv"),
        },
    }
    for name, given in filled.items():
        dialog = processing.createAlgorithmDialog("cohesion:" + name, given)
        dialog.resize(1000, 760)
        dialog.show()
        yield 1200
        picture(dialog, "dialogue_" + ("modele_portraits" if name.startswith("Portraits") else name))
        dialog.close()
        dialog.deleteLater()
        yield 200
    QgsProject.instance().removeMapLayer(table.id())


def visit(picture, window, out):
    """Go from one to the other; yield milliseconds to wait."""
    for other in window.findChildren(QDockWidget):
        other.setVisible(other.objectName() == "Layers")
    window.resizeDocks([window.findChild(QDockWidget, "Layers")], [370], Qt.Orientation.Horizontal)
    yield 500
    yield from dialogs(picture)
    yield from results(picture, window)
    yield from zonings(picture)
    yield from dock(picture, window)
    portrait(out)
