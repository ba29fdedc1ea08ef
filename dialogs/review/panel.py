"""The widgets of the review panel: layer, filters, list, row in hand, decisions, totals."""

from __future__ import annotations

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...layers.review_fields import is_reviewable
from ...translation import tr
from ..widgets import Button, combo, text

__all__ = ["ReviewPanel"]


class Low:
    """Asks for no more height than it must have: what is left over is shared out."""

    def sizeHint(self):  # noqa: N802 - Qt's name
        return QSize(200, self.minimumHeight())


class Table(Low, QTableView):
    """The list."""


class Area(Low, QScrollArea):
    """What is said of the row in hand."""


class ReviewPanel(QWidget):
    """Widgets only: `dialogs.review.dock` says what they do."""

    def __init__(self, model, parent=None):
        super().__init__(parent)
        self.setObjectName("CohesionReviewPanel")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        self._add_layer(column)
        self._add_filters(column)
        self._add_table(column, model)
        self._add_row(column)
        self._add_decisions(column)
        self._add_totals(column)
        self._order_tabs()

    def _add_layer(self, column):
        self.layer = QgsMapLayerComboBox()
        self.layer.setObjectName("reviewLayer")
        self.layer.setAccessibleName(tr("Layer to review"))
        self.layer.setFilters(QgsMapLayerProxyModel.Filter.VectorLayer)
        self.layer.setAllowEmptyLayer(True)
        self.layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.layer.setMinimumContentsLength(6)
        column.addWidget(self.layer)
        self.progress = text("reviewProgress", tr("Progress"))
        column.addWidget(self.progress)

    def _add_filters(self, column):
        self.state = combo("reviewState", tr("Which rows"))
        for words in (tr("To decide"), tr("Decided"), tr("All")):
            self.state.addItem(words)
        self.reason = combo("reviewReason", tr("Filter by reason"))
        self.commune = combo("reviewCommune", tr("Filter by commune"))
        self.qpv = combo("reviewQpv", tr("Filter by QPV"))
        self.lost = QCheckBox(tr("Those not found as well"))
        self.lost.setObjectName("reviewLost")
        grid = QGridLayout()
        grid.setSpacing(3)
        # what each list holds says what it is for: labels would take half the width
        for place, box in enumerate((self.state, self.reason, self.commune, self.qpv)):
            grid.addWidget(box, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        grid.addWidget(self.lost, 2, 0, 1, 2)
        column.addLayout(grid)

    def _add_table(self, column, model):
        self.table = Table()
        self.table.setObjectName("reviewTable")
        self.table.setAccessibleName(tr("Rows to check"))
        self.table.setModel(model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        # rows of one height: nothing is measured while scrolling
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        height = self.table.fontMetrics().height() + 6
        self.table.verticalHeader().setMinimumSectionSize(height)
        self.table.verticalHeader().setDefaultSectionSize(height)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(24)
        letter = self.table.fontMetrics().horizontalAdvance("0")
        for section, letters in ((0, 5), (2, 8), (3, 11)):
            header.resizeSection(section, letter * letters)
        header.setSortIndicator(2, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.table.setMinimumHeight(height * 4)
        column.addWidget(self.table, 2)

    def _add_row(self, column):
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        self.address = text("reviewAddress", tr("Address of the row"))
        font = self.address.font()
        font.setBold(True)
        self.address.setFont(font)
        self.reason_text = text("reviewReasonText", tr("Reason of the verdict"))
        self.decided_text = text("reviewDecided", tr("Decision taken"))
        self.candidates = QListWidget()
        self.candidates.setObjectName("reviewCandidates")
        self.candidates.setAccessibleName(tr("Other addresses it may be; Enter picks one"))
        self.candidates.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.candidates.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.candidates.setTabKeyNavigation(False)
        # what can be picked stays in sight, however long the reason
        for widget in (self.address, self.candidates, self.reason_text, self.decided_text):
            box.addWidget(widget)
        box.addStretch(1)
        area = Area()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumHeight(area.fontMetrics().height() * 7)
        area.setWidget(inside)
        column.addWidget(area, 1)

    def _add_decisions(self, column):
        self.comment = QLineEdit()
        self.comment.setObjectName("reviewComment")
        self.comment.setPlaceholderText(tr("Why (optional)"))
        self.comment.setAccessibleName(tr("Why you decide so, optional"))
        self.comment.setClearButtonEnabled(True)
        self.which = combo("reviewWhich", tr("QPV to decide for"))
        self.inside = Button("reviewIn", tr("In this QPV"), "E", tr("Decide: in this QPV"))
        self.outside = Button("reviewOut", tr("Out"), "H", tr("Decide: out of any QPV"))
        self.open = Button("reviewOpen", tr("Still to check"), "R", tr("Leave it to be checked"))
        self.place = Button("reviewPlace", tr("Place"), "P", tr("Place the point on the map"))
        self.zoom = Button("reviewZoom", tr("Zoom"), "Z", tr("Show the row on the map"))
        self.undo = Button("reviewUndo", tr("Undo"), "Ctrl+Z", tr("Undo the last decision"), shown=False)
        self.redo = Button("reviewRedo", tr("Redo"), "Ctrl+Y", tr("Redo the decision undone"), shown=False)
        self.save = Button("reviewSave", tr("Save the decisions"), "", tr("Save the decisions in the layer"))
        grid = QGridLayout()
        grid.setSpacing(4)
        grid.addWidget(self.comment, 0, 0, 1, 4)
        grid.addWidget(self.which, 1, 0, 1, 2)
        grid.addWidget(self.inside, 1, 2, 1, 2)
        grid.addWidget(self.outside, 2, 0, 1, 2)
        grid.addWidget(self.open, 2, 2, 1, 2)
        grid.addWidget(self.place, 3, 0)
        grid.addWidget(self.zoom, 3, 1)
        grid.addWidget(self.undo, 3, 2)
        grid.addWidget(self.redo, 3, 3)
        grid.addWidget(self.save, 4, 0, 1, 4)
        for place in range(4):
            grid.setColumnStretch(place, 1)
        self.message = text("reviewMessage", tr("Message"))
        self.message.hide()
        column.addWidget(self.message)
        column.addLayout(grid)

    def _add_totals(self, column):
        box = QWidget()
        box.setObjectName("reviewTotals")
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(1)
        lines = (tr("In QPV"), tr("Out of QPV"), tr("Undecided"), tr("Share in QPV, at least"), tr("at most"))
        for line, words in enumerate(lines, 1):
            head = QLabel(words)
            head.setWordWrap(True)
            grid.addWidget(head, line, 0)
        self.totals = {}
        for place, (key, words) in enumerate((("initial", tr("Result")), ("now", tr("Afterwards"))), 1):
            head = QLabel(words)
            head.setWordWrap(True)
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(head, 0, place)
            cells = []
            for line, what in enumerate(lines, 1):
                cell = QLabel("–")
                cell.setObjectName("reviewTotal_{}_{}".format(key, line))
                cell.setAlignment(Qt.AlignmentFlag.AlignRight)
                cell.setAccessibleName("{}, {}".format(words, what))
                grid.addWidget(cell, line, place)
                cells.append(cell)
            self.totals[key] = cells
        for place in (1, 2):
            grid.setColumnStretch(place, 1)
        column.addWidget(box)
        self.keys = QLabel(tr("↓ or N: next · ↑: back · 1 to 5: candidate · Ctrl+Z, Ctrl+Y: undo, redo"))
        self.keys.setWordWrap(True)
        column.addWidget(self.keys)

    def _order_tabs(self):
        order = (
            self.layer, self.state, self.reason, self.commune, self.qpv, self.lost, self.table, self.candidates,
            self.comment, self.which, self.inside, self.outside, self.open, self.place, self.zoom, self.undo,
            self.redo, self.save,
        )  # fmt: skip
        for before, after in zip(order, order[1:]):
            QWidget.setTabOrder(before, after)
        self.tab_order = order

    def leave_out_other_layers(self):
        """Offer only layers that look like results."""
        layers = QgsProject.instance().mapLayers().values()
        others = [v for v in layers if not isinstance(v, QgsVectorLayer) or not is_reviewable(v)]
        self.layer.setExceptedLayerList(others)
