"""What a long online run has obtained, kept on disk so that a second run continues where the first was killed.

One file per job: a job is what was asked (rows, service, parameters), known by its hash. A record is a line that
carries its own checksum and is on disk before the next request leaves; a line torn by a crash is dropped, and so
is all that follows. While a run holds the journal, a second one of the same job is refused. ::

    with Journal(folder, key(rows, url, settings)) as journal:
        for record in journal.take(): …             # what an earlier run obtained
        journal.append(record)                      # anything JSON holds
    journal.remove()                                # once the results are safe

A journal holds addresses: it lives in the user's own profile, only its owner may read it, and it is removed after
success or after a week (`purge`, when QGIS starts and with every new journal).
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ..domain.errors import QT_TRANSLATE_NOOP, DataError, OutputError
from .reasons import reason

__all__ = ["DAYS", "Journal", "JournaledRun", "key", "purge"]

FORMAT = 1
DAYS = 7
_SUFFIX = ".journal"
_MARK = 16

_BUSY = QT_TRANSLATE_NOOP(
    "@default", "The same addresses are being sent by another run on this computer: wait until it ends, or stop it."
)
_UNWRITABLE = QT_TRANSLATE_NOOP(
    "@default",
    "The journal of the run cannot be written in {folder} ({why}): free some space, or ask for the right to write.",
)


def key(*parts):
    """Return the hash of what a job is.

    Parameters
    ----------
    *parts
        Anything JSON holds, rows included, in order.

    Returns
    -------
    str
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(json.dumps(part, ensure_ascii=True, sort_keys=True).encode("ascii") + b"\n")
    return digest.hexdigest()


class JournaledRun(NamedTuple):
    """What a run obtained.

    Attributes
    ----------
    answers : list
        One a row, in order.
    counts : collections.Counter
        What was asked, sent, kept and lost; ``errors`` among them.
    journal : Journal or None
    known : dict
        Answers by what was asked.
    """

    answers: list
    counts: Counter
    journal: object
    known: dict

    def finish(self):
        """Forget the journal, once the results are safe; one with errors is kept for the next run to try again."""
        if self.journal is not None and not self.counts["errors"]:
            self.journal.remove()


class Journal:
    """The journal of one job; a context manager that holds it alone.

    Parameters
    ----------
    folder : str or pathlib.Path
        Made where it is absent.
    job : str
        From `key`.

    Attributes
    ----------
    path : pathlib.Path

    Raises
    ------
    DataError
        Where another process holds it.
    OutputError
        Where it cannot be written.
    """

    def __init__(self, folder, job):
        self.folder, self.job = Path(folder), job
        self.path = self.folder / (job[:32] + _SUFFIX)
        self._file = None

    def __enter__(self):
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            purge(self.folder)
            mode = "r+b" if self.path.exists() else "x+b"
            self._file = open(self.path, mode, opener=_for_its_owner)  # noqa: SIM115 - closed by close()
        except FileExistsError as error:
            raise DataError(_BUSY) from error
        except OSError as error:
            raise OutputError(_UNWRITABLE, folder=str(self.folder), why=reason(error)) from error
        try:
            _lock(self._file)
        except (BlockingIOError, PermissionError) as error:
            self.close()
            raise DataError(_BUSY) from error
        except OSError:
            # a disk of the network that knows no locks: alone or not, nobody can tell
            self._file.seek(0)
        with suppress(OSError):
            os.chmod(self.path, 0o600)
        self._read()
        return self

    def __exit__(self, *_error):
        self.close()

    def close(self):
        """Let the file go; what it holds stays."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def append(self, record):
        """Put one record on disk before returning."""
        self._write(_line(record))

    def take(self):
        """Yield what an earlier run obtained, record by record; before the first `append`."""
        self._file.seek(0)
        for number, line in enumerate(self._file):
            if number:
                yield _record(line)
        self._file.seek(0, os.SEEK_END)

    def remove(self):
        """Forget the job."""
        self.close()
        with suppress(OSError):
            self.path.unlink()

    def _read(self):
        """Find the whole lines; cut the file after the last."""
        self._file.seek(0)
        good = 0
        for line in self._file:
            record = _record(line)
            if record is None or (not good and record != self._head()):
                break
            good += len(line)
        self._file.seek(good)
        self._file.truncate()
        if not good:
            self._write(_line(self._head()))

    def _head(self):
        return {"format": FORMAT, "job": self.job}

    def _write(self, data):
        try:
            self._file.write(data)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise OutputError(_UNWRITABLE, folder=str(self.folder), why=reason(error)) from error


def _for_its_owner(path, flags):
    return os.open(path, flags, 0o600)


def purge(folder, days=DAYS):
    """Remove the journals of jobs that nobody took up again."""
    limit = time.time() - 86400 * days
    for path in Path(folder).glob("*" + _SUFFIX):
        with suppress(OSError):
            if path.stat().st_mtime < limit:
                path.unlink()


def _line(record):
    """Return a record as a line: checksum, space, JSON."""
    text = json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return hashlib.sha256(text).hexdigest()[:_MARK].encode("ascii") + b" " + text + b"\n"


def _record(line):
    """Return what a line holds, None where it is torn."""
    mark, _space, text = line.partition(b" ")
    if not text.endswith(b"\n") or hashlib.sha256(text[:-1]).hexdigest()[:_MARK].encode("ascii") != mark:
        return None
    return json.loads(text)


def _lock(file):
    """Hold a file alone until it is closed, which the system does for a killed process."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        # a byte far behind the end, so that reading is not in the way
        file.seek(2**30)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
    else:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
