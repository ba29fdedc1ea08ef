"""The columns and codes of SIG Ville's file service, so that the spreadsheets made for its answers still work.

Names and codes are those read in programs that use such files (reference/qpv.md, 1.3): the service publishes no list.
Its first column is ``_IDENTIFIANT``, which R renames ``X_IDENTIFIANT``.
"""

from __future__ import annotations

from .reasons import MISMATCHES, Reason
from .verdict import EN_QPV, HORS_QPV

__all__ = ["COLUMNS", "answer_code", "loccom", "row", "street_code"]

COLUMNS = (
    "_IDENTIFIANT", "NUM_VOIE", "NOM_VOIE", "CODE_POSTAL", "CODE_COMMUNE_INSEE", "NOM_COMMUNE_REF", "LOCCOM_REF",
    "LOCVOIE_REF", "LOCADR_REF", "SIMILITUDE_VOIE", "SCORE", "CODE_QUARTIER", "NOM_QUARTIER", "TYPE_QUARTIER",
    "QP_BANDE_300", "QP_BANDE_500",
)  # fmt: skip

YES, NO = "OUI", "NON"
WHOLE, PART, EDGE = "VOIE_ENTIERE", "VOIE_EN_PARTIE", "VOIE_EN_LIMITE"
WITH, WITHOUT = "COMMUNE_AVEC_QUARTIER", "COMMUNE_SANS_QUARTIER"

_ANOTHER_PLACE = (*MISMATCHES, Reason.DOUBTFUL, Reason.LOW_SCORE)
_OPEN_PERIMETERS = (Reason.LIST_CONTRADICTS, Reason.LAYER_INCOMPLETE, Reason.TERRITORY_MISSING)


def street_code(total, inside, close):
    """Tell how a street lies, from its numbers.

    Parameters
    ----------
    total, inside, close : int
        Numbers; those in a perimeter; those too near an edge.

    Returns
    -------
    str
        "" where no number is known.
    """
    if not total:
        return ""
    if inside == total and not close:
        return WHOLE
    if inside:
        return PART
    return EDGE if close else NO


def loccom(listed_quarters, known):
    """Tell whether the commune has a QPV; "" where the official list does not say.

    Parameters
    ----------
    listed_quarters : bool
        Whether it has.
    known : bool
        Whether the list tells.
    """
    return (WITH if listed_quarters else WITHOUT) if known else ""


def answer_code(verdict, reason, street):
    """Tell what the file service would say of the address.

    Parameters
    ----------
    verdict, reason : int
    street : str
        `street_code` of a row whose street alone is known.

    Returns
    -------
    str
        ``NON`` for a firm "out" alone; "" where there is no answer.
    """
    if verdict == EN_QPV:
        return WHOLE if reason == Reason.STREET_WHOLE else YES
    if verdict == HORS_QPV:
        return NO
    if reason == Reason.STREET_PART:
        # all numbers agree on a street that is itself doubtful: no answer
        return street if street in (PART, EDGE) else ""
    return EDGE if reason in (Reason.EDGE, Reason.NEIGHBOURS_DIFFER) else ""


def row(identifier, verdict, reason, *, number="", street="", postcode="", insee="", commune="", loccom_ref="",
        street_ref="", similarity=None, score=None, code=None, name=None, bands=(None, None)):  # fmt: skip
    """Lay out one row.

    Parameters
    ----------
    identifier : str
    verdict, reason : int
    number, street, postcode, insee, commune : str
        Of the address found.
    loccom_ref, street_ref : str
        See `loccom` and `street_code`.
    similarity, score : float, optional
        0 to 1; written out of 100, as the service does.
    code, name : str, optional
        Of the QPV.
    bands : (str, str)
        Answers within 300 and 500 m; what is not OUI or NON is left blank.

    Returns
    -------
    list of str
        By `COLUMNS`.
    """
    if verdict != EN_QPV and verdict != HORS_QPV:
        # formulas conclude from these columns as well: they say nothing of a place that may not be the right one
        if reason in (*_ANOTHER_PLACE, *_OPEN_PERIMETERS):
            street_ref = ""
        if reason in _ANOTHER_PLACE or loccom_ref == WITHOUT:
            loccom_ref = ""
    told = answer_code(verdict, reason, street_ref)
    quarter = bool(code) and (verdict == EN_QPV or told in (WHOLE, PART, EDGE))
    near = [b if b in (YES, NO) else "" for b in bands]
    return [
        str(identifier), number, street, postcode, insee, commune, loccom_ref, street_ref, told, _mark(similarity),
        _mark(score), code if quarter else "", name or "" if quarter else "", "QP" if quarter else "", *near,
    ]  # fmt: skip


def _mark(share):
    """Write a share of 1 out of 100, with a decimal comma."""
    if share is None or share != share:
        return ""
    return "{:.2f}".format(100.0 * share).rstrip("0").rstrip(".").replace(".", ",")
