"""Small controls that never widen a panel and are read aloud by what they do."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QPushButton

from ..translation import tr

__all__ = ["button", "combo", "text"]


def combo(name, spoken):
    """Return a list to choose from that never widens the panel."""
    widget = QComboBox()
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
