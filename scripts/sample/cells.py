"""Inhabited 200 m cells with Filosofi's columns, on the European grid (EPSG:3035)."""

from __future__ import annotations

import numpy as np

from .curves import along, lengths
from .field import is_town
from .place import COMMUNES, ESTATES
from .write import lambert, moved

AGES = (
    ("ind_0_3", 0.045),
    ("ind_4_5", 0.024),
    ("ind_6_10", 0.062),
    ("ind_11_17", 0.085),
    ("ind_18_24", 0.075),
    ("ind_25_39", 0.185),
    ("ind_40_54", 0.195),
    ("ind_55_64", 0.13),
    ("ind_65_79", 0.14),
    ("ind_80p", 0.055),
    ("ind_inc", 0.004),
)
TEXT = ("idcar_200m", "idcar_1km", "idcar_nat", "lcog_geo")
COLUMNS = (
    "idcar_200m",
    "idcar_1km",
    "idcar_nat",
    "i_est_200",
    "i_est_1km",
    "lcog_geo",
    "ind",
    "men",
    "men_pauv",
    "men_1ind",
    "men_5ind",
    "men_prop",
    "men_fmp",
    "ind_snv",
    "men_surf",
    "men_coll",
    "men_mais",
    "log_av45",
    "log_45_70",
    "log_70_90",
    "log_ap90",
    "log_inc",
    "log_soc",
    *(name for name, _ in AGES),
)
FIELDS = tuple((c, "text" if c in TEXT else "int" if c.startswith("i_est") else "real") for c in COLUMNS)


def homes(addresses, ways, towns, rng):
    """Return (points, people): where people live, communes adding up to their population."""
    points = [(a.x, a.y) for a in addresses]
    weight = []
    for a in addresses:
        estate = any(np.hypot(a.x - e.x, a.y - e.y) < e.radius + 30 for e in ESTATES)
        weight.append(5.5 if estate else 1.7 if is_town(a.x, a.y) else 1.0)
    commune = [a.commune for a in addresses]
    # farms and hamlets along the country roads
    for way in ways:
        if way.kind in ("tertiary", "unclassified", "track", "secondary") and not way.urban and not way.plane:
            for s in np.arange(150, lengths(way.line)[-1], 430):
                (p,), (d,) = along(way.line, s + rng.uniform(-120, 120))
                if rng.random() < 0.42 and 200 < p[0] < 13_800 and 200 < p[1] < 10_300:
                    points.append(tuple(p + np.array([-d[1], d[0]]) * rng.uniform(-60, 60)))
                    weight.append(float(rng.choice([0.7, 1.4, 3.0])))
                    commune.append(int(towns.of([p])[0]))
    weight, commune = np.array(weight), np.array(commune)
    weight *= rng.uniform(0.6, 1.5, len(weight))
    people = np.zeros(len(weight))
    for k, c in enumerate(COMMUNES):
        mine = commune == k
        people[mine] = weight[mine] * c.population / weight[mine].sum()
    return np.array(points), people, commune


def make(addresses, ways, towns, quarters, rng):
    """Return (values, lower-left corner in EPSG:3035) for each inhabited cell.

    `quarters` tells, for points, whether they lie in a priority neighbourhood: poorer, more rented flats.
    """
    points, people, commune = homes(addresses, ways, towns, rng)
    at = moved(lambert(points), 2154, 3035)
    corner = (at // 200 * 200).astype(int)
    poor = quarters(points)
    dense = np.array([is_town(x, y) for x, y in points])
    rows = []
    for x, y in sorted({tuple(c) for c in corner.tolist()}):
        mine = (corner == (x, y)).all(1)
        share = float(np.average(poor[mine], weights=people[mine]))
        town = float(np.average(dense[mine], weights=people[mine]))
        count = max(1.0, round(people[mine].sum() * 2) / 2)
        codes = "".join(COMMUNES[k].code for k in np.unique(commune[mine]))
        rows.append((values(x, y, count, share, town, codes, rng), (x, y)))
    return rows


def values(x, y, ind, poor, town, codes, rng):
    """Return one cell's figures; small cells are imputed, as Insee does below 11 households."""

    def part(total, share, spread=0.12):
        return halves(np.clip(total * share * (1 + spread * rng.standard_normal()), 0, total))

    men = round(max(1.0, ind / (2.2 + 0.35 * poor - 0.35 * town)) * 2) / 2
    imputed = int(men < 11)
    flats = part(men, 0.08 + 0.82 * poor + 0.7 * town * (1 - poor) if poor + town > 0 else 0.08)
    old = [0.22 + 0.45 * town, 0.16 + 0.5 * poor, 0.27 - 0.05 * poor, 0.3 - 0.2 * town]
    old = [halves(men * o / sum(old)) for o in old]
    ages = np.array([a for _, a in AGES]) * np.array([1 + 0.6 * poor] * 5 + [1.0] * 2 + [1 - 0.3 * poor] * 3 + [1.0])
    ages = [halves(max(a, 0.0)) for a in ind * ages / ages.sum() * (1 + 0.08 * rng.standard_normal(len(ages)))]
    income = ind * (23_500 - 9_800 * poor + 900 * town) * (1 + 0.06 * rng.standard_normal())
    km = f"CRS3035RES1000mN{y // 1000 * 1000}E{x // 1000 * 1000}"
    this = f"CRS3035RES200mN{y}E{x}"
    return (
        this,
        km,
        this if not imputed else km,
        imputed,
        0,
        codes,
        ind,
        men,
        part(men, 0.11 + 0.32 * poor),
        part(men, 0.3 + 0.12 * town),
        part(men, 0.05 + 0.09 * poor),
        part(men, 0.64 - 0.48 * poor - 0.2 * town),
        part(men, 0.08 + 0.14 * poor),
        round(float(income)),
        round(float(men * (96 - 28 * poor - 22 * town))),
        flats,
        halves(max(men - flats, 0.0)),
        *old,
        0.0,
        part(men, 0.06 + 0.68 * poor),
        *ages,
    )


def halves(value):
    """Return a count as a float: whole, or on the tenth where it is small."""
    return float(round(value)) if value > 4 else round(float(value), 1)


def square(corner):
    """Return the closed ring of a cell, in EPSG:3035."""
    x, y = corner
    return np.array([(x, y), (x, y + 200), (x + 200, y + 200), (x + 200, y), (x, y)], float)
