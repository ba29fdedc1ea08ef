"""From an address as read to the address of the BAN, with how sure that is.

The score of an answer, from 0 to 1, is a product:

    score = commune * street * number * doubt

- commune: 1 where code, or name and postcode, agree; less where one is missing, mistyped or contradicts the other
  (`localities`);
- street: the similarity of its name and type (`similarity`), less where the part of the commune or the postcode
  tells it from a homonym (`OTHER_PART`, `OTHER_POSTCODE`);
- number: 1 found; `houses.ANOTHER_FORM` under another form (B for bis); 0.5 to 0.93 set between its neighbours;
  `NO_NUMBER` where the street has none on that side;
- doubt: 1 where the margin, that is how much better the first candidate is than the next one at another place, is at
  least `CLEAR`; from there down to `TIED` where both are as good. A homonym that lacks the number counts for its
  name alone: the BAN may only have missed it.

A commune's own answer to an address with a street is worth `COMMUNE_ONLY` of its commune.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from math import nan

from .directory import Directory
from .houses import SECOND_ASKED, find, neighbours, others, same_place
from .localities import CONTRADICTED, from_street, localities
from .normalise import city_words, street_words
from .parse import EITHER

__all__ = ["KINDS", "TRUST", "Answer", "Resolver"]

KINDS = ("numéro", "numéro voisin", "voie", "lieu-dit", "commune", "")
"""What an answer stands for; "" where nothing was found."""

NUMBER, NEIGHBOUR, STREET, PLACE, COMMUNE, NOTHING = KINDS

TRUST = 0.82
"""Score from which a number is trusted.

