"""From an address as read to the address of the BAN, with how sure that is.

The score of an answer, from 0 to 1, is a product:

    score = commune * street * number * doubt

- commune: 1 where code, or name and postcode, agree; less where one is missing, mistyped or contradicts the other
  (`localities`);
- street: the similarity of its name and type (`similarity`), less where the part of the commune or the postcode
  tells it from a homonym (`OTHER_PART`, `OTHER_POSTCODE`), or an article (`OTHER_ARTICLE`);
- number: 1 found; `houses.ANOTHER_FORM` under another form (B for bis); 0.5 to 0.93 set between its neighbours;
  `NO_NUMBER` where the street has none on that side;
- doubt: 1 where the margin, that is how much better the first candidate is than the next one at another place, is at
  least `answers.CLEAR`; from there down to `answers.TIED` where both are as good. A homonym that lacks the number
  counts for its name alone, since the BAN may only have missed it; so does an address of the commune whose postcode
  was given where the name given is another's.

Two streets in one cell, two postcodes of two communes, or a number that may not be the house's ("1 2 rue X", "en face
du 12 rue X"), leave `SEVERAL` of the score.
A street whose name alone is worth less than `FLOOR` is no answer: the commune's own answer to an address with a street
is worth `COMMUNE_ONLY` of its commune.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache, partial

from . import articles
from .answers import (
    CANDIDATES, COMMUNE, EMPTY, KINDS, NEIGHBOUR, NUMBER, PLACE, STREET, Answer, Candidate, alternatives, doubt, rank,
)  # fmt: skip
from .directory import Directory
from .houses import SECOND_ASKED, find, neighbours, others
from .localities import CONTRADICTED, from_street, in_departement, localities
from .normalise import city_words, street_words, words
from .parse import EITHER
from .similarity import street_similarity

__all__ = ["KINDS", "TRUST", "Answer", "Resolver"]

TRUST = 0.82
"""Score from which a number is trusted.

The calibration of `benchmarks/addresses` gives it: the lowest score from which, in every step of 0.02, at least 99 of
100 answers are right, in spreadsheets where one street in twenty and one number in twenty are missing from the BAN.
"""

FLOOR = 0.72
"""Worth of the name alone (commune and street) below which a street is no answer: the commune is answered instead.

