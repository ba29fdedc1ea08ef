"""The page of what was fetched: age, size, fetching again, removing, keeping, taking along."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QFileDialog, QMessageBox, QVBoxLayout, QWidget

from ...domain.errors import ParameterError
from ...domain.indicators.levels import FRA, territory_of
from ...domain.indicators.words import words
from ...layers.profile import cache_folder
from ...translation import tr
from ..widgets import Button, Lines, text
from . import along, wording
from .copying import Copying
from .delegate import Titled, rows
from .rows_model import RowsModel

__all__ = ["CachePage"]

MADE = ".pret"
"""End of the name of what algorithms make of an entry once: boundaries repaired. It comes and goes with it."""


class RecordsModel(RowsModel):
    """What the cache has."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self._titles = {}

    def show(self, rows, titles):
        """List records.

        Parameters
        ----------
        rows : list of sources.cache.Record
        titles : mapping of str to str
            Of the entries.
        """
        self._titles = titles
        super().show(sorted(rows, key=lambda r: (words(self.title(r)), r.level, r.territory, r.year)))

    def title(self, row):
        return self._titles.get(row.entry) or row.facts.get("title") or row.entry

    def subtitle(self, row):
        age = tr("fetched {age} ago").format(age=wording.age(row.age))
        return " · ".join(part for part in (wording.size(row.size), age, wording.question(row)) if part)

    def marks(self, row):
        return "★" if row.pinned else ""

    def spoken(self, row):
        pinned = [tr("always kept")] if row.pinned else []
        return ", ".join([super().spoken(row), *pinned])


