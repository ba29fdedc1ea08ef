"""The review panel in a real QGIS window: rows of the sample checked with real keys, drawn on a real map."""
from __future__ import annotations

TOURS, FACTS = [("tour.py", {"TOUR": "review"})], "review.json"


def test_keys_decide_and_totals_follow(facts):
    # the sample: 200 rows, 59 in, 71 out, 20 to check and 24 imprecise listed
    assert facts["listed"] == 44 and facts["focus"]
    assert facts["before"][:3] == ["59", "71", "70"]
    # in, out, stays, out; then the last one is undone
    assert facts["after"][:3] == ["60", "73", "67"] and facts["undone"][:3] == ["60", "72", "68"]
    assert [share.split()[0] for share in facts["before"][3:] + facts["after"][3:]] == ["29,5", "64,5", "30,0", "63,5"]


def test_the_point_placed_with_the_arrows_is_judged_again(facts):
    assert facts["placed"].startswith("Position placée par l'agent")
    assert facts["saved"] and facts["fields"][-5:] == [
        "verdict_initial", "decision", "decision_par", "decision_le", "decision_motif",
    ]  # fmt: skip


def test_candidates_come_from_the_local_index_and_nobody_is_asked(facts):
    assert facts["candidates"] >= 1
    assert facts["asked"] == [] and facts["heard"] == ["http://127.0.0.1:9/"]


def test_it_fits_320_pixels_and_is_drawn(window, facts, qgis_app):
    from qgis.PyQt.QtGui import QImage

    assert facts["width"] == 320
    for name in ("verification", "verification_candidates", "verification_placer", "verification_320"):
        image = QImage(str(window / (name + ".png")))
        assert not image.isNull(), name
        colours = {image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 3)}
        assert len(colours) > 20, name
    # the perimeter concerned and the circle of the tolerance are on the map
    image = QImage(str(window / "verification_placer.png"))
    seen = [image.pixelColor(x, y) for x in range(280, 1050) for y in range(120, 850)]
    blue = sum(abs(c.red() - 11) + abs(c.green() - 93) + abs(c.blue() - 143) < 60 for c in seen)
    orange = sum(abs(c.red() - 230) + abs(c.green() - 97) + c.blue() < 60 for c in seen)
    assert blue > 300 and orange > 100
