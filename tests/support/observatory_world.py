"""Stand-ins for what the dock of the observatories starts."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from qgis.PyQt.QtCore import QObject, pyqtSignal


class FakeRun(QObject):
    """A run that the test carries on by hand."""

    progressed = pyqtSignal(float)
    said = pyqtSignal(str, str)
    ended = pyqtSignal(bool, object)

    def __init__(self, algorithm, parameters, loads):
        super().__init__()
        self.algorithm, self.parameters, self.loads = algorithm, parameters, loads
        self.cancelled, self.kind = False, ""

    def cancel(self):
        self.cancelled = True
        self.ended.emit(False, {})

    def done(self, **results):
        self.ended.emit(True, results)

    def fail(self, *words, kind=""):
        self.kind = kind
        for text in words:
            self.said.emit("error", text)
        self.ended.emit(False, {})


class Starter:
    """Starts `FakeRun` and keeps them."""

    def __init__(self):
        self.runs = []

    def __call__(self, algorithm, parameters, loads=()):
        self.runs.append(FakeRun(algorithm, parameters, loads))
        return self.runs[-1]


def many(entries, count):
    """Return as many entries as are asked for, all of them different."""
    entries = list(entries)
    turns = range(count // len(entries) + 1)
    made = (
        replace(entry, id="{}.{}".format(entry.id, turn), title="{} {}".format(entry.title, turn))
        for turn in turns
        for entry in entries
    )
    return list(islice(made, count))
