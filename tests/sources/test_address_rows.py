"""Whatever a cell holds, what is sent is an address as the services want it, and no more."""

from __future__ import annotations

import csv
import datetime
import decimal
import io
import re

from cohesion_territoires.sources.address_rows import AddressRow, asked
from cohesion_territoires.sources.batch_csv import write_question
from hypothesis import example, given
from hypothesis import strategies as st

CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.binary(max_size=8), st.dates(),
    st.just(decimal.Decimal("93140")), st.just(datetime.datetime(2024, 1, 1)), st.lists(st.integers(), max_size=2),
    st.text("0123456789 .-/+m@,;\"'\nruetél", max_size=60),
)  # fmt: skip
ALLOWED = re.compile(r"(?:[a-z0-9][a-z0-9'/. -]*)?")


@example([float("inf"), float("-inf"), float("nan"), 1e300, -0.0])
@given(st.lists(CELLS, min_size=5, max_size=5))
def test_any_cell_is_read(cells):
    question = asked(AddressRow(*cells))
    for postcode in (True, False):
        text = question.text(postcode)
        assert ALLOWED.fullmatch(text) and len(text) <= 200 and "  " not in text
    assert re.fullmatch(r"(?:\d{5})?", question.postcode) and re.fullmatch(r"(?:\d[0-9AB]\d{3})?", question.citycode)
    assert not re.search(r"\d{7}|@", text)
    # a row of the file that is sent is one row of the file that is read
    _fields, files = write_question({7: question.text()}, "postcode", {7: question.postcode})
    sent = list(csv.reader(io.StringIO(files["data"][1].decode("utf-8"))))
    assert sent == [["ligne", "adresse", "code"], ["7", question.text(), question.postcode]]


@given(st.lists(CELLS, min_size=5, max_size=5))
def test_the_same_cells_are_the_same_question(cells):
    assert asked(AddressRow(*cells)) == asked(AddressRow(*cells))
