"""The search bar: suggestions from the local index, verdict on the map, sheet; no QGIS window, no network."""

from __future__ import annotations

import sqlite3
import threading
import time
from html import escape
from types import SimpleNamespace

import ban_rows
import pytest
from cohesion_territoires.dialogs.address_card import AddressPresenter
from cohesion_territoires.dialogs.locator import AddressFilter
from cohesion_territoires.domain.qpv.reasons import OLD_PERIMETERS
from cohesion_territoires.layers.one_address import UNREAD
from cohesion_territoires.layers.printing import address_sheet
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.address_index import build
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeedback,
    QgsLocator,
    QgsLocatorContext,
    QgsLocatorResult,
    QgsNetworkAccessManager,
    QgsPointXY,
    QgsProject,
    QgsVectorFileWriter,
)
from qgis.gui import QgsMapCanvas, QgsMessageBar, QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QColor, QIcon, QImage
from qgis.PyQt.QtWidgets import QLabel, QMainWindow, QPushButton
from memory import memory_layer

X, Y = 664000.0, 6867000.0
L93, WGS84 = QgsCoordinateReferenceSystem("EPSG:2154"), QgsCoordinateReferenceSystem("EPSG:4326")


def address(street, number, x, y, rep="", position="entrée", code="0001"):
    point = QgsCoordinateTransform(L93, WGS84, QgsProject.instance()).transform(QgsPointXY(X + x, Y + y))
    return ban_rows.row(
        nom_voie=street, numero=str(number), rep=rep, type_position=position, lon="{:.7f}".format(point.x()),
        lat="{:.7f}".format(point.y()), code=code,
    )  # fmt: skip


@pytest.fixture
def town(tmp_path):
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
    kept = {key: reference_data.get(key) for key in reference_data.KEYS}
    for key in reference_data.KEYS:
        reference_data.put(key, None)
    reference_data.put("address_index", str(path))
    reference_data.put("qpv_2024", "{}|layername=qpv_2024".format(tmp_path / "qpv.gpkg"))
    yield path
    for key, value in kept.items():
        reference_data.put(key, value)


@pytest.fixture(autouse=True)
def no_network(monkeypatch, qgis_app):
    """Nothing is asked of the network, by QGIS or by Python."""
    asked = []
    manager = QgsNetworkAccessManager.instance()

    def note(request):
        asked.append(request.request().url().toString())

    def refuse(_self, address):
        asked.append(str(address))
        raise OSError("no network in this test")

    manager.requestAboutToBeCreated.connect(note)
    monkeypatch.setattr("socket.socket.connect", refuse)
    yield
    manager.requestAboutToBeCreated.disconnect(note)
    assert asked == []


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


@pytest.fixture
def iface(qgis_app):
    made = Iface()
    yield made
    made.canvas.deleteLater()


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


@pytest.mark.parametrize(
    "text, first, told",
    [
        ("4 bis rue jean jau", "4 bis Rue Jean Jaurès, 93140 Bondy", ""),
        ("4 r j jaures bon", "4 Rue Jean Jaurès, 93140 Bondy", ""),
        ("4 r jau bon", "4 Rue Jean Jaurès, 93140 Bondy", ""),
        ("6 rue jean jaures", "6 Rue Jean Jaurès, 93140 Bondy", "absent"),
        ("8 mai", "Avenue du 8 Mai 1945, 93140 Bondy", "4"),
        ("3 av du 8 mai 1945 93140", "3 Avenue du 8 Mai 1945, 93140 Bondy", ""),
        ("3 rue jaan jaurés bondy", "3 Rue Jean Jaurès, 93140 Bondy", ""),
        ("dehors", "Rue Dehors, 93140 Bondy", "3"),
    ],
)
def test_suggestions(town, qgis_app, text, first, told):
    _own, found = fetch(Shown(), text)
    assert found[0].displayString == first
    assert told in (found[0].description or "")
    assert found[0].score == max(r.score for r in found)


def test_nothing_for_nothing(town, qgis_app):
    for text in ("", "  ", "12", "zz", "1 xx", "%%%", "rue introuvable de nulle part 99999"):
        assert fetch(Shown(), text)[1] == []


def test_a_pick_is_shown_and_threads_do_not_matter(town, qgis_app):
    shown = Shown()
    own, found = fetch(shown, "8 rue jean jaures bondy", threaded=True)
    own.triggerResult(found[0])
    ((path, suggestion),) = shown.addresses
    assert path == str(town) and (suggestion.number, suggestion.rep, suggestion.insee) == (8, "", "93010")


