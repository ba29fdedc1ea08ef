"""A part of a table as the CSV geocoder wants it, and what comes back, row by row, trusting none of it."""

from __future__ import annotations

import csv
import io
import math

__all__ = ["ERROR", "FOUND", "NOT_FOUND", "SKIPPED", "read_answer", "write_question"]

FOUND, NOT_FOUND, SKIPPED, ERROR = "TROUVEE", "NON_TROUVEE", "IGNOREE", "ERREUR"

ROW, TEXT, CODE = "ligne", "adresse", "code"
_SAID = {"ok": FOUND, "not-found": NOT_FOUND, "skipped": NOT_FOUND}
_NEEDED = {ROW, "longitude", "latitude", "result_score", "result_type", "result_label"}
_REST = (
    "result_housenumber", "result_street", "result_name", "result_postcode", "result_city", "result_oldcity",
    "result_oldcitycode", "result_district",
)  # fmt: skip


def write_question(texts, plan, codes):
    """Return the form's fields and files for `requests`.

    Parameters
    ----------
    texts : dict of int to str
        Address by our number of the row; no text needs quotes.
    plan : str
        Filter, "citycode" or "postcode", "" for none.
    codes : dict of int to str
        Value of the filter by row.
    """
    head = [ROW, TEXT, CODE] if plan else [ROW, TEXT]
    lines = [",".join(head)]
    for i, text in texts.items():
        lines.append(",".join((str(i), text, codes[i]) if plan else (str(i), text)))
    fields = [("columns", TEXT), ("delimiter", ","), ("encoding", "utf-8")]
    if plan:
        fields.append((plan, CODE))
    data = ("\n".join(lines) + "\n").encode("utf-8")
    return fields, {"data": ("adresses.csv", data, "text/csv; charset=utf-8")}


def read_answer(response, texts, lenient=False):
    """Return the rows that came back whole.

    Parameters
    ----------
    response : requests.Response
    texts : dict of int to str
        What was asked.
    lenient : bool
        Take rows whose letters are damaged, or that do not say their status: they came so more than once.

    Returns
    -------
    dict of int to tuple
        Status, kind, label, id, longitude, score, next score, latitude, INSEE code, then `_REST`.
    """
    body = response.content
    body = body[3:] if body.startswith(b"\xef\xbb\xbf") else body
    text = _decoded(body, response.headers.get("Content-Type", ""), lenient)
    found = {}
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
        head = next(reader, [])
        column = {name.strip(): place for place, name in enumerate(head)}
        if not column.keys() >= _NEEDED or any(map(_damaged, head)):
            return {}
        rows = [row for row in reader if row]
    except csv.Error:
        return {}
    for number, row in enumerate(rows):
        if len(row) != len(head):
            continue
        last = number == len(rows) - 1 and not text.endswith(("\n", "\r"))
        # a row cut in its last cell looks whole: only the status shows that it is not
        if last and head[-1].strip() != "result_status" and not lenient:
            continue
        cell = dict(zip(column, (row[place].strip() for place in column.values())))
        i = int(cell[ROW]) if cell[ROW].isdecimal() else -1
        if i not in texts or i in found or cell.get(TEXT, texts[i]) != texts[i]:
            continue
        fields = _fields(cell, lenient)
        if fields is not None:
            found[i] = fields
    return found


def _fields(cell, lenient):
    """Return what is kept of a row, None where it cannot be trusted."""
    if any(map(_damaged, cell.values())):
        return None
    told, score = cell.get("result_status", ""), _number(cell["result_score"])
    if told in _SAID:
        status = _SAID[told]
    elif told:
        return None
    elif score is not None:
        status = FOUND
    elif lenient:
        status = NOT_FOUND
    else:
        # old versions leave what they did not process just so
        return None
    if status != FOUND:
        return (status,)
    lon, lat = _number(cell["longitude"]), _number(cell["latitude"])
    if lon is None or lat is None or score is None or abs(lon) > 180 or abs(lat) > 90 or not cell["result_type"]:
        return None
    return (
        status, cell["result_type"], cell["result_label"],
        cell.get("result_id", "") or cell.get("result_banId", ""), lon, score,
        _number(cell.get("result_score_next", "")), lat, cell.get("result_citycode", ""),
        *(cell.get(name, "") for name in _REST),
    )  # fmt: skip


def _decoded(body, kind, lenient):
    """Return the text; bytes that are no letter become lone surrogates, by which their row is known."""
    _type, _found, charset = kind.lower().partition("charset=")
    charset = charset.strip(' "').partition(";")[0]
    try:
        if charset and charset not in ("utf-8", "utf8"):
            return body.decode(charset)
        return body.decode("utf-8")
    except (UnicodeError, LookupError):
        text = body.decode("utf-8", "surrogateescape")
    # not one letter is right: the whole is in another encoding, rather than damaged
    if lenient or all(c < "\x80" or "\udc80" <= c <= "\udcff" for c in text):
        return body.decode("cp1252", "replace")
    return text


def _damaged(text):
    """Tell whether a cell holds bytes that were no letter."""
    return not text.isascii() and any("\udc80" <= c <= "\udcff" for c in text)


def _delimiter(text):
    head = text[: text.find("\n")] if "\n" in text else text
    return ";" if head.count(";") > head.count(",") else ","


def _number(text):
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
