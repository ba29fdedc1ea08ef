"""Layers that are wrong in every way one has met, for Hypothesis to put together.

A layer is described by a `Sketch`, which Hypothesis prints when a test fails; coordinates are metres from the
corner of the tiny world.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

import tiny
from cohesion_territoires.layers.fields import make_field
from hypothesis import strategies as st
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate

NAN, INF = math.nan, math.inf
KINDS = {
    "point": ("Point", "MultiPoint", "PointZ", "PointZM", "MultiPointZ"),
    "line": ("LineString", "MultiLineString", "LineStringZ", "MultiLineStringZM", "CompoundCurve", "MultiCurve"),
    "polygon": ("Polygon", "MultiPolygon", "PolygonZ", "MultiPolygonZM", "CurvePolygon", "MultiSurface"),
}

# most layers are in Lambert-93; others in degrees, in a grid's system, in one that is wrong here, in none
SYSTEMS = ("EPSG:4326", "EPSG:3035", "EPSG:3857", "EPSG:27572", "EPSG:2975")
RARELY = st.integers(0, 40).map(lambda n: n == 33)
OFTEN = st.integers(0, 9).map(lambda n: n != 7)


@st.composite
def systems(draw):
    if draw(RARELY):
        return ""
    return draw(st.sampled_from(SYSTEMS)) if not draw(st.integers(0, 3)) else "EPSG:2154"


@dataclass
class Sketch:
    """A layer to be made.

    Attributes
    ----------
    kind : str
        As memory layers want it.
    crs : str
        "" for none.
    fields : list of (str, kind)
    rows : list of (str or None, tuple)
        WKT and values.
    """

    kind: str
    crs: str
    fields: list
    rows: list

    def layer(self):
        made = QgsVectorLayer("{}?crs={}".format(self.kind, self.crs or "EPSG:2154"), "couche", "memory")
        if self.kind == "None":
            made = QgsVectorLayer("None", "couche", "memory")
        made.dataProvider().addAttributes([make_field(n, t) for n, t in self.fields])
        made.updateFields()
        features = []
        for wkt, values in self.rows:
            feature = QgsFeature(made.fields())
            feature.setAttributes([_qt(value) for value in values])
            if wkt is not None and self.kind != "None":
                feature.setGeometry(placed(wkt, self.crs))
            features.append(feature)
        if features and not made.dataProvider().addFeatures(features)[0]:
            raise AssertionError("the layer refused its rows: {}".format(made.dataProvider().lastError()))
        made.updateExtents()
        if not self.crs:
            made.setCrs(QgsCoordinateReferenceSystem())
        return made


def placed(wkt, crs):
    """Geometry of a WKT counted from the tiny world's corner, in a system; as it is where that cannot be."""
    geometry = QgsGeometry.fromWkt(wkt)
    if geometry.isNull() or geometry.isEmpty():
        return geometry
    geometry.translate(tiny.X0, tiny.Y0)
    if crs and crs != "EPSG:2154":
        change = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:2154"), QgsCoordinateReferenceSystem(crs), QgsProject.instance()
        )
        before = QgsGeometry(geometry)
        try:
            geometry.transform(change)
        except QgsCsException:
            return before
    return geometry


def _qt(value):
    return QDate(value.year, value.month, value.day) if isinstance(value, datetime.date) else value


# values ----------------------------------------------------------------------------------------------

TEXTS = [
    None, "", " ", "a", "École", "école", "É'\"\\;", "1", "01001", "1.0", "0,5", "nan", "inf", "-1", "NULL", "oui",
    "{}", "{0}", "%s", "x" * 300, "a\nb", "ﬁ", "日本", "\U0001f600",
]  # fmt: skip
VALUES = {
    "text": st.sampled_from(TEXTS),
    "int": st.sampled_from([None, 0, 1, -1, 7, 2**31 - 1, 1 - 2**31]),
    "long": st.sampled_from([None, 0, 1, -1, 7, 2**53 + 1, 1 - 2**63]),
    "double": st.sampled_from([None, 0.0, -0.0, 1.0, 2.5, -9999.0, 1e-300, 1e308, NAN, INF, -INF]),
    "bool": st.sampled_from([None, True, False]),
    "date": st.sampled_from([None, datetime.date(2024, 2, 29), datetime.date(1, 1, 1)]),
}
TYPES = tuple(VALUES)
# names that results use themselves, that formats keep for themselves, or that need care
NAMES = [
    "fid", "FID", "fid_2", "fid_source", "ogc_fid", "id", "minutes_tous", "Minutes_Tous", "minutes_tous_2", "id_tous",
    "statut", "STATUT", "effet_bord", "distance_acces_m", "mode_calcul", "mode", "population", "pop_fixe_1",
    "part_fixe_1_pct", "minutes_fixe", "site_fixe", "nb_carreaux", "zone", "geom", "geometry", "longitude", "latitude",
    "é à", "a\"b", "select", "x" * 70, "minutes_avec_antennes",
]  # fmt: skip


