"""The card of one address: verdict on the map, both generations, sheet; no QGIS window, no network."""

from __future__ import annotations

from html import escape
from types import SimpleNamespace

import ban_rows
import pytest
from cohesion_territoires.dialogs.address_card import AddressPresenter
from cohesion_territoires.layers.one_address import UNREAD
from cohesion_territoires.layers.printing import address_sheet
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.address_index import build
from memory import memory_layer
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorFileWriter
from qgis.PyQt.QtGui import QColor, QImage
from qgis.PyQt.QtWidgets import QLabel, QPushButton
from search_world import L93, WGS84, Shown, X, Y, address, bands, fetch, present, words

pytestmark = pytest.mark.usefixtures("no_network")


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
    qtbot.waitUntil(lambda: not bands(iface))
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
    with qtbot.waitSignal(presenter.shown):
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
    with qtbot.waitSignal(presenter.shown):
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
    with qtbot.waitSignal(presenter.shown):
        presenter.show(path, suggestion)
    assert presenter.card is None and "type the address again" in words(iface)
    presenter.close()


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
        "retenue n'est pas sûre : demander le numéro."
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


@pytest.mark.parametrize("width", [500, 1200])
def test_the_message_is_no_higher_than_its_lines(both, qtbot, iface, width):
    iface.window.resize(width, 600)
    iface.canvas.resize(width, 600)
    iface.bar.resize(width, 40)
    presenter = present(qtbot, iface, "rue jean jaures")
    item = iface.bar.currentItem()
    label = item.findChild(QLabel, "CohesionAddressText")
    needed = label.heightForWidth(max(320, width - 240))
    assert needed <= item.sizeHint().height() <= needed + 30
    presenter.close()


def test_an_address_out_of_any_territory_of_the_plugin(town, qtbot, iface):
    rows = [
        ban_rows.row(numero=str(n), nom_voie="Rue du Lagon", lon="-149.5694", lat="-17.53{}".format(n), code="0009",
                     code_insee="98735", nom_commune="Papeete", code_postal="98714")
        for n in (1, 2, 3)
    ]  # fmt: skip
    town.unlink()
    build([ban_rows.write(town.parent / "adresses-lointaines.csv", *rows)], town)
    presenter = present(qtbot, iface, "2 rue du lagon")
    card = presenter.card
    assert (card.verdict, card.epsg) == ("ERREUR", 0)
    assert "territoire" in card.reason and bands(iface) == []
    presenter.close()
