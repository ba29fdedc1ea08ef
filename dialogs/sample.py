"""Opening the built-in sample: a fictional town to try everything on."""
from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QUrl, QUrlQuery

from ..layers.styles.sample import style
from ..translation import tr

__all__ = ["SAMPLE", "open_sample"]

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "sample"
LAMBERT = "EPSG:2154"


def contents():
    """Return what is opened, top of the map first.

    Returns
    -------
    list of tuple
        (group, [(layer in exemple.gpkg or file of its own, title, visible)]).
    """
    return [
        (
            tr("People and services"),
            [
                ("beneficiaires.csv", tr("Beneficiaries"), True),
                ("demandes.xlsx", tr("Applications (addresses to locate)"), True),
                ("france_services.csv", tr("France services"), True),
                ("equipements", tr("Facilities"), False),
                ("adresses_ban.csv", tr("BAN addresses"), False),
            ],
        ),
        (
            tr("Priority neighbourhoods"),
            [
                ("qpv_2024", "QPV 2024", True),
                ("qpv_2015", "QPV 2015", True),
                ("liste_qp_2024.csv", tr("Official list of QPV"), True),
            ],
        ),
        (
            tr("Figures of the communes"),
            [
                ("indicateurs.csv", tr("Indicators of the communes (invented)"), True),
                ("mouvements_communes.csv", tr("Changes of communes"), True),
            ],
        ),
        (
            tr("Networks"),
            [
                ("voirie_osm", tr("Streets (OpenStreetMap fields)"), True),
                ("voirie_bdtopo", tr("Roads (BD TOPO fields)"), False),
            ],
        ),
        (
            tr("Territory"),
            [
                ("troncon_de_voie_ferree", tr("Railway"), True),
                ("surface_hydrographique", tr("River"), True),
                ("carreaux_200m", tr("Population cells (200 m)"), False),
                ("communes", tr("Communes"), True),
            ],
        ),
    ]


def open_sample(interface):
    """Add the sample to the project, grouped and styled, and zoom on it.

    Parameters
    ----------
    interface : QgisInterface

    Returns
    -------
    QgsLayerTreeGroup or None
        None when the sample files are not where they should be.
    """
    if not (SAMPLE / "exemple.gpkg").exists():
        interface.messageBar().pushMessage(
            "Cohésion des territoires",
            tr("The sample is missing from the plugin's folder: install the plugin again."),
            Qgis.MessageLevel.Critical,
        )
        return None
    project = QgsProject.instance()
    empty = not project.mapLayers()
    # opened twice, it replaces itself
    title = tr("Sample: Valombre (fictional)")
    previous = project.layerTreeRoot().findGroup(title)
    if previous is not None:
        project.removeMapLayers(previous.findLayerIds())
        project.layerTreeRoot().removeChildNode(previous)
    bridge = interface.layerTreeCanvasBridge()
    first = bridge.autoSetupOnFirstLayer()
    if empty:
        # of a project that is empty QGIS would make one in the system of its first layer, here degrees, and may then
        # ask a person how to go from that of each layer to it
        bridge.setAutoSetupOnFirstLayer(False)
        project.setCrs(QgsCoordinateReferenceSystem(LAMBERT))
        project.setEllipsoid("EPSG:7019")
    root = project.layerTreeRoot().insertGroup(0, title)
    extent = None
    for group_title, entries in contents():
        group = root.addGroup(group_title)
        for name, layer_title, visible in entries:
            layer = _layer(name, layer_title)
            if not layer.isValid() or project.addMapLayer(layer, False) is None:
                continue
            style(layer, name.rsplit(".", 1)[0])
            layer.setReadOnly(True)
            node = group.addLayer(layer)
            node.setItemVisibilityChecked(visible)
            node.setExpanded(False)
            if name == "qpv_2024":
                extent = layer.extent()
    bridge.setCanvasLayers()
    bridge.setAutoSetupOnFirstLayer(first)
    _zoom(interface, project, extent)
    interface.messageBar().pushMessage(
        "Cohésion des territoires",
        # short: the bar shows one line of it
        tr("The sample is open. Try “{algorithm}”.").format(algorithm=_first_question()),
        Qgis.MessageLevel.Success,
        20,
    )
    return root


def _first_question():
    algorithm = QgsApplication.processingRegistry().algorithmById("cohesion:georeferencepoints")
    return algorithm.displayName() if algorithm is not None else "georeferencepoints"


def _layer(name, title):
    if name.endswith(".xlsx"):
        return QgsVectorLayer(str(SAMPLE / name), title, "ogr")
    if not name.endswith(".csv"):
        return QgsVectorLayer("{}|layername={}".format(SAMPLE / "exemple.gpkg", name), title, "ogr")
    path = SAMPLE / name
    with open(path, encoding="utf-8-sig") as stream:
        header = stream.readline()
    separator = ";" if header.count(";") > header.count(",") else ","
    columns = [c.strip().strip('"') for c in header.strip().split(separator)]
    query = QUrlQuery()
    query.addQueryItem("type", "csv")
    query.addQueryItem("delimiter", separator)
    query.addQueryItem("detectTypes", "no")
    pairs = (("longitude", "latitude"), ("lon", "lat"))
    x, y = next(((a, b) for a, b in pairs if a in columns and b in columns), ("", ""))
    if x:
        query.addQueryItem("xField", x)
        query.addQueryItem("yField", y)
        query.addQueryItem("crs", "EPSG:4326")
    else:
        query.addQueryItem("geomType", "none")
    url = QUrl.fromLocalFile(str(path))
    url.setQuery(query)
    return QgsVectorLayer(bytes(url.toEncoded()).decode(), title, "delimitedtext")


def _zoom(interface, project, extent):
    if extent is None or extent.isEmpty():
        return
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(LAMBERT), project.crs(), project)
    extent = transform.transformBoundingBox(extent)
    extent.scale(1.3)
    interface.mapCanvas().setExtent(extent)
    interface.mapCanvas().refresh()
