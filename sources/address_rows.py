"""What of a row of addresses may leave this computer: the words of the address, and nothing else."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..domain.addresses.normalise import plain
from ..domain.addresses.people import without_numbers, without_people

__all__ = ["AddressRow", "Asked", "asked"]

LONGEST, SHORTEST = 200, 3

_CEDEX = re.compile(r"(?:\b\d{5}\b(?=[^\d]*\bcedex\b))|\bcedex\b(?: \d{1,2}\b)?")
_ODD = re.compile(r"[^a-z0-9'/. -]+|''+")
_NUMERO = re.compile(r"(?<![a-z])(?:n|no|num|numero) ?[.:°]* ?(?=\d)")
_SPACES = re.compile(r"\s+")
_FIVE = re.compile(r"(\d{4,5})(?:[.,]0+)?$")
_INSEE = re.compile(r"\d[0-9AB]\d{3}")


class AddressRow(NamedTuple):
    """The cells of one address, as the table has them; None or "" where there is none.

    Attributes
    ----------
    address : str
        Street, with or without all the rest.
    number, postcode, city, citycode : str
        Cells of their own.
    """

    address: object
    number: object = ""
    postcode: object = ""
    city: object = ""
    citycode: object = ""


class Asked(NamedTuple):
    """What is sent of a row; equal ones are sent once.

    Attributes
    ----------
    street, city, postcode, citycode : str
        In lower case without accents, "" where there is none; ``cedex`` is gone.
    blank : bool
        True where the row says nothing at all.
    """

    street: str
    city: str
    postcode: str
    citycode: str
    blank: bool = False

    @property
    def sendable(self):
        """True where a service can be asked."""
        return len(self.street) + len(self.city) >= SHORTEST

    def text(self, postcode=True):
        """Return the address on one line."""
        end = " ".join(w for w in (self.postcode if postcode else "", self.city) if w)[: LONGEST // 2]
        # what is too long is refused
        return " ".join((self.street[: LONGEST - len(end) - 1], end)).strip()


def asked(row):
    """Read what may be sent of a row.

    What tells of a person is left out even where the address's own cell holds it, see `domain.addresses.people`.

    Parameters
    ----------
    row : AddressRow or sequence

    Returns
    -------
    Asked
    """
    address, number, postcode, city, citycode = (_cell(value) for value in AddressRow(*row))
    blank = not (address or number or postcode or city or citycode)
    street = _clean(without_people(address))
    if number:
        street = " ".join((_clean(without_people(number)), street)).strip()
    found = _FIVE.match(postcode.replace(" ", ""))
    code = citycode.upper().replace(" ", "")
    if len(code) == 4 and code.isdigit():
        code = "0" + code
    return Asked(
        street,
        _clean(_CEDEX.sub(" ", without_numbers(city))),
        found.group(1).zfill(5) if found else "",
        code if _INSEE.fullmatch(code) else "",
        blank,
    )


def _cell(value):
    """Return a cell as text: 93140.0 is "93140"."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = plain(value).strip()
    return "" if text in ("null", "none", "nan") else text


def _clean(text):
    text = _NUMERO.sub(" ", _CEDEX.sub(" ", text))
    text = _ODD.sub(" ", text.replace("’", "'").replace("`", "'"))
    # what begins with no letter or digit is refused
    return _SPACES.sub(" ", text).strip().lstrip("'/. -")
