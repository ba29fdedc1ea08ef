"""While an algorithm runs, the window answers; when told to stop, it stops.

Each algorithm works in a task, as QGIS's own dialog has it, on a town of 20,000 streets. A timer of the main
thread stands for the window, a thread of Python's for anything else that wants to run.

Another program may take the machine meanwhile. So waits are told twice: in seconds of the clock, which a user feels,
and in seconds of this process's own work, which nobody else can lengthen. A wait long in both is ours and fails at
once; one long on the clock alone is tried again, and fails when it comes back. On a machine with more to do than it
has processors for, the clock is given as many times the time.
"""
from __future__ import annotations

import ctypes
import os
import threading
import time
from dataclasses import dataclass

import large
import pytest
import tiny
from qgis.core import Qgis

FROZEN = 1.0  # seconds without an answer that a user calls frozen
STOPPED = 3.0  # seconds from cancel to the end
# of a whole run's duration; the later moment is another on another QGIS
MOMENTS = (0.1, 0.45 if Qgis.versionInt() < 34000 else 0.8)
ATTEMPTS = 5  # for what the clock alone says
LARGE = {"accessibilitybands": {"INPUT": "few"}, "buildaddressindex": {"INPUT": "ban_file"}}


@dataclass(frozen=True)
class Wait:
    """Seconds on the clock, and of this process's work meanwhile."""

    clock: float = 0.0
    work: float = 0.0


def now():
    return Wait(time.perf_counter(), time.process_time())


def since(start):
    end = now()
    return Wait(end.clock - start.clock, end.work - start.work)


def crowd():
    """Return how many each processor has to serve, over the last minute; one at least."""
    told = (ctypes.c_ulong * 64)()
    # /proc is not everywhere
    if getattr(ctypes.CDLL(None), "sysinfo", lambda _told: -1)(told):
        return 1.0
    return max(1.0, told[1] / 65536 / (os.cpu_count() or 1))


class Waiter:
    """The longest waits of one who wants a turn again and again."""

    def __init__(self):
        self.longest, self.busiest, self.crowd = Wait(), Wait(), 1.0
        self._last = now()

    def turn(self):
        """Note how long this turn was waited for."""
        waited = since(self._last)
        self.longest = max(self.longest, waited, key=lambda w: w.clock)
        self.busiest = max(self.busiest, waited, key=lambda w: min(w.clock, w.work))
        self._last = now()

    @property
    def answered(self):
        return self.longest.clock < FROZEN * self.crowd and not self.ours

    @property
    def ours(self):
        """Whether a frozen moment is our own work."""
        return min(self.busiest.clock, self.busiest.work) >= FROZEN


class Watch:
    """Longest time that the main thread and another thread had to wait for their turn."""

    def __init__(self):
        from qgis.PyQt.QtCore import QTimer

        self._timer = QTimer()
        self._timer.setInterval(10)
        self._timer.timeout.connect(lambda: self.window.turn())
        self._over = threading.Event()
        self._ticker = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self.window, self.thread, self.crowd = Waiter(), Waiter(), crowd()
        self._timer.start()
        self._ticker.start()
        return self

    def __exit__(self, *_):
        self.window.turn()  # what came after the last tick counts too
        self._timer.stop()
        self._over.set()
        self._ticker.join()
        self.crowd = self.window.crowd = self.thread.crowd = max(self.crowd, crowd())

    def _run(self):
        while not self._over.wait(0.01):
            self.thread.turn()
        self.thread.turn()

    @property
    def answered(self):
        return self.window.answered and self.thread.answered

    @property
    def ours(self):
        return self.window.ours or self.thread.ours


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """``town(layer name)``: id of a large layer in the project, or what a file's parameter is given; made once."""
    from qgis.core import QgsProject

    made, files = {}, {}

    def get(name):
        if name in large.FILES:
            if name not in files:
                files[name] = large.FILES[name](tmp_path_factory.mktemp(name))
            return files[name]
        if name not in made:
            # out of the layer tree: no canvas left by another test is to draw it meanwhile
            made[name] = QgsProject.instance().addMapLayer(large.LAYERS[name](), False).id()
        return made[name]

    yield get
    QgsProject.instance().removeMapLayers(list(made.values()))


@dataclass
class Run:
    """What came of a run.

    Attributes
    ----------
    finished : bool
        Whether it got to its end.
    told : bool
        Whether it was told to stop before.
    took : Wait
        From there, or from the beginning, to the end.
    watch : Watch
    whole : float
        Seconds of the clock from the beginning to the end.
    """

    finished: bool
    told: bool
    took: Wait
    watch: Watch
    whole: float = 0.0

    @property
    def stopped(self):
        return self.told and self.took.clock < STOPPED * self.watch.crowd and not self.lingered

    @property
    def lingered(self):
        """Whether it went on by itself after it was told to stop."""
        return self.told and min(self.took.clock, self.took.work) >= STOPPED


