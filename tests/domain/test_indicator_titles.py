"""Where the titles of a table of territories are, and which level a word names."""

from __future__ import annotations

import pytest
from cohesion_territoires.domain.indicators.codes import clean_codes
from cohesion_territoires.domain.indicators.columns import NAMES, level_named, names_of, of_level, title_row


@pytest.mark.parametrize(("rows", "place"), [
    ([["Taux de pauvreté"], ["Source : Insee"], [], ["Code géographique", "Libellé", "Taux"], ["CODGEO", "LIBGEO", "T"],
      ["01001", "A", "5"]], 3),
    ([["Taux"], ["Code", "Nom", "Taux (%)"], ["01001", "A", "5"]], 1),
    ([["codgeo", "taux"], ["01001", "5"]], 0),
    ([["Communes de l’Ain"], ["code_insee", "taux"], ["01001", "5"]], 1),
    # cells of data are no titles: levels, names, codes
    ([["a", "b"], ["01", "DEP"], ["1002", "ZE2020"], ["200054781", "EPCI"]], None),
    ([["code", "taux"], ["01001", "5"]], None), ([["codgeo"], ["01001"]], None), ([], None),
])  # fmt: skip
def test_titles_under_a_heading_are_found(rows, place):
    assert title_row(rows) == place


@pytest.mark.parametrize(("text", "level"), [
    ("COM", "com"), ("com2021", "com"), ("Communes", "com"), ("ARM", "com"), ("Département", "dep"), ("ZE2020", "ze"),
    ("Zone d’emploi", "ze"), ("BV2022", ""), ("AAV2020", ""), ("UU2020", ""), ("rural", ""), ("3", ""), ("", ""),
])  # fmt: skip
def test_a_word_names_a_level(text, level):
    assert level_named(text) == level


def test_a_line_of_total_has_no_code_that_was_mended():
    assert clean_codes(["1001", "2a004", "Total", "France entière", "01002"], "com")[1] == 2


def test_names_of_what_a_territory_lies_in_are_not_its_own():
    assert "nom_dep" not in names_of("com") and {"libgeo", "nom", "lib_com"} <= set(names_of("com"))
    assert "nom_dep" in names_of("dep") and "lib_com" not in names_of("dep")
    assert "nom_qp" in names_of("qpv2015") and names_of("") == list(NAMES)


@pytest.mark.parametrize("level, kept", [("com", [True, False, False, True]), ("ze", [True] * 4), ("", [True] * 4)])
def test_rows_of_a_level_are_told_where_the_column_has_it(level, kept):
    assert of_level(["COM", "DEP", "", "Commune"], level) == kept


def test_neighbourhoods_of_both_generations_are_called_alike():
    assert of_level(["QPV", "COM"], "qpv2015") == [True, False]
