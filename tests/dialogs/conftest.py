"""Fixtures that the tests of the review panel share."""

from __future__ import annotations

import pytest
from cohesion_territoires.dialogs.review.dock import ReviewDock
from cohesion_territoires.processing_provider import reference_data
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas
from qpv_world import X, Y, two_perimeters


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
