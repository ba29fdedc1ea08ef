"""The review panel among bad layers, removed layers, other people's edits and silent networks."""

from __future__ import annotations

import os
import shutil

import ban_rows
import pytest
from cohesion_territoires.dialogs.review.session import Session
from cohesion_territoires.domain.errors import DataError, MissingFieldError, OutputError
from cohesion_territoires.layers.crs import authority
from cohesion_territoires.layers.review import ReviewLayer
from cohesion_territoires.layers.review_fields import Places, is_reviewable
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.address_index import build
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsNetworkAccessManager,
    QgsNetworkRequestParameters,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt, QVariant
from qgis.PyQt.QtTest import QTest
from qpv_world import X, Y
from review_world import FIELDS, ROWS, listed, opened, press, result, saved, totals, values

pytestmark = pytest.mark.usefixtures("only_our_layers")


def test_layers_that_are_no_results_are_not_offered(dock):
    plain = QgsVectorLayer("Point?crs=EPSG:2154&field=nom:string", "autre", "memory")
    other = QgsVectorLayer("None?field=verdict:string", "jugement", "memory")
    QgsProject.instance().addMapLayers([plain, other])
    dock.review(plain)
    assert not is_reviewable(plain) and not is_reviewable(other)
    assert dock.desk.session is None and dock.model.rowCount() == 0
    assert "Open a result" in dock.panel.message.text()
    with pytest.raises(MissingFieldError):
        Session(plain)
    for key in (Qt.Key.Key_E, Qt.Key.Key_H, Qt.Key.Key_N, Qt.Key.Key_P, Qt.Key.Key_Z, Qt.Key.Key_1):
        press(dock, key)


def test_only_a_verdict_and_a_reason_are_needed(dock):
    layer = QgsVectorLayer("Point?crs=EPSG:2154&field=verdict:string&field=motif:string", "peu", "memory")
    for verdict in ("A_VERIFIER", "EN_QPV", None, "n'importe quoi"):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([verdict, None])
        layer.dataProvider().addFeature(feature)
    opened(dock, layer)
    assert listed(dock) == ["Row 1"]
    assert totals(dock, "initial")[:3] == ["1", "0", "3"]
    press(dock, Qt.Key.Key_E)
    # no QPV is known: it cannot be decided for one
    assert not layer.isEditable() and "QPV" in dock.panel.message.text()
    press(dock, Qt.Key.Key_H)
    assert values(layer, 1, "verdict", "decision") == ["HORS_QPV", "HORS_QPV"]


def test_foreign_verdicts_are_said(dock):
    rows = [(None, "x", "y", "Coupable", None, 1.0, None, None, "motif")]
    opened(dock, result(rows))
    assert "something else" in dock.panel.message.text() and dock.model.rowCount() == 0


def test_an_empty_layer(dock):
    opened(dock, result([]))
    assert dock.model.rowCount() == 0 and totals(dock, "now") == ["–"] * 5


def test_the_layer_is_removed_while_open(dock, perimeters):
    layer = result()
    desk = opened(dock, layer)
    press(dock, Qt.Key.Key_P)
    QgsProject.instance().removeMapLayer(layer.id())
    assert desk.session is None and desk.drawing.count == 0 and dock.model.rowCount() == 0
    assert "Open a result" in dock.panel.message.text()
    assert dock.panel.layer.currentLayer() is None
    for key in (Qt.Key.Key_E, Qt.Key.Key_N, Qt.Key.Key_P):
        press(dock, key)
    opened(dock, result())
    assert listed(dock)[0] == "3 rue C"


def test_the_project_is_closed_while_open(dock, perimeters):
    opened(dock, result())
    QgsProject.instance().clear()
    assert dock.desk.session is None and dock.model.rowCount() == 0


def test_the_layer_goes_while_it_is_read(dock, perimeters):
    layer = result(ROWS * 50)
    QgsProject.instance().addMapLayer(layer)
    dock.review(layer)
    assert not dock.desk.session.ready
    QgsProject.instance().removeMapLayer(layer.id())
    assert dock.desk.session is None


def test_rows_are_deleted_elsewhere(dock, perimeters):
    layer = result()
    desk = opened(dock, layer)
    layer.startEditing()
    layer.deleteFeature(3)
    desk.session.refresh_now()
    assert listed(dock) == ["4 rue D", "7 rue G", "rue E"]
    assert desk.current.row.label == "4 rue D" and totals(dock, "now")[2] == "5"
    with pytest.raises(DataError):
        desk.session.review.store(3, {"verdict": "EN_QPV"}, "x")
    layer.rollBack()
    desk.session.load()
    assert listed(dock)[0] == "3 rue C" and totals(dock, "now")[2] == "6"


