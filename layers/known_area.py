"""Polygons of the area in which a network is complete, as one outline in metres."""

from __future__ import annotations

import math

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsGeometry

from ..domain.errors import QT_TRANSLATE_NOOP, EmptyLayerError
from ..domain.network.known_area import KnownArea
from ..domain.network.lines import from_parts
from ..domain.progress import silent
from .crs import require_crs
from .perimeters import clean_polygon
from .territorial_index import polygon_rings
from .vectors import features

__all__ = ["read_known_area"]

# metres: narrower slits between neighbours, such as communes of a simplified layer, are no edge
SLIT = 10.0
# a long side bends in another projection: 100 km of a parallel are 100 m off
LONGEST_SIDE = {True: 0.02, False: 2000.0}  # degrees, metres


def read_known_area(source, name, crs, context=None, tick=silent):
    """Read polygons and melt them into one area.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
        Polygons in any system, of any quality; a layer of communes will do.
    name : str
        What the layer is called, for messages.
    crs : QgsCoordinateReferenceSystem
        Metric system of the network.
    context : QgsProcessingContext, optional
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    area : KnownArea
    repaired : int
        Polygons that were not valid.

    Raises
    ------
    EmptyLayerError
        When no row has a usable polygon.
    """
    own_crs = require_crs(source, name)
    change = QgsCoordinateTransform(own_crs, crs, context.transformContext()) if own_crs != crs else None
    longest = LONGEST_SIDE[own_crs.isGeographic()]
    polygons, repaired = [], 0
    total = max(source.featureCount(), 1)
    for count, feature in enumerate(features(source)):
        if count % 50 == 0:
            tick(0.8 * min(count / total, 1.0))
        geometry = feature.geometry()
        if geometry.isNull() or geometry.isEmpty() or not math.isfinite(geometry.boundingBox().area()):
            continue
        if change is not None:
            geometry = geometry.densifyByDistance(longest)
        polygon, mended = clean_polygon(geometry, change)
        if polygon is not None:
            polygons.append(polygon)
            repaired += mended
    area = QgsGeometry.unaryUnion(polygons) if polygons else QgsGeometry()
    tick(0.9)
    if len(polygons) > 1:
        area = area.buffer(SLIT / 2, 8).buffer(-SLIT / 2, 8)
    if area.isNull() or area.isEmpty():
        raise EmptyLayerError(
            QT_TRANSLATE_NOOP("@default", "No row of “{name}” has a usable polygon: check the layer's geometry."),
            name=name,
        )
    rings = polygon_rings(area)
    tick(1.0)
    return KnownArea(from_parts(rings, np.full(len(rings), np.inf), np.full(len(rings), np.inf))), repaired
