"""The page “Prepare my département”: what is there, what is to be fetched, what must be taken by hand."""

from __future__ import annotations

from html import escape
from pathlib import Path

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ...domain.errors import QT_TRANSLATE_NOOP
from ...translation import tr
from ..widgets import Button, Lines, combo, text
from .datum import BAD, BY_HAND, CHECKING, FAILED, FETCHING, PRESENT, READY, TO_FETCH, WRONG, by_hand
from .delegate import Titled, rows
from .rows_model import FollowingModel

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


class PackModel(FollowingModel):
    """The data of a département, one row each."""

    def __init__(self, department, parent=None):
        super().__init__(department, lambda source: source.data, parent)

    def title(self, row):
        return tr(row.item.title)

    def subtitle(self, row):
        words = tr(STATES[row.state])
        if row.problems:
            words = "{} – {}".format(words, row.problems[0])
        elif row.path:
            words = "{} – {}".format(words, Path(row.path.split("|")[0]).name)
        elif row.item.optional:
            words = "{} ({})".format(words, tr("optional"))
        return words

    def marks(self, row):
        return "✓" if row.state == READY else "✗" if row.state in BAD else ""

    def tip(self, row):
        return "\n".join(part for part in (self.title(row), self.subtitle(row), row.path) if part)


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
        return self.model.row(self.list.currentIndex())

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
