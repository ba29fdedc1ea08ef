"""How fast a server may be asked: so many requests a minute, so many at once, counted over all threads.

``LIMITS`` holds what the services ask for; a client takes its turn before each request::

    with limiter.turn(url, pulse):
        …

A server that says that it is overloaded is left alone by everyone for as long as it asks (`hold`).
"""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import contextmanager
from urllib.parse import urlsplit

__all__ = ["LIMITS", "Limit", "Limiter", "SHARED"]

_STEP = 0.05
# a clock that is not quite the server's
_MARGIN = 1.02


class Limit:
    """What one server allows.

    Parameters
    ----------
    at_once : int, optional
        Requests under way together.
    most : int, optional
        Requests begun within `seconds`.
    seconds : float, optional
    """

    def __init__(self, at_once=4, most=None, seconds=60.0):
        self.at_once, self.most, self.seconds = at_once, most, seconds


# host -> what it allows; any other server is asked by four at once
LIMITS = {
    "api.insee.fr": Limit(at_once=2, most=30, seconds=60.0),
    "data.geopf.fr": Limit(at_once=4, most=20, seconds=1.0),
}
USUAL = Limit()


class _Server:
    def __init__(self, limit):
        self.limit, self.under_way, self.begun, self.held = limit, 0, deque(), 0.0


class Limiter:
    """Turns, by server.

    Parameters
    ----------
    limits : dict of str to Limit, optional
        By host, or by ``host:port``.
    clock : callable, optional
        Seconds that only grow.
    step : float, optional
        Seconds between two looks, and two calls of `pulse`.
    """

    def __init__(self, limits=None, clock=time.monotonic, step=_STEP):
        self.limits, self._clock, self._step = dict(LIMITS if limits is None else limits), clock, step
        self._servers, self._changed = {}, threading.Condition()

    @contextmanager
    def turn(self, url, pulse):
        """Wait for a turn with a server, and give it back at the end.

        Parameters
        ----------
        url : str
        pulse : callable
            Called while waiting; may raise.
        """
        with self._changed:
            server = self._server(url)
        while True:
            with self._changed:
                left = self._left(server)
                if left <= 0:
                    server.under_way += 1
                    server.begun.append(self._clock())
                    break
                self._changed.wait(min(left, self._step))
            # outside the lock: it may take its time, or raise
            pulse()
        try:
            yield
        finally:
            with self._changed:
                server.under_way -= 1
                self._changed.notify_all()

    def hold(self, url, seconds):
        """Leave a server alone for some time."""
        with self._changed:
            server = self._server(url)
            server.held = max(server.held, self._clock() + seconds)

    def _server(self, url):
        parts = urlsplit(url)
        name = parts.hostname or ""
        port = "{}:{}".format(name, parts.port)
        limit = self.limits.get(port) or self.limits.get(name) or USUAL
        key = port if port in self.limits or name not in self.limits else name
        found = self._servers.get(key)
        if found is None or found.limit is not limit:
            found = self._servers[key] = _Server(limit)
        return found

    def _left(self, server):
        """Return how long to wait at least, 0 or less for nothing."""
        limit, now = server.limit, self._clock()
        if server.held > now:
            return server.held - now
        if server.under_way >= limit.at_once:
            return self._step or _STEP
        if limit.most is None:
            server.begun.clear()
            return 0.0
        while server.begun and server.begun[0] <= now - limit.seconds * _MARGIN:
            server.begun.popleft()
        if len(server.begun) < limit.most:
            return 0.0
        return server.begun[0] + limit.seconds * _MARGIN - now


SHARED = Limiter()
