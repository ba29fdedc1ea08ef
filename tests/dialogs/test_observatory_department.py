"""“Prepare my département”: what is needed, fetched by algorithms, checked and remembered."""

from __future__ import annotations

import csv
import gzip
import json
import os
import zipfile
from html import escape
from pathlib import Path

import pytest
from cohesion_territoires.dialogs.observatory import department, memory
from cohesion_territoires.dialogs.observatory.datum import by_hand
from cohesion_territoires.dialogs.observatory.delegate import MARKS
from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
from cohesion_territoires.domain.errors import OutputError
from cohesion_territoires.domain.indicators.levels import Territory, territory_of
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.address_index import build
from cohesion_territoires.sources.territories import shipped
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

pytestmark = pytest.mark.usefixtures("only_our_layers")


RING = [[2, 48], [3, 48], [3, 49], [2, 48]]


def datum(dock, key):
    found = next(d for d in dock.department.data if d.item.key == key)
    page = dock.department_page
    page.list.setCurrentIndex(page.model.index(dock.department.data.index(found)))
    return found


def says(qtbot, one, words):
    """Wait until what is wrong with a datum is said in these words."""
    qtbot.waitUntil(lambda: words in "".join(one.problems))


def communes_file(folder, code="93", count=None):
    """Write a table of communes that has the right codes."""
    codes = shipped().communes(Territory("dep", code))[:count]
    path = folder / "communes_{}.geojson".format(code)
    features = [
        {"type": "Feature", "properties": {"code": c, "nom": c}, "geometry": {"type": "Polygon", "coordinates": [RING]}}
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
        told = pack.department_page.details.text()
        # what to take by hand, and where
        assert "By hand: {}".format(escape(by_hand(one.item))) in told
        assert not one.item.page or 'href="{}"'.format(escape(one.item.page)) in told
    assert sum(bool(one.item.page) for one in pack.department.data) >= 6


def test_the_departement_of_the_territory_of_last_time_is_listed_when_the_dock_opens(qtbot, own_settings, starter):
    memory.Memory().put_territory(Territory("com", "59350"))
    dock = ObservatoryDock(start=starter)
    qtbot.addWidget(dock)
    dock.show()
    qtbot.waitUntil(lambda: dock.loaded.territories is not None and not dock.aside.running)
    assert dock.search_page.territory.territory == dock.cache_page.territory == Territory("com", "59350")
    assert dock.department.code == dock.department_page.which.currentData() == "59"
    dock.close_down()


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
    assert reference_data.get("communes") == path
    qtbot.waitUntil(lambda: changes == [1])
    row = pack.department_page.list.currentIndex()
    assert path in row.data(Qt.ItemDataRole.ToolTipRole) and row.data(MARKS) == "✓"


def test_a_file_that_is_cut_is_not_remembered(qtbot, pack, starter, changes, tmp_path):
    one = datum(pack, "communes")
    pack.department_page.take_file(str(communes_file(tmp_path, count=5)))
    qtbot.waitUntil(lambda: one.state == department.WRONG)
    assert one.problems and reference_data.get("communes") is None and changes == []
    pack.department_page.take_file(str(communes_file(tmp_path, "59")))
    says(qtbot, one, "93")
    pack.department_page.take_file(str(tmp_path / "nowhere.gpkg"))
    says(qtbot, one, "nowhere")
    assert reference_data.get("communes") is None
    # the right one at last
    pack.department_page.take_file(str(communes_file(tmp_path)))
    qtbot.waitUntil(lambda: one.state == department.READY)


def test_a_fetch_that_fails_says_why_and_is_tried_again(pack, starter):
    one = datum(pack, "qpv_list")
    pack.department_page.fetch.click()
    starter.runs[0].fail("The proxy refused")
    assert one.state == department.FAILED and one.problems == ["The proxy refused"]
    assert "proxy" in pack.department_page.details.text()
    pack.queue.retry(pack.queue.jobs[0])
    assert one.state == department.FETCHING
    starter.runs[1].cancel()
    assert one.state == department.FAILED and one.problems == ["Stopped"] and one in pack.department.wanted()


def ban_file(folder, code="93", cut=False):
    """Write a file of addresses of all communes of a département."""
    rows = ["id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat"]
    codes = shipped().communes(Territory("dep", code))
    rows += ["{0}_1_1;1;;Rue Haute;{0};{0};Commune;2.4;48.9".format(one) for one in codes]
    packed = gzip.compress("\n".join(rows).encode())
    path = folder / "adresses-{}.csv.gz".format(code)
    path.write_bytes(packed[:-12] if cut else packed)
    return path


def index_of(path, target):
    build([path], target)
    return str(target)


def test_the_ban_becomes_an_index(qtbot, pack, starter, tmp_path):
    one = datum(pack, "address_index")
    pack.department_page.fetch.click()
    run = starter.runs[0]
    assert run.parameters["ENTRY"] == "datagouv:ban"
    assert run.parameters["FETCH_ONLY"] and run.parameters["TERRITORY"] == "DEP-93"
    path = ban_file(tmp_path)
    run.done(CACHED_FILE=str(path))
    qtbot.waitUntil(lambda: len(starter.runs) == 2)
    index = starter.runs[1]
    assert index.algorithm == "cohesion:buildaddressindex" and index.parameters["INPUT"] == [str(path)]
    made = index_of(path, tmp_path / "a.sqlite")
    index.done(OUTPUT=made)
    qtbot.waitUntil(lambda: one.state == department.READY)
    assert reference_data.get("address_index") == made
    # the one that is in use is not written over
    Path(index.parameters["OUTPUT"]).write_bytes(b"")
    pack.department_page.fetch.click()
    starter.runs[2].done(CACHED_FILE=str(path))
    qtbot.waitUntil(lambda: len(starter.runs) == 4)
    assert starter.runs[3].parameters["OUTPUT"] != index.parameters["OUTPUT"]


def test_an_index_of_another_departement_or_of_a_cut_file_is_not_remembered(qtbot, pack, tmp_path):
    one = datum(pack, "address_index")
    pack.department_page.take_file(index_of(ban_file(tmp_path, "90"), tmp_path / "b.sqlite"))
    qtbot.waitUntil(lambda: one.state == department.WRONG)
    assert "93" in one.problems[0]
    pack.department_page.take_file(index_of(ban_file(tmp_path, cut=True), tmp_path / "c.sqlite"))
    says(qtbot, one, "not whole")
    (tmp_path / "d.sqlite").write_bytes(b"no index")
    pack.department_page.take_file(str(tmp_path / "d.sqlite"))
    says(qtbot, one, "d.sqlite")
    assert reference_data.get("address_index") is None


def test_everything_is_prepared_but_the_large_optional_file(pack, starter):
    pack.department_page.fetch_all.click()
    wanted = {d.item.key for d in pack.department.data if d.state == department.FETCHING}
    assert {"qpv_2024", "qpv_list", "communes", "address_index"} <= wanted and not {"streets", "roads"} & wanted
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


def test_what_is_set_for_another_departement_is_seen_to(qtbot, pack, starter, tmp_path):
    reference_data.put("communes", str(communes_file(tmp_path, "59")))
    reference_data.put("streets", str(communes_file(tmp_path, "90")))
    reference_data.put("france_services", "postgres://dbname='d' table=\"t\"")
    pack.department.choose("59")
    pack.department.choose("93")
    communes, streets, services = (datum(pack, key) for key in ("communes", "streets", "france_services"))
    assert {communes.state, streets.state, services.state} == {department.PRESENT}
    pack.department_page.fetch_all.click()
    qtbot.waitUntil(lambda: communes.state == department.FETCHING)
    asked = [run.parameters.get("ENTRY") for run in starter.runs] + [job.parameters["ENTRY"] for job in pack.queue.jobs]
    assert "contours:com" in asked
    # the large ones are not fetched unasked; a database is left alone
    qtbot.waitUntil(lambda: not pack.aside.running)
    assert services.state == department.PRESENT and "ogc:bdtopo.troncons" not in asked


def test_what_was_asked_for_goes_on_while_another_departement_is_looked_at(qtbot, pack, starter, tmp_path):
    one = datum(pack, "communes")
    pack.department_page.fetch.click()
    pack.search_page.territory.choose(Territory("dep", "59"))
    assert datum(pack, "communes") is not one
    pack.search_page.territory.choose(Territory("dep", "93"))
    assert datum(pack, "communes") is one and one.state == department.FETCHING
    pack.department_page.fetch.click()
    assert len(starter.runs) == 1
    starter.runs[0].done(OUTPUT=str(communes_file(tmp_path)))
    qtbot.waitUntil(lambda: one.state == department.READY)


def layer_file(folder, name, kind, west, south, size, properties, count=120):
    """Write features in a row over a square."""
    features = []
    for n in range(count):
        x = west + size * n / count
        line = [[x, south], [x + size / count, south + size]]
        shape = {"type": "LineString", "coordinates": line} if kind == "line" else {
            "type": "Polygon", "coordinates": [[*line, [x + size / count, south], line[0]]]}  # fmt: skip
        features.append({"type": "Feature", "properties": properties, "geometry": shape})
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return str(path)


def test_a_network_of_other_ground_is_not_remembered(qtbot, pack, tmp_path):
    road = {"nature": "Route", "sens_de_circulation": "Double sens", "vitesse_moyenne_vl": 50}
    here = layer_file(tmp_path, "ici.geojson", "line", 1.9, 47.9, 1.3, road)
    one = datum(pack, "streets")
    pack.department_page.take_file(here)
    qtbot.waitUntil(lambda: one.state == department.WRONG)
    assert "communes first" in one.problems[0]
    datum(pack, "communes")
    pack.department_page.take_file(str(communes_file(tmp_path)))
    datum(pack, "streets")
    # it waits until the communes are known
    pack.department_page.take_file(layer_file(tmp_path, "ailleurs.geojson", "line", 5.0, 45.0, 1.0, road))
    says(qtbot, one, "outside")
    pack.department_page.take_file(layer_file(tmp_path, "partie.geojson", "line", 2.0, 48.0, 0.4, road))
    says(qtbot, one, "only a part")
    pack.department_page.take_file(layer_file(tmp_path, "surfaces.geojson", "area", 1.9, 47.9, 1.3, road))
    says(qtbot, one, "no lines")
    pack.department_page.take_file(here)
    qtbot.waitUntil(lambda: one.state == department.READY)
    assert reference_data.get("streets") == here and reference_data.get("roads") is None


def test_an_archive_is_opened(qtbot, pack, tmp_path):
    one, inner = datum(pack, "communes"), communes_file(tmp_path)
    with zipfile.ZipFile(tmp_path / "communes.zip", "w") as archive:
        archive.write(inner, "communes/communes-100m.geojson")
    pack.department_page.take_file(str(tmp_path / "communes.zip"))
    qtbot.waitUntil(lambda: one.state == department.READY)
    kept = Path(reference_data.get("communes"))
    assert kept.parent == tmp_path / "departements" / "93" and kept.read_bytes() == inner.read_bytes()
    with zipfile.ZipFile(tmp_path / "vide.zip", "w") as archive:
        archive.writestr("lisez-moi.txt", "rien")
    pack.department_page.take_file(str(tmp_path / "vide.zip"))
    qtbot.waitUntil(lambda: one.state == department.WRONG)
    assert "lisez-moi.txt" in one.problems[0] and reference_data.get("communes") == str(kept)


def test_a_folder_that_cannot_be_written_is_told(pack, monkeypatch):
    one = datum(pack, "communes")

    def refuse(*_given):
        raise OutputError("Not there")

    monkeypatch.setattr(department, "new_file", refuse)
    pack.department_page.fetch.click()
    assert one.state == department.FAILED and one.problems == ["Not there"]


def test_of_a_layer_of_the_whole_country_only_the_surroundings_are_kept(qtbot, pack, starter, tmp_path):
    datum(pack, "communes")
    pack.department_page.take_file(str(communes_file(tmp_path)))
    one = datum(pack, "population")
    everywhere = layer_file(tmp_path, "france.geojson", "area", -5.0, 42.0, 14.0, {"ind": 3})
    pack.department_page.take_file(everywhere)
    qtbot.waitUntil(lambda: len(starter.runs) == 1)
    assert starter.runs[0].algorithm == "native:extractbyextent" and one.state == department.FETCHING
    asked = starter.runs[0].parameters
    west, east, south, north = (float(part) for part in asked["EXTENT"].split(" ")[0].split(","))
    # the communes are from 2 to 3 east, from 48 to 49 north
    assert 1.9 < west < 1.97 and 3.03 < east < 3.1 and 47.9 < south < 47.98 and 49.02 < north < 49.1
    assert asked["INPUT"] == everywhere and reference_data.get("population") is None
    starter.runs[0].done(OUTPUT=layer_file(tmp_path, "ici.geojson", "area", 1.9, 47.9, 1.2, {"ind": 3}))
    qtbot.waitUntil(lambda: one.state == department.READY)
    assert reference_data.get("population") == str(tmp_path / "ici.geojson")


@pytest.mark.parametrize(
    ("territory", "code"),
    [("COM-2A004", "2A"), ("COM-97411", "974"), ("REG-01", "971"), ("EPCI-200054781", ""), ("REG-11", ""), ("FRA", "")],
)
def test_the_departement_of_a_territory(pack, territory, code):
    assert pack.department.home(territory_of(territory)) == code


def test_the_row_in_hand_is_seen_whatever_is_said_of_it(qtbot, pack, tmp_path):
    pack.resize(320, 620)
    one = datum(pack, "roads")
    pack.department_page.take_file(layer_file(tmp_path, "surfaces.geojson", "area", 2, 48, 1.0, {"x": 1}))
    qtbot.waitUntil(lambda: one.state == department.WRONG and len(one.problems) > 3)
    page = pack.department_page
    qtbot.waitUntil(lambda: page.list.viewport().rect().contains(page.list.visualRect(page.list.currentIndex())))


def test_what_is_checked_has_its_place_and_what_a_kill_has_left_goes(qtbot, pack, starter, tmp_path):
    folder = tmp_path / "departements" / "93"
    old, today = folder / "en_cours" / "communes_1.gpkg", folder / "en_cours" / "communes_2.gpkg"
    (folder / "en_cours" / "tmp").mkdir(parents=True)
    for path in (old, today, folder / "communes_0.gpkg"):
        path.write_bytes(b"half")
    for path in (old, old.parent / "tmp", folder / "communes_0.gpkg"):
        os.utime(path, (1, 1))
    one = datum(pack, "communes")
    pack.department_page.fetch.click()
    assert {path.name for path in old.parent.iterdir()} == {"communes_2.gpkg"}
    made = Path(starter.runs[0].parameters["OUTPUT"])
    assert made.parent == old.parent
    made.write_bytes(communes_file(tmp_path).read_bytes())
    starter.runs[0].done(OUTPUT=str(made))
    qtbot.waitUntil(lambda: one.state == department.READY)
    assert reference_data.get("communes") == one.path == str(folder / made.name) and not made.exists()
    assert (folder / "communes_0.gpkg").is_file()


def test_a_file_that_is_open_elsewhere_stays_where_it_is(qtbot, pack, starter, tmp_path):
    one = datum(pack, "communes")
    pack.department_page.fetch.click()
    made = Path(starter.runs[0].parameters["OUTPUT"])
    made.write_bytes(communes_file(tmp_path).read_bytes())
    made.with_name(made.name + "-wal").write_bytes(b"log")
    starter.runs[0].done(OUTPUT=str(made))
    qtbot.waitUntil(lambda: one.state == department.READY)
    assert reference_data.get("communes") == str(made) and made.is_file()


def test_what_the_options_page_sets_or_forgets_is_seen_when_one_comes_back(qtbot, pack, tmp_path):
    communes, services = datum(pack, "communes"), datum(pack, "france_services")
    reference_data.put("communes", str(communes_file(tmp_path)))
    pack.show_page(pack.search_page)
    pack.show_page(pack.department_page)
    assert communes.state == department.PRESENT and services.state == department.TO_FETCH
    pack.department.check(communes)
    qtbot.waitUntil(lambda: communes.state == department.READY)
    datum(pack, "france_services")
    pack.department_page.take_file(str(tmp_path / "nowhere.csv"))
    qtbot.waitUntil(lambda: services.state == department.WRONG)
    reference_data.put("communes", None)
    pack.show_page(pack.search_page)
    pack.show_page(pack.department_page)
    # what was said of a file is not taken back
    assert communes.state == department.TO_FETCH and services.state == department.WRONG
