"""`geocodeaddresses`: a table of addresses in any format, located row by row."""

# ruff: noqa: E501 — texts and lists of values, kept whole
from __future__ import annotations

import json
import re

import pytest
import tiny
from memory import memory_layer
from qgis import processing
from qgis.core import NULL, QgsProcessingContext, QgsProcessingException, QgsProcessingFeatureSourceDefinition
from qgis.core import QgsProject, QgsVectorFileWriter, QgsCoordinateTransformContext, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

pytestmark = pytest.mark.usefixtures("cohesion_provider")

ADDED = (
    "adresse_retenue", "id_ban", "type_resultat", "position", "score", "ecart_second_candidat", "code_insee", "statut",
)  # fmt: skip
FORMS = ("csv", "xlsx", "ods", "gpkg")
DRIVERS = {"csv": "CSV", "xlsx": "XLSX", "ods": "ODS", "gpkg": "GPKG"}
FIELDS = ["dossier:string", "adresse:string", "code_postal:string", "commune:string", "depot:date", "aide:double"]
PEOPLE = [
    ["01001", "2 rue des Tilleuls", "99100", "Valombre", QDate(2024, 2, 29), 150.5],
    ["00002", "4bis R. DES TILLEULS", "99100", "VALOMBRE", QDate(2023, 12, 31), 20.0],
    ["2A004", "1, pl. de l’Église 99100 Valombre", None, None, None, None],
    ["00004", None, None, None, QDate(2024, 1, 1), 3.0],
    ["00005", "1 rue Ailleurs", "01001", "Nulle-Part", QDate(2024, 1, 2), 4.0],
    ["00006", "6 rue des tilleuls", "99100", "Valombre", QDate(2024, 1, 3), 5.0],
    ["00007", "rue des Tilleuls", "99100", "Valombre", QDate(2024, 1, 4), 6.0],
]
KINDS = ["numéro", "numéro", "numéro", None, None, "numéro voisin", "voie"]


@pytest.fixture(scope="module")
def index():
    return tiny.address_index()


def run(given, index, output="memory:", feedback=None, **more):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    parameters = {"INPUT": given, "ADDRESS_INDEX": index, "OUTPUT": output, **more}
    return processing.run("cohesion:geocodeaddresses", parameters, context=context, feedback=feedback)


def rows(layer):
    names = layer.fields().names()
    return [dict(zip(names, [None if v == NULL else v for v in f.attributes()])) for f in layer.getFeatures()]


def stored(people, path, fields=FIELDS):
    """Write people into a file as other programs do."""
    form = path.suffix[1:]
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding, options.layerName = DRIVERS[form], "UTF-8", "people"
    layer = memory_layer("None", fields, [(None, person) for person in people])
    write = getattr(QgsVectorFileWriter, "writeAsVectorFormatV3", QgsVectorFileWriter.writeAsVectorFormatV2)
    assert write(layer, str(path), QgsCoordinateTransformContext(), options)[0] == QgsVectorFileWriter.WriterError.NoError
    return str(path)


def as_text(value):
    """A value as a CSV may hold it."""
    if value is None:
        return None
    if hasattr(value, "toString"):
        return value.toString("yyyy-MM-dd")
    if isinstance(value, float):
        return "{:g}".format(value)
    text = str(value).replace("/", "-")
    return "{:g}".format(float(text)) if re.fullmatch(r"\d+\.\d+", text) else text or None


@pytest.mark.parametrize("form_in", FORMS)
@pytest.mark.parametrize("form_out", FORMS)
def test_rows_order_codes_and_dates_come_through(index, tmp_path, form_in, form_out):
    source = stored(PEOPLE, tmp_path / ("in." + form_in))
    output = str(tmp_path / ("out." + form_out))
    results = run(source, index, output)
    layer = QgsVectorLayer(results["OUTPUT"], "out", "ogr")
    names = [n for n in layer.fields().names() if n not in ("fid", "fid_source")]
    own = [f.partition(":")[0] for f in FIELDS]
    assert names[: len(own)] == own and [n for n in names if n in ADDED] == list(ADDED)
    found = rows(layer)
    assert [[as_text(row[n]) for n in own] for row in found] == [[as_text(v) for v in person] for person in PEOPLE]
    assert [row["type_resultat"] or None for row in found] == KINDS
    if form_in != "csv" and form_out != "csv":
        kinds = [layer.fields().field(n).typeName() for n in ("dossier", "depot", "aide")]
        assert kinds == ["String", "Date", "Real"]
    if form_out == "gpkg":
        assert [f.hasGeometry() and not f.geometry().isEmpty() for f in layer.getFeatures()] == [bool(k) for k in KINDS]
    else:
        assert names[-2:] == ["longitude", "latitude"]
        # of those found
        assert [float(r["longitude"]) == pytest.approx(1.08, abs=1e-6) if r["longitude"] else None for r in found] == [
            True if kind else None for kind in KINDS
        ]


