"""Territories by name and code, and who lies in whom."""

from __future__ import annotations

import gzip
import json

import pytest

from cohesion_territoires.domain.indicators.levels import ARR, COM, DEP, EPCI, EPT, FRA, REG, Territory
from cohesion_territoires.domain.indicators.words import EMPTY_WORDS, words
from cohesion_territoires.sources.territories import FOLDER, Territories, shipped


@pytest.fixture(scope="module")
def known():
    return shipped()


def first(known, text, **options):
    return [(place.level, place.code) for place in known.find(text, **options)]


@pytest.mark.parametrize(
    ("typed", "level", "code"),
    [
        ("Bondy", COM, "93010"), ("bond", COM, "93010"), ("93010", COM, "93010"), ("93", DEP, "93"),
        ("DEP-93", DEP, "93"),
        ("2a", DEP, "2A"), ("974", DEP, "974"), ("REG-11", REG, "11"), ("ile de fr", REG, "11"),
        ("Île-de-France", REG, "11"),
        ("200054781", EPCI, "200054781"), ("metropole du grand paris", EPCI, "200054781"),
        ("st denis 93", COM, "93066"),
        ("SAINT DENIS 974", COM, "97411"), ("seine-st", DEP, "93"), ("l'hay les roses", COM, "94038"),
        ("le havre", COM, "76351"),
        ("havre", COM, "76351"), ("saint de", COM, "97411"), ("œuilly 02", COM, "02565"), ("paris", DEP, "75"),
        ("eu", COM, "76255"),
        ("faucigny", COM, "74122"),
    ],
)  # fmt: skip
def test_a_territory_is_found_by_what_is_typed(known, typed, level, code):
    found = first(known, typed)
    assert found[0] == (level, code), known.find(typed)[:5]


def test_homonyms_come_the_most_peopled_first_and_say_where_they_are(known):
    found = [place for place in known.find("saint-denis", levels=(COM,)) if place.name == "Saint-Denis"]
    assert [place.code for place in found[:2]] == ["97411", "93066"]
    assert found[1].inside == "Seine-Saint-Denis (93)"
    assert [p.population for p in found] == sorted((p.population for p in found), reverse=True)


def test_a_code_of_both_a_departement_and_a_region_finds_both(known):
    assert first(known, "93") == [(DEP, "93"), (REG, "93")]


@pytest.mark.parametrize("typed", ["", "  ", None, "zzzz", "99", "0", "123456789012", "-", "'", "日本"])
def test_what_is_no_territory_finds_nothing(known, typed):
    assert known.find(typed) == []


def test_levels_and_limit_are_kept(known):
    assert {place.level for place in known.find("lyon", levels=(EPCI,))} == {EPCI}
    assert len(known.find("s", limit=7)) == 7


def test_parents_of_a_commune(known):
    assert known.parents("93010") == {ARR: "931", EPCI: "200054781", EPT: "200057875", DEP: "93", REG: "11"}
    assert known.parents("75101") == known.parents("75056")
    assert known.parents("97502") == {DEP: "975"}
    assert known.parents("01998") == {DEP: "01", REG: "84"}
    assert known.parents("99999") == known.parents("x") == known.parents(None) == {}


def test_every_commune_is_a_member_of_each_of_its_parents(known):
    for code in known.communes(Territory()):
        for level, parent in known.parents(code).items():
            assert known.name(level, parent), (code, level, parent)
    for level in (REG, DEP, ARR, EPCI, EPT):
        for code in known.members(Territory(), level):
            inside = known.communes(Territory(level, code))
            assert inside == sorted(inside) and inside
            assert all(known.parents(c)[level] == code for c in inside)


def test_members_at_a_level(known):
    assert len(known.communes(Territory(DEP, "93"))) == 39
    assert known.members(Territory(REG, "11"), DEP) == ["75", "77", "78", "91", "92", "93", "94", "95"]
    assert known.members(Territory(DEP, "93"), EPT) == ["200057867", "200057875", "200058097", "200058790"]
    assert known.members(Territory(COM, "93010"), REG) == ["11"]
    assert known.members(Territory(DEP, "99"), COM) == [] and known.communes(Territory(COM, "00000")) == []
    assert len(known.members(Territory(), REG)) == 18 and len(known.members(Territory(), DEP)) == 107


def test_a_group_over_two_departements_counts_in_both(known):
    over = [e for e in known.members(Territory(DEP, "77"), EPCI) if e in known.members(Territory(DEP, "95"), EPCI)]
    assert "200055655" in over and known.place(Territory(EPCI, "200055655")).inside.count("(") == 2


