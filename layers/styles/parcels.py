"""How polygons with a verdict on QPV are drawn: full, striped across the limit, or to be looked at."""

from __future__ import annotations

from qgis.core import QgsRuleBasedRenderer

from ...translation import tr
from .common import fill, hatch
from .verdicts import VERDICT_COLOURS, spelled

__all__ = ["style_parcels"]

NEAR, RENEWED = "#56b4e9", "#cfe9f8"


def style_parcels(layer):
    """Colour polygons by verdict, and those outside by the rule of distance that they fulfil."""
    verdict, rule = ('"{}"'.format(spelled(layer, name)) for name in ("verdict", "regle"))
    inside, check = VERDICT_COLOURS["EN_QPV"], VERDICT_COLOURS["A_VERIFIER"]
    cases = (
        (fill(inside, "#ffffff", 0.2), tr("Wholly in a QPV"), "{} = 'EN_QPV'".format(verdict)),
        (hatch(inside, NEAR, inside, 45.0, 1.8, 0.7), tr("Partly in a QPV"), "{} = 'EN_PARTIE'".format(verdict)),
        (
            fill(NEAR, "#1a5276", 0.25),
            tr("Outside, wholly within 300 m of a QPV"),
            "{} = 'HORS_QPV' AND {} = 'ENTIER_300'".format(verdict, rule),
        ),
        (
            hatch("#1a5276", RENEWED, "#1a5276", 135.0, 2.4, 0.35),
            tr("Outside, by the 500 m rule (NPNRU)"),
            "{} = 'HORS_QPV' AND {} = 'PARTIE_300_ENTIER_500'".format(verdict, rule),
        ),
        (
            hatch(check, "#fdeee0", check, 0.0, 2.0, 0.4),
            tr("Outside, rule of distance to check"),
            "{} = 'HORS_QPV' AND {} = 'A_VERIFIER'".format(verdict, rule),
        ),
        (fill(check, "#1a1a1a", 0.45), tr("To check on the map"), "{} = 'A_VERIFIER'".format(verdict)),
        (fill("#d9dee5", VERDICT_COLOURS["HORS_QPV"], 0.2), tr("Outside, no rule of distance"), "ELSE"),
    )
    root = QgsRuleBasedRenderer.Rule(None)
    for symbol, label, condition in cases:
        child = QgsRuleBasedRenderer.Rule(symbol, 0, 0, condition, label)
        root.appendChild(child)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    # the perimeters that lie below must be seen through
    layer.setOpacity(0.72)
