"""The menu « Catalogue » of the dock: what it asks of the algorithm, for real too, and the catalogue read again."""

from __future__ import annotations

import base64
import json

import fake_files
import pytest
from cohesion_territoires.dialogs.observatory import jobs, memory
from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
from cohesion_territoires.sources.catalogue_lists import keep
from cohesion_territoires.sources.catalogue_entry import entry_of
from observatory_services import points
from observatory_world import let_go
from qgis import processing
from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsProcessingException, QgsProject, QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QLineEdit

ACTIONS = (
    "observatoryRefreshOdt", "observatoryRefreshMelodi", "observatorySearchDataGouv", "observatoryAddServer",
    "observatoryRemoveServer",
)  # fmt: skip


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
    assert (
        menu.accessibleName() and menu in shown.search_page.tab_order and menu.focusPolicy() & Qt.FocusPolicy.TabFocus
    )
    for name in ACTIONS[2:4]:
        form = fill(shown, name)
        own = [
            w
            for kind in (QAbstractButton, QLineEdit)
            for w in form.findChildren(kind)
            if "observatory" in w.objectName()
        ]
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
    let_go(dock)


def test_a_server_added_is_found_at_once(qtbot, working):
    whole = working.model.rowCount()
    with fake_files.QuirkyWfs(points()) as server:
        fill(working, "observatoryAddServer", SERVICE_URL=server.url, NAME="DDT de Valombre").accept_button.click()
        qtbot.waitUntil(lambda: all(job.ended for job in working.queue.jobs))
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
        qtbot.waitUntil(lambda: all(job.ended for job in working.queue.jobs))
    job = working.queue.jobs[0]
    assert job.state == jobs.FAILED and job.kind and len(job.problem) > 20
    assert working.model.rowCount() == whole


class LockedWfs(fake_files.QuirkyWfs):
    """Gives nothing without its account; ``fake.strangers`` counts who came without."""

    strangers = 0

    def serve(self, request):
        known = base64.b64encode(b"preposee:azerty").decode()
        if request.headers.get("Authorization") == "Basic " + known:
            super().serve(request)
        else:
            self.strangers += 1
            self.reply(request, 401, b"", "text/plain")


@pytest.fixture
def account(qgis_app):
    """An account in QGIS's authentication manager; its identifier."""
    manager, config = QgsApplication.authManager(), QgsAuthMethodConfig("Basic")
    if not manager.masterPasswordIsSet():
        manager.setMasterPassword("essai", True)
    config.setName("DDT")
    for name, value in (("username", "preposee"), ("password", "azerty")):
        config.setConfig(name, value)
    if not manager.storeAuthenticationConfig(config):
        pytest.skip("no authentication database here")
    yield config.id()
    manager.removeAuthenticationConfig(config.id())


def ended(qtbot, dock):
    qtbot.waitUntil(lambda: all(job.ended for job in dock.queue.jobs) and not dock.aside.running)
    return dock.queue.jobs[-1]


def test_a_server_that_wants_an_account_works_from_the_dock(qtbot, working, account, tmp_path, monkeypatch):
    """The account chosen with the server is used for its layers too, by no one else, and is written nowhere."""
    monkeypatch.setenv("COHESION_CACHE_FOLDER", str(tmp_path / "cache"))
    entry_id = "ogc:ddt.sig.ecoles"
    with LockedWfs(points()) as server:
        form = fill(working, "observatoryAddServer", SERVICE_URL=server.url, NAME="DDT")
        form.account.setConfigId(account)
        form.accept_button.click()
        assert ended(qtbot, working).state == jobs.DONE, working.queue.jobs[-1].problem
        entry = working.loaded.catalogue.entry(entry_id)
        assert entry.request["auth"] == account and server.strangers == 0
        working.add(entry, "", "")
        job = ended(qtbot, working)
        assert job.state == jobs.DONE, job.problem
        assert server.strangers == 0 and any("GetFeature" in head.decode() for head in server.received)
        # another address is given nothing of it
        elsewhere = {**job.parameters, "SERVICE_URL": server.url, "REFRESH": 1, "OUTPUT": "memory:"}
        with pytest.raises(QgsProcessingException):
            processing.run(job.algorithm, {**elsewhere, "CACHE_FOLDER": str(tmp_path / "other")})
        assert server.strangers
    QgsProject.instance().clear()
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept and not any(secret in path.read_bytes() for path in kept for secret in (b"azerty", b"preposee"))
    working.queue_page.copy.click()
    assert account not in QApplication.clipboard().text()


def test_a_password_is_never_sent_where_all_can_read_it(qtbot, working, account):
    form = fill(working, "observatoryAddServer", SERVICE_URL="http://serveur.invalid/wfs", NAME="DDT")
    form.account.setConfigId(account)
    form.accept_button.click()
    job = ended(qtbot, working)
    assert job.state == jobs.FAILED and job.kind == "TlsError" and "https" in job.problem


def server_kept(folder, name, layer="a"):
    values = {
        "id": "ogc:{}.{}".format(name, layer), "source": "ogc", "title": layer, "kind": "layer",
        "observatory": name.upper(),
        "request": {"address": "https://{}.example/wfs".format(name), "layer": layer},
    }  # fmt: skip
    return keep(folder, "liste_serveur_" + name, [entry_of(values)], "2026-11-26", name)


def test_a_server_is_taken_out_and_nothing_else(qtbot, working, tmp_path):
    folder = memory.user_catalogues()
    first, second = server_kept(folder, "ddt"), server_kept(folder, "dreal")
    # one's own file is no server
    (folder / "liste_serveur_a_moi.json").write_text(json.dumps({"entries": []}), encoding="utf-8")
    working.read()
    qtbot.waitUntil(lambda: working.loaded.catalogue is not None and "ogc:ddt.a" in working.loaded.catalogue)
    qtbot.waitUntil(lambda: not working.aside.running)
    action(working, "observatoryRemoveServer").trigger()
    qtbot.waitUntil(lambda: working.search_page.catalogue.form is not None)
    form = working.search_page.catalogue.form
    assert [form.list.itemText(at) for at in range(form.list.count())] == ["DDT", "DREAL"]
    assert form.list.accessibleName() and form.minimumSizeHint().width() <= 320
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert first.exists()
    action(working, "observatoryRemoveServer").trigger()
    qtbot.waitUntil(lambda: working.search_page.catalogue.form is not form)
    working.search_page.catalogue.form.accept_button.click()
    qtbot.waitUntil(lambda: not working.aside.running and "ogc:ddt.a" not in working.loaded.catalogue)
    assert not first.exists() and first.with_name(first.name + ".old").exists() and second.exists()
    assert "ogc:dreal.a" in working.loaded.catalogue and "DDT" in working.message.text()


def test_without_servers_there_is_none_to_take_out(qtbot, working):
    action(working, "observatoryRemoveServer").trigger()
    qtbot.waitUntil(lambda: working.search_page.catalogue.form is not None)
    form = working.search_page.catalogue.form
    assert not form.accept_button.isEnabled() and "No server" in form.note.text()
    QTest.keyClick(form, Qt.Key.Key_Escape)
