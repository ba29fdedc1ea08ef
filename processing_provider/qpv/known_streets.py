"""Streets of the local index by their number in it, as answers name them."""

from __future__ import annotations

import numpy as np

from ...domain.addresses.directory import twins
from ...domain.addresses.similarity import split_type, street_similarity
from ...domain.errors import QT_TRANSLATE_NOOP, DataError
from ...domain.qpv.official_list import far_from_home
from ...layers.crs import authority, transform_xy

__all__ = ["KnownStreets", "crossed_communes", "refuse_misplaced"]

_KEPT = 150_000
_AROUND, _DEEP = 1_500.0, 15.0


_MISPLACED = QT_TRANSLATE_NOOP(
    "@default",
    "The perimeters of “{name}” are not where their communes are: {code} lies {distance} km from {commune}. Check the "
    "coordinate system of the layer: no verdict can rest on it.",
)


def refuse_misplaced(name, index, perimeters, official, context):
    """Refuse a layer whose coordinates are read in another system than theirs, where the index shows it.

    Parameters
    ----------
    name : str
        What the layer is called.
    index : sources.address_index.AddressIndex
    perimeters : layers.perimeters.Perimeters
    official : domain.qpv.official_list.OfficialList or None
    context : QgsProcessingContext

    Raises
    ------
    DataError
    """
    spots = np.full((len(perimeters), 2), np.nan)
    for epsg in np.unique(perimeters.projections).tolist():
        own = np.flatnonzero(perimeters.projections == epsg)
        corners = [perimeters.geometries[i].boundingBox().center() for i in own]
        xy = np.array([(corner.x(), corner.y()) for corner in corners])
        spots[own] = transform_xy(xy, authority(epsg), authority(4326), context)
    listed = None if official is None else official.by_commune
    found = far_from_home(perimeters.codes, spots.tolist(), index.all_communes(), listed)
    if found is not None:
        code, commune, far = found
        raise DataError(_MISPLACED, name=name, code=code, commune=commune, distance=round(far / 1000))


class KnownStreets:
    """Finds streets again.

    Parameters
    ----------
    index : sources.address_index.AddressIndex or None
        Without it no street is known.
    """

    def __init__(self, index):
        self._index, self._known = index, {}

    def street(self, answer):
        """Return the street of an answer, None where it is not known.

        Parameters
        ----------
        answer : domain.addresses.resolve.Answer or alike

        Returns
        -------
        sources.address_index.Street or None
        """
        if answer.street_id is None or self._index is None:
            return None
        if answer.street_id not in self._known:
            if len(self._known) > _KEPT:
                self._known.clear()
            self._known.update((s.id, s) for s in self._index.streets(answer.insee))
        return self._known.get(answer.street_id)

    def numbers(self, street, namesakes=False):
        """Return positions and the words of their precision, of all numbers of a street.

        Parameters
        ----------
        street : sources.address_index.Street
        namesakes : bool, optional
            Also those of the commune's other streets of this name, where nothing tells which one is meant.

        Returns
        -------
        xy : ndarray, shape (n, 2)
            Degrees.
        words : list of str
        """
        streets = self._index.streets(street.insee)
        alike = [s for s in streets if s.words == street.words] if namesakes else twins(street, streets)
        tables = [self._index.numbers(s.id) for s in alike]
        xy = np.vstack([np.column_stack([t.lon, t.lat]) for t in tables]).reshape(-1, 2)
        return xy, [word for t in tables for word in t.position]

    def similarity(self, answer, query):
        """Return how alike the street found and the one asked for are, None where that is not known."""
        street = self.street(answer)
        if street is None or not query.street_words:
            return None
        return street_similarity(query.street_words, street.words, self._index.words())

    def type_missing(self, answer, query):
        """Tell whether the address names no type of street where the street found has one.

        "33 bâtiment B L'Est" may be a building of that name anywhere, and not 33 boulevard de l'Est.
        """
        street = self.street(answer)
        if street is None or not split_type(street.words)[0]:
            return False
        return not any(split_type(words)[0] for words in (query.street_words, query.other_words) if words)


def crossed_communes(index, run):
    """Return a function that tells whether numbers of some communes lie well inside a perimeter.

    Parameters
    ----------
    index : sources.address_index.AddressIndex or None
    run : georeferencing.Run

    Returns
    -------
    callable or None
        ``crossed(codes)``; None without an index.
    """
    if index is None:
        return None
    wgs84 = authority(4326)

    def deepest(xy):
        return run.current.index.measure(xy, wgs84, run.context)[0].distance

    def crossed(codes):
        streets = [s for code in sorted(codes) if index.commune(code) is not None for s in index.streets(code)]
        if not streets:
            return False
        middles = deepest(np.array([(s.lon, s.lat) for s in streets]))
        tables = [index.numbers(s.id) for s, d in zip(streets, middles.tolist()) if d < _AROUND]
        xy = [np.column_stack([t.lon, t.lat]) for t in tables if len(t)]
        return bool((middles < -_DEEP).any() or xy and (deepest(np.vstack(xy)) < -_DEEP).any())

    return crossed
