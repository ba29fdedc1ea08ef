"""A JSON read piece by piece says what it says read whole, and is refused where that is."""

from __future__ import annotations

import gc
import json
import threading

import pytest
from cohesion_territoires.sources import json_pieces
from hypothesis import given
from hypothesis import strategies as st

SIMPLE = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
VALUES = st.recursive(
    SIMPLE, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
)


@pytest.fixture(autouse=True)
def every_text_is_large(monkeypatch):
    monkeypatch.setattr(json_pieces, "SMALL", -1)


@given(VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_it_says_what_json_says(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert json_pieces.loads(text) == json.loads(text) == value
    assert json_pieces.loads(" \r\n\t" + text + "\n ") == value


@given(VALUES, st.data())
def test_what_json_refuses_is_refused(value, data):
    text = json.dumps({"observations": [value, {"a": value}], "paging": {"next": 2}})
    place = data.draw(st.integers(0, len(text) - 1))
    broken = text[:place] + data.draw(st.sampled_from(["", *'{}[],:"\\x0 \n'])) + text[place + 1 :]
    try:
        wanted = json.loads(broken)
    except ValueError:
        with pytest.raises(ValueError):
            json_pieces.loads(broken)
    else:
        assert json_pieces.loads(broken) == wanted


@pytest.mark.parametrize("text", [
    "", " ", "{", "[", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', "[1", "[1,", "[1,]", "{} {}", "[1]2", "{1:2}",
    "[1;2]", '{"a":[1,2}', "nul",
])  # fmt: skip
def test_a_text_that_is_no_json(text):
    with pytest.raises(ValueError):
        json_pieces.loads(text)


def test_other_threads_have_their_turn():
    """One who wants a turn has more of them while 60,000 rows are read than where they are read whole."""
    text = json.dumps({"observations": [{"d": {"GEO": str(n)}, "m": {"v": n}} for n in range(60_000)]})
    turns = {}
    for read in (json.loads, json_pieces.loads):
        begun, over, counted = threading.Event(), threading.Event(), []

        def wait(begun=begun, over=over, counted=counted):
            begun.set()
            while not over.is_set():
                counted.append(1)
                over.wait(0.001)

        waiter = threading.Thread(target=wait)
        waiter.start()
        begun.wait()
        before = len(counted)
        # collecting what nobody uses lets others have turns too
        gc.disable()
        read(text)
        gc.enable()
        turns[read] = len(counted) - before
        over.set()
        waiter.join()
    assert turns[json_pieces.loads] > turns[json.loads] + 2
