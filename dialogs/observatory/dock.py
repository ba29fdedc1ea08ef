"""The dock of the observatories: its pages, what they share, its keys."""

from __future__ import annotations

from qgis.gui import QgsDockWidget
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ...domain.errors import OutputError
from ...translation import localize, tr
from ..widgets import Lines, Tabs, text
from . import along, asking, jobs, loading
from .aside import Aside
from .cache_page import CachePage
from .department import Department
from .department_page import DepartmentPage
from .keys import DockKeys
from .memory import Memory
from .queue_page import QueuePage
from .results_model import ResultsModel
from .search import Search
from .search_page import SearchPage

__all__ = ["ObservatoryDock"]

SOON_MS = 30
WIDTH = 300
"""Pixels the pages must do with, beside a scroll bar."""


class ObservatoryDock(QgsDockWidget):
    """Finds what the observatories offer and has algorithms bring it in; asks nothing of any network itself.

    Parameters
    ----------
    defaults_changed : callable, optional
        Called after reference data were set.
    start : callable, optional
        Starts an algorithm, as `runner.start`.
    """

    def __init__(self, parent=None, defaults_changed=None, start=None):
        super().__init__(tr("Observatories"), parent)
        self.setObjectName("CohesionObservatory")
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self.memory, self.loaded, self.aside = Memory(), loading.Loaded(), Aside(self)
        self.queue = jobs.Queue(self, start) if start is not None else jobs.Queue(self)
        self.model = ResultsModel(self)
        self.search_page = SearchPage(self.model)
        self.search = Search(self.search_page, self.model, self.loaded, self.memory, self)
        self.queue_page = QueuePage(self.queue)
        self.cache_page = CachePage(self.aside, self.loaded)
        self.department = Department(self.loaded, self.queue, self.aside, defaults_changed, self)
        self.department_page = DepartmentPage(self.department)
        self.tabs = Tabs("observatoryTabs", tr("Pages of the observatories"))
        for page, words, tip in (
            (self.search_page, tr("Search"), tr("Find an indicator or a layer and add it")),
            (self.queue_page, tr("Queue"), tr("What was asked for, its progress, what failed")),
            (self.cache_page, tr("Cache"), tr("What was fetched: age, size, taking it along")),
            (self.department_page, tr("Prepare"), tr("Prepare my département: reference data, checked and set")),
        ):
            self.tabs.setTabToolTip(self.tabs.addTab(_scrolled(page), words), tip)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(3)
        column.addLayout(self._banner())
        column.addWidget(self.tabs, 1)
        self.message = text("observatoryMessage", tr("Message"))
        self.message.hide()
        column.addWidget(self.message)
        content.setMinimumWidth(WIDTH)
        self.setWidget(content)
        self.keys = DockKeys(self)
        self._connect()
        # once the window has drawn it
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.read)
        self._soon.start(SOON_MS)

    def _banner(self):
        self.offline = QCheckBox(tr("Work offline"))
        self.offline.setObjectName("observatoryOffline")
        self.offline.setAccessibleName(tr("Work offline: only what is in the cache"))
        self.offline.setToolTip(tr("Nothing is asked of the network: only what is in the cache is used"))
        self.offline.setChecked(self.memory.offline())
        self.badge = QLabel(tr("OFFLINE"))
        self.badge.setObjectName("observatoryOfflineBadge")
        self.badge.setAccessibleName(tr("Offline: only what is in the cache is used"))
        # readable on any theme: its own ground and ink
        self.badge.setStyleSheet("background:#8a4b00; color:#ffffff; padding:1px 6px; border-radius:3px;")
        self.badge.setVisible(self.offline.isChecked())
        line = Lines((self.offline, self.badge))
        line.itemAt(1).setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return line

    def _connect(self):
        self.search.wanted.connect(self.add)
        self.search.told.connect(self.tell)
        self.search_page.catalogue.wanted.connect(self._refresh_catalogue)
        self.search_page.catalogue.asked.connect(self._list_servers)
        self.search_page.catalogue.unwanted.connect(self._forget_server)
        self.offline.toggled.connect(self._offline_toggled)
        self.search_page.territory.chosen.connect(self._territory_chosen)
        self.search_page.territory.told.connect(self.tell)
        self.cache_page.refresh_wanted.connect(self._refresh)
        self.cache_page.changed.connect(self.read_cache)
        self.queue_page.told.connect(self.tell)
        self.cache_page.told.connect(self.tell)
        self.cache_page.brought.connect(self._brought)
        self.cache_page.card_wanted.connect(self.show_card)
        # what was said on one page is not about the next
        self.tabs.currentChanged.connect(lambda _at: self.tell(""))
        self._territory_chosen(self.memory.territory())
        self._offline_toggled(self.offline.isChecked())
        self.queue.changed.connect(self._show_queue)
        self.queue.listed.connect(self._show_queue)
        self.queue.ended.connect(self._job_ended)

    def read(self):
        """Read what ships, and a user's own files, in threads, one after the other: the window is not held up."""
        self.aside.run(loading.load_catalogue, self._catalogue_read, self.tell, "catalogue")

    def read_cache(self):
        """Look again at what the cache has."""
        self.aside.run(loading.kept_records, self._records_read, self.tell, "cache")

    def _catalogue_read(self, catalogue):
        self.loaded.catalogue = catalogue
        self.search.catalogue_read()
        self.aside.run(loading.load_territories, self._territories_read, self.tell, "territories")

    def _territories_read(self, found):
        self.loaded.territories, departments = found
        territories = self.loaded.territories
        self.search_page.territory.know(territories)
        self.department_page.know(departments, self.search_page.territory.territory)
        self.read_cache()

    def _records_read(self, found):
        self.loaded.records, size = found
        self.search.records_read()
        self.cache_page.show_records(self.loaded.records, size)

    # what is asked for ------------------------------------------------------------------------------

    def add(self, entry, level, year):
        """Have an entry brought in."""
        box = self.search_page.territory
        try:
            job = asking.layer_job(
                entry, level, box.territory, year, self.offline.isChecked(), place=box.words(box.territory)
            )
        except OutputError as error:
            self.tell(localize(error))
            return
        self.queue.add(job)
        self.tell(tr("Asked for: {title}").format(title=job.title))

    def _refresh(self, record, title):
        if self.offline.isChecked():
            self.tell(tr("Untick “Work offline” to fetch again."))
            return
        self.queue.add(asking.refresh_job(record, title))

    def _refresh_catalogue(self, title, told):
        if self.offline.isChecked():
            self.tell(tr("Untick “Work offline” to ask a service what it offers."))
            return
        self.queue.add(asking.catalogue_job(title, told, self._catalogue_refreshed))
        self.tell(tr("Asked for: {title}").format(title=title))

    def _catalogue_refreshed(self, results):
        counts = {name: results.get("COUNT_" + name.upper(), 0) for name in ("entries", "new")}
        self.tell(tr("The catalogue was told of {entries} entries, of which {new} are new.").format(**counts))
        self.read()

    def _list_servers(self):
        self.aside.run(loading.added_servers, self.search_page.catalogue.offer, self.tell)

    def _forget_server(self, name, path):
        def done(_nothing):
            self.tell(tr("{name} is no longer in the catalogue.").format(name=name))
            self.read()

        self.aside.run(lambda _pulse: loading.forget_server(path), done, self.tell)

    def _brought(self, count, sources):
        adopted, kept = self.department.adopt(sources)
        self.tell(along.told_brought(count, adopted, kept))
        # catalogues may have come too
        self.read()

    def _territory_chosen(self, territory):
        self.cache_page.territory = territory
        if self.loaded.territories is not None:
            self.department_page.follow(territory)

    def _offline_toggled(self, offline):
        self.department.offline = self.cache_page.offline = offline
        self.memory.put_offline(offline)
        self.badge.setVisible(offline)

    def _show_queue(self, _job=None):
        waiting = len(self.queue.under_way())
        words = tr("Queue ({count})").format(count=waiting) if waiting else tr("Queue")
        at = self.tabs.indexOf(self._tab_of(self.queue_page))
        if self.tabs.tabText(at) != words:
            self.tabs.setTabText(at, words)

    def _job_ended(self, job):
        if job.state == jobs.FAILED:
            self.tell("{} – {}".format(job.title, job.problems[0] if job.problems else tr("It failed without a word.")))
        elif job.state == jobs.DONE:
            done = tr("Done: {title}").format(title=job.title)
            # a copy in place of what could not be fetched is no plain success
            self.tell("\n".join([done, *job.warnings[:1]]))
            self.read_cache()

    def tell(self, words):
        """Show a message, which screen readers are told of."""
        self.message.setText(words)
        self.message.setVisible(bool(words))

    # pages -------------------------------------------------------------------------------------------

    def _tab_of(self, page):
        return page.parentWidget().parentWidget()

    def page(self):
        """Return the page shown."""
        return self.tabs.currentWidget().widget()

    def show_page(self, page):
        """Show a page."""
        self.tabs.setCurrentWidget(self._tab_of(page))

    def find(self):
        """Go to the search."""
        self.show_page(self.search_page)
        self.search_page.show_list()
        self.search_page.search.setFocus()
        self.search_page.search.selectAll()

    def show_card(self, entry_id):
        """Show the card of an entry, wherever the search was."""
        if self.loaded.catalogue is None or entry_id not in self.loaded.catalogue:
            self.tell(tr("The catalogue does not have it any more."))
            return
        self.show_page(self.search_page)
        self.search.show(entry_id)

    def close_down(self):
        """Stop what is under way, for good; harmless when called twice."""
        self._soon.stop()
        self.aside.close()
        if not sip.isdeleted(self.queue):
            self.queue.close()


def _scrolled(page):
    """Return an area that scrolls a page where the dock is low."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
