"""Algorithm `georeferencepoints`: which positions are in a QPV, which are not, and which must be looked at."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterField

from ...domain.lists import field_suffix
from ...domain.progress import part
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from .inputs import add_perimeters
from .verdict_parameters import (
    add_counts,
    add_decision,
    add_references,
    add_summaries,
    check_rules,
    read_references,
    read_rules,
    shown_rules,
    tell_counts,
)

__all__ = ["GeoreferencePoints"]


class GeoreferencePoints(CohesionAlgorithm):
    """Verdict, signed distance and bands of each position, for one or two generations of perimeters."""

    NAME, GROUP = "georeferencepoints", "qpv"

    def display_name(self):
        return tr("QPV of points (addresses already located)")

    def keywords(self):
        return [
            "qpv", "quartier prioritaire", "politique de la ville", "géoréférencement", "georeferencement",
            "adresses", "adresse", "bénéficiaires", "beneficiaires", "bande", "300", "500", "ban", "sig ville",
        ]  # fmt: skip

    def define(self):
        field = QgsProcessingParameterField
        any_type = field.DataType.Any
        self.add_source(
            "INPUT",
            tr("Addresses or positions"),
            ["vector"],
            tr("A layer of points, or a table with longitude and latitude such as a BAN geocoding answer."),
        )
        add_perimeters(self)
        add_references(self)
        self.add(
            field("PRECISION_FIELD", tr("Field of precision"), None, "INPUT", any_type, optional=True),
            tr("BAN words (entrée, segment, street…) or metres. The columns of a BAN answer are found alone."),
            advanced=True,
        )
        self.add(
            field("SCORE_FIELD", tr("Field of the geocoding score"), None, "INPUT", any_type, optional=True),
            tr("Between 0 and 1, or out of 100. result_score is found alone."),
            advanced=True,
        )
        add_decision(self)
        self.add_sink("OUTPUT", tr("Positions with their verdict"), "point")
        add_summaries(self)
        add_counts(self)

    def check(self, parameters, context):
        check_rules(self, parameters, context)

    def work(self, parameters, context, feedback):
        from ...layers.answer_columns import find_columns
        from ...layers.geocoded_rows import read_chunks
        from .georeferencing import added_fields
        from .verdict_outputs import sum_up

        source = self.source(parameters, "INPUT", context, with_crs=False)
        columns = find_columns(
            source,
            self.label("INPUT"),
            self.field_name(parameters, "PRECISION_FIELD", context, source),
            self.field_name(parameters, "SCORE_FIELD", context, source),
        )
        rules = read_rules(self, parameters, context)
        run, shown = self._prepare(parameters, context, feedback, source, columns, rules)
        added = added_fields([field_suffix(b) for b in rules.bands], run.previous is not None, run.date is not None)
        sink = self.sink(parameters, "OUTPUT", context, source.fields(), added, columns.wkb_type, columns.crs)

        total, done, width = max(source.featureCount(), 1), 0, source.fields().count()
        tick = self.ticker(feedback, 0.1, 0.97)
        for chunk in read_chunks(source, columns):
            end = min(done + len(chunk.features), total)
            chunk.append(width, run.answer(chunk, part(tick, done / total, end / total)))
            sink.add_all(chunk.features)
            done += len(chunk.features)
            tick(done / total)

        results = {"OUTPUT": sink.destination}
        self._publish(sink, context, shown)
        sum_up(self, parameters, context, feedback, source.fields(), columns.crs, run, shown, results)
        tell_counts(feedback, run, results)
        if run.unreadable:
            self.warn(
                feedback,
                tr("{count} rows have a precision that is not recognised; they are not decided.").format(
                    count=run.unreadable
                ),
            )
        return results

    def _prepare(self, parameters, context, feedback, source, columns, rules):
        """Read perimeters, list and communes; returns the run and what was shown of the layers."""
        from .georeferencing import open_run

        known = read_references(self, parameters, context, feedback)
        names = source.fields().names()
        groups = self.field_names(parameters, "GROUP_FIELDS", context, source)
        sums = self.field_names(parameters, "SUM_FIELDS", context, source)
        date = self.field_name(parameters, "DATE_FIELD", context, source)
        places = ([names.index(n) for n in fields] for fields in (groups, sums))
        run = open_run(known, rules, context, *places, None if date is None else names.index(date), columns)
        shown = {"warnings": known.warnings, "groups": groups, "sums": sums}
        shown["parameters"] = self._shown_parameters(parameters, context, columns, rules)
        return run, shown

    def _shown_parameters(self, parameters, context, columns, rules):
        """List the parameters that the report and the metadata show."""
        read = ", ".join(sorted(set(columns.names.values())))
        return shown_rules(self, parameters, context, rules) + [(tr("Columns read"), read or "—")]

    def _publish(self, sink, context, shown):
        from ...domain.qpv.report import CAUTION
        from ...layers.styles.verdicts import style_verdicts

        history = ["{} : {}".format(label, value) for label, value in shown["parameters"]]
        self.publish(sink, context, style_verdicts, CAUTION, (tr("QPV perimeters: ANCT, Licence Ouverte"),), history)
