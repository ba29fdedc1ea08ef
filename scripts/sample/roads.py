"""The roads drawn by hand: radial roads, boulevards, quays, country roads, motorway and slip roads."""

from __future__ import annotations

import numpy as np

from . import terrain
from .curves import along, crossings, cut, lengths, offset, project, smooth
from .place import CENTRE
from .ways import Way

C = CENTRE


def wave(line, rng, size):
    """Return `line` with slow sideways waves, its ends held: nobody draws a country road with a ruler."""
    s = lengths(line)
    total = s[-1]
    spans = rng.uniform(0.8, 1.3, 3) * (2_300, 1_300, 640)
    shift = sum(
        size * w * np.sin(2 * np.pi * s / span + rng.uniform(0, 6.28)) for w, span in zip((1.3, 0.7, 0.3), spans)
    )
    hold = np.clip(np.minimum(s, total - s) / 350, 0, 1)
    return offset(line, (shift * hold)[:, None])


# name in town, reference, kind, control points
RADIALS = (
    (
        "Avenue de Marsolles",
        "D 12",
        "secondary",
        [
            C,
            (6_200, 5_620),
            (5_600, 5_700),
            (4_850, 5_980),
            (3_700, 6_330),
            (2_480, 6_700),
            (1_200, 6_650),
            (-60, 6_900),
        ],
    ),
    (
        "Avenue de la Saugeraie",
        "D 27",
        "secondary",
        [
            C,
            (6_330, 5_950),
            (6_050, 6_450),
            (5_650, 7_150),
            (5_000, 7_900),
            (4_350, 8_700),
            (4_050, 9_600),
            (3_700, 10_560),
        ],
    ),
    (
        "Faubourg du Vernoy",
        "D 8",
        "secondary",
        [C, (6_720, 6_000), (6_750, 6_600), (6_950, 7_300), (7_150, 8_200), (7_050, 9_150), (6_900, 10_560)],
    ),
    (
        "Avenue de Bellerive",
        "D 12",
        "primary",
        [
            C,
            (7_000, 5_500),
            (7_330, 5_480),
            (7_900, 5_560),
            (8_620, 5_700),
            (9_500, 5_640),
            (10_700, 5_900),
            (12_350, 5_950),
            (14_060, 6_250),
        ],
    ),
    (
        "Avenue de la Gare",
        "D 8",
        "primary",
        [
            C,
            (6_540, 5_100),
            (6_300, 4_600),
            (6_080, 4_160),
            (5_980, 3_600),
            (6_150, 2_800),
            (5_850, 1_700),
            (5_700, 800),
            (5_450, -60),
        ],
    ),
    (
        "Route de Chantepierre",
        "D 31",
        "secondary",
        [
            (8_620, 5_700),
            (8_900, 6_250),
            (9_550, 7_000),
            (10_250, 7_900),
            (10_900, 8_550),
            (11_700, 9_500),
            (12_500, 10_560),
        ],
    ),
    (
        "Route de Grandchaume",
        "D 45",
        "secondary",
        [(8_620, 5_700), (8_950, 5_150), (9_700, 4_500), (11_250, 3_350), (12_600, 2_900), (14_060, 2_500)],
    ),
)
COUNTRY = (
    (
        "Route des Essarts",
        "D 61",
        "tertiary",
        [(5_850, 1_700), (4_800, 1_350), (3_150, 1_450), (2_050, 1_650), (1_000, 1_500), (-60, 1_900)],
    ),
    (
        "Route de Fontenelle",
        "D 61",
        "tertiary",
        [(5_850, 1_700), (6_330, 1_720), (7_100, 1_600), (8_450, 1_150), (9_300, 500), (9_700, -60)],
    ),
    (
        "Route de Villebrume",
        "D 14",
        "tertiary",
        [(3_700, 6_330), (3_250, 7_000), (2_560, 7_700), (1_700, 8_000), (1_000, 8_250), (-60, 8_700)],
    ),
    (
        "Route des Bois",
        "D 127",
        "tertiary",
        [(3_700, 6_330), (3_950, 7_300), (4_350, 8_700), (5_600, 9_050), (7_050, 9_150)],
    ),
    (
        "Chemin des Crêtes",
        "D 131",
        "tertiary",
        [(10_900, 8_550), (11_900, 7_900), (12_150, 6_900), (12_350, 5_950), (12_050, 4_800), (11_250, 3_350)],
    ),
    ("Route des Vignes", "", "unclassified", [(1_000, 8_250), (700, 7_400), (1_200, 6_650)]),
    ("Route du Plateau", "", "unclassified", [(10_250, 7_900), (9_700, 8_700), (9_500, 9_600), (9_700, 10_560)]),
    (
        "Route de la Plaine",
        "",
        "unclassified",
        [(3_700, 6_330), (3_600, 5_500), (4_050, 4_900), (4_500, 4_700), (4_960, 4_880)],
    ),
    (
        "Route de Combelle",
        "",
        "unclassified",
        [(3_150, 1_450), (3_300, 2_400), (4_200, 3_200), (5_200, 3_350), (6_000, 3_350)],
    ),
    ("Route des Étangs", "", "unclassified", [(3_150, 1_450), (2_900, 700), (3_200, -60)]),
    ("Route de la Lande", "", "unclassified", [(12_350, 5_950), (13_000, 5_100), (14_060, 4_700)]),
)


