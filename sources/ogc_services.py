"""What a server of features offers, as it says itself: WFS capabilities, or collections of an OGC API Features."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit
from weakref import WeakKeyDictionary

from ..domain.errors import QT_TRANSLATE_NOOP, DamagedAnswerError, ServiceRefusedError, WebPageError
from .http import host
from .sniff import EXCEPTION, sniff
from .xml_tree import parse

__all__ = ["OAPIF", "WFS", "Layer", "Service", "address_with", "code_of", "read_service", "refused"]

WFS, OAPIF = "wfs", "oapif"
# QGIS Server gives no collections to who accepts GeoJSON
JSON_ONLY = {"Accept": "application/json"}
_PAGES = 50
_SERVICE_WORDS = ("service", "request", "version", "acceptversions", "typename", "typenames")

# a national server's capabilities are megabytes
_KNOWN = WeakKeyDictionary()

_NEITHER = QT_TRANSLATE_NOOP(
    "@default",
    "{service} is neither a WFS nor an OGC API Features at this address: {address}. Check the address; that of a map "
    "(WMS, WMTS, XYZ) will not do.",
)
_SAYS = QT_TRANSLATE_NOOP("@default", "{service} refuses the request and says: {message}")


@dataclass(frozen=True)
class Layer:
    """A layer that a server offers.

    Attributes
    ----------
    name, title, abstract : str
    keywords : tuple of str
    crs : tuple of str
        As the server writes them, its own first.
    formats : tuple of str
        Those of this layer, where it says.
    bounds : tuple of float or None
        West, south, east, north, in degrees.
    items : str
        Where an OGC API gives the features.
    page : str
        Where its metadata are.
    """

    name: str
    title: str = ""
    abstract: str = ""
    keywords: tuple = ()
    crs: tuple = ()
    formats: tuple = ()
    bounds: object = None
    items: str = ""
    page: str = ""


@dataclass(frozen=True)
class Service:
    """A server.

    Attributes
    ----------
    kind : str
        `WFS` or `OAPIF`.
    address : str
    version, title, provider, rights : str
    formats : tuple of str
    layers : dict of str to Layer
    """

    kind: str
    address: str
    version: str = ""
    title: str = ""
    provider: str = ""
    rights: str = ""
    formats: tuple = ()
    layers: object = None

    def layer(self, name):
        """Return a layer by its name, its prefix left out where that is not ambiguous; None for an unknown one."""
        if name in self.layers:
            return self.layers[name]
        found = [one for full, one in self.layers.items() if full.rpartition(":")[2] == name.rpartition(":")[2]]
        return found[0] if len(found) == 1 else None


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
    known = _KNOWN.setdefault(client, {})
    if (address, kind) not in known:
        known[address, kind] = _read(client, address, kind)
    return known[address, kind]


def _read(client, address, kind):
    if kind in (WFS, OAPIF):
        return _wfs(client, address) if kind == WFS else _api(client, address)
    path = urlsplit(address).path.casefold()
    likely = any(word in path for word in ("wfs3", "/collections", "oapif", "ogcapi", "/features"))
    causes = []
    for ask in (_api, _wfs) if likely else (_wfs, _api):
        try:
            return ask(client, address)
        except (ServiceRefusedError, WebPageError) as error:
            causes.append(error)
    cause = causes[-1]
    if all(isinstance(error, WebPageError) for error in causes):
        # a login page, whatever is asked
        raise cause
    raise ServiceRefusedError(_NEITHER, service=host(address), address=address_with(address)) from cause


def address_with(address, **parameters):
    """Return an address with more parameters; what it has of a request of its own is left out.

    Parameters
    ----------
    address : str
    **parameters : str
        Names as they are written.
    """
    parts = urlsplit(address)
    new = {name.lower() for name in parameters} | set(_SERVICE_WORDS)
    own = [(key, value) for key, value in parse_qsl(parts.query, True) if key.lower() not in new]
    return urlunsplit(parts._replace(query=urlencode([*own, *parameters.items()]), fragment=""))


def code_of(name):
    """Return the number of a reference system of EPSG, ``4326`` for CRS84 too; "" for any other.

    Parameters
    ----------
    name : str
        ``EPSG:2154``, ``urn:ogc:def:crs:EPSG::2154``, ``http://www.opengis.net/def/crs/EPSG/0/2154``…
    """
    if re.search(r"CRS:?84", name, re.IGNORECASE):
        return "4326"
    found = re.search(r"EPSG.*?(?::|/|#)(\d{4,6})$", name.strip(), re.IGNORECASE)
    return found.group(1) if found else ""


def refused(response, address):
    """Return the error of a reply that is a report of exceptions; None for another."""
    found = sniff(response.content)
    if found.form != EXCEPTION:
        return None
    return ServiceRefusedError(_SAYS, service=host(address), message=found.message or EXCEPTION)


def _wfs(client, address):
    """Read capabilities of a WFS."""
    url = address_with(address, SERVICE="WFS", REQUEST="GetCapabilities", VERSION="2.0.0", ACCEPTVERSIONS="2.0.0,1.1.0")
    kept = []

    def check(response):
        if refused(response, address) is None and response.content.lstrip()[:1] in (b"<", b"\xef"):
            kept.append(parse(response.content))

    response = client.get(url, check=check)
    error = refused(response, address)
    if error is not None:
        raise error
    root = kept[-1] if kept else None
    if root is None or not root.name.endswith("WFS_Capabilities"):
        raise ServiceRefusedError(_NEITHER, service=host(address), address=address_with(address))
    told = root.find("ServiceIdentification") or root.find("Service") or root
    layers = (_feature_type(node) for node in root.every("FeatureType"))
    return Service(
        WFS, address, root.attributes.get("version", "2.0.0"), told.said("Title"), root.said("ProviderName"),
        told.said("AccessConstraints") or told.said("Fees"), _formats(root), {one.name: one for one in layers},
    )  # fmt: skip


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


def _api(client, address):
    """Read the collections of an OGC API."""
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
        raise ServiceRefusedError(_NEITHER, service=host(address), address=address_with(address))
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
    """Return an address on the server that was asked: behind a proxy, servers name themselves otherwise."""
    asked, told = urlsplit(base), urlsplit(url)
    return urlunsplit(told._replace(scheme=asked.scheme, netloc=asked.netloc))


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
        return client.json(address, headers=JSON_ONLY, read=_object)
    except (ServiceRefusedError, WebPageError, DamagedAnswerError):
        return client.json(address_with(address, f="json"), headers=JSON_ONLY, read=_object)
