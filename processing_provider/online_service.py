"""Where an online service is and who asks it, as parameters."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterAuthConfig, QgsProcessingParameterString

from ..domain.errors import QT_TRANSLATE_NOOP, ParameterError
from ..translation import tr

__all__ = ["add_service", "check_service"]

_URL = QT_TRANSLATE_NOOP(
    "@default", "“{name}” must be a whole address that begins with https:// or http:// ({value} is none)."
)


def add_service(algorithm, who_needs):
    """Add `AUTH_CONFIG` and `SERVICE_URL`.

    Parameters
    ----------
    algorithm : CohesionAlgorithm
    who_needs : str
        Translated sentence: which services need an account.
    """
    algorithm.add(
        QgsProcessingParameterAuthConfig("AUTH_CONFIG", tr("Authentication of the online service"), optional=True),
        who_needs,
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterString("SERVICE_URL", tr("Address of the online service"), optional=True),
        tr("Left blank, the official one."),
        advanced=True,
    )


def check_service(algorithm, parameters, context):
    """Refuse an address that is none.

    Raises
    ------
    ParameterError
    """
    from ..sources.http_replies import is_address, plain_address

    url = algorithm.parameterAsString(parameters, "SERVICE_URL", context).strip()
    if url and not is_address(url):
        raise ParameterError(_URL, name=algorithm.label("SERVICE_URL"), value=plain_address(url))
