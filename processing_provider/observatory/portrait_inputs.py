"""Indicators of a portrait that the user gives: layers and tables, each of one indicator or several."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from qgis.core import NULL, QgsFields

from ...domain.errors import QT_TRANSLATE_NOOP, DataError, MissingFieldError
from ...domain.indicators.cells import read_cells
from ...domain.indicators.codes import clean_codes
from ...domain.indicators.columns import (
    CODES, LEVEL_NAMES, NAMES, STATUSES, VALUES, YEARS, certain_level, is_of_codes, level_of, measure_of, of_level,
    unit_of,
)  # fmt: skip
from ...domain.indicators.entry import CLASS
from ...domain.indicators.levels import DEP, REG
from ...domain.indicators.observations import MISSING, OUT_OF_SOURCE, PUBLISHED, SECRET, TO_CHECK, Observations
from ...domain.indicators.plausible import named_otherwise
from ...domain.indicators.portrait import Indicator
from ...domain.indicators.words import fold
from ...domain.progress import part, silent
from ...layers.rows import as_text
from ...layers.tables import reread
from ...layers.vectors import features, find_field, layer_title, require_rows
from ...sources.territories import shipped

__all__ = ["merged", "read_layers"]

_NO_CODE = QT_TRANSLATE_NOOP(
    "@default",
    "“{name}” has no field of codes (usual names: {usual}): give a layer made by “Join a table to boundaries”.",
)
_NO_LEVEL = QT_TRANSLATE_NOOP(
    "@default",
    "The codes of “{name}” ({codes}…) are of no known level: communes, EPCI, départements or régions are wanted.",
)
_WHICH_LEVEL = QT_TRANSLATE_NOOP(
    "@default",
    "The codes of “{name}” ({codes}…) are those of départements and of régions too: call their column dep or reg.",
)
_SEVERAL_UNITS = QT_TRANSLATE_NOOP(
    "@default", "“{name}” ({title}) is in several units ({units}), which do not compare: give one layer for each."
)
_NO_VALUE = QT_TRANSLATE_NOOP("@default", "“{name}” has no field of numbers beside its codes.")
# numbers that are no indicator
_ASIDE = frozenset(
    ("fid", "fid_source", "id", "ident", "rang", "classe", "objectid", "ogc_fid", "date_debut", "date_fin", "surface",
     "superficie", "superficie_ha", "shape_area", "shape_length", "shape_leng", "longitude", "latitude", "x",
     "y", "id_base", "cle")
)  # fmt: skip
_USUAL = frozenset((*CODES, *NAMES, *YEARS, *STATUSES, *LEVEL_NAMES)) | _ASIDE
# titles of columns that say nothing of what is measured: two tables that have one are not of one indicator
_PLAIN = frozenset(
    "taux tx part parts pct pourcentage ratio indice score nombre nb effectif effectifs total moyenne mediane valeurs "
    "donnee donnees chiffre indicateur".split()
)


def read_layers(layers, measures, tick=silent):
    """Read layers.

    Parameters
    ----------
    layers : sequence of QgsVectorLayer
    measures : dict of str to str
        Folded title or id of an entry -> what it measures.
    tick : callable, optional

    Returns
    -------
    list of domain.indicators.portrait.Indicator
        In the order met; what several layers say of one indicator is put together.

    Raises
    ------
    DataError, MissingFieldError
    """
    found = []
    for number, layer in enumerate(layers):
        step = part(tick, number / len(layers), (number + 1) / len(layers))
        found += [(layer_title(layer), one) for one in _indicators(layer, measures, step)]
    return merged(_told_apart(found))


def _told_apart(found):
    """Yield indicators, those that a column names with no more than “taux” by their layer where several have one."""
    layers = {}
    for title, one in found:
        layers.setdefault(fold(one.title), set()).add(title)
    for title, one in found:
        plain = fold(one.title) in _PLAIN and len(layers[fold(one.title)]) > 1
        yield replace(one, title="{} – {}".format(title, one.title)) if plain else one


def merged(indicators):
    """Put together what is said of the same indicator in the same unit, level by level: the first word stands."""
    kept, units = {}, {}
    for one in indicators:
        title = fold(one.title)
        # one that says no unit is of the first that was met
        unit = one.unit or units.get(title, "")
        units.setdefault(title, unit)
        known = kept.setdefault((title, unit), one)
        for level, values in one.by_level.items():
            if known is not one:
                known.by_level[level] = _joined(known.by_level[level], values) if level in known.by_level else values
    return list(kept.values())


def _joined(first, second):
    labels = None
    if first.labels is not None and second.labels is not None:
        labels = np.concatenate([first.labels, second.labels])
    columns = ("codes", "periods", "values", "statuses")
    arrays = [np.concatenate([getattr(first, name), getattr(second, name)]) for name in columns]
    return Observations(*arrays, first.level, first.geography, labels, {**(second.names or {}), **(first.names or {})})


def _indicators(layer, measures, tick):
    """Yield the indicators of a layer."""
    title = layer_title(layer)
    # accents and titles as their author wrote them, whatever QGIS made of a CSV
    layer = reread(layer, title) or layer
    require_rows(layer, title)
    fields = QgsFields(layer.fields())
    code_field = find_field(fields, CODES)
    if code_field is None:
        raise MissingFieldError(_NO_CODE, name=title, usual=", ".join(CODES[:6]))
    table = _Table(layer, title, fields, part(tick, 0.0, 0.8))
    said = table.column(code_field)
    level = _level(table, said, code_field, title)
    table.codes, table.level = clean_codes(said, level)[0], level
    table.leave_out_other_levels()
    tick(0.9)
    value = find_field(fields, VALUES)
    if value is not None:
        yield from table.of_column(value, title, measures, part(tick, 0.9, 1.0))
        return
    free = [f for f in fields if f.name() != code_field and f.name().lower() not in _USUAL]
    free = [f for f in free if not is_of_codes(f.name(), table.column(f.name()))]
    # a CSV may be all text
    names = [f.name() for f in free if f.isNumeric()] or [
        f.name() for f in free if read_cells([text or None for text in table.column(f.name())]).numeric
    ]
    if not names:
        raise MissingFieldError(_NO_VALUE, name=title)
    for name in names:
        tick(0.95)
        yield table.indicator(name, name, np.arange(len(said)), measures)


def _level(table, said, code_field, title):
    """Return the level of a table's codes; of those that départements and régions share, their names tell."""
    level = level_of(said, code_field)
    if not level:
        raise DataError(_NO_LEVEL, name=title, codes=", ".join(filter(None, said[:3])))
    if level not in (DEP, REG) or certain_level(said, code_field):
        return level
    codes, named = clean_codes(said, level)[0], table.column("nom", *NAMES)
    theirs = {code: name for code, name in zip(codes, named) if code and name}
    known = [
        one for one in (DEP, REG)
        if theirs and not named_otherwise(theirs, {code: shipped().name(one, code) or "?" for code in theirs})
    ]  # fmt: skip
    if len(known) != 1:
        raise DataError(_WHICH_LEVEL, name=title, codes=", ".join(filter(None, said[:3])))
    return known[0]


