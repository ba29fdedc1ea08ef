"""Pieces, conditions and packed bodies over QGIS's network, whose own cache would answer in a server's place."""
from __future__ import annotations

import random

import pytest
from cohesion_territoires.layers import network_transport
from cohesion_territoires.sources import ranges
from cohesion_territoires.sources.http import Client
from cohesion_territoires.sources.limiter import Limiter
from cohesion_territoires.sources.ranges import download, unchanged
from file_server import Files
from qgis.core import QgsBlockingNetworkRequest
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

CONTENT = random.Random(9).randbytes(50_000)


@pytest.fixture
def fake(qgis_app, monkeypatch):
    monkeypatch.setattr(ranges, "PIECE", 10_000)
    monkeypatch.setattr(ranges, "MOST", 10_000)
    with Files(CONTENT) as server:
        yield server


def client():
    return Client(network_transport.session(), pause=0.01, tries=2, limiter=Limiter())


def test_pieces_and_conditions(fake, tmp_path):
    got = download(client(), fake.url, tmp_path / "a.bin")
    assert got.path.read_bytes() == CONTENT and len(fake.received) == 5
    assert set(fake.asked("Accept-Encoding")) == {"identity"} and fake.asked("If-Range")[1] == fake.etag
    assert unchanged(client(), fake.url, got.validators)
    assert not download(client(), fake.url, tmp_path / "b.bin", known=got.validators).changed
    fake.content, fake.etag = CONTENT[::-1], '"deux"'
    assert not unchanged(client(), fake.url, got.validators)
    newer = download(client(), fake.url, tmp_path / "b.bin", known=got.validators)
    assert newer.changed and newer.path.read_bytes() == fake.content


def test_what_qgis_keeps_for_itself_answers_nothing(fake, tmp_path):
    """QGIS fetched the same address: Qt would turn “unchanged” into its own copy, and a piece too."""
    own = QgsBlockingNetworkRequest()
    own.get(QNetworkRequest(QUrl(fake.url)))
    assert bytes(own.reply().content()) == CONTENT
    got = download(client(), fake.url, tmp_path / "a.bin")
    assert got.path.read_bytes() == CONTENT and got.validators.etag == fake.etag
    before = len(fake.received)
    assert unchanged(client(), fake.url, got.validators)
    assert not download(client(), fake.url, tmp_path / "b.bin", known=got.validators).changed
    # the first time, Qt gave QGIS's copy for it: that was set aside, and the server asked again
    assert len(fake.received) == before + 3
    fake.content, fake.etag = CONTENT[::-1], '"deux"'
    assert not unchanged(client(), fake.url, got.validators)
    newer = download(client(), fake.url, tmp_path / "c.bin", known=got.validators)
    assert newer.path.read_bytes() == fake.content and newer.validators.etag == '"deux"'


def test_a_server_that_packs_whatever_is_asked(fake, tmp_path):
    fake.packs = True
    assert download(client(), fake.url, tmp_path / "a.bin").path.read_bytes() == CONTENT


def test_a_reply_that_qgis_throws_away_is_asked_for_again(fake, tmp_path, monkeypatch):
    real, lost = network_transport.wait, []

    def wait(reply, *words):
        late = real(reply, *words)
        if not lost:
            lost.append(1)
            sip.delete(reply)
        return late

    monkeypatch.setattr(network_transport, "wait", wait)
    assert download(client(), fake.url, tmp_path / "a.bin").path.read_bytes() == CONTENT and lost == [1]
