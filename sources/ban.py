"""The Base Adresse Nationale's files: CSV or CSV.GZ of addresses (with or without identifiers) and of lieux-dits.

Rows that cannot be used are counted by reason, with the numbers of the first lines; the others are kept. A row is
a line: no field of the BAN holds a line break, and a stray quote must not swallow the lines after it.

Source: adresse.data.gouv.fr, Licence Ouverte 2.0; columns as in ban-plateforme's `csv-legacy` formatter.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections import Counter
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, Optional

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from ..domain.progress import silent
from .inflate import CORRUPT, RawFile

__all__ = [
    "ADDRESSES", "BROKEN_FILE", "COLUMNS", "COMMUNE", "COORDINATES", "DUPLICATE", "ENCODING", "HEADER", "NAME",
    "NUMBER", "PLACES", "Address", "BanFile",
]  # fmt: skip

ADDRESSES, PLACES = "adresses", "lieux-dits"
# why a row is left out
COLUMNS = "COLONNES_MANQUANTES"
ENCODING = "ENCODAGE"
COORDINATES = "COORDONNEES"
NUMBER = "NUMERO"
COMMUNE = "CODE_COMMUNE"
NAME = "VOIE_SANS_NOM"
DUPLICATE = "DOUBLON"
HEADER = "EN_TETE_REPETE"
BROKEN_FILE = "FICHIER_TRONQUE"

_EXAMPLES = 5
_LONGEST, _SHOWN = 4_000_000, 1_000
_UNITS = 1e7
_NEEDED = {
    ADDRESSES: ("numero", "nom_voie", "code_insee", "nom_commune", "lon", "lat"),
    PLACES: ("nom_lieu_dit", "code_insee", "nom_commune", "lon", "lat"),
}
_READ = (
    "id", "numero", "rep", "name", "code_postal", "code_insee", "nom_commune", "code_insee_ancienne_commune",
    "nom_ancienne_commune", "lon", "lat", "type_position", "cad_parcelles", "id_ban_adresse", "id_ban_toponyme",
)  # fmt: skip
_INSEE = re.compile(r"\d[0-9AB]\d{3}")
_NUMBER = re.compile(r"(\d{1,5})(?:[.,]0+)?")
# what no clean file holds: control characters (a tab apart), and the sign put for a letter that was lost
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
# an accented letter or an apostrophe in UTF-8 that was read as cp1252 and written again: "Ã©", "â€™"
_TWICE = re.compile("(?:[ÂÃÅ]|â[€\u0080])[\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u2122]")
# west, south, east, north of what each code may hold; Saint-Martin and Saint-Barthélemy once had codes in 971
_MAINLAND = (-5.4, 41.2, 9.8, 51.3)
_WORLD = (-180.0, -90.0, 180.0, 90.0)
_BOXES = {
    "971": (-63.3, 15.7, -60.9, 18.3), "972": (-61.4, 14.3, -60.7, 15.0), "973": (-54.8, 2.0, -51.4, 6.0),
    "974": (55.1, -21.5, 55.9, -20.8), "975": (-56.6, 46.6, -56.0, 47.3), "976": (44.9, -13.2, 45.4, -12.5),
    "977": (-63.0, 17.8, -62.7, 18.0), "978": (-63.3, 18.0, -62.9, 18.2), "986": (-178.4, -14.6, -176.0, -13.0),
    "987": (-155.0, -28.0, -134.0, -7.5), "988": (158.0, -23.0, 172.2, -18.0),
}  # fmt: skip


class Address(NamedTuple):
    """A row that is kept.

    Attributes
    ----------
    insee, commune : str
    old_insee, old_commune : str
        "" where the commune has not absorbed another there.
    street : str
        The BAN's identifier of the street, "" where the row has none.
    name : str
        Of the street or lieu-dit.
    postcode : str
    number : int or None
        None for a lieu-dit.
    rep : str
        In lower case.
    lon, lat : int
        In units of 1e-7 degree.
    position, id, parcels : str
    """

    insee: str
    commune: str
    old_insee: str
    old_commune: str
    street: str
    name: str
    postcode: str
    number: Optional[int]
    rep: str
    lon: int
    lat: int
    position: str
    id: str
    parcels: str


class BanFile:
    """A file of the BAN being read.

    Parameters
    ----------
    path : str or pathlib.Path

    Attributes
    ----------
    kind : str
        `ADDRESSES` or `PLACES`, known once reading has begun.
    rows, kept : int
    rejected : collections.Counter
        Rows left out by reason: `rows` = `kept` + their sum.
    examples : dict of str to list of int
        The first lines left out for each reason.
    encodings : collections.Counter
        Rows by the way they were written: "utf-8", "cp1252", "utf-8 x 2" (twice encoded).
    bom : bool
        Whether the file begins with a byte-order mark.
    damage : str
        "" for a whole file, `inflate.TRUNCATED` where it ends too early: what came before was read.
    """

    def __init__(self, path):
        self.path = Path(path)
        self.kind, self.bom, self.damage = "", False, ""
        self.rows = self.kept = 0
        self.rejected, self.examples, self.encodings = Counter(), {}, Counter()
        self._raw = None
        self._line = 0
        self._header, self._delimiter, self._width, self._cells = "", ";", 0, None

    def described(self):
        """Return what an index remembers of the file."""
        status = self.path.stat()
        modified = datetime.datetime.fromtimestamp(status.st_mtime, datetime.timezone.utc)
        return {
            "name": self.path.name,
            "kind": self.kind,
            "size": self._raw.size,
            "sha256": self._raw.sha256(),
            "modified": modified.isoformat(timespec="seconds"),
            "rows": self.rows,
            "kept": self.kept,
            "rejected": dict(self.rejected),
            "encodings": dict(self.encodings),
            "bom": self.bom,
            "damage": self.damage,
        }

    def batches(self, tick=silent):
        """Read the file.

        Parameters
        ----------
        tick : callable, optional
            ``tick(fraction)``, called several times a second; may raise `Cancelled`.

        Yields
        ------
        list of Address

        Raises
        ------
        DataError
            When it is no file of the BAN, or when its bytes were changed.
        OSError
        """
        with RawFile(self.path) as raw:
            self._raw = raw
            rest, first = b"", True
            for block in raw:
                tick(raw.fraction)
                block = rest + block
                if first and block.startswith(b"\xef\xbb\xbf"):
                    self.bom, block = True, block[3:]
                first = False
                cut = block.rfind(b"\n")
                if cut < 0 and len(block) > _LONGEST:
                    if self._cells is None:
                        raise DataError(_FOREIGN, path=str(self.path), names=", ".join(_NEEDED[ADDRESSES]))
                    # damage that unzips to no line at all: what is left of it is one broken row
                    block = block[:_SHOWN]
                rest = block[cut + 1 :]
                if cut >= 0:
                    yield self._parsed(self._decoded(block[:cut]))
            self.damage = raw.damage
            if self.damage == CORRUPT:
                # a changed byte goes unnoticed until the end: any row may hold another's figures
                raise DataError(_DAMAGED, path=str(self.path))
            if rest.strip():
                if self.damage and self._cells is not None:
                    self.rows, self._line = self.rows + 1, self._line + 1
                    self._reject(BROKEN_FILE)
                else:
                    yield self._parsed(self._decoded(rest))
        if self._cells is None:
            raise DataError(_FOREIGN, path=str(self.path), names=", ".join(_NEEDED[ADDRESSES]))

    def probe(self):
        """Look at the beginning of the file, to refuse at once what is none of the BAN's.

        Raises
        ------
        DataError, OSError
        """
        other = BanFile(self.path)
        begun = other.batches()
        # blank lines may come first
        while other._cells is None:
            next(begun)
        begun.close()

    # from bytes to lines ---------------------------------------------------------------------

    def _decoded(self, block):
        """Return the lines of a block, None for one whose letters are lost."""
        try:
            text = block.decode("utf-8")
        except UnicodeDecodeError:
            text = None
        if text is not None and not _ODD.search(text) and not _TWICE.search(text):
            lines = text.split("\n")
            self.encodings["utf-8"] += len(lines) - lines.count("") - lines.count("\r")
            return lines
        return [self._decoded_line(line) for line in block.split(b"\n")]

    def _decoded_line(self, line):
        if not line.strip():
            return ""
        try:
            text, encoding = line.decode("utf-8"), "utf-8"
            if _TWICE.search(text):
                # where this fails "Ã" is a letter of the name
                with suppress(UnicodeError):
                    text, encoding = _as_read(text).decode("utf-8"), "utf-8 x 2"
        except UnicodeDecodeError:
            try:
                text, encoding = line.decode("cp1252"), "cp1252"
            except UnicodeDecodeError:
                return None
        if _ODD.search(text.rstrip("\r")):
            return None
        self.encodings[encoding] += 1
        return text

    # from lines to addresses -----------------------------------------------------------------

    def _parsed(self, lines):
        found = []
        for line in lines:
            self._line += 1
            if line is not None:
                line = line.rstrip("\r")
                if not line:
                    continue
                if self._cells is None:
                    self._read_header(line)
                    continue
            elif self._cells is None:
                raise DataError(_FOREIGN, path=str(self.path), names=", ".join(_NEEDED[ADDRESSES]))
            self.rows += 1
            made = ENCODING if line is None else self._address(line)
            if type(made) is str:
                self._reject(made)
            else:
                found.append(made)
        self.kept += len(found)
        return found

    def _reject(self, reason):
        self.rejected[reason] += 1
        lines = self.examples.setdefault(reason, [])
        if len(lines) < _EXAMPLES:
            lines.append(self._line)

    def _read_header(self, line):
        """Find the separator and the columns."""
        self.encodings["utf-8"] -= 1  # the header is no row
        best = None
        for delimiter in ";,\t":
            names = [n.strip().strip('"').strip().lower() for n in line.split(delimiter)]
            if best is None or len(names) > len(best[1]):
                best = (delimiter, names)
        self._delimiter, names = best
        self.kind = PLACES if "nom_lieu_dit" in names else ADDRESSES
        missing = [n for n in _NEEDED[self.kind] if n not in names]
        if missing:
            raise DataError(_FOREIGN, path=str(self.path), names=", ".join(missing))
        self._header, self._width = line, len(names)
        place = {name: n for n, name in reversed(list(enumerate(names)))}
        place["name"] = place["nom_voie" if self.kind == ADDRESSES else "nom_lieu_dit"]
        # a column that the file does not have is read in the blank cell added after the others
        self._cells = itemgetter(*(place.get(name, self._width) for name in _READ))

    def _split(self, line):
        """Return the cells of a line and a blank one, None where they are not as many as the columns."""
        if '"' in line:
            try:
                cells = next(csv.reader([line], delimiter=self._delimiter))
            except (csv.Error, StopIteration):
                return None
        else:
            cells = line.split(self._delimiter)
        # also one blank cell too many: a separator in a name may have moved the others
        if len(cells) != self._width:
            return None
        cells.append("")
        return cells

    def _address(self, line):
        """Return the address of a line, or the reason why there is none."""
        cells = self._split(line)
        if cells is None:
            return COLUMNS
        (
            own, number, rep, name, postcode, insee, commune, old_insee, old_commune, lon, lat, position, parcels,
            ban_address, ban_street,
        ) = self._cells(cells)  # fmt: skip
        insee = _code(insee.strip())
        if _INSEE.fullmatch(insee) is None:
            return HEADER if line == self._header else COMMUNE
        name = name.strip()
        if not name:
            return NAME
        try:
            east, north = float(lon), float(lat)
        except ValueError:
            try:
                east, north = float(lon.replace(",", ".")), float(lat.replace(",", "."))
            except ValueError:
                return COORDINATES
        box = _BOXES.get(insee[:3]) or (_WORLD if insee.startswith(("97", "98")) else _MAINLAND)
        # written so that NaN is refused too
        if not (box[0] <= east <= box[2] and box[1] <= north <= box[3]):
            return COORDINATES
        own = own.strip()
        if self.kind == PLACES:
            figure, street = None, own or ban_street.strip()
        else:
            found = _NUMBER.fullmatch(number.strip())
            if found is None or found.group(1) == "99999":
                return NUMBER
            figure = int(found.group(1))
            # "93010_i7xf1o_00012_bis": commune, street, number, what follows it
            cut = own.find("_", 6) if own[5:6] == "_" else -1
            street = own[:cut] if cut > 6 else ban_street.strip()
        return Address(
            insee, commune.strip(), old_insee.strip(), old_commune.strip(), street, name, _code(postcode.strip()),
            figure, rep.strip().lower(), round(east * _UNITS), round(north * _UNITS), position.strip(),
            own or ban_address.strip(), parcels.strip(),
        )  # fmt: skip


def _as_read(text):
    """Return the bytes that were taken for cp1252, or for Latin-1, to make this text."""
    return b"".join(c.encode("latin-1" if "\x80" <= c <= "\x9f" else "cp1252") for c in text)


def _code(text):
    """Give back the leading zero that a spreadsheet takes from a code."""
    return "0" + text if len(text) == 4 and text.isdigit() else text


_DAMAGED = QT_TRANSLATE_NOOP(
    "@default", "{path} is damaged (its bytes are not those that were zipped): download it again."
)
_FOREIGN = QT_TRANSLATE_NOOP(
    "@default",
    "{path} is not a file of the BAN (missing: {names}): take adresses-….csv.gz or lieux-dits-….csv.gz "
    "from adresse.data.gouv.fr, without opening them in a spreadsheet.",
)
