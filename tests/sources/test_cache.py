"""The cache: what is kept, found, removed, carried elsewhere; lost or torn indexes; programs at once."""
from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import closing

import pytest
from cohesion_territoires.domain.errors import Cancelled
from cohesion_territoires.domain.indicators.levels import DEP, Territory
from cohesion_territoires.sources import cache as cache_module
from cohesion_territoires.sources import cache_files, disk
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.cache_index import Index

ASKED = ("odt:filosofi.med_disp", "com", Territory(DEP, "93"), "2021")


def keep(cache, question=ASKED, content=b"contenu", suffix=".gpkg", **facts):
    with cache.reserve(*question) as place:
        path = place.folder / ("valeurs" + suffix)
        path.write_bytes(content)
        return place.commit(path, {"licence": "lov2", **facts})


def asked(number):
    return ("essai:{}".format(number), "com", "FRA", "2021")


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "profil é" / "cache")


def test_what_is_kept_is_found(cache):
    assert cache.find(*ASKED) is None and cache.records() == [] and not cache.folder.exists()
    record = keep(cache, title="Médiane")
    found = cache.find(*ASKED)
    assert found.path == record.path and found.path.read_bytes() == b"contenu" and found.size == 7
    assert (found.entry, found.level, found.territory, found.year) == (ASKED[0], "com", "DEP-93", "2021")
    assert found.facts == {"licence": "lov2", "title": "Médiane"} and found.age < 100 and not found.pinned
    assert found.path.suffix == ".gpkg" and "med_disp" in found.path.name
    assert [r.path for r in Cache(cache.folder).records()] == [record.path]
    # another vintage is another thing
    assert cache.find(*ASKED[:3], "2020") is None and cache.find(ASKED[0], "com", Territory(), "2021") is None
    # nothing is left aside
    assert list((cache.folder / "aside").iterdir()) == []


def test_a_file_does_not_change_and_its_newer_copy_has_another_name(cache):
    first = keep(cache)
    assert not os.stat(first.path).st_mode & 0o222
    same = keep(cache, modified="2026")
    assert same.path == first.path and same.facts["modified"] == "2026"
    newer = keep(cache, content=b"autre")
    assert newer.path != first.path and first.path.read_bytes() == b"contenu"
    assert cache.find(*ASKED).path == newer.path
    assert [r.path for r in cache.records()] == [newer.path]
    assert cache.remove(newer) and cache.find(*ASKED) is None
    assert not first.path.exists() and not newer.path.exists()


def test_a_former_copy_goes_after_some_weeks(cache, monkeypatch):
    first = keep(cache)
    keep(cache, content=b"autre")
    keep(cache, asked(1))
    assert first.path.exists()
    monkeypatch.setattr(cache_module, "DAYS", 0)
    keep(cache, asked(2))
    assert not first.path.exists() and cache.find(*ASKED).path.read_bytes() == b"autre"


def test_a_try_that_fails_leaves_nothing_but_what_can_be_taken_up(cache):
    with pytest.raises(ZeroDivisionError), cache.reserve(*ASKED) as place:
        (place.folder / "moitié.gpkg").write_bytes(b"x" * 100)
        (place.folder / "moitié.zip.part").write_bytes(b"y" * 100)
        (place.folder / "dossier").mkdir()
        raise ZeroDivisionError
    assert cache.find(*ASKED) is None
    with cache.reserve(*ASKED) as place:
        assert [p.name for p in place.folder.iterdir()] == ["moitié.zip.part"]
        (place.folder / "a.csv").write_bytes(b"z")
        place.commit(place.folder / "a.csv", {})
    assert list((cache.folder / "aside").iterdir()) == []


def test_what_nobody_takes_up_again_goes(cache):
    with cache.reserve(*ASKED) as place:
        (place.folder / "a.part").write_bytes(b"y")
    left = place.folder
    assert left.is_dir()
    old = time.time() - 86400 * 40
    for name in ("0123456789abcdef.lock", "a.note.json"):
        (cache.folder / "aside" / name).touch()
    for path in (left, *(cache.folder / "aside").iterdir()):
        os.utime(path, (old, old))
    keep(cache, asked(1))
    assert list((cache.folder / "aside").iterdir()) == []


def test_what_a_kill_left_once_all_was_kept_goes_within_hours(cache):
    left = cache.folder / "aside" / "0123456789abcdef"
    for name in ("a.part", "b.json"):
        left.mkdir(parents=True, exist_ok=True)
        (left / name).write_bytes(b"y")
        os.utime(left, (time.time() - 7200,) * 2)
        keep(cache, asked(1))
        # but what can be taken up again waits for weeks
        assert left.is_dir() == (name == "a.part")
        (left / "a.part").unlink(missing_ok=True)


@pytest.mark.parametrize("end", ["gz", "zip"])
def test_the_end_of_a_name_stays(cache, end):
    record = keep(cache, suffix=".2024.geojson." + end)
    assert record.path.name.endswith(".geojson." + end)


