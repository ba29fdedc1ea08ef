"""What each street is called, who may use it and how fast."""

from __future__ import annotations

from collections import Counter

import numpy as np

from .curves import along, lengths
from .field import is_town
from .junctions import degrees, keys, split_at
from .names import Names
from .place import COMMUNES, ESTATES

MAIN = ("primary", "secondary", "tertiary", "unclassified")


def urban_runs(way, field):
    """Return the pieces of a main road inside and outside built-up areas."""
    if way.kind not in MAIN or way.junction or way.bridge or way.tunnel or way.urban:
        x, y = way.line.mean(0)
        return [way.with_(urban=way.urban or field._at(field.built, x, y) > 0)]
    flags = [field._at(field.built, x, y) > 0 for x, y in way.line]
    cuts, runs = [i for i in range(1, len(flags)) if flags[i] != flags[i - 1]], []
    for piece in split_at(way, cuts):
        town = np.mean([field._at(field.built, x, y) > 0 for x, y in piece.line]) >= 0.5
        runs.append(piece.with_(urban=bool(town)))
    # a run of some metres only follows the one before
    merged = runs[:1]
    for run in runs[1:]:
        if lengths(run.line)[-1] < 90 or run.urban == merged[-1].urban:
            merged[-1] = merged[-1].with_(line=np.vstack([merged[-1].line, run.line[1:]]))
        else:
            merged.append(run)
    return merged


def describe(ways, field, towns, rng):
    """Return the ways with their names, speeds and rules, in the order of a map."""
    ways = [run for way in ways for run in urban_runs(way, field)]
    names, count = Names(rng), degrees(ways)
    home = {"Avenue de Bellerive": ("Avenue de Bellerive", "Avenue de Valombre", "Grande Rue")}
    main_names, out = {}, []
    for way in ways:
        (x, y), _ = (v[0] for v in along(way.line, lengths(way.line)[-1] / 2))
        k = int(towns.of([(x, y)])[0])
        code = COMMUNES[k].code
        if way.kind in ("motorway", "motorway_link", "construction") or way.junction or way.plane:
            out.append(way.with_(foot="no" if way.plane else "", surface="asphalt" if not way.surface else way.surface))
            continue
        if way.kind in MAIN:
            name = way.name if way.urban or way.bridge or not way.ref else ""
            if way.urban and way.ref and k != 0 and not name.startswith("Boulevard"):
                if k == 3:
                    name = home.get(name, (name, "Avenue de " + name.split(" de ")[-1]))[1]
                else:
                    slot = (code, way.name)
                    if slot not in main_names:
                        taken = sum(c == code for c, _ in main_names)
                        main_names[slot] = ("Grande Rue", "Rue Principale", "Rue du Bourg", "Rue du Centre")[
                            min(taken, 3)
                        ]
                    name = main_names[slot]
            speed = 50 if way.urban else (80 if way.kind != "unclassified" else 70)
            if way.urban and is_town(x, y):
                speed = 30
            out.append(way.with_(name=name, maxspeed=speed, surface="asphalt"))
            continue
        out.append(minor(way, x, y, k, field, names, count, rng))
    return untrapped([bridge_names(w) for w in out])


