"""The verdict on one address, shown on the map and in the message bar; its one-page sheet."""

from __future__ import annotations

from html import escape
from math import isfinite
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProcessingContext,
    QgsProject,
    QgsRectangle,
    QgsTask,
    QgsWkbTypes,
)
from qgis.gui import QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QSize, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QColor, QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from ..domain.errors import CohesionError
from ..layers.anchors import anchor
from ..layers.crs import USUAL, authority
from ..layers.one_address import AddressJudge
from ..layers.printing import OLDER, VERDICT_WORDS, address_sheet, older_words
from ..layers.reference_sources import apart, is_local, local_systems, open_layer
from ..layers.styles.verdicts import VERDICT_COLOURS
from ..processing_provider import reference_data
from ..sources.address_index import AddressIndex
from ..translation import localize, tr
from .outlines import outline

__all__ = ["AddressPresenter", "JudgeTask"]

LEVELS = {
    "EN_QPV": Qgis.MessageLevel.Success,
    "HORS_QPV": Qgis.MessageLevel.Info,
    "A_VERIFIER": Qgis.MessageLevel.Warning,
    "ADRESSE_IMPRECISE": Qgis.MessageLevel.Warning,
}


class Words(QLabel):
    """Lines of text as high as they are, at the width they have: a label that wraps asks for a square."""

    def hasHeightForWidth(self):  # noqa: N802 - Qt's name
        return False  # or layouts ask for the height it would have at its narrowest

    def sizeHint(self):  # noqa: N802 - Qt's name
        return QSize(320, self.heightForWidth(max(self.width(), 320)))

    def minimumSizeHint(self):  # noqa: N802 - Qt's name
        return QSize(120, self.heightForWidth(max(self.width(), 320)))

    def resizeEvent(self, event):  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class JudgeTask(QgsTask):
    """Judges an address in a worker thread.

    Parameters
    ----------
    judges : dict
        Judges made before, by their sources; one is added.
    key : tuple
        Sources of the perimeters, of the list and of the perimeters of 2015, then when they were written.
    path : str
        The address index.
    suggestion : sources.address_completion.Suggestion
    """

    done = pyqtSignal()

    def __init__(self, judges, key, path, suggestion):
        super().__init__(tr("Verdict on an address"), QgsTask.Flag.CanCancel)
        self._judges, self._key, self._path, self._suggestion = judges, key, path, suggestion
        self._context = QgsProcessingContext()
        self._context.setTransformContext(QgsProject.instance().transformContext())
        self.card, self.error = None, ""
        # made in the main thread, as they have to be
        anchor(USUAL, () if key in judges else local_systems(key[0], key[2]))

    def run(self):
        try:
            judge = self._judges.get(self._key)
            if judge is None:
                with apart():
                    judge = AddressJudge(*self._key[:2], self._context, self._key[2])
                self._judges.clear()
                self._judges[self._key] = judge
            with AddressIndex.open(self._path) as index:
                self.card = judge.judge(index, self._suggestion)
        except CohesionError as error:
            self.error = localize(error)
        except Exception as error:  # noqa: BLE001 - a worker thread that raises would take QGIS down
            self.error = str(error) or type(error).__name__
        return self.card is not None

    def finished(self, _result):
        self.done.emit()


