"""How two generations of QPV are drawn one over the other: plain for what is kept, hatched each way for the rest."""

from __future__ import annotations

from qgis.core import QgsRuleBasedRenderer

from ...translation import tr
from .common import fill, hatch, label
from .verdicts import spelled

__all__ = ["PASSAGE_COLOURS", "style_passage"]

PASSAGE_COLOURS = {"CONSERVE": "#8fa3b8", "GAGNE": "#0072b2", "PERDU": "#d55e00"}
"""Grey, blue and vermilion keep apart for all colour-blind readers; the slope of the hatching says it again."""


def style_passage(layer):
    """Kept: plain grey. Gained: blue, hatched upwards. Lost: vermilion, hatched downwards. Slivers: pale yellow.

    Each QPV of 2024 is named once, on the piece that makes up most of it; one of 2015 where it is all gone.
    """
    status, sliver = ('"{}"'.format(spelled(layer, name)) for name in ("statut", "lisere"))
    kept, gained, lost = (PASSAGE_COLOURS[name] for name in ("CONSERVE", "GAGNE", "PERDU"))
    wide = "{} = '{{}}' AND {} = 'NON'".format(status, sliver)
    cases = (
        (fill(kept, "#4a5a6a", 0.3), tr("Kept: QPV in 2015 and in 2024"), "{} = 'CONSERVE'".format(status)),
        (hatch(gained, "#d6e9f5", gained, 45.0, 1.8, 0.6), tr("Gained: QPV in 2024 only"), wide.format("GAGNE")),
        (hatch(lost, "#fbe3d3", lost, 135.0, 1.8, 0.6), tr("Lost: QPV in 2015 only"), wide.format("PERDU")),
        (
            fill("#f2e6a0", "#9a8a2a", 0.2),
            tr("Sliver: the line was drawn anew"),
            "{} <> 'CONSERVE' AND {} = 'OUI'".format(status, sliver),
        ),
    )
    root = QgsRuleBasedRenderer.Rule(None)
    for symbol, text, condition in cases:
        root.appendChild(QgsRuleBasedRenderer.Rule(symbol, 0, 0, condition, text))
    layer.setRenderer(QgsRuleBasedRenderer(root))
    # a Shapefile cuts these names short
    if {"nom_qp_2015", "code_qp_2015", "part_2015_pct", "nom_qp_2024"} <= set(layer.fields().names()):
        label(layer, _NAMED.format(status=status), "#16325c", 8.5, bold=True, outside=True, expression=True)


_NAMED = (
    'CASE WHEN "part_2024_pct" >= 50 THEN coalesce("nom_qp_2024", "code_qp_2024") '
    "WHEN {status} = 'PERDU' AND \"part_2015_pct\" >= 95 THEN coalesce(\"nom_qp_2015\", \"code_qp_2015\") END"
)
