"""Spreadsheets and CSV as users drag them into QGIS: titles, codes, dates and accents come through."""

from __future__ import annotations

import datetime

import pytest
import spreadsheets
from cohesion_territoires.domain.errors import DataError
from cohesion_territoires.layers.fields import make_field
from cohesion_territoires.layers.sheets import Sheet, looks_misread
from cohesion_territoires.layers.tables import csv_writer, read_csv, reread
from memory import memory_layer
from qgis.core import NULL, QgsCoordinateReferenceSystem, QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

pytestmark = pytest.mark.usefixtures("qgis_app")

gdal = pytest.importorskip("osgeo.gdal")
ogr = pytest.importorskip("osgeo.ogr")

DRIVERS = {"xlsx": "XLSX", "ods": "ODS"}
TITLES = ("Nom", "Adresse", "Code postal")
ROWS = [("A", "12 rue X", "01001"), ("B", "3 rue Y", "2A004"), ("C", None, "01003")]


def sheet(path, titles, rows, kinds=None, name="Feuil1", more=()):
    """Write a spreadsheet; its first row is what is given, whatever it is."""
    dataset = gdal.GetDriverByName(DRIVERS[path.suffix[1:]]).Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    for layer_name, columns, lines in ((name, titles, rows), *more):
        layer = dataset.CreateLayer(layer_name)
        for place, title in enumerate(columns):
            layer.CreateField(ogr.FieldDefn(title, (kinds or {}).get(place, ogr.OFTString)))
        for line in lines:
            feature = ogr.Feature(layer.GetLayerDefn())
            for place, value in enumerate(line):
                if value is not None:
                    feature.SetField(place, value)
            layer.CreateFeature(feature)
    dataset = None
    return str(path)


def opened(path, sublayer=None):
    layer = QgsVectorLayer(path + ("|layername=" + sublayer if sublayer else ""), "table", "ogr")
    assert layer.isValid()
    return layer


def values(table):
    return [[None if v == NULL else v for v in f.attributes()] for f in table.getFeatures()]


@pytest.mark.parametrize("form", sorted(DRIVERS))
def test_a_sheet_of_texts_has_its_titles(tmp_path, form):
    layer = opened(sheet(tmp_path / ("a." + form), TITLES, ROWS))
    table = reread(layer, "Adresses")
    if table is None:
        table = layer  # GDAL knew them
    assert table.fields().names() == list(TITLES) and table.featureCount() == 3
    assert values(table) == [list(row) for row in ROWS]


def test_the_sheet_that_was_chosen_is_the_one_read(tmp_path):
    path = sheet(tmp_path / "a.xlsx", TITLES, ROWS[:1], more=[("Autre", ("Rue", "CP"), [("1 rue Z", "01009")])])
    layer = opened(path, "Autre")
    assert looks_misread(layer.fields().names()), "else this test proves nothing"
    table = reread(layer, "Adresses")
    assert values(table) == [["1 rue Z", "01009"]]
    assert table.seen == {"Field1": "Rue", "Field2": "CP"}


def test_columns_keep_their_types(tmp_path):
    kinds = {3: ogr.OFTInteger, 4: ogr.OFTReal, 5: ogr.OFTDate, 6: ogr.OFTDateTime, 7: ogr.OFTTime}
    rows = [
        ("A", "12 rue X", "01001", 3, 2.5, "2024/02/29", "2024/02/29 13:05:06", "07:08:09"),
        ("B", None, "2A004", None, None, None, None, None),
    ]
    path = sheet(tmp_path / "a.ods", (*TITLES, "n", "x", "jour", "moment", "heure"), rows, kinds)
    table = Sheet(path, None, "Adresses")
    assert [f.typeName() for f in table.fields] != ["String"] * 8
    first, second = table.rows()
    assert first[:5] == ["A", "12 rue X", "01001", 3, 2.5]
    assert first[5:] == [QDate(2024, 2, 29), QDateTime(QDate(2024, 2, 29), QTime(13, 5, 6)), QTime(7, 8, 9)]
    assert second == ["B", None, "2A004", None, None, None, None, None]
    feature = QgsFeature(table.fields)
    feature.setAttributes(first)
    assert feature.isValid() or feature.attributes() == first


@pytest.mark.parametrize(
    "first", [("A", "12 rue X", "01001"), ("B", "rue Y", "93140 Bondy"), ("C", "bis", "moi@exemple.fr")]
)
def test_a_sheet_without_titles_is_refused_in_one_sentence(tmp_path, first):
    layer = opened(sheet(tmp_path / "a.xlsx", first, ROWS))
    assert looks_misread(layer.fields().names())
    with pytest.raises(DataError, match="first row of the sheet “Adresses” is no row of titles"):
        reread(layer, "Adresses")


def test_what_cannot_be_read_again_is_refused(tmp_path):
    path = sheet(tmp_path / "a.xlsx", TITLES, ROWS)
    layer = opened(path)
    with pytest.raises(DataError, match="Field1"):
        reread(layer, "Adresses", partial=True)
    layer.setSubsetString("\"Field1\" = 'A'")
    with pytest.raises(DataError, match="take the filter away"):
        reread(layer, "Adresses")


