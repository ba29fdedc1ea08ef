"""The button that has the catalogue refreshed, searched for at data.gouv.fr, given a server more or one less."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout

from ...translation import tr
from ..widgets import combo, name_parts, text

__all__ = ["CatalogueForm", "CatalogueMenu", "RemovalForm"]

# those of the algorithm `refreshcatalogue`
OBSERVATOIRE, MELODI, SEARCH, SERVER = range(4)
_LONGEST = 200
_WIDTH = 420
"""Pixels that an address wants; it may be made narrower."""


class CatalogueMenu(QPushButton):
    """A small menu; asks nothing of any network itself.

    `wanted` gives a title and what the algorithm `refreshcatalogue` is to be told; `asked` wants `offer` to be told
    which servers were added, `unwanted` gives the name and the file of one to take out.
    """

    wanted = pyqtSignal(str, dict)
    asked = pyqtSignal()
    unwanted = pyqtSignal(str, object)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName("observatoryCatalogue")
        self.setText(tr("Catalogue"))
        self.setAccessibleName(tr("Refresh or add to the catalogue"))
        self.setToolTip(tr("Refresh the lists of the observatories, search data.gouv.fr, add or remove a server"))
        self.setAutoDefault(False)
        self.form = None
        menu = QMenu(self)
        menu.setObjectName("observatoryCatalogueMenu")
        menu.setAccessibleName(tr("Refresh or add to the catalogue"))
        for name, words, call in (
            ("observatoryRefreshOdt", tr("Refresh from the Observatoire des territoires"), self._refresh_odt),
            ("observatoryRefreshMelodi", tr("Refresh from Insee's Mélodi"), self._refresh_melodi),
            ("observatorySearchDataGouv", tr("Search data.gouv.fr…"), lambda: self._open(SEARCH)),
            ("observatoryAddServer", tr("Add a server (WFS, OGC API)…"), lambda: self._open(SERVER)),
            ("observatoryRemoveServer", tr("Remove a server…"), self.asked.emit),
        ):
            action = menu.addAction(words)
            action.setObjectName(name)
            action.triggered.connect(lambda _checked=False, call=call: call())
        self.setMenu(menu)

    def _refresh_odt(self):
        self.wanted.emit(tr("Catalogue of the Observatoire des territoires"), {"SERVICE": OBSERVATOIRE})

    def _refresh_melodi(self):
        self.wanted.emit(tr("Catalogue of Insee's Mélodi"), {"SERVICE": MELODI})

    def offer(self, servers):
        """Show the servers that were added, for one to be taken out.

        Parameters
        ----------
        servers : list of (str, pathlib.Path)
            As `sources.catalogue_lists.servers` gives them.
        """
        self._show(RemovalForm(servers, self.window()), self._chosen)

    def _open(self, service):
        self._show(CatalogueForm(service, self.window()), self._filled)

    def _show(self, form, then):
        # not exec(): the window goes on
        if self.form is not None:
            self.form.deleteLater()
        self.form = form
        form.accepted.connect(then)
        form.open()

    def _chosen(self):
        self.unwanted.emit(*self.form.chosen())

    def _filled(self):
        told = self.form.told()
        if self.form.service == SEARCH:
            title = tr("data.gouv.fr: {words}").format(words=told["SEARCH"])
        else:
            # an address may hold a key
            title = tr("Server: {name}").format(name=told["NAME"] or tr("without a name"))
        self.wanted.emit(title, told)


class _Form(QDialog):
    """A few fields, what will be done with them, and two buttons.

    Parameters
    ----------
    title, verb : str
        Of the window, and on the button that accepts.
    """

    def __init__(self, title, verb, parent=None):
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.rows = QFormLayout()
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.note = text("observatoryFormNote", tr("What will be done"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = buttons.button(QDialogButtonBox.StandardButton.Ok)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        for made, name, words in (
            (self.accept_button, "observatoryFormOk", verb), (cancel, "observatoryFormCancel", tr("Cancel")),
        ):  # fmt: skip
            made.setText(words)
            made.setObjectName(name)
            made.setAccessibleName(words.replace("&", ""))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(5, 5, 5, 5)
        column.addLayout(self.rows)
        column.addWidget(self.note)
        column.addStretch(1)
        column.addWidget(buttons)

    def showEvent(self, event):  # noqa: N802 - Qt's name
        # once its words are known
        self.resize(_WIDTH, self.heightForWidth(_WIDTH))
        super().showEvent(event)

    def show_row(self, widget, name, words):
        """Add a field under its words, which are read aloud too."""
        widget.setObjectName(name)
        widget.setAccessibleName(words)
        self.rows.addRow(words, widget)


class RemovalForm(_Form):
    """Asks which server is to be taken out of the catalogue.

    Parameters
    ----------
    servers : list of (str, pathlib.Path)
        What each is called, and its file.
    """

    def __init__(self, servers, parent=None):
        super().__init__(tr("Remove a server"), tr("Remove"), parent)
        self.setObjectName("observatoryRemovalForm")
        self.list = combo("observatoryFormServers", tr("Server"))
        for name, path in servers:
            self.list.addItem(name, path)
        self.show_row(self.list, "observatoryFormServers", tr("Server"))
        self.accept_button.setEnabled(bool(servers))
        if servers:
            note = tr(
                "Its layers leave the catalogue; what was fetched of them stays in the cache and in your projects, and "
                "the account stays in QGIS."
            )
        else:
            note = tr("No server was added to this catalogue.")
        self.note.setText(note)

    def chosen(self):
        """Return the name and the file of the server chosen."""
        return self.list.currentText(), self.list.currentData()


class CatalogueForm(_Form):
    """Asks for the words of a search, or for a server.

    Parameters
    ----------
    service : int
        `SEARCH` or `SERVER`.
    """

    def __init__(self, service, parent=None):
        title = tr("Search data.gouv.fr") if service == SEARCH else tr("Add a server")
        super().__init__(title, tr("Look for it") if service == SEARCH else tr("Add"), parent)
        self.service, self.fields, self.account = service, {}, None
        self.setObjectName("observatoryCatalogueForm")
        if service == SEARCH:
            note = tr("data.gouv.fr is told these words, and nothing else; the files it finds join your catalogue.")
            self._add("SEARCH", "observatoryFormWords", tr("Words to search for"), tr("fibre, priority areas…"))
        else:
            note = tr(
                "The server is asked for its list of layers, which join your catalogue; nothing else is sent. The "
                "authentication chosen here is given to it, and to no other, each time that a layer is fetched."
            )
            self._add("SERVICE_URL", "observatoryFormAddress", tr("Address of the server"), "https://…/wfs")
            self._add("NAME", "observatoryFormName", tr("Name of the server"), tr("As the catalogue will show it"))
            self._add_account()
        self.note.setText(note)
        for field in self.fields.values():
            field.textChanged.connect(lambda _text: self._judge())
        self._judge()

    def told(self):
        """Return what the algorithm is to be told."""
        told = {"SERVICE": self.service, **{key: field.text().strip() for key, field in self.fields.items()}}
        if self.account is not None:
            told["AUTH_CONFIG"] = self.account.configId()
        return told

    def _add(self, key, name, words, example):
        field = QLineEdit()
        field.setPlaceholderText(example)
        field.setMaxLength(_LONGEST if key != "SERVICE_URL" else 10 * _LONGEST)
        self.show_row(field, name, words)
        self.fields[key] = field

    def _add_account(self):
        from qgis.gui import QgsAuthConfigSelect

        self.account = QgsAuthConfigSelect(self)
        words = tr("Authentication of the online service")
        name_parts(self.account, words)
        self.show_row(self.account, "observatoryFormAccount", words)

    def _judge(self):
        # the first field is what cannot be done without
        self.accept_button.setEnabled(bool(next(iter(self.fields.values())).text().strip()))
