"""A join loses nothing in silence: each polygon and each code is counted, and told why it met nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_territoires.domain.errors import DataError
from cohesion_territoires.domain.indicators import join as joins
from cohesion_territoires.domain.indicators.codes import clean_code
from cohesion_territoires.domain.indicators.conversion import convert
from cohesion_territoires.domain.indicators.entry import COUNT, RATE
from cohesion_territoires.domain.indicators.join import HELD_BACK, WITHOUT_DATA, WITHOUT_POLYGON, join
from cohesion_territoires.domain.indicators.lineage import CommuneChanges, lineage
from cohesion_territoires.domain.indicators.observations import (
    MISSING,
    OUT_OF_SOURCE,
    PUBLISHED,
    SECRET,
    TO_CHECK,
    Observations,
)

CODES = st.lists(st.sampled_from(["01001", "01002", "2A004", "75056", "75101", "75120", "97601", "13055"]), max_size=8)


def movement(date, before, after, mod="32"):
    return {
        "MOD": mod, "DATE_EFF": date, "TYPECOM_AV": "COM", "COM_AV": before, "TYPECOM_AP": "COM", "COM_AP": after
    }  # fmt: skip


# 01015 takes 01340 in 2016; 21213 is created out of 21452 in 2020; 14581 changes its code in 2021
CHANGES = CommuneChanges.of(
    [
        movement("2016-01-01", "01015", "01015"), movement("2016-01-01", "01340", "01015"),
        movement("2020-01-01", "21452", "21452", "21"), movement("2020-01-01", "21452", "21213", "21"),
        movement("2021-06-01", "14581", "14666", "50"), movement("2018-01-01", "01001", "01001", "10"),
    ]
)  # fmt: skip


def reasons(found):
    return {one.code: one.reason for one in found.unmet}


@pytest.mark.parametrize(
    ("text", "level", "code"),
    [
        ("1001", "com", "01001"), ('="01001"', "com", "01001"), ('"=""60057"""', "com", "60057"),
        ("1001.0", "com", "01001"), (1001.0, "com", "01001"), (" 2a004 ", "com", "2A004"), ("1", "dep", "01"),
        ("50", "ze", "50"), ("0050", "ze", "0050"), ("050", "ze", "0050"), ("QN09312I", "qpv", "QN09312I"),
        ("200054781", "epci", "200054781"), (None, "com", ""), (float("nan"), "com", ""), ("1001", "", "1001"),
    ],
)  # fmt: skip
def test_a_mangled_code_is_made_whole(text, level, code):
    assert clean_code(text, level) == code


@given(data=CODES, values=st.lists(st.integers(0, 1), min_size=8, max_size=8), polygons=CODES)
def test_everything_is_counted_once(data, values, polygons):
    values = values[: len(data)]
    table = Observations.of(data, values, level="com")
    found = join(table, polygons)
    differing = {code for code in data if len({v for c, v in zip(data, values) if c == code}) > 1}
    assert found.count(WITHOUT_DATA) == len(set(polygons) - set(data))
    assert found.count(WITHOUT_POLYGON) == len(set(data) - set(polygons))
    assert found.count(HELD_BACK) == len(differing & set(polygons))
    assert found.joined == len((set(data) & set(polygons)) - differing)
    # the plainest join there is, a polygon after the other
    for place, code in enumerate(polygons):
        told = [(v, PUBLISHED) for c, v in zip(data, values) if c == code and code not in differing]
        value, status = told[0] if told else (None, TO_CHECK if code in differing else OUT_OF_SOURCE)
        taken = found.take(table.values, np.nan)[place]
        assert taken == value if value is not None else np.isnan(taken)
        assert found.statuses(table)[place] == status
    assert set(found.repeated) == {code for code in data if data.count(code) > 1}


FORMER = {"01340": "01015", "14581": "14666"}


def test_a_merged_commune_never_keeps_its_former_value():
    """Neither with the table of movements nor without: its name and its code are the same, its territory is not."""
    table = Observations.of(["01015", "01340", "01002"], [10, 5, 7], level="com", geography="2015")
    for known in ({"changes": CHANGES}, {"former": FORMER}):
        found = join(table, ["01015", "01002"], "2024", **known)
        assert reasons(found) == {"01015": joins.LACKING, "01340": joins.GONE}
        assert found.unmet[0].case == HELD_BACK and found.unmet[0].values == {"codes": "01340"}
        assert found.rows.tolist() == [-1, 2] and found.joined == 1
        assert found.statuses(table).tolist() == [TO_CHECK, PUBLISHED]
    # no year is needed to see it
    undated = Observations.of(["01015", "01340"], [10, 5], level="com")
    assert reasons(join(undated, ["01015"], former=FORMER))["01015"] == joins.LACKING


