"""Columns as observations: an oracle that knows the truth, what is said twice, what is no row, years nobody says."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import workbooks
from cohesion_territoires.domain.errors import DataError
from cohesion_territoires.domain.indicators.entry import Entry
from cohesion_territoires.domain.indicators.observations import MISSING, PUBLISHED, SECRET
from cohesion_territoires.sources.geoclip_table import observations, table
from cohesion_territoires.sources.table_cells import dated, plain, read
from hypothesis import given, settings
from hypothesis import strategies as st

PAGE = "https://page.fr/"


def entry(years=(), measure="rate", **request):
    return Entry("odt:a.taux", "geoclip", "Essai", years=years, measure=measure, page=PAGE,
                 request={"dataset": "a", "indic": "taux", **request})  # fmt: skip


def made(codes, values, periods=None, level="com", **more):
    columns = {"code": codes, "value": values, "period": periods or ["2021"] * len(codes)}
    return read(columns, entry(), level, "2025", **more)


CODES = st.one_of(
    st.integers(1001, 95999).map("{:05d}".format), st.integers(1, 999).map("2A{:03d}".format),
    st.integers(97101, 97699).map(str),
)  # fmt: skip
# what the table says -> (value, status)
VALUES = st.one_of(
    st.integers(-9000, 10**7).map(lambda n: (float(n), PUBLISHED)),
    st.floats(-1e6, 1e6).map(lambda n: (round(n, 2), PUBLISHED)),
    st.just((None, MISSING)), st.just((None, SECRET)),
)  # fmt: skip


def written(value, status, way):
    """Write a cell in one of the ways that services and spreadsheets have."""
    if status != PUBLISHED:
        return {MISSING: ("", "-9999", "nd", "null - undefined", "-9999,0"), SECRET: ("s", "S", "c", "secret", "s ")}[
            status][way]
    text = repr(value)
    french = text.replace(".", ",")
    whole = "{:,}".format(int(value)).replace(",", "\u202f") if value.is_integer() else french
    return (text, french, whole, '="{}"'.format(french), " {} ".format(french))[way]


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.tuples(CODES, st.sampled_from(["2019", "2020", "2021"])), st.tuples(VALUES, st.integers(0, 4)),
                    min_size=1, max_size=30),
    st.booleans(),
)  # fmt: skip
def test_whatever_way_a_table_is_written_its_values_are_those_that_were_put_in_it(truth, spreadsheet):
    rows = [["Titre"], [], ["codgeo", "libgeo", "an", "taux"]]
    for (code, year), ((value, status), way) in truth.items():
        lost = str(int(code)) if way % 2 and code.isdecimal() else code
        rows.append([lost, "Nom", year, written(value, status, way)])
    rows.append(["Source : Insee, RP 2021", "", "", ""])
    if spreadsheet:
        content = workbooks.pack(workbooks.parts_of({"Data": rows}))
    else:
        content = "\n".join(";".join(row) for row in rows).encode()
    found, _notes = observations(table(content), entry(), "com", "2025", "*")
    got = {(c, p): (None if math.isnan(v) else v, s) for c, p, v, s in zip(
        found.codes, found.periods, found.values, found.statuses)}  # fmt: skip
    assert got == {key: known for key, (known, _way) in truth.items()} and len(found) == len(truth)


def test_two_values_of_a_territory_are_refused_and_the_same_said_twice_is_one():
    with pytest.raises(DataError, match=r"several values for 01001 \(2021\).*1\.0 / 2\.0.*page\.fr"):
        made(["01001", "01002", "01001"], [1, 5, 2])
    got, notes = made(["01001", "01002", "1001", "01002"], ["1,0", None, 1.0, ""])
    assert got.codes.tolist() == ["01001", "01002"] and got.values[0] == 1 and len(notes) == 1
    assert len(made(["01001", "01001"], [1, 2], ["2020", "2021"])[0]) == 2
    with pytest.raises(DataError, match="Urbain / Rural"):
        made(["01001", "01001"], ["Urbain", "Rural"], worded=True)


def test_what_is_no_territory_is_no_row():
    rows = ["", None, "Source : Insee", "TOTAL", "Ensemble", "01001", "Lecture : en 2021, 3 % des…"]
    assert made(rows, range(len(rows)))[0].codes.tolist() == ["01001"]
    assert made(["FRANCE", "99"], [1, 2], level="fra")[0].codes.tolist() == ["FRANCE", "99"]


def test_a_few_words_among_numbers_are_told_and_a_column_of_words_is_refused():
    got, notes = made(["01001", "01002", "01003", "01004"], ["1", "2", "12 (p)", "3"])
    assert got.statuses.tolist() == [PUBLISHED, PUBLISHED, MISSING, PUBLISHED]
    ((note, told),) = notes
    assert told["count"] == 1 and "12 (p)" in note.format(**told)
    with pytest.raises(DataError, match="taux.*Urbain.*page.fr"):
        made(["01001", "01002"], ["Urbain", "Rural"])
    got, _notes = made(["01001", "01002", "01003"], ["Urbain", "-9999", "N/A - division par 0"], worded=True)
    assert got.labels.tolist() == ["Urbain", "", ""] and got.statuses.tolist() == [PUBLISHED, MISSING, MISSING]


@pytest.mark.parametrize(
    "years, year, periods",
    [(("2020",), "", ["2020"] * 2), (("2020",), "*", ["2020"] * 2), (("2020",), "2020", ["2020"] * 2),
     (("2019", "2020"), "", [""] * 2), ((), "*", [""] * 2)],
)  # fmt: skip
def test_a_file_without_years_is_dated_by_a_catalogue_that_is_sure_and_it_is_said(years, year, periods):
    found, notes = dated(["", ""], entry(years), year)
    assert found == periods and len(notes) == (1 if periods[0] else 0)
    assert not notes or (PAGE in notes[0][0].format(**notes[0][1]) and "2020" in notes[0][0].format(**notes[0][1]))


@pytest.mark.parametrize("years", [("2020",), ("2019", "2020"), ()])
def test_a_file_without_years_never_answers_for_a_year_that_was_asked_for(years):
    with pytest.raises(DataError, match="page.fr"):
        dated(["", ""], entry(years), "2019")


def test_years_that_a_file_says_are_its_own():
    assert dated(["2021", "", "2015-2021"], entry(("2020",)), "") == (["2021", "", "2015-2021"], ())
    assert dated(["2026-06-30", "2026-06-30T00:00:00"], entry(), "2026") == (["2026", "2026"], ())
    # the year is in the indicator's name: nothing to beware of
    assert dated([""], entry(("2020",), indic="exp2020"), "") == (["2020"], ())
    assert dated([""], replace(entry(("2020",)), title="Élection de 2020"), "") == (["2020"], ())


@pytest.mark.parametrize(("cell", "text"), [
    (None, ""), (1.0, "1"), (1.5, "1.5"), (2021, "2021"), ('="01001"', "01001"), ("=01001", "01001"), (" a ", "a"),
    ('="', ""), ("=", ""),
])  # fmt: skip
def test_a_cell_as_text(cell, text):
    assert plain(cell) == text


@given(st.lists(st.tuples(st.text(max_size=8), st.one_of(st.none(), st.text(max_size=8), st.floats(), st.integers()))))
def test_whatever_the_cells_are_they_are_read_or_refused_in_words(rows):
    try:
        got, _notes = made([code for code, _value in rows], [value for _code, value in rows])
    except DataError as error:
        assert str(error)
    else:
        assert len(set(got.codes)) == len(got.codes) and not any(map(math.isinf, got.values))
