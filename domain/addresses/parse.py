"""Cells of a spreadsheet, read as an address: number, street, postcode, commune, and the rest set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from .complements import CAREFUL, NOWHERE
from .doubts import own_number
from .normalise import city_words, plain, street_words
from .street_part import EITHER, find_street, is_strong, read_numbers, tidied
from .vocabulary import ADJECTIVES, TYPES, WEAK

__all__ = ["EITHER", "Query", "parse"]

LONGEST = 400
"""Letters read of a cell; an address has fewer."""


@dataclass(frozen=True)
class Query:
    """What an address asks for.

    Attributes
    ----------
    numbers : tuple of (int, str)
        House numbers and what follows them ("bis", "b", ""), as asked; empty where there is none.
    joined : str
        "liste" (12/14), "plage" (12 à 16), `EITHER`, "" for one number.
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
        True where more than one street is asked for, or where the number may not be the house's.
    second_code : str or None
        Postcode in the cell of the street that is not the one of its own cell.
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
    second_code: str | None = None


_SIMPLE = re.compile(r"^ *(\d{1,4})(?: ?(bis|ter|quater|[b-ceg-km-qs-z](?= )))? *,? ([a-z][a-z' -]*)$")
_BEHIND = re.compile(r"^(\d{1,4} ?(?:bis|ter|quater|[a-z](?= ))?,? )?([^(),;\n\d]+?) ?\(([a-z]+)[ a-z']{0,6}\)")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_FIVE = re.compile(r"(?<![0-9a-z])(?:f|fr)?[ -]?(\d{5})(?!\d)")
_TWO_THREE = re.compile(r"(?<!\d)(\d{2}) (\d{3})(?= +[a-z]{3})")
_BOX = re.compile(r"\b(?:(?:cs|c\.s\.|tsa) ?\d\d ?\d{3}|(?:bp|b\.p\.|cs|c\.s\.|tsa|cedex) ?n? ?\d{0,6})\b")
# the number of a house after that of a year, and a road called by its letter: "D12"
_AFTER_YEAR = re.compile(r"\b((?:18|19|20)\d\d) ?(?:n|no|num|numero) ?[.:\u00b0\u00ba]* ?(?=\d)")
_ROAD = re.compile(r"^(\d{1,4} ?(?:bis|ter)?,? )([dn]) ?(\d{1,4})$")
_ROADS = {"d": "route departementale", "n": "route nationale"}
_NUMERO = re.compile(r"(?<![a-z])(?:n|no|nr|num|numero) ?[.:°º]* ?(?=\d)")
_ARRONDISSEMENT = re.compile(r"\b(?:paris|lyon|marseille)[ -]*(?:(\d{1,2})|([ivx]+))(?:er|e|eme|ere|nd|ieme)?\b")
_CITIES = ("paris", "lyon", "marseille")
_CITY_END = re.compile(
    r"(?<! de)(?<! du)(?<!d')[ ,;-]+(?:paris|lyon|marseille)[ -]*(?:\d{1,2}|[ivx]+)(?: ?(?:er|e|eme|ere|nd|ieme))?"
    r"(?: arr(?:ondissement|dt)?)?$"
)
_ORDINAL = re.compile(r"[ ,-]*\b(\d{1,2}) ?(?:er|e|eme|ere|nd|ieme) ?arr(?:ondissement|dt)?\b")
_BESIDE = re.compile(r"\(([a-z][a-z' -]+)\)")
_OTHER_CITY = re.compile(r"(?<=\w) ?/ ?([a-z][a-z' -]+)$")
_ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_INSEE = re.compile(r"^(?:\d{5}|2[ab]\d{3})$")


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
    try:
        code, commune, insee, district, named, beside = _locality(postcode, city, citycode)
    except TypeError:  # a cell that is no plain value
        code, commune, insee, district, named, beside = _locality.__wrapped__(postcode, city, citycode)
    if not (text or asked or named):
        return Query(blank=True)
    if text and not asked and named and not beside:
        simple = _SIMPLE.match(text)
        if simple:
            query = _simple(simple, code, city_words(commune), insee, district)
            if query is not None:
                return query
    places = [beside] if beside else []
    second_code, elsewhere = None, False
    if text:
        if "(" in text:
            text = _type_first(text)
        text = _ROAD.sub(lambda m: "{}{} {}".format(m[1], _ROADS[m[2]], m[3]), text.replace("°", " "))
        text = _NUMERO.sub(" ", _AFTER_YEAR.sub(r"\1, ", text))
        text, found_code, found_city, first = _postcode(text, code, commune)
        second_code = found_code if code and found_code != code else None
        code = code or found_code
        if not (first or found_city or code or commune):
            text, found_city = _city_at_the_end(text)
        if found_city and not commune:
            found_code, commune, found, beside = _city_cell(code, found_city)
            places += [beside] if beside else []
            district = district or found
            code = code or found_code
        elif found_city:
            places.append(found_city)
            # a CEDEX code beside the usual one is of the same commune
            elsewhere = second_code is not None and city_words(found_city) != city_words(commune)
            second_code = second_code if elsewhere else None
        if first:
            text = first
        if district is None and commune in _CITIES:
            text, district = _arrondissement(text)
    street, numbers, joined, closing, several = "", (), "", "", False
    if text:
        street, numbers, joined, closing, several = find_street(text, places, code or insee)
    if asked:
        cell, doubtful = own_number(_NUMERO.sub(" ", asked.replace("°", " ").replace("\n", " , ")))
        own, own_joined = read_numbers(tidied(cell))
        if own:
            # two cells, two numbers: which one is wrong?
            said = {n for n, _rep in numbers} if not closing else set()
            several = several or doubtful or bool(said) and said.isdisjoint(n for n, _rep in own)
            if closing and not set(numbers) & set(own):
                # "Route départementale 12" beside a cell of numbers
                street = closing
            numbers, joined, closing = own, own_joined, ""
        if "\n" in text and not several:
            # a cell of streets, one a line, beside a cell of numbers
            several = any(
                city_words(p) != city_words(commune) and TYPES.get(p.split(" ")[0]) not in WEAK for p in places if p
            )
    words = street_words(street)
    if set(words) <= NOWHERE:
        words = ()
    if not words and places and not street:
        # nothing but a residence or a place: that is what is asked for
        words, street = street_words(places[0]), places[0]
    return Query(
        numbers, joined, words, code, city_words(commune), insee, False, district, tuple(_WORD.findall(street)),
        street_words(closing) if closing else (), tuple(places), several or elsewhere, second_code,
    )  # fmt: skip


