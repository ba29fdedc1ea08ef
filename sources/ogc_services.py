"""A server of features and its layers, and the words that WFS and OGC API Features share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..domain.errors import QT_TRANSLATE_NOOP, ServiceRefusedError
from .http import host
from .sniff import EXCEPTION, sniff

__all__ = ["OAPIF", "WFS", "Layer", "Service", "address_with", "asked", "code_of"]

WFS, OAPIF = "wfs", "oapif"
_SERVICE_WORDS = ("service", "request", "version", "acceptversions", "typename", "typenames")
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


def asked(client, url, address, read, **options):
    """Return what is read of a reply; a report of exceptions is an error in the server's words, whatever its status.

    Parameters
    ----------
    client : sources.http.Client
    url : str
    address : str
        Of the server.
    read : callable
        Given the reply; a `ValueError` that it raises means a damaged one.
    **options
        As those of `Client.get`.

    Raises
    ------
    SourceError
    """
    kept = []

    def check(response):
        if _reported(response, address) is None:
            kept.append(read(response))

    try:
        response = client.get(url, check=check, **options)
    except ServiceRefusedError as error:
        told = _reported(error.reply, address) if error.reply is not None else None
        raise (told or error) from error
    error = _reported(response, address)
    if error is not None:
        raise error
    return kept[-1]


def _reported(response, address):
    """Return the error of a reply that is a report of exceptions; None for another."""
    found = sniff(response.content)
    if found.form != EXCEPTION:
        return None
    return ServiceRefusedError(_SAYS, service=host(address), message=found.message or EXCEPTION)
