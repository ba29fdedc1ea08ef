"""While an algorithm runs, the window answers; when told to stop, it stops.

Each algorithm works in a task, as QGIS's own dialog has it, on a town of 20,000 streets. A timer of the main
thread stands for the window, a thread of Python's for anything else that wants to run.
"""
from __future__ import annotations

import threading
import time

import large
import pytest
import tiny

FROZEN = 1.0  # seconds without an answer that a user calls frozen
STOPPED = 3.0  # seconds from cancel to the end
MOMENTS = (0.1, 0.45, 0.8)  # of a whole run's duration
ATTEMPTS = 3  # another program may have taken the machine meanwhile
LARGE = {"accessibilitybands": {"INPUT": "few"}}


class Watch:
    """Longest time that the main thread and another thread had to wait for their turn."""

    def __init__(self):
        from qgis.PyQt.QtCore import QTimer

        self.window = self.thread = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._tick)
        self._over = threading.Event()
        self._ticker = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._last = time.perf_counter()
        self._timer.start()
        self._ticker.start()
        return self

    def __exit__(self, *_):
        self._timer.stop()
        self._over.set()
        self._ticker.join()

    def _tick(self):
        now = time.perf_counter()
        self.window, self._last = max(self.window, now - self._last), now

    def _run(self):
        last = time.perf_counter()
        while not self._over.wait(0.01):
            now = time.perf_counter()
            self.thread, last = max(self.thread, now - last), now


@pytest.fixture(scope="module")
def town():
    """``town(layer name)``: id of a large layer in the project, made once."""
    from qgis.core import QgsProject

    made = {}

    def get(name):
        if name not in made:
            # out of the layer tree: no canvas left by another test is to draw it meanwhile
            made[name] = QgsProject.instance().addMapLayer(large.LAYERS[name](), False).id()
        return made[name]

    yield get
    QgsProject.instance().removeMapLayers(list(made.values()))


def start(name, town, cancel_after=None):
    """Run an algorithm in a task and wait for its end in an event loop.

    Returns
    -------
    finished : bool
    seconds : float
        Of the whole run, or from cancel to the end.
    watch : Watch
    """
    from qgis.core import (
        QgsApplication,
        QgsProcessingAlgRunnerTask,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProject,
    )
    from qgis.PyQt.QtCore import QEventLoop, QTimer

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cohesion:" + name)
    given = tiny.parameters(name, town, lambda d: "memory:" if d.type() == "sink" else None)
    given.update({parameter: town(layer) for parameter, layer in LARGE.get(name, {}).items()})
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    task = QgsProcessingAlgRunnerTask(algorithm, given, context, feedback)
    loop, outcome, moments = QEventLoop(), [], {}
    task.executed.connect(lambda done, _results: (outcome.append(done), loop.quit()))
    moments["start"] = time.perf_counter()

    def cancel():
        if not outcome:
            moments["start"] = time.perf_counter()
            feedback.cancel()

    with Watch() as watch:
        if cancel_after is not None:
            QTimer.singleShot(int(1000 * cancel_after), cancel)
        QgsApplication.taskManager().addTask(task)
        if not outcome:
            loop.exec()
        seconds = time.perf_counter() - moments["start"]
    # the task ends itself; what it holds must outlive it
    QgsApplication.processEvents()
    return bool(outcome and outcome[0]), seconds, watch


def best(attempt, good):
    """Try until it is good, at most so many times; return the last answer."""
    for _ in range(ATTEMPTS):
        answer = attempt()
        if good(*answer):
            break
    return answer


@pytest.fixture(scope="module")
def durations(cohesion_provider, town):
    """``durations(algorithm)``: what a whole run took, and who waited how long; run once each."""
    known = {}

    def get(name):
        if name not in known:
            for layer in [*tiny.CASES[name][0].values(), *LARGE.get(name, {}).values()]:
                town(layer)
            known[name] = best(
                lambda: start(name, town), lambda _done, _s, watch: max(watch.window, watch.thread) < FROZEN
            )
        return known[name]

    return get


@pytest.mark.parametrize("name", sorted(tiny.CASES))
def test_the_window_answers_while_it_runs(durations, name):
    finished, seconds, watch = durations(name)
    print("{}: {:.1f} s, window waited {:.2f} s, thread {:.2f} s".format(name, seconds, watch.window, watch.thread))
    assert finished
    assert watch.window < FROZEN
    assert watch.thread < FROZEN


@pytest.mark.parametrize("name", sorted(tiny.CASES))
@pytest.mark.parametrize("moment", MOMENTS)
def test_it_stops_when_told_at_any_moment(durations, town, name, moment):
    whole = durations(name)[1]
    finished, seconds, watch = best(
        lambda: start(name, town, cancel_after=moment * whole),
        lambda _done, seconds, watch: seconds < STOPPED and watch.window < FROZEN,
    )
    print("{} at {:.0%}: {:.2f} s after cancel".format(name, moment, seconds))
    assert watch.window < FROZEN
    assert seconds < STOPPED
    # a later run is quicker than the first: only an early cancel is sure to come before the end
    if moment < 0.2 and whole > 0.5:
        assert not finished, "it went on to its end"
