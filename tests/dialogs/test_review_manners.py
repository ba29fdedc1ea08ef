"""How the review panel behaves beside the rest of QGIS: the map, the keyboard, other layers, time."""

from __future__ import annotations

import threading

import ban_rows
import pytest
from cohesion_territoires.dialogs.review import references as references_module
from cohesion_territoires.layers.crs import authority
from cohesion_territoires.layers.review_judge import Referee
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.address_index import build
from qgis.core import QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsProject
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QMainWindow
from qpv_world import X, Y, square, two_perimeters
from review_world import ROWS, listed, opened, press, result, saved, totals, values

pytestmark = pytest.mark.usefixtures("only_our_layers")


# the map ------------------------------------------------------------------------------------------


@pytest.fixture
def docked(qtbot, dock, canvas):
    """The panel in a window, beside the map."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(canvas)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.resize(900, 700)
    window.show()
    yield window
    dock.close_down()
    dock.setParent(None)


def test_a_closed_panel_leaves_the_map_alone(docked, dock, canvas, perimeters, qtbot):
    opened(dock, result())
    for hide in (dock.close, lambda: dock.setVisible(False)):
        hide()
        assert dock.desk.drawing.count == 0
        QgsProject.instance().removeAllMapLayers()
        qtbot.wait(50)  # the map grows
        before = canvas.extent().toString()
        layer = result()
        QgsProject.instance().addMapLayers([two_perimeters(), layer])
        qtbot.wait(50)
        assert dock.desk.session is None and canvas.extent().toString() == before
        dock.show()
        qtbot.waitUntil(lambda: dock.desk.session is not None and dock.desk.session.ready)
        dock.desk.references.wait()
        assert dock.desk.drawing.count == 7 and canvas.extent().toString() != before


def test_edits_while_closed_draw_nothing(docked, dock, canvas, perimeters):
    layer = result()
    desk = opened(dock, layer)
    dock.close()
    layer.startEditing()
    layer.changeAttributeValue(3, 0, "30 rue C")
    desk.session.refresh_now()
    assert desk.drawing.count == 0
    layer.rollBack()
    desk.session.load()
    assert desk.drawing.count == 0


def test_another_system_of_the_map_gives_up_placing(dock, canvas, perimeters):
    layer = result()
    desk = opened(dock, layer)
    press(dock, Qt.Key.Key_P)
    canvas.setDestinationCrs(authority(4326))
    # a place in the earlier system would be at the other end of the world in this one
    assert canvas.mapTool() is not desk.tool and dock.panel.message.text() == ""
    press(dock, Qt.Key.Key_Return, canvas)
    assert not layer.isEditable() and desk.drawing.count == 7


def test_another_tool_ends_placing(dock, canvas, perimeters):
    desk = opened(dock, result())
    press(dock, Qt.Key.Key_P)
    assert "Escape" in dock.panel.message.text()
    other = QgsMapToolPan(canvas)
    canvas.setMapTool(other)
    assert dock.panel.message.text() == "" and desk.drawing.count == 7
    press(dock, Qt.Key.Key_N)
    assert canvas.mapTool() is other


def test_rows_that_are_no_points_are_decided_not_placed(dock, perimeters):
    rows = [(square(390, 200, 10), *ROWS[2][1:])]
    layer = result(rows, kind="Polygon")
    opened(dock, layer)
    press(dock, Qt.Key.Key_P)
    assert "no points" in dock.panel.message.text()
    press(dock, Qt.Key.Key_E)
    assert values(layer, 1, "verdict", "code_qp") == ["EN_QPV", "QN07501N"]


# the keyboard -------------------------------------------------------------------------------------


def test_the_keys_come_back_to_the_list_once_the_point_is_placed(docked, dock, canvas, perimeters, qtbot, monkeypatch):
    layer = result()
    desk = opened(dock, layer)
    focus = [dock.panel.table]
    # an offscreen window is not active: nothing in it has the focus for good
    monkeypatch.setattr(QApplication, "focusWidget", lambda: focus[-1])
    monkeypatch.setattr(type(dock.panel.table), "setFocus", lambda self: focus.append(self), raising=False)
    monkeypatch.setattr(canvas, "setFocus", lambda: focus.append(canvas))
    monkeypatch.setattr(canvas, "hasFocus", lambda: focus[-1] is canvas)
    for end in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        press(dock, Qt.Key.Key_P)
        assert focus[-1] is canvas
        press(dock, end, canvas)
        assert focus[-1] is dock.panel.table
    assert values(layer, 3, "decision_motif").startswith("Position placée")
    press(dock, Qt.Key.Key_P)
    press(dock, Qt.Key.Key_Escape)
    assert canvas.mapTool() is not desk.tool


@pytest.mark.parametrize(
    "key, text, modifier",
    [
        (Qt.Key.Key_2, "2", Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_2, "2", Qt.KeyboardModifier.KeypadModifier),
        (Qt.Key.Key_2, "2", Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Eacute, "é", Qt.KeyboardModifier.NoModifier),
    ],
)
def test_figures_of_a_french_keyboard_pick_candidates(dock, perimeters, key, text, modifier, monkeypatch):
    """There, the upper row gives &é"'( and figures need Shift."""
    opened(dock, result())
    asked = []
    monkeypatch.setattr(dock.decisions, "pick", lambda number, _why: asked.append(number))
    QApplication.sendEvent(dock.panel.table, QKeyEvent(QEvent.Type.KeyPress, key, modifier, text))
    assert asked == [1]
    QApplication.sendEvent(
        dock.panel.table, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.ControlModifier, text)
    )
    assert asked == [1]


