"""Outlines drawn on a map."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

__all__ = ["outline"]


def outline(canvas, geometry, colour, width, alpha, dashed=False, crs=None):
    """Draw a polygon over a map.

    Parameters
    ----------
    canvas : QgsMapCanvas
    geometry : QgsGeometry
    colour : str
    width, alpha : int
        Pixels of the line; how opaque the inside is, out of 255.
    dashed : bool, optional
    crs : QgsCoordinateReferenceSystem, optional
        That of the geometry, where it is not the map's.

    Returns
    -------
    QgsRubberBand
    """
    band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
    shade = QColor(colour)
    band.setStrokeColor(shade)
    shade.setAlpha(alpha)
    band.setFillColor(shade)
    band.setWidth(width)
    if dashed:
        band.setLineStyle(Qt.PenStyle.DashLine)
    band.setToGeometry(QgsGeometry(geometry), crs or QgsCoordinateReferenceSystem())
    return band
