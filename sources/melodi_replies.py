"""What Mélodi's replies hold: pages of observations, entries, the codes of dimensions, the last year of a data set."""

from __future__ import annotations

import re
from types import MappingProxyType
from urllib.parse import parse_qs, urlsplit

from ..domain.indicators.entry import OVERLAP, Entry
from ..domain.indicators.levels import ARR, COM, DEP, EPCI, FRA, REG, ZE

__all__ = ["LEVELS", "a_list", "an_object", "entry_of", "last_year", "page_of", "ranges_of"]

OBSERVATORY = "Insee – Mélodi"
LEVELS = {COM: "COM", EPCI: "EPCI", DEP: "DEP", REG: "REG", ARR: "ARR", ZE: "ZE2020", FRA: "FRANCE"}
"""Level -> how the service writes it."""


def a_list(value):
    """Return a list of objects; ValueError for anything else."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError("no list")
    return value


def an_object(value):
    """Return an object; ValueError for anything else."""
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value


def page_of(value):
    """Return the observations of a reply, and the number of the next page, 0 for none."""
    rows = an_object(value).get("observations")
    paging = value.get("paging") or {}
    if not isinstance(rows, list) or not isinstance(paging, dict):
        raise ValueError("no observations")
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("dimensions"), dict):
            raise ValueError("observations of another form")
        if not all(isinstance(row.get(name) or {}, dict) for name in ("measures", "attributes")):
            raise ValueError("observations of another form")
    if not paging.get("next") or paging.get("isLast"):
        return rows, 0
    # the address is not followed as it is: only where to go on is taken from it
    told = parse_qs(urlsplit(str(paging["next"])).query).get("page", [""])[0]
    return rows, int(told)


def ranges_of(value):
    """Return the codes of a data set: dimension -> code -> French label.

    Raises
    ------
    ValueError
    """
    found = {}
    try:
        for one in value["range"]:
            found[str(one["concept"]["code"])] = {_code(value): _french(value.get("label")) for value in one["values"]}
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("dimensions of another form") from error
    return found


def _code(value):
    """A département and a région may have the same code: only their level tells them apart."""
    code, kind = str(value["code"]), (value.get("type") or {}).get("code")
    return "{}-{}".format(kind, code) if kind else code


def _french(words):
    """The French words of {"fr": …} or [{"lang": "fr", "content": …}]."""
    if isinstance(words, list):
        words = {one.get("lang"): one.get("content") for one in words if isinstance(one, dict)}
    return str((words or {}).get("fr") or "").strip()


def last_year(record):
    """Return the last year of a data set, ``*`` where its record says none."""
    found = re.match(r"\d{4}", str((record.get("temporal") or {}).get("endPeriod") or ""))
    return found.group() if found else "*"


def entry_of(record):
    """Return the entry of a data set, None for one that has no level below the country."""
    told = {str(one.get("id")) for one in record.get("spatialResolution") or []}
    levels = tuple(level for level, written in LEVELS.items() if written in told)
    name = str(record.get("identifier") or "")
    if not name or not set(levels) - {FRA}:
        return None
    period = record.get("temporal") or {}
    years = sorted({str(period.get(end) or "")[:4] for end in ("startPeriod", "endPeriod")} - {""})
    themes = [_french(t.get("label")) for t in record.get("theme") or [] if t.get("themeTaxonomy") == "inseeTheme"]
    pages = [_french(one.get("url")) for one in record.get("relations") or []]
    status = _french(record.get("confidentialityStatus"))
    return Entry(
        id="melodi:" + name,
        source="melodi",
        title=_french(record.get("title")) or name,
        observatory=OBSERVATORY,
        themes=tuple(dict.fromkeys(theme for theme in themes if theme)),
        levels=levels,
        years=tuple(years),
        # people or wages: nothing says that it may be added up
        measure=OVERLAP,
        definition=_french(record.get("abstract")) or _french(record.get("description")),
        producer=str(record.get("creator") or "Insee"),
        page=next((page for page in pages if page.startswith("https://")), ""),
        secrecy="" if status in ("", "Libre") else status,
        geography=str(record.get("spatialTemporal") or "")[:4],
        request=MappingProxyType({"dataset": name, "filters": MappingProxyType({})}),
    )
