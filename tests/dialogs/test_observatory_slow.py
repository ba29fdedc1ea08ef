"""Servers that are slow to answer, disks that are slow to write: the window goes on, and says what is under way."""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import threading
import time
from contextlib import closing

import pytest
from cohesion_territoires.dialogs.observatory import along, asking, department, jobs
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.cache import Cache
from observatory_world import squares
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer


def datum(dock, key):
    found = next(d for d in dock.department.data if d.item.key == key)
    page = dock.department_page
    page.list.setCurrentIndex(page.model.index(dock.department.data.index(found)))
    return found


@pytest.mark.parametrize("problems", [[], ["It does not answer"]], ids=["right", "wrong"])
def test_a_database_slow_to_answer_holds_nobody(qtbot, pack, monkeypatch, problems):
    answers, threads, source = threading.Event(), [], "postgres://dbname='d' table=\"t\""

    def slow(key, path):
        assert (key, path) == ("streets", source)
        threads.append(threading.current_thread())
        assert answers.wait(60)
        return problems

    monkeypatch.setattr(department, "problems_of_a_database", slow)
    one = datum(pack, "streets")
    pack.department.check(one, source)
    qtbot.waitUntil(lambda: bool(threads))
    # the window goes on, and says what is under way
    assert one.state == department.CHECKING and not pack.department_page.check.isEnabled()
    assert reference_data.get("streets") is None
    answers.set()
    qtbot.waitUntil(lambda: not one.busy)
    assert threads[0] is not threading.main_thread()
    assert one.state == (department.WRONG if problems else department.READY) and one.problems == problems
    assert reference_data.get("streets") == (None if problems else source)
    # no thread that would end, and take the definition of its coordinate system with it (see layers/anchors.py)
    pack.department.check(one, source)
    qtbot.waitUntil(lambda: len(threads) == 2 and not one.busy)
    assert threads[1] is threads[0]


def test_a_table_of_a_database_is_checked(qtbot, pack, postgis):
    squares = QgsVectorLayer("Polygon?crs=EPSG:3945&field=code_qp:string&field=lib_qp:string", "q", "memory")
    row = QgsFeature(squares.fields())
    row.setAttributes(["QN09301M", "Un"])
    row.setGeometry(QgsGeometry.fromWkt("Polygon((0 0,100 0,100 100,0 100,0 0))"))
    assert squares.dataProvider().addFeatures([row])[0]
    stored = postgis.store(squares, "verifie_a_part", "cle").source()
    one = datum(pack, "qpv_2024")
    pack.department.check(one, "postgres://" + stored)
    qtbot.waitUntil(lambda: not one.busy)
    assert one.state == department.READY, one.problems
    assert reference_data.get("qpv_2024") == "postgres://" + stored
    pack.department.check(one, "postgres://" + stored.replace("verifie_a_part", "nowhere"))
    qtbot.waitUntil(lambda: not one.busy)
    assert one.state == department.WRONG and one.problems


@pytest.fixture
def disk(monkeypatch):
    """A disk that keeps a copy waiting once a piece of a file is written, until it is let go."""

    class Disk:
        def __init__(self):
            self.pieces, self.free = 0, threading.Event()

        def write(self, plain):
            def moved(errand, size):
                plain(errand, size)
                self.pieces += 1
                assert threading.current_thread() is not threading.main_thread()
                assert self.free.wait(60)

            return moved

    made = Disk()
    monkeypatch.setattr(along.Errand, "count", made.write(along.Errand.count))
    yield made
    made.free.set()


def large(folder, pieces=4):
    """Keep a file of some pieces in a cache."""
    with Cache(folder).reserve("large:x", "com", "FRA", "2024") as place:
        path = place.folder / "x.bin"
        path.write_bytes(os.urandom(pieces << 20))
        return place.commit(path, {"title": "Large"})


def files(folder):
    return {path.name for path in folder.rglob("*") if path.is_file()}


def told(qtbot, dock, words):
    qtbot.waitUntil(lambda: words in dock.message.text())


