"""A reply of any size that goes to a file as it comes, rather than into memory.

A session is given a `Sink` as ``stream`` (true, as `requests` reads it) and asks it for a `Body` each time that it
sends: `Body.begin` says whether the reply is wanted there, `Body.write` takes what came, `Body.end` gives the first
bytes, with which the reply is judged. What takes long is no drip as long as it moves.
"""

from __future__ import annotations

import os
import threading
import time
import zlib

from .disk import require_room, writing
from .reasons import CUT

__all__ = ["Body", "Peek", "Sink"]

STRETCH = 1 << 18
_HEAD = 1 << 13
_CHUNK = 1 << 16
_PACKED = ("gzip", "x-gzip", "deflate")


class Sink:
    """Where the body of a good reply goes.

    Parameters
    ----------
    path : pathlib.Path or None
        Its file, begun anew at each try.
    tick : callable
        ``tick(fraction)``, where the length is known.
    """

    def __init__(self, path, tick):
        self.path, self.tick, self._last = path, tick, None

    def body(self):
        """Return what takes the next reply; whoever still sends the one before is stopped."""
        self.close()
        self._last = self._made()
        return self._last

    def close(self):
        """Let the file go, whole or not."""
        if self._last is not None:
            self._last.drop()

    def _made(self):
        return Body(self.path, self.tick)


class Peek(Sink):
    """Wants only what comes before the body: of a server that ignores conditions and pieces, the least."""

    def __init__(self):
        super().__init__(None, None)

    def _made(self):
        return _Start()


class Body:
    """The body of one reply.

    Attributes
    ----------
    moved : float or None
        When it last went on, by `time.monotonic`; None where it has not begun, or is not wanted.
    full : bool
        Nothing more is wanted of it.
    """

    def __init__(self, path, tick):
        self._path, self._tick, self.moved, self.full = path, tick, None, False
        self._stream, self._head, self._came, self._told, self._unpack = None, b"", 0, None, None
        self._lock, self._dropped = threading.Lock(), False

    def begin(self, status, headers):
        """Begin with a reply; return whether its body is for the file."""
        if status != 200:
            return False
        self.moved = time.monotonic()
        told, packing = headers.get("Content-Length") or "", headers.get("Content-Encoding") or "identity"
        self._told = int(told) if told.isdecimal() else None
        self._unpack = zlib.decompressobj(47) if packing.lower() in _PACKED else None
        with writing(self._path.parent), self._lock:
            require_room(self._path.parent, self._told or 0)
            self._require_place()
            self._stream = open(self._path, "wb")  # noqa: SIM115 - open until `drop`
        return True

    def write(self, data):
        """Take what came; raises as the disk does, or for bytes that are not packed as was said."""
        if self._came // STRETCH != (self._came + len(data)) // STRETCH:
            self.moved = time.monotonic()
        self._came += len(data)
        if self._unpack is not None:
            try:
                data = self._unpack.decompress(data)
            except zlib.error as error:
                raise ValueError(CUT) from error
        if len(self._head) < _HEAD:
            self._head += data[: _HEAD - len(self._head)]
        with writing(self._path.parent), self._lock:
            self._require_place()
            self._stream.write(data)

    def tell(self):
        """Say how far it has come."""
        if self.moved is not None and self._told:
            self._tick(min(1.0, self._came / self._told))

    def end(self):
        """Finish the file, and return its first bytes.

        Raises
        ------
        ValueError
            Where fewer came than was said.
        """
        if self._came < (self._told or 0) or (self._unpack is not None and not self._unpack.eof):
            raise ValueError(CUT)
        with writing(self._path.parent), self._lock:
            self._require_place()
            self._stream.flush()
            os.fsync(self._stream.fileno())
        self.drop()
        return self._head

    def fill(self, response):
        """Take what a reply of `requests` has; of one that is not wanted nothing is read."""
        if not self.begin(response.status_code, response.headers):
            return
        for chunk in _chunks(response):
            self.write(chunk)
            if self.full:
                response.close()
                break
        # in place of what `requests` would have read
        response._content, response._content_consumed, response.sunk = self.end(), True, True

    def drop(self):
        """Let the file go."""
        with self._lock:
            self._dropped = True
            if self._stream is not None:
                self._stream.close()

    def _require_place(self):
        if self._dropped:
            # another try has taken the file, or nobody waits any more
            raise ValueError(CUT)


def _chunks(response):
    """Yield what a reply of `requests` has, packed as it comes; errors are those of `requests`."""
    from requests.exceptions import ChunkedEncodingError, ReadTimeout, SSLError
    from urllib3.exceptions import HTTPError, ReadTimeoutError
    from urllib3.exceptions import SSLError as BadTls

    try:
        yield from response.raw.stream(_CHUNK, decode_content=False)
    except ReadTimeoutError as error:
        raise ReadTimeout(error, request=response.request) from error
    except BadTls as error:
        raise SSLError(error, request=response.request) from error
    except HTTPError as error:
        # newer ones count what came
        raise ChunkedEncodingError(error, request=response.request) from error


class _Start(Body):
    """What comes before a body, and no more."""

    def __init__(self):
        super().__init__(None, None)

    def begin(self, status, headers):
        self.moved = time.monotonic() if status == 200 else None
        return status == 200

    def write(self, data):
        self._head, self.full = data[:_HEAD], True

    def tell(self):
        """Say nothing."""

    def end(self):
        return self._head
