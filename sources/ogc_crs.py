"""In which reference system a layer is asked for."""

from __future__ import annotations

from ..domain.indicators.levels import COM, DEP, REG
from .geojson_file import WGS84
from .ogc_services import code_of

__all__ = ["crs_for"]

MAINLAND = "2154"
OVERSEAS = frozenset(("5490", "2972", "2975", "4471", "4467"))
_MAINLAND_BOUNDS = (-6.0, 41.0, 10.0, 52.0)


def crs_for(layer, territory):
    """Choose the reference system to ask for: the legal one where all lies in it, else degrees.

    Parameters
    ----------
    layer : sources.ogc_services.Layer
    territory : domain.indicators.levels.Territory

    Returns
    -------
    str
        Number of EPSG.
    str
        As the server writes it.
    """
    offered = {}
    for name in layer.crs:
        offered.setdefault(code_of(name), name)
    own = code_of(layer.crs[0]) if layer.crs else ""
    order = [own] if own in OVERSEAS else []
    if _is_mainland(territory) or (layer.bounds and _inside(layer.bounds, _MAINLAND_BOUNDS)):
        order.append(MAINLAND)
    order += [WGS84, own]
    for code in order:
        if code and code in offered:
            return code, offered[code]
    # what it offers is not said: what the standard has everywhere
    return WGS84, "" if layer.items else "urn:ogc:def:crs:EPSG::" + WGS84


def _is_mainland(territory):
    code = territory.code
    if territory.level == REG:
        return code > "06"
    return territory.level in (COM, DEP) and not code.startswith(("97", "98"))


def _inside(bounds, others):
    return bounds[0] >= others[0] and bounds[1] >= others[1] and bounds[2] <= others[2] and bounds[3] <= others[3]
