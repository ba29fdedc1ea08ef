"""Observations in a GeoPackage without geometry: as they were, missing is NULL, a damaged file says so."""
from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from cohesion_territoires.domain.errors import DataError
from cohesion_territoires.domain.indicators.observations import MISSING, PUBLISHED, SECRET, Observations
from cohesion_territoires.sources import observation_file


def numbers():
    return Observations.of(
        ["01001", "2A004", "QN09312I", "93010"], [1.5, None, -0.0, 1e-7], ["2020", "2021", "1968-1975", "2021-T3"],
        "com", "2025", [PUBLISHED, SECRET, PUBLISHED, PUBLISHED], names={"01001": "L'Abergement", "99999": "Ailleurs"},
    )  # fmt: skip


def same(one, other):
    for name in ("codes", "periods", "statuses"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()
    np.testing.assert_array_equal(one.values, other.values)
    assert (one.level, one.geography, one.names) == (other.level, other.geography, other.names)
    assert (one.labels is None) == (other.labels is None)
    if one.labels is not None:
        assert one.labels.tolist() == other.labels.tolist()


def test_what_is_written_is_read(tmp_path):
    path, facts = tmp_path / "é # 1.gpkg", {"title": "Part des « 65 ans »", "licence": "lov2", "years": ["2020"]}
    observation_file.write(path, numbers(), facts)
    same(observation_file.read(path), numbers())
    assert observation_file.facts_of(path) == facts
    with closing(sqlite3.connect(str(path))) as database:
        told = "SELECT code, nom, valeur, typeof(valeur), statut, libelle FROM observations"
        rows = database.execute(told).fetchall()
    assert rows[0] == ("01001", "L'Abergement", 1.5, "real", PUBLISHED, None)
    assert rows[1] == ("2A004", None, None, "null", SECRET, None)


def test_classes_have_labels(tmp_path):
    classes = Observations.of(["01001", "01002"], [None, None], ["2024"] * 2, "com", labels=["Rural", None])
    observation_file.write(tmp_path / "a.gpkg", classes, {})
    read = observation_file.read(tmp_path / "a.gpkg")
    same(read, classes)
    assert read.statuses.tolist() == [PUBLISHED, MISSING]


def test_one_period_or_none(tmp_path):
    path = tmp_path / "a.gpkg"
    observation_file.write(path, numbers(), {})
    assert observation_file.read(path, "2021").codes.tolist() == ["2A004"]
    assert len(observation_file.read(path, "1900")) == 0
    observation_file.write(path, numbers().only(slice(0, 0)), {})
    assert len(observation_file.read(path)) == 0


@pytest.mark.parametrize("damage", ["absent", "empty", "text", "cut", "other"])
def test_a_file_that_is_none_says_so(tmp_path, damage):
    path = tmp_path / "a.gpkg"
    if damage == "cut":
        observation_file.write(path, Observations.of([str(i) for i in range(5000)], [1.0] * 5000), {})
        path.write_bytes(path.read_bytes()[:20000])
    elif damage == "other":
        with closing(sqlite3.connect(str(path))) as database:
            database.execute("CREATE TABLE a (b)")
    elif damage != "absent":
        path.write_bytes(b"" if damage == "empty" else b"code;valeur\n" * 100)
    with pytest.raises(DataError) as raised:
        observation_file.read(path)
    assert str(path) in str(raised.value) and raised.value.values["why"]
