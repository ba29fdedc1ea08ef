"""Verdicts of what stands for several places: a street, a number between its neighbours, a range of numbers.

Each place is judged as an address is, with its own tolerance; the row is firm only when they all agree.

- A street (or a lieu-dit that has numbers) is firm when all its numbers are, on the same side, in the same QPV.
- A number that the BAN lacks is firm "by neighbourhood" when its two neighbours of the same parity, its own place
  between them, and points every few metres along the way all agree with the tolerance of an interpolation.
- A list or a range ("12-14") is firm when every number asked for is found and they all agree; so is a number that the
  BAN has at several places near each other.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np

from .official_list import CERTIFIED, EMPTY_COMMUNE, INCOMPLETE, UNCOVERED
from .reasons import NOT_CERTIFIED_NOTE, Reason
from .verdict import A_VERIFIER, ADRESSE_IMPRECISE, EN_QPV, FIRM, HORS_QPV, decide

__all__ = [
    "BRACKET",
    "FEWEST",
    "NOTHING",
    "SEVERAL",
    "STREET",
    "Agreement",
    "agreement",
    "along",
    "by_commune",
    "describe",
    "found_elsewhere",
    "settle",
]

NOTHING, STREET, BRACKET, SEVERAL = range(4)
"""What the places of a row are."""

FEWEST = 3
"""A street of which fewer numbers are known proves nothing."""

STEP = 10.0
"""Metres between the points looked at from one neighbour to the other."""

FARTHEST = 400.0
"""Neighbours farther apart than this (metres) do not bracket: the street may go anywhere between them."""


@dataclass(frozen=True)
class Agreement:
    """What the places of each group say together.

    Attributes
    ----------
    side : ndarray of int8, shape (g,)
        `EN_QPV` or `HORS_QPV` where all places firmly are, -1 elsewhere.
    polygon : ndarray of int, shape (g,)
        The QPV that holds them all, or else the one nearest to any of them; -1 for none.
    total, inside, close : ndarray of int, shape (g,)
        Places; those that lie in a perimeter; those too near an edge, or undecided for another reason.
    lowest, highest : ndarray, shape (g,)
        Least and greatest signed distance, metres, cut at reach.
    tolerance : ndarray, shape (g,)
        The widest.
    shares : dict of int to list of (int, int)
        By group, the perimeters that hold some of its places and how many, most first.
    """

    side: np.ndarray
    polygon: np.ndarray
    total: np.ndarray
    inside: np.ndarray
    close: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray
    tolerance: np.ndarray
    shares: dict = field(default_factory=dict)


def agreement(owner, groups, nearest, tolerance, *, coded=None, uncovered=None, reach=np.inf):
    """Judge places, and tell for each group whether they agree.

    Parameters
    ----------
    owner : ndarray of int, shape (k,)
        Group of each place.
    groups : int
        How many groups.
    nearest : signed_distance.Nearest
        Of the k places.
    tolerance : ndarray, shape (k,)
        Metres, never NaN.
    coded : ndarray of bool, shape (p + 1,), optional
        Whether each perimeter has a code; the last stands for no perimeter.
    uncovered : ndarray of bool, shape (k,), optional
        True where the layer has no perimeter in the territory.
    reach : float, optional
        How far edges were looked for, metres.

    Returns
    -------
    Agreement
    """
    decision = decide(
        nearest.distance,
        tolerance,
        edge=nearest.edge,
        containing=nearest.containing,
        coded=None if coded is None else coded[nearest.polygon],
        uncovered=uncovered,
        reach=reach,
    )
    verdict = decision.verdict

    def count(where):
        return np.bincount(owner[where], minlength=groups)

    total, firm_in, firm_out = count(slice(None)), count(verdict == EN_QPV), count(verdict == HORS_QPV)
    inside = count(nearest.containing > 0)
    lowest, highest = np.full(groups, np.inf), np.full(groups, -np.inf)
    # a place without position is undecided already: what is said of distances must not spread it
    distance = np.clip(np.nan_to_num(nearest.distance, nan=0.0, posinf=np.inf, neginf=-np.inf), -reach, reach)
    np.minimum.at(lowest, owner, distance)
    np.maximum.at(highest, owner, distance)
    widest = np.zeros(groups)
    np.maximum.at(widest, owner, tolerance)
    # the perimeter of the innermost place, and of the one nearest the edge: one QPV where they are one
    polygon = np.full(groups, -1)
    order = np.lexsort((-distance, owner))
    polygon[owner[order]] = nearest.polygon[order]
    first, last = np.full(groups, np.iinfo(np.int64).max), np.full(groups, -2)
    np.minimum.at(first, owner, nearest.polygon)
    np.maximum.at(last, owner, nearest.polygon)
    side = np.full(groups, -1, dtype=np.int8)
    side[(total > 0) & (firm_out == total)] = HORS_QPV
    side[(total > 0) & (firm_in == total) & (first == last)] = EN_QPV
    held = nearest.containing > 0
    shares = {}
    for (group, within), times in Counter(zip(owner[held].tolist(), nearest.polygon[held].tolist())).most_common():
        shares.setdefault(group, []).append((within, times))
    return Agreement(side, polygon, total, inside, total - firm_in - firm_out, lowest, highest, widest, shares)


def along(before, after, metres):
    """Return points from one neighbour to the other, both included, at most `STEP` metres apart.

    Parameters
    ----------
    before, after : (float, float)
        In any system.
    metres : float
        How far they are.

    Returns
    -------
    ndarray, shape (m, 2)
        Empty where they are farther apart than `FARTHEST`.
    """
    if not metres <= FARTHEST:
        return np.empty((0, 2))
    share = np.linspace(0.0, 1.0, 2 + int(metres // STEP))[:, None]
    return np.asarray(before, dtype=float) * (1.0 - share) + np.asarray(after, dtype=float) * share


def settle(judged, task, group, whole, agreed, listed, trusted):
    """Decide the rows that stand for several places, and take back what rests on a doubtful match.

    Parameters
    ----------
    judged : georeference.Judged
        Each row as if its position were the address.
    task : ndarray of int8, shape (n,)
        `STREET`, `BRACKET`, `SEVERAL` or `NOTHING`.
    group : ndarray of int, shape (n,)
        Group of the row's places, -1 for none.
    whole : ndarray of bool, shape (n,)
        False where a place is missing: no neighbour on one side, a number of the list not found.
    agreed : Agreement
    listed : ndarray of int, shape (n,)
        What the official list says.
    trusted : ndarray of bool, shape (n,)
        False where the match is too poor for a firm answer.

    Returns
    -------
    georeference.Judged
    """
    verdict, reason = judged.decision.verdict.copy(), judged.decision.reason.copy()
    tolerance = np.array(judged.tolerance, dtype=float)
    distance, polygon = judged.nearest.distance.copy(), judged.nearest.polygon.copy()

    def rule(where, code, why):
        verdict[where] = code
        reason[where] = why

    # group -1 reads the last place of these, which says nothing
    side, total = np.r_[agreed.side, -1][group], np.r_[agreed.total, 0][group]
    held = np.r_[agreed.polygon, -1][group]
    lowest, highest = np.r_[agreed.lowest, 0.0][group], np.r_[agreed.highest, 0.0][group]
    inside = np.r_[agreed.inside, 0][group] > 0
    spread = np.r_[agreed.tolerance, 0.0][group] + np.maximum(highest - lowest, 0.0)

    open_street = (task == STREET) & np.isin(reason, (Reason.STREET_ONLY, Reason.PLACE_ONLY))
    firm_street = open_street & (side >= 0) & (total >= FEWEST) & trusted
    rule(open_street & ~firm_street & (total > 0), ADRESSE_IMPRECISE, Reason.STREET_PART)
    verdict[firm_street] = side[firm_street]
    reason[firm_street] = Reason.STREET_WHOLE
    # of a street the number nearest to the edge is what counts
    distance[firm_street] = np.where(side == EN_QPV, highest, lowest)[firm_street]
    polygon[firm_street] = held[firm_street]
    tolerance[firm_street] = spread[firm_street]

    for kind, good, bad in (
        (BRACKET, Reason.NEIGHBOURS_AGREE, Reason.NEIGHBOURS_DIFFER),
        (SEVERAL, Reason.NUMBERS_AGREE, Reason.NUMBERS_DIFFER),
    ):
        # one that lies near an edge says nothing of the others' bands
        placed = (task == kind) & np.isin(reason, (Reason.INSIDE, Reason.OUTSIDE, Reason.EDGE))
        same = placed & FIRM[verdict] & whole & (side == verdict) & ((verdict == HORS_QPV) | (held == polygon))
        reason[same] = good
        tolerance[same] = spread[same]
        rule(placed & ~same, A_VERIFIER, bad)
        if kind == BRACKET:
            reason[placed & ~same & ~whole] = Reason.ONE_NEIGHBOUR
        tolerance[placed & ~same] = np.nan

    by_group = np.isin(reason, (Reason.STREET_WHOLE, Reason.NEIGHBOURS_AGREE, Reason.NUMBERS_AGREE))
    rule(by_group & (verdict == HORS_QPV) & (listed == INCOMPLETE), A_VERIFIER, Reason.LAYER_INCOMPLETE)
    rule(by_group & (verdict == HORS_QPV) & (listed == UNCOVERED), A_VERIFIER, Reason.TERRITORY_MISSING)
    rule(by_group & (verdict == EN_QPV) & (listed == EMPTY_COMMUNE), A_VERIFIER, Reason.LIST_CONTRADICTS)
    # the commune has no QPV, says the list; a part of this street is in one
    crossed = inside & (task != NOTHING) & (listed == EMPTY_COMMUNE) & np.isin(reason, _OPEN_TO_COMMUNE)
    rule(crossed, A_VERIFIER, Reason.LIST_CONTRADICTS)
    doubtful = (FIRM[verdict] | (reason == Reason.EDGE)) & ~trusted
    rule(doubtful, A_VERIFIER, Reason.DOUBTFUL)
    tolerance[doubtful] = np.nan
    return _changed(judged, verdict, reason, tolerance, distance, polygon)


def _changed(judged, verdict, reason, tolerance, distance, polygon):
    return replace(
        judged,
        decision=replace(judged.decision, verdict=verdict, reason=reason),
        nearest=replace(judged.nearest, distance=distance, polygon=polygon),
        tolerance=tolerance,
    )


def found_elsewhere(judged, why):
    """Take back what was found in a commune that may not be the one asked for.

    Parameters
    ----------
    judged : georeference.Judged
    why : ndarray of int, shape (n,)
        `Reason.OTHER_COMMUNE`, `HOMONYM` or `DOUBTFUL`, 0 where the commune is the right one.

    Returns
    -------
    georeference.Judged
    """
    verdict, reason = judged.decision.verdict.copy(), judged.decision.reason.copy()
    tolerance = np.array(judged.tolerance, dtype=float)
    wrong = (why != Reason.NONE) & (verdict <= ADRESSE_IMPRECISE)
    verdict[wrong], reason[wrong], tolerance[wrong] = A_VERIFIER, why[wrong], np.nan
    return _changed(judged, verdict, reason, tolerance, judged.nearest.distance, judged.nearest.polygon)


def by_commune(judged, empty, whole):
    """Decide what is still open in communes that are proven, whatever was found there.

    Parameters
    ----------
    judged : georeference.Judged
    empty : ndarray of bool, shape (n,)
        True where the commune asked for is proven and the official list gives it no QPV.
    whole : ndarray of bool, shape (n,)
        True where it is proven and is a QPV as a whole.

    Returns
    -------
    georeference.Judged
    """
    verdict, reason = judged.decision.verdict.copy(), judged.decision.reason.copy()
    still = ~FIRM[verdict] & ~np.isin(reason, _NEVER_BY_COMMUNE)
    with np.errstate(invalid="ignore"):
        within = (judged.nearest.distance <= 0) & judged.located
    # what SIG Ville does not say is never made into a no
    out = still & empty & ~within & (reason != Reason.TOLD_UNCLEAR)
    verdict[out], reason[out] = HORS_QPV, Reason.COMMUNE_WITHOUT_QPV
    contradicted = still & empty & within
    verdict[contradicted], reason[contradicted] = A_VERIFIER, Reason.LIST_CONTRADICTS
    everywhere = still & whole
    verdict[everywhere], reason[everywhere] = EN_QPV, Reason.WHOLE_COMMUNE
    return replace(judged, decision=replace(judged.decision, verdict=verdict, reason=reason))


_OPEN_TO_COMMUNE = (
    Reason.COMMUNE_WITHOUT_QPV,
    Reason.STREET_PART,
    Reason.NEIGHBOURS_DIFFER,
    Reason.ONE_NEIGHBOUR,
    Reason.NUMBERS_DIFFER,
)
_NEVER_BY_COMMUNE = (Reason.OTHER_COMMUNE, Reason.LIST_CONTRADICTS, Reason.EDGE, Reason.OVERLAP)


def describe(sentences, judged, group, agreed, listed, codes=None):
    """Put counts into the sentences of the rows that stand for several places.

    Parameters
    ----------
    sentences : list of str
        One per row, changed in place.
    judged : georeference.Judged
        As `settle` left it.
    group : ndarray of int, shape (n,)
    agreed : Agreement
    listed : ndarray of int, shape (n,)
    codes : sequence of str or None, optional
        Of the perimeters: named where a street goes through several.
    """
    verdict, reason = judged.decision.verdict, judged.decision.reason
    for row in np.flatnonzero(np.isin(reason, (Reason.STREET_WHOLE, Reason.STREET_PART))).tolist():
        sentences[row] = _street(verdict[row], int(group[row]), agreed, codes)
    noted = np.isin(reason, (Reason.STREET_WHOLE, Reason.NEIGHBOURS_AGREE, Reason.NUMBERS_AGREE))
    noted &= (verdict == HORS_QPV) & ~np.isin(listed, (CERTIFIED, EMPTY_COMMUNE))
    for row in np.flatnonzero(noted).tolist():
        sentences[row] = sentences[row].rstrip(".") + NOT_CERTIFIED_NOTE + "."


def _street(verdict, group, agreed, codes):
    total, inside, close = int(agreed.total[group]), int(agreed.inside[group]), int(agreed.close[group])
    if FIRM[verdict]:
        where = "dans le même périmètre" if verdict == EN_QPV else "hors de tout périmètre"
        return "Seule la voie est connue, mais ses {} numéros sont tous {}.".format(total, where)
    counted = "{} {} sur {}".format(inside, "numéro" if inside < 2 else "numéros", total)
    shares = agreed.shares.get(group, ())
    if codes is not None and len(shares) > 1:
        named = ", ".join("{} en {}".format(times, codes[within] or "?") for within, times in shares)
        counted = "{} ({})".format(counted, named)
    text = "Seule la voie est connue, {} dans un périmètre".format(counted)
    if close:
        text += " ({} trop près d'une limite)".format(close)
    if agreed.side[group] >= 0:
        few = total < FEWEST
        text += ", mais trop peu de numéros sont connus" if few else ", mais l'adresse retenue n'est pas sûre"
    return text + " : demander le numéro."
