"""What a portrait reads: layers of the user's, copies of the cache, and a service where it is wanted."""

from __future__ import annotations

import pytest
import tiny
from cohesion_territoires.domain.errors import Cancelled, DataError, ServiceDownError
from cohesion_territoires.domain.indicators.barometer import Collection, Item, Question
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.domain.indicators.observations import Observations
from cohesion_territoires.domain.indicators.scopes import Scopes
from cohesion_territoires.processing_provider.observatory.portrait_inputs import read_layers
from cohesion_territoires.processing_provider.observatory.portrait_sources import Obtaining
from cohesion_territoires.processing_provider.observatory.portrait_writing import Writing
from cohesion_territoires.sources import observation_file
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.catalogue import Catalogue
from cohesion_territoires.sources.territories import shipped

pytestmark = pytest.mark.usefixtures("qgis_processing")
LONG = [("code", "text"), ("annee", "text"), ("valeur", "double"), ("indicateur", "text")]
ALLOCATAIRES, COVERAGE = "odt:rsa.alloc_rsa", "melodi:DS_FILOSOFI_CC.MED_SL"


def told(observations):
    return {(c, p): v for c, p, v in zip(observations.codes, observations.periods, observations.values)}


def table(rows, fields=LONG, name="t"):
    return tiny.layer(name, "None", fields, [(None, list(row)) for row in rows])


def test_layers_of_one_indicator_are_put_together():
    first = table([("01004", "2018", 1.0, "Taux"), ("01004", "2021", 2.0, "Taux"), ("", "2021", 9.0, "Taux")])
    second = table([("1053", "2021", 3.0, "TAUX"), ("01004", "2015", 0.5, "taux")])
    third = table([("01", "2021", 7.0, "Taux"), ("07", "2021", 8.0, "Taux")])
    (one,) = read_layers([first, second, third], {})
    assert told(one.by_level["com"]) == {
        ("01004", "2018"): 1.0, ("01004", "2021"): 2.0, ("01053", "2021"): 3.0, ("01004", "2015"): 0.5,
    }  # fmt: skip
    assert told(one.by_level["dep"]) == {("01", "2021"): 7.0, ("07", "2021"): 8.0}


def test_what_the_catalogue_knows_to_measure_wins_over_a_guess():
    rows = [("01004", "2021", 1.5, "Chose"), ("01053", "2021", 3.0, "Chose")]
    assert [read_layers([table(rows)], known)[0].measure for known in ({}, {"chose": "count"})] == ["rate", "count"]


def test_classes_are_read_by_their_names():
    fields = [("code", "text"), ("valeur", "double"), ("libelle", "text"), ("nom", "text"), ("unite", "text")]
    rows = [
        ("01004", None, "Rural", "Ambérieu", ""), ("01053", None, "Urbain", None, ""), ("01034", None, None, None, ""),
    ]  # fmt: skip
    (one,) = read_layers([table(rows, fields)], {})
    found = one.by_level["com"]
    assert (one.measure, found.labels.tolist(), found.statuses.tolist()) == (
        "class", ["Rural", "Urbain", ""], ["publie", "publie", "absent"]
    )  # fmt: skip
    assert found.names == {"01004": "Ambérieu"}
    # those of another layer are put beside them
    more = table([("01002", None, "Périurbain", "Ambléon", "")], fields)
    (both,) = read_layers([table(rows, fields), more], {})
    found = both.by_level["com"]
    assert dict(zip(found.codes, found.labels)) == {
        "01004": "Rural", "01053": "Urbain", "01034": "", "01002": "Périurbain",
    }  # fmt: skip
    assert found.statuses.tolist() == ["publie", "publie", "absent", "publie"]
    assert found.names == {"01004": "Ambérieu", "01002": "Ambléon"}


def test_names_of_classes_may_be_the_values():
    fields = [("code", "text"), ("valeur", "text")]
    (one,) = read_layers([table([("01004", "FRR+"), ("01053", "FRR"), ("01034", "")], fields)], {})
    found = one.by_level["com"]
    assert (one.measure, found.labels.tolist()[:2], found.statuses.tolist()) == (
        "class", ["FRR+", "FRR"], ["publie", "publie", "absent"]
    )  # fmt: skip


def test_reading_obeys_cancel():
    def tick(_fraction):
        raise Cancelled()

    with pytest.raises(Cancelled):
        read_layers([table([("01004", "2021", 1.0, "Taux")])], {}, tick)


def test_each_column_of_a_join_has_its_own_status():
    fields = [("code", "text"), ("taux", "double"), ("lits", "int"), ("statut", "text"), ("statut_lits", "text")]
    rows = [("01004", None, None, "secret", "a_verifier"), ("01053", 1.5, None, "publie", "secret")]
    rate, beds = read_layers([table(rows, fields)], {})
    assert rate.by_level["com"].statuses.tolist() == ["secret", "publie"]
    assert beds.by_level["com"].statuses.tolist() == ["a_verifier", "secret"]


