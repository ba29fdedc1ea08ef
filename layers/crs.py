"""Legal projections of the French territories, and bulk transformation of coordinates."""
from __future__ import annotations

import struct

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsUnitTypes,
)

from ..domain.errors import QT_TRANSLATE_NOOP, DataError, MissingCrsError
from .anchors import anchor

__all__ = [
    "LEGAL",
    "USUAL",
    "authority",
    "legal_crs",
    "moved",
    "require_crs",
    "territories",
    "transform_xy",
    "work_crs",
]

# (EPSG code, west, south, east, north in degrees); boxes hold land and coastal waters
# source: decree 2000-1276 as amended, table of reference/qpv.md
LEGAL = (
    (2154, -10.0, 41.0, 10.5, 52.0),
    (5490, -63.5, 14.0, -60.5, 18.5),  # Guadeloupe, Martinique, Saint-Martin, Saint-Barthélemy
    (2972, -55.0, 1.5, -51.0, 6.5),  # Guyane
    (2975, 54.5, -22.0, 56.5, -20.3),  # La Réunion
    (4471, 44.5, -13.5, 45.8, -12.2),  # Mayotte
    (4467, -57.5, 46.3, -55.8, 47.6),  # Saint-Pierre-et-Miquelon
)
# what any work may need
USUAL = (4326, *(row[0] for row in LEGAL))
# where Lambert-93 coordinates of the mainland lie: spares a detour by degrees
LAMBERT_93_BOX = (0.0, 5_900_000.0, 1_400_000.0, 7_250_000.0)


def authority(code):
    """Return the coordinate system of an EPSG code."""
    return QgsCoordinateReferenceSystem("EPSG:{}".format(code))


def require_crs(source, name):
    """Return a layer's coordinate system.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
    name : str
        What the layer is called, for the message.

    Raises
    ------
    MissingCrsError
    """
    crs = source.sourceCrs() if hasattr(source, "sourceCrs") else source.crs()
    if not crs.isValid():
        raise MissingCrsError(
            QT_TRANSLATE_NOOP(
                "@default",
                "The layer “{name}” does not say in which coordinate system it is: "
                "set it in the layer's properties (Lambert-93 is EPSG:2154), then run again.",
            ),
            name=name,
        )
    return crs


def transform_xy(xy, source, target, context=None):
    """Transform coordinates in bulk.

    Parameters
    ----------
    xy : numpy.ndarray
        Shape (n, 2); rows that are not finite stay so.
    source, target : QgsCoordinateReferenceSystem
    context : QgsProcessingContext or QgsCoordinateTransformContext, optional

    Returns
    -------
    numpy.ndarray
        Shape (n, 2), float64; NaN where a point cannot be transformed.
    """
    xy = np.ascontiguousarray(xy, dtype=np.float64)
    if source == target or len(xy) == 0:
        return xy
    getter = getattr(context, "transformContext", None)
    operations = getter() if getter else context
    if operations is None:
        operations = QgsProject.instance().transformContext()
    change = QgsCoordinateTransform(source, target, operations)
    out = np.full(xy.shape, np.nan)
    finite = np.isfinite(xy).all(axis=1)
    if not finite.any():
        return out
    found = _transform_line(xy[finite], change)
    if found is None:
        found = _transform_one_by_one(xy[finite], change)
    out[finite] = found
    return out


def moved(geometry, change):
    """Copy a geometry into another system.

    Parameters
    ----------
    geometry : QgsGeometry
    change : QgsCoordinateTransform

    Returns
    -------
    QgsGeometry
        Null where the geometry lies beyond what the projection can do.
    """
    copy = QgsGeometry(geometry)
    try:
        done = copy.transform(change)
    except QgsCsException:
        return QgsGeometry()
    return copy if done == Qgis.GeometryOperationResult.Success else QgsGeometry()


