"""Layers to arrays: rows are counted and kept in order whatever is wrong with them."""
from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from qgis.core import (
    NULL, QgsDataProvider, QgsFeatureRequest, QgsProcessingFeatureSource, QgsProviderRegistry, QgsWkbTypes,
)  # fmt: skip

from ..domain.errors import QT_TRANSLATE_NOOP, EmptyLayerError, GeometryTypeError, MissingFieldError
from .crs import require_crs, transform_xy

__all__ = [
    "PointTable",
    "features",
    "find_field",
    "layer_title",
    "point_of",
    "read_points",
    "require_geometry",
    "require_header",
    "require_rows",
    "sublayer_names",
]

SHAPEFILE_NAME = 10
"""Letters that a Shapefile keeps of a field's name."""

GEOMETRY_TYPES = {
    "point": QgsWkbTypes.GeometryType.PointGeometry,
    "line": QgsWkbTypes.GeometryType.LineGeometry,
    "polygon": QgsWkbTypes.GeometryType.PolygonGeometry,
}


@dataclass
class PointTable:
    """Points of a layer and the columns asked for.

    Attributes
    ----------
    xy : numpy.ndarray
        Shape (n, 2), in the system asked for; NaN where a row has no usable geometry.
    ids : numpy.ndarray
        Shape (n,), feature ids, in the layer's order.
    columns : dict of str to list
        Values of the fields asked for, None where missing.
    """

    xy: np.ndarray
    ids: np.ndarray
    columns: dict = field(default_factory=dict)

    @property
    def located(self):
        """Shape (n,), True where a row has usable coordinates."""
        return np.isfinite(self.xy).all(axis=1)


def layer_title(layer):
    """Return what to call a layer in a report: its name, with its table where the name is only the file's.

    Parameters
    ----------
    layer : QgsVectorLayer

    Returns
    -------
    str
    """
    name = layer.name()
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    table, path = parts.get("layerName"), parts.get("path")
    # QGIS calls a layer after its file where only its address is given, and a GeoPackage may hold twenty
    if table and path and name == Path(str(path)).stem and name != table:
        return "{} – {}".format(name, table)
    return name


def features(source, request=None):
    """Iterate over features with the validity check off: algorithms repair and count themselves."""
    request = request or QgsFeatureRequest()
    if isinstance(source, QgsProcessingFeatureSource):
        return source.getFeatures(request, QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks)
    return source.getFeatures(request)


def require_rows(source, name):
    """Refuse a layer that has no row at all.

    Raises
    ------
    EmptyLayerError
    """
    count = source.featureCount()
    if count > 0:
        return
    request = QgsFeatureRequest()
    request.setLimit(1)
    for _feature in features(source, request):
        return
    raise EmptyLayerError(
        QT_TRANSLATE_NOOP(
            "@default",
            "The layer “{name}” has no row: check that the right layer is chosen and that no filter hides it.",
        ),
        name=name,
    )


def require_geometry(source, name, *kinds):
    """Refuse a layer of the wrong geometry type.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
    name : str
    *kinds : {"point", "line", "polygon"}
        What is accepted. A layer of unknown type passes: its rows are judged one by one.

    Raises
    ------
    GeometryTypeError
    """
    kind = QgsWkbTypes.geometryType(source.wkbType())
    unknown = QgsWkbTypes.GeometryType.UnknownGeometry
    if kind == unknown or kind in [GEOMETRY_TYPES[k] for k in kinds]:
        return
    messages = {
        ("point",): QT_TRANSLATE_NOOP("@default", "“{name}” must be a layer of points."),
        ("line",): QT_TRANSLATE_NOOP("@default", "“{name}” must be a layer of lines."),
        ("polygon",): QT_TRANSLATE_NOOP("@default", "“{name}” must be a layer of polygons."),
    }
    default = QT_TRANSLATE_NOOP("@default", "“{name}” must be a layer of points or polygons.")
    raise GeometryTypeError(messages.get(kinds, default), name=name)


def sublayer_names(layer):
    """Return the names of the layers, tables or sheets that the file of a layer holds, in its order.

    Parameters
    ----------
    layer : QgsVectorLayer

    Returns
    -------
    list of str
    """
    # "index!!::!!name!!::!!count!!::!!type…", in 3.22 as in 4
    separator = QgsDataProvider.sublayerSeparator()
    return [row.split(separator)[1] for row in layer.dataProvider().subLayers() if separator in row]