# the index


def tear(path):
    data = bytearray(path.read_bytes())
    data[100:] = b"\xa5" * (len(data) - 100)
    path.write_bytes(bytes(data))


DAMAGES = {
    "lost": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_bytes(b"n'est pas une base" * 99),
    "torn": tear,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:3000]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_index_that_is_lost_or_torn_is_made_again(cache, damage):
    records = [keep(cache, asked(i), b"%d" % i, title=str(i)) for i in range(20)]
    cache.pin(records[3])
    DAMAGES[damage](cache.folder / "index.sqlite")
    again = Cache(cache.folder)
    assert [again.find(*asked(i)).facts["title"] for i in range(20)] == [str(i) for i in range(20)]
    assert {r.entry for r in again.records() if r.pinned} == {"essai:3"}
    keep(again, asked(20))
    assert len(cache.records()) == 21


def test_another_programs_index_is_put_right(cache):
    keep(cache)
    with closing(sqlite3.connect(str(cache.folder / "index.sqlite"), isolation_level=None)) as database:
        database.execute("PRAGMA user_version = 99")
    assert cache.find(*ASKED).path.read_bytes() == b"contenu"
    with closing(sqlite3.connect(str(cache.folder / "index.sqlite"))) as database:
        assert database.execute("SELECT count(*) FROM notes").fetchone() == (1,)


def test_an_index_that_another_program_holds_is_not_waited_for_for_ever(cache, monkeypatch):
    monkeypatch.setattr("cohesion_territoires.sources.cache_index._WAIT", 0.05)
    keep(cache)
    with closing(sqlite3.connect(str(cache.folder / "index.sqlite"), isolation_level=None)) as rival:
        rival.execute("BEGIN EXCLUSIVE")
        assert cache.find(*ASKED).path.read_bytes() == b"contenu"
        keep(cache, asked(1))
        assert len(cache.records()) == 2
        rival.execute("ROLLBACK")
        cache.find(*asked(1))
        # it was not asked again and again meanwhile; another day it is
        assert rival.execute("SELECT count(*) FROM used").fetchone() == (0,)
    again = Cache(cache.folder)
    again.find(*asked(1))
    assert len(cache.records()) == 2
    with closing(sqlite3.connect(str(cache.folder / "index.sqlite"))) as database:
        assert database.execute("SELECT count(*) FROM used").fetchone() == (1,)


def test_what_another_program_keeps_while_this_one_looks_is_not_forgotten(cache, monkeypatch):
    keep(cache, asked(0))
    there, other = Index._there, []

    def late(index):
        found = there(index)
        if not other:
            other.append(Cache(cache.folder))
            keep(other[0], asked(1))
        return found

    monkeypatch.setattr(Index, "_there", late)
    assert len(cache.records()) >= 1
    with closing(sqlite3.connect(str(cache.folder / "index.sqlite"))) as database:
        assert database.execute("SELECT count(*) FROM notes").fetchone() == (2,)


@pytest.mark.parametrize("damage", ["short", "absent", "no note", "torn note", "renamed note"])
def test_no_half_file_is_served(cache, damage):
    record = keep(cache)
    note = record.path.with_name(record.path.name + cache_files.NOTE)
    if damage == "short":
        os.chmod(record.path, 0o644)
        record.path.write_bytes(b"cont")
    elif damage == "absent":
        record.path.unlink()
    elif damage == "no note":
        note.unlink()
    elif damage == "torn note":
        note.write_bytes(note.read_bytes()[:50])
    else:
        other = cache_files.new_name("a", "b", "c", "d", ".gpkg")
        note.rename(note.with_name(other + cache_files.NOTE))
    assert cache.find(*ASKED) is None and cache.records() == []
    keep(cache, content=b"neuf")
    assert cache.find(*ASKED).path.read_bytes() == b"neuf"


# room


def test_what_was_used_longest_ago_goes_first_and_never_what_is_pinned(tmp_path, monkeypatch):
    clock = iter("2026-01-01T00:00:{:02d}+00:00".format(i) for i in range(60))
    monkeypatch.setattr("cohesion_territoires.sources.cache_index.now", lambda: next(clock))
    cache = Cache(tmp_path, cap_bytes=1000)
    for i in range(3):
        keep(cache, asked(i), bytes([i]) * 300)
    for i in (1, 2, 0):
        cache.find(*asked(i))
    cache.pin(cache.find(*asked(1)))
    keep(cache, asked(3), b"d" * 300)
    assert {r.entry for r in cache.records()} == {"essai:0", "essai:1", "essai:3"}
    # one that is larger than all the room is kept all the same: it was asked for
    keep(cache, asked(4), b"e" * 2000)
    assert {r.entry for r in cache.records()} == {"essai:1", "essai:4"}


def test_the_size_is_that_of_the_files(cache):
    assert cache.size() == 0
    keep(cache, content=b"x" * 100000)
    assert 100000 < cache.size() < 110000


# programs that have a file open


