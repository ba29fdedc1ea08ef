"""The communes in which a geocoder found addresses: how they may be listed, and whether they are the right ones."""

from __future__ import annotations

import numpy as np

from ...domain.addresses.normalise import city_words
from ...domain.qpv.asked_communes import elsewhere, homonym, unnamed
from ...domain.qpv.reasons import Reason

__all__ = ["FoundCommunes"]


class FoundCommunes:
    """Looks at the communes of answers.

    Parameters
    ----------
    index : sources.address_index.AddressIndex or None
        The local index, where there is one.
    told : bool
        Whether the table has columns that say the commune: a row whose are blank may then be of any commune, even where
        the index has a single one.
    """

    def __init__(self, index, told):
        self._index, self._told = index, told
        self._known = {}

    def current(self, code):
        """Return the code of the commune of today: an address found after a merger is where it was asked for."""
        if code not in self._known:
            commune = self._commune(code)
            self._known[code] = code if commune is None else commune.insee
        return self._known[code]

    def codes(self, answer):
        """Return the codes of the commune found, of those it has absorbed too: the list may be older than a merger."""
        if not answer.insee:
            return ()
        commune = self._commune(answer.insee)
        former = [getattr(answer, "former_insee", "")] if commune is None else [code for code, _name in commune.old]
        return (answer.insee, *(code for code in former if code))

    def wrong(self, part):
        """Tell which rows may have been found in another commune than theirs.

        Parameters
        ----------
        part : addressing.Located

        Returns
        -------
        ndarray of int8, shape (n,)
            A `Reason`, 0 where nothing is wrong.
        """
        why = np.zeros(len(part.answers), dtype=np.int8)
        for row, (answer, query) in enumerate(zip(part.answers, part.queries)):
            if not answer.insee:
                continue
            commune = self._commune(answer.insee)
            if commune is not None and (elsewhere(query, commune) or self._says_another(query, commune)):
                why[row] = Reason.OTHER_COMMUNE
            elif homonym(query, commune):
                why[row] = Reason.HOMONYM
            elif self._told and commune is not None and unnamed(query, commune):
                why[row] = Reason.DOUBTFUL
        return why

    def _commune(self, code):
        return None if self._index is None else self._index.commune(code)

    def _says_another(self, query, commune):
        """Tell whether the cell of the street names another commune than the one found."""
        for place in query.places:
            named = self._index.communes_named(city_words(place))
            if named and all(commune.insee != c.insee for c in named):
                return True
        return False
