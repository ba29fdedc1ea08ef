"""The five kinds of service of the observatories on loopback, each with one thing to give and every way to fail.

``with SERVICES["melodi"]() as service``: ``service.entry`` and ``service.query`` ask what it has, ``service.adapters``
goes where `sources.obtain` looks for adapters; ``service.fault`` is how it fails from now on, None for well.
``service.at(name)`` gives it another name, for a proxy to know.
"""
from __future__ import annotations

import json
import re
import socket
import struct
import time

import fake_files
import fake_observatories
from cohesion_territoires.domain.indicators.entry import LAYER, TABLE, Entry, Query
from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.layers import network_transport
from cohesion_territoires.sources import http
from cohesion_territoires.sources.adapter import adapter
from cohesion_territoires.sources.catalogue_entry import plain
from cohesion_territoires.sources.http import Client
from cohesion_territoires.sources.limiter import Limiter

FAULTS = ("429", "500", "silence", "drop", "reset", "cut", "short", "login", "latin", "crs", "loop", "drip")
DRIPS = 25
_SQUARE = [[[2.4, 48.9], [2.5, 48.9], [2.5, 49.0], [2.4, 48.9]]]
_COLLECTION = b'"type": "FeatureCollection"'
_NOWHERE = b'{"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::31370"}}'


