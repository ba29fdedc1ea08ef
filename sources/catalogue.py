"""The catalogue of the observatories: JSON files that ship, and those that a user adds or changes.

    catalogue = Catalogue.shipped().with_user_files(folder)
    entry = catalogue.entry("odt:filosofi.med_disp")
    for problem in catalogue.problems: …                  # what was left out of a broken file, and why

The files are described in `resources/catalogues/README.md`. Reading them asks nothing of any service.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from ..domain.errors import QT_TRANSLATE_NOOP, DataError, OutputError, ParameterError
from .adapter import ADAPTERS
from .catalogue_entry import completed, entry_of, plain
from .collections import collection_of
from .reasons import more_than, reason

__all__ = ["COLLECTIONS", "FOLDER", "SYNONYMS", "Catalogue", "is_obtainable", "save"]

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "catalogues"
COLLECTIONS, SYNONYMS = "collections", "synonymes.json"
_LARGEST = 30_000_000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

_UNREADABLE = QT_TRANSLATE_NOOP("@default", "{file} cannot be read ({why}): the rest of the catalogue is there.")
_NOT_JSON = QT_TRANSLATE_NOOP(
    "@default", "{file} is not valid JSON at line {line}, column {column}. The rest of the catalogue is there."
)
_NO_ENTRIES = QT_TRANSLATE_NOOP(
    "@default", "{file} has no list “entries”: see the README of the catalogues for the form of the file."
)
_TWICE = QT_TRANSLATE_NOOP("@default", "{file}, entry {number} (“{id}”): this id is already taken in the same file.")
_IN_ENTRY = QT_TRANSLATE_NOOP("@default", "{file}, entry {number} (“{id}”) is left out: {why}")
_IN_COLLECTION = QT_TRANSLATE_NOOP("@default", "{file} is left out: {why}")
_SYNONYMS = QT_TRANSLATE_NOOP("@default", "{file} must be of the form {form}: it is left out.")
_UNWRITABLE = QT_TRANSLATE_NOOP("@default", "The catalogue {path} cannot be written: {why}.")
_UNKNOWN = QT_TRANSLATE_NOOP(
    "@default", "The catalogue has no entry “{id}”: search it in the observatories' panel, its id may have changed."
)
_UNKNOWN_COLLECTION = QT_TRANSLATE_NOOP("@default", "The catalogue has no collection “{id}”.")


def is_obtainable(entry):
    """Tell whether a service gives the entry; otherwise a person fetches it at its page.

    Parameters
    ----------
    entry : domain.indicators.entry.Entry
    """
    return entry.source in ADAPTERS


class Catalogue:
    """Entries, collections and synonyms.

    Parameters
    ----------
    entries : iterable of Entry
    collections : iterable of Collection
    synonyms : dict of str to tuple of str
    problems : iterable of DataError
        What was left out.

    Attributes
    ----------
    entries : tuple of domain.indicators.entry.Entry
    collections : tuple of domain.indicators.barometer.Collection
    synonyms : dict of str to tuple of str
    problems : tuple of DataError
        Each has a ``template`` and ``values``; a value ``why`` may be such an error itself.
    """

    def __init__(self, entries=(), collections=(), synonyms=None, problems=()):
        self.entries, self.collections = tuple(entries), tuple(collections)
        self.synonyms, self.problems = dict(synonyms or {}), tuple(problems)
        self._by_id = {entry.id: entry for entry in self.entries}
        self._index = None

    @staticmethod
    def shipped():
        """Return the catalogue that ships, read once."""
        return _shipped()

    def with_user_files(self, folder):
        """Return this catalogue with a user's files: an entry or a collection of the same id takes the other's place.

        Parameters
        ----------
        folder : str or pathlib.Path
            Laid out as `resources/catalogues`; nothing is made or changed in it, and it need not exist.
        """
        return self._with(Path(folder)) if folder and Path(folder).is_dir() else self

    def entry(self, id):
        """Return an entry.

        Raises
        ------
        ParameterError
            When there is none of this id.
        """
        if id not in self._by_id:
            raise ParameterError(_UNKNOWN, id=id)
        return self._by_id[id]

    def __contains__(self, id):
        return id in self._by_id

    def collection(self, id):
        """Return a collection.

        Raises
        ------
        ParameterError
            When there is none of this id.
        """
        for collection in self.collections:
            if collection.id == id:
                return collection
        raise ParameterError(_UNKNOWN_COLLECTION, id=id)

    @property
    def index(self):
        """The index to search the entries by, made at the first question."""
        if self._index is None:
            # numpy is not for who only reads the entries
            from ..domain.indicators.search import Index

            self._index = Index(self.entries, self.synonyms)
        return self._index

    def _with(self, folder):
        entries, synonyms, problems = dict(self._by_id), dict(self.synonyms), list(self.problems)
        collections = {collection.id: collection for collection in self.collections}
        for path in sorted(folder.glob("*.json")):
            if path.name == SYNONYMS:
                synonyms.update(_read_synonyms(path, problems))
            else:
                found, completing, checked = _read_entries(path, problems)
                entries = completed(entries, found.values(), checked) if completing else {**entries, **found}
        for path in sorted((folder / COLLECTIONS).glob("*.json")):
            found = _read_collection(path, problems)
            if found is not None:
                collections[found.id] = found
        return Catalogue(entries.values(), collections.values(), synonyms, problems)


@lru_cache(maxsize=1)
def _shipped():
    return Catalogue()._with(FOLDER)


def save(path, entries, checked):
    """Write what a service says it offers, in the form of a user's file that completes the catalogue.

    Parameters
    ----------
    path : str or pathlib.Path
        In the folder given to `Catalogue.with_user_files`.
    entries : iterable of Entry
    checked : str
        ISO date of the service's answer.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    path = Path(path)
    data = {"complete": True, "checked": checked, "entries": [plain(entry) for entry in entries]}
    aside = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise OutputError(_UNWRITABLE, path=path, why=reason(error)) from error


