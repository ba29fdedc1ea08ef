"""Cells of a spreadsheet, read as an address: number, street, postcode, commune, and the rest set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .complements import CAREFUL, CHEZ, COMPLEMENT, NOWHERE
from .normalise import city_words, plain, street_words
from .vocabulary import ADJECTIVES, ARTICLES, MONTHS, NUMBER_WORDS, TYPES, WEAK

__all__ = ["Query", "parse"]


@dataclass(frozen=True)
class Query:
    """What an address asks for.

    Attributes
    ----------
    numbers : tuple of (int, str)
        House numbers and what follows them ("bis", "b", ""), as asked; empty where there is none.
    joined : str
        "liste" (12/14), "plage" (12 à 16), "" for one number.
    street_words : tuple of str
        `normalise.street_words` of the street.
    postcode, citycode : str or None
    city_words : frozenset of str
        `normalise.city_words` of the commune.
    blank : bool
        True where no cell says anything.
    district : int or None
        Arrondissement written in the commune's cell ("Paris XV").
    said : tuple of str
        The street's words before they were written one way: the commune's name may end them.
    other_words : tuple of str
        Another reading of the street, where a last number may belong to its name ("Allée 5").
    places : tuple of str
        What else the cells say: residence, lieu-dit, former commune.
    several : bool
        True where more than one street is asked for.
    """

    numbers: tuple = ()
    joined: str = ""
    street_words: tuple = ()
    postcode: str | None = None
    city_words: frozenset = frozenset()
    citycode: str | None = None
    blank: bool = False
    district: int | None = None
    said: tuple = field(default=(), repr=False)
    other_words: tuple = field(default=(), repr=False)
    places: tuple = field(default=(), repr=False)
    several: bool = False


_REP = r"(?: ?(?:bis|ter|quater|quinquies|sexies)\b| ?[a-qs-z](?![a-z0-9'])(?! ?\d))?"
_ONE = r"\d{1,5}" + _REP
_LIST = _ONE + r"(?: ?(?:-|/|&|\+|,|\bet\b|\ba\b|\bau\b) ?" + _ONE + r")*"
_NUMBERED = re.compile(r"(?<![a-z0-9])(" + _LIST + r")(?![0-9])[ ,.:/-]*(?=([a-z]+)(?: ([a-z]+))?)")
_OPENING = re.compile(r"^[ ,.-]*(" + _LIST + r")(?![0-9])[ ,.:/-]*")
_CLOSING = re.compile(r"^(.*[a-z])[ ,.:-]*\b(?:n |no |num )?(" + _LIST + r")[ .]*$")
_AFTER_YEAR = re.compile(r"^(.*\b(?:18|19|20)\d\d) ?(?:,|n |no ) ?(" + _LIST + r")[ .]*$")
_PAIR = re.compile(r"(\d{1,5}) ?(bis|ter|quater|quinquies|sexies|[a-z](?![a-z])(?! ?\d))?")
_SPAN = re.compile(r"\d[a-z ]*(?:-|\ba\b|\bau\b)[ ]?\d")
_SIMPLE = re.compile(r"^ *(\d{1,4})(?: ?(bis|ter|quater|[b-ceg-km-qs-z](?= )))? *,? ([a-z][a-z' -]*)$")
_BEHIND = re.compile(r"^(\d{1,4} ?(?:bis|ter|quater|[a-z](?= ))?,? )?([^(),;\n\d]+?) ?\(([a-z]+)\)")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_CUT = re.compile(r"[;|()\n\r\t]+|(?<!\d),|,(?! ?\d)|(?<=[^\d ]) +[-–] +|(?<=\d) +[-–] +(?=[a-z])")
_FIVE = re.compile(r"(?<![0-9a-z])(?:f|fr)?[ -]?(\d{5})(?!\d)")
_TWO_THREE = re.compile(r"(?<!\d)(\d{2}) (\d{3})(?= +[a-z]{3})")
_BOX = re.compile(r"\b(?:bp|b\.p\.|cs|c\.s\.|tsa|cedex) ?n? ?\d{0,6}\b")
_NUMERO = re.compile(r"(?<![a-z])(?:n|no|nr|num|numero) ?[.:°º]* ?(?=\d)")
_ARRONDISSEMENT = re.compile(r"\b(?:paris|lyon|marseille)[ -]*(?:(\d{1,2})|([ivx]+))(?:er|e|eme|ere|nd|ieme)?\b")
_ROMANS = {r: i for i, r in enumerate("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(), 1)}
_INSEE = re.compile(r"^(?:\d{5}|2[ab]\d{3})$")
_MAYBE_LETTER = frozenset("abcdefghijklmnopqstuvwxyz")


def parse(address, number=None, postcode=None, city=None, citycode=None):
    """Read the cells of an address.

    Parameters
    ----------
    address : str or None
        Street, with or without all the rest.
    number, postcode, city, citycode : str, int, float or None, optional
        Cells of their own; what they say wins over the address.

    Returns
    -------
    Query
    """
    text, asked = _text(address), _text(number)
    code, commune = _digits(postcode), _text(city)
    insee = _insee(citycode)
    if not (text or asked or code or commune or insee):
        return Query(blank=True)
    district = None
    if commune:
        code, commune, district = _city_cell(code, commune)
    if text and not asked:
        simple = _SIMPLE.match(text)
        if simple and (code or commune or insee):
            query = _simple(simple, code, city_words(commune), insee, district)
            if query is not None:
                return query
    places = []
    if text:
        if "(" in text:
            text = _type_first(text)
        text = _NUMERO.sub(" ", text.replace("°", " "))
        text, found_code, found_city, first = _postcode(text, code, commune)
        code = code or found_code
        if found_city and not commune:
            found_code, commune, found = _city_cell(code, found_city)
            district = district or found
            code = code or found_code
        elif found_city:
            places.append(found_city)
        if first:
            text = first
    street, numbers, joined, closing, several = _street(text, places) if text else ("", (), "", "", False)
    if asked:
        own, own_joined = _numbers(_NUMERO.sub(" ", asked.replace("°", " ").replace("\n", " , ")))
        if own:
            numbers, joined, closing = own, own_joined, ""
    words = street_words(street)
    if set(words) <= NOWHERE:
        words = ()
    if not words and places and not street:
        # nothing but a residence or a place: that is what is asked for
        words, street = street_words(places[0]), places[0]
    if district is None and not commune and text:
        _code, _name, district = _city_cell(None, text)
    return Query(
        numbers, joined, words, code, city_words(commune), insee, False, district, tuple(_WORD.findall(street)),
        street_words(closing) if closing else (), tuple(places), several,
    )  # fmt: skip


def _simple(found, code, commune, insee, district):
    """Read the commonest form at once: a number and words, none of which calls for care."""
    digits, rep, street = found.groups()
    tokens = _WORD.findall(street)
    if not CAREFUL.isdisjoint(tokens) or len(tokens) < 2 or tokens[0] not in TYPES:
        return None
    if any(t in WEAK or TYPES.get(t) in WEAK for t in tokens[1:]):
        return None
    return Query(
        ((int(digits), rep or ""),), "", street_words(street), code, commune, insee, False, district, tuple(tokens)
    )


def _type_first(text):
    """Put in front the type of street that an alphabetical list puts after the name: "Baudin (rue)"."""
    found = _BEHIND.search(text)
    if not found or found.group(3) not in TYPES:
        return text
    number, name, kind = found.groups()
    return "{}{} {}{}".format(number or "", kind, name, text[found.end() :])


def _text(cell):
    """Return a cell as plain text, "" for a blank one."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, float):
        if cell != cell:
            return ""
        if cell.is_integer():
            cell = int(cell)
    text = plain(cell)
    if not text.isascii():
        text = text.translate(_MARKS)
    text = text.replace("\r", "\n").replace("?", "'").replace("`", "'").replace('"', " ").replace("_", " ")
    if "  " in text or "\n" in text or "\t" in text:
        text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\n")
    text = text.strip(" .,;-'")
    if text.endswith(".0") and text[:-2].isdigit():
        text = text[:-2]
    return "" if text in ("null", "none", "nan", "#n/a", "n/a", "nc", "neant") else text


