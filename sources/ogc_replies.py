"""One page of a layer as a server gives it, in GeoJSON or in GML: its features, and what it says of them."""

from __future__ import annotations

import math

from . import gml
from .geojson_file import GEOGRAPHIC, positions
from .http_replies import json_of
from .ogc_services import asked, code_of

__all__ = ["Page", "ask", "typed"]

_NUMBERS = {
    **dict.fromkeys(("integer", "int", "long", "short", "byte", "nonNegativeInteger"), int),
    **dict.fromkeys(("double", "float", "decimal"), float),
}
# what a reply that is not of the form promised makes Python say
_SHAPELESS = (AttributeError, IndexError, KeyError, TypeError)


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
        How many there are in all, as the server says: never quite believed.
    further : str
        Where the next page is, as an OGC API says.
    text : bool
        Whether all values are text, as in GML.
    """

    def __init__(self, features, crs="", latitude_first=False, matched=None, further="", text=False):
        self.features, self.crs, self.latitude_first = features, crs, latitude_first
        self.matched, self.further, self.text = matched, further, text


def ask(client, url, address, headers=None, after_silence=True):
    """Return a page.

    Parameters
    ----------
    client : sources.http.Client
    url : str
    address : str
        Of the server.
    headers : dict, optional
    after_silence : bool, optional
        As `Client.request`.

    Returns
    -------
    Page

    Raises
    ------
    SourceError
    """
    return asked(client, url, address, _read, headers=headers, after_silence=after_silence)


def typed(features, types):
    """Turn text into the numbers that the server says they are; what is none stays as it is.

    Parameters
    ----------
    features : sequence of dict
        Changed.
    types : dict of str to str
        Attribute -> type, as `ogc_pages.wfs_attributes` gives them.
    """
    ways = {name: _NUMBERS[kind] for name, kind in types.items() if kind in _NUMBERS}
    for feature in features:
        properties = feature["properties"]
        for name, way in ways.items():
            if properties.get(name) is not None:
                properties[name] = _number(properties[name], way)


def _number(text, way):
    try:
        number = float(text) if way is float or not text.strip().lstrip("+-").isdigit() else int(text)
    except ValueError:
        return text
    if not math.isfinite(number):
        return None
    # an integer that is written 12.0
    return int(number) if way is int and number == int(number) else number


def _read(response):
    try:
        return _page(response)
    except _SHAPELESS as error:
        raise ValueError("GeoJSON") from error


def _page(response):
    content = response.content
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        features, name, matched = gml.features(content)
        crs = code_of(name)
        return Page(features, crs, gml.latitude(name, crs in GEOGRAPHIC), matched, text=True)
    value = json_of(content)
    if not isinstance(value, dict) or not isinstance(value.get("features"), list):
        raise ValueError("GeoJSON")
    features = [_feature(one) for one in value["features"]]
    if b"NaN" in content or b"Infinity" in content:
        # among the values it is a missing one; a polygon cannot do without
        _require_finite(one["geometry"] for one in features)
    said = value.get("crs")
    named = ((said.get("properties") or {}).get("name") or "") if isinstance(said, dict) else ""
    links = [link for link in value.get("links") or [] if isinstance(link, dict) and link.get("rel") == "next"]
    crs = code_of(str(named)) or code_of(response.headers.get("Content-Crs", "").strip("<> "))
    matched = value.get("numberMatched", value.get("totalFeatures"))
    places = (str(link["href"]) for link in links if link.get("href") and "html" not in str(link.get("type")))
    return Page(features, crs, False, matched if type(matched) is int and matched >= 0 else None, next(places, ""))


def _feature(one):
    """Return a feature without what is the server's own."""
    if one["type"] != "Feature":
        raise ValueError("GeoJSON: feature")
    properties, geometry = one.get("properties") or {}, one.get("geometry")
    if not isinstance(properties, dict):
        raise ValueError("GeoJSON: properties")
    _require_positions(geometry)
    kept = {"type": "Feature", "properties": properties, "geometry": geometry}
    if one.get("id") is not None:
        kept["id"] = one["id"]
    return kept


def _require_finite(geometries):
    for geometry in geometries:
        parts = (geometry or {}).get("geometries") or [geometry or {}]
        if not all(math.isfinite(x + y) for part in parts for x, y in positions(part.get("coordinates"))):
            raise ValueError("GeoJSON: position")


def _require_positions(geometry):
    """Refuse a geometry whose first position is none; an empty one is one."""
    if geometry is None:
        return
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            _require_positions(part)
        return
    part = geometry["coordinates"]
    while isinstance(part, list) and part and isinstance(part[0], list):
        part = part[0]
    if part and not (math.isfinite(part[0]) and math.isfinite(part[1])) or not isinstance(part, list):
        raise ValueError("GeoJSON: position")
