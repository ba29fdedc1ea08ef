"""Columns of a service's table as observations: codes made whole, cells read, two values of one territory refused.

What the columns are was found by who calls; here nothing is guessed. A row whose code is none (a line of source under
the table, a total) is left out.
"""

from __future__ import annotations

import re

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from ..domain.indicators.cells import read_cells
from ..domain.indicators.codes import clean_code
from ..domain.indicators.entry import CLASS
from ..domain.indicators.levels import FRA
from ..domain.indicators.observations import MISSING, PUBLISHED, Observations

__all__ = ["dated", "plain", "read"]

_CODE = re.compile(r"(?=.*\d)[0-9A-Z]{1,12}")
_COUNTRY = re.compile(r"[0-9A-Z]{1,12}")
_PROTECTED = re.compile(r'="?(.*?)"?')
_DAY = re.compile(r"(\d{4})-\d\d-\d\d([T ].*)?")
# what stands where a territory is of no class; NC, NS… may be the names of some
_NO_CLASS = ("", "-9999", "-9999.0", "-9999,0", "null", "nan", "null - undefined")
_ODD_SHOWN = 3

_ZEROS = QT_TRANSLATE_NOOP(
    "@default", "“{title}”: codes that had lost their leading zero, which was put back (01001 for 1001): {count}."
)
_ODD = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}”: cells that hold words in place of a number (“{words}”), and leave their territory without a value: "
    "{count}.",
)
_NO_NUMBER = QT_TRANSLATE_NOOP(
    "@default", "The column “{column}” of “{title}” holds “{text}”, which is no number. See {page}"
)
_SEVERAL = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}” has several values for {code} ({period}), such as {values}: nothing tells which one is wanted, and none "
    "was used. See {page}",
)
_YEAR_SUPPOSED = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}”: the file does not say its year. {year} is the one of the catalogue: check it at {page}",
)
_UNDATED = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}” does not say of which year its values are: leave the year blank, and see {page}",
)


def plain(cell):
    """Return a cell as text: a whole number without its .0, what a spreadsheet protects without its marks."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip()
    return _PROTECTED.fullmatch(text).group(1) if text.startswith("=") else text


def dated(periods, entry, year):
    """Return the periods of rows, where their source may say none, and cautions.

    Parameters
    ----------
    periods : list of str
    entry : domain.indicators.entry.Entry
    year : str
        As it was asked for: ``*`` for all, "" for the latest.

    Returns
    -------
    list of str
        A day is given as its year, as the catalogue writes years.
    tuple of (str, dict)

    Raises
    ------
    DataError
        When a year was asked for, and nothing tells which one it is.
    """
    if any(periods):
        days = {period: _DAY.fullmatch(period) for period in set(periods)}
        return [days[period].group(1) if days[period] else period for period in periods], ()
    known = entry.years[0] if len(entry.years) == 1 else ""
    if year not in ("", "*", known):
        raise DataError(_UNDATED, title=entry.title, page=entry.page)
    # an indicator of one edition bears its year in its name
    sure = not known or known in entry.title + str(entry.request.get("indic", ""))
    note = (_YEAR_SUPPOSED, {"title": entry.title, "year": known, "page": entry.page})
    return [known] * len(periods), () if sure else (note,)


def read(columns, entry, level, geography, worded=False):
    """Return the observations of a table's rows.

    Parameters
    ----------
    columns : dict of str to list
        ``code``, ``period``, ``value``, as many each; where they are known ``name`` and ``label``.
    entry : domain.indicators.entry.Entry
    level, geography : str
    worded : bool, optional
        Whether a column without a number is one of classes, though the catalogue says otherwise.

    Returns
    -------
    Observations
    tuple of (str, dict)
        Cautions.

    Raises
    ------
    DataError
        When a territory has several values, or what should be numbers is not.
    """
    texts = [plain(cell) for cell in columns["code"]]
    codes = [clean_code(text, level) for text in texts]
    form = _COUNTRY if level == FRA else _CODE
    kept = [row for row, code in enumerate(codes) if form.fullmatch(code)]
    notes = []
    restored = sum(len(codes[row]) > len(texts[row]) for row in kept)
    if restored:
        notes.append((_ZEROS, {"title": entry.title, "count": restored}))
    cells = [plain(cell) if isinstance(cell, str) else cell for cell in (columns["value"][row] for row in kept)]
    column = read_cells(cells)
    labels = None
    if entry.measure == CLASS or (worded and column.unreadable and not (column.statuses == PUBLISHED).any()):
        told = columns.get("label")
        labels = [plain(told[row]) if told else "" for row in kept]
        labels = [_class(label or cell) for label, cell in zip(labels, cells)]
        statuses = [PUBLISHED if label else MISSING for label in labels]
    else:
        statuses = column.statuses.tolist()
        notes += _odd(cells, column, entry)
    rows = _single(
        [codes[row] for row in kept], [columns["period"][row] for row in kept], labels or column.values.tolist(), entry
    )
    names = columns.get("name")
    made = Observations.of(
        [codes[kept[row]] for row in rows],
        [column.values[row] for row in rows],
        [columns["period"][kept[row]] for row in rows],
        level,
        geography,
        [statuses[row] for row in rows],
        None if labels is None else [labels[row] for row in rows],
        {codes[kept[row]]: plain(names[kept[row]]) for row in rows} if names else {},
    )
    return made, tuple(notes)


def _class(cell):
    text = plain(cell)
    return "" if text.casefold() in _NO_CLASS or text.casefold().startswith("n/a") else text


def _odd(cells, column, entry):
    """Say which cells are no numbers; refuse a column of which they are the most."""
    if not column.unreadable:
        return []
    odd = [plain(cell) for cell in cells if cell is not None and read_cells([cell]).unreadable]
    if not column.numeric:
        name = (entry.request.get("columns") or {}).get("value") or entry.request.get("indic", "")
        raise DataError(_NO_NUMBER, title=entry.title, column=name, text=odd[0][:40], page=entry.page)
    words = ", ".join(word[:20] for word in dict.fromkeys(odd[:_ODD_SHOWN]))
    return [(_ODD, {"title": entry.title, "count": column.unreadable, "words": words})]


def _single(codes, periods, values, entry):
    """Return the rows to keep, one a territory and a period; the same value said twice is said once."""
    found = {}
    for row, key in enumerate(zip(codes, periods)):
        first = found.setdefault(key, row)
        one, other = values[first], values[row]
        # two that are not known are alike
        if one != other and not (one != one and other != other):
            raise DataError(
                _SEVERAL, title=entry.title, code=key[0], period=key[1] or "–", values="{} / {}".format(one, other),
                page=entry.page,
            )  # fmt: skip
    return list(found.values())
