"""Small controls that never widen a panel and are read aloud by what they do."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QPushButton, QStyle

from ..translation import tr

__all__ = ["button", "combo", "text"]


class _Combo(QComboBox):
    """What drops down shows its longest words whole, however narrow the list."""

    def showPopup(self):  # noqa: N802 - Qt's name
        view = self.view()
        longest = max((view.fontMetrics().horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0)
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
    return widget


def text(name, spoken):
    """Return a line or more of text, read aloud by what it says."""
    label = QLabel()
    label.setObjectName(name)
    label.setAccessibleName(spoken)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def button(name, words, key, spoken, shown=True):
    """Return a button that shows its key: on it, or where that would be too long, in its tip only."""
    made = QPushButton("{} ({})".format(words, key) if key and shown else words)
    made.setObjectName(name)
    made.setToolTip("{} — {}".format(spoken, key) if key else spoken)
    made.setAccessibleName(spoken)
    made.setAccessibleDescription(tr("Key: {key}").format(key=key) if key else "")
    made.setAutoDefault(False)
    made.setMinimumWidth(40)
    return made
