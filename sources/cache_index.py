"""The index of the cache: what its notes say, in one SQLite file that may be lost at any moment.

Each call opens and closes it, so that no program holds it; one that is torn is made again from the notes, and where
none can be written (a profile that is read-only, a drive without locks) it lives in memory for the call.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from .cache_files import NOTE, key_in, now, read_note
from .disk import remove

__all__ = ["Index"]

APPLICATION_ID = 0x43434943
FORMAT = 1
_WAIT = 5.0
_REST = 60.0
_SCHEMA = """
CREATE TABLE notes (
    name TEXT PRIMARY KEY, key TEXT NOT NULL, serial INTEGER NOT NULL, stamp INTEGER NOT NULL, length INTEGER NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX notes_key ON notes (key, serial);
CREATE TABLE used (name TEXT PRIMARY KEY, at TEXT NOT NULL)
"""
_EACH = """
SELECT notes.name, note, at FROM notes LEFT JOIN used ON used.name = notes.name
WHERE notes.key = ? OR (? IS NULL AND notes.key <> '') ORDER BY notes.key, serial DESC
"""


class Index:
    """What is in a folder of records.

    Parameters
    ----------
    path : str or pathlib.Path
        The SQLite file.
    folder : str or pathlib.Path
        Where records and notes are.
    """

    def __init__(self, path, folder):
        self.path, self.folder, self._again = Path(path), Path(folder), 0.0

    def records(self, key=None):
        """Return records, the newest of each question first.

        Parameters
        ----------
        key : str, optional
            Of one question only.
        """
        return self._with(lambda database: self._records(database, key))

    def use(self, name):
        """Remember that a record was used now."""
        with suppress(sqlite3.Error):
            self._with(lambda database: database.execute("INSERT OR REPLACE INTO used VALUES (?, ?)", (name, now())))

    def _with(self, work):
        """Do something with the index in step with the notes, made again where it is torn, in memory at worst."""
        # nothing was kept yet: nothing is made
        usable = self.folder.is_dir() and time.monotonic() >= self._again
        for _turn in range(2 if usable else 0):
            try:
                with self._opened(str(self.path)) as database:
                    self._follow(database)
                    return work(database)
            except sqlite3.OperationalError:
                # locked for long, read-only, no room: not waited for at each call
                self._again = time.monotonic() + _REST
                break
            except sqlite3.DatabaseError:
                # its journal first, which would be played back into the next one
                if not (remove(str(self.path) + "-journal") and remove(self.path)):
                    break
        with self._opened(":memory:") as database:
            self._follow(database)
            return work(database)

    @contextmanager
    def _opened(self, name):
        with closing(sqlite3.connect(name, timeout=_WAIT, isolation_level=None)) as database:
            # a crash of the machine may tear it: it can be made again, waiting for the disk would buy nothing
            database.execute("PRAGMA synchronous = OFF")
            found = database.execute("PRAGMA application_id").fetchone()[0]
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if (found, version) != (APPLICATION_ID, FORMAT):
                self._make(database)
            yield database

    @staticmethod
    def _make(database):
        database.execute("BEGIN IMMEDIATE")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if version != FORMAT or "notes" not in tables:
            for table in ("notes", "used"):
                if table in tables:
                    # names of ours, written just above
                    database.execute("DROP TABLE " + table)
            for statement in _SCHEMA.split(";"):
                database.execute(statement)
            database.execute("PRAGMA application_id = {:d}".format(APPLICATION_ID))
            database.execute("PRAGMA user_version = {:d}".format(FORMAT))
        database.execute("COMMIT")

    def _follow(self, database):
        """Bring the index in step with the notes there are."""
        if self._known(database) == self._there():
            return
        database.execute("BEGIN IMMEDIATE")
        # as they are by now: what another program has learnt meanwhile is not to be forgotten
        there, known = self._there(), self._known(database)
        database.executemany("DELETE FROM notes WHERE name = ?", [(name,) for name in known if name not in there])
        database.executemany("DELETE FROM used WHERE name = ?", [(name,) for name in known if name not in there])
        for name, (stamp, length) in there.items():
            if known.get(name) != (stamp, length):
                self._learn(database, name, stamp, length)
        database.execute("COMMIT")

    @staticmethod
    def _known(database):
        return {row[0]: row[1:] for row in database.execute("SELECT name, stamp, length FROM notes")}

    def _there(self):
        """Return the notes in the folder, by the name of their file: when each was written, and its length."""
        found = {}
        try:
            with os.scandir(self.folder) as items:
                for item in items:
                    if item.name.endswith(NOTE) and key_in(item.name):
                        with suppress(OSError):
                            state = item.stat()
                            found[item.name[: -len(NOTE)]] = (state.st_mtime_ns, state.st_size)
        except OSError:
            return {}
        return found

    def _learn(self, database, name, stamp, length):
        try:
            text = (self.folder / (name + NOTE)).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            text = ""
        record = read_note(text, self.folder)
        whole = record is not None and record.path.name == name
        # one that says nothing is known by its name: it is not read again each time
        database.execute(
            "INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?, ?, ?)",
            (name, record.key if whole else "", record.serial if whole else 0, stamp, length, text if whole else ""),
        )

    def _records(self, database, key):
        rows = database.execute(_EACH, (key, key))
        found = [(name, read_note(note, self.folder, used or "")) for name, note, used in rows]
        if any(record is None or record.path.name != name for name, record in found):
            raise sqlite3.DatabaseError("torn")
        return [record for _name, record in found]