@pytest.mark.parametrize("index", [None, "/nowhere/adresses.sqlite", "text"])
def test_without_index_one_result_opens_the_options(town, qgis_app, tmp_path, index):
    if index == "text":
        index = str(tmp_path / "faux.sqlite")
        (tmp_path / "faux.sqlite").write_text("nom;prénom")
    reference_data.put("address_index", index)
    shown = Shown()
    own, found = fetch(shown, "12 rue")
    assert len(found) == 1 and found[0].description
    own.triggerResult(found[0])
    assert shown.options == 1 and not shown.addresses


def test_through_qgis_itself(town, qtbot):
    """QgsLocator runs it with its prefix only, in its threads, and lets it go."""
    shown, locator, found = Shown(), QgsLocator(), []
    locator.foundResult.connect(lambda result: found.append(result.displayString))
    own = AddressFilter(shown.show, shown.open, QIcon())
    locator.registerFilter(own)
    assert [f.name() for f in locator.filters("qpv")] == ["cohesion_qpv"]
    locator.fetchResults("qpv 4 rue jean jaures", QgsLocatorContext())
    qtbot.waitUntil(lambda: bool(found), timeout=20_000)
    assert found[0].startswith("4 Rue Jean Jaurès")
    for size in range(4, 20):
        # one keystroke after the other, each giving up the last
        locator.fetchResults("qpv 4 rue jean jaures"[:size], QgsLocatorContext())
        time.sleep(0.003)
    qtbot.waitUntil(lambda: not locator.isRunning(), timeout=20_000)
    locator.deregisterFilter(own)
    locator.cancel()


def present(qtbot, iface, text, opened=lambda: None):
    presenter = AddressPresenter(iface, opened)
    own = AddressFilter(presenter.show, opened, QIcon())
    own.prepare(text, QgsLocatorContext())
    found = []
    own.resultFetched.connect(lambda result: found.append(copy_of(result)))
    own.fetchResults(text, QgsLocatorContext(), QgsFeedback())
    with qtbot.waitSignal(presenter.shown, timeout=30_000):
        own.triggerResult(found[0])
    return presenter


def bands(iface):
    return [item for item in iface.canvas.scene().items() if isinstance(item, QgsRubberBand)]


@pytest.mark.parametrize(
    "text, verdict, why, circle",
    [
        ("4 rue jean jaures", "EN_QPV", "à plus de 5 m", True),
        ("6 rue jean jaures", "EN_QPV", "", True),
        ("10 rue jean jaures", "A_VERIFIER", "", True),
        ("2 avenue du 8 mai 1945", "A_VERIFIER", "limite", True),
        ("5 avenue du 8 mai 1945", "HORS_QPV", "à plus de 5 m", True),
        ("rue jean jaures", "EN_QPV", "6 numéros", False),
        ("avenue du 8 mai 1945", "ADRESSE_IMPRECISE", "sur 4", False),
    ],
)
def test_verdicts(town, qtbot, iface, text, verdict, why, circle):
    reference_data.put("qpv_list", None)
    presenter = present(qtbot, iface, text)
    card = presenter.card
    assert card.verdict == verdict, card
    assert why in card.reason and card.reason.endswith(".")
    assert card.circle().isEmpty() != circle
    assert len(bands(iface)) == (3 if circle else 2)
    assert iface.canvas.extent().contains(card.point())
    words = iface.bar.currentItem().findChild(QLabel, "CohesionAddressText").text()
    assert escape(card.reason) in words and escape(card.label) in words
    presenter.close()
    assert bands(iface) == [] and not iface.bar.items()
    presenter.close()


def test_closing_the_message_clears_the_map(town, qtbot, iface):
    presenter = present(qtbot, iface, "4 rue jean jaures")
    iface.bar.popWidget(iface.bar.currentItem())
    qtbot.waitUntil(lambda: not bands(iface), timeout=5000)
    presenter.close()


def test_without_perimeters_it_says_so(town, qtbot, iface):
    opened = []
    reference_data.put("qpv_2024", str(town.parent / "absent.gpkg"))
    presenter = present(qtbot, iface, "4 rue jean jaures", lambda: opened.append(1))
    assert presenter.card is None
    assert "absent.gpkg" in iface.bar.currentItem().findChild(QLabel, "CohesionAddressText").text()
    iface.bar.currentItem().findChild(QPushButton, "CohesionAddressAction").click()
    assert opened
    reference_data.put("qpv_2024", None)
    presenter.show(str(town), SimpleNamespace(label="x"))
    assert presenter.card is None and len(iface.bar.items()) == 1
    presenter.close()


