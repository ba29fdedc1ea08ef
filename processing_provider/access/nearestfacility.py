"""Algorithm `nearestfacility`: minutes from each origin to the nearest facility of each family."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFields,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ...domain.errors import QT_TRANSLATE_NOOP, DataError, ParameterError
from ...domain.progress import part
from ...layers.fields import make_field
from ...translation import tr
from ..algorithm import CohesionAlgorithm
from ..parameters import define_network, network_settings

__all__ = ["NearestFacility"]

WITHOUT_GEOMETRY = "SANS_GEOMETRIE"
INVALID_GEOMETRY = "GEOMETRIE_INVALIDE"


class NearestFacility(CohesionAlgorithm):
    """Travel times to the nearest facilities."""

    NAME = "nearestfacility"
    GROUP = "access"
    ORIGINS, ORIGIN_ID_FIELD = "ORIGINS", "ORIGIN_ID_FIELD"
    FACILITIES, FAMILY_FIELD, FACILITY_ID_FIELD = "FACILITIES", "FAMILY_FIELD", "FACILITY_ID_FIELD"
    CUTOFF, OUTPUT, OUTPUT_LONG = "CUTOFF", "OUTPUT", "OUTPUT_LONG"

    def display_name(self):
        return tr("Travel time to the nearest facility")

    def keywords(self):
        return [
            "accessibilité", "accessibilite", "temps de parcours", "équipement", "equipement", "proximité", "proximite",
            "plus proche", "marche", "voiture", "isochrone", "nearest", "facility", "travel time", "BPE",
        ]  # fmt: skip

    def define(self):
        self.add_source(
            self.ORIGINS,
            tr("Origins"),
            ["any"],
            tr("Points or cells from which people leave; polygons stand by their centroid."),
        )
        self.add_source(
            self.FACILITIES, tr("Facilities"), ["any"], tr("Points or buildings; polygons stand by their centroid.")
        )
        self.add(
            QgsProcessingParameterField(
                self.FAMILY_FIELD, tr("Family field"), parentLayerParameterName=self.FACILITIES, optional=True
            ),
            tr("Kind of facility; one column of minutes is written for each."),
        )
        self.add(
            QgsProcessingParameterNumber(
                self.CUTOFF,
                tr("Longest time kept (min)"),
                QgsProcessingParameterNumber.Type.Double,
                None,
                optional=True,
                minValue=0.0,
            ),
            tr("Longer times are left blank with status AU_DELA_DU_SEUIL; no limit when blank."),
        )
        define_network(self, with_border=True)
        for name, label, parent in (
            (self.ORIGIN_ID_FIELD, tr("Origin identifier field"), self.ORIGINS),
            (self.FACILITY_ID_FIELD, tr("Facility identifier field"), self.FACILITIES),
        ):
            self.add(
                QgsProcessingParameterField(name, label, parentLayerParameterName=parent, optional=True),
                tr("Written to the results; the row's own number when blank."),
                advanced=True,
            )
        self.add_sink(self.OUTPUT, tr("Origins with travel times"), "any")
        self.add_sink(
            self.OUTPUT_LONG,
            tr("Travel times, one row per origin and family"),
            "table",
            optional=True,
            by_default=False,
        )
        self.add_number_output("COUNT_ORIGINS", tr("Number of origins"))
        self.add_number_output("COUNT_REACHED", tr("Origins that reach every family"))
        self.add_number_output("COUNT_NOT_ATTACHED", tr("Origins too far from the network or without geometry"))
        self.add_number_output("COUNT_UNREACHED", tr("Attached origins that miss at least one family"))
        self.add_number_output("COUNT_BORDER", tr("Origins whose time is an upper bound (border effect)"))

    def check(self, parameters, context):
        cutoff = self.number(parameters, self.CUTOFF, context)
        if cutoff is not None and not cutoff > 0:
            raise ParameterError(
                QT_TRANSLATE_NOOP("@default", "“{name}” must be greater than 0: leave it blank for no limit."),
                name=self.label(self.CUTOFF),
            )

    def work(self, parameters, context, feedback):
        from ...domain.network import nearest
        from ...domain.network.border import border_effect
        from ...layers.rows import read_rows
        from ..border import minutes_to_edge, say_border
        from ..streets import open_streets

        tick = self.ticker(feedback)
        settings = network_settings(self, parameters, context)
        source = self.source(parameters, self.ORIGINS, context)
        facilities = self._facilities(parameters, context, settings)
        cutoff = self.number(parameters, self.CUTOFF, context)
        id_field = self.field_name(parameters, self.ORIGIN_ID_FIELD, context, source)

        origins = read_rows(source, self.label(self.ORIGINS), settings.crs, context, part(tick, 0.0, 0.05))
        streets = open_streets(self, settings, context, feedback, part(tick, 0.05, 0.4))
        attached = streets.attach(origins.xy, facilities.xy, tick=part(tick, 0.4, 0.6))
        self._warn_of_facilities(facilities, attached, feedback)
        found = nearest.to_nearest(
            attached.network,
            attached.nodes[0],
            attached.access[0],
            attached.nodes[1],
            attached.access[1],
            facilities.families.index,
            cutoff,
            part(tick, 0.6, 0.85),
        )
        to_border = minutes_to_edge(
            self, settings, attached, origins.xy, context, feedback, cutoff, part(tick, 0.85, 0.9)
        )
        found.status[~np.isfinite(origins.xy).all(axis=1)] = INVALID_GEOMETRY
        found.status[origins.empty] = WITHOUT_GEOMETRY
        upper = border_effect(found.minutes, to_border)
        results = self._write(
            parameters, context, settings, source, origins, id_field, facilities, attached, found, upper,
            part(tick, 0.9, 1.0),
        )  # fmt: skip
        self._tell(results, feedback)
        say_border(settings, feedback, results["COUNT_BORDER"], results["COUNT_ORIGINS"])
        return results

    def _facilities(self, parameters, context, settings):
        from ...domain.access import families as kinds
        from ...layers.rows import as_text
        from ...layers.vectors import read_points

        source = self.source(parameters, self.FACILITIES, context)
        family = self.field_name(parameters, self.FAMILY_FIELD, context, source)
        code = self.field_name(parameters, self.FACILITY_ID_FIELD, context, source)
        columns = list(dict.fromkeys(name for name in (family, code) if name))
        points = read_points(source, self.label(self.FACILITIES), settings.crs, context, columns)
        if not points.located.any():
            raise DataError(
                QT_TRANSLATE_NOOP("@default", "No row of “{name}” has a usable geometry: choose another layer."),
                name=self.label(self.FACILITIES),
            )
        points.families = kinds.group(points.columns[family] if family else None, len(points.xy))
        points.codes = [as_text(value) for value in (points.columns[code] if code else points.ids.tolist())]
        return points

    def _warn_of_facilities(self, facilities, attached, feedback):
        lost = int((~facilities.located).sum())
        far = int((attached.nodes[1] < 0).sum()) - lost
        if lost:
            self.warn(feedback, tr("Facilities without usable geometry: {count}.").format(count=lost))
        if far:
            self.warn(feedback, tr("Facilities too far from the network, left out: {count}.").format(count=far))

    def _write(
        self, parameters, context, settings, source, origins, id_field, facilities, attached, found, upper, tick
    ):
        from ...domain.network import nearest

        families = facilities.families
        status, any_upper = _row_status(found.status), upper.any(axis=1)
        about = {
            "abstract": tr("Minutes from each origin to the nearest facility of each family ({how}).").format(
                how=settings.described()
            ),
            "history": [settings.described()],
        }
        sink = self._open(parameters, context, settings, source, families, about)
        codes = np.array(facilities.codes + [None], dtype=object)[found.facility]
        columns = []
        for family in range(len(families.names)):
            columns += [_values(found.minutes[:, family]), codes[:, family].tolist()]
        columns += [
            _values(attached.distance[0]),
            status.tolist(),
            np.where(any_upper, "OUI", "NON").tolist(),
            [settings.described()] * len(origins),
        ]
        batch = []
        for row, (feature, values) in enumerate(zip(origins.features, zip(*columns)), 1):
            written = QgsFeature(sink.fields)
            written.setGeometry(feature.geometry())
            written.setAttributes(feature.attributes() + list(values))
            batch.append(written)
            if row % 2000 == 0:
                sink.add_all(batch)
                batch = []
                tick(0.7 * row / len(origins))
        sink.add_all(batch)
        results = {self.OUTPUT: sink.destination}
        long = self._write_long(parameters, context, origins, id_field, families, codes, found, upper, about, tick)
        if long is not None:
            results[self.OUTPUT_LONG] = long
        attached_rows = attached.nodes[0] >= 0
        reached = status == nearest.OK
        results.update(
            COUNT_ORIGINS=len(origins),
            COUNT_REACHED=int(reached.sum()),
            COUNT_NOT_ATTACHED=int((~attached_rows).sum()),
            COUNT_UNREACHED=int((attached_rows & ~reached).sum()),
            COUNT_BORDER=int(any_upper.sum()),
        )
        return results

    def _open(self, parameters, context, settings, source, families, about):
        """Open `OUTPUT`: the fields of the origins, and two a family."""
        from ...layers.styles.coverage import style_cells

        added = []
        for name, slug in zip(families.names, families.slugs):
            added.append(make_field("minutes_" + slug, "double", tr("Minutes: {family}").format(family=name)))
            added.append(make_field("id_" + slug, "text", tr("Nearest: {family}").format(family=name)))
        added += [
            make_field("distance_acces_m", "double", tr("Distance to the network (m)")),
            make_field("statut", "text", tr("Status")),
            make_field("effet_bord", "text", tr("Border effect")),
            make_field("mode_calcul", "text", tr("How it was computed")),
        ]
        sink = self.sink(
            parameters, self.OUTPUT, context, source.fields(), added, source.wkbType(), source.sourceCrs()
        )
        breaks = (5.0, 10.0, 15.0) if settings.walking else (10.0, 20.0, 30.0)
        style = None
        if QgsWkbTypes.geometryType(source.wkbType()) != QgsWkbTypes.GeometryType.NullGeometry:
            title = tr("Minutes: {family}").format(family=families.names[0]) if len(families.names) > 1 else ""
            style = style_cells("minutes_" + families.slugs[0], breaks, "effet_bord", title)
        self.publish(sink, context, style=style, **about)
        return sink

    def _write_long(self, parameters, context, origins, id_field, families, codes, found, upper, about, tick):
        fields = [
            make_field("origine_id", "text", tr("Origin")),
            make_field("famille", "text", tr("Family")),
            make_field("minutes", "double", tr("Minutes")),
            make_field("equipement_id", "text", tr("Nearest facility")),
            make_field("statut", "text", tr("Status")),
            make_field("effet_bord", "text", tr("Border effect")),
        ]
        sink = self.sink(
            parameters,
            self.OUTPUT_LONG,
            context,
            QgsFields(),
            fields,
            QgsWkbTypes.Type.NoGeometry,
            QgsCoordinateReferenceSystem(),
        )
        if sink is None:
            return None
        self.publish(sink, context, **about)
        for row, origin in enumerate(origins.texts(id_field)):
            for family, name in enumerate(families.names):
                sink.add(
                    None,
                    [
                        origin,
                        name,
                        found.minutes[row, family],
                        codes[row, family],
                        found.status[row, family],
                        "OUI" if upper[row, family] else "NON",
                    ],
                )
            if row % 1000 == 0:
                tick(0.7 + 0.3 * row / len(origins))
        return sink.destination

    def _tell(self, results, feedback):
        feedback.pushInfo(
            tr(
                "{origins} origins: {reached} reach every family, {unreached} miss at least one, "
                "{lost} are not attached to the network, {border} have a time that is an upper bound."
            ).format(
                origins=results["COUNT_ORIGINS"],
                reached=results["COUNT_REACHED"],
                unreached=results["COUNT_UNREACHED"],
                lost=results["COUNT_NOT_ATTACHED"],
                border=results["COUNT_BORDER"],
            )
        )


def _values(array):
    """Floats of a column as Python's, None for NaN."""
    return [None if value != value else value for value in array.tolist()]


def _row_status(status):
    """Status of an origin: OK only where every family is reached, else the worst of its families."""
    from ...domain.network import nearest

    worst = status[:, 0].copy()
    for code in (nearest.OK, nearest.AU_DELA_DU_SEUIL, nearest.SANS_LIAISON, nearest.TROP_LOIN_DU_RESEAU):
        worst[(status == code).any(axis=1)] = code
    for code in (INVALID_GEOMETRY, WITHOUT_GEOMETRY):
        worst[(status == code).any(axis=1)] = code
    return worst
