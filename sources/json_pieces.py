"""Large JSON texts read piece by piece: other threads have their turn, where `json.loads` holds them all up."""

from __future__ import annotations

import json
from json.decoder import WHITESPACE, JSONDecodeError, scanstring

__all__ = ["loads"]

SMALL = 100_000
"""Letters that are read in one go, in a few milliseconds."""
_DEPTH = 3
_DECODER = json.JSONDecoder()


def loads(text):
    """Return what a JSON says, as `json.loads`.

    The elements of the lists near its root are the pieces: observations, features, records.

    Parameters
    ----------
    text : str

    Raises
    ------
    json.JSONDecodeError, RecursionError
    """
    if len(text) <= SMALL:
        return json.loads(text)
    value, end = _value(text, _past_blanks(text, 0), _DEPTH)
    end = _past_blanks(text, end)
    if end != len(text):
        raise JSONDecodeError("Extra data", text, end)
    return value


def _past_blanks(text, at):
    return WHITESPACE.match(text, at).end()


def _value(text, at, depth):
    """Return (the value that begins there, where it ends)."""
    opened = text[at : at + 1] if depth else ""
    if opened == "{":
        return _members(text, at, depth)
    if opened == "[":
        return _elements(text, at)
    return _DECODER.raw_decode(text, at)


def _members(text, at, depth):
    found, at = {}, _past_blanks(text, at + 1)
    if text[at : at + 1] == "}":
        return found, at + 1
    while True:
        if text[at : at + 1] != '"':
            raise JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
        name, at = scanstring(text, at + 1, True)
        at = _past_blanks(text, at)
        if text[at : at + 1] != ":":
            raise JSONDecodeError("Expecting ':' delimiter", text, at)
        found[name], at = _value(text, _past_blanks(text, at + 1), depth - 1)
        at, over = _after(text, at, "}")
        if over:
            return found, at


def _elements(text, at):
    found, at = [], _past_blanks(text, at + 1)
    if text[at : at + 1] == "]":
        return found, at + 1
    while True:
        value, at = _DECODER.raw_decode(text, at)
        found.append(value)
        at, over = _after(text, at, "]")
        if over:
            return found, at


def _after(text, at, closing):
    """Return where to go on after a value, and whether it was the last."""
    at = _past_blanks(text, at)
    mark = text[at : at + 1]
    if mark == closing:
        return at + 1, True
    if mark != ",":
        raise JSONDecodeError("Expecting ',' delimiter", text, at)
    return _past_blanks(text, at + 1), False
