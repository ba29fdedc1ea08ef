"""Spreadsheets written cell by cell, as Excel and LibreOffice do: typed cells, rows that are not there."""

from __future__ import annotations

import datetime
import zipfile
from html import escape

_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DAY = datetime.date(1899, 12, 30)


def xlsx(path, rows, name="Feuil1", first=()):
    """Write a workbook.

    Parameters
    ----------
    path : pathlib.Path
    rows : sequence of sequence or None
        Texts, numbers, booleans and dates; None for an empty cell, and for a row that is not written at all.
    name : str
        Of the sheet.
    first : sequence of sequence, optional
        Rows of another sheet, before it.

    Returns
    -------
    str
    """
    sheets = [("Autre", first)] if first else []
    sheets.append((name, rows))
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{}</Types>'.format(
            "".join(
                '<Override PartName="/xl/worksheets/sheet{}.xml" ContentType="application/'
                'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'.format(n)
                for n in numbers
            )
        ),
        "_rels/.rels": '<Relationships {}><Relationship Id="rId1" Type="{}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>".format(_LINKS, _OFFICE),
        "xl/workbook.xml": '<workbook {} xmlns:r="{}"><sheets>{}</sheets></workbook>'.format(
            _MAIN, _OFFICE, "".join(
                '<sheet name="{0}" sheetId="{1}" r:id="rId{1}"/>'.format(escape(title), n)
                for n, (title, _rows) in zip(numbers, sheets)
            ),
        ),
        "xl/_rels/workbook.xml.rels": "<Relationships {}>{}</Relationships>".format(
            _LINKS, "".join(
                '<Relationship Id="rId{0}" Type="{1}/worksheet" Target="worksheets/sheet{0}.xml"/>'.format(n, _OFFICE)
                for n in numbers
            ) + '<Relationship Id="rId9" Type="{}/styles" Target="styles.xml"/>'.format(_OFFICE),
        ),
        "xl/styles.xml": '<styleSheet {}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders '
        'count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
        "</cellXfs></styleSheet>".format(_MAIN),
    }  # fmt: skip
    for n, (_title, lines) in zip(numbers, sheets):
        written = "".join(_xlsx_row(place, row) for place, row in enumerate(lines, 1) if row is not None)
        parts["xl/worksheets/sheet{}.xml".format(n)] = "<worksheet {}><sheetData>{}</sheetData></worksheet>".format(
            _MAIN, written
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for place, text in parts.items():
            package.writestr(place, _XML + text)
    return str(path)


def _xlsx_row(place, row):
    if not row:
        return '<row r="{}"/>'.format(place)
    cells = "".join(
        _xlsx_cell("{}{}".format(chr(65 + column), place), value)
        for column, value in enumerate(row)
        if value is not None
    )
    return '<row r="{}" spans="1:9">{}</row>'.format(place, cells)


def _xlsx_cell(place, value):
    if isinstance(value, str):
        return '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'.format(place, escape(value))
    if isinstance(value, bool):
        return '<c r="{}" t="b"><v>{}</v></c>'.format(place, int(value))
    if isinstance(value, datetime.date):
        return '<c r="{}" s="1"><v>{}</v></c>'.format(place, (value - _DAY).days)
    return '<c r="{}"><v>{}</v></c>'.format(place, value)


def ods(path, rows, name="Feuille1"):
    """Write an OpenDocument spreadsheet; rows that follow each other and are empty are written once, as a number."""
    body, blank = [], 0
    for row in [*rows, None]:
        if row is not None and not any(c is not None for c in row):
            blank += 1
            continue
        if blank:
            repeated = ' table:number-rows-repeated="{}"'.format(blank) if blank > 1 else ""
            body.append("<table:table-row{}><table:table-cell/></table:table-row>".format(repeated))
            blank = 0
        if row is not None:
            body.append("<table:table-row>{}</table:table-row>".format("".join(map(_ods_cell, row))))
    office = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
    spaces = " ".join('xmlns:{0}="{1}"'.format(n, office.format(n)) for n in ("office", "table", "text"))
    content = (
        "<office:document-content {0}><office:body><office:spreadsheet><table:table table:name=\"{1}\">{2}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    ).format(spaces, escape(name), "".join(body))
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        package.writestr("content.xml", _XML + content)
    return str(path)


def _ods_cell(value):
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'.format(
            escape(value)
        )
    if isinstance(value, datetime.date):
        return '<table:table-cell office:value-type="date" office:date-value="{}"/>'.format(value.isoformat())
    return '<table:table-cell office:value-type="float" office:value="{}"/>'.format(value)
