"""Errors that say what to do, worded once in English and translated where QGIS is at hand."""
from __future__ import annotations

__all__ = [
    "Cancelled",
    "CohesionError",
    "CredentialsError",
    "DamagedAnswerError",
    "DataError",
    "EmptyLayerError",
    "GeometryTypeError",
    "MissingCrsError",
    "MissingFieldError",
    "MissingLibraryError",
    "NotKeptError",
    "OutputError",
    "ParameterError",
    "ProxyError",
    "QT_TRANSLATE_NOOP",
    "ServiceBusyError",
    "ServiceDownError",
    "ServiceRefusedError",
    "SourceError",
    "TlsError",
    "WebPageError",
    "Words",
]


def QT_TRANSLATE_NOOP(context, text):  # noqa: N802 - the name pylupdate5 looks for
    """Mark a string for translation and return it unchanged."""
    return text


class Words(str):
    """A few words that fill a place in a sentence, and are put in the user's language with it.

    Parameters
    ----------
    template : str
        English, marked with `QT_TRANSLATE_NOOP`, with ``{name}`` places.
    **values
        What fills the places.
    """

    def __new__(cls, template, **values):
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made


class CohesionError(Exception):
    """An error phrased for the person who can fix it.

    Parameters
    ----------
    template : str
        English sentence marked with `QT_TRANSLATE_NOOP`, with ``{name}`` places.
    **values
        What fills the places; of these, `Words` and errors are translated in turn.
    """

    def __init__(self, template, **values):
        self.template = template
        self.values = values
        super().__init__(template.format(**values))


class Cancelled(CohesionError):
    """The user asked to stop."""

    def __init__(self):
        super().__init__(QT_TRANSLATE_NOOP("@default", "Stopped at your request: the results are not complete."))


class DataError(CohesionError, ValueError):
    """The data given cannot be used as they are."""


class EmptyLayerError(DataError):
    """A layer has no usable row."""


class GeometryTypeError(DataError):
    """A layer has points where polygons are needed, or the like."""


class MissingCrsError(DataError):
    """A layer does not say in which coordinate system it is."""


class MissingFieldError(DataError):
    """A field is absent and could not be found under another name."""


class ParameterError(CohesionError, ValueError):
    """A parameter has a value that means nothing."""


class OutputError(CohesionError, OSError):
    """A result could not be written."""


class MissingLibraryError(CohesionError, ImportError):
    """A Python library that this computation needs is absent or broken."""


class SourceError(CohesionError, OSError):
    """An online service gave nothing that can be used."""


class NotKeptError(SourceError):
    """Nothing is asked of the network, and no copy is kept."""


class ServiceDownError(SourceError):
    """The service does not answer, or says that it cannot for now: the same request may succeed later."""


class ServiceBusyError(SourceError):
    """The service asks for fewer requests, longer than is sensible to wait."""


class ServiceRefusedError(SourceError):
    """The service refuses this very request.

    Attributes
    ----------
    reply : requests.Response or None
        What it answered; its words may hold what was asked for.
    """

    reply = None


class CredentialsError(SourceError):
    """The service does not know the user, or not for this."""


class ProxyError(SourceError):
    """The network's proxy is unreachable, or wants a password."""


class TlsError(SourceError):
    """The secure connection could not be proved to be with the right server."""


class WebPageError(SourceError):
    """A web page came where data were expected: a login portal, or a page of maintenance."""


class DamagedAnswerError(SourceError):
    """The answer is cut, or is not in the form the service promises."""
