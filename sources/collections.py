"""Collections of indicators as their files describe them: the barometer's editions, and those a user makes."""

from __future__ import annotations

import re

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from ..domain.indicators.barometer import DIRECTIONS, NEUTRAL, Collection, Item, Question
from .catalogue_entry import is_text

__all__ = ["collection_of"]

_ID = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_NOT_ONE = QT_TRANSLATE_NOOP(
    "@default", "it is not of the form {{“id”: …, “title”: …, “questions”: [{{“title”: …, “items”: […]}}]}}."
)
_NO_TITLE = QT_TRANSLATE_NOOP("@default", "item {number} of “{question}” has no title.")
_NOWHERE = QT_TRANSLATE_NOOP(
    "@default", "“{title}” (in “{question}”) has neither “entry” nor “page”: one of them says where it is."
)
_DIRECTION = QT_TRANSLATE_NOOP("@default", "“{title}”: “direction” is “{value}”, where {wanted} is wanted.")


def collection_of(data):
    """Return the collection that a file describes.

    Parameters
    ----------
    data : dict
        As JSON gives it.

    Raises
    ------
    DataError
        Which says the first thing that is wrong.
    """
    if not isinstance(data, dict) or not _is_named(data) or not _ID.fullmatch(_text(data, "id")):
        raise DataError(_NOT_ONE)
    questions = data.get("questions")
    if not isinstance(questions, list) or not all(isinstance(q, dict) and _is_named(q) for q in questions):
        raise DataError(_NOT_ONE)
    made = []
    for question in questions:
        items = question.get("items", [])
        if not isinstance(items, list):
            raise DataError(_NOT_ONE)
        items = tuple(_item(item, number, question["title"]) for number, item in enumerate(items, 1))
        made.append(Question(_text(question, "key") or question["title"], question["title"], items))
    told = {name: _text(data, name) for name in ("edition", "definition", "source", "page")}
    return Collection(data["id"], data["title"], tuple(made), **told)


def _item(values, number, question):
    if not isinstance(values, dict) or not _is_named(values):
        raise DataError(_NO_TITLE, number=number, question=question)
    title = values["title"]
    told = {name: _text(values, name) for name in ("entry", "unit", "page", "note")}
    if not told["entry"] and not told["page"]:
        raise DataError(_NOWHERE, title=title, question=question)
    direction = values.get("direction", NEUTRAL)
    if direction not in DIRECTIONS:
        raise DataError(_DIRECTION, title=title, value=direction, wanted=", ".join(DIRECTIONS))
    years = values.get("years", [])
    if not isinstance(years, list):
        raise DataError(_NO_TITLE, number=number, question=question)
    return Item(title, direction=direction, years=tuple(map(str, years)), **told)


def _is_named(values):
    return bool(_text(values, "title").strip())


def _text(values, name):
    value = values.get(name, "")
    return value if is_text(value) else ""
