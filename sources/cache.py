"""What was obtained from the observatories, kept in the profile: one file that never changes an entry and a vintage.

A record is written aside, flushed and renamed; its note, put in place last, is what makes it a record (`cache_files`).
Whenever a program is killed, what was kept is whole and what was under way is not there; a download that can be taken
up again (``*.part``) waits for the next try. Two programs, or two threads, that want the same thing: one fetches it
while the other waits. ::

    cache = Cache(folder)
    record = cache.find("odt:filosofi.med_disp", "com", "DEP-93", "2021")
    if record is None:
        with cache.reserve("odt:filosofi.med_disp", "com", "DEP-93", "2021") as place:
            …                                            # write in place.folder
            record = place.commit(place.folder / "values.gpkg", {"title": …, "licence": …})

A file that a project shows is never replaced under it: a newer copy has another name, and the former one stays some
weeks. A disk that is full or read-only raises an `OutputError` that says so; what is there can be read all the same.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from .cache_files import Record, hashed, key_of, new_name, now, place_file, place_note, sweep, take_away
from .cache_index import Index
from .disk import Lock, writing

__all__ = ["CAP", "Cache", "Place", "Record"]

CAP = 5 * 1024**3
PART = ".part"
# days that an unfinished download, or the former copy of something, is kept
DAYS = 30
_FILES, _ASIDE, _INDEX = "files", "aside", "index.sqlite"


def _nothing():
    """Never stop."""


class Cache:
    """A folder of records.

    Parameters
    ----------
    folder : str or pathlib.Path
        Made when something is first written.
    cap_bytes : int, optional
        Beyond this, what was used longest ago goes, never what is pinned; `CAP` by default.

    Attributes
    ----------
    folder : pathlib.Path
    """

    def __init__(self, folder, cap_bytes=None):
        self.folder, self.cap = Path(folder), CAP if cap_bytes is None else cap_bytes
        self._files, self._aside = self.folder / _FILES, self.folder / _ASIDE
        self._index = Index(self.folder / _INDEX, self._files)

    def find(self, entry_id, level, territory, year):
        """Return what is kept for a question, None where there is nothing.

        Parameters
        ----------
        entry_id, level, year : str
        territory : str or domain.indicators.levels.Territory

        Returns
        -------
        Record or None
            Its file is there, and has its length.
        """
        for record in self._index.records(key_of(entry_id, level, territory, year)):
            if _whole(record):
                self._index.use(record.path.name)
                return replace(record, used=now())
        return None

    def records(self):
        """Return what is kept, the newest copy of each thing, by entry.

        Returns
        -------
        list of Record
        """
        current = {}
        for record in self._index.records():
            if record.key not in current and _whole(record):
                current[record.key] = record
        return sorted(current.values(), key=lambda r: (r.entry, r.level, r.territory, r.year))

    def size(self):
        """Return how many bytes the records take, former copies and unfinished downloads included."""
        total = 0
        for folder in (self._files, self._aside):
            for path in folder.rglob("*") if folder.is_dir() else ():
                with suppress(OSError):
                    total += path.stat().st_size
        return total

    @contextmanager
    def reserve(self, entry_id, level, territory, year, pulse=_nothing):
        """Hold a question alone, with a folder to write in.

        Parameters
        ----------
        entry_id, level, territory, year
            As in `find`.
        pulse : callable, optional
            Called while another holds it; may raise `Cancelled`.

        Yields
        ------
        Place
            What is left in its folder is removed at the end, but for ``*.part*``, which the next try finds there.

        Raises
        ------
        OutputError
            Where the disk is full, or cannot be written.
        """
        key = key_of(entry_id, level, territory, year)
        with writing(self.folder):
            for folder in (self._files, self._aside):
                folder.mkdir(parents=True, exist_ok=True)
            sweep(self._files)
            self._forget_unfinished(key)
            lock = Lock(self._aside / (key + ".lock"))
            lock.wait(pulse)
        with lock:
            # where programs cannot be told apart, none writes in another's folder
            folder = self._aside / (key if lock.sure else new_name(entry_id, level, territory, year, ".alone"))
            with writing(self.folder):
                _clear(folder)
                folder.mkdir(exist_ok=True)
            place = Place(self, folder, (str(entry_id), str(level), str(territory), str(year)))
            try:
                with writing(self.folder):
                    yield place
            finally:
                _clear(folder, place.record is not None or not lock.sure)

    def confirm(self, record, facts=None):
        """Remember that a service was asked again, and has nothing newer.

        Parameters
        ----------
        record : Record
        facts : dict, optional
            What it says now, added to what was known.

        Returns
        -------
        Record
        """
        newer = replace(record, fetched=now(), used=now(), facts={**record.facts, **(facts or {})})
        return self._note(newer)

    def pin(self, record, pinned=True):
        """Keep a record whatever the room it takes, or no longer; return it as it is now."""
        return self._note(replace(record, pinned=bool(pinned)))

    def remove(self, record):
        """Remove a record and its former copies.

        Returns
        -------
        bool
            False where a program has a file open: it goes when that program has let it go.

        Raises
        ------
        OutputError
            Where nothing may be removed.
        """
        with writing(self.folder):
            for kept in self._index.records(record.key):
                if not take_away(kept.path):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            return sweep(self._files) == 0

    def make_room(self, wanted=0, spare=()):
        """Remove former copies that are old, then what was used longest ago, down to the cap.

        Parameters
        ----------
        wanted : int, optional
            Bytes to come.
        spare : sequence of str, optional
            Keys that stay.

        Returns
        -------
        list of Record
            What was removed.
        """
        gone, newest, former, current = [], {}, [], []
        for record in self._index.records():
            (former if record.key in newest else current).append(record)
            newest.setdefault(record.key, record.serial)
        total = wanted + sum(record.size for record in (*former, *current))
        limit = time.time_ns() - 86400 * DAYS * 10**9
        late = sorted((r for r in current if not r.pinned and r.key not in spare), key=lambda r: (r.used, r.serial))
        for record in (*former, *late):
            # a former copy is one since the newest came
            stale = record.serial < newest[record.key] < limit
            if (stale or total > self.cap) and take_away(record.path):
                gone.append(record)
                total -= record.size
        return gone

    def export(self, target_folder, records, pulse=_nothing):
        """Copy records into a folder that another machine's cache can `load`, or be.

        Parameters
        ----------
        target_folder : str or pathlib.Path
        records : sequence of Record
        pulse : callable, optional
            Called on the way; may raise `Cancelled`.

        Returns
        -------
        list of Record
            As they are there.
        """
        there = Cache(target_folder, cap_bytes=float("inf"))
        return [record for record in (there.take(one, pulse) for one in records) if record is not None]

    def load(self, folder, pulse=_nothing):
        """Take what `export` has written; a newer copy that is here stays, a damaged one there is left.

        Parameters
        ----------
        folder : str or pathlib.Path
        pulse : callable, optional

        Returns
        -------
        list of Record
            What was taken.
        """
        found = [self.take(record, pulse) for record in Cache(folder).records()]
        return [record for record in found if record is not None]

    def take(self, record, pulse=_nothing):
        """Copy a record of another cache into this one.

        Returns
        -------
        Record or None
            None where this one has a newer copy, or where the file is not what its note says.
        """
        question = (record.entry, record.level, record.territory, record.year)
        with self.reserve(*question, pulse=pulse) as place:
            here = self._newest(record.key)
            if here is not None and here.fetched >= record.fetched:
                return here if here.sha256 == record.sha256 else None
            copy = place.folder / ("copy" + _suffix(record.path))
            shutil.copyfile(record.path, copy)
            if hashed(copy, pulse) != (record.size, record.sha256):
                return None
            return place.commit(copy, record.facts, record.fetched)

    def _newest(self, key):
        return next((record for record in self._index.records(key) if _whole(record)), None)

    def _note(self, record):
        with writing(self.folder):
            self._aside.mkdir(parents=True, exist_ok=True)
            place_note(record, self._aside)
        return record

    def _forget_unfinished(self, but):
        """Remove what nobody has taken up again."""
        limit = time.time() - 86400 * DAYS
        for path in self._aside.iterdir():
            with suppress(OSError):
                if path.name.startswith(but) or path.stat().st_mtime > limit:
                    continue
                if path.is_dir():
                    lock = Lock(self._aside / (path.name + ".lock"))
                    if lock.take():
                        with lock:
                            _clear(path, whole=True)
                elif path.suffix == ".lock":
                    lock = Lock(path)
                    lock.take()
                    lock.release()
                else:
                    path.unlink()


class Place:
    """A question held alone, and a folder to write its answer in.

    Attributes
    ----------
    folder : pathlib.Path
        Holds at most what an earlier try left in ``*.part*``.
    record : Record or None
        Once committed.
    """

    def __init__(self, cache, folder, question):
        self._cache, self.folder, self._question, self.record = cache, folder, question, None

    def commit(self, path, facts, fetched=None):
        """Keep a file.

        Parameters
        ----------
        path : str or pathlib.Path
            In `folder`; it is moved.
        facts : dict
            What JSON holds.
        fetched : str, optional
            ISO date; now by default.

        Returns
        -------
        Record
            Where the file is the same as before, the former one, with the new facts.

        Raises
        ------
        OutputError
        """
        cache, path = self._cache, Path(path)
        with writing(cache.folder):
            size, sha256 = hashed(path)
            former = cache._newest(key_of(*self._question))
            fetched = fetched or now()
            if former is not None and (former.size, former.sha256) == (size, sha256):
                record = replace(former, fetched=fetched, used=now(), facts=dict(facts))
            else:
                cache.make_room(size, (key_of(*self._question),))
                name = new_name(*self._question, _suffix(path))
                serial = max(time.time_ns(), former.serial + 1 if former else 0)
                record = Record(
                    *self._question, cache._files / name, size, sha256, fetched, now(), dict(facts),
                    former.pinned if former else False, serial,
                )  # fmt: skip
                place_file(path, record.path)
            place_note(record, self.folder)
        self.record = record
        return record


def _suffix(path):
    """Return the end of a file's name: ``.gpkg``, ``.shp.zip``, ``.csv.gz``."""
    ends = re.search(r"((?:\.[a-z][a-z0-9]{1,7})?\.(?:gz|zip)|\.[a-z][a-z0-9]{0,7})$", path.name.lower())
    return ends.group() if ends else ".dat"


def _whole(record):
    try:
        return record.path.stat().st_size == record.size
    except OSError:
        return False


def _clear(folder, whole=False):
    """Remove what is in a folder of a try, and itself; what can be taken up again stays unless `whole`."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif whole or PART not in path.name:
                path.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()
