"""Drawings of a portrait, as SVG that stands in a page: where a territory stands among its peers, and how it moved."""

from __future__ import annotations

import math
import re
from html import escape

import numpy as np

__all__ = ["COLOURS", "number", "positions", "series"]

# territory, and its wholes: apart for colour-blind readers too, and what hue does not tell, dashes and names do
COLOURS = {"own": "#c2410c", "epci": "#8a2be2", "dep": "#1f7396", "reg": "#0f3d24", "fra": "#767060"}
_DASHES = {"epci": "12 2 3 2", "dep": "9 3", "reg": "5 3", "fra": "2 3"}
_MOST_DOTS = 400
_WIDTH, _LEFT, _RIGHT = 460, 132, 14
# width of a letter, in pixels, of the widest of the page's fonts
_LETTER = 6.6


def number(value, digits=None):
    """Write a number as French does.

    Parameters
    ----------
    value : float
    digits : int, optional
        Decimals; by default as many as its size calls for.
    """
    if value != value:
        return "—"
    if math.isinf(value):
        return "∞" if value > 0 else "\u2212∞"
    if digits is None:
        size = abs(value)
        digits = 0 if size >= 1000 or value == int(value) else 1 if size >= 10 else 2
        if 0 < size < 0.1:
            # two figures that say something: 0.0043 is not 0
            digits = 1 - math.floor(math.log10(size))
    text = "{:,.{}f}".format(value, digits)
    if "." in text and digits:
        text = text.rstrip("0").rstrip(".")
    # a minus that a line does not break from its number
    return text.replace(",", "\u202f").replace(".", ",").replace("-", "\u2212")


def positions(figure, unit, own_name):
    """Draw a strip for each whole: its territories, their median, and the territory.

    Parameters
    ----------
    figure : portrait.Figure
    unit, own_name : str

    Returns
    -------
    str
        "" where there is nothing to compare.
    """
    shown = [one for one in figure.references if len(one.values) > 1]
    if not shown or figure.value != figure.value:
        return ""
    pooled = np.concatenate([one.values for one in shown] + [[figure.value]])
    low, high = np.quantile(pooled, [0.005, 0.995]) if len(pooled) > 200 else (pooled.min(), pooled.max())
    low, high = min(low, figure.value), max(high, figure.value)
    if low == high:
        low, high = low - 1, high + 1
    row, top = 34, 24
    height = top + row * len(shown) + 20

    def at(value):
        share = (min(max(value, low), high) - low) / (high - low)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    here, out = at(figure.value), []
    for place, one in enumerate(shown):
        middle, colour = top + row * place + row / 2, COLOURS[one.level]
        rule = '<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="#d5dbe3"/>'
        out.append(rule.format(_LEFT, _WIDTH - _RIGHT, y=middle))
        out.append(_crowd(one.values, at, middle, row, colour, low, high))
        lines = _lines(one.name, int((_LEFT - 12) / _LETTER))
        for line, text in enumerate(lines):
            y = middle + 4 + 12 * (line - (len(lines) - 1) / 2)
            out.append('<text x="0" y="{:.1f}">{}</text>'.format(y, escape(text)))
        if one.median == one.median:
            x = at(one.median)
            out.append(
                '<path d="M{x:.1f} {a:.1f}V{b:.1f}" stroke="#111827" stroke-width="2.2"/>'.format(
                    x=x, a=middle - 12, b=middle + 12
                )
            )
            out.append(_said(x, middle - 14, number(one.median), here))
    # the territory last, above all, on every strip
    bottom = top + row * len(shown)
    out.append('<path d="M{x:.1f} {a}V{b}" stroke="{c}" stroke-width="1.2"/>'.format(
        x=here, a=top - 6, b=bottom, c=COLOURS["own"]))
    for place in range(len(shown)):
        middle = top + row * place + row / 2
        out.append('<path d="M{x:.1f} {a:.1f}l6 6-6 6-6-6z" fill="{c}" stroke="#fff"/>'.format(
            x=here, a=middle - 6, c=COLOURS["own"]))
    anchor = "start" if here < _LEFT + 90 else "end" if here > _WIDTH - 90 else "middle"
    out.append('<text x="{:.1f}" y="12" class="o" text-anchor="{}">{} {}</text>'.format(
        here, anchor, number(figure.value), escape(unit)))
    for value, side in ((low, "start"), (high, "end")):
        out.append('<text x="{:.1f}" y="{}" class="a" text-anchor="{}">{}</text>'.format(
            at(value), height - 4, side, number(value)))
    told = "Position de {} : {} {}. ".format(own_name, number(figure.value), unit) + " ".join(
        "Médiane {} : {}.".format(one.name, number(one.median)) for one in shown if one.median == one.median
    )
    return _svg(height, told, out)


