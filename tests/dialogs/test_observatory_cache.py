"""The cache as the dock shows it: what is there, kept, removed, taken along and loaded."""

from __future__ import annotations

import pytest
from cohesion_territoires.dialogs.observatory import wording
from cohesion_territoires.dialogs.observatory.cache_page import MADE
from cohesion_territoires.dialogs.observatory.delegate import SUBTITLE
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.layers.boundary_layers import READY
from cohesion_territoires.sources.cache import Cache
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

ENTRY = "datagouv:qpv-2024"


def keep(folder, entry, territory, content, year="2024"):
    cache = Cache(folder)
    with cache.reserve(entry, "qpv", territory, year) as place:
        path = place.folder / "x.gpkg"
        path.write_bytes(content)
        return place.commit(path, {"title": "Kept"})


@pytest.fixture
def filled(qtbot, shown, tmp_path):
    for entry, territory, size in ((ENTRY, "DEP-93", 2_000_000), (ENTRY, "DEP-59", 10), ("gone:x", "FRA", 10)):
        keep(tmp_path / "cache", entry, territory, b"x" * size)
    read(qtbot, shown)
    shown.show_page(shown.cache_page)
    return shown


def read(qtbot, dock):
    dock.read_cache()
    qtbot.waitUntil(lambda: not dock.aside.running)


def titles(dock):
    model = dock.cache_page.model
    return [model.data(model.index(at)) for at in range(model.rowCount())]


def select(dock, territory):
    page = dock.cache_page
    for at in range(page.model.rowCount()):
        if page.model.row(page.model.index(at)).territory == territory:
            # setCurrentIndex heeds Ctrl, which a test before may have left pressed
            model = page.list.selectionModel()
            model.setCurrentIndex(page.model.index(at), model.SelectionFlag.ClearAndSelect)
            return
    raise LookupError(territory)


def test_what_is_kept_is_listed_and_marked(filled):
    assert sorted(titles(filled)) == sorted(["Périmètres des quartiers prioritaires (QPV) 2024"] * 2 + ["Kept"])
    assert "3" in filled.cache_page.total.text()
    assert ENTRY in filled.model.kept
    filled.show_page(filled.search_page)
    filled.search_page.list.setCurrentIndex(filled.model.place_of(ENTRY))
    filled.search.open_card()
    assert "DEP-93" in filled.search_page.card.toPlainText()


def test_a_row_says_how_large_and_how_old_and_all_how_large(filled):
    model = filled.cache_page.model
    said = {model.row(model.index(at)).territory: model.index(at).data(SUBTITLE) for at in range(model.rowCount())}
    for territory, size in (("DEP-93", "2.0 MB"), ("DEP-59", "0.1 kB")):
        assert said[territory].split(" · ")[:2] == [size, "fetched less than an hour ago"]
        assert "{}, 2024".format(territory) in said[territory]
    assert "3 files, 2.0 MB" in filled.cache_page.total.text()
    assert [wording.age(days * 86400) for days in (0.5, 3.1)] == ["12 h", "3 days"]


def test_an_empty_cache_says_so(shown):
    assert shown.cache_page.total.text() and not shown.cache_page.export.isEnabled()


def test_removing_and_pinning(qtbot, filled, tmp_path):
    select(filled, "DEP-93")
    filled.cache_page.pin.click()
    qtbot.waitUntil(lambda: Cache(tmp_path / "cache").find(ENTRY, "qpv", "DEP-93", "2024").pinned)
    qtbot.waitUntil(lambda: not filled.aside.running)
    select(filled, "DEP-59")
    QTest.keyClick(filled.cache_page.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(titles(filled)) == 2)
    assert Cache(tmp_path / "cache").find(ENTRY, "qpv", "DEP-59", "2024") is None


def test_what_is_open_in_qgis_is_told_not_to_be_gone_yet(qtbot, filled, monkeypatch):
    monkeypatch.setattr(Cache, "remove", lambda _cache, _record: False)
    select(filled, "DEP-59")
    filled.cache_page.remove.click()
    qtbot.waitUntil(lambda: "Still open in QGIS: 1." in filled.message.text())


def test_fetching_again_asks_for_what_there_was(filled, starter):
    select(filled, "DEP-93")
    QTest.keyClick(filled.cache_page.list, Qt.Key.Key_F5)
    asked = starter.runs[0].parameters
    assert (asked["ENTRY"], asked["TERRITORY"], asked["YEAR"], asked["REFRESH"]) == (ENTRY, "DEP-93", "2024", 1)
    assert starter.runs[0].loads == {}
    filled.offline.setChecked(True)
    filled.cache_page.again.click()
    assert len(starter.runs) == 1 and filled.message.text()


def test_my_territory_is_taken_along_and_loaded_elsewhere(qtbot, filled, tmp_path, monkeypatch):
    filled.search_page.territory.choose(Territory("dep", "93"))
    filled.cache_page.take_along(str(tmp_path / "stick"))
    qtbot.waitUntil(lambda: filled.message.text().startswith("2 files and 0 reference data copied"))
    assert {r.territory for r in Cache(tmp_path / "stick").records()} == {"DEP-93", "FRA"}
    # what is being read is of the folder of before
    qtbot.waitUntil(lambda: not filled.aside.running)
    monkeypatch.setenv("COHESION_CACHE_FOLDER", str(tmp_path / "other"))
    read(qtbot, filled)
    qtbot.waitUntil(lambda: titles(filled) == [])
    filled.cache_page.load(str(tmp_path / "stick"))
    qtbot.waitUntil(lambda: len(titles(filled)) == 2)


def test_a_folder_that_cannot_be_written_is_told(qtbot, filled, tmp_path):
    (tmp_path / "file").write_text("x")
    filled.cache_page.take_along(str(tmp_path / "file"))
    assert "Being copied" in filled.message.text()
    qtbot.waitUntil(lambda: "Being copied" not in filled.message.text())
    assert str(tmp_path / "file") in filled.message.text() and len(titles(filled)) == 3


def test_what_was_made_of_an_entry_comes_and_goes_with_it(qtbot, shown, tmp_path):
    assert MADE == READY
    for entry in (ENTRY, ENTRY + MADE):
        keep(tmp_path / "cache", entry, "FRA", b"x")
    read(qtbot, shown)
    assert len(titles(shown)) == 1
    shown.cache_page.take_along(str(tmp_path / "stick"))
    qtbot.waitUntil(lambda: shown.message.text().startswith("2 files"))
    select(shown, "FRA")
    shown.cache_page.remove.click()
    qtbot.waitUntil(lambda: titles(shown) == [])
    assert Cache(tmp_path / "cache").records() == []
