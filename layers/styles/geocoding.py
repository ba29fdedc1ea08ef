"""Fixed colours of what an address was found by: the surer, the darker."""

from __future__ import annotations

from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory

from ...translation import tr
from .common import marker
from .verdicts import spelled

__all__ = ["style_geocoding"]

# colour, shape, millimetres: shapes say it again to colour-blind readers
_LOOKS = {
    "numéro": ("#0b3c5d", "circle", 2.2),
    "numéro voisin": ("#3fa796", "diamond", 3.0),
    "voie": ("#f2c230", "square", 2.6),
    "lieu-dit": ("#e66100", "triangle", 3.0),
    "commune": ("#a9b4c2", "star", 3.6),
}


def style_geocoding(layer):
    """Colour points by what was found: number, neighbour, street, lieu-dit, commune."""
    labels = {
        "numéro": tr("Number found"),
        "numéro voisin": tr("Between two neighbouring numbers"),
        "voie": tr("Street only"),
        "lieu-dit": tr("Lieu-dit only"),
        "commune": tr("Commune only"),
    }
    categories = [
        QgsRendererCategory(kind, marker(colour, size, shape, "#ffffff", 0.25), labels[kind])
        for kind, (colour, shape, size) in _LOOKS.items()
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer(spelled(layer, "type_resultat"), categories))