def series(figure, unit, own_name):
    """Draw the territory and the medians over the periods.

    Parameters
    ----------
    figure : portrait.Figure
    unit, own_name : str

    Returns
    -------
    str
        "" where there are not two periods to draw.
    """
    periods = [period for period, _value in figure.series]
    own = [value for _period, value in figure.series]
    if sum(value == value for value in own) < 2:
        return ""
    lines = [("own", own_name, own)]
    for one in figure.references:
        values = [one.medians.get(period, float("nan")) for period in periods]
        if sum(value == value for value in values) > 1:
            lines.append((one.level, one.name, values))
    told = [value for _key, _name, values in lines for value in values if value == value]
    low, high = min(told), max(told)
    if low == high:
        low, high = low - 1, high + 1
    left, right, top, height = 62, 174, 30, 146
    along = _along(periods)

    def x_of(place):
        return left + along[place] * (_WIDTH - left - right)

    def y_of(value):
        return top + (high - value) / (high - low) * (height - top - 26)

    medians = " ; médianes en tirets" if len(lines) > 1 else ""
    told_unit = " ({})".format(escape(unit)) if unit else ""
    out = ['<text x="0" y="12" class="a">Évolution{}{}</text>'.format(told_unit, medians)]
    rule = '<line x1="{}" x2="{}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e3e8ef"/>'
    side = '<text x="{}" y="{:.1f}" class="a" text-anchor="end">{}</text>'
    for value in (low, high):
        y = y_of(value)
        out.append(rule.format(left, _WIDTH - right, y=y))
        out.append(side.format(left - 6, y + 4, number(value)))
    for place in _apart([x_of(place) for place in range(len(periods))], max(map(len, periods)) * _LETTER + 8):
        anchor = "start" if place == 0 else "middle"
        out.append('<text x="{:.1f}" y="{}" class="a" text-anchor="{}">{}</text>'.format(
            x_of(place) - (12 if place == 0 else 0), height - 6, anchor, escape(periods[place])))
    ends = []
    for key, name, values in reversed(lines):
        points = [(x_of(place), y_of(value)) for place, value in enumerate(values) if value == value]
        path = "M" + "L".join("{:.1f} {:.1f}".format(*point) for point in points)
        out.append('<path d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-dasharray="{}"/>'.format(
            path, COLOURS[key], 2.6 if key == "own" else 1.6, _DASHES.get(key, "")))
        if key == "own":
            out += ['<circle cx="{:.1f}" cy="{:.1f}" r="3.2" fill="{}"/>'.format(x, y, COLOURS[key]) for x, y in points]
        ends.append((points[-1][1], key, name))
    for (y, key, name), level in zip(sorted(ends), _spread([y for y, *_ in sorted(ends)], 12.0, top, height - 22)):
        most = int((right - 18) / _LETTER)
        text = name if len(name) <= most else name[: most - 1] + "…"
        out.append('<path d="M{} {:.1f}L{} {:.1f}" stroke="{}" stroke-width=".8"/>'.format(
            _WIDTH - right + 3, y, _WIDTH - right + 13, level, COLOURS[key]))
        out.append('<text x="{}" y="{:.1f}" class="e" fill="{}">{}</text>'.format(
            _WIDTH - right + 16, level + 3.5, COLOURS[key], escape(text)))
    words = "Évolution de {} : ".format(own_name) + ", ".join(
        "{} {} {}".format(period, number(value), unit) for period, value in figure.series if value == value
    )
    return _svg(height, words, out)


