"""Which communes an address may be in, and what each is worth, from its code, postcode and name."""

from __future__ import annotations

from collections import namedtuple

from .cities import both_names, whole_city
from .normalise import city_words, street_words
from .similarity import STREET_TYPES, commune_similarity

__all__ = ["Locality", "from_street", "in_departement", "localities"]

Locality = namedtuple("Locality", "commune worth old_insee")
Locality.__doc__ = """A commune that an address may be in: its worth (0 to 1), its part when a former name was given."""

CONTRADICTED = 0.93
"""The name is a commune's, the postcode another's of the same département: people know the name of their town."""

OTHER_ARRONDISSEMENT = 0.92
"""Of the city that is named, not the arrondissement that the postcode says."""

SAME_POSTCODE = 0.8
"""The postcode is the commune's, the name is not."""

MISTYPED = 0.81
"""Nothing but a name nearly the commune's: Saint-Ouen may be where the index does not go. Never trusted."""

ELSEWHERE = 0.81
"""The name is the commune's, the postcode or the code that of another département, or of no arrondissement here: a
homonym that the index lacks, such as Montreuil (62). Never trusted."""

NO_SUCH_CODE = 0.98
"""No address has this code of the same département: a CEDEX, a former commune, or a mistyped figure."""

_CITIES = {"paris": ("751", "750"), "lyon": ("6938", "6900"), "marseille": ("132", "130")}


def localities(index, postcode, words, citycode, district=None):
    """Return the communes that an address may be in.

    Parameters
    ----------
    index : sources.address_index.AddressIndex
    postcode, citycode : str or None
    words : frozenset of str
        The commune's name.
    district : int or None
        Arrondissement of Paris, Lyon or Marseille.

    Returns
    -------
    list of list of Locality
        The likeliest first; the next list matters only where the former holds no good answer.
    """
    named = index.communes_named(words) if words else []
    posted = index.communes_of_postcode(postcode) if postcode else []
    city = next(iter(words & set(_CITIES)), None) if district and words else None
    if city:
        code = _CITIES[city][0] + str(district).zfill(5 - len(_CITIES[city][0]))
        told = index.commune(code)
        if whole_city(citycode) is None or index.commune(citycode) is None:
            citycode = code
        named = [told] if told is not None else named
    coded = index.commune(citycode) if citycode else None
    if coded is not None:
        first, second = _by_code(index, coded, citycode, named, posted, words)
    elif named:
        first, second = _by_name(named, posted, postcode, words)
        if citycode:
            first, second = ([_elsewhere(p, citycode) for p in tier] for tier in (first, second))
    elif posted:
        first, second = _by_postcode(index, posted, postcode, words)
    elif words:
        first, second = _like(index.all_communes(), words, MISTYPED, postcode), []
    else:
        first, second = [], []
    return [_best(tier) for tier in (first, second) if tier]


def from_street(index, said, places, postcode=None):
    """Return communes named in the street's own cell, where no other cell names one.

    Parameters
    ----------
    index : sources.address_index.AddressIndex
    said : tuple of str
        The street's words as written.
    places : tuple of str
        The cell's other parts.
    postcode : str or None, optional
        One that leads nowhere by itself.

    Returns
    -------
    list of list of Locality
    tuple of str
        The street's words without the commune's.
    """
    street = street_words(" ".join(said))
    for place in places:
        words = city_words(place)
        named = index.communes_named(words) if words else []
        if named:
            return [_alone(named, postcode, words)], street
    # the name must leave a street: "rue de Paris" is no rue in Paris
    sizes = [n for n in range(min(5, len(said) - 1), 0, -1) if not said[-n].isdigit()]
    tails = [(n, street_words(" ".join(said[:-n]))) for n in sizes]
    tails = [(city_words(" ".join(said[-n:])), rest) for n, rest in tails]
    tails = [(words, rest) for words, rest in tails if words and not (len(rest) == 1 and rest[0] in STREET_TYPES)]
    for words, rest in tails:
        named = index.communes_named(words)
        if named:
            return [_alone(named, postcode, words)], rest
    every = index.all_communes()
    for words, rest in [(city_words(p), street) for p in places] + tails:
        if sum(map(len, words)) >= 5:
            like = _like(every, words, MISTYPED, postcode, 0.7)
            if like:
                return [like], rest
    if len(every) == 1 and not postcode:
        return [[Locality(every[0], 0.9, None)]], street
    return [], ()


