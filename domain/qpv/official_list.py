"""The official list of QPV by commune: what certifies that a layer of perimeters is complete."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ..addresses.distance import metres
from ..addresses.normalise import city_words
from .codes import CURRENT, PREVIOUS, commune_codes, generation, qpv_code
from .known_communes import QUARTERS, relatives

__all__ = [
    "CERTIFIED",
    "EMPTY_COMMUNE",
    "INCOMPLETE",
    "NOT_CERTIFIED",
    "UNCOVERED",
    "OfficialList",
    "covered_departements",
    "far_from_home",
    "partial_departements",
    "read_official_list",
]

NOT_CERTIFIED, CERTIFIED, INCOMPLETE, EMPTY_COMMUNE, UNCOVERED = range(5)
"""What is known of the commune of a row: nothing; the layer holds all its QPV; it lacks one; there are none; the layer
has none in its whole département, where there are some."""

FAR, FAR_IN_DEPARTEMENT, WIDE = 60_000.0, 250_000.0, 3.0
"""Metres from a commune within which its own QPV are, from any commune those of its département; Guyane is wider."""

COUNTRY, MOST_OF_IT = 96, 90
"""Départements of a list of the whole country: all those of the mainland have QPV of 2024, nearly all had some of 2015.
"""


@dataclass(frozen=True)
class OfficialList:
    """QPV by commune, set against the codes of a layer.

    Attributes
    ----------
    by_commune : dict of str to frozenset of str
    codes : frozenset of str
    layer_codes : frozenset of str
    names : frozenset of frozenset of str
        Words of the names of its communes; empty where it does not tell them.
    """

    by_commune: dict
    codes: frozenset
    layer_codes: frozenset
    names: frozenset = frozenset()
    _departements: frozenset = field(repr=False, default=frozenset())
    _unplaced: bool = field(repr=False, default=False)

    @property
    def foreign(self):
        """Codes of the layer that the list does not know: the list is of another year, or filtered."""
        return self.layer_codes - self.codes

    @property
    def missing(self):
        """Codes of the list that the layer does not have."""
        return self.codes - self.layer_codes

    def status(self, communes):
        """Tell what the list says of a place.

        Parameters
        ----------
        communes : iterable of str
            The commune codes known for the place (current, former, the one it falls in); may be empty.

        Returns
        -------
        int
            `NOT_CERTIFIED`, `CERTIFIED`, `INCOMPLETE` or `EMPTY_COMMUNE`.
        """
        expected = self.expected(communes)
        if expected - self.layer_codes:
            return INCOMPLETE
        # a list that does not know the layer's own codes proves nothing about what else there is
        if self.foreign or self.missing and self._unplaced:
            return NOT_CERTIFIED
        if expected:
            return CERTIFIED
        if communes and not self._unplaced and all(_departement(c) in self._departements for c in communes):
            return EMPTY_COMMUNE
        # elsewhere only a list of the whole country has a say
        return CERTIFIED if len(self._departements) >= COUNTRY and not self.missing else NOT_CERTIFIED

    def expected(self, communes):
        """Return the QPV that the list gives to some communes.

        A list and an index of different years call a merged commune by different codes: all of them are looked for.

        Parameters
        ----------
        communes : iterable of str

        Returns
        -------
        frozenset of str
        """
        known = {code for c in communes for code in relatives(c)}
        return frozenset().union(*(self.by_commune.get(c, frozenset()) for c in known))

    def complete_around(self, communes):
        """Tell whether the layer holds all QPV of the départements of some communes, merged ones included."""
        around = {_departement(c) for c in communes}
        return around <= self._departements and around.isdisjoint(_departement_of_qpv(c) for c in self.missing)

    def whole_commune(self, communes):
        """Find the QPV that a commune is as a whole (Mayotte); None where it is not, or the list does not say."""
        codes = sorted(
            code
            for c in communes
            for code in self.by_commune.get(c, ())
            if code.startswith("QN976") and code[-1] == "C"
        )
        return codes[0] if len(codes) == 1 else None


def covered_departements(layer_codes):
    """Return a function that tells whether a layer has any QPV in the département of a commune.

    Every département of the mainland has QPV of 2024: where a layer has none, being outside proves nothing.

    Parameters
    ----------
    layer_codes : iterable of str or None

    Returns
    -------
    callable
        ``covered(commune)``; always True where that cannot be told.
    """
    own = {_departement_of_qpv(code) for code in layer_codes if generation(code) == CURRENT}

    def covered(commune):
        place = _departement(commune)
        return not own or place in own or place not in QUARTERS

    return covered


def partial_departements(layer_codes):
    """List the départements of which a layer has some QPV of 2024, and not all.

    Parameters
    ----------
    layer_codes : iterable of str or None

    Returns
    -------
    list of (str, int, int)
        Département, QPV that the layer has, QPV that there are.
    """
    own = Counter(_departement_of_qpv(code) for code in set(layer_codes) if generation(code) == CURRENT)
    return sorted((place, count, QUARTERS[place]) for place, count in own.items() if count < QUARTERS.get(place, 0))


def far_from_home(codes, spots, communes, by_commune=None):
    """Find where a layer was put when it is nowhere near the communes of its QPV: its coordinate system is wrong.

    Parameters
    ----------
    codes : sequence of str or None
        Of the perimeters.
    spots : sequence of (float, float)
        Longitude and latitude of a point of each.
    communes : iterable
        Some communes, with `insee`, `name`, `lon` and `lat`.
    by_commune : dict of str to frozenset of str, optional
        QPV that the official list gives to communes.

    Returns
    -------
    (str, str, float) or None
        A code, a commune it should be near, and how far it is, metres. None where one perimeter at least is where it
        should be, or none can be looked at.
    """
    of_code, of_departement = {}, {}
    for commune in communes:
        of_departement.setdefault(_departement(commune.insee), []).append(commune)
        for code in (by_commune or {}).get(commune.insee, ()):
            of_code.setdefault(code, []).append(commune)
    worst = None
    for code, (lon, lat) in zip(codes, spots):
        if generation(code) != CURRENT or lon != lon:
            continue
        place = _departement_of_qpv(code)
        if place not in QUARTERS and place[:2] != "97":
            # a made-up one may be anywhere
            continue
        near, allowed = of_code.get(code), FAR
        if near is None:
            near, allowed = of_departement.get(place, ()), FAR_IN_DEPARTEMENT
        if not near:
            continue
        far, commune = min(((metres(lon, lat, c.lon, c.lat), c) for c in near), key=lambda pair: pair[0])
        if far <= allowed * (WIDE if place == "973" else 1.0):
            return None
        worst = worst or (code, commune.name, far)
    return worst


def _departement(commune):
    return commune[:3] if commune[:2] in ("97", "98") else commune[:2]


def _departement_of_qpv(code):
    return code[3:5] if code[2] == "0" else code[2:5]


def _whole_departements(codes):
    """Tell of which départements a list holds all QPV: they are numbered without a gap, and as many as are known.

    Of a list of the previous generation, whose numbers are not known, only one of the whole country is believed.
    """
    numbers = {}
    for code in codes:
        of_year = numbers.setdefault(generation(code), {})
        place = code[2:5].removeprefix("0")
        of_year.setdefault(place, set()).add(int(code[5:7]) if generation(code) == CURRENT else code)
    # Mayotte's whole communes are numbered from 51
    firsts = {"976": 51}
    whole = {
        departement
        for departement, found in numbers.get(CURRENT, {}).items()
        if found == set(range(firsts.get(departement, 1), max(found) + 1))
    }
    if len(whole) < COUNTRY:
        # one that stops after the first communes of the département has no gap either
        whole = {d for d in whole if len(numbers[CURRENT][d]) >= QUARTERS.get(d, 0)}
    older = numbers.get(PREVIOUS, {})
    return frozenset(whole | (set(older) if len(older) >= MOST_OF_IT else set()))


def read_official_list(rows, layer_codes):
    """Read the official list.

    Parameters
    ----------
    rows : iterable of (code, communes[, names])
        Cells as found: a QPV code, one or several commune codes, in any of the official ways of writing them, and
        the names of these communes.
    layer_codes : iterable of str
        The codes of the layer of perimeters.

    Returns
    -------
    OfficialList
    """
    by_commune, codes, names, unplaced = {}, set(), set(), False
    for raw_code, raw_communes, *raw_names in rows:
        code = qpv_code(raw_code)
        if code is None:
            continue
        codes.add(code)
        communes = commune_codes(raw_communes)
        unplaced = unplaced or not communes
        names.update(city_words(part) for name in raw_names for part in str(name or "").split(";"))
        for commune in communes:
            by_commune.setdefault(commune, set()).add(code)
    return OfficialList(
        by_commune={c: frozenset(found) for c, found in by_commune.items()},
        codes=frozenset(codes),
        layer_codes=frozenset(c for c in layer_codes if c),
        names=frozenset(names - {frozenset()}),
        _departements=_whole_departements(codes),
        _unplaced=unplaced,
    )
