"""The whole street network, put together."""

from __future__ import annotations

import numpy as np

from . import junctions, paths, roads, streets, terrain
from .curves import along, crossings, lengths, project
from .field import Field, is_town
from .place import TOWN
from .ways import Way


def make(rng):
    """Return (ways, field): the finished network as OSM would have it, and the town's grain."""
    classified = roads.main_roads(rng)
    field = Field(rng, classified)
    fast = roads.motorway(classified)
    ordinary = streets.residential(field, classified, rng)
    ways = junctions.attach_ends([*classified, *ordinary])
    ways += paths.footpaths(field, ways, rng)
    ways += paths.parks(ways)
    ways = junctions.node(junctions.attach_ends(ways))
    ways = junctions.prune(ways, rng, chance_of_dead_end)
    banks = terrain.river_banks()
    ways = [w for w in ways if w.fixed or not any(crossings(w.line, bank) for bank in banks)]
    # second round: things that hang on finished streets
    ways += paths.culs_de_sac(field, ways, rng, 60)
    ways += paths.shortcuts(field, ways, rng, "steps", 9, 45, 105, on_the_slope)
    ways += paths.shortcuts(field, ways, rng, "footway", 34, 45, 140)
    ways += paths.tracks(field, classified, ways, rng, 46)
    ways.append(planned_road(ways))
    ways = junctions.node(junctions.attach_ends([*ways, *fast], 3.0), merge=6.0, tolerance=0.0)
    for road in ("Avenue de la Saugeraie", "Faubourg du Vernoy", "Route de Chantepierre", "Avenue de Marsolles"):
        ways = junctions.roundabout(ways, "Boulevard du Nord", road)
    ways = junctions.roundabout(ways, "Boulevard du Midi", "Avenue de la Gare")
    ways = junctions.roundabout(ways, "Boulevard de l'Est", "Route de Grandchaume")
    part = junctions.components(ways)
    ways = [w for w, p in zip(ways, part) if p == 0]
    ways = structures(ways)
    ways = junctions.node(ways + paths.island_paths(), merge=0.5, tolerance=0.0)
    return ways, field


def chance_of_dead_end(length, x, y):
    """Return the chance that a dead end of some length stays."""
    if length < 24 or length > 170:
        return 0.0
    return 0.75 if length < 90 else 0.35


def on_the_slope(x, y):
    """Tell whether a point lies on the slope between the old town and the river, or on the northern hill."""
    return (6_750 < x < 7_250 and 4_900 < y < 6_200) or (5_400 < x < 6_500 and 6_100 < y < 6_900)


def planned_road(ways):
    """Return a road still being built: it is on the maps, nobody can use it yet."""
    start = next(w.line for w in ways if w.name == "Boulevard de l'Est").tolist()[-1]
    line = np.array([start, (9_600, 5_000), (9_760, 5_300), (9_735, 5_790)], float)
    from .curves import smooth

    line = smooth(line, 40)
    hits = [s for w in ways if w.ref == "D 12" for s in crossings(line, w.line)]
    if hits:
        from .curves import cut

        line = cut(line, 0, min(hits))
    return Way(line, "construction", "", fixed=True)


def structures(ways):
    """Return the ways cut where they pass over the river or the motorway, under the railway."""
    out = []
    for way in ways:
        if way.plane and way.kind != "motorway":
            out.append(way)
            continue
        spans = []
        if not way.plane:
            for s in crossings(way.line, terrain.RIVER):
                spans.append((*reach(way.line, s, terrain.RIVER, terrain.RIVER_HALF_WIDTH + 8), "bridge"))
            for s in crossings(way.line, terrain.MOTORWAY):
                spans.append((*reach(way.line, s, terrain.MOTORWAY, 30), "bridge"))
            for s in crossings(way.line, terrain.RAILWAY):
                spans.append((*reach(way.line, s, terrain.RAILWAY, 12), "tunnel"))
        else:
            for s in crossings(way.line, terrain.RAILWAY):
                spans.append((*reach(way.line, s, terrain.RAILWAY, 16), "bridge"))
        if not spans:
            out.append(way)
            continue
        for piece in junctions.split_way(way, [s for a, b, _ in spans for s in (a, b)]):
            middle = project(way.line, along(piece.line, lengths(piece.line)[-1] / 2)[0][0])[1]
            what = [w for a, b, w in spans if a < middle < b]
            out.append(piece.with_(bridge="bridge" in what, tunnel="tunnel" in what))
    return out


def reach(line, s, axis, gap):
    """Return the two distances along `line`, around `s`, where it stands `gap` metres off `axis`."""
    ends = []
    for step in (-2.0, 2.0):
        at = s
        while abs(at - s) < 150 and project(axis, along(line, at)[0][0])[0] < gap:
            at += step
        ends.append(at)
    return ends[0], ends[1]


__all__ = ["TOWN", "is_town", "make"]