def test_nor_does_an_older_polygon_get_the_value_of_what_it_became():
    newer = Observations.of(["01015", "14666"], [15, 4], level="com", geography="2024")
    for known in ({"changes": CHANGES}, {"former": FORMER}):
        found = reasons(join(newer, ["01015", "01340", "14581"], "2015", **known))
        assert found == {"01015": joins.BEYOND, "01340": joins.NOT_YET, "14581": joins.NOT_YET, "14666": joins.GONE}
    undated = Observations.of(["01015"], [15], level="com")
    assert reasons(join(undated, ["01015", "01340"], former=FORMER)) == {"01015": joins.BEYOND, "01340": joins.NOT_YET}


def test_of_one_year_nothing_is_held_back():
    same = Observations.of(["01015", "01340"], [1, 2], level="com")
    assert join(same, ["01015", "01340"], former=FORMER).joined == 2
    # a row that is missing is no sign of another year, where both were said
    partial = Observations.of(["01015"], [1], level="com", geography="2015")
    assert join(partial, ["01015", "01340"], "2015", former=FORMER).joined == 1
    # a table of the country on the polygons of elsewhere
    assert reasons(join(same, ["2A004"], former=FORMER))["01340"] == joins.NO_DEPARTMENT
    # a code of something else than a commune
    other = Observations.of(["01015", "01340"], [1, 2], level="ze")
    assert join(other, ["01015"], former=FORMER).joined == 1
    assert lineage({"01340"}, {"01340"}, former=FORMER).forward == {}


def test_a_former_code_tells_more_than_the_years_that_were_said():
    table = Observations.of(["01015", "01340"], [1, 2], level="com", geography="2024")
    assert reasons(join(table, ["01015"], "2024", former=FORMER))["01015"] == joins.LACKING
    # newer data cannot be of before the merger
    assert join(table, ["01015"], "2020", former=FORMER).joined == 1
    # one year alone says nothing of which is the older
    newer = Observations.of(["01015"], [1], level="com", geography="2024")
    told = reasons(join(newer, ["01015", "01340"], "", former=FORMER))
    assert told == {"01015": joins.BEYOND, "01340": joins.NOT_YET}


def test_a_few_of_many_codes_are_named():
    many = {"0200{}".format(n): "01015" for n in range(5)}
    found = join(Observations.of(["01015", *many], range(6), level="com"), ["01015"], former=many)
    assert found.unmet[0].values == {"codes": "02000, 02001, 02002, …"}
    three = dict(list(many.items())[:3])
    found = join(Observations.of(["01015", *three], range(4), level="com"), ["01015"], former=three)
    assert found.unmet[0].values == {"codes": "02000, 02001, 02002"}


def test_both_years_must_be_known_for_a_reason_of_years():
    cases = (("2019", "2024", True), ("2019", "", False), ("", "2024", False), ("2024", "2024", True))
    for before, now, dated in cases:
        found = join(Observations.of(["01001"], [1], level="com", geography=before), ["01001", "01002"], now)
        assert found.dated == dated
        assert reasons(found)["01002"] == (joins.OTHER_YEAR if dated and before != now else joins.ABSENT)


def test_territories_of_greater_paris_are_told():
    table = Observations.of(["200057867", "200057875"], [1, 2], level="ept")
    assert reasons(join(table, ["200054781", "200057875"])) == {
        "200057867": joins.TERRITORY_OF_PARIS, "200054781": joins.ABSENT
    }  # fmt: skip
    assert reasons(join(table, ["200057875"]))["200057867"] == joins.UNKNOWN
    groups = Observations.of(["200057867"], [1], level="epci")
    assert reasons(join(groups, ["200054781"]))["200057867"] == joins.UNKNOWN


def test_a_split_commune_s_value_is_not_that_of_what_remains():
    whole = Observations.of(["21452"], [9], level="com", geography="2019")
    found = join(whole, ["21452", "21213"], "2024", CHANGES)
    assert reasons(found) == {"21452": joins.BEYOND, "21213": joins.SPLIT} and found.joined == 0


