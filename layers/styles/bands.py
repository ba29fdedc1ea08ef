"""Styles of accessibility bands: dark near, pale far, readable in grey and by colour-blind readers."""
from __future__ import annotations

from qgis.core import QgsFeatureRequest, QgsGraduatedSymbolRenderer, QgsRendererRange, QgsWkbTypes

from ...translation import tr
from ..fields import shapefile_names
from .common import fill, line, sequence

__all__ = ["style_bands", "style_stretches"]

# fields the styles read, with those a Shapefile would shorten along with them
FIELDS = ("minutes_min", "minutes_max")


def style_bands(breaks, cumulative=False):
    """Return a style that colours band polygons, the nearest darkest.

    Parameters
    ----------
    breaks : sequence of float
        Minutes.
    cumulative : bool
        Each band holds the nearer ones, which are drawn over it.
    """

    def style(layer):
        _colour(layer, breaks, cumulative, lambda shade: fill(shade, "#4a4a4a", 0.12, opacity=0.8))

    return style


def style_stretches(breaks):
    """Return a style that colours reached stretches as the bands they lie in."""

    def style(layer):
        _colour(layer, breaks, False, lambda shade: line(shade, 0.7))

    return style


def _colour(layer, breaks, cumulative, symbol):
    field = _spelled(layer, "minutes_max")
    shades = _shades(len(breaks), layer.geometryType() == QgsWkbTypes.GeometryType.LineGeometry)
    ranges, low = [], 0.0
    for high, shade in zip(breaks, shades):
        if cumulative or low == 0.0:
            label = tr("{high} min or less").format(high=_number(high))
        else:
            label = tr("{low} to {high} min").format(low=_number(low), high=_number(high))
        # a hair below and above, so that a break kept with fewer digits still falls in its class
        ranges.append(QgsRendererRange(low + 1e-6 * (low > 0), high + 1e-6, symbol(shade), label))
        low = high
    renderer = QgsGraduatedSymbolRenderer('"{}"'.format(field), ranges)
    if cumulative:
        order = QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause('"{}"'.format(field), False)])
        renderer.setOrderBy(order)
        renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)


def _shades(count, thin):
    """Shades of the bands; thin lines on white need the last one darker."""
    return sequence(count + 1)[:count] if thin else sequence(count)


def _spelled(layer, field):
    """Return a field as the layer spells it: a Shapefile has shortened it."""
    if layer.fields().lookupField(field) >= 0:
        return field
    short = dict(zip(FIELDS, shapefile_names(FIELDS)))[field]
    return short if layer.fields().lookupField(short) >= 0 else field


def _number(value):
    """Write a number as short as it is: 20, 7,5."""
    return "{:g}".format(value).replace(".", ",")
