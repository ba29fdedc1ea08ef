"""How a tour goes through a QGIS window: one thing after the other, each once the window is ready for it."""

import os
import time
import traceback
from pathlib import Path

from qgis.PyQt.QtCore import QTimer

PATIENCE = 120.0
"""Seconds that something is waited for, on a machine that others load."""
_LOOK_MS, _DRAWN_MS = 50, 500


def drawn(canvas):
    """Have a map drawn anew; return what is true once it is."""
    times = []
    canvas.mapCanvasRefreshed.connect(lambda: times.append(1))
    canvas.refresh()
    return lambda: bool(times) and not canvas.isDrawing()


def reviewed(dock):
    """Return what is true once the review panel has read its layer and its perimeters."""
    desk = dock.desk
    return lambda: desk.session is not None and desk.session.ready and not desk.references.reading()


def walk(todo, leave):
    """Do what is next, wait as it asks, go on; an error goes into error.txt, and at the end one leaves.

    Parameters
    ----------
    todo : iterator of int or callable
        Yields how many milliseconds to wait for the window to be drawn, or what is to be true by then.
    leave : callable
    """
    try:
        wait = next(todo)
    except StopIteration:
        leave()
    except Exception:  # the test that waits for the window is told
        _fail(leave)
    else:
        if callable(wait):
            _until(wait, time.monotonic() + PATIENCE, todo, leave)
        else:
            QTimer.singleShot(wait, lambda: walk(todo, leave))


def _until(true, end, todo, leave):
    try:
        if true():
            QTimer.singleShot(_DRAWN_MS, lambda: walk(todo, leave))
            return
        if time.monotonic() > end:
            raise TimeoutError("what is waited for does not come true: {}".format(true))
    except Exception:  # the test that waits for the window is told
        _fail(leave)
        return
    QTimer.singleShot(_LOOK_MS, lambda: _until(true, end, todo, leave))


def _fail(leave):
    (Path(os.environ["OUT"]) / "error.txt").write_text(traceback.format_exc(), encoding="utf-8")
    leave()
