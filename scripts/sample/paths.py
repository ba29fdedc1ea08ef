"""What only walkers use: footpaths of the estates, parks, passages, stairs, tracks, the island's paths."""

from __future__ import annotations

import numpy as np

from . import terrain
from .curves import along, crossings, cut, lengths, smooth
from .place import ESTATES, VOIDS
from .streets import STEP, Tracer
from .terrain import crosses_barrier, ellipse
from .ways import Way


class Estates:
    """The town's grain inside the estates only, with footpaths close together."""

    def __init__(self, field):
        self.field = field

    def grain(self, x, y):
        """Return the direction of the grain, turned a little: paths cut corners."""
        return self.field.grain(x, y) + 0.45 * np.sin(x / 70) * np.cos(y / 60)

    def gap(self, x, y):
        """Return the distance between parallel paths, metres."""
        return 84.0

    def free(self, x, y):
        """Tell whether a path may pass."""
        return self.field.free(x, y) and any(np.hypot(x - e.x, y - e.y) < e.radius - 15 for e in ESTATES)


def footpaths(field, ways, rng):
    """Return the footpaths between the buildings of the estates."""
    tracer = Tracer(Estates(field), rng)
    found = []
    for estate in ESTATES:
        near = [w for w in ways if np.hypot(*(w.line - (estate.x, estate.y)).T).min() < estate.radius + 60]
        for way in near:
            for a in range(len(way.line) - 1):
                tracer.add(way.line[a : a + 2])
        for _ in range(160):
            r, t = estate.radius * np.sqrt(rng.random()), rng.uniform(0, 6.28)
            line = tracer.street(estate.x + r * np.cos(t), estate.y + r * np.sin(t), int(rng.random() < 0.5), 150.0)
            if line is not None:
                tracer.add(line)
                found.append(Way(line, "footway", urban=True, surface="asphalt"))
    return found


def parks(ways):
    """Return the paths of the parks: a loop and four alleys that reach the streets around."""
    found = []
    for x, y, radius in VOIDS[:4]:
        loop = ellipse((x, y), (radius * 0.66, radius * 0.55), 0.4, 24, 0.05)
        found.append(Way(loop, "footway", urban=True, surface="fine_gravel"))
        for k in range(4):
            t = 0.5 + k * np.pi / 2
            line = np.array(
                [
                    (x + r * np.cos(t + 0.0006 * r), y + r * np.sin(t + 0.0006 * r))
                    for r in np.arange(0, 2.1 * radius, 15)
                ]
            )
            line = until_street(line, ways, 0.7 * radius)
            if line is not None:
                found.append(Way(line, "footway", urban=True, surface="fine_gravel"))
    return found


def until_street(line, ways, least=0.0):
    """Return `line` up to the first street it meets after `least` metres, or None."""
    low, high = line.min(0), line.max(0)
    hits = []
    for way in ways:
        if (way.line.max(0) < low).any() or (way.line.min(0) > high).any() or way.plane:
            continue
        hits += [s for s in crossings(line, way.line) if s > least]
    return cut(line, 0, min(hits)) if hits else None


def shortcuts(field, ways, rng, kind, count, shortest, longest, spots=None):
    """Return short links across blocks: from the middle of a street straight to the next one."""
    found, tries = [], 0
    streets = [w for w in ways if w.kind in ("residential", "tertiary", "secondary") and w.urban]
    while len(found) < count and tries < 4_000:
        tries += 1
        way = streets[int(rng.integers(len(streets)))]
        total = lengths(way.line)[-1]
        (p,), (d,) = along(way.line, total * rng.uniform(0.15, 0.85))
        if spots is not None and not spots(*p):
            continue
        side = 1 if rng.random() < 0.5 else -1
        normal = side * np.array([-d[1], d[0]])
        turn = rng.normal(0, 0.12)
        normal = np.array([normal[0] - turn * normal[1], normal[1] + turn * normal[0]])
        probe = np.array([p, p + normal * (longest + 5)])
        line = until_street(probe, ways, 3.0)
        if line is None or not shortest < lengths(line)[-1] < longest or crosses_barrier(line):
            continue
        if any(np.hypot(*(line.mean(0) - o.line.mean(0))) < 90 for o in found):
            continue
        middle = line.mean(0) + rng.normal(0, 3, 2)
        found.append(
            Way(
                np.array([line[0], middle, line[-1]]),
                kind,
                urban=True,
                surface="paving_stones" if kind == "steps" else "",
            )
        )
    return found


