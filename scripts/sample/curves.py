"""Small plane geometry on polylines held as (n, 2) arrays of metres."""

from __future__ import annotations

import numpy as np


def smooth(points, step=30.0):
    """Return a Catmull-Rom curve through `points`, one vertex about every `step` metres."""
    points = np.asarray(points, float)
    ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    pieces = []
    for a, b, c, d in zip(ends[:-3], ends[1:-2], ends[2:-1], ends[3:]):
        n = max(2, int(np.hypot(*(c - b)) / step))
        t = np.arange(n)[:, None] / n
        pieces.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack(pieces + [points[-1:]])


def lengths(line):
    """Return the distance along `line` at each of its vertices."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])


def along(line, distance):
    """Return the points and unit directions at `distance` (scalar or array) along `line`."""
    at = lengths(line)
    distance = np.clip(np.atleast_1d(np.asarray(distance, float)), 0, at[-1])
    i = np.clip(np.searchsorted(at, distance, side="right") - 1, 0, len(line) - 2)
    span = np.maximum(at[i + 1] - at[i], 1e-9)
    step = line[i + 1] - line[i]
    return line[i] + step * ((distance - at[i]) / span)[:, None], step / span[:, None]


def project(line, point):
    """Return (distance to the line, distance along it, nearest point, segment index)."""
    a, d = line[:-1], np.diff(line, axis=0)
    t = np.clip(((point - a) * d).sum(1) / np.maximum((d**2).sum(1), 1e-12), 0, 1)
    near = a + d * t[:, None]
    gap = np.hypot(*(near - point).T)
    i = int(gap.argmin())
    return float(gap[i]), float(lengths(line)[i] + t[i] * np.hypot(*d[i])), near[i], i


def cut(line, start, end):
    """Return the part of `line` between two distances along it."""
    at = lengths(line)
    inner = line[(at > start + 1e-6) & (at < end - 1e-6)]
    first, last = along(line, [start, end])[0]
    return np.vstack([first, inner, last])


def offset(line, distance):
    """Return `line` moved sideways, to the left for a positive distance; no care for sharp bends."""
    d = np.gradient(line, axis=0)
    d /= np.hypot(*d.T)[:, None]
    return line + distance * np.column_stack([-d[:, 1], d[:, 0]])


def simplify(line, tolerance, keep=()):
    """Return `line` thinned by Douglas-Peucker, the vertices numbered in `keep` held."""
    stops = sorted({0, len(line) - 1, *keep})
    chosen = set(stops)
    stack = list(zip(stops[:-1], stops[1:]))
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        d = line[b] - line[a]
        size = np.hypot(*d)
        inner = line[a + 1 : b] - line[a]
        gap = np.abs(d[0] * inner[:, 1] - d[1] * inner[:, 0]) / size if size > 1e-9 else np.hypot(*inner.T)
        i = int(gap.argmax())
        if gap[i] > tolerance:
            chosen.add(a + 1 + i)
            stack += [(a, a + 1 + i), (a + 1 + i, b)]
    return line[sorted(chosen)]


def crossing(a, b, c, d):
    """Return (t, u) where segment ab meets cd, or None."""
    rx, ry, sx, sy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    den = rx * sy - ry * sx
    if abs(den) < 1e-9:
        return None
    qx, qy = c[0] - a[0], c[1] - a[1]
    t, u = (qx * sy - qy * sx) / den, (qx * ry - qy * rx) / den
    return (t, u) if 0 <= t <= 1 and 0 <= u <= 1 else None


def crossings(line, other):
    """Return the distances along `line` where it meets `other`."""
    at, found = lengths(line), []
    low, high = np.minimum(other[:-1], other[1:]), np.maximum(other[:-1], other[1:])
    for i in range(len(line) - 1):
        a, b = line[i], line[i + 1]
        near = (low <= np.maximum(a, b)).all(1) & (high >= np.minimum(a, b)).all(1)
        for j in np.flatnonzero(near):
            hit = crossing(a, b, other[j], other[j + 1])
            if hit:
                found.append(at[i] + hit[0] * (at[i + 1] - at[i]))
    return sorted(found)
