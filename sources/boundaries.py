"""Boundaries by level and year: the yearly files of contours, the Géoplateforme where there is none, perimeters of QPV.

The Géoplateforme has the territories of Greater Paris (EPT) among the groups of communes, told by their codes.

What an entry's ``request`` holds::

    "level"      as in `domain.indicators.levels`; the query's level wins
    "precision"  optional, "1000m", "100m" or "50m": how much the contours are simplified
    "request"    optional, for QPV: where their file is, as `sources.datagouv` reads it

The year asked for is the one of the data to be joined. Where there is no file of that year, the nearest is taken, the
earlier of two, and said.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from ..domain.errors import (
    QT_TRANSLATE_NOOP,
    CredentialsError,
    DamagedAnswerError,
    ParameterError,
    ServiceBusyError,
    ServiceDownError,
    ServiceRefusedError,
    TlsError,
    Words,
)
from ..domain.indicators.entry import LAYER
from ..domain.indicators.levels import COM, DEP, EPCI, EPT, LEVELS, QPV, QPV2015, REG, Territory
from .adapter import Fetched
from .archives import inflate_gz
from .datagouv import DataGouv
from .datagouv_api import BASE as DATAGOUV
from .disk import move, remove, writing
from .geojson_file import require_degrees
from .http import host
from .ogc_features import ADMIN, GEOPLATEFORME, OgcFeatures
from .ranges import download, unchanged
from .sniff import GEOJSON, sniff
from .territories import shipped
from .validators import Validators

__all__ = ["CONTOURS", "FIRST_YEAR", "PERIMETERS", "Boundaries"]

CONTOURS = (
    "https://etalab-datasets.geo.data.gouv.fr/contours-administratifs/",
    "https://object.data.gouv.fr/contours-administratifs/",
)
FIRST_YEAR = 2018
NEAREST = 6
"""Years that are tried."""
_FILES = {COM: "communes", EPCI: "epci", DEP: "departements", REG: "regions"}
PRECISIONS = ("1000m", "100m", "50m", "5m")
_USUAL = {COM: "100m", EPCI: "100m", DEP: "1000m", REG: "1000m"}
_QPV_DATASET = "quartiers-prioritaires-de-la-politique-de-la-ville-qpv"
PERIMETERS = {
    QPV: ("2024", {
        "resource": "942d4ee8-8142-4556-8ea1-335537ce1119", "dataset": _QPV_DATASET,
        "inside": ["GEOJSON/*WGS84.geojson", "*WGS84*.geojson", "*.geojson"], "format": "geojson",
    }),
    QPV2015: ("2015", {"dataset": _QPV_DATASET, "title": ["qp-politiquedelaville", "shp"], "format": "shp.zip"}),
}  # fmt: skip

# a store of files says of what is not there that one may not have it
_ABSENT = (ServiceRefusedError, CredentialsError)
_DOWN = (ServiceDownError, ServiceBusyError, TlsError)

_OTHER_YEAR = QT_TRANSLATE_NOOP(
    "@default",
    "Contours of {year} are not published: those of {found} were taken. Codes that changed between the two years find "
    "no polygon.",
)
_OTHER_SERVICE = QT_TRANSLATE_NOOP(
    "@default",
    "The yearly files of contours could not be reached: those of the current year were taken from {service}. Codes "
    "that changed since find no polygon.",
)
_CURRENT = QT_TRANSLATE_NOOP(
    "@default", "{service} has these contours for the current year only: the data may be of another one."
)
_NO_LEVEL = QT_TRANSLATE_NOOP(
    "@default", "No service with the boundaries of this level is known: {level}. Give a layer of your own."
)
_NOT_GEOJSON = QT_TRANSLATE_NOOP("@default", "{service} gave something else than contours ({form}): run again later.")


class Boundaries:
    """The adapter.

    Parameters
    ----------
    base : str or sequence of str, optional
        Where the folders of years are, in order.
    wfs : str, optional
    datagouv : str, optional
    today : datetime.date, optional
        After whose year there is no file.
    """

    def __init__(self, base=CONTOURS, wfs=GEOPLATEFORME, datagouv=DATAGOUV, today=None):
        self.bases = (base,) if isinstance(base, str) else tuple(base)
        self.wfs, self.perimeters = wfs, DataGouv(datagouv)
        self.this_year = (today or date.today()).year

    def entries(self, client):
        """Return nothing: the catalogue that ships has them all."""
        return iter(())

    def unchanged(self, client, entry, query, modified):
        """Tell whether a file is still the one that `modified` describes; False where another year is nearer now."""
        level = self._level(entry, query)
        if level in PERIMETERS:
            return self.perimeters.unchanged(client, _perimeters(entry, level), query, modified)
        if level not in _FILES or not modified:
            return False
        known = Validators.read(modified)
        for year in self._years(int(self._year(query))):
            for url in self._addresses(entry, level, year, self.bases):
                try:
                    # the first that is there is the one that would be taken
                    return unchanged(client, url, known)
                except _ABSENT:
                    continue
        return False

    def fetch(self, client, entry, query, folder):
        """Get boundaries of the whole country.

        Parameters
        ----------
        client : sources.http.Client
        entry : domain.indicators.entry.Entry
        query : domain.indicators.entry.Query
            Its year is that of the geography (COG); the latest by default.
        folder : pathlib.Path

        Returns
        -------
        sources.adapter.Fetched
            ``geography`` is the year of what was found, "" for the current one of the Géoplateforme.

        Raises
        ------
        SourceError, OutputError, ParameterError
        """
        level = self._level(entry, query)
        if level in PERIMETERS:
            got = self.perimeters.fetch(client, _perimeters(entry, level), query, folder)
            return replace(got, geography=PERIMETERS[level][0])
        if level not in _FILES and level not in ADMIN:
            raise ParameterError(_NO_LEVEL, level=Words(LEVELS.get(level, level)))
        if level in _FILES:
            found = self._file(client, entry, level, int(self._year(query)), Path(folder))
            if found is not None:
                return found
        request = {"type": "wfs", "address": self.wfs, "layer": ADMIN[level]}
        if level == EPT:
            request["filter"] = {"code_siren": shipped().members(Territory(), EPT)}
        own = replace(entry, kind=LAYER, levels=(level,), request=request)
        got = OgcFeatures().fetch(client, own, replace(query, level=level, territory=Territory()), folder)
        note = _OTHER_SERVICE if level in _FILES else _CURRENT
        return replace(got, geography="", licence="lov2", notes=((note, {"service": host(self.wfs)}), *got.notes))

    def _file(self, client, entry, level, year, folder):
        """Return the file of the nearest year; None where none is there."""
        for near in self._years(year):
            got = self._of_year(client, entry, level, near, folder)
            if got is not None:
                path = _plain(got.path, folder, client.pulse, host(got.address))
                notes = ((_OTHER_YEAR, {"year": str(year), "found": str(near)}),) if near != year else ()
                return Fetched(
                    path=path, form=GEOJSON, geography=str(near), modified=str(got.validators), address=got.address,
                    notes=notes,
                )  # fmt: skip
        return None

    def _of_year(self, client, entry, level, year, folder):
        """Return the file of a year from the first store that has it; None where none has.

        A store that is down may have it: another store's is as good, another year's is not.
        """
        down = []
        for base in self.bases:
            for url in self._addresses(entry, level, year, (base,)):
                try:
                    return download(client, url, folder / "download")
                except _ABSENT:
                    continue
                except _DOWN as error:
                    down.append(error)
                    break
        if down:
            raise down[0]
        return None

    def _years(self, year):
        """Return the years to try, the nearest first, the earlier of two."""
        known = range(FIRST_YEAR, self.this_year + 1)
        return sorted(known, key=lambda one: (abs(one - year), one))[:NEAREST]

    def _addresses(self, entry, level, year, bases):
        precision = entry.request.get("precision") or _USUAL[level]
        name = "{}/geojson/{}-{}.geojson".format(year, _FILES[level], precision)
        return [base + name + end for base in bases for end in (".gz", "")]

    def _year(self, query):
        return query.year if query.year.isdecimal() else str(self.this_year)

    def _level(self, entry, query):
        return query.level or entry.request.get("level") or (entry.levels[0] if entry.levels else COM)


def _perimeters(entry, level):
    """Return the entry of a generation of QPV as data.gouv.fr has it."""
    return replace(entry, kind=LAYER, request=entry.request.get("request") or PERIMETERS[level][1])


def _plain(path, folder, pulse, service):
    """Return the file unpacked, having looked that it is one of contours."""
    found = sniff(path)
    target = folder / "contours.geojson"
    if found.form != GEOJSON:
        remove(path)
        raise DamagedAnswerError(_NOT_GEOJSON, service=service, form=found.form)
    if found.packing == "gz":
        inflate_gz(path, target, pulse, service)
        remove(path)
    else:
        with writing(folder):
            move(path, target)
    require_degrees(target, service, pulse)
    return target
