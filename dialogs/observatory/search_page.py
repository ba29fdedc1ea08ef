"""The widgets of the first page: territory, search, filters, list or card, and what is added."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...translation import tr
from ..widgets import Button, Lines, clearable, combo, text
from .catalogue_menu import CatalogueMenu
from .delegate import Titled, rows
from .facets import Facets
from .territory_box import TerritoryBox

__all__ = ["SearchPage"]

LIST, CARD = 0, 1
YEAR_LENGTH = 9


class SearchPage(QWidget):
    """Widgets only: `dialogs.observatory.search` says what they do."""

    def __init__(self, model, parent=None):
        super().__init__(parent)
        self.setObjectName("observatorySearchPage")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        self.territory = TerritoryBox()
        column.addWidget(self.territory)
        self._add_search(column)
        self._add_results(column, model)
        self._add_actions(column)
        self._order_tabs()

    def _add_search(self, column):
        self.search = QLineEdit()
        self.search.setObjectName("observatorySearch")
        self.search.setAccessibleName(tr("Search the observatories"))
        self.search.setPlaceholderText(tr("Search: poverty, doctors, fibre…"))
        self.search.setToolTip(tr("Words of a title, a theme, a source, with or without accents — Ctrl+F"))
        clearable(self.search, tr("Empty the field"))
        self.more = QToolButton()
        self.more.setObjectName("observatoryMoreFilters")
        self.more.setText(tr("Filters"))
        self.more.setToolTip(tr("Show or hide the filters"))
        self.more.setAccessibleDescription(self.more.toolTip())
        self.more.setCheckable(True)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line = QHBoxLayout()
        line.setSpacing(3)
        line.addWidget(self.search, 1)
        line.addWidget(self.more)
        column.addLayout(line)
        self.scope = combo("observatoryScope", tr("Everything, favourites, recents or a collection"))
        self.scope.setToolTip(tr("Everything, favourites, recents or a collection"))
        self.catalogue = CatalogueMenu()
        line = QHBoxLayout()
        line.setSpacing(3)
        line.addWidget(self.scope, 1)
        line.addWidget(self.catalogue)
        column.addLayout(line)
        self.facets = Facets()
        self.facets.hide()
        self.more.toggled.connect(self.facets.setVisible)
        column.addWidget(self.facets)
        self.count = text("observatoryCount", tr("How many were found"))
        column.addWidget(self.count)

    def _add_results(self, column, model):
        spoken = tr("Indicators and layers found; Enter shows the card")
        self.list = rows("observatoryResults", spoken, model, Titled())
        self.card = QTextBrowser()
        self.card.setObjectName("observatoryCard")
        self.card.setAccessibleName(tr("Card of the indicator"))
        self.card.setOpenExternalLinks(True)
        self.back = Button("observatoryBack", tr("Back to the list"), tr("Esc"), tr("Back to the list"))
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(self.back)
        box.addWidget(self.card, 1)
        self.stack = QStackedWidget()
        self.stack.setObjectName("observatoryStack")
        self.stack.addWidget(self.list)
        self.stack.addWidget(holder)
        column.addWidget(self.stack, 1)

    def _add_actions(self, column):
        self.chosen = text("observatoryChosen", tr("What is chosen"))
        font = self.chosen.font()
        font.setBold(True)
        self.chosen.setFont(font)
        self.level = combo("observatoryLevel", tr("Level to add"))
        self.level.setToolTip(tr("Level to add"))
        self.year = combo("observatoryYear", tr("Year to add"))
        # its longest words are the same for all entries
        self.year.setMinimumContentsLength(YEAR_LENGTH)
        self.year.setToolTip(tr("One year, the latest, or all of them as one layer with dates"))
        self.star = QPushButton("☆")
        self.star.setObjectName("observatoryStar")
        self.star.setCheckable(True)
        self.star.setAutoDefault(False)
        self.star.setAccessibleName(tr("Favourite"))
        self.star.setToolTip(tr("Make it a favourite, or no longer one — Ctrl+D"))
        self.star.setFixedWidth(self.star.fontMetrics().horizontalAdvance("☆") + 22)
        self.show_card = Button("observatoryShowCard", tr("Card"), tr("Enter"), tr("Show the card"), shown=False)
        self.add = Button("observatoryAdd", tr("Add"), "Ctrl+↵", tr("Add to the map: boundaries, join, style, dates"))
        self.add.setDefault(False)
        column.addWidget(self.chosen)
        column.addLayout(Lines((self.level, self.year)))
        line = QHBoxLayout()
        line.setSpacing(3)
        for widget, stretch in ((self.star, 0), (self.show_card, 1), (self.add, 2)):
            line.addWidget(widget, stretch)
        column.addLayout(line)

    def _order_tabs(self):
        self.tab_order = (
            self.territory, self.search, self.more, self.scope, self.catalogue, *self.facets.boxes.values(),
            self.facets.clear_button, self.list, self.back, self.card, self.level, self.year, self.star,
            self.show_card, self.add,
        )  # fmt: skip
        for before, after in zip(self.tab_order, self.tab_order[1:]):
            QWidget.setTabOrder(before, after)

    def show_list(self):
        """Show the list in place of the card."""
        self.stack.setCurrentIndex(LIST)

    def open_card(self, html):
        """Show a card in place of the list."""
        self.card.setHtml(html)
        self.stack.setCurrentIndex(CARD)

    @property
    def shows_card(self):
        return self.stack.currentIndex() == CARD

    @staticmethod
    def fill(box, values, chosen=None):
        """Put (words, data) in a drop-down list, keeping or making a choice."""
        box.blockSignals(True)
        box.clear()
        for words, value in values:
            box.addItem(words, value)
        at = box.findData(chosen) if chosen is not None else -1
        box.setCurrentIndex(max(0, at))
        box.setEnabled(box.count() > 0)
        box.blockSignals(False)
