"""Six drop-down lists that narrow the search, each value with its count."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QPushButton, QWidget

from ...translation import tr
from ..widgets import combo
from . import wording

__all__ = ["Facets"]

COLUMNS = 2


class Facets(QWidget):
    """What was chosen in each list; `changed` tells that it is something else."""

    changed = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName("observatoryFacets")
        # those of domain.indicators.search.FACETS
        every = {
            "observatory": (tr("Observatory"), tr("Filter by observatory")),
            "theme": (tr("Theme"), tr("Filter by theme")),
            "level": (tr("Level"), tr("Filter by level")),
            "year": (tr("Year"), tr("Filter by year")),
            "licence": (tr("Licence"), tr("Filter by licence")),
            "kind": (tr("Kind"), tr("Filter by kind")),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(3)
        self.boxes, self._every, self._filling = {}, {}, False
        for place, (name, (words, spoken)) in enumerate(every.items()):
            self._every[name] = words
            box = combo("observatoryFacet_" + name, spoken)
            box.setToolTip(spoken)
            box.addItem(self._every[name], None)
            box.currentIndexChanged.connect(self._tell)
            grid.addWidget(box, place // COLUMNS, place % COLUMNS)
            self.boxes[name] = box
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        self.clear_button = QPushButton(tr("Clear the filters"))
        self.clear_button.setObjectName("observatoryClearFacets")
        self.clear_button.setAccessibleName(tr("Clear the filters"))
        self.clear_button.setToolTip(tr("Take all filters off"))
        self.clear_button.setAutoDefault(False)
        self.clear_button.clicked.connect(self.clear)
        grid.addWidget(self.clear_button, grid.rowCount(), 0, 1, COLUMNS)

    def chosen(self):
        """Return what is chosen: facet to value, of those where something is."""
        return {name: box.currentData() for name, box in self.boxes.items() if box.currentData() is not None}

    def count(self, counts):
        """Show other values and counts; what is chosen stays so, with 0 where nothing has it.

        Parameters
        ----------
        counts : dict of str to dict of str to int
        """
        self._filling = True
        for name, box in self.boxes.items():
            chosen, values = box.currentData(), dict(counts.get(name, {}))
            if chosen is not None:
                values.setdefault(chosen, 0)
            box.clear()
            box.addItem(self._every[name], None)
            for value, number in values.items():
                box.addItem("{} ({})".format(wording.facet_value(name, value), number), value)
            box.setCurrentIndex(max(0, box.findData(chosen)) if chosen is not None else 0)
        self._filling = False
        self.clear_button.setEnabled(bool(self.chosen()))

    def clear(self):
        """Choose nothing."""
        self._filling = True
        for box in self.boxes.values():
            box.setCurrentIndex(0)
        self._filling = False
        self.changed.emit()

    def _tell(self, _index):
        if not self._filling:
            self.changed.emit()
