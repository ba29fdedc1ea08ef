"""The dock of the observatories in a real QGIS window, in French: found, read, laid out, nobody asked."""
from __future__ import annotations

TOURS, FACTS = [("tour.py", {"TOUR": "observatory"})], "observatory.json"


def test_it_opens_ready_to_type(facts):
    assert facts["focus"] and facts["listed"] == facts["entries"] > 200


def test_what_is_typed_is_found_and_its_card_is_french(facts):
    assert "Taux de pauvreté" in facts["found"][0]
    assert facts["territory"] == "Seine-Saint-Denis (DEP-93)"
    for words in ("Définition", "Licence Ouverte 2.0", "non vérifié en direct", "Ouvrir sa page"):
        assert words in facts["card"]
    assert facts["prepared"] >= 7


def test_offline_what_is_kept_comes_to_the_map(window, facts, qgis_app):
    from qgis.PyQt.QtGui import QImage

    assert facts["jobs"] == [["done"]] and facts["layers"][0][:2] == ["Taux de pauvreté (communes fictives)", 12]
    # classes are on the map, in the colours of the layer
    image = QImage(str(window / "resultat_observatorylayer.png"))
    seen = {image.pixel(x, y) for x in range(320, 1080, 3) for y in range(110, 850, 3)}
    assert len(seen) > 5


def test_nobody_is_asked(facts):
    assert facts["asked"] == []


def test_it_fits_320_pixels_and_is_drawn(window, facts, qgis_app):
    from qgis.PyQt.QtGui import QImage

    assert facts["width"] == 320
    for name in ("observatoires", "observatoires_fiche", "observatoires_collection", "observatoires_departement"):
        image = QImage(str(window / (name + ".png")))
        assert not image.isNull(), name
        colours = {image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 3)}
        assert len(colours) > 10, name
