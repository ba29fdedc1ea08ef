"""The plugin comes and goes without a trace."""
from __future__ import annotations

import os
import time

import pytest
from cohesion_territoires.plugin import CohesionPlugin
from cohesion_territoires.processing_provider import provider
from cohesion_territoires.processing_provider.qpv.geocoders import journal_folder
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow, QMenu, QToolBar

ALGORITHMS = {module.split(".")[1] for module, _name in provider.ALGORITHMS}


class Iface:
    """The part of QgisInterface that the plugin uses, with real menus and toolbars."""

    def __init__(self):
        self.window = QMainWindow()
        self.menu = QMenu("Extensions", self.window)
        self.toolbar = QToolBar(self.window)
        self.factories = []
        self.filters = []

    def mainWindow(self):
        return self.window

    def pluginMenu(self):
        return self.menu

    def addToolBarWidget(self, widget):
        return self.toolbar.addWidget(widget)

    def removeToolBarIcon(self, action):
        self.toolbar.removeAction(action)

    def registerOptionsWidgetFactory(self, factory):
        self.factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):
        self.factories.remove(factory)

    def mapCanvas(self):
        from qgis.gui import QgsMapCanvas

        self.canvas = QgsMapCanvas(self.window)
        return self.canvas

    def addDockWidget(self, area, dock):
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):
        self.window.removeDockWidget(dock)

    def registerLocatorFilter(self, own):
        self.filters.append(own)

    def deregisterLocatorFilter(self, own):
        self.filters.remove(own)


@pytest.fixture
def french():
    QgsSettings().setValue("locale/userLocale", "fr")
    yield
    QgsSettings().remove("locale/userLocale")


@pytest.fixture
def without_provider():
    """Take away the provider that another test may have left for the session."""
    registry = QgsApplication.processingRegistry()
    if registry.providerById("cohesion") is not None:
        registry.removeProvider("cohesion")
    yield registry
    if registry.providerById("cohesion") is not None:
        registry.removeProvider("cohesion")


@pytest.fixture
def iface():
    return Iface()


def test_everything_is_there_then_gone(french, without_provider, iface):
    for _round in range(2):
        plugin = CohesionPlugin(iface)
        plugin.initGui()
        names = {a.name() for a in without_provider.providerById("cohesion").algorithms()}
        assert names >= ALGORITHMS
        assert len(iface.menu.actions()) == len(iface.toolbar.actions()) == len(iface.factories) == 1
        assert [own.prefix() for own in iface.filters] == ["qpv"]
        started = {a.objectName() for a in plugin.menu.actions()}
        assert started >= {"Cohesion_" + name for name in ALGORITHMS}
        assert started >= {"CohesionOpenSample", "CohesionReferenceData", "CohesionGuide"}
        assert QCoreApplication.translate("@default", "My reference data") == "Mes données de référence"

        plugin.unload()
        assert without_provider.providerById("cohesion") is None
        assert not iface.menu.actions() and not iface.toolbar.actions() and not iface.factories
        assert not iface.filters
        assert QCoreApplication.translate("@default", "My reference data") == "My reference data"
        plugin.unload()


def test_qgis_process_needs_no_interface(french, without_provider):
    plugin = CohesionPlugin(None)
    plugin.initProcessing()
    plugin.initProcessing()
    assert without_provider.providerById("cohesion") is plugin.provider
    plugin.unload()
    plugin.unload()
    assert without_provider.providerById("cohesion") is None


def test_addresses_left_by_an_old_run_are_forgotten_when_qgis_starts(without_provider):
    folder = journal_folder()
    folder.mkdir(parents=True, exist_ok=True)
    old, recent = folder / "ancien.journal", folder / "recent.journal"
    for path, days in ((old, 8), (recent, 1)):
        path.write_text("", encoding="utf-8")
        when = time.time() - 86400 * days
        os.utime(path, (when, when))
    plugin = CohesionPlugin(None)
    plugin.initProcessing()
    plugin.unload()
    try:
        assert not old.exists() and recent.exists()
    finally:
        recent.unlink()


def test_a_second_copy_leaves_the_first_alone(without_provider):
    first, second = CohesionPlugin(None), CohesionPlugin(None)
    first.initProcessing()
    second.initProcessing()
    second.unload()
    assert without_provider.providerById("cohesion") is first.provider
    first.unload()


def test_menu_entries_start_their_algorithm(without_provider, iface, monkeypatch):
    plugin = CohesionPlugin(iface)
    plugin.initGui()
    started = []
    monkeypatch.setattr(plugin, "run_algorithm", started.append)
    for action in plugin.menu.actions():
        if action.objectName().startswith("Cohesion_"):
            action.trigger()
    assert set(started) == {"cohesion:" + name for name in ALGORITHMS}
    plugin.unload()


def test_every_menu_entry_has_an_icon(without_provider, iface):
    plugin = CohesionPlugin(iface)
    plugin.initGui()
    for action in plugin.menu.actions():
        assert action.isSeparator() or not action.icon().pixmap(16, 16).isNull(), action.text()
    plugin.unload()


def test_the_review_panel_comes_and_goes(without_provider, iface):
    from qgis.core import QgsProject

    for _round in range(2):
        plugin = CohesionPlugin(iface)
        plugin.initGui()
        assert iface.window.findChild(QDockWidget, "CohesionReview") is None
        entry = next(a for a in plugin.menu.actions() if a.objectName() == "CohesionReview")
        entry.trigger()
        entry.trigger()
        assert len(iface.window.findChildren(QDockWidget, "CohesionReview")) == 1
        watched = QgsProject.instance().receivers(QgsProject.instance().layersAdded)
        plugin.unload()
        assert QgsProject.instance().receivers(QgsProject.instance().layersAdded) < watched
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert iface.window.findChild(QDockWidget, "CohesionReview") is None
        plugin.unload()


def test_the_dock_of_the_observatories_comes_and_goes(without_provider, iface, qtbot):
    for _round in range(2):
        plugin = CohesionPlugin(iface)
        plugin.initGui()
        assert iface.window.findChild(QDockWidget, "CohesionObservatory") is None
        entry = next(a for a in plugin.menu.actions() if a.objectName() == "CohesionObservatories")
        entry.trigger()
        entry.trigger()
        docks = iface.window.findChildren(QDockWidget, "CohesionObservatory")
        assert len(docks) == 1
        qtbot.waitUntil(lambda shown=docks[0]: shown.model.rowCount() > 0)
        plugin.unload()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert iface.window.findChild(QDockWidget, "CohesionObservatory") is None
        assert plugin.observatory_dock is None


def test_our_docks_share_a_place(without_provider, iface, qtbot):
    plugin = CohesionPlugin(iface)
    plugin.initGui()
    iface.window.show()
    plugin.show_review()
    plugin.show_observatories()
    assert iface.window.tabifiedDockWidgets(plugin.observatory_dock) == [plugin.review_dock]
    qtbot.waitUntil(lambda: plugin.observatory_dock.model.rowCount() > 0)
    plugin.unload()
    iface.window.hide()
