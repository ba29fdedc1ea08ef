"""Algorithm `compareqpvgenerations`: what the perimeters of 2024 kept, gained and lost since those of 2015."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterField, QgsProcessingParameterNumber

from ...domain.errors import QT_TRANSLATE_NOOP, DataError
from ...domain.lists import field_suffix
from ...domain.progress import part
from ...domain.qpv.codes import CURRENT, PREVIOUS
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from .inputs import add_code_fields, add_perimeters, perimeters
from .verdict_parameters import french

__all__ = ["CompareQpvGenerations"]

class CompareQpvGenerations(CohesionAlgorithm):
    """Area, addresses and people kept, gained and lost, and the table of passage between codes."""

    NAME, GROUP = "compareqpvgenerations", "qpv"

    def display_name(self):
        return tr("QPV 2015 and 2024 compared")

    def keywords(self):
        return [
            "qpv", "quartier prioritaire", "2015", "2024", "comparer", "comparaison", "génération", "generation",
            "table de passage", "correspondance", "évolution", "evolution", "entrant", "sortant",
        ]  # fmt: skip

    def define(self):
        from ...domain.qpv.passage import SLIVER_WIDTH

        number, field = QgsProcessingParameterNumber, QgsProcessingParameterField
        add_perimeters(self)
        self.add_source(
            "QPV_PREVIOUS",
            tr("QPV perimeters of the previous generation (2015)"),
            ["polygon"],
            tr("Compared with the first; one layer that holds both may be given twice."),
            reference="qpv_2015",
        )
        add_code_fields(self)
        self.add_source(
            "POINTS",
            tr("Addresses or dwellings to count"),
            ["point"],
            tr("Each point is counted in the one piece where it falls."),
            optional=True,
        )
        self.add_source(
            "POPULATION",
            tr("Population grid"),
            ["polygon"],
            tr("Cells whose people are shared out by area: an order of magnitude, not a census."),
            optional=True,
            reference="population",
        )
        self.add(
            field("POPULATION_FIELD", tr("Field of people"), None, "POPULATION", field.DataType.Any, optional=True),
            tr("Found alone in Insee's grids (ind)."),
            advanced=True,
        )
        self.add(
            number("SLIVER_WIDTH", tr("Width of slivers (m)"), number.Type.Double, SLIVER_WIDTH, False, 0.0),
            tr(
                "What is gained or lost but narrower than this everywhere comes from the drawing: "
                "it is told apart, never left out."
            ),
            advanced=True,
        )
        self.add_sink("OUTPUT", tr("QPV kept, gained and lost"), "polygon")
        self.add_sink(
            "OUTPUT_PASSAGE", tr("Table of passage 2015 to 2024"), "table", True, True,
            tr("One row per pair of codes, with the share of each."),
        )  # fmt: skip
        self.add_sink("OUTPUT_SUMMARY", tr("Totals by QPV"), "table", True, True)
        self.add_sink(
            "OUTPUT_CORRESPONDENCE", tr("Correspondence in the official columns"), "table", True, False,
            tr("QP2024, Label_QP2024, Statut, QP2015_1…: what formulas on the table of the ANCT read."),
        )  # fmt: skip
        for name, label in (
            ("AREA_KEPT", tr("Area kept (ha)")),
            ("AREA_GAINED", tr("Area gained (ha)")),
            ("AREA_LOST", tr("Area lost (ha)")),
            ("POINTS_KEPT", tr("Addresses kept")),
            ("POINTS_GAINED", tr("Addresses gained")),
            ("POINTS_LOST", tr("Addresses lost")),
            ("POPULATION_KEPT", tr("People kept")),
            ("POPULATION_GAINED", tr("People gained")),
            ("POPULATION_LOST", tr("People lost")),
        ):
            self.add_number_output(name, label)

    def work(self, parameters, context, feedback):
        from ...domain.qpv.passage import SLIVER_WIDTH
        from ...layers.passage import cut_generations
        from ..population import population_field
        from .passage_outputs import PassageOutputs

        # what is wrong with them is said before anything is cut
        points = self.source(parameters, "POINTS", context, "point")
        cells = self.source(parameters, "POPULATION", context, "polygon")
        column = None if cells is None else population_field(self, parameters, context, cells)
        new, _warnings = perimeters(self, parameters, "QPV", context, feedback, CURRENT, (0.0, 0.1))
        old, _warnings = perimeters(self, parameters, "QPV_PREVIOUS", context, feedback, PREVIOUS, (0.1, 0.2))
        width = self.number(parameters, "SLIVER_WIDTH", context, SLIVER_WIDTH)
        tick = self.ticker(feedback)
        cut, overlaps = cut_generations(old, new, width, part(tick, 0.2, 0.5))
        if cut is None:
            raise DataError(QT_TRANSLATE_NOOP("@default", "Neither layer holds a surface to compare: check both."))
        self._warn_of(feedback, old, new, overlaps, cut.pieces)
        if points is not None:
            self._count_points(points, context, feedback, cut, part(tick, 0.5, 0.6))
        if cells is not None:
            self._share_people(cells, column, context, feedback, cut, part(tick, 0.6, 0.9))
        history = ["{} : {}".format(self.label("SLIVER_WIDTH"), field_suffix(width).replace("_", ","))]
        written = PassageOutputs(self, parameters, context, old, new, history)
        written.pieces(cut)
        written.passage(cut.pieces)
        written.totals(cut.pieces)
        crowded = written.correspondence(cut.pieces)
        if crowded:
            self.warn(
                feedback,
                tr(
                    "{count} QPV have more than three predecessors: the table in the official columns keeps three."
                ).format(count=crowded),
            )
        return self._numbers(feedback, cut.pieces, written.results)

    # reading -------------------------------------------------------------------------------------------

    def _warn_of(self, feedback, old, new, overlaps, pieces):
        from ...domain.qpv.passage import missing_departements, orphans

        for name, count in zip(("QPV_PREVIOUS", "QPV"), overlaps):
            if count:
                self.warn(
                    feedback,
                    tr(
                        "“{name}”: {count} perimeters overlap an earlier one; what they share counts once, "
                        "for the first."
                    ).format(name=self.label(name), count=count),
                )
        for name, own, other in (("QPV", old, new), ("QPV_PREVIOUS", new, old)):
            lacking = missing_departements(own.codes, other.codes)
            if lacking:
                self.warn(
                    feedback,
                    tr(
                        "“{name}” has no QPV in these départements, where the other layer has some: {list}. "
                        "Check that it is not filtered: all of them count as gained or lost."
                    ).format(name=self.label(name), list=", ".join(lacking)),
                )
        alone = orphans(pieces, new.codes)
        if alone:
            self.warn(
                feedback,
                tr(
                    "{count} QPV of 2024 existed before, as their code says, and share nothing with those of 2015 "
                    "({list}): check that the layer of 2015 is whole."
                ).format(count=len(alone), list=", ".join(alone[:10]) + ("…" if len(alone) > 10 else "")),
            )

    def _count_points(self, source, context, feedback, cut, tick):
        from ...layers.vectors import read_points

        table = read_points(source, self.label("POINTS"), source.sourceCrs(), context, tick=part(tick, 0.0, 0.5))
        cut.count_points(table.xy, source.sourceCrs(), context, part(tick, 0.5, 1.0))
        lost = int((~table.located).sum())
        if lost:
            self.warn(
                feedback,
                tr("“{name}”: {count} rows have no position and are counted nowhere.").format(
                    name=self.label("POINTS"), count=lost
                ),
            )

    def _share_people(self, source, column, context, feedback, cut, tick):
        from ...domain.access.population import read_people

        name = self.label("POPULATION")

        def read(values):
            people = read_people(values)
            aside = people.missing + people.unreadable + people.negative
            if aside:
                self.warn(
                    feedback,
                    tr("“{name}”: {count} cells have no usable number of people and count for none.").format(
                        name=name, count=aside
                    ),
                )
            return people.values

        cut.share_people(source, name, column, read, context, tick)

    def _numbers(self, feedback, pieces, results):
        from ...domain.qpv.passage import GAINED, KEPT, LOST
        from .passage_outputs import WRITE

        status, said = pieces.status, []
        for name, write, measure in zip(("AREA", "POINTS", "POPULATION"), WRITE, pieces.measures):
            for end, code in (("KEPT", KEPT), ("GAINED", GAINED), ("LOST", LOST)):
                value = None if measure is None else write(measure[status == code].sum())
                said.append(None if value is None else french(value))
                if value is not None:
                    results["{}_{}".format(name, end)] = value
        feedback.pushInfo(
            tr("Area: {kept} ha kept, {gained} ha gained, {lost} ha lost.").format(
                kept=said[0], gained=said[1], lost=said[2]
            )
        )
        if pieces.addresses is not None:
            feedback.pushInfo(
                tr("Addresses: {kept} kept, {gained} gained, {lost} lost.").format(
                    kept=said[3], gained=said[4], lost=said[5]
                )
            )
        if pieces.people is not None:
            feedback.pushInfo(
                tr("People: about {kept} kept, {gained} gained, {lost} lost.").format(
                    kept=said[6], gained=said[7], lost=said[8]
                )
            )
        return results
