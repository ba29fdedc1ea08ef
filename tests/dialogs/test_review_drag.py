"""A point dragged on the map is judged where the mouse lets it go, and seen on the way."""

from __future__ import annotations

import pytest
from qgis.core import QgsPointXY, QgsRectangle
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from qpv_world import X, Y
from review_world import opened, press, result, totals, values

pytestmark = pytest.mark.usefixtures("only_our_layers")
LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier


def pixel(canvas, x, y):
    spot = canvas.getCoordinateTransform().transform(X + x, Y + y)
    return QPoint(round(spot.x()), round(spot.y()))


def moved(canvas, button, where):
    """Move the mouse with its button down, which QTest does without."""
    place = QPointF(where)
    event = QMouseEvent(QEvent.Type.MouseMove, place, place, Qt.MouseButton.NoButton, button, NONE)
    QApplication.sendEvent(canvas.viewport(), event)


def circle_at(canvas):
    """Return the middles of what is drawn as polygons of at most 12 m."""
    boxes = [
        item.asGeometry().boundingBox() for item in canvas.scene().items()
        if isinstance(item, QgsRubberBand) and not item.asGeometry().isEmpty()
    ]  # fmt: skip
    return [(b.center().x() - X, b.center().y() - Y) for b in boxes if 0 < b.width() < 12]


@pytest.mark.parametrize("button", [LEFT, RIGHT])
def test_a_point_dragged_is_judged_where_it_is_let_go(dock, canvas, perimeters, button):
    layer = result()
    desk = opened(dock, layer)
    before = totals(dock, "now")
    press(dock, Qt.Key.Key_P)
    # 3 m inside the edge at first; dragged 60 m farther in
    canvas.setExtent(QgsRectangle(X + 250, Y + 100, X + 450, Y + 300))
    start, middle, end = (pixel(canvas, x, 200) for x in (397, 360, 337))
    QTest.mousePress(canvas.viewport(), button, NONE, start)
    moved(canvas, button, middle)
    seen = circle_at(canvas)
    moved(canvas, button, end)
    assert values(layer, 3, "verdict") == "A_VERIFIER", "nothing is written before it is let go"
    QTest.mouseRelease(canvas.viewport(), button, NONE, end)
    place = layer.getFeature(3).geometry().asPoint()
    if button == RIGHT:
        assert QgsPointXY(place).compare(QgsPointXY(X + 397, Y + 200), 1e-6) and totals(dock, "now") == before
        return
    assert any(x == pytest.approx(360, abs=1.5) and y == pytest.approx(200, abs=1.5) for x, y in seen), seen
    assert (place.x() - X, place.y() - Y) == pytest.approx((337, 200), abs=1.5)
    assert values(layer, 3, "verdict", "code_qp", "verdict_initial") == ["EN_QPV", "QN07501N", "A_VERIFIER"]
    assert values(layer, 3, "distance_m") == pytest.approx(-63, abs=2)
    assert layer.undoStack().count() == 1 and totals(dock, "now") != before
    dock.decisions.undo()
    assert layer.getFeature(3).geometry().asPoint().x() - X == pytest.approx(397) and totals(dock, "now") == before
    assert desk.session.layer is layer
