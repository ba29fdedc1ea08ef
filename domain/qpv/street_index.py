"""The streets of a QPV: whole or in part, with the ranges of their numbers on each side.

Every statement is about the numbers that the BAN has. A number is inside for sure where its position is in the
perimeter and farther from any edge than its tolerance; near an edge it is to be checked, and listed apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .verdict import SLACK

__all__ = [
    "EXTENTS",
    "IN_PART",
    "ON_THE_EDGE",
    "UNNUMBERED",
    "WHOLE",
    "Coverage",
    "cover",
    "number_label",
    "number_ranges",
    "pair_states",
]

WHOLE, IN_PART, ON_THE_EDGE, UNNUMBERED = EXTENTS = ("ENTIERE", "EN_PARTIE", "EN_LIMITE", "SANS_NUMERO")
"""All numbers inside; some inside and some outside; numbers to be checked decide; no number in the BAN."""

OUT, UNSURE, IN = 0, 1, 2
REPETITIONS = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies")
"""In their order, which is not that of letters."""

DASH = "\u2013"


@dataclass(frozen=True)
class Coverage:
    """What a perimeter holds of a street.

    Attributes
    ----------
    extent : str
        One of `EXTENTS`.
    odd, even : str
        Numbers inside for sure: "1–15 (dont 3 bis), 19".
    check : str
        Numbers too near an edge, one by one: "17, 21 bis".
    total, inside, unsure : int
        Distinct numbers of the street, those inside for sure, those to be checked.
    """

    extent: str
    odd: str
    even: str
    check: str
    total: int
    inside: int
    unsure: int


def pair_states(nearest, tolerance, coded):
    """Tell where numbers lie with regard to the perimeters near them.

    Parameters
    ----------
    nearest : signed_distance.Nearest
        Measured with `near` at least the widest tolerance.
    tolerance : ndarray, shape (n,)
        How far the true place of each number may be, metres.
    coded : ndarray of bool, shape (p,)
        Whether each perimeter has a code; nothing is sure of one that has none.

    Returns
    -------
    point, perimeter : ndarray of int, shape (k,)
        Pairs; a number is outside of the perimeters it makes no pair with.
    sure : ndarray of bool, shape (k,)
        True where the number is inside for sure, False where it is to be checked.
    """
    tolerance = np.asarray(tolerance, dtype=float) + SLACK
    holds = np.flatnonzero((nearest.containing > 0) & (nearest.polygon >= 0))
    perimeter = nearest.polygon[holds]
    sure = (nearest.containing[holds] == 1) & (nearest.edge[holds] > tolerance[holds]) & coded[perimeter]
    close = np.flatnonzero(nearest.near_edge <= tolerance[nearest.near_point])
    # a number near the edge of the perimeter that holds it comes twice, never as sure
    points = np.concatenate([holds, nearest.near_point[close]])
    perimeters = np.concatenate([perimeter, nearest.near_polygon[close]])
    return points, perimeters, np.concatenate([sure, np.zeros(len(close), dtype=bool)])


def cover(entries):
    """Sum up what a perimeter holds of a street.

    Parameters
    ----------
    entries : iterable of (int, str, int)
        Number, what follows it, and 0 outside, 1 to be checked, 2 inside for sure. A number given twice (two
        positions in the BAN) is sure only where both agree.

    Returns
    -------
    Coverage
    """
    states = {}
    for number, rep, state in entries:
        key = (int(number), rep)
        states[key] = state if states.get(key, state) == state else UNSURE
    ordered = [(number, rep, states[number, rep]) for number, rep in sorted(states, key=_along_the_street)]
    found = [state for _number, _rep, state in ordered]
    inside, unsure = found.count(IN), found.count(UNSURE)
    if not ordered:
        extent = UNNUMBERED
    elif inside == len(ordered):
        extent = WHOLE
    elif inside and inside + unsure < len(ordered):
        extent = IN_PART
    else:
        extent = ON_THE_EDGE
    odd, even = (number_ranges([e for e in ordered if e[0] % 2 == parity]) for parity in (1, 0))
    check = ", ".join(number_label(n, r) for n, r, state in ordered if state == UNSURE)
    return Coverage(extent, odd, even, check, len(ordered), inside, unsure)


def _along_the_street(key):
    """Sort 12, 12 A, 12 B, 12 bis, 12 ter, 12 quater."""
    number, rep = key
    return number, REPETITIONS.index(rep) + 1 if rep in REPETITIONS else 0, rep


def number_label(number, rep=""):
    """Write a number as on a plate: "12", "12 bis", "12 B"."""
    return "{} {}".format(number, rep.upper() if len(rep) == 1 else rep) if rep else str(number)


def number_ranges(side):
    """Write the numbers of one side that are inside for sure.

    Parameters
    ----------
    side : sequence of (int, str, int)
        All numbers of one parity, sorted, with their state: a range stops at one that is not inside for sure.

    Returns
    -------
    str
        "1–15 (dont 3 bis ; sauf 15 bis), 19"; "" where there is none.
    """
    texts, start = [], 0
    while start < len(side):
        if side[start][2] != IN:
            start += 1
            continue
        end = start
        while end + 1 < len(side) and side[end + 1][2] == IN:
            end += 1
        texts.append(_range(side, start, end))
        start = end + 1
    return ", ".join(texts)


def _range(side, start, end):
    run = [(number, rep) for number, rep, _state in side[start : end + 1]]
    labels = [number_label(*entry) for entry in run]
    first, last = run[0], run[-1]
    notes = []
    if first[0] == last[0]:
        text = ", ".join(labels)
    else:
        text = labels[0] + DASH + labels[-1]
        # neither end: those are written out
        own = [label for label, (_number, rep) in zip(labels[1:-1], run[1:-1]) if rep]
        if own:
            notes.append("dont " + ", ".join(own))
    # "1–15" would be read as holding the 15 bis
    others = [number_label(n, r) for n, r, state in side[end + 1 :] if n == last[0] and state != IN]
    if others:
        notes.append("sauf " + ", ".join(others))
    return "{} ({})".format(text, " ; ".join(notes)) if notes else text
