"""QGIS's network under `requests`: proxy, PAC, certificates, authentication and network logger of QGIS apply.

``session(feedback, authcfg)`` gives a `requests.Session` to any client of `sources`, in any thread of Qt's; a request
ends within a second of a cancel. A worker (a `QThread`, a `QgsTask`, a Processing run) carries its own; for the main
one, as under ``qgis_process``, a thread is made, while it goes on with its events. A plain `threading.Thread` has no
timers: do not use it from one.

`QgsNetworkAccessManager` is used directly, not through `QgsBlockingNetworkRequest`, which writes the address asked
for into QGIS's log when a request fails, keeps replies in QGIS's cache on disk (from which Qt serves them in place of
a later error), gives the account to whoever a redirect names, and waits for ever in the main thread for a certificate
that nobody vouches for. Questions tell of people; redirects are left to `requests`, and the account goes to the first
server asked, no other.
"""

from __future__ import annotations

import io
from contextlib import suppress
from urllib.parse import urlsplit

from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsSettings
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QByteArray, QCoreApplication, QEventLoop, QThread, QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkReply, QNetworkRequest

from ..domain.errors import QT_TRANSLATE_NOOP, Cancelled, CredentialsError
from ..sources.http import LONGEST_REPLY, require_tls
from .network_flow import Flow, headers_of, wait
from .network_reasons import of_certificates, of_error

__all__ = ["QgisAdapter", "session"]

_ERRORS = QNetworkReply.NetworkError
_ATTRIBUTES = QNetworkRequest.Attribute
_EVENTS_MS = 20
_NO_USER_INPUT = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
_LESS_THAN_QGIS_MS = 500
_CUT = (_ERRORS.RemoteHostClosedError, _ERRORS.OperationCanceledError, _ERRORS.TemporaryNetworkFailureError)
_OF_PROXY = (
    _ERRORS.ProxyConnectionRefusedError, _ERRORS.ProxyConnectionClosedError, _ERRORS.ProxyNotFoundError,
    _ERRORS.ProxyTimeoutError, _ERRORS.ProxyAuthenticationRequiredError,
)  # fmt: skip
# Qt sets these itself
_OWN = frozenset(("content-length", "accept-encoding", "connection"))
_AS_IT_IS = b"identity"
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
        Seconds that a whole reply may take.

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
    """What a `requests.Session` asks of an adapter, over `QgsNetworkAccessManager`."""

    def __init__(self, authcfg="", feedback=None, longest=LONGEST_REPLY):
        self.authcfg, self.feedback, self.longest = authcfg, feedback, longest
        self._home = None

    def close(self):
        """Do nothing: QGIS keeps the connections."""

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        """Carry a prepared request, as `requests.adapters.BaseAdapter.send`."""
        self._obey()
        sink = stream or None
        main = QThread.currentThread() == QCoreApplication.instance().thread()
        if not main and _knows_the_proxy(_manager()):
            return self._carry(request, timeout, sink)
        courier = _Courier(lambda: self._carry(request, timeout, sink))
        courier.start()
        while not courier.wait(_EVENTS_MS):
            if main:
                QCoreApplication.processEvents(_NO_USER_INPUT)
        if courier.error is not None:
            raise courier.error
        return courier.value

    def _carry(self, request, timeout, sink):
        """Send and wait, in a thread that has timers."""
        from requests.exceptions import ConnectionError

        response = self._carried(request, timeout, sink)
        if response is None:
            # QGIS had fetched the same address for itself, which it can do again
            kept = _manager().cache()
            if kept is not None:
                _unwatched(kept).remove(QUrl.fromEncoded(request.url.encode("ascii")))
            response = self._carried(request, timeout, sink)
        if response is None:
            raise ConnectionError("server error", request=request)
        return response

    def _carried(self, request, timeout, sink):
        """Carry it once; None where Qt answered from QGIS's cache, which hides an error or “unchanged”."""
        from requests.exceptions import ConnectionError, ReadTimeout

        account = self._account(request.url)
        reply, refused = _started(request, self._asked(request, timeout), account), []
        # QGIS's own ear would have a worker wait for its main thread, for ever where that one answers at once; what
        # nobody excuses is refused
        reply.sslErrors.disconnect()
        reply.sslErrors.connect(refused.extend)
        try:
            if account and not QgsApplication.authManager().updateNetworkReply(reply, account):
                raise CredentialsError(_NO_CONFIG, name=account)
            decoded = request.headers.get("Accept-Encoding") not in ("identity", _AS_IT_IS)
            flow = None if sink is None else Flow(reply, sink.body(), decoded)
            late = wait(reply, self.feedback, self.longest, flow)
            self._obey()
            if late:
                raise ReadTimeout("longer than {} s".format(self.longest), request=request)
            if not reply.isFinished() and (flow is None or not flow.over):
                # QGIS is closing
                raise Cancelled()
            if reply.attribute(_ATTRIBUTES.SourceIsFromCacheAttribute):
                return None
            return self._response(request, reply, of_certificates(refused), decoded, flow)
        except RuntimeError:
            if not sip.isdeleted(reply):
                raise
            # QGIS has thrown it away: it may be asked for again
            raise ConnectionError("reply lost", request=request) from None
        finally:
            if not sip.isdeleted(reply):
                reply.sslErrors.disconnect(refused.extend)
                reply.abort()
                sip.delete(reply)

    @staticmethod
    def _asked(request, timeout):
        # keeps %20, %2F, + as requests wrote them
        asked = QNetworkRequest(QUrl.fromEncoded(request.url.encode("ascii")))
        for name, value in request.headers.items():
            # pieces of a file must come as they are
            if name.lower() not in _OWN or _as_bytes(value) == _AS_IT_IS:
                asked.setRawHeader(_as_bytes(name), _as_bytes(value))
        limits = [limit for limit in (timeout if isinstance(timeout, tuple) else (timeout,)) if limit]
        if limits:
            # of silence, which is requests' own meaning; QGIS's own limit would write the address into its log
            own = QgsNetworkAccessManager.timeout() - _LESS_THAN_QGIS_MS
            limit = int(1000 * max(limits))
            asked.setTransferTimeout(min(limit, own) if own > 0 else limit)
        asked.setAttribute(_ATTRIBUTES.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)
        asked.setAttribute(_ATTRIBUTES.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork)
        asked.setAttribute(_ATTRIBUTES.CacheSaveControlAttribute, False)
        return asked

    def _account(self, url):
        """Return the authentication that an address is given: the first server asked, safely, has it, no other."""
        home = urlsplit(url)[:2]
        if self._home is None:
            self._home = home
        if not self.authcfg or home != self._home:
            return ""
        require_tls(url)
        return self.authcfg

    def _obey(self):
        if self.feedback is not None and self.feedback.isCanceled():
            raise Cancelled()

    def _response(self, request, reply, refused, decoded, flow):
        from requests.adapters import HTTPAdapter
        from urllib3 import HTTPResponse

        status, error = reply.attribute(_ATTRIBUTES.HttpStatusCodeAttribute), reply.error()
        if status is None or status == 407 or error in _CUT:
            text = reply.errorString()
            why = refused or of_error(error) or text or "network error {}".format(error)
            raise _failure(error, status, text, request.url)(why, request=request)
        headers, body = headers_of(reply, decoded), None
        if flow is not None:
            flow.take()
            if flow.taken or flow.error is not None:
                # of what was unpacked on the way to the file, the first bytes are as they are
                body = flow.end()
                headers.pop("Content-Encoding", None)
        raw = HTTPResponse(
            io.BytesIO(bytes(reply.readAll()) if body is None else body), headers, int(status), preload_content=False,
            decode_content=False,
            request_method=request.method, enforce_content_length=False,
            reason=str(reply.attribute(_ATTRIBUTES.HttpReasonPhraseAttribute) or ""),
        )  # fmt: skip
        response = HTTPAdapter().build_response(request, raw)
        response.sunk = body is not None
        # a body in memory is read at once, as `requests` does of what is no stream
        _ = response.content
        return response


