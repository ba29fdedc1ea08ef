"""One address judged, with all that a person needs to believe the verdict or to doubt it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from ..domain.addresses.directory import Directory
from ..domain.addresses.distance import metres
from ..domain.addresses.houses import find, neighbours
from ..domain.errors import QT_TRANSLATE_NOOP, CohesionError, DataError
from ..domain.qpv.codes import CURRENT, PREVIOUS
from ..domain.qpv.communes import CommuneReader
from ..domain.qpv.georeference import Rules, judge, own_columns, previous_columns
from ..domain.qpv.official_list import EMPTY_COMMUNE
from ..domain.qpv.precision import IMPRECISE, read_positions
from ..domain.qpv.reasons import Reason
from ..domain.qpv.streets import BRACKET, NOTHING, SEVERAL, STREET, agreement, along, by_commune, describe, settle
from .address_sources import UNREADABLE, Generation, dated, file_name, vintage
from .communes import read_list
from .crs import authority, territories, transform_xy
from .reference_sources import open_layer

__all__ = ["AddressCard", "AddressJudge", "House", "Older"]

UNREAD = " : illisibles, aucune réponse n'est donnée pour cette génération"

AROUND = 400.0
"""Perimeters whose box is this near (metres) are shown."""


@dataclass(frozen=True)
class House:
    """A number of the street, to show on the map.

    Attributes
    ----------
    label : str
    x, y : float
        In the card's projection.
    """

    label: str
    x: float
    y: float


@dataclass(frozen=True)
class Older:
    """What the perimeters of 2015 say of an address.

    Attributes
    ----------
    verdict : str
        Coded value.
    code, name : str or None
        The QPV that holds it.
    distance : float
        Signed metres to the nearest edge; NaN beyond a kilometre.
    """

    verdict: str
    code: object
    name: object
    distance: float


@dataclass
class AddressCard:
    """The verdict on one address, and what it rests on.

    Attributes
    ----------
    label : str
        The address.
    verdict, reason : str
        Coded value, and the sentence that says why.
    code, name : str or None
        The QPV that holds it, or else the nearest within a kilometre.
    distance : float
        Signed metres to its edge; NaN beyond a kilometre.
    precision : str
        What the position is.
    tolerance : float
        Metres; NaN where the position stands for a street.
    epsg : int
        Projection of all coordinates below; 0 out of any French territory.
    x, y : float
    perimeters, older_perimeters : list of (str or None, str or None, QgsGeometry)
        Those around, of today and of 2015: code, name, outline.
    houses : list of House
        The numbers of the street.
    sources : list of (str, str)
        What was read, with its vintage; the first of each pair is a French label.
    older : Older or None
        None where no perimeters of 2015 were given, or they cannot be read.
    """

    label: str
    verdict: str
    reason: str
    code: object = None
    name: object = None
    distance: float = nan
    precision: str = ""
    tolerance: float = nan
    epsg: int = 0
    x: float = nan
    y: float = nan
    perimeters: list = field(default_factory=list)
    houses: list = field(default_factory=list)
    sources: list = field(default_factory=list)
    older: object = None
    older_perimeters: list = field(default_factory=list)

    def point(self):
        """Return the position, a QgsPointXY in the card's projection."""
        return QgsPointXY(self.x, self.y)

    def circle(self):
        """Return the circle of the tolerance, an empty geometry where there is none."""
        if not self.tolerance > 0 or not self.epsg:
            return QgsGeometry()
        return QgsGeometry.fromPointXY(self.point()).buffer(self.tolerance, 24)


