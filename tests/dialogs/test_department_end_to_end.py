"""“Prepare my département” with the real algorithms behind it, from its services to the defaults of a daily run."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest
from cohesion_territoires.dialogs.observatory import asking, jobs, memory
from cohesion_territoires.dialogs.observatory.datum import BUSY, PRESENT, READY, TO_FETCH, WRONG
from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources.http import Client
from cohesion_territoires.sources.ogc_features import OgcFeatures
from department_world import DepartmentWorld, collection, feature, square
from listening import listening
from memory import memory_layer
from observatory_world import let_go
from qgis import processing
from qgis.core import QgsApplication, QgsSettings, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("only_our_layers", "cohesion_provider")
NETWORKS = ("streets", "roads")


@pytest.fixture(autouse=True)
def own_profile(monkeypatch, own_settings, tmp_path):
    monkeypatch.setattr(memory, "profile_folder", lambda: tmp_path / "profile")
    # no second try, no pause
    limiter = Client.__init__.__defaults__
    monkeypatch.setattr(Client.__init__, "__defaults__", (limiter[0], 1, 0.01, *limiter[3:]))


@pytest.fixture
def country(tmp_path, monkeypatch):
    """Make worlds."""

    @contextmanager
    def made(code):
        with DepartmentWorld(tmp_path / code, code) as world:
            monkeypatch.setattr(OgcFeatures.__init__, "__defaults__", ("", "", world.limits.url))
            QgsSettings().setValue(memory.CATALOGUE_KEY, str(world.catalogue))
            yield world

    return made


@pytest.fixture
def opened(qtbot, cohesion_provider):
    """Open docks."""
    docks = []

    def made(code, offline=False):
        dock = ObservatoryDock(defaults_changed=cohesion_provider.refreshAlgorithms)
        docks.append(dock)
        qtbot.addWidget(dock)
        dock.offline.setChecked(offline)
        dock.show()
        qtbot.waitUntil(lambda: dock.model.rowCount() > 0 and not dock.aside.running)
        dock.search_page.territory.choose(Territory("dep", code))
        dock.show_page(dock.department_page)
        return dock

    yield made
    for dock in docks:
        let_go(dock)


def states(dock):
    return {datum.item.key: datum.state for datum in dock.department.data}


def ended(qtbot, dock):
    """Wait until nothing is under way, and return the state of each datum."""

    def still():
        return not dock.queue.under_way() and not any(datum.state in BUSY for datum in dock.department.data)

    qtbot.waitUntil(still)
    return states(dock)


def prepared(qtbot, dock, *more):
    dock.department_page.fetch_all.click()
    for datum in dock.department.data:
        if datum.item.key in more:
            dock.department.fetch(datum)
    return ended(qtbot, dock)


def default(algorithm, parameter):
    made = QgsApplication.processingRegistry().createAlgorithmById("cohesion:" + algorithm)
    return made.parameterDefinition(parameter).defaultValue()


def test_all_is_fetched_checked_and_what_each_algorithm_starts_with_here_and_taken_along(
    qtbot, country, opened, tmp_path, monkeypatch
):
    with country("93") as world:
        dock = opened("93")
        assert set(prepared(qtbot, dock, *NETWORKS).values()) == {READY}
        # around the département: 3 km to walk, 30 km to drive, as tenths of a degree
        for boxes, least in ((world.streets.boxes, (0.027, 0.27)), (world.squares.boxes, (0.027, 0.027))):
            south = sorted({world.y - box[1] for box in boxes})
            assert least[0] < south[0] < least[0] * 1.05 and least[1] < south[-1] < least[1] * 1.05
            assert all(box[0] < world.x - south[0] and box[3] > world.top + least[0] for box in boxes)
        for algorithm, parameter, key in (
            ("georeferencepoints", "QPV", "qpv_2024"), ("georeferencepoints", "QPV_PREVIOUS", "qpv_2015"),
            ("georeferencepoints", "QPV_LIST", "qpv_list"), ("georeferencepoints", "COMMUNES", "communes"),
            ("georeferenceaddresses", "ADDRESS_INDEX", "address_index"), ("servicecoverage", "NETWORK", "roads"),
            ("servicecoverage", "SITES", "france_services"), ("servicecoverage", "POPULATION", "population"),
            ("nearestfacility", "NETWORK", "streets"), ("compareqpvgenerations", "QPV_PREVIOUS", "qpv_2015"),
        ):  # fmt: skip
            assert default(algorithm, parameter) == reference_data.get(key) is not None, (algorithm, parameter)
        assert not any("en_cours" in reference_data.get(key) for key in reference_data.KEYS)
        assert_daily_runs(world)
        assert_only_the_surroundings_are_kept(qtbot, dock, world, tmp_path / "carreaux.geojson")
        dock.cache_page.take_along(str(tmp_path / "stick"))
        qtbot.waitUntil(lambda: "9 reference data copied" in dock.message.text())
        let_go(dock)
    assert_it_works_elsewhere(qtbot, opened, world, tmp_path, monkeypatch)


def assert_daily_runs(world):
    """Answer questions with the defaults alone: they hold across the border of the département."""
    (code, _commune, (x, y)), beyond = world.qpv()[0], world.qpv()[-1]
    # 55 m below the border, a QPV of the neighbour begins there
    near = (beyond[2][0] + 0.004, world.top - 0.0005)
    spots = [(x + 0.004, y + 0.004), near, (x + 0.019, y + 0.015)]
    rows = [("POINT({} {})".format(*spot), [n]) for n, spot in enumerate(spots)]
    points = memory_layer("Point", ["n:integer"], rows, "EPSG:4326")
    given = {"INPUT": points, "OUTPUT": "memory:"}
    # as the dialog starts
    own = ("QPV", "QPV_PREVIOUS", "QPV_LIST", "COMMUNES")
    given.update({name: default("georeferencepoints", name) for name in own})
    inside, across, outside = processing.run("cohesion:georeferencepoints", given)["OUTPUT"].getFeatures()
    assert (inside["verdict"], inside["code_qp"]) == ("EN_QPV", code)
    assert (across["verdict"], across["code_qp_proche"], across["bande_300"]) == ("HORS_QPV", beyond[0], "OUI")
    assert outside["verdict"] == "HORS_QPV" and "certifi" not in outside["motif"]


def assert_only_the_surroundings_are_kept(qtbot, dock, world, path):
    """Take squares of half the country by hand."""
    far = [(world.x + 0.5 * n - 4, world.y + 0.5 * m - 4) for n in range(16) for m in range(16)]
    near = world.squares.features[: len(world.communes)]
    path.write_bytes(collection([*near, *(feature(square(*corner), population=1) for corner in far)]))
    squares = next(datum for datum in dock.department.data if datum.item.key == "population")
    dock.department.take(squares, str(path))
    ended(qtbot, dock)
    kept = QgsVectorLayer(reference_data.get("population"), "carreaux", "ogr")
    assert squares.state == READY and len(near) <= kept.featureCount() < len(near) + 4


def assert_it_works_elsewhere(qtbot, opened, world, tmp_path, monkeypatch):
    """Load what was taken along on a computer without network, where one datum is set already."""
    monkeypatch.setattr(memory, "profile_folder", lambda: tmp_path / "elsewhere")
    monkeypatch.setenv("COHESION_CACHE_FOLDER", str(tmp_path / "elsewhere" / "cache"))
    QgsSettings().setValue(memory.CATALOGUE_KEY, str(tmp_path / "elsewhere" / "catalogues"))
    own = tmp_path / "liste.csv"
    own.write_text("id_fs;insee_com;latitude;longitude\n1;93010;48.9;2.4\n", encoding="utf-8")
    for key in reference_data.KEYS:
        reference_data.put(key, str(own) if key == "france_services" else None)
    reference_data.put("communes", str(tmp_path / "gone.gpkg"))
    (tmp_path / "profile").rename(tmp_path / "away")
    with listening() as ear:
        there = opened("93", offline=True)
        there.cache_page.load(str(tmp_path / "stick"))
        qtbot.waitUntil(lambda: "8 reference data loaded. 1 reference data were set here" in there.message.text())
        assert {key for key, state in ended(qtbot, there).items() if state != READY} == {"france_services"}
        assert reference_data.get("france_services") == str(own) and default("nearestfacility", "NETWORK")
        assert_daily_runs(world)
        # what the cache has comes to the map, by the catalogue that came along
        qtbot.waitUntil(lambda: not there.aside.running)
        entry = there.loaded.catalogue.entry("contours:com")
        job = there.queue.add(asking.layer_job(entry, "com", Territory("dep", "93"), "", True, loads=False))
        qtbot.waitUntil(lambda: job.ended)
        assert job.state == jobs.DONE, job.problems
        assert ear.knocks == 0


@contextmanager
def held(site, paths):
    """Have a site keep some of its answers to itself."""
    over, answer = threading.Event(), site.answer

    def late(request, body, fault):
        if request.path in paths:
            over.wait(120)
        return answer(request, body, fault)

    site.answer = late
    try:
        yield
    finally:
        over.set()


def test_what_was_stopped_halfway_is_taken_up_where_it_was(qtbot, country, opened):
    # as many at once as the queue fetches: nothing else is under way when it is stopped
    halfway = {"/communes.geojson", "/ban/adresses-2A.csv.gz"}
    with country("2A") as world:
        first = opened("2A")
        with held(world.site, halfway):
            first.department_page.fetch_all.click()
            qtbot.waitUntil(lambda: sum(state == READY for state in states(first).values()) == 3)
            qtbot.waitUntil(lambda: halfway <= set(world.site.paths))
            let_go(first)
        # as where it was stopped between its coming and its being set
        reference_data.put("qpv_2015", None)
        done = {key for key in states(first) if reference_data.get(key)}
        asked = list(world.site.paths)
        assert len(done) == 2 and len(asked) == len(set(asked)) == 5
        again = opened("2A")
        assert {key for key, state in states(again).items() if state == PRESENT} == done
        assert {state for key, state in prepared(qtbot, again).items() if key not in NETWORKS} == {READY}
        # what had come is not asked for again, whether it had been made something of or not
        assert {path for path in world.site.paths[len(asked) :] if path in asked} == halfway
        commune = list(world.communes)[0]
        rows = memory_layer("None", ["adresse:string", "insee:string"], [(None, ["1 rue Haute", commune])])
        given = {"INPUT": rows, "ADDRESS_FIELD": "adresse", "CITYCODE_FIELD": "insee", "OUTPUT": "memory:"}
        given["ADDRESS_INDEX"] = default("geocodeaddresses", "ADDRESS_INDEX")
        found = processing.run("cohesion:geocodeaddresses", given)["OUTPUT"]
        assert [one["code_insee"] for one in found.getFeatures()] == [commune]


def test_the_next_departement_has_its_own(qtbot, country, opened, tmp_path):
    """What is set, and what the cache has of the whole country, is of another département: a file of before."""
    with country("974") as world:
        former = tmp_path / "communes.geojson"
        former.write_bytes(collection([feature(square(7, 48), code="90001", nom="Andelnans")]))
        reference_data.put("communes", str(former))
        whole, world.site.pages["/liste.csv"] = world.site.pages["/liste.csv"], b"code_qp;insee_com\nQN09001M;90010\n"
        dock = opened("974")
        found = prepared(qtbot, dock)
        assert {key for key, state in found.items() if state == WRONG} == {"qpv_list"}
        assert {key for key, state in found.items() if state == TO_FETCH} == set(NETWORKS)
        assert "/974/" in reference_data.get("communes") and former.is_file()
        # asked for once more, the service has newer
        world.site.pages["/liste.csv"] = whole
        assert {state for key, state in prepared(qtbot, dock).items() if key not in NETWORKS} == {READY}