@st.composite
def extra_fields(draw, most=3):
    """Fields nobody asked for, whose names may clash with those of results."""
    names = draw(st.lists(st.sampled_from(NAMES), max_size=most, unique=True))
    return [(name, draw(st.sampled_from(TYPES))) for name in names]


@st.composite
def sketches(draw, geometries, fields, values, most=6, sound=(), kinds=None, extras=3):
    """Layers.

    Parameters
    ----------
    geometries : strategy of str or None
    fields : list of (str, kind)
        Wanted fields.
    values : list of strategies
        Their values.
    sound : sequence of (str, tuple)
        Rows that come first, in most layers.
    kinds : {"point", "line", "polygon"}
    """
    more = draw(extra_fields(extras))
    names = {name.lower() for name, _ in fields}
    more = [f for f in more if f[0].lower() not in names]
    least = 0 if draw(RARELY) else 1
    rows = draw(st.lists(st.tuples(geometries, st.tuples(*values)), min_size=least, max_size=most))
    if sound and draw(OFTEN):
        rows = list(sound) + rows
    rows = [(wkt, (*own, *[draw(VALUES[kind]) for _, kind in more])) for wkt, own in rows]
    return Sketch(draw(st.sampled_from(KINDS[kinds])), draw(systems()), [*fields, *more], rows)


# geometries ----------------------------------------------------------------------------------------------

square = tiny.square

_number = st.integers(-60, 900)
SOUND_POINTS = st.builds("POINT({} {})".format, _number, _number)
ODD_POINTS = st.sampled_from([
    None, "POINT EMPTY", "MULTIPOINT EMPTY", "POINT Z (310 325 7)", "POINT ZM (310 325 7 8)", "POINT M (310 325 8)",
    "MULTIPOINT((310 325))", "MULTIPOINT((310 325),(0 0))", "MULTIPOINT Z((310 325 nan))", "POINT(50000 300)",
    "POINT(1e9 1e9)", "POINT(-1e300 1e300)", "POINT(nan 3)", "POINT(3 inf)", "POINT(3050 3005)", "POINT(200 200)",
    "MULTIPOINT((nan nan))", "POINT(-650000 -6860000)",
])  # fmt: skip
POINTS = st.one_of(SOUND_POINTS, SOUND_POINTS, ODD_POINTS)

