"""Stand-ins for what the dock of the observatories starts."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from itertools import islice

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal


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

    def __call__(self, algorithm, parameters, loads=None):
        self.runs.append(FakeRun(algorithm, parameters, loads))
        return self.runs[-1]


def let_go(dock, patience=60.0):
    """Close a dock for good and wait for what it has begun: its threads and tasks would go on in the next test."""
    dock.close_down()
    end, manager = time.monotonic() + patience, QgsApplication.taskManager()
    while (dock.aside.running or manager.countActiveTasks()) and time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.002)


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


class Watchdog:
    """The longest time between two turns of a timer of the main thread, where it was this process's own work."""

    HELD = 0.1  # seconds

    def __init__(self):
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self.turn)
        self.longest, self._last = 0.0, None

    def turn(self):
        now = time.perf_counter(), time.process_time()
        if self._last is not None:
            # what this process has not worked in was another's
            self.longest = max(self.longest, min(now[0] - self._last[0], now[1] - self._last[1]))
        self._last = now

    def __enter__(self):
        self.turn()
        self._timer.start()
        return self

    def __exit__(self, *_):
        self.turn()
        self._timer.stop()


def squares(codes):
    """Return contours of as many communes, side by side."""
    features = []
    for n, code in enumerate(codes):
        x, y = 1.0 + 0.05 * (n % 80), 44.0 + 0.05 * (n // 80)
        ring = [[x, y], [x + 0.05, y], [x + 0.05, y + 0.05], [x, y + 0.05], [x, y]]
        properties = {"code": code, "nom": "Commune " + code, "departement": code[:2]}
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": shape})
    return {"type": "FeatureCollection", "features": features}


def values(codes, years=("2021",)):
    """Return observations of communes."""
    from cohesion_territoires.domain.indicators.observations import Observations

    codes = list(codes)
    periods = [year for year in years for _code in codes]
    numbers = [10.0 + n % 37 for n in range(len(periods))]
    return Observations.of(codes * len(years), numbers, periods, "com", "2025")


def keep(folder, entry, level, territory, year, content, form):
    """Put observations ("values") or contours ("contours") in a cache; return the record."""
    from cohesion_territoires.sources import observation_file
    from cohesion_territoires.sources.cache import Cache

    facts = {"title": entry, "geography": "2025", "licence": "lov2", "producer": "Insee", "form": "geojson"}
    with Cache(folder).reserve(entry, level, territory, year) as place:
        path = place.folder / ("values.gpkg" if form == "values" else "contours.geojson")
        if form == "values":
            observation_file.write(path, content, facts)
        else:
            path.write_text(json.dumps(content), encoding="utf-8")
        return place.commit(path, facts)
