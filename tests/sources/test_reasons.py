"""Why something failed is said in words of ours, whoever failed: never English of a library, an address nor a path."""
from __future__ import annotations

import json
import sqlite3
import zipfile
import zlib
from functools import partial

import pytest
import requests
from certificates import Authority
from cohesion_territoires.domain.errors import DataError, Words
from cohesion_territoires.sources import reasons
from cohesion_territoires.sources.http import plain_session
from cohesion_territoires.sources.reasons import reason
from fake_files import Site
from fake_services import closed_port


def raised(call, *words):
    """Return what a call raises."""
    try:
        call(*words)
    except Exception as error:
        return error
    raise AssertionError("it went well")


def unreadable_base(path):
    path.write_bytes(b"rien d'une base" * 100)
    sqlite3.connect(path).execute("SELECT 1 FROM sqlite_master")


CASES = [
    (raised(b"\xff".decode), "UTF-8"),
    (raised(json.loads, "{"), "another form than expected"),
    (raised(int, "douze"), "another form than expected"),
    (KeyError("observations"), "another form than expected"),
    (ValueError("GeoJSON: feature"), "GeoJSON"),
    (ValueError("XML: mismatched tag: line 1"), "XML"),
    (ValueError(Words("{count} of 2", count=1)), "1 of 2"),
    (zipfile.BadZipFile("File is not a zip file"), "torn archive"),
    (raised(zlib.decompress, b"x"), "torn archive"),
    (EOFError("Compressed file ended"), "torn archive"),
    (OSError(28, "No space left on device", "a.csv"), "no room left"),
    (PermissionError(13, "Permission denied"), "not allowed"),
    (FileNotFoundError(2, "No such file", "a.csv"), "not found"),
    (OSError(116, "Stale file handle"), "the disk or the drive does not answer"),
    (OSError(38, "Function not implemented"), "unforeseen cause: ENOSYS"),
    (sqlite3.OperationalError("database or disk is full"), "no room left"),
    (sqlite3.OperationalError("attempt to write a readonly database"), "read-only"),
    (sqlite3.OperationalError("database is locked"), "held by another program"),
    (requests.ReadTimeout("x"), "no answer in time"),
    (requests.ConnectionError("Read timed out."), "no answer in time"),
    (requests.exceptions.ChunkedEncodingError("IncompleteRead"), "connection cut"),
    (requests.exceptions.SSLError("hostname 'a' doesn't match 'b'"), "its certificate is that of another server"),
    (requests.exceptions.SSLError("what is this"), "its certificate was not accepted"),
    (requests.exceptions.InvalidURL("http:///x"), "its address is not one"),
    (requests.ConnectionError("http://secret/?key=1"), "no connection"),
    (MemoryError(), "unforeseen cause: MemoryError"),
]  # fmt: skip


@pytest.mark.parametrize("error, words", CASES, ids=lambda one: type(one).__name__)
def test_each_failure_has_its_words(error, words):
    assert reason(error) == words


def test_a_base_that_is_none(tmp_path):
    assert reason(raised(unreadable_base, tmp_path / "a.sqlite")) == "torn database"


def test_what_requests_really_raises(tmp_path):
    authority = Authority(tmp_path / "tls")
    ask = plain_session().get
    with closed_port() as nobody:
        assert reason(raised(ask, "http://127.0.0.1:{}/".format(nobody))) is reasons.REFUSED
    assert reason(raised(ask, "http://nulle-part.invalid/")) is reasons.UNKNOWN_NAME
    for end, known, words in (
        ("20240201000000Z", str(authority.path), reasons.EXPIRED), ("20991231000000Z", True, reasons.UNKNOWN_AUTHORITY),
    ):  # fmt: skip
        site = Site()
        site.certificate = authority.server(end=end)
        with site:
            assert reason(raised(partial(ask, site.url, verify=known))) is words
    with Site() as site:
        site.always = "drop"
        assert reason(raised(ask, site.url)) is reasons.CUT


def test_words_stay_words_in_an_error():
    error = DataError("{why}!", why=Words("a {name}", name="b"))
    assert str(error) == "a b!" and error.values["why"].template == "a {name}"
