"""Answers of a geocoder that are about another address than the one asked for."""

from __future__ import annotations

import numpy as np

from ..addresses.match import same_city, same_number, same_street
from ..addresses.normalise import postcode
from .reasons import Reason

__all__ = ["compare"]


def compare(*columns):
    """Compare addresses asked for with addresses found.

    A geocoder answers its best guess with a fair score: right number of the same street in the next town,
    another number of the right street. Such an answer is not firm.

    Parameters
    ----------
    *columns : sequence of str or None, length n
        As asked, where what is blank is not compared: commune, postcode, whole address, street alone, number alone.
        As found: `result_city`, `result_oldcity`, `result_district`, `result_postcode`, `result_housenumber`,
        `result_street`, `result_name`.

    Returns
    -------
    ndarray of int8, shape (n,)
        A `Reason` of `reasons.MISMATCHES`, 0 where nothing differs.
    """
    return np.fromiter((_compare(*row) for row in zip(*columns)), dtype=np.int8, count=len(columns[0]))


def _compare(
    city, code, address, street, number, found_city, former, district, found_code, found_number, found_street, name
):
    if not (found_city or found_code or found_number or found_street or name):
        return Reason.NONE
    if not same_city(city, code or postcode(address), (found_city, former, district), found_code, address):
        return Reason.OTHER_COMMUNE
    if not same_street(address or street, found_street or name):
        return Reason.OTHER_STREET
    # the number is in the whole address, or in a field of its own beside the street
    wanted = (address, found_street or name) if address else (None if number is None else str(number), None)
    if not same_number(wanted[0], found_number, wanted[1]):
        return Reason.OTHER_NUMBER
    return Reason.NONE
