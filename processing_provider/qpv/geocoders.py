"""Who finds the addresses: the local index, or an online service; and the parameters that choose."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from qgis.core import QgsApplication, QgsProcessingParameterEnum

from ...domain.errors import QT_TRANSLATE_NOOP, CohesionError, ParameterError
from ...translation import tr
from ..address_index import add_address_index, index_path, open_address_index
from ..online_service import add_service, check_service

__all__ = [
    "GEOPLATEFORME",
    "LOCAL",
    "LocalGeocoder",
    "OnlineGeocoder",
    "add_geocoder",
    "check_geocoder",
    "forget_old_runs",
    "journal_folder",
    "open_geocoder",
]

LOCAL, GEOPLATEFORME = 0, 1
_STEP = 100
_ROW_ERRORS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_BLANK = QT_TRANSLATE_NOOP(
    "@default",
    "“{name}” is blank: make an index with “Build the address index”, and set it once among your reference data.",
)


def add_geocoder(algorithm, more=()):
    """Add the choice of who finds the addresses, and what each choice needs.

    Parameters
    ----------
    algorithm : CohesionAlgorithm
    more : sequence of str, optional
        Labels of further choices.
    """
    choices = [
        tr("Local index: no address leaves this computer"),
        tr("Géoplateforme: the addresses are sent to data.geopf.fr (IGN)"),
        *more,
    ]
    algorithm.add(
        QgsProcessingParameterEnum("GEOCODER", tr("Who finds the addresses"), choices, defaultValue=LOCAL),
        tr("Only the second choice sends anything: the words of the addresses, never the other columns."),
    )
    add_address_index(algorithm, optional=True)
    add_service(algorithm, tr("From QGIS's authentication manager; the Géoplateforme needs none."))


def check_geocoder(algorithm, parameters, context):
    """Refuse what can be known to fail: no index, an address that is none.

    Raises
    ------
    ParameterError
    """
    if algorithm.parameterAsEnum(parameters, "GEOCODER", context) == LOCAL:
        if not index_path(algorithm, parameters, context):
            raise ParameterError(_BLANK, name=algorithm.label("ADDRESS_INDEX"))
        return
    check_service(algorithm, parameters, context)


def open_geocoder(algorithm, parameters, context, feedback):
    """Open what the user chose, and say where the addresses will go before anything else is done.

    To be called in the thread of `work`.

    Returns
    -------
    LocalGeocoder or OnlineGeocoder

    Raises
    ------
    CohesionError
    """
    if algorithm.parameterAsEnum(parameters, "GEOCODER", context) == LOCAL:
        feedback.pushInfo(tr("The addresses are looked up in the local index: none leaves this computer."))
        index = open_address_index(algorithm, parameters, context)
        cut = [str(s.get("name")) for s in index.meta.get("sources") or () if s.get("damage")]
        if cut:
            text = tr("The address index was made of files that end too early ({names}): addresses are missing.")
            algorithm.warn(feedback, text.format(names=", ".join(cut)))
        return LocalGeocoder(index, context)
    from ...sources.geocoding import SERVICE, BatchGeocoder

    return OnlineGeocoder(BatchGeocoder(*reach(algorithm, parameters, context, feedback, SERVICE)), journal_folder())


def reach(algorithm, parameters, context, feedback, service):
    """Say what will be sent to whom; return a session with the user's account, and the address of the service.

    Parameters
    ----------
    service : str
        Its usual address.
    """
    from ...layers.network_transport import session
    from ...sources.batch_journal import DAYS
    from ...sources.http import require_tls, safe

    url = algorithm.parameterAsString(parameters, "SERVICE_URL", context).strip() or service
    authcfg = algorithm.parameterAsString(parameters, "AUTH_CONFIG", context)
    feedback.pushInfo(
        tr(
            "The words of the addresses (number, street, postcode, commune) will be sent to {service}; "
            "the other columns stay on this computer."
        ).format(service=urlsplit(url).hostname)
    )
    feedback.pushInfo(
        tr(
            "What it answers is kept in {folder}, for you alone to read, so that a run cut short or with errors goes "
            "on where it was; it is removed once all is answered, or after {days} days."
        ).format(folder=journal_folder(), days=DAYS)
    )
    if not safe(url):
        algorithm.warn(
            feedback,
            tr("The service's address does not begin with https://: others on the network can read the addresses."),
        )
    if authcfg:
        require_tls(url)
    return session(feedback, authcfg), url


def journal_folder():
    """Return where long online runs keep what they have obtained: in the user's own profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "cohesion_territoires" / "envois"


