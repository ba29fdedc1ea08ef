"""What a person at the keyboard, a hurried one or one with a screen reader expects of the dock of the observatories."""

from __future__ import annotations

import json
import threading

import pytest
from cohesion_territoires.dialogs.observatory import jobs, loading, memory
from cohesion_territoires.dialogs.observatory.aside import Aside
from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
from cohesion_territoires.domain.errors import Cancelled
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.sources.cache import Cache
from observatory_world import Starter
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QTextDocumentFragment
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QStyleFactory

QPV = "datagouv:qpv-2024"


def test_a_code_typed_and_entered_is_taken_with_the_offers_in_sight(qtbot, shown):
    box = shown.search_page.territory
    box.setFocus()
    asked = (("93", "DEP-93"), ("93010", "COM-93010"), ("seine-saint-d", "DEP-93"), ("reg-11", "REG-11"))
    for typed, expected in asked:
        box.selectAll()
        QTest.keyClicks(box, typed)
        box.offer()
        popup = box.completer().popup()
        QTest.keyClick(popup if popup.isVisible() else box, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda expected=expected: str(box.territory) == expected and expected in box.text())


def test_a_territory_that_is_none_is_told_and_one_of_many_too(shown):
    box = shown.search_page.territory
    for typed in ("DEP-20", "99999", "xyzzy"):
        box.setText(typed)
        box._settle()
        assert box.territory == Territory() and typed in shown.message.text(), typed
    box.setText("saint-denis")
    box._settle()
    assert box.territory == Territory() and "4" in shown.message.text() and "saint-denis" in shown.message.text()
    box.setText("saint-denis 93")
    box._settle()
    assert box.territory == Territory("com", "93066")


def test_the_level_filtered_by_is_the_level_offered(shown):
    entry = next(e for e in shown.loaded.catalogue.entries if e.source == "melodi" and {"com", "dep"} <= set(e.levels))
    shown.search_page.list.setCurrentIndex(shown.model.place_of(entry.id))
    box = shown.search_page.facets.boxes["level"]
    for level in ("dep", "com"):
        box.setCurrentIndex(box.findData(level))
        assert shown.search.entry == entry and shown.search_page.level.currentData() == level


def test_two_layers_asked_for_at_once_are_two_files(shown, starter):
    shown.search_page.territory.choose(Territory("dep", "93"))
    entry = next(e for e in shown.loaded.catalogue.entries if e.source == "melodi" and len(e.years) > 1)
    shown.search_page.list.setCurrentIndex(shown.model.place_of(entry.id))
    for at in (0, 1, 2):
        shown.search_page.year.setCurrentIndex(at)
        shown.search.add()
    asked = [job.parameters["OUTPUT"] for job in shown.queue.jobs]
    assert len(set(asked)) == 3
    # and they say where they are
    assert all("Seine-Saint-Denis (DEP-93)" in job.title for job in shown.queue.jobs)
    assert len({job.title for job in shown.queue.jobs}) == 3


def test_a_folder_where_nothing_can_be_written_is_told(shown, monkeypatch, tmp_path):
    (tmp_path / "profile").write_text("not a folder")
    monkeypatch.setattr(memory, "profile_folder", lambda: tmp_path / "profile")
    shown.search_page.list.setCurrentIndex(shown.model.place_of(QPV))
    shown.search.add()
    assert shown.queue.jobs == [] and str(tmp_path) in shown.message.text() and "Errno" not in shown.message.text()


def test_of_two_looks_at_the_same_the_later_is_shown_whichever_ends_first(qtbot):
    aside, told, gates = Aside(), [], [threading.Event(), threading.Event()]
    for turn, gate in enumerate(gates):
        aside.run(lambda _pulse, turn=turn, gate=gate: gate.wait(60) and turn, told.append, subject="cache")
    aside.run(lambda _pulse: "other", told.append, subject="catalogue")
    gates[1].set()
    qtbot.waitUntil(lambda: aside.running == 1)
    gates[0].set()
    qtbot.waitUntil(lambda: not aside.running)
    assert sorted(told, key=str) == [1, "other"]


def test_what_was_stopped_says_nothing_and_what_breaks_says_so(qtbot):
    aside, done, failed = Aside(), [], []

    def stopped(_pulse):
        raise Cancelled()

    def broken(_pulse):
        raise KeyError("x")

    for call in (stopped, broken):
        aside.run(call, done.append, failed.append)
    qtbot.waitUntil(lambda: not aside.running)
    assert done == [] and len(failed) == 1 and "KeyError" in failed[0]


