"""Sites of a service read from a layer of points, or from the official list whose positions are two columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsWkbTypes

from ..domain.errors import QT_TRANSLATE_NOOP, GeometryTypeError
from ..sources import france_services
from .crs import authority, transform_xy
from .vectors import read_points, require_geometry
from .zones import code_text

__all__ = ["SiteTable", "read_sites"]


@dataclass
class SiteTable:
    """Sites of a list, row by row.

    Attributes
    ----------
    xy : numpy.ndarray
        Shape (n, 2), in the system asked for; NaN where the row gives no position.
    ids : list of str
        Text identifiers; the row number where the list has none.
    forms, kinds : list
        Values of the columns that tell the sort of site, None where absent.
    """

    xy: np.ndarray
    ids: list
    forms: list
    kinds: list

    def __len__(self):
        return len(self.ids)

    @property
    def located(self):
        """Shape (n,), True where a row has usable coordinates."""
        return np.isfinite(self.xy).all(axis=1)


def read_sites(source, name, crs, context=None, id_field=None, format_field=None, type_field=None, tick=None):
    """Read sites.

    Parameters
    ----------
    source : QgsProcessingFeatureSource or QgsVectorLayer
        Points, polygons (buildings, by their centroid), or a table with columns of latitude and longitude.
    name : str
        What the layer is called, for messages.
    crs : QgsCoordinateReferenceSystem
        System of the result.
    id_field, format_field, type_field : str, optional
        Columns of the identifier and of the sort of site.
    tick : callable, optional
        Progress; may raise `Cancelled`.

    Returns
    -------
    SiteTable

    Raises
    ------
    GeometryTypeError
        When the layer has neither points nor columns of coordinates.
    """
    wanted = [field for field in (id_field, format_field, type_field) if field]
    if source.wkbType() == QgsWkbTypes.Type.NoGeometry:
        columns = france_services.find_columns(source.fields().names())
        if not (columns.latitude and columns.longitude):
            raise GeometryTypeError(
                QT_TRANSLATE_NOOP(
                    "@default",
                    "“{name}” has neither points nor columns “latitude” and “longitude”: give a layer of points.",
                ),
                name=name,
            )
        table = _read_table(source, [columns.longitude, columns.latitude] + wanted, tick)
        degrees = np.full((len(table[columns.latitude]), 2), np.nan)
        for axis, column in enumerate((columns.longitude, columns.latitude)):
            for row, value in enumerate(table[column]):
                number = france_services.read_coordinate(value)
                degrees[row, axis] = np.nan if number is None else number
        degrees[(np.abs(degrees[:, 1]) > 90) | ~np.isfinite(degrees).all(axis=1)] = np.nan
        xy = transform_xy(degrees, authority(4326), crs, context)
    else:
        require_geometry(source, name, "point", "polygon")
        points = read_points(source, name, crs, context, list(dict.fromkeys(wanted)), tick)
        table, xy = points.columns, points.xy
        degrees = transform_xy(xy, crs, authority(4326), context)
        # the (0, 0) that a geocoder or a spreadsheet writes for nothing
        xy = np.where((np.abs(degrees) < 1e-6).all(axis=1)[:, None], np.nan, xy)
    rows = range(len(xy))
    blank = [None] * len(xy)
    codes = table[id_field] if id_field else blank
    return SiteTable(
        xy=xy,
        ids=[code_text(codes[row], row) for row in rows],
        forms=table[format_field] if format_field else blank,
        kinds=table[type_field] if type_field else blank,
    )


def _read_table(source, columns, tick):
    """Read columns of a table without geometry."""
    from qgis.core import NULL

    from .vectors import features

    names = source.fields().names()
    places = {column: names.index(column) for column in columns}
    table = {column: [] for column in places}
    total = max(source.featureCount(), 1)
    for count, feature in enumerate(features(source)):
        if tick is not None and count % 5000 == 0:
            tick(min(count / total, 1.0))
        attributes = feature.attributes()
        for column, place in places.items():
            value = attributes[place]
            table[column].append(None if value is None or value == NULL else value)
    return table