def forget_old_runs():
    """Remove what online runs left that nobody took up again."""
    folder = journal_folder()
    if folder.is_dir():
        from ...sources.batch_journal import purge

        purge(folder)


class LocalGeocoder:
    """Answers from the local index.

    Parameters
    ----------
    index : sources.address_index.AddressIndex
    context : QgsProcessingContext

    Attributes
    ----------
    crs : QgsCoordinateReferenceSystem
        The legal projection of the index's territory; degrees where it covers several.
    """

    online = False

    def __init__(self, index, context):
        from ...domain.addresses.resolve import Resolver
        from ...layers.crs import authority, territories

        self.index = index
        self._resolver = Resolver(index)
        spots = np.array([(c.lon, c.lat) for c in index.all_communes()], dtype=float).reshape(-1, 2)
        codes = np.unique(territories(spots, authority(4326), context))
        codes = codes[codes != 0]
        self.crs = authority(int(codes[0]) if len(codes) == 1 else 4326)

    def prepare(self, rows, total, tick):
        """Do nothing: rows are answered one by one. Returns the share of the work done."""
        return 0.0

    def answer(self, rows, queries, tick):
        """Answer some rows.

        Parameters
        ----------
        rows : list of AddressRow
        queries : list of Query
        tick : callable

        Returns
        -------
        list of (Answer or None)
            None where the row could not be judged.
        """
        answers, count = [], max(len(queries), 1)
        for number, query in enumerate(queries):
            if number % _STEP == 0:
                tick(number / count)
            try:
                answers.append(self._resolver.resolve(query))
            except CohesionError:
                raise
            except _ROW_ERRORS:
                answers.append(None)
        return answers

    def vintage(self):
        """Return sentences that say which data answered."""
        sources = self.index.meta.get("sources") or ()
        names = ["{} ({})".format(s.get("name"), str(s.get("modified") or "")[:10]) for s in sources]
        return [tr("Addresses: {files} – BAN, Licence Ouverte").format(files=", ".join(names) or "BAN")]

    def described(self):
        """Return what a journal says of the index: the files it was made of, with their hashes."""
        return {"ADDRESS_INDEX": dict(self.index.meta)}

    def finish(self):
        """Let the index go."""
        self.index.close()

    close = finish


class OnlineGeocoder:
    """Answers from an online service, asked once for the whole table.

    Parameters
    ----------
    service : sources.geocoding.BatchGeocoder
    folder : pathlib.Path
        Of the journal by which a killed run continues.
    """

    online = True
    SHARE = 0.9

    def __init__(self, service, folder):
        from ...layers.crs import authority

        self.service, self.folder = service, folder
        self.crs = authority(4326)
        self._run = None

    @property
    def counts(self):
        """What was sent: see `sources.geocoding.GeocodingRun`."""
        return self._run.counts if self._run is not None else {}

    def prepare(self, rows, total, tick):
        """Send the addresses, all of them."""
        last = [0.0]

        def moved(fraction):
            # None while a request or a pause lasts: cancel is looked at, the bar stays
            if fraction is not None:
                last[0] = self.SHARE * fraction
            tick(last[0])

        self._run = self.ask(rows(), moved)
        return self.SHARE

    def ask(self, rows, tick):
        """Ask the service for all rows."""
        return self.service.run(rows, self.folder, tick)

    def answer(self, rows, queries, tick):
        """Give the answers of some rows: by what was asked, a database may change their order between two readings."""
        answers = [self._run.answer(row) for row in rows]
        tick(1.0)
        return answers

    def vintage(self):
        """Return sentences that say which data answered."""
        return [tr("Addresses: {service}").format(service=urlsplit(self.service.url).hostname)]

    def described(self):
        """Return what a journal says of the service."""
        return {"SERVICE_URL": {"serveur": urlsplit(self.service.url).hostname}}

    def finish(self):
        """Forget the journal: the results are safe."""
        self._run.finish()

    def close(self):
        """Keep the journal."""
