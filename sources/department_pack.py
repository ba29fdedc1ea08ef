"""What “Prepare my département” gets: each reference datum, where it is, what it becomes, how to tell that it is right.

Only a description and checks: fetching, converting and remembering are done by who reads it. ::

    for item in contents("93"):
        item.entry, item.query           # what to ask of the catalogue
        item.becomes                     # algorithm that makes of it what is remembered
        item.references                  # keys of `processing_provider.reference_data` it becomes the default of
        item.check.problems(titles, codes, rows)
        item.page, item.by_hand          # where a person gets it, and what to take there
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..domain.errors import QT_TRANSLATE_NOOP, DataError, ParameterError
from ..domain.indicators.entry import Query
from ..domain.indicators.levels import COM, DEP, QPV, QPV2015, Territory
from ..domain.indicators.words import fold
from ..domain.qpv.known_communes import MAYOTTE, QUARTERS
from . import territories

__all__ = ["INDEX", "LAYER", "TABLE", "Check", "Item", "contents"]

LAYER, TABLE, INDEX = "layer", "table", "index"
QPV_PAGE = "https://www.data.gouv.fr/fr/datasets/quartiers-prioritaires-de-la-politique-de-la-ville-qpv/"
BAN_FILE = "https://adresse.data.gouv.fr/data/ban/adresses/latest/csv/adresses-{}.csv.gz"
CONTOURS_PAGE = "https://www.data.gouv.fr/fr/datasets/contours-administratifs/"
SQUARES_PAGE = "https://www.insee.fr/fr/statistiques/fichier/8735162/Filosofi2021_carreaux_200m_gpkg.zip"
QPV_CODES = ("code_qp", "code_quartier", "code")
QPV_NAMES = ("lib_qp", "nom_qp", "nom_quartier", "nom")
COMMUNE_CODES = ("code", "insee_com", "code_insee", "codgeo", "depcom")
# Filosofi's squares are published for these départements overseas only
_SQUARES_OVERSEAS = ("972", "974")

_UNKNOWN = QT_TRANSLATE_NOOP("@default", "“{code}” is no département: write 93, 2A or 974.")
_NO_FIELD = QT_TRANSLATE_NOOP("@default", "A column is missing: one of {wanted}. Is it the right file?")
_NO_ROW = QT_TRANSLATE_NOOP("@default", "There is no row.")
_NO_CODE = QT_TRANSLATE_NOOP("@default", "No code is of the département {code}: the first is “{found}”.")
_FEW = QT_TRANSLATE_NOOP("@default", "{found} found, where at least {wanted} are known: the file is filtered or cut.")
_MANY = QT_TRANSLATE_NOOP("@default", "{found} found, where at most {wanted} are expected: are they of another year?")
_ROWS = QT_TRANSLATE_NOOP("@default", "{found} rows, where at least {wanted} are expected: the file is cut.")


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
    fewest, most : int or None
        Distinct codes of the département that are known to exist.
    rows : int
        Fewest rows in all.
    """

    department: str
    fields: tuple = ()
    pattern: str = ""
    fewest: object = None
    most: object = None
    rows: int = 1

    def column(self, titles):
        """Return the title of the column of codes, None where there is none."""
        return _first(titles, self.fields[0]) if self.fields else None

    def problems(self, titles, codes=None, rows=None):
        """Tell what is wrong.

        Parameters
        ----------
        titles : sequence of str
            Of the columns.
        codes : iterable of str, optional
            All that the column of codes holds; a national file's too.
        rows : int, optional
            How many rows there are.

        Returns
        -------
        list of DataError
            Nothing where all is right.
        """
        wrong = [
            DataError(_NO_FIELD, wanted=", ".join(names)) for names in self.fields if _first(titles, names) is None
        ]
        if rows == 0:
            return [*wrong, DataError(_NO_ROW)]
        if rows is not None and rows < self.rows:
            wrong.append(DataError(_ROWS, found=rows, wanted=self.rows))
        if codes is None or not self.pattern:
            return wrong
        form = re.compile(self.pattern)
        codes = [str(code).strip().upper() for code in codes if code is not None]
        own = {code for code in codes if form.fullmatch(code)}
        if not own and self.fewest != 0:
            wrong.append(DataError(_NO_CODE, code=self.department, found=codes[0] if codes else ""))
        elif self.fewest is not None and len(own) < self.fewest:
            wrong.append(DataError(_FEW, found=len(own), wanted=self.fewest))
        elif self.most is not None and len(own) > self.most:
            wrong.append(DataError(_MANY, found=len(own), wanted=self.most))
        return wrong


