"""Every figure of a portrait, made again by hand from the rows of any table."""

from __future__ import annotations

import math
import statistics

from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.domain.indicators.portrait import Indicator, Portrayer
from cohesion_territoires.domain.indicators.scopes import Scopes
from hypothesis import given, settings
from hypothesis import strategies as st
from land import Land

LAND = Land()
CODES = [*Land.COMMUNES, *Land.FORMER, "99999"]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(CODES), st.sampled_from(["2015", "2018", "2021"]),
        st.one_of(st.integers(0, 6).map(float), st.none(), st.just("secret")),
    ),
    max_size=60,
)  # fmt: skip
FULL = st.tuples(ROWS, st.lists(st.integers(0, 9), min_size=12, max_size=12)).map(
    lambda drawn: [*drawn[0], *((code, "2021", float(v)) for code, v in zip(Land.COMMUNES, drawn[1]))]
)


def cell(rows, code, period):
    """What the rows say of one code: a number, "secret", "absent", "ambigu", or None where they say nothing."""
    said = {"absent" if value is None else value for c, p, value in rows if (c, p) == (code, period)}
    return "ambigu" if len(said) > 1 else said.pop() if said else None


def of_today(rows, code, period, measure):
    """The same of a commune of today."""
    own = cell(rows, code, period)
    former = [cell(rows, old, period) for old, now in Land.FORMER.items() if now == code]
    former = [one for one in former if one is not None]
    if not former:
        return own
    if measure != "count":
        return "fusion"
    return total([own, *former], "fusion")


def total(parts, absent):
    if all(isinstance(one, float) for one in parts):
        return sum(parts)
    return next((status for status in ("secret", "ambigu") if status in parts), absent)


def observations(rows):
    return Observations.of(
        [code for code, _p, _v in rows], [v if isinstance(v, float) else None for _c, _p, v in rows],
        [period for _c, period, _v in rows], "com", "2026",
        ["secret" if v == "secret" else "absent" if v is None else "publie" for _c, _p, v in rows],
    )  # fmt: skip


def peers(code, level):
    return [c for c in Land.COMMUNES if level != "dep" or c[:2] == code[:2]]


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(ROWS, FULL), st.sampled_from(Land.COMMUNES), st.sampled_from(["rate", "count"]),
    st.sampled_from(["", "2018"]),
)  # fmt: skip
def test_a_commune(rows, code, measure, year):
    indicator = Indicator("x", measure=measure, by_level={"com": observations(rows)})
    portrayer = Portrayer(indicator, "com", Scopes(LAND), year)
    figure = portrayer.figure(Territory("com", code))
    seen = sorted({period for _c, period, _v in rows})
    latest = year if year in seen else (seen[-1] if seen else "")
    own = [period for period in seen if of_today(rows, code, period, measure) is not None]
    period = latest if latest in own or not own else own[-1]
    assert (figure.period, figure.latest) == (period, latest)
    told = of_today(rows, code, period, measure)
    assert figure.status == ("publie" if isinstance(told, float) else told or "hors_source")
    assert (figure.value == told) if isinstance(told, float) else math.isnan(figure.value)
    place = 0, 0, 0, ""
    for level in ("dep", "reg", "fra"):
        values = [of_today(rows, c, period, measure) for c in peers(code, level)]
        values = [v for v in values if isinstance(v, float)]
        reference, total_of = figure.reference(level), len(peers(code, level))
        enough = len(values) >= 3 and 2 * len(values) >= total_of
        assert (reference.count, reference.total) == (len(values), total_of)
        assert reference.median == statistics.median(values) if enough else math.isnan(reference.median)
        whole = measure == "count" and len(values) == total_of
        assert reference.value == sum(values) if whole else math.isnan(reference.value)
        if enough and isinstance(told, float):
            # the widest that has a median is the last of the three
            place = 1 + sum(v > told for v in values), len(values), sum(v == told for v in values) - 1, level
    assert (figure.rank, figure.ranked, figure.tied, figure.among) == place
    numbers = [(p, of_today(rows, code, p, measure)) for p in seen if p <= period]
    numbers = [(p, v) for p, v in numbers if isinstance(v, float)]
    if len(numbers) > 1 and numbers[-1][0] == period:
        assert (figure.since, figure.change) == (numbers[0][0], numbers[-1][1] - numbers[0][1])
    else:
        assert math.isnan(figure.change)


@settings(max_examples=40, deadline=None)
@given(st.one_of(ROWS, FULL), st.sampled_from(["G1", "G2", "G3"]))
def test_a_group_is_its_communes(rows, group):
    figure = Portrayer(
        Indicator("x", measure="count", by_level={"com": observations(rows)}), "epci", Scopes(LAND)
    ).figure(Territory("epci", group))
    seen = sorted({period for _c, period, _v in rows})
    if not seen:
        assert figure.status == "hors_source"
        return
    told = [of_today(rows, code, seen[-1], "count") for code in Land.GROUPS[group]]
    now = total(told, "absent")
    assert figure.status == ("publie" if isinstance(now, float) else now)
    assert (figure.value == now) if isinstance(now, float) else math.isnan(figure.value)
