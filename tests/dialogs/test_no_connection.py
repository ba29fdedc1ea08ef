"""From the file of the BAN to the sheet of one address: QGIS's proxy sees nobody, QGIS's log no address."""

from __future__ import annotations

import pytest
import requests
from cohesion_territoires.dialogs.locator import AddressFilter
from cohesion_territoires.layers.network_transport import session
from cohesion_territoires.processing_provider import reference_data
from qgis import processing
from qgis.core import (
    QgsApplication,
    QgsLocator,
    QgsLocatorContext,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtTest import QTest
from review_world import opened, press
from search_world import Shown, present

pytestmark = pytest.mark.usefixtures("only_our_layers", "cohesion_provider")


@pytest.fixture
def said(qgis_app):
    """What QGIS's log is told."""
    told, log = [], QgsApplication.messageLog()

    def note(text, *_more):
        told.append(text)

    log.messageReceived.connect(note)
    yield told
    log.messageReceived.disconnect(note)


def located(sample_folder, folder, feedback):
    """Make the index and the verdicts of the sample's applications; return the layer."""
    package, index = "{}|layername=".format(sample_folder / "exemple.gpkg"), str(folder / "ban.sqlite")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())

    def run(name, **parameters):
        return processing.run("cohesion:" + name, parameters, context=context, feedback=feedback)

    run("buildaddressindex", INPUT=[str(sample_folder / "adresses_ban.csv")], OUTPUT=index)
    chosen = {
        "address_index": index,
        "qpv_2024": package + "qpv_2024",
        "qpv_2015": package + "qpv_2015",
        "qpv_list": str(sample_folder / "liste_qp_2024.csv"),
    }
    for key, source in chosen.items():
        reference_data.put(key, source)
    results = run(
        "georeferenceaddresses",
        INPUT=str(sample_folder / "demandes.xlsx"),
        ADDRESS_INDEX=index,
        QPV=chosen["qpv_2024"],
        QPV_PREVIOUS=chosen["qpv_2015"],
        QPV_LIST=chosen["qpv_list"],
        OUTPUT=str(folder / "verdicts.gpkg"),
        OUTPUT_SUMMARY=str(folder / "summary.xlsx"),
        OUTPUT_HTML=str(folder / "report.html"),
        OUTPUT_SIGVILLE=str(folder / "sigville.csv"),
        OUTPUT_JOURNAL=str(folder / "journal.json"),
    )
    return QgsVectorLayer(str(results["OUTPUT"]), "demandes", "ogr")


def test_a_whole_run_with_review_and_search_opens_no_connection(
    dock, iface, qtbot, ear, said, feedback, sample_folder, tmp_path, monkeypatch
):
    layer = located(sample_folder, tmp_path, feedback)
    addresses = {f["adresse_retenue"] for f in layer.getFeatures() if f["type_resultat"] == "numéro"}
    assert len(addresses) > 30

    # the review panel, its map included
    QgsProject.instance().addMapLayer(layer)
    desk = opened(dock, layer)
    for row in range(dock.model.rowCount()):
        desk.select(dock.model.key_at(row))
    for key in (Qt.Key.Key_E, Qt.Key.Key_H, Qt.Key.Key_N, Qt.Key.Key_R):
        press(dock, key)
    place = desk.current.place[0] if desk.current.place else QgsPointXY(0, 0)
    dock.decisions.place_on_map(QgsPointXY(place.x() + 5, place.y()))
    desk.draw()
    dock.panel.save.click()

    # the search bar: suggestions, verdict, sheet
    monkeypatch.setattr("cohesion_territoires.dialogs.address_card.QDesktopServices.openUrl", lambda _url: True)
    locator, found, shown = QgsLocator(), [], Shown()
    locator.foundResult.connect(lambda result: found.append(result.displayString))
    own = AddressFilter(shown.show, shown.open, QIcon())
    locator.registerFilter(own)
    locator.fetchResults("qpv 10 rue des iris", QgsLocatorContext())
    qtbot.waitUntil(lambda: bool(found) and not locator.isRunning())
    locator.deregisterFilter(own)
    presenter = present(qtbot, iface, "10 rue des iris valombre")
    assert presenter.card.verdict == "EN_QPV"
    presenter.save(str(tmp_path / "sheet.pdf"))
    assert (tmp_path / "sheet.pdf").stat().st_size > 5000
    presenter.close()

    QTest.qWait(50)
    assert ear.knocks == 0
    # had anything been asked of the network, it would have been heard
    with pytest.raises(requests.RequestException):
        session(QgsProcessingFeedback(False)).get("https://geocodeur.invalid/", timeout=1)
    qtbot.waitUntil(lambda: ear.knocks > 0)
    told = "\n".join([*said, feedback.text()])
    assert not [address for address in addresses if address in told] and "Iris" not in told
