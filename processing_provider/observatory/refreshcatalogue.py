"""Algorithm `refreshcatalogue`: what a service offers, asked of it and kept in the user's catalogue."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsGeometry,
    QgsProcessingOutputString,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, Qt

from ...domain.errors import QT_TRANSLATE_NOOP, Cancelled, ParameterError, ServiceRefusedError
from ...layers.fields import make_field
from ...translation import localize, tr
from ..algorithm import CohesionAlgorithm
from ..online_service import check_service
from .obtaining import teller

__all__ = ["RefreshCatalogue"]

FIELDS = ("id", "titre", "niveaux", "annees", "licence", "page")
ANNOUNCED = "annonce_le"
OBSERVATOIRE, MELODI, SEARCH, SERVER = range(4)
_SOURCES = {OBSERVATOIRE: "geoclip", MELODI: "melodi", SEARCH: "datagouv", SERVER: "ogc"}
_FILES = {
    OBSERVATOIRE: "liste_observatoire_des_territoires", MELODI: "liste_insee_melodi", SEARCH: "liste_data_gouv_{}",
}  # fmt: skip
_NAMES = {OBSERVATOIRE: "Observatoire des territoires", MELODI: "Insee – Mélodi", SEARCH: "data.gouv.fr"}
_EVERY, _ISO = 20, Qt.DateFormat.ISODate
_NO_WORDS = QT_TRANSLATE_NOOP(
    "@default", "Write in “{name}” what to search for: the search of data.gouv.fr needs words."
)
_NO_ADDRESS = QT_TRANSLATE_NOOP(
    "@default", "Write in “{name}” the address of the server to add: a WFS or an OGC API Features."
)
_ACCOUNT = QT_TRANSLATE_NOOP(
    "@default", "“{name}” holds an account: take it out of the address, and choose it in “{auth}”."
)
_NOTHING = QT_TRANSLATE_NOOP(
    "@default", "{service} gave no entry: what your catalogue had is unchanged. Run again later, or check the address."
)


class RefreshCatalogue(CohesionAlgorithm):
    """The lists of the observatories, a search of data.gouv.fr, the layers of a server of the user's own."""

    NAME, GROUP = "refreshcatalogue", "observatory"

    def display_name(self):
        return tr("Refresh the catalogue of the observatories")

    def keywords(self):
        return [
            "catalogue", "actualiser", "observatoire", "observatoire des territoires", "insee", "mélodi", "melodi",
            "data.gouv", "data gouv", "recherche", "serveur", "wfs", "ogc api", "oapif", "géoclip", "geoclip",
            "ajouter",
        ]  # fmt: skip

    def define(self):
        text = QgsProcessingParameterString
        self.add(
            QgsProcessingParameterEnum(
                "SERVICE", tr("Service"),
                [tr("List of the Observatoire des territoires"), tr("List of Insee's Mélodi"),
                 tr("Search of data.gouv.fr"), tr("A WFS or OGC API Features server")],
                defaultValue=OBSERVATOIRE,
            ),
            tr("It is asked for the list of what it offers; no data are fetched."),
        )  # fmt: skip
        self.add(text("SEARCH", tr("Words to search for"), optional=True), tr("For the search of data.gouv.fr only."))
        self.add(
            text("SERVICE_URL", tr("Address of the server"), optional=True),
            tr("Needed for a WFS or OGC API Features server; for the others, the official one when left blank."),
        )
        self.add(
            text("NAME", tr("Name of the server"), optional=True),
            tr("As the catalogue will show it; what the server calls itself when left blank."),
        )
        self.add(
            QgsProcessingParameterAuthConfig("AUTH_CONFIG", tr("Authentication of the online service"), optional=True),
            tr("From QGIS's authentication manager; the observatories need none. A server of your own keeps the one "
               "chosen here, and is given it each time that one of its layers is fetched."),
            advanced=True,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterFile(
                "CATALOGUE_FOLDER", tr("Folder of your catalogue"), QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            ),
            tr("Where the list is written; the one of the options, or of the profile, when left blank."),
            advanced=True,
        )  # fmt: skip
        self.add_sink(
            "OUTPUT", tr("Entries found"), "table",
            text_help=tr("One row per entry that the service offers, as the catalogue now shows it."),
        )  # fmt: skip
        self.add_number_output("COUNT_ENTRIES", tr("Entries found"))
        self.add_number_output("COUNT_NEW", tr("Entries that the catalogue did not have"))
        self.addOutput(QgsProcessingOutputString("CATALOGUE_FILE", tr("File of the catalogue that was written")))

    def check(self, parameters, context):
        service, url = self._service(parameters, context), self._text(parameters, "SERVICE_URL", context)
        check_service(self, parameters, context)
        if "@" in urlsplit(url).netloc:
            raise ParameterError(_ACCOUNT, name=self.label("SERVICE_URL"), auth=self.label("AUTH_CONFIG"))
        if service == SEARCH and not self._text(parameters, "SEARCH", context):
            raise ParameterError(_NO_WORDS, name=self.label("SEARCH"))
        if service == SERVER and not url:
            raise ParameterError(_NO_ADDRESS, name=self.label("SERVICE_URL"))

    def work(self, parameters, context, feedback):
        from ...layers.profile import user_catalogues
        from ...sources.catalogue import Catalogue
        from ...sources.catalogue_lists import SERVER_FILE, keep, listing, slug
        from ...sources.http_replies import plain_address

        service = self._service(parameters, context)
        words, url, name = (self._text(parameters, key, context) for key in ("SEARCH", "SERVICE_URL", "NAME"))
        folder = self._text(parameters, "CATALOGUE_FOLDER", context) or str(user_catalogues())
        known = Catalogue.shipped().with_user_files(folder)
        tick = self.ticker(feedback)
        key = slug(words) if service == SEARCH else slug(name or plain_address(url).partition("://")[2])
        likely = max(sum(entry.source == _SOURCES[service] for entry in known.entries), _EVERY)

        def each(count):
            # how many there will be is not said beforehand
            tick(0.9 * count / (count + likely))
            if count % _EVERY == 0:
                feedback.setProgressText(tr("{count} entries so far").format(count=count))

        found = listing(self._entries(parameters, context, feedback, service, key or "x"), known, each)
        for title, why in found.left_out[:1]:
            self.warn(
                feedback,
                tr("{count} entries are left out, such as “{title}”: {why}").format(
                    count=len(found.left_out), title=title, why=localize(why)
                ),
            )
        if not found.entries and service != SEARCH:
            raise ServiceRefusedError(_NOTHING, service=self._shown(service, url))
        today, path = datetime.date.today().isoformat(), ""
        if found.entries:
            # a last chance to stop: from here on it is written
            tick(0.9)
            taken = (name or url) if service == SERVER else ""
            stem = _FILES.get(service, SERVER_FILE)
            path = str(keep(folder, stem.format(key or "x"), found.entries, today, taken))
            feedback.pushInfo(tr("Kept in {path}").format(path=path))
        else:
            self.warn(feedback, tr("Nothing was found for “{words}”: your catalogue is unchanged.").format(words=words))
        # as the panel will show them
        now = Catalogue.shipped().with_user_files(folder)
        entries = [now.entry(entry.id) for entry in found.entries]
        sink = self._write(parameters, context, entries, tick)
        history = ["{} : {}, {}".format(self.label("SERVICE"), self._shown(service, url), today)]
        self.publish(sink, context, None, tr("What a service says that it offers."), history=history)
        self.journal_inputs["SERVICE"] = {"service": self._shown(service, url), "date": today}
        return {
            "OUTPUT": sink.destination, "COUNT_ENTRIES": len(entries), "COUNT_NEW": len(found.new),
            "CATALOGUE_FILE": path,
        }  # fmt: skip

    def _entries(self, parameters, context, feedback, service, key):
        """Return what an adapter lists, having said who is asked and what for."""
        from ...layers.network_transport import session
        from ...sources.adapter import adapter
        from ...sources.catalogue_lists import named
        from ...sources.http import Client
        from ...sources.http_replies import has_key

        url, words = self._text(parameters, "SERVICE_URL", context), self._text(parameters, "SEARCH", context)
        authcfg = self.parameterAsString(parameters, "AUTH_CONFIG", context)
        if service == SEARCH:
            said = tr("{service} is asked for “{words}”; it is told nothing else.")
        else:
            said = tr("{service} is asked for the list of what it offers; it is told nothing of you nor of your data.")
        feedback.pushInfo(said.format(service=self._shown(service, url), words=words))
        if has_key(url):
            self.warn(feedback, tr("The address holds a key, which the catalogue's file keeps as it is written."))

        def pulse(*_told):
            if feedback.isCanceled():
                raise Cancelled()

        options = {"text": words} if service == SEARCH else {}
        if url:
            # the clients of these two put their paths at its end
            options["base"] = url if service in (SERVER, MELODI) or url.endswith("/") else url + "/"
        client = Client(session(feedback, authcfg), pulse, tell=teller(feedback))
        found = adapter(_SOURCES[service], **options).entries(client)
        return named(found, self._text(parameters, "NAME", context), key, authcfg) if service == SERVER else found

    def _write(self, parameters, context, entries, tick):
        fields, crs = QgsFields(), QgsCoordinateReferenceSystem()
        added = [*(make_field(name, "text") for name in FIELDS), make_field(ANNOUNCED, "date")]
        sink = self.sink(parameters, "OUTPUT", context, fields, added, QgsWkbTypes.Type.NoGeometry, crs)
        for number, entry in enumerate(entries):
            if number % 500 == 0:
                tick(0.95 + 0.05 * number / len(entries))
            licence = None if entry.licence == "notspecified" else entry.licence
            told = [entry.id, entry.title, ";".join(entry.levels), ";".join(entry.years), licence, entry.page]
            sink.add(QgsGeometry(), [*(value or None for value in told), QDate.fromString(entry.checked, _ISO)])
        return sink

    def _service(self, parameters, context):
        return self.parameterAsEnum(parameters, "SERVICE", context)

    def _text(self, parameters, name, context):
        return self.parameterAsString(parameters, name, context).strip()

    @staticmethod
    def _shown(service, url):
        """Return who is asked, in a few words and never with a key."""
        return urlsplit(url).hostname or _NAMES.get(service, "")
