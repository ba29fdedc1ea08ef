"""Where an answer is written before the cache keeps it."""

from __future__ import annotations

import re
import shutil
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from .cache_files import Record, hashed, key_of, new_name, now, place_file, place_note
from .disk import remove, writing

__all__ = ["Place", "clear", "suffix_of"]

PART = ".part"


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
            former = cache.newest(key_of(*self._question))
            fetched = fetched or now()
            if former is not None and (former.size, former.sha256) == (size, sha256):
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
