"""QPV and commune codes: how they are written, and which generation they belong to."""

from __future__ import annotations

import re

__all__ = [
    "CURRENT",
    "PREVIOUS",
    "commune_code",
    "commune_codes",
    "generation",
    "is_overseas",
    "qpv_code",
    "split_generations",
]

PREVIOUS, CURRENT = 2015, 2024
"""The two generations of perimeters, by the name the State gives them."""

_DEPARTEMENT = r"(?:\d{3}|02[AB])"
_PATTERNS = (
    (CURRENT, re.compile(r"^QN" + _DEPARTEMENT + r"\d{2}[NMIC]$")),
    (PREVIOUS, re.compile(r"^QP" + _DEPARTEMENT + r"\d{3}$")),
)
_COMMUNE = re.compile(r"(?<![0-9A-Za-z])(?:\d[0-9ABab]\d{3}|\d{4})(?![0-9A-Za-z])")
_ARRONDISSEMENTS = ((range(75101, 75121), "75056"), (range(13201, 13217), "13055"), (range(69381, 69390), "69123"))
_OF_CITY = {str(code): city for codes, city in _ARRONDISSEMENTS for code in codes}


def qpv_code(value):
    """Clean a QPV code; None where there is none.

    Codes are text: a number is never turned into a code.
    """
    if value is None or isinstance(value, (int, float)):
        return None
    text = "".join(str(value).split()).upper()
    return text if text and text not in ("NULL", "NONE", "NAN") else None


def generation(code):
    """Tell the generation of a QPV code: 2015, 2024, or None for a code of neither form."""
    for year, pattern in _PATTERNS:
        if code and pattern.match(code):
            return year
    return None


def split_generations(codes):
    """Count codes by generation.

    Parameters
    ----------
    codes : iterable of str or None

    Returns
    -------
    dict
        Keys 2015, 2024 and None (neither form, or no code).
    """
    counts = {PREVIOUS: 0, CURRENT: 0, None: 0}
    for code in codes:
        counts[generation(code)] += 1
    return counts


def commune_code(value):
    """Clean an INSEE commune code; arrondissements of Paris, Lyon and Marseille become their commune.

    Numbers get their zero back (1004 → "01004"); None where there is no code.
    """
    found = commune_codes(value)
    return found[0] if found else None


def commune_codes(value):
    """List the commune codes in a cell of an official table.

    Reads ``="60057"`` (protected from Excel, with its quotes doubled or not), ``13055;13070``,
    ``02571, 02691`` and plain numbers.

    Returns
    -------
    tuple of str
    """
    if value is None:
        return ()
    if isinstance(value, float):
        if value != value or value != int(value):
            return ()
        value = int(value)
    found = []
    for piece in _COMMUNE.findall(str(value)):
        code = piece.upper().zfill(5)
        code = _OF_CITY.get(code, code)
        if code not in found:
            found.append(code)
    return tuple(found)


def is_overseas(commune):
    """Tell whether a commune code is overseas (97…, 98…)."""
    return bool(commune) and commune[:2] in ("97", "98")
