"""Is the position within 300 or 500 m of a QPV? OUI, NON or A_VERIFIER, with the tolerance of the position."""

from __future__ import annotations

import re

import numpy as np

from .reasons import MISMATCHES, Reason
from .verdict import A_VERIFIER, ADRESSE_IMPRECISE, HORS_QPV, SLACK

__all__ = ["BAND_VALUES", "NON", "OUI", "TO_CHECK", "UNSAID", "band_metres", "one_band", "within_bands"]

BAND_VALUES = ("OUI", "NON", "A_VERIFIER", None)
"""Coded values written to outputs, by band code."""

OUI, NON, TO_CHECK, UNSAID = range(4)


def within_bands(distance, tolerance, decision, thresholds, reach=np.inf):
    """Say whether positions are in a QPV or within given distances of its edge.

    Parameters
    ----------
    distance : ndarray, shape (n,)
        Signed metres to the nearest edge, as given to `verdict.decide`.
    tolerance : ndarray, shape (n,)
        How far the true place may be, metres; NaN for a street, a place or a commune.
    decision : verdict.Decision
    thresholds : sequence of float
        Metres, CGI 278 sexies: 300 and 500.
    reach : float, optional
        How far edges were looked for, metres.

    Returns
    -------
    ndarray of int8, shape (len(thresholds), n)
        `OUI`, `NON`, `TO_CHECK`, or `UNSAID` where there is nothing to say (not found, error).
    """
    verdict, reason = decision.verdict, decision.reason
    seen = np.minimum(distance, reach)
    tolerance = tolerance + SLACK
    # not outside for sure: the layer lacks a perimeter, or the position is not the right one
    open_outside = (reason == Reason.LAYER_INCOMPLETE) | (reason == Reason.TERRITORY_MISSING)
    unsure = (verdict == ADRESSE_IMPRECISE) | np.isin(reason, MISMATCHES + (Reason.LIST_CONTRADICTS,))
    unsure |= (verdict == HORS_QPV) & (reason == Reason.COMMUNE_WITHOUT_QPV)
    said = verdict <= A_VERIFIER
    bands = np.empty((len(thresholds), len(verdict)), dtype=np.int8)
    with np.errstate(invalid="ignore"):
        for band, threshold in zip(bands, thresholds):
            band[:] = TO_CHECK
            band[seen > threshold + tolerance] = NON
            band[seen < threshold - tolerance] = OUI
            # an edge within the tolerance is also well within the band
            band[open_outside & (band == NON)] = TO_CHECK
            band[unsure] = TO_CHECK
            band[reason == Reason.WHOLE_COMMUNE] = OUI
            band[~said & ~unsure] = UNSAID
    return bands


def one_band(distance, tolerance, metres):
    """Say whether a row is in a QPV or so near to one.

    Parameters
    ----------
    distance, tolerance : float or None
        Signed metres to the nearest edge, and how far the true place may be; None or NaN where that is not known.
    metres : float
        Of the band.

    Returns
    -------
    str
        OUI, NON or A_VERIFIER.
    """
    if distance is None or tolerance is None or not tolerance >= 0 or abs(distance - metres) <= tolerance + SLACK:
        return BAND_VALUES[TO_CHECK]
    return BAND_VALUES[OUI if distance < metres else NON]


def band_metres(name):
    """Return the metres that the name of a band's field tells: bande_300, bande_7_5, bde_1000.

    bande_300_2 is the second field of that name, not a band of 300.2 m.
    """
    whole, *rest = re.findall(r"\d+", name)
    return float("{}.{}".format(whole, rest[0]) if rest and len(whole) < 3 else whole)
