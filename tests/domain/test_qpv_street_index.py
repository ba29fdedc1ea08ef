"""Streets of a QPV: extents and ranges of numbers, against what a reader understands of them."""

from __future__ import annotations

import numpy as np
import pytest
import street_ranges
from cohesion_territoires.domain.qpv.signed_distance import Nearest
from cohesion_territoires.domain.qpv.street_index import (
    IN_PART,
    ON_THE_EDGE,
    UNNUMBERED,
    WHOLE,
    cover,
    pair_states,
)
from cohesion_territoires.domain.qpv.street_pages import QpvPage, StreetRow, render
from hypothesis import given, settings
from hypothesis import strategies as st

OUT, UNSURE, IN = 0, 1, 2


def entries(text):
    """Read "1+ 3? 5bis-": + inside, ? near the edge, - outside."""
    made = []
    for word in text.split():
        digits = "".join(c for c in word if c.isdigit())
        made.append((int(digits), word[len(digits) : -1], "-?+".index(word[-1])))
    return made


@pytest.mark.parametrize(
    "text, extent, odd, even, check",
    [
        ("1+ 3+ 5+ 2+ 4+", WHOLE, "1–5", "2–4", ""),
        ("1+ 3+ 5- 7+ 2- 4-", IN_PART, "1–3, 7", "", ""),
        ("1+ 3bis+ 3+ 5+ 5bis-", IN_PART, "1–5 (dont 3 bis ; sauf 5 bis)", "", ""),
        ("5+ 5bis+ 7-", IN_PART, "5, 5 bis", "", ""),
        ("5- 5bis+ 7+", IN_PART, "5 bis–7", "", ""),
        ("5+ 5a+ 5b- 7-", IN_PART, "5, 5 A (sauf 5 B)", "", ""),
        ("1+ 3? 5+ 2?", ON_THE_EDGE, "1, 5", "", "2, 3"),
        ("1? 3-", ON_THE_EDGE, "", "", "1"),
        ("1+ 3? 5-", IN_PART, "1", "", "3"),
        ("1+ 3+ 3bis+ 5+ 7- 2+ 4? 6+", IN_PART, "1–5 (dont 3 bis)", "2, 6", "4"),  # the example of the help page
        ("12+", WHOLE, "", "12", ""),
        # ter comes before quater, and what is inside is no exception
        ("1+ 3+ 3bis+ 3ter- 3quater+", IN_PART, "1–3 bis (sauf 3 ter), 3 quater", "", ""),
        ("3quater+ 3ter+ 3bis+ 3+ 5+", WHOLE, "3–5 (dont 3 bis, 3 ter, 3 quater)", "", ""),
        ("8+ 8bis? 8ter+", ON_THE_EDGE, "", "8 (sauf 8 bis), 8 ter", "8 bis"),
        ("1+ 1- 3+", ON_THE_EDGE, "3", "", "1"),
        ("1+ 1+ 3+", WHOLE, "1–3", "", ""),
        ("", UNNUMBERED, "", "", ""),
    ],
)
def test_by_hand(text, extent, odd, even, check):
    found = cover(entries(text))
    assert (found.extent, found.odd, found.even, found.check) == (extent, odd, even, check)


STREETS = st.lists(
    st.tuples(
        st.integers(0, 24),
        st.sampled_from(["", "", "", "a", "b", "bis", "ter", "quater"]),
        st.sampled_from([OUT, UNSURE, IN, IN, IN]),
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=600)
@given(street=STREETS)
def test_what_is_written_is_what_is_known(street):
    found = cover(street)
    told = {}
    for number, rep, state in street:
        told.setdefault((number, rep), set()).add(state)
    sure = {key for key, states in told.items() if states == {IN}}
    out = {key for key, states in told.items() if states == {OUT}}
    for number, rep in told:
        sides = ((found.odd, 1), (found.even, 0))
        claimed = any(street_ranges.claims(side, number, rep, parity) for side, parity in sides)
        assert claimed == ((number, rep) in sure), (number, rep, found)
        hinted = any(street_ranges.suggests(side, number, rep, parity) for side, parity in sides)
        assert not hinted or (number, rep) in sure, (number, rep, found)
    unsure = set(told) - sure - out
    assert set(filter(None, found.check.split(", "))) == {street_ranges.label(*key) for key in unsure}
    assert (found.total, found.inside, found.unsure) == (len(told), len(sure), len(unsure))
    assert (found.extent == WHOLE) == (bool(told) and sure == set(told))
    assert (found.extent == IN_PART) == bool(sure and out)


def test_pairs_follow_the_verdicts_rules():
    # deep inside 0; inside 0 near its edge; outside near 0; far; in two; deep in 1, which has no code
    nearest = Nearest(
        np.array([-50.0, -3.0, 4.0, 90.0, -60.0, -70.0]),
        np.array([0, 0, 0, 0, 0, 1]),
        np.array([50.0, 3.0, 4.0, 90.0, 60.0, 70.0]),
        np.array([1, 1, 0, 0, 2, 1]),
        np.array([1, 2]),
        np.array([0, 0]),
        np.array([3.0, 4.0]),
    )
    point, perimeter, sure = pair_states(nearest, np.full(6, 5.0), np.array([True, False]))
    told = {}
    for key, certain in zip(zip(point.tolist(), perimeter.tolist()), sure.tolist()):
        told[key] = told.get(key, True) and certain
    assert told == {(0, 0): True, (1, 0): False, (2, 0): False, (4, 0): False, (5, 1): False}


def test_the_page_says_all_and_escapes_names():
    rows = [
        StreetRow("Bondy", "Rue <Blanqui> & fils", WHOLE, "1–15", "2–8"),
        StreetRow("Bondy", "Rue Est", IN_PART, "1–3", "", "5 bis", "Homonyme"),
        StreetRow("Noisy", "Les Prés", UNNUMBERED),
    ]
    pages = [QpvPage("QN09301M", "La <Noue>", rows), QpvPage("QN09302M", None, rows[:1])]
    html = render(pages, [("BAN", "93")], ["<a>"], "nous")
    assert "<Blanqui>" not in html and "Rue &lt;Blanqui&gt; &amp; fils" in html and "La &lt;Noue&gt;" in html
    # what a second sheet is the rest of
    assert "<b>Bondy</b> La &lt;Noue&gt; (QN09301M)" in html and "<b>Bondy</b> QN09302M" in html
    assert html.count("<section>") == html.count("<h1>") == 2
    assert ">entière<" in html and "<b>1</b> voie entière, <b>1</b> en partie, <b>1</b> sans numéro." in html
    assert "5\u00a0bis" in html and "1\u2060–\u206015" in html and "Les Prés" in html and "&lt;a&gt;" in html
    assert "ne vaut pas attestation réglementaire" in html and "size: A4" in html
    assert "Aucune voie" in render([], [], [], "nous")
