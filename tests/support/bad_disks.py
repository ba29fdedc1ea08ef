"""Disks that refuse, as the system says it: full, read-only, without locks, with files that another program holds."""

from __future__ import annotations

import builtins
import errno
import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def full_beyond(size):
    """No file of this process may pass so many bytes: what is written beyond is refused as by a quota."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only(monkeypatch, folder):
    """Nothing may be made, changed or removed in a folder; even the superuser, whom no right stops, is refused."""
    inside = os.path.abspath(folder)

    def guarded(true, writes=lambda *_words, **_options: True):
        def call(path, *words, **options):
            if os.path.abspath(os.fsdecode(path)).startswith(inside) and writes(*words, **options):
                raise OSError(errno.EROFS, os.strerror(errno.EROFS), os.fsdecode(path))
            return true(path, *words, **options)

        return call

    def changes(mode="r", *_words, **_options):
        return bool(set(mode) & set("wax+"))

    connect = sqlite3.connect

    def connected(name, *words, **options):
        if str(name).startswith(inside):
            return connect(Path(name).as_uri() + "?mode=ro", *words, uri=True, **options)
        return connect(name, *words, **options)

    with monkeypatch.context() as patch:
        for name in ("mkdir", "unlink", "remove", "rmdir", "replace", "rename", "chmod"):
            patch.setattr(os, name, guarded(getattr(os, name)))
        patch.setattr(builtins, "open", guarded(builtins.open, changes))
        patch.setattr(sqlite3, "connect", connected)
        yield


@contextmanager
def without_locks(monkeypatch, number=errno.ENOLCK):
    """A drive of the network that knows no locks."""
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_words):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(fcntl, "flock", refuse)
        yield


@contextmanager
def held_open(monkeypatch, folder):
    """What is in a folder is open elsewhere: as on Windows, it can neither be replaced nor removed."""
    inside = os.path.abspath(folder)

    def guarded(true, place):
        def call(*words, **options):
            name = os.path.abspath(os.fsdecode(words[place]))
            if name.startswith(inside) and os.path.isfile(name):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
            return true(*words, **options)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", guarded(os.replace, 1))
        patch.setattr(os, "unlink", guarded(os.unlink, 0))
        yield
