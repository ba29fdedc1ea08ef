"""Names and values of output fields."""
from __future__ import annotations

import numpy as np
from cohesion_territoires.layers.fields import combine, make_field, shapefile_names, to_python
from hypothesis import given
from hypothesis import strategies as st
from qgis.core import QgsFields


def fields(*names):
    made = QgsFields()
    for name in names:
        made.append(make_field(name, "text"))
    return made


def test_fid_and_taken_names_lose_nothing():
    combined = combine(fields("fid", "fid_source", "verdict"), [make_field("verdict", "text", "Verdict")])
    assert combined.names() == ["fid_source_2", "fid_source", "verdict", "verdict_2"]
    assert combined[3].alias() == "Verdict"


def test_names_that_differ_by_capitals_are_told_apart():
    combined = combine(fields("Nom", "nom", "NOM", "FID", "fid", "nom_2"), [make_field("Nom", "text")])
    assert combined.names()[:6] == ["Nom", "nom_3", "NOM_4", "fid_source", "fid_source_2", "nom_2"]
    lowered = [n.lower() for n in combined.names()]
    assert len(set(lowered)) == len(lowered) == 7


def test_added_fields_of_one_name_are_all_kept():
    added = [make_field(name, "text") for name in ("classe", "population", "population_2", "Classe")]
    combined = combine(fields("population", "population_2"), added)
    lowered = [n.lower() for n in combined.names()]
    assert combined.names()[2] == "classe" and len(set(lowered)) == len(lowered) == 6


def test_shapefile_names_tell_thresholds_apart():
    names = ["pop_fixe_10", "pop_fixe_15", "pop_fixe_20", "part_avec_base_bus_10_pct", "part_avec_base_bus_15_pct"]
    short = shapefile_names(names)
    assert len(set(short)) == 5 and all(len(n) <= 10 for n in short)
    assert ["10" in short[0], "15" in short[1], "20" in short[2], "10" in short[3], "15" in short[4]] == [True] * 5


@given(st.lists(st.text("abcdéè_0123456789", min_size=1, max_size=30), unique_by=str.lower, max_size=30))
def test_shapefile_names_are_always_distinct_and_short(names):
    short = [n.lower() for n in shapefile_names(names)]
    assert len(set(short)) == len(names)
    assert all(1 <= len(n) <= 10 and n.isascii() for n in short)


def test_numpy_values_become_pythons():
    assert to_python(np.float64(1.5)) == 1.5 and type(to_python(np.int64(3))) is int
    assert [to_python(v) for v in (float("nan"), np.nan, np.inf, None)] == [None] * 4
    assert to_python("01001") == "01001"
