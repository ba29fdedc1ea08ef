"""Values of an indicator out of a table, CSV or workbook, whose columns the catalogue names.

Codes stay text: ``="01001"`` is 01001, and 1001 among communes had lost its zero. Numbers are read as the French write
them (1 234,5) and as programs do; what stands in place of a number says that there is none, or that it is hidden.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from ..domain.indicators.cells import read_cells
from ..domain.indicators.observations import SECRET
from .delimited import whole_rows
from .reasons import reason
from .sniff import CSV, XLSX
from .table_cells import dated, plain, read
from .xlsx import Workbook

__all__ = ["observations", "rows_of"]

_LOOKED_AT = 30
# as the Ministry of the Interior writes départements and collectivities overseas
_OVERSEAS = {
    "ZA": "971", "ZB": "972", "ZC": "973", "ZD": "974", "ZS": "975", "ZM": "976", "ZW": "986", "ZP": "987", "ZN": "988",
}  # fmt: skip

_NO_COLUMN = QT_TRANSLATE_NOOP(
    "@default", "The table of “{title}” has no column “{column}” any more. It has: {columns}. See {page}"
)
_NO_TABLE = QT_TRANSLATE_NOOP("@default", "What was fetched of “{title}” is no table (but {form}). See {page}")
_DAMAGED = QT_TRANSLATE_NOOP(
    "@default", "The table {name} is damaged ({why}): fetch it once more, and tell its producer if it lasts."
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
            yield from whole_rows(stream, sniffed.separator or ";")
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(_DAMAGED, name=path.name, why=reason(error)) from error


def observations(path, sniffed, entry, level, geography, year=""):
    """Read values.

    Parameters
    ----------
    path : pathlib.Path
    sniffed : sources.sniff.Sniffed
    entry : domain.indicators.entry.Entry
        ``request["columns"]``: ``code`` (or two, of the département and the commune) and ``value`` (a
        column, or {"2021": column} for several periods); optional ``period``, ``label``, ``name``, and ``over``, of
        which the value is a part, given in hundredths.
    level, geography : str
    year : str, optional
        As it was asked for, for a file that does not say its own.

    Returns
    -------
    Observations
    tuple of (str, dict)
        Cautions.

    Raises
    ------
    DataError
    """
    if sniffed.form not in (CSV, XLSX):
        raise DataError(_NO_TABLE, title=entry.title, form=sniffed.form, page=entry.page)
    wanted = entry.request["columns"]
    rows, places = _opened(path, sniffed, wanted, entry)
    values = wanted["value"] if isinstance(wanted["value"], Mapping) else {"": wanted["value"]}
    columns = {"code": [], "name": [], "period": [], "value": [], "label": []}
    for row in rows:
        for period, column in values.items():
            columns["code"].append(_territory(row, places, wanted["code"]))
            for kind in ("name", "label"):
                columns[kind].append(_cell(row, places, wanted.get(kind)))
            columns["period"].append(period or plain(_cell(row, places, wanted.get("period"))))
            columns["value"].append(_cell(row, places, column))
            if wanted.get("over"):
                columns["value"][-1] = _share(columns["value"][-1], _cell(row, places, wanted["over"]))
    for kind in ("name", "label"):
        if not wanted.get(kind):
            del columns[kind]
    columns["period"], notes = dated(columns["period"], entry, year)
    made, more = read(columns, entry, level, geography)
    return made, (*notes, *more)


def _territory(row, places, column):
    """Return a code, perhaps of two columns, with Insee's département overseas in place of the Interior's letters."""
    if isinstance(column, str):
        code = _cell(row, places, column)
        return _OVERSEAS.get(code, code)
    department, commune = (plain(_cell(row, places, one)) for one in column)
    if department == "ZZ":
        # abroad
        return ""
    # Saint-Barthélemy and Saint-Martin share one
    begin = "97" if department == "ZX" else _OVERSEAS.get(department, department.zfill(2))[:2]
    return begin + commune.zfill(3)


def _cell(row, places, column):
    place = places.get(_plain(column)) if column else None
    return row[place] if place is not None and place < len(row) else None


def _share(part, whole):
    """Return a share, in hundredths; nothing where a part of it is not known, hidden where it is hidden."""
    column = read_cells([part, whole])
    if SECRET in column.statuses.tolist():
        return "s"
    if column.unreadable:
        return part
    value, over = column.values.tolist()
    return 100.0 * value / over if over else None


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
    codes = [wanted["code"]] if isinstance(wanted["code"], str) else wanted["code"]
    must = [*codes, *values, *filter(None, [wanted.get("over")])]
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