_MARKS = {ord(a): b for a, b in zip("’‘´ʼ–—‑‐·•\u00a0\u202f", "''''----    ")}


def _digits(cell):
    """Return the postcode of a cell of its own."""
    text = _text(cell)
    if not text:
        return None
    found = _FIVE.search(text) or _FIVE.search(text.replace(" ", ""))
    if found:
        return found.group(1)
    # a spreadsheet took "01000" for a number
    return "0" + text if text.isdigit() and len(text) == 4 else None


def _insee(cell):
    text = _text(cell).replace(" ", "")
    if text.isdigit() and len(text) == 4:
        text = "0" + text
    return text.upper() if _INSEE.match(text) else None


def _city_cell(code, text):
    """Read the cell of a commune: postcode, name, arrondissement."""
    found = _FIVE.search(text)
    if found:
        code = code or found.group(1)
        text = text.replace(found.group(0), " ")
    text = _BOX.sub(" ", text)
    found = _ARRONDISSEMENT.search(text)
    district = None
    if found:
        district = int(found.group(1)) if found.group(1) else _ROMANS.get(found.group(2))
        if district is not None and 1 <= district <= 20:
            text = text[: found.start()] + found.group(0).split(" ")[0].split("-")[0].rstrip("0123456789")
        else:
            district = None
    text = re.sub(r"\bs/|\bs/s\b", " sur ", text)
    text = re.sub(r"\(.*?\)|\bfrance\b|\b\d+\b|(?<=\w) ?/.*$", " ", text)
    return code, " ".join(text.replace("\n", " ").split()), district


