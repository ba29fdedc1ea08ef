"""Maps of real runs: layers with their own styles, a title and a legend, as PNG."""
from __future__ import annotations

import csv

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsPointXY,
    QgsPrintLayout,
    QgsProject,
    QgsUnitTypes,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QSize, QTranslator
from qgis.PyQt.QtGui import QFont

MILLIMETRES = QgsUnitTypes.LayoutUnit.LayoutMillimeters


def speak_french():
    """Load the French catalogue, whatever the language of this machine."""
    from cohesion_territoires.translation import I18N

    translator = QTranslator()
    translator.load(str(I18N / "cohesion_territoires_fr.qm"))
    QCoreApplication.installTranslator(translator)
    return translator


def layer(path, name):
    """Open a result with the style stored in it."""
    return QgsVectorLayer(str(path), name, "ogr")


def outline(source, colour="#444444", width=0.15, name="Communes"):
    """Return a copy of a polygon layer drawn as thin outlines."""
    from cohesion_territoires.layers.styles.common import fill
    from qgis.core import QgsSingleSymbolRenderer

    copy = source.clone()
    copy.setName(name)
    copy.setRenderer(QgsSingleSymbolRenderer(fill("#ffffff", colour, width, opacity=0.0)))
    return copy


def points_of_list(path, departements):
    """Return the sites of the official list in some départements, styled by class."""
    from cohesion_territoires.layers.styles.coverage import style_sites
    from cohesion_territoires.sources.france_services import classify

    made = QgsVectorLayer("Point?crs=EPSG:4326&field=classe:string", "France services", "memory")
    features = []
    with open(path, encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["insee_dep"] in departements:
                feature = QgsFeature(made.fields())
                feature.setAttributes([classify(row["format_fs"], row["type_fs"]).site_class])
                point = QgsPointXY(float(row["longitude"]), float(row["latitude"]))
                feature.setGeometry(QgsGeometry.fromPointXY(point))
                features.append(feature)
    made.dataProvider().addFeatures(features)
    style_sites("classe")(made)
    return made


def points_like(path, expression, name):
    """Return the centres of the features that fit an expression, as black dots."""
    from cohesion_territoires.layers.styles.common import marker
    from qgis.core import QgsSingleSymbolRenderer

    source = QgsVectorLayer(str(path), name, "ogr")
    made = QgsVectorLayer("Point?crs=" + source.crs().authid(), name, "memory")
    features = []
    for found in source.getFeatures(QgsFeatureRequest().setFilterExpression(expression)):
        feature = QgsFeature(made.fields())
        feature.setGeometry(found.geometry().centroid())
        features.append(feature)
    made.dataProvider().addFeatures(features)
    made.setRenderer(QgsSingleSymbolRenderer(marker("#111111", 3.2)))
    return made


def leave_out_hidden(one):
    """Take the categories that are not drawn out of the legend."""
    renderer = one.renderer()
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        hidden = [place for place, found in enumerate(renderer.categories()) if not found.renderState()]
        for place in reversed(hidden):
            renderer.deleteCategory(place)


def add_legend(layout, chart, corner):
    """Add a legend."""
    legend = QgsLayoutItemLegend(layout)
    layout.addLayoutItem(legend)
    legend.setLinkedMap(chart)
    legend.setAutoUpdateModel(False)
    kinds = QgsLegendStyle.Style
    for kind in (kinds.Title, kinds.Group, kinds.Subgroup, kinds.SymbolLabel):
        legend.setStyleFont(kind, QFont("DejaVu Sans", 9 if kind == kinds.SymbolLabel else 10))
    legend.attemptMove(corner)
    return legend


def draw_map(path, layers, title, crs="EPSG:2154", height=240.0):
    """Draw layers, the first on top, to a PNG.

    Parameters
    ----------
    path : pathlib.Path
    layers : list of QgsVectorLayer
        The last one, at the bottom, sets the extent.
    title : str
    crs : str
    height : float
        Of the map, millimetres; the page is as wide as the legend asks for.
    """
    layers = [one.clone() for one in layers]  # a project keeps its layers for itself
    for one in layers:
        leave_out_hidden(one)
    project = QgsProject()
    project.setCrs(QgsCoordinateReferenceSystem(crs))
    project.addMapLayers(layers)
    change = QgsCoordinateTransform(layers[-1].crs(), project.crs(), project)
    extent = change.transformBoundingBox(layers[-1].extent())
    extent.scale(1.04)
    width = height * extent.width() / extent.height()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    chart = QgsLayoutItemMap(layout)
    chart.attemptMove(QgsLayoutPoint(5, 17, MILLIMETRES))
    chart.attemptResize(QgsLayoutSize(width, height, MILLIMETRES))
    chart.setLayers(layers)
    chart.setExtent(extent)
    chart.setFrameEnabled(True)
    layout.addLayoutItem(chart)
    legend = add_legend(layout, chart, QgsLayoutPoint(width + 8, 17, MILLIMETRES))
    exporter = QgsLayoutExporter(layout)
    exporter.renderPageToImage(0, QSize(), 20)  # a legend takes the size of its words when it is first drawn
    head = QgsLayoutItemLabel(layout)
    head.setText(title)
    head.setFont(QFont("DejaVu Sans", 14, QFont.Weight.Bold))
    head.attemptMove(QgsLayoutPoint(5, 4, MILLIMETRES))
    head.adjustSizeToText()
    layout.addLayoutItem(head)
    right = max(width + 8 + legend.rect().width(), 5 + head.rect().width())
    page = layout.pageCollection().page(0)
    page.setPageSize(QgsLayoutSize(right + 5, max(height, legend.rect().height()) + 22, MILLIMETRES))
    # drawn, then saved by Qt: the exporter would try to write a georeference into the PNG, and complain
    image = exporter.renderPageToImage(0, QSize(), 110)
    if image.isNull() or not image.save(str(path)):
        raise OSError("map not written: {}".format(path))
    print("carte :", path)
