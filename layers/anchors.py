"""Coordinate systems that outlive the threads that work with them.

QGIS (3.22 as 3.44) shares a system among threads through its caches, one for each way of naming it, and takes its
definition away from everyone when the thread that first named it ends, 30 seconds after a task of the background.
What is left says that it is valid and has no WKT any more: files are written without projection, transformations
fail, for every layer that names the system alike and until QGIS is closed. Nothing of the kind befalls a system that
the main thread has named first and used.
"""
from __future__ import annotations

import queue
import threading

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform
from qgis.PyQt.QtCore import QCoreApplication, QObject, QThread, pyqtSignal, pyqtSlot

__all__ = ["anchor", "in_lasting_thread"]

# how QGIS words the system of a file when it opens one
WORDING = QgsCoordinateReferenceSystem.WktVariant.WKT2_2018
PATIENCE = 1.0
"""Seconds that another thread waits for the main one to begin: it may be waiting for that thread."""
_LONGEST = 60.0


def anchor(codes, systems=()):
    """Have the main thread name and use coordinate systems, before another works with them.

    To be called at the start of each work: QGIS empties its caches at times. Costs a tenth of a second the first
    time, nothing to speak of after that.

    Parameters
    ----------
    codes : iterable of int
        EPSG codes.
    systems : iterable of QgsCoordinateReferenceSystem
        Those of layers opened in the main thread; left aside when called from another one.
    """
    application = QCoreApplication.instance()
    if application is None or QThread.currentThread() == application.thread():
        _hold(codes, systems)
        return
    begun, done = threading.Event(), threading.Event()
    _clerk(application.thread()).asked.emit(list(codes), begun, done)
    # one that has begun waits for nobody: however slow the computer, it is waited for
    if begun.wait(PATIENCE):
        done.wait(_LONGEST)


def in_lasting_thread(work):
    """Have work done in a thread that never ends, one after the other: what is named first there stays whole.

    For layers whose system nobody knows before they are open, those of a database. One that does not answer keeps the
    next ones waiting.

    Parameters
    ----------
    work : callable
        Raises nothing.
    """
    with _DOOR:
        if not _LASTING:
            _LASTING.append(queue.SimpleQueue())
            threading.Thread(target=_last, args=_LASTING, daemon=True).start()
    _LASTING[0].put(work)


def _last(works):
    while True:
        works.get()()


def _hold(codes, systems):
    systems = list(systems)
    named = _named(codes, systems)
    if any(crs.isValid() and not _defined(crs) for crs in named):
        # another tool has let one be lost: named anew, it is whole again
        QgsCoordinateTransform.invalidateCache()
        QgsCoordinateReferenceSystem.invalidateCache()
        for crs in _named(codes, systems):
            _defined(crs)


def _named(codes, systems):
    """Name systems in both ways that a layer may: by code, as in memory, and by text, as a file does."""
    systems = [crs for crs in systems if _defined(crs)]
    names = ["EPSG:{}".format(code) for code in codes] + [crs.authid() for crs in systems if crs.authid()]
    found = [QgsCoordinateReferenceSystem(name) for name in names]
    texts = {crs.toWkt(WORDING) for crs in [*found, *systems] if _defined(crs)}
    return found + [QgsCoordinateReferenceSystem.fromWkt(text) for text in texts]


def _defined(crs):
    """Say whether a system has a definition; QGIS keeps it for this thread from now on."""
    return bool(crs.isValid() and crs.toWkt(WORDING))


class _Clerk(QObject):
    """Lives in the main thread and holds there what other threads ask for."""

    asked = pyqtSignal(object, object, object)

    def __init__(self, home):
        super().__init__()
        self.moveToThread(home)
        self.asked.connect(self.answer)

    @pyqtSlot(object, object, object)
    def answer(self, codes, begun, done):
        begun.set()
        try:
            _hold(codes, ())
        finally:
            done.set()


_CLERKS, _LASTING, _DOOR = [], [], threading.Lock()


def _clerk(home):
    """Return the one clerk, never let go: a thread that no longer waits may still be answered."""
    with _DOOR:
        if not _CLERKS:
            _CLERKS.append(_Clerk(home))
        return _CLERKS[0]
