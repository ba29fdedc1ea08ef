"""What an address may be while it is typed: streets found by the beginnings of words, over a whole index.

The names are read once into arrays that no one changes, so that many threads may search them; what a search reads
of the index besides is the numbers of the few streets it offers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import NamedTuple

import numpy as np

from ..domain.addresses.houses import find, neighbours
from ..domain.addresses.normalise import plain, street_words, words
from ..domain.addresses.vocabulary import ARTICLES

__all__ = ["ABSENT", "FOUND", "NO_NUMBER", "StreetNames", "Suggestion", "from_answer"]

FOUND, ABSENT, NO_NUMBER = "numéro", "numéro voisin", "voie"
"""What a suggestion stands for: a number of the BAN, one that it lacks, the street alone."""

LOOKED_AT = 40
FEWEST_LETTERS = 3
_TOKEN = re.compile(r"[a-z]+|[0-9]+")
_LEADING = re.compile(r"\s*(?:n|no)?\W{0,2}(\d{1,4})\s*(bis|ter|quater|[a-z](?=[\s,]))?[\s,]+(?=\S)")


class Suggestion(NamedTuple):
    """One address offered.

    Attributes
    ----------
    kind : str
        `FOUND`, `ABSENT` or `NO_NUMBER`.
    label : str
        "12 bis Rue Blanqui, 93140 Bondy".
    street : int
        `Street.id` of the index.
    insee : str
    number : int or None
    rep : str
    count : int
        How many numbers the street has.
    place : bool
        True for a lieu-dit.
    """

    kind: str
    label: str
    street: int
    insee: str
    number: object
    rep: str
    count: int
    place: bool


class _Street(NamedTuple):
    id: int


class _Group(NamedTuple):
    streets: tuple


class StreetNames:
    """The streets of an index, by the beginnings of their words.

    Parameters
    ----------
    rows : iterable of sources.address_index.Street
    """

    def __init__(self, rows):
        self._rows, communes, of_row, postings = [], {}, [], defaultdict(list)
        self._communes, self._postcodes = [], []
        for place, street in enumerate(rows):
            own = communes.get(street.insee)
            if own is None:
                own = communes[street.insee] = len(communes)
                self._communes.append((street.insee, street.commune))
                self._postcodes.append(set())
            self._postcodes[own].update(street.postcodes)
            of_row.append(own)
            code = street.postcodes[0] if street.postcodes else ""
            self._rows.append((street.id, street.name, code, street.count, street.place, street.old_commune))
            for word in set(street.words):
                postings[word].append(place)
        self._of_row = np.array(of_row, dtype=np.int32)
        self._count = np.array([r[3] for r in self._rows], dtype=np.int32)
        self._sizes = np.zeros(len(self._rows), dtype=np.int16)
        self._vocabulary = sorted(postings)
        self._starts = np.cumsum([0] + [len(postings[w]) for w in self._vocabulary])
        self._places = np.array([p for w in self._vocabulary for p in postings[w]], dtype=np.int32)
        np.add.at(self._sizes, self._places, 1)
        pairs = sorted({(w, i) for i, (_insee, name) in enumerate(self._communes) for w in _city(name)})
        self._city_words = [w for w, _i in pairs]
        self._city_of = np.array([i for _w, i in pairs], dtype=np.int32)

    @classmethod
    def read(cls, index):
        """Read the names of an index.

        Parameters
        ----------
        index : AddressIndex
        """
        return cls(street for commune in index.all_communes() for street in index.streets(commune.insee))

    def __len__(self):
        return len(self._rows)

    def search(self, text, index, limit=10):
        """Return the addresses that a text, perhaps not finished, may be.

        Parameters
        ----------
        text : str
        index : AddressIndex
            The one that was read, opened in this thread.
        limit : int, optional

        Returns
        -------
        list of Suggestion
            Best first.
        """
        bare = plain(text)
        if sum(c.isalpha() for c in bare) < FEWEST_LETTERS or not self._rows:
            return []
        found = []
        leading = _LEADING.match(bare)
        if leading:
            asked = int(leading.group(1)), leading.group(2) or ""
            found = self._readings(bare[leading.end() :], index, asked, limit)
            if len(asked[1]) == 1 and not any(s.kind == FOUND for s in found):
                # "4 r jaurès", "12 g péri": a word cut short or an initial, not the 4 R
                found = self._readings(bare[leading.start(2) :], index, (asked[0], ""), limit) + found
        if not any(s.kind == FOUND for s in found):
            # "8 mai 1945": the number is the street's
            found = (self._readings(bare, index, None, limit) if leading else []) + found
        if not leading:
            found = self._readings(bare, index, None, limit)
        return list(dict.fromkeys(found))[:limit]

    def _readings(self, bare, index, asked, limit):
        """Offer the streets whose words, with those of their commune, begin with all that is typed."""
        rank = self._ranked(bare)
        if rank is None:
            return []
        order, worth = rank
        out = []
        for place in order.tolist():
            out.append((self._suggestion(place, index, asked), worth[place]))
        # a street that has the number first, as long as it is hardly less alike
        out.sort(key=lambda pair: -(pair[1] + (0.4 if pair[0].kind == FOUND else 0.0)))
        return [suggestion for suggestion, _worth in out[:limit]]

    def _ranked(self, bare):
        tokens = _alternatives(bare)
        if not tokens:
            return None
        size = len(self._rows)
        keep, worth = np.ones(size, dtype=bool), np.zeros(size, dtype=np.float32)
        named = np.zeros(size, dtype=bool)
        for token in tokens:
            street, exact = self._street_mask(token)
            city = self._city_mask(token)[self._of_row]
            keep &= street | city
            named |= street
            worth += np.where(exact, 1.0, np.where(street, 0.8, 0.0)).astype(np.float32) / np.maximum(self._sizes, 1)
            worth += 0.35 * city
        keep &= named
        found = np.flatnonzero(keep)
        if not len(found):
            return None
        best = np.lexsort((found, -self._count[found], -np.round(worth[found], 3)))[:LOOKED_AT]
        return found[best], worth

    def _street_mask(self, token):
        size = len(self._rows)
        mask, exact = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        for word in token:
            start = bisect_left(self._vocabulary, word)
            end = bisect_left(self._vocabulary, word + "\uffff")
            if end > start:
                mask[self._places[self._starts[start] : self._starts[end]]] = True
                if self._vocabulary[start] == word:
                    exact[self._places[self._starts[start] : self._starts[start + 1]]] = True
        return mask, exact

    def _city_mask(self, token):
        mask = np.zeros(len(self._communes), dtype=bool)
        for word in token:
            if word.isdigit():
                mask |= np.array([any(c.startswith(word) for c in codes) for codes in self._postcodes], dtype=bool)
            start, end = bisect_left(self._city_words, word), bisect_left(self._city_words, word + "\uffff")
            mask[self._city_of[start:end]] = True
        return mask

    def _suggestion(self, place, index, asked):
        ident, name, code, count, lieu_dit, old = self._rows[place]
        insee, commune = self._communes[self._of_row[place]]
        where = " ".join(p for p in (code, commune) if p) + (" ({})".format(old) if old and old != commune else "")
        kind, number, rep = NO_NUMBER, None, ""
        if asked is not None and count:
            kind, number, rep = ABSENT, *asked
            group = _Group((_Street(ident),))
            houses = find(index, group, (asked,))
            if houses:
                kind, rep = FOUND, houses[0].rep
            elif neighbours(index, group, *asked) is None:
                kind, number, rep = NO_NUMBER, None, ""
        shown = "" if number is None else "{}{} ".format(number, " " + rep if rep else "")
        return Suggestion(kind, "{}{}, {}".format(shown, name, where), ident, insee, number, rep, count, bool(lieu_dit))


def _city(name):
    return [w for w in words(name) if w not in ARTICLES and len(w) > 1]


def _alternatives(bare):
    """Read what is typed as words, each with the ways it may be written in the index."""
    raw = [t for t in _TOKEN.findall(bare) if t not in ARTICLES]
    written = list(street_words(bare))
    if len(raw) == len(written):
        return [tuple(dict.fromkeys(pair)) for pair in zip(written, raw)]
    if written and raw and raw[-1] != written[-1]:
        # the last word is perhaps not finished: "rue de la libe"
        return [(w,) for w in written[:-1]] + [(written[-1], raw[-1])]
    return [(w,) for w in written]


def from_answer(answer, index):
    """Turn what the engine answers to an address, typos and all, into suggestions.

    Parameters
    ----------
    answer : domain.addresses.resolve.Answer
    index : AddressIndex

    Returns
    -------
    list of Suggestion
        The answer alone; none where no street was found.
    """
    if answer.street_id is None:
        return []
    street = next((s for s in index.streets(answer.insee) if s.id == answer.street_id), None)
    if street is None:
        return []
    number, rep = None, ""
    if answer.kind == FOUND:
        number, rep = answer.number_found, answer.rep_found
    elif answer.kind == ABSENT:
        number = answer.asked_number
    kind = answer.kind if number is not None else NO_NUMBER
    shown = "" if number is None else "{}{} ".format(number, " " + rep if rep else "")
    where = " ".join(p for p in (street.postcodes[0] if street.postcodes else "", street.commune) if p)
    label = "{}{}, {}".format(shown, street.name, where)
    return [Suggestion(kind, label, street.id, street.insee, number, rep, street.count, street.place)]
