"""Fixtures that the tests of the review panel share."""

from __future__ import annotations

import pytest
from cohesion_territoires.dialogs.observatory import memory
from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
from cohesion_territoires.dialogs.review.dock import ReviewDock
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.processing_provider import reference_data
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsNetworkAccessManager,
    QgsNetworkRequestParameters,
    QgsProject,
    QgsRectangle,
    QgsSettings,
)
from qgis.gui import QgsMapCanvas
from observatory_world import Starter, let_go
from qpv_world import X, Y, two_perimeters
from search_world import Iface, build_town


@pytest.fixture
def only_our_layers():
    """A project without layers, and no reference data set."""
    kept = {key: reference_data.get(key) for key in reference_data.KEYS}
    for key in reference_data.KEYS:
        reference_data.put(key, None)
    QgsProject.instance().removeAllMapLayers()
    yield
    QgsProject.instance().removeAllMapLayers()
    for key, value in kept.items():
        reference_data.put(key, value)


@pytest.fixture
def canvas(qtbot):
    made = QgsMapCanvas()
    made.resize(400, 300)
    made.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:2154"))
    made.setExtent(QgsRectangle(X, Y, X + 400, Y + 300))
    qtbot.addWidget(made)
    return made


@pytest.fixture
def perimeters():
    layer = two_perimeters()
    layer.setName("QPV")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def dock(qtbot, canvas):
    made = ReviewDock(canvas)
    qtbot.addWidget(made)
    yield made
    made.close_down()


@pytest.fixture
def town(tmp_path):
    """An index and a layer of one QPV, set as reference data."""
    path = build_town(tmp_path)
    kept = {key: reference_data.get(key) for key in reference_data.KEYS}
    for key in reference_data.KEYS:
        reference_data.put(key, None)
    reference_data.put("address_index", str(path))
    reference_data.put("qpv_2024", "{}|layername=qpv_2024".format(tmp_path / "qpv.gpkg"))
    yield path
    for key, value in kept.items():
        reference_data.put(key, value)


@pytest.fixture
def no_network(monkeypatch, qgis_app):
    """Nothing is asked of the network, by QGIS or by Python."""
    asked = []
    # the other signal of that name is deaf to what is asked for by parameters
    created = QgsNetworkAccessManager.instance().requestAboutToBeCreated[QgsNetworkRequestParameters]

    def note(request):
        asked.append(request.request().url().toString())

    def refuse(_self, address):
        asked.append(str(address))
        raise OSError("no network in this test")

    created.connect(note)
    monkeypatch.setattr("socket.socket.connect", refuse)
    yield
    created.disconnect(note)
    assert asked == []


@pytest.fixture
def iface(qgis_app):
    made = Iface()
    yield made
    made.canvas.deleteLater()


@pytest.fixture
def own_settings(monkeypatch, tmp_path):
    """Nothing remembered, and a cache of the test's own."""
    QgsSettings().remove("cohesion_territoires/observatory")
    monkeypatch.setenv("COHESION_CACHE_FOLDER", str(tmp_path / "cache"))
    yield
    QgsSettings().remove("cohesion_territoires/observatory")


@pytest.fixture
def starter():
    return Starter()


@pytest.fixture
def shown(qtbot, own_settings, starter, no_network):
    dock = ObservatoryDock(start=starter)
    qtbot.addWidget(dock)
    dock.resize(320, 760)
    dock.show()
    qtbot.waitUntil(lambda: dock.model.rowCount() > 0 and not dock.aside.running)
    yield dock
    let_go(dock)


@pytest.fixture
def changes():
    return []


@pytest.fixture
def pack(qtbot, only_our_layers, own_settings, starter, no_network, changes, monkeypatch, tmp_path):
    """The dock at “Prepare my département”, for 93."""
    monkeypatch.setattr(memory, "profile_folder", lambda: tmp_path)
    dock = ObservatoryDock(defaults_changed=lambda: changes.append(1), start=starter)
    qtbot.addWidget(dock)
    dock.show()
    qtbot.waitUntil(lambda: dock.model.rowCount() > 0 and not dock.aside.running)
    dock.search_page.territory.choose(Territory("dep", "93"))
    dock.show_page(dock.department_page)
    yield dock
    let_go(dock)
