"""The dock of the observatories at 150 % and on a dark theme: nothing is cut, all is read."""

from __future__ import annotations

from pathlib import Path

import outcomes
import pytest
from cohesion_territoires.dialogs.observatory.delegate import SUBTITLE
from cohesion_territoires.dialogs.widgets import Button
from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QColor, QFont, QPalette
from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QComboBox, QLabel, QLineEdit

ROLES, GROUPS = QPalette.ColorRole, QPalette.ColorGroup
QPV = "datagouv:qpv-2024"
READ = 4.5
"""Ratio of ink to ground that WCAG asks for."""


def themed(ground, paper, ink, chosen, link):
    """Return a palette as a theme of QGIS or of the system makes it."""
    made = QPalette(QColor(ground))
    for group in (GROUPS.Active, GROUPS.Inactive):
        for role, colour in (
            (ROLES.Window, ground), (ROLES.Button, ground), (ROLES.Base, paper), (ROLES.AlternateBase, ground),
            (ROLES.WindowText, ink), (ROLES.ButtonText, ink), (ROLES.Text, ink), (ROLES.Highlight, chosen),
            (ROLES.HighlightedText, "#ffffff"), (ROLES.Link, link),
        ):  # fmt: skip
            made.setColor(group, role, QColor(colour))
    return made


THEMES = {
    "light": themed("#f0f0f0", "#ffffff", "#101010", "#1a5fb4", "#0b57a4"),
    "dark": themed("#323232", "#242424", "#f0f0f0", "#1a5fb4", "#8ab4f8"),
}


def luminance(pixel):
    """Return how light a colour is, as WCAG has it."""
    colour = QColor(pixel)
    parts = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(widget):
    """Return (how light the ground is, the ratio of ink to ground) of what a widget shows."""
    image = widget.grab().toImage()
    counts = {}
    for y in range(image.height()):
        for x in range(image.width()):
            pixel = image.pixel(x, y)
            counts[pixel] = counts.get(pixel, 0) + 1
    ground = luminance(max(counts, key=counts.get))
    # the whole of a stroke, not the one pixel of a border
    inks = [luminance(pixel) for pixel, count in counts.items() if count > 2]
    return ground, max((max(ground, ink) + 0.05) / (min(ground, ink) + 0.05) for ink in inks)


@pytest.fixture(autouse=True)
def in_french(qgis_app):
    """Words are longer so, and those of most."""
    yield from outcomes.french()


@pytest.fixture
def busy(in_french, shown, starter):
    """A dock with something to say on each page."""
    shown.search_page.list.setCurrentIndex(shown.model.place_of(QPV))
    shown.search.add()
    shown.search.add()
    starter.runs[0].fail("Le service ne répond pas")
    shown.offline.setChecked(True)
    shown.tell("Un message")
    return shown


def pages(dock):
    """Show each page in turn, that of the search as list and as card."""
    dock.search_page.more.setChecked(True)
    for page in (dock.search_page, dock.queue_page, dock.cache_page, dock.department_page):
        dock.show_page(page)
        QApplication.processEvents()
        yield page
        if page is dock.search_page:
            dock.search.open_card()
            QApplication.processEvents()
            yield page
            dock.search.back()


@pytest.mark.parametrize("theme", THEMES)
def test_all_is_read_on_a_light_theme_and_on_a_dark_one(busy, theme):
    before = QApplication.palette()
    QApplication.setPalette(THEMES[theme])
    try:
        QApplication.processEvents()
        seen = 0
        for page in pages(busy):
            kinds = (QLabel, QAbstractButton, QLineEdit, QComboBox)
            for widget in [busy.badge, busy.message, *page.findChildren(kinds)]:
                words = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
                # a star is thinner than letters are
                if not any(map(str.isalnum, words)) or not widget.isVisible() or not widget.isEnabled():
                    continue
                ground, ratio = contrast(widget)
                assert ratio >= READ, (widget.objectName(), words, ratio)
                # the badge has a ground of its own on any theme
                assert widget is busy.badge or (ground > 0.5) == (theme == "light"), widget.objectName()
                seen += 1
            for area in page.findChildren(QAbstractScrollArea):
                if area.isVisible() and area.objectName().startswith("observatory"):
                    ground, ratio = contrast(area.viewport())
                    assert (ground > 0.5) == (theme == "light"), area.objectName()
                    seen += 1
        assert seen > 20
    finally:
        QApplication.setPalette(before)


