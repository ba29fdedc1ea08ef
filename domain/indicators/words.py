"""Words as people type them: accents, capitals, apostrophes, plurals and abbreviated saints make no difference."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["EMPTY_WORDS", "fold", "words"]

# they say nothing of what is looked for
EMPTY_WORDS = frozenset("a au aux avec d dans de des du en et l la le les ou par pour qu sur un une".split())
_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saint", "stes": "sainte"}
_APART = re.compile(r"[^a-z0-9]+")


def _ascii_table():
    """Map each accented letter of Latin alphabets to its bare one, for `str.translate`, the fastest way there is."""
    table = {ord("œ"): "oe", ord("Œ"): "oe", ord("æ"): "ae", ord("Æ"): "ae", ord("ß"): "ss", ord("€"): " euro "}
    for number in range(0xC0, 0x250):
        bare = unicodedata.normalize("NFKD", chr(number))
        bare = "".join(c for c in bare if not unicodedata.combining(c)).lower()
        if number not in table and bare.isascii():
            table[number] = bare
    # accents that stand by themselves, as in files from macOS
    table.update(dict.fromkeys(range(0x300, 0x370), ""))
    return table


_BARE = _ascii_table()


def fold(text):
    """Return a text without accents, capitals or punctuation, its words one blank apart.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    return _APART.sub(" ", str(text).translate(_BARE).lower()).strip()


def words(text):
    """Return the words of a text as they are compared: folded, plurals as singulars, ``st`` as ``saint``.

    Words of three letters or fewer keep their ending: they are mostly acronyms (RSA, APL, BUS).

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
    """
    return [_bare(word) for word in fold(text).split()]


def _bare(word):
    word = _SAINTS.get(word, word)
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and not word.isdigit() else word