The same calibration gives it: the lowest worth from which, in every step of 0.02, more streets are the one meant than
another.
"""

OTHER_ARTICLE = 0.92
OTHER_PART, UNKNOWN_PART, OTHER_POSTCODE = 0.8, 0.95, 0.9
NO_NUMBER, COMMUNE_ONLY, SEVERAL, BEGUN, GLUED = 0.7, 0.4, 0.6, 0.75, 0.97
ENOUGH = 0.9
LISTS = ("liste", "plage")
_STREETS_KEPT = 150_000


class Resolver:
    """Finds addresses in an index.

    Parameters
    ----------
    index : sources.address_index.AddressIndex
        Whatever it reads is kept within bounds: memory stays flat over millions of addresses.
    floor : float, optional
        Another floor than `FLOOR`, for who calibrates it.
    """

    def __init__(self, index, floor=FLOOR):
        self._index, self._floor = index, floor
        # none of these holds the resolver, which goes as soon as nobody has it, not when garbage is collected
        self._directory = _Directories(index).of
        self._localities = lru_cache(maxsize=20_000)(partial(localities, index))
        self._from_street = lru_cache(maxsize=5_000)(partial(from_street, index))
        self._exact = lru_cache(maxsize=50_000)(partial(_exact, self._directory))
        self._search = lru_cache(maxsize=50_000)(partial(_similar, self._directory))

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
            return EMPTY
        words, said = query.street_words, query.said
        tiers = self._localities(query.postcode, query.city_words, query.citycode, query.district)
        if query.places and tiers:
            tiers = _named_aside(tiers, query)
        if not tiers and not (query.city_words or query.citycode):
            tiers, words = self._from_street(said, query.places, query.postcode)
            said = ()
        if not tiers:
            return EMPTY
        found = []
        if words:
            found = self._tiers(tiers, query, words, said)
            if said and not query.city_words and not query.citycode and not _good(found):
                # the postcode may be wrong, and the street's cell name the commune
                others, fewer = self._from_street(said, query.places, query.postcode)
                others = [[p._replace(worth=p.worth * CONTRADICTED) for p in tier] for tier in others]
                found += self._tiers(others, query, fewer, ())
        sure = [c for c in found if c.name_worth >= self._floor]
        if words and not sure:
            sure = self._other_places(tiers[0], query)
        if not sure:
            return self._commune(tiers[0], query, words, found)
        return self._best(sure, query)

    def _tiers(self, tiers, query, words, said):
        found = []
        for tier in tiers:
            for locality in tier:
                found += self._candidates(locality, query, words, said)
            if _good(found):
                break
        return found

    # streets ---------------------------------------------------------------------------------------

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
            if len(words) == 2 and articles.left_out(said, _raw(exact[0][1])):
                # "rue Moulin" is more likely "rue du Moulin", but there is a "rue Jean Moulin"
                alike = self._directory(insee).namesakes(words)
                if alike:
                    exact = [(OTHER_ARTICLE, group) for _worth, group in exact]
                    exact += [(street_similarity(words, group.words), group) for group in alike]
            found = self._judged(exact, locality, query, query.numbers)
            if any(c.kind == NUMBER or not query.numbers for c in found):
                return found
        trimmed, part = self._trimmed(locality, said)
        if part and not locality.old_insee:
            locality = locality._replace(old_insee=part)
        if trimmed and not exact:
            shorter = self._exact(insee, trimmed)
            if shorter:
                return self._judged(shorter, locality, query, query.numbers)
        similar = self._search(insee, words)
        if trimmed:
            similar = _merged(similar, self._search(insee, trimmed))
        if not similar or similar[0][0] < ENOUGH:
            glued = self._directory(insee).squeezed(said)
            similar = [(GLUED, group) for group in glued] or similar or self._begun(insee, words, said)
        return self._judged(similar, locality, query, query.numbers)

    def _begun(self, insee, words, said):
        """Return the street that the words begin with, the others saying who knows what: never to be trusted."""
        for size in range(len(words) - 1, 1, -1):
            exact = self._exact(insee, words[:size])
            if exact and not articles.goes_on(said, words[size]):
                return [(BEGUN, group) for _worth, group in exact]
        return []

    @staticmethod
    def _trimmed(locality, said):
        """Return the street's words without the commune's name at their end, and the former commune that this names."""
        if len(said) < 3:
            return (), None
        commune = locality.commune
        for size in range(min(5, len(said) - 1), 0, -1):
            # "rue du 8 mai 1945 Bondy": the year is the street's
            tail = () if said[-size].isdigit() else city_words(" ".join(said[-size:]))
            if tail and (tail == commune.words or _part(commune, [tail])):
                part = None if tail == commune.words else _part(commune, [tail])
                return street_words(" ".join(said[:-size])), part
        return (), None

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
            if worth != OTHER_ARTICLE and articles.other(query.said, _raw(group), worth == 1.0):
                worth *= OTHER_ARTICLE
            worth *= locality.worth
            if locality.old_insee and group.old_insee != locality.old_insee:
                worth *= OTHER_PART if group.old_insee else UNKNOWN_PART
            code = query.postcode
            if code and group.postcodes and code not in group.postcodes and code in locality.commune.postcodes:
                # the part that is named has another postcode: one of the two is wrong
                told = locality.old_insee and group.old_insee == locality.old_insee
                worth *= OTHER_PART if told else OTHER_POSTCODE
            kind = PLACE if group.place else STREET
            if not asked:
                # a number that is asked but belongs to no street here is not answered
                lost = NO_NUMBER if query.numbers and not query.other_words else 1.0
                out.append(Candidate(worth * lost, worth, kind, locality, group))
                continue
            if query.joined == EITHER:
                houses = find(self._index, group, asked[:1])
                houses += [h._replace(worth=h.worth * SECOND_ASKED) for h in find(self._index, group, asked[1:])]
            else:
                houses = find(self._index, group, asked)
            for house in houses[:3]:
                out.append(Candidate(worth * house.worth, worth * house.worth, NUMBER, locality, group, house))
            if not houses:
                house = neighbours(self._index, group, *asked[-1 if query.joined == EITHER else 0])
                if house is None:
                    out.append(Candidate(worth * NO_NUMBER, worth, kind, locality, group))
                else:
                    out.append(Candidate(worth * house.worth, worth, NEIGHBOUR, locality, group, house))
        return out

    # answers -----------------------------------------------------------------------------------------

    def _best(self, found, query):
        kept, margin = rank(found)
        first = kept[0]
        several = query.several or self._other_code(query.second_code, first.locality.commune)
        score = min(1.0, first.worth * doubt(margin)) * (SEVERAL if several else 1.0)
        lon, lat = first.place
        house, street = first.house, first.street
        label = first.label(query.postcode)
        rest = (
            (c.label(query.postcode), round(c.worth, 4), *c.place, c.id, c.kind, c.position) for c in kept[1:]
        )
        return Answer(
            first.kind, label, first.id, house.position if house is not None else "", round(score, 4),
            round(margin, 4), first.locality.commune.insee, lon, lat, street.id,
            query.numbers[0][0] if query.numbers else None, house.before if house is not None else None,
            house.after if house is not None else None,
            ((label, round(score, 4), lon, lat, first.id, first.kind, first.position), *rest),
            house.number if first.kind == NUMBER else None, house.rep if first.kind == NUMBER else "",
            self._others(first, query, found) if first.kind == NUMBER else (),
            round(first.name_worth, 4), several,
        )  # fmt: skip

    def _other_code(self, code, commune):
        """Tell whether a second postcode, in the street's cell, is another commune's; a CEDEX code is nobody's."""
        if code is None or code in commune.postcodes:
            return False
        return bool(self._index.communes_of_postcode(code)) or not in_departement(commune.insee, code)

    def _others(self, first, query, found):
        listed = query.joined in LISTS
        houses = others(self._index, first.group, query.numbers, query.joined, first.house) if listed else []
        houses += [c.house for c in alternatives(first, found)]
        return tuple((h.number, h.rep, h.lon, h.lat, h.position, h.id) for h in houses)

    def _commune(self, tier, query, words, unlike):
        """Answer with the commune where the street is unknown, or none is asked; streets too unlike are told aside."""
        lost = COMMUNE_ONLY if words or query.numbers else 1.0
        found = [Candidate(p.worth * lost, p.worth * lost, COMMUNE, p) for p in tier[:CANDIDATES]]
        first = found[0]
        margin = first.worth - (found[1].worth if len(found) > 1 else 0.0)
        score = round(first.worth * doubt(margin), 4)
        lon, lat = first.place
        listed = [(c.label(query.postcode), round(c.worth, 4), *c.place, "", COMMUNE, "") for c in found]
        listed[0] = (listed[0][0], score, *listed[0][2:])
        if unlike:
            rest = rank(unlike)[0]
            listed[1:] = [
                (c.label(query.postcode), round(c.worth, 4), *c.place, c.id, c.kind, c.position) for c in rest
            ]
        return Answer(
            COMMUNE, listed[0][0], "", "", score, round(margin, 4), first.locality.commune.insee, lon, lat, None,
            query.numbers[0][0] if query.numbers else None, candidates=tuple(listed[:CANDIDATES]),
        )  # fmt: skip