class AddressJudge:
    """Judges addresses one at a time against layers read once.

    To be made where `reference_sources.apart` holds; judging opens no layer.

    Parameters
    ----------
    qpv : str
        Source of the perimeters of the current generation, as the options page stores it.
    listing : str or None, optional
        Source of the official list of QPV by commune.
    context : QgsProcessingContext, optional
        Carries the project's transforms; to be made in the main thread.
    previous : str or None, optional
        Source of the perimeters of 2015. Where they cannot be read the card says so, and the verdict stands.

    Raises
    ------
    DataError
        When a layer cannot be read; other `CohesionError` when it holds no perimeter.
    """

    def __init__(self, qpv, listing=None, context=None, previous=None):
        self._context = context
        self._rules = Rules(bands=())
        self._current = Generation(qpv, CURRENT, self._rules, context)
        official = None
        self.sources = [("Périmètres", self._current.told)]
        self._previous = None
        if previous:
            try:
                self._previous = Generation(previous, PREVIOUS, self._rules, context)
                self.sources.append(("Périmètres de 2015", self._previous.told))
            except CohesionError:
                self.sources.append(("Périmètres de 2015", file_name(previous) + UNREAD))
        if listing:
            table = open_layer(listing, aside=True)
            if not table.isValid():
                raise DataError(UNREADABLE, name=listing.split("|")[0])
            official = read_list(table, file_name(listing), self._current.perimeters.codes)
            self.sources.append(("Liste officielle", file_name(listing) + dated(listing)))
        self._reader = CommuneReader(official, layer_codes=self._current.perimeters.codes)

    def judge(self, index, suggestion):
        """Judge an address picked among suggestions.

        Parameters
        ----------
        index : sources.address_index.AddressIndex
            Opened in this thread.
        suggestion : sources.address_completion.Suggestion

        Returns
        -------
        AddressCard

        Raises
        ------
        DataError
            When the index no longer has this street.
        """
        group = _group(index, suggestion)
        spot, task, places, whole = _spot(index, group, suggestion)
        lon, lat, position = spot
        types = {STREET: "locality" if suggestion.place else "street", BRACKET: None}.get(task, "housenumber")
        positions = read_positions(1, None if types is None else [types], [position])
        xy = np.array([[lon, lat]])
        commune = index.commune(suggestion.insee)
        former = () if commune is None else tuple(code for code, _name in commune.old)
        communes = self._reader.read(1, [(suggestion.insee, *former)])

        def judged_by(generation, told):
            wgs84, listed, agreed, group_of = authority(4326), told.listed, None, np.array([-1])
            nearest, uncovered = generation.index.measure(xy, wgs84, self._context)
            out = judge(nearest, uncovered, positions, self._rules, generation.coded, states=states, communes=told)
            if len(places[0]):
                measured, missing = generation.index.measure(places[0], wgs84, self._context)
                agreed = agreement(
                    np.zeros(len(places[0]), dtype=int), 1, measured, places[1],
                    coded=generation.coded, uncovered=missing, reach=self._rules.reach,
                )  # fmt: skip
                group_of = np.array([0])
                sure = np.array([True])
                out = settle(out, np.array([task], dtype=np.int8), group_of, np.array([whole]), agreed, listed, sure)
            return out, agreed, group_of

        territory = territories(xy, authority(4326), self._context)
        states = np.where(territory == 0, int(Reason.OUT_OF_TERRITORY), int(Reason.NONE)).astype(np.int8)
        current, listed = self._current, communes.listed
        judged, agreed, group_of = judged_by(current, communes)
        known = np.array([w is not None for w in communes.whole])
        judged = by_commune(judged, (listed == EMPTY_COMMUNE) & communes.by_code, known)
        columns = own_columns(judged, current.codes, current.names, self._rules, positions, listed, communes.whole)
        if agreed is not None:
            describe(columns[-1], judged, group_of, agreed, listed, current.codes)
        verdict, code, name, distance, near_code, near_name, precision, reason = (c[0] for c in columns)
        card = AddressCard(
            suggestion.label, verdict, reason, code or near_code, name or near_name,
            nan if distance is None else float(distance), precision,
            float("nan") if IMPRECISE[positions.kind[0]] else float(positions.tolerance[0]),
            sources=[*self.sources, ("Adresses", vintage(index.meta))],
        )  # fmt: skip
        if self._previous is not None:
            # the official list is that of today: it says nothing of 2015
            older, _agreed, _group_of = judged_by(self._previous, communes.only_other())
            told = previous_columns(older, self._previous.codes, self._previous.names, self._rules)
            verdict, code, name, distance = (c[0] for c in told)
            card.older = Older(verdict, code, name, nan if distance is None else float(distance))
        card.epsg = int(territory[0])
        self._draw(card, xy, index, group)
        return card

    def _draw(self, card, xy, index, group):
        """Put the coordinates of what is to be shown on the card."""
        if not card.epsg:
            return
        own = authority(card.epsg)
        card.x, card.y = transform_xy(xy, authority(4326), own, self._context)[0].tolist()
        box = QgsGeometry.fromPointXY(card.point()).buffer(AROUND, 4).boundingBox()
        card.perimeters = self._current.around(card.epsg, box)
        if self._previous is not None:
            card.older_perimeters = self._previous.around(card.epsg, box)
        for street in group.streets:
            numbers = index.numbers(street.id)
            if len(numbers):
                placed = transform_xy(np.column_stack([numbers.lon, numbers.lat]), authority(4326), own, self._context)
                for number, rep, (x, y) in zip(numbers.number.tolist(), numbers.rep, placed.tolist()):
                    card.houses.append(House("{} {}".format(number, rep).strip(), x, y))


