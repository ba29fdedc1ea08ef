"""One polite HTTP client for every online source, over any `requests.Session`.

Inside QGIS the session comes from `layers.network_transport.session`, so that proxy, certificates and
authentication are QGIS's; elsewhere from `plain_session`. No client knows which::

    client = Client(session, pulse)
    response = client.get(url, params={…})       # requests.Response whose body is whole and no web page
    value = client.json(url, params={…})

What may pass is tried again (no answer, 429 with its Retry-After, 500, 502, 503, 504, a cut body); the rest is
raised at once as a `domain.errors.SourceError` that says the cause and what to do. ``pulse()`` is called between
requests and ten times a second in a pause, and may raise `Cancelled`; what ends a request under way is the session.
"""

from __future__ import annotations

import datetime
import re
import threading
import time
from email.utils import parsedate_to_datetime
from random import SystemRandom
from urllib.parse import urlsplit

from ..domain.errors import (
    QT_TRANSLATE_NOOP,
    CredentialsError,
    DamagedAnswerError,
    ProxyError,
    ServiceBusyError,
    ServiceDownError,
    ServiceRefusedError,
    TlsError,
    WebPageError,
)

__all__ = ["LONGEST_REPLY", "Client", "host", "is_web_page", "plain_session"]

TRIES = 4
BUSY_TRIES = 8
PAUSE = 1.0
TIMEOUT = (15.0, 60.0)
LONGEST_WAIT = 120.0
LONGEST_REPLY = 180.0
AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
_STEP = 0.1
# a port or the place of an object in memory may hold 407 too
_WANTS_PASSWORD = re.compile(r"(?<![\w:.=])407(?!\w)|[Aa]uthentication")
_SILENCE = "timeout"

_DOWN = QT_TRANSLATE_NOOP(
    "@default",
    "{service} does not answer ({why}). Check the network connection, then run again later: what was obtained is kept.",
)
_BUSY = QT_TRANSLATE_NOOP(
    "@default",
    "{service} says that it is overloaded ({why}). Run again later: what was obtained is kept.",
)
_REFUSED = QT_TRANSLATE_NOOP(
    "@default", "{service} refuses the request ({why}). Check the service's address in the advanced parameters."
)
_CREDENTIALS = QT_TRANSLATE_NOOP(
    "@default",
    "{service} does not let you in ({why}). Check the authentication chosen for this run, its user name and password, "
    "and that the account is open to this service.",
)
_BLOCKED = QT_TRANSLATE_NOOP(
    "@default",
    "A web page says that {service} is forbidden ({why}): often the network's filter. Ask your IT service to open "
    "this address.",
)
_PROXY_PASSWORD = QT_TRANSLATE_NOOP(
    "@default",
    "The network's proxy wants a user name and password before it lets {service} be reached. Give them in Settings, "
    "Options, Network.",
)
_PROXY = QT_TRANSLATE_NOOP(
    "@default",
    "The network's proxy does not let {service} be reached ({why}). Check the proxy in Settings, Options, Network, "
    "or ask your IT service to open this address.",
)
_TLS = QT_TRANSLATE_NOOP(
    "@default",
    "The secure connection to {service} was refused ({why}). Nothing was sent. Your IT service can add its "
    "certificate in Settings, Options, Authentication.",
)
_PAGE = QT_TRANSLATE_NOOP(
    "@default",
    "{service} answered with a web page in place of data: often the login page of the network. Open a browser, log "
    "in to the network, and run again.",
)
_DAMAGED = QT_TRANSLATE_NOOP(
    "@default", "The answer of {service} is damaged ({why}). Run again later: what was obtained is kept."
)


def _nothing():
    """Never stop."""


def host(url):
    """Return the server that an address names, as errors and warnings write it."""
    return urlsplit(url).hostname or url


def is_web_page(response):
    """Tell whether a reply is a page for a browser, whatever it says it is."""
    head = response.content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    kind = response.headers.get("Content-Type", "").lower()
    return "html" in kind or head.startswith((b"<!doctype html", b"<html", b"<head"))


