"""What Qt says of a request that failed, in the words of `sources.reasons`."""

from __future__ import annotations

from qgis.PyQt.QtNetwork import QNetworkReply, QSslError

from ..sources.reasons import (
    CERTIFICATE,
    CUT,
    EXPIRED,
    NO_CONNECTION,
    OTHER_SERVER,
    REFUSED,
    SILENCE,
    UNKNOWN_AUTHORITY,
    UNKNOWN_NAME,
)

__all__ = ["of_certificates", "of_error"]

_ERRORS = QNetworkReply.NetworkError
_REASONS = {
    _ERRORS.ConnectionRefusedError: REFUSED, _ERRORS.HostNotFoundError: UNKNOWN_NAME, _ERRORS.TimeoutError: SILENCE,
    _ERRORS.RemoteHostClosedError: CUT, _ERRORS.TemporaryNetworkFailureError: NO_CONNECTION,
    _ERRORS.OperationCanceledError: SILENCE, _ERRORS.SslHandshakeFailedError: CERTIFICATE,
    _ERRORS.ProxyConnectionRefusedError: REFUSED, _ERRORS.ProxyConnectionClosedError: CUT,
    _ERRORS.ProxyNotFoundError: UNKNOWN_NAME, _ERRORS.ProxyTimeoutError: SILENCE,
}  # fmt: skip
_SSL = QSslError.SslError
_CERTIFICATES = {
    _SSL.CertificateExpired: EXPIRED, _SSL.CertificateNotYetValid: EXPIRED, _SSL.HostNameMismatch: OTHER_SERVER,
    _SSL.SelfSignedCertificate: UNKNOWN_AUTHORITY, _SSL.SelfSignedCertificateInChain: UNKNOWN_AUTHORITY,
    _SSL.UnableToGetLocalIssuerCertificate: UNKNOWN_AUTHORITY, _SSL.UnableToGetIssuerCertificate: UNKNOWN_AUTHORITY,
    _SSL.UnableToVerifyFirstCertificate: UNKNOWN_AUTHORITY, _SSL.CertificateUntrusted: UNKNOWN_AUTHORITY,
}  # fmt: skip


def of_error(error):
    """Return the words for an error of Qt, None where it says nothing of its own.

    Parameters
    ----------
    error : QNetworkReply.NetworkError

    Returns
    -------
    domain.errors.Words or None
    """
    return _REASONS.get(error)


def of_certificates(errors):
    """Return what is wrong with a certificate, None where nothing is.

    Parameters
    ----------
    errors : sequence of QSslError

    Returns
    -------
    domain.errors.Words or None
    """
    return next((_CERTIFICATES[one.error()] for one in errors if one.error() in _CERTIFICATES), None)
