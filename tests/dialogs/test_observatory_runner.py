"""Algorithms that the dock starts, for real: progress, layers in the project, what fails, stopping."""

from __future__ import annotations

import os
import threading

import pytest
from cohesion_territoires.dialogs.observatory import jobs
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsLayerTreeRegistryBridge,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
    QgsProcessingProvider,
    QgsProject,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication, QThread

_STYLED, _KEPT = [], []


class Dresser(QgsProcessingLayerPostProcessorInterface):
    def postProcessLayer(self, layer, _context, _feedback):
        _STYLED.append((layer.name(), QThread.currentThread() == QCoreApplication.instance().thread()))


class Stand(QgsProcessingAlgorithm):
    """Writes a table, or does what it is told."""

    gate = threading.Event()

    def createInstance(self):
        return Stand()

    def name(self):
        return "stand"

    def displayName(self):
        return "Stand"

    def initAlgorithm(self, _configuration=None):
        self.addParameter(QgsProcessingParameterString("HOW", "How", optional=True))
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", "Out", QgsProcessing.SourceType.TypeVector))

    def checkParameterValues(self, parameters, context):
        if parameters.get("HOW") == "refused":
            return False, "Refused before it starts"
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters, _context, _feedback):
        if parameters.get("HOW") == "unprepared":
            raise QgsProcessingException("Not ready")
        return True

    def processAlgorithm(self, parameters, context, feedback):
        how = self.parameterAsString(parameters, "HOW", context)
        feedback.setProgressText("Working")
        feedback.pushWarning("Mind this")
        if how == "fails":
            raise QgsProcessingException("It broke")
        sink, destination = self.parameterAsSink(
            parameters, "OUTPUT", context, QgsFields(), QgsWkbTypes.Type.NoGeometry, context.project().crs()
        )
        sink.addFeature(QgsFeature(), QgsFeatureSink.Flag.FastInsert)
        feedback.setProgress(50)
        while how == "waits" and not feedback.isCanceled() and not Stand.gate.wait(0.01):
            continue
        if how == "vanishes":
            del sink
            os.remove(destination)
        if context.willLoadLayerOnCompletion(destination):
            _KEPT.append(Dresser())
            context.layerToLoadOnCompletionDetails(destination).setPostProcessor(_KEPT[-1])
        return {"OUTPUT": destination}


class Provider(QgsProcessingProvider):
    def id(self):
        return "cohesionstand"

    def name(self):
        return "Stand"

    def loadAlgorithms(self):
        self.addAlgorithm(Stand())


@pytest.fixture
def stand(qgis_app, only_our_layers):
    registry, provider = QgsApplication.processingRegistry(), Provider()
    registry.addProvider(provider)
    _STYLED.clear()
    Stand.gate.clear()
    yield
    registry.removeProvider(provider)


def ended(qtbot, tmp_path, how="", loads=None, algorithm="cohesionstand:stand"):
    queue = jobs.Queue()
    parameters = {"HOW": how, "OUTPUT": str(tmp_path / "out.gpkg")}
    loads = {"OUTPUT": "Its name"} if loads is None else loads
    job = queue.add(jobs.Job("A job", algorithm, parameters, loads))
    qtbot.waitUntil(lambda: job.ended)
    return job


def test_the_layer_comes_into_the_project_dressed(qtbot, stand, tmp_path):
    job = ended(qtbot, tmp_path)
    assert job.state == jobs.DONE and job.progress == 100.0
    assert job.step == "Working" and job.warnings == ["Mind this"] and job.problems == []
    layers = list(QgsProject.instance().mapLayers().values())
    assert len(layers) == 1 and layers[0].isValid() and layers[0].name() == "Its name" and layers[0].featureCount() == 1
    assert [in_main for _name, in_main in _STYLED] == [True]


def test_what_is_not_for_the_map_stays_a_file(qtbot, stand, tmp_path):
    job = ended(qtbot, tmp_path, loads={})
    assert job.state == jobs.DONE and (tmp_path / "out.gpkg").exists()
    assert QgsProject.instance().mapLayers() == {} and _STYLED == []


