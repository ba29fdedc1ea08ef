"""From distances and geocoding answers to the columns of the result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bands import BAND_VALUES, within_bands
from .official_list import EMPTY_COMMUNE, NOT_CERTIFIED
from .precision import EDGE_TOLERANCE, IMPRECISE, LABELS
from .reasons import Reason, sentences
from .verdict import ADRESSE_IMPRECISE, EN_QPV, FIRM, HORS_QPV, MIN_SCORE, VERDICTS, Decision, decide

__all__ = ["Communes", "Judged", "Rules", "count_unfounded", "judge", "own_columns", "previous_columns"]

WIDEST_TOLERANCE = 25.0


@dataclass(frozen=True)
class Rules:
    """What the user chose.

    Attributes
    ----------
    min_score : float
    edge_tolerance : float
        Metres.
    bands : tuple of float
        Metres.
    max_distance : float
        Metres; farther distances are not written.
    """

    min_score: float = MIN_SCORE
    edge_tolerance: float = EDGE_TOLERANCE
    bands: tuple = (300.0, 500.0)
    max_distance: float = 1000.0

    @property
    def near(self):
        """Widest tolerance of a position, metres."""
        return max(WIDEST_TOLERANCE, self.edge_tolerance) + 1.0

    @property
    def reach(self):
        """How far edges must be looked for, metres: bands stay right when distances are cut shorter."""
        return max(self.max_distance, max(self.bands, default=0.0) + self.near, self.near)


@dataclass(frozen=True)
class Communes:
    """What the communes of the rows tell.

    Attributes
    ----------
    listed : ndarray of int, shape (n,)
        What the official list says (`official_list`).
    by_code : ndarray of bool, shape (n,)
        True where the commune is known by its code, not only by where the position falls.
    whole : list of str or None, length n
        Code of the QPV that the commune is as a whole, "" where the code is unknown, None where it is not one.
    other : ndarray of bool, shape (n,)
        True where the commune found is not the one asked for.
    """

    listed: np.ndarray
    by_code: np.ndarray
    whole: list
    other: np.ndarray

    @classmethod
    def unknown(cls, size):
        """Of rows that say nothing about communes."""
        none = np.zeros(size, dtype=bool)
        return cls(np.full(size, NOT_CERTIFIED), none, [None] * size, none)

    def only_other(self):
        """Keep what holds of any generation: whether the commune found is the one asked for."""
        size = len(self.listed)
        return Communes(np.full(size, NOT_CERTIFIED), self.by_code, [None] * size, self.other)


@dataclass(frozen=True)
class Judged:
    """Verdicts of a chunk of rows, and what they were drawn from.

    Attributes
    ----------
    decision : verdict.Decision
    nearest : signed_distance.Nearest
    tolerance : ndarray, shape (n,)
        Metres.
    located : ndarray of bool, shape (n,)
        True where a position was measured.
    near_row, near_perimeter : ndarray of int, shape (k,)
        Pairs row × perimeter whose edge is within the tolerance of the row.
    unfounded : int
        Rows to which a plain spatial join would give an answer in or out that is wrong or unfounded.
    """

    decision: Decision
    nearest: object
    tolerance: np.ndarray
    located: np.ndarray
    near_row: np.ndarray
    near_perimeter: np.ndarray
    unfounded: int


def judge(nearest, uncovered, positions, rules, coded, *, scores=None, states=None, communes=None, mismatch=None):
    """Decide a chunk of rows against one generation of perimeters.

    Parameters
    ----------
    nearest : signed_distance.Nearest
    uncovered : ndarray of bool, shape (n,)
    positions : precision.Positions
    rules : Rules
    coded : ndarray of bool, shape (p + 1,)
        Whether each perimeter has a code; the last stands for no perimeter.
    scores, states : ndarray, shape (n,), optional
        See `verdict.decide`.
    communes : Communes, optional
    mismatch : ndarray of int, shape (n,), optional
        See `verdict.decide`.

    Returns
    -------
    Judged
    """
    listed, whole = None, None
    if communes is not None:
        # where the position falls does not settle what may be a whole street: only a code does
        listed = communes.listed
        by_place = (listed == EMPTY_COMMUNE) & ~communes.by_code & IMPRECISE[positions.kind]
        listed = np.where(by_place, NOT_CERTIFIED, listed)
        whole = np.fromiter((w is not None for w in communes.whole), dtype=bool, count=len(listed))
        mismatch = np.zeros(len(listed), dtype=np.int8) if mismatch is None else mismatch
        mismatch = np.where(communes.other, Reason.OTHER_COMMUNE, mismatch)
    decision = decide(
        nearest.distance,
        positions.tolerance,
        kind=positions.kind,
        score=scores,
        min_score=rules.min_score,
        state=states,
        edge=nearest.edge,
        containing=nearest.containing,
        coded=coded[nearest.polygon],
        listed=listed,
        whole_commune=whole,
        mismatch=mismatch,
        uncovered=uncovered,
        reach=rules.reach,
    )
    tolerance = np.nan_to_num(positions.tolerance, nan=0.0)
    near = nearest.near_edge <= tolerance[nearest.near_point] + 1e-6
    located = ~np.isnan(nearest.distance)
    return Judged(
        decision,
        nearest,
        positions.tolerance,
        located,
        nearest.near_point[near],
        nearest.near_polygon[near],
        count_unfounded(nearest, decision, located),
    )


def count_unfounded(nearest, decision, located):
    """Count the rows to which a plain spatial join would give an answer that is wrong or unfounded.

    Parameters
    ----------
    nearest : signed_distance.Nearest
    decision : verdict.Decision
    located : ndarray of bool, shape (n,)

    Returns
    -------
    int
    """
    joined = np.where(nearest.containing > 0, EN_QPV, HORS_QPV)
    return int((located & (~FIRM[decision.verdict] | (joined != decision.verdict))).sum())


def previous_columns(judged, codes, names, rules, whole=None):
    """Lay out verdict, code, name and signed distance.

    Parameters
    ----------
    judged : Judged
    codes, names : ndarray of object, shape (p + 1,)
        Of the perimeters; the last is None.
    rules : Rules
    whole : list of str or None, optional
        QPV that the commune is as a whole (`Communes.whole`).

    Returns
    -------
    list of list
        One list per field, of Python values.
    """
    verdict, reason = judged.decision.verdict, judged.decision.reason
    inside = np.where((verdict == EN_QPV) & (judged.nearest.distance < 0), judged.nearest.polygon, -1)
    code, name = codes[inside], names[inside]
    if whole is not None:
        of_code = dict(zip(codes[:-1], names[:-1]))
        for row in np.flatnonzero(reason == Reason.WHOLE_COMMUNE).tolist():
            # near the limit of two communes the code of the commune is surer than the place
            if whole[row]:
                code[row], name[row] = whole[row], of_code.get(whole[row])
    distance = np.round(judged.nearest.distance, 2) + 0.0
    shown = (np.abs(distance) <= rules.max_distance) & (verdict <= ADRESSE_IMPRECISE)
    distance = np.where(shown, distance, np.nan).astype(object)
    distance[~shown] = None
    return [_VERDICTS[verdict].tolist(), code.tolist(), name.tolist(), distance.tolist()]


def own_columns(judged, codes, names, rules, positions, listed, whole=None):
    """Lay out all the columns of the current generation.

    Parameters
    ----------
    judged, codes, names, rules, whole
        See `previous_columns`.
    positions : precision.Positions
    listed : ndarray of int, shape (n,)
        What the official list says.

    Returns
    -------
    list of list
        verdict, code and name of the QPV, distance, code and name of the nearest, bands, precision, reason.
    """
    columns = previous_columns(judged, codes, names, rules, whole)
    decision, nearest = judged.decision, judged.nearest
    shown = (np.abs(nearest.distance) <= rules.max_distance) | (nearest.distance < 0)
    near = np.where(shown & (decision.verdict <= ADRESSE_IMPRECISE), nearest.polygon, -1)
    columns += [codes[near].tolist(), names[near].tolist()]
    bands = within_bands(nearest.distance, positions.tolerance, decision, rules.bands, rules.reach)
    columns += [_BANDS[band].tolist() for band in bands]
    columns.append(_LABELS[positions.kind].tolist())
    columns.append(sentences(decision.reason, positions.kind, positions.tolerance, np.asarray(listed), rules.min_score))
    return columns


_VERDICTS = np.array(VERDICTS, dtype=object)
_BANDS = np.array(BAND_VALUES, dtype=object)
_LABELS = np.array(LABELS, dtype=object)
