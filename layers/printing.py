"""One page on one address: map, verdict, reason, vintages, caution. To be called in the main thread."""

from __future__ import annotations

import datetime
from html import escape
from math import isfinite
from pathlib import Path

from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPalLayerSettings,
    QgsPointXY,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsScaleBarSettings,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont

from ..domain.errors import QT_TRANSLATE_NOOP, OutputError
from ..domain.qpv.report import CAUTION
from .crs import authority
from .journal import plugin_version
from .styles.common import fill, line, marker
from .styles.verdicts import VERDICT_COLOURS

__all__ = ["OLDER", "VERDICT_WORDS", "address_sheet", "older_words"]

MM = QgsUnitTypes.LayoutUnit.LayoutMillimeters
VERDICT_WORDS = {
    "EN_QPV": "En quartier prioritaire",
    "HORS_QPV": "Hors quartier prioritaire",
    "A_VERIFIER": "À vérifier",
    "ADRESSE_IMPRECISE": "Adresse imprécise",
    "NON_TROUVEE": "Adresse non trouvée",
    "ERREUR": "Erreur",
}
"""What each verdict is called on a sheet."""

OLDER = "#6a3d9a"
"""Colour of the perimeters of 2015."""

HALF_WIDTH = 150.0
"""Metres from the address to the side of the map."""

MAP_WIDTH, MAP_HEIGHT = 186.0, 148.0


