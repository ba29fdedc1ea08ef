"""How to tell that a reference datum is the right one: of this département, whole, of the right shape."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from ..domain.indicators.codes import clean_code
from ..domain.indicators.levels import COM
from ..domain.indicators.words import fold

__all__ = [
    "CODE_COMMUNE", "CODE_QP", "LINE", "NAME_COMMUNE", "NAME_QP", "NO_SHAPE", "POINT", "POLYGON", "POPULATION", "Check",
    "Contents",
]  # fmt: skip

# usual names of columns, the surest first
CODE_QP = ("code_qp", "code_quartier", "code")
NAME_QP = ("lib_qp", "nom_qp", "nom_quartier", "noms_des_quartiers_prioritaires", "nom")
CODE_COMMUNE = ("insee_com", "code_insee", "codgeo", "depcom", "com", "code_commune", "code")
NAME_COMMUNE = ("nom", "lib_com", "nom_com", "libgeo", "libelle", "nom_officiel")
POPULATION = ("ind", "pop", "population", "ind_c", "pop_totale")

POINT, LINE, POLYGON, NO_SHAPE = "point", "line", "polygon", "table"
# share of the ground of the communes that a layer must lie on: nobody lives on all of it
_COVERED = 0.5

_NO_FIELD = QT_TRANSLATE_NOOP("@default", "A column is missing: one of {wanted}. Is it the right file?")
_NO_ROW = QT_TRANSLATE_NOOP("@default", "There is no row.")
_NO_CODE = QT_TRANSLATE_NOOP("@default", "No code is of the département {code}: the first is “{found}”.")
_OTHER = QT_TRANSLATE_NOOP(
    "@default", "No code is of the form {form}: the first is “{found}”. Is it of another generation of perimeters?"
)
_FEW = QT_TRANSLATE_NOOP("@default", "{found} found, where at least {wanted} are known: the file is filtered or cut.")
_MANY = QT_TRANSLATE_NOOP("@default", "{found} found, where at most {wanted} are expected: are they of another year?")
_ROWS = QT_TRANSLATE_NOOP("@default", "{found} rows, where at least {wanted} are expected: the file is cut.")
_SHAPE = {
    POINT: QT_TRANSLATE_NOOP("@default", "It has no points: is it the right layer?"),
    LINE: QT_TRANSLATE_NOOP("@default", "It has no lines: is it the right layer?"),
    POLYGON: QT_TRANSLATE_NOOP("@default", "It has no polygons: is it the right layer?"),
    NO_SHAPE: QT_TRANSLATE_NOOP("@default", "It is a layer, where a table is expected: is it the right file?"),
}
_NO_CRS = QT_TRANSLATE_NOOP("@default", "The coordinate system is not declared: set it in the layer's properties.")
_ASTRAY = QT_TRANSLATE_NOOP(
    "@default",
    "Its coordinates ({x}, {y}) are not those of the system that it names: take the file in WGS 84, or save it again "
    "with its own system.",
)
_ELSEWHERE = QT_TRANSLATE_NOOP("@default", "It lies outside the département {code}: is it the file of another one?")
_PART = QT_TRANSLATE_NOOP("@default", "It covers only a part of the département {code}: the file is cut.")
_NOWHERE = QT_TRANSLATE_NOOP(
    "@default", "Where it lies cannot be checked yet: prepare the communes first, then check this again."
)
_DAMAGED = QT_TRANSLATE_NOOP("@default", "It was made of a file that is not whole: fetch that file again.")


@dataclass(frozen=True)
class Contents:
    """What a file was found to hold.

    Attributes
    ----------
    titles : sequence of str
        Of the columns.
    codes : iterable of str or None
        All that the column of codes holds; a national file's too. None where it was not read.
    rows : int or None
    shape : str
        `POINT`, `LINE`, `POLYGON`, `NO_SHAPE`, or "" where the file does not say.
    located : bool
        Whether it says its coordinate system, or needs none.
    covered : float or None
        Share of the ground of the département's communes that its bounds cover; None where that is not known.
    compared : bool
        Whether there were communes to compare it to.
    damaged : bool
        Whether it was made of a file that was cut.
    astray : tuple of float
        Coordinates that are not those of the system it says; () where all may be.
    ground : tuple of float or None
        West, south, east, north in degrees of what is wanted of it, where it goes far beyond.
    system : str
        Its coordinate system then, as WKT.
    """

    titles: tuple = ()
    codes: object = None
    rows: object = None
    shape: str = ""
    located: bool = True
    covered: object = None
    compared: bool = True
    damaged: bool = False
    astray: tuple = ()
    ground: object = None
    system: str = ""


@dataclass(frozen=True)
class Check:
    """How to tell that what was obtained is what was wanted.

    Attributes
    ----------
    department : str
    fields : tuple of tuple of str
        One of each must be a column, whatever its capitals and accents. The first is that of the codes.
    pattern : str
        Regular expression of the codes of the département; "" where there are none.
    anywhere : str
        Begin of the codes of the whole country, which some must have even where the département has none.
    fewest, most : int or None
        Distinct codes of the département that are known to exist.
    rows : int
        Fewest rows in all.
    shapes : tuple of str
        Accepted shapes; any where empty.
    whole : bool
        Whether it must lie on most of the département.
    """

    department: str
    fields: tuple = ()
    pattern: str = ""
    anywhere: str = ""
    fewest: object = None
    most: object = None
    rows: int = 1
    shapes: tuple = ()
    whole: bool = False

    def column(self, titles):
        """Return the title of the column of codes, None where there is none."""
        return _first(titles, self.fields[0]) if self.fields else None

    def problems(self, found):
        """Tell what is wrong.

        Parameters
        ----------
        found : Contents

        Returns
        -------
        list of DataError
            Nothing where all is right.
        """
        if found.rows == 0:
            return [DataError(_NO_ROW)]
        wrong = [DataError(_DAMAGED)] if found.damaged else []
        if self.shapes and found.shape and found.shape not in self.shapes:
            wrong.append(DataError(_SHAPE[self.shapes[0]]))
        elif not found.located and NO_SHAPE not in self.shapes:
            wrong.append(DataError(_NO_CRS))
        elif found.astray:
            wrong.append(DataError(_ASTRAY, x="{:.0f}".format(found.astray[0]), y="{:.0f}".format(found.astray[1])))
        wrong += [
            DataError(_NO_FIELD, wanted=", ".join(names))
            for names in self.fields if _first(found.titles, names) is None
        ]  # fmt: skip
        if found.rows is not None and found.rows < self.rows:
            wrong.append(DataError(_ROWS, found=found.rows, wanted=self.rows))
        if self.whole and not found.compared:
            wrong.append(DataError(_NOWHERE))
        elif self.whole and found.covered is not None and found.covered < _COVERED:
            wrong.append(DataError(_PART if found.covered else _ELSEWHERE, code=self.department))
        return wrong + self._about_codes(found.codes)

    def _about_codes(self, codes):
        if codes is None or not self.pattern:
            return []
        form = re.compile(self.pattern)
        # as algorithms read them: a spreadsheet may have taken their zero
        codes = [code for code in (clean_code(code, COM) for code in codes) if code]
        own = {code for code in codes if form.fullmatch(code)}
        if not any(code.startswith(self.anywhere) for code in codes):
            return [DataError(_OTHER, form=self.anywhere + "…", found=codes[0] if codes else "")]
        if not own and self.fewest != 0:
            return [DataError(_NO_CODE, code=self.department, found=codes[0] if codes else "")]
        if self.fewest is not None and len(own) < self.fewest:
            return [DataError(_FEW, found=len(own), wanted=self.fewest)]
        if self.most is not None and len(own) > self.most:
            return [DataError(_MANY, found=len(own), wanted=self.most)]
        return []


def _first(titles, names):
    """Return the first of the titles that is one of these names."""
    folded = {}
    for title in titles:
        folded.setdefault(fold(title).replace(" ", "_"), title)
    return next((folded[name] for name in names if name in folded), None)
