"""The table of an indicator as users have it: which column is what, one period of it, its codes made whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from ...domain.errors import QT_TRANSLATE_NOOP, MissingFieldError, ParameterError
from ...domain.indicators.cells import read_cells
from ...domain.indicators.codes import clean_codes
from ...domain.indicators.columns import (
    CODES, LEVEL_NAMES, NAMES, STATUSES, VALUES, YEARS, best_column, certain_level, is_of_codes, names_of,
    of_level,
)  # fmt: skip
from ...domain.indicators.observations import Observations
from ...domain.indicators.series import dates_of
from ...domain.progress import silent
from ...layers.rows import FeatureChunk, as_text
from ...layers.vectors import features, find_field

__all__ = ["IndicatorTable", "read_table"]

_LOOKED_AT = 2000
_KINDS = (("indicateur", "indicator", "variable", "mesure"), ("unite", "unit", "unit_measure"))
_MANY = 20
# two years side by side: year0, year1
_OF_YEARS = re.compile(r"(year|annee|an|millesime)_?\d{1,2}")
# numbers of the rows, which formats of layers give
_NUMBERED = ("fid", "fid_source", "ogc_fid", "objectid", "gid")
_NO_CODES = QT_TRANSLATE_NOOP(
    "@default",
    "No column of “{name}” holds codes that the boundaries have (first codes of the boundaries: {codes}): choose the "
    "field of codes, and check that the table and the boundaries are of the same level.",
)
_NO_VALUES = QT_TRANSLATE_NOOP(
    "@default", "No column of “{name}” beside its codes holds a value: choose the fields of values."
)
_WHICH_YEAR = QT_TRANSLATE_NOOP(
    "@default", "“{name}” has several periods in “{field}”, none of which is a year: choose one as the year ({list})."
)
_NO_YEAR = QT_TRANSLATE_NOOP("@default", "“{name}” has no row for “{year}”; it has: {list}.")


@dataclass
class IndicatorTable:
    """Columns of a table, for one period.

    Attributes
    ----------
    codes : list of str
    mangled : int
        Codes that a spreadsheet had mangled, mended.
    columns : dict of str to domain.indicators.cells.Column
        Fields of values, in order.
    code_field : str
    level : str
        Of its codes, "" where they do not tell.
    period : str
        "" where the table has none.
    periods : list of str
        All that it has.
    names : dict of str to str
        Code -> name, where the table gives it.
    without_code, other_levels : int
        Rows left out: those without a code, and those that a column says to be of another level.
    kinds : dict of str to list of str
        Columns that name the indicator or the unit of each row, where there are.
    """

    codes: list
    mangled: int
    columns: dict
    code_field: str
    level: str = ""
    period: str = ""
    periods: list = field(default_factory=list)
    names: dict = field(default_factory=dict)
    without_code: int = 0
    other_levels: int = 0
    kinds: dict = field(default_factory=dict)

    def observations(self, name, level, geography, as_labels):
        """Return the `Observations` of one field of values.

        Parameters
        ----------
        name : str
        level, geography : str
        as_labels : bool
            Whether its texts are the names of classes.
        """
        column = self.columns[name]
        statuses = column.as_labels() if as_labels else column.statuses
        labels = column.labels if as_labels else None
        periods = [self.period] * len(self.codes)
        return Observations.of(
            self.codes, column.values, periods, level, geography, statuses, labels, self.names
        )


def read_table(source, name, wanted, level, chosen, year, tick=silent):
    """Read the table of an indicator.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or layers.tables.Table
    name : str
        What it is called, for messages.
    wanted : set of str
        Codes of the boundaries.
    level : str
        Their level, which tells how long codes are.
    chosen : dict
        ``code``, ``year`` (field or None), ``values`` (list of fields, empty to find them) and ``level``, that of the
        boundaries where it is sure.
    year : str
        "" for the latest.
    tick : callable, optional

    Returns
    -------
    IndicatorTable

    Raises
    ------
    DataError, ParameterError
    """
    rows, total = [], max(source.featureCount(), 1)
    for count, feature in enumerate(features(source)):
        if count % 2000 == 0:
            tick(min(count / total, 1.0))
        rows.append(feature)
    chunk, fields = FeatureChunk(rows), source.fields()
    code_field = chosen["code"] or _code_field(chunk, fields, wanted, name)
    year_field = chosen["year"] or find_field(fields, YEARS)
    year_field = None if year_field == code_field else year_field
    keep, period, periods = _of_year(chunk, fields, year_field, year, name)
    level_field = find_field(fields, [one for one in LEVEL_NAMES if one != code_field.lower()])
    # of codes that départements and régions share, nothing tells which rows to take
    others = _of_other_levels(chunk, fields, level_field, chosen.get("level", "")) & keep
    keep &= ~others
    texts = [as_text(cell) for cell in chunk.column(fields.indexOf(code_field))]
    codes, mangled = clean_codes(texts, level)
    said = [text for text, kept in zip(texts, keep.tolist()) if kept]
    own_level = certain_level(clean_codes(said)[0], code_field)
    coded = np.array([code != "" for code in codes], dtype=bool)
    without, keep = int((keep & ~coded).sum()), keep & coded
    places = np.flatnonzero(keep).tolist()
    kept = [codes[place] for place in places]
    aside = {code_field, year_field, level_field if others.any() else None}
    columns = _columns(chunk, fields, aside, chosen["values"], places, name)
    _tell(chunk, fields, columns, places)
    named = find_field(fields, [one for one in names_of(level) if one not in {c.lower() for c in columns}])
    names = {}
    if named and named not in aside:
        texts = chunk.column(fields.indexOf(named))
        names = {codes[place]: str(texts[place]) for place in places if texts[place] is not None}
    return IndicatorTable(
        kept, mangled, columns, code_field, own_level, period, periods, names, without, int(others.sum()),
        _kinds(chunk, fields, places),
    )  # fmt: skip


def _kinds(chunk, fields, places):
    """Return what the columns of indicators and of units say of some rows."""
    said = {}
    for names in _KINDS:
        found = find_field(fields, names)
        if found is not None:
            cells = chunk.column(fields.indexOf(found))
            said[found] = [as_text(cells[place]) or "" for place in places]
    return said


def _of_other_levels(chunk, fields, level_field, level):
    """Return which rows are of another level than the boundaries, where a column tells it and has theirs."""
    if level_field is None:
        return np.zeros(len(chunk.features), dtype=bool)
    cells = [as_text(cell) or "" for cell in chunk.column(fields.indexOf(level_field))]
    return ~np.array(of_level(cells, level), dtype=bool)


def _tell(chunk, fields, columns, places):
    """Tell hidden values from absent ones by the table's field of status."""
    status = find_field(fields, STATUSES)
    if status is None or status in columns:
        return
    cells = chunk.column(fields.indexOf(status))
    for column in columns.values():
        column.tell([cells[place] for place in places])


