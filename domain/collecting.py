"""Python's search for circles among all its objects, put off while a run makes hundreds of thousands of them.

It holds every thread for its whole length, the window's too: 0.1 s for 300,000 objects. Young objects are still
looked at, a few thousand at a time; what a run no longer uses goes at once, as always.
"""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager

__all__ = ["put_off"]

_NEVER = 1_000_000
_LOCK = threading.Lock()
_UNDER_WAY = []


@contextmanager
def put_off():
    """Put it off for the time of a block, in all threads; the last of several blocks to end sets it going again."""
    with _LOCK:
        if not _UNDER_WAY:
            usual = gc.get_threshold()
            gc.set_threshold(*usual[:2], _NEVER)
            _UNDER_WAY.append(usual)
        else:
            _UNDER_WAY.append(_UNDER_WAY[0])
    try:
        yield
    finally:
        with _LOCK:
            usual = _UNDER_WAY.pop()
            if not _UNDER_WAY:
                gc.set_threshold(*usual)