def _svg(height, told, out):
    return (
        '<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{t}"><title>{t}</title>{b}</svg>'
    ).format(w=_WIDTH, h=height, t=escape(told, quote=True), b="".join(out))


def _said(x, y, text, here):
    """Write a median beside its mark: away from the territory, where there is room."""
    room = len(text) * _LETTER + 4
    before = (x < here and x - room > _LEFT) or x + room > _WIDTH
    return '<text x="{:.1f}" y="{:.1f}" class="m" text-anchor="{}">{}</text>'.format(
        x + (-4 if before else 4), y + 9, "end" if before else "start", text
    )


def _lines(name, most):
    """Return a name in two lines at most, cut at a blank or after a hyphen; what is longer still is cut."""
    if len(name) <= most:
        return [name]
    cuts = [m.end() for m in re.finditer(r"[ -]", name)] or [most]
    cut = min(cuts, key=lambda at: max(at, len(name) - at))
    return [line if len(line) <= most else line[: most - 1] + "…" for line in (name[:cut].rstrip(), name[cut:])]


def _along(periods):
    """Return where each period is, from 0 to 1: by its years where all have one, so that slopes are true."""
    years = [re.findall(r"(?:18|19|20)\d\d", period) for period in periods]
    places = [sum(map(int, found)) / len(found) if found else float("nan") for found in years]
    if any(not low < high for low, high in zip(places, places[1:])):
        places = list(range(len(periods)))
    return [(place - places[0]) / (places[-1] - places[0]) for place in places]


def _apart(places, least):
    """Return which labels to write: the first, the last, and as many between as have room."""
    kept = [0]
    for place in range(1, len(places) - 1):
        if places[place] - places[kept[-1]] >= least and places[-1] - places[place] >= least:
            kept.append(place)
    return [*kept, len(places) - 1]


def _crowd(values, at, middle, row, colour, low, high):
    """Draw territories: dots where they are few, the shape of their number where they are many."""
    if len(values) <= _MOST_DOTS:
        size = 3.2 if len(values) <= 60 else 2.4
        dots = "".join("M{:.1f} {:.1f}h0".format(at(value), middle) for value in sorted(values.tolist()))
        return '<path d="{}" stroke="{}" stroke-width="{}" stroke-linecap="round" stroke-opacity=".45"/>'.format(
            dots, colour, 2 * size
        )
    counts, edges = np.histogram(np.clip(values, low, high), bins=60, range=(low, high))
    scale = (row - 12) / 2 / counts.max()
    places = [at(x) for x in ((edges[:-1] + edges[1:]) / 2).tolist()]
    above = ["{:.1f} {:.1f}".format(x, middle - scale * n) for x, n in zip(places, counts.tolist())]
    below = ["{:.1f} {:.1f}".format(x, middle + scale * n) for x, n in zip(places, counts.tolist())]
    return '<path d="M{}Z" fill="{}" fill-opacity=".4"/>'.format("L".join(above + below[::-1]), colour)


def _spread(wanted, least, low, high):
    """Keep labels apart: sorted places, moved down then up."""
    places = list(wanted)
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + least)
    places[-1:] = [min(places[-1], high)] if places else []
    for i in range(len(places) - 2, -1, -1):
        places[i] = min(places[i], places[i + 1] - least)
    return [max(place, low) if i == 0 else place for i, place in enumerate(places)]
