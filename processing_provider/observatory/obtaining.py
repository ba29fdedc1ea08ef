"""What algorithms on the observatories ask of the catalogue, the cache and the services."""

from __future__ import annotations

from urllib.parse import urlsplit

from qgis.core import QgsProcessingParameterEnum, QgsProcessingParameterFile

from ...domain.errors import QT_TRANSLATE_NOOP, Cancelled, ParameterError
from ...translation import localize, tr, worded
from ..online_service import add_service

__all__ = ["Obtaining", "add_obtaining", "teller"]

_BY_HAND = QT_TRANSLATE_NOOP("@default", "“{title}” is fetched by hand only, from its page: {page}")


def add_obtaining(algorithm):
    """Add `REFRESH, AUTH_CONFIG, SERVICE_URL, CACHE_FOLDER`."""
    algorithm.add(
        QgsProcessingParameterEnum(
            "REFRESH", tr("What is kept on this computer"),
            [tr("Used when it is there"), tr("Asked for again"), tr("Used alone: nothing is asked of the network")],
            defaultValue=0,
        ),
        tr("What was fetched once works without a connection; the service is only asked where it is needed."),
    )  # fmt: skip
    add_service(
        algorithm, tr("From QGIS's authentication manager; the observatories need none, a server of your own may.")
    )
    algorithm.add(
        QgsProcessingParameterFile(
            "CACHE_FOLDER", tr("Folder of what is kept"), QgsProcessingParameterFile.Behavior.Folder, optional=True
        ),
        tr("In the profile when left blank; another one may be a colleague's."),
        advanced=True,
    )


class Obtaining:
    """Asks for entries, in one run.

    Parameters
    ----------
    algorithm : CohesionAlgorithm
    parameters : dict
    context : QgsProcessingContext
    feedback : QgsProcessingFeedback

    Attributes
    ----------
    cache : sources.cache.Cache
    catalogue : sources.catalogue.Catalogue
    """

    def __init__(self, algorithm, parameters, context, feedback):
        from ...layers.profile import cache_folder, user_catalogues
        from ...sources.cache import Cache
        from ...sources.catalogue import Catalogue

        self.algorithm, self.feedback = algorithm, feedback
        self.refresh = algorithm.parameterAsEnum(parameters, "REFRESH", context)
        self.url = algorithm.parameterAsString(parameters, "SERVICE_URL", context).strip()
        self.authcfg = algorithm.parameterAsString(parameters, "AUTH_CONFIG", context)
        folder = algorithm.parameterAsString(parameters, "CACHE_FOLDER", context).strip()
        self.cache = Cache(folder or cache_folder())
        self.catalogue = Catalogue.shipped().with_user_files(user_catalogues())

    def pulse(self, *_told):
        """Stop where the user said so."""
        if self.feedback is not None and self.feedback.isCanceled():
            raise Cancelled()

    def obtain(self, entry, query, own=True, tick=None):
        """Return the `sources.obtain.Obtained` of an entry, having said which service is asked.

        Parameters
        ----------
        entry : domain.indicators.entry.Entry
        query : domain.indicators.entry.Query
        own : bool
            Whether `SERVICE_URL` and `AUTH_CONFIG` are its service's.
        tick : callable, optional
        """
        from ...domain.progress import silent
        from ...sources.adapter import adapter
        from ...sources.catalogue import is_obtainable
        from ...sources.kept import kept
        from ...sources.obtain import CACHE_FIRST, OFFLINE, obtain

        copy = kept(entry, query, self.cache)
        # boundaries of a year are what they are: they are asked for again by their own entry
        refresh = self.refresh if own or self.refresh == OFFLINE else CACHE_FIRST
        if copy is None and not is_obtainable(entry):
            raise ParameterError(_BY_HAND, title=entry.title, page=entry.page)
        client = None
        if refresh != OFFLINE and is_obtainable(entry) and (copy is None or refresh != CACHE_FIRST):
            client = self._client(self._account(entry, own), tick or silent)
            service = urlsplit(self.url).hostname if own and self.url else entry.observatory or entry.source
            self.feedback.pushInfo(
                tr("{service} is asked for “{title}”; it is told the level, the territory and the year, nothing of "
                   "your data.").format(service=service, title=entry.title)
            )  # fmt: skip
        elif copy is not None:
            self.feedback.pushInfo(tr("“{title}” comes from what is kept on this computer.").format(title=entry.title))

        def named(name):
            return adapter(name, base=self.url) if own and self.url else adapter(name)

        told = []

        def wait():
            self.pulse()
            if not told:
                told.append(True)
                self.feedback.pushInfo(
                    tr("Another window or program fetches “{title}”: it is waited for.").format(title=entry.title)
                )

        found = obtain(entry, query, self.cache, client, refresh, wait, adapters=named, near=not own)
        for template, values in found.notes:
            self.algorithm.warn(self.feedback, worded(template, values))
        return found

    def _account(self, entry, own):
        """Return the authentication for an entry's service: that of this run, else what was chosen with the server."""
        if own and (self.authcfg or self.url):
            # another address has no right to what was chosen for the entry's
            return self.authcfg
        return entry.request.get("auth", "")

    def _client(self, account, tick):
        from ...layers.network_transport import session
        from ...sources.http import Client

        return Client(session(self.feedback, account), pulse=self.pulse, tick=tick, tell=teller(self.feedback))


def teller(feedback):
    """Return what shows why one waits.

    Parameters
    ----------
    feedback : QgsProcessingFeedback
    """
    return lambda words: feedback.setProgressText(localize(words))
