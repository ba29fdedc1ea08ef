"""Algorithm `georeferencepoints`: which positions are in a QPV, which are not, and which must be looked at."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterField

from ...domain.lists import field_suffix
from ...domain.progress import part
from ...domain.qpv.codes import PREVIOUS
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from .inputs import add_code_fields, add_perimeters
from .verdict_parameters import (
    COUNTS,
    add_communes,
    add_counts,
    add_date_and_groups,
    add_distances,
    add_official_list,
    add_rules,
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
        add_perimeters(self, "QPV_PREVIOUS", PREVIOUS, optional=True)
        add_official_list(self)
        add_code_fields(self)
        add_communes(self)
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
        add_rules(self)
        add_distances(self)
        add_date_and_groups(self)
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
        sum_up(self, parameters, context, source.fields(), columns.crs, run, shown, results)
        counts = run.current.tally.verdicts.tolist()
        results.update(zip(COUNTS, counts))
        results["COUNT_JOIN_UNFOUNDED"] = run.unfounded
        tell_counts(feedback, counts, run.unfounded)
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
        from ...domain.qpv.communes import CommuneReader
        from .georeferencing import GenerationRun, Run

        known = read_references(self, parameters, context, feedback)
        names = source.fields().names()
        groups = self.field_names(parameters, "GROUP_FIELDS", context, source)
        sums = self.field_names(parameters, "SUM_FIELDS", context, source)
        date = self.field_name(parameters, "DATE_FIELD", context, source)
        run = Run(
            columns=columns,
            rules=rules,
            current=GenerationRun(known.current, rules, len(sums)),
            previous=None if known.previous is None else GenerationRun(known.previous, rules, len(sums)),
            context=context,
            reader=CommuneReader(known.official, known.current.generation != PREVIOUS, known.commune_codes),
            communes=known.communes,
            groups=[names.index(n) for n in groups],
            sums=[names.index(n) for n in sums],
            date=None if date is None else names.index(date),
        )
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
