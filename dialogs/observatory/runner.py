"""Algorithms started by id in the background, their layers brought into the project."""

from __future__ import annotations

import os
from contextlib import suppress

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProject,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...layers.anchors import anchor
from ...translation import tr

__all__ = ["Run", "start"]

# a run whose dock is gone ends by itself: QGIS crashes where its context or feedback goes first
_ALIVE = set()


def start(algorithm, parameters, loads=None):
    """Start an algorithm.

    Parameters
    ----------
    algorithm : str
        Its id.
    parameters : dict
    loads : dict of str to str, optional
        Outputs whose layers are added to the project, and what they are called there.

    Returns
    -------
    Run
        Under way once the event loop turns: there is time to connect.
    """
    run = Run(algorithm, parameters, loads)
    QTimer.singleShot(0, run.begin)
    return run


class _Feedback(QgsProcessingFeedback):
    """Keeps what the algorithm says; called in its thread."""

    def __init__(self, run):
        super().__init__(False)
        self._run = run

    def setProgressText(self, text):  # noqa: N802 - QGIS's name
        self._tell("step", text)

    def pushWarning(self, text):  # noqa: N802 - QGIS's name
        self._tell("warning", text)

    def reportError(self, text, fatalError=False):  # noqa: N802, N803 - QGIS's names
        self._tell("error", text)

    def pushDebugInfo(self, text):  # noqa: N802 - QGIS's name
        self._tell("debug", text)

    def pushInfo(self, text):  # noqa: N802 - QGIS's name
        self._tell("info", text)

    def _tell(self, kind, text):
        run = self._run
        if run is not None and not sip.isdeleted(run):
            run.said.emit(kind, text)

    def let_go(self):
        """Forget the run: both go at once and in this thread, rather than in whichever collects circles."""
        self._run = None


class Run(QObject):
    """An algorithm under way.

    `said` gives a kind (``step``, ``warning``, ``error``, ``info``, ``debug``) and words; `ended` whether it went well
    and its results; `kind` is then the class of the error, where the algorithm is one of ours.
    """

    progressed = pyqtSignal(float)
    said = pyqtSignal(str, str)
    ended = pyqtSignal(bool, object)

    def __init__(self, algorithm, parameters, loads=None):
        super().__init__()
        self._id, self._parameters, self._loads = algorithm, dict(parameters), dict(loads or {})
        self._context, self._feedback, self._task = QgsProcessingContext(), _Feedback(self), None
        self._refused, self.kind, self._new, self._moved = False, "", None, False
        self._context.setProject(QgsProject.instance())
        QgsProject.instance().cleared.connect(self._project_gone)
        self._context.setFeedback(self._feedback)
        self._feedback.progressChanged.connect(self.progressed)
        _ALIVE.add(self)

    def begin(self):
        """Prepare in the main thread, then leave it."""
        from ...layers.crs import USUAL

        self._hold(list(USUAL))

    def _hold(self, codes):
        """Name the systems of work: the thread of a task takes the definitions of those it names first away with it.

        One a turn of the loop: the first time all of them would hold the window.
        """
        anchor(codes[:1])
        if codes[1:] and not self._feedback.isCanceled():
            QTimer.singleShot(0, lambda: self._hold(codes[1:]))
        else:
            self._prepare()

    def _prepare(self):
        if self._feedback.isCanceled():
            self._end(False, {})
            return
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(self._id)
        if algorithm is None:
            self._fail(tr("The algorithm {id} is not available: is the plugin up to date?").format(id=self._id))
            return
        output = self._parameters.get("OUTPUT")
        if isinstance(output, str) and os.path.isabs(output) and not os.path.exists(output):
            self._new = output
        project = QgsProject.instance()
        parameters = {
            name: QgsProcessingOutputLayerDefinition(value, project) if name in self._loads else value
            for name, value in self._parameters.items()
        }
        # QGIS's own open their layers to check them, here, which may take seconds: the run tells as well what is wrong
        own = not self._id.startswith("native:")
        right, why = algorithm.checkParameterValues(parameters, self._context) if own else (True, "")
        if not right:
            self._fail(why)
            return
        self._task = QgsProcessingAlgRunnerTask(algorithm, parameters, self._context, self._feedback)
        if self._task.isCanceled():
            # refused while it prepared, and said why; QGIS marks it as stopped
            self._refused = True
            self._end(False, {})
            return
        self._task.executed.connect(self._executed)
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self):
        """Ask it to stop."""
        self._feedback.cancel()
        if self._task is not None and not sip.isdeleted(self._task):
            self._task.cancel()

    @property
    def cancelled(self):
        return self._feedback.isCanceled() and not self._refused

    def _project_gone(self):
        self._moved = True

    def _executed(self, well, results):
        if well and not self.cancelled and self._moved:
            # what was asked for in one project has no place in the next
            for destination in self._context.layersToLoadOnCompletion():
                words = tr("Another project was opened meanwhile: the layer is in {path}.")
                self.said.emit("warning", words.format(path=destination))
        elif well and not self.cancelled:
            try:
                well = self._load()
            except Exception as error:  # noqa: BLE001 - the queue would wait for ever
                self.said.emit("error", str(error) or type(error).__name__)
                well = False
        self._end(well, results)

    def _load(self):
        """Bring the layers in, dressed by their algorithm; say whether all came."""
        project, well = self._context.project(), True
        for destination, details in self._context.layersToLoadOnCompletion().items():
            layer = QgsProcessingUtils.mapLayerFromString(destination, self._context, True)
            if layer is not None:
                layer = self._context.takeResultLayer(layer.id()) or layer
                layer.setName(self._loads.get(details.outputName) or layer.name())
                layer = project.addMapLayer(layer, False)
            if layer is None:
                self.said.emit("error", tr("The layer was written, but does not open: {path}").format(path=destination))
                well = False
                continue
            # above all others, rather than in whichever group was last clicked
            project.layerTreeRoot().insertLayer(0, layer)
            processor = details.postProcessor()
            if processor is not None:
                processor.postProcessLayer(layer, self._context, self._feedback)
        return well

    def _fail(self, why):
        self.said.emit("error", why)
        self._end(False, {})

    def _end(self, well, results):
        # our algorithms are there by then; the dock opens without
        from ...processing_provider.algorithm import ERROR_KIND

        if self._new is not None and (self.cancelled or not well):
            # half a layer is of use to nobody; what a program holds open stays
            for ending in ("", "-wal", "-shm", "-journal"):
                with suppress(OSError):
                    os.remove(self._new + ending)
        self.kind = str(self._feedback.property(ERROR_KIND) or "")
        self.ended.emit(well and not self.cancelled, results)
        # not now: the task that calls this still uses them
        QTimer.singleShot(0, self._let_go)

    def _let_go(self):
        self._feedback.let_go()
        _ALIVE.discard(self)
