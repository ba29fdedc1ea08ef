"""The review panel: list, decisions, undo, reopening, keyboard."""

from __future__ import annotations

import statistics
import time

import pytest
from cohesion_territoires.dialogs.review.dock import ReviewDock
from qgis.core import NULL, QgsExpressionContextUtils, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget
from qpv_world import X, Y
from review_world import ROWS, listed, opened, press, result, saved, totals, values


pytestmark = pytest.mark.usefixtures("only_our_layers")


def test_it_lists_what_is_to_be_checked_nearest_edge_first(dock, perimeters):
    desk = opened(dock, result())
    assert listed(dock) == ["3 rue C", "4 rue D", "7 rue G", "rue E"]
    assert desk.current.row.label == "3 rue C"
    assert totals(dock, "initial") == ["1", "1", "6", "12.5 %", "87.5 %"] == totals(dock, "now")
    assert dock.panel.address.text() == "3 rue C"
    assert dock.panel.which.currentData() == "QN07501N"


def test_decisions_feed_the_totals(dock, perimeters):
    layer = result()
    opened(dock, layer)
    press(dock, Qt.Key.Key_E)
    assert listed(dock) == ["4 rue D", "7 rue G", "rue E"]
    assert values(layer, 3, "verdict", "code_qp", "nom_qp", "verdict_initial", "decision", "bande_300") == [
        "EN_QPV", "QN07501N", "Les Prés", "A_VERIFIER", "EN_QPV", "OUI",
    ]  # fmt: skip
    press(dock, Qt.Key.Key_H)
    assert values(layer, 4, "verdict", "code_qp", "verdict_initial", "decision") == [
        "HORS_QPV", None, "A_VERIFIER", "HORS_QPV",
    ]  # fmt: skip
    press(dock, Qt.Key.Key_R)
    assert values(layer, 7, "verdict", "decision") == ["A_VERIFIER", "A_VERIFIER"]
    # 1 of 8 in, 1 out; then 2 in, 2 out and 4 undecided
    assert totals(dock, "initial") == ["1", "1", "6", "12.5 %", "87.5 %"]
    assert totals(dock, "now") == ["2", "2", "4", "25.0 %", "75.0 %"]
    assert dock.desk.current.row.label == "rue E"
    assert listed(dock) == ["7 rue G", "rue E"]
    assert "2 of 4" in dock.panel.progress.text()
    scope = QgsExpressionContextUtils.globalScope()
    who = scope.variable("user_full_name") or scope.variable("user_account_name")
    assert values(layer, 3, "decision_par") == who
    assert "agent" in values(layer, 3, "decision_motif")
    assert values(layer, 3, "decision_le").date().year() >= 2024
    # other rows are untouched
    assert values(layer, 1, "verdict", "verdict_initial") == ["EN_QPV", None]


