"""Whatever a geocoder's replies are made into, no row ever gets another's place, and all are found in the end."""
from __future__ import annotations

import csv
import io
from types import SimpleNamespace

import fake_services
import pytest
import requests
from cohesion_territoires.domain.errors import SourceError
from cohesion_territoires.sources.address_rows import AddressRow, asked
from cohesion_territoires.sources.geocoding import ERROR, FOUND, BatchGeocoder
from hypothesis import given
from hypothesis import strategies as st

COUNT = 23
ROWS = [AddressRow("{} rue de l'Été".format(i + 1), "", "93140", "BONDY") for i in range(COUNT)]
PLACES = [fake_services.place(fake_services.text_key(asked(row).text())) for row in ROWS]

FAULT = st.one_of(
    st.tuples(st.just("lose"), st.integers(0, 2**COUNT)),
    st.tuples(st.just("shuffle"), st.randoms(use_true_random=False)),
    st.tuples(st.just("swap numbers"), st.integers(0, COUNT)),
    st.tuples(st.just("double"), st.integers(0, COUNT)),
    st.tuples(st.just("cut"), st.floats(0, 1)),
    st.tuples(st.just("flip"), st.floats(0, 0.999)),
    st.tuples(st.just("blank"), st.integers(0, 2**COUNT)),
    st.tuples(st.just("column"), st.integers(0, 30)),
    st.tuples(st.just("status"), st.sampled_from([429, 500, 502, 503])),
    st.tuples(st.just("raise"), st.sampled_from([requests.ConnectionError, requests.ReadTimeout])),
    st.tuples(st.just("bytes"), st.binary(max_size=60).filter(lambda data: b"<" not in data)),
)


def spoiled(data, fault, value):
    """Return a reply's bytes after a fault."""
    if fault == "cut":
        return data[: int(value * len(data))]
    if fault == "bytes":
        return value
    if fault == "flip":
        # the first bit of a letter: what was a comma, a digit or a line's end is no more
        place = int(value * len(data))
        return data[:place] + bytes([data[place] ^ 0x80]) + data[place + 1 :]
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8")))
    if fault == "lose":
        rows = [row for i, row in enumerate(rows) if not value >> i & 1]
    elif fault == "shuffle":
        value.shuffle(rows)
    elif fault == "swap numbers" and rows:
        a, b = value % len(rows), (value + 1) % len(rows)
        rows[a][0], rows[b][0] = rows[b][0], rows[a][0]
    elif fault == "double" and rows:
        rows.insert(0, rows[value % len(rows)])
    elif fault == "blank":
        rows = [row[:-18] + [""] * 18 if value >> i & 1 else row for i, row in enumerate(rows)]
    elif fault == "column":
        for row in [head, *rows]:
            del row[value % len(row)]
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode("utf-8")


class Session:
    """Answers without a network, spoiling the first replies."""

    verify = True

    def __init__(self, faults):
        self.faults, self.fake, self.count = list(faults), fake_services.Geoplateforme(), 0

    def request(self, method, url, timeout, data, files, **_options):
        self.count += 1
        assert self.count < 400
        asked_for = requests.Request(method, url, data=data, files=files).prepare()
        fault, value = self.faults.pop(0) if self.faults else (None, None)
        if fault == "raise":
            raise value("…")
        request = SimpleNamespace(headers=asked_for.headers)
        status, body = self.fake.answer(request, asked_for.body, None)
        response = requests.Response()
        response.status_code = value if fault == "status" else status
        response._content = body if fault in (None, "status") else spoiled(body, fault, value)
        response.headers["Content-Type"], response.request = "text/csv", asked_for
        return response


@given(faults=st.lists(FAULT, max_size=3), size=st.integers(1, 30))
def test_a_few_faults_of_any_kind_lose_nothing(faults, size):
    answers = BatchGeocoder(Session(faults), "https://exemple.invalid/", size, pause=0.0).run(ROWS).answers
    assert [a.status for a in answers] == [FOUND] * COUNT
    assert [(a.lon, a.lat) for a in answers] == PLACES


@given(faults=st.lists(FAULT, max_size=12), size=st.integers(1, 30))
def test_many_faults_leave_the_right_place_or_an_error(faults, size):
    try:
        answers = BatchGeocoder(Session(faults), "https://exemple.invalid/", size, pause=0.0).run(ROWS).answers
    except SourceError:
        return
    assert {a.status for a in answers} <= {FOUND, ERROR}
    assert all((a.lon, a.lat) == place for a, place in zip(answers, PLACES) if a.status == FOUND)


@pytest.mark.parametrize("number", range(COUNT))
def test_numbers_that_belong_to_another_row_are_never_believed(number):
    session = Session([("swap numbers", number)] * 3)
    answers = BatchGeocoder(session, "https://exemple.invalid/", 10, pause=0.0).run(ROWS).answers
    assert [(a.lon, a.lat) for a in answers] == PLACES
