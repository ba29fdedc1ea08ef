"""Why a disk, a network or a file failed: the few words that an error puts between brackets, in the user's language."""

from __future__ import annotations

import errno
import re
import sqlite3
import zipfile
import zlib

from ..domain.errors import QT_TRANSLATE_NOOP, Words

__all__ = [
    "CERTIFICATE", "CUT", "EXPIRED", "FULL", "GONE", "NOT_ALLOWED", "NO_CONNECTION", "OTHER_SERVER", "REFUSED",
    "SILENCE", "UNKNOWN_AUTHORITY", "UNKNOWN_NAME", "more_than", "reason", "unforeseen",
]  # fmt: skip

SILENCE = Words(QT_TRANSLATE_NOOP("@default", "no answer in time"))
CUT = Words(QT_TRANSLATE_NOOP("@default", "connection cut"))
REFUSED = Words(QT_TRANSLATE_NOOP("@default", "connection refused"))
UNKNOWN_NAME = Words(QT_TRANSLATE_NOOP("@default", "its name is unknown on this network"))
NO_CONNECTION = Words(QT_TRANSLATE_NOOP("@default", "no connection"))
EXPIRED = Words(QT_TRANSLATE_NOOP("@default", "its certificate is out of date"))
OTHER_SERVER = Words(QT_TRANSLATE_NOOP("@default", "its certificate is that of another server"))
UNKNOWN_AUTHORITY = Words(QT_TRANSLATE_NOOP("@default", "its certificate comes from an unknown authority"))
CERTIFICATE = Words(QT_TRANSLATE_NOOP("@default", "its certificate was not accepted"))
_ADDRESS = Words(QT_TRANSLATE_NOOP("@default", "its address is not one"))
_FORM = Words(QT_TRANSLATE_NOOP("@default", "another form than expected"))
_TORN = Words(QT_TRANSLATE_NOOP("@default", "torn archive"))
_TORN_BASE = Words(QT_TRANSLATE_NOOP("@default", "torn database"))
_BUSY = Words(QT_TRANSLATE_NOOP("@default", "held by another program"))
FULL = Words(QT_TRANSLATE_NOOP("@default", "no room left"))
_READ_ONLY = Words(QT_TRANSLATE_NOOP("@default", "read-only"))
NOT_ALLOWED = Words(QT_TRANSLATE_NOOP("@default", "not allowed"))
GONE = Words(QT_TRANSLATE_NOOP("@default", "not found"))
_DISK = Words(QT_TRANSLATE_NOOP("@default", "the disk or the drive does not answer"))
_LONG = Words(QT_TRANSLATE_NOOP("@default", "name too long"))
_LARGE = QT_TRANSLATE_NOOP("@default", "more than {size} MB")
_OTHER = QT_TRANSLATE_NOOP("@default", "unforeseen cause: {name}")

_SYSTEM = {
    FULL: ("ENOSPC", "EFBIG", "EDQUOT"), _READ_ONLY: ("EROFS",), NOT_ALLOWED: ("EACCES", "EPERM"),
    GONE: ("ENOENT", "ENOTDIR", "EISDIR"), _BUSY: ("EBUSY", "ETXTBSY", "EAGAIN", "EDEADLK"),
    _DISK: ("EIO", "ENXIO", "ENODEV", "ESTALE", "EHOSTDOWN", "ENOTCONN", "EREMOTEIO"), _LONG: ("ENAMETOOLONG",),
    SILENCE: ("ETIMEDOUT",), CUT: ("ECONNRESET", "EPIPE", "ECONNABORTED"), REFUSED: ("ECONNREFUSED",),
    NO_CONNECTION: ("ENETUNREACH", "EHOSTUNREACH", "ENETDOWN"),
}  # fmt: skip
_NUMBERS = {getattr(errno, name): words for words, names in _SYSTEM.items() for name in names if hasattr(errno, name)}
_SQLITE = (
    ("disk is full", FULL), ("readonly", _READ_ONLY), ("locked", _BUSY), ("unable to open", GONE), ("I/O", _DISK),
)
# what urllib3 and ssl write, which have no class of their own for it
_NETWORK = (
    (r"timed out|longer than", SILENCE),
    (r"Name or service not known|getaddrinfo|NameResolution|nodename nor|No address associated", UNKNOWN_NAME),
    (r"expired", EXPIRED), (r"[Hh]ostname|doesn't match", OTHER_SERVER),
    (r"self.signed|issuer|unknown ca", UNKNOWN_AUTHORITY), (r"certificate|CERTIFICATE", CERTIFICATE),
    (r"refused", REFUSED), (r"reset|abort|closed|broken|IncompleteRead|EOF", CUT),
)  # fmt: skip
# names that are the same in every language
_FORMATS = re.compile(r"(UTF-8|JSON|GeoJSON|XML|GML|CSV|HTTP \d+)\b")


def reason(error):
    """Return why something failed.

    Parameters
    ----------
    error : Exception
        Of the system, of `sqlite3`, of `requests`, of a reader of files; or one whose first word is ours.

    Returns
    -------
    str or domain.errors.Words
        Never an address, a path nor a sentence in English.
    """
    for words in getattr(error, "args", ()):
        if isinstance(words, Words):
            return words
    if isinstance(error, UnicodeError):
        return "UTF-8"
    if isinstance(error, sqlite3.Error):
        return next((words for part, words in _SQLITE if part in str(error)), _TORN_BASE)
    if isinstance(error, (zipfile.BadZipFile, zlib.error, EOFError)):
        return _TORN
    if _of_requests(error):
        return _of_network(error)
    number = getattr(error, "errno", None)
    if isinstance(error, OSError) and number is not None:
        name = errno.errorcode.get(number, str(number))
        return _NUMBERS.get(number) or Words(_OTHER, name=name)
    found = _FORMATS.match(str(error))
    if found:
        return found.group()
    if isinstance(error, (ValueError, LookupError, TypeError, AttributeError, RecursionError)):
        return _FORM
    return Words(_OTHER, name=type(error).__name__)


def unforeseen(error):
    """Return words for what nobody had thought of: the disk's or the network's, otherwise the name of the error.

    Parameters
    ----------
    error : Exception
    """
    return reason(error) if isinstance(error, (OSError, sqlite3.Error)) else Words(_OTHER, name=type(error).__name__)


def more_than(size):
    """Return words for what is longer than a number of bytes."""
    return Words(_LARGE, size=size // 1_000_000)


def _of_requests(error):
    from requests import RequestException

    return isinstance(error, RequestException)


def _of_network(error):
    import requests.exceptions as known

    if isinstance(error, known.Timeout):
        return SILENCE
    if isinstance(error, (known.ChunkedEncodingError, known.ContentDecodingError)):
        # of silence in the middle of a reply
        return SILENCE if "timed out" in str(error) else CUT
    if isinstance(error, (known.InvalidHeader, known.InvalidSchema, known.InvalidURL, known.MissingSchema)):
        return _ADDRESS
    text = str(error)
    unsaid = CERTIFICATE if isinstance(error, known.SSLError) else NO_CONNECTION
    return next((words for pattern, words in _NETWORK if re.search(pattern, text)), unsaid)
