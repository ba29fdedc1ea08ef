"""The page "Mes données de référence"."""
from __future__ import annotations

import ban_rows
import pytest
from cohesion_territoires.dialogs.options import ReferenceDataFactory, ReferenceDataPage
from cohesion_territoires.dialogs.reference_check import ERROR, OK, WARNING, check
from cohesion_territoires.dialogs.reference_row import SIGNS
from cohesion_territoires.layers.reference_sources import layer_source, open_layer, sublayers
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.address_index import build
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton


@pytest.fixture(autouse=True)
def no_stored_data():
    kept = {key: reference_data.get(key) for key in reference_data.KEYS}
    for key in reference_data.KEYS:
        reference_data.put(key, None)
    yield
    for key, value in kept.items():
        reference_data.put(key, value)


def save(path, name, definition, rows, append=False):
    """Write rows of (wkt, attributes) to a layer of a GeoPackage."""
    layer = QgsVectorLayer(definition, name, "memory")
    if "crs=" not in definition:
        layer.setCrs(QgsCoordinateReferenceSystem())
    for wkt, attributes in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(list(attributes))
        assert layer.dataProvider().addFeatures([feature])[0]
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = name
    if append:
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    result = QgsVectorFileWriter.writeAsVectorFormatV2(
        layer, str(path), QgsProject.instance().transformContext(), options
    )
    assert result[0] == QgsVectorFileWriter.WriterError.NoError
    return "{}|layername={}".format(path, name)


SQUARE = "Polygon((0 0,100 0,100 100,0 100,0 0))"
QPV = "Polygon?crs=EPSG:2154&field=code_qp:string&field=lib_qp:string"


@pytest.fixture
def two_generations(tmp_path):
    path = tmp_path / "qpv.gpkg"
    new = save(path, "qpv_2024", QPV, [(SQUARE, ("QN09901N", "Les Ormes")), (SQUARE, ("QN09902M", "Le Port"))])
    old = save(path, "qpv_2015", QPV, [(SQUARE, ("QP099001", "Les Ormes"))], append=True)
    return path, new, old


def test_check_tells_the_generation(two_generations):
    _path, new, old = two_generations
    verdict = check("qpv_2024", new)
    assert verdict.level == OK
    assert "2 " in verdict.summary and "EPSG:2154" in verdict.summary and "2024" in verdict.summary
    assert "code_qp" in verdict.summary and "lib_qp" in verdict.summary
    assert check("qpv_2015", old).level == OK
    wrong = check("qpv_2024", old)
    assert wrong.level == WARNING and "2015" in wrong.remarks[0]


def test_check_refuses_what_cannot_work(two_generations, tmp_path):
    _path, new, _old = two_generations
    assert check("streets", new).level == ERROR
    assert check("qpv_2024", str(tmp_path / "absent.gpkg")).level == ERROR
    bare = save(tmp_path / "bare.gpkg", "bare", "Polygon?field=code_qp:string", [(SQUARE, ("QN09901N",))])
    assert check("qpv_2024", bare).level == ERROR
    empty = save(tmp_path / "empty.gpkg", "empty", QPV, [])
    assert check("qpv_2024", empty).level == ERROR


def test_check_of_a_table_needs_coordinates_for_sites_only(tmp_path):
    listed = tmp_path / "liste.csv"
    listed.write_text("code_qp;insee_com\nQN09901N;99001\n", encoding="utf-8")
    assert check("qpv_list", str(listed)).level == OK
    sites = tmp_path / "fs.csv"
    sites.write_text("id_fs,format_fs,type_fs\n1,Fixe,Principal\n", encoding="utf-8")
    assert check("france_services", str(sites)).level == ERROR
    sites.write_text("id_fs,format_fs,type_fs,latitude,longitude\n1,Fixe,Principal,45,3\n", encoding="utf-8")
    assert check("france_services", str(sites)).level == OK


def test_check_of_communes_looks_at_the_codes(tmp_path):
    definition = "Polygon?crs=EPSG:2154&field=code:string&field=nom:string"
    good = save(tmp_path / "a.gpkg", "a", definition, [(SQUARE, ("01001", "X"))])
    bad = save(tmp_path / "b.gpkg", "b", definition, [(SQUARE, ("01", "Ain"))])
    assert check("communes", good).level == OK
    assert check("communes", bad).level == WARNING


