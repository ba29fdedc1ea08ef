"""How an indicator is drawn: areas coloured by class for a rate, circles sized by value for a count.

What has no value is a class of its own, never the lowest; breaks are given, never left to QGIS. The legend is headed by
what is shown, its unit and its year, and closed by the source.
"""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import (
    QgsCentroidFillSymbolLayer,
    QgsProperty,
    QgsRuleBasedRenderer,
    QgsSymbolLayer,
)
from qgis.PyQt.QtGui import QColor

from ...domain.indicators.entry import CLASS, COUNT
from ...domain.indicators.observations import SECRET
from ...translation import decimal, tr
from .common import fill, hatch, marker

__all__ = ["DIVERGING", "NO_DATA", "SEQUENTIAL", "Legend", "colours", "ranges_text", "style_indicator"]

# light to dark; ColorBrewer YlGnBu and PuOr, made for colour-blind readers (Apache 2.0, Cynthia Brewer)
SEQUENTIAL = ("#ffffd9", "#edf8b1", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#253494", "#081d58")
DIVERGING = ("#b35806", "#e08214", "#fdb863", "#fee0b6", "#f7f7f7", "#d8daeb", "#b2abd2", "#8073ac", "#542788")
# Okabe and Ito's, which all readers tell apart, then others that differ in lightness
QUALITATIVE = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#7f7f7f", "#999933", "#882255",
)  # fmt: skip
NO_DATA = "#e3e3e3"
POSITIVE, NEGATIVE = "#1d6996", "#b35806"
_OUTLINE, _WIDTH = "#8c8c8c", 0.08
_LARGEST_MM = 12.0


@dataclass(frozen=True)
class Legend:
    """What the legend says, and the fields that it reads.

    Attributes
    ----------
    field_class, field_value, field_status : str
        As the layer spells them; the last two may be "".
    title, unit, source : str
    """

    field_class: str
    field_value: str = ""
    field_status: str = ""
    title: str = ""
    unit: str = ""
    source: str = ""

    @property
    def heading(self):
        """Title and unit on one line."""
        return "{} ({})".format(self.title, self.unit) if self.title and self.unit else self.title


def style_indicator(classes, legend, largest=None):
    """Return a style for an indicator.

    Parameters
    ----------
    classes : domain.indicators.classes.Classes
    legend : Legend
    largest : float, optional
        For a count: the greatest value of all periods and territories, so that maps compare.

    Returns
    -------
    callable
        ``style(layer)``.
    """

    def style(layer):
        head = _headed(legend.heading)
        if classes.measure == COUNT and classes.bounds is not None and legend.field_value:
            _circles(head, legend, classes.bounds, largest or max(abs(float(b)) for b in classes.bounds))
        elif classes.measure == CLASS:
            for place, name in enumerate(classes.labels):
                symbol = fill(QUALITATIVE[place % len(QUALITATIVE)], _OUTLINE, _WIDTH, opacity=0.85)
                head.appendChild(_rule(symbol, '"{}" = {}'.format(legend.field_class, place + 1), name))
        elif classes.bounds is not None:
            texts = ranges_text(classes.bounds, "" if legend.title else legend.unit)
            shades = colours(classes.bounds)
            for place in reversed(range(len(texts))):
                symbol = fill(shades[place], _OUTLINE, _WIDTH)
                head.appendChild(_rule(symbol, '"{}" = {}'.format(legend.field_class, place + 1), texts[place]))
        _without_value(head, legend)
        if legend.source:
            # a line of text: it draws nothing
            head.appendChild(_rule(None, "FALSE", tr("Source: {source}").format(source=legend.source)))
        layer.setRenderer(QgsRuleBasedRenderer(head))

    return style


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
        low, high = _spread(DIVERGING[:4], under), _spread(DIVERGING[5:], over)
        return low + [DIVERGING[4]] * (count - under - over) + high
    return _spread(SEQUENTIAL[1:], count)


def _spread(palette, count):
    """Return as many colours, evenly spaced along a palette."""
    last, shades = len(palette) - 1, []
    for step in range(count):
        # one class alone has the middle colour
        place = last * step / (count - 1) if count > 1 else last / 2
        low = min(int(place), last - 1)
        a, b, share = QColor(palette[low]), QColor(palette[low + 1]), place - low
        mixed = [round(x + (y - x) * share) for x, y in zip(a.getRgb()[:3], b.getRgb()[:3])]
        shades.append(QColor(*mixed).name())
    return shades


