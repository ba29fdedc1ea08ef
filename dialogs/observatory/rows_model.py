"""A list of rows, each with a title, words below it, and a sign or two: shown by `delegate.Titled`, and read aloud."""

from __future__ import annotations

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, Qt

from .delegate import MARKS, SUBTITLE, tip

__all__ = ["FollowingModel", "RowsModel"]


class RowsModel(QAbstractListModel):
    """Rows; a subclass says what is shown of one."""

    _SHOWN = {
        Qt.ItemDataRole.DisplayRole: "title",
        SUBTITLE: "subtitle",
        MARKS: "marks",
        Qt.ItemDataRole.AccessibleTextRole: "spoken",
        Qt.ItemDataRole.ToolTipRole: "tip",
    }

    def __init__(self, parent=None):
        super().__init__(parent)
        self._rows = []

    def show(self, rows):
        """List other rows.

        Parameters
        ----------
        rows : iterable
        """
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def every(self):
        """Return the rows in the order of the list."""
        return list(self._rows)

    def row(self, index):
        """Return the row at an index, None where there is none."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def title(self, row):
        """Return the title of a row."""
        raise NotImplementedError

    def subtitle(self, row):
        """Return the words below it."""
        raise NotImplementedError

    def marks(self, row):
        """Return its signs, "" for none."""
        return ""

    def spoken(self, row):
        """Return what is read aloud."""
        return "{}, {}".format(self.title(row), self.subtitle(row))

    def tip(self, row):
        """Return its words whole, as the row may be too short for them."""
        return tip(self.title(row), self.subtitle(row))

    def rowCount(self, parent=None):  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        row, read = self.row(index), self._SHOWN.get(role)
        return None if row is None or read is None else getattr(self, read)(row)


class FollowingModel(RowsModel):
    """Rows of something that tells when there are others (``listed``) and when one has changed (``changed``).

    Parameters
    ----------
    source : QObject
    listed : callable
        ``listed(source)``: its rows.
    """

    def __init__(self, source, listed, parent=None):
        super().__init__(parent)
        self._source, self._listed = source, listed
        source.listed.connect(self._relist)
        source.changed.connect(self._changed)

    def place_of(self, row):
        """Return the index of a row, invalid where it is not listed."""
        return self.index(self._rows.index(row)) if row in self._rows else QModelIndex()

    def _relist(self):
        self.show(self._listed(self._source))

    def _changed(self, row):
        at = self.place_of(row)
        if at.isValid():
            self.dataChanged.emit(at, at)
