"""Stop of the tour (see `scripts/tour.py`): an address typed in the search bar, its verdict, its sheet."""
import tempfile
from pathlib import Path

from cohesion_territoires.dialogs.sample import SAMPLE
from cohesion_territoires.layers.printing import address_sheet
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.address_index import build
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLineEdit, QTreeView
from qgis.utils import iface, plugins

ASKED = "qpv 14 rue de la mai"
KEYS = ("address_index", "qpv_2024", "qpv_list")


def popup():
    """Return the list of results of the search bar, shown or not."""
    return next(v for v in iface.mainWindow().findChildren(QTreeView) if "Locator" in type(v.parent()).__name__
                or "QgsLocatorResultsView" in v.metaObject().className())  # fmt: skip


def visit(picture, window, out):
    """Type, pick the first result, save the sheet; yield milliseconds to wait."""
    folder = Path(tempfile.mkdtemp())
    kept = {key: reference_data.get(key) for key in KEYS}
    build([SAMPLE / "adresses_ban.csv"], folder / "adresses.sqlite")
    reference_data.put("address_index", str(folder / "adresses.sqlite"))
    reference_data.put("qpv_2024", str(SAMPLE / "exemple.gpkg") + "|layername=qpv_2024")
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
    address_sheet(str(out / "fiche_adresse.png"), presenter.card)
    presenter.close()
    for key, value in kept.items():
        reference_data.put(key, value)
    yield 200
