"""Walking bands on Bondy: seconds, and how many addresses fall in the band their own time says.

Beside what a user would pick instead: native service areas at 333, 667 and 1,000 m from the same
facilities, made into polygons by a buffer, or by a hull of their vertices. Then a dense town that is made up,
400 facilities on 45,300 streets: seconds, peak memory, and how long the window had to wait for an answer.
"""
from __future__ import annotations

import csv
import gzip
import math
import resource
import sys
import threading
import time

import numpy as np
from harness import SHARED, Clock, Row, measure, show, start_qgis, tell

BREAKS = (5.0, 10.0, 15.0)
METRES_PER_MINUTE = 4000.0 / 60.0
BUFFER = 50.0
FAMILY = "École"
# the dense town: blocks along its side, their length in metres, facilities
DENSE = (150, 200.0, 400)


def world(processing):
    """Streets, facilities as points in metres, addresses as coordinates and as a layer."""
    from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsPointXY, QgsVectorLayer

    folder = SHARED / "bondy"
    streets = QgsVectorLayer(str(folder / "voirie_osm2023_walk.gpkg") + "|layername=voirie", "voirie", "ogr")
    buildings = QgsVectorLayer(str(folder / "poi_buildings.gpkg"), "poi", "ogr")
    request = QgsFeatureRequest()
    request.setFilterExpression("\"categorie\" = '{}'".format(FAMILY))
    metric = processing.run(
        "native:reprojectlayer",
        {"INPUT": buildings.materialize(request), "TARGET_CRS": "EPSG:2154", "OUTPUT": "memory:"},
    )["OUTPUT"]
    facilities = processing.run("native:centroids", {"INPUT": metric, "OUTPUT": "memory:"})["OUTPUT"]
    with gzip.open(folder / "adresses-93010.csv.gz", "rt", encoding="utf-8") as stream:
        places = np.array([(float(r["x"]), float(r["y"])) for r in csv.DictReader(stream, delimiter=";")])
    addresses = QgsVectorLayer("Point?crs=EPSG:2154", "adresses", "memory")
    features = []
    for x, y in places.tolist():
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
        features.append(feature)
    addresses.dataProvider().addFeatures(features)
    addresses.updateExtents()
    return streets, facilities, addresses, places


def exact_minutes(processing, streets, facilities, addresses):
    """Each address's own time; ``inf`` where nothing is reached."""
    from qgis.core import NULL

    found = processing.run(
        "cohesion:nearestfacility",
        {"ORIGINS": addresses, "FACILITIES": facilities, "NETWORK": streets, "NETWORK_PROFILE": 3, "OUTPUT": "memory:"},
    )["OUTPUT"]
    return np.array([math.inf if f["minutes_tous"] == NULL else f["minutes_tous"] for f in found.getFeatures()])


def fidelity(regions, places, minutes):
    """Share of places in the region of their own band, and the worst miss in minutes.

    Parameters
    ----------
    regions : list of QgsGeometry
        Cumulative, from near to far.
    """
    from qgis.core import QgsGeometry, QgsPoint

    found = np.full(len(places), len(BREAKS))
    for band in reversed(range(len(BREAKS))):
        engine = QgsGeometry.createGeometryEngine(regions[band].constGet())
        engine.prepareGeometry()
        inside = np.array([engine.intersects(QgsPoint(x, y)) for x, y in places.tolist()])
        found[inside] = band
    wanted = np.searchsorted(BREAKS, minutes)
    wrong = np.flatnonzero(found != wanted)
    off = [
        max(abs(minutes[i] - b) for b in BREAKS[min(found[i], wanted[i]) : max(found[i], wanted[i])]) for i in wrong
    ]
    known = [m for m in off if math.isfinite(m)]
    return {
        "share": 100.0 * (1 - len(wrong) / len(places)),
        "worst": max(known, default=0.0),
        "unreached": len(off) - len(known),
    }


def ours(processing, streets, facilities):
    return [
        f.geometry()
        for f in processing.run(
            "cohesion:accessibilitybands",
            {
                "INPUT": facilities,
                "NETWORK": streets,
                "NETWORK_PROFILE": 3,
                "BREAKS": list(BREAKS),
                "CUMULATIVE": True,
                "OUTPUT": "memory:",
                "OUTPUT_LINES": "memory:",
            },
        )["OUTPUT"].getFeatures()
    ]


def native(processing, streets, facilities, hull):
    """Service areas by distance, one break after another, each made into one polygon."""
    from qgis.core import QgsGeometry

    regions = []
    for limit in BREAKS:
        lines = processing.run(
            "native:serviceareafromlayer",
            {
                "INPUT": streets,
                "STRATEGY": 0,
                "START_POINTS": facilities,
                "TRAVEL_COST2": limit * METRES_PER_MINUTE,
                "OUTPUT_LINES": "memory:",
            },
        )["OUTPUT_LINES"]
        if hull:
            # one hull a facility: a hull of all would join what lies apart
            parts = []
            for feature in lines.getFeatures():
                geometry = feature.geometry()
                points = QgsGeometry.fromMultiPointXY([v for line in geometry.asMultiPolyline() for v in line])
                parts.append(points.convexHull() if len(points.asMultiPoint()) > 2 else geometry.buffer(1.0, 8))
            regions.append(QgsGeometry.unaryUnion(parts))
        else:
            area = processing.run(
                "native:buffer",
                {"INPUT": lines, "DISTANCE": BUFFER, "SEGMENTS": 8, "DISSOLVE": True, "OUTPUT": "memory:"},
            )["OUTPUT"]
            regions.append(next(area.getFeatures()).geometry())
    return regions


