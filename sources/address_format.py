"""How an address index is written: tables of an SQLite file, the numbers of each street in one blob.

A blob is zlib over four bytes of length, the house numbers, longitudes and latitudes of the street in arrays of
32 bits (angles in units of 1e-7 degree, about a centimetre: the BAN gives six decimals), then their texts.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field

import numpy as np

__all__ = ["APPLICATION_ID", "FORMAT", "Numbers", "SCHEMA", "UNIT", "pack", "unpack"]

APPLICATION_ID = 0x43544142  # "CTAB"
FORMAT = 1
UNIT = 1e-7
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE communes (
    insee TEXT PRIMARY KEY, name TEXT NOT NULL, postcodes TEXT NOT NULL, old TEXT NOT NULL,
    lon REAL NOT NULL, lat REAL NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE postcodes (postcode TEXT, insee TEXT, PRIMARY KEY (postcode, insee)) WITHOUT ROWID;
CREATE TABLE streets (
    id INTEGER PRIMARY KEY, insee TEXT NOT NULL, ban_id TEXT NOT NULL, name TEXT NOT NULL, place INTEGER NOT NULL,
    postcodes TEXT NOT NULL, old_insee TEXT, old_name TEXT, lon REAL NOT NULL, lat REAL NOT NULL,
    count INTEGER NOT NULL);
CREATE INDEX streets_insee ON streets (insee);
CREATE TABLE numbers (street INTEGER PRIMARY KEY, packed BLOB NOT NULL);
"""

_CELL, _ROW = "\x1f", "\x1e"
_HEAD = struct.Struct("<I")


@dataclass(frozen=True)
class Numbers:
    """All numbers of a street, sorted by number then by what follows it.

    Attributes
    ----------
    number : numpy.ndarray, shape (n,), int32
    rep : list of str
        "bis", "ter", "b"… in lower case, "" for none.
    lon, lat : numpy.ndarray, shape (n,), float64
        WGS84 degrees.
    position : list of str
        The BAN's `type_position` as written, "" where unknown.
    ids : list of str
        The BAN's `id`.
    parcels : list of str
        The BAN's `cad_parcelles`, "" for none.
    """

    number: np.ndarray
    rep: list
    lon: np.ndarray
    lat: np.ndarray
    position: list = field(repr=False)
    ids: list = field(repr=False)
    parcels: list = field(repr=False)

    def __len__(self) -> int:
        return len(self.rep)


def pack(number, lon, lat, rep, position, ids, parcels) -> bytes:
    """Return the blob of a street's numbers, which `unpack` reads.

    Parameters
    ----------
    number : sequence of int
    lon, lat : sequence of int
        In `UNIT` degrees.
    rep, position, ids, parcels : sequence of str
        Without control characters.
    """
    texts = _ROW.join(_CELL.join(column) for column in (rep, position, ids, parcels)).encode("utf-8")
    arrays = np.array([number, lon, lat], dtype="<i4").tobytes()
    return zlib.compress(_HEAD.pack(len(rep)) + arrays + texts, 6)


def unpack(blob) -> Numbers:
    """Return the numbers of a street from their blob, empty for None."""
    if blob is None:
        return Numbers(np.empty(0, np.int32), [], np.empty(0), np.empty(0), [], [], [])
    raw = zlib.decompress(blob)
    (count,) = _HEAD.unpack_from(raw)
    start, end = _HEAD.size, _HEAD.size + 12 * count
    number, lon, lat = np.frombuffer(raw, dtype="<i4", count=3 * count, offset=start).reshape(3, count)
    rep, position, ids, parcels = (column.split(_CELL) for column in raw[end:].decode("utf-8").split(_ROW))
    # divided, for the float that the decimals of the file make
    return Numbers(number, rep, lon / 1e7, lat / 1e7, position, ids, parcels)
