"""Reference data as everyone's defaults: set, taken from another computer, looked at where they are no file."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from ...processing_provider import reference_data
from ...sources.taken_along import parts
from .memory import layer_file, reference_folder

__all__ = ["adopt", "is_file", "new_file", "problems_of_a_database", "remember", "settled"]

PENDING = "en_cours"
"""Folder of what is written and not yet checked: what a kill has left there is nothing."""
_DAY = 86400.0


def new_file(key, place, suffix):
    """Return a file to write, which `settled` gives its place once it is checked.

    Parameters
    ----------
    key : str
    place : str
        Code of the département, or "france".
    suffix : str

    Raises
    ------
    OutputError
    """
    folder = reference_folder(place) / PENDING
    used = {parts(reference_data.get(one))[0] for one in reference_data.KEYS}
    for path in folder.glob("*"):
        with suppress(OSError):
            # another QGIS may be writing what is of today
            if path not in used and path.stat().st_mtime < time.time() - _DAY:
                path.unlink() if path.is_file() else rmtree(path)
    return layer_file(key, folder, suffix)


def settled(source):
    """Give a file that was checked its place; return its source there, or as it was where it cannot be moved.

    Parameters
    ----------
    source : str
        Of any file: only those of `new_file` are moved.
    """
    path, more = parts(source)
    if path is None or path.parent.name != PENDING:
        return source
    target = path.parent.parent / path.name
    # a database that is open has its log beside it
    if target.exists() or any(path.parent.glob(path.name + "-*")):
        return source
    try:
        os.replace(path, target)
    except OSError:
        return source
    return str(target) + more


def remember(sources):
    """Set reference data; return whether any is another than before.

    Parameters
    ----------
    sources : dict of str to str
        Key -> source.
    """
    new = {key: source for key, source in sources.items() if reference_data.get(key) != source}
    for key, source in new.items():
        reference_data.put(key, source)
    return bool(new)


def adopt(sources):
    """Set reference data that came from another computer, where none is set here, or its file is gone.

    Parameters
    ----------
    sources : dict of str to str

    Returns
    -------
    dict of str to str
        What was set.
    list of str
        Keys of what was set already, and stays.
    """
    adopted, kept = {}, []
    for key in (key for key in reference_data.KEYS if key in sources):
        mine = reference_data.get(key)
        if mine and mine != sources[key] and not (is_file(mine) and parts(mine)[0] is None):
            kept.append(key)
        else:
            adopted[key] = sources[key]
    remember(adopted)
    return adopted, kept


def is_file(source):
    """Tell a path from a database's or a service's address."""
    path, _, _more = source.partition("|")
    # the disk is asked last: a drive that is away takes its time
    return ("=" not in path and "://" not in path) or Path(path).is_file()


def problems_of_a_database(key, source):
    """Return what is wrong with a layer of a database or a service; in a thread that lasts."""
    from ..reference_check import ERROR, check

    verdict = check(key, source, aside=True)
    return [verdict.summary, *verdict.remarks] if verdict.level == ERROR else []