def test_sheet(town, qtbot, iface, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("cohesion_territoires.dialogs.address_card.QDesktopServices.openUrl", opened.append)
    presenter = present(qtbot, iface, "4 rue jean jaures")
    path = tmp_path / "fiche.pdf"
    presenter.save(str(path))
    data = path.read_bytes()
    assert data.startswith(b"%PDF") and b"/Count 1\n" in data
    assert len(data) > 5000 and len(opened) == 1
    picture = tmp_path / "fiche.png"
    address_sheet(picture, presenter.card)
    image = QImage(str(picture))
    assert image.height() > image.width() > 1000
    colours = [QColor(image.pixel(x, y)) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)]
    assert sum(c.blue() - c.red() > 15 for c in colours) > 0.2 * len(colours)  # the perimeter is there
    assert sum(c.lightness() < 90 for c in colours) > 20  # and so is the text
    (tmp_path / "dossier.pdf").mkdir()
    presenter.save(str(tmp_path / "dossier.pdf"))
    assert len(opened) == 1 and len(iface.bar.items()) == 2
    presenter.close()


def test_only_with_its_prefix(town, qtbot):
    """Who looks for a layer is offered no address, nor told that an index is missing."""
    shown, locator, found = Shown(), QgsLocator(), []
    locator.foundResult.connect(lambda result: found.append(result.displayString))
    own = AddressFilter(shown.show, shown.open, QIcon())
    locator.registerFilter(own)
    for index in (str(town), None):
        reference_data.put("address_index", index)
        locator.fetchResults("4 rue jean jaures", QgsLocatorContext())
        qtbot.wait(50)
        qtbot.waitUntil(lambda: not locator.isRunning(), timeout=20_000)
    assert found == []
    locator.fetchResults("qpv 4 rue jean jaures", QgsLocatorContext())
    qtbot.waitUntil(lambda: bool(found), timeout=20_000)
    locator.deregisterFilter(own)
    locator.cancel()


@pytest.fixture
def both(town):
    """Perimeters of 2015 as well: a square farther east, which the first does not touch."""
    square = "Polygon((80 180,130 180,130 220,80 220,80 180))"
    layer = memory_layer(
        "Polygon", ["code_qp:string", "nom_qp:string"], [(square, ("QP093012", "Ancien"))], "EPSG:2154", corner=(X, Y)
    )
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "qpv_2015"
    context = QgsProject.instance().transformContext()
    QgsVectorFileWriter.writeAsVectorFormatV2(layer, str(town.parent / "ancien.gpkg"), context, options)
    reference_data.put("qpv_2015", "{}|layername=qpv_2015".format(town.parent / "ancien.gpkg"))
    return town


def words(iface):
    return iface.bar.currentItem().findChild(QLabel, "CohesionAddressText").text()


@pytest.mark.parametrize(
    "text, older, told",
    [
        ("4 rue jean jaures", ("EN_QPV", "QP093012", -14.0), "en quartier prioritaire, Ancien (QP093012)"),
        ("8 rue jean jaures", ("A_VERIFIER", None, 2.0), "à vérifier"),
        ("5 avenue du 8 mai 1945", ("HORS_QPV", None, 300.83), "hors quartier prioritaire"),
        ("rue jean jaures", ("ADRESSE_IMPRECISE", None, None), "adresse imprécise"),
    ],
)
def test_both_generations(both, qtbot, iface, text, older, told):
    presenter = present(qtbot, iface, text)
    card = presenter.card
    assert (card.older.verdict, card.older.code) == older[:2]
    if older[2] is not None:
        assert card.older.distance == pytest.approx(older[2], abs=0.3)
    assert "Périmètres de 2015 : " + told in words(iface).replace("&#x27;", "'")
    assert [code for code, _name, _outline in card.older_perimeters] == ["QP093012"]
    assert [s[0] for s in card.sources] == ["Périmètres", "Périmètres de 2015", "Adresses"]
    assert any("ancien.gpkg" in s[1] or "qpv_2015" in s[1] for s in card.sources)
    # both perimeters, the circle where there is one, the point
    assert len(bands(iface)) == (3 if card.circle().isEmpty() else 4)
    presenter.close()


def test_perimeters_of_2015_that_cannot_be_read_take_nothing_away(town, qtbot, iface):
    reference_data.put("qpv_2015", str(town.parent / "perdu.gpkg"))
    presenter = present(qtbot, iface, "4 rue jean jaures")
    assert presenter.card.verdict == "EN_QPV" and presenter.card.older is None
    assert ("Périmètres de 2015", "perdu.gpkg" + UNREAD) in presenter.card.sources
    presenter.close()


