"""The review panel on the formats and systems that results come in: decided, saved, opened again, resumed."""

from __future__ import annotations

import csv
import os

import pytest
from cohesion_territoires.dialogs.review.dock import ReviewDock
from cohesion_territoires.layers.crs import authority
from qgis.core import (
    QgsCoordinateTransform,
    QgsDataSourceUri,
    QgsFeature,
    QgsPointXY,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerExporter,
)
from qgis.PyQt.QtCore import Qt
from qpv_world import X, Y
from review_world import FIELDS, ROWS, attributes, listed, opened, press, result, saved, totals, values

pytestmark = pytest.mark.usefixtures("only_our_layers")

FILES = {
    "CSV": "csv", "XLSX": "xlsx", "ODS": "ods", "MapInfo File": "tab", "SQLite": "sqlite", "FlatGeobuf": "fgb",
}  # fmt: skip


def spatialite(layer, folder):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "SQLite", "resultat"
    options.datasourceOptions = ["SPATIALITE=YES"]
    path = str(folder / "r.sqlite")
    QgsVectorFileWriter.writeAsVectorFormatV2(layer, path, QgsProject.instance().transformContext(), options)
    uri = QgsDataSourceUri()
    uri.setDatabase(path)
    uri.setDataSource("", "resultat", "GEOMETRY")
    return QgsVectorLayer(uri.uri(), "résultat", "spatialite")


def postgres(layer, key):
    """Write a table of PostGIS; its key may be a text, whose rows QGIS numbers as it meets them."""
    uri = QgsDataSourceUri()
    uri.setConnection(os.environ["PGHOST"], os.environ["PGPORT"], "gis", "gis", "")
    uri.setDataSource("public", "revue_" + key, "geom", "", key)
    if key == "adresse":
        copy = layer.clone()
        copy.startEditing()
        copy.deleteAttribute(copy.fields().lookupField("id"))
        layer = copy
    code, why = QgsVectorLayerExporter.exportLayer(
        layer, uri.uri(False), "postgres", layer.crs(), False, {"overwrite": True}
    )
    assert not int(code), why
    return QgsVectorLayer(uri.uri(False), "résultat", "postgres")


def stored(kind, folder):
    if kind.startswith("postgres"):
        if "PGHOST" not in os.environ:
            pytest.skip("no PostGIS here")
        return postgres(result(), kind.split()[1])
    if kind == "spatialite":
        return spatialite(result(), folder)
    # a FlatGeobuf holds no row without a geometry
    rows = [row for row in ROWS if row[0] or kind != "FlatGeobuf"]
    return saved(result(rows), folder / ("r." + FILES[kind]), kind)


@pytest.mark.parametrize("kind", [*FILES, "spatialite", "postgres id", "postgres adresse"])
def test_decided_saved_opened_again(dock, perimeters, canvas, qtbot, tmp_path, kind):
    layer = stored(kind, tmp_path)
    assert layer.isValid()
    desk = opened(dock, layer)
    waiting = listed(dock)
    assert set(waiting) == {"3 rue C", "4 rue D", "7 rue G", "rue E"}
    before, total = totals(dock, "initial"), len(desk.session.ledger)
    # nearest the edge first, also where the distance is a text
    assert waiting[:3] == ["3 rue C", "4 rue D", "7 rue G"]
    press(dock, Qt.Key.Key_E)
    press(dock, Qt.Key.Key_H)
    assert dock.decisions.save(), dock.panel.message.text()
    desk.session.load()
    assert listed(dock) == ["7 rue G", "rue E"] and totals(dock, "initial") == before
    QgsProject.instance().removeMapLayer(layer.id())
    again = QgsVectorLayer(layer_source(kind, tmp_path), "encore", provider(kind))
    fresh = ReviewDock(canvas)
    qtbot.addWidget(fresh)
    opened(fresh, again)
    assert len(fresh.desk.session.ledger) == total
    assert listed(fresh) == ["7 rue G", "rue E"]
    assert totals(fresh, "initial") == before
    assert totals(fresh, "now")[:2] == ["2", "2"]
    found = {row.label: row for row in fresh.desk.session.ledger.queue.values()}
    assert (found["3 rue C"].decision, found["3 rue C"].code) == ("EN_QPV", "QN07501N")
    assert (found["4 rue D"].decision, found["4 rue D"].initial) == ("HORS_QPV", "A_VERIFIER")
    fresh.panel.state.setCurrentIndex(1)
    assert fresh.panel.decided_text.text().count(" – ") == 3
    fresh.close_down()


def provider(kind):
    return kind.split()[0] if kind.startswith(("postgres", "spatialite")) else "ogr"


def layer_source(kind, folder):
    if kind.startswith("postgres"):
        uri = QgsDataSourceUri()
        uri.setConnection(os.environ["PGHOST"], os.environ["PGPORT"], "gis", "gis", "")
        uri.setDataSource("public", "revue_" + kind.split()[1], "geom", "", kind.split()[1])
        return uri.uri(False)
    if kind == "spatialite":
        uri = QgsDataSourceUri()
        uri.setDatabase(str(folder / "r.sqlite"))
        uri.setDataSource("", "resultat", "GEOMETRY")
        return uri.uri()
    return str(folder / ("r." + FILES[kind]))


# where results lie: system of the perimeters and of the layer, and a corner in the first
WORLDS = [("EPSG:2154", "EPSG:4326", X, Y), ("EPSG:2975", "EPSG:2975", 340000.0, 7680000.0),
          ("EPSG:2975", "EPSG:4326", 340000.0, 7680000.0), ("EPSG:5490", "EPSG:3857", 655000.0, 1797000.0)]  # fmt: skip


