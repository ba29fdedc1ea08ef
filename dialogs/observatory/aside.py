"""Plain work in a thread of its own, its answer in the main thread: reading files that ship, copying the cache."""

from __future__ import annotations

import threading
from contextlib import suppress

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import Cancelled, CohesionError
from ...translation import localize

__all__ = ["Aside"]

# Qt must not take away under a thread's feet what it tells its answer to
_ALIVE = {}


class Aside(QObject):
    """Runs calls that touch neither QGIS nor widgets.

    No CRS is named there (see `layers.anchors`): what works on layers is an algorithm of the queue.
    """

    _ended = pyqtSignal(object, object, str)

    def __init__(self, parent=None):
        super().__init__()
        self._closed, self.running = False, 0
        self._ended.connect(self._hand_over)
        if parent is not None:
            # no child of it: a call may outlive the dock
            parent.destroyed.connect(self.close)

    def run(self, call, done, failed=None):
        """Make a call.

        Parameters
        ----------
        call : callable
            Given `pulse`, to be called on the way: it raises `Cancelled` once the dock is closed.
        done : callable
            Given what the call returned.
        failed : callable, optional
            Given a sentence in the user's language.
        """
        self.running += 1
        _ALIVE[id(self)] = self

        def work():
            value, problem = None, ""
            try:
                value = call(self._pulse)
            except Cancelled:
                problem = "-"
            except CohesionError as error:
                problem = localize(error)
            except Exception as error:  # noqa: BLE001 - shown, rather than lost in a thread
                problem = str(error) or type(error).__name__
            # at the very end QGIS takes everything away
            with suppress(RuntimeError):
                self._ended.emit((done, failed), value, problem)

        threading.Thread(target=work, daemon=True).start()

    def close(self, *_gone):
        """Tell nobody any more."""
        self._closed = True

    def _pulse(self):
        if self._closed:
            raise Cancelled()

    def _hand_over(self, ways, value, problem):
        self.running -= 1
        if not self.running:
            _ALIVE.pop(id(self), None)
        if self._closed:
            return
        done, failed = ways
        if not problem:
            done(value)
        elif failed is not None:
            failed(problem)
