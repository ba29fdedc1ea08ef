"""QGIS's network under `requests`: proxy, PAC, certificates, authentication and network logger of QGIS apply.

``session(feedback, authcfg)`` gives a `requests.Session` to any client of `sources`. In a worker thread (a
`QThread`, a `QgsTask`, a Processing run) a request ends within a second of a cancel; in the main thread, as under
``qgis_process``, Qt's timers do not fire while one lasts and only the timeout ends it. A plain `threading.Thread`
has no Qt timers either: do not use it from one.
"""

from __future__ import annotations

import io
import time

from qgis.core import QgsBlockingNetworkRequest, QgsFeedback, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QByteArray, QCoreApplication, QThread, QTimer, QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkReply, QNetworkRequest

from ..domain.errors import QT_TRANSLATE_NOOP, Cancelled, CredentialsError
from ..sources.http import LONGEST_REPLY

__all__ = ["QgisAdapter", "session"]

_ERRORS = QNetworkReply.NetworkError
_ATTRIBUTES = QNetworkRequest.Attribute
_WATCH_MS = 100
_NO_ERROR = QgsBlockingNetworkRequest.ErrorCode.NoError
_CUT = (_ERRORS.RemoteHostClosedError, _ERRORS.OperationCanceledError, _ERRORS.TemporaryNetworkFailureError)
_OF_PROXY = (
    _ERRORS.ProxyConnectionRefusedError, _ERRORS.ProxyConnectionClosedError, _ERRORS.ProxyNotFoundError,
    _ERRORS.ProxyTimeoutError, _ERRORS.ProxyAuthenticationRequiredError,
)  # fmt: skip
# Qt sets these itself
_OWN = frozenset(("content-length", "accept-encoding", "connection"))
_NO_CONFIG = QT_TRANSLATE_NOOP(
    "@default",
    "The authentication « {name} » cannot be used: it does not exist in this profile, or the master password was "
    "not given. Choose another in the parameters.",
)


def session(feedback=None, authcfg="", longest=LONGEST_REPLY):
    """Return a session whose requests go through QGIS.

    Parameters
    ----------
    feedback : QgsFeedback, optional
        Its cancel ends a request.
    authcfg : str, optional
        Authentication to use, by its identifier in QGIS.
    longest : float, optional
        Seconds that a whole reply may take, where the thread has timers.

    Returns
    -------
    requests.Session
    """
    import requests

    made = requests.Session()
    # QGIS decides of proxies and credentials, never the environment or .netrc
    made.trust_env = False
    adapter = QgisAdapter(authcfg, feedback, longest)
    for scheme in ("http://", "https://"):
        made.mount(scheme, adapter)
    return made


