"""Small controls that never widen a panel and are read aloud by what they do."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QRect, QSize, Qt
from qgis.PyQt.QtGui import QTextDocumentFragment
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStylePainter,
    QTabWidget,
    QToolButton,
)

from ..translation import tr

_AROUND, _EDGES = 4, 5
"""Pixels at the left and at the right of the words of a tab at most; those of its borders, and beside the next one."""
LEAST = 40
"""Pixels that a control can do with, cut."""

__all__ = ["Button", "Lines", "Tabs", "clearable", "combo", "name_parts", "text"]


class _Combo(QComboBox):
    """What drops down shows its longest words whole, however narrow the list; what is chosen is cut, with a sign."""

    def paintEvent(self, _event):  # noqa: N802 - Qt's name
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - 2
        option.currentText = option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def showPopup(self):  # noqa: N802 - Qt's name
        view = self.view()
        view.setAccessibleName(self.accessibleName())
        metrics = view.fontMetrics()
        longest = max((metrics.horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0)
        # a bar to scroll with, and the margins
        view.setMinimumWidth(longest + self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) + 16)
        super().showPopup()


def combo(name, spoken):
    """Return a list to choose from that never widens the panel."""
    widget = _Combo()
    widget.setObjectName(name)
    widget.setAccessibleName(spoken)
    widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    widget.setMinimumContentsLength(6)
    # large letters on a theme with wide margins would want more than a narrow panel has
    widget.setMinimumWidth(LEAST)
    return widget


class _Text(QLabel):
    """Read aloud by what it says, not by what it is there for."""

    def __init__(self, spoken):
        super().__init__()
        self._spoken = spoken

    def setText(self, words):  # noqa: N802 - Qt's name
        super().setText(words)
        if self.textFormat() == Qt.TextFormat.RichText:
            words = QTextDocumentFragment.fromHtml(words).toPlainText()
        self.setAccessibleName(words or self._spoken)


def text(name, spoken):
    """Return a line or more of text; `spoken` is what it is there for."""
    label = _Text(spoken)
    label.setObjectName(name)
    label.setAccessibleName(spoken)
    label.setAccessibleDescription(spoken)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class Button(QPushButton):
    """A button whose key is on it where there is room; read aloud by the words that are seen, then by what it does.

    Parameters
    ----------
    name : str
        Of the object.
    key : str
        "" where it has none.
    spoken : str
        What it does, in its tip too.
    shown : bool
        False where its key would be too long: in its tip only.
    """

    def __init__(self, name, words, key, spoken, shown=True):
        super().__init__()
        self._key, self._shown = key, shown
        self.setObjectName(name)
        self.setToolTip("{} — {}".format(spoken, key) if key else spoken)
        told = [spoken, tr("Key: {key}").format(key=key) if key else ""]
        self.setAccessibleDescription(". ".join(one for one in told if one))
        self.setAutoDefault(False)
        self.setMinimumWidth(LEAST)
        self.say(words)

    def say(self, words):
        """Show other words, the key behind them."""
        self.setText("{} ({})".format(words, self._key) if self._key and self._shown else words)
        self.setAccessibleName(words)

    def paintEvent(self, _event):  # noqa: N802 - Qt's name
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        if option.fontMetrics.horizontalAdvance(option.text) > room:
            # what it does goes before by which key, which is in its tip too
            option.text = option.fontMetrics.elidedText(self.accessibleName(), Qt.TextElideMode.ElideRight, room)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class Lines(QLayout):
    """Lines of widgets of one width; where the words of a line do not fit, its widgets stand one below the other.

    What is hidden takes no room.

    Parameters
    ----------
    *lines : sequence of QWidget
    """

    def __init__(self, *lines):
        super().__init__()
        self._items, self._ends = [], []
        self.setSpacing(3)
        for line in lines:
            for widget in line:
                self.addWidget(widget)
            self._ends.append(len(self._items))

    def addItem(self, item):  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self):
        return len(self._items)

    def itemAt(self, place):  # noqa: N802 - Qt's name
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place):  # noqa: N802 - Qt's name
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def hasHeightForWidth(self):  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width):  # noqa: N802 - Qt's name
        return self._place(QRect(0, 0, width, 0), False)

    def minimumSize(self):  # noqa: N802 - Qt's name
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(widest, max((item.minimumSize().height() for item in self._items), default=0))

    def sizeHint(self):  # noqa: N802 - Qt's name
        widest = max((item.sizeHint().width() for item in self._items), default=0)
        return QSize(widest, self.heightForWidth(widest))

    def setGeometry(self, area):  # noqa: N802 - Qt's name
        super().setGeometry(area)
        self._place(area, True)

    def _place(self, area, move):
        """Return how high all is within a width; put each in its place where `move` says so."""
        gap, top, start = self.spacing(), area.top(), 0
        for end in self._ends:
            line, start = [item for item in self._items[start:end] if not item.isEmpty()], end
            if not line:
                continue
            share = (area.width() - gap * (len(line) - 1)) // len(line)
            beside = all(item.sizeHint().width() <= share for item in line)
            for together in [line] if beside else [[item] for item in line]:
                wide = (area.width() - gap * (len(together) - 1)) // len(together)
                high = max(item.sizeHint().height() for item in together)
                for place, item in enumerate(together):
                    if move:
                        item.setGeometry(QRect(area.left() + place * (wide + gap), top, wide, high))
                top += high + gap
        return max(top - gap - area.top(), 0)


class Tabs(QTabWidget):
    """Pages whose tabs are all in sight in a narrow panel, cut at worst, rather than some behind arrows."""

    def __init__(self, name, spoken):
        super().__init__()
        self.setObjectName(name)
        for widget in (self, self.tabBar()):
            widget.setAccessibleName(spoken)
        self.setDocumentMode(True)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self._fit()

    def changeEvent(self, event):  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def resizeEvent(self, event):  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event):  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._fit()

    def setTabText(self, place, words):  # noqa: N802 - Qt's name
        super().setTabText(place, words)
        self._fit()

    def _fit(self):
        """Take room from around the words where the theme draws tabs of its own: QGIS's dark one leaves a lot."""
        tab, bar, count = "QTabBar::tab", self.tabBar(), max(self.count(), 1)
        drawn = ""
        if tab in QApplication.instance().styleSheet():
            words = sum(bar.fontMetrics().horizontalAdvance(self.tabText(place)) for place in range(self.count()))
            # before it is shown its width means nothing
            left = (self.width() - words - count * _EDGES) // (2 * count) if self.isVisible() else _AROUND
            drawn = "{0} {{ padding-left: {1}px; padding-right: {1}px; }}".format(tab, min(max(left, 1), _AROUND))
        if bar.styleSheet() != drawn:
            bar.setStyleSheet(drawn)


def clearable(line, words):
    """Give a field the cross that empties it, and the cross a name."""
    line.setClearButtonEnabled(True)
    for cross in line.findChildren(QToolButton):
        cross.setAccessibleName(words)


def name_parts(widget, title):
    """Give a name to what a widget of QGIS brings with it: fields that of the whole, buttons their tip or their use."""
    for made in (*widget.findChildren(QAbstractButton), *widget.findChildren(QLineEdit)):
        if not made.accessibleName():
            looks = title if isinstance(made, QLineEdit) else tr("Browse: {title}").format(title=title)
            made.setAccessibleName(made.toolTip() or looks)
