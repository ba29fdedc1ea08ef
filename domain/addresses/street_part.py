"""The street and the house number, found in what an address says."""

from __future__ import annotations

import re
from typing import NamedTuple

from .complements import CHEZ, COMPLEMENT, PHONE
from .doubts import is_between, is_day, is_said_again, may_be_another
from .normalise import street_words
from .vocabulary import ADJECTIVES, ARTICLES, MONTHS, NUMBER_WORDS, TYPES, WEAK

__all__ = ["EITHER", "find_street", "is_strong", "read_numbers", "tidied"]

EITHER = "ou"
"""How a number is joined to itself with a letter that may be another's: "12 G Péri", "12 rue X B"."""

_REP = r"(?: ?(?:bis|ter|quater|quinquies|sexies)\b| ?[a-qs-z](?![a-z0-9'])(?! ?\d))?"
_ONE = r"\d{1,5}" + _REP
_LIST = _ONE + r"(?: ?(?:-|/|&|\+|,|\.|\bet\b|\bou\b|\ba\b|\bau\b)(?: ?(?:le|du)\b)? ?" + _ONE + r")*"
_NUMBERED = re.compile(r"(?<![a-z0-9])(" + _LIST + r")(?![0-9])[ ,.:/-]*(?=([a-z]+)(?: ([a-z]+))?)")
_OPENING = re.compile(r"^[ ,.-]*(" + _LIST + r")(?![0-9])[ ,.:/-]*")
_CLOSING = re.compile(r"^(.*[a-z])[ ,.:-]*\b(?:n |no |num )?(" + _LIST + r")[ .]*$")
_AFTER_YEAR = re.compile(r"^(.*\b(?:18|19|20)\d\d) ?(?:,|n |no ) ?(" + _LIST + r")[ .]*$")
_PAIR = re.compile(r"(\d{1,5}) ?(bis|ter|quater|quinquies|sexies|[a-z](?![a-z])(?! ?\d))?")
_ENDS = r"(?:bis|ter|quater|quinquies|sexies)\b"
# "12-bis", "12 (bis)", "12, bis", "12/A", "12.A rue", "12bisrue": one number
_APART = re.compile(
    r"(?<![a-z0-9])(\d{1,4})(?: ?(?:[-/(,.] ?)+(" + _ENDS + r"|[a-qs-z](?![a-z0-9']))(?: ?\))?"
    r"|(bis|ter|quater|[a-h])(?=[a-z]{3}))(?=[ ,.]*([a-z]*))"
)
# "7 bis et ter": two numbers
_SHARED = re.compile(r"(?<![a-z0-9])(\d{1,4})( ?" + _ENDS + r"|(?= et))(?: et | ?[-/,&+] ?)(" + _ENDS + ")")
# "12 14 rue": two numbers, or one cut in two
_TWO = re.compile(
    r"(?<![a-z0-9])\d{1,4}(?: (?:bis|ter|quater|[a-z]))?[ .,;:/>-]*(?:(?:et|ou|puis|a|au)? ?(?:le|du)?)? *$"
)
_SPAN = re.compile(r"\d[a-z ]*(?:-|\ba\b|\bau\b)[ ,]*\d")
_CUT = re.compile(r"[;|()\n\r\t]+|(?<!\d),|,(?! ?\d)|(?<=[^\d ]) +[-–] +|(?<=\d) +[-–] +(?=[a-z])")
# the number of a road, not of a house: "RD 820 ZI du Pré"
_CLASSED = re.compile(r"\b(?:rd|rn|cd|vc|cr|d|departementale|nationale) ?$")
_ZONE = re.compile(r"\bz\.([ai])\.")
_MAYBE_LETTER = frozenset("abcdefghijklmnopqstuvwxyz")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_QUALIFIED = frozenset(("rue", "route", "chemin", "place", "allee", "cour", "avenue", "voie"))
_STREETLIKE = frozenset(("parc", "clos", "centre", "cite"))


class Read(NamedTuple):
    """One part of an address: the street, its numbers, its other reading, what else it says, and what before them.

    `sure` is False where the numbers may be those of a flat or of a residence.
    """

    street: str
    numbers: tuple = ()
    joined: str = ""
    closing: str = ""
    aside: str = ""
    before: str = ""
    sure: bool = True


def is_strong(word):
    """Tell whether a word is the type of a street, spelled at some length."""
    kind = TYPES.get(word)
    return kind is not None and kind not in WEAK and (len(word) > 2 or word in ("av", "bd"))


