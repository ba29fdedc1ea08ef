"""Algorithm `joinindicator`: any table on any boundaries, by code, with an account of what did not meet."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsProcessingParameterEnum,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...domain.collecting import put_off
from ...domain.errors import QT_TRANSLATE_NOOP, DataError, ParameterError
from ...domain.indicators.columns import certain_level
from ...domain.indicators.levels import LEVELS
from ...domain.indicators.observations import SECRET, TO_CHECK
from ...domain.progress import part
from ...layers.fields import make_field
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from ..table_access import TableInput, open_table, say_sheets
from .classing import (
    add_classing,
    add_source,
    history_of,
    read_classing,
    say_classes,
    say_doubts,
    say_mixed,
    say_unreadable,
)
from .geography import add_boundary_year, add_changes, convert_changes, read_changes, read_year
from .join_report import (
    add_report,
    counts_of,
    refuse_other_level,
    say_counts,
    say_join,
    say_names,
    say_parts,
    write_report,
)

__all__ = ["JoinIndicator"]

_YEARS = ("DATA_GEOGRAPHY", "BOUNDARY_GEOGRAPHY")
_BOTH_YEARS = QT_TRANSLATE_NOOP(
    "@default", "To convert with the table of commune changes, say “{first}” and “{second}” too."
)
_NO_CODE = QT_TRANSLATE_NOOP(
    "@default", "The field of codes of “{name}” ({field}) is empty on every row: choose another one, or another layer."
)
_NOTHING = QT_TRANSLATE_NOOP(
    "@default",
    "Not one code of “{table}” ({field}: {codes}…) is in “{boundaries}” ({others}…): choose the fields of codes, and "
    "check that both are of the same level.",
)


class JoinIndicator(TableInput, CohesionAlgorithm):
    """Values of a table on the boundaries of their territories, and a report of the join."""

    NAME, GROUP = "joinindicator", "observatory"

    def display_name(self):
        return tr("Join a table to boundaries")

    def keywords(self):
        return [
            "jointure", "joindre", "indicateur", "statistique", "carte", "choroplèthe", "choroplethe", "code insee",
            "commune", "epci", "millésime", "millesime", "cog", "excel", "csv", "table", "observatoire",
        ]  # fmt: skip

    def define(self):
        field, text = QgsProcessingParameterField, QgsProcessingParameterString
        anything = field.DataType.Any
        self.add_source(
            "BOUNDARIES", tr("Boundaries"), ["polygon"],
            tr("Polygons with a code: communes, EPCI, départements, QPV… in any system and from any provider."),
        )  # fmt: skip
        self.add(
            field(
                "BOUNDARY_CODE_FIELD", tr("Field of codes of the boundaries"), None, "BOUNDARIES", anything,
                optional=True,
            ),
            tr("Found alone by its usual names (code, code_insee, codgeo, code_siren, code_qp…)."),
        )
        self.add_source(
            "INPUT", tr("Table of values"), ["vector"],
            tr("A spreadsheet (XLSX, ODS), a CSV or any layer: one row per territory, or per territory and year."),
        )  # fmt: skip
        for name, label, words, several in (
            ("CODE_FIELD", tr("Field of codes of the table"),
             tr("Found alone: the one that has the most codes in common with the boundaries."), False),
            ("VALUE_FIELDS", tr("Fields of values"),
             tr("All that hold numbers when left blank; the map shows the first."), True),
            ("YEAR_FIELD", tr("Field of the year"), tr("Found alone by its usual names (annee, an…)."), False),
        ):  # fmt: skip
            self.add(field(name, label, None, "INPUT", anything, several, optional=True), words)
        self.add(text("YEAR", tr("Year"), optional=True), tr("The latest when left blank."))
        self.add(
            QgsProcessingParameterEnum("LEVEL", tr("Level"), [tr(name) for name in LEVELS.values()], optional=True),
            tr("Which territories the codes are of; found from the codes of the boundaries when left blank."),
            advanced=True,
        )
        self.add(
            text("DATA_GEOGRAPHY", tr("Year of the table's communes"), optional=True),
            tr("Year of the geography (COG) of its codes, such as 2019: the report tells more with it."), True,
        )  # fmt: skip
        add_boundary_year(self)
        add_changes(self)
        add_classing(self, advanced=True)
        add_source(self)
        self.add_sink(
            "OUTPUT", tr("Boundaries with values"), "polygon",
            text_help=tr("Every polygon of the boundaries, in order, with or without a value."),
        )  # fmt: skip
        add_report(self, True)
        self.add_number_output("COUNT_REPAIRED_CODES", tr("Codes mended"))

    def check(self, parameters, context):
        read_classing(self, parameters, context)
        years = [read_year(self, parameters, name, context) for name in _YEARS]
        if not self.left_out(parameters, "CHANGES") and "" in years:
            raise ParameterError(_BOTH_YEARS, first=self.label(_YEARS[0]), second=self.label(_YEARS[1]))

    @put_off()
    def work(self, parameters, context, feedback):
        from ...layers.boundaries import read_boundaries
        from .indicator_table import read_table

        tick = self.ticker(feedback)
        boundaries = self.source(parameters, "BOUNDARIES", context, "polygon")
        code_field = self.field_name(parameters, "BOUNDARY_CODE_FIELD", context, boundaries)
        level = self._level(parameters, context)
        areas = read_boundaries(boundaries, self.label("BOUNDARIES"), code_field, level, part(tick, 0.0, 0.4))
        if areas.without_code == len(areas.codes):
            raise DataError(_NO_CODE, name=self.label("BOUNDARIES"), field=areas.code_field)
        source = open_table(self, parameters, "INPUT", context)
        say_sheets(self, parameters, "INPUT", context, feedback)
        drawn = level or certain_level(areas.codes, areas.code_field)
        chosen = {
            "level": drawn,
            "code": self.field_name(parameters, "CODE_FIELD", context, source),
            "year": self.field_name(parameters, "YEAR_FIELD", context, source),
            "values": self.field_names(parameters, "VALUE_FIELDS", context, source),
        }
        year = self.parameterAsString(parameters, "YEAR", context).strip()
        name = self.label("INPUT")
        table = read_table(source, name, set(areas.codes) - {""}, areas.level, chosen, year, part(tick, 0.4, 0.6))
        refuse_other_level(name, table.code_field, table.level, self.label("BOUNDARIES"), drawn)
        columns = self._joined(parameters, context, feedback, areas, table)
        if not columns[0].join.joined and not columns[0].join.held.any():
            raise DataError(
                _NOTHING, table=name, field=table.code_field, codes=", ".join(table.codes[:3]),
                boundaries=self.label("BOUNDARIES"), others=", ".join(areas.codes[:3]),
            )  # fmt: skip
        self._say_table(feedback, areas, table, columns, year)
        return self._write(parameters, context, feedback, boundaries, areas, table, columns, part(tick, 0.6, 1.0))

    def _level(self, parameters, context):
        if parameters.get("LEVEL") in (None, ""):
            return ""
        return list(LEVELS)[self.parameterAsEnum(parameters, "LEVEL", context)]

    # joining --------------------------------------------------------------------------------------------

    def _joined(self, parameters, context, feedback, areas, table):
        """Return a `JoinedColumn` for each field of values."""
        from ...domain.indicators.columns import measure_of
        from ...domain.indicators.entry import CLASS
        from ...domain.indicators.join import join
        from ...sources.territories import shipped
        from .joined_rows import JoinedColumn

        classing = read_classing(self, parameters, context)
        before, now = (read_year(self, parameters, name, context) for name in _YEARS)
        changes, former = read_changes(self, parameters, context), shipped().successors
        columns = []
        for place, (field, column) in enumerate(table.columns.items()):
            unit = self.parameterAsString(parameters, "UNIT", context) if place == 0 else ""
            measure = measure_of(field, unit, column)
            measure = classing.measured(measure) if place == 0 else measure
            found = table.observations(field, areas.level, before, measure == CLASS)
            found = convert_changes(self, feedback, found, changes, now, measure, field)
            columns.append(JoinedColumn(field, measure, found, join(found, areas.codes, now, changes, former=former)))
        return columns

    def _say_table(self, feedback, areas, table, columns, year):
        """Say what the table is made of, and warn of what is odd."""
        if len(table.periods) > 1:
            feedback.pushInfo(
                tr("Year: {year}, of {list}.").format(year=table.period, list=", ".join(table.periods))
            )
        if year and not table.periods:
            said = tr("No column of the table tells the year: {year} is written in the title, and chooses no row.")
            self.warn(feedback, said.format(year=year))
        for column, texts in table.kinds.items():
            say_mixed(self, feedback, column, texts)
        if table.other_levels:
            feedback.pushInfo(
                tr("Rows of the table that are of another level, left out: {count}.").format(count=table.other_levels)
            )
        say_counts(
            self, feedback, mangled=areas.mangled + table.mangled, repaired=areas.repaired, unusable=areas.unusable,
            uncoded=areas.without_code, delegated=areas.delegated, nameless=table.without_code,
            repeated=len(columns[0].join.repeated),
        )  # fmt: skip
        for column in columns[1:]:
            # the report and the counts are those of the first
            more = int((column.join.held & ~columns[0].join.held).sum())
            if more:
                said = tr("“{field}”: values not kept, as they may be of another territory or year: {count}.")
                self.warn(feedback, said.format(field=column.field, count=more))
        for field, column in table.columns.items():
            if column.unreadable and column.numeric:
                say_unreadable(self, feedback, field, column)

    # writing --------------------------------------------------------------------------------------------

    def _write(self, parameters, context, feedback, boundaries, areas, table, columns, tick):
        from ...domain.indicators.columns import unit_of
        from ...domain.indicators.entry import CLASS
        from ...layers.metadata import inherited
        from ...layers.styles.choropleth import Legend, style_indicator

        shown = columns[0]
        source = self.parameterAsString(parameters, "SOURCE", context).strip()
        given = self.parameterAsString(parameters, "UNIT", context).strip()
        unit = given or (unit_of(shown.field) if shown.measure != CLASS else "")
        cells, named = [column.cells for column in columns], bool(parameters.get("VALUE_FIELDS"))
        classes = read_classing(self, parameters, context).classify(shown.field, unit, cells[0], shown.measure)
        # those asked for by name have a status each; of all that a table has, those that hide something
        told = [place for place, found in enumerate(cells) if place and (named or _hides(found.statuses))]
        rows = [
            [text or None for text in found.labels] if column.kind == "text" else found.values
            for column, found in zip(columns, cells)
        ]
        rows += [cells[0].statuses, [int(n) or None for n in classes.of], *(cells[place].statuses for place in told)]
        added = [make_field(column.field, column.kind) for column in columns]
        added += [make_field("statut", "text"), make_field("classe", "int")]
        added += [make_field("statut_" + columns[place].field, "text") for place in told]
        multi = QgsWkbTypes.Type.MultiPolygon
        sink = self.sink(parameters, "OUTPUT", context, boundaries.fields(), added, multi, boundaries.sourceCrs())
        for place, (feature, values) in enumerate(zip(areas.features, zip(*rows))):
            if place % 500 == 0:
                tick(place / len(areas.features))
            sink.add(areas.geometry(place), [*feature.attributes(), *values])
        sink.close()
        names = sink.fields.names()[boundaries.fields().count() :]
        title = self.parameterAsString(parameters, "TITLE", context).strip() or shown.field
        legend = Legend(
            names[len(columns) + 1], "" if shown.measure == CLASS else names[0], names[len(columns)],
            " – ".join(word for word in (title, table.period) if word), unit, source,
        )  # fmt: skip
        counts = counts_of(shown.join, classes.secret)
        said = say_join(self, feedback, shown.join)
        say_names(self, feedback, table.names, areas.names)
        say_parts(self, feedback, areas.codes, classes.measure)
        say_classes(self, feedback, classes, shown.field)
        for place, (field, column) in enumerate(table.columns.items()):
            if columns[place].measure != CLASS:
                say_doubts(self, feedback, field, unit if place == 0 else unit_of(field), column)
        made_of = [self.layer_behind(parameters, name, context) for name in ("INPUT", "BOUNDARIES")]
        history = self._history(parameters, context, table, made_of[0])
        history += [said, *history_of(self, parameters, context, classes)]
        self.publish(
            sink, context, style_indicator(classes, legend), said, [source] if source else [], history,
            provenance=inherited(legend.title, *made_of),
        )  # fmt: skip
        results = {"OUTPUT": sink.destination, "COUNT_REPAIRED_CODES": areas.mangled + table.mangled, **counts}
        report = write_report(self, parameters, context, feedback, shown.join, {**table.names, **areas.names})
        if report is not None:
            results["OUTPUT_REPORT"] = report.destination
        return results

    def _history(self, parameters, context, table, layer):
        """Return what was joined, in lines."""
        from ...layers.journal import describe_source

        facts = {} if layer is None else describe_source(layer)
        told = [("CODE_FIELD", table.code_field), ("VALUE_FIELDS", ", ".join(table.columns)), ("YEAR", table.period)]
        told += [(name, read_year(self, parameters, name, context)) for name in _YEARS]
        lines = ["{} : {}".format(self.label(name), value) for name, value in told if value]
        if "fichier" in facts:
            lines.insert(0, "{} : {} (SHA-256 {})".format(self.label("INPUT"), facts["fichier"], facts["sha256"]))
        return lines


def _hides(statuses):
    """Tell whether some values are secret, or not kept: without their status they would pass for absent."""
    return bool(np.isin(statuses, (SECRET, TO_CHECK)).any())
