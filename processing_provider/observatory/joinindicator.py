"""Algorithm `joinindicator`: any table on any boundaries, by code, with an account of what did not meet."""

from __future__ import annotations

import re
from collections import Counter

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessingParameterEnum,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...domain.errors import QT_TRANSLATE_NOOP, DataError, ParameterError
from ...domain.indicators.levels import LEVELS
from ...domain.progress import part
from ...layers.fields import make_field
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from ..table_access import TableInput, open_table
from .classing import add_classing, read_classing, say_classes

__all__ = ["JoinIndicator"]

_YEAR = re.compile(r"(19|20)\d\d")
_BAD_YEAR = QT_TRANSLATE_NOOP("@default", "“{name}” must be a year, such as 2024.")
_BOTH_YEARS = QT_TRANSLATE_NOOP(
    "@default", "To convert with the table of commune changes, say “{first}” and “{second}” too."
)
_NOTHING = QT_TRANSLATE_NOOP(
    "@default",
    "Not one code of “{table}” ({field}: {codes}…) is in “{boundaries}” ({others}…): choose the fields of codes, and "
    "check that both are of the same level.",
)
# the row's number: GDAL would take a sheet of texts only for one without titles
REPORT = (("code", "text"), ("nom", "text"), ("cas", "text"), ("motif", "text"), ("rang", "int"))


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
            field("BOUNDARY_CODE_FIELD", tr("Field of codes of the boundaries"), None, "BOUNDARIES", anything, optional=True),
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
        for name, label, words in (
            ("DATA_GEOGRAPHY", tr("Year of the table's communes"),
             tr("Year of the geography (COG) of its codes, such as 2019: the report tells more with it.")),
            ("BOUNDARY_GEOGRAPHY", tr("Year of the boundaries"), tr("Year of their geography (COG).")),
        ):  # fmt: skip
            self.add(text(name, label, optional=True), words, advanced=True)
        self.add_source(
            "CHANGES", tr("Table of commune changes"), ["vector"],
            tr("Insee's file of movements (v_mvt_commune): counts of merged communes are summed, rates are left out."),
            optional=True, advanced=True,
        )  # fmt: skip
        add_classing(self, advanced=True)
        self.add_sink(
            "OUTPUT", tr("Boundaries with values"), "polygon",
            text_help=tr("Every polygon of the boundaries, in order, with or without a value."),
        )  # fmt: skip
        self.add_sink(
            "OUTPUT_REPORT", tr("Report of the join"), "table", True, True,
            tr("What did not meet: polygons without data, codes without polygon, and why."),
        )  # fmt: skip
        for name, label in (
            ("COUNT_JOINED", tr("Rows joined")),
            ("COUNT_WITHOUT_DATA", tr("Polygons without data")),
            ("COUNT_WITHOUT_POLYGON", tr("Codes without polygon")),
            ("COUNT_SECRET", tr("Values hidden by statistical secrecy")),
            ("COUNT_REPAIRED_CODES", tr("Codes mended")),
        ):
            self.add_number_output(name, label)

    def check(self, parameters, context):
        read_classing(self, parameters, context)
        years = [self._geography(parameters, name, context) for name in ("DATA_GEOGRAPHY", "BOUNDARY_GEOGRAPHY")]
        if not self.left_out(parameters, "CHANGES") and "" in years:
            raise ParameterError(
                _BOTH_YEARS, first=self.label("DATA_GEOGRAPHY"), second=self.label("BOUNDARY_GEOGRAPHY")
            )

    def _geography(self, parameters, name, context):
        text = self.parameterAsString(parameters, name, context).strip()
        if text and not _YEAR.fullmatch(text):
            raise ParameterError(_BAD_YEAR, name=self.label(name))
        return text

    def work(self, parameters, context, feedback):
        from ...layers.boundaries import read_boundaries
        from .indicator_table import read_table

        tick = self.ticker(feedback)
        boundaries = self.source(parameters, "BOUNDARIES", context, "polygon")
        code_field = self.field_name(parameters, "BOUNDARY_CODE_FIELD", context, boundaries)
        level = self._level(parameters, context)
        areas = read_boundaries(boundaries, self.label("BOUNDARIES"), code_field, level, part(tick, 0.0, 0.4))
        source = open_table(self, parameters, "INPUT", context)
        chosen = {
            "code": self.field_name(parameters, "CODE_FIELD", context, source),
            "year": self.field_name(parameters, "YEAR_FIELD", context, source),
            "values": self.field_names(parameters, "VALUE_FIELDS", context, source),
        }
        year = self.parameterAsString(parameters, "YEAR", context).strip()
        name = self.label("INPUT")
        table = read_table(source, name, set(areas.codes) - {""}, areas.level, chosen, year, part(tick, 0.4, 0.6))
        columns = self._joined(parameters, context, feedback, areas, table)
        return self._write(parameters, context, feedback, boundaries, areas, table, columns, part(tick, 0.6, 1.0))

    def _level(self, parameters, context):
        if parameters.get("LEVEL") in (None, ""):
            return ""
        return list(LEVELS)[self.parameterAsEnum(parameters, "LEVEL", context)]

    # joining --------------------------------------------------------------------------------------------

    def _joined(self, parameters, context, feedback, areas, table):
        """Return (field, observations, join) of each field of values."""
        from ...domain.indicators.columns import measure_of
        from ...domain.indicators.entry import CLASS
        from ...domain.indicators.join import join
        from ...domain.indicators.vintages import convert

        classing = read_classing(self, parameters, context)
        before, now = (self._geography(parameters, n, context) for n in ("DATA_GEOGRAPHY", "BOUNDARY_GEOGRAPHY"))
        changes = self._changes(parameters, context)
        columns = []
        for place, (field, column) in enumerate(table.columns.items()):
            unit = self.parameterAsString(parameters, "UNIT", context) if place == 0 else ""
            measure = (classing.measure if place == 0 else "") or measure_of(field, unit, column)
            found = table.observations(field, areas.level, before, measure == CLASS)
            if changes is not None and before != now:
                converted = convert(found, changes, now, measure)
                found = converted.observations
                self._say_converted(feedback, field, converted)
            columns.append((field, measure, found, join(found, areas.codes, now, changes)))
        first = columns[0][3]
        if not first.joined:
            raise DataError(
                _NOTHING, table=self.label("INPUT"), field=table.code_field, codes=", ".join(table.codes[:3]),
                boundaries=self.label("BOUNDARIES"), others=", ".join(areas.codes[:3]),
            )  # fmt: skip
        self._say_odd(feedback, areas, table, first)
        return columns

    def _changes(self, parameters, context):
        from ...domain.indicators.vintages import CommuneChanges
        from ...layers.rows import FeatureChunk
        from ...layers.vectors import features

        source = self.source(parameters, "CHANGES", context, with_crs=False)
        if source is None:
            return None
        names = source.fields().names()
        chunk = FeatureChunk(list(features(source)))
        cells = [[str(cell) for cell in chunk.column(place)] for place in range(len(names))]
        return CommuneChanges.of(dict(zip(names, row)) for row in zip(*cells))

    def _say_converted(self, feedback, field, converted):
        if converted.summed:
            feedback.pushInfo(
                tr("“{field}”: the values of {count} communes are the sum of those that merged.").format(
                    field=field, count=len(converted.summed)
                )
            )
        if converted.left_out:
            self.warn(
                feedback,
                tr("“{field}”: {count} communes have no value, as theirs cannot be made of the former ones.").format(
                    field=field, count=len(converted.left_out)
                ),
            )

    def _say_odd(self, feedback, areas, table, first):
        counted = (
            (areas.mangled + table.mangled, tr("{count} codes mangled by a spreadsheet were mended (lost zeros, quotes).")),
            (areas.repaired, tr("{count} invalid polygons were repaired.")),
            (areas.unusable, tr("{count} rows of the boundaries have no usable polygon; they are kept, without one.")),
            (areas.without_code, tr("{count} polygons have no code.")),
            (table.without_code, tr("{count} rows of the table have no code and were left out.")),
            (len(first.repeated), tr("{count} codes stand several times in the table: the first row was taken.")),
        )
        for count, text in counted:
            if count:
                self.warn(feedback, text.format(count=count))
        for field, column in table.columns.items():
            if column.unreadable and column.numeric:
                self.warn(
                    feedback,
                    tr("“{field}”: {count} cells are neither numbers nor known signs, and count as missing.").format(
                        field=field, count=column.unreadable
                    ),
                )

    # writing --------------------------------------------------------------------------------------------

    def _write(self, parameters, context, feedback, boundaries, areas, table, columns, tick):
        from ...domain.indicators.columns import unit_of
        from ...domain.indicators.entry import CLASS
        from ...layers.styles.choropleth import Legend, style_indicator
        from .joined_rows import Joined

        field, measure, found, joined = columns[0]
        classing = read_classing(self, parameters, context)
        given = self.parameterAsString(parameters, "UNIT", context).strip()
        unit = given or (unit_of(field) if measure != CLASS else "")
        rows = Joined(columns)
        classes = rows.classes(classing, measure)
        added = [make_field(name, "text" if kind == CLASS else "double") for name, kind, *_ in columns]
        added += [make_field("statut", "text"), make_field("classe", "int")]
        multi = QgsWkbTypes.Type.MultiPolygon
        sink = self.sink(parameters, "OUTPUT", context, boundaries.fields(), added, multi, boundaries.sourceCrs())
        for place, feature in enumerate(areas.features):
            if place % 500 == 0:
                tick(place / len(areas.features))
            sink.add(areas.geometry(place), feature.attributes() + rows.values(place) + [
                rows.statuses[place], int(classes.of[place]) or None,
            ])  # fmt: skip
        sink.close()
        names = sink.fields.names()[boundaries.fields().count() :]
        title = self.parameterAsString(parameters, "TITLE", context).strip() or field
        legend = Legend(
            names[len(columns) + 1], "" if measure == CLASS else names[0], names[len(columns)],
            " – ".join(word for word in (title, table.period) if word), unit,
        )  # fmt: skip
        counts = {
            "COUNT_JOINED": joined.joined,
            "COUNT_WITHOUT_DATA": joined.count("polygone_sans_donnee"),
            "COUNT_WITHOUT_POLYGON": joined.count("code_sans_polygone"),
            "COUNT_SECRET": classes.secret,
            "COUNT_REPAIRED_CODES": areas.mangled + table.mangled,
        }
        said = tr(
            "{joined} codes joined, {without_data} polygons without data, {without_polygon} codes without polygon."
        ).format(
            joined=counts["COUNT_JOINED"], without_data=counts["COUNT_WITHOUT_DATA"],
            without_polygon=counts["COUNT_WITHOUT_POLYGON"],
        )  # fmt: skip
        feedback.pushInfo(said)
        say_classes(self, feedback, classes, field)
        history = ["{} : {}".format(self.label("CODE_FIELD"), table.code_field), said]
        self.publish(sink, context, style_indicator(classes, legend), said, (), history)
        results = {"OUTPUT": sink.destination, **counts}
        report = write_report(self, parameters, context, feedback, joined, {**table.names, **areas.names})
        if report is not None:
            results["OUTPUT_REPORT"] = report.destination
        return results


def write_report(algorithm, parameters, context, feedback, joined, names):
    """Write `OUTPUT_REPORT`, and say the commonest reasons in the log; returns its sink or None."""
    rows = [(one.code, names.get(one.code), one.case, tr(one.reason).format(**one.values)) for one in joined.unmet]
    for reason, count in Counter(one.reason for one in joined.unmet).most_common(5):
        # the same words for all, whatever fills them
        values = [one.values for one in joined.unmet if one.reason == reason]
        shared = {key: value if all(v[key] == value for v in values) else "…" for key, value in values[0].items()}
        feedback.pushInfo("  {} × {}".format(count, tr(reason).format(**shared)))
    sink = algorithm.sink(
        parameters, "OUTPUT_REPORT", context, QgsFields(), [make_field(*kind) for kind in REPORT],
        QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem(),
    )  # fmt: skip
    if sink is not None:
        for number, row in enumerate(rows, 1):
            sink.add(None, [*row, number])
        sink.close()
    return sink
