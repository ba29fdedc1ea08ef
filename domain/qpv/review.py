"""The queue of rows to check: which ones, in what order, what a decision changes, and the totals it feeds."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from .verdict import A_VERIFIER, ADRESSE_IMPRECISE, EN_QPV, HORS_QPV, NON_TROUVEE, VERDICTS

__all__ = [
    "ALL",
    "CHOICES",
    "DECIDED",
    "DONE",
    "PICKED",
    "PLACED",
    "WAITING",
    "Bounds",
    "Ledger",
    "Row",
    "View",
    "arrange",
    "choices",
    "decide",
    "metres_of",
    "placed_reason",
    "reason_group",
]

QUEUE = (VERDICTS[A_VERIFIER], VERDICTS[ADRESSE_IMPRECISE])
"""First verdicts that wait for someone to look."""

LOST = VERDICTS[NON_TROUVEE]
"""Listed as well when asked: the agent may know where it is."""

CHOICES = IN, OUT, OPEN = VERDICTS[EN_QPV], VERDICTS[HORS_QPV], VERDICTS[A_VERIFIER]
"""What an agent may decide; the last means that the row stays to be checked."""

FIRM = (IN, OUT)

DECIDED = {
    IN: "Décidé par l'agent sur la carte : en QPV.",
    OUT: "Décidé par l'agent sur la carte : hors QPV.",
    OPEN: "Vu par l'agent : reste à vérifier.",
}
"""What `decision_motif` says where the agent gives no reason."""

PLACED = "Position placée par l'agent."
PICKED = "Adresse choisie par l'agent parmi les candidates."

WAITING, DONE, ALL = range(3)
"""Which rows are listed: those without a firm decision, those with one, both."""


class Row(NamedTuple):
    """A row of the result, as the panel lists it.

    Attributes
    ----------
    key : int
        Its identifier in the layer.
    verdict, initial : str
        The verdict now, and the one of the run.
    decision : str
        One of `CHOICES`, "" where nobody has decided.
    code, near : str
        Code of the QPV it is in, and of the nearest; "" for none.
    distance : float or None
        Signed metres.
    reason, commune, label : str
    """

    key: int
    verdict: str
    initial: str
    decision: str = ""
    code: str = ""
    near: str = ""
    distance: float | None = None
    reason: str = ""
    commune: str = ""
    label: str = ""

    @property
    def decided(self):
        """Whether somebody has given a firm answer."""
        return self.decision in FIRM

    @property
    def qpv(self):
        """The QPV concerned: the one decided or found, else the nearest."""
        return self.code or self.near

    @property
    def waits(self):
        """Whether its first verdict wants a look."""
        return self.initial in QUEUE or self.initial == LOST


@dataclass(frozen=True)
class Bounds:
    """Counts by verdict, and both bounds of the share in QPV.

    Attributes
    ----------
    counts : dict of str to int
        By verdict; what is no verdict counts as undecided.
    total : int
    """

    counts: dict
    total: int

    @property
    def inside(self):
        """Rows firmly in a QPV."""
        return self.counts.get(IN, 0)

    @property
    def outside(self):
        """Rows firmly out of any."""
        return self.counts.get(OUT, 0)

    @property
    def undecided(self):
        """All other rows."""
        return self.total - self.inside - self.outside

    @property
    def low(self):
        """Percent in a QPV if no undecided row were; None without rows."""
        return 100.0 * self.inside / self.total if self.total else None

    @property
    def high(self):
        """Percent in a QPV if every undecided row were; None without rows."""
        return 100.0 * (self.inside + self.undecided) / self.total if self.total else None


@dataclass
class Ledger:
    """All rows of a layer: those to check whole, of the others their verdicts only."""

    queue: dict = field(default_factory=dict)
    _verdicts: dict = field(default_factory=dict)
    _initial: Counter = field(default_factory=Counter)
    _now: Counter = field(default_factory=Counter)

    def __len__(self):
        return len(self._verdicts)

    def put(self, row):
        """Add a row, or replace the one of the same key."""
        known = self._verdicts.get(row.key)
        if known is not None:
            self._initial[known[0]] -= 1
            self._now[known[1]] -= 1
        self._verdicts[row.key] = (row.initial, row.verdict)
        self._initial[row.initial] += 1
        self._now[row.verdict] += 1
        if row.waits:
            self.queue[row.key] = row
        else:
            self.queue.pop(row.key, None)

    def remove(self, key):
        """Forget a row; harmless where it is unknown."""
        known = self._verdicts.pop(key, None)
        if known is not None:
            self._initial[known[0]] -= 1
            self._now[known[1]] -= 1
        self.queue.pop(key, None)

    @property
    def recognised(self):
        """Whether any row has one of our verdicts."""
        return any(self._initial[v] > 0 for v in VERDICTS)

    @property
    def initial(self):
        """What the run said."""
        return self._bounds(self._initial)

    @property
    def now(self):
        """What holds after the decisions."""
        return self._bounds(self._now)

    def _bounds(self, counts):
        return Bounds({v: n for v, n in counts.items() if n > 0}, len(self._verdicts))

    def progress(self, lost=False):
        """Return how many rows of the queue are decided, and how many there are.

        Parameters
        ----------
        lost : bool, optional
            Whether those not found count.
        """
        rows = [r for r in self.queue.values() if lost or r.initial != LOST]
        return sum(r.decided for r in rows), len(rows)


@dataclass(frozen=True)
class View:
    """Which rows are listed, and in what order.

    Attributes
    ----------
    state : int
        `WAITING`, `DONE` or `ALL`.
    lost : bool
        Whether those not found are listed.
    reason, commune, qpv : str or None
        None for all; the reason as `reason_group` words it.
    order : {"distance", "label", "qpv", "state", "layer"}
    descending : bool
    """

    state: int = WAITING
    lost: bool = False
    reason: str | None = None
    commune: str | None = None
    qpv: str | None = None
    order: str = "distance"
    descending: bool = False

    def keeps(self, row):
        """Say whether a row is listed."""
        return (
            (self.state == ALL or row.decided == (self.state == DONE))
            and (self.lost or row.initial != LOST)
            and (self.reason is None or reason_group(row.reason) == self.reason)
            and (self.commune is None or row.commune == self.commune)
            and (self.qpv is None or row.qpv == self.qpv)
        )


def arrange(rows, view):
    """Choose and sort rows.

    Parameters
    ----------
    rows : iterable of Row
    view : View

    Returns
    -------
    list of int
        Keys. A row without the value sorted by comes last in both orders; ties keep the order of the layer.
    """
    kept = [r for r in rows if view.keeps(r)]
    if view.order != "layer":
        value = _ORDERS[view.order]
        known = [(value(r), r.key) for r in kept if value(r) is not None]
        known.sort(key=lambda pair: pair[0], reverse=view.descending)
        return [key for _value, key in known] + [r.key for r in kept if value(r) is None]
    keys = [r.key for r in kept]
    return keys[::-1] if view.descending else keys


_ORDERS = {
    "distance": lambda r: None if r.distance is None else abs(r.distance),
    "label": lambda r: r.label.casefold() or None,
    "qpv": lambda r: r.qpv or None,
    "state": lambda r: (r.decision not in CHOICES, r.decision, r.verdict),
}


def choices(rows, view):
    """Count the values that can be filtered by, among the rows that the other filters leave.

    Parameters
    ----------
    rows : iterable of Row
    view : View

    Returns
    -------
    dict of str to list of (str, int)
        For "reason", "commune" and "qpv": values and counts, the most frequent first.
    """
    counts = {name: Counter() for name in _FILTERS}
    base = View(state=view.state, lost=view.lost)
    wanted = [(name, getattr(view, name), value) for name, value in _FILTERS.items()]
    for row in rows:
        if not base.keeps(row):
            continue
        values = [(name, value(row), chosen) for name, chosen, value in wanted]
        missed = [name for name, value, chosen in values if chosen is not None and value != chosen]
        for name, value, _chosen in values:
            # counted where only its own filter, or none, leaves the row out
            if not missed or missed == [name]:
                counts[name][value] += 1
    return {name: sorted(found.items(), key=lambda pair: (-pair[1], pair[0])) for name, found in counts.items()}


_FILTERS = {"reason": lambda r: reason_group(r.reason), "commune": lambda r: r.commune, "qpv": lambda r: r.qpv}

_WHERE = re.compile(r"^Position [^,]*(?:, de précision \w+)?, (?=à |dans |hors )")
_NUMBER = re.compile(r"\d+(?:[.,\u202f\u00a0 ]\d+)*")
_METRES = re.compile(r"à (?:plus de )?(\d+(?:,\d+)?) m\b")
_groups = {}


def reason_group(reason):
    """Word a reason without what differs from row to row: its numbers, and how precise the position is.

    Parameters
    ----------
    reason : str
        The field `motif`.
    """
    known = _groups.get(reason)
    if known is None:
        if len(_groups) > 50_000:
            _groups.clear()
        text = _NUMBER.sub("…", _WHERE.sub("", reason.strip())).rstrip(".")
        known = _groups[reason] = text[:1].upper() + text[1:]
    return known


def metres_of(reason):
    """Return the tolerance that a reason speaks of, metres; None where it speaks of none."""
    found = _METRES.search(reason)
    return float(found.group(1).replace(",", ".")) if found else None


def decide(initial, choice, code=None, name=None):
    """Return what a decision makes of a row.

    Parameters
    ----------
    initial : str
        Verdict of the run.
    choice : str
        One of `CHOICES`.
    code, name : str, optional
        The QPV, for a decision that the row is in one.

    Returns
    -------
    dict of str to str or None
        `verdict`, `code_qp`, `nom_qp`, `verdict_initial`, `decision`.

    Raises
    ------
    ValueError
    """
    if choice not in CHOICES:
        raise ValueError(choice)
    inside = choice == IN
    return {
        # still to check: the verdict of the run comes back
        "verdict": choice if choice in FIRM else initial if initial not in FIRM else choice,
        "code_qp": code if inside else None,
        "nom_qp": name if inside else None,
        "verdict_initial": initial,
        "decision": choice,
    }


_PLACED = "Position placée par l'agent"


def placed_reason(sentence):
    """Word the reason of a verdict on a position that the agent has placed.

    Parameters
    ----------
    sentence : str
        Reason for a position of declared precision (`reasons.sentence`).
    """
    text = re.sub(r"^Position de précision déclarée(?=,)", _PLACED, sentence)
    return text if text != sentence else "{}. {}".format(_PLACED, sentence)