class Client:
    """Ask, wait, ask again, and say what is wrong.

    Parameters
    ----------
    session : requests.Session
    pulse : callable, optional
        Called without arguments while waiting; may raise `Cancelled`.
    tries : int, optional
        How often a request is sent at most; a service that is overloaded is given more.
    pause : float, optional
        Seconds before the second try, doubled each time; the service's Retry-After wins.
    timeout : (float, float), optional
        Seconds to connect, and of silence.
    """

    def __init__(self, session, pulse=None, tries=TRIES, pause=PAUSE, timeout=TIMEOUT):
        self.session, self.tries, self.pause, self.timeout = session, tries, pause, timeout
        self._pulse = pulse or _nothing
        if not session.verify:
            # the server's name is always proved
            session.verify = True

    def get(self, url, **options):
        """Send a GET.

        Parameters
        ----------
        url : str
        **options
            ``params, headers`` as `requests` takes them; ``tries, check``.

        Returns
        -------
        requests.Response
            Status below 400, body whole.

        Raises
        ------
        SourceError, Cancelled
        """
        return self.request("GET", url, **options)

    def post(self, url, **options):
        """Send a POST, ``data, files, json`` among the options; it must be harmless to repeat."""
        return self.request("POST", url, **options)

    def json(self, url, method="GET", read=None, **options):
        """Send a request and return what its JSON says.

        Parameters
        ----------
        read : callable, optional
            Given the value, returns what is wanted of it; a `ValueError` that it raises means a damaged reply.
        """
        kept = []

        def check(response):
            value = _json(response)
            kept.append(value if read is None else read(value))

        self.request(method, url, check=check, **options)
        return kept[-1]

    def request(self, method, url, tries=None, check=None, after_silence=True, **options):
        """Send a request as often as is sensible.

        Parameters
        ----------
        tries : int, optional
            Instead of the client's own.
        check : callable, optional
            Given the reply; a `ValueError` that it raises means a damaged one, which is asked for again.
        after_silence : bool, optional
            False where a request that timed out is not to be sent again as it is.
        """
        tries, service, number = tries or self.tries, host(url), 0
        while True:
            number += 1
            self._pulse()
            error, wait = self._once(method, url, service, check, options)
            if error is None:
                return wait
            most = max(tries, BUSY_TRIES) if isinstance(error, ServiceBusyError) else tries
            silent = error.values.get("why") == _SILENCE and not after_silence
            if wait is None or silent or number >= most or wait > LONGEST_WAIT:
                raise error
            # not all clients at the same instant
            delay = self.pause * 2 ** (number - 1) * SystemRandom().uniform(0.75, 1.25)
            self.sleep(max(delay, wait))

    def sleep(self, seconds):
        """Wait, and obey cancel."""
        end = time.monotonic() + seconds
        while True:
            self._pulse()
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, _STEP))

    def _once(self, method, url, service, check, options):
        """Send once: (None, reply), or (error, seconds asked for before the next try, None for never)."""
        import requests.exceptions as known

        try:
            response = self.session.request(method, url, timeout=self.timeout, **options)
            _whole(response)
        except known.ProxyError as error:
            template = _PROXY_PASSWORD if _WANTS_PASSWORD.search(str(error)) else _PROXY
            return ProxyError(template, service=service, why=_short(error)), None
        except known.SSLError as error:
            return TlsError(_TLS, service=service, why=_short(error)), None
        except known.Timeout as error:
            return ServiceDownError(_DOWN, service=service, why=_short(error)), 0.0
        except (
            known.InvalidHeader, known.InvalidSchema, known.InvalidURL, known.MissingSchema, known.TooManyRedirects,
        ) as error:  # fmt: skip
            return ServiceRefusedError(_REFUSED, service=service, why=_short(error)), None
        except (known.ChunkedEncodingError, known.ContentDecodingError, ValueError) as error:
            return DamagedAnswerError(_DAMAGED, service=service, why=_short(error)), 0.0
        except known.RequestException as error:
            self._pulse()
            return ServiceDownError(_DOWN, service=service, why=_short(error)), 0.0
        error, wait = _judged(response, service)
        if error is not None:
            return error, wait
        try:
            if check is not None:
                check(response)
        except ValueError as why:
            return DamagedAnswerError(_DAMAGED, service=service, why=str(why)[:80]), 0.0
        return None, response


