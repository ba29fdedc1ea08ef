"""Finding entries of the catalogue as one types: words and their beginnings, synonyms, facets with their counts.

    index = Index(entries, synonyms={"chômage": ("demandeurs d'emploi", "DEFM")})
    found = index.look("chom", facets={"level": {"com"}})
    found.results        # [(entry, score), …] the best first
    found.counts         # {"theme": {"Emploi": 12, …}, …}, each facet counted as if nothing were chosen in it

Everything is numpy arrays made once: a keystroke is a few slices of a sorted vocabulary.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from .words import EMPTY_WORDS, words

__all__ = ["FACETS", "Found", "Index", "values_of"]

FACETS = ("observatory", "theme", "level", "year", "licence", "kind")
# what a word found there is worth; the title is what people know, a definition mentions many things
TITLE, OWN_SYNONYM, SYNONYM, THEME, SOURCE, DEFINITION = 8.0, 5.0, 3.0, 2.0, 1.5, 1.0
# a whole word is worth more than the beginning of another, an acronym most of all: TI is not "titre", RP not "RPLS"
WHOLE, ACRONYM = 1.6, 2.5
_LONGEST_ACRONYM = 3
FIRST_WORD = 2.0


@dataclass(frozen=True)
class Found:
    """What a search gave.

    Attributes
    ----------
    results : list of (domain.indicators.entry.Entry, float)
        The best first.
    total : int
        How many there are, beyond the limit too.
    counts : dict of str to dict of str to int
        Facet -> value -> how many entries there would be with this value; the most frequent first, years the latest
        first.
    """

    results: list
    total: int
    counts: dict


def values_of(entry, facet):
    """Return the values of an entry for a facet; of a period, the year it ends.

    Parameters
    ----------
    entry : Entry
    facet : str
        One of `FACETS`.

    Returns
    -------
    tuple of str
    """
    if facet == "theme":
        return tuple(entry.themes)
    if facet == "level":
        return tuple(entry.levels)
    if facet == "year":
        return tuple(dict.fromkeys(year[5:] if _is_period(year) else year[:4] for year in map(str, entry.years)))
    value = getattr(entry, facet)
    return (value,) if value else ()


def _is_period(year):
    start, _, end = str(year).partition("-")
    return len(start) == 4 and len(end) == 4 and start.isdigit() and end.isdigit()


class Index:
    """Entries that can be searched.

    Parameters
    ----------
    entries : iterable of Entry
    synonyms : mapping of str to sequence of str, optional
        A subject and the words people have for it: an entry that speaks of the subject is found by each of its words,
        and one that says a word is found by the subject.

    Attributes
    ----------
    entries : tuple of Entry
    """

    def __init__(self, entries, synonyms=None):
        self.entries = tuple(entries)
        groups = _groups(synonyms or {})
        weights = defaultdict(dict)
        titles = []
        for place, entry in enumerate(self.entries):
            said = words(entry.title)
            titles.append(said)
            for word, weight in _weighted(entry, said, groups).items():
                weights[word][place] = weight
        self._vocabulary = sorted(weights)
        # postings of each word in a row, so that those of all words that begin alike are one slice
        self._starts = np.zeros(len(self._vocabulary) + 1, int)
        places, worth = [], []
        for number, word in enumerate(self._vocabulary):
            places += weights[word].keys()
            worth += weights[word].values()
            self._starts[number + 1] = len(places)
        self._places, self._worth = np.array(places, int), np.array(worth, float)
        self._short = np.array([1.0 / (2 + len(said)) for said in titles])
        self._rank = np.zeros(len(self.entries), int)
        order = sorted(range(len(titles)), key=lambda n: (titles[n], self.entries[n].id))
        self._rank[order] = np.arange(len(order))
        self._facets = {facet: _Facet(self.entries, facet) for facet in FACETS}
        self._place = {entry.id: n for n, entry in enumerate(self.entries)}

    def search(self, text, facets=None, limit=50):
        """Find entries.

        Parameters
        ----------
        text : str
            Every word must be found, whole or as a beginning; "" for all entries, by title.
        facets : mapping of str to (str or collection of str), optional
            Facet -> the values allowed, of which an entry has one at least.
        limit : int or None

        Returns
        -------
        list of (Entry, float)
        """
        score, kept = self._scores(text)
        for mask in self._masks(facets).values():
            kept &= mask
        return self._best(score, kept, limit)

    def look(self, text, facets=None, limit=50):
        """Find entries and count the facets, in one go: what a keystroke asks.

        Returns
        -------
        Found
        """
        score, found = self._scores(text)
        masks = self._masks(facets)
        kept = found.copy()
        for mask in masks.values():
            kept &= mask
        counts = {}
        for name, facet in self._facets.items():
            # to choose a second level must not seem to give nothing
            others = found.copy() if name in masks else kept
            for other, mask in masks.items():
                if name in masks and other != name:
                    others &= mask
            counts[name] = facet.counts(others)
        return Found(self._best(score, kept, limit), int(np.count_nonzero(kept)), counts)

    def facets(self, entries):
        """Count the values of each facet among entries of this index.

        Parameters
        ----------
        entries : iterable of (Entry or (Entry, float))

        Returns
        -------
        dict of str to dict of str to int
        """
        kept = np.zeros(len(self.entries), bool)
        for entry in entries:
            entry = entry[0] if isinstance(entry, tuple) else entry
            kept[self._place[entry.id]] = True
        return {name: facet.counts(kept) for name, facet in self._facets.items()}

    def _masks(self, facets):
        """Return for each facet that has values chosen the entries allowed."""
        masks = {}
        for name, values in (facets or {}).items():
            chosen = [values] if isinstance(values, str) else list(values or ())
            if chosen:
                masks[name] = self._facets[name].mask(chosen)
        return masks

    def _scores(self, text):
        typed = words(text)
        everything = np.ones(len(self.entries), bool)
        if not typed:
            return np.zeros(len(self.entries)), everything
        said = [word for word in typed[:-1] if word not in EMPTY_WORDS]
        if not said or typed[-1] not in EMPTY_WORDS:
            return self._all_of([*said, typed[-1]])
        # "de" may say nothing, and may be the beginning of "densité": what begins so goes first
        score, kept = self._all_of(said)
        return score + self._one(typed[-1]), kept

    def _all_of(self, typed):
        score, kept = np.zeros(len(self.entries)), np.ones(len(self.entries), bool)
        for word in dict.fromkeys(typed):
            best = self._one(word)
            kept &= best > 0
            score += best
        score += np.where(kept, self._short, 0)
        return score, kept

    def _one(self, word):
        """Return what the best word of each entry that begins with what is typed is worth."""
        best = np.zeros(len(self.entries))
        first = bisect_left(self._vocabulary, word)
        last = bisect_left(self._vocabulary, word + "\uffff")
        if first == last:
            return best
        inside = slice(self._starts[first], self._starts[last])
        np.maximum.at(best, self._places[inside], self._worth[inside])
        if self._vocabulary[first] == word:
            whole = slice(self._starts[first], self._starts[first + 1])
            more = ACRONYM if len(word) <= _LONGEST_ACRONYM else WHOLE
            np.maximum.at(best, self._places[whole], self._worth[whole] * more)
        return best

    def _best(self, score, kept, limit):
        at = np.flatnonzero(kept)
        at = at[np.lexsort((self._rank[at], -score[at]))]
        return [(self.entries[n], float(score[n])) for n in at[:limit]]


class _Facet:
    """Values of a facet: two arrays, one of entries and one of numbers of values."""

    def __init__(self, entries, name):
        self.size = len(entries)
        pairs = [(n, value) for n, entry in enumerate(entries) for value in values_of(entry, name)]
        self.values = sorted({value for _, value in pairs}, reverse=name == "year")
        self.number = {value: n for n, value in enumerate(self.values)}
        self.places = np.array([n for n, _ in pairs], int)
        self.numbers = np.array([self.number[value] for _, value in pairs], int)
        self.by_frequency = name != "year"

    def counts(self, kept):
        told = np.bincount(self.numbers[kept[self.places]], minlength=len(self.values))
        found = [(value, int(count)) for value, count in zip(self.values, told) if count]
        if self.by_frequency:
            found.sort(key=lambda pair: -pair[1])
        return dict(found)

    def mask(self, chosen):
        asked = np.isin(self.numbers, [self.number[v] for v in chosen if v in self.number])
        mask = np.zeros(self.size, bool)
        mask[self.places[asked]] = True
        return mask


def _groups(synonyms):
    """Return what adds to what: (words that must all be there, words added)."""
    groups = []
    for subject, others in synonyms.items():
        other_words = [words(other) for other in others]
        groups.append((frozenset(words(subject)), frozenset(w for other in other_words for w in other) - EMPTY_WORDS))
        groups += [(frozenset(other), frozenset(words(subject))) for other in other_words if other]
    return [(asked, added) for asked, added in groups if asked]


def _weighted(entry, title, groups):
    """Return each word by which an entry is found and what it is worth."""
    worth = {}

    def add(found, weight):
        for word in found:
            if weight > worth.get(word, 0.0):
                worth[word] = weight

    said = [word for word in title if word not in EMPTY_WORDS] or title
    own = {word for synonym in entry.synonyms for word in words(synonym)}
    add(said[:1], TITLE + FIRST_WORD)
    add(said, TITLE)
    add(own - EMPTY_WORDS, OWN_SYNONYM)
    add((w for theme in entry.themes for w in words(theme) if w not in EMPTY_WORDS), THEME)
    source = words(" ".join((entry.observatory, entry.producer, entry.id.replace(":", " "))))
    add((w for w in source if w not in EMPTY_WORDS), SOURCE)
    add((w for w in words(entry.definition) if w not in EMPTY_WORDS), DEFINITION)
    # a subject is spoken of in the title or the entry's own words: a theme is too wide, a definition only mentions it
    spoken = set(title) | own
    for asked, added in groups:
        if asked <= spoken:
            add(added, SYNONYM)
    return worth
