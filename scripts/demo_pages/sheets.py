"""One map on one sheet: title, map, legend, scale bar, credits."""

from __future__ import annotations

import math

from qgis.core import (
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsPrintLayout,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont

MM = QgsUnitTypes.LayoutUnit.LayoutMillimeters
INK = "#1c2733"
CREDITS = (
    "Données entièrement fictives (exemple intégré). {} Produit avec QGIS et l'extension Cohésion des territoires."
)
WIDTH, HEIGHT, SIDE = 297.0, 210.0, 74.0


def text(size, bold=False, colour=INK):
    """Return a text format; a font is always named, or QGIS may find none."""
    made = QgsTextFormat()
    font = QFont("Open Sans")
    font.setBold(bold)
    made.setFont(font)
    made.setSize(size)
    made.setColor(QColor(colour))
    if bold:
        made.setNamedStyle("Bold")
    return made


def use(item, name, made, *where):
    """Set a text format: `setTextFormat…` on new QGIS, `setFont…` on 3.22."""
    new, old = getattr(item, name, None), getattr(item, name.replace("TextFormat", "Font"), None)
    if new:
        new(*where, made)
    else:
        old(*where, made.toQFont())


def place(layout, item, x, y, width, height):
    """Put an item on the sheet, millimetres."""
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y, MM))
    item.attemptResize(QgsLayoutSize(width, height, MM))
    return item


def label(layout, words, made, x, y, width, height, middle=False):
    """Write some words, from the top of their frame or in its middle."""
    item = QgsLayoutItemLabel(layout)
    item.setText(words)
    item.setHAlign(Qt.AlignmentFlag.AlignLeft)
    item.setVAlign(Qt.AlignmentFlag.AlignVCenter if middle else Qt.AlignmentFlag.AlignTop)
    use(item, "setTextFormat", made)
    if not hasattr(item, "setTextFormat"):
        item.setFontColor(made.color())
    return place(layout, item, x, y, width, height)


def nice(metres):
    """Return the round number (1, 2 or 5 times a power of ten) nearest below a length."""
    power = 10 ** math.floor(math.log10(metres))
    return max(k * power for k in (1, 2, 5) if k * power <= metres)