def ranges_text(bounds, unit=""):
    """Return what the legend says of each class.

    Numbers have as many decimals as tell the bounds apart.

    Parameters
    ----------
    bounds : sequence of float
    unit : str, optional
        Said of the last class.
    """
    bounds = [float(bound) for bound in bounds]
    apart = len(set(bounds[1:]))
    digits = next((d for d in range(4) if len({round(b, d) for b in bounds[1:]}) == apart), 4)
    if abs(bounds[-1]) < 100 and digits == 0 and any(b != round(b) for b in bounds):
        digits = 1
    said = [decimal(bound, digits) for bound in bounds]
    texts = [tr("{low} to {high}").format(low=low, high=high) for low, high in zip(said, said[1:])]
    return [text + (" " + unit if unit and place == len(texts) - 1 else "") for place, text in enumerate(texts)]


def _headed(heading):
    """Return the rule under which classes go, the heading first of them."""
    root = QgsRuleBasedRenderer.Rule(None)
    if heading:
        # a line that draws nothing: as a parent it would fold the classes away
        root.appendChild(_rule(None, "FALSE", heading))
    return root


def _circles(head, legend, bounds, largest):
    """Draw a circle on each area, whose surface is in proportion to the value."""
    largest = float(largest) if largest > 0 else 1.0
    value = legend.field_value
    size = QgsProperty.fromExpression('{:g} * sqrt(abs("{}") / {!r})'.format(_LARGEST_MM, value, largest))
    said = tr("Surface in proportion to the value; the largest: {value}").format(value=_amount(largest, legend.unit))
    head.appendChild(_rule(_circled(POSITIVE, size), '"{}" > 0'.format(value), said))
    if bounds[0] < 0:
        head.appendChild(_rule(_circled(NEGATIVE, size), '"{}" < 0'.format(value), tr("Negative, by its size")))
    if bounds[0] <= 0:
        head.appendChild(_rule(fill("#ffffff", "#b8b8b8", 0.1, opacity=0.0), '"{}" = 0'.format(value), tr("Zero")))
    # circles to compare with, small enough for the lines of a legend
    for share in (0.16, 0.04, 0.01):
        amount = _rounded(largest * share)
        symbol = _circled(POSITIVE, None, _LARGEST_MM * (amount / largest) ** 0.5)
        head.appendChild(_rule(symbol, "FALSE", _amount(amount, legend.unit)))


def _amount(value, unit):
    return " ".join(word for word in (decimal(value, 0 if value >= 10 or value == round(value) else 2), unit) if word)


def _rounded(value):
    """Return a number of two figures that count, as a legend shows it."""
    return float("{:.2g}".format(value)) if abs(value) >= 10 else value


def _circled(hue, size, fixed=3.0):
    circle = marker(hue, fixed, "circle", "#ffffff", 0.2)
    circle.setOpacity(0.8)
    if size is not None:
        circle.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertySize, size)
    centre = QgsCentroidFillSymbolLayer()
    centre.setPointOnAllParts(False)
    centre.setPointOnSurface(True)
    centre.setSubSymbol(circle)
    symbol = fill("#ffffff", "#b8b8b8", 0.1, opacity=0.0)
    symbol.appendSymbolLayer(centre)
    return symbol


def _without_value(head, legend):
    """Add the rules of what has no value: hidden by statistical secrecy, or simply absent."""
    bare = '"{}" IS NULL'.format(legend.field_class)
    if legend.field_status:
        status = '"{}"'.format(legend.field_status)
        hidden = "{} AND {} = '{}'".format(bare, status, SECRET)
        symbol = hatch("#7a7a7a", NO_DATA, "#8c8c8c", 45.0, 1.6, 0.25)
        head.appendChild(_rule(symbol, hidden, tr("Statistical secrecy")))
        bare = "{} AND ({} IS NULL OR {} <> '{}')".format(bare, status, status, SECRET)
    head.appendChild(_rule(fill(NO_DATA, _OUTLINE, _WIDTH), bare, tr("No data")))


def _rule(symbol, condition, text):
    return QgsRuleBasedRenderer.Rule(symbol, 0, 0, condition, text)
