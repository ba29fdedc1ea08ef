"""Algorithm `servicecoverage`: who is covered by France services, and where the gaps are."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
)

from ...domain.errors import QT_TRANSLATE_NOOP, DataError
from ...domain.progress import part
from ...translation import decimal, tr
from ..algorithm import CohesionAlgorithm
from ..parameters import define_network, network_settings

__all__ = ["ServiceCoverage"]

SHARE_OUTPUTS = {"fixe": "SHARE_FIXE", "avec_antennes": "SHARE_ANTENNES", "avec_base_bus": "SHARE_BUS"}


class ServiceCoverage(CohesionAlgorithm):
    """Share of people within so many minutes of a France services site, zone by zone."""

    NAME, GROUP = "servicecoverage", "coverage"

    def display_name(self):
        return tr("Coverage by France services")

    def keywords(self):
        return [
            "france services", "msap", "maison de services au public", "couverture", "accessibilité", "accessibilite",
            "sdaasp", "zones non couvertes", "secteurs éloignés", "secteurs eloignes", "isochrone", "population",
        ]  # fmt: skip

    def define(self):
        from ...domain.network.profiles import CAR

        self._define_sites_and_people()
        define_network(self, CAR, with_border=True)
        self._define_what_counts()
        self._define_report()
        self._define_outputs()

    def _field(self, name, label, parent, text):
        any_type = QgsProcessingParameterField.DataType.Any
        self.add(QgsProcessingParameterField(name, label, None, parent, any_type, optional=True), text)

    def _define_sites_and_people(self):
        self.add_source(
            "SITES", tr("France services sites"), ["vector"],
            tr("The official list of any year, as points or as a table with latitude and longitude."),
            reference="france_services",
        )  # fmt: skip
        for name, label, text in (
            ("SITE_ID_FIELD", tr("Identifier of the site"), tr("Found alone in the official list (id_fs).")),
            (
                "FORMAT_FIELD", tr("Format of the site (fixed, bus…)"),
                tr("Found alone in the official list (format_fs in 2024, itinerance in 2022)."),
            ),
            (
                "TYPE_FIELD", tr("Type of the site (main place, branch)"),
                tr("Found alone in the official list (type_fs in 2024, format_fs in 2022)."),
            ),
        ):  # fmt: skip
            self._field(name, label, "SITES", text)
        self.add_source(
            "POPULATION", tr("Population grid"), ["polygon", "point"],
            tr("Cells of Insee's grid (Filosofi), or their centres."), reference="population",
        )  # fmt: skip
        self._field(
            "POPULATION_FIELD", tr("Number of people"), "POPULATION", tr("Found alone in Insee's grids (ind).")
        )

    def _define_what_counts(self):
        self.add_list(
            "THRESHOLDS", tr("Thresholds (minutes)"), "10,15,20,30",
            tr("Increasing minutes. No national text sets one; 20 and 30 minutes by car are the usual ones."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterEnum(
                "SCENARIO", tr("Sites that count"),
                [
                    tr("Fixed sites only"),
                    tr("Fixed sites and branches"),
                    tr("Fixed sites, branches and bases of buses (upper bound)"),
                    tr("All three, side by side"),
                ],
                defaultValue=3,
            ),
            tr("A bus has one point in the list, its base, where nobody is received: counting it is an upper bound."),
        )  # fmt: skip
        self.add_source(
            "BUS_STOPS", tr("Stops of the buses"), ["point"],
            tr("Where the buses do receive people: these stops replace the bases of the buses they belong to."),
            optional=True,
        )  # fmt: skip

    def _define_report(self):
        self.add_source(
            "ZONES", tr("Zones of the report"), ["polygon"],
            tr("Communes, EPCI, districts… A cell belongs to the zone that holds its centre."),
            optional=True, reference="communes",
        )  # fmt: skip
        self._field(
            "ZONE_FIELD", tr("Code of the zone"), "ZONES",
            tr("Found alone where it bears a usual name (code, code_insee, insee_com…)."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterBoolean(
                "ATTACH_OUTSIDE", tr("Attach cells outside zones to the zone they overlap most"), False
            ),
            tr(
                "For a coast: the centre of an inhabited cell may fall in the sea. "
                "Leave it off when the grid goes beyond the zones on land."
            ),
            advanced=True,
        )
        self.add_source(
            "STUDY_AREA", tr("Study area"), ["polygon"],
            tr("Only cells whose centre lies in it are counted; sites and streets outside it still serve."),
            optional=True,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterNumber(
                "REFERENCE_THRESHOLD", tr("Reference threshold (minutes)"),
                QgsProcessingParameterNumber.Type.Double, defaultValue=20, minValue=0.1,
            ),
            tr("Minutes for which the shares are given as numbers, and by which the zones are coloured."),
        )  # fmt: skip

    def _define_outputs(self):
        self.add_sink("OUTPUT_ZONES", tr("Coverage by zone"), "polygon", optional=True)
        self.add_sink("OUTPUT_CELLS", tr("Cells with their minutes"), "any", optional=True)
        self.add_sink("OUTPUT_GAPS", tr("Sectors beyond the last threshold"), "polygon", optional=True)
        self.add_sink("OUTPUT_SUMMARY", tr("Coverage table (zone, scenario, threshold)"), "table", optional=True)
        self.add_number_output("POPULATION_TOTAL", tr("People counted"))
        self.add_number_output("SHARE_FIXE", tr("Share within the reference threshold, fixed sites (%)"))
        self.add_number_output("SHARE_ANTENNES", tr("Share within the reference threshold, with branches (%)"))
        self.add_number_output("SHARE_BUS", tr("Share within the reference threshold, with the bases of buses (%)"))

    def check(self, parameters, context):
        self.thresholds(parameters, "THRESHOLDS", context)

    def work(self, parameters, context, feedback):
        from ...domain.access.shares import people_within, shares_by_zone
        from ...domain.coverage.scenarios import asked_scenarios, headline_scenario
        from ..streets import open_streets
        from .inputs import people_of, sites_of, zones_of
        from .outputs import Study, write_outputs

        thresholds = self.thresholds(parameters, "THRESHOLDS", context)
        reference = self.number(parameters, "REFERENCE_THRESHOLD", context, 20.0)
        scenarios = asked_scenarios(self.parameterAsEnum(parameters, "SCENARIO", context))
        headline = headline_scenario(scenarios)
        tick = self.ticker(feedback)

        # read each source once
        source = self.source(parameters, "POPULATION", context, "polygon", "point")
        settings = network_settings(self, parameters, context)
        xy, people = people_of(self, parameters, context, feedback, source, settings.crs, part(tick, 0.0, 0.08))
        sites = sites_of(self, parameters, context, feedback, settings.crs)
        zones = zones_of(self, parameters, context, feedback, part(tick, 0.08, 0.12))
        studied = self._studied(parameters, context, feedback, xy, settings.crs)
        streets = open_streets(self, settings, context, feedback, part(tick, 0.12, 0.4))

        # travel from every cell to its nearest site, by class of site, then by scenario
        found = self._travel(
            streets, xy, people, studied, sites, scenarios, context, feedback, part(tick, 0.4, 0.7)
        )
        self._place(parameters, context, feedback, found, source, zones, studied, settings.crs)

        # count people
        count = max(len(zones.codes), 1)
        everyone = np.where(studied, 0, -1)
        by_zone, whole = (
            [
                shares_by_zone(found.population, found.minutes[:, s], rows, size, thresholds, border=found.border[:, s])
                for s in range(len(scenarios))
            ]
            for rows, size in ((found.zone, count + 1), (everyone, 1))
        )
        total = float(found.population.sum())
        results = {"POPULATION_TOTAL": round(total, 2)}
        for place, scenario in enumerate(scenarios):
            within = people_within(found.population, found.minutes[:, place], reference)
            results[SHARE_OUTPUTS[scenario.key]] = round(100.0 * within / total, 2) if total else None
            feedback.pushInfo(
                tr("{scenario}: {share} % of {people} people within {minutes} min, {lost} without access.").format(
                    scenario=scenario.label,
                    share=decimal(100.0 * within / total, 2) if total else "–",
                    people=decimal(total, 0),
                    minutes="{:g}".format(reference),
                    lost=decimal(whole[place].without_access[0], 0),
                )
            )
        study = Study(
            settings, scenarios, headline, thresholds, reference, source, found, sites.ids, zones, by_zone, whole
        )
        results.update(write_outputs(self, parameters, context, study, part(tick, 0.75, 1.0)))
        return results

    def _studied(self, parameters, context, feedback, xy, crs):
        """Return which cells have their centre in the study area, shape (n,)."""
        from ...layers.zones import read_zones
        from .inputs import say_repairs

        area = self.source(parameters, "STUDY_AREA", context, "polygon")
        if area is None:
            return np.ones(len(xy), dtype=bool)
        polygons = read_zones(area, self.label("STUDY_AREA"))
        say_repairs(self, feedback, polygons, "STUDY_AREA")
        inside = polygons.locate(xy, crs, context) >= 0
        if not inside.any():
            raise DataError(
                QT_TRANSLATE_NOOP("@default", "No cell of “{name}” lies in the study area: check both layers."),
                name=self.label("POPULATION"),
            )
        return inside

    def _place(self, parameters, context, feedback, found, source, zones, studied, crs):
        """Say in which zone each cell is; those in none come after the last zone."""
        from ...layers.coverage_tables import read_geometries
        from ...layers.zones import attach_by_overlap

        if zones.zones is not None:
            found.zone = zones.zones.locate(found.xy, crs, context)
            outside = np.flatnonzero(studied & (found.zone < 0))
            if len(outside) and self.parameterAsBool(parameters, "ATTACH_OUTSIDE", context):
                cells = read_geometries(source, outside)
                attached = attach_by_overlap(zones.zones, cells, source.sourceCrs(), context.transformContext())
                for row, zone in attached.items():
                    found.zone[row] = zone
                text = tr("{count} cells whose centre lies in no zone were attached to the zone they overlap most.")
                feedback.pushInfo(text.format(count=len(attached)))
                outside = np.flatnonzero(studied & (found.zone < 0))
            if len(outside):
                self.warn(
                    feedback,
                    tr(
                        "{count} cells ({people} people) have their centre in no zone: they are counted in the whole "
                        "and in the line HORS_ZONES of the table, in no zone. On a coast, tick the advanced option."
                    ).format(count=len(outside), people=round(float(found.population[outside].sum()))),
                )
            found.zone[outside] = len(zones.codes)
        found.zone[~studied] = -1

    def _travel(self, streets, xy, people, studied, sites, scenarios, context, feedback, tick):
        """Return minutes, sites and border effect of every cell."""
        from ...domain.coverage.scenarios import CLASSES, headline_scenario, nearest_of_scenarios
        from ...domain.coverage.tables import cell_status
        from ...domain.network.border import border_effect
        from ...domain.network.nearest import to_nearest
        from ...layers.coverage_tables import Coverage
        from ..border import minutes_to_edge, say_border

        origins = np.where(studied[:, None], xy, np.nan)
        attached = streets.attach(origins, sites.xy, tick=part(tick, 0.0, 0.5))
        cell_nodes, site_nodes = attached.nodes
        cell_access, site_access = attached.access
        far = site_nodes < 0
        self._say_far(feedback, streets, sites, far)
        shape = (len(xy), len(CLASSES))
        minutes, site = np.full(shape, np.nan), np.full(shape, -1, dtype=np.int64)
        wanted = {name for scenario in scenarios for name in scenario.classes}
        for place, name in enumerate(CLASSES):
            members = np.flatnonzero((sites.classes == place) & ~far)
            if name in wanted and len(members):
                answer = to_nearest(
                    attached.network, cell_nodes, cell_access, site_nodes[members], site_access[members],
                    np.zeros(len(members), dtype=np.int64), tick=part(tick, 0.5 + 0.1 * place, 0.6 + 0.1 * place),
                )  # fmt: skip
                minutes[:, place] = answer.minutes[:, 0]
                reached = answer.facility[:, 0] >= 0
                site[reached, place] = members[answer.facility[reached, 0]]
        minutes, site = nearest_of_scenarios(minutes, site, scenarios)
        edge = minutes_to_edge(
            self, streets.settings, attached, xy, context, feedback, tick=part(tick, 0.8, 1.0)
        )
        border = border_effect(minutes, edge)
        flagged = border[:, headline_scenario(scenarios)] & studied
        say_border(streets.settings, feedback, int(flagged.sum()), int(studied.sum()))
        located = np.isfinite(xy).all(axis=1)
        return Coverage(
            population=np.where(studied, people, 0.0),
            xy=xy,
            minutes=minutes,
            site=site,
            border=border,
            status=cell_status(minutes[:, headline_scenario(scenarios)], located, studied, cell_nodes >= 0),
            access=attached.distance[0],
            zone=np.zeros(len(xy), dtype=np.int64),
        )

    def _say_far(self, feedback, streets, sites, far):
        """Tell the sites of elsewhere, as a national list has, from those that are badly placed."""
        from .inputs import some

        low, high = streets.lines.xy.min(axis=0), streets.lines.xy.max(axis=0)
        around = ((sites.xy >= low) & (sites.xy <= high)).all(axis=1)
        elsewhere, astray = int((far & ~around).sum()), far & around
        if elsewhere:
            feedback.pushInfo(
                tr("{count} sites of {total} lie beyond the network and are not counted.").format(
                    count=elsewhere, total=len(far)
                )
            )
        if astray.any():
            self.warn(
                feedback,
                tr("{count} sites lie more than {distance} m from any street and are not counted: {ids}.").format(
                    count=int(astray.sum()),
                    distance="{:g}".format(streets.settings.max_snap),
                    ids=some(sites.ids, astray),
                ),
            )
        if far.all():
            raise DataError(
                QT_TRANSLATE_NOOP(
                    "@default",
                    "No site lies near the network: check that the sites and the streets cover the same territory.",
                )
            )
