"""`joinindicator` on Insee's tables as published: headings above, all levels in one, lines of total, several sheets."""

from __future__ import annotations

import pytest
from cohesion_territoires.processing_provider.observatory.joinindicator import JoinIndicator
from qgis import processing
from qgis.core import NULL, QgsProcessingContext
from qpv_world import layer_of
from spreadsheets import ods, xlsx

pytestmark = pytest.mark.usefixtures("qgis_processing")
CODES = ("01001", "01002", "2A004")


def run(feedback, source, kinds=("commune-actuelle",) * 3, codes=CODES, **more):
    squares = ["Polygon(({0} 0,{1} 0,{1} 9,{0} 9,{0} 0))".format(10 * n, 10 * n + 9) for n in range(len(codes))]
    areas = layer_of("Polygon", ["code:string", "nom:string", "type:string"], [
        (square, (code, "Commune {}".format(code), kind)) for square, code, kind in zip(squares, codes, kinds)
    ])  # fmt: skip
    parameters = {"BOUNDARIES": areas, "INPUT": source, "OUTPUT": "memory:", "OUTPUT_REPORT": "memory:", **more}
    results = processing.run(
        JoinIndicator().create(), parameters, context=QgsProcessingContext(), feedback=feedback
    )
    tables = []
    for name in ("OUTPUT", "OUTPUT_REPORT"):
        names = results[name].fields().names()
        rows = [[None if v == NULL else v for v in f.attributes()] for f in results[name].getFeatures()]
        tables.append([dict(zip(names, row)) for row in rows])
    return (*tables, results)


HEADINGS = [["Taux de pauvreté en 2020"], ["Source : Insee"], [], ["CODGEO", "LIBGEO", "TP60"]]


@pytest.mark.parametrize("kind", [xlsx, ods, "csv"])
def test_headings_above_the_titles_are_left_out(tmp_path, feedback, kind):
    """Read as data, the names of communes would be classes, and the values texts."""
    rows = [*HEADINGS, ["01001", "A", 5.5], ["01002", "B", 7], ["Note : x"]]
    if kind == "csv":
        path = tmp_path / "t.csv"
        path.write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8")
    else:
        path = kind(tmp_path / ("t.xlsx" if kind is xlsx else "t.ods"), rows)
    found, report, _results = run(feedback, str(path))
    assert [(r["TP60"], r["statut"]) for r in found] == [(5.5, "publie"), (7.0, "publie"), (None, "hors_source")]
    assert [r["code"] for r in report] == ["2A004", "NOTE : X"]


def test_rows_of_other_levels_are_no_values_of_communes(tmp_path, feedback):
    """A table of Insee's: 01002 is there as a living zone and as an employment zone only, whose codes are alike."""
    path = tmp_path / "melodi.csv"
    path.write_text(
        "GEO;GEO_OBJECT;TIME_PERIOD;OBS_VALUE\n01001;COM;2020;10\n01001;BV2022;2020;1000\n01002;BV2022;2020;99\n"
        "01;DEP;2020;500\n2A004;COM;2020;7\n1002;ZE2020;2020;5\n",
        encoding="utf-8",
    )
    found, _report, results = run(feedback, str(path))
    assert [(r["OBS_VALUE"], r["statut"]) for r in found] == [
        (10.0, "publie"), (None, "hors_source"), (7.0, "publie"),
    ]  # fmt: skip
    assert (results["COUNT_JOINED"], results["COUNT_WITHOUT_POLYGON"]) == (2, 0)
    assert any("another level, left out: 4" in text for text in feedback.infos)


def test_of_codes_that_departements_and_regions_share_no_row_is_chosen(tmp_path, feedback):
    """Three départements around Paris look like régions: the figures of Nouvelle-Aquitaine would be theirs."""
    path = tmp_path / "t.csv"
    rows = ["75;DEP;1", "93;DEP;2", "94;DEP;3", "75;REG;100", "93;REG;200", "94;REG;300"]
    path.write_text("\n".join(["geo;geo_object;taux", *rows]), encoding="utf-8")
    found, _report, _results = run(feedback, str(path), codes=("75", "93", "94"))
    assert {(r["taux"], r["statut"]) for r in found} == {(None, "a_verifier")}
    found, _report, _results = run(feedback, str(path), codes=("75", "93", "94"), LEVEL=2)
    assert [r["taux"] for r in found] == [1.0, 2.0, 3.0]


def test_a_column_that_names_no_level_of_the_boundaries_chooses_nothing(tmp_path, feedback):
    path = tmp_path / "t.csv"
    path.write_text("codgeo;niveau;taux\n01001;rural;1\n01002;urbain;2\n2A004;3;3\n", encoding="utf-8")
    found, _report, _results = run(feedback, str(path))
    assert [r["taux"] for r in found] == [1.0, 2.0, 3.0]


