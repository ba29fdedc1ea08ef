"""The stops of the tour (see `scripts/tour.py`): dialogs, options page, the sample, each result on the map."""
import shutil
import tempfile
from pathlib import Path

from qgis import processing
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProject,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialog, QDockWidget, QMenu, QSplitter, QWidget
from qgis.utils import iface, plugins

OUTPUT = "TEMPORARY_OUTPUT"
AROUND_QPV = ("georeferencepoints", "georeferenceaddresses")
REFERENCE = {
    "qpv_2024": "qpv_2024",
    "qpv_2015": "qpv_2015",
    "qpv_list": "liste_qp_2024.csv",
    "communes": "communes",
    "streets": "voirie_osm",
    "roads": "voirie_bdtopo",
    "population": "carreaux_200m",
    "france_services": "france_services.csv",
}


def sample(name):
    """Return a layer of the opened sample by its file or table."""
    for layer in QgsProject.instance().mapLayers().values():
        source = layer.source().split("?")[0]
        if source.endswith(("layername=" + name, "/" + name)):
            return layer
    raise LookupError(name)


def show_family(facilities, family):
    """Draw the facilities of one family only."""
    renderer = facilities.renderer().clone()
    for place, category in enumerate(renderer.categories()):
        renderer.updateCategoryRenderState(place, category.value() == family)
    facilities.setRenderer(renderer)


def runs():
    """Yield, for each picture: name, algorithm, parameters, and layers of the sample to show below the results."""
    yield "resultat_georeferencepoints", "georeferencepoints", {
        "INPUT": sample("beneficiaires.csv"),
        "QPV": sample("qpv_2024"),
        "QPV_PREVIOUS": sample("qpv_2015"),
        "QPV_LIST": sample("liste_qp_2024.csv"),
        "COMMUNES": sample("communes"),
        "DATE_FIELD": "date_aide",
        "OUTPUT": OUTPUT,
        "OUTPUT_SUMMARY": OUTPUT,
    }, ("qpv_2024", "voirie_osm")
    yield "resultat_geocodeaddresses", "geocodeaddresses", {
        "INPUT": sample("demandes.xlsx"),
        "ADDRESS_INDEX": address_index(),
        "OUTPUT": OUTPUT,
    }, ("qpv_2024", "voirie_osm")
    yield "resultat_georeferenceaddresses", "georeferenceaddresses", {
        "INPUT": sample("demandes.xlsx"),
        "ADDRESS_INDEX": address_index(),
        "QPV": sample("qpv_2024"),
        "QPV_PREVIOUS": sample("qpv_2015"),
        "QPV_LIST": sample("liste_qp_2024.csv"),
        "OUTPUT": OUTPUT,
        "OUTPUT_SUMMARY": OUTPUT,
    }, ("qpv_2024", "voirie_osm")
    yield "resultat_qpvdistancebands", "qpvdistancebands", {
        "QPV": sample("qpv_2024"),
        "DISTANCES": "300;500;1000",
        "OVERLAP": 1,
        "OUTPUT": OUTPUT,
    }, ("voirie_osm",)
    yield "resultat_georeferenceparcels", "georeferenceparcels", {
        "INPUT": sample("carreaux_200m"),
        "QPV": sample("qpv_2024"),
        "QPV_PREVIOUS": sample("qpv_2015"),
        "OUTPUT": OUTPUT,
        "OUTPUT_SUMMARY": OUTPUT,
    }, ("qpv_2024", "voirie_osm")
    yield "resultat_compareqpvgenerations", "compareqpvgenerations", {
        "QPV": sample("qpv_2024"),
        "QPV_PREVIOUS": sample("qpv_2015"),
        "POPULATION": sample("carreaux_200m"),
        "OUTPUT": OUTPUT,
        "OUTPUT_PASSAGE": OUTPUT,
        "OUTPUT_SUMMARY": OUTPUT,
    }, ("voirie_osm",)
    yield "resultat_checknetwork", "checknetwork", {"NETWORK": sample("voirie_osm"), "OUTPUT": OUTPUT}, ("voirie_osm",)
    facilities = sample("equipements")
    facilities.selectByExpression("\"famille\" = 'sante'")  # a filter would have QGIS write into the sample
    show_family(facilities, "sante")
    yield "resultat_accessibilitybands", "accessibilitybands", {
        "INPUT": QgsProcessingFeatureSourceDefinition(facilities.id(), True),
        "NETWORK": sample("voirie_osm"),
        "BREAKS": "5;10;15",
        "OUTPUT": OUTPUT,
        "OUTPUT_LINES": OUTPUT,
    }, ("equipements",)
    facilities.removeSelection()
    show_family(facilities, "creche")  # the first of all, which the result is coloured by
    yield "resultat_nearestfacility", "nearestfacility", {
        "ORIGINS": sample("carreaux_200m"),
        "FACILITIES": facilities,
        "FAMILY_FIELD": "famille",
        "NETWORK": sample("voirie_osm"),
        "OUTPUT": OUTPUT,
    }, ("equipements", "voirie_osm")
    yield "resultat_servicecoverage", "servicecoverage", {
        "SITES": sample("france_services.csv"),
        "POPULATION": sample("carreaux_200m"),
        "NETWORK": sample("voirie_bdtopo"),
        "ZONES": sample("communes"),
        "THRESHOLDS": "2;4;6",
        "REFERENCE_THRESHOLD": 4,
        "OUTPUT_ZONES": OUTPUT,
        "OUTPUT_CELLS": OUTPUT,
        "OUTPUT_GAPS": OUTPUT,
    }, ("france_services.csv", "communes")