@pytest.mark.parametrize("legal, own, x, y", WORLDS)
@pytest.mark.parametrize("shown", ["EPSG:3857", "EPSG:4326"])
def test_metres_are_metres_everywhere(dock, canvas, legal, own, x, y, shown):
    """In degrees as overseas, a point placed ten metres farther is ten metres farther."""
    corners = [QgsPointXY(x + dx, y + dy) for dx, dy in ((0, 0), (400, 0), (400, 400), (0, 400), (0, 0))]
    zone = QgsVectorLayer("Polygon?crs={}&field=code_qp:string&field=lib_qp:string".format(legal), "QPV", "memory")
    feature = QgsFeature(zone.fields())
    feature.setAttributes(["QN97401N", "Le Port"])
    feature.setGeometry(_polygon(corners))
    zone.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(zone)
    change = QgsCoordinateTransform(authority(int(legal[5:])), authority(int(own[5:])), QgsProject.instance())
    layer = QgsVectorLayer("Point?crs={}&{}".format(own, "&".join("field=" + f for f in FIELDS)), "r", "memory")
    row = QgsFeature(layer.fields())
    row.setAttributes(list(attributes((None, "1 quai", "Le Port", "A_VERIFIER", None, -3.0, ("QN97401N", "Le Port"),
                                       "segment", "bord"))))  # fmt: skip
    row.setGeometry(_point(change.transform(QgsPointXY(x + 397, y + 200))))
    layer.dataProvider().addFeature(row)
    canvas.setDestinationCrs(authority(int(shown[5:])))
    desk = opened(dock, layer)
    assert [n.code for n in desk.current.nearby] == ["QN97401N"]
    assert desk.current.nearby[0].distance == pytest.approx(-3.0, abs=0.01)
    assert canvas.extent().contains(_map_point(desk))
    press(dock, Qt.Key.Key_P)
    for _step in range(2):
        press(dock, Qt.Key.Key_Right, canvas, Qt.KeyboardModifier.ShiftModifier)
    press(dock, Qt.Key.Key_Return, canvas)
    got = values(layer, 1, "verdict", "code_qp", "code_qp_proche")
    assert got == ["HORS_QPV", None, "QN97401N"]
    # east of the map and east of the projection part by a degree or so
    assert values(layer, 1, "distance_m") == pytest.approx(17.0, abs=0.15)


def _polygon(corners):
    from qgis.core import QgsGeometry

    return QgsGeometry.fromPolygonXY([corners])


def _point(point):
    from qgis.core import QgsGeometry

    return QgsGeometry.fromPointXY(point)


def _map_point(desk):
    from cohesion_territoires.dialogs.review.placing import to_map

    return to_map(*desk.current.place, desk.canvas)


def test_a_csv_of_ours_keeps_its_separator_its_codes_and_its_lines(dock, perimeters, tmp_path):
    path = tmp_path / "r.csv"
    head = "adresse;code_insee;verdict;code_qp;distance_m;code_qp_proche;motif"
    lines = [head, "3 rue é;01001;A_VERIFIER;;-3.5;QN07501N;bord", '"4; rue";01002;EN_QPV;QN07501N;-30;QN07501N;dedans']
    path.write_bytes(("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8"))
    layer = QgsVectorLayer(str(path), "r", "ogr")
    opened(dock, layer)
    assert listed(dock) == ["3 rue é"]
    press(dock, Qt.Key.Key_E)
    assert dock.decisions.save() and layer.commitChanges()
    with open(path, encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert [(row["adresse"], row["code_insee"], row["verdict"], row["code_qp"]) for row in rows] == [
        ("3 rue é", "01001", "EN_QPV", "QN07501N"), ("4; rue", "01002", "EN_QPV", "QN07501N"),
    ]  # fmt: skip
    assert [(row["verdict_initial"], row["decision"]) for row in rows] == [("A_VERIFIER", "EN_QPV"), ("", "")]


def test_where_edits_go_straight_to_the_database(dock, perimeters, tmp_path):
    """With the transaction groups of a project, QGIS undoes a new field twice: fields stay, decisions are undone."""
    project = QgsProject.instance()
    project.setAutoTransaction(True)
    try:
        layer = saved(result(), tmp_path / "r.gpkg")
        project.addMapLayer(layer)
        desk = opened(dock, layer)
        press(dock, Qt.Key.Key_E)
        press(dock, Qt.Key.Key_H)
        assert layer.dataProvider().transaction() is not None
        assert totals(dock, "now")[:3] == ["2", "2", "4"]
        for _step in range(3):
            press(dock, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
        assert totals(dock, "now") == totals(dock, "initial")
        assert listed(dock) == ["3 rue C", "4 rue D", "7 rue G", "rue E"] and not dock.panel.undo.isEnabled()
        press(dock, Qt.Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
        assert totals(dock, "now")[:3] == ["2", "1", "5"]
        assert dock.decisions.save()
        desk.session.load()
        assert totals(dock, "now")[:3] == ["2", "1", "5"]
        layer.commitChanges()
        again = QgsVectorLayer(layer.source(), "encore", "ogr")
        assert values(again, 3, "verdict", "verdict_initial") == ["EN_QPV", "A_VERIFIER"]
    finally:
        project.removeAllMapLayers()
        project.setAutoTransaction(False)
