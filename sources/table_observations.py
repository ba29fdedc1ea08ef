"""Values of an indicator out of a table, CSV or workbook, whose columns the catalogue names.

Codes stay text: ``="01001"`` is 01001, and 1001 among communes had lost its zero. Numbers are read as the French write
them (1 234,5) and as programs do; what stands in place of a number says that there is none, or that it is hidden.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import replace

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from ..domain.indicators.entry import CLASS
from ..domain.indicators.levels import COM, DEP
from ..domain.indicators.observations import MISSING, PUBLISHED, SECRET, Observations
from .reasons import reason
from .sniff import CSV, XLSX
from .xlsx import Workbook

__all__ = ["observations", "rows_of"]

_LOOKED_AT = 30
_LENGTHS = {COM: 5, DEP: 2}
_SECRET = ("s", "ss", "secret", "c", "secret statistique", "conf")
_MISSING = ("", "nd", "na", "n/a", "nan", "null", "none", "-", "–", "..", "...", "n.d.", "ns", "-9999", "x")
_BLANKS = re.compile(r"[\s\u00a0\u202f]")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_EXCEL = re.compile(r'="?(.*?)"?')

_NO_COLUMN = QT_TRANSLATE_NOOP(
    "@default", "The table of “{title}” has no column “{column}” any more. It has: {columns}. See {page}"
)
_NO_NUMBER = QT_TRANSLATE_NOOP(
    "@default", "The column “{column}” of “{title}” holds “{text}”, which is no number. See {page}"
)
_NO_TABLE = QT_TRANSLATE_NOOP("@default", "What was fetched of “{title}” is no table (but {form}). See {page}")
_DAMAGED = QT_TRANSLATE_NOOP(
    "@default", "The table {name} is damaged ({why}): fetch it once more, and tell its producer if it lasts."
)
ZEROS = QT_TRANSLATE_NOOP(
    "@default", "“{title}”: {count} codes had lost their leading zero, which was put back (01001 for 1001)."
)


def rows_of(path, sniffed, sheet=None):
    """Read the rows of a table, titles among them.

    Parameters
    ----------
    path : pathlib.Path
    sniffed : sources.sniff.Sniffed
    sheet : str, optional

    Yields
    ------
    list
    """
    if sniffed.form == XLSX:
        with Workbook(path) as book:
            yield from book.rows(sheet)
        return
    try:
        with open(path, encoding=sniffed.encoding or "utf-8-sig", newline="") as stream:
            yield from csv.reader(stream, delimiter=sniffed.separator or ";")
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(_DAMAGED, name=path.name, why=reason(error)) from error


def observations(path, sniffed, entry, level, geography):
    """Read values.

    Parameters
    ----------
    path : pathlib.Path
    sniffed : sources.sniff.Sniffed
    entry : domain.indicators.entry.Entry
        ``request["columns"]``: ``code`` and ``value`` (a column, or {"2021": column} for several periods); optional
        ``period``, ``label``, ``name``.
    level, geography : str

    Returns
    -------
    Observations
    int
        Codes whose leading zero was put back.

    Raises
    ------
    DataError
    """
    if sniffed.form not in (CSV, XLSX):
        raise DataError(_NO_TABLE, title=entry.title, form=sniffed.form, page=entry.page)
    wanted = entry.request["columns"]
    rows, places = _opened(path, sniffed, wanted, entry)
    values = wanted["value"] if isinstance(wanted["value"], Mapping) else {"": wanted["value"]}
    codes, periods, numbers, statuses, labels, names = [], [], [], [], [], {}
    restored = 0

    def cell(row, column):
        place = places.get(_plain(column)) if column else None
        value = row[place] if place is not None and place < len(row) else None
        return "" if value is None else _text(value)

    for row in rows:
        code = cell(row, wanted["code"])
        length = _LENGTHS.get(level)
        if not code:
            continue
        if length and code.isdecimal() and len(code) == length - 1:
            code, restored = "0" + code, restored + 1
        if wanted.get("name"):
            names[code] = cell(row, wanted["name"])
        for period, column in values.items():
            text = cell(row, column)
            codes.append(code)
            periods.append(period or cell(row, wanted.get("period")))
            number, status = _value(text, column, entry)
            numbers.append(number)
            statuses.append(status)
            labels.append(cell(row, wanted.get("label")) or (text if entry.measure == CLASS else ""))
    made = Observations.of(
        codes, numbers, periods, level, geography, None if entry.measure == CLASS else statuses,
        labels if entry.measure == CLASS else None, names,
    )  # fmt: skip
    return made, restored


def _opened(path, sniffed, wanted, entry):
    """Return the rows under the titles, and where the columns are."""
    if sniffed.form == CSV and not sniffed.separator:
        # the titles tell which separator it is
        for encoding in ("utf-8-sig", "cp1252"):
            for separator in ";,\t|":
                try:
                    rows = rows_of(path, replace(sniffed, separator=separator, encoding=encoding))
                    return rows, _titles(rows, wanted, entry)
                except DataError as error:
                    cause = error
        raise cause
    rows = rows_of(path, sniffed, entry.request.get("sheet"))
    return rows, _titles(rows, wanted, entry)


def _titles(rows, wanted, entry):
    """Return where the columns are, having read the rows down to their titles."""
    values = wanted["value"].values() if isinstance(wanted["value"], Mapping) else [wanted["value"]]
    must = [wanted["code"], *values]
    best = []
    for number, row in enumerate(rows):
        places = {}
        for i, cell in enumerate(row):
            if cell not in (None, ""):
                places.setdefault(_plain(cell), i)
        if all(_plain(column) in places for column in must):
            return places
        if sum(_plain(c) in places for c in must) >= sum(_plain(c) in map(_plain, best) for c in must) and places:
            best = [str(cell) for cell in row if cell not in (None, "")]
        if number >= _LOOKED_AT:
            break
    known = {_plain(cell) for cell in best}
    missing = next((column for column in must if _plain(column) not in known), must[0])
    raise DataError(_NO_COLUMN, title=entry.title, column=missing, columns=", ".join(best[:20]) or "–", page=entry.page)


def _plain(text):
    return str(text).replace("\ufeff", "").strip().casefold()


def _text(value):
    """Return a cell as text: a number that is whole without its .0, what Excel protects without its marks."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    if text.startswith("="):
        text = _EXCEL.fullmatch(text).group(1)
    return text


def _value(text, column, entry):
    """Return a number and its status."""
    low = text.casefold()
    if low in _SECRET:
        return None, SECRET
    if low in _MISSING:
        return None, MISSING
    bare = _BLANKS.sub("", text).rstrip("%")
    if _NUMBER.fullmatch(bare):
        return float(bare.replace(",", ".")), PUBLISHED
    if entry.measure == CLASS:
        return None, PUBLISHED
    raise DataError(_NO_NUMBER, title=entry.title, column=column, text=text[:40], page=entry.page)
