"""A join loses nothing in silence: each polygon and each code is counted, and told why it met nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_territoires.domain.indicators import join as joins
from cohesion_territoires.domain.indicators.codes import clean_code
from cohesion_territoires.domain.indicators.join import HELD_BACK, WITHOUT_DATA, WITHOUT_POLYGON, join
from cohesion_territoires.domain.indicators.lineage import lineage
from cohesion_territoires.domain.indicators.observations import (
    MISSING,
    OUT_OF_SOURCE,
    PUBLISHED,
    SECRET,
    TO_CHECK,
    Observations,
)
from movements import CHANGES

CODES = st.lists(st.sampled_from(["01001", "01002", "2A004", "75056", "75101", "75120", "97601", "13055"]), max_size=8)


def reasons(found):
    return {one.code: one.reason for one in found.unmet}


@pytest.mark.parametrize(
    ("text", "level", "code"),
    [
        ("1001", "com", "01001"), ('="01001"', "com", "01001"), ('"=""60057"""', "com", "60057"),
        ("1001.0", "com", "01001"), (1001.0, "com", "01001"), (" 2a004 ", "com", "2A004"), ("1", "dep", "01"),
        ("1", "reg", "01"), ("101", "can", "0101"), ("11", "arr", "011"),
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
    one = Observations.of(["01015", "01340"], [10, 5], level="com", geography="2024")
    assert reasons(join(one, ["01015"], former=FORMER))["01015"] == joins.LACKING


def test_nor_does_an_older_polygon_get_the_value_of_what_it_became():
    newer = Observations.of(["01015", "14666"], [15, 4], level="com", geography="2024")
    for known in ({"changes": CHANGES}, {"former": FORMER}):
        found = reasons(join(newer, ["01015", "01340", "14581"], "2015", **known))
        assert found == {"01015": joins.BEYOND, "01340": joins.NOT_YET, "14581": joins.NOT_YET, "14666": joins.GONE}
    undated = Observations.of(["01015"], [15], level="com")
    for now in ("", "2024"):
        found = reasons(join(undated, ["01015", "01340"], now, former=FORMER))
        assert found == {"01015": joins.BEYOND, "01340": joins.NOT_YET}


def test_of_one_year_nothing_is_held_back():
    same = Observations.of(["01015", "01340"], [1, 2], level="com")
    assert join(same, ["01015", "01340"], former=FORMER).joined == 2
    # a row that is missing is no sign of another year, where both were said
    partial = Observations.of(["01015"], [1], level="com", geography="2015")
    assert join(partial, ["01015", "01340"], "2015", former=FORMER).joined == 1
    # that others joined a commune one day is no sign either, nor is a table of changes without both years
    for year, known in (("2024", {"former": FORMER}), ("", {"changes": CHANGES})):
        table = Observations.of(["01015"], [1], level="com", geography=year)
        assert join(table, ["01015"], "2024", **known).joined == 1
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
    # a former commune alone is of older data, whatever one year or the same two say
    for before, now in (("2024", ""), ("", "2024"), ("2024", "2024")):
        alone = Observations.of(["01340"], [2], level="com", geography=before)
        found = join(alone, ["01015"], now, former=FORMER)
        assert reasons(found) == {"01015": joins.MERGED, "01340": joins.GONE}
        assert [one.values for one in found.unmet] == [{"codes": "01340"}, {"codes": "01015"}]


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
    assert [one.values for one in found.unmet] == [{"codes": "21213"}, {"codes": "21452"}]


def test_rows_that_say_the_same_are_one():
    twice = Observations.of(["01001", "01001"], [1.0, 1.0])
    assert (join(twice, ["01001"]).joined, join(twice, ["01001"]).repeated) == (1, ("01001",))
    hidden = Observations.of(["01001", "01001"], [None, None], statuses=[SECRET, MISSING])
    assert reasons(join(hidden, ["01001"])) == {"01001": joins.SEVERAL}
    for same in ({"statuses": [SECRET, SECRET]}, {"labels": ["a", "a"]}):
        assert join(Observations.of(["01001", "01001"], [None, None], **same), ["01001"]).joined == 1
    half = Observations.of(["01001", "01001"], [1.0, None], statuses=[PUBLISHED, PUBLISHED])
    assert join(half, ["01001"]).joined == 0
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
    table = Observations.of(["01001", "01009", "38001", "FRANCE"], range(4), level="com")
    found = reasons(join(table, ["01001"]))
    assert found == {"01009": joins.UNKNOWN, "38001": joins.NO_DEPARTMENT, "FRANCE": joins.UNKNOWN}


def test_the_two_generations_of_qpv_never_join():
    table = Observations.of(["QP093012"], [1.0], level="qpv")
    assert reasons(join(table, ["QN09312I"]))["QP093012"] == joins.OTHER_GENERATION
    assert reasons(join(table, ["QP093013"]))["QP093012"] == joins.UNKNOWN


def test_what_lies_beyond_the_territory_is_no_fault():
    table = Observations.of(["93010", "75056"], [1, 2], level="com")
    found = join(table, ["93010"], beyond=lambda code: not code.startswith("93"))
    assert found.unmet == () and found.joined == 1
    # what the boundaries lack of it is one, and a polygon without a code is nobody's
    table = Observations.of(["93010", "75056", "93999"], [1, 2, 3], level="com")
    found = join(table, ["93010", "", "93048"], beyond=lambda code: not code.startswith("93"))
    assert reasons(found) == {"93048": joins.ABSENT, "93999": joins.UNKNOWN} and found.rows.tolist() == [0, -1, -1]
