"""The pages of a layer, one request after another, from servers that cap, flip and lie.

How many there are is never believed, nor that as many come as were asked: the next page begins after what came, and an
empty page, a page shorter than the longest seen, or one that repeats what is there ends the layer.
"""

from __future__ import annotations

import hashlib
import json
from urllib.parse import parse_qsl, urlsplit

from ..domain.errors import QT_TRANSLATE_NOOP, DamagedAnswerError, ServiceRefusedError
from . import gml
from .geojson_file import GEOGRAPHIC
from .http import host
from .ogc_filters import fes, parameters, sent
from .ogc_services import address_with, code_of, refused

__all__ = ["Page", "RepeatedError", "api_pages", "form_of", "wfs_attributes", "wfs_pages"]

PAGE = 2000
"""Features asked for at once: some megabytes, so that a cut costs little."""
_JSON = (
    "application/json", "application/geo+json", "geojson", "application/json; subtype=geojson",
    "application/json;subtype=geojson", "application/vnd.geo+json", "json",
)  # fmt: skip
_GML = (
    "application/gml+xml; version=3.2", "text/xml; subtype=gml/3.2.1", "text/xml; subtype=gml/3.2",
    "text/xml; subtype=gml/3.1.1", "gml32", "gml3", "text/xml; subtype=gml/2.1.2", "gml2",
)  # fmt: skip

_NUMBERS = {
    **dict.fromkeys(("integer", "int", "long", "short", "byte", "nonNegativeInteger"), int),
    **dict.fromkeys(("double", "float", "decimal"), float),
}

_REPEATS = QT_TRANSLATE_NOOP(
    "@default",
    "{service} gives some features twice and perhaps leaves others out, even in a given order: nothing of it was used. "
    "Limit what is asked for to a smaller territory.",
)


class RepeatedError(DamagedAnswerError):
    """A server whose pages overlap."""


class Page:
    """Features that came together.

    Attributes
    ----------
    features : list of dict
    crs : str
        Number of EPSG that the answer names, "" for none.
    latitude_first : bool
        What its name of the reference system says.
    matched : int or None
        How many there are in all, as the server says: for the progress only.
    further : str
        Where the next page is, as an OGC API says.
    text : bool
        Whether all values are text, as in GML.
    """

    def __init__(self, features, crs="", latitude_first=False, matched=None, further="", text=False):
        self.features, self.crs, self.latitude_first = features, crs, latitude_first
        self.matched, self.further, self.text = matched, further, text


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
    from .xml_tree import parse

    kept = []

    def check(response):
        if refused(response, service.address) is None:
            kept.append(parse(response.content))

    response = client.get(_wfs_url(service, layer, "DescribeFeatureType"), check=check)
    error = refused(response, service.address)
    if error is not None:
        raise error
    own = [node for node in kept[-1].every("element") if node.attributes.get("name") and node.attributes.get("type")]
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
        West, south, east, north in degrees; not beside conditions.
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
    seen, done, longest, matched, sorting = set(), 0, 0, None, order if ordered else ""
    while True:
        asked = _asked(service, layer, crs, conditions, bounds, sorting, done, size)
        try:
            page = _ask(client, asked, service.address)
        except ServiceRefusedError:
            if done and order and not sorting:
                # servers without a key page in a given order only
                sorting = order
                continue
            if done and matched == done < size:
                # all came at once: it knows no pages
                return
            raise
        if not _new(page.features, seen, service):
            # the end, or all that a server without pages gives
            if page.features and (done >= size or (matched or 0) > done):
                raise RepeatedError(_REPEATS, service=host(service.address))
            return
        matched, came = page.matched, len(page.features)
        done += came
        if page.text:
            _typed(page.features, types or {})
        yield page
        if came < longest:
            return
        longest = max(longest, came)


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
    seen, done, url = set(), 0, address_with(layer.items, **own)
    while url:
        page = _ask(client, url, service.address, {"Accept": "application/geo+json, application/json"})
        if not _new(page.features, seen, service):
            if page.features and page.matched != done:
                # from page to page in a circle
                raise RepeatedError(_REPEATS, service=host(service.address))
            return
        done += len(page.features)
        yield page
        # the address stays ours, as servers behind a proxy name themselves otherwise; so does what we asked, as
        # QGIS Server spoils it
        further = dict(parse_qsl(urlsplit(page.further).query, True))
        url = address_with(layer.items, **{**further, **own}) if page.further else ""


