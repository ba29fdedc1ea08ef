"""The dock of the observatories: opened cold, searched among 5,000 entries key by key.

Each figure is told with the longest time that the window could not answer, which a clock in its own loop measures.
"""
from __future__ import annotations

import os
import statistics
import sys
import time

from harness import ROOT, Row, package, show
from review_panel import Clock

WORDS = ("pauvrete des jeunes", "medecins generalistes", "logement social", "chomage", "tres haut debit")


def main(count):
    package()
    from qgis.core import QgsApplication

    QgsApplication.setPrefixPath(os.environ.get("QGIS_PREFIX_PATH", "/usr"), True)
    application = QgsApplication([], True)
    application.initQgis()
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtWidgets import QMainWindow

    sys.path.insert(0, str(ROOT / "tests" / "support"))
    window = QMainWindow()
    window.resize(1200, 800)
    window.show()
    application.processEvents()
    made = []

    def open_it():
        from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock

        dock = ObservatoryDock(window)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.setUserVisible(True)
        dock.find()
        application.processEvents()
        made.append(dock)

    began = time.perf_counter()
    open_it()
    shown = time.perf_counter() - began
    dock, clock = made[0], Clock()
    reading = clock.time(
        "catalogue, territories and cache read",
        lambda: None,
        lambda: dock.loaded.territories and not dock.aside.running,
    )
    from cohesion_territoires.sources.catalogue import Catalogue
    from observatory_world import many

    own = dock.loaded.catalogue
    dock.loaded.catalogue = Catalogue(many(own.entries, count), own.collections, own.synonyms)
    dock.search.look()
    waits = []
    for words in WORDS:
        for length in range(1, len(words) + 1):
            dock.search_page.search.setText(words[:length])
            began = time.perf_counter()
            dock.search.look()
            application.processEvents()
            waits.append(time.perf_counter() - began)
    rows = [
        Row("dock drawn after the click, cold", 1000 * shown, "", float("nan"), "< 300", shown < 0.3, "ms"),
        Row("keystroke among {}, median".format(count), 1000 * statistics.median(waits), "", float("nan"), "< 50",
            statistics.median(waits) < 0.05, "ms"),
        Row("keystroke, longest", 1000 * max(waits), "", float("nan"), "< 50", max(waits) < 0.05, "ms"),
        Row("longest hold while it reads", 1000 * reading, "", float("nan"), "< 100", reading < 0.1, "ms"),
    ]  # fmt: skip
    show("The dock of the observatories", rows)
    dock.close_down()
    sys.stdout.flush()
    # layers and widgets of Python outlive QGIS otherwise
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