def drawn_by(name):
    """Return what a theme of QGIS has controls drawn by: its margins are wide."""
    folder = Path(QgsApplication.uiThemes()[name])
    drawn = (folder / "style.qss").read_text(encoding="utf-8")
    given = [line.partition(":") for line in (folder / "variables.qss").read_text(encoding="utf-8").splitlines()]
    for variable, _colon, value in sorted(given, key=lambda one: -len(one[0])):
        if variable.strip():
            drawn = drawn.replace(variable.strip(), value.strip())
    assert "QComboBox" in drawn
    return drawn


@pytest.mark.parametrize("theme", [None, "Night Mapping"])
def test_nothing_is_cut_at_150_percent(qtbot, busy, theme):
    """Where the screen is at 150 %, letters are half as large again and the dock has 320 pixels all the same."""
    before, plain = QApplication.font(), QApplication.instance().styleSheet()
    font = QFont(before)
    # that of Windows, and half as large again
    font.setPointSizeF(9.0)
    QApplication.setFont(font)
    usual = busy.search_page.list.fontMetrics().height()
    font.setPointSizeF(13.5)
    QApplication.setFont(font)
    QApplication.instance().setStyleSheet(drawn_by(theme) if theme else plain)
    try:
        busy.resize(320, 900)
        QApplication.processEvents()
        assert busy.search_page.list.fontMetrics().height() >= 1.3 * usual
        for page in pages(busy):
            assert busy.width() == 320
            for widget in page.tab_order:
                if widget.isVisible():
                    right = widget.mapTo(page, widget.rect().topRight()).x()
                    # what is seen of the page
                    assert right < page.parentWidget().width() <= 320, (widget.objectName(), right)
                    if isinstance(widget, QAbstractButton):
                        # a key may be left to the tip
                        words = widget.accessibleName() if isinstance(widget, Button) else widget.text()
                        assert widget.width() >= widget.fontMetrics().horizontalAdvance(words), words
            bar = busy.tabs.tabBar()
            # the style of the system leaves more around the words of tabs, which are then cut, and told by their tips
            for place in range(bar.count() if theme else 0):
                assert bar.tabRect(place).width() > bar.fontMetrics().horizontalAdvance(bar.tabText(place))
            for widget in (busy.offline, busy.badge):
                right = widget.mapTo(busy, widget.rect().topRight()).x()
                assert right < busy.width() and widget.width() >= widget.sizeHint().width(), widget.objectName()
            assert not busy.offline.geometry().intersects(busy.badge.geometry())
    finally:
        QApplication.instance().setStyleSheet(plain)
        QApplication.setFont(before)


def test_how_far_a_job_has_come_is_seen_and_read(busy):
    busy.show_page(busy.queue_page)
    listed, job = busy.queue_page.list, busy.queue.jobs[1]
    row, shares = busy.queue_page.model.place_of(job), []
    listed.setCurrentIndex(busy.queue_page.model.place_of(busy.queue.jobs[0]))
    done = listed.palette().color(QPalette.ColorRole.Highlight).name()
    for progress in (0.0, 25.0, 75.0):
        busy.queue.jobs[1].progress = progress
        listed.viewport().update()
        image = listed.viewport().grab(listed.visualRect(row)).toImage()
        bar = [image.pixelColor(x, image.height() - 3).name() for x in range(image.width())]
        shares.append(bar.count(done) / len(bar))
        assert "{} %".format(int(progress)) in row.data(SUBTITLE)
    assert shares[0] < 0.02 and 0.2 < shares[1] < 0.3 and 0.65 < shares[2] < 0.8, shares
