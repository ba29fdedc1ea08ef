"""The layers of the project: results as the runs styled them, over a quiet plan of the town."""

from __future__ import annotations

import importlib

from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayerTreeModel,
    QgsLineSymbol,
    QgsMapThemeCollection,
    QgsPalLayerSettings,
    QgsProject,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from .sheets import text

gdal.UseExceptions()
BACKGROUND = {
    "communes": "Communes",
    "surface_hydrographique": "L'Ardelle",
    "troncon_de_voie_ferree": "Voie ferrée",
    "voirie_osm": "Rues et chemins",
    "qpv_2024": "QPV 2024",
    "qpv_2015": "QPV 2015",
    "equipements": "Équipements",
}
SITE_CLASS = (
    "CASE WHEN type_fs = 'Antenne' THEN 'antenne' "
    "WHEN format_fs IN ('Bus_équivalent', 'Itinérante') THEN 'itinerante' ELSE 'fixe' END"
)
OUTSIDE = QgsPalLayerSettings.Placement.OutsidePolygons
PLAN = ("fond_troncon_de_voie_ferree", "fond_voirie_osm", "fond_surface_hydrographique", "fond_communes")


def copy_background(sample, results):
    """Put what the maps stand on into the GeoPackage of results, so that the folder can be moved."""
    for name in BACKGROUND:
        gdal.VectorTranslate(
            str(results), str(sample / "exemple.gpkg"), layers=[name], layerName="fond_" + name, accessMode="update",
            geometryType="PROMOTE_TO_MULTI" if name == "qpv_2024" else None,
        )  # fmt: skip
    # a table of their own: on 3.22 a filtered layer of a GeoPackage keeps the styles of the others from being read
    gdal.VectorTranslate(
        str(results), str(sample / "exemple.gpkg"), layers=["equipements"], where="typequ = 'D307'",
        layerName="pharmacies",
        layerCreationOptions=["IDENTIFIER=Pharmacies"], accessMode="update",
    )  # fmt: skip
    points = gdal.OpenEx(
        str(sample / "france_services.csv"),
        open_options=["X_POSSIBLE_NAMES=longitude", "Y_POSSIBLE_NAMES=latitude", "AUTODETECT_TYPE=NO"],
    )
    gdal.VectorTranslate(
        str(results),
        points,
        layerName="france_services_sites",
        accessMode="update",
        srcSRS="EPSG:4326",
        dstSRS="EPSG:2154",
        reproject=True,
    )


def line(colour, width, dash=None):
    """Return a line symbol; `dash` such as "4;3" in millimetres."""
    values = {"color": colour, "width": str(width), "capstyle": "round", "joinstyle": "round"}
    if dash:
        values.update(use_custom_dash="1", customdash=dash, capstyle="flat")
    return QgsLineSymbol.createSimple(values)


def labelled(layer, expression, made, halo="#ffffff", placement=None, distance=1.2, always=False):
    """Label a layer; `always` writes a label even over another."""
    settings = QgsPalLayerSettings()
    settings.fieldName, settings.isExpression = expression, True
    around = QgsTextBufferSettings()
    around.setEnabled(True)
    around.setSize(0.9)
    around.setColor(QColor(halo))
    made.setBuffer(around)
    settings.setFormat(made)
    settings.displayAll = always
    if placement is not None:
        settings.placement = placement
        settings.dist = distance
        settings.offsetType = QgsPalLayerSettings.OffsetType.FromSymbolBounds
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    return layer


def avoid(layer):
    """Keep the labels of other layers off the points of a layer, which has none itself."""
    settings = QgsPalLayerSettings()
    settings.drawLabels = False
    settings.fieldName = "''"
    settings.isExpression = True
    obstacle = settings.obstacleSettings()
    obstacle.setIsObstacle(True)
    obstacle.setFactor(2.0)
    settings.setObstacleSettings(obstacle)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


