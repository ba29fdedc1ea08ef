"""What a reply, or the lack of one, means: the error to raise, in words that say what to do, and when to ask again.

No sentence holds the address asked for, only the server's name: the rest may tell of people.
"""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

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
    Words,
)
from . import json_pieces
from .reasons import reason

__all__ = [
    "UNCHANGED", "damaged", "failure", "has_key", "host", "is_address", "is_web_page", "json_of", "judged", "nowhere",
    "plain_address", "require_tls", "require_whole", "safe", "stay_safe",
]  # fmt: skip

AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
REDIRECTS = frozenset((301, 302, 303, 307, 308))
CAPTIVE = 511
UNCHANGED = 304
# with one of these, "unchanged" is an answer
CONDITIONS = ("If-None-Match", "If-Modified-Since")
_HERE = ("127.0.0.1", "localhost", "::1")
_SNIFFED = 4096
# what may come before the first tag of a page
_PAGE_START = re.compile(
    rb"(?:\s|\xef\xbb\xbf|<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script)\b",
    re.DOTALL,
)
# what a query calls an account, a key or a signature
_SECRET = re.compile(
    r"(key|token|sig|signature|pass|passwd|password|pwd|secret|auth|credential|expires|policy)=", re.IGNORECASE
)
_SECONDS = re.compile(r"\d{1,9}(?:\.\d+)?", re.ASCII)
# a port or the place of an object in memory may hold 407 too
_WANTS_PASSWORD = re.compile(r"(?<![\w:.=])407(?!\w)|[Aa]uthentication")

_DOWN = QT_TRANSLATE_NOOP(
    "@default",
    "{service} does not answer ({why}). Check the network connection, then run again later: what was obtained is kept.",
)
_BROKEN = QT_TRANSLATE_NOOP(
    "@default",
    "{service} is out of order ({why}), and nothing is wrong on your side. Run again later: what was obtained is kept.",
)
_BUSY = QT_TRANSLATE_NOOP(
    "@default",
    "{service} says that it is overloaded ({why}). Run again later: what was obtained is kept.",
)
_REFUSED = QT_TRANSLATE_NOOP(
    "@default",
    "{service} refuses the request ({why}). Its address may have changed: a new one is given in the parameters of the "
    "algorithm, in the toolbox.",
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
_MOVED = QT_TRANSLATE_NOOP(
    "@default",
    "{service} sends on to {where}, to which nothing was sent: often the login page of the network. Open a browser, "
    "log in to the network, and run again; where the service has moved, its new address is given in the parameters of "
    "the algorithm, in the toolbox.",
)
_ROUND = QT_TRANSLATE_NOOP(
    "@default",
    "{service} sends on from address to address without end: it is out of order, or the network wants you to log in. "
    "Open a browser, log in to the network, and run again.",
)
_UNSAFE = QT_TRANSLATE_NOOP(
    "@default",
    "{service} sends on to {where} without a secure connection: nothing was sent there. Where the service has "
    "moved, its new address is given in the parameters of the algorithm, in the toolbox.",
)
_OPEN = QT_TRANSLATE_NOOP(
    "@default",
    "The address of {service} does not begin with https://: a password would travel for all to read. Nothing was sent.",
)
_NOTHING = Words(QT_TRANSLATE_NOOP("@default", "nothing in it"))
_DAMAGED = QT_TRANSLATE_NOOP(
    "@default", "The answer of {service} is damaged ({why}). Run again later: what was obtained is kept."
)
_SHORT = QT_TRANSLATE_NOOP("@default", "{count} of {total} bytes")


def host(url):
    """Return the server that an address names, as errors and warnings write it."""
    return _parts(url).hostname or url.partition("?")[0]


def _parts(url):
    """Split an address; what is none is all path."""
    try:
        parts = urlsplit(url)
        _ = parts.hostname, parts.port
    except ValueError:
        return SplitResult("", "", url.partition("?")[0], "", "")
    return parts


def is_address(url):
    """Tell whether something can be asked at an address: it is whole, and of the web."""
    parts = _parts(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def nowhere(url):
    """Return the error of an address that is none."""
    from requests.exceptions import InvalidURL

    return failure(InvalidURL(), host(url))[0]


def plain_address(url):
    """Return an address without its account, and without its query where that holds a key or a signature."""
    parts = _parts(url)
    query = "" if has_key(url) else parts.query
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))


def has_key(url):
    """Tell whether an address seems to hold a key, a password or a signature."""
    return _SECRET.search(_parts(url).query) is not None


def safe(url):
    """Tell whether nobody on the way can read what is sent: https, or this very computer."""
    parts = _parts(url)
    return parts.scheme == "https" or parts.hostname in _HERE


def require_tls(url):
    """Refuse to send a password where others can read it.

    Raises
    ------
    TlsError
    """
    if not safe(url):
        raise TlsError(_OPEN, service=host(url))


