"""What the tests of a real QGIS window share: a tour of it, and what the tour told."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def window(request, tmp_path_factory):
    """Folder of what the window told and showed on the module's ``TOUR``."""
    folder = tmp_path_factory.mktemp("window")
    done = subprocess.run(
        [str(ROOT / "scripts" / "window"), str(ROOT / "scripts" / "tour.py"), str(folder)],
        env={**os.environ, "TOUR": request.module.TOUR, "SECONDS_AT_MOST": "150"},
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
def facts(request, window):
    """What the tour wrote into the module's ``FACTS``."""
    return json.loads((window / request.module.FACTS).read_text(encoding="utf-8"))
