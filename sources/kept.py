"""What the cache has for what is asked of an observatory: under its own name, or under a wider one."""

from __future__ import annotations

from ..domain.indicators.entry import INDICATOR
from ..domain.indicators.levels import Territory

__all__ = ["ALL", "asked_year", "kept", "neighbour", "scope_of", "year_of"]

ALL = "*"


def year_of(entry, query):
    """Return the year that a query means: the latest of the entry where it says none."""
    return query.year or (entry.years[-1] if entry.years else "")


def kept(entry, query, cache):
    """Return what the cache has for a query, None where it has nothing.

    The latest year of an indicator is kept as such, for a service may have a newer one than the catalogue knows; what
    is kept under any name serves for the years that its data have.

    Parameters
    ----------
    entry : domain.indicators.entry.Entry
    query : domain.indicators.entry.Query
    cache : sources.cache.Cache

    Returns
    -------
    Record or None
    """
    level, territories = query.level or (entry.levels[0] if entry.levels else ""), [str(scope_of(entry, query))]
    years = [asked_year(entry, query)]
    if entry.kind == INDICATOR:
        territories += ["FRA"]
        years += [year_of(entry, query), "", ALL] if query.year != ALL else []
    for territory in dict.fromkeys(territories):
        for year in dict.fromkeys(years):
            found = _sound(cache, entry.id, level, territory, year)
            if found is not None and _has(found, entry, query.year):
                return found
    return None


def _sound(cache, *question):
    """Return the newest copy that is what it was, None where there is none."""
    seen, found = set(), cache.find(*question)
    while found is not None and not cache.sound(found):
        seen.add(found.path)
        found = cache.find(*question)
        if found is not None and found.path in seen:
            # damaged, where nothing may be taken away
            return None
    return found


def asked_year(entry, query):
    """Return the year under which something is kept."""
    return query.year if entry.kind == INDICATOR else year_of(entry, query)


def _has(record, entry, year):
    """Tell whether what is kept of an indicator has a year; what nobody dated has none."""
    return entry.kind != INDICATOR or year in ("", ALL, *record.facts.get("years", (year,)))


def neighbour(entry, level, query, cache):
    """Return what is kept of the nearest other year, the earlier of two; None where there is none."""
    scope, year = str(scope_of(entry, query)), year_of(entry, query)
    found = [
        (abs(int(told) - int(year)), int(told), record)
        for record in cache.records()
        for told in [str(record.facts.get("geography", ""))]
        if (record.entry, record.level, record.territory) == (entry.id, level, scope)
        and told.isdecimal() and year.isdecimal()
    ]  # fmt: skip
    return min(found, key=lambda one: one[:2])[2] if found else None


def scope_of(entry, query):
    """Return the territory under which something is kept: one file of the whole country is kept once."""
    return Territory() if entry.request.get("whole") else query.territory
