"""Files in pieces: resumed after a cut, started again where they changed, whole where the server knows no pieces."""
from __future__ import annotations

import hashlib
import random

import pytest
from cohesion_territoires.domain.errors import (
    Cancelled,
    DamagedAnswerError,
    OutputError,
    ServiceDownError,
    ServiceRefusedError,
    WebPageError,
)
from cohesion_territoires.sources import disk, ranges
from cohesion_territoires.sources.http import Client, plain_session
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.ranges import Validators, download, plain_address
from fake_services import patient
from file_server import Files

CONTENT = random.Random(7).randbytes(100_000)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(ranges, "PIECE", 10_000)
    monkeypatch.setattr(ranges, "MOST", 20_000)
    monkeypatch.setattr(ranges, "_QUICK", 1e9)
    monkeypatch.setattr(ranges, "_SLOW", 1e9)


@pytest.fixture
def fake():
    with Files(CONTENT) as server:
        yield server


def client(pulse=None, **options):
    options = {"pause": 0.01, "tries": 3, "limiter": Limiter(), **options}
    return Client(patient(plain_session()), pulse, **options)


def starts(fake):
    return [None if asked is None else int(asked[6:].split("-")[0]) for asked in fake.asked("Range")]


def stop_after(fraction):
    def tick(done):
        if done >= fraction:
            raise Cancelled()

    return tick


