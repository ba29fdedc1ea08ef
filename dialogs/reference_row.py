"""One reference datum on the options page: what it is, where it lies, whether it fits."""
from __future__ import annotations

from qgis.core import QgsApplication, QgsMapLayerType, QgsProject, QgsProviderRegistry
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal, pyqtSlot
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from ..layers.reference_sources import EXPECTED, is_volatile, kind_of, layer_source, sublayers
from ..translation import tr
from . import reference_check
from .widgets import name_parts

__all__ = ["ReferenceRow"]

# sign, colour readable on light and dark backgrounds: three times lighter or darker than either
SIGNS = {
    "unset": ("○", "#858585"),
    "set": ("●", "#3d82cc"),
    reference_check.OK: ("✓", "#1a955f"),
    reference_check.WARNING: ("⚠", "#c96a0a"),
    reference_check.ERROR: ("✗", "#e04a4a"),
}


class ReferenceRow(QFrame):
    """Widget of one reference datum.

    Parameters
    ----------
    datum : Datum
    value : str or None
        Source stored.
    """

    changed = pyqtSignal()

    def __init__(self, datum, value=None, parent=None):
        super().__init__(parent)
        self.datum = datum
        self._uri = ""  # a source that is no file: a database, a web service
        self.setObjectName("row_" + datum.key)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._build()
        self.set_value(value or "")

    def _build(self):
        title = tr(self.datum.title)
        self.sign = QLabel()
        self.sign.setObjectName("sign_" + self.datum.key)
        self.sign.setFixedWidth(18)
        self.sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading = QLabel("<b>{}</b>".format(title))
        heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        heading.setWordWrap(True)
        about = _wrapped(QLabel(tr(self.datum.about)))
        font = about.font()
        font.setPointSizeF(font.pointSizeF() * 0.93)
        about.setFont(font)
        about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        source = self._source_line(title)
        heading.setBuddy(self.file.lineEdit())
        self.layer = QComboBox()
        self.layer.setObjectName("layer_" + self.datum.key)
        self.layer.setAccessibleName("{} – {}".format(tr("Layer in the file"), title))
        self.layer.setToolTip(tr("Layer in the file"))
        self.layer.currentIndexChanged.connect(self._layer_changed)
        self.result = _wrapped(QLabel())
        self.result.setObjectName("result_" + self.datum.key)
        self.result.setTextFormat(Qt.TextFormat.RichText)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.result.hide()

        top = QHBoxLayout()
        top.addWidget(self.sign)
        top.addWidget(heading, 1)
        body = QVBoxLayout()
        body.setContentsMargins(24, 0, 0, 0)
        body.addWidget(about)
        body.addLayout(source)
        body.addWidget(self.layer)
        body.addWidget(self.result)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(body)

    def _source_line(self, title):
        """Return the line where a source is chosen: a file, a layer of the project, and its check."""
        self.file = QgsFileWidget()
        self.file.setObjectName("file_" + self.datum.key)
        self.file.setDialogTitle(title)
        self.file.setFilter(tr(self.datum.filters))
        self.file.lineEdit().setPlaceholderText(tr("Not set: choose a file or a layer of the project"))
        self.file.lineEdit().setAccessibleName(title)
        self.file.setMinimumWidth(120)
        self.file.fileChanged.connect(self._file_changed)
        name_parts(self.file, title)

        self.project_button = QToolButton()
        self.project_button.setObjectName("project_" + self.datum.key)
        self.project_button.setIcon(QgsApplication.getThemeIcon("/mIconVector.svg"))
        self.project_button.setToolTip(tr("Take a layer of the project"))
        self.project_button.setAccessibleName("{} – {}".format(tr("Take a layer of the project"), title))
        self.project_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.project_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.project_menu = QMenu(self.project_button)
        self.project_menu.aboutToShow.connect(self.list_project_layers)
        self.project_button.setMenu(self.project_menu)
        self.project_button.setVisible(self.datum.is_layer)

        self.check_button = QPushButton(tr("Check"))
        self.check_button.setObjectName("check_" + self.datum.key)
        self.check_button.setToolTip(tr("Open the source and say what it holds"))
        # nine buttons are called so: each says of what
        self.check_button.setAccessibleName("{} – {}".format(tr("Check"), title))
        self.check_button.clicked.connect(self.run_check)

        line = QHBoxLayout()
        line.addWidget(self.file, 1)
        line.addWidget(self.project_button)
        line.addWidget(self.check_button)
        return line

    # value -------------------------------------------------------------------------------------

    def value(self):
        """Return the source chosen, "" where there is none."""
        path = self.file.filePath().strip()
        if self._uri and path == self._shown(self._uri):
            return self._uri
        name = self.layer.currentText()
        if path and name and self.layer.count():
            return QgsProviderRegistry.instance().encodeUri("ogr", {"path": path, "layerName": name})
        return path

    def set_value(self, value):
        """Show a source. Nothing is opened: a stored path may lie on a drive that is away."""
        self._uri = ""
        path, name = value, ""
        if "://" in value:
            self._uri, path = value, self._shown(value)
        elif value:
            parts = QgsProviderRegistry.instance().decodeUri("ogr", value)
            path, name = str(parts.get("path") or value), str(parts.get("layerName") or "")
        for widget in (self.file, self.layer):
            widget.blockSignals(True)
        self.file.setFilePath(path)
        self._offer([name] if name else [], name)
        for widget in (self.file, self.layer):
            widget.blockSignals(False)
        self._forget_check()

    @staticmethod
    def _shown(uri):
        """Return a source as it may be shown: never with its password."""
        provider, _mark, rest = uri.partition("://")
        parts = QgsProviderRegistry.instance().decodeUri(provider, rest)
        telling = ("host", "dbname", "schema", "table", "path", "url", "layerName")
        pieces = [str(parts[key]) for key in telling if parts.get(key)]
        return "{} : {}".format(provider, " / ".join(pieces) or rest)

    def _layers_in(self, path):
        return sublayers(path.strip()) if self.datum.is_layer and not self._uri else []

    def _offer(self, names, chosen=""):
        """List the layers of the file; the list shows only where there is a choice."""
        self.layer.clear()
        self.layer.addItems(names)
        self.layer.setCurrentIndex(max(0, self.layer.findText(chosen)) if names else -1)
        self.layer.setVisible(bool(names))

    @pyqtSlot(str)
    def _file_changed(self, path):
        self._uri = self._uri if self._uri and path == self._shown(self._uri) else ""
        names = self._layers_in(path)
        chosen = self.layer.currentText()
        self.layer.blockSignals(True)
        self._offer(names if len(names) > 1 else [], chosen)
        self.layer.blockSignals(False)
        self._forget_check()
        self.changed.emit()

    @pyqtSlot(int)
    def _layer_changed(self, _index):
        self._forget_check()
        self.changed.emit()

    # layers of the project ------------------------------------------------------------------------

    @pyqtSlot()
    def list_project_layers(self):
        """Fill the menu with the layers of the project whose geometry fits."""
        self.project_menu.clear()
        layers = sorted(QgsProject.instance().mapLayers().values(), key=lambda one: one.name().casefold())
        for layer in layers:
            if layer.type() != QgsMapLayerType.VectorLayer or kind_of(layer) not in EXPECTED[self.datum.key].kinds:
                continue
            if is_volatile(layer):
                action = self.project_menu.addAction(
                    tr("{name} (temporary: save it to a file first)").format(name=layer.name())
                )
                action.setEnabled(False)
            else:
                action = self.project_menu.addAction(layer.name())
                action.triggered.connect(self._taker(layer_source(layer)))
        if self.project_menu.isEmpty():
            self.project_menu.addAction(tr("No layer of the project fits")).setEnabled(False)

    def _taker(self, source):
        return lambda _checked=False: self.take(source)

    def take(self, source):
        """Choose a source and tell about it."""
        self.set_value(source)
        self.changed.emit()

    # check ------------------------------------------------------------------------------------------

    @pyqtSlot()
    def run_check(self):
        """Open the source and show what it holds.

        Returns
        -------
        Verdict or None
            None where nothing is set.
        """
        value = self.value()
        if not value:
            self._show("unset", tr("Nothing is set here: the parameter will be asked for in each run."))
            return None
        QgsApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            verdict = reference_check.check(self.datum.key, value)
        finally:
            QgsApplication.restoreOverrideCursor()
        remarks = ["<b>{}</b>".format(remark) for remark in verdict.remarks]
        self._offer_siblings()
        self._show(verdict.level, "<br>".join([verdict.summary, *remarks]))
        return verdict

    def _offer_siblings(self):
        """List the file's other layers, now that the file has been opened anyway."""
        names = self._layers_in(self.file.filePath())
        chosen = self.layer.currentText()
        if len(names) > 1 and chosen in names:
            self.layer.blockSignals(True)
            self._offer(names, chosen)
            self.layer.blockSignals(False)

    def _show(self, state, text=""):
        sign, colour = SIGNS[state]
        mark = '<span style="color:{};font-weight:bold">{}</span>'.format(colour, sign)
        self.sign.setText(mark)
        self.result.setText("{} {}".format(mark, text))
        self.result.setVisible(bool(text))

    def _forget_check(self):
        self._show("set" if self.value() else "unset")


def _wrapped(label):
    """Let a label wrap and never widen the page."""
    label.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label
