"""Where an answer is written before the cache keeps it."""

from __future__ import annotations

import re
import shutil
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from .cache_files import Record, hashed, key_of, new_name, now, place_file, place_note
from .disk import Lock, remove, writing

__all__ = ["DAYS", "Place", "clear", "forget_unfinished", "suffix_of"]

PART = ".part"
# that an unfinished download, or the former copy of something, is kept
DAYS = 30
# seconds after which the draft of a note, or a lock that nobody holds, is left by a kill
_DRAFT = 3600.0


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

    def commit(self, path, facts, fetched=None, pulse=None):
        """Keep a file.

        Parameters
        ----------
        path : str or pathlib.Path
            In `folder`; it is moved.
        facts : dict
            What JSON holds.
        fetched : str, optional
            ISO date; now by default.
        pulse : callable, optional
            Called while the file is read; may raise `Cancelled`.

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
            size, sha256 = hashed(path, pulse)
            former = cache.newest(key_of(*self._question))
            fetched = fetched or now()
            same = former is not None and (former.size, former.sha256) == (size, sha256)
            if same and cache.sound(former):
                record = replace(former, fetched=fetched, used=now(), facts=dict(facts))
            else:
                cache.make_room(size, (key_of(*self._question),))
                name = new_name(*self._question, suffix_of(path))
                serial = max(time.time_ns(), former.serial + 1 if former else 0)
                record = Record(
                    *self._question, cache.files / name, size, sha256, fetched, now(), dict(facts),
                    former.pinned if former else False, serial,
                )  # fmt: skip
                place_file(path, record.path)
            try:
                place_note(record, self.folder)
            except OSError:
                # on a disk that is full, what nobody knows of would be in the way
                if former is None or record.path != former.path:
                    remove(record.path)
                raise
        self.record = record
        return record


def suffix_of(path):
    """Return the end of a file's name: ``.gpkg``, ``.shp.zip``, ``.csv.gz``."""
    ends = re.search(r"((?:\.[a-z][a-z0-9]{1,7})?\.(?:gz|zip)|\.[a-z][a-z0-9]{0,7})$", path.name.lower())
    return ends.group() if ends else ".dat"


def clear(folder, whole=False):
    """Remove what is in a folder of a try, and itself; what can be taken up again stays unless `whole`."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif whole or PART not in path.name:
                path.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()


def forget_unfinished(aside, but):
    """Remove what nobody has taken up again.

    Parameters
    ----------
    aside : pathlib.Path
        Where answers are written before they are kept.
    but : str
        Key of what is asked for now.
    """
    for path in aside.iterdir():
        with suppress(OSError):
            # of what was under way, only what can be taken up again waits for long
            unfinished = path.is_dir() and any(PART in one.name for one in path.iterdir())
            patience = 86400 * DAYS if unfinished else _DRAFT
            if path.name.startswith(but) or path.stat().st_mtime > time.time() - patience:
                continue
            if path.is_dir():
                lock = Lock(aside / (path.name + ".lock"))
                if lock.take():
                    with lock:
                        clear(path, whole=True)
            elif path.suffix == ".lock":
                lock = Lock(path)
                lock.take()
                lock.release()
            else:
                path.unlink()