def minor(way, x, y, k, field, names, count, rng):
    """Return an ordinary street or path with its name and rules."""
    code, chance = COMMUNES[k].code, rng.random()
    ends = [count[p] for p in (keys(way.line)[0], keys(way.line)[-1])]
    dead = min(ends) == 1
    estate = any(np.hypot(x - e.x, y - e.y) < e.radius + 40 for e in ESTATES)
    if way.kind == "residential":
        kind, speed = "residential", 30 if chance < 0.35 or k not in (0, 3) else 50
        if is_town(x, y):
            kind, speed = (
                ("pedestrian", 0) if chance < 0.22 else ("living_street", 20) if chance < 0.42 else ("residential", 30)
            )
        length = lengths(way.line)[-1]
        if way.name:
            name = way.name
        elif dead and length < 130:
            name = names.give(code, ["Impasse", "Cour"] if is_town(x, y) else ["Impasse", "Clos", "Allée"])
        elif estate:
            name = names.give(code, ["Allée", "Rue", "Mail", "Square"])
        elif is_town(x, y):
            name = names.give(code, ["Rue", "Rue", "Rue", "Ruelle"])
        else:
            name = names.give(
                code,
                ["Rue", "Rue", "Rue", "Chemin"] if field.gap(x, y) > 115 else ["Rue", "Rue", "Rue", "Rue", "Allée"],
            )
        share = 0.34 if is_town(x, y) else 0.16 if k in (0, 3) else 0.03
        oneway = (
            ("yes" if rng.random() < 0.8 else "-1")
            if rng.random() < share and not dead and kind == "residential"
            else ""
        )
        return way.with_(
            kind=kind, name=name, maxspeed=speed, oneway=oneway, surface="sett" if kind == "pedestrian" else "asphalt"
        )
    if way.kind == "service":
        return way.with_(surface="asphalt", maxspeed=0, foot="no" if chance < 0.2 else "")
    if way.kind == "steps":
        return way.with_(name=names.give(code, ["Escalier", "Montée"]), surface="concrete")
    if way.kind == "footway" and estate and lengths(way.line)[-1] > 70 and chance < 0.7:
        return way.with_(name=names.give(code, ["Allée", "Mail", "Passage"]))
    if way.kind == "footway" and not way.name and not way.surface and chance < 0.4:
        return way.with_(name=names.give(code, ["Passage", "Sente", "Venelle"]), surface="paving_stones")
    return way


def untrapped(ways):
    """Return the ways with two-way traffic where a one-way street would trap cars.

    The trap farthest out stays, to be found.
    """
    kept = None
    for _ in range(20):
        drivable = [n for n, w in enumerate(ways) if w.kind in (*MAIN, "residential", "living_street") and not w.plane]
        lost = outside_the_circuit([ways[n] for n in drivable])
        bad = [
            n
            for n in drivable
            if ways[n].oneway and not ways[n].junction and lost & set(keys(ways[n].line)) and n != kept
        ]
        if not bad:
            break
        if kept is None:
            kept = max(bad, key=lambda n: np.hypot(*(ways[n].line.mean(0) - (COMMUNES[0].x, COMMUNES[0].y))))
        ways = [w.with_(oneway="") if n in bad and n != kept else w for n, w in enumerate(ways)]
    return ways


def outside_the_circuit(ways):
    """Return the vertices one cannot drive to and back from the first vertex of the longest way."""
    forward, backward = {}, {}
    for way in ways:
        k = keys(way.line)
        for a, b in zip(k[:-1], k[1:]):
            for p, q, open_ in ((a, b, way.oneway != "-1"), (b, a, way.oneway != "yes")):
                if open_:
                    forward.setdefault(p, []).append(q)
                    backward.setdefault(q, []).append(p)
    start = keys(max(ways, key=lambda w: lengths(w.line)[-1]).line)[0]
    reached = []
    for arcs in (forward, backward):
        seen, todo = {start}, [start]
        while todo:
            for p in arcs.get(todo.pop(), ()):
                if p not in seen:
                    seen.add(p)
                    todo.append(p)
        reached.append(seen)
    return {p for w in ways for p in keys(w.line)} - (reached[0] & reached[1])


def bridge_names(way):
    """Return a bridge over the river under its own name."""
    if not way.bridge or way.plane:
        return way
    x, y = way.line.mean(0)
    for name, bx, by in (
        ("Pont Vieux", 7_323, 5_496),
        ("Pont du Nord", 7_461, 6_842),
        ("Pont des Essarts", 6_362, 1_777),
    ):
        if np.hypot(x - bx, y - by) < 250:
            return way.with_(name=name)
    return way


def tally(ways):
    """Return how many ways there are of each kind."""
    return Counter(w.kind for w in ways)