def _group(index, suggestion):
    for group in Directory(index.streets(suggestion.insee)).groups:
        for street in group.streets:
            # an index made anew numbers its streets anew
            if street.id == suggestion.street and street.name in (suggestion.label or street.name):
                return group
    raise DataError(_GONE)


def _spot(index, group, suggestion):
    """Return where the address is, what its places are, those places with their tolerances, and if none is missing."""
    none = (np.empty((0, 2)), np.empty(0))
    if suggestion.number is not None:
        asked = suggestion.number, suggestion.rep
        houses = [h for h in find(index, group, (asked,)) if h.rep == suggestion.rep]
        if houses:
            first = houses[0]
            spots = {(h.lon, h.lat): h.position for h in houses}
            if len(spots) == 1:
                return (first.lon, first.lat, first.position), NOTHING, none, True
            # the BAN has it at several places
            tolerance = read_positions(len(spots), positions=list(spots.values())).tolerance
            return (first.lon, first.lat, first.position), SEVERAL, (np.array(list(spots)), tolerance), True
        house = neighbours(index, group, *asked)
        if house is not None:
            whole = house.before is not None and house.after is not None
            path = np.array([[house.lon, house.lat]])
            if whole:
                before, after = house.before[1:], house.after[1:]
                between = along(before, after, metres(*before, *after))
                whole = len(between) > 0
                path = np.vstack([path, between])
            tolerance = read_positions(len(path), positions=["interpolation"] * len(path)).tolerance
            return (house.lon, house.lat, "interpolation"), BRACKET, (path, tolerance), whole
    numbers = [index.numbers(street.id) for street in group.streets]
    lon, lat = (np.concatenate([getattr(n, axis) for n in numbers]) for axis in ("lon", "lat"))
    main = max(group.streets, key=lambda street: street.count)
    if not len(lon):
        return (main.lon, main.lat, ""), STREET, none, True
    words = [position for n in numbers for position in n.position]
    tolerance = read_positions(len(words), positions=words).tolerance
    # its middle may lie in no house of it: the number nearest to it stands for the street
    middle = int(np.argmin(np.hypot(lon - main.lon, lat - main.lat)))
    return (float(lon[middle]), float(lat[middle]), ""), STREET, (np.column_stack([lon, lat]), tolerance), True


_GONE = QT_TRANSLATE_NOOP("@default", "The address index has changed: type the address again.")
