"""Cells that hold a commune's code, as tables have them: found, mended, retired, or of no commune."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..errors import QT_TRANSLATE_NOOP
from ..qpv.codes import commune_code, commune_codes
from .codes import clean_code

__all__ = ["FOUND", "MENDED", "NO_CODE", "RETIRED", "UNKNOWN", "CommuneCell", "best_field", "read_cell", "split_codes"]

FOUND, MENDED, RETIRED, UNKNOWN, NO_CODE = "TROUVE", "REPARE", "COMMUNE_ANCIENNE", "INCONNU", "SANS_CODE"

_LOST = QT_TRANSLATE_NOOP("@default", "Read as {code}: a spreadsheet had changed “{text}”.")
_PART = QT_TRANSLATE_NOOP("@default", "{text} is a municipal arrondissement: the commune is {code}.")
_SEVERAL = QT_TRANSLATE_NOOP("@default", "Several codes in the cell ({text}): the first is taken, {code}.")
_GONE = QT_TRANSLATE_NOOP("@default", "Former commune {text}: it is {code} today.")
_SPLIT = QT_TRANSLATE_NOOP("@default", "Former commune {text}, divided between {codes}: the right one must be chosen.")
_NOT_FOUND = QT_TRANSLATE_NOOP(
    "@default",
    "No commune of {year} has the code {text}: a postcode, a typing error, or a former commune that was divided (give "
    "the table of commune changes).",
)
_NO_CODE = QT_TRANSLATE_NOOP("@default", "No commune code in the cell.")


@dataclass(frozen=True)
class CommuneCell:
    """What a cell says.

    Attributes
    ----------
    code : str
        Of the commune of today, "" where there is none.
    status : str
        `FOUND`, `MENDED`, `RETIRED`, `UNKNOWN` or `NO_CODE`.
    reason : str
        Template marked for translation, "" where there is nothing to say.
    values : dict
        What fills it.
    """

    code: str
    status: str
    reason: str = ""
    values: dict = field(default_factory=dict)


def read_cell(text, known, year="", went=None):
    """Read a cell.

    Parameters
    ----------
    text : str or None
    known : container of str
        Codes of the communes of today.
    year : str
        Of their geography, for messages.
    went : dict of str to frozenset of str, optional
        Former commune -> those of today (`lineage.CommuneChanges.between`).

    Returns
    -------
    CommuneCell
    """
    said = " ".join(str(text or "").split())
    codes = commune_codes(said)
    if not codes:
        return CommuneCell("", NO_CODE, _NO_CODE)
    code, told = codes[0], {"text": said, "code": codes[0], "year": year}
    if code not in known:
        now = sorted((went or {}).get(code, ()))
        if len(now) == 1 and now[0] in known:
            return CommuneCell(now[0], RETIRED, _GONE, {**told, "text": code, "code": now[0]})
        if len(now) > 1:
            return CommuneCell("", RETIRED, _SPLIT, {"text": code, "codes": ", ".join(now)})
        return CommuneCell("", UNKNOWN, _NOT_FOUND, {**told, "text": code})
    if len(codes) > 1:
        return CommuneCell(code, MENDED, _SEVERAL, told)
    written = clean_code(said)
    if written.zfill(5) != code:
        part = commune_code(said) == code and re.fullmatch(r"\d{5}", written)
        return CommuneCell(code, MENDED, _PART if part else _LOST, told)
    return CommuneCell(code, FOUND) if said == code else CommuneCell(code, MENDED, _LOST, told)


def best_field(columns, known, usual=()):
    """Return the column that holds the most codes of communes of today.

    Numbers of people or metres fall on codes of communes here and there: where a column has none of the usual names,
    half of what it holds must be such codes.

    Parameters
    ----------
    columns : sequence of (str, sequence of (str or None))
        Name and cells, the likeliest first: it wins where two hold as many.
    known : container of str
    usual : container of str
        Which of the names are those that codes have.

    Returns
    -------
    str or None
        None where no column has one.
    """
    best, most = None, 0
    for name, cells in columns:
        count = sum(commune_code(cell) in known for cell in cells)
        filled = sum(1 for cell in cells if cell)
        if count > most and (name in usual or 2 * count >= filled):
            best, most = name, count
    return best


def split_codes(text):
    """Return the codes of a list typed by a person: ``01001; 2A004 93010``.

    Parameters
    ----------
    text : str or None
    """
    return [piece for piece in re.split(r"[;,\s]+", str(text or "")) if piece]
