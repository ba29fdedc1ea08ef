"""The review dock: what its widgets do."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject
from qgis.gui import QgsDockWidget
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QFrame, QListWidgetItem, QScrollArea

from ...domain.qpv.review import ALL, CHOICES, DONE, IN, OPEN, OUT, WAITING, View, choices
from ...layers.review_fields import is_reviewable
from ...translation import decimal, tr
from .controller import Controller
from .decisions import Decisions
from .keys import Keys
from .model import ReviewModel
from .panel import ReviewPanel

__all__ = ["ReviewDock"]

STATES = (WAITING, DONE, ALL)
WIDTH = 300
"""Pixels the panel must do with, beside a scroll bar."""


class ReviewDock(QgsDockWidget):
    """Lists the rows to check of a layer of verdicts and writes what an agent decides.

    Parameters
    ----------
    canvas : QgsMapCanvas
    """

    def __init__(self, canvas, parent=None):
        super().__init__(tr("Rows to check (QPV)"), parent)
        self.setObjectName("CohesionReview")
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self.model = ReviewModel(self)
        self.panel = ReviewPanel(self.model)
        # a low window scrolls
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.panel)
        self.area.setMinimumWidth(WIDTH)
        self.setWidget(self.area)
        self.desk = Controller(canvas, self.model, self)
        self.decisions = Decisions(self.desk, self)
        self._filling, self._shown_key = False, None
        self._connect()
        self.keys = Keys(self._gestures(), self)
        self.keys.watch(self.panel)
        self._list_layers()
        self._show_listed()
        self._show_row()

    def _connect(self):
        panel, desk, decisions = self.panel, self.desk, self.decisions
        project = QgsProject.instance()
        self._links = (
            (project.layersAdded, self._list_layers_soon),
            (project.layersRemoved, self._list_layers_soon),
        )
        for signal, slot in self._links:
            signal.connect(slot)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._list_layers)
        panel.layer.layerChanged.connect(self._layer_chosen)
        for box in (panel.state, panel.reason, panel.commune, panel.qpv):
            box.currentIndexChanged.connect(self._filter)
        panel.lost.toggled.connect(self._filter)
        panel.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        panel.table.activated.connect(lambda _index: desk.zoom())
        panel.candidates.itemActivated.connect(lambda item: self._pick(item.data(Qt.ItemDataRole.UserRole)))
        panel.inside.clicked.connect(lambda: self._decide(IN))
        panel.outside.clicked.connect(lambda: self._decide(OUT))
        panel.open.clicked.connect(lambda: self._decide(OPEN))
        panel.place.clicked.connect(desk.start_placing)
        panel.zoom.clicked.connect(desk.zoom)
        panel.undo.clicked.connect(decisions.undo)
        panel.redo.clicked.connect(decisions.redo)
        panel.save.clicked.connect(decisions.save)
        desk.tool.placed.connect(self._place)
        self.model.modelReset.connect(self._follow)
        desk.listed.connect(self._show_listed)
        desk.edited.connect(self._show_edits)
        desk.shown.connect(self._show_row)
        desk.told.connect(self._tell)
        desk.layer_lost.connect(lambda: panel.layer.setLayer(None))

    def _gestures(self):
        gestures = {
            "E": lambda: self._decide(IN),
            "H": lambda: self._decide(OUT),
            "R": lambda: self._decide(OPEN),
            "P": self.desk.start_placing,
            "Esc": self.desk.stop_placing,
            "Z": self.desk.zoom,
            "N": lambda: self.desk.step(1),
            "Shift+N": lambda: self.desk.step(-1),
            "Ctrl+Z": self.decisions.undo,
            "Ctrl+Y": self.decisions.redo,
            "Ctrl+Shift+Z": self.decisions.redo,
        }
        for number in range(5):
            gestures[str(number + 1)] = lambda n=number: self._pick(n)
        return gestures

    def close_down(self):
        """Let layers, map and files go, for good; harmless when called twice."""
        links, self._links = self._links, ()
        for signal, slot in links:
            signal.disconnect(slot)
        self._soon.stop()
        self.desk.close()

    def closeEvent(self, event):  # noqa: N802 - Qt's name
        self.desk.sleep()
        super().closeEvent(event)

    def hideEvent(self, event):  # noqa: N802 - Qt's name
        super().hideEvent(event)
        # hidden, it draws nothing, holds no map tool and moves no map; a window in the task bar changes nothing
        if not event.spontaneous():
            self.desk.sleep()

    def showEvent(self, event):  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not event.spontaneous() and self.desk.asleep:
            self.desk.wake()
            self._list_layers_soon()

    # layers ------------------------------------------------------------------------------------------

    def review(self, layer):
        """Review a layer."""
        self._list_layers()
        self.panel.layer.setLayer(layer)

    def _list_layers_soon(self, *_):
        if not self._soon.isActive():
            self._soon.start(0)

    def _list_layers(self):
        if sip.isdeleted(self.panel):
            return
        self.panel.leave_out_other_layers()
        # closed, it does not look for layers of its own accord
        if not self.desk.asleep and self.panel.layer.currentLayer() is None:
            candidates = [
                node.layer()
                for node in QgsProject.instance().layerTreeRoot().findLayers()
                if node.layer() is not None
                and node.layer().type() == QgsMapLayer.LayerType.VectorLayer
                and is_reviewable(node.layer())
            ]
            if candidates:
                self.panel.layer.setLayer(candidates[0])
        # the list may have come to a layer without a word
        self._layer_chosen(self.panel.layer.currentLayer())
        if self.desk.session is None:
            self._tell(self._hint())

    @staticmethod
    def _hint():
        return tr("Open a result of “QPV of points” or “QPV of addresses”: its rows to check are listed here.")

    def _layer_chosen(self, layer):
        session = self.desk.session
        if layer is (None if session is None else session.layer):
            return
        self._tell("")
        self.desk.set_layer(layer)
        if layer is None:
            self._tell(self._hint())

    # the list ----------------------------------------------------------------------------------------

    def _filter(self, *_):
        if self._filling:
            return
        panel, view = self.panel, self.model.view
        self.model.show(
            view=View(
                STATES[panel.state.currentIndex()],
                panel.lost.isChecked(),
                panel.reason.currentData(),
                panel.commune.currentData(),
                panel.qpv.currentData(),
                view.order,
                view.descending,
            )
        )
        self._show_listed()
        self.desk.select(self.model.key_at(0))

    def _show_listed(self):
        """Show progress, filters, totals and what can be undone."""
        session, panel = self.desk.session, self.panel
        view = self.model.view
        if session is None:
            panel.progress.setText("")
        elif not session.ready:
            panel.progress.setText(tr("Reading the layer…"))
        else:
            done, total = session.ledger.progress(view.lost)
            words = tr("{done} of {total} rows to check are decided; {listed} are listed.")
            told = [words.format(done=done, total=total, listed=self.model.rowCount())]
            if session.layer.subsetString():
                told.append(tr("The layer is filtered: rows it hides are in no total."))
            panel.progress.setText(" ".join(told))
        self._fill_filters(view)
        self._show_totals(session)
        self._show_edits()

    def _show_edits(self):
        """Show what can be undone, redone, saved."""
        panel = self.panel
        editing = self.decisions.editing
        panel.undo.setEnabled(self.decisions.can_undo())
        panel.redo.setEnabled(self.decisions.can_redo())
        panel.save.setEnabled(editing is not None and editing.isModified())

    def _fill_filters(self, view):
        self._filling = True
        found = choices(self.model.ledger.queue.values(), view)
        for name, everything in (
            ("reason", tr("All reasons")),
            ("commune", tr("All communes")),
            ("qpv", tr("All QPV")),
        ):
            box, chosen = getattr(self.panel, name), getattr(view, name)
            values = found[name]
            if chosen is not None and chosen not in dict(values):
                values = [*values, (chosen, 0)]
            box.clear()
            box.addItem(everything, None)
            for place, (value, count) in enumerate(values, 1):
                box.addItem("{} ({})".format(value or tr("none"), count), value)
                box.setItemData(place, value, Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(max(0, box.findData(chosen)) if chosen is not None else 0)
        self._filling = False

    def _show_totals(self, session):
        for key, cells in self.panel.totals.items():
            bounds = getattr(self.model.ledger, key)
            if session is None or not bounds.total:
                texts = ["–"] * len(cells)
            else:
                shares = (tr("{share} %").format(share=decimal(share, 1)) for share in (bounds.low, bounds.high))
                texts = [str(bounds.inside), str(bounds.outside), str(bounds.undecided), *shares]
            for cell, words in zip(cells, texts):
                cell.setText(words)

    # the row -----------------------------------------------------------------------------------------

    def _follow(self):
        """Keep the row in hand where a new order or filter has put it."""
        current = self.desk.current
        at = -1 if current is None else self.model.row_of(current.row.key)
        if at >= 0 and not self._filling:
            self.desk.relisted()
            self._filling = True
            self.panel.table.setCurrentIndex(self.model.index(at, 1))
            self._filling = False

    def _row_chosen(self, index, _before=None):
        key = self.model.key_at(index.row()) if index.isValid() else None
        current = self.desk.current
        if not self._filling and not self.desk.busy and key is not None and (current is None or current.row.key != key):
            self.desk.select(key)

    def _show_row(self):
        panel, current = self.panel, self.desk.current
        self._filling = True
        at = -1 if current is None else self.model.row_of(current.row.key)
        if at >= 0:
            panel.table.setCurrentIndex(self.model.index(at, 1))
        else:
            panel.table.clearSelection()
        panel.candidates.clear()
        panel.which.clear()
        if current is None:
            for label in (panel.address, panel.reason_text, panel.decided_text):
                label.setText("")
        else:
            self._show_current(current)
        panel.candidates.setVisible(panel.candidates.count() > 0)
        panel.decided_text.setVisible(bool(panel.decided_text.text()))
        for widget in (panel.inside, panel.outside, panel.open, panel.place, panel.zoom, panel.comment, panel.which):
            widget.setEnabled(current is not None)
        key = None if current is None else current.row.key
        if key != self._shown_key:
            panel.comment.clear()  # it was about another row
        self._shown_key = key
        self._filling = False

    def _show_current(self, current):
        panel, review = self.panel, self.desk.session.review
        row = current.row
        held = review.value(current.feature, "adresse_retenue")
        panel.address.setText(row.label or held or tr("Row {number}").format(number=row.key))
        lines = [row.reason]
        listed = any(self.desk.is_held(candidate) for candidate in current.candidates)
        if held and held != row.label and not listed:
            lines.insert(0, tr("Found: {address}").format(address=held))
        if row.distance is not None:
            inside, outside = tr("{metres} m inside the edge of {code}."), tr("{metres} m outside {code}.")
            words = inside if row.distance < 0 else outside
            lines.append(words.format(metres=decimal(abs(row.distance), 1), code=row.near or row.qpv))
        if current.place is None:
            lines.append(tr("This row has no position."))
        panel.reason_text.setText("\n".join(v for v in lines if v))
        panel.decided_text.setText(self._said(current))
        for number, candidate in enumerate(current.candidates):
            sign = "✓ " if self.desk.is_held(candidate) else ""
            words = "{}{}. {} ({})".format(sign, number + 1, candidate.label, decimal(candidate.score, 2))
            item = QListWidgetItem(words)
            item.setToolTip("{} – {}".format(candidate.label, candidate.kind))
            item.setData(Qt.ItemDataRole.UserRole, number)
            panel.candidates.addItem(item)
        rows = min(max(panel.candidates.count(), 1), 5)
        height = max(panel.candidates.sizeHintForRow(0), panel.candidates.fontMetrics().height())
        panel.candidates.setFixedHeight(rows * height + 2 * panel.candidates.frameWidth())
        self._offer_qpv(current)

    def _said(self, current):
        """Word the decision taken on a row."""
        review, feature = self.desk.session.review, current.feature
        if current.row.decision not in CHOICES:
            return ""
        said = {IN: tr("In {code}").format(code=current.row.code), OUT: tr("Out of any QPV"), OPEN: tr("To be checked")}
        when = feature.attribute(review.places.get("decision_le"))
        when = when.toString("dd/MM/yyyy HH:mm") if hasattr(when, "toString") else review.value(feature, "decision_le")
        who = review.value(feature, "decision_par")
        parts = [said[current.row.decision], who, when, review.value(feature, "decision_motif")]
        return " – ".join(p for p in parts if p)

    def _offer_qpv(self, current):
        """List the QPV that the row may be decided to be in, the nearest first."""
        offered = {n.code: (n.name, n.distance) for n in current.nearby if n.code}
        for code, role in ((current.row.code, "nom_qp"), (current.row.near, "nom_qp_proche")):
            if code and code not in offered:
                offered[code] = (self.desk.session.review.value(current.feature, role), None)
        for code, (name, distance) in offered.items():
            words = " ".join(p for p in (code, name) if p)
            if distance is not None:
                words += " ({} m)".format(decimal(distance, 0))
            self.panel.which.addItem(words, code)
            self.panel.which.setItemData(self.panel.which.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
        self.panel.which.setCurrentIndex(max(0, self.panel.which.findData(current.row.qpv)))

    # decisions ---------------------------------------------------------------------------------------

    def _decide(self, choice):
        self._written(self.decisions.decide(choice, self.panel.which.currentData(), self._why()))

    def _pick(self, number):
        self._written(self.decisions.pick(number, self._why()))

    def _place(self, point):
        self._written(self.decisions.place_on_map(point, self._why()))

    def _why(self):
        return self.panel.comment.text().strip()

    def _written(self, done):
        if done:
            self.panel.comment.clear()

    def _tell(self, words):
        message = self.panel.message
        message.setText(words)
        message.setVisible(bool(words))
        # a change of name is what screen readers are told of
