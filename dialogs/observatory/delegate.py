"""How a row is drawn: its title, and below, fainter, where, when and how it is."""

from __future__ import annotations

from html import escape

from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtGui import QFont, QPalette, QTextLayout
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

__all__ = ["GAP", "HEADING", "MARGIN", "MARKS", "SUBTITLE", "Titled", "rows", "tip"]

SUBTITLE = Qt.ItemDataRole.UserRole + 1
MARKS = Qt.ItemDataRole.UserRole + 2
"""A sign or two at the right: ★ ✓ ✗."""
HEADING = Qt.ItemDataRole.UserRole + 3
"""Whether the row is the title of those that follow."""
MARGIN, GAP = 5, 2
FAINT = 0.72


class Titled(QStyledItemDelegate):
    """Draws with the palette of the theme only, dark or light; no row is measured while scrolling.

    Parameters
    ----------
    below : int
        Lines below the title; the last one is cut where there is more to say.
    """

    def __init__(self, parent=None, below=1):
        super().__init__(parent)
        self._below = below

    def sizeHint(self, option, _index):  # noqa: N802 - Qt's name
        return QSize(120, (1 + self._below) * option.fontMetrics.height() + GAP + 2 * MARGIN)

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
            painter.setFont(font)
            line = option.fontMetrics.height()
            top = QRect(area.left(), area.top(), area.width(), line)
            marks = index.data(MARKS)
            if marks:
                painter.drawText(top, _number(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), marks)
                top.setWidth(top.width() - option.fontMetrics.horizontalAdvance(marks) - GAP)
            self._line(painter, top, title)
            # on the ground of what is chosen, faint is too faint to read
            colour.setAlphaF(1.0 if chosen else FAINT)
            painter.setPen(colour)
            below = QRect(area.left(), area.top() + line + GAP, area.width(), line)
            for words in _lines(index.data(SUBTITLE) or "", font, area.width(), self._below):
                self._line(painter, below, words)
                below.translate(0, line)
        painter.restore()

    @staticmethod
    def _line(painter, area, words, alignment=Qt.AlignmentFlag.AlignTop):
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        flags = Qt.AlignmentFlag.AlignLeft | alignment
        painter.drawText(area, _number(flags), cut)


class _List(QListView):
    def resizeEvent(self, event):  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        # what is said of the row in hand, below, takes room: the row stays in sight
        self.scrollTo(self.currentIndex())


def tip(title, words):
    """Return a tip that wraps; what a catalogue of someone else says in it is text, never markup.

    Parameters
    ----------
    title, words : str
    """
    return "<p><b>{}</b><br>{}</p>".format(escape(title), escape(words).replace("\n", "<br>"))


def rows(name, spoken, model, delegate):
    """Return a list that never widens its page and measures no row: thousands of them scroll.

    Parameters
    ----------
    name, spoken : str
        Of the object, and as it is read aloud.
    model : QAbstractItemModel
    delegate : Titled
        The list's from now on.
    """
    made = _List()
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setModel(model)
    delegate.setParent(made)
    made.setItemDelegate(delegate)
    made.setUniformItemSizes(True)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.setAlternatingRowColors(True)
    made.setMinimumHeight(made.fontMetrics().height() * 6)
    return made


def _lines(words, font, width, most):
    """Yield a text line by line, all that is left in the last."""
    for _line in range(most - 1):
        layout = QTextLayout(words, font)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(width)
        end = line.textLength() if line.isValid() else len(words)
        layout.endLayout()
        yield words[:end].rstrip()
        words = words[end:]
    yield words


def _number(flags):
    """Return flags as drawText takes them: Qt 5 has them as numbers, Qt 6 as enumerations."""
    return flags.value if hasattr(flags, "value") else int(flags)