def _by_code(index, coded, citycode, named, posted, words):
    parts = [index.commune(p) for p in coded.parts] or [coded]
    codes = {c.insee for c in parts}
    if len(parts) > 1:
        by_post = [c for c in parts if c.insee in {p.insee for p in posted}]
        if by_post:
            first = [Locality(c, 1.0, None) for c in by_post]
            return first, [Locality(c, OTHER_ARRONDISSEMENT, None) for c in parts if c not in by_post]
    if len(named) > 1 and codes & {c.insee for c in named}:
        # "Paris" is the name of all its arrondissements: it tells none from another
        named = []
    by_name, by_post = (codes & {c.insee for c in found} for found in (named, posted))
    old = citycode if citycode not in codes and citycode in {o for o, _n in coded.old} else None

    def as_coded(worth):
        return [Locality(c, worth, old or _old(c, words)) for c in parts]

    def others(worth, found):
        return [Locality(c, worth, _old(c, words)) for c in found if c.insee not in codes]

    if named and not by_name:
        # code against name: the postcode is the third to say
        if by_post:
            return as_coded(CONTRADICTED) + others(SAME_POSTCODE, named), []
        return as_coded(ELSEWHERE) + others(ELSEWHERE, named) + others(SAME_POSTCODE, posted), []
    of_city = whole_city(coded.insee) is not None
    if posted and not by_post and (not by_name or of_city):
        return as_coded(CONTRADICTED) + others(SAME_POSTCODE, posted), []
    return as_coded(1.0), others(SAME_POSTCODE, (*named, *posted))


def _by_name(named, posted, postcode, words):
    codes = {c.insee for c in posted}
    both = [c for c in named if c.insee in codes]
    if both:
        first = [Locality(c, 1.0, _old(c, words)) for c in both]
        return first, [Locality(c, OTHER_ARRONDISSEMENT, _old(c, words)) for c in named if c.insee not in codes]
    first = _alone(named, postcode, words, CONTRADICTED if posted else NO_SUCH_CODE)
    return first + [Locality(c, SAME_POSTCODE, None) for c in posted], []


def _alone(named, postcode, words, worth=NO_SUCH_CODE):
    """Return communes that nothing but their name tells, beside a postcode that is none of theirs."""
    if not postcode:
        return [Locality(c, 1.0, _old(c, words)) for c in named]
    near = [Locality(c, worth, _old(c, words)) for c in named if in_departement(c.insee, postcode)]
    return near or [Locality(c, ELSEWHERE, _old(c, words)) for c in named]


def _elsewhere(place, citycode):
    """Judge a commune of the right name, given a code that the index lacks."""
    insee = place.commune.insee
    same = insee[:2] == citycode[:2] and (insee[:2] != "97" or insee[:3] == citycode[:3])
    worth = min(place.worth, NO_SUCH_CODE) if same and whole_city(insee) is None else min(place.worth, ELSEWHERE)
    return place._replace(worth=worth)


def _by_postcode(index, posted, postcode, words):
    if not words:
        return [Locality(c, 1.0 if len(posted) == 1 else 0.98, None) for c in posted], []
    like = _like(posted, words, 1.0, None, 0.6 if len(posted) == 1 else 0.75)
    if like:
        known = {p.commune.insee for p in like}
        return like, [Locality(c, SAME_POSTCODE, None) for c in posted if c.insee not in known]
    first = [Locality(c, SAME_POSTCODE, None) for c in posted]
    return first + _like(index.all_communes(), words, MISTYPED, postcode, 0.8), []


def _like(communes, words, worth, postcode=None, least=0.75):
    """Return the communes with nearly this name; where several are, the likest."""
    found = []
    for commune in communes:
        if postcode and not in_departement(commune.insee, postcode):
            continue
        names = [(commune.words, None), *((city_words(n), o) for o, n in commune.old)]
        alike, old = max(((commune_similarity(words, name, least), o or "") for name, o in names), key=lambda x: x[0])
        if alike >= least:
            found.append(Locality(commune, worth * (0.9 + 0.1 * alike), old or None))
    if not found:
        return []
    best = max(p.worth for p in found)
    return [p for p in found if p.worth >= best - 0.02][:8]


def in_departement(insee, postcode):
    """Tell whether a commune is in the département of a postcode, as far as the post follows it."""
    if insee[:2] == "97":
        # Saint-Barthélemy and Saint-Martin have Guadeloupe's post
        return postcode[:3] == ("971" if insee[:3] in ("977", "978") else insee[:3])
    return postcode[:2] == ("20" if insee[:2] in ("2A", "2B") else insee[:2])


def _old(commune, words):
    """Return the code of the former commune that has this name, None where the commune itself has it."""
    if not words or words == commune.words:
        return None
    return next((code for code, name in commune.old if words in both_names(commune.words, city_words(name))), None)


def _best(tier):
    """Keep each commune once, the likeliest first."""
    kept = {}
    for place in tier:
        known = kept.get(place.commune.insee)
        if known is None or place.worth > known.worth:
            kept[place.commune.insee] = place
    return sorted(kept.values(), key=lambda p: (-p.worth, p.commune.insee))[:40]
