"""Which column of a table or of a layer holds what: codes, names, years, and what its values measure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from .codes import clean_code
from .entry import AMOUNT, CLASS, COUNT, OVERLAP, RATE
from .levels import ARR, CAN, COM, DEP, EPCI, EPT, FRA, QPV, QPV2015, REG, ZE

__all__ = [
    "CODES", "LEVEL_NAMES", "NAMES", "STATUSES", "VALUES", "YEARS", "best_column", "certain_level", "is_of_codes",
    "level_named", "level_of", "looks_like_codes", "measure_of", "names_of", "of_level", "overlaps", "title_row",
    "unit_of", "written_alike",
]  # fmt: skip

# the most telling first
CODES = (
    "codgeo", "code_insee", "insee_com", "code_commune", "code_commune_insee", "com_code", "depcom", "insee",
    "codeinsee",
    "code_qp", "code_qpv", "codeqp", "code_quartier", "code_siren", "siren_epci", "code_epci", "epci_code", "epci",
    "siren", "code_siren_epci", "code_canton", "insee_can", "code_arrondissement", "insee_arr", "ze2020", "ze2010",
    "code_ze", "ze", "insee_dep", "code_insee_du_departement", "code_departement", "code_dep", "codedepartement", "dep",
    "insee_reg", "code_insee_de_la_region", "code_region", "code_reg", "reg", "code_geo", "geo", "geocode", "code",
    "id",
)  # fmt: skip
NAMES = (
    "libgeo", "nom_officiel", "nom_com", "nom_commune", "lib_com", "libcom", "lib_commune", "libelle_commune", "nom_qp",
    "lib_qp", "nom_epci", "lib_epci", "libepci", "nom_dep", "lib_dep", "libdep", "nom_reg", "lib_reg", "libreg",
    "libze", "lib_ze", "nom", "libelle", "name", "lib", "nom_geo",
)  # fmt: skip
YEARS = ("annee", "année", "an", "year", "periode", "période", "period", "time_period", "millesime", "millésime")
VALUES = ("valeur", "value", "obs_value", "val")
STATUSES = ("statut", "status", "obs_status", "secret")
# a table of Insee's may hold all levels, whose codes are written alike: 01004 is a commune and its "bassin de vie"
LEVEL_NAMES = (
    "geo_object", "geo_objet", "nivgeo", "niv_geo", "niveau_geo", "niveau_geographique", "niveau", "maille", "echelon",
    "type_geo", "type_territoire", "level",
)  # fmt: skip

_ENDS = (
    ("com", (COM,)), ("commune", (COM,)), ("qp", (QPV, QPV2015)), ("epci", (EPCI,)), ("dep", (DEP,)), ("reg", (REG,)),
    ("ze", (ZE,)),
)  # fmt: skip
# epci2018, ze2010
_CODE_TITLE = re.compile(r"(cod(e|es)?|siren|insee|com|epci|dep|reg|arr|can|ze|uu|au|aav|bv)(_?(19|20)\d\d)?")
_SIREN = re.compile(r"2\d{8}")
# no cell of data says one of these
_SURE_CODES = frozenset((
    *(one for one in CODES if one.startswith(("cod", "insee_", "com_", "siren_", "depcom"))),
    "code_geographique", "code_officiel_geographique", "code_de_la_commune", "code_du_departement",
    "code_quartier_prioritaire", "code_officiel_commune",
)) - {"code"}  # fmt: skip
_LEVELS = {
    "com": COM, "commune": COM, "communes": COM, "arm": COM, "epci": EPCI, "ept": EPT, "dep": DEP, "departement": DEP,
    "departements": DEP, "reg": REG, "region": REG, "regions": REG, "arr": ARR, "arrondissement": ARR,
    "arrondissements": ARR, "can": CAN, "canton": CAN, "cantons": CAN, "ze": ZE, "zone d'emploi": ZE,
    "zones d'emploi": ZE, "qpv": QPV, "fra": FRA, "france": FRA, "pays": FRA,
}  # fmt: skip

_REGIONS = frozenset("01 02 03 04 06 11 24 27 28 32 44 52 53 75 76 84 93 94".split())
# no département with as many has all its codes among those of régions
_MANY_REGIONS = 8
_FORMS = (
    (QPV, re.compile(r"QN\w{6}")),
    (QPV2015, re.compile(r"QP\w{6}")),
    (EPCI, re.compile(r"2\d{8}|ZZZZZZZZZ")),
    (COM, re.compile(r"(\d{2}|2[AB])\d{3}|[1-9]\d{3}(?=$)")),
    (DEP, re.compile(r"\d{2}|2[AB]|9[78]\d|[1-9]")),
)
_LEVELS_OF_FOUR = ((ZE, re.compile(r"^ze|_ze|zone|emploi")), (CAN, re.compile(r"can")))


def level_of(codes, column=""):
    """Return the level that codes are of, "" where they are of none.

    Parameters
    ----------
    codes : iterable of str
    column : str, optional
        What their column is called: it tells a zone d'emploi from a commune that lost its zero.
    """
    found = Counter()
    sizes, kept = Counter(), []
    for code in codes:
        if not code:
            continue
        kept.append(code)
        sizes[len(code)] += 1
        for level, form in _FORMS:
            if form.fullmatch(code):
                found[level] += 1
                break
    if not kept:
        return ""
    if sizes[4] > 0.9 * len(kept):
        # a zone d'emploi or a canton; of a commune that lost its zero, no code begins with one
        said = column.lower()
        told = next((one for one, form in _LEVELS_OF_FOUR if form.search(said)), "")
        if told or any(code.startswith("0") for code in kept):
            return told or ZE
    level, count = max(found.items(), key=lambda item: item[1], default=("", 0))
    if count < 0.6 * len(kept):
        return ""
    if level == DEP:
        distinct = {clean_code(code, DEP) for code in kept}
        said = column.lower()
        if "reg" in said or ("dep" not in said and len(distinct) > 1 and distinct <= _REGIONS):
            return REG
    return level


def level_named(text):
    """Return the level that a word names: ``COM``, ``Département``, ``ZE2020``, ``com2021``; "" for any other.

    Parameters
    ----------
    text : str
    """
    return _LEVELS.get(re.sub(r"[\s_-]*\d{4}$", "", _folded(text).strip().replace("’", "'")), "")


def of_level(cells, level):
    """Tell which rows are of a level, where a column says it: all of them, where it never says that level.

    Parameters
    ----------
    cells : sequence of str
        Of the column, "" for none.
    level : str
        "" where it is not known.

    Returns
    -------
    list of bool
    """
    wanted = QPV if level == QPV2015 else level
    named = {cell: level_named(cell) for cell in set(cells)}
    said = bool(wanted) and wanted in named.values()
    return [not said or named[cell] == wanted for cell in cells]


def is_of_codes(name, cells):
    """Tell whether a column holds codes of what territories lie in: they are numbers that measure nothing.

    Parameters
    ----------
    name : str
    cells : iterable of str
        "" for none.
    """
    kept = [cell for cell in cells if cell]
    return _CODE_TITLE.fullmatch(name.lower()) is not None or (bool(kept) and all(map(_SIREN.fullmatch, kept)))


def names_of(level):
    """Return the usual titles of names but those of other levels: beside communes, `nom_dep` says where they lie.

    Parameters
    ----------
    level : str
        "" where it is not known.
    """
    others = [end for end, own in _ENDS if level not in ("", *own)]
    return [name for name in NAMES if not name.endswith(tuple(others))]


def title_row(rows):
    """Find the row of titles of a table of territories among its first rows, which may have headings above.

    Parameters
    ----------
    rows : iterable of sequence
        Cells as texts, None or "" for an empty one.

    Returns
    -------
    int or None
        The row that has a title no cell of data could be, else one that has both titles of codes and of names.
    """
    both = None
    for place, cells in enumerate(rows):
        titles = {re.sub(r"[\s_]+", "_", _folded(cell).strip()) for cell in cells if cell not in (None, "")}
        if len(titles) < 2:
            continue
        if titles & _SURE_CODES:
            return place
        if both is None and titles.intersection(CODES) and titles.intersection(NAMES):
            both = place
    return both


def certain_level(codes, column=""):
    """Return what `level_of` does, but "" for the few codes that régions and départements have in common.

    Parameters are those of `level_of`.
    """
    codes = [code for code in codes if code]
    level = level_of(codes, column)
    if level in (DEP, REG) and not re.search("dep|dép|reg|rég", column.lower()):
        distinct = {clean_code(code, DEP) for code in codes}
        return "" if distinct <= _REGIONS and len(distinct) < _MANY_REGIONS else level
    return level


def written_alike(level, other):
    """Tell whether some codes of a level are codes of another too.

    11 is Aude and Île-de-France; 1101 is a zone d'emploi, and a commune that lost its zero.
    """
    return {level, other} in ({DEP, REG}, {COM, ZE}, {COM, CAN})


def looks_like_codes(cells):
    """Tell whether most cells could be codes of territories."""
    kept = [code for code in map(clean_code, cells) if code]
    return bool(kept) and level_of(kept) != ""


def best_column(columns, wanted):
    """Return the column that has the most codes in common with those wanted.

    Parameters
    ----------
    columns : sequence of (str, sequence)
        Name and cells, the likeliest first.
    wanted : set of str
        Clean codes.

    Returns
    -------
    str or None
        None where no column shares any.
    """
    best, most = None, 0
    for name, cells in columns:
        # a zero may be lost, on either side
        codes = {code.lstrip("0") for code in map(clean_code, cells) if code}
        shared = len(codes & {code.lstrip("0") for code in wanted})
        if shared > most:
            best, most = name, shared
    return best


_RATE = re.compile(
    r"(^|_|\b)(tx|taux|part|parts|pct|p|pc|pourcent\w*|ratio|indice|dens\w*|evol\w*|variation|moy\w*|med(?!ec)\w*|"
    r"revenu\w*|score|intensite|temps|age|apl)(_|\b|$)|%|‰|pour (100|1 ?000|10 ?000)|/"
)
_COUNT = re.compile(
    r"(^|_|\b)(nb|nbre|nombre|n|effectifs?|pop\w*|total|count|habitants?|logements?|menages?|emplois?|chomeurs|"
    r"allocataires?|naissances|deces|etablissements?|beneficiaires?|medecins?|exp\w*)(_|\b|$)"
)
# units of what is never added up from one territory to another: an altitude, a distance, a duration, a price, a mark
_AMOUNT = re.compile(
    r"[km]?€|°|(eur|euros?|eur_.*|mn|mins?|minutes?|h|heures?|jours?|secondes?|m|metres?|m2|m²|km2?|kilometres?|ans?|annees?|"
    r"degres?|indices?|points?|pts?|notes?|rangs?|consultations?|[kmg]?b(its?|ps)?|[kmg]o)(\b|$)"
)


# Insee's total population counts some people in two communes: the municipal one, and the one they keep a home in
_OVERLAP = re.compile(r"(^|[\W_])(ptot\d*|pcap\d*|pop\w*[\W_]*tot(al|ale|ales)?|pop\w* comptees? a part)([\W_]|\d|$)")


def overlaps(name):
    """Tell whether a count is one of those of which Insee says that they do not add up.

    Parameters
    ----------
    name : str
        Of the field, the indicator, or its code.
    """
    return _OVERLAP.search(_folded(name)) is not None


def measure_of(name, unit="", column=None):
    """Return what values measure, from their name and unit.

    Parameters
    ----------
    name : str
        Of the field, or the indicator's title.
    unit : str, optional
    column : cells.Column, optional
        Its values: texts are classes, and a number with decimals counts nothing.

    Returns
    -------
    str
        `RATE`, `COUNT`, `OVERLAP`, `AMOUNT` or `CLASS`.
    """
    if column is not None and not column.numeric and (column.labels != "").any():
        return CLASS
    unit = unit.strip().lower()
    if unit and ("%" in unit or "‰" in unit or "/" in unit or "pour" in unit or " par " in unit):
        return RATE
    if _AMOUNT.match(_folded(unit)):
        return AMOUNT
    said = _folded(name)
    if _RATE.search(said):
        return RATE
    whole = True
    if column is not None:
        values = column.values[column.values == column.values]
        # a service may write 5593.999999999999 people
        near = abs(values - values.round()) <= 1e-9 * abs(values)
        whole = bool(len(values)) and bool(near.all()) and bool((values >= 0).all())
    if overlaps(name):
        return OVERLAP if whole else RATE
    return COUNT if whole and (_COUNT.search(said) or unit) else RATE


def unit_of(name):
    """Return the unit that a field's name tells: ``%`` of `part_pct`, "" where it tells none.

    Parameters
    ----------
    name : str
    """
    said = _folded(name)
    return "%" if re.search(r"(_|\b)(pct|part|parts|tx|taux|pourcent\w*)(_|\b|$)|%", said) else ""


def _folded(text):
    plain = unicodedata.normalize("NFKD", str(text).lower())
    return "".join(c for c in plain if not unicodedata.combining(c))
