"""The Processing provider: which algorithms there are, and the models that chain them."""
from __future__ import annotations

from importlib import import_module
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingModelAlgorithm, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..layers.journal import plugin_version
from ..translation import tr

__all__ = ["ALGORITHMS", "CohesionProvider"]

HERE = Path(__file__).resolve().parent
ICON = HERE.parent / "resources" / "icons" / "provider.svg"

# module below this folder, class
ALGORITHMS = (
    ("qpv.georeferencepoints", "GeoreferencePoints"),
    ("qpv.georeferenceparcels", "GeoreferenceParcels"),
    ("qpv.compareqpvgenerations", "CompareQpvGenerations"),
    ("qpv.qpvstreetindex", "QpvStreetIndex"),
    ("qpv.qpvdistancebands", "QpvDistanceBands"),
    ("qpv.buildaddressindex", "BuildAddressIndex"),
    ("qpv.geocodeaddresses", "GeocodeAddresses"),
    ("qpv.georeferenceaddresses", "GeoreferenceAddresses"),
    ("access.checknetwork", "CheckNetwork"),
    ("access.accessibilitybands", "AccessibilityBands"),
    ("access.nearestfacility", "NearestFacility"),
    ("coverage.servicecoverage", "ServiceCoverage"),
    ("observatory.territoryportrait", "TerritoryPortrait"),
    ("observatory.communezonings", "CommuneZonings"),
    ("observatory.observatorylayer", "ObservatoryLayer"),
    ("observatory.joinindicator", "JoinIndicator"),
    ("observatory.classifyindicator", "ClassifyIndicator"),
    ("observatory.refreshcatalogue", "RefreshCatalogue"),
)


class CohesionProvider(QgsProcessingProvider):
    """Provider `cohesion`."""

    def id(self):
        return "cohesion"

    def name(self):
        return "Cohésion des territoires"

    def longName(self):  # noqa: N802
        return tr("Cohésion des territoires: QPV, accessibility, France services")

    def versionInfo(self):  # noqa: N802
        return plugin_version()

    def icon(self):
        return QIcon(str(ICON))

    def svgIconPath(self):  # noqa: N802
        return str(ICON)

    def loadAlgorithms(self):  # noqa: N802
        for module, name in ALGORITHMS:
            algorithm = getattr(import_module("." + module, __package__), name)
            self.addAlgorithm(algorithm())
        # before we are registered a model would not find the algorithms of ours that it chains
        if QgsApplication.processingRegistry().providerById(self.id()) is None:
            return
        for path in sorted((HERE / "models").glob("*.model3")):
            model = QgsProcessingModelAlgorithm()
            if model.fromFile(str(path)):
                self.addAlgorithm(model)