def find_street(text, places, postcode=None):
    """Find the street of an address and its number.

    Parameters
    ----------
    text : str
        In lower case without accents, its postcode taken out.
    places : list of str
        Receives the other parts.
    postcode : str or None, optional
        A number alone that begins it is no house's: "12 rue X (93)".

    Returns
    -------
    street : str
    numbers : tuple of (int, str)
    joined : str
    closing : str
        The street with a last number that may be part of its name, "" where there is none.
    several : bool
        True where more than one street is named, or where the number may not be the house's.
    """
    best, rank, kept, streets = None, -1, [], set()
    pending, pending_at = None, -1
    text = tidied(_ZONE.sub(r"z\1 ", PHONE.sub(" ", text)))
    for raw in _CUT.split(text):
        part = CHEZ.sub(" ", COMPLEMENT.sub(" ", raw)) if raw else ""
        part = " ".join(part.split()).strip(" ,.-/")
        if not part:
            continue
        if not any(c.isalpha() for c in _PAIR.sub("", part)) and _PAIR.search(part):
            # numbers alone: those of the street before or after
            if pending is None:
                pending, pending_at = part, len(kept)
            continue
        read = _part(part)
        kept.append((part, read))
        if read[1] >= 2:
            streets.add(street_words(read[0].street))
        if read[1] > rank:
            best, rank = len(kept) - 1, read[1]
    if best is None:
        numbers, joined = read_numbers(pending) if pending else ((), "")
        return "", numbers, joined, "", False
    for i, (part, read) in enumerate(kept):
        if i != best:
            places.append(read[0].street or part)
    street, numbers, joined, closing, aside, before, sure = kept[best][1][0]
    if aside or before:
        places.append(aside or before)
    # "12 14 rue": two numbers, or one cut in two
    two = any(_TWO.search(t) for t in (aside, before) if t and not street.endswith(t))
    again = any(is_said_again(part) for part, _read in kept)
    unsure = bool(numbers) and (two or again or not sure or may_be_another(before))
    if joined == "liste" and is_between(before):
        joined = "plage"
    if pending and (not numbers or closing):
        numbers, joined = read_numbers(pending)
        street, closing = closing or street, ""
    elif pending:
        # "12 rue X, 14": a second house, a flat, or the département
        departement = postcode.startswith(pending) if postcode else "({})".format(pending) in text
        departement = departement and len(pending) > 1
        unsure = unsure or pending_at == best or not departement
    # lines without a type beside a number of its own are as many streets
    lines = rank < 2 and len([r for r in text.split("\n") if r.strip()]) > 1
    return street, numbers, joined, closing, len(streets) > 1 or lines or unsure


def _part(part):
    """Read one part of an address: (street, numbers, joined, other reading, aside) and how sure it is a street."""
    begins = _WORD.match(part)
    opening = begins.group() if begins else ""
    strong_start = not opening.isdigit() and _is_type(opening, part) and TYPES[opening] not in WEAK
    weak = None
    for found in _NUMBERED.finditer(part):
        word, follower = found.group(2), found.group(3)
        numbers_text, start = found.group(1), found.end()
        if word == "a" and follower is None:
            continue
        kind = TYPES.get(word)
        if kind is None and word in ADJECTIVES and TYPES.get(follower) in _QUALIFIED:
            kind = "rue"
        if kind is None or (strong_start and found.start()) or _CLASSED.search(part[: found.start()]):
            continue
        if kind in WEAK and weak is None:
            weak = (numbers_text, start, found.start())
            continue
        if kind not in WEAK:
            return _numbered(part, numbers_text, start, found.start()), 4
    if strong_start:
        return _closing(part), 3
    if weak:
        return _numbered(part, *weak), 3
    inner = _inner(part)
    found = _OPENING.match(part)
    if found and not inner:
        rest = part[found.end() :]
        words = _WORD.findall(rest)
        letter = found.group(1)[-1:]
        if words and words[0] not in MONTHS:
            if letter in _MAYBE_LETTER and found.group(1)[-2:-1] == " " and words[0] not in TYPES:
                # "12 G Péri": an initial, not the 12 G
                digits, joined = read_numbers(found.group(1)[:-2])
                if not joined and digits:
                    # or the 12 G all the same: both are looked up
                    digits, joined = ((digits[0][0], letter), *digits), EITHER
                return Read(letter + " " + rest, digits, joined), 2
            return Read(_without_aside(rest)[0], *read_numbers(found.group(1)), "", _without_aside(rest)[1]), 2
    if inner:
        numbers, joined = read_numbers(found.group(1)) if found else ((), "")
        read = _closing(part[inner:])
        before = part[:inner].strip()
        # "12 les Lilas rue X": the twelfth of the residence, or of the street
        sure = read.sure and (not numbers or read.numbers == numbers)
        numbers, joined = (read.numbers, read.joined) if read.numbers else (numbers, joined)
        return read._replace(numbers=numbers, joined=joined, aside=read.aside or before, sure=sure), 2
    if opening in TYPES:
        return _closing(part), 1
    read = _closing(part)
    return read, 1 if read.numbers else 0


