"""Reading a file's bytes, unzipped where it is a GZIP, hashed on the way, up to where it is damaged."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

__all__ = ["CORRUPT", "RawFile", "TRUNCATED"]

TRUNCATED, CORRUPT = "tronqué", "corrompu"
_MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 16
_LIMIT = 1 << 22


class RawFile:
    """A file read once from end to end; iterate over its blocks of bytes.

    Parameters
    ----------
    path : str or pathlib.Path

    Attributes
    ----------
    size : int
        Bytes on disk.
    damage : str
        "" for a whole file; `TRUNCATED` where a GZIP ends too early: everything before has been given; `CORRUPT` where
        its bytes make no sense, or are not those that were zipped: nothing of what was given is sure.
    fraction : float
        Share of the file that has been read.
    """

    def __init__(self, path):
        self._path = Path(path)
        self.size, self.damage = 0, ""
        self._stream, self._read, self._hash = None, 0, hashlib.sha256()

    def __enter__(self):
        self._stream = open(self._path, "rb")
        self.size = self._path.stat().st_size
        return self

    def __exit__(self, *_):
        self._stream.close()

    @property
    def fraction(self) -> float:
        """Share of the file that has been read."""
        return self._read / self.size if self.size else 1.0

    def sha256(self) -> str:
        """Return the hash of the file, to ask for once it is read."""
        return self._hash.hexdigest()

    def __iter__(self):
        chunks = self._chunks()
        head = next(chunks, b"")
        if not head.startswith(_MAGIC):
            yield head
            yield from chunks
            return
        yield from self._unzipped(head, chunks)
        # what lies after the last of it, or after the damage, is hashed all the same
        for _chunk in chunks:
            pass

    def _chunks(self):
        while True:
            chunk = self._stream.read(_CHUNK)
            if not chunk:
                return
            self._hash.update(chunk)
            self._read += len(chunk)
            yield chunk

    def _unzipped(self, head, chunks):
        engine, chunk = zlib.decompressobj(31), head
        while chunk is not None:
            while chunk:
                try:
                    out = engine.decompress(chunk, _LIMIT)
                except zlib.error:
                    self.damage = CORRUPT
                    return
                if out:
                    yield out
                chunk = engine.unconsumed_tail
                if engine.eof:
                    # files zipped apart and put end to end are one; zeros may fill the last sector
                    chunk = engine.unused_data.lstrip(b"\x00")
                    if chunk and not chunk.startswith(_MAGIC[: len(chunk)]):
                        return
                    if chunk:
                        engine = zlib.decompressobj(31)
            chunk = next(chunks, None)
            if chunk and engine.eof:
                chunk = chunk.lstrip(b"\x00")
                if chunk and not chunk.startswith(_MAGIC[: len(chunk)]):
                    return
                engine = zlib.decompressobj(31) if chunk else engine
        if not engine.eof:
            self.damage = TRUNCATED
            rest = engine.flush()
            if rest:
                yield rest
