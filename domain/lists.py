"""Lists of thresholds as users type them: "5;10;15", "5,10,15", "7,5;10"."""
from __future__ import annotations

import math

from .errors import QT_TRANSLATE_NOOP, ParameterError

__all__ = ["field_suffix", "parse_breaks", "parse_thresholds"]


def parse_thresholds(value, name):
    """Read a list of thresholds.

    Parameters
    ----------
    value : str or sequence of float
        With ``;`` as separator a comma is a decimal sign; without, commas separate.
    name : str
        What the list is called, for the error message.

    Returns
    -------
    tuple of float
        Strictly increasing positive numbers.

    Raises
    ------
    ParameterError
        When the list is empty, unsorted, repeated, not positive or not numeric.
    """
    if isinstance(value, str):
        separator = ";" if ";" in value else ","
        pieces = [p.strip() for p in value.split(separator)]
        if separator == ";":
            pieces = [p.replace(",", ".") for p in pieces]
        if pieces and pieces[-1] == "":
            pieces.pop()
    else:
        pieces = list(value or ())
    try:
        numbers = tuple(float(p) for p in pieces)
    except (TypeError, ValueError):
        numbers = (math.nan,)
    shown = value if isinstance(value, str) else ";".join(str(p) for p in pieces)
    if not numbers:
        raise ParameterError(
            QT_TRANSLATE_NOOP("@default", "“{name}” is empty: give increasing positive numbers, for instance 5;10;15."),
            name=name,
        )
    if not all(math.isfinite(n) and n > 0 for n in numbers):
        raise ParameterError(
            QT_TRANSLATE_NOOP(
                "@default",
                "“{name}” holds a value that is not a positive number ({value}): write for instance 5;10;15.",
            ),
            name=name,
            value=shown,
        )
    if any(b <= a for a, b in zip(numbers, numbers[1:])):
        raise ParameterError(
            QT_TRANSLATE_NOOP(
                "@default", "“{name}” must go from the smallest to the largest, without repetition ({value})."
            ),
            name=name,
            value=shown,
        )
    return numbers


def parse_breaks(value, name):
    """Read breaks of classes, which may be negative or zero.

    Parameters
    ----------
    value : str or sequence of float or None
        As in `parse_thresholds`; nothing is an empty list.
    name : str

    Returns
    -------
    tuple of float
        Strictly increasing.

    Raises
    ------
    ParameterError
    """
    pieces = list(value or ()) if not isinstance(value, str) else value.split(";" if ";" in value else ",")
    pieces = [str(piece).strip().replace(",", ".") for piece in pieces]
    try:
        numbers = tuple(float(piece) for piece in pieces if piece)
    except ValueError:
        numbers = (math.nan,)
    if any(not math.isfinite(n) for n in numbers) or any(b <= a for a, b in zip(numbers, numbers[1:])):
        raise ParameterError(
            QT_TRANSLATE_NOOP(
                "@default", "“{name}” must be numbers from the smallest to the largest, such as -5;0;5 ({value})."
            ),
            name=name,
            value=value if isinstance(value, str) else ";".join(pieces),
        )
    return numbers


def field_suffix(threshold):
    """Write a threshold as the end of a field name: 10 → "10", 7.5 → "7_5"."""
    return format(threshold, ".10g").replace(".", "_")
