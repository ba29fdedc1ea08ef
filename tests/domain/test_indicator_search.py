"""Entries found as one types, by rank, with facets that count."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_territoires.domain.indicators.entry import LAYER, TABLE, Entry
from cohesion_territoires.domain.indicators.search import FACETS, Index, values_of
from cohesion_territoires.domain.indicators.words import EMPTY_WORDS, words

SYNONYMS = {"chômage": ("demandeurs d'emploi", "DEFM"), "fibre": ("très haut débit", "FTTH"), "RP": ("recensement",)}


def entry(id, title, **more):
    return Entry("t:" + id, "file", title, **more)


ENTRIES = (
    entry("chomage", "Taux de chômage", themes=("Emploi",), levels=("com", "dep"), years=("2017",
    "2023"), licence="lov2"),
    entry("pauvrete", "Taux de pauvreté", themes=("Revenus",), levels=("dep",), years=("2021",), observatory="Insee",
          definition="Part de la population sous le seuil, chômage compris."),
    entry("ftth", "Locaux raccordables FTTH", themes=("Numérique",), levels=("com",), years=("2015-2021",)),
    entry("titre", "Titres de séjour", themes=("Population",), kind=TABLE),
    entry("ti", "Communes de l'industrie", synonyms=("TI",), kind=LAYER, levels=("com",)),
    entry("densite", "Densité de population", themes=("Population",), levels=("com",), producer="Insee"),
    entry("denain", "Équipements de Denain", levels=("com",)),
)  # fmt: skip


@pytest.fixture(scope="module")
def index():
    return Index(ENTRIES, SYNONYMS)


def ids(results):
    return [found.id[2:] for found, _ in results]


@pytest.mark.parametrize("typed", ["c", "cho", "chôm", "CHOMAGE", "chômages", "taux chom", "chom taux", "taux de chô"])
def test_a_title_is_found_at_every_keystroke(index, typed):
    assert ids(index.search(typed))[0] == "chomage" or typed == "c"
    assert "chomage" in ids(index.search(typed))


def test_a_title_goes_before_a_definition_that_mentions_it(index):
    assert ids(index.search("chômage")) == ["chomage", "pauvrete"]


@pytest.mark.parametrize(("typed", "id"), [("demandeurs", "chomage"), ("defm", "chomage"), ("emploi dem", "chomage")])
def test_a_subject_is_found_by_the_words_people_have_for_it(index, typed, id):
    assert ids(index.search(typed)) == [id]


def test_a_word_is_found_by_its_subject(index):
    assert ids(index.search("fibre")) == ["ftth"]


def test_an_acronym_goes_before_words_that_begin_so(index):
    found = ids(index.search("ti"))
    assert found[0] == "ti" and "titre" in found


def test_every_word_must_be_there(index):
    assert index.search("taux fibre") == []
    assert index.search("zzz") == []


def test_a_word_that_says_nothing_may_be_the_beginning_of_one_that_does(index):
    assert ids(index.search("équipements de")) == ["denain"]
    assert set(ids(index.search("taux de"))) == {"chomage", "pauvrete"}
    assert ids(index.search("insee de"))[0] == "densite" and "pauvrete" in ids(index.search("insee de"))
    assert set(ids(index.search("de"))) >= {"densite", "denain"}


def test_nothing_typed_lists_everything_by_title(index):
    found = index.search("", limit=None)
    titles = [words(e.title) for e, _ in found]
    assert len(found) == len(ENTRIES) and titles == sorted(titles)
    assert len(index.search("", limit=2)) == 2


def test_facets_limit_what_is_found(index):
    assert ids(index.search("", {"theme": "Population"})) == ["densite", "titre"]
    assert ids(index.search("taux", {"level": {"com"}})) == ["chomage"]
    assert ids(index.search("", {"level": ["dep"], "year": ["2021"]})) == ["pauvrete"]
    assert index.search("", {"theme": ["unheard of"]}) == []
    assert len(index.search("", {"theme": ()}, limit=None)) == len(ENTRIES)


def test_a_facet_is_counted_as_if_nothing_were_chosen_in_it(index):
    found = index.look("taux", {"level": {"com"}})
    assert found.total == 1 and ids(found.results) == ["chomage"]
    assert found.counts["level"] == {"dep": 2, "com": 1}
    assert found.counts["year"] == {"2023": 1, "2017": 1}
    assert found.counts["licence"] == {"lov2": 1}


def test_counts_of_given_entries(index):
    counts = index.facets(ENTRIES[:3])
    assert counts["kind"] == {"indicator": 3}
    assert list(counts["year"]) == ["2023", "2021", "2017"]
    assert counts == index.facets([(e, 1.0) for e in ENTRIES[:3]])


def test_a_period_counts_for_the_year_it_ends():
    assert values_of(entry("x", "x", years=("2015-2021", "2021", "2022-03", "2022-T1")), "year") == ("2021", "2022")


def test_an_empty_catalogue_is_searched():
    index = Index(())
    assert index.search("a") == [] and index.look("").counts == {facet: {} for facet in FACETS}


WORDS = "taux part nombre population chômage emploi logement vacant fibre école collège revenu niveau vie".split()
THEMES = ("Emploi", "Logement", "Revenus", "Population")


def made(number, seed=5):
    chance = random.Random(seed)  # noqa: S311 - a test's world
    return tuple(
        entry(
            str(n), " ".join(chance.sample(WORDS, 3)), themes=(chance.choice(THEMES),),
            levels=tuple(chance.sample(("com", "epci", "dep", "reg"), 2)), definition=" ".join(chance.sample(WORDS, 5)),
        )
        for n in range(number)
    )  # fmt: skip


MANY = made(200)
MANY_INDEX = Index(MANY)


@given(st.lists(st.sampled_from([w[:n] for w in WORDS for n in (1, 3, 20)]), min_size=1, max_size=3))
def test_what_is_found_is_what_a_plain_reading_finds(typed):
    """Oracle: each typed word begins a word of the entry's texts."""
    typed = words(" ".join(typed))
    said = [word for word in typed[:-1] if word not in EMPTY_WORDS]
    asked = said if said and typed[-1] in EMPTY_WORDS else [*said, typed[-1]]
    expected = set()
    for e in MANY:
        own = {w for t in (e.title, *e.themes, e.definition, e.id.replace(":", " ")) for w in words(t)} - EMPTY_WORDS
        if all(any(w.startswith(a) for w in own) for a in asked):
            expected.add(e.id)
    found = MANY_INDEX.look(" ".join(typed), limit=None)
    assert {e.id for e, _ in found.results} == expected and found.total == len(expected)
    scores = [score for _, score in found.results]
    assert scores == sorted(scores, reverse=True)


LEVELS = st.sets(st.sampled_from(["com", "dep"]), max_size=2)


@given(st.sampled_from(["", "taux", "log"]), st.sampled_from(THEMES), LEVELS)
def test_counts_are_those_of_a_plain_count(typed, theme, levels):
    found = MANY_INDEX.look(typed, {"theme": theme, "level": levels}, limit=None)
    for level, count in found.counts["level"].items():
        assert count == len(MANY_INDEX.search(typed, {"theme": theme, "level": level}, limit=None))
    for other, count in found.counts["theme"].items():
        assert count == len(MANY_INDEX.search(typed, {"theme": other, "level": levels}, limit=None))
