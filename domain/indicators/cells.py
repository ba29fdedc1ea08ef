"""Cells of the tables that services and colleagues send: decimal commas, secrecy, what stands for nothing."""

from __future__ import annotations

import math
import re
import unicodedata

import numpy as np

from .observations import MISSING, PUBLISHED, SECRET, TO_CHECK

__all__ = ["Column", "read_cells"]

# Insee's, Eurostat's and Géoclip's ways of saying that a value is hidden, or that there is none: those that are no name
# of a class, then those that may be one (the law on the coast calls communes C and NC)
_SURELY_SECRET = frozenset(("secret", "secret stat", "secret statistique", "confidentiel", "(s)", "(c)"))
_SECRET = _SURELY_SECRET | {"s", "c", "ss"}
_SURELY_NOTHING = frozenset(
    ("", "n.d.", "n/a", "nan", "null", "none", "-", "--", "///", "/", "//", "…", "...", "..", ".", ":", "-9999",
     "-99999")
)
_NOTHING = _SURELY_NOTHING | {"nd", "n.d", "nr", "ns", "na", "inf", "-inf", "nc", "so", "n"}
# a column of nothing else is one of numbers that are all hidden, not one of classes called so
_HIDDEN = frozenset(("s", "ss", "nd", "n.d", "nr", "ns", "na", "inf", "-inf"))
# Géoclip's own tables say why there is none
_WHY_NOTHING = ("n/a -", "null -")
# a spreadsheet's errors: #N/A, #DIV/0!, #VALEUR!
_ERROR = re.compile(r"#[a-z/0]+[!?]?")
_MISSING_NUMBERS = (-9999.0, -99999.0)
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?|[+-]?\d{1,3}(\.\d{3})+,\d*|[+-]?\d{1,3}(\.\d{3}){2,}")
# 12 345 is one number; 12 13 is two, of a merged cell or of two lines
_GROUPS = re.compile(r"[+-]?\d{1,3}([\s']\d{3})+([.,]\d*)?")
_SPACES = re.compile(r"[\s']")
_MARKED = re.compile(r"\D*\d+[.,]\d+\D*")
# 1,234 and 56,789: a mark before three digits, always, may be that of thousands
_PERHAPS_THOUSANDS = re.compile(r"\D*[1-9]\d{0,2}([.,])\d{3}\D*")
_ENOUGH_TO_DOUBT = 3
_SIGN = re.compile(r"^([+-])\s+")
_UNIT = re.compile(r"(%|‰|€|euros?)$", re.IGNORECASE)


class Column:
    """Cells of one column, read.

    Attributes
    ----------
    values : ndarray of float
        NaN where there is no number.
    statuses : ndarray of str
        As in `observations`.
    labels : ndarray of str
        The cells as names of classes, "" for what can be none.
    unreadable : int
        Cells that hold something else than a number, nothing or secrecy.
    numeric : bool
        Whether the column is one of numbers: some are read, and few are not.
    doubtful : str
        The first of numbers that are all written so that their decimal mark may be that of thousands; "" for none.
    """

    def __init__(self, values, statuses, labels, unreadable, doubtful=""):
        self.values, self.statuses, self.labels, self.unreadable = values, statuses, labels, unreadable
        self.doubtful = doubtful

    @property
    def numeric(self):
        read = int(np.isfinite(self.values).sum())
        return self.unreadable < read and self.unreadable <= max(read // 4, 1)

    def tell(self, cells):
        """Say why cells have no number, by a column of statuses: ``secret``, ``a_verifier``.

        Parameters
        ----------
        cells : sequence
        """
        for place in np.flatnonzero(~np.isfinite(self.values)).tolist():
            said = _folded(cells[place]) if isinstance(cells[place], str) else ""
            if said in _SECRET or said == TO_CHECK:
                self.statuses[place] = TO_CHECK if said == TO_CHECK else SECRET

    def as_labels(self):
        """Return the statuses of a column whose texts are the names of classes."""
        without = np.where(self.statuses == PUBLISHED, MISSING, self.statuses)
        return np.where(self.labels == "", without, PUBLISHED).astype(object)


def _folded(text):
    return unicodedata.normalize("NFKC", text).strip().lower()


def read_cells(cells):
    """Read a column.

    Parameters
    ----------
    cells : sequence of (str or float or None)

    Returns
    -------
    Column
    """
    values, statuses, labels, unreadable = [], [], [], 0
    for cell in cells:
        value, status, odd = _read(cell)
        values.append(value)
        statuses.append(status)
        labels.append(_label(cell))
        unreadable += odd
    if all(label == "" or label.lower() in _HIDDEN for label in labels):
        labels = [""] * len(labels)
    return Column(
        np.array(values, dtype=float), np.array(statuses, dtype=object), np.array(labels, dtype=object), unreadable,
        _doubtful(cells),
    )  # fmt: skip


def _doubtful(cells):
    """Return the first of the numbers where all that have one mark have it before three digits."""
    marked, marks = set(), set()
    for cell in cells:
        if isinstance(cell, str) and _MARKED.fullmatch(cell):
            found = _PERHAPS_THOUSANDS.fullmatch(cell)
            if found is None:
                return ""
            marked.add(cell)
            marks.add(found.group(1))
    return min(marked) if len(marked) >= _ENOUGH_TO_DOUBT and len(marks) == 1 else ""


def _label(cell):
    """Return a cell as the name of a class, "" for what is none."""
    if cell is None or cell != cell:
        return ""
    whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15
    text = str(int(cell)) if whole else str(cell).strip()
    said = _folded(text)
    nothing = said in _SURELY_NOTHING or said.startswith(_WHY_NOTHING) or _ERROR.fullmatch(said)
    return "" if nothing or said in _SURELY_SECRET else text


def _is_marked(text):
    """Tell whether a digit of a text is the mark of a note, which would be read with the others: 34¹."""
    return not text.isascii() and any(unicodedata.category(letter) == "No" for letter in text)


def _read(cell):
    """Return (value, status, whether it is neither number, nothing nor secrecy)."""
    if cell is None or isinstance(cell, bool):
        return np.nan, MISSING, isinstance(cell, bool)
    if isinstance(cell, (int, float)):
        try:
            value = float(cell)
        except OverflowError:
            return np.nan, MISSING, True
        return (value, PUBLISHED, False) if math.isfinite(value) and value not in _MISSING_NUMBERS else _NONE
    text = _folded(str(cell))
    if text in _SECRET:
        return np.nan, SECRET, False
    if text in _NOTHING or text.startswith(_WHY_NOTHING):
        return _NONE
    text = _SIGN.sub(r"\1", _UNIT.sub("", text.replace("−", "-")).strip(" '"))
    if _GROUPS.fullmatch(text):
        text = _SPACES.sub("", text)
    if _THOUSANDS.fullmatch(text):
        # 1,234.5 and 1.234,5: the last of the two is the decimal mark
        mark = max(",.", key=text.rfind)
        text = text.replace("," if mark == "." else ".", "")
        if text.count(mark) > 1:
            text = text.replace(mark, "")
    if not _NUMBER.fullmatch(text) or _is_marked(str(cell)):
        return np.nan, MISSING, True
    value = float(text.replace(",", "."))
    return (value, PUBLISHED, False) if math.isfinite(value) and value not in _MISSING_NUMBERS else _NONE


_NONE = (np.nan, MISSING, False)
