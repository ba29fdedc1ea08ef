"""Style of network problems: one colour and shape a kind."""

from __future__ import annotations

from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory

from ...domain.network import check
from ...domain.errors import QT_TRANSLATE_NOOP
from ...translation import tr
from .common import marker

__all__ = ["style_problems"]

# Okabe and Ito's colours, told apart by all readers; shapes say the same again
KINDS = (
    (check.NEAR_MISS, QT_TRANSLATE_NOOP("@default", "Near-miss ends"), "#d55e00", "circle"),
    (check.ISOLATED, QT_TRANSLATE_NOOP("@default", "Isolated parts"), "#0072b2", "square"),
    (check.DEAD_ONE_WAY, QT_TRANSLATE_NOOP("@default", "Dead one-way streets"), "#cc79a7", "triangle"),
    (check.NO_SPEED, QT_TRANSLATE_NOOP("@default", "No usable speed"), "#999999", "diamond"),
    (check.NO_TIME, QT_TRANSLATE_NOOP("@default", "Crossed in no time"), "#e69f00", "diamond"),
    (check.ABSURD_SPEED, QT_TRANSLATE_NOOP("@default", "Absurd speed"), "#f0e442", "diamond"),
    (check.NO_LENGTH, QT_TRANSLATE_NOOP("@default", "Lines without length"), "#000000", "cross"),
    (check.DUPLICATE, QT_TRANSLATE_NOOP("@default", "Lines drawn twice"), "#009e73", "pentagon"),
    (check.UNKNOWN_DIRECTION, QT_TRANSLATE_NOOP("@default", "Unknown directions"), "#56b4e9", "triangle"),
)


def style_problems(layer):
    """Give each kind of problem its colour and shape."""
    position = layer.fields().lookupField("probleme")
    name = layer.fields().at(position).name() if position >= 0 else "probleme"
    categories = [
        QgsRendererCategory(code, marker(colour, 3.0, shape, "#333333", 0.2), tr(label))
        for code, label, colour, shape in KINDS
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer(name, categories))