class AddressPresenter(QObject):
    """Shows addresses: zoom, outlines, message, sheet.

    Parameters
    ----------
    host : QgisInterface
        The window to show them in.
    open_options : callable
        Opens the page of the reference data.
    """

    shown = pyqtSignal()

    def __init__(self, host, open_options):
        super().__init__()
        self._iface, self._open_options = host, open_options
        self._judges, self._task, self._bands, self._item, self._box = {}, None, [], None, None
        self.card = None
        host.mapCanvas().destinationCrsChanged.connect(self._draw)

    def show(self, path, suggestion):
        """Judge an address and show it.

        Parameters
        ----------
        path : str
            The address index.
        suggestion : sources.address_completion.Suggestion
        """
        self._forget()
        qpv = reference_data.get("qpv_2024")
        if not qpv:
            self._push(
                suggestion.label,
                tr("No layer of QPV perimeters is set among your reference data: no verdict can be given."),
                Qgis.MessageLevel.Warning,
                (tr("My reference data…"), self._open_options),
            )
            return
        sources = (qpv, reference_data.get("qpv_list"), reference_data.get("qpv_2015"))
        key = (*sources, *map(_written, sources))
        task = JudgeTask(self._judges, key, path, suggestion)
        task.done.connect(lambda: self._finished(task))
        self._task = task
        QgsApplication.taskManager().addTask(task)

    def _finished(self, task):
        if task is not self._task:
            return
        self._task = None
        if task.card is None:
            if not task.isCanceled():
                options = (tr("My reference data…"), self._open_options)
                self._push(tr("Verdict on an address"), task.error, Qgis.MessageLevel.Warning, options)
            self.shown.emit()
            return
        self.card = task.card
        self._draw()
        self._zoom()
        self._tell()
        self.shown.emit()

    # on the map ------------------------------------------------------------------------------------

    def _draw(self):
        self.clear()
        card = self.card
        if card is None or not card.epsg:
            return
        crs = authority(card.epsg)
        for _code, _name, geometry in card.older_perimeters:
            self._band(geometry, crs, OLDER, 0, 2, dashed=True)
        for _code, _name, geometry in card.perimeters:
            self._band(geometry, crs, "#0b5d8f", 30, 3)
        circle = card.circle()
        if not circle.isEmpty():
            self._band(circle, crs, "#e66100", 60, 2)
        point = QgsRubberBand(self._iface.mapCanvas(), QgsWkbTypes.GeometryType.PointGeometry)
        point.setIcon(QgsRubberBand.IconType.ICON_CIRCLE)
        point.setIconSize(11)
        point.setWidth(3)
        point.setColor(QColor(VERDICT_COLOURS[card.verdict]))
        point.setToGeometry(QgsGeometry.fromPointXY(card.point()), crs)
        self._bands.append(point)

    def _band(self, geometry, crs, colour, opacity, width, dashed=False):
        self._bands.append(outline(self._iface.mapCanvas(), geometry, colour, width, opacity, dashed, crs))

    def _zoom(self):
        card, canvas = self.card, self._iface.mapCanvas()
        if not card.epsg:
            return
        half = 150.0
        if not isfinite(card.tolerance) and card.houses:
            half = max([half] + [1.2 * max(abs(h.x - card.x), abs(h.y - card.y)) for h in card.houses])
        if isfinite(card.distance):
            half = max(half, min(1.3 * abs(card.distance), 500.0))
        box = QgsRectangle(card.x - half, card.y - half, card.x + half, card.y + half)
        target = canvas.mapSettings().destinationCrs()
        if target.isValid():
            change = QgsCoordinateTransform(authority(card.epsg), target, QgsProject.instance())
            try:
                box = change.transformBoundingBox(box)
            except QgsCsException:  # a map of elsewhere does not show France
                return
        canvas.setExtent(box)
        canvas.refresh()

    def clear(self):
        """Take away what was drawn."""
        for band in self._bands:
            if not sip.isdeleted(band):
                scene = band.scene() if hasattr(band, "scene") else None
                if scene is not None:
                    scene.removeItem(band)
        self._bands = []

    # in the message bar ----------------------------------------------------------------------------

    def _tell(self):
        card = self.card
        words = VERDICT_WORDS[card.verdict]
        if card.verdict == "EN_QPV" and (card.name or card.code):
            words += " : {}".format(" ".join(t for t in (card.name, card.code) if t))
        title = "{} — {}".format(card.label, words)
        level = LEVELS.get(card.verdict, Qgis.MessageLevel.Warning)
        text = card.reason
        if card.older is not None:
            text += "\n" + older_words(card.older)
        self._push(title, text, level, (tr("PDF sheet…"), self.save))

    def _push(self, title, text, level, action):
        self._drop_item()
        # a plain message has one line, and scrolls
        words = Words("<b>{}</b><br>{}".format(escape(title), escape(text).replace("\n", "<br>")))
        words.setObjectName("CohesionAddressText")
        words.setAccessibleName("{}. {}".format(title, text))
        words.setWordWrap(True)
        # about the width that the bar leaves, until it is known: a bar does not shrink
        words.resize(max(320, self._iface.mapCanvas().width() - 240), 20)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        button = QPushButton(action[0])
        button.setObjectName("CohesionAddressAction")
        button.setAccessibleName("{} {}".format(action[0].rstrip("…"), title))
        button.clicked.connect(lambda _checked=False: action[1]())
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words, 1)
        row.addWidget(button)
        self._box = box  # Python would take it away from the bar
        self._item = self._iface.messageBar().pushWidget(box, level, 0)
        self._item.destroyed.connect(self._closed)

    def _closed(self, _gone=None):
        self._item, self.card = None, None
        self.clear()

    def _drop_item(self):
        item, self._item = self._item, None
        if item is not None and not sip.isdeleted(item):
            item.destroyed.disconnect(self._closed)
            self._iface.messageBar().popWidget(item)

    def save(self, path=None):
        """Write the sheet of the address shown.

        Parameters
        ----------
        path : str, optional
            Asked for when absent.
        """
        card = self.card
        if card is None:
            return
        if not path:
            name = "".join(c if c.isalnum() else "_" for c in card.label).strip("_") + ".pdf"
            folder = QgsProject.instance().homePath() or str(Path.home())
            path, _kind = QFileDialog.getSaveFileName(
                self._iface.mainWindow(), tr("PDF sheet"), str(Path(folder) / name), tr("PDF files (*.pdf)")
            )
            if not path:
                return
            if not path.lower().endswith(".pdf"):
                path += ".pdf"
        try:
            address_sheet(path, card, _local_streets())
        except CohesionError as error:
            self._iface.messageBar().pushMessage(tr("PDF sheet"), localize(error), Qgis.MessageLevel.Warning, 0)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def _forget(self):
        """Take the address shown away: what is on the map and in the bar is never that of another one."""
        self._drop_item()
        self.clear()
        self.card, self._task = None, None

    def close(self):
        """Forget everything: the plugin goes away."""
        task, self._task = self._task, None
        if task is not None and not sip.isdeleted(task):
            task.cancel()
            task.waitForFinished(5000)
        self._forget()
        self._judges.clear()
        canvas = self._iface.mapCanvas()
        if not sip.isdeleted(canvas):
            try:
                canvas.destinationCrsChanged.disconnect(self._draw)
            except TypeError:  # closed already
                return


def _local_streets():
    """Return the lines of the reference data to draw under an address, None where they are not on this computer."""
    for key in ("streets", "roads"):
        source = reference_data.get(key)
        if not source or not is_local(source):
            continue
        layer = open_layer(source)
        if layer.isValid() and layer.geometryType() == QgsWkbTypes.GeometryType.LineGeometry:
            return layer
    return None


def _written(source):
    """Return when a file was last written, None where the source is none."""
    try:
        return Path(source.split("|")[0]).stat().st_mtime_ns if source else None
    except OSError:
        return None
