"""Ordinary streets: evenly spaced lines along the town's grain (Jobard and Lefer, 1997)."""

from __future__ import annotations

from collections import defaultdict, deque

import numpy as np

from .curves import along, crossing, lengths
from .place import COMMUNES
from .ways import Way

STEP = 12.0
BIN = 60.0
TURN = np.radians(38)


class Tracer:
    """Draws streets one after another, none too near a parallel one."""

    def __init__(self, field, rng):
        self.field, self.rng = field, rng
        self.samples = defaultdict(list)
        self.segments = defaultdict(list)

    def add(self, line):
        """Remember a line as something to keep away from and to meet."""
        for (x, y), (dx, dy) in zip(*along(line, np.arange(0, lengths(line)[-1], STEP))):
            self.samples[int(x // BIN), int(y // BIN)].append((x, y, dx, dy))
        for a, b in zip(line[:-1], line[1:]):
            n = int(np.hypot(*(b - a)) // BIN) + 1
            for k in {
                (int(p[0] // BIN), int(p[1] // BIN)) for p in (a + (b - a) * t for t in np.linspace(0, 1, n + 1))
            }:
                self.segments[k].append((tuple(a), tuple(b)))

    def crowded(self, x, y, dx, dy, reach):
        """Tell whether a parallel street runs within `reach` metres."""
        span = int(reach // BIN) + 1
        i0, j0 = int(x // BIN), int(y // BIN)
        limit, cosine = reach * reach, np.cos(TURN)
        for i in range(i0 - span, i0 + span + 1):
            for j in range(j0 - span, j0 + span + 1):
                for px, py, ex, ey in self.samples.get((i, j), ()):
                    if (px - x) ** 2 + (py - y) ** 2 < limit and abs(dx * ex + dy * ey) > cosine:
                        return True
        return False

    def met(self, a, b):
        """Return where the step from a to b first meets a street, or None."""
        best = None
        for k in {(int(p[0] // BIN) + i, int(p[1] // BIN) + j) for p in (a, b) for i in (-1, 0, 1) for j in (-1, 0, 1)}:
            for c, d in self.segments.get(k, ()):
                hit = crossing(a, b, c, d)
                if hit and hit[0] > 1e-6 and (best is None or hit[0] < best):
                    best = hit[0]
        return None if best is None else (a[0] + best * (b[0] - a[0]), a[1] + best * (b[1] - a[1]))

    def heading(self, x, y, family, dx, dy):
        """Return the unit direction of a family of streets, turned to go on as (dx, dy)."""
        angle = self.field.grain(x, y) + family * np.pi / 2
        # the grain has four arms: take the one that goes on best
        arms = [(np.cos(angle + k * np.pi / 2), np.sin(angle + k * np.pi / 2)) for k in range(4)]
        return max(arms, key=lambda arm: arm[0] * dx + arm[1] * dy)

    def run(self, x, y, dx, dy, limit):
        """Return the points of half a street, from (x, y) on, without the start; and whether it ends on a street."""
        points, gone, lookahead = [], 0.0, None
        while gone < limit:
            mx, my = self.heading(x, y, 0, dx, dy)
            hx, hy = self.heading(x + mx * STEP / 2, y + my * STEP / 2, 0, mx, my)
            nx, ny = x + hx * STEP, y + hy * STEP
            if not self.field.free(nx, ny):
                return points, False
            meets = self.met((x, y), (nx, ny))
            gap = self.field.gap(nx, ny)
            if lookahead is None and self.crowded(nx, ny, hx, hy, 0.52 * gap):
                lookahead = 0.0
            if lookahead is not None:
                if meets:
                    return points + [meets], True
                lookahead += STEP
                if lookahead > 0.9 * gap:
                    return points[: -int(lookahead // STEP)] if len(points) > lookahead // STEP else [], False
            x, y, dx, dy = nx, ny, hx, hy
            points.append((x, y))
            gone += STEP
        return points, False

    def street(self, x, y, family, limit):
        """Draw one street through (x, y); return its line or None."""
        angle = self.field.grain(x, y) + family * np.pi / 2
        dx, dy = np.cos(angle), np.sin(angle)
        gap = self.field.gap(x, y)
        if not self.field.free(x, y) or gap <= 0 or self.crowded(x, y, dx, dy, 0.88 * gap):
            return None
        ahead, _ = self.run(x, y, dx, dy, limit)
        behind, _ = self.run(x, y, -dx, -dy, limit)
        line = np.array(behind[::-1] + [(x, y)] + ahead)
        if len(line) < 2 or lengths(line)[-1] < 0.75 * gap:
            return None
        return line


def residential(field, roads, rng):
    """Return the ordinary streets of every settlement."""
    tracer = Tracer(field, rng)
    for way in roads:
        tracer.add(way.line)
    queue = deque()

    def seeds(line):
        for (x, y), (dx, dy) in zip(*along(line, np.arange(20, lengths(line)[-1], 45.0))):
            gap = field.gap(x, y)
            if gap <= 0:
                continue
            gap *= 0.92 + 0.2 * rng.random()
            queue.append((x - dy * gap, y + dx * gap, dx, dy))
            queue.append((x + dy * gap, y - dx * gap, dx, dy))
            queue.append((x, y, -dy, dx))

    for commune in COMMUNES:
        for way in roads:
            seeds_near = way.line[np.hypot(way.line[:, 0] - commune.x, way.line[:, 1] - commune.y) < 2 * commune.radius]
            if len(seeds_near) > 2:
                seeds(seeds_near)
    found = []
    while queue:
        x, y, dx, dy = queue.popleft()
        grain = field.grain(x, y)
        family = 0 if abs(np.cos(grain) * dx + np.sin(grain) * dy) > 0.7 else 1
        limit = 380 * (1 + 0.8 * rng.random())
        line = tracer.street(x, y, family, limit)
        if line is None:
            continue
        tracer.add(line)
        found.append(Way(line, "residential", urban=True))
        seeds(line)
    return found
