"""Text tables (CSV) as people have them: encoding and separator found, cells kept as they are written."""

from __future__ import annotations

import codecs
import csv
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from .reasons import reason

__all__ = ["Delimited", "titles_of", "whole_rows"]

SEPARATORS = ";,\t|"
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BLOCK = 1 << 20
_SAMPLE_ROWS = 50

_UNREADABLE = QT_TRANSLATE_NOOP("@default", "The file {path} cannot be read ({why}): check that it is there.")
_NO_TABLE = QT_TRANSLATE_NOOP(
    "@default", "The file {path} is no table: save it as CSV again, with a row of titles and one row per address."
)
_EMPTY = QT_TRANSLATE_NOOP("@default", "The file {path} is empty: it has no row of titles.")


@dataclass(frozen=True)
class _Way:
    """How a file is written."""

    encoding: str
    separator: str
    quoted: bool
    skipped: int
    above: int = 0


class Delimited:
    """A CSV file, read as often as wanted, a row at a time.

    Parameters
    ----------
    path : str or pathlib.Path
    titles_at : callable, optional
        ``titles_at(rows)`` tells which of the first rows holds the titles, None where that is not sure: what is above
        is left out.

    Attributes
    ----------
    above : int
        Lines of the file above the titles.
    encoding : str
        "UTF-8", "UTF-8 (BOM)", "UTF-16" or "Windows-1252".
    separator : str
    titles : list of str
        One for each column, distinct whatever their capitals.
    count : int
        Rows under the titles. A line without any cell is none.

    Raises
    ------
    DataError
        When the file cannot be read or has nothing in it.
    """

    def __init__(self, path, titles_at=None):
        self.path = Path(path)
        try:
            encoding = _encoding(self.path)
            self._way = _way(self.path, encoding, titles_at)
            # a quotation mark alone in a cell ("3\" pipe") may swallow the rest of the file: then none counts
            counted = _counted(self.path, self._way)
            if counted is None:
                self._way = _Way(encoding, self._way.separator, False, self._way.skipped)
                counted = _counted(self.path, self._way)
            above = titles_at(list(islice(_rows(self.path, self._way), _SAMPLE_ROWS))) if titles_at else 0
            if above:
                self._way = replace(self._way, above=above)
                counted = _counted(self.path, self._way)
        except (OSError, UnicodeError) as error:
            raise DataError(_UNREADABLE, path=self.path.name, why=reason(error)) from error
        if counted is None or counted[0] is None:
            raise DataError(_EMPTY, path=self.path.name)
        head, self.count, width = counted
        self.titles = titles_of(head, width)
        self.above = _line_of_titles(self.path, self._way) - 1
        self.separator = self._way.separator
        named = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 (BOM)", "cp1252": "Windows-1252"}
        self.encoding = named.get(encoding, "UTF-16")

    def rows(self):
        """Read the rows in order.

        Yields
        ------
        list of (str or None)
            As many cells as there are titles; None for an empty one.
        """
        width = len(self.titles)
        rows = _rows(self.path, self._way)
        next(rows, None)
        for row in rows:
            cells = [cell if cell != "" else None for cell in row[:width]]
            yield cells if len(cells) == width else cells + [None] * (width - len(cells))


def whole_rows(lines, separator):
    """Read the rows of a service's table, all of them or none: a quotation mark that is never closed hides the rest.

    Parameters
    ----------
    lines : iterable of str
    separator : str

    Yields
    ------
    list of str

    Raises
    ------
    csv.Error
    """
    seen, last = [], ()
    for row in csv.reader(_noted(lines, seen), delimiter=separator):
        last = seen[:]
        seen.clear()
        yield row
    # a mark that is still open at the end
    list(csv.reader(last, delimiter=separator, strict=True))


def titles_of(cells, width):
    """Return the titles of columns: blank ones named by their place, repeated ones numbered.

    Parameters
    ----------
    cells : sequence of (str or None)
    width : int
        How many columns there are; never fewer than the cells that say something.

    Returns
    -------
    list of str
    """
    cells = [" ".join(str(c or "").split()) for c in cells]
    while len(cells) > width and not cells[-1]:
        cells.pop()
    cells += [""] * (width - len(cells))
    taken, titles = {c.lower() for c in cells if c}, []
    met = set()
    for place, cell in enumerate(cells, 1):
        title = cell or "colonne_{}".format(place)
        base, n = title, 2
        while title.lower() in met or (title != cell and title.lower() in taken):
            title, n = "{}_{}".format(base, n), n + 1
        met.add(title.lower())
        titles.append(title)
    return titles