def is_web_page(response):
    """Tell whether a reply is a page for a browser, whatever it says it is."""
    kind = response.headers.get("Content-Type", "").lower()
    return "html" in kind or _PAGE_START.match(response.content[:_SNIFFED].lower()) is not None


def json_of(content):
    """Return what a JSON says.

    Raises
    ------
    ValueError
        With the word that a message wants.
    """
    if not content.strip():
        raise ValueError(_NOTHING)
    try:
        return json_pieces.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise ValueError("JSON") from error


def failure(error, service):
    """Tell what an exception of `requests` means.

    Parameters
    ----------
    error : Exception
        A `requests.RequestException` or a `ValueError`.
    service : str

    Returns
    -------
    SourceError
    float or None
        Seconds to wait at least before the next try; None where there should be none.
    """
    import requests.exceptions as known

    why = reason(error)
    if isinstance(error, known.ProxyError):
        if _WANTS_PASSWORD.search(str(error)):
            return ProxyError(_PROXY_PASSWORD, service=service, why=why), None
        return ProxyError(_PROXY, service=service, why=why), 0.0
    if isinstance(error, known.SSLError):
        return TlsError(_TLS, service=service, why=why), None
    if isinstance(error, known.Timeout):
        return ServiceDownError(_DOWN, service=service, why=why), 0.0
    if isinstance(error, known.TooManyRedirects):
        return ServiceRefusedError(_ROUND, service=service, why=why), None
    if isinstance(error, (known.InvalidHeader, known.InvalidSchema, known.InvalidURL, known.MissingSchema)):
        return ServiceRefusedError(_REFUSED, service=service, why=why), None
    if isinstance(error, (known.ChunkedEncodingError, known.ContentDecodingError, ValueError)):
        return damaged(error, service)
    return ServiceDownError(_DOWN, service=service, why=why), 0.0


def damaged(error, service):
    """Return the error of a reply that is not what was promised, and the seconds to wait."""
    return DamagedAnswerError(_DAMAGED, service=service, why=reason(error)), 0.0


def judged(response, service, url):
    """Tell what a reply means.

    Parameters
    ----------
    response : requests.Response
    service, url : str
        Who was asked, and where.

    Returns
    -------
    SourceError or None
        None for a good one.
    float or None
        Seconds to wait at least before the next try; None where there should be none.
    """
    status = response.status_code
    why = "HTTP {}".format(status)
    if status == UNCHANGED and any(name in response.request.headers for name in CONDITIONS):
        return None, None
    if status == 407:
        return ProxyError(_PROXY_PASSWORD, service=service, why=why), None
    if status == 403 and is_web_page(response):
        return ProxyError(_BLOCKED, service=service, why=why), None
    if status in (401, 403):
        return CredentialsError(_CREDENTIALS, service=service, why=why), None
    if status in AGAIN:
        if status == 429:
            return ServiceBusyError(_BUSY, service=service, why=why), _retry_after(response)
        return ServiceDownError(_BROKEN if status >= 500 else _DOWN, service=service, why=why), _retry_after(response)
    if status == CAPTIVE:
        return WebPageError(_PAGE, service=service), None
    if status >= 500:
        return ServiceDownError(_BROKEN, service=service, why=why), None
    if status in REDIRECTS:
        where = host(urljoin(url, response.headers.get("Location", "")))
        return WebPageError(_MOVED, service=service, where=where), None
    if status >= 400 or status < 200 or 300 <= status < 400:
        return ServiceRefusedError(_REFUSED, service=service, why=why), None
    if is_web_page(response):
        return WebPageError(_PAGE, service=service), None
    return None, None


def stay_safe(response, **_options):
    """Stop before a redirect from https to http is followed, as an address may hold a key: a hook of `requests`.

    Raises
    ------
    TlsError
    """
    place = response.headers.get("Location", "") if response.status_code in REDIRECTS else ""
    where = urljoin(response.url, place)
    if urlsplit(response.url).scheme == "https" and urlsplit(where).scheme == "http":
        raise TlsError(_UNSAFE, service=host(response.url), where=host(where))


def require_whole(response):
    """Raise ValueError for a body shorter than was announced, which old versions of urllib3 let pass."""
    if response.status_code == UNCHANGED:
        # what it says is the length of what is not sent
        return
    told = response.headers.get("Content-Length", "")
    encoded = response.headers.get("Content-Encoding", "identity") not in ("", "identity")
    if told.isdigit() and not encoded and response.request.method != "HEAD" and len(response.content) < int(told):
        raise ValueError(Words(_SHORT, count=len(response.content), total=told))


def _retry_after(response):
    """Return how long a service asks to wait, in seconds."""
    text = response.headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0.0
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.timezone.utc)
    return max((when - datetime.datetime.now(datetime.timezone.utc)).total_seconds(), 0.0)
