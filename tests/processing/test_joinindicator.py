"""`joinindicator`: the example of the help page by hand, merged communes, real data, refusals, classes."""

from __future__ import annotations

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
    rows = [(square, (code, "Commune " + code)) for square, code in zip(squares, codes)]
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


@pytest.mark.parametrize(("column", "expected"), [("nb_lits", 30.0), ("taux", None)])
def test_counts_of_merged_communes_are_summed_and_rates_are_not(tmp_path, column, expected):
    log = QgsProcessingFeedback(False)
    rows, report, results = run(
        log, BOUNDARIES=areas("01001", "01004"), CHANGES=table(tmp_path, CHANGES, "mvt.csv"),
        INPUT=table(tmp_path, "codgeo;{}\n01001;10\n01002;20\n01004;5\n".format(column)),
        DATA_GEOGRAPHY="2019", BOUNDARY_GEOGRAPHY="2024",
    )  # fmt: skip
    assert [(r["code"], r[column]) for r in rows] == [("01001", expected), ("01004", 5.0)]
    assert report == [] and counts(results) == (2, 0, 0)
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


def test_names_of_classes_are_joined_as_text(tmp_path):
    rows, _report, _results = run(
        BOUNDARIES=areas("01001", "01002"), INPUT=table(tmp_path, "codgeo;typo\n01001;Rural\n01002;Urbain\n")
    )
    assert [(r["typo"], r["classe"], r["statut"]) for r in rows] == [("Rural", 1, "publie"), ("Urbain", 2, "publie")]


def test_a_repeated_code_is_told(tmp_path, feedback):
    rows, _report, _results = run(
        feedback, BOUNDARIES=areas("01001"), INPUT=table(tmp_path, "codgeo;taux\n01001;1\n01001;2\n")
    )
    assert rows[0]["taux"] == 1.0 and len(feedback.warnings) == 1


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
