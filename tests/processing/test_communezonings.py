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


def test_a_table_of_ones_own_departement_says_nothing_of_the_others(tmp_path, feedback):
    path = tmp_path / "acv_2025.csv"
    path.write_text("code;valeur\n01004;ACV1\n01053;\n93010;\n", encoding="utf-8")
    run(feedback, CODES="01001;93001;2A004", ACV_TABLE=str(path))
    told = [text for text in feedback.warnings if "départements" in text]
    assert len(told) == 1 and "01, 93 only" in told[0] and "(2A004)" in told[0]
    feedback.warnings.clear()
    run(feedback, CODES="01001;93001", ACV_TABLE=str(path))
    assert not any("départements" in text for text in feedback.warnings)


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


@pytest.mark.parametrize(
    ("parameter", "key", "field"),
    [
        ("FRR_TABLE", "frr", "frr"), ("ACV_TABLE", "action_coeur_de_ville", "acv"),
        ("PVD_TABLE", "petites_villes_de_demain", "pvd"), ("CITY_CONTRACT_TABLE", "contrat_de_ville", "contrat_ville"),
        ("CANTON_TABLE", "canton", "canton"), ("ARRONDISSEMENT_TABLE", "arrondissement", "arrondissement"),
        ("EPCI_TABLE", "epci", "epci"),
    ],
)  # fmt: skip
def test_a_user_s_table_of_each_zoning_fills_its_column_and_says_its_date(tmp_path, parameter, key, field):
    path = tmp_path / "table_2023-05-17.csv"
    path.write_text("code;valeur;libelle\n01001;z;Zone à moi\n", encoding="utf-8")
    (row,), _results = run(CODES="01001", **{parameter: str(path)})
    assert [one for one in row.fields().names() if row[one] == "Zone à moi"] == [field]
    assert "{} 2023-05-17".format(key) in row["millesimes"] and row["millesimes"].count("2023-05-17") == 1


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
    # what merged is known without it; what was divided is not
    alone, _results = run(CODES="01340")
    assert (alone[0]["code_com"], alone[0]["statut"]) == ("01015", "COMMUNE_ANCIENNE") and "01015" in alone[0]["motif"]
    with open(path, "a", encoding="utf-8") as more:
        more.write("21,2020-01-01,COM,01900,0,X,COM,01001\n21,2020-01-01,COM,01900,0,X,COM,01002\n")
    split, results = run(CODES="01900", CHANGES=str(path))
    assert (split[0]["code_com"] or None, split[0]["statut"]) == (None, "COMMUNE_ANCIENNE")
    assert "01001, 01002" in split[0]["motif"] and (results["COUNT_FOUND"], results["COUNT_UNKNOWN"]) == (0, 1)


@pytest.mark.parametrize(
    ("lines", "frr"),
    [
        (["01340;FRR"], "A_VERIFIER"), (["01015;FRR"], "FRR"), (["01015;FRR", "01340;FRR"], "FRR"),
        (["01015;FRR", "01340;FRR+"], "A_VERIFIER"), (["01015;0", "01340;non"], "NON"), (["01004;FRR"], "NON"),
    ],
)  # fmt: skip
def test_a_table_that_tells_merged_communes_apart_is_not_firm(tmp_path, feedback, lines, frr):
    path = tmp_path / "frr_2025-07-11.csv"
    path.write_text("\n".join(["code;valeur", *lines, "01005;FRR"]) + "\n", encoding="utf-8")
    (row,), _results = run(feedback, CODES="01015", FRR_TABLE=str(path))
    assert not any("no commune that is known" in text for text in feedback.warnings)
    assert row["frr"] == frr and (row["statut"], row["code_com"]) == ("TROUVE", "01015")
    assert bool(row["motif"]) == (frr == "A_VERIFIER") and (frr != "A_VERIFIER" or "01340" in row["motif"])


def test_with_the_table_of_changes_an_old_table_is_of_its_own_communes(tmp_path):
    changes = tmp_path / "v_mvt_commune_2026.csv"
    changes.write_text(
        MOVES + "32,2016-01-01,COM,01015,0,Arbignieu,COM,01015\n32,2016-01-01,COM,01340,0,Saint-Bois,COM,01015\n",
        encoding="utf-8",
    )
    for year, told in (("2015", "A_VERIFIER"), ("2016", "ACV")):
        path = tmp_path / "acv_{}.csv".format(year)
        path.write_text("code;valeur\n01015;ACV\n", encoding="utf-8")
        (row,), _results = run(CODES="01015", ACV_TABLE=str(path), CHANGES=str(changes))
        # in 2015 the commune of today was two, and the table has but one of them
        assert row["acv"] == told


