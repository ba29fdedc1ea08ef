"""Servers that are slow to answer, disks that are slow to write: the window goes on, and says what is under way."""

from __future__ import annotations

import threading

import pytest
from cohesion_territoires.dialogs.observatory import department
from cohesion_territoires.processing_provider import reference_data
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer


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
