"""Coordinate systems stay whole when the thread that worked with them ends."""

from __future__ import annotations

import threading
import time

import pytest
from cohesion_territoires.layers import anchors
from cohesion_territoires.layers.anchors import anchor
from cohesion_territoires.layers.crs import LEGAL, USUAL, authority, work_crs
from memory import memory_layer
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFields,
    QgsMemoryProviderUtils,
    QgsPointXY,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from short_lived import defined, in_a_thread

# a grid that no authority numbers
GRID = "+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=123456 +y_0=6600000 +ellps=GRS80 +units=m +type=crs"


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """On a busy machine, the main thread is longer to begin."""
    monkeypatch.setattr(anchors, "PATIENCE", 60.0)


def saved(path, crs):
    layer = memory_layer("Point", ["n:integer"], [("Point(2 1)", (1,))], "EPSG:4326")
    layer.setCrs(crs)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG" if path.suffix == ".gpkg" else "ESRI Shapefile"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsProject.instance().transformContext(), options)
    return str(path)


def opened(path):
    return QgsVectorLayer(path, "couche", "ogr").crs()


def usual():
    anchor(USUAL)


def nothing():
    pass


@pytest.mark.parametrize("before, first", [(usual, nothing), (nothing, usual)], ids=["main thread", "worker"])
@pytest.mark.parametrize("name", ["c.gpkg", "c.shp"])
@pytest.mark.parametrize("code", [row[0] for row in LEGAL])
def test_files_of_every_territory_keep_their_system(qgis_app, tmp_path, code, name, before, first):
    path = saved(tmp_path / name, authority(code))

    def work():
        first()
        return opened(path).authid(), authority(code).toWkt() != ""

    def both():
        return [crs for crs in (opened(path), authority(code)) if defined(crs)]

    found, here = in_a_thread(work, both, before)
    assert found == ("EPSG:{}".format(code), True) and len(here) == 2
    assert all(defined(crs) for crs in [*here, opened(path), authority(code)])
    assert opened(saved(tmp_path / "again.shp", opened(path))).authid() == "EPSG:{}".format(code)
    point = QgsCoordinateTransform(opened(path), authority(4326), QgsProject.instance()).transform(
        QgsPointXY(500_000, 2_000_000)
    )
    assert abs(point.x()) <= 180 and abs(point.y()) <= 90


@pytest.mark.parametrize("name", ["EPSG:3945", "PROJ:" + GRID], ids=["local projection", "without code"])
def test_the_system_of_a_layer_that_work_is_told_of_is_kept(qgis_app, tmp_path, name):
    path = saved(tmp_path / "couche.gpkg", QgsCoordinateReferenceSystem(name))

    def both():
        crs = opened(path)
        # as Processing makes a layer for results
        made = QgsMemoryProviderUtils.createMemoryLayer("resultat", QgsFields(), QgsWkbTypes.Type.Point, crs)
        return [crs, made.crs()]

    def work():
        return [crs.toWkt() != "" for crs in both()]

    def before():
        anchor((), [opened(path)])
        # QGIS forgets what no thread uses any more, and the next one would be the first
        earlier = threading.Thread(target=lambda: [crs.toWkt() for crs in both()])
        earlier.start()
        earlier.join()

    found, here = in_a_thread(work, lambda: [crs for crs in both() if defined(crs)], before)
    assert found == [True, True] and len(here) == 2
    assert all(defined(crs) for crs in here + both())


def test_a_zone_found_by_the_worker_is_kept(qgis_app):
    layer = memory_layer("Point", ["n:integer"], [("Point(-17.44 14.69)", (1,))], "EPSG:4326")

    def work():
        return work_crs(layer, "points").toWkt() != ""

    found, here = in_a_thread(work, lambda: defined(authority(32628)))
    assert found and here
    assert defined(authority(32628))


def test_a_worker_does_not_wait_for_a_main_thread_that_waits_for_it(qgis_app, monkeypatch):
    monkeypatch.setattr(anchors, "PATIENCE", 0.2)
    thread = threading.Thread(target=usual, daemon=True)
    thread.start()
    thread.join(120)
    assert not thread.is_alive()
    usual()
    assert defined(authority(2154))


def test_a_main_thread_that_has_begun_is_waited_for(qgis_app, monkeypatch):
    """On a slow computer, to name all the systems takes longer than a worker waits for it to begin."""
    monkeypatch.setattr(anchors, "PATIENCE", 3.0)
    hold, ended = anchors._hold, []

    def slowly(codes, systems):
        time.sleep(4.0)
        hold(codes, systems)
        ended.append(True)

    monkeypatch.setattr(anchors, "_hold", slowly)
    assert in_a_thread(lambda: usual() or list(ended), nothing) == ([True], None)


def test_what_another_tool_has_lost_is_found_again(qgis_app, tmp_path):
    path = saved(tmp_path / "c.gpkg", authority(2972))

    def both():
        return [crs for crs in (opened(path), authority(2972)) if defined(crs)]

    assert [len(found) for found in in_a_thread(both, both)] == [2, 2]
    usual()
    assert len(both()) == 2