class QgisAdapter:
    """What a `requests.Session` asks of an adapter, over `QgsBlockingNetworkRequest`."""

    def __init__(self, authcfg="", feedback=None, longest=LONGEST_REPLY):
        self.authcfg, self.feedback, self.longest = authcfg, feedback, longest

    def close(self):
        """Do nothing: QGIS keeps the connections."""

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        """Carry a prepared request, as `requests.adapters.BaseAdapter.send`."""
        from requests.exceptions import InvalidSchema, ReadTimeout

        # keeps %20, %2F, + as requests wrote them
        asked = QNetworkRequest(QUrl.fromEncoded(request.url.encode("ascii")))
        for name, value in request.headers.items():
            if name.lower() not in _OWN:
                asked.setRawHeader(_as_bytes(name), _as_bytes(value))
        limits = [limit for limit in (timeout if isinstance(timeout, tuple) else (timeout,)) if limit]
        if limits:
            # of silence, which is requests' own meaning
            asked.setTransferTimeout(int(1000 * max(limits)))
        user = self.feedback
        self._obey()
        blocking = QgsBlockingNetworkRequest()
        blocking.setAuthCfg(self.authcfg)
        with _Watch(user, self.longest) as watch:
            if request.method == "GET":
                code = blocking.get(asked, True, watch.stop)
            elif request.method == "HEAD":
                code = blocking.head(asked, True, watch.stop)
            elif request.method == "POST":
                code = blocking.post(asked, QByteArray(_as_bytes(request.body)), True, watch.stop)
            else:
                raise InvalidSchema("method not carried: " + request.method)
        self._obey()
        if watch.late:
            raise ReadTimeout("longer than {} s".format(self.longest), request=request)
        return self._response(request, asked, blocking, code)

    def _obey(self):
        if self.feedback is not None and self.feedback.isCanceled():
            raise Cancelled()

    def _response(self, request, asked, blocking, code):
        from requests.adapters import HTTPAdapter
        from urllib3 import HTTPResponse
        from urllib3._collections import HTTPHeaderDict

        reply = blocking.reply()
        status, error = reply.attribute(_ATTRIBUTES.HttpStatusCodeAttribute), reply.error()
        text = blocking.errorMessage()
        final = reply.request().url()
        headers = HTTPHeaderDict()
        for name in reply.rawHeaderList():
            # Qt joins repeated headers with a line feed
            for value in bytes(reply.rawHeader(name)).decode("latin-1").split("\n"):
                headers.add(bytes(name).decode("latin-1"), value)
        if error == _ERRORS.ProtocolUnknownError and final.isRelative() and not final.isEmpty():
            # a relative redirect, which QGIS loses: requests follows it
            status, headers = 302, HTTPHeaderDict(Location=bytes(final.toEncoded()).decode())
        elif status is None or status == 407 or error in _CUT:
            if status is None and error == _ERRORS.NoError and self.authcfg and code != _NO_ERROR:
                raise CredentialsError(_NO_CONFIG, name=self.authcfg)
            raise _failure(error, status, text)(text or "network error {}".format(error), request=request)
        if headers.pop("Content-Encoding", None):
            # Qt has decoded the body
            headers.pop("Content-Length", None)
        raw = HTTPResponse(
            io.BytesIO(bytes(reply.content())), headers, int(status), preload_content=False, decode_content=False,
            request_method=request.method, enforce_content_length=False,
            reason=str(reply.attribute(_ATTRIBUTES.HttpReasonPhraseAttribute) or ""),
        )  # fmt: skip
        response = HTTPAdapter().build_response(request, raw)
        if not final.isRelative() and final != asked.url():
            # QGIS followed an absolute redirect
            response.url = bytes(final.toEncoded()).decode()
        return response


class _Watch:
    """Stop a request when the user cancels or it lasts too long.

    The user's feedback is never given to QGIS: cancelled from another thread, it can hang the worker for ever. A
    private one is cancelled by a timer of the worker's own thread.
    """

    def __init__(self, user, longest):
        self.stop, self.late = QgsFeedback(), False
        self._user, self._longest, self._timer, self._start = user, longest, None, 0.0

    def __enter__(self):
        if QThread.currentThread() != QCoreApplication.instance().thread():
            self._start = time.monotonic()
            self._timer = QTimer()
            self._timer.timeout.connect(self._look)
            self._timer.start(_WATCH_MS)
        return self

    def _look(self):
        if self._user is not None and self._user.isCanceled():
            self.stop.cancel()
        elif time.monotonic() - self._start > self._longest:
            self.late = True
            self.stop.cancel()

    def __exit__(self, *_error):
        if self._timer is not None:
            self._timer.stop()


def _as_bytes(value):
    if value is None:
        return b""
    if isinstance(value, str):
        return value.encode()
    return value if isinstance(value, bytes) else value.read()


def _failure(error, status, text):
    """Return the `requests` exception that a Qt error means."""
    from requests.exceptions import ConnectionError, ConnectTimeout, ProxyError, ReadTimeout, SSLError

    kind = QgsNetworkAccessManager.instance().fallbackProxy().type()
    proxy = kind not in (QNetworkProxy.ProxyType.NoProxy, QNetworkProxy.ProxyType.DefaultProxy)
    if status == 407 or error in _OF_PROXY or (error == _ERRORS.UnknownNetworkError and "proxy" in text.lower()):
        return ProxyError
    if proxy and error in (_ERRORS.ConnectionRefusedError, _ERRORS.HostNotFoundError):
        # a dead proxy looks like a dead site
        return ProxyError
    if error == _ERRORS.SslHandshakeFailedError:
        return SSLError
    if error == _ERRORS.TimeoutError:
        return ConnectTimeout
    return ReadTimeout if error == _ERRORS.OperationCanceledError else ConnectionError
