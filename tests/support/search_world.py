"""A town to search in: an index, perimeters, a window of sorts, and searches as QGIS makes them."""

from __future__ import annotations

import threading

import ban_rows
from cohesion_territoires.dialogs.address_card import AddressPresenter
from cohesion_territoires.dialogs.locator import AddressFilter
from cohesion_territoires.sources.address_index import build
from memory import memory_layer
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeedback,
    QgsLocatorContext,
    QgsLocatorResult,
    QgsPointXY,
    QgsProject,
    QgsVectorFileWriter,
)
from qgis.gui import QgsMapCanvas, QgsMessageBar, QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QLabel, QMainWindow

X, Y = 664000.0, 6867000.0
L93, WGS84 = QgsCoordinateReferenceSystem("EPSG:2154"), QgsCoordinateReferenceSystem("EPSG:4326")


def address(street, number, x, y, rep="", position="entrée", code="0001"):
    point = QgsCoordinateTransform(L93, WGS84, QgsProject.instance()).transform(QgsPointXY(X + x, Y + y))
    return ban_rows.row(
        nom_voie=street, numero=str(number), rep=rep, type_position=position, lon="{:.7f}".format(point.x()),
        lat="{:.7f}".format(point.y()), code=code,
    )  # fmt: skip


class Iface:
    """The part of QgisInterface that an address needs."""

    def __init__(self):
        self.window, self.canvas = QMainWindow(), QgsMapCanvas()
        self.canvas.setDestinationCrs(L93)
        self.canvas.resize(600, 400)
        self.bar = QgsMessageBar(self.window)

    def mainWindow(self):
        return self.window

    def mapCanvas(self):
        return self.canvas

    def messageBar(self):
        return self.bar


class Shown:
    def __init__(self):
        self.addresses, self.options = [], 0

    def show(self, path, suggestion):
        self.addresses.append((path, suggestion))

    def open(self):
        self.options += 1


def copy_of(result):
    """Return a result of our own."""
    copy = QgsLocatorResult()
    copy.displayString, copy.description = result.displayString, result.description
    copy.score, copy.userData = result.score, result.userData
    return copy


def fetch(shown, text, threaded=False):
    """Search as QGIS does: a clone prepared here, that fetches in a thread where asked."""
    own = AddressFilter(shown.show, shown.open, QIcon())
    clone = own.clone()
    found = []
    # a result that has crossed threads does not outlive its signal in PyQt
    clone.resultFetched.connect(lambda result: found.append(copy_of(result)))
    clone.prepare(text, QgsLocatorContext())
    if threaded:
        thread = threading.Thread(target=clone.fetchResults, args=(text, QgsLocatorContext(), QgsFeedback()))
        thread.start()
        thread.join()
        QCoreApplication.processEvents()  # what a thread sends waits for the main one
    else:
        clone.fetchResults(text, QgsLocatorContext(), QgsFeedback())
    return own, found


def present(qtbot, iface, text, opened=lambda: None):
    presenter = AddressPresenter(iface, opened)
    own = AddressFilter(presenter.show, opened, QIcon())
    own.prepare(text, QgsLocatorContext())
    found = []
    own.resultFetched.connect(lambda result: found.append(copy_of(result)))
    own.fetchResults(text, QgsLocatorContext(), QgsFeedback())
    with qtbot.waitSignal(presenter.shown):
        own.triggerResult(found[0])
    return presenter


def bands(iface):
    return [item for item in iface.canvas.scene().items() if isinstance(item, QgsRubberBand)]


def words(iface):
    return iface.bar.currentItem().findChild(QLabel, "CohesionAddressText").text()


def build_town(tmp_path):
    """An index and a layer of one QPV, set as reference data."""
    rows = [address("Rue Jean Jaurès", n, 100 + 4 * n, 200, code="0001") for n in (1, 2, 3, 4, 8)]
    rows.append(address("Rue Jean Jaurès", 4, 117, 200, "bis", code="0001"))
    rows += [address("Avenue du 8 Mai 1945", n, 380 + 8 * n, 100, code="0002") for n in (1, 2, 3, 5)]
    rows += [address("Rue Dehors", n, 900, 900, code="0003") for n in (1, 2, 3)]
    path = tmp_path / "adresses.sqlite"
    build([ban_rows.write(tmp_path / "adresses-93.csv", *rows)], path)
    square = "Polygon((0 0,400 0,400 400,0 400,0 0))"
    layer = memory_layer(
        "Polygon", ["code_qp:string", "lib_qp:string"], [(square, ("QN09301M", "La Noue"))], "EPSG:2154", corner=(X, Y)
    )
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "qpv_2024"
    context = QgsProject.instance().transformContext()
    QgsVectorFileWriter.writeAsVectorFormatV2(layer, str(tmp_path / "qpv.gpkg"), context, options)
    return path
