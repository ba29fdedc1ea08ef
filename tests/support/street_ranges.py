"""What a reader understands of written ranges of numbers: an oracle that shares nothing with the code."""

from __future__ import annotations

import re

_PART = re.compile(r"(\d+)(?: (\w+))?(?:–(\d+)(?: (\w+))?)?(?: \(([^)]*)\))?$")


def split(text):
    """Cut a list of ranges at the commas that no bracket holds."""
    parts, depth, start = [], 0, 0
    for i, letter in enumerate(text + ","):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            parts.append((text + ",")[start:i].strip())
            start = i + 1
    return [p for p in parts if p]


def label(number, rep):
    """Write a number as people do."""
    return str(number) + (" " + (rep.upper() if len(rep) == 1 else rep) if rep else "")


def claims(text, number, rep, parity):
    """Tell whether a list of ranges says that a number is inside.

    A plain number is inside between the ends of a range; "5 bis" only where it is written out.
    """
    if number % 2 != parity:
        return False
    for part in split(text):
        first, first_rep, last, last_rep, notes = _PART.match(part).groups()
        first, last_ = int(first), int(last or first)
        low, high = label(first, first_rep or ""), label(last_, (last_rep if last else first_rep) or "")
        own_notes = [note.replace("dont", "") for note in (notes or "").split(";") if "dont" in note]
        told = {n.strip() for note in own_notes for n in note.split(",")}
        own = label(number, rep)
        if own in told | {low, high}:
            return True
        if not rep and first < number < last_ or (not rep and number == last_ and last_ > first and last_rep):
            return True
    return False


def suggests(text, number, rep, parity):
    """Tell whether a hasty reader takes "5 bis" to be inside because 5 is, and nothing says otherwise."""
    if not rep or number % 2 != parity:
        return False
    parts = [_PART.match(part).groups() for part in split(text)]
    notes = [note for part in parts for note in (part[4] or "").split(";") if "sauf" in note]
    excluded = {n.strip() for note in notes for n in note.replace("sauf", "").split(",")}
    for first, _fr, last, _lr, _notes in parts:
        low, high = int(first), int(last or first)
        between = low < number < high or number == high and not _lr and not (_fr and not last)
        if between and label(number, rep) not in excluded:
            return True
    return False
