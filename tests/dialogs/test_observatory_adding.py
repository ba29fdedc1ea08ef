"""From the list to the map with the real algorithm: offline from the cache, online from services on loopback."""

from __future__ import annotations

import json
import shutil
import threading

import pytest
from cohesion_territoires.dialogs.observatory import jobs, memory
from cohesion_territoires.dialogs.observatory.datum import FAILED, READY
from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.layers.publishing import Publisher
from cohesion_territoires.processing_provider import reference_data
from cohesion_territoires.sources import adapter as adapters
from cohesion_territoires.sources.cache import Cache
from cohesion_territoires.sources.territories import shipped
from fake_files import Site
from fake_observatories import Melodi
from observatory_world import Watchdog, keep, let_go, squares, values
from qgis.core import QgsGraduatedSymbolRenderer, QgsProject, QgsSettings, QgsVectorLayer
from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QObject, QThread, QTimer

pytestmark = pytest.mark.usefixtures("only_our_layers", "cohesion_provider")
MEDIAN = "odt:filosofi.med_disp"
ATTEMPTS = 5


@pytest.fixture
def real(qtbot, own_settings, monkeypatch, tmp_path):
    """The dock with the real algorithms; layers are written beside the test."""
    monkeypatch.setattr(memory, "profile_folder", lambda: tmp_path / "profile")
    made = []

    def open_dock():
        dock = ObservatoryDock()
        qtbot.addWidget(dock)
        dock.show()
        qtbot.waitUntil(lambda: dock.model.rowCount() > 0 and not dock.aside.running)
        made.append(dock)
        return dock

    yield open_dock
    for dock in made:
        let_go(dock)


def add(qtbot, dock, entry, year=""):
    dock.search_page.list.setCurrentIndex(dock.model.place_of(entry))
    box = dock.search_page.year
    box.setCurrentIndex(box.findData(year))
    before = len(dock.queue.jobs)
    dock.search.add()
    assert len(dock.queue.jobs) == before + 1
    job = dock.queue.jobs[-1]
    qtbot.waitUntil(lambda: job.ended, timeout=150_000)
    return job


def test_offline_an_indicator_comes_from_the_cache_styled_and_credited(qtbot, real, no_network, tmp_path):
    codes = ["93{:03d}".format(n) for n in range(1, 40)]
    keep(tmp_path / "cache", MEDIAN, "com", "FRA", "*", values(codes), "values")
    keep(tmp_path / "cache", "contours:com", "com", "FRA", "2025", squares(codes), "contours")
    dock = real()
    dock.offline.setChecked(True)
    dock.search_page.territory.choose(Territory("dep", "93"))
    job = add(qtbot, dock, MEDIAN)
    assert job.state == jobs.DONE, job.problems
    layers = list(QgsProject.instance().mapLayers().values())
    assert layers[0].name() == job.title
    assert len(layers) == 1 and layers[0].featureCount() == len(codes)
    assert layers[0].dataProvider().storageType() == "GPKG" and str(tmp_path / "profile") in layers[0].source()
    assert isinstance(layers[0].renderer(), QgsGraduatedSymbolRenderer) or layers[0].renderer().type() == "RuleRenderer"
    assert any("Licence Ouverte" in words for words in layers[0].metadata().rights())
    # what is not there is refused with its cause, and nobody was asked
    other = next(e.id for e in dock.loaded.catalogue.entries if e.source == "melodi" and e.kind == "indicator")
    job = add(qtbot, dock, other)
    assert job.state == jobs.FAILED and job.kind == "NotKeptError" and job.problem in dock.queue_page.details.text()


class SlowDisk(QObject):
    """Has each style written only once the window has turned some times: it never would where the window waits."""

    TURNS = 20

    def __init__(self, monkeypatch):
        super().__init__()
        self.waited, self._left, self._turned = [], 0, threading.Event()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.turn)
        self._timer.start(1)
        plain = Publisher.keep

        def keep(layer):
            here = QThread.currentThread() == QCoreApplication.instance().thread()
            self._left = self.TURNS
            self._turned.clear()
            self.waited.append((here, not here and self._turned.wait(60)))
            plain(layer)

        monkeypatch.setattr(Publisher, "keep", staticmethod(keep))

    def turn(self):
        self._left -= 1
        if self._left <= 0:
            self._turned.set()


