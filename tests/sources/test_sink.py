"""Replies of any size go to the disk as they come: little memory, no limit but that they move, cancel, full disks."""
from __future__ import annotations

import random
import threading
import time

import pytest
import requests
import urllib3
from beats import Beats
from cohesion_territoires.domain.errors import Cancelled, OutputError, ServiceDownError
from cohesion_territoires.sources import disk, ranges, sink
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.ranges import Validators, download, unchanged
from cohesion_territoires.sources.sink import Sink
from file_server import Files

CONTENT = random.Random(7).randbytes(2_000_000)


@pytest.fixture
def fake():
    with Files(CONTENT) as server:
        server.pieces = False
        yield server


def client(session=None, pulse=None, **options):
    options = {"pause": 0.01, "tries": 3, "limiter": Limiter(), **options}
    return Client(session or plain_session(), pulse, **options)


def watched(asking):
    """Note how much of each reply is in memory."""
    held, get = [], asking.get

    def spy(*given, **options):
        reply = get(*given, **options)
        held.append(len(reply.content))
        return reply

    asking.get = spy
    return asking, held


@pytest.mark.parametrize("packs", [False, True])
@pytest.mark.parametrize("session", [plain_session, requests.Session])
def test_a_server_without_pieces_is_not_read_into_memory(fake, tmp_path, session, packs):
    fake.packs = packs
    asking, held = watched(client(session()))
    got = download(asking, fake.url, tmp_path / "a.bin")
    assert got.path.read_bytes() == CONTENT and got.size == len(CONTENT)
    assert max(held) <= 8192 and len(fake.received) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


def test_what_is_slow_and_moves_is_waited_for_and_tells_how_far_it_is(fake, tmp_path, monkeypatch):
    monkeypatch.setattr(sink, "STRETCH", 1 << 16)
    # more than it may take, were it not moving
    fake.slices, fake.pause, seen = 16, 0.15, []
    got = download(client(plain_session(longest=1.5), tries=1), fake.url, tmp_path / "a.bin", seen.append)
    assert got.path.read_bytes() == CONTENT
    assert len(set(seen)) >= 4 and seen == sorted(seen) and seen[-1] == 1.0


def test_a_drip_is_no_answer(fake, tmp_path):
    fake.content = CONTENT[:5_000]
    # eight minutes
    fake.slices, fake.pause = 5_000, 0.1
    start = time.monotonic()
    with pytest.raises(ServiceDownError):
        download(client(plain_session(longest=0.4), tries=1), fake.url, tmp_path / "a.bin")
    assert time.monotonic() - start < 60 and list(tmp_path.iterdir()) == []


def test_who_was_given_up_writes_no_more(fake, tmp_path):
    """The first try goes on sending in its thread while the second fetches another file."""
    fake.slices, fake.pause = 40, 0.3
    place = Sink(tmp_path / "w", lambda _done: None)
    with pytest.raises(ServiceDownError):
        client(plain_session(longest=0.2), tries=1).get(fake.url, sink=place)
    fake.content, fake.slices, fake.pause = b"n" * 3_000_000, 0, 0.01
    client(tries=1).get(fake.url, sink=place)
    time.sleep(0.5)
    assert (tmp_path / "w").read_bytes() == fake.content


def test_whose_headers_come_too_late_has_no_place_any_more(tmp_path):
    place = Sink(tmp_path / "w", lambda _done: None)
    late, now = place.body(), place.body()
    assert now.begin(200, {})
    now.write(b"neuf")
    for begin in (lambda: late.begin(200, {}), lambda: place.close() or now.write(b"x")):
        with pytest.raises(ValueError, match="cut"):
            begin()
    assert (tmp_path / "w").read_bytes() == b"neuf"


def test_a_cut_is_asked_for_again_and_costs_no_half_file(fake, tmp_path):
    fake.faults = ["cut", "drop"]
    assert download(client(), fake.url, tmp_path / "a.bin").path.read_bytes() == CONTENT
    fake.always = "cut"
    with pytest.raises(Exception, match="127.0.0.1"):
        download(client(), fake.url, tmp_path / "b.bin")
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


class Broken:
    """A reply whose body ends in an error of the library under `requests`."""

    status_code, headers, request = 200, {}, None

    def __init__(self, error):
        self.raw, self._error = self, error

    def stream(self, *_size, **_options):
        yield b"half"
        raise self._error


@pytest.mark.parametrize("error, told", [
    (urllib3.exceptions.IncompleteRead(4, 4), requests.exceptions.ChunkedEncodingError),
    (urllib3.exceptions.ProtocolError("cut"), requests.exceptions.ChunkedEncodingError),
    (urllib3.exceptions.ReadTimeoutError(None, "", "silence"), requests.exceptions.ReadTimeout),
    (urllib3.exceptions.SSLError("bad record"), requests.exceptions.SSLError),
])  # fmt: skip
def test_errors_within_a_body_are_those_that_a_client_knows(tmp_path, error, told):
    with pytest.raises(told):
        Sink(tmp_path / "a.bin", lambda _share: None).body().fill(Broken(error))


def test_bytes_that_are_not_packed_as_said_are_damaged(fake, tmp_path):
    fake.packs = True
    reply = fake.reply
    fake.reply = lambda request, status, data, *more, **options: reply(request, status, data[:1000], *more, **options)
    with pytest.raises(Exception, match="damaged"):
        download(client(tries=1), fake.url, tmp_path / "a.bin")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("session", [plain_session, requests.Session])
def test_a_full_disk_is_said_once(fake, tmp_path, monkeypatch, session):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, before[1]))
        with pytest.raises(OutputError, match="full"):
            download(client(session()), fake.url, tmp_path / "a.bin")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _folder: type("U", (), {"free": 50_000}))
    asked = len(fake.received)
    with pytest.raises(OutputError, match="full"):
        download(client(session()), fake.url, tmp_path / "a.bin")
    # once: a disk is not a network, to be tried again
    assert len(fake.received) == asked + 1 and list(tmp_path.iterdir()) == []


def test_a_cancel_ends_it_at_once(fake, tmp_path):
    fake.slices, fake.pause, cancelled = 1000, 0.05, threading.Event()

    def pulse():
        if cancelled.is_set():
            raise Cancelled()

    with Beats(cancelled.set, lambda: fake.sent) as beats, pytest.raises(Cancelled):
        download(client(plain_session(pulse), pulse), fake.url, tmp_path / "a.bin")
    assert beats.count < 10
    time.sleep(0.2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("session", [plain_session, requests.Session])
def test_whether_a_file_has_changed_costs_no_file(fake, session):
    fake.conditions, fake.slices, fake.pause = False, 400, 0.05
    asking, held = watched(client(session()))
    assert unchanged(asking, fake.url, Validators(fake.etag, fake.modified))
    assert not unchanged(asking, fake.url, Validators('"autre"', fake.modified))
    assert max(held) <= 8192 and fake.sent < len(CONTENT)
    assert ranges.Validators().told is False and not unchanged(asking, fake.url, Validators())