HEADED = [
    ["Liste des bénéficiaires", None, "édité le", None, datetime.date(2024, 5, 1)],
    None,
    ["Dossier", "Adresse", "Code postal", "Ville", "Né le", "Aide", "n"],
    ["01001", "10 Rue des Iris", "99100", "Valombre", datetime.date(1980, 2, 29), 12.5, 3],
    None,
    ["2A004", "x" * 3000, "99100", "Valombre", None, None, None],
]


@pytest.mark.parametrize("form", sorted(DRIVERS))
def test_a_heading_above_the_titles_is_left_out_and_types_are_kept(tmp_path, form):
    rows = [[None] if form == "ods" and row is None else row for row in HEADED]
    path = getattr(spreadsheets, form)(tmp_path / ("a." + form), rows)
    table = reread(opened(path), "Adresses")
    assert (table.kind, table.above, table.featureCount()) == ("sheet", 2, 3)
    assert table.fields().names() == HEADED[2]
    kinds = ["text"] * 4 + ["date", "double", "int"]
    assert [f.type() for f in table.fields()] == [make_field("a", kind).type() for kind in kinds]
    assert values(table) == [
        ["01001", "10 Rue des Iris", "99100", "Valombre", QDate(1980, 2, 29), 12.5, 3],
        [None] * 7,
        ["2A004", "x" * 3000, "99100", "Valombre", None, None, None],
    ]
    assert set(table.seen.values()) == set(HEADED[2])
    with pytest.raises(DataError, match="take the filter away"):
        reread(opened(path), "Adresses", partial=True)


def test_a_csv_with_a_heading(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Liste;;\nDossier;Adresse;CP\n01001;12 rue X;99100\n", encoding="utf-8")
    table = reread(opened(str(path)), "Adresses")
    assert (table.above, values(table)) == (1, [["01001", "12 rue X", "99100"]])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_csv_without_titles_loses_no_row_and_shows_none(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_text("DUPONT Anne;12 rue X;99100\nPETIT Jean;14 rue X;99100\n", encoding=encoding)
    with pytest.raises(DataError, match="no row of titles") as raised:
        read_csv(str(path), () if encoding == "utf-16" else opened(str(path)).fields().names())
    assert "rue" not in str(raised.value) and "DUPONT" not in str(raised.value)


@pytest.mark.parametrize("titles", ["ident;adresse;2024", "12 mois;voie;n", "a;b;c"])
def test_titles_that_look_like_data_beside_true_ones_are_titles(tmp_path, titles):
    path = tmp_path / "a.csv"
    path.write_text(titles + "\n01001;12 rue X;99100\n", encoding="utf-8")
    assert reread(opened(str(path)), "Adresses").fields().names() == titles.split(";")


def test_a_workbook_that_is_broken_below_its_heading_is_refused(tmp_path):
    path = spreadsheets.xlsx(tmp_path / "a.xlsx", HEADED)
    layer = opened(path)
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    with pytest.raises(DataError, match="cannot be read again"):
        reread(layer, "Adresses")


def test_a_sheet_that_qgis_read_well_is_left_alone(tmp_path):
    layer = opened(sheet(tmp_path / "a.xlsx", (*TITLES, "n"), [(*r, 1) for r in ROWS], {3: ogr.OFTInteger}))
    assert layer.fields().names()[:3] == list(TITLES)
    assert reread(layer, "Adresses") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_of_a_csv(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("Adresse;CP;Jour\r\n12 rue de l’Église;01001;2024-02-29\r\n".encode(encoding))
    table = reread(opened(str(path)), "Adresses")
    assert values(table) == [["12 rue de l’Église", "01001", "2024-02-29"]]
    assert table.separator == ";" and (table.encoding == "Windows-1252") == (encoding == "cp1252")
    assert not table.sourceCrs().isValid()


def test_a_csv_whose_user_said_its_types_or_filtered_it_is_left_alone(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("adresse;n\n12 rue X;3\n", encoding="utf-8")
    layer = opened(str(path))
    assert reread(layer, "Adresses", partial=True) is None
    layer.setSubsetString("n = '3'")
    assert reread(layer, "Adresses") is None
    path.with_suffix(".csvt").write_text("String,Integer", encoding="utf-8")
    assert reread(opened(str(path)), "Adresses") is None


def test_other_layers_are_left_alone(tmp_path):
    assert reread(memory_layer("None", ["Field1:string"], [(None, ["a"])]), "Adresses") is None
    assert reread(None, "Adresses") is None


def test_a_csv_opens_in_excel_with_a_double_click(tmp_path):
    layer = memory_layer("None", ["cp:string", "x:double", "jour:date"], [(None, ["01001", 2.5, QDate(2024, 2, 29)])])
    path = str(tmp_path / "a.csv")
    writer = csv_writer(path, layer.fields(), QgsCoordinateReferenceSystem())
    assert writer.addFeatures(list(layer.getFeatures()))
    writer = None
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfcp;x;jour\n") and b"01001" in content
    assert values(reread(opened(path), "a"))[0][0] == "01001"