SOUND_POLYGONS = st.builds(square, _number, _number, st.sampled_from([7, 200, 450]))
ODD_POLYGONS = st.sampled_from([
    None, "POLYGON EMPTY", "MULTIPOLYGON EMPTY",
    "POLYGON((0 0,400 400,400 0,0 400,0 0))",  # crosses itself
    "POLYGON((0 0,0 0,400 0,400 0,400 400,400 400,0 400,0 0,0 0))",  # vertices twice
    "POLYGON((0 0,400 0,400 400,0 400,0 0),(500 500,600 500,600 600,500 600,500 500))",  # hole outside
    "POLYGON((0 0,400 0,400 400,0 400,0 0),(0 0,400 0,400 400,0 400,0 0))",  # nothing but a hole
    "POLYGON((0 0,400 0,400 400,0 400,0 0),(300 300,500 300,500 500,300 500,300 300))",  # hole across the edge
    "POLYGON((0 0,400 0,800 0,0 0))", "POLYGON((5 5,5 5,5 5,5 5))", "POLYGON((0 0,400 0,400 400))",
    "POLYGON((0 0,400 0,400 400,0 400,0 0,-300 -300,0 0))",  # spike
    "POLYGON Z((0 0 1,400 0 nan,400 400 3,0 400 4,0 0 1))", "MULTIPOLYGON M(((0 0 1,400 0 1,400 400 3,0 0 1)))",
    "MULTIPOLYGON(((0 0,400 0,400 400,0 400,0 0)),((200 200,600 200,600 600,200 600,200 200)))",  # parts overlap
    "MULTIPOLYGON(((0 0,200 0,200 200,0 200,0 0)),((200 0,400 0,400 200,200 200,200 0)))",  # parts share a side
    "MULTIPOLYGON(((0 0,200 0,200 200,0 200,0 0)),((200 200,400 200,400 400,200 400,200 200)))",  # share a corner
    "CURVEPOLYGON(CIRCULARSTRING(0 200,200 400,400 200,200 0,0 200))",
    "CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(0 0,200 200,400 0),(400 0,0 0)))",
    "MULTISURFACE(CURVEPOLYGON(CIRCULARSTRING(0 200,200 400,400 200,200 0,0 200)))",
    "POLYGON((0 0,nan 0,400 400,0 400,0 0))", "POLYGON((0 0,1e9 0,1e9 1e9,0 1e9,0 0))",
    "POLYGON((0 0,inf 0,400 400,0 400,0 0))", "POLYGON((50000 0,50400 0,50400 400,50000 400,50000 0))",
    "POLYGON((0 0,1e-7 0,1e-7 1e-7,0 1e-7,0 0))", "POLYGON((0 400,0 0,400 0,400 400,0 400))",
])  # fmt: skip
POLYGONS = st.one_of(SOUND_POLYGONS, SOUND_POLYGONS, ODD_POLYGONS)

_corner = st.sampled_from([0, 200, 400])
SOUND_LINES = st.builds("LINESTRING({} {},{} {})".format, _corner, _corner, _number, _number)
ODD_LINES = st.sampled_from([
    None, "LINESTRING EMPTY", "MULTILINESTRING EMPTY", "LINESTRING(5 5)", "LINESTRING(5 5,5 5)",
    "LINESTRING(0 0,0 0,200 0,200 0)", "MULTILINESTRING((0 0,200 200),(200 200,200 200))",
    "MULTILINESTRING((0 0,200 200),(400 400,400 200))", "LINESTRING Z(0 0 1,400 400 nan)",
    "LINESTRING ZM(0 0 1 2,400 400 3 4)", "LINESTRING M(0 0 1,400 400 3)", "CIRCULARSTRING(0 0,100 100,200 0)",
    "COMPOUNDCURVE(CIRCULARSTRING(0 0,100 100,200 0),(200 0,400 0))",
    "MULTICURVE((0 0,200 0),CIRCULARSTRING(0 0,100 100,200 0))",
    "LINESTRING(0 0,nan 5)", "LINESTRING(0 0,inf 5)", "LINESTRING(0 0,200 0,200 200,0 0)", "LINESTRING(0 0,200 0)",
    "LINESTRING(0 0,1e9 0)", "LINESTRING(0 0,1e300 0)", "LINESTRING(0 0,1e-9 0)", "LINESTRING(0 0,400 400,400 0,0 400)",
    "LINESTRING(0 0.3,200 0.3)", "LINESTRING(50000 0,50200 0)", "LINESTRING(0 0,200 0,0 0)",
    "LINESTRING(390 10,398.5 10)", "LINESTRING(0 0,-650000 -6860000)", "LINESTRING(0 0,3e6 1e6)",
])  # fmt: skip
LINES = st.one_of(SOUND_LINES, ODD_LINES)

GRID = [
    *["LINESTRING({0} {1},{0} {2})".format(x, y, y + 200) for x in (0, 200, 400) for y in (0, 200)],
    *["LINESTRING({1} {0},{2} {0})".format(y, x, x + 200) for y in (0, 200, 400) for x in (0, 200)],
    "LINESTRING(3000 3000,3100 3000)",
]

# networks: fields, values, and the parameters that go with them ----------------------------------------------

