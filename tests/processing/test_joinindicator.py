"""`joinindicator`: the example of the help page by hand, merged communes, real data, refusals, classes."""

from __future__ import annotations

import hashlib

import pytest
from cohesion_territoires.processing_provider.observatory.joinindicator import JoinIndicator
from qgis import processing
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)
from qpv_world import layer_of

pytestmark = pytest.mark.usefixtures("qgis_processing")


def areas(*codes, field="code"):
    squares = ["Polygon(({0} 0,{1} 0,{1} 9,{0} 9,{0} 0))".format(10 * n, 10 * n + 9) for n in range(len(codes))]
    rows = [(square, (code, "Commune {}".format(code))) for square, code in zip(squares, codes)]
    return layer_of("Polygon", [field + ":string", "nom:string"], rows)


def table(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def run(feedback=None, **parameters):
    parameters = {"OUTPUT": "memory:", "OUTPUT_REPORT": "memory:", **parameters}
    results = processing.run(
        JoinIndicator().create(), parameters, context=QgsProcessingContext(),
        feedback=feedback or QgsProcessingFeedback(False),
    )  # fmt: skip
    tables = []
    for name in ("OUTPUT", "OUTPUT_REPORT"):
        names = results[name].fields().names()
        tables.append(
            [dict(zip(names, [None if v == NULL else v for v in f.attributes()])) for f in results[name].getFeatures()]
        )
    return (*tables, results)


def counts(results):
    return tuple(results["COUNT_" + name] for name in ("JOINED", "WITHOUT_DATA", "WITHOUT_POLYGON"))


def test_the_example_of_the_help_page(tmp_path):
    source = table(tmp_path, "codgeo;taux\n1001;12,5\n01002;s\n75101;40\n01009;7\n")
    rows, report, results = run(BOUNDARIES=areas("01001", "01002", "2A004", "75056"), INPUT=source)
    assert [(r["code"], r["taux"], r["statut"], r["classe"]) for r in rows] == [
        ("01001", 12.5, "publie", 1), ("01002", None, "secret", None),
        ("2A004", None, "hors_source", None), ("75056", None, "hors_source", None),
    ]  # fmt: skip
    assert counts(results) == (2, 2, 2)
    assert (results["COUNT_SECRET"], results["COUNT_REPAIRED_CODES"]) == (1, 1)
    assert [(r["code"], r["cas"]) for r in report] == [
        ("2A004", "polygone_sans_donnee"), ("75056", "polygone_sans_donnee"),
        ("75101", "code_sans_polygone"), ("01009", "code_sans_polygone"),
    ]  # fmt: skip
    assert "arrondissement" in report[1]["motif"] and "arrondissement" in report[2]["motif"]
    assert report[0]["nom"] == "Commune 2A004" and report[3]["nom"] is None


CHANGES = (
    "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,TYPECOM_AP,COM_AP,LIBELLE_AP\n"
    "32,2020-01-01,COM,01001,0,A,COM,01001,A\n32,2020-01-01,COM,01002,0,B,COM,01001,A\n"
)


@pytest.mark.parametrize(("column", "expected", "status"), [
    ("nb_lits", 30.0, "publie"), ("taux", None, "a_verifier"), ("Population totale", None, "a_verifier"),
])  # fmt: skip
def test_counts_of_merged_communes_are_summed_and_rates_are_not(tmp_path, column, expected, status):
    log = QgsProcessingFeedback(False)
    rows, report, results = run(
        log, BOUNDARIES=areas("01001", "01004"), CHANGES=table(tmp_path, CHANGES, "mvt.csv"),
        INPUT=table(tmp_path, "codgeo;{}\n01001;10\n01002;20\n01004;5\n".format(column)),
        DATA_GEOGRAPHY="2019", BOUNDARY_GEOGRAPHY="2024", MEASURE=0 if column == "taux" else 2,
    )  # fmt: skip
    assert [(r["code"], r[column]) for r in rows] == [("01001", expected), ("01004", 5.0)]
    assert rows[0]["statut"] == status
    held = expected is None
    assert [(r["code"], r["cas"]) for r in report] == [("01001", "a_verifier")] * held
    assert counts(results) == (2 - held, 0, 0) and results["COUNT_TO_CHECK"] == held
    assert "1" in log.textLog()


def test_without_the_table_of_changes_the_report_tells_the_years(tmp_path):
    _rows, report, results = run(
        BOUNDARIES=areas("01001", "01003"), INPUT=table(tmp_path, "codgeo;taux\n01001;10\n01002;20\n"),
        DATA_GEOGRAPHY="2019", BOUNDARY_GEOGRAPHY="2024",
    )  # fmt: skip
    assert counts(results) == (1, 1, 1)
    assert "2019" in report[0]["motif"] and "2024" in report[0]["motif"]


def test_the_latest_year_or_the_one_asked_for(tmp_path):
    source = table(tmp_path, "codgeo;annee;taux\n01001;2019;1\n01001;2021;2\n")
    assert run(BOUNDARIES=areas("01001"), INPUT=source)[0][0]["taux"] == 2.0
    assert run(BOUNDARIES=areas("01001"), INPUT=source, YEAR="2019")[0][0]["taux"] == 1.0
    with pytest.raises(QgsProcessingException, match="2019, 2021"):
        run(BOUNDARIES=areas("01001"), INPUT=source, YEAR="2020")


@pytest.mark.parametrize(("periods", "taken"), [
    (["2015-2021", "2021", "2018"], "2021"), (["2021-T1", "2021-T4", "2020"], "2021-T4"),
    (["2019", "ensemble"], "2019"), (["total"], "total"),
])  # fmt: skip
def test_the_latest_period_is_the_one_that_ends_last(tmp_path, periods, taken):
    rows = "".join("01001;{};{}\n".format(period, place) for place, period in enumerate(periods))
    found = run(BOUNDARIES=areas("01001"), INPUT=table(tmp_path, "codgeo;periode;taux\n" + rows))[0]
    assert found[0]["taux"] == periods.index(taken)


def test_of_periods_that_are_no_years_none_is_the_latest(tmp_path):
    source = table(tmp_path, "codgeo;periode;taux\n01001;avant 2010;1\n01001;ensemble;2\n")
    with pytest.raises(QgsProcessingException, match="avant 2010, ensemble"):
        run(BOUNDARIES=areas("01001"), INPUT=source)
    assert run(BOUNDARIES=areas("01001"), INPUT=source, YEAR="ensemble")[0][0]["taux"] == 2.0


def test_boundaries_without_a_code_are_told(tmp_path):
    with pytest.raises(QgsProcessingException, match="empty on every row"):
        run(BOUNDARIES=areas(None, None), INPUT=table(tmp_path, "codgeo;taux\n01001;1\n"))


def test_names_of_classes_are_joined_as_text(tmp_path):
    rows, _report, _results = run(
        BOUNDARIES=areas("01001", "01002"), INPUT=table(tmp_path, "codgeo;typo\n01001;Rural\n01002;Urbain\n")
    )
    assert [(r["typo"], r["classe"], r["statut"]) for r in rows] == [("Rural", 1, "publie"), ("Urbain", 2, "publie")]


def test_a_class_that_is_to_be_checked_is_told_apart(tmp_path):
    source = table(tmp_path, "codgeo;typo\n01015;Rural\n01340;Urbain\n01001;Urbain\n01002;secret\n")
    path = str(tmp_path / "o.gpkg")
    processing.run(
        JoinIndicator().create(),
        {"BOUNDARIES": areas("01015", "01001", "01002", "01003"), "INPUT": source, "OUTPUT": path},
        context=QgsProcessingContext(), feedback=QgsProcessingFeedback(False),
    )  # fmt: skip
    made = QgsVectorLayer(path, "o", "ogr")
    assert [f["statut"] for f in made.getFeatures()] == ["a_verifier", "publie", "secret", "hors_source"]
    assert [item.label() for item in made.renderer().legendSymbolItems()] == [
        "typo", "Urbain", "Statistical secrecy", "To check", "No data"
    ]  # fmt: skip


def test_the_map_survives_its_project_s_moving(tmp_path):
    """What a join of QGIS does not: the values are in the file, the style and who made it too."""
    from qgis.core import QgsProject

    (tmp_path / "ici").mkdir()
    path = tmp_path / "ici" / "carte.gpkg"
    processing.run(
        JoinIndicator().create(),
        {"BOUNDARIES": areas("01001", "01002"), "INPUT": table(tmp_path, "codgeo;taux\n01001;1\n01002;2\n"),
         "OUTPUT": str(path), "SOURCE": "Insee"},
        context=QgsProcessingContext(), feedback=QgsProcessingFeedback(False),
    )  # fmt: skip
    project = QgsProject()
    project.addMapLayer(QgsVectorLayer(str(path), "carte", "ogr"))
    assert project.write(str(tmp_path / "ici" / "projet.qgz"))
    project.clear()
    (tmp_path / "table.csv").unlink()
    (tmp_path / "ici").rename(tmp_path / "ailleurs")
    assert project.read(str(tmp_path / "ailleurs" / "projet.qgz"))
    (layer,) = project.mapLayers().values()
    assert layer.isValid() and "ailleurs" in layer.source() and [f["taux"] for f in layer.getFeatures()] == [1.0, 2.0]
    assert [item.label() for item in layer.renderer().legendSymbolItems()][1:3] == ["1 to 2", "1 to 1"]
    assert layer.metadata().rights() == ["Insee"]
    project.clear()


def test_a_repeated_code_has_a_value_only_where_its_rows_agree(tmp_path, feedback):
    """A table by sex has three rows a commune: the first is no more the commune's than the others."""
    rows, report, results = run(
        feedback, BOUNDARIES=areas("01001", "01002"),
        INPUT=table(tmp_path, "codgeo;sexe;taux\n01001;F;1\n01001;H;2\n01002;F;3\n01002;H;3\n"),
    )  # fmt: skip
    assert [(r["taux"], r["statut"], r["classe"]) for r in rows] == [(None, "a_verifier", None), (3.0, "publie", 1)]
    assert [(r["code"], r["cas"]) for r in report] == [("01001", "a_verifier")]
    assert counts(results) == (1, 0, 0) and results["COUNT_TO_CHECK"] == 1 and len(feedback.warnings) == 2


def test_rows_that_disagree_on_another_field_are_told_too(tmp_path, feedback):
    rows, _report, results = run(
        feedback, BOUNDARIES=areas("01001"), VALUE_FIELDS=["a", "b"],
        INPUT=table(tmp_path, "codgeo;a;b\n01001;1;2\n01001;1;3\n"),
    )  # fmt: skip
    assert [(r["a"], r["statut"], r["b"], r["statut_b"]) for r in rows] == [(1.0, "publie", None, "a_verifier")]
    assert results["COUNT_TO_CHECK"] == 0 and any("“b”" in text for text in feedback.warnings)
    assert any("“a”: a rate" in text for text in feedback.infos)


def test_a_merged_commune_does_not_keep_its_former_value(tmp_path, feedback):
    """Nothing was said of years nor of changes: 01340 is known to be in 01015 today, so 10 is not 01015's."""
    rows, report, _results = run(
        feedback, BOUNDARIES=areas("01015", "01001"), INPUT=table(tmp_path, "codgeo;nb\n01015;10\n01340;5\n01001;7\n")
    )
    assert [(r["nb"], r["statut"]) for r in rows] == [(None, "a_verifier"), (7.0, "publie")]
    assert [(r["code"], r["cas"]) for r in report] == [("01015", "a_verifier"), ("01340", "code_sans_polygone")]
    assert "01340" in report[0]["motif"] and "01015" in report[1]["motif"]


def test_a_status_of_the_table_tells_secrecy(tmp_path):
    rows, _report, results = run(
        BOUNDARIES=areas("01001", "01002", "01003"),
        INPUT=table(tmp_path, "codgeo;valeur;statut\n01001;3;\n01002;;secret\n01003;;absent\n"),
    )  # fmt: skip
    assert [r["statut_2" if "statut_2" in r else "statut"] for r in rows] == ["publie", "secret", "absent"]
    assert results["COUNT_SECRET"] == 1


def test_fields_asked_for_by_name_have_a_status_each(tmp_path):
    source = table(tmp_path, "codgeo;a;b\n01001;1;s\n01002;s;2\n")
    rows, _report, _results = run(BOUNDARIES=areas("01001", "01002"), INPUT=source, VALUE_FIELDS=["a", "b"])
    assert [(r["a"], r["statut"], r["b"], r["statut_b"]) for r in rows] == [
        (1.0, "publie", None, "secret"), (None, "secret", 2.0, "publie"),
    ]  # fmt: skip


def test_of_all_that_a_table_has_those_that_hide_something_have_a_status(tmp_path):
    source = table(tmp_path, "codgeo;a;b;c\n01001;1;s;3\n01002;s;2;\n")
    rows, _report, _results = run(BOUNDARIES=areas("01001", "01002"), INPUT=source)
    assert [name for name in rows[0] if name.startswith("statut")] == ["statut", "statut_b"]
    assert [r["statut_b"] for r in rows] == ["secret", "publie"]


def test_numbers_of_rows_are_no_values(tmp_path):
    """A GeoPackage has ``fid`` before all else: the map was one of it."""
    source = table(tmp_path, "fid;codgeo;OBJECTID;taux\n1;01001;7;12,5\n2;01002;9;8\n")
    rows, _report, _results = run(BOUNDARIES=areas("01001", "01002"), INPUT=source)
    assert list(rows[0])[:4] == ["code", "nom", "taux", "statut"]
    # asked for by name, they are taken as any other
    asked = run(BOUNDARIES=areas("01001", "01002"), INPUT=source, VALUE_FIELDS=["OBJECTID"])[0]
    assert [row["OBJECTID"] for row in asked] == [7.0, 9.0]


def test_fields_named_as_those_that_are_added_are_kept(tmp_path):
    """So is a join of what a join has given, exported."""
    source = table(tmp_path, "codgeo;taux;classe;statut\n01001;12,5;3;publie\n01002;8;1;publie\n")
    rows, _report, _results = run(
        BOUNDARIES=areas("01001", "01002"), INPUT=source, VALUE_FIELDS=["classe", "taux", "statut"]
    )
    assert [(r["classe"], r["taux"], r["statut"]) for r in rows] == [(3.0, 12.5, "publie"), (1.0, 8.0, "publie")]
    assert [(r["statut_2"], r["classe_2"]) for r in rows] == [("publie", 2), ("publie", 1)]


REGIONS = "codgeo;taux\n" + "".join(
    "{};1\n".format(code) for code in "01 02 03 04 06 11 24 27 28 32 44 52 53 75 76 84 93 94".split()
)


@pytest.mark.parametrize(("codes", "text"), [
    (("11", "75", "93", "59", "2A"), REGIONS), (("11", "59"), "reg;taux\n11;1\n75;2\n"),
    (("01", "02", "03", "04", "06", "11", "24", "27", "28"), "dep;taux\n59;1\n11;2\n"),
    (("01101", "01102"), "ze2010;taux\n0050;1\n1101;2\n1102;2\n"),
])  # fmt: skip
def test_codes_that_only_look_alike_are_refused(tmp_path, codes, text):
    """11 is Aude and Île-de-France: joined, 18 départements would have the figures of régions."""
    with pytest.raises(QgsProcessingException, match="another level"):
        run(BOUNDARIES=areas(*codes), INPUT=table(tmp_path, text))


def test_few_codes_that_both_levels_have_are_joined(tmp_path):
    rows, _report, _results = run(BOUNDARIES=areas("75", "93"), INPUT=table(tmp_path, "codgeo;taux\n75;1\n93;2\n"))
    assert [r["taux"] for r in rows] == [1.0, 2.0]


def test_communes_that_the_boundaries_lack_are_a_sign_of_another_year(tmp_path, feedback):
    """Invented communes are in no table of former codes: the one that took another in cannot be told."""
    run(feedback, BOUNDARIES=areas("99010", "99012"), INPUT=table(tmp_path, "codgeo;nb\n99010;1\n99013;2\n99;3\n"))
    assert len(feedback.warnings) == 1 and "99013" in feedback.warnings[0] and "99," not in feedback.warnings[0]


def test_a_year_that_no_column_tells_chooses_nothing_and_is_told(tmp_path, feedback):
    run(feedback, BOUNDARIES=areas("01001"), INPUT=table(tmp_path, "codgeo;taux\n01001;1\n"), YEAR="2019")
    assert "2019" in feedback.warnings[0]


@pytest.mark.parametrize(("title", "values", "said"), [
    ("part_pct", ("0,12", "0,2", "0,9", "1"), "no value passes 1"),
    ("part_pct", ("-5", "50", "12", "1"), "under 0 or above 100"),
    ("montant", ("1,234", "56,789", "1,500", "9,876"), "such as 1,234"),
    ("taux", ("12 13", "2", "7", "1"), "neither numbers nor known signs, and count as missing: 1"),
    ("part_pct", ("12", "50", "0", "1"), ""),
])  # fmt: skip
def test_numbers_that_may_not_be_what_they_look_like_are_told(tmp_path, feedback, title, values, said):
    codes = ("01001", "01002", "01003", "01004")
    text = "codgeo;{}\n{}".format(title, "".join(map("{};{}\n".format, codes, values)))
    run(feedback, BOUNDARIES=areas(*codes), INPUT=table(tmp_path, text))
    assert len(feedback.warnings) == bool(said) and said in feedback.text()


def test_who_made_the_table_is_credited(tmp_path):
    path = str(tmp_path / "o.gpkg")
    boundaries = areas("01001")
    told = boundaries.metadata()
    told.setRights(["IGN – Licence Ouverte 2.0"])
    told.setLicenses(["Licence Ouverte 2.0"])
    boundaries.setMetadata(told)
    processing.run(
        JoinIndicator().create(),
        {"BOUNDARIES": boundaries, "INPUT": table(tmp_path, "codgeo;taux\n01001;1\n"), "OUTPUT": path,
         "SOURCE": "Insee"},
        context=QgsProcessingContext(), feedback=QgsProcessingFeedback(False),
    )  # fmt: skip
    made = QgsVectorLayer(path, "o", "ogr")
    assert made.metadata().rights() == ["Insee", "IGN – Licence Ouverte 2.0"]
    history = "\n".join(made.metadata().history())
    digest = hashlib.sha256((tmp_path / "table.csv").read_bytes()).hexdigest()
    for word in ("table.csv", digest, "codgeo", "taux", "Natural breaks"):
        assert word in history, history
    assert str(tmp_path) not in history
    assert made.metadata().licenses() == ["Licence Ouverte 2.0"] and made.metadata().title() == "taux"
    assert [item.label() for item in made.renderer().legendSymbolItems()][-1].endswith("Insee")


@pytest.mark.parametrize(("text", "more"), [
    ("codgeo;taux\n75056;1\n", {}), ("codgeo;taux\n75056;1\n", {"CODE_FIELD": "codgeo"}),
    ("codgeo;taux\n01001;1\n", {"DATA_GEOGRAPHY": "hier"}), ("codgeo;taux\n01001;1\n", {"METHOD": 2}),
    ("codgeo;nom\n01001;\n", {}),
])  # fmt: skip
def test_what_cannot_be_joined_is_refused(tmp_path, text, more):
    with pytest.raises(QgsProcessingException):
        run(BOUNDARIES=areas("01001", "01002"), INPUT=table(tmp_path, text), **more)


def test_the_table_of_changes_needs_both_years(tmp_path):
    with pytest.raises(QgsProcessingException):
        run(
            BOUNDARIES=areas("01001"), INPUT=table(tmp_path, "codgeo;taux\n01001;1\n"),
            CHANGES=table(tmp_path, CHANGES, "mvt.csv"), DATA_GEOGRAPHY="2019",
        )  # fmt: skip


def test_real_barometer_2018(shared_data):
    folder = shared_data / "barometre_2018"
    groups = QgsVectorLayer(str(folder / "epci2018_wgs84_utf8.topojson"), "epci", "ogr")
    groups.setCrs(QgsCoordinateReferenceSystem.fromEpsgId(4326))
    rows, report, results = run(BOUNDARIES=groups, INPUT=str(folder / "carte_4_6.csv"), VALUE_FIELDS=["value1"])
    assert counts(results) == (1262, 2, 5)
    assert len(rows) == 1264 and [r["cas"] for r in report].count("code_sans_polygone") == 5
    known = {r["codgeo"]: r["value1"] for r in rows}
    assert known["200000172"] == 30.3


def test_real_median_income_of_corsica(shared_data):
    layer = str(shared_data / "corsica" / "communes-2A-corse-du-sud.geojson")
    source = str(shared_data / "kitscarto" / "datacom.csv")
    rows, _report, results = run(BOUNDARIES=layer, INPUT=source, VALUE_FIELDS=["ID_9"])
    assert results["COUNT_JOINED"] == 124 and len(rows) == 124
    # an empty cell is secrecy there: it is no zero
    assert min(r["ID_9"] for r in rows if r["ID_9"] is not None) > 10_000
    assert {r["statut"] for r in rows} == {"publie", "absent"}