def _postcode(text, code, commune):
    """Take the postcode out of an address: what is left, the code, the commune beside it, the street after it."""
    text = _BOX.sub(" ", text)
    found = list(_FIVE.finditer(text))
    if not found and not code:
        found = list(_TWO_THREE.finditer(text))
    if not found:
        return text, None, "", ""
    last = found[-1]
    start, after = last.start(), text[last.end() :].strip(" ,;.-()\n")
    if len(found) == 1 and start == 0 and after:
        word = _WORD.match(after)
        if word and (word.group() in TYPES or word.group() in ADJECTIVES) and (code or commune):
            # "10250 route de Nice": a house number counted in metres
            return text, None, "", ""
    value = "".join(g for g in last.groups() if g)
    before = text[:start].strip(" ,;-(\n")
    if not before:
        parts = re.split(r"[,;\n]|(?<=[a-z]) - |(?=\b\d)", after, maxsplit=1)
        if len(parts) == 1:
            kind = next((m for m in _WORD.finditer(after) if m.start() and _strong(m.group())), None)
            parts = [after[: kind.start()], after[kind.start() :]] if kind else parts
        return "", value, parts[0], parts[1].strip(" ,;-") if len(parts) > 1 else ""
    name, _, rest = after.partition("\n")
    name, _, more = name.partition(",")
    return "\n".join(p for p in (before, more.strip(), rest) if p.strip(" .") and p.strip() != "france"), value, name, ""


def _strong(word):
    kind = TYPES.get(word)
    return kind is not None and kind not in WEAK and len(word) > 2


