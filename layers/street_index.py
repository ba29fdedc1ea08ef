"""The streets of each perimeter, from the local index of addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsPointXY, QgsProject

from ..domain.addresses.distance import metres
from ..domain.addresses.normalise import plain, street_words
from ..domain.progress import silent
from ..domain.qpv.georeference import WIDEST_TOLERANCE
from ..domain.qpv.precision import EDGE_TOLERANCE, read_positions
from ..domain.qpv.street_index import IN, OUT, UNNUMBERED, UNSURE, Coverage, cover, pair_states
from .crs import authority, transform_xy
from .territorial_index import TerritorialIndex

__all__ = ["ListedStreet", "StreetList", "list_streets"]

CHUNK = 20_000
"""Numbers measured at a time."""

FAR = 0.7
"""Degrees: no commune reaches as far from its middle, but in Guyane."""

APART = 300.0
"""Metres between two positions of one number of one street: beyond, they are two streets of the same name."""

_NOTHING = Coverage(UNNUMBERED, "", "", "", 0, 0, 0)


class ListedStreet(NamedTuple):
    """A street that a perimeter holds, wholly, in part or perhaps.

    Attributes
    ----------
    perimeter : int
        Place in the perimeters.
    insee, commune : str
    old_commune : str or None
    name : str
        As the BAN writes it.
    place : bool
        True for a lieu-dit.
    postcodes : tuple of str
    coverage : domain.qpv.street_index.Coverage
    homonym : bool
        True where another street of the commune bears the same name.
    """

    perimeter: int
    insee: str
    commune: str
    old_commune: object
    name: str
    place: bool
    postcodes: tuple
    coverage: Coverage
    homonym: bool


@dataclass
class StreetList:
    """What was listed.

    Attributes
    ----------
    streets : list of ListedStreet
        By commune then name, perimeter by perimeter.
    numbers : int
        Numbers of the index that were looked at.
    """

    streets: list = field(default_factory=list)
    numbers: int = 0


class _Street(NamedTuple):
    """The streets of the index that are one for whoever reads their name."""

    members: list
    homonym: bool


def list_streets(index, perimeters, edge_tolerance=EDGE_TOLERANCE, context=None, tick=silent):
    """List the streets of each perimeter.

    Parameters
    ----------
    index : sources.address_index.AddressIndex
    perimeters : layers.perimeters.Perimeters
    edge_tolerance : float, optional
        Metres granted where the BAN does not say what a position is.
    context : QgsProcessingContext, optional
    tick : callable, optional

    Returns
    -------
    StreetList
    """
    reach = max(WIDEST_TOLERANCE, edge_tolerance) + 1.0
    measure = _Measure(TerritorialIndex(perimeters, reach, reach), perimeters, edge_tolerance, context)
    communes = _near(index.all_communes(), perimeters, context)
    total, done = max(sum(c.count for c in communes), 1), 0
    pending, waiting = [], 0
    for commune in communes:
        tick(done / total)
        for street in _streets(index.streets(commune.insee)):
            numbers = [index.numbers(s.id) for s in street.members]
            pending.append((street, numbers))
            waiting += max(1, sum(len(n) for n in numbers))
            if waiting >= CHUNK:
                measure.add(pending)
                done, pending, waiting = done + waiting, [], 0
                tick(min(1.0, done / total))
    measure.add(pending)
    return measure.result()


def _streets(streets):
    """Join what bears one name in one commune; the parts of merged communes are told apart."""
    groups, names = {}, {}
    for street in streets:
        name = street.words or (street.name,), _small_words(street.name)
        key = street.old_insee, name, bool(street.place and not street.count)
        groups.setdefault(key, []).append(street)
        if not key[2]:
            names.setdefault(name, set()).add(key)
    return [_Street(members, len(names.get(key[1], ())) > 1) for key, members in groups.items()]


def _small_words(name):
    """Keep the small words by which streets may differ: rue du Bois, rue des Bois, rue sous Bois are three."""
    return frozenset(_SMALL[word] for word in plain(name).replace("'", " ").split() if word in _SMALL)


_SMALL = {"des": "des", "les": "des", "aux": "aux", "sur": "sur", "sous": "sous", "en": "en"}


def _far_apart(numbers):
    """Tell whether streets of one name are two places: they have a number in common, far from each other."""
    known = {}
    for own in numbers:
        for number, rep, lon, lat in zip(own.number.tolist(), own.rep, own.lon.tolist(), own.lat.tolist()):
            first = known.setdefault((number, rep), (lon, lat))
            if metres(*first, lon, lat) > APART:
                return True
    return False


def _near(communes, perimeters, context):
    """Keep the communes that may have an address in a perimeter."""
    boxes = []
    operations = context.transformContext() if context is not None else QgsProject.instance()
    projections = perimeters.projections.tolist()
    changes = {e: QgsCoordinateTransform(authority(e), authority(4326), operations) for e in set(projections)}
    for geometry, epsg in zip(perimeters.geometries, projections):
        box = changes[epsg].transformBoundingBox(geometry.boundingBox())
        boxes.append((box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()))
    west, south, east, north = np.array(boxes).T
    kept = []
    for commune in communes:
        gap = np.maximum.reduce(
            [west - commune.lon, commune.lon - east, south - commune.lat, commune.lat - north, np.zeros(len(west))]
        )
        if commune.insee.startswith("973") or (gap <= FAR).any():
            kept.append(commune)
    return kept


class _Measure:
    """Measures chunks of streets and keeps those that a perimeter may hold."""

    def __init__(self, index, perimeters, edge_tolerance, context):
        self._index, self._edge_tolerance, self._context = index, edge_tolerance, context
        self._perimeters = perimeters
        self._coded = np.array([c is not None for c in perimeters.codes])
        self._listed = StreetList()

    def add(self, pending):
        """Measure streets, given with the numbers of each of their members."""
        if not pending:
            return
        owner, entries, lon, lat, positions = [], [], [], [], []
        for place, (street, numbers) in enumerate(pending):
            for member, own in zip(street.members, numbers):
                if len(own):
                    entries += zip(own.number.tolist(), own.rep)
                    positions += own.position
                    lon += own.lon.tolist()
                    lat += own.lat.tolist()
                    owner += [place] * len(own)
                elif not sum(len(n) for n in numbers):
                    entries.append(None)
                    positions.append("")
                    lon.append(member.lon)
                    lat.append(member.lat)
                    owner.append(place)
        owner = np.array(owner)
        tolerance = read_positions(len(owner), positions=positions, edge_tolerance=self._edge_tolerance).tolerance
        # nothing is known of a position whose word stands for no number
        tolerance = np.nan_to_num(tolerance, nan=self._index.reach)
        nearest, _uncovered = self._index.measure(np.column_stack([lon, lat]), authority(4326), self._context)
        point, perimeter, sure = pair_states(nearest, tolerance, self._coded)
        shared = list(self._overlaps(nearest, lon, lat))
        if shared:
            # in several perimeters at once: of none for sure
            point = np.concatenate([point, [at for at, _which in shared]])
            perimeter = np.concatenate([perimeter, [which for _at, which in shared]])
            sure = np.concatenate([sure, np.zeros(len(shared), dtype=bool)])
        self._listed.numbers += sum(e is not None for e in entries)
        lost = np.flatnonzero(np.isnan(nearest.distance))
        first = np.searchsorted(owner, np.arange(len(pending) + 1))
        keys = sorted(set(zip(owner[point].tolist(), perimeter.tolist())))
        of_key = {key: [] for key in keys}
        for at, which, certain in zip(point.tolist(), perimeter.tolist(), sure.tolist()):
            of_key[int(owner[at]), which].append((at, certain))
        for (place, which), own in of_key.items():
            start, end = int(first[place]), int(first[place + 1])
            if entries[start] is None:
                self._keep(pending[place], which, _NOTHING)
                continue
            state = dict.fromkeys(range(start, end), OUT)
            state.update((at, UNSURE) for at in lost.tolist() if start <= at < end)
            for at, certain in own:
                state[at] = IN if certain and state[at] != UNSURE else UNSURE
            covered = cover((*entries[at], told) for at, told in state.items())
            self._keep(pending[place], which, covered)

    def _overlaps(self, nearest, lon, lat):
        """Yield the numbers that several perimeters hold, with each of these."""
        rows = np.flatnonzero(nearest.containing > 1)
        for epsg in np.unique(self._perimeters.projections).tolist() if len(rows) else ():
            degrees = np.column_stack([lon, lat])[rows]
            xy = transform_xy(degrees, authority(4326), authority(epsg), self._context)
            for which in np.flatnonzero(self._perimeters.projections == epsg).tolist():
                geometry = self._perimeters.geometries[which]
                box = geometry.boundingBox()
                for at, (x, y) in zip(rows.tolist(), xy.tolist()):
                    if box.contains(x, y) and geometry.contains(QgsPointXY(x, y)):
                        yield at, which

    def _keep(self, pending, which, coverage):
        street, numbers = pending
        main = max(zip(street.members, numbers), key=lambda pair: len(pair[1]))[0]
        codes = tuple(sorted({code for member in street.members for code in member.postcodes}))
        self._listed.streets.append(
            ListedStreet(
                which, main.insee, main.commune, main.old_commune, main.name, coverage is _NOTHING and main.place,
                codes, coverage, street.homonym or len(numbers) > 1 and _far_apart(numbers),
            )  # fmt: skip
        )

    def result(self):
        """Return what was listed; a place that has the name of a street listed beside it is left out."""
        numbered = {
            (s.perimeter, s.insee, street_words(s.name)) for s in self._listed.streets if s.coverage is not _NOTHING
        }
        kept = [
            s
            for s in self._listed.streets
            if s.coverage is not _NOTHING or (s.perimeter, s.insee, street_words(s.name)) not in numbered
        ]
        kept.sort(key=lambda s: (s.perimeter, plain(s.commune), s.insee, plain(s.name), s.name))
        self._listed.streets = kept
        return self._listed
