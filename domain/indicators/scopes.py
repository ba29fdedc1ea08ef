"""In which wholes a territory is compared, and with whom."""

from __future__ import annotations

from collections import Counter

from .levels import COM, DEP, EPCI, FRA, REG, Territory, department_of

__all__ = ["Scopes"]


class Scopes:
    """In which wholes a territory lies (its group of communes, its département, its région), and its peers there.

    Parameters
    ----------
    places : sources.territories.Territories
        Or what has its ``members``, ``communes``, ``parents`` and ``name``.
    """

    def __init__(self, places):
        self.places, self._known = places, {}

    def of(self, territory):
        """Return the wholes that a territory is compared in.

        Returns
        -------
        list of (level, code, name, frozenset of str)
            The smallest first.
        """
        found = []
        for level, code in self.parents(territory):
            found.append((level, code, self._name(level, code), self._members(level, code, territory.level)))
        return found

    def everywhere(self, kind):
        """Return the codes of the territories of a level, wherever they are."""
        return frozenset(self.places.members(Territory(), kind))

    def parents(self, territory):
        """Return (level, code) of the wholes, the smallest first.

        A group of communes is compared in the département, and the région, that hold most of its communes: in none
        where none does. A collectivity overseas that is of no région (Polynésie française…) is compared in no country
        either: the national tables do not hold it.
        """
        parents = []
        if territory.level == COM:
            parents += _most(EPCI, [self.places.parents(territory.code).get(EPCI, "")])
        if territory.level in (COM, EPCI):
            communes = self.places.communes(territory)
            parents += _most(DEP, [department_of(code) for code in communes])
            parents += _most(REG, [self.places.parents(code).get(REG, "") for code in communes])
        elif territory.level == DEP:
            parents += _most(REG, [self._region(territory.code)])
        in_france = any(self.places.parents(code).get(REG) for code in self.places.communes(territory))
        return [*parents, (FRA, "")] if in_france else parents

    def _region(self, department):
        some = self.places.communes(Territory(DEP, department))
        return self.places.parents(some[0]).get(REG, "") if some else ""

    def _members(self, level, code, kind):
        key = level, code, kind
        if key not in self._known:
            wholes = [Territory(level, code)]
            if level == FRA:
                wholes = [Territory(REG, region) for region in self.places.members(Territory(), REG)]
            self._known[key] = frozenset(one for whole in wholes for one in self.places.members(whole, kind))
        return self._known[key]

    def _name(self, level, code):
        return "France" if level == FRA else self.places.name(level, code) or code


def _most(level, codes):
    """Return [(level, code)] of the code that more than half are, [] where none is."""
    for code, count in Counter(codes).most_common(1):
        if code and 2 * count > len(codes):
            return [(level, code)]
    return []
