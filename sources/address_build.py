"""Making an address index from files of the BAN.

The index is written beside its final place, in one transaction, and takes that place at the very end: a build that
is stopped, killed or runs out of disk leaves the former index as it was, or none. Numbers wait street by street as
compact text, and on disk beyond a limit: only the streets themselves, about a kilobyte each, have to fit in memory.
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
from .ban import DUPLICATE, BanFile

__all__ = ["BuildReport", "SUFFIX", "build"]

SUFFIX = ".partiel"
# bytes of waiting numbers kept in memory: a large département is some 50 MB
BUFFER = 200_000_000
_READING = 0.75
_STEP = 100
_CELL, _ROW = "\x1f", "\x1e"


@dataclass(frozen=True)
class BuildReport:
    """What was read and kept.

    Attributes
    ----------
    rows, kept : int
        `rows` = `kept` + the sum of `rejected`.
    rejected : dict of str to int
        Rows left out by reason (see `ban`), duplicates among files included.
    addresses, streets, places, communes : int
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


class _Place:
    """A street or a lieu-dit being gathered."""

    __slots__ = ("names", "postcodes", "old", "rows", "count", "lon", "lat", "spilled")

    def __init__(self):
        self.names, self.postcodes, self.old = {}, {}, {}
        self.rows, self.count, self.spilled = bytearray(), 0, False
        self.lon = self.lat = 0

    def name(self):
        return _most(self.names)


class _Commune:
    __slots__ = ("names", "postcodes", "old", "count", "lon", "lat", "middles")

    def __init__(self):
        self.names, self.postcodes, self.old = {}, {}, {}
        self.count = self.middles = 0
        self.lon = self.lat = 0.0


def _most(counts):
    """Return the key counted most, the first met where several are."""
    return max(counts, key=counts.get)


