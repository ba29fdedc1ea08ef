"""The town's grain: which way streets run, how far apart they stand, where they may go.

Streets follow a field of directions, as in Chen et al., "Interactive procedural street modeling" (2008):
radial around each centre, along the main roads and the river, and square in districts laid out at once.
Directions are averaged as doubled-by-four angles, so that a street and its cross street count as one.
"""

from __future__ import annotations

import numpy as np

from . import terrain
from .curves import along, lengths
from .place import CENTRE, COMMUNES, ESTATES, SIZE, TOWN, VOIDS

CELL = 25.0


class Field:
    """Grain, spacing and permission on a grid of 25 m, read by nearest cell."""

    def __init__(self, rng, roads):
        nx, ny = int(SIZE[0] / CELL) + 1, int(SIZE[1] / CELL) + 1
        gx, gy = np.meshgrid(np.arange(nx) * CELL, np.arange(ny) * CELL)
        self.shape = gx.shape
        points = np.column_stack([gx.ravel(), gy.ravel()])
        self.road_points, self.road_angles = sampled([w.line for w in roads], 30.0)
        self.built = self._built(rng, points)
        inside = np.flatnonzero(self.built > 0)
        angle, spacing, allowed = (np.zeros(len(points)) for _ in range(3))
        road_gap, road_angle = nearest(points[inside], self.road_points, self.road_angles)
        angle[inside] = self._angles(rng, points[inside], road_gap, road_angle)
        spacing[inside] = self._spacing(points[inside])
        water, _ = nearest(points[inside], *sampled([terrain.RIVER], 15.0))
        rail, _ = nearest(points[inside], *sampled([terrain.RAILWAY], 15.0))
        motorway, _ = nearest(points[inside], *sampled([terrain.MOTORWAY], 15.0))
        allowed[inside] = (water > 31) & (rail > 26) & (motorway > 90)
        for x, y, radius in VOIDS:
            allowed[np.hypot(points[:, 0] - x, points[:, 1] - y) < radius] = 0
        self.angle, self.spacing, self.allowed = (a.reshape(self.shape) for a in (angle, spacing, allowed))
        self.built = self.built.reshape(self.shape)

    def _built(self, rng, points):
        """Return how built-up each point is, 0 outside to 1 in a centre."""
        built = np.zeros(len(points))
        road_gap = np.full(len(points), 1e9)
        for commune in COMMUNES:
            dx, dy = points[:, 0] - commune.x, points[:, 1] - commune.y
            d, t = np.hypot(dx, dy), np.arctan2(dy, dx)
            a, b, c = rng.uniform(0, 6.28, 3)
            reach = commune.radius * (
                1 + 0.10 * np.sin(2 * t + a) + 0.09 * np.sin(3 * t + b) + 0.06 * np.sin(7 * t + c)
            )
            close = np.flatnonzero(d < 1.7 * commune.radius)
            road_gap[close] = nearest(points[close], self.road_points, self.road_angles)[0]
            reach = np.where(road_gap < 130, reach * 1.3, reach)  # towns grow along their roads
            built = np.maximum(built, np.clip(1 - d / reach, 0, 1))
        for estate in ESTATES:
            d = np.hypot(points[:, 0] - estate.x, points[:, 1] - estate.y)
            built = np.maximum(built, np.where(d < estate.radius + 90, 0.3, 0))
        return built

    @staticmethod
    def _angles(rng, points, road_gap, road_angle):
        total = np.zeros(len(points), complex)
        for commune in COMMUNES:
            dx, dy = points[:, 0] - commune.x, points[:, 1] - commune.y
            d = np.hypot(dx, dy)
            total += (
                (0.75 if commune.radius < 1_000 else 0.62)
                * np.exp(-((d / (0.7 * commune.radius)) ** 2))
                * np.exp(4j * np.arctan2(dy, dx))
            )
        for _ in range(64):
            home = COMMUNES[int(rng.choice([0, 0, 0, 0, 3, 3, *range(12)]))]
            t, r = rng.uniform(0, 6.28), home.radius * np.sqrt(rng.uniform(0.1, 1.2))
            x, y, turn = home.x + r * np.cos(t), home.y + r * np.sin(t), rng.uniform(0, 1.57)
            reach = rng.uniform(150, 360)
            total += 0.9 * np.exp(-(((points[:, 0] - x) ** 2 + (points[:, 1] - y) ** 2) / reach**2)) * np.exp(4j * turn)
        total += 1.6 * np.exp(-((road_gap / 150) ** 2)) * np.exp(4j * road_angle)
        gap, angle = nearest(points, *sampled([terrain.RIVER], 30.0))
        total += 1.3 * np.exp(-((gap / 220) ** 2)) * np.exp(4j * angle)
        drift = 0.2 * np.sin(points[:, 0] / 310 + 1.3) + 0.2 * np.sin(points[:, 1] / 270 + points[:, 0] / 900)
        return np.angle(total) / 4 + drift

    @staticmethod
    def _spacing(points):
        d = np.hypot(points[:, 0] - CENTRE[0], points[:, 1] - CENTRE[1])
        spacing = np.interp(d, [0, 420, 520, 1_500, 2_600], [74, 80, 106, 134, 138])
        for x, y in ((5_250, 5_650), (7_600, 5_900), (6_900, 4_700)):  # some looser districts
            spacing = np.where(np.hypot(points[:, 0] - x, points[:, 1] - y) < 330, spacing * 1.22, spacing)
        for estate in ESTATES:
            spacing = np.where(np.hypot(points[:, 0] - estate.x, points[:, 1] - estate.y) < estate.radius, 210, spacing)
        far = d > 2_600
        return np.where(far, 122, spacing)

    def _at(self, grid, x, y):
        i, j = int(round(y / CELL)), int(round(x / CELL))
        if 0 <= i < self.shape[0] and 0 <= j < self.shape[1]:
            return grid[i, j]
        return 0.0

    def free(self, x, y):
        """Tell whether a street may pass here."""
        return self._at(self.allowed, x, y) > 0

    def gap(self, x, y):
        """Return how far apart parallel streets stand here, metres."""
        return self._at(self.spacing, x, y)

    def grain(self, x, y):
        """Return the grain's direction here, bilinear on the doubled-by-four angle."""
        fx, fy = min(max(x / CELL, 0), self.shape[1] - 1.001), min(max(y / CELL, 0), self.shape[0] - 1.001)
        j, i = int(fx), int(fy)
        u, v = fx - j, fy - i
        a = np.exp(4j * self.angle[i : i + 2, j : j + 2])
        mixed = (1 - v) * ((1 - u) * a[0, 0] + u * a[0, 1]) + v * ((1 - u) * a[1, 0] + u * a[1, 1])
        return float(np.angle(mixed)) / 4


def sampled(lines, step):
    """Return points every `step` metres along some lines and the lines' angle there."""
    points, angles = [], []
    for line in lines:
        p, d = along(line, np.arange(0, lengths(line)[-1], step))
        points.append(p)
        angles.append(np.arctan2(d[:, 1], d[:, 0]))
    return np.vstack(points), np.concatenate(angles)


def nearest(points, others, values):
    """Return the distance from each point to the nearest of `others`, and that one's value."""
    gap, value = np.empty(len(points)), np.empty(len(points))
    for start in range(0, len(points), 2_000):
        block = points[start : start + 2_000]
        low, high = block.min(0) - 600, block.max(0) + 600
        near = np.flatnonzero(((others >= low) & (others <= high)).all(1))
        near = near if len(near) else np.arange(len(others))
        d = ((block[:, None, :] - others[None, near, :]) ** 2).sum(2)
        best = d.argmin(1)
        gap[start : start + 2_000] = np.sqrt(d[np.arange(len(block)), best])
        value[start : start + 2_000] = values[near[best]]
    return gap, value


def is_town(x, y):
    """Tell whether a point lies within the town's old boulevards."""
    return np.hypot(x - TOWN.x, y - TOWN.y) < 430