class _Courier(QThread):
    """Carries one request; the main thread answers meanwhile what QGIS asks it: certificates, passwords."""

    def __init__(self, carry):
        super().__init__()
        self._carry, self.value, self.error = carry, None, None

    def run(self):
        try:
            self.value = self._carry()
        except BaseException as error:  # noqa: B036 - handed to the caller
            self.error = error


def _started(request, asked, account):
    """Send a request and return Qt's reply, to be destroyed in this thread by `sip.delete`."""
    from requests.exceptions import InvalidSchema

    manager = _manager()
    if account:
        known, asked = QgsApplication.authManager().updateNetworkRequest(asked, account)
        if not known:
            raise CredentialsError(_NO_CONFIG, name=account)
    if request.method == "GET":
        reply = manager.get(asked)
    elif request.method == "HEAD":
        reply = manager.head(asked)
    elif request.method == "POST":
        reply = manager.post(asked, QByteArray(_as_bytes(request.body)))
    else:
        raise InvalidSchema("method not carried: " + request.method)
    return _unwatched(reply)


def _manager():
    """Return this worker's network access."""
    return _unwatched(QgsNetworkAccessManager.instance())


def _unwatched(thing):
    """Keep PyQt from watching for the end of what lives in a worker.

    It hears of it in the main thread, late and by its place in memory, and takes what lies there by then for gone.
    """
    with suppress(TypeError):  # nobody watches any more
        thing.destroyed.disconnect()
    return thing


def _knows_the_proxy(manager):
    """Tell whether a thread of QGIS's pool goes by the proxy that is set now: it keeps that of its first request."""
    settings, has = QgsSettings(), manager.fallbackProxy()
    if not settings.value("proxy/proxyEnabled", False, type=bool):
        return has.type() == QNetworkProxy.ProxyType.DefaultProxy and not manager.useSystemProxy()
    if settings.value("proxy/proxyType", "") == "DefaultProxy":
        return manager.useSystemProxy()
    host, port = settings.value("proxy/proxyHost", ""), str(settings.value("proxy/proxyPort", ""))
    return not manager.useSystemProxy() and (has.hostName(), str(has.port())) == (host, port)


def _as_bytes(value):
    if value is None:
        return b""
    if isinstance(value, str):
        return value.encode()
    return value if isinstance(value, bytes) else value.read()


def _failure(error, status, text, url):
    """Return the `requests` exception that a Qt error means."""
    from requests.exceptions import ConnectionError, ConnectTimeout, ProxyError, ReadTimeout, SSLError

    manager = _manager()
    none = (QNetworkProxy.ProxyType.NoProxy, QNetworkProxy.ProxyType.DefaultProxy)
    apart = any(url.startswith(start) for start in (*manager.excludeList(), *manager.noProxyList()))
    proxy = manager.fallbackProxy().type() not in none and not apart
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
