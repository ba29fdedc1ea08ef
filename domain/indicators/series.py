"""Periods of a series as dates."""

from __future__ import annotations

import calendar
import datetime
import re

__all__ = ["dates_of"]

_YEAR = re.compile(r"\d{4}")
_SPAN = re.compile(r"(\d{4})\s*[-–/]\s*(\d{4}|\d{2})")
_QUARTER = re.compile(r"(\d{4})\s*-?\s*[TQ]([1-4])", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def dates_of(period):
    """Return the first and last day of a period.

    Parameters
    ----------
    period : str
        ``2021``, ``1968-1975``, ``2015-21``, ``2021-T3``, ``2021-03`` (a month) or ``2021-03-15``.

    Returns
    -------
    (datetime.date, datetime.date) or (None, None)
        Of an interval between two censuses, the whole years from the first to the second.
    """
    text = str(period or "").strip()
    found = _YEAR.fullmatch(text)
    if found:
        return _between(int(text), 1, int(text), 12)
    found = _QUARTER.fullmatch(text)
    if found:
        year, quarter = int(found.group(1)), int(found.group(2))
        return _between(year, 3 * quarter - 2, year, 3 * quarter)
    found = _MONTH.fullmatch(text)
    if found:
        year, month = int(found.group(1)), int(found.group(2))
        return _between(year, month, year, month)
    found = _SPAN.fullmatch(text)
    if found:
        first = int(found.group(1))
        last = int(found.group(2)) if len(found.group(2)) == 4 else first // 100 * 100 + int(found.group(2))
        return _between(first, 1, last, 12) if first < last else (None, None)
    found = _DAY.fullmatch(text)
    if found:
        try:
            day = datetime.date(*(int(part) for part in found.groups()))
        except ValueError:
            return None, None
        return day, day
    return None, None


def _between(first_year, first_month, last_year, last_month):
    if first_year < 1 or last_year < 1:
        return None, None
    end = calendar.monthrange(last_year, last_month)[1]
    return datetime.date(first_year, first_month, 1), datetime.date(last_year, last_month, end)
