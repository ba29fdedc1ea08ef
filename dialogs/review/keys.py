"""One key, one gesture, while the panel has the focus; QGIS's own shortcuts wait."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QLineEdit

__all__ = ["Keys"]

FRENCH_DIGITS = {
    Qt.Key.Key_Ampersand: "1", Qt.Key.Key_Eacute: "2", Qt.Key.Key_QuoteDbl: "3", Qt.Key.Key_Apostrophe: "4",
    Qt.Key.Key_ParenLeft: "5",
}  # fmt: skip
"""What the upper row of a French keyboard gives without Shift."""


class Keys(QObject):
    """Watches widgets for keys.

    Unlike a QShortcut it never falls out with an action of the main window that has the same keys (Ctrl+Z), and it
    leaves the fields where one writes alone.

    Parameters
    ----------
    gestures : dict of str to callable
        By key sequence ("E", "Ctrl+Z").
    """

    def __init__(self, gestures, parent):
        super().__init__(parent)
        self._gestures = {QKeySequence(keys).toString(): do for keys, do in gestures.items()}

    def watch(self, widget):
        """Watch a widget and all it holds."""
        for child in [widget, *widget.findChildren(QObject)]:
            if child.isWidgetType():
                child.installEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or isinstance(watched, QLineEdit):
            return False
        gesture = self._gestures.get(_written(event))
        if gesture is None:
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress:
            gesture()
        return True


def _written(event):
    """Write what was pressed as QKeySequence does."""
    words = []
    modifiers = event.modifiers()
    digit = FRENCH_DIGITS.get(event.key())
    if digit is None and Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        digit = chr(event.key())
    if digit is not None and not modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        # with Shift on one keyboard, without on the other
        return digit
    for modifier, word in (
        (Qt.KeyboardModifier.ControlModifier, "Ctrl"),
        (Qt.KeyboardModifier.AltModifier, "Alt"),
        (Qt.KeyboardModifier.ShiftModifier, "Shift"),
    ):
        if modifiers & modifier:
            words.append(word)
    words.append(QKeySequence(event.key()).toString())
    return QKeySequence("+".join(words)).toString()
