"""Runs of an algorithm in a worker, as QGIS's window has them."""
from __future__ import annotations

import time

from beats import Beats
from outcomes import table
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
)
from qgis.PyQt.QtCore import QCoreApplication


def aside(name, parameters, until=None):
    """Run an algorithm of ours in a worker.

    Parameters
    ----------
    name : str
    parameters : dict
    until : callable, optional
        The run is cancelled as soon as it is true.

    Returns
    -------
    good : bool
    rows : list of dict
        Of `OUTPUT`, none where the run failed.
    log : str
    took : int
        `beats`, ten a second, since it was cancelled where it was.
    """
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cohesion:" + name)
    context, feedback, done = QgsProcessingContext(), QgsProcessingFeedback(False), []
    context.setProject(QgsProject.instance())
    task = QgsProcessingAlgRunnerTask(algorithm, {"OUTPUT": "memory:", **parameters}, context, feedback)
    task.executed.connect(lambda good, results: done.append((good, results)))
    QgsApplication.taskManager().addTask(task)
    start, stopped = time.monotonic(), None
    with Beats() as beats:
        while not done:
            QCoreApplication.processEvents()
            if until is not None and stopped is None and until():
                stopped = beats.count
                task.cancel()
            assert time.monotonic() - start < 150, "the run hangs"
            time.sleep(0.002)  # a loop that never rests takes Python's lock from the worker
    took = beats.count - (stopped or 0)
    good, results = done[0]
    rows = table(QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)) if good else []
    return good, rows, feedback.textLog(), took
