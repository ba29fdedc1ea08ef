"""Which communes of the data are which of the boundaries, where the two are not of the same year.

Insee's table of movements and both years tell it exactly. Without them, the former codes of today's communes tell where
the two cannot be of the same year: a code that has since gone stands in one, and not in the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Lineage", "lineage"]


@dataclass(frozen=True)
class Lineage:
    """What communes became.

    Attributes
    ----------
    forward : dict of str to set of str
        Code of the data -> codes of the boundaries; a code that is absent has not moved.
    back : dict of str to set of str
        Code of the boundaries -> codes of the data.
    """

    forward: dict = field(default_factory=dict)
    back: dict = field(default_factory=dict)

    def lacking(self, code):
        """Return what has joined a commune of the data since, and that its value lacks."""
        return _others(self.back, code)

    def beyond(self, code):
        """Return what a commune of the data holds beside what the boundaries call so."""
        return _others(self.forward, code)


def _others(kin, code):
    # a code that is not among its own kin is of the other year already, whatever was said
    return sorted(kin[code] - {code}) if code in kin.get(code, ()) else []


def lineage(data, polygons, before="", now="", changes=None, former=None):
    """Return the `Lineage` of communes.

    Parameters
    ----------
    data, polygons : container of str
        Their codes.
    before, now : str, optional
        Years of the geography of the data, and of the boundaries.
    changes : vintages.CommuneChanges, optional
    former : dict of str to str, optional
        Former code -> commune of today.
    """
    if changes is not None and before and now:
        return Lineage(changes.between(before, now), changes.between(now, before))
    made, said = Lineage(), bool(before and now)
    for old, code in (former or {}).items():
        # whatever years were said, a former code that the boundaries have no more tells that the data are older
        if old in data and old not in polygons and code in polygons and not (said and before > now):
            made.forward[old] = {code}
            made.back.setdefault(code, {code}).add(old)
        # but one that the data lack may only be missing there
        elif old in polygons and old not in data and code in data and not (said and before <= now):
            made.forward.setdefault(code, {code}).add(old)
            made.back[old] = {code}
    return made
