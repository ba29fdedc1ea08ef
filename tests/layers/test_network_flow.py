"""Files that go to the disk as they come, over QGIS's network: slow ones, drips, cuts, cancels, full disks."""
from __future__ import annotations

import random
import time

import pytest
from beats import Beats
from cohesion_territoires.domain.errors import Cancelled, OutputError, ServiceDownError, SourceError
from cohesion_territoires.layers.network_transport import session
from cohesion_territoires.sources import disk, sink
from cohesion_territoires.sources.http import Client
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.ranges import Validators, download, unchanged
from file_server import Files
from qgis.core import QgsFeedback
from qgis.PyQt.QtCore import QCoreApplication, QThread

pytestmark = pytest.mark.usefixtures("qgis_app")
CONTENT = random.Random(7).randbytes(2_000_000)


@pytest.fixture
def fake():
    with Files(CONTENT) as server:
        server.pieces = False
        yield server


@pytest.fixture(params=["main", "worker"])
def called(request):
    """``called(call)``: its value or its error, from the main thread, as under qgis_process, or from a worker."""
    def run(call):
        kept = {}

        def work():
            try:
                kept["value"] = call()
            except Exception as error:
                kept["error"] = error

        if request.param == "main":
            work()
        else:
            thread = QThread()
            thread.run = work
            thread.start()
            while not thread.wait(5):
                QCoreApplication.processEvents()
        if "error" in kept:
            raise kept["error"]
        return kept["value"]

    return run


def client(feedback=None, longest=30.0, **options):
    options = {"pause": 0.01, "tries": 3, "limiter": Limiter(), **options}
    return Client(session(feedback, longest=longest), **options)


@pytest.mark.parametrize("packs", [False, True])
def test_a_server_without_pieces_is_not_read_into_memory(fake, tmp_path, called, packs):
    fake.packs = packs
    asking, held = client(), []
    get = asking.get

    def spy(*given, **options):
        reply = get(*given, **options)
        held.append(len(reply.content))
        return reply

    asking.get = spy
    got = called(lambda: download(asking, fake.url, tmp_path / "a.bin"))
    assert got.path.read_bytes() == CONTENT and max(held) <= 8192 and len(fake.received) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


def test_in_pieces_too(fake, tmp_path, called):
    fake.pieces = True
    assert called(lambda: download(client(), fake.url, tmp_path / "a.bin")).path.read_bytes() == CONTENT
    assert len(fake.received) == 2


def test_what_is_slow_and_moves_is_waited_for_and_tells_how_far_it_is(fake, tmp_path, called, monkeypatch):
    monkeypatch.setattr(sink, "STRETCH", 1 << 16)
    # more than it may take, were it not moving
    fake.slices, fake.pause, seen = 16, 0.15, []
    called(lambda: download(client(longest=1.5, tries=1), fake.url, tmp_path / "a.bin", seen.append))
    assert (tmp_path / "a.bin").read_bytes() == CONTENT
    assert len(set(seen)) >= 4 and seen == sorted(seen) and seen[-1] == 1.0


def test_a_drip_is_no_answer(fake, tmp_path, called):
    fake.content = CONTENT[:5_000]
    # eight minutes
    fake.slices, fake.pause = 5_000, 0.1
    start = time.monotonic()
    with pytest.raises(ServiceDownError):
        called(lambda: download(client(longest=0.4, tries=1), fake.url, tmp_path / "a.bin"))
    assert time.monotonic() - start < 60 and list(tmp_path.iterdir()) == []


def test_cuts_and_pages_cost_no_half_file(fake, tmp_path, called):
    fake.faults = ["cut", "drop"]
    assert called(lambda: download(client(), fake.url, tmp_path / "a.bin")).path.read_bytes() == CONTENT
    for fault in ("cut", "login", "404"):
        fake.always = fault
        with pytest.raises(SourceError):
            called(lambda: download(client(tries=1), fake.url, tmp_path / "b.bin"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


def test_a_full_disk_is_said_once(fake, tmp_path, called, monkeypatch):
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _folder: type("U", (), {"free": 50_000}))
    with pytest.raises(OutputError, match="full"):
        called(lambda: download(client(), fake.url, tmp_path / "a.bin"))
    monkeypatch.undo()
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, before[1]))
        with pytest.raises(OutputError, match="full"):
            called(lambda: download(client(), fake.url, tmp_path / "a.bin"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert len(fake.received) == 2 and list(tmp_path.iterdir()) == []


def test_a_cancel_ends_it_at_once(fake, tmp_path, called):
    fake.slices, fake.pause, feedback = 1000, 0.05, QgsFeedback()
    with Beats(feedback.cancel, lambda: fake.sent) as beats, pytest.raises(Cancelled):
        called(lambda: download(client(feedback), fake.url, tmp_path / "a.bin"))
    assert beats.count < 10 and list(tmp_path.iterdir()) == []


def test_a_tick_that_stops_it_is_obeyed(fake, tmp_path, called):
    """In a slot of Qt's, an error would end QGIS."""
    def tick(_fraction):
        raise Cancelled()

    fake.slices, fake.pause = 40, 0.05
    with pytest.raises(Cancelled):
        called(lambda: download(client(), fake.url, tmp_path / "a.bin", tick))
    assert list(tmp_path.iterdir()) == []


def test_whether_a_file_has_changed_costs_no_file(fake, called):
    fake.conditions, fake.slices, fake.pause = False, 400, 0.05
    assert called(lambda: unchanged(client(), fake.url, Validators(fake.etag, fake.modified)))
    assert not called(lambda: unchanged(client(), fake.url, Validators("other", fake.modified)))
    assert fake.sent < len(CONTENT)
