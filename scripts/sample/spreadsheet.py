"""Sixty addresses as an agent types them, in a spreadsheet: each family of slips, nobody's name."""

# ruff: noqa: E501 — parts of a file, kept whole
from __future__ import annotations

import datetime
import unicodedata
import zipfile
from collections import defaultdict
from xml.sax.saxutils import escape

import numpy as np

from .place import COMMUNES

HEADER = ("Dossier", "Bénéficiaire", "Téléphone", "Adresse", "Code postal", "Commune", "Date de dépôt", "Aide (€)")
SHORT = {
    "Avenue": "Av.", "Boulevard": "bd", "Allée": "All", "Impasse": "imp.", "Chemin": "ch", "Faubourg": "fbg",
    "Square": "sq.", "Ruelle": "rle", "Place": "pl", "Route": "rte", "Quai": "q.",
}  # fmt: skip
INSIDE = ("Bât. B, {}", "{} appt 12", "Rés. les Lilas {}", "{}, 3ème étage gauche", "{} BP 30", "chez Mme EXEMPLE {}")


def bare(text):
    """Return a text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def shortened(text):
    """Return a street with its kind abbreviated."""
    for whole, short in SHORT.items():
        text = text.replace(whole, short)
    return text


def swapped(street, rng):
    """Return a street with two letters of its longest word exchanged."""
    word = max(street.split(), key=len)
    place = 1 + int(rng.integers(max(len(word) - 3, 1)))
    return street.replace(word, word[:place] + word[place + 1] + word[place] + word[place + 2 :])


def make(addresses, signed, rng):
    """Return sixty rows in the order of `HEADER`.

    Half of the addresses lie in or within 30 m of a neighbourhood.
    """
    usable = [a for a in addresses if "Île" not in a.street]
    gap = signed(np.array([(a.x, a.y) for a in usable]))
    order = rng.permutation(len(usable))
    near = [usable[i] for i in order if gap[i] < 30]
    far = [usable[i] for i in order if gap[i] >= 30]
    taken = [x for pair in zip(near[:26], far[:26]) for x in pair]
    numbers = defaultdict(set)
    for a in usable:
        numbers[a.commune, a.street].add(a.number)
    rows = [asked(a, n, numbers[a.commune, a.street], rng) for n, a in enumerate(taken)]
    rows += [
        ("lieu-dit Le Grand Pré", "99100", "Valombre"),
        ("mairie", "99150", "Pierrelongue"),
        ("BP 12", "99140", "Chantepierre CEDEX"),
        (None, None, None),
        ("adresse à compléter", "99100", "VALOMBRE"),
        (shortened(near[30].street), "99100", COMMUNES[near[30].commune].name),
        ("{} {}".format(far[31].number, far[31].street), None, None),
        ("12 rue de Nulle-Part", "75000", "Ailleurs"),
    ]
    rows = [rows[i] for i in rng.permutation(len(rows))]
    out = []
    for n, (address, postcode, city) in enumerate(rows, 1):
        day = datetime.date(2024, 1, 8) + datetime.timedelta(days=int(rng.integers(0, 500)))
        # 01 99 00 is kept for fiction
        phone = "01 99 00 {:02d} {:02d}".format(int(rng.integers(100)), int(rng.integers(100)))
        amount = 50 * int(rng.integers(4, 90))
        out.append((f"D-{n:03d}", f"EXEMPLE {n}", phone, address, postcode, city, day, amount))
    return out


def asked(a, n, there, rng):
    """Return (address, postcode, commune) as somebody typed them; the way depends on the row's number."""
    town = COMMUNES[a.commune]
    number = " ".join(filter(None, (str(a.number), a.suffix)))
    whole, postcode, city = f"{number} {a.street}", town.postcode, town.name
    way = n % 13
    if way == 1:
        whole = bare(whole).upper().replace("'", " ")
    elif way == 2:
        whole = shortened(whole)
    elif way == 3:
        whole = whole.lower()
    elif way == 4:
        whole, postcode, city = f"{whole} {postcode} {city}", None, None
    elif way == 5:
        whole = INSIDE[(n // 13) % len(INSIDE)].format(whole)
    elif way == 6:
        whole = f"{number} {swapped(a.street, rng)}"
    elif way == 7:
        missing = next((k for k in range(a.number + 2, a.number + 40, 2) if k not in there), a.number + 2)
        whole = f"{missing} {a.street}"
    elif way == 8:
        whole = f"{a.number}-{a.number + 2} {a.street}"
    elif way == 9:
        whole, city = f"n°{number}, {a.street}", city.upper()
    elif way == 10:
        whole = a.street
    elif way == 11:
        postcode = postcode[:-1] + "9"
    elif way == 12:
        whole, city = f"{whole}", f"{bare(city)} CEDEX"
    return whole, postcode, city


# the file -----------------------------------------------------------------------------------------------

TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    "</Types>"
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
RELATION = '<Relationship Id="rId{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WORKBOOK = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook {MAIN} '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Demandes" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
# 0: plain; 1: day; 2: title
STYLES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet {MAIN}>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>'
)
WIDTHS = (9, 16, 16, 42, 12, 26, 14, 10)


def write(path, header, rows):
    """Write a sheet as Excel does, the same bytes at every run."""
    texts, lines = {}, []

    def cell(place, line, value, style=0):
        where = "{}{}".format("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place], line)
        if isinstance(value, datetime.date):
            return f'<c r="{where}" s="1"><v>{(value - datetime.date(1899, 12, 30)).days}</v></c>'
        if isinstance(value, str):
            return f'<c r="{where}" s="{style}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'
        return f'<c r="{where}"><v>{value}</v></c>'

    for line, row in enumerate((header, *rows), 1):
        cells = "".join(cell(p, line, v, 2 if line == 1 else 0) for p, v in enumerate(row) if v is not None)
        lines.append(f'<row r="{line}">{cells}</row>')
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(WIDTHS, 1))
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet {MAIN}><cols>{columns}</cols>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )
    shared = "".join(f'<si><t xml:space="preserve">{escape(t)}</t></si>' for t in texts)
    shared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><sst {MAIN} uniqueCount="{len(texts)}">{shared}</sst>'
    inner = [(1, "worksheet", "worksheets/sheet1.xml"), (2, "styles", "styles.xml"), (3, "sharedStrings", "sharedStrings.xml")]
    parts = (
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS.format(RELATION.format(1, "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS.format("".join(RELATION.format(*i) for i in inner))),
        ("xl/styles.xml", STYLES),
        ("xl/sharedStrings.xml", shared),
        ("xl/worksheets/sheet1.xml", sheet),
    )
    # not compressed: the bytes would follow the version of zlib
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for name, text in parts:
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode("utf-8"))