def _is_type(word, part):
    """Tell whether a word opens a street's name: a single letter does so only before another word."""
    return word in TYPES and (len(word) > 1 or " " in part)


def _inner(part):
    """Return where a type stands alone inside a part ("Mme X rue des Lilas"), 0 where none does."""
    before = ""
    for found in _WORD.finditer(part):
        word = found.group()
        alone = before not in ARTICLES and before not in ADJECTIVES
        if found.start() and is_strong(word) and alone and len(part) > found.end():
            return found.start()
        before = word
    return 0


def _numbered(part, numbers_text, start, _begin):
    street, aside = _without_aside(part[start:])
    before = part[:_begin].strip(" ,-") if _begin else ""
    numbers, joined = read_numbers(numbers_text)
    words = street.split(" ")
    if len(numbers) == 1 and not numbers[0][1] and len(words) > 2 and words[-1] in _MAYBE_LETTER:
        # "12 rue X B": the 12 B, or building B of the 12
        numbers, joined = ((numbers[0][0], words[-1]), *numbers), EITHER
    return Read(street, numbers, joined, "", aside, before, not is_day(numbers_text))


def _closing(part):
    """Read a street whose number may come last: "rue des Lilas 12"."""
    part, aside = _without_aside(part)
    found = _AFTER_YEAR.match(part)
    if found:
        return Read(found.group(1), *read_numbers(found.group(2)), "", aside)
    found = _CLOSING.match(part)
    if not found:
        return Read(part, aside=aside)
    street, numbers_text = found.groups()
    words = _WORD.findall(street)
    numbers, joined = read_numbers(numbers_text)
    last = words[-1] if words else ""
    if last in MONTHS or last in ARTICLES or len(words) < 2 or not numbers or last in NUMBER_WORDS:
        return Read(part, aside=aside)
    # "rue X T 3": a flat of three rooms, or a building and its number
    return Read(street, numbers, joined, part, aside, "", len(last) > 1 or len(words) < 3)


def _without_aside(street):
    """Cut what follows the street: "rue Baudin résidence les Lilas"."""
    before, count = "", 0
    for found in _WORD.finditer(street):
        word = found.group()
        aside = TYPES.get(word) in WEAK and (len(word) > 2 or word in ("zi", "za")) and word not in _STREETLIKE
        if count >= 2 and aside and before not in ARTICLES:
            return street[: found.start()].strip(" ,-"), street[found.start() :]
        before, count = word, count + 1
    return street.strip(" ,-"), ""


def tidied(text):
    """Return a text whose numbers hold together: "12-bis" is "12 bis", "7 bis et ter" is "7 bis et 7 ter"."""
    return _APART.sub(_together, _SHARED.sub(r"\1\2 et \1 \3", text))


def _together(found):
    """Write what follows a number beside it, where what comes next does not speak against it."""
    number, apart, glued, following = found.groups()
    if glued:
        # no short form: "13aven" is an avenue, "13aimp" who knows what
        sure = TYPES.get(following) == following
    else:
        # "12, V. Hugo" is an initial
        sure = len(apart) > 1 or following in TYPES or not set(found.group()) & set(",.")
    return "{} {} ".format(number, apart or glued) if sure else found.group()


def read_numbers(text):
    """Return the house numbers of a text and how they are joined: "plage", "liste" or ""."""
    found = []
    for digits, rep in _PAIR.findall(text):
        number = int(digits)
        if 0 < number < 9999 or 9999 < number < 20000:
            found.append((number, rep))
        if len(found) == 20:
            break
    once = tuple(dict.fromkeys(found))
    if len(once) < 2:
        return once, ""
    # "2/40" is a stretch as much as "2-40"
    apart = "/" in text and len(once) == 2 and (once[1][0] - once[0][0]) % 2 == 0 and once[1][0] - once[0][0] > 2
    return once, "plage" if apart or _SPAN.search(text) else "liste"
