"""What of a layer is wanted: conditions on attributes, written as each server reads them, and tried here too.

A condition is `Wanted`: an attribute whose text is one of some values, or begins with one of them. Servers that do
not know a filter send everything: `holds` decides in the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ..domain.indicators.levels import COM, DEP, FRA, REG
from .territories import shipped

__all__ = ["Wanted", "fes", "holds", "parameters", "sent", "wanted"]

MOST_VALUES = 40
"""Values that a filter in an address holds."""
_WAYS = {
    "2": ('<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0">{}</fes:Filter>', "fes", "ValueReference"),
    "1": ('<ogc:Filter xmlns:ogc="http://www.opengis.net/ogc">{}</ogc:Filter>', "ogc", "PropertyName"),
}


@dataclass(frozen=True)
class Wanted:
    """A condition.

    Attributes
    ----------
    name : str
        Of the attribute.
    values : tuple of str
    prefix : bool
        True where the attribute need only begin so.
    """

    name: str
    values: tuple
    prefix: bool = False


def wanted(entry, query, names):
    """Return the conditions that an entry and a territory mean.

    Parameters
    ----------
    entry : domain.indicators.entry.Entry
        ``request["filter"]`` holds ``{"nature": ["Zone industrielle"]}``, ``request["within"]`` names the attributes
        that hold a territory's code, ``{"dep": ["code_insee_du_departement"]}``, ``request["code"]`` those that hold
        the feature's own.
    query : domain.indicators.entry.Query
    names : sequence of str
        The attributes that there are.

    Returns
    -------
    list of Wanted
    bool
        Whether the territory is among them, or is the whole country.
    """
    request, territory = entry.request, query.territory
    found = []
    for name, values in (request.get("filter") or {}).items():
        # without such an attribute nothing is what is wanted, rather than all
        found.append(Wanted(_present((name,), names) or name, tuple(str(value) for value in _list(values))))
    if territory.level == FRA:
        return found, True
    own = _present(_list((request.get("within") or {}).get(territory.level)), names)
    if own:
        return [*found, Wanted(own, (territory.code,))], True
    code = _present(_list(request.get("code")), names)
    level = query.level or (entry.levels[0] if entry.levels else "")
    own = _members(code, level, territory) if code and level else []
    return [*found, *own], bool(own)


def _members(code, level, territory):
    """Return the conditions on features' own codes; none where nobody knows who is in whom."""
    if level == territory.level:
        return [Wanted(code, (territory.code,))]
    known = shipped()
    if level != COM:
        members = known.members(territory, level)
        return [Wanted(code, tuple(members))] if members else []
    if territory.level == DEP:
        return [Wanted(code, (territory.code,), True)]
    departments = known.members(territory, DEP)
    if not departments:
        return []
    begin = Wanted(code, tuple(departments), True)
    # communes of a région begin with its départements; those of a group are known one by one
    return [begin] if territory.level == REG else [begin, Wanted(code, tuple(known.communes(territory)))]


def sent(conditions):
    """Return the conditions that fit in an address; the others are tried here only."""
    return [condition for condition in conditions if len(condition.values) <= MOST_VALUES]


def fes(conditions, version, prefix=""):
    """Write conditions as a WFS reads them.

    Parameters
    ----------
    conditions : sequence of Wanted
    version : str
        Of the service: "2.0.0" or "1.1.0".
    prefix : str, optional
        What names of attributes begin with.

    Returns
    -------
    str
    """
    whole, space, reference = _WAYS["2" if version.startswith("2") else "1"]

    def one(condition, value):
        name = "<{0}:{1}>{2}</{0}:{1}>".format(space, reference, escape(prefix + condition.name, quote=False))
        if condition.prefix:
            literal = "".join("!" + c if c in "*?!" else c for c in value) + "*"
            head, kind = ' wildCard="*" singleChar="?" escapeChar="!"', "PropertyIsLike"
        else:
            literal, head, kind = value, "", "PropertyIsEqualTo"
        literal = "<{0}:Literal>{1}</{0}:Literal>".format(space, escape(literal, quote=False))
        return "<{0}:{1}{2}>{3}{4}</{0}:{1}>".format(space, kind, head, name, literal)

    def joined(parts, word):
        return parts[0] if len(parts) == 1 else "<{0}:{1}>{2}</{0}:{1}>".format(space, word, "".join(parts))

    each = [joined([one(condition, value) for value in condition.values], "Or") for condition in conditions]
    return whole.format(joined(each, "And"))


def parameters(conditions):
    """Return what of conditions an OGC API understands by its parameters: equality to one value."""
    return {c.name: c.values[0] for c in conditions if not c.prefix and len(c.values) == 1}


def holds(feature, conditions):
    """Tell whether a feature is wanted."""
    properties = feature.get("properties") or {}
    for condition in conditions:
        value = properties.get(condition.name)
        text = "" if value is None else str(value)
        if condition.prefix:
            if not text.startswith(condition.values):
                return False
        elif text not in condition.values:
            return False
    return True


def _present(candidates, names):
    """Return the first candidate that there is, as it is written there; "" for none."""
    known = {name.casefold(): name for name in names}
    return next((known[c.casefold()] for c in candidates if c.casefold() in known), "")


def _list(value):
    return [] if value is None else [value] if isinstance(value, (str, int, float)) else list(value)
