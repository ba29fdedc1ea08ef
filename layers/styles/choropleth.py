"""How an indicator is drawn: areas coloured by class for a rate, circles sized by value for a count.

What has no value is a class of its own, never the lowest; breaks are given, never left to QGIS.
"""

from __future__ import annotations

from qgis.core import (
    QgsCentroidFillSymbolLayer,
    QgsFillSymbol,
    QgsProperty,
    QgsRuleBasedRenderer,
    QgsSymbolLayer,
)

from ...domain.indicators.observations import SECRET
from ...translation import decimal, tr
from .common import fill, hatch, marker

__all__ = ["DIVERGING", "NO_DATA", "SEQUENTIAL", "colours", "ranges_text", "style_classes", "style_labels", "style_symbols"]

# light to dark; ColorBrewer YlGnBu and PuOr, made for colour-blind readers (Apache 2.0, Cynthia Brewer)
SEQUENTIAL = ("#ffffd9", "#edf8b1", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#253494", "#081d58")
DIVERGING = ("#b35806", "#e08214", "#fdb863", "#fee0b6", "#f7f7f7", "#d8daeb", "#b2abd2", "#8073ac", "#542788")
# Okabe and Ito's, which all readers tell apart, then the same lighter
QUALITATIVE = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#7f7f7f", "#999933", "#882255")
NO_DATA = "#e3e3e3"
_OUTLINE, _WIDTH = "#8c8c8c", 0.08
_LARGEST_MM = 12.0


def colours(bounds):
    """Return one colour a class: diverging where zero is crossed, darker with the value elsewhere.

    Parameters
    ----------
    bounds : sequence of float
        As in `domain.indicators.breaks`.

    Returns
    -------
    list of str
    """
    count = len(bounds) - 1
    if bounds[0] < 0 < bounds[-1]:
        # the class that holds zero is the pale one; each side has its own hue
        under = sum(bound <= 0 for bound in bounds[1:])
        over = sum(bound >= 0 for bound in bounds[:-1])
        middle = count - under - over
        low = [DIVERGING[round(3 * place / max(under - 1, 1))] for place in range(under)]
        high = [DIVERGING[8 - round(3 * place / max(over - 1, 1))] for place in reversed(range(over))]
        return low + [DIVERGING[4]] * middle + high
    return [SEQUENTIAL[1 + round(7 * (place + 0.5) / count - 0.5)] for place in range(count)]


def ranges_text(bounds, unit=""):
    """Return what the legend says of each class.

    Numbers have as many decimals as tell the bounds apart.
    """
    digits = next(
        (d for d in range(4) if len({round(b, d) for b in bounds[1:]}) == len(set(bounds[1:].tolist()))), 4
    )
    if bounds[-1] < 100 and digits == 0 and any(b != int(b) for b in bounds):
        digits = 1
    said = [decimal(bound, digits) for bound in bounds]
    texts = [tr("{low} to {high}").format(low=low, high=high) for low, high in zip(said, said[1:])]
    return [text + (" " + unit if unit and place == len(texts) - 1 else "") for place, text in enumerate(texts)]


def style_classes(column, bounds, unit="", status=""):
    """Return a style that colours areas by class.

    Parameters
    ----------
    column : str
        Field of the class, 1 for the lowest.
    bounds : ndarray of float
    unit : str, optional
    status : str, optional
        Field that tells a hidden value from an absent one.
    """

    def style(layer):
        root = QgsRuleBasedRenderer.Rule(None)
        texts = ranges_text(bounds, unit)
        for place in reversed(range(len(texts))):
            symbol = fill(colours(bounds)[place], _OUTLINE, _WIDTH)
            root.appendChild(_rule(symbol, '"{}" = {}'.format(column, place + 1), texts[place]))
        _without_value(root, column, status)
        layer.setRenderer(QgsRuleBasedRenderer(root))

    return style


def style_symbols(column, largest, unit="", status="", colour="#1d6996"):
    """Return a style that draws a circle on each area, whose surface is in proportion to the value.

    Parameters
    ----------
    column : str
        Field of the value.
    largest : float
        Greatest of all periods and territories, so that maps compare.
    """

    def style(layer):
        root = QgsRuleBasedRenderer.Rule(None)
        largest_value = largest if largest > 0 else 1.0
        size = '{:g} * sqrt(abs("{}") / {!r})'.format(_LARGEST_MM, column, float(largest_value))
        for sign, hue, text in ((">", colour, tr("Positive")), ("<", "#b35806", tr("Negative"))):
            circle = marker(hue, _LARGEST_MM, "circle", "#ffffff", 0.2)
            circle.setOpacity(0.8)
            circle.symbolLayer(0).setDataDefinedProperty(
                QgsSymbolLayer.Property.PropertySize, QgsProperty.fromExpression(size)
            )
            centre = QgsCentroidFillSymbolLayer()
            centre.setPointOnAllParts(False)
            centre.setPointOnSurface(True)
            centre.setSubSymbol(circle)
            symbol = QgsFillSymbol()
            symbol.changeSymbolLayer(0, fill("#ffffff", "#b8b8b8", 0.1, opacity=0.0).symbolLayer(0).clone())
            symbol.appendSymbolLayer(centre)
            said = tr("{text}: surface in proportion; the largest is {value}").format(
                text=text, value=" ".join(w for w in (decimal(largest_value, 0), unit) if w)
            )
            root.appendChild(_rule(symbol, '"{}" {} 0'.format(column, sign), said))
        root.appendChild(_rule(fill("#ffffff", "#b8b8b8", 0.1), '"{}" = 0'.format(column), tr("Zero")))
        _without_value(root, column, status)
        layer.setRenderer(QgsRuleBasedRenderer(root))

    return style


def style_labels(column, labels):
    """Return a style that colours areas by the name of their class.

    Parameters
    ----------
    labels : sequence of str
        In the order of the legend.
    """

    def style(layer):
        root = QgsRuleBasedRenderer.Rule(None)
        for place, name in enumerate(labels):
            symbol = fill(QUALITATIVE[place % len(QUALITATIVE)], _OUTLINE, _WIDTH, opacity=0.85)
            root.appendChild(_rule(symbol, "\"{}\" = '{}'".format(column, name.replace("'", "''")), name))
        _without_value(root, column, "")
        layer.setRenderer(QgsRuleBasedRenderer(root))

    return style


def _without_value(root, column, status):
    """Add the rules of what has no value: hidden by statistical secrecy, or simply absent."""
    empty = '"{}" IS NULL'.format(column)
    if status:
        hidden = "{} AND \"{}\" = '{}'".format(empty, status, SECRET)
        root.appendChild(_rule(hatch("#7a7a7a", NO_DATA, "#8c8c8c", 45.0, 1.6, 0.25), hidden, tr("Statistical secrecy")))
        empty = "{} AND (\"{}\" IS NULL OR \"{}\" <> '{}')".format(empty, status, status, SECRET)
    root.appendChild(_rule(fill(NO_DATA, _OUTLINE, _WIDTH), empty, tr("No data")))


def _rule(symbol, condition, text):
    return QgsRuleBasedRenderer.Rule(symbol, 0, 0, condition, text)
