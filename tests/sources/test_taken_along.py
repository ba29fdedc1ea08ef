"""Reference data taken along and brought to another computer."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing

import pytest

from cohesion_territoires.domain.errors import Cancelled
from cohesion_territoires.sources.taken_along import bring, take


def nothing():
    """Never stop."""


def database(path, rows=3):
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE t (n)")
        made.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(rows)])
        made.commit()
    return path


def count(path):
    with closing(sqlite3.connect(path)) as made:
        return made.execute("SELECT count(*) FROM t").fetchone()[0]


@pytest.fixture
def mine(tmp_path):
    """Reference data of every kind."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for end in (".shp", ".dbf", ".shx", ".prj"):
        (folder / ("rues" + end)).write_text("rues" + end)
    (folder / "rues_autres.shp").write_text("autres")
    (folder / "liste.csv").write_text("code_qp;insee_com")
    (folder / "catalogues" / "collections").mkdir(parents=True)
    (folder / "catalogues" / "collections" / "c.json").write_text("{}")
    return {
        "qpv_2024": str(database(folder / "qpv.gpkg")) + "|layername=qpv_2024", "qpv_list": str(folder / "liste.csv"),
        "streets": str(folder / "rues.shp"), "roads": str(folder / "rues.shp"),
        "communes": "postgres://dbname='d' table=\"t\"", "population": str(folder / "parti.gpkg"),
    }  # fmt: skip


def moved(tmp_path, mine, name="there"):
    """Take along, and bring to a computer."""
    take(tmp_path / "cle", mine, tmp_path / "mine" / "catalogues", nothing)
    return bring(tmp_path / "cle", tmp_path / name, tmp_path / name / "catalogues", nothing)


def test_files_are_found_again_databases_and_what_is_gone_stay(tmp_path, mine):
    there = tmp_path / "there"
    assert take(tmp_path / "cle", mine, tmp_path / "mine" / "catalogues", nothing) == [
        "qpv_2024", "qpv_list", "streets", "roads",
    ]  # fmt: skip
    found = moved(tmp_path, mine)
    assert set(found) == {"qpv_2024", "qpv_list", "streets", "roads"}
    assert found["qpv_2024"] == "{}|layername=qpv_2024".format(there / "qpv_2024_qpv.gpkg")
    assert count(there / "qpv_2024_qpv.gpkg") == 3
    # the network of both is copied once, with all its parts and nothing else
    assert found["streets"] == found["roads"] == str(there / "streets_rues.shp")
    names = {path.name for path in there.iterdir() if path.is_file()}
    assert {"streets_rues.shp", "streets_rues.dbf", "streets_rues.shx", "streets_rues.prj"} <= names
    assert not any("autres" in name or name.endswith(".part") for name in names)
    assert (there / "catalogues" / "collections" / "c.json").read_text() == "{}"


def test_what_is_open_elsewhere_is_copied_as_it_stands(tmp_path, mine):
    path = tmp_path / "mine" / "qpv.gpkg"
    with closing(sqlite3.connect(path)) as open_elsewhere:
        open_elsewhere.execute("PRAGMA journal_mode = WAL")
        open_elsewhere.execute("INSERT INTO t VALUES (99)")
        open_elsewhere.commit()
        # it is in the log of the database only
        found = moved(tmp_path, mine)
    assert count(found["qpv_2024"].partition("|")[0]) == 4


def test_brought_twice_it_is_there_once_and_a_file_of_that_name_stays(tmp_path, mine):
    first = moved(tmp_path, mine)
    assert bring(tmp_path / "cle", tmp_path / "there", tmp_path / "catalogues", nothing) == first
    kept = tmp_path / "there" / "qpv_list_liste.csv"
    kept.write_text("mine")
    again = bring(tmp_path / "cle", tmp_path / "there", tmp_path / "catalogues", nothing)
    assert again["qpv_list"].endswith("qpv_list_liste_2.csv") and kept.read_text() == "mine"


def test_a_second_name_keeps_its_end(tmp_path):
    source = tmp_path / "qpv_2015.shp.zip"
    source.write_bytes(b"one")
    there = tmp_path / "there"
    there.mkdir()
    (there / "qpv_2015.shp.zip").write_bytes(b"other")
    take(tmp_path / "cle", {"qpv_2015": str(source)}, tmp_path / "none", nothing)
    found = bring(tmp_path / "cle", there, tmp_path / "catalogues", nothing)
    assert found == {"qpv_2015": str(there / "qpv_2015_2.shp.zip")}


def test_what_is_not_what_its_note_says_is_left(tmp_path, mine):
    take(tmp_path / "cle", mine, tmp_path / "none", nothing)
    (tmp_path / "cle" / "references" / "qpv_list_liste.csv").write_text("code_qp;insee_co!")
    (tmp_path / "cle" / "references" / "streets_rues.dbf").unlink()
    found = bring(tmp_path / "cle", tmp_path / "there", tmp_path / "catalogues", nothing)
    assert set(found) == {"qpv_2024"}


@pytest.mark.parametrize("note", [None, "", "[]", "{\"a\": 1}", "{\"a\": {\"files\": [], \"more\": \"\"}}"])
def test_a_folder_without_a_note_holds_none(tmp_path, note):
    if note is not None:
        (tmp_path / "references.json").write_text(note)
    assert bring(tmp_path, tmp_path / "there", tmp_path / "catalogues", nothing) == {}


def test_a_note_does_not_lead_out_of_the_folder(tmp_path):
    (tmp_path / "secret").write_text("s")
    folder = tmp_path / "cle"
    (folder / "references").mkdir(parents=True)
    files = [{"name": "../../secret", "size": 1, "sha256": hashlib.sha256(b"s").hexdigest()}]
    (folder / "references.json").write_text(json.dumps({"qpv_list": {"files": files, "more": "|x"}}))
    assert bring(folder, tmp_path / "there", tmp_path / "catalogues", nothing) == {}


def test_stopped_on_the_way_the_former_copy_stays(tmp_path, mine):
    take(tmp_path / "cle", {"qpv_2024": mine["qpv_2024"]}, tmp_path / "none", nothing)
    before = {path: path.read_bytes() for path in (tmp_path / "cle").rglob("*") if path.is_file()}
    turns = iter(range(3))

    def stop():
        if next(turns, None) is None:
            raise Cancelled()

    with pytest.raises(Cancelled):
        take(tmp_path / "cle", mine, tmp_path / "none", stop)
    now = {path: path.read_bytes() for path in (tmp_path / "cle").rglob("*") if path.is_file()}
    assert before.items() <= now.items() and not [path for path in now if path.suffix == ".part"]
