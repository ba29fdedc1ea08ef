"""Words of an address or of a commune's name, written one way."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from .vocabulary import ARTICLES, FIRST_NAMES, INITIALS, MONTHS, NUMBER_WORDS, ROUTES, TITLES, TYPES

__all__ = [
    "city_words",
    "house_numbers",
    "numbers",
    "plain",
    "postcode",
    "street_kind",
    "street_words",
    "suffixes",
    "words",
]

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
    return [_SHORT.get(w, w) for w in _WORD.findall(plain(text))] if text else []


def plain(text):
    """Return a text in lower case without accents; what is no letter stays as it is."""
    bare = str(text)
    if bare.isascii():
        return bare.lower()
    if _TWICE.search(bare):
        bare = _once(bare)
    bare = bare.lower()
    if not bare.isascii():
        bare = unicodedata.normalize("NFKD", bare.replace("œ", "oe").replace("æ", "ae"))
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return bare


def _once(text):
    """Undo UTF-8 read as cp1252 ("AllÃ©e"), as far as the letters are all there."""
    try:
        return b"".join(c.encode("latin-1" if "\x80" <= c <= "\x9f" else "cp1252") for c in text).decode("utf-8")
    except UnicodeError:
        return text


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
    text = " ".join(_TOKEN.findall(plain(address)))
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
    text = " ".join(_TOKEN.findall(plain(address))) if address else ""
    return {(int(number), end) for number, end in _SUFFIX.findall(text)}


_TWICE = re.compile("(?:[ÃÅ]|â€)[\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u2122]")
_PARTS = re.compile(r"[a-z]+|[A-Z]|[0-9]+")
# an initial with its dot is no article: "L. Blum"
_DOTTED = re.compile(r"(?<![a-z])[a-z](?=\.)")
_ORDINAL = frozenset(("er", "e", "eme", "ere", "re", "nd", "nde", "ieme"))
_OF_THE_YEAR = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
_YEAR = re.compile(r"(?:18|19|20)\d\d$")
_DAME = ("d", "D")
_ZONES = {"i": "zi", "a": "za", "industrielle": "zi", "artisanale": "za", "activites": "za", "activite": "za"}
_ROMAN = re.compile(r"^x{0,3}(?:ix|iv|v?i{0,3})$")


@lru_cache(maxsize=50_000)
def street_words(name):
    """Return the words that tell a street from another, written one way.

    The type comes first where there is one, spelled out ("av" is "avenue"); articles are dropped, titles spelled
    out, numbers put in figures ("onze", "XI" and "11" are one word), classified roads named in full.

    Parameters
    ----------
    name : str or None

    Returns
    -------
    tuple of str
    """
    if not name:
        return ()
    pieces = _PARTS.findall(_DOTTED.sub(lambda m: m.group().upper(), plain(name)))
    if len(pieces) > 2 and pieces[0] == "lieu" and pieces[1] == "dit":
        pieces = pieces[2:]
    elif len(pieces) > 1 and pieces[0] in ("ld", "lieudit"):
        pieces = pieces[1:]
    return _canonical(pieces)


def _canonical(pieces):
    """Write pieces (groups of letters, groups of figures) one way."""
    out, run, size = [], [], len(pieces)
    start = _opening(pieces, out) if size > 1 else 0
    for i in range(start, size):
        piece, after = pieces[i], pieces[i + 1] if i + 1 < size else ""
        if piece.isdigit():
            _flush(run, out)
            figure = piece.lstrip("0") or "0"
            out.append(_month(figure, out, after) or _year(figure, out) or figure)
            continue
        if piece.isupper():
            piece = piece.lower()
            if i and not (piece == "n" and after in _DAME):
                if not (piece == "d" and out and out[-1] == "dame"):
                    _flush(run, out)
                    out.append(piece)
                continue
        if i and pieces[i - 1].isdigit():
            if piece in _ORDINAL:
                continue
            if piece in MONTHS:
                out.append(MONTHS[piece])
                continue
        if piece in NUMBER_WORDS and (piece != "neuf" or run or _counts(pieces, i)):
            run.append(NUMBER_WORDS[piece])
            continue
        if run and piece == "et" and after in ("un", "une", "onze"):
            continue
        _flush(run, out)
        if piece in ARTICLES and (len(piece) > 1 or after or len(out) != 1):
            continue
        if i and piece in ("n", "no", "numero") and after.isdigit():
            # "route départementale n° 12"
            continue
        if piece == "nd" or piece == "n" and after in _DAME:
            # "N.D." and "N-D": Notre-Dame
            out.extend(("notre", "dame"))
        elif len(piece) > 1 and _ROMAN.match(piece) or not after and _of_a_king(piece, out):
            out.append(str(_roman(piece)))
        elif piece == "ier":
            out.append("1")
        elif piece in INITIALS:
            out.extend(piece)
        elif piece in MONTHS and (out and out[-1].isdigit()):
            out.append(MONTHS[piece])
        else:
            out.append(TITLES.get(piece, piece))
    _flush(run, out)
    return tuple(out) or tuple(pieces)


def _opening(pieces, out):
    """Write the type that opens a street's name; return how many pieces it takes."""
    first, second = pieces[0].lower(), pieces[1].lower()
    if first == "zone" or first == "z" and len(second) == 1:
        kind = _ZONES.get(second) or second == "d" and len(pieces) > 2 and _ZONES.get(pieces[2])
        if kind:
            out.append(kind)
            return 2 if second != "d" else 3
    if first in ("rond", "rd", "r") and second in ("point", "pt", "points"):
        out.append("rondpoint")
        return 2
    if first in ("grand", "grande", "gd", "gde", "gr") and second in ("rue", "r"):
        out.extend(("grande", "rue"))
        return 2
    if first in ROUTES:
        number = 2 if second in ("n", "no") and len(pieces) > 2 else 1
        alone = len(pieces) == number + 1 or len(first) > 1
        if pieces[number].isdigit() and alone:
            out.extend(ROUTES[first])
            return number
    if first in TYPES:
        out.append(TYPES[first])
        return 1
    return 0


def _month(figure, out, after):
    """Return the month of a date in figures, "19/03/1962", "" where it is none."""
    day = out[-1] if out else ""
    whole = day.isdigit() and int(day) <= 31 and 1 <= int(figure) <= 12 and _YEAR.match(after)
    return _OF_THE_YEAR[int(figure) - 1] if whole else ""


def _year(figure, out):
    """Return the year of "8 mai 45", "" where it is none."""
    return "19" + figure if len(figure) == 2 and len(out) > 1 and out[-1] in MONTHS and out[-2].isdigit() else ""


def _of_a_king(piece, out):
    """Tell whether a letter that ends a name is a king's number: "Georges V", "François I"."""
    return piece in ("i", "v", "x") and bool(out) and out[-1] in FIRST_NAMES


def _counts(pieces, i):
    """Tell whether "neuf" is nine, not new: before a month, or before more of the number."""
    return i + 1 < len(pieces) and (pieces[i + 1] in MONTHS or pieces[i + 1] in NUMBER_WORDS)


def _flush(run, out):
    """Write the number spelled by a run of number words: 10, 9 is 19 and 4, 20, 10 is 90."""
    if not run:
        return
    total = current = 0
    for value in run:
        if value == 1000:
            total, current = total + max(1, current) * 1000, 0
        elif value == 100:
            current = max(1, current) * 100
        elif value == 20 and current % 100 == 4:
            current += 76
        else:
            current += value
    out.append(str(total + current))
    run.clear()


def _roman(text):
    values = [{"i": 1, "v": 5, "x": 10}[c] for c in text]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
