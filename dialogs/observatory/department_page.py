"""The page “Prepare my département”: what is there, what is to be fetched, what must be taken by hand."""

from __future__ import annotations

from html import escape
from pathlib import Path

from qgis.PyQt.QtCore import QAbstractListModel, Qt, QTimer
from qgis.PyQt.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ...domain.errors import QT_TRANSLATE_NOOP
from ...translation import tr
from ..widgets import Button, Lines, combo, text
from .delegate import MARKS, SUBTITLE, Titled, rows
from .datum import BAD, BY_HAND, CHECKING, FAILED, FETCHING, PRESENT, READY, TO_FETCH, WRONG, by_hand

__all__ = ["DepartmentPage"]

STATES = {
    PRESENT: QT_TRANSLATE_NOOP("@default", "Set, not checked"),
    TO_FETCH: QT_TRANSLATE_NOOP("@default", "To fetch"),
    BY_HAND: QT_TRANSLATE_NOOP("@default", "To take by hand"),
    FETCHING: QT_TRANSLATE_NOOP("@default", "Being fetched (see the queue)"),
    CHECKING: QT_TRANSLATE_NOOP("@default", "Being checked"),
    READY: QT_TRANSLATE_NOOP("@default", "Checked and set as default"),
    WRONG: QT_TRANSLATE_NOOP("@default", "Not right"),
    FAILED: QT_TRANSLATE_NOOP("@default", "Not fetched"),
}


class PackModel(QAbstractListModel):
    """The data of a département, one row each."""

    def __init__(self, department, parent=None):
        super().__init__(parent)
        self._department, self._data = department, []
        department.listed.connect(self._relist)
        department.changed.connect(self._changed)

    def _relist(self):
        self.beginResetModel()
        self._data = list(self._department.data)
        self.endResetModel()

    def _changed(self, datum):
        if datum in self._data:
            at = self.index(self._data.index(datum))
            self.dataChanged.emit(at, at)

    def datum(self, index):
        """Return the datum at an index, None where there is none."""
        return self._data[index.row()] if index.isValid() and index.row() < len(self._data) else None

    def rowCount(self, parent=None):  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._data)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        datum = self.datum(index)
        if datum is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(datum.item.title)
        if role == SUBTITLE:
            return self._told(datum)
        if role == MARKS:
            return "✓" if datum.state == READY else "✗" if datum.state in BAD else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "{}, {}".format(tr(datum.item.title), self._told(datum))
        if role == Qt.ItemDataRole.ToolTipRole:
            # the row may be too short for its words
            return "\n".join(part for part in (tr(datum.item.title), self._told(datum), datum.path) if part)
        return None

    @staticmethod
    def _told(datum):
        words = tr(STATES[datum.state])
        if datum.problems:
            words = "{} – {}".format(words, datum.problems[0])
        elif datum.path:
            words = "{} – {}".format(words, Path(datum.path.split("|")[0]).name)
        elif datum.item.optional:
            words = "{} ({})".format(words, tr("optional"))
        return words