def test_statuses_scores_and_counts(index):
    results = run(memory_layer("None", FIELDS, [(None, p) for p in PEOPLE]), index)
    found = rows(results["OUTPUT"])
    assert [r["statut"] for r in found] == [
        "TROUVEE", "TROUVEE", "TROUVEE", "IGNOREE", "NON_TROUVEE", "TROUVEE", "TROUVEE",
    ]  # fmt: skip
    assert found[0]["adresse_retenue"] == "2 Rue des Tilleuls 99100 Valombre"
    assert found[0]["id_ban"] == "99001_0001_00002" and found[0]["position"] == "entrée"
    assert found[0]["code_insee"] == "99001" and found[0]["score"] > 0.95
    assert found[5]["position"] == "interpolation"
    assert found[3]["score"] == found[4]["score"] == 0.0 and found[4]["ecart_second_candidat"] is None
    counts = {k[6:]: v for k, v in results.items() if k.startswith("COUNT_")}
    assert counts == {
        "ROWS": 7, "NUMBER": 3, "NEIGHBOUR": 1, "STREET": 1, "PLACE": 0, "COMMUNE": 0, "NOT_FOUND": 1, "BLANK": 1,
        "ERROR": 0, "DOUBTFUL": 0,
    }  # fmt: skip


def test_it_is_in_the_legal_projection_of_its_territory(index):
    layer = run(memory_layer("None", FIELDS, [(None, p) for p in PEOPLE]), index)["OUTPUT"]
    assert layer.crs().authid() == "EPSG:2154"
    point = next(layer.getFeatures()).geometry().asPoint()
    assert 500_000 < point.x() < 600_000 and 6_500_000 < point.y() < 6_700_000


def test_a_sheet_of_texts_that_qgis_misread(index, tmp_path):
    """The titles were data: they are titles again, and the field chosen in the dialogue is the one meant."""
    fields = ["dossier:string", "localisation:string", "code_postal:string", "commune:string"]
    path = stored([p[:4] for p in PEOPLE], tmp_path / "a.xlsx", fields)
    layer = QgsVectorLayer(path, "a", "ogr")
    assert layer.fields().names()[0] == "Field1" and layer.featureCount() == 8
    QgsProject.instance().addMapLayer(layer, False)
    try:
        out = run(layer.id(), index, ADDRESS_FIELD=["Field2"])["OUTPUT"]
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    found = rows(out)
    assert out.fields().names()[:4] == ["dossier", "localisation", "code_postal", "commune"]
    assert [r["type_resultat"] for r in found] == KINDS and found[0]["dossier"] == "01001"


