"""Waiting for one long call of a library without losing the cancel button."""
from __future__ import annotations

import threading

__all__ = ["run_aside"]

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
    answer = {}

    def work():
        try:
            answer["value"] = call()
        except BaseException as error:  # noqa: B036 - handed to the caller
            answer["error"] = error

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    while True:
        thread.join(PAUSE)
        if not thread.is_alive():
            break
        tick(0.0)
    if "error" in answer:
        raise answer["error"]
    return answer["value"]
