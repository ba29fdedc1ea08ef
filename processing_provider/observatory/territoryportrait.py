"""Algorithm `territoryportrait`: a territory's indicators beside those of its département, région and the country."""

from __future__ import annotations

import datetime

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...domain.collecting import put_off
from ...domain.errors import QT_TRANSLATE_NOOP, CohesionError, ParameterError
from ...domain.indicators.levels import COM, FRA, Territory, territory_of
from ...domain.progress import part
from ...layers.fields import make_field
from ...layers.journal import describe_source, plugin_version
from ...translation import french, localize, tr
from ..algorithm import CohesionAlgorithm
from .obtaining import teller
from .portrait_pages import write_pages
from .territory import place_of

__all__ = ["TerritoryPortrait"]

ITSELF, EACH_COMMUNE = 0, 1
CACHE_FIRST, REFRESH, OFFLINE = 0, 1, 2
DEFAULT_COLLECTION = "barometre-v2"
FIELDS = (
    ("code", "text"), ("nom", "text"), ("question", "text"), ("indicateur", "text"), ("unite", "text"),
    ("periode", "text"), ("valeur", "double"), ("libelle", "text"), ("rang", "int"), ("nb_territoires", "int"),
    ("rang_parmi", "text"), ("mediane_dep", "double"), ("mediane_reg", "double"), ("mediane_fra", "double"),
    ("valeur_dep", "double"), ("valeur_reg", "double"), ("valeur_fra", "double"), ("nature_reference", "text"),
    ("evolution", "double"), ("evolution_depuis", "text"), ("statut", "text"), ("source", "text"), ("motif", "text"),
    ("page", "text"), ("mediane_epci", "double"), ("valeur_epci", "double"),
)  # fmt: skip
_COUNTRY = QT_TRANSLATE_NOOP(
    "@default", "“{name}” is blank: write the territory to portray, EPCI-200054781, COM-93010, DEP-93 or REG-11."
)
_NO_COMMUNES = QT_TRANSLATE_NOOP("@default", "A page for each commune is written in a folder: choose “{name}”.")
_NAME = QT_TRANSLATE_NOOP("@default", "Portrait of a territory")