def test_check_of_an_index(qtbot, tmp_path, two_generations):
    path, _new, _old = two_generations
    assert check("address_index", str(path)).level == ERROR  # SQLite, but no index of ours
    text = ban_rows.write(tmp_path / "adresses.csv", ban_rows.row(code="8110"), ban_rows.row(code="8110", numero="14"))
    assert check("address_index", str(text)).level == ERROR
    assert check("address_index", str(tmp_path / "no.sqlite")).level == ERROR
    index = tmp_path / "ban.sqlite"
    build([text], index)
    verdict = check("address_index", str(index))
    assert verdict.level == OK and not verdict.remarks
    assert verdict.summary.startswith("2 ") and "adresses.csv" in verdict.summary
    half = tmp_path / "half.sqlite"
    half.write_bytes(index.read_bytes()[:-4096])
    assert check("address_index", str(half)).level == ERROR
    build([ban_rows.write(tmp_path / "b.csv", ban_rows.row(), ban_rows.row(lon=""))], index)
    verdict = check("address_index", str(index))
    assert verdict.level == WARNING and "1" in verdict.remarks[0]


def test_an_index_is_a_file_and_no_layer(qtbot, tmp_path):
    index = tmp_path / "ban.sqlite"
    build([ban_rows.write(tmp_path / "adresses.csv", ban_rows.row())], index)
    page = ReferenceDataPage(lambda: None)
    qtbot.addWidget(page)
    line = page.rows["address_index"]
    assert line.project_button.isHidden() and not page.rows["communes"].project_button.isHidden()
    line.file.setFilePath(str(index))
    assert line.layer.count() == 0 and line.value() == str(index)
    assert line.run_check().level == OK
    assert line.layer.count() == 0 and line.value() == str(index)
    page.apply()
    assert reference_data.get("address_index") == str(index)


def test_browse_lists_the_layers_of_a_file(qtbot, two_generations):
    path, new, old = two_generations
    assert sublayers(str(path)) == ["qpv_2024", "qpv_2015"]
    page = ReferenceDataPage(lambda: None)
    qtbot.addWidget(page)
    row = page.rows["qpv_2015"]
    row.file.setFilePath(str(path))
    combo = page.findChild(QComboBox, "layer_qpv_2015")
    assert [combo.itemText(i) for i in range(combo.count())] == ["qpv_2024", "qpv_2015"]
    combo.setCurrentIndex(1)
    assert row.value() == old
    qtbot.mouseClick(page.findChild(QPushButton, "check_qpv_2015"), Qt.MouseButton.LeftButton)
    assert "2015" in page.findChild(QLabel, "result_qpv_2015").text()
    assert "✓" in page.findChild(QLabel, "sign_qpv_2015").text()


def test_check_offers_the_other_layers_of_the_file(qtbot, two_generations):
    _path, new, _old = two_generations
    page = ReferenceDataPage(lambda: None)
    qtbot.addWidget(page)
    row = page.rows["qpv_2024"]
    row.set_value(new)
    assert row.layer.count() == 1
    row.run_check()
    assert row.layer.count() == 2 and row.value() == new


def test_apply_stores_and_tells_once(qtbot, two_generations):
    _path, new, old = two_generations
    told = []
    page = ReferenceDataPage(lambda: told.append(1))
    qtbot.addWidget(page)
    page.apply()
    assert told == []
    page.rows["qpv_2024"].set_value(new)
    page.rows["qpv_2015"].set_value(old)
    page.apply()
    assert told == [1]
    assert reference_data.get("qpv_2024") == new and reference_data.get("qpv_2015") == old
    again = ReferenceDataPage(lambda: told.append(2))
    qtbot.addWidget(again)
    assert again.rows["qpv_2024"].value() == new
    again.rows["qpv_2024"].file.setFilePath("")
    again.apply()
    assert reference_data.get("qpv_2024") is None and told == [1, 2]


def test_layers_of_the_project_are_offered(qtbot, two_generations):
    _path, new, _old = two_generations
    project = QgsProject.instance()
    project.removeAllMapLayers()  # those of other tests
    project.addMapLayer(QgsVectorLayer(new, "Mes QPV", "ogr"))
    project.addMapLayer(QgsVectorLayer(QPV, "Brouillon", "memory"))
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:2154", "Points", "memory"))
    page = ReferenceDataPage(lambda: None)
    qtbot.addWidget(page)
    row = page.rows["qpv_2024"]
    row.list_project_layers()
    actions = row.project_menu.actions()
    assert len(actions) == 2
    assert not actions[0].isEnabled() and "Brouillon" in actions[0].text()
    actions[1].trigger()
    assert row.value() == new
    project.removeAllMapLayers()


def test_a_layer_that_is_no_file_is_found_again(qtbot, tmp_path):
    text = tmp_path / "fs.csv"
    text.write_text("id_fs,latitude,longitude\n1,45,3\n", encoding="utf-8")
    uri = text.as_uri() + "?delimiter=,&xField=longitude&yField=latitude&crs=EPSG:4326"
    layer = QgsVectorLayer(uri, "fs", "delimitedtext")
    stored = layer_source(layer)
    assert stored.startswith("delimitedtext://")
    assert open_layer(stored).featureCount() == 1
    page = ReferenceDataPage(lambda: None)
    qtbot.addWidget(page)
    row = page.rows["france_services"]
    row.take(stored)
    assert row.value() == stored