@pytest.mark.parametrize(
    ("how", "words"), [("fails", "It broke"), ("refused", "Refused before it starts"), ("unprepared", "Not ready")]
)
def test_a_failure_says_why(qtbot, stand, tmp_path, how, words):
    job = ended(qtbot, tmp_path, how)
    assert job.state == jobs.FAILED and any(words in one for one in job.problems)
    assert QgsProject.instance().mapLayers() == {}


def test_an_algorithm_that_is_not_there_is_told(qtbot, stand, tmp_path):
    job = ended(qtbot, tmp_path, algorithm="cohesionstand:gone")
    assert job.state == jobs.FAILED and "cohesionstand:gone" in job.problem


def test_stopped_while_it_runs_and_tried_again(qtbot, stand, tmp_path):
    queue = jobs.Queue()
    job = queue.add(jobs.Job("A job", "cohesionstand:stand", {"HOW": "waits", "OUTPUT": str(tmp_path / "a.gpkg")}))
    qtbot.waitUntil(lambda: job.progress == 50.0)
    queue.cancel(job)
    # it may take a second: meanwhile it says that it has heard
    assert job.state == jobs.RUNNING and "Stopping" in job.step
    qtbot.waitUntil(lambda: job.ended)
    assert job.state == jobs.CANCELLED and job.problems == []
    # half a layer is left to nobody
    assert list(tmp_path.iterdir()) == []
    Stand.gate.set()
    queue.retry(job)
    qtbot.waitUntil(lambda: job.state == jobs.DONE)


def test_the_dock_may_go_while_it_runs(qtbot, stand, tmp_path):
    queue = jobs.Queue()
    job = queue.add(jobs.Job("A job", "cohesionstand:stand", {"HOW": "waits", "OUTPUT": str(tmp_path / "a.gpkg")}))
    qtbot.waitUntil(lambda: job.progress == 50.0)
    run = job.run
    queue.close()
    with qtbot.waitSignal(run.ended):
        pass
    assert job.state == jobs.CANCELLED


def test_a_layer_that_does_not_open_is_a_failure(qtbot, stand, tmp_path):
    job = ended(qtbot, tmp_path, "vanishes")
    assert job.state == jobs.FAILED and any(str(tmp_path) in one for one in job.problems)
    assert QgsProject.instance().mapLayers() == {}


def test_a_layer_comes_above_all_others_whatever_group_is_in_hand(qtbot, stand, tmp_path):
    project = QgsProject.instance()
    root = project.layerTreeRoot()
    group = root.addGroup("In hand")
    bridge = project.layerTreeRegistryBridge()
    try:
        bridge.setLayerInsertionPoint(QgsLayerTreeRegistryBridge.InsertionPoint(group, 0))
        assert ended(qtbot, tmp_path).state == jobs.DONE
        assert [node.name() for node in root.children()] == ["Its name", "In hand"] and not group.children()
    finally:
        bridge.setLayerInsertionPoint(QgsLayerTreeRegistryBridge.InsertionPoint(root, 0))
        root.removeChildNode(group)


def test_what_was_there_before_is_never_taken_away(qtbot, stand, tmp_path):
    (tmp_path / "out.gpkg").write_bytes(b"someone's")
    job = ended(qtbot, tmp_path, "fails")
    assert job.state == jobs.FAILED and (tmp_path / "out.gpkg").read_bytes() == b"someone's"


def test_a_layer_asked_for_in_one_project_does_not_come_into_the_next(qtbot, stand, tmp_path):
    queue = jobs.Queue()
    parameters = {"HOW": "waits", "OUTPUT": str(tmp_path / "a.gpkg")}
    job = queue.add(jobs.Job("A job", "cohesionstand:stand", parameters, {"OUTPUT": "Its name"}))
    qtbot.waitUntil(lambda: job.progress == 50.0)
    QgsProject.instance().clear()
    Stand.gate.set()
    qtbot.waitUntil(lambda: job.ended)
    assert job.state == jobs.DONE and any("a.gpkg" in one for one in job.warnings)
    assert QgsProject.instance().mapLayers() == {} and (tmp_path / "a.gpkg").exists()
