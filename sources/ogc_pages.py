"""The pages of a layer, one request after another, from servers that cap, flip and lie.

How many there are is never believed, nor that as many come as were asked: the next page begins after what came, and an
empty page, a page shorter than the longest seen, or one that repeats what is there ends the layer.
"""

from __future__ import annotations

import hashlib
import json
from urllib.parse import parse_qsl, urlsplit

from ..domain.errors import QT_TRANSLATE_NOOP, DamagedAnswerError, ServiceDownError, ServiceRefusedError, SourceError
from .http import host
from .ogc_filters import fes, parameters, sent
from .ogc_replies import ask, typed
from .ogc_services import address_with, asked
from .reasons import SILENCE
from .xml_tree import parse

__all__ = ["RepeatedError", "api_pages", "form_of", "wfs_attributes", "wfs_pages"]

PAGE = 2000
"""Features asked for at once: some megabytes, so that a cut costs little."""
GEOJSON = {"Accept": "application/geo+json, application/json"}
LEAST = 100
"""Features asked for at once of a server that refuses more, or is too slow for more."""
_JSON = (
    "application/json", "application/geo+json", "geojson", "application/json; subtype=geojson",
    "application/json;subtype=geojson", "application/vnd.geo+json", "json",
)  # fmt: skip
_GML = (
    "application/gml+xml; version=3.2", "text/xml; subtype=gml/3.2.1", "text/xml; subtype=gml/3.2",
    "text/xml; subtype=gml/3.1.1", "gml32", "gml3", "text/xml; subtype=gml/2.1.2", "gml2",
)  # fmt: skip

_REPEATS = QT_TRANSLATE_NOOP(
    "@default",
    "{service} gives some features twice and perhaps leaves others out, even in a given order: nothing of it was used. "
    "Limit what is asked for to a smaller territory.",
)


class RepeatedError(DamagedAnswerError):
    """A server whose pages overlap."""


def form_of(service, layer):
    """Return the form to ask for: GeoJSON where the server has it, else GML; "" for what it likes."""
    offered = {one.strip().casefold(): one for one in (*layer.formats, *service.formats)}
    return next((offered[one] for one in (*_JSON, *_GML) if one in offered), "")


def wfs_attributes(client, service, layer):
    """Return a layer's attributes and their types, those that hold geometry left out.

    Returns
    -------
    dict of str to str
        ``string``, ``integer``, ``double``…, without prefix.
    """
    root = asked(client, _wfs_url(service, layer, "DescribeFeatureType"), service.address, _parsed)
    own = [node for node in root.every("element") if node.attributes.get("name") and node.attributes.get("type")]
    return {
        node.attributes["name"]: node.attributes["type"].rpartition(":")[2]
        for node in own
        if not node.attributes["type"].startswith("gml:") and node.attributes.get("substitutionGroup") is None
    }


