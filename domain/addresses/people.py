"""What an address's own cell tells of a person, and no geocoder needs: name, telephone, numbers of files, mail.

A name is known by a title (M., Mme, famille…), by "chez", or by standing before a house number and the type of its
street. What stands alone after a street ("12 rue X DUPONT") cannot be told from the street's name: it stays.
"""

from __future__ import annotations

import re

from .complements import CHEZ
from .vocabulary import ARTICLES, TYPES, WEAK

__all__ = ["without_numbers", "without_people"]

_SECRETS = re.compile(
    r"\S+@\S+"
    # telephone
    r"|(?:\b(?:tel|telephone|mobile|port|portable|fax)\b[ .:]*)?(?<![\d+])(?!\d{5} \d{5}(?!\d))"
    r"(?:(?:\+|00)(?:33|2\d\d|5\d\d|6\d\d)[ .]?(?:\(0\))?[ .]?[1-9]|0[1-9])(?:[ ./-]{0,2}\d){8}(?!\d)"
    # social security, account, and any figure too long for an address
    r"|(?<!\d)[12] ?\d\d ?\d\d ?(?:\d\d|2[ab]) ?\d{3} ?\d{3}(?: ?\d\d)?(?!\d)"
    r"|\bfr\d\d(?: ?[a-z0-9]){23}\b"
    r"|(?<!\d)\d{7,}(?!\d)"
    # a day
    r"|(?:\bnee? (?:le )?)?(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?!\d)"
)
_WAYS = frozenset(TYPES) - WEAK
_WAY = r"(?:" + "|".join(sorted(_WAYS, key=len, reverse=True)) + r")"
_ANY_WAY = re.compile(r"(?<![a-z0-9'])" + _WAY + r"(?![a-z0-9'])\.?(?= ?[a-z0-9'])")
_HOUSE = re.compile(r"(?<![a-z0-9])\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?,? ?" + _WAY + r"(?![a-z0-9'])")
_SHORT = r"m|mr|mm|mrs|mme|mmes|mlle|mlles|melle"
_TITLE = re.compile(
    r"(?<![a-z0-9'])(?:(?:heberge|loge|domicilie|habite)e?s? (?:par|chez) )?(?:les? )?"
    r"(?:" + _SHORT + r"|monsieur|madame|mademoiselle|messieurs|mesdames|famille)(?:\.|(?![a-z0-9'-])) ?(?=[a-z])"
)
_APART = re.compile(r"[(\[,;/\n\r-]\s*$")
_APART_END = re.compile(r"[)\],;/\n\r]|\d|$")
_START = re.compile(r"(?<![a-z0-9'])(?:" + "|".join(sorted(WEAK)) + r")(?![a-z0-9'])|\d")
_LEADING = re.compile(r"[a-z][a-z' .-]*[,\s]+")
# what is a place, or where in a place
_PLACES = frozenset(
    """
    lieu dit ld lieudit ferme chateau mas moulin bourg village foyer mairie ecole college lycee hotel centre camping
    tour entree escalier appartement appart appt apt app porte etage rdc bat batiment bati bt hall bloc lot bp cs tsa
    poste maison ehpad hopital clinique chez angle km pk rn rd numero num no n villa cour zup resid immeuble chalet
    logement logt studio chambre ccas association gare caserne prison camp bis ter saint sainte st ste adresse
    """.split()
)
_MOST_WORDS = 4


def without_numbers(text):
    """Return a cell without telephone, mail, and numbers of files or accounts.

    Parameters
    ----------
    text : str
        In lower case without accents.
    """
    return _SECRETS.sub(" ", text)


def without_people(text):
    """Return a cell without what tells of a person.

    Parameters
    ----------
    text : str
        In lower case without accents, see `normalise.plain`.
    """
    text = without_numbers(text)
    shorter = CHEZ.sub(" ", text)
    # hamlets have such names too: "Chez Boutin"
    if shorter != text and (_WORD.search(shorter) or _TITLE.search(text)):
        text = shorter
    return _before_the_house(_titled(text))


_WORD = re.compile(r"[a-z]{2}")


def _titled(text):
    """Take titles out, and the names that follow them."""
    start = 0
    while True:
        found = _TITLE.search(text, start)
        if not found:
            return text
        before, after = text[: found.start()], text[found.end() :]
        way = _ANY_WAY.search(text)
        if way and way.start() < found.start():
            apart = _APART.search(before)
            if not apart:
                # "rue Madame", "place Monsieur le Prince"
                start = found.end()
                continue
            end = _APART_END.search(after)
            text = before[: apart.start()] + " " + after[end.start() :].lstrip(")]")
        else:
            house = _HOUSE.search(after) or _ANY_WAY.search(after) or _START.search(after)
            if house is None and not re.match(_SHORT, found.group().strip(" .")):
                start = found.end()
                continue
            text = before + (" " + after[house.start() :] if house else "")
        start = len(before)


def _before_the_house(text):
    """Take out the words before a house number, unless they name a place."""
    head = _LEADING.match(text)
    if not head or not _HOUSE.match(text, head.end()):
        return text
    words = re.findall(r"[a-z']+", head.group())
    if len(words) > _MOST_WORDS or not _PLACES.isdisjoint(words) or any(w in TYPES for w in words):
        return text
    if any(w in ARTICLES or "'" in w for w in words):
        return text
    return text[head.end() :]
