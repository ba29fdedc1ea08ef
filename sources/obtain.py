"""What is asked of an observatory, from the cache or from its service: cache first, refreshed, or offline.

A copy that is kept is served with a warning where the service fails; two that want the same thing at once fetch it
once. Values of the whole country serve for any territory: who asks takes its own.

An adapter may have ``unchanged(client, entry, query, modified)``: whether the service says that what it had called
`modified` is still what it has; nothing is then fetched again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..domain.errors import (
    QT_TRANSLATE_NOOP,
    CohesionError,
    DamagedAnswerError,
    NotKeptError,
    OutputError,
    ServiceDownError,
    ServiceRefusedError,
    SourceError,
    WebPageError,
    Words,
)
from ..domain.indicators.levels import LEVELS
from . import observation_file
from .adapter import adapter
from .cache_files import now
from .kept import ALL, asked_year, kept, neighbour, scope_of, year_of
from .reasons import reason
from .sniff import EMPTY, EMPTY_FILE, EXCEPTION, HTML, sniff

__all__ = ["CACHE_FIRST", "OFFLINE", "REFRESH", "Obtained", "obtain"]

CACHE_FIRST, REFRESH, OFFLINE = 0, 1, 2
_EVERY = Words(QT_TRANSLATE_NOOP("@default", "all years"))

_NOT_KEPT = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}” ({territory}, {year}) was never fetched on this computer, and nothing is asked of the network now: run "
    "again online, or load it from a folder that a colleague made.",
)
_DAMAGED = QT_TRANSLATE_NOOP(
    "@default",
    "What was kept on this computer of “{title}” ({territory}, {year}) is damaged, and nothing is asked of the network "
    "now: run again online, or load it from a folder that a colleague made.",
)
_STALE = QT_TRANSLATE_NOOP(
    "@default", "“{title}”: the copy of {date} is used, as no newer one could be fetched. {cause}"
)
_NEAR = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}”: those of {found} are used, for those of {wanted} are not on this computer: a commune that changed "
    "between the two may lack a polygon or a value. {cause}",
)
_NO_VALUE = QT_TRANSLATE_NOOP(
    "@default",
    "{service} has no value of “{title}” for {territory}, {year}: choose another level, territory or year. See {page}",
)
_NO_DATA = QT_TRANSLATE_NOOP(
    "@default", "{service} gave no data for “{title}” but a message: {message}. See {page}"
)
_STRANGE = QT_TRANSLATE_NOOP(
    "@default",
    "What {service} gave for “{title}” cannot be read ({why}): nothing of it was used. Run again later, and tell the "
    "service if it lasts.",
)
_PAGE = QT_TRANSLATE_NOOP(
    "@default",
    "{service} answered with a web page in place of data: often the login page of the network. Open a browser, log "
    "in to the network, and run again. See {page}",
)


_SEE = QT_TRANSLATE_NOOP("@default", "{cause} Its page: {page}")
# what another address or another network would not mend
_ITS_OWN = (ServiceDownError, ServiceRefusedError, DamagedAnswerError, WebPageError)


@dataclass(frozen=True)
class Obtained:
    """What was asked for.

    Attributes
    ----------
    record : sources.cache.Record
        Its ``year`` may be ``*`` and its ``territory`` ``FRA``: more than was asked for.
    from_cache : bool
        Nothing was fetched.
    stale : bool
        The service was asked, and failed: the copy is the one there was.
    notes : tuple of (str, dict)
        Cautions: templates marked for translation and what fills them; ``cause`` among it may be an error, to be put
        into words in turn.
    """

    record: object
    from_cache: bool
    stale: bool = False
    notes: tuple = ()


def _nothing(*_words):
    """Neither stop nor tell."""


def obtain(
    entry, query, cache, client=None, refresh=CACHE_FIRST, pulse=_nothing, warn=_nothing, adapters=adapter, near=False
):  # fmt: skip
    """Return what is asked for.

    Parameters
    ----------
    entry : domain.indicators.entry.Entry
    query : domain.indicators.entry.Query
    cache : sources.cache.Cache
    client : sources.http.Client, optional
        Without one, nothing is asked of the network.
    refresh : int, optional
        `CACHE_FIRST`, `REFRESH` (the service is asked whether it has newer) or `OFFLINE`.
    pulse : callable, optional
        Called while another program fetches the same thing; may raise `Cancelled`.
    warn : callable, optional
        ``warn(template, values)``, as each caution becomes known.
    adapters : callable, optional
        Name -> adapter.
    near : bool, optional
        Of boundaries, those of the nearest year that is kept do, with a caution, where those asked for cannot be had.

    Returns
    -------
    Obtained

    Raises
    ------
    NotKeptError
        Offline, and never fetched.
    SourceError, OutputError, DataError, Cancelled
    """
    copy = kept(entry, query, cache)
    offline = client is None or refresh == OFFLINE
    if copy is not None and (offline or refresh == CACHE_FIRST):
        return _told(copy, True, warn)
    level, year = query.level or (entry.levels[0] if entry.levels else ""), year_of(entry, query)
    other = neighbour(entry, level, query, cache) if near and copy is None else None
    if offline:
        template = _DAMAGED if (entry.id, level) in cache.damaged else _NOT_KEPT
        missing = NotKeptError(
            template, title=entry.title, territory=query.territory.said, year=_year_said(year, level)
        )
        return _instead(other, entry, year, missing, warn)
    began = now()
    try:
        with cache.reserve(entry.id, level, scope_of(entry, query), asked_year(entry, query), pulse=pulse) as place:
            there = kept(entry, query, cache)
            if there is not None and (refresh == CACHE_FIRST or there.fetched >= began):
                # another fetched it while this one waited
                return _told(there, True, warn)
            return _fetch(entry, query, cache, client, place, warn, adapters(entry.source), copy)
    except (SourceError, OutputError) as error:
        if copy is None:
            return _instead(other, entry, year, _with_page(error, entry), warn)
        stale = (_STALE, {"title": entry.title, "date": date.fromisoformat(copy.fetched[:10]), "cause": error})
        return _told(copy, True, warn, (stale,))


def _instead(other, entry, year, error, warn):
    """Serve the boundaries of another year with a caution; raise the error where there are none."""
    if other is None:
        raise error
    told = {"title": entry.title, "found": other.facts["geography"], "wanted": year, "cause": error}
    return _told(other, True, warn, ((_NEAR, told),))


def _year_said(year, level=""):
    """Return a year as messages write it; of what has none, the level."""
    if year == ALL:
        return _EVERY
    return year or (Words(LEVELS[level]) if level in LEVELS else "–")


def _with_page(error, entry):
    """Return an error of a service with the page where a person finds what it did not give."""
    if not isinstance(error, _ITS_OWN) or not entry.page or entry.page in str(error):
        return error
    made = type(error)(_SEE, **{**error.values, "cause": error, "page": entry.page})
    made.__cause__ = error
    return made


def _fetch(entry, query, cache, client, place, warn, service, copy):
    """Ask the service, and keep what it gives."""
    unchanged = getattr(service, "unchanged", None)
    said = copy.facts.get("modified") if copy is not None else ""
    if unchanged is not None and said and unchanged(client, entry, query, said):
        return _told(cache.confirm(copy), True, warn)
    try:
        fetched = service.fetch(client, entry, query, place.folder)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, UnicodeError, ValueError) as error:
        if isinstance(error, CohesionError):
            raise
        # of what a stranger sends, nobody has foreseen everything
        raise DamagedAnswerError(_STRANGE, service=_name(entry), title=entry.title, why=reason(error)) from error
    facts = _facts(entry, query, fetched)
    if fetched.observations is not None:
        if not len(fetched.observations):
            raise ServiceRefusedError(
                _NO_VALUE, service=_name(entry), title=entry.title, territory=query.territory.said,
                year=_year_said(year_of(entry, query)), page=entry.page,
            )  # fmt: skip
        path = place.folder / "values.gpkg"
        observation_file.write(path, fetched.observations, facts)
    else:
        path = _named(_proved(entry, Path(fetched.path)), fetched.form)
    return _told(place.commit(path, facts), False, warn)


def _facts(entry, query, fetched):
    """Return what is remembered of something fetched."""
    facts = {
        "title": entry.title, "source": entry.source, "observatory": entry.observatory, "kind": entry.kind,
        "unit": entry.unit, "measure": entry.measure, "page": entry.page,
        "geography": fetched.geography or entry.geography, "modified": fetched.modified, "address": fetched.address,
        "licence": fetched.licence or entry.licence, "producer": fetched.producer or entry.producer,
        "form": fetched.form, "layer": fetched.layer, "crs": fetched.crs,
        "notes": [list(note) for note in fetched.notes],
    }  # fmt: skip
    if fetched.observations is not None:
        values = fetched.observations
        facts.update(
            form="gpkg", layer=observation_file.TABLE, years=sorted(set(values.periods.tolist())), rows=len(values),
            level=values.level or query.level, geography=values.geography or facts["geography"],
        )  # fmt: skip
    return facts


def _told(record, from_cache, warn, more=()):
    notes = tuple((str(template), dict(values)) for template, values in record.facts.get("notes", ())) + tuple(more)
    for template, values in notes:
        warn(template, values)
    return Obtained(record, from_cache, bool(more), notes)


def _proved(entry, path):
    """Refuse a file that is a page or a message."""
    found = sniff(path)
    if found.form == HTML:
        raise WebPageError(_PAGE, service=_name(entry), page=entry.page)
    if found.form == EMPTY:
        raise ServiceRefusedError(EMPTY_FILE, service=_name(entry), title=entry.title, page=entry.page)
    if found.form == EXCEPTION:
        message = found.message or "–"
        raise ServiceRefusedError(_NO_DATA, service=_name(entry), title=entry.title, message=message, page=entry.page)
    return path


def _named(path, form):
    """Give a file the end of name by which GDAL knows it."""
    end = "." + form if form and not form.startswith(".") else form
    if not end or path.name.lower().endswith(end):
        return path
    return path.rename(path.with_name("data" + end))


def _name(entry):
    return entry.observatory or entry.producer or entry.source
