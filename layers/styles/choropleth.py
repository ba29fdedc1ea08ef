"""How an indicator is drawn: areas coloured by class for a rate, circles sized by value for a count.

What has no value is a class of its own, never the lowest; breaks are given, never left to QGIS. The legend is headed by
what is shown, its unit and its year, and closed by the source.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

from qgis.core import (
    QgsCentroidFillSymbolLayer,
    QgsExpression,
    QgsFeatureRequest,
    QgsProperty,
    QgsRuleBasedRenderer,
    QgsSymbolLayer,
)
from qgis.PyQt.QtGui import QColor

from ...domain.indicators.entry import CLASS, COUNTS
from ...domain.indicators.observations import SECRET, TO_CHECK
from ...translation import decimal, tr
from .common import dots, fill, hatch, marker

__all__ = ["DIVERGING", "NO_DATA", "SEQUENTIAL", "Legend", "colours", "digits_of", "ranges_text", "style_indicator"]

# light to dark; ColorBrewer YlGnBu and PuOr, made for colour-blind readers (Apache 2.0, Cynthia Brewer)
SEQUENTIAL = ("#ffffd9", "#edf8b1", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#253494", "#081d58")
DIVERGING = ("#b35806", "#e08214", "#fdb863", "#fee0b6", "#f7f7f7", "#d8daeb", "#b2abd2", "#8073ac", "#542788")
# Okabe and Ito's, which all readers tell apart, then others that differ in lightness
QUALITATIVE = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#1a1a1a", "#9933ff", "#663300",
)  # fmt: skip
NO_DATA = "#e3e3e3"
POSITIVE, NEGATIVE = "#1d6996", "#b35806"
_OUTLINE, _PALE = "#6b6b6b", "#a0a0a0"
# past so many polygons an outline is thinner, or it would hide what it surrounds
_WIDTHS = ((300, 0.2), (3000, 0.12))
_THINNEST = 0.05
_LARGEST_MM, _SMALLEST_MM = 12.0, 0.5
# what a circle of the legend says is a round number
_ROUND = (5, 3, 2, 1)
_SHARES, _LARGEST_SHARE = (0.16, 0.04, 0.01), 0.4


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


def style_indicator(classes, legend):
    """Return a style for an indicator.

    Parameters
    ----------
    classes : domain.indicators.classes.Classes
    legend : Legend

    Returns
    -------
    callable
        ``style(layer)``.
    """

    def style(layer):
        head, width = QgsRuleBasedRenderer.Rule(None), _width(layer.featureCount())
        if legend.heading:
            # a line that draws nothing: as a parent it would fold the classes away
            head.appendChild(_rule(None, "FALSE", legend.heading))
        shown = '"{}" = {{}}'.format(legend.field_class)
        circles = classes.measure in COUNTS and classes.bounds is not None and bool(legend.field_value)
        if circles:
            _circles(head, legend, classes, width)
        elif classes.measure == CLASS:
            for place, name in enumerate(classes.labels):
                symbol = fill(QUALITATIVE[place % len(QUALITATIVE)], _OUTLINE, width, opacity=0.85)
                head.appendChild(_rule(symbol, shown.format(place + 1), name))
        elif classes.bounds is not None:
            texts = ranges_text(classes.bounds, "" if legend.title else legend.unit)
            shades = colours(classes.bounds, classes.given)
            for place in reversed(range(len(texts))):
                head.appendChild(_rule(fill(shades[place], _OUTLINE, width), shown.format(place + 1), texts[place]))
        _without_value(head, legend, classes, width)
        if legend.source:
            # a line of text: it draws nothing
            head.appendChild(_rule(None, "FALSE", tr("Source: {source}").format(source=legend.source)))
        renderer = QgsRuleBasedRenderer(head)
        if circles:
            # no circle hides a smaller one, no area a circle
            size = QgsFeatureRequest.OrderByClause(
                "abs({})".format(QgsExpression.quotedColumnRef(legend.field_value)), False, True
            )
            renderer.setOrderBy(QgsFeatureRequest.OrderBy([size]))
            renderer.setOrderByEnabled(True)
        layer.setRenderer(renderer)

    return style


def _width(count):
    """Return how wide an outline is on a map of so many polygons, in millimetres."""
    return next((width for most, width in _WIDTHS if count <= most), _THINNEST)


def colours(bounds, given=()):
    """Return one colour a class: diverging where zero is crossed, darker with the value elsewhere.

    Parameters
    ----------
    bounds : sequence of float
        As in `domain.indicators.breaks`.
    given : sequence of float, optional
        Breaks that were given: a class between two of them has the same colour on every map, whatever its values.

    Returns
    -------
    list of str
    """
    limits = [float("-inf"), *given, float("inf")] if len(given) else list(bounds)
    # given breaks tell by themselves whether values have a sign, or an odd value would change the colours of one map
    signed = given[0] < 0 or given[-1] == 0 if len(given) else bounds[0] < 0 < bounds[-1]
    if signed:
        # the class that holds zero is the pale one; each side has its own hue
        under = sum(bound <= 0 for bound in limits[1:])
        over = sum(bound >= 0 for bound in limits[:-1])
        low, high = _spread(DIVERGING[:4], under), _spread(DIVERGING[5:], over)
        shades = low + [DIVERGING[4]] * (len(limits) - 1 - under - over) + high
    else:
        shades = _spread(SEQUENTIAL[1:], len(limits) - 1)
    # under the first break there may be no value, and no class
    first = 1 if len(given) and bounds[0] >= given[0] and bounds[-1] > given[0] else 0
    return shades[first : first + len(bounds) - 1]


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


def digits_of(bounds):
    """Return how many decimals tell bounds apart, and one more where they are small and not whole.

    Parameters
    ----------
    bounds : sequence of float
    """
    distinct = sorted({float(bound) for bound in bounds})
    digits = next((d for d in range(10) if len({round(b, d) for b in distinct}) == len(distinct)), 10)
    return 1 if digits == 0 and abs(bounds[-1]) < 100 and any(b != round(b) for b in distinct) else digits


def ranges_text(bounds, unit=""):
    """Return what the legend says of each class.

    Numbers have as many decimals as tell the bounds apart.

    Parameters
    ----------
    bounds : sequence of float
    unit : str, optional
        Said of the last class.
    """
    digits = digits_of(bounds)
    said = [decimal(bound, digits) for bound in bounds]
    texts = [tr("{low} to {high}").format(low=low, high=high) for low, high in zip(said, said[1:])]
    return [text + (" " + unit if unit and place == len(texts) - 1 else "") for place, text in enumerate(texts)]


def _circles(head, legend, classes, width):
    """Draw a circle on each area, whose surface is in proportion to the value."""
    bounds, value = classes.bounds, QgsExpression.quotedColumnRef(legend.field_value)
    largest = max(abs(float(bound)) for bound in bounds) or 1.0
    # one that is there is seen
    size = QgsProperty.fromExpression(
        'max({:g}, {:g} * sqrt(abs({}) / {!r}))'.format(_SMALLEST_MM, _LARGEST_MM, value, largest)
    )
    head.appendChild(_rule(_circled(POSITIVE, width, size), '{} > 0'.format(value), tr("Surface in proportion")))
    if bounds[0] < 0:
        head.appendChild(_rule(_circled(NEGATIVE, width, size), '{} < 0'.format(value), tr("Negative, by its size")))
    if bounds[0] <= 0 <= bounds[-1]:
        head.appendChild(_rule(fill("#ffffff", _PALE, width, opacity=0.0), '{} = 0'.format(value), tr("Zero")))
    # circles to compare with, small enough for the lines of a legend
    whole = all(float(bound).is_integer() for bound in bounds)
    for amount in dict.fromkeys(_rounded(largest * share, whole) for share in _SHARES):
        if amount <= _LARGEST_SHARE * largest:
            symbol = _circled(POSITIVE, width, None, _LARGEST_MM * (amount / largest) ** 0.5)
            head.appendChild(_rule(symbol, "FALSE", _amount(amount, legend.unit)))


def _amount(value, unit):
    digits = next((d for d in range(10) if round(value, d) == value), 2)
    return " ".join(word for word in (decimal(value, digits), unit) if word)


def _rounded(value, whole):
    """Return the round number under a value: 1, 2, 3 or 5, and zeros; at least 1 of what is counted."""
    power = floor(log10(value))
    first = next(one for one in _ROUND if one * 10.0**power <= value * (1 + 1e-9))
    return 1.0 if whole and power < 0 else float("{}e{}".format(first, power))


def _circled(hue, width, size, fixed=3.0):
    circle = marker(hue, fixed, "circle", "#ffffff", 0.2)
    circle.setOpacity(0.8)
    if size is not None:
        circle.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertySize, size)
    centre = QgsCentroidFillSymbolLayer()
    centre.setPointOnAllParts(False)
    centre.setPointOnSurface(True)
    centre.setSubSymbol(circle)
    symbol = fill("#ffffff", _PALE, width, opacity=0.0)
    symbol.appendSymbolLayer(centre)
    return symbol


def _without_value(head, legend, classes, width):
    """Add the rules of what has no value: hidden by statistical secrecy, to be checked, or simply absent.

    All are patterns: no grey differs from every shade of the classes for every reader.
    """
    bare, others = '"{}" IS NULL'.format(legend.field_class), []
    for status, count, symbol, text in (
        (SECRET, classes.secret, hatch("#7a7a7a", NO_DATA, _OUTLINE, 45.0, 1.6, 0.25), tr("Statistical secrecy")),
        (TO_CHECK, classes.to_check, hatch("#b35806", "#ffffff", _OUTLINE, -45.0, 1.6, 0.25), tr("To check")),
    ):
        if legend.field_status and count:
            condition = "coalesce({}, '') = '{}'".format(QgsExpression.quotedColumnRef(legend.field_status), status)
            head.appendChild(_rule(symbol, "{} AND {}".format(bare, condition), text))
            others.append(condition)
    absent = " AND ".join([bare, *("NOT ({})".format(one) for one in others)])
    head.appendChild(_rule(dots("#9a9a9a", NO_DATA, _OUTLINE, width), absent, tr("No data")))


def _rule(symbol, condition, text):
    return QgsRuleBasedRenderer.Rule(symbol, 0, 0, condition, text)
