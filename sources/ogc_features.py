"""Layers of any server of features, WFS 2.0 and 1.1 or OGC API Features, each as one GeoJSON file.

What an entry's ``request`` holds::

    "address"   of the server
    "layer"     its name there; ``adapter.entries`` gives them all
    "type"      optional, "wfs" or "oapif"; found out where it is left out
    "code"      optional, attributes that may hold the feature's own code, in order: ["code_insee", "insee_com"];
                with "com" as level, they limit communes to a département
    "within"    optional, attributes that hold the code of a territory: {"dep": ["code_insee_du_departement"]}
    "filter"    optional, {"nature": ["Zone industrielle", "Divers commercial"]}
    "limit"     optional, "extent": a layer so large that it is asked for within a territory only
    "bbox"      optional, west, south, east, north in degrees: the territory's, where the caller knows it
    "around_km" optional, how far beyond the territory's bounds
    "order"     optional, attribute to sort by where the server cannot page without; "cleabs", the code, or the first

Limited by attributes where the server can, and here in any case; by the territory's bounds where no attribute tells.
"""

from __future__ import annotations

from pathlib import Path

from ..domain.errors import QT_TRANSLATE_NOOP, DamagedAnswerError, ParameterError, ServiceRefusedError
from ..domain.indicators.entry import LAYER, Entry, Query
from ..domain.indicators.levels import ARR, CAN, COM, DEP, EPCI, EPT, FRA, REG, Territory
from .adapter import Fetched
from .disk import require_room, writing
from .geojson_file import GEOGRAPHIC, WGS84, Writer, bounds_of, judge, swapped, widened
from .http import host
from .http_replies import plain_address
from .ogc_capabilities import read_service
from .ogc_crs import crs_for
from .ogc_filters import holds, wanted
from .ogc_pages import RepeatedError, api_pages, wfs_attributes, wfs_pages
from .ogc_services import OAPIF, WFS, address_with, code_of

__all__ = ["ADMIN", "GEOPLATEFORME", "OgcFeatures"]

GEOPLATEFORME = "https://data.geopf.fr/wfs/ows"
ADMIN = {
    level: "ADMINEXPRESS-COG-CARTO.LATEST:" + name
    for level, name in {
        COM: "commune", EPCI: "epci", EPT: "epci", DEP: "departement", REG: "region", ARR: "arrondissement",
        CAN: "canton",
    }.items()
}  # fmt: skip
_OWN = {COM: ("code_insee", "insee_com"), DEP: ("code_insee", "insee_dep"), REG: ("code_insee", "insee_reg"),
        EPCI: ("code_siren", "siren_epci")}  # fmt: skip
_KEYS = ("cleabs", "gid", "id", "ogc_fid", "fid", "objectid")
_LEAST_ROOM = 50_000_000

_NO_LAYER = QT_TRANSLATE_NOOP(
    "@default", "{service} has no layer “{layer}” any more. It offers, among others: {others}. See {page}"
)
_TOO_LARGE = QT_TRANSLATE_NOOP(
    "@default", "“{title}” is too large for the whole country: choose a commune, an EPCI, a département or a région."
)
_WHOLE = QT_TRANSLATE_NOOP(
    "@default", "“{title}”: nothing in this layer tells what is in {territory}, so it was fetched whole."
)
_NO_BOUNDS = QT_TRANSLATE_NOOP(
    "@default",
    "The bounds of {territory} could not be found, without which “{title}” is too large: choose another territory.",
)
_TWO_CRS = QT_TRANSLATE_NOOP(
    "@default",
    "{service} gave one part of the coordinates in EPSG:{crs}, another in EPSG:{other}: nothing of it was used. Tell "
    "the service, or take the file at its page.",
)
_OTHER_CRS = QT_TRANSLATE_NOOP(
    "@default", "{service} gave the coordinates in {crs}, though {wanted} was asked for: they were kept as they came."
)
_SHORT = QT_TRANSLATE_NOOP(
    "@default",
    "{service} announces {announced} objects and gave {count}: perhaps some are missing. Limit what is asked for to a "
    "smaller territory.",
)
_NO_FEATURE = QT_TRANSLATE_NOOP("@default", "{service} has no object of “{title}” for {territory}.")
_NO_ADDRESS = QT_TRANSLATE_NOOP("@default", "“{title}” does not say where its server is, or which layer it is.")