def test_other_edits_are_left_alone(dock, perimeters):
    layer = result()
    desk = opened(dock, layer)
    layer.startEditing()
    layer.beginEditCommand("the user's own")
    layer.changeAttributeValue(1, 0, "10 rue Z")
    layer.endEditCommand()
    desk.session.refresh_now()
    # not ours to undo
    assert not dock.panel.undo.isEnabled()
    press(dock, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert values(layer, 1, "adresse") == "10 rue Z"
    press(dock, Qt.Key.Key_E)
    assert dock.panel.undo.isEnabled()
    press(dock, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert values(layer, 1, "adresse") == "10 rue Z" and values(layer, 3, "verdict") == "A_VERIFIER"
    assert not dock.panel.undo.isEnabled() and layer.isEditable()


def test_verdicts_edited_by_hand_are_followed(dock, perimeters):
    layer = result()
    desk = opened(dock, layer)
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().lookupField("verdict"), "A_VERIFIER")
    desk.session.refresh_now()
    assert "1 rue A" in listed(dock) and totals(dock, "now")[0] == "0"


def test_the_field_of_verdicts_is_deleted(dock, perimeters):
    layer = result()
    opened(dock, layer)
    layer.startEditing()
    layer.deleteAttribute(layer.fields().lookupField("verdict"))
    assert dock.desk.session is None and "verdict" in dock.panel.message.text()
    layer.rollBack()


def test_a_read_only_file_is_refused_clearly(dock, perimeters, tmp_path):
    text = tmp_path / "r.csv"
    text.write_text("adresse,verdict,distance_m,motif,x,y\n3 rue C,A_VERIFIER,-3,bord,2.3,48.8\n", encoding="utf-8")
    uri = text.as_uri() + "?delimiter=,&xField=x&yField=y&crs=EPSG:4326"
    opened(dock, QgsVectorLayer(uri, "r", "delimitedtext"))
    assert listed(dock) == ["3 rue C"]
    assert "GeoPackage" in dock.panel.message.text()
    press(dock, Qt.Key.Key_H)
    assert "cannot be edited" in dock.panel.message.text()
    layer = result()
    layer.setReadOnly(True)
    with pytest.raises(OutputError):
        ReviewLayer(layer).store(3, {"verdict": "EN_QPV"}, "x")
    assert not layer.isEditable()


def test_a_failing_write_leaves_nothing(dock, perimeters, monkeypatch):
    layer = result()
    desk = opened(dock, layer)
    monkeypatch.setattr(QgsVectorLayer, "changeAttributeValue", lambda *_: False)
    press(dock, Qt.Key.Key_H)
    monkeypatch.undo()
    assert "refused" in dock.panel.message.text()
    assert not layer.isEditable() and layer.fields().names() == [f.split(":")[0] for f in FIELDS]
    assert desk.current.row.label == "3 rue C" and listed(dock)[0] == "3 rue C"


def test_a_field_of_the_users_own_is_not_overwritten(dock, perimeters, tmp_path):
    rows = [row for row in ROWS if row[3] != "ERREUR"]
    layer = result(rows)
    layer.dataProvider().addAttributes([QgsField("decision", QVariant.String)])
    layer.updateFields()
    own = layer.fields().lookupField("decision")
    layer.dataProvider().changeAttributeValues({3: {own: "accordée"}})
    stored = saved(layer, tmp_path / "r.gpkg")
    opened(dock, stored)
    press(dock, Qt.Key.Key_H)
    assert values(stored, 3, "decision", "decision_2") == ["accordée", "HORS_QPV"]
    assert stored.commitChanges()
    again = ReviewLayer(QgsVectorLayer(stored.source(), "r", "ogr"))
    assert {row.key: row.decision for row in again.rows()}[3] == "HORS_QPV"


def test_a_result_fed_in_again_is_judged_by_its_last_verdict():
    fields = QgsVectorLayer(
        "None?field=verdict:string&field=motif:string&field=x:int&field=verdict_2:string&field=motif_2:string"
        "&field=verdict_2015:string",
        "r",
        "memory",
    ).fields()
    places = Places.find(fields)
    assert (places.get("verdict"), places.get("motif"), places.get("verdict_2015")) == (3, 4, 5)


def test_a_table_without_geometry_is_reviewed_by_its_coordinates(dock, perimeters, canvas):
    rows = [(None, *ROWS[2][1:])]
    fields = [*FIELDS, "longitude:double", "latitude:double"]
    layer = result(rows, kind="None")
    layer.dataProvider().addAttributes([QgsField(f.split(":")[0], QVariant.Double) for f in fields[-2:]])
    layer.updateFields()
    layer.dataProvider().changeAttributeValues({1: {11: 2.3483, 12: 48.858}})
    desk = opened(dock, layer)
    assert desk.current.place[0].x() == 2.3483
    assert dock.decisions.place_on_map(QgsPointXY(X + 200, Y + 200))
    assert values(layer, 1, "verdict", "code_qp") == ["EN_QPV", "QN07501N"]
    assert values(layer, 1, "longitude") != 2.3483


def test_odd_geometries_stop_nothing(dock, perimeters):
    rows = [(None, *ROWS[2][1:]), ("MultiPoint((397 200))", *ROWS[3][1:]), ("MultiPoint((0 0),(9 9))", *ROWS[6][1:])]
    layer = result(rows, kind="MultiPoint")
    desk = opened(dock, layer)
    for row in range(dock.model.rowCount()):
        desk.select(dock.model.key_at(row))
    desk.select(2)
    assert dock.decisions.place_on_map(QgsPointXY(X + 200, Y + 200))
    assert layer.getFeature(2).geometry().isMultipart()


def test_no_coordinate_system_draws_nothing(dock, perimeters):
    layer = result()
    layer.setCrs(QgsCoordinateReferenceSystem())
    desk = opened(dock, layer)
    assert desk.current.place is None
    press(dock, Qt.Key.Key_H)
    assert values(layer, 3, "decision") == "HORS_QPV"


def test_an_index_gives_candidates_and_one_is_picked(dock, perimeters, tmp_path):
    change = QgsCoordinateTransform(authority(2154), authority(4326), QgsProject.instance())

    def number(n, street, x, code):
        place = change.transform(QgsPointXY(X + x, Y + 200))
        return ban_rows.row(code=code, numero=n, nom_voie=street, lon=repr(place.x()), lat=repr(place.y()))

    index = tmp_path / "ban.sqlite"
    rows = [number("3", "Rue des Lilas", 200, "0001"), number("3", "Allée des Lilas", 900, "0002")]
    build([ban_rows.write(tmp_path / "a.csv", *rows)], index)
    reference_data.put("address_index", str(index))
    layer = result([(ROWS[2][0], "3 lilas", "Bondy", *ROWS[2][3:])])
    desk = opened(dock, layer)
    labels = [c.label for c in desk.current.candidates]
    assert len(labels) == 2 and dock.panel.candidates.count() == 2
    # two outlines of each perimeter, two of the circle, the position and two numbers
    assert desk.drawing.count == 9
    press(dock, Qt.Key.Key_1 if "Rue" in labels[0] else Qt.Key.Key_2)
    assert values(layer, 1, "verdict", "code_qp", "precision") == ["EN_QPV", "QN07501N", "numéro"]
    assert values(layer, 1, "decision") == "EN_QPV"
    assert values(layer, 1, "decision_motif") == "Adresse choisie par l'agent parmi les candidates."
    assert layer.getFeature(1).geometry().asPoint().x() == pytest.approx(X + 200, abs=0.1)
    dock.decisions.undo()
    assert layer.getFeature(1).geometry().asPoint().x() == pytest.approx(X + 397, abs=0.1)


def test_a_broken_index_is_done_without(dock, perimeters, tmp_path):
    bad = tmp_path / "bad.sqlite"
    bad.write_bytes(b"not an index")
    reference_data.put("address_index", str(bad))
    desk = opened(dock, result())
    assert desk.current is not None and desk.current.candidates == []


def test_a_broken_layer_of_perimeters_is_said(dock, tmp_path):
    reference_data.put("qpv_2024", str(tmp_path / "absent.gpkg"))
    desk = opened(dock, result())
    desk.start_placing()
    assert "cannot be opened" in dock.panel.message.text()


def test_a_file_that_cannot_be_saved_is_said(dock, perimeters, tmp_path):
    path = tmp_path / "r.gpkg"
    layer = saved(result(), path)
    opened(dock, layer)
    press(dock, Qt.Key.Key_H)
    if os.geteuid() == 0:
        # root may write anywhere: take the file away instead
        shutil.move(str(path), str(tmp_path / "moved.gpkg"))
        path.mkdir()
    else:
        os.chmod(path, 0o400)
    dock.decisions.save()
    # saved where the file is still held open, or said; never a crash, never lost in silence
    assert dock.panel.message.text()


def test_nothing_leaves_the_machine(dock, perimeters, canvas, ear):
    """QGIS is told of a proxy on the loopback: nobody calls there."""
    asked = []
    created = QgsNetworkAccessManager.instance().requestAboutToBeCreated[QgsNetworkRequestParameters]
    created.connect(lambda request: asked.append(request))
    desk = opened(dock, result())
    for key in (Qt.Key.Key_E, Qt.Key.Key_H, Qt.Key.Key_N, Qt.Key.Key_Z):
        press(dock, key)
    assert dock.decisions.place_on_map(QgsPointXY(X + 200, Y + 200))
    desk.draw()
    QTest.qWait(50)
    assert ear.knocks == 0 and asked == []


def test_a_point_moved_by_hand_is_followed(dock, perimeters):
    layer = result()
    desk = opened(dock, layer)
    layer.startEditing()
    layer.changeGeometry(3, QgsGeometry.fromPointXY(QgsPointXY(X + 10, Y + 10)))
    desk.session.refresh_now()
    assert desk.current.place[0].x() == X + 10
