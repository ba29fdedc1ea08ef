"""Where the drawings of a portrait put values: worked out by hand."""

from __future__ import annotations

import itertools
import re
import xml.dom.minidom

import numpy as np
import pytest
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.domain.indicators.portrait import Figure, Indicator, Portrayer, Reference
from cohesion_territoires.domain.indicators.portrait_chart import COLOURS, number, positions, series
from cohesion_territoires.domain.indicators.scopes import Scopes
from land import Land

SCOPES = Scopes(Land())
CIRCLE = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)"')


def figure(codes, values, periods, code="01003"):
    found = Observations.of(codes, values, periods, "com")
    return Portrayer(Indicator("x", by_level={"com": found}), "com", SCOPES).figure(Territory("com", code))


def test_each_value_is_at_its_place_on_a_strip():
    """Twelve values of 10 to 21 on 314 pixels from 132 on: 12 is at 189.1, the medians 13 and 15.5 at 217.6 and 289."""
    drawing = positions(figure(Land.COMMUNES, range(10, 22), ["2021"] * 12), "%", "Ici")
    marks = re.findall(r'<path d="M([\d.]+) [\d.]+V[\d.]+" stroke="(#\w+)"', drawing)
    assert marks == [(x, "#111827") for x in ("217.6", "289.0", "289.0")] + [("189.1", COLOURS["own"])]
    assert re.findall(r'<path d="M([\d.]+) [\d.]+l6 6', drawing) == ["189.1"] * 3
    dots = re.findall(r'<path d="((?:M[\d.]+ [\d.]+h0)+)" stroke="(#\w+)"', drawing)
    assert [(path.count("M"), colour) for path, colour in dots] == [
        (7, COLOURS["dep"]), (12, COLOURS["reg"]), (12, COLOURS["fra"])
    ]  # fmt: skip
    # of the département 10 to 16, of the others 10 to 21
    ends = [re.findall(r"M([\d.]+) ", path) for path, _colour in dots]
    assert [(found[0], found[-1]) for found in ends] == [("132.0", "303.3"), ("132.0", "446.0"), ("132.0", "446.0")]
    assert re.findall(r'x="([\d.]+)" y="\d+" class="a" text-anchor="(\w+)">([^<]+)', drawing) == [
        ("132.0", "start", "10"), ("446.0", "end", "21")
    ]  # fmt: skip
    assert re.findall(r'class="o" text-anchor="start">([^<]+)', drawing) == ["12 %"]
    assert re.findall(r'class="m" text-anchor="start">([^<]+)', drawing) == ["13", "15,5", "15,5"]
    said = "Position de Ici : 12 %. Médiane dep01 : 13. Médiane regR : 15,5. Médiane France : 15,5."
    assert 'aria-label="{}"'.format(said) in drawing


def test_of_many_values_the_few_at_both_ends_do_not_flatten_the_strip():
    """Of 0 to 998 and a million, 500 twice with the territory: the strip goes from the sixth to the last but five."""
    values = np.array([*range(999), 1e6])
    country = Reference("fra", "", "France", float("nan"), 1000, 1000, values)
    drawing = positions(Figure(Indicator("x"), value=500.0, references=(country,)), "", "Ici")
    assert re.findall(r'class="a" text-anchor="\w+">([^<]+)', drawing) == ["5", "994"]
    assert "M{:.1f} ".format(132 + 314 * 495 / 989) in drawing and "Médiane" not in drawing


def test_a_series_rises_with_its_values_and_every_year_that_has_room_is_written():
    drawing = series(figure(["01003"] * 3, [1, 3, 2], ["2000", "2010", "2020"]), "€", "Ici")
    (x1, y1), (x2, y2), (x3, y3) = (tuple(map(float, found)) for found in CIRCLE.findall(drawing))
    assert (x1, x2 - x1, x3 - x2) == (62, 112, 112) and (y1, y2, y3) == (120, 30, 75)
    for text in (">2000<", ">2010<", ">2020<", ">1<", ">3<", ">Évolution (€)<"):
        assert text in drawing
    # its name stands where it ends
    assert re.findall(r'x="302" y="([\d.]+)" class="e" fill="(#\w+)">([^<]+)', drawing) == [
        ("78.5", COLOURS["own"], "Ici")
    ]  # fmt: skip
    holed = series(figure(["01003"] * 3, [1, None, 3], ["2000", "2010", "2020"]), "€", "Ici")
    assert CIRCLE.findall(holed) == [("62.0", "120.0"), ("286.0", "30.0")] and "nan" not in holed


@pytest.mark.parametrize("periods", [["2021-A", "2021-B", "2021-C"], ["avant", "pendant", "près"]])
def test_periods_that_are_no_years_are_evenly_apart(periods):
    points = CIRCLE.findall(series(figure(["01003"] * 3, [1, 2, 3], periods), "", "x"))
    places = [float(x) for x, _y in points]
    assert places[1] - places[0] == pytest.approx(places[2] - places[1])