def _read(path, problems):
    """Return what a file holds, None where that cannot be told."""
    try:
        if path.stat().st_size > _LARGEST:
            raise OSError(more_than(_LARGEST))
        # Windows editors put a mark before
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        problems.append(DataError(_UNREADABLE, file=path.name, why=reason(error)))
    except OSError as error:
        problems.append(DataError(_UNREADABLE, file=path.name, why=reason(error)))
    except json.JSONDecodeError as error:
        problems.append(DataError(_NOT_JSON, file=path.name, line=error.lineno, column=error.colno))
    except (RecursionError, ValueError) as error:
        # a number of five thousand digits is none for Python
        problems.append(DataError(_UNREADABLE, file=path.name, why=reason(error)))
    return None


def _read_entries(path, problems):
    """Return entries by id, whether they complete those that are known, and when their service was asked."""
    seen = len(problems)
    data = _read(path, problems)
    if len(problems) > seen:
        return {}, False, ""
    if isinstance(data, list):
        data = {"entries": data}
    defaults = data.get("defaults", {}) if isinstance(data, dict) else None
    if not isinstance(defaults, dict) or not isinstance(data.get("entries"), list):
        problems.append(DataError(_NO_ENTRIES, file=path.name))
        return {}, False, ""
    entries = {}
    for number, values in enumerate(data["entries"], 1):
        id = values.get("id", "?") if isinstance(values, dict) else "?"
        try:
            entry = entry_of({**defaults, **values} if isinstance(values, dict) else values)
        except DataError as error:
            problems.append(DataError(_IN_ENTRY, file=path.name, number=number, id=id, why=error))
            continue
        if entry.id in entries:
            problems.append(DataError(_TWICE, file=path.name, number=number, id=entry.id))
            continue
        entries[entry.id] = entry
    checked = str(data.get("checked", ""))
    return entries, data.get("complete") is True, checked if _DATE.fullmatch(checked) else ""


def _read_collection(path, problems):
    seen = len(problems)
    data = _read(path, problems)
    if len(problems) > seen:
        return None
    try:
        return collection_of(data)
    except DataError as error:
        problems.append(DataError(_IN_COLLECTION, file=path.name, why=error))
    return None


def _read_synonyms(path, problems):
    seen = len(problems)
    data = _read(path, problems)
    if len(problems) > seen:
        return {}
    groups = data.items() if isinstance(data, dict) else [(None, None)]
    if not all(isinstance(g, list) and all(isinstance(w, str) for w in g) for _, g in groups):
        problems.append(DataError(_SYNONYMS, file=path.name, form='{"pauvreté": ["bas revenus", "RSA"]}'))
        return {}
    return {subject: tuple(group) for subject, group in data.items()}