_speeds = st.sampled_from(["50", "0", "-5", "1e9", "none", "walk", "50;30", "signals", "", None, "nan", "inf"])
_numbers = st.sampled_from([None, 0.0, -1.0, 50.0, 1e-9, 1e9, NAN, INF, -INF])
OSM = (
    [("highway", "text"), ("oneway", "text"), ("maxspeed", "text"), ("foot", "text"), ("access", "text")],
    [
        st.sampled_from(["residential", "residential", "motorway", "footway", "steps", "rien", "", None, "Primary"]),
        st.sampled_from(["yes", "no", "-1", "reversible", "peut-être", "", None, "1"]),
        _speeds,
        st.sampled_from([None, "no", "yes", "???"]),
        st.sampled_from([None, "no", "private", "???"]),
    ],
    ("residential", "no", "50", None, None),
)
BD_TOPO = (
    [("sens_de_circulation", "text"), ("vitesse_moyenne_vl", "int"), ("nature", "text"), ("etat_de_l_objet", "text")],
    [
        st.sampled_from(["Double sens", "Sens direct", "Sens inverse", "Sans objet", "Sens interdit", "", None]),
        st.sampled_from([None, 0, -5, 50, 2**31 - 1]),
        st.sampled_from(["Route à 1 chaussée", "Escalier", "Sentier", "Bac ou liaison maritime", "rien", "", None]),
        st.sampled_from(["En service", "En projet", "", None]),
    ],
    ("Double sens", 50, "Route à 1 chaussée", "En service"),
)
PLAIN = (
    [("v", "double"), ("sens", "text"), ("temps", "text")],
    [_numbers, st.sampled_from([None, "", "direct", "DIRECT", "inverse", "double", "rien"]), st.sampled_from(TEXTS)],
    (50.0, "double", "1"),
)
ODDLY_TYPED = (
    [("highway", "double"), ("oneway", "bool"), ("maxspeed", "date"), ("foot", "int")],
    [VALUES["double"], VALUES["bool"], VALUES["date"], VALUES["int"]],
    (1.0, True, None, 1),
)


@st.composite
def networks(draw, points=True):
    """A network and its parameters."""
    fields, values, usual = draw(st.sampled_from([OSM, OSM, BD_TOPO, PLAIN, ODDLY_TYPED]))
    sketch = draw(sketches(LINES, fields, values, sound=[(wkt, usual) for wkt in GRID], kinds="line", extras=2))
    given = {"MODE": draw(st.integers(0, 1)), "NETWORK_PROFILE": draw(st.sampled_from([0, 0, 0, 1, 2, 3]))}

    def perhaps(name, choices):
        if not draw(st.integers(0, 3)):
            given[name] = draw(st.sampled_from(choices))

    if fields is PLAIN[0]:
        given["NETWORK_PROFILE"] = 3
        perhaps("SPEED_FIELD", ["v", "temps", "nulle_part"])
        perhaps("DIRECTION_FIELD", ["sens", "v"])
        if given.get("DIRECTION_FIELD"):
            perhaps("VALUE_FORWARD", ["direct", "1", " "])
            perhaps("VALUE_BACKWARD", ["inverse", "direct"])
            perhaps("VALUE_BOTH", ["double", ""])
        perhaps("TIME_EXPRESSION", [
            '"v"', '"v"/60', '"temps"', "$length/50", "1/0", "NULL", '"nulle_part"', "1 +", "-1", "'abc'",
            '"v"*"temps"', 'to_real("temps")', "geom_to_wkt($geometry)", "1e300*1e300", "0", "now()",
        ])  # fmt: skip
    perhaps("NETWORK_FILTER", ["true", "false", "NULL", "$length > 10", "1/0", "'oui'", "@row_number < 3", "("])
    perhaps("ONE_WAY_ON_FOOT", [True, False])
    perhaps("DEFAULT_DIRECTION", [0, 1, 2])
    perhaps("DEFAULT_SPEED", [30.0, 0.1, 1e9])
    perhaps("WALKING_SPEED", [4.0, 0.1, 1e9, None])
    perhaps("TOLERANCE", [0.0, 0.5, 30.0, 5000.0])
    if points:
        perhaps("SNAP_TO", [0, 1])
        perhaps("MAX_SNAP", [0.0, 20.0, 1e7])
        perhaps("ACCESS_SPEED", [0.0, 1.0, 1e9])
    return sketch, given