def test_nothing_of_another_address_stays(town, qtbot, iface):
    """The map never shows one address beside a message on the next."""
    presenter = present(qtbot, iface, "4 rue jean jaures")
    assert bands(iface) and presenter.card is not None
    kept = reference_data.get("qpv_2024")
    reference_data.put("qpv_2024", None)
    presenter.show(str(town), SimpleNamespace(label="2 rue Dehors"))
    assert bands(iface) == [] and presenter.card is None and len(iface.bar.items()) == 1
    reference_data.put("qpv_2024", kept)
    presenter = present(qtbot, iface, "4 rue jean jaures")
    # its file goes away, and the index with it
    (town.parent / "qpv.gpkg").unlink()
    town.rename(town.parent / "ailleurs.sqlite")
    with qtbot.waitSignal(presenter.shown, timeout=30_000):
        presenter.show(str(town), SimpleNamespace(label="3 rue Dehors"))
    assert bands(iface) == [] and presenter.card is None
    assert "qpv.gpkg" in words(iface)
    presenter.close()


def test_an_index_that_moves_is_said(town, qtbot, iface):
    shown = Shown()
    own, found = fetch(shown, "4 rue jean jaures")
    reference_data.put("address_index", str(town))
    town.rename(town.parent / "ailleurs.sqlite")
    again = fetch(shown, "4 rue jean jaures")[1]
    assert len(again) == 1 and "adresses.sqlite" in again[0].description
    # picked among suggestions of before
    own.triggerResult(found[0])
    ((path, suggestion),) = shown.addresses
    presenter = AddressPresenter(iface, lambda: None)
    with qtbot.waitSignal(presenter.shown, timeout=30_000):
        presenter.show(path, suggestion)
    assert presenter.card is None and "adresses.sqlite" in words(iface)
    presenter.close()


def test_an_index_made_anew_meanwhile_never_answers_for_another_street(town, qtbot, iface):
    shown = Shown()
    own, found = fetch(shown, "4 rue jean jaures")
    own.triggerResult(found[0])
    ((path, suggestion),) = shown.addresses
    rows = [address("Impasse Neuve", n, 900, 900, code="0009") for n in (2, 4, 6)]
    town.unlink()
    build([ban_rows.write(town.parent / "adresses-neuves.csv", *rows)], town)
    presenter = AddressPresenter(iface, lambda: None)
    with qtbot.waitSignal(presenter.shown, timeout=30_000):
        presenter.show(path, suggestion)
    assert presenter.card is None and "type the address again" in words(iface)
    presenter.close()


def test_an_index_broken_while_it_is_searched_is_said(town, qgis_app, monkeypatch):
    def broken(*_):
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr("cohesion_territoires.sources.address_index.AddressIndex.all_communes", broken)
    _own, found = fetch(Shown(), "4 rue jean jaures")
    assert [r.description for r in found] == ["database disk image is malformed"]


def test_it_follows_the_system_of_the_map(town, qtbot, iface):
    presenter = present(qtbot, iface, "4 rue jean jaures")
    before = iface.canvas.extent()
    iface.canvas.setDestinationCrs(WGS84)
    assert len(bands(iface)) == 3
    for band in bands(iface):
        box = band.asGeometry().boundingBox()
        assert abs(box.center().x()) < 20 and 40 < box.center().y() < 52, box.toString()
    iface.canvas.setDestinationCrs(L93)
    iface.canvas.setExtent(before)
    # the north pole has no Bondy
    iface.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3031"))
    presenter.close()
    presenter.close()
    assert bands(iface) == []


def test_what_is_read_aloud(town, qtbot, iface):
    presenter = present(qtbot, iface, "4 rue jean jaures")
    item = iface.bar.currentItem()
    label = item.findChild(QLabel, "CohesionAddressText")
    assert presenter.card.label in label.accessibleName() and presenter.card.reason in label.accessibleName()
    assert presenter.card.label in item.findChild(QPushButton, "CohesionAddressAction").accessibleName()
    presenter.close()


def test_the_longest_reason_fits_on_the_sheet(town, qtbot, iface, tmp_path):
    presenter = present(qtbot, iface, "avenue du 8 mai 1945")
    card = presenter.card
    card.label = "1234 bis Avenue du Général de Division Aérienne Charles-Marie de La Tour du Pin, 93140 Bondy"
    card.reason = (
        "Seule la voie est connue, 112 numéros sur 345 dans un périmètre (27 trop près d'une limite), mais l'adresse "
        "retenue n'est pas sûre : demander le numéro. " + OLD_PERIMETERS
    )
    path = tmp_path / "fiche.png"
    address_sheet(path, card)
    image = QImage(str(path))
    dark = [
        y for y in range(image.height())
        if any(QColor(image.pixel(x, y)).lightness() < 120 for x in range(100, image.width() - 100, 2))
    ]  # fmt: skip
    rows = [y * 297 / image.height() for y in dark]
    # a gap of white between the reason and the facts: no line is cut in two
    assert any(not [r for r in rows if start <= r <= start + 0.8] for start in (57 + 0.2 * n for n in range(25)))
    presenter.close()
