"""Which codes lie in a territory."""

from __future__ import annotations

from ...domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ...domain.indicators.levels import (
    ARR,
    CAN,
    COM,
    DEP,
    EPCI,
    EPT,
    FRA,
    QPV,
    QPV2015,
    REG,
    Territory,
    department_of,
)
from ...domain.qpv.codes import commune_code
from ...translation import tr

__all__ = ["inside_of", "place_of", "say_coarse"]

_UNKNOWN = QT_TRANSLATE_NOOP(
    "@default", "{territory} is not a territory of {year}: check its code, it may have merged with another."
)
_PART = QT_TRANSLATE_NOOP("@default", "{territory} is today a part of {name}: write {now}.")


def place_of(territory, known):
    """Return the `Place` of a territory.

    Parameters
    ----------
    territory : domain.indicators.levels.Territory
    known : sources.territories.Territories

    Raises
    ------
    ParameterError
        Where it is none of today, which says what to write.
    """
    place = known.place(territory)
    if place is None and territory.level == COM:
        # it has merged, or is an arrondissement of a city
        whole = known.place(Territory(COM, known.successor(territory.code) or commune_code(territory.code)))
        if whole is not None:
            raise ParameterError(_PART, territory=str(territory), name=whole.name, now=str(whole.territory))
    if place is None:
        raise ParameterError(_UNKNOWN, territory=str(territory), year=known.geography)
    return place


def inside_of(territory, level):
    """Return ``inside(code)``: whether a code of a level lies in a territory.

    Parameters
    ----------
    territory : domain.indicators.levels.Territory
    level : str
        Where nothing tells who lies in whom (zones d'emploi), everything is inside. A canton counts in all that has
        a commune of its département.
    """
    if territory.level == FRA:
        return lambda code: True
    from ...sources.territories import shipped

    known = shipped()
    if level in (COM, EPCI, EPT, DEP, REG, ARR):
        members = set(known.members(territory, level))
        if level != COM:
            return lambda code: code in members
        # communes that were of it in another year are of it too
        whole = set(known.members(territory, DEP)) if territory.level in (DEP, REG) else ()
        return lambda code: code in members or known.successor(code) in members or department_of(code) in whole
    departments = set(known.members(territory, DEP))
    if level in (QPV, QPV2015):
        return lambda code: _department(code) in departments
    if level == CAN:
        return lambda code: department_of(code) in departments
    return lambda code: True


def say_coarse(feedback, query, title):
    """Say where what is written goes beyond the territory, as nothing tells who lies in whom."""
    level, territory = query.level, query.territory
    if territory.level == FRA or level in (COM, EPCI, EPT, DEP, REG, ARR):
        return
    if level not in (CAN, QPV, QPV2015):
        said = tr("“{title}”: nothing tells what lies in {territory}, so all of it was written.")
    elif territory.level in (COM, EPCI, EPT, ARR):
        said = tr("“{title}”: their codes tell the département alone: those of the whole département of {territory} "
                  "were written.")  # fmt: skip
    else:
        return
    feedback.pushInfo(said.format(title=title, territory=str(territory)))


def _department(code):
    """Return the département of a QPV's code: ``QN09312I`` is in 93, ``QN97103M`` in 971."""
    three = code[2:5]
    return three if three.startswith("97") else three[1:] if three.startswith("0") else three