def address_index():
    """Return the path of the index of the sample's addresses, made once; it shows no path of the checkout."""
    from cohesion_territoires.dialogs.sample import SAMPLE as folder
    from cohesion_territoires.sources.address_index import build

    path = Path(tempfile.gettempdir(), "ban-99.sqlite")
    if not path.exists():
        build([folder / "adresses_ban.csv"], path)
    return str(path)


def files():
    """Return the parameters of the algorithms that make a file and no layer."""
    from cohesion_territoires.dialogs.sample import SAMPLE as folder

    # its log shows paths: not that of the checkout
    place = Path(tempfile.gettempdir(), "exemple")
    place.mkdir(exist_ok=True)
    source = shutil.copy(str(folder / "adresses_ban.csv"), str(place))
    return {"buildaddressindex": {"INPUT": [source], "OUTPUT": OUTPUT}}


def show_only(names, results):
    """Hide the sample but for some layers; its points go above the results, as a user would put them."""
    root = QgsProject.instance().layerTreeRoot()
    shown = {sample(name).id() for name in names}
    for group in root.findGroups():
        group.setExpanded(False)
    for node in root.findLayers():
        if node.layerId() not in results:
            node.setItemVisibilityChecked(node.layerId() in shown)
    for name in names:
        layer = sample(name)
        if layer.isSpatial() and layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry:
            node = root.findLayer(layer.id())
            copy = node.clone()
            copy.setExpanded(False)
            root.insertChildNode(0, copy)
            node.parent().removeChildNode(node)


def run(name, algorithm, parameters, below, previous):
    """Run as the toolbox does, results on the map, styled; return the ids of the new layers."""
    project = QgsProject.instance()
    project.removeMapLayers(previous)
    before = set(project.mapLayers())
    context = QgsProcessingContext()
    context.setProject(project)
    processing.runAndLoadResults("cohesion:" + algorithm, parameters, QgsProcessingFeedback(False), context)
    sample("equipements").removeSelection()  # or they stand there in yellow
    results = sorted(set(project.mapLayers()) - before)
    root = project.layerTreeRoot()
    extent = QgsRectangle()
    # QGIS puts results beside the current layer, which may lie in a group of the sample
    for node in [n for n in root.findLayers() if n.layerId() in results][::-1]:
        copy = node.clone()
        copy.setExpanded(True)
        root.insertChildNode(0, copy)
        node.parent().removeChildNode(node)
    show_only(below, results)
    settings = iface.mapCanvas().mapSettings()
    # the neighbourhoods rather than the last farm
    looked_at = [sample("qpv_2024")] if algorithm in AROUND_QPV else [project.mapLayer(i) for i in results]
    for layer in looked_at:
        if layer.isSpatial() and layer.featureCount():
            extent.combineExtentWith(settings.layerExtentToOutputExtent(layer, layer.extent()))
    extent.scale(1.1)
    iface.mapCanvas().setExtent(extent)
    iface.mapCanvas().refresh()
    return results