def dense_town(blocks, side, count):
    """Streets of a regular town and facilities scattered over it, as layers."""
    from qgis.core import QgsFeature, QgsGeometry, QgsPoint, QgsPointXY, QgsVectorLayer

    def layer(kind, geometries):
        made = QgsVectorLayer(kind + "?crs=EPSG:2154", kind, "memory")
        features = []
        for geometry in geometries:
            feature = QgsFeature()
            feature.setGeometry(geometry)
            features.append(feature)
        made.dataProvider().addFeatures(features)
        made.updateExtents()
        return made

    def at(x, y):
        return QgsPoint(650_000.0 + x, 6_860_000.0 + y)

    lines = []
    for i in range(blocks + 1):
        for j in range(blocks):
            a, b, c = i * side, j * side, (j + 1) * side
            lines += [QgsGeometry.fromPolyline(ends) for ends in ([at(a, b), at(a, c)], [at(b, a), at(c, a)])]
    whole = blocks * side
    places = [at((i * 0.754877666 + 0.3) % 1.0 * whole, (i * 0.569840296 + 0.3) % 1.0 * whole) for i in range(count)]
    return layer("LineString", lines), layer("Point", [QgsGeometry.fromPointXY(QgsPointXY(p)) for p in places])


class Waits:
    """Longest time that a timer of the main thread, and another thread of Python's, waited for their turn."""

    def __enter__(self):
        from qgis.PyQt.QtCore import QTimer

        self.window = self.thread = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(10)
        self._over = threading.Event()
        self._ticker = threading.Thread(target=self._run, daemon=True)
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


def dense_job():
    """Draw the bands of the dense town in a task, as QGIS's own dialog has it."""
    start_qgis()
    from qgis.core import (
        QgsApplication,
        QgsProcessingAlgRunnerTask,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProject,
    )
    from qgis.PyQt.QtCore import QEventLoop

    streets, facilities = dense_town(*DENSE)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    project = QgsProject.instance()
    project.addMapLayers([streets, facilities], False)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cohesion:accessibilitybands")
    given = {
        "INPUT": facilities.id(), "NETWORK": streets.id(), "NETWORK_PROFILE": 3, "BREAKS": list(BREAKS),
        "OUTPUT": "memory:", "OUTPUT_LINES": "memory:",
    }  # fmt: skip
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    task = QgsProcessingAlgRunnerTask(algorithm, given, context, feedback)
    loop, outcome = QEventLoop(), {}
    task.executed.connect(lambda done, results: (outcome.update(results, done=done), loop.quit()))
    worked = time.process_time()
    with Clock() as clock, Waits() as waits:
        QgsApplication.taskManager().addTask(task)
        if not outcome:
            loop.exec()
    if not outcome["done"]:
        raise RuntimeError(feedback.textLog())
    tell(
        seconds=clock.seconds, processor=time.process_time() - worked, window=waits.window, thread=waits.thread,
        before_mb=before, area=outcome["AREA_HA"],
    )  # fmt: skip


def job(name):
    if name == "dense":
        dense_job()
    processing = start_qgis()
    streets, facilities, addresses, places = world(processing)
    minutes = exact_minutes(processing, streets, facilities, addresses)
    with Clock() as clock:
        if name == "ours":
            regions = ours(processing, streets, facilities)
        else:
            regions = native(processing, streets, facilities, hull=name == "hull")
    tell(seconds=clock.seconds, **fidelity(regions, places, minutes))


def main():
    runs = {name: measure(__file__, name, runs=3 if name == "ours" else 1) for name in ("ours", "buffer", "hull")}
    us = runs["ours"]
    rows = []
    for name, rival in (("buffer", "service area + buffer 50 m"), ("hull", "service area + hulls")):
        them = runs[name]
        rows += [
            Row("bands of Bondy, 18 schools", us["seconds"], rival, them["seconds"], "a few s", us["seconds"] < 5),
            Row("addresses in their own band", us["share"], rival, them["share"], ">= 98 %", us["share"] >= 98, "%"),
            Row("farthest miss", us["worst"], rival, them["worst"], "<= 0.5 min", us["worst"] <= 0.5, "min"),
            Row("unreached, yet in a band", us["unreached"], rival, them["unreached"], "0", not us["unreached"], ""),
        ]
    show("Walking bands, 5, 10 and 15 minutes at 4 km/h, 8,413 addresses", rows)
    told = measure(__file__, "dense")
    print("\nWalking bands of 400 facilities on 45,300 streets, 5, 10 and 15 minutes ({:.0f} ha)".format(told["area"]))
    for what, key, most, unit in (
        ("whole algorithm", "seconds", 60, "s"),
        ("of it, processors at work", "processor", 120, "s"),
        ("peak memory", "peak_mb", 2048, "MB"),
        ("longest wait of the window", "window", 1, "s"),
        ("longest wait of another thread", "thread", 1, "s"),
    ):
        verdict = "met" if told[key] < most else "MISSED"
        print("{:58} {:>8.3g} {:2}   asked < {} {}".format(what, told[key], unit, most, verdict), flush=True)


if __name__ == "__main__":
    job(sys.argv[1]) if len(sys.argv) > 1 else main()
