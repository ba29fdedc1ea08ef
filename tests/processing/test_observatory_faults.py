"""Every fault of every service of the observatories, through the algorithm as a French user runs it.

Each ends in a sentence that says what to do, the cache whole; the copy that there is serves; the next run is right.
"""
from __future__ import annotations

import time
from contextlib import ExitStack
from itertools import product

import outcomes
import pytest
from beats import Beats
from cohesion_territoires.sources import adapter as adapters
from cohesion_territoires.sources.cache import Cache
from certificates import GOOD, OVER, trusted_by_qgis
from memory import memory_layer
from observatory_services import CASES, FAULTS, SERVICES, patiently, quickly, told_of
from observatory_world import keep, squares, values
from qgis import processing
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsSettings,
)
from qgis.PyQt.QtCore import QCoreApplication, QThread

pytestmark = pytest.mark.usefixtures("cohesion_provider")
FOLDER_SETTING = "cohesion_territoires/observatory/catalogue_folder"
MEDIAN = "odt:filosofi.med_disp"
BONDY = [("Polygon ((650000 6860000, 650100 6860000, 650100 6860100, 650000 6860000))", ["93010", "Bondy"])]


@pytest.fixture(autouse=True)
def in_french(qgis_app):
    yield from outcomes.french()


@pytest.fixture
def service(request, tmp_path, monkeypatch):
    with SERVICES[request.param]() as made:
        told_of(tmp_path / "catalogues", [made])
        QgsSettings().setValue(FOLDER_SETTING, str(tmp_path / "catalogues"))
        monkeypatch.setattr(adapters, "adapter", made.adapters)
        yield made
    QgsSettings().remove(FOLDER_SETTING)


def given(service, cache, refresh=0):
    """Return the parameters that bring the entry of a service to the map."""
    indicator = service.entry.kind == "indicator"
    boundaries = memory_layer("Polygon", ["code:string", "nom:string"], BONDY, "EPSG:2154") if indicator else None
    territory = str(service.query.territory)
    return {
        "ENTRY": service.entry.id, "TERRITORY": "" if territory == "FRA" else territory, "YEAR": service.query.year,
        "REFRESH": refresh, "CACHE_FOLDER": str(cache.folder), "BOUNDARIES": boundaries, "OUTPUT": "memory:",
    }  # fmt: skip


def run(service, cache, feedback=None, refresh=0):
    """Bring it to the map; return its rows as dictionaries."""
    layer = processing.run("cohesion:observatorylayer", given(service, cache, refresh), feedback=feedback)["OUTPUT"]
    names = layer.fields().names()
    return [dict(zip(names, map(outcomes.plain, f.attributes()))) for f in layer.getFeatures()]


def whole(cache):
    """Check that all that a cache serves is what it says, and that nothing is left of what went wrong."""
    aside = cache.folder / "aside"
    left = [path for path in aside.rglob("*") if path.is_file() and ".part" not in path.name]
    return left == [] and all(cache.check(record) for record in cache.records())


@pytest.mark.parametrize("service, fault", CASES, indirect=["service"])
def test_a_fault_is_said_in_french_the_copy_serves_and_the_next_run_is_right(
    service, fault, tmp_path, monkeypatch, feedback
):
    cache = Cache(tmp_path / "cache é")
    service.fault = fault
    with monkeypatch.context() as patch:
        quickly(patch, fault)
        with pytest.raises(QgsProcessingException) as raised:
            run(service, cache)
        # an address ends no sentence
        sentence = str(raised.value).replace(service.entry.page, "…/taux.")
        outcomes.well_said(sentence)
        outcomes.in_french(sentence)
        assert cache.records() == [] and whole(cache)
    service.fault = None
    first = run(service, cache)
    assert first and whole(cache)
    if hasattr(service, "change"):
        service.change()
    service.fault = fault
    with monkeypatch.context() as patch:
        quickly(patch, fault)
        assert run(service, cache, feedback, 1) == first
        (said,) = [one for one in feedback.warnings if "copie" in one]
        outcomes.in_french(said)
        assert service.entry.title in said and whole(cache)
    service.fault = None
    assert run(service, cache, refresh=1) and whole(cache)


def test_a_certificate_that_is_over_is_said_and_one_that_is_not_serves(tmp_path, monkeypatch):
    QgsSettings().setValue(FOLDER_SETTING, str(tmp_path / "catalogues"))
    with trusted_by_qgis(tmp_path / "tls") as authority:
        for name, end in product(sorted(SERVICES), (OVER, GOOD)):
            cache, service = Cache(tmp_path / name), SERVICES[name]()
            service.certificate = authority.server(end=end)
            with service.at("localhost"):
                told_of(tmp_path / "catalogues", [service])
                monkeypatch.setattr(adapters, "adapter", service.adapters)
                if end == GOOD:
                    assert run(service, cache) and whole(cache)
                    continue
                with pytest.raises(QgsProcessingException, match="périmé") as raised:
                    run(service, cache)
                sentence = str(raised.value).replace(service.entry.page, "…/taux.")
                outcomes.well_said(sentence)
                outcomes.in_french(sentence)
                assert service.received == [] and cache.records() == [] and whole(cache)
    QgsSettings().remove(FOLDER_SETTING)


