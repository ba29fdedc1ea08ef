"""Keys of the dock, heard only while it has the focus; QGIS's own shortcuts wait."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QLineEdit

__all__ = ["DockKeys"]

_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KINDS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class DockKeys(QObject):
    """Watches the widgets of a dock.

    Ctrl+F searches, Enter on the list opens the card, Ctrl+Enter adds, Ctrl+D makes a favourite, Esc leaves the card;
    Del and F5 do what they say on the page in sight; on the first one F5 reads the catalogue's files again.

    Parameters
    ----------
    dock : dialogs.observatory.dock.ObservatoryDock
    """

    def __init__(self, dock):
        super().__init__(dock)
        self._dock = dock
        for child in dock.widget().findChildren(QObject):
            if child.isWidgetType():
                child.installEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        if event.type() not in _KINDS:
            return False
        gesture = self._gesture(watched, event)
        if gesture is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            gesture()
        return True

    def _gesture(self, watched, event):
        """Return what a key does, None where it is left to the widget."""
        dock, key = self._dock, event.key()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        searching = dock.page() is dock.search_page
        if control:
            if key == Qt.Key.Key_F:
                return dock.find
            if searching and key in _RETURNS:
                return dock.search.add
            if searching and key == Qt.Key.Key_D:
                return dock.search.toggle_star
            return None
        if searching:
            return self._of_search(watched, key)
        page = dock.page()
        if key == Qt.Key.Key_F5:
            return page.retry
        # a field where one writes has its own use for it, and beside the page nobody means it
        if key == Qt.Key.Key_Delete and page.isAncestorOf(watched) and not isinstance(watched, QLineEdit):
            return page.stop_it
        return None

    def _of_search(self, watched, key):
        page = self._dock.search_page
        if key in _RETURNS and watched is page.list:
            return self._dock.search.open_card
        if key == Qt.Key.Key_Escape and page.shows_card:
            return self._dock.search.back
        if key == Qt.Key.Key_Down and watched is page.search:
            return page.list.setFocus
        if key == Qt.Key.Key_F5:
            return self._dock.read
        return None
