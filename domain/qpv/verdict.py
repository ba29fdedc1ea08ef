"""The verdict on each position: in a QPV, out of any, or honestly undecided, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .official_list import EMPTY_COMMUNE, INCOMPLETE, NOT_CERTIFIED, UNCOVERED
from .precision import COMMUNE, IMPRECISE, PLACE, STREET, UNREADABLE
from .reasons import STATES, Reason

__all__ = [
    "A_VERIFIER",
    "ADRESSE_IMPRECISE",
    "EN_QPV",
    "ERREUR",
    "FIRM",
    "HORS_QPV",
    "MIN_SCORE",
    "NON_TROUVEE",
    "VERDICTS",
    "Decision",
    "decide",
]

VERDICTS = ("EN_QPV", "HORS_QPV", "A_VERIFIER", "ADRESSE_IMPRECISE", "NON_TROUVEE", "ERREUR")
"""Coded values written to outputs, by verdict code."""

EN_QPV, HORS_QPV, A_VERIFIER, ADRESSE_IMPRECISE, NON_TROUVEE, ERREUR = range(6)

FIRM = np.array([True, True, False, False, False, False])
"""Verdicts that are certain, by verdict code."""

MIN_SCORE = 0.7
"""Geocoding scores under this are as good as nothing found: 0.34 is gibberish answered with `ok`."""

SLACK = 1e-6
"""Metres added to every tolerance against the rounding of coordinates."""


@dataclass(frozen=True)
class Decision:
    """Verdict and reason of each position.

    Attributes
    ----------
    verdict : ndarray of int8, shape (n,)
        Index in `VERDICTS`.
    reason : ndarray of int8, shape (n,)
        A `Reason`.
    """

    verdict: np.ndarray
    reason: np.ndarray


def decide(
    distance,
    tolerance,
    *,
    kind=None,
    score=None,
    min_score=MIN_SCORE,
    state=None,
    edge=None,
    containing=None,
    coded=None,
    listed=None,
    whole_commune=None,
    mismatch=None,
    uncovered=None,
    reach=np.inf,
):
    """Decide whether positions are in a QPV.

    A firm verdict (`EN_QPV`, `HORS_QPV`) holds for every place within the tolerance of the position. Rules are those
    of reference/qpv.md §4.3; the later ones win.

    Parameters
    ----------
    distance : array_like, shape (n,)
        Signed metres to the edge, negative inside; inf beyond reach, -inf deep inside, NaN without a position.
    tolerance : array_like, shape (n,)
        How far the true place may be, metres; NaN where the position stands for a street, a place or a commune.
    kind : array_like of int, shape (n,), optional
        Precision (`precision.LABELS`); without it every position is that of an address.
    score : array_like, shape (n,), optional
        Geocoding score, 0 to 1; NaN is not judged.
    min_score : float, optional
        Under this score nothing was found.
    state : array_like of int, shape (n,), optional
        What is wrong with the row before any geometry (a `Reason` of `reasons.STATES`), `Reason.NONE` where nothing is.
    edge : array_like, shape (n,), optional
        Metres to the nearest edge of any perimeter; smaller than the distance where perimeters overlap.
    containing : array_like of int, shape (n,), optional
        How many perimeters hold the position.
    coded : array_like of bool, shape (n,), optional
        False where the perimeter concerned has no code.
    listed : array_like of int, shape (n,), optional
        What the official list says (`official_list`).
    whole_commune : array_like of bool, shape (n,), optional
        True where the commune is a QPV as a whole, so that its code suffices.
    mismatch : array_like of int, shape (n,), optional
        How the address found differs from the one asked for (a `Reason` of `reasons.MISMATCHES`), 0 where it does not.
    uncovered : array_like of bool, shape (n,), optional
        True where the layer has no perimeter at all in the territory (a mainland file, an overseas address).
    reach : float, optional
        How far edges were looked for, metres: an infinite distance only means "farther than this".

    Returns
    -------
    Decision
    """
    distance = np.asarray(distance, dtype=float)
    size = len(distance)
    none = np.zeros(size, dtype=bool)
    tolerance = np.broadcast_to(np.asarray(tolerance, dtype=float), (size,)) + SLACK
    edge = np.minimum(np.abs(distance) if edge is None else np.asarray(edge, dtype=float), reach)
    listed = np.full(size, NOT_CERTIFIED) if listed is None else np.asarray(listed)
    whole_commune = none if whole_commune is None else np.asarray(whole_commune, dtype=bool)
    kind = np.zeros(size, dtype=np.int8) if kind is None else np.asarray(kind)

    # a position: the edge decides, within its tolerance
    verdict = np.full(size, HORS_QPV, dtype=np.int8)
    reason = np.full(size, Reason.OUTSIDE, dtype=np.int8)

    def rule(where, code, why):
        verdict[where] = code
        reason[where] = why

    inside = distance < 0
    rule(inside, EN_QPV, Reason.INSIDE)
    if uncovered is not None:
        rule(~inside & np.asarray(uncovered, dtype=bool), A_VERIFIER, Reason.TERRITORY_MISSING)
    rule(~inside & (listed == UNCOVERED), A_VERIFIER, Reason.TERRITORY_MISSING)
    # the layer lacks a QPV of this commune: being outside those it has proves nothing
    rule(~inside & (listed == INCOMPLETE), A_VERIFIER, Reason.LAYER_INCOMPLETE)
    if coded is not None:
        rule(inside & ~np.asarray(coded, dtype=bool), A_VERIFIER, Reason.NO_CODE)
    if containing is not None:
        rule(np.asarray(containing) > 1, A_VERIFIER, Reason.OVERLAP)
    with np.errstate(invalid="ignore"):
        rule(~(edge > tolerance), A_VERIFIER, Reason.EDGE)

    # a street, a place or a commune is not an address
    for imprecise, why in (
        (STREET, Reason.STREET_ONLY),
        (PLACE, Reason.PLACE_ONLY),
        (COMMUNE, Reason.COMMUNE_ONLY),
        (UNREADABLE, Reason.UNREADABLE_PRECISION),
    ):
        rule(kind == imprecise, ADRESSE_IMPRECISE, why)
    rule(np.isnan(tolerance) & ~IMPRECISE[kind], ADRESSE_IMPRECISE, Reason.UNREADABLE_PRECISION)

    # no position at all, as far as the rows say
    rule(np.isnan(distance), ERREUR, Reason.NO_POSITION)
    if state is not None:
        state = np.asarray(state)
        reason = np.where(state != Reason.NONE, state, reason).astype(np.int8)
        verdict[state != Reason.NONE] = ERREUR
        verdict[(state == Reason.NOT_FOUND) | (state == Reason.SKIPPED)] = NON_TROUVEE

    # the commune alone may settle it, without any position
    unsettled = np.isin(reason, _OPEN_TO_COMMUNE)
    empty = listed == EMPTY_COMMUNE
    with np.errstate(invalid="ignore"):
        contradicted = empty & (distance <= 0) & (unsettled | (reason == Reason.INSIDE))
    rule(unsettled & empty, HORS_QPV, Reason.COMMUNE_WITHOUT_QPV)
    rule(contradicted, A_VERIFIER, Reason.LIST_CONTRADICTS)
    # a territory missing from the layer is settled by the list where it knows that the commune has no QPV
    rule((reason == Reason.TERRITORY_MISSING) & empty, HORS_QPV, Reason.COMMUNE_WITHOUT_QPV)
    rule(whole_commune & (unsettled | np.isin(reason, _BY_POSITION)), EN_QPV, Reason.WHOLE_COMMUNE)
    # a good position of another address is worth nothing
    if mismatch is not None:
        mismatch = np.asarray(mismatch)
        wrong = (mismatch != Reason.NONE) & FIRM[verdict]
        # the commune settles those that lie in the right one
        wrong &= (mismatch == Reason.OTHER_COMMUNE) | ~np.isin(reason, _BY_COMMUNE)
        verdict[wrong] = A_VERIFIER
        reason[wrong] = mismatch[wrong]

    # a poor match may be another address altogether, its commune included
    if score is not None:
        with np.errstate(invalid="ignore"):
            poor = np.asarray(score, dtype=float) < min_score
        rule(poor & ~np.isin(reason, STATES), NON_TROUVEE, Reason.LOW_SCORE)
    return Decision(verdict, reason)


_OPEN_TO_COMMUNE = (
    Reason.STREET_ONLY,
    Reason.PLACE_ONLY,
    Reason.COMMUNE_ONLY,
    Reason.UNREADABLE_PRECISION,
    Reason.NO_POSITION,
)

_BY_POSITION = (
    Reason.INSIDE,
    Reason.OUTSIDE,
    Reason.EDGE,
    Reason.LAYER_INCOMPLETE,
    Reason.TERRITORY_MISSING,
    Reason.OVERLAP,
    Reason.NO_CODE,
)

_BY_COMMUNE = (Reason.COMMUNE_WITHOUT_QPV, Reason.WHOLE_COMMUNE)
