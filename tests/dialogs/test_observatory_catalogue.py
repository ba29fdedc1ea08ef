"""The menu « Catalogue » of the dock: what it asks of the algorithm, for real too, and the catalogue read again."""

from __future__ import annotations

import fake_files
import pytest
from cohesion_territoires.dialogs.observatory import jobs, memory
from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
from observatory_services import points
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QLineEdit

ACTIONS = ("observatoryRefreshOdt", "observatoryRefreshMelodi", "observatorySearchDataGouv", "observatoryAddServer")


def action(dock, name):
    return next(one for one in dock.search_page.catalogue.menu().actions() if one.objectName() == name)


def fill(dock, name, **values):
    """Open a form as a person does, and write in it."""
    action(dock, name).trigger()
    form = dock.search_page.catalogue.form
    assert form.isVisible() and not form.accept_button.isEnabled()
    for key, words in values.items():
        QTest.keyClicks(form.fields[key], words)
    return form


def test_every_way_is_named_and_reached(shown):
    menu = shown.search_page.catalogue
    assert tuple(one.objectName() for one in menu.menu().actions()) == ACTIONS
    assert all(one.text() for one in menu.menu().actions())
    assert menu.accessibleName() and menu in shown.search_page.tab_order and menu.focusPolicy() & Qt.FocusPolicy.TabFocus
    for name in ACTIONS[2:]:
        form = fill(shown, name)
        own = [w for kind in (QAbstractButton, QLineEdit) for w in form.findChildren(kind) if "observatory" in w.objectName()]
        assert len(own) >= 3 and all(one.accessibleName() for one in own)
        assert form.minimumSizeHint().width() <= 320
        QTest.keyClick(form, Qt.Key.Key_Escape)
        assert not form.isVisible()
    assert shown.queue.jobs == []


def test_lists_are_asked_for_by_number(shown, starter):
    for name in ACTIONS[:2]:
        action(shown, name).trigger()
    asked = [(run.algorithm, run.parameters["SERVICE"], bool(run.loads)) for run in starter.runs]
    assert asked == [("cohesion:refreshcatalogue", 0, False), ("cohesion:refreshcatalogue", 1, False)]
    assert {run.parameters["CATALOGUE_FOLDER"] for run in starter.runs} == {str(memory.user_catalogues())}


def test_a_search_and_a_server_are_asked_for_as_written(shown, starter):
    form = fill(shown, "observatorySearchDataGouv", SEARCH=" fibre ")
    QTest.keyClick(form.fields["SEARCH"], Qt.Key.Key_Return)
    assert (starter.runs[0].parameters["SERVICE"], starter.runs[0].parameters["SEARCH"]) == (2, "fibre")
    address = "https://x.example/wfs?apikey=s3cr3t"
    fill(shown, "observatoryAddServer", SERVICE_URL=address, NAME="DDT").accept_button.click()
    told = starter.runs[1].parameters
    assert (told["SERVICE"], told["SERVICE_URL"], told["NAME"], told["AUTH_CONFIG"]) == (3, address, "DDT", "")
    # what the queue shows and copies has no address
    assert [job.title for job in shown.queue.jobs][1].endswith("DDT")
    starter.runs[1].fail("no", kind="SourceError")
    shown.queue_page.copy.click()
    assert "s3cr3t" not in QApplication.clipboard().text()


def test_offline_nothing_is_asked(shown, starter):
    shown.offline.setChecked(True)
    for name in ACTIONS[:2]:
        action(shown, name).trigger()
    assert starter.runs == [] and "offline" in shown.message.text()


@pytest.fixture
def working(qtbot, own_settings, cohesion_provider, tmp_path):
    """The dock with the real algorithms."""
    QgsSettings().setValue(memory.CATALOGUE_KEY, str(tmp_path / "catalogues"))
    dock = ObservatoryDock()
    qtbot.addWidget(dock)
    dock.show()
    qtbot.waitUntil(lambda: dock.model.rowCount() > 0 and not dock.aside.running)
    yield dock
    dock.close_down()


def test_a_server_added_is_found_at_once(qtbot, working):
    whole = working.model.rowCount()
    with fake_files.QuirkyWfs(points()) as server:
        fill(working, "observatoryAddServer", SERVICE_URL=server.url, NAME="DDT de Valombre").accept_button.click()
        qtbot.waitUntil(lambda: all(job.ended for job in working.queue.jobs), timeout=10_000)
        assert [job.state for job in working.queue.jobs] == [jobs.DONE], working.queue.jobs[0].problem
        qtbot.waitUntil(lambda: working.model.rowCount() == whole + 1 and not working.aside.running)
    assert "ogc:ddt_de_valombre.sig.ecoles" in working.loaded.catalogue
    working.search_page.search.setText("valombre")
    qtbot.waitUntil(lambda: not working.search._pause.isActive())
    assert working.model.place_of("ogc:ddt_de_valombre.sig.ecoles").isValid()


def test_a_server_that_refuses_is_said_and_nothing_is_lost(qtbot, working):
    whole = working.model.rowCount()
    with fake_files.QuirkyWfs(points()) as server:
        server.always = "404"
        fill(working, "observatoryAddServer", SERVICE_URL=server.url, NAME="DDT").accept_button.click()
        qtbot.waitUntil(lambda: all(job.ended for job in working.queue.jobs), timeout=10_000)
    job = working.queue.jobs[0]
    assert job.state == jobs.FAILED and job.kind and len(job.problem) > 20
    assert working.model.rowCount() == whole
