"""From what is kept to a map: an indicator of 35,000 communes joined, classed, written, styled; natural breaks.

``observatory_layer.py [communes]``. The contours are made from a fixed seed: the codes of the communes that ship, each
a polygon of some 40 points, as many as the yearly files have. The first run makes the contours ready, once for all;
the next ones are what a user waits for. The breaks stand beside QGIS's own Jenks: seconds, and how much variance each
leaves inside the classes.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from harness import ROOT, Clock, Row, measure, package, show, start_qgis, tell

COMMUNES, CLASSES, POINTS = 35_000, 7, 40
ENTRY = "odt:filosofi.med_disp"
LAYER, BREAKS, HELD = 3.0, 1.0, 0.1


def codes_of(count):
    """Return codes of communes, in order."""
    from cohesion_territoires.domain.indicators.levels import Territory
    from cohesion_territoires.sources.territories import shipped

    known = sorted(shipped().communes(Territory()))[:count]
    return known + ["99{:05d}".format(n) for n in range(count - len(known))]


def values_of(count):
    """Return incomes as they are: around 21,000, a tail of rich towns."""
    import numpy as np

    return np.round(np.random.default_rng(2018).gamma(30.0, 720.0, count), 1)


def fill(folder, count):
    """Keep contours and values as if they had been fetched."""
    import numpy as np
    from cohesion_territoires.domain.indicators.observations import Observations
    from cohesion_territoires.sources import observation_file
    from cohesion_territoires.sources.cache import Cache

    codes, cache, chance = codes_of(count), Cache(folder), np.random.default_rng(2026)
    side = int(count**0.5) + 1
    turns = np.linspace(0.0, 2.0 * np.pi, POINTS, endpoint=False)
    with cache.reserve("contours:com", "com", "FRA", "2025") as place:
        path = place.folder / "contours.geojson"
        with open(path, "w", encoding="utf-8") as stream:
            stream.write('{"type": "FeatureCollection", "features": [\n')
            for number, code in enumerate(codes):
                radius = 0.025 + 0.01 * chance.random(POINTS)
                x, y = -4.0 + 0.06 * (number % side), 42.0 + 0.045 * (number // side)
                ring = np.round(np.column_stack((x + radius * np.cos(turns), y + radius * np.sin(turns))), 5).tolist()
                feature = {
                    "type": "Feature", "properties": {"code": code, "nom": "Commune {}".format(number)},
                    "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
                }  # fmt: skip
                stream.write(",\n" * (number > 0) + json.dumps(feature))
            stream.write("]}")
        place.commit(path, {"title": "Communes", "form": "geojson", "geography": "2025", "crs": ""})
    found = Observations.of(codes, values_of(count).tolist(), ["2021"] * count, "com", "2025")
    with cache.reserve(ENTRY, "com", "FRA", "2021") as place:
        facts = {"title": "Revenu médian", "geography": "2025", "licence": "lov2", "producer": "Insee"}
        observation_file.write(place.folder / "values.gpkg", found, facts)
        place.commit(place.folder / "values.gpkg", facts)
    tell(codes=len(codes))


def layer(folder):
    """Time the algorithm, offline, until the layer is open and dressed."""
    processing = start_qgis()
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

    given = {
        "ENTRY": ENTRY, "CACHE_FOLDER": folder, "REFRESH": 2, "YEAR": "2021", "CLASSES": CLASSES,
        "OUTPUT": str(Path(folder).parent / "out.gpkg"),
    }  # fmt: skip
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    with Clock() as clock:
        done = processing.runAndLoadResults("cohesion:observatorylayer", given, context=context, feedback=feedback)
    loaded = next(iter(QgsProject.instance().mapLayers().values()))
    tell(seconds=clock.seconds, rows=loaded.featureCount(), joined=done["COUNT_JOINED"], style=loaded.renderer().type())


def dock(folder):
    """Time the same through the dock: from Add to the layer in the project, and how long the window was held."""
    os.environ["COHESION_CACHE_FOLDER"] = folder
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = str(Path(folder).parent / "profile")
    start_qgis(window=True)
    sys.path.insert(0, str(ROOT / "tests" / "support"))
    from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
    from observatory_world import Watchdog
    from qgis.core import QgsApplication, QgsProject
    from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapCanvas

    def until(over):
        while not over():
            QgsApplication.processEvents()
            time.sleep(0.001)

    canvas, shown = QgsMapCanvas(), ObservatoryDock()
    bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), canvas)
    canvas.show()
    shown.show()
    until(lambda: shown.loaded.records and not shown.aside.running)
    shown.offline.setChecked(True)
    entry = shown.loaded.catalogue.entry(ENTRY)
    with Watchdog() as dog:
        with Clock() as clock:
            shown.add(entry, "com", "2021")
            job = shown.queue.jobs[-1]
            until(lambda: job.ended)
        until(lambda: not canvas.isDrawing() and not shown.aside.running)
    loaded = next(iter(QgsProject.instance().mapLayers().values()))
    bridge.deleteLater()
    tell(seconds=clock.seconds, held=dog.longest, rows=loaded.featureCount(), style=loaded.renderer().type())


def inside(values, bounds):
    """Return the squares left inside classes that end at some bounds."""
    import numpy as np

    places = np.searchsorted(np.asarray(bounds), values, "left")
    return float(sum(((values[places == k] - values[places == k].mean()) ** 2).sum() for k in np.unique(places)))


def breaks(count):
    """Time our natural breaks."""
    from cohesion_territoires.domain.indicators.breaks import fisher_jenks

    values = values_of(count)
    with Clock() as clock:
        bounds = fisher_jenks(values, CLASSES)
    tell(seconds=clock.seconds, inside=inside(values, bounds[1:-1]))


def jenks(count):
    """Time QGIS's own."""
    start_qgis()
    from qgis.core import QgsClassificationJenks

    values = values_of(count)
    with Clock() as clock:
        found = QgsClassificationJenks().classes(values.tolist(), CLASSES)
    tell(seconds=clock.seconds, inside=inside(values, [one.upperBound() for one in found][:-1]))


