"""Features in GML: every geometry of versions 2 and 3, and what is refused."""
from __future__ import annotations

import pytest
from cohesion_territoires.sources.gml import features, latitude

PAGE = """<?xml version="1.0"?>
<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:s="s">
 <wfs:member><s:zone gml:id="zone.1"><gml:boundedBy><gml:Envelope><gml:lowerCorner>0 0</gml:lowerCorner></gml:Envelope>
 </gml:boundedBy><s:code>01001</s:code><s:vide/><s:nul xsi:nil="true"/><s:geom>{}</s:geom></s:zone></wfs:member>
</wfs:FeatureCollection>"""
RING = "<gml:LinearRing><gml:posList>0 0 4 0 4 4 0 0</gml:posList></gml:LinearRing>"
HOLE = "<gml:LinearRing><gml:posList>1 1 2 1 2 2 1 1</gml:posList></gml:LinearRing>"
OUTER, INNER = [[0, 0], [4, 0], [4, 4], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 1]]
SQUARE = "<gml:exterior>{}</gml:exterior>".format(RING)
HOLED = SQUARE + "<gml:interior>{}</gml:interior>".format(HOLE)


@pytest.mark.parametrize(
    ("text", "kind", "coordinates"),
    [
        ("<gml:Point><gml:pos>1 2</gml:pos></gml:Point>", "Point", [1, 2]),
        ("<gml:Point><gml:pos>1 2 3</gml:pos></gml:Point>", "Point", [1, 2]),
        ("<gml:Point><gml:coordinates>1,2</gml:coordinates></gml:Point>", "Point", [1, 2]),
        ("<gml:Point><gml:coord><gml:X>1</gml:X><gml:Y>2</gml:Y></gml:coord></gml:Point>", "Point", [1, 2]),
        ('<gml:LineString srsDimension="3"><gml:posList>1 2 0 3 4 0</gml:posList></gml:LineString>', "LineString",
         [[1, 2], [3, 4]]),
        ('<gml:LineString><gml:coordinates cs=";" ts="|" decimal=",">1,5;2|3;4</gml:coordinates></gml:LineString>',
         "LineString", [[1.5, 2], [3, 4]]),
        ("<gml:Curve><gml:segments><gml:LineStringSegment><gml:posList>0 0 1 1</gml:posList></gml:LineStringSegment>"
         "<gml:LineStringSegment><gml:posList>1 1 2 0</gml:posList></gml:LineStringSegment></gml:segments></gml:Curve>",
         "LineString", [[0, 0], [1, 1], [2, 0]]),
        ("<gml:Polygon>{}</gml:Polygon>".format(HOLED), "Polygon", [OUTER, INNER]),
        # three numbers a position, as the outermost element alone says
        ('<gml:MultiSurface srsDimension="3"><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing>'
         "<gml:posList>0 0 9 4 0 9 4 4 9 0 0 9</gml:posList>"
         "</gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>"
         "</gml:MultiSurface>", "MultiPolygon", [[OUTER]]),
        ("<gml:Polygon><gml:outerBoundaryIs>{}</gml:outerBoundaryIs></gml:Polygon>".format(RING), "Polygon", [OUTER]),
        ("<gml:Surface><gml:patches><gml:PolygonPatch>{}</gml:PolygonPatch></gml:patches></gml:Surface>".format(HOLED),
         "Polygon", [OUTER, INNER]),
        ("<gml:MultiSurface><gml:surfaceMember><gml:Polygon>{}</gml:Polygon></gml:surfaceMember><gml:surfaceMember>"
         "<gml:Surface><gml:patches><gml:PolygonPatch>{}</gml:PolygonPatch><gml:PolygonPatch>{}</gml:PolygonPatch>"
         "</gml:patches></gml:Surface></gml:surfaceMember></gml:MultiSurface>".format(HOLED, SQUARE, SQUARE),
         "MultiPolygon", [[OUTER, INNER], [OUTER], [OUTER]]),
        ("<gml:MultiPolygon><gml:polygonMember><gml:Polygon>{}</gml:Polygon></gml:polygonMember></gml:MultiPolygon>"
         .format(SQUARE), "MultiPolygon", [[OUTER]]),
        ("<gml:MultiPoint><gml:pointMembers><gml:Point><gml:pos>1 2</gml:pos></gml:Point><gml:Point><gml:pos>3 4"
         "</gml:pos></gml:Point></gml:pointMembers></gml:MultiPoint>", "MultiPoint", [[1, 2], [3, 4]]),
        ("<gml:MultiCurve><gml:curveMember><gml:LineString><gml:posList>1 2 3 4</gml:posList></gml:LineString>"
         "</gml:curveMember></gml:MultiCurve>", "MultiLineString", [[[1, 2], [3, 4]]]),
    ],
)  # fmt: skip
def test_a_geometry(text, kind, coordinates):
    (one,), _name, _matched = features(PAGE.format(text).encode())
    assert one["geometry"] == {"type": kind, "coordinates": coordinates}
    assert one["properties"] == {"code": "01001", "vide": None, "nul": None} and one["id"] == "zone.1"


def test_a_feature_without_geometry_and_an_empty_page():
    (one,), name, matched = features(PAGE.format("").encode())
    assert one["geometry"] is None and name == "" and matched is None
    assert features(b"<FeatureCollection numberMatched='unknown'/>") == ([], "", None)
    assert features(b"<FeatureCollection numberMatched='12'/>") == ([], "", 12)


@pytest.mark.parametrize(
    "text",
    [
        "<gml:Curve><gml:segments><gml:Arc><gml:posList>0 0 1 1 2 0</gml:posList></gml:Arc></gml:segments></gml:Curve>",
        "<gml:Polygon/>",
        "<gml:Point/>",
        "<gml:Point><gml:pos>1</gml:pos></gml:Point>",
        "<gml:Point><gml:pos>un deux</gml:pos></gml:Point>",
        "<gml:LineString><gml:posList>1 2 nan 4</gml:posList></gml:LineString>",
        "<gml:LineString><gml:posList>1 2 3</gml:posList></gml:LineString>",
    ],
)
def test_what_cannot_be_drawn_is_refused(text):
    with pytest.raises(ValueError, match="."):
        features(PAGE.format(text).encode())


@pytest.mark.parametrize(
    "text",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><FeatureCollection>&a;</FeatureCollection>',
        b"<Capabilities/>",
        b"<FeatureCollection><truncatedResponse/></FeatureCollection>",
        b"<FeatureCollection>",
        b"",
    ],
)
def test_what_is_no_collection_is_refused(text):
    with pytest.raises(ValueError, match="."):
        features(text)


def test_which_names_put_latitude_first():
    assert latitude("urn:ogc:def:crs:EPSG::4326", True) and latitude("http://www.opengis.net/def/crs/EPSG/0/4326", True)
    assert not latitude("EPSG:4326", True) and not latitude("http://www.opengis.net/gml/srs/epsg.xml#4326", True)
    assert not latitude("urn:ogc:def:crs:EPSG::2154", False) and not latitude("urn:ogc:def:crs:OGC:1.3:CRS84", True)
