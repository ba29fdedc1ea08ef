"""How the built-in sample looks: a quiet plan of the town on which results stand out."""
from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsGraduatedSymbolRenderer,
    QgsRendererCategory,
    QgsRendererRange,
    QgsSimpleLineSymbolLayer,
    QgsSingleSymbolRenderer,
)
from qgis.PyQt.QtGui import QColor

from ...translation import tr
from .common import fill, label, line, marker

__all__ = ["STYLES", "style"]

FAMILIES = ("#1b6ca8", "#d95f02", "#1b9e77", "#7570b3", "#e7298a", "#66a61e", "#a6761d", "#444444", "#e6ab02")


def style(layer, name):
    """Style a layer of the sample.

    Parameters
    ----------
    layer : QgsVectorLayer
    name : str
        Its name in the sample; a layer that is not known keeps QGIS's own style.
    """
    if name in STYLES:
        STYLES[name](layer)
        layer.triggerRepaint()


def _communes(layer):
    layer.setRenderer(QgsSingleSymbolRenderer(fill("#f7f4ec", "#8c8577", 0.35, outline_style="dash")))
    label(layer, "nom", "#6b6457", 9, italic=True)


def _qpv_2024(layer):
    layer.setRenderer(QgsSingleSymbolRenderer(fill("#e4572e", "#a3330f", 0.6, opacity=0.25)))
    name = "lib_qp" if layer.fields().indexOf("lib_qp") >= 0 else "nom_qp"
    label(layer, name, "#8a2a0b", 8.5, bold=True, outside=True)


def _qpv_2015(layer):
    layer.setRenderer(QgsSingleSymbolRenderer(fill("#7a5195", "#7a5195", 0.6, opacity=0.06, outline_style="dash")))


def _river(layer):
    layer.setRenderer(QgsSingleSymbolRenderer(fill("#b5d5e8", "#8fbcd6", 0.2)))


def _railway(layer):
    symbol = line("#5b5b5b", 0.7)
    sleepers = QgsSimpleLineSymbolLayer(QColor("#ffffff"), 0.4)
    sleepers.setUseCustomDashPattern(True)
    sleepers.setCustomDashVector([2.0, 2.0])
    symbol.appendSymbolLayer(sleepers)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def _cells(layer):
    limits = (0, 10, 40, 100, 200, 1e9)
    shades = ("#fbf8ef", "#efe3c8", "#dfc99a", "#c9a96a", "#a98245")
    names = (
        tr("fewer than 10 people"),
        tr("10 to 40"),
        tr("40 to 100"),
        tr("100 to 200"),
        tr("200 and more"),
    )
    ranges = [
        QgsRendererRange(low, high, fill(shade, "#ffffff", 0.1, opacity=0.8), name)
        for low, high, shade, name in zip(limits, limits[1:], shades, names)
    ]
    layer.setRenderer(QgsGraduatedSymbolRenderer("ind", ranges))


def _osm(layer):
    _by_value(
        layer,
        "highway",
        (
            (tr("motorway"), ("motorway", "motorway_link", "trunk", "trunk_link"), line("#c8553d", 0.9)),
            (
                tr("main street"),
                ("primary", "secondary", "tertiary", "primary_link", "secondary_link", "tertiary_link"),
                line("#b9975b", 0.7),
            ),
            (
                tr("path, stairs"),
                ("footway", "path", "pedestrian", "steps", "cycleway", "track"),
                line("#6f9c6b", 0.35),
            ),
        ),
        tr("street"),
        line("#a8a29a", 0.4),
    )


def _bdtopo(layer):
    _by_value(
        layer,
        "nature",
        (
            (tr("motorway"), ("Type autoroutier", "Bretelle"), line("#c8553d", 0.9)),
            (tr("two carriageways"), ("Route à 2 chaussées", "Rond-point"), line("#b9975b", 0.7)),
            (tr("path, stairs"), ("Sentier", "Chemin", "Escalier", "Piste cyclable"), line("#6f9c6b", 0.35)),
        ),
        tr("street or road"),
        line("#a8a29a", 0.45),
    )


def _facilities(layer):
    position = layer.fields().indexOf("famille")
    values = sorted(str(v) for v in layer.uniqueValues(position))
    categories = [
        QgsRendererCategory(value, marker(FAMILIES[i % len(FAMILIES)], 2.2), value) for i, value in enumerate(values)
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("famille", categories))


def _services(layer):
    layer.setRenderer(QgsSingleSymbolRenderer(marker("#ffffff", 3.6, "square", "#16325c", 1.0)))
    label(layer, "lib_fs", "#16325c", 7.5)


def _points(colour, size):
    def apply(layer):
        layer.setRenderer(QgsSingleSymbolRenderer(marker(colour, size, outline_width=0.2)))

    return apply


def _by_value(layer, field, classes, other_name, other_symbol):
    """Categorise by lists of values; the rest goes into one class of its own."""
    categories = [QgsRendererCategory(list(values), symbol, name) for name, values, symbol in classes]
    categories.append(QgsRendererCategory(None, other_symbol, other_name))
    layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))


STYLES = {
    "communes": _communes,
    "qpv_2024": _qpv_2024,
    "qpv_2015": _qpv_2015,
    "surface_hydrographique": _river,
    "troncon_de_voie_ferree": _railway,
    "carreaux_200m": _cells,
    "voirie_osm": _osm,
    "voirie_bdtopo": _bdtopo,
    "equipements": _facilities,
    "france_services": _services,
    "adresses_ban": _points("#9aa5b1", 0.9),
    "beneficiaires": _points("#f26b21", 2.0),
}
