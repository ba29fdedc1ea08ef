"""The local index of addresses: one SQLite file made from the BAN, read street by street.

`build` makes it, `AddressIndex` reads it. The file holds names as the BAN writes them; they are cut into words
when read, so that an index never disagrees with the code that compares words.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple, Optional
from urllib.parse import quote

from ..domain.addresses.cities import CITIES, both_names, whole_city
from ..domain.addresses.normalise import city_words, street_words
from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from ..domain.progress import silent
from .address_format import APPLICATION_ID, FORMAT, Numbers, unpack

__all__ = ["AddressIndex", "Commune", "Numbers", "Street", "build", "whole_city"]

# weights of the caches: a street is about 600 bytes, a number about 300
_STREETS_KEPT = 200_000
_NUMBERS_KEPT = 400_000
_ARRONDISSEMENT = re.compile(r"\s+\d+(?:er|e|ème|eme|nd|nde)?\s+arrondissement$", re.IGNORECASE)


class Street(NamedTuple):
    """A street or a lieu-dit.

    Attributes
    ----------
    id : int
        In this index only.
    insee : str
    name : str
        As the BAN writes it.
    words : tuple of str
        `domain.addresses.normalise.street_words` of the name.
    place : bool
        True for a lieu-dit, which has no number.
    postcodes : tuple of str
    commune : str
        Name of its commune.
    old_insee, old_commune : str or None
        The commune it belonged to before a merger.
    lon, lat : float
        Its middle.
    count : int
        How many numbers.
    ban_id : str
        The BAN's identifier of the street, "" where the file had none.
    """

    id: int
    insee: str
    name: str
    words: tuple
    place: bool
    postcodes: tuple
    commune: str
    old_insee: Optional[str]
    old_commune: Optional[str]
    lon: float
    lat: float
    count: int
    ban_id: str


class Commune(NamedTuple):
    """A commune, or an arrondissement of Paris, Lyon or Marseille.

    Attributes
    ----------
    insee, name : str
    words : frozenset of str
        `domain.addresses.normalise.city_words` of the name.
    postcodes : tuple of str
    old : tuple of (str, str)
        Code and name of the communes it has absorbed, where the BAN still tells them apart.
    lon, lat : float
    count : int
        How many addresses.
    parts : tuple of str
        For a whole city made of arrondissements, their codes; else empty.
    """

    insee: str
    name: str
    words: frozenset
    postcodes: tuple
    old: tuple
    lon: float
    lat: float
    count: int
    parts: tuple = ()


class AddressIndex:
    """An index opened for reading; use it in the thread that opened it."""

    def __init__(self, connection, meta):
        self._connection = connection
        self.meta = meta
        self._communes = self._words = None
        self._streets, self._numbers = _Kept(_STREETS_KEPT), _Kept(_NUMBERS_KEPT)

    @classmethod
    def open(cls, path):
        """Open an index.

        Parameters
        ----------
        path : str or pathlib.Path

        Returns
        -------
        AddressIndex

        Raises
        ------
        DataError
            When the file is not a whole index of ours.
        """
        path = Path(path)
        if not path.is_file():
            raise DataError(_ABSENT, path=str(path))
        _check_size(path)
        connection = None
        try:
            connection = sqlite3.connect(_uri(path), uri=True)
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise DataError(_FOREIGN, path=str(path))
            if connection.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
                raise DataError(_OTHER_FORMAT, path=str(path))
            meta = {k: json.loads(v) for k, v in connection.execute("SELECT key, value FROM meta")}
            count = connection.execute("SELECT count(*) FROM streets").fetchone()[0]
            if not meta.get("complete") or count != meta.get("streets"):
                raise DataError(_UNFINISHED, path=str(path))
        except (sqlite3.Error, ValueError) as error:
            if connection is not None:
                connection.close()
            if isinstance(error, DataError):
                raise
            raise DataError(_FOREIGN, path=str(path)) from error
        return cls(connection, meta)

    def close(self):
        """Close the file; the index is of no use afterwards."""
        self._connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # communes ----------------------------------------------------------------------------------

    def all_communes(self):
        """Return every commune and arrondissement, by code."""
        return list(self._tables().by_code.values())

    def commune(self, insee):
        """Return a commune by its code.

        Parameters
        ----------
        insee : str
            Also the code that a merged commune had, that of an arrondissement where the BAN has the whole city
            under one code, or that of a whole city: it then stands for all its arrondissements (`Commune.parts`).

        Returns
        -------
        Commune or None
        """
        tables = self._tables()
        found = tables.by_code.get(insee)
        if found is None and insee in tables.by_old:
            found = tables.by_code[tables.by_old[insee]]
        if found is None and insee in CITIES:
            found = _gathered(insee, [c for c in tables.by_code.values() if whole_city(c.insee) == insee])
        if found is None:
            found = tables.by_code.get(whole_city(insee))
        return found

    def communes_named(self, words):
        """Return the communes that have these words for a name, now or before a merger.

        Parameters
        ----------
        words : iterable of str
            As `city_words` makes them, in any order: {"paris"} gives all arrondissements.

        Returns
        -------
        list of Commune
        """
        tables = self._tables()
        return [tables.by_code[i] for i in tables.by_words.get(frozenset(words), ())]

    def communes_of_postcode(self, postcode):
        """Return the communes where some address has this postcode, the one with most addresses first."""
        tables = self._tables()
        return [tables.by_code[i] for i in tables.by_postcode.get(postcode, ())]

    def _tables(self):
        if self._communes is None:
            self._communes = _Communes(self._connection)
        return self._communes

    def knowing(self, other):
        """Take over what another opening of the same file, closed or not, has read of its communes and words."""
        self._communes, self._words = other._communes, other._words
        return self

    # streets ------------------------------------------------------------------------------------

    def streets(self, insee):
        """Return the streets and lieux-dits of a commune, by name.

        Parameters
        ----------
        insee : str
            As for `commune`: a whole city's code gives the streets of all its arrondissements.

        Returns
        -------
        list of Street
            Kept for the next call: do not change it.
        """
        found = self._streets.get(insee)
        if found is None:
            commune = self.commune(insee)
            found = []
            if commune is not None and commune.parts:
                found = [street for part in commune.parts for street in self.streets(part)]
            elif commune is not None and commune.insee != insee:
                found = self.streets(commune.insee)
            elif commune is not None:
                found = [self._street(row, commune.name) for row in self._connection.execute(_STREETS, (insee,))]
            self._streets.put(insee, found, len(found) + 1)
        return found

    @staticmethod
    def _street(row, commune):
        key, insee, ban_id, name, place, postcodes, old_insee, old_name, lon, lat, count = row
        return Street(
            key, insee, name, tuple(street_words(name)), bool(place), tuple(postcodes.split()), commune,
            old_insee, old_name, lon, lat, count, ban_id,
        )  # fmt: skip

    def words(self):
        """Return the words that streets and lieux-dits bear, in the whole index.

        Returns
        -------
        frozenset of str
        """
        if self._words is None:
            names = self._connection.execute("SELECT DISTINCT name FROM streets")
            self._words = frozenset(word for (name,) in names for word in street_words(name))
        return self._words

    def numbers(self, street_id):
        """Return the numbers of a street.

        Parameters
        ----------
        street_id : int
            `Street.id`.

        Returns
        -------
        Numbers
            Empty for a lieu-dit; kept for the next call: do not change it.
        """
        found = self._numbers.get(street_id)
        if found is None:
            row = self._connection.execute("SELECT packed FROM numbers WHERE street = ?", (street_id,)).fetchone()
            found = unpack(row[0] if row else None)
            self._numbers.put(street_id, found, len(found) + 4)
        return found


def build(paths, path, tick=silent):
    """Make an index; see `address_build.build`, which is read only when one is made."""
    from .address_build import build as make

    return make(paths, path, tick)


def _gathered(insee, parts):
    """Return a whole city from its arrondissements, None where there is none."""
    if not parts:
        return None
    count = sum(p.count for p in parts)
    weight = [p.count / count if count else 1.0 / len(parts) for p in parts]
    name = _ARRONDISSEMENT.sub("", parts[0].name)
    return Commune(
        insee,
        name,
        city_words(name),
        tuple(sorted({c for p in parts for c in p.postcodes})),
        (),
        sum(w * p.lon for w, p in zip(weight, parts)),
        sum(w * p.lat for w, p in zip(weight, parts)),
        count,
        tuple(p.insee for p in parts),
    )


class _Communes:
    """The communes of an index and three ways to find them."""

    def __init__(self, connection):
        self.by_code, self.by_old, self.by_words, self.by_postcode = {}, {}, {}, {}
        for insee, name, postcodes, old, lon, lat, count in connection.execute(_COMMUNES):
            former = tuple(tuple(pair) for pair in json.loads(old))
            found = Commune(insee, name, city_words(name), tuple(postcodes.split()), former, lon, lat, count)
            self.by_code[insee] = found
            formers = (both_names(found.words, city_words(n)) for _code, n in former)
            for words in {found.words, *(words for both in formers for words in both)}:
                self.by_words.setdefault(words, []).append(insee)
            for code, _name in former:
                self.by_old.setdefault(code, insee)
        ranked = connection.execute(_POSTCODES)
        for postcode, insee in ranked:
            self.by_postcode.setdefault(postcode, []).append(insee)
        for found in self.by_postcode.values():
            found.sort(key=lambda i: -self.by_code[i].count)


class _Kept:
    """The answers used last, up to a weight."""

    def __init__(self, limit):
        self._limit, self._weight, self._found = limit, 0, OrderedDict()

    def get(self, key):
        kept = self._found.get(key)
        if kept is None:
            return None
        self._found.move_to_end(key)
        return kept[0]

    def put(self, key, value, weight):
        self._found[key] = (value, weight)
        self._weight += weight
        while self._weight > self._limit and len(self._found) > 1:
            _key, (_value, gone) = self._found.popitem(last=False)
            self._weight -= gone


def _uri(path):
    """Return the URI by which SQLite opens a file that nobody writes; a share of Windows keeps its four slashes."""
    plain = quote(path.absolute().as_posix())
    if plain.startswith("//"):
        plain = "//" + plain
    elif not plain.startswith("/"):
        plain = "/" + plain
    return "file:" + plain + "?mode=ro&immutable=1"


def _check_size(path):
    """Refuse what is no SQLite file, and one that was cut while it was copied."""
    with open(path, "rb") as stream:
        head = stream.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\x00"):
        raise DataError(_FOREIGN, path=str(path))
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if path.stat().st_size < (65536 if page == 1 else page) * pages or not pages:
        raise DataError(_UNFINISHED, path=str(path))


_COMMUNES = "SELECT insee, name, postcodes, old, lon, lat, count FROM communes ORDER BY insee"
_POSTCODES = "SELECT postcode, insee FROM postcodes ORDER BY postcode, insee"
_STREETS = (
    "SELECT id, insee, ban_id, name, place, postcodes, old_insee, old_name, lon, lat, count "
    "FROM streets WHERE insee = ? ORDER BY name, id"
)
_ABSENT = QT_TRANSLATE_NOOP("@default", "The address index {path} does not exist: check the path.")
_FOREIGN = QT_TRANSLATE_NOOP(
    "@default", "{path} is not an address index: make one with “Build the address index” from the files of the BAN."
)
_OTHER_FORMAT = QT_TRANSLATE_NOOP(
    "@default", "The address index {path} was made by another version of the plugin: build it again."
)
_UNFINISHED = QT_TRANSLATE_NOOP(
    "@default", "The address index {path} is not whole (its making or its copy was interrupted): build it again."
)
