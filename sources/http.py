"""One polite HTTP client for every online source, over any `requests.Session`.

Inside QGIS the session comes from `layers.network_transport.session`, so that proxy, certificates and
authentication are QGIS's; elsewhere from `plain_session`. No client knows which::

    client = Client(session, pulse)
    response = client.get(url, params={…})       # requests.Response whose body is whole and no web page
    value = client.json(url, params={…})

What may pass is tried again (no answer, 429 with its Retry-After, 500, 502, 503, 504, a cut body); the rest is
raised at once as a `domain.errors.SourceError` that says the cause and what to do. ``pulse()`` is called between
requests and ten times a second in a pause, and may raise `Cancelled`; what ends a request under way is the session.

A POST, and all that a client with ``stays`` asks, goes to the server named and nowhere else: a redirect, which would
take addresses or a password to whom nobody announced, is an error. Others are followed, but never from https to http.
"""

from __future__ import annotations

import threading
import time
from random import SystemRandom

from ..domain.errors import QT_TRANSLATE_NOOP, ServiceBusyError, SourceError, Words
from ..domain.progress import silent
from .http_replies import (
    damaged,
    failure,
    host,
    is_address,
    is_web_page,
    json_of,
    judged,
    nowhere,
    require_tls,
    require_whole,
    safe,
    stay_safe,
)
from .limiter import SHARED
from .reasons import SILENCE

__all__ = ["LONGEST_REPLY", "Client", "host", "is_address", "is_web_page", "plain_session", "require_tls", "safe"]

TRIES = 4
BUSY_TRIES = 8
PAUSE = 1.0
TIMEOUT = (15.0, 60.0)
LONGEST_WAIT = 120.0
LONGEST_REPLY = 180.0
# seconds after which who waits wants to know why
PATIENCE = 3.0
_STEP = 0.1
_AGAIN = QT_TRANSLATE_NOOP("@default", "{service}: another try in {seconds} s ({why})")
_TURN = QT_TRANSLATE_NOOP("@default", "{service}: it is asked no more often than it allows, its turn is waited for")


def _nothing():
    """Never stop."""


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
    stays : bool, optional
        True where what is asked tells of people, or carries a password: no redirect is followed.
    limiter : sources.limiter.Limiter, optional
        Whose turn it is; one for all by default.
    tick : callable, optional
        ``tick(fraction)``: how far a large file has come.
    tell : callable, optional
        Given `domain.errors.Words`, where one waits for more than some seconds.
    """

    def __init__(
        self, session, pulse=None, tries=TRIES, pause=PAUSE, timeout=TIMEOUT, stays=False, limiter=SHARED,
        tick=silent, tell=silent,
    ):  # fmt: skip
        self.session, self.tries, self.pause, self.timeout, self.stays = session, tries, pause, timeout, stays
        self.pulse, self.limiter, self.tick, self.tell = pulse or _nothing, limiter, tick, tell

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
            Status below 300 and a whole body, or 304 where a condition was sent.

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
            value = json_of(response.content)
            kept.append(value if read is None else read(value))

        self.request(method, url, check=check, **options)
        return kept[-1]

    def request(self, method, url, tries=None, check=None, after_silence=True, sink=None, **options):
        """Send a request as often as is sensible.

        Parameters
        ----------
        tries : int, optional
            Instead of the client's own.
        check : callable, optional
            Given the reply; a `ValueError` that it raises means a damaged one, which is asked for again.
        after_silence : bool, optional
            False where a request that timed out is not to be sent again as it is.
        sink : sources.sink.Sink, optional
            Takes the body of a good reply, which then has its first bytes only.
        """
        tries, service, number = tries or self.tries, host(url), 0
        if not is_address(url):
            raise nowhere(url)
        while True:
            number += 1
            self.pulse()
            error, wait = self._once(method, url, service, check, sink, options)
            if error is None:
                return wait
            most = max(tries, BUSY_TRIES) if isinstance(error, ServiceBusyError) else tries
            late = error.values.get("why") == SILENCE and not after_silence
            if wait is None or late or number >= most or wait > LONGEST_WAIT:
                raise error
            # not all clients at the same instant
            delay = self.pause * 2 ** (number - 1) * SystemRandom().uniform(0.75, 1.25)
            if isinstance(error, ServiceBusyError):
                self.limiter.hold(url, wait)
            delay = max(delay, wait)
            if delay > PATIENCE:
                self.tell(Words(_AGAIN, service=service, seconds=round(delay), why=error.values.get("why", "")))
            self.sleep(delay)

    def sleep(self, seconds):
        """Wait, and obey cancel."""
        end = time.monotonic() + seconds
        while True:
            self.pulse()
            left = end - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, _STEP))

    def _patient(self, service):
        """Return a pulse that says so where a turn is long to come."""
        start, told = time.monotonic(), []

        def pulse():
            self.pulse()
            if not told and time.monotonic() - start > PATIENCE:
                told.append(True)
                self.tell(Words(_TURN, service=service))

        return pulse

    def _once(self, method, url, service, check, sink, options):
        """Send once: (None, reply), or (error, seconds asked for before the next try, None for never)."""
        from requests import RequestException

        follows = method != "POST" and not self.stays
        try:
            # the server's name is always proved
            with self.limiter.turn(url, self._patient(service)):
                response = self.session.request(
                    method,
                    url,
                    timeout=self.timeout,
                    allow_redirects=follows,
                    verify=self.session.verify or True,
                    stream=sink or False,
                    hooks={"response": stay_safe},
                    **options,
                )
                if sink is not None and not getattr(response, "sunk", False):
                    # by a session that knows nothing of sinks
                    sink.body().fill(response)
            if not getattr(response, "sunk", False):
                require_whole(response)
        except SourceError as error:
            return error, None
        except (RequestException, ValueError) as error:
            # a cancel looks like a cut
            self.pulse()
            return failure(error, service)
        error, wait = judged(response, service, url)
        if error is not None:
            # what it says itself is for who asked: it may tell of people
            error.reply = response
            return error, wait
        try:
            if check is not None:
                check(response)
        except ValueError as error:
            return damaged(error, service)
        return None, response


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
            body = options["stream"].body() if options.get("stream") else None

            def work():
                try:
                    answer["value"] = HTTPAdapter.send(self, request, **options)
                    if body is not None:
                        body.fill(answer["value"])
                    else:
                        _ = answer["value"].content
                except BaseException as error:  # noqa: B036 - handed to the caller
                    answer["error"] = error

            thread, start = threading.Thread(target=work, daemon=True), time.monotonic()
            thread.start()
            while thread.is_alive():
                thread.join(_STEP)
                pulse()
                if body is not None:
                    body.tell()
                if time.monotonic() - ((body and body.moved) or start) > longest:
                    raise requests.exceptions.ReadTimeout("longer than {} s".format(longest), request=request)
            if "error" in answer:
                raise answer["error"]
            return answer["value"]

    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, Patient())
    return session
