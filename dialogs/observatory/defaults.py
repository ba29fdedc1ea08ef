"""Reference data as everyone's defaults: set, taken from another computer, looked at where they are no file."""

from __future__ import annotations

from pathlib import Path

from ...processing_provider import reference_data
from ...sources.taken_along import parts

__all__ = ["adopt", "is_file", "problems_of_a_database", "remember"]


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
    """Return what is wrong with a layer of a database or a service."""
    from ..reference_check import ERROR, check

    verdict = check(key, source)
    return [verdict.summary, *verdict.remarks] if verdict.level == ERROR else []