def start(name, town, cancel_after=None):
    """Run an algorithm in a task and wait for its end in an event loop."""
    from qgis.core import (
        QgsApplication,
        QgsProcessingAlgRunnerTask,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProject,
    )
    from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer

    # widgets that tests before have left to the next loop go before the run begins, not beside it
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QgsApplication.processEvents()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cohesion:" + name)
    given = tiny.parameters(name, town, lambda d: "memory:" if d.type() == "sink" else None)
    given.update({parameter: town(layer) for parameter, layer in LARGE.get(name, {}).items()})
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    loop, outcome, moments = QEventLoop(), [], {}

    def cancel():
        if not outcome:
            moments["told"] = now()
            feedback.cancel()

    with Watch() as watch:
        moments["start"] = now()
        # it checks and prepares in the main thread, here; what it found comes back there, before `executed`
        task = QgsProcessingAlgRunnerTask(algorithm, given, context, feedback)
        task.executed.connect(lambda done, _results: (outcome.append(done), loop.quit()))
        if cancel_after is not None:
            QTimer.singleShot(int(1000 * cancel_after), cancel)
        QgsApplication.taskManager().addTask(task)
        if not outcome:
            loop.exec()
        took, whole = since(moments.get("told", moments["start"])), since(moments["start"]).clock
    # the task ends itself; what it holds must outlive it
    QgsApplication.processEvents()
    return Run(bool(outcome and outcome[0]), "told" in moments, took, watch, whole)


def best(attempt, good, ours):
    """Try until it is good or surely bad, at most so many times; return the last answer."""
    for _ in range(ATTEMPTS):
        answer = attempt()
        if good(answer) or ours(answer):
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
            known[name] = best(lambda: start(name, town), lambda run: run.watch.answered, lambda run: run.watch.ours)
        return known[name]

    return get


@pytest.mark.parametrize("name", sorted(tiny.CASES))
def test_the_window_answers_while_it_runs(durations, name):
    run = durations(name)
    print("{}: {}, window {}, thread {}".format(name, run.took, run.watch.window.longest, run.watch.thread.longest))
    assert run.finished
    assert run.watch.window.answered
    assert run.watch.thread.answered


@pytest.mark.parametrize("name", sorted(tiny.CASES))
@pytest.mark.parametrize("moment", MOMENTS)
def test_it_stops_when_told_at_any_moment(durations, town, name, moment):
    whole = durations(name).took.clock

    def attempt():
        nonlocal whole
        run = start(name, town, cancel_after=moment * whole)
        if run.finished:  # the first run is slower than those that come after it, and one of a busy machine too
            whole = run.whole
        return run

    def early():
        # only an early cancel is sure to come before the end
        return moment < 0.2 and whole > 0.5

    run = best(
        attempt,
        lambda run: run.stopped and run.watch.answered and not (early() and run.finished),
        lambda run: run.lingered or run.watch.ours,
    )
    print("{} at {:.0%}: told {}, {}".format(name, moment, run.told, run.took))
    assert run.watch.answered
    assert run.stopped or not run.told
    if early():
        assert run.told and not run.finished, "it went on to its end"


@pytest.mark.parametrize(("clock", "work", "frozen", "ours"), [
    (0.5, 0.5, False, False), (1.5, 1.4, True, True), (1.5, 0.3, True, False), (0.6, 1.2, False, False),
])  # fmt: skip
def test_a_wait_is_ours_when_we_worked_through_it(monkeypatch, clock, work, frozen, ours):
    moments = iter([Wait(0, 0), Wait(clock, work), Wait(clock, work)])
    monkeypatch.setitem(globals(), "now", lambda: next(moments))
    waiter = Waiter()
    waiter.turn()
    assert (not waiter.answered, waiter.ours) == (frozen, ours)


def test_a_real_freeze_fails_at_the_first_attempt():
    tried = []

    def freeze():
        with Watch() as watch:
            tried.append(1)
            start, waited = now(), Wait()
            # other threads of this process may work too: its own work alone is no measure of the clock
            while min(waited.clock, waited.work) < 1.1 * FROZEN:
                waited = since(start)
        return Run(True, False, Wait(), watch)

    run = best(freeze, lambda run: run.watch.window.answered, lambda run: run.watch.ours)
    assert not run.watch.window.answered
    assert run.watch.ours
    assert len(tried) == 1
