"""The dock of the observatories as a screen reader and a keyboard meet it: every widget there is, none by name."""

from __future__ import annotations

import re

import pytest
from cohesion_territoires.dialogs.observatory.catalogue_menu import SEARCH, SERVER
from cohesion_territoires.dialogs.observatory.folders import Folders
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTextEdit,
    QWidget,
)

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QMenu, QTabBar, QTextEdit
)  # fmt: skip
LETTERS = re.compile(r"[^\W\d_]{2,}")


def spoken(widget):
    """Return what assistive software reads of a widget: its name, or the words on it."""
    return widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")


def is_qt_s(widget):
    """Say whether a widget is a part of another of Qt's, or of QGIS's, that speaks for it."""
    while widget is not None and not widget.objectName().startswith("observatory"):
        if widget.objectName().startswith("qt_dockwidget") or isinstance(widget, QComboBox):
            return True
        widget = widget.parentWidget()
    return isinstance(widget, QComboBox)


def unnamed(root):
    """Return the controls below a widget that say nothing, or not what is seen on them."""
    wrong = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or (is_qt_s(widget) and not widget.objectName().startswith("observatory")):
            continue
        if isinstance(widget, QLabel) and not widget.text() and not widget.accessibleName():
            continue  # it says nothing yet
        said = spoken(widget)
        seen = widget.text() if isinstance(widget, (QAbstractButton, QLabel)) else ""
        if isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.RichText:
            seen = re.sub("<[^>]+>", " ", seen)
        # a person who talks to the machine says the words that are seen
        words = set(LETTERS.findall(re.sub(r"\([^)]*\)$", "", seen).lower()))
        if not LETTERS.search(said) or not words <= set(LETTERS.findall(said.lower())):
            wrong.append((type(widget).__name__, widget.objectName(), seen, said))
    return wrong


def reached(page):
    """Return which widgets of a page Tab goes to, in order."""
    found, widget = [], page.tab_order[0]
    for _step in range(400):
        by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if by_tab and widget.isVisible() and page.isAncestorOf(widget) and widget not in found:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def fill_queue(dock, starter):
    dock.search_page.list.setCurrentIndex(dock.model.place_of("datagouv:qpv-2024"))
    for _ in range(3):
        dock.search.add()
    starter.runs[0].fail("The service does not know this indicator")
    starter.runs[1].done()


def test_every_widget_says_what_it_is(shown, starter):
    shown.search_page.more.setChecked(True)
    assert unnamed(shown) == []
    # and once there is something to say
    fill_queue(shown, starter)
    shown.search.open_card()
    shown.tell("A message")
    assert unnamed(shown) == []
    assert "does not know" in shown.queue_page.details.accessibleName()
    assert shown.message.accessibleName() == "A message"
    assert shown.search_page.count.text() == shown.search_page.count.accessibleName() != ""


@pytest.mark.parametrize("service", [SEARCH, SERVER])
def test_the_forms_say_what_they_are(shown, service):
    shown.search_page.catalogue._open(service)
    form = shown.search_page.catalogue.form
    assert unnamed(form) == []
    form.reject()


def test_the_form_that_takes_a_server_out_says_what_it_is(shown, tmp_path):
    shown.search_page.catalogue.offer([("A server", tmp_path / "server.json")])
    form = shown.search_page.catalogue.form
    assert unnamed(form) == [] and form.isVisible()
    form.reject()


def test_the_folders_of_the_options_say_what_they_are(qtbot, own_settings):
    folders = Folders()
    qtbot.addWidget(folders)
    assert unnamed(folders) == []


def test_a_button_says_its_new_words(shown, starter):
    page = shown.queue_page
    fill_queue(shown, starter)
    page.list.setCurrentIndex(page.model.place_of(shown.queue.jobs[2]))
    running = page.stop.accessibleName()
    page.list.setCurrentIndex(page.model.place_of(shown.queue.jobs[1]))
    assert page.stop.accessibleName() != running and page.stop.accessibleName() in page.stop.text()
    assert "Del" in page.stop.accessibleDescription()


def test_tab_reaches_all_that_can_be_used_and_nothing_else(shown, starter):
    shown.search_page.more.setChecked(True)
    fill_queue(shown, starter)
    for page in (shown.search_page, shown.queue_page, shown.cache_page, shown.department_page):
        shown.show_page(page)
        for card in (False, True) if page is shown.search_page else (False,):
            if card:
                shown.search.open_card()
            QApplication.processEvents()
            listed = [widget for widget in page.tab_order if widget.isVisible()]
            assert reached(page) == listed and len(listed) > 2, page.objectName()
    # what is above the pages too
    outside = {shown.offline, shown.tabs.tabBar()}
    assert all(widget.focusPolicy() & Qt.FocusPolicy.TabFocus for widget in outside)
