"""Is the address that a geocoder found the one that was asked for?"""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from .normalise import city_words, numbers, postcode, words

__all__ = ["same_city", "same_number", "same_street"]

ALIKE = 0.8
"""Words less alike than this, or just as alike, are two words: Clous and Cloÿs are."""


def same_city(name, code, found_names, found_code):
    """Tell whether the commune found is the one asked for.

    Parameters
    ----------
    name, code : str or None
        Commune and postcode asked for; a blank one is not compared.
    found_names : sequence of str or None
        Commune, former commune, district found.
    found_code : str or None
        Postcode found.

    Returns
    -------
    bool
        True where nothing shows that they differ.
    """
    asked, answered = postcode(code), postcode(found_code)
    # a CEDEX code differs from the geographic one, but not in its département
    if asked and answered and asked[:2] != answered[:2]:
        return False
    wanted = city_words(name)
    known = [city_words(n) for n in found_names if n]
    if not wanted or not any(known):
        return True
    if wanted in known:
        return True
    same_place = asked is not None and asked == answered
    return same_place and any(wanted <= k or k <= wanted for k in known if k)


def same_number(address, found_number):
    """Tell whether the house number found is one of those asked for.

    Parameters
    ----------
    address : str or None
        As asked; a blank one is not compared.
    found_number : str or None

    Returns
    -------
    bool
    """
    found = numbers(found_number)
    if not address or not found:
        return True
    return bool(found & numbers(address))


def same_street(address, found_street):
    """Tell whether the last word of the street found, the one that names it, is in the address asked for.

    Parameters
    ----------
    address, found_street : str or None
        A blank one is not compared.

    Returns
    -------
    bool
    """
    last = _last_word(found_street)
    asked = words(address) if last else ()
    if not asked or last in asked:
        return True
    joined = "".join(asked)
    return last in joined or any(_alike(last, w) for w in asked)


@lru_cache(maxsize=100_000)
def _last_word(street):
    named = [w for w in words(street) if not w.isdigit()]
    return named[-1] if named else None


@lru_cache(maxsize=100_000)
def _alike(one, other):
    if abs(len(one) - len(other)) > 3:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() > ALIKE