def test_lines_of_total_are_codes_of_nothing_and_nothing_was_mended(tmp_path, feedback):
    path = tmp_path / "t.csv"
    path.write_text(
        "codgeo;nb_hab\n01001;10\n01002;20\nFRANCE;1000\nEnsemble;30\nQN00103M;4\n", encoding="utf-8"
    )
    found, report, results = run(feedback, str(path))
    assert [r["nb_hab"] for r in found] == [10.0, 20.0, None]
    assert [(r["code"], r["motif"]) for r in report[1:]] == [
        (code, "Code that the boundaries do not have.") for code in ("FRANCE", "ENSEMBLE", "QN00103M")
    ]
    assert results["COUNT_REPAIRED_CODES"] == 0 and feedback.warnings == []


def test_of_several_sheets_the_one_that_was_read_is_named(tmp_path, feedback):
    path = xlsx(tmp_path / "t.xlsx", [["codgeo", "taux"], ["01001", 5.5]], "2021", [["codgeo", "taux"], ["01001", 1]])
    found, _report, _results = run(feedback, path)
    assert found[0]["taux"] == 1.0
    assert [("“Autre” was read" in text, "2021" in text) for text in feedback.warnings] == [(True, True)]
    feedback.warnings.clear()
    found, _report, _results = run(feedback, path + "|layername=2021")
    assert found[0]["taux"] == 5.5 and feedback.warnings == []


def test_a_name_that_is_quite_another_is_told(tmp_path, feedback):
    path = tmp_path / "t.csv"
    path.write_text("codgeo;libgeo;taux\n01001;COMMUNE 01001;1\n01002;Provence;2\n2A004;Commune;3\n", encoding="utf-8")
    run(feedback, str(path))
    assert len(feedback.warnings) == 1
    assert all(word in feedback.warnings[0] for word in ("01002", "Provence", "Commune 01002", ": 1 ("))


@pytest.mark.parametrize("kind", ["commune-deleguee", "COMA"])
def test_boundaries_of_parts_of_communes_are_told(tmp_path, feedback, kind):
    """The delegated commune of the town hall has the code of the commune of which it is a part."""
    path = tmp_path / "t.csv"
    path.write_text("codgeo;taux\n01001;1\n01002;2\n2A004;3\n", encoding="utf-8")
    run(feedback, str(path), ("commune-actuelle", kind, kind))
    assert len(feedback.warnings) == 1 and "associated communes: 2." in feedback.warnings[0]


def test_several_indicators_or_units_in_one_column_are_told(tmp_path, feedback):
    path = tmp_path / "t.csv"
    rows = "01001;Chômage;%;9\n01002;Pauvreté;%;15\n2A004;Revenu;€;20000\n"
    path.write_text("codgeo;indicateur;unite;valeur\n" + rows, encoding="utf-8")
    run(feedback, str(path))
    told = [text for text in feedback.warnings if "not all of one kind" in text]
    assert len(told) == 2 and "Chômage, Pauvreté, Revenu" in told[0] and "%, €" in told[1]
    path.write_text("codgeo;indicateur;unite;valeur\n01001;Chômage;%;9\n01002;Chômage;%;15\n", encoding="utf-8")
    feedback.warnings.clear()
    run(feedback, str(path))
    assert feedback.warnings == []


@pytest.mark.parametrize(("title", "told"), [("nb_hab", 1), ("taux", 0)])
def test_a_territory_of_several_polygons_has_several_circles_and_it_is_told(tmp_path, feedback, title, told):
    path = tmp_path / "t.csv"
    path.write_text("codgeo;{}\n01001;10\n2A004;30\n".format(title), encoding="utf-8")
    found, _report, _results = run(feedback, str(path), codes=("01001", "01001", "2A004"))
    assert [r[title] for r in found] == [10.0, 10.0, 30.0]
    assert len(feedback.warnings) == told and all("01001" in text for text in feedback.warnings)


@pytest.mark.parametrize(("titles", "rows", "shown"), [
    ("com2018;epci2018;libgeo;pop", ["240100883;A;10", "200029999;B;20", "200054807;C;30"], "pop"),
    ("codgeo;lib_com;nom_dep;typo", ["A;Ain;Rural", "B;Ain;Rural", "C;Corse;Urbain"], "typo"),
])  # fmt: skip
def test_codes_and_names_of_territories_are_no_values(tmp_path, feedback, titles, rows, shown):
    """Read as a rate, numbers of groups of communes would be a map; and so would be the names of communes."""
    path = tmp_path / "t.csv"
    lines = [titles, *map("{};{}".format, CODES, rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    found, _report, _results = run(feedback, str(path))
    names = list(found[0])
    assert names[-3:] == [shown, "statut", "classe"] and "epci2018" not in names
    assert [str(r[shown]).partition(".")[0] for r in found] == [row.split(";")[-1] for row in rows]


def test_a_column_of_as_many_texts_as_rows_is_one_of_names(tmp_path, feedback):
    codes = ["010{:02}".format(n) for n in range(1, 31)]
    path = tmp_path / "t.csv"
    rows = ["{0};Lieu {0};{1}".format(code, "Rural" if n % 2 else "Urbain") for n, code in enumerate(codes)]
    path.write_text("\n".join(["codgeo;ville;typologie", *rows]), encoding="utf-8")
    found, _report, _results = run(feedback, str(path), ("commune",) * 30, codes)
    assert list(found[0])[-3:] == ["typologie", "statut", "classe"]
