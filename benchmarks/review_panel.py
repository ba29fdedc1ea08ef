"""The review panel on a layer of 10,000 rows to check: opening, sorting, filtering, scrolling, deciding."""
from __future__ import annotations

import os
import statistics
import sys
import time

from harness import Row, package, show


def main(rows):
    package()
    from qgis.core import QgsApplication

    QgsApplication.setPrefixPath(os.environ.get("QGIS_PREFIX_PATH", "/usr"), True)
    application = QgsApplication([], True)
    application.initQgis()
    from cohesion_territoires.dialogs.review.dock import ReviewDock
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
    canvas = QgsMapCanvas()
    dock = ReviewDock(canvas)
    dock.resize(340, 800)
    dock.show()

    def timed(words, act):
        began = time.perf_counter()
        act()
        QApplication.processEvents()
        print("{:42s} {:8.1f} ms".format(words, 1000 * (time.perf_counter() - began)))

    dock.review(layer)
    longest, began = 0.0, time.perf_counter()
    while not dock.desk.session.ready:
        slice_began = time.perf_counter()
        QApplication.processEvents()
        longest = max(longest, time.perf_counter() - slice_began)
    print("{} rows to check".format(dock.model.rowCount()))
    print("{:42s} {:8.1f} ms (longest stop {:.0f} ms)".format(
        "reading", 1000 * (time.perf_counter() - began), 1000 * longest))
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
    frame, decision = statistics.median(frames), statistics.median(taken)
    show(
        "review_panel",
        [
            Row("one frame of scrolling through {} rows, median".format(rows), frame, "a frame at 60 a second",
                1000 / 60, "< 16.7 ms", frame < 1000 / 60, "ms"),
            Row("one decision, median", decision, "felt as at once", 100.0, "< 100 ms", decision < 100, "ms"),
        ],
    )  # fmt: skip
    layer.rollBack()
    dock.close_down()
    sys.stdout.flush()
    os._exit(0)  # widgets that outlive QGIS would crash on its end


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
