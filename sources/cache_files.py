"""The files of the cache: a record is a file that never changes and a note beside it that says what it is.

The note (``name.note.json``) is put in place last and removed first: a file without its note is nothing. Notes are the
truth, the index only knows them by heart.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
import secrets
import time
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .disk import flush, flush_folder, move, remove

__all__ = ["NOTE", "Record", "key_of", "note_of", "now", "place_note", "read_note", "sweep", "take_away"]

FORMAT = 1
NOTE, GONE = ".note.json", ".gone"
# beside a file that a program opens
_COMPANIONS = ("-wal", "-shm", "-journal")
_SLUG = 60
# a file whose note has not come after this long will not have one
_PATIENCE = 86400.0
_CHUNK = 1 << 20
# what SQLite can count
_MOST = 1 << 63


@dataclass(frozen=True)
class Record:
    """Something that was obtained and is kept.

    Attributes
    ----------
    entry, level, territory, year : str
        What it answers.
    path : pathlib.Path
        Never written again: a newer copy has another name.
    size : int
    sha256 : str
    fetched : str
        ISO date when the service gave it, or said that it had not changed.
    used : str
        ISO date of the last use.
    facts : dict
        ``geography, modified, address, licence, producer, title, source, form, layer, crs, years``…
    pinned : bool
        Never removed to make room.
    serial : int
        Greater for a newer copy of the same thing.
    """

    entry: str
    level: str
    territory: str
    year: str
    path: Path
    size: int
    sha256: str
    fetched: str
    used: str
    facts: dict = field(hash=False)
    pinned: bool = False
    serial: int = 0

    @property
    def key(self):
        """What it answers, as its file's name has it."""
        return key_of(self.entry, self.level, self.territory, self.year)

    @property
    def age(self):
        """Seconds since it was fetched."""
        then = datetime.datetime.fromisoformat(self.fetched)
        return max(0.0, (datetime.datetime.now(datetime.timezone.utc) - then).total_seconds())


def now():
    """Return the date and time, ISO, in UTC."""
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")


def key_of(entry, level, territory, year):
    """Return what a question's files have in their names."""
    told = json.dumps([str(entry), str(level), str(territory), str(year)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def new_name(entry, level, territory, year, suffix):
    """Return a name that no file has had yet, which a person may recognise."""
    words = unicodedata.normalize("NFKD", "-".join(str(w) for w in (entry, level, territory, year) if w))
    slug = re.sub(r"[^a-z0-9_]+", "-", words.encode("ascii", "ignore").decode().lower()).strip("-")[:_SLUG]
    return "{}.{}.{}{}".format(slug, key_of(entry, level, territory, year), secrets.token_hex(4), suffix)


def key_in(name):
    """Return the key in a file's name, "" for a file of someone else."""
    parts = name.split(".")
    return parts[1] if len(parts) > 3 and len(parts[1]) == 16 else ""


def hashed(path, pulse=None):
    """Return a file's size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    with open(path, "rb") as stream:
        for chunk in iter(lambda: stream.read(_CHUNK), b""):
            digest.update(chunk)
            size += len(chunk)
            if pulse is not None:
                pulse()
    return size, digest.hexdigest()


def note_of(record):
    """Return the text of a record's note."""
    told = {
        "format": FORMAT, "name": record.path.name, "entry": record.entry, "level": record.level,
        "territory": record.territory, "year": record.year, "size": record.size, "sha256": record.sha256,
        "fetched": record.fetched, "pinned": record.pinned, "serial": record.serial, "facts": record.facts,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)


def read_note(text, folder, used=""):
    """Return the record that a note tells of, None where it is none of ours.

    Parameters
    ----------
    text : str
    folder : pathlib.Path
        Where its file is.
    used : str, optional
        ISO date of the last use.
    """
    try:
        told = json.loads(text)
        name = str(told["name"])
        if told["format"] != FORMAT or name != os.path.basename(name) or not key_in(name):
            return None
        fetched, size, serial = str(told["fetched"]), int(told["size"]), int(told["serial"])
        if datetime.datetime.fromisoformat(fetched).tzinfo is None or not (0 <= size < _MOST and 0 <= serial < _MOST):
            return None
        return Record(
            str(told["entry"]), str(told["level"]), str(told["territory"]), str(told["year"]), Path(folder) / name,
            size, str(told["sha256"]), fetched, used or fetched, dict(told["facts"]), bool(told["pinned"]), serial,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def place_note(record, aside):
    """Put a record's note in its place, in one step.

    Parameters
    ----------
    record : Record
    aside : pathlib.Path
        Folder on the same disk where it is first written.
    """
    draft = Path(aside) / "{}.{}{}".format(record.path.name, secrets.token_hex(4), NOTE)
    try:
        with open(draft, "w", encoding="utf-8") as stream:
            stream.write(note_of(record))
            stream.flush()
            os.fsync(stream.fileno())
        move(draft, _note_path(record.path))
    except BaseException:
        remove(draft)
        raise
    flush_folder(record.path.parent)


def place_file(path, target):
    """Put a file in its place, on the disk and read-only: QGIS would write into one that it may."""
    flush(path)
    with suppress(OSError):
        os.chmod(path, 0o444)
    move(path, target)
    flush_folder(target.parent)


def take_away(path):
    """Remove a record's note and file; a file that a program has open is marked, and removed later.

    Returns
    -------
    bool
        False where the note cannot be removed: the record stays.
    """
    note = _note_path(path)
    if not remove(note):
        return False
    if not _removed(path):
        with suppress(OSError):
            path.with_name(path.name + GONE).touch()
    return True


def sweep(folder):
    """Remove files that were marked, and those left by a kill between a file and its note.

    Returns
    -------
    int
        How many are still held by a program.
    """
    names = {item.name: item for item in os.scandir(folder)} if Path(folder).is_dir() else {}
    held = 0
    for name, item in names.items():
        if name.endswith(GONE):
            kept = Path(folder) / name[: -len(GONE)]
            if _removed(kept):
                remove(item.path)
            else:
                held += 1
        elif key_in(name) and not name.endswith((NOTE, *_COMPANIONS)) and name + NOTE not in names:
            with suppress(OSError):
                if name + GONE not in names and time.time() - item.stat().st_mtime > _PATIENCE:
                    _removed(Path(item.path))
    return held


def _removed(path):
    if not remove(path):
        return False
    for companion in _COMPANIONS:
        remove(path.with_name(path.name + companion))
    return True


def _note_path(path):
    return path.with_name(path.name + NOTE)
