"""The streets of one commune, arranged to be found by name, well or badly written."""

from __future__ import annotations

from collections import namedtuple

import numpy as np

from . import articles
from .distance import metres
from .normalise import words
from .similarity import split_type, street_similarity, type_factor
from .vocabulary import LIGHT

__all__ = ["Directory", "Group", "twins"]

TWINS_APART = 1_000.0
"""Two entries of one name nearer than this are one street that the BAN has twice (metres)."""

KEPT = 5
COMPARED = 14
FLOOR = 0.55
"""Streets less alike than this are no answer."""

Group = namedtuple("Group", "insee words streets place old_insee postcodes")
Group.__doc__ = """A street as people know it: one entry of the index, or the twins that the BAN has of it."""


class Directory:
    """Finds streets of a commune by their words.

    Parameters
    ----------
    streets : sequence of street records
        As the index gives them.
    known : set of str, optional
        Words that streets bear, here and elsewhere: none of them is another one mistyped.
    """

    def __init__(self, streets, known=frozenset()):
        self.groups, self._known = _grouped(streets), known
        self._exact, self._named = {}, {}
        for i, group in enumerate(self.groups):
            self._exact.setdefault(group.words, []).append(i)
            self._named.setdefault(split_type(group.words)[1], []).append(i)
        self._pairs = self._sizes = self._types = self._lasts = self._letters = None

    def __len__(self):
        return len(self.groups)

    def exact(self, words):
        """Return the streets that have exactly these words, with their similarity, 1."""
        return [(1.0, self.groups[i]) for i in self._exact.get(words, ())]

    def squeezed(self, said):
        """Return the streets whose letters are those said, blanks apart: "AlléeRaspail", "avenue desMésarmes"."""
        if self._letters is None:
            self._letters = {}
            for i, group in enumerate(self.groups):
                self._letters.setdefault("".join(words(group.streets[0].name)), []).append(i)
        return [self.groups[i] for i in self._letters.get("".join(said), ())]

    def search(self, words):
        """Return the streets most like these words, best first.

        Parameters
        ----------
        words : tuple of str
            As `normalise.street_words` makes them.

        Returns
        -------
        list of (float, Group)
            At most `KEPT`, none less alike than `FLOOR`.
        """
        type_, name = split_type(words)
        scored = {}
        for i in self._named.get(name, ()):
            scored[i] = type_factor(type_, split_type(self.groups[i].words)[0])
        # several words may hold one letter mistaken each: the name as written is no proof that nothing is nearer
        if not scored or max(scored.values()) < 1.0:
            for i in self._nearest(type_, name):
                if i not in scored:
                    worth = street_similarity(words, self.groups[i].words, self._known)
                    if worth >= FLOOR:
                        scored[i] = worth
        best = sorted(scored.items(), key=lambda item: (-item[1], item[0]))[:KEPT]
        return [(worth, self.groups[i]) for i, worth in best]

    def namesakes(self, words):
        """Return the streets of this type and name that a first name or a title tells apart: Moulin, Jean Moulin."""
        if self._lasts is None:
            self._lasts = {}
            for i, group in enumerate(self.groups):
                if len(group.words) == 3 and group.words[1] in LIGHT:
                    self._lasts.setdefault((group.words[0], group.words[2]), []).append(i)
        return [self.groups[i] for i in self._lasts.get(words, ())]

    def _nearest(self, type_, name):
        """Return the streets that share most pairs of letters with a name, those of its type before others."""
        if len(self.groups) <= COMPARED:
            return range(len(self.groups))
        if self._pairs is None:
            self._learn()
        asked = _letter_pairs(name)
        found = [self._having(p) for p in asked if p in self._pairs]
        if not found:
            return ()
        shared = np.bincount(np.concatenate(found), minlength=len(self.groups))
        worth = shared / (len(asked) + 0.35 * self._sizes)
        if type_ in self._types:
            worth[self._types[type_]] *= 1.15
        top = np.argpartition(worth, -COMPARED)[-COMPARED:]
        return top[worth[top] > max(0.25, 0.5 * worth[top].max())].tolist()

    def _learn(self):
        lists, types, sizes = {}, {}, np.ones(len(self.groups))
        for i, group in enumerate(self.groups):
            type_, name = split_type(group.words)
            types.setdefault(type_, []).append(i)
            pairs = _letter_pairs(name)
            sizes[i] = len(pairs)
            for pair in pairs:
                lists.setdefault(pair, []).append(i)
        self._pairs, self._types, self._sizes = lists, types, sizes

    def _having(self, pair):
        # one search needs few of the pairs: as arrays, only once they are asked for
        ids = self._pairs[pair]
        if isinstance(ids, list):
            ids = self._pairs[pair] = np.array(ids, dtype=np.int32)
        return ids


def twins(street, streets):
    """Return the entries of a commune that are one street with this one: the BAN may have it twice.

    Parameters
    ----------
    street : street record
    streets : sequence of street records
    """
    alike = [s for s in streets if s.words == street.words]
    return next((list(g.streets) for g in _grouped(alike) if any(s.id == street.id for s in g.streets)), [street])


def _letter_pairs(words):
    text = " " + " ".join(words) + " "
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _grouped(streets):
    """Put together the entries that are one street: same words, same part of the commune, near each other.

    "Chemin du Bois" and "Chemin des Bois" are two.
    """
    known, groups = {}, []
    for street in streets:
        if not street.words:
            continue
        key = (street.words, street.old_insee or "", street.place)
        for i in known.get(key, ()):
            first = groups[i][0]
            same = not street.postcodes or not first.postcodes or set(street.postcodes) & set(first.postcodes)
            same = same and not articles.differ(words(first.name), words(street.name))
            if same and metres(first.lon, first.lat, street.lon, street.lat) <= TWINS_APART:
                groups[i].append(street)
                break
        else:
            known.setdefault(key, []).append(len(groups))
            groups.append([street])
    return [
        Group(
            g[0].insee, g[0].words, tuple(g), g[0].place, g[0].old_insee, frozenset(c for s in g for c in s.postcodes)
        )
        for g in groups
    ]
