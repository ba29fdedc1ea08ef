"""Points in zones against a plain double loop; sectors dissolved in portions."""
from __future__ import annotations

import numpy as np
import pytest
from cohesion_territoires.domain.errors import Cancelled, EmptyLayerError
from cohesion_territoires.layers import sectors
from cohesion_territoires.layers.crs import authority
from cohesion_territoires.layers.zones import attach_by_overlap, code_text, read_zones
from qgis.core import QgsCoordinateTransformContext, QgsFeature, QgsGeometry, QgsPointXY, QgsRectangle, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("qgis_app")


def layer_of(wkts):
    made = QgsVectorLayer("Polygon?crs=EPSG:2154", "zones", "memory")
    features = []
    for wkt in wkts:
        feature = QgsFeature(made.fields())
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    made.dataProvider().addFeatures(features)
    return made


def square(x, y, side=1.0):
    return QgsGeometry.fromRect(QgsRectangle(x, y, x + side, y + side))


def test_every_point_falls_in_the_first_zone_that_holds_it():
    rng = np.random.default_rng(1)
    wkts = [None]
    for x, y, side in zip(*rng.uniform(0, 100, (2, 40)), rng.uniform(1, 30, 40)):
        wkts.append(QgsGeometry.fromPointXY(QgsPointXY(x, y)).buffer(side, 5).asWkt(12))
    zones = read_zones(layer_of(wkts), "zones")
    points = rng.uniform(-10, 110, (500, 2))
    points[7] = np.nan
    found = zones.locate(points, authority(2154))
    shapes = [QgsGeometry.fromWkt(wkt) if wkt else None for wkt in wkts]
    for point, zone in zip(points, found):
        if np.isnan(point).any():
            assert zone == -1
            continue
        place = QgsGeometry.fromPointXY(QgsPointXY(*point))
        holding = [row for row, shape in enumerate(shapes) if shape is not None and shape.intersects(place)]
        assert zone == (holding[0] if holding else -1)


def test_a_point_on_the_edge_belongs():
    zones = read_zones(layer_of(["Polygon((0 0,10 0,10 10,0 10,0 0))"]), "zones")
    edge = np.array([[10.0, 5.0], [0.0, 0.0], [10.001, 5.0]])
    assert zones.locate(edge, authority(2154)).tolist() == [0, 0, -1]


def test_layers_without_any_polygon_are_refused():
    with pytest.raises(EmptyLayerError):
        read_zones(layer_of([None, "Polygon EMPTY"]), "zones")


def test_overlap_attaches_to_the_larger_share():
    zones = read_zones(layer_of(["Polygon((0 0,10 0,10 10,0 10,0 0))", "Polygon((10 0,20 0,20 10,10 10,10 0))"]), "z")
    cells = {3: square(8, 9.5, 6), 5: square(100, 100)}
    attached = attach_by_overlap(zones, cells, authority(2154), QgsCoordinateTransformContext())
    assert attached == {3: 1}


def test_many_cells_dissolve_in_portions():
    cells = [square(x, y) for x in range(80) for y in range(60)]
    assert len(cells) > 2 * sectors.PORTION
    merged = sectors.dissolve(cells)
    assert merged.isMultipart() and merged.area() == pytest.approx(4800)
    assert merged.constGet().numGeometries() == 1

    def stop(fraction):
        raise Cancelled()

    with pytest.raises(Cancelled):
        sectors.dissolve(cells, stop)


def test_invalid_cells_are_repaired_before():
    bow_tie = QgsGeometry.fromWkt("Polygon((0 0,10 10,10 0,0 10,0 0))")
    assert sectors.dissolve([bow_tie, square(20, 0)]).area() == pytest.approx(51)


def test_codes_are_text():
    assert code_text("2A004", 0) == "2A004"
    assert code_text(1001.0, 0) == "1001"
    assert code_text(None, 4) == code_text(" ", 4) == "5"
