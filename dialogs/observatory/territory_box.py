"""The field where the territory is typed: the start of a name or a code, completed."""

from __future__ import annotations

from qgis.PyQt.QtCore import QStringListModel, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QCompleter, QLineEdit

from ...domain.errors import ParameterError
from ...domain.indicators.levels import FRA, Territory, territory_of
from ...domain.indicators.words import words
from ...translation import tr
from ..widgets import clearable
from . import wording

__all__ = ["TerritoryBox"]

OFFERED, PAUSE_MS = 12, 90


class TerritoryBox(QLineEdit):
    """Holds a territory, the whole country where it is blank."""

    chosen = pyqtSignal(object)
    told = pyqtSignal(str)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName("observatoryTerritory")
        self.setAccessibleName(tr("Territory: name or code of a région, département, EPCI or commune"))
        self.setPlaceholderText(tr("Whole country"))
        self.setToolTip(tr("Type a name or a code: région, département, EPCI or commune. Blank: the whole country."))
        clearable(self, tr("Empty the field"))
        self.territory, self._known, self._offered = Territory(), None, {}
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        # what is found need not begin with what was typed
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(OFFERED)
        completer.popup().setObjectName("observatoryTerritoryOffers")
        completer.activated.connect(self._picked)
        self.setCompleter(completer)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.offer)
        self.textEdited.connect(lambda _text: self._pause.start())
        self.editingFinished.connect(self._settle)

    def know(self, territories):
        """Complete with these territories.

        Parameters
        ----------
        territories : sources.territories.Territories
        """
        self._known = territories
        self.show_territory(self.territory)

    def show_territory(self, territory):
        """Hold a territory, without telling anybody."""
        self.territory = territory
        self.setText(self.words(territory))
        self.setCursorPosition(0)

    def words(self, territory):
        """Return a territory as it is shown: ``Seine-Saint-Denis (DEP-93)``."""
        if territory.level == FRA:
            return ""
        place = self._known.place(territory) if self._known is not None else None
        return "{} ({})".format(place.name, territory) if place is not None else str(territory)

    def offer(self):
        """List what the text may mean."""
        text = self.text().strip()
        places = self._known.find(text, OFFERED) if self._known is not None and text else []
        self._offered = {self._line(place): place.territory for place in places}
        self._names.setStringList(list(self._offered))
        if self._offered and self.hasFocus():
            popup = self.completer().popup()
            # names that end alike are told apart by what comes last
            popup.setMinimumWidth(popup.sizeHintForColumn(0) + 2 * popup.frameWidth() + 24)
            self.completer().complete()
            # Qt does not look whether it leaves the screen so
            beyond = popup.frameGeometry().right() - popup.screen().availableGeometry().right()
            popup.move(popup.x() - max(beyond, 0), popup.y())

    @staticmethod
    def _line(place):
        parts = ["{} ({})".format(place.name, place.code), wording.one_of(place.level), place.inside]
        return " – ".join(part for part in parts if part)

    def _picked(self, words):
        # Qt puts the words picked in the field after this
        QTimer.singleShot(0, lambda: self.choose(self._offered.get(words)))

    def choose(self, territory):
        """Hold a territory and tell it."""
        if territory is None:
            return
        changed = territory != self.territory
        self.show_territory(territory)
        if changed:
            self.chosen.emit(territory)

    def _settle(self):
        """Take what was typed, or go back to what there was."""
        text, popup = self.text().strip(), self.completer().popup()
        picks = popup.isVisible() and popup.currentIndex().isValid()
        if picks or text == self.words(self.territory):
            return
        self._pause.stop()
        if text in self._offered:
            self.choose(self._offered[text])
            return
        found = self._known.find(text, OFFERED) if self._known is not None and text else []
        try:
            written = territory_of(text)
        except ParameterError:
            written = None
        alike = sum(words(place.name) == words(found[0].name) for place in found)
        if written is not None and (self._known is None or self._known.place(written) is not None):
            self.choose(written)
        elif alike == 1:
            self.choose(found[0].territory)
        else:
            none = tr("“{text}” is no territory: type the start of a name, or a code.")
            many = tr("{count} territories are called {text}: choose one in the list, or type its code.")
            self.told.emit((many if alike else none).format(text=text, count=alike))
            self.show_territory(self.territory)
