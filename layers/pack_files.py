"""Reading what a reference file holds, to tell whether it is the right one; no coordinate system of QGIS is named."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from ..domain.errors import QT_TRANSLATE_NOOP, DataError
from ..sources.department_check import LINE, NO_SHAPE, POINT, POLYGON, Contents
from ..sources.geojson_file import widened

__all__ = ["index_contents", "layer_contents"]

_CLOSED = QT_TRANSLATE_NOOP("@default", "{path} does not open: check that it is there and whole.")
_LAYER = "|layername="
_WGS84, _TURN = 4326, 180.0
# beyond as many times the ground that is wanted, a layer is cut
_MUCH = 4.0
# by the code of OGC
_SHAPES = {1: POINT, 2: LINE, 3: POLYGON, 4: POINT, 5: LINE, 6: POLYGON, 10: POLYGON, 12: POLYGON, 100: NO_SHAPE}


def layer_contents(source, item, pulse, communes=""):
    """Read a layer or a table; any thread may.

    Parameters
    ----------
    source : str
        A path, with ``|layername=`` where it has several layers.
    item : sources.department_pack.Item
        Tells what need be read.
    pulse : callable
        Called on the way; may raise `Cancelled`.
    communes : str, optional
        The layer of the département's communes, where there is one: on its ground the layer should lie.

    Returns
    -------
    sources.department_check.Contents

    Raises
    ------
    DataError
        Where it does not open.
    """
    from osgeo import gdal, ogr

    # another plugin may have asked GDAL to raise where it would return nothing
    with _quiet(gdal), suppress(RuntimeError):
        dataset, layer = _opened(gdal, source)
        if layer is not None:
            found = _read(layer, ogr, item.check, pulse)
            return _placed(found, gdal, layer, item, communes) if item.check.whole else found
    raise DataError(_CLOSED, path=str(source).partition(_LAYER)[0])


def _opened(gdal, source):
    """Return a file and its layer, which lives as long; (None, None) for none."""
    path, _, name = str(source).partition(_LAYER)
    name = name.split("|")[0]
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_READONLY)
    if dataset is None:
        return None, None
    return dataset, dataset.GetLayerByName(name) if name else dataset.GetLayer(0)


def _read(layer, ogr, check, pulse):
    definition = layer.GetLayerDefn()
    titles = [definition.GetFieldDefn(n).GetName() for n in range(definition.GetFieldCount())]
    shape = _SHAPES.get(ogr.GT_Flatten(definition.GetGeomType()), "")
    located = shape == NO_SHAPE or _is_said(layer.GetSpatialRef())
    column, rows, codes = check.column(titles), layer.GetFeatureCount(), None
    if column is not None and check.pattern:
        layer.SetIgnoredFields([title for title in titles if title != column] + ["OGR_GEOMETRY"])
        codes, rows = [], 0
        for feature in layer:
            rows += 1
            codes.append(feature.GetField(column))
            if rows % 1000 == 0:
                pulse()
    return Contents(titles, codes, None if rows < 0 else rows, shape, located, astray=_astray(layer))


def _is_said(crs):
    """Tell whether a coordinate system is one: a GeoPackage calls what it does not know “Undefined Cartesian SRS”."""
    return crs is not None and not crs.IsLocal() and not (crs.GetName() or "undefined").lower().startswith("undefined")


def _astray(layer):
    """Return a corner that cannot be in degrees, though the file says that it is; () for none."""
    crs = layer.GetSpatialRef()
    if crs is None or not crs.IsGeographic() or not layer.GetFeatureCount():
        return ()
    west, east, south, north = layer.GetExtent()
    inside = west >= -_TURN and east <= _TURN and south >= -_TURN / 2 and north <= _TURN / 2
    return () if inside else (west, south)


def _placed(found, gdal, layer, item, communes):
    """Return what was found with how it lies to the communes."""
    dataset, ground = _opened(gdal, communes) if communes else (None, None)
    bounds = [None if one is None else _bounds(one) for one in (layer, ground)]
    del dataset
    if not communes or None in bounds or not _area(bounds[1]):
        return replace(found, compared=bool(communes))
    own, asked = bounds
    around = widened(asked, item.around_km)
    far = _area(own) > _MUCH * _area(around)
    covered = _area(_shared(own, asked)) / _area(asked)
    # as QGIS will word it
    system = layer.GetSpatialRef().ExportToWkt(["FORMAT=WKT2_2018"]) if far else ""
    return replace(found, covered=covered, ground=around if far else None, system=system)


def _shared(one, other):
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _area(bounds):
    """Return a measure of bounds that only serves to compare those of about the same place."""
    west, south, east, north = bounds
    return max(east - west, 0.0) * max(north - south, 0.0)


def _bounds(layer):
    """Return west, south, east, north in degrees."""
    from osgeo import osr

    crs = layer.GetSpatialRef()
    if crs is None or not layer.GetFeatureCount():
        return None
    west, east, south, north = layer.GetExtent()
    degrees, own = osr.SpatialReference(), crs.Clone()
    degrees.ImportFromEPSG(_WGS84)
    for one in (degrees, own):
        one.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    change = osr.CoordinateTransformation(own, degrees)
    spots = [change.TransformPoint(x, y)[:2] for x in (west, east) for y in (south, north)]
    xs, ys = zip(*spots)
    return min(xs), min(ys), max(xs), max(ys)


def index_contents(path):
    """Read an address index.

    Parameters
    ----------
    path : str

    Returns
    -------
    sources.department_check.Contents

    Raises
    ------
    DataError
        Where it is none.
    """
    from ..sources.address_index import AddressIndex

    with AddressIndex.open(path) as index:
        codes, rows = [commune.insee for commune in index.all_communes()], index.meta["addresses"]
        damaged = any(source["damage"] for source in index.meta["sources"])
    return Contents(codes=codes, rows=rows, damaged=damaged)


class _quiet:  # noqa: N801 - used as a statement
    """What GDAL says of a file that is not one is not for the console."""

    def __init__(self, gdal):
        self._gdal = gdal

    def __enter__(self):
        self._gdal.PushErrorHandler("CPLQuietErrorHandler")

    def __exit__(self, *_why):
        self._gdal.PopErrorHandler()
