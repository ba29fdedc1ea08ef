"""A sentence and what it quotes are in one language: errors, words and dates inside it too."""
from __future__ import annotations

from datetime import date

import outcomes
import pytest
from cohesion_territoires.domain.errors import DataError
from cohesion_territoires.sources.reasons import SILENCE
from cohesion_territoires.translation import worded
from qgis.core import QgsSettings


@pytest.fixture
def in_french(qgis_app):
    before = QgsSettings().value("locale/userLocale", "")
    QgsSettings().setValue("locale/userLocale", "fr")
    yield from outcomes.french()
    QgsSettings().setValue("locale/userLocale", before)


def test_what_a_sentence_quotes_is_translated_with_it(in_french):
    inner = DataError("{name} – {why}", name="not found", why=SILENCE)
    told = worded("{day} {cause} {word}", {"day": date(2026, 11, 26), "cause": inner, "word": "not found"})
    # a user's own word stays what it is, even where it is one of ours
    assert told == "26/11/2026 not found – pas de réponse à temps not found"
