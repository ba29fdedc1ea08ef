"""What the review draws over the map and takes away again: perimeters, tolerance, position, candidates."""

from __future__ import annotations

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvasItem, QgsVertexMarker
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPainter, QPen

from ..outlines import outline

__all__ = ["Drawing"]

PERIMETER, TOLERANCE, POSITION, CANDIDATE = "#0b5d8f", "#e66100", "#e66100", "#ffffff"


class Label(QgsMapCanvasItem):
    """A number in a disc: a candidate that can be picked.

    Parameters
    ----------
    canvas : QgsMapCanvas
    point : QgsPointXY
        In the map's system.
    text : str
    chosen : bool
    """

    RADIUS = 10.0

    def __init__(self, canvas, point, text, chosen=False):
        super().__init__(canvas)
        self.point, self.text, self.chosen = point, text, chosen
        self.setZValue(120)
        self.updatePosition()

    def updatePosition(self):  # noqa: N802 - QGIS's name
        self.setPos(self.toCanvasCoordinates(self.point))

    def boundingRect(self):  # noqa: N802 - Qt's name
        side = self.RADIUS + 2.0
        return QRectF(-side, -side, 2 * side, 2 * side)

    def paint(self, painter, option=None, widget=None):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#1a1a1a"), 1.6))
        painter.setBrush(QColor(TOLERANCE if self.chosen else CANDIDATE))
        painter.drawEllipse(QPointF(0, 0), self.RADIUS, self.RADIUS)
        font = QFont()
        font.setBold(True)
        font.setPixelSize(12)
        painter.setFont(font)
        painter.drawText(self.boundingRect(), Qt.AlignmentFlag.AlignCenter, self.text)


class Drawing:
    """Everything drawn on one canvas.

    Parameters
    ----------
    canvas : QgsMapCanvas
    """

    def __init__(self, canvas):
        self.canvas = canvas
        self._items, self._moving = [], []

    def clear(self):
        """Take everything away; harmless when the canvas has gone."""
        self._remove(self._items)
        self.stop_moving()

    def _remove(self, items):
        if not sip.isdeleted(self.canvas):
            scene = self.canvas.scene()
            for item in items:
                if not sip.isdeleted(item):
                    scene.removeItem(item)
        del items[:]

    @property
    def count(self):
        """How many things are drawn."""
        return len(self._items) + len(self._moving)

    def show(self, point, ring, outlines, candidates):
        """Draw one row.

        Parameters
        ----------
        point : QgsPointXY or None
            Everything here is in the map's system.
        ring : QgsGeometry or None
            Circle of the tolerance.
        outlines : sequence of (QgsGeometry, bool)
            Perimeters, and whether each is the one concerned.
        candidates : sequence of (QgsPointXY, str, bool)
            Places, what to write on them, and whether it is the one held.
        """
        self.clear()
        for geometry, concerned in outlines:
            self._polygon(geometry, PERIMETER, 3 if concerned else 2, 34 if concerned else 14, not concerned)
        if ring is not None and not ring.isNull():
            self._polygon(ring, TOLERANCE, 2, 26)
        for place, text, chosen in candidates:
            self._items.append(Label(self.canvas, place, text, chosen))
        if point is not None:
            self._items.append(self._mark(point))

    def show_moving(self, point, ring):
        """Draw where the point would go.

        Parameters
        ----------
        point : QgsPointXY
        ring : QgsGeometry
        """
        self.stop_moving()
        if not ring.isNull():
            band = outline(self.canvas, ring, POSITION, 2, 60)
            self._moving.append(band)
        self._moving.append(self._mark(point, QgsVertexMarker.IconType.ICON_CROSS, "#1a1a1a"))

    def stop_moving(self):
        """Take away what `show_moving` drew."""
        self._remove(self._moving)

    def _polygon(self, geometry, colour, width, alpha, dashed=False):
        # light under dark: seen on a pale map as on a photograph
        self._items.append(outline(self.canvas, geometry, "#ffffff", width + 3, 0))
        self._items.append(outline(self.canvas, geometry, colour, width, alpha, dashed))

    def _mark(self, point, kind=QgsVertexMarker.IconType.ICON_CIRCLE, colour=POSITION):
        mark = QgsVertexMarker(self.canvas)
        mark.setCenter(QgsPointXY(point))
        mark.setIconType(kind)
        mark.setIconSize(16)
        mark.setPenWidth(4)
        mark.setColor(QColor(colour))
        mark.setZValue(110)
        return mark