def test_in_pieces(fake, tmp_path):
    seen = []
    got = download(client(), fake.url, tmp_path / "a.bin", seen.append)
    assert got.path.read_bytes() == CONTENT and got.changed and got.resumed == 0
    assert (got.size, got.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    assert got.validators == Validators(fake.etag, fake.modified) and got.address == fake.url
    # the pieces grow where the network is quick
    assert starts(fake) == [0, 10_000, 20_000, 40_000, 60_000, 80_000]
    assert fake.asked("If-Range") == [None] + ['"un"'] * 5 and set(fake.asked("Accept-Encoding")) == {"identity"}
    assert seen == sorted(seen) and seen[-1] == 1.0 and len(seen) == 6
    assert [p.name for p in tmp_path.iterdir()] == ["a.bin"]


@pytest.mark.parametrize("etag", ['"un"', 'W/"un"', ""])
def test_a_cut_is_taken_up_where_it_was(fake, tmp_path, etag):
    fake.etag = etag
    with pytest.raises(Cancelled):
        download(client(), fake.url, tmp_path / "a.bin", stop_after(0.5))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.bin.part", "a.bin.part.json"]
    before = len(fake.received)
    got = download(client(), fake.url, tmp_path / "a.bin")
    assert got.path.read_bytes() == CONTENT and got.resumed == 60_000
    assert starts(fake)[before:] == [60_000, 70_000, 80_000]


def test_pieces_shrink_where_the_network_is_slow(fake, tmp_path, monkeypatch):
    for name, value in (("_QUICK", 0.0), ("_SLOW", 0.0), ("LEAST", 5_000)):
        monkeypatch.setattr(ranges, name, value)
    assert download(client(), fake.url, tmp_path / "a.bin").path.read_bytes() == CONTENT
    assert starts(fake)[:5] == [0, 10_000, 20_000, 25_000, 30_000]


def test_a_piece_half_written_is_taken_up_too(fake, tmp_path):
    with pytest.raises(Cancelled):
        download(client(), fake.url, tmp_path / "a.bin", stop_after(0.1))
    part = tmp_path / "a.bin.part"
    part.write_bytes(part.read_bytes()[:7_777])
    assert download(client(), fake.url, tmp_path / "a.bin").path.read_bytes() == CONTENT


def test_killed_when_all_had_come(fake, tmp_path, monkeypatch):
    with monkeypatch.context() as patch, pytest.raises(Cancelled):
        patch.setattr(ranges, "hashed", lambda *_words: stop_after(0)(1))
        download(client(), fake.url, tmp_path / "a.bin")
    before = len(fake.received)
    assert download(client(), fake.url, tmp_path / "a.bin").path.read_bytes() == CONTENT
    assert fake.asked("Range")[before:] == ["bytes=0-0"]
    # and where another one is there by now
    with monkeypatch.context() as patch, pytest.raises(Cancelled):
        patch.setattr(ranges, "hashed", lambda *_words: stop_after(0)(1))
        download(client(), fake.url, tmp_path / "b.bin")
    fake.content, fake.etag = b"n" * 50_000, '"deux"'
    assert download(client(), fake.url, tmp_path / "b.bin").path.read_bytes() == fake.content


@pytest.mark.parametrize("proves", [True, False])
@pytest.mark.parametrize("size", [100_000, 60_000, 40_000])
def test_what_changed_between_two_runs_is_started_again(fake, tmp_path, proves, size):
    with pytest.raises(Cancelled):
        download(client(), fake.url, tmp_path / "a.bin", stop_after(0.5))
    fake.content, fake.etag, fake.proves = b"n" * size, '"deux"', proves
    fake.modified = "Thu, 02 Jul 2026 10:00:00 GMT"
    got = download(client(), fake.url, tmp_path / "a.bin")
    assert got.path.read_bytes() == fake.content and got.validators.etag == '"deux"' and got.resumed == 0


def test_what_changes_on_the_way_is_started_again(fake, tmp_path):
    def change(start):
        if start >= 50_000 and fake.etag == '"un"':
            fake.content, fake.etag = b"n" * 100_000, '"deux"'

    fake.on_piece = change
    assert download(client(), fake.url, tmp_path / "a.bin").path.read_bytes() == b"n" * 100_000


def test_what_never_stops_changing_is_refused(fake, tmp_path):
    turns = iter(range(99))

    def change(_start):
        fake.etag = '"{}"'.format(next(turns))

    fake.on_piece, fake.proves = change, False
    with pytest.raises(DamagedAnswerError, match="changes while"):
        download(client(), fake.url, tmp_path / "a.bin")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lack", ["pieces", "validators", "packs"])
def test_a_server_without_pieces_gives_the_whole(fake, tmp_path, lack):
    if lack == "validators":
        fake.etag = fake.modified = ""
    else:
        setattr(fake, lack, lack == "packs")
    got = download(client(), fake.url, tmp_path / "a.bin")
    assert got.path.read_bytes() == CONTENT and got.size == len(CONTENT)
    assert [p.name for p in tmp_path.iterdir()] == ["a.bin"]


@pytest.mark.parametrize("size", [0, 1, 9_999, 10_000, 10_001])
def test_small_files(fake, tmp_path, size):
    fake.content = CONTENT[:size]
    got = download(client(), fake.url, tmp_path / "a.bin")
    assert got.path.read_bytes() == fake.content and got.size == size


def test_unchanged_is_not_fetched(fake, tmp_path):
    known = download(client(), fake.url, tmp_path / "a.bin").validators
    before = len(fake.received)
    got = download(client(), fake.url, tmp_path / "b.bin", known=known)
    assert not got.changed and got.path is None and got.validators == known and len(fake.received) == before + 1
    fake.content, fake.etag = b"n" * 30_000, '"deux"'
    got = download(client(), fake.url, tmp_path / "b.bin", known=known)
    assert got.changed and got.path.read_bytes() == fake.content
    # a server that gives it all the same
    fake.conditions = False
    again = download(client(), fake.url, tmp_path / "b.bin", known=got.validators)
    assert again.changed and again.sha256 == got.sha256


def test_unchanged_by_its_date_alone_is_not_fetched(fake, tmp_path):
    """Of a server that gives no ETag, as many that serve plain files."""
    fake.etag, fake.modified = "", "Wed, 01 May 2024 10:00:00 GMT"
    known = download(client(), fake.url, tmp_path / "a.bin").validators
    got = download(client(), fake.url, tmp_path / "b.bin", known=known)
    assert known.day == "2024-05-01" and not got.changed and got.path is None
    fake.modified = "Thu, 02 May 2024 10:00:00 GMT"
    assert download(client(), fake.url, tmp_path / "b.bin", known=known).changed


def test_unchanged_where_nobody_asked_is_an_error(fake):
    fake.content = b""
    with Files() as odd:
        odd.answer = lambda *_words: (304, b"")
        with pytest.raises(ServiceRefusedError):
            client().get(odd.url)


@pytest.mark.parametrize("fault", ["drop", "cut", "short", "500", "429", "silence", "elsewhere"])
def test_faults_that_pass(fake, tmp_path, fault):
    fake.faults = [None, fault, None, fault]
    assert download(client(), fake.url, tmp_path / "a.bin").path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("fault", "kind"), [("drop", ServiceDownError), ("404", ServiceRefusedError), ("login", WebPageError)]
)
def test_faults_that_last_keep_what_came(fake, tmp_path, fault, kind):
    fake.faults = [None, None] + [fault] * 20
    with pytest.raises(kind):
        download(client(), fake.url, tmp_path / "a.bin")
    assert (tmp_path / "a.bin.part").stat().st_size == 20_000 and not (tmp_path / "a.bin").exists()
    fake.faults = []
    assert download(client(), fake.url, tmp_path / "a.bin").resumed == 20_000