class _Builder:
    def __init__(self, connection, tick):
        self._connection, self._tick = connection, tick
        self._streets, self._places, self._communes = {}, {}, {}
        self._waiting = 0
        self._duplicates = 0

    def run(self, paths):
        for statement in SCHEMA.split(";"):
            self._connection.execute(statement)
        self._connection.execute("CREATE TEMP TABLE spilled (street TEXT, rows BLOB)")
        files = [BanFile(p) for p in paths]
        sizes = [max(1, f.path.stat().st_size) for f in files]
        done = 0
        for file, size in zip(files, sizes):
            span = part(self._tick, _READING * done / sum(sizes), _READING * (done + size) / sum(sizes))
            for batch in file.batches(span):
                self._gather(batch)
            done += size
        if not any(f.kept for f in files):
            raise DataError(_EMPTY)
        counts = self._write(part(self._tick, _READING, 1.0))
        rejected = sum((f.rejected for f in files), Counter())
        if self._duplicates:
            rejected[DUPLICATE] += self._duplicates
        rows = sum(f.rows for f in files)
        meta = {
            "format": FORMAT,
            "built": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "sources": [f.described() for f in files],
            "rows": rows,
            "kept": rows - sum(rejected.values()),
            "rejected": dict(rejected),
            "complete": True,
        }
        meta.update(counts)
        self._connection.executemany("INSERT INTO meta VALUES (?, ?)", [(k, json.dumps(v)) for k, v in meta.items()])
        self._connection.execute("PRAGMA application_id = {:d}".format(APPLICATION_ID))
        self._connection.execute("PRAGMA user_version = {:d}".format(FORMAT))
        return BuildReport(rows, meta["kept"], dict(rejected), files=tuple(files), meta=meta, **{
            k: counts[k] for k in ("addresses", "streets", "places", "communes")
        })  # fmt: skip

    # reading ----------------------------------------------------------------------------------

    def _gather(self, batch):
        streets, waiting = self._streets, self._waiting
        for row in batch:
            insee, commune, old_insee, old_name, street, name, postcode, number = row[:8]
            key = (insee, street) if street else (insee, old_insee, name.casefold())
            if number is None:
                self._gather_place(key, row)
                continue
            found = streets.get(key)
            if found is None:
                found = streets[key] = _Place()
            self._note(found, row)
            text = _CELL.join(
                (str(number), row[8], str(row[9]), str(row[10]), row[11], row[12], row[13] + _ROW)
            ).encode("utf-8")
            found.rows += text
            waiting += len(text)
        self._waiting = waiting
        if waiting > BUFFER:
            self._spill()

    def _gather_place(self, key, row):
        if key in self._places:
            self._duplicates += 1
            return
        found = self._places[key] = _Place()
        self._note(found, row)
        found.lon, found.lat = row.lon, row.lat

    def _note(self, place, row):
        place.count += 1
        place.names[row.name] = place.names.get(row.name, 0) + 1
        place.postcodes[row.postcode] = place.postcodes.get(row.postcode, 0) + 1
        old = (row.old_insee, row.old_commune)
        place.old[old] = place.old.get(old, 0) + 1
        commune = self._communes.get(row.insee)
        if commune is None:
            commune = self._communes[row.insee] = _Commune()
        commune.names[row.commune] = commune.names.get(row.commune, 0) + 1

    def _spill(self):
        """Put the waiting numbers on disk."""

        def rows():
            for key, street in self._streets.items():
                if street.rows:
                    yield json.dumps(key), bytes(street.rows)
                    street.rows, street.spilled = bytearray(), True

        self._connection.executemany("INSERT INTO spilled VALUES (?, ?)", rows())
        self._waiting = 0

    # writing ----------------------------------------------------------------------------------

    def _write(self, tick):
        self._connection.execute("CREATE INDEX temp.spilled_street ON spilled (street)")
        # lieux-dits that are streets with numbers too are one thing
        known = {(k[0], _fold(s.name())) for k, s in self._streets.items()}
        places = {
            k: p for k, p in self._places.items()
            if k not in self._streets and (k[0], _fold(p.name())) not in known
        }  # fmt: skip
        work = sorted(
            [(k[0], s.name(), k, s, False) for k, s in self._streets.items()]
            + [(k[0], p.name(), k, p, True) for k, p in places.items()],
            key=lambda w: (w[0], w[1], w[2]),
        )
        addresses = 0
        for identifier, (insee, name, key, place, is_place) in enumerate(work, start=1):
            if identifier % _STEP == 1:
                tick(identifier / (len(work) + 1))
            addresses += self._write_street(identifier, insee, name, key, place, is_place)
            place.rows = None
        self._write_communes()
        tick(1.0)
        return {
            "addresses": addresses,
            "streets": len(work),
            "places": len(places),
            "communes": len(self._communes),
        }

    def _write_street(self, identifier, insee, name, key, place, is_place):
        if is_place:
            lon, lat, count = place.lon, place.lat, 0
        else:
            lon, lat, count = self._write_numbers(identifier, key, place)
        old_insee, old_name = _most(place.old)
        postcodes = sorted((p for p in place.postcodes if p), key=place.postcodes.get, reverse=True)
        self._connection.execute(
            "INSERT INTO streets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                identifier, insee, key[1] if len(key) == 2 else "", name, int(is_place), " ".join(postcodes),
                old_insee or None, old_name or None, lon / 1e7, lat / 1e7, count,
            ),
        )  # fmt: skip
        commune = self._communes[insee]
        weight = max(count, 1)
        commune.count += count
        commune.middles += weight
        commune.lon += weight * lon
        commune.lat += weight * lat
        for postcode in postcodes:
            commune.postcodes[postcode] = commune.postcodes.get(postcode, 0) + place.postcodes[postcode]
        for (code, old), times in place.old.items():
            if code and code != insee:
                commune.old.setdefault(code, {})
                commune.old[code][old] = commune.old[code].get(old, 0) + times
        return count

    def _write_numbers(self, identifier, key, place):
        """Write the numbers of a street; return its middle and how many there are."""
        raw = bytes(place.rows)
        if place.spilled:
            found = self._connection.execute(_SPILLED, (json.dumps(key),))
            raw = b"".join(blob for (blob,) in found) + raw
        rows, seen = [], set()
        for line in raw.decode("utf-8").split(_ROW)[:-1]:
            number, rep, lon, lat, position, own, parcels = line.split(_CELL)
            mark = own or (number, rep, lon, lat)
            if mark in seen:
                self._duplicates += 1
                continue
            seen.add(mark)
            rows.append((int(number), rep, int(lon), int(lat), position, own, parcels))
        rows.sort()
        number, rep, lon, lat, position, own, parcels = zip(*rows)
        self._connection.execute(
            "INSERT INTO numbers VALUES (?, ?)", (identifier, pack(number, lon, lat, rep, position, own, parcels))
        )
        # the middle number one by one, not the mean, which one far number would carry away
        return sorted(lon)[len(lon) // 2], sorted(lat)[len(lat) // 2], len(rows)

    def _write_communes(self):
        for insee, commune in sorted(self._communes.items()):
            postcodes = sorted(commune.postcodes, key=commune.postcodes.get, reverse=True)
            old = [(code, _most(names)) for code, names in sorted(commune.old.items())]
            self._connection.execute(
                "INSERT INTO communes VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    insee, _most(commune.names), " ".join(postcodes), json.dumps(old),
                    commune.lon / commune.middles / 1e7, commune.lat / commune.middles / 1e7, commune.count,
                ),
            )  # fmt: skip
            self._connection.executemany("INSERT INTO postcodes VALUES (?, ?)", [(p, insee) for p in postcodes])


def _fold(name):
    return " ".join(name.casefold().replace("-", " ").split())


_SPILLED = "SELECT rows FROM spilled WHERE street = ? ORDER BY rowid"
_ABSENT = QT_TRANSLATE_NOOP("@default", "The file {path} does not exist: check the path.")
_EMPTY = QT_TRANSLATE_NOOP("@default", "No row of these files can be used: take them again from adresse.data.gouv.fr.")
_ITSELF = QT_TRANSLATE_NOOP("@default", "{path} is one of the files to read: give the index another name.")
_BUSY = QT_TRANSLATE_NOOP("@default", "Another run is making this index ({path}): wait until it ends.")
_UNWRITABLE = QT_TRANSLATE_NOOP(
    "@default",
    "The index {path} cannot be written ({why}): check the folder, the room left on the disk, "
    "and that the file is not in use.",
)
