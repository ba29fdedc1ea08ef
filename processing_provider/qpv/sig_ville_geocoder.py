"""SIG Ville as one of those who find addresses: it tells the verdict itself, and no position."""

from __future__ import annotations

from math import nan
from typing import NamedTuple, Optional

from ...domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ...layers.crs import authority
from ...sources.sig_ville import ERROR as UNANSWERED
from ...sources.sig_ville import QP, QP_2015, SERVICE, SKIPPED, SigVille, SigVilleAnswer
from .addressing import BLANK, ERROR, FOUND
from .geocoders import OnlineGeocoder, journal_folder, reach

__all__ = ["SigVilleGeocoder", "ToldAnswer", "check_account", "open_sig_ville"]

_ACCOUNT = QT_TRANSLATE_NOOP(
    "@default",
    "SIG Ville wants an account: save it in QGIS's authentication manager (basic) and choose it in “{name}”.",
)


class ToldAnswer(NamedTuple):
    """An answer of SIG Ville, with the attributes that the geocoders' answers have.

    Attributes
    ----------
    status : str
    told : sources.sig_ville.SigVilleAnswer
    """

    status: str
    told: SigVilleAnswer
    label: str = ""
    score: float = nan
    kind: str = ""
    id_ban: str = ""
    position: str = ""
    margin: float = nan
    insee: str = ""
    lon: float = nan
    lat: float = nan
    street_id: Optional[int] = None
    before: Optional[tuple] = None
    after: Optional[tuple] = None


_STATUSES = {SKIPPED: BLANK, UNANSWERED: ERROR}


def check_account(algorithm, parameters, context):
    """Refuse a run that the service would refuse.

    Raises
    ------
    ParameterError
    """
    own = algorithm.parameterAsString(parameters, "SERVICE_URL", context).strip()
    if not own and not algorithm.parameterAsString(parameters, "AUTH_CONFIG", context):
        raise ParameterError(_ACCOUNT, name=algorithm.label("AUTH_CONFIG"))


def open_sig_ville(algorithm, parameters, context, feedback, previous):
    """Open the service and say what will be sent to whom.

    Parameters
    ----------
    previous : bool
        Whether the perimeters of 2015 are asked for as well.

    Returns
    -------
    SigVilleGeocoder
    """
    opened = reach(algorithm, parameters, context, feedback, SERVICE)
    return SigVilleGeocoder(SigVille(*opened, (QP, QP_2015) if previous else (QP,)), journal_folder())


class SigVilleGeocoder(OnlineGeocoder):
    """Answers from SIG Ville, asked once for each different address.

    Parameters
    ----------
    service : sources.sig_ville.SigVille
    folder : pathlib.Path
    """

    def __init__(self, service, folder):
        super().__init__(service, folder)
        self.crs = authority(4326)
        self._answers = []

    def ask(self, rows, tick):
        return self.service.locate(list(rows), self.folder, tick)

    def answer(self, rows, queries, tick):
        answers = super().answer(rows, queries, tick)
        return [ToldAnswer(_STATUSES.get(a.state, FOUND), a, a.label, a.score) for a in answers]