def test_a_disk_slow_to_take_the_style_holds_nobody_and_the_style_is_there(
    qtbot, real, no_network, monkeypatch, tmp_path
):
    codes = ["93{:03d}".format(n) for n in range(1, 40)]
    keep(tmp_path / "cache", MEDIAN, "com", "FRA", "*", values(codes), "values")
    keep(tmp_path / "cache", "contours:com", "com", "FRA", "2025", squares(codes), "contours")
    dock, project = real(), QgsProject.instance()
    dock.offline.setChecked(True)
    disk = SlowDisk(monkeypatch)
    job = add(qtbot, dock, MEDIAN)
    assert job.state == jobs.DONE, job.problems
    # once, in the thread of the run, and the window has turned meanwhile
    assert disk.waited == [(False, True)]
    layer = next(iter(project.mapLayers().values()))
    assert layer.thread() == QCoreApplication.instance().thread() and layer.renderer().type() == "RuleRenderer"
    title = layer.metadata().title()
    # the project goes elsewhere, with what is beside it
    assert project.write(str(tmp_path / "profile" / "p.qgz"))
    project.clear()
    shutil.move(tmp_path / "profile", tmp_path / "elsewhere")
    assert project.read(str(tmp_path / "elsewhere" / "p.qgz"))
    layer = next(iter(project.mapLayers().values()))
    assert layer.isValid() and layer.featureCount() == len(codes) and layer.renderer().type() == "RuleRenderer"
    source = layer.source()
    assert str(tmp_path / "elsewhere") in source
    project.clear()
    # and so it opens in any project
    again = QgsVectorLayer(source, "again", "ogr")
    assert again.renderer().type() == "RuleRenderer" and again.metadata().title() == title
    assert any("Licence Ouverte" in words for words in again.metadata().rights())


def test_all_years_are_one_dated_layer(qtbot, real, no_network, tmp_path):
    codes = ["93001", "93005"]
    keep(tmp_path / "cache", MEDIAN, "com", "FRA", "*", values(codes, ("2020", "2021")), "values")
    keep(tmp_path / "cache", "contours:com", "com", "FRA", "2025", squares(codes), "contours")
    folder = tmp_path / "mine"
    folder.mkdir()
    entry = {
        "id": MEDIAN, "source": "geoclip", "title": "Revenu médian", "levels": ["com"], "years": ["2020", "2021"],
        "request": {"dataset": "filosofi", "indic": "med_disp"},
    }  # fmt: skip
    (folder / "mine.json").write_text(json.dumps({"entries": [entry]}), encoding="utf-8")
    QgsSettings().setValue(memory.CATALOGUE_KEY, str(folder))
    dock = real()
    dock.offline.setChecked(True)
    job = add(qtbot, dock, MEDIAN, "*")
    assert job.state == jobs.DONE, job.problems
    layer = next(iter(QgsProject.instance().mapLayers().values()))
    assert layer.featureCount() == 4 and layer.temporalProperties().isActive()


class Written(Melodi):
    """Has its rows written down before anybody asks: the making of a reply is no work of the dock's."""

    def write(self, codes):
        rows = [
            {"dimensions": {"GEO": "2025-COM-" + code, "TIME_PERIOD": "2021", "M": "POP"},
             "measures": {self.measure: {"value": 10.0 + n % 37}}}
            for n, code in enumerate(codes)
        ]  # fmt: skip
        self.page = json.dumps({"identifier": "DS_TEST", "observations": rows, "paging": {}}).encode()

    def answer(self, request, body, fault):
        return (200, self.page) if "/data/" in request.path else super().answer(request, body, fault)


@pytest.fixture
def drawn(qtbot):
    """A canvas that draws the project, as QGIS's window has one."""
    made = QgsMapCanvas()
    bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), made)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    yield made
    bridge.deleteLater()


