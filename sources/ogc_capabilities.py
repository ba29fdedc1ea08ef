"""What a server of features offers, as it says itself: WFS capabilities, or collections of an OGC API Features."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit
from weakref import WeakKeyDictionary

from ..domain.errors import QT_TRANSLATE_NOOP, DamagedAnswerError, ServiceRefusedError, WebPageError
from .http import host, is_address
from .http_replies import damaged, nowhere, plain_address
from .ogc_services import OAPIF, WFS, Layer, Service, address_with, asked
from .xml_tree import parse

__all__ = ["read_service"]

# QGIS Server gives no collections to who accepts GeoJSON
JSON_ONLY = {"Accept": "application/json"}
_PAGES = 50
# it is asked in two ways, and may be no API at all
_FEW = 2
# a national server's capabilities are megabytes
_KNOWN = WeakKeyDictionary()

_NEITHER = QT_TRANSLATE_NOOP(
    "@default",
    "{service} is neither a WFS nor an OGC API Features at this address: {address}. Check the address; that of a map "
    "(WMS, WMTS, XYZ) will not do.",
)


def read_service(client, address, kind=""):
    """Ask a server what it offers, once a client.

    Parameters
    ----------
    client : sources.http.Client
    address : str
        With parameters of its own, such as ``?map=…``, or without.
    kind : str, optional
        `WFS`, `OAPIF`, or "" for the one it turns out to be.

    Returns
    -------
    Service

    Raises
    ------
    SourceError
    """
    if not is_address(address):
        raise nowhere(address)
    known = _KNOWN.setdefault(client, {})
    if (address, kind) not in known:
        known[address, kind] = _read(client, address, kind)
    return known[address, kind]


def _read(client, address, kind):
    if kind in (WFS, OAPIF):
        return (_wfs if kind == WFS else _collections)(client, address)
    path = urlsplit(address).path.casefold()
    likely = any(word in path for word in ("wfs3", "/collections", "oapif", "ogcapi", "/features"))
    causes = []
    for ask in (_collections, _wfs) if likely else (_wfs, _collections):
        try:
            return ask(client, address)
        except (ServiceRefusedError, WebPageError) as error:
            causes.append(error)
        except DamagedAnswerError as error:
            # what is no JSON is no API; what is an API by its address, or a torn list of layers, is damaged
            if likely or ask is _wfs:
                raise
            causes.append(error)
    cause = causes[-1]
    if all(isinstance(error, WebPageError) for error in causes):
        # a login page, whatever is asked
        raise cause
    raise ServiceRefusedError(_NEITHER, service=host(address), address=plain_address(address)) from cause


def _wfs(client, address):
    """Read capabilities of a WFS."""
    url = address_with(address, SERVICE="WFS", REQUEST="GetCapabilities", VERSION="2.0.0", ACCEPTVERSIONS="2.0.0,1.1.0")
    root = asked(client, url, address, lambda response: _markup(response.content))
    if root is None or not root.name.endswith("WFS_Capabilities"):
        raise ServiceRefusedError(_NEITHER, service=host(address), address=plain_address(address))
    told = root.find("ServiceIdentification") or root.find("Service") or root
    layers = (_feature_type(node) for node in root.every("FeatureType"))
    return Service(
        WFS, address, root.attributes.get("version", "2.0.0"), told.said("Title"), root.said("ProviderName"),
        told.said("AccessConstraints") or told.said("Fees"), _formats(root), {one.name: one for one in layers},
    )  # fmt: skip


def _markup(content):
    """Return the root of XML; None for what is none at all."""
    return parse(content) if content.lstrip()[:1] in (b"<", b"\xef") else None


def _formats(root):
    """Return in which forms GetFeature answers."""
    for operation in root.every("Operation"):
        if operation.attributes.get("name") == "GetFeature":
            for parameter in operation.every("Parameter"):
                if parameter.attributes.get("name", "").lower() == "outputformat":
                    return tuple(value.words for value in parameter.every("Value"))
    old = root.find("GetFeature", "ResultFormat")
    return tuple(node.name for node in old.children) if old is not None else ()


def _feature_type(node):
    box = node.find("WGS84BoundingBox")
    bounds = None
    if box is not None:
        bounds = _bounds((box.said("LowerCorner") + " " + box.said("UpperCorner")).split())
    links = [link.attributes.get("href") or link.words for link in node.every("MetadataURL")]
    return Layer(
        node.said("Name"), node.said("Title"), node.said("Abstract"),
        tuple(word.words for word in node.every("Keyword") if word.words),
        tuple(crs.words for crs in node.every("DefaultCRS", "DefaultSRS", "OtherCRS", "OtherSRS", "SRS") if crs.words),
        tuple(form.words for form in node.every("Format") if form.words), bounds,
        page=next((link for link in links if link.startswith("https://")), ""),
    )  # fmt: skip


def _collections(client, address):
    """Read the collections of an OGC API, whatever their form."""
    try:
        return _api(client, address)
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise damaged(error, host(address))[0] from error


def _api(client, address):
    base = address_with(address)
    landing, links = {}, []
    try:
        landing = _told(client, base)
        links = landing.get("links") or []
    except (ServiceRefusedError, WebPageError):
        # some answer under /collections only
        landing = {}
    where = next((link.get("href") for link in links if isinstance(link, dict) and link.get("rel") == "data"), None)
    if "collections" in landing:
        listed, where = landing, base
    else:
        where = _same_server(urljoin(base, where), base) if where else _under(base, "collections")
        listed = _told(client, where)
    service = Service(OAPIF, address, "1.0", str(landing.get("title") or ""), layers={})
    rights = str((landing.get("license") or "") if isinstance(landing.get("license"), str) else "")
    for _page in range(_PAGES):
        for one in listed.get("collections") or []:
            if isinstance(one, dict) and one.get("id") is not None:
                layer = _collection(one, where, listed.get("crs") or ())
                service.layers[layer.name] = layer
        further = next((li.get("href") for li in listed.get("links") or [] if li.get("rel") == "next"), None)
        if not further:
            break
        listed = _told(client, _same_server(urljoin(where, further), where))
    if not service.layers:
        raise ServiceRefusedError(_NEITHER, service=host(address), address=plain_address(address))
    return replace(service, rights=rights)


def _collection(one, where, shared):
    name = str(one["id"])
    links = [link for link in one.get("links") or [] if isinstance(link, dict) and link.get("href")]
    items = [
        link for link in links if link.get("rel") in ("items", "item", "http://www.opengis.net/def/rel/ogc/1.0/items")
    ]
    json = [link for link in items if "json" in str(link.get("type", "")).lower()] or items
    place = _same_server(urljoin(where, json[0]["href"]), where) if json else _under(_plain(where), name, "items")
    extent = ((one.get("extent") or {}).get("spatial") or {}).get("bbox") or [None]
    crs = [str(c) for c in one.get("crs") or () if not str(c).startswith("#")]
    if "#/crs" in (one.get("crs") or ()) or not crs:
        crs += [str(c) for c in shared]
    return Layer(
        name, str(one.get("title") or name), str(one.get("description") or ""),
        tuple(str(word) for word in one.get("keywords") or ()), tuple(crs), (), _bounds(extent[0]), place,
        next((li["href"] for li in links if li.get("rel") == "describedby" and "html" in str(li.get("type"))), ""),
    )  # fmt: skip


def _bounds(numbers):
    """Return bounds that are bounds in degrees, None otherwise."""
    try:
        numbers = [float(number) for number in numbers]
    except (TypeError, ValueError):
        return None
    if len(numbers) == 6:
        numbers = [numbers[0], numbers[1], numbers[3], numbers[4]]
    if len(numbers) != 4 or not (-180 <= numbers[0] <= numbers[2] <= 180 and -90 <= numbers[1] <= numbers[3] <= 90):
        return None
    return tuple(numbers)


def _object(value):
    if not isinstance(value, dict):
        raise ValueError("JSON")
    return value


def _same_server(url, base):
    """Return an address on the server that was asked, with its parameters: servers name themselves otherwise."""
    asked, told = urlsplit(base), urlsplit(url)
    given = parse_qsl(told.query, True)
    names = {name.lower() for name, _value in given}
    # a key, which links leave out
    own = [(name, value) for name, value in parse_qsl(asked.query, True) if name.lower() not in names]
    query = urlencode([*given, *own]) if own else told.query
    return urlunsplit(told._replace(scheme=asked.scheme, netloc=asked.netloc, query=query))


def _plain(address):
    parts = urlsplit(address)
    path = re.sub(r"\.(json|html)$", "", parts.path)
    return urlunsplit(parts._replace(path=path))


def _under(address, *steps):
    parts = urlsplit(_plain(address))
    path = "/".join([parts.path.rstrip("/"), *steps])
    return urlunsplit(parts._replace(path=path))


def _told(client, address):
    """Ask for JSON: some servers look at what is accepted, others at the address, and the strict refuse the latter."""
    try:
        return client.json(address, headers=JSON_ONLY, read=_object, tries=_FEW)
    except (ServiceRefusedError, WebPageError, DamagedAnswerError):
        return client.json(address_with(address, f="json"), headers=JSON_ONLY, read=_object, tries=_FEW)
