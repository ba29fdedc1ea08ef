"""Files written so that a kill, a full disk or a second program leaves either the old state or the new one.

Used for what is kept between runs. Nothing here supposes a system: locks are those of POSIX or of Windows, they end
with the program that holds them, and a disk of the network that knows none is worked without.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from ..domain.errors import QT_TRANSLATE_NOOP, OutputError
from .reasons import reason

__all__ = [
    "Lock", "duplicate", "flush", "flush_folder", "move", "refused", "remove", "require_room", "unheard", "writing",
]  # fmt: skip

_FULL = QT_TRANSLATE_NOOP(
    "@default",
    "The disk of {folder} is full ({why}): free some space, then run again. What was obtained before is whole.",
)
_READ_ONLY = QT_TRANSLATE_NOOP(
    "@default",
    "Nothing can be written in {folder} ({why}): ask for the right to write there, or choose another folder in the "
    "plugin's options. What it holds can still be used.",
)
_UNWRITABLE = QT_TRANSLATE_NOOP(
    "@default",
    "{folder} cannot be written ({why}): check the disk or the network drive, then run again. What was obtained "
    "before is whole.",
)
_OURS = frozenset((_FULL, _READ_ONLY, _UNWRITABLE))
_NO_ROOM = frozenset(getattr(errno, name) for name in ("ENOSPC", "EFBIG", "EDQUOT") if hasattr(errno, name))
_NO_RIGHT = frozenset((errno.EROFS, errno.EACCES, errno.EPERM))
_CHUNK = 1 << 20
_STEP = 0.05
_TRIES = 20


def refused(error, folder):
    """Return the error to raise for one of the disk, in words that say what to do.

    Parameters
    ----------
    error : OSError or sqlite3.Error
    folder : str or pathlib.Path

    Returns
    -------
    OutputError
    """
    number, text = getattr(error, "errno", None), str(error)
    if number in _NO_ROOM or "disk is full" in text:
        template = _FULL
    elif number in _NO_RIGHT or "readonly database" in text:
        template = _READ_ONLY
    else:
        template = _UNWRITABLE
    return OutputError(template, folder=str(folder), why=reason(error))


@contextmanager
def writing(folder):
    """Turn the disk's own errors into ours."""
    try:
        yield
    except OutputError as error:
        within = error.values.get("folder", "")
        if error.template not in _OURS or Path(folder) not in Path(within).parents:
            raise
        # a person knows the folder that they chose, not what is made in it
        raise OutputError(error.template, **{**error.values, "folder": str(folder)}) from error
    except sqlite3.Error as error:
        raise refused(error, folder) from error
    except OSError as error:
        if not _of(error, folder):
            raise
        raise refused(error, folder) from error


def _of(error, folder):
    """Tell whether an error is the disk's: those of a service, of a proxy, of someone else's file are of this kind."""
    if error.errno is None or isinstance(error, (ConnectionError, TimeoutError)):
        return False
    named = [os.path.abspath(os.fsdecode(n)) for n in (error.filename, error.filename2) if isinstance(n, (str, bytes))]
    return not named or any(name.startswith(os.path.abspath(folder)) for name in named)


def require_room(folder, size):
    """Refuse to begin what the disk has no room for.

    Raises
    ------
    OutputError
    """
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        # a drive that does not say
        return
    if free < size:
        # as the system would say in the end
        raise refused(OSError(errno.ENOSPC, ""), folder)


def unheard(_count):
    """Tell nobody how many bytes were copied."""


def duplicate(source, target, pulse, moved=unheard):
    """Copy the bytes of a file, piece by piece.

    Parameters
    ----------
    source, target : str or pathlib.Path
    pulse : callable
        Called after each piece; may raise `Cancelled`.
    moved : callable, optional
        Given how many bytes a piece had.
    """
    with open(source, "rb") as whole, open(target, "wb") as copy:
        for piece in iter(lambda: whole.read(_CHUNK), b""):
            copy.write(piece)
            moved(len(piece))
            pulse()


def flush(path):
    """Wait until a file is on the disk: only then may it take a name that others read."""
    with open(path, "rb+") as stream:
        os.fsync(stream.fileno())


def flush_folder(folder):
    """Wait until the names in a folder are on the disk, where the system can be asked."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(str(folder), os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def move(source, target):
    """Give a file its name, in one step; on Windows a program that only looks at the old one is waited for."""
    for turn in range(_TRIES):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if os.name != "nt" or turn == _TRIES - 1:
                raise
            time.sleep(_STEP)


def remove(path):
    """Remove a file, read-only or not; return False where a program that has it open keeps it there."""
    path = Path(path)
    try:
        if os.name == "nt":
            os.chmod(path, stat.S_IREAD | stat.S_IWRITE)
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


class Lock:
    """A lock on a name, between threads and between programs; it ends with the program that holds it.

    Parameters
    ----------
    path : str or pathlib.Path
        A small file, removed on release.

    Attributes
    ----------
    sure : bool
        False on a disk that knows no locks: other programs were not asked.
    """

    _names = set()
    _guard = threading.Lock()

    def __init__(self, path):
        self.path, self.sure = Path(path), True
        self._stream = None

    def take(self):
        """Take it if it is free; return whether it was.

        Raises
        ------
        OSError
            Where the file cannot be made.
        """
        name = os.path.abspath(self.path)
        with Lock._guard:
            if name in Lock._names:
                return False
            Lock._names.add(name)
        held = False
        try:
            held = self._take()
        finally:
            if not held:
                with Lock._guard:
                    Lock._names.discard(name)
        return held

    def wait(self, pulse):
        """Take it when it is free; `pulse` is called meanwhile and may raise."""
        while not self.take():
            pulse()
            time.sleep(_STEP)

    def release(self):
        """Let it go."""
        if self._stream is None:
            return
        if os.name != "nt":
            # under the lock: who waits on this file sees that its name is gone, and makes another
            with suppress(OSError):
                self.path.unlink()
        self._stream.close()
        self._stream = None
        if os.name == "nt":
            # refused while another waits on it, who removes it in turn
            with suppress(OSError):
                self.path.unlink()
        with Lock._guard:
            Lock._names.discard(os.path.abspath(self.path))

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.release()

    def _take(self):
        while True:
            stream = open(self.path, "a+b")  # noqa: SIM115 - closed by release()
            try:
                _hold(stream)
            except (BlockingIOError, PermissionError):
                stream.close()
                return False
            except OSError:
                self.sure = False
            if os.name == "nt" or _same(stream, self.path):
                self._stream = stream
                return True
            stream.close()


def _same(stream, path):
    """Tell whether an open file is still the one of that name."""
    try:
        there, ours = os.stat(path), os.fstat(stream.fileno())
    except FileNotFoundError:
        return False
    return (there.st_ino, there.st_dev) == (ours.st_ino, ours.st_dev)


def _hold(stream):
    try:
        import fcntl
    except ImportError:
        import msvcrt

        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
