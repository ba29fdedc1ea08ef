"""The review panel on a layer of 10,000 rows to check: opening, sorting, filtering, scrolling, deciding, placing.

Perimeters as many and as detailed as the country's are read meanwhile, from a GeoJSON, the longest to open. Each figure
is told with the longest time that the window could not answer, which a clock in its own loop measures.
"""
from __future__ import annotations

import json
import math
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from harness import Row, package, show


def perimeters(folder, count=1_584, corners=170):
    """Write made-up perimeters where the rows are and all over the country; return the path."""
    features = []
    for n in range(count):
        x, y = (2.347, 48.858) if not n else (0.5 + 5.5 * (n * 0.618 % 1), 43.5 + 5.5 * (n * 0.414 % 1))
        ring = []
        for k in range(corners + 1):
            angle = 2.0 * math.pi * (k % corners) / corners
            reach = 0.003 * (1.0 + 0.3 * math.sin(5.0 * angle))
            ring.append((round(x + 1.4 * reach * math.cos(angle), 7), round(y + reach * math.sin(angle), 7)))
        properties = {"code_qp": "QN{:03d}{:02d}N".format(1 + n // 20, 1 + n % 20), "lib_qp": "Quartier {}".format(n)}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    path = Path(folder) / "qpv.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return str(path)


class Clock:
    """Ticks in the window's own loop: the longest gap between two ticks is the longest hold."""

    def __init__(self):
        from qgis.PyQt.QtCore import QTimer

        self._last, self._longest = time.perf_counter(), 0.0
        self._timer = QTimer()
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self):
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now

    def time(self, words, act, until, rest=0.3):
        """Do something, wait until all has settled, and print how long both took, and the longest hold."""
        from qgis.PyQt.QtWidgets import QApplication

        QApplication.processEvents()
        self._last, self._longest = time.perf_counter(), 0.0
        began = time.perf_counter()
        act()
        while not until():
            QApplication.processEvents()
        taken, end = time.perf_counter() - began, time.perf_counter() + rest
        while time.perf_counter() < end:
            QApplication.processEvents()
        print("{:42s} {:8.1f} ms (longest hold {:.0f} ms)".format(words, 1000 * taken, 1000 * self._longest))
        return self._longest


def main(rows):
    package()
    from qgis.core import QgsApplication

    QgsApplication.setPrefixPath(os.environ.get("QGIS_PREFIX_PATH", "/usr"), True)
    application = QgsApplication([], True)
    application.initQgis()
    from cohesion_territoires.dialogs.review.dock import ReviewDock
    from cohesion_territoires.processing_provider import reference_data
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
    from qgis.gui import QgsMapCanvas
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtWidgets import QApplication

    fields = (
        "adresse", "commune", "verdict", "code_qp", "nom_qp", "code_qp_proche", "nom_qp_proche", "precision", "motif",
    )  # fmt: skip
    worded = "Position au segment, à {} m au plus de la limite d'un périmètre : regarder la carte."
    uri = "Point?crs=EPSG:2154&field=distance_m:double&" + "&".join("field={}:string".format(f) for f in fields)
    layer = QgsVectorLayer(uri, "résultat", "memory")
    made = []
    for n in range(rows):
        feature = QgsFeature(layer.fields())
        code = "QN{:03d}01N".format(n % 90)
        motif = worded.format(5 + n % 20)
        feature.setAttributes([
            (n * 7919 % 5000) / 100.0 - 25.0, "{} rue des Lilas".format(n), "Commune {}".format(n % 60), "A_VERIFIER",
            None, None, code, "Quartier " + code, "segment", motif,
        ])  # fmt: skip
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(652000 + n % 500, 6862000 + n // 500)))
        made.append(feature)
    layer.dataProvider().addFeatures(made)
    QgsProject.instance().addMapLayer(layer)
    kept = {key: reference_data.get(key) for key in reference_data.KEYS}
    for key in kept:
        reference_data.put(key, None)
    folder = tempfile.TemporaryDirectory()
    reference_data.put("qpv_2024", perimeters(folder.name))
    canvas = QgsMapCanvas()
    dock = ReviewDock(canvas)
    dock.resize(340, 800)
    dock.show()

    clock = Clock()
    desk, layers = dock.desk, dock.panel.layer

    held = []

    def timed(words, act):
        held.append(clock.time(words, act, lambda: True))

    def read():
        return desk.session is not None and desk.session.ready and not desk.references.reading()

    layers.setLayer(None)
    held.append(clock.time("opening, rows and perimeters", lambda: dock.review(layer), read))
    print("{} rows to check".format(dock.model.rowCount()))
    timed("sorting by address", lambda: dock.panel.table.sortByColumn(1, Qt.SortOrder.AscendingOrder))
    timed("sorting by distance", lambda: dock.panel.table.sortByColumn(2, Qt.SortOrder.AscendingOrder))
    timed("filtering by commune", lambda: dock.panel.commune.setCurrentIndex(5))
    timed("no filter again", lambda: dock.panel.commune.setCurrentIndex(0))
    bar, frames = dock.panel.table.verticalScrollBar(), []
    for step in range(200):
        began = time.perf_counter()
        bar.setValue(bar.maximum() * step // 199)
        dock.panel.table.viewport().repaint()
        frames.append(1000 * (time.perf_counter() - began))
    words = "{:42s} {:8.1f} ms (worst {:.1f})"
    print(words.format("one frame of scrolling, median", statistics.median(frames), max(frames)))
    taken = []
    for _step in range(30):
        began = time.perf_counter()
        dock.decisions.decide("HORS_QPV")
        QApplication.processEvents()
        taken.append(1000 * (time.perf_counter() - began))
    print("{:42s} {:8.1f} ms (worst {:.1f}, the first adds fields)".format(
        "one decision, median", statistics.median(taken), max(taken)))
    timed("the same again, with all it shows", lambda: dock.decisions.decide("HORS_QPV"))
    timed("a point placed and judged", lambda: dock.decisions.place_on_map(QgsPointXY(652100.0, 6862010.0)))
    timed("undone", dock.decisions.undo)
    held.append(clock.time("all decisions rolled back", layer.rollBack, lambda: desk.session.ready))
    longest = max(held)
    frame, decision = statistics.median(frames), statistics.median(taken)
    show(
        "review_panel",
        [
            Row("one frame of scrolling through {} rows, median".format(rows), frame, "a frame at 60 a second",
                1000 / 60, "< 16.7 ms", frame < 1000 / 60, "ms"),
            Row("the longest hold, of opening and all the rest", 1000 * longest, "felt as a stop", 250.0, "< 250 ms",
                longest < 0.25, "ms"),
            Row("one decision, median", decision, "felt as at once", 100.0, "< 100 ms", decision < 100, "ms"),
        ],
    )  # fmt: skip
    dock.close_down()
    for key, value in kept.items():
        reference_data.put(key, value)
    folder.cleanup()
    sys.stdout.flush()
    os._exit(0)  # widgets that outlive QGIS would crash on its end


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