def dialogs(picture):
    """Show each algorithm's dialog, filled in for the sample."""
    given = {algorithm: parameters for _name, algorithm, parameters, _below in runs()}
    common = {"qpv": sample("qpv_2024"), "liste": sample("liste_qp_2024.csv")}
    services = {
        "points": sample("beneficiaires.csv"),
        "equipements": sample("equipements"),
        "famille": "famille",
        "voirie": sample("voirie_osm"),
    }
    addresses = {"adresses": sample("demandes.xlsx"), "index": address_index()}
    given.update(files())
    for algorithm in QgsApplication.processingRegistry().providerById("cohesion").algorithms():
        name = algorithm.name()
        if algorithm.groupId() == "observatory" or name.startswith("Portraits"):
            continue  # `tour_figures` shows them
        filled = given.get(name, {})
        if isinstance(algorithm, QgsProcessingModelAlgorithm):
            name, filled = ("modele_adresses", addresses) if name.startswith("Adresses") else ("modele", services)
            filled = {**common, **filled}
        dialog = processing.createAlgorithmDialog(algorithm.id(), filled)
        dialog.resize(1000, 760)
        dialog.show()
        yield 900
        picture(dialog, "dialogue_" + name)
        if name in files():  # no map to show: its log is the result
            dialog.runAlgorithm()
            yield 4000
            picture(dialog, "resultat_" + name)
        dialog.close()
        dialog.deleteLater()
        yield 200


def fill_in(page):
    """Set the sample as reference data, checked; the page is left without storing them."""
    from cohesion_territoires.dialogs.sample import SAMPLE

    # the picture shows no path of the machine it was taken on
    folder = Path(tempfile.gettempdir()) / "referentiels"
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    package = str(folder / "exemple.gpkg") + "|layername="
    for key, table in REFERENCE.items():
        page.rows[key].take(str(folder / table) if table.endswith(".csv") else package + table)
    page.rows["address_index"].take(shutil.copy(address_index(), str(folder)))
    page.check_all()


def forget():
    """Remove the copy of the sample that the options page showed."""
    shutil.rmtree(Path(tempfile.gettempdir()) / "referentiels", ignore_errors=True)


def options(picture):
    """Show the options page; its window is modal, so that a timer takes the picture."""

    def take():
        shown = QApplication.activeModalWidget()
        if isinstance(shown, QDialog):
            shown.resize(1080, 900)
            shown.findChild(QSplitter).setSizes([220, 860])  # our page's name, whole
            # later versions of QGIS wrap the page in an area of the same name
            pages = shown.findChildren(QWidget, "CohesionReferenceData")
            fill_in(next(page for page in pages if hasattr(page, "check_all")))
            QTimer.singleShot(600, lambda: (picture(shown, "options"), shown.reject(), forget()))

    QTimer.singleShot(1500, take)
    plugins["cohesion_territoires"].show_reference_data()
    yield 300


def visit(picture, window):
    """Go from stop to stop; yield milliseconds to wait."""
    menu = window.findChild(QMenu, "CohesionMenu")
    menu.popup(window.mapToGlobal(QPoint(520, 20)))
    yield 500
    picture(menu, "menu")
    menu.close()
    yield from options(picture)
    plugins["cohesion_territoires"].open_sample()
    window.resizeDocks([window.findChild(QDockWidget, "Layers")], [370], Qt.Orientation.Horizontal)
    yield 4000
    picture(window, "exemple")
    iface.messageBar().clearWidgets()
    yield from dialogs(picture)
    for dock in window.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() == "Layers")
    window.resizeDocks([window.findChild(QDockWidget, "Layers")], [480], Qt.Orientation.Horizontal)
    yield 500
    results = []
    for name, algorithm, parameters, below in runs():
        results = run(name, algorithm, parameters, below, results)
        yield 5000
        picture(window, name)