@pytest.mark.parametrize("scope", ["*favourites", "*kept", "collection"])
def test_a_number_in_a_filter_is_how_many_are_listed_once_it_is_chosen(qtbot, shown, tmp_path, scope):
    chosen = [entry.id for entry in shown.loaded.catalogue.entries[::4]]
    for entry_id in chosen:
        shown.memory.toggle(entry_id)
    shown.loaded.records = {entry_id: [] for entry_id in [*chosen, "gone:x"]}
    collection = shown.loaded.catalogue.collections[0]
    page = shown.search_page
    page.scope.setCurrentIndex(page.scope.findData(collection.id if scope == "collection" else scope))
    page.facets.boxes["kind"].setCurrentIndex(page.facets.boxes["kind"].findData("indicator"))
    seen = 0
    for name in ("observatory", "theme", "level", "licence"):
        box = page.facets.boxes[name]
        for value in [box.itemData(at) for at in range(1, box.count())]:
            told = int(box.itemText(box.findData(value)).rpartition("(")[2][:-1])
            box.setCurrentIndex(box.findData(value))
            rows = [shown.model.row(shown.model.index(at)) for at in range(shown.model.rowCount())]
            ids = {row.entry.id for row in rows if row.entry is not None}
            assert len(ids) == told > 0, (name, value)
            assert ids <= set(collection.entries if scope == "collection" else chosen)
            seen += told
        box.setCurrentIndex(0)
    assert seen > 10


def test_what_is_in_the_cache_is_a_list_that_follows_it(qtbot, shown, tmp_path):
    page = shown.search_page
    page.scope.setCurrentIndex(page.scope.findData("*kept"))
    empty = page.count.text()
    assert shown.model.rowCount() == 0 and empty
    fill(qtbot, shown, tmp_path / "cache", (QPV, "DEP-93"), (QPV + ".pret", "DEP-93"), ("gone:x", "FRA"))
    assert [shown.model.row(shown.model.index(at)).entry.id for at in range(shown.model.rowCount())] == [QPV]
    assert page.count.text() != empty


# the queue -------------------------------------------------------------------------------------------


@pytest.fixture
def four(shown, starter):
    shown.search_page.list.setCurrentIndex(shown.model.place_of(QPV))
    for _ in range(4):
        shown.search.add()
    shown.show_page(shown.queue_page)
    return shown


def test_what_is_in_hand_stays_in_hand_when_another_is_taken_off(four, starter):
    page, listed = four.queue_page, list(reversed(four.queue.jobs))
    assert page.current() is listed[0]
    starter.runs[1].fail("Why")
    assert page.current() is listed[2] and page.details.text() == "Why"
    four.queue.cancel(listed[1])
    four.queue.forget([listed[1]])
    assert page.current() is listed[2] and page.details.text() == "Why"
    page.stop_it()
    assert four.queue.jobs == [listed[3], listed[0]] and page.current() is listed[3]
    for _ in range(4):
        page.stop_it()
    assert four.queue.jobs == [] and page.current() is None and not page.stop.isEnabled()


def test_a_row_says_how_it_went_to_the_eye_and_the_ear(four, starter):
    from cohesion_territoires.dialogs.observatory.delegate import MARKS

    starter.runs[0].fail("Why")
    starter.runs[1].done()
    model = four.queue_page.model
    marks = {model.row(model.index(at)).state: model.data(model.index(at), MARKS) for at in range(4)}
    assert marks[jobs.FAILED] == "✗" and marks[jobs.DONE] == "✓" and not marks[jobs.RUNNING]
    spoken = model.data(model.place_of(four.queue.jobs[0]), Qt.ItemDataRole.AccessibleTextRole)
    assert "Why" in spoken and four.queue.jobs[0].title in spoken


# the cache -------------------------------------------------------------------------------------------


def keep(folder, entry, territory, level="qpv", year="2024"):
    with Cache(folder).reserve(entry, level, territory, year) as place:
        path = place.folder / "x.gpkg"
        path.write_bytes(b"x")
        return place.commit(path, {"title": "Kept"})


def fill(qtbot, dock, folder, *records):
    for record in records:
        keep(folder, *record)
    dock.read_cache()
    qtbot.waitUntil(lambda: not dock.aside.running)
    dock.show_page(dock.cache_page)


def choose(page, territory):
    row = next(at for at, record in enumerate(page.model.every()) if record.territory == territory)
    model = page.list.selectionModel()
    model.setCurrentIndex(page.model.index(row), model.SelectionFlag.ClearAndSelect)