def ring(rng, radius, start, stop, squash=(1.0, 1.0), centre=C):
    """Return an arc around the centre, a little uneven, from angle `start` to `stop` (degrees)."""
    t = np.radians(np.arange(start, stop + 1e-6, 5.0))
    r = radius * (1 + 0.05 * np.sin(2 * t + 0.4) + 0.04 * np.sin(3 * t + rng.uniform(0, 6.28)))
    return smooth(np.column_stack([centre[0] + squash[0] * r * np.cos(t), centre[1] + squash[1] * r * np.sin(t)]), 20.0)


def quay(side, start, stop, gap):
    """Return a quay beside the river, between two distances along its axis."""
    reach = terrain.river_widths() + gap
    return cut(offset(terrain.RIVER, side * reach[:, None]), start, stop)


def onto(point, ways, reach=250.0):
    """Return the place of the nearest road within reach of a road's end, or the point itself (the edge of the map)."""
    gap, _, place, _ = min((project(w.line, np.asarray(point, float)) for w in ways), key=lambda found: found[0])
    return tuple(place) if gap < reach else point


def main_roads(rng):
    """Return the classified roads, the boulevards and the quays."""
    ways = []
    for name, ref, kind, points in RADIALS:
        ways.append(Way(wave(smooth(points), rng, 22.0), kind, name, ref, fixed=True))
    closed = ring(rng, 430.0, 90.0, 450.0)
    ways.append(Way(closed, "secondary", "Boulevard des Remparts", fixed=True))
    # the northern bridge belongs to the outer boulevard
    north = smooth(
        [
            (4_868, 5_860),
            (4_900, 5_990),
            (4_990, 6_500),
            (5_450, 6_940),
            (6_150, 7_020),
            (6_840, 6_880),
            (7_480, 6_840),
            (8_050, 6_760),
            (8_600, 6_520),
            (9_000, 6_380),
        ]
    )
    ways.append(Way(north, "secondary", "Boulevard du Nord", "D 8B", fixed=True))
    south = smooth(
        [
            (4_868, 5_860),
            (4_800, 5_500),
            (4_890, 5_000),
            (5_300, 4_560),
            (5_750, 4_450),
            (6_230, 4_480),
            (6_650, 4_400),
            (6_960, 4_560),
            (7_075, 4_700),
        ]
    )
    ways.append(Way(south, "tertiary", "Boulevard du Midi", fixed=True))
    grandchaume = next(w.line for w in ways if w.name == "Route de Grandchaume")
    end = project(grandchaume, np.array([9_260.0, 4_850.0]))[2]
    east = smooth([(8_050, 6_760), (8_010, 6_150), (7_930, 5_570), (8_020, 5_000), (8_500, 4_620), end])
    ways.append(Way(east, "tertiary", "Boulevard de l'Est", fixed=True))
    axis = terrain.RIVER
    at_north = crossings(axis, north)[0]
    at_old = crossings(axis, ways[3].line)[0]
    ways.append(Way(quay(-1, at_north - 30, at_old + 1_050, 17.0), "tertiary", "Quai des Tanneurs", fixed=True))
    ways.append(Way(quay(1, at_north - 200, at_old + 700, 18.0), "residential", "Quai de Bellerive", fixed=True))
    for name, ref, kind, points in COUNTRY:
        line = smooth([onto(points[0], ways), *points[1:-1], onto(points[-1], ways)])
        ways.append(Way(wave(line, rng, 34.0), kind, name, ref, fixed=True))
    return ways


def motorway(roads):
    """Return the two carriageways of the motorway and the slip roads of its two interchanges.

    Slip roads end on vertices of the motorway and on a surface road; they cross neither.
    """
    axis = terrain.MOTORWAY
    # vehicles keep to the right: the carriageway drawn southwards lies west of the axis
    south, north = offset(axis, -11.0), offset(axis, 11.0)[::-1]
    ways = [
        Way(south, "motorway", "", "A 99", "yes", 130, plane=1, fixed=True),
        Way(north, "motorway", "", "A 99", "yes", 130, plane=1, fixed=True),
    ]
    for road in roads:
        if road.ref not in ("D 12", "D 61") or not crossings(road.line, axis):
            continue
        where = crossings(road.line, axis)[0]
        for n, side in ((0, -1), (1, 1)):
            carriageway = ways[n].line
            here = crossings(carriageway, road.line)[0]
            flip = 1 if along(road.line, where)[1][0][0] > 0 else -1
            meet = along(road.line, where + flip * side * 95)[0][0]
            for leg in (-1, 1):  # off-slip before the bridge, on-slip after it
                far, direction = (v[0] for v in along(carriageway, here + leg * 330))
                far = np.round(far, 1)
                bend = far - leg * direction * 140
                line = smooth([far, bend + 0.18 * (meet - bend), 0.35 * bend + 0.65 * meet, meet], 35.0)
                i = int(np.searchsorted(lengths(ways[n].line), project(ways[n].line, far)[1]))
                ways[n] = ways[n].with_(line=np.insert(ways[n].line, i, far, axis=0))
                line = line if leg < 0 else line[::-1]
                ways.append(Way(line, "motorway_link", "", "", "yes", 70, plane=1, fixed=True))
    return ways
