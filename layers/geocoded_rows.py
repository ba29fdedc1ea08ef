"""Rows to be placed, read by chunks: points or tables, as geocoders and users leave them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes

from ..domain.qpv.precision import read_number
from ..domain.qpv.reasons import Reason
from .rows import FeatureChunk
from .vectors import features

__all__ = ["Chunk", "read_chunks"]

CHUNK = 5_000
"""Rows read, decided and written at a time: memory does not grow with the layer."""

STATES = {
    "not-found": Reason.NOT_FOUND, "not found": Reason.NOT_FOUND, "notfound": Reason.NOT_FOUND,
    "non_trouvee": Reason.NOT_FOUND, "non trouvée": Reason.NOT_FOUND, "non trouvee": Reason.NOT_FOUND,
    "skipped": Reason.SKIPPED, "ignoree": Reason.SKIPPED, "error": Reason.GEOCODER_ERROR,
    "erreur": Reason.GEOCODER_ERROR, "failed": Reason.GEOCODER_ERROR, "timeout": Reason.GEOCODER_ERROR,
}  # fmt: skip


@dataclass
class Chunk(FeatureChunk):
    """Some rows of the layer.

    Attributes
    ----------
    xy : numpy.ndarray, shape (n, 2)
        NaN where a row has no position.
    states : numpy.ndarray of int8, shape (n,)
        What is wrong with the row (`domain.qpv.reasons.STATES`), 0 where nothing is.
    """

    xy: np.ndarray
    states: np.ndarray


def read_chunks(source, columns, size=CHUNK):
    """Read a layer by chunks, in order, every row kept.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
    columns : Columns
    size : int, optional

    Yields
    ------
    Chunk
    """
    waiting = []
    for feature in features(source):
        waiting.append(feature)
        if len(waiting) == size:
            yield _chunk(waiting, columns)
            waiting = []
    if waiting:
        yield _chunk(waiting, columns)


def _chunk(rows, columns):
    chunk = Chunk(rows, np.empty((0, 2)), np.zeros(len(rows), dtype=np.int8))
    if columns.coordinates is None:
        chunk.xy = _from_geometries(rows, chunk.states)
    else:
        chunk.xy = _from_columns(chunk, columns)
    lost = ~np.isfinite(chunk.xy).all(axis=1)
    chunk.xy[lost] = np.nan
    chunk.states[lost & (chunk.states == 0)] = Reason.NO_POSITION
    types = chunk.column(columns.types)
    if types is not None:
        # a geocoder answered nothing here
        blank = np.fromiter((t is None or t == "" for t in types), dtype=bool, count=len(rows))
        chunk.states[blank & (chunk.states == Reason.NO_POSITION)] = Reason.SKIPPED
    statuses = chunk.column(columns.statuses)
    if statuses is not None:
        known = {s: STATES.get(str(s).strip().casefold(), Reason.NONE) for s in set(statuses)}
        told = np.fromiter((known[s] for s in statuses), dtype=np.int8, count=len(rows))
        chunk.states[told != Reason.NONE] = told[told != Reason.NONE]
    return chunk


_POINT_WKB = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
# a point alone, with Z or M, with both; no other geometry is as short
_POINT_SIZES = (21, 29, 37)


def _from_geometries(rows, states):
    """Read points in bulk from their binary form; others one by one."""
    blobs = [f.geometry().asWkb().data() for f in rows]
    sizes = np.fromiter(map(len, blobs), dtype=np.int64, count=len(blobs))
    xy = np.full((len(rows), 2), np.nan)
    plain = np.isin(sizes, _POINT_SIZES)
    flat = (sizes == _POINT_WKB.itemsize).all()
    data = b"".join(blobs if flat else [b[: _POINT_WKB.itemsize] for b, p in zip(blobs, plain.tolist()) if p])
    table = np.frombuffer(data, dtype=_POINT_WKB)
    xy[plain, 0], xy[plain, 1] = table["x"], table["y"]
    for row in np.flatnonzero(~plain & (sizes > 0)).tolist():
        geometry = rows[row].geometry()
        point = geometry.constGet()
        if geometry.isEmpty():
            continue
        if geometry.type() == QgsWkbTypes.GeometryType.PointGeometry and geometry.isMultipart():
            point = point.geometryN(0) if point.numGeometries() == 1 else None
        if point is None or geometry.type() != QgsWkbTypes.GeometryType.PointGeometry:
            states[row] = Reason.BAD_GEOMETRY
            continue
        xy[row] = point.x(), point.y()
    odd = (sizes > 0) & ~np.isfinite(xy).all(axis=1) & plain
    for row in np.flatnonzero(odd).tolist():
        if not rows[row].geometry().isEmpty():
            states[row] = Reason.BAD_GEOMETRY
    return xy


def _from_columns(chunk, columns):
    """Read coordinates written in two fields and give the features their point."""
    xy = np.full((len(chunk.features), 2), np.nan)
    for axis, place in enumerate(columns.coordinates):
        numbers = [read_number(v) for v in chunk.column(place)]
        xy[:, axis] = [np.nan if n is None else n for n in numbers]
    for feature, (x, y) in zip(chunk.features, xy.tolist()):
        if x == x and y == y:
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
    return xy
