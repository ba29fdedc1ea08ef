"""Fixed colours of what an address was found by: the surer, the darker."""

from __future__ import annotations

from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory

from ...translation import tr
from ..fields import shapefile_names
from .common import marker

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
    # a GeoPackage keeps an empty point for those not found
    categories.append(QgsRendererCategory("", marker("#5b5b5b", 2.6, "cross2", "#5b5b5b", 0.5), tr("Not found")))
    layer.setRenderer(QgsCategorizedSymbolRenderer(_kind_field(layer), categories))


def _kind_field(layer):
    """Return the field this run added: numbered where the table had one, cut by a Shapefile."""
    names = layer.fields().names()
    later = ["type_resultat_{}".format(n) for n in range(9, 1, -1)]
    return next((n for n in (*later, "type_resultat", *shapefile_names(["type_resultat"])) if n in names), "")
