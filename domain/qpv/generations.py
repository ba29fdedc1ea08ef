"""Which generation of perimeters applies on a given day."""

from __future__ import annotations

import datetime
import re

import numpy as np

from .codes import commune_codes, is_overseas

__all__ = ["applicable", "applicable_rows", "read_date"]

PREVIOUS_START = datetime.date(2015, 1, 1)
CURRENT_START = datetime.date(2024, 1, 1)
CURRENT_START_OVERSEAS = datetime.date(2025, 1, 1)
"""Décrets 2014-1750/1751 (2015), 2023-1314 (mainland), 2024-1211 and 1212 (overseas)."""

MAINLAND = 2154
"""EPSG code of the legal projection of the mainland."""

_ISO = re.compile(r"^\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$")
_FRENCH = re.compile(r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s.*)?$")


def read_date(value):
    """Read a date: a date, a datetime, ``2024-03-31``, ``2024/03/31`` (QGIS's CSV)
    or ``31/03/2024``; None for anything else."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if not isinstance(value, str):
        return None
    found = _ISO.match(value)
    parts = found.groups() if found else None
    if parts is None:
        found = _FRENCH.match(value)
        parts = found.groups()[::-1] if found else None
    if parts is None:
        return None
    try:
        return datetime.date(*(int(p) for p in parts))
    except ValueError:
        return None


def applicable(day, overseas):
    """Name the generation that applied on a day.

    Parameters
    ----------
    day : datetime.date or None
    overseas : bool or None
        The 2024 perimeters came into force a year later overseas; None where the place is not known.

    Returns
    -------
    str or None
        "2015" or "2024"; None without a date, before 2015, or where it depends on a place that is not known.
    """
    if day is None or day < PREVIOUS_START:
        return None
    if overseas is None and CURRENT_START <= day < CURRENT_START_OVERSEAS:
        return None
    return "2024" if day >= (CURRENT_START_OVERSEAS if overseas else CURRENT_START) else "2015"


def applicable_rows(dates, territory, communes=None):
    """Name the generation of perimeters that applied to each row on its day.

    Parameters
    ----------
    dates : sequence
        As `read_date` reads them.
    territory : ndarray of int, shape (n,)
        EPSG code of the legal projection, 0 where there is no position.
    communes : sequence of tuple, optional
        Cells that hold the code of each row's commune, for rows without position.

    Returns
    -------
    list of (str or None)
    """
    days = [read_date(v) for v in dates]
    overseas = (territory != MAINLAND).astype(object)
    overseas[territory == 0] = None
    for row in np.flatnonzero(territory == 0).tolist() if communes is not None else ():
        codes = [code for cell in communes[row] for code in commune_codes(cell)]
        if codes:
            overseas[row] = is_overseas(codes[0])
    return [applicable(day, away) for day, away in zip(days, overseas.tolist())]
