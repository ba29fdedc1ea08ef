"""A map of classes is told apart by every reader, compares with others, and says what its numbers are."""
from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from cohesion_territoires.domain.indicators.classes import classify  # noqa: E402
from cohesion_territoires.domain.indicators.entry import CLASS, COUNT, RATE  # noqa: E402
from cohesion_territoires.domain.indicators.observations import SECRET, TO_CHECK  # noqa: E402
from cohesion_territoires.layers.styles import choropleth  # noqa: E402
from cohesion_territoires.layers.styles.choropleth import Legend, colours, digits_of, ranges_text, style_indicator  # noqa: E402
from memory import memory_layer  # noqa: E402
from qgis.core import QgsSymbolLayer  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

# how colours are seen without the cones of red, green or blue (Machado, Oliveira and Fernandes 2009, severity 1)
SEEN = {
    "all": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def seen(shade, how):
    """CIELAB of a colour as a reader sees it."""
    channels = np.array([int(shade[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    x, y, z = XYZ @ np.clip(np.array(SEEN[how]) @ linear, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(shades, how):
    """The least difference between two colours; one is just noticeable at 2.3."""
    points = [seen(shade, how) for shade in shades]
    return min(np.linalg.norm(a - b) for place, a in enumerate(points) for b in points[:place])


@pytest.mark.parametrize("how", SEEN)
def test_every_reader_tells_the_classes_apart(how):
    for count in range(2, 8):
        shades = colours(list(range(count + 1)))
        assert apart(shades, how) > 10
        # and which is the higher, in grey too
        assert all(seen(a, how)[0] > seen(b, how)[0] + 3 for a, b in zip(shades, shades[1:]))
    for bounds in ([-2, -1, 1, 2], [-3, -2, -1, 1, 2, 3], [-2, -1, 0, 1, 2], [-1, 1, 2, 3, 4]):
        assert apart(colours(bounds), how) > 10
    assert apart(choropleth.QUALITATIVE, how) > 15


def test_given_breaks_have_the_same_colours_on_every_map():
    given = (10.0, 20.0, 30.0)
    whole = colours([1.0, *given, 50.0], given)
    assert len(set(whole)) == 4
    for bounds, kept in (
        ([10.0, 20.0, 30.0], whole[1:3]), ([10.0, 20.0, 30.0, 41.0], whole[1:]), ([3.0, 10.0, 20.0, 30.0], whole[:3]),
    ):  # fmt: skip
        assert colours(bounds, given) == kept
    around = (-5.0, 0.0, 5.0)
    whole = colours([-9.0, *around, 9.0], around)
    assert colours([-5.0, 0.0, 5.0], around) == whole[1:3]
    # of one break, a class above it is not one under it
    under, above = colours([1.0, 12.0, 30.0], (12.0,))
    assert colours([12.0, 12.0], (12.0,)) == colours([3.0, 12.0], (12.0,)) == [under] != [above]
    assert colours([12.0, 30.0], (12.0,)) == [above]


def test_one_odd_value_changes_the_colours_of_no_class_between_given_breaks():
    given = (10.0, 20.0, 30.0)
    whole = colours([1.0, *given, 50.0], given)
    assert whole == colours([0, 1, 2, 3, 4]) == colours([-3.0, *given, 50.0], given)
    upper = colours([1, 2, 3, 4])[1:]
    assert colours([0.0, 10.0, 20.0], (0.0, 10.0)) == colours([-3.0, 0.0, 10.0, 20.0], (0.0, 10.0))[1:] == upper
    # breaks under zero, or zero alone, are those of values that have a sign
    assert set(colours([-9.0, -5.0, -2.0], (-5.0,))) <= set(choropleth.DIVERGING) | set(colours([-1, 0, 1]))
    below, above = colours([-1, 0, 1])
    assert colours([-9.0, 0.0, 9.0], (0.0,)) == [below, above] and colours([0.0, 9.0], (0.0,)) == [above]


@pytest.mark.parametrize(("bounds", "digits", "texts"), [
    ([1, 5, 20], 0, ["1 to 5", "5 to 20"]), ([0.0, 25.9, 98.9], 1, ["0.0 to 25.9", "25.9 to 98.9"]),
    ([2.96, 3.04, 150.0], 2, ["2.96 to 3.04", "3.04 to 150.00"]), ([1e-6, 2e-6], 6, ["0.000001 to 0.000002"]),
    ([7.0, 7.0], 0, ["7 to 7"]), ([0.6, 99.2], 1, ["0.6 to 99.2"]), ([0.6, 1.6, 100.0], 0, ["1 to 2", "2 to 100"]),
])  # fmt: skip
def test_no_two_bounds_are_written_alike(qgis_app, bounds, digits, texts):
    assert digits_of(bounds) == digits
    assert ranges_text(bounds) == texts
    # a unit that no heading says stands once, at the top of the legend
    assert ranges_text(bounds, "%") == [*texts[:-1], texts[-1] + " %"]


def test_palettes_are_drawn_as_they_are_written():
    for shade in (*choropleth.SEQUENTIAL, *choropleth.DIVERGING, *choropleth.QUALITATIVE):
        assert QColor(shade).name() == shade
    assert colours([1, 2, 3]) == [choropleth.SEQUENTIAL[1], choropleth.SEQUENTIAL[-1]]
    # one class alone is half-way between the two in the middle, #41b6c4 and #1d91c0
    assert colours([1, 2]) == ["#2fa4c2"]


def test_a_heading_has_a_unit_only_beside_a_title():
    titles = [Legend("c", "", "", *words).heading for words in (("Taux", "%"), ("Taux", ""), ("", "%"))]
    assert titles == ["Taux (%)", "Taux", ""]


def styled(values, statuses=None, measure=RATE, **more):
    squares = ["POLYGON(({0} 0,{1} 0,{1} 9,{0} 9,{0} 0))".format(10 * n, 10 * n + 9) for n in range(len(values))]
    statuses = statuses or ["publie"] * len(values)
    classes = classify([np.nan if v is None else v for v in values], statuses, measure, **more)
    rows = [[v, s, int(c) or None] for v, s, c in zip(values, statuses, classes.of)]
    layer = memory_layer("Polygon", ["valeur:double", "statut:string", "classe:integer"], list(zip(squares, rows)))
    style_indicator(classes, Legend("classe", "valeur", "statut", "Titre", "%", "Insee"))(layer)
    return layer


def legend(layer):
    return [item.label() for item in layer.renderer().legendSymbolItems()]


def test_what_has_no_value_is_told_apart_by_why(qgis_app):
    layer = styled([1.0, 2.0, None, None, None, None], ["publie", "publie", SECRET, TO_CHECK, "absent", None])
    assert legend(layer) == [
        "Titre (%)",
        "1 to 2",
        "1 to 1",
        "Statistical secrecy",
        "To check",
        "No data",
        "Source: Insee",
    ]
    # every polygon is drawn once
    drawn = [len(rules) for rules in rules_of(layer)]
    assert drawn == [1] * 6
    # by patterns that differ: lines one way, the other way, dots
    symbols = {rule.label(): rule.symbol() for rule in layer.renderer().rootRule().children()}
    hidden, doubtful, absent = (symbols[text].symbolLayer(1) for text in ("Statistical secrecy", "To check", "No data"))
    assert (hidden.layerType(), hidden.lineAngle(), hidden.color().name()) == ("LinePatternFill", 45, "#7a7a7a")
    assert (doubtful.layerType(), doubtful.lineAngle(), doubtful.color().name()) == ("LinePatternFill", -45, "#b35806")
    assert absent.layerType() == "PointPatternFill"
    assert legend(styled([1.0, 2.0])) == ["Titre (%)", "1 to 2", "1 to 1", "No data", "Source: Insee"]


def rules_of(layer):
    """What draws each feature, by the rules' own expressions."""
    from qgis.core import QgsExpression, QgsExpressionContext

    context = QgsExpressionContext()
    context.setFields(layer.fields())
    # those without a symbol are lines of text
    rules = [rule.filterExpression() for rule in layer.renderer().rootRule().children()]
    found = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        found.append([text for text in rules if QgsExpression(text).evaluate(context)])
    return found


@pytest.mark.parametrize(("values", "amounts"), [
    ([0, 22, 5], ["3 %", "1 %"]), ([0, 1], []), ([7, 25050], ["3000 %", "1000 %", "200 %"]),
    ([1.5, 9.25], ["1 %", "0.3 %", "0.05 %"]), ([0, 0], []), ([None], []),
    ([1, 9.25], ["1 %", "0.3 %", "0.05 %"]),
])  # fmt: skip
def test_circles_of_the_legend_are_of_round_amounts(qgis_app, values, amounts):
    said = legend(styled(values, measure=COUNT))
    assert [text for text in said if text[0].isdigit()] == amounts
    told = {"Surface in proportion": values != [None], "Negative, by its size": False, "Zero": 0 in values}
    assert [text for text in said if text in told] == [text for text, wanted in told.items() if wanted]


def test_a_smaller_circle_lies_above_a_larger_and_areas_below(qgis_app):
    layer = styled([3, 1, None], measure=COUNT)
    renderer = layer.renderer()
    assert renderer.orderByEnabled()
    clause = renderer.orderBy().list()[0] if hasattr(renderer.orderBy(), "list") else renderer.orderBy()[0]
    assert not clause.ascending() and clause.nullsFirst() and "valeur" in clause.expression().expression()


def test_a_title_with_quotation_marks_is_drawn_all_the_same(qgis_app):
    from qgis.core import QgsExpression

    layer, classes = styled([3, 1, None], measure=COUNT), classify([3, 1, np.nan], ["publie"] * 3, COUNT)
    style_indicator(classes, Legend("classe", "places \"d'accueil\"", 'statut "1"', "Titre", "", "Insee"))(layer)
    rules = [QgsExpression(rule.filterExpression()) for rule in layer.renderer().rootRule().children()]
    assert len(rules) > 3 and not any(rule.hasParserError() for rule in rules)


def drawn_by(layer):
    """Legend text, colour of the fill and opacity of what draws each feature; one rule draws each."""
    found = []
    children = {rule.filterExpression(): rule for rule in layer.renderer().rootRule().children()}
    for texts in rules_of(layer):
        (text,) = texts
        symbol = children[text].symbol()
        outline = symbol.symbolLayer(0)
        assert outline.strokeColor().name() in ("#6b6b6b", "#a0a0a0") and outline.strokeWidth() in (0.2, 0.3)
        found.append((children[text].label(), symbol.symbolLayer(0).fillColor().name(), symbol.symbolLayerCount()))
    return found


def test_each_value_has_the_colour_and_the_limits_of_its_class(qgis_app):
    shades = colours([1.0, 3.0, 11.0, 50.0])
    assert drawn_by(styled([50, 1, 10, 3, 11, 2], count=3)) == [
        ("11 to 50", shades[2], 1), ("1 to 3", shades[0], 1), ("3 to 11", shades[1], 1),
        ("1 to 3", shades[0], 1), ("3 to 11", shades[1], 1), ("1 to 3", shades[0], 1),
    ]  # fmt: skip


def test_each_name_has_a_colour_of_its_own(qgis_app):
    names = ["rural", "2 près", "10 loin", ""]
    classes = classify([np.nan] * 4, ["publie"] * 3 + ["absent"], CLASS, names)
    squares = ["POLYGON(({0} 0,{1} 0,{1} 9,{0} 0))".format(10 * n, 10 * n + 9) for n in range(4)]
    rows = [[name, int(c) or None] for name, c in zip(names, classes.of)]
    layer = memory_layer("Polygon", ["nom:string", "classe:integer"], list(zip(squares, rows)))
    style_indicator(classes, Legend("classe"))(layer)
    assert [(text, shade) for text, shade, _count in drawn_by(layer)[:3]] == [
        ("rural", choropleth.QUALITATIVE[2]), ("2 près", choropleth.QUALITATIVE[0]),
        ("10 loin", choropleth.QUALITATIVE[1]),
    ]  # fmt: skip
    # with no title, unit or source, the legend says nothing of them
    assert legend(layer) == ["2 près", "10 loin", "rural", "No data"]


def test_the_surface_of_a_circle_is_in_proportion_and_so_are_those_of_the_legend(qgis_app):
    """Of 100 at most: 12 mm across; of 25, half; of -100 too, in another colour; of next to nothing, 0.5 mm."""
    from qgis.core import QgsExpression, QgsExpressionContext

    layer = styled([100, 25, 1, 0.001, -100, 0], measure=COUNT)
    context, sizes = QgsExpressionContext(), []
    context.setFields(layer.fields())
    rules = {rule.label(): rule for rule in layer.renderer().rootRule().children()}
    for feature, (text, _shade, count) in zip(layer.getFeatures(), drawn_by(layer)):
        context.setFeature(feature)
        if text == "Zero":
            sizes.append((text, count))
            continue
        area, centre = rules[text].symbol().symbolLayers()
        # one circle, inside, of a territory in several parts; what lies under the area is seen
        assert (centre.pointOnAllParts(), centre.pointOnSurface(), area.fillColor().alpha()) == (False, True, 0)
        circle = centre.subSymbol().symbolLayer(0)
        size = circle.dataDefinedProperties().property(QgsSymbolLayer.Property.PropertySize).expressionString()
        sizes.append((circle.color().name(), round(QgsExpression(size).evaluate(context), 6)))
    positive, negative = choropleth.POSITIVE, choropleth.NEGATIVE
    assert sizes == [(positive, 12), (positive, 6), (positive, 1.2), (positive, 0.5), (negative, 12), ("Zero", 1)]
    # of 10 and of 3, as the map draws them
    for amount in ("10 %", "3 %", "1 %"):
        circle = rules[amount].symbol().symbolLayer(1).subSymbol().symbolLayer(0)
        assert circle.size() == pytest.approx(12 * (float(amount[:-2]) / 100) ** 0.5)
        assert circle.color().name() == positive


def test_classes_on_both_sides_of_zero_have_their_own_hues(qgis_app):
    brown, pale, purple = choropleth.DIVERGING[:4], choropleth.DIVERGING[4], choropleth.DIVERGING[5:]
    # two classes under zero, the one that holds it, one above
    assert colours([-9, -5, -1, 2, 8]) == [brown[0], brown[3], pale, colours([-1, 0, 1])[1]]
    assert colours([-1, 0, 1])[0] not in purple and colours([-2, -1, 0, 1, 2])[2:] == [purple[0], purple[3]]
    # what touches zero does not cross it
    assert colours([0, 1, 2]) == colours([5, 6, 7]) and colours([-2, -1, 0]) == colours([5, 6, 7])
    # of breaks around zero the class that holds it is pale, though the values are on one side
    assert colours([-1.0, 2.0], (-1.0, 2.0)) == [pale]


def test_an_outline_is_thinner_on_a_map_of_many_polygons():
    assert [choropleth._width(count) for count in (1, 300, 301, 3000, 3001)] == [0.2, 0.2, 0.12, 0.12, 0.05]


def test_without_a_field_of_statuses_nothing_is_told_of_them(qgis_app):
    layer, classes = styled([1.0, None]), classify([1.0, np.nan], ["publie", SECRET], RATE)
    style_indicator(classes, Legend("classe", "valeur"))(layer)
    assert classes.secret == 1 and legend(layer) == ["1 to 1", "No data"]
    assert [len(rules) for rules in rules_of(layer)] == [1, 1]
