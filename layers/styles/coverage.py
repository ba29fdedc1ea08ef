"""Styles of coverage: zones by share, cells by minutes, sectors beyond T hatched, upper bounds hatched too."""

from __future__ import annotations

import math

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsRendererCategory,
    QgsRendererRange,
    QgsRuleBasedRenderer,
    QgsWkbTypes,
)

from ...translation import tr
from .common import fill, hatch, marker, sequence

__all__ = ["style_cells", "style_gaps", "style_sites", "style_zones"]

NO_ACCESS = "#7a7a7a"
BEYOND = "#b5453a"
SECTOR = "#3d0c08"
VEIL = "#8cffffff"  # white, half seen through: hatches show on dark colours too
BORDER = "#5b2a86"
SHARES = (25.0, 50.0, 75.0, 90.0, 95.0)


def style_zones(field, threshold):
    """Return a style that colours zones by the share of their people within the reference threshold.

    Parameters
    ----------
    field : str
        Field of the share, percent.
    threshold : float
        Minutes of that share, for the legend.
    """

    def style(layer):
        bounds = (0.0,) + SHARES + (100.0,)
        # the less covered, the paler, as the minutes of cells are
        colours = sequence(len(bounds) - 1)[::-1]
        ranges = []
        for low, high, colour in zip(bounds, bounds[1:], colours):
            label = tr("{low} to {high} % within {minutes} min").format(
                low=_number(low), high=_number(high), minutes=_number(threshold)
            )
            ranges.append(QgsRendererRange(low, high, fill(colour, "#ffffff", 0.15), label))
        renderer = QgsGraduatedSymbolRenderer('"{}"'.format(_spelled(layer, field)), ranges)
        layer.setRenderer(renderer)

    return style


def style_cells(minutes, breaks, border=None, title=""):
    """Return a style that colours cells by minutes and hatches those whose time is an upper bound.

    Parameters
    ----------
    minutes : str
        Field of the minutes.
    breaks : sequence of float
        Thresholds, minutes.
    border : str, optional
        Field that says OUI where the network is cut nearer than the site found.
    title : str
        What the minutes lead to, above their classes in the legend.
    """

    def style(layer):
        polygons = layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
        field = '"{}"'.format(_spelled(layer, minutes))

        def plain(colour):
            return fill(colour, colour, 0.05) if polygons else marker(colour, 1.8, outline=colour, outline_width=0)

        root = QgsRuleBasedRenderer.Rule(None)
        if title:  # a line of the legend that draws nothing; as a parent it would fold the classes away
            root.appendChild(QgsRuleBasedRenderer.Rule(None, filterExp="FALSE", label=title))
        colours = sequence(len(breaks))
        low = None
        for high, colour in zip(breaks, colours):
            if low is None:
                rule = "{} <= {}".format(field, high)
                label = tr("{high} min or less").format(high=_number(high))
            else:
                rule = "{0} > {1} AND {0} <= {2}".format(field, low, high)
                label = tr("{low} to {high} min").format(low=_number(low), high=_number(high))
            root.appendChild(QgsRuleBasedRenderer.Rule(plain(colour), filterExp=rule, label=label))
            low = high
        root.appendChild(
            QgsRuleBasedRenderer.Rule(
                plain(BEYOND),
                filterExp="{} > {}".format(field, low),
                label=tr("more than {low} min").format(low=_number(low)),
            )
        )
        root.appendChild(
            QgsRuleBasedRenderer.Rule(
                plain(NO_ACCESS), filterExp="{} IS NULL".format(field), label=tr("no access computed")
            )
        )
        if border:
            symbol = _border_symbol() if polygons else marker("#00000000", 2.6, outline=BORDER, outline_width=0.4)
            root.appendChild(
                QgsRuleBasedRenderer.Rule(
                    symbol,
                    filterExp="\"{}\" = 'OUI'".format(_spelled(layer, border)),
                    label=tr("upper bound (border effect)"),
                )
            )
        layer.setRenderer(QgsRuleBasedRenderer(root))

    return style


def style_gaps(scenarios, headline, threshold):
    """Return a style that hatches the sectors beyond T, those of the headline scenario shown first.

    Parameters
    ----------
    scenarios : sequence of domain.coverage.scenarios.Scenario
    headline : int
        Position of the scenario that is shown; the others can be ticked in the legend.
    threshold : float
        Minutes.
    """

    def style(layer):
        categories = []
        for place, scenario in enumerate(scenarios):
            symbol = hatch(SECTOR, VEIL, SECTOR, angle=45.0 + 45.0 * (place - headline), distance=1.6, width=0.3)
            label = tr("Sectors at more than {minutes} min ({scenario})").format(
                minutes=_number(threshold), scenario=scenario.label
            )
            categories.append(QgsRendererCategory(scenario.key, symbol, label, place == headline))
        layer.setRenderer(QgsCategorizedSymbolRenderer("scenario", categories))

    return style


def style_sites(field):
    """Return a style for the sites by class, for maps that show them.

    Parameters
    ----------
    field : str
        Field or expression that gives ``fixe``, ``antenne`` or ``itinerante``.
    """

    def style(layer):
        layer.setRenderer(
            QgsCategorizedSymbolRenderer(
                field,
                [
                    QgsRendererCategory("fixe", marker("#111111", 3.2, "circle"), tr("Fixed site")),
                    QgsRendererCategory("antenne", marker("#1f6fb2", 3.0, "triangle"), tr("Branch")),
                    QgsRendererCategory("itinerante", marker("#e08a00", 3.0, "square"), tr("Base of a bus")),
                ],
            )
        )

    return style


def _border_symbol() -> QgsFillSymbol:
    # a white line under each violet one: the hatching must show on the darkest cells too
    symbol = hatch("#ffffff", None, "#00000000", angle=135.0, distance=1.2, width=0.4)
    above = hatch(BORDER, None, "#00000000", angle=135.0, distance=1.2, width=0.25)
    symbol.appendSymbolLayer(above.symbolLayer(1).clone())
    return symbol


def _number(value):
    """Write a number as short as it is: 20, 7,5."""
    return "{:g}".format(value).replace(".", ",") if not math.isinf(value) else "∞"


def _spelled(layer, field):
    """Return a field as the layer spells it: a Shapefile has shortened it."""
    if layer.fields().lookupField(field) >= 0:
        return field
    from ..fields import shapefile_names

    short = shapefile_names([field])[0]
    return short if layer.fields().lookupField(short) >= 0 else field
