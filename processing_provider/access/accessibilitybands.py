"""Algorithm `accessibilitybands`: what lies within 5, 10 or 15 minutes of a facility."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFields, QgsProcessingParameterBoolean, QgsWkbTypes

from ...domain.errors import QT_TRANSLATE_NOOP, DataError
from ...domain.network.graph import Network
from ...domain.progress import part
from ...layers.fields import make_field
from ...translation import decimal, tr
from ..algorithm import CohesionAlgorithm
from ..parameters import define_network, network_settings

__all__ = ["AccessibilityBands"]

AT_ONCE = 5000
METHOD = (
    "Temps de parcours jusqu'à l'équipement le plus proche, dans le sens où les habitants se déplacent : "
    "trajet d'accès en ligne droite, puis réseau, puis trajet en ligne droite jusqu'à l'équipement. "
    "Chaque lieu prend le temps de la ligne la plus proche de lui. Polygones faits pour être dessinés : "
    "pour compter des personnes, calculez le temps de chaque carreau ou adresse (« Équipement le plus proche »)."
)


@dataclass(frozen=True)
class _Reached:
    """Minutes to the nearest point at every node, and the edges places are attached to."""

    network: Network
    minutes: np.ndarray
    usable: object


class AccessibilityBands(CohesionAlgorithm):
    """Bands of travel time to the nearest of some points."""

    NAME, GROUP = "accessibilitybands", "access"

    def display_name(self):
        return tr("Accessibility bands")

    def keywords(self):
        return [
            "isochrone", "isochrones", "isochrone area", "bandes", "accessibilité", "accessibilite", "temps de trajet",
            "à pied", "a pied", "marche", "zone de desserte", "aire de chalandise", "15 minutes", "service area",
        ]  # fmt: skip

    def define(self):
        self.add_source(
            "INPUT", tr("Facilities"), ["point", "polygon"],
            tr("Places people go to: points, or polygons that stand by their centroid."),
        )  # fmt: skip
        define_network(self)
        self.add_list(
            "BREAKS", tr("Breaks (minutes)"), "5,10,15",
            tr("Increasing minutes, for instance 5;10;15. With semicolons a comma is a decimal sign: 2,5;5."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterBoolean("CUMULATIVE", tr("Each band holds the nearer ones"), False),
            tr("Unticked, bands are rings that never overlap: 0–5, 5–10, 10–15. Ticked: 0–5, 0–10, 0–15."),
        )
        self.add_sink("OUTPUT", tr("Accessibility bands"), "polygon")
        self.add_sink("OUTPUT_LINES", tr("Reached stretches"), "line", optional=True)
        self.add_number_output("COUNT_POINTS", tr("Facilities attached to the network"))
        self.add_number_output("COUNT_NOT_ATTACHED", tr("Facilities left out"))
        self.add_number_output("AREA_HA", tr("Area within the last break (ha)"))
        self.add_number_output("LENGTH_KM", tr("Length of streets within the last break (km)"))

    def check(self, parameters, context):
        self.thresholds(parameters, "BREAKS", context)

    def work(self, parameters, context, feedback):
        from ...domain.network.isochrones import stretch_lines, stretches
        from ...domain.network.lines import lengths
        from ...layers.band_polygons import band_polygons
        from ...layers.vectors import read_points
        from ..streets import open_streets

        breaks = self.thresholds(parameters, "BREAKS", context)
        cumulative = self.parameterAsBool(parameters, "CUMULATIVE", context)
        tick = self.ticker(feedback)

        source = self.source(parameters, "INPUT", context, "point", "polygon")
        settings = network_settings(self, parameters, context)
        points = read_points(source, self.label("INPUT"), settings.crs, context, tick=part(tick, 0.0, 0.05))
        streets = open_streets(self, settings, context, feedback, part(tick, 0.05, 0.3))
        attached = streets.attach(points.xy, tick=part(tick, 0.3, 0.4))
        kept = self._kept(points, attached, settings, feedback)
        reached = self._search(attached, settings, breaks, part(tick, 0.4, 0.45))

        found = stretches(reached.network, reached.minutes, breaks, part(tick, 0.45, 0.5))
        lines = stretch_lines(reached.network, found)
        metres = np.bincount(found.band, weights=lengths(lines), minlength=len(breaks))
        speed = settings.access_speed * 1000.0 / 60.0 or np.inf
        drawn = band_polygons(
            reached.network, reached.minutes, breaks, speed, settings.max_snap, reached.usable,
            tick=part(tick, 0.5, 0.9),
        )  # fmt: skip

        results = {"COUNT_POINTS": kept, "COUNT_NOT_ATTACHED": len(points.ids) - kept}
        results["AREA_HA"] = round(drawn.cumulative[-1].area() / 1e4, 3) if not drawn.cumulative[-1].isNull() else 0.0
        results["LENGTH_KM"] = round(float(metres.sum()) / 1000.0, 3)
        writer = _Writer(self, parameters, context, settings, breaks, cumulative, kept)
        results["OUTPUT"] = writer.write_bands(drawn, metres)
        destination = writer.write_stretches(found, lines, part(tick, 0.9, 1.0))
        if destination is not None:
            results["OUTPUT_LINES"] = destination
        feedback.pushInfo(
            tr("{count} facilities, {length} km of streets and {area} ha within {minutes} min.").format(
                count=kept,
                length=decimal(results["LENGTH_KM"], 1),
                area=decimal(results["AREA_HA"], 0),
                minutes="{:g}".format(breaks[-1]),
            )
        )
        return results

    def _kept(self, points, attached, settings, feedback):
        """Count the facilities attached; say which others are left out, and why."""
        (nodes,) = attached.nodes
        nowhere = int((~points.located).sum())
        far = int((nodes < 0).sum()) - nowhere
        if nowhere:
            text = tr("{count} facilities have no usable geometry and are left out.")
            self.warn(feedback, text.format(count=nowhere))
        if far:
            self.warn(
                feedback,
                tr("{count} facilities lie more than {distance} m from any street and are left out.").format(
                    count=far, distance="{:g}".format(settings.max_snap)
                ),
            )
        if nowhere + far == len(nodes):
            raise DataError(
                QT_TRANSLATE_NOOP(
                    "@default",
                    "No row of “{name}” lies within {distance} m of a usable street: check that both layers cover the "
                    "same territory, or raise the greatest distance to the network (advanced parameters).",
                ),
                name=self.label("INPUT"),
                distance="{:g}".format(settings.max_snap),
            )
        return len(nodes) - nowhere - far

    def _search(self, attached, settings, breaks, tick):
        """Minutes from every node to its nearest facility: one search on the arcs turned round."""
        from ...domain.network.nearest import nearest

        network, nodes, access = attached.network, attached.nodes[0], attached.access[0]
        minutes, _ = nearest(network.reverse(), nodes, breaks[-1], access, tick)
        usable = None
        if settings.largest_part_only:
            # facilities stand on the part that other places are attached to as well
            usable = network.component[network.tail] == network.component[nodes[nodes >= 0][0]]
        return _Reached(network, minutes, usable)


class _Writer:
    """Writes the outputs of one run."""

    def __init__(self, algorithm, parameters, context, settings, breaks, cumulative, kept):
        self.algorithm, self.parameters, self.context = algorithm, parameters, context
        self.settings, self.breaks, self.cumulative, self.kept = settings, breaks, cumulative, kept
        self.mode = "à pied" if settings.walking else "en voiture, trafic fluide"
        walks = settings.walking and not settings.rules.time_expression
        self.speed = settings.rules.walking_speed if walks else None

    def write_bands(self, drawn, metres):
        """Write one row per band, from near to far, also where a band is empty."""
        from ...layers.styles.bands import style_bands

        sink = self._open(
            "OUTPUT",
            [
                make_field("minutes_min", "double", "De (minutes)"),
                make_field("minutes_max", "double", "À (minutes)"),
                make_field("libelle", "text", "Bande"),
                make_field("surface_ha", "double", "Surface (ha)"),
                make_field("voirie_km", "double", "Longueur de voirie (km)"),
                make_field("nb_points", "int", "Équipements rattachés"),
                make_field("mode", "text", "Mode de déplacement"),
                make_field("vitesse_kmh", "double", "Vitesse de marche (km/h)"),
            ],
            QgsWkbTypes.Type.MultiPolygon,
        )
        lows = [0.0] * len(self.breaks) if self.cumulative else [0.0, *self.breaks[:-1]]
        metres = np.cumsum(metres) if self.cumulative else metres
        geometries = drawn.cumulative if self.cumulative else drawn.rings
        for low, high, geometry, length in zip(lows, self.breaks, geometries, metres):
            area = 0.0 if geometry.isNull() else geometry.area() / 1e4
            label = "{:g} à {:g} min".format(low, high).replace(".", ",")
            row = [low, high, label, round(area, 4), round(length / 1000.0, 4), self.kept, self.mode, self.speed]
            sink.add(None if geometry.isNull() else geometry, row)
        self._publish(sink, style_bands(self.breaks, self.cumulative))
        return sink.destination

    def write_stretches(self, found, lines, tick):
        """Write the reached stretches; None where they are not asked for."""
        from ...layers.styles.bands import style_stretches

        from ...domain.network.lines import lengths
        from ...layers.polylines import line_geometries

        sink = self._open(
            "OUTPUT_LINES",
            [
                make_field("id_voie", "long", "Identifiant interne de la voie"),
                make_field("minutes_debut", "double", "Minutes au début du tronçon"),
                make_field("minutes_fin", "double", "Minutes à la fin du tronçon"),
                make_field("minutes_min", "double", "De (minutes)"),
                make_field("minutes_max", "double", "À (minutes)"),
                make_field("longueur_m", "double", "Longueur (m)"),
                make_field("mode", "text", "Mode de déplacement"),
                make_field("vitesse_kmh", "double", "Vitesse de marche (km/h)"),
            ],
            QgsWkbTypes.Type.LineString,
        )
        if sink is None:
            return None
        steps = (0.0, *self.breaks)
        columns = zip(
            line_geometries(lines),
            lines.ids.tolist(),
            np.round(found.minutes_start, 6).tolist(),
            np.round(found.minutes_end, 6).tolist(),
            found.band.tolist(),
            np.round(lengths(lines), 3).tolist(),
        )
        for count, (geometry, street, start, end, band, length) in enumerate(columns):
            if count % AT_ONCE == 0:
                tick(count / len(found))
            sink.add(geometry, [street, start, end, steps[band], steps[band + 1], length, self.mode, self.speed])
        self._publish(sink, style_stretches(self.breaks))
        return sink.destination

    def _open(self, name, fields, kind):
        return self.algorithm.sink(
            self.parameters, name, self.context, QgsFields(), fields, kind, self.settings.crs
        )

    def _publish(self, sink, style):
        breaks = ";".join("{:g}".format(b) for b in self.breaks)
        asked = "Seuils : {} min ; {}.".format(breaks, self.settings.described())
        self.algorithm.publish(sink, self.context, style, METHOD, history=(asked,))