def test_rows_that_say_the_same_are_one():
    twice = Observations.of(["01001", "01001"], [1.0, 1.0])
    assert (join(twice, ["01001"]).joined, join(twice, ["01001"]).repeated) == (1, ("01001",))
    hidden = Observations.of(["01001", "01001"], [None, None], statuses=[SECRET, MISSING])
    assert reasons(join(hidden, ["01001"])) == {"01001": joins.SEVERAL}
    texts = Observations.of(["01001", "01001"], [None, None], labels=["a", "b"])
    assert join(texts, ["01001"]).joined == 0


def test_mergers_are_told_where_the_table_of_changes_is_given():
    table = Observations.of(["01340", "01002", "99999"], [1, 2, 3], level="com", geography="2015")
    found = join(table, ["01015", "01002"], "2024", CHANGES)
    assert reasons(found) == {"01015": joins.MERGED, "01340": joins.GONE, "99999": joins.NO_DEPARTMENT}
    assert found.unmet[0].values == {"codes": "01340"}
    # without the table the years alone can be said
    assert reasons(join(table, ["01015", "01002"], "2024"))["01015"] == joins.OTHER_YEAR


def test_newer_data_on_older_boundaries_and_splits_are_told():
    newer = Observations.of(["14666"], [1], level="com", geography="2024")
    assert reasons(join(newer, ["14581"], "2020", CHANGES)) == {"14581": joins.NOT_YET, "14666": joins.GONE}
    whole = Observations.of(["21452"], [1], level="com", geography="2019")
    assert reasons(join(whole, ["21452", "21213"], "2024", CHANGES))["21213"] == joins.SPLIT


def test_paris_by_arrondissement_or_whole_is_told():
    parts = Observations.of(["75101", "75120"], [1, 2], level="com")
    assert set(reasons(join(parts, ["75056"])).values()) == {joins.ARRONDISSEMENTS_ONLY}
    both = Observations.of(["75056", "75101"], [3, 1], level="com")
    assert reasons(join(both, ["75056"])) == {"75101": joins.ALSO_WHOLE}
    for first, last, city in (("75101", "75120", "75056"), ("13201", "13216", "13055"), ("69381", "69389", "69123")):
        ends = [str(int(first) - 1), first, last, str(int(last) + 1)]
        found = reasons(join(Observations.of(ends, range(4), level="com"), [city]))
        assert [found[code] == joins.ARRONDISSEMENTS_ONLY for code in ends] == [False, True, True, False]
        # the other cities have nothing to do with it
        others = {"75056", "13055", "69123"} - {city}
        found = join(Observations.of([first], [1], level="com"), sorted(others))
        assert joins.ARRONDISSEMENTS_ONLY not in reasons(found).values()
    city = Observations.of(["69123"], [1], level="com")
    assert set(reasons(join(city, ["69381", "69389"])).values()) == {joins.CITY_ONLY}


def test_what_the_source_does_not_cover_is_told():
    table = Observations.of(["01001"], [1.0], level="com")
    found = reasons(join(table, ["01001", "01002", "97601"]))
    assert found == {"01002": joins.ABSENT, "97601": joins.NOT_COVERED}


def test_the_two_generations_of_qpv_never_join():
    table = Observations.of(["QP093012"], [1.0], level="qpv")
    assert reasons(join(table, ["QN09312I"]))["QP093012"] == joins.OTHER_GENERATION
    assert reasons(join(table, ["QP093013"]))["QP093012"] == joins.UNKNOWN


def test_what_lies_beyond_the_territory_is_no_fault():
    table = Observations.of(["93010", "75056"], [1, 2], level="com")
    found = join(table, ["93010"], beyond=lambda code: not code.startswith("93"))
    assert found.unmet == () and found.joined == 1


def test_a_table_of_changes_without_its_columns_is_refused():
    with pytest.raises(DataError):
        CommuneChanges.of([{"MOD": "32", "COM_AV": "01015"}])


def test_codes_go_forth_and_back():
    assert CHANGES.between("2015", "2024") == {
        "01340": {"01015"}, "21452": {"21452", "21213"}, "14581": {"14666"}
    }  # fmt: skip
    assert CHANGES.between("2024", "2015") == {
        "01015": {"01015", "01340"}, "21213": {"21452"}, "14666": {"14581"}
    }  # fmt: skip
    # the geography of 2016 already holds what took effect on its first day
    assert "01340" not in CHANGES.between("2016", "2019") and CHANGES.between("2024", "2024") == {}