def test_a_copy_says_how_far_it_is_and_stops_within_a_file(qtbot, shown, disk, tmp_path):
    large(tmp_path / "cache")
    shown.read_cache()
    page = shown.cache_page
    qtbot.waitUntil(lambda: page.export.isEnabled())
    shown.show_page(page)
    assert not page.copying.isVisible()
    page.export.setFocus()
    page.take_along(str(tmp_path / "stick"))
    # one piece of four, and the window goes on
    qtbot.waitUntil(lambda: page.copying.bar.value() == 25)
    assert page.copying.isVisible() and "Being copied" in shown.message.text()
    assert not page.export.isEnabled() and not page.bring.isEnabled()
    assert shown.window().focusWidget() is page.copying.stop
    page.copying.stop.click()
    assert page.copying.stop.text() == "Stopping…"
    disk.free.set()
    told(qtbot, shown, "stopped")
    # not one more, and nothing that is not whole
    assert disk.pieces == 1 and Cache(tmp_path / "stick").records() == []
    assert files(tmp_path / "stick") <= {"index.sqlite"}
    assert not page.copying.isVisible() and page.export.isEnabled()
    assert shown.window().focusWidget() is page.export
    # and all of it the next time
    page.take_along(str(tmp_path / "stick"))
    assert page.copying.stop.text() == "Stop the copy"
    told(qtbot, shown, "1 files and 0 reference data copied")
    assert [one.entry for one in Cache(tmp_path / "stick").records()] == ["large:x"]


def test_a_database_of_reference_is_stopped_halfway_too(qtbot, shown, only_our_layers, disk, tmp_path):
    path = tmp_path / "communes.gpkg"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE t (n)")
        made.executemany("INSERT INTO t VALUES (?)", [(os.urandom(1 << 20),) for _turn in range(40)])
        made.commit()
    reference_data.put("communes", str(path))
    page = shown.cache_page
    page.take_along(str(tmp_path / "stick"))
    qtbot.waitUntil(lambda: 0 < page.copying.bar.value() < 100)
    page.copying.stop.click()
    disk.free.set()
    told(qtbot, shown, "stopped")
    assert disk.pieces == 1
    assert files(tmp_path / "stick") <= {"index.sqlite"}


def test_what_is_brought_is_stopped_too_and_the_rest_comes_the_next_time(qtbot, shown, disk, monkeypatch, tmp_path):
    large(tmp_path / "stick")
    page = shown.cache_page
    page.load(str(tmp_path / "stick"))
    qtbot.waitUntil(lambda: page.copying.bar.value() == 25)
    page.copying.stop.click()
    disk.free.set()
    told(qtbot, shown, "stopped")
    assert disk.pieces == 1 and Cache(tmp_path / "cache").records() == []
    page.load(str(tmp_path / "stick"))
    qtbot.waitUntil(lambda: len(Cache(tmp_path / "cache").records()) == 1)
    qtbot.waitUntil(lambda: not shown.aside.running)


def test_a_layer_of_the_whole_country_is_cut_and_the_window_does_not_open_it(
    qtbot, qgis_processing, only_our_layers, tmp_path
):
    path = tmp_path / "country.geojson"
    path.write_text(json.dumps(squares(["{:05d}".format(n) for n in range(20_000)])), encoding="utf-8")

    def work():
        # this thread's own: another program may take the machine meanwhile
        return time.thread_time()

    began = work()
    assert QgsVectorLayer(str(path), "country", "ogr").featureCount() == 20_000
    opened, spent, last = work() - began, [], [work()]

    def turn():
        now = work()
        spent.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.timeout.connect(turn)
    timer.start(1)
    # what Python collects now and then is no part of it
    gc.disable()
    try:
        queue = jobs.Queue()
        job = queue.add(asking.cut_job("Cut", path, (0.99, 43.99, 1.06, 44.06), tmp_path / "cut.gpkg"))
        qtbot.waitUntil(lambda: job.ended)
    finally:
        gc.enable()
    timer.stop()
    assert job.state == jobs.DONE, job.problems
    assert max(spent) < opened / 2, (spent, opened)
    assert QgsVectorLayer(str(tmp_path / "cut.gpkg"), "cut", "ogr").featureCount() == 4
    # what is no layer is told all the same
    job = queue.add(asking.cut_job("Cut", tmp_path / "gone.gpkg", (1, 44, 2, 45), tmp_path / "none.gpkg"))
    qtbot.waitUntil(lambda: job.ended)
    assert job.state == jobs.FAILED and "gone.gpkg" in job.problem


def test_defaults_that_are_set_at_once_are_told_once_and_at_the_next_turn(qtbot, pack, changes, monkeypatch, tmp_path):
    """All algorithms are made again each time."""
    monkeypatch.setattr(pack.department, "check", lambda *_asked: None)
    sources = {key: str(tmp_path / (key + ".gpkg")) for key in ("communes", "streets")}
    for key, source in sources.items():
        assert pack.department.adopt({key: source}) == ({key: source}, [])
    assert changes == []
    qtbot.waitUntil(lambda: bool(changes))
    assert changes == [1]
