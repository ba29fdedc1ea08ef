"""Indicators of a portrait that the catalogue has: from the cache, or from their service where the user wants it."""

from __future__ import annotations

import json
from pathlib import Path

from ...domain.errors import QT_TRANSLATE_NOOP, DataError, NotKeptError, ParameterError, SourceError
from ...domain.indicators.entry import COUNT, INDICATOR, Query
from ...domain.indicators.levels import COM, DEP, EPCI, FRA, REG, Territory
from ...domain.indicators.portrait import Indicator
from ...sources.catalogue import Catalogue, is_obtainable
from ...translation import tr

__all__ = ["Obtaining", "collection_named"]

_NO_FILE = QT_TRANSLATE_NOOP(
    "@default", "The collection {path} cannot be read: check its path, and that you may read it."
)
_NOT_JSON = QT_TRANSLATE_NOOP(
    "@default",
    "The collection {path} is not valid JSON (line {line}, column {column}): see the README of the catalogues.",
)
_NO_COLLECTION = QT_TRANSLATE_NOOP("@default", "The collection {path} cannot be used: {why}")
_UNKNOWN = QT_TRANSLATE_NOOP(
    "@default", "There is no collection “{id}”: write {known}, or the path of your own file."
)
_NOT_LISTED = QT_TRANSLATE_NOOP("@default", "The catalogue does not have it.")
_BY_HAND = QT_TRANSLATE_NOOP("@default", "To be fetched by hand at its page.")
_FAILED = QT_TRANSLATE_NOOP("@default", "“{title}”: {why}")
_NEVER = QT_TRANSLATE_NOOP("@default", "Not obtained yet on this computer: add it from the observatories' panel.")
_NOT_AT_LEVEL = QT_TRANSLATE_NOOP("@default", "Its source does not publish it at this level.")


def collection_named(text, catalogue):
    """Return a collection by its id, or from a user's file.

    Raises
    ------
    ParameterError, DataError
    """
    from ...sources.collections import collection_of

    path = Path(text)
    if path.suffix.lower() != ".json":
        known = {one.id: one for one in catalogue.collections}
        if text not in known:
            raise ParameterError(_UNKNOWN, id=text, known=", ".join(sorted(known)))
        return known[text]
    try:
        return collection_of(json.loads(path.read_text(encoding="utf-8-sig")))
    except json.JSONDecodeError as error:
        raise DataError(_NOT_JSON, path=path.name, line=error.lineno, column=error.colno) from error
    except DataError as error:
        raise DataError(_NO_COLLECTION, path=path.name, why=error) from error
    except (OSError, ValueError, RecursionError) as error:
        raise ParameterError(_NO_FILE, path=path.name) from error


class Obtaining:
    """Gets what the catalogue has of a collection's items.

    Parameters
    ----------
    catalogue : Catalogue
    cache : sources.cache.Cache
    client : sources.http.Client or None
        None for nothing asked of the network.
    refresh : int
    level : str
        Of the territories portrayed.
    wholes : sequence of Territory
        In which they lie: what was fetched for one of them serves too.
    year : str
    inform, pulse : callable
    warn : callable
        ``warn(error)``, of what is told and does not stop the run.
    """

    def __init__(self, catalogue, cache, client, refresh, level, wholes, year, inform, warn, pulse):
        self.catalogue, self.cache, self.client, self.refresh = catalogue, cache, client, refresh
        self.level, self.wholes, self.year = level, wholes, year
        self.inform, self.warn, self.pulse = inform, warn, pulse
        self.records = []

    def indicator(self, entry_id):
        """Return (Indicator, None), or (None, the error that says why it could not be obtained)."""
        if entry_id not in self.catalogue:
            return None, DataError(_NOT_LISTED)
        entry = self.catalogue.entry(entry_id)
        if entry.kind != INDICATOR or not is_obtainable(entry):
            return None, DataError(_BY_HAND)
        own = self.level if self.level in entry.levels else ""
        if not own and entry.measure == COUNT and COM in entry.levels:
            own = COM
        if not own:
            return None, DataError(_NOT_AT_LEVEL)
        try:
            found = {own: self._values(entry, own)}
        except NotKeptError:
            # said of many on one page: its own words are longer
            return None, DataError(_NEVER)
        except (SourceError, DataError) as error:
            return None, error
        for level in (EPCI, DEP, REG, FRA):
            # the official values of the wholes, where they were fetched already
            record = None if level in found or level not in entry.levels else self._kept(entry, level)
            if record is not None:
                found[level] = self._read(record)
        source = " – ".join(text for text in dict.fromkeys((entry.producer, entry.observatory)) if text)
        return Indicator(entry.title, entry.id, entry.unit, source, entry.page, entry.measure, found), None

    def _values(self, entry, level):
        from ...sources.obtain import obtain

        record = self._kept(entry, level)
        if self.client is None or (record is not None and self.refresh == 0):
            if record is None:
                # words that say what to do
                return obtain(entry, Query(level, Territory(), self.year), self.cache)
            return self._read(record)
        try:
            asked = Query(level, Territory(), "*")
            self.inform(
                tr("{service} is asked for “{title}”; it is told the level, the territory and the year, nothing of "
                   "your data.").format(service=entry.observatory or entry.source, title=entry.title)
            )  # fmt: skip
            record = obtain(
                entry, asked, self.cache, self.client, self.refresh, pulse=self.pulse, warn=self._say
            ).record
        except SourceError as error:
            if record is None:
                raise
            self.warn(DataError(_FAILED, title=entry.title, why=error))
        return self._read(record)

    def _kept(self, entry, level):
        """Return the widest copy that the cache has: all years before one, the country before a part of it."""
        from ...sources.kept import kept

        for year in ("*", self.year):
            for whole in (Territory(), *self.wholes):
                record = kept(entry, Query(level, whole, year), self.cache)
                if record is not None:
                    return record
        return None

    def _read(self, record):
        from ...sources import observation_file

        self.records.append(record)
        return observation_file.read(record.path)

    def _say(self, template, values):
        self.warn(DataError(template, **values))


def measures_of(catalogue):
    """Return what each entry measures, by its folded title and its id."""
    from ...domain.indicators.words import fold

    found = {}
    for entry in catalogue.entries:
        found.setdefault(fold(entry.title), entry.measure)
        found.setdefault(fold(entry.id), entry.measure)
    return found


def shipped_catalogue(folder):
    """Return the catalogue with a user's files."""
    return Catalogue.shipped().with_user_files(folder)
