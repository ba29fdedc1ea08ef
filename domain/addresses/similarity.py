"""How alike two streets' names are, and two communes'.

A street's similarity is the type's factor times the name's, each between 0 and 1.

Type (rue, avenue…): 1 where both say the same, `TYPE_MISSING` where one says none, `TYPE_DIFFERS` where they differ.

Name: words are paired, whatever their order. A pair is worth

- 1 when equal, `1 - 2 d / n` for d letters mistaken (swapped neighbours count once) in a word of n letters;
- `INITIAL` for the first letter alone, which never stands for the last word;
- `SHORTENED` for the word's beginning or some of its consonants ("chx", "chateaux"), less for the last word and for
  three letters;
- at most `ANOTHER_WORD` where the word asked is one that other streets bear: "vent" is no "vert" mistyped;
- figures are equal or worth 0.

With weights w (1 for a word that names the street and for the last one of either name, `LIGHT_WEIGHT` for first names
and titles, `EXTRA_NAME` for a first name that the street does not have, `YEAR_WEIGHT` for a year),

    r = sum(w * pair) / (sum of w over the street's words + sum of w over the words asked that no pair took)

and the name's similarity is (1 + r) / 2 down to r = 1/2, then falls to 0 at r = 0. Glued or split words ("belair")
are compared letter by letter as a whole, the best of both counts. One letter mistaken in a name of n letters is thus
worth 1 - 1 / n, a first name left out 0.88.

A word that names a street and that the other lacks, or has only the beginning of, makes another street whatever else
they share: such names are worth `ANOTHER_NAME` at most ("rue du Chemin de Fer Prolongée", "rue Paul Bert" and "rue
Paul Berthelot").
"""

from __future__ import annotations

from functools import lru_cache

from .vocabulary import COMMON, FIRST_NAMES, LIGHT, TYPES

__all__ = [
    "LIGHT_WEIGHT",
    "STREET_TYPES",
    "commune_similarity",
    "edits",
    "name_similarity",
    "split_type",
    "street_similarity",
    "type_factor",
]

TYPE_MISSING, TYPE_DIFFERS = 0.95, 0.8
INITIAL, SHORTENED = 0.85, 0.8
LIGHT_WEIGHT, YEAR_WEIGHT, EXTRA_NAME = 0.3, 0.1, 0.6
ANOTHER_WORD, ANOTHER_NAME, NAMING = 0.45, 0.8, 0.5
_WORDS = COMMON | FIRST_NAMES
STREET_TYPES = frozenset(TYPES.values())


def split_type(words):
    """Return the type of a street, "" for none, and the words of its name.

    Parameters
    ----------
    words : tuple of str
        As `normalise.street_words` makes them.
    """
    if len(words) > 1 and words[0] in STREET_TYPES:
        return words[0], words[1:]
    return "", words


def street_similarity(asked, street, known=frozenset()):
    """Return how alike two streets are, from 0 to 1.

    Parameters
    ----------
    asked, street : tuple of str
        As `normalise.street_words` makes them.
    known : set of str, optional
        Words that streets bear.
    """
    if asked == street:
        return 1.0
    asked_type, asked_name = split_type(asked)
    type_, name = split_type(street)
    worth = type_factor(asked_type, type_) * name_similarity(asked_name, name, known)
    if not asked_type and len(asked) > 1 or type_ == "":
        # "Clos Fleuri" may be a type and a name, or a name
        worth = max(worth, name_similarity(asked, street, known))
    elif asked_type != type_ and name[0] == asked_type:
        # "faubourg Saint-Antoine" is short for "rue du Faubourg Saint-Antoine"
        worth = max(worth, TYPE_MISSING * name_similarity(asked, name, known))
    return worth


def type_factor(asked, street):
    """Return what the types of two streets are worth."""
    if asked == street:
        return 1.0
    return TYPE_DIFFERS if asked and street else TYPE_MISSING


def name_similarity(asked, name, known=frozenset()):
    """Return how alike two names are, types set apart, from 0 to 1; `known` as for `street_similarity`."""
    if asked == name:
        return 1.0
    if sorted(asked) == sorted(name):
        return 0.98
    left = [w for w in asked if w not in name]
    missing = [w for w in name if w not in asked]
    left_out = tuple(left)
    total = found = 0.0
    another = False
    # the year of a date is never what names a street
    last = next((w for w in reversed(name) if _weight(w) != YEAR_WEIGHT), "")
    for word in name:
        # even a first name names the street when it comes last
        weight = _weight(word) if word != last else _last_weight(word)
        total += weight
        if word not in missing:
            found += weight
    # the longest first: they say most
    for word in sorted(missing, key=len, reverse=True):
        best, which = 0.0, None
        for other in left:
            # one letter never stands for the word that names the street
            worth = 0.0 if len(other) == 1 and other == asked[-1] else _pair(other, word, word == last)
            if worth > ANOTHER_WORD and _is_a_word(other, word, known):
                worth = ANOTHER_WORD
            if worth > best:
                best, which = worth, other
        weight = _weight(word) if word != last else _last_weight(word)
        if which is not None:
            left.remove(which)
            found += best * weight
        begun = which is not None and word == last and len(which) < len(word) - 1 and word.startswith(which)
        another = another or (best <= ANOTHER_WORD or begun) and weight >= NAMING
    for word in left:
        weight = _extra_weight(word) if word != asked[-1] else _last_weight(word)
        total += weight
        another = another or weight >= NAMING and weight != EXTRA_NAME
    if len(missing) > 1 and {"saint", "sainte"} <= {*left_out, *missing}:
        # "Saint-Martin" is no "Sainte-Martine" with two letters missing
        another = True
    ratio = found / total if total else 0.0
    worth = (1.0 + ratio) / 2.0 if ratio >= 0.5 else 1.5 * max(ratio, 0.0)
    if another:
        worth = min(worth, ANOTHER_NAME)
    uneven = len(asked) != len(name)
    if uneven and (another or ratio < 0.95) or not another and ratio < 0.5:
        one, other = "".join(asked), "".join(name)
        # a word split or glued; figures are no letters to be mistaken
        allowed = 0.32 * max(4, len(other))
        if abs(len(one) - len(other)) <= 3 and _within(one, other, allowed) and _figures(asked) == _figures(name):
            ratio = 1.0 - 2.0 * edits(one, other) / max(4, len(other)) - 0.02
            worth = max(worth, (1.0 + ratio) / 2.0 if ratio >= 0.5 else 1.5 * max(ratio, 0.0))
    return worth


