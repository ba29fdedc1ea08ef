"""One layer under review: read in slices, kept in step with every edit, let go when it is removed."""

from __future__ import annotations

import time

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...domain.errors import CohesionError, DataError
from ...domain.qpv.review import Ledger
from ...layers.review import ReviewLayer
from ...layers.review_fields import DECISION_FIELDS
from ...translation import localize

__all__ = ["Session"]

SLICE = 0.02
"""Seconds of reading between two looks at the window."""

MANY = 500
"""More rows than this changed at once are read again with all the others."""


class Session(QObject):
    """The rows of a layer and what happens to them.

    Parameters
    ----------
    layer : QgsVectorLayer

    Raises
    ------
    MissingFieldError
        When it has no verdicts.
    """

    loaded = pyqtSignal()
    changed = pyqtSignal(list)  # keys, long: 64 bits
    lost = pyqtSignal(str)
    edited = pyqtSignal()

    def __init__(self, layer, parent=None):
        super().__init__(parent)
        self.review = ReviewLayer(layer)
        self.layer = layer
        self.ledger = Ledger()
        self.ready = False
        self._next, self._iterator = None, None
        self._dirty = set()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read_slice)
        self._flush = QTimer(self)
        self._flush.setSingleShot(True)
        self._flush.setInterval(0)
        self._flush.timeout.connect(self._read_changed)
        self._links = (
            (layer.attributeValueChanged, self._touch),
            (layer.geometryChanged, self._touch),
            (layer.featureAdded, self._touch),
            (layer.featureDeleted, self._touch),
            (layer.updatedFields, self._fields_changed),
            (layer.beforeCommitChanges, self._pause),
            (layer.afterCommitChanges, self.start),
            (layer.afterRollBack, self.start),
            (layer.editingStarted, self._tell_edited),
            (layer.editingStopped, self._tell_edited),
            (layer.dataChanged, self._data_changed),
            (layer.subsetStringChanged, self.start),
            (layer.willBeDeleted, self._gone),
        )
        for signal, slot in self._links:
            signal.connect(slot)

    def close(self):
        """Let the layer go; harmless when called twice, or after the layer has gone."""
        self._pause()
        self._flush.stop()
        links, self._links = self._links, ()
        if self.layer is None or sip.isdeleted(self.layer):
            return
        for signal, slot in links:
            try:
                signal.disconnect(slot)
            except (TypeError, RuntimeError):  # already undone with the layer
                continue

    # reading -----------------------------------------------------------------------------------------

    def start(self, *_):
        """Read the layer, from the start; what is known stays until all is read."""
        if not self._alive():
            return
        self._pause()
        try:
            self.review.refresh()
        except CohesionError as error:
            self._gone(localize(error))
            return
        self._dirty.clear()
        self._next, self._iterator = Ledger(), self.review.rows()
        self._timer.start()

    def load(self):
        """Read the layer whole, now."""
        if self._iterator is None:
            self.start()
        while self._iterator is not None:
            self._read_slice()

    def _pause(self, *_):
        self._timer.stop()
        if self._iterator is not None:
            self._iterator.close()
        self._next, self._iterator = None, None

    def _read_slice(self):
        if self._iterator is None:
            self._timer.stop()
            return
        end = time.monotonic() + SLICE
        put = self._next.put
        for row in self._iterator:
            put(row)
            if time.monotonic() > end:
                return
        self.ledger, self.ready = self._next, True
        self._pause()
        self.loaded.emit()
        if self._dirty:
            self._flush.start()

    # changes -----------------------------------------------------------------------------------------

    def _alive(self):
        return self.layer is not None and not sip.isdeleted(self.layer)

    def _touch(self, key, *_):
        self._dirty.add(key)
        self._flush.start()

    def _data_changed(self):
        # our own edits say so as well: then the rows concerned are known
        if not self._dirty and not self._alive_and_editing():
            self.start()

    def _alive_and_editing(self):
        return self._alive() and self.layer.isEditable()

    def _fields_changed(self):
        before = self.review.places.by_role
        try:
            self.review.refresh()
        except CohesionError as error:
            self._gone(localize(error))
            return
        after = self.review.places.by_role
        if self._iterator is None and self.ready:
            # fields of decisions that come are empty; those that go had decisions on rows just undone, or on none
            known = {k: v for k, v in before.items() if k in after or k not in DECISION_FIELDS}
            lost = {row.key for row in self.ledger.queue.values() if row.decision} if known != before else set()
            if all(after.get(k) == v for k, v in known.items()) and lost <= self._dirty:
                return
        # fields that moved make what was read meaningless
        self.start()

    def _tell_edited(self):
        self.edited.emit()

    def _read_changed(self):
        if self._iterator is not None or not self._alive():
            return
        keys, self._dirty = self._dirty, set()
        if not keys:
            return
        if len(keys) > MANY:
            self.start()
            return
        try:
            found = {row.key: row for row in self.review.rows(keys)}
        except DataError:
            self.start()
            return
        for key in keys:
            if key in found:
                self.ledger.put(found[key])
            else:
                self.ledger.remove(key)
        self.changed.emit(sorted(keys))
        self.edited.emit()

    def refresh_now(self):
        """Take in the changes that wait."""
        if self._dirty:
            self._flush.stop()
            self._read_changed()

    def _gone(self, why=""):
        self.close()
        self.layer = None
        self.lost.emit(why)
