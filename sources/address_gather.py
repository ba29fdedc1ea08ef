"""Rows of the BAN gathered street by street, whatever their order and the number of their files.

Numbers wait as compact text, and on disk beyond a limit: only the streets themselves, about a kilobyte each, have to
fit in memory.
"""

from __future__ import annotations

import json
from collections import Counter

from .ban import COORDINATES, DUPLICATE

__all__ = ["BUFFER", "Gathered", "Place", "most"]

# bytes of waiting numbers kept in memory: a large département is some 50 MB
BUFFER = 200_000_000
# no commune of the mainland is as wide: beyond it a position is wrong (0.6 degrees are 67 km)
_FAR_LAT, _FAR_LON = 6_000_000, 9_000_000
_STREETS_ENOUGH = 4
_CELL, _ROW = "\x1f", "\x1e"


class Place:
    """A street or a lieu-dit being gathered.

    Attributes
    ----------
    names, postcodes, old : dict
        How often each was met; `old` by code and name of the former commune.
    lon, lat : int
        Of its first row.
    """

    __slots__ = ("names", "postcodes", "old", "lon", "lat", "waiting", "spilled")

    def __init__(self, lon, lat):
        self.names, self.postcodes, self.old = {}, {}, {}
        self.lon, self.lat = lon, lat
        self.waiting, self.spilled = bytearray(), False

    def name(self):
        """Return the name met most."""
        return most(self.names)


class Gathered:
    """What the files hold together.

    Parameters
    ----------
    connection : sqlite3.Connection
        Where numbers wait that memory does not hold.

    Attributes
    ----------
    streets, places : dict of tuple to Place
        By (commune, BAN identifier), or (commune, former commune, name) where there is no identifier.
    names : dict of str to dict
        Names of each commune and how often they were met.
    rejected : collections.Counter
        Rows left out because of what the others say.
    """

    def __init__(self, connection):
        self._connection = connection
        connection.execute("CREATE TEMP TABLE spilled (street TEXT, waiting BLOB)")
        self.streets, self.places, self.names = {}, {}, {}
        self.rejected = Counter()
        self._size, self._middles = 0, {}

    def add(self, batch):
        """Add rows.

        Parameters
        ----------
        batch : list of ban.Address
        """
        streets, size = self.streets, self._size
        for row in batch:
            insee, _commune, old_insee, _old, street, name, _postcode, number = row[:8]
            key = (insee, street) if street else (insee, old_insee, name.casefold())
            if number is None:
                self._add_place(key, row)
                continue
            found = streets.get(key)
            if found is None:
                found = streets[key] = Place(row[9], row[10])
            self._note(found, row)
            text = _CELL.join((str(number), row[8], str(row[9]), str(row[10]), row[11], row[12], row[13] + _ROW))
            waiting = text.encode("utf-8")
            found.waiting += waiting
            size += len(waiting)
        self._size = size
        if size > BUFFER:
            self._spill()

    def _add_place(self, key, row):
        if key in self.places:
            self.rejected[DUPLICATE] += 1
            return
        self.places[key] = Place(row.lon, row.lat)
        self._note(self.places[key], row)

    def _note(self, place, row):
        place.names[row.name] = place.names.get(row.name, 0) + 1
        place.postcodes[row.postcode] = place.postcodes.get(row.postcode, 0) + 1
        old = (row.old_insee, row.old_commune)
        place.old[old] = place.old.get(old, 0) + 1
        names = self.names.get(row.insee)
        if names is None:
            names = self.names[row.insee] = {}
        names[row.commune] = names.get(row.commune, 0) + 1

    def _spill(self):
        """Put the waiting numbers on disk."""

        def rows():
            for key, street in self.streets.items():
                if street.waiting:
                    yield json.dumps(key), bytes(street.waiting)
                    street.waiting, street.spilled = bytearray(), True

        self._connection.executemany("INSERT INTO spilled VALUES (?, ?)", rows())
        self._size = 0

    def close(self):
        """Say that all rows are there; to be called before `rows`."""
        self._connection.execute("CREATE INDEX temp.spilled_street ON spilled (street)")
        # lieux-dits that are streets with numbers too are one thing
        known = {(key[0], _fold(one.name())) for key, one in self.streets.items()}
        for key in [k for k, one in self.places.items() if k in self.streets or (k[0], _fold(one.name())) in known]:
            del self.places[key]
        firsts = {}
        for key, street in self.streets.items():
            firsts.setdefault(key[0], []).append((street.lon, street.lat))
        for insee, points in firsts.items():
            if len(points) >= _STREETS_ENOUGH and not insee.startswith(("97", "98")):
                lon, lat = (sorted(values) for values in zip(*points))
                self._middles[insee] = lon[len(lon) // 2], lat[len(lat) // 2]

    def rows(self, key, street):
        """Return the numbers of a street, sorted, each once; they wait no longer.

        Returns
        -------
        list of tuple
            Number, what follows it, longitude, latitude, kind of position, identifier, parcels.
        """
        raw = bytes(street.waiting)
        street.waiting = None
        if street.spilled:
            found = self._connection.execute(_SPILLED, (json.dumps(key),))
            raw = b"".join(blob for (blob,) in found) + raw
        middle = self._middles.get(key[0])
        rows, seen = [], set()
        for line in raw.decode("utf-8").split(_ROW)[:-1]:
            number, rep, lon, lat, position, own, parcels = line.split(_CELL)
            east, north = int(lon), int(lat)
            if middle and (abs(east - middle[0]) > _FAR_LON or abs(north - middle[1]) > _FAR_LAT):
                self.rejected[COORDINATES] += 1
                continue
            mark = own or (number, rep, lon, lat)
            if mark in seen:
                self.rejected[DUPLICATE] += 1
                continue
            seen.add(mark)
            rows.append((int(number), rep, east, north, position, own, parcels))
        rows.sort()
        return rows


def most(counts):
    """Return the key counted most, the first met where several are."""
    return max(counts, key=counts.get)


def _fold(name):
    return " ".join(name.casefold().replace("-", " ").split())


_SPILLED = "SELECT waiting FROM spilled WHERE street = ? ORDER BY rowid"
