"""Rows of a layer of lines read once: parts, columns and the answers of expressions."""

from __future__ import annotations

import numpy as np
from qgis.core import NULL, QgsFeatureRequest, QgsGeometry, QgsWkbTypes

from ..domain.network import profiles
from . import arrow
from .vectors import features
from .wkb import Parts, join_blobs

__all__ = ["LineTable", "line_wkb", "read_lines"]

BLOCK = 20000


class LineTable:
    """Rows of a network as read.

    Parameters
    ----------
    columns : sequence of str
        Fields to be kept.

    Attributes
    ----------
    parts : wkb.Parts
        Polylines found in the rows.
    ids : numpy.ndarray of int64, shape (n,)
    columns : dict of str to sequence of length n
    passes : numpy.ndarray of bool, shape (n,)
        Answers of the filter.
    time : numpy.ndarray, shape (n,), or None
        Answers of the time expression, minutes.
    """

    def __init__(self, columns):
        self.parts = Parts()
        self.ids = []
        self.columns = {name: [] for name in columns}
        self.passes = []
        self.time = []

    def finish(self, line_filter, time):
        """Join the blocks and evaluate what depends on columns alone."""
        self.ids = np.concatenate(self.ids) if self.ids else np.empty(0, dtype=np.int64)
        count = len(self.ids)
        self.columns = {name: _whole(values) for name, values in self.columns.items()}
        if line_filter is None:
            self.passes = np.ones(count, dtype=bool)
        elif line_filter.by_columns:
            self.passes = _truths(line_filter.over(self.columns, count))
        else:
            self.passes = np.array(self.passes, dtype=bool)
        if time is None:
            self.time = None
        elif time.by_columns:
            values = time.over(self.columns, count)
            self.time = values if values.dtype.kind == "f" else profiles.numbers(values.tolist())
        else:
            self.time = profiles.numbers(self.time)
        return self


def _whole(values):
    """Join the batches of a column; Python values are whole already."""
    if values and isinstance(values[0], np.ndarray):
        return np.concatenate(values)
    if values and isinstance(values[0], profiles.Factor):
        return profiles.Factor(np.concatenate([v.codes for v in values]), values[-1].distinct)
    return values


def _truths(values):
    """Truth of each answer of an expression."""
    codes, distinct = profiles.factorise(values if values.dtype.kind == "f" else values.tolist())
    return np.array([_truth(value) for value in distinct] or [False], dtype=bool)[codes]


def _truth(value):
    """Truth of an expression's answer; NULL and NaN are false."""
    return bool(value) and value == value


def read_lines(source, columns, line_filter, time, layer, tick):
    """Read the rows once, by the quickest way that gives the same answer.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
    columns : sequence of str
    line_filter, time : ColumnExpression or None
    layer : QgsVectorLayer or None
        The whole layer behind the source, where the source is nothing less.
    tick : callable
        Progress; may raise `Cancelled`.

    Returns
    -------
    LineTable
    """
    expressions = [e for e in (line_filter, time) if e is not None]
    if all(e.by_columns for e in expressions) and arrow.readable(layer, columns):
        table = _read_file(layer, columns, max(source.featureCount(), 1), tick)
        if table is not None:
            return table.finish(line_filter, time)
    return _read_features(source, columns, line_filter, time, tick).finish(line_filter, time)


def _read_file(layer, columns, total, tick):
    """Read a file by GDAL's stream of columns, None where that fails."""
    table, done = LineTable(columns), 0
    stream = arrow.batches(layer, columns)
    while True:
        try:
            batch = next(stream, None)
        except arrow.FAILURES:
            return None
        if batch is None:
            return table
        ids, flat, starts, values = batch
        table.ids.append(ids)
        table.parts.add(flat, starts)
        for name in columns:
            table.columns[name].append(values[name])
        done += len(ids)
        tick(min(done / total, 1.0))


def _read_features(source, columns, line_filter, time, tick):
    """Read through QGIS, feature by feature."""
    table = LineTable(columns)
    names = source.fields().names()
    wanted = set(columns)
    row_filter = line_filter if line_filter is not None and not line_filter.by_columns else None
    row_time = time if time is not None and not time.by_columns else None
    for expression in (row_filter, row_time):
        if expression is not None:
            wanted |= set(expression.columns)
    places = [names.index(c) for c in columns]
    request = QgsFeatureRequest()
    request.setSubsetOfAttributes([names.index(c) for c in wanted])
    straight = QgsWkbTypes.flatType(source.wkbType()) in (
        QgsWkbTypes.Type.LineString,
        QgsWkbTypes.Type.MultiLineString,
    )
    stores = [table.columns[c] for c in columns]
    total, blobs, ids = max(source.featureCount(), 1), [], []
    for count, feature in enumerate(features(source, request), 1):
        geometry = feature.geometry()
        blobs.append(geometry.asWkb().data() if straight else line_wkb(geometry))
        ids.append(feature.id())
        for store, place in zip(stores, places):
            value = feature.attribute(place)
            store.append(None if value == NULL else value)
        if row_filter is not None:
            table.passes.append(_truth(row_filter.of(feature)))
        if row_time is not None:
            table.time.append(row_time.of(feature))
        if count % BLOCK == 0:
            table.parts.add(*join_blobs(blobs))
            table.ids.append(np.array(ids, dtype=np.int64))
            blobs, ids = [], []
        if count % 2000 == 0:
            tick(min(count / total, 1.0))
    table.parts.add(*join_blobs(blobs))
    table.ids.append(np.array(ids, dtype=np.int64))
    return table


def line_wkb(geometry):
    """WKB of the straight lines of any geometry, b"" where there are none."""
    if geometry.isNull() or geometry.isEmpty() or geometry.type() != QgsWkbTypes.GeometryType.LineGeometry:
        return b""
    if QgsWkbTypes.isCurvedType(geometry.wkbType()):
        geometry = QgsGeometry(geometry.constGet().segmentize())
    return geometry.asWkb().data()
