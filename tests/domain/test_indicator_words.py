"""Words compared as people type them."""

from __future__ import annotations

import pytest

from cohesion_territoires.domain.indicators.words import fold, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Île-de-France", "ile de france"), ("Œuvre d'ÉTÉ", "oeuvre d ete"), ("l’École", "l ecole"), ("  A--b ", "a b"),
        ("e\u0301cole", "ecole"), ("100 €", "100 euro"), ("", ""), ("Ÿ ñ ß", "y n ss"), ("日本", ""),
    ],
)  # fmt: skip
def test_a_text_is_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Logements vacants", "logement vacant"), ("ST DENIS", "Saint-Denis"), ("Ste-Foy", "sainte foy"),
        ("Bordeaux", "bordeaux"), ("niveaux", "niveau"), ("l'Haÿ-les-Roses", "l hay les roses"),
    ],
)  # fmt: skip
def test_spellings_of_the_same_words_are_equal(one, other):
    assert words(one) == words(other)


def test_acronyms_and_numbers_keep_their_ending():
    assert words("APS bus 1999 x") == ["aps", "bus", "1999", "x"]
    assert words("RSA") != words("RS")