@dataclass(frozen=True)
class Item:
    """One reference datum.

    Attributes
    ----------
    key : str
        Its name in the pack.
    title : str
        To be translated.
    references : tuple of str
        Keys of the defaults it becomes.
    entry : str
        Id in the catalogue.
    query : Query
    becomes : str
        `LAYER`, `TABLE` (as they are) or `INDEX`.
    algorithm : str
        Id of the algorithm that makes it; "" where it serves as it is.
    check : Check
    page : str
        Where a person gets it.
    by_hand : str
        What to take there: to be translated, with `values`.
    values : dict
    optional : bool
        Whether the pack is complete without it.
    around_km : int
        How far beyond the département it must go.
    """

    key: str
    title: str
    references: tuple
    entry: str
    query: Query
    becomes: str
    check: Check
    page: str
    by_hand: str
    values: object = None
    algorithm: str = ""
    optional: bool = False
    around_km: int = 0


def contents(department, known=None):
    """Return what a département needs.

    Parameters
    ----------
    department : str
        Its code: ``93``, ``2A``, ``974``.
    known : sources.territories.Territories, optional
        By default those that ship.

    Returns
    -------
    tuple of Item
        The most needed first.

    Raises
    ------
    ParameterError
        When there is no such département.
    """
    known = known or territories.shipped()
    code = str(department or "").strip().upper()
    territory = Territory(DEP, code)
    communes = known.communes(territory)
    if not communes:
        raise ParameterError(_UNKNOWN, code=department)
    made = _Department(code, territory, len(communes), known.geography)
    items = [made.perimeters(), made.former_perimeters(), made.official_list(), made.communes(), made.addresses()]
    if len(code) == 2 or code in _SQUARES_OVERSEAS:
        items.append(made.population())
    return (*items, made.france_services(), made.streets())


