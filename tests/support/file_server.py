"""A server of files on loopback: pieces, conditions, redirects, and the ways in which servers are known to lie.

``with Files(content) as fake``: ``fake.content, fake.etag, fake.modified`` are what it serves now; ``fake.pieces``
False makes it ignore Range, ``fake.proves`` False ignore If-Range, ``fake.conditions`` False ignore If-None-Match;
``fake.packs`` sends everything gzipped whatever is asked; ``fake.slices`` and ``fake.pause`` send it bit by bit.
Faults as in `fake_services`, and ``short`` (a piece shorter
than it says), ``elsewhere`` (a piece of another place).
"""
from __future__ import annotations

import gzip
import re
import time

from fake_services import Fake


class Files(Fake):
    """One file, whatever the path."""

    path, kind = "/fichier.bin", "application/octet-stream"

    def __init__(self, content=b"", etag='"un"', modified="Wed, 01 Jul 2026 10:00:00 GMT"):
        super().__init__()
        self.content, self.etag, self.modified = content, etag, modified
        self.pieces = self.proves = self.conditions = True
        self.packs = False
        self.slices, self.pause, self.sent = 0, 0.0, 0
        self.on_piece = None

    def content_of(self, path):
        """Return what is at an address."""
        return self.content

    def answer(self, request, body, fault):
        headers, content = request.headers, self.content_of(request.path)
        validators = {"ETag": self.etag, "Last-Modified": self.modified}
        request.extra = {name: value for name, value in validators.items() if value}
        if self.conditions and (
            headers.get("If-None-Match") == self.etag != ""
            if "If-None-Match" in headers
            else headers.get("If-Modified-Since") == self.modified != ""
        ):
            return 304, b""
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", headers.get("Range", ""))
        stale = self.proves and headers.get("If-Range", self.etag) not in (self.etag, self.modified)
        if self.packs:
            request.extra["Content-Encoding"] = "gzip"
            return 200, gzip.compress(content)
        if not self.pieces or asked is None or stale:
            return 200, content
        start, end = int(asked.group(1)), min(int(asked.group(2)) + 1, len(content))
        if start >= len(content):
            return 416, b""
        if fault == "elsewhere":
            start, end = start // 2, end // 2 + 1
        request.extra["Content-Range"] = "bytes {}-{}/{}".format(start, end - 1, len(content))
        piece = content[start:end]
        if self.on_piece:
            self.on_piece(start)
        return 206, piece[:-1] if fault == "short" else piece

    def reply(self, request, status, data, kind, extra=None, fault=None):
        extra = {**(extra or {}), **getattr(request, "extra", {})}
        if not self.slices or status != 200 or fault == "cut":
            super().reply(request, status, data, kind, extra, fault)
            return
        request.send_response(status)
        for name, value in {**extra, "Content-Type": kind, "Content-Length": str(len(data))}.items():
            request.send_header(name, value)
        request.end_headers()
        self.sent, size = 0, -(-len(data) // self.slices)
        for place in range(0, len(data), size):
            request.wfile.write(data[place : place + size])
            self.sent += size
            time.sleep(self.pause)

    def asked(self, name):
        """Return the values of a header in each request, None where it was not sent."""
        found = (re.search(rb"(?im)^%s: (.*?)\r?$" % name.encode(), head) for head in self.received)
        return [match.group(1).decode() if match else None for match in found]
