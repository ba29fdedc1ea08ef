"""The cache on disks that refuse: full, read-only, failing; it says so, nothing is lost, what is there is read."""
from __future__ import annotations

import os
import tempfile
import traceback
from contextlib import contextmanager

import pytest
from cohesion_territoires.domain.errors import OutputError
from cohesion_territoires.sources import cache_files, cache_place, disk
from cohesion_territoires.sources.cache import Cache

ASKED = ("odt:filosofi.med_disp", "com", "DEP-93", "2021")


def keep(cache, question=ASKED, content=b"contenu"):
    with cache.reserve(*question) as place:
        (place.folder / "valeurs.gpkg").write_bytes(content)
        return place.commit(place.folder / "valeurs.gpkg", {})


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "profil é" / "cache")


WHY = {28: "no room left", 30: "read-only", 5: "the disk or the drive does not answer"}


@contextmanager
def broken_disk(monkeypatch, number, where):
    """Make one step of writing fail as the system would."""

    def fail(*_words, **_options):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(*where, fail)
        yield


@pytest.mark.parametrize("number", WHY)
@pytest.mark.parametrize(
    "where", [(os, "fsync"), (disk.os, "replace"), (os, "mkdir"), (cache_files, "flush"), (cache_files, "place_note")],
    ids=lambda where: where[1],
)  # fmt: skip
def test_a_disk_that_refuses_says_so_and_nothing_is_lost(cache, monkeypatch, number, where):
    keep(cache)
    monkeypatch.setattr(cache_place, "place_note", lambda *words: cache_files.place_note(*words))
    with broken_disk(monkeypatch, number, where), pytest.raises(OutputError) as raised:
        keep(cache, content=b"autre")
    text = str(raised.value)
    assert str(cache.folder) in text and "({})".format(WHY[number]) in text
    assert ("full" in text) == (number == 28)
    assert ("right to write" in text) == (number == 30)
    assert cache.find(*ASKED).path.read_bytes() == b"contenu" and len(cache.records()) == 1
    keep(cache, content=b"autre")
    assert cache.find(*ASKED).path.read_bytes() == b"autre"


def test_a_file_whose_note_finds_no_room_does_not_stay_in_the_way(cache, monkeypatch):
    with broken_disk(monkeypatch, 28, (cache_place, "place_note")), pytest.raises(OutputError):
        keep(cache)
    assert list(cache.files.iterdir()) == []
    former = keep(cache)
    with broken_disk(monkeypatch, 28, (cache_place, "place_note")), pytest.raises(OutputError):
        keep(cache)
    assert cache.check(former) and cache.find(*ASKED) is not None


def test_what_fails_elsewhere_is_not_said_of_the_cache(cache, tmp_path):
    for error in (FileNotFoundError(2, "absent", str(tmp_path / "ailleurs.csv")), ConnectionResetError(104, "reset")):
        with pytest.raises(type(error)), cache.reserve(*ASKED):
            raise error


def as_anyone(work):
    """Do something as a user who is not the superuser, who may write everywhere."""
    if os.geteuid() != 0:
        work()
        return
    child = os.fork()
    if child == 0:
        try:
            os.setgid(65534)
            os.setuid(65534)
            work()
            os._exit(0)
        except BaseException:  # noqa: B036 - told to the parent by the code
            traceback.print_exc()
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_folder_that_is_read_only_is_read():
    # a folder that anyone may reach, which the user's own need not be
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        cache = Cache(folder)
        keep(cache)
        folders = [cache.folder, cache.folder / "files", cache.folder / "aside"]

        def use():
            found = cache.find(*ASKED)
            assert found.path.read_bytes() == b"contenu" and len(cache.records()) == 1
            other = ("essai:1", "com", "FRA", "2021")
            for refused in (lambda: keep(cache, other), lambda: cache.remove(found), lambda: cache.pin(found)):
                with pytest.raises(OutputError, match="right to write"):
                    refused()
            assert len(cache.records()) == 1

        for path in folders:
            path.chmod(0o555)
        (cache.folder / "index.sqlite").chmod(0o444)
        as_anyone(use)
        for path in folders:
            path.chmod(0o755)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "fichier").write_bytes(b"")
    cache = Cache(tmp_path / "fichier" / "cache")
    assert cache.find(*ASKED) is None and cache.records() == [] and cache.size() == 0
    with pytest.raises(OutputError):
        keep(cache)
