"""Files of zoning tables: those of a folder of the user's, and what is known of each.

A file is a CSV as `zoning_tables` reads it, named ``<key>_<date>.csv`` (``frr_2025-07-11.csv``), with a ``.json``
beside it, of the same name, for ``{"date": …, "source": …, "licence": …}``.
"""

from __future__ import annotations

import json
import re
from datetime import date as day
from pathlib import Path

from ..domain.errors import DataError
from .delimited import Delimited
from .zoning_tables import KEYS, of_rows

__all__ = ["facts_of", "in_folder", "read"]

# 2025-07-11, 2025_07_11, 20250711, 2025-07, 2025; or 11-07-2025
_YEAR, _MONTH, _DAY = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
_DATES = [
    re.compile(r"(?<!\d)" + form + r"(?!\d)")
    for form in (
        _YEAR + r"([-_.]?)" + _MONTH + r"\2" + _DAY, _DAY + r"([-_.])" + _MONTH + r"\2" + _YEAR,
        _YEAR + r"[-_.]?" + _MONTH, _YEAR,
    )
]  # fmt: skip


def read(key, path, date="", source="", licence="", name=""):
    """Read a table from a CSV file.

    Parameters
    ----------
    key : str
        One of `KEYS`.
    path : str or pathlib.Path
    date, source, licence : str
        What is known of it, such as a cache's record has; else what is in the ``.json`` beside it, then the date in its
        name.
    name : str
        What it is called in messages; by default as the file.

    Returns
    -------
    ZoningTable

    Raises
    ------
    DataError
        When it is no table, or has not these columns.
    """
    path = Path(path)
    beside = facts_of(path)
    date = date or beside["date"]
    file = Delimited(path)
    told = {"source": source or beside["source"], "licence": licence or beside["licence"]}
    return of_rows(key, file.titles, file.rows(), date=date, file=name or path.name, **told)


def in_folder(folder):
    """Read the tables of a user's folder, the latest of each key.

    Parameters
    ----------
    folder : str or pathlib.Path

    Returns
    -------
    tables : dict of str to ZoningTable
    problems : list of DataError
        What is wrong with files that are left out.
    """
    tables, problems = {}, []
    for path in sorted(Path(folder).glob("*.csv")):
        key = next((k for k in KEYS if path.stem.lower() == k or path.stem.lower().startswith(k + "_")), None)
        if key is None:
            continue
        try:
            table = read(key, path)
        except DataError as error:
            problems.append(error)
            continue
        if key not in tables or table.date >= tables[key].date:
            tables[key] = table
    return tables, problems


def facts_of(path):
    """Return what is known of a file: what is in the ``.json`` beside it, then the date in its name.

    Parameters
    ----------
    path : str or pathlib.Path
        Or the name of a table that is no file.

    Returns
    -------
    dict
        ``date, source, licence``: "" for what is not known.
    """
    path = Path(path)
    beside = _beside(path)
    return {
        "date": beside.get("date", "") or _dated(path.stem),
        "source": beside.get("source", "") or path.name,
        "licence": beside.get("licence", ""),
    }


def _beside(path):
    try:
        told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        # ValueError: of a name that ends in nothing, too
        return {}
    return {k: v for k, v in told.items() if isinstance(v, str)} if isinstance(told, dict) else {}


def _dated(name):
    """Return the ISO date, month or year in a name, "" where there is none.

    What is in force on the next 1 January is published before; a later year is that of an aim, or a number.
    """
    last = "{}-01-01".format(day.today().year + 1)
    for form in _DATES:
        for found in form.finditer(name):
            parts = found.groupdict()
            told = "-".join(parts[part] for part in "ymd" if part in parts)
            if told <= last:
                return told
    return ""
