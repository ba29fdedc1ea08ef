"""How layers that are shown as they are look: outlines one sees through, points one finds."""

from __future__ import annotations

from qgis.core import QgsSingleSymbolRenderer, QgsWkbTypes

from ...domain.indicators.levels import QPV, QPV2015
from .common import fill, label, line, marker

__all__ = ["style_observed"]

_KINDS = QgsWkbTypes.GeometryType


def style_observed(entry, name=""):
    """Return a style.

    Parameters
    ----------
    entry : domain.indicators.entry.Entry
    name : str, optional
        Field that names the features, for perimeters that are few.
    """

    def style(layer):
        kind = layer.geometryType()
        if kind == _KINDS.PolygonGeometry:
            qpv = {QPV, QPV2015} & set(entry.levels)
            look = ("#e4572e", "#a3330f", 0.5, 0.25) if qpv else ("#f7f4ec", "#6b6457", 0.3, 0.15)
            symbol = fill(*look)
            layer.setRenderer(QgsSingleSymbolRenderer(symbol))
            if name and qpv:
                label(layer, name, "#8a2a0b", 8.0, outside=True)
        elif kind == _KINDS.LineGeometry:
            layer.setRenderer(QgsSingleSymbolRenderer(line("#1d6996", 0.5)))
        elif kind == _KINDS.PointGeometry:
            layer.setRenderer(QgsSingleSymbolRenderer(marker("#1d6996", 2.2, "circle", "#ffffff", 0.3)))

    return style
