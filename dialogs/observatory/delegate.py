"""Two lines an entry: its title, and where, when and at which level it is."""

from __future__ import annotations

from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtGui import QFont, QPalette
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from .results_model import HEADING, KEPT, STARRED, SUBTITLE

__all__ = ["TwoLines"]

MARGIN, GAP = 5, 2
FAINT = 0.72


class TwoLines(QStyledItemDelegate):
    """Draws with the palette of the theme only, dark or light; no row is measured while scrolling."""

    def sizeHint(self, option, _index):  # noqa: N802 - Qt's name
        return QSize(120, 2 * option.fontMetrics.height() + GAP + 2 * MARGIN)

    def paint(self, painter, option, index):
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        title, shown.text = shown.text, ""
        widget = option.widget
        style = widget.style() if widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, widget)
        area = option.rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        groups = QPalette.ColorGroup
        group = groups.Active if option.state & QStyle.StateFlag.State_Active else groups.Inactive
        colour = option.palette.color(group, role)
        painter.save()
        painter.setPen(colour)
        font = QFont(option.font)
        if index.data(HEADING):
            font.setBold(True)
            painter.setFont(font)
            self._line(painter, area, title, Qt.AlignmentFlag.AlignVCenter)
            painter.drawLine(area.bottomLeft(), area.bottomRight())
        else:
            marks = ("★" if index.data(STARRED) else "") + ("✓" if index.data(KEPT) else "")
            line = option.fontMetrics.height()
            top = QRect(area.left(), area.top(), area.width(), line)
            if marks:
                width = option.fontMetrics.horizontalAdvance(marks) + GAP
                painter.drawText(top, _number(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), marks)
                top.setWidth(top.width() - width)
            painter.setFont(font)
            self._line(painter, top, title)
            colour.setAlphaF(FAINT)
            painter.setPen(colour)
            below = QRect(area.left(), area.top() + line + GAP, area.width(), line)
            self._line(painter, below, index.data(SUBTITLE) or "")
        painter.restore()

    @staticmethod
    def _line(painter, area, words, alignment=Qt.AlignmentFlag.AlignTop):
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        flags = Qt.AlignmentFlag.AlignLeft | alignment
        painter.drawText(area, _number(flags), cut)


def _number(flags):
    """Return flags as drawText takes them: Qt 5 has them as numbers, Qt 6 as enumerations."""
    return flags.value if hasattr(flags, "value") else int(flags)
