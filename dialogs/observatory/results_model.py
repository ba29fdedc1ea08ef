"""The list of what was found: texts are made for the rows in sight only."""

from __future__ import annotations

from typing import NamedTuple

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, Qt

from ...sources.catalogue import is_obtainable
from ...translation import tr
from . import wording
from .delegate import HEADING, MARKS, SUBTITLE, tip

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


class ResultsModel(QAbstractListModel):
    """Entries found, or a collection by question."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self._rows, self.starred, self.kept = [], frozenset(), frozenset()

    def show(self, rows):
        """List other rows.

        Parameters
        ----------
        rows : sequence of Row
        """
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def mark(self, starred=None, kept=None):
        """Say which entries are favourites, and which are in the cache."""
        self.starred = self.starred if starred is None else frozenset(starred)
        self.kept = self.kept if kept is None else frozenset(kept)
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def row(self, index):
        """Return the row at an index, None where there is none."""
        at = index.row() if index.isValid() else -1
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def place_of(self, entry_id):
        """Return the index of an entry, invalid where it is not listed."""
        for at, row in enumerate(self._rows):
            if row.entry is not None and row.entry.id == entry_id:
                return self.index(at)
        return QModelIndex()

    def first(self):
        """Return the index of the first row that can be chosen."""
        return next((self.index(at) for at, row in enumerate(self._rows) if not row.heading), QModelIndex())

    def rowCount(self, parent=QModelIndex()):  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index):
        row = self.row(index)
        if row is None or row.heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        row = self.row(index)
        if row is None:
            return None
        entry = row.entry
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title or entry.title
        if role == SUBTITLE:
            return self._subtitle(row)
        if role == MARKS and entry is not None:
            return "★" * (entry.id in self.starred) + "✓" * (entry.id in self.kept)
        if role == HEADING:
            return row.heading
        if role == Qt.ItemDataRole.ToolTipRole and not row.heading:
            return tip(row.title or entry.title, row.note or (entry.definition if entry is not None else ""))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        return None

    def _subtitle(self, row):
        if row.heading:
            return ""
        if row.entry is None:
            return tr("No service gives it: see its page")
        words = wording.subtitle(row.entry)
        return words if is_obtainable(row.entry) else "{} · {}".format(tr("by hand"), words)

    def _spoken(self, row):
        if row.heading:
            return row.title
        words = [row.title or row.entry.title, self._subtitle(row)]
        if row.entry is not None:
            words += [tr("favourite")] if row.entry.id in self.starred else []
            words += [tr("in the cache")] if row.entry.id in self.kept else []
        return ", ".join(words)