def _asked(service, layer, crs, conditions, bounds, order, start, size):
    """Return the address of a page."""
    two = service.version.startswith("2")
    words = {"OUTPUTFORMAT": form_of(service, layer), "SRSNAME": crs, "COUNT" if two else "MAXFEATURES": str(size)}
    if start:
        words["STARTINDEX"] = str(start)
    if order:
        words["SORTBY"] = order
    conditions = sent(conditions)
    if conditions:
        words["FILTER"] = fes(conditions, service.version)
    elif bounds is not None:
        west, south, east, north = (repr(number) for number in bounds)
        words["BBOX"] = ",".join((south, west, north, east, "urn:ogc:def:crs:EPSG::4326"))
    return _wfs_url(service, layer, "GetFeature", **{name: value for name, value in words.items() if value})


def _wfs_url(service, layer, request, **words):
    names = "TYPENAMES" if service.version.startswith("2") else "TYPENAME"
    if request == "DescribeFeatureType":
        names = "TYPENAME"
    words = {"SERVICE": "WFS", "VERSION": service.version, "REQUEST": request, names: layer.name, **words}
    if names == "TYPENAME" and service.version.startswith("2"):
        words["TYPENAMES"] = layer.name
    return address_with(service.address, **words)


def _ask(client, url, address, headers=None):
    """Return a page, from GeoJSON or GML; what a server says of its troubles is an error."""
    kept = []

    def check(response):
        if refused(response, address) is None:
            kept.append(_read(response))

    response = client.get(url, headers=headers, check=check)
    error = refused(response, address)
    if error is not None:
        raise error
    return kept[-1]


def _read(response):
    content = response.content
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        features, name = gml.features(content)
        crs = code_of(name)
        return Page(features, crs, gml.latitude(name, crs in GEOGRAPHIC), text=True)
    value = json.loads(content.decode("utf-8-sig"))
    if not isinstance(value, dict) or not isinstance(value.get("features"), list):
        raise ValueError("GeoJSON")
    features = [_feature(one) for one in value["features"]]
    said = value.get("crs")
    named = ((said.get("properties") or {}).get("name") or "") if isinstance(said, dict) else ""
    links = [link for link in value.get("links") or [] if isinstance(link, dict) and link.get("rel") == "next"]
    crs = code_of(str(named)) or code_of(response.headers.get("Content-Crs", "").strip("<> "))
    matched = value.get("numberMatched", value.get("totalFeatures"))
    further = next((link["href"] for link in links if link.get("href") and "html" not in str(link.get("type"))), "")
    return Page(features, crs, False, matched if isinstance(matched, int) else None, further)


def _feature(one):
    """Return a feature without what is the server's own."""
    if not isinstance(one, dict) or one.get("type") != "Feature":
        raise ValueError("GeoJSON: feature")
    kept = {"type": "Feature", "properties": one.get("properties") or {}, "geometry": one.get("geometry")}
    if one.get("id") is not None:
        kept["id"] = one["id"]
    return kept


def _typed(features, types):
    """Turn text into the numbers that the server says they are."""
    ways = {name: _NUMBERS[kind] for name, kind in types.items() if kind in _NUMBERS}
    for feature in features:
        properties = feature["properties"]
        for name, way in ways.items():
            text = properties.get(name)
            if text is not None:
                number = way(text)
                properties[name] = number if number - number == 0 else None


def _new(features, seen, service):
    """Tell whether a page has not come before, and remember it; refuse one of which a part has.

    Without identifiers, features that are the same are no proof that they came twice.
    """
    marks = {_mark(feature) for feature in features}
    again = marks & seen
    if not marks - again:
        return False
    if any(isinstance(mark, str) for mark in again):
        raise RepeatedError(_REPEATS, service=host(service.address))
    seen |= marks
    return True


def _mark(feature):
    if feature.get("id") is not None:
        return str(feature["id"])
    return hashlib.blake2b(json.dumps(feature, sort_keys=True).encode(), digest_size=16).digest()
