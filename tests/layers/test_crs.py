"""Legal projections: each point in its own territory."""
from __future__ import annotations

import numpy as np
import pytest
from cohesion_territoires.domain.errors import MissingCrsError
from cohesion_territoires.layers.crs import authority, territories, transform_xy, work_crs
from qgis.core import QgsCoordinateTransform, QgsPointXY, QgsProject, QgsVectorLayer

PLACES = {
    "Paris": (2.35, 48.85, 2154),
    "Bastia": (9.45, 42.70, 2154),
    "Pointe-à-Pitre": (-61.53, 16.24, 5490),
    "Fort-de-France": (-61.06, 14.61, 5490),
    "Cayenne": (-52.33, 4.93, 2972),
    "Saint-Denis": (55.45, -20.88, 2975),
    "Mamoudzou": (45.23, -12.78, 4471),
    "Saint-Pierre": (-56.18, 46.78, 4467),
    "Londres": (-0.12, 51.5, 2154),
    "Dakar": (-17.44, 14.69, 0),
}


def test_each_place_has_its_projection():
    xy = np.array([p[:2] for p in PLACES.values()])
    assert territories(xy, authority(4326)).tolist() == [p[2] for p in PLACES.values()]
    mercator = transform_xy(xy, authority(4326), authority(3857))
    assert territories(mercator, authority(3857)).tolist() == [p[2] for p in PLACES.values()]


def test_bulk_transform_equals_one_by_one_and_keeps_holes():
    xy = np.array([[2.35, 48.85], [np.nan, np.nan], [5.0, 45.0], [np.inf, 3.0]])
    moved = transform_xy(xy, authority(4326), authority(2154))
    change = QgsCoordinateTransform(authority(4326), authority(2154), QgsProject.instance())
    for row in (0, 2):
        expected = change.transform(QgsPointXY(*xy[row]))
        assert moved[row] == pytest.approx([expected.x(), expected.y()], abs=1e-6)
    assert np.isnan(moved[[1, 3]]).all()


def test_work_crs_is_metric_and_local():
    def layer(crs, wkt):
        from qgis.core import QgsFeature, QgsGeometry

        made = QgsVectorLayer("Point?crs=" + crs, "couche", "memory")
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        made.dataProvider().addFeatures([feature])
        return made

    assert work_crs(layer("EPSG:4326", "Point(55.45 -20.88)"), "x").authid() == "EPSG:2975"
    assert work_crs(layer("EPSG:3857", "Point(261000 6250000)"), "x").authid() == "EPSG:2154"
    assert work_crs(layer("EPSG:4326", "Point(-17.44 14.69)"), "x").authid() == "EPSG:32628"
    with pytest.raises(MissingCrsError, match="routes"):
        nowhere = QgsVectorLayer("Point", "sans", "memory")
        nowhere.setCrs(authority(0))
        work_crs(nowhere, "routes")
