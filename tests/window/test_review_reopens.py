"""Decisions outlive QGIS: one process decides, saves and ends, another opens the project and goes on."""
from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Folder of what two windows, one after the other, told of themselves."""
    folder = tmp_path_factory.mktemp("window")
    for step in ("decide", "resume"):
        done = subprocess.run(
            [str(ROOT / "scripts" / "window"), str(ROOT / "scripts" / "tour_reopen.py"), str(folder)],
            env={**os.environ, "REOPEN": step, "SECONDS_AT_MOST": "80"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        log = (folder / "qgis.log").read_text(errors="replace") if (folder / "qgis.log").exists() else ""
        assert done.returncode == 0, done.stdout + log
        assert not (folder / "error.txt").exists(), (folder / "error.txt").read_text(encoding="utf-8")
        assert "Traceback" not in log, log
    return folder


def test_the_queue_resumes_where_it_was_left(folder):
    decided = json.loads((folder / "decided.json").read_text(encoding="utf-8"))
    again = json.loads((folder / "reopen.json").read_text(encoding="utf-8"))
    before, after = decided["before"], decided["after"]
    assert len(before["listed"]) == 44 and before["now"] == before["initial"] and before["now"][:3] == ["59", "71", "70"]
    # in, out, stays: two have left the list
    assert after["now"][:3] == ["60", "72", "68"] and len(after["listed"]) == 42
    assert not decided["unsaved"]
    assert again["layer"] == "resultat"
    assert again["listed"] == after["listed"]
    assert (again["initial"], again["now"]) == (before["initial"], after["now"])
    assert sorted(again["decided"]) == sorted(before["listed"][:2])
    assert again["said"].startswith("En QPV QN") and again["said"].count(" – ") == 3
    # the perimeters of the project are drawn again
    assert again["drawn"] > 3
