"""Why a verdict was given: coded reasons, and the plain French sentence of each."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from .official_list import CERTIFIED, EMPTY_COMMUNE
from .precision import DECLARED, LABELS, NUMBER, UNKNOWN

__all__ = [
    "LISTED_WITHOUT",
    "MISMATCHES",
    "NOT_CERTIFIED_NOTE",
    "STATES",
    "Reason",
    "sentence",
    "sentences",
]


class Reason(IntEnum):
    """Why a verdict was given."""

    NONE = 0
    INSIDE = 1
    OUTSIDE = 2
    EDGE = 3
    OVERLAP = 4
    NO_CODE = 5
    LAYER_INCOMPLETE = 6
    LIST_CONTRADICTS = 7
    STREET_ONLY = 8
    PLACE_ONLY = 9
    COMMUNE_ONLY = 10
    UNREADABLE_PRECISION = 11
    COMMUNE_WITHOUT_QPV = 12
    WHOLE_COMMUNE = 13
    LOW_SCORE = 14
    NOT_FOUND = 15
    SKIPPED = 16
    GEOCODER_ERROR = 17
    NO_POSITION = 18
    BAD_GEOMETRY = 19
    OUT_OF_TERRITORY = 20
    OTHER_COMMUNE = 21
    TERRITORY_MISSING = 22
    OTHER_NUMBER = 23
    OTHER_STREET = 24
    STREET_WHOLE = 25
    STREET_PART = 26
    NEIGHBOURS_AGREE = 27
    NEIGHBOURS_DIFFER = 28
    ONE_NEIGHBOUR = 29
    NUMBERS_AGREE = 30
    NUMBERS_DIFFER = 31
    DOUBTFUL = 32
    TOLD_INSIDE = 33
    TOLD_OUTSIDE = 34
    TOLD_UNCLEAR = 35
    HOMONYM = 36


STATES = (
    Reason.NOT_FOUND,
    Reason.SKIPPED,
    Reason.GEOCODER_ERROR,
    Reason.NO_POSITION,
    Reason.BAD_GEOMETRY,
    Reason.OUT_OF_TERRITORY,
)
"""Reasons known before any distance is measured."""

MISMATCHES = (Reason.OTHER_COMMUNE, Reason.HOMONYM, Reason.OTHER_STREET, Reason.OTHER_NUMBER)
"""How an address found may differ from the one asked for, the worst first."""

_SENTENCES = {
    Reason.INSIDE: "Position {where}, dans le périmètre et à plus de {metres} m de sa limite.",
    Reason.OUTSIDE: "Position {where}, hors de tout périmètre et à plus de {metres} m de leurs limites",
    Reason.EDGE: "Position {where}, à {metres} m au plus de la limite d'un périmètre : regarder la carte.",
    Reason.OVERLAP: "Plusieurs périmètres de la couche se recouvrent à cet endroit : regarder la carte.",
    Reason.NO_CODE: "Le périmètre qui contient cette position n'a pas de code dans la couche : à identifier.",
    Reason.LAYER_INCOMPLETE: (
        "Périmètres incomplets ou filtrés : la liste officielle donne à cette commune un QPV absent de la couche."
    ),
    Reason.LIST_CONTRADICTS: (
        "La position tombe dans un périmètre alors que la liste officielle ne donne aucun QPV à cette commune."
    ),
    Reason.STREET_ONLY: "Seule la voie est connue : demander le numéro.",
    Reason.PLACE_ONLY: "Seul le lieu-dit est connu : demander le numéro et la voie.",
    Reason.COMMUNE_ONLY: "Seule la commune est reconnue : demander l'adresse, ou vérifier le nom de la voie.",
    Reason.UNREADABLE_PRECISION: "La précision de la position n'est pas reconnue : elle peut n'être qu'une voie.",
    Reason.COMMUNE_WITHOUT_QPV: "Commune sans QPV d'après la liste officielle : aucune position n'est nécessaire.",
    Reason.WHOLE_COMMUNE: "La commune entière est en QPV (Mayotte) : le code de la commune suffit.",
    Reason.LOW_SCORE: "Le score du géocodage est inférieur au minimum ({score}) : l'adresse retenue n'est pas sûre.",
    Reason.NOT_FOUND: "Le géocodeur n'a pas trouvé cette adresse.",
    Reason.SKIPPED: "Cette ligne n'a pas été géocodée.",
    Reason.GEOCODER_ERROR: "Le géocodeur a répondu par une erreur : relancer le géocodage de cette ligne.",
    Reason.NO_POSITION: "Ligne sans position.",
    Reason.BAD_GEOMETRY: "Géométrie illisible ou multiple, ou coordonnées qui ne sont pas des nombres.",
    Reason.OUT_OF_TERRITORY: "Position hors des territoires français : vérifier les coordonnées et leur système.",
    Reason.TERRITORY_MISSING: "Périmètres incomplets ou filtrés : la couche n'a aucun QPV dans ce département.",
    Reason.OTHER_COMMUNE: "La commune trouvée par le géocodeur n'est pas celle de l'adresse demandée.",
    Reason.OTHER_STREET: "La voie trouvée par le géocodeur ne ressemble pas à celle de l'adresse demandée.",
    Reason.OTHER_NUMBER: "Le numéro trouvé par le géocodeur n'est pas celui de l'adresse demandée.",
    Reason.STREET_WHOLE: "Seule la voie est connue, mais tous ses numéros sont du même côté.",
    Reason.STREET_PART: "Seule la voie est connue, et ses numéros ne sont pas tous du même côté : demander le numéro.",
    Reason.NEIGHBOURS_AGREE: (
        "Numéro absent de la BAN : verdict par voisinage, ses deux voisins du même côté de la rue et ce qui les sépare "
        "ont la même réponse."
    ),
    Reason.NEIGHBOURS_DIFFER: (
        "Numéro absent de la BAN : ses deux voisins du même côté de la rue, ou ce qui les sépare, n'ont pas tous la "
        "même réponse : regarder la carte."
    ),
    Reason.ONE_NEIGHBOUR: (
        "Numéro absent de la BAN, sans voisins proches qui l'encadrent du même côté de la rue : regarder la carte."
    ),
    Reason.NUMBERS_AGREE: "Plusieurs numéros demandés, ou places d'un numéro dans la BAN : tous ont la même réponse.",
    Reason.NUMBERS_DIFFER: (
        "Plusieurs numéros demandés, ou places d'un numéro dans la BAN, qui n'ont pas tous la même réponse ou ne sont "
        "pas tous trouvés : regarder la carte."
    ),
    Reason.DOUBTFUL: (
        "L'adresse retenue n'est pas sûre (score trop bas, plusieurs aussi proches, deux adresses ou un numéro douteux "
        "dans la demande, commune ou type de voie absent) : comparer les deux."
    ),
    Reason.HOMONYM: (
        "Plusieurs communes de France portent ce nom, et l'adresse n'a ni code postal ni code Insee pour les "
        "départager : vérifier la commune retenue."
    ),
    Reason.TOLD_INSIDE: "Réponse de SIG Ville : l'adresse est dans ce quartier.",
    Reason.TOLD_OUTSIDE: "Réponse de SIG Ville : l'adresse n'est dans aucun quartier.",
    Reason.TOLD_UNCLEAR: "SIG Ville n'a pas donné de réponse claire : regarder la carte ou demander l'adresse.",
}

_CODES, _LISTED = 64, 8
"""More than there are reasons, and answers of the list: what packs them with the rest of a case."""

NOT_CERTIFIED_NOTE = " (exhaustivité non certifiée, faute de liste officielle applicable)"

LISTED_WITHOUT = "La liste officielle ne donne aucun QPV à cette commune."
"""Added where a service gives no clear answer on an address of such a commune."""


def sentence(reason, kind, tolerance, listed, min_score=0.0):
    """Word one reason.

    Parameters
    ----------
    reason : Reason
    kind : int
        Precision of the position (`precision.LABELS`).
    tolerance : float
        Metres.
    listed : int
        What the official list says (`official_list`).
    min_score : float, optional

    Returns
    -------
    str
        A plain French sentence.
    """
    text = _SENTENCES[Reason(reason)].format(
        where=_where(kind), metres=_french(tolerance), score=_french(min_score, decimals=2)
    )
    if reason == Reason.OUTSIDE:
        text += ("" if listed in (CERTIFIED, EMPTY_COMMUNE) else NOT_CERTIFIED_NOTE) + "."
    return text


def sentences(reason, kind, tolerance, listed, min_score=0.0):
    """Word many reasons, each distinct case once.

    Parameters
    ----------
    reason, kind, listed : ndarray of int, shape (n,)
    tolerance : ndarray, shape (n,)
        Metres.
    min_score : float, optional

    Returns
    -------
    list of str, length n
    """
    # metres only appear in the sentences about edges
    shown = np.where(reason <= Reason.EDGE, np.nan_to_num(np.round(tolerance, 1), posinf=0.0), 0.0)
    metres, place = np.unique(shown, return_inverse=True)
    key = ((place.ravel() * len(LABELS) + kind) * _CODES + reason) * _LISTED + listed
    cases, of_row = np.unique(key, return_inverse=True)
    texts = np.empty(len(cases), dtype=object)
    for i, case in enumerate(cases.tolist()):
        case, in_list = divmod(case, _LISTED)
        case, why = divmod(case, _CODES)
        at, what = divmod(case, len(LABELS))
        texts[i] = sentence(Reason(why), what, metres[at], in_list, min_score)
    return texts[of_row.ravel()].tolist()


def _where(kind):
    """Say where a position is, to put after "Position"."""
    if kind == UNKNOWN:
        return "de précision inconnue"
    if kind == NUMBER:
        return "au numéro, de précision inconnue"
    if kind == DECLARED:
        return "de précision déclarée"
    label = LABELS[kind]
    if label == "interpolation":
        return "interpolée"
    if label[0] in "aeiouéè":
        return "à l'" + label
    return ("à la " if label in ("cage d'escalier", "délivrance postale", "parcelle") else "au ") + label


def _french(number, decimals=1):
    """Write a number the French way, without useless zeros."""
    text = "{:.{}f}".format(number, decimals)
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