def test_codes_of_a_table_that_are_of_nothing_are_said(tmp_path, feedback):
    path = tmp_path / "contrat_2024.csv"
    path.write_text("code;valeur\n93010;CV\n93999;CV\nBondy;CV\n75101;CV\n", encoding="utf-8")
    rows, _results = run(feedback, CODES="93010;75056;93001", CITY_CONTRACT_TABLE=str(path))
    assert [row["contrat_ville"] for row in rows] == ["CV", "CV", "NON"]
    told = [text for text in feedback.warnings if "Table of contrats de ville" in text or "contrats" in text]
    assert any("93999" in text for text in told) and any("left out: 1" in text for text in told)


def test_tables_of_the_folder_and_of_the_cache_serve_where_none_is_given(tmp_path, feedback, monkeypatch):
    from cohesion_territoires.domain.indicators.observations import Observations
    from cohesion_territoires.processing_provider.observatory import communezonings
    from cohesion_territoires.sources import observation_file
    from cohesion_territoires.sources.cache import Cache

    cache, own = Cache(tmp_path / "cache"), tmp_path / "zonages"
    monkeypatch.setenv("COHESION_CACHE_FOLDER", str(tmp_path / "cache"))
    monkeypatch.setattr(communezonings, "zoning_folder", lambda: own)
    with cache.reserve("odt:frr.codefrr", "com", "FRA", "") as place:
        found = Observations.of(["01001", "01004"], [None, None], ["2025"] * 2, "com", "2025", labels=["FRR+", None])
        observation_file.write(place.folder / "v.gpkg", found, {"title": "x"})
        place.commit(place.folder / "v.gpkg", {"title": "x", "producer": "DGCL", "years": ["2025"]})
    with cache.reserve("datagouv:acv", "com", "FRA", "") as place:
        (place.folder / "acv.csv").write_text("insee_com,id_acv,lib_acv\n01053,acv-1,Bourg\n", encoding="utf-8")
        place.commit(place.folder / "acv.csv", {"title": "x", "form": "csv", "producer": "ANCT"})
    with cache.reserve("datagouv:pvd", "com", "FRA", "") as place:
        (place.folder / "pvd.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        place.commit(place.folder / "pvd.csv", {"title": "x", "form": "csv"})
    own.mkdir()
    (own / "contrat_de_ville_2024-03-31.csv").write_text("code;valeur\n01053;Contrat\n", encoding="utf-8")
    rows, _results = run(feedback, CODES="01001;01004;01053")
    assert [row["frr"] for row in rows] == ["FRR+", "NON", "NON"]
    assert [row["acv"] for row in rows] == ["NON", "NON", "Bourg"]
    assert [row["contrat_ville"] for row in rows] == ["NON", "NON", "Contrat"] and not rows[0]["pvd"]
    assert "frr 2025" in rows[0]["millesimes"] and "contrat_de_ville 2024-03-31" in rows[0]["millesimes"]
    # a broken copy is said, and its column stays empty
    assert "petites_villes" in rows[0]["non_renseignes"]
    broken = [text for text in feedback.warnings if "no column of commune codes" in text]
    assert len(broken) == 1 and "Petites villes de demain" in broken[0]
    # what is given wins
    (tmp_path / "frr_2023.csv").write_text("code;valeur\n01004;ZRR\n", encoding="utf-8")
    rows, _results = run(CODES="01001;01004", FRR_TABLE=str(tmp_path / "frr_2023.csv"))
    assert [row["frr"] for row in rows] == ["NON", "ZRR"]


@pytest.mark.parametrize("given", [{}, {"CODES": " ; "}, {"CODES": "01001", "INPUT": "layer"}])
def test_one_of_both_is_wanted(given):
    if "INPUT" in given:
        given = {**given, "INPUT": tiny.listed_communes()}
    with pytest.raises(QgsProcessingException, match="codes"):
        run(**given)


def test_numbers_of_people_are_not_taken_for_codes(feedback, sample_folder):
    """The communes of the sample are made up, but a few of their numbers of people are codes of real ones."""
    with pytest.raises(QgsProcessingException, match="2026"):
        run(feedback, INPUT=str(sample_folder / "exemple.gpkg") + "|layername=communes")
    run(feedback, INPUT=tiny.listed_communes())
    assert any("Field of INSEE codes : " in text for text in feedback.infos)


def test_a_layer_without_codes_is_refused():
    with pytest.raises(QgsProcessingException, match="2026"):
        run(INPUT=tiny.facilities())