def test_one_command_each_undone_and_redone(dock, perimeters):
    layer = result()
    before = layer.fields().names()
    opened(dock, layer)
    press(dock, Qt.Key.Key_E)
    press(dock, Qt.Key.Key_H)
    assert layer.undoStack().count() == 2
    press(dock, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert dock.desk.current.row.label == "4 rue D" and listed(dock)[0] == "4 rue D"
    assert totals(dock, "now") == ["2", "1", "5", "25.0 %", "87.5 %"]
    press(dock, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert layer.fields().names() == before
    assert values(layer, 3, "verdict", "code_qp") == ["A_VERIFIER", None]
    assert totals(dock, "now") == totals(dock, "initial") == ["1", "1", "6", "12.5 %", "87.5 %"]
    assert not dock.panel.undo.isEnabled() and dock.panel.redo.isEnabled()
    dock.panel.redo.click()
    press(dock, Qt.Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
    assert totals(dock, "now") == ["2", "2", "4", "25.0 %", "75.0 %"]
    assert values(layer, 3, "verdict", "verdict_initial") == ["EN_QPV", "A_VERIFIER"]


@pytest.mark.parametrize("driver", ["GPKG", "ESRI Shapefile", "GeoJSON"])
def test_saved_and_opened_again_the_queue_resumes(dock, perimeters, tmp_path, qtbot, canvas, driver):
    path = tmp_path / {"GPKG": "r.gpkg", "GeoJSON": "r.geojson"}.get(driver, "r.shp")
    layer = saved(result(), path, driver)
    desk = opened(dock, layer)
    assert listed(dock) == ["3 rue C", "4 rue D", "7 rue G", "rue E"]
    first = desk.current.row.key
    press(dock, Qt.Key.Key_E)
    press(dock, Qt.Key.Key_H)
    press(dock, Qt.Key.Key_R)
    dock.panel.save.click()
    desk.session.load()
    assert not layer.isModified() and "saved" in dock.panel.message.text()
    QgsProject.instance().removeMapLayer(layer)
    from qgis.core import QgsVectorLayer

    again = QgsVectorLayer("{}|layername=resultat".format(path) if driver == "GPKG" else str(path), "r", "ogr")
    fresh = ReviewDock(canvas)
    qtbot.addWidget(fresh)
    opened(fresh, again)
    assert listed(fresh) == ["7 rue G", "rue E"]
    assert totals(fresh, "initial") == ["1", "1", "6", "12.5 %", "87.5 %"]
    assert totals(fresh, "now") == ["2", "2", "4", "25.0 %", "75.0 %"]
    fresh.panel.state.setCurrentIndex(1)
    assert listed(fresh) == ["3 rue C", "4 rue D"]
    assert fresh.desk.current.row.key == first
    assert fresh.panel.decided_text.text().startswith("In QN07501N – ")
    # decided anew: the first verdict is never lost
    press(fresh, Qt.Key.Key_H)
    assert fresh.desk.session.ledger.queue[first].initial == "A_VERIFIER"
    again.rollBack()
    fresh.close_down()
    assert again.fields().count() == layer_fields(driver)


def layer_fields(driver):
    return 11 + 5 + (driver == "GPKG")


def test_the_keyboard_is_enough(dock, perimeters):
    layer = result()
    opened(dock, layer)
    dock.show()
    panel = dock.panel
    reached = [panel.layer]
    panel.layer.setFocus()
    for _step in range(40):
        reached.append(panel.focusWidget())
        panel.focusNextChild()
    names = [w.objectName() for w in reached if w is not None]
    order = [w.objectName() for w in panel.tab_order if w.isEnabled() and not w.isHidden()]
    assert set(order) <= set(names)
    assert all(w.accessibleName() or isinstance(w, type(panel.lost)) for w in panel.tab_order)
    # next, back, next
    press(dock, Qt.Key.Key_N)
    assert dock.desk.current.row.label == "4 rue D"
    press(dock, Qt.Key.Key_N, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert dock.desk.current.row.label == "3 rue C"
    press(dock, Qt.Key.Key_Down)
    assert dock.desk.current.row.label == "4 rue D"
    # letters written in the reason are no decisions
    QTest.keyClicks(panel.comment, "HERE")
    assert panel.comment.text() == "HERE" and not layer.isEditable()
    press(dock, Qt.Key.Key_H)
    assert values(layer, 4, "decision", "decision_motif") == ["HORS_QPV", "HERE"]
    # keys of buttons work from buttons as well
    press(dock, Qt.Key.Key_R, panel.zoom)
    assert values(layer, 7, "decision") == "A_VERIFIER"


def test_keys_are_shown(dock):
    panel = dock.panel
    for widget, key in ((panel.inside, "E"), (panel.outside, "H"), (panel.open, "R"), (panel.place, "P")):
        assert "({})".format(key) in widget.text()
        assert key in widget.accessibleDescription()


def test_filters(dock, perimeters):
    opened(dock, result())
    panel = dock.panel
    reasons = [panel.reason.itemText(i) for i in range(panel.reason.count())]
    # both tolerances are one reason
    assert reasons[1] == "À … m au plus de la limite d'un périmètre : regarder la carte (3)"
    panel.reason.setCurrentIndex(1)
    assert listed(dock) == ["3 rue C", "4 rue D", "7 rue G"]
    assert [panel.commune.itemText(i) for i in range(panel.commune.count())][1:] == ["Paris (2)", "Pantin (1)"]
    panel.commune.setCurrentIndex(2)
    assert listed(dock) == ["7 rue G"]
    panel.commune.setCurrentIndex(0)
    panel.qpv.setCurrentIndex(panel.qpv.findData("QN07502M"))
    assert listed(dock) == ["7 rue G"]
    panel.reason.setCurrentIndex(0)
    panel.qpv.setCurrentIndex(0)
    panel.lost.setChecked(True)
    assert listed(dock) == ["3 rue C", "4 rue D", "7 rue G", "rue E", "6 rue F"]
    dock.panel.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    # no distance comes last in both orders
    assert listed(dock) == ["rue E", "7 rue G", "4 rue D", "3 rue C", "6 rue F"]
    dock.panel.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert listed(dock)[0] == "3 rue C"


def test_it_draws_and_takes_away(dock, canvas, perimeters):
    desk = opened(dock, result())
    # two outlines of each perimeter, two of the circle, the position
    assert desk.drawing.count == 7
    assert QgsProject.instance().count() == 2
    centre = canvas.extent().center()
    assert (round(centre.x() - X), round(centre.y() - Y)) == (397, 200)
    assert canvas.extent().height() < 300
    dock.close()
    assert desk.drawing.count == 0
    dock.close_down()
    dock.close_down()


def test_a_point_placed_is_judged_again(dock, canvas, perimeters):
    layer = result()
    desk = opened(dock, layer)
    desk.select(5)
    press(dock, Qt.Key.Key_P)
    assert canvas.mapTool() is desk.tool
    canvas.setExtent(QgsRectangle(X + 900, Y + 100, X + 1300, Y + 400))
    spot = canvas.getCoordinateTransform().transform(X + 1100.0, Y + 250.0)
    where = QPoint(round(spot.x()), round(spot.y()))
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    assert canvas.mapTool() is not desk.tool
    got = values(layer, 5, "verdict", "code_qp", "nom_qp", "verdict_initial", "decision", "precision", "bande_300")
    assert got == ["EN_QPV", "QN07502M", "La Gare", "ADRESSE_IMPRECISE", "EN_QPV", "déclarée", "OUI"]
    assert values(layer, 5, "motif").startswith("Position placée par l'agent, dans le périmètre")
    assert values(layer, 5, "distance_m") == pytest.approx(-100.0, abs=2.0)
    assert layer.undoStack().count() == 1
    point = layer.getFeature(5).geometry().asPoint()
    assert (point.x() - X, point.y() - Y) == pytest.approx((1100.0, 250.0), abs=1.5)
    dock.panel.undo.click()
    assert layer.getFeature(5).geometry().asPoint().y() - Y == pytest.approx(200.0)
    assert values(layer, 5, "verdict", "precision") == ["ADRESSE_IMPRECISE", "voie"]


def test_a_point_placed_with_the_arrows(dock, canvas, perimeters):
    layer = result()
    desk = opened(dock, layer)
    assert desk.current.row.label == "3 rue C"
    press(dock, Qt.Key.Key_P)
    for _step in range(2):
        press(dock, Qt.Key.Key_Right, canvas, Qt.KeyboardModifier.ShiftModifier)
    press(dock, Qt.Key.Key_Left, canvas)
    press(dock, Qt.Key.Key_Return, canvas)
    # 3 m inside, 19 m farther: 16 m outside, more than the 5 m granted
    assert values(layer, 3, "verdict", "code_qp") == ["HORS_QPV", None]
    assert values(layer, 3, "distance_m") == pytest.approx(16.0, abs=0.1)
    assert "non certifiée" in values(layer, 3, "motif")
    desk.select(4)
    press(dock, Qt.Key.Key_P)
    press(dock, Qt.Key.Key_Escape, canvas)
    assert canvas.mapTool() is not desk.tool and values(layer, 4, "decision") is None


def test_a_point_placed_too_near_the_edge_stays_to_check(dock, canvas, perimeters):
    from qgis.core import QgsPointXY

    layer = result()
    desk = opened(dock, layer)
    desk.select(7)
    assert dock.decisions.place_on_map(QgsPointXY(X + 996, Y + 200))
    assert values(layer, 7, "verdict", "decision", "bande_300") == ["A_VERIFIER", "A_VERIFIER", "OUI"]
    assert "7 rue G" in listed(dock)


def test_a_row_without_position_gets_one(dock, canvas, perimeters):
    from qgis.core import QgsPointXY

    layer = result()
    desk = opened(dock, layer)
    dock.panel.lost.setChecked(True)
    desk.select(6)
    assert "no position" in dock.panel.reason_text.text()
    assert dock.decisions.place_on_map(QgsPointXY(X + 200, Y + 200))
    assert values(layer, 6, "verdict", "verdict_initial", "code_qp") == ["EN_QPV", "NON_TROUVEE", "QN07501N"]
    assert totals(dock, "now")[0] == "2"


def test_without_perimeters_points_stay_and_decisions_go_on(dock):
    layer = result()
    desk = opened(dock, layer)
    desk.start_placing()
    assert "No layer of QPV" in dock.panel.message.text()
    assert dock.panel.which.currentData() == "QN07501N"
    press(dock, Qt.Key.Key_E)
    assert values(layer, 3, "verdict", "code_qp", "nom_qp") == ["EN_QPV", "QN07501N", "Les Prés"]


def test_it_fits_320_pixels(dock, perimeters, qtbot):
    opened(dock, result())
    dock.setFloating(True)
    dock.show()
    dock.resize(320, 700)
    qtbot.wait(50)
    assert dock.width() == 320
    assert dock.panel.minimumSizeHint().width() <= 300
    for widget in dock.panel.findChildren(QWidget):
        if widget.isVisibleTo(dock.panel) and widget.objectName().startswith("review"):
            right = widget.mapTo(dock.panel, QPoint(widget.width(), 0)).x()
            assert right <= dock.panel.width(), widget.objectName()


def test_null_is_not_a_value(dock, perimeters):
    layer = result()
    opened(dock, layer)
    press(dock, Qt.Key.Key_H)
    assert layer.getFeature(3).attribute("code_qp") == NULL


def test_ten_thousand_rows_scroll_smoothly(dock, perimeters):
    layer = result([ROWS[3], ROWS[6]] * 5_000)
    desk = opened(dock, layer)
    assert dock.model.rowCount() == 10_000
    dock.resize(340, 1400)
    dock.show()
    QApplication.processEvents()
    asked = []
    read = desk.session.review.rows
    desk.session.review.rows = lambda *keys: asked.append(keys) or read(*keys)
    bar, frames = dock.panel.table.verticalScrollBar(), []
    assert bar.maximum() > 9_900, "nothing would be drawn"
    for step in range(40):
        # what this thread works: another program may take the machine meanwhile
        began = time.thread_time()
        bar.setValue(bar.maximum() * step // 39)
        dock.panel.table.viewport().repaint()
        frames.append(time.thread_time() - began)
    # nothing is read while scrolling; a frame at 60 a second has 16 ms, a slow machine is given twice as much
    assert asked == [] and statistics.median(frames) < 0.033
    began = time.thread_time()
    press(dock, Qt.Key.Key_H)
    assert time.thread_time() - began < 1.5 and dock.model.rowCount() == 9_999
    assert len(asked) == 1


def test_no_colour_of_ours_hides_in_a_dark_theme(dock, perimeters):
    opened(dock, result())
    dark = QPalette(QColor("#31363b"), QColor("#202326"))
    dock.setPalette(dark)
    for widget in dock.findChildren(QWidget):
        assert not widget.styleSheet()
        back, text = (widget.palette().color(r) for r in (widget.backgroundRole(), widget.foregroundRole()))
        assert abs(back.lightness() - text.lightness()) > 60, widget.objectName()
