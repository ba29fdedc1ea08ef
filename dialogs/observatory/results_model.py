"""The list of what was found: texts are made for the rows in sight only."""

from __future__ import annotations

from typing import NamedTuple

from qgis.PyQt.QtCore import QModelIndex, Qt

from ...sources.catalogue import is_obtainable
from ...translation import tr
from . import wording
from .delegate import HEADING, tip
from .rows_model import RowsModel

__all__ = ["ResultsModel", "Row"]


class Row(NamedTuple):
    """A line of the list.

    Attributes
    ----------
    entry : Entry or None
    title : str
        Of a heading, or of an item that no service gives.
    note, page : str
        Of such an item.
    heading : bool
    """

    entry: object = None
    title: str = ""
    note: str = ""
    page: str = ""
    heading: bool = False


class ResultsModel(RowsModel):
    """Entries found, or a collection by question."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.starred, self.kept = frozenset(), frozenset()

    def mark(self, starred=None, kept=None):
        """Say which entries are favourites, and which are in the cache."""
        self.starred = self.starred if starred is None else frozenset(starred)
        self.kept = self.kept if kept is None else frozenset(kept)
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def place_of(self, entry_id):
        """Return the index of an entry, invalid where it is not listed."""
        for at, row in enumerate(self._rows):
            if row.entry is not None and row.entry.id == entry_id:
                return self.index(at)
        return QModelIndex()

    def first(self):
        """Return the index of the first row that can be chosen."""
        return next((self.index(at) for at, row in enumerate(self._rows) if not row.heading), QModelIndex())

    def flags(self, index):
        row = self.row(index)
        if row is None or row.heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        row = self.row(index)
        return row.heading if role == HEADING and row is not None else super().data(index, role)

    def title(self, row):
        return row.title or row.entry.title

    def subtitle(self, row):
        if row.heading:
            return ""
        if row.entry is None:
            return tr("No service gives it: see its page")
        words = wording.subtitle(row.entry)
        return words if is_obtainable(row.entry) else "{} · {}".format(tr("by hand"), words)

    def marks(self, row):
        entry = row.entry
        return "" if entry is None else "★" * (entry.id in self.starred) + "✓" * (entry.id in self.kept)

    def spoken(self, row):
        if row.heading:
            return row.title
        words = [super().spoken(row)]
        if row.entry is not None:
            words += [tr("favourite")] if row.entry.id in self.starred else []
            words += [tr("in the cache")] if row.entry.id in self.kept else []
        return ", ".join(words)

    def tip(self, row):
        if row.heading:
            return None
        return tip(self.title(row), row.note or (row.entry.definition if row.entry is not None else ""))
