"""From drawn lines to a network: shared vertices where streets meet, no loose scraps."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from .curves import along, crossing, cut, lengths, project, simplify

BIN = 120.0


def rounded(line):
    """Return `line` on the tenth of a metre, repeated vertices dropped."""
    line = np.round(line, 1) + 0.0
    keep = np.concatenate([[True], (np.diff(line, axis=0) != 0).any(1)])
    return line[keep]


def bins(line):
    """Yield (bin, segment index) for each bin a line's segments lie in."""
    low, high = np.minimum(line[:-1], line[1:]) // BIN, np.maximum(line[:-1], line[1:]) // BIN
    for i, ((x0, y0), (x1, y1)) in enumerate(zip(low.astype(int), high.astype(int))):
        for x in range(x0, x1 + 1):
            for y in range(y0, y1 + 1):
                yield (x, y), i


def attach_ends(ways, reach=20.0):
    """Return the ways, loose ends moved onto the street they almost touch."""
    index = defaultdict(set)
    for n, way in enumerate(ways):
        for key, _ in bins(way.line):
            index[key].add(n)
    out = []
    for n, way in enumerate(ways):
        line = way.line.copy()
        for end in (0, -1):
            x, y = (line[end] // BIN).astype(int)
            near = sorted({m for i in (-1, 0, 1) for j in (-1, 0, 1) for m in index.get((x + i, y + j), ()) if m != n})
            best = None
            for m in near:
                other = out[m].line if m < n else ways[m].line
                if ways[m].plane or (way.plane and way.kind != "motorway_link"):
                    continue
                gap, _, spot, _ = project(other, line[end])
                if gap < reach and (best is None or gap < best[0]):
                    best = (gap, spot)
            if best is not None and np.hypot(*(best[1] - line[-1 if end == 0 else 0])) > 25:
                line[end] = best[1]
        out.append(way.with_(line=line))
    return out


def meeting_points(ways):
    """Return, for each way, the list of (distance along it, x, y) where it meets another of its plane."""
    index, found = defaultdict(list), [[] for _ in ways]
    at = [lengths(w.line) for w in ways]
    for n, way in enumerate(ways):
        for key, i in bins(way.line):
            index[key].append((n, i))
    seen = set()
    for members in index.values():
        for p, (n, i) in enumerate(members):
            a, b = ways[n].line[i], ways[n].line[i + 1]
            for m, j in members[p + 1 :]:
                if n == m or (n, i, m, j) in seen:
                    continue
                seen.add((n, i, m, j))
                links = "motorway_link" in (ways[n].kind, ways[m].kind)
                # the motorway and its slip roads share their vertices from the start
                if ways[n].plane and ways[m].plane or ways[n].plane != ways[m].plane and not links:
                    continue
                c, d = ways[m].line[j], ways[m].line[j + 1]
                hit = touch(a, b, c, d)
                if not hit:
                    continue
                t, u = hit
                sn, sm = at[n][i] + t * (at[n][i + 1] - at[n][i]), at[m][j] + u * (at[m][j + 1] - at[m][j])
                if links and ways[n].plane + ways[m].plane > 0:
                    # slip roads join others with their ends only
                    ends = [
                        min(s, at[k][-1] - s) < 1.0 for s, k in ((sn, n), (sm, m)) if ways[k].kind == "motorway_link"
                    ]
                    if not any(ends):
                        continue
                x, y = a + t * (b - a)
                found[n].append((sn, x, y))
                found[m].append((sm, x, y))
    return found


def touch(a, b, c, d, slack=0.6):
    """Return (t, u) where two segments cross, or where an end of one lies on the other."""
    hit = crossing(a, b, c, d)
    if hit:
        return hit
    for p, q, r, first in ((a, c, d, 0), (b, c, d, 1), (c, a, b, 2), (d, a, b, 3)):
        v = r - q
        u = float(np.clip(((p - q) * v).sum() / max((v**2).sum(), 1e-12), 0, 1))
        if np.hypot(*(q + u * v - p)) < slack:
            return ((0.0, u), (1.0, u), (u, 0.0), (u, 1.0))[first]
    return None


def clusters(points, reach):
    """Return, for each point, the place of its cluster: points nearer than `reach` become one."""
    order = sorted(range(len(points)), key=lambda k: points[k])
    grid, centre = defaultdict(list), []
    label = [0] * len(points)
    for k in order:
        x, y = points[k]
        best = None
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                for c in grid.get((int(x // reach) + i, int(y // reach) + j), ()):
                    gap = np.hypot(centre[c][0] - x, centre[c][1] - y)
                    if gap < reach and (best is None or gap < best[0]):
                        best = (gap, c)
        if best is None:
            centre.append((x, y))
            grid[int(x // reach), int(y // reach)].append(len(centre) - 1)
            label[k] = len(centre) - 1
        else:
            label[k] = best[1]
    return [centre[c] for c in label]


def node(ways, merge=11.0, tolerance=1.6):
    """Return the ways with shared vertices at every junction, on the tenth of a metre."""
    if tolerance:
        ways = [w.with_(line=simplify(w.line, tolerance)) for w in ways]
    meets = meeting_points(ways)
    flat = [(x, y) for m in meets for _, x, y in m]
    places = iter(clusters(flat, merge))
    out = []
    for way, meet in zip(ways, meets):
        spots = sorted((s, *next(places)) for s, _, _ in meet)
        at = lengths(way.line)
        rows = [(s, x, y, False) for s, (x, y) in zip(at, way.line)]
        # vertices nearer a junction than the merging distance give way to it
        rows = [r for r in rows if all(abs(r[0] - s) > merge for s, _, _ in spots)] if spots else rows
        rows += [(s, x, y, True) for s, x, y in spots]
        ends = {0.0, at[-1]}
        for s, (x, y) in ((0.0, way.line[0]), (at[-1], way.line[-1])):
            if s in ends and not any(abs(s - r[0]) <= merge for r in rows if r[3]) and not any(r[0] == s for r in rows):
                rows.append((s, x, y, False))
        rows.sort()
        line = rounded(np.array([(x, y) for _, x, y, _ in rows]))
        if len(line) > 1:
            out.append(way.with_(line=line))
    return out


def keys(line):
    """Return the vertices of a line as hashable tuples."""
    return [tuple(p) for p in line.tolist()]


def degrees(ways):
    """Return how many segment ends meet at each vertex."""
    count = Counter()
    for way in ways:
        k = keys(way.line)
        for a, b in zip(k[:-1], k[1:]):
            count[a] += 1
            count[b] += 1
    return count


def prune(ways, rng, keep):
    """Return the ways without loose scraps: dead ends shorter than 22 m go, long ones may (see `keep`).

    ``keep(length, x, y)`` gives the chance that a dead end stays.
    """
    for _ in range(3):
        count, out = degrees(ways), []
        for way in ways:
            if way.fixed:
                out.append(way)
                continue
            k = keys(way.line)
            junctions = [i for i, p in enumerate(k) if count[p] > (1 if i in (0, len(k) - 1) else 2)]
            if not junctions:
                continue
            first, last = junctions[0], junctions[-1]
            at = lengths(way.line)
            start, stop = 0, len(k) - 1
            if first > 0 and rng.random() > keep(at[first], *k[0]):
                start = first
            if last < stop and rng.random() > keep(at[-1] - at[last], *k[-1]):
                stop = last
            if stop > start:
                out.append(way.with_(line=way.line[start : stop + 1]))
        ways = out
    return ways


def split_way(way, stops):
    """Return the pieces of a way cut at some distances along it."""
    total = lengths(way.line)[-1]
    stops = [0.0, *sorted(s for s in stops if 1.0 < s < total - 1.0), total]
    return [way.with_(line=rounded(cut(way.line, a, b))) for a, b in zip(stops[:-1], stops[1:])]


def split_at(way, indices):
    """Return the pieces of a way cut at some of its vertices."""
    stops = sorted({0, len(way.line) - 1, *indices})
    return [way.with_(line=way.line[a : b + 1]) for a, b in zip(stops[:-1], stops[1:])]


def roundabout(ways, first, second, radius=17.0):
    """Return the ways with the place where two named roads meet made a roundabout."""
    shared = [{p for w in ways if w.name == name and not w.junction for p in keys(w.line)} for name in (first, second)]
    if not shared[0] & shared[1]:
        raise ValueError(f"{first} and {second} do not meet")
    spot = min(shared[0] & shared[1])
    out, gates, model = [], [], None
    for way in ways:
        k = keys(way.line)
        if spot not in k or way.plane:
            out.append(way)
            continue
        model = way if model is None or way.fixed else model
        for piece in split_at(way, [i for i, p in enumerate(k) if p == spot]):
            line = piece.line
            for flip in (False, True):
                line = line[::-1] if flip else line
                if tuple(line[0].tolist()) == spot:
                    total = lengths(line)[-1]
                    gap = np.hypot(*(along(line, np.arange(0, total, 0.5))[0] - spot).T)
                    beyond = np.flatnonzero(gap >= radius)
                    if not len(beyond):
                        line = None
                        break
                    line = rounded(cut(line, beyond[0] * 0.5, total))
                    gates.append(tuple(line[0].tolist()))
                line = line[::-1] if flip else line
            if line is not None and len(line) > 1:
                out.append(piece.with_(line=line))
    angles = [np.arctan2(y - spot[1], x - spot[0]) for x, y in gates]
    extra = [
        t for t in np.arange(-np.pi, np.pi, np.pi / 6) if all(abs(np.angle(np.exp(1j * (t - a)))) > 0.3 for a in angles)
    ]
    ring = sorted(
        [(a, g) for a, g in zip(angles, gates)]
        + [(t, (round(spot[0] + radius * np.cos(t), 1), round(spot[1] + radius * np.sin(t), 1))) for t in extra]
    )
    line = np.array([p for _, p in ring] + [ring[0][1]])
    # anticlockwise: vehicles keep to the right
    out.append(
        model.with_(line=rounded(line), name="", ref="", oneway="yes", maxspeed=30, junction="roundabout", fixed=True)
    )
    return out


def components(ways):
    """Return, for each way, the number of its connected part; 0 is the largest (by length)."""
    parent = {}

    def root(k):
        while parent.setdefault(k, k) != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for way in ways:
        k = keys(way.line)
        for p in k[1:]:
            parent[root(p)] = root(k[0])
    size = Counter()
    for way in ways:
        size[root(keys(way.line)[0])] += lengths(way.line)[-1]
    rank = {r: n for n, (r, _) in enumerate(sorted(size.items(), key=lambda e: (-e[1], e[0])))}
    return [rank[root(keys(w.line)[0])] for w in ways]
