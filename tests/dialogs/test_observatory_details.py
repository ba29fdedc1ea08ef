"""Small things of the dock of the observatories that one only misses when they are gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cohesion_territoires.dialogs.observatory import delegate, jobs, memory
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.sources.cache import Cache
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QStringListModel, Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

QPV = "datagouv:qpv-2024"


def rows(dock):
    return [dock.model.row(dock.model.index(at)) for at in range(dock.model.rowCount())]


def look_for(dock, words):
    dock.search_page.search.setText(words)
    dock.search.look()


def test_a_filter_stays_chosen_where_nothing_has_it_and_says_so(shown):
    page = shown.search_page
    box = page.facets.boxes["kind"]
    assert not page.facets.clear_button.isEnabled() and not re.search(r"\d", page.more.text())
    box.setCurrentIndex(box.findData("layer"))
    assert page.facets.clear_button.isEnabled() and "1" in page.more.text() and "1" in page.count.text()
    look_for(shown, "chomage des 15-24 ans")
    assert rows(shown) == [] and box.currentData() == "layer" and "(0)" in box.currentText()
    page.facets.clear_button.click()
    assert rows(shown) and box.currentData() is None and not page.facets.clear_button.isEnabled()
    assert not re.search(r"\d", page.more.text())


def test_the_card_follows_the_territory_and_typing_goes_back_to_the_list(qtbot, shown):
    page = shown.search_page
    page.list.setCurrentIndex(shown.model.place_of(QPV))
    shown.search.open_card()
    assert "Seine-Saint-Denis" not in page.card.toPlainText()
    page.territory.choose(Territory("dep", "93"))
    assert page.shows_card and "Seine-Saint-Denis (DEP-93)" in page.card.toPlainText()
    page.search.setFocus()
    qtbot.waitUntil(page.search.hasFocus)
    QTest.keyClicks(page.search, "emploi")
    shown.search.look()
    assert not page.shows_card


def test_what_no_service_gives_is_found_by_its_words_and_never_by_a_filter(shown):
    scope = shown.search_page.scope
    for collection in shown.loaded.catalogue.collections:
        scope.setCurrentIndex(scope.findData(collection.id))
        by_hand = [row for row in rows(shown) if row.entry is None and not row.heading]
        if by_hand:
            break
    item = by_hand[0]
    look_for(shown, item.title)
    assert item in rows(shown)
    look_for(shown, "xyzzy")
    assert rows(shown) == []
    look_for(shown, "")
    box = shown.search_page.facets.boxes["kind"]
    box.setCurrentIndex(1)
    assert not [row for row in rows(shown) if row.entry is None and not row.heading]


def test_an_error_told_twice_is_read_once_and_nothing_begins_after_the_end(shown, starter):
    shown.search_page.list.setCurrentIndex(shown.model.place_of(QPV))
    for _ in range(jobs.AT_ONCE + 1):
        shown.search.add()
    starter.runs[0].fail("No answer", "No answer", "And why")
    assert shown.queue.jobs[0].problems == ["No answer", "And why"]
    shown.queue.close()
    begun = len(starter.runs)
    shown.queue.add(jobs.Job("Too late", "x", {}))
    assert len(starter.runs) == begun


def test_what_was_said_on_one_page_is_not_about_the_next_and_offline_is_remembered(shown):
    shown.offline.setChecked(True)
    assert memory.Memory().offline() and shown.badge.isVisible()
    shown.tell("About the search")
    assert shown.message.isVisible()
    shown.show_page(shown.queue_page)
    assert not shown.message.isVisible() and shown.message.text() == ""
    shown.offline.setChecked(False)
    assert not memory.Memory().offline() and not shown.badge.isVisible()


def test_what_is_always_kept_may_be_let_go(qtbot, shown, tmp_path):
    with Cache(tmp_path / "cache").reserve(QPV, "qpv", "DEP-93", "2024") as place:
        (place.folder / "x.gpkg").write_bytes(b"x")
        place.commit(place.folder / "x.gpkg", {"title": "Kept"})
    shown.read_cache()
    qtbot.waitUntil(lambda: not shown.aside.running)
    page, words = shown.cache_page, []
    for pinned in (True, False):
        page.list.selectAll()
        words.append(page.pin.text())
        page.toggle_pin()
        qtbot.waitUntil(lambda: not shown.aside.running)
        assert Cache(tmp_path / "cache").records()[0].pinned is pinned
        assert (page.model.data(page.model.index(0), delegate.MARKS) == "★") is pinned
    assert words[0] != words[1]


def luminance(colour):
    parts = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3])
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts))


@pytest.mark.parametrize("theme", [("#ffffff", "#000000"), ("#323232", "#dddddd"), ("#000000", "#ffffff")])
def test_both_lines_of_a_row_are_read_in_light_and_in_dark(qtbot, theme):
    """4.5 is what WCAG asks of a text of this size."""
    ground, ink = map(QColor, theme)
    model = QStringListModel(["Title"])
    model.data = lambda _index, role=0: "█" * 9 if role in (Qt.ItemDataRole.DisplayRole, delegate.SUBTITLE) else None
    seen = delegate.rows("x", "x", model, delegate.Titled())
    qtbot.addWidget(seen)
    palette = QPalette(seen.palette())
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        palette.setColor(group, QPalette.ColorRole.Base, ground)
        palette.setColor(group, QPalette.ColorRole.Text, ink)
    seen.setPalette(palette)
    seen.resize(200, 100)
    seen.show()
    QApplication.processEvents()
    image = seen.viewport().grab().toImage()
    line = seen.fontMetrics().height()
    back = luminance(image.pixelColor(1, image.height() - 5))
    for top in (delegate.MARGIN, delegate.MARGIN + line + delegate.GAP):
        strip = (image.pixelColor(x, y) for x in range(8, 60, 2) for y in range(top, top + line))
        best = max((max(back, light) + 0.05) / (min(back, light) + 0.05) for light in map(luminance, strip))
        assert best >= 4.5, (theme, top, best)


def test_a_layer_is_written_beside_the_project_or_in_the_profile_where_it_may_not(tmp_path, monkeypatch):
    """Beside it, the map goes wherever the project goes; a project on a share may only be read."""
    project = QgsProject.instance()
    monkeypatch.setattr(memory, "profile_folder", lambda: tmp_path / "profil")
    assert memory.layer_file("Revenu médian").parent == tmp_path / "profil" / "couches"
    project.setFileName(str(tmp_path / "carte.qgz"))
    try:
        beside = memory.layer_file("Revenu médian")
        assert beside.parent == tmp_path / "observatoires" and beside.name.startswith("Revenu_médian_")
        monkeypatch.setattr(memory.os, "access", lambda path, _mode: Path(path) != tmp_path)
        assert memory.layer_file("Revenu médian").parent == tmp_path / "profil" / "couches"
    finally:
        project.setFileName("")
