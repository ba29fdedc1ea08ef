"""What a value becomes of communes that merged, split or changed code: by Insee's table, and by former codes alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohesion_territoires.domain.errors import DataError
from cohesion_territoires.domain.indicators.conversion import convert, of_today
from cohesion_territoires.domain.indicators.entry import COUNT, RATE
from cohesion_territoires.domain.indicators.join import NOT_CONVERTED, join
from cohesion_territoires.domain.indicators.lineage import CommuneChanges
from cohesion_territoires.domain.indicators.observations import AMBIGUOUS, PUBLISHED, SECRET, TO_CHECK, Observations
from land import Land
from movements import CHANGES, movement


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
    assert (made.observations.periods.tolist(), made.observations.level) == (["2013", "2013"], "com")
    rates = convert(table, CHANGES, "2024", RATE)
    assert dict(zip(rates.observations.codes, rates.observations.statuses)) == {"01015": TO_CHECK, "01002": PUBLISHED}
    assert rates.left_out == ("01015",) and rates.summed == ()


def test_a_hidden_part_hides_the_sum_and_a_split_shares_nothing_out():
    table = Observations.of(["01015", "01340"], [10, None], geography="2015", statuses=[PUBLISHED, SECRET])
    assert convert(table, CHANGES, "2024", COUNT).observations.statuses.tolist() == [SECRET]
    split = convert(Observations.of(["21452"], [9.0], geography="2019"), CHANGES, "2024", COUNT)
    assert sorted(split.left_out) == ["21213", "21452"] and np.isnan(split.observations.values).all()
    # of a hidden part alone, nothing tells what the whole is
    part = Observations.of(["01340"], [None], geography="2015", statuses=[SECRET])
    assert convert(part, CHANGES, "2024", COUNT).observations.statuses.tolist() == [TO_CHECK]
    assert len(convert(Observations.of([], [], geography="2015"), CHANGES, "2024", COUNT).observations) == 0


def test_a_part_of_a_commune_that_joins_another_is_not_summed_with_it():
    """01003 leaves 01001, then joins 01002: 01002 is not all that 01001 and itself were."""
    changes = CommuneChanges.of(
        [
            movement("2016-01-01", "01001", "01001", "21"), movement("2016-01-01", "01001", "01003", "21"),
            movement("2017-01-01", "01003", "01002"), movement("2017-01-01", "01002", "01002"),
        ]
    )  # fmt: skip
    table = Observations.of(["01001", "01002"], [10.0, 5.0], level="com", geography="2015")
    made = convert(table, changes, "2018", COUNT)
    assert sorted(made.left_out) == ["01001", "01002"] and np.isnan(made.observations.values).all()


def test_movements_of_delegated_communes_are_left_out():
    """01340 lives on as a part of 01015: that part is no commune."""
    delegated = {**movement("2016-01-01", "01340", "01340"), "TYPECOM_AP": "COMD"}
    part = {**movement("2019-01-01", "01340", "01015"), "TYPECOM_AV": "COMD"}
    changes = CommuneChanges.of([movement("2016-01-01", "01340", "01015"), delegated, part])
    assert changes.between("2015", "2024") == {"01340": {"01015"}} and changes.between("2017", "2024") == {}


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
    row = {**movement(date, "01340", "01015"), **more}
    changes = CommuneChanges.of([{" " + name.lower(): cell for name, cell in row.items()}])
    assert changes.between("2015", "2016") == {"01340": {"01015"}}


def test_a_french_date_of_a_movement_is_an_iso_one():
    assert CommuneChanges.of([movement("25/12/2015", "01340", "01015")]).dates == ("2015-12-25",)


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
    assert [one.reason for one in join(made, ["01015"], "2024", CHANGES).unmet] == [NOT_CONVERTED]


def test_classes_that_agree_are_that_of_the_merged_commune():
    for second, status, label in (("A", "publie", "A"), ("B", "fusion", "")):
        found = Observations.of(["01001", "01099"], [None] * 2, level="com", labels=["A", second])
        made, former = of_today(found, Land(), "class")
        assert (made.statuses[0], made.labels[0], former) == (status, label, {"01001": ("01099",)})


def test_a_merged_commune_whose_rows_disagree_has_no_sum():
    found = Observations.of(["01001", "01001", "01099"], [1.0, 2.0, 5.0], level="com")
    made, _former = of_today(found, Land(), COUNT)
    assert made.statuses.tolist()[0] == AMBIGUOUS and np.isnan(made.values[0])
