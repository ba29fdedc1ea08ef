"""The options page "My reference data": set once, the default of every parameter it fits."""
from __future__ import annotations

from pathlib import Path

from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import Qt, pyqtSlot
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ..processing_provider import reference_data
from ..translation import tr
from .observatory.folders import Folders
from .reference_catalogue import CATALOGUE
from .reference_row import ReferenceRow

__all__ = ["PAGE_NAME", "ReferenceDataFactory", "ReferenceDataPage"]

PAGE_NAME = "CohesionReferenceData"
ICON = Path(__file__).resolve().parent.parent / "resources" / "icons" / "reference.svg"


class ReferenceDataPage(QgsOptionsPageWidget):
    """The page.

    Parameters
    ----------
    on_change : callable
        Called once after values have changed.
    """

    def __init__(self, on_change, parent=None):
        super().__init__(parent)
        self.setObjectName(PAGE_NAME)
        self._on_change = on_change
        self.rows = {}
        area = QScrollArea()
        area.setObjectName("CohesionReferenceScroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._content())

        self.check_all_button = QPushButton(tr("Check everything that is set"))
        self.check_all_button.setObjectName("CohesionReferenceCheckAll")
        self.check_all_button.clicked.connect(self.check_all)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.check_all_button)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        layout.addLayout(buttons)
        # a field reached with the Tab key scrolls into view
        self._area = area
        for row in self.rows.values():
            row.file.lineEdit().installEventFilter(self)
        for box in self.folders.boxes.values():
            box.lineEdit().installEventFilter(self)

    def _content(self):
        """Return the rows, section by section, and the folders of the observatories."""
        content = QWidget()
        content.setObjectName("CohesionReferenceContent")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 6, 0)
        intro = QLabel(
            tr(
                "Say once where your data are: they become the default of every parameter they fit, and a daily run "
                "takes two clicks. Nothing here is sent or downloaded."
            )
        )
        intro.setWordWrap(True)
        column.addWidget(intro)
        for section, data in CATALOGUE:
            heading = QLabel("<b>{}</b>".format(tr(section)))
            font = heading.font()
            font.setPointSizeF(font.pointSizeF() * 1.15)
            heading.setFont(font)
            heading.setContentsMargins(0, 10, 0, 0)
            column.addWidget(heading)
            for datum in data:
                row = ReferenceRow(datum, reference_data.get(datum.key), content)
                self.rows[datum.key] = row
                column.addWidget(row)
        heading = QLabel("<b>{}</b>".format(tr("Observatories")))
        heading.setFont(font)
        heading.setContentsMargins(0, 10, 0, 0)
        column.addWidget(heading)
        self.folders = Folders(content)
        column.addWidget(self.folders)
        column.addStretch(1)
        return content

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        if event.type() == event.Type.FocusIn:
            self._area.ensureWidgetVisible(watched, 20, 60)
        return super().eventFilter(watched, event)

    @pyqtSlot()
    def check_all(self):
        """Check every datum that is set."""
        for row in self.rows.values():
            if row.value():
                row.run_check()

    def apply(self):
        """Store the values; called by QGIS on OK."""
        self.folders.apply()
        changed = False
        for key, row in self.rows.items():
            value = row.value()
            if value != (reference_data.get(key) or ""):
                reference_data.put(key, value)
                changed = True
        if changed:
            self._on_change()


class ReferenceDataFactory(QgsOptionsWidgetFactory):
    """Makes the page when QGIS's options open.

    Parameters
    ----------
    on_change : callable
        Called after values have changed.
    """

    def __init__(self, on_change):
        super().__init__()
        self._on_change = on_change
        self.setTitle(tr("My reference data"))
        self.setIcon(QIcon(str(ICON)))

    def icon(self):
        return QIcon(str(ICON))

    def createWidget(self, parent):  # noqa: N802 - QGIS's name
        return ReferenceDataPage(self._on_change, parent)
