"""Other addresses that a row may mean, asked of the local index: nothing leaves the machine."""

from __future__ import annotations

from dataclasses import dataclass

from ..domain.addresses.parse import parse
from ..domain.addresses.resolve import Resolver
from ..domain.errors import CohesionError
from ..sources.address_index import AddressIndex

__all__ = ["Candidate", "Candidates"]


@dataclass(frozen=True)
class Candidate:
    """An address of the index.

    Attributes
    ----------
    label, id, kind : str
    score, lon, lat : float
    position : str
        The BAN's type of position of a number; "" for the rest.
    """

    label: str
    score: float
    lon: float
    lat: float
    id: str
    kind: str
    position: str = ""


class Candidates:
    """The local index, asked again for one row at a time.

    Parameters
    ----------
    path : str
        Of the index.

    Raises
    ------
    CohesionError
        When there is none there.
    """

    def __init__(self, path):
        self._index = AddressIndex.open(path)
        self._resolver = Resolver(self._index)

    def close(self):
        """Close the index."""
        self._index.close()

    def of(self, address, number=None, postcode=None, city=None, citycode=None):
        """Return the addresses that cells may mean, the best first; at most five.

        Returns
        -------
        list of Candidate
        """
        try:
            answer = self._resolver.resolve(parse(address, number, postcode, city, citycode))
        except (CohesionError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
            return []  # a cell may hold anything: no row stops the review
        return [Candidate(*found) for found in answer.candidates]
