"""Every fault of every service of the observatories, in the dock: it says what to do, stays alive, and goes on."""

from __future__ import annotations

import outcomes
import pytest
from cohesion_territoires.dialogs.observatory import jobs, memory
from cohesion_territoires.dialogs.observatory.diagnostic import diagnostic
from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
from cohesion_territoires.sources import adapter as adapters
from cohesion_territoires.sources.cache import Cache
from certificates import OVER, trusted_by_qgis
from observatory_services import CASES, SERVICES, quickly, told_of
from observatory_world import keep, let_go, squares
from qgis.core import QgsProject, QgsSettings

pytestmark = pytest.mark.usefixtures("only_our_layers", "cohesion_provider")


@pytest.fixture(autouse=True)
def in_french(qgis_app):
    yield from outcomes.french()


@pytest.fixture
def certificate():
    """What the service shows, where it is asked for over https."""


@pytest.fixture
def service(request, tmp_path, own_settings, monkeypatch, certificate):
    made = SERVICES[request.param]()
    made.certificate = certificate
    with made.at("localhost" if certificate else made.known_as):
        told_of(tmp_path / "catalogues", [made])
        QgsSettings().setValue(memory.CATALOGUE_KEY, str(tmp_path / "catalogues"))
        monkeypatch.setattr(adapters, "adapter", made.adapters)
        monkeypatch.setattr(memory, "profile_folder", lambda: tmp_path / "profile")
        # contours of an indicator are there: what fails is the service in hand
        keep(tmp_path / "cache", "contours:com", "com", "FRA", "2025", squares(["93010", "93001"]), "contours")
        keep(tmp_path / "cache", "contours:com", "com", "FRA", "", squares(["93010", "93001"]), "contours")
        yield made


@pytest.fixture
def dock(qtbot, service):
    made = ObservatoryDock()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() > 0 and not made.aside.running)
    made.search_page.territory.choose(service.query.territory)
    yield made
    let_go(made)


def ended(qtbot, dock, job):
    qtbot.waitUntil(lambda: job.ended and not dock.aside.running)
    return job


@pytest.mark.parametrize("service", sorted(SERVICES), indirect=True)
def test_each_fault_is_said_and_the_next_try_is_right(qtbot, dock, service, monkeypatch, tmp_path):
    cache, kept = Cache(tmp_path / "cache"), Cache(tmp_path / "cache").records()
    page = dock.queue_page
    dock.search_page.list.setCurrentIndex(dock.model.place_of(service.entry.id))
    for fault in (fault for name, fault in CASES if SERVICES[name] is type(service)):
        service.fault = fault
        with monkeypatch.context() as patch:
            quickly(patch, fault)
            dock.search.add()
            job = ended(qtbot, dock, dock.queue.jobs[-1])
        assert job.state == jobs.FAILED and job.kind.endswith("Error") and len(job.problems) == 1, fault
        # it is in sight, on both pages, in words that say what to do
        assert job.problem in dock.message.text() and dock.message.isVisibleTo(dock)
        assert page.current() is job and job.problem in page.details.text() and page.again.isEnabled()
        sentence = job.problem.replace(service.entry.page, "…/page.")
        outcomes.well_said(sentence)
        outcomes.in_french(sentence)
        told = diagnostic(job)
        assert job.kind in told and "127.0.0.1" not in told and service.entry.page not in told
        assert QgsProject.instance().mapLayers() == {} and cache.records() == kept
    service.fault = None
    page.retry()
    assert ended(qtbot, dock, job).state == jobs.DONE, job.problems
    (layer,) = QgsProject.instance().mapLayers().values()
    assert layer.isValid() and layer.featureCount() > 0
    assert all(cache.check(record) for record in cache.records()) and len(cache.records()) > len(kept)
    # a copy in place of what could not be fetched is said, and is no plain success
    (record,) = [one for one in cache.records() if one.entry == service.entry.id]
    service.fault = "429"
    with monkeypatch.context() as patch:
        quickly(patch, "429")
        dock._refresh(record, service.entry.title)
        job = ended(qtbot, dock, dock.queue.jobs[-1])
    assert job.state == jobs.DONE and job.warnings and job.warnings[0] in dock.message.text()
    outcomes.in_french(dock.message.text())
    assert dock.isVisible()


class TestExpired:
    @pytest.fixture
    def certificate(self, qgis_app, tmp_path):
        with trusted_by_qgis(tmp_path / "tls") as authority:
            yield authority.server(end=OVER)

    @pytest.mark.parametrize("service", sorted(SERVICES), indirect=True)
    def test_a_certificate_that_is_over_is_said(self, qtbot, dock, service, tmp_path):
        kept = Cache(tmp_path / "cache").records()
        dock.search_page.list.setCurrentIndex(dock.model.place_of(service.entry.id))
        dock.search.add()
        job = ended(qtbot, dock, dock.queue.jobs[-1])
        assert job.state == jobs.FAILED and "périmé" in job.problem and job.problem in dock.message.text()
        outcomes.in_french(job.problem.replace(service.entry.page, "…/page."))
        assert dock.queue_page.again.isEnabled() and dock.isVisible()
        assert service.received == [] and Cache(tmp_path / "cache").records() == kept
