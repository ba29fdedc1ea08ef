"""The plugin as QGIS sees it: translator, provider, menu, toolbar button, options page."""
from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu, QToolButton

from .translation import install_translator, remove_translator, tr

ROOT = Path(__file__).resolve().parent
GROUPS = ("qpv", "access", "coverage", "observatory")
GUIDE = ROOT / "resources" / "help" / "guide.html"


def icon(name):
    """Return one of our icons."""
    return QIcon(str(ROOT / "resources" / "icons" / (name + ".svg")))


class CohesionPlugin:
    """Set everything up, and take it away again.

    Parameters
    ----------
    interface : QgisInterface or None
        None under ``qgis_process``, which calls `initProcessing` only.
    """

    def __init__(self, interface):
        self.iface = interface
        # here and not in initGui: qgis_process never calls that one
        self.translator = install_translator()
        self.provider = None
        self.options_factory = None
        self.menu = None
        self.toolbar_action = None
        self.address_presenter = None
        self.address_filter = None
        self.review_dock = None
        self.observatory_dock = None

    def initProcessing(self):  # noqa: N802 - QGIS's name
        """Register the algorithms."""
        from .processing_provider.provider import CohesionProvider
        from .processing_provider.qpv.geocoders import forget_old_runs

        if self.provider is not None:
            return
        registry = QgsApplication.processingRegistry()
        provider = CohesionProvider()
        # a second provider of the same id would be deleted under Python's feet
        if registry.providerById(provider.id()) is not None or not registry.addProvider(provider):
            return
        self.provider = provider
        # models that chain our own algorithms find them only now
        self.provider.refreshAlgorithms()
        forget_old_runs()

    def initGui(self):  # noqa: N802 - QGIS's name
        """Add the menu, the toolbar button and the options page."""
        from .dialogs.options import ReferenceDataFactory

        self.initProcessing()
        self.options_factory = ReferenceDataFactory(self.refresh_algorithms)
        self.iface.registerOptionsWidgetFactory(self.options_factory)

        self.menu = QMenu("Cohésion des territoires", self.iface.mainWindow())
        self.menu.setObjectName("CohesionMenu")
        self.menu.setIcon(icon("provider"))
        self._fill_menu()
        self.iface.pluginMenu().addMenu(self.menu)

        button = QToolButton()
        button.setObjectName("CohesionButton")
        button.setIcon(icon("provider"))
        button.setToolTip("Cohésion des territoires")
        button.setMenu(self.menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.toolbar_action = self.iface.addToolBarWidget(button)
        self._add_search()

    def _add_search(self):
        """Add addresses to QGIS's search bar."""
        from .dialogs.locator import AddressFilter

        self.address_filter = AddressFilter(self.show_address, self.show_reference_data, icon("address"))
        self.iface.registerLocatorFilter(self.address_filter)

    def unload(self):
        """Undo what `initGui` and `initProcessing` did; harmless when called twice."""
        if self.address_filter is not None:
            if not sip.isdeleted(self.address_filter):
                # QGIS deletes it, once the searches under way have ended
                self.iface.deregisterLocatorFilter(self.address_filter)
            self.address_filter = None
        if self.address_presenter is not None:
            self.address_presenter.close()
            self.address_presenter = None
        for name in ("review_dock", "observatory_dock"):
            dock = getattr(self, name)
            if dock is not None and not sip.isdeleted(dock):
                dock.close_down()
                self.iface.removeDockWidget(dock)
                dock.deleteLater()
            setattr(self, name, None)
        if self.toolbar_action is not None:
            self.iface.removeToolBarIcon(self.toolbar_action)
            self.toolbar_action = None
        if self.menu is not None:
            if not sip.isdeleted(self.menu):
                self.iface.pluginMenu().removeAction(self.menu.menuAction())
                self.menu.deleteLater()
            self.menu = None
        if self.options_factory is not None:
            self.iface.unregisterOptionsWidgetFactory(self.options_factory)
            self.options_factory = None
        if self.provider is not None:
            if not sip.isdeleted(self.provider):
                QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        remove_translator(self.translator)
        self.translator = None

    def _fill_menu(self):
        self._add("CohesionOpenSample", "sample", tr("Open the sample"), self.open_sample)
        for _group, algorithms in self._algorithms_by_group():
            self.menu.addSeparator()
            for algorithm in algorithms:
                name = algorithm.name()
                self._add("Cohesion_" + name, name, algorithm.displayName() + "…", self._starter(algorithm.id()))
        self.menu.addSeparator()
        self._add("CohesionObservatories", "observatory", tr("Observatories"), self.show_observatories)
        self._add("CohesionReview", "review", tr("Rows to check (QPV)"), self.show_review)
        self._add("CohesionReferenceData", "reference", tr("My reference data…"), self.show_reference_data)
        self._add("CohesionGuide", "guide", tr("User guide"), self.show_guide)

    def _starter(self, algorithm_id):
        return lambda _checked=False: self.run_algorithm(algorithm_id)

    def _add(self, name, icon_name, text, slot):
        action = QAction(icon(icon_name), text, self.menu)
        action.setObjectName(name)
        action.triggered.connect(slot)
        self.menu.addAction(action)

    def _algorithms_by_group(self):
        """Return our algorithms by group, in the provider's order; models are left to the toolbox."""
        groups = {}
        for algorithm in self.provider.algorithms() if self.provider is not None else []:
            if (ROOT / "resources" / "icons" / (algorithm.name() + ".svg")).exists():
                groups.setdefault(algorithm.groupId(), []).append(algorithm)
        return [(group, groups[group]) for group in GROUPS if group in groups]

    def refresh_algorithms(self):
        """Give the parameters their new defaults, after the reference data have changed."""
        if self.provider is not None and not sip.isdeleted(self.provider):
            self.provider.refreshAlgorithms()

    def open_sample(self, _checked=False):
        """Open the built-in sample in the project."""
        from .dialogs.sample import open_sample

        open_sample(self.iface)

    def show_review(self, _checked=False):
        """Show the panel of rows to check, made the first time."""
        if self.review_dock is None or sip.isdeleted(self.review_dock):
            from .dialogs.review.dock import ReviewDock

            self.review_dock = ReviewDock(self.iface.mapCanvas(), self.iface.mainWindow())
            self._place(self.review_dock, self.observatory_dock)
        self.review_dock.setUserVisible(True)
        self.review_dock.panel.table.setFocus()

    def show_observatories(self, _checked=False):
        """Show the dock of the observatories, made the first time; it asks nothing of any network by itself."""
        if self.observatory_dock is None or sip.isdeleted(self.observatory_dock):
            from .dialogs.observatory.dock import ObservatoryDock

            self.observatory_dock = ObservatoryDock(self.iface.mainWindow(), self.refresh_algorithms)
            self._place(self.observatory_dock, self.review_dock)
        self.observatory_dock.setUserVisible(True)
        self.observatory_dock.find()

    def _place(self, dock, other):
        """Put a dock on the right, behind our other one where that is there: one above the other both are too low."""
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        if other is not None and not sip.isdeleted(other) and other.isVisible() and not other.isFloating():
            self.iface.mainWindow().tabifyDockWidget(other, dock)

    def run_algorithm(self, algorithm_id):
        """Open an algorithm's dialog."""
        from qgis import processing

        processing.execAlgorithmDialog(algorithm_id, {})

    def show_address(self, path, suggestion):
        """Show the verdict on an address of an index."""
        if self.address_presenter is None:
            from .dialogs.address_card import AddressPresenter

            self.address_presenter = AddressPresenter(self.iface, self.show_reference_data)
        self.address_presenter.show(path, suggestion)

    def show_reference_data(self, _checked=False):
        """Open QGIS's options at our page."""
        from .dialogs.options import PAGE_NAME

        self.iface.showOptionsDialog(self.iface.mainWindow(), PAGE_NAME)

    def show_guide(self, _checked=False):
        """Open the user guide, shipped with the plugin, in the browser."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(GUIDE)))