def find_field(source_fields, candidates, name=None, what=None):
    """Find a field by its usual names, whatever the case, and cut where it comes from a Shapefile.

    Parameters
    ----------
    source_fields : QgsFields
    candidates : sequence of str
        Usual names, best first.
    name, what : str, optional
        Layer's name and what the field holds. When given, absence is an error.

    Returns
    -------
    str or None
        The name as the layer spells it.

    Raises
    ------
    MissingFieldError
    """
    spelled = {f.name().lower(): f.name() for f in reversed(list(source_fields))}
    for candidate in candidates:
        if candidate.lower() in spelled:
            return spelled[candidate.lower()]
    if max(map(len, spelled), default=0) <= SHAPEFILE_NAME:
        for candidate in candidates:
            if candidate[:SHAPEFILE_NAME].lower() in spelled:
                return spelled[candidate[:SHAPEFILE_NAME].lower()]
    if name is None:
        return None
    require_header(source_fields, name)
    raise MissingFieldError(
        QT_TRANSLATE_NOOP(
            "@default",
            "No field of “{name}” looks like {what} (usual names: {usual}): choose the field in the parameters.",
        ),
        name=name,
        what=what,
        usual=", ".join(candidates),
    )


def require_header(source_fields, name):
    """Refuse a sheet whose first row GDAL did not take for a header: it never does where all cells are texts.

    Raises
    ------
    MissingFieldError
    """
    names = [f.name() for f in source_fields]
    if names and names == ["Field{}".format(n) for n in range(1, len(names) + 1)]:
        raise MissingFieldError(
            QT_TRANSLATE_NOOP(
                "@default",
                "QGIS did not recognise the row of titles of “{name}”, because all the cells of the sheet are texts: "
                "put numbers in one column at least (longitude, latitude), or save the sheet as CSV.",
            ),
            name=name,
        )


def point_of(geometry):
    """Return the (x, y) that stands for a geometry: a point itself, the centroid of anything else.

    Returns
    -------
    tuple of float
        (nan, nan) for a null or empty geometry.
    """
    if geometry.isNull() or geometry.isEmpty():
        return (np.nan, np.nan)
    if geometry.wkbType() == QgsWkbTypes.Type.Point:
        point = geometry.asPoint()
        return (point.x(), point.y())
    part = geometry.constGet()
    if geometry.type() == QgsWkbTypes.GeometryType.PointGeometry and geometry.isMultipart():
        if part.numGeometries() == 1:
            part = part.geometryN(0)
            return (part.x(), part.y())
    elif geometry.type() == QgsWkbTypes.GeometryType.PointGeometry:
        return (part.x(), part.y())
    centre = geometry.centroid()
    if centre.isNull() or centre.isEmpty():
        return (np.nan, np.nan)
    point = centre.asPoint()
    return (point.x(), point.y())


def read_points(source, name, crs, context=None, columns=(), tick=None):
    """Read a layer as points in one pass.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
        Points, or polygons and lines that stand by their centroid.
    name : str
        What the layer is called, for messages.
    crs : QgsCoordinateReferenceSystem
        System of the result.
    columns : sequence of str
        Fields to read along.
    tick : callable, optional
        Progress, see `domain.progress`.

    Returns
    -------
    PointTable
    """
    own_crs = require_crs(source, name)
    names = source.fields().names()
    positions = [names.index(c) for c in columns]
    request = QgsFeatureRequest()
    request.setSubsetOfAttributes(positions)
    total = max(source.featureCount(), 1)
    xy, ids, values = [], [], [[] for _ in columns]
    for count, feature in enumerate(features(source, request)):
        if tick is not None and count % 5000 == 0:
            tick(count / total)
        xy.append(point_of(feature.geometry()))
        ids.append(feature.id())
        if positions:
            attributes = feature.attributes()
            for store, position in zip(values, positions):
                value = attributes[position]
                store.append(None if value is None or value == NULL else value)
    array = np.array(xy, dtype=np.float64).reshape(-1, 2)
    array[~np.isfinite(array).all(axis=1)] = np.nan
    return PointTable(
        transform_xy(array, own_crs, crs, context), np.array(ids, dtype=np.int64), dict(zip(columns, values))
    )

