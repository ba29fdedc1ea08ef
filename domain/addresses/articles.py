"""What the little words tell: "rue du Moulin" is no "rue Jean Moulin", nor "chemin du Bois" the "chemin des Bois"."""

from __future__ import annotations

from .vocabulary import ARTICLES

__all__ = ["differ", "goes_on", "left_out", "other"]

_OF = ARTICLES - {"et", "a", "en"}
_PLURAL, _SINGULAR = frozenset(("des", "les", "aux")), frozenset(("du", "la", "le", "l", "au"))


def differ(one, other):
    """Tell whether the article before the last word of two names is singular in one, plural in the other.

    Parameters
    ----------
    one, other : sequence of str
        Words of names, articles included.
    """
    if len(one) < 2 or len(other) < 2:
        return False
    return one[-2] in _PLURAL and other[-2] in _SINGULAR or one[-2] in _SINGULAR and other[-2] in _PLURAL


def other(said, name, same):
    """Tell whether an article makes another street of what is said.

    Parameters
    ----------
    said, name : sequence of str
        Words asked for and those of the street, articles included.
    same : bool
        Whether they are the same, articles apart.
    """
    if len(name) < 2 or len(said) < 2:
        return False
    if same or said[-1] + "s" == name[-1] or said[-1] == name[-1] + "s":
        # a letter left out would leave the article
        return differ(said, name)
    return name[-1] in said[1:] and said[said.index(name[-1], 1) - 1] in _OF and name[-2] not in _OF


def left_out(said, name):
    """Tell whether an address leaves out the article that the street's name has before its last word."""
    return len(name) > 2 and name[-2] in _OF and name[-1] in said[1:] and said[said.index(name[-1], 1) - 1] not in _OF


def goes_on(said, word):
    """Tell whether an article joins a word to what comes before: "rue du Bois de la Dame" does not end at Bois."""
    return word in said[1:] and said[said.index(word, 1) - 1] in _OF
