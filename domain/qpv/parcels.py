"""What holds of a whole polygon, a parcel or a building: wholly or partly in a QPV, wholly or partly near one.

The drawing may be off by a tolerance. A firm answer holds for every surface within the tolerance of the polygon drawn;
whatever depends on it is to be checked. Rules of distance are those of CGI art. 278 sexies, III, 2°: they hold for the
limit of one and the same QPV.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

__all__ = [
    "BANDS",
    "MAYBE",
    "NO",
    "NPNRU_NO",
    "NPNRU_YES",
    "RULES",
    "VERDICTS",
    "YES",
    "Answer",
    "Measure",
    "Thresholds",
    "judge",
    "nearest_of",
    "read_npnru",
]

VERDICTS = ("EN_QPV", "EN_PARTIE", "HORS_QPV", "A_VERIFIER", "ERREUR")
"""Coded values of `verdict`: wholly in one QPV, partly in, no part in, undecided, no polygon."""

RULES = ("DANS_QPV", "ENTIER_300", "PARTIE_300_ENTIER_500", "AUCUNE", "A_VERIFIER")
"""Coded values of `regle`, the strongest that is proven first."""

BANDS = ("OUI", "PARTIE", "NON", "A_VERIFIER")
"""Coded values of `bande_*`: wholly within, partly, not at all, undecided."""

CONTRADICTED = "Polygone dans un périmètre, mais la liste officielle ne donne aucun QPV à sa commune."

WHOLLY, PARTLY_WITHIN = 300.0, 500.0

NO, MAYBE, YES = -1, 0, 1
"""Three-valued truth: `min` is "and", `max` is "or"."""

SLACK = 0.01
"""Metres added to every tolerance against the rounding of coordinates."""

NPNRU_YES = (
    "oui", "o", "yes", "y", "true", "vrai", "t", "v", "x", "1", "npnru", "prin", "prir", "pin", "pir", "national",
    "regional", "interet national", "interet regional", "d interet national", "d interet regional", "anru",
)  # fmt: skip
"""Values that say that a QPV is under NPNRU, accents, capitals and punctuation aside."""

NPNRU_NO = ("non", "n", "no", "false", "faux", "f", "0", "aucun", "hors npnru", "non concerne")
"""Values that say that it is not; any other value, a blank included, says nothing."""


def read_npnru(value):
    """Read whether a QPV is under NPNRU.

    Returns
    -------
    bool or None
        None where the value does not say.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return {1.0: True, 0.0: False}.get(float(value))
    if not isinstance(value, str):
        return None
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    plain = " ".join(re.findall(r"[a-z0-9]+", plain))
    if plain in NPNRU_NO:
        return False
    return True if plain in NPNRU_YES else None


@dataclass(frozen=True)
class Measure:
    """One polygon against one perimeter.

    Attributes
    ----------
    place : int
        Perimeter; -1 for several together.
    nearest : float
        Metres from the nearest place of the polygon to the perimeter, 0 where they meet.
    low, high : float
        Bounds of the same for the farthest place, 0 where the polygon is wholly in; `high` is infinite where `low`
        is beyond all that matters.
    inside : bool
        The polygon drawn is wholly in.
    margin : float
        Metres from a polygon that is wholly in to the edge.
    entered : bool
        Some place of the polygon is in the perimeter, deeper than the tolerance.
    share : float
        Part of the polygon's area in the perimeter, 0 to 1.
    """

    place: int
    nearest: float
    low: float = float("inf")
    high: float = float("inf")
    inside: bool = False
    margin: float = 0.0
    entered: bool = False
    share: float = 0.0


@dataclass(frozen=True)
class Thresholds:
    """What the user chose.

    Attributes
    ----------
    edge_tolerance : float
        Metres by which the drawing may be off.
    bands : tuple of float
        Metres.
    max_distance : float
        Farther distances are not written.
    """

    edge_tolerance: float = 5.0
    bands: tuple = (300.0, 500.0)
    max_distance: float = 1000.0

    @property
    def wide(self):
        """The tolerance with its slack, metres."""
        return self.edge_tolerance + SLACK

    @property
    def measured(self):
        """How near a perimeter must be for its farthest distance to matter, metres."""
        return max(self.bands + (PARTLY_WITHIN,)) + self.wide

    @property
    def reach(self):
        """How far perimeters are looked for, metres."""
        return max(self.measured, self.max_distance)