def test_a_new_order_keeps_the_row_in_hand(dock, perimeters):
    desk = opened(dock, result())
    press(dock, Qt.Key.Key_N)
    assert desk.current.row.label == "4 rue D"
    dock.panel.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert listed(dock) == ["rue E", "7 rue G", "4 rue D", "3 rue C"]
    assert desk.current.row.label == "4 rue D" and dock.panel.table.currentIndex().row() == 2
    press(dock, Qt.Key.Key_N)
    assert desk.current.row.label == "3 rue C"
    dock.panel.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    press(dock, Qt.Key.Key_Down)
    assert desk.current.row.label == "4 rue D"


def test_why_is_written_with_the_point_and_kept_by_escape(dock, canvas, perimeters):
    layer = result()
    opened(dock, layer)
    dock.panel.comment.setText("entrée rue des Lilas")
    press(dock, Qt.Key.Key_P)
    press(dock, Qt.Key.Key_Escape, canvas)
    assert dock.panel.comment.text() == "entrée rue des Lilas"
    press(dock, Qt.Key.Key_P)
    press(dock, Qt.Key.Key_Return, canvas)
    assert values(layer, 3, "decision_motif") == "entrée rue des Lilas"
    assert dock.panel.comment.text() == ""
    dock.panel.comment.setText("de la ligne d'avant")
    press(dock, Qt.Key.Key_N)
    assert dock.panel.comment.text() == ""


# what is written ----------------------------------------------------------------------------------


@pytest.mark.parametrize("then, verdict", [(Qt.Key.Key_H, "HORS_QPV"), (Qt.Key.Key_R, "ADRESSE_IMPRECISE")])
def test_changing_ones_mind_takes_the_bands_back(dock, perimeters, then, verdict):
    """Decided in a QPV, a row is within 300 m of one; no longer decided so, that falls with it."""
    far = (*ROWS[4][:5], 900.0, *ROWS[4][6:])
    layer = result([far, (*ROWS[2][:5], 400.0, *ROWS[2][6:])])
    desk = opened(dock, layer)
    dock.panel.state.setCurrentIndex(2)
    desk.select(1)
    press(dock, Qt.Key.Key_E)
    assert values(layer, 1, "verdict", "bande_300") == ["EN_QPV", "OUI"]
    desk.select(1)
    press(dock, then)
    # a street: nothing says how far the address is
    assert values(layer, 1, "verdict", "code_qp", "bande_300") == [verdict, None, "A_VERIFIER"]
    desk.select(2)
    press(dock, Qt.Key.Key_E)
    desk.select(2)
    press(dock, then)
    # an entrance 400 m away
    assert values(layer, 2, "bande_300") == "NON"