def wfs_pages(client, service, layer, crs, conditions=(), bounds=None, order="", ordered=False, types=None, size=PAGE):
    """Yield the pages of a layer of a WFS.

    Parameters
    ----------
    client : sources.http.Client
    service : Service
    layer : Layer
    crs : str
        As the server writes it.
    conditions : sequence of Wanted, optional
    bounds : sequence of float, optional
        West, south, east, north in degrees; asked for in place of the conditions, which the caller tries.
    order : str, optional
        Attribute to sort by, where the server cannot page without.
    ordered : bool, optional
        Sort from the first page on.
    types : dict of str to str, optional
        Types of the attributes, for GML, which has only text.
    size : int, optional

    Yields
    ------
    Page

    Raises
    ------
    SourceError
    """
    def told(matched):
        # what a page says may be of the page only
        return max(matched or 0, _hits(client, service, layer, conditions, bounds))

    seen, done, longest, matched, sorting, over = set(), 0, 0, None, order if ordered else "", False
    while True:
        url = _asked(service, layer, crs, conditions, bounds, sorting, done, size)
        try:
            page = ask(client, url, service.address, after_silence=size <= LEAST)
        except ServiceDownError as error:
            if size <= LEAST or error.values.get("why") != SILENCE:
                raise
            # too much for it at once
            size, longest = max(LEAST, size // 4), 0
            continue
        except ServiceRefusedError:
            if done and order and not sorting:
                # servers without a key page in a given order only
                sorting = order
                continue
            if over or (0 < done < size and done == told(matched)):
                # all came at once: it knows no pages
                return
            raise
        if not _new(page.features, seen, service):
            # the end, or all that a server without pages gives
            if page.features and (done >= size or told(matched) > done):
                raise RepeatedError(_REPEATS, service=host(service.address))
            return
        matched, came = page.matched, len(page.features)
        done += came
        if page.text:
            typed(page.features, types or {})
        yield page
        # a short page is the last one, unless the server says that there are more
        over = came < longest
        if over and (matched or 0) <= done:
            return
        longest = max(longest, came)


def _hits(client, service, layer, conditions, bounds):
    """Return how many features a WFS says there are, 0 where it does not."""
    url = _asked(service, layer, "", conditions, bounds, RESULTTYPE="hits")
    try:
        told = asked(client, url, service.address, _parsed).attributes
    except SourceError:
        return 0
    said = told.get("numberMatched") or told.get("numberOfFeatures") or ""
    return int(said) if said.isdecimal() else 0


def _parsed(response):
    return parse(response.content)


def api_pages(client, service, layer, crs, conditions=(), bounds=None, size=PAGE):
    """Yield the pages of a collection of an OGC API; parameters as those of `wfs_pages`.

    Yields
    ------
    Page

    Raises
    ------
    SourceError
    """
    own = {"limit": str(size), **parameters(conditions)}
    if bounds is not None:
        own["bbox"] = ",".join(repr(number) for number in bounds)
    if crs:
        own["crs"] = crs
    seen, done, further = set(), 0, {}
    while True:
        # the address stays ours, as servers behind a proxy name themselves otherwise; so does what we asked, as
        # QGIS Server spoils it
        url = address_with(layer.items, **{**further, **own})
        try:
            page = ask(client, url, service.address, GEOJSON, after_silence=size <= LEAST)
        except (ServiceDownError, ServiceRefusedError) as error:
            late = error.values.get("why") == SILENCE
            # too much for it at once; more than it ever gives
            if size <= LEAST or not (late or (isinstance(error, ServiceRefusedError) and not done)):
                raise
            size = max(LEAST, size // 4) if late else LEAST
            own["limit"] = str(size)
            continue
        if not _new(page.features, seen, service):
            if page.features and page.matched != done:
                # from page to page in a circle
                raise RepeatedError(_REPEATS, service=host(service.address))
            return
        done += len(page.features)
        yield page
        if not page.further:
            return
        further = dict(parse_qsl(urlsplit(page.further).query, True))


def _asked(service, layer, crs, conditions, bounds, order="", start=0, size=0, **words):
    """Return the address of a page."""
    two = service.version.startswith("2")
    if size:
        # a number of features has no form
        words.update(OUTPUTFORMAT=form_of(service, layer), SRSNAME=crs)
        words["COUNT" if two else "MAXFEATURES"] = str(size)
    if start:
        words["STARTINDEX"] = str(start)
    if order:
        words["SORTBY"] = order
    conditions = sent(conditions)
    if bounds is not None:
        # a server takes one or the other: what is in the bounds is tried here, the whole country could not
        west, south, east, north = (repr(number) for number in bounds)
        words["BBOX"] = ",".join((south, west, north, east, "urn:ogc:def:crs:EPSG::4326"))
    elif conditions:
        words["FILTER"] = fes(conditions, service.version)
    return _wfs_url(service, layer, "GetFeature", **{name: value for name, value in words.items() if value})


def _wfs_url(service, layer, request, **words):
    names = "TYPENAMES" if service.version.startswith("2") else "TYPENAME"
    if request == "DescribeFeatureType":
        names = "TYPENAME"
    words = {"SERVICE": "WFS", "VERSION": service.version, "REQUEST": request, names: layer.name, **words}
    if names == "TYPENAME" and service.version.startswith("2"):
        words["TYPENAMES"] = layer.name
    return address_with(service.address, **words)


def _new(features, seen, service):
    """Tell whether a page has not come before, and remember it; refuse one of which a part has.

    Without identifiers, features that are the same are no proof that they came twice; a whole page of them is, even
    under identifiers that a server makes up for each answer.
    """
    marks = {_mark(feature) for feature in features}
    again = marks & seen
    page = _hash([(one["properties"], one["geometry"]) for one in features])
    if not marks - again or page in seen:
        return False
    if any(isinstance(mark, str) for mark in again):
        raise RepeatedError(_REPEATS, service=host(service.address))
    seen |= marks | {page}
    return True


def _mark(feature):
    return str(feature["id"]) if feature.get("id") is not None else _hash(feature)


def _hash(value):
    return hashlib.blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=16).digest()