class _Directories:
    """The streets of the communes asked last."""

    def __init__(self, index):
        self._index, self._kept, self._weight = index, OrderedDict(), 0

    def of(self, insee):
        """Return the `Directory` of a commune."""
        known = self._kept.get(insee)
        if known is None:
            known = self._kept[insee] = Directory(self._index.streets(insee), self._index.words())
            self._weight += len(known) + 100
            while self._weight > _STREETS_KEPT and len(self._kept) > 1:
                _insee, gone = self._kept.popitem(last=False)
                self._weight -= len(gone) + 100
        else:
            self._kept.move_to_end(insee)
        return known


def _exact(directory, insee, words):
    return directory(insee).exact(words)


def _similar(directory, insee, words):
    return directory(insee).search(words)


def _raw(group):
    """Return the words of a street as the BAN writes them, articles included."""
    return _words(group.streets[0].name)


@lru_cache(maxsize=50_000)
def _words(name):
    return words(name)


def _good(found):
    return any(c.worth >= ENOUGH for c in found)


def _named_aside(tiers, query):
    """Use what other parts of the cell name: one of the communes of a postcode, a former commune."""
    names = [city_words(p) for p in query.places]
    if not query.city_words and not query.citycode:
        kept = [p for tier in tiers for p in tier if p.commune.words in names]
        tiers = [kept] if kept else tiers
    return [
        [p if p.old_insee else p._replace(old_insee=_part(p.commune, names)) if p.commune.old else p for p in tier]
        for tier in tiers
    ]


def _part(commune, names):
    return next((code for code, name in commune.old if city_words(name) in names), None)


def _merged(one, other):
    best = {}
    for worth, group in (*one, *other):
        known = best.get(group.streets[0].id)
        if known is None or worth > known[0]:
            best[group.streets[0].id] = (worth, group)
    return sorted(best.values(), key=lambda item: -item[0])[:CANDIDATES]

