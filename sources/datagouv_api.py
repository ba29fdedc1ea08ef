"""What data.gouv.fr says of its data sets and files, and the rows that its tabular API filters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from ..domain.errors import QT_TRANSLATE_NOOP, DamagedAnswerError, ServiceRefusedError
from .http import host

__all__ = ["BASE", "TABULAR", "Dataset", "Resource", "choose", "dataset", "filtered", "resource", "search"]

BASE = "https://www.data.gouv.fr/"
TABULAR = "https://tabular-api.data.gouv.fr/api/resources/"
ROWS = 50
"""Rows a page, the most that the tabular API gives."""
MOST_PAGES = 60
"""Pages past which the whole file costs less."""
_GONE = ("HTTP 404", "HTTP 410")
_COG = re.compile(r"cog[\s_-]?(20\d\d)", re.IGNORECASE)

_NO_FILE = QT_TRANSLATE_NOOP(
    "@default", "The data set “{dataset}” has no file whose name has: {words}. It has: {titles}. See {page}"
)
_LOOP = QT_TRANSLATE_NOOP("@default", "{service} sends from page to page without end: nothing of it was used.")


@dataclass(frozen=True)
class Resource:
    """A file.

    Attributes
    ----------
    id, title, format, modified : str
    address : str
        The lasting one, which leads to the file of the day.
    file : str
        Name of the file of the day.
    size : int or None
    checksum : (str, str) or None
        Only of files that data.gouv.fr keeps itself.
    """

    id: str
    title: str = ""
    format: str = ""
    modified: str = ""
    address: str = ""
    size: object = None
    checksum: object = None
    file: str = ""

    @property
    def geography(self):
        """Year of the geography that its name says, "" for none."""
        found = _COG.search(self.title) or _COG.search(self.file)
        return found.group(1) if found else ""


@dataclass(frozen=True)
class Dataset:
    """A data set."""

    id: str
    title: str = ""
    description: str = ""
    licence: str = "notspecified"
    producer: str = ""
    page: str = ""
    tags: tuple = ()
    resources: tuple = ()


def resource(client, base, name):
    """Ask for a file and the data set that it is of.

    Returns
    -------
    Resource
    str
        Identifier of its data set, "" where it is not said.
    """

    def read(told):
        return _resource(told.get("resource") or told, base), str(told.get("dataset_id") or "")

    return client.json(urljoin(base, "api/2/datasets/resources/{}/".format(quote(name, ""))), read=_form(read))


def dataset(client, base, name):
    """Ask for a data set, by its identifier or the name in its address, or by that address from its middle on."""
    name = name.rstrip("/").rpartition("/")[2]
    address = urljoin(base, "api/1/datasets/{}/".format(quote(name, "")))
    return client.json(address, read=_form(lambda told: _dataset(told, base)))


def search(client, base, text, most=20):
    """Yield the identifiers of data sets that have some words, the best first."""

    def read(told):
        found = [one for one in told.get("data") or [] if isinstance(one, dict) and one.get("id")]
        return [str(one["id"]) for one in found], bool(told.get("next_page"))

    page, given = 1, 0
    while given < most:
        params = {"q": text, "page": page, "page_size": min(most, 100)}
        found, more = client.json(urljoin(base, "api/2/datasets/search/"), params=params, read=_form(read))
        yield from found[: most - given]
        given += len(found)
        if not found or not more:
            return
        page += 1


def choose(found, words, forms=()):
    """Return the file of a data set whose name has all words: the first format wanted that there is, then the newest.

    Parameters
    ----------
    found : Dataset
    words : sequence of str
    forms : sequence of str, optional
        Formats, the best first.

    Returns
    -------
    Resource

    Raises
    ------
    ServiceRefusedError
    """
    wanted = [_plain(word) for word in words]

    def fits(one):
        text = _plain("{} {} {}".format(one.title, one.file, one.format))
        return all(word in text for word in wanted)

    known = [one for one in found.resources if fits(one)]
    if not known:
        titles = ", ".join(one.title for one in found.resources[:10]) or "–"
        raise ServiceRefusedError(
            _NO_FILE, dataset=found.title or found.id, words=", ".join(words), titles=titles, page=found.page
        )

    def rank(one):
        return next((place for place, form in enumerate(forms) if form in _plain(one.format)), len(forms))

    best = min(rank(one) for one in known)
    # published the same day, the one whose name comes last: 2026T2 after 2026T1
    return max((one for one in known if rank(one) == best), key=lambda one: (one.modified[:10], one.title))


def filtered(client, base, name, column, code):
    """Return the rows of a table where a column is a code.

    Parameters
    ----------
    client : sources.http.Client
    base : str
        Of the tabular API.
    name : str
        Identifier of the file.
    column, code : str

    Returns
    -------
    list of dict or None
        None where this is not the way: a table that the API has not read, one that it took codes for numbers in, more
        rows than the whole file is worth, or rows that were not asked for.

    Raises
    ------
    SourceError
    """
    own = urljoin(base, quote(name, "") + "/")
    try:
        if client.json(urljoin(own, "profile/"), read=_form(lambda told: _kind(told, column))) not in ("string", "str"):
            # 01001 would be 1001
            return None
        rows, url, seen = [], urljoin(own, "data/"), set()
        params = {column + "__exact": code, "page_size": ROWS}
        while url:
            if url in seen:
                raise DamagedAnswerError(_LOOP, service=host(base))
            seen.add(url)
            found, total, further = client.json(url, params=params, read=_form(_page))
            if len(seen) >= MOST_PAGES or total > MOST_PAGES * ROWS:
                return None
            rows += found
            # the server names itself otherwise behind a proxy
            url, params = (_same_server(urljoin(url, further), base), None) if further and found else ("", None)
    except ServiceRefusedError as error:
        if error.values.get("why") in _GONE:
            return None
        raise
    return rows if all(row.get(column) == code for row in rows) else None


def _kind(told, column):
    """Return what the API took a column for, None where it has none."""
    return ((told.get("profile") or told).get("columns") or {}).get(column, {}).get("python_type")


def _page(told):
    """Return rows, how many there are in all and where the next page is."""
    rows = [{key: value for key, value in row.items() if key != "__id"} for row in told["data"]]
    return rows, int((told.get("meta") or {}).get("total") or 0), str((told.get("links") or {}).get("next") or "")


def _resource(told, base):
    checksum = told.get("checksum") or {}
    kept = told.get("filetype", "file") == "file" and isinstance(checksum, dict) and checksum.get("value")
    size, name = told.get("filesize"), str(told.get("id") or "")
    return Resource(
        name, str(told.get("title") or ""), str(told.get("format") or ""), str(told.get("last_modified") or ""),
        urljoin(base, "fr/datasets/r/{}".format(quote(name, ""))), size if isinstance(size, int) else None,
        (str(checksum.get("type") or "sha1"), str(checksum["value"])) if kept else None,
        urlsplit(str(told.get("url") or "")).path.rpartition("/")[2],
    )  # fmt: skip


def _dataset(told, base):
    owner = told.get("organization") or {}
    name = str(told.get("slug") or told.get("id") or "")
    return Dataset(
        str(told.get("id") or name), str(told.get("title") or ""), str(told.get("description") or ""),
        str(told.get("license") or "notspecified"), str(owner.get("name") or "") if isinstance(owner, dict) else "",
        str(told.get("page") or urljoin(base, "fr/datasets/{}/".format(quote(name, "")))),
        tuple(str(tag) for tag in told.get("tags") or ()),
        tuple(_resource(one, base) for one in told.get("resources") or () if isinstance(one, dict) and one.get("id")),
    )  # fmt: skip


def _same_server(url, base):
    asked, told = urlsplit(base), urlsplit(url)
    return urlunsplit(told._replace(scheme=asked.scheme, netloc=asked.netloc))


def _form(parse):
    """Return a reader that says that a reply of another form is damaged."""

    def read(value):
        try:
            return parse(value)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("JSON") from error

    return read


def _plain(text):
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
