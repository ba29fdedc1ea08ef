"""Is the address that a geocoder found the one that was asked for?"""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from .normalise import city_words, house_numbers, numbers, postcode, street_kind, suffixes, words

__all__ = ["departement", "same_city", "same_number", "same_street"]

ALIKE = 0.8
"""Words less alike than this, or just as alike, are two words: Clous and Cloÿs are."""


def departement(code):
    """Return the département of a postcode or of an INSEE code, as the post writes it.

    Parameters
    ----------
    code : str

    Returns
    -------
    str
        ``20`` in Corsica, three figures overseas; Saint-Barthélemy and Saint-Martin have Guadeloupe's post.
    """
    if code[:2] in ("97", "98"):
        return "971" if code[:3] in ("977", "978") else code[:3]
    return "20" if code[:2].upper() in ("2A", "2B") else code[:2]


def same_city(name, code, found_names, found_code, address=None):
    """Tell whether the commune found is the one asked for.

    Parameters
    ----------
    name, code : str or None
        Commune and postcode asked for; a blank one is not compared.
    found_names : sequence of str or None
        Commune, former commune, district found.
    found_code : str or None
        Postcode found.
    address : str or None, optional
        Whole address asked for, in which the commune's name may be.

    Returns
    -------
    bool
        True where nothing shows that they differ.
    """
    asked, answered = postcode(code), postcode(found_code)
    # a CEDEX code differs from the geographic one, but not in its département
    if asked and answered and departement(asked) != departement(answered):
        return False
    wanted = city_words(name)
    known = [city_words(n) for n in found_names if n]
    if not wanted and asked and answered and asked != answered:
        # no name beside another postcode: only the address can vouch for the commune
        return any(k and k <= set(words(address)) for k in known)
    if not wanted or not any(known):
        return True
    if wanted in known:
        return True
    same_place = asked is not None and asked == answered
    return same_place and any(wanted <= k or k <= wanted for k in known if k)


def same_number(address, found_number, found_street=None):
    """Tell whether the house number found is one of those asked for, "bis" and "ter" included.

    Parameters
    ----------
    address : str or None
        As asked; a blank one is not compared.
    found_number : str or None
    found_street : str or None, optional
        Whose own figures ("Rue du 8 Mai 1945") are no house number.

    Returns
    -------
    bool
    """
    found = numbers(found_number)
    if not address or not found:
        return True
    same = found & house_numbers(address, found_street)
    if not same:
        return False
    asked, answered = suffixes(address), suffixes(found_number)
    if answered:
        # B is short for bis
        return any(n == m and a[0] == b[0] for n, a in asked for m, b in answered)
    # a letter alone may be that of a building, "bis" is another house
    return not any(number in same and len(end) > 1 for number, end in asked)


def same_street(address, found_street):
    """Tell whether the street found is the one asked for: its kind (rue, place) and the last word, that names it.

    Parameters
    ----------
    address, found_street : str or None
        A blank one is not compared; nor is the kind where the address has none.

    Returns
    -------
    bool
    """
    kind, last, figures = _parts(found_street)
    asked = words(address) if last or figures else ()
    if not asked:
        return True
    kinds = {street_kind(w) for w in asked} - {None}
    if kind and kinds and kind not in kinds:
        return False
    if last is None:
        # "Rue 13": the figures are the name
        return figures <= numbers(address)
    if last in asked:
        return True
    joined = "".join(asked)
    return last in joined or any(_alike(last, w) for w in asked)


@lru_cache(maxsize=100_000)
def _parts(street):
    """Cut a street's name: its kind, the last word that names it, its figures."""
    found = words(street)
    named = [w for w in found if not w.isdigit()]
    kind = street_kind(named[0]) if named else None
    if kind and len(named) == 1:
        named = []
    return kind, named[-1] if named else None, frozenset(int(w) for w in found if w.isdigit())


@lru_cache(maxsize=100_000)
def _alike(one, other):
    if abs(len(one) - len(other)) > 3:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() > ALIKE
