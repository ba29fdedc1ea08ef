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
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from .cache_files import Record, hashed, key_of, new_name, now, place_note, sweep, take_away
from .cache_index import Index
from .cache_place import DAYS, Place, clear, forget_unfinished, suffix_of
from .disk import Lock, duplicate, unheard, writing

__all__ = ["CAP", "Cache", "Place", "Record"]

CAP = 5 * 1024**3
_FILES, _ASIDE, _INDEX = "files", "aside", "index.sqlite"

# files that were found whole, and what would change with them
_SOUND = {}


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
    folder, files : pathlib.Path
        `files` is where the records are.
    damaged : set of (str, str)
        Entry and level of what was found to be no longer what it was when it was kept.
    """

    def __init__(self, folder, cap_bytes=None):
        self.folder, self.cap = Path(folder), CAP if cap_bytes is None else cap_bytes
        self.files, self._aside = self.folder / _FILES, self.folder / _ASIDE
        self._index, self.damaged = Index(self.folder / _INDEX, self.files), set()

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
        for folder in (self.files, self._aside):
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
            for folder in (self.files, self._aside):
                folder.mkdir(parents=True, exist_ok=True)
            sweep(self.files)
            forget_unfinished(self._aside, key)
            lock = Lock(self._aside / (key + ".lock"))
            lock.wait(pulse)
        with lock:
            # where programs cannot be told apart, none writes in another's folder
            folder = self._aside / (key if lock.sure else new_name(entry_id, level, territory, year, ".alone"))
            with writing(self.folder):
                clear(folder)
                folder.mkdir(exist_ok=True)
            place = Place(self, folder, (str(entry_id), str(level), str(territory), str(year)))
            try:
                with writing(self.folder):
                    yield place
            finally:
                clear(folder, place.record is not None or not lock.sure)

    def check(self, record, pulse=_nothing):
        """Tell whether a record's file still is what was kept, byte for byte.

        Parameters
        ----------
        record : Record
        pulse : callable, optional
            Called on the way; may raise `Cancelled`.
        """
        try:
            return hashed(record.path, pulse) == (record.size, record.sha256)
        except OSError:
            return False

    def sound(self, record):
        """Tell whether a record may be used, whose file is looked at once a session; one that is damaged is taken away.

        A disk that fails or a copy that was cut may leave a file of the right length with wrong numbers in it.
        """
        try:
            state = record.path.stat()
        except OSError:
            return False
        stamp = (state.st_size, state.st_mtime_ns)
        if _SOUND.get(record.path) != stamp:
            if not self.check(record):
                self.damaged.add((record.entry, record.level))
                take_away(record.path)
                return False
            _SOUND[record.path] = stamp
        return True

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
                    raise PermissionError(errno.EACCES, "")
            return sweep(self.files) == 0

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

    def export(self, target_folder, records, pulse=_nothing, moved=unheard):
        """Copy records into a folder that another machine's cache can `load`, or be.

        Parameters
        ----------
        target_folder : str or pathlib.Path
        records : sequence of Record
        pulse : callable, optional
            Called on the way; may raise `Cancelled`.
        moved : callable, optional
            Given bytes as they are copied.

        Returns
        -------
        list of Record
            As they are there.
        """
        there = Cache(target_folder, cap_bytes=float("inf"))
        return [record for record in (there.take(one, pulse, moved) for one in records) if record is not None]

    def load(self, folder, pulse=_nothing, moved=unheard):
        """Take what `export` has written; a newer copy that is here stays, a damaged one there is left.

        Parameters
        ----------
        folder : str or pathlib.Path
        pulse, moved : callable, optional
            As in `export`.

        Returns
        -------
        list of Record
            What was taken.
        """
        found = [self.take(record, pulse, moved) for record in Cache(folder).records()]
        return [record for record in found if record is not None]

    def take(self, record, pulse=_nothing, moved=unheard):
        """Copy a record of another cache into this one.

        Returns
        -------
        Record or None
            None where this one has a newer copy, or where the file is not what its note says.
        """
        question = (record.entry, record.level, record.territory, record.year)
        with self.reserve(*question, pulse=pulse) as place:
            here = self.newest(record.key)
            if here is not None and here.fetched >= record.fetched and self.sound(here):
                moved(record.size)
                return here if here.sha256 == record.sha256 else None
            copy = place.folder / ("copy" + suffix_of(record.path))
            duplicate(record.path, copy, pulse, moved)
            if hashed(copy, pulse) != (record.size, record.sha256):
                return None
            return place.commit(copy, record.facts, record.fetched, pulse)

    def newest(self, key):
        """Return the record of a key, None where there is none, without counting it as used."""
        return next((record for record in self._index.records(key) if _whole(record)), None)

    def _note(self, record):
        with writing(self.folder):
            self._aside.mkdir(parents=True, exist_ok=True)
            place_note(record, self._aside)
        return record


def _whole(record):
    try:
        return record.path.stat().st_size == record.size
    except OSError:
        return False
