"""Making an address index from files of the BAN.

The index is written beside its final place, in one transaction, and takes that place at the very end: a build that
is stopped, killed or runs out of disk leaves the former index as it was, or none.
"""

from __future__ import annotations

import datetime
import json
import os
import sqlite3
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..domain.errors import QT_TRANSLATE_NOOP, DataError, OutputError
from ..domain.progress import part, silent
from .address_format import APPLICATION_ID, FORMAT, SCHEMA, pack
from .address_gather import Gathered, most
from .ban import BanFile

__all__ = ["BuildReport", "SUFFIX", "build"]

SUFFIX = ".partiel"
_READING = 0.75
_STEP = 100


@dataclass(frozen=True)
class BuildReport:
    """What was read and kept.

    Attributes
    ----------
    rows, kept : int
        `rows` = `kept` + the sum of `rejected`.
    rejected : dict of str to int
        Rows left out by reason (see `ban`), by the files and by what they say together: duplicates, and addresses far
        from all others of their commune.
    addresses, streets, places, communes : int
    late : dict of str to int
        Those of `rejected` that no single file tells.
    files : tuple of BanFile
        As they were read, with what each one says of its own rows.
    meta : dict
        What the index remembers.
    """

    rows: int
    kept: int
    rejected: dict
    addresses: int
    streets: int
    places: int
    communes: int
    late: dict
    files: tuple
    meta: dict = field(repr=False)


def build(paths, path, tick=silent):
    """Make an index.

    Parameters
    ----------
    paths : sequence of str or pathlib.Path
        Files of the BAN, addresses and lieux-dits, in any order.
    path : str or pathlib.Path
        The index, replaced if it exists.
    tick : callable, optional
        ``tick(fraction)``; may raise `Cancelled`, which leaves everything as it was.

    Returns
    -------
    BuildReport

    Raises
    ------
    DataError
        When a file is none of the BAN, or no row can be used.
    OutputError
        When the index cannot be written.
    """
    target = Path(path)
    paths = [Path(p) for p in paths]
    for given in paths:
        if not given.is_file():
            raise DataError(_ABSENT, path=str(given))
        if target.exists() and given.samefile(target):
            raise OutputError(_ITSELF, path=str(target))
    aside = target.with_name(target.name + SUFFIX)
    connection = _opened(aside)
    try:
        with _writing(target):
            report = _Builder(connection, tick).run(paths)
            connection.execute("COMMIT")
            connection.close()
            _flush(aside)
            os.replace(aside, target)
    except BaseException:
        connection.close()
        with suppress(OSError):
            aside.unlink()
        raise
    return report


class _writing:  # noqa: N801 - used as a statement
    """Turn the disk's own errors into ours."""

    def __init__(self, path):
        self._path = path

    def __enter__(self):
        return self

    def __exit__(self, _kind, error, _trace):
        if isinstance(error, (OSError, sqlite3.Error)) and not isinstance(error, OutputError):
            raise OutputError(_UNWRITABLE, path=str(self._path), why=str(error)) from error


def _opened(aside):
    """Start the file that is written aside; what a killed build has left there goes, one at work stays."""
    with _writing(aside):
        if aside.exists():
            rival = sqlite3.connect(str(aside), timeout=0)
            try:
                rival.execute("BEGIN EXCLUSIVE")
            except sqlite3.DatabaseError as error:
                # any other error: it is no database yet, and nobody writes it
                if "locked" in str(error):
                    raise OutputError(_BUSY, path=str(aside)) from error
            finally:
                rival.close()
            aside.unlink()
        connection = sqlite3.connect(str(aside), timeout=0, isolation_level=None)
        try:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "page_size = 4096", "temp_store = FILE"):
                connection.execute("PRAGMA " + pragma)
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error:
            connection.close()
            raise
    return connection


def _flush(path):
    """Wait until the file is on the disk: only then may it take the place of another."""
    with open(path, "rb+") as stream:
        os.fsync(stream.fileno())


