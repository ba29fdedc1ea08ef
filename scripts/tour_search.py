"""Stop of the tour (see `scripts/tour.py`): streets of QPV; an address typed in the search bar, and its sheet."""
from cohesion_territoires.dialogs.sample import SAMPLE
from cohesion_territoires.layers.printing import address_sheet
from cohesion_territoires.layers.reference_sources import open_layer
from cohesion_territoires.processing_provider import reference_data
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLineEdit, QTableView, QTreeView
from qgis.utils import iface, plugins
from tour_stops import address_index

ASKED = "qpv 14 rue de la mai"
KEYS = ("address_index", "qpv_2024", "qpv_2015", "qpv_list")


def popup():
    """Return the list of results of the search bar, shown or not."""
    return next(v for v in iface.mainWindow().findChildren(QTreeView) if "Locator" in type(v.parent()).__name__
                or "QgsLocatorResultsView" in v.metaObject().className())  # fmt: skip


def streets(picture, index):
    """Show the streets of the QPV in their table, and the dialog that made them."""
    project = QgsProject.instance()
    qpv = next(layer for layer in project.mapLayers().values() if layer.source().endswith("=qpv_2024"))
    given = {"QPV": qpv, "ADDRESS_INDEX": str(index)}
    dialog = processing.createAlgorithmDialog("cohesion:qpvstreetindex", given)
    dialog.resize(1000, 760)
    dialog.show()
    yield 900
    picture(dialog, "dialogue_qpvstreetindex")
    dialog.close()
    dialog.deleteLater()
    before = set(project.mapLayers())
    context = QgsProcessingContext()
    context.setProject(project)
    given["OUTPUT"] = "TEMPORARY_OUTPUT"
    processing.runAndLoadResults("cohesion:qpvstreetindex", given, QgsProcessingFeedback(False), context)
    (made,) = set(project.mapLayers()) - before
    table = iface.showAttributeTable(project.mapLayer(made))
    table.resize(1400, 560)
    view = table.findChild(QTableView)
    yield 1500
    view.resizeColumnsToContents()
    yield 500
    picture(table, "resultat_qpvstreetindex")
    table.close()
    project.removeMapLayer(made)
    yield 300


def visit(picture, window, out):
    """Type, pick the first result, save the sheet; yield milliseconds to wait."""
    index = address_index()
    kept = {key: reference_data.get(key) for key in KEYS}
    yield from streets(picture, index)
    reference_data.put("address_index", str(index))
    reference_data.put("qpv_2024", str(SAMPLE / "exemple.gpkg") + "|layername=qpv_2024")
    reference_data.put("qpv_2015", str(SAMPLE / "exemple.gpkg") + "|layername=qpv_2015")
    reference_data.put("qpv_list", str(SAMPLE / "liste_qp_2024.csv"))
    edit = next(e for e in window.findChildren(QLineEdit) if "Locator" in type(e.parent()).__name__
                or e.parent().metaObject().className() == "QgsLocatorWidget")  # fmt: skip
    edit.setFocus()
    for letter in ASKED:
        QTest.keyClicks(edit, letter)
        yield 60
    yield 2500
    results = popup()
    picture(results.window(), "recherche_qpv")
    window.raise_()
    results.setCurrentIndex(results.model().index(0, 0, results.model().index(0, 0)))
    QTest.keyClick(edit, Qt.Key.Key_Return)
    yield 4000
    picture(window, "resultat_recherche_qpv")
    presenter = plugins["cohesion_territoires"].address_presenter
    sheet = out / "fiche_adresse.png"
    address_sheet(str(sheet), presenter.card, open_layer(str(SAMPLE / "exemple.gpkg") + "|layername=voirie_osm"))
    page = QImage(str(sheet)).scaledToWidth(760, Qt.TransformationMode.SmoothTransformation)
    page.convertToFormat(QImage.Format.Format_RGB32).save(str(sheet))
    presenter.close()
    edit.clear()
    for key, value in kept.items():
        reference_data.put(key, value)
    yield 200