def main(count):
    script = Path(__file__)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "cache"
        measure(script, "fill", folder, count)
        first = measure(script, "layer", folder)
        again = measure(script, "layer", folder, runs=3)
        asked = measure(script, "dock", folder, runs=3)
    ours, theirs = measure(script, "breaks", count, runs=3), measure(script, "jenks", count, runs=3)
    what = "{} communes".format(count)
    show(
        "An indicator of {}, from what is kept to a styled layer; natural breaks".format(what),
        [
            Row("{}: kept, joined, classed, written, styled".format(what), again["seconds"], "-", 0.0, "< 3 s",
                again["seconds"] < LAYER and again["rows"] == count),
            Row("the same through the dock, just opened", asked["seconds"], "-", 0.0, "< 3 s",
                asked["seconds"] < LAYER and asked["rows"] == count),
            Row("the window held meanwhile, at most", asked["held"], "-", 0.0, "< 0.1 s", asked["held"] < HELD),
            Row("the first time: contours made ready", first["seconds"], "-", 0.0, "-", True),
            Row("natural breaks, {} classes".format(CLASSES), ours["seconds"], "QGIS's Jenks", theirs["seconds"],
                "< 1 s", ours["seconds"] < BREAKS),
            Row("variance left inside the classes", 1.0, "QGIS's Jenks", theirs["inside"] / ours["inside"], "the least",
                ours["inside"] <= theirs["inside"] * (1 + 1e-9), "x"),
        ],
    )  # fmt: skip
    print("peak memory of the layer: {:.0f} MB".format(again["peak_mb"]))


if __name__ == "__main__":
    package()
    job, *rest = sys.argv[1:] or ["main"]
    if job.isdigit():
        job, rest = "main", [job]
    jobs = {
        "main": lambda count=COMMUNES: main(int(count)), "fill": lambda folder, count: fill(folder, int(count)),
        "layer": layer, "dock": dock, "breaks": lambda count: breaks(int(count)),
        "jenks": lambda count: jenks(int(count)),
    }  # fmt: skip
    jobs[job](*rest)
