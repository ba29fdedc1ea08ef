"""A real QGIS window, in French, really has the plugin: menu, toolbar, toolbox, and something drawn."""
from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOURS, FACTS = [("tour.py", {"TOUR": "probe"})], "ready.json"


def test_the_plugin_is_loaded(facts):
    assert "cohesion_territoires" in facts["plugins"]
    assert "cohesion" in facts["providers"]
    contract = json.loads((ROOT / "tests" / "contract.json").read_text(encoding="utf-8"))
    assert set(contract) <= set(facts["algorithms"])


def test_menu_and_toolbar_are_there(facts):
    assert facts["in_plugin_menu"] and facts["toolbar"]
    assert "Ouvrir l’exemple" in facts["menu"]
    assert len(facts["menu"]) >= 6


def test_it_speaks_french(facts):
    assert facts["locale"] == "fr"
    assert facts["algorithms"]["georeferencepoints"] != "georeferencepoints"
    english = {"network", "street", "check", "travel", "bands", "coverage", "points in"}
    for name, title in facts["algorithms"].items():
        assert not [word for word in english if word in title.lower()], (name, title)


def test_something_is_drawn(window, qgis_app):
    """Text needs a font: without one every letter is a black box, or nothing at all."""
    from qgis.PyQt.QtGui import QImage

    image = QImage(str(window / "fenetre.png"))
    assert image.width() >= 1200 and image.height() >= 800
    colours = {image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 3)}
    assert len(colours) > 40  # pictures keep 256 colours; an empty window has a handful
