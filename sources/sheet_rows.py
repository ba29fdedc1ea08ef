"""Spreadsheets (XLSX, ODS) without their first rows: what stands above the titles, which GDAL cannot skip."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from posixpath import join, normpath

__all__ = ["without_first_rows"]

_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_INSIDE = r"""((?:[^>"']|"[^"]*"|'[^']*')*?)"""
_XLSX_ROW = re.compile(r"(<(?:\w+:)?row\b)" + _INSIDE + r"(/>|>.*?</(?:\w+:)?row>)", re.DOTALL)
_ODS_ROW = re.compile(r"(<table:table-row\b)" + _INSIDE + r"(/>|>.*?</table:table-row>)", re.DOTALL)
_REPEATED = "table:number-rows-repeated"
_XLSX_NUMBER = re.compile(r"""\br\s*=\s*(?:"[^"]*"|'[^']*')""")
_ODS_NUMBER = re.compile(_REPEATED + r"""\s*=\s*(?:"[^"]*"|'[^']*')""")


def without_first_rows(path, sheet, count):
    """Return a spreadsheet without the first rows of one of its sheets.

    Parameters
    ----------
    path : str or pathlib.Path
    sheet : str
        Its name.
    count : int
        How many rows go.

    Returns
    -------
    bytes or None
        A spreadsheet of the same kind; None where the sheet is not found in it.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        ods = "content.xml" in names
        place = "content.xml" if ods else _xlsx_sheet(package, sheet)
        if place not in names:
            return None
        text = package.read(place).decode("utf-8")
        text = _ods_without(text, sheet, count) if ods else _xlsx_without(text, count)
        if text is None:
            return None
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
            for entry in package.infolist():
                copy.writestr(entry, text.encode("utf-8") if entry.filename == place else package.read(entry))
    return out.getvalue()


def _attributes(text):
    return {name: unescape(one or other) for name, one, other in _ATTRIBUTE.findall(text)}


def _xlsx_sheet(package, sheet):
    """Return where the sheet of a workbook is, None where it has none of this name."""
    book = package.read("xl/workbook.xml").decode("utf-8")
    links = package.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    every = map(_attributes, re.findall(r"<[\w:]*Relationship\b[^>]*>", links))
    targets = {own.get("Id"): own.get("Target", "") for own in every}
    for own in map(_attributes, re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book)):
        link = next((value for name, value in own.items() if name.endswith(":id")), None)
        if own.get("name") == sheet and link in targets:
            return normpath(join("/xl", targets[link])).lstrip("/")
    return None


def _xlsx_without(text, count):
    last = 0

    def moved(found):
        nonlocal last
        start, attributes, rest = found.groups()
        own = _attributes(attributes).get("r")
        last = int(own) if own else last + 1
        if last <= count:
            return ""
        attributes = _XLSX_NUMBER.sub('r="{}"'.format(last - count), attributes, count=1)
        return start + attributes + rest

    return _XLSX_ROW.sub(moved, text)


def _ods_without(text, sheet, count):
    for found in re.finditer(r"<table:table(?=[\s>])[^>]*>", text):
        if _attributes(found.group()).get("table:name") == sheet:
            break
    else:
        return None
    start, end = found.end(), text.find("</table:table>", found.end())
    left = count

    def moved(row):
        nonlocal left
        opening, attributes, rest = row.groups()
        size = int(_attributes(attributes).get(_REPEATED, 1))
        gone = min(left, size)
        left -= gone
        if gone == size:
            return ""
        if not gone:
            return row.group()
        attributes = _ODS_NUMBER.sub('{}="{}"'.format(_REPEATED, size - gone), attributes)
        return opening + attributes + rest

    return text[:start] + _ODS_ROW.sub(moved, text[start:end]) + text[end:]