def test_medians_of_several_years_are_lines_of_their_own():
    codes = list(Land.COMMUNES) * 2
    drawing = series(figure(codes, [*range(12), *range(10, 22)], ["2015"] * 12 + ["2021"] * 12), "%", "Ici")
    lines = re.findall(r'<path d="M([\d. L]+)" fill="none" stroke="(#\w+)"', drawing)
    assert [colour for _path, colour in lines] == [COLOURS[key] for key in ("fra", "reg", "dep", "own")]
    # from 2 to 15.5: medians of 3 and 13 for the département, 5.5 and 15.5 for the country
    heights = {colour: [float(pair.split()[1]) for pair in path.split("L")] for path, colour in lines}
    for key, (first, last) in {"own": (2, 12), "dep": (3, 13), "reg": (5.5, 15.5), "fra": (5.5, 15.5)}.items():
        expected = [30 + (15.5 - value) / 13.5 * 90 for value in (first, last)]
        assert heights[COLOURS[key]] == pytest.approx(expected, abs=0.05)
    assert ">Évolution (%) ; médianes en tirets<" in drawing
    names = dict(re.findall(r'class="e" fill="(#\w+)">([^<]+)', drawing))
    assert names == {COLOURS[k]: n for k, n in (("own", "Ici"), ("dep", "dep01"), ("reg", "regR"), ("fra", "France"))}


def test_nothing_beside_it_is_no_drawing():
    assert positions(figure(["01003"], [1], ["2021"]), "", "x") == ""
    assert positions(figure(["01001", "01002", "01003"], [1, 2, None], ["2021"] * 3), "", "x") == ""


@pytest.mark.parametrize(("value", "text"), [
    (999.4, "999,4"), (1000.4, "1\u202f000"), (9.99, "9,99"), (10.04, "10"), (10.06, "10,1"), (0.1, "0,1"),
    (0.00456, "0,0046"), (float("-inf"), "\u2212∞"), (-1234.0, "\u22121\u202f234"),
])  # fmt: skip
def test_numbers_have_the_decimals_that_their_size_calls_for(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234567, "1\u202f234\u202f567"), (12.04, "12"), (12.06, "12,1"), (0.256, "0,26"), (-3.5, "\u22123,5"),
     (0, "0"), (100, "100"), (float("nan"), "—"), (0.0043, "0,0043"), (-0.00071, "\u22120,00071"), (0.05, "0,05"),
     (999.96, "1\u202f000"), (1e-9, "0,000000001"), (float("inf"), "∞")],
)  # fmt: skip
def test_numbers_are_french(value, text):
    assert number(value) == text


def test_nothing_that_is_drawn_leaves_the_drawing():
    class Long(Land):
        def name(self, level, code):
            return "Provence-Alpes-Côte d’Azur" if level == "reg" else "Alpes-de-Haute-Provence"

    # values at both ends, and a median at each end far from the territory
    for values in (range(12), [0] * 11 + [1e6], [1e6] + [0] * 11, [0] + [1e6] * 11):
        both = Observations.of(Land.COMMUNES * 2, [*values, *values], ["1968"] * 12 + ["2021"] * 12, "com")
        indicator, name = Indicator("x", by_level={"com": both}), "Châteauneuf-Val-Saint-Donat"
        figure = Portrayer(indicator, "com", Scopes(Long())).figure(Territory("com", "01001"))
        for drawing in (positions(figure, "%", name), series(figure, "%", name)):
            for text in xml.dom.minidom.parseString(drawing.encode("utf-8")).getElementsByTagName("text"):
                told = text.firstChild.data
                x, size, anchor = float(text.getAttribute("x")), 6.6 * len(told), text.getAttribute("text-anchor")
                left = x - {"": 0, "start": 0, "middle": size / 2, "end": size}[anchor]
                assert left >= -14 and left + size <= 460 + 14, told
                if text.getAttribute("class") == "" and x == 0:
                    assert size <= 132 - 3.2, told


# how colours are seen without one of the three kinds of cones (Machado, Oliveira and Fernandes, 2009)
SEEN = [
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
]


def test_colours_are_told_apart_by_every_reader_and_read_on_white():
    linear = {}
    for key, text in COLOURS.items():
        value = np.array([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        linear[key] = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
        assert 1.05 / (linear[key] @ [0.2126, 0.7152, 0.0722] + 0.05) > 4.5, key

    def lab(rgb):
        to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
        f = to_xyz @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.089]
        f = np.where(f > 0.008856, np.cbrt(f), 7.787 * f + 16 / 116)
        return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])

    for seen in SEEN:
        for one, other in itertools.combinations(COLOURS, 2):
            apart = np.linalg.norm(lab(np.array(seen) @ linear[one]) - lab(np.array(seen) @ linear[other]))
            assert apart > 20, (one, other, apart)


def test_years_are_as_far_apart_as_they_are():
    periods = ["1968", "1975", "2015-2021", "2022"]
    found = Observations.of(["01001"] * 4, [1, 2, 3, 4], periods, "com")
    figure = Portrayer(Indicator("x", by_level={"com": found}), "com", SCOPES).figure(Territory("com", "01001"))
    root = xml.dom.minidom.parseString(series(figure, "", "x").encode("utf-8"))
    at = [float(dot.getAttribute("cx")) for dot in root.getElementsByTagName("circle")]
    assert (at[1] - at[0]) / (at[3] - at[0]) == pytest.approx(7 / 54, abs=1e-3)
    assert (at[2] - at[0]) / (at[3] - at[0]) == pytest.approx(50 / 54, abs=1e-3)
    words = [text.firstChild.data for text in root.getElementsByTagName("text")]
    assert "1968" in words and "2022" in words and "2015-2021" not in words  # no room
