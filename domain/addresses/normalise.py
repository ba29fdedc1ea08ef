"""Words of an address or of a commune's name, written one way."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["city_words", "numbers", "postcode", "words"]

# AFNOR XPZ 10-011's usual abbreviations, for the words that end a street's name or tell two cities apart
_SHORT = {
    "st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "gal": "general", "dr": "docteur",
    "mal": "marechal", "cdt": "commandant", "col": "colonel", "cne": "capitaine", "lt": "lieutenant",
    "pdt": "president", "prof": "professeur", "pr": "professeur", "abbe": "abbe", "bd": "boulevard",
    "bld": "boulevard", "boul": "boulevard", "av": "avenue", "ave": "avenue", "pl": "place", "r": "rue",
    "all": "allee", "ch": "chemin", "che": "chemin", "imp": "impasse", "rte": "route", "sq": "square",
    "fg": "faubourg", "fbg": "faubourg", "res": "residence", "hlm": "hlm", "zi": "zi", "za": "za",
}  # fmt: skip
_ARTICLES = frozenset(("le", "la", "les", "l", "de", "du", "des", "d", "et", "a", "au", "aux", "en", "sur", "sous"))
_ARRONDISSEMENT = re.compile(r"^(?:\d+(?:er|e|eme|ere)?|er|eme|arrondissement|arr|cedex|cs|bp)$")
_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"(?<![0-9])(\d{1,4})(?![0-9])")
_POSTCODE = re.compile(r"(?<![0-9])(\d{5})(?![0-9])")


def words(text):
    """Split a text into lower-case ASCII words, usual abbreviations spelled out.

    Parameters
    ----------
    text : str or None

    Returns
    -------
    list of str
    """
    if not text:
        return []
    plain = str(text).lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.replace("œ", "oe").replace("æ", "ae"))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return [_SHORT.get(w, w) for w in _WORD.findall(plain)]


@lru_cache(maxsize=100_000)
def city_words(text):
    """Return the words that name a city: no article, no arrondissement, no CEDEX.

    Parameters
    ----------
    text : str or None

    Returns
    -------
    frozenset of str
    """
    return frozenset(w for w in words(text) if w not in _ARTICLES and not _ARRONDISSEMENT.match(w))


def numbers(text):
    """Return the house numbers that a text may hold: integers of at most four figures."""
    return {int(n) for n in _NUMBER.findall(str(text))} if text else set()


def postcode(text):
    """Return the last group of five figures in a text, None where there is none."""
    found = _POSTCODE.findall(str(text)) if text else ()
    return found[-1] if found else None