class _Department:
    """Makes the items of a département."""

    def __init__(self, code, territory, count, geography):
        self.code, self.territory, self.count, self.geography = code, territory, count, geography
        self.three = code.zfill(3)
        # 93 and three figures, 974 and two
        self.within = code + r"\d" * (5 - len(code))

    def perimeters(self):
        return Item(
            "qpv_2024", QT_TRANSLATE_NOOP("@default", "QPV perimeters, 2024"), ("qpv_2024",), "datagouv:qpv-2024",
            Query(QPV, self.territory, "2024"), LAYER, self._check_qpv(QPV_NAMES), QPV_PAGE,
            QT_TRANSLATE_NOOP("@default", "The archive of 2024 perimeters, GeoJSON in WGS 84 (QP2024_….zip)."),
        )  # fmt: skip

    def former_perimeters(self):
        check = Check(self.code, (QPV_CODES,), "QP" + self.three + r"\d{3}", fewest=0)
        return Item(
            "qpv_2015", QT_TRANSLATE_NOOP("@default", "QPV perimeters, 2015"), ("qpv_2015",), "datagouv:qpv-2015",
            Query(QPV2015, self.territory, "2015"), LAYER, check, QPV_PAGE,
            QT_TRANSLATE_NOOP("@default", "The archive of 2015 perimeters (qp-politiquedelaville-shp.zip)."),
            optional=True,
        )  # fmt: skip

    def official_list(self):
        return Item(
            "qpv_list", QT_TRANSLATE_NOOP("@default", "Official list of QPV"), ("qpv_list",), "datagouv:qpv-liste-2024",
            Query(QPV, self.territory, "2024"), TABLE, self._check_qpv(COMMUNE_CODES), QPV_PAGE,
            QT_TRANSLATE_NOOP("@default", "The list by commune (listeqp2024-cog….csv)."),
        )  # fmt: skip

    def communes(self):
        # mergers and splits of some years, not a missing canton
        fewest, most = int(self.count * 0.9), int(self.count * 1.1) + 50
        names = ("nom", "nom_officiel", "libelle", "lib_com")
        return Item(
            "communes", QT_TRANSLATE_NOOP("@default", "Communes"), ("communes",), "contours:com",
            Query(COM, self.territory, self.geography), LAYER,
            Check(self.code, (COMMUNE_CODES, names), self.within, fewest, most), CONTOURS_PAGE,
            QT_TRANSLATE_NOOP("@default", "The file of communes of your year (communes-100m.geojson)."),
        )  # fmt: skip

    def addresses(self):
        fields = (("code_insee",), ("numero",), ("nom_voie",), ("lon",), ("lat",))
        return Item(
            "address_index", QT_TRANSLATE_NOOP("@default", "Address index (BAN)"), ("address_index",), "datagouv:ban",
            Query(DEP, self.territory), INDEX, Check(self.code, fields, self.within, 1, rows=self.count),
            BAN_FILE.format(self.code), QT_TRANSLATE_NOOP("@default", "The file adresses-{code}.csv.gz."),
            {"code": self.code}, algorithm="cohesion:buildaddressindex",
        )  # fmt: skip

    def population(self):
        return Item(
            "population", QT_TRANSLATE_NOOP("@default", "Population grid"), ("population",),
            "ogc:carto-sp.carreaux-200m", Query("", self.territory, "2021"), LAYER,
            Check(self.code, (("ind", "population", "ind_c", "pop"),), rows=10), SQUARES_PAGE,
            QT_TRANSLATE_NOOP("@default", "The archive of 200 m squares: a person must take it on Insee's site."),
            around_km=3,
        )  # fmt: skip

    def france_services(self):
        # the code of a structure is not that of its commune
        communes = tuple(name for name in COMMUNE_CODES if name != "code")
        fields = (communes, ("id_fs", "matricule"), ("latitude",), ("longitude",))
        return Item(
            "france_services", QT_TRANSLATE_NOOP("@default", "France services list"), ("france_services",),
            "datagouv:france-services", Query(COM, self.territory), TABLE, Check(self.code, fields, self.within),
            "https://www.data.gouv.fr/fr/datasets/liste-des-structures-france-services/",
            QT_TRANSLATE_NOOP("@default", "The latest list (liste-fs-….csv)."),
        )  # fmt: skip

    def streets(self):
        fields = (("nature", "highway"), ("sens_de_circulation", "oneway"), ("vitesse_moyenne_vl", "maxspeed"))
        return Item(
            "streets", QT_TRANSLATE_NOOP("@default", "Streets and roads"), ("streets", "roads"), "ogc:bdtopo.troncons",
            Query("", self.territory), LAYER, Check(self.code, fields, rows=100), "https://cartes.gouv.fr/",
            QT_TRANSLATE_NOOP("@default", "BD TOPO of the département {code}, layer “tronçon de route”: a large file."),
            {"code": self.code}, optional=True, around_km=30,
        )  # fmt: skip

    def _check_qpv(self, second):
        """How many perimeters of 2024 there are is known for the mainland and Mayotte."""
        number = len(MAYOTTE) if self.code == "976" else QUARTERS.get(self.code)
        # a département of the mainland that is not in the table has none
        fewest = number if number is not None else 0
        return Check(self.code, (QPV_CODES, second), "QN" + self.three + r"\d{2}[NMIC]", fewest, number)


def _first(titles, names):
    """Return the first of the titles that is one of these names."""
    folded = {}
    for title in titles:
        folded.setdefault(fold(title).replace(" ", "_"), title)
    return next((folded[name] for name in names if name in folded), None)
