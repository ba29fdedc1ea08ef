"""`communezonings`: what communes belong to, and never outside of what is not known."""

from __future__ import annotations

import pytest
import tiny
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject

pytestmark = pytest.mark.usefixtures("cohesion_provider")
MOVES = "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,LIBELLE_AV,TYPECOM_AP,COM_AP\n"


def run(feedback=None, **parameters):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    results = processing.run(
        "cohesion:communezonings", {"OUTPUT": "memory:", **parameters}, context=context,
        feedback=feedback or QgsProcessingFeedback(False),
    )  # fmt: skip
    return list(results["OUTPUT"].getFeatures()), results


def test_the_example_of_the_help_page_holds(sample_folder):
    page = (sample_folder.parent / "help" / "communezonings.html").read_text(encoding="utf-8")
    rows, results = run(CODES="1004; 75101; 93010; 99999")
    assert "<code>1004; 75101; 93010; 99999</code>" in page
    assert [row["code"] for row in rows] == ["1004", "75101", "93010", "99999"]
    assert [row["nom_com"] or None for row in rows] == ["Ambérieu-en-Bugey", "Paris", "Bondy", None]
    assert [row["statut"] for row in rows] == ["REPARE", "REPARE", "TROUVE", "INCONNU"]
    assert rows[0]["arrondissement"] == "Belley" and rows[2]["arrondissement"] == "Bobigny"
    assert rows[1]["epci"] == rows[2]["epci"] == "Métropole du Grand Paris"
    for words in ("Ambérieu-en-Bugey", "Paris", "Bondy", "Belley", "Bobigny", "Métropole du Grand Paris"):
        assert words in page
    assert (results["COUNT_FOUND"], results["COUNT_REPAIRED"], results["COUNT_UNKNOWN"]) == (3, 2, 1)


def test_rows_come_out_in_order_with_their_geometry(feedback):
    source = tiny.listed_communes()
    rows, results = run(feedback, INPUT=source)
    before = list(source.getFeatures())
    assert [row["ident"] for row in rows] == [row["ident"] for row in before]
    assert [row.geometry().asWkt() for row in rows] == [row.geometry().asWkt() for row in before]
    assert [row["code_com"] or None for row in rows] == ["01001", "01004", "2A004", "75056", None, None, "93010"]
    assert [row["statut"] for row in rows] == [
        "TROUVE", "REPARE", "REPARE", "REPARE", "INCONNU", "SANS_CODE", "TROUVE",
    ]  # fmt: skip
    assert (results["COUNT_FOUND"], results["COUNT_REPAIRED"], results["COUNT_UNKNOWN"]) == (5, 3, 2)
    assert rows[0]["departement"] == "Ain" and rows[2]["region"] == "Corse"
    assert "75101" in rows[3]["motif"] and "99999" in rows[4]["motif"]


def test_what_has_no_table_is_empty_and_said_once(feedback):
    rows, _results = run(feedback, CODES="01001;93010", FRR_TABLE=tiny.frr_table())
    # the table given has neither: outside; of the others nothing is known
    assert [row["frr"] for row in rows] == ["NON", "NON"]
    assert not any(row[name] for row in rows for name in ("acv", "pvd", "contrat_ville", "canton"))
    assert all("contrat_de_ville" in row["non_renseignes"] and "frr" not in row["non_renseignes"] for row in rows)
    assert sum("which does not mean outside" in text for text in feedback.warnings) == 1
    assert "frr undated" in rows[0]["millesimes"] and "epci 2026-01-01" in rows[0]["millesimes"]


def test_a_dated_csv_takes_the_place_of_what_ships(tmp_path):
    (tmp_path / "epci_2019.csv").write_text("codgeo;epci;lib_epci\n01001;200000001;CC d'alors\n", encoding="utf-8")
    (tmp_path / "frr_2025-07-11.csv").write_text("codgeo;codefrr\n01001;FRR+\n01004;0\n93010;\n", encoding="utf-8")
    given = {"EPCI_TABLE": str(tmp_path / "epci_2019.csv"), "FRR_TABLE": str(tmp_path / "frr_2025-07-11.csv")}
    rows, _results = run(CODES="01001 01004 93010", **given)
    assert (rows[0]["code_epci"], rows[0]["epci"]) == ("200000001", "CC d'alors")
    # every commune has a group: absent from the table is not known
    assert not rows[1]["epci"]
    assert [row["frr"] for row in rows] == ["FRR+", "NON", "NON"]
    assert "epci 2019" in rows[0]["millesimes"] and "frr 2025-07-11" in rows[0]["millesimes"]


def test_former_communes_are_followed_where_the_table_of_changes_tells(tmp_path, feedback):
    path = tmp_path / "v_mvt_commune_2026.csv"
    path.write_text(
        MOVES + "32,2016-01-01,COM,01015,0,Arbignieu,COM,01015\n32,2016-01-01,COM,01340,0,Saint-Bois,COM,01015\n",
        encoding="utf-8",
    )
    rows, results = run(feedback, CODES="01340;01015", CHANGES=str(path))
    assert [(row["code_com"], row["statut"]) for row in rows] == [("01015", "COMMUNE_ANCIENNE"), ("01015", "TROUVE")]
    assert "01340" in rows[0]["motif"] and results["COUNT_RETIRED"] == 1 and results["COUNT_FOUND"] == 2
    assert any("01340" in text for text in feedback.warnings)
    alone, _results = run(CODES="01340")
    assert alone[0]["statut"] == "INCONNU"


@pytest.mark.parametrize("given", [{}, {"CODES": " ; "}, {"CODES": "01001", "INPUT": "layer"}])
def test_one_of_both_is_wanted(given):
    if "INPUT" in given:
        given = {**given, "INPUT": tiny.listed_communes()}
    with pytest.raises(QgsProcessingException, match="codes"):
        run(**given)


def test_a_layer_without_codes_is_refused():
    with pytest.raises(QgsProcessingException, match="2026"):
        run(INPUT=tiny.facilities())
