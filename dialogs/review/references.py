"""The reference data a review draws and asks: perimeters and the local address index, opened when first needed."""

from __future__ import annotations

import time
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProject,
    QgsTask,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ...domain.errors import Cancelled, CohesionError
from ...domain.qpv.codes import CURRENT, PREVIOUS, generation
from ...layers.address_sources import title_of
from ...layers.anchors import anchor
from ...layers.crs import USUAL
from ...layers.perimeters import CODE_FIELDS
from ...layers.reference_sources import apart, local_systems, open_layer
from ...layers.review_candidates import Candidates
from ...layers.review_judge import Referee
from ...layers.vectors import find_field, layer_title
from ...processing_provider import reference_data
from ...translation import localize, tr

__all__ = ["References"]

KEYS = {CURRENT: "qpv_2024", PREVIOUS: "qpv_2015"}


class Snapshot:
    """A layer of the project as it is now, filter and edits included: it may be read in another thread."""

    def __init__(self, layer):
        self._source, self._crs, self._fields = QgsVectorLayerFeatureSource(layer), layer.crs(), layer.fields()
        self._count, self.title = layer.featureCount(), layer_title(layer)

    def crs(self):
        return self._crs

    def fields(self):
        return self._fields

    def featureCount(self):  # noqa: N802 - QGIS's name
        return self._count

    def getFeatures(self, request):  # noqa: N802 - QGIS's name
        return self._source.getFeatures(request)


class Reading(QgsTask):
    """Reads perimeters in a thread of its own: the whole country's take a second or more.

    Parameters
    ----------
    year : int
    source : str or Snapshot
        As the options page stores it, or a layer of the project.
    """

    done = pyqtSignal()

    def __init__(self, year, source):
        super().__init__(tr("Reading the QPV perimeters"), QgsTask.Flag.CanCancel)
        self.year, self.source = year, source
        self.referee, self.problem, self.ended = None, "", False
        self._context = QgsProcessingContext()
        self._context.setTransformContext(QgsProject.instance().transformContext())
        # made in the main thread, as they have to be
        anchor(USUAL, local_systems(source) if isinstance(source, str) else [source.crs()])

    def run(self):
        try:
            if isinstance(self.source, str):
                with apart():
                    self._tick(0.0)
                    self._read_stored()
            else:
                self._judge(self.source, self.source.title)
        except Cancelled:
            return False
        except CohesionError as error:
            self.problem = localize(error)
        except Exception as error:  # noqa: BLE001 - a worker thread that raises would take QGIS down
            self.problem = str(error) or type(error).__name__
        return self.referee is not None

    def _read_stored(self):
        layer = open_layer(self.source, aside=True)
        if layer.isValid():
            self._judge(layer, title_of(layer, self.source))
        else:
            self.problem = tr("The layer of QPV set in “My reference data” cannot be opened.")

    def _judge(self, layer, title):
        self.referee = Referee(layer, title, self.year, self._context, self._tick)

    def _tick(self, _share):
        if self.isCanceled():
            raise Cancelled()

    def finished(self, _result):
        self.ended = True
        self.done.emit()


class References(QObject):
    """Opened once per source, and again when the source set has changed.

    `ready` says that perimeters asked for are there, or that they will not come (see `problems`).
    """

    ready = pyqtSignal(int)

    def __init__(self, parent=None):
        super().__init__(parent)
        self._referees, self._readings, self._index = {}, {}, (None, None)
        self._generations = {}
        self.problems = {}

    def close(self):
        """Let everything go; harmless when called twice."""
        for _key, task in list(self._readings.values()):
            _give_up(task)
        self._referees, self._readings, self._generations = {}, {}, {}
        if self._index[1] is not None:
            self._index[1].close()
        self._index = (None, None)

    # perimeters --------------------------------------------------------------------------------------

    def reading(self, year=CURRENT):
        """Say whether the perimeters of a generation are being read."""
        return year in self._readings

    def wait(self, seconds=60.0):
        """Let the window live until nothing is being read any more."""
        end = time.monotonic() + seconds
        while self._readings and time.monotonic() < end:
            QCoreApplication.processEvents()
            time.sleep(0.002)

    def refresh(self):
        """Forget perimeters whose file has been written since."""
        self._generations = {}
        for year, (key, _referee) in list(self._referees.items()):
            if key is not None and key[1] != _written(key[0]):
                del self._referees[year]

    def referee(self, year=CURRENT):
        """Return the perimeters of a generation; None while they are read, or where none serves (see `problems`)."""
        stored = reference_data.get(KEYS[year])
        layer = None if stored else self._of_project(year)
        name = stored or (None if layer is None else layer.id() + "|" + layer.subsetString())
        known = self._referees.get(year)
        if known is not None and (known[0] or (None,))[0] == name:
            return known[1]
        under_way = self._readings.get(year)
        if under_way is not None and under_way[0][0] == name:
            return None
        self._give_up(year)
        self._referees.pop(year, None)
        if name is None:
            self._referees[year] = (None, None)
            self.problems[year] = tr(
                "No layer of QPV is set: choose it once in “My reference data”, or open one in the project."
            )
            return None
        self.problems[year] = tr("The QPV perimeters are being read: try again in a moment.")
        task = Reading(year, stored or Snapshot(layer))
        # layers of the project may be edited at any time: they are read again for each layer reviewed
        self._readings[year] = ((name, _written(stored) if stored else -1), task)
        task.done.connect(lambda: self._read(task))
        QgsApplication.taskManager().addTask(task)
        return None

    def _read(self, task):
        key, own = self._readings.get(task.year, (None, None))
        if own is not task:
            return
        del self._readings[task.year]
        self._referees[task.year] = (key, task.referee)
        self.problems[task.year] = task.problem
        self.ready.emit(task.year)

    def _give_up(self, year):
        _key, task = self._readings.pop(year, (None, None))
        if task is not None:
            _give_up(task)

    def _of_project(self, year):
        """Return a layer of the project that holds perimeters of a generation, None where there is none."""
        for layer in QgsProject.instance().mapLayers().values():
            if (
                isinstance(layer, QgsVectorLayer)
                and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
                and self._generation(layer) == year
            ):
                return layer
        return None

    def _generation(self, layer):
        """Read the generation of a layer's first code, once: rows may be far away."""
        key = layer.id() + "|" + layer.subsetString()
        if key not in self._generations:
            name = find_field(layer.fields(), CODE_FIELDS[:-1])
            first = next(iter(layer.getFeatures()), None) if name else None
            self._generations[key] = None if first is None else generation(str(first.attribute(name)))
        return self._generations[key]

    # addresses ---------------------------------------------------------------------------------------

    def index(self):
        """Return the local address index, None where there is none that serves."""
        path = reference_data.get("address_index")
        if path != self._index[0]:
            if self._index[1] is not None:
                self._index[1].close()
            opened, self.problems["index"] = None, ""
            if path:
                try:
                    opened = Candidates(path)
                except CohesionError as error:
                    self.problems["index"] = localize(error)
            self._index = (path, opened)
        return self._index[1]


def _give_up(task):
    """Cancel a reading; its answer comes to nobody."""
    if not sip.isdeleted(task) and not task.ended:
        task.cancel()
        task.waitForFinished(5000)


def _written(source):
    """Return when a file was last written, None where the source is none."""
    try:
        return Path(source.split("|")[0]).stat().st_mtime_ns if source else None
    except OSError:
        return None
