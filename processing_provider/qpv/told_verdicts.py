"""Verdicts that SIG Ville tells itself, put in the place of those that positions would give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...domain.qpv.codes import CURRENT
from ...domain.qpv.reasons import Reason
from ...domain.qpv.verdict import A_VERIFIER, EN_QPV, HORS_QPV
from ...sources.sig_ville import NO, QP_2015, YES
from .addressing import FOUND

__all__ = ["apply_told", "told_of_year"]


def apply_told(judged, part, year, codes):
    """Put what SIG Ville tells in the place of what was judged.

    Parameters
    ----------
    judged : domain.qpv.georeference.Judged
    part : addressing.Located
    year : int
        Generation.
    codes : list of str or None
        By perimeter.

    Returns
    -------
    domain.qpv.georeference.Judged
        As it was where nobody told anything.
    """
    if not any(hasattr(a, "told") for a in part.answers):
        return judged
    verdict, reason = judged.decision.verdict.copy(), judged.decision.reason.copy()
    distance, polygon = judged.nearest.distance.copy(), judged.nearest.polygon.copy()
    tolerance = np.array(judged.tolerance, dtype=float)
    place = {code: i for i, code in enumerate(codes) if code}
    for row, (answer, query, status) in enumerate(zip(part.answers, part.queries, part.statuses)):
        if status != FOUND:
            continue
        state, code, _name = told_of_year(answer.told, year)
        tolerance[row] = np.nan
        verdict[row], reason[row] = A_VERIFIER, Reason.TOLD_UNCLEAR
        if state in (YES, NO) and (query.several or query.second_code):
            # it answers of one of the two addresses of the cell
            reason[row] = Reason.DOUBTFUL
        elif state == YES:
            verdict[row], reason[row] = EN_QPV, Reason.TOLD_INSIDE
            distance[row], polygon[row], tolerance[row] = -np.inf, place.get(code, -1), 0.0
        elif state == NO:
            verdict[row], reason[row] = HORS_QPV, Reason.TOLD_OUTSIDE
    return replace(
        judged,
        decision=replace(judged.decision, verdict=verdict, reason=reason),
        nearest=replace(judged.nearest, distance=distance, polygon=polygon),
        tolerance=tolerance,
    )


def told_of_year(told, year):
    """Return what SIG Ville says of a generation: state, code and name of the quarter."""
    if year == CURRENT:
        return told.state, told.quarter_code, told.quarter_name
    own = [q for q in told.quarters if q.kind == QP_2015]
    inside = next((q for q in own if q.answer == YES), None)
    if inside is not None:
        return YES, inside.code, inside.name
    return (NO if own and all(q.answer == NO for q in own) else ""), "", ""
