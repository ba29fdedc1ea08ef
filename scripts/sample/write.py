"""GeoPackage and CSV, the same bytes' worth of rows at every run."""

from __future__ import annotations

import csv
import os

import numpy as np
from osgeo import gdal, ogr, osr

from .place import ORIGIN

gdal.UseExceptions()
ogr.UseExceptions()
KINDS = {
    "text": (ogr.OFTString, ogr.OFSTNone),
    "int": (ogr.OFTInteger, ogr.OFSTNone),
    "real": (ogr.OFTReal, ogr.OFSTNone),
    "bool": (ogr.OFTInteger, ogr.OFSTBoolean),
}


def crs(code):
    """Return the reference system of an EPSG code, easting first."""
    system = osr.SpatialReference()
    system.ImportFromEPSG(code)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system


_MOVES = {}


def moved(points, source, target):
    """Return points taken from one EPSG code to another."""
    if (source, target) not in _MOVES:
        _MOVES[source, target] = osr.CoordinateTransformation(crs(source), crs(target))
    out = _MOVES[source, target].TransformPoints(np.asarray(points, float).tolist())
    return np.array(out)[:, :2]


def lambert(points):
    """Return local metres as Lambert-93, on the tenth of a metre."""
    return np.round(np.asarray(points, float) + ORIGIN, 1)


def degrees(points):
    """Return local metres as (longitude, latitude), six decimals as the BAN gives them."""
    return np.round(moved(lambert(points), 2154, 4326), 6)


def line_geometry(line):
    """Return an OGR line of local metres."""
    geometry = ogr.Geometry(ogr.wkbLineString)
    for x, y in lambert(line).tolist():
        geometry.AddPoint_2D(x, y)
    return geometry


def polygon_geometry(parts, placed=lambert):
    """Return an OGR multipolygon; `parts` is a list of lists of rings, shell first."""
    multi = ogr.Geometry(ogr.wkbMultiPolygon)
    for rings in parts:
        polygon = ogr.Geometry(ogr.wkbPolygon)
        for ring in rings:
            r = ogr.Geometry(ogr.wkbLinearRing)
            for x, y in placed(ring).tolist():
                r.AddPoint_2D(x, y)
            polygon.AddGeometry(r)
        multi.AddGeometry(polygon)
    return multi


def point_geometry(point):
    """Return an OGR point of local metres."""
    geometry = ogr.Geometry(ogr.wkbPoint)
    x, y = lambert([point])[0].tolist()
    geometry.AddPoint_2D(x, y)
    return geometry


class Package:
    """A GeoPackage being written."""

    def __init__(self, path):
        gdal.SetConfigOption("OGR_CURRENT_DATE", "2024-01-01T00:00:00Z")
        if os.path.exists(path):
            os.remove(path)
        self.source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path), ["VERSION=1.2"])

    def layer(self, name, title, kind, fields, rows, code=2154):
        """Write a layer; `rows` are (values, OGR geometry)."""
        options = [f"IDENTIFIER={title}", "SPATIAL_INDEX=NO", "GEOMETRY_NAME=geom"]
        layer = self.source.CreateLayer(name, crs(code), kind, options)
        for field, what in fields:
            definition = ogr.FieldDefn(field, KINDS[what][0])
            definition.SetSubType(KINDS[what][1])
            layer.CreateField(definition)
        layer.StartTransaction()
        for values, geometry in rows:
            feature = ogr.Feature(layer.GetLayerDefn())
            for i, value in enumerate(values):
                if value is not None:
                    feature.SetField(i, int(value) if isinstance(value, (bool, np.integer)) else value)
            feature.SetGeometry(geometry)
            layer.CreateFeature(feature)
        layer.CommitTransaction()

    def close(self):
        """Finish the file, without a wasted page."""
        self.source.ExecuteSQL("VACUUM")
        self.source = None


def table(path, header, rows, delimiter=";", bom=False, quoting=csv.QUOTE_MINIMAL):
    """Write a CSV in UTF-8; None is written as nothing."""
    with open(path, "w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n", quoting=quoting)
        writer.writerow(header)
        writer.writerows([["" if v is None else v for v in row] for row in rows])
