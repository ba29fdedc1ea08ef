"""Run inside a QGIS window (see `scripts/window`): show everything of ours and take its picture.

TOUR=probe only writes ready.json, which says what the window has loaded; TOUR=review only shows the review panel,
TOUR=stops the dialogs and what comes of them, TOUR=search the streets of QPV and the search bar,
TOUR=observatory the dock of the observatories, TOUR=figures what is made of their figures.
"""
import json
import os
import sys
from pathlib import Path

import numpy as np
import qgis.utils
from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtWidgets import QDockWidget, QToolBar, QTreeView
from qgis.utils import iface, plugins

OUT = Path(os.environ["OUT"])
ROOT = Path(os.environ["ROOT"])
sys.path.insert(0, str(ROOT / "scripts"))
from walking import walk  # noqa: E402

NAME = "cohesion_territoires"
window = iface.mainWindow()


def picture(widget, name):
    """Save what a widget shows."""
    # few colours show a window as well, and the repository keeps its pictures for ever
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint32)
    few = palette(pixels)
    image = image.convertToFormat(QImage.Format.Format_Indexed8, few, Qt.ImageConversionFlag.ThresholdDither)
    image.save(str(OUT / (name + ".png")))


def palette(pixels, most=64):
    """Return the colours used most, and of the others the first of each shade."""
    colours, counts = np.unique(pixels, return_counts=True)
    colours = colours[np.argsort(-counts, kind="stable")]
    _, first = np.unique(colours & 0xE0E0E0, return_index=True)
    return [int(c) for c in colours[np.union1d(np.arange(min(most, len(colours))), np.sort(first)[: 256 - most])]]


def provider():
    return QgsApplication.processingRegistry().providerById("cohesion")


def ready():
    """Write what the window has really loaded."""
    menu = window.findChild(type(iface.pluginMenu()), "CohesionMenu")
    bars = window.findChildren(QToolBar)
    button = next((w for bar in bars for w in bar.children() if w.objectName() == "CohesionButton"), None)
    facts = {
        "plugins": sorted(qgis.utils.plugins),
        "providers": sorted(p.id() for p in QgsApplication.processingRegistry().providers()),
        "algorithms": {a.name(): a.displayName() for a in provider().algorithms()} if provider() else {},
        "menu": [a.text() for a in menu.actions() if a.text()] if menu else [],
        "in_plugin_menu": menu is not None and menu.menuAction() in iface.pluginMenu().actions(),
        "toolbar": button is not None,
        "locale": QgsSettings().value("locale/userLocale"),
        "window": window.windowTitle(),
    }
    (OUT / "ready.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def toolbox():
    """Show the toolbox, opened on our provider."""
    dock = window.findChild(QDockWidget, "ProcessingToolbox")
    dock.setVisible(True)
    dock.raise_()
    tree = next(w for w in dock.findChildren(QTreeView))
    model = tree.model()
    tree.collapseAll()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if "Cohésion" in str(index.data()):
            tree.expand(index)
            for child in range(model.rowCount(index)):
                tree.expand(model.index(child, 0, index))
            tree.scrollTo(index, tree.ScrollHint.PositionAtTop)


def steps():
    """Do one thing after the other; yield how many milliseconds to wait for the window to be drawn."""
    window.setGeometry(0, 0, 1440, 900)
    yield from usual()
    ready()
    picture(window, "fenetre")
    if os.environ.get("TOUR") == "probe":
        return
    import tour_figures
    import tour_observatory
    import tour_review
    import tour_search
    import tour_stops

    chosen = os.environ.get("TOUR")
    if chosen in (None, "observatory"):
        yield from tour_observatory.visit(picture, window)
    if chosen == "observatory":
        return
    if chosen in (None, "figures"):
        yield from afresh()
        yield from tour_figures.visit(picture, window, OUT)
    if chosen == "figures":
        return
    if chosen in (None, "stops"):
        QgsProject.instance().removeAllMapLayers()
        yield from usual()
        yield from tour_stops.visit(picture, window)
    if chosen == "stops":
        return
    if chosen != "review":
        yield from afresh()
        yield from tour_search.visit(picture, window, OUT)
    if chosen != "search":
        yield from afresh()
        yield from tour_review.visit(picture, window)


def usual():
    """Show the layers and the toolbox, whatever the stops before have shown."""
    for dock in window.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() in ("Layers", "ProcessingToolbox"))
    window.resizeDocks([window.findChild(QDockWidget, "ProcessingToolbox")], [300], Qt.Orientation.Horizontal)
    yield 800
    toolbox()
    yield 800


def afresh():
    """Show the sample alone, without what the stops before have left on the map."""
    QgsProject.instance().removeAllMapLayers()
    plugins[NAME].open_sample()
    yield 1500
    iface.messageBar().clearWidgets()
    yield 300


def leave():
    QgsProject.instance().removeAllMapLayers()  # or QGIS asks what becomes of results in memory
    QgsProject.instance().setDirty(False)
    QTimer.singleShot(0, iface.actionExit().trigger)


journey = steps()
QTimer.singleShot(2000, lambda: walk(journey, leave))
