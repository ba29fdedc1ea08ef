"""Words of an address or of a commune's name, written one way."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

__all__ = ["city_words", "house_numbers", "numbers", "postcode", "street_kind", "street_words", "suffixes", "words"]

# AFNOR XPZ 10-011's usual abbreviations, for the words that end a street's name or tell two cities apart
_SHORT = {
    "st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "gal": "general", "dr": "docteur",
    "mal": "marechal", "cdt": "commandant", "col": "colonel", "cne": "capitaine", "lt": "lieutenant",
    "pdt": "president", "prof": "professeur", "pr": "professeur", "abbe": "abbe", "bd": "boulevard",
    "bld": "boulevard", "boul": "boulevard", "av": "avenue", "ave": "avenue", "pl": "place", "r": "rue",
    "all": "allee", "ch": "chemin", "che": "chemin", "imp": "impasse", "rte": "route", "sq": "square",
    "fg": "faubourg", "fbg": "faubourg", "res": "residence", "hlm": "hlm", "zi": "zi", "za": "za",
}  # fmt: skip
# what a street's name begins with; "place" and "rue de l'Église" are two streets of one town
_KINDS = {
    kind: written.split()[0]
    for written in (
        "rue", "boulevard boul blvd bvd bvard", "avenue aven", "place plce", "allee allees alle", "chemin chem chmn",
        "impasse imp", "route rt", "square", "quai qu", "cours crs", "passage pas pass", "sente sen", "sentier sent",
        "villa vla", "esplanade esp", "promenade prom", "ruelle rle", "venelle ven", "mail", "montee mte",
        "chaussee chs", "traverse tra", "carrefour car", "cite", "faubourg", "rond rpt", "voie voi", "residence",
        "lotissement lot",
    )
    for kind in written.split()
}  # fmt: skip
_ARTICLES = frozenset(("le", "la", "les", "l", "de", "du", "des", "d", "et", "a", "au", "aux", "en", "sur", "sous"))
_ARRONDISSEMENT = re.compile(r"^(?:\d+(?:er|e|eme|ere)?|er|eme|arrondissement|arr|cedex|cs|bp)$")
_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"(?<![0-9])(\d{1,4})(?![0-9])")
_HOUSE = r"\d{1,4} ?(?:bis|ter|quater|[a-z](?= ))?"
_BEFORE_KIND = re.compile(r"(?<![0-9])" + _HOUSE + r"(?: ?(?:[-/&]|et|a) ?" + _HOUSE + r")*[ ,]+(?=([a-z]+))")
_SUFFIX = re.compile(r"(?<![0-9])(\d{1,4}) ?(bis|ter|quater|[a-z])(?![a-z0-9])")
_TOKEN = re.compile(r"[0-9]+|[a-z]+|[-/&,]")
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
    return [_SHORT.get(w, w) for w in _WORD.findall(_plain(text))] if text else []


def _plain(text):
    plain = str(text).lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.replace("œ", "oe").replace("æ", "ae"))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return plain


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


def street_kind(word):
    """Return the kind of street that a word stands for ("rue", "place"), None where it is another word."""
    return _KINDS.get(word)


def street_words(name):
    """Return the words that name a street: its kind first where it has one, no article.

    Parameters
    ----------
    name : str or None

    Returns
    -------
    tuple of str
    """
    every = words(name)
    kept = [w for w in every if w not in _ARTICLES] or every
    return tuple([street_kind(kept[0]) or kept[0]] + kept[1:]) if kept else ()


def house_numbers(address, street=None):
    """Return the house numbers of an address, without those in the name of its street.

    Parameters
    ----------
    address : str or None
    street : str or None, optional
        The street found, such as "Rue du 8 Mai 1945".

    Returns
    -------
    set of int
        Those right before a kind of street where there are some: in "bat 5 12 rue X" 12 alone.
    """
    if not address:
        return set()
    text = " ".join(_TOKEN.findall(_plain(address)))
    before = set()
    for found in _BEFORE_KIND.finditer(text):
        if street_kind(_SHORT.get(found.group(1), found.group(1))):
            before |= numbers(found.group())
    if before:
        return before
    of_street = Counter(int(n) for n in _NUMBER.findall(str(street or "")))
    return set(Counter(int(n) for n in _NUMBER.findall(str(address))) - of_street)


def suffixes(address):
    """Return what follows the numbers of an address, as pairs: (12, "bis"), (3, "b")."""
    text = " ".join(_TOKEN.findall(_plain(address))) if address else ""
    return {(int(number), end) for number, end in _SUFFIX.findall(text)}
