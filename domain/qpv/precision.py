"""How precise a position is: the words of BAN answers, and the metres they are worth at an edge."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

__all__ = [
    "DECLARED",
    "EDGE_TOLERANCE",
    "IMPRECISE",
    "LABELS",
    "UNKNOWN",
    "UNREADABLE",
    "Positions",
    "kind_of",
    "read_number",
    "read_numbers",
    "read_positions",
    "read_scores",
]

EDGE_TOLERANCE = 15.0
"""Metres granted to a position whose precision is unknown (reference §4.3)."""

UNKNOWN, NUMBER, DECLARED, STREET, PLACE, COMMUNE, UNREADABLE = 0, 10, 11, 12, 13, 14, 15

# label, metres (None: the edge tolerance), never less than the edge tolerance
_KINDS = (
    ("inconnue", None, False),
    ("entrée", 5.0, False),
    ("bâtiment", 5.0, False),
    ("cage d'escalier", 5.0, False),
    ("logement", 5.0, False),
    ("service technique", 10.0, False),
    ("délivrance postale", 10.0, False),
    ("parcelle", 25.0, True),
    ("segment", 15.0, True),
    ("interpolation", 25.0, True),
    ("numéro", None, False),
    ("déclarée", None, False),
    ("voie", None, False),
    ("lieu-dit", None, False),
    ("commune", None, False),
    ("illisible", None, False),
)

LABELS = tuple(label for label, _, _ in _KINDS)
"""What the field `precision` says, by kind."""

IMPRECISE = np.array([kind in (STREET, PLACE, COMMUNE, UNREADABLE) for kind in range(len(_KINDS))])
"""Kinds whose position stands for something larger than an address: never firm by themselves."""

_WORDS = {
    "": 0, "inconnue": 0, "inconnu": 0, "unknown": 0, "null": 0, "none": 0, "nan": 0, "na": 0,
    "entree": 1, "entrance": 1, "batiment": 2, "building": 2, "cage d escalier": 3, "staircase": 3,
    "staircase identifier": 3, "logement": 4, "unit": 4, "unit identifier": 4, "service technique": 5,
    "utility service": 5, "delivrance postale": 6, "postal delivery": 6, "parcelle": 7, "parcel": 7, "segment": 8,
    "interpolation": 9, "interpolated": 9, "interpolee": 9, "numero": NUMBER, "housenumber": NUMBER,
    "house number": NUMBER, "numero de voie": NUMBER, "adresse": NUMBER, "street": STREET, "voie": STREET,
    "rue": STREET, "locality": PLACE, "lieu dit": PLACE, "lieudit": PLACE, "place": PLACE, "hamlet": PLACE,
    "hameau": PLACE, "quartier": PLACE, "district": PLACE, "poi": PLACE, "municipality": COMMUNE, "commune": COMMUNE,
    "city": COMMUNE, "ville": COMMUNE, "village": COMMUNE, "town": COMMUNE, "localite": PLACE,
    # placed between two neighbours: how far apart they are only georeferenceaddresses knows
    "numero voisin": STREET,
    "rooftop": 2, "range interpolated": 9, "geometric center": STREET, "approximate": PLACE,
}  # fmt: skip


@dataclass(frozen=True)
class Positions:
    """Precision of positions.

    Attributes
    ----------
    kind : ndarray of int8, shape (n,)
        Index in `LABELS`.
    tolerance : ndarray, shape (n,)
        How far the true place may be from the position, metres; NaN where the kind is imprecise.
    """

    kind: np.ndarray
    tolerance: np.ndarray


def kind_of(value):
    """Read one word of precision (`result_type`, `type_position`): a kind, or -1 when it means nothing known."""
    if value is None:
        return UNKNOWN
    text = unicodedata.normalize("NFKD", str(value).casefold())
    text = "".join(c if c.isalnum() else " " for c in text if not unicodedata.combining(c))
    return _WORDS.get(" ".join(text.split()), -1)


def read_number(value):
    """Read a number, with a decimal point or comma; None for anything else, infinities included."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(value.strip().replace(",", ".")) if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        return None
    return number if np.isfinite(number) else None


def read_numbers(values):
    """Read a column of numbers as `read_number` does, NaN for anything else.

    Parameters
    ----------
    values : sequence

    Returns
    -------
    ndarray, shape (n,)
    """
    read = (read_number(v) for v in values)
    return np.array([np.nan if n is None else n for n in read], dtype=float)


def read_positions(size, types=None, positions=None, chosen=None, edge_tolerance=EDGE_TOLERANCE):
    """Read the precision of each row from the columns of a geocoder's answer.

    Parameters
    ----------
    size : int
        Number of rows.
    types : sequence, optional
        `result_type`: housenumber, street, locality, municipality. An unknown word is not firm.
    positions : sequence, optional
        `type_position`: entrée, segment… An unknown word counts as an unknown precision.
    chosen : sequence, optional
        A field chosen by the user: words of either list, or metres. An unknown word is not firm.
    edge_tolerance : float, optional
        Metres granted where the precision is unknown.

    Returns
    -------
    Positions
    """
    metres = np.array(
        [
            max(edge_tolerance, worth) if floor else edge_tolerance if worth is None else worth
            for _, worth, floor in _KINDS
        ]
    )
    metres[IMPRECISE] = np.nan
    kind = np.zeros(size, dtype=np.int8)
    if positions is not None:
        kind = _kinds(positions, otherwise=UNKNOWN)
    declared = {}
    if chosen is not None:
        own = _kinds(chosen, otherwise=UNREADABLE)
        for i in np.flatnonzero(own == UNREADABLE):
            number = read_number(chosen[i])
            if number is not None:
                # zero or less is a blank, not a perfect position
                own[i] = DECLARED if number > 0 else UNKNOWN
                declared[i] = number
        kind = np.where(own != UNKNOWN, own, kind)
    if types is not None:
        of_type = _kinds(types, otherwise=UNREADABLE)
        # a street stays a street whatever the column of positions says; a number gives way to a finer word
        kind = np.where(IMPRECISE[of_type] | (kind == UNKNOWN), of_type, kind)
    tolerance = metres[kind]
    for i, number in declared.items():
        if kind[i] == DECLARED:
            tolerance[i] = number
    return Positions(kind.astype(np.int8), tolerance)


def _kinds(values, otherwise):
    """Read a column of words, each distinct word once."""
    known = {}
    for value in set(values):
        kind = kind_of(value)
        known[value] = otherwise if kind < 0 else kind
    return np.fromiter((known[v] for v in values), dtype=np.int8, count=len(values))


def read_scores(values):
    """Read geocoding scores as shares of 1; marks out of 100 are brought to 1, NaN where there is none.

    Parameters
    ----------
    values : sequence

    Returns
    -------
    ndarray, shape (n,)
    """
    known = {}
    for value in set(values):
        percent = isinstance(value, str) and value.strip().endswith("%")
        number = read_number(value.strip()[:-1] if percent else value)
        known[value] = np.nan if number is None else number / 100.0 if percent or number > 1.5 else number
    return np.fromiter((known[v] for v in values), dtype=float, count=len(values))
