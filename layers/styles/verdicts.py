"""Fixed colours of verdicts, the same on every map, and of rings of distance around QPV."""

from __future__ import annotations

from qgis.core import QgsCategorizedSymbolRenderer, QgsFeatureRequest, QgsRendererCategory

from ...domain.qpv.verdict import VERDICTS
from ...translation import tr
from .common import fill, marker, sequence

__all__ = ["VERDICT_COLOURS", "spelled", "style_rings", "style_verdicts"]

VERDICT_COLOURS = {
    "EN_QPV": "#0b5d8f",
    "HORS_QPV": "#a9b4c2",
    "A_VERIFIER": "#e66100",
    "ADRESSE_IMPRECISE": "#f2c230",
    "NON_TROUVEE": "#5b5b5b",
    "ERREUR": "#111111",
}
"""Blue, grey and orange keep apart for all colour-blind readers; shapes say it again."""

# shape, millimetres, outline, its width: what must be looked at is larger and has a dark edge
_SHAPES = {
    "EN_QPV": ("circle", 2.4, "#ffffff", 0.25),
    "HORS_QPV": ("circle", 1.8, "#ffffff", 0.2),
    "A_VERIFIER": ("diamond", 4.2, "#1a1a1a", 0.45),
    "ADRESSE_IMPRECISE": ("square", 2.6, "#5a4500", 0.3),
    "NON_TROUVEE": ("cross2", 2.6, "#5b5b5b", 0.5),
    "ERREUR": ("cross", 3.0, "#111111", 0.6),
}


def style_verdicts(layer):
    """Colour points by verdict; those to check stand out and are drawn above the others."""
    labels = {
        "EN_QPV": tr("In a QPV"),
        "HORS_QPV": tr("Out of any QPV"),
        "A_VERIFIER": tr("To check on the map"),
        "ADRESSE_IMPRECISE": tr("Imprecise address"),
        "NON_TROUVEE": tr("Not found"),
        "ERREUR": tr("Error"),
    }
    categories = []
    for verdict in VERDICTS:
        shape, size, outline, width = _SHAPES[verdict]
        symbol = marker(VERDICT_COLOURS[verdict], size, shape, outline, width)
        categories.append(QgsRendererCategory(verdict, symbol, labels[verdict]))
    renderer = QgsCategorizedSymbolRenderer(spelled(layer, "verdict"), categories)
    order = QgsFeatureRequest.OrderBy(
        [
            QgsFeatureRequest.OrderByClause(
                "CASE WHEN \"{0}\" = 'A_VERIFIER' THEN 2 WHEN \"{0}\" = 'EN_QPV' THEN 1 ELSE 0 END".format(
                    spelled(layer, "verdict")
                ),
                True,
            )
        ]
    )
    renderer.setOrderBy(order)
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)


def style_rings(bands):
    """Return a style that colours rings of distance from dark (inside) to light (far).

    Parameters
    ----------
    bands : sequence of str
        Values of the field `bande`, from the inside out.
    """

    def style(layer):
        colours = [VERDICT_COLOURS["EN_QPV"]] + sequence(len(bands))[1:]
        categories = [
            QgsRendererCategory(band, fill(colour, "#ffffff", 0.15, opacity=0.75), band)
            for band, colour in zip(bands, colours)
        ]
        layer.setRenderer(QgsCategorizedSymbolRenderer(spelled(layer, "bande"), categories))

    return style


def spelled(layer, name):
    """Return the field this run added: a layer fed in again already had it, and the new one is called name_2."""
    names = layer.fields().names()
    later = ["{}_{}".format(name, n) for n in range(9, 1, -1)]
    return next((n for n in later if n in names), name)
