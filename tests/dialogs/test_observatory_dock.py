"""The dock of the observatories: finding, reading the card, asking, the queue, the keys."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from cohesion_territoires.dialogs.observatory import asking, jobs, loading, memory, wording
from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.sources.catalogue import Catalogue
from cohesion_territoires.sources.licences import licence
from observatory_world import Starter
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

CONTROL = Qt.KeyboardModifier.ControlModifier


def pages(dock):
    return dock.search_page, dock.queue_page, dock.cache_page, dock.department_page


def type_in(qtbot, dock, words):
    page = dock.search_page
    page.search.setText(words)
    qtbot.waitUntil(lambda: not dock.search._pause.isActive())


def choose(dock, entry_id):
    index = dock.model.place_of(entry_id)
    assert index.isValid()
    dock.search_page.list.setCurrentIndex(index)


def test_it_opens_with_the_whole_catalogue(shown):
    assert shown.model.rowCount() == len(shown.loaded.catalogue.entries)
    assert str(shown.model.rowCount()) in shown.search_page.count.text()
    assert shown.search_page.add.isEnabled() == (shown.search_page.level.count() > 0)


def test_a_search_is_blind_to_accents_and_knows_synonyms(qtbot, shown):
    type_in(qtbot, shown, "pauvrete")
    plain = [shown.model.row(shown.model.index(at)).entry.id for at in range(shown.model.rowCount())]
    assert plain
    type_in(qtbot, shown, "PAUVRETÉ")
    assert [shown.model.row(shown.model.index(at)).entry.id for at in range(shown.model.rowCount())] == plain
    type_in(qtbot, shown, "banlieue")
    assert shown.model.place_of("datagouv:qpv-2024").isValid()
    type_in(qtbot, shown, "xyzzy")
    assert shown.model.rowCount() == 0 and not shown.search_page.add.isEnabled()


def test_filters_narrow_and_are_cleared(shown):
    page, whole = shown.search_page, shown.model.rowCount()
    box = page.facets.boxes["kind"]
    box.setCurrentIndex(box.findData("layer"))
    assert 0 < shown.model.rowCount() < whole
    assert all(shown.model.row(shown.model.index(at)).entry.kind == "layer" for at in range(shown.model.rowCount()))
    assert page.facets.clear_button.isEnabled()
    page.facets.clear_button.click()
    assert shown.model.rowCount() == whole


def test_a_collection_is_laid_out_by_question(shown):
    scope = shown.search_page.scope
    scope.setCurrentIndex(scope.findData(shown.loaded.catalogue.collections[0].id))
    rows = [shown.model.row(shown.model.index(at)) for at in range(shown.model.rowCount())]
    headings = [row for row in rows if row.heading]
    collection = shown.loaded.catalogue.collection(scope.currentData())
    assert [row.title for row in headings] == [q.title for q in collection.questions if q.items]
    assert len(rows) - len(headings) == len(collection.items)
    # filters count within it
    kinds = shown.search_page.facets.boxes["kind"]
    total = sum(int(kinds.itemText(at).rpartition("(")[2][:-1]) for at in range(1, kinds.count()))
    assert total == len(set(collection.entries)) < len(shown.loaded.catalogue.entries)
    # a heading is never chosen
    assert not rows[shown.search_page.list.currentIndex().row()].heading


def test_what_no_service_gives_has_a_card_and_is_not_added(shown):
    scope, seen = shown.search_page.scope, 0
    for listed in shown.loaded.catalogue.collections:
        scope.setCurrentIndex(scope.findData(listed.id))
        for row in range(shown.model.rowCount()):
            item = shown.model.row(shown.model.index(row))
            if item.entry is None and not item.heading:
                shown.search_page.list.setCurrentIndex(shown.model.index(row))
                assert not shown.search_page.add.isEnabled()
                shown.search.open_card()
                told = shown.search_page.card.toPlainText()
                assert item.title.split()[0] in told and (not item.note or item.note[:30] in told)
                shown.search.back()
                seen += 1
    assert seen


def test_the_card_says_what_is_known_and_what_is_not(shown):
    choose(shown, "datagouv:qpv-2024")
    shown.search.open_card()
    told = shown.search_page.card.toPlainText()
    entry = shown.loaded.catalogue.entry("datagouv:qpv-2024")
    assert entry.title in told and entry.definition in told and "ANCT" in told
    html = shown.search_page.card.toHtml()
    assert entry.page in html
    assert not entry.checked and "never against the live service" in told
    # each in its line: what it measures, of when, of where, and what it will cost
    entry = next(e for e in shown.loaded.catalogue.entries if e.unit and e.secrecy and len(e.years) > 1)
    choose(shown, entry.id)
    shown.search_page.territory.choose(Territory("dep", "93"))
    shown.search.open_card()
    lines = shown.search_page.card.toPlainText().splitlines()
    for head, words in (
        ("Years", ", ".join(map(str, entry.years))), ("Unit", entry.unit), ("Secrecy", entry.secrecy),
        ("Levels", ", ".join(map(wording.level, entry.levels))), ("Licence", wording.licence(entry.licence)),
        ("Territory", "Seine-Saint-Denis (DEP-93)"), ("In the cache", "nothing yet"),
    ):  # fmt: skip
        assert "{}: {}".format(head, words) in lines, head
    assert "Download: size not known" in lines and not entry.size
    # what a service tells of a file is kept by the refresh of the catalogue
    assert "2.5 MB" in wording.card(replace(entry, size=2_500_000), "France")


def test_adding_starts_the_algorithm_with_what_was_chosen(shown, starter):
    shown.search_page.territory.choose(Territory("dep", "93"))
    choose(shown, "datagouv:qpv-2024")
    shown.offline.setChecked(True)
    shown.search_page.add.click()
    assert len(starter.runs) == 1
    run = starter.runs[0]
    assert run.algorithm == "cohesion:observatorylayer" and list(run.loads) == ["OUTPUT"]
    asked = run.parameters
    assert (asked["ENTRY"], asked["TERRITORY"], asked["YEAR"]) == ("datagouv:qpv-2024", "DEP-93", "")
    assert asked["REFRESH"] == 2
    assert asked["OUTPUT"].endswith(".gpkg")
    assert shown.badge.isVisible()
    shown.offline.setChecked(False)
    shown.search_page.add.click()
    assert starter.runs[1].parameters["REFRESH"] == 0
    assert memory.Memory().recents() == ["datagouv:qpv-2024"]


def test_all_years_or_one(shown, starter):
    entry = next(e for e in shown.loaded.catalogue.entries if len(e.years) > 2 and e.source in ("melodi", "boundaries"))
    choose(shown, entry.id)
    year = shown.search_page.year
    for data in ("*", str(entry.years[0])):
        year.setCurrentIndex(year.findData(data))
        shown.search.add()
        assert starter.runs[-1].parameters["YEAR"] == data


def test_the_territory_is_completed_and_remembered(qtbot, shown, own_settings):
    box = shown.search_page.territory
    box.setText("Seine-Saint")
    box.offer()
    # each is one, not all of its level
    assert any(line == "Seine-Saint-Denis (93) – Département – Île-de-France" for line in box._offered)
    box._picked(next(line for line in box._offered if "DEP" in str(box._offered[line])))
    qtbot.waitUntil(lambda: box.territory == Territory("dep", "93"))
    assert "DEP-93" in box.text()
    assert memory.Memory().territory() == Territory("dep", "93")
    box.setText("nowhere at all")
    box._settle()
    assert box.territory == Territory("dep", "93") and "DEP-93" in box.text()
    box.clear()
    box._settle()
    assert box.territory == Territory()


def test_favourites_and_recents_are_lists_of_their_own(shown):
    page = shown.search_page
    choose(shown, "datagouv:qpv-2024")
    page.star.click()
    assert page.star.text() == "★" and memory.Memory().favourites() == ["datagouv:qpv-2024"]
    page.scope.setCurrentIndex(1)
    assert shown.model.rowCount() == 1
    page.scope.setCurrentIndex(2)
    assert shown.model.rowCount() == 0
    page.scope.setCurrentIndex(0)
    choose(shown, "datagouv:qpv-2024")
    page.star.click()
    assert memory.Memory().favourites() == []


def test_recents_are_listed_the_latest_first(shown, starter):
    # neither in the order of the catalogue nor in that of titles
    added = ["contours:com", "datagouv:qpv-2024", "datagouv:ban", "datagouv:qpv-2024"]
    for entry_id in added:
        choose(shown, entry_id)
        shown.search.add()
    scope = shown.search_page.scope
    scope.setCurrentIndex(scope.findData("*recents"))
    listed = [shown.model.row(shown.model.index(at)).entry.id for at in range(shown.model.rowCount())]
    assert listed == ["datagouv:qpv-2024", "datagouv:ban", "contours:com"]


def test_keys(qtbot, shown, starter):
    page = shown.search_page
    choose(shown, "datagouv:qpv-2024")
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.shows_card
    QTest.keyClick(page.card, Qt.Key.Key_Escape)
    assert not page.shows_card
    QTest.keyClick(page.list, Qt.Key.Key_Return, CONTROL)
    assert len(starter.runs) == 1
    QTest.keyClick(page.list, Qt.Key.Key_D, CONTROL)
    assert "datagouv:qpv-2024" in shown.model.starred
    shown.show_page(shown.queue_page)
    starter.runs[0].fail("no")
    QTest.keyClick(shown.queue_page.list, Qt.Key.Key_F5)
    assert len(starter.runs) == 2
    QTest.keyClick(shown.queue_page.list, Qt.Key.Key_Delete)
    assert starter.runs[1].cancelled
    QTest.keyClick(shown.queue_page.list, Qt.Key.Key_Delete)
    assert shown.queue.jobs == []
    QTest.keyClick(shown.queue_page.list, Qt.Key.Key_F, CONTROL)
    assert shown.page() is page and QApplication.focusWidget() in (page.search, None)


def test_a_failure_is_shown_and_its_diagnostic_has_no_secret(shown, starter):
    choose(shown, "datagouv:qpv-2024")
    shown.search.add()
    starter.runs[0].said.emit("step", "Fetching")
    starter.runs[0].fail(
        "The proxy refused: https://x.example/a?key=s3cr3t for dupont@example.org, C:\\Users\\dupont\\a.csv, "
        "/srv/dupont/b.csv, 10.1.2.3:3128",
        kind="ProxyError",
    )
    assert "proxy" in shown.message.text().lower()
    page = shown.queue_page
    assert page.current().state == jobs.FAILED and page.again.isEnabled()
    page.copy.click()
    assert "copied" in shown.message.text()
    told = QApplication.clipboard().text()
    assert "ProxyError" in told and "datagouv:qpv-2024" in told and "QGIS" in told and "Fetching" in told
    for hidden in ("s3cr3t", "example", "dupont", "3128", "10.1"):
        assert hidden not in told


def test_jobs_wait_their_turn(shown, starter):
    choose(shown, "datagouv:qpv-2024")
    for _ in range(4):
        shown.search.add()
    assert len(starter.runs) == jobs.AT_ONCE
    waiting = shown.queue.jobs[-1]
    shown.queue.cancel(waiting)
    assert waiting.state == jobs.CANCELLED
    starter.runs[0].progressed.emit(40.0)
    assert shown.queue.jobs[0].progress == 40.0
    starter.runs[0].done(OUTPUT="x")
    assert len(starter.runs) == 3 and shown.queue.jobs[0].state == jobs.DONE
    starter.runs[1].cancel()
    assert shown.queue.jobs[1].state == jobs.CANCELLED
    shown.queue.close()
    assert starter.runs[2].cancelled and not shown.queue.under_way()


@pytest.mark.parametrize("width", [320, 480])
def test_nothing_is_cut_in_a_narrow_dock(qtbot, shown, width):
    shown.search_page.more.setChecked(True)
    shown.resize(width, 900)
    QApplication.processEvents()
    for page in pages(shown):
        shown.show_page(page)
        QApplication.processEvents()
        for widget in page.tab_order:
            if widget.isVisible():
                right = widget.mapTo(page, widget.rect().topRight()).x()
                assert right <= page.width(), widget.objectName()
        assert page.minimumSizeHint().width() <= 304


def test_closed_while_it_reads_nothing_breaks(qtbot, own_settings):
    dock = ObservatoryDock(start=Starter())
    qtbot.addWidget(dock)
    dock.close_down()
    dock.close_down()
    qtbot.wait(100)
    assert dock.loaded.catalogue is None


def test_the_filters_are_those_of_the_search_and_the_numbers_those_of_the_sources(shown):
    from cohesion_territoires.domain.indicators.search import FACETS
    from cohesion_territoires.sources import obtain

    assert tuple(shown.search_page.facets.boxes) == FACETS
    assert (asking.CACHE_FIRST, asking.REFRESH, asking.OFFLINE) == (obtain.CACHE_FIRST, obtain.REFRESH, obtain.OFFLINE)


def test_opening_it_loads_nothing_heavy(tmp_path):
    """What is imported before the dock is drawn, in a program of its own."""
    code = (
        "import sys, importlib.util; root = sys.argv[1]\n"
        "spec = importlib.util.spec_from_file_location('cohesion_territoires', root + '/__init__.py',"
        " submodule_search_locations=[root])\n"
        "module = importlib.util.module_from_spec(spec); sys.modules['cohesion_territoires'] = module\n"
        "spec.loader.exec_module(module)\n"
        "import qgis.core, qgis.gui; before = set(sys.modules)\n"
        "import cohesion_territoires.dialogs.observatory.dock\n"
        "print(sorted((set(sys.modules) - before) & {'numpy', 'pandas', 'scipy', 'requests', 'osgeo'}))\n"
    )
    root = str(Path(asking.__file__).resolve().parents[2])
    ran = subprocess.run([sys.executable, "-c", code, root], capture_output=True, text=True, timeout=150, cwd=tmp_path)
    assert ran.stdout.strip() == "[]", ran.stderr


def test_one_s_own_catalogue_is_read_again_with_f5(qtbot, shown, monkeypatch, tmp_path):
    monkeypatch.setattr(loading, "user_catalogues", lambda: tmp_path)
    whole, scope = shown.model.rowCount(), shown.search_page.scope
    entry = {"id": "mine:x", "source": "file", "title": "Zorglub de la préfecture", "kind": "table"}
    (tmp_path / "mine.json").write_text(json.dumps({"entries": [entry, {"id": "mine:bad"}]}), encoding="utf-8")
    scope.setCurrentIndex(1)
    QTest.keyClick(shown.search_page.list, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "mine:x" in shown.loaded.catalogue and not shown.aside.running)
    assert scope.currentIndex() == 1
    scope.setCurrentIndex(0)
    assert shown.model.rowCount() == whole + 1
    # what is wrong in it is told
    assert "mine.json" in shown.message.text()
    choose(shown, "mine:x")
    assert not shown.search_page.add.isEnabled()


def test_the_card_of_every_entry_says_what_it_is_who_made_it_under_which_licence_and_where():
    for entry in Catalogue.shipped().entries:
        told = unescape(wording.card(entry, "France"))
        for words in (entry.title, entry.definition, entry.producer, entry.note, entry.secrecy, entry.page):
            assert words in told, entry.id
        # a model asks for it by its id
        assert entry.id in told
        assert (
            licence(entry.licence)[0] in told
            and wording.licence(entry.licence) in told
            and entry.page.startswith("https")
        )