def test_of_a_table_of_texts_the_columns_of_numbers_are_indicators():
    fields = [("code", "text"), ("taux", "text"), ("remarque", "text"), ("effectif", "int")]
    rows = [("01004", "1,5", "bien", 4), ("01053", "2", "mal", 5)]
    assert [one.title for one in read_layers([table(rows, fields)], {})] == ["effectif"]
    assert [one.title for one in read_layers([table([row[:3] for row in rows], fields[:3])], {})] == ["taux"]


def test_two_tables_that_call_a_column_taux_are_not_of_one_indicator():
    """The rate of poverty of a département would be shown as that of unemployment."""
    fields = [("code", "text"), ("taux", "double"), ("part_locataires", "double")]
    first = table([("01004", 9.0, 1.0), ("01053", 8.0, 2.0)], fields, "chomage")
    second = table([("01", 15.0, 3.0), ("07", 14.0, 4.0)], fields, "pauvrete")
    found = {one.title: sorted(one.by_level) for one in read_layers([first, second], {})}
    assert found == {"chomage – taux": ["com"], "pauvrete – taux": ["dep"], "part_locataires": ["com", "dep"]}


def test_codes_of_what_communes_lie_in_are_no_indicator():
    fields = [("code", "text"), ("epci2018", "int"), ("groupe", "text"), ("ze2010", "int"), ("nb_lits", "int")]
    rows = [("01004", 240100883, "240100883", 8213, 4), ("01053", 200071751, "200071751", 8214, 5)]
    assert [one.title for one in read_layers([table(rows, fields)], {})] == ["nb_lits"]


def test_values_in_other_units_are_not_put_together():
    fields = [*LONG, ("unite", "text")]
    first = table([("01004", "2021", 9.0, "Taux", "%")], fields)
    second = table([("01", "2021", 90.0, "Taux", "‰"), ("07", "2021", 80.0, "Taux", "‰")], fields)
    third = table([("01053", "2021", 7.0, "Taux", "")], fields)
    found = read_layers([first, second, third], {})
    assert [(one.unit, sorted(one.by_level)) for one in found] == [("%", ["com"]), ("‰", ["dep"])]
    assert found[0].by_level["com"].codes.tolist() == ["01004", "01053"]
    mixed = table([("01004", "2020", 9.0, "Prix", "€"), ("01004", "2021", 0.9, "Prix", "k€")], fields)
    with pytest.raises(DataError, match="€, k€"):
        read_layers([mixed], {})


@pytest.mark.parametrize(("names", "level"), [
    (("Paris", "Seine-Saint-Denis"), "dep"), (("Nouvelle-Aquitaine", "Provence-Alpes-Côte d’Azur"), "reg"),
    ((None, None), ""), (("Paris", "Provence"), ""),
])  # fmt: skip
def test_of_codes_that_departements_and_regions_share_names_tell_the_level(names, level):
    """Taken for régions, Paris and Seine-Saint-Denis would give their figures to Nouvelle-Aquitaine and Provence."""
    fields = [("code", "text"), ("nom", "text"), ("taux_x", "double")]
    layer = table([(code, name, 1.0) for code, name in zip(("75", "93"), names)], fields)
    if not level:
        with pytest.raises(DataError, match="départements and of régions"):
            read_layers([layer], {})
        return
    assert list(read_layers([layer], {})[0].by_level) == [level]
    same = table([("75", 1.0), ("93", 2.0)], [("code_dep", "text"), ("taux_x", "double")])
    assert list(read_layers([same], {})[0].by_level) == ["dep"]


def test_rows_of_another_level_are_of_no_commune():
    fields = [("geo", "text"), ("geo_object", "text"), ("valeur", "double")]
    rows = [("01004", "COM", 1.0), ("01004", "BV2022", 50.0), ("01053", "BV2022", 60.0), ("01034", "COM", 2.0)]
    (one,) = read_layers([table(rows, fields)], {})
    assert told(one.by_level["com"]) == {("01004", ""): 1.0, ("01034", ""): 2.0}


class Service:
    """Stands for every service: says what was asked, and is down where it is told so."""

    down = False

    def __init__(self):
        self.asked = []

    def __call__(self, entry, query, *_more, **_named):
        self.asked.append((entry.id, query.level, str(query.territory), query.year))
        raise ServiceDownError("{service} is down.", service=entry.title)


