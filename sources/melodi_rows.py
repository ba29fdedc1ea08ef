"""Observations of Mélodi as values by territory and period: one each, or it is said why there are more."""

from __future__ import annotations

import re
from itertools import product
from math import isfinite
from typing import NamedTuple

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from ..domain.indicators.observations import MISSING, PUBLISHED, SECRET, Observations

__all__ = ["Value", "rows_of", "share", "table", "total_of"]

_GEO = re.compile(r"(?:(\d{4})-)?([A-Z]+\d*)-(\w+)")
_TOTALS = ("_T", "_Z")
_NOT_DIMENSIONS = ("GEO", "TIME_PERIOD", "GEO_OBJECT")
# what an observation's status says: counted with another commune; hidden
_ELSEWHERE, _SUPPRESSED = "K", ("O", "Q")
_PUBLIC = ("", "F")

_WHICH = QT_TRANSLATE_NOOP(
    "@default",
    "“{title}” has several values for each territory, by {dimension}: choose one among {choices} in the catalogue's "
    "entry (request, filters).",
)


class Value(NamedTuple):
    """What is known of a territory at a period."""

    number: object
    status: str
    geography: str


_ABSENT = Value(None, MISSING, "")


def rows_of(rows, entry, filters, written):
    """Return the values of observations.

    Parameters
    ----------
    rows : iterable of dict
        As the service gives them.
    entry : domain.indicators.entry.Entry
    filters : dict of str to list of str
        What was asked for; values of a dimension asked for by several codes are added up.
    written : str
        How the service writes the level; others are left out.

    Returns
    -------
    dict of (code, period) to Value
        In the order received.

    Raises
    ------
    DataError
        When something is left to choose.
    """
    level, measure = written.split("-")[0], entry.request.get("measure")
    kept, seen = [], {}
    for row in rows:
        dimensions = row["dimensions"]
        geo = _GEO.fullmatch(str(dimensions.get("GEO", "")))
        if geo is None or geo.group(2) != level:
            continue
        # a service that does not heed a filter adds nothing to what was asked for
        if any(name in dimensions and str(dimensions[name]) not in codes for name, codes in filters.items()):
            continue
        kept.append((geo.group(1) or "", geo.group(3), dimensions, row))
        for name, code in dimensions.items():
            if name not in _NOT_DIMENSIONS:
                seen.setdefault(name, {})[str(code)] = True
    several = [name for name, codes in filters.items() if len(codes) > 1]
    asked = list(product(*(filters[name] for name in several)))
    chosen = {name: total_of(name, codes) for name, codes in seen.items() if name not in filters and len(codes) > 1}
    loose = [name for name, total in chosen.items() if total is None]
    chosen = [(name, total) for name, total in chosen.items() if total is not None]
    parts, told = {}, {}
    for year, code, dimensions, row in kept:
        if any(str(dimensions.get(name)) != wanted for name, wanted in chosen):
            continue
        key = code, str(dimensions.get("TIME_PERIOD", "")).replace("-Q", "-T")
        for name in loose:
            own = str(dimensions.get(name))
            if told.setdefault((key, name), own) != own:
                choices = ", ".join(sorted(seen[name])[:20])
                raise DataError(_WHICH, title=entry.title, dimension=name, choices=choices)
        # a page given twice, or codes of two years of geography, add nothing: the newest geography says what is so
        part = tuple(str(dimensions.get(name)) for name in several)
        value, before = _value(row, measure, year), parts.setdefault(key, {}).get(part)
        if before is None or value.geography > before.geography:
            parts[key][part] = value
    return {key: _sum(told, asked) for key, told in parts.items()}


def total_of(name, codes):
    """Return the code of a dimension that stands for all of it, None where none does.

    Parameters
    ----------
    name : str
    codes : container of str
    """
    # of the frequencies, the year is the one that maps are drawn of
    return next((code for code in (("A",) if name == "FREQ" else _TOTALS) if code in codes), None)


def _value(row, measure, year):
    measures, attributes = row.get("measures") or {}, row.get("attributes") or {}
    told = measures.get(measure) if measure else next(iter(measures.values()), None)
    number = _number(told.get("value") if isinstance(told, dict) else told, attributes.get("UNIT_MULT"))
    status, secret = str(attributes.get("OBS_STATUS") or ""), str(attributes.get("CONF_STATUS") or "")
    if status == _ELSEWHERE:
        return Value(None, MISSING, year)
    if number is not None:
        return Value(number, PUBLISHED, year)
    return Value(None, SECRET if secret not in _PUBLIC or status in _SUPPRESSED else MISSING, year)


def _number(value, power):
    """Return a number; what is given in thousands or in millions is written out."""
    try:
        number = float(value) * 10.0 ** int(power or 0)
    except (OverflowError, TypeError, ValueError):
        return None
    return number if isfinite(number) else None


def _sum(parts, asked):
    """A sum of which a part is hidden, not known or not given at all is not known."""
    values = [parts.get(part, _ABSENT) for part in asked]
    geography = max(value.geography for value in values)
    if any(value.number is None for value in values):
        hidden = any(value.status == SECRET for value in values)
        return Value(None, SECRET if hidden else MISSING, geography)
    return Value(sum(value.number for value in values), PUBLISHED, geography)


def share(parts, wholes, factor):
    """Divide values by others of the same territory and period.

    Parameters
    ----------
    parts, wholes : dict of (code, period) to Value
    factor : float
    """
    found = {}
    for key, part in parts.items():
        whole = wholes.get(key, _ABSENT)
        if part.number is None or not whole.number:
            hidden = SECRET in (part.status, whole.status)
            found[key] = Value(None, SECRET if hidden else MISSING, part.geography)
        else:
            found[key] = Value(factor * part.number / whole.number, PUBLISHED, part.geography)
    return found


def table(found, level, year):
    """Return observations.

    Parameters
    ----------
    found : dict of (code, period) to Value
    level : str
    year : str
        "" for the last period only.
    """
    if year == "":
        last = max(period for _code, period in found)
        found = {key: value for key, value in found.items() if key[1] == last}
    years = [value.geography for value in found.values() if value.geography]
    return Observations.of(
        [code for code, _period in found],
        [value.number for value in found.values()],
        [period for _code, period in found],
        level,
        max(set(years), key=years.count) if years else "",
        [value.status for value in found.values()],
    )