def test_a_place_is_named(known):
    assert known.place(Territory(FRA)).name == "France"
    assert known.place(Territory(DEP, "93")).inside == "Île-de-France"
    assert known.place(Territory(COM, "00000")) is None


def test_what_ships_is_small_and_says_its_year_and_licence(known):
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 700_000
    assert known.geography == json.loads((FOLDER / "millesime.json").read_text(encoding="utf-8"))["geographie"]
    assert known.licence == "lov2" and "Insee" in known.source
    assert "MIT" in (FOLDER / "LICENSE.decoupage-administratif.txt").read_text(encoding="utf-8")


def test_the_codes_are_those_of_the_package_they_came_from(known, shared_data):
    source = shared_data / "communes" / "decoupage_administratif" / "communes.json"
    listed = json.loads(source.read_text(encoding="utf-8"))
    now = {c["code"]: c["nom"] for c in listed if c["type"] == "commune-actuelle" and c["departement"] not in ("984",
    "989")}
    assert {code: known.name(COM, code) for code in known.communes(Territory())} == now


def test_other_tables_are_read_in_the_same_way(tmp_path):
    (tmp_path / "millesime.json").write_text('{"geographie": "2030", "source": "s", "licence": "l"}', encoding="utf-8")
    for name, text in {
        "regions.csv": "code;nom\n11;Région\n", "departements.csv": "code;nom;region\n01;Un;11\n02;Deux;\n",
        "arrondissements.csv": "code;nom\n011;A\n", "epci.csv": "code;nom\n200000001;CC du Lac\n",
        "ept.csv": "code;nom\n",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    rows = "code;nom;epci;ept;arrondissement;population;anciennes\n01001;Le Lac;0;;1;5;01002 01003\n02001;Deux;;;;;\n"
    (tmp_path / "communes.csv.gz").write_bytes(gzip.compress(rows.encode()))
    made = Territories(tmp_path)
    assert made.parents("01001") == {ARR: "011", EPCI: "200000001", DEP: "01", REG: "11"}
    assert made.parents("02001") == {DEP: "02"}
    assert [place.code for place in made.find("lac")] == ["200000001", "01001"]
    assert made.former("01001") == ("01002", "01003") and made.successor("01003") == "01001"


def test_a_former_commune_leads_to_that_of_today(known):
    assert known.successor("01340") == "01015" and "01340" in known.former("01015")
    assert known.successor("01015") == "" and known.successor("99999") == "" and known.former("75056") == ()
    today = set(known.communes(Territory()))
    followed = {old: code for code in today for old in known.former(code)}
    # none is of today, and each leads to one that is
    assert len(followed) > 4000 and not today & set(followed)
    assert all(known.successor(old) == code for old, code in followed.items()) and known.successors == followed


@pytest.fixture(scope="module")
def every(known):
    """Every place that is searched, with its words: of groups, without what they begin with."""
    made = []
    for order, level in enumerate((REG, DEP, EPCI, COM)):
        for code in known.members(Territory(), level):
            name = [w for w in words(known.name(level, code)) if level != EPCI or w not in ("cc", "ca", "cu")]
            said = [w for w in name if w not in EMPTY_WORDS] or name
            made.append((order, level, code, said, known.place(Territory(level, code)).population))
    return made


def slowly(every, typed, department=None):
    """Find by looking at every name, one after the other."""
    found = []
    for order, level, code, said, people in every:
        starts = [n for n in range(len(said)) if " ".join(said[n:]).startswith(typed)]
        if starts and (department is None or (level == COM and code.startswith(department))):
            rank = 2 if starts[0] else 0 if " ".join(said) == typed else 1
            found.append((rank, -people, order, level, code))
    return [one[3:] for one in sorted(found)[:20]]


TYPED = "s|sa|saint|st|saint denis|mont|val de|bourg|villeneuve|ch|ile|pays|o|cote d or"


@pytest.mark.parametrize("typed", TYPED.split("|"))
def test_what_is_found_is_what_a_slow_search_finds(known, every, typed):
    asked = words(typed)
    strict = " ".join([*(w for w in asked[:-1] if w not in EMPTY_WORDS), asked[-1]])
    loose = " ".join(w for w in asked if w not in EMPTY_WORDS)
    assert first(known, typed) == (slowly(every, strict) or slowly(every, loose))


def test_within_a_departement_too(known, every):
    for code in ("59", "2B", "974"):
        assert first(known, "saint " + code, levels=(COM,)) == slowly(every, "saint", code)