class Sheet:
    """A landscape A4 sheet: a title over a map, and a column of explanations at its right.

    Parameters
    ----------
    project : QgsProject
    name : str
        Of the layout, in the project.
    title, subtitle : str
    """

    def __init__(self, project, name, title, subtitle):
        self.layout = QgsPrintLayout(project)
        self.layout.initializeDefaults()
        self.layout.setName(name)
        band = QgsLayoutItemShape(self.layout)
        band.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
        band.symbol().symbolLayer(0).setFillColor(QColor("#16325c"))
        band.symbol().symbolLayer(0).setStrokeStyle(Qt.PenStyle.NoPen)
        place(self.layout, band, 0, 0, WIDTH, 22)
        label(self.layout, title, text(19, True, "#ffffff"), 8, 3, WIDTH - 16, 10)
        label(self.layout, subtitle, text(10.5, False, "#dfe8f2"), 8, 13.2, WIDTH - 16, 7)
        self.left = WIDTH - SIDE - 6
        self.below = 27.0

    def map(self, layers, extent, crs):
        """Draw the main map."""
        frame = (8, 27, self.left - 12, HEIGHT - 27 - 16)
        self.main = self._map(layers, extent, crs, *frame)
        bar = place(self.layout, QgsLayoutItemScaleBar(self.layout), self.left, HEIGHT - 16, 50, 11)
        bar.setStyle("Line Ticks Up")
        bar.setLinkedMap(self.main)
        long = self.main.scale() > 40_000
        step = nice(0.025 * self.main.scale())
        bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceKilometers if long else QgsUnitTypes.DistanceUnit.DistanceMeters)
        bar.setUnitLabel("km" if long else "m")
        bar.setNumberOfSegmentsLeft(0)
        bar.setNumberOfSegments(2)
        bar.setUnitsPerSegment(step / 1_000 if long else step)
        use(bar, "setTextFormat", text(8))
        bar.setBackgroundEnabled(False)
        plain = bar.numericFormat().clone()
        plain.setShowThousandsSeparator(False)
        bar.setNumericFormat(plain)
        return self.main

    def inset(self, title, layers, extent, crs, height):
        """Draw a smaller map in the column."""
        label(self.layout, title, text(9.5, True), self.left, self.below, SIDE, 7)
        self._map(layers, extent, crs, self.left, self.below + 7.5, SIDE, height)
        self.below += height + 13
        # the bar below is not this map's
        label(self.layout, "Grande carte :", text(8), self.left, HEIGHT - 19.5, 40, 4)

    def overlay(self, title, layers, extent, crs, width, height):
        """Draw a place that lies off the main map in its lower right corner."""
        x, y = self.left - 12 + 8 - width - 3, HEIGHT - 16 - height - 3
        self._map(layers, extent, crs, x, y, width, height)
        item = label(self.layout, title, text(8.2, True), x + 1.2, y + 1, width - 2.4, 5)
        item.setBackgroundEnabled(True)
        item.setBackgroundColor(QColor(251, 250, 246, 215))

    def _map(self, layers, extent, crs, x, y, width, height):
        item = place(self.layout, QgsLayoutItemMap(self.layout), x, y, width, height)
        item.setLayers(layers)
        item.setKeepLayerSet(True)
        item.setCrs(crs)
        item.setFrameEnabled(True)
        item.setFrameStrokeColor(QColor("#8a94a0"))
        item.setBackgroundColor(QColor("#fbfaf6"))
        # a new map has no extent to keep the shape of: it is given one, which changes its size, then its size again
        item.setExtent(extent)
        item.attemptResize(QgsLayoutSize(width, height, MM))
        item.zoomToExtent(extent)
        return item

    def north(self):
        """Put a north arrow on the map."""
        arrow = QgsLayoutItemPicture(self.layout)
        from qgis.core import QgsApplication

        for folder in QgsApplication.svgPaths():
            from pathlib import Path

            path = Path(folder) / "arrows" / "NorthArrow_02.svg"
            if path.exists():
                arrow.setPicturePath(str(path))
                place(self.layout, arrow, WIDTH - 18, HEIGHT - 19, 10, 13)
                return

    def legend(self, entries, height):
        """Add a legend; `entries` are (layer, title, {place: label} of the symbols to keep or None)."""
        item = place(self.layout, QgsLayoutItemLegend(self.layout), self.left, self.below, SIDE, height)
        item.setLinkedMap(self.main)
        item.setAutoUpdateModel(False)
        root = item.model().rootGroup()
        root.clear()
        for layer, title, keep in entries:
            node = root.addLayer(layer)
            node.setCustomProperty("cached_name", title)
            node.setCustomProperty("legend/title-label", title)
            if keep is not None:
                from qgis.core import QgsMapLayerLegendUtils

                for where, words in keep.items():
                    QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, where, words)
                QgsMapLayerLegendUtils.setLegendNodeOrder(node, sorted(keep))
                item.model().refreshLayerLegend(node)
        item.setResizeToContents(False)
        kinds = QgsLegendStyle.Style
        item.setSymbolHeight(3.4)
        for kind, made in (
            (kinds.Title, text(9, True)),
            (kinds.Group, text(9, True)),
            (kinds.Subgroup, text(9, True)),
            (kinds.SymbolLabel, text(8.5)),
        ):
            style = item.style(kind)
            if hasattr(style, "setTextFormat"):
                style.setTextFormat(made)
            else:
                style.setFont(made.toQFont())
            item.setStyle(kind, style)
        item.setSymbolWidth(6)
        item.setBoxSpace(0)
        item.style(kinds.Subgroup).setMargin(QgsLegendStyle.Side.Top, 2.5)
        self.below += height + 2

    def note(self, words, height, size=8.8):
        """Write a paragraph in the column."""
        label(self.layout, words, text(size), self.left, self.below, SIDE, height)
        self.below += height + 2

    def figure(self, number, words):
        """Write a key figure in the column: a large number, what it is beside it."""
        label(self.layout, number, text(17, True, "#0b5d8f"), self.left, self.below, 27, 13, True)
        label(self.layout, words, text(8.2), self.left + 27, self.below, SIDE - 27, 13, True)
        self.below += 14

    def aside(self, words):
        """Write a line in the lower left corner of the map."""
        item = label(self.layout, words, text(8), 10, HEIGHT - 22, 80, 5)
        item.setBackgroundEnabled(True)
        item.setBackgroundColor(QColor(251, 250, 246, 215))

    def credits(self, words):
        """Write where the data come from."""
        label(self.layout, CREDITS.format(words), text(7.3, False, "#5b6670"), 8, HEIGHT - 13, self.left - 12, 9)

    def save(self, path, dpi=150):
        """Write the PNG and keep the sheet in the project."""
        # drawn, then saved by Qt: the exporter would try to write a georeference into the PNG, and complain
        image = QgsLayoutExporter(self.layout).renderPageToImage(0, QSize(), dpi)
        if image.isNull() or not image.save(str(path)):
            raise OSError("{} ne peut être écrit".format(path))
        self.layout.project().layoutManager().addLayout(self.layout)
        print("   {}".format(path.name))