@pytest.fixture
def obtaining(tmp_path):
    """``obtaining(level, wholes, year, client, refresh)`` beside a cache, and what it warned of."""
    cache, warned = Cache(tmp_path / "cache"), []

    def make(level="com", wholes=(), year="", client=None, refresh=2):
        return Obtaining(
            Catalogue.shipped(), cache, client, refresh, level, wholes, year, lambda _t: None, warned.append,
            lambda: None,
        )  # fmt: skip

    def keep(entry, level, territory, year, codes, values, periods=None):
        found = Observations.of(codes, values, periods or ["2021"] * len(codes), level, "2026")
        with cache.reserve(entry, level, territory, year) as place:
            observation_file.write(place.folder / "v.gpkg", found, {"title": "x"})
            place.commit(place.folder / "v.gpkg", {"title": "x", "years": sorted(set(found.periods))})

    make.keep, make.warned = keep, warned
    return make


def test_counts_of_communes_serve_for_what_they_make(obtaining):
    obtaining.keep(ALLOCATAIRES, "com", "FRA", "*", ["01004", "01053"], [5, 6])
    entry = Catalogue.shipped().entry(ALLOCATAIRES)
    wanted = next(level for level in ("ept", "arr", "epci") if level not in entry.levels)
    found, why = obtaining(wanted).indicator(ALLOCATAIRES)
    assert why is None and told(found.by_level["com"])["01004", "2021"] == 5 and found.measure == "count"
    # a rate does not
    none, why = obtaining("qpv").indicator(COVERAGE)
    assert none is None and "level" in str(why)


def test_all_years_serve_before_one_and_the_country_before_a_part(obtaining):
    whole = Territory("dep", "01")
    obtaining.keep(COVERAGE, "com", "DEP-01", "*", ["01004"], [1.0])
    assert told(obtaining(wholes=[whole]).indicator(COVERAGE)[0].by_level["com"]) == {("01004", "2021"): 1.0}
    assert obtaining().indicator(COVERAGE)[0] is None
    obtaining.keep(COVERAGE, "com", "FRA", "", ["01004"] * 3, [1.0, 2.0, 3.0], ["2019", "2020", "2021"])
    obtaining.keep(COVERAGE, "com", "FRA", "*", ["01004", "02001"], [1.0, 2.0])
    assert len(obtaining(wholes=[whole]).indicator(COVERAGE)[0].by_level["com"]) == 2


def test_official_values_of_the_wholes_are_taken_where_they_are_kept(obtaining):
    obtaining.keep(COVERAGE, "com", "FRA", "*", ["01004"], [1.0])
    assert set(obtaining().indicator(COVERAGE)[0].by_level) == {"com"}
    levels = Catalogue.shipped().entry(COVERAGE).levels
    level = next(one for one in ("dep", "reg") if one in levels)
    obtaining.keep(COVERAGE, level, "FRA", "*", ["01"], [50.0])
    assert told(obtaining().indicator(COVERAGE)[0].by_level[level]) == {("01", "2021"): 50.0}


def test_a_copy_of_a_part_serves_where_the_service_is_down(obtaining, monkeypatch):
    from cohesion_territoires.sources import obtain

    service = Service()
    monkeypatch.setattr(obtain, "obtain", service)
    assert "is down" in str(obtaining(client=object(), refresh=1).indicator(COVERAGE)[1])
    obtaining.keep(COVERAGE, "com", "DEP-01", "*", ["01004"], [1.0])
    found, why = obtaining(wholes=[Territory("dep", "01")], client=object(), refresh=1).indicator(COVERAGE)
    assert why is None and len(found.by_level["com"]) == 1 and "is down" in str(obtaining.warned[-1])
    # the country is asked for, with all its years, for the comparison
    assert set(service.asked) == {(COVERAGE, "com", "FRA", "*")}
    assert obtaining(wholes=[Territory("dep", "01")], client=object(), refresh=0).indicator(COVERAGE)[1] is None
    assert len(service.asked) == 2


def test_a_figure_says_what_data_stand_for_an_item(obtaining):
    entry = Catalogue.shipped().entry(COVERAGE)
    items = (Item("Son titre", COVERAGE, note="Attention."), Item("Autre titre", "", note="Attention aussi.", page="p"))
    collection = Collection("c", "C", (Question("q", "Q", items),))
    for given, words in ((entry.title, "Donnée montrée : {}. Attention.".format(entry.title)), ("Son titre", "")):
        layers = read_layers([table([("01004", "2021", 1.0, given)])], {})
        scopes = Scopes(shipped())
        writing = Writing(collection, layers, obtaining(), scopes, "com", "", lambda _f: None, lambda _e: None)
        place = shipped().place(Territory("com", "01004"))
        (section,) = writing.page(place, [], [], "").sections
        assert section.shown[0].title == "Son titre" and section.shown[0].note == words
        assert [one.reason for one in section.missing] == ["Attention aussi."]
