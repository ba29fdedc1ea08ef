"""A house number looked up in a street, or set between its neighbours."""

from __future__ import annotations

from collections import namedtuple

from .distance import metres

__all__ = ["House", "find", "neighbours", "others", "same_place"]

EQUIVALENT = {"b": "bis", "bis": "b", "t": "ter", "ter": "t", "q": "quater", "quater": "q"}
ANOTHER_FORM = 0.97
"""Worth of "12 bis" where 12 B was asked; people write both for one house."""

SECOND_ASKED = 0.98
"""Worth of a number of a list, or the end of a range, that is not the first asked."""

TOGETHER = 25.0
"""Positions nearer than this (metres) are one place for whoever reads the answer."""

LISTED = 100

House = namedtuple("House", "worth number rep lon lat position id street before after")
House.__doc__ = """A number found (`before` and `after` None), or its place between two neighbours (`id` empty)."""


def find(index, group, asked):
    """Return the houses of a street that bear one of the numbers asked, the first number found alone.

    Parameters
    ----------
    index : sources.address_index.AddressIndex
    group : directory.Group
    asked : sequence of (int, str)

    Returns
    -------
    list of House
        Several where the BAN has the number twice, or under two forms.
    """
    for rank, (number, rep) in enumerate(asked):
        found = []
        for street in group.streets:
            table = index.numbers(street.id)
            start = int(table.number.searchsorted(number))
            size = len(table.rep)
            while start < size and table.number[start] == number:
                written = table.rep[start]
                worth = 1.0 if written == rep else ANOTHER_FORM if EQUIVALENT.get(rep) == written else 0.0
                if worth:
                    found.append(
                        House(
                            worth if not rank else worth * SECOND_ASKED, number, written, float(table.lon[start]),
                            float(table.lat[start]), table.position[start], table.ids[start], street, None, None,
                        )
                    )  # fmt: skip
                start += 1
        if found:
            found.sort(key=lambda h: (-h.worth, h.id))
            return found
    return []


def others(index, group, asked, joined, first):
    """Return the other houses that a list or a range asks for, as far as the BAN has them.

    Parameters
    ----------
    index : sources.address_index.AddressIndex
    group : directory.Group
    asked : sequence of (int, str)
    joined : str
        "liste" or "plage": a range holds all numbers between the first and the last, of one parity where they are.
    first : House
        Found already.

    Returns
    -------
    list of House
        By number, at most `LISTED`.
    """
    wanted = {number for number, _rep in asked}
    if joined == "plage":
        step = 2 if len({number % 2 for number in wanted}) == 1 else 1
        wanted = set(range(min(wanted), max(wanted) + 1, step))
    found = []
    for street in group.streets:
        table = index.numbers(street.id)
        for i in range(*table.number.searchsorted([min(wanted), max(wanted) + 1]).tolist()):
            if int(table.number[i]) in wanted and table.ids[i] != first.id:
                found.append(
                    House(
                        1.0, int(table.number[i]), table.rep[i], float(table.lon[i]), float(table.lat[i]),
                        table.position[i], table.ids[i], street, None, None,
                    )
                )  # fmt: skip
    found.sort(key=lambda h: (h.number, h.rep, h.id))
    return found[:LISTED]


def neighbours(index, group, number, rep):
    """Set a number that the BAN lacks between its neighbours of the same parity.

    Parameters
    ----------
    index : sources.address_index.AddressIndex
    group : directory.Group
    number : int
    rep : str

    Returns
    -------
    House or None
        Worth less the farther the neighbours' numbers are; None where that side of the street has no number.
    """
    before = after = None
    for street in group.streets:
        table = index.numbers(street.id)
        values = table.number
        low, high = int(values.searchsorted(number)), int(values.searchsorted(number, side="right"))
        for i in range(low, high):
            # the house itself under another form: 12 stands before 12 bis
            if rep and not table.rep[i]:
                before = _closer(before, table, i, number)
            elif not rep or table.rep[i] > rep:
                after = _closer(after, table, i, number)
            else:
                before = _closer(before, table, i, number)
        i = low - 1
        while i >= 0 and (values[i] - number) % 2:
            i -= 1
        if i >= 0:
            before = _closer(before, table, i, number)
        i = high
        while i < len(values) and (values[i] - number) % 2:
            i += 1
        if i < len(values):
            after = _closer(after, table, i, number)
    if before is None and after is None:
        return None
    if before and after:
        gap = after[0] - before[0]
        worth = 0.93 if gap <= 12 else 0.88 if gap <= 40 else 0.8
        share = (number - before[0] + (0.5 if rep else 0.0)) / gap if gap else 0.5
        share = min(1.0, max(0.0, share))
        lon = before[1] + share * (after[1] - before[1])
        lat = before[2] + share * (after[2] - before[2])
    else:
        only = before or after
        gap = abs(number - only[0])
        worth = 0.88 if gap == 0 else 0.8 if gap <= 6 else 0.7 if gap <= 20 else 0.5
        lon, lat = only[1], only[2]
    return House(worth, number, rep, lon, lat, "interpolation", "", group.streets[0], before, after)


def same_place(one, other):
    """Tell whether two positions (lon, lat) are one for whoever reads the answer."""
    return metres(one[0], one[1], other[0], other[1]) <= TOGETHER


def _closer(known, table, i, number):
    value = int(table.number[i])
    if known is not None and abs(known[0] - number) <= abs(value - number):
        return known
    return value, float(table.lon[i]), float(table.lat[i])
