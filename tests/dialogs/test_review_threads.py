"""Perimeters read in threads of their own while the window opens and closes layers of the same file.

QGIS shares one open file among the layers that name it alike, and two threads at it may wait for each other for ever.
"""

from __future__ import annotations

import time

import pytest
from cohesion_territoires.dialogs.review.references import References
from cohesion_territoires.domain.qpv.codes import CURRENT, PREVIOUS
from cohesion_territoires.processing_provider import reference_data
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

pytestmark = pytest.mark.usefixtures("only_our_layers")


def test_nobody_waits_for_ever(qgis_app, sample_folder):
    package = "{}|layername={{}}".format(sample_folder / "exemple.gpkg")
    for key in ("qpv_2024", "qpv_2015"):
        reference_data.put(key, package.format(key))
    for _round in range(25):
        references = References()
        references.referee(CURRENT)
        references.referee(PREVIOUS)
        end = time.monotonic() + 100.0
        while (references.reading(CURRENT) or references.reading(PREVIOUS)) and time.monotonic() < end:
            for name in ("qpv_2024", "communes", "voirie_osm"):
                layer = QgsVectorLayer(package.format(name), name, "ogr")
                assert layer.isValid()
                del layer
            QCoreApplication.processEvents()
        assert references.referee(CURRENT) is not None and references.referee(PREVIOUS) is not None
        assert references.problems == {CURRENT: "", PREVIOUS: ""}
        references.close()
