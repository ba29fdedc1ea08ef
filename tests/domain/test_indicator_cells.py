"""Cells and columns of tables as services and spreadsheets write them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cohesion_territoires.domain.errors import ParameterError
from cohesion_territoires.domain.indicators.cells import Column, read_cells
from cohesion_territoires.domain.indicators.classes import GIVEN, NATURAL, QUANTILES, classify
from cohesion_territoires.domain.indicators.columns import best_column, certain_level, level_of, measure_of, unit_of
from cohesion_territoires.domain.indicators.observations import MISSING, OUT_OF_SOURCE, PUBLISHED, SECRET, TO_CHECK
from cohesion_territoires.domain.lists import parse_breaks
from hypothesis import given
from hypothesis import strategies as st

SAID = [
    ("12,5", 12.5, "publie"), ("12.5", 12.5, "publie"), ("1 234,5", 1234.5, "publie"), ("1\u202f234", 1234, "publie"),
    ("1.234,5", 1234.5, "publie"), ("1,234.5", 1234.5, "publie"), ("1,234,567", 1234567, "publie"),
    ("12 %", 12, "publie"), ("1'234", 1234, "publie"), ("- 1 234 567 €", -1234567, "publie"), (" 12 ", 12, "publie"),
    ("−3", -3, "publie"), (7, 7, "publie"), ("", None, "absent"), (None, None, "absent"), (-9999, None, "absent"),
    ("-9999", None, "absent"), ("nd", None, "absent"), ("…", None, "absent"), ("///", None, "absent"),
    (math.nan, None, "absent"), (math.inf, None, "absent"), ("s", None, "secret"), ("C", None, "secret"),
    # a comma alone is a decimal mark, whatever follows it; what is no decimal mark stands several times
    ("1,234", 1.234, "publie"), ("1.234", 1.234, "publie"), ("1.234.567", 1234567, "publie"),
    ("1,234,567.5", 1234567.5, "publie"), ("1.234.567,5", 1234567.5, "publie"), (" s ", None, "secret"),
    ("-9999.00", None, "absent"), ("-99 999", None, "absent"),
    (-99999.0, None, "absent"), (99999.0, 99999, "publie"), ("1e999", None, "absent"), ("N/A - ?", None, "absent"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "value", "status"), SAID)
def test_a_cell(cell, value, status):
    column = read_cells([cell])
    assert (None if np.isnan(column.values[0]) else column.values[0]) == value
    assert (column.statuses[0], column.unreadable) == (status, 0)


@pytest.mark.parametrize("cell", ["12 13", "12\n13", "2018 2020", "1 23", "1234 567", "34¹", "5 ²", "½", "1 234 5"])
def test_two_numbers_or_a_number_and_its_note_are_not_one(cell):
    column = read_cells([cell])
    assert np.isnan(column.values[0]) and column.unreadable == 1


@pytest.mark.parametrize(("cells", "first"), [
    (["1,234", "12,345", "123,456", "999"], "1,234"), (["1.234", "2.345", "3.456 €"], "1.234"),
    (["1,234", "12,345"], ""), (["1,234", "12,345", "0,123"], ""), (["1,234", "12,345", "3,5"], ""),
    (["1,234", "2.345", "3,456"], ""), ([1.234, 2.345, 3.456], ""),
])  # fmt: skip
def test_a_mark_that_may_be_that_of_thousands_is_doubted(cells, first):
    assert read_cells(cells).doubtful == first


def test_numbers_that_are_all_hidden_are_no_classes():
    column = read_cells(["s", "nd", None, "S"])
    assert measure_of("taux", "%", column) == "rate" and not (column.labels != "").any()
    assert column.statuses.tolist() == [SECRET, MISSING, MISSING, SECRET]


def test_what_is_no_number_is_counted():
    column = read_cells(["abc", "12 rue", True, "1"])
    assert column.unreadable == 3 and not column.numeric
    # one in five at most, or one alone among more than one
    for texts, least in ((0, 1), (1, 2), (2, 8), (3, 12)):
        numeric = [read_cells(["1"] * numbers + ["x"] * texts).numeric for numbers in (least - 1, least)]
        assert numeric == [False, True]
    assert read_cells([10**400]).unreadable == 1


@given(st.lists(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans())))
def test_any_cell_has_a_value_or_none(cells):
    column = read_cells(cells)
    assert len(column.values) == len(column.statuses) == len(column.labels) == len(cells)
    assert not np.isinf(column.values).any()
    assert ((column.statuses == "publie") == np.isfinite(column.values)).all()


@pytest.mark.parametrize(("codes", "column", "level"), [
    (["01001", "2A004", "97411"], "x", "com"), (["1001", "10001", "2A004"], "x", "com"),
    (["0050", "1108"], "ze2010", "ze"),
    (["0101", "0102"], "canton", "can"), (["01", "2A", "974"], "code", "dep"), (["11", "84", "93"], "code", "reg"),
    (["11", "84", "93"], "code_dep", "dep"), (["200054781", "241400761"], "x", "epci"), (["QN09312I"], "x", "qpv"),
    (["QP093012"], "x", "qpv2015"), (["Bondy", "Pantin"], "x", ""), ([], "x", ""),
    # one code that is of both is a département's, unless its column says région; "" is none
    (["11"], "code", "dep"), (["11"], "Insee_Reg", "reg"), (["11", "84", ""], "code", "reg"),
    # a zero in front tells a zone d'emploi, and so does the name of its column
    (["1101", "0101", "1102"], "x", "ze"), (["1101", "1102"], "Zone", "ze"), (["1101", "1102"], "x", "com"),
    # six in ten of a level make it
    (["01001"] * 6 + ["x"] * 4, "x", "com"), (["01001"] * 5 + ["x"] * 4, "x", ""),
    (["93"] * 3 + ["01001"] * 7, "x", "com"), (["0101", "10001", "10002"], "x", "com"), (["0101", "10001"], "x", ""),
])  # fmt: skip
def test_the_level_of_codes(codes, column, level):
    assert level_of(codes, column) == level


@pytest.mark.parametrize(("name", "unit", "cells", "measure"), [
    ("tx_chom1564", "", [10.5], "rate"), ("valeur", "%", [10], "rate"), ("med_disp", "€", [20000.0], "amount"),
    ("nb_lits", "", [3, 4], "count"), ("population", "", [3, 5593.999999999999], "count"),
    ("population", "", [3.5], "rate"), ("naissances", "", [0, 4], "count"), ("population", "", [-3, 4], "rate"),
    ("valeur", "‰", [3], "rate"), ("lits", "lits par habitant", [3], "rate"), ("population", "", [], "rate"),
    ("valeur", "habitants", [3], "count"), ("valeur", "", [3], "rate"), ("typo", "", ["C", "NC", None], "class"),
    ("densité", "", [3], "rate"), ("Médecins", "", [3], "count"), ("medecins", "médecins", [3], "count"),
    ("medecins_pour_10_000", "pour 10 000", [3], "rate"), ("Médiane", "", [3], "rate"),
    ("PTOT", "habitants", [3], "overlap"), ("pop_tot_2021", "", [3], "overlap"), ("P20_POP", "", [3], "count"),
    ("Population totale", "", [3], "overlap"), ("Population", "habitants", [3], "count"),
    # what is whole is not always added up
    ("Altitude", "m", [120], "amount"), ("Altitude", "mètres", [120], "amount"), ("Trajet", "heures", [1], "amount"),
    ("Température", "°C", [12], "amount"), ("Débit", "Mbit/s", [8], "rate"), ("Prix", "k€", [8], "amount"),
    ("Mineurs", "mineurs", [8], "count"), ("Annonces", "annonces", [8], "count"), ("Lits", "lits", [8], "count"),
])  # fmt: skip
def test_what_is_measured(name, unit, cells, measure):
    assert measure_of(name, unit, read_cells(cells)) == measure


def test_few_codes_that_regions_and_departements_share_are_of_no_certain_level():
    regions = "11 24 27 28 32 44 52 53".split()
    assert (certain_level(regions[:7]), certain_level(regions), certain_level(["", *regions[:7]])) == ("", "reg", "")
    assert certain_level(regions[:2], "Code région") == "reg" and certain_level(regions[:2], "DEP") == "dep"
    assert (certain_level(["11", "59"]), certain_level(["01001"])) == ("dep", "com")


def test_a_column_of_statuses_says_why_there_is_no_value():
    column = read_cells([1.0, None, None, None, None])
    column.tell(["secret", " Secret ", "a_verifier", "autre", 3])
    assert column.statuses.tolist() == [PUBLISHED, SECRET, TO_CHECK, MISSING, MISSING]


def test_the_column_of_codes_is_the_one_that_meets_the_boundaries():
    columns = [("dep", ["01", "02"]), ("codgeo", ["1001", "2A004"]), ("other", ["01001", "x"])]
    assert best_column(columns, {"01001", "2A004"}) == "codgeo"
    assert best_column(columns, {"75056"}) is None
    # one row is enough, and a zero that was lost
    assert best_column([("code", ["1001"])], {"01001"}) == best_column([("code", ["01001"])], {"1001"}) == "code"


def test_units_of_names():
    assert (unit_of("part_65_pct"), unit_of("Taux"), unit_of("population")) == ("%", "%", "")


VALUES = [1.0, 2.0, 3.0, 10.0, 11.0, 50.0, np.nan, np.nan]
STATUSES = ["publie"] * 6 + ["secret", "absent"]


@pytest.mark.parametrize(("method", "bounds", "of"), [
    (NATURAL, [1, 3, 11, 50], [1, 1, 1, 2, 2, 3, 0, 0]), (QUANTILES, [1, 2, 10, 50], [1, 1, 2, 2, 3, 3, 0, 0]),
    (GIVEN, [0, 10, 50], [1, 1, 1, 1, 2, 2, 0, 0]),
])  # fmt: skip
def test_classes_of_numbers(method, bounds, of):
    found = classify(VALUES, STATUSES, "rate", method=method, count=3, given=(0, 10, 50))
    assert found.bounds.tolist() == bounds and found.of.tolist() == of
    assert (found.count, found.secret, found.absent) == (len(bounds) - 1, 1, 1)
    assert found.limits(6) == (None, None) and found.limits(5)[1] == 50


def test_classes_of_names_are_in_a_persons_order():
    found = classify([np.nan] * 4, ["publie"] * 4, "class", ["10 loin", "2 près", "", "rural"])
    assert found.labels == ("2 près", "10 loin", "rural") and found.of.tolist() == [2, 1, 0, 3]
    assert found.bounds is None and found.absent == 1


def test_no_value_no_class_and_no_breaks_no_given_classes():
    assert classify([np.nan], ["absent"], "rate").bounds is None
    with pytest.raises(ParameterError, match="write them in"):
        classify([1.0], ["publie"], "rate", method=GIVEN)


def test_values_that_were_not_kept_are_counted_apart():
    values, statuses = [1.0, *[np.nan] * 6], [PUBLISHED, TO_CHECK, TO_CHECK, SECRET, MISSING, MISSING, MISSING]
    found = classify(values, statuses, "rate", method=GIVEN, given=(1.0, 2.0))
    assert (found.secret, found.to_check, found.absent, found.given) == (1, 2, 3, (1.0, 2.0))
    natural = classify([1.0, 2.0, 3.0], [PUBLISHED] * 3, "rate", count=2, given=(1.0,))
    assert natural.given == () and (natural.count, natural.limits(0), natural.limits(2)) == (2, (1.0, 2.0), (2.0, 3.0))
    assert len(classify(range(9), [PUBLISHED] * 9, "rate").bounds) == 6


def test_breaks_may_be_negative():
    assert parse_breaks("-5;0;2,5", "x") == (-5, 0, 2.5)
    assert parse_breaks([1, 2], "x") == (1, 2) and parse_breaks("", "x") == () == parse_breaks(None, "x")
    for wrong in ("1;1", "2;1", "a", "nan"):
        with pytest.raises(ParameterError):
            parse_breaks(wrong, "x")


def test_what_stands_for_nothing_is_no_class():
    """But C and NC are: so the law on the coast calls communes."""
    column = read_cells(["C", "NC", -9999.0, "-9999", "#N/A", "n/a", "N/A - ?", "secret", None, "", 2.0])
    assert column.labels.tolist() == ["C", "NC", "", "", "", "", "", "", "", "", "2"]
    assert column.as_labels().tolist() == [PUBLISHED] * 2 + [MISSING] * 5 + [SECRET] + [MISSING] * 2 + [PUBLISHED]
    # 2 and 2.5 are two classes
    assert read_cells([2.0, 2.5, " rural "]).labels.tolist() == ["2", "2.5", "rural"]


def test_a_status_of_a_join_outlives_the_reading_of_labels():
    column = Column(
        np.full(3, np.nan), np.array([TO_CHECK, OUT_OF_SOURCE, PUBLISHED], object), np.array(["", "", "a"], object), 0
    )
    assert column.as_labels().tolist() == [TO_CHECK, OUT_OF_SOURCE, PUBLISHED]