def test_the_hash_announced_is_checked(fake, tmp_path):
    right = hashlib.sha1(CONTENT, usedforsecurity=False).hexdigest()
    assert download(client(), fake.url, tmp_path / "a.bin", checksum=("sha1", right.upper())).changed
    with pytest.raises(DamagedAnswerError, match="hash"):
        download(client(), fake.url, tmp_path / "b.bin", checksum=("sha-1", "0" * 40))
    assert [p.name for p in tmp_path.iterdir()] == ["a.bin"]
    # one that nobody here knows proves nothing
    assert download(client(), fake.url, tmp_path / "c.bin", checksum=("crc99", "0")).changed


def test_a_part_damaged_on_the_disk_is_found_by_the_hash_and_fetched_again(fake, tmp_path):
    with pytest.raises(Cancelled):
        download(client(), fake.url, tmp_path / "a.bin", stop_after(0.5))
    part = tmp_path / "a.bin.part"
    part.write_bytes(b"\x00" * part.stat().st_size)
    right = ("sha256", hashlib.sha256(CONTENT).hexdigest())
    assert download(client(), fake.url, tmp_path / "a.bin", checksum=right).path.read_bytes() == CONTENT


def test_a_full_disk_keeps_what_came(fake, tmp_path, monkeypatch):
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _folder: type("U", (), {"free": 50_000}))
    with pytest.raises(OutputError, match="full"):
        download(client(), fake.url, tmp_path / "a.bin")
    monkeypatch.undo()
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    monkeypatch.setattr(ranges, "PIECE", 10_000)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (25_000, before[1]))
        with pytest.raises(OutputError, match="full"):
            download(client(), fake.url, tmp_path / "a.bin")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    got = download(client(), fake.url, tmp_path / "a.bin")
    assert got.resumed >= 10_000 and got.path.read_bytes() == CONTENT


def test_cancel_in_a_request(fake, tmp_path):
    fake.delay = 60.0
    beats = []

    def pulse():
        beats.append(1)
        if len(beats) > 3:
            raise Cancelled()

    with pytest.raises(Cancelled):
        download(Client(plain_session(pulse), pulse, limiter=Limiter()), fake.url, tmp_path / "a.bin")


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://moi:secret@ici.fr:8443/a?dataset=b&indic=c", "https://ici.fr:8443/a?dataset=b&indic=c"),
        ("https://s3.fr/a.zip?X-Amz-Signature=abc", "https://s3.fr/a.zip"),
        ("https://ici.fr/a?api_key=abc#z", "https://ici.fr/a"),
    ],
)
def test_an_address_is_kept_without_secrets(url, plain):
    assert plain_address(url) == plain
