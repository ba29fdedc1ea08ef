"""Plain work in a thread of its own, its answer in the main thread: reading files that ship, copying the cache."""

from __future__ import annotations

import threading
from contextlib import suppress

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import QT_TRANSLATE_NOOP, Cancelled, CohesionError
from ...layers.anchors import in_lasting_thread
from ...sources.reasons import unforeseen
from ...translation import localize, worded

__all__ = ["Aside"]

_UNEXPECTED = QT_TRANSLATE_NOOP("@default", "Something unexpected went wrong: {why}")

# Qt must not take away under a thread's feet what it tells its answer to
_ALIVE = {}


class Aside(QObject):
    """Runs calls that touch no widgets.

    No CRS is named there (see `layers.anchors`) but by those that last: what works on layers is an algorithm of the
    queue.
    """

    _ended = pyqtSignal(object, object, object)

    def __init__(self, parent=None):
        super().__init__()
        self._closed, self.running, self._asked = False, 0, {}
        self._ended.connect(self._hand_over)
        if parent is not None:
            # no child of it: a call may outlive the dock
            parent.destroyed.connect(self.close)

    def run(self, call, done, failed=None, subject=None, lasting=False):
        """Make a call.

        Parameters
        ----------
        call : callable
            Given `pulse`, to be called on the way: it raises `Cancelled` once the dock is closed.
        done : callable
            Given what the call returned.
        failed : callable, optional
            Given a sentence in the user's language.
        subject : str, optional
            What it looks at: of two calls about the same, only the later one's answer is told, whichever ends first.
        lasting : bool, optional
            It opens a layer of QGIS, whose system may be any: it is done in a thread that never ends.
        """
        self.running += 1
        _ALIVE[id(self)] = self
        turn = None
        if subject is not None:
            turn = subject, self._asked.get(subject, 0) + 1
            self._asked[subject] = turn[1]

        def work():
            # what a call that was stopped would say is told to nobody
            tell, words = None, None
            try:
                words, tell = call(self._pulse), done
            except Cancelled:
                pass
            except CohesionError as error:
                words, tell = localize(error), failed
            except Exception as error:  # noqa: BLE001 - shown, rather than lost in a thread
                words, tell = worded(_UNEXPECTED, {"why": unforeseen(error)}), failed
            # at the very end QGIS takes everything away
            with suppress(RuntimeError):
                self._ended.emit(turn, tell, words)

        if lasting:
            in_lasting_thread(work)
        else:
            threading.Thread(target=work, daemon=True).start()

    def close(self, *_gone):
        """Tell nobody any more."""
        self._closed = True

    def _pulse(self):
        if self._closed:
            raise Cancelled()

    def _hand_over(self, turn, tell, words):
        self.running -= 1
        if not self.running:
            _ALIVE.pop(id(self), None)
        overtaken = turn is not None and self._asked[turn[0]] != turn[1]
        if tell is not None and not self._closed and not overtaken:
            tell(words)