def test_a_csv_of_windows_says_how_it_was_read(index, tmp_path, feedback):
    path = tmp_path / "a.csv"
    path.write_bytes("Dossier;Adresse;CP;Ville\r\né1;1 place de l’église;99100;Valombre\r\n".encode("cp1252"))
    out = run(str(path), index, feedback=feedback)["OUTPUT"]
    assert rows(out)[0]["Dossier"] == "é1" and rows(out)[0]["type_resultat"] == "numéro"
    assert "CSV read as Windows-1252, separator “;”." in feedback.infos
    assert "Columns read: address = Adresse ; postcode = CP ; commune = Ville." in feedback.infos


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.csv", "Adresse\r\n2 rue des Tilleuls 99100 Valombre\r\n".encode("cp1252")),
        ("a.txt", "Adresse\tCP\r\n2 rue des Tilleuls\t99100\r\n".encode("utf-16")),
        ("a.tsv", "Adresse\tCP\r\n2 rue des Tilleuls\t99100\r\n".encode()),
    ],
    ids=["one column", "Excel's Unicode text", "tabulations"],
)
def test_text_files_that_gdal_does_not_open(index, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert rows(run(str(path), index)["OUTPUT"])[0]["id_ban"] == "99001_0001_00002"


def test_it_says_first_that_nothing_leaves_the_computer(index, feedback):
    run(memory_layer("None", FIELDS, [(None, PEOPLE[0])]), index, feedback=feedback)
    assert feedback.infos[0] == "The addresses are looked up in the local index: none leaves this computer."


def test_no_address_is_in_the_log_nor_in_the_journal(index, tmp_path, feedback):
    path = str(tmp_path / "journal.json")
    run(memory_layer("None", FIELDS, [(None, p) for p in PEOPLE]), index, feedback=feedback, OUTPUT_JOURNAL=path)
    journal = json.loads((tmp_path / "journal.json").read_text(encoding="utf-8"))
    assert journal["resultats"]["COUNT_NUMBER"] == 3 and journal["parametres"]["GEOCODER"] == 0
    assert journal["entrees"]["ADDRESS_INDEX"]["sources"][0]["sha256"]
    for text in (feedback.text(), json.dumps(journal, ensure_ascii=False)):
        assert "illeuls" not in text and "glise" not in text


def test_parts_of_an_address_in_several_fields(index):
    fields = ["N°:string", "rep:string", "Type de voie:string", "Nom de la voie:string", "CP:integer", "Ville:string"]
    people = [["4", "bis", "Rue", "des Tilleuls", 99100, "Valombre"], ["1", None, "PL", "EGLISE", 99100, "Valombre"]]
    found = rows(run(memory_layer("None", fields, [(None, p) for p in people]), index)["OUTPUT"])
    assert [r["id_ban"] for r in found] == ["99001_0001_00004_bis", "99001_0002_00001"]


def test_fields_that_the_user_chooses_win(index):
    fields = ["adresse:string", "lieu:string", "voie:string", "ou:string"]
    people = [["rien du tout", "Valombre", "rue des Tilleuls", 2]]
    layer = memory_layer("None", fields, [(None, p) for p in people])
    found = rows(run(layer, index, ADDRESS_FIELD=["voie"], NUMBER_FIELD="ou", CITY_FIELD="lieu")["OUTPUT"])
    assert found[0]["id_ban"] == "99001_0001_00002"


def test_points_of_the_input_are_replaced(index):
    people = [("POINT(1 1)", PEOPLE[0]), ("POINT(2 2)", PEOPLE[4])]
    out = run(memory_layer("Point", FIELDS, people, "EPSG:4326"), index)["OUTPUT"]
    first, second = out.getFeatures()
    assert first.geometry().asPoint().x() > 500_000 and not second.hasGeometry()


def test_a_second_run_on_its_own_result(index, tmp_path):
    """Nothing of the first answer is read, nothing is lost, and the new columns have names of their own."""
    path = str(tmp_path / "one.csv")
    run(stored(PEOPLE, tmp_path / "a.csv"), index, path)
    twice = QgsVectorLayer(run(path, index, str(tmp_path / "two.csv"))["OUTPUT"], "two", "ogr")
    names = twice.fields().names()
    assert names[-2:] == ["longitude_2", "latitude_2"] and "adresse_retenue_2" in names
    for row in rows(twice):
        assert row["id_ban"] == row["id_ban_2"] and row["longitude"] == row["longitude_2"]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_sheet_keeps_its_titles_even_where_its_first_row_is_not_found(index, tmp_path, form):
    """GDAL takes the first row for titles only where the next holds a number."""
    source = stored([p[:4] for p in (PEOPLE[3], PEOPLE[4], PEOPLE[0])], tmp_path / "a.csv", FIELDS[:4])
    layer = QgsVectorLayer(run(source, index, str(tmp_path / ("out." + form)))["OUTPUT"], "out", "ogr")
    assert layer.fields().names()[:4] == [f.partition(":")[0] for f in FIELDS[:4]] and layer.featureCount() == 3


def test_georeferencepoints_reads_its_answers(index, feedback):
    """A number is believed, what lies between neighbours or on a street is imprecise, nothing is not found."""
    located = run(memory_layer("None", FIELDS, [(None, p) for p in PEOPLE]), index)["OUTPUT"]
    square = "MULTIPOLYGON(((550000 6600000,556000 6600000,556000 6604000,550000 6604000,550000 6600000)))"
    qpv = memory_layer("MultiPolygon", ["code_qp:string", "lib_qp:string"], [(square, ["QN09901N", "Q"])], "EPSG:2154")
    given = {"INPUT": located, "QPV": qpv, "OUTPUT": "memory:"}
    found = rows(processing.run("cohesion:georeferencepoints", given, feedback=feedback)["OUTPUT"])
    assert [r["verdict"] for r in found] == [
        "EN_QPV", "EN_QPV", "EN_QPV", "NON_TROUVEE", "NON_TROUVEE", "ADRESSE_IMPRECISE", "ADRESSE_IMPRECISE",
    ]  # fmt: skip
    assert not feedback.warnings or "not recognised" not in feedback.text()


def test_a_selection_is_a_selection(index):
    layer = memory_layer("None", FIELDS, [(None, p) for p in PEOPLE])
    QgsProject.instance().addMapLayer(layer, False)
    layer.selectByIds([f.id() for f in layer.getFeatures()][1:3])
    try:
        out = run(QgsProcessingFeatureSourceDefinition(layer.id(), True), index)["OUTPUT"]
        # a layer in memory gives its selection in no order, since 3.44
        assert sorted(r["dossier"] for r in rows(out)) == ["00002", "2A004"]
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


@pytest.mark.parametrize(
    "fields, more, said",
    [
        (["nom:string", "montant:string"], {}, "No column of “Table of addresses” looks like an address"),
        (FIELDS, {"ADDRESS_FIELD": ["absent"]}, "The field “absent” given for “Field of the address” is not in"),
        (FIELDS, {"ADDRESS_INDEX": ""}, "is blank: make an index"),
        (FIELDS, {"ADDRESS_INDEX": "/nulle/part.sqlite"}, "part.sqlite"),
        (FIELDS, {"GEOCODER": 1, "SERVICE_URL": "data.geopf.fr"}, "must be a whole address that begins with https"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_done(index, fields, more, said):
    layer = memory_layer("None", fields, [(None, ["x"] * 2 if len(fields) == 2 else PEOPLE[0])])
    with pytest.raises(QgsProcessingException, match=re.escape(said)):
        run(layer, index, **more)


def test_a_table_of_titles_alone(index, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("adresse;cp\n", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="has no row"):
        run(str(path), index)


@pytest.mark.parametrize(("numbers", "kind"), [((6, 2, 4, 2, 4, 2), "numéro"), ((1, 2, 3, 4, 5, 6), "voie")])
def test_a_column_numero_is_the_house_number_where_its_rows_say_so(index, numbers, kind):
    fields = ["numero:int", "adresse:string", "code_postal:string"]
    table = memory_layer("None", fields, [(None, [n, "rue des Tilleuls", "99100"]) for n in numbers])
    given = rows(run(table, index)["OUTPUT"])
    assert given[1]["type_resultat"] == kind
    assert [r["numero"] for r in given] == list(numbers)


def test_of_two_addresses_each_goes_with_its_own_commune(index, feedback):
    fields = [n + ":string" for n in ("cp_siege", "ville_siege", "adresse_siege", "adresse_projet", "cp_projet")]
    table = memory_layer("None", fields, [(None, ["75002", "Paris", "2 rue X", "2 rue des Tilleuls", "99100"])])
    told = "Several columns may hold the address"
    assert rows(run(table, index, feedback=feedback)["OUTPUT"])[0]["type_resultat"] is None
    assert any(told in w and "adresse_projet" in w for w in feedback.warnings)
    feedback.warnings.clear()
    answer = rows(run(table, index, ADDRESS_FIELD=["adresse_projet"], feedback=feedback)["OUTPUT"])[0]
    assert answer["adresse_retenue"].startswith("2 Rue des Tilleuls 99100")
    assert not any(told in w for w in feedback.warnings)


def test_the_sample_as_the_help_page_tells_it(tmp_path, sample_folder):
    """The worked example of the help page and of the guide."""
    path = str(tmp_path / "ban.sqlite")
    given = {"INPUT": [str(sample_folder / "adresses_ban.csv")], "OUTPUT": path}
    processing.run("cohesion:buildaddressindex", given)
    results = run(str(sample_folder / "demandes.xlsx"), path)
    counts = {k[6:]: v for k, v in results.items() if k.startswith("COUNT_")}
    page = (sample_folder.parent / "help" / "geocodeaddresses.html").read_text(encoding="utf-8")
    told = re.search(
        r"<b>(\d+)</b> trouvées au numéro \(dont <b>(\d+)</b> au score faible\), <b>(\d+)</b> entre deux numéros voisins, "
        r"<b>(\d+)</b> à la voie, <b>(\d+)</b> à la commune, <b>(\d+)</b> non trouvées et <b>(\d+)</b> ligne sans adresse",
        page,
    )
    assert told, counts
    names = ("NUMBER", "DOUBTFUL", "NEIGHBOUR", "STREET", "COMMUNE", "NOT_FOUND", "BLANK")
    assert [int(n) for n in told.groups()] == [counts[n] for n in names], counts
    assert counts["ROWS"] == 60
