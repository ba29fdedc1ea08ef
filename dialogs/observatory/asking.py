"""What is asked of the algorithms: parameters made of what was chosen in the dock."""

from __future__ import annotations

from qgis.core import QgsApplication

from ...domain.indicators.levels import FRA, LEVELS
from ...layers.profile import cache_folder, user_catalogues
from ...translation import tr
from . import wording
from .jobs import Job
from .memory import layer_file

__all__ = ["ALGORITHM", "catalogue_job", "cut_job", "fetch_job", "index_job", "layer_job", "refresh_job"]

# those of sources.obtain, which brings numpy with it
CACHE_FIRST, REFRESH, OFFLINE = 0, 1, 2
ALGORITHM, INDEXER = "cohesion:observatorylayer", "cohesion:buildaddressindex"
REFRESHER, CUTTER = "cohesion:refreshcatalogue", "native:extractbyextent"
TEMPORARY = "TEMPORARY_OUTPUT"


def layer_job(entry, level, territory, year, offline, path=None, loads=True, place="", again=False):
    """Return the job that obtains an entry and brings it to the map.

    Parameters
    ----------
    entry : domain.indicators.entry.Entry
    level, year : str
        "" for the entry's first level, the latest year; ``*`` for all years.
    territory : domain.indicators.levels.Territory
    offline : bool
        Nothing is asked of the network.
    path : pathlib.Path, optional
        File to write; by default a new one beside the project.
    loads : bool
    place : str, optional
        What the territory is called; its code by default.
    again : bool
        The service is asked whether it has newer than what is kept.
    """
    parts = [entry.title, tr("All years") if year == "*" else year]
    if territory.level != FRA:
        parts.append(place or str(territory))
    title = " – ".join(part for part in parts if part)
    parameters = _asked(entry.id, level, territory, year, _way(offline, again))
    parameters["OUTPUT"] = str(path or layer_file("{}_{}".format(entry.title, territory)))
    return Job(title, ALGORITHM, parameters, {"OUTPUT": title} if loads else {})


def refresh_job(record, title):
    """Return the job that fetches again what the cache holds."""
    parameters = _asked(record.entry, record.level, record.territory, record.year, REFRESH)
    parameters.update(OUTPUT=TEMPORARY, FETCH_ONLY=True)
    return Job("{} – {}".format(title, wording.question(record)), ALGORITHM, parameters)


def fetch_job(title, entry, query, offline, again=False):
    """Return the job that obtains the file of an entry and writes no layer; its results say ``CACHED_FILE``."""
    parameters = _asked(entry.id, query.level, query.territory, query.year, _way(offline, again))
    parameters.update(OUTPUT=TEMPORARY, FETCH_ONLY=True)
    return Job(title, ALGORITHM, parameters)


def index_job(title, files, path):
    """Return the job that makes an address index of the BAN's files."""
    return Job(title, INDEXER, {"INPUT": [str(one) for one in files], "OUTPUT": str(path)})


def cut_job(title, path, bounds, target):
    """Return the job that takes of a layer what meets bounds in degrees: west, south, east, north."""
    west, south, east, north = bounds
    extent = "{!r},{!r},{!r},{!r} [EPSG:4326]".format(west, east, south, north)
    return Job(title, CUTTER, {"INPUT": str(path), "EXTENT": extent, "CLIP": False, "OUTPUT": str(target)})


def catalogue_job(title, told, then):
    """Return the job that has a service say what it offers; `then` is given its results."""
    parameters = {**told, "CATALOGUE_FOLDER": str(user_catalogues()), "OUTPUT": TEMPORARY}
    return Job(title, REFRESHER, parameters, then=then)


def _asked(entry_id, level, territory, year, refresh):
    return {
        "ENTRY": entry_id,
        "LEVEL": _level(level),
        "TERRITORY": "" if str(territory) == "FRA" else str(territory),
        "YEAR": year,
        "REFRESH": refresh,
        "CACHE_FOLDER": str(cache_folder()),
    }


def _way(offline, again):
    return OFFLINE if offline else REFRESH if again else CACHE_FIRST


def _level(level):
    """Return a level as the algorithm takes it: a number where it has a list of them."""
    algorithm = QgsApplication.processingRegistry().algorithmById(ALGORITHM)
    definition = algorithm.parameterDefinition("LEVEL") if algorithm is not None else None
    if definition is None or definition.type() != "enum" or definition.usesStaticStrings():
        return level
    return list(LEVELS).index(level) if level in LEVELS else None