def culs_de_sac(field, ways, rng, count):
    """Return short dead-end streets in the loose districts, some of them private."""
    found, tries = [], 0
    streets = [w for w in ways if w.kind == "residential" and w.urban]
    while len(found) < count and tries < 4_000:
        tries += 1
        way = streets[int(rng.integers(len(streets)))]
        total = lengths(way.line)[-1]
        (p,), (d,) = along(way.line, total * rng.uniform(0.1, 0.9))
        if field.gap(*p) < 105:
            continue
        normal = (1 if rng.random() < 0.5 else -1) * np.array([-d[1], d[0]])
        reach = rng.uniform(38, 68)
        line = np.array([p, p + normal * reach * 0.5, p + normal * reach + d * rng.normal(0, 8)])
        if (
            until_street(line + normal * 0.5, ways) is not None
            or until_street(line[-1] + np.array([[-18.0, 0], [18, 0]]), ways) is not None
        ):
            continue
        if not field.free(*line[-1]) or any(np.hypot(*(line[-1] - o.line[-1])) < 50 for o in found):
            continue
        private = len(found) % 4 == 3
        found.append(
            Way(
                line,
                "service" if private else "residential",
                urban=True,
                access="private" if private else "",
                fixed=True,
            )
        )
    return found


def tracks(field, roads, ways, rng, count):
    """Return farm tracks and paths that wander off the country roads, most of them to nowhere."""
    found, tries = [], 0
    roads = [w for w in roads if not w.plane]
    while len(found) < count and tries < 3_000:
        tries += 1
        way = roads[int(rng.integers(len(roads)))]
        (p,), (d,) = along(way.line, lengths(way.line)[-1] * rng.uniform(0.05, 0.95))
        if field.built[int(p[1] // 25) % field.shape[0], int(p[0] // 25) % field.shape[1]] > 0:
            continue
        heading = np.arctan2(d[0], -d[1]) + (np.pi if rng.random() < 0.5 else 0) + rng.normal(0, 0.3)
        reach, points = rng.uniform(260, 1_000), [p]
        while len(points) < reach / 60:
            heading += rng.normal(0, 0.22)
            points.append(points[-1] + 60 * np.array([np.cos(heading), np.sin(heading)]))
        if len(points) < 3:
            continue
        line = smooth(points, 25.0)
        if (line < 40).any() or (line[:, 0] > 13_950).any() or (line[:, 1] > 10_450).any():
            continue
        near = [min(np.hypot(*(line - q).T)) for q in (terrain.ISLAND, (2_150, 2_000))]
        if crosses_barrier(line) or crossings(line, terrain.MOTORWAY) or min(near) < 500:
            continue
        gap = min(np.hypot(*(terrain.RIVER - q).T).min() for q in line)
        far = np.hypot(*(terrain.MOTORWAY[:, None] - line[None]).transpose(2, 0, 1)).min()
        if gap < 60 or far < 120 or any(np.hypot(*(p - o.line[0])) < 350 for o in found):
            continue
        hit = until_street(line, [w for w in ways if w is not way] + found, 40.0)
        line = hit if hit is not None else line
        found.append(Way(line, "track" if rng.random() < 0.65 else "path", surface="ground", fixed=True))
    return found


def island_paths():
    """Return the paths of the island, which no bridge reaches."""
    loop = ellipse(
        terrain.ISLAND, (terrain.ISLAND_AXES[0] * 0.74, terrain.ISLAND_AXES[1] * 0.6), terrain.ISLAND_ANGLE, 20, 0.04
    )
    c, s = np.cos(terrain.ISLAND_ANGLE), np.sin(terrain.ISLAND_ANGLE)

    def place(points):
        return np.array([(terrain.ISLAND[0] + u * c - v * s, terrain.ISLAND[1] + u * s + v * c) for u, v in points])

    return [
        Way(loop, "footway", "Tour de l'Île", surface="fine_gravel", fixed=True),
        Way(
            smooth(place([(-300, 5), (-120, 12), (60, -10), (305, -6)]), 30),
            "path",
            "Chemin de l'Île aux Saules",
            surface="ground",
            fixed=True,
        ),
        Way(smooth(place([(-90, -75), (-70, 0), (-85, 74)]), 25), "path", surface="ground", fixed=True),
        Way(smooth(place([(110, -74), (95, 5), (120, 72)]), 25), "path", surface="ground", fixed=True),
    ]


__all__ = ["STEP", "culs_de_sac", "footpaths", "island_paths", "parks", "shortcuts", "tracks"]
