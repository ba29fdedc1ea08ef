"""Turns with a server: so many at once, so many a minute, over all threads; cancel is obeyed."""
from __future__ import annotations

import threading
import time

import pytest
from cohesion_territoires.domain.errors import Cancelled
from cohesion_territoires.domain.indicators.entry import Entry, Query
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.limiter import LIMITS, Limit, Limiter
from cohesion_territoires.sources.ogc_features import OgcFeatures
from fake_files import QuirkyWfs
from file_server import Files

HERE, THERE = "https://ici.fr/melodi/data?x=1", "https://ailleurs.fr/"


class Clock:
    """A clock that waiting moves."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def pulse(self):
        self.now += 0.1


def test_thirty_a_minute():
    clock = Clock()
    limiter, begun = Limiter({"ici.fr": Limit(at_once=4, most=30, seconds=60.0)}, clock, 0.0), []
    for _ in range(95):
        with limiter.turn(HERE, clock.pulse):
            begun.append(clock.now)
    assert begun[29] == 0.0 and begun[94] < 4 * 62
    for start in begun:
        assert sum(start <= other < start + 60.0 for other in begun) <= 30
    # another server does not wait
    before = clock.now
    with limiter.turn(THERE, clock.pulse):
        assert clock.now == before


def test_melodi_and_the_geoplateforme_are_known():
    assert (LIMITS["api.insee.fr"].most, LIMITS["api.insee.fr"].seconds) == (30, 60.0)
    assert LIMITS["data.geopf.fr"].at_once == 4


def test_four_at_once_over_all_threads():
    limiter, inside, most, gate = Limiter({}), [], [], threading.Event()

    def work():
        with limiter.turn(HERE, lambda: None):
            inside.append(1)
            most.append(len(inside))
            gate.wait(60)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    while len(inside) < 4:
        gate.wait(0.01)
    gate.wait(0.05)
    assert len(inside) == 4
    gate.set()
    for thread in threads:
        thread.join()
    assert max(most) == 4 and len(most) == 10


class Counting(QuirkyWfs):
    """Notes how many requests it has in hand at once."""

    inside, most, guard, four = 0, 0, threading.Lock(), threading.Event()

    def answer(self, request, body, fault):
        with self.guard:
            self.inside += 1
            self.most = max(self.most, self.inside)
            if self.inside == 4:
                self.four.set()
        # until four are here, and long enough for a fifth to come
        self.four.wait(60)
        time.sleep(0.05)
        with self.guard:
            self.inside -= 1
        return super().answer(request, body, fault)


def test_four_at_once_by_the_server_s_own_count(tmp_path):
    """Twelve layers fetched together, each page by page, each by a client of its own as each run has."""
    features = [
        {"type": "Feature", "id": str(n), "properties": {"n": n},
         "geometry": {"type": "Point", "coordinates": [1.5, 47.0]}}
        for n in range(3)
    ]  # fmt: skip
    entry = Entry("ogc:x", "ogc", "Points", kind="layer", request={"layer": "sig:ecoles", "type": "wfs"})
    kept, errors = [], []

    def work(number):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            kept.append(OgcFeatures(server.url).fetch(Client(plain_session(), pause=0.01), entry, Query(), folder))
        except Exception as error:
            errors.append(error)

    with Counting(features) as server:
        server.cap = 2
        threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert errors == [] and len(kept) == 12 and server.most == 4


def test_waiting_obeys_cancel_and_an_error_gives_the_turn_back():
    def stop():
        raise Cancelled()

    limiter = Limiter({"ici.fr": Limit(at_once=1)})
    with limiter.turn(HERE, stop), pytest.raises(Cancelled), limiter.turn(HERE, stop):
        raise AssertionError("two at once")
    with pytest.raises(ZeroDivisionError), limiter.turn(HERE, stop):
        raise ZeroDivisionError
    with limiter.turn(HERE, stop):
        pass


def test_a_server_that_asks_for_rest_is_left_alone_by_all():
    clock = Clock()
    limiter = Limiter({}, clock, 0.0)
    limiter.hold(HERE, 5.0)
    with limiter.turn(THERE, clock.pulse):
        assert clock.now == 0.0
    with limiter.turn(HERE, clock.pulse):
        assert clock.now >= 5.0


def test_the_client_takes_its_turn():
    with Files(b"abc") as fake:
        clock = Clock()
        limiter = Limiter({"127.0.0.1:{}".format(fake.port): Limit(most=2, seconds=0.5)}, clock, 0.0)
        client = Client(plain_session(), clock.pulse, limiter=limiter)
        for _ in range(5):
            client.get(fake.url)
    assert clock.now >= 1.0