@pytest.mark.parametrize("position, metres", [("entrée", 5), ("segment", 15), ("parcelle", 25), ("", 15)])
def test_a_number_picked_is_as_precise_as_the_ban_says(dock, perimeters, tmp_path, position, metres):
    change = QgsCoordinateTransform(authority(2154), authority(4326), QgsProject.instance())
    place = change.transform(QgsPointXY(X + 390, Y + 200))  # 10 m inside
    row = ban_rows.row(numero="3", nom_voie="Rue des Lilas", type_position=position, lon=repr(place.x()),
                       lat=repr(place.y()))  # fmt: skip
    index = tmp_path / "ban.sqlite"
    build([ban_rows.write(tmp_path / "a.csv", row)], index)
    reference_data.put("address_index", str(index))
    layer = result([(ROWS[2][0], "3 rue des lilas", "Bondy", *ROWS[2][3:])])
    opened(dock, layer)
    press(dock, Qt.Key.Key_1)
    assert values(layer, 1, "verdict") == ("EN_QPV" if metres < 10 else "A_VERIFIER")
    assert values(layer, 1, "precision") == (position or "numéro")
    told = "à plus de {} m".format(metres) if metres < 10 else "à {} m au plus".format(metres)
    assert told in values(layer, 1, "motif")


# several layers, filters --------------------------------------------------------------------------


