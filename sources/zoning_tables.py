"""Dated tables of what communes belong to: arrondissement, canton, EPCI, FRR, programmes, contrat de ville.

Those of arrondissements and EPCI ship; the others come from a file: what the catalogue's entry gave (`ENTRIES`), or a
user's own. A user's file is a CSV with titles, one row a commune:

    code       the commune: ``01001``; also ``codgeo``, ``insee_com``, ``com``…
    valeur     what it is in; also the source's own column, such as ``id_pvd``, ``codefrr``, ``can``
    libelle    optional, what that is called; also ``lib_pvd``, ``nom_epci``…
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..domain.errors import QT_TRANSLATE_NOOP, DataError, MissingFieldError
from ..domain.indicators.levels import ARR, EPCI, department_of
from ..domain.indicators.words import fold
from ..domain.qpv.codes import commune_code, commune_codes
from . import territories

__all__ = [
    "ACV", "ARRONDISSEMENT", "CANTON", "CONTRACT", "ENTRIES", "FRR", "GROUP", "KEYS", "PVD", "ZoningTable",
    "of_observations", "of_rows", "shipped",
]  # fmt: skip

ARRONDISSEMENT, CANTON, GROUP, FRR, ACV, PVD, CONTRACT = (
    "arrondissement", "canton", "epci", "frr", "action_coeur_de_ville", "petites_villes_de_demain", "contrat_de_ville",
)  # fmt: skip
# key -> what it is called; the order is that of the columns written
KEYS = {
    ARRONDISSEMENT: QT_TRANSLATE_NOOP("@default", "Arrondissement"),
    CANTON: QT_TRANSLATE_NOOP("@default", "Canton"),
    GROUP: QT_TRANSLATE_NOOP("@default", "EPCI"),
    FRR: QT_TRANSLATE_NOOP("@default", "France ruralités revitalisation (FRR)"),
    ACV: QT_TRANSLATE_NOOP("@default", "Action cœur de ville"),
    PVD: QT_TRANSLATE_NOOP("@default", "Petites villes de demain"),
    CONTRACT: QT_TRANSLATE_NOOP("@default", "Contrat de ville"),
}
ENTRIES = {FRR: "odt:frr.codefrr", ACV: "datagouv:acv", PVD: "datagouv:pvd", CANTON: "insee:communes-2026"}
"""Entry of the catalogue that gives a table that does not ship; none is known for contrats de ville."""

_COMMUNE = ("code", "codgeo", "insee_com", "code_insee", "com", "code_commune", "depcom", "insee", "commune")
# the source's own columns first: "code" may be anything
_VALUES = {
    ARRONDISSEMENT: ("arr", "arrondissement", "code_arrondissement", "insee_arr"),
    CANTON: ("can", "canton", "code_canton", "insee_can", "burcentral"),
    GROUP: ("epci", "siren_epci", "code_epci", "siren"),
    FRR: ("codefrr", "frr", "classement", "zonage_frr"),
    ACV: ("id_acv", "acv"),
    PVD: ("id_pvd", "pvd"),
    CONTRACT: ("id_cv", "id_contrat", "code_contrat", "contrat_de_ville", "contrat"),
}
_LABELS = {
    ARRONDISSEMENT: ("lib_arr", "nom_arrondissement"),
    CANTON: ("lib_can", "nom_canton"),
    GROUP: ("lib_epci", "nom_epci", "libepci"),
    FRR: ("lib_frr", "libfrr"),
    ACV: ("lib_acv",),
    PVD: ("lib_pvd",),
    CONTRACT: ("lib_cv", "lib_contrat", "nom_contrat"),
}
# of these every commune has one: a commune that the table lacks is not known, not outside
_EVERYWHERE = (ARRONDISSEMENT, CANTON, GROUP)
_SEVERAL = "; "
# no région has as many départements; each programme of the State is in more
_OF_THE_COUNTRY = 20
_NOTHING = ("", "-9999", "-9999.0", "null", "none", "n/a", "na", "nan")

_UNKNOWN_KEY = QT_TRANSLATE_NOOP("@default", "There is no zoning “{key}”: one of {wanted} is wanted.")
_NO_COMMUNE = QT_TRANSLATE_NOOP(
    "@default", "{file} has no column of commune codes: call it “code”. Its columns are: {columns}."
)
_NO_VALUE = QT_TRANSLATE_NOOP(
    "@default", "{file} has no column for “{key}”: call it “valeur” or “{wanted}”. Its columns are: {columns}."
)
_NO_ROW = QT_TRANSLATE_NOOP("@default", "{file} has no row with a commune's code and a value for “{key}”.")


@dataclass(frozen=True)
class ZoningTable:
    """What each commune belongs to, at a date.

    Attributes
    ----------
    key : str
        One of `KEYS`.
    values : dict of str to sequence of str
        Commune -> codes of its zones: a commune may be in two contracts, or in several cantons.
    labels : dict of str to str
        Code of a zone -> what it is called.
    date : str
        ISO date, or a year; "" where the file does not say it.
    source, licence : str
    skipped : int
        Rows without a usable commune code.
    departments : frozenset of str
        Those of the communes that have a row, whatever it says.
    """

    key: str
    values: dict
    labels: dict = field(default_factory=dict)
    date: str = ""
    source: str = ""
    licence: str = "notspecified"
    skipped: int = 0
    departments: frozenset = frozenset()

    @property
    def covers_everything(self):
        """Whether every commune has one: if not, a commune that is absent is outside of it."""
        return self.key in _EVERYWHERE

    @property
    def partial(self):
        """Whether the table may be of a part of the country only: absent from it then means nothing elsewhere."""
        return not self.covers_everything and len(self.departments) < _OF_THE_COUNTRY

    def of(self, commune):
        """Return code and label of what a commune belongs to.

        Parameters
        ----------
        commune : str

        Returns
        -------
        (str, str) or None
            Of several zones, one after the other.
        """
        code = commune_code(commune)
        if code not in self.values:
            return None
        zones = self.values[code]
        named = [self.labels.get(zone, "") for zone in zones]
        label = _SEVERAL.join(name or zone for name, zone in zip(named, zones)) if any(named) else ""
        return _SEVERAL.join(zones), label


def shipped():
    """Return the tables that ship, by key: `ARRONDISSEMENT` and `GROUP`."""
    known = territories.shipped()
    made = {}
    for key, level in ((ARRONDISSEMENT, ARR), (GROUP, EPCI)):
        values, labels = {}, {}
        for code in known.communes(territories.Territory()):
            zone = known.parents(code).get(level)
            if zone:
                values[code] = (zone,)
                labels[zone] = known.name(level, zone)
        made[key] = ZoningTable(key, values, labels, known.geography + "-01-01", known.source, known.licence)
    return made


def of_rows(key, titles, rows, date="", source="", licence="", file=""):
    """Make a table of rows, wherever they come from.

    Parameters
    ----------
    key : str
    titles : sequence of str
    rows : iterable of sequence
    date, source, licence, file : str

    Raises
    ------
    DataError
    """
    if key not in KEYS:
        raise DataError(_UNKNOWN_KEY, key=key, wanted=", ".join(KEYS))
    named = {}
    for place, title in enumerate(titles):
        named.setdefault(fold(title).replace(" ", "_"), place)
    named_so = {"file": file or source, "columns": ", ".join(map(str, titles))}
    value = _column(named, (*_VALUES[key], "valeur", "zonage"))
    label = _column(named, (*_LABELS[key], "libelle"))
    commune = _column(named, [name for name in _COMMUNE if named.get(name) != value])
    if commune is None:
        raise MissingFieldError(_NO_COMMUNE, **named_so)
    if value is None:
        raise MissingFieldError(_NO_VALUE, key=key, wanted=_VALUES[key][0], **named_so)
    values, labels, skipped, departments = {}, {}, 0, set()
    for row in rows:
        zone, codes = _text(row[value]), commune_codes(row[commune])
        departments.update(map(department_of, codes))
        if not zone:
            continue
        skipped += not codes
        for code in codes:
            told = values.setdefault(code, [])
            if zone not in told:
                told.append(zone)
        if label is not None and _text(row[label]):
            labels.setdefault(zone, _text(row[label]))
    if not values:
        raise DataError(_NO_ROW, key=key, file=file or source)
    return ZoningTable(
        key, values, labels, date, source, licence or "notspecified", skipped, frozenset(departments)
    )


def of_observations(key, observations, date="", source="", licence=""):
    """Make a table of an indicator that has classes, such as the Observatoire's FRR.

    Parameters
    ----------
    key : str
    observations : domain.indicators.observations.Observations
        Its last period is taken.
    """
    if key not in KEYS:
        raise DataError(_UNKNOWN_KEY, key=key, wanted=", ".join(KEYS))
    last = observations.at(observations.latest) if len(observations) else observations
    shown = last.labels if last.labels is not None else [_text(value) for value in last.values.tolist()]
    values = {}
    for commune, zone in zip(last.codes.tolist(), shown):
        if _text(zone):
            for code in commune_codes(commune):
                values.setdefault(code, (_text(zone),))
    if not values:
        raise DataError(_NO_ROW, key=key, file=source)
    departments = frozenset(map(department_of, map(str, last.codes.tolist())))
    date, licence = date or observations.latest, licence or "notspecified"
    return ZoningTable(key, values, {}, date, source, licence, 0, departments)


def _column(named, names):
    return next((named[name] for name in names if name in named), None)


def _text(value):
    """Return a cell as text, "" where it says nothing; a whole number has no decimals."""
    if isinstance(value, float) and value == value and value == int(value):
        value = int(value)
    text = " ".join(str("" if value is None else value).replace('="', "").strip('"').split())
    return "" if text.lower() in _NOTHING else text