def _simple(found, code, commune, insee, district):
    """Read the commonest form at once: a number and words, none of which calls for care."""
    digits, rep, street = found.groups()
    if not digits.strip("0"):
        return None
    tokens = _WORD.findall(street)
    if not CAREFUL.isdisjoint(tokens) or len(tokens) < 2 or tokens[0] not in TYPES or len(tokens[-1]) == 1:
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


@lru_cache(maxsize=5_000, typed=True)
def _locality(postcode, city, citycode):
    """Read the cells that many rows share: postcode, commune, code, arrondissement, if they say anything, aside."""
    code, commune, insee = _digits(postcode), _text(city), _insee(citycode)
    named, district, beside = bool(code or commune or insee), None, ""
    if commune:
        code, commune, district, beside = _city_cell(code, commune)
    return code, commune, insee, district, named, beside


def _text(cell):
    """Return a cell as plain text, "" for a blank one."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, float):
        if cell != cell:
            return ""
        if cell.is_integer():
            cell = int(cell)
    text = plain(cell)[:LONGEST]
    if not text.isascii():
        text = text.translate(_MARKS)
    if "_x000d_" in text:
        # what Excel writes for the end of a line
        text = text.replace("_x000d_", "\n")
    text = text.replace("\r", "\n").replace("?", "'").replace("`", "'").replace('"', " ").replace("_", " ")
    if "  " in text or "\n" in text or "\t" in text:
        text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\n")
    text = text.strip(" .,;-'")
    if text.endswith(".0") and text[:-2].isdigit():
        text = text[:-2]
    return "" if text in ("null", "none", "nan", "#n/a", "n/a", "nc", "neant") else text


_MARKS = {ord(a): b for a, b in zip("\u2019\u2018´ʼ–—‑‐→·•\u00a0\u202f", "''''-----    ")}


def _digits(cell):
    """Return the postcode of a cell of its own."""
    text = _text(cell)
    if not text:
        return None
    found = set(_FIVE.findall(text)) or set(_FIVE.findall(text.replace(" ", "")))
    if found:
        # of two codes none is the one
        return found.pop() if len(found) == 1 else None
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
        figures, roman = found.groups()
        district = int(figures) if figures else _ROMANS.index(roman) + 1 if roman in _ROMANS else 0
        if 1 <= district <= 20:
            text = text[: found.start()] + found.group(0).split(" ")[0].split("-")[0].rstrip("0123456789")
        else:
            district = None
    text = re.sub(r"\bs/|\bs/s\b", " sur ", text)
    found = _BESIDE.search(text) or _OTHER_CITY.search(text)
    beside = found.group(1).strip() if found else ""
    text = re.sub(r"\(.*?\)|\bfrance\b|\b\d+\b|(?<=\w) ?/.*$", " ", text)
    return code, " ".join(text.replace("\n", " ").split()), district, beside


def _city_at_the_end(text):
    """Cut "paris 11e" from the end of an address that names its commune nowhere else; not from "rue de Paris 11"."""
    found = _CITY_END.search(text)
    return (text[: found.start()], found.group()) if found else (text, "")


def _arrondissement(text):
    """Cut the arrondissement that stands beside the street."""
    found = _ORDINAL.search(text)
    if not found or not 1 <= int(found.group(1)) <= 20:
        return text, None
    return text[: found.start()] + text[found.end() :], int(found.group(1))


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
            kind = next((m for m in _WORD.finditer(after) if m.start() and is_strong(m.group())), None)
            parts = [after[: kind.start()], after[kind.start() :]] if kind else parts
        return "", value, parts[0], parts[1].strip(" ,;-") if len(parts) > 1 else ""
    if after[:1].isdigit() and not any(c.isdigit() for c in before):
        # "Bondy (93140), 12 rue Baudin"
        return "", value, before, after
    name, _, rest = after.partition("\n")
    name, _, more = name.partition(",")
    kept = [p for p in (before, more.strip(), rest) if p.strip(" .") and p.strip() != "france"]
    return "\n".join(kept), value, name, ""