def test_two_layers_keep_their_own_decisions(dock, perimeters):
    one, other = result(), result()
    opened(dock, one)
    press(dock, Qt.Key.Key_H)
    opened(dock, other)
    assert totals(dock, "now") == totals(dock, "initial") and not dock.panel.undo.isEnabled()
    press(dock, Qt.Key.Key_E)
    opened(dock, one)
    assert totals(dock, "now")[:2] == ["1", "2"] and dock.panel.save.isEnabled()
    press(dock, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert not one.isModified() and other.isModified()
    assert values(other, 3, "verdict") == "EN_QPV"


def test_a_filter_is_said_and_followed(dock, perimeters, tmp_path):
    layer = saved(result(), tmp_path / "r.gpkg")
    desk = opened(dock, layer)
    assert "filtered" not in dock.panel.progress.text()
    layer.setSubsetString("\"commune\" = 'Paris'")
    desk.session.load()
    assert listed(dock) == ["3 rue C", "4 rue D"] and sum(int(t) for t in totals(dock, "now")[:3]) == 4
    assert "filtered" in dock.panel.progress.text()
    press(dock, Qt.Key.Key_H)
    assert dock.decisions.save() and layer.commitChanges()
    assert layer.setSubsetString("")
    desk.session.load()
    assert totals(dock, "now")[:3] == ["1", "2", "5"] and "filtered" not in dock.panel.progress.text()


def test_a_layer_that_will_not_last_is_said_once(dock, perimeters):
    layer = result()
    desk = opened(dock, layer)
    assert "temporary" in dock.panel.message.text()
    press(dock, Qt.Key.Key_E)
    assert dock.panel.message.text() == ""
    layer.rollBack()
    desk.session.load()
    assert dock.panel.message.text() == ""
    press(dock, Qt.Key.Key_E)
    dock.decisions.save()
    assert "temporary" in dock.panel.message.text()


def test_an_edit_session_undone_by_the_user_undoes_the_decisions(dock, perimeters, tmp_path):
    layer = saved(result(), tmp_path / "r.gpkg")
    names = layer.fields().names()
    desk = opened(dock, layer)
    for key in (Qt.Key.Key_E, Qt.Key.Key_H):
        press(dock, key)
    layer.rollBack()
    desk.session.load()
    assert layer.fields().names() == names and not layer.isEditable()
    assert listed(dock) == ["3 rue C", "4 rue D", "7 rue G", "rue E"]
    assert totals(dock, "now") == totals(dock, "initial")
    assert not dock.panel.undo.isEnabled() and not dock.panel.redo.isEnabled()
    press(dock, Qt.Key.Key_H)
    assert totals(dock, "now")[1] == "2"


# time ---------------------------------------------------------------------------------------------


def test_perimeters_are_read_beside_the_window(dock, perimeters, monkeypatch):
    """The whole country's take a second or more: meanwhile rows are listed and decided."""
    threads, go = [], threading.Event()

    class Slow(Referee):
        def __init__(self, *given):
            threads.append(threading.current_thread())
            go.wait(60)
            super().__init__(*given)

    monkeypatch.setattr(references_module, "Referee", Slow)
    layer = result()
    QgsProject.instance().addMapLayer(layer)
    dock.review(layer)
    desk = dock.desk
    desk.session.load()
    assert desk.references.reading() and desk.current.row.label == "3 rue C"
    assert desk.current.nearby == [] and desk.drawing.count == 3
    press(dock, Qt.Key.Key_P)
    assert "being read" in dock.panel.message.text() and desk.canvas.mapTool() is not desk.tool
    # the QPV that the run had named
    press(dock, Qt.Key.Key_E)
    assert values(layer, 3, "verdict", "code_qp", "nom_qp") == ["EN_QPV", "QN07501N", "Les Prés"]
    go.set()
    desk.references.wait()
    assert desk.current.row.label == "4 rue D" and [n.code for n in desk.current.nearby] == ["QN07501N", "QN07502M"]
    assert desk.drawing.count == 7
    assert threads and threading.main_thread() not in threads


def test_closing_while_perimeters_are_read(dock, perimeters, monkeypatch):
    begun = threading.Event()

    def slow(_layer, _name, _year, _context, tick):
        begun.set()
        for _step in range(2000):
            tick(0.0)
            threading.Event().wait(0.005)

    monkeypatch.setattr(references_module, "Referee", slow)
    layer = result()
    QgsProject.instance().addMapLayer(layer)
    dock.review(layer)
    dock.desk.session.load()
    assert begun.wait(60)
    dock.close_down()
    dock.close_down()
    assert not dock.desk.references.reading()


def test_perimeters_that_change_or_go_are_followed(dock, canvas, tmp_path):
    kept = saved(two_perimeters(), tmp_path / "qpv.gpkg", name="qpv")
    reference_data.put("qpv_2024", kept.source())
    desk = opened(dock, result())
    assert len(desk.current.nearby) == 2
    # a new edition in the same place serves the next layer reviewed
    (tmp_path / "qpv.gpkg").unlink()
    one = two_perimeters()
    one.dataProvider().deleteFeatures([2])
    del kept
    saved(one, tmp_path / "qpv.gpkg", name="qpv")
    opened(dock, result())
    assert [n.code for n in desk.current.nearby] == ["QN07501N"]
    reference_data.put("qpv_2024", None)
    desk.select(4)
    assert desk.current.nearby == [] and desk.drawing.count == 3
    press(dock, Qt.Key.Key_P)
    assert "No layer of QPV" in dock.panel.message.text()


def test_the_layer_of_perimeters_removed_from_the_project(dock, perimeters):
    desk = opened(dock, result())
    assert desk.drawing.count == 7
    QgsProject.instance().removeMapLayer(perimeters.id())
    press(dock, Qt.Key.Key_N)
    assert desk.drawing.count == 3
    press(dock, Qt.Key.Key_E)
    assert values(desk.session.layer, 4, "verdict", "code_qp") == ["EN_QPV", "QN07501N"]


def test_a_geometry_taken_away_is_followed(dock, perimeters):
    layer = result()
    desk = opened(dock, layer)
    layer.startEditing()
    layer.changeGeometry(3, QgsGeometry())
    desk.session.refresh_now()
    assert desk.current.place is None and "no position" in dock.panel.reason_text.text()
    press(dock, Qt.Key.Key_Z)
    press(dock, Qt.Key.Key_H)
    assert values(layer, 3, "verdict") == "HORS_QPV"