class DepartmentPage(QWidget):
    """Shows a `Department`.

    Parameters
    ----------
    department : dialogs.observatory.department.Department
    """

    def __init__(self, department, parent=None):
        super().__init__(parent)
        self.setObjectName("observatoryDepartmentPage")
        self.department, self.model = department, PackModel(department, self)
        self.which = combo("observatoryDepartment", tr("Département to prepare"))
        self.which.setToolTip(tr("Département to prepare"))
        about = tr("Fetches the reference data of a département, checks them, and makes them your defaults.")
        self.about = text("observatoryDepartmentAbout", about)
        self.about.setText(about)
        self.list = rows("observatoryPack", tr("Reference data of the département"), self.model, Titled())
        self.details = text("observatoryPackDetails", tr("What it is, and where it is taken"))
        self.details.setTextFormat(Qt.TextFormat.RichText)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.details.setOpenExternalLinks(True)
        fetch_all = tr("Fetch all that is missing; streets, a large file, have their own button")
        self.fetch_all = Button("observatoryFetchAll", tr("Prepare everything"), "", fetch_all)
        self.fetch = Button("observatoryFetch", tr("Fetch"), "F5", tr("Fetch this one"))
        self.file = Button("observatoryTakeFile", tr("I have the file…"), "", tr("Use a file taken by hand"))
        self.check = Button("observatoryCheck", tr("Check"), "", tr("Check this one again"))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        for widget, stretch in ((self.about, 0), (self.which, 0), (self.list, 1), (self.details, 0)):
            column.addWidget(widget, stretch)
        column.addLayout(Lines((self.fetch, self.check), (self.file, self.fetch_all)))
        self.tab_order = (self.which, self.list, self.details, self.fetch, self.check, self.file, self.fetch_all)
        for before, after in zip(self.tab_order, self.tab_order[1:]):
            QWidget.setTabOrder(before, after)
        self.which.currentIndexChanged.connect(lambda _at: department.choose(self.which.currentData() or ""))
        department.listed.connect(self._listed)
        department.changed.connect(lambda _datum: self._show())
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show())
        self.fetch_all.clicked.connect(department.prepare)
        self.fetch.clicked.connect(self.retry)
        self.file.clicked.connect(lambda: self.take_file())
        self.check.clicked.connect(lambda: department.check(self.current()))
        self._show()

    def showEvent(self, event):  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.department.look_again()

    def know(self, departments, territory):
        """List the départements, the one of the territory first chosen.

        Parameters
        ----------
        departments : dict of str to str
            Names by code.
        territory : domain.indicators.levels.Territory
        """
        self.which.blockSignals(True)
        self.which.clear()
        self.which.addItem(tr("Choose a département"), "")
        for code, name in departments.items():
            self.which.addItem("{} – {}".format(code, name), code)
        self.which.blockSignals(False)
        self.follow(territory)

    def follow(self, territory):
        """Go to the département of a territory, where it has one."""
        code = self.department.home(territory)
        at = self.which.findData(code)
        if code and at >= 0:
            self.which.setCurrentIndex(at)
        self.department.choose(self.which.currentData() or "")

    def current(self):
        """Return the datum in hand, None where there is none."""
        return self.model.datum(self.list.currentIndex())

    def retry(self):
        """Fetch the datum in hand."""
        if self.current() is not None:
            self.department.fetch(self.current())

    def stop_it(self):
        """Nothing is removed on this page."""

    def take_file(self, path=None):
        """Use a file of one's own for the datum in hand."""
        datum = self.current()
        if datum is None:
            return
        path = path or QFileDialog.getOpenFileName(self, tr(datum.item.title))[0]
        if path:
            self.department.take(datum, path)

    def _see(self):
        self.list.scrollTo(self.list.currentIndex())

    def _listed(self):
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
        self._show()

    def _show(self):
        datum = self.current()
        words = ""
        if datum is not None:
            item = datum.item
            told = [escape(one) for one in datum.problems]
            told.append(escape(tr("By hand: {what}").format(what=by_hand(item))))
            if item.around_km:
                told.append(escape(tr("Take {km} km more than the département.").format(km=item.around_km)))
            if item.page:
                told.append('<a href="{}">{}</a>'.format(escape(item.page, quote=True), escape(tr("Open its page"))))
            words = "<br>".join(told)
        self.details.setText(words)
        self.details.setVisible(bool(words))
        # once the words have taken its room
        QTimer.singleShot(0, self._see)
        free = datum is not None and not datum.busy
        self.fetch.setEnabled(free and self.department.can_fetch(datum.item))
        self.file.setEnabled(free)
        self.check.setEnabled(free and bool(datum.path))
        self.fetch_all.setEnabled(bool(self.department.wanted()))
