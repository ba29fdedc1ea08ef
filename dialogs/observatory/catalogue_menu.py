"""The button that has the catalogue refreshed, searched for at data.gouv.fr, or given a server more."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout

from ...translation import tr
from ..widgets import name_parts, text

__all__ = ["CatalogueForm", "CatalogueMenu"]

# those of the algorithm `refreshcatalogue`
OBSERVATOIRE, MELODI, SEARCH, SERVER = range(4)
_LONGEST = 200


class CatalogueMenu(QToolButton):
    """A small menu; asks nothing of any network itself.

    `wanted` gives a title and what the algorithm `refreshcatalogue` is to be told.
    """

    wanted = pyqtSignal(str, dict)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName("observatoryCatalogue")
        self.setText(tr("Catalogue"))
        self.setAccessibleName(tr("Refresh or add to the catalogue"))
        self.setToolTip(tr("Refresh the lists of the observatories, search data.gouv.fr, add a server"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.form = None
        menu = QMenu(self)
        menu.setObjectName("observatoryCatalogueMenu")
        menu.setAccessibleName(tr("Refresh or add to the catalogue"))
        for name, words, call in (
            ("observatoryRefreshOdt", tr("Refresh from the Observatoire des territoires"), self._refresh_odt),
            ("observatoryRefreshMelodi", tr("Refresh from Insee's Mélodi"), self._refresh_melodi),
            ("observatorySearchDataGouv", tr("Search data.gouv.fr…"), lambda: self._open(SEARCH)),
            ("observatoryAddServer", tr("Add a server (WFS, OGC API)…"), lambda: self._open(SERVER)),
        ):
            action = menu.addAction(words)
            action.setObjectName(name)
            action.triggered.connect(lambda _checked=False, call=call: call())
        self.setMenu(menu)

    def _refresh_odt(self):
        self.wanted.emit(tr("Catalogue of the Observatoire des territoires"), {"SERVICE": OBSERVATOIRE})

    def _refresh_melodi(self):
        self.wanted.emit(tr("Catalogue of Insee's Mélodi"), {"SERVICE": MELODI})

    def _open(self, service):
        # not exec(): the window goes on
        if self.form is not None:
            self.form.deleteLater()
        self.form = CatalogueForm(service, self.window())
        self.form.accepted.connect(self._filled)
        self.form.open()

    def _filled(self):
        told = self.form.told()
        if self.form.service == SEARCH:
            title = tr("data.gouv.fr: {words}").format(words=told["SEARCH"])
        else:
            # an address may hold a key
            title = tr("Server: {name}").format(name=told["NAME"] or tr("without a name"))
        self.wanted.emit(title, told)


class CatalogueForm(QDialog):
    """Asks for the words of a search, or for a server.

    Parameters
    ----------
    service : int
        `SEARCH` or `SERVER`.
    """

    def __init__(self, service, parent=None):
        super().__init__(parent)
        self.service, self.fields, self.account = service, {}, None
        self.setObjectName("observatoryCatalogueForm")
        title = tr("Search data.gouv.fr") if service == SEARCH else tr("Add a server")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        if service == SEARCH:
            note = tr("data.gouv.fr is told these words, and nothing else; the files it finds join your catalogue.")
            self._add(form, "SEARCH", "observatoryFormWords", tr("Words to search for"), tr("fibre, priority areas…"))
        else:
            note = tr("The server is asked for its list of layers, which join your catalogue; nothing else is sent.")
            self._add(form, "SERVICE_URL", "observatoryFormAddress", tr("Address of the server"), "https://…/wfs")
            self._add(form, "NAME", "observatoryFormName", tr("Name of the server"), tr("As the catalogue will show it"))
            self._add_account(form)
        self.note = text("observatoryFormNote", tr("What is sent"))
        self.note.setText(note)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = buttons.button(QDialogButtonBox.StandardButton.Ok)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button.setText(tr("Search") if service == SEARCH else tr("Add"))
        cancel.setText(tr("Cancel"))
        for made, name in ((self.accept_button, "observatoryFormOk"), (cancel, "observatoryFormCancel")):
            made.setObjectName(name)
            made.setAccessibleName(made.text().replace("&", ""))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(5, 5, 5, 5)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addWidget(buttons)
        for field in self.fields.values():
            field.textChanged.connect(lambda _text: self._judge())
        self._judge()

    def told(self):
        """Return what the algorithm is to be told."""
        told = {"SERVICE": self.service, **{key: field.text().strip() for key, field in self.fields.items()}}
        if self.account is not None:
            told["AUTH_CONFIG"] = self.account.configId()
        return told

    def _add(self, form, key, name, words, example):
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.setPlaceholderText(example)
        field.setMaxLength(_LONGEST if key != "SERVICE_URL" else 10 * _LONGEST)
        form.addRow(words, field)
        self.fields[key] = field

    def _add_account(self, form):
        from qgis.gui import QgsAuthConfigSelect

        self.account = QgsAuthConfigSelect(self)
        self.account.setObjectName("observatoryFormAccount")
        words = tr("Authentication of the online service")
        self.account.setAccessibleName(words)
        name_parts(self.account, words)
        form.addRow(words, self.account)

    def _judge(self):
        # the first field is what cannot be done without
        self.accept_button.setEnabled(bool(next(iter(self.fields.values())).text().strip()))
