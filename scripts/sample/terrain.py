"""What the streets must respect: the river and its island, the railway, the motorway."""

from __future__ import annotations

import numpy as np

from .curves import crossings, offset, smooth

RIVER = smooth(
    [
        (8_750, 10_700),
        (8_500, 10_000),
        (8_900, 9_300),
        (8_350, 8_700),
        (8_520, 8_000),
        (7_850, 7_450),
        (7_480, 6_950),
        (7_520, 6_350),
        (7_260, 5_850),
        (7_330, 5_350),
        (7_080, 4_850),
        (7_180, 4_350),
        (6_760, 3_850),
        (7_050, 3_250),
        (6_620, 2_750),
        (6_820, 2_250),
        (6_330, 1_700),
        (6_600, 1_100),
        (6_150, 600),
        (6_300, -200),
    ],
    25.0,
)
RIVER_HALF_WIDTH = 19.0
RAILWAY = smooth(
    [
        (-200, 4_350),
        (1_500, 4_250),
        (3_200, 3_980),
        (4_800, 4_080),
        (6_000, 4_150),
        (7_400, 4_060),
        (8_800, 3_400),
        (10_200, 2_250),
        (11_300, 1_150),
        (12_300, -200),
    ],
    40.0,
)
MOTORWAY = smooth(
    [
        (2_450, 10_700),
        (2_350, 9_000),
        (2_600, 7_600),
        (2_480, 6_300),
        (2_000, 4_800),
        (1_950, 3_300),
        (2_150, 2_000),
        (1_750, 900),
        (1_500, -200),
    ],
    60.0,
)
# the island lies where the river splits, upstream of the town
ISLAND = (8_150, 7_790)
ISLAND_AXES = (330.0, 95.0)
ISLAND_ANGLE = float(np.arctan2(550, 670))


def ellipse(centre, axes, angle, n=28, wobble=0.0):
    """Return a closed ring around `centre` (last vertex repeats the first)."""
    t = np.linspace(0, 2 * np.pi, n + 1)
    r = 1 + wobble * np.sin(3 * t + 0.7) + 0.6 * wobble * np.sin(5 * t)
    u, v = axes[0] * r * np.cos(t), axes[1] * r * np.sin(t)
    c, s = np.cos(angle), np.sin(angle)
    ring = np.column_stack([centre[0] + u * c - v * s, centre[1] + u * s + v * c])
    ring[-1] = ring[0]
    return ring


def island():
    """Return the ring of the island."""
    return ellipse(ISLAND, ISLAND_AXES, ISLAND_ANGLE, wobble=0.06)


def river_widths():
    """Return the half width of the water at each vertex of :data:`RIVER`."""
    s = np.arange(len(RIVER))
    return RIVER_HALF_WIDTH + 4 * np.sin(s / 7.0) + 2.5 * np.sin(s / 2.9)


def river_banks():
    """Return the left and right bank as lines."""
    w = river_widths()
    return offset(RIVER, w[:, None]), offset(RIVER, -w[:, None])


def crosses_barrier(line):
    """Tell whether a line crosses the river's axis or the railway."""
    return bool(crossings(line, RIVER) or crossings(line, RAILWAY))