def test_a_password_is_never_shown(qtbot):
    page = ReferenceDataPage(lambda: None)
    qtbot.addWidget(page)
    row = page.rows["roads"]
    server = "postgres://dbname='sig' host=base port=5432 user='agent' password='hunter2'"
    row.set_value(server + ' table="ref"."routes"')
    assert "hunter2" not in row.file.filePath()
    assert "sig" in row.file.filePath()


def test_keyboard_alone_is_enough(qtbot):
    page = ReferenceDataPage(lambda: None)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    first = page.rows["qpv_2024"].file.lineEdit()
    first.setFocus()
    reached = set()
    for _step in range(120):
        widget = page.focusWidget()
        if widget is not None:
            reached.add(widget.objectName())
        page.focusNextChild()
    for key in page.rows:
        assert "check_" + key in reached
        assert ("project_" + key in reached) == page.rows[key].datum.is_layer
    QTest.keyClick(page.rows["qpv_2024"].check_button, Qt.Key.Key_Space)
    assert page.rows["qpv_2024"].result.text()


@pytest.mark.parametrize("width", [380, 900])
def test_nothing_is_cut_at_any_width(qtbot, width):
    page = ReferenceDataPage(lambda: None)
    qtbot.addWidget(page)
    page.resize(width, 600)
    page.show()
    assert page.width() == width
    for row in page.rows.values():
        assert row.check_button.mapTo(page, row.check_button.rect().bottomRight()).x() <= width


def test_factory_makes_the_page(qtbot):
    factory = ReferenceDataFactory(lambda: None)
    page = factory.createWidget(None)
    qtbot.addWidget(page)
    assert page.objectName() == "CohesionReferenceData"
    assert set(page.rows) == set(reference_data.KEYS)
    assert not factory.icon().isNull()


def test_a_table_of_a_database_is_stored_and_found_again(qtbot, postgis, sample_folder):
    from cohesion_territoires.processing_provider.qpv.qpvdistancebands import QpvDistanceBands
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingUtils

    new = "{}|layername=qpv_2024".format(sample_folder / "exemple.gpkg")
    table = postgis.store(QgsVectorLayer(new, "qpv", "ogr"), "qpv_options", "cle")
    page = ReferenceDataPage(lambda: None)
    qtbot.addWidget(page)
    page.rows["qpv_2024"].take(layer_source(table))
    assert page.rows["qpv_2024"].run_check().level == OK
    page.apply()

    # the parameter starts from it, and a run with nothing else given reads the table
    algorithm = QpvDistanceBands().create()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    results, good = algorithm.run({"OUTPUT": "memory:"}, context, feedback)
    assert good, feedback.textLog()
    assert QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context).featureCount() > 0


def test_every_control_is_told_apart_when_read_aloud(qtbot):
    page = ReferenceDataPage(lambda: None)
    qtbot.addWidget(page)
    names = []
    for row in page.rows.values():
        for widget in (row.file.lineEdit(), row.check_button, row.layer, row.project_button):
            names.append(widget.accessibleName())
        names += [button.accessibleName() for button in row.file.findChildren(QToolButton)]
    assert all(names)
    told = [row.check_button.accessibleName() for row in page.rows.values()]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("background", ["#ffffff", "#efefef", "#323232", "#2b2b2b"])
def test_signs_are_seen_on_light_and_dark(background):
    """Three to one, what accessibility rules ask of a sign."""

    def luminance(colour):
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    for _sign, colour in SIGNS.values():
        light, dark = sorted((luminance(colour), luminance(background)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3.0, colour


def test_folders_of_the_observatories_are_kept(qtbot, own_settings, monkeypatch, tmp_path):
    from cohesion_territoires.dialogs.observatory import memory

    monkeypatch.delenv("COHESION_CACHE_FOLDER")
    own = memory.cache_folder()
    page = ReferenceDataPage(lambda: None)
    qtbot.addWidget(page)
    box = page.folders.boxes[memory.CACHE_KEY]
    assert box.lineEdit().placeholderText() == str(own)
    box.setFilePath(str(tmp_path / "kept"))
    page.folders.boxes[memory.CATALOGUE_KEY].setFilePath(str(tmp_path / "mine"))
    page.apply()
    assert memory.cache_folder() == tmp_path / "kept" and memory.user_catalogues() == tmp_path / "mine"
    box.setFilePath("")
    page.apply()
    assert memory.cache_folder() == own
