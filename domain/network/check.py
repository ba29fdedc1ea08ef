"""What is wrong with a network: the faults that make travel times wrong without a word."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..progress import part, silent
from .border import dead_ends
from .components import label_pairs
from .graph import Network
from .joining import near_pairs
from .lines import Lines, lengths, points_at
from .nearest import reachable
from .snapping import snap

__all__ = [
    "ABSURD_SPEED",
    "DEAD_ONE_WAY",
    "DUPLICATE",
    "ISOLATED",
    "NEAR_MISS",
    "NO_LENGTH",
    "NO_SPEED",
    "NO_TIME",
    "Problems",
    "UNKNOWN_DIRECTION",
    "check_graph",
    "check_lines",
]

NEAR_MISS = "EXTREMITES_PROCHES"
ISOLATED = "PARTIE_ISOLEE"
DEAD_ONE_WAY = "SENS_UNIQUE_SANS_ISSUE"
NO_SPEED = "VITESSE_INUTILISABLE"
NO_TIME = "TEMPS_NUL"
ABSURD_SPEED = "VITESSE_ABSURDE"
NO_LENGTH = "LONGUEUR_NULLE"
DUPLICATE = "DOUBLON"
UNKNOWN_DIRECTION = "SENS_INCONNU"

# how each problem reads in a result; {value} and {lines} are filled in
SENTENCES = {
    NEAR_MISS: "Extrémité à {value:.2f} m d'une autre ligne sans y être reliée : lacune probable de saisie.",
    ISOLATED: "Partie de {lines} ligne(s) et {value:.0f} m, sans lien avec la plus grande partie du réseau.",
    DEAD_ONE_WAY: "{lines} nœud(s) où les sens uniques permettent d'entrer sans sortir, ou de sortir sans entrer.",
    NO_SPEED: "Aucune vitesse ou durée utilisable : la ligne est laissée de côté.",
    NO_TIME: "Durée nulle pour une longueur de {value:.0f} m : la ligne se parcourt instantanément.",
    ABSURD_SPEED: "Vitesse de {value:.1f} km/h, invraisemblable pour ce mode de déplacement.",
    NO_LENGTH: "Ligne sans longueur : laissée de côté.",
    DUPLICATE: "Même tracé et même sens qu'une autre ligne : la plus rapide est retenue.",
    UNKNOWN_DIRECTION: "Sens de circulation inconnu : lu comme le sens par défaut.",
}


@dataclass
class Problems:
    """Problems found, as parallel lists.

    Attributes
    ----------
    kind : list of str
        Coded values, keys of `SENTENCES`.
    xy : list of (float, float)
        Where to look.
    line : list of int
        Feature id of the line concerned, None for several.
    value : list of float
        Metres or km/h, None where there is none.
    lines : list of int
        How many lines (or nodes) are concerned.
    """

    kind: list = field(default_factory=list)
    xy: list = field(default_factory=list)
    line: list = field(default_factory=list)
    value: list = field(default_factory=list)
    lines: list = field(default_factory=list)

    def __len__(self):
        return len(self.kind)

    def add(self, kind, xy, line=None, value=None, lines=None):
        """Add problems of one kind; None stands for nothing to say, for all of them."""
        count = len(xy)
        self.kind += [kind] * count
        self.xy += [tuple(point) for point in np.asarray(xy, dtype=float).reshape(-1, 2).tolist()]
        for store, values, default in ((self.line, line, None), (self.value, value, None), (self.lines, lines, 1)):
            store += [default] * count if values is None else np.asarray(values).tolist()

    def extend(self, other: Problems):
        """Add the problems of another check."""
        for name in ("kind", "xy", "line", "value", "lines"):
            getattr(self, name).extend(getattr(other, name))

    def counts(self) -> dict:
        """Number of problems by kind; 0 for the kinds that were not met."""
        return {kind: self.kind.count(kind) for kind in SENTENCES}

    def sentence(self, row: int) -> str:
        """The problem of a row in one French sentence."""
        return SENTENCES[self.kind[row]].format(value=self.value[row] or 0.0, lines=self.lines[row])


def middles(lines: Lines, index) -> np.ndarray:
    """Middle point of some lines, the first vertex of those without length, NaN without vertices."""
    index = np.asarray(index, dtype=np.int64)
    result = np.full((len(index), 2), np.nan)
    filled = lines.counts[index] > 0
    result[filled] = lines.xy[lines.offsets[:-1][index[filled]]]
    good = lengths(lines)[index] > 0
    result[good] = points_at(lines, index[good], np.full(int(good.sum()), 0.5))
    return result


def check_lines(raw: Lines, used, no_speed, no_length, unmatched, slowest: float, fastest: float) -> Problems:
    """Check lines one by one.

    Parameters
    ----------
    raw : Lines
        All lines, as read.
    used, no_speed, no_length, unmatched : numpy.ndarray of int
        Indices of the lines kept, of those without a usable speed, without length, with an unknown direction.
    slowest, fastest : float
        km/h between which a speed is believable.
    """
    problems = Problems()
    for kind, index in ((NO_SPEED, no_speed), (NO_LENGTH, no_length), (UNKNOWN_DIRECTION, unmatched)):
        problems.add(kind, middles(raw, index), raw.ids[index])
    minutes = np.minimum(raw.forward, raw.backward)[used]
    metres = lengths(raw)[used]
    instant = minutes == 0
    problems.add(NO_TIME, middles(raw, used[instant]), raw.ids[used[instant]], metres[instant])
    with np.errstate(divide="ignore", invalid="ignore"):
        speed = metres / minutes * 0.06
    absurd = np.isfinite(speed) & ((speed < slowest * (1 - 1e-9)) | (speed > fastest * (1 + 1e-9)))
    problems.add(ABSURD_SPEED, middles(raw, used[absurd]), raw.ids[used[absurd]], speed[absurd])
    same = duplicates(raw, used)
    problems.add(DUPLICATE, middles(raw, same), raw.ids[same])
    return problems


def duplicates(lines: Lines, used) -> np.ndarray:
    """Lines that repeat the shape of an earlier one and are open the same way.

    Returns
    -------
    numpy.ndarray of int64
        Indices of the later ones.
    """
    seen, found = set(), []
    two = np.flatnonzero(np.isin(np.arange(len(lines)), used))
    ends = np.rint(np.concatenate([lines.xy[lines.offsets[two]], lines.xy[lines.offsets[two + 1] - 1]], axis=1) * 1000)
    # only lines that share both ends and a number of vertices with another need a closer look
    turned = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[turned] = ends[turned][:, [2, 3, 0, 1]]
    key = np.column_stack([ends, lines.counts[two]])
    _, group, count = np.unique(key, axis=0, return_inverse=True, return_counts=True)
    for index in two[count[group.reshape(-1)] > 1].tolist():
        shape = np.rint(lines.xy[lines.offsets[index] : lines.offsets[index + 1]] * 1000).astype(np.int64)
        there, back = shape.tobytes(), shape[::-1].tobytes()
        open_ways = []
        if np.isfinite(lines.forward[index]):
            open_ways.append(there)
        if np.isfinite(lines.backward[index]):
            open_ways.append(back)
        if any(way in seen for way in open_ways):
            found.append(index)
        seen.update(open_ways)
    return np.array(found, dtype=np.int64)


def check_graph(network: Network, near_miss: float, tick=silent) -> Problems:
    """Check how lines hang together.

    Parameters
    ----------
    network : Network
        Built without stops.
    near_miss : float
        Metres under which a dead end beside another line is taken for a slip of the pen.
    tick : callable
        Progress; may raise `Cancelled`.
    """
    problems = Problems()
    _isolated_parts(network, problems)
    tick(0.2)
    _near_misses(network, near_miss, problems, part(tick, 0.2, 0.7))
    _dead_one_ways(network, problems)
    tick(1.0)
    return problems


def _isolated_parts(network, problems):
    """One problem for each part other than the largest, at the middle of its first line."""
    label = network.component[network.tail]
    apart = label > 0
    if not apart.any():
        return
    parts, first, group = np.unique(label[apart], return_index=True, return_inverse=True)
    metres = np.bincount(group, weights=lengths(network.lines)[network.edge_line[apart]])
    line = network.edge_line[apart][first]
    # a line split at crossings counts once
    pairs = np.unique(np.column_stack([group, network.lines.ids[network.edge_line[apart]]]), axis=0)
    count = np.bincount(pairs[:, 0], minlength=len(parts))
    problems.add(ISOLATED, middles(network.lines, line), network.lines.ids[line], metres, count)


def _near_misses(network, near_miss, problems, tick):
    """Dead ends that stop just short of a line, or of another end, they are not joined to."""
    ends = dead_ends(network)
    if not len(ends) or near_miss <= 0:
        return
    own = np.full(len(network.node_xy), -1, dtype=np.int64)
    own[network.tail], own[network.head] = network.edge_line, network.edge_line
    neighbour = np.full(len(network.node_xy), -1, dtype=np.int64)
    neighbour[network.tail], neighbour[network.head] = network.head, network.tail
    distance = np.full(len(ends), np.inf)
    first, second = near_pairs(network.node_xy, near_miss)
    place = np.full(len(network.node_xy), -1, dtype=np.int64)
    place[ends] = np.arange(len(ends))
    for a, b in ((first, second), (second, first)):
        mine = (place[a] >= 0) & (neighbour[a] != b)
        np.minimum.at(distance, place[a[mine]], np.hypot(*(network.node_xy[a[mine]] - network.node_xy[b[mine]]).T))
    found = snap(network.lines, network.node_xy[ends], near_miss, tick=tick, exclude=own[ends])
    # beside a very short dead end, what is near is the street it leaves
    long_enough = lengths(network.lines)[own[ends]] > near_miss
    distance = np.fmin(distance, np.where(long_enough, found.distance, np.nan))
    short = np.isfinite(distance)
    problems.add(NEAR_MISS, network.node_xy[ends[short]], network.lines.ids[own[ends[short]]], distance[short])


def _dead_one_ways(network, problems):
    """Groups of nodes that one can enter but not leave, or leave but not enter."""
    if np.array_equal(np.isfinite(network.forward), np.isfinite(network.backward)):
        return
    ahead, back = network.arcs, network.reverse()
    out, into = np.diff(ahead.indptr), np.diff(back.indptr)
    trapped = ((out == 0) != (into == 0)) & (network.component > 0)
    core = _core(network, ahead, back)
    if core is not None:
        trapped |= (network.component == 0) & (core[0] != core[1])
    nodes = np.flatnonzero(trapped)
    if not len(nodes):
        return
    both = trapped[network.tail] & trapped[network.head]
    label = label_pairs(len(trapped), network.tail[both], network.head[both])[nodes]
    _, first, count = np.unique(label, return_index=True, return_counts=True)
    own = np.full(len(trapped), -1, dtype=np.int64)
    own[network.tail], own[network.head] = network.edge_line, network.edge_line
    problems.add(
        DEAD_ONE_WAY, network.node_xy[nodes[first]], network.lines.ids[own[nodes[first]]], lines=count
    )


def _core(network, ahead, back):
    """Nodes reached from, and nodes that reach, the heart of the largest part.

    The heart is the largest of the round-trip parts of a few nodes spread over it.
    """
    nodes = np.flatnonzero(network.component == 0)
    best, size = None, 0
    for node in nodes[np.linspace(0, len(nodes) - 1, 9).astype(np.int64)[1:-1]]:
        there, home = reachable(ahead, np.array([node])), reachable(back, np.array([node]))
        common = int((there & home).sum())
        if common > size:
            best, size = (there, home), common
        if 2 * size > len(nodes):
            break
    return best
