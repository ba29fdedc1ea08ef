"""Portraits written as pages: one, or a folder of one for each commune and their list."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote

from ...domain.errors import QT_TRANSLATE_NOOP, OutputError
from ...domain.indicators.words import fold
from ...domain.progress import silent
from ...sources.reasons import reason

__all__ = ["write_pages"]

_UNWRITABLE = QT_TRANSLATE_NOOP("@default", "The page {file} cannot be written ({why}): choose another folder.")


def write_pages(pages, name, made_by, html="", folder="", tick=silent):
    """Write portraits.

    Parameters
    ----------
    pages : list of domain.indicators.portrait_page.Page
    name, made_by : str
        Of the territory that they are of, and how they were made.
    html : str
        Path of the page, or of one more list where there is a folder; "" for none.
    folder : str
        "" for one page alone.
    tick : callable, optional

    Returns
    -------
    dict
        What was written, as the algorithm returns it.

    Raises
    ------
    OutputError
    """
    from ...domain.indicators.portrait_page import index, render

    if not folder:
        if not html:
            return {}
        _put(Path(html), render(pages[0]))
        return {"OUTPUT_HTML": html, "COUNT_PAGES": 1}
    listed = []
    for number, page in enumerate(pages):
        tick(number / len(pages))
        file = "{}_{}.html".format(page.code, re.sub(r"[^a-z0-9]+", "_", fold(page.name)).strip("_"))
        _put(Path(folder, file), render(page))
        listed.append(("{} ({})".format(page.name, page.code), file))
    title = "Portraits des communes : {}".format(name)
    _put(Path(folder, "index.html"), index(title, listed, made_by))
    results = {"OUTPUT_FOLDER": folder, "COUNT_PAGES": len(pages)}
    if html:
        linked = [(text, _link(Path(folder, file), Path(html))) for text, file in listed]
        _put(Path(html), index(title, linked, made_by))
        results["OUTPUT_HTML"] = html
    return results


def _link(target, page):
    """Return the address of a file as a page near it links to it: both may be moved together."""
    try:
        return quote(Path(os.path.relpath(target, page.parent)).as_posix())
    except ValueError:
        # on another drive
        return target.resolve().as_uri()


def _put(path, text):
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(_UNWRITABLE, file=path.name, why=reason(error)) from error
