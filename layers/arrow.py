"""Columns and geometry of a whole file through GDAL's Arrow stream (GDAL 3.6 and later)."""

from __future__ import annotations

import warnings

import numpy as np
from qgis.core import QgsProviderRegistry, QgsVectorLayer, QgsWkbTypes

from ..domain.network.profiles import Factor
from .wkb import join_blobs

__all__ = ["FAILURES", "batches", "readable"]

# what GDAL's bindings raise when a stream fails
FAILURES = (RuntimeError, OSError, ValueError, KeyError, SystemError)

# FlatGeobuf is left out: with null geometries some GDAL fail halfway
FILES = (".gpkg", ".shp")


def readable(layer, columns):
    """Tell whether a layer is a plain file that may be read behind QGIS's back with the same result.

    Parameters
    ----------
    layer : QgsVectorLayer or None
    columns : sequence of str
        Fields to be read.
    """
    if not isinstance(layer, QgsVectorLayer) or layer.providerType() != "ogr":
        return False
    if layer.subsetString() or layer.isEditable() or not _streams():
        return False
    if QgsWkbTypes.flatType(layer.wkbType()) not in (QgsWkbTypes.Type.LineString, QgsWkbTypes.Type.MultiLineString):
        return False
    own = layer.dataProvider().fields().names()
    # numbers and texts only: QGIS words dates and booleans its own way
    kinds = {"integer", "integer64", "real", "string", "int", "double"}
    for name in columns:
        if name not in own:
            return False
        if layer.fields().field(name).typeName().lower() not in kinds:
            return False
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    return str(parts.get("path") or "").lower().endswith(FILES) and not parts.get("openOptions")


def _streams():
    """Tell whether GDAL's Python bindings are there and know Arrow streams."""
    try:
        from osgeo import ogr
    except Exception:  # absent, or built for another numpy
        return False
    return hasattr(ogr.Layer, "GetArrowStreamAsNumPy")


def batches(layer, columns):
    """Read a file by batches.

    Parameters
    ----------
    layer : QgsVectorLayer
        For which `readable` is true.
    columns : sequence of str

    Yields
    ------
    ids : numpy.ndarray of int64, shape (r,)
    flat : numpy.ndarray of uint8
        WKB of the batch, see `wkb.parse_lines`.
    starts : numpy.ndarray of int64, shape (r,)
    values : dict of str to numpy.ndarray or Factor
        Numbers as arrays (NaN where missing), texts as factors whose values go on from batch to batch.
    """
    _dataset, table = _opened(layer)
    definition = table.GetLayerDefn()
    own = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
    id_column = table.GetFIDColumn() or "OGC_FID"
    table.SetIgnoredFields([field for field in own if field not in columns])
    geometry = table.GetGeometryColumn() or "wkb_geometry"
    known = {column: {} for column in columns}
    for batch in table.GetArrowStreamAsNumPy(["USE_MASKED_ARRAYS=YES"]):
        flat, starts = _geometries(batch[geometry])
        values = {column: _values(batch[column], known[column]) for column in columns}
        yield np.asarray(batch[id_column], dtype=np.int64), flat, starts, values


def _opened(layer):
    """Dataset and layer of GDAL; the first must live as long as the second."""
    from osgeo import gdal

    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    name = parts.get("layerName")
    with warnings.catch_warnings():
        # GDAL 3.7 and later want to be told, for all programs alike, whether errors are exceptions
        warnings.simplefilter("ignore", FutureWarning)
        dataset = gdal.OpenEx(parts["path"], gdal.OF_VECTOR | gdal.OF_READONLY)
        if dataset is None:
            raise OSError(gdal.GetLastErrorMsg())
        table = dataset.GetLayerByName(name) if name else dataset.GetLayer(int(parts.get("layerId") or 0))
    if table is None:
        raise OSError(gdal.GetLastErrorMsg())
    return dataset, table


def _geometries(blobs):
    """Bytes of a column of WKB: padded rows when all are as long, else one object a row."""
    missing = np.ma.getmaskarray(blobs)
    blobs = np.ma.getdata(blobs)
    if blobs.dtype.kind == "O":
        if missing.any():
            blobs[missing] = b""
        return join_blobs(blobs.tolist())
    width = blobs.dtype.itemsize
    starts = np.arange(len(blobs), dtype=np.int64) * width
    starts[missing if width >= 9 else slice(None)] = -1
    return np.ascontiguousarray(blobs).view(np.uint8).reshape(-1), starts


def _values(column, known):
    """Column of a batch; `known` holds the texts met so far with their numbers."""
    mask = np.ma.getmaskarray(column)
    plain = np.ma.getdata(column)
    if plain.dtype.kind != "S":
        return np.where(mask, np.nan, plain) if mask.any() else plain
    texts = plain.tolist()
    for row in np.flatnonzero(mask).tolist():
        texts[row] = None
    codes = np.fromiter((known.setdefault(text, len(known)) for text in texts), dtype=np.int64, count=len(texts))
    return Factor(codes, [None if text is None else text.decode("utf-8") for text in known])
