"""A made-up country on loopback, for “Prepare my département”: each of its data where the shipped catalogue says.

``with DepartmentWorld(folder, "93") as world``: ``world.catalogue`` is a folder of catalogue files that send the
entries of the pack to the servers of the test and change nothing else; communes are squares of 0.02 degree in rows of
`ACROSS`, on the ground of their département, and one row more of a neighbour lies above them.
"""
from __future__ import annotations

import gzip
import io
import json
import zipfile
from contextlib import ExitStack

from cohesion_territoires.domain.indicators.levels import Territory
from cohesion_territoires.domain.qpv.known_communes import QUARTERS
from cohesion_territoires.sources.catalogue import Catalogue
from cohesion_territoires.sources.catalogue_entry import plain
from cohesion_territoires.sources.department_pack import contents
from cohesion_territoires.sources.ogc_features import ADMIN
from cohesion_territoires.sources.territories import shipped
from fake_files import QuirkyWfs, Site

ACROSS, SIDE = 20, 0.02
GROUND = {
    "971": (-61.8, 15.9), "974": (55.2, -21.3), "975": (-56.5, 46.7), "2A": (8.6, 41.4), "67": (7.2, 48.2),
    "75": (2.2, 48.8),
}  # fmt: skip
NEIGHBOUR = {"93": "95", "75": "92", "2A": "2B", "67": "68", "48": "30"}


def square(x, y, side=SIDE):
    """Return the polygon of a square of which a corner is given."""
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [[[round(a, 6) for a in corner] for corner in ring]]}


def feature(shape, **properties):
    return {"type": "Feature", "properties": properties, "geometry": shape}


def collection(features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False).encode()


class BoxedWfs(QuirkyWfs):
    """A WFS that does look at BBOX: latitude first, as the name of its reference system says."""

    def __init__(self, name, features):
        super().__init__(features)
        self.name, self.boxes = name, []

    def _features(self, query):
        kept, self.features = self.features, self._within(query)
        try:
            return super()._features(query)
        finally:
            self.features = kept

    def _within(self, query):
        if "BBOX" not in query:
            return self.features
        south, west, north, east = (float(number) for number in query["BBOX"].split(",")[:4])
        self.boxes.append((west, south, east, north))

        def touches(one):
            corners = one["geometry"]["coordinates"]
            corners = corners[0] if one["geometry"]["type"] == "Polygon" else corners
            xs, ys = zip(*corners)
            return min(xs) <= east and max(xs) >= west and min(ys) <= north and max(ys) >= south

        return [one for one in self.features if touches(one)]


