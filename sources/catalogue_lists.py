"""What the services say they offer, kept as files of a user's catalogue: the shipped facts stay, nothing is lost.

    found = listing(adapter("geoclip").entries(client), known)
    path = keep(folder, "liste_observatoire_des_territoires", found.entries, "2026-11-30")

A file of one's own is never taken for such a list, and the list that was there before is kept beside it (``.old``).
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from ..domain.errors import QT_TRANSLATE_NOOP, DataError, OutputError, ParameterError
from ..domain.indicators.entry import INDICATOR
from .catalogue import save
from .catalogue_entry import entry_of, plain
from .http_replies import plain_address
from .ogc_services import address_with
from .reasons import reason

__all__ = ["SERVER_FILE", "Listing", "forget", "keep", "listing", "named", "servers", "slug"]

SERVER_FILE = "liste_serveur_{}"
"""Name of the file of a server that a user added."""
LONGEST = 60
_OUT_OF_IDS = re.compile(r"[^\w.\-/]+")
_TAKEN = QT_TRANSLATE_NOOP(
    "@default", "“{name}” is already the name of another server of your catalogue ({address}): give another name."
)
_UNWRITABLE = QT_TRANSLATE_NOOP("@default", "The catalogue {path} cannot be written: {why}.")


@dataclass(frozen=True)
class Listing:
    """What a service offers.

    Attributes
    ----------
    entries : tuple of domain.indicators.entry.Entry
    new : tuple of str
        Ids that the catalogue did not have.
    left_out : tuple of (str, DataError)
        Titles of what a catalogue cannot hold, and why.
    """

    entries: tuple
    new: tuple
    left_out: tuple


def listing(found, known, each=None):
    """Read a whole list.

    Parameters
    ----------
    found : iterable of Entry
        As an adapter's ``entries`` gives them.
    known : sources.catalogue.Catalogue
    each : callable, optional
        ``each(count)`` after every entry; may raise `Cancelled`.

    Returns
    -------
    Listing

    Raises
    ------
    SourceError
        As the service fails: nothing is kept then.
    """
    same = {_place(entry): entry.id for entry in known.entries if _place(entry) is not None}
    entries, left_out = {}, []
    for count, entry in enumerate(found, 1):
        own = same.get(_place(entry))
        entry = replace(entry, id=own) if own else entry
        try:
            # what would not be read back is said now
            entry_of(json.loads(json.dumps(plain(entry))))
        except DataError as error:
            left_out.append((entry.title, error))
        else:
            entries.setdefault(entry.id, entry)
        if each is not None:
            each(count)
    new = tuple(id for id in entries if id not in known)
    return Listing(tuple(entries.values()), new, tuple(left_out))


def named(found, name, key, account=""):
    """Yield the layers of a server under the name that a user gave it.

    Parameters
    ----------
    found : iterable of Entry
    name : str
        Shown as their observatory; "" for what the server calls itself.
    key : str
        Beginning of their ids, as `slug` writes it: two servers of one machine are told apart.
    account : str, optional
        Authentication to use whenever one of them is fetched, by its identifier in QGIS: no secret itself.
    """
    more = {"auth": account} if account else {}
    seen = set()
    for entry in found:
        stem = id = "ogc:{}.{}".format(key, _OUT_OF_IDS.sub(".", str(entry.request["layer"])))
        number = 1
        while id in seen:
            number += 1
            id = "{}_{}".format(stem, number)
        seen.add(id)
        yield replace(entry, id=id, observatory=name or entry.observatory, request={**entry.request, **more})


def slug(text):
    """Return a text as names of files and ids have it; "" where nothing of it is left."""
    plain_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "_", plain_text).strip("_")[:LONGEST].rstrip("_")


def keep(folder, stem, entries, checked, name=""):
    """Write a list among a user's catalogue files.

    Parameters
    ----------
    folder : str or pathlib.Path
    stem : str
        Of the file's name; a number is added where a file of the user's own has it.
    entries : sequence of Entry
        At least one.
    checked : str
        ISO date of the service's answer.
    name : str, optional
        Of a server: refused where it is that of another.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ParameterError, OutputError
    """
    folder, number = Path(folder), 1
    path = folder / (stem + ".json")
    while path.exists() and not _is_list(path):
        number += 1
        path = folder / "{}_{}.json".format(stem, number)
    if path.exists():
        before = _address(_read(path)["entries"])
        if name and before not in ("", _address([plain(entry) for entry in entries])):
            raise ParameterError(_TAKEN, name=name, address=plain_address(before))
        try:
            shutil.copy2(str(path), str(path.with_name(path.name + ".old")))
        except OSError as error:
            raise OutputError(_UNWRITABLE, path=path, why=reason(error)) from error
    save(path, entries, checked)
    return path


def servers(folder):
    """Return the servers that a user added.

    Parameters
    ----------
    folder : str or pathlib.Path

    Returns
    -------
    list of (str, pathlib.Path)
        What each is called, and the file of its layers.
    """
    found = [path for path in sorted(Path(folder).glob(SERVER_FILE.format("*") + ".json")) if _is_list(path)]
    return [(_called(path), path) for path in found]


def forget(path):
    """Take a server out of the catalogue; its list stays beside (``.old``), for who wants it back.

    Parameters
    ----------
    path : pathlib.Path
        As `servers` gives it.

    Raises
    ------
    OutputError
    """
    try:
        path.replace(path.with_name(path.name + ".old"))
    except FileNotFoundError:
        # another QGIS has taken it out
        return
    except OSError as error:
        raise OutputError(_UNWRITABLE, path=path, why=error.strerror or error) from error


def _called(path):
    """Return the name of a server: the one it was given, else its own."""
    first = next((entry for entry in _read(path)["entries"] if isinstance(entry, dict)), {})
    return str(first.get("observatory") or path.stem[len(SERVER_FILE.format("")) :])


def _place(entry):
    """Return what tells that two entries are one thing of a service; None where only the id tells.

    An indicator that was made by hand of a file's columns is not that file.
    """
    request = entry.request
    if entry.source == "datagouv" and entry.kind != INDICATOR and request.get("resource") and not request.get("inside"):
        return "datagouv", request["resource"]
    if entry.source == "ogc" and request.get("address") and request.get("layer") and not request.get("filter"):
        return "ogc", address_with(request["address"]), request["layer"]
    return None


def _read(path):
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None


def _is_list(path):
    """Tell whether a file is a service's list as `save` writes it, rather than one of the user's own."""
    data = _read(path)
    if not isinstance(data, dict) or set(data) != {"complete", "checked", "entries"}:
        return False
    return data["complete"] is True and isinstance(data["entries"], list)


def _address(entries):
    """Return the address of a server's layers as a file has them, "" for what is none."""
    first = entries[0] if entries and isinstance(entries[0], dict) else {}
    request = first.get("request")
    return str(request.get("address") or "") if isinstance(request, dict) else ""
