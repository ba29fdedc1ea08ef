"""A reference datum of a département, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...translation import tr

__all__ = [
    "BAD", "BUSY", "BY_HAND", "CHECKING", "FAILED", "FETCHING", "PRESENT", "READY", "TO_FETCH", "WRONG", "Datum",
    "by_hand", "is_large",
]  # fmt: skip

PRESENT, TO_FETCH, BY_HAND, FETCHING, CHECKING, READY, WRONG, FAILED = (
    "present", "to fetch", "by hand", "fetching", "checking", "ready", "wrong", "failed",
)  # fmt: skip
BUSY, BAD = (FETCHING, CHECKING), (WRONG, FAILED)


@dataclass(eq=False)
class Datum:
    """A reference datum and how far it is.

    Attributes
    ----------
    item : sources.department_pack.Item
    state : str
        `PRESENT` (remembered, not looked at), `TO_FETCH`, `BY_HAND`, `FETCHING`, `CHECKING`, `READY` (checked and
        remembered), `WRONG` (checked, and not the right one) or `FAILED` (not fetched).
    path : str
        What is remembered of it, or was looked at last.
    problems : list of str
    job : dialogs.observatory.jobs.Job or None
        What fetches it.
    asked : bool
        Whether it was asked for: another try then asks the service whether it has newer than what is kept.
    """

    item: object
    state: str
    path: str = ""
    problems: list = field(default_factory=list)
    job: object = None
    asked: bool = False

    @property
    def busy(self):
        return self.state in BUSY


def is_large(item):
    """Say whether a datum is only fetched where it is asked for by itself: a network."""
    return item.optional and item.around_km > 0


def by_hand(item):
    """Say what to take by hand."""
    return tr(item.by_hand).format(**(item.values or {}))
