"""Large files fetched in pieces, so that a cut, a cancel or a kill costs one piece and not the file.

What has come is kept in ``name.part`` with what it is in ``name.part.json``; the next try goes on from there where
the server says that the file is still the same one. A server that knows no pieces, or whose pieces cannot be proved
to be of one file, is asked for the whole. ::

    got = download(client, url, folder / "communes.geojson", tick, known=Validators(etag=…))
    if not got.changed: …                                  # the copy that is kept is the service's own
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

from ..domain.errors import QT_TRANSLATE_NOOP, DamagedAnswerError, ServiceRefusedError
from .cache_files import hashed
from .disk import flush, move, remove, require_room, writing
from .http import host
from .http_replies import UNCHANGED, plain_address
from .sink import Peek, Sink
from .validators import Validators

__all__ = ["Downloaded", "Validators", "download", "plain_address", "unchanged"]

PIECE = 1 << 20
LEAST, MOST = 1 << 18, 1 << 23
# seconds that a piece should take: so much is lost by a cut
_SLOW, _QUICK = 20.0, 2.0
_PART, _NOTE, _WHOLE = ".part", ".part.json", ".whole"
_PLACE = re.compile(r"bytes (\d+)-(\d+)/(\d+)\s*", re.IGNORECASE)
_BEYOND = "HTTP 416"
_ROUNDS = 3

_OTHER_HASH = QT_TRANSLATE_NOOP(
    "@default",
    "The file of {service} is not the one it announces (its {name} hash differs): run again later, and tell the "
    "service if it lasts.",
)
_UNSTEADY = QT_TRANSLATE_NOOP(
    "@default", "The file of {service} changes while it is fetched: run again later, nothing of it was used."
)


@dataclass(frozen=True)
class Downloaded:
    """A file that was fetched, or needed not be.

    Attributes
    ----------
    path : pathlib.Path or None
        None where it has not changed.
    changed : bool
    size : int
    sha256 : str
    validators : Validators
    address : str
        Where it came from in the end, without what may be a key.
    kind : str
        What the server calls it (Content-Type); `sniff` tells what it is.
    resumed : int
        Bytes that an earlier try had fetched.
    """

    path: object
    changed: bool
    size: int = 0
    sha256: str = ""
    validators: Validators = Validators()
    address: str = ""
    kind: str = ""
    resumed: int = 0


def download(client, url, path, tick=None, params=None, headers=None, known=None, checksum=None, size=None):
    """Fetch a file.

    Parameters
    ----------
    client : sources.http.Client
    url : str
    path : str or pathlib.Path
        Where it goes, whole or not at all.
    tick : callable, optional
        ``tick(fraction)``, the client's own by default; may raise `Cancelled`, which leaves what has come for the next
        try.
    params, headers : dict, optional
    known : Validators, optional
        Of the copy that is kept.
    checksum : (str, str), optional
        Name of a hash and its hexadecimal value, as the catalogue announces it.
    size : int, optional
        Bytes that the catalogue announces: for the progress until the server says more.

    Returns
    -------
    Downloaded

    Raises
    ------
    SourceError, OutputError, Cancelled
    """
    fetch = _Fetch(client, url, Path(path), tick or client.tick, params, dict(headers or {}), known, size)
    for turn in range(_ROUNDS):
        got = fetch.once()
        if got is None:
            # it changed under our hands
            continue
        if not got.changed or _right(got.path, checksum):
            return got
        remove(got.path)
        if not got.resumed or turn == _ROUNDS - 1:
            raise DamagedAnswerError(_OTHER_HASH, service=host(url), name=checksum[0])
    raise DamagedAnswerError(_UNSTEADY, service=host(url))


def unchanged(client, url, known, params=None, headers=None):
    """Tell whether a server still has the file that it described so; False where it does not say.

    Parameters
    ----------
    client : sources.http.Client
    url : str
    known : Validators
    params, headers : dict, optional
    """
    if not known.told:
        return False
    # of a server that ignores the condition, the least
    asked = {"Accept-Encoding": "identity", "Range": "bytes=0-0", **known.condition}
    reply = client.get(url, params=params, headers={**(headers or {}), **asked}, sink=Peek())
    return reply.status_code == UNCHANGED or Validators.of(reply) == known


class _Fetch:
    def __init__(self, client, url, path, tick, params, headers, known, size):
        self.client, self.url, self.path, self.tick = client, url, path, tick
        self.params, self.headers, self.known, self.announced = params, headers, known, size
        # known by its hash: an address may hold a key
        self.asked = hashlib.sha256(json.dumps([url, params], sort_keys=True, default=str).encode()).hexdigest()
        self.part, self.note = path.with_name(path.name + _PART), path.with_name(path.name + _NOTE)
        # beside what earlier tries have left, which a login page must not cost
        self.sink = Sink(path.with_name(path.name + _WHOLE), tick)

    def once(self):
        """Fetch once; None where the file turned out to be another one on the way."""
        try:
            return self._run()
        finally:
            self.sink.close()
            remove(self.sink.path)

    def _run(self):
        held, done, total = self._held()
        resumed = done
        if total is not None and done == total:
            # all of it came, then the program was killed: is it still the one?
            reply = self._ask({"Range": "bytes=0-0", **held.proof})
            place = _place(reply)
            if place is None:
                return self._whole(reply)
            if Validators.of(reply) == held and place[2] == total:
                return self._finished(held, total, reply, resumed)
            self._forget()
            return None
        reply = self._piece(done, held, PIECE)
        if reply is None:
            return self._whole(self._ask({}, whole=True))
        if reply.status_code == UNCHANGED:
            return Downloaded(None, False, validators=self.known, address=plain_address(self.url))
        place = _place(reply)
        if place is None:
            return self._whole(reply)
        first = Validators.of(reply)
        start, end, total = place
        if not start and end + 1 == total:
            return self._whole(reply)
        if start != done or not first.told or (done and first != held):
            self._forget()
            return None if done else self._whole(self._ask({}, whole=True))
        return self._rest(first, total, done, reply, resumed)

    def _rest(self, first, total, done, reply, resumed):
        """Fetch what remains, the first piece of which has come."""
        with writing(self.path.parent):
            require_room(self.path.parent, total - done)
            if not done:
                self.note.write_text(
                    json.dumps({"asked": self.asked, "etag": first.etag, "modified": first.modified, "total": total})
                )
                flush(self.note)
        length = PIECE
        while True:
            with writing(self.path.parent), open(self.part, "r+b" if done else "wb") as stream:
                stream.seek(done)
                stream.truncate()
                stream.write(reply.content)
                stream.flush()
                os.fsync(stream.fileno())
            done += len(reply.content)
            self.tick(min(1.0, done / max(total, 1)))
            if done >= total:
                return self._finished(first, total, reply, resumed)
            start = time.monotonic()
            reply = self._piece(done, first, length)
            took = time.monotonic() - start
            if took > _SLOW:
                length = max(LEAST, length // 2)
            elif took < _QUICK:
                length = min(MOST, length * 2)
            place = None if reply is None else _place(reply)
            if place is None or place[0] != done or place[2] != total or Validators.of(reply) != first:
                self._forget()
                return None

    def _piece(self, done, held, length):
        """Ask for a piece; None where the server refuses to give any from there."""
        asked = {"Range": "bytes={}-{}".format(done, done + length - 1)}
        if done:
            asked.update(held.proof)
        elif self.known is not None:
            asked.update(self.known.condition)
        try:
            return self._ask(asked)
        except ServiceRefusedError as error:
            if error.values.get("why") != _BEYOND:
                raise
            self._forget()
            return None

    def _ask(self, asked, whole=False):
        # pieces are of the file itself, not of what a server makes of it to send it
        headers = {**self.headers, **({} if whole else {"Accept-Encoding": "identity"}), **asked}
        return self.client.get(self.url, params=self.params, headers=headers, check=_consistent, sink=self.sink)

    def _whole(self, reply):
        """Keep a reply that is the whole file."""
        self._forget()
        with writing(self.path.parent):
            if reply.status_code == 206:
                require_room(self.path.parent, len(reply.content))
                with open(self.part, "wb") as stream:
                    stream.write(reply.content)
                    stream.flush()
                    os.fsync(stream.fileno())
            else:
                move(self.sink.path, self.part)
            size = self.part.stat().st_size
        self.tick(1.0)
        return self._finished(Validators.of(reply), size, reply, 0)

    def _finished(self, validators, total, reply, resumed):
        with writing(self.path.parent):
            size, sha256 = hashed(self.part, self.client.pulse)
            if size != total:
                self._forget()
                return None
            move(self.part, self.path)
        remove(self.note)
        kind = reply.headers.get("Content-Type", "")
        return Downloaded(self.path, True, size, sha256, validators, plain_address(reply.url), kind, resumed)

    def _held(self):
        """Return what an earlier try has left: of what, how much, out of how much."""
        try:
            told = json.loads(self.note.read_text(encoding="utf-8"))
            held, total = Validators(str(told["etag"]), str(told["modified"])), int(told["total"])
            done = self.part.stat().st_size
            if told["asked"] == self.asked and held.told and 0 < done <= total:
                return held, done, total
        except (OSError, ValueError, KeyError, TypeError):
            # none, or torn
            self._forget()
            return Validators(), 0, None
        self._forget()
        return Validators(), 0, None

    def _forget(self):
        for path in (self.part, self.note):
            remove(path)


def _consistent(reply):
    """Refuse a piece that is not of the length it says, or that was packed to be sent."""
    if reply.status_code != 206:
        return
    place = _place(reply)
    if place is None or place[1] - place[0] + 1 != len(reply.content) or place[1] >= place[2]:
        raise ValueError("range")


def _place(reply):
    """Return where a piece begins and ends and how long the file is; None for a whole file."""
    if reply.status_code != 206 or reply.headers.get("Content-Encoding", "identity") not in ("", "identity"):
        return None
    found = _PLACE.fullmatch(reply.headers.get("Content-Range", ""))
    return tuple(int(number) for number in found.groups()) if found else None


def _right(path, checksum):
    if not checksum:
        return True
    name, value = checksum
    try:
        digest = hashlib.new(name.replace("-", "").lower(), usedforsecurity=False)
    except ValueError:
        # a hash that nobody here can compute
        return True
    with open(path, "rb") as stream:
        for chunk in iter(lambda: stream.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest() == value.lower()