def commune_similarity(asked, name, least=0.0):
    """Return how alike two communes' names are, from 0 to 1.

    Parameters
    ----------
    asked, name : frozenset of str
        As `normalise.city_words` makes them.
    least : float, optional
        What is surely less alike than this is told as 0, sooner.
    """
    if asked == name:
        return 1.0
    if not asked or not name:
        return 0.0
    if asked < name and any(len(w) > 3 for w in asked):
        return 0.93
    one, other = _in_order(asked), _in_order(name)
    size = max(len(one), len(other))
    if abs(len(one) - len(other)) > 4 or not _within(one, other, (1.0 - least) * size / 1.4 + 1e-9):
        return 0.0
    return max(0.0, 1.0 - 1.4 * edits(one, other) / size)


@lru_cache(maxsize=50_000)
def _in_order(words):
    return "".join(sorted(words))


def _is_a_word(asked, word, known):
    """Tell whether what is asked is a word of its own, not another one mistyped."""
    if len(asked) < 3 or len(word) < 3 or {asked, word} == {"saint", "sainte"}:
        return False
    return asked in known or asked in _WORDS


def _figures(words):
    return [w for w in words if w.isdigit()]


@lru_cache(maxsize=20_000)
def _weight(word):
    if word.isdigit():
        return YEAR_WEIGHT if 1800 <= int(word) <= 2100 else 1.0
    if len(word) == 1 or word in LIGHT:
        return LIGHT_WEIGHT
    return 0.5 if word in ("saint", "sainte", "grande", "grand", "petit", "petite", "sur", "sous") else 1.0


def _extra_weight(word):
    # "rue Jean Moulin" is no "rue du Moulin", while "du Général" is often left out
    return EXTRA_NAME if word in FIRST_NAMES else _weight(word)


def _last_weight(word):
    return _weight(word) if word.isdigit() else max(_weight(word), 1.0)


@lru_cache(maxsize=50_000)
def _pair(asked, word, last):
    """Return what a word asked is worth for a word of the street's name, the last one or another."""
    if asked[0].isdigit() or word[0].isdigit():
        return 0.0
    if len(asked) == 1 or len(word) == 1:
        # one letter never stands for the word that names the street
        return INITIAL if asked[0] == word[0] and not last else 0.0
    size = max(len(asked), len(word))
    worth = 0.0
    if abs(len(asked) - len(word)) * 2 < size and _within(asked, word, size / 2):
        worth = 1.0 - 2.0 * edits(asked, word) / size
    if worth < SHORTENED and len(asked) < len(word) and asked[0] == word[0]:
        short = SHORTENED - 0.2 if last else SHORTENED
        letters = iter(word)
        if len(asked) >= 3 and word.startswith(asked):
            worth = max(worth, short if len(asked) > 3 else short - 0.2)
        elif len(asked) <= 5 and asked[-1] == word[-1] and all(c in letters for c in asked):
            # consonants alone: "chx" for "chateaux"; "est" is a word
            worth = max(worth, short if not set(asked) & set("aeiouy") else 0.0)
    return max(worth, 0.0)


def _within(one, other, allowed):
    """Tell whether two words may be that few letters apart: one edit adds a letter and takes one, at most."""
    return len(set(one) ^ set(other)) <= 2 * allowed


def edits(one, other):
    """Return how many letters are mistaken between two words: added, dropped, changed, or swapped with the next.

    Bits of one integer hold a whole column of the table (Hyyrö 2003).
    """
    if one == other:
        return 0
    size = len(one)
    if not size or not other:
        return size or len(other)
    masks = {}
    for i, letter in enumerate(one):
        masks[letter] = masks.get(letter, 0) | 1 << i
    full, top = (1 << size) - 1, 1 << (size - 1)
    plus, minus, zero, before, distance = full, 0, 0, 0, size
    for letter in other:
        mask = masks.get(letter, 0)
        swap = (((~zero) & mask) << 1) & before
        zero = ((((mask & plus) + plus) ^ plus) | mask | minus | swap) & full
        across = minus | ~(zero | plus) & full
        down = plus & zero
        if across & top:
            distance += 1
        if down & top:
            distance -= 1
        across = (across << 1 | 1) & full
        down = (down << 1) & full
        plus = down | ~(zero | across) & full
        minus = across & zero
        before = mask
    return distance
