"""Waiting for one long call of a library without losing the cancel button."""
from __future__ import annotations

import threading

from ..domain.progress import part

__all__ = ["run_ahead", "run_aside"]

PAUSE = 0.1


def run_aside(call, tick):
    """Run a call in a thread of its own and tick while it lasts.

    For calls that release Python's lock (GEOS) and cannot be interrupted: a cancel
    leaves the call to end by itself, its result unused.

    Parameters
    ----------
    call : callable
        Without arguments.
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    object
        What the call returns; what it raises is raised here.
    """
    return _awaited(_begun(call), tick)


def run_ahead(calls, tick):
    """Run calls one after another in a thread of their own, each while the caller uses what the one before returned.

    Parameters
    ----------
    calls : sequence of callable
        As for `run_aside`.
    tick : callable
        Progress, told the share of the calls that are done; may raise `Cancelled`.

    Yields
    ------
    object
        What each call returns, in order.
    """
    ahead = _begun(calls[0]) if calls else None
    for number in range(len(calls)):
        value = _awaited(ahead, part(tick, number / len(calls), 1.0))
        if number + 1 < len(calls):
            ahead = _begun(calls[number + 1])
        yield value


def _begun(call):
    """Start a call; its thread, and where it puts its answer."""
    answer = {}

    def work():
        try:
            answer["value"] = call()
        except BaseException as error:  # noqa: B036 - handed to the caller
            answer["error"] = error

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread, answer


def _awaited(begun, tick):
    """Tick until a call ends."""
    thread, answer = begun
    while True:
        thread.join(PAUSE)
        if not thread.is_alive():
            break
        tick(0.0)
    if "error" in answer:
        raise answer["error"]
    return answer["value"]
