"""The commune that an address names for sure, before any street is looked for, and whether it was found elsewhere."""

from __future__ import annotations

import numpy as np

from ..addresses.normalise import city_words
from ..addresses.similarity import commune_similarity
from ..addresses.vocabulary import ARTICLES, TYPES
from .codes import commune_code
from .known_communes import HOMONYMS, MAYOTTE, relatives
from .official_list import EMPTY_COMMUNE

__all__ = ["AskedCommunes", "elsewhere", "homonym", "unnamed"]

_JOINING = ARTICLES - {"a"}

ALIKE = 0.75
"""Names less alike than this are no typing error of one another."""


class AskedCommunes:
    """Reads in what an address asks for the commune that nothing can contradict.

    An INSEE code proves a commune where it is that of a commune of today (a retired one may have been merged into
    one that has QPV) and neither the name nor the postcode says otherwise; without a code, name and postcode must
    agree. What is found on the map plays no part.

    Parameters
    ----------
    index : sources.address_index.AddressIndex or None
        Knows codes, names and postcodes.
    official : official_list.OfficialList or None
    current : frozenset of str, optional
        Codes of a layer of communes.
    crossed : callable, optional
        ``crossed(codes)`` tells whether streets of these communes lie in a perimeter: the list is then of another year
        than the index, and knows the commune under another code.
    """

    def __init__(self, index, official, current=frozenset(), crossed=None):
        self._index, self._official, self._current = index, official, current
        self._crossed = crossed
        self._known = {}

    def read(self, queries, answers=()):
        """Read some addresses.

        Parameters
        ----------
        queries : sequence of addresses.parse.Query
        answers : sequence, optional
            What a service found of each, where no index proves communes: attributes `insee`, `postcode`, `city`,
            `former_city` and `former_insee` are read.

        Returns
        -------
        empty : ndarray of bool, shape (n,)
            True where the commune is proven and has no QPV by the official list.
        whole : list of str or None, length n
            Code of the QPV that the proven commune is as a whole, "" where that is unknown, None elsewhere.
        """
        known, rows = self._known, []
        for place, query in enumerate(queries):
            told = _told(answers[place]) if answers and self._index is None else ()
            case = (query.postcode, query.city_words, query.citycode, told, query.places, query.second_code)
            if case not in known:
                codes = _NONE if query.second_code else self._prove(*case[:4])
                codes = _NONE if self._says_another(query.places, codes) else codes
                known[case] = (*self._status(codes), codes)
            empty, whole, codes = known[case]
            if (empty or whole is not None) and self._ends_elsewhere(query.said, codes):
                empty, whole = False, None
            rows.append((empty, whole))
        return np.array([r[0] for r in rows], dtype=bool), [r[1] for r in rows]

    def _status(self, codes):
        if not codes:
            return False, None
        official = self._official
        if codes <= MAYOTTE.keys():
            return False, (official.whole_commune(codes) if official is not None else None) or ""
        if official is None or official.status(codes) != EMPTY_COMMUNE:
            return False, None
        return self._crossed is None or not self._crossed(codes), None

    def _prove(self, postcode, words, citycode, told):
        """Return the codes of the commune; nothing where it is not proven."""
        if citycode:
            return self._by_code(commune_code(citycode), citycode, postcode, words, told)
        if not (postcode and words):
            return frozenset()
        if self._index is None:
            agreed = told and postcode == told[0] and words in told[1]
            return frozenset(told[2]) if agreed else frozenset()
        named = self._index.communes_named(words)
        posted = [c for c in named if postcode in c.postcodes]
        if not posted and not self._index.communes_of_postcode(postcode):
            # a CEDEX code, which no address has
            posted = [c for c in named if _place(postcode) == _place(c.insee)]
        return _codes(posted)

    def _says_another(self, places, codes):
        """Tell whether the cell of the street names another commune than the cells of the commune do."""
        for words in filter(None, map(city_words, places if codes else ())):
            named = () if self._index is None else _codes(self._index.communes_named(words))
            if not named and self._official is not None and words in self._official.names:
                # a commune with QPV beyond the index
                named = {"*"}
            if named and not codes & named:
                return True
        return False

    def _ends_elsewhere(self, said, codes):
        """Tell whether the words of the street end with another commune's name: "rue X Bondy", not "rue de Bondy"."""
        if self._index is None:
            return False
        for size in range(min(5, len(said)), 0, -1):
            before = said[-size - 1] if len(said) > size else ""
            if before in _JOINING or before in TYPES or said[-size] in _JOINING:
                continue
            named = _codes(self._index.communes_named(city_words(" ".join(said[-size:]))))
            if named:
                return not codes & named
        return False

    def _by_code(self, code, citycode, postcode, words, told):
        commune = None if self._index is None else self._index.commune(citycode)
        here = not postcode or _place(postcode) == _place(citycode)
        if commune is None:
            if code in MAYOTTE:
                # a hamlet's name beside a postcode of the island: the next commune is a QPV as much as this one
                named = postcode or not words or _key(words) in MAYOTTE.values()
                return frozenset((code,)) if here and named else _NONE
            if told and code in told[2]:
                # a service knows the communes of today, and what they are called
                return frozenset(told[2]) if here and (not words or words in told[1]) else _NONE
            listed = self._official is not None and self._official.expected((code,))
            known = listed or code in self._current
            return frozenset((code,)) if here and known and self._bears(words) else _NONE
        named = not words or words in _names(commune)
        # a CEDEX code is of the département only, where the name vouches for the commune
        posted = not postcode or postcode in commune.postcodes or words and here
        return _codes((commune,)) if named and posted else _NONE

    def _bears(self, words):
        """Tell whether a name that cannot be compared with the code's is at least none of a commune with QPV."""
        if not words:
            return True
        names = self._official.names if self._official is not None else ()
        return bool(names) and words not in names and _key(words) not in HOMONYMS