class Layers:
    """The layers of the project, by name.

    Parameters
    ----------
    folder : Path
    package : module
        The plugin, for its styles.
    """

    def __init__(self, folder, package):
        self.results = folder / "resultats.gpkg"
        self.common = importlib.import_module(package.__name__ + ".layers.styles.common")
        self.coverage = importlib.import_module(package.__name__ + ".layers.styles.coverage")
        self.project = QgsProject.instance()
        self.project.clear()
        self.project.setCrs(QgsCoordinateReferenceSystem("EPSG:2154"))
        self.project.setEllipsoid("EPSG:7019")
        self.project.setTitle("Cohésion des territoires : démonstration (données fictives)")
        self.named, self.kept = {}, []

    def open(self, table, title, group=None, visible=True):
        """Open a table of the results, as the run styled it."""
        layer = QgsVectorLayer("{}|layername={}".format(self.results, table), title, "ogr")
        if not layer.isValid():
            raise OSError("{} n'est pas lisible dans {}".format(table, self.results))
        layer.loadDefaultStyle()
        self.project.addMapLayer(layer, False)
        root = self.project.layerTreeRoot()
        parent = root if group is None else root.findGroup(group) or root.addGroup(group)
        node = parent.addLayer(layer)
        node.setItemVisibilityChecked(visible)
        node.setExpanded(False)
        self.named[table] = layer
        return layer

    def pick(self, *names):
        """Return some layers, top first."""
        return [self.named[n] for n in names]

    def style_background(self):
        """Give the quiet plan under the results its look."""
        fill, plain = self.common.fill, QgsSingleSymbolRenderer
        communes = self.named["fond_communes"]
        communes.setRenderer(plain(fill("#fbfaf6", "#8d8778", 0.35, outline_style="dash")))
        labelled(communes, '"nom"', text(8.5, False, "#6a6353"))
        self.named["fond_surface_hydrographique"].setRenderer(plain(fill("#bcd9ea", "#8fbcd6", 0.15)))
        labelled(self.named["fond_surface_hydrographique"], '"toponyme"', text(8, False, "#3b7ea6"))
        self.named["fond_troncon_de_voie_ferree"].setRenderer(plain(line("#55504a", 0.45, "1.6;0.9")))
        self._style_streets(self.named["fond_voirie_osm"])
        qpv = self.named["fond_qpv_2024"]
        qpv.setRenderer(plain(fill("#0b5d8f", "#0b5d8f", 0.55, opacity=0.16)))
        labelled(qpv, '"lib_qp"', text(8.5, True, "#0a4469"), placement=OUTSIDE)
        self.named["fond_qpv_2015"].setRenderer(
            plain(fill("#7a5195", "#7a5195", 0.5, opacity=0.05, outline_style="dash"))
        )
        pharmacies = self.named["pharmacies"]
        pharmacies.setRenderer(plain(self.common.marker("#00843d", 3.4, "cross_fill", "#ffffff", 0.3)))
        sites = self.named["france_services_sites"]
        self.coverage.style_sites(SITE_CLASS)(sites)

    @staticmethod
    def _style_streets(layer):
        rule = QgsRuleBasedRenderer.Rule
        root = rule(None)
        for words, symbol, title in (
            ("\"highway\" IN ('motorway', 'motorway_link')", line("#c9896a", 0.75), "autoroute"),
            ("\"highway\" IN ('primary', 'secondary')", line("#c9bda2", 0.75), "route principale"),
            ("\"highway\" IN ('tertiary', 'unclassified')", line("#cfc6b3", 0.5), "route"),
            (
                "\"highway\" IN ('footway', 'path', 'track', 'steps')",
                line("#cfcac0", 0.22, "1;0.7"),
                "chemin, escalier",
            ),
            ("ELSE", line("#d3cec3", 0.32), "rue"),
        ):
            one = rule(symbol, label=title)
            one.setIsElse(True) if words == "ELSE" else one.setFilterExpression(words)
            root.appendChild(one)
        layer.setRenderer(QgsRuleBasedRenderer(root))

    def theme(self, name, *visible):
        """Keep a set of visible layers as a theme of the project."""
        root = self.project.layerTreeRoot()
        for node in root.findLayers():
            node.setItemVisibilityChecked(node.layer() in self.pick(*visible))
        self.project.mapThemeCollection().insert(
            name, QgsMapThemeCollection.createThemeFromCurrentState(root, self._model(root))
        )

    def _model(self, root):
        self._kept = QgsLayerTreeModel(root)
        return self._kept