# where others load the machine, one attempt takes a minute
@pytest.mark.timeout(600)
def test_while_it_downloads_joins_styles_and_draws_the_window_answers(qtbot, real, drawn, monkeypatch, tmp_path):
    """All communes of the country, from services that nobody asked before."""
    codes = sorted(shipped().communes(Territory()))
    folder = tmp_path / "mine"
    folder.mkdir()
    entry = {
        "id": "melodi:essai", "source": "melodi", "title": "Essai", "levels": ["com"], "years": ["2021"],
        "unit": "%", "geography": "2025", "request": {"dataset": "DS_TEST", "filters": {"M": "POP"}},
    }  # fmt: skip
    (folder / "mine.json").write_text(json.dumps({"entries": [entry]}), encoding="utf-8")
    QgsSettings().setValue(memory.CATALOGUE_KEY, str(folder))
    contours = json.dumps(squares(codes)).encode()
    with Written() as insee, Site({"/2025/geojson/communes-100m.geojson": contours}) as site:
        insee.write(codes)
        insee.catalogue = [
            {"identifier": "DS_TEST", "temporal": {"endPeriod": "2021-01-01T00:00:00"}, "modified": "2026"}
        ]
        places = {"melodi": insee.url, "boundaries": site.url}
        plain = adapters.adapter
        monkeypatch.setattr(adapters, "adapter", lambda name, **more: plain(name, base=places[name]))
        waits = []
        for attempt in range(ATTEMPTS):
            QgsProject.instance().removeAllMapLayers()
            monkeypatch.setenv("COHESION_CACHE_FOLDER", str(tmp_path / "cache{}".format(attempt)))
            dock = real()
            with Watchdog() as dog:
                job = add(qtbot, dock, "melodi:essai")
                qtbot.waitUntil(lambda dock=dock: not drawn.isDrawing() and not dock.aside.running)
                qtbot.wait(100)
            assert job.state == jobs.DONE, job.problems
            waits.append(dog.longest)
            if dog.longest < Watchdog.HELD:
                break
        assert min(waits) < Watchdog.HELD, waits
        assert insee.received and site.received
    layer = next(iter(QgsProject.instance().mapLayers().values()))
    assert layer.featureCount() == len(codes)


def keep_file(folder, entry, level, territory, year, path, form):
    """Put a file in a cache as it is."""
    with Cache(folder).reserve(entry, level, territory, year) as place:
        copy = place.folder / path.name
        copy.write_bytes(path.read_bytes())
        return place.commit(copy, {"title": entry, "form": form})


def test_a_departement_is_prepared_from_what_a_colleague_has_fetched(
    qtbot, real, no_network, sample_folder, monkeypatch, tmp_path
):
    """Communes, list of France services and BAN index, offline: fetched, checked, set, by the real algorithms."""
    folder, known = tmp_path / "cache", shipped()
    codes = known.communes(Territory("dep", "93"))
    keep(folder, "contours:com", "com", "FRA", known.geography, squares([*codes, "75056"]), "contours")
    services = tmp_path / "liste.csv"
    services.write_text("id_fs;insee_com;latitude;longitude\n1;93010;48,9;2,4\n2;75056;48,8;2,3\n", encoding="utf-8")
    keep_file(folder, "datagouv:france-services", "com", "FRA", "", services, "csv")
    ban = tmp_path / "adresses-93.csv"
    titles = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat\n"
    rows = ("a;1;;Rue Haute;{0};{0};X;2.4;48.9\n".format(code) for code in codes)
    ban.write_text(titles + "".join(rows), encoding="utf-8")
    keep_file(folder, "datagouv:ban", "dep", "DEP-93", "", ban, "csv")
    dock = real()
    dock.offline.setChecked(True)
    dock.search_page.territory.choose(Territory("dep", "93"))
    dock.show_page(dock.department_page)
    disk = SlowDisk(monkeypatch)
    data = {datum.item.key: datum for datum in dock.department.data}
    for key in ("communes", "france_services", "address_index", "qpv_2024"):
        dock.department.fetch(data[key])
    qtbot.waitUntil(lambda: not any(datum.busy for datum in data.values()))
    for key in ("communes", "france_services", "address_index"):
        assert data[key].state == READY, (key, data[key].problems)
        assert reference_data.get(key) == data[key].path and str(tmp_path) in data[key].path
    # none of their files was dressed in the thread of the window
    assert disk.waited == [(False, True)] * 2
    # never fetched: refused, with its cause
    assert data["qpv_2024"].state == FAILED and data["qpv_2024"].problems
    assert QgsProject.instance().mapLayers() == {}


def test_two_files_asked_for_at_once_have_two_names(own_settings, monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "profile_folder", lambda: tmp_path / "profile")
    first, second = memory.layer_file("Revenu médian"), memory.layer_file("Revenu médian")
    assert first != second and not first.exists() and first.parent == tmp_path / "profile" / "couches"
