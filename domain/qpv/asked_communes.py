"""The commune that an address names for sure, before any street is looked for."""

from __future__ import annotations

import numpy as np

from ..addresses.normalise import city_words
from .codes import commune_code
from .official_list import EMPTY_COMMUNE

__all__ = ["AskedCommunes"]

MAYOTTE = frozenset("976{:02d}".format(n) for n in range(1, 18))


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
    whole_communes : bool, optional
        Whether Mayotte's communes are QPV as a whole (generation 2024).
    """

    def __init__(self, index, official, current=frozenset(), whole_communes=True):
        self._index, self._official, self._current, self._whole = index, official, current, whole_communes
        self._known = {}

    def read(self, queries):
        """Read some addresses.

        Parameters
        ----------
        queries : sequence of addresses.parse.Query

        Returns
        -------
        empty : ndarray of bool, shape (n,)
            True where the commune is proven and has no QPV by the official list.
        whole : list of str or None, length n
            Code of the QPV that the proven commune is as a whole, "" where that is unknown, None elsewhere.
        """
        known, rows = self._known, []
        for query in queries:
            case = (query.postcode, query.city_words, query.citycode)
            if case not in known:
                known[case] = self._status(self._prove(*case))
            rows.append(known[case])
        return np.array([r[0] for r in rows], dtype=bool), [r[1] for r in rows]

    def _status(self, codes):
        if not codes:
            return False, None
        official = self._official
        if self._whole and codes <= MAYOTTE:
            return False, (official.whole_commune(codes) if official is not None else None) or ""
        return official is not None and official.status(codes) == EMPTY_COMMUNE, None

    def _prove(self, postcode, words, citycode):
        """Return the codes of the commune; nothing where it is not proven."""
        if citycode:
            return self._by_code(commune_code(citycode), citycode, postcode, words)
        if not (postcode and words and self._index is not None):
            return frozenset()
        return _codes(c for c in self._index.communes_named(words) if postcode in c.postcodes)

    def _by_code(self, code, citycode, postcode, words):
        commune = None if self._index is None else self._index.commune(citycode)
        if commune is None:
            listed = self._official is not None and code in self._official.by_commune
            here = not postcode or _place(postcode) == _place(citycode)
            return frozenset((code,)) if here and (listed or code in self._current | MAYOTTE) else frozenset()
        named = not words or words == commune.words or any(words == city_words(n) for _code, n in commune.old)
        # a CEDEX code is of the département only, where the name vouches for the commune
        posted = not postcode or postcode in commune.postcodes or words and _place(postcode) == _place(citycode)
        return _codes((commune,)) if named and posted else frozenset()


def _codes(communes):
    return frozenset(commune_code(code) for c in communes for code in (c.insee, *c.parts))


def _place(code):
    """Return the département as postcodes write it."""
    return code[:3] if code[:2] in ("97", "98") else "20" if code[:2] in ("2A", "2B") else code[:2]
