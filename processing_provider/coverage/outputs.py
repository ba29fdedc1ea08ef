"""The four outputs of a coverage study: opened, filled, styled and documented."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsFields, QgsWkbTypes

from ...domain.coverage import tables
from ...domain.progress import part
from ...layers.coverage_tables import outline, write_cells, write_gaps
from ...layers.fields import make_field
from ...layers.styles import coverage as styles

__all__ = ["Study", "write_outputs"]

RIGHTS = (
    "ANCT, liste des structures France services, Licence Ouverte 2.0",
    "Insee, données carroyées, Licence Ouverte 2.0",
    "Réseau : voir la source fournie",
)
ABSTRACT = (
    "Population des carreaux (ménages fiscaux) selon le temps de trajet vers la France services la plus proche, "
    "{mode}. "
    "Les carreaux sans accès restent au dénominateur. "
    "Effet de bord : temps majoré là où la limite du réseau est plus proche que le site trouvé. "
    "Un bus n'a que sa base dans la liste : le compter donne une borne haute. "
    "Un temps de trajet ne dit ni les horaires, ni l'attente, ni la qualité de l'accueil."
)


@dataclass
class Study:
    """What was asked and what was found.

    Attributes
    ----------
    settings : processing_provider.parameters.NetworkSettings
    scenarios : sequence of Scenario
    headline : int
        Position of the scenario shown first.
    thresholds : sequence of float
        Minutes.
    reference : float
        Minutes.
    source : QgsProcessingFeatureSource
        The population.
    found : layers.coverage_tables.Coverage
    site_ids : list of str
    zones : ReportZones
    by_zone, whole : list of Shares
        By scenario; the last row of `by_zone` holds the cells outside all zones.
    """

    settings: object
    scenarios: tuple
    headline: int
    thresholds: tuple
    reference: float
    source: object
    found: object
    site_ids: list
    zones: object
    by_zone: list
    whole: list

    @property
    def mode(self):
        """How people travel, in words."""
        if not self.settings.walking:
            return "en voiture, trafic fluide"
        return "à pied, {:g} km/h".format(self.settings.rules.walking_speed).replace(".", ",")

    @property
    def coloured(self):
        """Threshold by which zones are coloured: the reference where it is in the list."""
        return self.reference if self.reference in self.thresholds else self.thresholds[-1]


def write_outputs(algorithm, parameters, context, study, tick):
    """Write the outputs that were asked for.

    Returns
    -------
    dict
        Destinations by output name.
    """
    results = {}
    steps = (
        ("OUTPUT_CELLS", _cells, 0.0, 0.7),
        ("OUTPUT_GAPS", _gaps, 0.7, 0.9),
        ("OUTPUT_ZONES", _zones, 0.9, 0.95),
        ("OUTPUT_SUMMARY", _summary, 0.95, 1.0),
    )
    for name, write, start, end in steps:
        tick(start)
        sink = write(algorithm, parameters, context, study, part(tick, start, end))
        if sink is not None:
            results[name] = sink.destination
    return results


def _open(algorithm, parameters, name, context, fields, columns, wkb_type, crs):
    added = [make_field(column.name, column.kind, column.alias) for column in columns]
    if QgsWkbTypes.geometryType(wkb_type) == QgsWkbTypes.GeometryType.PolygonGeometry:
        wkb_type = QgsWkbTypes.multiType(wkb_type)  # many a file of polygons holds some multipolygons
    return algorithm.sink(parameters, name, context, fields, added, wkb_type, crs)


def _publish(algorithm, sink, context, study, style, rank=0):
    counted = " ; ".join(scenario.label for scenario in study.scenarios)
    minutes = ", ".join("{:g}".format(threshold) for threshold in study.thresholds)
    history = ("Trajets " + study.settings.described(), "Seuils : {} min".format(minutes), "Scénarios : " + counted)
    algorithm.publish(sink, context, style, ABSTRACT.format(mode=study.mode), RIGHTS, history, rank)
    return sink


def _cells(algorithm, parameters, context, study, tick):
    source, columns = study.source, tables.cell_columns(study.scenarios)
    sink = _open(
        algorithm, parameters, "OUTPUT_CELLS", context, source.fields(), columns, source.wkbType(), source.sourceCrs()
    )
    if sink is None:
        return None
    write_cells(sink, source, study.found, study.site_ids, study.headline, tick)
    shown = "minutes_" + study.scenarios[study.headline].key
    return _publish(algorithm, sink, context, study, styles.style_cells(shown, study.thresholds, "effet_bord"))


def _gaps(algorithm, parameters, context, study, tick):
    crs, kind = study.source.sourceCrs(), QgsWkbTypes.Type.MultiPolygon
    sink = _open(algorithm, parameters, "OUTPUT_GAPS", context, QgsFields(), tables.gap_columns(), kind, crs)
    if sink is None:
        return None
    write_gaps(
        sink,
        study.source,
        study.found,
        study.scenarios,
        study.thresholds[-1],
        study.zones.codes,
        study.mode,
        study.settings.crs,
        context.transformContext(),
        tick,
    )
    style = styles.style_gaps(study.scenarios, study.headline, study.thresholds[-1])
    return _publish(algorithm, sink, context, study, style, rank=2)


def _zones(algorithm, parameters, context, study, tick):
    zones, columns = study.zones, tables.zone_columns(study.scenarios, study.thresholds)
    if zones.zones is None:
        fields = QgsFields()
        fields.append(make_field("zone", "text", "Zone"))
        kind, crs, shares = QgsWkbTypes.Type.MultiPolygon, study.settings.crs, study.whole
        rows = [(outline(study.found.xy[study.found.zone >= 0], crs, crs, context), [tables.ENSEMBLE])]
    else:
        fields, kind, crs = zones.source.fields(), zones.source.wkbType(), zones.zones.crs
        rows, shares = zip(zones.zones.geometries, zones.zones.attributes), study.by_zone
    sink = _open(algorithm, parameters, "OUTPUT_ZONES", context, fields, columns, kind, crs)
    if sink is None:
        return None
    batch = []
    for row, (geometry, attributes) in enumerate(rows, 1):
        # not by sink.add: the zone's own values stay as they are, infinite or not
        feature = QgsFeature(sink.fields)
        feature.setGeometry(geometry)
        feature.setAttributes(attributes + tables.zone_values(shares, row - 1, study.mode))
        batch.append(feature)
        if row % 1000 == 0:
            sink.add_all(batch)
            batch = []
            tick(0.5)
    sink.add_all(batch)
    shown = tables.share_field(study.scenarios[study.headline], study.coloured)
    return _publish(algorithm, sink, context, study, styles.style_zones(shown, study.coloured), rank=1)


def _summary(algorithm, parameters, context, study, tick):
    columns, nowhere = tables.summary_columns(), QgsCoordinateReferenceSystem()
    kind = QgsWkbTypes.Type.NoGeometry
    sink = _open(algorithm, parameters, "OUTPUT_SUMMARY", context, QgsFields(), columns, kind, nowhere)
    if sink is None:
        return None
    named = list(zip(study.zones.codes, study.zones.titles))
    if named and study.by_zone[0].cells[-1]:
        named.append((tables.HORS_ZONES, None))
    for zone, (code, title) in enumerate(named):
        if zone % 1000 == 0:
            tick(zone / len(named))
        for row in tables.summary_rows(code, title, study.by_zone, zone, study.scenarios, study.thresholds, study.mode):
            sink.add(None, row)
    for row in tables.summary_rows(
        tables.ENSEMBLE, None, study.whole, 0, study.scenarios, study.thresholds, study.mode
    ):
        sink.add(None, row)
    return _publish(algorithm, sink, context, study, None)
