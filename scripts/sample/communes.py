"""A clean partition of the territory into communes with irregular, shared borders."""

from __future__ import annotations

import numpy as np

from .place import COMMUNES, SIZE

REACH = 0.98  # how much a commune's size pushes its borders out


def power_cell(k, box):
    """Return the convex cell of commune `k` in a power diagram (weights: squared radius)."""
    ring = list(box)
    a = COMMUNES[k]
    for b in COMMUNES:
        if b is a:
            continue
        # keep |p-a|^2 - wa <= |p-b|^2 - wb
        nx, ny = 2 * (b.x - a.x), 2 * (b.y - a.y)
        c = b.x**2 + b.y**2 - REACH * b.radius**2 - (a.x**2 + a.y**2 - REACH * a.radius**2)
        out = []
        for p, q in zip(ring, ring[1:] + ring[:1]):
            fp, fq = nx * p[0] + ny * p[1] - c, nx * q[0] + ny * q[1] - c
            if fp <= 0:
                out.append(p)
            if fp * fq < 0:
                t = fp / (fp - fq)
                out.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
        ring = out
    return ring


def wander(p, q, rng, share=0.11, level=6):
    """Return the vertices from p to q, q left out, of a line displaced again and again at its middle."""
    line = [np.array(p), np.array(q)]
    for _ in range(level):
        longer = [line[0]]
        for a, b in zip(line[:-1], line[1:]):
            d = b - a
            size = np.hypot(*d)
            if size > 160:
                longer.append((a + b) / 2 + np.array([-d[1], d[0]]) * rng.uniform(-share, share))
            longer.append(b)
        line = longer
    return [tuple(np.round(v, 1).tolist()) for v in line[:-1]]


def outline(rng):
    """Return the territory's outer ring: a rounded rectangle, bitten at by its neighbours."""
    t = np.linspace(0, 2 * np.pi, 27)[:-1]
    c, s = np.cos(t), np.sin(t)
    r = (np.abs(c) ** 4 + np.abs(s) ** 4) ** -0.25 * rng.uniform(0.905, 0.985, len(t))
    points = np.column_stack([SIZE[0] / 2 * (1 + r * c), SIZE[1] / 2 * (1 + r * s)])
    ring = []
    for p, q in zip(points, np.roll(points, -1, axis=0)):
        ring += wander(p, q, rng, 0.07)
    return np.array([*ring, ring[0]])


def borders(rng):
    """Return one ring (closed, (n, 2)) for each commune, before the outline cuts them; borders are shared."""
    big = 5_000
    box = [(-big, -big), (SIZE[0] + big, -big), (SIZE[0] + big, SIZE[1] + big), (-big, SIZE[1] + big)]
    corners, edges, rings = [], {}, []

    def corner(p):
        for k, q in enumerate(corners):
            if abs(p[0] - q[0]) + abs(p[1] - q[1]) < 1.0:
                return k
        corners.append((round(p[0], 1), round(p[1], 1)))
        return len(corners) - 1

    for k in range(len(COMMUNES)):
        cell = [corner(p) for p in power_cell(k, box)]
        ring = []
        for a, b in zip(cell, cell[1:] + cell[:1]):
            if a == b:
                continue
            if (b, a) in edges:
                ring += [*edges[b, a][1:], corners[a]][::-1]
            else:
                edges[a, b] = wander(corners[a], corners[b], rng)
                ring += edges[a, b]
        rings.append(np.array([*ring, ring[0]]))
    return rings


def inside(ring, points):
    """Tell which points lie inside a closed ring (even-odd rule)."""
    x, y = points[:, 0][:, None], points[:, 1][:, None]
    ax, ay, bx, by = ring[:-1, 0], ring[:-1, 1], ring[1:, 0], ring[1:, 1]
    over = (ay > y) != (by > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = ax + (y - ay) / (by - ay) * (bx - ax)
    return (over & (x < at)).sum(1) % 2 == 1


class Towns:
    """Answers which commune a point lies in."""

    def __init__(self, rings):
        self.rings = rings

    def of(self, points):
        """Return the commune's number for each point (the nearest centre outside all)."""
        points = np.atleast_2d(points)
        found = np.full(len(points), -1)
        for k, ring in enumerate(self.rings):
            found[inside(ring, points)] = k
        for i in np.flatnonzero(found < 0):
            found[i] = int(np.argmin([np.hypot(*(points[i] - (c.x, c.y))) for c in COMMUNES]))
        return found
