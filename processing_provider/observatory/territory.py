"""Which codes lie in a territory."""

from __future__ import annotations

from ...domain.errors import QT_TRANSLATE_NOOP
from ...domain.indicators.levels import ARR, CAN, COM, DEP, EPCI, EPT, FRA, QPV, QPV2015, REG, department_of
from ...translation import tr

__all__ = ["UNKNOWN", "inside_of", "say_coarse"]

UNKNOWN = QT_TRANSLATE_NOOP(
    "@default", "{territory} is not a territory of {year}: check its code, it may have merged with another."
)


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
        said = tr("“{title}”: their codes tell the département alone: those of the whole département of {territory} were "
                  "written.")  # fmt: skip
    else:
        return
    feedback.pushInfo(said.format(title=title, territory=str(territory)))


def _department(code):
    """Return the département of a QPV's code: ``QN09312I`` is in 93, ``QN97103M`` in 971."""
    three = code[2:5]
    return three if three.startswith("97") else three[1:] if three.startswith("0") else three
