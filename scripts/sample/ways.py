"""A way: one line of the street network with what a map says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Way:
    """One street or path.

    ``line`` is (n, 2) local metres; ``kind`` is OSM's highway value; ``plane`` tells what it may join:
    ways of different planes cross without meeting (0 ground, 1 motorway).
    """

    line: np.ndarray
    kind: str
    name: str = ""
    ref: str = ""
    oneway: str = ""
    maxspeed: int = 0
    foot: str = ""
    access: str = ""
    bridge: bool = False
    tunnel: bool = False
    surface: str = ""
    junction: str = ""
    plane: int = 0
    urban: bool = False
    fixed: bool = False  # never thinned, pruned or renamed

    def with_(self, **changes):
        """Return a copy with some values changed."""
        return replace(self, **changes)
