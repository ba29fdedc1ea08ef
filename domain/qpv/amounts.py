"""Amounts as spreadsheets have them: "1 250,50 €" is a number to whoever typed it."""

from __future__ import annotations

import re

import numpy as np

from .precision import read_number

__all__ = ["read_amount", "read_amounts"]

_MONEY = re.compile(r"(?:€|\beur(?:os?)?\b)", re.IGNORECASE)
_SPACE = re.compile(r"[\s\u00a0\u202f']+")
_THOUSANDS = re.compile(r"^-?\d{1,3}(?:\.\d{3}){2,}$")


def read_amount(value):
    """Read an amount.

    Parameters
    ----------
    value : object
        A number, or a text: spaces between thousands, a decimal comma or point, € or EUR.

    Returns
    -------
    float or None
        None for anything else.
    """
    if not isinstance(value, str):
        return read_number(value)
    text = _SPACE.sub("", _MONEY.sub("", value))
    if "," in text and "." in text:
        # the last of the two is the decimal mark
        thousands = "." if text.rindex(",") > text.rindex(".") else ","
        text = text.replace(thousands, "")
    elif _THOUSANDS.match(text):
        text = text.replace(".", "")
    return None if text[:1].isalpha() or "_" in text else read_number(text)


def read_amounts(values):
    """Read a column of amounts.

    Parameters
    ----------
    values : sequence

    Returns
    -------
    amounts : ndarray, shape (n,)
        NaN where there is none.
    unread : int
        Cells that say something which is no amount.
    """
    read = [read_amount(v) for v in values]
    unread = sum(
        amount is None and value is not None and str(value).strip() != "" for amount, value in zip(read, values)
    )
    return np.array([np.nan if amount is None else amount for amount in read], dtype=float), unread
