"""What the commune of a row tells, before any geometry."""

from __future__ import annotations

import numpy as np

from .codes import commune_codes
from .georeference import Communes
from .official_list import CERTIFIED, EMPTY_COMMUNE, INCOMPLETE, NOT_CERTIFIED, UNCOVERED, covered_departements

__all__ = ["CommuneReader"]


class CommuneReader:
    """Reads communes row by row, each distinct case once.

    Parameters
    ----------
    official : official_list.OfficialList or None
        Without it nothing is certified.
    current : frozenset of str, optional
        Codes known to be those of today's communes. A code as given by the user may be that of a commune merged into
        one that has QPV (Courcouronnes into Évry-Courcouronnes): that the list does not know it proves nothing.
    layer_codes : iterable of str or None, optional
        Codes of the layer of perimeters.
    """

    def __init__(self, official, current=frozenset(), layer_codes=()):
        self._official = official
        self._current = current
        self._covered = covered_departements(layer_codes)
        self._known = {}

    @property
    def certifies(self):
        """Whether there is a list."""
        return self._official is not None

    def read(self, size, found=None, asked=None, fallen=None):
        """Read the communes of a chunk.

        Parameters
        ----------
        size : int
        found : sequence of tuple, optional
            Cells of the geocoder's commune codes (current, former).
        asked : sequence of tuple, optional
            Cells of the commune codes of the address as given.
        fallen : sequence of str or None, optional
            Code of the commune where the position falls.

        Returns
        -------
        Communes
        """
        blank = [()] * size
        cases = list(zip(found or blank, asked or blank, fallen or [None] * size))
        known = self._known
        for case in set(cases):
            if case not in known:
                known[case] = self._case(*case)
        rows = [known[case] for case in cases]
        return Communes(
            np.fromiter((r[0] for r in rows), dtype=np.int64, count=size),
            np.fromiter((r[1] for r in rows), dtype=bool, count=size),
            [r[2] for r in rows],
            np.fromiter((r[3] for r in rows), dtype=bool, count=size),
        )

    def _case(self, found, asked, fallen):
        answered = {code for cell in found for code in commune_codes(cell)}
        wanted = {code for cell in asked for code in commune_codes(cell)}
        by_code = answered or wanted
        everywhere = answered | wanted | set(commune_codes(fallen))
        listed, whole = NOT_CERTIFIED, None
        if self._official is not None:
            listed = self._official.status(everywhere)
            if listed == EMPTY_COMMUNE and not (answered or fallen or wanted <= self._current):
                listed = CERTIFIED if self._official.complete_around(wanted) else NOT_CERTIFIED
        here = answered | set(commune_codes(fallen)) or wanted
        if listed not in (INCOMPLETE, EMPTY_COMMUNE) and not all(map(self._covered, here)):
            listed = UNCOVERED
        # Mayotte: QPV as a whole since 2024
        if by_code and all(code.startswith("976") for code in everywhere):
            whole = (self._official.whole_commune(by_code) if self._official else None) or ""
        other = bool(answered and wanted and not answered & wanted)
        return listed, bool(by_code), whole, other