class OgcFeatures:
    """The adapter.

    Parameters
    ----------
    base : str, optional
        Address of the server that `entries` reads, and that is asked in place of an entry's own.
    kind : str, optional
        "wfs" or "oapif"; found out where it is left out.
    places : str, optional
        WFS whose administrative limits give a territory's bounds.
    """

    def __init__(self, base="", kind="", places=GEOPLATEFORME):
        self.base, self.kind, self.places = base, kind, places

    def entries(self, client):
        """Read what the server offers, one entry a layer.

        Parameters
        ----------
        client : sources.http.Client

        Yields
        ------
        domain.indicators.entry.Entry

        Raises
        ------
        SourceError
        """
        service = read_service(client, self.base, self.kind)
        for layer in service.layers.values():
            yield Entry(
                id="ogc:{}.{}".format(host(self.base), layer.name), source="ogc", title=layer.title or layer.name,
                kind=LAYER, observatory=service.title or host(self.base), themes=layer.keywords[:1],
                definition=layer.abstract, producer=service.provider, page=layer.page, synonyms=layer.keywords,
                note=service.rights,
                request={"type": service.kind, "address": address_with(self.base), "layer": layer.name},
            )  # fmt: skip

    def fetch(self, client, entry, query, folder):
        """Get a layer, limited to the query's territory where something tells what is in it.

        Parameters
        ----------
        client : sources.http.Client
        entry : domain.indicators.entry.Entry
        query : domain.indicators.entry.Query
            Its year is not used.
        folder : pathlib.Path

        Returns
        -------
        sources.adapter.Fetched

        Raises
        ------
        SourceError, ParameterError, OutputError
        """
        request, territory = entry.request, query.territory
        address = self.base or request.get("address")
        if not address or not request.get("layer"):
            raise ParameterError(_NO_ADDRESS, title=entry.title)
        if request.get("limit") == "extent" and territory.level == FRA:
            raise ParameterError(_TOO_LARGE, title=entry.title)
        service = read_service(client, address, request.get("type") or self.kind)
        layer = service.layer(request["layer"])
        if layer is None:
            others = ", ".join(list(service.layers)[:10]) or "–"
            raise ServiceRefusedError(
                _NO_LAYER, service=host(address), layer=request["layer"], others=others,
                page=entry.page or plain_address(address),
            )  # fmt: skip
        names = self._attributes(client, service, layer, entry, query)
        conditions, limited = wanted(entry, query, names)
        bounds, notes = None, []
        if not limited:
            bounds = self._bounds(client, entry, query)
            if bounds is None and request.get("limit") == "extent":
                raise ServiceRefusedError(_NO_BOUNDS, title=entry.title, territory=str(territory))
            if bounds is None:
                notes.append((_WHOLE, {"title": entry.title, "territory": str(territory)}))
        # what comes whole lies anywhere
        crs, written = crs_for(layer, territory if limited or bounds else Territory())
        order = request.get("order") or next((key for key in (*_KEYS, *names) if key in names), "")
        work = _Work(client, service, layer, written, crs, conditions, bounds, order, names)
        work.large = request.get("limit") == "extent"
        path = Path(folder) / "features.geojson"
        with writing(path.parent):
            require_room(path.parent, _LEAST_ROOM)
            try:
                found = work.write(path)
            except RepeatedError:
                if not order or service.kind != WFS:
                    raise
                # once more, in an order that it is told
                work.ordered = True
                found = work.write(path)
        if found is None:
            raise ServiceRefusedError(_NO_FEATURE, service=host(address), title=entry.title, territory=territory.said)
        if found != crs:
            notes.append((_OTHER_CRS, {"service": host(address), "crs": "EPSG:" + found, "wanted": "EPSG:" + crs}))
        if work.announced > work.done:
            notes.append((_SHORT, {"service": host(address), "announced": work.announced, "count": work.done}))
        return Fetched(
            path=path, form="geojson", crs="EPSG:" + found, address=plain_address(address), producer=service.provider,
            geography=str(request.get("geography") or ""), notes=tuple(notes),
        )  # fmt: skip

    def _attributes(self, client, service, layer, entry, query):
        """Return the attributes and their types, where they are needed."""
        if service.kind == WFS:
            try:
                return wfs_attributes(client, service, layer)
            except ServiceRefusedError:
                # nothing can be filtered then
                return {}
        if not (entry.request.get("filter") or query.territory.level != FRA):
            return {}
        # those that the first objects have
        page = next(api_pages(client, service, layer, "", size=1), None)
        return dict.fromkeys(page.features[0]["properties"], "") if page is not None and page.features else {}

    def _bounds(self, client, entry, query):
        """Return the bounds in degrees of a territory and its surroundings; None where nobody knows them."""
        given, territory = entry.request.get("bbox"), query.territory
        if given:
            return tuple(float(number) for number in given)
        if entry.request.get("limit") != "extent" or territory.level not in _OWN:
            return None
        service = read_service(client, self.places, WFS)
        layer = service.layer(ADMIN[territory.level])
        if layer is None:
            return None
        own = Entry("", "ogc", "", levels=(territory.level,), request={"code": _OWN[territory.level]})
        conditions, limited = wanted(own, Query(territory.level, territory), wfs_attributes(client, service, layer))
        if not limited:
            return None
        written = next((crs for crs in layer.crs if code_of(crs) == WGS84), "urn:ogc:def:crs:EPSG::" + WGS84)
        features = []
        for page in wfs_pages(client, service, layer, written, conditions):
            found = [feature for feature in page.features if holds(feature, conditions)]
            _crs, turn = judge(found, page.crs, WGS84, layer.bounds, host(self.places), page.latitude_first)
            features += [{**one, "geometry": swapped(one["geometry"])} if turn else one for one in found]
        return widened(bounds_of(features), float(entry.request.get("around_km") or 0))


