"""Putting a row's point where it belongs: with the mouse, or with the arrow keys."""

from __future__ import annotations

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject
from qgis.gui import QgsMapTool
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, Qt, pyqtSignal

from ...layers.review_judge import PLACED_TOLERANCE, circle

__all__ = ["PlaceTool", "to_map"]

STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
METRE, FAR = 1.0, 10.0


class PlaceTool(QgsMapTool):
    """Press, drag, release; or arrows (1 m, with Shift 10 m), then Enter. Escape gives up.

    Parameters
    ----------
    canvas : QgsMapCanvas
    drawing : dialogs.review.drawing.Drawing
    """

    placed = pyqtSignal(QgsPointXY)
    given_up = pyqtSignal()

    def __init__(self, canvas, drawing):
        super().__init__(canvas)
        self._drawing, self._point, self._pressed = drawing, None, False
        self.setCursor(Qt.CursorShape.CrossCursor)

    def start(self, point):
        """Begin from a point, in the map's system."""
        self._point = QgsPointXY(point)
        self._preview()

    def activate(self):
        super().activate()
        # the map keeps the arrows for itself: they never reach a tool
        self.canvas().installEventFilter(self)

    def deactivate(self):
        if not sip.isdeleted(self.canvas()):
            self.canvas().removeEventFilter(self)
        self._drawing.stop_moving()
        self._pressed = False
        super().deactivate()

    def canvasPressEvent(self, event):  # noqa: N802 - QGIS's name
        self._pressed = event.button() == Qt.MouseButton.LeftButton
        if self._pressed:
            self.start(event.mapPoint())

    def canvasMoveEvent(self, event):  # noqa: N802 - QGIS's name
        if self._pressed:
            self.start(event.mapPoint())

    def canvasReleaseEvent(self, event):  # noqa: N802 - QGIS's name
        if self._pressed:
            self._pressed = False
            self.start(event.mapPoint())
            self.placed.emit(self._point)

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            known = event.key() in STEPS or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
            if known and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if known:
                self._key(event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
        return False

    def _key(self, key, far):
        if key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key in STEPS:
            if self._point is not None:
                self.start(self._stepped(*STEPS[key], FAR if far else METRE))
        elif self._point is not None:
            self.placed.emit(self._point)

    def _stepped(self, right, up, metres):
        """Return the point so many metres farther, measured in a system that has metres."""
        crs = self.canvas().mapSettings().destinationCrs()
        around = circle(self._point, crs, metres, crs).boundingBox()
        if around.isEmpty():
            return self._point
        x, y = self._point.x(), self._point.y()
        return QgsPointXY(x + right * around.width() / 2.0, y + up * around.height() / 2.0)

    def _preview(self):
        crs = self.canvas().mapSettings().destinationCrs()
        self._drawing.show_moving(self._point, circle(self._point, crs, PLACED_TOLERANCE, crs))


def to_map(point, crs, canvas):
    """Bring a point to the map's system; None where it cannot be."""
    change = QgsCoordinateTransform(crs, canvas.mapSettings().destinationCrs(), QgsProject.instance())
    try:
        return change.transform(point)
    except QgsCsException:
        return None