class _Builder:
    def __init__(self, connection, tick):
        self._connection, self._tick = connection, tick
        self._communes = {}

    def run(self, paths):
        for statement in SCHEMA.split(";"):
            self._connection.execute(statement)
        gathered = Gathered(self._connection)
        files = [BanFile(p) for p in paths]
        sizes = [max(1, f.path.stat().st_size) for f in files]
        done = 0
        for file, size in zip(files, sizes):
            span = part(self._tick, _READING * done / sum(sizes), _READING * (done + size) / sum(sizes))
            for batch in file.batches(span):
                gathered.add(batch)
            done += size
        if not any(f.kept for f in files):
            raise DataError(_EMPTY)
        counts = self._write(gathered, part(self._tick, _READING, 1.0))
        rows = sum(f.rows for f in files)
        rejected = dict(sum((f.rejected for f in files), Counter()) + gathered.rejected)
        meta = {
            "format": FORMAT,
            "built": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "sources": [f.described() for f in files],
            "rows": rows,
            "kept": rows - sum(rejected.values()),
            "rejected": rejected,
            "complete": True,
            **counts,
        }
        self._connection.executemany("INSERT INTO meta VALUES (?, ?)", [(k, json.dumps(v)) for k, v in meta.items()])
        self._connection.execute("PRAGMA application_id = {:d}".format(APPLICATION_ID))
        self._connection.execute("PRAGMA user_version = {:d}".format(FORMAT))
        late = dict(gathered.rejected)
        return BuildReport(rows, meta["kept"], rejected, late=late, files=tuple(files), meta=meta, **counts)

    def _write(self, gathered, tick):
        gathered.close()
        work = sorted(
            [(key[0], one.name(), key, one, False) for key, one in gathered.streets.items()]
            + [(key[0], one.name(), key, one, True) for key, one in gathered.places.items()],
            key=lambda w: w[:3],
        )
        addresses = places = written = 0
        for turn, (insee, name, key, one, is_place) in enumerate(work):
            if turn % _STEP == 0:
                tick(turn / len(work))
            count, lon, lat = 0, one.lon, one.lat
            if not is_place:
                rows = gathered.rows(key, one)
                if not rows:
                    continue
                count, lon, lat = self._write_numbers(written + 1, rows)
            written += 1
            places += is_place
            addresses += count
            self._write_street(written, insee, key[1] if len(key) == 2 else "", name, one, is_place, (count, lon, lat))
        self._write_communes(gathered.names)
        tick(1.0)
        return {"addresses": addresses, "streets": written, "places": places, "communes": len(self._communes)}

    def _write_street(self, identifier, insee, ban_id, name, one, is_place, middle):
        count, lon, lat = middle
        old_insee, old_name = most(one.old)
        postcodes = sorted((p for p in one.postcodes if p), key=one.postcodes.get, reverse=True)
        self._connection.execute(
            "INSERT INTO streets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                identifier, insee, ban_id, name, int(is_place), " ".join(postcodes), old_insee or None,
                old_name or None, lon / 1e7, lat / 1e7, count,
            ),
        )  # fmt: skip
        commune = self._communes.get(insee)
        if commune is None:
            commune = self._communes[insee] = _Commune()
        weight = max(count, 1)
        commune.count += count
        commune.middles += weight
        commune.lon += weight * lon
        commune.lat += weight * lat
        for postcode in postcodes:
            commune.postcodes[postcode] = commune.postcodes.get(postcode, 0) + one.postcodes[postcode]
        for (code, old), times in one.old.items():
            if code:
                names = commune.old.setdefault(code, {})
                names[old] = names.get(old, 0) + times

    def _write_numbers(self, identifier, rows):
        """Write the numbers of a street; return how many there are and their middle."""
        number, rep, lon, lat, position, own, parcels = zip(*rows)
        self._connection.execute(
            "INSERT INTO numbers VALUES (?, ?)", (identifier, pack(number, lon, lat, rep, position, own, parcels))
        )
        # the middle number one by one, not the mean, which one far number would carry away
        return len(rows), sorted(lon)[len(lon) // 2], sorted(lat)[len(lat) // 2]

    def _write_communes(self, names):
        for insee, commune in sorted(self._communes.items()):
            name = most(names[insee])
            postcodes = sorted(commune.postcodes, key=commune.postcodes.get, reverse=True)
            old = [(code, most(known)) for code, known in sorted(commune.old.items())]
            # the seat of a merger often keeps its code under a new name: the old one is a name as well
            old = [(code, known) for code, known in old if code != insee or known not in ("", name)]
            self._connection.execute(
                "INSERT INTO communes VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    insee, name, " ".join(postcodes), json.dumps(old),
                    commune.lon / commune.middles / 1e7, commune.lat / commune.middles / 1e7, commune.count,
                ),
            )  # fmt: skip
            self._connection.executemany("INSERT INTO postcodes VALUES (?, ?)", [(p, insee) for p in postcodes])


class _Commune:
    __slots__ = ("postcodes", "old", "count", "lon", "lat", "middles")

    def __init__(self):
        self.postcodes, self.old = {}, {}
        self.count = self.middles = 0
        self.lon = self.lat = 0.0


_ABSENT = QT_TRANSLATE_NOOP("@default", "The file {path} does not exist: check the path.")
_EMPTY = QT_TRANSLATE_NOOP("@default", "No row of these files can be used: take them again from adresse.data.gouv.fr.")
_ITSELF = QT_TRANSLATE_NOOP("@default", "{path} is one of the files to read: give the index another name.")
_BUSY = QT_TRANSLATE_NOOP("@default", "Another run is making this index ({path}): wait until it ends.")
_UNWRITABLE = QT_TRANSLATE_NOOP(
    "@default",
    "The index {path} cannot be written ({why}): check the folder, the room left on the disk, "
    "and that the file is not in use.",
)
