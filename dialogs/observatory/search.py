"""Searching, choosing, asking: what the first page does."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.indicators.words import words
from ...sources.catalogue import is_obtainable
from ...translation import localize, tr
from . import wording
from .results_model import ResultsModel, Row

__all__ = ["Search"]

PAUSE_MS = 120
"""After the last key: nobody reads a list that changes at each of ten keys."""
EVERYTHING, FAVOURITES, RECENTS, KEPT = "", "*favourites", "*recents", "*kept"
LATEST, ALL = "", "*"


class Search(QObject):
    """Ties the catalogue, the list and the card together.

    Parameters
    ----------
    page : dialogs.observatory.search_page.SearchPage
    model : ResultsModel
    loaded : dialogs.observatory.loading.Loaded
    memory : dialogs.observatory.memory.Memory
    """

    wanted = pyqtSignal(object, str, str)
    told = pyqtSignal(str)

    def __init__(self, page, model: ResultsModel, loaded, memory, parent=None):
        super().__init__(parent)
        self.page, self.model, self.loaded, self.memory = page, model, loaded, memory
        self.entry, self._row, self._offered = None, None, None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        page.territory.show_territory(memory.territory())
        page.territory.chosen.connect(self._territory_chosen)
        page.search.textChanged.connect(lambda _text: self._pause.start())
        page.search.returnPressed.connect(self._to_list)
        page.scope.currentIndexChanged.connect(lambda _at: self.look())
        page.facets.changed.connect(self.look)
        page.list.selectionModel().currentChanged.connect(lambda now, _before: self._choose(now))
        page.list.activated.connect(lambda _index: self.open_card())
        page.show_card.clicked.connect(self.open_card)
        page.back.clicked.connect(self.back)
        page.star.clicked.connect(self.toggle_star)
        page.add.clicked.connect(self.add)
        page.count.setText(tr("Reading the catalogue…"))
        self._offer()

    # what is there -----------------------------------------------------------------------------------

    def catalogue_read(self):
        """Show the catalogue, now that it is there."""
        self.model.mark(self.memory.favourites(), self.loaded.records)
        page = self.page
        before = page.scope.currentData()
        page.scope.blockSignals(True)
        page.scope.clear()
        for words_, key in (
            (tr("The whole catalogue"), EVERYTHING),
            ("★ " + tr("Favourites"), FAVOURITES),
            (tr("Recents"), RECENTS),
            ("✓ " + tr("In the cache"), KEPT),
        ):
            page.scope.addItem(words_, key)
        for collection in self.loaded.catalogue.collections:
            page.scope.addItem(collection.title, collection.id)
        page.scope.setCurrentIndex(max(0, page.scope.findData(before)) if before else 0)
        page.scope.blockSignals(False)
        self.look()
        problems = self.loaded.catalogue.problems
        if problems:
            self.told.emit(localize(problems[0]))

    def records_read(self):
        """Mark what is in the cache."""
        self.model.mark(kept=self.loaded.records)
        if self.page.scope.currentData() == KEPT:
            self.look()

    def look(self):
        """Search again."""
        catalogue, page = self.loaded.catalogue, self.page
        if catalogue is None:
            return
        self._pause.stop()
        found = catalogue.index.look(page.search.text(), page.facets.chosen(), None)
        scope = page.scope.currentData() or EVERYTHING
        page.facets.count(found.counts if scope == EVERYTHING else self._counts(scope))
        before = self.entry.id if self.entry is not None else None
        rows = self._rows(scope, [entry for entry, _score in found.results])
        self.model.show(rows)
        count = sum(not row.heading for row in rows)
        chosen = len(page.facets.chosen())
        told = tr("Found: {count}").format(count=count) if count else self._nothing(scope)
        page.count.setText("{} – {}".format(told, tr("filters: {count}").format(count=chosen)) if chosen else told)
        page.more.setText(tr("Filters ({count})").format(count=chosen) if chosen else tr("Filters"))
        index = self.model.place_of(before) if before else self.model.first()
        index = index if index.isValid() else self.model.first()
        page.list.setCurrentIndex(index)
        if before is None or not page.search.text():
            page.list.scrollTo(index)
        else:
            page.list.scrollToTop()
        self._choose(index)
        if page.shows_card and page.search.hasFocus():
            page.show_list()

    def _counts(self, scope):
        """Count the values of the facets within favourites, recents or a collection."""
        index, text, chosen = self.loaded.catalogue.index, self.page.search.text(), self.page.facets.chosen()
        own = self._own(scope)
        within = set(self.loaded.catalogue.collection(scope).entries if own is None else own)

        def among(facets):
            return index.facets(entry for entry, _score in index.search(text, facets, None) if entry.id in within)

        counts = among(chosen)
        # as if nothing were chosen in this one
        others = {name: {k: v for k, v in chosen.items() if k != name} for name in chosen}
        counts.update((name, among(facets)[name]) for name, facets in others.items())
        return counts

    def _own(self, scope):
        """Return the ids of a list of the user's own, None where it is none."""
        lists = {FAVOURITES: self.memory.favourites, RECENTS: self.memory.recents, KEPT: self._kept}
        return lists[scope]() if scope in lists else None

    def _kept(self):
        return [one for one in self.loaded.records if one in self.loaded.catalogue]

    def _nothing(self, scope):
        if self._own(scope) == []:
            return {
                FAVOURITES: tr("No favourite yet: ☆ makes one."),
                RECENTS: tr("Nothing was added yet."),
                KEPT: tr("Nothing was fetched yet: what you add is kept here."),
            }[scope]
        return tr("Nothing found: fewer words, or fewer filters.")

    def _rows(self, scope, found):
        if scope == EVERYTHING:
            return [Row(entry) for entry in found]
        by_id, own = {entry.id: entry for entry in found}, self._own(scope)
        if own is None:
            return self._of_collection(scope, by_id)
        # recents as they came, the others as they are found
        kept = set(own)
        order = own if scope == RECENTS else [one for one in by_id if one in kept]
        return [Row(by_id[one]) for one in order if one in by_id]

    def _of_collection(self, scope, found):
        rows, asked = [], words(self.page.search.text())
        filtered = bool(self.page.facets.chosen())
        for question in self.loaded.catalogue.collection(scope).questions:
            kept = []
            for item in question.items:
                entry = found.get(item.entry)
                said = words(item.title)
                if entry is not None:
                    kept.append(Row(entry, item.title, item.note, item.page))
                elif item.entry not in self.loaded.catalogue and not filtered and _holds(said, asked):
                    kept.append(Row(None, item.title, item.note, item.page))
            if kept:
                rows += [Row(title=question.title, heading=True), *kept]
        return rows

    # what is chosen ----------------------------------------------------------------------------------

    def _choose(self, index):
        row = self.model.row(index)
        level = self.page.facets.chosen().get("level")
        offered, self._offered = self._offered, (row, level)
        self._row, self.entry = row, None if row is None or row.heading else row.entry
        # what was chosen for this very entry stays
        if row is None or offered != self._offered:
            self._offer()
        if self.page.shows_card:
            self.open_card()

    def _offer(self):
        """Offer the levels and years of the entry in hand."""
        page, entry = self.page, self.entry
        page.chosen.setText("" if self._row is None or self._row.heading else self._row.title or entry.title)
        obtainable = entry is not None and is_obtainable(entry)
        levels = [(wording.level(code), code) for code in entry.levels] if obtainable else []
        page.fill(page.level, levels, page.facets.chosen().get("level"))
        listed = []
        if obtainable:
            latest = tr("Latest ({year})").format(year=entry.years[-1]) if entry.years else tr("Latest")
            listed = [(latest, LATEST)] + [(tr("All years"), ALL)] * (len(entry.years) > 1)
            listed += [(str(year), str(year)) for year in reversed(entry.years)]
        page.fill(page.year, listed)
        page.add.setEnabled(obtainable)
        page.star.setEnabled(entry is not None)
        page.show_card.setEnabled(page.chosen.text() != "")
        self._show_star()

    def _show_star(self):
        starred = self.entry is not None and self.entry.id in self.model.starred
        self.page.star.setChecked(starred)
        self.page.star.setText("★" if starred else "☆")

    def toggle_star(self):
        """Make the entry in hand a favourite, or no longer one."""
        if self.entry is None:
            return
        self.memory.toggle(self.entry.id)
        self.model.mark(starred=self.memory.favourites())
        self._show_star()

    def open_card(self):
        """Show the card of the entry in hand."""
        if self._row is None or self._row.heading:
            return
        page = self.page
        if self.entry is None:
            page.open_card(wording.card_by_hand(self._row.title, self._row.note, self._row.page))
            return
        place = page.territory.words(page.territory.territory) or tr("Whole country")
        page.open_card(wording.card(self.entry, place, self.loaded.records.get(self.entry.id, ())))

    def show(self, entry_id):
        """Show the card of an entry, whatever was searched for."""
        page = self.page
        page.search.clear()
        page.scope.setCurrentIndex(page.scope.findData(EVERYTHING))
        page.facets.clear()
        page.list.setCurrentIndex(self.model.place_of(entry_id))
        self.open_card()
        page.card.setFocus()

    def back(self):
        """Go back from the card to the list."""
        self.page.show_list()
        self.page.list.setFocus()

    def add(self):
        """Ask for the entry in hand."""
        page = self.page
        if not page.add.isEnabled():
            return
        entry = self.entry
        self.memory.used(entry.id)
        self.wanted.emit(entry, page.level.currentData() or "", page.year.currentData() or LATEST)

    def _territory_chosen(self, territory):
        self.memory.put_territory(territory)
        if self.page.shows_card:
            self.open_card()

    def _to_list(self):
        self.look()
        self.page.list.setFocus()


def _holds(said, asked):
    """Say whether each word asked begins one that is said."""
    return all(any(word.startswith(one) for word in said) for one in asked)