class _Table:
    """Rows of a layer, as texts.

    Attributes
    ----------
    name : str
        What it is called, for messages.
    codes : list of str
        Clean codes, one a row; "" for a row that is left out.
    level : str
    """

    def __init__(self, layer, title, fields, tick):
        self.name, self.fields, self.codes, self.level = title, fields, [], ""
        total = max(layer.featureCount(), 1)
        self._columns, self.count = [[] for _field in fields], 0
        for feature in features(layer):
            if self.count % 1000 == 0:
                tick(min(self.count / total, 1.0))
            self.count += 1
            for cells, value in zip(self._columns, feature.attributes()):
                cells.append(_text(value))

    def leave_out_other_levels(self):
        """Take their codes from the rows that a column says to be of another level."""
        theirs = of_level(self.column(*LEVEL_NAMES), self.level)
        self.codes = [code if one else "" for code, one in zip(self.codes, theirs)]

    def column(self, *names):
        """Return the cells of a field by its usual names, "" where there is none."""
        name = find_field(self.fields, names)
        return [""] * self.count if name is None else self._columns[self.fields.indexOf(name)]

    def of_column(self, value, title, measures, tick):
        """Yield the indicators of a column of values, told apart by the column `indicateur`."""
        told = self.column("indicateur")
        groups = {}
        for row, name in enumerate(told):
            groups.setdefault(name or title, []).append(row)
        for number, (name, members) in enumerate(groups.items()):
            tick(number / len(groups))
            yield self.indicator(value, name, np.array(members, dtype=np.int64), measures)

    def indicator(self, field, title, members, measures):
        """Return an `Indicator`."""
        texts = self.column(field)
        cells = read_cells([texts[row] or None for row in members.tolist()])
        # of a layer joined by several columns, each has its own
        statuses, labels = self.column("statut_" + field, *STATUSES), self.column("libelle")
        if not cells.numeric and not any(labels[row] for row in members.tolist()):
            # names of classes may be the values themselves
            labels = dict(zip(members.tolist(), cells.labels.tolist()))
        # what is not in the source at all is no row of it; the status may be that of another column
        away = np.array([statuses[row] == OUT_OF_SOURCE for row in members.tolist()], dtype=bool)
        away &= ~np.isfinite(cells.values)
        keep = np.array([bool(self.codes[row]) for row in members.tolist()], dtype=bool) & ~away
        at = members[keep].tolist()
        values, told = cells.values[keep], []
        names = [labels[row] for row in at]
        classes = bool(at) and not np.isfinite(values).any() and any(names)
        for row, value, own in zip(at, values.tolist(), cells.statuses[keep].tolist()):
            known = statuses[row] if statuses[row] in (MISSING, SECRET, TO_CHECK) else own
            told.append(PUBLISHED if value == value or (classes and labels[row]) else known)
        told = [MISSING if s == PUBLISHED and v != v and not classes else s for s, v in zip(told, values.tolist())]
        years, named = self.column(*YEARS), self.column("nom", *NAMES)
        observations = Observations.of(
            [self.codes[row] for row in at], values.tolist(), [_period(years[row]) for row in at], self.level,
            _first(self.column("millesime_geo"), at), told, names if classes else None,
            {self.codes[row]: named[row] for row in at if named[row]},
        )  # fmt: skip
        units = self.column("unite")
        units = list(dict.fromkeys(units[row] for row in at if units[row]))
        if len(units) > 1 and not classes:
            raise DataError(_SEVERAL_UNITS, name=self.name, title=title, units=", ".join(units[:4]))
        unit = units[0] if units else unit_of(field) if not classes else ""
        known = CLASS if classes else measures.get(fold(title)) or measure_of(title, unit, cells)
        return Indicator(title, "", unit, _first(self.column("source"), at), "", known, {self.level: observations})


def _text(value):
    """Return a cell as text; QGIS may have read dates."""
    shown_date = getattr(value, "toString", None)
    return shown_date("yyyy-MM-dd") if shown_date is not None and value != NULL else as_text(value) or ""


def _period(text):
    """Return a period as the services write it: of the first day of a year, the year."""
    return text[:4] if re.fullmatch(r"\d{4}-01-01.*", text) else text


def _first(cells, rows):
    return next((cells[row] for row in rows if cells[row]), "")