def _street(text, places):
    """Find the street of an address and its number; the other parts go to `places`."""
    best, rank, kept, streets = None, -1, [], set()
    pending = None
    for raw in _CUT.split(text):
        part = CHEZ.sub(" ", COMPLEMENT.sub(" ", raw)) if raw else ""
        part = " ".join(part.split()).strip(" ,.-/")
        if not part:
            continue
        if not any(c.isalpha() for c in _PAIR.sub("", part)) and _PAIR.search(part):
            # numbers alone: those of the street before or after
            pending = part if pending is None else pending
            continue
        read = _part(part)
        kept.append((part, read))
        if read[1] >= 2:
            streets.add(street_words(read[0][0]))
        if read[1] > rank:
            best, rank = len(kept) - 1, read[1]
    if best is None:
        numbers, joined = _numbers(pending) if pending else ((), "")
        return "", numbers, joined, "", False
    for i, (part, read) in enumerate(kept):
        if i != best:
            places.append(read[0][0] or part)
    (street, numbers, joined, closing, aside) = kept[best][1][0]
    if aside:
        places.append(aside)
    if pending and (not numbers or closing):
        numbers, joined = _numbers(pending)
        street, closing = closing or street, ""
    # lines without a type beside a number of its own are as many streets
    lines = rank < 2 and len([r for r in text.split("\n") if r.strip()]) > 1
    return street, numbers, joined, closing, len(streets) > 1 or lines


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
        if kind is None and word in ADJECTIVES and follower and TYPES.get(follower) in ("rue", "route", "chemin", "place", "allee", "cour", "avenue", "voie"):
            kind = "rue"
        if kind is None or (strong_start and found.start()):
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
                rest, digits = letter + " " + rest, found.group(1)[:-2]
                return (rest, *_numbers(digits), "", ""), 2
            return (_without_aside(rest)[0], *_numbers(found.group(1)), "", _without_aside(rest)[1]), 2
    if inner:
        numbers, joined = _numbers(found.group(1)) if found else ((), "")
        (street, after, after_joined, closing, aside) = _closing(part[inner:])
        return (street, after or numbers, after_joined or joined, closing, aside or part[:inner].strip()), 2
    if opening in TYPES:
        return _closing(part), 1
    street, numbers, joined, closing, aside = _closing(part)
    return (street, numbers, joined, closing, aside), 1 if numbers else 0


def _is_type(word, part):
    """Tell whether a word opens a street's name: a single letter does so only before another word."""
    return word in TYPES and (len(word) > 1 or " " in part)


def _inner(part):
    """Return where a type stands alone inside a part ("Mme X rue des Lilas"), 0 where none does."""
    before = ""
    for found in _WORD.finditer(part):
        word = found.group()
        if found.start() and _strong(word) and before not in ARTICLES and before not in ADJECTIVES and len(part) > found.end():
            return found.start()
        before = word
    return 0


def _numbered(part, numbers_text, start, _begin):
    street, aside = _without_aside(part[start:])
    before = part[:_begin].strip(" ,-") if _begin else ""
    numbers, joined = _numbers(numbers_text)
    return street, numbers, joined, "", aside or before


def _closing(part):
    """Read a street whose number may come last: "rue des Lilas 12"."""
    part, aside = _without_aside(part)
    found = _AFTER_YEAR.match(part)
    if found:
        return found.group(1), *_numbers(found.group(2)), "", aside
    found = _CLOSING.match(part)
    if not found:
        return part, (), "", "", aside
    street, numbers_text = found.groups()
    words = _WORD.findall(street)
    numbers, joined = _numbers(numbers_text)
    last = words[-1] if words else ""
    if last in MONTHS or last in ARTICLES or len(words) < 2 or not numbers or last in NUMBER_WORDS:
        return part, (), "", "", aside
    return street, numbers, joined, part, aside


def _without_aside(street):
    """Cut what follows the street: "rue Baudin résidence les Lilas"."""
    before, count = "", 0
    for found in _WORD.finditer(street):
        word = found.group()
        if count >= 2 and TYPES.get(word) in WEAK and before not in ARTICLES and len(word) > 2 and word not in ("parc", "clos", "centre", "cite"):
            return street[: found.start()].strip(" ,-"), street[found.start() :]
        before, count = word, count + 1
    return street.strip(" ,-"), ""


def _numbers(text):
    """Read house numbers and how they are joined."""
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
    return once, "plage" if _SPAN.search(text) else "liste"
