"""The queue: what was asked for, in order, a few at once, each with its progress and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import QT_TRANSLATE_NOOP
from ...translation import tr
from . import runner

__all__ = ["CANCELLED", "DONE", "FAILED", "RUNNING", "STATES", "WAITING", "Job", "Queue"]

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
STATES = {
    WAITING: QT_TRANSLATE_NOOP("@default", "Waiting"),
    RUNNING: QT_TRANSLATE_NOOP("@default", "Under way"),
    DONE: QT_TRANSLATE_NOOP("@default", "Done"),
    FAILED: QT_TRANSLATE_NOOP("@default", "Failed"),
    CANCELLED: QT_TRANSLATE_NOOP("@default", "Stopped"),
}
AT_ONCE = 2
"""The making of an address index takes minutes: it does not hold up an indicator."""


@dataclass(eq=False)
class Job:
    """One thing that was asked for.

    Attributes
    ----------
    title : str
    algorithm : str
    parameters : dict
    loads : dict of str to str
        Outputs whose layers come into the project, and what they are called there.
    then : callable or None
        Given the results, in the main thread, once it is done.
    state : str
        One of `STATES`.
    progress : float
        Percent.
    step : str
        What it said last.
    problems, warnings : list of str
    kind : str
        Class of the error, where it was told.
    """

    title: str
    algorithm: str
    parameters: dict
    loads: dict = field(default_factory=dict)
    then: object = None
    state: str = WAITING
    progress: float = 0.0
    step: str = ""
    problems: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    kind: str = ""
    run: object = None

    @property
    def ended(self):
        return self.state in (DONE, FAILED, CANCELLED)

    @property
    def problem(self):
        return "\n".join(self.problems)


class Queue(QObject):
    """Starts jobs in order.

    Parameters
    ----------
    start : callable, optional
        As `runner.start`.
    """

    listed = pyqtSignal()
    changed = pyqtSignal(object)
    ended = pyqtSignal(object)

    def __init__(self, parent=None, start=runner.start):
        super().__init__(parent)
        self.jobs, self._start, self._closed = [], start, False

    def add(self, job):
        """Put a job last.

        Returns
        -------
        Job
        """
        self.jobs.append(job)
        self.listed.emit()
        self._next()
        return job

    def cancel(self, job):
        """Stop a job, or never start it."""
        if job.state == WAITING:
            self._finish(job, CANCELLED)
        elif job.state == RUNNING:
            job.step = tr("Stopping…")
            self.changed.emit(job)
            job.run.cancel()

    def retry(self, job):
        """Start a job that has failed or was stopped again."""
        if job.state not in (FAILED, CANCELLED):
            return
        job.state, job.progress, job.step, job.kind, job.problems, job.warnings = WAITING, 0.0, "", "", [], []
        self.changed.emit(job)
        self._next()

    def forget(self, jobs):
        """Take jobs that have ended off the list."""
        gone = {id(job) for job in jobs if job.ended}
        self.jobs = [job for job in self.jobs if id(job) not in gone]
        self.listed.emit()

    def under_way(self):
        """Return the jobs that run or wait."""
        return [job for job in self.jobs if not job.ended]

    def close(self):
        """Stop everything; harmless when called twice."""
        self._closed = True
        for job in self.under_way():
            self.cancel(job)

    def _next(self):
        running = sum(job.state == RUNNING for job in self.jobs)
        for job in self.jobs:
            if self._closed or running >= AT_ONCE:
                return
            if job.state == WAITING:
                running += 1
                self._begin(job)

    def _begin(self, job):
        job.state = RUNNING
        job.run = self._start(job.algorithm, job.parameters, job.loads)
        job.run.progressed.connect(lambda share, job=job: self._progress(job, share))
        job.run.said.connect(lambda kind, text, job=job: self._said(job, kind, text))
        job.run.ended.connect(lambda well, results, job=job: self._run_ended(job, well, results))
        self.changed.emit(job)

    def _progress(self, job, share):
        # a screen shows no more than whole percents
        if int(share) != int(job.progress):
            job.progress = share
            self._tell(job)

    def _said(self, job, kind, text):
        if kind == "step":
            job.step = text
        elif kind == "warning":
            job.warnings.append(text)
        elif kind == "error" and text not in job.problems:
            job.problems.append(text)
        if kind in ("step", "warning", "error"):
            self._tell(job)

    def _tell(self, job):
        if not self._closed:
            self.changed.emit(job)

    def _run_ended(self, job, well, results):
        cancelled, job.kind, job.run = job.run.cancelled, job.run.kind, None
        if self._closed:
            job.state = CANCELLED
            return
        if well:
            job.progress = 100.0
        self._finish(job, DONE if well else CANCELLED if cancelled else FAILED)
        if well and job.then is not None:
            job.then(results)

    def _finish(self, job, state):
        job.state = state
        self.changed.emit(job)
        self.ended.emit(job)
        self._next()
