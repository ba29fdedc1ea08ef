"""Families of facilities and the field names made from them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np

from ..errors import QT_TRANSLATE_NOOP, ParameterError

__all__ = ["ALL", "Families", "NOT_STATED", "group", "slug"]

ALL = "tous"
NOT_STATED = "non_renseigne"
MOST_FAMILIES = 300
LONGEST = 40


@dataclass(frozen=True)
class Families:
    """Facilities grouped by family, families in alphabetical order.

    Attributes
    ----------
    names : list of str
        Family as written in the data; `ALL` without families, `NOT_STATED` for a missing one.
    slugs : list of str
        Distinct endings of field names, lower-case ASCII.
    index : numpy.ndarray of int64, shape (m,)
        Family of each facility.
    """

    names: list
    slugs: list
    index: np.ndarray


def slug(text) -> str:
    """Lower-case ASCII, ``_`` for the rest: "Médecin (généraliste)" → "medecin_generaliste"."""
    plain = unicodedata.normalize("NFKD", str(text).replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")).lower()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_") or NOT_STATED


def group(values=None, count=0) -> Families:
    """Group facilities by family.

    Parameters
    ----------
    values : sequence of length m, optional
        Family of each facility, None or blank where missing; without it all are of one family.
    count : int
        Number of facilities, where ``values`` is absent.

    Raises
    ------
    ParameterError
        When there are so many families that the field is surely not one of families.
    """
    if values is None:
        return Families([ALL], [ALL], np.zeros(count, dtype=np.int64))
    labels = [_label(value) for value in values]
    names = sorted(set(labels), key=lambda name: (name == NOT_STATED, slug(name), name))
    if len(names) > MOST_FAMILIES:
        raise ParameterError(
            QT_TRANSLATE_NOOP(
                "@default",
                "The family field has {count} different values: choose the field that holds the kind of facility "
                "(at most {most} kinds).",
            ),
            count=len(names),
            most=MOST_FAMILIES,
        )
    slugs, taken = [], set()
    for name in names:
        base = candidate = slug(name)
        number = 2
        while candidate in taken:
            candidate, number = "{}_{}".format(base, number), number + 1
        taken.add(candidate)
        slugs.append(candidate)
    place = {name: position for position, name in enumerate(names)}
    return Families(names, slugs, np.array([place[label] for label in labels], dtype=np.int64))


def _label(value):
    if value is None or str(value).strip() == "":
        return NOT_STATED
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