def _judged(response, service):
    """Return (error, seconds to wait or None) for a reply, (None, None) for a good one."""
    status = response.status_code
    why = "HTTP {}".format(status)
    if status == 407:
        return ProxyError(_PROXY_PASSWORD, service=service, why=why), None
    if status == 403 and is_web_page(response):
        return ProxyError(_BLOCKED, service=service, why=why), None
    if status in (401, 403):
        return CredentialsError(_CREDENTIALS, service=service, why=why), None
    if status in AGAIN:
        if status == 429:
            return ServiceBusyError(_BUSY, service=service, why=why), _retry_after(response)
        return ServiceDownError(_DOWN, service=service, why=why), _retry_after(response)
    if status >= 500:
        return ServiceDownError(_DOWN, service=service, why=why), None
    if status >= 400 or status < 200 or 300 <= status < 400:
        return ServiceRefusedError(_REFUSED, service=service, why=why), None
    if is_web_page(response):
        return WebPageError(_PAGE, service=service), None
    return None, None


def _whole(response):
    """Raise ValueError for a body shorter than was announced, which old versions of urllib3 let pass."""
    told = response.headers.get("Content-Length", "")
    encoded = response.headers.get("Content-Encoding", "identity") not in ("", "identity")
    if told.isdigit() and not encoded and response.request.method != "HEAD" and len(response.content) < int(told):
        raise ValueError("{} of {} bytes".format(len(response.content), told))


def _json(response):
    import json

    if not response.content.strip():
        raise ValueError("empty")
    return json.loads(response.content.decode("utf-8-sig"))


def _retry_after(response):
    """Return how long a service asks to wait, in seconds."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return 0.0
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.timezone.utc)
    return max((when - datetime.datetime.now(datetime.timezone.utc)).total_seconds(), 0.0)


def _short(error):
    """Name an error without the address it happened at, which may hold what was asked for."""
    import requests.exceptions as known

    words = {
        known.ConnectTimeout: _SILENCE, known.ReadTimeout: _SILENCE, known.ChunkedEncodingError: "cut",
        known.ContentDecodingError: "cut",
    }  # fmt: skip
    for kind in type(error).__mro__:
        if kind in words:
            return words[kind]
    return str(error)[:80] if type(error) is ValueError else type(error).__name__


def plain_session(pulse=_nothing, longest=LONGEST_REPLY):
    """Return a session for use outside QGIS, whose requests end at once when `pulse` raises.

    Parameters
    ----------
    pulse : callable, optional
        Called ten times a second during a request.
    longest : float, optional
        Seconds that a whole reply may take: a drip that never ends is no answer.

    Returns
    -------
    requests.Session
    """
    import requests
    from requests.adapters import HTTPAdapter

    class Patient(HTTPAdapter):
        """Send in a thread of its own, which a cancel leaves behind."""

        def send(self, request, **options):
            answer = {}

            def work():
                try:
                    answer["value"] = HTTPAdapter.send(self, request, **options)
                    if not options.get("stream"):
                        _ = answer["value"].content
                except BaseException as error:  # noqa: B036 - handed to the caller
                    answer["error"] = error

            thread, start = threading.Thread(target=work, daemon=True), time.monotonic()
            thread.start()
            while thread.is_alive():
                thread.join(_STEP)
                pulse()
                if time.monotonic() - start > longest:
                    raise requests.exceptions.ReadTimeout("longer than {} s".format(longest), request=request)
            if "error" in answer:
                raise answer["error"]
            return answer["value"]

    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, Patient())
    return session
