"""The layer under review, the row in hand, and what the map shows of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from qgis.core import QgsPointXY, QgsRectangle
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication

from ...domain.errors import CohesionError
from ...domain.qpv.codes import CURRENT, PREVIOUS
from ...domain.qpv.review import Ledger
from ...layers.crs import authority
from ...layers.review_judge import circle
from ...translation import localize, tr
from .drawing import Drawing
from .placing import PlaceTool, to_map
from .references import References
from .session import Session

__all__ = ["Controller", "Current"]

CLOSEST, FARTHEST, UNKNOWN = 60.0, 800.0, 250.0
"""Metres shown on each side of a position: at least, at most, and where no distance is known."""


@dataclass
class Current:
    """The row in hand.

    Attributes
    ----------
    row : domain.qpv.review.Row
    feature : QgsFeature
    place : (QgsPointXY, QgsCoordinateReferenceSystem) or None
    tolerance : float or None
        Metres.
    nearby : list of layers.review_judge.Nearby
    candidates : list of layers.review_candidates.Candidate
    """

    row: object
    feature: object
    place: object = None
    tolerance: float | None = None
    nearby: list = field(default_factory=list)
    candidates: list = field(default_factory=list)


class Controller(QObject):
    """Ties a layer, the list and the map together.

    Parameters
    ----------
    canvas : QgsMapCanvas
    model : dialogs.review.model.ReviewModel
    """

    listed = pyqtSignal()
    edited = pyqtSignal()
    shown = pyqtSignal()
    told = pyqtSignal(str)
    layer_lost = pyqtSignal()

    def __init__(self, canvas, model, parent=None):
        super().__init__(parent)
        self.canvas, self.model = canvas, model
        self.drawing, self.references = Drawing(canvas), References(self)
        self.session, self.current = None, None
        self.busy = False  # the list changes by itself: no row of it is being chosen
        self.asleep = False  # the panel is closed: the map is left alone
        self._at, self._warned = 0, False
        self._earlier_tool, self._earlier_focus = None, None
        self.tool = PlaceTool(canvas, self.drawing)
        self.tool.given_up.connect(self.stop_placing)
        self.tool.deactivated.connect(self._placing_ended)
        self.references.ready.connect(self._perimeters_read)
        canvas.destinationCrsChanged.connect(self._crs_changed)

    def close(self):
        """Let the layer, the map and the files go; harmless when called twice."""
        self.set_layer(None)
        self.references.close()
        if not sip.isdeleted(self.canvas):
            self.stop_placing()
            try:
                self.canvas.destinationCrsChanged.disconnect(self._crs_changed)
            except TypeError:  # closed already
                return

    # the layer ---------------------------------------------------------------------------------------

    def set_layer(self, layer):
        """Review another layer, or none."""
        if self.session is not None:
            self.session.close()
            self.session.deleteLater()
        self.stop_placing()
        self.session, self.current, self._at, self._warned = None, None, 0, False
        self.drawing.clear()
        self.references.refresh()
        if layer is not None:
            try:
                self.session = Session(layer, self)
            except CohesionError as error:
                self.told.emit(localize(error))
        if self.session is None:
            self._relist()
            return
        self.session.loaded.connect(self._loaded)
        self.session.changed.connect(self._changed)
        self.session.edited.connect(self.edited)
        self.session.lost.connect(self._lost)
        self._relist()
        self.session.start()

    def _relist(self):
        self.model.show(Ledger())
        self.listed.emit()
        self.shown.emit()

    def _loaded(self):
        ledger, review = self.session.ledger, self.session.review
        self.model.show(ledger)
        if not self._warned:
            self._warned = True
            self._warn()
        if review.places.get("verdict_2015") is not None:
            self.references.referee(PREVIOUS)
        self.listed.emit()
        kept = self.current.row.key if self.current is not None else None
        if kept is None or kept not in ledger.queue:
            self.select(self.model.key_at(max(0, min(self._at, self.model.rowCount() - 1))))
        else:
            self.select(kept, zoom=False)

    def _warn(self):
        """Say what an agent should know before the first decision on a layer."""
        ledger, problem = self.session.ledger, self.session.review.problem()
        if len(ledger) and not ledger.recognised:
            self.told.emit(tr("No row of this layer has one of our verdicts: it was made by something else."))
        elif problem is not None:
            self.told.emit(localize(problem))
        elif self.session.layer.isTemporary():
            self.told.emit(tr("This layer is temporary: save it as a GeoPackage first, or your decisions go with it."))

    def _changed(self, keys):
        self.model.update(keys)
        self.listed.emit()
        if self.current is not None and self.current.row.key in keys:
            self.select(self.current.row.key, zoom=False)
            if self.current is None:  # deleted
                self.select(self.model.key_at(min(self._at, self.model.rowCount() - 1)))

    def _lost(self, why):
        self.set_layer(None)
        self.layer_lost.emit()
        self.told.emit(why or tr("The layer under review has been removed."))

    # the row -----------------------------------------------------------------------------------------

    def select(self, key, zoom=True):
        """Take a row in hand, drawn on the map; None for no row."""
        self.stop_placing()
        self.current = None if key is None or self.session is None else self._read(key)
        if self.current is not None and self.model.row_of(key) >= 0:
            self._at = self.model.row_of(key)
        self.draw()
        if zoom:
            self.zoom()
        self.shown.emit()

    def _read(self, key):
        row = self.session.ledger.queue.get(key)
        feature = self.session.review.feature(key)
        if row is None or feature is None:
            return None
        review = self.session.review
        current = Current(row, feature, review.position(feature), review.tolerance(feature))
        referee = self.referee()
        if referee is not None and current.place is not None:
            current.nearby = referee.nearby(*current.place)
        index = self.references.index()
        if index is not None:
            current.candidates = index.of(*review.address(feature))
        return current

    def referee(self):
        """Return the perimeters of today, None while they are read or where none serves."""
        return self.references.referee()

    def _perimeters_read(self, year):
        if year != CURRENT or self.current is None:
            return
        if self.referee() is not None:
            self.select(self.current.row.key, zoom=False)

    def _crs_changed(self):
        self.stop_placing()
        self.draw()

    def sleep(self):
        """Leave the map alone: the panel is closed."""
        self.asleep = True
        self.stop_placing()
        self.drawing.clear()

    def wake(self):
        """Draw again."""
        self.asleep = False
        self.draw()

    def relisted(self):
        """Follow the row in hand where the list has put it."""
        if self.current is not None:
            self._at = max(self.model.row_of(self.current.row.key), 0)

    def step(self, by):
        """Go to the next row of the list (1) or back (-1)."""
        last = self.model.rowCount() - 1
        listed = self.current is not None and self.model.row_of(self.current.row.key) >= 0
        # a row that has just left the list has given its place to the next
        target = self._at + by if listed or by < 0 else self._at
        key = self.model.key_at(max(0, min(target, last)))
        if key is not None:
            self.select(key)

    def draw(self):
        """Draw the row in hand, or nothing."""
        current = self.current
        if current is None or self.asleep:
            self.drawing.clear()
            return
        target = self.canvas.mapSettings().destinationCrs()
        point, ring, outlines = None, None, []
        if current.place is not None:
            point = to_map(*current.place, self.canvas)
            if current.tolerance:
                ring = circle(*current.place, current.tolerance, target)
        referee = self.referee()
        if referee is not None:
            places = {n.place: n.code == current.row.qpv for n in current.nearby}
            own = referee.place_of(current.row.qpv)
            if own is not None:
                places[own] = True
            outlines = [(referee.outline(place, target), concerned) for place, concerned in places.items()]
        self.drawing.show(point, ring, outlines, self._numbered())

    def _numbered(self):
        """Return the candidates as the map shows them."""
        drawn = []
        for number, candidate in enumerate(self.current.candidates, 1):
            point = to_map(QgsPointXY(candidate.lon, candidate.lat), authority(4326), self.canvas)
            if point is not None:
                drawn.append((point, str(number), self.is_held(candidate)))
        return drawn

    def is_held(self, candidate):
        """Say whether the row is already at a candidate."""
        held = self.session.review.value(self.current.feature, "id_ban")
        return bool(held) and held == candidate.id

    def zoom(self):
        """Show the row in hand on the map, with what it is judged by."""
        current = self.current
        if current is None or self.asleep:
            return
        target = self.canvas.mapSettings().destinationCrs()
        extent = QgsRectangle()
        if current.place is not None:
            far = UNKNOWN if current.row.distance is None else 2.5 * abs(current.row.distance)
            far = min(max(CLOSEST, far, 5.0 * (current.tolerance or 0.0)), FARTHEST)
            extent = circle(*current.place, far, target).boundingBox()
        # at the edge the surroundings matter; elsewhere the other addresses, however far
        near, tolerance = current.row.distance, current.tolerance
        edge = near is not None and tolerance is not None and abs(near) <= 2.0 * tolerance
        for point, _text, _held in self._numbered():
            if not edge or extent.isEmpty() or extent.buffered(extent.width() * 2.0).contains(point):
                around = circle(point, target, CLOSEST, target).boundingBox()
                if extent.isNull() or extent.isEmpty():
                    extent = around
                else:
                    extent.combineExtentWith(around)
        if not extent.isNull() and not extent.isEmpty():
            # a number at the very border of the map would be cut in two
            extent.scale(1.15)
            self.canvas.setExtent(extent)
            self.canvas.refresh()

    # the point ---------------------------------------------------------------------------------------

    def start_placing(self):
        """Let the agent put the point where it belongs."""
        if self.current is None or self.canvas.mapTool() is self.tool:
            return
        review = self.session.review
        if not review.can_move():
            self.told.emit(
                tr("The points of this layer cannot be moved: save it as a GeoPackage first.")
                if review.has_points()
                else tr("Rows of this layer are no points: decide on them, nothing can be placed.")
            )
            return
        if self.referee() is None:
            self.told.emit(self.references.problems.get(CURRENT, ""))
            return
        self._earlier_tool, self._earlier_focus = self.canvas.mapTool(), QApplication.focusWidget()
        self.canvas.setMapTool(self.tool)
        here = to_map(*self.current.place, self.canvas) if self.current.place is not None else None
        self.tool.start(here if here is not None else self.canvas.center())
        self.canvas.setFocus()
        self.told.emit(tr("Drag the point on the map, or move it with the arrows and press Enter. Escape gives up."))

    def stop_placing(self):
        """Give the map its earlier tool back."""
        if sip.isdeleted(self.canvas) or self.canvas.mapTool() is not self.tool:
            return
        earlier = self._earlier_tool
        if earlier is not None and not sip.isdeleted(earlier):
            self.canvas.setMapTool(earlier)
        else:
            self.canvas.unsetMapTool(self.tool)

    def _placing_ended(self):
        """Give the keys back to the panel, whoever has taken the tool away."""
        focus, self._earlier_tool, self._earlier_focus = self._earlier_focus, None, None
        if focus is not None and not sip.isdeleted(focus) and self.canvas.hasFocus():
            focus.setFocus()
        self.told.emit("")
