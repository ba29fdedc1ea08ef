"""The streets of QPV as pages to print: one QPV after another, each on a page of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from .report import CAUTION
from .street_index import IN_PART, ON_THE_EDGE, UNNUMBERED, WHOLE

__all__ = ["EXTENT_WORDS", "QpvPage", "StreetRow", "render"]

EXTENT_WORDS = {
    WHOLE: "entière",
    IN_PART: "en partie",
    ON_THE_EDGE: "en limite",
    UNNUMBERED: "sans numéro",
}
"""What the pages say of each extent."""


@dataclass(frozen=True)
class StreetRow:
    """One line of a page.

    Attributes
    ----------
    commune, name, extent, odd, even, check, remark : str
    """

    commune: str
    name: str
    extent: str
    odd: str = ""
    even: str = ""
    check: str = ""
    remark: str = ""


@dataclass
class QpvPage:
    """One QPV.

    Attributes
    ----------
    code, name : str or None
    rows : list of StreetRow
        Sorted as they are shown.
    """

    code: object
    name: object
    rows: list = field(default_factory=list)


def render(pages, sources, warnings, made_by):
    """Lay out the pages.

    Parameters
    ----------
    pages : sequence of QpvPage
    sources : sequence of (str, str)
        What the pages are drawn from, with vintages; shown under every QPV.
    warnings : sequence of str
    made_by : str
        Program and date.

    Returns
    -------
    str
        HTML, whole.
    """
    about = " — ".join("{} : {}".format(escape(label), escape(value)) for label, value in sources)
    told = "<p class=told>{}</p>".format(" ".join(map(escape, warnings))) if warnings else ""
    foot = "<footer>{}<p>{}</p><p>{} {}</p><p>{}</p></footer>"
    foot = foot.format(told, _NOTE, escape(CAUTION), about, escape(made_by))
    body = "".join(_page(page, foot) for page in pages)
    if not pages:
        body = "<section><p>Aucune voie de l'index n'est dans ces périmètres.</p>{}</section>".format(foot)
    return _FRAME.replace("@BODY@", body)


def _page(page, foot):
    title = escape(page.name or page.code or "QPV sans code")
    code = '<span class="code">{}</span>'.format(escape(page.code)) if page.code and page.name else ""
    communes = list(dict.fromkeys(row.commune for row in page.rows))
    parts = ["<section><h1>{} {}</h1>".format(title, code)]
    parts.append("<p class=sum>{}</p>".format(_summary(page.rows)))
    for commune in communes:
        own = [row for row in page.rows if row.commune == commune]
        numbered = [row for row in own if row.extent != UNNUMBERED]
        others = [row for row in own if row.extent == UNNUMBERED]
        if numbered:
            # a second sheet must say what it is the rest of
            named = " ".join([title, "({})".format(escape(page.code)) if code else ""]).strip()
            head = _HEAD.format(commune=escape(commune), named=named)
            parts.append(head + "".join(map(_line, numbered)) + "</tbody></table>")
        else:
            parts.append("<h2>{}</h2>".format(escape(commune)))
        if others:
            names = ", ".join(escape(row.name) for row in others)
            parts.append(
                "<p class=bare><b>Voies et lieux-dits sans numéro dans la BAN, à vérifier sur la carte :</b> "
                "{}.</p>".format(names)
            )
    return "".join([*parts, foot, "</section>"])


def _summary(rows):
    counts = {extent: sum(row.extent == extent for row in rows) for extent in EXTENT_WORDS}
    words = (
        (counts[WHOLE], "voie entière", "voies entières"),
        (counts[IN_PART], "en partie", "en partie"),
        (counts[ON_THE_EDGE], "en limite, à vérifier", "en limite, à vérifier"),
        (counts[UNNUMBERED], "sans numéro", "sans numéro"),
    )
    return ", ".join("<b>{}</b> {}".format(n, many if n > 1 else one) for n, one, many in words if n) + "."


def _line(row):
    name = escape(row.name) + ("<small>{}</small>".format(escape(row.remark)) if row.remark else "")
    cells = [name, escape(EXTENT_WORDS[row.extent]), *map(_cell, (row.odd, row.even, row.check))]
    return '<tr class="{}">{}</tr>'.format(row.extent.lower(), "".join("<td>{}</td>".format(c) for c in cells))


def _cell(text):
    # neither "48 bis" nor "173–179" is cut at the end of a line
    whole = re.sub(r"(?<=\d) (?=\w)", "\u00a0", text).replace("\u2013", "\u2060\u2013\u2060")
    return escape(whole) if text else '<span class="none">—</span>'


_NOTE = (
    "« Entière » : tous les numéros que la BAN connaît sont dans le périmètre, loin de toute limite. « 1–15 » : "
    "tous ses numéros de ce côté, de 1 à 15 ; un numéro que la BAN ne connaît pas n'est pas garanti. « À vérifier » : "
    "numéros trop près d'une limite pour la précision de leur position ; regarder la carte. « En limite » : ces "
    "numéros décident si la rue est entière, en partie ou dehors ; ceux qui sont donnés à côté sont sûrs."
)
_HEAD = (
    '<table><col class="wide"><col class="word"><col class="side"><col class="side"><col class="check">'
    '<thead><tr class="who"><td colspan="5"><b>{commune}</b> {named}</td></tr>'
    "<tr><th>Voie</th><th>Étendue</th><th>Numéros impairs</th><th>Numéros pairs</th>"
    "<th>À vérifier</th></tr></thead><tbody>"
)
_FRAME = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Voies des quartiers prioritaires</title>
<style>
@page { size: A4; margin: 14mm 12mm; }
body { font: 10pt/1.35 "DejaVu Sans", Arial, sans-serif; color: #1b2433; margin: 0 auto; max-width: 190mm; }
section { break-after: page; page-break-after: always; }
section:last-child { break-after: auto; page-break-after: auto; }
h1 { font-size: 16pt; color: #16325c; margin: 6mm 0 1mm; border-bottom: 1.2pt solid #16325c; }
h1 .code { font-size: 11pt; font-weight: normal; color: #4c5a70; float: right; padding-top: 4pt; }
h2 { font-size: 12pt; margin: 4mm 0 1mm; break-after: avoid; page-break-after: avoid; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
thead { display: table-header-group; }
tr { break-inside: avoid; page-break-inside: avoid; }
th { text-align: left; background: #16325c; color: #fff; font-weight: normal; padding: 1mm 1.5mm; font-size: 9pt;
     -webkit-print-color-adjust: exact; print-color-adjust: exact; }
thead tr.who td { border: 0; padding: 4mm 0 1mm; color: #4c5a70; font-size: 9pt; }
tr.who b { font-size: 12pt; color: #1b2433; margin-right: 3mm; }
td { vertical-align: top; padding: .8mm 1.5mm; border-bottom: .4pt solid #c3cbd8; overflow-wrap: anywhere; }
col.wide { width: 29%; } col.word { width: 12%; } col.side { width: 18%; } col.check { width: 23%; }
tr.entiere td:nth-child(2) { font-weight: bold; color: #0b5d8f; }
tr.en_limite td:nth-child(2), tbody td:nth-child(5) { color: #a34300; }
small { display: block; color: #4c5a70; font-size: 8pt; }
.none { color: #9aa3b2; }
.told { color: #a34300; } .bare { margin: 2mm 0; }
footer { margin-top: 5mm; border-top: .4pt solid #9aa3b2; color: #4c5a70; font-size: 7.5pt;
         break-inside: avoid; page-break-inside: avoid; }
footer p { margin: 1mm 0; }
@media screen { body { padding: 0 6mm 10mm; } }
</style></head><body>@BODY@</body></html>
"""
