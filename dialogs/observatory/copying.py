"""The line that shows how far a copy of files is, and stops it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ...translation import tr
from ..widgets import Button

__all__ = ["Copying"]

OFTEN_MS = 100


class Copying(QWidget):
    """In sight while a copy is under way."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName("observatoryCopying")
        self._errand = None
        self.bar = QProgressBar()
        self.bar.setObjectName("observatoryCopied")
        self.bar.setAccessibleName(tr("How far the copy is"))
        self.bar.setMinimumWidth(60)
        stop = tr("Stop the copy: what was copied so far stays, and is whole")
        self.stop = Button("observatoryStopCopy", tr("Stop the copy"), "", stop)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.bar, 1)
        line.addWidget(self.stop)
        self.stop.clicked.connect(self.stop_it)
        # asked rather than told: files may be many and small
        self._clock = QTimer(self)
        self._clock.setInterval(OFTEN_MS)
        self._clock.timeout.connect(self.look)
        self.hide()

    def begin(self, errand):
        """Show a copy.

        Parameters
        ----------
        errand : dialogs.observatory.along.Errand
        """
        self._errand = errand
        self.bar.setValue(0)
        self.stop.say(tr("Stop the copy"))
        self.show()
        self._clock.start()

    def look(self):
        """See how far it is."""
        self.bar.setValue(self._errand.share)

    def stop_it(self):
        """Stop it, at the next piece of a file."""
        self._errand.stopped = True
        self.stop.say(tr("Stopping…"))

    def end(self):
        """Nothing is under way any more."""
        self._clock.stop()
        self.hide()