def contours(code="93010", name="Bondy"):
    """Return a file of contours of one commune."""
    properties = {"code": code, "nom": name, "departement": code[:2]}
    shape = {"type": "Polygon", "coordinates": _SQUARE}
    feature = {"type": "Feature", "properties": properties, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def points():
    """Return features of a server of features."""
    return [
        {"type": "Feature", "id": "e.{}".format(n), "properties": {"code": "930{:02}".format(n), "nom": "École"},
         "geometry": {"type": "Point", "coordinates": [2.4 + n / 100, 48.9]}}
        for n in range(3)
    ]  # fmt: skip


class _Failing:
    """Fails always the same way, whatever of it is asked."""

    territory, level, year, known_as = Territory("dep", "93"), "com", "2021", "127.0.0.1"

    def __enter__(self):
        super().__enter__()
        self.retry_after = "600"
        return self

    @property
    def fault(self):
        return self.always

    @fault.setter
    def fault(self, value):
        self.always = value

    @property
    def query(self):
        return Query(self.level, self.territory, self.year)

    def at(self, name):
        self.known_as = name
        return self

    @property
    def address(self):
        """Where it is, by the name it was given."""
        if self.known_as in self.url:
            return self.url
        return re.sub(r"//[^/]+/", "//{}/".format(self.known_as), self.url)

    def adapters(self, name):
        return adapter(name, **self.places())

    def places(self):
        return {"base": self.address}

    def reply(self, request, status, data, kind, extra=None, fault=None):
        if fault == "loop":
            data, status, extra = b"", 302, {**(extra or {}), "Location": request.path}
        elif fault == "latin":
            data = data[:40] + b"\xe9\xff" + data[40:]
        elif fault == "crs":
            data = data.replace(_COLLECTION, _COLLECTION + b', "crs": ' + _NOWHERE)
        elif fault == "short":
            request.send_response(status)
            request.send_header("Content-Length", str(len(data) + 500))
            request.end_headers()
            request.wfile.write(data)
            request.close_connection = True
            return None
        elif fault == "reset":
            # what a firewall sends in the middle of a reply
            request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            request.send_response(status)
            request.send_header("Content-Length", str(len(data)))
            request.end_headers()
            request.wfile.write(data[: len(data) // 2])
            request.connection.close()
            request.close_connection = True
            return None
        elif fault == "drip":
            request.send_response(status)
            request.send_header("Content-Length", str(len(data)))
            request.end_headers()
            request.close_connection = True
            for place in range(DRIPS):
                request.wfile.write(data[place : place + 1])
                time.sleep(0.05)
            return None
        return super().reply(request, status, data, kind, extra, fault)


class Geoclip(_Failing, fake_observatories.Geoclip):
    """The Observatoire des territoires."""

    def __init__(self):
        rows = [
            ["codgeo", "libgeo", "an", "taux"], ["93010", "Bondy", 2021, 12.5], ["93001", "Aubervilliers", 2021, None],
        ]  # fmt: skip
        super().__init__({("rp", "taux", "com2025"): rows})
        request = {"dataset": "rp", "indic": "taux", "nivgeo": {"com": "com2025"}, "whole": True, "format": "csv"}
        self.entry = Entry(
            "essai:geoclip", "geoclip", "Taux", levels=("com",), years=("2021",), request=request,
            page="https://page.example/taux",
        )  # fmt: skip


class Melodi(_Failing, fake_observatories.Melodi):
    """Insee's Mélodi."""

    def __init__(self):
        rows = [("2025-COM-93010", {"TIME_PERIOD": "2021", "M": "POP"}, 5, None)]
        super().__init__({"DS_X": rows}, {"DEP-93*COM": ["COM-93010"]})
        self.catalogue = [{"identifier": "DS_X", "temporal": {"endPeriod": "2021-01-01T00:00:00"}, "modified": "2026"}]
        request = {"dataset": "DS_X", "filters": {"M": "POP"}}
        self.entry = Entry(
            "essai:melodi", "melodi", "Population", levels=("com",), years=("2021",), request=request,
            page="https://page.example/population",
        )  # fmt: skip

    def reply(self, request, status, data, kind, extra=None, fault=None):
        # what follows has changed since: the date of the catalogue says so
        self.catalogue[0]["modified"] = str(len(self.received))
        return super().reply(request, status, data, kind, extra, fault)


class DataGouv(_Failing, fake_files.DataGouvSite):
    """data.gouv.fr."""

    def __init__(self):
        super().__init__()
        self.entry = Entry(
            "essai:datagouv", "datagouv", "Programme", TABLE, levels=("com",), request={"resource": "r1"},
            page="https://page.example/programme",
        )  # fmt: skip
        self.year = ""
        self.change()

    def change(self):
        """Replace the file."""
        self.version = getattr(self, "version", 0) + 1
        content = "insee_com;programme\n" + "93010;Bondy\n93001;Été\n" * (200 * self.version)
        date = "2026-07-{:02}T10:00:00+00:00".format(self.version)
        self.pages.pop("/api/1/datasets/d/", None)
        self.put("d", "r1", content.encode(), last_modified=date)

    def places(self):
        return {"base": self.address, "tabular": self.address + "tabular/"}


class Wfs(_Failing, fake_files.QuirkyWfs):
    """A server of features."""

    def __init__(self):
        super().__init__(points())
        self.level = self.year = ""
        self.territory = Territory()

    @property
    def entry(self):
        request = {"type": "wfs", "address": self.address, "layer": "sig:ecoles"}
        return Entry("essai:ogc", "ogc", "Écoles", LAYER, request=request, page="https://page.example/ecoles")


class Contours(_Failing, fake_files.Site):
    """The yearly files of contours; what has none of a year is asked of a WFS that has none either."""

    def __init__(self):
        self.year = "2024"
        super().__init__()
        self.file = contours()
        self.entry = Entry(
            "essai:boundaries", "boundaries", "Communes", LAYER, levels=("com",), years=("2024",),
            request={"level": "com", "whole": True}, page="https://page.example/contours",
        )  # fmt: skip

    def change(self):
        """Replace the file."""
        self.file = contours(name="Bondy " * 2)

    def page(self, path):
        # of a file, the bytes are wrong: not a reply more or less
        content = self.file if path.endswith("/2024/geojson/communes-100m.geojson") else None
        if content is not None and self.always == "latin":
            return content.replace(b"Bondy", b"Bond\xe9")
        if content is not None and self.always == "crs":
            return content.replace(b"2.4", b"652000.4").replace(b"48.9", b"6860000.9")
        return content

    def reply(self, request, status, data, kind, extra=None, fault=None):
        return super().reply(request, status, data, kind, extra, None if fault in ("latin", "crs") else fault)

    def places(self):
        return {"base": self.address, "wfs": self.address + "wfs", "datagouv": self.address}


def patiently(monkeypatch, **more):
    """Have algorithms forget who asked them to wait once a test is over: the next server may have its port."""
    true, more = Client.__init__, {"limiter": Limiter(), **more}

    def init(self, session, pulse=None, **options):
        true(self, session, pulse, **{**options, **more})

    monkeypatch.setattr(Client, "__init__", init)


def quickly(monkeypatch, fault):
    """Have algorithms ask once, and not wait long for who is slow by design."""
    limit = 0.25 if fault in ("silence", "drip") else 10.0
    patiently(monkeypatch, tries=1, pause=0.01, timeout=(limit, limit))
    monkeypatch.setattr(http, "BUSY_TRIES", 1)
    monkeypatch.setattr(network_transport.session, "__defaults__", (None, "", 1.5 * limit))


def told_of(folder, services):
    """Write the catalogue of a user who knows some services."""
    folder.mkdir(exist_ok=True)
    entries = [plain(service.entry) for service in services]
    (folder / "essai.json").write_text(json.dumps({"entries": entries}), encoding="utf-8")


# a service that gives coordinates may give them in a system that nobody knows
CASES = [
    (name, fault)
    for name in ("boundaries", "datagouv", "geoclip", "melodi", "ogc")
    for fault in FAULTS
    if fault != "crs" or name in ("ogc", "boundaries")
]
SERVICES = {"geoclip": Geoclip, "melodi": Melodi, "datagouv": DataGouv, "ogc": Wfs, "boundaries": Contours}
