"""Territorial codes as spreadsheets mangle them, made whole again."""

from __future__ import annotations

import re

from .levels import ARR, CAN, COM, DEP, EPCI, QPV, QPV2015, REG, ZE

__all__ = ["clean_code", "clean_codes"]

_EXCEL = re.compile(r'^=?"+=?"*(.*?)"*$')
_DIGIT = re.compile(r"\d")
_WIDTH = {COM: 5, DEP: 2, REG: 2, ZE: 4, EPCI: 9, CAN: 4, ARR: 3}


def clean_code(text, level=""):
    """Return a code as Insee writes it.

    Parameters
    ----------
    text : object
        ``1001``, ``1001.0``, ``="01001"``, `` 2a004 ``.
    level : str, optional
        As in `levels`; without it no zero is given back.

    Returns
    -------
    str
        "" for nothing.
    """
    if text is None or text != text:
        return ""
    code = str(text)
    # nearly all are whole: 35,000 communes are looked at several times
    if not code.isalnum():
        code = code.strip().replace("\xa0", "")
        if code.startswith(("=", '"')):
            code = _EXCEL.sub(r"\1", code).strip()
        if re.fullmatch(r"\d+\.0+", code):
            code = code.partition(".")[0]
    code = code.upper()
    if level in (QPV, QPV2015):
        return code
    width = _WIDTH.get(level, 0)
    # a spreadsheet loses the zero at the front, and only that
    return "0" + code if code.isdigit() and len(code) == width - 1 else code


def clean_codes(texts, level=""):
    """Return (codes, how many were mangled)."""
    codes = [clean_code(text, level) for text in texts]
    # a line of total has words for a code
    mended = (text is not None and str(text) != code and _DIGIT.search(code) for text, code in zip(texts, codes))
    return codes, sum(map(bool, mended))
