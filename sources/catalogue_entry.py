"""One entry of a catalogue's file, checked field by field: what is wrong is said in words, nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from types import MappingProxyType

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from ..domain.indicators.columns import overlaps
from ..domain.indicators.entry import COUNT, KINDS, MEASURES, OVERLAP, Entry
from ..domain.indicators.levels import LEVELS
from .adapter import ADAPTERS

__all__ = ["BY_HAND", "completed", "entry_of", "is_text", "plain"]

BY_HAND = "file"
"""Source of an entry that no service gives to a program: a person downloads it at its page."""

_TEXTS = (
    "id", "source", "title", "kind", "observatory", "unit", "measure", "definition", "producer", "licence", "page",
    "secrecy", "note", "geography", "checked",
)  # fmt: skip
_LISTS = ("themes", "levels", "years", "synonyms")
_NAMES = tuple(field.name for field in fields(Entry))
# of a request, what a service changes from one year to the next, and the account that its user chose last
_OF_THE_YEAR = ("nivgeo", "auth")
# of each of these, one at least is needed to ask the service
_NEEDED = {
    "geoclip": (("dataset",), ("indic",)),
    "melodi": (("dataset",),),
    "datagouv": (("resource", "dataset", "address"),),
    "ogc": (("address",), ("layer",)),
    "boundaries": (("level",),),
}
# what adapters read of a request: objects, texts, numbers
_OBJECTS = ("axes", "columns", "filter", "filters", "geo", "nivgeo", "over", "within")
_WORDS = (
    "auth", "dataset", "entry", "format", "indic", "layer", "level", "limit", "measure", "order", "precision",
    "resource", "sheet", "type", "x", "y",
)  # fmt: skip
_NUMBERS = ("around_km", "factor")
# what a note says of an entry that no service was asked about
_UNCHECKED = re.compile(r"[^.]*non vérifiée? en direct\.\s*")
_ID = re.compile(r"[a-z0-9_]+:[\w.\-/]+")
_PLAIN_YEAR = re.compile(r"\d{4}")
_YEAR = re.compile(r"\d{4}(-\d{4}|-\d{2}|-T[1-4])?")
_GEOGRAPHY = re.compile(r"(\d{4})?")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})?")
_ADDRESS = re.compile(r"https?://[^\s/@]+(/\S*)?")
_PAGE = re.compile("({})?".format(_ADDRESS.pattern))

_NOT_AN_ENTRY = QT_TRANSLATE_NOOP("@default", "it is not of the form {{“id”: …, “source”: …, “title”: …}}.")
_MISSING = QT_TRANSLATE_NOOP("@default", "“{name}” is missing.")
_TEXT = QT_TRANSLATE_NOOP("@default", "“{name}” must be a text between quotation marks.")
_LIST = QT_TRANSLATE_NOOP("@default", "“{name}” must be a list of texts, such as [“a”, “b”].")
_STRANGE = QT_TRANSLATE_NOOP("@default", "“{name}” is no property of an entry.")
_CLOSE = QT_TRANSLATE_NOOP("@default", "“{name}” is no property of an entry: “{close}”, perhaps?")
_ONE_OF = QT_TRANSLATE_NOOP("@default", "“{name}” is “{value}”, where one of these is wanted: {wanted}.")
_FORM = QT_TRANSLATE_NOOP("@default", "“{name}” is “{value}”, which is not of the form {form}.")
_SIZE = QT_TRANSLATE_NOOP("@default", "“size” must be a whole number of bytes.")
_REQUEST = QT_TRANSLATE_NOOP("@default", "“request” must be of the form {{“name”: value}}.")
_REQUEST_TEXT = QT_TRANSLATE_NOOP("@default", "“{name}” of “request” must be a text between quotation marks.")
_REQUEST_OBJECT = QT_TRANSLATE_NOOP("@default", "“{name}” of “request” must be of the form {{“…”: “…”}}.")
_REQUEST_NUMBER = QT_TRANSLATE_NOOP("@default", "“{name}” of “request” must be a number.")
_REQUEST_NEEDS = QT_TRANSLATE_NOOP("@default", "“request” lacks {names}, which the source “{source}” needs.")


def entry_of(values):
    """Return the entry that a catalogue's file describes.

    Parameters
    ----------
    values : dict
        As JSON gives it, the file's defaults filled in.

    Returns
    -------
    domain.indicators.entry.Entry

    Raises
    ------
    DataError
        Which says the first thing that is wrong.
    """
    if not isinstance(values, dict):
        raise DataError(_NOT_AN_ENTRY)
    # a line "_…" is a remark
    values = {name: value for name, value in values.items() if not name.startswith("_")}
    for name in values:
        if name not in _NAMES:
            close = get_close_matches(name, _NAMES, 1)
            raise DataError(_CLOSE if close else _STRANGE, name=name, close=close[0] if close else "")
    for name in ("id", "source", "title"):
        if not values.get(name):
            raise DataError(_MISSING, name=name)
    for name in _TEXTS:
        if not is_text(values.get(name, "")):
            raise DataError(_TEXT, name=name)
    for name in _LISTS:
        listed = values.get(name, [])
        if not isinstance(listed, list) or not all(map(is_text, listed)):
            raise DataError(_LIST, name=name)
        values[name] = tuple(dict.fromkeys(listed))
    _check_words(values)
    size = values.get("size")
    if size is not None and (isinstance(size, bool) or not isinstance(size, int) or size < 0):
        raise DataError(_SIZE)
    request = values.get("request", {})
    if not isinstance(request, dict):
        raise DataError(_REQUEST)
    _check_request(request)
    for names in _NEEDED.get(values["source"], ()):
        if not any(request.get(name) for name in names):
            raise DataError(_REQUEST_NEEDS, names=" / ".join("“{}”".format(n) for n in names), source=values["source"])
    for name in ("address", "elsewhere"):
        if name in request:
            _check_form(name, request[name], _ADDRESS, "https://…")
    values["request"] = _frozen(request)
    entry = Entry(**values)
    # a file of one's own, or a service's list, may call so what Insee says never to add up
    return replace(entry, measure=OVERLAP) if entry.measure == COUNT and _overlaps(entry) else entry


def _overlaps(entry):
    """Tell whether an entry is of those counts that do not add up: by its title, or what it asks for."""
    request = entry.request
    columns = request.get("columns") or {}
    asked = [request.get("indic", ""), request.get("filters", ""), columns.get("value", "")]
    return any(map(overlaps, [entry.title, *map(str, _leaves(asked))]))


def _leaves(value):
    if isinstance(value, Mapping):
        value = list(value.values())
    if not isinstance(value, (list, tuple)):
        return [value]
    return [leaf for item in value for leaf in _leaves(item)]


def is_text(value):
    """Tell whether a value is a text that can be written: JSON may hold half a letter.

    Parameters
    ----------
    value : object
    """
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_request(request):
    for name in _OBJECTS:
        if not isinstance(request.get(name) or {}, dict):
            raise DataError(_REQUEST_OBJECT, name=name)
    for name in _WORDS:
        if not is_text(request.get(name) or ""):
            raise DataError(_REQUEST_TEXT, name=name)
    for name in _NUMBERS:
        if isinstance(request.get(name), bool) or not isinstance(request.get(name) or 0, (int, float)):
            raise DataError(_REQUEST_NUMBER, name=name)
    columns = request.get("columns") or {}
    codes, values = columns.get("code") or "", columns.get("value") or ""
    for name, told in (("code", codes), ("value", list(values.values()) if isinstance(values, dict) else values)):
        if not all(map(is_text, told if isinstance(told, list) else [told])):
            raise DataError(_REQUEST_TEXT, name=name)


def _check_words(values):
    wanted = {"source": (*ADAPTERS, BY_HAND), "kind": KINDS, "measure": MEASURES}
    for name, choices in wanted.items():
        if name in values and values[name] not in choices:
            raise DataError(_ONE_OF, name=name, value=values[name], wanted=", ".join(choices))
    for level in values["levels"]:
        if level not in LEVELS:
            raise DataError(_ONE_OF, name="levels", value=level, wanted=", ".join(LEVELS))
    _check_form("id", values["id"], _ID, "odt:filosofi.med_disp")
    for year in values["years"]:
        _check_form("years", year, _YEAR, "2021, 2015-2021, 2021-03, 2021-T3")
    for name, pattern, form in (
        ("geography", _GEOGRAPHY, "2025"), ("checked", _DATE, "2026-11-30"), ("page", _PAGE, "https://…"),
    ):  # fmt: skip
        _check_form(name, values.get(name, ""), pattern, form)


def _check_form(name, value, pattern, form):
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise DataError(_FORM, name=name, value=value, form=form)


def _frozen(value):
    """Return JSON's values that nobody can change: an entry is shared by all."""
    if isinstance(value, dict):
        return MappingProxyType({name: _frozen(item) for name, item in value.items()})
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def completed(known, entries, checked=""):
    """Return entries that are known with what their service says of them, and the service's others.

    Parameters
    ----------
    known : dict of str to Entry
    entries : iterable of Entry
        As the service says.
    checked : str
        ISO date of its answer, "" for none.

    Returns
    -------
    dict of str to Entry
    """
    merged = dict(known)
    for entry in entries:
        ours = known.get(entry.id)
        if ours is None:
            merged[entry.id] = replace(entry, checked=checked or entry.checked)
            continue
        merged[entry.id] = replace(
            ours,
            levels=entry.levels or ours.levels,
            years=_all_years(ours.years, entry.years),
            geography=entry.geography or ours.geography,
            definition=ours.definition or entry.definition,
            producer=ours.producer or entry.producer,
            page=ours.page or entry.page,
            secrecy=ours.secrecy or entry.secrecy,
            licence=entry.licence if ours.licence == "notspecified" else ours.licence,
            size=entry.size or ours.size,
            note=_UNCHECKED.sub("", ours.note) if checked else ours.note,
            checked=checked or entry.checked or ours.checked,
            # the choices that were made for it, with the service's own words of the year
            request=MappingProxyType({**ours.request, **{k: v for k, v in entry.request.items() if k in _OF_THE_YEAR}}),
        )
    return merged


def _all_years(ours, told):
    """Return the years of both, where they are alike: a service may tell only the first and the last of a series."""
    if not ours or all(map(_PLAIN_YEAR.fullmatch, (*ours, *told))):
        return tuple(sorted({*ours, *told}))
    return told if len(told) > len(ours) else ours


def plain(entry):
    """Return an entry as JSON holds it, without what is left at its default."""
    told = {}
    for field in fields(Entry):
        value = _thawed(getattr(entry, field.name))
        if value not in ("", [], {}, None):
            told[field.name] = value
    return told


def _thawed(value):
    if isinstance(value, Mapping):
        return {name: _thawed(item) for name, item in value.items()}
    return [_thawed(item) for item in value] if isinstance(value, (tuple, list)) else value