@dataclass
class Answer:
    """What is written of one polygon against one generation.

    Attributes
    ----------
    verdict, rule : str
        Of `VERDICTS` and `RULES`.
    inside, nearest, ruled : int
        Perimeter it is in, nearest one, and the one by which the rule holds; -1 for none.
    near_inside, near_ruled : tuple of int
        Perimeters that it may be in, where the verdict is open; by which a rule may hold, where the rule is.
    anywhere : bool
        It may be in a perimeter that the layer lacks, or by a rule of one.
    share : float or None
        Percent of its area in the perimeter it is in.
    distance : tuple of (float or None)
        Nearest and farthest distance, metres.
    bands : list of str
        Of `BANDS`.
    npnru : bool or None
        Whether the QPV by which the 500 m rule may hold is under NPNRU.
    reason : str
        A French sentence.
    """

    verdict: str = "ERREUR"
    rule: str = None
    inside: int = -1
    nearest: int = -1
    ruled: int = -1
    near_inside: tuple = ()
    near_ruled: tuple = ()
    anywhere: bool = True
    share: float = None
    distance: tuple = (None, None)
    bands: list = field(default_factory=list)
    npnru: bool = None
    reason: str = ""


def wholly_in(m, t):
    """Is every surface within `t` of this one in the perimeter?"""
    if m.inside and m.margin > t:
        return YES
    return NO if m.low > t else MAYBE


def partly_in(m, t):
    """Has every surface within `t` of this one a part in the perimeter?"""
    if m.entered:
        return YES
    return NO if m.nearest > t else MAYBE


def wholly_within(m, distance, t):
    """Is it all nearer than a distance?"""
    if m.high + t < distance:
        return YES
    return NO if m.low - t >= distance else MAYBE


def partly_within(m, distance, t):
    """Is some of it nearer than a distance?"""
    if m.nearest + t < distance:
        return YES
    return NO if m.nearest - t >= distance else MAYBE


def nearest_of(measures):
    """Choose the perimeter that is nearest, of several that it enters the one that holds most of it; None of none."""
    return min(measures, key=lambda m: (m.nearest, -m.share, m.place), default=None)


def judge(measures, together, npnru, thresholds, coded=None, doubt="", contradicted=False):
    """Decide one polygon.

    Parameters
    ----------
    measures : list of Measure
        Against each perimeter within reach.
    together : Measure or None
        Against all of them as one, where there are several.
    npnru : sequence of (bool or None), or None
        By perimeter, whether it is under NPNRU; None where no field says.
    thresholds : Thresholds
    coded : sequence of bool, optional
        By perimeter, whether it has a code.
    doubt : str, optional
        Why the layer cannot be trusted to hold all the perimeters around here; no answer "outside" is then firm.
    contradicted : bool, optional
        The official list gives no QPV to this commune; "wholly in" is then not firm.

    Returns
    -------
    Answer
    """
    t = thresholds.wide
    nameless = {m.place for m in measures if coded is not None and not coded[m.place]}

    def any_of(question, *arguments, members=measures):
        truth = max((question(m, *arguments, t) for m in members), default=NO)
        # what only several perimeters together fulfil is not for us to settle
        if together is not None and truth == NO and question(together, *arguments, t) != NO:
            return MAYBE
        return min(truth, YES)

    answer = Answer(anywhere=bool(doubt))
    whole, part = any_of(wholly_in), any_of(partly_in)
    inner = max((m for m in measures if m.share > 0), key=lambda m: (m.share, -m.place), default=None)
    near = nearest_of(measures)
    overlapped = whole == YES and sum(m.entered for m in measures) > 1
    unnamed = inner is not None and inner.place in nameless
    if whole == YES:
        answer.verdict = "A_VERIFIER" if overlapped or contradicted else "EN_QPV"
    elif whole == NO and part == YES:
        answer.verdict = "EN_PARTIE"
    elif part == NO:
        answer.verdict = "A_VERIFIER" if doubt else "HORS_QPV"
    else:
        answer.verdict = "A_VERIFIER"
    if answer.verdict in ("EN_QPV", "EN_PARTIE"):
        answer.inside = inner.place
        if unnamed:
            answer.verdict = "A_VERIFIER"
    if answer.verdict == "A_VERIFIER":
        answer.near_inside = tuple(m.place for m in measures if partly_in(m, t) != NO)
    if inner is not None:
        answer.share = round(100.0 * min(inner.share, 1.0), 2)
    elif answer.verdict == "HORS_QPV":
        answer.share = 0.0
    if near is not None and near.nearest <= thresholds.max_distance:
        answer.nearest = near.place
        answer.distance = (near.nearest, near.high if near.high < float("inf") else None)
    for distance in thresholds.bands:
        all_of, some = any_of(wholly_within, distance), any_of(partly_within, distance)
        if all_of == YES:
            band = "OUI"
        elif all_of == NO and some == YES:
            # with perimeters that the layer may lack, "not wholly" is no more certain than "not at all"
            band = "A_VERIFIER" if doubt else "PARTIE"
        else:
            band = "NON" if some == NO and not doubt else "A_VERIFIER"
        answer.bands.append(band)
    why = _rule(answer, measures, any_of, nameless, npnru, t, doubt)
    if unnamed and answer.verdict == "A_VERIFIER":
        first = "Le périmètre qui contient ce polygone n'a pas de code dans la couche : à identifier."
    elif overlapped:
        first = "Plusieurs périmètres de la couche se recouvrent à cet endroit : regarder la carte."
    elif whole == YES and contradicted:
        first = CONTRADICTED
    else:
        first = _verdict_sentence(answer, thresholds, doubt if part == NO else "")
    unasked = npnru is None and any(_half(m, t) != NO for m in measures)
    answer.reason = "{} {}".format(first, _rule_sentence(answer, thresholds, near, unasked, why))
    return answer