class CachePage(QWidget):
    """Shows the cache; what touches it runs in threads.

    Parameters
    ----------
    aside : dialogs.observatory.aside.Aside
    loaded : dialogs.observatory.loading.Loaded
    """

    refresh_wanted = pyqtSignal(object, str)
    card_wanted = pyqtSignal(str)
    brought = pyqtSignal(int, object)
    changed = pyqtSignal()
    told = pyqtSignal(str)

    def __init__(self, aside, loaded, parent=None):
        super().__init__(parent)
        self.setObjectName("observatoryCachePage")
        self._aside, self._loaded, self._made, self.box = aside, loaded, [], None
        self.territory, self.offline = None, False
        self.model = RecordsModel(self)
        self.total = text("observatoryCacheTotal", tr("Size of the cache"))
        spoken = tr("What was fetched and is kept; Enter shows its card")
        self.list = rows("observatoryCache", spoken, self.model, Titled(below=2))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.again = Button("observatoryRefresh", tr("Fetch again"), "F5", tr("Ask the service whether it has newer"))
        self.remove = Button("observatoryRemove", tr("Remove"), tr("Del"), tr("Remove it from the cache"))
        self.pin = Button("observatoryPin", tr("Always keep"), "", tr("Keep it whatever room it takes, or no longer"))
        take = tr("Copy what is kept of my territory and my reference data to a folder, for a computer without network")
        self.export = Button("observatoryExport", tr("Take my territory along…"), "", take)
        self.bring = Button("observatoryImport", tr("Load a folder…"), "", tr("Load what “Take along” has written"))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addWidget(self.total)
        column.addWidget(self.list, 1)
        column.addLayout(Lines((self.again, self.remove), (self.pin, self.bring), (self.export,)))
        self.copying = Copying()
        column.addWidget(self.copying)
        buttons = (self.again, self.remove, self.pin, self.bring, self.export, self.copying.stop)
        self.tab_order = (self.list, *buttons)
        for before, after in zip(self.tab_order, self.tab_order[1:]):
            QWidget.setTabOrder(before, after)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.again.clicked.connect(self.retry)
        self.remove.clicked.connect(self.stop_it)
        self.pin.clicked.connect(self.toggle_pin)
        self.export.clicked.connect(lambda: self.take_along())
        self.bring.clicked.connect(lambda: self.load())
        self.list.activated.connect(lambda index: self.card_wanted.emit(self.model.row(index).entry))
        self._enable()

    def show_records(self, by_entry, size):
        """Show what the cache has.

        Parameters
        ----------
        by_entry : dict of str to list of sources.cache.Record
        size : int
            Bytes.
        """
        chosen, at = {record.key for record in self.chosen()}, self.list.currentIndex().row()
        catalogue = self._loaded.catalogue
        titles = {e.id: e.title for e in catalogue.entries} if catalogue is not None else {}
        every = [record for records in by_entry.values() for record in records]
        self._made = [record for record in every if record.entry.endswith(MADE)]
        records = [record for record in every if not record.entry.endswith(MADE)]
        self.model.show(records, titles)
        records = self.model.every()
        model = self.list.selectionModel()
        if records and at >= 0:
            # where it was for the keyboard, though other rows may be there now
            model.setCurrentIndex(self.model.index(min(at, len(records) - 1)), model.SelectionFlag.NoUpdate)
        for row, record in enumerate(records):
            if record.key in chosen:
                model.select(self.model.index(row), model.SelectionFlag.Select)
        told = tr("{count} files, {size}").format(count=len(records), size=wording.size(size))
        self.total.setText(told if records else tr("Nothing was fetched yet: what you add is kept here."))
        self._enable()

    def chosen(self):
        """Return the records chosen."""
        indexes = sorted(self.list.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return [self.model.row(index) for index in indexes]

    def _enable(self):
        records = self.chosen()
        for widget in (self.again, self.remove, self.pin):
            widget.setEnabled(bool(records))
        pinned = bool(records) and all(record.pinned for record in records)
        self.pin.say(tr("No longer keep") if pinned else tr("Always keep"))
        # one copy at a time
        free = not self.copying.isVisibleTo(self)
        self.bring.setEnabled(free)
        self.export.setEnabled(free and (self.model.rowCount() > 0 or bool(along.references())))

    # what the buttons do -----------------------------------------------------------------------------

    def retry(self):
        """Fetch again what is chosen."""
        for record in self.chosen():
            self.refresh_wanted.emit(record, self.model.title(record))

    def stop_it(self):
        """Remove what is chosen; ask first where it is much, meant to stay, or could not be fetched again."""
        records = self.chosen()
        if not records:
            return
        if not (self.offline or len(records) > 1 or any(record.pinned for record in records)):
            self._take_off(records)
            return
        asked = tr("Remove {count} from the cache? What was removed has to be fetched again.")
        asked = asked.format(count=len(records))
        kinds = QMessageBox.StandardButton
        # not exec(): the window goes on
        self.box = QMessageBox(QMessageBox.Icon.Warning, tr("Remove from the cache"), asked, kinds.NoButton, self)
        self.box.setObjectName("observatoryRemoveBox")
        keep = self.box.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        remove = self.box.addButton(tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
        for made, name in ((keep, "observatoryRemoveNo"), (remove, "observatoryRemoveYes")):
            made.setObjectName(name)
            made.setAccessibleName(made.text())
        self.box.setDefaultButton(keep)
        remove.clicked.connect(lambda: self._take_off(records))
        self.box.finished.connect(self.box.deleteLater)
        self.box.open()

    def _take_off(self, records):
        records = self._with_made(records)

        def work(pulse):
            left = 0
            for record in records:
                pulse()
                left += not _cache().remove(record)
            return left

        self._do(work, self._removed)

    def _removed(self, left):
        still = tr("Still open in QGIS: {count}. What QGIS shows goes once it has let it go.")
        self.told.emit(still.format(count=left) if left else "")

    def toggle_pin(self):
        """Keep what is chosen, or no longer."""
        records = self.chosen()
        pinned = not all(record.pinned for record in records)
        self._do(lambda _pulse: [_cache().pin(record, pinned) for record in records], lambda _done: None)

    def of_territory(self):
        """Return the records that serve the territory: what meets it, and what is of the whole country."""
        records = self.model.every()
        if self.territory is not None and self.territory.level != FRA:
            meets = {territory: self._meets(territory) for territory in {record.territory for record in records}}
            records = [record for record in records if meets[record.territory]]
        return self._with_made(records)

    def _meets(self, text):
        """Say whether a territory of the cache has communes of the one chosen."""
        known = self._loaded.territories
        try:
            other = territory_of(text)
        except ParameterError:
            return False
        if other.level == FRA or other == self.territory:
            return True
        return known is not None and not set(known.communes(other)).isdisjoint(known.communes(self.territory))

    def _with_made(self, records):
        """Return records and what was made of them."""
        keys = {(record.entry + MADE, record.level, record.territory, record.year) for record in records}
        return records + [one for one in self._made if (one.entry, one.level, one.territory, one.year) in keys]

    def take_along(self, folder=None):
        """Copy what serves the territory to a folder, asked for where it is not given."""
        folder = folder or QFileDialog.getExistingDirectory(self, tr("Folder to copy to"))
        if not folder:
            return
        records, sources, errand = self.of_territory(), along.references(), along.Errand(folder)
        self.told.emit(tr("Being copied to {folder}…").format(folder=folder))
        self._copy(
            errand,
            lambda pulse: along.take(errand, records, sources, pulse),
            lambda taken: self.told.emit(along.told_taken(folder, sources, taken)),
        )

    def load(self, folder=None):
        """Load what was taken along."""
        folder = folder or QFileDialog.getExistingDirectory(self, tr("Folder that “Take along” has written"))
        if folder:
            errand = along.Errand(folder)
            self.told.emit(tr("Being loaded from {folder}…").format(folder=folder))
            self._copy(errand, lambda pulse: along.bring(errand, pulse), lambda found: self.brought.emit(*found))

    def _copy(self, errand, work, done):
        began = self.window().focusWidget()
        self.copying.begin(errand)
        if began in (self.export, self.bring):
            # they are of no use for now
            self.copying.stop.setFocus()
        self._enable()

        def over():
            stopped = self.window().focusWidget() is self.copying.stop
            self.copying.end()
            self._enable()
            if stopped:
                (began or self.list).setFocus()

        self._do(work, done, over)

    def _do(self, work, done, over=lambda: None):
        def ended(value):
            over()
            done(value)
            self.changed.emit()

        def failed(why):
            over()
            self.told.emit(why)
            self.changed.emit()

        self._aside.run(work, ended, failed)


def _cache():
    from ...sources.cache import Cache

    return Cache(cache_folder())