class _Work:
    """A layer that is fetched.

    Attributes
    ----------
    ordered : bool
        Whether its pages are asked for in a given order.
    large : bool
        Whether it is too large to come whole.
    announced, done : int
        How many objects the server says there are, and how many it gave.
    """

    ordered = large = False
    announced = done = 0

    def __init__(self, client, service, layer, written, crs, conditions, bounds, order, types):
        self.client, self.service, self.layer, self.written, self.crs = client, service, layer, written, crs
        self.conditions, self.bounds, self.order, self.types = conditions, bounds, order, types

    def write(self, path):
        """Write all pages in a file, and return the number of the reference system; None for no feature at all."""
        try:
            found = self._write(path, self.conditions, self.bounds)
            if found is None and self.bounds and self.service.kind == WFS:
                # a server that wants them the other way round says nothing, and gives nothing
                west, south, east, north = self.bounds
                return self._write(path, (), (south, west, north, east))
            return found
        except ServiceRefusedError:
            if not self.conditions or self.large:
                raise
        # a server that knows no such filter sends all: it is limited here
        return self._write(path, (), None)

    def _write(self, path, asked, bounds):
        writer, crs = None, None
        self.announced = self.done = 0
        try:
            for page in self._pages(asked, bounds):
                self.done += len(page.features)
                self.announced = page.matched or self.announced
                kept = [feature for feature in page.features if holds(feature, self.conditions)]
                if kept:
                    found, turn = judge(
                        kept, page.crs, self.crs, self.layer.bounds, host(self.service.address), page.latitude_first
                    )
                    if crs is not None and found != crs:
                        raise DamagedAnswerError(_TWO_CRS, service=host(self.service.address), crs=crs, other=found)
                    if writer is None:
                        writer, crs = Writer(path, found), found
                    writer.add({**one, "geometry": swapped(one["geometry"])} if turn else one for one in kept)
                if page.matched:
                    self.client.tick(min(self.done / page.matched, 0.99))
            if writer is not None:
                writer.finish()
            return crs
        finally:
            if writer is not None:
                writer.close()

    def _pages(self, asked, bounds):
        if self.service.kind == OAPIF:
            crs = "" if code_of(self.written) in GEOGRAPHIC else self.written
            return api_pages(self.client, self.service, self.layer, crs, asked, bounds)
        return wfs_pages(
            self.client, self.service, self.layer, self.written, asked, bounds, self.order, self.ordered, self.types
        )
