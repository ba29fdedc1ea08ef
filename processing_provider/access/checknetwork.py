"""Algorithm `checknetwork`: what in a street network would make travel times wrong."""

from __future__ import annotations

from qgis.core import (
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ...domain.network import profiles
from ...domain.progress import part
from ...layers.fields import make_field
from ...translation import decimal, tr
from ..algorithm import CohesionAlgorithm
from ..parameters import define_network, network_settings

__all__ = ["CheckNetwork"]

# km/h outside which a speed is not believable
BELIEVABLE = {profiles.WALK: (0.5, 10.0), profiles.CAR: (2.0, 150.0)}


class CheckNetwork(CohesionAlgorithm):
    """Faults of a street network."""

    NAME = "checknetwork"
    GROUP = "access"
    NEAR_MISS, OUTPUT = "NEAR_MISS", "OUTPUT"

    def display_name(self):
        return tr("Check a street network")

    def keywords(self):
        return [
            "réseau", "reseau", "voirie", "contrôle", "controle", "topologie", "connexité", "connexite", "sens unique",
            "vitesse", "BD TOPO", "OpenStreetMap", "network", "check", "topology",
        ]  # fmt: skip

    def define(self):
        define_network(self, with_points=False)
        self.add(
            QgsProcessingParameterNumber(
                self.NEAR_MISS,
                tr("Gap taken for a slip (m)"),
                QgsProcessingParameterNumber.Type.Double,
                1.0,
                minValue=0.0,
            ),
            tr("A dead end nearer than this to another line, and not joined to it, is reported."),
        )
        self.add_sink(self.OUTPUT, tr("Network problems"), "point")
        for name, label in (
            ("COUNT_LINES", tr("Usable lines")),
            ("COUNT_COMPONENTS", tr("Connected parts")),
            ("SHARE_LARGEST", tr("Share of the length in the largest part (%)")),
            ("COUNT_PROBLEMS", tr("Problems in all")),
            ("COUNT_NEAR_MISS", tr("Near-miss ends")),
            ("COUNT_ISOLATED", tr("Isolated parts")),
            ("COUNT_DEAD_ONE_WAY", tr("Dead one-way streets")),
            ("COUNT_SPEED", tr("Missing, zero or absurd speeds")),
            ("COUNT_NO_LENGTH", tr("Lines without length")),
            ("COUNT_DUPLICATE", tr("Lines drawn twice")),
            ("COUNT_UNKNOWN_DIRECTION", tr("Unknown directions")),
        ):
            self.add_number_output(name, label)

    def work(self, parameters, context, feedback):
        from ...domain.network import check as checks
        from ...domain.network.graph import build
        from ...domain.network.lines import lengths
        from ..streets import open_streets

        tick = self.ticker(feedback)
        settings = network_settings(self, parameters, context)
        near_miss = self.number(parameters, self.NEAR_MISS, context, 1.0)
        streets = open_streets(self, settings, context, feedback, part(tick, 0.0, 0.5))
        reading = streets.reading
        slowest, fastest = BELIEVABLE[settings.rules.mode]
        problems = checks.check_lines(
            reading.raw, reading.used, reading.no_speed, reading.no_length, reading.unmatched_lines, slowest, fastest
        )
        network = build(streets.lines, tolerance=settings.tolerance)
        tick(0.6)
        lines_only = len(problems)
        problems.extend(checks.check_graph(network, near_miss, part(tick, 0.6, 0.9)))
        destination = self._write(parameters, context, settings, problems, part(tick, 0.9, 1.0))

        size = lengths(streets.lines)
        in_largest = network.component[network.tail] == 0
        counts = problems.counts()
        results = {
            self.OUTPUT: destination,
            "COUNT_LINES": len(reading.used),
            "COUNT_COMPONENTS": len(network.component_size),
            "SHARE_LARGEST": min(100.0, float(100.0 * size[network.edge_line[in_largest]].sum() / size.sum())),
            "COUNT_PROBLEMS": len(problems),
            "COUNT_NEAR_MISS": counts[checks.NEAR_MISS],
            "COUNT_ISOLATED": counts[checks.ISOLATED],
            "COUNT_DEAD_ONE_WAY": counts[checks.DEAD_ONE_WAY],
            "COUNT_SPEED": counts[checks.NO_SPEED] + counts[checks.NO_TIME] + counts[checks.ABSURD_SPEED],
            "COUNT_NO_LENGTH": counts[checks.NO_LENGTH],
            "COUNT_DUPLICATE": counts[checks.DUPLICATE],
            "COUNT_UNKNOWN_DIRECTION": counts[checks.UNKNOWN_DIRECTION],
        }
        feedback.pushInfo(
            tr(
                "{parts} connected parts; the largest holds {share} % of the length. "
                "{problems} problems: {lines} on single lines, {graph} in how lines hang together."
            ).format(
                parts=results["COUNT_COMPONENTS"],
                share=decimal(results["SHARE_LARGEST"], 1),
                problems=len(problems),
                lines=lines_only,
                graph=len(problems) - lines_only,
            )
        )
        return results

    def _write(self, parameters, context, settings, problems, tick):
        from ...layers.styles.problems import style_problems

        fields = [
            make_field("probleme", "text", tr("Problem")),
            make_field("explication", "text", tr("Explanation")),
            make_field("id_ligne", "long", tr("Number of the line")),
            make_field("valeur", "double", tr("Metres or km/h")),
            make_field("nb_objets", "long", tr("Lines or nodes concerned")),
        ]
        sink = self.sink(
            parameters, self.OUTPUT, context, QgsFields(), fields, QgsWkbTypes.Type.Point, settings.crs
        )
        self.publish(
            sink,
            context,
            style=style_problems,
            abstract=tr("Faults of the street network that would make travel times wrong."),
            history=[settings.described()],
        )
        for row in range(len(problems)):
            x, y = problems.xy[row]
            sink.add(
                QgsGeometry.fromPointXY(QgsPointXY(x, y)) if x == x else None,
                [
                    problems.kind[row],
                    problems.sentence(row),
                    problems.line[row],
                    problems.value[row],
                    problems.lines[row],
                ],
            )
            if row % 1000 == 0:
                tick(row / len(problems))
        return sink.destination