def test_what_cannot_be_fetched_again_is_removed_only_when_one_says_so(qtbot, shown, tmp_path):
    fill(qtbot, shown, tmp_path / "cache", (QPV, "DEP-93"), (QPV, "DEP-59"))
    page = shown.cache_page
    shown.offline.setChecked(True)
    for answer, left in (("No", 2), ("Yes", 1)):
        choose(page, "DEP-93")
        QTest.keyClick(page.list, Qt.Key.Key_Delete)
        assert page.box.isVisible() and page.model.rowCount() == 2
        assert page.box.defaultButton().objectName() == "observatoryRemoveNo"
        page.box.findChild(QPushButton, "observatoryRemove" + answer).click()
        qtbot.waitUntil(lambda left=left: page.model.rowCount() == left and not shown.aside.running)
    assert [record.territory for record in Cache(tmp_path / "cache").records()] == ["DEP-59"]
    # the keyboard is where it was
    assert page.list.currentIndex().isValid()


def test_del_is_heard_on_the_page_only(qtbot, shown, tmp_path):
    fill(qtbot, shown, tmp_path / "cache", (QPV, "DEP-93"))
    choose(shown.cache_page, "DEP-93")
    for widget in (shown.offline, shown.tabs.tabBar()):
        QTest.keyClick(widget, Qt.Key.Key_Delete)
    qtbot.wait(50)
    assert len(Cache(tmp_path / "cache").records()) == 1


def test_what_lies_in_my_territory_or_holds_it_is_taken_along(qtbot, shown, tmp_path):
    asked = ("DEP-93", "COM-93010", "EPCI-200054781", "REG-11", "FRA", "DEP-59", "REG-32", "COM-59350")
    fill(qtbot, shown, tmp_path / "cache", *((QPV, territory) for territory in asked))
    shown.search_page.territory.choose(Territory("dep", "93"))
    assert {record.territory for record in shown.cache_page.of_territory()} == set(asked[:5])
    shown.loaded.territories = None
    assert {record.territory for record in shown.cache_page.of_territory()} == {"DEP-93", "FRA"}
    shown.search_page.territory.choose(Territory())
    assert len(shown.cache_page.of_territory()) == len(asked)


def test_enter_shows_the_card_whatever_was_searched_for(qtbot, shown, tmp_path):
    fill(qtbot, shown, tmp_path / "cache", (QPV, "DEP-93"), ("gone:x", "FRA"))
    page = shown.search_page
    page.search.setText("xyzzy")
    page.scope.setCurrentIndex(1)
    choose(shown.cache_page, "FRA")
    shown.cache_page.list.activated.emit(shown.cache_page.list.currentIndex())
    assert shown.page() is shown.cache_page and shown.message.text()
    choose(shown.cache_page, "DEP-93")
    QTest.keyClick(shown.cache_page.list, Qt.Key.Key_Return)
    assert shown.page() is page and page.shows_card and shown.search.entry.id == QPV
    assert "DEP-93" in page.card.toPlainText()


# what is seen ----------------------------------------------------------------------------------------


