"""Workbooks written part by part, as services stream them: no size in the local headers, strings inline or shared."""
from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


class _Pipe(io.RawIOBase):
    """Where nothing can be sought: zipfile then writes sizes after the data."""

    def __init__(self):
        self.kept = io.BytesIO()

    def writable(self):
        return True

    def write(self, data):
        return self.kept.write(data)


def letters(column):
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(value, place, strings, prefix=""):
    """Return a cell's XML; `strings` collects shared ones, None for inline."""
    if value is None:
        return "<{0}c{1}/>".format(prefix, place)
    if isinstance(value, bool):
        return '<{0}c{1} t="b"><{0}v>{2}</{0}v></{0}c>'.format(prefix, place, int(value))
    if isinstance(value, (int, float)):
        return "<{0}c{1}><{0}v>{2!r}</{0}v></{0}c>".format(prefix, place, value)
    if strings is None:
        return '<{0}c{1} t="inlineStr"><{0}is><{0}t>{2}</{0}t></{0}is></{0}c>'.format(prefix, place, escape(value))
    strings.append(value)
    return '<{0}c{1} t="s"><{0}v>{2}</{0}v></{0}c>'.format(prefix, place, len(strings) - 1)


def sheet(rows, strings=None, references=True, prefix=""):
    """Return a sheet's XML; a row that is None is not written, an empty cell is where `references` are given."""
    lines = []
    for number, row in enumerate(rows, 1):
        if row is None:
            continue
        cells = [
            cell(value, ' r="{}{}"'.format(letters(i), number) if references else "", strings, prefix)
            for i, value in enumerate(row)
            if not (references and value is None)
        ]
        lines.append('<{0}row r="{1}">{2}</{0}row>'.format(prefix, number, "".join(cells)))
    name = "xmlns:" + prefix[:-1] if prefix else "xmlns"
    page = "<{0}worksheet {1}=\"{2}\"><{0}sheetData>{3}</{0}sheetData></{0}worksheet>"
    return '<?xml version="1.0" encoding="UTF-8"?>' + page.format(prefix, name, _MAIN, "".join(lines))


def pack(parts, streamed=True):
    """Zip parts (name -> text or bytes)."""
    pipe = _Pipe() if streamed else io.BytesIO()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return (pipe.kept if streamed else pipe).getvalue()


def parts_of(sheets, shared=False, references=True, prefix=""):
    """Return the parts of a workbook of sheets (name -> rows)."""
    strings = [] if shared else None
    parts = {
        "xl/workbook.xml": '<workbook xmlns="{}" xmlns:r="{}"><sheets>{}</sheets></workbook>'.format(
            _MAIN, _OFFICE, "".join(
                '<sheet name="{0}" sheetId="{1}" r:id="rId{1}"/>'.format(escape(name, {'"': "&quot;"}), n)
                for n, name in enumerate(sheets, 1)
            )
        ),
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="{}">{}</Relationships>'.format(
            _LINKS, "".join(
                '<Relationship Id="rId{0}" Type="{1}/worksheet" Target="worksheets/sheet{0}.xml"/>'.format(n, _OFFICE)
                for n in range(1, len(sheets) + 1)
            )
        ),
    }  # fmt: skip
    for n, rows in enumerate(sheets.values(), 1):
        parts["xl/worksheets/sheet{}.xml".format(n)] = sheet(rows, strings, references, prefix)
    if shared:
        parts["xl/sharedStrings.xml"] = '<sst xmlns="{}">{}</sst>'.format(
            _MAIN, "".join("<si><t>{}</t></si>".format(escape(text)) for text in strings)
        )
    return parts


def workbook(sheets, streamed=True, **how):
    """Return the bytes of a workbook of sheets (name -> rows)."""
    return pack(parts_of(sheets, **how), streamed)
