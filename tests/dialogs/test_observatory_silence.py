"""The dock opened, walked through and closed behind a proxy that counts: nobody is asked before something is added."""

from __future__ import annotations

import os

import requests
from cohesion_territoires.dialogs.observatory import asking, memory
from cohesion_territoires.dialogs.observatory.dock import ObservatoryDock
from cohesion_territoires.domain.indicators.levels import Territory
from forward_proxy import ForwardProxy, qgis_uses
from observatory_world import Starter
from qgis.core import QgsBlockingNetworkRequest
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest
from qgis.PyQt.QtTest import QTest


def walk(qtbot, dock):
    """Do all that can be done without asking for anything."""
    page = dock.search_page
    QTest.keyClicks(page.search, "pauvrete")
    dock.search.look()
    dock.search.open_card()
    dock.search.back()
    page.search.clear()
    for at in range(page.scope.count()):
        page.scope.setCurrentIndex(at)
    page.scope.setCurrentIndex(0)
    for box in page.facets.boxes.values():
        box.setCurrentIndex(min(1, box.count() - 1))
    page.facets.clear()
    QTest.keyClicks(page.territory, "seine")
    page.territory.offer()
    page.territory.choose(Territory("dep", "93"))
    # pictures and links of a card are not fetched either
    for entry in dock.loaded.catalogue.entries:
        page.list.setCurrentIndex(dock.model.place_of(entry.id))
        dock.search.open_card()
    for other in (dock.queue_page, dock.cache_page, dock.department_page):
        dock.show_page(other)
    dock.offline.toggle()
    dock.offline.toggle()
    dock.read()
    qtbot.waitUntil(lambda: not dock.aside.running)


def test_nobody_is_asked_before_something_is_added(qtbot, own_settings, monkeypatch):
    with ForwardProxy({}) as proxy, qgis_uses(proxy.port):
        # what does not pass by QGIS would pass by the environment's
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setitem(os.environ, name, "http://127.0.0.1:{}".format(proxy.port))
        dock = ObservatoryDock(start=Starter())
        qtbot.addWidget(dock)
        dock.show()
        qtbot.waitUntil(lambda: dock.loaded.territories is not None and not dock.aside.running)
        walk(qtbot, dock)
        dock.close_down()
        qtbot.wait(100)
        assert proxy.passed == []
        # it does count, both ways
        QgsBlockingNetworkRequest().get(QNetworkRequest(QUrl("http://one.invalid/")))
        requests.get("http://two.invalid/", timeout=60)
        assert proxy.passed == ["one.invalid", "two.invalid"]


def test_offline_what_is_kept_is_prepared_and_nobody_is_asked(shown, starter, only_our_layers, monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "profile_folder", lambda: tmp_path)
    shown.search_page.territory.choose(Territory("dep", "93"))
    shown.offline.setChecked(True)
    shown.department_page.fetch_all.click()
    for run in starter.runs:
        run.fail("never fetched")
    assert len(starter.runs) >= 6 and {run.parameters["REFRESH"] for run in starter.runs} == {asking.OFFLINE}
    shown.offline.setChecked(False)
    asked = len(starter.runs)
    shown.department_page.fetch_all.click()
    assert starter.runs[asked].parameters["REFRESH"] != asking.OFFLINE