def _transform_line(xy, change):
    """Transform all points as one line string: one call into PROJ; None if one point fails."""
    if len(xy) == 1:
        return None
    wkb = struct.pack("<BII", 1, 2, len(xy)) + xy.tobytes()
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    geometry = moved(geometry, change)
    if geometry.isNull():
        return None
    coordinates = np.frombuffer(bytes(geometry.asWkb()), dtype=np.float64, offset=9).reshape(-1, 2)
    return coordinates if len(coordinates) == len(xy) and np.isfinite(coordinates).all() else None


def _transform_one_by_one(xy, change):
    found = np.full(xy.shape, np.nan)
    for row, (x, y) in enumerate(xy.tolist()):
        try:
            point = change.transform(QgsPointXY(x, y))
        except QgsCsException:
            continue
        found[row] = point.x(), point.y()
    found[~np.isfinite(found).all(axis=1)] = np.nan
    return found


def territories(xy, crs, context=None):
    """Find in which legal projection each point must be measured.

    Parameters
    ----------
    xy : numpy.ndarray
        Shape (n, 2), in `crs`.
    crs : QgsCoordinateReferenceSystem

    Returns
    -------
    numpy.ndarray
        Shape (n,), EPSG codes; 0 where a point lies in no French territory or has no coordinates.
    """
    codes = np.zeros(len(xy), dtype=np.int32)
    finite = np.isfinite(xy).all(axis=1)
    if crs == authority(2154):
        west, south, east, north = LAMBERT_93_BOX
        inside = finite & (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
        codes[inside] = 2154
        rest = finite & ~inside
    else:
        rest = finite
    if rest.any():
        degrees = transform_xy(xy[rest], crs, authority(4326), context)
        found = np.zeros(len(degrees), dtype=np.int32)
        for code, west, south, east, north in LEGAL:
            x, y = degrees[:, 0], degrees[:, 1]
            found[(x >= west) & (x <= east) & (y >= south) & (y <= north)] = code
        codes[rest] = found
    return codes


def legal_crs(extent, crs, context=None):
    """Return the legal projection of the territory where an extent lies.

    Parameters
    ----------
    extent : QgsRectangle
    crs : QgsCoordinateReferenceSystem

    Returns
    -------
    QgsCoordinateReferenceSystem or None
        None where the centre lies in no French territory.
    """
    centre = np.array([[extent.center().x(), extent.center().y()]])
    code = int(territories(centre, crs, context)[0])
    return authority(code) if code else None


def work_crs(source, name, context=None):
    """Return the metric system in which a layer is to be measured.

    The legal projection of its territory; elsewhere the layer's own system when it is in metres,
    else the UTM zone of its centre.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
    name : str
        What the layer is called, for messages.

    Raises
    ------
    MissingCrsError
        When the layer has no coordinate system.
    DataError
        When its coordinates do not fit its coordinate system.
    """
    crs = require_crs(source, name)
    extent = source.sourceExtent() if hasattr(source, "sourceExtent") else source.extent()
    legal = legal_crs(extent, crs, context)
    if legal is not None:
        return legal
    if not crs.isGeographic() and crs.mapUnits() == QgsUnitTypes.DistanceUnit.DistanceMeters:
        return crs
    centre = np.array([[extent.center().x(), extent.center().y()]])
    degrees = transform_xy(centre, crs, authority(4326), context)[0]
    if not (np.isfinite(degrees).all() and abs(degrees[0]) <= 180 and abs(degrees[1]) <= 84):
        raise DataError(
            QT_TRANSLATE_NOOP(
                "@default",
                "The coordinates of “{name}” do not fit its coordinate system ({crs}): "
                "check the system declared in the layer's properties.",
            ),
            name=name,
            crs=crs.authid() or crs.description(),
        )
    zone = int((degrees[0] + 180) // 6) + 1
    code = (32600 if degrees[1] >= 0 else 32700) + min(zone, 60)
    anchor([code])
    return authority(code)