class TerritoryPortrait(CohesionAlgorithm):
    """One page by the barometer's six questions, and the table of its figures."""

    NAME, GROUP = "territoryportrait", "observatory"

    def display_name(self):
        return tr(_NAME)

    def keywords(self):
        return [
            "portrait", "territoire", "baromètre", "barometre", "cohésion", "cohesion", "indicateur", "comparaison",
            "médiane", "mediane", "rang", "epci", "commune", "département", "departement", "région", "fiche",
        ]  # fmt: skip

    def define(self):
        text, enum = QgsProcessingParameterString, QgsProcessingParameterEnum
        self.add(
            text("TERRITORY", tr("Territory to portray")),
            tr("EPCI-200054781, COM-93010, DEP-93 or REG-11."),
        )
        self.add(
            enum("EACH", tr("Pages"), [tr("The territory itself"), tr("Each of its communes")], defaultValue=ITSELF),
            tr("One page of the territory, or one of each of its communes in a folder."),
        )
        self.add(
            QgsProcessingParameterMultipleLayers(
                "INDICATORS", tr("Layers or tables of indicators"), QgsProcessing.SourceType.TypeVector, optional=True
            ),
            tr("What the algorithms of this group give, for all territories of a kind: the comparison is made with "
               "them."),
        )
        self.add(
            text("COLLECTION", tr("Collection of indicators"), defaultValue=DEFAULT_COLLECTION),
            tr("barometre-v2, barometre-2018, portrait, or the path of your own file (JSON)."),
        )
        self.add(
            text("YEAR", tr("Year of the portrait"), optional=True), tr("The latest of each indicator when left blank.")
        )
        self.add(
            enum(
                "REFRESH", tr("Indicators that are not given"),
                [tr("From the cache, else from their service"), tr("Asked again of their service"),
                 tr("From the cache only: nothing is asked of the network")],
                defaultValue=OFFLINE,
            ),
            tr("What the services are asked is which indicator and which level; nothing of your data leaves."),
            advanced=True,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterFile(
                "CACHE_FOLDER", tr("Folder of the cache"), QgsProcessingParameterFile.Behavior.Folder, optional=True
            ),
            tr("That of the observatories' panel when left blank."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterAuthConfig("AUTH_CONFIG", tr("Authentication of the services"), optional=True),
            tr("Only where a service asks for it."),
            advanced=True,
        )
        self.add_sink("OUTPUT", tr("Figures of the portrait"), "table")
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_HTML", tr("Page of the portrait"), tr("HTML files (*.html)"), optional=True
            ),
            tr("A page to read in a browser or to print on A4; with one page a commune, their list."),
        )
        self.add(
            QgsProcessingParameterFolderDestination(
                "OUTPUT_FOLDER", tr("Folder of the communes' pages"), optional=True, createByDefault=False
            ),
            tr("Only where each commune has its page."),
        )
        for name, label in (
            ("COUNT_INDICATORS", tr("Indicators shown")),
            ("COUNT_MISSING", tr("Indicators that could not be obtained")),
            ("COUNT_SECRET", tr("Values hidden by statistical secrecy")),
            ("COUNT_PAGES", tr("Pages written")),
        ):
            self.add_number_output(name, label)

    def check(self, parameters, context):
        from .portrait_sources import collection_named, shipped_catalogue

        territory = territory_of(self.parameterAsString(parameters, "TERRITORY", context), needed=True)
        if territory.level == FRA:
            raise ParameterError(_COUNTRY, name=self.label("TERRITORY"))
        if self._each(parameters, context) and not self.parameterAsString(parameters, "OUTPUT_FOLDER", context):
            raise ParameterError(_NO_COMMUNES, name=self.label("OUTPUT_FOLDER"))
        collection_named(self._collection(parameters, context), shipped_catalogue(_catalogues()))

    @put_off()
    def work(self, parameters, context, feedback):
        # a quarter of a second to read: not when QGIS starts
        from ...domain.indicators.scopes import Scopes
        from ...sources import territories
        from .classing import say_doubts
        from .portrait_sources import collection_named, shipped_catalogue
        from .portrait_writing import Writing

        tick = self.ticker(feedback)
        known = territories.shipped()
        territory = territory_of(self.parameterAsString(parameters, "TERRITORY", context))
        place = place_of(territory, known)
        each = self._each(parameters, context)
        members = [Territory(COM, code) for code in known.communes(territory)] if each else [territory]
        catalogue = shipped_catalogue(_catalogues())
        collection = collection_named(self._collection(parameters, context), catalogue)
        scopes = Scopes(known)
        given = self._given(parameters, context, catalogue, part(tick, 0.02, 0.3))
        for one in given:
            for found in one.by_level.values():
                say_doubts(self, feedback, one.title, one.unit, found, found.periods)
        year = self.parameterAsString(parameters, "YEAR", context).strip()
        told = []
        obtaining = self._obtaining(parameters, context, feedback, catalogue, members[0].level, territory, scopes, year)
        writing = Writing(
            collection, given, obtaining, scopes, members[0].level, year, part(tick, 0.3, 0.7),
            self._warner(feedback, told),
        )  # fmt: skip
        sink = self.sink(
            parameters, "OUTPUT", context, QgsFields(), [make_field(*pair) for pair in FIELDS],
            QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem(),
        )  # fmt: skip
        made_by = "{} — Cohésion des territoires {} — {}".format(
            french(_NAME), plugin_version(), datetime.date.today().strftime("%d/%m/%Y")
        )
        said = self._said(parameters, context, known, collection, year)
        pages, missing, secret = [], 0, 0
        for number, member in enumerate(members):
            tick(0.7 + 0.15 * number / len(members))
            page = writing.page(known.place(member), told, said, made_by)
            for row in writing.rows(page):
                sink.add(None, row)
                secret += row[20] == "secret"
            pages.append(page)
            missing = sum(len(section.missing) for section in page.sections)
        results = {
            "OUTPUT": sink.destination,
            "COUNT_INDICATORS": sum(len(section.shown) for section in pages[0].sections),
            "COUNT_MISSING": missing,
            "COUNT_SECRET": secret,
            "COUNT_PAGES": 0,
        }
        html = self.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
        folder = self.parameterAsFileOutput(parameters, "OUTPUT_FOLDER", context) if each else ""
        results.update(write_pages(pages, place.name, made_by, html, folder, part(tick, 0.85, 1.0)))
        feedback.pushInfo(
            tr("Indicators shown: {count}; not obtained: {missing}.").format(
                count=results["COUNT_INDICATORS"], missing=missing
            )
        )
        # whoever reads the log of a night has no page before them
        for title, why in writing.missing:
            feedback.pushInfo("  {} : {}".format(title, localize(why) if isinstance(why, CohesionError) else why))
        abstract = tr("Medians are those of territories of the same kind. Rates are never added up.")
        rights = sorted({one.source for s in pages[0].sections for one in s.shown if one.source})
        self.publish(sink, context, None, abstract, rights, ["{} : {}".format(*pair) for pair in said])
        return results

    # reading --------------------------------------------------------------------------------------------

    def _each(self, parameters, context):
        return self.parameterAsEnum(parameters, "EACH", context) == EACH_COMMUNE

    def _collection(self, parameters, context):
        return self.parameterAsString(parameters, "COLLECTION", context).strip() or DEFAULT_COLLECTION

    def _given(self, parameters, context, catalogue, tick):
        """Return the indicators of the layers given."""
        from .portrait_inputs import read_layers
        from .portrait_sources import measures_of

        if parameters.get("INDICATORS") in (None, "", []):
            return []
        layers = [one for one in self.parameterAsLayerList(parameters, "INDICATORS", context) if one is not None]
        self.journal_inputs["INDICATORS"] = [describe_source(one) for one in layers]
        return read_layers(layers, measures_of(catalogue), tick)

    def _obtaining(self, parameters, context, feedback, catalogue, level, territory, scopes, year):
        from ...domain.errors import Cancelled
        from ...layers.network_transport import session
        from ...sources.cache import Cache
        from ...sources.http import Client
        from .portrait_sources import Obtaining

        def pulse():
            if feedback.isCanceled():
                raise Cancelled()

        refresh = self.parameterAsEnum(parameters, "REFRESH", context)
        client = None
        if refresh != OFFLINE:
            authcfg = self.parameterAsString(parameters, "AUTH_CONFIG", context)
            client = Client(session(feedback, authcfg), pulse, tell=teller(feedback))
        folder = self.parameterAsString(parameters, "CACHE_FOLDER", context).strip()
        cache = Cache(folder or _cache())
        wholes = [*reversed([Territory(*pair) for pair in scopes.parents(territory) if pair[0] != FRA]), territory]
        return Obtaining(
            catalogue, cache, client, refresh, level, wholes, year, feedback.pushInfo,
            lambda error: self.warn(feedback, localize(error)), pulse,
        )  # fmt: skip

    def _warner(self, feedback, told):
        def warn(error):
            told.append(localize(error, french))
            self.warn(feedback, localize(error))

        return warn

    def _said(self, parameters, context, known, collection, year):
        """Return how the portrait was made, as the page says it: in French."""
        from ...domain.indicators.portrait import FEWEST

        names = []
        if parameters.get("INDICATORS") not in (None, "", []):
            names = [one.name() for one in self.parameterAsLayerList(parameters, "INDICATORS", context) if one]
        network = ("cache puis service", "service interrogé de nouveau", "cache seul, rien n’est demandé au réseau")
        refresh = self.parameterAsEnum(parameters, "REFRESH", context)
        return [
            ("Collection", "{} ({})".format(collection.title, collection.source or collection.id)),
            ("Territoires comparés", "géographie au 1er janvier {} — {}".format(known.geography, known.source)),
            ("Année", year or "la dernière de chaque indicateur"),
            ("Couches fournies", ", ".join(names) or "aucune"),
            ("Indicateurs non fournis", network[refresh]),
            ("Médianes", "parmi les territoires de même nature qui ont une valeur ; aucune sous {} valeurs, ni sous la "
                         "moitié des territoires. Un EPCI est comparé dans un département, une région, s’il y a plus "
                         "de la moitié de ses communes.".format(FEWEST)),
        ]  # fmt: skip


def _cache():
    from ...layers.profile import cache_folder

    return cache_folder()


def _catalogues():
    from ...layers.profile import user_catalogues

    return user_catalogues()
