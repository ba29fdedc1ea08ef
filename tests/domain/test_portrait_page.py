"""The page of a portrait says against whom a territory stands, and is whole by itself."""
from __future__ import annotations

import re

import numpy as np
import pytest
from cohesion_territoires.domain.indicators.portrait import Figure, Indicator, Reference
from cohesion_territoires.domain.indicators.portrait_page import Missing, Page, Section, Shown, render


def test_it_says_against_whom_and_has_nothing_to_fetch():
    section = Section("solidarite", "Solidarité", missing=[Missing("Logements", "jamais obtenu", "https://exemple.fr/a")])
    page = render(Page("Bondy", "93010", "com", "Seine-Saint-Denis", "Baromètre", sections=[section]))
    for words in ("du même EPCI", "du même département", "de la même région", "de France"):
        assert "communes {}</span>".format(words) in page
    assert not re.search(r"<(script|link|img|iframe|object)|@import|url\(|\bsrc=", page)
    # an address is but a link
    assert re.findall(r'(\S*="?)https?://', page) == ['href="']


def page_of(*shown, **more):
    section = Section("solidarite", "Solidarité", list(shown), more.pop("missing", []))
    return render(Page("Bondy", "93010", "com", "Seine-Saint-Denis", "Baromètre", sections=[section], **more))


def figure(value=float("nan"), status="publie", measure="rate", **more):
    series = (("2019", 1.0), ("2021", value))
    return Figure(Indicator("x", measure=measure), "2021", value, status=status, latest="2021", series=series, **more)


def test_each_figure_has_its_value_unit_period_and_source():
    country = Reference("fra", "", "France", float("nan"), 2, 2, np.array([10.0, 20.0]))
    one = figure(12.5, rank=1, ranked=20, among="fra", references=(country,))
    page = page_of(Shown(one, "Taux", "%", "Insee, RP.", "Ménages fiscaux."))
    assert page.count("<title>Position de Bondy : 12,5 %. </title>") == 1
    assert "<dt>Parmi le dixième le plus élevé</dt><dd>Taux (12,5\u00a0%, 1<sup>er</sup> sur 20)</dd>" in page
    assert "<h3>Taux</h3>" in page and '<p class="value">12,5<span class="unit"> %</span></p>' in page
    assert '<p class="period">2021</p>' in page and '<p class="source">Source : Insee, RP. Ménages fiscaux.</p>' in page
    asked = '<h2>Solidarité</h2><p class="asked">Les écarts entre les personnes'
    assert asked in page and page.index(asked) < page.index("<h3>Taux</h3>")
    assert page.count("<title>Évolution de Bondy : 2019 1 %, 2021 12,5 %</title>") == 1


@pytest.mark.parametrize(("one", "words"), [
    (figure(status="secret"), '<p class="none">Valeur couverte par le secret statistique'),
    (figure(2.0, measure="class", label="Rural <autonome>"), '<p class="value">Rural &lt;autonome&gt;<span'),
])  # fmt: skip
def test_what_is_hidden_or_the_name_of_a_class_has_no_drawing(one, words):
    page = page_of(Shown(one, "x"))
    assert words in page and 'role="img"' not in page


def test_the_head_and_the_foot_say_of_what_the_page_is_made():
    page = page_of(
        Shown(figure(1.0), "a"), Shown(figure(2.0), "b"), edition="2018", warnings=["Attention & co"],
        parameters=[("Année", "2021")], made_by="Portrait — essai",
        missing=[Missing("Logements", "jamais obtenu", "https://exemple.fr/a?b&c")],
    )  # fmt: skip
    for words in (
        '<p class="sub">commune 93010 — Seine-Saint-Denis · Baromètre (édition 2018)</p>',
        '<p class="sub">2 indicateurs présentés ; 1 n’a pu être obtenu.</p>',
        "<b>À savoir</b><ul><li>Attention &amp; co</li></ul>",
        '<table><tr><th scope="row">Année</th><td>2021</td></tr></table>', '<p class="foot">Portrait — essai</p>',
        '<li><b>Logements</b> : jamais obtenu <a href="https://exemple.fr/a?b&amp;c">https://exemple.fr/a?b&amp;c</a></li>',
        "médiane : une moitié des communes est au-dessous, l’autre au-dessus</span>",
    ):  # fmt: skip
        assert words in page
    # what is shown stands in order, what is missing after it
    assert page.index("<h3>a</h3>") < page.index("<h3>b</h3>") < page.index("Logements")
    one = page_of(Shown(figure(1.0), "a"))
    assert '<p class="sub">1 indicateur présenté ; tous ont été obtenus.</p>' in one and "À savoir" not in one
    assert "Aucun indicateur." in page_of() and "Aucun indicateur." not in one