def test_what_is_born_and_dies_in_between_is_nobody_s():
    changes = CommuneChanges.of(
        [
            movement("2017-01-01", "A0001", "A0001", "20"), movement("2017-01-01", "A0001", "A0002", "20"),
            movement("2018-01-01", "A0002", "A0003"), movement("2018-01-01", "A0003", "A0003"),
        ]
    )  # fmt: skip
    assert changes.between("2016", "2019") == {"A0001": {"A0001", "A0003"}}
    assert changes.between("2019", "2016") == {"A0003": {"A0001", "A0003"}}


def test_counts_are_summed_and_rates_are_not():
    table = Observations.of(
        ["01015", "01340", "01002"], [10.0, 5.0, 7.0], ["2013"] * 3, level="com", geography="2015"
    )
    made = convert(table, CHANGES, "2024", COUNT)
    assert dict(zip(made.observations.codes, made.observations.values)) == {"01015": 15.0, "01002": 7.0}
    assert made.summed == ("01015",) and made.observations.geography == "2024"
    rates = convert(table, CHANGES, "2024", RATE)
    assert dict(zip(rates.observations.codes, rates.observations.statuses)) == {"01015": TO_CHECK, "01002": PUBLISHED}
    assert rates.left_out == ("01015",) and rates.summed == ()


def test_a_hidden_part_hides_the_sum_and_a_split_shares_nothing_out():
    table = Observations.of(["01015", "01340"], [10, None], geography="2015", statuses=[PUBLISHED, SECRET])
    assert convert(table, CHANGES, "2024", COUNT).observations.statuses.tolist() == [SECRET]
    split = convert(Observations.of(["21452"], [9.0], geography="2019"), CHANGES, "2024", COUNT)
    assert sorted(split.left_out) == ["21213", "21452"] and np.isnan(split.observations.values).all()


def test_a_sum_that_lacks_a_part_is_no_sum():
    """Insee leaves out of a table what is nothing or hidden: what is left is not the whole."""
    for codes in (["01015"], ["01340"]):
        made = convert(Observations.of(codes, [10.0], geography="2015"), CHANGES, "2024", COUNT)
        assert made.observations.codes.tolist() == ["01015"] and np.isnan(made.observations.values).all()
        assert made.left_out == ("01015",) and made.observations.statuses.tolist() == [TO_CHECK]
    # nor is newer data's on a former commune, nor a row that stands twice
    newer = convert(Observations.of(["01015"], [15.0], geography="2024"), CHANGES, "2015", COUNT)
    assert sorted(newer.left_out) == ["01015", "01340"] and newer.summed == ()
    twice = convert(Observations.of(["01015", "01340", "01340"], [1, 2, 3], geography="2015"), CHANGES, "2024", COUNT)
    assert twice.left_out == ("01015",)


def test_rows_that_stand_twice_are_not_summed_where_nothing_merged():
    made = convert(Observations.of(["01002", "01002"], [1.0, 2.0], geography="2015"), CHANGES, "2024", COUNT)
    assert made.observations.values.tolist() == [1.0, 2.0] and made.summed == made.left_out == ()
    assert join(made.observations, ["01002"]).joined == 0


def test_back_to_before_a_split_is_a_sum_and_a_change_of_code_is_none():
    back = convert(Observations.of(["21452", "21213"], [7.0, 2.0], geography="2024"), CHANGES, "2019", COUNT)
    assert (back.observations.codes.tolist(), back.observations.values.tolist()) == (["21452"], [9.0])
    moved = convert(Observations.of(["14581"], [3.5], geography="2020"), CHANGES, "2024", RATE)
    assert (moved.observations.codes.tolist(), moved.observations.values.tolist()) == (["14666"], [3.5])
    assert moved.summed == moved.left_out == ()


@pytest.mark.parametrize(("more", "date"), [
    ({"MOD": 32.0}, "2016-01-01"), ({"MOD": "32.0"}, "2016-01-01 00:00:00"), ({"COM_AV": "1340.0"}, "2016-01-01T00:00"),
    ({}, "01/01/2016"),
])  # fmt: skip
def test_a_table_of_changes_that_a_spreadsheet_has_opened_is_read(more, date):
    changes = CommuneChanges.of([{**movement(date, "01340", "01015"), **more}])
    assert changes.between("2015", "2016") == {"01340": {"01015"}}