class Aside(QThread):
    """A run in a worker: more of them at once than QGIS's own pool has threads."""

    def __init__(self, service, cache, beats):
        super().__init__()
        self.algorithm = QgsApplication.processingRegistry().createAlgorithmById("cohesion:observatorylayer")
        self.context, self.feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        self.context.setProject(QgsProject.instance())
        self.service, self.parameters = service, given(service, cache)
        self.stopped, self.error, self.took, self.beats = None, None, 0, beats
        assert self.algorithm.prepare(self.parameters, self.context, self.feedback)
        self.start()

    def run(self):
        try:
            self.algorithm.runPrepared(self.parameters, self.context, self.feedback)
        except QgsProcessingException as error:
            self.error = error
        self.took = 0 if self.stopped is None else self.beats.count - self.stopped

    def asked(self, before):
        """Tell whether its service has had a request since."""
        return len(self.service.received) > before[self.service.entry.source]

    def cancel(self):
        self.stopped = self.beats.count
        self.feedback.cancel()


def until(true):
    end = time.monotonic() + 100
    while not true():
        QCoreApplication.processEvents()
        assert time.monotonic() < end, "the run hangs"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_cancel_ends_any_fault_within_a_second(fault, tmp_path, monkeypatch):
    """With the patience of a user's run: its tries, its pauses, what the service asks to wait."""
    names = [name for name in SERVICES if (name, fault) in CASES]
    patiently(monkeypatch)
    with ExitStack() as stack:
        services = {name: stack.enter_context(SERVICES[name]()) for name in names}
        plain = adapters.adapter
        monkeypatch.setattr(adapters, "adapter", lambda name: plain(name, **services[name].places()))
        told_of(tmp_path / "catalogues", services.values())
        QgsSettings().setValue(FOLDER_SETTING, str(tmp_path / "catalogues"))
        stack.callback(QgsSettings().remove, FOLDER_SETTING)
        for service in services.values():
            service.fault, service.retry_after = fault, "60"
        cache = Cache(tmp_path / "cache")
        before = {name: len(service.received) for name, service in services.items()}
        with Beats() as beats:
            runs = [Aside(service, cache, beats) for service in services.values()]
            try:
                until(lambda: all(r.isFinished() or r.asked(before) for r in runs))
            finally:
                for run in runs:
                    run.cancel()
                assert all(run.wait(100_000) for run in runs)
        assert all(run.error for run in runs) and cache.records() == [] and whole(cache)
        assert max(run.took for run in runs) < 15
        for service in services.values():
            # its place is free for whoever comes next
            with cache.reserve(service.entry.id, service.query.level, "FRA", service.query.year, pulse=pytest.fail):
                pass


def test_offline_contours_of_another_year_serve_with_a_caution(tmp_path, feedback):
    codes = ["93{:03d}".format(n) for n in range(1, 21)]
    keep(tmp_path, MEDIAN, "com", "FRA", "*", values(codes), "values")
    parameters = {"ENTRY": MEDIAN, "REFRESH": 2, "CACHE_FOLDER": str(tmp_path), "OUTPUT": "memory:"}
    with pytest.raises(QgsProcessingException, match="Contours des communes.*2025"):
        processing.run("cohesion:observatorylayer", parameters, feedback=feedback)
    # what is not there is not said to come from there
    assert [said for said in feedback.infos if "vient de ce qui est gardé" in said and "Contours" in said] == []
    cache = Cache(tmp_path)
    record = keep(tmp_path, "contours:com", "com", "FRA", "2023", squares(codes), "contours")
    cache.confirm(record, {"geography": "2023"})
    results = processing.run("cohesion:observatorylayer", parameters, feedback=feedback)
    assert results["COUNT_JOINED"] == len(codes)
    (said,) = [words for words in feedback.warnings if "ceux de 2023" in words]
    outcomes.in_french(said)
    assert "ceux de 2025 ne sont pas sur ce poste" in said


LISTS = {
    "geoclip": {"SERVICE": 0}, "melodi": {"SERVICE": 1}, "datagouv": {"SERVICE": 2, "SEARCH": "d"},
    "ogc": {"SERVICE": 3},
}  # fmt: skip
SAID = {"title": [{"lang": "fr", "content": "Jeu"}], "spatialResolution": [{"id": "COM"}]}


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "crs"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_cannot_be_had_leaves_the_catalogue_as_it_was(name, fault, tmp_path, monkeypatch):
    """What services offer, the CSW of the Observatoire among them."""
    folder = tmp_path / "catalogues"
    with SERVICES[name]() as service:
        if name == "geoclip":
            told = {"dataset": "rp", "indic": "taux", "title": "Taux", "abstract": "x", "nivgeo": "com2025"}
            service.records = [told]
        if name == "melodi":
            service.catalogue[0].update(SAID)
        parameters = {"SERVICE_URL": service.address, "CATALOGUE_FOLDER": str(folder), "OUTPUT": "memory:"}
        parameters.update(LISTS[name])
        assert processing.run("cohesion:refreshcatalogue", parameters)["COUNT_ENTRIES"] > 0
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        service.fault = fault
        quickly(monkeypatch, fault)
        with pytest.raises(QgsProcessingException) as raised:
            processing.run("cohesion:refreshcatalogue", parameters)
    said = str(raised.value)
    outcomes.well_said(said)
    outcomes.in_french(said)
    assert "127.0.0.1" in said and {path.name: path.read_bytes() for path in folder.iterdir()} == before