The calibration of `benchmarks/addresses` gives it: the lowest score from which, in every step of 0.02, at least 99 of
100 answers are right, in spreadsheets where one street in twenty is missing from the BAN.
"""

CLEAR, TIED = 0.08, 0.6
OTHER_PART, UNKNOWN_PART, OTHER_POSTCODE = 0.8, 0.95, 0.9
NO_NUMBER, COMMUNE_ONLY, SEVERAL = 0.7, 0.4, 0.6
ENOUGH = 0.9
CANDIDATES = 5
LISTS = ("liste", "plage")
_STREETS_KEPT = 150_000


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
    candidates : tuple of (str, float, float, float, str, str)
        At most five, the answer first: label, score, lon, lat, id, kind.
    number_found : int or None
    rep_found : str
    others : tuple of (int, str, float, float, str, str)
        Other houses that a list or a range asks for: number, what follows it, lon, lat, position, id. A verdict on the
        whole needs all of them.
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


_EMPTY = Answer()


class _Candidate:
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


class Resolver:
    """Finds addresses in an index.

    Parameters
    ----------
    index : sources.address_index.AddressIndex
        Whatever it reads is kept within bounds: memory stays flat over millions of addresses.
    """

    def __init__(self, index):
        self._index = index
        self._directories, self._weight = OrderedDict(), 0
        self._localities = lru_cache(maxsize=20_000)(self._find_localities)
        self._from_street = lru_cache(maxsize=5_000)(self._find_from_street)
        self._exact = lru_cache(maxsize=50_000)(self._find_exact)
        self._search = lru_cache(maxsize=50_000)(self._find_similar)

    def resolve(self, query):
        """Return the best answer to an address.

        Parameters
        ----------
        query : parse.Query

        Returns
        -------
        Answer
        """
        if query.blank:
            return _EMPTY
        words, said = query.street_words, query.said
        tiers = self._localities(query.postcode, query.city_words, query.citycode, query.district)
        if query.places and tiers and not query.city_words and not query.citycode:
            tiers = _named_aside(tiers, query.places)
        if not tiers and not (query.city_words or query.citycode):
            tiers, words = self._from_street(said, query.places)
            said = ()
        if not tiers:
            return _EMPTY
        found = []
        if words:
            found = self._tiers(tiers, query, words, said)
            if said and not query.city_words and not query.citycode and not _good(found):
                # the postcode may be wrong, and the street's cell name the commune
                others, fewer = self._from_street(said, query.places)
                others = [[p._replace(worth=p.worth * CONTRADICTED) for p in tier] for tier in others]
                found += self._tiers(others, query, fewer, ())
            if not found:
                found = self._other_places(tiers[0], query)
        if not found:
            return self._commune(tiers[0], query, words)
        return self._best(found, query)

    def _tiers(self, tiers, query, words, said):
        found = []
        for tier in tiers:
            for locality in tier:
                found += self._candidates(locality, query, words, said)
            if _good(found):
                break
        return found

    # communes and streets --------------------------------------------------------------------------

    def _find_localities(self, postcode, words, citycode, district):
        return localities(self._index, postcode, words, citycode, district)

    def _find_from_street(self, said, places):
        return from_street(self._index, said, places)

    def _directory(self, insee):
        known = self._directories.get(insee)
        if known is None:
            known = Directory(self._index.streets(insee))
            self._directories[insee] = known
            self._weight += len(known) + 100
            while self._weight > _STREETS_KEPT and len(self._directories) > 1:
                _insee, gone = self._directories.popitem(last=False)
                self._weight -= len(gone) + 100
        else:
            self._directories.move_to_end(insee)
        return known

    def _find_exact(self, insee, words):
        return self._directory(insee).exact(words)

    def _find_similar(self, insee, words):
        return self._directory(insee).search(words)

    def _candidates(self, locality, query, words, said):
        """Return the candidates of one commune."""
        insee = locality.commune.insee
        if query.other_words:
            exact = self._exact(insee, query.other_words)
            if exact:
                # "Allée 5": the last number is the street's name
                return self._judged(exact, locality, query, ())
        exact = self._exact(insee, words)
        if exact:
            found = self._judged(exact, locality, query, query.numbers)
            if any(c.kind == NUMBER or not query.numbers for c in found):
                return found
        trimmed = self._trimmed(locality, said)
        if trimmed and not exact:
            shorter = self._exact(insee, trimmed)
            if shorter:
                return self._judged(shorter, locality, query, query.numbers)
        similar = self._search(insee, words)
        if trimmed:
            similar = _merged(similar, self._search(insee, trimmed))
        return self._judged(similar, locality, query, query.numbers)

    @staticmethod
    def _trimmed(locality, said):
        """Return the street's words without the commune's name at their end, () where it is not there."""
        if len(said) < 3:
            return ()
        commune = locality.commune
        for size in range(min(5, len(said) - 1), 0, -1):
            # "rue du 8 mai 1945 Bondy": the year is the street's
            tail = () if said[-size].isdigit() else city_words(" ".join(said[-size:]))
            if tail and (tail == commune.words or any(tail == city_words(n) for _o, n in commune.old)):
                return street_words(" ".join(said[:-size]))
        return ()

    def _other_places(self, tier, query):
        """Look for what the rest of the cell names: a residence, a lieu-dit."""
        found = []
        for text in query.places[:3]:
            words = street_words(text)
            for locality in tier[:5]:
                similar = [s for s in self._search(locality.commune.insee, words) if s[0] >= 0.85]
                found += self._judged(similar, locality, query, ())
        return [c for c in found if c.worth > 0.0]

    # numbers -----------------------------------------------------------------------------------------

    def _judged(self, similar, locality, query, asked):
        """Return a candidate for each street, with its number where one is asked."""
        out = []
        top = similar[0][0] if similar else 0.0
        for worth, group in similar:
            if worth < top - 0.3:
                break
            worth *= locality.worth
            if locality.old_insee and group.old_insee != locality.old_insee:
                worth *= OTHER_PART if group.old_insee else UNKNOWN_PART
            code = query.postcode
            if code and group.postcodes and code not in group.postcodes and code in locality.commune.postcodes:
                worth *= OTHER_POSTCODE
            if query.several:
                worth *= SEVERAL
            kind = PLACE if group.place else STREET
            if not asked:
                # a number that is asked but belongs to no street here is not answered
                lost = NO_NUMBER if query.numbers and not query.other_words else 1.0
                out.append(_Candidate(worth * lost, worth, kind, locality, group))
                continue
            if query.joined == EITHER:
                houses = find(self._index, group, asked[:1])
                houses += [h._replace(worth=h.worth * SECOND_ASKED) for h in find(self._index, group, asked[1:])]
            else:
                houses = find(self._index, group, asked)
            for house in houses[:3]:
                out.append(_Candidate(worth * house.worth, worth * house.worth, NUMBER, locality, group, house))
            if not houses:
                house = neighbours(self._index, group, *asked[-1 if query.joined == EITHER else 0])
                if house is None:
                    out.append(_Candidate(worth * NO_NUMBER, worth, kind, locality, group))
                else:
                    out.append(_Candidate(worth * house.worth, worth, NEIGHBOUR, locality, group, house))
        return out

    # answers -----------------------------------------------------------------------------------------

    def _best(self, found, query):
        if len(found) > 1:
            found.sort(key=lambda c: (-c.worth, c.label(None)))
        first = found[0]
        rival = 0.0
        kept = [first]
        here = first.place
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
        margin = first.worth - rival
        doubt = 1.0 if margin >= CLEAR else TIED + (1.0 - TIED) * margin / CLEAR
        score = min(1.0, first.worth * doubt)
        lon, lat = here
        house, street = first.house, first.street
        label = first.label(query.postcode)
        rest = tuple((c.label(query.postcode), round(c.worth, 4), *c.place, c.id, c.kind) for c in kept[1:])
        return Answer(
            first.kind, label, first.id, house.position if house is not None else "", round(score, 4),
            round(margin, 4), first.locality.commune.insee, lon, lat, street.id,
            query.numbers[0][0] if query.numbers else None, house.before if house is not None else None,
            house.after if house is not None else None,
            ((label, round(score, 4), lon, lat, first.id, first.kind), *rest),
            house.number if first.kind == NUMBER else None, house.rep if first.kind == NUMBER else "",
            self._others(first, query) if query.joined in LISTS and first.kind == NUMBER else (),
        )  # fmt: skip

    def _others(self, first, query):
        found = others(self._index, first.group, query.numbers, query.joined, first.house)
        return tuple((h.number, h.rep, h.lon, h.lat, h.position, h.id) for h in found)

    def _commune(self, tier, query, words):
        """Answer with the commune where the street is unknown, or none is asked."""
        lost = COMMUNE_ONLY if words or query.numbers else 1.0
        found = [_Candidate(p.worth * lost, p.worth * lost, COMMUNE, p) for p in tier[:CANDIDATES]]
        first = found[0]
        margin = first.worth - (found[1].worth if len(found) > 1 else 0.0)
        doubt = 1.0 if margin >= CLEAR else TIED + (1.0 - TIED) * margin / CLEAR
        score = round(first.worth * doubt, 4)
        lon, lat = first.place
        listed = [(c.label(query.postcode), round(c.worth, 4), *c.place, "", COMMUNE) for c in found]
        listed[0] = (listed[0][0], score, *listed[0][2:])
        return Answer(
            COMMUNE, listed[0][0], "", "", score, round(margin, 4), first.locality.commune.insee, lon, lat, None,
            query.numbers[0][0] if query.numbers else None, candidates=tuple(listed),
        )  # fmt: skip


def _disputed(first, other):
    """Tell whether the commune's name leads to one address and its postcode, or code, to another as good."""
    one, two = first.locality, other.locality
    if one.worth > CONTRADICTED or one.commune.insee == two.commune.insee:
        return False
    return other.kind == first.kind and other.worth / two.worth >= first.worth / one.worth - 0.02


def _good(found):
    return any(c.worth >= ENOUGH for c in found)


def _named_aside(tiers, places):
    """Keep, of the communes of a postcode, the one that another part of the cell names."""
    names = [city_words(p) for p in places]
    kept = [p for tier in tiers for p in tier if p.commune.words in names]
    return [kept] if kept else tiers


def _one_street(first, other):
    """Tell whether two candidates are one street that runs through arrondissements: its numbers run on."""
    one, two = first.group.insee, other.group.insee
    one_city = one != two and one[:3] == two[:3] and one[:3] in ("751", "693", "132")
    return one_city and first.group.words == other.group.words


def _merged(one, other):
    best = {}
    for worth, group in (*one, *other):
        known = best.get(group.streets[0].id)
        if known is None or worth > known[0]:
            best[group.streets[0].id] = (worth, group)
    return sorted(best.values(), key=lambda item: -item[0])[:CANDIDATES]