def address_sheet(path, card, streets=None):
    """Write the sheet of an address.

    Parameters
    ----------
    path : str
        PDF to write, or PNG where it ends so.
    card : layers.one_address.AddressCard
    streets : QgsVectorLayer, optional
        Local lines to draw under the address; nothing comes from the network.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    project = QgsProject()
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    page = layout.pageCollection().page(0)
    page.setPageSize("A4", QgsLayoutItemPage.Orientation.Portrait)
    layers = _layers(card, streets)
    try:
        _compose(layout, card, layers)
        exporter, image = QgsLayoutExporter(layout), str(path).lower().endswith(".png")
        settings = QgsLayoutExporter.ImageExportSettings() if image else QgsLayoutExporter.PdfExportSettings()
        settings.dpi = 200
        code = (exporter.exportToImage if image else exporter.exportToPdf)(str(path), settings)
    except RuntimeError as error:
        raise OutputError(_UNWRITABLE, path=str(path)) from error
    if code != QgsLayoutExporter.ExportResult.Success or not Path(path).is_file():
        raise OutputError(_UNWRITABLE, path=str(path))


def _compose(layout, card, layers):
    colour = VERDICT_COLOURS[card.verdict]
    dark = card.verdict in ("EN_QPV", "NON_TROUVEE", "ERREUR", "A_VERIFIER")
    _label(layout, "Situation d'une adresse au regard des quartiers prioritaires", 12, 10, 186, 7, 10, colour="#4c5a70")
    _label(layout, card.label, 12, 17, 186, 16, 16, bold=True)
    banner = _label(
        layout, VERDICT_WORDS[card.verdict], 12, 35, 186, 11, 15, bold=True, colour="#ffffff" if dark else "#1b2433"
    )
    banner.setBackgroundEnabled(True)
    banner.setBackgroundColor(QColor(colour))
    banner.setMarginX(3.0)
    banner.setVAlign(Qt.AlignmentFlag.AlignVCenter)
    _label(layout, card.reason, 12, 48, 186, 12, 10.5)
    _label(layout, "\n".join(_facts(card)), 12, 61, 186, 21, 9.5, colour="#2c3748")
    if card.epsg:
        _map(layout, card, layers)
    about = ["{} : {}".format(*source) for source in card.sources]
    today = datetime.date.today().strftime("%d/%m/%Y")
    about.append("Établi le {} avec Cohésion des territoires {}.".format(today, plugin_version()))
    _label(layout, CAUTION, 12, 244, 186, 7, 10, bold=True)
    _label(layout, "\n".join(about), 12, 252, 186, 28, 8, colour="#4c5a70")


def _facts(card):
    """Word what is known, a line each."""
    texts = []
    if card.code or card.name:
        which = " ".join(t for t in (card.name, "({})".format(card.code) if card.code else "") if t)
        held = card.verdict == "EN_QPV" or (isfinite(card.distance) and card.distance < 0)
        texts.append("{} : {}".format("Quartier" if held else "Quartier le plus proche", which))
    # the number that stands for a street is not the address
    if isfinite(card.distance) and card.verdict != "ADRESSE_IMPRECISE":
        side = "à l'intérieur" if card.distance < 0 else "à l'extérieur"
        texts.append("Distance à la limite : {} m, {}".format(_metres(abs(card.distance)), side))
    absent = "numéro absent de la BAN, estimée d'après ses voisins"
    texts.append("Position : {}".format(absent if card.precision == "interpolation" else card.precision or "inconnue"))
    if isfinite(card.tolerance):
        texts[-1] += ", tolérance {} m".format(_metres(card.tolerance))
    if card.older is not None:
        texts.append(older_words(card.older))
    return texts


def older_words(older):
    """Word what the perimeters of 2015 say, a line.

    Parameters
    ----------
    older : layers.one_address.Older
    """
    text = "Périmètres de 2015 : {}".format(VERDICT_WORDS[older.verdict].lower())
    which = " ".join(t for t in (older.name, "({})".format(older.code) if older.code else "") if t)
    if which:
        text += ", {}".format(which)
    if isfinite(older.distance) and older.verdict != "ADRESSE_IMPRECISE":
        side = "à l'intérieur" if older.distance < 0 else "à l'extérieur"
        text += ", limite à {} m, {}".format(_metres(abs(older.distance)), side)
    return text + "."


def _metres(value):
    return "{:.1f}".format(value).rstrip("0").rstrip(".").replace(".", ",")


def _map(layout, card, layers):
    item = QgsLayoutItemMap(layout)
    item.setCrs(authority(card.epsg))
    item.setLayers(layers)
    item.setFrameEnabled(True)
    item.setBackgroundColor(QColor("#ffffff"))
    half = HALF_WIDTH
    if card.tolerance != card.tolerance and card.houses:
        # a street: all of its numbers
        half = max([half] + [1.1 * max(abs(h.x - card.x), abs(h.y - card.y)) for h in card.houses])
    high = half * MAP_HEIGHT / MAP_WIDTH
    extent = QgsRectangle(card.x - half, card.y - high, card.x + half, card.y + high)
    _place(layout, item, 12, 82, MAP_WIDTH, MAP_HEIGHT)
    # a map placed without an extent has NaN, which zooming keeps; setting one may change its size
    item.setExtent(extent)
    item.attemptResize(QgsLayoutSize(MAP_WIDTH, MAP_HEIGHT, MM))
    item.zoomToExtent(extent)
    bar = QgsLayoutItemScaleBar(layout)
    _place(layout, bar, 15, 218, 60, 10)
    bar.setStyle("Line Ticks Up")
    bar.setLinkedMap(item)
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceMeters)
    bar.setUnitLabel("m")
    bar.setNumberOfSegmentsLeft(0)
    bar.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeMode.SegmentSizeFitWidth)
    bar.setMinimumBarWidth(20)
    bar.setMaximumBarWidth(45)
    _written(bar, _text(8))
    signs = ["points noirs : numéros de la voie dans la BAN", "en bleu : périmètres de QPV"]
    if _placed(card):
        signs[:0] = ["étoile : l'adresse", "cercle orange : tolérance de sa position"]
    if card.older is not None:
        signs.append("tirets violets : périmètres de 2015, là où ils diffèrent")
    legend = " ; ".join(signs) + "."
    _label(layout, legend[:1].upper() + legend[1:], 12, 232, 186, 9, 8, colour="#4c5a70")


def _placed(card):
    """Say whether the position is that of an address; a street has none."""
    return isfinite(card.tolerance)


def _layers(card, streets):
    """Make the layers of the map, the first on top."""
    if not card.epsg:
        return []
    spots = [(QgsGeometry.fromPointXY(card.point()), card.label)] if _placed(card) else []
    address = _memory("Point", card, spots)
    address.setRenderer(QgsSingleSymbolRenderer(marker("#d43c3c", 7.0, "star", "#ffffff", 0.5)))
    # under the star no figure
    shown = [h for h in card.houses if not spots or abs(h.x - card.x) + abs(h.y - card.y) > 1.0]
    houses = [(QgsGeometry.fromPointXY(QgsPointXY(h.x, h.y)), h.label) for h in shown]
    numbers = _memory("Point", card, houses)
    numbers.setRenderer(QgsSingleSymbolRenderer(marker("#1b2433", 1.5, "circle", "#ffffff", 0.2)))
    _labelled(numbers, 7, "#1b2433")
    circle = _memory("Polygon", card, [(card.circle(), "")])
    circle.setRenderer(QgsSingleSymbolRenderer(fill("#e66100", "#e66100", 0.5, opacity=0.12)))
    rows = [(geometry, name or code or "") for code, name, geometry in card.perimeters]
    zones = _memory("MultiPolygon", card, rows)
    zones.setRenderer(QgsSingleSymbolRenderer(fill("#6faedd", "#0b5d8f", 0.7, opacity=0.25)))
    _labelled(zones, 9, "#0b5d8f")
    rows = [(geometry, "") for _code, _name, geometry in card.older_perimeters]
    older = _memory("MultiPolygon", card, rows)
    older.setRenderer(QgsSingleSymbolRenderer(fill(OLDER, OLDER, 0.5, opacity=0.0, outline_style="dash")))
    # where both generations have one outline, today's is seen
    layers = [address, numbers, circle, zones, older]
    if streets is not None and streets.isValid():
        own = streets.clone()
        own.setRenderer(QgsSingleSymbolRenderer(line("#9aa3b2", 0.5)))
        own.setLabelsEnabled(False)
        layers.append(own)  # below: a perimeter often follows a street
    return layers


def _memory(kind, card, rows):
    layer = QgsVectorLayer("{}?crs=EPSG:{}&field=texte:string".format(kind, card.epsg), "fiche", "memory")
    made = []
    for geometry, text in rows:
        if geometry.isEmpty():
            continue
        feature = QgsFeature(layer.fields())
        feature.setAttributes([text])
        feature.setGeometry(geometry)
        made.append(feature)
    done, _features = layer.dataProvider().addFeatures(made)
    if not done:
        raise OutputError(_UNWRITABLE, path=layer.name())
    layer.updateExtents()
    return layer


def _labelled(layer, size, colour):
    settings = QgsPalLayerSettings()
    settings.fieldName = "texte"
    form = _text(size, colour=colour)
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.7)
    form.setBuffer(halo)
    settings.setFormat(form)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def _label(layout, text, x, y, width, height, size, bold=False, colour="#1b2433"):
    item = QgsLayoutItemLabel(layout)
    # an address is a text: nothing of it may be evaluated
    item.setMode(QgsLayoutItemLabel.Mode.ModeHtml if "[%" in text else QgsLayoutItemLabel.Mode.ModeFont)
    item.setText(escape(text).replace("[%", "[&#37;") if "[%" in text else text)
    _written(item, _text(size, bold, colour))
    if hasattr(item, "setFontColor") and not hasattr(item, "setTextFormat"):
        item.setFontColor(QColor(colour))
    return _place(layout, item, x, y, width, height)


def _text(size, bold=False, colour="#1b2433"):
    form = QgsTextFormat()
    font = QFont("DejaVu Sans")
    font.setBold(bold)
    form.setFont(font)
    form.setSize(size)
    form.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    form.setColor(QColor(colour))
    return form


def _written(item, form):
    """Set the text of an item, which QGIS 3.22 knows as a font for labels."""
    if hasattr(item, "setTextFormat"):
        item.setTextFormat(form)
        return
    font = form.font()
    font.setPointSizeF(form.size())
    item.setFont(font)


def _place(layout, item, x, y, width, height):
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y, MM))
    item.attemptResize(QgsLayoutSize(width, height, MM))
    return item


_UNWRITABLE = QT_TRANSLATE_NOOP(
    "@default", "The sheet {path} cannot be written: choose another folder, and close the file where it is open."
)
