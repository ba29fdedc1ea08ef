"""Communes of a list: those that are known, mended, former or unknown."""

from __future__ import annotations

from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory, QgsSymbol
from qgis.PyQt.QtGui import QColor

from ...domain.indicators import commune_cells
from ...translation import tr
from .verdicts import spelled

__all__ = ["style_communes"]


def style_communes(layer):
    """Colour rows by what became of their code; nothing is set on a table."""
    if not layer.isSpatial():
        return
    told = (
        (commune_cells.FOUND, "#0b5d8f", tr("Commune known")),
        (commune_cells.MENDED, "#6faedd", tr("Code mended")),
        (commune_cells.RETIRED, "#f2c230", tr("Former commune")),
        (commune_cells.UNKNOWN, "#e66100", tr("No such commune")),
        (commune_cells.NO_CODE, "#5b5b5b", tr("No code")),
    )
    categories = []
    for status, colour, label in told:
        symbol = QgsSymbol.defaultSymbol(layer.geometryType())
        symbol.setColor(QColor(colour))
        categories.append(QgsRendererCategory(status, symbol, label))
    layer.setRenderer(QgsCategorizedSymbolRenderer(spelled(layer, "statut"), categories))
