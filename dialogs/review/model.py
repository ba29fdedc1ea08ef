"""The list of rows to check: texts are made for the rows in sight only."""

from __future__ import annotations

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt

from ...domain.qpv.review import CHOICES, IN, OPEN, OUT, Ledger, View, arrange
from ...translation import decimal, tr

__all__ = ["COLUMNS", "ReviewModel"]

COLUMNS = ("state", "label", "distance", "qpv")
STATE, LABEL, DISTANCE, QPV = range(4)
SIGNS = {IN: "●", OUT: "○", OPEN: "◐"}


class ReviewModel(QAbstractTableModel):
    """Rows of a ledger, filtered and sorted.

    The order is worked out once per change of filter; ten thousand rows take some ten milliseconds, which a
    QSortFilterProxyModel that asks Python for each comparison would not.
    """

    def __init__(self, parent=None):
        super().__init__(parent)
        self.ledger, self.view = Ledger(), View()
        self._keys, self._rows = [], {}

    def show(self, ledger=None, view=None):
        """List other rows, or the same ones in another way."""
        self.beginResetModel()
        self.ledger = self.ledger if ledger is None else ledger
        self.view = self.view if view is None else view
        self._set(arrange(self.ledger.queue.values(), self.view))
        self.endResetModel()

    def _set(self, keys):
        self._keys = keys
        self._rows = {key: row for row, key in enumerate(keys)}

    def update(self, keys):
        """Take in changed rows: those that no longer belong leave, the others stay where they are.

        Parameters
        ----------
        keys : sequence of int
        """
        leaving = []
        for key in keys:
            row = self.ledger.queue.get(key)
            belongs = row is not None and self.view.keeps(row)
            if belongs and key not in self._rows:
                # undone: back to its place
                self.show()
                return
            if key in self._rows and not belongs:
                leaving.append(self._rows[key])
            elif belongs:
                at = self._rows[key]
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(COLUMNS) - 1))
        if len(leaving) > 20:
            self.show()
            return
        for at in sorted(leaving, reverse=True):
            self.beginRemoveRows(QModelIndex(), at, at)
            self._set(self._keys[:at] + self._keys[at + 1 :])
            self.endRemoveRows()

    # what views ask ---------------------------------------------------------------------------------

    def key_at(self, row):
        """Return the key of a listed row, None beyond the last."""
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def row_of(self, key):
        """Return where a key is listed, -1 where it is not."""
        return self._rows.get(key, -1)

    def rowCount(self, parent=QModelIndex()):  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent=QModelIndex()):  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        row = self.ledger.queue.get(self.key_at(index.row()))
        if row is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.reason or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return state_text(row) if column == STATE else self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            if column == DISTANCE:
                return _number(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if column == STATE:
                return _number(Qt.AlignmentFlag.AlignCenter)
        return None

    def _text(self, row, column):
        if column == STATE:
            return SIGNS.get(row.decision, "")
        if column == LABEL:
            return row.label or tr("Row {number}").format(number=row.key)
        if column == DISTANCE:
            return "" if row.distance is None else decimal(row.distance, 1)
        return row.qpv

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):  # noqa: N802 - Qt's name
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("State"), tr("Address"), tr("m"), tr("QPV"))[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                tr("What was decided: ● in a QPV, ○ out of any, ◐ stays to be checked"),
                tr("The address as it was asked"),
                tr("Distance to the edge, negative inside"),
                tr("The QPV it is in, or else the nearest"),
            )[section]
        return None

    def sort(self, column, order=Qt.SortOrder.AscendingOrder):
        if 0 <= column < len(COLUMNS):
            kept = {k: v for k, v in self.view.__dict__.items() if k not in ("order", "descending")}
            self.show(view=View(order=COLUMNS[column], descending=order == Qt.SortOrder.DescendingOrder, **kept))


def _number(flags):
    """Return flags as the number that a model must give: Qt 5 has them as numbers, Qt 6 as enumerations."""
    return flags.value if hasattr(flags, "value") else int(flags)


def state_text(row):
    """Say in words what was decided on a row."""
    said = {IN: tr("decided: in a QPV"), OUT: tr("decided: out of any QPV"), OPEN: tr("seen, stays to be checked")}
    return said[row.decision] if row.decision in CHOICES else tr("not seen yet")