def _half(m, t):
    """Is some of it within 300 m, and all of it within 500 m?"""
    return min(partly_within(m, WHOLLY, t), wholly_within(m, PARTLY_WITHIN, t))


def _rule(answer, measures, any_of, nameless, npnru, t, doubt):
    """Find the strongest rule that is proven, and the QPV by which it is; say why where none is for sure."""

    def renewed(m, t):
        # only where a field says so, and for one QPV at a time: several together are for the reader to settle
        if npnru is None:
            return NO
        if m.place < 0:
            return min(_half(m, t), NO if all(npnru[own.place] is False for own in measures) else MAYBE)
        told = npnru[m.place]
        return min(_half(m, t), NO if told is False else YES if told else MAYBE)

    def named(question):
        # what has no code may be no QPV at all
        return lambda m, t: min(question(m, t), MAYBE if m.place in nameless else YES)

    questions = (wholly_in, lambda m, t: wholly_within(m, WHOLLY, t), renewed)
    truths = [any_of(named(question)) for question in questions]
    if YES in truths:
        first = truths.index(YES)
        answer.rule = RULES[first]
        proven = [m for m in measures if named(questions[first])(m, t) == YES]
        answer.ruled = min(proven, key=lambda m: (m.high, m.nearest, m.place)).place
    else:
        answer.rule = "A_VERIFIER" if MAYBE in truths or doubt else "AUCUNE"
    fitting = [m for m in measures if _half(m, t) != NO]
    if npnru is not None and fitting:
        told = [npnru[m.place] for m in fitting]
        answer.npnru = True if True in told else None if None in told else False
    if answer.rule != "A_VERIFIER":
        return []
    open_ones = [m for m in measures if max(question(m, t) for question in questions) != NO]
    answer.near_ruled = tuple(m.place for m in open_ones or (measures if MAYBE in truths else ()))
    # "to check" has its reasons: only those that hold here are said
    silent = [m for m in open_ones if npnru is not None and npnru[m.place] is None and _half(m, t) != NO]
    halved = [_half(m, t) for m in open_ones if npnru is not None and npnru[m.place] is not False]
    near_edge = MAYBE in halved or any(MAYBE in (questions[0](m, t), questions[1](m, t)) for m in open_ones)
    reasons = (
        (near_edge, "seuil franchi ou non à {} m près".format(_metres(t - SLACK))),
        (silent, "le champ NPNRU ne dit rien"),
        (nameless & {m.place for m in open_ones}, "périmètre sans code"),
        (MAYBE in truths and not open_ones, "seuls plusieurs QPV ensemble y suffisent"),
        (doubt, "périmètres peut-être incomplets"),
    )
    return [text for holds, text in reasons if holds]


def _verdict_sentence(answer, thresholds, doubt):
    """Say why the verdict is what it is, in French."""
    t = _metres(thresholds.edge_tolerance)
    if answer.verdict == "EN_QPV":
        return "Polygone entièrement dans le périmètre, à plus de {} m de sa limite.".format(t)
    if answer.verdict == "EN_PARTIE":
        return "Polygone en partie seulement dans le périmètre ({} % de sa surface).".format(_metres(answer.share))
    if answer.verdict == "HORS_QPV":
        return "Polygone hors de tout périmètre, à plus de {} m de leurs limites.".format(t)
    return doubt or "Un bord du polygone est à {} m au plus de la limite d'un périmètre : regarder la carte.".format(t)


def _rule_sentence(answer, thresholds, near, unasked, why):
    if answer.rule == "DANS_QPV":
        return "Règle : situé dans le QPV."
    if answer.rule == "ENTIER_300":
        return "Règle : entièrement à moins de 300 m de la limite d'un même QPV."
    if answer.rule == "PARTIE_300_ENTIER_500":
        return "Règle : en partie à moins de 300 m et entièrement à moins de 500 m d'un même QPV en NPNRU."
    if near is None or near.nearest > PARTLY_WITHIN + thresholds.wide:
        reach = "aucun QPV à moins de 500 m"
    else:
        reach = "de {} à {} m de la limite".format(_metres(round(near.nearest, 1)), _metres(round(near.high, 1)))
    if answer.rule == "A_VERIFIER":
        return "Règle à vérifier ({}) : {}.".format(reach, ", ".join(why))
    end = " Règle des 500 m non examinée : aucun champ ne dit si le QPV est en NPNRU." if unasked else ""
    return "Aucune règle de distance remplie ({}).{}".format(reach, end)


def _metres(number):
    return format(float(number), ".10g").replace(".", ",")
