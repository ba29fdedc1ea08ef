"""Sheets of a workbook (XLSX) read by the standard library: what services send, where no GDAL is at hand.

::

    with Workbook(content) as book:          # bytes, or a path
        book.sheets                          # ("Data", "Métadonnées")
        for row in book.rows("Data"):        # lists: str, int, float, bool, None for an empty cell
            …

A row that is not written is not given; a cell that is not written is None, the next ones keep their column. A date is
the number that the file holds, which only the cell's format shows as one. What a hostile file would do is refused:
entities, parts that swell without end.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from posixpath import join, normpath

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from .reasons import more_than, reason
from .xml_tree import feeder, local, parse

__all__ = ["Workbook"]

LARGEST = 1 << 30
"""Bytes that a part may unzip to: the million rows that Excel allows, and no more."""
_CHUNK = 1 << 17
_LAST_COLUMN = 16384
# digits past which no number of a sheet is exact
_LONG = 16
_BAD = (
    zipfile.BadZipFile, zlib.error, struct.error, KeyError, EOFError, OSError, NotImplementedError, RuntimeError,
    ValueError,
)  # fmt: skip

_DAMAGED = QT_TRANSLATE_NOOP(
    "@default", "The workbook “{name}” cannot be read ({why}): fetch it, or save it, once more."
)
_NO_SHEET = QT_TRANSLATE_NOOP("@default", "The workbook “{name}” has no sheet “{sheet}”, only: {sheets}.")


class Workbook:
    """A workbook.

    Parameters
    ----------
    source : bytes, str or pathlib.Path
        What it holds, or where it is.
    name : str, optional
        What messages call it.
    largest : int, optional
        Bytes that a part may unzip to.

    Attributes
    ----------
    sheets : tuple of str
        In the order of the tabs.

    Raises
    ------
    DataError
    """

    def __init__(self, source, name="", largest=LARGEST):
        self.name = name or (source if isinstance(source, str) else getattr(source, "name", "XLSX"))
        self.largest = largest
        self._package, self._shared = None, None
        try:
            self._package = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
            self._places = self._sheets()
        except _BAD as error:
            self.close()
            raise self._damaged(error) from error
        self.sheets = tuple(self._places)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    def close(self):
        """Let the file go."""
        if self._package is not None:
            self._package.close()

    def rows(self, sheet=None):
        """Read the rows of a sheet in order.

        Parameters
        ----------
        sheet : str, optional
            Its name, whatever its capitals; the first by default.

        Yields
        ------
        list

        Raises
        ------
        DataError
        """
        place = self._place(sheet)
        try:
            if self._shared is None:
                self._shared = self._strings()
            reader = _Reader(self._shared)
            for chunk, last in self._chunks(place):
                reader.feed(chunk, last)
                yield from reader.taken()
        except DataError:
            raise
        except _BAD as error:
            raise self._damaged(error) from error

    def _place(self, sheet):
        if sheet is None and self.sheets:
            return self._places[self.sheets[0]]
        for name, place in self._places.items():
            if name.casefold() == str(sheet).casefold():
                return place
        raise DataError(_NO_SHEET, name=self.name, sheet=sheet or "", sheets=", ".join(self.sheets) or "–")

    def _damaged(self, error):
        return DataError(_DAMAGED, name=self.name, why=reason(error))

    def _chunks(self, place):
        """Yield the bytes of a part, and whether they are the last; the size announced is not believed."""
        size = 0
        if self._package.getinfo(place).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError("compression")
        with self._package.open(place) as stream:
            while True:
                chunk = stream.read(_CHUNK)
                size += len(chunk)
                if size > self.largest:
                    raise ValueError(more_than(self.largest))
                yield chunk, not chunk
                if not chunk:
                    return

    def _part(self, place):
        return parse(b"".join(chunk for chunk, _last in self._chunks(place)), self.largest)

    def _sheets(self):
        """Return where each sheet is, by name."""
        book, links = self._part("xl/workbook.xml"), self._part("xl/_rels/workbook.xml.rels")
        targets = {own.attributes.get("Id"): own.attributes.get("Target", "") for own in links.every("Relationship")}
        known, found = set(self._package.namelist()), {}
        for sheet in book.every("sheet"):
            place = normpath(join("/xl", targets.get(sheet.attributes.get("id"), ""))).lstrip("/")
            if place in known:
                found[sheet.attributes.get("name", "")] = place
        return found

    def _strings(self):
        """Return the strings that cells share."""
        if "xl/sharedStrings.xml" not in self._package.namelist():
            return []
        strings, parts, kept, phonetic = [], [], False, 0

        def start(name, _attributes):
            nonlocal kept, phonetic
            name = local(name)
            if name == "si":
                parts.clear()
            phonetic += name == "rPh"
            kept = name == "t" and not phonetic

        def end(name):
            nonlocal kept, phonetic
            name = local(name)
            kept = False
            phonetic -= name == "rPh"
            if name == "si":
                strings.append("".join(parts))

        def words(text):
            if kept:
                parts.append(text)

        feed = feeder(start, end, words)
        for chunk, last in self._chunks("xl/sharedStrings.xml"):
            feed(chunk, last)
        return strings


class _Reader:
    """Rows out of the XML of a sheet, as it comes."""

    def __init__(self, strings):
        self._strings, self._done = strings, []
        self._row, self._column, self._kind, self._parts = None, -1, "", []
        self._kept, self._phonetic = False, 0
        self.feed = feeder(self._start, self._end, self._words)

    def taken(self):
        """Return the rows that are whole, once."""
        done, self._done = self._done, []
        return done

    def _start(self, name, attributes):
        if ":" in name:
            name = local(name)
        if name == "c":
            place = attributes.get("r")
            self._column = _column(place) if place else self._column + 1
            self._kind, self._parts = attributes.get("t", "n"), []
        elif name == "row":
            self._row, self._column = [], -1
        elif name == "rPh":
            self._phonetic += 1
        self._kept = name in ("v", "t") and not self._phonetic

    def _words(self, text):
        if self._kept:
            self._parts.append(text)

    def _end(self, name):
        if ":" in name:
            name = local(name)
        self._kept = False
        if name == "c" and self._row is not None:
            value = self._value("".join(self._parts))
            if value is not None:
                missing = self._column - len(self._row)
                if missing >= 0:
                    self._row.extend([None] * missing + [value])
                else:
                    self._row[self._column] = value
        elif name == "row" and self._row is not None:
            self._done.append(self._row)
            self._row = None
        elif name == "rPh":
            self._phonetic -= 1

    def _value(self, text):
        kind = self._kind
        if kind == "s":
            return self._strings[_index(text, len(self._strings))] or None
        if kind in ("inlineStr", "str", "d"):
            return text or None
        text = text.strip()
        if not text or kind == "e":
            # the error of a formula is no value
            return None
        if kind == "b":
            return text in ("1", "true")
        digits = text[1:] if text[0] == "-" else text
        return int(text) if digits.isdecimal() and len(digits) < _LONG else float(text)


def _index(text, count):
    number = int(text)
    if not 0 <= number < count:
        raise ValueError("string {} of {}".format(number, count))
    return number


def _column(place):
    """Return the column of a reference, 0 for A."""
    number = 0
    for letter in place:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
        if number > _LAST_COLUMN:
            raise ValueError("column {}".format(place[:12]))
    if not number:
        raise ValueError("cell {}".format(place[:12]))
    return number - 1
