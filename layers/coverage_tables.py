"""Writing what a coverage study found: zones, cells, sectors beyond T and the long table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsWkbTypes

from ..domain.coverage import gaps, tables
from ..domain.progress import silent
from .crs import transform_xy
from .sectors import areas, dissolve, squares
from .vectors import features

__all__ = ["Coverage", "find_sectors", "outline", "read_geometries", "write_cells", "write_gaps"]

BATCH = 5000


@dataclass
class Coverage:
    """What a study found for each of n cells, in the order of the layer.

    Attributes
    ----------
    population : numpy.ndarray
        Shape (n,); 0 outside the study area.
    xy : numpy.ndarray
        Shape (n, 2), centres in the work system, metres.
    minutes, site, border : numpy.ndarray
        Shape (n, s): minutes (NaN where no site is reached), row of the site (-1) and upper-bound flag, by scenario.
    status : numpy.ndarray of str
        Shape (n,), of the headline scenario.
    access : numpy.ndarray
        Shape (n,), metres to the nearest line, NaN where none is near enough.
    zone : numpy.ndarray of int
        Shape (n,), row of the zone, -1 for none.
    """

    population: np.ndarray
    xy: np.ndarray
    minutes: np.ndarray
    site: np.ndarray
    border: np.ndarray
    status: np.ndarray
    access: np.ndarray
    zone: np.ndarray


def write_cells(sink, source, found, site_ids, headline, tick=silent):
    """Write every row of the population, in order, with what was found.

    Parameters
    ----------
    sink : layers.sinks.Sink
    source : QgsProcessingFeatureSource
    found : Coverage
    site_ids : list of str
    headline : int
        Column of the scenario whose border effect is told.
    tick : callable
        Progress; may raise `Cancelled`.
    """
    # lists of Python values: taking them one by one out of arrays is slow
    minutes = _values(found.minutes, 3)
    site = found.site.tolist()
    border = np.where(found.border[:, headline], "OUI", "NON").tolist()
    status = found.status.tolist()
    access = _values(found.access, 1)
    ready = []
    none = tables.SANS_GEOMETRIE, tables.HORS_ETUDE
    total = max(len(minutes), 1)
    for row, feature in enumerate(features(source)):
        if row % 2000 == 0:
            tick(row / total)
        values, geometry = feature.attributes(), feature.geometry()
        for time, place in zip(minutes[row], site[row]):
            values += [time, site_ids[place] if place >= 0 else None]
        state = status[row]
        if state == tables.SANS_GEOMETRIE and not (geometry.isNull() or geometry.isEmpty()):
            state = tables.GEOMETRIE_INVALIDE  # it is there but has no place on a map
        values += [state, None if status[row] in none else border[row], access[row]]
        written = QgsFeature(sink.fields)
        written.setGeometry(geometry)
        written.setAttributes(values)
        ready.append(written)
        if len(ready) >= BATCH:
            sink.add_all(ready)
            ready = []
    sink.add_all(ready)


def _values(array, digits):
    """Return rounded numbers as lists of Python's, None for NaN."""
    rounded = np.round(array, digits)
    values = rounded.astype(object)
    values[np.isnan(rounded)] = None
    return values.tolist()


def read_geometries(source, rows, tick=silent):
    """Read the geometries of some rows of a layer.

    Parameters
    ----------
    source : QgsProcessingFeatureSource
    rows : iterable of int
        Positions in the layer's order.

    Returns
    -------
    dict of int to QgsGeometry
    """
    wanted = {int(row) for row in rows}
    request = QgsFeatureRequest()
    request.setSubsetOfAttributes([])
    total = max(source.featureCount(), 1)
    kept = {}
    for row, feature in enumerate(features(source, request)):
        if row % 2000 == 0:
            tick(min(row / total, 1.0))
        if row in wanted:
            kept[row] = feature.geometry()
    return kept


def find_sectors(found, scenario, threshold, step):
    """Group the cells beyond a threshold.

    Parameters
    ----------
    found : Coverage
    scenario : int
        Column of the scenario.
    threshold : float
        Minutes.
    step : float
        Side of a cell, metres.

    Returns
    -------
    list of domain.coverage.gaps.Sector
    """
    cells = gaps.beyond(found.population, found.minutes[:, scenario], threshold)
    cells = cells[np.isfinite(found.xy[cells]).all(axis=1)]
    groups = gaps.contiguous_groups(found.xy[cells], step)
    return gaps.describe_sectors(
        cells, groups, found.population, found.minutes[:, scenario], found.border[:, scenario]
    )


def write_gaps(sink, source, found, scenarios, threshold, zone_codes, mode, work_crs, operations, tick=silent):
    """Write the sectors beyond the threshold, scenario by scenario.

    Parameters
    ----------
    sink : layers.sinks.Sink
        In the system of the population.
    source : QgsProcessingFeatureSource
        The population.
    found : Coverage
    scenarios : sequence of Scenario
    threshold : float
        Minutes.
    zone_codes : list of str
        Code of each zone; empty where there are no zones.
    mode : str
        How people travel, in words.
    work_crs : QgsCoordinateReferenceSystem
        System of the centres.
    operations : QgsCoordinateTransformContext
    tick : callable
        Progress; may raise `Cancelled`.
    """
    crs = source.sourceCrs()
    rows = np.unique(
        np.concatenate([gaps.beyond(found.population, found.minutes[:, s], threshold) for s in range(len(scenarios))])
    )
    if not len(rows):
        return
    geometries = read_geometries(source, rows, tick)
    # the size of a cell is told by a sample: 500 are enough for a median
    sample = rows[:: max(1, len(rows) // 500)]
    step = gaps.cell_step(areas([geometries[row] for row in sample.tolist()], crs, work_crs, operations), found.xy)
    polygons = QgsWkbTypes.geometryType(source.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry
    shapes = {}  # most sectors are the same in all scenarios
    for place, scenario in enumerate(scenarios):
        for number, sector in enumerate(find_sectors(found, place, threshold, step), start=1):
            key = sector.cells.tobytes()
            if key not in shapes:
                if polygons:
                    pieces = [geometries[row] for row in sector.cells.tolist()]
                else:
                    pieces = squares(found.xy[sector.cells], step or 100.0, work_crs, crs, operations)
                shapes[key] = dissolve(pieces, tick)
            zone = _main_zone(sector, found, zone_codes)
            sink.add(shapes[key], tables.gap_values(number, sector, scenario, threshold, zone, mode))


def _main_zone(sector, found, zone_codes):
    """Return the code of the zone where most people of a sector live, None outside all zones."""
    rows = sector.cells[(found.zone[sector.cells] >= 0) & (found.zone[sector.cells] < len(zone_codes))]
    if not len(rows):
        return None
    people = np.bincount(found.zone[rows], weights=found.population[rows])
    return zone_codes[int(np.argmax(people))]


def outline(xy, source, target, context=None):
    """Return the polygon around all points, for a study without zones.

    Parameters
    ----------
    xy : numpy.ndarray
        Shape (n, 2), in `source`.
    source, target : QgsCoordinateReferenceSystem

    Returns
    -------
    QgsGeometry
        Null where no point has a position.
    """
    points = transform_xy(xy[np.isfinite(xy).all(axis=1)], source, target, context)
    if not len(points):
        return QgsGeometry()
    hull = QgsGeometry.fromMultiPointXY([QgsPointXY(x, y) for x, y in points.tolist()]).convexHull()
    if hull.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        hull = hull.buffer(100.0, 8)
    return hull if hull.convertToMultiType() else QgsGeometry()
