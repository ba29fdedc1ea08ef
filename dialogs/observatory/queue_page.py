"""The page of what was asked for: progress, what failed and why, stopping, trying again."""

from __future__ import annotations

from qgis.PyQt.QtCore import QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QApplication, QVBoxLayout, QWidget

from ...translation import tr
from ..widgets import Button, Lines, text
from .delegate import GAP, MARGIN, Titled, rows
from .diagnostic import diagnostic
from .jobs import CANCELLED, DONE, FAILED, RUNNING, STATES
from .rows_model import FollowingModel

__all__ = ["QueuePage"]

JOB = Qt.ItemDataRole.UserRole + 6
BAR = 4
SIGNS = {DONE: "✓", FAILED: "✗"}


class JobsModel(FollowingModel):
    """The jobs of a queue, the latest first."""

    def __init__(self, queue, parent=None):
        super().__init__(queue, lambda source: reversed(source.jobs), parent)

    def title(self, row):
        return row.title

    def subtitle(self, row):
        words = tr(STATES[row.state])
        if row.state == RUNNING:
            words = "{} – {} %".format(words, int(row.progress))
            more = row.step
        else:
            more = (row.problems or row.warnings or [""])[0]
        return "{} – {}".format(words, more) if more else words

    def marks(self, row):
        return SIGNS.get(row.state, "")

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return self.row(index) if role == JOB else super().data(index, role)


class _WithBar(Titled):
    """A row and a bar of progress under them."""

    def sizeHint(self, option, index):  # noqa: N802 - Qt's name
        return super().sizeHint(option, index) + QSize(0, BAR + GAP)

    def paint(self, painter, option, index):
        super().paint(painter, option, index)
        job = index.data(JOB)
        if job is None or job.state != RUNNING:
            return
        area = option.rect
        whole = QRect(area.left() + MARGIN, area.bottom() - BAR - 1, area.width() - 2 * MARGIN, BAR)
        palette = option.palette if option.widget is None else QApplication.palette(option.widget)
        painter.fillRect(whole, palette.color(QPalette.ColorRole.Mid))
        done = QRect(whole.left(), whole.top(), int(whole.width() * job.progress / 100.0), BAR)
        painter.fillRect(done, palette.color(QPalette.ColorRole.Highlight))


class QueuePage(QWidget):
    """Shows a queue.

    Parameters
    ----------
    queue : dialogs.observatory.jobs.Queue
    """

    told = pyqtSignal(str)

    def __init__(self, queue, parent=None):
        super().__init__(parent)
        self.setObjectName("observatoryQueuePage")
        self.queue, self.model = queue, JobsModel(queue, self)
        self.list = rows("observatoryQueue", tr("What was asked for"), self.model, _WithBar(below=2))
        self.details = text("observatoryJobDetails", tr("What it says"))
        self.stop = Button("observatoryStop", tr("Stop"), tr("Del"), tr("Stop it, or take it off the list"))
        self.again = Button("observatoryRetry", tr("Try again"), "F5", tr("Try again"))
        without = tr("Versions, step and error, without secrets")
        self.copy = Button("observatoryCopy", tr("Copy the diagnostic"), "", without)
        ended = tr("Take what has ended off the list")
        self.clear = Button("observatoryClearQueue", tr("Clear what has ended"), "", ended)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addWidget(self.list, 1)
        column.addWidget(self.details)
        column.addLayout(Lines((self.stop, self.again), (self.copy,), (self.clear,)))
        self.tab_order = (self.list, self.stop, self.again, self.copy, self.clear)
        for before, after in zip(self.tab_order, self.tab_order[1:]):
            QWidget.setTabOrder(before, after)
        self._before = None, 0, 0
        self.model.modelAboutToBeReset.connect(self._about_to_list)
        self.model.modelReset.connect(self._listed)
        queue.changed.connect(self._changed)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show())
        self.stop.clicked.connect(self.stop_it)
        self.again.clicked.connect(self.retry)
        self.copy.clicked.connect(self.copy_diagnostic)
        self.clear.clicked.connect(lambda: queue.forget(queue.jobs))
        self._show()

    def current(self):
        """Return the job in hand, None where there is none."""
        return self.model.row(self.list.currentIndex())

    def stop_it(self):
        """Stop the job in hand; take it off where it has ended."""
        job = self.current()
        if job is None:
            return
        if job.ended:
            self.queue.forget([job])
        else:
            self.queue.cancel(job)

    def retry(self):
        """Try the job in hand again."""
        if self.current() is not None:
            self.queue.retry(self.current())

    def copy_diagnostic(self):
        """Put what is known of the job in hand on the clipboard."""
        if self.current() is not None:
            QApplication.clipboard().setText(diagnostic(self.current()))
            self.told.emit(tr("The diagnostic is copied: paste it in a message to whoever helps you."))

    def _about_to_list(self):
        self._before = self.current(), self.list.currentIndex().row(), self.model.rowCount()

    def _listed(self):
        """Go to what was just asked for; where something was taken off, stay, or go to what comes after it."""
        job, row, count = self._before
        now = self.model.rowCount()
        if now > count:
            self.list.setCurrentIndex(self.model.index(0))
        elif now:
            index = self.model.place_of(job)
            self.list.setCurrentIndex(index if index.isValid() else self.model.index(min(max(row, 0), now - 1)))
        self._show()

    def _changed(self, job):
        # what has just failed is what one wants to read
        if job.state == FAILED:
            self.list.setCurrentIndex(self.model.place_of(job))
        if job is self.current() or self.current() is None:
            self._show()

    def _show(self):
        job = self.current()
        words = tr("What you add is listed here.") if not self.model.rowCount() else ""
        if job is not None:
            told = job.problems + job.warnings or [job.step]
            words = "\n".join(one for one in told if one)
        self.details.setText(words)
        self.details.setVisible(bool(words))
        self.stop.setEnabled(job is not None)
        self.stop.say(tr("Take off") if job is not None and job.ended else tr("Stop"))
        self.again.setEnabled(job is not None and job.state in (FAILED, CANCELLED))
        self.copy.setEnabled(job is not None)
        self.clear.setEnabled(any(one.ended for one in self.queue.jobs))
