"""How long computations say where they are: a callable `tick(fraction)` that may raise `Cancelled`."""
from __future__ import annotations

__all__ = ["part", "silent"]


def silent(fraction):
    """Say nothing and never stop; the default `tick`.

    Parameters
    ----------
    fraction : float
        Share of the work done, 0 to 1.
    """


def part(tick, start, end):
    """Return a `tick` for one part of the work.

    Parameters
    ----------
    tick : callable
        The `tick` of the whole.
    start, end : float
        Where the part begins and ends in the whole, 0 to 1.

    Returns
    -------
    callable
    """

    def inner(fraction):
        tick(start + (end - start) * min(max(fraction, 0.0), 1.0))

    return inner
