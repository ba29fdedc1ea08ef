"""What may be answered to an address, and how much one answer is better than the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import nan

from .houses import same_place
from .localities import CONTRADICTED

__all__ = [
    "CANDIDATES",
    "CLEAR",
    "COMMUNE",
    "EMPTY",
    "KINDS",
    "NEIGHBOUR",
    "NOTHING",
    "NUMBER",
    "PLACE",
    "STREET",
    "TIED",
    "Answer",
    "Candidate",
    "alternatives",
    "doubt",
    "rank",
]

KINDS = ("numéro", "numéro voisin", "voie", "lieu-dit", "commune", "")
"""What an answer stands for; "" where nothing was found."""

NUMBER, NEIGHBOUR, STREET, PLACE, COMMUNE, NOTHING = KINDS

CLEAR, TIED = 0.11, 0.6
CANDIDATES = 5


@dataclass(frozen=True)
class Answer:
    """Where an address is.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    label : str
        The address found, as the BAN writes it.
    id_ban : str
        Of the number, or of the street; "" for a commune.
    position : str
        The BAN's type of position; "interpolation" between two neighbours.
    score, margin : float
        See the module; the margin is the whole score of the first where it has no rival.
    insee : str
    lon, lat : float
        NaN where nothing was found.
    street_id : int or None
        Of the index.
    asked_number : int or None
    before, after : (int, float, float) or None
        Neighbours of the same parity of a number that the BAN lacks: number, longitude, latitude.
    candidates : tuple of (str, float, float, float, str, str, str)
        At most five, the answer first: label, score, lon, lat, id, kind, and the position of a number.
    number_found : int or None
    rep_found : str
    others : tuple of (int, str, float, float, str, str)
        Other houses that a list or a range asks for, or other places that the BAN has for the number: number, what
        follows it, lon, lat, position, id. A verdict on the whole needs all of them.
    name_worth : float
        What the commune and the street alone are worth, whatever the number and the rivals.
    several : bool
        True where the cells say two addresses, or a number that may not be the house's: the score is lower for it.
    """

    kind: str = NOTHING
    label: str = ""
    id_ban: str = ""
    position: str = ""
    score: float = 0.0
    margin: float = 0.0
    insee: str = ""
    lon: float = nan
    lat: float = nan
    street_id: int | None = None
    asked_number: int | None = None
    before: tuple | None = field(default=None, repr=False)
    after: tuple | None = field(default=None, repr=False)
    candidates: tuple = field(default=(), repr=False)
    number_found: int | None = None
    rep_found: str = ""
    others: tuple = field(default=(), repr=False)
    name_worth: float = field(default=0.0, repr=False)
    several: bool = field(default=False, repr=False)


EMPTY = Answer()


class Candidate:
    """A possible answer: its worth, what its name alone is worth, and what it would say."""

    __slots__ = ("group", "house", "kind", "locality", "name_worth", "street", "worth")

    def __init__(self, worth, name_worth, kind, locality, group=None, house=None):
        self.worth, self.name_worth, self.kind, self.locality = worth, name_worth, kind, locality
        self.group, self.house = group, house
        self.street = house.street if house is not None else group.streets[0] if group is not None else None

    @property
    def place(self):
        spot = self.house or self.street or self.locality.commune
        return spot.lon, spot.lat

    @property
    def id(self):
        if self.house is not None and self.house.id:
            return self.house.id
        return getattr(self.street, "ban_id", "") or "" if self.street is not None else ""

    @property
    def position(self):
        """The BAN's type of position of a number, "" for the rest."""
        return self.house.position if self.kind == NUMBER else ""

    def label(self, postcode):
        commune = self.locality.commune
        street = self.street
        codes = street.postcodes if street is not None else commune.postcodes
        code = postcode if postcode in codes else codes[0] if codes else ""
        end = " ".join(p for p in (code, commune.name) if p)
        if street is None:
            return end
        if self.kind == NUMBER:
            rep = " " + self.house.rep if self.house.rep else ""
            return "{}{} {} {}".format(self.house.number, rep, street.name, end)
        return "{} {}".format(street.name, end)


def doubt(margin):
    """Return what an answer keeps of its worth when the next one is that much worse.

    Parameters
    ----------
    margin : float
    """
    return 1.0 if margin >= CLEAR else TIED + (1.0 - TIED) * margin / CLEAR


def rank(found):
    """Sort candidates, and compare the first with those at other places.

    Parameters
    ----------
    found : list of Candidate
        Sorted in place, best first.

    Returns
    -------
    kept : list of Candidate
        The first, then its rivals, at most `CANDIDATES`.
    margin : float
        How much better the first is.
    """
    if len(found) > 1:
        found.sort(key=lambda c: (-c.worth, -c.name_worth, c.street.name, c.id))
    first = found[0]
    rival, kept, here = 0.0, [first], first.place
    for other in found[1:]:
        if other.group is first.group and other.kind != NUMBER:
            continue
        if first.kind == other.kind == NUMBER and same_place(here, other.place) or other.place == here:
            continue
        if other.group.place and first.house is not None and other.group.words == first.group.words:
            # the lieu-dit that the street is named after
            continue
        # a homonym without the number counts for its name
        alike = other.name_worth >= first.name_worth - 1e-9 and not _one_street(first, other)
        worth = other.name_worth if alike else other.worth
        if _disputed(first, other):
            worth = first.worth
        rival = max(rival, min(worth, first.worth))
        if len(kept) < CANDIDATES:
            kept.append(other)
    return kept, first.worth - rival


def alternatives(first, found):
    """List the candidates that cost the first nothing because they are near it: an edge may pass between.

    Parameters
    ----------
    first : Candidate
        A number.
    found : list of Candidate

    Returns
    -------
    list of Candidate
    """
    return [
        other
        for other in found
        if other.kind == NUMBER and other.worth > first.worth - CLEAR and other.place != first.place
        and same_place(first.place, other.place)
    ]  # fmt: skip


def _disputed(first, other):
    """Tell whether the commune's name leads to one address and its postcode, or code, to another as good."""
    one, two = first.locality, other.locality
    if one.worth > CONTRADICTED or one.commune.insee == two.commune.insee:
        return False
    return other.kind == first.kind and other.worth / two.worth >= first.worth / one.worth - 0.02


def _one_street(first, other):
    """Tell whether two candidates are one street that runs through arrondissements: its numbers run on."""
    one, two = first.group.insee, other.group.insee
    one_city = one != two and one[:3] == two[:3] and one[:3] in ("751", "693", "132")
    return one_city and first.group.words == other.group.words
