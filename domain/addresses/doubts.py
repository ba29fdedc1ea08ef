"""Numbers read in an address that may not be the house's: a flat's, a plot's, that of the house opposite."""

from __future__ import annotations

import re

from .complements import COMPLEMENT
from .vocabulary import MONTHS, TYPES

__all__ = ["is_between", "is_day", "is_said_again", "may_be_another", "own_number"]

# "en face du 12 rue X" is on the other side of the street, where a perimeter may end
_NOT_THERE = (
    r"face(?: (?:au|du|de|a))?|vis[ -]a[ -]vis(?: (?:du|au))?|derriere(?: le)?|devant(?: le)?|a cote(?: (?:du|de))?|"
    r"pres du|proche du|apres le|avant le|angle(?: du)?|oppose (?:au|du)|ex|ancien(?:ne|nement)?|et|ou"
)
# words with a number of their own more often than others
_ITS_OWN = (
    r"(?:cellule|parking|cave|parcelle|dossier|km|pk|groupe|ilot|section|section [a-z]{1,2}|secteur|tranche|local|"
    r"emplacement|stand|salle|bureau|pavillon|chalet|maison|boutique|magasin|garage|zone|phase|type|unite|quai|silo|"
    r"ligne|lot|appartement|appt|apt|logement|chambre|batiment|bat|escalier|esc|entree|hall|tour|porte|locaux)s?"
)
_BEFORE = re.compile(r"(?<![a-z0-9])(?:" + _NOT_THERE + "|" + _ITS_OWN + r"|[ft])[ .:]*$")
_BETWEEN = re.compile(r"(?<![a-z])entre(?: les?)?(?: n[a-z]*)? *$")
_AGAIN = re.compile(r"^(?:bis|ter|quater|quinquies|sexies)$")
_FLOOR = re.compile(r"\d ?(?:eme|ieme|er|ere|nd|nde)\b")
_DAY = re.compile(r"\b(?:\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([/-])\d{1,2}\2\d{1,2})\b")
_HEAD = re.compile(r"^[^\d]*")
_WORD = re.compile(r"[a-z]{2,}")
_LEADING = frozenset("no nr num numero du au le les de des pair impair pairs impairs bis ter".split())


def may_be_another(before):
    """Tell whether what stands right before a number says that it is not the house's, or may not be.

    Parameters
    ----------
    before : str
        In lower case without accents.
    """
    return _BEFORE.search(before) is not None


def is_between(before):
    """Tell whether two numbers are the ends of a stretch: "entre le 12 et le 40"."""
    return _BETWEEN.search(before) is not None


def is_said_again(part):
    """Tell whether a part of an address is nothing but what follows a number: "12 rue X (bis)"."""
    return _AGAIN.match(part) is not None


def is_day(text):
    """Tell whether figures are those of a day: a spreadsheet makes 2025-03-12 of 3-12."""
    return _DAY.search(text) is not None


def own_number(text):
    """Read the cell of a number: what may be one, and whether it may be another's.

    Parameters
    ----------
    text : str
        In lower case without accents.

    Returns
    -------
    str
        Without floors, flats, buildings.
    bool
        True for "face au 12", "12-mars" (which a spreadsheet made of 12-3), "12 rue X".
    """
    text = COMPLEMENT.sub(" ", text)
    words = _WORD.findall(text)
    if not words:
        return text, is_day(text)
    street = any(w in TYPES and i + 1 < len(words) for i, w in enumerate(words))
    head = set(_WORD.findall(_HEAD.match(text).group()))
    return text, street or not MONTHS.keys().isdisjoint(words) or bool(head - _LEADING) or bool(_FLOOR.search(text))