class DepartmentWorld:
    """The country.

    Attributes
    ----------
    code : str
    communes : dict of str to (float, float)
        Code -> the corner of its square.
    site : fake_files.Site
    streets, squares, limits : BoxedWfs
    """

    def __init__(self, folder, code="93"):
        self.code, self.catalogue = code, folder / "catalogues"
        self.x, self.y = GROUND.get(code, (2.3, 48.8))
        mine = shipped().communes(Territory("dep", code))
        if code in ("75",):
            mine = [str(75101 + n) for n in range(20)]
        self.communes = {c: self._corner(n) for n, c in enumerate(mine)}
        self.rows = (len(mine) - 1) // ACROSS + 1
        self.neighbour = NEIGHBOUR.get(code, "01")
        beyond = shipped().communes(Territory("dep", self.neighbour))[:ACROSS]
        self.beyond = {c: self._corner(self.rows * ACROSS + n) for n, c in enumerate(beyond)}
        self.site = Site(self._pages())
        east = self.x + ACROSS * SIDE
        limit = [[self.x, self.y], [east, self.y], [east, self.top], [self.x, self.top], [self.x, self.y]]
        self.limits = BoxedWfs(
            ADMIN["dep"], [feature({"type": "Polygon", "coordinates": [limit]}, cleabs="D1", code_insee=code)]
        )
        self.streets = BoxedWfs("BDTOPO_V3:troncon_de_route", list(self._streets()))
        self.squares = BoxedWfs("IGNF_CARTO-SP_CARREAU-200m:indicateurs", list(self._squares()))

    @property
    def top(self):
        return self.y + self.rows * SIDE

    def _corner(self, number):
        return round(self.x + number % ACROSS * SIDE, 6), round(self.y + number // ACROSS * SIDE, 6)

    def __enter__(self):
        self._stack = ExitStack()
        for server in (self.site, self.limits, self.streets, self.squares):
            self._stack.enter_context(server)
        self.tell()
        return self

    def __exit__(self, *error):
        self._stack.__exit__(*error)

    @property
    def asked(self):
        """How many requests all servers had."""
        return sum(len(one.received) for one in (self.site, self.limits, self.streets, self.squares))

    def tell(self):
        """Write the catalogue."""
        self.catalogue.mkdir(parents=True, exist_ok=True)
        known, told = Catalogue.shipped(), {}
        for item in contents(self.code):
            entry = plain(known.entry(item.entry))
            request = {k: v for k, v in entry.get("request", {}).items() if k not in ("resource", "dataset", "title")}
            if entry["source"] == "boundaries":
                entry["source"], request = "datagouv", {"format": "geojson", "whole": True}
            if entry["source"] == "ogc":
                server = self.squares if "carreaux" in entry["id"] else self.streets
                request["address"] = server.url
            else:
                request["address"] = self.site.url + PLACES[item.key]
            told[entry["id"]] = {**entry, "request": request}
        (self.catalogue / "essai.json").write_text(json.dumps({"entries": list(told.values())}), encoding="utf-8")

    # what is there ------------------------------------------------------------------------------------

    def qpv(self):
        """Return (code, commune, corner) of the QPV of 2024, and of two of the neighbour's, which touch the border."""
        made, places = [], list(self.communes.items())
        for n in range(QUARTERS.get(self.code, 3)):
            # several in a commune do not touch
            turn, place = divmod(n, len(places))
            commune, (x, y) = places[place]
            corner = round(x + turn % 2 * 0.01, 6), round(y + turn // 2 * 0.01, 6)
            made.append(("QN{}{:02d}M".format(self.code.zfill(3), n + 1), commune, corner))
        for n, commune in enumerate(list(self.beyond)[:2]):
            made.append(("QN{}{:02d}M".format(self.neighbour.zfill(3), n + 1), commune, self.beyond[commune]))
        return made

    def _pages(self):
        quarters = self.qpv()
        now = collection(
            feature(square(x, y, 0.008), code_qp=code, lib_qp="Quartier " + code, insee_com=commune)
            for code, commune, (x, y) in quarters
        )
        before = collection(
            feature(square(x, y, 0.006), code_qp="QP{}{:03d}".format(code[2:5], n + 1), nom_qp="Ancien " + code)
            for n, (code, _commune, (x, y)) in enumerate(quarters)
        )
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("QP2024/GEOJSON/QP2024_FRANCE_WGS84.geojson", now)
        listed = ["code_qp;lib_qp;insee_reg;insee_dep;insee_com;lib_com"]
        # the first of the list lies in two communes
        other = list(self.communes)[-1]
        for n, (code, commune, _corner) in enumerate(quarters):
            cells = '"=""{};{}"""'.format(commune, other) if n == 0 else '"=""{}"""'.format(commune)
            listed.append("{};Quartier {};11;{};{};X".format(code, code, self.code, cells))
        sites = ["id_fs,lib_fs,insee_com,latitude,longitude,type_fs,format_fs"]
        everywhere = {**self.communes, **self.beyond}
        for n, (commune, (x, y)) in enumerate(everywhere.items()):
            sites.append("FS{0},Maison {0},{1},{2:.6f},{3:.6f},Principal,Fixe".format(n, commune, y + 0.01, x + 0.01))
        return {
            "/qpv2024.zip": packed.getvalue(), "/qpv2015.geojson": before, "/liste.csv": "\n".join(listed).encode(),
            "/communes.geojson": collection(
                feature(square(*corner), code=c, nom="Commune " + c) for c, corner in everywhere.items()
            ),
            "/ban/adresses-{}.csv.gz".format(self.code): gzip.compress("\n".join(self._addresses()).encode()),
            "/fs.csv": "\n".join(sites).encode(),
        }  # fmt: skip

    def _addresses(self):
        yield "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;x;y;lon;lat;type_position"
        for commune, (x, y) in self.communes.items():
            for number in (1, 2):
                yield "{0}_0001_0000{1};{1};;Rue Haute;{4};{0};Commune {0};;;{2:.6f};{3:.6f};entrée".format(
                    commune, number, x + 0.004 * number, y + 0.01, commune.replace("A", "0")
                )

    def _streets(self):
        """Yield a street along every row of communes, and far beyond."""
        for n in range(-30, self.rows + 30):
            y = self.y + (n + 0.5) * SIDE
            for m in range(-4, 2 * ACROSS + 4):
                ends = [[round(self.x + m * SIDE / 2, 6), y], [round(self.x + (m + 1) * SIDE / 2, 6), y]]
                yield feature(
                    {"type": "LineString", "coordinates": ends}, cleabs="T{}_{}".format(n, m),
                    nature="Route à 1 chaussée", sens_de_circulation="Double sens", vitesse_moyenne_vl=50,
                )  # fmt: skip

    def _squares(self):
        """Yield one inhabited square a commune, the neighbour's too, and far ones."""
        far = {"far{}".format(n): (self.x + 1 + n * SIDE, self.y) for n in range(3)}
        for n, (commune, (x, y)) in enumerate({**self.communes, **self.beyond, **far}.items()):
            cell = square(x + 0.005, y + 0.005, 0.002)
            yield feature(cell, cleabs="C{}".format(n), population=n + 1, lcog_geo=commune)


PLACES = {
    "qpv_2024": "qpv2024.zip", "qpv_2015": "qpv2015.geojson", "qpv_list": "liste.csv", "communes": "communes.geojson",
    "address_index": "ban/adresses-{dep}.csv.gz", "france_services": "fs.csv",
}  # fmt: skip
