"""The part of the options page about the observatories: where what is fetched is kept, and one's own catalogues."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ...layers.profile import CACHE_KEY, CATALOGUE_KEY, cache_folder, user_catalogues
from ...translation import tr
from ..widgets import name_parts

__all__ = ["Folders"]


class Folders(QWidget):
    """Two folders; blank means the one of the profile, which is shown."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName("observatoryFolders")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.boxes = {}
        for key, title, about, folder in (
            (
                CACHE_KEY,
                tr("Cache of the observatories"),
                tr("What is fetched is kept there, for work offline. A local disk is best."),
                cache_folder(),
            ),
            (
                CATALOGUE_KEY,
                tr("Your own catalogues"),
                tr("JSON files laid out as those of the plugin (resources/catalogues/README.md), added to them."),
                user_catalogues(),
            ),
        ):
            column.addWidget(QLabel("<b>{}</b>".format(title)))
            words = QLabel(about)
            words.setWordWrap(True)
            column.addWidget(words)
            box = QgsFileWidget()
            box.setObjectName("observatoryFolder_" + key)
            box.setAccessibleName(title)
            box.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
            box.lineEdit().setObjectName("observatoryFolderLine_" + key)
            box.lineEdit().setAccessibleName(title)
            box.lineEdit().setPlaceholderText(str(folder))
            name_parts(box, title)
            box.setFilePath(str(QgsSettings().value(key, "") or ""))
            column.addWidget(box)
            self.boxes[key] = box

    def apply(self):
        """Store the folders."""
        for key, box in self.boxes.items():
            path = box.filePath().strip()
            if path:
                QgsSettings().setValue(key, path)
            else:
                QgsSettings().remove(key)
