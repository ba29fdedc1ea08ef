"""Decisions outlive QGIS: one process decides, saves and ends, another opens the project and goes on."""
from __future__ import annotations

import json

TOURS = [("tour_reopen.py", {"REOPEN": step}) for step in ("decide", "resume")]


def test_the_queue_resumes_where_it_was_left(window):
    decided = json.loads((window / "decided.json").read_text(encoding="utf-8"))
    again = json.loads((window / "reopen.json").read_text(encoding="utf-8"))
    before, after = decided["before"], decided["after"]
    assert (
        len(before["listed"]) == 44 and before["now"] == before["initial"] and before["now"][:3] == ["59", "71", "70"]
    )
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
