"""Files of the Observatoire des territoires (XLSX, or CSV): titles found by their names, values as observations.

Columns are ``codgeo, libgeo``, a year (``an``) where there are several, perhaps an axis more (``sexe``: F, H, T), and
the indicator's own. What is missing is an empty cell, or -9999, never 0.
"""

from __future__ import annotations

import csv
import io
from itertools import islice

from ..domain.errors import QT_TRANSLATE_NOOP, DataError, Words
from .delimited import whole_rows
from .table_cells import dated, plain, read
from .xlsx import Workbook

__all__ = ["Table", "observations", "table"]

NAMES_ON_TOP = 40
"""Rows among which the titles are looked for."""
_ROWS_A_PULSE = 2000
_YEARS = ("an", "annee", "année", "jahr", "jour", "periode", "période")
_CODES, _NAMES = ("codgeo",), ("libgeo",)
_TOTALS = ("T", "_T", "TOTAL", "ENSEMBLE", "TOUS")

_WHICH = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}” has one value for each “{axis}” and no total: choose one among {choices} in the catalogue's entry "
    "(request, axes).",
)
_NOT_THERE = QT_TRANSLATE_NOOP(
    "@default", "“{title}” has nothing for “{choice}” of “{axis}”; it has: {choices}."
)
_NO_COLUMN = QT_TRANSLATE_NOOP("@default", "The file of “{title}” has no column of values, only: {choices}.")
_OTHER_COLUMN = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}”: the service calls the column of values “{column}”, where the catalogue says “{indic}”: check at {page} "
    "that it is the same indicator.",
)
_NO_CODES = QT_TRANSLATE_NOOP("@default", "no column {name}")
_NO_YEAR = QT_TRANSLATE_NOOP("@default", "“{title}” has no value for {year}; it has: {years}.")


class Table:
    """What a file holds.

    Attributes
    ----------
    titles : list of str
        Lower case.
    rows : list of list
    """

    __slots__ = ("rows", "titles")

    def __init__(self, titles, rows):
        self.titles, self.rows = titles, rows


def table(content, pulse=None):
    """Read a file, XLSX or CSV by what it holds.

    Parameters
    ----------
    content : bytes
    pulse : callable, optional
        Called now and then; may raise `Cancelled`.

    Raises
    ------
    ValueError
        For what is no table of this service.
    """
    if content[:2] == b"PK":
        with Workbook(content) as book:
            for name in sorted(book.sheets, key=lambda name: name.casefold() != "data"):
                found = _titled(book.rows(name), pulse)
                if found is not None:
                    return found
    else:
        text = content.decode("utf-8-sig")
        first = islice(io.StringIO(text), NAMES_ON_TOP)
        top = next((line for line in first if "codgeo" in line.casefold()), "")
        separator = max(";,\t", key=top.count)
        try:
            found = _titled(whole_rows(io.StringIO(text, newline=""), separator), pulse) if top else None
        except csv.Error as error:
            raise ValueError("CSV") from error
        if found is not None:
            return found
    raise ValueError(Words(_NO_CODES, name="codgeo"))


def _titled(rows, pulse):
    """Return the table under the row of titles, None where there is none."""
    rows = iter(rows)
    for row in islice(rows, NAMES_ON_TOP):
        titles = [str(cell or "").strip().casefold() for cell in row]
        if any(name in titles for name in _CODES):
            kept = []
            for number, row in enumerate(rows):
                if pulse is not None and number % _ROWS_A_PULSE == 0:
                    pulse()
                if any(cell not in (None, "") for cell in row):
                    kept.append(row)
            return Table(titles, kept)
    return None


def observations(made, entry, level, geography, year):
    """Return the values of a table, and cautions.

    Parameters
    ----------
    made : Table
    entry : domain.indicators.entry.Entry
        Its request says the indicator's column (``indic``), and the axes wanted (``axes``: column -> value).
    level, geography : str
    year : str
        ``*`` for all, "" for the last.

    Returns
    -------
    Observations
    tuple of (str, dict)

    Raises
    ------
    DataError
        When an axis has no total and none was chosen, or there is nothing for the year.
    """
    code, name, period, value, axes = _columns(made.titles, str(entry.request.get("indic", "")))
    rows = made.rows
    for title, place in axes:
        rows = _of_axis(rows, title, place, entry)
    periods, notes = dated([plain(_at(row, period)) for row in rows], entry, year)
    rows, periods = _of_year(rows, periods, year, entry)
    indic, called = str(entry.request.get("indic", "")), made.titles[value]
    if indic.casefold() != called:
        told = {"title": entry.title, "column": called, "indic": indic, "page": entry.page}
        notes = (*notes, (_OTHER_COLUMN, told))
    columns = {"code": code, "value": value, **({} if name is None else {"name": name})}
    columns = {kind: [_at(row, place) for row in rows] for kind, place in columns.items()}
    found, more = read({**columns, "period": periods}, entry, level, geography, worded=True)
    return found, (*notes, *more)


def _columns(titles, indic):
    """Return the places of code, name, year and value, and the axes: (title, place)."""
    code = next(titles.index(title) for title in _CODES if title in titles)
    name = next((titles.index(title) for title in _NAMES if title in titles), None)
    period = next((titles.index(title) for title in _YEARS if title in titles), None)
    left = [i for i, title in enumerate(titles) if title and i not in (code, name, period)]
    wanted = indic.casefold()
    value = titles.index(wanted) if wanted in titles else left[-1] if left else None
    if value is None:
        raise DataError(_NO_COLUMN, title=indic, choices=", ".join(titles))
    return code, name, period, value, [(titles[i], i) for i in left if i < value]


def _of_axis(rows, title, place, entry):
    """Keep the rows of the value wanted of an axis, or of its total."""
    choices = list(dict.fromkeys(plain(_at(row, place)) for row in rows))
    axes = {str(name).casefold(): str(value) for name, value in dict(entry.request.get("axes") or {}).items()}
    told = axes.get(title)
    if told is None:
        told = next((choice for choice in choices if choice.upper() in _TOTALS), None)
        if told is None and len(choices) == 1:
            told = choices[0]
    if told is None:
        raise DataError(_WHICH, title=entry.title, axis=title, choices=", ".join(choices[:20]))
    if rows and told not in choices:
        raise DataError(_NOT_THERE, title=entry.title, axis=title, choice=told, choices=", ".join(choices[:20]))
    return [row for row in rows if plain(_at(row, place)) == told]


def _of_year(rows, periods, year, entry):
    known = sorted(set(periods))
    if year == "*" or known in ([], [""]):
        return rows, periods
    wanted = year or known[-1]
    if wanted not in known:
        raise DataError(_NO_YEAR, title=entry.title, year=wanted, years=", ".join(known))
    kept = [row for row, period in zip(rows, periods) if period == wanted]
    return kept, [wanted] * len(kept)


def _at(row, place):
    return row[place] if place is not None and place < len(row) else None
