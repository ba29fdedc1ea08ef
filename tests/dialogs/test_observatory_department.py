"""“Prepare my département”: what is needed, fetched by algorithms, checked and remembered."""

from __future__ import annotations

import csv
import json

import pytest
from cohesion_territoires.dialogs.observatory import department
from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.territories import shipped
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

pytestmark = pytest.mark.usefixtures("only_our_layers")


@pytest.fixture
def changes():
    return []


@pytest.fixture
def pack(qtbot, own_settings, starter, no_network, changes, monkeypatch, tmp_path):
    monkeypatch.setattr(department, "department_folder", lambda code: tmp_path / "departements" / code)
    dock = ObservatoryDock(defaults_changed=lambda: changes.append(1), start=starter)
    qtbot.addWidget(dock)
    dock.show()
    qtbot.waitUntil(lambda: dock.model.rowCount() > 0 and not dock.aside.running)
    dock.search_page.territory.choose(Territory("dep", "93"))
    dock.show_page(dock.department_page)
    yield dock
    dock.close_down()


def datum(dock, key):
    found = next(d for d in dock.department.data if d.item.key == key)
    page = dock.department_page
    page.list.setCurrentIndex(page.model.index(dock.department.data.index(found)))
    return found


def communes_file(folder, code="93", count=None):
    """Write a table of communes that has the right codes."""
    codes = shipped().communes(Territory("dep", code))[:count]
    path = folder / "communes_{}.geojson".format(code)
    features = [
        {"type": "Feature", "properties": {"code": c, "nom": c}, "geometry": {"type": "Point", "coordinates": [2, 48]}}
        for c in codes
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_the_departement_of_the_territory_is_listed(pack):
    keys = [d.item.key for d in pack.department.data]
    assert keys[:3] == ["qpv_2024", "qpv_2015", "qpv_list"] and "address_index" in keys
    assert pack.department_page.which.currentData() == "93"
    assert {d.state for d in pack.department.data} <= {department.TO_FETCH, department.BY_HAND}
    pack.search_page.territory.choose(Territory("com", "59350"))
    assert pack.department.code == "59"
    for one in pack.department.data:
        datum(pack, one.item.key)
        assert pack.department_page.details.text()


def test_fetched_checked_and_remembered(qtbot, pack, starter, changes, tmp_path):
    one = datum(pack, "communes")
    QTest.keyClick(pack.department_page.list, Qt.Key.Key_F5)
    run = starter.runs[0]
    assert run.algorithm == "cohesion:observatorylayer" and run.loads == {}
    assert (run.parameters["ENTRY"], run.parameters["TERRITORY"]) == ("contours:com", "DEP-93")
    assert run.parameters["OUTPUT"].startswith(str(tmp_path / "departements" / "93"))
    assert one.state == department.FETCHING and not pack.department_page.fetch.isEnabled()
    path = str(communes_file(tmp_path))
    run.done(OUTPUT=path)
    qtbot.waitUntil(lambda: one.state == department.READY)
    assert reference_data.get("communes") == path and changes == [1]


def test_a_file_that_is_cut_is_not_remembered(qtbot, pack, starter, changes, tmp_path):
    one = datum(pack, "communes")
    pack.department_page.take_file(str(communes_file(tmp_path, count=5)))
    qtbot.waitUntil(lambda: one.state == department.WRONG)
    assert one.problems and reference_data.get("communes") is None and changes == []
    pack.department_page.take_file(str(communes_file(tmp_path, "59")))
    qtbot.waitUntil(lambda: "93" in one.problems[0])
    pack.department_page.take_file(str(tmp_path / "nowhere.gpkg"))
    qtbot.waitUntil(lambda: "nowhere" in one.problems[0])
    assert reference_data.get("communes") is None
    # the right one at last
    pack.department_page.take_file(str(communes_file(tmp_path)))
    qtbot.waitUntil(lambda: one.state == department.READY)


def test_a_fetch_that_fails_says_why_and_is_tried_again(pack, starter):
    one = datum(pack, "qpv_list")
    pack.department_page.fetch.click()
    starter.runs[0].fail("The proxy refused")
    assert one.state == department.WRONG and one.problems == ["The proxy refused"]
    assert "proxy" in pack.department_page.details.text()
    pack.queue.retry(pack.queue.jobs[0])
    assert one.state == department.FETCHING
    starter.runs[1].cancel()
    assert one.state == department.WRONG


def test_the_ban_becomes_an_index(qtbot, pack, starter, sample_folder, tmp_path):
    one = datum(pack, "address_index")
    pack.department_page.fetch.click()
    run = starter.runs[0]
    assert run.parameters["ENTRY"] == "datagouv:ban"
    assert run.parameters["FETCH_ONLY"] and run.parameters["TERRITORY"] == "DEP-93"
    path = sample_folder / "adresses_ban.csv"
    run.done(CACHED_FILE=str(path))
    qtbot.waitUntil(lambda: len(starter.runs) == 2)
    index = starter.runs[1]
    assert index.algorithm == "cohesion:buildaddressindex" and index.parameters["INPUT"] == [str(path)]
    from cohesion_territoires.sources.address_index import build

    made = tmp_path / "a.sqlite"
    build([path], made)
    index.done(OUTPUT=str(made))
    qtbot.waitUntil(lambda: one.state == department.READY)
    assert reference_data.get("address_index") == str(made)


def test_everything_is_prepared_but_the_large_optional_file(pack, starter):
    pack.department_page.fetch_all.click()
    wanted = {d.item.key for d in pack.department.data if d.state == department.FETCHING}
    assert {"qpv_2024", "qpv_list", "communes", "address_index"} <= wanted and "streets" not in wanted
    assert len(pack.queue.jobs) == len(wanted)


def test_what_is_set_already_is_told_and_can_be_checked(qtbot, pack, tmp_path):
    path = communes_file(tmp_path)
    reference_data.put("communes", str(path))
    pack.search_page.territory.choose(Territory("dep", "59"))
    one = datum(pack, "communes")
    assert one.state == department.PRESENT
    pack.department_page.check.click()
    # it is of another département
    qtbot.waitUntil(lambda: one.state == department.WRONG)
    assert reference_data.get("communes") == str(path)


def test_a_table_is_checked_too(qtbot, pack, tmp_path):
    one = datum(pack, "france_services")
    path = tmp_path / "fs.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id_fs", "insee_com", "latitude", "longitude"])
        rows.writerow(["FS1", "93010", "48.9", "2.4"])
    pack.department_page.take_file(str(path))
    qtbot.waitUntil(lambda: one.state == department.READY)
    assert reference_data.get("france_services") == str(path)
