"""The barometer of territorial cohesion: its six questions, and collections of indicators laid out by question.

Which way is better is a judgement: the barometer's authors give none, so neither do we, unless a user's own
collection says it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..errors import QT_TRANSLATE_NOOP

__all__ = [
    "ABOVE", "BELOW", "BETTER", "DIRECTIONS", "HIGHER", "LOWER", "NEUTRAL", "QUESTIONS", "SAME", "UNKNOWN", "WORSE",
    "Collection", "Item", "Question", "compare", "judge",
]  # fmt: skip

HIGHER, LOWER, NEUTRAL = "higher", "lower", "neutral"
DIRECTIONS = (HIGHER, LOWER, NEUTRAL)
ABOVE, BELOW, SAME, UNKNOWN = "above", "below", "same", "unknown"
BETTER, WORSE = "better", "worse"
# key in the collections' files -> title, what is asked; in the order of the barometer
QUESTIONS = {
    "solidarite": (
        QT_TRANSLATE_NOOP("@default", "Solidarity"),
        QT_TRANSLATE_NOOP("@default", "Do inequalities between people and between territories shrink?"),
    ),
    "qualite_de_vie": (
        QT_TRANSLATE_NOOP("@default", "Quality of life"),
        QT_TRANSLATE_NOOP("@default", "Do people live well there, with services and means within reach?"),
    ),
    "transition": (
        QT_TRANSLATE_NOOP("@default", "Social and environmental transition"),
        QT_TRANSLATE_NOOP("@default", "Does the territory change without using up what it lives on?"),
    ),
    "capacite": (
        QT_TRANSLATE_NOOP("@default", "Capacity to develop"),
        QT_TRANSLATE_NOOP("@default", "Does the territory have what it takes to build its own future?"),
    ),
    "capital_social": (
        QT_TRANSLATE_NOOP("@default", "Social capital"),
        QT_TRANSLATE_NOOP("@default", "Do people take part in common life and trust each other?"),
    ),
    "cooperation": (
        QT_TRANSLATE_NOOP("@default", "Cooperation"),
        QT_TRANSLATE_NOOP("@default", "Do territories act together and depend on each other?"),
    ),
}


@dataclass(frozen=True)
class Item:
    """An indicator of a collection.

    Attributes
    ----------
    title : str
    entry : str
        Id in the catalogue; "" where it cannot be obtained, and then `page` and `note` say where it is and why.
    direction : str
        `HIGHER` or `LOWER` is better; `NEUTRAL` where nobody said so.
    unit, page, note : str
    years : tuple of str
        Those of the edition.
    """

    title: str
    entry: str = ""
    direction: str = NEUTRAL
    unit: str = ""
    years: tuple = ()
    page: str = ""
    note: str = ""


@dataclass(frozen=True)
class Question:
    """A heading of a collection and its items.

    Attributes
    ----------
    key : str
        One of `QUESTIONS`, or any word for a collection that has headings of its own.
    title : str
    items : tuple of Item
    """

    key: str
    title: str
    items: tuple = ()


@dataclass(frozen=True)
class Collection:
    """Indicators gathered for a purpose.

    Attributes
    ----------
    id, title, edition, definition, source, page : str
    questions : tuple of Question
    """

    id: str
    title: str
    questions: tuple = ()
    edition: str = ""
    definition: str = ""
    source: str = ""
    page: str = ""

    @property
    def items(self):
        """Every item, question after question."""
        return tuple(item for question in self.questions for item in question.items)

    @property
    def entries(self):
        """Ids of the entries that can be obtained, each once, in order."""
        return tuple(dict.fromkeys(item.entry for item in self.items if item.entry))


def compare(value, reference, tolerance=0.005):
    """Tell where a value stands beside a reference.

    Parameters
    ----------
    value, reference : float or None
    tolerance : float
        Share of the reference within which both are said to be the same.

    Returns
    -------
    str
        `ABOVE`, `BELOW`, `SAME`, or `UNKNOWN` where one of them is missing.
    """
    if any(number is None or not math.isfinite(number) for number in (value, reference)):
        return UNKNOWN
    if abs(value - reference) <= tolerance * abs(reference):
        return SAME
    return ABOVE if value > reference else BELOW


def judge(value, reference, direction, tolerance=0.005):
    """Tell whether a value is better than a reference, where the direction is known.

    Parameters
    ----------
    value, reference : float or None
    direction : str
        One of `DIRECTIONS`.
    tolerance : float
        As in `compare`.

    Returns
    -------
    str
        `BETTER`, `WORSE`, `SAME`, `UNKNOWN`, or `NEUTRAL` where no direction is better.
    """
    stands = compare(value, reference, tolerance)
    if stands in (UNKNOWN, SAME):
        return stands
    if direction not in (HIGHER, LOWER):
        return NEUTRAL
    return BETTER if (stands == ABOVE) == (direction == HIGHER) else WORSE
