"""The page of a portrait says against whom a territory stands, and is whole by itself."""
from __future__ import annotations

import re

from cohesion_territoires.domain.indicators.portrait_page import Missing, Page, Section, render


def test_it_says_against_whom_and_has_nothing_to_fetch():
    section = Section("solidarite", "Solidarité", missing=[Missing("Logements", "jamais obtenu", "https://exemple.fr/a")])
    page = render(Page("Bondy", "93010", "com", "Seine-Saint-Denis", "Baromètre", sections=[section]))
    for words in ("du même EPCI", "du même département", "de la même région", "de France"):
        assert "communes {}</span>".format(words) in page
    assert not re.search(r"<(script|link|img|iframe|object)|@import|url\(|\bsrc=", page)
    # an address is but a link
    assert re.findall(r'(\S*="?)https?://', page) == ['href="']