_NONE = frozenset()


def homonym(query, commune=None):
    """Tell whether nothing but a name that several communes of the country bear says where an address is.

    Parameters
    ----------
    query : addresses.parse.Query
    commune : sources.address_index.Commune, optional
        Where it was found: the street's own cell may name it.
    """
    if query.postcode or query.citycode:
        return False
    said = [query.city_words] if query.city_words or commune is None else _in_the_cell(query, commune)
    return any(_key(words) in HOMONYMS for words in said)


def elsewhere(query, commune):
    """Tell whether an address was found in another commune than the one it names.

    Of name, postcode and code one must lead to the commune found, and no other against it: a name or a postcode of
    another département is that of an address which the index does not cover.

    Parameters
    ----------
    query : addresses.parse.Query
    commune : sources.address_index.Commune
        Where it was found.
    """
    code, words, insee = query.postcode, query.city_words, query.citycode
    coded = insee and commune_code(insee) in frozenset().union(*map(relatives, _codes((commune,))))
    posted = code and code in commune.postcodes
    near = not code or posted or _place(code) == _place(commune.insee)
    if words:
        names = _names(commune)
        named = words in names or any(commune_similarity(words, name) >= ALIKE for name in names)
        if not near:
            return not (named and coded)
        return not (named or posted or coded and code)
    if code and not posted:
        # the street's own cell may name the commune
        return not near or not (coded or _in_the_cell(query, commune))
    return False


def unnamed(query, commune):
    """Tell whether nothing in an address says its commune, which was found because the index has no other.

    Parameters
    ----------
    query : addresses.parse.Query
    commune : sources.address_index.Commune
        Where it was found.
    """
    return not (query.postcode or query.city_words or query.citycode or _in_the_cell(query, commune))


def _in_the_cell(query, commune):
    """List the names of a commune that the cell of the street holds."""
    said = city_words(" ".join((*query.said, *query.places)))
    return [name for name in _names(commune) if name and name <= said]


def _names(commune):
    return {commune.words, *(city_words(name) for _code, name in commune.old)}


def _told(answer):
    """Return what a service says of the commune: postcode, names, codes; nothing where it does not."""
    if not getattr(answer, "insee", "") or not getattr(answer, "city", ""):
        return ()
    names = frozenset(city_words(n) for n in (answer.city, answer.former_city) if n)
    codes = tuple(code for code in map(commune_code, (answer.insee, answer.former_insee)) if code)
    return answer.postcode, names, codes


def _codes(communes):
    """Return the codes of communes, those they have absorbed included: the list may be older than the merger."""
    every = (code for c in communes for code in (c.insee, *c.parts, *(old for old, _name in c.old)))
    return frozenset(commune_code(code) for code in every if commune_code(code))


def _key(words):
    return "-".join(sorted(words))


def _place(code):
    """Return the département as postcodes write it."""
    return code[:3] if code[:2] in ("97", "98") else "20" if code[:2] in ("2A", "2B") else code[:2]
