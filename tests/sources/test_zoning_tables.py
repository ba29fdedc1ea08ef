"""Dated tables of what communes belong to."""

from __future__ import annotations

import pytest

from cohesion_territoires.domain.errors import DataError, MissingFieldError
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.sources import zoning_files
from cohesion_territoires.sources import zoning_tables as zonings
from cohesion_territoires.sources.catalogue import Catalogue
from cohesion_territoires.sources.zoning_tables import ACV, ARRONDISSEMENT, CANTON, CONTRACT, FRR, GROUP, PVD


def test_arrondissements_and_groups_ship():
    tables = zonings.shipped()
    assert set(tables) == {ARRONDISSEMENT, GROUP}
    assert tables[ARRONDISSEMENT].of("93010") == ("931", "Bobigny")
    assert tables[GROUP].of("75101") == ("200054781", "Métropole du Grand Paris")
    assert tables[GROUP].of("22016") is None and tables[GROUP].covers_everything
    for table in tables.values():
        assert table.date == "2026-01-01" and table.source and table.licence == "lov2"


def test_the_entries_named_are_in_the_catalogue():
    assert all(id in Catalogue.shipped() for id in zonings.ENTRIES.values())


@pytest.mark.parametrize(
    ("key", "text", "commune", "told"),
    [
        (ACV, "insee_com,lib_com,id_acv,lib_acv,date_signature\n01004,X,acv-1,Centre,27-03-2018\n",
         "01004", ("acv-1", "Centre")),
        (PVD, "\ufeffinsee_com;lib_com;id_pvd;date_signature\n01004;X;pvd-84-1;2021-05-01\n", "01004",
         ("pvd-84-1", "")),
        (FRR, 'codgeo;libgeo;codefrr\n="01001";A;1\n01002;B;-9999\n01004;C;\n', "01001", ("1", "")),
        (CANTON, "TYPECOM,COM,REG,DEP,ARR,LIBELLE,CAN\nCOM,01001,84,01,012,A,0108\nCOMD,01001,,,,A,\n",
         "01001", ("0108", "A")),
        (CONTRACT, "Code INSEE;Nom contrat;Contrat de ville\n93010;Est Ensemble;CV93\n", "93010", ("CV93",
        "Est Ensemble")),
        (GROUP, "code;valeur;libelle\n75101;200054781;MGP\n", "75056", ("200054781", "MGP")),
        (ARRONDISSEMENT, "arr;code;nom arrondissement\n931;93010;Bobigny\n", "93010", ("931", "Bobigny")),
    ],
)  # fmt: skip
def test_a_table_is_read_in_the_columns_it_has(tmp_path, key, text, commune, told):
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    table = zoning_files.read(key, path)
    assert table.of(commune) == told
    assert table.of("01002") is None and table.of("") is None and table.of(None) is None


def test_a_cell_of_several_communes_counts_for_each(tmp_path):
    (tmp_path / "x.csv").write_text("insee_com;id_cv\n01004;01005;a\n", encoding="utf-8")
    table = zonings.of_rows(CONTRACT, ["insee_com", "id_cv"], [["01004;01005", "a"], ["?", "b"], [None, None]])
    assert table.values == {"01004": ["a"], "01005": ["a"]} and table.skipped == 1


def test_a_commune_of_several_zones_has_them_all():
    rows = [["93010", "a", "Contrat A"], ["93010", "b", None], ["93010", "a", None]]
    table = zonings.of_rows(CONTRACT, ["code", "valeur", "libelle"], rows)
    assert table.of("93010") == ("a; b", "Contrat A; b")
    assert zonings.of_rows(CONTRACT, ["code", "valeur"], rows).of("93010") == ("a; b", "")


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("frr_2025-07-11", "2025-07-11"), ("frr_20250711", "2025-07-11"), ("frr 2025_07_11", "2025-07-11"),
        ("frr-11-07-2025", "2025-07-11"), ("v_commune_2026", "2026"), ("frr_2025-07", "2025-07"), ("frr", ""),
        ("liste_12345", ""), ("siren_200054781", ""), ("frr_2099", ""), ("frr_2099-01-01", ""),
        ("objectif_2099_frr_2025-07-11", "2025-07-11"), ("objectif_2099_frr_2025", "2025"),
    ],
)  # fmt: skip
def test_the_date_is_read_in_the_name(name, date):
    assert zoning_files.facts_of(name + ".csv")["date"] == date


def test_date_source_and_licence_come_from_beside_the_file_or_its_name(tmp_path):
    path = tmp_path / "frr_2025-07-11.csv"
    path.write_text("code;valeur\n01001;FRR\n", encoding="utf-8")
    table = zoning_files.read(FRR, path)
    assert (table.date, table.source, table.licence) == ("2025-07-11", "frr_2025-07-11.csv", "notspecified")
    path.with_suffix(".json").write_text('{"date": "2025-07-20", "source": "DGCL", "licence": "lov2", "x": 1}', "utf-8")
    table = zoning_files.read(FRR, path)
    assert (table.date, table.source, table.licence) == ("2025-07-20", "DGCL", "lov2")
    table = zoning_files.read(FRR, path, date="2026-01-01", source="moi")
    assert (table.date, table.source) == ("2026-01-01", "moi")
    path.with_suffix(".json").write_text("{", encoding="utf-8")
    assert zoning_files.read(FRR, path).date == "2025-07-11"


def test_the_latest_table_of_a_folder_is_taken_and_broken_ones_are_named(tmp_path):
    for name, text in {
        "frr_2024.csv": "code;valeur\n01001;ancien\n", "frr_2025-07-11.csv": "code;valeur\n01001;nouveau\n",
        "contrat_de_ville.csv": "code;valeur\n93010;cv\n", "epci_2026.csv": "a;b\n1;2\n", "autre.csv": "a\n1\n",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    tables, problems = zoning_files.in_folder(tmp_path)
    assert set(tables) == {FRR, CONTRACT} and tables[FRR].of("01001") == ("nouveau", "")
    assert len(problems) == 1 and "epci_2026.csv" in str(problems[0])
    assert zoning_files.in_folder(tmp_path / "absent") == ({}, [])


@pytest.mark.parametrize(
    ("titles", "rows", "kind", "says"),
    [
        (["nom", "id_pvd"], [["A", "x"]], MissingFieldError, "commune codes"),
        (["code", "nom"], [["01001", "x"]], MissingFieldError, "id_pvd"),
        (["code", "id_pvd"], [["01001", ""]], DataError, "no row"),
        (["code", "id_pvd"], [["A", "x"]], DataError, "no row"),
    ],
)  # fmt: skip
def test_what_is_no_such_table_is_refused_in_words(titles, rows, kind, says):
    with pytest.raises(kind, match=says):
        zonings.of_rows(PVD, titles, rows, file="x.csv")
    with pytest.raises(DataError, match="zzz"):
        zonings.of_rows("zzz", titles, rows)


def test_an_indicator_of_classes_is_a_table():
    named = Observations.of(["01001", "01002"], [None, None], ["2025", "2025"], labels=["FRR +", None])
    assert zonings.of_observations(FRR, named).values == {"01001": ("FRR +",)}
    coded = Observations.of(["01001", "01002", "01001"], [1, None, 2], ["2025", "2025", "2024"])
    table = zonings.of_observations(FRR, coded, source="OT")
    assert table.values == {"01001": ("1",)} and table.date == "2025" and not table.covers_everything
    with pytest.raises(DataError):
        zonings.of_observations(FRR, Observations.of([], []))