def _encoding(path):
    """Return Python's name of the encoding: a BOM says it; else UTF-8 where all of the file is; else cp1252.

    In UTF-16 without BOM every other byte of a text in French is zero.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open(path, "rb") as stream:
        head = stream.read(4096)
        for mark, name in BOMS:
            if head.startswith(mark):
                return name
        for name, empty, full in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
            if len(empty) > 3 and empty.count(0) > 0.8 * len(empty) and not full.count(0):
                return name
        try:
            decoder.decode(head)
            for block in iter(lambda: stream.read(_BLOCK), b""):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _lines(path, encoding):
    # five bytes mean nothing in cp1252, and a broken UTF-16 file keeps its other rows
    with open(path, encoding=encoding, errors="replace", newline="") as stream:
        for line in stream:
            yield line.replace("\0", "") if "\0" in line else line


def _rows(path, way, seen=None):
    """Read the rows that have a cell; `seen` collects the lines of the row under way."""
    lines = _lines(path, way.encoding)
    for _ in range(way.skipped):
        next(lines, None)
    if seen is not None:
        lines = _noted(lines, seen)
    quoting = csv.QUOTE_MINIMAL if way.quoted else csv.QUOTE_NONE
    left = way.above
    for row in csv.reader(lines, delimiter=way.separator, quoting=quoting):
        if not row:
            continue
        if left:
            left -= 1
            if seen is not None:
                seen.clear()
            continue
        yield row


def _line_of_titles(path, way):
    """Return the line of the file on which the titles stand, counted from 1."""
    lines = islice(_lines(path, way.encoding), way.skipped, None)
    reader = csv.reader(lines, delimiter=way.separator, quoting=csv.QUOTE_MINIMAL if way.quoted else csv.QUOTE_NONE)
    before, left = 0, way.above
    for row in reader:
        if row and not left:
            break
        left -= bool(row)
        before = reader.line_num
    return way.skipped + before + 1


def _noted(lines, seen):
    for line in lines:
        seen.append(line)
        yield line


def _counted(path, way):
    """Return the first row, how many follow and how many columns say something; None where quotes are wrong."""
    head, count, width, seen, last = None, 0, 0, [], []
    try:
        for row in _rows(path, way, seen):
            last = seen[:] if len(seen) > 1 else ()
            seen.clear()
            if head is None:
                head = row
                width = max((n for n, cell in enumerate(row, 1) if cell.strip()), default=len(row))
                continue
            count += 1
            if len(row) > width:
                width = max(width, *(n for n, cell in enumerate(row, 1) if n == 1 or cell.strip()))
        if way.quoted and last:
            # a mark that is still open at the end of the file
            list(csv.reader(last, delimiter=way.separator, strict=True))
    except csv.Error:
        if way.quoted:
            return None
        raise DataError(_NO_TABLE, path=path.name) from None
    return head, count, width


def _way(path, encoding, titles_at=None):
    """Find the separator: the one that cuts titles that are known, or else the first rows into as many cells each."""
    lines = []
    for line in _lines(path, encoding):
        lines.append(line)
        if len(lines) > _SAMPLE_ROWS:
            break
    skipped = 0
    while skipped < len(lines) and not lines[skipped].strip():
        skipped += 1
    if skipped < len(lines):
        first = lines[skipped].strip().strip('"').lower()
        if first.startswith("sep=") and len(first) == 5 and first[4] in SEPARATORS:
            # Excel's own way to say it
            return _Way(encoding, first[4], True, skipped + 1)
        if first == "sep=":
            return _Way(encoding, "\t", True, skipped + 1)
    if titles_at is not None:
        # known titles tell the separator for sure, whatever stands above them
        sure = [c for c in SEPARATORS if titles_at(_cells(lines[skipped:], c)) is not None]
        if len(sure) == 1:
            return _Way(encoding, sure[0], True, skipped)
    return _Way(encoding, _separator(lines[skipped:]), True, skipped)


def _cells(lines, separator):
    """Return the rows of some lines; none where they cannot be cut."""
    try:
        return [row for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error:
        return []


def _separator(lines):
    """Return the separator that cuts the first line, and the others most alike."""
    best, separator = (False, 0.0, 0), ";"
    for candidate in SEPARATORS:
        widths, sound = _widths(lines, candidate)
        if not widths or widths[0] < 2:
            continue
        alike = sum(width == widths[0] for width in widths) / len(widths)
        worth = (sound, round(alike, 2), widths[0])
        if worth > best:
            best, separator = worth, candidate
    return separator


def _widths(lines, separator):
    """Return how many cells the rows have, and whether quotation marks stand where they should."""
    widths, left = [], list(lines)
    for strict in (True, False):
        widths = []
        try:
            for row in csv.reader(left, delimiter=separator, strict=strict):
                if row:
                    widths.append(len(row))
        except csv.Error as error:
            # the rows looked at may end inside a cell
            if "unexpected end" in str(error) and widths:
                return widths, True
            continue
        return widths, strict
    return widths, False
