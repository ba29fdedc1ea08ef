"""Sites of files on loopback: data.gouv.fr with its tabular API, contours by year, and a WFS with every known quirk.

``with Site() as fake``: ``fake.pages`` holds what is at each path; a path that is not there is a 404. `DataGouvSite`
adds data sets and files, `QuirkyWfs` serves ``fake.features`` as the worst servers do. Faults as in `fake_services`.
"""
from __future__ import annotations

import json
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

from fake_services import Fake
from file_server import Files


class Site(Files):
    """Several files, each at its path."""

    path = "/"

    def __init__(self, pages=None):
        super().__init__()
        self.pages = pages or {}

    def page(self, path):
        """Return what is at a path with its parameters, None for nothing."""
        return self.pages.get(unquote(urlsplit(path).path))

    def content_of(self, path):
        return self.page(path) or b""

    def answer(self, request, body, fault):
        content = self.page(request.path)
        if content is None:
            return 404, b'{"message": "not found"}'
        if fault == "garbled":
            return 200, content[: len(content) // 2] + b"\xff\xfe\xff" + content[len(content) // 2 :]
        if fault == "html":
            return 200, b"<html><body>maintenance</body></html>"
        self.etag = '"{}-{}"'.format(len(content), hash(content) & 0xFFFF)
        return super().answer(request, body, fault)

    @property
    def paths(self):
        """The paths asked for, in order, with their parameters."""
        return [head.split(b" ", 2)[1].decode() for head in self.received]


class DataGouvSite(Site):
    """data.gouv.fr; its tabular API is at ``fake.tabular``."""

    rows_a_page = 50

    def __init__(self):
        super().__init__()
        self.tables, self.profiles = {}, {}

    def __enter__(self):
        super().__enter__()
        self.tabular = self.url + "tabular/"
        return self

    def put(self, dataset, name, content, title="", form="csv", licence="lov2", checksum=None, **more):
        """Add a file to a data set."""
        told = {
            "id": name, "title": title or name, "format": form, "last_modified": "2026-07-01T10:00:00+00:00",
            "filesize": len(content), "filetype": "file", "checksum": checksum, **more,
        }  # fmt: skip
        self.pages["/fr/datasets/r/" + name] = content
        self.pages["/api/2/datasets/resources/{}/".format(name)] = _json({"resource": told, "dataset_id": dataset})
        known = json.loads(self.pages.get("/api/1/datasets/{}/".format(dataset), b'{"resources": []}'))
        self.pages["/api/1/datasets/{}/".format(dataset)] = _json({
            "id": dataset, "slug": dataset, "title": "Jeu " + dataset, "license": licence, "tags": ["ville"],
            "organization": {"name": "ANCT"}, "resources": [*known["resources"], told],
        })  # fmt: skip

    def page(self, path):
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/api/2/datasets/search/":
            known = [key.split("/")[4] for key in self.pages if key.startswith("/api/1/datasets/")]
            found = [name for name in known if query["q"] in name]
            return _json({"data": [{"id": name} for name in found], "next_page": None})
        if parts.path.startswith("/tabular/"):
            _empty, _tabular, name, what, *_rest = parts.path.split("/")
            if name not in self.tables:
                return None
            if what == "profile":
                return _json({"profile": {"columns": self.profiles[name]}})
            return self._rows(name, query)
        return super().page(path)

    def _rows(self, name, query):
        """Answer as the tabular API: ``page_size`` at most 50, the next page in ``links``."""
        wanted = {key[: -len("__exact")]: value for key, value in query.items() if key.endswith("__exact")}
        rows = [row for row in self.tables[name] if all(str(row[key]) == value for key, value in wanted.items())]
        size, page = min(int(query.get("page_size", 20)), self.rows_a_page), int(query.get("page", 1))
        more = "&".join("{}__exact={}".format(key, quote(value)) for key, value in wanted.items())
        further = "http://interne.invalid/tabular/{}/data/?{}&page={}&page_size={}".format(name, more, page + 1, size)
        return _json({
            "data": rows[(page - 1) * size : page * size], "meta": {"page": page, "total": len(rows)},
            "links": {"next": further if page * size < len(rows) else None},
        })  # fmt: skip


class QuirkyWfs(Fake):
    """A WFS.

    Attributes
    ----------
    features : list of dict
        In degrees, longitude first.
    cap : int
        Features a request, whatever is asked.
    formats : tuple of str
    crs : tuple of str
    needs_order : bool
        As GeoServer without a primary key: no second page without SORTBY.
    pages : bool
        False: STARTINDEX is not known, and left unread.
    flips : bool
        JSON with latitude first.
    filters : bool
        False: FILTER is left unread; None: it is refused.
    exception : str
        What it says in place of features, with the status 200.
    said : str or None
        What the JSON says of its reference system.
    shift : float
        Added to coordinates: they are nowhere then.
    version : str
    lies : bool
        It says that there are no more than it gives at once.
    tells : bool
        False: DescribeFeatureType is refused.
    box : str
        What BBOX must begin with to give anything.
    """

    path, kind = "/wfs", "application/json"

    def __init__(self, features):
        super().__init__()
        self.features, self.cap, self.formats = features, 1000, ("application/json",)
        self.crs, self.version = ("urn:ogc:def:crs:EPSG::4326",), "2.0.0"
        self.needs_order, self.pages, self.flips, self.filters = False, True, False, True
        self.exception, self.said, self.shift, self.overlaps, self.identified = "", None, 0.0, 0, True
        self.lies, self.tells, self.box = True, True, ""
        self.queries, self.name = [], "sig:ecoles"

    def answer(self, request, body, fault):
        query = {key.upper(): values[0] for key, values in parse_qs(urlsplit(request.path).query, True).items()}
        self.queries.append(query)
        what = query.get("REQUEST")
        if what == "GetCapabilities":
            return 200, self._capabilities()
        if what == "DescribeFeatureType":
            return (200, self._schema()) if self.tells else (400, _EXCEPTION.format("schema").encode())
        if self.exception:
            return 200, _EXCEPTION.format(escape(self.exception)).encode()
        if query.get("OUTPUTFORMAT") not in self.formats and "RESULTTYPE" not in query:
            return 400, _EXCEPTION.format("format").encode()
        status, data = self._features(query)
        if fault == "garbled":
            data = data[: len(data) // 2] + b"\xff\xfe" + data[len(data) // 2 :]
        return status, data

    def _features(self, query):
        if "FILTER" in query and self.filters is None:
            return 400, _EXCEPTION.format("filter").encode()
        start = int(query.get("STARTINDEX", 0)) if self.pages else 0
        if start and self.needs_order and "SORTBY" not in query:
            return 400, _EXCEPTION.format("Cannot do natural order without a primary key").encode()
        kept = self.features if query.get("BBOX", "").startswith(self.box) or "BBOX" not in query else []
        if "FILTER" in query and self.filters:
            values = [part.split("</", 1)[0] for part in query["FILTER"].split(":Literal>")[1::2]]
            kept = [one for one in kept if any(self._like(one, value) for value in values)]
        if start and "SORTBY" not in query:
            start = max(start - self.overlaps, 0)
        most = int(query.get("COUNT") or query.get("MAXFEATURES") or len(kept))
        found = kept[start : start + min(most, self.cap)]
        made = [self._written(one) for one in found]
        matched = min(self.cap, len(kept)) if self.lies else len(kept)
        head = {"type": "FeatureCollection", "numberMatched": matched, "features": made}
        if self.said:
            head["crs"] = {"type": "name", "properties": {"name": self.said}}
        return 200, _json(head)

    def _like(self, feature, value):
        texts = [str(text) for text in feature["properties"].values()]
        return any(text.startswith(value[:-1]) if value.endswith("*") else text == value for text in texts)

    def _written(self, feature):
        if feature["geometry"]["type"] != "Point":
            return feature
        x, y = feature["geometry"]["coordinates"]
        x, y = x + self.shift, y + self.shift
        made = {**feature, "geometry": {"type": "Point", "coordinates": [y, x] if self.flips else [x, y]}}
        if not self.identified:
            made.pop("id", None)
        return made

    def _capabilities(self):
        values = "".join("<ows:Value>{}</ows:Value>".format(one) for one in self.formats)
        crs = "".join("<{0}>{1}</{0}>".format("DefaultCRS" if not i else "OtherCRS", c) for i, c in enumerate(self.crs))
        return _CAPABILITIES.format(name=self.name, version=self.version, formats=values, crs=crs).encode()

    def _schema(self):
        own = "".join('<element name="{}" type="xsd:string"/>'.format(name) for name in self.features[0]["properties"])
        return _SCHEMA.format(own).encode()


_CAPABILITIES = """<?xml version="1.0"?>
<wfs:WFS_Capabilities version="{version}" xmlns:wfs="http://www.opengis.net/wfs/2.0"
 xmlns:ows="http://www.opengis.net/ows/1.1">
 <ows:ServiceIdentification><ows:Title>Essai</ows:Title></ows:ServiceIdentification>
 <ows:ServiceProvider><ows:ProviderName>DDT</ows:ProviderName></ows:ServiceProvider>
 <ows:OperationsMetadata><ows:Operation name="GetFeature"><ows:Parameter name="outputFormat">
  <ows:AllowedValues>{formats}</ows:AllowedValues></ows:Parameter></ows:Operation></ows:OperationsMetadata>
 <wfs:FeatureTypeList><wfs:FeatureType><wfs:Name>{name}</wfs:Name><wfs:Title>Écoles</wfs:Title>
  <wfs:Abstract>Les écoles</wfs:Abstract><ows:Keywords><ows:Keyword>école</ows:Keyword></ows:Keywords>{crs}
  <ows:WGS84BoundingBox><ows:LowerCorner>1 46</ows:LowerCorner><ows:UpperCorner>3 49</ows:UpperCorner>
  </ows:WGS84BoundingBox></wfs:FeatureType></wfs:FeatureTypeList>
</wfs:WFS_Capabilities>"""
_SCHEMA = """<?xml version="1.0"?><schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:xsd="x" xmlns:gml="g">
<element name="ecoles" type="sig:ecolesType" substitutionGroup="gml:AbstractFeature"/>
<complexType name="ecolesType"><sequence><element name="geom" type="gml:PointPropertyType"/>{}</sequence></complexType>
</schema>"""
_EXCEPTION = """<?xml version="1.0"?><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0">
<ows:Exception exceptionCode="NoApplicableCode"><ows:ExceptionText>{}</ows:ExceptionText></ows:Exception>
</ows:ExceptionReport>"""


def _json(value):
    return json.dumps(value, ensure_ascii=False).encode()
