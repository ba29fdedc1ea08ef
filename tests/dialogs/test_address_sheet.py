"""The button of the card makes one page: map, verdict, reason, vintages, caution, and nothing else."""

from __future__ import annotations

import pytest
from cohesion_territoires.domain.qpv.report import CAUTION
from cohesion_territoires.layers import printing
from qgis.core import QgsLayoutExporter, QgsLayoutItemLabel, QgsLayoutItemMap
from qgis.PyQt.QtWidgets import QFileDialog, QPushButton
from search_world import present

pytestmark = pytest.mark.usefixtures("no_network")


@pytest.fixture
def printed(monkeypatch):
    """What is on each page written: words of its labels, layers of its maps, how many pages."""
    pages = []

    class Watched(QgsLayoutExporter):
        def __init__(self, layout):
            super().__init__(layout)
            items = layout.items()
            pages.append((
                "\n".join(i.currentText() for i in items if isinstance(i, QgsLayoutItemLabel)),
                [layer for i in items if isinstance(i, QgsLayoutItemMap) for layer in i.layers()],
                layout.pageCollection().pageCount(),
            ))  # fmt: skip

    monkeypatch.setattr(printing, "QgsLayoutExporter", Watched)
    return pages


@pytest.mark.parametrize("text", ["4 rue jean jaures", "10 rue jean jaures", "avenue du 8 mai 1945"])
def test_the_button_makes_one_page_that_says_it_all(town, qtbot, iface, tmp_path, monkeypatch, printed, text):
    opened, path = [], tmp_path / "dossier" / "fiche.pdf"
    path.parent.mkdir()
    monkeypatch.setattr("cohesion_territoires.dialogs.address_card.QDesktopServices.openUrl", opened.append)
    proposed = []

    def choose(_parent, _title, start, _kinds):
        proposed.append(start)
        return str(path.with_suffix("")), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    presenter = present(qtbot, iface, text)
    card = presenter.card
    iface.bar.currentItem().findChild(QPushButton, "CohesionAddressAction").click()
    assert path.read_bytes().startswith(b"%PDF") and opened[0].toLocalFile() == str(path)
    assert proposed[0].endswith(".pdf")
    ((words, layers, count),) = printed
    assert count == 1
    for said in (card.label, printing.VERDICT_WORDS[card.verdict], card.reason, CAUTION):
        assert said in words, said
    assert {name for name, _told in card.sources} >= {"Périmètres", "Adresses"}
    for name, told in card.sources:
        assert "{} : {}".format(name, told) in words
    # all that is drawn was made here, of this address: no map of others', no tile
    assert layers and {layer.providerType() for layer in layers} == {"memory"}
    filled = [layer.featureCount() for layer in layers if layer.featureCount()]
    assert len(filled) >= (2 if card.circle().isEmpty() else 4)
    presenter.close()


def test_who_gives_no_name_gets_no_page(town, qtbot, iface, monkeypatch, printed):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))
    presenter = present(qtbot, iface, "4 rue jean jaures")
    iface.bar.currentItem().findChild(QPushButton, "CohesionAddressAction").click()
    assert printed == [] and len(iface.bar.items()) == 1
    presenter.close()
