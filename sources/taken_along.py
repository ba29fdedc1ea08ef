"""Reference data taken along: copied to a folder beside what the cache has exported, found again on the other computer.

A file is copied whole or not at all, and the note that tells of it is put in place last; what a database program has
open is copied as it stands. On the other side a file that is not what its note says is left.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from .cache_files import hashed
from .disk import duplicate, flush, move, require_room, unheard, writing

__all__ = ["bring", "noted", "parts", "take", "weight"]

FOLDER, NOTE, CATALOGUES = "references", "references.json", "catalogues"
_LAYER = "|layername="
_DATABASES = (".gpkg", ".sqlite", ".db")
# beside a Shapefile or a table of MapInfo
_COMPANIONS = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg", ".qpj", ".qmd"), ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",), ".csv": (".csvt", ".prj"),
}  # fmt: skip
_PAGES = 2000


def parts(source):
    """Return the file of a source and what follows its name; (None, "") for what is no file."""
    path, bar, more = str(source or "").partition("|")
    path = Path(path)
    return (path, bar + more) if path.suffix and path.is_file() else (None, "")


def weight(references):
    """Return how many bytes `take` would copy of reference data, by their sources; those of no file count for none."""
    total, paths = 0, {parts(source)[0] for source in references.values()}
    for one in (one for path in paths if path is not None for one in _files(path)):
        with suppress(OSError):
            total += one.stat().st_size
    return total


def noted(folder):
    """Return how many bytes a folder says that its reference data have."""
    sizes = {one["name"]: one.get("size") for told in _note(Path(folder)).values() for one in told["files"]}
    return sum(size for size in sizes.values() if isinstance(size, int))


def take(folder, references, catalogues, pulse, moved=unheard):
    """Copy reference data and a user's own catalogues to a folder.

    Parameters
    ----------
    folder : str or pathlib.Path
    references : dict of str to str
        Key of the default -> its source: a path, with ``|layername=`` where it has several layers.
    catalogues : pathlib.Path
    pulse : callable
        Called on the way; may raise `Cancelled`.
    moved : callable, optional
        Given bytes as they are copied.

    Returns
    -------
    list of str
        Keys of what was copied: a database or a service stays where it is.

    Raises
    ------
    OutputError
    """
    folder = Path(folder)
    with writing(folder):
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        told, copied = {}, {}
        for key, source in references.items():
            path, more = parts(source)
            if path is None:
                continue
            if path not in copied:
                copied[path] = [
                    _copied(one, folder / FOLDER / _named(key, one.name), pulse, moved) for one in _files(path)
                ]  # fmt: skip
            told[key] = {"files": copied[path], "more": more}
        aside = folder / (NOTE + ".part")
        aside.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        flush(aside)
        move(aside, folder / NOTE)
        _copy_catalogues(catalogues, folder / CATALOGUES)
    return list(told)


def bring(folder, target, catalogues, pulse, moved=unheard):
    """Copy what `take` has written.

    Parameters
    ----------
    folder : str or pathlib.Path
    target : pathlib.Path
        Folder of reference data.
    catalogues : pathlib.Path
        Folder of the user's own catalogues: those that are there stay.
    pulse, moved : callable
        As in `take`.

    Returns
    -------
    dict of str to str
        Key -> its source here; nothing where the folder holds none.

    Raises
    ------
    OutputError
    """
    folder = Path(folder)
    found, done = {}, {}
    with writing(target):
        for key, told in _note(folder).items():
            names = tuple(one["name"] for one in told["files"])
            if names not in done:
                done[names] = _brought(folder / FOLDER, told["files"], target, pulse, moved)
            if done[names] is not None:
                found[key] = str(done[names]) + told["more"]
    with writing(catalogues):
        _copy_catalogues(folder / CATALOGUES, catalogues)
    return found


def _named(key, name):
    """Return the name of a copy: those of two data may be the same."""
    return name if name.startswith(key) else "{}_{}".format(key, name)


def _files(path):
    """Return a file and those that go with it."""
    ends = _COMPANIONS.get(path.suffix.lower(), ())
    beside = sorted(one for one in path.parent.glob(path.stem + ".*") if one.suffix.lower() in ends) if ends else []
    return [path, *beside]


def _copied(path, target, pulse, moved):
    """Copy a file; return what its note says."""
    require_room(target.parent, path.stat().st_size)
    aside = target.with_name(target.name + ".part")
    try:
        _copy(path, aside, pulse, moved)
        size, digest = hashed(aside, pulse)
        flush(aside)
        move(aside, target)
    finally:
        with suppress(OSError):
            aside.unlink()
    return {"name": target.name, "size": size, "sha256": digest}


def _copy(path, target, pulse, moved):
    if path.suffix.lower() in _DATABASES:
        with suppress(sqlite3.Error):
            # what another program is writing is not torn
            uri, size, done = path.resolve().as_uri() + "?mode=ro", path.stat().st_size, 0

            def progress(_status, left, pages):
                nonlocal done
                now = size * (pages - left) // max(pages, 1)
                moved(now - done)
                done = now
                pulse()

            with closing(sqlite3.connect(uri, uri=True)) as source, closing(sqlite3.connect(target)) as made:
                source.backup(made, pages=_PAGES, progress=progress)
            return
    pulse()
    duplicate(path, target, pulse, moved)


def _note(folder):
    """Return what a folder says it holds, names without any folder of their own."""
    try:
        told = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        return {
            str(key): {
                "more": str(one["more"]) if str(one["more"]).startswith(_LAYER) else "",
                "files": [{**file, "name": Path(str(file["name"])).name} for file in one["files"]],
            }
            for key, one in told.items() if one["files"]
        }  # fmt: skip
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _brought(folder, files, target, pulse, moved):
    """Copy the files of a datum; return the first one here, None where one is not what the note says."""
    if not all(_is(folder / one["name"], one, pulse) for one in files):
        return None
    target.mkdir(parents=True, exist_ok=True)
    # what GDAL knows a file by may be in two parts: .shp.zip
    stem = files[0]["name"].partition(".")[0]
    number, name = 1, stem
    while any((target / (name + _end(one, stem))).exists() for one in files):
        if all(_is(target / (name + _end(one, stem)), one, pulse) for one in files):
            return target / (name + _end(files[0], stem))
        number += 1
        name = "{}_{}".format(stem, number)
    for one in files:
        _copied(folder / one["name"], target / (name + _end(one, stem)), pulse, moved)
    return target / (name + _end(files[0], stem))


def _end(told, stem):
    return told["name"][len(stem) :]


def _is(path, told, pulse):
    try:
        return path.stat().st_size == told["size"] and hashed(path, pulse) == (told["size"], told["sha256"])
    except (OSError, KeyError):
        return False


def _copy_catalogues(source, target):
    """Copy catalogue files that are not there yet."""
    for path in sorted(source.rglob("*.json")) if source.is_dir() else ():
        inner = target / path.relative_to(source)
        if not os.path.lexists(inner):
            inner.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, inner)