def _code_field(chunk, fields, wanted, name):
    """Find the field of codes: by its name, then by what it has in common with the boundaries."""
    few = FeatureChunk(chunk.features[:_LOOKED_AT])
    spelled = {f.name().lower(): f.name() for f in reversed(list(fields))}
    usual = [spelled[one] for one in CODES if one in spelled]
    others = [f.name() for f in fields if f.name() not in usual and f.name().lower() not in YEARS + NAMES]
    for names in (usual, others):
        for part in (few, chunk):
            cells = [(one, [as_text(c) for c in part.column(fields.indexOf(one))]) for one in names]
            found = best_column(cells, wanted)
            if found is not None:
                return found
            if len(part.features) == len(chunk.features):
                break
    raise MissingFieldError(_NO_CODES, name=name, codes=", ".join(sorted(wanted)[:3]))


def _of_year(chunk, fields, year_field, year, name):
    """Return which rows are of the year wanted, that year, and all that there are."""
    if year_field is None:
        return np.ones(len(chunk.features), dtype=bool), year, []
    said = np.array([(as_text(cell) or "").strip() for cell in chunk.column(fields.indexOf(year_field))], dtype=object)
    known = sorted(set(said.tolist()) - {""})
    listed = ", ".join(known[:6]) + (", …" if len(known) > 6 else "")
    if year and year not in known:
        raise ParameterError(_NO_YEAR, name=name, year=year, list=listed)
    # the one that ends last, and of those the shortest
    dated = sorted((one for one in known if dates_of(one)[1]), key=lambda one: dates_of(one)[::-1])
    if not year and not dated and len(known) > 1:
        raise ParameterError(_WHICH_YEAR, name=name, field=year_field, list=listed)
    period = year or (dated or known or [""])[-1]
    return said == period, period, known


def _columns(chunk, fields, aside, chosen, places, name):
    """Read the fields of values: those chosen, or those that hold numbers, or else names of classes."""
    if chosen:
        return {one: _cells(chunk, fields, one, places) for one in chosen}
    usual = {one.lower() for one in (*CODES, *NAMES, *YEARS, *STATUSES, *_NUMBERED)}
    free = [f.name() for f in fields if f.name() not in aside]
    free = [one for one in free if not _OF_YEARS.fullmatch(one.lower())]
    told = [one for one in free if one.lower() in VALUES]
    found = {one: _cells(chunk, fields, one, places) for one in told or free if one.lower() not in usual}
    if not told:
        found = {one: column for one, column in found.items() if not is_of_codes(one, column.labels.tolist())}
    numbers = {one: column for one, column in found.items() if column.numeric}
    texts = {one: column for one, column in found.items() if (column.labels != "").any()}
    # names of territories are as many as they are, names of classes are few
    classes = {one: column for one, column in texts.items() if not _is_of_names(column)}
    if not numbers and not texts:
        raise MissingFieldError(_NO_VALUES, name=name)
    return numbers or classes or texts


def _is_of_names(column):
    labels = [label for label in column.labels.tolist() if label]
    return len(labels) >= _MANY and len(set(labels)) > 0.9 * len(labels)


def _cells(chunk, fields, one, places):
    cells = chunk.column(fields.indexOf(one))
    return read_cells([cells[place] for place in places])
