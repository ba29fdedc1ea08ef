"""A real QGIS window, in French, really has the plugin: menu, toolbar, toolbox, and something drawn."""
from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    """Folder of what a window told and showed of itself."""
    folder = tmp_path_factory.mktemp("window")
    done = subprocess.run(
        [str(ROOT / "scripts" / "window"), str(ROOT / "scripts" / "tour.py"), str(folder)],
        env={**os.environ, "TOUR": "probe", "SECONDS_AT_MOST": "120"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    log = (folder / "qgis.log").read_text(errors="replace") if (folder / "qgis.log").exists() else ""
    assert done.returncode == 0, done.stdout + log
    assert not (folder / "error.txt").exists(), (folder / "error.txt").read_text(encoding="utf-8")
    assert "Traceback" not in log, log
    return folder


@pytest.fixture(scope="module")
def facts(window):
    return json.loads((window / "ready.json").read_text(encoding="utf-8"))


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