@pytest.mark.parametrize("row", [
    movement("2016", "01340", "01015"), movement("42370", "01340", "01015"),
    movement("2016-01-01", "01001", "01001", "10"),
])  # fmt: skip
def test_a_table_of_changes_that_tells_nothing_is_refused(row):
    with pytest.raises(DataError):
        CommuneChanges.of([row])


@given(
    values=st.lists(st.integers(0, 1000), min_size=3, max_size=3),
    codes=st.permutations(["01015", "01340", "01002"]),
)
def test_a_merger_keeps_the_total(values, codes):
    made = convert(Observations.of(codes, values, level="com", geography="2015"), CHANGES, "2024", COUNT)
    assert made.observations.values.sum() == sum(values)


@st.composite
def histories(draw):
    """Six communes of one year, and what became of each of their hamlets: movements, and the world after each year."""
    world = {code: {code} for code in "01001 01002 01003 01004 01005 01006".split()}
    worlds, rows = {2015: dict(world)}, []
    for year in range(2016, 2016 + draw(st.integers(0, 5))):
        here = sorted(world)
        kind = draw(st.sampled_from(["merge", "new", "split", "code", "nothing"]))
        date = "{}-01-01".format(year)
        if kind in ("merge", "new") and len(here) > 1:
            gone = draw(st.lists(st.sampled_from(here), min_size=2, max_size=3, unique=True))
            now = gone[0] if kind == "merge" else "02{:03}".format(year - 2000)
            rows += [movement(date, code, now) for code in gone]
            world[now] = set().union(*(world.pop(code) for code in gone))
        elif kind == "split" and any(len(world[code]) > 1 for code in here):
            code = draw(st.sampled_from([code for code in here if len(world[code]) > 1]))
            out = draw(st.sampled_from(sorted(world[code])))
            # the hamlet's own code comes back where it is free, as after a divorce
            own = out if out not in world else "03{:03}".format(year - 2000)
            rows += [movement(date, code, code, "21"), movement(date, code, own, "21")]
            world[code] = world[code] - {out}
            world[own] = {out}
        elif kind == "code":
            code = draw(st.sampled_from(here))
            now = "04{:03}".format(year - 2000)
            rows.append(movement(date, code, now, "50"))
            world[now] = world.pop(code)
        worlds[year] = {code: set(places) for code, places in world.items()}
    return worlds, rows


@given(history=histories(), data=st.data())
def test_what_is_published_after_a_conversion_is_true(history, data):
    """The oracle counts hamlets: a commune has what its own had, at either end, or no value."""
    worlds, rows = history
    before, now = (data.draw(st.sampled_from(sorted(worlds)), label) for label in ("before", "now"))
    changes = CommuneChanges.of([*rows, movement("1990-01-01", "99001", "99002")])
    people = dict(zip(sorted(worlds[2015]), (1, 10, 100, 1000, 10_000, 100_000)))
    told = {code: sum(people[one] for one in places) for code, places in worlds[before].items()}
    kept = data.draw(st.lists(st.sampled_from(sorted(told)), min_size=1, unique=True), "rows of the table")
    table = Observations.of(kept, [told[code] for code in kept], level="com", geography=str(before))
    made = convert(table, changes, str(now), COUNT).observations
    for code, value, status in zip(made.codes, made.values, made.statuses):
        if status == PUBLISHED:
            assert value == sum(people[one] for one in worlds[now][code])
    if len(kept) == len(told) and before <= now and not any(row["MOD"] == "21" for row in rows):
        assert set(made.statuses.tolist()) == {PUBLISHED} and set(made.codes.tolist()) == set(worlds[now])
    # without the table, the years alone hold back nothing true; what is joined is true where movements tell
    found = join(table, sorted(worlds[now]), str(now), changes)
    for code, value in zip(sorted(worlds[now]), found.take(table.values, np.nan).tolist()):
        assert value != value or value == sum(people[one] for one in worlds[now][code])


def test_classes_of_a_merger_are_kept_where_they_agree():
    table = Observations.of(["01015", "01340"], [None, None], geography="2015", labels=["rural", "rural"])
    assert convert(table, CHANGES, "2024", RATE).observations.labels.tolist() == ["rural"]
    table = Observations.of(["01015", "01340"], [None, None], geography="2015", labels=["rural", "urbain"])
    made = convert(table, CHANGES, "2024", RATE).observations
    assert made.statuses.tolist() == [TO_CHECK]
    assert reasons(join(made, ["01015"], "2024", CHANGES)) == {"01015": joins.NOT_CONVERTED}
