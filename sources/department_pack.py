"""What “Prepare my département” gets: each reference datum, where it is, what it becomes, how to tell that it is right.

Only a description and checks: fetching, converting and remembering are done by who reads it. QPV, their list and
France services are those of the whole country: cut at the département, an address near its border would be told to be
far from a QPV that is across the street. ::

    for item in contents("93"):
        item.entry, item.query           # what to ask of the catalogue
        item.key                         # of `processing_provider.reference_data`: the default that it becomes
        item.becomes                     # as it is, or made into an index
        item.check.problems(found)       # a `department_check.Contents`
        item.page, item.by_hand          # where a person gets it, and what to take there
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ..domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ..domain.indicators.entry import Query
from ..domain.indicators.levels import COM, DEP, QPV, QPV2015, Territory
from ..domain.qpv.known_communes import MAYOTTE, QUARTERS
from . import territories
from .archives import chosen, extract
from .department_check import CODE_COMMUNE, CODE_QP, LINE, NAME_COMMUNE, NAME_QP, POINT, POLYGON, POPULATION, Check
from .disk import move, writing
from .sniff import sniff

__all__ = ["INDEX", "LAYER", "TABLE", "Item", "contents", "unpacked"]

LAYER, TABLE, INDEX = "layer", "table", "index"
QPV_PAGE = "https://www.data.gouv.fr/fr/datasets/quartiers-prioritaires-de-la-politique-de-la-ville-qpv/"
BAN_FILE = "https://adresse.data.gouv.fr/data/ban/adresses/latest/csv/adresses-{}.csv.gz"
CONTOURS_PAGE = "https://www.data.gouv.fr/fr/datasets/contours-administratifs/"
SQUARES_PAGE = "https://www.insee.fr/fr/statistiques/fichier/8735162/Filosofi2021_carreaux_200m_gpkg.zip"
# of BD TOPO, of OpenStreetMap
NATURE, DIRECTION, SPEED = (
    ("nature", "highway"), ("sens_de_circulation", "oneway"), ("vitesse_moyenne_vl", "maxspeed"),
)  # fmt: skip
# the code of a quartier or of a structure is not that of its commune
COMMUNE_OF = tuple(name for name in CODE_COMMUNE if name != "code")
# Filosofi's squares are published for these départements overseas only, in files called so
_SQUARES_OVERSEAS = {"972": ("*mart*.gpkg",), "974": ("*reun*.gpkg",)}
# there are QPV there, how many is not known here
_SOME_QUARTERS = ("971", "972", "973", "974")

_UNKNOWN = QT_TRANSLATE_NOOP("@default", "“{code}” is no département: write 93, 2A or 974.")


@dataclass(frozen=True)
class Item:
    """One reference datum.

    Attributes
    ----------
    key : str
        Of the default that it becomes.
    title : str
        To be translated.
    entry : str
        Id in the catalogue.
    query : Query
    becomes : str
        `LAYER`, `TABLE` (as they are) or `INDEX`.
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
    inside : tuple of str
        Patterns of what is to be taken of an archive.
    """

    key: str
    title: str
    entry: str
    query: Query
    becomes: str
    check: Check
    page: str
    by_hand: str
    values: object = None
    optional: bool = False
    around_km: int = 0
    inside: tuple = ()


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
    return (*items, made.france_services(), made.streets(), made.roads())


def unpacked(path, item, inside, name, pulse):
    """Take out of an archive what a datum needs.

    Parameters
    ----------
    path : str or pathlib.Path
        Of a ZIP.
    item : Item
    inside : sequence of str
        Patterns of names that are tried after the item's own.
    name : callable
        ``name(suffix)``, the file to write.
    pulse : callable
        Called on the way; may raise `Cancelled`.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    SourceError, OutputError
        Where it holds nothing of use, is damaged, or the disk is full.
    """
    path, department = Path(path), item.check.department
    member, form = chosen(sniff(path), item.becomes == LAYER, (*item.inside, *inside), department)
    folder = name("").parent
    with writing(folder), TemporaryDirectory(dir=folder) as aside:
        inner, form = extract(path, member, form, Path(aside), pulse, path.name, item.page)
        target = name("." + form)
        move(inner, target)
    return target


class _Department:
    """Makes the items of a département."""

    def __init__(self, code, territory, count, geography):
        self.code, self.territory, self.count, self.geography = code, territory, count, geography
        self.three = code.zfill(3)
        # 93 and three figures, 974 and two
        self.within = code + r"\d" * (5 - len(code))

    def perimeters(self):
        return Item(
            "qpv_2024", QT_TRANSLATE_NOOP("@default", "QPV perimeters, 2024"), "datagouv:qpv-2024",
            Query(QPV, year="2024"), LAYER, self._check_qpv(NAME_QP, POLYGON), QPV_PAGE,
            QT_TRANSLATE_NOOP("@default", "The archive of 2024 perimeters, GeoJSON in WGS 84 (QP2024_….zip)."),
        )  # fmt: skip

    def former_perimeters(self):
        # of the mainland, some had none
        fewest = int(self.code in (*_SOME_QUARTERS, "976"))
        check = Check(self.code, (CODE_QP,), "QP" + self.three + r"\d{3}", "QP", fewest, shapes=(POLYGON,))
        return Item(
            "qpv_2015", QT_TRANSLATE_NOOP("@default", "QPV perimeters, 2015"), "datagouv:qpv-2015",
            Query(QPV2015, year="2015"), LAYER, check, QPV_PAGE,
            QT_TRANSLATE_NOOP("@default", "The archive of 2015 perimeters (qp-politiquedelaville-shp.zip)."),
            optional=True,
        )  # fmt: skip

    def official_list(self):
        return Item(
            "qpv_list", QT_TRANSLATE_NOOP("@default", "Official list of QPV"), "datagouv:qpv-liste-2024",
            Query(QPV, year="2024"), TABLE, self._check_qpv(COMMUNE_OF), QPV_PAGE,
            QT_TRANSLATE_NOOP("@default", "The list by commune (listeqp2024-cog….csv)."),
        )  # fmt: skip

    def communes(self):
        # mergers and splits of some years, not a missing canton
        fewest, most = max(int(self.count * 0.9), 1), int(self.count * 1.1) + 50
        fields = (CODE_COMMUNE, NAME_COMMUNE)
        return Item(
            "communes", QT_TRANSLATE_NOOP("@default", "Communes"), "contours:com",
            Query(COM, self.territory, self.geography), LAYER,
            Check(self.code, fields, self.within, "", fewest, most, shapes=(POLYGON,)), CONTOURS_PAGE,
            QT_TRANSLATE_NOOP("@default", "The file of communes of your year (communes-100m.geojson)."),
        )  # fmt: skip

    def addresses(self):
        return Item(
            "address_index", QT_TRANSLATE_NOOP("@default", "Address index (BAN)"), "datagouv:ban",
            Query(DEP, self.territory), INDEX,
            # nearly every commune has addresses
            Check(self.code, pattern=self.within, fewest=max(int(self.count * 0.8), 1), rows=self.count),
            BAN_FILE.format(self.code), QT_TRANSLATE_NOOP("@default", "The file adresses-{code}.csv.gz."),
            {"code": self.code},
        )  # fmt: skip

    def population(self):
        return Item(
            "population", QT_TRANSLATE_NOOP("@default", "Population grid"), "ogc:carto-sp.carreaux-200m",
            Query("", self.territory, "2021"), LAYER,
            Check(self.code, (POPULATION,), rows=10, shapes=(POLYGON, POINT), whole=True), SQUARES_PAGE,
            QT_TRANSLATE_NOOP("@default", "The archive of 200 m squares: a person must take it on Insee's site."),
            around_km=3, inside=_SQUARES_OVERSEAS.get(self.code, ()),
        )  # fmt: skip

    def france_services(self):
        fields = (COMMUNE_OF, ("id_fs", "matricule"), ("latitude",), ("longitude",))
        return Item(
            "france_services", QT_TRANSLATE_NOOP("@default", "France services list"), "datagouv:france-services",
            Query(COM), TABLE, Check(self.code, fields, self.within),
            "https://www.data.gouv.fr/fr/datasets/liste-des-structures-france-services/",
            QT_TRANSLATE_NOOP("@default", "The latest list (liste-fs-….csv)."),
        )  # fmt: skip

    def streets(self):
        title = QT_TRANSLATE_NOOP("@default", "Streets for walking")
        return self._network("streets", title, "ogc:bdtopo.troncons", (NATURE,), 3)

    def roads(self):
        title, fields = QT_TRANSLATE_NOOP("@default", "Roads for driving"), (NATURE, DIRECTION, SPEED)
        return self._network("roads", title, "ogc:bdtopo.routes", fields, 30)

    def _network(self, key, title, entry, fields, around_km):
        return Item(
            key, title, entry, Query("", self.territory), LAYER,
            Check(self.code, fields, rows=100, shapes=(LINE,), whole=True), "https://cartes.gouv.fr/",
            QT_TRANSLATE_NOOP("@default", "BD TOPO of the département {code}, layer “tronçon de route”: a large file."),
            {"code": self.code}, optional=True, around_km=around_km,
        )  # fmt: skip

    def _check_qpv(self, second, *shapes):
        """How many perimeters of 2024 there are is known for the mainland and Mayotte."""
        number = len(MAYOTTE) if self.code == "976" else QUARTERS.get(self.code)
        fewest = number if number is not None else int(self.code in _SOME_QUARTERS)
        form = "QN" + self.three + r"\d{2}[NMIC]"
        return Check(self.code, (CODE_QP, second), form, "QN", fewest, number, shapes=shapes)
