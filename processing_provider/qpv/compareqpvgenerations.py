"""Algorithm `compareqpvgenerations`: what the perimeters of 2024 kept, gained and lost since those of 2015."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsFields,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ...domain.errors import QT_TRANSLATE_NOOP, DataError
from ...domain.lists import field_suffix
from ...domain.progress import part
from ...domain.qpv.codes import CURRENT, PREVIOUS
from ...layers.fields import make_field
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from .inputs import add_code_fields, add_perimeters, perimeters

__all__ = ["CompareQpvGenerations"]

YES_NO = {True: "OUI", False: "NON"}


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

        new, _warnings = perimeters(self, parameters, "QPV", context, feedback, CURRENT, (0.0, 0.1))
        old, _warnings = perimeters(self, parameters, "QPV_PREVIOUS", context, feedback, PREVIOUS, (0.1, 0.2))
        width = self.number(parameters, "SLIVER_WIDTH", context, SLIVER_WIDTH)
        tick = self.ticker(feedback)
        cut, overlaps = cut_generations(old, new, width, part(tick, 0.2, 0.5))
        if cut is None:
            raise DataError(QT_TRANSLATE_NOOP("@default", "Neither layer holds a surface to compare: check both."))
        self._warn_of(feedback, old, new, overlaps)
        self._count_points(parameters, context, feedback, cut, part(tick, 0.5, 0.6))
        self._share_people(parameters, context, feedback, cut, part(tick, 0.6, 0.9))
        caution = tr(
            "Areas are measured in the legal projection of the territory; people are those of grid cells "
            "(tax households) shared out by area: an order of magnitude."
        )
        history = ["{} : {}".format(self.label("SLIVER_WIDTH"), field_suffix(width).replace("_", ","))]
        results = self._write_pieces(parameters, context, old, new, cut, caution, history)
        self._write_passage(parameters, context, old, new, cut.pieces, results, caution, history)
        self._write_totals(parameters, context, old, new, cut.pieces, results, caution, history)
        return self._numbers(feedback, cut.pieces, results)

    # reading -------------------------------------------------------------------------------------------

    def _warn_of(self, feedback, old, new, overlaps):
        from ...domain.qpv.passage import missing_departements

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

    def _count_points(self, parameters, context, feedback, cut, tick):
        from ...layers.vectors import read_points

        source = self.source(parameters, "POINTS", context, "point")
        if source is None:
            return
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

    def _share_people(self, parameters, context, feedback, cut, tick):
        from ...domain.access.population import read_people
        from ..population import population_field

        source = self.source(parameters, "POPULATION", context, "polygon")
        if source is None:
            return
        name = self.label("POPULATION")
        column = population_field(self, parameters, context, source)

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

    # writing -------------------------------------------------------------------------------------------

    def _write_pieces(self, parameters, context, old, new, cut, caution, history):
        from ...domain.qpv.passage import KEPT, STATUSES, shares
        from ...layers.crs import authority, moved
        from ...layers.styles.passage import style_passage

        kinds = [("statut", "text"), ("lisere", "text")] + _code_kinds() + [("superficie_ha", "double")]
        kinds += [("part_2015_pct", "double"), ("part_2024_pct", "double"), ("adresses", "int")]
        added = [make_field(*kind) for kind in kinds + [("population", "double")]]
        source = self.source(parameters, "QPV", context, "polygon")
        codes = np.unique(cut.projections).tolist()
        # one territory keeps its legal projection; several only have the layer's own system in common
        crs = authority(codes[0]) if len(codes) == 1 else source.sourceCrs()
        sink = self.sink(parameters, "OUTPUT", context, QgsFields(), added, QgsWkbTypes.Type.MultiPolygon, crs)
        back = {c: QgsCoordinateTransform(authority(c), crs, context.transformContext()) for c in codes}
        pieces, status = cut.pieces, cut.pieces.status
        # kept first, so that what changed is drawn above it; then by QPV
        order = np.lexsort((pieces.new, pieces.old, pieces.sliver, status != KEPT))
        of_qpv = shares(pieces)
        for place in order.tolist():
            geometry = moved(cut.geometries[place], back[int(cut.projections[place])])
            geometry.convertToMultiType()
            sink.add(
                geometry,
                [STATUSES[status[place]], YES_NO[bool(pieces.sliver[place])]]
                + _codes(old, new, int(pieces.old[place]), int(pieces.new[place]))
                + [_hectares(pieces.area[place]), *of_qpv[place]]
                + [None if pieces.addresses is None else int(pieces.addresses[place])]
                + [_people(None if pieces.people is None else pieces.people[place])],
            )
        self.publish(sink, context, style_passage, caution, _rights(), history)
        return {"OUTPUT": sink.destination}

    def _write_passage(self, parameters, context, old, new, pieces, results, caution, history):
        from ...domain.qpv.passage import STATUSES, passage

        kinds = _code_kinds() + [("statut", "text"), ("lisere", "text")]
        for name, kind in (("superficie_ha", "double"), ("adresses", "int"), ("population", "double")):
            short = name.replace("_ha", "")
            kinds += [(name, kind)] + [("part_{}_{}_pct".format(short, year), "double") for year in (2015, 2024)]
        sink = self._table(parameters, "OUTPUT_PASSAGE", context, kinds)
        if sink is None:
            return
        for row in passage(pieces):
            values = _codes(old, new, row["old"], row["new"]) + [STATUSES[row["status"]], YES_NO[row["sliver"]]]
            for write, (value, before, after) in zip(_WRITE, row["values"]):
                values += [write(value), before, after]
            sink.add(None, values)
        results["OUTPUT_PASSAGE"] = sink.destination
        self.publish(sink, context, None, caution, _rights(), history)

    def _write_totals(self, parameters, context, old, new, pieces, results, caution, history):
        from ...domain.qpv.passage import totals

        kinds = [(n, "text") for n in ("niveau", "generation", "code_qp", "nom_qp", "code_qp_correspondant")]
        kinds += [(n + "_ha", "double") for n in ("superficie", "conservee", "perdue", "gagnee", "dont_liseres")]
        kinds += [("part_conservee_pct", "double")]
        ends = ("", "_conservee", "_perdue", "_gagnee")
        kinds += [("adresses" + (end and end + "s"), "int") for end in ends]
        kinds += [("population" + end, "double") for end in ends]
        sink = self._table(parameters, "OUTPUT_SUMMARY", context, kinds)
        if sink is None:
            return
        for row in totals(pieces):
            before = row["year"] == PREVIOUS
            own, other, place = (old, new, row["place"]) if before else (new, old, row["place"])
            everything = place < 0
            values = ["ensemble" if everything else "qpv", str(row["year"])]
            values += [None, None] if everything else [own.codes[place], own.names[place]]
            values.append(other.codes[row["main"]] if row["main"] >= 0 else None)
            for rank, (write, (whole, kept, left)) in enumerate(zip(_WRITE, row["values"])):
                pair = [write(left), None] if before else [None, write(left)]
                values += [write(whole), write(kept)] + pair
                if rank == 0:
                    share = round(100.0 * kept / whole, 2) if whole else None
                    values += [_hectares(row["sliver"]), share]
            sink.add(None, values)
        results["OUTPUT_SUMMARY"] = sink.destination
        self.publish(sink, context, None, caution, _rights(), history)

    def _table(self, parameters, name, context, kinds):
        crs = self.source(parameters, "QPV", context, "polygon").sourceCrs()
        fields = [make_field(*kind) for kind in kinds]
        return self.sink(parameters, name, context, QgsFields(), fields, QgsWkbTypes.Type.NoGeometry, crs)

    def _numbers(self, feedback, pieces, results):
        from ...domain.qpv.passage import GAINED, KEPT, LOST

        status, said = pieces.status, []
        for name, write, measure in zip(("AREA", "POINTS", "POPULATION"), _WRITE, pieces.measures):
            for end, code in (("KEPT", KEPT), ("GAINED", GAINED), ("LOST", LOST)):
                value = None if measure is None else write(measure[status == code].sum())
                said.append(value)
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


def _code_kinds():
    return [("{}_{}".format(n, year), "text") for year in (2015, 2024) for n in ("code_qp", "nom_qp")]


def _codes(old, new, before, after):
    """Return code and name of each generation, None without."""
    first = [None, None] if before < 0 else [old.codes[before], old.names[before]]
    return first + ([None, None] if after < 0 else [new.codes[after], new.names[after]])


def _hectares(area):
    return None if area is None else round(float(area) / 10_000.0, 4)


def _people(value):
    return None if value is None else round(float(value), 1)


def _whole(value):
    return None if value is None else int(value)


_WRITE = (_hectares, _whole, _people)


def _rights():
    return (tr("QPV perimeters: ANCT, Licence Ouverte"),)
