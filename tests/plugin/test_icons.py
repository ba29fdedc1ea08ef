"""Icons: our own, square, readable at 16 pixels."""
from __future__ import annotations

from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QImage, QPainter
from qgis.PyQt.QtSvg import QSvgRenderer

ICONS = sorted((Path(__file__).resolve().parents[2] / "resources" / "icons").glob("*.svg"))


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_icon_is_drawn(path):
    renderer = QSvgRenderer(str(path))
    assert renderer.isValid()
    assert renderer.viewBoxF() == QRectF(0, 0, 32, 32)
    image = QImage(16, 16, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    pixels = [image.pixelColor(x, y) for x in range(16) for y in range(16)]
    drawn = [p for p in pixels if p.alpha() > 128]
    # enough is drawn, and with both dark and light, so that it stands out on any background
    assert len(drawn) > 50
    lightness = [p.lightness() for p in drawn]
    assert min(lightness) < 110 and max(lightness) > 140


def test_no_two_icons_are_alike():
    contents = [path.read_text(encoding="utf-8") for path in ICONS]
    assert len(set(contents)) == len(contents)
