"""Colours and symbols that styles share. Palettes are safe for colour-blind readers."""
from __future__ import annotations

from qgis.core import (
    QgsFillSymbol,
    QgsLineSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPointPatternFillSymbolLayer,
    QgsSimpleFillSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayerSimpleLabeling,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor, QFont

__all__ = ["SEQUENCE", "dots", "fill", "hatch", "label", "line", "marker", "sequence"]

# dark to light, from near to far: viridis turned towards blue, readable in grey
SEQUENCE = ("#0b3c5d", "#1f6f8b", "#3fa796", "#8fcf8a", "#dcea9a", "#f6f3d0", "#fdfbea")


def sequence(count):
    """Return `count` colours from near (dark) to far (light).

    Parameters
    ----------
    count : int

    Returns
    -------
    list of str
        ``#rrggbb``.
    """
    if count <= 1:
        return [SEQUENCE[1]]
    last = 4.5 if count > 2 else 3.0
    colours = []
    for step in range(count):
        place = last * step / (count - 1)
        low = int(place)
        high, share = min(low + 1, len(SEQUENCE) - 1), place - low
        a, b = QColor(SEQUENCE[low]), QColor(SEQUENCE[high])
        colours.append(
            QColor(
                round(a.red() + (b.red() - a.red()) * share),
                round(a.green() + (b.green() - a.green()) * share),
                round(a.blue() + (b.blue() - a.blue()) * share),
            ).name()
        )
    return colours


def fill(colour, outline="#5a5a5a", width=0.2, opacity=1.0, outline_style="solid"):
    """Return a plain fill."""
    shade = QColor(colour)
    shade.setAlphaF(opacity)
    return QgsFillSymbol.createSimple(
        {
            "color": "{},{},{},{}".format(shade.red(), shade.green(), shade.blue(), shade.alpha()),
            "outline_color": outline,
            "outline_width": str(width),
            "outline_style": outline_style,
        }
    )


def hatch(colour, background=None, outline=None, angle=45.0, distance=2.0, width=0.4):
    """Return a hatched fill, for what a map must not let one overlook.

    Parameters
    ----------
    colour : str
        Of the lines.
    background : str, optional
        Colour under the lines; none by default.
    outline : str, optional
        Colour of the outline; that of the lines by default.
    angle : float
        Degrees.
    distance, width : float
        Millimetres.
    """
    under = QgsSimpleFillSymbolLayer()
    if background is None:
        from qgis.PyQt.QtCore import Qt

        under.setBrushStyle(Qt.BrushStyle.NoBrush)
    else:
        under.setFillColor(QColor(background))
    under.setStrokeColor(QColor(outline or colour))
    under.setStrokeWidth(0.3)
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(angle)
    lines.setDistance(distance)
    lines.setSubSymbol(QgsLineSymbol.createSimple({"color": colour, "width": str(width)}))
    symbol = QgsFillSymbol()
    symbol.changeSymbolLayer(0, under)
    symbol.appendSymbolLayer(lines)
    return symbol


def dots(colour, background, outline, width=0.2):
    """Return a dotted fill, for what is not there.

    Parameters
    ----------
    colour, background, outline : str
        Of the dots, under them, and around.
    width : float
        Of the outline, in millimetres.
    """
    pattern = QgsPointPatternFillSymbolLayer()
    pattern.setDistanceX(2.0)
    pattern.setDistanceY(2.0)
    pattern.setDisplacementX(1.0)
    pattern.setSubSymbol(marker(colour, 0.5, "circle", colour, 0.0))
    symbol = fill(background, outline, width)
    symbol.appendSymbolLayer(pattern)
    return symbol


def line(colour, width=0.4):
    """Return a plain line, millimetres wide."""
    return QgsLineSymbol.createSimple({"color": colour, "width": str(width), "capstyle": "round"})


def marker(colour, size=2.4, shape="circle", outline="#ffffff", outline_width=0.3):
    """Return a plain marker, `size` millimetres across."""
    return QgsMarkerSymbol.createSimple(
        {
            "name": shape,
            "color": colour,
            "size": str(size),
            "outline_color": outline,
            "outline_width": str(outline_width),
        }
    )


def label(layer, field, colour, size, bold=False, italic=False, outside=False, expression=False):
    """Write a field beside each feature, with a white halo.

    Parameters
    ----------
    layer : QgsVectorLayer
    field : str
        Nothing is written where the layer lacks it.
    colour : str
    size : float
        Points.
    outside : bool, optional
        Beside the polygon, for results that others lie in.
    expression : bool, optional
        `field` is an expression.
    """
    if not expression and layer.fields().indexOf(field) < 0:
        return
    font = QFont()
    font.setBold(bold)
    font.setItalic(italic)
    text = QgsTextFormat()
    text.setFont(font)
    text.setSize(size)
    text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    text.setColor(QColor(colour))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = field
    settings.isExpression = expression
    settings.autoWrapLength = 22
    places = QgsPalLayerSettings.Placement
    if layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry:
        settings.placement = places.OrderedPositionsAroundPoint
        settings.offsetType = QgsPalLayerSettings.OffsetType.FromSymbolBounds
        settings.dist = 0.8
    if outside:  # beside the polygon: results lie in it
        settings.placement = places.OutsidePolygons
        settings.dist = 0.8
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
