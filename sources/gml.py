"""Features in GML, for servers that have no GeoJSON: versions 2 and 3, points to surfaces, as GeoJSON objects.

Curves made of arcs are refused rather than drawn straight. Coordinates keep the order in which they came; `latitude`
tells whether their reference system, as the server names it, puts latitude first.
"""

from __future__ import annotations

import math
import re

from .xml_tree import parse

__all__ = ["features", "latitude"]

_MEMBERS = ("featureMember", "member", "featureMembers")
_LONG = re.compile(r"^(urn:|https?://www\.opengis\.net/def/crs)", re.IGNORECASE)
_EMPTY = ("boundedBy",)
_MULTI = {
    "MultiPoint": ("MultiPoint", ("pointMember", "pointMembers")),
    "MultiLineString": ("MultiLineString", ("lineStringMember",)),
    "MultiCurve": ("MultiLineString", ("curveMember", "curveMembers")),
    "MultiPolygon": ("MultiPolygon", ("polygonMember",)),
    "MultiSurface": ("MultiPolygon", ("surfaceMember", "surfaceMembers")),
}
_SIMPLE = ("Point", "LineString", "Curve", "Polygon", "Surface")
_CURVED = ("Arc", "ArcString", "Circle", "CubicSpline", "BSpline", "Bezier", "Clothoid", "ArcByCenterPoint")


def features(content):
    """Read a page.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    list of dict
        Objects of GeoJSON.
    str
        How the server names the reference system; "" where no geometry says.
    int or None
        How many there are in all, as the server says.

    Raises
    ------
    ValueError
        What is no collection of features, or only the beginning of one.
    """
    root = parse(content)
    if not root.name.endswith("FeatureCollection"):
        raise ValueError("XML: {}".format(root.name))
    if root.find("truncatedResponse") is not None:
        # what follows is why
        raise ValueError("cut")
    found, names = [], []
    for member in root.children:
        if member.name in _MEMBERS:
            for node in member.children:
                if node.name.endswith("FeatureCollection"):
                    continue
                found.append(_feature(node, names))
    matched = root.attributes.get("numberMatched", "")
    return found, names[0] if names else "", int(matched) if matched.isdecimal() else None


def latitude(name, geographic):
    """Tell whether a name of a reference system puts latitude first.

    Parameters
    ----------
    name : str
        ``urn:ogc:def:crs:EPSG::4326`` does, ``EPSG:4326`` and ``http://…/gml/srs/epsg.xml#4326`` do not.
    geographic : bool
        Whether it is in degrees.
    """
    return geographic and bool(_LONG.match(name)) and "CRS84" not in name.upper()


def _feature(node, names):
    """Return one feature."""
    properties, geometry = {}, None
    for child in node.children:
        if child.name in _EMPTY:
            continue
        shape = next((c for c in child.children if c.name in _SIMPLE or c.name in _MULTI), None)
        if shape is not None:
            if geometry is None:
                geometry = _geometry(shape)
                name = _name(shape)
                if name:
                    names.append(name)
        elif child.attributes.get("nil") == "true":
            properties[child.name] = None
        else:
            properties[child.name] = child.words or None
    return {
        "type": "Feature", "id": node.attributes.get("id") or node.attributes.get("fid"), "properties": properties,
        "geometry": geometry,
    }  # fmt: skip


def _name(node):
    if node.attributes.get("srsName"):
        return node.attributes["srsName"]
    for child in node.children:
        name = _name(child)
        if name:
            return name
    return ""


def _geometry(node, size=0):
    """Return a geometry of GeoJSON; `size` is how many numbers make a position, as what is around says."""
    size = _size(node, size)
    if any(True for _found in node.every(*_CURVED)):
        raise ValueError("GML: arcs")
    if node.name in _MULTI:
        kind, members = _MULTI[node.name]
        parts = [part for member in node.every(*members) for part in member.children]
        shapes = [_geometry(part, size) for part in parts]
        coordinates = []
        for shape in shapes:
            # a surface of several patches is several polygons
            coordinates.extend(shape["coordinates"] if shape["type"] == kind else [shape["coordinates"]])
        return {"type": kind, "coordinates": coordinates}
    if node.name == "Point":
        return {"type": "Point", "coordinates": _positions(node, size)[0]}
    if node.name == "LineString":
        return {"type": "LineString", "coordinates": _positions(node, size)}
    if node.name == "Curve":
        line = []
        for segment in node.every("LineStringSegment"):
            points = _positions(segment, size)
            line.extend(points[1:] if line and line[-1] == points[0] else points)
        return {"type": "LineString", "coordinates": line}
    if node.name == "Surface":
        patches = [_polygon(patch, size) for patch in node.every("PolygonPatch")]
        if len(patches) != 1:
            return {"type": "MultiPolygon", "coordinates": patches}
        return {"type": "Polygon", "coordinates": patches[0]}
    return {"type": "Polygon", "coordinates": _polygon(node, size)}


def _size(node, size):
    return int(node.attributes.get("srsDimension") or size)


def _polygon(node, size):
    """Return the rings, the outer one first."""
    size = _size(node, size)
    outer = [_ring(ring, size) for ring in node.every("exterior", "outerBoundaryIs")]
    inner = [_ring(ring, size) for ring in node.every("interior", "innerBoundaryIs")]
    if len(outer) != 1:
        raise ValueError("GML: polygon")
    return outer + inner


def _ring(node, size):
    ring = []
    for line in node.every("LinearRing", "LineStringSegment", "LineString"):
        points = _positions(line, size)
        ring.extend(points[1:] if ring and points and ring[-1] == points[0] else points)
    return ring


def _positions(node, size):
    """Return the positions of a point or a line."""
    found, around = [], _size(node, size)
    for place in node.every("posList", "pos", "coordinates", "coord"):
        if place.name == "coordinates":
            point, blank = place.attributes.get("cs", ","), place.attributes.get("ts", " ")
            comma = place.attributes.get("decimal", ".")
            texts = place.words.split(None if not blank.strip() else blank)
            found += [[float(part.replace(comma, ".")) for part in text.split(point)][:2] for text in texts]
        elif place.name == "coord":
            found.append([float(child.words) for child in place.children][:2])
        else:
            size = _size(place, around)
            numbers = [float(text) for text in place.words.split()]
            size = size or (len(numbers) if place.name == "pos" else 2)
            if not numbers or size < 2 or len(numbers) % size or not math.isfinite(sum(numbers)):
                raise ValueError("GML: positions")
            found += [numbers[i : i + 2] for i in range(0, len(numbers), size)]
    if not found:
        raise ValueError("GML: no position")
    return found