def test_a_text_on_two_lines_loses_no_word_and_a_third_is_cut(qtbot):
    from cohesion_territoires.dialogs.observatory import delegate
    from qgis.PyQt.QtGui import QFont, QFontMetrics

    font, words = QFont(), "Le service a répondu que cet indicateur lui est inconnu à ce niveau"
    whole = QFontMetrics(font).horizontalAdvance(words)
    assert list(delegate._lines(words, font, 2 * whole, 2)) == [words, ""]
    first, rest = delegate._lines(words, font, whole * 2 // 3, 2)
    assert " ".join((first, rest)) == words and QFontMetrics(font).horizontalAdvance(first) <= whole * 2 // 3
    assert list(delegate._lines("", font, 100, 2)) == ["", ""]


def test_all_tabs_are_in_sight_in_a_theme_that_spreads_them(qtbot, shown, starter):
    application = QApplication.instance()
    before = application.styleSheet()
    shown.resize(320, 700)
    bar = shown.tabs.tabBar()
    try:
        for theme in (before, "QTabBar::tab { padding-left: 2em; padding-right: 2em; border: 1px solid red; }"):
            application.setStyleSheet(theme)
            shown.search.add()
            QApplication.processEvents()
            for at in range(bar.count()):
                assert bar.tabRect(at).right() <= shown.width(), (theme, at)
                # and its words are not cut
                words = bar.fontMetrics().horizontalAdvance(bar.tabText(at))
                assert bar.tabRect(at).width() >= words, (theme, bar.tabText(at))
    finally:
        application.setStyleSheet(before)


def test_what_drops_down_shows_its_words_whole_on_the_screen(qtbot, shown):
    box = shown.search_page.scope
    # some styles widen it by themselves: not that of Windows
    box.setStyle(QStyleFactory.create("windows"))
    shown.resize(320, 700)
    screen = shown.screen().availableGeometry()
    for x in (screen.left(), screen.right() - 320):
        shown.move(x, 0)
        QApplication.processEvents()
        box.showPopup()
        view = box.view()
        longest = max(view.fontMetrics().horizontalAdvance(box.itemText(at)) for at in range(box.count()))
        assert longest > box.width() and view.viewport().width() >= longest
        assert screen.left() <= view.window().frameGeometry().left()
        assert view.window().frameGeometry().right() <= screen.right()
        assert view.accessibleName() == box.accessibleName() != ""
        box.hidePopup()


def test_the_territories_offered_are_read_whole_on_the_screen(qtbot, shown):
    box = shown.search_page.territory
    screen = shown.screen().availableGeometry()
    shown.resize(320, 700)
    shown.move(screen.right() - 320, 0)
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    QTest.keyClicks(box, "saint-den")
    box.offer()
    popup = box.completer().popup()
    assert popup.isVisible() and popup.sizeHintForColumn(0) > box.width()
    assert popup.viewport().width() >= popup.sizeHintForColumn(0)
    assert popup.frameGeometry().right() <= screen.right()
    popup.hide()


# what others have written ----------------------------------------------------------------------------


def test_what_a_catalogue_says_is_text_and_never_markup(qtbot, shown, starter, tmp_path, monkeypatch):
    bad = '<img src="http://x.invalid/a.png"><b>Zorglub</b>'
    entry = {"id": "mine:x", "source": "file", "title": bad, "definition": bad, "kind": "table", "unit": bad}
    (tmp_path / "mine.json").write_text(json.dumps({"entries": [entry]}), encoding="utf-8")
    monkeypatch.setattr(loading, "user_catalogues", lambda: tmp_path)
    shown.read()
    qtbot.waitUntil(lambda: "mine:x" in shown.loaded.catalogue and not shown.aside.running)
    index = shown.model.place_of("mine:x")
    shown.search_page.list.setCurrentIndex(index)
    shown.search.open_card()
    plain = shown.search_page.card.toPlainText()
    assert plain.count("Zorglub</b>") == 3 and "\ufffc" not in plain
    tip = QTextDocumentFragment.fromHtml(shown.model.data(index, Qt.ItemDataRole.ToolTipRole)).toPlainText()
    assert tip.count("Zorglub</b>") == 2 and "\ufffc" not in tip
    assert shown.search_page.chosen.textFormat() == Qt.TextFormat.PlainText
    job = shown.queue.add(jobs.Job(bad, "x", {}))
    tip = shown.queue_page.model.data(shown.queue_page.model.place_of(job), Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip and "Zorglub" in tip


def test_what_was_remembered_badly_is_forgotten(qtbot, own_settings):
    for name, value in (("favourites", {"a": 1}), ("recents", 7), ("territory", ["DEP-93", "x"]), ("offline", "maybe")):
        QgsSettings().setValue("cohesion_territoires/observatory/" + name, value)
    kept = memory.Memory()
    assert (kept.favourites(), kept.recents(), kept.territory(), kept.offline()) == ([], [], Territory(), False)
    for entry in ("a:b", "c:d"):
        kept.toggle(entry)
        kept.used(entry)
    assert kept.favourites() == ["a:b", "c:d"] and kept.recents() == ["c:d", "a:b"]
    kept.toggle("a:b")
    assert kept.favourites() == ["c:d"]


@pytest.mark.parametrize("how", ["a file", "garbage", "half notes"])
def test_a_cache_that_is_broken_does_not_keep_the_dock_from_opening(qtbot, own_settings, tmp_path, how):
    folder = tmp_path / "cache"
    if how == "a file":
        folder.write_text("x")
    else:
        (folder / "files").mkdir(parents=True)
        (folder / "index.sqlite").write_text("garbage" * 1000)
    if how == "half notes":
        (folder / "files" / "a.json").write_text("{")
        (folder / "files" / "b.json").write_text('{"entry": 3}')
    dock = ObservatoryDock(start=Starter())
    qtbot.addWidget(dock)
    dock.show()
    qtbot.waitUntil(lambda: dock.loaded.territories is not None and not dock.aside.running)
    assert dock.model.rowCount() == len(dock.loaded.catalogue.entries) and dock.cache_page.total.text()
    assert "Error" not in dock.message.text() and "Errno" not in dock.message.text()
    dock.close_down()