def test_a_file_that_is_open_elsewhere_is_removed_later(cache, monkeypatch):
    record = keep(cache)
    real, held = disk.remove, {record.path.name}
    monkeypatch.setattr(cache_files, "remove", lambda path: os.path.basename(path) not in held and real(path))
    assert cache.remove(record) is False
    assert cache.find(*ASKED) is None and cache.records() == [] and record.path.exists()
    # its newer copy has a name of its own
    assert keep(cache).path != record.path
    assert record.path.exists()
    held.clear()
    keep(cache, asked(1))
    assert not record.path.exists() and len(cache.records()) == 2
    assert not [p for p in (cache.folder / "files").iterdir() if p.name.endswith(cache_files.GONE)]


def test_what_a_kill_leaves_between_a_file_and_its_note_goes_in_the_end(cache):
    keep(cache)
    files = cache.folder / "files"
    orphan, young = (files / cache_files.new_name(*asked(i), ".gpkg") for i in range(2))
    foreign = files / "mes notes.txt"
    for path in (orphan, young, foreign):
        path.write_bytes(b"x")
    for path in (orphan, foreign):
        os.utime(path, (0, 0))
    keep(cache, asked(5))
    assert not orphan.exists() and young.exists() and foreign.exists()
    assert len(cache.records()) == 2


# two at once


def test_two_threads_that_want_the_same_thing(cache):
    inside, most, made = [], [], []

    def work():
        with cache.reserve(*ASKED) as place:
            inside.append(1)
            most.append(len(inside))
            if cache.find(*ASKED) is None:
                (place.folder / "a.gpkg").write_bytes(b"a")
                made.append(place.commit(place.folder / "a.gpkg", {}))
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1 and len(made) == 1


def test_waiting_for_another_obeys_cancel(cache):
    def stop():
        raise Cancelled()

    with cache.reserve(*ASKED), pytest.raises(Cancelled), cache.reserve(*ASKED, pulse=stop):
        raise AssertionError("held twice")
    keep(cache)


def test_a_drive_without_locks_is_worked_without(cache, monkeypatch):
    def unknown(_stream):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(disk, "_hold", unknown)
    assert keep(cache).path.read_bytes() == b"contenu" and len(cache.records()) == 1
    assert list((cache.folder / "aside").iterdir()) == []


# elsewhere and back


def test_carried_to_another_machine(cache, tmp_path):
    records = [keep(cache, asked(i), b"%d" % i, title=str(i)) for i in range(3)]
    target = tmp_path / "clé"
    assert len(cache.export(target, records[:2])) == 2
    other = Cache(tmp_path / "autre")
    keep(other, asked(1), b"plus recent")
    loaded = other.load(target)
    assert [r.entry for r in loaded] == ["essai:0"]
    assert other.find(*asked(0)).facts == records[0].facts and other.find(*asked(0)).fetched == records[0].fetched
    assert other.find(*asked(1)).path.read_bytes() == b"plus recent"
    assert Cache(target).find(*asked(1)).path.read_bytes() == b"1"
    # twice is once
    assert len(cache.export(target, records[:2])) == 2 and len(Cache(target).records()) == 2


def test_a_file_damaged_on_the_way_is_left(cache, tmp_path):
    record = keep(cache)
    (copy,) = cache.export(tmp_path / "clé", [record])
    os.chmod(copy.path, 0o644)
    copy.path.write_bytes(b"CONTENU")
    other = Cache(tmp_path / "autre")
    assert other.load(tmp_path / "clé") == [] and other.find(*ASKED) is None


def test_a_file_that_was_touched_is_told(cache):
    record = keep(cache)
    assert cache.check(record)
    os.chmod(record.path, 0o644)
    record.path.write_bytes(b"CONTENU")
    assert not cache.check(record)
    record.path.unlink()
    assert not cache.check(record)


def test_asked_again_and_unchanged(cache):
    record = keep(cache)
    newer = cache.confirm(record, {"modified": "x"})
    assert newer.path == record.path and cache.find(*ASKED).facts == {"licence": "lov2", "modified": "x"}


def test_a_file_that_was_damaged_is_never_used_and_its_former_copy_serves(cache):
    former = keep(cache, content=b"a" * 5000)
    record = keep(cache, content=b"b" * 5000)
    assert cache.sound(record) and cache.find(*ASKED).path == record.path
    record.path.chmod(0o644)
    record.path.write_bytes(b"b" * 2500 + b"c" * 2500)
    assert not cache.sound(record) and cache.damaged == {(ASKED[0], ASKED[1])}
    assert cache.find(*ASKED).path == former.path and cache.sound(former)
    # the same content again is a file of its own
    record = keep(cache, content=b"a" * 5000)
    former.path.chmod(0o644)
    former.path.write_bytes(b"z" * 5000)
    again = keep(cache, content=b"a" * 5000)
    assert again.path != former.path and again.path.read_bytes() == b"a" * 5000 == cache.find(*ASKED).path.read_bytes()
